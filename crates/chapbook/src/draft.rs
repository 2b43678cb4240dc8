//! What a DOCX carries of its source, for the way back: the files as they were read, without what the export keeps
//! back. How it stands in the package is the business of the crate `docx`.

use chapbook_docx::baseline::{DraftSource, SourceFile};
use chapbook_model::{AnyNode, Document, InlineKind, MilestoneKind, Visibility, each_node};
use chapbook_resolve::Changes;
use chapbook_source::{FileId, Span};

use crate::{Format, Load};

/// The source of a draft.
pub(crate) fn source(loaded: &Load, theme: &str, profile: &str, changes: Changes, embed: bool) -> DraftSource {
    let private = loaded.document.as_ref().map(|document| private(document, changes)).unwrap_or_default();
    let files = loaded
        .sources
        .ids()
        .map(|file| {
            let text = loaded.sources.text(file);
            let path = loaded.paths.get(file.0 as usize).map_or("", String::as_str);
            SourceFile::new(path, text, blanked(text, file, &private))
        })
        .collect();
    let changes = match changes {
        Changes::Keep => "keep",
        Changes::Accept => "accept",
        Changes::Reject => "reject",
    };
    let options = [("theme", theme), ("profile", profile), ("changes", changes), ("format", Format::Docx.name())];
    let options = options.map(|(name, value)| (name.to_owned(), value.to_owned())).to_vec();
    DraftSource { files, options, embed }
}

/// Where something stands that is in no output: private comments, and what changes take out of the text.
fn private(document: &Document, changes: Changes) -> Vec<Span> {
    let mut spans = Vec::new();
    // The start of what goes, until its end is met.
    let mut open: Vec<Span> = Vec::new();
    let (starts, ends) = match changes {
        Changes::Keep => (None, None),
        Changes::Accept => (Some(MilestoneKind::DeletionStart), Some(MilestoneKind::DeletionEnd)),
        Changes::Reject => (Some(MilestoneKind::InsertionStart), Some(MilestoneKind::InsertionEnd)),
    };
    let mut look = |node: AnyNode<'_>| {
        let AnyNode::Inline(inline) = node else { return };
        if let InlineKind::Comment(comment) = &inline.kind {
            spans.extend((comment.visibility == Visibility::Private).then_some(inline.span));
        } else if let InlineKind::Deletion { content, .. } = &inline.kind {
            spans.extend((changes == Changes::Accept).then(|| extent(content)));
        } else if let InlineKind::Insertion { content, .. } = &inline.kind {
            spans.extend((changes == Changes::Reject).then(|| extent(content)));
        } else if let InlineKind::Milestone(milestone) = &inline.kind {
            if Some(milestone.kind) == starts {
                open.push(inline.span);
            } else if Some(milestone.kind) == ends {
                spans.extend(open.pop().and_then(|start| between(start, inline.span)));
            }
        }
    };
    each_node(&document.body, &mut look);
    for note in document.notes.values() {
        each_node(&note.body, &mut look);
    }
    spans
}

/// What lies between two places of one file.
fn between(start: Span, end: Span) -> Option<Span> {
    (start.file == end.file && start.end <= end.start).then_some(Span { start: start.end, end: end.start, ..start })
}

/// From the first of some inlines to the last.
fn extent(inlines: &[chapbook_model::Inline]) -> Span {
    inlines.first().zip(inlines.last()).map_or(Span::NONE, |(first, last)| first.span.to(last.span))
}

/// The text with every letter of what is private made a full stop, byte for byte: places hold, and what was a comment
/// is one.
fn blanked(text: &str, file: FileId, private: &[Span]) -> String {
    let mut out = String::with_capacity(text.len());
    let mut spans: Vec<Span> = private.iter().copied().filter(|span| span.file == file).collect();
    spans.sort_by_key(|span| span.start);
    let mut at = 0;
    for span in spans {
        // What stands in something that is kept back already goes with it.
        let (start, end) = ((span.start as usize).max(at), (span.end as usize).min(text.len()));
        let Some((before, inside)) = text.get(at..start).zip(text.get(start..end)) else { continue };
        out.push_str(before);
        for c in inside.chars() {
            if c.is_alphanumeric() || !c.is_ascii() {
                out.extend(std::iter::repeat_n('.', c.len_utf8()));
            } else {
                out.push(c);
            }
        }
        at = end;
    }
    out.push_str(&text[at..]);
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{LoadOptions, MemoryFiles, load};

    fn embedded(text: &str, changes: Changes) -> String {
        let mut files = MemoryFiles::default();
        files.add("a.md", text.as_bytes().to_vec());
        let loaded = load(&files, "a.md", &LoadOptions::default());
        source(&loaded, "article", "default", changes, true).files[0].text.clone()
    }

    #[test]
    fn private_comments_do_not_travel() {
        let text = "A <!-- sécret --> b.\n\n<!-- alone\ntwo -->\n\nC {>>open<<}.\n";
        let out = embedded(text, Changes::Keep);
        assert_eq!(out, "A <!-- ....... --> b.\n\n<!-- .....\n... -->\n\nC {>>open<<}.\n");
        assert_eq!(out.len(), text.len());
    }

    #[test]
    fn what_changes_take_out_does_not_travel() {
        let text = "A {++new++} and {--old *word*--}.\n";
        assert_eq!(embedded(text, Changes::Keep), text);
        assert_eq!(embedded(text, Changes::Accept), "A {++new++} and {--... *....*--}.\n");
        assert_eq!(embedded(text, Changes::Reject), "A {++...++} and {--old *word*--}.\n");
        let text = "A {--old\n\n- word--} b.\n";
        assert_eq!(embedded(text, Changes::Accept), "A {--...\n\n- ....--} b.\n");
    }
}
