//! Paints the pictures that the project ships, so that no picture in it is anybody else's:
//! the photograph of `examples/article/` and the two small ones of `tests/cases/figures/images/`.
//! The same bytes every time, on every machine. It is no renderer for anything but these three pictures;
//! the photograph takes about two minutes in a release build, and about five times that without `--release`.
//!
//! ```text
//! cargo run --release -p chapbook-tests --example draw_photo -- examples/article/
//! cargo run --release -p chapbook-tests --example draw_photo -- --cases tests/cases/figures/images/
//! cargo run --release -p chapbook-tests --example draw_photo -- --draft 600 DIR
//! ```

mod film;
mod harbour;
mod light;
mod math;
mod noise;
mod people;
mod plates;
mod scene;
mod shapes;
mod sky;
mod surface;

use std::path::Path;
use std::process::ExitCode;

use image::codecs::jpeg::JpegEncoder;
use image::codecs::png::PngEncoder;
use image::{ExtendedColorType, ImageEncoder, ImageError};

/// As fine as print needs at a magazine's column width, and under 400 kB.
const QUALITY: u8 = 85;

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let done = match words.as_slice() {
        ["--cases", folder] => cases(Path::new(folder)),
        ["--draft", width, folder] => match width.parse() {
            Ok(width @ 60..=1600) => photograph(Path::new(folder), width, 2),
            Ok(_) | Err(_) => return usage(),
        },
        [folder] if !folder.starts_with('-') => photograph(Path::new(folder), 1600, 4),
        _ => return usage(),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => complain(&format!("cannot draw: {error}"), 1),
    }
}

fn usage() -> ExitCode {
    complain("usage: draw_photo [--cases | --draft WIDTH] FOLDER", 2)
}

#[allow(clippy::print_stderr, reason = "this is a command of its own")]
fn complain(message: &str, code: u8) -> ExitCode {
    eprintln!("{message}");
    ExitCode::from(code)
}

/// Writes `harbour.jpg`.
fn photograph(folder: &Path, width: u32, grid: u32) -> Result<(), ImageError> {
    let print = film::expose(width, grid);
    let bytes = jpeg(&print.bytes, print.width, print.height)?;
    save(&folder.join("harbour.jpg"), &bytes)
}

/// Writes `square.png` and `plate.jpg`.
fn cases(folder: &Path) -> Result<(), ImageError> {
    let (width, height, pixels) = plates::square();
    let mut png = Vec::new();
    PngEncoder::new(&mut png).write_image(&pixels, width, height, ExtendedColorType::Rgba8)?;
    save(&folder.join("square.png"), &png)?;
    let (width, height, pixels) = plates::plate();
    save(&folder.join("plate.jpg"), &jpeg(&pixels, width, height)?)
}

fn jpeg(pixels: &[u8], width: u32, height: u32) -> Result<Vec<u8>, ImageError> {
    let mut bytes = Vec::new();
    JpegEncoder::new_with_quality(&mut bytes, QUALITY).write_image(pixels, width, height, ExtendedColorType::Rgb8)?;
    Ok(bytes)
}

#[allow(clippy::disallowed_methods, reason = "a command writes files")]
fn save(path: &Path, bytes: &[u8]) -> Result<(), ImageError> {
    std::fs::write(path, bytes).map_err(ImageError::IoError)
}
