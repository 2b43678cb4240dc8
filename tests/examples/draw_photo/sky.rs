//! Everything at infinity: the low sun, the clouds, the hills beyond the creek; and the haze that lies before all of it.

use crate::math::{Vec3, fade, mix, smoothstep, vec3};
use crate::noise::{noise, octaves};

/// How far the sun stands from the middle of the view and above the horizon, as tangents: a little left, seven degrees up.
pub(crate) const SUN: (f64, f64) = (-0.096, 0.1265);

/// The direction to the sun.
pub(crate) fn sun() -> Vec3 {
    vec3(SUN.0, SUN.1, 1.0).unit()
}

/// The sun's light on a surface that faces it.
pub(crate) const SUNLIGHT: Vec3 = vec3(5.4, 3.35, 1.75);

/// How much of a narrow lobe about the sun a direction sees; `width` is in units of 1 − cos.
fn lobe(away: f64, width: f64) -> f64 {
    let t = 1.0 + away / width;
    1.0 / (t * t)
}

/// The sky with clouds and sun, without land.
pub(crate) fn sky(direction: Vec3) -> Vec3 {
    let height = direction.y.max(0.0);
    let away = 1.0 - direction.dot(sun());
    let zenith = vec3(0.060, 0.130, 0.255);
    let middle = vec3(0.30, 0.37, 0.46);
    let horizon = vec3(0.86, 0.58, 0.36);
    let mut colour = zenith.mix(middle, fade(height * 4.2)).mix(horizon, fade(height * 10.0));
    colour = colour + vec3(0.95, 0.56, 0.24) * (0.85 * lobe(away, 0.055));
    colour = colour + vec3(1.0, 0.72, 0.38) * (1.5 * lobe(away, 0.006));
    let disc = smoothstep(5.2e-5, 3.6e-5, away);
    let glare = vec3(1.0, 0.86, 0.62) * (4.5 * lobe(away, 0.000_75) + 14.0 * lobe(away, 0.000_12) + 9.0 * disc);

    // The clouds lie on a plane overhead, so that they crowd together towards the horizon.
    let reach = 1.0 / (height + 0.055);
    let (cx, cz) = (direction.x * reach * 0.62 + 2.6, direction.z * reach * 0.62);
    let warp = octaves(cx * 0.55 + 9.0, cz * 0.55, 3, 71) - 0.5;
    let thickness = |x: f64, z: f64| octaves(x * 0.9 + warp * 1.5, z * 1.55 + warp, 6, 11);
    let here = thickness(cx, cz);
    let sunward = thickness(cx - 0.02, cz + 0.34);
    let cover = smoothstep(0.45, 0.70, here + 0.05 * smoothstep(0.1, 0.35, height));
    let cover = cover * smoothstep(0.012, 0.09, height);
    // Thin edges and the sides towards the sun let its light through; thick hearts stay grey-violet.
    let relief = ((here - sunward) * 5.0 + 0.42).clamp(0.0, 1.0);
    let through = fade(cover * 2.6);
    let shade = vec3(0.135, 0.135, 0.175).mix(vec3(0.40, 0.29, 0.26), fade(height * 7.0));
    let gold = vec3(1.25, 0.80, 0.46) * (0.55 + 2.1 * lobe(away, 0.10));
    let lit = shade.mix(gold, (0.25 + 0.75 * through) * relief * 0.85 + 0.30 * through);
    colour = colour.mix(lit, cover * 0.86);
    colour + glare * (1.0 - 0.55 * cover)
}

/// The sky with the land that closes the view.
pub(crate) fn backdrop(direction: Vec3) -> Vec3 {
    let side = direction.x / direction.z.max(0.05);
    let rise = direction.y / direction.z.max(0.05);
    let mut colour = sky(direction);
    for (n, (distance, base, swing, grain)) in
        [(5200.0, 0.030, 0.040, 2.6), (2600.0, 0.014, 0.026, 4.1), (900.0, 0.002, 0.016, 8.0)].into_iter().enumerate()
    {
        let seed = 50 + n as u32;
        let mut crest = base + swing * (octaves(side * grain + 3.0, 0.0, 3, seed) - 0.32);
        // Woods on the nearest two, and roofs with a spire where the town goes round the bay.
        crest += 0.0016 * (noise(side * 230.0, 2.0, seed) + noise(side * 520.0, 4.0, seed)) * n as f64;
        if n == 2 {
            crest = crest.max(town(side));
        }
        let ground = smoothstep(crest + 0.0005, crest - 0.0005, rise);
        if ground > 0.0 {
            let land = vec3(0.045, 0.050, 0.046);
            colour = colour.mix(haze(land, distance, direction), ground);
        }
    }
    colour
}

/// The skyline of the far side of the bay, as tangents of height.
fn town(side: f64) -> f64 {
    let plot = (side * 105.0).floor();
    let within = side * 105.0 - plot;
    let tall = 0.0045 + 0.0065 * noise(plot * 1.37, 0.5, 61);
    let present = smoothstep(0.10, 0.16, side) * smoothstep(0.62, 0.48, side);
    let roof = tall + 0.0035 * (1.0 - (within - 0.5).abs() * 2.0);
    let spire = 0.034 - (side - 0.262).abs() * 9.0;
    let tower = if (side - 0.262).abs() < 0.0032 { 0.017 } else { 0.0 };
    (roof * present).max(spire).max(tower)
}

/// A colour seen through a depth of air: the farther, the nearer to the light of the horizon on that side.
pub(crate) fn haze(colour: Vec3, distance: f64, direction: Vec3) -> Vec3 {
    let away = 1.0 - direction.dot(sun());
    let air = vec3(0.43, 0.40, 0.40) + vec3(1.05, 0.62, 0.27) * lobe(away, 0.05);
    let veil = 1.0 - fade(distance / 1000.0);
    colour.mix(air, veil.min(0.93))
}

/// Light on a rough surface from the whole sky, by which way it faces: cool from above, warm from ahead, little from below.
pub(crate) fn ambient(normal: Vec3) -> Vec3 {
    let up = 0.5 + 0.5 * normal.y;
    let ahead = (0.5 + 0.5 * normal.z).max(0.0);
    let ground = vec3(0.16, 0.12, 0.09);
    let above = vec3(0.34, 0.40, 0.50);
    let glow = vec3(0.80, 0.52, 0.30);
    ground.mix(above, up) + glow * (mix(0.0, 0.75, ahead * ahead))
}
