//! Metadata as YAML front matter (DIALECT 2), in the order of the table of keys. Prose is Markdown; what is not
//! known is printed as it was written.

use chapbook_model::{
    Author, BioPlacement, Block, Identifier, Inline, ListPrinting, Marker, Metadata, NotePlacement, Series,
};
use chapbook_values::Direction;

use super::Writer;
use super::blocks::Spacing;
use super::escapes::LinePlace;
use super::out::Out;

/// Front matter with its fences; nothing if there is nothing to say.
pub(super) fn print(writer: &mut Writer<'_>, metadata: &Metadata) -> String {
    let mut yaml = Yaml { writer, text: String::new() };
    yaml.document(metadata);
    // Front matter that did not parse is kept as a whole.
    let kept = metadata.unknown.iter().find(|unknown| unknown.key.is_empty());
    let text = kept.map_or_else(|| std::mem::take(&mut yaml.text), |unknown| unknown.value.clone());
    if text.is_empty() {
        return text;
    }
    let end = if text.ends_with('\n') { "" } else { "\n" };
    let fence = if kept.is_some() && crate::front::is_toml(&text) { "+++" } else { "---" };
    format!("{fence}\n{text}{end}{fence}\n")
}

struct Yaml<'w, 'd> {
    writer: &'w mut Writer<'d>,
    text: String,
}

impl Yaml<'_, '_> {
    fn document(&mut self, metadata: &Metadata) {
        let Metadata {
            title,
            subtitle,
            description,
            summary,
            rights,
            publisher,
            authors,
            date,
            language,
            direction,
            identifiers,
            keywords,
            series,
            cover,
            abbreviations,
            bibliography,
            citation_style,
            acknowledgements,
            notes,
            lists,
            numbering,
            smart,
            unknown,
            origins: _,
        } = metadata;
        self.line("", "title", title.as_deref());
        self.line("", "subtitle", subtitle.as_deref());
        self.authors(authors, metadata);
        self.word("", "date", date.as_ref().map(|date| date.text.as_str()));
        self.word("", "language", language.as_ref().map(ToString::to_string).as_deref());
        self.word(
            "",
            "direction",
            direction.map(|direction| match direction {
                Direction::Ltr => "ltr",
                Direction::Rtl => "rtl",
            }),
        );
        self.identifiers(identifiers);
        self.word("", "publisher", publisher.as_deref());
        self.line("", "rights", rights.as_deref());
        self.line("", "description", description.as_deref());
        self.words("", "keywords", keywords, true);
        self.series(series.as_ref());
        self.word("", "cover", cover.as_deref());
        self.blocks("", "abstract", summary);
        self.blocks("", "acknowledgements", acknowledgements);
        if !abbreviations.is_empty() {
            self.text.push_str("abbreviations:\n");
            for (short, long) in abbreviations {
                self.text.push_str(&format!("  {}: {}\n", quoted_always(short), scalar(long)));
            }
        }
        self.words("", "bibliography", bibliography, false);
        self.word("", "citation-style", citation_style.as_deref());
        self.word(
            "",
            "notes",
            notes.map(|notes| match notes {
                NotePlacement::Footnotes => "footnotes",
                NotePlacement::Endnotes => "endnotes",
                NotePlacement::Chapter => "chapter",
            }),
        );
        self.word(
            "",
            "lists",
            lists.map(|lists| match lists {
                ListPrinting::Sequence => "sequence",
                ListPrinting::Literal => "literal",
            }),
        );
        self.truth("numbering", *numbering);
        self.truth("smart", *smart);
        for unknown in unknown.iter().filter(|unknown| !unknown.key.starts_with("authors.")) {
            self.raw("", &unknown.key, &unknown.value);
        }
    }

    fn authors(&mut self, authors: &[Author], metadata: &Metadata) {
        if authors.is_empty() {
            return;
        }
        self.text.push_str("authors:\n");
        for (i, author) in authors.iter().enumerate() {
            let start = self.text.len();
            let kept = format!("authors.{i}.");
            self.author(author);
            for unknown in &metadata.unknown {
                if let Some(key) = unknown.key.strip_prefix(&kept) {
                    self.raw("    ", key, &unknown.value);
                }
            }
            // The first key stands on the line of the dash.
            self.text.replace_range(start..start + 4, "  - ");
        }
    }

    fn author(&mut self, author: &Author) {
        let Author {
            name,
            id,
            role,
            affiliations,
            email,
            orcid,
            url,
            corresponding,
            bio,
            note,
            acknowledgements,
            marker,
            bio_placement,
            span: _,
        } = author;
        const IN: &str = "    ";
        self.word(IN, "name", Some(name));
        self.word(IN, "id", id.as_deref());
        self.word(IN, "role", role.as_deref());
        self.words(IN, "affiliation", affiliations, false);
        self.word(IN, "email", email.as_deref());
        self.word(IN, "orcid", orcid.as_deref());
        self.word(IN, "url", url.as_deref());
        if *corresponding {
            self.text.push_str("    corresponding: true\n");
        }
        match marker {
            Marker::Unset => {}
            Marker::Auto => self.word(IN, "marker", Some("auto")),
            Marker::None => self.word(IN, "marker", Some("none")),
            Marker::Literal(marker) => self.word(IN, "marker", Some(marker)),
        }
        self.blocks(IN, "bio", bio);
        self.blocks(IN, "note", note);
        self.blocks(IN, "acknowledgements", acknowledgements);
        match bio_placement {
            BioPlacement::End => {}
            BioPlacement::Footnote => self.word(IN, "bio-placement", Some("footnote")),
            BioPlacement::ContributorsPage => self.word(IN, "bio-placement", Some("contributors-page")),
        }
    }

    fn identifiers(&mut self, identifiers: &[Identifier]) {
        match identifiers {
            [] => {}
            [Identifier { scheme: None, text }] => self.word("", "identifier", Some(text)),
            list => {
                self.text.push_str("identifier:\n");
                for Identifier { scheme, text } in list {
                    match scheme {
                        Some(scheme) => {
                            let line = format!("  - {{scheme: {}, text: {}}}\n", in_flow(scheme), in_flow(text));
                            self.text.push_str(&line);
                        }
                        None => self.text.push_str(&format!("  - {}\n", scalar(text))),
                    }
                }
            }
        }
    }

    fn series(&mut self, series: Option<&Series>) {
        let Some(Series { name, position }) = series else { return };
        match position {
            None => self.word("", "series", Some(name)),
            Some(position) => {
                let line = format!("series: {{name: {}, position: {}}}\n", in_flow(name), in_flow(position));
                self.text.push_str(&line);
            }
        }
    }

    fn word(&mut self, indent: &str, key: &str, word: Option<&str>) {
        if let Some(word) = word {
            self.text.push_str(&format!("{indent}{key}: {}\n", scalar(word)));
        }
    }

    fn truth(&mut self, key: &str, truth: Option<bool>) {
        if let Some(truth) = truth {
            self.text.push_str(&format!("{key}: {truth}\n"));
        }
    }

    /// One word stands alone where a list of one means the same.
    fn words(&mut self, indent: &str, key: &str, words: &[String], listed: bool) {
        match words {
            [] => {}
            [word] if !listed => self.word(indent, key, Some(word)),
            words => {
                let words: Vec<String> = words.iter().map(|word| in_flow(word)).collect();
                self.text.push_str(&format!("{indent}{key}: [{}]\n", words.join(", ")));
            }
        }
    }

    /// Prose of one line.
    fn line(&mut self, indent: &str, key: &str, content: Option<&[Inline]>) {
        if let Some(content) = content {
            let words = self.writer.line(content, LinePlace::Value.into());
            self.word(indent, key, Some(&words));
        }
    }

    /// Prose of blocks: one line as it is, more as a literal block.
    fn blocks(&mut self, indent: &str, key: &str, blocks: &[Block]) {
        if blocks.is_empty() {
            return;
        }
        let mut out = Out::new();
        self.writer.blocks(&mut out, blocks, Spacing::Blank);
        let text = out.finish();
        if !text.contains('\n') {
            return self.word(indent, key, Some(&text));
        }
        self.text.push_str(&format!("{indent}{key}: |\n"));
        for line in text.split('\n') {
            let prefix = if line.is_empty() { "" } else { indent };
            self.text.push_str(&format!("{prefix}{}{line}\n", if line.is_empty() { "" } else { "  " }));
        }
    }

    /// A value as it was written; the lines of a nested one keep their indent.
    fn raw(&mut self, indent: &str, key: &str, value: &str) {
        let space = if value.is_empty() || value.starts_with('\n') { "" } else { " " };
        self.text.push_str(&format!("{indent}{}:{space}{value}\n", scalar(key)));
    }
}

/// A scalar, in quotation marks where YAML would read it otherwise (YAML 1.2, 7.3).
fn scalar(text: &str) -> String {
    let first = |c: char| c.is_alphanumeric() || matches!(c, '(' | '/' | '.' | '_' | '\\' | '“' | '‘' | '«');
    let plain = text.starts_with(first)
        && !text.ends_with([' ', ':'])
        && !text.contains(": ")
        && !text.contains(" #")
        && !text.chars().any(|c| c.is_control() || matches!(c, '\u{feff}' | '\u{2028}' | '\u{2029}' | '\u{85}'))
        && !matches!(text, "true" | "false" | "null" | "True" | "False" | "Null" | "TRUE" | "FALSE" | "NULL" | "...")
        && !text.starts_with("...");
    if plain { text.to_owned() } else { quoted_always(text) }
}

/// A scalar inside brackets or braces, where commas and brackets end it.
fn in_flow(text: &str) -> String {
    if text.contains([',', '[', ']', '{', '}']) { quoted_always(text) } else { scalar(text) }
}

/// A scalar in double quotation marks, with the escapes of YAML 1.2, 5.7.
fn quoted_always(text: &str) -> String {
    let mut out = String::from("\"");
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\t' => out.push_str("\\t"),
            c if c.is_control() || matches!(c, '\u{feff}' | '\u{2028}' | '\u{2029}') => {
                out.push_str(&format!("\\u{:04x}", c as u32));
            }
            c => out.push(c),
        }
    }
    out.push('"');
    out
}
