//! Fonts and images: found, sniffed, measured, held to limits, and cut down to what a book shows. Which of them a
//! document uses, others say; shaping is `layout`'s, embedding the writers'.

mod face;
mod fonts;
mod image;
mod licence;
mod shrink;
mod subset;

pub use face::{Face, FaceMetrics};
pub use fonts::{FaceId, Fonts};
pub use image::{Image, ImageError, ImageKind, MAX_IMAGE_BYTES, MAX_IMAGE_PIXELS, load_image, read_image};
pub use licence::{EmbeddingLicence, Permission};
pub use shrink::{ShrinkError, shrink};
pub use subset::{FontFile, Wanted, subset, whole};
