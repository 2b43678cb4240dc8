//! Reads a theme file and computes the style of every role: the theme's own word, else what it inherits,
//! else what the role it is based on has.

use std::collections::BTreeMap;
use std::fmt;

use chapbook_source::{FileError, Files};
use chapbook_values::{Color, CounterStyle, Delimiter, Length};
use serde::Deserialize;

use crate::page::named_size;
use crate::running::{Running, RunningLine};
use crate::{
    Align, CaptionPlace, Family, FigureNumbering, Front, HeadingNumbering, Margins, Numbering, Opening, Page, Role,
    Style, TextDefaults, Theme,
};

/// The themes that are part of the program, by name.
pub const BUILT_IN: &[(&str, &str)] = &[
    ("article", include_str!("../../../templates/article/theme.toml")),
    ("manuscript", include_str!("../../../templates/manuscript/theme.toml")),
    ("novel", include_str!("../../../templates/novel/theme.toml")),
];

/// How many themes may inherit one from the other: more is a circle or a joke.
const MAX_INHERITANCE: usize = 16;

/// Why there is no theme.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ThemeError {
    /// Neither a built-in theme nor a folder of the project has this name.
    Unknown(String),
    /// The file is there and cannot be read.
    File(String, FileError),
    /// The file does not say what a theme says.
    Syntax {
        /// The file.
        path: String,
        /// The byte range of the fault, if it is known.
        range: Option<std::ops::Range<usize>>,
        /// What is wrong with it.
        message: String,
    },
    /// Themes inherit from each other in a circle.
    Circle(String),
}

impl fmt::Display for ThemeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unknown(name) => {
                let known: Vec<&str> = BUILT_IN.iter().map(|(name, _)| *name).collect();
                write!(
                    f,
                    "there is no theme {name:?}; built in: {}; else name a folder with a theme.toml",
                    known.join(", ")
                )
            }
            Self::File(path, error) => write!(f, "theme file {path}: {error}"),
            Self::Syntax { path, range: _, message } => write!(f, "theme file {path}: {message}"),
            Self::Circle(name) => write!(f, "theme {name:?} inherits from itself"),
        }
    }
}

impl std::error::Error for ThemeError {}

/// Reads a theme: a built-in one by its name, else `<name>/theme.toml` of the project.
pub fn read(name: &str, files: &dyn Files) -> Result<Theme, ThemeError> {
    let mut table = toml::Table::new();
    let mut next = Some(name.to_owned());
    let mut depth = 0;
    while let Some(current) = next {
        depth += 1;
        if depth > MAX_INHERITANCE {
            return Err(ThemeError::Circle(name.to_owned()));
        }
        let (path, text) = text_of(&current, files)?;
        let own: toml::Table = toml::from_str(&text).map_err(|error| syntax(&path, &error))?;
        // Checked here and thrown away, so that a fault is shown in the file that has it.
        toml::from_str::<ThemeFile>(&text).map_err(|error| syntax(&path, &error))?;
        next = own.get("inherits").and_then(|v| v.as_str()).map(str::to_owned);
        merge(&mut table, own);
    }
    let file = ThemeFile::deserialize(table).map_err(|error| ThemeError::Syntax {
        path: name.to_owned(),
        range: None,
        message: error.to_string(),
    })?;
    compute(name, file)
}

fn text_of(name: &str, files: &dyn Files) -> Result<(String, String), ThemeError> {
    if let Some((_, text)) = BUILT_IN.iter().find(|(built_in, _)| *built_in == name) {
        return Ok((format!("{name} (built in)"), (*text).to_owned()));
    }
    let path = chapbook_source::inside_target("", &format!("{name}/theme.toml"))
        .map_err(|_| ThemeError::Unknown(name.to_owned()))?;
    match files.read(&path) {
        Ok(bytes) => match std::str::from_utf8(&bytes) {
            Ok(text) => Ok((path, text.to_owned())),
            Err(_) => Err(ThemeError::Syntax { path, range: None, message: "is not UTF-8 text".into() }),
        },
        Err(FileError::NotFound | FileError::IsFolder) => Err(ThemeError::Unknown(name.to_owned())),
        Err(error) => Err(ThemeError::File(path, error)),
    }
}

fn syntax(path: &str, error: &toml::de::Error) -> ThemeError {
    ThemeError::Syntax { path: path.to_owned(), range: error.span(), message: error.message().to_owned() }
}

/// Adds what `table` does not say yet.
fn merge(table: &mut toml::Table, inherited: toml::Table) {
    for (key, value) in inherited {
        match (table.get_mut(&key), value) {
            (Some(toml::Value::Table(own)), toml::Value::Table(inherited)) => merge(own, inherited),
            (Some(_), _) => {}
            (None, value) => {
                table.insert(key, value);
            }
        }
    }
}

#[derive(Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
struct ThemeFile {
    #[serde(rename = "inherits")]
    _inherits: Option<String>,
    #[serde(default)]
    page: PageFile,
    #[serde(default)]
    running: RunningFile,
    #[serde(default)]
    front: FrontFile,
    #[serde(default)]
    text: TextFile,
    #[serde(default)]
    numbering: NumberingFile,
    #[serde(default)]
    style: BTreeMap<String, StyleFile>,
    #[serde(default)]
    words: BTreeMap<String, BTreeMap<String, String>>,
    #[serde(default)]
    docx: DocxFile,
}

#[derive(Default, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
struct PageFile {
    size: Option<String>,
    width: Option<String>,
    height: Option<String>,
    top: Option<String>,
    bottom: Option<String>,
    inside: Option<String>,
    outside: Option<String>,
    facing: Option<bool>,
}

#[derive(Default, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
struct RunningFile {
    head: Option<String>,
    foot: Option<String>,
    head_left: Option<String>,
    foot_left: Option<String>,
    first_head: Option<String>,
    first_foot: Option<String>,
    opening_head: Option<String>,
    opening_foot: Option<String>,
}

#[derive(Default, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
struct FrontFile {
    title_page: Option<bool>,
    copyright_page: Option<bool>,
}

#[derive(Default, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
struct TextFile {
    family: Option<String>,
    mono: Option<String>,
    math: Option<String>,
    fallback: Option<Vec<String>>,
    hyphenate: Option<bool>,
    old_style_figures: Option<bool>,
    hanging_punctuation: Option<bool>,
    letter_stretch: Option<String>,
    opening: Option<OpeningFile>,
}

#[derive(Clone, Copy, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum OpeningFile {
    Plain,
    SmallCaps,
    DropCap,
}

#[derive(Default, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
struct NumberingFile {
    headings: Option<u8>,
    figures: Option<FiguresFile>,
    caption_separator: Option<String>,
    table_captions: Option<PlaceFile>,
    bullets: Option<Vec<String>>,
    divider: Option<String>,
}

#[derive(Clone, Copy, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum FiguresFile {
    None,
    Document,
    Chapter,
}

#[derive(Clone, Copy, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum PlaceFile {
    Above,
    Below,
}

#[derive(Default, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
struct DocxFile {
    #[serde(default)]
    styles: BTreeMap<String, String>,
}

#[derive(Default, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
struct StyleFile {
    family: Option<String>,
    size: Option<String>,
    leading: Option<String>,
    weight: Option<u16>,
    italic: Option<bool>,
    small_caps: Option<bool>,
    tracking: Option<String>,
    color: Option<String>,
    align: Option<AlignFile>,
    first_indent: Option<String>,
    start_indent: Option<String>,
    end_indent: Option<String>,
    before: Option<String>,
    after: Option<String>,
    keep_with_next: Option<bool>,
    keep_together: Option<bool>,
    page_break_before: Option<bool>,
    open_right: Option<bool>,
    rule_above: Option<bool>,
    hyphenate: Option<bool>,
}

#[derive(Clone, Copy, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum AlignFile {
    Start,
    Justify,
    Center,
    End,
}

/// Collects the name of the theme for messages about its values.
struct Values<'a> {
    theme: &'a str,
}

impl Values<'_> {
    fn fault(&self, message: String) -> ThemeError {
        ThemeError::Syntax { path: self.theme.to_owned(), range: None, message }
    }

    /// A length, where `em` is a multiple of the size given.
    fn length(&self, what: &str, text: &str, em: Length) -> Result<Length, ThemeError> {
        if let Some(number) = text.trim().strip_suffix("em") {
            let points: Length =
                format!("{number}pt").parse().map_err(|e| self.fault(format!("{what} = {text:?}: {e}")))?;
            return Ok(em.scale(points.to_scaled(), Length::points(1).to_scaled()));
        }
        text.parse().map_err(|e| self.fault(format!("{what} = {text:?}: {e}")))
    }

    fn length_or(&self, what: &str, text: Option<&String>, em: Length, or: Length) -> Result<Length, ThemeError> {
        text.map_or(Ok(or), |text| self.length(what, text, em))
    }
}

fn compute(name: &str, file: ThemeFile) -> Result<Theme, ThemeError> {
    let values = Values { theme: name };
    let ThemeFile { _inherits: _, page, running, front, text, numbering, style, words, docx } = file;
    let mut styles = BTreeMap::new();
    for key in style.keys() {
        if Role::parse(key).is_none() {
            return Err(values.fault(format!("[style.{key}]: there is no such role")));
        }
    }
    let default = StyleFile::default();
    for role in Role::ALL {
        let own = style.get(role.name()).unwrap_or(&default);
        let parent = if *role == Role::Body { first_style() } else { inherited(*role, &styles) };
        styles.insert(*role, compute_style(&values, *role, own, &parent)?);
    }
    let mut docx_styles = BTreeMap::new();
    for (role, word_name) in docx.styles {
        let role =
            Role::parse(&role).ok_or_else(|| values.fault(format!("[docx.styles] {role}: there is no such role")))?;
        docx_styles.insert(role, word_name);
    }
    Ok(Theme {
        name: name.to_owned(),
        page: compute_page(&values, page)?,
        running: compute_running(&values, &running)?,
        text: TextDefaults {
            family: text.family.unwrap_or_else(|| "Libertinus Serif".into()),
            mono: text.mono.unwrap_or_else(|| "DejaVu Sans Mono".into()),
            math: text.math.unwrap_or_else(|| "NewComputerModern Math".into()),
            fallback: text.fallback.unwrap_or_default(),
            hyphenate: text.hyphenate.unwrap_or(true),
            old_style_figures: text.old_style_figures.unwrap_or(false),
            hanging_punctuation: text.hanging_punctuation.unwrap_or(false),
            letter_stretch: letter_stretch(&values, text.letter_stretch.as_ref())?,
            opening: match text.opening {
                None | Some(OpeningFile::Plain) => Opening::Plain,
                Some(OpeningFile::SmallCaps) => Opening::SmallCaps,
                Some(OpeningFile::DropCap) => Opening::DropCap,
            },
        },
        front: Front {
            title_page: front.title_page.unwrap_or(false),
            copyright_page: front.copyright_page.unwrap_or(false),
        },
        numbering: compute_numbering(&values, numbering)?,
        words,
        docx_styles,
        styles,
    })
}

/// Letters that are spaced more than this look spaced.
const MOST_LETTER_STRETCH: u16 = 300;

fn letter_stretch(values: &Values<'_>, text: Option<&String>) -> Result<u16, ThemeError> {
    let Some(text) = text else { return Ok(0) };
    let key = "[text] letter-stretch";
    let share = values.length(key, text, Length::points(10_000))?;
    let whole = share.to_scaled() / Length::points(1).to_scaled();
    match u16::try_from(whole) {
        Ok(share @ 0..=MOST_LETTER_STRETCH) => Ok(share),
        Ok(_) | Err(_) => Err(values.fault(format!("{key} = {text:?}: it is between 0em and 0.03em"))),
    }
}

fn compute_running(values: &Values<'_>, file: &RunningFile) -> Result<Running, ThemeError> {
    let RunningFile { head, foot, head_left, foot_left, first_head, first_foot, opening_head, opening_foot } = file;
    let line = |key: &str, text: &Option<String>| match text {
        None => Ok(None),
        Some(text) => {
            RunningLine::parse(text).map(Some).map_err(|e| values.fault(format!("[running] {key} = {text:?}: {e}")))
        }
    };
    Ok(Running {
        head: line("head", head)?.unwrap_or_default(),
        foot: line("foot", foot)?.unwrap_or_else(RunningLine::folio),
        head_left: line("head-left", head_left)?,
        foot_left: line("foot-left", foot_left)?,
        first_head: line("first-head", first_head)?,
        first_foot: line("first-foot", first_foot)?,
        opening_head: line("opening-head", opening_head)?,
        opening_foot: line("opening-foot", opening_foot)?,
    })
}

/// What `Body` starts from.
fn first_style() -> Style {
    Style {
        family: Family::Text,
        size: Length::points(11),
        leading: Length::points(14),
        weight: 400,
        italic: false,
        small_caps: false,
        tracking: Length::ZERO,
        color: Color::BLACK,
        align: Align::Justify,
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
        hyphenate: true,
    }
}

fn inherited(role: Role, styles: &BTreeMap<Role, Style>) -> Style {
    let parent = styles.get(&role.parent()).expect("a parent stands before its children");
    // Breaks and rules belong to one role: a heading's children do not all start a page.
    Style { page_break_before: false, open_right: false, rule_above: false, ..parent.clone() }
}

fn compute_style(values: &Values<'_>, role: Role, own: &StyleFile, parent: &Style) -> Result<Style, ThemeError> {
    let at = |key: &str| format!("[style.{}] {key}", role.name());
    let size = values.length_or(&at("size"), own.size.as_ref(), parent.size, parent.size)?;
    if size <= Length::ZERO || size > Length::points(1000) {
        return Err(values.fault(format!("{}: type is between 0 and 1000 points", at("size"))));
    }
    let length = |key: &str, text: &Option<String>, or: Length| values.length_or(&at(key), text.as_ref(), size, or);
    // A size without a leading keeps the parent's proportion.
    let leading = parent.leading.scale(size.to_scaled(), parent.size.to_scaled());
    let color = match &own.color {
        None => parent.color,
        Some(text) => {
            Color::parse(text).ok_or_else(|| values.fault(format!("{}: a colour is #rrggbb", at("color"))))?
        }
    };
    Ok(Style {
        family: match own.family.as_deref() {
            None => parent.family.clone(),
            Some("text") => Family::Text,
            Some("mono") => Family::Mono,
            Some(name) => Family::Named(name.to_owned()),
        },
        size,
        leading: length("leading", &own.leading, leading)?,
        weight: own.weight.unwrap_or(parent.weight),
        italic: own.italic.unwrap_or(parent.italic),
        small_caps: own.small_caps.unwrap_or(parent.small_caps),
        tracking: length("tracking", &own.tracking, parent.tracking)?,
        color,
        align: match own.align {
            None => parent.align,
            Some(AlignFile::Start) => Align::Start,
            Some(AlignFile::Justify) => Align::Justify,
            Some(AlignFile::Center) => Align::Center,
            Some(AlignFile::End) => Align::End,
        },
        first_indent: length("first-indent", &own.first_indent, parent.first_indent)?,
        start_indent: length("start-indent", &own.start_indent, parent.start_indent)?,
        end_indent: length("end-indent", &own.end_indent, parent.end_indent)?,
        before: length("before", &own.before, parent.before)?,
        after: length("after", &own.after, parent.after)?,
        keep_with_next: own.keep_with_next.unwrap_or(parent.keep_with_next),
        keep_together: own.keep_together.unwrap_or(parent.keep_together),
        page_break_before: own.page_break_before.unwrap_or(parent.page_break_before),
        open_right: own.open_right.unwrap_or(parent.open_right),
        rule_above: own.rule_above.unwrap_or(parent.rule_above),
        hyphenate: own.hyphenate.unwrap_or(parent.hyphenate),
    })
}

/// The paper. A margin is a length, or a share of the page's width or height, so that it goes with any size.
fn compute_page(values: &Values<'_>, page: PageFile) -> Result<Page, ThemeError> {
    let hundred = Length::points(100).to_scaled();
    let size = page.size.as_deref().unwrap_or("a4");
    let (width, height) = named_size(size)
        .ok_or_else(|| values.fault(format!("[page] size = {size:?}: known are a4, a5, letter, 6x9in and 5x8in")))?;
    let length = |key: &str, text: &Option<String>, or: Length, of: Length| {
        let what = format!("[page] {key}");
        match text.as_deref().and_then(|text| text.trim().strip_suffix('%')) {
            Some(share) => {
                Ok(of.scale(values.length(&what, &format!("{share}pt"), Length::ZERO)?.to_scaled(), hundred))
            }
            None => values.length_or(&what, text.as_ref(), Length::points(10), or),
        }
    };
    let inch = Length::points(72);
    let width = length("width", &page.width, width, width)?;
    let height = length("height", &page.height, height, height)?;
    let page = Page {
        width,
        height,
        margins: Margins {
            top: length("top", &page.top, inch, height)?,
            bottom: length("bottom", &page.bottom, inch, height)?,
            inside: length("inside", &page.inside, inch, width)?,
            outside: length("outside", &page.outside, inch, width)?,
        },
        facing: page.facing.unwrap_or(false),
    };
    let Page { width, height, margins, facing: _ } = &page;
    // ISO 32000-1, Annex C: a page is at most 14,400 units wide and high.
    let fits = |size: Length| size > Length::ZERO && size <= Length::points(14_400);
    let room = (*width - margins.inside - margins.outside).min(*height - margins.top - margins.bottom);
    let positive = [margins.top, margins.bottom, margins.inside, margins.outside].iter().all(|m| *m >= Length::ZERO);
    if !fits(*width) || !fits(*height) || !positive || room < Length::points(36) {
        return Err(values.fault("[page]: the margins leave less than half an inch for the text".into()));
    }
    Ok(page)
}

fn compute_numbering(values: &Values<'_>, file: NumberingFile) -> Result<Numbering, ThemeError> {
    let headings = match file.headings {
        None | Some(0) => HeadingNumbering::None,
        Some(level @ 1..=6) => HeadingNumbering::UpTo(level),
        Some(level) => return Err(values.fault(format!("[numbering] headings = {level}: levels are 0 to 6"))),
    };
    Ok(Numbering {
        headings,
        figures: match file.figures {
            None | Some(FiguresFile::Document) => FigureNumbering::Document,
            Some(FiguresFile::None) => FigureNumbering::None,
            Some(FiguresFile::Chapter) => FigureNumbering::Chapter,
        },
        caption_separator: file.caption_separator.unwrap_or_else(|| ". ".into()),
        table_captions: match file.table_captions {
            None | Some(PlaceFile::Above) => CaptionPlace::Above,
            Some(PlaceFile::Below) => CaptionPlace::Below,
        },
        hash: (CounterStyle::Decimal, Delimiter::Period),
        bullets: file.bullets.filter(|b| !b.is_empty()).unwrap_or_else(|| vec!["•".into(), "–".into()]),
        divider: file.divider.unwrap_or_else(|| "* * *".into()),
    })
}

#[cfg(test)]
mod tests {
    use chapbook_source::MemoryFiles;

    use super::*;

    fn theme(text: &str) -> Result<Theme, ThemeError> {
        let mut files = MemoryFiles::default();
        files.add("own/theme.toml", text.as_bytes().to_vec());
        read("own", &files)
    }

    #[test]
    fn built_in_themes_are_whole() {
        for (name, _) in BUILT_IN {
            let theme = read(name, &MemoryFiles::default()).expect("a built-in theme reads");
            assert!(theme.measure() > Length::points(200));
            assert!(theme.style(Role::Title).size >= theme.style(Role::Body).size);
        }
    }

    #[test]
    fn a_theme_inherits_and_overrides() {
        let article = read("article", &MemoryFiles::default()).expect("article reads");
        let own = theme("inherits = \"article\"\n[style.body]\nsize = \"20pt\"\n[style.quote]\nstart-indent = \"2em\"")
            .expect("it reads");
        assert_eq!(own.page, article.page);
        assert_eq!(own.style(Role::Body).size, Length::points(20));
        assert_eq!(own.style(Role::Quote).start_indent, own.style(Role::Quote).size * 2);
    }

    #[test]
    fn faults_are_told_with_their_place() {
        for (text, part) in [
            ("[style.bod]\nsize = \"1pt\"", "no such role"),
            ("[style.body]\nsize = \"large\"", "[style.body] size"),
            ("[style.body]\nsise = \"1pt\"", "unknown field"),
            ("[page]\nsize = \"b5\"", "known are"),
            ("[page]\ninside = \"400mm\"", "margins"),
            ("inherits = \"own\"", "inherits from itself"),
            ("[page", "theme file own/theme.toml"),
        ] {
            let message = theme(text).expect_err(text).to_string();
            assert!(message.contains(part), "{message}");
        }
        assert!(matches!(read("../x", &MemoryFiles::default()), Err(ThemeError::Unknown(_))));
    }
}
