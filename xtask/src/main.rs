//! `cargo xtask`: the project's own chores, `tidy`, `validate`, `malformed`, `oracle` and `pages`. What the product does
//! is not here.
#![allow(
    clippy::print_stdout,
    clippy::print_stderr,
    clippy::disallowed_methods,
    reason = "a chore runner prints, reads files and the environment, and measures time"
)]

mod cargo;
mod malformed;
mod oracle;
mod pages;
mod tidy;
mod tree;
mod validate;

use std::process::ExitCode;

const USAGE: &str = "\
cargo xtask tidy
    checks what the compiler does not: the crate table, borders, openings, manifests, links

cargo xtask validate [pdf] [epub] [docx] [--corpus[=FOLDER]]
    makes every case and example with the release command, runs the outside validators over them,
    and brings drafts home that LibreOffice has saved or edited;
    installs by package name what is missing; --corpus adds the books of ../shared/corpus/books
cargo xtask validate FILE...
    runs the same validators over finished .pdf, .epub and .docx files instead

cargo xtask malformed
    sends every damaged and hostile DOCX that the reader's tests make through the release command, each in a process
    of its own with one second and 256 MiB

cargo xtask oracle [--update]
    asks pandoc what the cases of crates/markdown/tests/pandoc mean; --update writes its answers into them

cargo xtask pages [--theme NAME] [--ours FILE.pdf] [--json] [FILE...]
    counts the faults of pages (widows, ladders, loose lines, unlevel spreads and more) in our PDF of a text
    and in Typst's of the same text in the same measure; without a FILE in the novel of ../shared/corpus/books,
    without --theme in the theme novel; --ours takes a finished PDF of ours instead of making one";

/// Exit codes follow the command's: 0 all well, 1 findings, 2 wrong use.
fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let (chore, rest) = match arguments.split_first() {
        Some((chore, rest)) => (chore.as_str(), rest),
        None => ("", [].as_slice()),
    };
    match (chore, rest) {
        ("tidy", []) => tidy::run(),
        ("validate", rest) => match validate::Request::parse(rest) {
            Ok(request) => validate::run(&request),
            Err(message) => wrong_use(&message),
        },
        ("malformed", []) => malformed::run(),
        ("oracle", []) => oracle::run(false),
        ("oracle", [update]) if update == "--update" => oracle::run(true),
        ("pages", rest) => match pages::Request::parse(rest) {
            Ok(request) => pages::run(&request),
            Err(message) => wrong_use(&message),
        },
        ("help" | "--help" | "-h", []) => {
            println!("{USAGE}");
            ExitCode::SUCCESS
        }
        ("", []) => wrong_use("no chore is named"),
        (chore, _) => wrong_use(&format!("`{chore}` with these arguments is no chore")),
    }
}

fn wrong_use(message: &str) -> ExitCode {
    eprintln!("cargo xtask: {message}\n\n{USAGE}");
    ExitCode::from(2)
}
