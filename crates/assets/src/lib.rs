//! Fonts and images: found, sniffed, measured and held to limits. Which of them a document uses, others say;
//! shaping is `layout`'s, embedding the writers'.

mod face;
mod fonts;
mod image;
mod shrink;

pub use face::{Face, FaceMetrics};
pub use fonts::{FaceId, Fonts};
pub use image::{Image, ImageError, ImageKind, MAX_IMAGE_BYTES, MAX_IMAGE_PIXELS, load_image, read_image};
pub use shrink::{ShrinkError, shrink};
