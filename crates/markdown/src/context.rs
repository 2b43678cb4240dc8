//! What is known of the whole file while its parts are read: diagnostics, notes, headings, counts.

use std::collections::{BTreeMap, BTreeSet};

use chapbook_model::{Block, Note, NoteKind, NoteMarker, NoteName, Notes};
use chapbook_source::{Code, Diagnostic, FileId, Span, codes};

use crate::mend;

/// How deep containers and inlines may nest (DIALECT 1). Whatever walks the tree may recurse this far.
pub(crate) const MAX_DEPTH: usize = 64;

/// What is known of the file.
#[derive(Debug)]
pub(crate) struct Context {
    /// The file.
    pub(crate) file: FileId,
    /// What is to be said.
    pub(crate) diagnostics: Vec<Diagnostic>,
    /// The notes read so far.
    pub(crate) notes: Notes,
    /// The labels of the notes that the file defines, in lower case.
    pub(crate) defined: BTreeSet<String>,
    /// The markers that an author of the metadata or an author note in the text answers.
    pub(crate) answered: BTreeSet<String>,
    /// The labels of the notes that are called.
    pub(crate) called: BTreeSet<String>,
    /// Whether a bibliography is set: then a bare `@word` is a citation.
    pub(crate) bibliography: bool,
    /// The headings by their text: where a link to each goes, and how many have that text.
    pub(crate) headings: BTreeMap<String, (String, usize)>,
    /// The labels of example items.
    pub(crate) example_labels: BTreeSet<String>,
    /// How many example items were counted.
    pub(crate) examples: i64,
    /// The abbreviations of `*[short]: long`.
    pub(crate) abbreviations: Vec<(String, String)>,
    /// The kinds of block that Pandoc was said to read otherwise.
    pub(crate) pandoc_differs: BTreeSet<&'static str>,
    inline_notes: usize,
    /// How often a label was defined again.
    repeated: BTreeMap<String, usize>,
    too_deep: bool,
}

impl Context {
    /// Nothing is known yet.
    pub(crate) fn new(file: FileId) -> Self {
        Self {
            file,
            diagnostics: Vec::new(),
            notes: Notes::new(),
            defined: BTreeSet::new(),
            answered: BTreeSet::new(),
            called: BTreeSet::new(),
            bibliography: false,
            headings: BTreeMap::new(),
            example_labels: BTreeSet::new(),
            examples: 0,
            abbreviations: Vec::new(),
            pandoc_differs: BTreeSet::new(),
            inline_notes: 0,
            repeated: BTreeMap::new(),
            too_deep: false,
        }
    }

    /// Says something, and how to mend it where the code alone tells that.
    pub(crate) fn say(&mut self, code: &'static Code, span: Span, message: impl Into<String>) {
        self.diagnostics.push(mend::finding(code, span, message));
    }

    /// Says once for a file that something nests too deep: hostile input has it a hundred thousand times.
    pub(crate) fn say_too_deep(&mut self, span: Span) {
        if !self.too_deep {
            self.too_deep = true;
            self.say(
                &codes::NESTING_TOO_DEEP,
                span,
                format!("this nests deeper than {MAX_DEPTH} levels; it and all that is deeper stays as typed"),
            );
        }
    }

    /// The name of a note of this file.
    pub(crate) fn note_name(&self, label: &str) -> NoteName {
        NoteName { file: self.file, label: label.to_owned() }
    }

    /// A label for a second definition of a note, which nothing calls.
    pub(crate) fn free_label(&mut self, label: &str) -> String {
        let count = self.repeated.entry(label.to_owned()).or_insert(1);
        loop {
            *count += 1;
            let free = format!("{label}-{count}");
            let name = NoteName { file: self.file, label: free };
            if !self.defined.contains(&name.label) && !self.notes.contains_key(&name) {
                return name.label;
            }
        }
    }

    /// Keeps the text of `^[text]` as a note and returns its name.
    pub(crate) fn add_inline_note(&mut self, body: Vec<Block>, span: Span) -> NoteName {
        self.inline_notes += 1;
        // A typed label holds no space, so the two kinds never meet.
        let name = self.note_name(&format!("inline {}", self.inline_notes));
        self.notes.insert(name.clone(), Note { kind: None, marker: NoteMarker::Auto, body, span });
        name
    }
}

/// Whether a label is itself the printed marker (DIALECT 7).
pub(crate) fn is_marker(label: &str) -> bool {
    !label.is_empty() && label.chars().all(|c| matches!(c, '*' | '†' | '‡' | '§' | '‖' | '¶' | '#'))
}

/// The kind that a note's only div gives it.
pub(crate) fn note_kind(class: &str) -> Option<NoteKind> {
    match class {
        "endnote" => Some(NoteKind::Endnote),
        "footnote" => Some(NoteKind::Footnote),
        "editor-note" => Some(NoteKind::Editor),
        _ => None,
    }
}
