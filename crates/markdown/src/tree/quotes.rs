//! Quotations, and GFM's alerts, which are containers (DIALECT 5).

use std::ops::Range;

use chapbook_model::{Block, BlockKind, Quote};
use chapbook_source::{Diagnostic, codes};
use chapbook_values::Attributes;
use pulldown_cmark::{BlockQuoteKind, TagEnd};

use super::Tree;
use super::captions::take_words;
use crate::context::MAX_DEPTH;
use crate::mask::block::strip_quotes;

impl Tree<'_> {
    pub(crate) fn quote(&mut self, kind: Option<BlockQuoteKind>, range: Range<usize>, depth: usize) -> Block {
        let range = self.place.trimmed(range);
        self.quotes += 1;
        let mut body = self.blocks(depth + 1);
        self.quotes -= 1;
        self.expect_end(TagEnd::BlockQuote(kind));
        if let Some(kind) = kind {
            let class = match kind {
                BlockQuoteKind::Note => "callout-note",
                BlockQuoteKind::Tip => "callout-tip",
                BlockQuoteKind::Important => "callout-important",
                BlockQuoteKind::Warning => "callout-warning",
                BlockQuoteKind::Caution => "callout-caution",
            };
            return self.node(BlockKind::Container(body), range).with(Attributes::class(class));
        }
        self.remark_on_alert(&range);
        let attribution = take_words(&mut body, "attribution");
        self.node(BlockKind::Quote(Quote { body, attribution }), range)
    }

    /// `> [!NOTE] A title` is no alert (GFM asks for a line of its own).
    fn remark_on_alert(&mut self, range: &Range<usize>) {
        let line = strip_quotes(self.place.rest_of_line(range.start), MAX_DEPTH);
        let kinds = ["[!NOTE]", "[!TIP]", "[!IMPORTANT]", "[!WARNING]", "[!CAUTION]"];
        if let Some(kind) = kinds.iter().find(|kind| line.starts_with(**kind)) {
            let diagnostic = Diagnostic::new(
                &codes::ALERT_TITLE,
                self.place.span(range.clone()),
                format!("{kind} with more on its line is read as a plain quotation"),
            );
            self.context
                .diagnostics
                .push(diagnostic.hint("put the title in `::: {.callout-note title=\"…\"}`, or on a line of its own"));
        }
    }
}
