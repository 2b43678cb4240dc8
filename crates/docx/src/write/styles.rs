//! `word/styles.xml`. A style says only where it differs from the one it is based on, as Word writes them, so that a
//! change of the base reaches those built on it. Which styles there are is the style sheet's, how each looks `looks`'.

use chapbook_container::XmlWriter;
use chapbook_resolve::Resolved;
use chapbook_theme::{Role, Theme};
use chapbook_values::{Direction, Language};

use crate::reference::Reference;

use super::looks::{family, looks, normal};
use super::names::{namespace, w, xmlns};
use super::properties::{number, toggle, value};
use super::style_names::{ItemKind, is_built_in};
use super::stylesheet::{Entry, StyleKey, StyleKind, StyleSheet};

/// Writes the part.
pub(crate) fn write(sheet: &mut StyleSheet, house: Option<&Reference>, theme: &Theme, resolved: &Resolved) -> String {
    let mut xml = XmlWriter::new();
    xml.open(w::STYLES).attr(xmlns::W, namespace::W);
    match house {
        Some(house) => {
            xml.raw(&house.style_defaults);
            house.styles.iter().for_each(|style| {
                xml.raw(&style.markup);
            });
        }
        None => {
            write_defaults(&mut xml, theme, &resolved.language, resolved.direction);
            write_latent(&mut xml);
        }
    }
    for entry in sheet.entries().iter().filter(|entry| !entry.is_given).cloned().collect::<Vec<_>>() {
        write_style(&mut xml, sheet, theme, resolved, &entry);
    }
    xml.close();
    xml.finish()
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
    let Entry { key, name, id, is_given: _ } = entry;
    let kind = match key.kind() {
        StyleKind::Paragraph => "paragraph",
        StyleKind::Character => "character",
        StyleKind::Table => "table",
        StyleKind::Numbering => "numbering",
    };
    // A house that has styles has default ones, whatever it calls them.
    let is_default = !sheet.is_house()
        && matches!(key, StyleKey::Normal | StyleKey::DefaultParagraphFont | StyleKey::NormalTable | StyleKey::NoList);
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
