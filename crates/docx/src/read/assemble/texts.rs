//! Code, verse, definitions: paragraphs whose lines are their own.

use chapbook_model::{Block, BlockKind, Code, Definition, Inline, InlineKind, Node, VerseLine, plain_text};
use chapbook_source::codes;
use chapbook_theme::Role;

use super::super::leaf::Leaf;
use super::{Around, Assembler, Unit, content_of, figures, plain};

impl Assembler<'_, '_> {
    /// Code: a paragraph with its lines, or paragraphs of one line each where the file is not ours.
    pub(super) fn code(&mut self, units: &[Unit<'_>], around: Around, out: &mut Vec<Block>) -> usize {
        let Some(first) = units.first().and_then(Unit::leaf) else { return 1 };
        let joins = !self.known.ours && first.keys.is_empty();
        let next = |unit: &&Unit<'_>| {
            unit.leaf().is_some_and(|leaf| {
                leaf.role == Some(Role::Code) && leaf.keys.is_empty() && leaf.list.is_none() && !leaf.before.page
            })
        };
        let mut count = if joins { 1 + units[1..].iter().take_while(next).count() } else { 1 };
        while count > 1 && units[count - 1].is_empty() {
            count -= 1;
        }
        let rows: Vec<String> = units[..count].iter().filter_map(|unit| self.verbatim(unit.leaf()?, "code")).collect();
        if rows.is_empty() {
            return count;
        }
        let code = Code { language: None, text: rows.join("\n") };
        let block = plain(BlockKind::Code(code)).with(self.attributes(first));
        figures::below(self, block, &units[count - 1..], around, out) + count - 1
    }

    /// The lines of a paragraph in which every character counts; none if it was deleted as a whole, since nothing but
    /// its text could say so. What has no place in it is told.
    pub(super) fn verbatim(&mut self, leaf: &Leaf, what: &str) -> Option<String> {
        let is_deleted = |inline: &Inline| matches!(inline.kind, InlineKind::Deletion { .. });
        if leaf.mark.deleted.is_some() && !leaf.content.is_empty() && leaf.content.iter().all(is_deleted) {
            let what = format!("{what} that was deleted as a change was left out; nothing in it can be a change");
            self.lose(leaf, &codes::IMPORT_TEXT, &what);
            return None;
        }
        if leaf.content.iter().any(|inline| !is_plain(inline)) {
            let what = format!("notes, comments, changes and looks within {what} were left out");
            self.lose(leaf, &codes::IMPORT_TEXT, &what);
        }
        Some(lines(&leaf.content))
    }

    /// Verse: a paragraph is a stanza.
    pub(super) fn verse(&mut self, units: &[Unit<'_>], out: &mut Vec<Block>) -> usize {
        let is_verse = |unit: &&Unit<'_>| unit.role() == Some(Role::Verse) && !unit.begins_page();
        let count = 1 + units[1..].iter().take_while(is_verse).count();
        let stanzas = units[..count].iter().filter_map(Unit::leaf).filter(|leaf| !leaf.is_empty());
        let stanzas = stanzas.map(|leaf| verse_lines(content_of(leaf))).collect();
        let attrs = units[0].leaf().map(|leaf| self.attributes(leaf)).unwrap_or_default();
        out.push(plain(BlockKind::Verse(stanzas)).with(attrs));
        count
    }

    /// Terms, and what each means.
    pub(super) fn definitions(&mut self, units: &[Unit<'_>], around: Around, out: &mut Vec<Block>) -> usize {
        let mut definitions = Vec::new();
        let mut at = 0;
        while let Some(term) = units.get(at).and_then(Unit::leaf).filter(|leaf| leaf.role == Some(Role::Term)) {
            at += 1;
            // What stands under the term is in the style of definitions, or stands in as far as they do.
            let under = |unit: &&Unit<'_>| match unit {
                Unit::Leaf(leaf) => {
                    leaf.role == Some(Role::Definition)
                        || leaf.look.own_indent && leaf.look.indent > 0 && leaf.role != Some(Role::Term)
                }
                Unit::Table(table, _) => self.known.stories.tables[*table].indent > 0,
            };
            let count = units[at..].iter().take_while(under).count();
            let inside = Around { role: Some(Role::Definition), inside: true, ..around };
            let body = self.sequence(&units[at..at + count], inside);
            definitions.push(Definition { term: content_of(term), bodies: vec![body] });
            at += count;
        }
        out.push(plain(BlockKind::Definitions(definitions)));
        at
    }
}

fn is_plain(inline: &Inline) -> bool {
    matches!(
        inline.kind,
        InlineKind::Text(_) | InlineKind::Code(_) | InlineKind::Math(_) | InlineKind::HardBreak | InlineKind::SoftBreak
    )
}

/// The text of a paragraph whose breaks are line ends.
fn lines(content: &[Inline]) -> String {
    let mut out = String::new();
    for inline in content {
        match &inline.kind {
            InlineKind::Text(text) | InlineKind::Code(text) | InlineKind::Math(text) => out.push_str(text),
            InlineKind::HardBreak | InlineKind::SoftBreak => out.push('\n'),
            InlineKind::Emph(inside)
            | InlineKind::Strong(inside)
            | InlineKind::Strike(inside)
            | InlineKind::Subscript(inside)
            | InlineKind::Superscript(inside)
            | InlineKind::SmallCaps(inside)
            | InlineKind::Underline(inside)
            | InlineKind::Highlight(inside)
            | InlineKind::Span(inside)
            | InlineKind::Insertion { change: _, content: inside } => out.push_str(&lines(inside)),
            InlineKind::Link(link) => out.push_str(&lines(&link.content)),
            InlineKind::Comment(comment) => out.push_str(&lines(&comment.on)),
            // Code has no place for these; that they were there is told.
            InlineKind::Deletion { change: _, content: _ }
            | InlineKind::Image(_)
            | InlineKind::Note(_)
            | InlineKind::Reference(_)
            | InlineKind::Cite(_)
            | InlineKind::Index(_)
            | InlineKind::Milestone(_)
            | InlineKind::Raw(_) => {}
        }
    }
    out
}

/// The lines of a stanza: no-break spaces at a line's start are its indent.
fn verse_lines(content: Vec<Inline>) -> Vec<VerseLine> {
    let mut rows: Vec<Vec<Inline>> = vec![Vec::new()];
    for inline in content {
        if matches!(inline.kind, InlineKind::HardBreak) {
            rows.push(Vec::new());
        } else if let Some(row) = rows.last_mut() {
            row.push(inline);
        }
    }
    rows.into_iter()
        .map(|mut content| {
            let mut indent = 0;
            if let Some(Node { kind: InlineKind::Text(text), .. }) = content.first_mut() {
                let rest = text.trim_start_matches('\u{A0}');
                indent = (text.chars().count() - rest.chars().count()).min(usize::from(u8::MAX));
                *text = rest.to_owned();
            }
            VerseLine { indent: indent as u8, content }
        })
        .filter(|line| !plain_text(&line.content).trim().is_empty())
        .collect()
}
