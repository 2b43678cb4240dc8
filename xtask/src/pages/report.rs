//! The counts of both PDFs side by side, for people and as JSON.

use std::fmt;
use std::path::PathBuf;

use serde_json::{Value, json};

use super::cost::Cost;
use super::faults::{Counts, Place};
use super::tools::TYPST;

/// A PDF with what was counted in it.
#[derive(Debug)]
pub(crate) struct Side {
    pub(crate) pdf: PathBuf,
    pub(crate) counts: Counts,
    /// Nothing for a PDF that was there before.
    pub(crate) cost: Option<Cost>,
}

/// The two PDFs of one text.
#[derive(Debug)]
pub(crate) struct Report {
    pub(crate) text: PathBuf,
    pub(crate) theme: String,
    pub(crate) ours: Side,
    pub(crate) typst: Side,
}

/// How many places of a fault are listed.
const LISTED: usize = 10;

/// A fault with its name, its places and the number of things that could have had it.
struct Fault<'a> {
    name: &'static str,
    places: &'a [Place],
    of: usize,
}

fn faults(counts: &Counts) -> [Fault<'_>; 9] {
    let fault = |name, places, of| Fault { name, places, of };
    [
        fault("widows", counts.widows.as_slice(), counts.pages),
        fault("orphans", &counts.orphans, counts.pages),
        fault("hyphen ladders of 3 or more", &counts.ladders, counts.paragraphs),
        fault("loose lines", &counts.loose, counts.justified),
        fault("tight lines", &counts.tight, counts.justified),
        fault("short last lines", &counts.short, counts.paragraphs),
        fault("lines that stop short", &counts.stopped, counts.lines),
        fault("pages that end in a hyphen", &counts.hyphen_pages, counts.pages),
        fault("spreads that are not level", &counts.unlevel, counts.spreads),
    ]
}

fn percent(count: usize, of: usize) -> f64 {
    if of == 0 { 0.0 } else { 100.0 * count as f64 / of as f64 }
}

/// The names and values that are no fault, as they are printed.
fn facts(side: &Side) -> Vec<(&'static str, String)> {
    let Side { pdf: _, counts, cost } = side;
    let level = match counts.spreads {
        0 => "-".to_owned(),
        spreads => format!("{:.1}", percent(spreads - counts.unlevel.len(), spreads)),
    };
    vec![
        ("pages", counts.pages.to_string()),
        ("lines of running text", counts.lines.to_string()),
        ("  on the fullest page", counts.fullest.to_string()),
        ("  justified", counts.justified.to_string()),
        ("  that end in a hyphen", counts.hyphens.to_string()),
        ("paragraphs", counts.paragraphs.to_string()),
        ("natural word space, pt", format!("{:.2}", counts.natural_space)),
        ("longest hyphen ladder", counts.longest_ladder.to_string()),
        ("spreads that can be compared", counts.spreads.to_string()),
        ("spreads that are level, %", level),
        ("time of the processor, s", cost.map_or("-".to_owned(), |cost| format!("{:.2}", cost.cpu))),
        ("memory at most, MiB", cost.map_or("-".to_owned(), |cost| format!("{:.0}", cost.peak as f64 / 1024.0))),
    ]
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Report { text, theme, ours, typst } = self;
        writeln!(f, "{}, theme {theme}\n", text.display())?;
        writeln!(f, "{:<32}{:>16}{:>16}", "", "ours", TYPST.replace("==", " "))?;
        for ((name, of_ours), (_, of_typst)) in facts(ours).into_iter().zip(facts(typst)) {
            writeln!(f, "{name:<32}{of_ours:>16}{of_typst:>16}")?;
        }
        let shown =
            |fault: &Fault<'_>| format!("{} ({:.1} %)", fault.places.len(), percent(fault.places.len(), fault.of));
        for (of_ours, of_typst) in faults(&ours.counts).iter().zip(&faults(&typst.counts)) {
            writeln!(f, "{:<32}{:>16}{:>16}", of_ours.name, shown(of_ours), shown(of_typst))?;
        }
        for (name, side) in [("ours", ours), ("Typst's", typst)] {
            writeln!(f, "\nThe first places in {name}, {}", side.pdf.display())?;
            for fault in faults(&side.counts).iter().filter(|fault| !fault.places.is_empty()) {
                writeln!(f, "  {}", fault.name)?;
                for Place { page, words } in fault.places.iter().take(LISTED) {
                    writeln!(f, "    page {page}: {words}")?;
                }
            }
        }
        Ok(())
    }
}

impl Report {
    /// The same for other programs.
    pub(crate) fn json(&self) -> Value {
        let Report { text, theme, ours, typst } = self;
        json!({"text": text, "theme": theme, "ours": side(ours), "typst": side(typst)})
    }
}

fn side(side: &Side) -> Value {
    let Side { pdf, counts, cost } = side;
    let faults: serde_json::Map<String, Value> = faults(counts)
        .into_iter()
        .map(|Fault { name, places, of }| {
            let first: Vec<Value> =
                places.iter().take(LISTED).map(|Place { page, words }| json!({"page": page, "words": words})).collect();
            (name.to_owned(), json!({"count": places.len(), "of": of, "first": first}))
        })
        .collect();
    json!({
        "pdf": pdf,
        "pages": counts.pages,
        "lines": counts.lines,
        "fullest": counts.fullest,
        "justified": counts.justified,
        "hyphens": counts.hyphens,
        "paragraphs": counts.paragraphs,
        "natural space": counts.natural_space,
        "longest ladder": counts.longest_ladder,
        "spreads": counts.spreads,
        "cost": cost,
        "faults": faults,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn side_with(widows: usize, cost: Option<Cost>) -> Side {
        let places: Vec<Place> = (1..=widows).map(|page| Place { page, words: "and ends.".into() }).collect();
        let counts = Counts {
            pages: 100,
            lines: 0,
            paragraphs: 0,
            fullest: 0,
            natural_space: 2.75,
            justified: 0,
            hyphens: 0,
            longest_ladder: 0,
            spreads: 4,
            widows: places.clone(),
            orphans: vec![],
            ladders: vec![],
            loose: vec![],
            tight: vec![],
            short: vec![],
            stopped: vec![],
            hyphen_pages: vec![],
            unlevel: places.into_iter().take(1).collect(),
        };
        Side { pdf: "a.pdf".into(), counts, cost }
    }

    fn report() -> Report {
        let cost = Cost { cpu: 1.5, peak: 2048 };
        Report {
            text: "a.md".into(),
            theme: "novel".into(),
            ours: side_with(0, None),
            typst: side_with(12, Some(cost)),
        }
    }

    #[test]
    fn both_stand_side_by_side_with_the_first_ten_places() {
        let text = report().to_string();
        let line = |name: &str| text.lines().find(|line| line.starts_with(name)).unwrap().split_whitespace();
        assert_eq!(line("widows").collect::<Vec<_>>(), ["widows", "0", "(0.0", "%)", "12", "(12.0", "%)"]);
        assert!(line("spreads that are level").eq(["spreads", "that", "are", "level,", "%", "100.0", "75.0"]));
        assert!(line("memory").eq(["memory", "at", "most,", "MiB", "-", "2"]));
        assert!(text.contains("page 10: and ends.") && !text.contains("page 11: and ends."));
    }

    #[test]
    fn json_says_the_same() {
        let json = report().json();
        assert_eq!(json["typst"]["faults"]["widows"]["count"], 12);
        assert_eq!(json["typst"]["faults"]["widows"]["first"].as_array().unwrap().len(), LISTED);
        assert_eq!(json["typst"]["cost"]["peak"], 2048);
        assert_eq!(json["ours"]["cost"], Value::Null);
    }
}
