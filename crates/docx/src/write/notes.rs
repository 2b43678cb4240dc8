//! Notes: the calls in the text, and the parts that hold the notes. Ids follow the order of the calls, since
//! LibreOffice pairs calls and notes by rank. Notes on authors at the end are paragraphs of the text, tied to the
//! mark at the name by links both ways.

use chapbook_resolve::{AuthorMark, AuthorNote, Note, NoteCall, NoteId, NoteKind};
use chapbook_source::codes;
use chapbook_theme::Role;
use chapbook_values::Length;

use super::blocks::blocks;
use super::bookmarks::{self, reference_name};
use super::draft::{Draft, Lead, Place, Story, StoryKind};
use super::fields::field_text;
use super::keys::{self, Entry, KeyKind, Row};
use super::links;
use super::names::w;
use super::paragraphs::{self, Opening};
use super::run_properties::Vertical;
use super::runs::{self, RunFormat, RunStyle};
use super::small_parts::{CONTINUATION_SEPARATOR, SEPARATOR};

/// The space between the notes of one group of author notes.
const BETWEEN_AUTHOR_NOTES: Length = Length::points(3);

/// Writes the place where a note is called.
pub(crate) fn call<'a>(draft: &mut Draft<'a>, story: &mut Story, call: &'a NoteCall, format: &RunFormat<'a>) {
    let NoteCall { note: id, marker, anchor, first: _ } = call;
    let note = draft.resolved.note(*id);
    let kind = stories(note.kind);
    let format = format.with_style(reference_style(kind));
    if draft.queued_notes.contains(id) {
        // ISO/IEC 29500-1, 17.16.5.36: the field repeats the mark of the bookmarked call, `\f` in its style.
        let instruction = format!("NOTEREF {} \\f \\h", reference_name(note.call));
        return field_text(draft, story, &format, &instruction, marker);
    }
    if !story.takes_notes() {
        return call_within_note(draft, story, *id, marker, &format);
    }
    let repeated = draft.survey.is_repeated(*id);
    let note_row = note_row(draft, *id);
    let key = keys::open_range(draft, story, note_row);
    let bookmark = repeated.then(|| {
        draft.bookmarked[anchor.index()] = true;
        bookmarks::open(draft, story, &reference_name(note.call))
    });
    let number = enqueue(draft, *id, kind);
    let literal = number.word_counts.is_none();
    let element = if kind == StoryKind::Endnotes { w::ENDNOTE_REFERENCE } else { w::FOOTNOTE_REFERENCE };
    let text = if format.deleted.is_some() { w::DEL_TEXT } else { w::T };
    runs::run(draft, story, &format, false, |xml| {
        xml.open(element).attr_opt(w::CUSTOM_MARK_FOLLOWS, literal.then_some("1"));
        xml.attr(w::ID, number.id.to_string()).close();
        if literal {
            runs::characters(xml, marker, text);
        }
    });
    if let Some(bookmark) = bookmark {
        bookmarks::close(story, bookmark);
    }
    keys::close_range(story, key);
}

/// The row of a note in the table of blocks: its call has the key.
fn note_row(draft: &mut Draft<'_>, id: NoteId) -> Option<Row> {
    let span = draft.resolved.note(id).span;
    let row =
        keys::enter(draft, Entry { kind: KeyKind::NoteCall, id: id.0, part: None, parent: None, label: None, span });
    if let Some(row) = row {
        draft.note_rows.insert(id, row);
    }
    row
}

/// How a note stands in its part.
struct Queued {
    id: usize,
    /// The number that Word gives it, if that is its mark.
    word_counts: Option<u32>,
}

/// Takes a note up and says whether Word's count gives it its mark.
fn enqueue(draft: &mut Draft<'_>, id: NoteId, kind: StoryKind) -> Queued {
    let marker = &draft.resolved.note(id).marker;
    let (queue, counted) = match kind {
        StoryKind::Endnotes => (&mut draft.endnotes, &mut draft.counted_endnotes),
        StoryKind::Body | StoryKind::Footnotes => (&mut draft.footnotes, &mut draft.counted_footnotes),
    };
    queue.push(id);
    draft.queued_notes.insert(id);
    let next = *counted + 1;
    let counts = draft.resolved.note(id).counted && *marker == next.to_string();
    if counts {
        *counted = next;
    } else {
        draft.literal_notes.insert(id);
    }
    Queued { id: queue.len(), word_counts: counts.then_some(next) }
}

/// Word knows no note within a note: the mark stands there, and the note follows the one it is called in.
fn call_within_note<'a>(draft: &mut Draft<'a>, story: &mut Story, id: NoteId, marker: &'a str, format: &RunFormat<'a>) {
    let note = draft.resolved.note(id);
    if draft.inner_notes.insert(id) {
        draft.notes_in_note.push(id);
        let message = "a note that is called in a note follows that note, since Word has no notes within notes";
        draft.lose(&codes::NOT_SET_YET, message, note.span);
    }
    runs::text(draft, story, marker, format);
}

/// Which part holds notes of a kind.
fn stories(kind: NoteKind) -> StoryKind {
    match kind {
        NoteKind::Footnote | NoteKind::Author | NoteKind::Editor => StoryKind::Footnotes,
        NoteKind::Endnote => StoryKind::Endnotes,
    }
}

fn reference_style<'a>(kind: StoryKind) -> RunStyle<'a> {
    match kind {
        StoryKind::Endnotes => RunStyle::EndnoteReference,
        StoryKind::Body | StoryKind::Footnotes => RunStyle::FootnoteReference,
    }
}

/// Writes what leads the text of a note: its mark and a space.
pub(crate) fn lead<'a>(draft: &mut Draft<'a>, story: &mut Story, lead: Lead, format: &RunFormat<'a>) {
    match lead {
        Lead::Note(id) => {
            let note = draft.resolved.note(id);
            let kind = stories(note.kind);
            let element = if kind == StoryKind::Endnotes { w::ENDNOTE_REF } else { w::FOOTNOTE_REF };
            let mark_format = format.with_style(reference_style(kind));
            if draft.literal_notes.contains(&id) {
                runs::text(draft, story, &note.marker, &mark_format);
            } else {
                runs::run(draft, story, &mark_format, false, |xml| {
                    xml.open(element).close();
                });
            }
        }
        Lead::Mark(mark, to) => {
            let mark_format = author_mark_format(&mark, format);
            match to {
                Some(to) => links::quiet(draft, story, to, &mark_format, |draft, story, format| {
                    runs::text(draft, story, &mark, format);
                }),
                None => runs::text(draft, story, &mark, &mark_format),
            }
        }
    }
    runs::text(draft, story, " ", format);
}

/// An asterisk is raised by its own shape; every other mark is set above the line.
fn author_mark_format<'a>(mark: &str, format: &RunFormat<'a>) -> RunFormat<'a> {
    let raised = !mark.chars().all(|c| c == '*');
    RunFormat { vertical: raised.then_some(Vertical::Superscript), ..*format }
}

/// Writes the mark at an author's name.
pub(crate) fn author_mark<'a>(draft: &mut Draft<'a>, story: &mut Story, mark: &'a AuthorMark, format: &RunFormat<'a>) {
    let AuthorMark { marker, anchor, note } = mark;
    let open = bookmarks::start(draft, story, Some(*anchor));
    let format = author_mark_format(marker, format);
    links::quiet(draft, story, *note, &format, |draft, story, format| runs::text(draft, story, marker, format));
    bookmarks::end(story, open);
}

/// Writes notes on authors.
pub(crate) fn author_notes<'a>(draft: &mut Draft<'a>, story: &mut Story, notes: &'a [AuthorNote], place: &Place<'a>) {
    for (i, note) in notes.iter().enumerate() {
        let AuthorNote { id: _, marker, anchor, call, body, span: _ } = note;
        story.pending.anchors.push(*anchor);
        story.pending.lead = marker.as_ref().map(|marker| Lead::Mark(marker.clone(), *call));
        for (j, block) in body.iter().enumerate() {
            // The style's space and rule are those above the group.
            story.pending.before = (i + j > 0).then_some(BETWEEN_AUTHOR_NOTES);
            blocks(draft, story, std::slice::from_ref(block), place);
        }
        flush_lead(draft, story, place, Role::AuthorNote);
    }
    story.pending.before = None;
}

/// A mark that found no paragraph to lead stands in one of its own.
fn flush_lead<'a>(draft: &mut Draft<'a>, story: &mut Story, place: &Place<'a>, role: Role) {
    if story.pending.lead.is_some() {
        let _ = paragraphs::open(draft, story, place, None, Opening::of(role));
        paragraphs::close(story);
    }
}

/// Writes `word/footnotes.xml` or `word/endnotes.xml`: the separators, then the notes.
pub(crate) fn write<'a>(draft: &mut Draft<'a>, kind: StoryKind) -> Story {
    let mut story = Story::new(kind);
    let endnotes = kind == StoryKind::Endnotes;
    let (root, element) = if endnotes { (w::ENDNOTES, w::ENDNOTE) } else { (w::FOOTNOTES, w::FOOTNOTE) };
    story.xml.open(root);
    super::declare_text_namespaces(&mut story.xml);
    for (id, name, content) in [
        (SEPARATOR, "separator", w::SEPARATOR),
        (CONTINUATION_SEPARATOR, "continuationSeparator", w::CONTINUATION_SEPARATOR),
    ] {
        story.xml.open(element).attr(w::TYPE, name).attr(w::ID, id.to_string());
        story.xml.open(w::P).open(w::R).open(content).close().close().close();
        story.xml.close();
    }
    let queue = if endnotes { draft.endnotes.clone() } else { draft.footnotes.clone() };
    for (i, id) in queue.iter().enumerate() {
        story.xml.open(element).attr(w::ID, (i + 1).to_string());
        note(draft, &mut story, *id, |id, _| Lead::Note(id));
        // Notes that this one calls follow it; each may call others.
        while !draft.notes_in_note.is_empty() {
            let inner = draft.notes_in_note.remove(0);
            note(draft, &mut story, inner, |_, note| Lead::Mark(note.marker.clone(), None));
        }
        paragraphs::separate(&mut story, Length::ZERO);
        story.xml.close();
    }
    story.xml.close();
    story
}

fn note<'a>(draft: &mut Draft<'a>, story: &mut Story, id: NoteId, lead: impl FnOnce(NoteId, &Note) -> Lead) {
    let resolved = draft.resolved;
    let note = resolved.note(id);
    let role = match note.kind {
        NoteKind::Footnote | NoteKind::Author | NoteKind::Editor => Role::Footnote,
        NoteKind::Endnote => Role::Endnote,
    };
    let place = Place { parent: draft.note_rows.get(&id).copied(), ..draft.place() };
    story.pending.anchors.push(note.anchor);
    story.pending.lead = Some(lead(id, note));
    blocks(draft, story, &note.body, &place);
    flush_lead(draft, story, &place, role);
}
