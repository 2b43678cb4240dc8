//! The keys of metadata (DIALECT 2), read from a mapping. A key that is not known, or whose value is of the
//! wrong type, is kept with its value as written and reported with its place.

use std::ops::Range;

use chapbook_model::{
    Block, DateText, Identifier, Inline, ListPrinting, Metadata, NotePlacement, Origin, Series, UnknownKey,
};
use chapbook_source::{Code, Diagnostic, Span, codes, nearest};
use chapbook_values::{Direction, Language};

use super::value::{Entry, Value, ValueKind};
use crate::context::Context;
use crate::place::{Place, Spans};
use crate::tree;

/// The keys of a document, each with its other names.
const KEYS: [&[&str]; 23] = [
    &["title"],
    &["subtitle"],
    &["description"],
    &["abstract"],
    &["rights", "copyright"],
    &["publisher"],
    &["authors", "author"],
    &["date"],
    &["language", "lang"],
    &["direction", "dir"],
    &["identifier", "isbn", "doi"],
    &["keywords", "subject"],
    &["series"],
    &["cover", "cover-image"],
    &["abbreviations"],
    &["bibliography"],
    &["citation-style", "csl"],
    &["acknowledgements"],
    &["notes"],
    &["lists"],
    &["numbering", "number-sections"],
    &["smart"],
    &["acknowledgments"],
];

/// Whether a key is one of a document's, by any of its names.
pub(crate) fn is_known(key: &str) -> bool {
    KEYS.iter().any(|names| names.contains(&key))
}

/// Why a value was not taken; what was asked for.
pub(crate) type Wanted = &'static str;

/// The reader of a mapping.
pub(crate) struct Schema<'s> {
    /// The whole text of the file.
    pub(crate) text: &'s str,
    /// What is known of the file.
    pub(crate) context: &'s mut Context,
    pub(crate) metadata: Metadata,
}

/// Reads the entries of a mapping as metadata. `end` is where the mapping ends in the file.
pub(crate) fn read(text: &str, entries: &[Entry], end: usize, context: &mut Context) -> Metadata {
    let mut schema = Schema { text, context, metadata: Metadata::default() };
    for (i, entry) in entries.iter().enumerate() {
        let next = entries.get(i + 1).map_or(end, |next| next.key_place.start);
        schema.entry(entry, next);
    }
    schema.metadata
}

/// What the body has to know before it is read: whether there is a bibliography, and which markers authors have.
pub(crate) fn announce(entries: &[Entry], context: &mut Context) {
    for Entry { key, value, .. } in entries {
        if key == "bibliography" {
            context.bibliography |= !matches!(value.kind, ValueKind::Null);
        } else if key == "authors" || key == "author" {
            announce_markers(value, context);
        }
    }
}

fn announce_markers(authors: &Value, context: &mut Context) {
    let list = match &authors.kind {
        ValueKind::List(list) => list.as_slice(),
        ValueKind::Map(_) | ValueKind::Null | ValueKind::Bool(_) | ValueKind::Number | ValueKind::Text(_) => {
            std::slice::from_ref(authors)
        }
    };
    for author in list {
        let ValueKind::Map(fields) = &author.kind else { continue };
        for field in fields {
            if let ("marker", ValueKind::Text(marker)) = (field.key.as_str(), &field.value.kind) {
                context.answered.insert(marker.clone());
            }
        }
    }
}

impl Schema<'_> {
    pub(crate) fn span(&self, place: Range<usize>) -> Span {
        Span::new(self.context.file, place)
    }

    fn entry(&mut self, entry: &Entry, next: usize) {
        let key = entry.key.as_str();
        let Some(names) = KEYS.iter().find(|names| names.contains(&key)) else {
            self.remark_on_unknown(&entry.key_place, key, KEYS.iter().flat_map(|names| names.iter().copied()));
            self.keep(key, entry, next);
            return;
        };
        self.remark_on_tag(entry);
        // A key with nothing after it, as templates have it, says nothing.
        if entry.value.kind == ValueKind::Null {
            self.keep(key, entry, next);
            return;
        }
        // `isbn` and `doi` may stand together; other names say the same twice.
        let repeated = names[0] != "identifier" && self.metadata.origins.iter().any(|(set, _)| *set == names[0]);
        if repeated {
            let span = self.span(entry.key_place.clone());
            self.context.say(
                &codes::KEY_TYPE,
                span,
                format!("`{key}` says again what `{}` said; the first counts", names[0]),
            );
            self.keep(key, entry, next);
            return;
        }
        match self.set(names[0], key, &entry.value) {
            Ok(()) => {
                let place = entry.key_place.start..entry.value.end().max(entry.key_place.end);
                let origin = Origin::File(self.span(place));
                self.metadata.origins.push((names[0].to_owned(), origin));
            }
            Err(wanted) => {
                self.remark_on_type(key, &entry.value, wanted);
                self.keep(key, entry, next);
            }
        }
    }

    fn set(&mut self, name: &str, key: &str, value: &Value) -> Result<(), Wanted> {
        match name {
            "title" => self.metadata.title = Some(self.line(value)?),
            "subtitle" => self.metadata.subtitle = Some(self.line(value)?),
            "description" => self.metadata.description = Some(self.line(value)?),
            "rights" => self.metadata.rights = Some(self.line(value)?),
            "abstract" => self.metadata.summary = self.blocks(value)?,
            "acknowledgements" | "acknowledgments" => self.metadata.acknowledgements = self.blocks(value)?,
            "publisher" => self.metadata.publisher = Some(self.words(value)?),
            "authors" => self.authors(value)?,
            "date" => self.date(value)?,
            "language" => {
                let tag = self.words(value)?;
                self.metadata.language = Some(Language::parse(&tag).ok_or("a language tag such as `en-GB`")?);
            }
            "direction" => {
                self.metadata.direction =
                    Some(self.choice(value, &[("ltr", Direction::Ltr), ("rtl", Direction::Rtl)], "`ltr` or `rtl`")?);
            }
            "identifier" => self.identifiers(key, value)?,
            "keywords" => self.metadata.keywords = self.keywords(value)?,
            "series" => self.metadata.series = Some(self.series(value)?),
            "cover" => self.metadata.cover = Some(self.words(value)?),
            "abbreviations" => self.metadata.abbreviations = self.pairs(value)?,
            "bibliography" => self.metadata.bibliography = self.word_list(value, "a file or a list of files")?,
            "citation-style" => self.metadata.citation_style = Some(self.words(value)?),
            "notes" => {
                let choices = [
                    ("footnotes", NotePlacement::Footnotes),
                    ("endnotes", NotePlacement::Endnotes),
                    ("chapter", NotePlacement::Chapter),
                ];
                self.metadata.notes = Some(self.choice(value, &choices, "`footnotes`, `endnotes` or `chapter`")?);
            }
            "lists" => {
                let choices = [("sequence", ListPrinting::Sequence), ("literal", ListPrinting::Literal)];
                self.metadata.lists = Some(self.choice(value, &choices, "`sequence` or `literal`")?);
            }
            "numbering" => self.metadata.numbering = Some(truth(value)?),
            "smart" => self.metadata.smart = Some(truth(value)?),
            // The table above has no other names.
            _ => return Err("a known key"),
        }
        Ok(())
    }

    /// Words of a scalar.
    pub(crate) fn words(&self, value: &Value) -> Result<String, Wanted> {
        value.words(self.text).map(|words| crate::clean::clean_text(&words)).ok_or("text")
    }

    /// One scalar or a list of them.
    pub(crate) fn word_list(&self, value: &Value, wanted: Wanted) -> Result<Vec<String>, Wanted> {
        match &value.kind {
            ValueKind::List(list) => list.iter().map(|v| self.words(v).map_err(|_| wanted)).collect(),
            ValueKind::Null | ValueKind::Bool(_) | ValueKind::Number | ValueKind::Text(_) | ValueKind::Map(_) => {
                Ok(vec![self.words(value).map_err(|_| wanted)?])
            }
        }
    }

    /// Prose of one line: a title, a copyright line.
    fn line(&mut self, value: &Value) -> Result<Vec<Inline>, Wanted> {
        let (text, spans) = self.prose(value)?;
        Ok(tree::read_line(Place { text: text.trim_end_matches(['\n', '\r']), spans }, self.context))
    }

    /// Prose of blocks: an abstract, a biography.
    pub(crate) fn blocks(&mut self, value: &Value) -> Result<Vec<Block>, Wanted> {
        let (text, spans) = self.prose(value)?;
        Ok(tree::read_blocks(Place { text: &text, spans }, self.context))
    }

    fn prose(&self, value: &Value) -> Result<(String, Spans), Wanted> {
        let text = value.words(self.text).ok_or("text")?;
        let spans = match value.words_place(self.text) {
            Some(place) => Spans::At { file: self.context.file, base: place.start, skip: 0 },
            None => Spans::Fixed(self.span(value.place.clone())),
        };
        Ok((text, spans))
    }

    fn date(&mut self, value: &Value) -> Result<(), Wanted> {
        let date = DateText::parse(&self.words(value)?);
        if date.iso.is_none() {
            let span = self.span(value.place.clone());
            let diagnostic =
                Diagnostic::new(&codes::DATE_FORM, span, "this date is not in ISO form and is printed as typed");
            self.context.diagnostics.push(diagnostic.hint("write a year, `2026-01` or `2026-01-31`"));
        }
        self.metadata.date = Some(date);
        Ok(())
    }

    /// One of a few words.
    pub(crate) fn choice<T: Copy>(&self, value: &Value, choices: &[(&str, T)], wanted: Wanted) -> Result<T, Wanted> {
        let word = self.words(value).map_err(|_| wanted)?;
        choices.iter().find(|(name, _)| *name == word).map(|(_, choice)| *choice).ok_or(wanted)
    }

    fn identifiers(&mut self, key: &str, value: &Value) -> Result<(), Wanted> {
        const WANTED: Wanted = "text, a mapping of `scheme` and `text`, or a list of these";
        let scheme = (key != "identifier").then(|| key.to_owned());
        let list = match &value.kind {
            ValueKind::List(list) => list.as_slice(),
            ValueKind::Null | ValueKind::Bool(_) | ValueKind::Number | ValueKind::Text(_) | ValueKind::Map(_) => {
                std::slice::from_ref(value)
            }
        };
        let mut found = Vec::new();
        for value in list {
            let ValueKind::Map(fields) = &value.kind else {
                found.push(Identifier { scheme: scheme.clone(), text: self.words(value).map_err(|_| WANTED)? });
                continue;
            };
            let mut identifier = Identifier { scheme: scheme.clone(), text: String::new() };
            for field in fields {
                match field.key.as_str() {
                    "scheme" => identifier.scheme = Some(self.words(&field.value).map_err(|_| WANTED)?),
                    "text" => identifier.text = self.words(&field.value).map_err(|_| WANTED)?,
                    other => self.remark_on_unknown(&field.key_place, other, ["scheme", "text"]),
                }
            }
            if identifier.text.is_empty() {
                return Err(WANTED);
            }
            found.push(identifier);
        }
        self.metadata.identifiers.extend(found);
        Ok(())
    }

    /// A list; words with commas between them are one, too.
    fn keywords(&self, value: &Value) -> Result<Vec<String>, Wanted> {
        let words = self.word_list(value, "a list of words")?;
        let split = |word: String| -> Vec<String> {
            word.split(',').map(|w| w.trim().to_owned()).filter(|w| !w.is_empty()).collect()
        };
        Ok(match &value.kind {
            ValueKind::List(_) => words,
            ValueKind::Null | ValueKind::Bool(_) | ValueKind::Number | ValueKind::Text(_) | ValueKind::Map(_) => {
                words.into_iter().flat_map(split).collect()
            }
        })
    }

    fn series(&mut self, value: &Value) -> Result<Series, Wanted> {
        const WANTED: Wanted = "text or a mapping of `name` and `position`";
        let ValueKind::Map(fields) = &value.kind else {
            return Ok(Series { name: self.words(value).map_err(|_| WANTED)?, position: None });
        };
        let mut series = Series { name: String::new(), position: None };
        for field in fields {
            match field.key.as_str() {
                "name" => series.name = self.words(&field.value).map_err(|_| WANTED)?,
                "position" => series.position = Some(self.words(&field.value).map_err(|_| WANTED)?),
                other => self.remark_on_unknown(&field.key_place, other, ["name", "position"]),
            }
        }
        if series.name.is_empty() { Err(WANTED) } else { Ok(series) }
    }

    fn pairs(&self, value: &Value) -> Result<Vec<(String, String)>, Wanted> {
        const WANTED: Wanted = "a mapping of short and long forms";
        let ValueKind::Map(fields) = &value.kind else { return Err(WANTED) };
        fields.iter().map(|f| Ok((f.key.clone(), self.words(&f.value).map_err(|_| WANTED)?))).collect()
    }

    /// A key that is not known.
    pub(crate) fn remark_on_unknown<'k>(
        &mut self,
        place: &Range<usize>,
        key: &str,
        known: impl IntoIterator<Item = &'k str>,
    ) {
        let span = self.span(place.clone());
        let mut diagnostic = Diagnostic::new(
            &codes::UNKNOWN_KEY,
            span,
            format!("`{key}` is no key that is known; it is kept and has no effect"),
        );
        if let Some(near) = nearest(key, known) {
            diagnostic = diagnostic.hint(format!("did you mean `{near}`?")).edit(span, near);
        }
        self.context.diagnostics.push(diagnostic);
    }

    /// A value of the wrong type.
    pub(crate) fn remark_on_type(&mut self, key: &str, value: &Value, wanted: Wanted) {
        let found = value.kind_name();
        let say: &'static Code = &codes::KEY_TYPE;
        let shown = value.words(self.text).filter(|words| words.len() < 40 && !words.contains('\n'));
        let found = shown.map_or_else(|| found.to_owned(), |words| format!("`{words}`"));
        let place = if value.place.is_empty() { value.place.start..value.end() } else { value.place.clone() };
        let span = self.span(place);
        self.context.say(
            say,
            span,
            format!("`{key}` takes {wanted}, not {found}; the value is kept and has no effect"),
        );
    }

    /// A tag of YAML's before a value: it is not run and not known.
    fn remark_on_tag(&mut self, entry: &Entry) {
        let between = entry.key_place.end..entry.value.place.start.max(entry.key_place.end);
        let Some(source) = self.text.get(between.clone()) else { return };
        if let Some(at) = source.find('!') {
            let tag = source[at..].split_whitespace().next().unwrap_or("!");
            let start = between.start + at;
            let span = self.span(start..start + tag.len());
            if !tag.starts_with("!!") {
                self.context.say(&codes::KEY_TYPE, span, format!("the tag `{tag}` is ignored"));
            }
        }
    }

    fn keep(&mut self, key: &str, entry: &Entry, next: usize) {
        let value = self.source_of(entry, next);
        self.metadata.unknown.push(UnknownKey { key: key.to_owned(), value });
    }

    /// The value of an entry as written, up to the next key. Between braces what ends the entry is none of it.
    pub(crate) fn source_of(&self, entry: &Entry, next: usize) -> String {
        let source = self.text.get(entry.key_place.end..next.max(entry.key_place.end)).unwrap_or("");
        let source = source.trim_start_matches(['"', '\'']).trim_start().trim_start_matches([':', '=']);
        let mut value = source.trim_start_matches([' ', '\t']).trim_end();
        let before = self.text.get(..entry.key_place.start).unwrap_or("").trim_end_matches(['"', '\'']).trim_end();
        while before.ends_with(['{', ',']) {
            let open = value.matches('{').count() < value.matches('}').count();
            let Some(rest) = value.strip_suffix(',').or_else(|| value.strip_suffix('}').filter(|_| open)) else {
                break;
            };
            value = rest.trim_end();
        }
        value.to_owned()
    }
}

/// `true` or `false`.
pub(crate) fn truth(value: &Value) -> Result<bool, Wanted> {
    match &value.kind {
        ValueKind::Bool(truth) => Ok(*truth),
        ValueKind::Null | ValueKind::Number | ValueKind::Text(_) | ValueKind::List(_) | ValueKind::Map(_) => {
            Err("`true` or `false`")
        }
    }
}
