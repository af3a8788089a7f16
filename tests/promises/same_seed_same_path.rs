//! Seed and replication decide everything: the same give the same path, others another.

use gemba::observe::Trace;
use gemba::plant::Plant;
use gemba::units::{Span, Time};

use crate::support::model;

/// Everything that happens in ten days of the repair shop.
fn path(seed: u64, replication: u64) -> Trace {
    let model = model(include_str!("../../scenarios/test-and-repair.toml"));
    let mut plant = Plant::new(&model, seed, replication, Trace::default());
    assert!(plant.run_until(Time::ZERO + Span::from_days(10)));
    plant.into_observer()
}

#[test]
fn seed_and_replication_decide_everything() {
    assert!(path(1, 0) == path(1, 0));
    assert!(path(1, 0) != path(2, 0), "another seed");
    assert!(path(1, 0) != path(1, 1), "another replication");
}

#[test]
fn a_run_in_pieces_takes_the_same_path() {
    let model = model(include_str!("../../scenarios/test-and-repair.toml"));
    let mut plant = Plant::new(&model, 1, 0, Trace::default());
    for hour in 0..=240 {
        assert!(plant.run_until(Time::ZERO + Span::from_hours(hour)));
    }
    assert!(plant.into_observer() == path(1, 0));
}

#[test]
fn event_by_event_the_path_is_the_same() {
    let model = model(include_str!("../../scenarios/test-and-repair.toml"));
    let end = Time::ZERO + Span::from_days(10);
    let mut plant = Plant::new(&model, 1, 0, Trace::default());
    let mut steps = 0;
    while plant.step(end) {
        steps += 1;
    }
    assert!(steps > 1000, "{steps}");
    assert!(plant.run_until(end), "nothing is left to happen, but the clock moves on");
    assert_eq!(plant.now(), end);
    assert!(plant.into_observer() == path(1, 0));
}
