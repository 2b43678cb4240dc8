//! Verse as a line block: a bar before each line, a bare bar between stanzas (DIALECT 5).

use chapbook_model::VerseLine;

use super::Writer;
use super::escapes::LinePlace;
use super::out::Out;

impl Writer<'_> {
    /// Stanzas of lines. One line alone gets a bare bar after it, since one bar is no verse.
    pub(super) fn verse(&mut self, out: &mut Out, stanzas: &[Vec<VerseLine>]) {
        for (i, stanza) in stanzas.iter().enumerate() {
            if i > 0 {
                out.put("\n|\n");
            }
            for (j, VerseLine { indent, content }) in stanza.iter().enumerate() {
                if j > 0 {
                    out.end_line();
                }
                let words = self.line(content, LinePlace::Verse.into());
                out.put(&format!("| {}{words}", " ".repeat(usize::from(*indent))));
            }
        }
        if stanzas.iter().map(Vec::len).sum::<usize>() == 1 {
            out.put("\n|");
        }
    }
}
