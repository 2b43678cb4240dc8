//! Lists exactly as typed (DIALECT 5.1). The parse says where items begin; style, number and spacing are read
//! from the source at the item, since the events do not hold them.

use std::ops::Range;

use chapbook_model::{Block, BlockKind, Continues, Item, List, ListKind, ListStyle};
use chapbook_source::{Diagnostic, Edit, Span, codes};
use chapbook_values::{CounterStyle, Delimiter, Label};
use pulldown_cmark::{Event, Tag, TagEnd};

use super::definitions::DefinitionsPart;
use super::gaps::has_blank_line;
use super::{Part, Tree};
use crate::continuation::Counting;
use crate::mask::markers::{self, Figures, MarkerKind};
use crate::mask::marks::MarkKind;
use crate::place::Spans;

/// An item with what its marker says.
struct Typed {
    marker: Range<usize>,
    kind: TypedKind,
    checked: Option<bool>,
    /// How many example items there were, with this one if it is one.
    example: i64,
    body: Vec<Block>,
    /// Whether blank lines stand between its blocks.
    loose: bool,
    /// From the marker to the end of the item's text.
    end: usize,
}

#[derive(Clone, PartialEq, Eq)]
enum TypedKind {
    Bullet(u8),
    Number { figures: TypedFigures, delimiter: Delimiter },
}

#[derive(Clone, PartialEq, Eq)]
enum TypedFigures {
    Decimal(i64),
    Letters(String),
    Hash,
    Example(Option<Label>),
}

/// The numbers of a list under way.
struct Run {
    kind: ListKind,
    bullet: u8,
    numbers: Vec<i64>,
    items: Vec<Typed>,
}

impl Tree<'_> {
    /// The items of one list of the parse, which may be several of ours: the next event is the first item.
    pub(crate) fn list(&mut self, depth: usize, parts: &mut Vec<Part>) {
        let mut runs: Vec<Run> = Vec::new();
        while let Some((Event::Start(Tag::Item), range)) = self.peek() {
            self.at += 1;
            let item = self.item(range.clone(), depth);
            match runs.last_mut().and_then(|run| run.takes(&item).map(|number| (run, number))) {
                Some((run, number)) => {
                    run.numbers.push(number);
                    run.items.push(item);
                }
                None => runs.push(Run::new(item)),
            }
        }
        self.at += 1;
        self.gap = runs.windows(2).any(|pair| {
            let (end, start) =
                (pair[0].items.last().map(|item| item.end), pair[1].items.first().map(|item| item.marker.start));
            end.zip(start).is_some_and(|(end, start)| has_blank_line(&self.place, end, start))
        });
        for run in runs {
            parts.push(match run.bullet {
                b':' => Part::Definitions(DefinitionsPart::new(
                    run.items.into_iter().map(|item| (item.marker.start..item.end, item.body)).collect(),
                )),
                _ => Part::Block(self.finish_list(run)),
            });
        }
    }

    fn item(&mut self, range: Range<usize>, depth: usize) -> Typed {
        let line = self.place.rest_of_line(range.start);
        let indent = line.len() - line.trim_start_matches([' ', '\t']).len();
        let start = range.start + indent;
        let defines = self.mask.marks.at(start).is_some_and(|mark| mark.kind == MarkKind::Definition);
        let marker = if defines { None } else { markers::read(&line[indent..]) };
        let len = marker.as_ref().map_or(1, |marker| marker.len);
        let kind = match marker.map(|marker| marker.kind) {
            Some(kind) => typed_kind(&kind),
            None if defines => TypedKind::Bullet(b':'),
            // The parse has seen a marker, so this is for a mask that went wrong.
            None => TypedKind::Bullet(b'-'),
        };
        let mut checked = None;
        if let Some((Event::TaskListMarker(done), mark)) = self.peek() {
            checked = Some(*done);
            self.done = self.done.max(mark.end);
            self.at += 1;
        } else if let [(Event::Start(Tag::Paragraph), _), (Event::TaskListMarker(done), _), ..] =
            &self.events[self.at..]
        {
            checked = Some(*done);
        }
        if let TypedKind::Number { figures: TypedFigures::Example(_), .. } = kind {
            self.context.examples += 1;
        }
        let example = self.context.examples;
        let body = self.blocks(depth + 1);
        let loose = self.loose;
        let end = self.peek().map_or(range.end, |(_, range)| range.end);
        self.expect_end(TagEnd::Item);
        Typed { marker: start..start + len, kind, checked, example, body, loose, end }
    }

    fn finish_list(&mut self, run: Run) -> Block {
        let Run { kind, bullet: _, numbers, items } = run;
        let range = items.first().map_or(0, |item| item.marker.start)..items.last().map_or(0, |item| item.end);
        let tight = !self.is_loose(&items);
        let example = items.first().map_or(1, |item| item.example);
        // `1. 1. 1.` is a habit of those who let the program count.
        let repeats = numbers.len() > 1 && numbers.iter().all(|n| *n == numbers[0]);
        let counted = matches!(kind, ListKind::Ordered { style: ListStyle::Counter(_), .. }) && !repeats;
        let mut previous: Option<i64> = None;
        let mut out = Vec::with_capacity(items.len());
        for (item, number) in items.into_iter().zip(numbers) {
            let expected = previous.map_or(number, |n| n.saturating_add(1));
            let mut value = None;
            if counted && number != expected {
                value = Some(number);
                self.remark_on_number(&item, kind, expected);
            }
            previous = Some(if counted { number } else { expected });
            let example = match &item.kind {
                TypedKind::Number { figures: TypedFigures::Example(label), .. } => label.clone(),
                TypedKind::Number { .. } | TypedKind::Bullet(_) => None,
            };
            out.push(Item { value, example, checked: item.checked, body: item.body });
        }
        let kind = match kind {
            ListKind::Ordered { start: _, style: ListStyle::Example, delimiter } => {
                ListKind::Ordered { start: example, style: ListStyle::Example, delimiter }
            }
            ListKind::Ordered { .. } | ListKind::Bullet => kind,
        };
        let range = self.place.trimmed(range);
        self.node(BlockKind::List(List { kind, tight, items: out, continues: Continues::No }), range)
    }

    /// CommonMark 0.31, 5.3: a blank line between two items, or between two blocks of an item.
    fn is_loose(&self, items: &[Typed]) -> bool {
        items.iter().any(|item| item.loose)
            || items.windows(2).any(|pair| has_blank_line(&self.place, pair[0].end, pair[1].marker.start))
    }

    /// The offset in the text of an offset in the file; `None` where spans do not say.
    fn offset(&self, at: u32) -> Option<usize> {
        match self.place.spans {
            Spans::At { file: _, base, skip } => Some((at as usize).saturating_sub(base) + skip),
            Spans::Fixed(_) => None,
        }
    }

    fn remark_on_number(&mut self, item: &Typed, kind: ListKind, expected: i64) {
        let ListKind::Ordered { style: ListStyle::Counter(style), delimiter, .. } = kind else { return };
        let typed = self.place.text[item.marker.clone()].to_owned();
        let follows = delimiter.wrap(&style.format(expected));
        let span = self.place.span(item.marker.clone());
        let diagnostic = Diagnostic::new(
            &codes::LIST_NUMBER,
            span,
            format!("`{typed}` stands where `{follows}` would follow; it is kept as the item's value"),
        );
        self.context
            .diagnostics
            .push(diagnostic.hint("`lists: literal` in the metadata prints typed numbers").edit(span, follows));
    }

    /// Finds for each numbered list the one it goes on from (DIALECT 5.1, rule 8), and says what is to be said
    /// of lists that stand alone.
    pub(crate) fn continue_lists(&mut self, blocks: &mut [Block]) {
        let mut counting = Counting::default();
        for at in 0..blocks.len() {
            let told = blocks[at].attrs.get("continue").map(str::to_owned);
            let BlockKind::List(list) = &mut blocks[at].kind else {
                counting.pass(at, &blocks[at].kind);
                continue;
            };
            let ListKind::Ordered { start, style, .. } = list.kind else { continue };
            let earlier = counting.earlier();
            let mut keeps_word = false;
            list.continues = match told.as_deref() {
                Some("false" | "no") => Continues::No,
                Some("true" | "yes" | "previous") if earlier.is_some() => Continues::Previous,
                Some("true" | "yes" | "previous" | "") => {
                    keeps_word = true;
                    Continues::No
                }
                Some(label) => Label::new(label).map_or(Continues::No, Continues::Label),
                None if counting.infers(list) => Continues::Previous,
                None => Continues::No,
            };
            let (lone, continues) = (list.items.len() == 1, list.continues.clone());
            counting.pass(at, &blocks[at].kind);
            if keeps_word {
                self.remark_on_continue(blocks[at].span);
            } else if told.is_some() {
                let attrs = std::mem::take(&mut blocks[at].attrs);
                blocks[at].attrs = attrs.edited(|parts| parts.pairs.retain(|(key, _)| key != "continue"));
            } else if let (Continues::Previous, Some(before)) = (&continues, earlier) {
                self.remark_on_interruption(&blocks[before..=at]);
            }
            // Who says `continue=` knows that it is a list.
            if continues == Continues::No && told.is_none() {
                self.remark_on_lone_marker(&blocks[at], lone, start, style);
            }
        }
    }

    /// Says that `continue=` has no list to go on from. A label's list may stand in another file, so that `resolve`
    /// says where there is none.
    fn remark_on_continue(&mut self, list: Span) {
        let place = self.offset(list.start).and_then(|start| {
            let line = self.place.rest_of_line(start);
            let at = line.find("continue=")?;
            let word = line[at..].find([' ', '\t', '}']).unwrap_or(line.len() - at);
            Some(self.place.span(start + at..start + at + word))
        });
        let message = "no numbered list stands before this one for `continue` to go on from; it has no effect";
        self.context.say(&codes::ATTRIBUTE_VALUE, place.unwrap_or(list), message);
    }

    /// Offers to indent into the last item what interrupts a list: `blocks` are the list, what stands between,
    /// and the list that goes on.
    fn remark_on_interruption(&mut self, blocks: &[Block]) {
        let [before, between @ .., _] = blocks else { return };
        let ([first, ..], [.., last]) = (between, between) else { return };
        // In a quotation the further lines begin with its marks, not with their text.
        let one_margin = self.quotes == 0;
        let paragraphs = one_margin
            && between.iter().all(|block| matches!(block.kind, BlockKind::Paragraph(_)) && !block.span.is_none());
        let diagnostic = Diagnostic::new(
            &codes::LIST_INTERRUPTED,
            first.span,
            "this stands at the margin and interrupts the list, which goes on after it at the right number",
        )
        .hint("indent it to the item's text if it belongs to the item");
        let (true, Some(start), Some(end)) = (paragraphs, self.offset(first.span.start), self.offset(last.span.end))
        else {
            self.context.diagnostics.push(diagnostic);
            return;
        };
        let range = start..end;
        let width = self.content_column(before).unwrap_or(3);
        let mut text = String::new();
        for line in self.place.text.get(range).unwrap_or("").split_inclusive('\n') {
            if !line.trim().is_empty() {
                text.push_str(&" ".repeat(width));
            }
            text.push_str(line);
        }
        self.context
            .diagnostics
            .push(Diagnostic { edit: Some(Edit { span: first.span.to(last.span), text }), ..diagnostic });
    }

    /// The column where the text of a list's last item begins, counted from the list's own.
    fn content_column(&self, list: &Block) -> Option<usize> {
        let BlockKind::List(List { items, .. }) = &list.kind else { return None };
        let first = items.last()?.body.first()?;
        let content = self.place.column(self.offset(first.span.start)?);
        let own = self.place.column(self.offset(list.span.start)?);
        content.checked_sub(own).filter(|width| (2..=16).contains(width))
    }

    /// `1984. It was…` at a paragraph's start is a list to every reader of Markdown, and seldom meant as one.
    fn remark_on_lone_marker(&mut self, block: &Block, lone: bool, start: i64, style: ListStyle) {
        let Some(at) = self.offset(block.span.start) else { return };
        let line = self.place.rest_of_line(at);
        let Some(marker) = markers::read(line) else { return };
        let typed = &line[..marker.len];
        let sign = matches!(typed, "(c)" | "(C)" | "(r)" | "(R)");
        let counted = matches!(style, ListStyle::Counter(_));
        if !(sign || lone && counted && start != 1) {
            return;
        }
        let span = self.place.span(at..at + marker.len);
        let escaped = match typed.strip_prefix('(') {
            Some(_) => format!("\\{typed}"),
            None => format!("{}\\{}", &typed[..typed.len() - 1], &typed[typed.len() - 1..]),
        };
        let diagnostic = Diagnostic::new(
            &codes::LONE_MARKER,
            span,
            format!("`{typed}` begins a line and is read as a list's marker"),
        );
        self.context.diagnostics.push(diagnostic.hint(format!("write `{escaped}` if it is text")).edit(span, escaped));
    }
}

impl Run {
    fn new(item: Typed) -> Self {
        let (kind, bullet, number) = match &item.kind {
            TypedKind::Bullet(byte) => (ListKind::Bullet, *byte, 0),
            TypedKind::Number { figures, delimiter } => {
                let (style, start) = opening(figures);
                (ListKind::Ordered { start, style, delimiter: *delimiter }, 0, start)
            }
        };
        Self { kind, bullet, numbers: vec![number], items: vec![item] }
    }

    /// The number that an item has in this list; `None` if it begins another one.
    fn takes(&self, item: &Typed) -> Option<i64> {
        let last = *self.numbers.last()?;
        match (&item.kind, self.kind) {
            (TypedKind::Bullet(byte), ListKind::Bullet) => (*byte == self.bullet).then_some(0),
            (TypedKind::Number { figures, delimiter }, ListKind::Ordered { start: _, style, delimiter: own }) => {
                (*delimiter == own).then(|| number_in(figures, style, last))?
            }
            (TypedKind::Bullet(_), ListKind::Ordered { .. }) | (TypedKind::Number { .. }, ListKind::Bullet) => None,
        }
    }
}

fn typed_kind(kind: &MarkerKind<'_>) -> TypedKind {
    match kind {
        MarkerKind::Bullet(byte) => TypedKind::Bullet(*byte),
        MarkerKind::Number { figures, delimiter } => TypedKind::Number {
            figures: match figures {
                Figures::Decimal(number) => TypedFigures::Decimal(*number),
                Figures::Letters(letters) => TypedFigures::Letters((*letters).to_owned()),
                Figures::Hash => TypedFigures::Hash,
                Figures::Example(label) => TypedFigures::Example(Label::new(*label)),
            },
            delimiter: *delimiter,
        },
    }
}

/// What markers one after the other are read as: the kind of the list and its numbers; `None` if they are not one
/// list. The writer asks, so that it types no marker that reads otherwise.
pub(crate) fn read_back(markers: &[String]) -> Option<(ListKind, Vec<i64>)> {
    let mut list: Option<(ListKind, Vec<i64>)> = None;
    for marker in markers {
        let TypedKind::Number { figures, delimiter } = typed_kind(&markers::read(marker)?.kind) else { return None };
        match &mut list {
            None => {
                let (style, start) = opening(&figures);
                list = Some((ListKind::Ordered { start, style, delimiter }, vec![start]));
            }
            Some((ListKind::Ordered { style, delimiter: own, .. }, numbers)) if delimiter == *own => {
                let number = number_in(&figures, *style, *numbers.last()?)?;
                numbers.push(number);
            }
            Some(_) => return None,
        }
    }
    list
}

/// The names of the styles in `type=`, which are HTML's.
pub(crate) fn list_types() -> &'static [(&'static str, CounterStyle)] {
    &[
        ("a", CounterStyle::LowerAlpha),
        ("A", CounterStyle::UpperAlpha),
        ("i", CounterStyle::LowerRoman),
        ("I", CounterStyle::UpperRoman),
    ]
}

/// The style and number of figures that open a list (rule 2).
fn opening(figures: &TypedFigures) -> (ListStyle, i64) {
    match figures {
        TypedFigures::Decimal(number) => (ListStyle::Counter(CounterStyle::Decimal), *number),
        TypedFigures::Hash => (ListStyle::Hash, 1),
        TypedFigures::Example(_) => (ListStyle::Example, 1),
        TypedFigures::Letters(letters) => {
            let upper = letters.starts_with(|c: char| c.is_ascii_uppercase());
            let (alpha, roman) = if upper {
                (CounterStyle::UpperAlpha, CounterStyle::UpperRoman)
            } else {
                (CounterStyle::LowerAlpha, CounterStyle::LowerRoman)
            };
            let as_roman = letters.len() > 1 || letters.eq_ignore_ascii_case("i");
            match roman.parse(letters).filter(|_| as_roman) {
                Some(number) => (ListStyle::Counter(roman), number),
                None => (ListStyle::Counter(alpha), alpha.parse(letters).unwrap_or(1)),
            }
        }
    }
}

/// The number of figures in an open list of some style, where the last number was `last`.
fn number_in(figures: &TypedFigures, style: ListStyle, last: i64) -> Option<i64> {
    match (figures, style) {
        (TypedFigures::Decimal(number), ListStyle::Counter(CounterStyle::Decimal)) => Some(*number),
        (TypedFigures::Hash, ListStyle::Hash) | (TypedFigures::Example(_), ListStyle::Example) => {
            Some(last.saturating_add(1))
        }
        (TypedFigures::Letters(letters), ListStyle::Counter(style)) => {
            let number = style.parse(letters)?;
            let alphabetic = matches!(style, CounterStyle::LowerAlpha | CounterStyle::UpperAlpha);
            // `vi` after `e` is a roman number, not the 581st letter.
            (!alphabetic || letters.len() == 1 || number == last.saturating_add(1)).then_some(number)
        }
        (TypedFigures::Decimal(_) | TypedFigures::Hash | TypedFigures::Example(_) | TypedFigures::Letters(_), _) => {
            None
        }
    }
}
