//! `word/styles.xml`: how each style looks, computed from the theme. A style says only where it differs from the
//! one it is based on, as Word writes them, so that a change of the base reaches those built on it.
//! Which styles there are is the style sheet's.

use chapbook_container::XmlWriter;
use chapbook_resolve::Resolved;
use chapbook_theme::{Align, Family, Role, Style, Theme};
use chapbook_values::{Color, Direction, Language, Length};

use super::lists;
use super::names::{namespace, w, xmlns};
use super::properties::{
    Borders, Indent, Justification, Line, ParagraphProps, RunProps, Spacing, Tab, Vertical, number, toggle, value,
};
use super::style_names::{ItemKind, is_built_in};
use super::stylesheet::{Entry, StyleKey, StyleKind, StyleSheet};

/// From this weight on, Word's one kind of bold is nearer than its regular.
const BOLD_FROM: u16 = 600;

/// Word's own blue of links.
pub(crate) const LINK_COLOR: Color = Color { red: 0x05, green: 0x63, blue: 0xC1 };

/// Writes the part.
pub(crate) fn write(sheet: &mut StyleSheet, theme: &Theme, resolved: &Resolved) -> String {
    let mut xml = XmlWriter::new();
    xml.open(w::STYLES).attr(xmlns::W, namespace::W);
    write_defaults(&mut xml, theme, &resolved.language, resolved.direction);
    write_latent(&mut xml);
    for entry in sheet.entries().to_vec() {
        write_style(&mut xml, sheet, theme, resolved, &entry);
    }
    xml.close();
    xml.finish()
}

/// The family that a style uses, by its name.
pub(crate) fn family<'a>(theme: &'a Theme, family: &'a Family) -> &'a str {
    match family {
        Family::Text => &theme.text.family,
        Family::Mono => &theme.text.mono,
        Family::Named(name) => name,
    }
}

/// Whether a style is bold.
pub(crate) fn is_bold(style: &Style) -> bool {
    style.weight >= BOLD_FROM
}

/// The style of `Normal`: the body's type without its indents and alignment.
fn normal(theme: &Theme) -> Style {
    Style {
        align: Align::Start,
        first_indent: Length::ZERO,
        start_indent: Length::ZERO,
        end_indent: Length::ZERO,
        before: Length::ZERO,
        after: Length::ZERO,
        keep_with_next: false,
        keep_together: false,
        page_break_before: false,
        rule_above: false,
        ..theme.style(Role::Body).clone()
    }
}

fn write_defaults(xml: &mut XmlWriter, theme: &Theme, language: &Language, direction: Direction) {
    let base = normal(theme);
    let font = family(theme, &base.family);
    xml.open(w::DOC_DEFAULTS).open(w::R_PR_DEFAULT).open(w::R_PR);
    xml.open(w::R_FONTS).attr(w::ASCII, font).attr(w::H_ANSI, font).attr(w::EAST_ASIA, font).attr(w::CS, font).close();
    number(xml, w::SZ, base.size.to_half_points());
    number(xml, w::SZ_CS, base.size.to_half_points());
    // Word keeps a language for each kind of script; those that the document does not use keep Word's defaults.
    let tag = language.tag();
    let (western, east_asian, right_to_left) = match (direction, language.is_cjk()) {
        (Direction::Rtl, _) => ("en-US", "zh-CN", tag),
        (Direction::Ltr, true) => ("en-US", tag, "ar-SA"),
        (Direction::Ltr, false) => (tag, "zh-CN", "ar-SA"),
    };
    xml.open(w::LANG).attr(w::VAL, western).attr(w::EAST_ASIA, east_asian).attr(w::BIDI, right_to_left).close();
    xml.close().close();
    xml.open(w::P_PR_DEFAULT).close();
    xml.close();
}

/// What Word assumes of its built-in styles that are not in the file: shown, and in the order of use.
fn write_latent(xml: &mut XmlWriter) {
    xml.open(w::LATENT_STYLES).attr(w::DEF_LOCKED_STATE, "0").attr(w::DEF_UI_PRIORITY, "99");
    xml.attr(w::DEF_SEMI_HIDDEN, "0").attr(w::DEF_UNHIDE_WHEN_USED, "0").attr(w::DEF_Q_FORMAT, "0");
    xml.attr(w::COUNT, "376").close();
}

fn write_style(xml: &mut XmlWriter, sheet: &mut StyleSheet, theme: &Theme, resolved: &Resolved, entry: &Entry) {
    let Entry { key, name, id } = entry;
    let kind = match key.kind() {
        StyleKind::Paragraph => "paragraph",
        StyleKind::Character => "character",
        StyleKind::Table => "table",
        StyleKind::Numbering => "numbering",
    };
    let is_default =
        matches!(key, StyleKey::Normal | StyleKey::DefaultParagraphFont | StyleKey::NormalTable | StyleKey::NoList);
    xml.open(w::STYLE).attr(w::TYPE, kind);
    xml.attr_opt(w::DEFAULT, is_default.then_some("1"));
    xml.attr_opt(w::CUSTOM_STYLE, (!is_built_in(name)).then_some("1"));
    xml.attr(w::STYLE_ID, id);
    value(xml, w::NAME, Some(name));
    let based_on = key.based_on().map(|base| sheet.id(&base, theme).to_owned());
    value(xml, w::BASED_ON, based_on.filter(|base| base != id));
    if let Some(next) = next(key) {
        let next = sheet.id(&next, theme).to_owned();
        value(xml, w::NEXT, Some(next));
    }
    let presence = presence(key);
    number(xml, w::UI_PRIORITY, presence.priority);
    toggle(xml, w::SEMI_HIDDEN, presence.hidden.then_some(true));
    toggle(xml, w::UNHIDE_WHEN_USED, presence.hidden.then_some(true));
    toggle(xml, w::Q_FORMAT, presence.in_gallery.then_some(true));
    let (mut paragraph, run) = looks(key, theme);
    if *key == StyleKey::Normal && resolved.direction == Direction::Rtl {
        paragraph.bidi = Some(true);
    }
    paragraph.write(xml);
    run.write(xml);
    match key {
        StyleKey::NormalTable => write_normal_table(xml),
        StyleKey::Table => write_table(xml),
        StyleKey::Normal
        | StyleKey::DefaultParagraphFont
        | StyleKey::NoList
        | StyleKey::Role(_)
        | StyleKey::Item(..)
        | StyleKey::UnlistedHeading(_)
        | StyleKey::Callout(_)
        | StyleKey::FigureEntry
        | StyleKey::FootnoteReference
        | StyleKey::EndnoteReference
        | StyleKey::CommentText
        | StyleKey::CommentReference
        | StyleKey::Hyperlink
        | StyleKey::Keyboard
        | StyleKey::NamedParagraph(..)
        | StyleKey::NamedCharacter(_) => {}
    }
    xml.close();
}

/// What a style says, against the one it is based on.
fn looks<'a>(key: &StyleKey, theme: &'a Theme) -> (ParagraphProps<'static>, RunProps<'a>) {
    let plain = (ParagraphProps::default(), RunProps::default());
    match key {
        StyleKey::Normal => {
            let leading = Some(Line::AtLeast(theme.style(Role::Body).leading));
            let spacing = Spacing { before: None, after: None, line: leading };
            (ParagraphProps { spacing, ..ParagraphProps::default() }, RunProps::default())
        }
        StyleKey::Role(role) if role.is_inline() => (ParagraphProps::default(), inline_looks(*role, theme)),
        StyleKey::Role(role) => role_looks(*role, theme),
        StyleKey::Item(ItemKind::Continue, depth) => {
            let start = lists::default_step(theme) * i64::from(*depth);
            let indent = Indent { start: Some(start), ..Indent::default() };
            (ParagraphProps { indent, ..ParagraphProps::default() }, RunProps::default())
        }
        StyleKey::Item(ItemKind::Number | ItemKind::Bullet, _) => plain,
        StyleKey::UnlistedHeading(_) => {
            (ParagraphProps { outline_level: Some(9), ..ParagraphProps::default() }, RunProps::default())
        }
        StyleKey::FootnoteReference | StyleKey::EndnoteReference => {
            (ParagraphProps::default(), RunProps { vertical: Some(Vertical::Superscript), ..RunProps::default() })
        }
        StyleKey::CommentReference => {
            (ParagraphProps::default(), RunProps { size: Some(Length::points(8)), ..RunProps::default() })
        }
        StyleKey::Hyperlink => {
            (ParagraphProps::default(), RunProps { color: Some(LINK_COLOR), underline: true, ..RunProps::default() })
        }
        StyleKey::Keyboard => {
            (ParagraphProps::default(), RunProps { font: Some(&theme.text.mono), ..RunProps::default() })
        }
        StyleKey::DefaultParagraphFont
        | StyleKey::NormalTable
        | StyleKey::NoList
        | StyleKey::Callout(_)
        | StyleKey::FigureEntry
        | StyleKey::CommentText
        | StyleKey::Table
        | StyleKey::NamedParagraph(..)
        | StyleKey::NamedCharacter(_) => plain,
    }
}

fn role_looks(role: Role, theme: &Theme) -> (ParagraphProps<'static>, RunProps<'_>) {
    let own = theme.style(role);
    let base = match role {
        Role::Body => normal(theme),
        // A role based on Body has a style based on Normal: see `StyleKey::based_on`.
        _ if role.parent() == Role::Body && role != Role::BodyFirst => normal(theme),
        _ => theme.style(role.parent()).clone(),
    };
    let (mut paragraph, run) = difference(own, &base, theme);
    match role {
        Role::Heading1 | Role::Part => paragraph.outline_level = Some(0),
        Role::Heading2 => paragraph.outline_level = Some(1),
        Role::Heading3 => paragraph.outline_level = Some(2),
        Role::Heading4 => paragraph.outline_level = Some(3),
        Role::Heading5 => paragraph.outline_level = Some(4),
        Role::Heading6 => paragraph.outline_level = Some(5),
        Role::ContentsTitle => paragraph.outline_level = Some(9),
        // A picture makes room for itself.
        Role::Figure => paragraph.spacing.line = Some(Line::Single),
        Role::ListItem => paragraph.spacing.after = Some(lists::space_between(theme)),
        Role::Callout => paragraph.borders = Borders::Bar,
        Role::Aside => paragraph.borders = Borders::Box,
        Role::Contents1 | Role::Contents2 | Role::Contents3 => {
            paragraph.tabs = vec![Tab { position: theme.measure(), kind: "right", leader: Some("dot") }];
        }
        Role::Body
        | Role::BodyFirst
        | Role::Title
        | Role::Subtitle
        | Role::Byline
        | Role::Affiliation
        | Role::Date
        | Role::Quote
        | Role::Attribution
        | Role::Epigraph
        | Role::Term
        | Role::Definition
        | Role::Code
        | Role::Math
        | Role::Verse
        | Role::Divider
        | Role::TableCell
        | Role::TableHead
        | Role::Caption
        | Role::Footnote
        | Role::Endnote
        | Role::AuthorNote
        | Role::Abstract
        | Role::Acknowledgements
        | Role::Dedication
        | Role::CopyrightPage
        | Role::Colophon
        | Role::PullQuote
        | Role::CalloutTitle
        | Role::Letter
        | Role::Glossary
        | Role::RunningHead
        | Role::Folio
        | Role::InlineCode
        | Role::Credit
        | Role::CaptionLabel => {}
    }
    (paragraph, run)
}

/// What `own` says that `base` does not.
fn difference<'a>(own: &'a Style, base: &Style, theme: &'a Theme) -> (ParagraphProps<'static>, RunProps<'a>) {
    let Style {
        family: own_family,
        size,
        leading,
        weight: _,
        italic,
        small_caps,
        tracking,
        color,
        align,
        first_indent,
        start_indent,
        end_indent,
        before,
        after,
        keep_with_next,
        keep_together,
        page_break_before,
        rule_above,
        hyphenate,
    } = own;
    let length = |own: &Length, base: Length| (*own != base).then_some(*own);
    let switch = |own: bool, base: bool| (own != base).then_some(own);
    let paragraph = ParagraphProps {
        keep_next: switch(*keep_with_next, base.keep_with_next),
        keep_lines: switch(*keep_together, base.keep_together),
        page_break_before: switch(*page_break_before, base.page_break_before),
        borders: match (rule_above, base.rule_above) {
            (true, false) => Borders::Above,
            (false, true) => Borders::None,
            (true, true) | (false, false) => Borders::Inherited,
        },
        suppress_hyphens: switch(!hyphenate, !base.hyphenate),
        spacing: Spacing {
            before: length(before, base.before),
            after: length(after, base.after),
            line: length(leading, base.leading).map(Line::AtLeast),
        },
        indent: Indent {
            start: length(start_indent, base.start_indent),
            end: length(end_indent, base.end_indent),
            first: length(first_indent, base.first_indent),
        },
        justification: (*align != base.align).then_some(justification(*align)),
        ..ParagraphProps::default()
    };
    let run = RunProps {
        font: (*own_family != base.family).then(|| family(theme, own_family)),
        bold: switch(is_bold(own), is_bold(base)),
        italic: switch(*italic, base.italic),
        small_caps: switch(*small_caps, base.small_caps),
        color: (*color != base.color).then_some(*color),
        tracking: length(tracking, base.tracking),
        size: length(size, base.size),
        ..RunProps::default()
    };
    (paragraph, run)
}

/// What a role of a stretch of text says against the paragraph it mostly stands in. A switch is only ever turned on:
/// between a paragraph's style and a run's, Word takes bold and bold for regular (ISO/IEC 29500-1, 17.7.3). What has
/// to be turned off, the run itself says.
fn inline_looks(role: Role, theme: &Theme) -> RunProps<'_> {
    let surroundings = if role == Role::InlineCode { Role::Body } else { role.parent() };
    let (_, mut run) = difference(theme.style(role), theme.style(surroundings), theme);
    run.bold = run.bold.filter(|on| *on);
    run.italic = run.italic.filter(|on| *on);
    run.small_caps = run.small_caps.filter(|on| *on);
    run.no_proof = role == Role::InlineCode;
    run
}

fn justification(align: Align) -> Justification {
    match align {
        Align::Start => Justification::Start,
        Align::Justify => Justification::Both,
        Align::Center => Justification::Center,
        Align::End => Justification::End,
    }
}

/// The style of the paragraph that Enter makes after one of this style.
fn next(key: &StyleKey) -> Option<StyleKey> {
    let role = match key {
        StyleKey::UnlistedHeading(_) => Role::BodyFirst,
        StyleKey::Role(role) => match role {
            Role::BodyFirst => Role::Body,
            Role::Title | Role::Subtitle => Role::Byline,
            Role::Heading1
            | Role::Heading2
            | Role::Heading3
            | Role::Heading4
            | Role::Heading5
            | Role::Heading6
            | Role::Part
            | Role::Divider
            | Role::Caption
            | Role::Attribution => Role::BodyFirst,
            Role::Term => Role::Definition,
            Role::CalloutTitle => Role::Callout,
            Role::Figure => Role::Caption,
            Role::ContentsTitle => Role::Contents1,
            Role::Body
            | Role::Byline
            | Role::Affiliation
            | Role::Date
            | Role::Quote
            | Role::Epigraph
            | Role::ListItem
            | Role::Definition
            | Role::Code
            | Role::Math
            | Role::Verse
            | Role::TableCell
            | Role::TableHead
            | Role::Footnote
            | Role::Endnote
            | Role::AuthorNote
            | Role::Abstract
            | Role::Acknowledgements
            | Role::Dedication
            | Role::CopyrightPage
            | Role::Colophon
            | Role::Aside
            | Role::PullQuote
            | Role::Callout
            | Role::Letter
            | Role::Glossary
            | Role::Contents1
            | Role::Contents2
            | Role::Contents3
            | Role::RunningHead
            | Role::Folio
            | Role::InlineCode
            | Role::Credit
            | Role::CaptionLabel => return None,
        },
        StyleKey::Normal
        | StyleKey::DefaultParagraphFont
        | StyleKey::NormalTable
        | StyleKey::NoList
        | StyleKey::Item(..)
        | StyleKey::Callout(_)
        | StyleKey::FigureEntry
        | StyleKey::FootnoteReference
        | StyleKey::EndnoteReference
        | StyleKey::CommentText
        | StyleKey::CommentReference
        | StyleKey::Hyperlink
        | StyleKey::Keyboard
        | StyleKey::Table
        | StyleKey::NamedParagraph(..)
        | StyleKey::NamedCharacter(_) => return None,
    };
    Some(StyleKey::Role(role))
}

/// Where Word shows a style.
struct Presence {
    /// Its place in the list.
    priority: i64,
    /// Not before it is used.
    hidden: bool,
    /// Among the styles that are offered first.
    in_gallery: bool,
}

fn presence(key: &StyleKey) -> Presence {
    let shown = |priority, in_gallery| Presence { priority, hidden: false, in_gallery };
    match key {
        StyleKey::Normal => shown(0, true),
        StyleKey::DefaultParagraphFont => Presence { priority: 1, hidden: true, in_gallery: false },
        StyleKey::NormalTable | StyleKey::NoList => Presence { priority: 99, hidden: true, in_gallery: false },
        StyleKey::Role(role) => match role {
            Role::RunningHead | Role::Folio | Role::Footnote | Role::Endnote => shown(99, false),
            Role::Contents1 | Role::Contents2 | Role::Contents3 => shown(39, false),
            Role::Body | Role::BodyFirst => shown(1, true),
            _ => shown(10, true),
        },
        StyleKey::Item(ItemKind::Number | ItemKind::Bullet, 1) => shown(11, true),
        StyleKey::Item(..) => shown(11, false),
        StyleKey::UnlistedHeading(_) => shown(10, false),
        StyleKey::Callout(_) | StyleKey::NamedParagraph(..) | StyleKey::NamedCharacter(_) => shown(20, true),
        StyleKey::FigureEntry
        | StyleKey::FootnoteReference
        | StyleKey::EndnoteReference
        | StyleKey::CommentText
        | StyleKey::CommentReference
        | StyleKey::Hyperlink
        | StyleKey::Keyboard => shown(99, false),
        StyleKey::Table => shown(59, false),
    }
}

fn write_normal_table(xml: &mut XmlWriter) {
    xml.open(w::TBL_PR);
    xml.open(w::TBL_IND).attr(w::W, "0").attr(w::TYPE, "dxa").close();
    write_cell_margins(xml, "0", "108");
    xml.close();
}

/// Rules above and below the table and below its head: the way of books.
fn write_table(xml: &mut XmlWriter) {
    let rule = |xml: &mut XmlWriter, edge: &'static str, size: &str| {
        xml.open(edge).attr(w::VAL, "single").attr("w:sz", size).attr(w::SPACE, "0").attr(w::COLOR, "auto").close();
    };
    xml.open(w::TBL_PR).open(w::TBL_BORDERS);
    rule(xml, w::TOP, "8");
    rule(xml, w::BOTTOM, "8");
    xml.close();
    write_cell_margins(xml, "40", "108");
    xml.close();
    xml.open(w::TBL_STYLE_PR).attr(w::TYPE, "firstRow");
    xml.open(w::TC_PR).open(w::TC_BORDERS);
    rule(xml, w::BOTTOM, "4");
    xml.close().close().close();
}

fn write_cell_margins(xml: &mut XmlWriter, vertical: &str, horizontal: &str) {
    xml.open(w::TBL_CELL_MAR);
    for (edge, width) in [(w::TOP, vertical), (w::LEFT, horizontal), (w::BOTTOM, vertical), (w::RIGHT, horizontal)] {
        xml.open(edge).attr(w::W, width).attr(w::TYPE, "dxa").close();
    }
    xml.close();
}
