//! What holds of every body of a document: it is read or refused, what is read is in normal form and the same every
//! time, and losses say what they are.

use crate::given::{File, namespaces};
use chapbook_docx::ReadOptions;

pub(crate) fn property(body: &str) {
    let note = "<w:p><w:r><w:footnoteRef/></w:r><w:r><w:t> A note.</w:t></w:r></w:p>";
    let comments = format!(
        "<w:comments {}><w:comment w:id=\"0\"><w:p><w:r><w:t>Why?</w:t></w:r></w:p></w:comment></w:comments>",
        namespaces()
    );
    let bytes = File::new(body).notes(&[("1", note), ("2", note)]).part("comments", &comments).bytes();
    let read = || chapbook_docx::read(&bytes, &ReadOptions::default());
    match (read(), read()) {
        (Ok(one), Ok(two)) => {
            assert!(chapbook_model::is_normal(&one.document.body), "what is read is in normal form");
            assert!(one.leaves == two.leaves && one.document == two.document && one.losses == two.losses);
            assert!(one.losses.iter().all(|loss| !loss.what.is_empty() && loss.context.chars().count() <= 80));
            let note_count = one.document.notes.len();
            assert!(note_count <= 2, "{note_count} notes of two");
        }
        (Err(one), Err(two)) => assert_eq!(one, two),
        (one, two) => panic!("{:?} and then {:?}", one.err(), two.err()),
    }
}
