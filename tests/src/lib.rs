//! What goes through several crates: the cases and their goldens, and readers of finished files that share no code
//! with the writers. A crate's own laws stand in that crate; the command is tested in `crates/cli/tests`.
#![allow(clippy::disallowed_methods, reason = "cases and goldens are files on disk")]

pub mod allowed;
pub mod cases;
pub mod compare;
pub mod diff;
pub mod expected;
pub mod golden;
pub mod made;
pub mod page_labels;
pub mod parts;
pub mod read_docx;
pub mod read_epub;
pub mod read_pdf;
pub mod witness;
