//! Pages made by hand are written and read back by a parser that shares no code with the writer.

#![allow(clippy::unwrap_used, reason = "clippy takes only functions marked as tests for tests")]

mod accessible;
mod bytes;
mod hand;
mod laws;
mod ledger;
mod links;
mod navigation;
mod pictures;
mod random;
mod read;
mod structure;
mod text;
