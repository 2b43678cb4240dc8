//! The container file and the package document (EPUB 3.3, 5): metadata, manifest, spine.

use chapbook_container::XmlWriter;
use chapbook_resolve::{Meta, Person, PersonRole};
use chapbook_values::Direction;

use crate::access::{Barrier, STANDARD, access};
use crate::book::{Book, Contents, Record};
use crate::{Options, identity, names};

/// `META-INF/container.xml` (OCF 3.3, 4.2.6.3.1).
pub(crate) fn container() -> String {
    let mut w = XmlWriter::new();
    w.open("container").attr("version", "1.0").attr("xmlns", "urn:oasis:names:tc:opendocument:xmlns:container");
    w.raw("\n").open("rootfiles").raw("\n");
    w.open("rootfile").attr("full-path", names::entry(names::PACKAGE));
    w.attr("media-type", "application/oebps-package+xml").close().raw("\n").close().raw("\n").close();
    w.finish()
}

/// Apple Books shows the fonts of a book only where this says so, and takes the look of the text then for the book's
/// own: written where there are fonts, and else not (Apple Books Asset Guide, "Embedding fonts").
pub(crate) fn apple_options() -> String {
    let mut w = XmlWriter::new();
    w.open("display_options").raw("\n").open("platform").attr("name", "*").raw("\n");
    w.open("option").attr("name", "specified-fonts").text("true").close().raw("\n").close().raw("\n").close();
    w.finish()
}

/// Writes the package document.
pub(crate) fn write(book: &Book<'_>, record: &mut Record, options: &Options) -> String {
    let mut w = XmlWriter::new();
    w.open("package").attr("xmlns", "http://www.idpf.org/2007/opf").attr("version", "3.0");
    w.attr("unique-identifier", "id-1").attr("xml:lang", book.resolved.language.tag());
    if book.resolved.direction == Direction::Rtl {
        w.attr("dir", "rtl");
    }
    w.raw("\n");
    metadata(book, record, options, &mut w);
    manifest(book, record, &mut w);
    spine(book, &mut w);
    w.close();
    record.findings.replaced(w.replaced());
    w.finish()
}

fn metadata(book: &Book<'_>, record: &mut Record, options: &Options, w: &mut XmlWriter) {
    let meta = &book.resolved.meta;
    let Meta {
        title,
        subtitle,
        people,
        description,
        rights,
        publisher,
        date: _,
        iso_date,
        identifiers: _,
        keywords,
        series,
        cover: _,
        direction,
    } = meta;
    let mut m = Metadata { w, title_direction: (*direction != book.resolved.direction).then_some(*direction) };
    m.w.open("metadata").attr("xmlns:dc", "http://purl.org/dc/elements/1.1/").raw("\n");
    for (index, identifier) in identity::identifiers(meta).iter().enumerate() {
        m.element("dc:identifier", Some(&format!("id-{}", index + 1)), identifier);
    }
    m.titles(title, subtitle.as_deref());
    m.people(people);
    m.element("dc:language", None, book.resolved.language.tag());
    m.element_opt("dc:date", iso_date.map(iso).as_ref());
    m.element_opt("dc:publisher", publisher.as_ref());
    m.element_opt("dc:description", description.as_ref());
    m.element_opt("dc:rights", rights.as_ref());
    for keyword in keywords {
        m.element("dc:subject", None, keyword);
    }
    if let Some((name, position)) = series {
        m.series(name, position.as_deref());
    }
    m.property("dcterms:modified", &options.modified_text());
    if book.pages.is_some() {
        // EPUB Accessibility 1.1, 4.1.3: the print is named by its ISBN, else in words. Reading systems that know
        // version 1.0 look for a source.
        let isbn = identity::isbn_urn(meta);
        m.element_opt("dc:source", isbn.as_ref());
        m.property("pageBreakSource", &isbn.unwrap_or_else(|| format!("{title} (PDF)")));
    }
    if let Some(cover) = book.cover {
        // OPF 2.0.1 knew the cover by this name, and shops of its time still look for it.
        let id = names::manifest_id(&names::cover(cover.kind));
        m.w.open("meta").attr("name", "cover").attr("content", id).close().raw("\n");
    }
    let access = access(book);
    for (name, value) in &access.properties {
        m.access_property(name, value);
    }
    if access.barriers.is_empty() {
        m.conformance();
    }
    record.findings.barriers(access.barriers.iter().map(Barrier::message).collect());
    m.w.close().raw("\n");
}

/// Writes metadata; what would be empty is left out, since reading systems refuse it.
struct Metadata<'w> {
    w: &'w mut XmlWriter,
    /// The direction of the title, where it differs from the book's.
    title_direction: Option<Direction>,
}

impl Metadata<'_> {
    fn element(&mut self, name: &'static str, id: Option<&str>, text: &str) {
        let text = text.trim();
        if !text.is_empty() {
            self.w.open(name).attr_opt("id", id).text(text).close().raw("\n");
        }
    }

    fn element_opt(&mut self, name: &'static str, text: Option<&String>) {
        if let Some(text) = text {
            self.element(name, None, text);
        }
    }

    fn property(&mut self, name: &str, text: &str) {
        self.w.open("meta").attr("property", name).text(text.trim()).close().raw("\n");
    }

    fn refine(&mut self, id: &str, name: &str, scheme: Option<&str>, text: &str) {
        let text = text.trim();
        if !text.is_empty() {
            self.w.open("meta").attr("refines", format!("#{id}")).attr("property", name).attr_opt("scheme", scheme);
            self.w.text(text).close().raw("\n");
        }
    }

    fn titles(&mut self, title: &str, subtitle: Option<&str>) {
        let subtitle = subtitle.map(str::trim).filter(|subtitle| !subtitle.is_empty());
        for (id, kind, text) in [("title", "main", Some(crate::nav::shown(title))), ("subtitle", "subtitle", subtitle)]
        {
            let Some(text) = text else { continue };
            self.w.open("dc:title").attr("id", id);
            self.w.attr_opt(
                "dir",
                self.title_direction.map(|direction| match direction {
                    Direction::Ltr => "ltr",
                    Direction::Rtl => "rtl",
                }),
            );
            self.w.text(text.trim()).close().raw("\n");
            self.refine(id, "title-type", None, kind);
        }
    }

    /// Authors are creators. A book that has none is its editors'.
    fn people(&mut self, people: &[Person]) {
        let has_author = people.iter().any(|person| person.role == PersonRole::Author);
        for (index, Person { name, file_as, role }) in people.iter().enumerate() {
            if name.trim().is_empty() {
                continue;
            }
            let creator = match role {
                PersonRole::Author => true,
                PersonRole::Editor => !has_author,
                PersonRole::Translator
                | PersonRole::Illustrator
                | PersonRole::Photographer
                | PersonRole::ForewordAuthor
                | PersonRole::Contributor(_) => false,
            };
            let id = format!("person-{}", index + 1);
            self.element(if creator { "dc:creator" } else { "dc:contributor" }, Some(&id), name);
            self.refine(&id, "role", Some("marc:relators"), role.marc());
            self.refine(&id, "file-as", None, file_as);
            self.refine(&id, "display-seq", None, &(index + 1).to_string());
        }
    }

    fn series(&mut self, name: &str, position: Option<&str>) {
        let name = name.trim();
        if name.is_empty() {
            return;
        }
        self.w.open("meta").attr("property", "belongs-to-collection").attr("id", "series").text(name).close();
        self.w.raw("\n");
        self.refine("series", "collection-type", None, "series");
        // EPUB 3.3, D.3.7: numbers with dots between; other words are no position.
        let position = position.map(str::trim).filter(|position| {
            position.split('.').all(|number| !number.is_empty() && number.bytes().all(|b| b.is_ascii_digit()))
        });
        self.refine("series", "group-position", None, position.unwrap_or_default());
    }

    fn access_property(&mut self, name: &str, value: &str) {
        self.w.open("meta").attr("property", name);
        if name == "schema:accessibilitySummary" {
            self.w.attr("xml:lang", "en");
        }
        self.w.text(value).close().raw("\n");
    }

    /// EPUB Accessibility 1.1, 5: the claim, and who looked.
    fn conformance(&mut self) {
        self.w.open("meta").attr("property", "dcterms:conformsTo").attr("id", "conformance");
        self.w.text(STANDARD).close().raw("\n");
        self.refine("conformance", "a11y:certifiedBy", None, "Chapbook");
    }
}

/// Year, month and day, as far as they are known (W3CDTF).
fn iso((year, month, day): (u16, Option<u8>, Option<u8>)) -> String {
    let part = |part: Option<u8>| part.map(|part| format!("-{part:02}")).unwrap_or_default();
    let day = if month.is_some() { day } else { None };
    format!("{year:04}{}{}", part(month), part(day))
}

fn manifest(book: &Book<'_>, record: &Record, w: &mut XmlWriter) {
    const XHTML: &str = "application/xhtml+xml";
    w.open("manifest").raw("\n");
    let mut item = |file: &str, media_type: &str, properties: Option<&str>| {
        w.open("item").attr("id", names::manifest_id(file)).attr("href", file).attr("media-type", media_type);
        w.attr_opt("properties", properties).close().raw("\n");
    };
    item(names::NAV, XHTML, record.properties(names::NAV));
    item(names::NCX, "application/x-dtbncx+xml", None);
    item(names::STYLE, "text/css", None);
    if book.user_style.is_some() {
        item(names::USER_STYLE, "text/css", None);
    }
    if let Some(cover) = book.cover {
        item(&names::cover(cover.kind), cover.kind.media_type(), Some("cover-image"));
        if book.profile.cover_page {
            item(names::COVER, XHTML, record.properties(names::COVER));
        }
    }
    for section in book.sections {
        item(&section.file, XHTML, record.properties(&section.file));
    }
    if book.has_statement {
        item(names::STATEMENT, XHTML, record.properties(names::STATEMENT));
    }
    for image in &book.survey.images {
        let kind = book.resolved.image(*image).kind;
        item(&names::image(*image, kind), kind.media_type(), None);
    }
    for font in &record.embedded.fonts {
        item(&font.file, font.media_type(), None);
    }
    w.close().raw("\n");
}

fn spine(book: &Book<'_>, w: &mut XmlWriter) {
    w.open("spine").attr("toc", names::manifest_id(names::NCX));
    if book.resolved.direction == Direction::Rtl {
        w.attr("page-progression-direction", "rtl");
    }
    w.raw("\n");
    let cover = book.cover_page().map(|_| names::COVER);
    let statement = book.has_statement.then_some(names::STATEMENT);
    let sections = book.sections.iter().map(|section| section.file.as_str());
    for file in cover.into_iter().chain(sections).chain(statement) {
        w.open("itemref").attr("idref", names::manifest_id(file)).close().raw("\n");
    }
    if book.contents() == Contents::Navigation {
        w.open("itemref").attr("idref", names::manifest_id(names::NAV)).attr("linear", "no").close().raw("\n");
    }
    w.close().raw("\n");
}
