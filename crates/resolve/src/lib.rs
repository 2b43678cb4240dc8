//! The only place that counts, names and refers. From the model comes the resolved tree, which has no open
//! question: heading and figure numbers, note order and markers, list markers, cross references, generated
//! words, typographic characters. What it looks like is the theme's, and where it stands on a page, `layout`'s.

mod tree;
mod words;

pub use tree::*;
pub use words::{Word, Words};
