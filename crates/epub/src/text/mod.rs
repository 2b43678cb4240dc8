//! The text of one content document. Each kind of node has its function; the state they share is here: the XML being
//! written, the language around, the headings above, and the breaks of pages that are still to come.

mod blocks;
mod divisions;
mod figures;
mod headings;
mod inlines;
mod links;
mod lists;
mod notes;
mod outlines;
mod tables;

use chapbook_container::XmlWriter;
use chapbook_resolve::{Anchor, Inline, InlineKind, Locale, NodeId};
use chapbook_values::{Direction, Language};

use crate::book::{Book, Record};
use crate::pages::{Mark, word_start};
use crate::shell;
use crate::split::SectionKind;

/// Writes a section as an XHTML document.
pub(crate) fn write(book: &Book<'_>, index: usize, record: &mut Record) -> String {
    let section = &book.sections[index];
    let mut text = Text::new(book, Some(index), record);
    text.section();
    text.notes_of_section();
    if index + 1 == book.sections.len() {
        text.pages_left_over();
    }
    let (body, replaced) = text.finish();
    let title = if section.title.trim().is_empty() { &book.resolved.meta.title } else { &section.title };
    let (document, replaced_in_title) = shell::write(book, title, Some(section.region.name()), &body);
    record.findings.replaced(replaced + replaced_in_title);
    document
}

/// Writes inlines as the label of a navigation entry: without ids, links and notes.
pub(crate) fn label(book: &Book<'_>, content: &[Inline], record: &mut Record) -> String {
    let mut text = Text::new(book, None, record);
    text.in_link = true;
    text.inlines(content);
    text.finish().0
}

/// Inlines as plain characters, without notes and marks.
pub(crate) fn plain(content: &[Inline]) -> String {
    let mut out = String::new();
    add_plain(content, &mut out);
    out
}

fn add_plain(content: &[Inline], out: &mut String) {
    for Inline { kind, span: _ } in content {
        match kind {
            InlineKind::Text(text) => out.push_str(&text.text),
            InlineKind::LineBreak => out.push(' '),
            InlineKind::Code(text) | InlineKind::Math(text) => out.push_str(text),
            InlineKind::Styled { style: _, content } | InlineKind::Inserted { change: _, content } => {
                add_plain(content, out);
            }
            InlineKind::Link(link) => add_plain(&link.content, out),
            InlineKind::Reference(reference) => add_plain(&reference.content, out),
            InlineKind::Span(span) => add_plain(&span.content, out),
            InlineKind::Commented(comment) => add_plain(&comment.content, out),
            InlineKind::Raw(raw) => add_plain(&raw.instead, out),
            // A title names what the text is called: what these print is no part of it.
            InlineKind::PageOf(_)
            | InlineKind::NoteCall(_)
            | InlineKind::AuthorMark(_)
            | InlineKind::Image(_)
            | InlineKind::IndexTerm(_)
            | InlineKind::CommentStart { .. }
            | InlineKind::CommentEnd(_)
            | InlineKind::ParagraphEnd(_)
            | InlineKind::Deleted { .. } => {}
        }
    }
}

/// The state of writing.
struct Text<'a, 'b> {
    book: &'a Book<'a>,
    /// Which document; none for labels of the navigation, which have no ids.
    index: Option<usize>,
    record: &'b mut Record,
    w: XmlWriter,
    language: Language,
    direction: Direction,
    /// The levels of the headings that the text is under.
    headings: Vec<i8>,
    /// Inside an `a`, where no other may stand.
    in_link: bool,
    /// Breaks of pages in the node being written, the next one last, and how much of its text is written.
    marks: Vec<Mark>,
    passed: usize,
    /// How many ids were made for things without an anchor.
    own_ids: usize,
}

/// What is known of an element besides its content.
#[derive(Clone, Copy, Debug, Default)]
struct Traits<'t> {
    anchor: Option<Anchor>,
    locale: Option<&'t Locale>,
    /// Our class.
    class: &'t str,
    /// The author's classes.
    classes: &'t [String],
}

impl<'a, 'b> Text<'a, 'b> {
    fn new(book: &'a Book<'a>, index: Option<usize>, record: &'b mut Record) -> Self {
        Self {
            book,
            index,
            record,
            w: XmlWriter::fragment(),
            language: book.resolved.language.clone(),
            direction: book.resolved.direction,
            headings: Vec::new(),
            in_link: false,
            marks: Vec::new(),
            passed: 0,
            own_ids: 0,
        }
    }

    fn finish(self) -> (String, usize) {
        let replaced = self.w.replaced();
        (self.w.finish(), replaced)
    }

    /// The section's element, if its only block does not bring one.
    fn section(&mut self) {
        let section = &self.book.sections[self.index.unwrap_or_default()];
        let kind = match section.kind {
            SectionKind::Article | SectionKind::TitlePage | SectionKind::Matter => None,
            SectionKind::Part => Some(("part", "doc-part")),
            SectionKind::Chapter => {
                Some(section.semantic.map_or(("chapter", "doc-chapter"), |semantic| (semantic.name, semantic.role)))
            }
            SectionKind::Dedication
            | SectionKind::CopyrightPage
            | SectionKind::Colophon
            | SectionKind::Acknowledgements
            | SectionKind::Outline
            | SectionKind::Endnotes => return self.blocks(section.blocks),
        };
        self.w.open("section");
        match (kind, section.kind) {
            (Some((kind, role)), _) => {
                self.w.attr("epub:type", kind).attr("role", role);
                if section.continued {
                    // Its heading stands in another document.
                    let title = Some(&section.title).filter(|title| !title.trim().is_empty());
                    self.w.attr_opt("aria-label", title);
                } else {
                    let heading = self.heading_id(section.blocks.first());
                    self.w.attr_opt("aria-labelledby", heading);
                }
            }
            (None, SectionKind::TitlePage) => {
                self.w.attr("epub:type", "titlepage");
            }
            (None, _) => {}
        }
        self.w.raw("\n");
        self.blocks(section.blocks);
        self.w.close_full().raw("\n");
    }

    /// Opens an element, writes what is in it under its language, and closes it.
    fn element(&mut self, name: &'static str, traits: Traits<'_>, content: impl FnOnce(&mut Self)) {
        self.element_with(name, traits, &[], content);
    }

    /// The same with more attributes.
    fn element_with(
        &mut self,
        name: &'static str,
        traits: Traits<'_>,
        attributes: &[(&str, &str)],
        content: impl FnOnce(&mut Self),
    ) {
        self.w.open(name);
        let outside = self.traits(traits);
        for (name, value) in attributes {
            self.w.attr(name, value);
        }
        content(self);
        self.w.close_full();
        self.leave(outside);
    }

    /// Writes the attributes of the element just opened. Gives back the language and direction outside of it, if they
    /// differ, for its end.
    fn traits(&mut self, traits: Traits<'_>) -> Option<(Language, Direction)> {
        let Traits { anchor, locale, class, classes } = traits;
        self.id(anchor);
        let classes = [class].into_iter().chain(classes.iter().map(String::as_str));
        let classes: Vec<&str> = classes.filter(|class| !class.is_empty()).collect();
        if !classes.is_empty() {
            self.w.attr("class", classes.join(" "));
        }
        let Locale { language, direction } = locale?;
        if *language != self.language {
            self.w.attr("lang", language.tag()).attr("xml:lang", language.tag());
        }
        if *direction != self.direction {
            let name = match direction {
                Direction::Ltr => "ltr",
                Direction::Rtl => "rtl",
            };
            self.w.attr("dir", name);
        }
        let language = std::mem::replace(&mut self.language, language.clone());
        Some((language, std::mem::replace(&mut self.direction, *direction)))
    }

    /// The end of an element that had a language or a direction of its own.
    fn leave(&mut self, outside: Option<(Language, Direction)>) {
        if let Some(outside) = outside {
            (self.language, self.direction) = outside;
        }
    }

    /// The id of an anchor, once.
    fn id(&mut self, anchor: Option<Anchor>) {
        if let Some(anchor) = anchor
            && self.index.is_some()
            && self.record.claim(anchor)
        {
            self.w.attr("id", &self.book.resolved.anchor(anchor).id);
        }
    }

    /// A new id for something that has no anchor.
    fn own_id(&mut self, base: &str) -> String {
        self.own_ids += 1;
        self.book.names.free(base, self.own_ids)
    }

    fn href(&self, anchor: Anchor) -> Option<String> {
        self.book.href(anchor, self.index)
    }

    /// The text of one node: breaks of pages are put where they fall.
    fn node_text(&mut self, node: NodeId, content: impl FnOnce(&mut Self)) {
        let marks: Vec<Mark> = self.book.marks.of(node).iter().rev().copied().collect();
        let outside = (std::mem::replace(&mut self.marks, marks), std::mem::take(&mut self.passed));
        content(self);
        while let Some(mark) = self.marks.pop() {
            self.page_break("span", mark.page);
        }
        (self.marks, self.passed) = outside;
    }

    /// Breaks of pages that fall before a node, or somewhere in one that has no text of its own.
    fn breaks_before(&mut self, node: NodeId) {
        for mark in self.book.marks.of(node) {
            self.page_break("div", mark.page);
        }
    }

    /// The same among inlines.
    fn breaks_inside(&mut self, node: NodeId) {
        for mark in self.book.marks.of(node) {
            self.page_break("span", mark.page);
        }
    }

    /// Characters of the node's text.
    fn text(&mut self, text: &str) {
        let mut rest = text;
        while let Some(mark) = self.marks.last().copied() {
            let at = (mark.offset as usize).saturating_sub(self.passed);
            if at >= rest.len() {
                break;
            }
            let (before, after) = rest.split_at(word_start(rest, at));
            self.w.text(before);
            self.passed += before.len();
            rest = after;
            self.marks.pop();
            self.page_break("span", mark.page);
        }
        self.w.text(rest);
        self.passed += rest.len();
    }

    /// The beginning of a page of the print (EPUB Accessibility 1.1, 3.2; DPUB-ARIA 1.1, doc-pagebreak).
    fn page_break(&mut self, name: &'static str, page: usize) {
        let Some(label) = self.book.pages.and_then(|pages| pages.pages.get(page)).map(|page| &page.label) else {
            return;
        };
        let Some(index) = self.index else { return };
        if self.record.pages[page].replace(index).is_some() {
            return;
        }
        self.w.open(name).attr("id", self.book.names.free("page", page + 1));
        self.w.attr("epub:type", "pagebreak").attr("role", "doc-pagebreak").attr("aria-label", label).close_full();
    }

    /// Blank pages at the end of the print have nothing that follows them: they begin where the text ends.
    fn pages_left_over(&mut self) {
        for page in 0..self.record.pages.len() {
            if self.record.pages[page].is_none() {
                self.page_break("div", page);
            }
        }
    }
}
