//! What LibreOffice prints of a DOCX, held against the resolved tree: every item's marker, every caption's label and
//! every note, each with the words that follow. Whether all words are there is the test suite's business; these are
//! what a word processor counts by itself. What runs from right to left is left out: pdftotext puts it into an order of
//! its own.

use std::collections::BTreeSet;
use std::ops::ControlFlow;
use std::path::Path;

use serde_json::Value;

use super::process::{self, last_lines, within};
use super::verdict::Finding;

const SECONDS: u32 = 120;

/// Looks for what the tree of `source` says in a PDF, and prints how much it looked for.
pub(crate) fn findings(chapbook: &Path, name: &str, source: &Path, pdf: &Path) -> Result<Vec<Finding>, String> {
    let tree = resolved(chapbook, source)?;
    if is_rtl(&tree) {
        println!("validate: {name}: what LibreOffice prints is not looked at: it runs from right to left");
        return Ok(Vec::new());
    }
    let (wanted, left_out): (Vec<Wanted>, Vec<Wanted>) =
        wanted(&tree).into_iter().partition(|wanted| !wanted.words.contains(is_of_rtl_script));
    // Neither order of reading is right everywhere: by lines a narrow column is torn apart by its neighbour, and as
    // it was printed a marker may stand far from its item.
    let orders = [text(pdf, "-layout")?, text(pdf, "-raw")?].map(|text| Squeezed::of(&text));
    println!(
        "validate: {name}: {} markers, labels and notes looked for in what LibreOffice prints; {} left out that run \
         from right to left",
        wanted.len(),
        left_out.len()
    );
    let is_missing = |wanted: &&Wanted| !orders.iter().any(|text| wanted.is_in(text));
    Ok(wanted
        .iter()
        .filter(is_missing)
        .map(|Wanted { rule, mark, words }| Finding::new(*rule, format!("“{mark} {words}” is not printed")))
        .collect())
}

fn resolved(chapbook: &Path, source: &Path) -> Result<Value, String> {
    let mut command = within(SECONDS, chapbook);
    command.args(["inspect", "--resolved", "--json"]).arg(source);
    let ended = process::run(&mut command)?;
    serde_json::from_str(&ended.stdout)
        .map_err(|error| format!("chapbook inspect --resolved --json: {error}: {}", last_lines(&ended.stderr)))
}

fn text(pdf: &Path, order: &str) -> Result<String, String> {
    let mut command = within(SECONDS, "pdftotext");
    command.arg(order).args(["-enc", "UTF-8"]).arg(pdf).arg("-");
    match process::run(&mut command)? {
        ended if ended.code == Some(0) => Ok(ended.stdout),
        ended => Err(format!("pdftotext: exit {}: {}", ended.code.unwrap_or(-1), last_lines(&ended.stderr))),
    }
}

/// A mark or a label, and the words after it.
#[derive(Debug, PartialEq, Eq)]
struct Wanted {
    rule: &'static str,
    mark: String,
    words: String,
}

impl Wanted {
    fn is_in(&self, text: &Squeezed) -> bool {
        let Wanted { rule: _, mark, words } = self;
        // Where tracked changes give an item another number, LibreOffice sets the number in brackets.
        [format!("{mark}{words}"), format!("[{mark}]{words}")].iter().any(|printed| text.has(printed))
    }
}

fn wanted(tree: &Value) -> Vec<Wanted> {
    let mut found = Vec::new();
    for block in array(tree, "body") {
        below(block, &mut found);
    }
    for note in array(tree, "notes") {
        // A note's own mark is small and high, and stands now on the line of its text and now above.
        let words = first_words(array(note, "body"));
        if !words.is_empty() {
            found.push(Wanted { rule: "note", mark: String::new(), words });
        }
        below(note, &mut found);
    }
    found
}

/// Lists and captions at any depth, but for what runs from right to left.
fn below(value: &Value, found: &mut Vec<Wanted>) {
    match value {
        Value::Array(values) => values.iter().for_each(|value| below(value, found)),
        Value::Object(fields) if !is_rtl(value) => {
            if string(value, "kind") == "list" {
                found.extend(array(value, "items").iter().filter_map(item));
            }
            found.extend(fields.get("caption").and_then(caption));
            fields.values().for_each(|value| below(value, found));
        }
        Value::Object(_) | Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => (),
    }
}

fn item(item: &Value) -> Option<Wanted> {
    let words = first_words(array(item, "body"));
    let words = match item.get("checked").and_then(Value::as_bool) {
        Some(true) => format!("☑ {words}"),
        Some(false) => format!("☐ {words}"),
        None => words,
    };
    (!words.is_empty()).then(|| Wanted { rule: "item", mark: string(item, "marker").to_owned(), words })
}

fn caption(caption: &Value) -> Option<Wanted> {
    let label = caption.get("label")?;
    let mark = ["word", "space", "number", "separator"].map(|key| string(label, key)).concat();
    let words = first_words(array(caption, "body"));
    Some(Wanted { rule: "caption", mark: mark.trim_end().to_owned(), words })
}

/// The first three words of the first paragraph, or what there is of them before something whose print the tree does
/// not say, such as a formula.
fn first_words(blocks: &[Value]) -> String {
    let Some(first) = blocks.first().filter(|block| !is_rtl(block)) else {
        return String::new();
    };
    match string(first, "kind") {
        "paragraph" => {
            let mut text = String::new();
            let _: ControlFlow<()> = inlines(array(first, "content"), &mut text);
            text.split_whitespace().take(3).collect::<Vec<_>>().join(" ")
        }
        // The words of an item may stand in a block inside it, but then they do not follow its marker.
        _other => String::new(),
    }
}

fn inlines(inlines: &[Value], out: &mut String) -> ControlFlow<()> {
    for inline in inlines {
        match string(inline, "kind") {
            "text" | "code" => out.push_str(string(inline, "text")),
            "line-break" => out.push(' '),
            "styled" | "link" | "reference" | "span" | "inserted" | "deleted" | "commented" if !is_rtl(inline) => {
                self::inlines(array(inline, "content"), out)?;
            }
            "index-term" | "comment-start" | "comment-end" | "paragraph-end" => (),
            _other => return ControlFlow::Break(()),
        }
    }
    ControlFlow::Continue(())
}

fn is_rtl(value: &Value) -> bool {
    string(value, "direction") == "rtl"
}

/// A letter of Hebrew, Arabic and their neighbours, which may stand in a document of another direction.
fn is_of_rtl_script(character: char) -> bool {
    matches!(character, '\u{590}'..='\u{8FF}' | '\u{FB1D}'..='\u{FDFF}' | '\u{FE70}'..='\u{FEFE}')
}

fn string<'a>(value: &'a Value, key: &str) -> &'a str {
    value.get(key).and_then(Value::as_str).unwrap_or_default()
}

fn array<'a>(value: &'a Value, key: &str) -> &'a [Value] {
    value.get(key).and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default()
}

/// A text without its spaces and hyphens, since lines are broken elsewhere and words divided, and in small letters,
/// since small capitals are printed as capitals.
struct Squeezed {
    text: String,
    /// Where a word began, so that `1.` is not found in `11.`.
    starts: BTreeSet<usize>,
}

impl Squeezed {
    fn of(text: &str) -> Squeezed {
        let mut squeezed = Squeezed { text: String::with_capacity(text.len()), starts: BTreeSet::new() };
        let mut begins = true;
        for character in text.chars() {
            if character.is_whitespace() {
                begins = true;
                continue;
            }
            if is_left_out(character) {
                continue;
            }
            if begins {
                squeezed.starts.insert(squeezed.text.len());
                begins = false;
            }
            squeezed.text.extend(character.to_lowercase());
        }
        squeezed
    }

    fn has(&self, words: &str) -> bool {
        let words = Squeezed::of(words).text;
        self.text.match_indices(&words).any(|(at, _)| self.starts.contains(&at))
    }
}

/// Hyphens of all kinds, and what has no width.
fn is_left_out(character: char) -> bool {
    matches!(character, '-' | '\u{AD}' | '\u{2010}' | '\u{2011}' | '\u{200B}'..='\u{200F}' | '\u{2060}' | '\u{FEFF}')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tree(body: &str) -> Vec<(&'static str, String)> {
        let tree: Value = serde_json::from_str(body).unwrap();
        wanted(&tree).into_iter().map(|Wanted { rule, mark, words }| (rule, format!("{mark}|{words}"))).collect()
    }

    #[test]
    fn markers_labels_and_notes_are_wanted_with_three_words() {
        let body = r#"{"body": [
            {"kind": "list", "items": [{"marker": "3.", "body": [
                {"kind": "paragraph", "content": [{"kind": "text", "text": "One "}, {"kind": "styled", "content":
                    [{"kind": "text", "text": "two three"}]}, {"kind": "text", "text": " four"}]},
                {"kind": "list", "items": [{"marker": "•", "checked": true, "body": [
                    {"kind": "paragraph", "content": [{"kind": "text", "text": "In"}, {"kind": "math", "text": "x"}]}]}]}
            ]}]},
            {"kind": "figure", "body": [], "caption": {"label": {"word": "Figure", "space": " ", "number": "1",
                "separator": ". "}, "body": [{"kind": "paragraph", "content": [{"kind": "text", "text": "A boat."}]}]}}],
            "notes": [{"body": [{"kind": "paragraph", "content": [{"kind": "text", "text": "A note."}]}]}]}"#;
        let wanted =
            [("item", "3.|One two three"), ("item", "•|☑ In"), ("caption", "Figure 1.|A boat."), ("note", "|A note.")];
        assert_eq!(tree(body), wanted.map(|(rule, words)| (rule, words.to_owned())));
    }

    #[test]
    fn a_number_may_stand_in_brackets() {
        let item = Wanted { rule: "item", mark: "2.".to_owned(), words: "gone".to_owned() };
        assert!(item.is_in(&Squeezed::of("1. kept\n[2.] gone\n")));
        assert!(!item.is_in(&Squeezed::of("1. kept\n[3.] gone\n")));
    }

    #[test]
    fn what_runs_from_right_to_left_is_not_wanted() {
        let list = r#""kind": "list", "items": [{"marker": "1.", "body": [
            {"kind": "paragraph", "content": [{"kind": "text", "text": "x"}]}]}]"#;
        assert_eq!(tree(&format!(r#"{{"body": [{{{list}}}]}}"#)).len(), 1);
        assert_eq!(tree(&format!(r#"{{"body": [{{"direction": "rtl", {list}}}]}}"#)).len(), 0);
    }

    #[test]
    fn words_are_found_across_lines_but_not_inside_a_word() {
        let text = Squeezed::of("11. Alpha\n  12. A well-\nknown BOAT  13.Glued");
        assert!(text.has("12. a well-known boat"));
        assert!(text.has("11. Alpha"));
        assert!(text.has("13. Glued"));
        assert!(!text.has("1. Alpha"));
        assert!(!text.has("12. An"));
    }
}
