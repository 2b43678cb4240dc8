//! A text made into a draft, the draft edited at random as an editor would, and brought home.

use chapbook::merge::{ChangeKind, EditedDraft, MergeOptions, MergedDrafts, merge};
use chapbook::{ExportOptions, Format, LoadOptions, MemoryFiles, export, load};
use chapbook_container::{Method, Timestamp, ZipWriter};
use chapbook_tests::parts::{self, Part};

fn files(text: &str) -> MemoryFiles {
    let mut files = MemoryFiles::default();
    files.add("a.md", text.as_bytes().to_vec());
    for name in ["square.png", "a b.png"] {
        files.add(name, include_bytes!("../cases/figures/images/square.png").to_vec());
    }
    files
}

/// The draft of a text; none where there is nothing to make one of.
fn draft(text: &str) -> Option<Vec<u8>> {
    let files = files(text);
    let options = ExportOptions { to: vec![Format::Docx], keep_going: true, ..ExportOptions::default() };
    let exported = export(&load(&files, "a.md", &LoadOptions::default()), &files, &options).ok()?;
    Some(exported.outputs.into_iter().next()?.bytes)
}

fn brought(bytes: Vec<u8>, now: &str) -> Result<MergedDrafts, String> {
    let back = EditedDraft { name: "d.docx".into(), bytes, baseline: None };
    merge(&[back], &files(now), "a.md", &MergeOptions::default()).map_err(|error| error.to_string())
}

/// A draft that nobody edited.
pub(crate) fn none(text: &str) -> Result<(), String> {
    let Some(bytes) = draft(text) else { return Ok(()) };
    let found = brought(bytes, text)?;
    match found.files.is_empty() && found.reports[0].changes.is_empty() {
        true => Ok(()),
        false => Err(format!("{:#?}\n{:?}\nof\n{text}", found.reports[0].changes, found.files)),
    }
}

/// A draft with edits, and the text as it is now if a word was put into it meanwhile, at a place by chance.
pub(crate) fn some(text: &str, seeds: &[u64], meanwhile: Option<u64>) -> Result<(), String> {
    let Some(bytes) = draft(text) else { return Ok(()) };
    let mut parts = parts::unzip(&bytes)?;
    let mut done = Vec::new();
    for (number, seed) in seeds.iter().enumerate() {
        done.extend(edit(&mut parts, *seed, &format!("Zebra{number}")));
    }
    let mut zip = ZipWriter::new(Timestamp::default());
    for part in &parts {
        zip.add(&part.name, &part.bytes, Method::Deflated);
    }
    let now = meanwhile.map_or(text.to_owned(), |place| with_word(text, place));
    let found = brought(zip.finish(), &now)?;
    let after = found.files.first().map_or(now.as_str(), |(_, text)| text.as_str());
    let report = &found.reports[0];
    let told = |word: &str| {
        let mut open = report.changes.iter().filter(|change| change.kind == ChangeKind::NotApplied);
        open.any(|change| change.is.contains(word)) || found.differing.iter().any(|line| line.contains(word))
    };
    // Of a note whose call is gone, only that it is called nowhere.
    let uncalled = found
        .diagnostics
        .iter()
        .flat_map(|(_, losses)| losses)
        .any(|loss| loss.message.contains("a note that nothing calls"));
    let sent = |word: &str| parts.iter().any(|part| part.name.starts_with("word/") && holds(&part.bytes, word));
    let mut faults = Vec::new();
    for Done { new, what } in &done {
        if let Some(word) = new
            // A later edit may have taken it out.
            && sent(word)
            && !after.contains(word)
            && !told(word)
            && !uncalled
        {
            faults.push(format!("{what}: {word} was lost"));
        }
    }
    if now != text && !after.contains("Meanwhile") {
        faults.push("what was written meanwhile was lost".to_owned());
    }
    if faults.is_empty() {
        return Ok(());
    }
    let what: Vec<&str> = done.iter().map(|done| done.what.as_str()).collect();
    let difference = chapbook_tests::diff::lines(&now, after).unwrap_or_default();
    Err(format!("{faults:#?}\nedits {what:#?}\n{:#?}\n{difference}\nof\n{now}", report.changes))
}

fn holds(bytes: &[u8], word: &str) -> bool {
    bytes.windows(word.len()).any(|window| window == word.as_bytes())
}

/// A text with a word before one of its words, outside of front matter and where no markup is near.
fn with_word(text: &str, place: u64) -> String {
    let body = text.find("\n---\n\n").map_or(0, |at| at + 6);
    let spots: Vec<usize> = text[body..].match_indices("word").map(|(at, _)| body + at).collect();
    let Some(at) = spots.get(place as usize % spots.len().max(1)) else { return format!("{text}\n\nMeanwhile.\n") };
    format!("{}Meanwhile {}", &text[..*at], &text[*at..])
}

struct Done {
    /// A word that is new.
    new: Option<String>,
    what: String,
}

/// One edit, if there is anything to edit.
fn edit(parts: &mut [Part], seed: u64, word: &str) -> Option<Done> {
    let (kind, place) = (seed % 5, (seed >> 8) as usize);
    let is_text = |part: &&mut Part| matches!(part.name.as_str(), "word/document.xml" | "word/footnotes.xml");
    let mut texts: Vec<&mut Part> = parts.iter_mut().filter(is_text).collect();
    let index = if seed & 0x80 == 0 { 0 } else { texts.len() - 1 };
    let part = texts.get_mut(index)?;
    let xml = String::from_utf8_lossy(&part.bytes).into_owned();
    let (new, what) = match kind {
        // A word more, or others in the place of some.
        0 | 1 => {
            // Results of fields are counted anew by every program, so nobody writes in them.
            let is_text = |at: &usize| {
                let before = &xml[..*at];
                before.matches("\"begin\"").count() == before.matches("fldCharType=\"end\"").count()
            };
            let runs: Vec<usize> = xml.match_indices("</w:t>").map(|(at, _)| at).filter(is_text).collect();
            let end = *runs.get(place % runs.len().max(1))?;
            let start = xml[..end].rfind('>')? + 1;
            let old = &xml[start..end];
            let (new, what) = match kind {
                0 => (format!("{old} {word}"), format!("{word} after {old:?}")),
                _ => (word.to_owned(), format!("{word} for {old:?}")),
            };
            (format!("{}{new}{}", &xml[..start], &xml[end..]), what)
        }
        // A paragraph more, one less, or one that stands elsewhere.
        _ => {
            let paragraphs: Vec<(usize, usize)> = paragraphs(&xml);
            let (start, end) = *paragraphs.get(place % paragraphs.len().max(1))?;
            let whole = &xml[start..end];
            let new = format!(
                "<w:p><w:pPr><w:pStyle w:val=\"BodyText\"/></w:pPr><w:r><w:t>A new {word} paragraph.</w:t></w:r></w:p>"
            );
            let shown: String = plain(whole);
            match kind {
                2 => (format!("{}{new}{}", &xml[..end], &xml[end..]), format!("{word} in a paragraph after {shown:?}")),
                3 => {
                    let text = format!("{}{}", &xml[..start], &xml[end..]);
                    part.bytes = text.into_bytes();
                    return Some(Done { new: None, what: format!("no paragraph {shown:?}") });
                }
                _ => (
                    format!("{}{new}{}", &xml[..start], &xml[start..]),
                    format!("{word} in a paragraph before {shown:?}"),
                ),
            }
        }
    };
    part.bytes = new.into_bytes();
    Some(Done { new: Some(word.to_owned()), what })
}

/// Paragraphs with words, of which a file does not need each: where a cell or a note has but one, it stays.
fn paragraphs(xml: &str) -> Vec<(usize, usize)> {
    let mut out = Vec::new();
    for (start, _) in xml.match_indices("<w:p>") {
        let Some(length) = xml[start..].find("</w:p>") else { continue };
        let end = start + length + "</w:p>".len();
        let whole = &xml[start..end];
        let is_alone = xml[..start].ends_with("</w:tcPr>") || xml[..start].ends_with("<w:tc>");
        let is_alone = is_alone && xml[end..].starts_with("</w:tc>");
        let in_note = xml[..start].rfind("<w:footnote ").is_some();
        let is_simple = !whole.contains("w:fldChar") && !whole.contains("w:sectPr") && whole.contains("<w:t");
        if is_simple && !is_alone && !in_note {
            out.push((start, end));
        }
    }
    out
}

fn plain(xml: &str) -> String {
    let mut out = String::new();
    let mut rest = xml;
    while let Some(at) = rest.find("<w:t") {
        let Some(open) = rest[at..].find('>') else { break };
        let Some(close) = rest[at..].find('<').and_then(|_| rest[at + open..].find('<')) else { break };
        out.push_str(&rest[at + open + 1..at + open + close]);
        rest = &rest[at + open + close..];
    }
    out
}
