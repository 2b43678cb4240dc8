//! Notes and authors: what a mark calls, which marks are about authors, and where what is said of them stands
//! (DIALECT 7 and 8).

use std::collections::BTreeSet;

use chapbook_model::{self as model, InlineKind as Kind, NoteMarker, NoteName};
use chapbook_source::{Diagnostic, Span, codes};
use chapbook_theme::Role;

use super::blocks::{self, Shell, paragraph};
use super::inlines::text;
use crate::context::{Call, Context, Scope};
use crate::{
    Anchor, AuthorMark, AuthorNote, Block, BlockKind, Division, DivisionRole, Inline, InlineKind, InlineStyle,
    NoteCall, NoteId, NoteKind, Word,
};

/// An author note that was called and stands at the end.
#[derive(Clone, Debug)]
pub(crate) struct PendingAuthorNote {
    pub(crate) marker: String,
    pub(crate) anchors: AuthorMarkAnchors,
    pub(crate) source: NoteSource,
}

/// Where the text of a note stands.
#[derive(Clone, Debug)]
pub(crate) enum NoteSource {
    /// In a note of the document.
    Note(NoteName),
    /// With the authors of the metadata, by their places: authors of one mark share a note.
    Authors(Vec<usize>),
}

/// A mark at a name and the note that it is tied to.
#[derive(Clone, Copy, Debug)]
pub(crate) struct AuthorMarkAnchors {
    pub(crate) mark: Anchor,
    pub(crate) note: Anchor,
}

/// How far into the text a byline can stand (DIALECT 8): among the first five blocks.
pub(crate) const BYLINE_WITHIN: usize = 5;

/// Whether a paragraph is a byline that nobody marked as one: near the top, it begins with "By" and calls a note whose
/// mark is a symbol.
pub(crate) fn is_byline(cx: &Context<'_>, content: &[model::Inline], scope: &Scope, before: &[Block]) -> bool {
    if scope.in_byline {
        return true;
    }
    if scope.depth > 1 || before.len() >= BYLINE_WITHIN {
        return false;
    }
    let first = content.iter().find_map(|inline| match &inline.kind {
        Kind::Text(text) => text.split_whitespace().next().map(|word| word.trim_end_matches(':').to_owned()),
        _ => None,
    });
    let word = cx.words.get(Word::By);
    first.is_some_and(|first| first == "By" || first == word) && content.iter().any(|inline| calls_symbol(cx, inline))
}

fn calls_symbol(cx: &Context<'_>, inline: &model::Inline) -> bool {
    let Kind::Note(name) = &inline.kind else { return false };
    is_symbol(&name.label)
        || cx.document.notes.get(name).is_some_and(|note| matches!(note.marker, NoteMarker::Literal(_)))
}

fn is_symbol(label: &str) -> bool {
    !label.is_empty() && label.chars().all(|c| matches!(c, '*' | '†' | '‡' | '§' | '‖' | '¶' | '#'))
}

/// The place where a note is called.
pub(crate) fn note_call(cx: &mut Context<'_>, name: &NoteName, span: Span, scope: &Scope, out: &mut Vec<Inline>) {
    if scope.plain {
        return;
    }
    let document = cx.document;
    let Some(note) = document.notes.get(name) else {
        author_call(cx, name, span, out);
        return;
    };
    let symbol = match &note.marker {
        NoteMarker::Auto => None,
        NoteMarker::Literal(mark) => Some(mark.clone()),
    };
    let about_author =
        note.kind == Some(model::NoteKind::Author) || note.kind.is_none() && scope.in_byline && symbol.is_some();
    if about_author && !cx.call_ids.contains_key(name) {
        let marker = symbol.unwrap_or_else(|| next_symbol(cx));
        author_mark(cx, marker, NoteSource::Note(name.clone()), span, out);
        return;
    }
    let first = !cx.call_ids.contains_key(name);
    let anchor = cx.anchors.make("noteref", None);
    let node = crate::NodeId(cx.next_node.saturating_sub(1));
    cx.anchors.place(anchor, node);
    if first {
        open_note(cx, name, note, symbol, anchor);
    }
    let id = cx.call_ids[name];
    let call = NoteCall { note: id, marker: cx.calls[id.0 as usize].marker.clone(), anchor, first };
    out.push(Inline { kind: InlineKind::NoteCall(call), span });
}

fn open_note(cx: &mut Context<'_>, name: &NoteName, note: &model::Note, symbol: Option<String>, call: Anchor) {
    let kind = match note.kind.or_else(|| kind_by_div(&note.body)) {
        Some(model::NoteKind::Footnote) => NoteKind::Footnote,
        Some(model::NoteKind::Endnote) => NoteKind::Endnote,
        Some(model::NoteKind::Author) => NoteKind::Author,
        Some(model::NoteKind::Editor) => NoteKind::Editor,
        None => match cx.document.metadata.notes {
            None | Some(model::NotePlacement::Footnotes) => NoteKind::Footnote,
            // A mark that is no number points to the foot of the page.
            Some(model::NotePlacement::Endnotes | model::NotePlacement::Chapter) if symbol.is_some() => {
                NoteKind::Footnote
            }
            Some(model::NotePlacement::Endnotes | model::NotePlacement::Chapter) => NoteKind::Endnote,
        },
    };
    let counted = symbol.is_none();
    let marker = symbol.unwrap_or_else(|| cx.counters.note());
    let anchor = cx.anchors.make("note", None);
    let id = cx.node();
    cx.anchors.place(anchor, id);
    let note_id = NoteId(u32::try_from(cx.calls.len()).unwrap_or(u32::MAX));
    cx.call_ids.insert(name.clone(), note_id);
    cx.calls.push(Call { id, source: NoteSource::Note(name.clone()), kind, marker, counted, anchor, call });
}

fn kind_by_div(body: &[model::Block]) -> Option<model::NoteKind> {
    let [only] = body else { return None };
    let kinds = [
        ("endnote", model::NoteKind::Endnote),
        ("footnote", model::NoteKind::Footnote),
        ("editor-note", model::NoteKind::Editor),
    ];
    kinds.iter().find(|(class, _)| only.attrs.has_class(class)).map(|(_, kind)| *kind)
}

/// A mark that no definition answers: an author of the metadata or a note placed by hand may.
fn author_call(cx: &mut Context<'_>, name: &NoteName, span: Span, out: &mut Vec<Inline>) {
    let marker = name.label.clone();
    let authors: Vec<usize> = (0..cx.document.metadata.authors.len())
        .filter(|i| matches!(&cx.document.metadata.authors[*i].marker, model::Marker::Literal(m) if *m == marker))
        .collect();
    if !authors.is_empty() || cx.hand_notes.contains(&marker) {
        author_mark(cx, marker, NoteSource::Authors(authors), span, out);
        return;
    }
    // The reader keeps calls without a definition as text; a hand-made model may not.
    let content = vec![text(format!("[^{}]", name.label), span)];
    out.push(Inline { kind: InlineKind::Styled { style: InlineStyle::Placeholder, content }, span });
    cx.has_placeholders = true;
}

/// A symbol that no author's literal marker, no note placed by hand and no note of the text uses.
pub(crate) fn next_symbol(cx: &mut Context<'_>) -> String {
    let Context { counters, document, hand_notes, author_marks, .. } = cx;
    counters.symbol(|symbol| {
        hand_notes.contains(symbol)
            || author_marks.contains_key(symbol)
            || document.metadata.authors.iter().any(|a| matches!(&a.marker, model::Marker::Literal(m) if m == symbol))
            || document.notes.values().any(|note| matches!(&note.marker, NoteMarker::Literal(m) if m == symbol))
    })
}

/// Puts a mark, tied to the author note of this mark: at the end of the text, or at the foot of this page if the
/// authors of the metadata ask for it (`bio-placement: footnote`).
pub(crate) fn author_mark(cx: &mut Context<'_>, marker: String, source: NoteSource, span: Span, out: &mut Vec<Inline>) {
    if at_foot(cx, &source) && !cx.hand_notes.contains(&marker) {
        foot_call(cx, marker, source, span, out);
        return;
    }
    let anchors = match cx.author_marks.get(&marker) {
        // A second name of the same mark leads to the same note; the note leads back to the first.
        Some(anchors) => {
            let mark = cx.anchors.make("author-mark", None);
            AuthorMarkAnchors { mark, note: anchors.note }
        }
        None => {
            let mark = cx.anchors.make("author-mark", None);
            let anchors = AuthorMarkAnchors { mark, note: cx.anchors.make("author-note", None) };
            cx.author_marks.insert(marker.clone(), anchors);
            // A note placed by hand stands where its author put it.
            if !cx.hand_notes.contains(&marker) {
                cx.author_notes.push_back(PendingAuthorNote { marker: marker.clone(), anchors, source });
            }
            anchors
        }
    };
    let node = crate::NodeId(cx.next_node.saturating_sub(1));
    cx.anchors.place(anchors.mark, node);
    let mark = AuthorMark { marker, anchor: anchors.mark, note: anchors.note };
    out.push(Inline { kind: InlineKind::AuthorMark(mark), span });
}

fn at_foot(cx: &Context<'_>, source: &NoteSource) -> bool {
    match source {
        NoteSource::Note(_) => false,
        NoteSource::Authors(authors) => {
            authors.iter().any(|i| cx.document.metadata.authors[*i].bio_placement == model::BioPlacement::Footnote)
        }
    }
}

/// Calls a note on authors that stands at the foot of the page. Names of one mark call one note.
fn foot_call(cx: &mut Context<'_>, marker: String, source: NoteSource, span: Span, out: &mut Vec<Inline>) {
    let call = cx.anchors.make("noteref", None);
    cx.anchors.place(call, crate::NodeId(cx.next_node.saturating_sub(1)));
    let known = cx.calls.iter().position(|c| c.kind == NoteKind::Author && c.marker == marker);
    let at = known.unwrap_or_else(|| {
        let anchor = cx.anchors.make("note", None);
        let id = cx.node();
        cx.anchors.place(anchor, id);
        let marker = marker.clone();
        cx.calls.push(Call { id, source, kind: NoteKind::Author, marker, counted: false, anchor, call });
        cx.calls.len() - 1
    });
    let note = NoteId(u32::try_from(at).unwrap_or(u32::MAX));
    let call = NoteCall { note, marker, anchor: call, first: known.is_none() };
    out.push(Inline { kind: InlineKind::NoteCall(call), span });
}

/// `::: {.author-note for=author marker="*"}`: printed where it stands.
pub(crate) fn by_hand(
    cx: &mut Context<'_>,
    body: &[model::Block],
    shell: &Shell<'_>,
    scope: &Scope,
    out: &mut Vec<Block>,
) {
    let id = cx.node();
    let known = |id: &str| cx.document.metadata.authors.iter().any(|author| author.id.as_deref() == Some(id));
    if let Some(id) = shell.attrs.get("for").filter(|id| !known(id)) {
        let message = format!("`for` names no author of the metadata: none has the id `{id}`; it has no effect");
        let diagnostic = Diagnostic::new(&codes::ATTRIBUTE_VALUE, shell.span, message);
        cx.diagnostics.push(diagnostic.hint(format!("give the author an `id: {id}` in the front matter")));
    }
    let marker = hand_marker(cx.document, shell.attrs);
    let tied = marker.as_ref().and_then(|marker| cx.author_marks.get(marker)).copied();
    let anchor = match tied {
        Some(anchors) => anchors.note,
        None => cx.anchors.make("author-note", None),
    };
    cx.anchors.place(anchor, id);
    let mut blocks = Vec::new();
    blocks::sequence(cx, body, &scope.with_role(Role::AuthorNote), &mut blocks);
    let note =
        AuthorNote { id, marker, anchor, call: tied.map(|anchors| anchors.mark), body: blocks, span: shell.span };
    // Notes that follow each other are one group.
    if let Some(Block { kind: BlockKind::AuthorNotes(notes), .. }) = out.last_mut() {
        notes.push(note);
        return;
    }
    let node = cx.node();
    out.push(blocks::plain(node, BlockKind::AuthorNotes(vec![note]), shell.span));
}

/// The marker of a note placed by hand: its own, or that of the author it is for.
pub(crate) fn hand_marker(document: &model::Document, attrs: &chapbook_values::Attributes) -> Option<String> {
    if let Some(marker) = attrs.get("marker") {
        return Some(marker.to_owned());
    }
    let id = attrs.get("for")?;
    let author = document.metadata.authors.iter().find(|a| a.id.as_deref() == Some(id))?;
    match &author.marker {
        model::Marker::Literal(marker) => Some(marker.clone()),
        model::Marker::Unset | model::Marker::Auto | model::Marker::None => None,
    }
}

/// The markers of all author notes that are placed by hand, wherever they stand among the blocks of the body.
pub(crate) fn hand_notes(document: &model::Document) -> BTreeSet<String> {
    let containers = document.body.iter().filter(|block| matches!(block.kind, model::BlockKind::Container(_)));
    containers
        .filter(|block| block.attrs.has_class("author-note"))
        .filter_map(|block| hand_marker(document, &block.attrs))
        .collect()
}

/// What stands after the body: notes on the authors, thanks, endnotes.
pub(crate) fn at_the_end(cx: &mut Context<'_>, out: &mut Vec<Block>) {
    let mut notes = Vec::new();
    while let Some(PendingAuthorNote { marker, anchors, source }) = cx.author_notes.pop_front() {
        let id = cx.node();
        cx.anchors.place(anchors.note, id);
        let scope = cx.scope(Role::AuthorNote);
        let (body, span) = note_body(cx, &source, &scope);
        let call = Some(anchors.mark);
        notes.push(AuthorNote { id, marker: Some(marker), anchor: anchors.note, call, body, span });
    }
    for author in &cx.document.metadata.authors {
        // What is said of an author without a mark is said all the same.
        if author.marker != model::Marker::None || author.bio.is_empty() && author.note.is_empty() {
            continue;
        }
        let id = cx.node();
        let anchor = cx.anchors.make("author-note", None);
        cx.anchors.place(anchor, id);
        let scope = cx.scope(Role::AuthorNote);
        let mut body = Vec::new();
        blocks::sequence(cx, &author.note, &scope, &mut body);
        blocks::sequence(cx, &author.bio, &scope, &mut body);
        notes.push(AuthorNote { id, marker: None, anchor, call: None, body, span: author.span });
    }
    if !notes.is_empty() {
        let id = cx.node();
        let span = notes[0].span;
        out.push(blocks::plain(id, BlockKind::AuthorNotes(notes), span));
    }
    acknowledgements(cx, out);
    out.extend(super::endnotes(cx, Span::NONE));
}

/// The text of a note, and where it stands.
pub(crate) fn note_body(cx: &mut Context<'_>, source: &NoteSource, scope: &Scope) -> (Vec<Block>, Span) {
    let document = cx.document;
    let mut body = Vec::new();
    let span = match source {
        NoteSource::Note(name) => match document.notes.get(name) {
            Some(note) => {
                blocks::sequence(cx, unwrap_note_div(&note.body), scope, &mut body);
                note.span
            }
            None => Span::NONE,
        },
        NoteSource::Authors(authors) => {
            let mut span = Span::NONE;
            for author in authors.iter().map(|i| &document.metadata.authors[*i]) {
                blocks::sequence(cx, &author.note, scope, &mut body);
                blocks::sequence(cx, &author.bio, scope, &mut body);
                span = span.to(author.span);
            }
            span
        }
    };
    if body.is_empty() {
        let node = cx.node();
        body.push(paragraph(node, scope.role, Vec::new(), span));
    }
    (body, span)
}

/// A note whose body is one div that only says its kind (DIALECT 7) is the div's content.
fn unwrap_note_div(body: &[model::Block]) -> &[model::Block] {
    if let [only] = body
        && let model::BlockKind::Container(inside) = &only.kind
        && ["endnote", "footnote", "editor-note"].iter().any(|class| only.attrs.has_class(class))
    {
        return inside;
    }
    body
}

fn acknowledgements(cx: &mut Context<'_>, out: &mut Vec<Block>) {
    let document = cx.document;
    let own = document.metadata.authors.iter().map(|author| &author.acknowledgements);
    let all: Vec<&Vec<model::Block>> = std::iter::once(&document.metadata.acknowledgements).chain(own).collect();
    if all.iter().all(|blocks| blocks.is_empty()) {
        return;
    }
    let id = cx.node();
    let scope = cx.scope(Role::Acknowledgements);
    let mut body = Vec::new();
    for blocks in all {
        blocks::sequence(cx, blocks, &scope, &mut body);
    }
    let title = Some(vec![super::inlines::word(cx, Word::Acknowledgements)]);
    let division = Division { role: DivisionRole::Acknowledgements, title, body };
    out.push(blocks::plain(id, BlockKind::Division(division), Span::NONE));
}
