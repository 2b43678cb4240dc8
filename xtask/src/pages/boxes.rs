//! The words of a PDF with their boxes, as poppler's `pdftotext -bbox-layout` finds them. Its blocks and lines are not
//! used: they are guesses, and would be other guesses in the other PDF.

use std::path::Path;
use std::process::Command;

use crate::validate::process::{self, last_lines};

/// A word in points from the upper left corner of its page. Its height goes with the size of the type, since it is
/// measured by the font's ascent and descent.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Word {
    pub(crate) left: f64,
    pub(crate) top: f64,
    pub(crate) right: f64,
    pub(crate) bottom: f64,
    pub(crate) text: String,
}

/// The words of each page.
pub(crate) fn of(pdf: &Path) -> Result<Vec<Vec<Word>>, String> {
    let mut command = Command::new("pdftotext");
    command.arg("-bbox-layout").arg(pdf).arg("-");
    match process::run(&mut command)? {
        ended if ended.code == Some(0) => read(&ended.stdout),
        ended => Err(format!("pdftotext: exit {}: {}", ended.code.unwrap_or(-1), last_lines(&ended.stderr))),
    }
}

/// Reads what pdftotext prints. The elements that matter are flat, so that no tree is needed.
pub(crate) fn read(xml: &str) -> Result<Vec<Vec<Word>>, String> {
    let mut pages: Vec<Vec<Word>> = Vec::new();
    for piece in xml.split('<') {
        if piece.starts_with("page ") {
            pages.push(Vec::new());
        } else if let Some(word) = piece.strip_prefix("word ") {
            let page = pages.last_mut().ok_or("pdftotext printed a word outside of a page")?;
            page.extend(read_word(word).ok_or_else(|| format!("pdftotext printed an odd word: {word}"))?);
        }
    }
    match pages.is_empty() {
        true => Err("pdftotext found no page".to_owned()),
        false => Ok(pages),
    }
}

/// `None` for what is no word, `Some(None)` for one without letters.
fn read_word(piece: &str) -> Option<Option<Word>> {
    let (attributes, text) = piece.split_once('>')?;
    let number = |name: &str| -> Option<f64> {
        let (_, after) = attributes.split_once(&format!("{name}=\""))?;
        after.split('"').next()?.parse().ok()
    };
    let word = Word {
        left: number("xMin")?,
        top: number("yMin")?,
        right: number("xMax")?,
        bottom: number("yMax")?,
        text: unescaped(text),
    };
    Some((!word.text.trim().is_empty()).then_some(word))
}

fn unescaped(text: &str) -> String {
    let entities = [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&apos;", "'"), ("&#39;", "'"), ("&amp;", "&")];
    entities.iter().fold(text.to_owned(), |text, (entity, character)| text.replace(entity, character))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_read_page_by_page() {
        let xml = r#"<doc>
  <page width="100" height="200">
    <flow><block xMin="1"><line xMin="1">
      <word xMin="1.5" yMin="2" xMax="3" yMax="14.25">R&amp;D</word>
      <word xMin="4" yMin="2" xMax="5" yMax="14.25"> </word>
    </line></block></flow>
  </page>
  <page width="100" height="200">
  </page>
</doc>"#;
        let word = Word { left: 1.5, top: 2.0, right: 3.0, bottom: 14.25, text: "R&D".into() };
        assert_eq!(read(xml).unwrap(), [vec![word], vec![]]);
    }

    #[test]
    fn what_is_no_answer_is_an_error() {
        assert!(read("").is_err());
        assert!(read("<word xMin=\"1\">a</word>").is_err());
        assert!(read("<page w=\"1\"><word xMin=\"1\">a</word></page>").is_err());
    }
}
