//! Display mathematics over several lines (DIALECT 5): what lies between the dollars is made inert line by line.

use super::Finder;
use super::lines::{line_starts, strip_quotes};
use crate::mask::marks::MarkKind;
use crate::tree::has_blank_line;

impl Finder<'_, '_> {
    /// `$$` at a line's start, with its end on a later line: what lies between is made inert line by line.
    pub(super) fn mathematics(&mut self, at: usize) {
        if self.place.byte(at + 1) != b'$' || closing_dollars(self.place.rest_of_line(at + 2)).is_some() {
            return;
        }
        // Where a line of a formula seems to begin a block, the dollars of what follows are those of another paragraph,
        // and which of them open something only the next pass knows.
        if self.is_torn {
            self.is_torn = !has_blank_line(self.place, self.formula, at);
            self.formula = at;
            if self.is_torn {
                return;
            }
        }
        // A line further down may end mathematics that no pass has seen yet, since its marker was not read.
        let from = if self.dollars.0 < self.leaf { (self.leaf, false) } else { self.dollars };
        let open = from.1 ^ (self.place.text.get(from.0..at).unwrap_or("").matches("$$").count() % 2 == 1);
        self.dollars = (at, open);
        if open {
            return;
        }
        let mut bodies = Vec::new();
        bodies.push(at + 2..at + 2 + self.place.rest_of_line(at + 2).len());
        let mut end = None;
        for start in line_starts(self.place, at) {
            let line = self.place.rest_of_line(start);
            let body = strip_quotes(line, self.quotes);
            let from = start + line.len() - body.len();
            if body.trim().is_empty() {
                break;
            }
            if let Some(close) = closing_dollars(body) {
                bodies.push(from..from + close);
                end = Some(from + close + 2);
                break;
            }
            bodies.push(from..from + body.trim_end().len());
        }
        let Some(end) = end else { return };
        for body in bodies {
            if !body.is_empty() {
                self.mark(body, MarkKind::Math);
            }
        }
        self.done = end;
        // What was found may seem to end an item, so that the paragraph at hand begins in the middle of it.
        self.dollars = (end, false);
        (self.formula, self.is_torn) = (end, false);
    }
}

/// Where `$$` ends mathematics in a line.
fn closing_dollars(line: &str) -> Option<usize> {
    line.match_indices("$$").map(|(i, _)| i).find(|i| !line[..*i].ends_with('\\'))
}
