//! The command as its users meet it: what it is given, what it prints, what it writes, how it ends. What is in the
//! files, the package `chapbook-tests` looks at.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]
#![allow(clippy::disallowed_methods, reason = "tests of a command write and read files")]

mod bad_input;
mod build;
mod format;
mod import;
mod json;
mod merge;
mod pages;
mod place;
mod project;
mod run;
mod wrong_use;
