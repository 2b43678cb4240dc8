//! Colours as the theme writes them. Profiles, inks and blending are the PDF writer's.

use std::fmt;

/// An sRGB colour, eight bits a channel.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Color {
    /// Red.
    pub red: u8,
    /// Green.
    pub green: u8,
    /// Blue.
    pub blue: u8,
}

impl Color {
    /// The colour of text that asks for none.
    pub const BLACK: Self = Self { red: 0, green: 0, blue: 0 };

    /// Reads `#rrggbb` or `#rgb`; anything else gives `None`.
    pub fn parse(text: &str) -> Option<Self> {
        let hex = text.strip_prefix('#')?;
        let nibble = |i: usize| hex.as_bytes().get(i).and_then(|b| (*b as char).to_digit(16)).map(|d| d as u8);
        let pair = |i: usize| Some(nibble(i)? * 16 + nibble(i + 1)?);
        match hex.len() {
            6 => Some(Self { red: pair(0)?, green: pair(2)?, blue: pair(4)? }),
            3 => Some(Self { red: nibble(0)? * 17, green: nibble(1)? * 17, blue: nibble(2)? * 17 }),
            _ => None,
        }
    }

    /// `rrggbb`, without a sign before it.
    pub fn hex(self) -> String {
        format!("{:02x}{:02x}{:02x}", self.red, self.green, self.blue)
    }
}

impl fmt::Debug for Color {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "#{}", self.hex())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_forms_are_read() {
        assert_eq!(Color::parse("#0a8"), Color::parse("#00aa88"));
        assert_eq!(Color::parse("#00aa88").map(Color::hex).as_deref(), Some("00aa88"));
        assert_eq!(Color::parse("teal"), None);
        assert_eq!(Color::parse("#ééé"), None);
    }
}
