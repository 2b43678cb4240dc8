//! How wide the columns of a table are: as the author says, else in proportion to what stands in them. Word has no
//! way to say "as the text needs" that other programs follow, so the width of text is estimated.

use chapbook_resolve::{Block, BlockKind, Cell, Column, Inline, InlineKind, Table};
use chapbook_values::Length;

/// The space between a cell's edge and its text: Word's own 0.19 cm.
pub(crate) const CELL_MARGIN: Length = Length::millipoints(5_400);
/// The width of a character on average, in type of the usual size of tables.
const CHARACTER: Length = Length::millipoints(5_400);
/// Room for letters that are wider than the average, and for the bold of heads.
const SLACK: Length = Length::points(6);
/// Cells of more characters than this ask for no more room: they have several lines anyway.
const MOST_CHARACTERS: usize = 60;
/// Every column has room for a few letters.
const LEAST: Length = Length::points(24);

/// The width of each of `count` columns, together at most `room`.
pub(crate) fn column_widths(table: &Table, count: usize, room: Length) -> Vec<Length> {
    let shares: Option<Vec<u16>> = table.columns.iter().map(|Column { align: _, width }| *width).collect();
    let widths = match shares {
        Some(shares) if shares.len() == count && shares.iter().any(|share| *share > 0) => {
            shares.iter().map(|share| room.scale(i64::from((*share).min(1000)), 1000).max(LEAST)).collect()
        }
        Some(_) | None => natural_widths(table, count, room),
    };
    fit(widths, room)
}

/// Makes widths that are too much together narrower, all in one proportion.
fn fit(widths: Vec<Length>, room: Length) -> Vec<Length> {
    let total: Length = widths.iter().copied().sum();
    if total <= room {
        return widths;
    }
    widths.iter().map(|width| width.scale(room.to_scaled(), total.to_scaled())).collect()
}

fn natural_widths(table: &Table, count: usize, room: Length) -> Vec<Length> {
    // The longest line and the longest word of each column.
    let mut needs = vec![(1_usize, 1_usize); count];
    for row in table.head.iter().chain(&table.body) {
        let mut column = 0;
        for cell in &row.cells {
            let span = usize::from(cell.column_span.max(1));
            if let Some((line, word)) = needs.get_mut(column).filter(|_| span == 1) {
                let (cell_line, cell_word) = measure(cell);
                *line = cell_line.min(MOST_CHARACTERS).max(*line);
                *word = cell_word.max(*word);
            }
            column += span;
        }
    }
    let length = |characters: usize| CHARACTER * (characters as i64) + CELL_MARGIN * 2 + SLACK;
    let lines: Vec<Length> = needs.iter().map(|(line, _)| length(*line).max(LEAST)).collect();
    let total: Length = lines.iter().copied().sum();
    if total <= room {
        return lines;
    }
    // Not all fit on one line: every column has its longest word, and the rest is shared by need.
    let words: Vec<Length> = needs.iter().map(|(_, word)| length((*word).min(20)).max(LEAST)).collect();
    let least: Length = words.iter().copied().sum();
    if least >= room {
        return words;
    }
    let wanted: Length = lines.iter().zip(&words).map(|(line, word)| (*line - *word).max(Length::ZERO)).sum();
    let free = room - least;
    lines
        .iter()
        .zip(&words)
        .map(|(line, word)| *word + free.scale((*line - *word).max(Length::ZERO).to_scaled(), wanted.to_scaled()))
        .collect()
}

/// The characters of a cell's longest line and of its longest word.
fn measure(cell: &Cell) -> (usize, usize) {
    let mut text = String::new();
    blocks(&cell.body, &mut text);
    let line = text.split('\n').map(|line| line.chars().count()).max().unwrap_or(0);
    let word = text.split([' ', '\n']).map(|word| word.chars().count()).max().unwrap_or(0);
    (line, word)
}

fn blocks(blocks: &[Block], text: &mut String) {
    for block in blocks {
        match &block.kind {
            BlockKind::Paragraph(paragraph) => inlines(&paragraph.content, text),
            BlockKind::Heading(heading) => inlines(&heading.content, text),
            BlockKind::Quote(body) => self::blocks(body, text),
            BlockKind::List(list) => list.items.iter().for_each(|item| self::blocks(&item.body, text)),
            BlockKind::Division(division) => self::blocks(&division.body, text),
            BlockKind::Raw(raw) => self::blocks(&raw.instead, text),
            BlockKind::Code(code) => {
                code.lines.iter().for_each(|line| {
                    line.iter().for_each(|token| text.push_str(&token.text));
                    text.push('\n');
                });
            }
            BlockKind::Math(source) => text.push_str(source),
            // An estimate need not look into what hardly ever stands in a cell.
            BlockKind::Definitions(_)
            | BlockKind::Verse(_)
            | BlockKind::Divider(_)
            | BlockKind::PageBreak
            | BlockKind::Table(_)
            | BlockKind::Figure(_)
            | BlockKind::Image(_)
            | BlockKind::AuthorNotes(_)
            | BlockKind::Outline(_)
            | BlockKind::Endnotes { .. } => text.push_str(&"x".repeat(MOST_CHARACTERS)),
        }
        text.push('\n');
    }
}

fn inlines(inlines: &[Inline], text: &mut String) {
    for inline in inlines {
        match &inline.kind {
            InlineKind::Text(part) => text.push_str(&part.text),
            InlineKind::LineBreak => text.push('\n'),
            InlineKind::Code(part) | InlineKind::Math(part) => text.push_str(part),
            InlineKind::Styled { style: _, content }
            | InlineKind::Inserted { change: _, content }
            | InlineKind::Deleted { change: _, content } => self::inlines(content, text),
            InlineKind::Link(link) => self::inlines(&link.content, text),
            InlineKind::Reference(reference) => self::inlines(&reference.content, text),
            InlineKind::Span(span) => self::inlines(&span.content, text),
            InlineKind::Commented(comment) => self::inlines(&comment.content, text),
            InlineKind::Raw(raw) => self::inlines(&raw.instead, text),
            InlineKind::NoteCall(call) => text.push_str(&call.marker),
            InlineKind::AuthorMark(mark) => text.push_str(&mark.marker),
            InlineKind::PageOf(_) | InlineKind::Image(_) => text.push_str("xxx"),
            // They show nothing.
            InlineKind::IndexTerm(_)
            | InlineKind::CommentStart { .. }
            | InlineKind::CommentEnd(_)
            | InlineKind::ParagraphEnd(_) => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use chapbook_resolve::{ColumnAlign, Row};

    use super::*;

    fn table(count: usize, width: Option<u16>) -> Table {
        let cell = Cell { body: Vec::new(), column_span: 1, row_span: 1 };
        Table {
            columns: vec![Column { align: ColumnAlign::Start, width }; count],
            head: Vec::new(),
            body: vec![Row { cells: vec![cell; count] }],
            header_columns: 0,
        }
    }

    #[test]
    fn columns_never_take_more_than_the_room() {
        let room = Length::points(400);
        for (count, width) in [(1, None), (60, None), (3, Some(900)), (2, Some(0))] {
            let widths = column_widths(&table(count, width), count, room);
            assert_eq!(widths.len(), count);
            let total: Length = widths.iter().copied().sum();
            assert!(total <= room + Length::points(1), "{count} {width:?}: {total}");
        }
    }
}
