//! How each style looks, computed from the theme: what a role says against the style it is based on. How that is
//! written down is `styles`' business.

use chapbook_theme::{Align, Family, Role, Style, Theme};
use chapbook_values::{Color, Length};

use super::lists;
use super::properties::{Borders, Indent, Justification, Line, ParagraphProps, Spacing, Tab};
use super::run_properties::{RunProps, Vertical};
use super::style_names::ItemKind;
use super::stylesheet::StyleKey;

/// From this weight on, Word's one kind of bold is nearer than its regular.
const BOLD_FROM: u16 = 600;

/// Word's own blue of links.
pub(crate) const LINK_COLOR: Color = Color { red: 0x05, green: 0x63, blue: 0xC1 };

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
pub(crate) fn normal(theme: &Theme) -> Style {
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
        open_right: false,
        rule_above: false,
        ..theme.style(Role::Body).clone()
    }
}

/// What a style says, against the one it is based on.
pub(crate) fn looks<'a>(key: &StyleKey, theme: &'a Theme) -> (ParagraphProps<'static>, RunProps<'a>) {
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
        | Role::CodeComment
        | Role::CodeKeyword
        | Role::CodeType
        | Role::CodeFunction
        | Role::CodeConstant
        | Role::CodeString
        | Role::CodeAttribute
        | Role::CodeInserted
        | Role::CodeDeleted
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
        // Word opens on right-hand pages by sections, not by styles.
        open_right: _,
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
