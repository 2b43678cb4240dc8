//! Markdown and front matter become the model. Reading does not fail: it gives a document and diagnostics.
//!
//! The way of a text: [`clean`] finds front matter and control characters; [`mask`] overwrites, in a copy of the
//! same length, every construct that CommonMark does not know; pulldown-cmark parses the copy; [`tree`] and
//! [`inlines`] build the model from its events, with all text taken from the source. It prints nothing, opens
//! nothing, and decides nothing about numbers or looks.

mod attributes;
mod clean;
mod context;
mod inlines;
mod mask;
mod place;
mod tree;

use chapbook_model::{Document, Metadata, normalise_document};
use chapbook_source::{Diagnostic, FileId};

use context::Context;
use place::{Place, Spans};

/// How a file is read.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ReadOptions {
    /// What becomes of typed habits (DIALECT 8).
    pub habits: Habits,
}

/// What becomes of the habits of typed manuscripts, such as a starred byline.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Habits {
    /// They are reported, with a ready edit: the default for Markdown.
    #[default]
    Report,
    /// They become what they mean: the default for `.txt`.
    Convert,
    /// Nothing is said of them.
    Off,
}

/// Reads one file of Markdown.
pub fn read(file: FileId, text: &str, options: &ReadOptions) -> (Document, Vec<Diagnostic>) {
    let _ = options;
    let mut context = Context::new(file);
    let start = clean::byte_order_mark(text);
    let place = Place { text: &text[start..], spans: Spans::At { file, base: start, skip: 0 } };
    let body = tree::read_body(place, &mut context);
    let mut document = Document { metadata: Metadata::default(), body, notes: std::mem::take(&mut context.notes) };
    normalise_document(&mut document);
    (document, context.diagnostics)
}
