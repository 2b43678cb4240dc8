//! What is printed for other programs: JSON on standard output and nothing else there.

use crate::run::{Folder, PLAIN};

#[test]
fn a_document_is_one_object() {
    let folder = Folder::with("json", "a.md", PLAIN);
    for (arguments, kind) in [(&["--json"][..], "model"), (&["--json", "--resolved"], "resolved")] {
        let run = folder.run(&[&["inspect", "a.md"], arguments].concat()).ends(0);
        assert_eq!(run.err, "");
        assert_eq!(run.out.lines().count(), 1);
        assert!(run.out.starts_with(&format!("{{\"chapbook\":1,\"kind\":\"{kind}\",")), "{}", run.out);
        assert!(run.out.ends_with("}\n"));
    }
    // Errors are told in the object, and the document is printed all the same.
    folder.write("b.md", "See @fig-nowhere.\n");
    folder.run(&["inspect", "b.md", "--json", "--resolved"]).ends(0).prints("\"code\":\"reference-undefined\"");
    folder.write("c.md", b"\xff");
    folder.run(&["inspect", "c.md", "--json"]).ends(1).prints("\"code\":\"not-utf8\"");
}

#[test]
fn a_build_tells_one_object_a_line() {
    let folder = Folder::with("json-build", "a.md", "See @fig-nowhere.\n");
    let run = folder.run(&["build", "a.md", "--message-format", "json"]).ends(1);
    assert!(run.out.contains("\"code\":\"reference-undefined\""), "{}", run.out);
    assert!(!run.out.contains("\"kind\":\"output\""));
    let run = folder.run(&["build", "a.md", "--message-format", "json", "--keep-going"]).ends(1);
    assert_eq!(run.err, "");
    assert_eq!(run.out.matches("\"kind\":\"output\"").count(), 3, "{}", run.out);
    for line in run.out.lines() {
        assert!(line.starts_with("{\"chapbook\":1,\"kind\":\"") && line.ends_with('}'), "{line}");
    }
    assert!(run.out.contains("\"format\":\"pdf\",\"path\":\"build/a.pdf\""), "{}", run.out);
}
