//! Figures and their captions. The number of a caption is a `SEQ` field that shows the document's number, in
//! bookmarks that references point to; a figure and its caption stay on one page.

use chapbook_resolve::{Anchor, Block, BlockKind, Caption, CaptionLabel, Figure, Inline, Locale, NodeId};
use chapbook_source::Span;
use chapbook_theme::Role;
use chapbook_values::Length;

use super::blocks::blocks;
use super::bookmarks::{self, number_name};
use super::changes;
use super::draft::{Draft, Place, Story};
use super::fields::field_text;
use super::inlines::inlines;
use super::keys::{self, Entry, KeyKind};
use super::paragraphs::{self, Opening};
use super::runs::{self, RunFormat};

/// The longest identifier of a sequence: that of a bookmark, whose form it shares.
const MAX_IDENTIFIER: usize = 40;

/// Writes a figure with its caption.
pub(crate) fn figure<'a>(
    draft: &mut Draft<'a>,
    story: &mut Story,
    figure: &'a Figure,
    anchor: Option<Anchor>,
    place: &Place<'a>,
) {
    let Figure { kind: _, body, caption, caption_above } = figure;
    let style = draft.theme.style(Role::Figure);
    let Some(caption) = caption else {
        story.pending.anchors.extend(anchor);
        return blocks(draft, story, body, place);
    };
    if *caption_above {
        // The style's spaces are those of a caption below: here what is above is the figure's own.
        story.pending.gap = style.before.max(story.pending.gap);
        story.pending.after = Some(style.after);
        self::caption(draft, story, caption, anchor, &Place { keep_next: true, ..*place });
        story.pending.gap = Length::ZERO;
        blocks(draft, story, body, place);
    } else {
        blocks(draft, story, body, &Place { keep_next: true, ..*place });
        self::caption(draft, story, caption, anchor, place);
    }
}

fn caption<'a>(
    draft: &mut Draft<'a>,
    story: &mut Story,
    caption: &'a Caption,
    anchor: Option<Anchor>,
    place: &Place<'a>,
) {
    let Caption { id: NodeId(id), label, body, credit, short: _ } = caption;
    let span = body.first().zip(body.last()).map_or(Span::NONE, |(first, last)| first.span.to(last.span));
    let entry = Entry { kind: KeyKind::Caption, id: *id, part: None, parent: place.parent, label: anchor, span };
    let row = keys::enter(draft, entry);
    keys::carry(story, row);
    let mut label = label.as_ref();
    let mut anchor = anchor;
    if !matches!(body.first().map(|block| &block.kind), Some(BlockKind::Paragraph(_))) {
        let line = Line { anchor: anchor.take(), label: label.take(), content: &[], credit: None };
        caption_line(draft, story, line, None, place);
    }
    for (i, block) in body.iter().enumerate() {
        match &block.kind {
            BlockKind::Paragraph(paragraph) => {
                let credit = credit.as_deref().filter(|_| i + 1 == body.len());
                let line = Line { anchor: anchor.take(), label: label.take(), content: &paragraph.content, credit };
                caption_line(draft, story, line, Some(block), place);
            }
            BlockKind::Heading(_)
            | BlockKind::Quote(_)
            | BlockKind::List(_)
            | BlockKind::Definitions(_)
            | BlockKind::Code(_)
            | BlockKind::Math(_)
            | BlockKind::Verse(_)
            | BlockKind::Divider(_)
            | BlockKind::PageBreak
            | BlockKind::Table(_)
            | BlockKind::Figure(_)
            | BlockKind::Image(_)
            | BlockKind::Division(_)
            | BlockKind::AuthorNotes(_)
            | BlockKind::Outline(_)
            | BlockKind::Raw(_)
            | BlockKind::Endnotes { .. } => blocks(draft, story, std::slice::from_ref(block), place),
        }
    }
    if let Some(credit) = credit
        && !matches!(body.last().map(|block| &block.kind), Some(BlockKind::Paragraph(_)))
    {
        let line = Line { anchor: None, label: None, content: &[], credit: Some(credit) };
        caption_line(draft, story, line, None, place);
    }
}

/// One paragraph of a caption, with what leads and ends it.
struct Line<'a> {
    anchor: Option<Anchor>,
    label: Option<&'a CaptionLabel>,
    content: &'a [Inline],
    credit: Option<&'a [Inline]>,
}

fn caption_line<'a>(
    draft: &mut Draft<'a>,
    story: &mut Story,
    line: Line<'a>,
    block: Option<&'a Block>,
    place: &Place<'a>,
) {
    let Line { anchor, label, content, credit } = line;
    let locale: Option<&Locale> = block.and_then(|block| block.locale.as_ref());
    let word_style = block.and_then(|block| block.word_style.as_deref());
    if let Some(block) = block {
        keys::block(draft, story, block, place.parent);
    }
    story.pending.anchors.extend(block.and_then(|block| block.anchor));
    let mut opening = Opening::named(Role::Caption, word_style);
    opening.end = changes::end_of(content);
    let format = paragraphs::open(draft, story, place, locale, opening);
    match label {
        Some(label) => self::label(draft, story, label, anchor, &format),
        None => {
            let open = bookmarks::start(draft, story, anchor);
            bookmarks::end(story, open);
        }
    }
    inlines(draft, story, content, &format);
    if let Some(credit) = credit {
        if !content.is_empty() {
            runs::text(draft, story, " ", &format);
        }
        inlines(draft, story, credit, &format.with_role(draft.theme, Role::Credit));
    }
    paragraphs::close(story);
}

fn label<'a>(
    draft: &mut Draft<'a>,
    story: &mut Story,
    label: &'a CaptionLabel,
    anchor: Option<Anchor>,
    format: &RunFormat<'a>,
) {
    let CaptionLabel { word, space, number: _, count: _, separator } = label;
    let bold = format.with_role(draft.theme, Role::CaptionLabel);
    let open = bookmarks::start(draft, story, anchor);
    runs::text(draft, story, &format!("{word}{space}"), &bold);
    let alone = anchor.filter(|anchor| draft.survey.is_numbered(*anchor));
    let number_mark = alone.map(|anchor| bookmarks::open(draft, story, &number_name(anchor)));
    number(draft, story, label, &bold);
    if let Some(mark) = number_mark {
        bookmarks::close(story, mark);
    }
    bookmarks::end(story, open);
    // The stop belongs to the label, the space after it to the line.
    let stop = separator.trim_end();
    runs::text(draft, story, stop, &bold);
    runs::text(draft, story, &separator[stop.len()..], format);
}

/// The number as Word counts it; where Word would count otherwise, the field is told where to go on.
fn number<'a>(draft: &mut Draft<'a>, story: &mut Story, label: &'a CaptionLabel, format: &RunFormat<'a>) {
    let CaptionLabel { word, space: _, number, count, separator: _ } = label;
    let count_text = count.to_string();
    let Some(before) = number.strip_suffix(&count_text) else {
        return runs::text(draft, story, number, format);
    };
    let by_chapter = !before.is_empty();
    match before.strip_suffix('.') {
        // ISO/IEC 29500-1, 17.16.5.60: `\s` prints the number of the nearest paragraph of a style.
        Some(chapter) if draft.chapter.as_deref() == Some(chapter) => {
            field_text(draft, story, format, "STYLEREF 1 \\s", chapter);
            runs::text(draft, story, ".", format);
        }
        Some(_) | None => runs::text(draft, story, before, format),
    }
    let identifier = identifier(word);
    let counted = draft.sequences.entry((identifier.clone(), by_chapter)).or_insert(0);
    *counted += 1;
    let mut instruction = format!("SEQ {identifier} \\* ARABIC");
    if by_chapter {
        instruction.push_str(" \\s 1");
    }
    if *counted != *count {
        *counted = *count;
        instruction.push_str(&format!(" \\r {count}"));
    }
    field_text(draft, story, format, &instruction, &count_text);
}

/// The name of a sequence: the label's word, so that Word's own command for captions finds it.
pub(crate) fn identifier(word: &str) -> String {
    let mut name: String =
        word.chars().map(|c| if c.is_alphanumeric() { c } else { '_' }).take(MAX_IDENTIFIER).collect();
    if !name.starts_with(char::is_alphabetic) {
        name.insert(0, 'S');
    }
    name
}
