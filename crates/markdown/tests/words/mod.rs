//! The words of a model, in reading order, for tests that ask whether the reader lost any.
//! It shares nothing with the reader.

use chapbook_model::{Block, BlockKind, Document, Inline, InlineKind, ReferenceForm};

/// The words of a text: runs of letters and figures.
pub(crate) fn words(text: &str) -> Vec<String> {
    text.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty()).map(str::to_owned).collect()
}

/// All text of a document, body and notes, without the tags of raw HTML, and with the alternative text of images.
pub(crate) fn text_of(document: &Document) -> String {
    let mut out = String::new();
    blocks(&document.body, &mut out);
    for note in document.notes.values() {
        blocks(&note.body, &mut out);
    }
    out
}

fn blocks(list: &[Block], out: &mut String) {
    for block in list {
        match &block.kind {
            BlockKind::Paragraph(content) | BlockKind::Heading { level: _, content } => inlines(content, out),
            BlockKind::Quote(quote) => {
                blocks(&quote.body, out);
                inlines(quote.attribution.as_deref().unwrap_or(&[]), out);
            }
            BlockKind::List(list) => list.items.iter().for_each(|item| blocks(&item.body, out)),
            BlockKind::Definitions(definitions) => {
                for definition in definitions {
                    inlines(&definition.term, out);
                    out.push('\n');
                    definition.bodies.iter().for_each(|body| blocks(body, out));
                }
            }
            BlockKind::Code(code) => out.push_str(&code.text),
            BlockKind::Math(source) => out.push_str(source),
            BlockKind::Verse(stanzas) => {
                for line in stanzas.iter().flatten() {
                    inlines(&line.content, out);
                    out.push('\n');
                }
            }
            BlockKind::Table(table) => {
                for cell in table.head.iter().chain(&table.body).flat_map(|row| &row.cells) {
                    blocks(&cell.body, out);
                }
            }
            BlockKind::Figure(figure) => {
                blocks(&figure.body, out);
                if let Some(caption) = &figure.caption {
                    blocks(&caption.body, out);
                    inlines(caption.credit.as_deref().unwrap_or(&[]), out);
                }
            }
            BlockKind::Container(body) => blocks(body, out),
            BlockKind::Raw(raw) => out.push_str(&without_tags(&raw.text)),
            BlockKind::Divider
            | BlockKind::Break(_)
            | BlockKind::Outline(_)
            | BlockKind::Bibliography
            | BlockKind::Endnotes => {}
        }
        out.push('\n');
    }
}

fn inlines(list: &[Inline], out: &mut String) {
    for inline in list {
        match &inline.kind {
            InlineKind::Text(text) | InlineKind::Code(text) | InlineKind::Math(text) => out.push_str(text),
            InlineKind::SoftBreak | InlineKind::HardBreak => out.push(' '),
            InlineKind::Emph(content)
            | InlineKind::Strong(content)
            | InlineKind::Strike(content)
            | InlineKind::Subscript(content)
            | InlineKind::Superscript(content)
            | InlineKind::SmallCaps(content)
            | InlineKind::Underline(content)
            | InlineKind::Highlight(content)
            | InlineKind::Span(content)
            | InlineKind::Insertion { change: _, content }
            | InlineKind::Deletion { change: _, content } => inlines(content, out),
            InlineKind::Link(link) => inlines(&link.content, out),
            InlineKind::Image(image) => out.push_str(image.alt.as_deref().unwrap_or("")),
            InlineKind::Note(name) => {
                // The label, which the source has at the call.
                if !name.label.contains(' ') {
                    out.push_str(&format!(" {} ", name.label));
                }
            }
            InlineKind::Reference(reference) => {
                for item in &reference.items {
                    if let ReferenceForm::Worded(word) = &item.form {
                        inlines(word, out);
                    }
                    out.push_str(&format!(" {} ", item.label));
                }
            }
            InlineKind::Cite(citations) => {
                for citation in citations {
                    inlines(&citation.prefix, out);
                    out.push_str(&format!(" {} ", citation.key));
                    inlines(&citation.suffix, out);
                    out.push(' ');
                }
            }
            InlineKind::Index(term) => inlines(&term.content, out),
            InlineKind::Comment(comment) => {
                inlines(&comment.on, out);
                out.push_str(&comment.text);
            }
            InlineKind::Milestone(_) => {}
            InlineKind::Raw(raw) => out.push_str(&without_tags(&raw.text)),
        }
    }
}

/// The text of HTML between its tags. Tags of inlines part no words.
pub(crate) fn without_tags(html: &str) -> String {
    let mut out = String::new();
    let mut rest = html;
    while let Some((before, after)) = rest.split_once('<') {
        out.push_str(before);
        let Some((tag, after)) = after.split_once('>') else {
            // No tag: what stands there is text.
            out.push_str(after);
            return out;
        };
        let name = tag.trim_start_matches('/').split([' ', '/', '\n']).next().unwrap_or("");
        if !matches!(name, "em" | "strong" | "a" | "code" | "del" | "img" | "b" | "i") {
            out.push(' ');
        }
        if name == "img" {
            let alt = tag.split_once("alt=\"").and_then(|(_, alt)| alt.split_once('"'));
            out.push_str(alt.map_or("", |(alt, _)| alt));
        }
        rest = after;
    }
    out.push_str(rest);
    out
}
