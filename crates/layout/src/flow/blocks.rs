//! Blocks, one arm a kind; and those that are a text of their own.

use chapbook_frame::{Artifact, Owner, Tag};
use chapbook_resolve::{Block, BlockKind, DivisionRole, Heading, Inline, Matter, Paragraph, VerseLine};
use chapbook_source::{Diagnostic, codes};
use chapbook_theme::{Align, Role, Style};
use chapbook_values::Length;

use super::builder::{Builder, Place, Spec};
use super::{Mark, Opening, PieceKind, Rule};
use crate::context::plain_text;
use crate::inline::is_mixed;
use crate::style::Look;

/// Blocks nest as deep as the reader lets them, 64 levels; a tree from elsewhere is cut off at twice that.
pub(super) const MAX_DEPTH: usize = 128;
/// A hairline that prints.
pub(super) const HAIRLINE: Length = Length::millipoints(400);

impl<'a> Builder<'a> {
    pub(super) fn blocks(&mut self, blocks: &'a [Block], place: Place) {
        if place.depth > MAX_DEPTH {
            let span = blocks.first().map_or(chapbook_source::Span::NONE, |block| block.span);
            let message = "blocks nest too deep to be set; what lies deeper is left out";
            self.context.diagnostics.push(Diagnostic::new(&codes::NESTING_TOO_DEEP, span, message));
            return;
        }
        let place = Place { depth: place.depth + 1, ..place };
        for block in blocks {
            self.block(block, place);
        }
    }

    pub(super) fn block(&mut self, block: &'a Block, place: Place) {
        let Block { id: _, kind, anchor, locale, classes: _, word_style: _, tracked: _, span } = block;
        if block.is_deleted() {
            self.context.changes += 1;
            return;
        }
        if let Some(matter) = block.matter() {
            self.open(Opening { right: matter == Matter::Main, matter: Some(matter), ..Opening::default() });
        }
        if std::mem::take(&mut self.behind_title) && !is_copyright_page(kind) {
            // The back of the title's leaf is for the imprint, or stays white.
            self.open(Opening { right: self.context.theme.page.facing, ..Opening::default() });
        }
        let place = self.localised(place, locale.as_ref());
        self.column.marks.extend(anchor.map(Mark::Anchor));
        if let (Some(space), false) = (place.spacing, self.is_column_empty()) {
            self.space(space);
        }
        let makeup = self.context.mends.of(self.context.resolved, block);
        self.mend(makeup);
        match kind {
            BlockKind::Paragraph(paragraph) => self.paragraph(block, paragraph, makeup.looseness, place),
            BlockKind::Heading(heading) => self.heading(block, heading, place),
            BlockKind::Quote(body) => self.quote(block, body, place),
            BlockKind::List(list) => self.list(block, list, place),
            BlockKind::Definitions(definitions) => self.definitions(block, definitions, place),
            BlockKind::Code(code) => self.code(block, code, place),
            BlockKind::Math(source) => self.math(block, source, place),
            BlockKind::Verse(stanzas) => self.verse(block, stanzas, place),
            BlockKind::Divider(ornament) => self.divider(block, ornament, place),
            BlockKind::PageBreak => self.column.force = true,
            BlockKind::Table(table) => self.table(block, table, place),
            BlockKind::Figure(figure) => self.figure(block, figure, place),
            BlockKind::Image(picture) => {
                self.picture(block, picture, false, place);
            }
            BlockKind::Division(division) => self.division(block, division, place),
            BlockKind::AuthorNotes(notes) => self.author_notes(notes, place),
            BlockKind::Outline(outline) => self.outline(block, outline, place),
            BlockKind::Endnotes { level, title, notes } => self.endnotes(block, *level, title, notes, place),
            BlockKind::Raw(raw) => {
                self.context.raw(raw.markup.target(), *span);
                self.blocks(&raw.instead, place);
            }
        }
        if makeup.keep {
            self.stick();
        }
    }

    /// The measure of a text: its role's indents, without those that its container has taken already.
    pub(super) fn measure_of(&self, role: Role, style: &Style, place: Place) -> Place {
        let (mut start, mut end) = (style.start_indent, style.end_indent);
        // Who is quoted stands within the quotation, whatever it is called: an epigraph, a letter.
        let within = |container: &Role| role == Role::Attribution || is_based_on(role, *container);
        if let Some(container) = place.container.filter(within) {
            let taken = self.style(container);
            start -= taken.start_indent;
            end -= taken.end_indent;
        }
        place.inset(start, end, style.size)
    }

    fn paragraph(&mut self, block: &'a Block, paragraph: &'a Paragraph, looseness: i8, place: Place) {
        let Paragraph { role, content } = paragraph;
        let style = self.style(*role);
        if style.page_break_before {
            self.open(Opening { right: style.open_right, chapter: true, ..Opening::default() });
        }
        // In a group of notes on authors, one rule stands above all of them.
        if style.rule_above && place.container != Some(*role) {
            self.rule(place, style);
        }
        let tag = if *role == Role::Title {
            self.heading_level = 1;
            Tag::Heading { level: 1, title: plain_text(content) }
        } else {
            Tag::P
        };
        let look = Look::of(style, place.language);
        let tag_place = place;
        let place = self.measure_of(*role, style, place);
        let node = self.tag(&tag_place, tag, block.locale.as_ref());
        let beginning = self.beginning(paragraph, place);
        let super::openings::Beginning { small, initial, is_word } = beginning;
        let mixed = is_mixed(content);
        let beside = match initial {
            0 => (0, Length::ZERO),
            _ => self.initial(paragraph, beginning, (&look, style.leading), node, mixed, place),
        };
        let text = self.collect(place.width, |collector| {
            collector.own(node, mixed);
            collector.open(small, initial + usize::from(is_word));
            collector.inlines(content, &look);
        });
        if text.text.is_empty() {
            self.set_called(tag_place);
            return;
        }
        // An indent that marks a new paragraph is none in a cell or where texts stand in the middle.
        let align = place.align.unwrap_or(style.align);
        let first_indent =
            if matches!(align, Align::Justify | Align::Start) { style.first_indent } else { Length::ZERO };
        let text = self.set(
            text,
            &Spec {
                node: block.id,
                style,
                x: place.x,
                width: place.width,
                first_indent,
                align,
                rtl: place.rtl,
                more: false,
                tail: None,
                beside,
                looseness,
            },
        );
        let before = if place.spacing.is_some() { Length::ZERO } else { style.before };
        if *role == Role::Attribution && !self.is_column_empty() {
            // It follows what it belongs to more closely than a paragraph does.
            self.column.gap = before.max(style.leading / 4);
            self.stick();
        }
        self.push(PieceKind::Text(text), place.bar, before);
        if place.spacing.is_none() {
            self.space(style.after);
        }
        if style.keep_with_next {
            self.stick();
        }
        self.set_called(tag_place);
    }

    /// A rule over the measure, and the space of the role above it.
    pub(super) fn rule(&mut self, place: Place, style: &Style) {
        let rule = Rule { x: place.x, width: place.width, thickness: HAIRLINE, below: style.leading / 2 };
        self.push(PieceKind::Rule(rule), place.bar, style.before);
        self.stick();
    }

    fn heading(&mut self, block: &'a Block, heading: &'a Heading, place: Place) {
        let Heading { level, number, content, listed: _ } = heading;
        let role = if *level == 0 { Role::Part } else { Role::heading(*level) };
        let style = self.style(role);
        // The title of a part has its page for itself, and so has no head.
        let is_part = *level == 0;
        if style.page_break_before {
            self.open(Opening { right: style.open_right, chapter: true, bare: is_part, matter: None });
        }
        if style.rule_above {
            self.rule(place, style);
        }
        if !heading.is_deleted() {
            self.mark_heading(*level, content);
        }
        let title = match number {
            Some(number) => format!("{number} {}", plain_text(content)),
            None => plain_text(content),
        };
        let tag = match heading.is_deleted() {
            true => Tag::P,
            false => Tag::Heading { level: self.level_of(*level), title },
        };
        let node = self.tag(&place, tag, block.locale.as_ref());
        let look = Look::of(style, place.language);
        let inner = self.measure_of(role, style, place);
        let text = self.collect(inner.width, |collector| {
            collector.own(node, is_mixed(content));
            if let Some(number) = number {
                collector.generated(number, &look);
                collector.generated("\u{2002}", &look);
            }
            collector.inlines(content, &look);
        });
        if text.text.is_empty() {
            return;
        }
        let text = self.set(text, &spec(block, style, inner));
        self.push(PieceKind::Text(text), place.bar, style.before);
        self.space(style.after);
        if style.keep_with_next {
            self.stick();
        }
        self.chapter_opens = *level == 1 && style.page_break_before;
        self.set_called(place);
    }

    /// Notes a heading for the lines above and below the text.
    pub(super) fn mark_heading(&mut self, level: u8, content: &[Inline]) {
        let number = u32::try_from(self.flow.headings.len()).unwrap_or(u32::MAX);
        self.flow.headings.push((level, plain_text(content)));
        self.column.marks.push(Mark::Heading(number));
    }

    /// A heading's level in the structure tree: no level is left out on the way down (PDF/UA-1, 7.4.2).
    pub(super) fn level_of(&mut self, level: u8) -> u8 {
        let level = if self.has_parts { level + 1 } else { level.max(1) };
        let level = level.min(self.heading_level + 1).clamp(1, 6);
        self.heading_level = level;
        level
    }

    fn quote(&mut self, block: &'a Block, body: &'a [Block], place: Place) {
        let style = self.style(Role::Quote);
        let node = self.tag(&place, Tag::BlockQuote, block.locale.as_ref());
        let inner = place.inset(style.start_indent, style.end_indent, style.size);
        self.space(style.before);
        let inner = Place { container: Some(Role::Quote), spacing: None, ..inner.under(node) };
        self.blocks(body, inner);
        self.space(style.after);
    }

    fn math(&mut self, block: &'a Block, source: &str, place: Place) {
        let style = self.style(Role::Math);
        let outer = self.tag(&place, Tag::P, block.locale.as_ref());
        let node = self.context.tags.add(outer, Tag::Formula { alt: source.to_owned() });
        let code = self.style(Role::InlineCode);
        let look = Look::of(style, place.language).inside(code, self.style(Role::Body).size);
        let inner = self.measure_of(Role::Math, style, place);
        let text = self.collect(inner.width, |collector| {
            collector.own(node, false);
            for (i, line) in source.lines().map(str::trim).filter(|line| !line.is_empty()).enumerate() {
                if i > 0 {
                    collector.break_line(&look);
                }
                collector.source(line, &look, block.span);
            }
        });
        if text.text.is_empty() {
            return;
        }
        let text = self.set(text, &spec(block, style, inner));
        self.push(PieceKind::Text(text), place.bar, style.before);
        self.space(style.after);
    }

    fn verse(&mut self, block: &'a Block, stanzas: &'a [Vec<VerseLine>], place: Place) {
        let style = self.style(Role::Verse);
        let between = style.leading / 2;
        let inner = self.measure_of(Role::Verse, style, place);
        let look = Look::of(style, place.language);
        self.space(style.before.max(between));
        for stanza in stanzas {
            let node = self.tag(&place, Tag::P, block.locale.as_ref());
            self.space(between);
            for (i, VerseLine { indent, content }) in stanza.iter().enumerate() {
                let leaf = self.context.tags.add(node, Tag::Span);
                // A line that is too long goes on further in than any other.
                let indent = style.size / 2 * i64::from(*indent);
                let turn = indent + style.size * 2;
                let line = inner.inset(turn, Length::ZERO, style.size);
                let text = self.collect(line.width, |collector| {
                    collector.own(leaf, is_mixed(content));
                    collector.inlines(content, &look);
                });
                if text.text.is_empty() {
                    continue;
                }
                let first_indent = indent - (inner.width - line.width);
                let spec = Spec { first_indent, more: i + 1 < stanza.len(), ..spec(block, style, line) };
                let text = self.set(text, &spec);
                // Two lines of a stanza stay together at either end, as in a paragraph.
                if i == 1 || i + 1 == stanza.len() && i > 0 {
                    self.stick();
                }
                self.push(PieceKind::Text(text), place.bar, Length::ZERO);
            }
            self.set_called(place);
        }
        self.space(style.after.max(between));
    }

    /// A scene break: an ornament, which is nothing to read.
    fn divider(&mut self, block: &'a Block, ornament: &str, place: Place) {
        let style = self.style(Role::Divider);
        let look = Look::of(style, place.language);
        let inner = self.measure_of(Role::Divider, style, place);
        // Without an owner, the collector's text is an artifact.
        let text = self.collect(inner.width, |collector| collector.generated(ornament, &look));
        debug_assert!(text.segments.iter().all(|s| s.owner == Owner::Artifact(Artifact::Layout)));
        if text.text.is_empty() {
            self.space(style.before + style.leading + style.after);
            return;
        }
        let text = self.set(text, &spec(block, style, inner));
        // It parts two scenes, so it stands neither at the head nor at the foot of a page.
        self.stick();
        self.push(PieceKind::Text(text), place.bar, style.before);
        self.space(style.after);
        self.stick();
    }
}

/// The spec of a text that is as its style says.
pub(super) fn spec<'s>(block: &Block, style: &'s Style, place: Place) -> Spec<'s> {
    Spec {
        node: block.id,
        style,
        x: place.x,
        width: place.width,
        first_indent: style.first_indent,
        align: place.align.unwrap_or(style.align),
        rtl: place.rtl,
        more: false,
        tail: None,
        beside: (0, Length::ZERO),
        looseness: 0,
    }
}

fn is_copyright_page(kind: &BlockKind) -> bool {
    matches!(kind, BlockKind::Division(division) if division.role == DivisionRole::CopyrightPage)
}

/// Whether a role is another one, or takes its style from it.
fn is_based_on(role: Role, base: Role) -> bool {
    let mut role = role;
    while role != base {
        if role.parent() == role {
            return false;
        }
        role = role.parent();
    }
    base != Role::Body
}

/// A block that stands for a part of another one: a caption, the title of the notes.
pub(super) fn plain_block(id: chapbook_resolve::NodeId, span: chapbook_source::Span) -> Block {
    let kind = BlockKind::PageBreak;
    Block { id, kind, anchor: None, locale: None, classes: Vec::new(), word_style: None, tracked: None, span }
}
