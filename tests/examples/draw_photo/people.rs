//! The two people on the quay: the tall one in hat and long coat, and the one with the rolled drawings.
//! Each is built standing at the origin, feet at height 0, facing −z, in metres; `stand` puts them into the scene.

use crate::math::{Vec3, sin, vec3};
use crate::noise::noise;
use crate::shapes::{Near, Stuff, cylinder, ellipsoid, garment, joined, near, rod};

/// A head looking along −z: skull, jaw, nose and neck; `chin` is how full the jaw or the beard is.
fn head(p: Vec3, chin: f64) -> f64 {
    let skull = ellipsoid(p, vec3(0.0, 0.03, 0.012), vec3(0.075, 0.093, 0.095));
    let jaw = rod(p, vec3(0.0, -0.01, -0.022), vec3(0.0, -0.083, -0.058), 0.066, chin);
    let nose = rod(p, vec3(0.0, 0.008, -0.088), vec3(0.0, -0.022, -0.108), 0.008, 0.0125);
    let brow = rod(p, vec3(-0.03, 0.02, -0.074), vec3(0.03, 0.02, -0.074), 0.014, 0.014);
    joined(joined(joined(skull, jaw, 0.04), nose, 0.012), brow, 0.02)
}

/// The tall one: hat, beard, collar up, coat to the calf, one hand in a pocket.
pub(crate) fn man(p: Vec3) -> Near {
    let angle_folds = sin(p.x * 34.0 + sin(p.z * 19.0 + p.y * 2.0) * 1.3 + p.y * 1.5);
    let low = ((1.15 - p.y) * 1.2).clamp(0.0, 1.0);
    let wrinkles = 0.004 * sin(p.y * 46.0 + p.x * 31.0 + sin(p.z * 27.0) * 2.0) * (1.0 - low);
    let coat = garment(
        p,
        &[
            (0.36, 0.262, 0.215),
            (0.62, 0.235, 0.190),
            (0.95, 0.192, 0.150),
            (1.08, 0.178, 0.138),
            (1.26, 0.200, 0.142),
            (1.40, 0.205, 0.128),
            (1.50, 0.165, 0.105),
            (1.56, 0.085, 0.085),
        ],
        0.017 * low * angle_folds + wrinkles,
    );
    // The front is buttoned at an edge that overlaps, and below the last button it falls open over the legs.
    let edge = p.x - 0.035;
    let front = if p.z < 0.0 { 0.007 * (1.0 - (edge / 0.008).abs()).max(0.0) } else { 0.0 };
    let coat = coat + front * 0.8;
    let lining = (coat + 0.016).max(p.y - 0.92);
    let wedge = (edge.abs() - (0.84 - p.y) * 0.15).max(p.z + 0.02).max(p.y - 0.84);
    let coat = coat.max(-lining).max(-wedge * 0.9);
    let mut coat = coat;
    for row in 0..3 {
        for side in [-0.045, 0.095] {
            let at = vec3(side, 0.98 + 0.15 * f64::from(row), -0.142);
            coat = joined(coat, (p - at).length() - 0.013, 0.008);
        }
    }
    let lapel = 0.055 + (1.46 - p.y) * 0.12;
    let lapel = (edge.abs() - lapel.max(0.0)).max(1.26 - p.y).max(p.y - 1.47).max(p.z);
    let coat = coat.min(lapel.max(coat - 0.010));
    let shoulders = rod(p, vec3(-0.175, 1.435, 0.01), vec3(0.175, 1.435, 0.01), 0.072, 0.072);
    let neck = rod(p, vec3(0.0, 1.45, 0.015), vec3(0.0, 1.60, 0.0), 0.085, 0.062);
    let mut cloth = joined(joined(coat, shoulders, 0.06), neck, 0.07);

    // His right arm (−x) goes into the pocket, the elbow out; the left hangs.
    let pocket_elbow = vec3(-0.292, 1.155, 0.075);
    let pocket = joined(
        rod(p, vec3(-0.205, 1.43, 0.01), pocket_elbow, 0.068, 0.058),
        rod(p, pocket_elbow, vec3(-0.195, 0.93, -0.085), 0.058, 0.052),
        0.03,
    );
    let elbow = vec3(0.262, 1.145, 0.03);
    let wrist = vec3(0.262, 0.905, -0.055);
    let hanging =
        joined(rod(p, vec3(0.205, 1.43, 0.01), elbow, 0.068, 0.058), rod(p, elbow, wrist, 0.058, 0.050), 0.03);
    cloth = joined(cloth, pocket, 0.035);
    cloth = joined(cloth, hanging, 0.035);
    let collar_ring = ((p.x * p.x + (p.z - 0.01) * (p.z - 0.01)).sqrt() - 0.082).abs() - 0.014;
    let collar = collar_ring.max(1.49 - p.y).max(p.y - 1.60 - p.z * 0.25);
    cloth = joined(cloth, collar, 0.02);
    cloth -= 0.012 * (noise(p.x * 13.0 + p.z * 8.0, p.y * 9.0 - p.z * 5.0, 141) - 0.5);
    let mut found = near(cloth, Stuff::Wool);

    let hand = joined(
        rod(p, wrist, vec3(0.258, 0.83, -0.075), 0.038, 0.036),
        rod(p, vec3(0.258, 0.83, -0.075), vec3(0.250, 0.765, -0.085), 0.034, 0.020),
        0.02,
    );
    found = found.or(near(hand, Stuff::Skin));

    for (side, forward) in [(-1.0, -0.02), (1.0, 0.05)] {
        let leg = rod(p, vec3(side * 0.10, 0.75, 0.0), vec3(side * 0.115, 0.10, forward), 0.085, 0.060)
            - 0.005 * sin(p.y * 38.0 + p.x * 22.0 + sin(p.z * 30.0));
        found = found.or(near(leg * 0.9, Stuff::Denim));
        found = found.or(near(boot(p, vec3(side * 0.12, 0.0, forward), side), Stuff::Rubber));
    }

    // The head is turned a little further than the shoulders.
    let local = (p - vec3(0.0, 1.70, -0.008)).turned((0.906, 0.423));
    let ear = ellipsoid(local, vec3(0.077, 0.0, 0.02), vec3(0.012, 0.032, 0.02)).min(ellipsoid(
        local,
        vec3(-0.077, 0.0, 0.02),
        vec3(0.012, 0.032, 0.02),
    ));
    let face = joined(head(local, 0.047), ear, 0.008);
    found = found.or(near(face, Stuff::Skin));
    let beard = rod(local, vec3(0.0, -0.075, -0.058), vec3(0.0, -0.108, -0.066), 0.047, 0.034);
    found = found.or(near(joined(beard, face + 0.004, 0.02), Stuff::Hair));
    let q = local - vec3(0.0, 0.062, 0.004);
    // The brim dips in front and behind and is lifted at the sides.
    let droop = q.y + q.z * q.z * 1.1 - q.x * q.x * 0.9 + q.z * -0.07;
    let brim = ((q.x * q.x / (0.150 * 0.150) + q.z * q.z / (0.172 * 0.172)).sqrt() - 1.0) * 0.15;
    let brim = brim.max(droop.abs() - 0.007);
    let taper = 0.094 - (q.y * 0.16).clamp(0.0, 0.03);
    let crown_ring = (q.x * q.x * 1.18 + q.z * q.z * 0.86).sqrt() - taper;
    let pinch = 0.118 - 0.028 * (1.0 - (q.x * q.x) / 0.004).max(0.0) + q.z * 0.06;
    let crown = crown_ring.max(q.y - pinch).max(-0.01 - q.y) - 0.004;
    found.or(near(joined(brim, crown, 0.018) * 0.7, Stuff::Felt))
}

/// A boot whose heel stands at `at`, the toe turned out to `side`.
fn boot(p: Vec3, at: Vec3, side: f64) -> f64 {
    let toe = at + vec3(side * 0.045, 0.032, -0.160);
    let foot = rod(p, at + vec3(0.0, 0.046, 0.025), toe, 0.046, 0.036);
    let shaft = rod(p, at + vec3(0.0, 0.06, 0.015), at + vec3(0.0, 0.20, 0.01), 0.050, 0.054);
    joined(foot, shaft, 0.05).max(-p.y)
}

/// The other: jacket to the hip, scarf, hair in a knot, rubber boots, the drawings against her shoulder.
pub(crate) fn woman(p: Vec3) -> Near {
    // A padded jacket: seams every seven centimetres, not quite level, with down between them.
    let seams = p.y + 0.012 * sin(p.x * 9.0 + p.z * 6.0) + 0.006 * sin(p.z * 21.0);
    let padding = 0.008 * sin(seams * (std::f64::consts::PI / 0.072)).abs();
    let crumple = 0.012 * (noise(p.x * 19.0 + p.z * 11.0, p.y * 21.0, 143) - 0.5);
    let jacket = garment(
        p,
        &[
            (0.735, 0.188, 0.148),
            (0.80, 0.190, 0.150),
            (0.98, 0.158, 0.124),
            (1.16, 0.172, 0.138),
            (1.29, 0.170, 0.115),
            (1.37, 0.140, 0.095),
            (1.42, 0.075, 0.075),
        ],
        0.0,
    );
    let shoulders = rod(p, vec3(-0.145, 1.315, 0.01), vec3(0.145, 1.315, 0.01), 0.062, 0.062);
    let mut cloth = joined(jacket, shoulders, 0.05);

    // One arm hangs, the hand in the jacket's pocket; the other holds the roll from below.
    let left_elbow = vec3(-0.252, 1.075, 0.055);
    let left = joined(
        rod(p, vec3(-0.172, 1.31, 0.01), left_elbow, 0.060, 0.052),
        rod(p, left_elbow, vec3(-0.178, 0.865, -0.075), 0.052, 0.047),
        0.03,
    );
    let elbow = vec3(0.245, 1.045, 0.035);
    let wrist = vec3(0.205, 1.035, -0.205);
    let right = joined(rod(p, vec3(0.172, 1.31, 0.01), elbow, 0.060, 0.052), rod(p, elbow, wrist, 0.052, 0.043), 0.03);
    cloth = joined(joined(cloth, left, 0.03), right, 0.03) - padding - crumple;
    let zip = (p.x.abs() - 0.006).max(p.z).max(p.y - 1.42);
    cloth = cloth.max(-(zip.max(-cloth - 0.012)));
    let mut found = near(cloth, Stuff::Wax);

    let hand = joined(
        rod(p, wrist, vec3(0.205, 1.045, -0.262), 0.033, 0.036),
        rod(p, vec3(0.185, 1.035, -0.28), vec3(0.235, 1.07, -0.28), 0.026, 0.024),
        0.02,
    );
    found = found.or(near(hand, Stuff::Skin));
    let (foot, tip) = (vec3(0.200, 0.935, -0.30), vec3(0.238, 1.50, 0.03));
    let roll = cylinder(p, foot, tip, 0.042);
    let bore = cylinder(p, foot - (tip - foot) * 0.1, tip + (tip - foot) * 0.1, 0.027);
    found = found.or(near(roll.max(-bore), Stuff::Paper));

    let seat = ellipsoid(p, vec3(0.0, 0.80, 0.015), vec3(0.168, 0.13, 0.135));
    let creases = 0.005 * sin(p.y * 33.0 + p.x * 19.0 + sin(p.z * 28.0 + p.y * 12.0) * 1.6);
    let mut trousers = seat;
    for (side, knee, heel) in [
        (-1.0, vec3(-0.085, 0.455, -0.035), vec3(-0.105, 0.0, 0.03)),
        (1.0, vec3(0.105, 0.455, -0.055), vec3(0.165, 0.0, -0.03)),
    ] {
        let thigh = rod(p, vec3(side * 0.082, 0.78, 0.0), knee, 0.095, 0.066);
        let shin = rod(p, knee, heel + vec3(0.0, 0.30, 0.0), 0.066, 0.060);
        trousers = joined(trousers, joined(thigh, shin, 0.03), 0.03);
        let shaft = rod(p, heel + vec3(0.0, 0.09, 0.005), heel + vec3(0.0, 0.345, 0.0), 0.054, 0.071).max(p.y - 0.36);
        let sole = boot(p, heel, side);
        found = found.or(near(joined(shaft, sole, 0.04), Stuff::Rubber));
    }
    found = found.or(near((trousers - creases) * 0.9, Stuff::Denim));

    let neck = rod(p, vec3(0.0, 1.36, 0.012), vec3(0.0, 1.47, 0.0), 0.055, 0.05);
    let around = (p.x * p.x + (p.z - 0.005) * (p.z - 0.005)).sqrt() - 0.072;
    let height = p.y - 1.408 - p.z * 0.1;
    let scarf = (around * around + height * height).sqrt() - 0.036 - 0.006 * sin(p.x * 60.0 + p.y * 40.0 + p.z * 30.0);
    found = found.or(near(scarf * 0.8, Stuff::Scarf));
    let local = (p - vec3(0.0, 1.535, -0.01)).turned((0.940, -0.342));
    let face = joined(head(local, 0.033), neck, 0.03);
    found = found.or(near(face, Stuff::Skin));
    // A knitted hat, turned up at the rim, and the hair that shows below it.
    let rim = local.y - 0.022 + local.z * 0.22;
    let ribs = 0.0022 * sin(local.x * 210.0) * sin(local.z * 190.0 + 1.0);
    let knit = ellipsoid(local, vec3(0.0, 0.048, 0.010), vec3(0.086, 0.100, 0.105)) - ribs;
    let cuff = (knit - 0.009).max((rim - 0.026).abs() - 0.026);
    let cap = joined(knit.max(-rim), cuff, 0.006);
    found = found.or(near(cap, Stuff::Knit));
    let hair = ellipsoid(local, vec3(0.0, -0.020, 0.052), vec3(0.076, 0.080, 0.064));
    let knot = ellipsoid(local, vec3(0.0, -0.058, 0.098), vec3(0.046, 0.042, 0.040));
    let strands = 0.002 * sin(local.y * 160.0 + local.x * 90.0);
    found.or(near(joined(hair, knot, 0.02) - strands, Stuff::Hair))
}
