//! Two readings of one draft brought to the same names: notes have labels by their order in a file, pictures names of a
//! package's own, so both are renamed after the reading of the draft as it was. And keys of other drafts are left out.

use std::collections::{BTreeMap, BTreeSet};

use chapbook_docx::{KeyKind, Leaf};
use chapbook_model::{Inline, InlineKind, Node, each_inline, each_row_within};

use crate::bring::{NEW_NOTE, words};

/// A reading of a DOCX, as far as a merge needs it.
#[derive(Clone, Debug, Default)]
pub struct Side {
    /// The leaves.
    pub leaves: Vec<Leaf>,
    /// The pictures: where the text looks for them, and their bytes.
    pub media: Vec<(String, Vec<u8>)>,
    /// How wide the columns of each table are.
    pub grids: Vec<Vec<i64>>,
    /// Whether LibreOffice saved the file.
    pub by_libreoffice: bool,
}

/// Renames what is in the edited draft after what it was. The pictures that are new keep their names.
pub(crate) fn align(was: &mut Side, is: &mut Side, salt: &str) {
    for leaf in &mut is.leaves {
        leaf.keys.retain(|key| key.salt == salt);
        leaf.inner_keys.retain(|inner| inner.key.salt == salt);
    }
    let spoken = spoken(&was.leaves);
    for leaf in &mut is.leaves {
        leaf.content = without_languages(std::mem::take(&mut leaf.content), &spoken);
    }
    let notes = notes(&was.leaves, &is.leaves);
    // A picture is its bytes: programs keep equal ones once, whatever they were called.
    let first = |bytes: &Vec<u8>| was.media.iter().find(|(_, other)| other == bytes).map(|(known, _)| known.clone());
    let names = |side: &Side| -> BTreeMap<String, String> {
        side.media.iter().filter_map(|(target, bytes)| Some((target.clone(), first(bytes)?))).collect()
    };
    let (images, own_images) = (names(is), names(was));
    for leaf in &mut was.leaves {
        rename(&mut leaf.content, &BTreeMap::new(), &own_images);
    }
    for leaf in &mut is.leaves {
        if let Some(note) = &mut leaf.place.note
            && let Some(name) = notes.get(&note.label)
        {
            note.label = name.clone();
        }
        rename(&mut leaf.content, &notes, &images);
    }
}

/// The languages that stretches of the draft are marked with, as it was.
fn spoken(leaves: &[Leaf]) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    for leaf in leaves {
        each_inline(&leaf.content, &mut |inline| found.extend(inline.attrs.get("lang").map(str::to_owned)));
    }
    found
}

/// Inlines without marks of languages that the draft did not have: programs mark text with the language of their user,
/// and add a country to those that are there.
fn without_languages(inlines: Vec<Inline>, spoken: &BTreeSet<String>) -> Vec<Inline> {
    let mut out: Vec<Inline> = Vec::with_capacity(inlines.len());
    for mut inline in inlines {
        each_row_within(&mut inline, &mut |row| *row = without_languages(std::mem::take(row), spoken));
        let known = |language: &str| {
            let primary = |tag: &str| tag.split('-').next().unwrap_or_default().to_owned();
            let same = spoken.iter().find(|known| *known == language);
            same.or_else(|| spoken.iter().find(|known| primary(known) == primary(language))).cloned()
        };
        let Some(language) = inline.attrs.get("lang").map(str::to_owned) else {
            out.push(inline);
            continue;
        };
        let kept = known(&language);
        inline.attrs = inline.attrs.edited(|parts| {
            parts.pairs.retain(|(key, _)| key != "lang" || kept.is_some());
            for (key, value) in &mut parts.pairs {
                if key == "lang"
                    && let Some(kept) = &kept
                {
                    value.clone_from(kept);
                }
            }
        });
        match inline.kind {
            InlineKind::Span(content) if inline.attrs.is_empty() => out.extend(content),
            kind => out.push(Node { kind, ..inline }),
        }
    }
    out
}

/// Leaves without the marks of languages.
pub(crate) fn without_foreign_languages(mut leaves: Vec<Leaf>) -> Vec<Leaf> {
    for leaf in &mut leaves {
        leaf.content = without_languages(std::mem::take(&mut leaf.content), &BTreeSet::new());
    }
    leaves
}

/// The names of the edited draft's notes: by the keys at their calls, then by their words, else new ones.
fn notes(was: &[Leaf], is: &[Leaf]) -> BTreeMap<String, String> {
    let keyed = |leaves: &[Leaf]| -> BTreeMap<String, String> {
        let inner = leaves.iter().flat_map(|leaf| &leaf.inner_keys);
        let calls = inner.filter(|inner| inner.key.kind() == KeyKind::NoteCall && !inner.key.repeated);
        calls.filter_map(|inner| Some((inner.key.id.clone(), inner.note.clone()?))).collect()
    };
    let bodies = |leaves: &[Leaf]| -> BTreeMap<String, String> {
        let mut bodies: BTreeMap<String, String> = BTreeMap::new();
        for leaf in leaves {
            if let Some(note) = &leaf.place.note {
                bodies.entry(note.label.clone()).or_default().push_str(&words(leaf));
            }
        }
        bodies
    };
    let (old_keys, new_keys) = (keyed(was), keyed(is));
    let mut names: BTreeMap<String, String> = BTreeMap::new();
    for (key, label) in &new_keys {
        if let Some(old) = old_keys.get(key) {
            names.entry(label.clone()).or_insert_with(|| old.clone());
        }
    }
    let (old_bodies, new_bodies) = (bodies(was), bodies(is));
    let mut count = 0;
    for (label, body) in &new_bodies {
        if names.contains_key(label) {
            continue;
        }
        let is_free = |old: &&String| !names.values().any(|name| name == *old);
        let same: Vec<&String> =
            old_bodies.iter().filter(|(_, other)| *other == body).map(|(old, _)| old).filter(is_free).collect();
        let name = match same.as_slice() {
            [old] => (*old).clone(),
            [] | [_, _, ..] => {
                count += 1;
                format!("{NEW_NOTE}{count}")
            }
        };
        names.insert(label.clone(), name);
    }
    names
}

fn rename(inlines: &mut [Inline], notes: &BTreeMap<String, String>, images: &BTreeMap<String, String>) {
    for inline in inlines {
        if let InlineKind::Note(name) = &mut inline.kind
            && let Some(new) = notes.get(&name.label)
        {
            name.label.clone_from(new);
        }
        if let InlineKind::Image(image) = &mut inline.kind {
            if let Some(new) = images.get(&image.target) {
                image.target.clone_from(new);
            }
            // An empty description is none: LibreOffice does not keep it.
            image.alt = image.alt.take().filter(|alt| !alt.is_empty());
        }
        each_row_within(inline, &mut |row| rename(row, notes, images));
    }
}
