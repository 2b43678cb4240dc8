//! Paragraphs, items, columns and styles that an editor added, took out, moved or changed.

use chapbook::merge::{ChangeKind, MergeOptions};

use crate::drafts::{BOOK, cell, difference, draft, edited, lines, merged, paragraph, restyled};

#[test]
fn paragraphs_come_and_go() {
    let bytes = draft(BOOK);
    let last = paragraph(&bytes, "Last words.");
    let found = difference(&[(&last, "")]);
    assert!(lines(&found).contains(&"-Last words."), "{found}");
    let new = "<w:p><w:pPr><w:pStyle w:val=\"BodyText\"/></w:pPr><w:r><w:t>New *words* here.</w:t></w:r></w:p>";
    let found = difference(&[(&last, &format!("{new}{last}"))]);
    assert_eq!(lines(&found), ["+New \\*words\\* here.", "+"], "{found}");
    let beta = paragraph(&bytes, "Beta");
    let found = difference(&[(&beta, "")]);
    assert_eq!(lines(&found), ["-2. Beta", "-3. Gamma", "+2. Gamma"], "{found}");
    let item = beta.replace("Beta", "Beta and a half");
    let keyless =
        item.split("<w:bookmark").next().expect("it has a start").to_owned() + "<w:r><w:t>New item</w:t></w:r></w:p>";
    let found = difference(&[(&beta, &format!("{beta}{keyless}"))]);
    assert_eq!(lines(&found), ["-3. Gamma", "+3. New item", "+4. Gamma"], "{found}");
}

#[test]
fn what_moves_keeps_its_bytes() {
    let bytes = draft(BOOK);
    let (see, quoted) = (paragraph(&bytes, "Quoted words."), paragraph(&bytes, "Last words."));
    let swapped = edited(&edited(&bytes, &[(&see, "@1@"), (&quoted, "@2@")]), &[("@1@", &quoted), ("@2@", &see)]);
    let (text, merged) = merged(&[swapped], BOOK, &MergeOptions::default());
    let order = |words: &str| text.find(words).unwrap_or_else(|| panic!("no {words} in {text}"));
    assert!(order("Last words.") < order("> Quoted words."), "{text}");
    assert!(order("> Quoted words.") < order("[^n]: The note."), "{text}");
    assert!(merged.reports[0].changes.iter().any(|change| change.kind == ChangeKind::Moved));
    assert_eq!(text.len(), BOOK.len(), "{text}");
}

#[test]
fn paragraphs_split_and_join() {
    let found = difference(&[(
        "A second one with a ",
        "A second one</w:t></w:r></w:p><w:p><w:r><w:t xml:space=\"preserve\">with a ",
    )]);
    assert_eq!(
        lines(&found),
        [
            "-A second one with a [link](https://example.org/a).[^n]",
            "+A second one",
            "+",
            "+with a [link](https://example.org/a).[^n]"
        ],
        "{found}"
    );
}

#[test]
fn a_style_comes_home_where_markdown_has_a_plain_form_and_is_told_elsewhere() {
    for (words, style, was, is) in [
        ("Last words.", "Quote", "\nLast words.", "\n> Last words."),
        (
            "The first paragraph",
            "Quote",
            "\nThe first paragraph has _some_ words\non two",
            "\n> The first paragraph has _some_ words\n> on two",
        ),
        ("Quoted words.", "BodyText", "> Quoted words.", "Quoted words."),
    ] {
        let (text, found) = merged(&[restyled(words, style)], BOOK, &MergeOptions::default());
        assert_eq!(text, BOOK.replace(was, is));
        assert_eq!(found.reports[0].changes.iter().map(|c| c.kind).collect::<Vec<_>>(), [ChangeKind::Restyled]);
    }
    let (text, found) = merged(&[restyled("Last words.", "Title")], BOOK, &MergeOptions::default());
    assert_eq!(text, BOOK);
    assert_eq!(found.reports[0].changes[0].kind, ChangeKind::NotApplied);
    assert_eq!(found.reports[0].changes[0].is, "Last words. (plain text, now the title)");
}

#[test]
fn columns_of_a_pipe_table_come_and_go() {
    let base = draft(BOOK);
    let (a, b, one, two) = (cell(&base, ">A<"), cell(&base, ">B<"), cell(&base, ">one<"), cell(&base, ">two<"));
    let new = |words: &str| format!("<w:tc><w:p><w:r><w:t>{words}</w:t></w:r></w:p></w:tc>");
    let (head, body) = (format!("{a}{}", new("N")), format!("{one}{}", new("n|m")));
    let (text, found) = merged(&[edited(&base, &[(&a, &head), (&one, &body)])], BOOK, &MergeOptions::default());
    assert_eq!(
        text,
        BOOK.replace("| A | B |\n|---|---|\n| one | two |", "| A | N | B |\n|---|---|---|\n| one | n\\|m | two |")
    );
    assert_eq!(found.reports[0].changes.len(), 1);
    let (text, found) = merged(&[edited(&base, &[(&a, ""), (&one, "")])], BOOK, &MergeOptions::default());
    assert_eq!(text, BOOK.replace("| A | B |\n|---|---|\n| one | two |", "| B |\n|---|\n| two |"));
    assert_eq!(found.reports[0].changes[0].was, "A / one");
    // The last one.
    let (text, _) = merged(&[edited(&base, &[(&b, ""), (&two, "")])], BOOK, &MergeOptions::default());
    assert_eq!(text, BOOK.replace("| A | B |\n|---|---|\n| one | two |", "| A |\n|---|\n| one |"));
}

#[test]
fn what_is_new_in_a_quotation_stands_in_the_one_that_it_stands_in() {
    let text = "---\ntitle: Quotes\nlanguage: en\n---\n\nBefore.\n\n> Outer one.\n>\n> > Inner one.\n> >\n> > Inner \
                two.\n>\n> - Item a\n> - Item b\n>\n> Outer two.\n\nAfter.\n";
    let base = draft(text);
    let new = |like: &str, words: &str| {
        let whole = paragraph(&base, like);
        let start = whole.split("<w:bookmark").next().expect("it has a start").to_owned();
        (whole.clone(), format!("{whole}{start}<w:r><w:t>{words}</w:t></w:r></w:p>"))
    };
    for (like, words, was, is) in [
        ("Inner one.", "New inner.", "> > Inner one.\n", "> > Inner one.\n> >\n> > New inner.\n"),
        ("Inner two.", "New inner.", "> > Inner two.\n", "> > Inner two.\n> >\n> > New inner.\n"),
        ("Outer two.", "New outer.", "> Outer two.\n", "> Outer two.\n>\n> New outer.\n"),
        ("Outer one.", "New outer.", "> Outer one.\n", "> Outer one.\n>\n> New outer.\n"),
        ("Item b", "Item c", "> - Item b\n", "> - Item b\n> - Item c\n"),
        ("Item a", "Item c", "> - Item a\n", "> - Item a\n> - Item c\n"),
    ] {
        let (whole, longer) = new(like, words);
        let (found, merged) = merged(&[edited(&base, &[(&whole, &longer)])], text, &MergeOptions::default());
        assert_eq!(found, text.replace(was, is), "{:?}", merged.reports);
    }
}

#[test]
fn a_paragraph_becomes_an_item_and_an_item_a_paragraph() {
    let text = "---\ntitle: Lists\nlanguage: en\n---\n\nBefore\nthem.\n\n1. One\n2. Two\n   lines\n3. Three\n\nAfter.\n\n* \
                A\n* B\n\nBetween.\n\n- C\n\n- D\n\nLast.\n";
    let base = draft(text);
    let props = |words: &str| {
        let whole = paragraph(&base, words);
        let start = whole.find("<w:pPr>").expect("it has properties");
        whole[start..whole.find("</w:pPr>").expect("they end") + "</w:pPr>".len()].to_owned()
    };
    let plain = "<w:pPr><w:pStyle w:val=\"BodyText\"/></w:pPr>".to_owned();
    let off =
        "<w:pPr><w:pStyle w:val=\"ListNumber\"/><w:numPr><w:ilvl w:val=\"0\"/><w:numId w:val=\"0\"/></w:numPr></w:pPr>";
    for (words, now, was, is) in [
        // An item becomes text: the first, the middle one, the last.
        (">One<", plain.clone(), "1. One\n2. Two\n   lines\n3. Three", "One\n\n1. Two\n   lines\n2. Three"),
        ("Two", plain.clone(), "1. One\n2. Two\n   lines\n3. Three", "1. One\n\nTwo\nlines\n\n2. Three"),
        ("Two", off.to_owned(), "1. One\n2. Two\n   lines\n3. Three", "1. One\n\nTwo\nlines\n\n2. Three"),
        ("Three", plain.clone(), "3. Three", "\nThree"),
        (">C<", plain.clone(), "- C\n", "C\n"),
        // Text becomes an item, of the list that it stands beside.
        ("After.", props(">Three<"), "3. Three\n\nAfter.", "3. Three\n4. After."),
        (
            "Before",
            props(">One<"),
            "Before\nthem.\n\n1. One\n2. Two\n   lines\n3. Three",
            "1. Before\n   them.\n2. One\n3. Two\n   lines\n4. Three",
        ),
        ("Between.", props(">A<"), "* B\n\nBetween.", "* B\n* Between."),
        ("Last.", props(">D<"), "\nLast.", "\n- Last."),
    ] {
        let whole = paragraph(&base, words);
        let edits = [(whole.as_str(), whole.replacen(&props(words), &now, 1))];
        let edits = edits.each_ref().map(|(was, is)| (*was, is.as_str()));
        let (found, merged) = merged(&[edited(&base, &edits)], text, &MergeOptions::default());
        assert_eq!(found, text.replace(was, is), "{words} {:?}", merged.reports);
        let kinds: Vec<ChangeKind> = merged.reports[0].changes.iter().map(|change| change.kind).collect();
        assert_eq!(kinds, [ChangeKind::Restyled], "{words}");
    }
}
