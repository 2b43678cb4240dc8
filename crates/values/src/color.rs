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

    /// How bright it is, from 0 for black to 65,535 for white: the relative luminance of WCAG 2.2.
    pub fn luminance(self) -> u32 {
        let light = |channel: u8| u64::from(LIGHT[usize::from(channel)]);
        let sum = 2126 * light(self.red) + 7152 * light(self.green) + 722 * light(self.blue);
        u32::try_from(sum / 10_000).expect("a mean of 16-bit values")
    }

    /// The colour of this hue that stands out as much from black as from white, which no one can choose better who does
    /// not know the ground: at least 4.5 to 1 from either, as WCAG 2.2 (1.4.3) asks of text.
    ///
    /// The contrast of luminances a over b is (a + 0.05) / (b + 0.05). It is the same on both sides where
    /// a = sqrt(1.05 × 0.05) − 0.05 = 0.179, and there it is 4.58. The colour is mixed with black or white until its
    /// luminance is the nearest to that.
    pub fn between_black_and_white(self) -> Self {
        const MIDDLE: u32 = 11_740;
        let end: u8 = if self.luminance() > MIDDLE { 0 } else { 255 };
        let mixed = |share: u32| {
            let mix = |channel: u8| {
                let sum = u32::from(channel) * (SHARES - share) + u32::from(end) * share;
                u8::try_from((sum + SHARES / 2) / SHARES).expect("a mean of bytes")
            };
            Self { red: mix(self.red), green: mix(self.green), blue: mix(self.blue) }
        };
        let nearest = (0..=SHARES).map(mixed).min_by_key(|color| color.luminance().abs_diff(MIDDLE));
        nearest.unwrap_or(self)
    }
}

/// In how many steps a colour goes over into another.
const SHARES: u32 = 1024;

/// The light of a channel's value, in 65,535ths (IEC 61966-2-1, 5.2).
const LIGHT: [u16; 256] = [
    0, 20, 40, 60, 80, 99, 119, 139, 159, 179, 199, 219, 241, 264, 288, 313, 340, 367, 396, 427, 458, 491, 526, 562,
    599, 637, 677, 718, 761, 805, 851, 898, 947, 997, 1048, 1101, 1156, 1212, 1270, 1330, 1391, 1453, 1517, 1583, 1651,
    1720, 1790, 1863, 1937, 2013, 2090, 2170, 2250, 2333, 2418, 2504, 2592, 2681, 2773, 2866, 2961, 3058, 3157, 3258,
    3360, 3464, 3570, 3678, 3788, 3900, 4014, 4129, 4247, 4366, 4488, 4611, 4736, 4864, 4993, 5124, 5257, 5392, 5530,
    5669, 5810, 5953, 6099, 6246, 6395, 6547, 6700, 6856, 7014, 7174, 7335, 7500, 7666, 7834, 8004, 8177, 8352, 8528,
    8708, 8889, 9072, 9258, 9445, 9635, 9828, 10022, 10219, 10417, 10619, 10822, 11028, 11235, 11446, 11658, 11873,
    12090, 12309, 12530, 12754, 12980, 13209, 13440, 13673, 13909, 14146, 14387, 14629, 14874, 15122, 15371, 15623,
    15878, 16135, 16394, 16656, 16920, 17187, 17456, 17727, 18001, 18277, 18556, 18837, 19121, 19407, 19696, 19987,
    20281, 20577, 20876, 21177, 21481, 21787, 22096, 22407, 22721, 23038, 23357, 23678, 24002, 24329, 24658, 24990,
    25325, 25662, 26001, 26344, 26688, 27036, 27386, 27739, 28094, 28452, 28813, 29176, 29542, 29911, 30282, 30656,
    31033, 31412, 31794, 32179, 32567, 32957, 33350, 33745, 34143, 34544, 34948, 35355, 35764, 36176, 36591, 37008,
    37429, 37852, 38278, 38706, 39138, 39572, 40009, 40449, 40891, 41337, 41785, 42236, 42690, 43147, 43606, 44069,
    44534, 45002, 45473, 45947, 46423, 46903, 47385, 47871, 48359, 48850, 49344, 49841, 50341, 50844, 51349, 51858,
    52369, 52884, 53401, 53921, 54445, 54971, 55500, 56032, 56567, 57105, 57646, 58190, 58737, 59287, 59840, 60396,
    60955, 61517, 62082, 62650, 63221, 63795, 64372, 64952, 65535,
];

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

    #[test]
    fn light_follows_the_curve_of_srgb() {
        for (value, light) in LIGHT.iter().enumerate() {
            let c = value as f64 / 255.0;
            let linear = if c <= 0.04045 { c / 12.92 } else { ((c + 0.055) / 1.055).powf(2.4) };
            assert!((linear * 65_535.0 - f64::from(*light)).abs() < 0.51, "{value}");
        }
        assert_eq!(Color::BLACK.luminance(), 0);
        assert_eq!(Color { red: 255, green: 255, blue: 255 }.luminance(), 65_535);
    }

    #[test]
    fn any_hue_can_be_read_on_black_and_on_white() {
        let contrast = |a: u32, b: u32| (f64::from(a) / 65_535.0 + 0.05) / (f64::from(b) / 65_535.0 + 0.05);
        for text in ["#000", "#fff", "#f00", "#00f", "#0f0", "#800080", "#7a1f5c", "#ffe", "#010203"] {
            let color = Color::parse(text).map(Color::between_black_and_white).unwrap_or(Color::BLACK);
            let light = color.luminance();
            assert!(contrast(65_535, light) >= 4.5 && contrast(light, 0) >= 4.5, "{text} became {color:?}");
        }
    }
}
