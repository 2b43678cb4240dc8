//! What a PDF calls its pages, and what an EPUB's page list says: each read by the words of its standard.

use hayro_syntax::Pdf;
use hayro_syntax::object::{Array, Dict, Object};

use crate::parts;

/// The labels of a PDF's pages (ISO 32000-1, 12.4.2).
pub fn of_pdf(bytes: &[u8]) -> Result<Vec<String>, String> {
    let pdf = Pdf::new(bytes.to_vec()).map_err(|error| format!("{error:?}"))?;
    let catalog: Dict<'_> = pdf.xref().get(pdf.xref().root_id()).ok_or("no catalog")?;
    let mut ranges: Vec<(usize, String, String, u32)> = Vec::new();
    // The number tree (7.9.7), by a stack of its own.
    let mut open: Vec<Dict<'_>> = catalog.get("PageLabels").into_iter().collect();
    while let Some(node) = open.pop() {
        open.extend(node.get::<Array<'_>>("Kids").iter().flat_map(|kids| kids.iter::<Dict<'_>>()));
        let Some(pairs) = node.get::<Array<'_>>("Nums") else { continue };
        let mut pairs = pairs.iter::<Object<'_>>();
        while let (Some(Object::Number(page)), Some(Object::Dict(label))) = (pairs.next(), pairs.next()) {
            let style = crate::read_pdf::name(&label, "S").unwrap_or_default();
            let prefix = label.get::<hayro_syntax::object::String<'_>>("P");
            let prefix = prefix.map(|prefix| String::from_utf8_lossy(prefix.as_bytes()).into_owned());
            let start = label.get::<u32>("St").unwrap_or(1);
            ranges.push((page.as_i64().try_into().unwrap_or(0), style, prefix.unwrap_or_default(), start));
        }
    }
    ranges.sort();
    let label = |page: usize| {
        let (from, style, prefix, start) = ranges.iter().rev().find(|(from, ..)| *from <= page)?;
        let number = start + u32::try_from(page - from).ok()?;
        let figures = match style.as_str() {
            "D" => number.to_string(),
            "r" => roman(number),
            "R" => roman(number).to_uppercase(),
            "a" | "A" => return Some(format!("{prefix}{style}{number}")),
            _ => String::new(),
        };
        Some(format!("{prefix}{figures}"))
    };
    (0..pdf.pages().len()).map(|page| label(page).ok_or_else(|| format!("page {page} has no label"))).collect()
}

fn roman(mut number: u32) -> String {
    const SIGNS: [(u32, &str); 13] = [
        (1000, "m"),
        (900, "cm"),
        (500, "d"),
        (400, "cd"),
        (100, "c"),
        (90, "xc"),
        (50, "l"),
        (40, "xl"),
        (10, "x"),
        (9, "ix"),
        (5, "v"),
        (4, "iv"),
        (1, "i"),
    ];
    let mut out = String::new();
    for (value, sign) in SIGNS {
        while number >= value {
            out.push_str(sign);
            number -= value;
        }
    }
    out
}

/// A page of an EPUB's page list: its label, and the words that follow its break.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ListedPage {
    /// What it is called.
    pub label: String,
    /// The first words after the break, up to the end of its document.
    pub words: Vec<String>,
}

/// The page list of an EPUB.
pub fn of_epub(bytes: &[u8]) -> Result<Vec<ListedPage>, String> {
    let parts = parts::unzip(bytes)?;
    let text = |file: &str| -> Result<&str, String> {
        let name = format!("EPUB/{file}");
        parts.iter().find(|part| part.name == name).ok_or(format!("no {name}"))?.text()
    };
    let nav = parts::parse(text("nav.xhtml")?)?;
    let is_list = |node: &roxmltree::Node<'_, '_>| node.attribute("role") == Some("doc-pagelist");
    let list = nav.descendants().find(is_list).ok_or("no page list")?;
    let mut pages = Vec::new();
    for link in list.descendants().filter(|node| node.has_tag_name("a")) {
        let (file, id) = link.attribute("href").and_then(|href| href.split_once('#')).ok_or("a page leads nowhere")?;
        let document = parts::parse(text(file)?)?;
        let mark = document.descendants().find(|node| node.attribute("id") == Some(id)).ok_or("a break is missing")?;
        if mark.attribute("aria-label") != link.text() {
            return Err(format!("the break of {id} has another label than the list"));
        }
        let after = document.descendants().filter(|node| node.is_text() && node.range().start > mark.range().start);
        let after: String = after.filter_map(|node| node.text()).take(40).collect();
        let words = after.split_whitespace().take(6).map(str::to_owned).collect();
        pages.push(ListedPage { label: link.text().unwrap_or_default().to_owned(), words });
    }
    Ok(pages)
}
