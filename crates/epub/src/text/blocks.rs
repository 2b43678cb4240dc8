//! Blocks: one match over their kinds, and the small ones. Line ends stand between blocks, where white space is no
//! content, and nowhere else.

use chapbook_resolve::{Block, BlockKind, Code, Inline, Paragraph, Raw, RawTarget, Token, TokenClass, VerseLine};
use chapbook_theme::Role;
use chapbook_values::{Direction, Length};

use super::{Text, Traits};
use crate::css;

/// What stands in a paragraph before its text.
#[derive(Clone, Debug)]
pub(super) enum Lead<'l> {
    /// A mark that leads back to where it was called.
    Back {
        /// The mark.
        marker: &'l str,
        /// Where it leads; none if there is no such place.
        href: Option<String>,
    },
    /// The marker of a list item that reading systems would not print so by themselves.
    Marker(&'l str),
    /// The box of a task.
    Task(bool),
    /// "Figure 3. "
    Label(&'l chapbook_resolve::CaptionLabel),
}

impl Text<'_, '_> {
    pub(super) fn blocks(&mut self, blocks: &[Block]) {
        for block in blocks {
            self.block(block);
        }
    }

    fn block(&mut self, block: &Block) {
        if block.is_deleted() {
            return self.change(block.span);
        }
        match &block.kind {
            BlockKind::Paragraph(paragraph) => self.paragraph(block, paragraph, &[], None),
            BlockKind::Heading(heading) => self.heading(block, heading),
            BlockKind::Quote(body) => self.quote(block, body),
            BlockKind::List(list) => self.list(block, list),
            BlockKind::Definitions(definitions) => self.definitions(block, definitions),
            BlockKind::Code(code) => self.code(block, code),
            BlockKind::Math(source) => self.math(block, source),
            BlockKind::Verse(stanzas) => self.verse(block, stanzas),
            BlockKind::Divider(ornament) => self.divider(block, ornament),
            BlockKind::PageBreak => self.new_page(block),
            BlockKind::Table(table) => self.table(block, table, None),
            BlockKind::Figure(figure) => self.figure(block, figure),
            BlockKind::Image(picture) => self.image(block, picture),
            BlockKind::Division(division) => self.division(block, division),
            BlockKind::AuthorNotes(notes) => self.author_notes(block, notes),
            BlockKind::Outline(outline) => self.outline(block, outline),
            BlockKind::Endnotes { level, title, notes } => self.endnotes(block, *level, title, notes),
            BlockKind::Raw(raw) => self.raw_block(block, raw),
        }
    }

    /// Markup of the author's own; what is for another format leaves nothing here.
    fn raw_block(&mut self, block: &Block, raw: &Raw<Block>) {
        let Raw { markup, instead } = raw;
        match markup.target() {
            RawTarget::Html => {
                self.breaks_before(block.id);
                instead.iter().for_each(|unprinted| self.breaks_before(unprinted.id));
                self.w.raw(markup.text()).raw("\n");
            }
            RawTarget::OpenXml => {
                self.raw_dropped(block.span);
                self.blocks(instead);
            }
        }
    }

    /// A paragraph with what leads it and what ends it.
    pub(super) fn paragraph(
        &mut self,
        block: &Block,
        paragraph: &Paragraph,
        leads: &[Lead<'_>],
        credit: Option<&[Inline]>,
    ) {
        let Paragraph { role, content } = paragraph;
        // A title is the heading of its document; what leads it would be part of that.
        if *role == Role::Title && leads.is_empty() && credit.is_none() {
            return self.title(block, content);
        }
        let class = if *role == Role::Body { "" } else { role.name() };
        let traits = Traits { class, ..Traits::of(block) };
        let inside = |t: &mut Self| {
            t.node_text(block.id, |t| {
                t.leads(leads);
                t.inlines(content);
                t.credit(credit, !content.is_empty());
            });
        };
        if *role == Role::Attribution {
            self.element("footer", traits, |t| t.element("cite", Traits::default(), inside));
        } else if *role == Role::Subtitle {
            let kind = [("epub:type", "subtitle"), ("role", "doc-subtitle")];
            self.element_with("p", traits, &kind, inside);
        } else {
            self.element("p", traits, inside);
        }
        self.w.raw("\n");
    }

    /// Blocks of which the first paragraph is led by something: a note, an item, a caption.
    pub(super) fn led_blocks(&mut self, class: &str, leads: &[Lead<'_>], body: &[Block], credit: Option<&[Inline]>) {
        let Some((first, rest)) = body.split_first() else {
            return self.led_line(class, leads, credit);
        };
        let (last, middle) = match rest.split_last() {
            Some((last, middle)) => (Some(last), middle),
            None => (None, rest),
        };
        let own_credit = if last.is_none() { credit } else { None };
        if let BlockKind::Paragraph(paragraph) = &first.kind {
            self.paragraph(first, paragraph, leads, own_credit);
        } else {
            if !leads.is_empty() {
                self.led_line(class, leads, None);
            }
            self.block(first);
            if own_credit.is_some() {
                self.led_line(class, &[], own_credit);
            }
        }
        self.blocks(middle);
        let Some(last) = last else { return };
        if let BlockKind::Paragraph(paragraph) = &last.kind {
            self.paragraph(last, paragraph, &[], credit);
        } else {
            self.block(last);
            if credit.is_some() {
                self.led_line(class, &[], credit);
            }
        }
    }

    /// A line of its own for what could not be part of a paragraph.
    fn led_line(&mut self, class: &str, leads: &[Lead<'_>], credit: Option<&[Inline]>) {
        self.element("p", Traits { class, ..Traits::default() }, |t| {
            t.leads(leads);
            t.credit(credit, !leads.is_empty());
        });
        self.w.raw("\n");
    }

    pub(super) fn leads(&mut self, leads: &[Lead<'_>]) {
        for lead in leads {
            match lead {
                Lead::Back { marker, href } => self.back(marker, href.as_deref()),
                Lead::Marker(marker) => {
                    self.w.open("span").attr("class", "marker").text(marker).close().text(" ");
                }
                Lead::Task(checked) => {
                    let sign = if *checked { "☑" } else { "☐" };
                    self.w.open("span").attr("class", "task").text(sign).close().text(" ");
                }
                Lead::Label(label) => self.caption_label(label),
            }
        }
    }

    /// A quotation. Its source stands in it as a `footer`, as HTML 5.1 has it: the resolved tree has it there, and it
    /// moves with the quotation.
    fn quote(&mut self, block: &Block, body: &[Block]) {
        self.breaks_before(block.id);
        self.element("blockquote", Traits::of(block), |t| {
            t.w.raw("\n");
            t.blocks(body);
        });
        self.w.raw("\n");
    }

    /// Code keeps its lines; a line too long for the screen goes on in the next.
    fn code(&mut self, block: &Block, code: &Code) {
        let Code { language, lines } = code;
        let class = language.as_deref().map(|language| format!("language-{}", class_word(language)));
        self.element("pre", Traits { class: Role::Code.name(), ..Traits::of(block) }, |t| {
            t.w.open("code").attr_opt("class", class);
            t.node_text(block.id, |t| {
                for (index, line) in lines.iter().enumerate() {
                    if index > 0 {
                        t.text("\n");
                    }
                    line.iter().for_each(|token| t.token(token));
                }
            });
            t.w.close_full();
        });
        self.w.raw("\n");
    }

    fn token(&mut self, token: &Token) {
        let Token { class, text } = token;
        match class {
            TokenClass::Plain => self.text(text),
            TokenClass::Comment
            | TokenClass::Keyword
            | TokenClass::Type
            | TokenClass::Function
            | TokenClass::Constant
            | TokenClass::String
            | TokenClass::Attribute
            | TokenClass::Inserted
            | TokenClass::Deleted => {
                self.w.open("span").attr("class", class.role().name());
                self.text(text);
                self.w.close_full();
            }
        }
    }

    /// A formula as its source; `resolve` has said that it is.
    fn math(&mut self, block: &Block, source: &str) {
        self.element("p", Traits { class: Role::Math.name(), ..Traits::of(block) }, |t| {
            t.node_text(block.id, |t| t.math_source(source));
        });
        self.w.raw("\n");
    }

    /// Verse: a paragraph for each stanza, in it a span for each line, so that a line that is too long for the screen
    /// goes on with an indent.
    fn verse(&mut self, block: &Block, stanzas: &[Vec<VerseLine>]) {
        self.element("div", Traits { class: Role::Verse.name(), ..Traits::of(block) }, |t| {
            t.w.raw("\n");
            t.node_text(block.id, |t| {
                for stanza in stanzas {
                    t.w.open("p");
                    for (index, VerseLine { indent, content }) in stanza.iter().enumerate() {
                        if index > 0 {
                            t.w.open("br").close().raw("\n");
                        }
                        t.w.open("span").attr("class", "line");
                        if *indent > 0 {
                            // A space is about a third of an em.
                            let side = t.start_side();
                            let em = css::em(Length::points(i64::from(*indent)), Length::points(3));
                            t.w.attr("style", format!("margin-{side}: {em}"));
                        }
                        t.inlines(content);
                        t.w.close_full();
                    }
                    t.w.close_full().raw("\n");
                }
            });
        });
        self.w.raw("\n");
    }

    /// The side where reading starts.
    fn start_side(&self) -> &'static str {
        match self.direction {
            Direction::Ltr => "left",
            Direction::Rtl => "right",
        }
    }

    /// A scene break.
    fn divider(&mut self, block: &Block, ornament: &str) {
        self.breaks_before(block.id);
        let traits = Traits { class: Role::Divider.name(), ..Traits::of(block) };
        if ornament.trim().is_empty() {
            self.w.open("hr");
            let outside = self.traits(traits);
            self.w.close();
            self.leave(outside);
        } else {
            self.element_with("p", traits, &[("role", "separator")], |t| {
                t.w.text(ornament);
            });
        }
        self.w.raw("\n");
    }

    /// A new page where reading systems have pages.
    fn new_page(&mut self, block: &Block) {
        self.breaks_before(block.id);
        self.element("div", Traits { class: "new-page", ..Traits::of(block) }, |_| {});
        self.w.raw("\n");
    }
}

/// A word fit for a class: without white space.
pub(super) fn class_word(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join("-")
}
