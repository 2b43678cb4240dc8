//! Where text comes from and what is said about it: files, spans, diagnostics, and the [`Files`] trait
//! through which every byte is asked for. It opens no file itself and prints nothing.

mod bytes;
pub mod codes;
mod diagnostic;
mod files;
mod nearest;
mod sources;
mod span;

pub use bytes::Bytes;
pub use codes::Code;
pub use diagnostic::{Diagnostic, Edit, Severity};
pub use files::{FileError, Files, MemoryFiles, TargetError, inside_target};
pub use nearest::nearest;
pub use sources::{Position, Sources};
pub use span::{FileId, Span};
