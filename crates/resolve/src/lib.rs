//! The only place that counts, names and refers. From the model comes the resolved tree, which has no open
//! question: heading and figure numbers, note order and markers, list markers, cross references, generated
//! words, typographic characters. What it looks like is the theme's, and where it stands on a page, `layout`'s.

mod anchors;
mod changes;
mod context;
mod counters;
mod dates;
mod dump;
mod finish;
mod highlight;
mod lower;
mod markup;
mod smart;
mod tree;
mod walk;
mod words;

pub use changes::Changes;
pub use dump::dump;
pub use markup::{Markup, RawTarget};
pub use tree::*;
pub use words::{Word, Words};

use chapbook_model::Document;
use chapbook_source::{Diagnostic, Files};
use chapbook_theme::Theme;

use crate::context::Context;

/// What `resolve` is told besides document and theme.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Options {
    /// The path of each source file inside the document's folder, by [`FileId`](chapbook_source::FileId): targets are
    /// relative to it, and a link to one of these files is a link within the document.
    pub paths: Vec<String>,
    /// The title of a document that has none: the file's stem.
    pub stem: String,
    /// What becomes of tracked changes.
    pub changes: Changes,
    /// Whether raw content goes into its own format, or is left out everywhere.
    pub raw: RawPolicy,
}

/// What becomes of raw content.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum RawPolicy {
    /// It stays in the source: no output has it, and of HTML the text is printed.
    #[default]
    Keep,
    /// It goes into the format it is written for, if it is well-formed.
    Allow,
}

/// Resolves a document. It never fails: what cannot be resolved is an error among the diagnostics and a visible
/// placeholder at its place.
pub fn resolve(
    document: &Document,
    theme: &Theme,
    files: &dyn Files,
    options: &Options,
) -> (Resolved, Vec<Diagnostic>) {
    let (document, found) = changes::settled(document, options.changes);
    let mut context = Context::new(&document, theme, files, options);
    changes::take_up(&mut context, found);
    let meta = lower::metadata(&mut context);
    let mut body = lower::document(&mut context);
    let notes = lower::notes(&mut context);
    finish::lists(&mut body);
    finish::references(&mut context, &mut body, notes, meta)
}
