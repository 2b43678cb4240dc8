//! The style sheet, computed from the theme. It fixes no colour of ground and none of text but of pieces of code, which
//! get one that can be read on black and on white; no face and no size but relative ones, so that the reader's own
//! choices hold, at night as well. Justified text is left to the reading system, too:
//! on a narrow screen without hyphenation it tears holes.
//!
//! Sides are written as `left` and `right` by the direction of the book, for many e-ink readers and Kindle's converter
//! know no `margin-inline-start`.

use std::fmt::Write as _;

use chapbook_resolve::Resolved;
use chapbook_theme::{Align, Family, Role, Style, Theme};
use chapbook_values::{Direction, Length};

use crate::openings;

/// Writes the style sheet.
pub(crate) fn write(theme: &Theme, resolved: &Resolved) -> String {
    let sides = match resolved.direction {
        Direction::Ltr => Sides { start: "left", end: "right" },
        Direction::Rtl => Sides { start: "right", end: "left" },
    };
    let mut out = String::new();
    out.push_str(&BASE.replace("<start>", sides.start).replace("<end>", sides.end));
    if theme.text.hyphenate {
        rule(&mut out, "body", HYPHENS);
    }
    bullets(&mut out, theme);
    for role in Role::ALL {
        role_rules(&mut out, theme, *role, sides);
    }
    rules_between_roles(&mut out, theme);
    openings::write(&mut out, theme, sides);
    out
}

/// A length as a multiple of a size, with at most three decimals.
pub(crate) fn em(length: Length, size: Length) -> String {
    format!("{}em", decimal(thousandths(length, size)))
}

/// Thousandths as percent.
pub(crate) fn percent(thousandths: i64) -> String {
    format!("{}%", decimal(thousandths * 100))
}

fn thousandths(length: Length, size: Length) -> i64 {
    length.scale(1000, size.to_scaled()).to_scaled()
}

/// Thousandths as a decimal number without needless zeros.
fn decimal(thousandths: i64) -> String {
    let (sign, n) = if thousandths < 0 { ("-", -thousandths) } else { ("", thousandths) };
    let text = format!("{sign}{}.{:03}", n / 1000, n % 1000);
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

/// The sides where reading starts and ends.
#[derive(Clone, Copy)]
pub(crate) struct Sides {
    pub(crate) start: &'static str,
    pub(crate) end: &'static str,
}

const HYPHENS: &str = "-epub-hyphens: auto; -webkit-hyphens: auto; hyphens: auto";
const NO_HYPHENS: &str = "-epub-hyphens: manual; -webkit-hyphens: manual; hyphens: manual";

pub(crate) fn rule(out: &mut String, selector: &str, declarations: &str) {
    if !declarations.is_empty() {
        let _ = writeln!(out, "{selector} {{ {declarations} }}");
    }
}

/// Where a role stands in the markup.
pub(crate) struct Place {
    /// Its paragraphs.
    pub(crate) own: &'static str,
    /// What is around them and stands in from the margin: all of it, not only paragraphs.
    around: Option<&'static str>,
}

pub(crate) fn place(role: Role) -> Option<Place> {
    let place = |own, around| Some(Place { own, around });
    match role {
        Role::Body => place("p", None),
        Role::BodyFirst => place("p.body-first", None),
        Role::Title => place(".title", None),
        Role::Subtitle => place("p.subtitle", None),
        Role::Byline => place("p.byline", None),
        Role::Affiliation => place("p.affiliation", None),
        Role::Date => place("p.date", None),
        Role::Heading1 => place(".heading-1", None),
        Role::Heading2 => place(".heading-2", None),
        Role::Heading3 => place(".heading-3", None),
        Role::Heading4 => place(".heading-4", None),
        Role::Heading5 => place(".heading-5", None),
        Role::Heading6 => place(".heading-6", None),
        Role::Part => place(".part", None),
        Role::Quote => place("p.quote", Some("blockquote")),
        Role::Attribution => place(".attribution", None),
        Role::Epigraph => place("p.epigraph", Some("blockquote.epigraph")),
        Role::ListItem => place("p.list-item", None),
        Role::Term => place("dt", None),
        Role::Definition => place("p.definition", Some("dd")),
        Role::Code => place("pre.code", None),
        Role::Math => place("p.math", None),
        Role::Verse => place("div.verse", None),
        Role::Divider => place(".divider", None),
        Role::TableCell => place("table", None),
        Role::TableHead => place("th", None),
        Role::Figure => place("div.image", None),
        Role::Caption => place("p.caption", None),
        Role::Footnote => place("p.footnote", None),
        Role::Endnote => place("p.endnote", None),
        Role::AuthorNote => place("p.author-note", Some("aside.author-note")),
        Role::Abstract => place("p.abstract", Some("section.abstract")),
        Role::Acknowledgements => place("p.acknowledgements", Some("section.acknowledgements")),
        Role::Dedication => place("p.dedication", Some("section.dedication")),
        Role::CopyrightPage => place("p.copyright-page", Some("section.copyright-page")),
        Role::Colophon => place("p.colophon", Some("section.colophon")),
        Role::Aside => place("p.aside", None),
        Role::PullQuote => place("p.pullquote", Some("aside.pullquote")),
        Role::Callout => place("p.callout", None),
        Role::CalloutTitle => place("p.callout-title", None),
        Role::Letter => place("p.letter", Some("div.letter")),
        Role::Glossary => place("p.glossary", Some("section.glossary")),
        Role::ContentsTitle => place(".contents-title", None),
        Role::Contents1 => place("nav li", None),
        // Deeper entries stand in by the nesting of lists.
        Role::Contents2 | Role::Contents3 => None,
        // A reflowing text has no running heads.
        Role::RunningHead | Role::Folio => None,
        Role::InlineCode => place("code", None),
        Role::Credit => place(".credit", None),
        Role::CodeComment => place(".code-comment", None),
        Role::CodeKeyword => place(".code-keyword", None),
        Role::CodeType => place(".code-type", None),
        Role::CodeFunction => place(".code-function", None),
        Role::CodeConstant => place(".code-constant", None),
        Role::CodeString => place(".code-string", None),
        Role::CodeAttribute => place(".code-attribute", None),
        Role::CodeInserted => place(".code-inserted", None),
        Role::CodeDeleted => place(".code-deleted", None),
        Role::CaptionLabel => place("figcaption .label, caption .label", None),
    }
}

fn role_rules(out: &mut String, theme: &Theme, role: Role, sides: Sides) {
    let Some(Place { own, around }) = place(role) else { return };
    let style = theme.style(role);
    let body = theme.style(Role::Body);
    let parent = parent(theme, role);
    let mut text = type_of(role, style, parent);
    if !role.is_inline() && !matches!(role, Role::TableCell | Role::TableHead | Role::Contents1) {
        text.extend(lines_of(role, style));
        text.extend(space_of(role, style, sides, around.is_none() && !in_a_box(role)));
    }
    if role.is_token() && style.color != parent.color {
        text.push(format!("color: #{}", style.color.between_black_and_white().hex()));
    }
    rule(out, own, &text.join("; "));
    if let Some(around) = around {
        let mut space = indents(style, body.size, sides);
        if role == Role::Definition || role == Role::Quote || role == Role::Epigraph {
            // The reading system's own margins give way, also where the theme has none.
            space.insert(0, "margin: 0".into());
        }
        rule(out, around, &space.join("; "));
    }
}

/// Rules for what has two roles at once: the later ones, since they have to win.
fn rules_between_roles(out: &mut String, theme: &Theme) {
    let body = theme.style(Role::Body).size;
    let cell = theme.style(Role::TableCell).size;
    rule(out, "table table, td p.table-cell, th p.table-head, pre.code code", "font-size: 1em");
    let caption = format!("font-size: {}; margin-bottom: 0", em(theme.style(Role::Caption).size, cell));
    rule(out, "caption p.caption", &caption);
    let figure = theme.style(Role::Figure);
    let around = em(figure.before, body);
    rule(out, "figure", &format!("margin: {around} 0 {around}"));
    let below = format!("margin-bottom: {}", em(figure.after, body));
    rule(out, "figure img, figure div.image, figure div.table, figure pre", &below);
    let note = theme.style(Role::AuthorNote);
    let mut group = format!("margin-top: {}", em(note.before, body));
    if note.rule_above {
        group.push_str("; border-top: 1px solid; padding-top: 0.6em");
    }
    rule(out, "div.author-notes", &group);
}

/// The style that a role's differs from.
fn parent(theme: &Theme, role: Role) -> &Style {
    match role {
        Role::TableHead => theme.style(Role::TableCell),
        Role::Credit | Role::CaptionLabel => theme.style(Role::Caption),
        _ if role.is_token() => theme.style(Role::Code),
        _ => theme.style(Role::Body),
    }
}

/// What a role's rule says of the cut of the face; where it says nothing, that of what is around stays.
pub(crate) struct Cut {
    pub(crate) bold: Option<bool>,
    pub(crate) italic: Option<bool>,
}

/// The cut of a role.
pub(crate) fn cut(theme: &Theme, role: Role) -> Cut {
    cut_of(role, theme.style(role), parent(theme, role))
}

fn cut_of(role: Role, style: &Style, parent: &Style) -> Cut {
    let is_bold = |style: &Style| style.weight >= 600;
    let says_weight = is_heading(role) || role == Role::TableHead || is_bold(style) != is_bold(parent);
    Cut { bold: says_weight.then_some(is_bold(style)), italic: (style.italic != parent.italic).then_some(style.italic) }
}

/// Size, weight, slope and case, where they differ from what is around; of headings always, for reading systems have
/// sizes of their own for them.
fn type_of(role: Role, style: &Style, parent: &Style) -> Vec<String> {
    let Style { family, size, weight: _, italic: _, small_caps, tracking, color: _, .. } = style;
    let Cut { bold, italic } = cut_of(role, style, parent);
    let mut out = Vec::new();
    match family {
        Family::Text | Family::Named(_) => {}
        // A piece of code has the face of the code around it.
        Family::Mono if role.is_token() => {}
        Family::Mono => out.push("font-family: monospace, monospace".into()),
    }
    if *size != parent.size || is_heading(role) {
        out.push(format!("font-size: {}", em(*size, parent.size)));
    }
    if let Some(bold) = bold {
        out.push(format!("font-weight: {}", if bold { "bold" } else { "normal" }));
    }
    if let Some(italic) = italic {
        out.push(format!("font-style: {}", if italic { "italic" } else { "normal" }));
    }
    if *small_caps {
        out.push("font-variant: small-caps".into());
    }
    if *tracking != Length::ZERO {
        out.push(format!("letter-spacing: {}", em(*tracking, *size)));
    }
    out
}

/// How lines stand. Body text keeps the reader's leading; type that is set for itself brings its own.
fn lines_of(role: Role, style: &Style) -> Vec<String> {
    let Style { align, leading, size, first_indent, hyphenate, .. } = style;
    let mut out = Vec::new();
    if is_heading(role) || matches!(role, Role::Code | Role::PullQuote) {
        out.push(format!("line-height: {}", decimal(thousandths(*leading, *size))));
    }
    match align {
        Align::Justify => {}
        // Old readers know no `start`; they keep the first of the two.
        Align::Start => out.push("text-align: left; text-align: start".into()),
        Align::Center => out.push("text-align: center".into()),
        Align::End => out.push("text-align: right; text-align: end".into()),
    }
    out.push(format!("text-indent: {}", em(*first_indent, *size)));
    if !hyphenate {
        out.push(NO_HYPHENS.into());
    }
    out
}

/// Space around, and where pages may break.
fn space_of(role: Role, style: &Style, sides: Sides, with_indents: bool) -> Vec<String> {
    let Style { before, after, size, keep_with_next, keep_together, page_break_before, rule_above, .. } = style;
    // The space before an author note is that of the group.
    let before = if role == Role::AuthorNote { *after } else { *before };
    let mut out = match role {
        // Its lines are one block here, set off as a whole.
        Role::Verse => Vec::new(),
        _ => vec![format!("margin: {} 0 {}", em(before, *size), em(*after, *size))],
    };
    if with_indents {
        out.extend(indents(style, *size, sides));
    }
    if *rule_above && role != Role::AuthorNote {
        out.push("border-top: 1px solid; padding-top: 0.5em".into());
    }
    if *keep_with_next {
        out.push("page-break-after: avoid; break-after: avoid".into());
    }
    if *keep_together {
        out.push("page-break-inside: avoid; break-inside: avoid".into());
    }
    if *page_break_before {
        out.push("page-break-before: always; break-before: page".into());
    }
    out
}

fn indents(style: &Style, size: Length, sides: Sides) -> Vec<String> {
    [(sides.start, style.start_indent), (sides.end, style.end_indent)]
        .into_iter()
        .filter(|(_, indent)| *indent != Length::ZERO)
        .map(|(side, indent)| format!("margin-{side}: {}", em(indent, size)))
        .collect()
}

/// Whether what is around its paragraphs has indents or padding of its own.
fn in_a_box(role: Role) -> bool {
    matches!(role, Role::Attribution | Role::Aside | Role::Callout | Role::CalloutTitle)
}

pub(crate) fn is_heading(role: Role) -> bool {
    matches!(
        role,
        Role::Title
            | Role::Subtitle
            | Role::Part
            | Role::Heading1
            | Role::Heading2
            | Role::Heading3
            | Role::Heading4
            | Role::Heading5
            | Role::Heading6
            | Role::ContentsTitle
    )
}

/// The theme's bullets by the depth of the list; readers that know no strings there show their own.
fn bullets(out: &mut String, theme: &Theme) {
    let mut selector = String::new();
    for bullet in theme.numbering.bullets.iter().take(6) {
        selector.push_str(if selector.is_empty() { "ul" } else { " ul" });
        let kind = match bullet.as_str() {
            "•" => "disc".to_owned(),
            "◦" | "○" => "circle".to_owned(),
            "▪" | "■" => "square".to_owned(),
            other => {
                let text: String = other.chars().filter(|c| !c.is_control() && !matches!(c, '"' | '\\')).collect();
                format!("disc; list-style-type: \"{text}\\2002\"")
            }
        };
        rule(out, &selector, &format!("list-style-type: {kind}"));
    }
}

/// What no theme says. `<start>` and `<end>` in it stand for the sides where reading starts and ends.
const BASE: &str = include_str!("base.css");

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_have_no_needless_zeros() {
        assert_eq!(em(Length::points(11), Length::points(11)), "1em");
        assert_eq!(em(Length::points(24), Length::points(11)), "2.182em");
        assert_eq!(em(Length::points(-3), Length::points(6)), "-0.5em");
        assert_eq!(percent(605), "60.5%");
    }

    #[test]
    fn no_colour_of_text_is_fixed_but_of_code_that_can_be_read_on_any_ground() {
        let theme = chapbook_theme::read("article", &chapbook_source::MemoryFiles::default()).expect("it is built in");
        let css = write(&theme, &crate::split::tests::empty());
        assert!(!css.contains("<start>") && !css.contains("<end>"));
        for declaration in css.split(['{', '}', ';']).map(str::trim) {
            let color = declaration.strip_prefix("color:").map(str::trim);
            // 4.5 to 1 from white is a luminance of at most 0.1833, from black of at least 0.175 (WCAG 2.2, 1.4.3).
            let on_any_ground = |color: &str| {
                let light = chapbook_values::Color::parse(color).map(chapbook_values::Color::luminance);
                light.is_some_and(|light| (11_469..=12_012).contains(&light))
            };
            assert!(color.is_none_or(|color| color == "inherit" || on_any_ground(color)), "{declaration}");
            assert!(!declaration.contains("px") || declaration.contains("border"), "{declaration}");
        }
        assert_eq!(css.matches('{').count(), css.matches('}').count());
    }
}
