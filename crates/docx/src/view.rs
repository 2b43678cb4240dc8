//! One paragraph as an editor sees it, in a flat form that the writer and the reader both can make: neither the
//! resolved tree nor the model is named here. What is no content is not in it: fonts, sizes, colours, languages, the
//! results of fields, numbers that Word counts. The digest of the form tells an edited paragraph from one that was
//! only saved by another program.

use sha2::{Digest, Sha256};

/// The version of the form. Digests of different versions say nothing about each other.
pub const VIEW_VERSION: u32 = 1;

/// What of a stretch's looks is content.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Look {
    /// Slanted where the paragraph is upright, or the other way round.
    pub emphasis: bool,
    /// Bold where the paragraph is not.
    pub strong: bool,
    /// Small capitals where the paragraph has none.
    pub small_caps: bool,
    /// Struck through.
    pub strike: bool,
    /// Underlined.
    pub underline: bool,
    /// Highlighted.
    pub highlight: bool,
    /// Above the line.
    pub superscript: bool,
    /// Below the line.
    pub subscript: bool,
    /// Inserted by someone.
    pub inserted: bool,
    /// Deleted by someone.
    pub deleted: bool,
    /// The name of the character style, if it is one that has a meaning.
    pub style: Option<String>,
    /// Where it leads; `#` for a place of the document.
    pub link: Option<String>,
}

/// The digest of a paragraph's view.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct ViewDigest(pub u64);

/// A paragraph's view in the making.
#[derive(Debug, Default)]
pub struct ViewWriter {
    form: String,
    look: Look,
    /// Inside so many fields, whose results are no content.
    fields: u32,
}

impl ViewWriter {
    /// The view of a paragraph in the style of this name.
    pub fn begin(&mut self, style: &str) {
        self.form.clear();
        self.look = Look::default();
        self.form.push_str(&style.to_lowercase());
        self.form.push('\n');
    }

    /// Adds characters. Neighbours that look alike are one stretch.
    pub fn text(&mut self, text: &str, look: &Look) {
        if self.fields > 0 || text.is_empty() {
            return;
        }
        if self.look != *look {
            self.look = look.clone();
            self.form.push('\u{1}');
            let Look { emphasis, strong, small_caps, strike, underline, highlight, .. } = look;
            let Look { superscript, subscript, inserted, deleted, style, link, .. } = look;
            for (on, letter) in [
                (emphasis, 'e'),
                (strong, 'b'),
                (small_caps, 'c'),
                (strike, 's'),
                (underline, 'u'),
                (highlight, 'h'),
                (superscript, '^'),
                (subscript, '_'),
                (inserted, '+'),
                (deleted, '-'),
            ] {
                if *on {
                    self.form.push(letter);
                }
            }
            if let Some(style) = style {
                self.form.push(':');
                self.form.push_str(&style.to_lowercase());
            }
            if let Some(link) = link {
                self.form.push('>');
                self.form.push_str(link);
            }
            self.form.push('\u{2}');
        }
        self.form.push_str(text);
    }

    /// Adds something that is no character: an image with its words, a note's call, the target of a link.
    pub fn object(&mut self, what: &str, detail: &str) {
        if self.fields == 0 {
            self.form.extend(['\u{3}']);
            self.form.push_str(what);
            self.form.push('=');
            self.form.push_str(detail);
            self.form.push('\u{4}');
        }
    }

    /// A field begins, whose result is no content: what kind it is, is.
    pub fn open_field(&mut self, kind: &str) {
        self.object("field", kind);
        self.fields += 1;
    }

    /// Words follow that the program counts or repeats, until [`close_field`](Self::close_field).
    pub fn mute(&mut self) {
        self.fields += 1;
    }

    /// The innermost field ends.
    pub fn close_field(&mut self) {
        self.fields = self.fields.saturating_sub(1);
    }

    /// What was collected since the paragraph began, for messages of tests.
    pub fn form(&self) -> &str {
        &self.form
    }

    /// The digest of the paragraph.
    pub fn digest(&self) -> ViewDigest {
        let digest = Sha256::digest(self.form.as_bytes());
        let mut first = [0; 8];
        first.copy_from_slice(&digest[..8]);
        ViewDigest(u64::from_be_bytes(first))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn digest(parts: &[(&str, &Look)]) -> ViewDigest {
        let mut view = ViewWriter::default();
        view.begin("Body Text");
        for (text, look) in parts {
            view.text(text, look);
        }
        view.digest()
    }

    #[test]
    fn runs_that_look_alike_are_one() {
        let plain = Look::default();
        let strong = Look { strong: true, ..Look::default() };
        assert_eq!(digest(&[("a b", &plain)]), digest(&[("a", &plain), ("", &strong), (" b", &plain)]));
        assert_ne!(digest(&[("a b", &plain)]), digest(&[("a", &plain), (" b", &strong)]));
    }

    #[test]
    fn the_result_of_a_field_is_no_content() {
        let mut view = ViewWriter::default();
        let mut page = |result: &str| {
            view.begin("Body Text");
            view.open_field("PAGEREF");
            view.text(result, &Look::default());
            view.close_field();
            view.digest()
        };
        assert_eq!(page("3"), page("17"));
    }
}
