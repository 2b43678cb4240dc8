//! The column while it grows: where the next piece stands, and what lies between it and the last one.

use std::collections::BTreeMap;

use chapbook_frame::{Tag, TagId, TagTree};
use chapbook_resolve::{Block, ListGroup, Locale, Makeup, NodeId, NoteId};
use chapbook_theme::{Align, Role, Style};
use chapbook_values::{Direction, Length};

use super::groups::Group;
use super::{Bar, BarId, Flow, Keep, Mark, Opening, Piece, PieceKind};
use crate::context::{Context, LinkId};
use crate::fonts::scaled;
use crate::inline::{Collector, Geometry, Line, Paragraph, Tail, Text, TextId, loosen, set_lines};
use crate::style::{LanguageId, Look, StyleId};

/// Builds a [`Flow`].
pub(crate) struct Builder<'a> {
    pub(crate) context: Context<'a>,
    pub(crate) flow: Flow,
    /// The column that grows: the body's, a cell's, a note's.
    pub(super) column: Column,
    pub(super) groups: BTreeMap<ListGroup, Group>,
    /// Notes that were called and are not set yet.
    pub(super) called: Vec<NoteId>,
    /// What leads the next paragraph.
    pub(super) run_in: Option<RunIn>,
    /// The level of the last heading in the structure tree.
    pub(super) heading_level: u8,
    /// Whether the title has just had a page for itself.
    pub(super) behind_title: bool,
    /// Whether the next paragraph is the first of a chapter.
    pub(super) chapter_opens: bool,
    /// Whether the document has parts, which take the first level.
    pub(super) has_parts: bool,
}

/// A column and what lies between its last piece and the next.
#[derive(Default)]
pub(super) struct Column {
    pieces: Vec<Piece>,
    /// The space that the last piece asks for below it.
    pub(super) gap: Length,
    /// Whether the last piece stays with the next.
    pub(super) stick: bool,
    /// Whether the next piece starts a page.
    pub(super) force: bool,
    /// What the next piece begins.
    opening: Option<Opening>,
    /// What a person asked for the next piece: so much more space above it.
    extra: Length,
    pub(super) marks: Vec<Mark>,
    /// The figure that the next pieces are part of.
    float: Option<u32>,
    /// The space that was asked for before the last figure.
    apart: Option<Length>,
}

/// A marker before the text of a paragraph: of a note.
pub(super) struct RunIn {
    pub(super) marker: String,
    pub(super) look: Look,
    pub(super) owner: TagId,
    pub(super) link: Option<LinkId>,
}

/// Where blocks stand: their part of the measure, their place in the structure tree.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Place {
    pub(super) x: Length,
    pub(super) width: Length,
    pub(super) rtl: bool,
    pub(super) language: LanguageId,
    pub(super) parent: TagId,
    /// The role whose indents have been taken from the measure.
    pub(super) container: Option<Role>,
    /// How the texts stand, whatever their roles say: in a column of a table.
    pub(super) align: Option<Align>,
    /// The space between blocks, whatever their roles say: in an item of a list.
    pub(super) spacing: Option<Length>,
    pub(super) bar: Option<BarId>,
    pub(super) depth: usize,
}

/// What a text is besides its characters.
pub(super) struct Spec<'s> {
    pub(super) node: NodeId,
    pub(super) style: &'s Style,
    pub(super) x: Length,
    pub(super) width: Length,
    pub(super) first_indent: Length,
    pub(super) align: Align,
    pub(super) rtl: bool,
    pub(super) more: bool,
    pub(super) tail: Option<Tail>,
    /// See [`Geometry::beside`].
    pub(super) beside: (u32, Length),
    /// How many lines more than the best paragraph has a person wants.
    pub(super) looseness: i8,
}

/// How bad the lines of a paragraph may be that a person wants longer or shorter.
const BY_HAND: i64 = 1_000;

/// However deep things stand, a measure is never narrower than this many ems of the text.
const NARROWEST: i64 = 6;

impl Place {
    /// This place with an indent on the side where reading starts, and one on the other.
    pub(super) fn inset(self, start: Length, end: Length, em: Length) -> Self {
        let least = (em * NARROWEST).min(self.width);
        let start = start.max(Length::ZERO).min(self.width - least);
        let end = end.max(Length::ZERO).min(self.width - start - least);
        let x = self.x + if self.rtl { end } else { start };
        Self { x, width: self.width - start - end, ..self }
    }

    pub(super) fn under(self, parent: TagId) -> Self {
        Self { parent, ..self }
    }
}

impl<'a> Builder<'a> {
    pub(crate) fn new(context: Context<'a>) -> Self {
        let notes = context.resolved.notes.len();
        let flow = Flow { notes: (0..notes).map(|_| None).collect(), ..Flow::default() };
        Self {
            context,
            flow,
            column: Column::default(),
            groups: BTreeMap::new(),
            called: Vec::new(),
            run_in: None,
            heading_level: 0,
            behind_title: false,
            chapter_opens: false,
            has_parts: false,
        }
    }

    /// Sets a whole document.
    pub(crate) fn document(mut self) -> (Context<'a>, Flow) {
        let resolved = self.context.resolved;
        self.groups = super::groups::measure(&mut self.context);
        self.has_parts = has_parts(&resolved.body);
        for entry in &resolved.outline {
            self.context.aim_at(entry.target);
        }
        let place = self.whole();
        self.blocks(&resolved.body, place);
        let Column { pieces, gap: _, stick: _, force: _, opening: _, extra: _, marks, float: _, apart: _ } =
            std::mem::take(&mut self.column);
        self.flow.pieces = pieces;
        self.flow.rest = marks;
        (self.context, self.flow)
    }

    /// The whole measure, under the root.
    pub(super) fn whole(&self) -> Place {
        Place {
            x: Length::ZERO,
            width: self.context.theme.measure(),
            rtl: self.context.resolved.direction == Direction::Rtl,
            language: LanguageId::default(),
            parent: TagTree::ROOT,
            container: None,
            align: None,
            spacing: None,
            bar: None,
            depth: 0,
        }
    }

    pub(super) fn style(&self, role: Role) -> &'a Style {
        self.context.theme.style(role)
    }

    pub(super) fn localised(&mut self, place: Place, locale: Option<&Locale>) -> Place {
        let Some(Locale { language, direction }) = locale else { return place };
        let language = self.context.shaper.language_id(language);
        Place { language, rtl: *direction == Direction::Rtl, ..place }
    }

    /// A new node of the structure tree; one of another language says so.
    pub(super) fn tag(&mut self, place: &Place, tag: Tag, locale: Option<&Locale>) -> TagId {
        let node = self.context.tags.add(place.parent, tag);
        if let Some(locale) = locale {
            self.context.tags.node_mut(node).language = Some(locale.language.clone());
        }
        node
    }

    /// Builds a column of its own: a cell, a note.
    pub(super) fn column(&mut self, inner: impl FnOnce(&mut Self)) -> Vec<Piece> {
        let outer = std::mem::take(&mut self.column);
        inner(self);
        let Column { mut pieces, gap: _, stick: _, force: _, opening: _, extra: _, marks, float: _, apart: _ } =
            std::mem::replace(&mut self.column, outer);
        // An anchor behind everything stands at the last piece; in an empty column, it goes on to the next.
        match pieces.last_mut() {
            Some(last) => last.marks.extend(marks),
            None => self.column.marks.extend(marks),
        }
        pieces
    }

    pub(super) fn push(&mut self, kind: PieceKind, bar: Option<BarId>, before: Length) {
        let Column { pieces, gap, stick, force, opening, extra, marks, float, apart } = &mut self.column;
        let keep = match (*force && !pieces.is_empty(), *stick) {
            (true, _) => Keep::Forced,
            (false, true) => Keep::Together,
            (false, false) => Keep::Free,
        };
        let space = ((*gap).max(before) + std::mem::take(extra)).max(Length::ZERO);
        let apart = if float.is_some() { None } else { apart.take().map(|gap| gap.max(before).max(Length::ZERO)) };
        let opening = opening.take();
        pieces.push(Piece { space, keep, marks: std::mem::take(marks), bar, float: *float, apart, opening, kind });
        *gap = Length::ZERO;
        *stick = false;
        *force = false;
    }

    /// What `inner` adds may move to the top of the next page as a whole.
    pub(super) fn floating(&mut self, number: u32, inner: impl FnOnce(&mut Self)) {
        let before = self.pieces_so_far();
        self.column.apart = Some(self.column.gap);
        self.column.float = Some(number);
        inner(self);
        self.column.float = None;
        // Pieces of one figure are never parted; a note in it keeps it where it is called.
        for piece in self.column.pieces.iter_mut().skip(before + 1) {
            piece.keep = piece.keep.max(Keep::Together);
        }
    }

    /// Asks for space before the next piece. Spaces do not add up: the largest counts.
    pub(super) fn space(&mut self, space: Length) {
        self.column.gap = self.column.gap.max(space);
    }

    /// Takes up what a person has mended at the block that comes next, but for its lines and what follows it.
    pub(super) fn mend(&mut self, makeup: Makeup) {
        let Makeup { looseness: _, keep: _, break_before, space } = makeup;
        self.column.force |= break_before;
        self.column.extra += space;
    }

    /// The next piece starts a page and begins something.
    pub(super) fn open(&mut self, opening: Opening) {
        self.column.force = true;
        self.column.opening = Some(self.column.opening.unwrap_or_default().with(opening));
    }

    /// Keeps the next piece on the page of the last one.
    pub(super) fn stick(&mut self) {
        self.column.stick = true;
    }

    pub(super) fn is_column_empty(&self) -> bool {
        self.column.pieces.is_empty()
    }

    /// The last piece, if it is a text.
    pub(super) fn last_text(&self) -> Option<TextId> {
        match self.column.pieces.last()?.kind {
            PieceKind::Text(id) => Some(id),
            PieceKind::Table(_) | PieceKind::Picture(_) | PieceKind::Rule(_) => None,
        }
    }

    pub(super) fn pieces_so_far(&self) -> usize {
        self.column.pieces.len()
    }

    /// A text of one line with nothing on it, so that something can stand beside it.
    pub(super) fn blank(&mut self, node: NodeId, style: &Style, place: Place) -> TextId {
        let spec = Spec {
            node,
            style,
            x: place.x,
            width: place.width,
            first_indent: Length::ZERO,
            align: Align::Start,
            rtl: place.rtl,
            more: false,
            tail: None,
            beside: (0, Length::ZERO),
            looseness: 0,
        };
        let id = self.set(Paragraph::default(), &spec);
        let text = &mut self.flow.texts[id.0 as usize];
        let Geometry { leading, baseline, .. } = text.geometry;
        text.lines.push(Line {
            start: 0,
            end: 0,
            next: 0,
            tokens: (0, 0),
            hyphen: false,
            natural: true,
            ratio: 0,
            height: leading,
            baseline,
        });
        id
    }

    pub(super) fn new_bar(&mut self, x: Length, width: Length, outer: Option<BarId>) -> BarId {
        self.flow.bars.push(Bar { x, width, outer });
        BarId(u32::try_from(self.flow.bars.len() - 1).unwrap_or(u32::MAX))
    }

    /// Collects one paragraph.
    pub(super) fn collect(&mut self, measure: Length, inner: impl FnOnce(&mut Collector<'_, 'a>)) -> Paragraph {
        let run_in = self.run_in.take();
        let mut collector = Collector::new(&mut self.context, measure);
        if let Some(RunIn { marker, look, owner, link }) = run_in {
            collector.run_in(&marker, &look, owner, link);
        }
        inner(&mut collector);
        let paragraph = collector.finish();
        self.called.extend(paragraph.calls.iter().map(|(_, note)| *note));
        paragraph
    }

    /// Breaks a paragraph into lines and keeps it.
    pub(super) fn set(&mut self, paragraph: Paragraph, spec: &Spec<'_>) -> TextId {
        let look = Look::of(spec.style, LanguageId::default());
        let style = self.context.shaper.plain_style(&look);
        let geometry = Geometry {
            x: spec.x,
            width: spec.width,
            first_indent: spec.first_indent,
            align: spec.align,
            rtl: spec.rtl,
            leading: spec.style.leading.max(Length::points(1)),
            baseline: self.baseline(style, spec.style.leading),
            hyphenate: spec.style.hyphenate && self.context.theme.text.hyphenate,
            // Right to left, the edges would be the other way round; nobody has set the shares for those scripts.
            hang: self.context.theme.text.hanging_punctuation && !spec.rtl,
            letter: spec.style.size.scale(i64::from(self.context.theme.text.letter_stretch), 10_000),
            beside: spec.beside,
        };
        let Context { shaper, diagnostics, .. } = &mut self.context;
        let (tokens, inner, lines) = set_lines(shaper, &paragraph, &geometry, diagnostics);
        let mut text = Text {
            node: spec.node,
            paragraph,
            geometry,
            tokens,
            inner,
            lines,
            tail: spec.tail,
            more: spec.more,
            together: spec.style.keep_together,
            turnover: None,
        };
        // A person may ask for more than the program would do by itself.
        if spec.looseness != 0
            && let Some(loosened) = loosen(&mut self.context.shaper, &text, spec.looseness, BY_HAND)
        {
            text.lines = loosened.lines;
        }
        self.keep_text(text)
    }

    pub(super) fn keep_text(&mut self, text: Text) -> TextId {
        self.flow.texts.push(text);
        TextId(u32::try_from(self.flow.texts.len() - 1).unwrap_or(u32::MAX))
    }

    /// From the top of a line to its baseline: what the leading leaves over stands half above and half below.
    pub(super) fn baseline(&self, style: StyleId, leading: Length) -> Length {
        let style = self.context.shaper.style(style);
        let metrics = self.context.shaper.faces.metrics(style.face);
        let units = |value: i32| scaled(style.size, value, metrics.units_per_em);
        let (up, down) = (units(metrics.ascent), units(-metrics.descent));
        (leading - up - down) / 2 + up
    }
}

fn has_parts(blocks: &[Block]) -> bool {
    use chapbook_resolve::BlockKind;
    blocks.iter().any(|block| matches!(&block.kind, BlockKind::Heading(heading) if heading.level == 0))
}
