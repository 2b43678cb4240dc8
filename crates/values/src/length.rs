//! Lengths as whole numbers. Fonts, pages and line breaking all count in them, so that the same
//! bytes come out on every machine; floating point appears only where a format asks for it.

use std::fmt;
use std::iter::Sum;
use std::ops::{Add, AddAssign, Div, Mul, Neg, Sub, SubAssign};
use std::str::FromStr;

/// A length in scaled points: 65,536 to the PDF point (1/72 inch).
#[derive(Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Length(i64);

/// A length that there are millions of, of up to 32,767 points either way: what a single glyph has. A longer one is
/// as long as it can be.
#[derive(Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ShortLength(i32);

impl ShortLength {
    /// No length at all.
    pub const ZERO: Self = Self(0);
}

impl From<Length> for ShortLength {
    fn from(length: Length) -> Self {
        let limits = i64::from(i32::MIN)..=i64::from(i32::MAX);
        Self(length.0.clamp(*limits.start(), *limits.end()) as i32)
    }
}

impl From<ShortLength> for Length {
    fn from(short: ShortLength) -> Self {
        Self(i64::from(short.0))
    }
}

impl Add<Length> for ShortLength {
    type Output = Length;
    fn add(self, other: Length) -> Length {
        Length::from(self) + other
    }
}

impl AddAssign<ShortLength> for Length {
    fn add_assign(&mut self, other: ShortLength) {
        *self += Length::from(other);
    }
}

impl Sum<ShortLength> for Length {
    fn sum<I: Iterator<Item = ShortLength>>(lengths: I) -> Self {
        lengths.map(Self::from).sum()
    }
}

impl fmt::Debug for ShortLength {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&Length::from(*self), f)
    }
}

/// Up to here the sum of a product and half a divisor is no longer than 64 bits.
const SHORT: u64 = 1 << 62;

/// Scaled points in a point.
const SCALE: i64 = 65_536;

impl Length {
    /// No length at all.
    pub const ZERO: Self = Self(0);
    /// The longest length that sums of lengths stay clear of: about 10^11 points.
    pub const MAX: Self = Self(i64::MAX / 1024);

    /// A length of whole scaled points.
    pub const fn scaled(points: i64) -> Self {
        Self(points)
    }

    /// A length of whole points.
    pub const fn points(points: i64) -> Self {
        Self(points * SCALE)
    }

    /// A length of thousandths of a point.
    pub const fn millipoints(points: i64) -> Self {
        Self(points * SCALE / 1000)
    }

    /// Its scaled points.
    pub const fn to_scaled(self) -> i64 {
        self.0
    }

    /// Points, for the formats that count in floating point.
    pub fn to_points(self) -> f64 {
        self.0 as f64 / SCALE as f64
    }

    /// Twentieths of a point, rounded to the nearest: OOXML's `dxa`.
    pub const fn to_twips(self) -> i64 {
        round_div(self.0 * 20, SCALE)
    }

    /// Half points, rounded to the nearest: OOXML's font sizes.
    pub const fn to_half_points(self) -> i64 {
        round_div(self.0 * 2, SCALE)
    }

    /// English metric units, rounded to the nearest: DrawingML's 12,700 to the point.
    pub const fn to_emu(self) -> i64 {
        round_div(self.0 * 12_700, SCALE)
    }

    /// This length times `numerator / denominator`, rounded to the nearest, without overflow in between.
    ///
    /// A `denominator` of zero gives zero.
    pub const fn scale(self, numerator: i64, denominator: i64) -> Self {
        if denominator == 0 {
            return Self::ZERO;
        }
        // Nearly every product is a short one, and division of wide numbers is twenty times as slow.
        if let Some(product) = self.0.checked_mul(numerator)
            && product.unsigned_abs() <= SHORT
            && denominator.unsigned_abs() <= SHORT
        {
            let half = denominator.abs() / 2;
            let away = if product < 0 { -half } else { half };
            return Self((product + away) / denominator);
        }
        let wide = self.0 as i128 * numerator as i128;
        let half = (denominator as i128).abs() / 2;
        let signed = if (wide < 0) == (denominator < 0) {
            wide + half * sign(denominator)
        } else {
            wide - half * sign(denominator)
        };
        Self((signed / denominator as i128) as i64)
    }

    /// The larger of two lengths.
    #[must_use]
    pub fn max(self, other: Self) -> Self {
        Ord::max(self, other)
    }

    /// The smaller of two lengths.
    #[must_use]
    pub fn min(self, other: Self) -> Self {
        Ord::min(self, other)
    }
}

const fn sign(n: i64) -> i128 {
    if n < 0 { -1 } else { 1 }
}

const fn round_div(n: i64, d: i64) -> i64 {
    if n >= 0 { (n + d / 2) / d } else { (n - d / 2) / d }
}

impl fmt::Debug for Length {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl fmt::Display for Length {
    /// Points with at most three decimals, such as `11.5pt`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // A length that nobody meant is printed as well, so the thousandfold must not overflow.
        let milli = Self::scale(Self(1000), self.0, SCALE).0;
        let (sign, milli) = if milli < 0 { ("-", milli.unsigned_abs()) } else { ("", milli.unsigned_abs()) };
        let mut text = format!("{sign}{}.{:03}", milli / 1000, milli % 1000);
        text.truncate(text.trim_end_matches('0').trim_end_matches('.').len());
        write!(f, "{text}pt")
    }
}

/// Why a text is no length.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LengthError;

impl fmt::Display for LengthError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a length is a number and a unit: pt, mm, cm, in, pc or px, such as \"11pt\"")
    }
}

impl std::error::Error for LengthError {}

impl FromStr for Length {
    type Err = LengthError;

    /// Reads `11pt`, `25mm`, `2.5cm`, `6in`, `1pc` (12 points) and CSS's `px` (1/96 inch).
    fn from_str(text: &str) -> Result<Self, LengthError> {
        let text = text.trim();
        let split = text.find(|c: char| c.is_ascii_alphabetic()).ok_or(LengthError)?;
        let (number, unit) = text.split_at(split);
        let micro = parse_micro(number.trim()).ok_or(LengthError)?;
        // Points to the unit as a fraction: 1 in = 72 pt, 1 mm = 72 / 25.4 pt.
        let (n, d): (i64, i64) = match unit {
            "pt" => (1, 1),
            "mm" => (720, 254),
            "cm" => (7200, 254),
            "in" => (72, 1),
            "pc" => (12, 1),
            "px" => (3, 4),
            _ => return Err(LengthError),
        };
        let scaled = Self::scaled(micro).scale(SCALE * n, 1);
        Ok(scaled.scale(1, d * 1_000_000))
    }
}

/// A decimal number in millionths; at most nine digits before the point.
fn parse_micro(text: &str) -> Option<i64> {
    let (negative, text) = match text.strip_prefix('-') {
        Some(rest) => (true, rest),
        None => (false, text),
    };
    let (whole, fraction) = text.split_once('.').unwrap_or((text, ""));
    let digits = |s: &str| s.bytes().all(|b| b.is_ascii_digit());
    if whole.is_empty() && fraction.is_empty() || whole.len() > 9 || !digits(whole) || !digits(fraction) {
        return None;
    }
    let mut micro = whole.parse::<i64>().unwrap_or(0) * 1_000_000;
    let mut place = 100_000;
    for digit in fraction.bytes().take(6) {
        micro += i64::from(digit - b'0') * place;
        place /= 10;
    }
    Some(if negative { -micro } else { micro })
}

impl Add for Length {
    type Output = Self;
    fn add(self, other: Self) -> Self {
        Self(self.0 + other.0)
    }
}

impl AddAssign for Length {
    fn add_assign(&mut self, other: Self) {
        self.0 += other.0;
    }
}

impl Sub for Length {
    type Output = Self;
    fn sub(self, other: Self) -> Self {
        Self(self.0 - other.0)
    }
}

impl SubAssign for Length {
    fn sub_assign(&mut self, other: Self) {
        self.0 -= other.0;
    }
}

impl Neg for Length {
    type Output = Self;
    fn neg(self) -> Self {
        Self(-self.0)
    }
}

impl Mul<i64> for Length {
    type Output = Self;
    fn mul(self, by: i64) -> Self {
        Self(self.0 * by)
    }
}

impl Div<i64> for Length {
    type Output = Self;
    fn div(self, by: i64) -> Self {
        Self(self.0 / by)
    }
}

impl Sum for Length {
    fn sum<I: Iterator<Item = Self>>(iter: I) -> Self {
        iter.fold(Self::ZERO, Add::add)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn units_agree() {
        assert_eq!("1in".parse(), Ok(Length::points(72)));
        assert_eq!("25.4mm".parse(), Ok(Length::points(72)));
        assert_eq!("2.54cm".parse(), Ok(Length::points(72)));
        assert_eq!("96px".parse(), Ok(Length::points(72)));
        assert_eq!("6pc".parse(), Ok(Length::points(72)));
        assert_eq!("-.5pt".parse(), Ok(Length::millipoints(-500)));
    }

    #[test]
    fn what_is_no_length_is_refused() {
        for text in ["", "11", "pt", "1e9pt", "11 furlongs", "1.2.3pt", "99999999999pt"] {
            assert_eq!(text.parse::<Length>(), Err(LengthError), "{text}");
        }
    }

    #[test]
    fn display_is_short() {
        assert_eq!(Length::millipoints(11_500).to_string(), "11.5pt");
        assert_eq!(Length::points(-3).to_string(), "-3pt");
        assert_eq!(Length::scaled(i64::MIN).to_string(), "-140737488355328pt");
        assert_eq!(Length::scaled(i64::MAX).to_string(), "140737488355328pt");
    }

    #[test]
    fn scaling_rounds_to_the_nearest() {
        assert_eq!(Length::scaled(10).scale(1, 4), Length::scaled(3));
        assert_eq!(Length::scaled(-10).scale(1, 4), Length::scaled(-3));
        assert_eq!(Length::scaled(10).scale(1, -4), Length::scaled(-3));
        assert_eq!(Length::MAX.scale(2, 2), Length::MAX);
        assert_eq!(Length::points(10).scale(3, 0), Length::ZERO);
    }

    #[test]
    fn office_units() {
        assert_eq!(Length::points(72).to_twips(), 1440);
        assert_eq!(Length::points(72).to_emu(), 914_400);
        assert_eq!(Length::millipoints(10_500).to_half_points(), 21);
    }
}
