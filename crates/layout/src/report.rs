//! What a typesetter would mark on the finished pages: widows and orphans, loose and tight lines, ladders of hyphens,
//! short last lines, facing pages of unequal depth. It only looks; nothing is changed for it. Rivers are `rivers`' part.

use chapbook_source::Span;
use chapbook_values::Length;

use crate::context::Context;
use crate::flow::Flow;
use crate::inline::{Text, TextId, TokenKind};
use crate::pages::{BoxKind, Boxes, PageBox, Plan};

/// What was found on the pages of a document.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Report {
    /// How many pages there are, blank ones included.
    pub pages: usize,
    /// How many of them are blank.
    pub blank: usize,
    /// How many lines of running text there are.
    pub lines: usize,
    /// How many of them are justified, and so may be loose or tight.
    pub justified: usize,
    /// How many pairs of facing pages could stand level: none of the two is blank or ends a chapter.
    pub spreads: usize,
    /// How many lines end in a hyphen, and how many such lines stand below each other at most.
    pub hyphens: (usize, usize),
    /// What was found, in the order of the pages.
    pub findings: Vec<Finding>,
}

/// Something that was found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// What.
    pub fault: Fault,
    /// The index of the page.
    pub page: usize,
    /// The page's number as printed.
    pub label: String,
    /// Where the text comes from.
    pub span: Span,
    /// Its first words, to find it on the page.
    pub text: String,
    /// By how much, in the unit of its fault.
    pub amount: i64,
}

/// What a typesetter would mark.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Fault {
    /// The last line of a paragraph alone at the top of a page.
    Widow,
    /// The first line of a paragraph alone at the foot of a page.
    Orphan,
    /// A line whose spaces are stretched beyond their limit, by half; the amount is per cent of what they may stretch.
    Loose,
    /// A line whose spaces are shrunk to their limit, by a third, or nearly; the amount is per cent of that.
    Tight,
    /// Three or more lines in a row that end in a hyphen; the amount is how many.
    Ladder,
    /// A last line that is shorter than the indent of the next paragraph; the amount is its width in points.
    ShortEnd,
    /// A page that ends within a word.
    PageHyphen,
    /// A left-hand page and the one opposite that end at different heights; the amount is the difference in points.
    Unlevel,
    /// Spaces that stand below each other in five lines or more; the amount is in how many.
    River,
    /// A paragraph that was set a line longer or shorter for the sake of its page; the amount is 1 or -1. No fault, but
    /// a person may want to know.
    Loosened,
}

impl Fault {
    /// All of them.
    pub const ALL: [Self; 10] = [
        Self::Widow,
        Self::Orphan,
        Self::Loose,
        Self::Tight,
        Self::Ladder,
        Self::ShortEnd,
        Self::PageHyphen,
        Self::Unlevel,
        Self::River,
        Self::Loosened,
    ];

    /// Its name in reports.
    pub fn name(self) -> &'static str {
        match self {
            Self::Widow => "widow",
            Self::Orphan => "orphan",
            Self::Loose => "loose-line",
            Self::Tight => "tight-line",
            Self::Ladder => "hyphen-ladder",
            Self::ShortEnd => "short-last-line",
            Self::PageHyphen => "hyphen-at-page-end",
            Self::Unlevel => "unlevel-spread",
            Self::River => "river",
            Self::Loosened => "loosened-paragraph",
        }
    }
}

/// From where on a line is loose, and from where on it is tight, in thousandths of what its spaces may give.
const LOOSE: i32 = 1_000;
const TIGHT: i32 = -950;
/// How many hyphens in a row are a ladder.
const LADDER: usize = 3;

/// Looks at the pages.
pub(crate) fn report(
    context: &Context<'_>,
    flow: &Flow,
    boxes: &Boxes,
    plans: &[Plan],
    labels: &[String],
    leading: Length,
) -> Report {
    let mut out = Report { pages: plans.len(), ..Report::default() };
    let mut looker = Looker { context, flow, labels, page: 0, hyphens: 0, report: &mut out };
    for (number, plan) in plans.iter().enumerate() {
        looker.page = number;
        looker.page(boxes, plan);
    }
    out.blank = plans.iter().filter(|plan| plan.blank).count();
    if context.theme.page.facing {
        spreads(flow, boxes, plans, labels, leading, &mut out);
    }
    out.findings.sort_by_key(|finding| finding.page);
    out
}

struct Looker<'l, 'a> {
    context: &'l Context<'a>,
    flow: &'l Flow,
    labels: &'l [String],
    page: usize,
    /// How many lines in a row end in a hyphen.
    hyphens: usize,
    report: &'l mut Report,
}

impl Looker<'_, '_> {
    fn find(&mut self, fault: Fault, text: &Text, line: usize, amount: i64) {
        let finding = finding(fault, (self.page, self.labels), text, line, amount);
        self.report.findings.push(finding);
    }

    fn page(&mut self, boxes: &Boxes, plan: &Plan) {
        let own: Vec<&PageBox> =
            plan.parts.iter().filter(|part| !part.moved).flat_map(|part| &boxes.body[part.boxes.clone()]).collect();
        for one in &own {
            if let BoxKind::Line { text, line } = one.kind {
                self.line(text, line);
            }
        }
        if let Some((text, change)) = plan.loosened {
            let text = self.flow.text(text);
            self.find(Fault::Loosened, text, 0, i64::from(change));
        }
        if let Some(BoxKind::Line { text, line }) = own.first().map(|one| one.kind) {
            let text = self.flow.text(text);
            if line > 0 && line + 1 == text.lines.len() && !is_code(text) {
                self.find(Fault::Widow, text, line, 0);
            }
        }
        if let Some(BoxKind::Line { text, line }) = own.last().map(|one| one.kind) {
            let text = self.flow.text(text);
            if line == 0 && text.lines.len() > 1 && !is_code(text) {
                self.find(Fault::Orphan, text, line, 0);
            }
            if text.lines[line].hyphen {
                self.find(Fault::PageHyphen, text, line, 0);
            }
        }
    }

    fn line(&mut self, id: TextId, number: usize) {
        let text = self.flow.text(id);
        let Some(line) = text.lines.get(number).filter(|_| !is_code(text)) else { return };
        self.report.lines += 1;
        if text.geometry.align == chapbook_theme::Align::Justify && !line.natural {
            self.report.justified += 1;
            if line.ratio > LOOSE {
                self.find(Fault::Loose, text, number, i64::from(line.ratio / 10));
            }
        }
        if text.geometry.align == chapbook_theme::Align::Justify && line.ratio < TIGHT {
            self.find(Fault::Tight, text, number, i64::from(line.ratio / -10));
        }
        let ends_in_hyphen = line.hyphen || text.paragraph.text[..line.end as usize].ends_with(['-', '\u{2010}']);
        if ends_in_hyphen && !line.natural {
            self.report.hyphens.0 += 1;
            self.hyphens += 1;
            self.report.hyphens.1 = self.report.hyphens.1.max(self.hyphens);
        } else {
            self.ladder(text, number);
        }
        let is_last = number > 0 && number + 1 == text.lines.len();
        if is_last && text.tail.is_none() {
            let indent = self.context.theme.style(chapbook_theme::Role::Body).first_indent;
            let width = width(text, number);
            if width < indent {
                self.find(Fault::ShortEnd, text, number, width.to_scaled() / Length::points(1).to_scaled());
            }
        }
    }

    /// A row of hyphens has ended above this line.
    fn ladder(&mut self, text: &Text, number: usize) {
        let count = std::mem::take(&mut self.hyphens);
        if count >= LADDER {
            self.find(Fault::Ladder, text, number.saturating_sub(count), i64::try_from(count).unwrap_or(0));
        }
    }
}

fn is_code(text: &Text) -> bool {
    text.turnover.is_some()
}

/// The width of the words of a line, as they are before spaces stretch.
fn width(text: &Text, number: usize) -> Length {
    let line = &text.lines[number];
    let tokens = &text.tokens[line.tokens.0 as usize..line.tokens.1 as usize];
    let inside = tokens.iter().filter(|token| token.start >= line.start && token.end <= line.end);
    inside.filter(|token| token.kind != TokenKind::LineEnd).map(|token| token.width).sum()
}

fn finding(fault: Fault, (page, labels): (usize, &[String]), text: &Text, line: usize, amount: i64) -> Finding {
    let line = &text.lines[line];
    let words = text.paragraph.text[line.start as usize..line.end as usize].split_whitespace();
    let span = text.paragraph.segments.get(text.paragraph.segment_at(line.start)).map_or(Span::NONE, |s| s.span);
    Finding {
        fault,
        page,
        label: labels[page].clone(),
        span,
        text: words.take(6).collect::<Vec<_>>().join(" "),
        amount,
    }
}

/// Facing pages: the second and third, the fourth and fifth, and so on.
fn spreads(flow: &Flow, boxes: &Boxes, plans: &[Plan], labels: &[String], leading: Length, out: &mut Report) {
    for (number, pair) in plans.windows(2).enumerate().skip(1).step_by(2) {
        let [left, right] = pair else { continue };
        let counts = |plan: &Plan| !plan.blank && !plan.ends && !plan.parts.is_empty();
        if !counts(left) || !counts(right) {
            continue;
        }
        out.spreads += 1;
        // Notes stand at the foot in any case.
        let depth = |plan: &Plan| plan.notes.is_empty().then_some(plan.used + plan.spread);
        let (Some(left_depth), Some(right_depth)) = (depth(left), depth(right)) else { continue };
        let difference = left_depth - right_depth;
        if difference.to_scaled().abs() * 5 <= leading.to_scaled() {
            continue;
        }
        let last = right.parts.last().and_then(|part| boxes.body[part.boxes.clone()].last());
        let amount = difference.to_scaled() / Length::points(1).to_scaled();
        match last.map(|one| one.kind) {
            Some(BoxKind::Line { text, line }) => {
                out.findings.push(finding(Fault::Unlevel, (number, labels), flow.text(text), line, amount));
            }
            Some(BoxKind::Row(_) | BoxKind::Picture(_) | BoxKind::Rule(_)) | None => out.findings.push(Finding {
                fault: Fault::Unlevel,
                page: number,
                label: labels[number].clone(),
                span: Span::NONE,
                text: String::new(),
                amount,
            }),
        }
    }
}
