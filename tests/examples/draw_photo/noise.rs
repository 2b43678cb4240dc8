//! Seeded randomness without state: integer hashes, value noise and its sum over octaves.
//! Every value depends on its place alone, so the picture can be painted in any order and on any number of threads.

/// Mixes the bits of two lattice coordinates and a seed.
pub(crate) fn hash(x: i64, y: i64, seed: u32) -> u32 {
    let mut h =
        (x as u32).wrapping_mul(0x9E37_79B1) ^ (y as u32).wrapping_mul(0x85EB_CA77) ^ seed.wrapping_mul(0xC2B2_AE3D);
    h ^= h >> 16;
    h = h.wrapping_mul(0x7FEB_352D);
    h ^= h >> 15;
    h = h.wrapping_mul(0x846C_A68B);
    h ^ (h >> 16)
}

/// A number from 0 up to 1 for a lattice point.
pub(crate) fn random(x: i64, y: i64, seed: u32) -> f64 {
    f64::from(hash(x, y, seed)) / 4_294_967_296.0
}

/// Value noise: random numbers at whole coordinates, joined by a curve with no kink; from 0 to 1.
pub(crate) fn noise(x: f64, y: f64, seed: u32) -> f64 {
    let (left, low) = (x.floor(), y.floor());
    let (i, j) = (left as i64, low as i64);
    let ease = |t: f64| t * t * t * (t * (t * 6.0 - 15.0) + 10.0);
    let (u, v) = (ease(x - left), ease(y - low));
    let near = random(i, j, seed) * (1.0 - u) + random(i + 1, j, seed) * u;
    let far = random(i, j + 1, seed) * (1.0 - u) + random(i + 1, j + 1, seed) * u;
    near * (1.0 - v) + far * v
}

/// Noise over noise, each octave half as high and about twice as fine, turned so that no grid shows; from 0 to 1.
pub(crate) fn octaves(mut x: f64, mut y: f64, count: u32, seed: u32) -> f64 {
    let (mut sum, mut weight, mut total) = (0.0, 1.0, 0.0);
    for octave in 0..count {
        sum += weight * noise(x, y, seed.wrapping_add(octave));
        total += weight;
        weight *= 0.5;
        (x, y) = (1.62 * x + 1.21 * y + 7.3, 1.62 * y - 1.21 * x - 3.1);
    }
    sum / total
}
