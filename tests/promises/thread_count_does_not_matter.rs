//! The same seed gives the same bytes, however many threads work.

use gemba::model::Replications;
use gemba::report::results_json;
use gemba::study::{Settings, run};

use crate::support::model;

const PLANT: &str = include_str!("../../scenarios/test-and-repair.toml");

/// All results as bytes.
fn bytes(threads: usize, replications: Replications) -> String {
    let mut model = model(PLANT);
    model.run.length = gemba::model::Length::For(gemba::units::Span::from_hours(400));
    let settings = Settings { threads, replications: Some(replications), seed: None };
    let results = run(&model, &settings, &());
    format!("{results:?}\n{}", results_json(&results))
}

#[test]
fn one_two_and_seven_threads_give_the_same_bytes() {
    let fixed = |threads| bytes(threads, Replications::Fixed(23));
    assert!(fixed(1) == fixed(2) && fixed(1) == fixed(7));
    assert!(fixed(2) == fixed(2), "a second time");
}

#[test]
fn also_when_a_precision_decides_how_many_replications_are_run() {
    let of = "wip".to_owned();
    let asked = Replications::Precise { precision: 0.1, of, at_most: 200 };
    let precise = |threads| bytes(threads, asked.clone());
    assert!(precise(1) == precise(2) && precise(1) == precise(7));
}
