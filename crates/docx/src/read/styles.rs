//! `word/styles.xml`: from the id of a style to its name, what it is for, and what it gives a paragraph or run, with
//! all that it inherits (ISO/IEC 29500-1, 17.7).

use std::collections::{BTreeMap, BTreeSet};

use chapbook_container::{XmlError, XmlEvent};
use chapbook_source::codes;
use chapbook_theme::Role;

use super::error::ReadError;
use super::limits;
use super::losses::Losses;
use super::names::Space;
use super::package::{Xml, reader, tell_part};
use super::paragraph_properties::{self, ParagraphProps};
use super::roles::{self, Inked};
use super::run_properties::{self, RunProps};
use super::values::{text, val};

/// The styles of a document.
#[derive(Debug, Default)]
pub(crate) struct Styles {
    styles: Vec<Style>,
    /// By kind and id.
    by_id: BTreeMap<(Kind, String), usize>,
    default_paragraph: Option<usize>,
    /// What the document says of all its runs.
    pub(crate) defaults: RunProps,
}

/// What a style applies to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Kind {
    #[default]
    Paragraph,
    Character,
    Table,
    Numbering,
}

/// A style, with all that it inherits.
#[derive(Clone, Debug, Default)]
pub(crate) struct Style {
    pub(crate) name: String,
    pub(crate) kind: Kind,
    /// Whether it is none of Word's own.
    pub(crate) custom: bool,
    based_on: Option<String>,
    pub(crate) run: RunProps,
    pub(crate) paragraph: ParagraphProps,
    /// What a paragraph style is for: by its own name, else by that of the nearest style below it.
    pub(crate) role: Option<Role>,
    /// Whether the role is that of its own name.
    pub(crate) own_role: bool,
    /// What a character style is for.
    pub(crate) inked: Option<Inked>,
}

impl Styles {
    /// Reads the part. What cannot be read of it is told.
    pub(crate) fn read(
        source: &str,
        part: &str,
        names: &BTreeMap<String, Role>,
        losses: &mut Losses,
    ) -> Result<Self, ReadError> {
        let mut styles = Self::default();
        if let Err(error) = styles.read_all(source, part, losses) {
            tell_part(losses, part, &error);
            // What was read before the fault is as good as nothing: chains may be broken.
            styles = Self::default();
        }
        if styles.styles.len() > limits::STYLES {
            return Err(ReadError::TooMany { what: "styles", limit: limits::STYLES });
        }
        styles.inherit(part, losses);
        styles.give_roles(names);
        Ok(styles)
    }

    /// The paragraph style of an id; without an id, the default one.
    pub(crate) fn paragraph(&self, id: Option<&str>) -> Option<&Style> {
        let index = match id {
            Some(id) => self.by_id.get(&(Kind::Paragraph, id.to_owned())).copied().or(self.default_paragraph),
            None => self.default_paragraph,
        };
        index.map(|index| &self.styles[index])
    }

    /// Whether there is a paragraph style of this id.
    pub(crate) fn has_paragraph(&self, id: &str) -> bool {
        self.by_id.contains_key(&(Kind::Paragraph, id.to_owned()))
    }

    /// The number of the character style of an id.
    pub(crate) fn character(&self, id: &str) -> Option<usize> {
        self.by_id.get(&(Kind::Character, id.to_owned())).copied()
    }

    /// The numbering style of an id: the list that it stands for.
    pub(crate) fn numbering(&self, id: &str) -> Option<i64> {
        let index = self.by_id.get(&(Kind::Numbering, id.to_owned()))?;
        self.styles[*index].paragraph.num
    }

    /// The style of a number.
    pub(crate) fn get(&self, index: usize) -> &Style {
        &self.styles[index]
    }

    fn read_all(&mut self, source: &str, part: &str, losses: &mut Losses) -> Result<(), XmlError> {
        let mut xml = reader(source);
        while let Some(event) = xml.next()? {
            let XmlEvent::Start(Space::W, name) = event else { continue };
            if name == "rPrDefault" {
                self.defaults = defaults(&mut xml)?;
            } else if name == "style" {
                self.read_style(&mut xml, part, losses)?;
                if self.styles.len() > limits::STYLES {
                    return Ok(());
                }
            }
        }
        Ok(())
    }

    fn read_style(&mut self, xml: &mut Xml<'_>, part: &str, losses: &mut Losses) -> Result<(), XmlError> {
        let kind = match xml.attribute(Space::W, "type") {
            Some("paragraph") | None => Kind::Paragraph,
            Some("character") => Kind::Character,
            Some("table") => Kind::Table,
            Some("numbering") => Kind::Numbering,
            Some(other) => {
                let what = format!("a style of the unknown type {other:?} was passed over");
                losses.tell(&codes::IMPORT_REPAIRED, what, part);
                return xml.skip();
            }
        };
        let on = |name| xml.attribute(Space::W, name).is_some_and(|value| !matches!(value, "0" | "false" | "off"));
        let (custom, default) = (on("customStyle"), on("default"));
        let id = text(xml, "styleId").unwrap_or_default();
        let mut style = Style { name: id.clone(), kind, custom, ..Style::default() };
        let outside = xml.depth() - 1;
        while xml.depth() > outside {
            let Some(event) = xml.next()? else { break };
            let XmlEvent::Start(Space::W, name) = event else { continue };
            match name {
                "name" => {
                    if let Some(name) = val(xml).filter(|name| !name.trim().is_empty()) {
                        style.name = name.to_owned();
                    }
                }
                "basedOn" => style.based_on = text(xml, "val"),
                "pPr" => style.paragraph = paragraph_properties::read(xml)?,
                "rPr" => style.run = run_properties::read(xml)?.0,
                "tblStylePr" | "tblPr" | "trPr" | "tcPr" => xml.skip()?,
                _for_the_program => {}
            }
        }
        let index = self.styles.len();
        self.styles.push(style);
        if self.by_id.contains_key(&(kind, id.clone())) {
            let what = format!("two styles have the id {id:?}; the first counts");
            losses.tell(&codes::IMPORT_REPAIRED, what, part);
        } else {
            self.by_id.insert((kind, id), index);
            if default && kind == Kind::Paragraph && self.default_paragraph.is_none() {
                self.default_paragraph = Some(index);
            }
        }
        Ok(())
    }

    /// Gives each style what it inherits: the styles below it first, chains cut where they close or grow too long.
    fn inherit(&mut self, part: &str, losses: &mut Losses) {
        let mut done = vec![false; self.styles.len()];
        for index in 0..self.styles.len() {
            let mut chain = vec![index];
            let mut seen = BTreeSet::from([index]);
            while let Some(base) = self.base_of(*chain.last().unwrap_or(&index)) {
                if !seen.insert(base) || chain.len() >= limits::STYLE_CHAIN {
                    let what = "a style is based on itself, or on too many others; the chain was cut";
                    losses.tell_at(&codes::IMPORT_REPAIRED, what, part, None, &self.styles[index].name);
                    self.styles[*chain.last().unwrap_or(&index)].based_on = None;
                    break;
                }
                chain.push(base);
                if done[base] {
                    break;
                }
            }
            for at in chain.into_iter().rev() {
                if std::mem::replace(&mut done[at], true) {
                    continue;
                }
                if let Some(base) = self.base_of(at) {
                    let (run, paragraph) = (self.styles[base].run.clone(), self.styles[base].paragraph.clone());
                    self.styles[at].run = self.styles[at].run.over(&run);
                    self.styles[at].paragraph = self.styles[at].paragraph.over(&paragraph);
                }
            }
        }
    }

    fn base_of(&self, index: usize) -> Option<usize> {
        let style = &self.styles[index];
        self.by_id.get(&(style.kind, style.based_on.clone()?)).copied().filter(|base| *base != index)
    }

    /// Says what each style is for. `names` are names of the reader's own choice, in lower case.
    fn give_roles(&mut self, names: &BTreeMap<String, Role>) {
        let own =
            |style: &Style| names.get(&style.name.to_lowercase()).copied().or_else(|| roles::of_paragraph(&style.name));
        for index in 0..self.styles.len() {
            match self.styles[index].kind {
                Kind::Paragraph => {
                    let mut at = index;
                    let mut found = own(&self.styles[index]);
                    self.styles[index].own_role = found.is_some();
                    // LibreOffice calls its captions by what they caption: `Figure`, `Illustration`.
                    let mut steps = 0;
                    while let Some(base) = self.base_of(at).filter(|_| steps < limits::STYLE_CHAIN) {
                        steps += 1;
                        at = base;
                        let below = own(&self.styles[base]);
                        let is_caption = below == Some(Role::Caption) && found == Some(Role::Figure);
                        if found.is_none() || is_caption {
                            found = below;
                        }
                    }
                    self.styles[index].role = found;
                }
                Kind::Character => self.styles[index].inked = Some(roles::of_characters(&self.styles[index].name)),
                Kind::Table | Kind::Numbering => {}
            }
        }
    }
}

/// `w:rPrDefault`: one `w:rPr`.
fn defaults(xml: &mut Xml<'_>) -> Result<RunProps, XmlError> {
    let outside = xml.depth() - 1;
    let mut found = RunProps::default();
    while xml.depth() > outside {
        match xml.next()? {
            Some(XmlEvent::Start(Space::W, "rPr")) => found = run_properties::read(xml)?.0,
            Some(_) => {}
            None => break,
        }
    }
    Ok(found)
}
