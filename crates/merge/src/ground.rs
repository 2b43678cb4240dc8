//! Where the words of a draft stand in the source: each token of a paragraph, as the draft showed it, and the bytes
//! that it came from. What resolving made of the source, such as curly quotes, is seen through; what it made up, such as
//! the words of a reference, stands nowhere.

use std::ops::Range;

use chapbook_model::{AnyNode, Block, BlockKind, Document, Inline, InlineKind, each_node};
use chapbook_source::Span;
use similar::{Algorithm, DiffOp, capture_diff_slices};

use crate::tokens::{Token, What};

/// A line of inlines in a source, such as a paragraph's or a term's.
#[derive(Clone, Debug)]
pub(crate) struct Line<'m> {
    /// Where the block stands whose line it is.
    pub(crate) span: Span,
    /// Its inlines, in one or two runs: a caption ends in its credit.
    pub(crate) runs: Vec<&'m [Inline]>,
}

/// All lines of a document.
pub(crate) fn lines(document: &Document) -> Vec<Line<'_>> {
    let mut found = Vec::new();
    // The walk lends its nodes for a moment only, so the lines are looked up in the blocks themselves.
    collect(&document.body, &mut found);
    for note in document.notes.values() {
        collect(&note.body, &mut found);
    }
    let metadata = &document.metadata;
    for title in [&metadata.title, &metadata.subtitle].into_iter().flatten() {
        found.push(Line { span: extent(title), runs: vec![title] });
    }
    found
}

fn collect<'m>(blocks: &'m [Block], found: &mut Vec<Line<'m>>) {
    for block in blocks {
        let mut line = |inlines: &'m [Inline], span| found.push(Line { span, runs: vec![inlines] });
        match &block.kind {
            BlockKind::Paragraph(content) | BlockKind::Heading { level: _, content } => line(content, block.span),
            BlockKind::Quote(quote) => {
                if let Some(attribution) = &quote.attribution {
                    line(attribution, extent(attribution));
                }
                collect(&quote.body, found);
            }
            BlockKind::List(list) => list.items.iter().for_each(|item| collect(&item.body, found)),
            BlockKind::Definitions(definitions) => {
                for definition in definitions {
                    found.push(Line { span: extent(&definition.term), runs: vec![&definition.term] });
                    definition.bodies.iter().for_each(|body| collect(body, found));
                }
            }
            BlockKind::Verse(stanzas) => {
                for stanza in stanzas {
                    let runs: Vec<&[Inline]> = stanza.iter().map(|line| line.content.as_slice()).collect();
                    let span = runs.iter().fold(Span::NONE, |span, run| span.to(extent(run)));
                    found.push(Line { span, runs });
                }
            }
            BlockKind::Table(table) => {
                for cell in table.head.iter().chain(&table.body).flat_map(|row| &row.cells) {
                    collect(&cell.body, found);
                }
            }
            BlockKind::Figure(figure) => {
                collect(&figure.body, found);
                if let Some(caption) = &figure.caption {
                    let from = found.len();
                    collect(&caption.body, found);
                    if let Some(credit) = &caption.credit {
                        match found[from..].last_mut() {
                            Some(last) => last.runs.push(credit),
                            None => found.push(Line { span: extent(credit), runs: vec![credit] }),
                        }
                    }
                }
            }
            BlockKind::Container(body) => collect(body, found),
            BlockKind::Code(_)
            | BlockKind::Math(_)
            | BlockKind::Divider
            | BlockKind::Break(_)
            | BlockKind::Outline(_)
            | BlockKind::Bibliography
            | BlockKind::Endnotes
            | BlockKind::Raw(_) => {}
        }
    }
}

/// From the first of some inlines to the last.
pub(crate) fn extent(inlines: &[Inline]) -> Span {
    inlines.first().zip(inlines.last()).map_or(Span::NONE, |(first, last)| first.span.to(last.span))
}

/// The blocks of a document whose text is no line of inlines: code and formulas, with their text.
pub(crate) fn literal_blocks(document: &Document) -> Vec<(Span, String)> {
    let mut found = Vec::new();
    let mut look = |node: AnyNode<'_>| {
        if let AnyNode::Block(block) = node {
            if let BlockKind::Code(code) = &block.kind {
                found.push((block.span, code.text.clone()));
            } else if let BlockKind::Math(text) = &block.kind {
                found.push((block.span, text.clone()));
            }
        }
    };
    each_node(&document.body, &mut look);
    for note in document.notes.values() {
        each_node(&note.body, &mut look);
    }
    found
}

/// A character of the source as the draft may show it, or something that is no character.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Unit {
    c: char,
    start: usize,
    end: usize,
    /// Units of one parent have no markup between them.
    parent: usize,
    /// A line of the source ends here: what follows may begin with a prefix.
    soft: bool,
}

/// Where a token of the draft stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Stand {
    pub(crate) bytes: Range<usize>,
    pub(crate) parent: usize,
    soft: bool,
}

/// The tokens of a paragraph with the places of those that have one.
#[derive(Clone, Debug, Default)]
pub(crate) struct Ground {
    pub(crate) stands: Vec<Option<Stand>>,
    /// From the first byte of the text to the last.
    pub(crate) extent: Range<usize>,
    /// The text is literal, and this is what each line of it begins with in the source.
    pub(crate) literal: Option<String>,
}

/// The sign of what is no character.
const OBJECT: char = '\u{FFFC}';

/// Finds where tokens stand, whose source is this line.
pub(crate) fn ground(tokens: &[Token], line: &Line<'_>, source: &str) -> Ground {
    let mut units = Vec::new();
    let mut parents = 0;
    for run in &line.runs {
        if !units.is_empty() {
            // Between a caption and its credit a space is made up.
            let end = units.last().map_or(0, |unit: &Unit| unit.end);
            units.push(Unit { c: ' ', start: end, end, parent: usize::MAX, soft: false });
        }
        flatten(run, source, &mut parents, &mut units);
    }
    let mut ground = on_units(tokens, &units);
    // The marks at both ends belong to the text.
    let spans = || line.runs.iter().filter(|run| !run.is_empty()).map(|run| extent(run).range());
    if let (Some(start), Some(end)) = (spans().map(|span| span.start).min(), spans().map(|span| span.end).max()) {
        ground.extent = start..end;
    }
    ground
}

/// Finds where tokens stand whose source is literal text in a block: code. Its lines are the ends of lines of the source;
/// what stands before them, an indent or the sign of a quotation, belongs to the line end.
pub(crate) fn literal_ground(tokens: &[Token], span: Span, text: &str, source: &str) -> Option<Ground> {
    let slice = source.get(span.range())?;
    let mut lines: Vec<Range<usize>> = Vec::new();
    let mut at = span.start as usize;
    for line in slice.split('\n') {
        lines.push(at..at + line.trim_end_matches('\r').len());
        at += line.len() + 1;
    }
    let wanted: Vec<&str> = text.split('\n').collect();
    // Of the lines of a block the text is those that end as it does: not the fences, nor a caption.
    let ends_as = |(line, wanted): (&Range<usize>, &&str)| {
        // A blank line may lack its indent.
        let lead = source[line.clone()].strip_suffix(*wanted)?;
        (wanted.is_empty() || lead.trim_matches([' ', '\t', '>']).is_empty() || line.start == span.start as usize)
            .then_some(line.end - wanted.len()..line.end)
    };
    let found: Vec<Range<usize>> = lines
        .windows(wanted.len())
        .find_map(|window| window.iter().zip(&wanted).map(ends_as).collect::<Option<Vec<_>>>())
        // A formula may stand between its signs in one line.
        .or_else(|| {
            let at = span.start as usize + slice.find(text)?;
            let starts = wanted.iter().scan(at, |next, line| Some(std::mem::replace(next, *next + line.len() + 1)));
            Some(starts.zip(&wanted).map(|(start, line)| start..start + line.len()).collect())
        })?;
    let mut units = Vec::new();
    for (number, line) in found.iter().enumerate() {
        for (offset, c) in source[line.clone()].char_indices() {
            let start = line.start + offset;
            units.push(Unit { c: seen(c), start, end: start + c.len_utf8(), parent: 0, soft: false });
        }
        if let Some(next) = found.get(number + 1) {
            units.push(Unit { c: seen('\n'), start: line.end, end: next.start, parent: 0, soft: false });
        }
    }
    let start = found.first()?.start;
    let lead = source[..start].rfind('\n').map_or(0, |end| end + 1);
    let literal = source[lead..start].chars().map(|c| if c == '>' || c.is_whitespace() { c } else { ' ' }).collect();
    let extent = start..found.last()?.end;
    Some(Ground { extent, literal: Some(literal), ..on_units(tokens, &units) })
}

fn on_units(tokens: &[Token], units: &[Unit]) -> Ground {
    // The draft's characters, and the token of each.
    let mut shown: Vec<char> = Vec::new();
    let mut owner = Vec::new();
    for (index, token) in tokens.iter().enumerate() {
        match &token.what {
            What::Characters(text) => text.chars().map(seen).for_each(|c| {
                shown.push(c);
                owner.push(index);
            }),
            What::Object(_) => {
                shown.push(OBJECT);
                owner.push(index);
            }
            // Where comments begin and end, and paragraphs end, no character stands.
            What::CommentStart(_) | What::CommentEnd(_) | What::Break(_) => {}
        }
    }
    let source: Vec<char> = units.iter().map(|unit| unit.c).collect();
    let mut places: Vec<Option<usize>> = vec![None; shown.len()];
    if source == shown {
        places.iter_mut().enumerate().for_each(|(i, place)| *place = Some(i));
    } else {
        for op in capture_diff_slices(Algorithm::Myers, &source, &shown) {
            if let DiffOp::Equal { old_index, new_index, len } = op {
                (0..len).for_each(|i| places[new_index + i] = Some(old_index + i));
            }
        }
    }
    let mut stands: Vec<Option<Stand>> = vec![None; tokens.len()];
    let mut broken = vec![false; tokens.len()];
    for (place, index) in places.iter().zip(&owner) {
        let unit = place.map(|place| units[place]);
        match (unit, &mut stands[*index]) {
            (None, _) => broken[*index] = true,
            (Some(unit), Some(stand)) if stand.parent == unit.parent && stand.bytes.end == unit.start => {
                stand.bytes.end = unit.end;
            }
            (Some(_), Some(_)) => broken[*index] = true,
            (Some(unit), stand @ None) => {
                *stand = Some(Stand { bytes: unit.start..unit.end, parent: unit.parent, soft: unit.soft });
            }
        }
    }
    for (stand, broken) in stands.iter_mut().zip(&broken) {
        if *broken {
            *stand = None;
        }
    }
    let first = units.iter().map(|unit| unit.start).min().unwrap_or(0);
    let last = units.iter().map(|unit| unit.end).max().unwrap_or(0);
    Ground { stands, extent: first..last, literal: None }
}

/// A character as source and draft agree on it: quotation marks, dashes and spaces of all kinds are one each.
pub(crate) fn seen(c: char) -> char {
    match c {
        '“' | '”' | '„' | '«' | '»' | '‟' | '"' => '"',
        '‘' | '’' | '‚' | '‹' | '›' | '‛' | '\'' => '\'',
        '–' | '—' | '‑' | '-' => '-',
        '\u{A0}' | '\u{202F}' | '\t' | '\n' => ' ',
        '…' => '.',
        c => c,
    }
}

fn flatten(inlines: &[Inline], source: &str, parents: &mut usize, units: &mut Vec<Unit>) {
    let parent = *parents;
    *parents += 1;
    for inline in inlines {
        let span = inline.span.range();
        let object = Unit { c: OBJECT, start: span.start, end: span.end, parent, soft: false };
        match &inline.kind {
            InlineKind::Text(text) => text_units(text, span.clone(), source, parent, units),
            InlineKind::SoftBreak => {
                units.push(Unit { c: ' ', start: span.start, end: span.end, parent, soft: true });
            }
            InlineKind::Code(text) | InlineKind::Math(text) => {
                let own = *parents;
                *parents += 1;
                literal_units(text, span.clone(), source, own, units);
            }
            InlineKind::Emph(content)
            | InlineKind::Strong(content)
            | InlineKind::Strike(content)
            | InlineKind::Subscript(content)
            | InlineKind::Superscript(content)
            | InlineKind::SmallCaps(content)
            | InlineKind::Underline(content)
            | InlineKind::Highlight(content)
            | InlineKind::Span(content)
            | InlineKind::Insertion { change: _, content }
            | InlineKind::Deletion { change: _, content } => flatten(content, source, parents, units),
            InlineKind::Link(link) => flatten(&link.content, source, parents, units),
            InlineKind::Comment(comment) => flatten(&comment.on, source, parents, units),
            InlineKind::Index(term) => {
                flatten(&term.content, source, parents, units);
                units.push(object);
            }
            InlineKind::HardBreak
            | InlineKind::Image(_)
            | InlineKind::Note(_)
            | InlineKind::Reference(_)
            | InlineKind::Cite(_)
            | InlineKind::Milestone(_)
            | InlineKind::Raw(_) => units.push(object),
        }
    }
}

/// The characters of a text with their bytes: an escape and a reference to a character are one each, and so are dashes
/// and dots in a row.
fn text_units(text: &str, span: Range<usize>, source: &str, parent: usize, units: &mut Vec<Unit>) {
    let Some(slice) = source.get(span.clone()) else { return };
    let mut at = 0;
    let mut characters = text.chars();
    while let Some(c) = characters.next() {
        let rest = &slice[at..];
        let reference = reference(rest).filter(|reference| !characters.as_str().starts_with(&reference[1..]));
        let mut length = if let Some(reference) = reference {
            reference.len()
        } else if rest.starts_with(c) {
            c.len_utf8()
        } else if rest.strip_prefix('\\').is_some_and(|rest| rest.starts_with(c)) {
            1 + c.len_utf8()
        } else {
            0
        };
        if length == 0 {
            // The source is written otherwise than this knows: the rest has no place.
            return;
        }
        if matches!(c, '-' | '.') {
            // Resolving makes a dash of two or three, and an ellipsis of three dots.
            let same = slice[at..].chars().take_while(|next| *next == c).count();
            if same > 1 && (c == '-' || same == 3) {
                (1..same).for_each(|_| {
                    characters.next();
                });
                length = same;
            }
        }
        let start = span.start + at;
        units.push(Unit { c: seen(c), start, end: start + length, parent, soft: false });
        at += length;
    }
}

/// A reference to a character that a text begins with: `&amp;`.
fn reference(text: &str) -> Option<&str> {
    let body = text.strip_prefix('&')?;
    let end = body.find(';')?;
    let sound = end > 0 && body[..end].chars().all(|c| c.is_ascii_alphanumeric() || c == '#');
    sound.then(|| &text[..end + 2])
}

/// The characters of code in a line.
fn literal_units(text: &str, span: Range<usize>, source: &str, parent: usize, units: &mut Vec<Unit>) {
    let Some(slice) = source.get(span.clone()) else { return };
    let Some(at) = slice.find(text) else {
        units.push(Unit { c: OBJECT, start: span.start, end: span.end, parent, soft: false });
        return;
    };
    for (offset, c) in text.char_indices() {
        let start = span.start + at + offset;
        units.push(Unit { c: seen(c), start, end: start + c.len_utf8(), parent, soft: false });
    }
}

impl Ground {
    /// The bytes of some tokens, if no markup stands between them.
    pub(crate) fn bytes(&self, tokens: Range<usize>) -> Option<(Range<usize>, usize)> {
        let mut stands = self.stands.get(tokens)?.iter();
        let first = stands.next()?.as_ref()?;
        let mut bytes = first.bytes.clone();
        let mut soft = first.soft;
        for stand in stands {
            let stand = stand.as_ref()?;
            let joins = stand.bytes.start == bytes.end || soft && stand.bytes.start > bytes.end;
            if stand.parent != first.parent || !joins {
                return None;
            }
            bytes.end = stand.bytes.end;
            soft = stand.soft;
        }
        Some((bytes, first.parent))
    }
}

#[cfg(test)]
mod tests {
    use chapbook_markdown::ReadOptions;
    use chapbook_source::FileId;

    use super::*;
    use crate::tokens::pieces;

    /// What the tokens of a shown text stand on.
    fn standing(source: &str, shown: &str) -> Vec<Option<String>> {
        let (document, _) = chapbook_markdown::read(FileId(0), source, &ReadOptions::default());
        let lines = lines(&document);
        let tokens: Vec<Token> = pieces(shown).into_iter().map(Token::plain).collect();
        let ground = ground(&tokens, &lines[0], source);
        ground.stands.iter().map(|stand| stand.as_ref().map(|stand| source[stand.bytes.clone()].to_owned())).collect()
    }

    fn all(found: &[Option<String>]) -> Vec<&str> {
        found.iter().map(|found| found.as_deref().unwrap_or("?")).collect()
    }

    #[test]
    fn typography_is_seen_through() {
        let found = standing("He said \"no\" --- it's 3...\n", "He said “no” — it’s 3…");
        assert_eq!(all(&found).concat(), "He said \"no\" --- it's 3...");
    }

    #[test]
    fn markup_and_escapes_are_no_words() {
        let found = standing("A *b* \\* `c` &amp; d\n", "A b * c & d");
        assert_eq!(all(&found), ["A", " ", "b", " ", "\\*", " ", "c", " ", "&amp;", " ", "d"]);
    }

    #[test]
    fn what_is_made_up_stands_nowhere() {
        let found = standing("See @fig-x here.\n", "See Figure 1 here.");
        assert_eq!(all(&found), ["See", " ", "?", "?", "?", " ", "here", "."]);
    }

    #[test]
    fn lines_of_a_source_join() {
        let source = "- one two\n  three\n";
        let (document, _) = chapbook_markdown::read(FileId(0), source, &ReadOptions::default());
        let lines = lines(&document);
        let tokens: Vec<Token> = pieces("one two three").into_iter().map(Token::plain).collect();
        let ground = ground(&tokens, &lines[0], source);
        let (bytes, _) = ground.bytes(2..5).expect("they stand together");
        assert_eq!(&source[bytes], "two\n  three");
    }
}
