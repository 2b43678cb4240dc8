//! How a number is printed: the styles and delimiters of numbered lists, headings and pages.
//! Which number it is, others count.

/// The figures or letters of a number.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum CounterStyle {
    /// `1`, `2`, `3`.
    #[default]
    Decimal,
    /// `a`, `b`, … `z`, `aa`.
    LowerAlpha,
    /// `A`, `B`, … `Z`, `AA`.
    UpperAlpha,
    /// `i`, `ii`, `iii`.
    LowerRoman,
    /// `I`, `II`, `III`.
    UpperRoman,
}

/// What stands around the number of a list item.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Delimiter {
    /// `1.`
    #[default]
    Period,
    /// `1)`
    Paren,
    /// `(1)`
    TwoParens,
}

/// Above this, roman figures become unreadable and Word falls back to decimals; so do we.
const ROMAN_LIMIT: i64 = 3_999;

impl CounterStyle {
    /// `number` in this style. Zero, negative numbers and romans above 3,999 are printed as decimals,
    /// which every style has.
    pub fn format(self, number: i64) -> String {
        match self {
            Self::Decimal => number.to_string(),
            Self::LowerAlpha => alphabetic(number, b'a').unwrap_or_else(|| number.to_string()),
            Self::UpperAlpha => alphabetic(number, b'A').unwrap_or_else(|| number.to_string()),
            Self::LowerRoman => roman(number).map_or_else(|| number.to_string(), |r| r.to_lowercase()),
            Self::UpperRoman => roman(number).unwrap_or_else(|| number.to_string()),
        }
    }

    /// The number that `text` prints in this style, if it does: the inverse of [`format`](Self::format).
    pub fn parse(self, text: &str) -> Option<i64> {
        match self {
            Self::Decimal => {
                if text.is_empty() || !text.bytes().all(|b| b.is_ascii_digit()) {
                    return None;
                }
                text.parse().ok()
            }
            Self::LowerAlpha => parse_alphabetic(text, b'a'),
            Self::UpperAlpha => parse_alphabetic(text, b'A'),
            Self::LowerRoman => {
                if text.bytes().all(|b| b.is_ascii_lowercase()) {
                    parse_roman(&text.to_uppercase())
                } else {
                    None
                }
            }
            Self::UpperRoman => parse_roman(text),
        }
    }
}

impl Delimiter {
    /// The number with what stands around it.
    pub fn wrap(self, number: &str) -> String {
        match self {
            Self::Period => format!("{number}."),
            Self::Paren => format!("{number})"),
            Self::TwoParens => format!("({number})"),
        }
    }
}

/// Bijective base 26: z is followed by aa.
fn alphabetic(number: i64, first: u8) -> Option<String> {
    let mut rest = u64::try_from(number).ok().filter(|n| *n > 0)?;
    let mut letters = Vec::new();
    while rest > 0 {
        rest -= 1;
        letters.push((first + (rest % 26) as u8) as char);
        rest /= 26;
    }
    Some(letters.iter().rev().collect())
}

fn parse_alphabetic(text: &str, first: u8) -> Option<i64> {
    // Six letters are more than 300 million items.
    if text.is_empty() || text.len() > 6 {
        return None;
    }
    text.bytes().try_fold(0i64, |sum, b| {
        let digit = b.checked_sub(first).filter(|d| *d < 26)?;
        Some(sum * 26 + i64::from(digit) + 1)
    })
}

const ROMAN: [(i64, &str); 13] = [
    (1000, "M"),
    (900, "CM"),
    (500, "D"),
    (400, "CD"),
    (100, "C"),
    (90, "XC"),
    (50, "L"),
    (40, "XL"),
    (10, "X"),
    (9, "IX"),
    (5, "V"),
    (4, "IV"),
    (1, "I"),
];

fn roman(number: i64) -> Option<String> {
    if !(1..=ROMAN_LIMIT).contains(&number) {
        return None;
    }
    let mut rest = number;
    let mut figures = String::new();
    for (value, figure) in ROMAN {
        while rest >= value {
            figures.push_str(figure);
            rest -= value;
        }
    }
    Some(figures)
}

fn parse_roman(text: &str) -> Option<i64> {
    let mut rest = text;
    let mut number = 0;
    for (value, figure) in ROMAN {
        while let Some(after) = rest.strip_prefix(figure) {
            number += value;
            rest = after;
            if number > ROMAN_LIMIT {
                return None;
            }
        }
    }
    // Only the canonical form counts: IIII is a word, not a number.
    (rest.is_empty() && roman(number).as_deref() == Some(text)).then_some(number)
}

#[cfg(test)]
mod tests {
    use super::*;

    const STYLES: [CounterStyle; 5] = [
        CounterStyle::Decimal,
        CounterStyle::LowerAlpha,
        CounterStyle::UpperAlpha,
        CounterStyle::LowerRoman,
        CounterStyle::UpperRoman,
    ];

    #[test]
    fn parse_inverts_format() {
        for style in STYLES {
            for number in 1..=ROMAN_LIMIT {
                assert_eq!(style.parse(&style.format(number)), Some(number), "{style:?} {number}");
            }
        }
    }

    #[test]
    fn known_values() {
        assert_eq!(CounterStyle::LowerAlpha.format(27), "aa");
        assert_eq!(CounterStyle::UpperAlpha.format(702), "ZZ");
        assert_eq!(CounterStyle::LowerRoman.format(1994), "mcmxciv");
        assert_eq!(CounterStyle::UpperRoman.format(4000), "4000");
        assert_eq!(CounterStyle::LowerAlpha.format(0), "0");
        assert_eq!(CounterStyle::LowerRoman.parse("iiii"), None);
        assert_eq!(CounterStyle::LowerRoman.parse("mix"), Some(1009));
        assert_eq!(Delimiter::TwoParens.wrap("iv"), "(iv)");
    }
}
