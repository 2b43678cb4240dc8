//! Links and references: where they lead, and what is printed if they lead nowhere.

use chapbook_model::{self as model, ReferenceForm as Form};
use chapbook_source::{Diagnostic, Span, TargetError, codes, inside_target};

use super::inlines::{self, linked, text};
use crate::anchors::TargetLabel;
use crate::context::{Context, Scope};
use crate::{Anchor, Inline, InlineKind, InlineStyle, LinkTarget, Reference, ReferenceForm, Word};

/// Schemes that a reader may follow without harm.
const SCHEMES: [&str; 6] = ["http", "https", "mailto", "tel", "ftp", "doi"];

/// What references to a heading print.
pub(crate) fn heading_target(
    cx: &mut Context<'_>,
    anchor: Anchor,
    level: u8,
    number: Option<&str>,
    content: &[Inline],
) {
    let target = match number {
        Some(number) => {
            let word = if level == 1 { Word::Chapter } else { Word::Section };
            // Articles number sections; the word for a chapter is for books.
            let word = if cx.theme.page.facing { word } else { Word::Section };
            let space = if cx.language.is_cjk() { "" } else { "\u{A0}" };
            TargetLabel::Numbered {
                word: cx.words.get(word).to_owned(),
                space: space.to_owned(),
                number: number.to_owned(),
            }
        }
        None => TargetLabel::Titled(crate::finish::title_text(content)),
    };
    cx.anchors.targets.insert(anchor, target);
}

pub(crate) fn link(
    cx: &mut Context<'_>,
    link: &model::Link,
    content: Vec<Inline>,
    span: Span,
    scope: &Scope,
    out: &mut Vec<Inline>,
) {
    let model::Link { target, title, content: _ } = link;
    if scope.plain {
        out.extend(content);
        return;
    }
    // `[](#fig-x)` is `@fig-x` (DIALECT 9).
    if let (true, Some(label)) = (content.is_empty(), target.strip_prefix('#')) {
        reference_item(cx, label, &Form::Full, span, out);
        return;
    }
    if content.is_empty() {
        cx.lose(&codes::EMPTY_LINK, "links without text are left out", span);
        return;
    }
    match self::target(cx, target, span) {
        Target::Found(target) => out.push(linked(target, content, title.clone(), span)),
        Target::Undefined => {
            let message =
                format!("link target {target:?} names nothing in the document; its text is printed without a link");
            let mut diagnostic = Diagnostic::new(&codes::REFERENCE_UNDEFINED, span, message);
            if let Some(near) = cx.anchors.nearest(target.trim_start_matches('#')) {
                diagnostic = diagnostic.hint(format!("did you mean #{near}?"));
            }
            cx.report(diagnostic);
            out.extend(content);
        }
        Target::Unsafe => {
            cx.lose(
                &codes::LINK_DROPPED,
                "links to addresses that are not safe, such as javascript:, keep their text and lose their target",
                span,
            );
            out.extend(content);
        }
        Target::Lost => {
            cx.lose(
                &codes::LINK_DROPPED,
                "links to files outside the document keep their text and lose their target",
                span,
            );
            out.extend(content);
        }
    }
}

enum Target {
    Found(LinkTarget),
    Undefined,
    /// An address of a scheme that may do harm where it is opened.
    Unsafe,
    Lost,
}

fn target(cx: &Context<'_>, target: &str, span: Span) -> Target {
    if let Some(label) = target.strip_prefix('#') {
        return match cx.anchors.find(&percent_free(label)) {
            Some(anchor) => Target::Found(LinkTarget::Anchor(anchor)),
            None => Target::Undefined,
        };
    }
    let (path, fragment) = target.split_once('#').map_or((target, None), |(path, fragment)| (path, Some(fragment)));
    match inside_target(cx.folder(span), path) {
        Err(TargetError::Remote) => match url(target) {
            Some(url) => Target::Found(LinkTarget::Url(url)),
            None => Target::Unsafe,
        },
        Ok(path) if cx.options.paths.contains(&path) => {
            match fragment.and_then(|f| cx.anchors.find(&percent_free(f))) {
                Some(anchor) => Target::Found(LinkTarget::Anchor(anchor)),
                None if fragment.is_some() => Target::Undefined,
                None => Target::Lost,
            }
        }
        Ok(_) | Err(TargetError::Outside | TargetError::Absolute | TargetError::Empty) => Target::Lost,
    }
}

/// A label as written in a URL: `%20` and its kin decoded.
fn percent_free(label: &str) -> String {
    inside_target("", label).unwrap_or_else(|_| label.to_owned())
}

/// A URL fit for every format: of a scheme that is safe to open, with a host where the scheme has one, and with the
/// characters that RFC 3986 does not allow percent-encoded.
fn url(typed: &str) -> Option<String> {
    let typed = if typed.starts_with("//") { format!("https:{typed}") } else { typed.trim().to_owned() };
    let (scheme, rest) = typed.split_once(':')?;
    let scheme = scheme.to_ascii_lowercase();
    if !SCHEMES.contains(&scheme.as_str()) {
        return None;
    }
    let mut out = format!("{scheme}:");
    let mut fragment = false;
    let bytes = rest.as_bytes();
    for (i, byte) in bytes.iter().enumerate() {
        let encoded = bytes.get(i + 1..i + 3).is_some_and(|hex| hex.iter().all(u8::is_ascii_hexdigit));
        let kept = match byte {
            b'%' => encoded,
            // A second number sign cannot stand in a fragment.
            b'#' => !std::mem::replace(&mut fragment, true),
            b'[' | b']' => false,
            _ => byte.is_ascii_alphanumeric() || b"-._~:/?@!$&'()*+,;=".contains(byte),
        };
        if kept { out.push(*byte as char) } else { out.push_str(&format!("%{byte:02X}")) }
    }
    if matches!(scheme.as_str(), "http" | "https" | "ftp") {
        let host = out.split_once("://")?.1.split(['/', '?', '#']).next().unwrap_or("");
        let host = host.rsplit('@').next().unwrap_or(host);
        let name = host.split(':').next().unwrap_or("");
        let port = host.split_once(':').map_or("", |(_, port)| port);
        let plain = !name.is_empty()
            && name.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'.' | b'_' | b'%'));
        if !plain || !port.bytes().all(|b| b.is_ascii_digit()) {
            return None;
        }
    }
    (out.len() > scheme.len() + 1).then_some(out)
}

/// `@fig-x`, `[-@fig-x]`, `[@fig-x; @tbl-y]`.
pub(crate) fn reference(
    cx: &mut Context<'_>,
    reference: &model::Reference,
    span: Span,
    scope: &Scope,
    out: &mut Vec<Inline>,
) {
    let last = reference.items.len().saturating_sub(1);
    for (i, item) in reference.items.iter().enumerate() {
        if i > 0 {
            let between = if i == last { format!(" {} ", cx.words.get(Word::And)) } else { ", ".into() };
            out.push(text(between, Span::NONE));
        }
        match &item.form {
            Form::Worded(word) => {
                let mut word = inlines::line(cx, word, &Scope { plain: true, ..scope.clone() });
                word.push(text("\u{A0}", Span::NONE));
                let at = out.len();
                reference_item(cx, item.label.as_str(), &Form::Number, span, out);
                if let Some(Inline { kind: InlineKind::Reference(reference), span: _ }) = out.get_mut(at) {
                    reference.form = ReferenceForm::Worded;
                    // The number is added when all is counted.
                    reference.content = word;
                }
            }
            Form::Full | Form::Number | Form::Page => reference_item(cx, item.label.as_str(), &item.form, span, out),
        }
    }
}

fn reference_item(cx: &mut Context<'_>, label: &str, form: &Form, span: Span, out: &mut Vec<Inline>) {
    let Some(anchor) = find(cx, label) else {
        let mut diagnostic =
            Diagnostic::new(&codes::REFERENCE_UNDEFINED, span, format!("nothing has the label #{label}"));
        diagnostic = match cx.anchors.nearest(label) {
            Some(near) => diagnostic.hint(format!("did you mean @{near}?")),
            None => diagnostic.hint(format!("give the figure, table or heading that is meant the label {{#{label}}}")),
        };
        cx.report(diagnostic);
        cx.has_placeholders = true;
        let content = vec![text(format!("@{label}"), span)];
        out.push(Inline { kind: InlineKind::Styled { style: InlineStyle::Placeholder, content }, span });
        return;
    };
    let form = match form {
        Form::Full => ReferenceForm::Full,
        Form::Number => ReferenceForm::Number,
        Form::Worded(_) => ReferenceForm::Worded,
        Form::Page => {
            out.push(Inline { kind: InlineKind::PageOf(anchor), span });
            return;
        }
    };
    // Its words are filled in when all is counted.
    out.push(Inline { kind: InlineKind::Reference(Reference { target: anchor, form, content: Vec::new() }), span });
}

/// A label as typed, or with pandoc-crossref's colon for our hyphen and the other way round.
fn find(cx: &Context<'_>, label: &str) -> Option<Anchor> {
    cx.anchors
        .find_label(label)
        .or_else(|| cx.anchors.find_label(&label.replacen(':', "-", 1)))
        .or_else(|| cx.anchors.find_label(&label.replacen('-', ":", 1)))
        .or_else(|| cx.anchors.find(label))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn urls_are_made_safe() {
        assert_eq!(url("https://example.org/a b|c#d#e").as_deref(), Some("https://example.org/a%20b%7Cc#d%23e"));
        assert_eq!(url("HTTP://example.org/%41%zz").as_deref(), Some("http://example.org/%41%25zz"));
        assert_eq!(url("//example.org").as_deref(), Some("https://example.org"));
        assert_eq!(url("mailto:a@example.org").as_deref(), Some("mailto:a@example.org"));
        for bad in ["javascript:alert(1)", "data:text/html,x", "https://", "https:///x", "http:", "file:///etc"] {
            assert_eq!(url(bad), None, "{bad}");
        }
    }
}
