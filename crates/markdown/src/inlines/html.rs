//! HTML in a line (DIALECT 12): breaks, scripts, images and comments have kinds of their own; all else is raw.

use std::ops::Range;

use chapbook_model::{InlineKind, Raw};
use pulldown_cmark::CowStr;

use super::line::{Line, Opener};
use crate::html;
use crate::tree::Tree;

impl Tree<'_> {
    /// A tag, a comment, or what else of HTML stands in a line.
    pub(crate) fn feed_html(&mut self, line: &mut Line, masked: &CowStr<'_>, range: Range<usize>) {
        let text = self.source_or(masked, range.clone());
        let bare: String = text.chars().filter(|c| !c.is_whitespace()).take(7).collect::<String>().to_ascii_lowercase();
        if matches!(bare.as_str(), "<br>" | "<br/>") {
            return self.feed_break(line, InlineKind::HardBreak, range);
        }
        if let Some(inside) = text.strip_prefix("<!--").and_then(|rest| rest.strip_suffix("-->")) {
            let comment = self.private_comment(inside, range.clone());
            return self.feed_node(line, comment, range);
        }
        if let "</sub>" | "</sup>" = bare.as_str() {
            return self.close_script_tag(line, &bare, text, range);
        }
        if let Some((image, attrs)) = html::image(&text) {
            let image = self.node(InlineKind::Image(image), range.clone()).with(attrs);
            return self.feed_node(line, image, range);
        }
        let raw = self.node(InlineKind::Raw(Raw { target: "html".into(), text }), range.clone());
        let opener = match bare.as_str() {
            "<sub>" => Opener::Sub,
            "<sup>" => Opener::Sup,
            _ => return self.feed_node(line, raw, range),
        };
        self.flush(line);
        line.last_end = range.end;
        match line.has_room() {
            true => line.open(opener, range, raw),
            false => self.feed_node(line, raw, range),
        }
    }

    /// The end of a script: what stands since its start, if that is open in this level.
    fn close_script_tag(&mut self, line: &mut Line, tag: &str, text: String, range: Range<usize>) {
        self.flush(line);
        let opener = if tag == "</sub>" { Opener::Sub } else { Opener::Sup };
        let open = line.frames.iter().rposition(|frame| frame.opener == opener);
        let Some(index) = open.filter(|index| line.len_of(*index) > 0) else {
            let raw = self.node(InlineKind::Raw(Raw { target: "html".into(), text }), range.clone());
            return self.feed_node(line, raw, range);
        };
        let (frame, pieces) = line.close(index);
        let content = self.settle(pieces);
        let kind =
            if opener == Opener::Sub { InlineKind::Subscript(content) } else { InlineKind::Superscript(content) };
        let whole = frame.open.start..range.end;
        let node = self.node(kind, whole.clone());
        self.feed_node(line, node, whole);
    }
}
