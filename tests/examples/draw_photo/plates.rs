//! Two small pictures for the test cases: a square with transparency, and a plate of flat tones.

/// A PNG's pixels, 120 × 80 with alpha: a disc that fades outwards, and one quarter that is opaque.
pub(crate) fn square() -> (u32, u32, Vec<u8>) {
    let (width, height) = (120_u32, 80_u32);
    let mut bytes = Vec::new();
    for y in 0..height {
        for x in 0..width {
            let (dx, dy) = (i64::from(x) * 2 - 119, i64::from(y) * 2 - 79);
            let reach = dx * dx + dy * dy;
            let red = (x * 255 / (width - 1)) as u8;
            let blue = (y * 255 / (height - 1)) as u8;
            let alpha = if x < width / 2 && y < height / 2 {
                255
            } else {
                u8::try_from((255 - reach * 255 / (79 * 79)).clamp(0, 255)).unwrap_or(255)
            };
            bytes.extend([red, 96, blue, alpha]);
        }
    }
    (width, height, bytes)
}

/// A JPEG's pixels, 200 × 120: a wedge of greys over a row of colours, as printers use to judge a plate.
pub(crate) fn plate() -> (u32, u32, Vec<u8>) {
    const COLOURS: [[u8; 3]; 5] = [[0, 158, 224], [226, 0, 122], [255, 236, 0], [29, 29, 27], [250, 250, 248]];
    let (width, height) = (200_u32, 120_u32);
    let mut bytes = Vec::new();
    for y in 0..height {
        for x in 0..width {
            if y < 60 {
                let step = (x / 20) as u8;
                bytes.extend([20 + step * 24; 3]);
            } else {
                bytes.extend(COLOURS[(x / 40) as usize]);
            }
        }
    }
    (width, height, bytes)
}
