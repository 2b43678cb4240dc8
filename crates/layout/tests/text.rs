//! No word is lost, added or moved on the way from the resolved tree to the pages.

mod common;

use chapbook_resolve::{Block, BlockKind, Inline, InlineKind, NoteId, Resolved};
use common::{Laid, lay};
use proptest::prelude::*;

/// The words of a resolved document as they are to be read: notes behind the block that calls them.
struct Reader<'r> {
    resolved: &'r Resolved,
    out: String,
    called: Vec<NoteId>,
}

impl Reader<'_> {
    fn blocks(&mut self, blocks: &[Block]) {
        for block in blocks {
            self.out.push(' ');
            match &block.kind {
                BlockKind::Paragraph(paragraph) => self.inlines(&paragraph.content),
                BlockKind::Heading(heading) => {
                    self.out.extend(heading.number.iter().map(String::as_str));
                    self.out.push(' ');
                    self.inlines(&heading.content);
                }
                BlockKind::Quote(body) => self.blocks(body),
                BlockKind::Division(division) => self.blocks(&division.body),
                BlockKind::List(list) => {
                    for item in &list.items {
                        self.out.push(' ');
                        self.out.push_str(&item.marker);
                        self.blocks(&item.body);
                    }
                }
                BlockKind::Table(table) => {
                    for cell in table.head.iter().chain(&table.body).flat_map(|row| &row.cells) {
                        self.blocks(&cell.body);
                    }
                }
                BlockKind::Code(code) => {
                    for line in &code.lines {
                        self.out.extend(line.iter().map(|token| token.text.as_str()));
                        self.out.push(' ');
                    }
                }
                // An ornament is an artifact.
                BlockKind::Divider(_) => {}
                other => panic!("the generator makes no {other:?}"),
            }
            self.notes();
            self.out.push(' ');
        }
    }

    fn notes(&mut self) {
        for id in std::mem::take(&mut self.called) {
            let note = self.resolved.note(id);
            self.out.push(' ');
            self.out.push_str(&note.marker);
            self.out.push(' ');
            self.blocks(&note.body);
        }
    }

    fn inlines(&mut self, content: &[Inline]) {
        for inline in content {
            match &inline.kind {
                InlineKind::Text(text) => self.out.push_str(&text.text),
                InlineKind::LineBreak => self.out.push(' '),
                InlineKind::Styled { style: _, content } => self.inlines(content),
                InlineKind::Code(text) => self.out.push_str(text),
                InlineKind::Link(link) => self.inlines(&link.content),
                InlineKind::Span(span) => self.inlines(&span.content),
                InlineKind::NoteCall(call) => {
                    self.out.push_str(&call.marker);
                    if call.first {
                        self.called.push(call.note);
                    }
                }
                other => panic!("the generator makes no {other:?}"),
            }
        }
    }
}

fn expected(resolved: &Resolved) -> Vec<String> {
    let mut reader = Reader { resolved, out: String::new(), called: Vec::new() };
    reader.blocks(&resolved.body);
    reader.out.replace('\u{AD}', "").split_whitespace().map(str::to_owned).collect()
}

fn assert_whole(laid: &Laid) {
    assert_eq!(laid.words(), expected(&laid.resolved));
}

fn word() -> impl Strategy<Value = String> {
    prop_oneof![
        8 => "[a-z]{1,12}",
        1 => "[A-Z][a-z]{2,8}[.,;:!?]",
        1 => Just("well-established".to_owned()),
        1 => Just("ef&shy;fi&shy;cient&shy;ly".to_owned()),
        1 => Just("10&nbsp;000&nbsp;000".to_owned()),
        1 => Just("“quoted”—dash".to_owned()),
        1 => Just("naïve café".to_owned()),
        1 => Just("中文排版没有空格".to_owned()),
        1 => Just("שלום".to_owned()),
        1 => "[a-z]{70,160}",
    ]
}

fn phrase() -> impl Strategy<Value = String> {
    (proptest::collection::vec(word(), 1..12), 0u8..9).prop_map(|(words, kind)| {
        let text = words.join(" ");
        match kind {
            0 => format!("*{text}*"),
            1 => format!("**{text}**"),
            2 => format!("[{text}](https://example.org/)"),
            3 => format!("`{text}`"),
            4 => format!("{text}[^a]"),
            5 => format!("{text}[^b]"),
            6 => format!("[{text}]{{.smallcaps}}"),
            7 => format!("{text}\\\nafter the break"),
            _ => text,
        }
    })
}

fn paragraph() -> impl Strategy<Value = String> {
    proptest::collection::vec(phrase(), 1..12).prop_map(|phrases| phrases.join(" "))
}

fn block() -> impl Strategy<Value = String> {
    (proptest::collection::vec(paragraph(), 1..4), 0u8..9).prop_map(|(paragraphs, kind)| match kind {
        0 => format!("## {}", paragraphs[0].replace("\\\n", " ")),
        1 => paragraphs.iter().map(|p| format!("> {}", p.replace('\n', "\n> "))).collect::<Vec<_>>().join("\n>\n"),
        2 => paragraphs.iter().map(|p| format!("1. {}", p.replace('\n', "\n   "))).collect::<Vec<_>>().join("\n"),
        3 => paragraphs.iter().map(|p| format!("- {}\n\n", p.replace('\n', "\n  "))).collect::<String>(),
        4 => {
            let cell = |p: &String| p.replace("\\\n", " ").replace('|', "");
            let rows = paragraphs.iter().map(|p| format!("| x | {} |\n", cell(p))).collect::<String>();
            format!("| a | b |\n|---|---|\n{rows}")
        }
        5 => "```\nlet x = 1;\n    indented\n```".to_owned(),
        6 => "* * *".to_owned(),
        _ => paragraphs.join("\n\n"),
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, ..ProptestConfig::default() })]
    #[test]
    fn words_are_kept_in_order(blocks in proptest::collection::vec(block(), 1..14)) {
        let notes = "[^a]: A note with words enough to fill a line, and then to go on for some more of them.\n\n[^b]: B.";
        let text = format!("---\nlanguage: en\ntitle: T\n---\n\n{}\n\n{notes}\n", blocks.join("\n\n"));
        assert_whole(&lay(&text));
    }
}

#[test]
fn a_hyphen_at_a_break_is_no_part_of_the_text() {
    let laid = lay(&format!("---\nlanguage: en\n---\n\n{}", "incomprehensibilities ".repeat(60)));
    let runs = laid.runs();
    let broken = runs.values().flatten().filter(|(_, run)| run.text.ends_with('\u{AD}')).count();
    assert!(broken > 0, "so many long words cannot all fit");
    for (_, run) in runs.values().flatten() {
        // The hyphen is seen: a glyph prints it.
        if run.text.ends_with('\u{AD}') {
            assert_eq!(run.glyphs.last().map(|glyph| glyph.end as usize), Some(run.text.len()));
        }
    }
    assert_whole(&laid);
}

#[test]
fn spaces_at_line_ends_are_glyphs() {
    let laid = lay(&format!("---\nlanguage: en\n---\n\n{}", "and so on and on ".repeat(40)));
    let paragraph = laid.nodes(|tag| *tag == chapbook_frame::Tag::P)[0];
    let runs = laid.runs_below(paragraph);
    for (_, run) in &runs[..runs.len() - 1] {
        assert!(run.text.ends_with(' '), "{:?}", run.text);
        let last = run.glyphs.last().expect("there are glyphs");
        assert_eq!((last.start as usize, last.end as usize), (run.text.len() - 1, run.text.len()));
    }
}

#[test]
fn the_same_document_makes_the_same_pages() {
    let text = format!("---\nlanguage: en\n---\n\n# One\n\n::: toc\n:::\n\n{}", common::filler(&[20, 30, 40]));
    let (one, two) = (lay(&text), lay(&text));
    assert_eq!(one.pages, two.pages);
    assert_eq!(one.map, two.map);
}

#[test]
fn hostile_text_ends_and_shows() {
    let deep: String = (0..40).map(|i| format!("{}- item\n", "  ".repeat(i))).collect();
    let long = "x".repeat(20_000);
    for text in [
        deep.as_str(),
        long.as_str(),
        "# \n\n# \n\n- \n- \n\n> \n",
        "a\u{0301}\u{0301}\u{200D}\u{FE0F} \u{202E}abc\u{202C}",
        "\u{10FFFD} \u{E000}",
        "| |\n|-|\n| |\n",
    ] {
        let laid = lay(text);
        assert!(!laid.pages.pages.is_empty());
    }
    let laid = lay("A character that no font has: \u{10FFFD}, and again \u{10FFFD}.");
    assert_eq!(laid.codes(), ["missing-glyph"]);
    assert!(laid.diagnostics[0].span.is_some());
}
