//! The report on the printed pages as JSON. What is looked for, `layout` knows.

use chapbook_layout::{Finding, Report};
use chapbook_source::Sources;
use serde::Serialize;

use crate::report::{MendEffect, PagesReport};

#[derive(Serialize)]
#[serde(rename_all = "kebab-case")]
pub(super) struct Pages<'a> {
    pages: usize,
    blank: usize,
    lines: usize,
    justified: usize,
    spreads: usize,
    hyphens: usize,
    most_hyphens_in_a_row: usize,
    findings: Vec<Place<'a>>,
    mends: Vec<Mend<'a>>,
}

#[derive(Serialize)]
struct Place<'a> {
    fault: &'static str,
    page: &'a str,
    /// The page's place among all, from 1.
    sheet: usize,
    text: &'a str,
    amount: i64,
    #[serde(skip_serializing_if = "Option::is_none")]
    file: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    line: Option<usize>,
}

#[derive(Serialize)]
#[serde(rename_all = "kebab-case")]
struct Mend<'a> {
    mend: &'a str,
    has_effect: bool,
}

impl<'a> Pages<'a> {
    pub(super) fn new(sources: &'a Sources, report: &'a PagesReport) -> Self {
        let PagesReport { report, mends } = report;
        let Report { pages, blank, lines, justified, spreads, hyphens, findings } = report;
        let place = |finding: &'a Finding| {
            let Finding { fault, page, label, span, text, amount } = finding;
            let at = (!span.is_none()).then(|| (sources.name(span.file), sources.position(span.file, span.start).line));
            Place {
                fault: fault.name(),
                page: label,
                sheet: page + 1,
                text,
                amount: *amount,
                file: at.map(|(file, _)| file),
                line: at.map(|(_, line)| line),
            }
        };
        let mend = |effect: &'a MendEffect| Mend { mend: &effect.mend, has_effect: effect.has_effect };
        Self {
            pages: *pages,
            blank: *blank,
            lines: *lines,
            justified: *justified,
            spreads: *spreads,
            hyphens: hyphens.0,
            most_hyphens_in_a_row: hyphens.1,
            findings: findings.iter().map(place).collect(),
            mends: mends.iter().map(mend).collect(),
        }
    }
}
