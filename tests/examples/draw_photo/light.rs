//! The colour that comes along a ray: solids, paving, water, and what each throws back of the sky.

use crate::harbour::WATER;
use crate::math::{Vec3, fade, mix, power, sin, smoothstep, vec3};
use crate::noise::{noise, octaves, random};
use crate::scene::{Hit, Solid, first, on_quay, openness, shaded};
use crate::shapes::Stuff;
use crate::sky::{SUNLIGHT, ambient, backdrop, haze, sun};
use crate::surface::{Finish, finish, lamplit};

/// One look into the scene. `chance` has two numbers from 0 to 1 that differ from sample to sample;
/// they place the point on the sun's disc from which shadows are cast, and choose one facet of the water.
pub(crate) struct Look<'a> {
    pub(crate) solids: &'a [Solid],
    pub(crate) chance: (f64, f64),
    /// How wide a pixel is at a distance of 1.
    pub(crate) pixel: f64,
}

impl Look<'_> {
    /// The light from one direction, with mirrored rays followed `bounces` times.
    pub(crate) fn along(&self, from: Vec3, way: Vec3, bounces: u32) -> Vec3 {
        let ground = self.ground(from, way);
        let limit = ground.map_or(400.0, |(t, _)| t);
        if let Some(hit) = first(self.solids, from, way, limit) {
            let p = from + way * hit.distance;
            return haze(self.solid(&hit, p, way), hit.distance, way);
        }
        match ground {
            Some((t, true)) => haze(self.paving(from + way * t, way, t, bounces), t, way),
            Some((t, false)) => haze(self.water(from + way * t, way, t, bounces), t * 0.75, way),
            None => backdrop(way),
        }
    }

    /// Where a falling ray meets the paving (true) or the water (false).
    fn ground(&self, from: Vec3, way: Vec3) -> Option<(f64, bool)> {
        if way.y > -1e-5 {
            return None;
        }
        let t = -from.y / way.y;
        if t > 0.0 {
            let edge = on_quay(from + way * t);
            if edge.x > 0.0 && edge.z < 150.0 {
                return Some((t, true));
            }
        }
        let t = (WATER - from.y) / way.y;
        (t > 0.0 && t < 4000.0).then_some((t, false))
    }

    /// A direction to a point of the sun, which thin cloud makes a little wider than it is.
    fn sunward(&self) -> Vec3 {
        let (a, b) = (self.chance.0 - 0.5, self.chance.1 - 0.5);
        (sun() + vec3(a * 0.022, b * 0.022, 0.0)).unit()
    }

    fn solid(&self, hit: &Hit, p: Vec3, way: Vec3) -> Vec3 {
        let Finish { albedo, sheen, gloss } = finish(hit);
        let normal = hit.normal;
        let light = sun();
        let facing = normal.dot(light);
        let open = openness(self.solids, p, normal, if hit.distance < 15.0 { 0.22 } else { 1.2 });
        let mut colour = albedo.tint(ambient(normal)) * open;
        let sunny = facing > 0.0 && !shaded(self.solids, p + normal * 0.012, self.sunward());
        let grazing = 1.0 - (-normal.dot(way)).clamp(0.0, 1.0);
        if sunny {
            let half = (light - way).unit();
            let shine = power(half.dot(normal).max(0.0), 24) * gloss;
            let rim = power(grazing, 3) * sheen * facing.min(0.6);
            colour = colour + SUNLIGHT.tint(albedo) * facing + SUNLIGHT * (shine * facing + rim);
        }
        // Loose fibres and hair pass light on all round an edge that has the sun behind it.
        let behind = smoothstep(0.86, 1.0, way.dot(light));
        let fringe = power(grazing, 4) * behind * sheen * 0.95;
        if fringe > 0.001 && !shaded(self.solids, p + normal * 0.03, self.sunward()) {
            colour = colour + SUNLIGHT * fringe;
        }
        if hit.stuff == Stuff::Paper {
            colour = colour + SUNLIGHT.tint(vec3(0.042, 0.037, 0.030)) * (0.4 + 0.6 * behind);
        }
        if hit.stuff == Stuff::Glass && lamplit(hit.local) {
            colour = colour + vec3(1.05, 0.56, 0.20);
        }
        colour
    }

    /// The quay: rows of granite slabs, worn and wet, a kerb of long stones at the edge.
    fn paving(&self, p: Vec3, way: Vec3, distance: f64, bounces: u32) -> Vec3 {
        let edge = on_quay(p);
        let slab = Slab::at(edge.x, edge.z);
        let footprint = distance * self.pixel;
        let fine = fade(footprint * 60.0);
        let relief = |x: f64, z: f64| {
            0.010 * octaves(x * 5.0, z * 5.0, 4, 21) + 0.0045 * octaves(x * 31.0, z * 31.0, 3, 25) * fine
        };
        let e = 0.012 + footprint;
        let here = relief(edge.x, edge.z);
        let slope = ((relief(edge.x + e, edge.z) - here) / e, (relief(edge.x, edge.z + e) - here) / e);
        let joint = slab.joint(footprint);
        let tip = ((slab.lean.0 + slope.0) * 0.85, (slab.lean.1 + slope.1) * 0.85);
        let local = vec3(-tip.0, 1.0, -tip.1).unit();
        let normal = local.turned(crate::scene::QUAY);
        let puddles = octaves(edge.x * 0.42 + 4.0, edge.z * 0.30, 4, 91);
        let wet = smoothstep(0.50, 0.66, puddles + 0.10 * joint);

        let lichen = octaves(edge.x * 1.7, edge.z * 1.7, 4, 23);
        let speck = noise(edge.x * 140.0, edge.z * 140.0, 27);
        let tone = slab.tone * (0.72 + 0.5 * lichen) * mix(1.0, 0.72 + 0.56 * speck, fine);
        let stone = vec3(0.150, 0.140, 0.132) * tone;
        let dry = stone.mix(vec3(0.030, 0.027, 0.024), joint);
        let albedo = dry * mix(1.0, 0.50, wet);

        let light = self.sunward();
        let open = openness(self.solids, p, vec3(0.0, 1.0, 0.0), 0.30);
        let mut colour = albedo.tint(ambient(vec3(0.0, 1.0, 0.0))) * open;
        let lifted = p + vec3(0.0, 0.004, 0.0);
        let sunny = !shaded(self.solids, lifted, light);
        if sunny {
            let facing = normal.dot(light).max(0.0);
            colour = colour + SUNLIGHT.tint(albedo) * (facing * 1.6);
            let half = (light - way).unit().dot(normal).max(0.0);
            let glance = power(1.0 - (-way.y).clamp(0.0, 1.0), 4);
            let shine = power(half, 90) * 0.22 + power(half, 900) * mix(0.5, 2.0, wet);
            colour = colour + SUNLIGHT * (shine * glance * facing * 2.2 * (1.0 - joint));
        }
        // Damp stone throws the low light back at a glance; standing water mirrors.
        let flat = normal.mix(vec3(0.0, 1.0, 0.0), wet * 0.86).unit();
        let facing = (-flat.dot(way)).clamp(0.0, 1.0);
        let fresnel = 0.022 + 0.978 * power(1.0 - facing, 5);
        let mirror = way.reflected(flat);
        let mirror = vec3(mirror.x, mirror.y.abs().max(0.004), mirror.z).unit();
        let share = fresnel * mix(0.16, 1.0, wet) * (1.0 - 0.7 * joint);
        let reflected = if bounces > 0 { self.along(lifted, mirror, bounces - 1) } else { backdrop(mirror) };
        let cap = reflected.luminance().max(1e-6);
        let reflected = reflected * (cap.min(4.0) / cap);
        colour.mix(reflected, share.min(1.0))
    }

    /// The harbour's water: long swell, crossing ripples and cat's-paws, fading into roughness with distance.
    fn water(&self, p: Vec3, way: Vec3, distance: f64, bounces: u32) -> Vec3 {
        let gust = smoothstep(0.34, 0.70, octaves(p.x * 0.045, p.z * 0.022, 3, 81));
        let strength = mix(0.35, 1.0, gust);
        let height = |x: f64, z: f64| {
            let bend = noise(x * 0.11, z * 0.11, 83) * 3.0;
            0.030 * sin(x * 0.55 + z * 0.9 + bend)
                + strength
                    * (0.100 * octaves(x * 0.80, z * 1.25, 3, 85) + 0.030 * octaves(x * 3.3 + 5.0, z * 5.2, 3, 87))
        };
        let e = 0.05;
        let here = height(p.x, p.z);
        let (mut sx, mut sz) = ((height(p.x + e, p.z) - here) / e, (height(p.x, p.z + e) - here) / e);
        // Past some forty metres the ripples are finer than a pixel: one facet is drawn by chance instead.
        let far = smoothstep(30.0, 130.0, distance);
        let (a, b) = (
            self.chance.0 + random((p.x * 900.0) as i64, (p.z * 900.0) as i64, 5) - 1.0,
            self.chance.1 + random((p.x * 900.0) as i64, (p.z * 900.0) as i64, 6) - 1.0,
        );
        let rough = 0.055 * strength;
        sx = mix(sx, a * rough, far) * 0.75;
        sz = mix(sz, b * rough, far) * 0.75;
        let normal = vec3(-sx, 1.0, -sz).unit();
        let facing = (-normal.dot(way)).clamp(0.02, 1.0);
        let fresnel = 0.02 + 0.98 * power(1.0 - facing, 5);
        let mirror = way.reflected(normal);
        let mirror = vec3(mirror.x, mirror.y.abs().max(0.003), mirror.z).unit();
        let reflected =
            if bounces > 0 { self.along(p + vec3(0.0, 0.02, 0.0), mirror, bounces - 1) } else { backdrop(mirror) };
        let depth = vec3(0.020, 0.034, 0.036).tint(ambient(vec3(0.0, 1.0, 0.0)) * 1.6);
        depth.mix(reflected, fresnel.clamp(0.0, 0.94))
    }
}

/// One slab of the paving: how it lies, its tone, and how far the point is from its edges.
struct Slab {
    tone: f64,
    lean: (f64, f64),
    gap: f64,
}

impl Slab {
    fn at(x: f64, z: f64) -> Slab {
        let (row, across, wide, long) = if x < 0.85 {
            (-1, x, 0.85, 1.9)
        } else {
            let row = ((x - 0.85) / 0.62).floor();
            (row as i64, (x - 0.85) - row * 0.62, 0.62, 1.05)
        };
        // Each row is laid with its own lengths, so that joints do not line up.
        let shift = random(row, 0, 22) * long;
        let warped = z + shift + 0.35 * long * (noise(z / long, row as f64 * 7.7, 24) - 0.5);
        let number = (warped / long).floor();
        let along = warped - number * long;
        let n = number as i64;
        Slab {
            tone: 0.55 + 0.85 * random(row, n, 26),
            lean: (0.030 * (random(row, n, 28) - 0.5), 0.036 * (random(row, n, 29) - 0.5)),
            gap: across.min(wide - across).min(along.min(long - along)),
        }
    }

    /// How much of the joint a pixel of this size sees.
    fn joint(&self, footprint: f64) -> f64 {
        let width = 0.011;
        let blur = (footprint * 3.0).max(0.006);
        smoothstep(width + blur, width * 0.3, self.gap) * (width / (width + footprint * 2.0)).sqrt()
    }
}
