//! What was in the file and is not in the model, or not as it was. An import that tells nothing must have understood
//! everything. The same loss at many places is told once, with how often it occurred and where first.

use std::collections::BTreeMap;

use chapbook_source::{Code, Diagnostic, Severity, Span};

use super::limits;

/// Something of the file that the model does not hold.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Loss {
    /// The code.
    pub code: &'static Code,
    /// What it is and what became of it: lower case, no full stop.
    pub what: String,
    /// How grave it is.
    pub severity: Severity,
    /// At how many places.
    pub count: usize,
    /// The part that it was first found in.
    pub part: String,
    /// The key of the block that it was first found in.
    pub key: Option<String>,
    /// What stands there, up to 80 characters.
    pub context: String,
}

impl Loss {
    /// The same as a diagnostic. There is no source to point into: the words say where.
    pub fn diagnostic(&self) -> Diagnostic {
        let mut message = self.what.clone();
        if self.count > 1 {
            message.push_str(&format!(" ({} times)", self.count));
        }
        if !self.context.is_empty() {
            message.push_str(&format!(", first at “{}”", self.context));
        }
        Diagnostic::new(self.code, Span::NONE, message)
    }
}

/// The losses of a reading.
#[derive(Debug, Default)]
pub(crate) struct Losses {
    found: Vec<Loss>,
    by_what: BTreeMap<(&'static str, String), usize>,
}

impl Losses {
    /// Tells a loss without a place in the text.
    pub(crate) fn tell(&mut self, code: &'static Code, what: impl Into<String>, part: &str) {
        self.tell_at(code, what, part, None, "");
    }

    /// Tells a loss at a place in the text.
    pub(crate) fn tell_at(
        &mut self,
        code: &'static Code,
        what: impl Into<String>,
        part: &str,
        key: Option<&str>,
        context: &str,
    ) {
        let what = what.into();
        let slot = (code.name, what);
        if let Some(index) = self.by_what.get(&slot) {
            self.found[*index].count += 1;
            return;
        }
        if self.found.len() >= limits::LOSSES {
            return;
        }
        self.found.push(Loss {
            code,
            what: slot.1.clone(),
            severity: code.severity,
            count: 1,
            part: part.to_owned(),
            key: key.map(str::to_owned),
            context: shortened(context),
        });
        self.by_what.insert(slot, self.found.len() - 1);
    }

    /// All of them, in the order in which they were first found.
    pub(crate) fn finish(self) -> Vec<Loss> {
        self.found
    }
}

/// The beginning of a text, on one line.
fn shortened(text: &str) -> String {
    let line: String = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if line.chars().count() <= limits::CONTEXT {
        return line;
    }
    let mut short: String = line.chars().take(limits::CONTEXT - 1).collect();
    short.push('…');
    short
}

#[cfg(test)]
mod tests {
    use chapbook_source::codes;

    use super::*;

    #[test]
    fn the_same_loss_is_told_once_and_counted() {
        let mut losses = Losses::default();
        losses.tell_at(&codes::IMPORT_TEXT, "a shape", "word/document.xml", Some("_cb_1"), &"word ".repeat(40));
        losses.tell(&codes::IMPORT_TEXT, "a shape", "word/document.xml");
        losses.tell(&codes::IMPORT_TEXT, "a sound", "word/document.xml");
        let found = losses.finish();
        assert_eq!(found.len(), 2);
        assert_eq!((found[0].count, found[0].context.chars().count()), (2, 80));
        assert!(found[0].diagnostic().message.starts_with("a shape (2 times), first at “word word"));
    }
}
