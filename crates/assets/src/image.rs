//! Images as bytes that pass through: what kind they are, how large, and whether they are within limits.
//! Decoding is left to the writers that must.

use std::fmt;

use chapbook_source::{Bytes, FileError, Files};
use chapbook_values::Length;

/// The most bytes an image may have: 128 MiB, the limit for a medium in a DOCX, too.
pub const MAX_IMAGE_BYTES: usize = 128 << 20;
/// The most pixels an image may have: 200 million, more than any page can show and 800 MB once decoded.
pub const MAX_IMAGE_PIXELS: u64 = 200_000_000;

/// An image whose kind and size are known.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Image {
    /// The file.
    pub bytes: Bytes,
    /// Its kind, by its content.
    pub kind: ImageKind,
    /// Its width in pixels.
    pub width: u32,
    /// Its height in pixels.
    pub height: u32,
    /// Pixels to the inch, where the file says so.
    pub density: Option<u32>,
}

/// The kinds of image that are read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum ImageKind {
    /// PNG.
    Png,
    /// JPEG.
    Jpeg,
    /// GIF.
    Gif,
    /// WebP.
    Webp,
    /// SVG, as text.
    Svg,
}

impl ImageKind {
    /// The usual ending of its files.
    pub fn extension(self) -> &'static str {
        match self {
            Self::Png => "png",
            Self::Jpeg => "jpg",
            Self::Gif => "gif",
            Self::Webp => "webp",
            Self::Svg => "svg",
        }
    }

    /// Its media type.
    pub fn media_type(self) -> &'static str {
        match self {
            Self::Png => "image/png",
            Self::Jpeg => "image/jpeg",
            Self::Gif => "image/gif",
            Self::Webp => "image/webp",
            Self::Svg => "image/svg+xml",
        }
    }
}

/// Why there is no image.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ImageError {
    /// The file cannot be had.
    File(FileError),
    /// It is no image of a kind that is read.
    Kind,
    /// It begins like an image and does not go on like one.
    Broken,
    /// It has more bytes or pixels than images may have.
    TooLarge,
}

impl fmt::Display for ImageError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::File(error) => error.fmt(f),
            Self::Kind => f.write_str("it is neither PNG, JPEG, GIF, WebP nor SVG"),
            Self::Broken => f.write_str("it is broken: its size cannot be read"),
            Self::TooLarge => write!(f, "it has over {MAX_IMAGE_PIXELS} pixels or {} MiB", MAX_IMAGE_BYTES >> 20),
        }
    }
}

impl std::error::Error for ImageError {}

impl Image {
    /// The size at which the image is printed if nobody says otherwise: its density's, else CSS's 96 pixels
    /// to the inch.
    pub fn natural_size(&self) -> (Length, Length) {
        let density = i64::from(self.density.filter(|d| (30..=2400).contains(d)).unwrap_or(96));
        let length = |pixels: u32| Length::points(i64::from(pixels)).scale(72, density);
        (length(self.width), length(self.height))
    }
}

/// Reads an image through [`Files`].
pub fn load_image(files: &dyn Files, path: &str) -> Result<Image, ImageError> {
    read_image(files.read(path).map_err(ImageError::File)?)
}

/// Looks at an image's first bytes.
pub fn read_image(bytes: Bytes) -> Result<Image, ImageError> {
    if bytes.len() > MAX_IMAGE_BYTES {
        return Err(ImageError::TooLarge);
    }
    let kind = sniff(&bytes).ok_or(ImageError::Kind)?;
    let (width, height) = match kind {
        ImageKind::Svg => svg_size(&bytes).ok_or(ImageError::Broken)?,
        ImageKind::Png | ImageKind::Jpeg | ImageKind::Gif | ImageKind::Webp => {
            let size = imagesize::blob_size(&bytes).map_err(|_| ImageError::Broken)?;
            let side = |pixels: usize| u32::try_from(pixels).map_err(|_| ImageError::TooLarge);
            (side(size.width)?, side(size.height)?)
        }
    };
    if width == 0 || height == 0 || !ends_well(kind, &bytes) {
        return Err(ImageError::Broken);
    }
    if u64::from(width) * u64::from(height) > MAX_IMAGE_PIXELS {
        return Err(ImageError::TooLarge);
    }
    let density = density(kind, &bytes);
    Ok(Image { bytes, kind, width, height, density })
}

fn sniff(bytes: &[u8]) -> Option<ImageKind> {
    if bytes.starts_with(b"\x89PNG\r\n\x1a\n") {
        return Some(ImageKind::Png);
    }
    if bytes.starts_with(b"\xFF\xD8\xFF") {
        return Some(ImageKind::Jpeg);
    }
    if bytes.starts_with(b"GIF87a") || bytes.starts_with(b"GIF89a") {
        return Some(ImageKind::Gif);
    }
    if bytes.starts_with(b"RIFF") && bytes.get(8..12) == Some(b"WEBP") {
        return Some(ImageKind::Webp);
    }
    // An SVG's root stands within the first kilobytes, after declaration, comments and a doctype.
    let head = String::from_utf8_lossy(&bytes[..bytes.len().min(4096)]);
    let head = head.trim_start_matches('\u{FEFF}').trim_start();
    (head.starts_with('<') && head.contains("<svg")).then_some(ImageKind::Svg)
}

/// Whether a file that was cut off is told apart from a whole one: PNG ends in an IEND chunk, JPEG has an
/// end-of-image marker.
fn ends_well(kind: ImageKind, bytes: &[u8]) -> bool {
    match kind {
        ImageKind::Png => bytes.windows(4).rev().take(1 << 16).any(|w| w == b"IEND"),
        ImageKind::Jpeg => bytes.windows(2).rev().take(1 << 16).any(|w| w == b"\xFF\xD9"),
        ImageKind::Gif | ImageKind::Webp | ImageKind::Svg => true,
    }
}

/// Pixels to the inch: PNG's `pHYs` chunk (PNG 1.2, 4.2.4.2) or JPEG's JFIF header.
fn density(kind: ImageKind, bytes: &[u8]) -> Option<u32> {
    match kind {
        ImageKind::Png => {
            let head = &bytes[..bytes.len().min(4096)];
            let at = head.windows(4).position(|w| w == b"pHYs")? + 4;
            let chunk = bytes.get(at..at + 9)?;
            let per_metre = u32::from_be_bytes([chunk[0], chunk[1], chunk[2], chunk[3]]);
            // 39.37 inches to the metre; unit 1 is the metre.
            (chunk[8] == 1).then(|| (u64::from(per_metre) * 254 + 5000).div_euclid(10_000) as u32).filter(|d| *d > 0)
        }
        ImageKind::Jpeg => {
            let head = bytes.get(6..16)?;
            let jfif = head.starts_with(b"JFIF\0");
            let value = u32::from(u16::from_be_bytes([*bytes.get(14)?, *bytes.get(15)?]));
            match (jfif, bytes.get(13)?) {
                (true, 1) if value > 1 => Some(value),
                (true, 2) if value > 1 => Some(value * 254 / 100),
                (_, _) => None,
            }
        }
        ImageKind::Gif | ImageKind::Webp | ImageKind::Svg => None,
    }
}

/// The size of an SVG in CSS pixels, from its root's width and height or its viewBox.
fn svg_size(bytes: &[u8]) -> Option<(u32, u32)> {
    let head = String::from_utf8_lossy(&bytes[..bytes.len().min(16_384)]);
    let root = &head[head.find("<svg")?..];
    let root = &root[..root.find('>')?];
    let attribute = |name: &str| -> Option<&str> {
        let mut rest = root;
        loop {
            let at = rest.find(name)?;
            let before = rest[..at].chars().next_back();
            rest = &rest[at + name.len()..];
            let value = rest.trim_start().strip_prefix('=').map(str::trim_start);
            if let (Some(true), Some(value)) = (before.map(char::is_whitespace), value) {
                let quote = value.chars().next().filter(|c| matches!(c, '"' | '\''))?;
                return value[1..].split(quote).next();
            }
        }
    };
    let pixels = |text: &str| -> Option<u32> {
        let text = text.trim();
        let length =
            if text.ends_with(|c: char| c.is_ascii_digit() || c == '.') { format!("{text}px") } else { text.into() };
        let points: Length = length.parse().ok()?;
        u32::try_from(points.scale(4, 3).to_twips() / 20).ok().filter(|p| *p > 0)
    };
    let sides = (attribute("width").and_then(pixels), attribute("height").and_then(pixels));
    let view_box: Vec<u32> = attribute("viewBox")
        .map(|b| b.split([' ', ',']).filter(|p| !p.is_empty()).skip(2).filter_map(pixels).collect())
        .unwrap_or_default();
    match (sides, view_box.as_slice()) {
        ((Some(width), Some(height)), _) => Some((width, height)),
        ((Some(width), None), [w, h]) => {
            Some((width, (u64::from(width) * u64::from(*h) / u64::from(*w)).max(1) as u32))
        }
        ((None, Some(height)), [w, h]) => {
            Some(((u64::from(height) * u64::from(*w) / u64::from(*h)).max(1) as u32, height))
        }
        ((None, None), [w, h]) => Some((*w, *h)),
        // CSS 2.2, 10.3.2: a replaced element without any size is 300 by 150 pixels.
        (_, _) => Some((300, 150)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A one-pixel PNG, made by hand: signature, IHDR, IDAT, IEND.
    const PIXEL: &[u8] = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x01\0\0\0\x01\x08\0\0\0\0\x3a\x7e\x9b\x55\
        \0\0\0\nIDAT\x78\x9c\x63\x60\0\0\0\x02\0\x01\x48\xaf\xa4\x71\0\0\0\0IEND\xae\x42\x60\x82";

    #[test]
    fn kinds_are_told_by_their_content() {
        let image = read_image(Bytes::from_static(PIXEL)).expect("a PNG");
        assert_eq!((image.kind, image.width, image.height, image.density), (ImageKind::Png, 1, 1, None));
        assert_eq!(image.natural_size().0, Length::millipoints(750));
        let svg = Bytes::from_static(b"<?xml version='1.0'?>\n<svg xmlns='x' viewBox='0 0 200 100' width='96'></svg>");
        let image = read_image(svg).expect("an SVG");
        assert_eq!((image.kind, image.width, image.height), (ImageKind::Svg, 96, 48));
    }

    #[test]
    fn broken_images_are_told_from_other_files() {
        assert_eq!(read_image(Bytes::from_static(b"plain text")), Err(ImageError::Kind));
        assert_eq!(read_image(Bytes::from_static(&PIXEL[..20])), Err(ImageError::Broken));
        assert_eq!(read_image(Bytes::from_static(&PIXEL[..50])), Err(ImageError::Broken));
        assert_eq!(read_image(Bytes::from_static(b"")), Err(ImageError::Kind));
    }

    #[test]
    fn pixels_have_a_limit() {
        let mut huge = PIXEL.to_vec();
        huge[16..24].copy_from_slice(&[0, 1, 0, 0, 0, 1, 0, 0]);
        assert_eq!(read_image(huge.into()), Err(ImageError::TooLarge));
    }
}
