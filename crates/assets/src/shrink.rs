//! Images made smaller for stores that set a limit. What is within the limits is never touched: a JPEG that was encoded
//! twice is a worse one. Colour profiles are kept, and the way up that a camera noted is made the pixels' own.

use std::io::Cursor;

use image::codecs::jpeg::{JpegDecoder, JpegEncoder};
use image::codecs::png::{CompressionType, FilterType, PngDecoder, PngEncoder};
use image::imageops::FilterType as Scaling;
use image::{DynamicImage, ImageDecoder, ImageEncoder, ImageResult, Limits};

use crate::{Image, ImageKind};

/// Why an image stays as large as it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ShrinkError {
    /// It is neither PNG nor JPEG: it may move, or has no pixels.
    Kind,
    /// It cannot be decoded, or not in the memory that there is for it.
    Broken,
    /// It is still too large where it cannot be made smaller.
    Limit,
}

/// The most bytes that a decoded image may take: 512 MiB hold 130 million pixels.
const MEMORY: u64 = 512 << 20;
/// Of 100: no difference to the original is seen at the size of a page.
const QUALITY: u8 = 88;
/// How often an image is made smaller until its bytes fit: each time by a quarter of its pixels.
const ATTEMPTS: usize = 12;

/// An image of at most so many pixels and bytes; none if it is that already.
pub fn shrink(image: &Image, pixels: Option<u64>, bytes: Option<usize>) -> Result<Option<Image>, ShrinkError> {
    let own = u64::from(image.width) * u64::from(image.height);
    let (pixels, bytes) = (pixels.unwrap_or(u64::MAX), bytes.unwrap_or(usize::MAX));
    if own <= pixels && image.bytes.len() <= bytes {
        return Ok(None);
    }
    let (decoded, profile) = match image.kind {
        ImageKind::Png => decode(PngDecoder::new(Cursor::new(&*image.bytes))),
        ImageKind::Jpeg => decode(JpegDecoder::new(Cursor::new(&*image.bytes))),
        ImageKind::Gif | ImageKind::Webp | ImageKind::Svg => return Err(ShrinkError::Kind),
    }
    .map_err(|_| ShrinkError::Broken)?;
    let mut target = own.min(pixels);
    for _ in 0..ATTEMPTS {
        let (width, height) = fitting(decoded.width(), decoded.height(), target);
        let smaller = decoded.resize_exact(width, height, Scaling::Triangle);
        let encoded = encode(&smaller, image.kind, profile.clone()).map_err(|_| ShrinkError::Broken)?;
        if encoded.len() <= bytes {
            return Ok(Some(Image { bytes: encoded.into(), width, height, ..image.clone() }));
        }
        target = target * 3 / 4;
    }
    Err(ShrinkError::Limit)
}

fn decode(decoder: ImageResult<impl ImageDecoder>) -> ImageResult<(DynamicImage, Option<Vec<u8>>)> {
    let mut decoder = decoder?;
    let mut limits = Limits::default();
    limits.max_alloc = Some(MEMORY);
    decoder.set_limits(limits)?;
    let profile = decoder.icc_profile()?;
    let orientation = decoder.orientation()?;
    let mut decoded = DynamicImage::from_decoder(decoder)?;
    decoded.apply_orientation(orientation);
    Ok((decoded, profile))
}

/// The size of the same proportions that has at most so many pixels.
fn fitting(width: u32, height: u32, pixels: u64) -> (u32, u32) {
    let own = u128::from(width) * u128::from(height);
    // Each side shrinks by the root of what the area shrinks by.
    let side = |side: u32| {
        let square = u128::from(side) * u128::from(side) * u128::from(pixels) / own.max(1);
        u32::try_from(square.isqrt()).unwrap_or(side).clamp(1, side.max(1))
    };
    (side(width), side(height))
}

fn encode(image: &DynamicImage, kind: ImageKind, profile: Option<Vec<u8>>) -> ImageResult<Vec<u8>> {
    let mut out = Vec::new();
    match kind {
        ImageKind::Jpeg => {
            let mut encoder = JpegEncoder::new_with_quality(&mut out, QUALITY);
            if let Some(profile) = profile {
                // A profile that the format cannot hold is left out: colours then are those of sRGB.
                let _ = encoder.set_icc_profile(profile);
            }
            match image {
                DynamicImage::ImageLuma8(_) => image.write_with_encoder(encoder)?,
                other => other.to_rgb8().write_with_encoder(encoder)?,
            }
        }
        ImageKind::Png | ImageKind::Gif | ImageKind::Webp | ImageKind::Svg => {
            let mut encoder = PngEncoder::new_with_quality(&mut out, CompressionType::Best, FilterType::Adaptive);
            if let Some(profile) = profile {
                let _ = encoder.set_icc_profile(profile);
            }
            image.write_with_encoder(encoder)?;
        }
    }
    Ok(out)
}

#[cfg(test)]
mod tests {
    use chapbook_source::Bytes;

    use super::*;
    use crate::read_image;

    /// A photograph of noise, which does not compress.
    fn noise(kind: ImageKind, width: u32, height: u32) -> Image {
        let mut state = 1_u32;
        let pixels: Vec<u8> = std::iter::repeat_with(|| {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            (state >> 24) as u8
        })
        .take((width * height * 3) as usize)
        .collect();
        let buffer = image::RgbImage::from_raw(width, height, pixels).expect("it has three bytes a pixel");
        let bytes = encode(&DynamicImage::ImageRgb8(buffer), kind, None).expect("it is encoded");
        read_image(Bytes::from(bytes)).expect("it is an image")
    }

    #[test]
    fn what_is_within_the_limits_is_not_touched() {
        let image = noise(ImageKind::Jpeg, 60, 40);
        assert_eq!(shrink(&image, Some(2_400), Some(image.bytes.len())), Ok(None));
        assert_eq!(shrink(&image, None, None), Ok(None));
    }

    #[test]
    fn images_shrink_to_the_limits_and_keep_their_proportions() {
        for kind in [ImageKind::Png, ImageKind::Jpeg] {
            let image = noise(kind, 300, 200);
            let small = shrink(&image, Some(15_000), None).expect("it can").expect("it is too large");
            assert_eq!((small.kind, small.width, small.height), (kind, 150, 100));
            assert_eq!(small, shrink(&image, Some(15_000), None).expect("it can").expect("twice the same bytes"));
            let read = read_image(small.bytes.clone()).expect("it is an image");
            assert_eq!((read.width, read.height), (150, 100));
            let limit = image.bytes.len() / 2;
            let small = shrink(&image, None, Some(limit)).expect("it can").expect("it is too large");
            assert!(small.bytes.len() <= limit && small.width < 300);
        }
    }

    #[test]
    fn what_cannot_shrink_says_why() {
        let image = noise(ImageKind::Png, 30, 20);
        assert_eq!(shrink(&image, None, Some(10)), Err(ShrinkError::Limit));
        let gif = Image { kind: ImageKind::Gif, ..image.clone() };
        assert_eq!(shrink(&gif, Some(1), None), Err(ShrinkError::Kind));
        let broken = Image { bytes: Bytes::from(image.bytes[..60].to_vec()), ..image };
        assert_eq!(shrink(&broken, Some(1), None), Err(ShrinkError::Broken));
    }
}
