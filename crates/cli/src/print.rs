//! Diagnostics as people read them: what, where, the source line with a caret, what was done instead, how to mend it.

use std::io::IsTerminal;

use annotate_snippets::{AnnotationKind, Level, Renderer, Snippet};
use chapbook::{Diagnostic, Severity, Sources};

use crate::args::Color;

/// How many characters of a long source line are shown around the place.
const AROUND: usize = 100;

/// Prints diagnostics to standard error, those of one file in the order of their places, then a line that counts them.
pub(crate) fn diagnostics(sources: &Sources, diagnostics: &[Diagnostic], color: Color) {
    let colored = match color {
        Color::Always => true,
        Color::Never => false,
        Color::Auto => std::io::stderr().is_terminal() && std::env::var_os("NO_COLOR").is_none_or(|v| v.is_empty()),
    };
    let renderer = if colored { Renderer::styled() } else { Renderer::plain() };
    for diagnostic in sorted(diagnostics) {
        eprintln!("{}\n", render(sources, diagnostic, &renderer));
    }
    let count = |severity| diagnostics.iter().filter(|d| d.severity() == severity).count();
    let counted: Vec<String> = [Severity::Error, Severity::Warning, Severity::Loss, Severity::Hint]
        .into_iter()
        .filter_map(|severity| match (count(severity), severity) {
            (0, _) => None,
            (1, severity) => Some(format!("1 {}", severity.name())),
            (n, Severity::Loss) => Some(format!("{n} losses")),
            (n, severity) => Some(format!("{n} {}s", severity.name())),
        })
        .collect();
    if !counted.is_empty() {
        eprintln!("{}; `chapbook explain CODE` says more about a code", counted.join(", "));
    }
}

/// Prints diagnostics to standard output as JSON, one a line, in the same order.
pub(crate) fn json(sources: &Sources, diagnostics: &[Diagnostic]) {
    for diagnostic in sorted(diagnostics) {
        println!("{}", chapbook::json::diagnostic(sources, diagnostic));
    }
}

fn sorted(diagnostics: &[Diagnostic]) -> Vec<&Diagnostic> {
    let mut sorted: Vec<&Diagnostic> = diagnostics.iter().collect();
    sorted.sort_by_key(|d| d.span.map(|span| (span.file, span.start)));
    sorted
}

fn render(sources: &Sources, diagnostic: &Diagnostic, renderer: &Renderer) -> String {
    let level = match diagnostic.severity() {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
        Severity::Loss => Level::WARNING.with_name("loss"),
        Severity::Hint => Level::INFO.with_name("hint"),
    };
    let message = visible(&diagnostic.message);
    let title = level.primary_title(message.as_str()).id(diagnostic.code.name);
    let hint = diagnostic.hint.as_deref().map(visible);
    let help = hint.as_deref().map(|hint| Level::HELP.message(hint));
    let Some(span) = diagnostic.span else {
        let mut group = annotate_snippets::Group::with_title(title);
        if let Some(help) = help {
            group = group.element(help);
        }
        return renderer.render(&[group]);
    };
    let (line, start, end, number) = excerpt(sources, span);
    let snippet = Snippet::source(line.as_str())
        .path(sources.name(span.file))
        .line_start(number)
        .annotation(AnnotationKind::Primary.span(start..end));
    let mut group = title.element(snippet);
    if let Some(help) = help {
        group = group.element(help);
    }
    renderer.render(&[group])
}

/// The source line of a span, cut around it if it is long, with the span's place in it and the line's number.
fn excerpt(sources: &Sources, span: chapbook::Span) -> (String, usize, usize, usize) {
    let text = sources.text(span.file);
    let start = floor_boundary(text, span.start as usize);
    let end = floor_boundary(text, (span.end as usize).max(start));
    let (number, line) = sources.line(span.file, span.start);
    let (line_start, line_end) = (line.start.min(start), line.end.max(start));
    let end = end.min(line_end);
    let from = text[line_start..start].char_indices().rev().nth(AROUND).map_or(line_start, |(at, _)| line_start + at);
    let to = text[end..line_end].char_indices().nth(AROUND).map_or(line_end, |(at, _)| end + at);
    let (before, inside, after) = (visible(&text[from..start]), visible(&text[start..end]), visible(&text[end..to]));
    let before = if from > line_start { format!("…{before}") } else { before };
    let after = if to < line_end { format!("{after}…") } else { after };
    (format!("{before}{inside}{after}"), before.len(), before.len() + inside.len(), number)
}

fn floor_boundary(text: &str, at: usize) -> usize {
    let mut at = at.min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

/// Text without characters that would steer a terminal.
fn visible(text: &str) -> String {
    text.chars().map(|c| if c.is_control() && c != '\t' { '\u{FFFD}' } else { c }).collect()
}
