//! Fields: their instruction, their result, where they begin and end. A field that does not end where fields may end
//! is none, and its text is text.

use chapbook_container::XmlError;
use chapbook_source::codes;

use super::super::fields::FieldKind;
use super::super::limits;
use super::super::names::Space;
use super::super::package::Xml;
use super::super::story::{Field, What, to_u32};
use super::super::values::text;
use super::{Frame, Gather};

impl Gather<'_> {
    pub(super) fn field_character(&mut self, xml: &mut Xml<'_>) -> Result<(), XmlError> {
        let kind = text(xml, "fldCharType").unwrap_or_default();
        xml.skip()?;
        match kind.as_str() {
            "begin" => self.begin_field(),
            "separate" => self.separate_field(),
            "end" => self.end_field(),
            _ => self.lose(&codes::IMPORT_REPAIRED, "a mark of a field of an unknown kind was left out"),
        }
        Ok(())
    }

    pub(super) fn instruction(&mut self, xml: &mut Xml<'_>) -> Result<(), XmlError> {
        let text = xml.text_of()?;
        self.instruct(&text);
        Ok(())
    }

    fn instruct(&mut self, text: &str) {
        match self.instructed() {
            Some(number) => {
                let instruction = &mut self.out.fields[number as usize].instruction;
                let room = limits::INSTRUCTION.saturating_sub(instruction.len());
                instruction.extend(text.chars().take(room));
            }
            None => self.lose(&codes::IMPORT_REPAIRED, "the instruction of no field was left out"),
        }
    }

    /// The innermost field whose instruction still runs: what a field within it shows is part of that instruction.
    fn instructed(&self) -> Option<u32> {
        let innermost = self.fields.iter().rev().flatten().find(|(_, in_instruction)| *in_instruction);
        innermost.map(|(number, _)| *number)
    }

    /// Text that is the result of a field within the instruction of another: it is part of that instruction, although
    /// it is not written as such (ISO/IEC 29500-1, 17.16.18).
    pub(super) fn instruct_by_result(&mut self, text: &str) {
        let in_result = matches!(self.fields.last(), Some(Some((_, false))));
        if in_result && self.instructed().is_some() {
            self.instruct(text);
        }
    }

    fn begin_field(&mut self) {
        if self.fields.len() >= limits::FIELD_DEPTH {
            self.lose(&codes::IMPORT_TEXT, "a field that nests too deep was kept as its text");
            return self.fields.push(None);
        }
        let parent = self.fields.iter().rev().flatten().next().map(|(number, _)| *number);
        let instructs = self.instructed();
        self.out.fields.push(Field { parent, instructs, ..Field::default() });
        self.fields.push(Some((to_u32(self.out.fields.len() - 1), true)));
    }

    fn separate_field(&mut self) {
        if let Some(Some((number, in_instruction))) = self.fields.last_mut() {
            *in_instruction = false;
            let field = &mut self.out.fields[*number as usize];
            field.kind = FieldKind::parse(&field.instruction);
        }
    }

    fn end_field(&mut self) {
        let Some(field) = self.fields.pop() else {
            return self.lose(&codes::IMPORT_REPAIRED, "the end of a field that never began was left out");
        };
        let Some((number, in_instruction)) = field else { return };
        let field = &mut self.out.fields[number as usize];
        if in_instruction {
            field.kind = FieldKind::parse(&field.instruction);
        }
        field.closed = true;
        if field.kind == FieldKind::IndexEntry {
            let instruction = field.instruction.clone();
            self.push(What::IndexEntry(instruction));
        }
    }

    pub(super) fn simple_field(&mut self, xml: &mut Xml<'_>) -> Result<(), XmlError> {
        let instruction = xml.attribute(Space::W, "instr").unwrap_or("").to_owned();
        self.begin_field();
        if self.fields.last().is_some_and(Option::is_some) {
            self.instruct(&instruction);
        }
        self.separate_field();
        self.frames.push(Frame::SimpleField);
        Ok(())
    }

    pub(super) fn close_simple_field(&mut self) {
        self.end_field();
    }

    /// Where text ends, no field goes on.
    pub(super) fn close_fields(&mut self) {
        if self.fields.drain(..).flatten().next().is_some() {
            self.lose(&codes::IMPORT_REPAIRED, "a field that does not end was kept as its text");
        }
    }
}
