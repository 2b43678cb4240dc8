//! The command `chapbook`: arguments, files on disk, printing. What a document is and how it is exported, the crate
//! `chapbook` knows.
#![allow(
    clippy::print_stdout,
    clippy::print_stderr,
    clippy::disallowed_methods,
    reason = "this crate alone prints, reads the environment and opens files"
)]

mod args;
mod build;
mod cores;
mod disk;
mod exit;
mod explain;
mod format;
mod import;
mod inspect;
mod merge;
mod outputs;
mod print;
mod system;

use std::process::ExitCode;

use clap::Parser;

use args::{Args, Command};
use exit::Exit;

fn main() -> ExitCode {
    let args = match Args::try_parse() {
        Ok(args) => args,
        Err(error) => {
            // Help and version are asked for; everything else is wrong use.
            let asked = !error.use_stderr();
            let _ = error.print();
            return if asked { Exit::Well.into() } else { Exit::Use.into() };
        }
    };
    cores::share();
    // A panic is a fault of ours: it is told as such, and no half-written file is left behind.
    let run = std::panic::catch_unwind(|| match args.command {
        Command::Build(args) => build::build(&args),
        Command::Inspect(args) => inspect::inspect(&args),
        Command::Explain(args) => explain::explain(&args),
        Command::Format(args) => format::format(&args),
        Command::Merge(args) => merge::run(&args),
        Command::Import(args) => import::import(&args),
    });
    match run {
        Ok(exit) => exit.into(),
        Err(_) => {
            eprintln!("error: this is a fault of chapbook, not of your document; nothing was written");
            eprintln!("  = help: please report it, with the text above and the document if you can share it");
            Exit::Fault.into()
        }
    }
}
