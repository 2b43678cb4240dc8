//! `word/comments.xml`, and which comment answers which (`word/commentsExtended.xml`, [MS-DOCX] 2.5.3.3).

use std::collections::{BTreeMap, BTreeSet};

use chapbook_container::{XmlError, XmlEvent};
use chapbook_model::Change;
use chapbook_source::codes;

use super::error::ReadError;
use super::limits;
use super::losses::Losses;
use super::names::Space;
use super::package::{reader, tell_part};
use super::run_properties::change;
use super::values::{number, whole};

/// A comment.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Remark {
    pub(crate) change: Change,
    /// Its paragraphs, one a line.
    pub(crate) text: String,
    /// The id of its last paragraph.
    paragraph: Option<String>,
    /// The comment that it answers, at the top of the thread.
    pub(crate) answers: Option<i64>,
    /// Whether the thread is settled.
    pub(crate) done: bool,
}

/// The comments, by id.
pub(crate) type Remarks = BTreeMap<i64, Remark>;

/// Reads the comments.
pub(crate) fn read(source: &str, part: &str, losses: &mut Losses) -> Result<Remarks, ReadError> {
    let mut remarks = Remarks::new();
    if let Err(error) = read_all(source, part, &mut remarks, losses) {
        tell_part(losses, part, &error);
    }
    if remarks.len() > limits::COMMENTS {
        return Err(ReadError::TooMany { what: "comments", limit: limits::COMMENTS });
    }
    Ok(remarks)
}

fn read_all(source: &str, part: &str, remarks: &mut Remarks, losses: &mut Losses) -> Result<(), XmlError> {
    let mut xml = reader(source);
    let mut open: Option<(Option<i64>, Remark)> = None;
    // The depth of the comment, and whether text counts: that of deleted runs and instructions does not.
    let mut depth = 0;
    let mut in_text = false;
    let mut paragraphs = 0;
    while let Some(event) = xml.next()? {
        match event {
            XmlEvent::Start(Space::W, "comment") if open.is_none() => {
                let remark = Remark { change: change(&xml), ..Remark::default() };
                open = Some((number(&xml, "id"), remark));
                depth = xml.depth();
                paragraphs = 0;
            }
            XmlEvent::Start(Space::W, "p") => {
                if let Some((_, remark)) = &mut open {
                    if paragraphs > 0 {
                        remark.text.push('\n');
                    }
                    paragraphs += 1;
                    remark.paragraph = xml.attribute(Space::W14, "paraId").map(str::to_lowercase);
                }
            }
            XmlEvent::Start(Space::W, name) => {
                in_text = name == "t";
                let stands_for = match name {
                    "tab" => Some('\t'),
                    "br" | "cr" => Some('\n'),
                    "noBreakHyphen" => Some('\u{2011}'),
                    "softHyphen" => Some('\u{AD}'),
                    _ => None,
                };
                if let (Some((_, remark)), Some(character)) = (&mut open, stands_for) {
                    remark.text.push(character);
                }
                if name == "pPr" || name == "rPr" {
                    xml.skip()?;
                }
            }
            XmlEvent::Start(_, _) => in_text = false,
            XmlEvent::Text(text) => {
                if let (Some((_, remark)), true) = (&mut open, in_text) {
                    remark.text.push_str(&text);
                }
            }
            XmlEvent::End => {
                in_text = false;
                if open.is_some() && xml.depth() < depth {
                    keep(open.take(), part, remarks, losses);
                    if remarks.len() > limits::COMMENTS {
                        return Ok(());
                    }
                }
            }
        }
    }
    Ok(())
}

fn keep(open: Option<(Option<i64>, Remark)>, part: &str, remarks: &mut Remarks, losses: &mut Losses) {
    let Some((id, mut remark)) = open else { return };
    remark.text = remark.text.trim().to_owned();
    let id = match id {
        Some(id) if !remarks.contains_key(&id) => id,
        Some(_) | None => {
            // It has no place in the text; its words are told.
            let what = "a comment without an id of its own was left out";
            return losses.tell_at(&codes::IMPORT_DROPPED, what, part, None, &remark.text);
        }
    };
    remarks.insert(id, remark);
}

/// Reads which comment answers which.
pub(crate) fn read_threads(source: &str, part: &str, remarks: &mut Remarks, losses: &mut Losses) {
    let threads = match read_extended(source) {
        Ok(threads) => threads,
        Err(error) => return tell_part(losses, part, &error),
    };
    let by_paragraph: BTreeMap<String, i64> =
        remarks.iter().filter_map(|(id, remark)| Some((remark.paragraph.clone()?, *id))).collect();
    let parents: BTreeMap<i64, i64> = threads
        .iter()
        .filter_map(|(paragraph, parent, _)| {
            Some((*by_paragraph.get(paragraph)?, *by_paragraph.get(parent.as_ref()?)?))
        })
        .collect();
    for (paragraph, _, done) in &threads {
        if let Some(remark) = by_paragraph.get(paragraph).and_then(|id| remarks.get_mut(id)) {
            remark.done = *done;
        }
    }
    for id in parents.keys() {
        // Threads are one level deep; a loop is none.
        let mut seen = BTreeSet::from([*id]);
        let mut top = *id;
        while let Some(parent) = parents.get(&top) {
            if !seen.insert(*parent) || seen.len() > limits::COMMENTS {
                losses.tell(
                    &codes::IMPORT_REPAIRED,
                    "comments answer each other in a circle; the thread was cut",
                    part,
                );
                top = *id;
                break;
            }
            top = *parent;
        }
        if let Some(remark) = remarks.get_mut(id) {
            remark.answers = Some(top).filter(|top| top != id);
        }
    }
}

/// The paragraph, that of the comment it answers, and whether it is done.
type Extended = (String, Option<String>, bool);

fn read_extended(source: &str) -> Result<Vec<Extended>, XmlError> {
    let mut xml = reader(source);
    let mut found = Vec::new();
    while let Some(event) = xml.next()? {
        let XmlEvent::Start(Space::W15, "commentEx") = event else { continue };
        let value = |name| xml.attribute(Space::W15, name);
        let Some(paragraph) = value("paraId") else { continue };
        let done = value("done").and_then(whole).is_some_and(|done| done != 0) || value("done") == Some("true");
        found.push((paragraph.to_lowercase(), value("paraIdParent").map(str::to_lowercase), done));
    }
    Ok(found)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn threads_are_joined_and_circles_cut() {
        let ns = "xmlns:w='http://schemas.openxmlformats.org/wordprocessingml/2006/main' \
            xmlns:w14='http://schemas.microsoft.com/office/word/2010/wordml' \
            xmlns:w15='http://schemas.microsoft.com/office/word/2012/wordml'";
        let comment = |id: i64, paragraph: &str| {
            format!(
                "<w:comment w:id='{id}' w:author='B. Writer' w:date='2026-01-31T09:00:00Z'>\
                 <w:p><w:r><w:t>one</w:t></w:r></w:p><w:p w14:paraId='{paragraph}'><w:r><w:t>two</w:t></w:r></w:p></w:comment>"
            )
        };
        let mut losses = Losses::default();
        let source = format!(
            "<w:comments {ns}>{}{}{}{}</w:comments>",
            comment(0, "A"),
            comment(1, "B"),
            comment(2, "C"),
            comment(2, "D")
        );
        let mut remarks = read(&source, "comments", &mut losses).expect("they are few");
        assert_eq!((remarks.len(), remarks[&1].text.as_str()), (3, "one\ntwo"));
        let threads = format!(
            "<w15:commentsEx {ns}><w15:commentEx w15:paraId='a' w15:done='1'/><w15:commentEx w15:paraId='B' w15:paraIdParent='A'/>\
             <w15:commentEx/><w15:commentEx w15:paraId='C' w15:paraIdParent='C'/></w15:commentsEx>"
        );
        read_threads(&threads, "extended", &mut remarks, &mut losses);
        assert_eq!((remarks[&0].done, remarks[&1].answers, remarks[&2].answers), (true, Some(0), None));
        let told: Vec<&str> = losses.finish().iter().map(|loss| loss.code.name).collect();
        assert_eq!(told, ["import-dropped", "import-repaired"]);
    }
}
