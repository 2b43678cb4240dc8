//! Untouched blocks keep their bytes (DIALECT 13, W6): an untouched document comes back as the same file, and a
//! change to one block changes the lines of that block and no others.
#![allow(clippy::disallowed_methods, reason = "tests read cases and the corpus from disk")]
#![allow(clippy::print_stderr, reason = "a test that cannot run says so loudly")]

mod sources;

use chapbook_markdown::{ReadOptions, read, write_with_source};
use chapbook_model::{Block, BlockKind, Document, Inline, InlineKind, Node, same_document};
use chapbook_source::{FileId, Span};

fn parse(text: &str) -> Document {
    read(FileId(0), text, &ReadOptions::default()).0
}

fn paragraph(words: &str) -> Block {
    let text = Node::new(InlineKind::Text(words.into()), Span::NONE);
    Node::new(BlockKind::Paragraph(vec![text]), Span::NONE)
}

/// The lines of a text that are not, in order, in another: what a diff shows, but for moved lines.
fn new_lines(text: &str, old: &str) -> usize {
    let mut counts = std::collections::BTreeMap::<&str, i32>::new();
    old.lines().for_each(|line| *counts.entry(line).or_default() += 1);
    text.lines()
        .filter(|line| {
            let count = counts.entry(line).or_default();
            *count -= 1;
            *count < 0
        })
        .count()
}

fn all_sources() -> Vec<(String, String)> {
    let mut all = sources::cases();
    all.extend(sources::commonmark().into_iter().map(|e| (format!("CommonMark {}", e.number), e.markdown)));
    all.extend(sources::books());
    all
}

#[test]
fn an_untouched_document_is_the_same_file() {
    for (name, source) in all_sources() {
        assert_eq!(write_with_source(&parse(&source), &source), source, "{name}");
    }
}

/// Changes one block of a document; gives how many lines may be new for it.
type Edit = fn(&mut Document, usize) -> Option<usize>;

const EDITS: [(&str, Edit); 5] = [
    ("words at the end of a paragraph", |document, at| {
        let BlockKind::Paragraph(content) = &mut document.body[at].kind else { return None };
        if let [Inline { kind: InlineKind::Comment(_) | InlineKind::Image(_), .. }] = content.as_slice() {
            return None;
        }
        content.push(Node::new(InlineKind::Text(" and more".into()), Span::NONE));
        Some(1)
    }),
    ("a new paragraph", |document, at| {
        document.body.insert(at, paragraph("A new paragraph."));
        Some(1)
    }),
    ("a block less", |document, at| {
        document.body.remove(at);
        Some(0)
    }),
    ("another heading", |document, at| {
        let BlockKind::Heading { content, .. } = &mut document.body[at].kind else { return None };
        *content = vec![Node::new(InlineKind::Text("Another heading".into()), Span::NONE)];
        Some(1)
    }),
    ("words in a note", |document, at| {
        let name = document.notes.keys().nth(at % document.notes.len().max(1))?.clone();
        document.notes.get_mut(&name)?.body.push(paragraph("More of the note."));
        Some(1)
    }),
];

#[test]
fn a_change_changes_its_own_lines() {
    let mut edited = 0;
    for (name, source) in all_sources() {
        let document = parse(&source);
        let blocks = document.body.len();
        // Of a book, one change is enough, each time another one.
        let (places, edits) = if blocks > 200 {
            (vec![blocks / 2], &EDITS[edited % EDITS.len()..][..1])
        } else {
            ((0..blocks).collect(), &EDITS[..])
        };
        for at in places {
            for (what, edit) in edits {
                let mut changed = document.clone();
                let Some(lines) = edit(&mut changed, at) else { continue };
                chapbook_model::normalise_document(&mut changed);
                let text = write_with_source(&changed, &source);
                if !same_document(&parse(&text), &changed) {
                    // What has no source is not asked: a list that an edit brought beside another, say.
                    assert!(
                        !same_document(&parse(&chapbook_markdown::write(&changed)), &changed),
                        "{name}: {what} at {at}\n{text}"
                    );
                    continue;
                }
                edited += 1;
                // A block is printed as a whole: its own lines may all be new, and those of a note's definition.
                // So may those of its neighbours, where they cannot stand beside each other as they were typed.
                let lines_of = |block: &Block| source[block.span.range()].lines().count() + 3;
                let own: usize = document.body[at.saturating_sub(1)..(at + 2).min(blocks)].iter().map(lines_of).sum();
                let own = if *what == "words in a note" { own + source.lines().count() / 10 + 9 } else { own };
                let new = new_lines(&text, &source);
                assert!(new <= lines + own, "{name}: {what} at {at} makes {new} new lines\n{text:.2000}");
            }
        }
    }
    assert!(edited > 1000, "only {edited} edits were tried");
}
