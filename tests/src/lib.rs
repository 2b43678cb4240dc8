//! What goes through several crates: the suite, the agree test, the command. A crate's own laws stand in that crate.
