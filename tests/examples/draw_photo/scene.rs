//! Where each solid stands, and following a ray to the first of them.

use crate::harbour::{self, WATER};
use crate::math::{Vec3, vec3};
use crate::people;
use crate::shapes::Near;

/// One solid: its place, its turn about the vertical (cosine, sine), a box about it in its own axes, its distance function.
pub(crate) struct Solid {
    place: Vec3,
    turn: (f64, f64),
    low: Vec3,
    high: Vec3,
    shape: fn(Vec3) -> Near,
    /// The part of the promised distance that is safe to step; less than 1 where a shape is stretched.
    stride: f64,
}

/// Where a ray ended.
#[derive(Clone, Copy)]
pub(crate) struct Hit {
    pub(crate) distance: f64,
    pub(crate) stuff: crate::shapes::Stuff,
    pub(crate) normal: Vec3,
    /// The point in the solid's own axes, for patterns.
    pub(crate) local: Vec3,
}

/// The quay runs away to the right: its edge goes through (−2.6, 5) and leaves 0.35 to the side for each metre ahead.
pub(crate) const QUAY: (f64, f64) = (0.943_858_356_4, 0.330_350_424_8);

/// The way from the quay's edge (positive on the paving) and along it.
pub(crate) fn on_quay(p: Vec3) -> Vec3 {
    (p - vec3(-4.35, 0.0, 0.0)).turned((QUAY.0, -QUAY.1))
}

pub(crate) fn solids() -> Vec<Solid> {
    vec![
        Solid {
            place: vec3(0.24, 0.0, 6.45),
            turn: (0.682, -0.731),
            low: vec3(-0.42, 0.0, -0.42),
            high: vec3(0.42, 1.95, 0.42),
            shape: people::man,
            stride: 0.62,
        },
        Solid {
            place: vec3(1.30, 0.0, 6.25),
            turn: (0.755, 0.656),
            low: vec3(-0.40, 0.0, -0.44),
            high: vec3(0.40, 1.72, 0.40),
            shape: people::woman,
            stride: 0.62,
        },
        Solid {
            place: vec3(-18.6, WATER, 58.0),
            turn: (0.990, 0.139),
            low: vec3(-14.8, -1.0, -9.6),
            high: vec3(10.8, 13.3, 7.2),
            shape: harbour::mill,
            stride: 0.8,
        },
        Solid {
            place: vec3(-18.6, WATER, 58.0),
            turn: (0.990, 0.139),
            low: vec3(10.0, -1.0, -0.7),
            high: vec3(17.2, 6.1, 3.3),
            shape: harbour::sluices,
            stride: 0.85,
        },
        Solid {
            place: vec3(-18.6, WATER, 58.0),
            turn: (0.990, 0.139),
            low: vec3(-74.0, -1.0, -0.2),
            high: vec3(82.0, 4.2, 3.8),
            shape: harbour::dam,
            stride: 0.85,
        },
        Solid {
            place: vec3(-9.3, WATER - 0.05, 26.5),
            turn: (0.940, -0.342),
            low: vec3(-2.3, -0.4, -1.0),
            high: vec3(2.1, 1.0, 1.0),
            shape: harbour::dinghy,
            stride: 0.7,
        },
        Solid {
            place: vec3(-4.6, WATER - 0.05, 36.0),
            turn: (0.819, 0.574),
            low: vec3(-2.3, -0.4, -1.0),
            high: vec3(2.1, 1.0, 1.0),
            shape: harbour::dinghy,
            stride: 0.7,
        },
        Solid {
            place: vec3(13.3, WATER, 58.0),
            turn: (0.407, -0.914),
            low: vec3(-5.9, -0.6, -1.6),
            high: vec3(5.6, 8.6, 1.6),
            shape: harbour::smack,
            stride: 0.7,
        },
        Solid {
            place: vec3(-4.35, 0.0, 0.0) + vec3(9.0 * QUAY.0, 0.0, -9.0 * QUAY.1),
            turn: QUAY,
            low: vec3(-1.0, 0.0, 21.0),
            high: vec3(9.0, 14.0, 80.0),
            shape: harbour::houses,
            stride: 0.85,
        },
        Solid {
            place: vec3(-4.35, 0.0, 0.0),
            turn: QUAY,
            low: vec3(0.2, 0.0, 12.0),
            high: vec3(5.2, 5.4, 74.0),
            shape: harbour::furniture,
            stride: 0.9,
        },
    ]
}

impl Solid {
    fn inward(&self, v: Vec3) -> Vec3 {
        v.turned((self.turn.0, -self.turn.1))
    }

    /// The part of a ray within the box, if any.
    fn span(&self, from: Vec3, way: Vec3) -> Option<(f64, f64)> {
        let (mut enter, mut leave) = (1e-3_f64, f64::INFINITY);
        for (f, w, low, high) in [
            (from.x, way.x, self.low.x, self.high.x),
            (from.y, way.y, self.low.y, self.high.y),
            (from.z, way.z, self.low.z, self.high.z),
        ] {
            let w = if w.abs() < 1e-9 { 1e-9 } else { w };
            let (a, b) = ((low - f) / w, (high - f) / w);
            enter = enter.max(a.min(b));
            leave = leave.min(a.max(b));
        }
        (enter < leave).then_some((enter, leave))
    }

    fn march(&self, from: Vec3, way: Vec3, nearest: f64) -> Option<(f64, Near)> {
        let (enter, leave) = self.span(from, way)?;
        let leave = leave.min(nearest);
        let mut t = enter;
        for _ in 0..220 {
            if t > leave {
                return None;
            }
            let found = (self.shape)(from + way * t);
            if found.distance < 0.0004 + 0.000_12 * t {
                return Some((t, found));
            }
            t += (found.distance * self.stride).max(0.0005);
        }
        None
    }

    fn normal(&self, p: Vec3, t: f64) -> Vec3 {
        let e = 0.0012 + 0.000_25 * t;
        let d = |q: Vec3| (self.shape)(q).distance;
        vec3(
            d(p + vec3(e, 0.0, 0.0)) - d(p - vec3(e, 0.0, 0.0)),
            d(p + vec3(0.0, e, 0.0)) - d(p - vec3(0.0, e, 0.0)),
            d(p + vec3(0.0, 0.0, e)) - d(p - vec3(0.0, 0.0, e)),
        )
        .unit()
    }
}

/// The first solid on a ray, nearer than `limit`.
pub(crate) fn first(solids: &[Solid], from: Vec3, way: Vec3, limit: f64) -> Option<Hit> {
    let mut best = None;
    let mut nearest = limit;
    for solid in solids {
        let (f, w) = (solid.inward(from - solid.place), solid.inward(way));
        if let Some((t, found)) = solid.march(f, w, nearest) {
            nearest = t;
            best = Some((solid, f + w * t, t, found));
        }
    }
    best.map(|(solid, local, distance, found)| Hit {
        distance,
        stuff: found.stuff,
        normal: solid.normal(local, distance).turned(solid.turn),
        local,
    })
}

/// Whether anything stands between a point and the sun.
pub(crate) fn shaded(solids: &[Solid], from: Vec3, way: Vec3) -> bool {
    solids.iter().any(|solid| {
        let (f, w) = (solid.inward(from - solid.place), solid.inward(way));
        solid.march(f, w, f64::INFINITY).is_some()
    })
}

/// How open a point is to the sky, from a few steps along its normal.
pub(crate) fn openness(solids: &[Solid], p: Vec3, normal: Vec3, reach: f64) -> f64 {
    let mut open = 1.0;
    for step in 1..=3 {
        let far = reach * f64::from(step) / 3.0;
        let q = p + normal * far;
        let clear = solids
            .iter()
            .filter_map(|solid| {
                let local = solid.inward(q - solid.place);
                let margin = reach;
                let inside = local.x > solid.low.x - margin
                    && local.x < solid.high.x + margin
                    && local.y > solid.low.y - margin
                    && local.y < solid.high.y + margin
                    && local.z > solid.low.z - margin
                    && local.z < solid.high.z + margin;
                inside.then(|| (solid.shape)(local).distance)
            })
            .fold(far, f64::min)
            .max(0.0);
        open -= 0.28 * (1.0 - clear / far) * (1.6 / (1.0 + 0.4 * f64::from(step)));
    }
    open.clamp(0.25, 1.0)
}
