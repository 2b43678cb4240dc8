//! Vectors, colours, smooth steps, and a sine and an exponential of our own.
//! Everything is made of `+ - * /`, `sqrt` and `floor`, which IEEE 754 fixes to the last bit,
//! so that the photograph has the same bytes on every machine; the library's `sin`, `exp` and `powf` do not promise that.

use std::ops::{Add, Mul, Neg, Sub};

/// A point, a direction, or a colour in linear light (red, green, blue).
#[derive(Clone, Copy, Debug)]
pub(crate) struct Vec3 {
    pub(crate) x: f64,
    pub(crate) y: f64,
    pub(crate) z: f64,
}

pub(crate) const fn vec3(x: f64, y: f64, z: f64) -> Vec3 {
    Vec3 { x, y, z }
}

impl Vec3 {
    pub(crate) fn dot(self, other: Vec3) -> f64 {
        self.x * other.x + self.y * other.y + self.z * other.z
    }

    pub(crate) fn length(self) -> f64 {
        self.dot(self).sqrt()
    }

    pub(crate) fn unit(self) -> Vec3 {
        self * (1.0 / self.length().max(1e-12))
    }

    /// Component by component: light falling through a colour.
    pub(crate) fn tint(self, other: Vec3) -> Vec3 {
        vec3(self.x * other.x, self.y * other.y, self.z * other.z)
    }

    pub(crate) fn mix(self, other: Vec3, amount: f64) -> Vec3 {
        self + (other - self) * amount
    }

    /// Turned about the vertical axis by an angle whose cosine and sine are given.
    pub(crate) fn turned(self, (cos, sin): (f64, f64)) -> Vec3 {
        vec3(cos * self.x + sin * self.z, self.y, cos * self.z - sin * self.x)
    }

    pub(crate) fn reflected(self, normal: Vec3) -> Vec3 {
        self - normal * (2.0 * self.dot(normal))
    }

    pub(crate) fn luminance(self) -> f64 {
        self.dot(vec3(0.2126, 0.7152, 0.0722))
    }
}

impl Add for Vec3 {
    type Output = Vec3;
    fn add(self, other: Vec3) -> Vec3 {
        vec3(self.x + other.x, self.y + other.y, self.z + other.z)
    }
}

impl Sub for Vec3 {
    type Output = Vec3;
    fn sub(self, other: Vec3) -> Vec3 {
        vec3(self.x - other.x, self.y - other.y, self.z - other.z)
    }
}

impl Mul<f64> for Vec3 {
    type Output = Vec3;
    fn mul(self, factor: f64) -> Vec3 {
        vec3(self.x * factor, self.y * factor, self.z * factor)
    }
}

impl Neg for Vec3 {
    type Output = Vec3;
    fn neg(self) -> Vec3 {
        self * -1.0
    }
}

pub(crate) fn mix(from: f64, to: f64, amount: f64) -> f64 {
    from + (to - from) * amount
}

pub(crate) fn smoothstep(from: f64, to: f64, x: f64) -> f64 {
    let t = ((x - from) / (to - from)).clamp(0.0, 1.0);
    t * t * (3.0 - 2.0 * t)
}

/// The sine, to about a thousandth: two parabolas and a correction, as is enough for waves and folds.
pub(crate) fn sin(x: f64) -> f64 {
    let turns = x * (0.5 / std::f64::consts::PI);
    let t = turns - (turns + 0.5).floor();
    let arch = 8.0 * t - 16.0 * t * t.abs();
    0.225 * (arch * arch.abs() - arch) + arch
}

/// `e` to the power of `-x` for `x ≥ 0`: a short series for a 1024th of it, squared ten times.
pub(crate) fn fade(x: f64) -> f64 {
    let y = -x.min(40.0) / 1024.0;
    let mut power = 1.0 + y * (1.0 + y * (0.5 + y / 6.0));
    for _ in 0..10 {
        power *= power;
    }
    power
}

/// A whole power.
pub(crate) fn power(base: f64, exponent: u32) -> f64 {
    (0..exponent).fold(1.0, |product, _| product * base)
}
