//! Complex fields: what Word computes, with the result that the document has already. The simple form is never
//! written, since LibreOffice makes a complex one of it.

use super::draft::{Draft, Story};
use super::names::{w, xmlns};
use super::runs::{self, RunFormat};

/// Writes a field; `result` writes what it shows.
pub(crate) fn field<'a>(
    draft: &mut Draft<'a>,
    story: &mut Story,
    format: &RunFormat<'a>,
    instruction: &str,
    result: impl FnOnce(&mut Draft<'a>, &mut Story),
) {
    begin(draft, story, format, instruction);
    result(draft, story);
    end(draft, story, format);
}

/// Writes a field whose result is one text.
pub(crate) fn field_text<'a>(
    draft: &mut Draft<'a>,
    story: &mut Story,
    format: &RunFormat<'a>,
    instruction: &str,
    result: &str,
) {
    field(draft, story, format, instruction, |draft, story| runs::text(draft, story, result, format));
}

/// Opens a field that ends in another paragraph.
pub(crate) fn begin<'a>(draft: &mut Draft<'a>, story: &mut Story, format: &RunFormat<'a>, instruction: &str) {
    character(draft, story, format, "begin");
    instruct(draft, story, format, instruction);
    character(draft, story, format, "separate");
}

/// Closes a field.
pub(crate) fn end<'a>(draft: &mut Draft<'a>, story: &mut Story, format: &RunFormat<'a>) {
    character(draft, story, format, "end");
}

/// A field that shows nothing, such as an index entry: it has no result.
pub(crate) fn hidden_field<'a>(draft: &mut Draft<'a>, story: &mut Story, format: &RunFormat<'a>, instruction: &str) {
    let format = RunFormat { hidden: true, ..*format };
    character(draft, story, &format, "begin");
    instruct(draft, story, &format, instruction);
    character(draft, story, &format, "end");
}

fn character<'a>(draft: &mut Draft<'a>, story: &mut Story, format: &RunFormat<'a>, kind: &str) {
    runs::run(draft, story, format, false, |xml| {
        xml.open(w::FLD_CHAR).attr(w::FLD_CHAR_TYPE, kind).close();
    });
}

fn instruct<'a>(draft: &mut Draft<'a>, story: &mut Story, format: &RunFormat<'a>, instruction: &str) {
    let name = if format.deleted.is_some() { w::DEL_INSTR_TEXT } else { w::INSTR_TEXT };
    runs::run(draft, story, format, false, |xml| {
        xml.open(name).attr(xmlns::XML_SPACE, "preserve").text(format!(" {instruction} ")).close();
    });
}

/// A text as an argument of a field: quoted, with its quotation marks and backslashes escaped. Typed quotation marks
/// of both kinds end a quoted argument in Word.
pub(crate) fn quoted(text: &str) -> String {
    let mut out = String::from("\"");
    for c in text.chars() {
        match c {
            '"' | '“' | '”' | '„' | '\\' => out.extend(['\\', c]),
            c if c.is_control() => out.push(' '),
            c => out.push(c),
        }
    }
    out.push('"');
    out
}
