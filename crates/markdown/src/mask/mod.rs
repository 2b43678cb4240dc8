//! Same-length masking (DIALECT 14). pulldown-cmark has no hooks, so each construct of ours is overwritten
//! in a copy of the source by inert bytes of the same number, which act alike on block structure and on
//! the flanking of emphasis. The copy is parsed; its offsets are the source's own.
//!
//! What holds of every mask, each a property test: it is as long as the source and is UTF-8; line ends stand
//! at the same offsets; it differs from the source only inside marks and at control characters.

pub(crate) mod block;
pub(crate) mod changes;
mod chunks;
pub(crate) mod fences;
pub(crate) mod inline;
mod links;
pub(crate) mod markers;
pub(crate) mod marks;
mod passes;

use std::borrow::Cow;
use std::ops::Range;

use pulldown_cmark::{Event, Options};

use crate::clean::{is_clean, is_control};
use crate::place::Place;
use chunks::Chunk;
use inline::Finding;
use links::{Definitions, Links};
use marks::{MarkKind, Marks};

/// What pulldown-cmark is asked to read. What is off, and why, is in DIALECT 14: each is a found defect.
pub(crate) const OPTIONS: Options = Options::ENABLE_TABLES
    .union(Options::ENABLE_FOOTNOTES)
    .union(Options::ENABLE_STRIKETHROUGH)
    .union(Options::ENABLE_TASKLISTS)
    .union(Options::ENABLE_MATH)
    .union(Options::ENABLE_GFM);

/// Block passes over one text. Two or three are seen; nesting that needs more is hostile, and what a further
/// pass would find stays as typed.
pub(crate) const MAX_PASSES: usize = 16;

/// The events of a mask with their byte ranges.
pub(crate) type Events<'m> = Vec<(Event<'m>, Range<usize>)>;

/// A masked copy of a text.
#[derive(Clone, Debug)]
pub(crate) struct Mask<'c> {
    text: Cow<'c, str>,
    /// What was overwritten.
    pub(crate) marks: Marks,
    /// Whether more block passes would have found more.
    pub(crate) exhausted: bool,
    /// What the passes have to say.
    pub(crate) findings: Vec<Finding>,
    /// Whether the text holds nothing that the model cannot.
    pub(crate) is_clean: bool,
}

impl Mask<'_> {
    /// The masked text.
    pub(crate) fn text(&self) -> &str {
        &self.text
    }
}

/// Masks a text, and hands over the mask and its events, in stretches that end between top-level blocks.
pub(crate) fn masked<T>(place: &Place<'_>, then: impl FnOnce(&Mask<'_>, &[Events<'_>]) -> T) -> T {
    let clean = without_controls(place.text);
    if chunks::may_cut(&clean) {
        let guessed = Definitions::guess(&clean);
        let links = Links::new(&guessed, clean.len());
        let found = passes::find(place, &clean, &links, true);
        if found.holds && links.are(&found.definitions) {
            return parsed(place, &clean, found, &links, then);
        }
        if found.holds {
            let definitions = Definitions::new(found.definitions);
            let links = Links::new(&definitions, clean.len());
            let found = passes::find(place, &clean, &links, true);
            if found.holds && links.are(&found.definitions) {
                return parsed(place, &clean, found, &links, then);
            }
        }
    }
    let none = Definitions::default();
    let links = Links::new(&none, clean.len());
    let found = passes::find(place, &clean, &links, false);
    parsed(place, &clean, found, &links, then)
}

/// The last parse of what is masked.
fn parsed<'c, T>(
    place: &Place<'_>,
    clean: &'c str,
    found: passes::Found<'c>,
    links: &Links<'c>,
    then: impl FnOnce(&Mask<'_>, &[Events<'_>]) -> T,
) -> T {
    let passes::Found { marks, exhausted, chunks, findings, definitions: _, holds: _ } = found;
    let mut text = Cow::Borrowed(clean);
    if marks.iter().next().is_some() {
        let mut bytes = clean.to_owned().into_bytes();
        for mark in marks.iter() {
            fill(mark.kind, &place.text.as_bytes()[mark.range.clone()], &mut bytes[mark.range.clone()]);
        }
        text = Cow::Owned(inert(bytes));
    }
    let is_clean = std::ptr::eq(clean, place.text);
    let mask = Mask { text, marks, exhausted, findings, is_clean };
    let mut events = Vec::with_capacity(chunks.len());
    let mut holds = true;
    for passes::Passed { chunk, events: passed, definitions } in chunks {
        events.push(passed.unwrap_or_else(|| {
            let parsed = chunk.parse(&mask.text[chunk.with_letter()], links);
            // What was text may have become the title of a definition.
            holds &= parsed.holds && parsed.definitions == definitions;
            parsed.events
        }));
    }
    if !holds {
        let none = Definitions::default();
        events = vec![Chunk::whole(&mask.text).parse(&mask.text, &Links::new(&none, 0)).events];
        return then(&mask, &events);
    }
    then(&mask, &events)
}

/// Masked bytes as text.
fn inert(bytes: Vec<u8>) -> String {
    String::from_utf8(bytes).expect("marks begin and end between characters, and are filled with ASCII")
}

/// Writes the inert bytes of a mark; line ends, and in mathematics the white space and quotation marks at a
/// line's start, stay.
fn fill(kind: MarkKind, source: &[u8], mask: &mut [u8]) {
    let last = mask.len() - 1;
    match kind {
        // An HTML block of kind 3 (CommonMark 0.31, 4.6) interrupts paragraphs, items and tables, and ends on its line.
        MarkKind::Fence => {
            mask.fill(b'_');
            mask[0] = b'<';
            mask[1] = b'?';
            mask[last - 1] = b'?';
            mask[last] = b'>';
        }
        // Digits, so that the content column stays. Nine are the most that CommonMark reads (5.2).
        MarkKind::Marker => {
            let digits = last;
            mask.fill(b'0');
            mask[..digits.saturating_sub(9)].fill(b' ');
            mask[last - 1] = b'1';
            mask[last] = source[last];
        }
        MarkKind::Caption => mask.fill(b'#'),
        MarkKind::Math => replace(source, mask, b'x'),
        MarkKind::Attributes => {
            replace(source, mask, 0x02);
            mask[0] = b'"';
            mask[last] = b'"';
        }
        MarkKind::DefinitionAttributes => replace(source, mask, b' '),
        MarkKind::Note => {
            mask.fill(0x10);
            mask[0] = b'"';
            mask[last] = b'"';
        }
        MarkKind::Tilde | MarkKind::Dollar | MarkKind::Arrow | MarkKind::Comment => mask.fill(b'"'),
        // Between quotation marks a byte says what it is, so that no two marks are alike.
        MarkKind::ChangeStart(_) | MarkKind::RangeStart(_) => mask.copy_from_slice(b"\"\x0e\""),
        MarkKind::ChangeEnd(_) | MarkKind::RangeEnd(_) => mask.copy_from_slice(b"\"\x0f\""),
        MarkKind::Remark => {
            replace(source, mask, 0x0e);
            mask[0] = b'"';
            mask[last] = b'"';
        }
        // A bullet, so that the definition is an item: what interrupts what, and what is indented under it, are
        // then CommonMark's own rules. A plus makes no scene break with what follows.
        MarkKind::Definition => mask[0] = b'+',
    }
}

fn replace(source: &[u8], mask: &mut [u8], inert: u8) {
    for (from, to) in source.iter().zip(mask) {
        *to = if matches!(from, b'\n' | b'\r') { *from } else { inert };
    }
}

/// A copy without control characters, which end an address and, as white space, change flanking.
fn without_controls(text: &str) -> Cow<'_, str> {
    match is_clean(text) {
        true => Cow::Borrowed(text),
        false => Cow::Owned(text.replace(|c: char| c.is_ascii() && is_control(c as u8), "\"")),
    }
}

#[cfg(test)]
mod tests {
    use chapbook_source::FileId;
    use proptest::prelude::*;

    use super::*;
    use crate::place::Spans;

    fn mask(text: &str) -> Mask<'static> {
        let place = Place { text, spans: Spans::At { file: FileId(0), base: 0, skip: 0 } };
        masked(&place, |Mask { text, marks, exhausted, findings, is_clean }, _| Mask {
            text: Cow::Owned(text.to_string()),
            marks: marks.clone(),
            exhausted: *exhausted,
            findings: findings.clone(),
            is_clean: *is_clean,
        })
    }

    /// Pieces that meet each other in every order: our constructs, their beginnings, and what CommonMark has.
    fn piece() -> impl Strategy<Value = &'static str> {
        prop::sample::select(vec![
            "\n",
            "\n\n",
            "\r\n",
            "\r",
            " ",
            "    ",
            "> ",
            "- ",
            "1. ",
            "a. ",
            "(iv) ",
            "#. ",
            "(@good) ",
            "A.  ",
            "::: note\n",
            "::: {.a #b}",
            ":::",
            "::::",
            "$$",
            "$",
            "`",
            "```\n",
            "``` {.x}\n",
            "[",
            "]",
            "(u)",
            "(",
            ")",
            "{.a}",
            "{#b k=\"v\"}",
            "{",
            "}",
            "{++x++}",
            "[^n]",
            "[^n]: ",
            "[^*]",
            "^[",
            "^",
            "~",
            "~~",
            "*",
            "**",
            "_",
            "word",
            "é",
            "中",
            "\u{0}",
            "\t",
            "| a | b |\n|---|---|\n",
            "| 1 | 2 |\n",
            ": cap\n",
            "Table: cap\n",
            ": ",
            "<div>\n",
            "<!-- c -->",
            "<b>",
            "# ",
            "---\n",
            "\\",
            "![a](b.png){#fig-x}",
            "[x]: u {.a}\n",
            "@fig-x",
            "&amp;",
            "    code\n",
            "[ ] ",
            "{{< pagebreak >}}",
            "{++",
            "++}",
            "{~~",
            "~>",
            "~~}",
            "{==",
            "==}",
            "{>>",
            "<<}",
            "[c]{.comment-start id=1}",
            "[]{.comment-end id=1}",
            "<sub>",
            "</sub>",
            "<img src=a>",
            "Term\n",
            ":   def\n",
            "    more\n",
            "*[X]: y\n",
            "::: {.list-table}\n",
            "- - []{colspan=3} a\n",
            "By A* \n",
            "* A b",
            "(Photo: x)",
        ])
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 600, failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn a_mask_keeps_length_line_ends_and_what_is_not_marked(pieces in prop::collection::vec(piece(), 0..60)) {
            let text: String = pieces.concat();
            let mask = mask(&text);
            let (source, masked) = (text.as_bytes(), mask.text().as_bytes());
            prop_assert_eq!(source.len(), masked.len());
            let ends = |bytes: &[u8]| -> Vec<usize> {
                bytes.iter().enumerate().filter(|(_, b)| matches!(b, b'\n' | b'\r')).map(|(i, _)| i).collect()
            };
            prop_assert_eq!(ends(source), ends(masked));
            let mut last = 0;
            for mark in mask.marks.iter() {
                prop_assert!(mark.range.start >= last && !mark.range.is_empty());
                prop_assert!(text.is_char_boundary(mark.range.start) && text.is_char_boundary(mark.range.end));
                last = mark.range.end;
            }
            for (i, (a, b)) in source.iter().zip(masked).enumerate() {
                let covered = is_control(*a) || mask.marks.overlapping(i..i + 1).next().is_some();
                prop_assert!(a == b || covered, "byte {} of {:?}", i, text);
            }
        }

        #[test]
        fn chunks_are_read_as_the_whole_is(pieces in prop::collection::vec(piece(), 0..120)) {
            let text: String = pieces.concat();
            let place = Place { text: &text, spans: Spans::At { file: FileId(0), base: 0, skip: 0 } };
            let flat = |mask: &Mask<'_>, chunks: &[Events<'_>]| {
                let events: Vec<String> = chunks.iter().flatten().map(|event| format!("{event:?}")).collect();
                (mask.text().to_owned(), mask.marks.iter().cloned().collect::<Vec<_>>(), events, mask.findings.len())
            };
            let clean = without_controls(&text);
            let none = Definitions::default();
            let links = Links::new(&none, clean.len());
            let whole = parsed(&place, &clean, passes::find(&place, &clean, &links, false), &links, flat);
            prop_assert_eq!(masked(&place, flat), whole);
        }

        #[test]
        fn reading_never_panics_and_spans_stay_inside(pieces in prop::collection::vec(piece(), 0..80)) {
            let text: String = pieces.concat();
            let habits = [crate::Habits::Report, crate::Habits::Convert][pieces.len() % 2];
            let (document, diagnostics) = crate::read(FileId(0), &text, &crate::ReadOptions { habits, ..Default::default() });
            prop_assert!(chapbook_model::is_normal(&document.body));
            for diagnostic in diagnostics {
                if let Some(span) = diagnostic.span {
                    prop_assert!(text.get(span.range()).is_some(), "{:?} {}", span, diagnostic.message);
                }
                if let Some(edit) = diagnostic.edit {
                    prop_assert!(text.get(edit.span.range()).is_some());
                }
            }
            for block in &document.body {
                prop_assert!(text.get(block.span.range()).is_some());
            }
        }

        #[test]
        fn plain_commonmark_masks_to_itself(text in "[a-z \n*_`>#.-]{0,120}") {
            let mask = mask(&text);
            // What looks like a letter's marker, or two dashes of a fence, is ours; all else is not touched.
            if mask.marks.iter().next().is_none() {
                prop_assert_eq!(mask.text(), text);
            }
        }
    }

    #[test]
    fn what_stands_in_code_is_not_masked() {
        for text in ["`[^x] {.a}`{", "```\n::: a\n$$\n```\n", "    a. b\n", "<div>\n::: a\n</div>\n", "$x^{a}$ `~`"] {
            assert_eq!(mask(text).text(), text);
        }
    }

    #[test]
    fn the_table_of_masks() {
        for (source, masked) in [
            ("::: note\nx\n:::\n", "<?____?>\nx\n<?>\n"),
            ("a. x\nb. y\n", "1. x\n1. y\n"),
            ("(iv) x\n", "001) x\n"),
            ("(@elevenabcd) x\n", "   000000001) x\n"),
            ("- (1) a. x\n", "- 01) 1. x\n"),
            ("|a|\n|-|\n|b|\n: c\n", "|a|\n|-|\n|b|\n# c\n"),
            ("[x]{.a}", "[x]\"\u{2}\u{2}\""),
            ("[^n] x", "\"\u{10}\u{10}\" x"),
            ("a~b~", "a\"b\""),
            ("> $$\n> - a\n> $$\n", "> $$\n> xxx\n> $$\n"),
            ("[x]: u {.a}\n", "[x]: u     \n"),
        ] {
            assert_eq!(mask(source).text(), masked, "{source:?}");
        }
    }
}
