//! The page under way: lines, each with what its containers put before it. It knows nothing of Markdown.

/// Text under way.
#[derive(Debug, Default)]
pub(super) struct Out {
    text: String,
    /// What the containers put before a line.
    prefix: String,
    /// Whether the line at hand has nothing yet, not even its prefix.
    fresh: bool,
}

impl Out {
    /// An empty page.
    pub(super) fn new() -> Self {
        Self { text: String::new(), prefix: String::new(), fresh: true }
    }

    /// Appends text, which may run over lines.
    pub(super) fn put(&mut self, text: &str) {
        for (i, piece) in text.split('\n').enumerate() {
            if i > 0 {
                self.end_line();
            }
            if !piece.is_empty() {
                if self.fresh {
                    self.text.push_str(&self.prefix);
                    self.fresh = false;
                }
                self.text.push_str(piece);
            }
        }
    }

    /// Ends the line at hand; of a blank one the prefix stays without the spaces at its end.
    pub(super) fn end_line(&mut self) {
        if self.fresh {
            self.text.push_str(self.prefix.trim_end());
        }
        self.text.push('\n');
        self.fresh = true;
    }

    /// Ends the line at hand and leaves one blank.
    pub(super) fn blank_line(&mut self) {
        self.end_line();
        self.end_line();
    }

    /// Writes what stands in a container: `first` on the line at hand, `rest` before every further line.
    pub(super) fn nest(&mut self, first: &str, rest: &str, write: impl FnOnce(&mut Self)) {
        self.put(first);
        let outer = self.prefix.len();
        self.prefix.push_str(rest);
        write(self);
        if !self.fresh {
            // A marker with nothing after it.
            self.text.truncate(self.text.trim_end_matches(' ').len());
        }
        self.prefix.truncate(outer);
    }

    /// Whether the line at hand stands in a quotation.
    pub(super) fn is_quoted(&self) -> bool {
        self.prefix.contains('>')
    }

    /// The text, without a line end at its end.
    pub(super) fn finish(self) -> String {
        self.text
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn containers_stand_before_every_line() {
        let mut out = Out::new();
        out.nest("> ", "> ", |out| {
            out.nest("- ", "  ", |out| {
                out.put("a\nb");
                out.blank_line();
                out.put("c");
            });
        });
        assert_eq!(out.finish(), "> - a\n>   b\n>\n>   c");
    }
}
