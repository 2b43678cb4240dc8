//! The words of the text and of the notes, read back from the file, against those of the resolved tree.
//! Left out on both sides: markers of lists and numbers of headings that Word computes (`count` compares them), marks of
//! notes that Word counts, pages.

use chapbook_resolve::{
    Block, BlockKind, Caption, Figure, Inline, InlineKind, NoteId, NoteKind, Outline, Resolved, Word,
};
use roxmltree::{Document, Node};

use super::{Package, child, is, w};

pub(crate) fn agree(package: &Package, resolved: &Resolved) {
    let body = part_words(package, "word/document.xml", None);
    let live = package.text("word/document.xml").contains("<w:pStyle w:val=\"Heading1\"/><w:numPr>")
        || package.text("word/document.xml").contains("<w:pStyle w:val=\"Heading2\"/><w:numPr>");
    let mut tree = Tree { resolved, live_headings: live, out: String::new(), in_note: false };
    tree.blocks(&resolved.body);
    assert_eq!(body, expected(&tree.out));
    for (kind, name, element) in [(false, "word/footnotes.xml", "footnote"), (true, "word/endnotes.xml", "endnote")] {
        let mut tree = Tree { resolved, live_headings: live, out: String::new(), in_note: true };
        for (i, note) in resolved.notes.iter().enumerate() {
            if (note.kind == NoteKind::Endnote) == kind {
                tree.note(NoteId(i as u32));
            }
        }
        let mut found = part_words(package, name, Some(element));
        let mut wanted = expected(&tree.out);
        // Notes within notes stand elsewhere; their order is not compared here.
        found.sort();
        wanted.sort();
        let marks = |words: &mut Vec<String>| words.retain(|word| !resolved.notes.iter().any(|n| n.marker == *word));
        marks(&mut found);
        marks(&mut wanted);
        assert_eq!(found, wanted, "{name}");
    }
}

fn split(text: &str) -> Vec<String> {
    text.split_whitespace().map(str::to_owned).collect()
}

/// The words of the tree as XML can hold them.
fn expected(text: &str) -> Vec<String> {
    let held = |c: char| if c == MARK || chapbook_container::is_xml_char(c) { c } else { '\u{FFFD}' };
    split(&text.chars().map(held).collect::<String>())
}

/// A mark of a note that Word counts.
const MARK: char = '\u{E000}';

fn part_words(package: &Package, name: &str, element: Option<&str>) -> Vec<String> {
    let text = package.text(name);
    if text.is_empty() {
        return Vec::new();
    }
    let part = Document::parse(text).unwrap();
    let mut out = String::new();
    for paragraph in part.descendants().filter(|node| is(*node, "p")) {
        let in_note = element
            .is_none_or(|element| paragraph.ancestors().any(|node| is(node, element) && w(node, "type").is_none()));
        if in_note {
            paragraph_text(paragraph, &mut out);
            out.push('\n');
        }
    }
    split(&out)
}

fn paragraph_text(paragraph: Node<'_, '_>, out: &mut String) {
    // Pages are the layout's: results of PAGEREF are skipped, other fields show their results.
    let mut fields: Vec<(String, bool)> = Vec::new();
    for node in paragraph.descendants() {
        if is(node, "fldChar") {
            match w(node, "fldCharType") {
                Some("begin") => fields.push((String::new(), false)),
                Some("separate") => fields.last_mut().into_iter().for_each(|field| field.1 = true),
                _ => {
                    fields.pop();
                }
            }
        } else if is(node, "instrText") {
            if let Some(field) = fields.last_mut() {
                field.0.push_str(node.text().unwrap_or_default());
            }
        } else if fields.iter().any(|(instruction, _)| instruction.trim_start().starts_with("PAGEREF")) {
            continue;
        } else if is(node, "t") {
            out.push_str(node.text().unwrap_or_default());
        } else if is(node, "tab") && node.parent().is_some_and(|parent| is(parent, "r")) || is(node, "br") {
            out.push(' ');
        } else if is(node, "noBreakHyphen") {
            out.push('\u{2011}');
        } else if is(node, "softHyphen") {
            out.push('\u{AD}');
        } else if is(node, "footnoteReference") || is(node, "endnoteReference") {
            // What Word counts stands nowhere in the file; a custom mark is text.
            if w(node, "customMarkFollows").is_none() {
                out.push(MARK);
            }
        }
    }
}

struct Tree<'r> {
    resolved: &'r Resolved,
    live_headings: bool,
    out: String,
    in_note: bool,
}

impl Tree<'_> {
    fn note(&mut self, id: NoteId) {
        let note = &self.resolved.notes[id.0 as usize];
        self.out.push_str(&note.marker);
        self.out.push(' ');
        self.blocks(&note.body);
    }

    fn blocks(&mut self, blocks: &[Block]) {
        blocks.iter().for_each(|block| self.block(block));
    }

    fn line(&mut self, inlines: &[Inline]) {
        self.inlines(inlines);
        self.out.push('\n');
    }

    fn block(&mut self, block: &Block) {
        if block.is_deleted() {
            return;
        }
        match &block.kind {
            BlockKind::Paragraph(paragraph) => self.line(&paragraph.content),
            BlockKind::Heading(heading) => {
                let number = heading.number.as_ref().filter(|_| !self.live_headings);
                number.into_iter().for_each(|number| self.out.push_str(&format!("{number} ")));
                self.line(&heading.content);
            }
            BlockKind::Quote(body) => self.blocks(body),
            BlockKind::List(list) => {
                for item in &list.items {
                    let checked = item.checked.map_or("", |on| if on { "☑ " } else { "☐ " });
                    self.out.push_str(checked);
                    self.blocks(&item.body);
                }
            }
            BlockKind::Definitions(definitions) => {
                for definition in definitions {
                    self.line(&definition.term);
                    definition.bodies.iter().for_each(|body| self.blocks(body));
                }
            }
            BlockKind::Code(code) => {
                for line in &code.lines {
                    line.iter().for_each(|token| self.out.push_str(&token.text));
                    self.out.push('\n');
                }
            }
            BlockKind::Math(source) | BlockKind::Divider(source) => {
                self.out.push_str(source);
                self.out.push('\n');
            }
            BlockKind::Verse(stanzas) => stanzas.iter().flatten().for_each(|line| self.line(&line.content)),
            BlockKind::PageBreak => {}
            BlockKind::Raw(raw) => self.blocks(&raw.instead),
            BlockKind::Table(table) => {
                for cell in table.head.iter().chain(&table.body).flat_map(|row| &row.cells) {
                    self.blocks(&cell.body);
                    self.out.push('\n');
                }
            }
            BlockKind::Figure(Figure { kind: _, body, caption, caption_above }) => {
                if *caption_above {
                    self.caption(caption.as_ref());
                    self.blocks(body);
                } else {
                    self.blocks(body);
                    self.caption(caption.as_ref());
                }
            }
            BlockKind::Image(picture) => {
                self.missing(picture);
                self.out.push('\n');
            }
            BlockKind::Division(division) => {
                division.title.iter().for_each(|title| self.line(title));
                self.blocks(&division.body);
            }
            BlockKind::AuthorNotes(notes) => {
                for note in notes {
                    note.marker.iter().for_each(|marker| self.out.push_str(&format!("{marker} ")));
                    self.blocks(&note.body);
                }
            }
            BlockKind::Outline(Outline { kind: _, title, entries }) => {
                self.line(title);
                for entry in entries {
                    entry.number.iter().for_each(|number| self.out.push_str(&format!("{number} ")));
                    self.line(&entry.content);
                }
            }
            BlockKind::Endnotes { level: _, title, notes: _ } => self.line(title),
        }
    }

    fn caption(&mut self, caption: Option<&Caption>) {
        let Some(Caption { id: _, label, body, credit, short: _ }) = caption else { return };
        if let Some(label) = label {
            self.out.push_str(&label.text());
            self.out.push_str(&label.separator);
        }
        self.blocks(body);
        credit.iter().for_each(|credit| self.line(credit));
    }

    fn missing(&mut self, picture: &chapbook_resolve::PictureRef) {
        let word = self.resolved.words.get(Word::ImageMissing);
        match picture.image {
            None => self.out.push_str(&format!("{word}: {}", picture.target)),
            Some(id) if self.resolved.image(id).kind == chapbook_assets::ImageKind::Svg => {
                self.out.push_str(&picture.target);
            }
            Some(_) => {}
        }
    }

    fn inlines(&mut self, inlines: &[Inline]) {
        for inline in inlines {
            match &inline.kind {
                InlineKind::Text(text) => self.out.push_str(&text.text),
                InlineKind::LineBreak => self.out.push('\n'),
                InlineKind::Code(text) | InlineKind::Math(text) => self.out.push_str(text),
                InlineKind::Styled { style: _, content } | InlineKind::Inserted { change: _, content } => {
                    self.inlines(content);
                }
                InlineKind::Link(link) => self.inlines(&link.content),
                InlineKind::Reference(reference) => self.inlines(&reference.content),
                InlineKind::Span(span) => self.inlines(&span.content),
                InlineKind::Commented(comment) => self.inlines(&comment.content),
                InlineKind::CommentStart { .. } | InlineKind::CommentEnd(_) | InlineKind::ParagraphEnd(_) => {}
                InlineKind::Raw(raw) => self.inlines(&raw.instead),
                InlineKind::Image(picture) => self.missing(picture),
                InlineKind::NoteCall(call) => {
                    let note = self.resolved.note(call.note);
                    let counted = note.counted && call.first && !self.in_note && self.word_counts(call.note);
                    self.out.push_str(if counted { "\u{E000}" } else { &call.marker });
                }
                InlineKind::AuthorMark(mark) => self.out.push_str(&mark.marker),
                InlineKind::PageOf(_) | InlineKind::IndexTerm(_) => {}
                InlineKind::Deleted { .. } => {}
            }
        }
    }

    /// Word counts footnotes and endnotes each for themselves.
    fn word_counts(&self, id: NoteId) -> bool {
        let mut count = 0;
        let endnote = |kind| kind == NoteKind::Endnote;
        let own = &self.resolved.notes[id.0 as usize];
        for note in &self.resolved.notes[..=id.0 as usize] {
            if endnote(note.kind) == endnote(own.kind) && note.counted && note.marker == (count + 1).to_string() {
                count += 1;
            }
        }
        own.marker == count.to_string()
    }
}

/// The first paragraph whose text contains these words.
pub(crate) fn paragraph_with<'a>(part: &'a Document<'a>, words: &str) -> Node<'a, 'a> {
    part.descendants()
        .filter(|node| is(*node, "p"))
        .find(|p| {
            let mut text = String::new();
            paragraph_text(*p, &mut text);
            text.contains(words)
        })
        .unwrap_or_else(|| panic!("no paragraph has {words:?}"))
}

/// The style of a paragraph.
pub(crate) fn style_of<'a>(paragraph: Node<'a, 'a>) -> &'a str {
    let props = child(paragraph, "pPr").expect("it has properties");
    w(child(props, "pStyle").expect("it has a style"), "val").expect("styles have names")
}
