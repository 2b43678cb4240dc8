//! The words of the real books: those that pandoc reads have to stand in our trees as often. What we have beyond
//! them is not asked after, since a tree holds labels, addresses and raw markup, too.
//! A difference is either a rule of `xtask/assets/words.lua` or a line of `xtask/words.toml`, each with its reason.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use serde::Deserialize;
use serde_json::Value;

use super::pandoc::Pandoc;
use super::process::{self, last_lines, within};
use super::sources::{Kind, Source};
use super::verdict::{Finding, Verdict};

const NAME: &str = "words";
/// A book takes seconds.
const SECONDS: u32 = 120;

/// How often each word occurs.
pub(super) type Counts = BTreeMap<String, usize>;

/// One entry of `xtask/words.toml`: words of one book that pandoc has and we do not, and why that is right.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Explained {
    book: String,
    words: Vec<String>,
    reason: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Page {
    #[serde(default)]
    explained: Vec<Explained>,
}

/// Compares the words of each book of the corpus.
pub(crate) fn check(root: &Path, chapbook: &Path, sources: &[Source]) -> Result<Vec<Verdict>, String> {
    let books: Vec<&Source> = sources.iter().filter(|source| source.kind == Kind::Corpus).collect();
    if books.is_empty() {
        return Ok(Vec::new());
    }
    let explained = read(&root.join("xtask/words.toml"))?;
    let pandoc = Pandoc::install(root)?;
    let filter = root.join("xtask/assets/words.lua").display().to_string();
    let compared = process::two_at_a_time(&books, |_, book| compare(&pandoc, chapbook, &filter, book));
    let mut verdicts = Vec::new();
    for (book, compared) in books.into_iter().zip(compared) {
        let of_book: Vec<&Explained> = explained.iter().filter(|entry| book.name.ends_with(&entry.book)).collect();
        verdicts.push(match compared {
            Ok(compared) => {
                compared.print(&book.name, &of_book);
                Verdict::new(NAME, &book.name, findings(&compared.left, &of_book))
            }
            Err(message) => Verdict::no_answer(NAME, &book.name, message),
        });
    }
    Ok(verdicts)
}

/// The words of one book.
struct Compared {
    by_pandoc: usize,
    by_us: usize,
    /// Words that pandoc has and we have not, as it writes them on its own.
    missing: usize,
    /// The same once the rules of the filter have had their say.
    left: Counts,
}

impl Compared {
    fn print(&self, book: &str, explained: &[&Explained]) {
        let Compared { by_pandoc, by_us, missing, left } = self;
        let left: usize = left.values().sum();
        println!(
            "validate: words of {book}: {by_pandoc} by pandoc, {by_us} by chapbook; missing {missing}, of which \
             xtask/assets/words.lua explains {} and xtask/words.toml has {left} to explain",
            missing.saturating_sub(left)
        );
        for Explained { book: _, words, reason } in explained {
            println!("validate:   {}: {reason}", words.join(" "));
        }
    }
}

fn compare(pandoc: &Pandoc, chapbook: &Path, filter: &str, book: &Source) -> Result<Compared, String> {
    let from = format!("--from={}", dialect(&book.file));
    let plain = [from.as_str(), "--to=plain", "--wrap=none"];
    let bare = count(&pandoc.run(&plain, &book.file)?);
    let filter = format!("--lua-filter={filter}");
    let filtered = count(&pandoc.run(&[&plain[..], &[filter.as_str()]].concat(), &book.file)?);
    // A tree as it was read has the source's own words; the resolved one has the markers of lists and the marks of
    // notes, which pandoc prints as well.
    let mut ours = inspect(chapbook, book, &[])?;
    for (word, count) in inspect(chapbook, book, &["--resolved"])? {
        let there = ours.entry(word).or_default();
        *there = count.max(*there);
    }
    Ok(Compared {
        by_pandoc: bare.values().sum(),
        by_us: ours.values().sum(),
        missing: missing(&bare, &ours).values().sum(),
        left: missing(&filtered, &ours),
    })
}

/// pandoc's name for what a book is written in. Its formulas in GFM take every `$PATH` with them; ours ask for more.
pub(crate) fn dialect(file: &Path) -> &'static str {
    let source = std::fs::read_to_string(file.with_file_name("SOURCE.json")).unwrap_or_default();
    let source: Value = serde_json::from_str(&source).unwrap_or_default();
    match source.get("format").and_then(Value::as_str) {
        Some("gfm") => "gfm-tex_math_dollars",
        Some(_) | None => "markdown",
    }
}

fn inspect(chapbook: &Path, book: &Source, more: &[&str]) -> Result<Counts, String> {
    let mut command = within(SECONDS, chapbook);
    command.args(["inspect", "--json"]).args(more).arg(&book.file);
    let ended = process::run(&mut command)?;
    let tree: Value = serde_json::from_str(&ended.stdout)
        .map_err(|error| format!("chapbook inspect --json: {error}: {}", last_lines(&ended.stderr)))?;
    let mut text = String::new();
    collect(&tree, "", &mut text);
    Ok(count(&text))
}

/// Keys that tell about the text and are none of it.
const ABOUT: [&str; 5] = ["kind", "span", "sources", "origins", "diagnostics"];

/// The text of a tree. What stands in one line of inlines stays together; all else is apart.
fn collect(value: &Value, key: &str, out: &mut String) {
    match value {
        Value::String(text) => out.push_str(text),
        Value::Array(values) => {
            for value in values {
                collect(value, key, out);
                if key != "content" {
                    out.push('\n');
                }
            }
        }
        Value::Object(fields) => {
            let breaks = matches!(fields.get("kind").and_then(Value::as_str), Some("soft-break" | "hard-break"));
            if breaks {
                out.push('\n');
            }
            for (key, value) in fields.iter().filter(|(key, _)| !ABOUT.contains(&key.as_str())) {
                let in_line = ["content", "text"].contains(&key.as_str());
                if !in_line {
                    out.push('\n');
                }
                collect(value, key, out);
                if !in_line {
                    out.push('\n');
                }
            }
        }
        Value::Null | Value::Bool(_) | Value::Number(_) => (),
    }
}

/// Letters and figures that stand together are a word; of Chinese, each character is.
pub(super) fn count(text: &str) -> Counts {
    let mut counts = Counts::new();
    let mut word = String::new();
    for c in text.chars().chain([' ']) {
        let alone = ('\u{2E80}'..='\u{9FFF}').contains(&c);
        if c.is_alphanumeric() && !alone {
            word.push(c);
            continue;
        }
        if !word.is_empty() {
            *counts.entry(std::mem::take(&mut word)).or_default() += 1;
        }
        if alone && c.is_alphanumeric() {
            *counts.entry(c.to_string()).or_default() += 1;
        }
    }
    counts
}

/// What the first has more often than the second.
pub(super) fn missing(theirs: &Counts, ours: &Counts) -> Counts {
    let surplus = |(word, count): (&String, &usize)| {
        let more = count.saturating_sub(ours.get(word).copied().unwrap_or(0));
        (more > 0).then(|| (word.clone(), more))
    };
    theirs.iter().filter_map(surplus).collect()
}

/// Each missing word that nothing explains, and each explanation that explains nothing any more.
fn findings(left: &Counts, explained: &[&Explained]) -> Vec<Finding> {
    let words: BTreeSet<&str> = explained.iter().flat_map(|entry| entry.words.iter()).map(String::as_str).collect();
    let lost = left
        .iter()
        .filter(|(word, _)| !words.contains(word.as_str()))
        .map(|(word, count)| Finding::new("lost-word", format!("{word} ({count} times)")));
    let stale = words
        .iter()
        .filter(|word| !left.contains_key(**word))
        .map(|word| Finding::new("stale-reason", format!("{word} is not missing any more: xtask/words.toml")));
    lost.chain(stale).collect()
}

fn read(path: &Path) -> Result<Vec<Explained>, String> {
    let text = std::fs::read_to_string(path).map_err(|error| format!("{}: {error}", path.display()))?;
    let Page { explained } = toml::from_str(&text).map_err(|error| format!("{}: {error}", path.display()))?;
    match explained.iter().find(|entry| entry.reason.trim().is_empty()) {
        Some(bare) => Err(format!("{}: words of {} have no reason", path.display(), bare.book)),
        None => Ok(explained),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text_of(json: &str) -> Vec<String> {
        let mut text = String::new();
        collect(&serde_json::from_str(json).unwrap(), "", &mut text);
        text.split_whitespace().map(str::to_owned).collect()
    }

    #[test]
    fn a_line_stays_together_and_blocks_stay_apart() {
        let line = r#"{"kind": "paragraph", "content": [
            {"kind": "text", "text": "un"}, {"kind": "emph", "content": [{"kind": "text", "text": "done"}]},
            {"kind": "soft-break"}, {"kind": "text", "text": "it"}]}"#;
        assert_eq!(text_of(line), ["undone", "it"]);
        assert_eq!(text_of(&format!("{{\"body\": [{line}, {line}]}}")), ["undone", "it", "undone", "it"]);
    }

    #[test]
    fn a_word_that_occurs_less_often_is_missing() {
        let missing = missing(&count("a b b c 中文中"), &count("b a 中文"));
        assert_eq!(missing, Counts::from([("b".into(), 1), ("c".into(), 1), ("中".into(), 1)]));
    }

    #[test]
    fn what_is_not_explained_is_lost_and_what_explains_nothing_is_stale() {
        let entry = Explained { book: "x".into(), words: vec!["b".into(), "d".into()], reason: "because".into() };
        let findings = findings(&count("b c"), &[&entry]);
        assert_eq!(findings[0], Finding::new("lost-word", "c (1 times)"));
        assert_eq!(findings[1].rule, "stale-reason");
        assert_eq!(findings.len(), 2);
    }

    #[test]
    fn the_file_in_the_repository_can_be_read() {
        assert!(toml::from_str::<Page>(include_str!("../../words.toml")).is_ok());
    }
}
