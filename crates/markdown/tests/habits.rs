//! Typed habits (DIALECT 8): what `convert` makes of them, what `report` says, and that no word is lost.

mod words;

use chapbook_markdown::{Habits, ReadOptions, read};
use chapbook_model::{BlockKind, Document, InlineKind, NoteKind, NoteMarker, dump, is_normal, plain_text};
use chapbook_source::{Diagnostic, FileId};

/// An article as it is pasted from a web page: a title twice, a starred byline, a numbered list that is
/// interrupted, the note on the author with a no-break space after its star, two captions that differ in a
/// quotation mark, and what the page had below.
const ARTICLE: &str = "\
A Bridge Between Banks: Why?

A Bridge Between Banks: Why?

By: Example Author *

Opening words.

1. First reason.

More of it.

2. Second reason.

*\u{a0}Example Author has written about bridges.

The town's bridge. (Photo Credit: Agency.)
The town’s bridge. (Photo Credit: Agency.)

Leave a Reply
";

fn read_with(text: &str, habits: Habits) -> (Document, Vec<Diagnostic>) {
    let (document, diagnostics) = read(FileId(0), text, &ReadOptions { habits, ..ReadOptions::default() });
    assert!(is_normal(&document.body));
    (document, diagnostics)
}

fn codes(diagnostics: &[Diagnostic]) -> Vec<&'static str> {
    diagnostics.iter().map(|d| d.code.name).collect()
}

#[test]
fn an_article_is_converted() {
    let (document, diagnostics) = read_with(ARTICLE, Habits::Convert);
    let title = document.metadata.title.as_deref().expect("the first line is the title");
    assert_eq!(plain_text(title), "A Bridge Between Banks: Why?");
    let (name, note) = document.notes.first_key_value().expect("there is a note");
    assert_eq!((name.label.as_str(), note.kind), ("*", Some(NoteKind::Author)));
    assert_eq!(note.marker, NoteMarker::Literal("*".into()));
    assert_eq!(
        dump(&document).split("\nnote ").next().unwrap_or("").split_once("\nparagraph").map(|(_, rest)| rest),
        Some(
            " 30..58\n  text \"A Bridge Between Banks: Why?\" 30..58\n\
            container {.byline} 60..80\n  paragraph 60..80\n    text \"By: Example Author\" 60..78\n    \
            note-call \"*\" 78..80\n\
            paragraph 82..96\n  text \"Opening words.\" 82..96\n\
            list 1 Counter(Decimal) Period tight 98..114\n  item\n    paragraph 101..114\n      \
            text \"First reason.\" 101..114\n\
            paragraph 116..127\n  text \"More of it.\" 116..127\n\
            list 2 Counter(Decimal) Period tight continues 129..146\n  item\n    paragraph 132..146\n      \
            text \"Second reason.\" 132..146\n\
            paragraph 194..281\n  text \"The town's bridge. \" 194..213\n  span {.credit} 213..236\n    \
            text \"(Photo Credit: Agency.)\" 213..236\n  soft-break 236..237\n  \
            text \"The town’s bridge. \" 237..258\n  span {.credit} 258..281\n    \
            text \"(Photo Credit: Agency.)\" 258..281\n\
            paragraph 283..296\n  text \"Leave a Reply\" 283..296"
        )
    );
    assert_eq!(codes(&diagnostics), ["repeated-line", "list-interrupted", "repeated-line", "web-litter"]);
}

#[test]
fn a_conversion_loses_no_word() {
    let (document, _) = read_with(ARTICLE, Habits::Convert);
    let title = document.metadata.title.as_deref().map(plain_text).unwrap_or_default();
    let all = words::words(&(title + " " + &words::text_of(&document)));
    for word in words::words(ARTICLE).iter().filter(|word| word.parse::<u8>().is_err()) {
        let count = |list: &[String]| list.iter().filter(|w| *w == word).count();
        assert_eq!(count(&all), count(&words::words(ARTICLE)), "{word}");
    }
}

#[test]
fn a_report_changes_nothing_and_its_edits_do() {
    let (document, diagnostics) = read_with(ARTICLE, Habits::Report);
    let (off, silent) = read_with(ARTICLE, Habits::Off);
    assert_eq!(document, off);
    assert_eq!(codes(&silent), ["list-interrupted"]);
    assert_eq!(
        codes(&diagnostics),
        [
            "repeated-line",
            "author-note-as-list",
            "list-interrupted",
            "author-note-as-list",
            "credit-in-text",
            "repeated-line",
            "credit-in-text",
            "web-litter"
        ]
    );
    let mut text = ARTICLE.to_owned();
    for diagnostic in diagnostics.iter().rev().filter(|d| d.code.name != "list-interrupted") {
        if let Some(edit) = &diagnostic.edit {
            text.replace_range(edit.span.range(), &edit.text);
        }
    }
    assert!(text.contains("By: Example Author[^*]\n"), "{text}");
    assert!(text.contains("\n[^*]: Example Author has"), "{text}");
    let (edited, diagnostics) = read_with(&text, Habits::Report);
    assert_eq!(edited.notes.values().map(|note| note.kind).collect::<Vec<_>>(), [Some(NoteKind::Author)]);
    assert!(!codes(&diagnostics).iter().any(|code| ["author-note-as-list", "credit-in-text"].contains(code)));
}

#[test]
fn a_note_may_be_a_list_and_authors_several() {
    let text = "By A. Author* and B. Writer†\n\nText.\n\n* A. Author writes.\n\n  And reads.\n\n† B. Writer edits.\n";
    let (document, diagnostics) = read_with(text, Habits::Convert);
    let notes: Vec<_> = document.notes.iter().map(|(name, note)| (name.label.as_str(), note.body.len())).collect();
    assert_eq!(notes, [("*", 2), ("†", 1)]);
    assert_eq!(document.body.len(), 2, "{}", dump(&document));
    assert_eq!(codes(&diagnostics), Vec::<&str>::new());
    let (_, diagnostics) = read_with(text, Habits::Report);
    // The item has two blocks, which an edit of its mark alone would not indent.
    let edits: Vec<_> = diagnostics.iter().map(|d| d.edit.as_ref().map(|edit| edit.text.as_str())).collect();
    assert_eq!(edits, [Some("[^*]"), Some("[^†]"), None, Some("[^†]: ")]);
}

#[test]
fn what_is_no_habit_is_left_alone() {
    for text in [
        // No mark, another name, a list of two, a name that only begins alike, a mark that is answered already.
        "By A. Author\n\n* A. Author writes.\n",
        "By A. Author*\n\n* B. Writer writes.\n",
        "By A. Author*\n\n* A. Author writes.\n* And reads.\n",
        "By A. Author*\n\n* A. Authority writes.\n",
        "By A. Author*\n\n- A. Author writes.\n",
        "Bypass*\n\n* pass\n",
        "By A. Author*\n\n* A. Author writes.\n\n[^*]: A note.\n",
    ] {
        let (document, _) = read_with(text, Habits::Convert);
        let byline = document.body.iter().any(|block| matches!(block.kind, BlockKind::Container(_)));
        assert!(!byline, "{text}");
    }
    let (document, _) = read_with("# Heading\n\nA line.\n", Habits::Convert);
    assert!(document.metadata.title.is_none());
    let (document, _) = read_with("Two\nlines\n", Habits::Convert);
    assert!(document.metadata.title.is_none());
    let long = "word ".repeat(60);
    assert!(read_with(&long, Habits::Convert).0.metadata.title.is_none());
}

#[test]
fn a_figures_caption_gives_up_its_credit() {
    let text = "![A quay. (Photo: Agency)](a.png){alt=\"\"}\n";
    let (document, _) = read_with(text, Habits::Convert);
    let BlockKind::Figure(figure) = &document.body[0].kind else { panic!("no figure") };
    let caption = figure.caption.as_ref().expect("there is a caption");
    assert_eq!(caption.credit.as_deref().map(plain_text).as_deref(), Some("(Photo: Agency)"));
    let (document, diagnostics) = read_with(text, Habits::Report);
    assert_eq!(codes(&diagnostics), ["credit-in-text"]);
    assert_eq!(diagnostics[0].edit.as_ref().map(|edit| edit.text.as_str()), Some("[(Photo: Agency)]{.credit}"));
    let BlockKind::Figure(figure) = &document.body[0].kind else { panic!("no figure") };
    assert!(figure.caption.as_ref().is_some_and(|caption| caption.credit.is_none()));
    let BlockKind::Paragraph(image) = &figure.body[0].kind else { panic!("no image") };
    assert!(matches!(image[0].kind, InlineKind::Image(_)));
}
