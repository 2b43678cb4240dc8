//! The identifiers of a book: what its author gave, as URNs where there is one, and a UUID that the book keeps as long
//! as it has its title and its identifiers or authors.

use chapbook_resolve::{Identifier, Meta};

use crate::findings::Findings;
use crate::sha1;

/// The namespace of our UUIDs (RFC 9562, 5.5): drawn once at random, and never to change.
const NAMESPACE: [u8; 16] =
    [0x6f, 0x1c, 0x0b, 0x52, 0x3d, 0x9e, 0x4a, 0x77, 0x9b, 0x04, 0x5e, 0xd1, 0x28, 0xc6, 0x90, 0xab];

/// The identifiers as `dc:identifier` holds them. The first is the package's unique identifier: a UUID that the
/// author gave, else one of our own.
pub(crate) fn identifiers(meta: &Meta) -> Vec<String> {
    let mut out: Vec<String> = Vec::new();
    for identifier in &meta.identifiers {
        let text = text(identifier);
        if !text.is_empty() && !out.contains(&text) {
            out.push(text);
        }
    }
    match out.iter().position(|text| text.starts_with("urn:uuid:")) {
        Some(at) => {
            let uuid = out.remove(at);
            out.insert(0, uuid);
        }
        None => out.insert(0, format!("urn:uuid:{}", own_uuid(meta))),
    }
    out
}

/// The first ISBN, as a URN.
pub(crate) fn isbn_urn(meta: &Meta) -> Option<String> {
    meta.identifiers.iter().map(text).find(|text| text.starts_with("urn:isbn:"))
}

/// An identifier with its scheme. Where the text is not of its scheme's form it stands as it is: a reading system
/// would refuse a URN that is none (EPUBCheck OPF-085).
fn text(identifier: &Identifier) -> String {
    let Identifier { scheme, text } = identifier;
    let text = text.trim();
    match scheme.as_deref().map(str::to_ascii_lowercase).as_deref() {
        Some("isbn") => isbn(text).map_or_else(|| text.to_owned(), |digits| format!("urn:isbn:{digits}")),
        Some("uuid") if is_uuid(text) => format!("urn:uuid:{}", text.to_ascii_lowercase()),
        Some("uuid") | None => text.to_owned(),
        Some("doi") => format!("doi:{text}"),
        Some("url" | "uri" | "urn") => text.to_owned(),
        Some(scheme) => format!("{scheme}:{text}"),
    }
}

/// Tells of identifiers that are not what their scheme says: they are written as typed.
pub(crate) fn look(meta: &Meta, findings: &mut Findings) {
    for Identifier { scheme, text } in &meta.identifiers {
        let text = text.trim();
        match scheme.as_deref().map(str::to_ascii_lowercase).as_deref() {
            Some("isbn") => match isbn(text) {
                Some(digits) if !checks(&digits) => {
                    findings.identifier(format!("the last digit of ISBN {text:?} does not check the others"));
                }
                Some(_) => {}
                None => findings.identifier(format!("{text:?} is no ISBN and is written as typed")),
            },
            Some("uuid") if !is_uuid(text) => {
                findings.identifier(format!("{text:?} is no UUID and is written as typed"));
            }
            Some(_) | None => {}
        }
    }
}

/// Whether the last digit is what the others make it (ISO 2108: weights 1 and 3 modulo 10, or 10 to 1 modulo 11).
fn checks(digits: &str) -> bool {
    let value = |c: char| c.to_digit(10).unwrap_or(10);
    match digits.len() {
        13 => {
            digits.chars().zip([1, 3].into_iter().cycle()).map(|(c, weight)| value(c) * weight).sum::<u32>() % 10 == 0
        }
        _ => digits.chars().zip((1..=10).rev()).map(|(c, weight)| value(c) * weight).sum::<u32>() % 11 == 0,
    }
}

/// The ten or thirteen digits of an ISBN.
fn isbn(text: &str) -> Option<String> {
    let digits: String = text.chars().filter(|c| !matches!(c, '-' | '\u{2010}' | '\u{2011}' | ' ')).collect();
    let upper = digits.to_ascii_uppercase();
    let body = match upper.len() {
        10 => upper.strip_suffix('X').unwrap_or(&upper),
        13 => &upper,
        _ => return None,
    };
    body.bytes().all(|b| b.is_ascii_digit()).then_some(upper.clone())
}

fn is_uuid(text: &str) -> bool {
    let groups: Vec<&str> = text.split('-').collect();
    groups.iter().map(|group| group.len()).eq([8, 4, 4, 4, 12])
        && groups.iter().all(|group| group.bytes().all(|b| b.is_ascii_hexdigit()))
}

/// A UUID of version 5 over the title and the identifiers, or the people where there are none.
fn own_uuid(meta: &Meta) -> String {
    let mut name = NAMESPACE.to_vec();
    let mut add = |kind: &str, text: &str| {
        // Separators that no text has keep "a" + "bc" and "ab" + "c" apart.
        name.extend([kind.as_bytes(), &[0x1F], text.as_bytes(), &[0x1E]].concat());
    };
    add("title", &meta.title);
    for identifier in &meta.identifiers {
        add("identifier", &text(identifier));
    }
    if meta.identifiers.is_empty() {
        for person in &meta.people {
            add(person.role.marc(), &person.name);
        }
    }
    let digest = sha1::digest(&name);
    let mut bytes = [0; 16];
    bytes.copy_from_slice(&digest[..16]);
    // RFC 9562, 4.1 and 4.2: variant and version.
    bytes[6] = bytes[6] & 0x0F | 0x50;
    bytes[8] = bytes[8] & 0x3F | 0x80;
    let hex: String = bytes.iter().map(|byte| format!("{byte:02x}")).collect();
    format!("{}-{}-{}-{}-{}", &hex[..8], &hex[8..12], &hex[12..16], &hex[16..20], &hex[20..])
}

#[cfg(test)]
mod tests {
    use chapbook_resolve::{Person, PersonRole};

    use super::*;

    fn meta(title: &str, identifiers: &[(&str, &str)]) -> Meta {
        let identifier =
            |(scheme, text): &(&str, &str)| Identifier { scheme: Some((*scheme).into()), text: (*text).into() };
        Meta { title: title.into(), identifiers: identifiers.iter().map(identifier).collect(), ..Meta::default() }
    }

    #[test]
    fn schemes_become_urns() {
        let ids = identifiers(&meta("T", &[("isbn", "978-0-00-000000-2"), ("doi", "10.1/x"), ("ISBN", "97")]));
        assert!(ids[0].starts_with("urn:uuid:") && ids[0].len() == 45, "{ids:?}");
        assert_eq!(ids[1..], ["urn:isbn:9780000000002", "doi:10.1/x", "97"]);
    }

    #[test]
    fn the_last_digit_of_an_isbn_checks_the_others() {
        for (digits, holds) in [
            ("9780306406157", true),
            ("9780306406158", false),
            ("0306406152", true),
            ("080442957X", true),
            ("0804429570", false),
        ] {
            assert_eq!(checks(digits), holds, "{digits}");
        }
    }

    #[test]
    fn the_authors_uuid_is_the_books() {
        let given = "0F1C0B52-3d9e-4a77-9b04-5ed128c690ab";
        let ids = identifiers(&meta("T", &[("doi", "10.1/x"), ("uuid", given)]));
        assert_eq!(ids, ["urn:uuid:0f1c0b52-3d9e-4a77-9b04-5ed128c690ab", "doi:10.1/x"]);
        assert_eq!(identifiers(&meta("T", &[("uuid", "no")]))[1], "no");
    }

    #[test]
    fn the_uuid_depends_on_title_and_people() {
        let one = identifiers(&meta("T", &[]));
        assert_eq!(one, identifiers(&meta("T", &[])));
        assert_ne!(one, identifiers(&meta("U", &[])));
        let person = Person { name: "A. Author".into(), file_as: "Author, A.".into(), role: PersonRole::Author };
        assert_ne!(one, identifiers(&Meta { people: vec![person], ..meta("T", &[]) }));
        // Version 5, variant 8 to b.
        assert_eq!(&one[0][23..24], "5");
        assert!(matches!(&one[0][28..29], "8" | "9" | "a" | "b"), "{one:?}");
    }
}
