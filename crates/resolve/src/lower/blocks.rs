//! Blocks, one arm a kind.

use chapbook_model::{self as model};
use chapbook_source::{Span, codes};
use chapbook_theme::Role;

use super::{divisions, figures, inlines, lists, raw, tables};
use crate::context::{Context, MAX_DEPTH, Scope, is_private};
use crate::{
    Block, BlockKind, Code, Definition, Heading, Locale, NodeId, Outline, OutlineKind, Paragraph, VerseLine, Word,
};

/// A sequence of blocks, with what they mean to each other: which paragraph opens a text, which list goes on.
pub(crate) fn sequence(cx: &mut Context<'_>, blocks: &[model::Block], scope: &Scope, out: &mut Vec<Block>) {
    if scope.depth > MAX_DEPTH {
        let span = blocks.first().map_or(Span::NONE, |b| b.span);
        let text = model::plain_text_of_blocks(blocks);
        cx.lose(&codes::NESTING_TOO_DEEP, "what lies deeper is printed as plain text", span);
        let content = vec![inlines::text(text.replace('\n', " "), span)];
        out.push(paragraph(cx.node(), scope.role, content, span));
        return;
    }
    let mut lists = lists::Sequence::default();
    for block in blocks {
        let first = opens(out);
        let (tracked, events, before) = (cx.changes.now(), cx.changes.events, out.len());
        self::block(cx, block, scope, &mut lists, first, out);
        // It lies between the two ends of a change as a whole.
        if !tracked.is_unchanged() && events == cx.changes.events {
            out.iter_mut().skip(before).for_each(|block| block.tracked = Some(Box::new(tracked.clone())));
        }
    }
}

/// Whether a paragraph after these blocks opens a text: it stands at the beginning, or follows a heading, a break or
/// a display. Figures and tables may move, so a paragraph after them is what it would be without them.
fn opens(before: &[Block]) -> bool {
    let stays =
        |block: &&Block| !matches!(block.kind, BlockKind::Figure(_) | BlockKind::Image(_) | BlockKind::Table(_));
    let Some(last) = before.iter().rev().find(stays) else { return true };
    match &last.kind {
        BlockKind::Paragraph(paragraph) => matches!(paragraph.role, Role::Byline | Role::Subtitle),
        BlockKind::Figure(_) | BlockKind::Image(_) | BlockKind::Table(_) => false,
        BlockKind::Heading(_)
        | BlockKind::Quote(_)
        | BlockKind::List(_)
        | BlockKind::Definitions(_)
        | BlockKind::Code(_)
        | BlockKind::Math(_)
        | BlockKind::Verse(_)
        | BlockKind::Divider(_)
        | BlockKind::PageBreak
        | BlockKind::Division(_)
        | BlockKind::AuthorNotes(_)
        | BlockKind::Outline(_)
        | BlockKind::Endnotes { level: _, title: _, notes: _ }
        | BlockKind::Raw(_) => true,
    }
}

fn block(
    cx: &mut Context<'_>,
    source: &model::Block,
    outer: &Scope,
    lists: &mut lists::Sequence,
    first: bool,
    out: &mut Vec<Block>,
) {
    let model::Block { kind, attrs, span } = source;
    let (scope, locale) = outer.enter(attrs);
    let shell = Shell { attrs, locale, span: *span };
    match kind {
        model::BlockKind::Paragraph(content) => {
            // A paragraph of nothing but private comments is in no output.
            if !content.is_empty() && content.iter().all(is_private) {
                return;
            }
            let in_byline = super::authors::is_byline(cx, content, &scope, out);
            let is_subtitle = is_subtitle(attrs, &scope, out);
            let role = if is_subtitle { Role::Subtitle } else { paragraph_role(scope.role, first, in_byline) };
            let id = cx.node();
            let scope = Scope { in_byline: scope.in_byline || in_byline, ..scope };
            let content = inlines::line(cx, content, &scope);
            if content.is_empty() {
                return;
            }
            let mut block = shell.block(cx, id, BlockKind::Paragraph(Paragraph { role, content }));
            block.classes.retain(|class| !(is_subtitle && class == "subtitle"));
            out.push(block);
        }
        model::BlockKind::Heading { level, content } => heading(cx, *level, content, &shell, &scope, out),
        model::BlockKind::Quote(model::Quote { body, attribution }) => {
            let id = cx.node();
            let role = if scope.role == Role::Body { Role::Quote } else { scope.role };
            let mut quoted = Vec::new();
            sequence(cx, body, &scope.with_role(role), &mut quoted);
            if let Some(line) = attribution {
                let node = cx.node();
                let content = inlines::line(cx, line, &scope);
                quoted.push(paragraph(node, Role::Attribution, content, *span));
            }
            out.push(shell.block(cx, id, BlockKind::Quote(quoted)));
        }
        model::BlockKind::List(list) => {
            lists::list(cx, list, &shell, &scope, lists, out);
        }
        model::BlockKind::Definitions(definitions) => {
            let id = cx.node();
            let role = if scope.role == Role::Body { Role::Definition } else { scope.role };
            let definitions = definitions
                .iter()
                .map(|model::Definition { term, bodies }| Definition {
                    term: inlines::line(cx, term, &scope),
                    bodies: bodies
                        .iter()
                        .map(|body| {
                            let mut blocks = Vec::new();
                            sequence(cx, body, &scope.with_role(role), &mut blocks);
                            blocks
                        })
                        .collect(),
                })
                .collect();
            out.push(shell.block(cx, id, BlockKind::Definitions(definitions)));
        }
        model::BlockKind::Code(model::Code { language, text }) => {
            let id = cx.node();
            let lines = cx.grammars.rows(text, language.as_deref());
            out.push(shell.block(cx, id, BlockKind::Code(Code { language: language.clone(), lines })));
        }
        model::BlockKind::Math(source) => {
            cx.lose(&codes::MATH_UNSET, "formulas are printed as their source text", *span);
            let id = cx.node();
            out.push(shell.block(cx, id, BlockKind::Math(source.trim().to_owned())));
        }
        model::BlockKind::Verse(stanzas) => {
            let id = cx.node();
            let mut lower_line = |line: &model::VerseLine| VerseLine {
                indent: line.indent,
                content: inlines::line(cx, &line.content, &scope),
            };
            let stanzas = stanzas.iter().map(|stanza| stanza.iter().map(&mut lower_line).collect()).collect();
            out.push(shell.block(cx, id, BlockKind::Verse(stanzas)));
        }
        model::BlockKind::Divider => {
            let id = cx.node();
            let ornament = cx.theme.numbering.divider.clone();
            out.push(shell.block(cx, id, BlockKind::Divider(ornament)));
        }
        model::BlockKind::Break(model::BreakKind::Page) => {
            let id = cx.node();
            out.push(shell.block(cx, id, BlockKind::PageBreak));
        }
        model::BlockKind::Table(table) => {
            let id = cx.node();
            let table = tables::table(cx, table, &scope);
            out.push(shell.block(cx, id, BlockKind::Table(table)));
        }
        model::BlockKind::Figure(figure) => {
            let id = cx.node();
            let figure = figures::figure(cx, figure, &shell, &scope, id);
            out.push(figure);
        }
        model::BlockKind::Container(body) => divisions::container(cx, body, &shell, &scope, out),
        model::BlockKind::Outline(kind) => {
            let (kind, word) = match kind {
                model::OutlineKind::Contents => (OutlineKind::Contents, Word::Contents),
                model::OutlineKind::Figures => (OutlineKind::Figures, Word::ListOfFigures),
                model::OutlineKind::Tables => (OutlineKind::Tables, Word::ListOfTables),
                model::OutlineKind::Listings => (OutlineKind::Listings, Word::ListOfListings),
                model::OutlineKind::Index => {
                    cx.lose(&codes::INDEX_UNSET, "the index is not set", *span);
                    return;
                }
            };
            let id = cx.node();
            let title = vec![inlines::word(cx, word)];
            // Its entries are known when everything is counted.
            out.push(shell.block(cx, id, BlockKind::Outline(Outline { kind, title, entries: Vec::new() })));
        }
        model::BlockKind::Bibliography => {
            cx.lose(&codes::CITATION_UNSET, "the bibliography is not set", *span);
        }
        model::BlockKind::Endnotes => {
            if let Some(notes) = super::endnotes(cx, *span) {
                out.push(notes);
            }
        }
        model::BlockKind::Raw(raw) => {
            let lowered = raw::block(cx, raw, *span);
            let id = lowered.markup.is_some().then(|| cx.node());
            let lines = lowered.text.into_iter().map(|text| {
                let node = cx.node();
                paragraph(node, scope.role, vec![inlines::text(text, *span)], *span)
            });
            let instead: Vec<Block> = lines.collect();
            match lowered.markup.zip(id) {
                Some((markup, id)) => out.push(plain(id, BlockKind::Raw(crate::Raw { markup, instead }), *span)),
                None => out.extend(instead),
            }
        }
    }
}

/// Whether a paragraph is the subtitle of the heading before it, as the front matter of a book's chapter has it.
fn is_subtitle(attrs: &chapbook_values::Attributes, scope: &Scope, before: &[Block]) -> bool {
    let below_heading = before.last().is_some_and(|last| matches!(last.kind, BlockKind::Heading(_)));
    attrs.has_class("subtitle") && scope.role == Role::Body && below_heading
}

/// A paragraph's role from that of its surroundings.
fn paragraph_role(role: Role, first: bool, in_byline: bool) -> Role {
    if in_byline && role == Role::Body {
        return Role::Byline;
    }
    if role == Role::Body && first { Role::BodyFirst } else { role }
}

fn heading(
    cx: &mut Context<'_>,
    level: u8,
    content: &[model::Inline],
    shell: &Shell<'_>,
    scope: &Scope,
    out: &mut Vec<Block>,
) {
    let part = shell.attrs.has_class("part");
    let level = if part { 0 } else { level.clamp(1, 6) };
    if level <= 1 && super::endnotes_by_chapter(cx) {
        out.extend(super::endnotes(cx, shell.span));
    }
    let id = cx.node();
    let anchor = cx.anchors.heading(shell.attrs.label(), shell.span, id);
    let unnumbered = part || shell.attrs.has_class("unnumbered");
    let number = cx.counters.heading(level, unnumbered);
    let content = inlines::line(cx, content, scope);
    super::links::heading_target(cx, anchor, level, number.as_deref(), &content);
    let listed = !shell.attrs.has_class("unlisted");
    let heading = BlockKind::Heading(Heading { level, number, content, listed });
    out.push(Block { anchor: Some(anchor), ..shell.block(cx, id, heading) });
}

/// What a block has besides its kind.
pub(crate) struct Shell<'s> {
    pub(crate) attrs: &'s chapbook_values::Attributes,
    pub(crate) locale: Option<Locale>,
    pub(crate) span: Span,
}

/// Classes that were understood, and so are no classes for CSS any more.
const UNDERSTOOD: [&str; 8] =
    ["part", "unnumbered", "unlisted", "figure", "no-figure", "numberLines", "list-table", "verse"];

impl Shell<'_> {
    /// A block with the anchor of its label, its locale and the classes that were not understood.
    pub(crate) fn block(&self, cx: &mut Context<'_>, id: NodeId, kind: BlockKind) -> Block {
        let anchor = cx.anchors.give(self.attrs.label(), id);
        super::makeup::note(cx, id, self.attrs, self.span);
        let classes = self.attrs.classes().iter().filter(|c| !UNDERSTOOD.contains(&c.as_str())).cloned().collect();
        Block {
            id,
            kind,
            anchor,
            locale: self.locale.clone(),
            classes,
            word_style: self.attrs.get("custom-style").map(str::to_owned),
            tracked: None,
            span: self.span,
        }
    }
}

/// A block with nothing besides its kind.
pub(crate) fn plain(id: NodeId, kind: BlockKind, span: Span) -> Block {
    Block { id, kind, anchor: None, locale: None, classes: Vec::new(), word_style: None, tracked: None, span }
}

/// A paragraph with nothing besides role and text.
pub(crate) fn paragraph(id: NodeId, role: Role, content: Vec<crate::Inline>, span: Span) -> Block {
    plain(id, BlockKind::Paragraph(Paragraph { role, content }), span)
}
