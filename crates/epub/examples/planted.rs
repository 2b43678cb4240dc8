//! Writes a sound book and one for each kind of fault into a folder, and prints a line for each: its file, what our
//! check finds, and what EPUBCheck and Ace call it. `cargo xtask validate epub` compares that with their word.

#![expect(clippy::disallowed_methods, reason = "it is a program that writes files, for a chore")]

#[path = "../tests/planting/mod.rs"]
mod planting;

use std::path::PathBuf;

fn main() -> std::io::Result<()> {
    let Some(folder) = std::env::args_os().nth(1).map(PathBuf::from) else {
        return Err(std::io::Error::other("name a folder"));
    };
    std::fs::create_dir_all(&folder)?;
    std::fs::write(folder.join("sound.epub"), planting::sound())?;
    for (kind, bytes) in planting::planted() {
        let name = format!("{kind:?}.epub");
        let found = chapbook_epub::check(&bytes).iter().any(|fault| fault.kind == kind);
        std::fs::write(folder.join(&name), bytes)?;
        let or_none = |rule: Option<&'static str>| rule.unwrap_or("-");
        #[expect(clippy::print_stdout, reason = "the lines are what the program is for")]
        {
            println!("{name}\t{found}\t{}\t{}", or_none(kind.epubcheck()), or_none(kind.ace()));
        }
    }
    Ok(())
}
