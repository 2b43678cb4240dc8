//! Texts to measure on: prose as CommonMark has it, prose with the dialect's constructs about as often as a book
//! has them, and text where nearly every line holds one. The same on every machine.

use std::fmt::Write;

const WORDS: [&str; 64] = [
    "the", "of", "and", "a", "in", "that", "house", "river", "evening", "letter", "had", "was", "with", "his", "she",
    "morning", "again", "under", "bridge", "garden", "they", "could", "would", "never", "window", "quite", "paper",
    "stone", "from", "when", "where", "light", "between", "thought", "nothing", "answer", "year", "children", "road",
    "mountain", "for", "on", "it", "as", "but", "not", "at", "by", "an", "is", "table", "chapter", "printed", "margin",
    "reader", "measure", "column", "page", "folio", "leading", "italic", "author", "editor", "proof",
];

/// A small generator of numbers (Marsaglia's xorshift, 2003).
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, bound: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 % bound.max(1) as u64).unwrap_or(0)
    }

    fn words(&mut self, count: usize) -> String {
        let mut out = String::new();
        for i in 0..count {
            out.push_str(if i > 0 { " " } else { "" });
            out.push_str(WORDS[self.below(WORDS.len())]);
        }
        out
    }

    /// A sentence, with what `spice` puts into its middle.
    fn sentence(&mut self, spice: &str) -> String {
        let (before, after) = (5 + self.below(9), 3 + self.below(8));
        let (mut text, tail) = (self.words(before), self.words(after));
        if let Some(first) = text.get_mut(..1) {
            first.make_ascii_uppercase();
        }
        if !spice.is_empty() {
            let _ = write!(text, " {spice}");
        }
        let stop = [".", ".", ",", "!", "?"][self.below(5)];
        let _ = write!(text, " {tail}{stop} ");
        text
    }
}

/// Prose of CommonMark alone: paragraphs, emphasis, links, headings, lists, quotations, code.
pub(crate) fn prose(bytes: usize) -> String {
    let mut numbers = Numbers(7);
    let mut out = String::new();
    let mut count = 0;
    while out.len() < bytes {
        count += 1;
        match count % 20 {
            1 => {
                let title = numbers.words(4);
                let _ = writeln!(out, "## {title}\n");
            }
            8 => {
                for _ in 0..4 {
                    let item = numbers.sentence("");
                    let _ = writeln!(out, "- {}", item.trim_end());
                }
                out.push('\n');
            }
            13 => {
                let quoted = numbers.sentence("");
                let _ = writeln!(out, "> {}\n", quoted.trim_end());
            }
            17 => {
                let code = numbers.words(6);
                let _ = writeln!(out, "```\n{code}\n```\n");
            }
            _ => paragraph(&mut out, &mut numbers, &["*so it was*", "**never**", "[a link](https://example.org/a)"], 4),
        }
    }
    out
}

/// A paragraph of eight sentences, one of `every` with a spice in it, in lines as an editor wraps them.
fn paragraph(out: &mut String, numbers: &mut Numbers, spices: &[&str], every: usize) {
    let mut text = String::new();
    for _ in 0..8 {
        let spice = if numbers.below(every) == 0 { spices[numbers.below(spices.len())] } else { "" };
        text.push_str(&numbers.sentence(spice));
    }
    let mut column = 0;
    for word in text.trim_end().split(' ') {
        if column > 72 {
            out.push('\n');
            column = 0;
        } else if column > 0 {
            out.push(' ');
        }
        out.push_str(word);
        column += word.len() + 1;
    }
    out.push_str("\n\n");
}

/// Constructs of the dialect inside a line.
const SPICES: [&str; 14] = [
    "*so it was*",
    "**never**",
    "[a link](https://example.org/a)",
    "[small capitals]{.smallcaps}",
    "a remark[^1]",
    "^[a note of its own]",
    "H~2~O",
    "x^2^",
    "$a^2 + b^2$",
    "[@fig-one]",
    "`code`{.rust}",
    "[see @doe, p. 3]",
    "{++added++}",
    "~~struck~~",
];

/// Prose with the dialect's constructs about as often as a book has them.
pub(crate) fn mixed(bytes: usize) -> String {
    let mut numbers = Numbers(11);
    let mut out = "---\ntitle: A measure\n---\n\n[^1]: The note that is called.\n\n".to_owned();
    let mut count = 0;
    while out.len() < bytes {
        count += 1;
        if count % 4 != 0 {
            paragraph(&mut out, &mut numbers, &SPICES, 6);
        } else {
            construct(&mut out, &mut numbers, count);
        }
    }
    out
}

/// Text where nearly every line holds a construct.
pub(crate) fn dense(bytes: usize) -> String {
    let mut numbers = Numbers(13);
    let mut out = "[^1]: The note that is called.\n\n".to_owned();
    let mut count = 0;
    while out.len() < bytes {
        count += 1;
        let text = numbers.words(3);
        let spice = SPICES[numbers.below(SPICES.len())];
        let _ = writeln!(out, "{text} {spice} {text}{}", if count % 3 == 0 { "\n" } else { "" });
        if count % 3 == 0 {
            construct(&mut out, &mut numbers, count);
        }
    }
    out
}

/// One of the dialect's blocks.
fn construct(out: &mut String, numbers: &mut Numbers, count: usize) {
    let (a, b, c) = (numbers.words(5), numbers.words(4), numbers.words(6));
    let _ = match numbers.below(12) {
        0 => writeln!(out, "## {a} {{#sec-{count}}}\n"),
        1 => writeln!(out, "::: note\n{a} *{b}* {c}.\n:::\n"),
        2 => writeln!(out, "::: {{.aside #a-{count}}}\n{a}\n\n::: inner\n{c}\n:::\n:::\n"),
        3 => writeln!(out, "a. {a}\nb. {b}\n\n   {c}\n\nc. {c}\n"),
        4 => writeln!(out, "(i) {a}\n(ii) {b}\n"),
        5 => writeln!(out, "| {b} | n |\n|---|--:|\n| {a} | 1 |\n| {c} | 2 |\n\n: {c} {{#tbl-{count}}}\n"),
        6 => writeln!(out, "![{a}](image.png){{#fig-{count} alt=\"{b}\" width=50%}}\n"),
        7 => writeln!(out, "$$\na = b\n  - c\n$$ {{#eq-{count}}}\n"),
        8 => writeln!(out, "{b}\n:   {a}\n\n    {c}\n"),
        9 => writeln!(out, "> {a}\n> {b}[^1]\n>\n> - {c}\n"),
        10 => writeln!(out, "1. {a}\n2. {b}\n   - {c}\n3. {c}\n"),
        _ => writeln!(out, "``` {{.rust #lst-{count} caption=\"{b}\"}}\nfn main() {{}}\n```\n"),
    };
}
