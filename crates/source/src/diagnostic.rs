//! What is said about a document: one value for an error, a warning, a loss and a hint.
//! Colours, carets and exit codes are the command's.

use crate::{Code, Span};

/// How grave a diagnostic is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// A remark that asks for nothing.
    Hint,
    /// Something that an output format cannot hold, and what stands there instead.
    Loss,
    /// Something that was read otherwise than it was probably meant.
    Warning,
    /// The build is refused, unless it is told to keep going.
    Error,
}

impl Severity {
    /// The word that messages begin with.
    pub fn name(self) -> &'static str {
        match self {
            Self::Hint => "hint",
            Self::Loss => "loss",
            Self::Warning => "warning",
            Self::Error => "error",
        }
    }
}

/// One finding about the document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostic {
    /// The stable code, with its severity.
    pub code: &'static Code,
    /// Where, if it is somewhere.
    pub span: Option<Span>,
    /// What was found and what was done instead: lower case, no full stop.
    pub message: String,
    /// How to mend it.
    pub hint: Option<String>,
    /// The other places it is about, each with what is there.
    pub related: Vec<(Span, String)>,
    /// A change of the source that mends it.
    pub edit: Option<Edit>,
}

/// A change of the source text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Edit {
    /// What is replaced.
    pub span: Span,
    /// By what.
    pub text: String,
}

impl Diagnostic {
    /// A finding without hint or edit. [`Span::NONE`] means that it is nowhere in particular.
    pub fn new(code: &'static Code, span: Span, message: impl Into<String>) -> Self {
        let span = (!span.is_none()).then_some(span);
        Self { code, span, message: message.into(), hint: None, related: Vec::new(), edit: None }
    }

    /// The same with a hint.
    #[must_use]
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }

    /// The same with another place and what is there; [`Span::NONE`] adds nothing.
    #[must_use]
    pub fn related(mut self, span: Span, what: impl Into<String>) -> Self {
        if !span.is_none() {
            self.related.push((span, what.into()));
        }
        self
    }

    /// The same with an edit.
    #[must_use]
    pub fn edit(mut self, span: Span, text: impl Into<String>) -> Self {
        self.edit = Some(Edit { span, text: text.into() });
        self
    }

    /// The severity of its code.
    pub fn severity(&self) -> Severity {
        self.code.severity
    }
}
