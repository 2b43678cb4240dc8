//! The properties of the package: core, extended and custom (ISO/IEC 29500-1, 22; 29500-2, 11).

use std::collections::BTreeMap;

use chapbook_container::{XmlError, XmlEvent};

use super::losses::Losses;
use super::names::Space;
use super::package::{reader, tell_part};

/// What the file says of itself beside its text. What it does not say is empty.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Properties {
    /// `dc:title`.
    pub title: String,
    /// `dc:creator`.
    pub creator: String,
    /// `cp:keywords`.
    pub keywords: String,
    /// `dc:description`.
    pub description: String,
    /// `dc:identifier`.
    pub identifier: String,
    /// `dc:language`.
    pub language: String,
    /// `dc:subject`.
    pub subject: String,
    /// `dcterms:modified`.
    pub modified: String,
    /// The program that wrote the file.
    pub application: String,
    /// The company, which is the publisher in files of ours.
    pub company: String,
    /// Custom properties by name.
    pub custom: BTreeMap<String, String>,
}

impl Properties {
    /// Reads core properties.
    pub(crate) fn read_core(&mut self, source: &str, part: &str, losses: &mut Losses) {
        if let Err(error) = self.core(source) {
            tell_part(losses, part, &error);
        }
    }

    /// Reads extended properties.
    pub(crate) fn read_extended(&mut self, source: &str, part: &str, losses: &mut Losses) {
        if let Err(error) = self.extended(source) {
            tell_part(losses, part, &error);
        }
    }

    /// Reads custom properties.
    pub(crate) fn read_custom(&mut self, source: &str, part: &str, losses: &mut Losses) {
        if let Err(error) = self.customs(source) {
            tell_part(losses, part, &error);
        }
    }

    /// Whether this program wrote the file; one that saved it since says so.
    pub fn is_ours(&self) -> bool {
        self.application == "Chapbook" || self.custom.contains_key("chapbook-draft-id")
    }

    fn core(&mut self, source: &str) -> Result<(), XmlError> {
        let mut xml = reader(source);
        while let Some(event) = xml.next()? {
            let XmlEvent::Start(space, name) = event else { continue };
            let slot = match (space, name) {
                (Space::Dc, "title") => &mut self.title,
                (Space::Dc, "creator") => &mut self.creator,
                (Space::Cp, "keywords") => &mut self.keywords,
                (Space::Dc, "description") => &mut self.description,
                (Space::Dc, "identifier") => &mut self.identifier,
                (Space::Dc, "language") => &mut self.language,
                (Space::Dc, "subject") => &mut self.subject,
                (Space::Dcterms, "modified") => &mut self.modified,
                _ => continue,
            };
            // A second title is one too many (ISO/IEC 29500-2, 11.2).
            let text = xml.text_of()?;
            if slot.is_empty() {
                *slot = text.trim().to_owned();
            }
        }
        Ok(())
    }

    fn extended(&mut self, source: &str) -> Result<(), XmlError> {
        let mut xml = reader(source);
        while let Some(event) = xml.next()? {
            match event {
                XmlEvent::Start(Space::Extended, "Application") => self.application = xml.text_of()?.trim().to_owned(),
                XmlEvent::Start(Space::Extended, "Company") => self.company = xml.text_of()?.trim().to_owned(),
                XmlEvent::Start(_, _) | XmlEvent::End | XmlEvent::Text(_) => {}
            }
        }
        Ok(())
    }

    fn customs(&mut self, source: &str) -> Result<(), XmlError> {
        let mut xml = reader(source);
        while let Some(event) = xml.next()? {
            let XmlEvent::Start(Space::Custom, "property") = event else { continue };
            let name = xml.attribute(Space::None, "name").unwrap_or("").to_owned();
            let value = xml.text_of()?;
            self.custom.entry(name).or_insert(value);
        }
        Ok(())
    }
}
