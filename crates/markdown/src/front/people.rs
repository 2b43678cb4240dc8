//! `authors`: a string, a list of strings, or mappings (DIALECT 8).

use chapbook_model::{Author, BioPlacement, Marker, UnknownKey};

use super::schema::{Schema, Wanted, truth};
use super::value::{Entry, Value, ValueKind};

/// The keys of an author.
const KEYS: [&str; 14] = [
    "name",
    "id",
    "role",
    "affiliation",
    "affiliations",
    "email",
    "orcid",
    "url",
    "corresponding",
    "bio",
    "note",
    "acknowledgements",
    "marker",
    "bio-placement",
];

impl Schema<'_> {
    /// Reads the authors; those that have no name are reported and kept as written.
    pub(crate) fn authors(&mut self, value: &Value) -> Result<(), Wanted> {
        const WANTED: Wanted = "a name, a list of names, or a list of mappings with a `name`";
        let list = match &value.kind {
            ValueKind::List(list) => list.as_slice(),
            ValueKind::Text(_) | ValueKind::Map(_) => std::slice::from_ref(value),
            ValueKind::Null | ValueKind::Bool(_) | ValueKind::Number => return Err(WANTED),
        };
        let mut authors = Vec::new();
        for (i, person) in list.iter().enumerate() {
            let ValueKind::Map(fields) = &person.kind else {
                let name = self.words(person).map_err(|_| WANTED)?;
                authors.push(Author { name, span: self.span(person.place.clone()), ..Author::default() });
                continue;
            };
            if !fields.iter().any(|field| field.key == "name") {
                return Err(WANTED);
            }
            let author = self.author(i, person, fields);
            authors.push(author);
        }
        self.metadata.authors = authors;
        Ok(())
    }

    fn author(&mut self, index: usize, person: &Value, fields: &[Entry]) -> Author {
        let start = fields.first().map_or(person.place.start, |field| field.key_place.start);
        let mut author = Author { span: self.span(start..person.end()), ..Author::default() };
        for (i, field) in fields.iter().enumerate() {
            let key = field.key.as_str();
            let next = fields.get(i + 1).map_or_else(|| field.value.end(), |next| next.key_place.start);
            if !KEYS.contains(&key) {
                self.remark_on_unknown(&field.key_place, key, KEYS);
                self.keep_of_author(index, field, next);
                continue;
            }
            if field.value.kind == ValueKind::Null {
                continue;
            }
            if let Err(wanted) = self.set_author(&mut author, key, &field.value) {
                self.remark_on_type(key, &field.value, wanted);
                self.keep_of_author(index, field, next);
            }
        }
        author
    }

    fn set_author(&mut self, author: &mut Author, key: &str, value: &Value) -> Result<(), Wanted> {
        match key {
            "name" => author.name = self.name(value)?,
            "id" => author.id = Some(self.words(value)?),
            "role" => author.role = Some(self.words(value)?),
            "affiliation" | "affiliations" => author.affiliations.extend(self.affiliations(value)?),
            "email" => author.email = Some(self.words(value)?),
            "orcid" => author.orcid = Some(self.words(value)?),
            "url" => author.url = Some(self.words(value)?),
            "corresponding" => author.corresponding = truth(value)?,
            "bio" => author.bio = self.blocks(value)?,
            "note" => author.note = self.blocks(value)?,
            "acknowledgements" => author.acknowledgements = self.blocks(value)?,
            "marker" => {
                author.marker = match self.words(value)?.as_str() {
                    "auto" => Marker::Auto,
                    "none" | "" => Marker::None,
                    literal => Marker::Literal(literal.to_owned()),
                };
            }
            "bio-placement" => {
                let choices = [
                    ("footnote", BioPlacement::Footnote),
                    ("end", BioPlacement::End),
                    ("contributors-page", BioPlacement::ContributorsPage),
                ];
                author.bio_placement = self.choice(value, &choices, "`footnote`, `end` or `contributors-page`")?;
            }
            // The list above has no other names.
            _ => return Err("a known key"),
        }
        Ok(())
    }

    /// A name, or Quarto's parts of one.
    fn name(&self, value: &Value) -> Result<String, Wanted> {
        let ValueKind::Map(parts) = &value.kind else { return self.words(value) };
        let part =
            |key: &str| parts.iter().find(|field| field.key == key).and_then(|field| field.value.words(self.text));
        let joined = part("literal")
            .unwrap_or_else(|| ["given", "family"].into_iter().filter_map(part).collect::<Vec<_>>().join(" "));
        if joined.is_empty() { Err("a name") } else { Ok(joined) }
    }

    /// One affiliation or several; Quarto writes each as a mapping with a `name`.
    fn affiliations(&self, value: &Value) -> Result<Vec<String>, Wanted> {
        const WANTED: Wanted = "text or a list of texts";
        let list = match &value.kind {
            ValueKind::List(list) => list.as_slice(),
            ValueKind::Null | ValueKind::Bool(_) | ValueKind::Number | ValueKind::Text(_) | ValueKind::Map(_) => {
                std::slice::from_ref(value)
            }
        };
        list.iter()
            .map(|value| match &value.kind {
                ValueKind::Map(parts) => {
                    let name = parts.iter().find(|part| part.key == "name").ok_or(WANTED)?;
                    self.words(&name.value).map_err(|_| WANTED)
                }
                ValueKind::Null | ValueKind::Bool(_) | ValueKind::Number | ValueKind::Text(_) | ValueKind::List(_) => {
                    self.words(value).map_err(|_| WANTED)
                }
            })
            .collect()
    }

    /// A key of an author that is not known is kept under a path to it.
    fn keep_of_author(&mut self, index: usize, field: &Entry, next: usize) {
        let key = format!("authors.{index}.{}", field.key);
        let value = self.source_of(field, next);
        self.metadata.unknown.push(UnknownKey { key, value });
    }
}
