//! What stands about the harbour: the mill with its wheel and dam, the boats, the houses along the quay, its bollards and lamp.

use crate::math::{Vec3, sin, vec3};
use crate::noise::{noise, random};
use crate::shapes::{Near, Stuff, block, cylinder, ellipsoid, joined, near, pitched, rod};

/// The water's height below the quay's paving.
pub(crate) const WATER: f64 = -2.8;

/// The mill at its own origin on the water line, gable towards −z, the wheel at its right.
pub(crate) fn mill(p: Vec3) -> Near {
    let masonry = 0.03 * noise(p.x * 2.2 + p.z * 1.7, p.y * 3.1, 31);
    let body = block(p, vec3(0.0, 1.0, 0.0), vec3(4.2, 6.6, 6.0)) - masonry;
    let windows = openings(p, 0.35);
    let panes = openings(p, 0.12);
    let mut found = near(body.max(-windows), Stuff::Stone).or(near(panes, Stuff::Glass));
    // Boards from the first floor up, a hand's breadth proud of the stone, each lapping the next.
    let lap = 0.05 * (1.0 - (p.y * 4.0 - (p.y * 4.0).floor()));
    let boards = block(p, vec3(0.0, 6.0, 0.0), vec3(4.25, 2.4, 6.05)) - lap;
    let gable = pitched(p, 4.32, 6.06, 8.2, 12.6) - lap * 0.6;
    found = found.or(near(boards.min(gable).max(-windows), Stuff::Board));
    let sag = 0.16 * (1.0 - (p.z / 6.5) * (p.z / 6.5)) * (p.y - 8.0).max(0.0) * 0.2;
    let over = pitched(p + vec3(0.0, sag, 0.0), 4.95, 6.6, 7.85, 13.05);
    let under = pitched(p + vec3(0.0, sag + 0.28, 0.0), 4.95, 7.5, 7.5, 13.05);
    let tiles = 0.02 * sin(p.y * 21.0);
    found = found.or(near(over.max(-under) - tiles, Stuff::Slate));
    // The hoist's hood, which overhangs the water.
    let hood = p - vec3(0.0, 0.0, -6.9);
    found = found.or(near(block(hood, vec3(0.0, 9.6, 0.2), vec3(0.95, 1.25, 1.2)), Stuff::Board));
    found = found.or(near(pitched(hood, 1.25, 1.45, 10.75, 11.7), Stuff::Slate));
    let chain = rod(hood, vec3(0.0, 8.4, -0.7), vec3(0.0, 5.1, -0.7), 0.035, 0.035);
    found = found.or(near(chain, Stuff::Iron));
    found.or(wing(p)).or(wheel(p))
}

/// The windows and the loading door of the gable and the flank, as solids `deep` to either side of the wall's face
/// less a hand's breadth: deep ones are cut out of the wall, shallow ones stand in the openings as glass.
fn openings(p: Vec3, deep: f64) -> f64 {
    let mut cut = f64::INFINITY;
    for (x, y, w, h) in [
        (-2.3, 3.0, 0.42, 0.62),
        (2.3, 3.0, 0.42, 0.62),
        (-2.3, 5.9, 0.42, 0.58),
        (0.0, 5.4, 0.62, 1.0),
        (2.3, 5.9, 0.42, 0.58),
        (-1.9, 8.7, 0.36, 0.5),
        (1.9, 8.7, 0.36, 0.5),
    ] {
        cut = cut.min(block(p, vec3(x, y, -5.9 - 0.5 * deep), vec3(w, h, deep)));
    }
    for z in [-3.6, 0.0, 3.6] {
        cut = cut.min(block(p, vec3(4.1 + 0.5 * deep, 6.4, z), vec3(deep, 0.55, 0.42)));
    }
    cut
}

/// The miller's house, lower and to the left, its ridge across.
fn wing(p: Vec3) -> Near {
    let q = p - vec3(-9.0, 0.0, 1.2);
    let mut walls = block(q, vec3(0.0, 1.0, 0.0), vec3(5.2, 4.0, 3.8));
    let mut panes = f64::INFINITY;
    for x in [-3.4, -0.6, 2.2] {
        walls = walls.max(-block(q, vec3(x, 3.2, -3.9), vec3(0.4, 0.6, 0.3)));
        panes = panes.min(block(q, vec3(x, 3.2, -3.6), vec3(0.42, 0.62, 0.06)));
    }
    let turned = vec3(q.z, q.y, q.x);
    let roof = pitched(turned, 4.4, 5.5, 4.7, 8.2);
    let gable = pitched(turned, 3.8, 5.2, 4.9, 8.0);
    let stack = block(q, vec3(-3.9, 8.2, 0.0), vec3(0.55, 1.5, 0.5));
    let pots = rod(q, vec3(-4.1, 9.7, 0.0), vec3(-4.1, 10.2, 0.0), 0.17, 0.14).min(rod(
        q,
        vec3(-3.65, 9.7, 0.0),
        vec3(-3.65, 10.1, 0.0),
        0.17,
        0.14,
    ));
    let dormer = block(q, vec3(-0.6, 5.9, -2.4), vec3(0.75, 0.9, 1.4));
    let cap = pitched(q - vec3(-0.6, 0.0, -2.4), 1.0, 1.6, 6.7, 7.5);
    near(walls.min(gable), Stuff::Stone)
        .or(near(panes, Stuff::Glass))
        .or(near(roof.max(4.62 - q.y), Stuff::Slate))
        .or(near(stack.min(pots).min(dormer), Stuff::Stone))
        .or(near(cap, Stuff::Slate))
}

/// The wheel: two rims, eight pairs of arms, thirty-two paddles, an axle on a pier of its own.
fn wheel(p: Vec3) -> Near {
    let q = p - vec3(7.5, 2.35, -3.4);
    let radius = (q.x * q.x + q.y * q.y).sqrt();
    let beside = (q.z.abs() - 0.78).abs();
    let rim = (radius - 2.72).abs() - 0.14;
    let inner = (radius - 2.15).abs() - 0.07;
    let rims = rim.min(inner).max(beside - 0.07);
    // A 32nd of a turn stands for all of it: mirror at 0°, 90°, 45°, then about 22.5° and 11.25°.
    let (mut x, mut y) = (q.x.abs(), q.y.abs());
    if y > x {
        (x, y) = (y, x);
    }
    let (c, s) = (0.923_879_532_5, 0.382_683_432_4);
    (x, y) = (c * x + s * y, (c * y - s * x).abs());
    if y > 0.198_912_367 * x {
        (x, y) = (c * x + s * y, s * x - c * y);
    }
    let arms = (y - 0.085).max(x - 2.7).max(beside - 0.06);
    // The paddles stand twice as close as the arms: fold once more.
    let (c, s) = (0.980_785_280_4, 0.195_090_322);
    if y > 0.098_491_403 * x {
        (x, y) = (c * x + s * y, s * x - c * y);
    }
    let paddles = (y - 0.04).max(2.2 - x).max(x - 3.0).max(q.z.abs() - 0.8);
    let axle = cylinder(p, vec3(7.5, 2.35, -5.3), vec3(7.5, 2.35, 0.5), 0.24);
    let pier = block(p, vec3(7.5, 0.0, -5.2), vec3(0.30, 2.0, 0.35));
    near(rims.min(arms).min(paddles).min(axle) * 0.9, Stuff::Oak).or(near(pier, Stuff::Stone))
}

/// The dam across the creek, in the mill's axes, with a rail along its top.
pub(crate) fn dam(p: Vec3) -> Near {
    let rough = 0.08 * noise(p.x * 1.3, p.y * 2.6, 33);
    let right = block(p, vec3(47.0, 0.0, 1.6), vec3(36.6, 3.05, 1.6));
    let left = block(p, vec3(-44.0, 0.0, 2.0), vec3(30.0, 3.0, 1.6));
    let pit = block(p, vec3(7.4, 0.0, 1.6), vec3(3.4, 2.4, 1.2));
    let span = (p.x - 17.5).rem_euclid(2.4) - 1.2;
    let post = block(vec3(span, p.y, p.z), vec3(0.0, 3.5, 0.4), vec3(0.05, 0.6, 0.05)).max(17.5 - p.x).max(p.x - 80.0);
    let rail = block(p, vec3(49.0, 4.05, 0.4), vec3(31.5, 0.04, 0.04));
    near(right.min(left).min(pit) - rough, Stuff::Stone).or(near(post.min(rail), Stuff::Iron))
}

/// The frames of the two sluice gates that stand before the dam, in the mill's axes.
pub(crate) fn sluices(p: Vec3) -> Near {
    let mut timber = f64::INFINITY;
    for x in [12.3, 15.4] {
        for edge in [-0.9, 0.9] {
            timber = timber.min(block(p, vec3(x + edge, 3.0, -0.3), vec3(0.14, 2.9, 0.16)));
        }
        timber = timber.min(block(p, vec3(x, 5.8, -0.3), vec3(1.3, 0.16, 0.2)));
        timber = timber.min(block(p, vec3(x, 2.2, -0.25), vec3(0.85, 1.3, 0.08)));
        timber = timber.min(block(p, vec3(x, 4.6, -0.3), vec3(0.07, 1.3, 0.07)));
    }
    near(timber, Stuff::Oak)
}

/// A rowing boat at its mooring, the bow towards −x, and the oars left across it.
pub(crate) fn dinghy(p: Vec3) -> Near {
    let sheer = 0.46 + 0.035 * p.x * p.x + if p.x < 0.0 { -0.04 * p.x } else { 0.0 };
    let planks = 0.012 * sin(p.y * 40.0);
    let transom = p.x - 1.75;
    let outer = ellipsoid(p, vec3(0.25, 0.42, 0.0), vec3(2.35, 0.72, 0.86)) - planks;
    let inner = ellipsoid(p, vec3(0.25, 0.47, 0.0), vec3(2.25, 0.66, 0.79));
    let inner = inner.max(transom + 0.07);
    let hull = outer.max(p.y - sheer).max(-inner).max(transom);
    let thwarts = block(p, vec3(-0.5, 0.36, 0.0), vec3(0.12, 0.02, 0.78)).min(block(
        p,
        vec3(0.75, 0.36, 0.0),
        vec3(0.12, 0.02, 0.78),
    ));
    let oar = rod(p, vec3(-1.3, 0.52, -0.2), vec3(1.9, 0.56, -0.35), 0.03, 0.026);
    near(hull * 0.8, Stuff::Hull).or(near(thwarts.min(oar), Stuff::Oak))
}

/// A fishing smack at anchor, its sail down, the bow towards +x.
pub(crate) fn smack(p: Vec3) -> Near {
    let sheer = 1.15 + 0.022 * p.x * p.x + 0.05 * p.x;
    let hull = ellipsoid(p, vec3(-0.4, 0.95, 0.0), vec3(5.4, 1.5, 1.45)).max(p.y - sheer).max(-4.2 - p.x);
    let house = block(p, vec3(-2.1, 1.8, 0.0), vec3(0.95, 0.95, 0.8)).min(block(
        p,
        vec3(-2.1, 2.8, 0.0),
        vec3(1.1, 0.07, 0.95),
    ));
    let mast = rod(p, vec3(0.9, 1.0, 0.0), vec3(0.8, 8.4, 0.0), 0.10, 0.05);
    let mizzen = rod(p, vec3(-3.5, 1.0, 0.0), vec3(-3.6, 5.6, 0.0), 0.07, 0.04);
    let boom = rod(p, vec3(0.8, 2.7, 0.0), vec3(-2.9, 3.25, 0.0), 0.06, 0.05);
    let sail = rod(p, vec3(0.6, 2.9, 0.0), vec3(-2.6, 3.4, 0.0), 0.17, 0.12) - 0.03 * sin(p.x * 5.0);
    let stays = [
        (vec3(5.2, 1.9, 0.0), vec3(0.8, 8.2, 0.0)),
        (vec3(-4.1, 1.5, 0.0), vec3(0.8, 8.2, 0.0)),
        (vec3(-0.4, 1.2, 1.2), vec3(0.8, 7.6, 0.0)),
        (vec3(-0.4, 1.2, -1.2), vec3(0.8, 7.6, 0.0)),
    ]
    .into_iter()
    .map(|(a, b)| rod(p, a, b, 0.022, 0.022))
    .fold(f64::INFINITY, f64::min);
    near(joined(hull, house, 0.05), Stuff::Hull)
        .or(near(mast.min(mizzen).min(boom), Stuff::Oak))
        .or(near(sail, Stuff::Wool))
        .or(near(stays, Stuff::Iron))
}

/// The houses along the quay: x goes away from the water, z along the quay, their fronts at x = 0.
pub(crate) fn houses(p: Vec3) -> Near {
    let mut found = near(f64::INFINITY, Stuff::Plaster);
    for (n, place) in HOUSES.iter().enumerate() {
        let &(centre, half, eaves, ridge) = place;
        if (p.z - centre).abs() > half + 4.0 {
            found = found.or(near((p.z - centre).abs() - half - 1.0, Stuff::Plaster));
            continue;
        }
        let seed = n as i64;
        let q = p - vec3(4.0, 0.0, centre);
        let mut wall = block(q, vec3(0.0, 0.0, 0.0), vec3(4.0, eaves, half));
        let floors = if eaves > 6.5 { 3 } else { 2 };
        for floor in 0..floors {
            for column in [-0.55, 0.0, 0.55] {
                let door = floor == 0 && column == 0.0;
                let (low, tall, wide) = if door { (1.05, 1.05, 0.5) } else { (1.5, 0.68, 0.48) };
                let at = vec3(-4.0, low + f64::from(floor) * 2.6, column * half);
                wall = wall.max(-block(q, at, vec3(0.22, tall, wide)));
            }
        }
        let gable = pitched(q, 4.0, half, eaves - 0.1, ridge - 0.35);
        let over = pitched(q, 4.45, half + 0.12, eaves - 0.25, ridge);
        let under = pitched(q + vec3(0.0, 0.26, 0.0), 4.45, half + 1.0, eaves - 0.6, ridge);
        let roof = over.max(-under);
        let end = if random(seed, 5, 41) > 0.5 { 1.0 } else { -1.0 };
        let stack = block(q, vec3(0.0, ridge + 0.2, end * (half - 0.7)), vec3(0.5, 1.2, 0.4));
        let pot =
            rod(q, vec3(0.0, ridge + 1.2, end * (half - 0.7)), vec3(0.0, ridge + 1.85, end * (half - 0.7)), 0.18, 0.14);
        found = found
            .or(near(wall.min(gable), Stuff::Plaster))
            .or(near(roof, Stuff::Slate))
            .or(near(stack.min(pot), Stuff::Stone));
    }
    found
}

/// Centre along the quay, half its width, eaves, ridge; uneven, as built over two centuries.
pub(crate) const HOUSES: [(f64, f64, f64, f64); 8] = [
    (25.0, 3.6, 5.6, 8.6),
    (32.0, 3.3, 7.6, 10.2),
    (38.4, 3.0, 5.4, 8.2),
    (45.2, 3.7, 7.9, 11.0),
    (52.0, 3.0, 5.9, 8.8),
    (58.6, 3.5, 5.2, 8.4),
    (66.4, 4.2, 8.0, 11.2),
    (75.0, 4.3, 5.8, 9.2),
];

/// Bollards along the edge and one lamp; the same axes as `houses`, the edge at x = 0.
pub(crate) fn furniture(p: Vec3) -> Near {
    let spacing = 7.0;
    let cell = ((p.z - 9.5) / spacing + 0.5).floor().clamp(1.0, 9.0);
    let q = p - vec3(0.62, 0.0, 9.5 + cell * spacing);
    let post = rod(q, vec3(0.0, 0.0, 0.0), vec3(0.0, 0.52, 0.0), 0.17, 0.12);
    let cap = ellipsoid(q, vec3(0.0, 0.58, 0.0), vec3(0.23, 0.11, 0.23));
    let foot = ellipsoid(q, vec3(0.0, 0.0, 0.0), vec3(0.30, 0.07, 0.30));
    let bollard = joined(joined(post, cap, 0.06), foot, 0.08);
    let lamp = p - vec3(4.6, 0.0, 27.0);
    let pole = rod(lamp, vec3(0.0, 0.0, 0.0), vec3(0.0, 4.3, 0.0), 0.10, 0.055);
    let base = rod(lamp, vec3(0.0, 0.0, 0.0), vec3(0.0, 0.9, 0.0), 0.17, 0.12);
    let arm = rod(lamp, vec3(-0.35, 4.0, 0.0), vec3(0.35, 4.0, 0.0), 0.03, 0.03);
    // A lantern that widens upwards: four bars, a lid like a hat, a finial.
    let half = 0.11 + 0.14 * (lamp.y - 4.35);
    let corner = (lamp.x.abs() - half).abs().max((lamp.z.abs() - half).abs());
    let bars = (corner - 0.016).max(4.35 - lamp.y).max(lamp.y - 4.82);
    let tray = block(lamp, vec3(0.0, 4.33, 0.0), vec3(0.12, 0.03, 0.12));
    let lid = rod(lamp, vec3(0.0, 4.84, 0.0), vec3(0.0, 5.0, 0.0), 0.21, 0.06).max(4.82 - lamp.y);
    let finial = rod(lamp, vec3(0.0, 5.0, 0.0), vec3(0.0, 5.16, 0.0), 0.03, 0.02);
    let burner = rod(lamp, vec3(0.0, 4.35, 0.0), vec3(0.0, 4.55, 0.0), 0.03, 0.03);
    let lantern = bars.min(tray).min(finial).min(burner);
    near(bollard.min(pole).min(base).min(arm).min(lantern).min(lid), Stuff::Iron)
}
