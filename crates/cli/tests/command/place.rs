//! Names and places that are out of the ordinary.

use crate::run::{Folder, PIXEL, PLAIN};

#[test]
fn names_with_spaces_dots_and_letters_of_any_script() {
    for name in ["a b.md", "a.b.c.md", "été.md", "کتاب.md", "-a.md", "A.MD", "a.markdown"] {
        let folder = Folder::with("names", name, PLAIN);
        let file = format!("./{name}");
        folder.run(&["build", &file, "--to", "epub"]).ends(0);
        let stem = name.rsplit_once('.').unwrap().0;
        assert_eq!(folder.names("build"), [format!("build/{stem}.epub")], "{name}");
    }
}

#[test]
fn an_image_is_found_from_its_file_whatever_the_folder_the_user_stands_in() {
    let text = "---\ntitle: A title\nlanguage: en\n---\n![A figure](pictures/a%20b.png){alt=\"A pixel\"}\n";
    let folder = Folder::with("images", "book/a.md", text);
    folder.write("book/pictures/a b.png", PIXEL);
    folder.run(&["build", "book/a.md"]).ends(0);
    assert_eq!(folder.names("book/build").len(), 3);
}

#[cfg(unix)]
#[test]
fn a_link_that_leads_out_of_the_folder_is_not_followed() {
    let text = "---\ntitle: A title\nlanguage: en\n---\n![A figure](out.png){alt=\"A pixel\"}\n";
    let folder = Folder::with("links", "book/a.md", text);
    folder.write("secret.png", PIXEL);
    std::os::unix::fs::symlink(folder.path("secret.png"), folder.path("book/out.png")).unwrap();
    folder.run(&["build", "book/a.md"]).ends(1).says("out.png");
    assert_eq!(folder.names("book/build"), Vec::<String>::new());
}
