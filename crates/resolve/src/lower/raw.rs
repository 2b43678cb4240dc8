//! Content of other formats: the tags go, the text stays, and the losses are counted; where raw content is allowed,
//! its own format gets it as it is.

use chapbook_model::{Citation, CitationMode, Raw, plain_text};
use chapbook_source::{Diagnostic, Span, codes};

use crate::context::Context;
use crate::{Markup, RawPolicy, RawTarget};

/// What becomes of raw content: markup for its own format, and text for the others or for all.
pub(crate) struct Lowered<Text> {
    pub(crate) markup: Option<Markup>,
    pub(crate) text: Text,
}

/// A raw block: its text is that of paragraphs.
pub(crate) fn block(cx: &mut Context<'_>, raw: &Raw, span: Span) -> Lowered<Vec<String>> {
    let Lowered { markup, text } = lower(cx, raw, span, false);
    let paragraphs = text.split("\n\n").map(|p| p.split_whitespace().collect::<Vec<_>>().join(" "));
    Lowered { markup, text: paragraphs.filter(|p| !p.is_empty()).collect() }
}

/// Raw content within a line, with its text if there is any.
pub(crate) fn inline(cx: &mut Context<'_>, raw: &Raw, span: Span) -> Lowered<Option<String>> {
    let Lowered { markup, text } = lower(cx, raw, span, true);
    Lowered { markup, text: (!text.is_empty()).then_some(text) }
}

fn lower(cx: &mut Context<'_>, raw: &Raw, span: Span, in_line: bool) -> Lowered<String> {
    let Raw { target, text } = raw;
    let markup = allowed(cx, raw, span, in_line);
    if target == "html" {
        // What is written into its own format loses no tags there; of the others, each writer tells.
        return Lowered { text: html_text(cx, text, span, markup.is_none()), markup };
    }
    if markup.is_none() {
        cx.lose(&codes::RAW_DROPPED, format!("raw content of format {target} is left out"), span);
    }
    Lowered { markup, text: String::new() }
}

/// The markup, if it may go into its own format and can.
fn allowed(cx: &mut Context<'_>, raw: &Raw, span: Span, in_line: bool) -> Option<Markup> {
    let Raw { target, text } = raw;
    let target = match cx.options.raw {
        RawPolicy::Keep => return None,
        RawPolicy::Allow => RawTarget::parse(target)?,
    };
    // A tag whose partner stands elsewhere says nothing by itself.
    if target == RawTarget::Html && is_half(text) {
        return None;
    }
    match Markup::check(target, text, in_line) {
        Ok(markup) => Some(markup),
        Err(fault) => {
            let (name, kept) = match target {
                RawTarget::Html => ("HTML", "its text is printed"),
                RawTarget::OpenXml => ("OpenXML", "it is left out"),
            };
            let hint = match target {
                RawTarget::Html => {
                    "close every element (<br/>), put values in quotation marks, write &#160; for &nbsp;"
                }
                RawTarget::OpenXml => {
                    "write whole elements with the prefix w, such as <w:p><w:r><w:t>x</w:t></w:r></w:p>"
                }
            };
            let message = format!("raw {name} cannot be written: {fault}; {kept}");
            cx.report(Diagnostic::new(&codes::RAW_MALFORMED, span, message).hint(hint));
            None
        }
    }
}

/// Whether this is one tag that opens or closes and no more.
fn is_half(html: &str) -> bool {
    let html = html.trim();
    html.starts_with('<') && html.ends_with('>') && html.matches('<').count() == 1 && !html.ends_with("/>")
}

/// The text of HTML without its tags; each kind of tag is a loss of its own. Contents of `script` and `style` are no
/// text. Without `tell`, nothing is said.
fn html_text(cx: &mut Context<'_>, html: &str, span: Span, tell: bool) -> String {
    let mut out = String::new();
    let mut rest = html;
    while let Some(at) = rest.find('<') {
        out.push_str(&entities(&rest[..at]));
        rest = &rest[at..];
        if let Some(comment) = rest.strip_prefix("<!--") {
            rest = comment.split_once("-->").map_or("", |(_, after)| after);
            continue;
        }
        let name: String = rest[1..]
            .trim_start_matches('/')
            .chars()
            .take_while(|c| c.is_ascii_alphanumeric() || *c == '-')
            .take(40)
            .collect::<String>()
            .to_ascii_lowercase();
        let declaration = rest.starts_with("<!") || rest.starts_with("<?");
        if name.is_empty() && !declaration {
            out.push('<');
            rest = &rest[1..];
            continue;
        }
        let closing = rest.starts_with("</");
        let end = rest.find('>').map_or(rest.len(), |end| end + 1);
        rest = &rest[end..];
        if tell && !closing && !declaration {
            cx.lose(&codes::HTML_DROPPED, format!("HTML tag <{name}> is left out; the text in it is printed"), span);
        }
        if !closing && (name == "script" || name == "style") {
            let close = format!("</{name}");
            rest = rest.to_ascii_lowercase().find(&close).map_or("", |at| &rest[at..]);
        }
        if matches!(
            name.as_str(),
            "p" | "div" | "br" | "li" | "tr" | "table" | "h1" | "h2" | "h3" | "h4" | "td" | "th" | "dt" | "dd"
        ) {
            out.push_str(if matches!(name.as_str(), "td" | "th") { " " } else { "\n\n" });
        }
    }
    out.push_str(&entities(rest));
    out
}

/// The few named entities of XML and HTML's space, and numeric ones; others stay as typed.
fn entities(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('&') {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        let decoded = rest.find(';').filter(|end| *end <= 10).and_then(|end| Some((entity(&rest[1..end])?, end)));
        match decoded {
            Some((c, end)) => {
                out.push(c);
                rest = &rest[end + 1..];
            }
            None => {
                out.push('&');
                rest = &rest[1..];
            }
        }
    }
    out.push_str(rest);
    out
}

fn entity(name: &str) -> Option<char> {
    if let Some(number) = name.strip_prefix('#') {
        let code = match number.strip_prefix(['x', 'X']) {
            Some(hex) => u32::from_str_radix(hex, 16).ok()?,
            None => number.parse().ok()?,
        };
        return char::from_u32(code).filter(|c| !c.is_control());
    }
    Some(match name {
        "amp" => '&',
        "lt" => '<',
        "gt" => '>',
        "quot" => '"',
        "apos" => '\'',
        "nbsp" => '\u{A0}',
        "shy" => '\u{AD}',
        "mdash" => '—',
        "ndash" => '–',
        "hellip" => '…',
        "copy" => '©',
        _ => return None,
    })
}

/// A citation as it is typed.
pub(crate) fn citation(citations: &[Citation]) -> String {
    let in_text = matches!(citations, [only] if only.mode == CitationMode::InText);
    let parts: Vec<String> = citations
        .iter()
        .map(|Citation { key, prefix, suffix, mode }| {
            let (prefix, suffix) = (plain_text(prefix), plain_text(suffix));
            let before = if prefix.is_empty() || prefix.ends_with(' ') { prefix } else { format!("{prefix} ") };
            let minus = if *mode == CitationMode::SuppressAuthor { "-" } else { "" };
            let joined = suffix.is_empty() || suffix.starts_with([',', ' ', '.', ':', ']']);
            let space = if joined { "" } else { ", " };
            format!("{before}{minus}@{key}{space}{suffix}")
        })
        .collect();
    if in_text { parts.concat() } else { format!("[{}]", parts.join("; ")) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn entities_are_read_once() {
        assert_eq!(entities("a &amp;lt; b&nbsp;&#233;&#xE9; &unknown; & c"), "a &lt; b\u{A0}éé &unknown; & c");
    }
}
