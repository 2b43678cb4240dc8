//! The check finds each kind of fault where it is planted, and nothing in a sound book.

mod planting;

use chapbook_epub::{FaultKind, check};

#[test]
fn a_sound_book_has_no_fault() {
    assert_eq!(check(&planting::sound()), []);
}

#[test]
fn each_planted_fault_is_found() {
    for (kind, bytes) in planting::planted() {
        let found: Vec<FaultKind> = check(&bytes).iter().map(|fault| fault.kind).collect();
        assert!(found.contains(&kind), "{kind:?}: {found:?}");
        // What follows from it may be told, too: a heading that is gone takes its place in the contents with it.
        let follows = |other: &FaultKind| match kind {
            FaultKind::DuplicateId => matches!(other, FaultKind::DeadFragment),
            FaultKind::NotWellFormed => matches!(other, FaultKind::DeadFragment | FaultKind::UnlistedPage),
            _ => false,
        };
        let other: Vec<_> = found.iter().filter(|other| **other != kind && !follows(other)).collect();
        assert!(other.is_empty(), "{kind:?}: also {other:?}");
    }
}

#[test]
fn every_kind_has_a_name_with_a_validator_or_is_ours() {
    let unnamed: Vec<_> =
        FaultKind::ALL.into_iter().filter(|kind| kind.epubcheck().is_none() && kind.ace().is_none()).collect();
    assert_eq!(unnamed, [FaultKind::Unlisted]);
}

#[test]
fn what_is_no_epub_is_a_fault_and_no_panic() {
    for bytes in [b"".as_slice(), b"PK", b"no archive at all", &planting::sound()[..200]] {
        assert_eq!(check(bytes).iter().map(|fault| fault.kind).collect::<Vec<_>>(), [FaultKind::Archive]);
    }
}
