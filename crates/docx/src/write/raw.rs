//! Raw content: OpenXML of the author's own goes into the document as it is, and what is for another format is printed
//! as its text, which is told.

use chapbook_resolve::{Block, Inline, Raw, RawTarget};
use chapbook_source::{Span, codes};
use chapbook_values::Length;

use super::blocks::blocks;
use super::draft::{Draft, Place, Story};
use super::inlines::inlines;
use super::paragraphs;
use super::runs::RunFormat;

/// A raw block.
pub(crate) fn block<'a>(draft: &mut Draft<'a>, story: &mut Story, raw: &'a Raw<Block>, span: Span, place: &Place<'a>) {
    let Raw { markup, instead } = raw;
    match markup.target() {
        RawTarget::OpenXml => {
            // Nothing of what waits for the next paragraph can be put into one that is written already.
            paragraphs::flush_item(draft, story, place);
            paragraphs::flush_page_break(draft, story, place);
            paragraphs::separate(story, Length::ZERO);
            story.xml.raw(markup.text());
            story.after_table = markup.text().trim_end().ends_with("</w:tbl>");
        }
        RawTarget::Html => {
            lose_tags(draft, span);
            blocks(draft, story, instead, place);
        }
    }
}

/// Raw content in a line.
pub(crate) fn inline<'a>(
    draft: &mut Draft<'a>,
    story: &mut Story,
    raw: &'a Raw<Inline>,
    span: Span,
    format: &RunFormat<'a>,
) {
    let Raw { markup, instead } = raw;
    match markup.target() {
        RawTarget::OpenXml => {
            story.xml.raw(markup.text());
        }
        RawTarget::Html => {
            lose_tags(draft, span);
            inlines(draft, story, instead, format);
        }
    }
}

fn lose_tags(draft: &mut Draft<'_>, span: Span) {
    draft.lose(&codes::HTML_DROPPED, "the DOCX prints raw HTML as its text, without tags", span);
}
