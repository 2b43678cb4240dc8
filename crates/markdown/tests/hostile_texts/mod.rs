//! Texts that repeat one thing many times, for the test of growth and for the benchmark.

use std::fmt::Write;

/// What is repeated, and a way to repeat it.
pub(crate) type Repetition = (&'static str, fn(usize) -> String);

/// The repetitions.
pub(crate) const REPETITIONS: &[Repetition] = &[
    ("quotations", |n| ">".repeat(n)),
    ("brackets", |n| "[".repeat(n)),
    ("balanced brackets", |n| "[".repeat(n) + &"]".repeat(n)),
    ("spans", |n| "[".repeat(n) + &"]{.a}".repeat(n)),
    ("inline notes", |n| "^[".repeat(n)),
    ("citations", |n| "[@a; ".repeat(n) + &"]".repeat(n)),
    ("emphasis", |n| "*a ".repeat(n)),
    ("nested emphasis", |n| "*".repeat(n) + "x" + &"*".repeat(n)),
    ("closing fences", |n| ":::\n".repeat(n)),
    ("opening fences", |n| "::: a\n".repeat(n)),
    ("open and closed fences", |n| "::: a\n".repeat(n) + &":::\n".repeat(n)),
    ("fences in quotations", |n| "> ::: a\n".repeat(n)),
    ("braces", |n| "{".repeat(n)),
    ("open attributes", |n| "]{.a ".repeat(n)),
    ("open values", |n| "x]{a=\"".repeat(n)),
    ("bullets", |n| "- ".repeat(n) + "a"),
    ("letters", |n| "a. ".repeat(n) + "a"),
    ("letters after a fence", |n| "::: a\n".to_owned() + &"> - a. b\n".repeat(n)),
    ("formulas after a torn one", |n| "$$\n- a\n$$\n".to_owned() + &"$$\n".repeat(n)),
    ("open comments", |n| "<!-- a\n".repeat(n)),
    ("bars", |n| "| *a\nb\n".repeat(n)),
    ("lists", |n| "1. x\n\ny\n\n".repeat(n)),
    ("scripts", |n| "~^a".repeat(n)),
    ("mathematics", |n| "$$\na\n".repeat(n)),
    ("dollars", |n| "$".repeat(n)),
    ("open mathematics", |n| "$a ".repeat(n)),
    ("prices", |n| "a $5, ".repeat(n)),
    ("open displays", |n| "$$a ".repeat(n)),
    ("mathematics in braces", |n| "${".repeat(n)),
    ("mathematics between braces", |n| "{$a}$ ".repeat(n)),
    ("backticks", |n| {
        (1..)
            .map(|i| "`".repeat(i) + "a")
            .take_while({
                let mut len = 0;
                move |run| {
                    len += run.len();
                    len <= n
                }
            })
            .collect()
    }),
    ("note calls", |n| "[^a] ".repeat(n)),
    ("note definitions", |n| "[^a]: b\n\n".repeat(n)),
    ("note definitions on one line", |n| "[^a]: ".repeat(n)),
    ("table rows", |n| "|a|\n|-|\n".to_owned() + &"|b|c|\n".repeat(n)),
    ("captions", |n| ": c\n".repeat(n)),
    ("comments", |n| "<!-- a --> ".repeat(n)),
    ("images", |n| "![".repeat(n) + &"](a)".repeat(n)),
    ("link definitions", |n| "[a]: b {.c}\n".repeat(n)),
    ("headings", |n| "# h {#a}\n\n[h]\n\n".repeat(n)),
    ("chained notes", |n| {
        (0..n).fold(String::new(), |mut text, i| {
            let _ = write!(text, "[^{i}]: b[^{}]\n\n", i + 1);
            text
        })
    }),
    ("open changes", |n| "{++a ".repeat(n)),
    ("closed changes", |n| "{--".repeat(n) + &"--}".repeat(n)),
    ("closing changes", |n| "{~~a ".to_owned() + &"++} ~>".repeat(n)),
    ("remarks", |n| "{>>a\n".repeat(n)),
    ("changes over blocks", |n| "{++a\n\n".repeat(n) + &"b++}\n\n".repeat(n)),
    ("comments", |n| {
        (0..n).fold(String::new(), |mut text, i| {
            let _ = write!(text, "[c]{{.comment-start id={i}}}[]{{.comment-end id=x{i}}}");
            text
        })
    }),
    ("scripts of html", |n| "<sub>".repeat(n) + "a" + &"</sub>".repeat(n)),
    ("definitions", |n| "a\n".to_owned() + &":  b\n".repeat(n)),
    ("loose definitions", |n| "a\n\n".to_owned() + &":  b\n\n    c\n\n".repeat(n)),
    ("terms", |n| "a\n: b\n\n".repeat(n)),
    ("list tables", |n| "::: {.list-table}\n- - []{colspan=1000}\n".to_owned() + &"- - a\n".repeat(n)),
    ("abbreviations", |n| "*[a]: b\n".repeat(n)),
    ("calls of notes in one line", |n| (0..n).fold(String::new(), |text, i| text + &format!("[^{i}] "))),
    ("link labels", |n| "[a]".repeat(n) + "\n\n[b]: c\n"),
    ("uses of a definition", |n| "[a] b\n\n".repeat(n) + "[a]: " + &"c".repeat(1000) + "\n"),
    ("definitions of their own", |n| {
        (0..n).fold(String::new(), |text, i| text + &format!("[{i}]: u\n\nWord [{i}].\n\n"))
    }),
    ("code that stays open", |n| "Word.\n\n".repeat(n) + "```\n" + &"Word.\n\n".repeat(n)),
    ("bylines", |n| format!("By {}\n\n{}", "a* ".repeat(n), "* a\n\n<!-- -->\n\n".repeat(n))),
    ("photographs", |n| "(Photo: x)\n".repeat(n)),
    ("yaml", |n| format!("---\na: {}\n---\n", "[".repeat(n))),
    ("toml", |n| format!("+++\na = {}\n+++\n", "[".repeat(n))),
    ("control characters", |n| "\u{1}".repeat(n)),
];
