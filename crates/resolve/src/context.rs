//! What is known while a document is resolved: the sources of answers, and the counters. It decides nothing
//! by itself.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use chapbook_assets::{Image, ImageError, load_image};
use chapbook_model::{self as model, Document, NoteName};
use chapbook_source::{Code, Diagnostic, Files, Span};
use chapbook_theme::{Role, Theme};
use chapbook_values::{Direction, Label, Language};

use crate::anchors::Anchors;
use crate::counters::{Counters, ListCounter};
use crate::{ImageId, ListGroup, Locale, NodeId, NoteId, NoteKind, Options, Words};

/// The state of one run.
pub(crate) struct Context<'a> {
    pub(crate) document: &'a Document,
    pub(crate) theme: &'a Theme,
    pub(crate) files: &'a dyn Files,
    pub(crate) options: &'a Options,
    pub(crate) words: Words,
    pub(crate) anchors: Anchors,
    pub(crate) counters: Counters,
    pub(crate) diagnostics: Vec<Diagnostic>,
    pub(crate) images: Vec<Image>,
    pub(crate) loaded: BTreeMap<String, Result<ImageId, ImageError>>,
    /// Notes in the order of their first calls.
    pub(crate) calls: Vec<Call>,
    pub(crate) call_ids: BTreeMap<NoteName, NoteId>,
    /// Author notes that were called and stand at the end.
    pub(crate) author_notes: VecDeque<crate::lower::PendingAuthorNote>,
    /// The mark at the byline for each marker, so that a note placed by hand finds it.
    pub(crate) author_marks: BTreeMap<String, crate::lower::AuthorMarkAnchors>,
    /// Lists by label, for `continue=label`.
    /// Markers of author notes that are placed by hand.
    pub(crate) hand_notes: BTreeSet<String>,
    /// Endnotes that stand at an earlier place already, by their place among the calls.
    pub(crate) placed_endnotes: BTreeSet<usize>,
    pub(crate) labelled_lists: BTreeMap<Label, ListCounter>,
    pub(crate) next_group: u32,
    pub(crate) next_node: u32,
    /// What is mended on the printed pages.
    pub(crate) makeup: Vec<(NodeId, crate::Makeup, Span)>,
    /// Losses of one kind are told once, with their number.
    pub(crate) losses: Vec<Loss>,
    pub(crate) has_placeholders: bool,
    /// Replies, and which comments are on several blocks.
    pub(crate) ranges: model::Ranges,
    /// The changes over several blocks that are open.
    pub(crate) changes: crate::lower::OpenChanges,
    pub(crate) grammars: crate::highlight::Grammars,
    pub(crate) smart: bool,
    pub(crate) language: Language,
    pub(crate) language_named: bool,
    pub(crate) direction: Direction,
}

/// A note that was called.
pub(crate) struct Call {
    pub(crate) id: NodeId,
    pub(crate) source: crate::lower::NoteSource,
    pub(crate) kind: NoteKind,
    pub(crate) marker: String,
    pub(crate) counted: bool,
    pub(crate) anchor: crate::Anchor,
    pub(crate) call: crate::Anchor,
}

/// Losses of one kind.
pub(crate) struct Loss {
    pub(crate) code: &'static Code,
    pub(crate) what: String,
    pub(crate) count: usize,
    pub(crate) first: Span,
}

/// What surrounds a node.
#[derive(Clone, Debug)]
pub(crate) struct Scope {
    /// The role of plain paragraphs.
    pub(crate) role: Role,
    pub(crate) language: Language,
    pub(crate) direction: Direction,
    /// How many lists the node stands in.
    pub(crate) list_depth: u8,
    /// How deep the node stands, for the limit that a hand-made model could pass.
    pub(crate) depth: u16,
    /// Inside another figure: sub-figures have no number of their own.
    pub(crate) in_figure: bool,
    /// Inside a byline: symbol notes are about the authors.
    pub(crate) in_byline: bool,
    /// Inside something that is printed a second time elsewhere: no notes, no anchors.
    pub(crate) plain: bool,
    /// Whether quotes and dashes become typographic.
    pub(crate) smart: bool,
}

/// The reader nests at most 64 containers; a hand-made model may not exhaust the stack either.
pub(crate) const MAX_DEPTH: u16 = 200;

impl<'a> Context<'a> {
    pub(crate) fn new(document: &'a Document, theme: &'a Theme, files: &'a dyn Files, options: &'a Options) -> Self {
        let metadata = &document.metadata;
        let language = metadata.language.clone().unwrap_or_else(Language::english);
        let direction = metadata.direction.unwrap_or_else(|| language.direction());
        let mut diagnostics = Vec::new();
        let anchors = Anchors::new(document, &mut diagnostics);
        Self {
            document,
            theme,
            files,
            options,
            words: Words::new(&language, &theme.words),
            anchors,
            counters: Counters::new(theme, metadata),
            diagnostics,
            images: Vec::new(),
            loaded: BTreeMap::new(),
            calls: Vec::new(),
            call_ids: BTreeMap::new(),
            author_notes: VecDeque::new(),
            author_marks: BTreeMap::new(),
            hand_notes: crate::lower::hand_notes(document),
            placed_endnotes: BTreeSet::new(),
            labelled_lists: BTreeMap::new(),
            next_group: 0,
            next_node: 0,
            makeup: Vec::new(),
            losses: Vec::new(),
            has_placeholders: false,
            ranges: model::Ranges::default(),
            changes: crate::lower::OpenChanges::default(),
            grammars: crate::highlight::Grammars::default(),
            smart: metadata.smart.unwrap_or(true),
            language_named: metadata.language.is_some(),
            language,
            direction,
        }
    }

    pub(crate) fn scope(&self, role: Role) -> Scope {
        Scope {
            role,
            language: self.language.clone(),
            direction: self.direction,
            list_depth: 0,
            depth: 0,
            in_figure: false,
            in_byline: false,
            plain: false,
            smart: self.smart,
        }
    }

    pub(crate) fn node(&mut self) -> NodeId {
        self.next_node += 1;
        NodeId(self.next_node - 1)
    }

    pub(crate) fn group(&mut self) -> ListGroup {
        self.next_group += 1;
        ListGroup(self.next_group - 1)
    }

    pub(crate) fn report(&mut self, diagnostic: Diagnostic) {
        self.diagnostics.push(diagnostic);
    }

    /// Counts a loss; all of one kind are told in one message.
    pub(crate) fn lose(&mut self, code: &'static Code, what: impl Into<String>, span: Span) {
        let what = what.into();
        match self.losses.iter_mut().find(|loss| loss.code == code && loss.what == what) {
            Some(loss) => loss.count += 1,
            None => self.losses.push(Loss { code, what, count: 1, first: span }),
        }
    }

    /// The folder of the file that a span lies in.
    pub(crate) fn folder(&self, span: Span) -> &str {
        let path = self.options.paths.get(span.file.0 as usize).map_or("", String::as_str);
        path.rsplit_once('/').map_or("", |(folder, _)| folder)
    }

    /// An image of the document, loaded once.
    pub(crate) fn image(&mut self, path: &str) -> Result<ImageId, ImageError> {
        if let Some(loaded) = self.loaded.get(path) {
            return loaded.clone();
        }
        let loaded = load_image(self.files, path).map(|image| {
            self.images.push(image);
            ImageId(u32::try_from(self.images.len() - 1).unwrap_or(u32::MAX))
        });
        self.loaded.insert(path.to_owned(), loaded.clone());
        loaded
    }
}

impl Scope {
    /// The scope of what stands inside, and the locale of the node if it has one of its own (`lang=`, `dir=`).
    pub(crate) fn enter(&self, attrs: &chapbook_values::Attributes) -> (Self, Option<Locale>) {
        let mut inner = self.clone();
        inner.depth += 1;
        if let Some(language) = attrs.get("lang").and_then(Language::parse) {
            inner.direction = language.direction();
            inner.language = language;
        }
        match attrs.get("dir") {
            Some("rtl") => inner.direction = Direction::Rtl,
            Some("ltr") => inner.direction = Direction::Ltr,
            Some(_) | None => {}
        }
        let own = inner.language != self.language || inner.direction != self.direction;
        let locale = own.then(|| Locale { language: inner.language.clone(), direction: inner.direction });
        (inner, locale)
    }

    pub(crate) fn with_role(&self, role: Role) -> Self {
        Self { role, depth: self.depth + 1, ..self.clone() }
    }
}

/// Whether a block has nothing in it for any output but Markdown.
pub(crate) fn is_private(inline: &model::Inline) -> bool {
    matches!(&inline.kind, model::InlineKind::Comment(comment) if comment.visibility == model::Visibility::Private)
}
