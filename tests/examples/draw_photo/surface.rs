//! What each stuff looks like, point by point: weave, grain, courses of stone, lime-wash. How light falls on it is in `light`.

use crate::harbour::HOUSES;
use crate::math::{Vec3, vec3};
use crate::noise::{noise, octaves, random};
use crate::scene::Hit;
use crate::shapes::Stuff;

/// How a surface treats light.
pub(crate) struct Finish {
    /// What it throws back evenly, of each colour.
    pub(crate) albedo: Vec3,
    /// What its fibres throw back at a glance.
    pub(crate) sheen: f64,
    /// How strongly it shines.
    pub(crate) gloss: f64,
}

/// The finish of the point that a ray has hit.
pub(crate) fn finish(hit: &Hit) -> Finish {
    let q = hit.local;
    let (albedo, sheen, gloss) = match hit.stuff {
        Stuff::Wool => {
            let weave = 0.8 + 0.4 * noise(q.x * 90.0 + q.z * 60.0, q.y * 90.0, 101);
            (vec3(0.052, 0.047, 0.050) * weave, 0.16, 0.004)
        }
        Stuff::Felt => (vec3(0.040, 0.034, 0.030), 0.14, 0.0),
        Stuff::Wax => {
            let rub = 0.7 + 0.6 * octaves(q.x * 14.0, q.y * 11.0 + q.z * 6.0, 3, 103);
            (vec3(0.036, 0.050, 0.054) * rub, 0.12, 0.07)
        }
        Stuff::Denim => (vec3(0.040, 0.043, 0.054), 0.09, 0.0),
        Stuff::Scarf => (vec3(0.24, 0.055, 0.040), 0.22, 0.0),
        Stuff::Knit => (vec3(0.150, 0.110, 0.062), 0.26, 0.0),
        Stuff::Rubber => (vec3(0.028, 0.032, 0.028), 0.03, 0.22),
        Stuff::Hair => (vec3(0.070, 0.046, 0.030), 0.34, 0.08),
        Stuff::Skin => (vec3(0.30, 0.185, 0.135), 0.12, 0.03),
        Stuff::Paper => (vec3(0.66, 0.63, 0.56), 0.05, 0.0),
        Stuff::Stone => {
            let course = (q.y * 2.6).floor();
            let stone = random(((q.x + q.z) * 1.4 + course * 0.5).floor() as i64, course as i64, 105);
            (vec3(0.190, 0.170, 0.150) * (0.7 + 0.5 * stone), 0.0, 0.0)
        }
        Stuff::Board => {
            let plank = random((q.y * 4.0).floor() as i64, ((q.x + q.z) * 0.35).floor() as i64, 107);
            (vec3(0.110, 0.094, 0.080) * (0.75 + 0.5 * plank), 0.0, 0.0)
        }
        Stuff::Glass => (vec3(0.020, 0.022, 0.026), 0.0, 0.30),
        Stuff::Slate => {
            let tile = random((q.x * 3.0).floor() as i64, ((q.y + q.z) * 3.0).floor() as i64, 109);
            (vec3(0.090, 0.088, 0.095) * (0.75 + 0.5 * tile), 0.03, 0.10)
        }
        Stuff::Oak => {
            let grain = noise(q.x * 9.0 + q.z * 3.0, q.y * 9.0, 111);
            (vec3(0.085, 0.062, 0.045) * (0.7 + 0.6 * grain), 0.02, 0.06)
        }
        Stuff::Iron => (vec3(0.035, 0.033, 0.034), 0.02, 0.16),
        Stuff::Hull => {
            let band = if q.y > 0.36 { vec3(0.42, 0.40, 0.36) } else { vec3(0.055, 0.085, 0.105) };
            (band, 0.02, 0.06)
        }
        Stuff::Plaster => (plaster(q, hit.normal.x < -0.6), 0.0, 0.0),
    };
    Finish { albedo, sheen, gloss }
}

/// Somebody is up already: whether a point of the mill's glass belongs to one of the three windows with a lamp behind them.
pub(crate) fn lamplit(q: Vec3) -> bool {
    let upper = (q.x - 2.3).abs() < 0.6 && q.y > 5.0;
    let house = (q.x + 9.6).abs() < 0.6;
    let cross = (q.y - 5.9).abs() < 0.03 || (q.x - 2.3).abs() < 0.03 || (q.x + 9.6).abs() < 0.03;
    (upper || house) && !cross
}

/// The houses' lime-wash, each its own colour, darker in the window openings.
fn plaster(q: Vec3, front: bool) -> Vec3 {
    const WASHES: [Vec3; 5] = [
        vec3(0.56, 0.52, 0.45),
        vec3(0.47, 0.38, 0.27),
        vec3(0.34, 0.41, 0.45),
        vec3(0.48, 0.36, 0.31),
        vec3(0.60, 0.58, 0.54),
    ];
    let number = HOUSES.iter().position(|&(centre, half, ..)| (q.z - centre).abs() < half + 0.25).unwrap_or(0);
    let wash = WASHES[(number * 3 + 1) % WASHES.len()];
    let stain = 0.72 + 0.45 * octaves(q.z * 0.9, q.y * 0.5, 4, 113);
    if q.x > 0.1 && q.x < 0.3 && front {
        return vec3(0.035, 0.038, 0.045);
    }
    wash * (0.8 * stain)
}
