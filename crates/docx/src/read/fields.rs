//! The instructions of fields (ISO/IEC 29500-1, 17.16): what a field is, and what its arguments are.

use chapbook_model::OutlineKind;

/// What a field is.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) enum FieldKind {
    /// A list that a program makes.
    Outline(OutlineKind),
    /// The text, or with `\r`, `\n`, `\w` the number, of the paragraph of a bookmark.
    Reference { bookmark: String, number: bool },
    /// The page of a bookmark.
    Page(String),
    /// The mark of the note of a bookmark.
    Note(String),
    /// A link: target, place in it, tip.
    Link { target: String, place: Option<String>, title: Option<String> },
    /// A number of a sequence.
    Sequence(String),
    /// The number of the nearest heading.
    StyleReference,
    /// An entry of the index.
    IndexEntry,
    /// What shows nothing and says nothing: entries for contents, and the like.
    Silent,
    /// Any other: its result is text.
    #[default]
    Other,
}

impl FieldKind {
    /// The kind of a field by its instruction.
    pub(crate) fn parse(instruction: &str) -> Self {
        let arguments = arguments(instruction);
        let mut plain = arguments.iter().filter(|argument| !argument.switch).map(|argument| argument.text.as_str());
        let name = plain.next().unwrap_or("").to_uppercase();
        let first = plain.next().unwrap_or("").to_owned();
        let has = |switch: &str| arguments.iter().any(|a| a.switch && a.text.eq_ignore_ascii_case(switch));
        // The argument after a switch.
        let after = |switch: &str| {
            let at = arguments.iter().position(|a| a.switch && a.text.eq_ignore_ascii_case(switch))?;
            arguments.get(at + 1).filter(|a| !a.switch).map(|a| a.text.clone())
        };
        match name.as_str() {
            "TOC" => Self::Outline(outline(after("c").or_else(|| after("a")).as_deref())),
            "INDEX" => Self::Outline(OutlineKind::Index),
            "REF" => Self::Reference { bookmark: first, number: has("r") || has("n") || has("w") },
            "PAGEREF" => Self::Page(first),
            "NOTEREF" | "FTNREF" => Self::Note(first),
            "HYPERLINK" => {
                let place = after("l");
                // The first argument is the target only if no switch stands before it.
                let target = arguments.get(1).filter(|a| !a.switch).map(|a| a.text.clone()).unwrap_or_default();
                Self::Link { target, place, title: after("o") }
            }
            "SEQ" => Self::Sequence(first),
            "STYLEREF" => Self::StyleReference,
            "XE" => Self::IndexEntry,
            "TC" | "RD" | "TA" | "SET" | "PRIVATE" => Self::Silent,
            _ => Self::Other,
        }
    }
}

/// Which list a table of contents is, by the sequence that it lists.
fn outline(sequence: Option<&str>) -> OutlineKind {
    match sequence.map(str::to_lowercase).as_deref() {
        None => OutlineKind::Contents,
        Some("table" | "tabelle" | "tableau" | "tabla") => OutlineKind::Tables,
        Some("listing" | "codebeispiel" | "code") => OutlineKind::Listings,
        Some(_) => OutlineKind::Figures,
    }
}

/// An argument of a field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Argument {
    /// It began with a backslash.
    pub(crate) switch: bool,
    pub(crate) text: String,
}

/// The words of an instruction: quoted ones whole, switches without their backslash.
pub(crate) fn arguments(instruction: &str) -> Vec<Argument> {
    let mut found = Vec::new();
    let mut rest = instruction.trim_start();
    while let Some(first) = rest.chars().next() {
        if matches!(first, '"' | '“' | '”') {
            let (text, after) = quoted(&rest[first.len_utf8()..]);
            found.push(Argument { switch: false, text });
            rest = after;
        } else {
            let end = rest.find(|c: char| c.is_whitespace() || c == '"').unwrap_or(rest.len());
            let (word, after) = rest.split_at(end);
            // A switch without space before its argument: `\o"1-3"`.
            match word.strip_prefix('\\') {
                Some(switch) => found.push(Argument { switch: true, text: switch.to_owned() }),
                None => found.push(Argument { switch: false, text: word.to_owned() }),
            }
            rest = after;
        }
        rest = rest.trim_start();
    }
    found
}

/// The text up to the quotation mark that ends it, and what follows that.
fn quoted(text: &str) -> (String, &str) {
    let mut out = String::new();
    let mut escaped = false;
    for (at, c) in text.char_indices() {
        match c {
            '\\' if !escaped => {
                escaped = true;
                continue;
            }
            '"' | '“' | '”' if !escaped => return (out, &text[at + c.len_utf8()..]),
            // An index entry keeps the backslash before its colons: they part no levels.
            ':' if escaped => out.push_str("\\:"),
            c => out.push(c),
        }
        escaped = false;
    }
    (out, "")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn instructions_are_read_as_word_means_them() {
        for (instruction, kind) in [
            (" TOC \\o \"1-3\" \\h \\z \\u ", FieldKind::Outline(OutlineKind::Contents)),
            ("TOC \\h \\z \\c \"Table\"", FieldKind::Outline(OutlineKind::Tables)),
            (" REF _Ref00000001 \\h ", FieldKind::Reference { bookmark: "_Ref00000001".into(), number: false }),
            ("ref x \\r \\h", FieldKind::Reference { bookmark: "x".into(), number: true }),
            ("PAGEREF _Toc1 \\h", FieldKind::Page("_Toc1".into())),
            ("SEQ Figure \\* ARABIC", FieldKind::Sequence("Figure".into())),
            ("DATE \\@ \"d MMMM\"", FieldKind::Other),
            ("", FieldKind::Other),
        ] {
            assert_eq!(FieldKind::parse(instruction), kind, "{instruction}");
        }
    }

    #[test]
    fn links_have_targets_places_and_tips() {
        let link = FieldKind::parse("HYPERLINK \"https://example.org/a b\" \\l \"here\" \\o \"a \\\"tip\\\"\"");
        let wanted = FieldKind::Link {
            target: "https://example.org/a b".into(),
            place: Some("here".into()),
            title: Some("a \"tip\"".into()),
        };
        assert_eq!(link, wanted);
        let link = FieldKind::parse("HYPERLINK \\l \"_Ref1\"");
        assert_eq!(link, FieldKind::Link { target: String::new(), place: Some("_Ref1".into()), title: None });
    }
}
