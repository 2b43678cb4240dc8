//! Prints the leaf list of a DOCX and what is lost of it: to see a file as the reader sees it.
#![allow(clippy::print_stdout, clippy::disallowed_methods, reason = "an example that prints a file")]

use chapbook_model::{BlockKind, Node, dump_blocks};
use chapbook_source::Span;

fn main() {
    for path in std::env::args().skip(1) {
        println!("== {path}");
        let bytes = match std::fs::read(&path) {
            Ok(bytes) => bytes,
            Err(error) => return println!("{error}"),
        };
        let reading = match chapbook_docx::read(&bytes, &Default::default()) {
            Ok(reading) => reading,
            Err(error) => {
                println!("Err: {error}");
                continue;
            }
        };
        for leaf in &reading.leaves {
            let list = leaf.list.as_ref().map(|l| format!(" [{} l{}]", l.label, l.level)).unwrap_or_default();
            println!(
                "{:?} <{}>{list} {:?} {:?} keys {:?} label {:?} {:?}",
                leaf.kind,
                leaf.style,
                leaf.place,
                leaf.look,
                leaf.keys.len(),
                leaf.label,
                leaf.mark
            );
            println!(
                "    {}",
                dump_blocks(&[Node::new(BlockKind::Paragraph(leaf.content.clone()), Span::NONE)])
                    .replace('\n', "\n    ")
            );
        }
        for loss in &reading.losses {
            println!("loss {} {} x{} {:?}", loss.code.name, loss.what, loss.count, loss.context);
        }
        println!("{:?}", reading.properties);
    }
}
