//! Source bytes (DIALECT 13): given the source that a document was made from, every block that still says what its
//! source says is copied byte for byte, with the lines between neighbours that are both copied; so are definitions of
//! notes and of links. Only what has changed is printed afresh. It compares, and decides nothing about what changed.

use std::hash::{DefaultHasher, Hash, Hasher};
use std::ops::Range;

use chapbook_model::{
    Block, Document, NoteName, compared_blocks, dump, same_blocks_and_notes, same_document, same_metadata,
};
use chapbook_source::FileId;

use super::align::align;
use super::out::Out;
use super::{Writer, blocks, differing, front, write};
use crate::{Habits, ReadOptions, read};

/// How often what does not read as it should is printed afresh, before everything is.
const MAX_ATTEMPTS: usize = 4;

/// Writes a document that was made from a source, whose untouched blocks keep their bytes. A source that says what
/// the document says comes back as it is.
pub fn write_with_source(document: &Document, source: &str) -> String {
    let options = ReadOptions { habits: Habits::Off, bibliography: super::has_bibliography(document) };
    let (old, _) = read(FileId(0), source, &options);
    if same_document(document, &old) {
        return source.to_owned();
    }
    let mut kept = align(&prints(document), &prints(&old));
    for _ in 0..MAX_ATTEMPTS {
        let (text, places) = patched(document, &old, source, &kept);
        let (again, _) = read(FileId(0), &text, &options);
        if same_document(document, &again) {
            return text;
        }
        // What reads otherwise is printed, and its neighbours with it.
        for at in differing(document, &again, &places) {
            kept[at.saturating_sub(1)..(at + 2).min(document.body.len())].fill(None);
        }
    }
    write(document)
}

/// What each block says, the notes that it calls among it, as a number.
fn prints(document: &Document) -> Vec<u64> {
    let print = |block: &Block| {
        let mut hasher = DefaultHasher::new();
        dump(&compared_blocks(std::slice::from_ref(block), &document.notes)).hash(&mut hasher);
        hasher.finish()
    };
    document.body.iter().map(print).collect()
}

/// What of the source is copied or replaced as a whole.
struct Atom<'o> {
    range: Range<usize>,
    /// The note that it defines; else it is a block.
    note: Option<&'o NoteName>,
}

/// What the text is put together from.
enum Part {
    /// An atom, as it is.
    Copied(usize),
    /// A block or definition that was printed.
    Printed(String),
    /// What stands after an atom that is left out: definitions of links, say.
    Rest(usize),
}

/// The text, and where in it each block stands.
fn patched(document: &Document, old: &Document, source: &str, kept: &[Option<usize>]) -> (String, Vec<Range<usize>>) {
    let atoms = atoms(old, source);
    // Which atom each block of the source is.
    let of_block: Vec<usize> = (0..atoms.len()).filter(|i| atoms[*i].note.is_none()).collect();
    let mut writer = Writer::new(document);
    let head = head(&mut writer, document, old, source, atoms.first());
    // What the source defines is not defined again.
    writer
        .defined
        .extend(atoms.iter().filter_map(|atom| atom.note).filter(|n| document.notes.contains_key(n)).cloned());
    let mut parts: Vec<(Part, Option<usize>)> = Vec::new();
    let mut next = 0;
    let mut sequence = blocks::Sequence::default();
    for (i, block) in document.body.iter().enumerate() {
        match kept[i].and_then(|of| of_block.get(of)) {
            Some(at) => {
                pass(&mut writer, old, &atoms, next..*at, &mut parts);
                next = at + 1;
                sequence.pass(&block.kind);
                parts.push((Part::Copied(*at), Some(i)));
            }
            None => {
                let mut out = Out::new();
                writer.block(&mut out, block, &mut sequence);
                writer.note_definitions(&mut out);
                parts.push((Part::Printed(out.finish()), Some(i)));
            }
        }
    }
    pass(&mut writer, old, &atoms, next..atoms.len(), &mut parts);
    parts.extend(writer.uncalled_notes().map(|text| (Part::Printed(text), None)));
    join(document, source, &atoms, head, &parts)
}

/// What stands before the first block: front matter that says the same is copied.
fn head(
    writer: &mut Writer<'_>,
    document: &Document,
    old: &Document,
    source: &str,
    first: Option<&Atom<'_>>,
) -> String {
    let end = first.map_or(source.len(), |atom| atom.range.start);
    if same_metadata(&document.metadata, &old.metadata) {
        return source[..end].to_owned();
    }
    let mut text = front::print(writer, &document.metadata);
    // Definitions may stand above the first block.
    let start = crate::body_start(source);
    let rest = source.get(start..end).unwrap_or("").trim();
    if !rest.is_empty() {
        text.push_str(&format!("\n{rest}\n"));
    }
    if !text.is_empty() {
        text.push('\n');
    }
    text
}

/// The blocks and top-level definitions of a source, in its order.
fn atoms<'o>(old: &'o Document, source: &str) -> Vec<Atom<'o>> {
    let blocks: Vec<Range<usize>> = old.body.iter().map(|block| whole_lines(source, block.span.range())).collect();
    let mut atoms: Vec<Atom<'o>> = Vec::new();
    for (name, note) in &old.notes {
        let range = whole_lines(source, note.span.range());
        let defined = source[range.clone()].trim_start().starts_with("[^");
        // A definition inside a block belongs to that block's bytes, and an inline note to its line.
        let before = blocks.partition_point(|block| block.start <= range.start);
        let inside = before > 0 && blocks[before - 1].end > range.start;
        if defined && !inside {
            atoms.push(Atom { range, note: Some(name) });
        }
    }
    atoms.extend(blocks.into_iter().map(|range| Atom { range, note: None }));
    atoms.sort_by_key(|atom| atom.range.start);
    atoms
}

/// A range with the white space before it on its line.
fn whole_lines(source: &str, range: Range<usize>) -> Range<usize> {
    let line = source[..range.start].rfind(['\n', '\r']).map_or(0, |at| at + 1);
    let start = if source[line..range.start].trim().is_empty() { line } else { range.start };
    start..range.end
}

/// Atoms between two kept blocks: definitions of notes are copied, printed afresh, or left out with their note.
fn pass(
    writer: &mut Writer<'_>,
    old: &Document,
    atoms: &[Atom<'_>],
    between: Range<usize>,
    parts: &mut Vec<(Part, Option<usize>)>,
) {
    for at in between {
        let document = writer.document;
        let part = match atoms[at].note.map(|name| (name, document.notes.get(name), old.notes.get(name))) {
            Some((_, Some(new), Some(was)))
                if new.kind == was.kind
                    && same_blocks_and_notes((&new.body, &document.notes), (&was.body, &old.notes)) =>
            {
                Part::Copied(at)
            }
            Some((name, Some(note), _)) => {
                let mut out = Out::new();
                writer.definition(&mut out, name, note);
                writer.note_definitions(&mut out);
                parts.push((Part::Printed(out.finish()), None));
                Part::Rest(at)
            }
            Some((_, None, _)) | None => Part::Rest(at),
        };
        parts.push((part, None));
    }
}

/// The parts as one text, with what stands between neighbours that are both copied.
fn join(
    document: &Document,
    source: &str,
    atoms: &[Atom<'_>],
    head: String,
    parts: &[(Part, Option<usize>)],
) -> (String, Vec<Range<usize>>) {
    let after = |at: usize| {
        let next = atoms.get(at + 1).map_or(source.len(), |atom| atom.range.start);
        &source[atoms[at].range.end..next.max(atoms[at].range.end)]
    };
    let mut text = head;
    let mut places = Vec::with_capacity(document.body.len());
    let mut copied: Option<usize> = None;
    let mut first = true;
    for (part, block) in parts {
        let adjoins = match part {
            Part::Copied(at) => {
                if first {
                    *at == 0
                } else {
                    copied.is_some_and(|before| before + 1 == *at)
                }
            }
            Part::Printed(_) | Part::Rest(_) => false,
        };
        if let Some(before) = copied.take() {
            let between = after(before);
            text.push_str(if adjoins { between } else { between.trim_end() });
        }
        if !adjoins && !first {
            blank_line(&mut text);
            let apart = block.is_some_and(|i| i > 0 && blocks::alike(&document.body[i - 1], &document.body[i]));
            if apart && !text.trim_end().ends_with("<!-- -->") {
                text.push_str("<!-- -->\n\n");
            }
        }
        let start = text.len();
        match part {
            Part::Copied(at) => {
                text.push_str(&source[atoms[*at].range.clone()]);
                copied = Some(*at);
            }
            Part::Printed(printed) => text.push_str(printed),
            Part::Rest(at) => {
                let rest = after(*at).trim();
                text.push_str(if rest == "<!-- -->" { "" } else { rest });
            }
        }
        if block.is_some() {
            places.push(start..text.len());
        }
        first = false;
    }
    match copied {
        Some(at) => text.push_str(after(at)),
        None => {
            text.truncate(text.trim_end().len());
            text.push('\n');
        }
    }
    (text, places)
}

/// Ends the last line and leaves one blank.
fn blank_line(text: &mut String) {
    text.truncate(text.trim_end_matches([' ', '\t', '\n', '\r']).len());
    if !text.is_empty() {
        text.push_str("\n\n");
    }
}
