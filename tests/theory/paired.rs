//! `pub-paired-t`: ten replications of two designs on the same luck. A. M. Law, *Simulation
//! Modeling and Analysis*, chapter 10.

use gemba::statistics::{Level, paired, welch};

const BASE: [f64; 10] = [41.2, 39.8, 43.5, 40.1, 42.7, 38.9, 44.0, 41.6, 40.8, 42.2];
const CHANGED: [f64; 10] = [39.7, 39.1, 41.8, 39.5, 40.9, 38.0, 42.6, 40.3, 40.2, 40.4];

#[track_caller]
fn is(found: f64, right: f64, tolerance: f64) {
    assert!((found - right).abs() <= tolerance, "{found} for {right}");
}

#[test]
fn pub_paired_t() {
    let pairs = paired(&BASE, &CHANGED, Level::P95).unwrap();
    is(pairs.difference.estimate, 1.23, 1e-9);
    is(pairs.difference.sd, 0.490_011_34, 1e-8);
    is(pairs.difference.half_width(), 0.350_532_99, 1e-6);
    is(pairs.difference.low, 0.879_467_01, 1e-6);
    is(pairs.difference.high, 1.580_533, 1e-6);
    let apart = welch(&BASE, &CHANGED, Level::P95).unwrap();
    is(apart.freedom, 17.177_866, 1e-6);
    is(apart.half_width, 1.405_452_7, 1e-6);
}
