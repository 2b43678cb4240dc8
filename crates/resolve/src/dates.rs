//! Dates as a language writes them. What is no ISO date is printed as typed.

use chapbook_model::DateText;
use chapbook_values::Language;

const MONTHS: &[(&str, [&str; 12])] = &[
    (
        "de",
        [
            "Januar",
            "Februar",
            "März",
            "April",
            "Mai",
            "Juni",
            "Juli",
            "August",
            "September",
            "Oktober",
            "November",
            "Dezember",
        ],
    ),
    (
        "en",
        [
            "January",
            "February",
            "March",
            "April",
            "May",
            "June",
            "July",
            "August",
            "September",
            "October",
            "November",
            "December",
        ],
    ),
    (
        "es",
        [
            "enero",
            "febrero",
            "marzo",
            "abril",
            "mayo",
            "junio",
            "julio",
            "agosto",
            "septiembre",
            "octubre",
            "noviembre",
            "diciembre",
        ],
    ),
    (
        "fr",
        [
            "janvier",
            "février",
            "mars",
            "avril",
            "mai",
            "juin",
            "juillet",
            "août",
            "septembre",
            "octobre",
            "novembre",
            "décembre",
        ],
    ),
];

/// The date in the order and with the month names of the language (CLDR's long form, Gregorian); languages that are
/// not in the table keep the ISO form. Space between the parts of a date is no-break.
pub(crate) fn format(date: &DateText, language: &Language) -> String {
    let Some((year, month, day)) = date.iso else { return date.text.clone() };
    let Some(month) = month else { return year.to_string() };
    if language.primary() == "zh" {
        return match day {
            Some(day) => format!("{year}年{month}月{day}日"),
            None => format!("{year}年{month}月"),
        };
    }
    let Some((_, months)) = MONTHS.iter().find(|(tag, _)| *tag == language.primary()) else { return date.text.clone() };
    let name = months[usize::from(month) - 1];
    let Some(day) = day else {
        return match language.primary() {
            "es" => format!("{name} de {year}"),
            "de" | "en" | "fr" | &_ => format!("{name} {year}"),
        };
    };
    match (language.primary(), language.region()) {
        ("en", Some("US")) => format!("{name}\u{A0}{day}, {year}"),
        ("de", _) => format!("{day}.\u{A0}{name} {year}"),
        ("es", _) => format!("{day}\u{A0}de {name} de {year}"),
        ("fr", _) if day == 1 => format!("1er\u{A0}{name} {year}"),
        (_, _) => format!("{day}\u{A0}{name} {year}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_language_has_its_order() {
        let date = DateText::parse("2026-03-01");
        for (tag, printed) in [
            ("en-GB", "1\u{A0}March 2026"),
            ("en-US", "March\u{A0}1, 2026"),
            ("de", "1.\u{A0}März 2026"),
            ("fr", "1er\u{A0}mars 2026"),
            ("es", "1\u{A0}de marzo de 2026"),
            ("zh-Hans", "2026年3月1日"),
            ("fa", "2026-03-01"),
        ] {
            assert_eq!(format(&date, &Language::parse(tag).expect("a tag")), printed);
        }
        assert_eq!(format(&DateText::parse("Spring 2026"), &Language::english()), "Spring 2026");
        assert_eq!(format(&DateText::parse("2026-05"), &Language::english()), "May 2026");
    }
}
