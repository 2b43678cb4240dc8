//! Figures: a picture, a table, code or a formula, and the caption beside it.

use chapbook_model::{Block, BlockKind, Caption, Figure, FigureKind, Inline, InlineKind, Node, plain_text};
use chapbook_resolve::Word;
use chapbook_source::codes;
use chapbook_theme::Role;

use super::super::leaf::{Leaf, LeafKind};
use super::{Around, Assembler, Unit, labelled, plain};

/// Whether nothing but pictures stands in a leaf.
pub(super) fn is_picture(leaf: &Leaf) -> bool {
    leaf.content.iter().any(|inline| matches!(inline.kind, InlineKind::Image(_)))
        && leaf.content.iter().all(|inline| match &inline.kind {
            InlineKind::Image(_) | InlineKind::HardBreak | InlineKind::SoftBreak => true,
            InlineKind::Text(text) => text.trim().is_empty(),
            _ => false,
        })
}

/// What a caption says it belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Wants {
    Picture,
    Table,
    Listing,
    Anything,
}

fn wants(assembler: &Assembler<'_, '_>, leaf: &Leaf) -> Wants {
    let LeafKind::Caption { word: Some(word), number: _ } = &leaf.kind else { return Wants::Anything };
    let is = |known: Word, others: &[&str]| {
        let word = word.to_lowercase();
        assembler.known.words.get(known).to_lowercase() == word || others.contains(&word.as_str())
    };
    if is(Word::Table, &["table", "tabelle", "tableau", "tabla"]) {
        Wants::Table
    } else if is(Word::Figure, &["figure", "fig.", "abbildung", "illustration", "figura"]) {
        Wants::Picture
    } else if is(Word::Listing, &["listing", "code"]) {
        Wants::Listing
    } else {
        Wants::Anything
    }
}

/// What a block is as the thing of a figure.
fn kind_of(block: &Block) -> Option<FigureKind> {
    match &block.kind {
        BlockKind::Paragraph(content) => {
            let pictures = content.iter().any(|inline| matches!(inline.kind, InlineKind::Image(_)));
            let others =
                content.iter().any(|inline| !matches!(inline.kind, InlineKind::Image(_) | InlineKind::HardBreak));
            (pictures && !others).then_some(FigureKind::Image)
        }
        BlockKind::Table(_) => Some(FigureKind::Table),
        BlockKind::Code(_) => Some(FigureKind::Listing),
        BlockKind::Math(_) => Some(FigureKind::Equation),
        _ => None,
    }
}

fn fits(wants: Wants, kind: FigureKind) -> bool {
    match wants {
        Wants::Picture => kind == FigureKind::Image,
        Wants::Table => kind == FigureKind::Table,
        Wants::Listing => kind == FigureKind::Listing,
        Wants::Anything => true,
    }
}

/// Puts out a block that can be a figure, with the caption that follows its unit if it has one.
pub(super) fn below(
    assembler: &mut Assembler<'_, '_>,
    block: Block,
    units: &[Unit<'_>],
    around: Around,
    out: &mut Vec<Block>,
) -> usize {
    // The paragraph that parts a table from what follows is nothing.
    let gap = units[1..]
        .iter()
        .take_while(|unit| unit.is_empty() && matches!(unit.leaf().map(|l| &l.kind), Some(LeafKind::Paragraph)))
        .take(1)
        .count();
    let after = &units[1 + gap..];
    let Some(caption) = after.first().and_then(Unit::leaf) else {
        out.push(block);
        return 1;
    };
    let Some(kind) = kind_of(&block) else {
        out.push(block);
        return 1;
    };
    let is_caption = matches!(caption.kind, LeafKind::Caption { .. });
    let typed = !is_caption && typed_label(assembler, caption).is_some() && kind == FigureKind::Image;
    if !is_caption && !typed || caption.before.page {
        out.push(block);
        return 1;
    }
    let wanted = wants(assembler, caption);
    // Between two things, a caption of a table belongs to the one below, unless that is none.
    let count = 1 + after[1..].iter().take_while(|unit| goes_on(unit, is_caption)).count();
    let next_fits = match after.get(count) {
        Some(Unit::Table(_, _)) => {
            matches!(wanted, Wants::Table) || wanted == Wants::Anything && kind == FigureKind::Table
        }
        Some(Unit::Leaf(_)) | None => false,
    };
    if !fits(wanted, kind) || next_fits {
        out.push(block);
        return 1;
    }
    let leaves: Vec<&Leaf> = after[..count].iter().filter_map(Unit::leaf).collect();
    out.push(figure(assembler, block, kind, &leaves, around));
    1 + gap + count
}

/// A caption that stands above its thing, or has none.
pub(super) fn caption(
    assembler: &mut Assembler<'_, '_>,
    units: &[Unit<'_>],
    around: Around,
    out: &mut Vec<Block>,
) -> usize {
    let count = 1 + units[1..].iter().take_while(|unit| goes_on(unit, true)).count();
    let leaves: Vec<&Leaf> = units[..count].iter().filter_map(Unit::leaf).collect();
    let Some(first) = leaves.first() else { return 1 };
    let wanted = wants(assembler, first);
    let below = match units.get(count) {
        Some(Unit::Table(table, leaves)) => Some(assembler.table(*table, leaves, around)),
        Some(Unit::Leaf(leaf)) if is_picture(leaf) => Some(assembler.paragraph(leaf)),
        Some(Unit::Leaf(leaf)) if leaf.role == Some(Role::Code) && !leaf.is_empty() => {
            let mut blocks = Vec::new();
            let code = Around { inside: true, ..around };
            // Without what follows it: that would be its caption.
            assembler.code(&units[count..=count], code, &mut blocks);
            blocks.pop()
        }
        Some(Unit::Leaf(_)) | None => None,
    };
    if let Some(block) = below
        && let Some(kind) = kind_of(&block)
        && fits(wanted, kind)
    {
        out.push(figure(assembler, block, kind, &leaves, around));
        return count + 1;
    }
    // What it belonged to is not here: its words are, with the label that they had.
    for leaf in leaves {
        assembler.lose(leaf, &codes::IMPORT_TEXT, "a caption with nothing to caption beside it is a paragraph");
        let mut paragraph = assembler.paragraph(leaf);
        if let BlockKind::Paragraph(content) = &mut paragraph.kind {
            content.splice(0..0, label_words(leaf));
        }
        out.push(paragraph);
    }
    count
}

/// The label of a caption as words.
fn label_words(leaf: &Leaf) -> Vec<Inline> {
    let LeafKind::Caption { word, number } = &leaf.kind else { return Vec::new() };
    let words: Vec<&str> = [word, number].into_iter().flatten().map(String::as_str).collect();
    if words.is_empty() {
        return Vec::new();
    }
    vec![Node::new(InlineKind::Text(format!("{}: ", words.join(" "))), chapbook_source::Span::NONE)]
}

/// Whether a unit goes on with the caption that began: a paragraph in its style without a label of its own.
fn goes_on(unit: &Unit<'_>, styled: bool) -> bool {
    let plain = |leaf: &Leaf| matches!(leaf.kind, LeafKind::Caption { word: None, number: None }) && !leaf.is_empty();
    unit.leaf().is_some_and(|leaf| styled && plain(leaf))
}

fn figure(
    assembler: &mut Assembler<'_, '_>,
    mut block: Block,
    kind: FigureKind,
    leaves: &[&Leaf],
    _around: Around,
) -> Block {
    let mut body = Vec::new();
    let mut credit = None;
    for (at, leaf) in leaves.iter().enumerate() {
        let mut paragraph = assembler.paragraph(leaf);
        paragraph.attrs = paragraph.attrs.edited(|parts| parts.label = None);
        if let BlockKind::Paragraph(content) = &mut paragraph.kind {
            if at == 0 {
                content.splice(0..0, other_label(assembler, leaf));
                if let Some(label) = typed_label(assembler, leaf) {
                    strip(content, label);
                }
            }
            if at + 1 == leaves.len() {
                credit = take_credit(content);
            }
        }
        body.push(paragraph);
    }
    // The label may have been made up for the thing or for its caption.
    let label = leaves.iter().find_map(|leaf| leaf.label.clone()).or_else(|| block.attrs.label().cloned());
    let style = std::mem::take(&mut block.attrs);
    let attrs = labelled(label.as_ref()).edited(|parts| {
        parts.pairs = style.into_parts().pairs;
    });
    let caption = Caption { body, short: None, credit };
    plain(BlockKind::Figure(Box::new(Figure { kind, body: vec![block], caption: Some(caption) }))).with(attrs)
}

/// A label that this program would not print again: it stays, as words.
fn other_label(assembler: &mut Assembler<'_, '_>, leaf: &Leaf) -> Vec<Inline> {
    let LeafKind::Caption { word: Some(word), number: _ } = &leaf.kind else { return Vec::new() };
    if wants(assembler, leaf) != Wants::Anything || *word == assembler.known.words.get(Word::Equation) {
        return Vec::new();
    }
    assembler.lose(leaf, &codes::IMPORT_TEXT, "the label of a caption that counts something of its own is text");
    label_words(leaf)
}

/// Takes the credit off the end of a caption.
fn take_credit(content: &mut Vec<Inline>) -> Option<Vec<Inline>> {
    let last = content.last()?;
    if !last.attrs.has_class("credit") {
        return None;
    }
    match content.pop()?.kind {
        InlineKind::Span(credit) => Some(credit),
        _ => None,
    }
}

/// How many bytes a typed label takes: `Figure 3: `, in a paragraph that is short enough for a caption.
fn typed_label(assembler: &Assembler<'_, '_>, leaf: &Leaf) -> Option<usize> {
    if !matches!(leaf.kind, LeafKind::Paragraph | LeafKind::Caption { word: None, number: _ }) || leaf.list.is_some() {
        return None;
    }
    let text = match &leaf.content.first()?.kind {
        InlineKind::Text(text) => text,
        _ => return None,
    };
    if plain_text(&leaf.content).chars().count() > 600 {
        return None;
    }
    let (word, rest) = text.split_once([' ', '\u{A0}'])?;
    let lower = word.to_lowercase();
    let known = [Word::Figure, Word::Table, Word::Listing]
        .iter()
        .any(|w| assembler.known.words.get(*w).to_lowercase() == lower);
    let known = known || matches!(lower.as_str(), "figure" | "fig." | "table" | "abbildung" | "abb." | "tabelle");
    let digits = rest.find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(rest.len());
    let number = rest[..digits].trim_end_matches('.');
    if !known || number.is_empty() || !number.starts_with(|c: char| c.is_ascii_digit()) {
        return None;
    }
    let after = &rest[number.len()..];
    let separator = after.trim_start_matches([':', '.', '–', '—', '-', ' ', '\u{A0}']);
    let signs = after.len() - separator.len();
    // "Figure 3 shows a boat" is a sentence, unless the style says that it is a caption.
    let spaced = after[..signs].chars().all(char::is_whitespace);
    let sentence = spaced && separator.starts_with(char::is_lowercase) && matches!(leaf.kind, LeafKind::Paragraph);
    let parted = signs > 0 && after.starts_with([':', '.', '–', '—', '-', ' ']);
    (parted && !sentence).then_some(text.len() - separator.len())
}

/// Takes bytes off the beginning of a line.
fn strip(content: &mut [Inline], bytes: usize) {
    if let Some(first) = content.first_mut()
        && let InlineKind::Text(text) = &mut first.kind
        && text.is_char_boundary(bytes)
    {
        *text = text.split_off(bytes);
    }
}
