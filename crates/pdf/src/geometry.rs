//! Lengths as the floating point that krilla counts in. What is here never panics and never gives an infinite number.

use chapbook_frame::Area;
use chapbook_values::Length;
use krilla::geom::{Point, Rect};

/// The farthest that anything is drawn from a page's corner, in points. Acrobat takes pages of up to 14,400 points
/// (ISO 32000-1, C.2); farther away nothing is seen, and numbers stay exact to a thousandth of a point.
const FARTHEST: f64 = 16_000.0;

/// A place on the page in points.
pub(crate) fn points(length: Length) -> f32 {
    length.to_points().clamp(-FARTHEST, FARTHEST) as f32
}

/// A point on the page.
pub(crate) fn point(x: Length, y: Length) -> Point {
    Point::from_xy(points(x), points(y))
}

/// A rectangle; none if it has no extent.
pub(crate) fn rect(area: &Area) -> Option<Rect> {
    let Area { x, y, width, height } = *area;
    if width <= Length::ZERO || height <= Length::ZERO {
        return None;
    }
    // In f64 first: the sum of two lengths may overflow, and the right edge must not depend on a rounded left one.
    let edge =
        |start: Length, extent: Length| (start.to_points() + extent.to_points()).clamp(-FARTHEST, FARTHEST) as f32;
    let (left, top, right, bottom) = (points(x), points(y), edge(x, width), edge(y, height));
    if left >= right || top >= bottom {
        return None;
    }
    Rect::from_ltrb(left, top, right, bottom)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rectangles_without_extent_are_none() {
        let area = |x, y, width, height| Area {
            x: Length::scaled(x),
            y: Length::scaled(y),
            width: Length::scaled(width),
            height: Length::scaled(height),
        };
        assert!(rect(&area(0, 0, 65_536, 65_536)).is_some());
        for (x, y, width, height) in [
            (0, 0, 0, 65_536),
            (0, 0, 65_536, -1),
            (i64::MAX, 0, i64::MAX, i64::MAX),
            (i64::MIN, 0, 65_536, 65_536),
            (65_536_000, 0, 1, 65_536),
        ] {
            assert!(rect(&area(x, y, width, height)).is_none(), "{x} {y} {width} {height}");
        }
    }
}
