//! Distance functions of solids, after the usual idea of sphere tracing: each tells how far a point is from a surface,
//! negative inside, so that a ray can step that far without touching anything.

use crate::math::{Vec3, vec3};

/// What a surface is made of; the light on it is the business of `surface` and `light`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Stuff {
    Wool,
    Felt,
    Wax,
    Denim,
    Scarf,
    Knit,
    Rubber,
    Hair,
    Skin,
    Paper,
    Stone,
    Board,
    Glass,
    Slate,
    Oak,
    Iron,
    Hull,
    Plaster,
}

/// The distance to a surface and what is there.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Near {
    pub(crate) distance: f64,
    pub(crate) stuff: Stuff,
}

pub(crate) fn near(distance: f64, stuff: Stuff) -> Near {
    Near { distance, stuff }
}

impl Near {
    pub(crate) fn or(self, other: Near) -> Near {
        if other.distance < self.distance { other } else { self }
    }
}

/// The smaller of two distances with the crease between the solids filled to about `width`.
pub(crate) fn joined(a: f64, b: f64, width: f64) -> f64 {
    let h = (width - (a - b).abs()).max(0.0) / width;
    a.min(b) - h * h * width * 0.25
}

/// A rod from `a` to `b` whose radius goes from `ra` to `rb`, with round ends.
pub(crate) fn rod(p: Vec3, a: Vec3, b: Vec3, ra: f64, rb: f64) -> f64 {
    let (along, from) = (b - a, p - a);
    let t = (from.dot(along) / along.dot(along)).clamp(0.0, 1.0);
    (from - along * t).length() - (ra + (rb - ra) * t)
}

/// A rod with flat ends: a roll of paper.
pub(crate) fn cylinder(p: Vec3, a: Vec3, b: Vec3, radius: f64) -> f64 {
    let axis = b - a;
    let length = axis.length();
    let unit = axis * (1.0 / length);
    let t = (p - a).dot(unit);
    let side = (p - a - unit * t).length() - radius;
    let end = (t - length * 0.5).abs() - length * 0.5;
    side.max(end)
}

pub(crate) fn ellipsoid(p: Vec3, centre: Vec3, radii: Vec3) -> f64 {
    let q = p - centre;
    let k = vec3(q.x / radii.x, q.y / radii.y, q.z / radii.z).length();
    let g = vec3(q.x / (radii.x * radii.x), q.y / (radii.y * radii.y), q.z / (radii.z * radii.z)).length();
    k * (k - 1.0) / g.max(1e-9)
}

pub(crate) fn block(p: Vec3, centre: Vec3, half: Vec3) -> f64 {
    let q = p - centre;
    let q = vec3(q.x.abs() - half.x, q.y.abs() - half.y, q.z.abs() - half.z);
    let outside = vec3(q.x.max(0.0), q.y.max(0.0), q.z.max(0.0)).length();
    outside + q.x.max(q.y).max(q.z).min(0.0)
}

/// A pitched roof's solid between eaves and ridge; the ridge runs along z, `half` is half the width across the eaves.
pub(crate) fn pitched(p: Vec3, half: f64, length: f64, eaves: f64, ridge: f64) -> f64 {
    let (run, rise) = (half, ridge - eaves);
    let scale = 1.0 / (run * run + rise * rise).sqrt();
    let slope = (p.x.abs() * rise + (p.y - ridge) * run) * scale;
    slope.max(eaves - p.y).max(p.z.abs() - length)
}

/// One height of a garment: half its width and half its depth there.
pub(crate) type Girth = (f64, f64, f64);

/// A garment about a body: elliptical cross-sections joined smoothly, open where the table ends.
pub(crate) fn garment(p: Vec3, girths: &[Girth], folds: f64) -> f64 {
    let (first, last) = (girths[0], girths[girths.len() - 1]);
    let y = p.y.clamp(first.0, last.0);
    let mut size = (last.1, last.2);
    for pair in girths.windows(2) {
        let (low, high) = (pair[0], pair[1]);
        if y <= high.0 {
            let t = (y - low.0) / (high.0 - low.0);
            let t = t * t * (3.0 - 2.0 * t) * 0.5 + t * 0.5;
            size = (low.1 + (high.1 - low.1) * t, low.2 + (high.2 - low.2) * t);
            break;
        }
    }
    let (a, b) = size;
    let ring = ((p.x / a) * (p.x / a) + (p.z / b) * (p.z / b)).sqrt();
    let side = (ring - 1.0) * a.min(b) - folds;
    side.max(first.0 - p.y).max(p.y - last.0)
}
