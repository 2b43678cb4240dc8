//! The fonts of this system, asked for only by `--system-fonts` or the project file: outputs made with them differ
//! from machine to machine.

use std::collections::BTreeSet;
use std::path::PathBuf;

use chapbook::Bytes;

/// The font files of this system, by their paths' order.
pub(crate) fn fonts() -> Vec<Bytes> {
    let mut database = fontdb::Database::new();
    database.load_system_fonts();
    let paths: BTreeSet<PathBuf> = database
        .faces()
        .filter_map(|face| match &face.source {
            fontdb::Source::File(path) => Some(path.clone()),
            _ => None,
        })
        .collect();
    paths.iter().filter_map(|path| std::fs::read(path).ok()).map(Bytes::from).collect()
}
