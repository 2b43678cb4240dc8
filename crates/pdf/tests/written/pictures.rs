//! Pictures: which bytes pass through, what stands once, and what stands where an image cannot be read.

use chapbook_assets::{Image, ImageKind, read_image};
use chapbook_frame::{ItemKind, Owner, TagTree};
use chapbook_pdf::write;
use chapbook_source::codes;
use hayro_syntax::object::Stream;
use image::{ExtendedColorType, ImageEncoder, ImageFormat, RgbaImage};

use crate::accessible::claims;
use crate::hand::{Hand, area, metadata, span};
use crate::read::Read;

const ROOT: chapbook_frame::TagId = TagTree::ROOT;

/// A picture whose pixels differ.
fn pixels(width: u32, height: u32) -> RgbaImage {
    RgbaImage::from_fn(width, height, |x, y| image::Rgba([x as u8, y as u8, 7, 255]))
}

/// An opaque PNG.
pub(crate) fn png(width: u32, height: u32) -> Vec<u8> {
    encoded(&pixels(width, height), ImageFormat::Png, false)
}

fn encoded(pixels: &RgbaImage, format: ImageFormat, alpha: bool) -> Vec<u8> {
    let mut out = std::io::Cursor::new(Vec::new());
    let picture = image::DynamicImage::from(pixels.clone());
    let picture = if alpha { picture } else { picture.to_rgb8().into() };
    picture.write_to(&mut out, format).unwrap();
    out.into_inner()
}

/// The images of a document that shows one picture.
fn shown(bytes: Vec<u8>) -> Read {
    let mut hand = Hand::new();
    hand.paragraph("text");
    let image = hand.image(bytes);
    hand.figure(ROOT, image, Some("A picture"));
    Read::new(hand.accessible())
}

fn size(stream: &Stream<'_>) -> (i32, i32) {
    (stream.dict().get("Width").unwrap(), stream.dict().get("Height").unwrap())
}

#[test]
fn a_jpeg_passes_through_as_it_is() {
    let jpeg = encoded(&pixels(20, 10), ImageFormat::Jpeg, false);
    let read = shown(jpeg.clone());
    let images = read.streams("Image");
    assert_eq!(images.len(), 1);
    assert_eq!(images[0].raw_data().as_ref(), jpeg.as_slice());
    assert_eq!(size(&images[0]), (20, 10));
}

#[test]
fn transparency_becomes_a_mask() {
    let mut half = pixels(3, 2);
    half.get_pixel_mut(1, 0).0[3] = 128;
    let read = shown(encoded(&half, ImageFormat::Png, true));
    let images = read.streams("Image");
    assert_eq!(images.len(), 2);
    let picture = images.iter().find(|image| image.dict().contains_key("SMask")).unwrap();
    let mask: Stream<'_> = picture.dict().get("SMask").unwrap();
    assert_eq!(mask.decoded().unwrap().as_ref(), [255, 128, 255, 255, 255, 255]);
    assert_eq!(picture.decoded().unwrap()[..6], [0, 0, 7, 1, 0, 7]);
}

#[test]
fn every_kind_of_pixels_is_held() {
    let opaque = pixels(5, 4);
    for format in [ImageFormat::Png, ImageFormat::Gif, ImageFormat::WebP] {
        let read = shown(encoded(&opaque, format, false));
        assert!(read.streams("Image").iter().any(|image| size(image) == (5, 4)), "{format:?}");
    }
    let mut deep = Vec::new();
    let encoder = image::codecs::png::PngEncoder::new(&mut deep);
    encoder.write_image(&[1, 2, 3, 4, 5, 6, 7, 8], 2, 2, ExtendedColorType::L16).unwrap();
    assert_eq!(shown(deep).streams("Image")[0].dict().get::<i32>("BitsPerComponent"), Some(16));
}

#[test]
fn an_image_shown_often_stands_once() {
    let mut hand = Hand::new();
    hand.paragraph("text");
    let image = hand.image(png(8, 8));
    let same = hand.image(png(8, 8));
    for image in [image, same, image] {
        hand.figure(ROOT, image, Some("A picture"));
        hand.page(chapbook_values::CounterStyle::Decimal, 2);
    }
    // An image that is nowhere shown is not in the file.
    hand.image(png(9, 9));
    let read = Read::new(hand.accessible());
    assert_eq!(read.streams("Image").iter().map(size).collect::<Vec<_>>(), [(8, 8)]);
}

#[test]
fn a_figure_knows_its_place() {
    let structure = shown(png(2, 1)).structure();
    assert!(structure.ends_with("  Figure Alt=A picture BBox=[40 491 140 541] \"\"\n"), "{structure}");
}

#[test]
fn a_picture_is_drawn_into_its_area() {
    let operations = shown(png(2, 1)).operations(0);
    let at = operations.iter().position(|line| line.starts_with("XObject")).unwrap();
    assert_eq!(operations[at - 1], "Transform(100 0 0 50 40 491)");
}

#[test]
fn a_broken_image_is_a_box_and_an_error() {
    let mut broken = png(30, 30);
    // The header is whole, the pixels are not.
    let at = broken.windows(4).position(|window| window == b"IDAT").unwrap();
    broken[at + 8..at + 40].fill(0xAA);
    let mut hand = Hand::new();
    hand.paragraph("text");
    let image = hand.image(broken);
    hand.span = span(5, 6);
    hand.figure(ROOT, image, Some("A picture"));
    hand.span = span(7, 8);
    hand.figure(ROOT, image, Some("The same"));
    let (bytes, diagnostics) = write(&hand.pages, &metadata()).unwrap();
    assert_eq!(diagnostics.len(), 1);
    assert_eq!((diagnostics[0].code, diagnostics[0].span), (&codes::IMAGE_BROKEN, Some(span(5, 6))));
    let read = Read::new(bytes);
    assert_eq!(read.streams("Image").len(), 0);
    assert_eq!(read.operations(0).iter().filter(|line| line.starts_with("FillPath")).count(), 2);
    // The words for the picture are there, to be seen and to be heard.
    assert!(claims(&read));
    let structure = read.structure();
    assert!(structure.contains("Figure Alt=A picture BBox=[40 491 140 541] \"A picture\""), "{structure}");
}

#[test]
fn a_kind_that_cannot_be_held_is_a_box_and_an_error() {
    let mut hand = Hand::new();
    hand.paragraph("text");
    let svg = "<svg xmlns='http://www.w3.org/2000/svg' width='10' height='10'/>";
    let image = hand.image_as(read_image(svg.as_bytes().to_vec().into()).unwrap());
    hand.span = span(5, 6);
    hand.figure(ROOT, image, Some("A drawing"));
    let (bytes, diagnostics) = write(&hand.pages, &metadata()).unwrap();
    assert_eq!((diagnostics[0].code, diagnostics[0].span), (&codes::IMAGE_KIND, Some(span(5, 6))));
    assert_eq!(diagnostics.len(), 1);
    assert!(Read::new(bytes).structure().contains("Figure Alt=A drawing"));
}

#[test]
fn an_image_that_lies_about_its_kind_is_broken() {
    for kind in [ImageKind::Png, ImageKind::Jpeg, ImageKind::Gif, ImageKind::Webp] {
        let mut hand = Hand::new();
        hand.paragraph("text");
        let image = Image { bytes: b"no image".to_vec().into(), kind, width: 3, height: 3, density: None };
        let image = hand.image_as(image);
        hand.figure(ROOT, image, Some("Nothing"));
        let (_, diagnostics) = write(&hand.pages, &metadata()).unwrap();
        assert_eq!(diagnostics[0].code, &codes::IMAGE_BROKEN, "{kind:?}");
    }
}

#[test]
fn a_picture_without_extent_is_not_seen() {
    let mut hand = Hand::new();
    let tag = hand.paragraph("text");
    let image = hand.image(png(2, 1));
    for place in [area(1, 1, 0, 5), area(1, 1, 5, 0), area(1, 1, -5, 5), area(i64::MAX / 131_072, 1, 5, 5)] {
        hand.draw(Owner::Tag(tag), ItemKind::Picture { area: place, image });
    }
    assert_eq!(Read::new(hand.accessible()).streams("Image").len(), 0);
}

#[test]
fn a_frame_that_is_part_of_a_gif_stands_where_it_belongs() {
    let mut gif = Vec::new();
    let mut encoder = image::codecs::gif::GifEncoder::new(&mut gif);
    let frame = image::Frame::from_parts(pixels(4, 2), 0, 0, image::Delay::from_numer_denom_ms(1, 1));
    encoder.encode_frame(frame).unwrap();
    drop(encoder);
    // The picture is twice as large as its frame, which stands in its lower right quarter.
    gif[6..10].copy_from_slice(&[8, 0, 4, 0]);
    let colors = if gif[10] & 0x80 == 0 { 0 } else { 3 << ((gif[10] & 7) + 1) };
    let at = 13 + colors + gif[13 + colors..].iter().position(|byte| *byte == 0x2C).unwrap();
    assert_eq!(gif[at..at + 9], [0x2C, 0, 0, 0, 0, 4, 0, 2, 0]);
    gif[at + 1..at + 5].copy_from_slice(&[4, 0, 2, 0]);

    let read = shown(gif.clone());
    assert!(read.streams("Image").iter().all(|image| size(image) == (4, 2)));
    let operations = read.operations(0);
    let at = operations.iter().position(|line| line.starts_with("XObject")).unwrap();
    assert_eq!(operations[at - 1], "Transform(50 0 0 25 90 491)");
}
