//! What a typesetter would mark on the printed pages, for people; `json` has the same for other programs. What is
//! looked for, `layout` knows.

use std::fmt::Write;

use chapbook_layout::{Fault, Finding, Report};
use chapbook_source::Sources;

/// What was found on the pages, and what the mends by hand do.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PagesReport {
    pub(crate) report: Report,
    pub(crate) mends: Vec<MendEffect>,
}

/// What a mend by hand does.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct MendEffect {
    /// The mend, as a person would call it.
    pub(crate) mend: String,
    /// Whether the pages would be others without it.
    pub(crate) has_effect: bool,
}

impl PagesReport {
    /// How many places of a kind there are, by the name of the kind: `widow`, `loose-line`.
    pub fn count(&self, name: &str) -> usize {
        self.report.findings.iter().filter(|finding| finding.fault.name() == name).count()
    }

    /// How many pairs of facing pages there are that could stand level.
    pub fn spreads(&self) -> usize {
        self.report.spreads
    }

    /// How many lines of running text are justified.
    pub fn justified_lines(&self) -> usize {
        self.report.justified
    }

    /// The report as text: the counts, then every place by page.
    pub fn text(&self, sources: &Sources) -> String {
        let Report { pages, blank, lines, justified, spreads, hyphens, findings } = &self.report;
        let mut out = String::new();
        let _ = writeln!(out, "pages: {pages}, {blank} of them blank");
        let _ = writeln!(out, "lines: {lines}, {justified} of them justified");
        let _ = writeln!(out, "hyphens: {} lines end in one, at most {} in a row", hyphens.0, hyphens.1);
        let unlevel = self.count(Fault::Unlevel.name());
        let _ = writeln!(out, "facing pages: {spreads} pairs, {} level", spreads - unlevel.min(*spreads));
        for fault in Fault::ALL {
            let count = findings.iter().filter(|finding| finding.fault == fault).count();
            let share = match fault {
                Fault::Loose | Fault::Tight if *justified > 0 => {
                    let tenths = count * 1000 / justified;
                    format!(" ({}.{} % of justified lines)", tenths / 10, tenths % 10)
                }
                Fault::Loose
                | Fault::Tight
                | Fault::Widow
                | Fault::Orphan
                | Fault::Ladder
                | Fault::ShortEnd
                | Fault::PageHyphen
                | Fault::Unlevel
                | Fault::River
                | Fault::Loosened => String::new(),
            };
            let _ = writeln!(out, "{}: {count}{share}", fault.name());
        }
        let mut page = None;
        for Finding { fault, page: at, label, span, text, amount } in findings {
            if page != Some(*at) {
                let _ = writeln!(out, "\npage {label}");
                page = Some(*at);
            }
            let amount = match fault {
                Fault::Widow | Fault::Orphan | Fault::PageHyphen => String::new(),
                Fault::Loose | Fault::Tight => format!(" {amount} %"),
                Fault::Ladder => format!(" of {amount}"),
                Fault::ShortEnd => format!(" {amount} pt"),
                Fault::Unlevel => format!(" by {amount} pt"),
                Fault::River => format!(" of {amount} lines"),
                Fault::Loosened => format!(" {amount:+}"),
            };
            let place = match span.is_none() {
                true => String::new(),
                false => {
                    let position = sources.position(span.file, span.start);
                    format!(" {}:{}", sources.name(span.file), position.line)
                }
            };
            let _ = writeln!(out, "  {}{amount}: \u{201C}{text}\u{201D}{place}", fault.name());
        }
        if !self.mends.is_empty() {
            out.push_str("\nmends by hand\n");
            for MendEffect { mend, has_effect } in &self.mends {
                let effect = if *has_effect { "has an effect" } else { "has no effect any more; take it out" };
                let _ = writeln!(out, "  {mend}: {effect}");
            }
        }
        out
    }
}
