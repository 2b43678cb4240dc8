//! Prints a file of Markdown in canonical form.
fn main() {
    let path = std::env::args().nth(1).expect("a file");
    let text = std::fs::read_to_string(path).expect("text");
    let (document, _) = chapbook_markdown::read(chapbook_source::FileId(0), &text, &Default::default());
    print!("{}", chapbook_markdown::write(&document));
}
