//! `chapbook explain`: the sections of `docs/diagnostics.md`, one a code, for a terminal of 80 columns. The page is the
//! one source of what codes mean; that it has every code is tested beside the codes.

use chapbook::{Severity, codes};

use crate::args::ExplainArgs;
use crate::exit::Exit;

const PAGE: &str = include_str!("../../../docs/diagnostics.md");

/// The folder of the page, from which its links go.
const HOME: &str = "docs/";

const COLUMNS: usize = 80;

/// Prints what a code means, or the list of them all.
pub(crate) fn explain(args: &ExplainArgs) -> Exit {
    let Some(name) = &args.code else {
        for code in codes::ALL {
            println!("{:<22} {:<8} {}", code.name, code.severity.name(), code.summary);
        }
        return Exit::Well;
    };
    let Some(code) = codes::find(name) else {
        eprintln!("error: there is no code {name:?}; `chapbook explain` lists them all");
        return Exit::Use;
    };
    let effect = match code.severity {
        Severity::Error => "An error: the build is refused; with --keep-going the outputs are made with a placeholder.",
        Severity::Warning => "A warning: the outputs are made.",
        Severity::Loss => "A loss: an output cannot hold this; the message says what stands there instead.",
        Severity::Hint => "A hint: nothing has to be done.",
    };
    let mut out = wrapped(&format!("{}: {}", code.name, code.summary));
    out.push_str(&wrapped(effect));
    out.push('\n');
    out.push_str(&plain(section(code.name).unwrap_or_default()));
    print!("{out}");
    Exit::Well
}

/// The page's words on a code, below its heading.
fn section(name: &str) -> Option<&'static str> {
    let (_, section) = PAGE.split_once(&format!("\n### `{name}`\n"))?;
    // A heading in an example is none of the page's.
    let (mut fence, mut end) = ("", 0);
    for line in section.split_inclusive('\n') {
        let mark = &line[..line.len() - line.trim_start_matches(['`', '~']).len()];
        if fence.is_empty() && (line.starts_with("## ") || line.starts_with("### ")) {
            break;
        }
        if mark.len() >= 3 && fence.is_empty() {
            fence = mark;
        } else if !fence.is_empty() && line.trim_end() == fence {
            fence = "";
        }
        end += line.len();
    }
    let section = section[..end].trim();
    // The bare severity was said before.
    let (first, rest) = section.split_once('\n')?;
    let bare = first.strip_prefix('*').and_then(|word| word.strip_suffix(".*"));
    Some(if bare.is_some_and(|word| word.bytes().all(|b| b.is_ascii_alphabetic())) { rest } else { section })
}

/// The Markdown of a section as plain text: examples are indented, everything else is wrapped.
fn plain(section: &str) -> String {
    let mut out = String::new();
    let mut words = String::new();
    let mut fence = None;
    for line in section.lines() {
        match fence {
            Some(mark) if line.trim_end() == mark => {
                fence = None;
                continue;
            }
            // A long example stays whole, since it is to be copied.
            Some(_) if line.is_empty() => out.push('\n'),
            Some(_) => out.extend(["    ", line, "\n"]),
            None => {
                let mark = line.trim_end_matches(|c: char| c.is_ascii_alphabetic());
                let opens = mark.len() >= 3 && mark.bytes().all(|b| matches!(b, b'`' | b'~'));
                if opens || line.is_empty() {
                    out.push_str(&wrapped(&std::mem::take(&mut words)));
                } else {
                    words.extend([line, " "]);
                }
                if opens {
                    fence = Some(mark);
                } else if line.is_empty() {
                    out.push('\n');
                }
            }
        }
    }
    out.push_str(&wrapped(&words));
    out
}

/// A paragraph in lines that fit.
fn wrapped(words: &str) -> String {
    let words = unmarked(words);
    let mut out = String::new();
    let mut width = 0;
    for word in words.split_whitespace() {
        let length = word.chars().count();
        if width > 0 && width + 1 + length > COLUMNS {
            out.push('\n');
            width = 0;
        } else if width > 0 {
            out.push(' ');
            width += 1;
        }
        out.push_str(word);
        width += length;
    }
    if width > 0 {
        out.push('\n');
    }
    out
}

/// Words without the marks of emphasis, and with the targets of links beside their text. Code stays as it is.
fn unmarked(words: &str) -> String {
    let pieces = words.split('`').enumerate().map(|(i, piece)| match i % 2 {
        0 => linked(&piece.replace('*', "")),
        _ => piece.to_owned(),
    });
    pieces.collect::<Vec<_>>().join("`")
}

/// `[text](target)` as `text (target)`.
fn linked(words: &str) -> String {
    let Some((before, rest)) = words.split_once('[') else { return words.to_owned() };
    match rest.split_once("](").and_then(|(text, rest)| Some((text, rest.split_once(')')?))) {
        Some((text, (target, rest))) => format!("{before}{text} ({HOME}{target}){}", linked(rest)),
        None => words.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_code_has_a_section_with_an_example_and_a_way_to_mend_it() {
        for code in codes::ALL {
            let text = plain(section(code.name).unwrap_or_default());
            assert!(text.contains("\n    ") && text.contains("\nMend: "), "{}:\n{text}", code.name);
            let marked = |line: &&str| {
                !line.starts_with("    ") && !line.contains('`') && (line.contains("###") || line.contains("]("))
            };
            assert_eq!(text.lines().find(marked), None, "{}", code.name);
            // What cannot be broken is longer.
            let long = |line: &&str| line.chars().count() > COLUMNS && !line.starts_with("    ") && line.contains(' ');
            assert_eq!(text.lines().find(long), None, "{}", code.name);
        }
    }

    #[test]
    fn marks_go_and_code_stays() {
        assert_eq!(unmarked("*Nothing* is `*x*`; [a](b.md) lists it."), "Nothing is `*x*`; a (docs/b.md) lists it.");
        assert_eq!(
            plain("One\ntwo.\n\n~~~~markdown\n```rust\nx\n~~~~\n\nMend: y."),
            "One two.\n\n    ```rust\n    x\n\nMend: y.\n"
        );
    }
}
