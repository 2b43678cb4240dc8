//! The camera: where it stands, what it gathers for each pixel, and how light becomes a print.

use crate::light::Look;
use crate::math::{Vec3, mix, smoothstep, vec3};
use crate::noise::random;
use crate::scene::{Solid, solids};
use crate::sky::SUN;

/// A picture of 8-bit red, green and blue, row by row.
pub(crate) struct Print {
    pub(crate) width: u32,
    pub(crate) height: u32,
    pub(crate) bytes: Vec<u8>,
}

/// Eye height above the paving.
const EYE: Vec3 = vec3(0.0, 1.62, 0.0);
/// A lens of 34 mm on 35 mm film: this many picture widths from lens to picture.
const FOCAL: f64 = 0.945;
/// The horizon, as a part of the height from the top: the lens is shifted, so that walls stay upright.
const HORIZON: f64 = 0.475;
/// The lens is sharp at this distance and open this wide, in metres; what lies far behind goes soft by a pixel or two.
const FOCUS: f64 = 6.4;
const APERTURE: f64 = 0.0075;

/// Takes the photograph, `width` pixels wide and two thirds as high, each pixel the mean of `grid` × `grid` looks.
pub(crate) fn expose(width: u32, grid: u32) -> Print {
    let height = (width * 2 + 1) / 3;
    let solids = solids();
    let mut bytes = vec![0; (width * height * 3) as usize];
    let row_length = (width * 3) as usize;
    let workers = 2;
    // Every pixel depends on its place alone, so how the rows are dealt out changes nothing.
    let mut rows: Vec<(usize, &mut [u8])> = bytes.chunks_mut(row_length).enumerate().collect();
    let mut shares: Vec<Vec<(usize, &mut [u8])>> = (0..workers).map(|_| Vec::new()).collect();
    while let Some(row) = rows.pop() {
        shares[row.0 % workers].push(row);
    }
    std::thread::scope(|scope| {
        for share in shares {
            let solids = &solids;
            scope.spawn(move || {
                for (y, row) in share {
                    for (x, pixel) in row.chunks_mut(3).enumerate() {
                        let light = gather(solids, x as u32, y as u32, width, height, grid);
                        let place = ((x as f64 + 0.5) / f64::from(width), (y as f64 + 0.5) / f64::from(height));
                        let grain = grain(x as i64, y as i64);
                        pixel.copy_from_slice(&develop(light, place, grain));
                    }
                }
            });
        }
    });
    Print { width, height, bytes }
}

/// The mean light of one pixel; single looks are held below a limit, so that a glint stays a glint.
fn gather(solids: &[Solid], x: u32, y: u32, width: u32, height: u32, grid: u32) -> Vec3 {
    let mut sum = vec3(0.0, 0.0, 0.0);
    let scale = f64::from(width);
    for n in 0..grid * grid {
        let key = i64::from(n);
        let spot = i64::from(y) * 65_536 + i64::from(x);
        // Within the pixel and on the lens each look has a cell of its own, the same for every pixel:
        // chance here would show as a ragged edge on all that is out of focus.
        let step = f64::from(grid);
        let cell = |n: u32| (f64::from(n % grid), f64::from(n / grid));
        let ((ix, iy), (kx, ky)) = (cell(n), cell((n * 7 + 3) % (grid * grid)));
        let (px, py) = (f64::from(x) + (ix + (iy + 0.5) / step) / step, f64::from(y) + (iy + (ix + 0.5) / step) / step);
        let (lx, ly) = ((kx + (ky + 0.5) / step) / step - 0.5, (ky + (kx + 0.5) / step) / step - 0.5);
        let way = vec3((px / scale - 0.5) / FOCAL, (f64::from(height) * HORIZON - py) / scale / FOCAL, 1.0);
        let target = EYE + way * FOCUS;
        let lens = EYE + vec3(lx * APERTURE * 2.0, ly * APERTURE * 2.0, 0.0);
        let look = Look { solids, chance: (random(spot, key, 5), random(spot, key, 6)), pixel: 1.0 / (scale * FOCAL) };
        let light = look.along(lens, (target - lens).unit(), 2);
        let bright = light.luminance();
        sum = sum + light * (7.0 / bright.max(7.0));
    }
    sum * (1.0 / f64::from(grid * grid))
}

/// Light becomes a print: veiling glare, vignette, the film's curve, its tint in the shadows, its grain.
fn develop(light: Vec3, (u, v): (f64, f64), grain: f64) -> [u8; 3] {
    let (dx, dy) = (u - 0.5 - SUN.0 * FOCAL, (v - HORIZON) * 0.667 + SUN.1 * FOCAL);
    let from_sun = dx * dx + dy * dy;
    let veil = vec3(1.0, 0.66, 0.36) * (0.070 / (1.0 + from_sun / 0.012)) + vec3(0.006, 0.006, 0.007);
    let (cx, cy) = (u - 0.5, (v - 0.5) * 0.667);
    let corner = (cx * cx + cy * cy) / 0.361;
    let vignette = mix(1.0, 0.62, smoothstep(0.15, 1.0, corner));
    let exposed = (light + veil).tint(vec3(1.06, 1.0, 0.925)) * (1.02 * vignette);
    let tone = |x: f64| {
        // A filmic curve: a toe that keeps shadows apart and a long shoulder.
        let x = x.max(0.0);
        (x * (2.51 * x + 0.03)) / (x * (2.43 * x + 0.59) + 0.14)
    };
    let print = vec3(tone(exposed.x * 0.72), tone(exposed.y * 0.72), tone(exposed.z * 0.72));
    let dark = 1.0 - smoothstep(0.0, 0.30, print.luminance());
    let print = print + vec3(0.0015, 0.0035, 0.0075) * dark;
    let display = |x: f64| {
        // sRGB's curve is near the power 1/2.2: roots give 1/2 and 3/8, and a mean of the two lies close to it.
        let root = x.clamp(0.0, 1.0).sqrt();
        mix(root, root.sqrt() * root.sqrt().sqrt(), 0.28)
    };
    let middle = 4.0 * display(print.luminance()) * (1.0 - display(print.luminance()));
    let noise = grain * (0.010 + 0.020 * middle);
    [print.x, print.y, print.z].map(|x| ((display(x) + noise).clamp(0.0, 1.0) * 255.0 + 0.5) as u8)
}

/// Film grain about two thirds of a pixel wide: bell-shaped, from four hashes, with some of its neighbours' share.
fn grain(x: i64, y: i64) -> f64 {
    let bell = |x: i64, y: i64| (7..11).map(|seed| random(x, y, seed)).sum::<f64>() * 0.5 - 1.0;
    bell(x, y) * 0.7 + (bell(x + 1, y) + bell(x, y + 1)) * 0.35
}
