//! Insertions and deletions as Word's own revisions. Word allows no link inside a revision, so each run carries the
//! revision it belongs to; the reader joins them again.

use chapbook_container::XmlWriter;
use chapbook_resolve::{Change, Inline, InlineKind, Tracked};
use chapbook_source::{Span, codes};

use super::draft::{Draft, Place, Story};
use super::names::w;
use super::runs::RunFormat;

/// Who made a change when nobody said: what Word itself writes when it takes names out of a file.
pub(crate) const NOBODY: &str = "Author";

/// How many revisions are open around a run.
#[must_use]
pub(crate) struct Revisions(u8);

/// Opens the revisions that a run belongs to: a deletion stands inside the insertion it takes back.
pub(crate) fn open(draft: &mut Draft<'_>, story: &mut Story, format: &RunFormat<'_>) -> Revisions {
    let mut count = 0;
    for (name, change) in [(w::INS, format.inserted), (w::DEL, format.deleted)] {
        if let Some(change) = change {
            open_one(draft, &mut story.xml, name, change);
            count += 1;
        }
    }
    Revisions(count)
}

fn open_one(draft: &mut Draft<'_>, xml: &mut XmlWriter, name: &'static str, change: &Change) {
    if change.date.as_deref().is_some_and(|date| date_time(date).is_none()) {
        let message = "a date that is no ISO date is left out of a tracked change";
        draft.lose(&codes::NAME_CHANGED, message, Span::NONE);
    }
    draft.next_revision += 1;
    xml.open(name).attr(w::ID, draft.next_revision.to_string());
    write_who_and_when(xml, change);
}

/// What a line says of its own end.
pub(crate) fn end_of(content: &[Inline]) -> Option<Tracked> {
    content.iter().rev().find_map(|inline| match &inline.kind {
        InlineKind::ParagraphEnd(tracked) => Some(tracked.clone()),
        _ => None,
    })
}

/// The properties of a paragraph mark that was inserted or deleted (ISO/IEC 29500-1, 17.13.5.15 and 17.13.5.20).
pub(crate) fn mark(draft: &mut Draft<'_>, place: &Place<'_>, end: Option<&Tracked>) -> Option<String> {
    let inserted = place.inserted.or(end.and_then(|end| end.inserted.as_ref()));
    let deleted = place.deleted.or(end.and_then(|end| end.deleted.as_ref()));
    (inserted.is_some() || deleted.is_some()).then(|| {
        let mut xml = XmlWriter::fragment();
        xml.open(w::R_PR);
        of_whole(draft, &mut xml, inserted, deleted);
        xml.close();
        xml.finish()
    })
}

/// Writes that a paragraph mark or a table row was inserted or deleted.
pub(crate) fn of_whole(
    draft: &mut Draft<'_>,
    xml: &mut XmlWriter,
    inserted: Option<&Change>,
    deleted: Option<&Change>,
) {
    for (name, change) in [(w::INS, inserted), (w::DEL, deleted)] {
        if let Some(change) = change {
            open_one(draft, xml, name, change);
            xml.close();
        }
    }
}

/// Closes what [`open`] opened.
pub(crate) fn close(story: &mut Story, Revisions(count): Revisions) {
    for _ in 0..count {
        story.xml.close();
    }
}

/// Adds author and date to the element just opened.
pub(crate) fn write_who_and_when(xml: &mut XmlWriter, change: &Change) {
    let Change { author, date } = change;
    xml.attr(w::AUTHOR, author.as_deref().filter(|author| !author.trim().is_empty()).unwrap_or(NOBODY));
    xml.attr_opt(w::DATE, date.as_deref().and_then(date_time));
}

/// A date as XML Schema's `dateTime`; a day alone is its midnight. Anything else is none.
pub(crate) fn date_time(text: &str) -> Option<String> {
    let text = text.trim();
    let (date, time) = match text.split_once(['T', ' ']) {
        Some((date, time)) => (date, Some(time)),
        None => (text, None),
    };
    let [year, month, day] = numbers::<3>(date, '-', &[4, 2, 2])?;
    let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    let days = match month {
        1 | 3 | 5 | 7 | 8 | 10 | 12 => 31,
        4 | 6 | 9 | 11 => 30,
        2 if leap => 29,
        2 => 28,
        _ => return None,
    };
    if !(1..=days).contains(&day) || year == 0 {
        return None;
    }
    let Some(time) = time else { return Some(format!("{date}T00:00:00Z")) };
    // Word keeps minutes; fractions and offsets from UTC have no place in its files.
    let time = time.strip_suffix('Z').unwrap_or(time);
    let time = time.split_once('.').map_or(time, |(time, _)| time);
    let [hour, minute, second] = match time.len() {
        5 => numbers::<2>(time, ':', &[2, 2]).map(|[hour, minute]| [hour, minute, 0])?,
        _ => numbers::<3>(time, ':', &[2, 2, 2])?,
    };
    (hour < 24 && minute < 60 && second < 60).then(|| format!("{date}T{hour:02}:{minute:02}:{second:02}Z"))
}

/// Numbers of these widths, with a sign between them.
fn numbers<const N: usize>(text: &str, sign: char, widths: &[usize; N]) -> Option<[u32; N]> {
    let mut numbers = [0; N];
    let mut parts = text.split(sign);
    for (number, width) in numbers.iter_mut().zip(widths) {
        let part = parts.next().filter(|p| p.len() == *width && p.bytes().all(|b| b.is_ascii_digit()))?;
        *number = part.parse().ok()?;
    }
    parts.next().is_none().then_some(numbers)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_whole_or_none() {
        for (typed, written) in [
            ("2026-01-31", Some("2026-01-31T00:00:00Z")),
            ("2026-01-31T09:05", Some("2026-01-31T09:05:00Z")),
            ("2026-01-31T09:05:07Z", Some("2026-01-31T09:05:07Z")),
            ("2026-01-31T09:05:07.123Z", Some("2026-01-31T09:05:07Z")),
            ("2024-02-29", Some("2024-02-29T00:00:00Z")),
            ("2026-02-29", None),
            ("2026-13-01", None),
            ("yesterday", None),
            ("2026-01-31T25:00", None),
            ("2026-01-31T09:05+02:00", None),
        ] {
            assert_eq!(date_time(typed).as_deref(), written, "{typed}");
        }
    }
}
