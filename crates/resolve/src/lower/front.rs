//! What stands before the text: title, subtitle, byline, affiliations, date, abstract; and the metadata as plain text.

use chapbook_model::{self as model, Marker, plain_text, plain_text_of_blocks};
use chapbook_source::{Diagnostic, Span, codes};
use chapbook_theme::Role;

use super::authors::{self, NoteSource, author_mark};
use super::blocks::{self, paragraph};
use super::inlines::{self, text};
use crate::context::Context;
use crate::smart::Smart;
use crate::{Block, BlockKind, Division, DivisionRole, Identifier, Inline, Meta, Person, PersonRole, Word};

/// Puts the title block first and gives back the rest of the body. A byline at the top of the body is part of the
/// title block; a first heading that serves as the title comes before the byline.
pub(crate) fn title_block<'d>(
    cx: &mut Context<'_>,
    body: &'d [model::Block],
    out: &mut Vec<Block>,
) -> &'d [model::Block] {
    let document = cx.document;
    let metadata = &document.metadata;
    let id = cx.node();
    let mut lines = Vec::new();
    for (line, role) in [(&metadata.title, Role::Title), (&metadata.subtitle, Role::Subtitle)] {
        if let Some(line) = line {
            let node = cx.node();
            let scope = cx.scope(role);
            let content = inlines::line(cx, line, &scope);
            if !content.is_empty() {
                lines.push(paragraph(node, role, content, line.first().map_or(Span::NONE, |i| i.span)));
            }
        }
    }
    let mut rest = body;
    if metadata.title.is_none()
        && let [first, after @ ..] = body
        && matches!(first.kind, model::BlockKind::Heading { level: 1, content: _ })
    {
        let scope = cx.scope(Role::Body);
        blocks::sequence(cx, std::slice::from_ref(first), &scope, out);
        rest = after;
    }
    if let [first, after @ ..] = rest
        && matches!(first.kind, model::BlockKind::Container(_))
        && first.attrs.has_class("byline")
    {
        let scope = cx.scope(Role::Body);
        blocks::sequence(cx, std::slice::from_ref(first), &scope, &mut lines);
        rest = after;
    } else if !has_byline(cx, body) {
        byline(cx, &mut lines);
    }
    if let Some(date) = &metadata.date {
        let node = cx.node();
        let printed = crate::dates::format(date, &cx.language);
        lines.push(paragraph(node, Role::Date, vec![text(printed, Span::NONE)], Span::NONE));
    }
    if !lines.is_empty() {
        let division = Division { role: DivisionRole::TitleBlock, title: None, body: lines };
        out.push(blocks::plain(id, BlockKind::Division(division), Span::NONE));
    }
    copyright_page(cx, rest, out);
    if !metadata.summary.is_empty() {
        let id = cx.node();
        let scope = cx.scope(Role::Abstract);
        let mut body = Vec::new();
        blocks::sequence(cx, &metadata.summary, &scope, &mut body);
        let title = Some(vec![inlines::word(cx, Word::Abstract)]);
        let division = Division { role: DivisionRole::Abstract, title, body };
        out.push(blocks::plain(id, BlockKind::Division(division), Span::NONE));
    }
    rest
}

/// What the metadata say of rights, publisher and identifiers, where the theme wants a page of it and the author has
/// written none.
fn copyright_page(cx: &mut Context<'_>, body: &[model::Block], out: &mut Vec<Block>) {
    let document = cx.document;
    let metadata = &document.metadata;
    if !cx.theme.front.copyright_page || body.iter().any(|block| block.attrs.has_class("copyright-page")) {
        return;
    }
    let division = cx.node();
    let scope = cx.scope(Role::CopyrightPage);
    let mut lines: Vec<Vec<Inline>> = Vec::new();
    lines.extend(metadata.rights.as_deref().map(|rights| inlines::line(cx, rights, &scope)));
    lines.extend(metadata.publisher.as_ref().map(|publisher| vec![text(publisher.clone(), Span::NONE)]));
    lines.extend(metadata.identifiers.iter().map(identifier).filter_map(|Identifier { scheme, text: number }| {
        let scheme = scheme.filter(|scheme| scheme == "isbn" || scheme == "doi")?;
        Some(vec![text(format!("{}\u{A0}{number}", scheme.to_uppercase()), Span::NONE)])
    }));
    lines.retain(|line| !line.is_empty());
    if lines.is_empty() {
        return;
    }
    let body = lines
        .into_iter()
        .map(|line| {
            let span = line.first().map_or(Span::NONE, |first| first.span);
            paragraph(cx.node(), Role::CopyrightPage, line, span)
        })
        .collect();
    let page = Division { role: DivisionRole::CopyrightPage, title: None, body };
    out.push(blocks::plain(division, BlockKind::Division(page), Span::NONE));
}

/// Whether the body has a byline of its own: then no second author line is printed (DIALECT 8). A byline after the
/// heading of a chapter is the chapter's; only a heading that serves as the document's title may stand before it.
fn has_byline(cx: &Context<'_>, body: &[model::Block]) -> bool {
    let scope = cx.scope(Role::Body);
    let titled = cx.document.metadata.title.is_some();
    for (i, block) in body.iter().enumerate() {
        let is_heading = matches!(block.kind, model::BlockKind::Heading { level: _, content: _ });
        if is_heading && (titled || i > 0) {
            return false;
        }
        if matches!(block.kind, model::BlockKind::Container(_)) && block.attrs.has_class("byline") {
            return true;
        }
        if let model::BlockKind::Paragraph(content) = &block.kind
            && i < authors::BYLINE_WITHIN
            && authors::is_byline(cx, content, &scope, &[])
        {
            return true;
        }
    }
    false
}

/// The authors' names with their marks, then where they belong.
fn byline(cx: &mut Context<'_>, lines: &mut Vec<Block>) {
    let document = cx.document;
    let authors = &document.metadata.authors;
    if authors.is_empty() {
        return;
    }
    let node = cx.node();
    let mut content: Vec<Inline> = Vec::new();
    for (i, author) in authors.iter().enumerate() {
        if i > 0 {
            let last = i + 1 == authors.len();
            let between = if last { format!(" {} ", cx.words.get(Word::And)) } else { ", ".to_owned() };
            content.push(text(between, Span::NONE));
        }
        content.push(text(printed_name(author), author.span));
        let said = !author.bio.is_empty() || !author.note.is_empty();
        let marker = match &author.marker {
            Marker::None => None,
            Marker::Literal(marker) => said_by_mark(cx, marker).then(|| marker.clone()),
            Marker::Auto | Marker::Unset => said.then(|| authors::next_symbol(cx)),
        };
        if let Some(marker) = marker {
            let sharing: Vec<usize> = (0..authors.len())
                .filter(|j| *j == i || matches!(&authors[*j].marker, Marker::Literal(m) if *m == marker))
                .collect();
            author_mark(cx, marker, NoteSource::Authors(sharing), author.span, &mut content);
        }
    }
    lines.push(paragraph(node, Role::Byline, content, authors[0].span));
    let mut affiliations: Vec<(&str, Vec<&str>)> = Vec::new();
    for author in authors {
        for affiliation in &author.affiliations {
            match affiliations.iter_mut().find(|(known, _)| known == affiliation) {
                Some((_, names)) => names.push(&author.name),
                None => affiliations.push((affiliation, vec![&author.name])),
            }
        }
    }
    let tell_apart = affiliations.len() > 1 && authors.len() > 1;
    for (affiliation, names) in affiliations {
        let node = cx.node();
        let line = if tell_apart { format!("{affiliation} ({})", names.join(", ")) } else { affiliation.to_owned() };
        lines.push(paragraph(node, Role::Affiliation, vec![text(line, authors[0].span)], authors[0].span));
    }
}

/// Whether anything is said under a mark: by an author of it, or by a note placed by hand.
fn said_by_mark(cx: &Context<'_>, marker: &str) -> bool {
    cx.hand_notes.contains(marker)
        || cx.document.metadata.authors.iter().any(|author| {
            matches!(&author.marker, Marker::Literal(m) if m == marker)
                && (!author.bio.is_empty() || !author.note.is_empty())
        })
}

/// The name, and the role of someone who is not the author.
fn printed_name(author: &model::Author) -> String {
    match author.role.as_deref() {
        None | Some("author") => author.name.clone(),
        Some(role) => format!("{} ({role})", author.name),
    }
}

/// The metadata as plain text.
pub(crate) fn metadata(cx: &mut Context<'_>) -> Meta {
    let document = cx.document;
    let metadata = &document.metadata;
    let language = cx.language.clone();
    if !cx.language_named {
        let hint = "add language: en-GB, or the tag that fits, to the front matter";
        let message = "the document names no language and is taken for English";
        cx.report(Diagnostic::new(&codes::LANGUAGE_MISSING, Span::NONE, message).hint(hint));
    }
    let smart = cx.smart;
    let line = |inlines: &[model::Inline]| {
        let plain = plain_text(inlines).split_whitespace().collect::<Vec<_>>().join(" ");
        if smart { Smart::default().text(&plain, None, &language) } else { plain }
    };
    let title = match &metadata.title {
        Some(title) => line(title),
        None => String::new(),
    };
    let title = if title.is_empty() { title_from_text(cx, &line) } else { title };
    let people = metadata
        .authors
        .iter()
        .map(|author| Person {
            name: author.name.clone(),
            file_as: file_as(&author.name),
            role: author.role.as_deref().map_or(PersonRole::Author, PersonRole::parse),
        })
        .collect();
    let description = metadata.description.as_deref().map(line).filter(|text| !text.is_empty());
    let summary = plain_text_of_blocks(&metadata.summary).split_whitespace().collect::<Vec<_>>().join(" ");
    Meta {
        title,
        subtitle: metadata.subtitle.as_deref().map(line).filter(|text| !text.is_empty()),
        people,
        description: description.or_else(|| (!summary.is_empty()).then_some(summary)),
        rights: metadata.rights.as_deref().map(line).filter(|text| !text.is_empty()),
        publisher: metadata.publisher.clone(),
        date: metadata.date.as_ref().map(|date| date.text.clone()),
        iso_date: metadata.date.as_ref().and_then(|date| date.iso),
        identifiers: metadata.identifiers.iter().map(identifier).collect(),
        keywords: metadata.keywords.clone(),
        series: metadata.series.as_ref().map(|series| (series.name.clone(), series.position.clone())),
        cover: metadata.cover.clone(),
        direction: cx.direction,
    }
}

fn title_from_text(cx: &mut Context<'_>, line: &dyn Fn(&[model::Inline]) -> String) -> String {
    let document = cx.document;
    let heading = document.body.iter().find_map(|block| match &block.kind {
        model::BlockKind::Heading { level: 1, content } => Some((line(content), block.span)),
        _ => None,
    });
    if let Some((title, span)) = heading.filter(|(title, _)| !title.is_empty()) {
        cx.report(Diagnostic::new(&codes::TITLE_FROM_HEADING, span, "this heading serves as the document's title"));
        return title;
    }
    let stem = if cx.options.stem.is_empty() { "Untitled" } else { &cx.options.stem };
    let message = format!("there is neither title nor heading; the file's name, {stem:?}, serves as the title");
    let diagnostic = Diagnostic::new(&codes::TITLE_FROM_NAME, Span::NONE, message);
    let title = stem.to_owned();
    cx.report(diagnostic.hint("add title: … to the front matter, or begin with a heading: # …"));
    title
}

/// `urn:isbn:…` and `doi:…` take their scheme from the text where it is not named.
fn identifier(identifier: &model::Identifier) -> Identifier {
    let model::Identifier { scheme, text } = identifier;
    let lower = text.to_ascii_lowercase();
    for (prefix, name) in
        [("urn:isbn:", "isbn"), ("isbn:", "isbn"), ("urn:uuid:", "uuid"), ("doi:", "doi"), ("https://doi.org/", "doi")]
    {
        if lower.starts_with(prefix) {
            return Identifier { scheme: Some(name.into()), text: text[prefix.len()..].trim().to_owned() };
        }
    }
    Identifier { scheme: scheme.as_ref().map(|s| s.to_ascii_lowercase()), text: text.clone() }
}

/// `Last, First` of a name in Latin letters; particles stay with the last name. Other names are sorted as they stand.
fn file_as(name: &str) -> String {
    let words: Vec<&str> = name.split_whitespace().collect();
    let latin = name.chars().filter(|c| c.is_alphabetic()).all(|c| u32::from(c) < 0x250);
    if words.len() < 2 || name.contains(',') || !latin {
        return words.join(" ");
    }
    let particle =
        |word: &&str| matches!(*word, "van" | "von" | "der" | "den" | "de" | "del" | "la" | "le" | "da" | "di" | "zu");
    let mut last = words.len() - 1;
    while last > 1 && particle(&words[last - 1]) {
        last -= 1;
    }
    format!("{}, {}", words[last..].join(" "), words[..last].join(" "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_sorted_by_the_last() {
        assert_eq!(file_as("Anna Author"), "Author, Anna");
        assert_eq!(file_as("Ludwig van der Berg"), "van der Berg, Ludwig");
        assert_eq!(file_as("Plato"), "Plato");
        assert_eq!(file_as("Author, Anna"), "Author, Anna");
        assert_eq!(file_as("محمد خاتمی"), "محمد خاتمی");
    }
}
