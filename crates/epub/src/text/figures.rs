//! Figures and captions. The caption is never the alternative text; the credit is the last thing in the caption.

use chapbook_resolve::{Block, BlockKind, Caption, CaptionLabel, Figure, FigureKind, Inline, PictureRef};
use chapbook_theme::Role;

use super::blocks::Lead;
use super::{Text, Traits};

impl Text<'_, '_> {
    pub(super) fn figure(&mut self, block: &Block, figure: &Figure) {
        let Figure { kind, body, caption, caption_above } = figure;
        self.breaks_before(block.id);
        let class = match kind {
            FigureKind::Image => "figure-image",
            FigureKind::Table => "figure-table",
            FigureKind::Listing => "figure-listing",
            FigureKind::Equation => "figure-equation",
        };
        // The words of a table belong into it, where every reading system takes them for its name.
        let in_table = if *caption_above { lone_table(body) } else { None };
        // The lists of figures in the navigation lead here.
        let own_id = match (block.anchor, caption) {
            (None, Some(_)) => Some(self.book.figure_id(block.id)),
            (Some(_), _) | (None, None) => None,
        };
        let attributes: Vec<(&str, &str)> = own_id.iter().map(|id| ("id", id.as_str())).collect();
        self.element_with("figure", Traits { class, ..Traits::of(block) }, &attributes, |t| {
            t.w.raw("\n");
            match (in_table, caption) {
                (Some((inner, table)), Some(caption)) => t.table(inner, table, Some(caption)),
                (Some(_), None) | (None, None) => t.blocks(body),
                (None, Some(caption)) if *caption_above => {
                    t.caption("figcaption", caption);
                    t.blocks(body);
                }
                (None, Some(caption)) => {
                    t.blocks(body);
                    t.caption("figcaption", caption);
                }
            }
        });
        self.w.raw("\n");
    }

    pub(super) fn caption(&mut self, name: &'static str, caption: &Caption) {
        let Caption { id, label, body, credit, short: _ } = caption;
        self.w.open(name);
        self.breaks_inside(*id);
        self.w.raw("\n");
        let leads: Vec<Lead<'_>> = label.iter().map(Lead::Label).collect();
        self.led_blocks(Role::Caption.name(), &leads, body, credit.as_deref());
        self.w.close_full().raw("\n");
    }

    /// "Figure 3." and what stands between it and the text.
    pub(super) fn caption_label(&mut self, label: &CaptionLabel) {
        let CaptionLabel { word, space, number, count: _, separator } = label;
        let stop = separator.trim_end();
        self.w.open("span").attr("class", "label").text(word).text(space).text(number).text(stop).close();
        self.w.text(&separator[stop.len()..]);
    }

    /// A space, if something stands before it, and the credit.
    pub(super) fn credit(&mut self, credit: Option<&[Inline]>, after_text: bool) {
        let Some(credit) = credit else { return };
        if after_text {
            self.w.text(" ");
        }
        self.element("span", Traits { class: Role::Credit.name(), ..Traits::default() }, |t| t.inlines(credit));
    }

    /// An image on a line of its own.
    pub(super) fn image(&mut self, block: &Block, picture: &PictureRef) {
        self.breaks_before(block.id);
        self.element("div", Traits { class: "image", ..Traits::of(block) }, |t| t.picture(picture));
        self.w.raw("\n");
    }
}

fn lone_table(body: &[Block]) -> Option<(&Block, &chapbook_resolve::Table)> {
    let [block] = body else { return None };
    if let BlockKind::Table(table) = &block.kind { Some((block, table)) } else { None }
}
