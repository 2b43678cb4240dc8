//! The examples of `docs/dialect.md` are what the page says of them. Every `markdown` block is read and raises the
//! codes that its info string names (`raises=one,two`), and no other; the lines of the `text` block below it stand
//! in the dump of its model in this order, without the places in the source. The laws of writing hold for each.

use chapbook_markdown::{Habits, ReadOptions, read, write};
use chapbook_model::{Document, dump, same_document};
use chapbook_source::FileId;

const PAGE: &str = include_str!("../../../docs/dialect.md");

/// One `markdown` block.
struct Example {
    /// The line of the page on which it begins.
    line: usize,
    /// What the info string says after its first word.
    options: Vec<&'static str>,
    source: String,
    /// The lines of the model that the page shows.
    outline: Vec<&'static str>,
}

/// The blocks of the page; a `text` block belongs to the `markdown` block before it.
fn examples() -> Vec<Example> {
    let mut examples: Vec<Example> = Vec::new();
    let mut lines = PAGE.lines().enumerate();
    while let Some((number, line)) = lines.next() {
        let ticks = line.len() - line.trim_start_matches('`').len();
        if ticks < 3 {
            continue;
        }
        let (fence, info) = line.split_at(ticks);
        let block: Vec<&str> = lines.by_ref().map(|(_, line)| line).take_while(|line| *line != fence).collect();
        let mut options = info.split(' ');
        match options.next() {
            Some("markdown") => examples.push(Example {
                line: number + 1,
                options: options.collect(),
                source: block.join("\n") + "\n",
                outline: Vec::new(),
            }),
            Some("text") => {
                let example = examples.last_mut().expect("an outline follows an example");
                assert!(example.outline.is_empty(), "line {}: a second outline", number + 1);
                example.outline = block;
            }
            Some(_) | None => {}
        }
    }
    examples
}

impl Example {
    fn read(&self) -> (Document, Vec<&'static str>) {
        let habits = if self.options.contains(&"txt") { Habits::Convert } else { Habits::Report };
        let options = ReadOptions { habits, ..ReadOptions::default() };
        let (document, diagnostics) = read(FileId(0), &self.source, &options);
        (document, diagnostics.iter().map(|diagnostic| diagnostic.code.name).collect())
    }

    /// The codes that the page names.
    fn raises(&self) -> Vec<&'static str> {
        let named = self.options.iter().find_map(|option| option.strip_prefix("raises="));
        named.map(|codes| codes.split(',').collect()).unwrap_or_default()
    }
}

/// The model without the places in the source.
fn bare(document: &Document) -> Vec<String> {
    let is_place = |word: &str| {
        word.split_once("..").is_some_and(|(a, b)| a.parse::<usize>().is_ok() && b.parse::<usize>().is_ok())
    };
    let strip = |line: &str| match line.rsplit_once(' ') {
        Some((rest, place)) if is_place(place) => rest.to_owned(),
        Some(_) | None => line.to_owned(),
    };
    dump(document).lines().map(strip).collect()
}

/// The first line of an outline that the model does not have, after those before it.
fn missing<'o>(outline: &[&'o str], model: &[String]) -> Option<&'o str> {
    let mut model = model.iter();
    outline.iter().find(|wanted| !model.any(|line| line == *wanted)).copied()
}

#[test]
fn examples_are_what_the_page_says() {
    let examples = examples();
    assert!(examples.len() > 60, "{} examples", examples.len());
    assert!(examples.iter().filter(|example| !example.outline.is_empty()).count() > 40);
    let mut wrong = Vec::new();
    for example in &examples {
        let (document, codes) = example.read();
        let model = bare(&document);
        if codes != example.raises() {
            wrong.push(format!("line {}: raises {codes:?}\n{}", example.line, example.source));
        }
        if let Some(line) = missing(&example.outline, &model) {
            wrong.push(format!("line {}: no {line:?} in\n{}\n", example.line, model.join("\n")));
        }
    }
    assert!(wrong.is_empty(), "docs/dialect.md:\n{}", wrong.join("\n"));
}

#[test]
fn examples_survive_being_written() {
    let parse = |text: &str| read(FileId(0), text, &ReadOptions::default()).0;
    for example in examples() {
        let (document, _) = example.read();
        let text = write(&document);
        let again = parse(&text);
        assert!(same_document(&document, &again), "docs/dialect.md:{}: it is written as\n{text}", example.line);
        assert_eq!(write(&again), text, "docs/dialect.md:{}", example.line);
    }
}

/// Under "Canonical form" the second example is the first as it is written.
#[test]
fn the_canonical_form_is_the_one_shown() {
    let line = |line: &str| PAGE.lines().position(|l| l == line).expect("the heading is there") + 1;
    let section = line("## Canonical form")..line("## Coming from another Markdown");
    let examples: Vec<Example> = examples().into_iter().filter(|example| section.contains(&example.line)).collect();
    let [typed, canonical] = examples.as_slice() else { panic!("{} examples", examples.len()) };
    assert_eq!(write(&typed.read().0), canonical.source);
}
