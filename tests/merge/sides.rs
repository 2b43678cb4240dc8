//! Changes on several sides: the author wrote on, several editors, and tracked changes.

use chapbook::merge::{MergeOptions, Resolution, TrackedChanges};

use crate::drafts::{BOOK, draft, edited, merged};

#[test]
fn changes_on_both_sides_are_both_made() {
    let now = BOOK.replace("Last words.", "The last words.").replace("2. Beta", "2. Bravo");
    let bytes = edited(&draft(BOOK), &[("paragraph has ", "passage has "), ("Gamma", "Charlie")]);
    let (text, merged) = merged(&[bytes], &now, &MergeOptions::default());
    assert!(merged.reports[0].conflicts.is_empty(), "{:?}", merged.reports);
    assert_eq!(text, now.replace("paragraph has", "passage has").replace("Gamma", "Charlie"));
}

#[test]
fn changes_of_one_place_are_a_conflict_that_drops_nothing() {
    let now = BOOK.replace("Last words.", "Final words.");
    let bytes = edited(&draft(BOOK), &[("Last words.", "Closing words.")]);
    let (text, found) = merged(std::slice::from_ref(&bytes), &now, &MergeOptions::default());
    assert!(text.contains("<<<<<<< a.md\nFinal words.\n=======\nClosing words.\n>>>>>>> draft-1.docx\n"), "{text}");
    assert_eq!(found.reports[0].conflicts.len(), 1);
    for (resolution, words) in [(Resolution::Ours, "Final words."), (Resolution::Theirs, "Closing words.")] {
        let options = MergeOptions { resolution, ..MergeOptions::default() };
        let (text, _) = merged(std::slice::from_ref(&bytes), &now, &options);
        assert!(text.contains(words) && !text.contains("<<<<<<<"), "{text}");
    }
}

#[test]
fn several_editors_are_credited_and_their_overlaps_are_conflicts() {
    let base = draft(BOOK);
    let a = edited(&base, &[("paragraph has ", "passage has "), ("Last words.", "Closing words.")]);
    let b = edited(&base, &[("Gamma", "Charlie"), ("Last words.", "Final words.")]);
    let (text, found) = merged(&[a.clone(), b.clone()], BOOK, &MergeOptions::default());
    assert!(text.contains("passage has") && text.contains("Charlie"), "{text}");
    assert!(text.contains("=======\nFinal words.\n>>>>>>> draft-2.docx"), "{text}");
    let counts: Vec<usize> = found.reports.iter().map(|report| report.changes.len()).collect();
    assert_eq!(counts, [2, 2]);
    let letter = chapbook::merge::letter(&found);
    assert!(letter.contains("## draft-1.docx") && letter.contains("### Conflicts"), "{letter}");
    // Where they do not touch, their order does not matter.
    let (c, d) = (edited(&base, &[("Gamma", "Charlie")]), edited(&base, &[("Last words.", "Final words.")]));
    let one = merged(&[c.clone(), d.clone()], BOOK, &MergeOptions::default()).0;
    assert_eq!(one, merged(&[d, c.clone()], BOOK, &MergeOptions::default()).0);
    // A draft that was merged before brings nothing new.
    let (twice, _) = merged(std::slice::from_ref(&c), &one, &MergeOptions::default());
    assert_eq!(twice, one);
}

#[test]
fn tracked_changes_are_kept_made_or_taken_back() {
    let tracked = "<w:r><w:t xml:space=\"preserve\">Last </w:t></w:r><w:del w:id=\"901\" w:author=\"B. Ed\" \
                   w:date=\"2026-01-31T09:00:00Z\"><w:r><w:delText>words</w:delText></w:r></w:del><w:ins w:id=\"902\" \
                   w:author=\"B. Ed\" w:date=\"2026-01-31T09:00:00Z\"><w:r><w:t>lines</w:t></w:r></w:ins><w:r><w:t>.</w:t>\
                   </w:r>";
    let bytes = edited(&draft(BOOK), &[("<w:r><w:t xml:space=\"preserve\">Last words.</w:t></w:r>", tracked)]);
    let text = |way| {
        let options = MergeOptions { tracked: way, ..MergeOptions::default() };
        let (text, found) = merged(std::slice::from_ref(&bytes), BOOK, &options);
        assert_eq!(found.reports[0].tracked.by_author.get("B. Ed"), Some(&(1, 1)), "they are counted whatever is done");
        text
    };
    let shown = merged(std::slice::from_ref(&bytes), BOOK, &MergeOptions::default()).1.reports[0].changes[0].clone();
    assert_eq!((shown.was.as_str(), shown.is.as_str()), ("Last words.", "Last {--words--}{++lines++}."));
    assert_eq!(text(TrackedChanges::Accept), BOOK.replace("Last words.", "Last lines."));
    assert_eq!(text(TrackedChanges::Reject), BOOK);
    let kept = text(TrackedChanges::Keep);
    let who = "author=\"B. Ed\" date=2026-01-31T09:00:00Z";
    assert!(kept.contains(&format!("Last [words]{{.deletion {who}}}[lines]{{.insertion {who}}}.")), "{kept}");
}
