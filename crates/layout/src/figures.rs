//! The sizes of pictures, in a line or on their own.

use chapbook_assets::Image;
use chapbook_resolve::{Extent, PictureRef, Resolved, Word};
use chapbook_values::Length;

/// The size at which an image is printed: what the author asked for, else its own, in its own proportion unless both
/// sides are given, and never larger than the room.
pub(crate) fn limited_size(
    image: &Image,
    width: Option<Extent>,
    height: Option<Extent>,
    measure: Length,
    room: (Length, Length),
) -> (Length, Length) {
    let (own_width, own_height) = image.natural_size();
    let length = |extent: Extent| match extent {
        Extent::Length(length) => length,
        Extent::OfMeasure(thousandths) => measure.scale(i64::from(thousandths), 1000),
    };
    let proportion = (own_width.to_scaled().max(1), own_height.to_scaled().max(1));
    let (width, height) = match (width.map(length), height.map(length)) {
        (Some(width), Some(height)) => (width, height),
        (Some(width), None) => (width, width.scale(proportion.1, proportion.0)),
        (None, Some(height)) => (height.scale(proportion.0, proportion.1), height),
        (None, None) => (own_width, own_height),
    };
    shrink((width.max(LEAST), height.max(LEAST)), room)
}

/// An image of no width is one that nobody can find on the page.
const LEAST: Length = Length::points(1);

/// Makes a size smaller in proportion until it fits.
fn shrink((width, height): (Length, Length), room: (Length, Length)) -> (Length, Length) {
    let (mut width, mut height) = (width, height);
    if width > room.0 {
        height = height.scale(room.0.to_scaled(), width.to_scaled());
        width = room.0;
    }
    if height > room.1 {
        width = width.scale(room.1.to_scaled(), height.to_scaled());
        height = room.1;
    }
    (width.max(LEAST), height.max(LEAST))
}

/// What stands in place of an image that is missing.
pub(crate) fn placeholder_text(resolved: &Resolved, picture: &PictureRef) -> String {
    format!("{}: {}", resolved.words.get(Word::ImageMissing), picture.target)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pictures_keep_their_proportion_and_the_room() {
        let size = |width, height| {
            let room = (Length::points(300), Length::points(400));
            limited_size(&crate::testing::image(192, 96), width, height, Length::points(300), room)
        };
        assert_eq!(size(None, None), (Length::points(144), Length::points(72)));
        assert_eq!(size(Some(Extent::OfMeasure(500)), None), (Length::points(150), Length::points(75)));
        assert_eq!(size(None, Some(Extent::Length(Length::points(36)))), (Length::points(72), Length::points(36)));
        assert_eq!(size(None, Some(Extent::Length(Length::points(900)))), (Length::points(300), Length::points(150)));
        assert_eq!(size(Some(Extent::Length(Length::ZERO)), None).0, LEAST);
    }
}
