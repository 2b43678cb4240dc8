//! Words and looks that an editor changed in paragraphs that are still there.

use chapbook::merge::{ChangeKind, EditedDraft, MergeOptions, merge};
use chapbook::{ExportOptions, Format, LoadOptions, export, load};

use crate::drafts::{BOOK, difference, draft, edited, files, lines, merged};

#[test]
fn a_word_is_changed_and_nothing_else() {
    let found = difference(&[("paragraph has ", "passage has ")]);
    assert_eq!(
        lines(&found),
        ["-The first paragraph has _some_ words", "+The first passage has _some_ words"],
        "{found}"
    );
    let found = difference(&[(">some<", ">several<")]);
    assert_eq!(lines(&found)[1], "+The first paragraph has _several_ words");
    // What is typed in Word is curly; the source is straight.
    let found = difference(&[("plain", "very “plain”")]);
    assert_eq!(lines(&found)[1], "+on two lines; it's \"very \"plain\"\".");
}

#[test]
fn titles_captions_credits_notes_cells_and_code_are_text_as_well() {
    for (was, is, line) in [
        ("A draft", "A better: draft", "+title: \"A better: draft\""),
        ("The square", "The big square", "+![The big square](x.png){#fig-x credit=\"Photo: Ann\"}"),
        ("The note.", "The long note.", "+[^n]: The long note."),
        (">two<", ">zwei<", "+| one | zwei |"),
        ("Quoted words.", "Words.", "+> Words."),
        ("let x = 1;", "let x = 2;", "+let x = 2;"),
        (">link<", ">place<", "+A second one with a [place](https://example.org/a).[^n]"),
    ] {
        let found = difference(&[(was, is)]);
        assert_eq!(lines(&found).get(1).copied(), Some(line), "{found}");
    }
}

#[test]
fn a_look_is_told_apart_from_words() {
    let bold = "<w:r><w:t xml:space=\"preserve\">Last </w:t></w:r><w:r><w:rPr><w:b/></w:rPr><w:t>words</w:t></w:r><w:r>\
                <w:t>.</w:t></w:r>";
    let bytes = edited(&draft(BOOK), &[("<w:r><w:t xml:space=\"preserve\">Last words.</w:t></w:r>", bold)]);
    let (text, found) = merged(&[bytes], BOOK, &MergeOptions::default());
    assert_eq!(text, BOOK.replace("Last words.", "Last **words**."));
    let [change] = found.reports[0].changes.as_slice() else { panic!("{:?}", found.reports) };
    assert_eq!((change.kind, change.was.as_str(), change.is.as_str()), (ChangeKind::Formatted, "words", "**words**"));
    let letter = chapbook::merge::letter(&found);
    assert!(letter.contains("### Looks and styles alone\n\n- a.md: words → **words**\n"), "{letter}");
    assert!(chapbook::json::merged(&found, false).contains("\"formatted\""));
}

#[test]
fn equal_pictures_of_two_names_are_not_taken_for_each_other() {
    let text = "---\ntitle: Two\nlanguage: en\n---\n\n![One](x.png){#fig-a alt=\"a\"}\n\nText.\n\n![Two](y.png){#fig-b \
                alt=\"b\"}\n";
    let mut files = files(text);
    files.add("y.png", include_bytes!("../cases/figures/images/square.png").to_vec());
    let options = ExportOptions { to: vec![Format::Docx], ..ExportOptions::default() };
    let exported = export(&load(&files, "a.md", &LoadOptions::default()), &files, &options).expect("it exports");
    let bytes = edited(&exported.outputs[0].bytes, &[("Text.", "Words.")]);
    let back = EditedDraft { name: "d.docx".into(), bytes, baseline: None };
    let found = merge(&[back], &files, "a.md", &MergeOptions::default()).expect("the baseline is there");
    assert_eq!(found.files[0].1, text.replace("Text.", "Words."));
}

#[test]
fn words_beside_the_mark_of_a_note_come_home() {
    // A footnote after an endnote has a mark of its own, since Word would count them apart.
    let text = "---\ntitle: Notes\nlanguage: en\n---\n\nFirst.[^a] Second.[^b]\n\n[^a]: ::: endnote\n    An endnote.\n    \
                :::\n\n[^b]: ``` {#lst-x}\n    x\n    ```\n";
    let base = draft(text);
    let mark = "<w:rPr><w:rStyle w:val=\"FootnoteReference\"/></w:rPr><w:t xml:space=\"preserve\">2";
    let told = |bytes: Vec<u8>| {
        let back = EditedDraft { name: "d.docx".into(), bytes, baseline: None };
        let found = merge(&[back], &files(text), "a.md", &MergeOptions::default()).expect("the baseline is there");
        format!("{:?} {:?}", found.files, found.reports[0].changes)
    };
    for (typed, word) in [("2 Zebra", "Zebra"), ("Zebra", "Zebra")] {
        let found = told(edited(&base, &[(mark, &mark.replace('2', typed))]));
        assert!(found.contains(word), "{typed} at the note: {found}");
        let call = "<w:footnoteReference w:customMarkFollows=\"1\" w:id=\"1\"/><w:t xml:space=\"preserve\">2";
        let found = told(edited(&base, &[(call, &call.replace(">2", &format!(">{typed}")))]));
        assert!(found.contains(word), "{typed} at the call: {found}");
    }
    assert_eq!(told(base), "[] []");
}

#[test]
fn highlighted_code_comes_home() {
    let text = "---\ntitle: Code\nlanguage: en\n---\n\n```rust\nfn main() {\n    let x = 1111; // one\n}\n```\n";
    // Every piece is a run of its own in the draft, and an editor types within one of them.
    let edits = [("1111", "2222"), ("// one", "// two</w:t><w:br/><w:t>    let y = 3;")];
    let (found, merged) = merged(&[edited(&draft(text), &edits)], text, &MergeOptions::default());
    let wanted = text.replace("1111; // one", "2222; // two\n    let y = 3;");
    assert_eq!(found, wanted, "{:?}", merged.reports);
}

#[test]
fn code_comes_home_whatever_its_form_is() {
    let head = "---\ntitle: Code\nlanguage: en\n---\n\n";
    for (code, wanted) in [
        // Indented, with a blank line.
        ("    let x = 1;\n\n    let y = 2;\n", "    let x = 3;\n    let z = `0`;\n\n    let y = 2;\n"),
        ("```text\nlet x = 1;\n\nlet y = 2;\n```\n", "```text\nlet x = 3;\nlet z = `0`;\n\nlet y = 2;\n```\n"),
        (
            "> ~~~\n> let x = 1;\n>\n> let y = 2;\n> ~~~\n",
            "> ~~~\n> let x = 3;\n> let z = `0`;\n>\n> let y = 2;\n> ~~~\n",
        ),
        (
            "- An item:\n\n      let x = 1;\n\n      let y = 2;\n",
            "- An item:\n\n      let x = 3;\n      let z = `0`;\n\n      let y = 2;\n",
        ),
        (
            "- ```\n  let x = 1;\n\n  let y = 2;\n  ```\n",
            "- ```\n  let x = 3;\n  let z = `0`;\n\n  let y = 2;\n  ```\n",
        ),
    ] {
        let text = format!("{head}Before.\n\n{code}\nAfter.\n");
        let typed = ("let x = 1;", "let x = 3;</w:t><w:br/><w:t>let z = `0`;");
        let (found, merged) = merged(&[edited(&draft(&text), &[typed])], &text, &MergeOptions::default());
        assert_eq!(found, text.replace(code, wanted), "{:?}", merged.reports);
    }
    let text = format!("{head}Before.\n\n$$a + b$$\n\nAfter.\n");
    let (found, _) = merged(&[edited(&draft(&text), &[("a + b", "a + c")])], &text, &MergeOptions::default());
    assert_eq!(found, text.replace("a + b", "a + c"));
    // What would end the block, and changes that code has no place for, are told.
    let text = format!("{head}```\nlet x = 1;\n```\n");
    let tracked = "</w:t></w:r><w:ins w:author=\"B. Ed\"><w:r><w:t>very</w:t></w:r></w:ins><w:r><w:t>";
    for typed in ["let x = 1;</w:t><w:br/><w:t>```", &format!("let x {tracked}= 1;")] {
        let (found, merged) =
            merged(&[edited(&draft(&text), &[("let x = 1;", typed)])], &text, &MergeOptions::default());
        assert_eq!((found.as_str(), merged.reports[0].changes[0].kind), (text.as_str(), ChangeKind::NotApplied));
    }
}
