//! Typst's PDF of the same text: pandoc turns the Markdown into Typst, and a preamble makes the theme's page of it.
//! What a novel has is matched: running text, headings, quotations, breaks, notes. The rest looks as Typst has it.

use std::path::{Path, PathBuf};

use chapbook_theme::{Align, Role, Style, Theme};

use super::cost::{self, Cost};
use super::measure::Measure;
use super::tools::Tools;
use crate::validate::process::last_lines;
use crate::validate::words;

/// The faces inside the wheel are enough, and those of the machine would be others on another machine.
/// The root is that of the disk, since pictures have their whole path.
const COMPILE: &str = "\
import sys, typst
typst.compile(sys.argv[1], output=sys.argv[2], root='/', ignore_system_fonts=True)";

/// Makes the PDF of a text in a folder of its own.
pub(crate) fn make(tools: &Tools, text: &Path, theme: &Theme, folder: &Path) -> Result<(PathBuf, Cost), String> {
    let (source, pdf) = (folder.join("typst.typ"), folder.join("typst.pdf"));
    write(&source, &(preamble(theme) + &body(tools, text, folder)?))?;
    let _ = std::fs::remove_file(&pdf);
    let arguments = ["-c".as_ref(), COMPILE.as_ref(), source.as_os_str(), pdf.as_os_str()];
    let (ended, cost) = cost::run(tools, folder, &tools.python, &arguments)?;
    match pdf.is_file() {
        true => Ok((pdf, cost)),
        false => Err(format!("typst made no PDF: {}", last_lines(&ended.stderr))),
    }
}

/// The text in Typst's markup, with quotation marks and dashes as we set them.
fn body(tools: &Tools, text: &Path, folder: &Path) -> Result<String, String> {
    // pandoc would tie "Mr." to the name that follows; we do not.
    let abbreviations = folder.join("abbreviations.txt");
    write(&abbreviations, "")?;
    let beside = text.parent().unwrap_or(Path::new("."));
    // A reference of ours is a citation to pandoc, and Typst refuses one without a bibliography: it stays as typed.
    let from = match words::dialect(text) {
        "markdown" => "markdown-citations",
        other => other,
    };
    let options = [
        format!("--from={from}+smart"),
        "--to=typst-smart".to_owned(),
        "--wrap=none".to_owned(),
        format!("--abbreviations={}", abbreviations.display()),
        format!("--resource-path={}", beside.display()),
        format!("--extract-media={}", folder.join("pictures").display()),
    ];
    let options: Vec<&str> = options.iter().map(String::as_str).collect();
    tools.pandoc.run(&options, text)
}

fn write(path: &Path, text: &str) -> Result<(), String> {
    std::fs::write(path, text).map_err(|error| format!("{}: {error}", path.display()))
}

/// The theme as Typst's rules. Running heads are off, since nothing is counted in them.
fn preamble(theme: &Theme) -> String {
    let Measure { width, height, top, bottom, inside, outside, facing, size: _, leading: _, indent } =
        Measure::of(theme);
    let (left, right) = if facing { ("inside", "outside") } else { ("left", "right") };
    let body = theme.style(Role::Body);
    let between = (body.before + body.after).to_points();
    let mut rules = format!(
        "#set page(width: {width}pt, height: {height}pt, numbering: none,\n  \
         margin: (top: {top}pt, bottom: {bottom}pt, {left}: {inside}pt, {right}: {outside}pt))\n\
         #set text(font: \"{}\", lang: \"en\", hyphenate: {}, {})\n\
         #set par(justify: {}, leading: 0pt, spacing: {between}pt, first-line-indent: {indent}pt)\n",
        theme.text.family,
        theme.text.hyphenate && body.hyphenate,
        letters(body),
        body.align == Align::Justify,
    );
    let divider = block(theme.style(Role::Divider), &format!("[#{:?}]", theme.numbering.divider));
    rules += &format!("#let horizontalrule = {divider}\n");
    for level in 1..=6 {
        let style = theme.style(Role::heading(level));
        rules += &format!("#show heading.where(level: {level}): it => {{ {}{} }}\n", opening(style), heading(style));
    }
    let quote = block(theme.style(Role::Quote), "it.body");
    rules += &format!("#show quote.where(block: true): it => {quote}\n");
    rules + &format!("#show footnote.entry: set text({})\n", letters(theme.style(Role::Footnote)))
}

/// Size and line. A line of Typst is as high as its edges say, and half of the leading stands on either side of the
/// letters, as we have it; in Libertinus Serif they reach from 0.894 em above the baseline to 0.246 em below.
fn letters(style: &Style) -> String {
    let (size, leading) = (style.size.to_points(), style.leading.to_points());
    let middle = (0.894 - 0.246) / 2.0 * size;
    let slant = if style.italic { "italic" } else { "normal" };
    let (above, below) = (leading / 2.0 + middle, middle - leading / 2.0);
    format!("size: {size}pt, weight: {}, style: \"{slant}\", top-edge: {above}pt, bottom-edge: {below}pt", style.weight)
}

/// Where a heading starts a page, the space above it stays there.
fn opening(style: &Style) -> String {
    match style.page_break_before {
        true => format!("pagebreak(weak: true); v({}pt); ", style.before.to_points()),
        false => String::new(),
    }
}

fn heading(style: &Style) -> String {
    let caps = if style.small_caps { "smallcaps(it.body)" } else { "it.body" };
    block(style, caps)
}

/// A block of a style with what stands in it, an expression.
fn block(style: &Style, content: &str) -> String {
    let align = match style.align {
        Align::Start | Align::Justify => "start",
        Align::Center => "center",
        Align::End => "end",
    };
    format!(
        "block(above: {}pt, below: {}pt, inset: (left: {}pt, right: {}pt), sticky: {}, breakable: {}, width: 100%, {{ \
         set text(hyphenate: {}, {}); set par(justify: {}, first-line-indent: {}pt); align({align}, {content}) }})",
        style.before.to_points(),
        style.after.to_points(),
        style.start_indent.to_points(),
        style.end_indent.to_points(),
        style.keep_with_next,
        !style.keep_together,
        style.hyphenate,
        letters(style),
        style.align == Align::Justify,
        style.first_indent.to_points(),
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pages::measure::theme;

    #[test]
    fn the_preamble_is_the_theme() {
        let article = preamble(&theme("article", Path::new("book.md")).unwrap());
        assert!(article.contains("size: 11pt, weight: 400, style: \"normal\""), "{article}");
        assert!(article.contains("#set par(justify: true, leading: 0pt, spacing: 0pt, first-line-indent: 13."));
        assert!(article.contains("[#\"* * *\"]"));
        assert!(article.contains("#show heading.where(level: 1): it => { block(above: 22pt, below: 7pt,"));
    }

    #[test]
    fn a_heading_that_starts_a_page_keeps_its_space() {
        let article = theme("article", Path::new("book.md")).unwrap();
        let mut style = article.style(Role::Heading1).clone();
        assert_eq!(opening(&style), "");
        style.page_break_before = true;
        assert_eq!(opening(&style), "pagebreak(weak: true); v(22pt); ");
    }
}
