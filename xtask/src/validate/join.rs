//! Joins all cases into one Markdown book, so that the slow programs see everything once. It works on lines, not on
//! Markdown's grammar: the book has to be large and varied, and need not mean what each case means by itself.

use std::path::{Path, PathBuf};

/// One case.
pub(crate) struct Part {
    /// A short name for its labels and its folder.
    pub(crate) key: String,
    /// Its heading.
    pub(crate) name: String,
    /// Its text.
    pub(crate) text: String,
    /// The folder that it stands in.
    pub(crate) beside: PathBuf,
}

/// The book.
pub(crate) struct Joined {
    /// Its text.
    pub(crate) text: String,
    /// The files that it shows.
    pub(crate) copies: Vec<Copy>,
}

/// A file to be copied beside the book.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Copy {
    /// Where it is.
    pub(crate) from: PathBuf,
    /// Where it goes, from the book's folder.
    pub(crate) to: String,
}

const HEAD: &str = "---\ntitle: All cases\nlanguage: en\nauthors: [The Chapbook developers]\n---\n";

/// Joins the parts. Whether a file exists is asked, so that this can be tried without a disk.
pub(crate) fn join(parts: &[Part], exists: &dyn Fn(&Path) -> bool) -> Joined {
    let mut text = HEAD.to_owned();
    let mut copies = Vec::new();
    for part in parts {
        let source = part.text.trim_start_matches('\u{FEFF}').replace("\r\n", "\n").replace('\r', "\n");
        let body = with_own_notes(without_front_matter(&source), &part.key);
        let body = with_own_files(&body, part, exists, &mut copies);
        let end = missing_ends(&body);
        text.push_str(&format!("\n# {}\n\n{}\n{end}", part.name, body.trim_end_matches('\n')));
    }
    Joined { text, copies }
}

/// The text after a block that is closed and looks like a mapping.
fn without_front_matter(text: &str) -> &str {
    let (first, rest) = text.split_once('\n').unwrap_or((text, ""));
    let (ends, sign): (&[&str], char) = match first.trim_end() {
        "---" => (&["---", "..."], ':'),
        "+++" => (&["+++"], '='),
        _text => return text,
    };
    let mut at = 0;
    for line in rest.split_inclusive('\n') {
        if ends.contains(&line.trim_end()) {
            let mapping = rest[..at].lines().any(|line| line.contains(sign)) && !rest.starts_with('\n');
            return if mapping { &rest[at + line.len()..] } else { text };
        }
        at += line.len();
    }
    text
}

/// `[^a]` becomes `[^c7-a]`. A label of symbols is the printed marker and stays (DIALECT.md 7).
fn with_own_notes(text: &str, key: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find("[^") {
        let (before, after) = rest.split_at(at + 2);
        out.push_str(before);
        let label = after.split(']').next().unwrap_or_default();
        let is_label = !label.is_empty() && label.len() < after.len() && !label.contains(char::is_whitespace);
        if is_label && !label.chars().all(|character| "*†‡§‖¶#".contains(character)) {
            out.push_str(&format!("{key}-"));
        }
        rest = after;
    }
    out.push_str(rest);
    out
}

/// Targets of links and images that are files beside the case point at copies beside the book.
fn with_own_files(text: &str, part: &Part, exists: &dyn Fn(&Path) -> bool, copies: &mut Vec<Copy>) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find("](").or_else(|| rest.find("]: ")) {
        let at = rest.find("]: ").map_or(at, |other| at.min(other));
        let start = at + if rest[at..].starts_with("](") { 2 } else { 3 };
        let start = start + usize::from(rest[start..].starts_with('<'));
        let (before, after) = rest.split_at(start);
        out.push_str(before);
        let end: &[char] = if before.ends_with('<') { &['>', '\n'] } else { &[' ', ')', '\n'] };
        let target = after.split(end).next().unwrap_or_default();
        let plain = target.replace("%20", " ");
        let inside = !plain.is_empty() && !plain.starts_with('/') && !plain.split('/').any(|step| step == "..");
        let from = part.beside.join(&plain);
        if inside && exists(&from) {
            out.push_str(&format!("{}/", part.key));
            let copy = Copy { from, to: format!("{}/{plain}", part.key) };
            if !copies.contains(&copy) {
                copies.push(copy);
            }
        }
        rest = after;
    }
    out.push_str(rest);
    out
}

/// Elements of raw HTML that swallow everything up to their end tag (CommonMark 4.6, kind 1).
const SWALLOWING: [&str; 4] = ["pre", "script", "style", "textarea"];

/// Closes what the case leaves open at the margin, so that it does not swallow the next one. What it leaves open
/// inside a list or a quote ends with that.
fn missing_ends(text: &str) -> String {
    let mut fence: Option<&str> = None;
    let mut divs = 0_usize;
    for line in text.lines() {
        let run = |mark: char| &line[..line.len() - line.trim_start_matches(mark).len()];
        let marks = if line.starts_with('`') { run('`') } else { run('~') };
        match fence {
            Some(open) if marks.starts_with(open) && line.trim_end() == marks => fence = None,
            Some(_) => (),
            None if marks.len() >= 3 => fence = Some(marks),
            None if run(':').len() >= 3 && line.trim_end() == run(':') => divs = divs.saturating_sub(1),
            None if run(':').len() >= 3 => divs += 1,
            None => (),
        }
    }
    let mut ends = String::new();
    if let Some(fence) = fence {
        ends.push_str(&format!("{fence}\n"));
    }
    if text.rfind("<!--").is_some_and(|open| text.rfind("-->").is_none_or(|close| close < open)) {
        ends.push_str("-->\n");
    }
    for name in SWALLOWING {
        if text.matches(&format!("<{name}")).count() > text.matches(&format!("</{name}")).count() {
            ends.push_str(&format!("</{name}>\n"));
        }
    }
    if divs > 0 {
        ends.push_str(&format!("\n{}", ":::\n".repeat(divs)));
    }
    ends
}

#[cfg(test)]
mod tests {
    use super::*;

    fn part(key: &str, text: &str) -> Part {
        Part { key: key.into(), name: format!("case {key}"), text: text.into(), beside: PathBuf::from("cases") }
    }

    fn body(text: &str) -> String {
        let exists = |path: &Path| ["cases/a.png", "cases/sub/b c.png"].iter().any(|file| Path::new(file) == path);
        let joined = join(&[part("c0", text)], &exists);
        let (_, body) = joined.text.split_once("# case c0\n\n").unwrap();
        body.to_owned()
    }

    #[test]
    fn each_part_has_its_heading() {
        let joined = join(&[part("c0", "One.\n\n\n"), part("c1", "\u{FEFF}Two.\r\nThree.\rFour.")], &|_| false);
        assert_eq!(joined.text, format!("{HEAD}\n# case c0\n\nOne.\n\n# case c1\n\nTwo.\nThree.\nFour.\n"));
        assert_eq!(joined.copies, []);
    }

    #[test]
    fn front_matter_goes_and_a_scene_break_stays() {
        assert_eq!(body("---\ntitle: A\n---\nText.\n"), "Text.\n");
        assert_eq!(body("---\ntitle: A\n...\nText.\n"), "Text.\n");
        assert_eq!(body("+++\ntitle = \"A\"\n+++\nText.\n"), "Text.\n");
        assert_eq!(body("---\n\nOne: two.\n\n---\n"), "---\n\nOne: two.\n\n---\n");
        assert_eq!(body("---\ntitle: A\n"), "---\ntitle: A\n");
    }

    #[test]
    fn labels_of_notes_are_the_parts_own() {
        assert_eq!(body("a[^1] b[^*] c[^†‡].\n\n[^1]: N.\n"), "a[^c0-1] b[^*] c[^†‡].\n\n[^c0-1]: N.\n");
        assert_eq!(body("[^not a label] [^open\n"), "[^not a label] [^open\n");
    }

    #[test]
    fn files_beside_a_case_are_copied() {
        let exists = |path: &Path| path.starts_with("cases") && path.extension().is_some_and(|end| end == "png");
        let text = "![x](a.png \"t\") [y](<sub/b c.png>) ![z](sub/b%20c.png)\n\n[w]: a.png\n![v](../c.png) [u](d.md)\n";
        let joined = join(&[part("c0", text)], &exists);
        assert!(joined.text.ends_with(
            "![x](c0/a.png \"t\") [y](<c0/sub/b c.png>) ![z](c0/sub/b%20c.png)\n\n[w]: c0/a.png\n![v](../c.png) [u](d.md)\n"
        ));
        let to: Vec<&str> = joined.copies.iter().map(|copy| copy.to.as_str()).collect();
        assert_eq!(to, ["c0/a.png", "c0/sub/b c.png"]);
        assert_eq!(joined.copies[1].from, Path::new("cases/sub/b c.png"));
    }

    #[test]
    fn what_is_left_open_is_closed() {
        assert_eq!(body("````rust\n```\nx\n"), "````rust\n```\nx\n````\n");
        assert_eq!(body("~~~\nx\n~~~\n"), "~~~\nx\n~~~\n");
        assert_eq!(body("<!-- x\n"), "<!-- x\n-->\n");
        assert_eq!(body("<pre>\nx\n"), "<pre>\nx\n</pre>\n");
        assert_eq!(body("::: a\n::: {.b}\nx\n:::\n"), "::: a\n::: {.b}\nx\n:::\n\n:::\n");
        assert_eq!(body("```\n::: a\n```\n"), "```\n::: a\n```\n");
        assert_eq!(body("- x\n\n  ```\n"), "- x\n\n  ```\n");
    }
}
