//! Warm-ups that are found: MSER-5 against its case, and a plant whose filling is known exactly.

use gemba::model::WarmUp;
use gemba::statistics::mser5;
use gemba::study::{Settings, run};
use gemba::units::Span;

use crate::support::model;

/// `pub-mser5`: a hundred values that rise for a quarter.
#[rustfmt::skip]
const SERIES: [f64; 100] = [
    4.58, 3.77, 5.61, 5.60, 5.25, 6.05, 5.52, 7.14, 6.44, 6.89,
    8.02, 7.31, 8.28, 8.41, 7.23, 8.21, 8.87, 8.71, 9.22, 7.92,
    8.29, 9.84, 8.07, 8.48, 8.58, 9.85, 9.81, 9.95, 9.78, 8.79,
    10.48, 10.35, 9.91, 8.66, 10.08, 9.70, 9.00, 9.48, 10.65, 10.01,
    9.05, 9.28, 10.19, 9.29, 10.08, 10.05, 10.71, 9.56, 10.09, 9.81,
    10.22, 10.81, 9.09, 10.56, 10.71, 9.06, 9.08, 10.30, 10.20, 10.29,
    10.07, 9.03, 10.68, 10.52, 10.05, 10.76, 10.16, 9.75, 9.03, 9.49,
    10.64, 9.98, 9.00, 9.21, 10.11, 9.20, 9.97, 9.94, 10.58, 9.42,
    9.95, 9.66, 10.06, 10.64, 10.92, 10.38, 10.53, 10.86, 10.89, 10.10,
    10.00, 10.08, 9.86, 10.82, 10.47, 10.30, 9.83, 10.54, 9.94, 9.52,
];

#[test]
fn pub_mser5() {
    let found = mser5(&SERIES).expect("a series of numbers");
    assert_eq!((found.groups, found.cut, 5 * found.cut), (20, 5, 25));
    assert!((found.statistic - 0.004_543_651_6).abs() < 1e-9, "{found:?}");
    assert!((found.whole - 0.095_005_192).abs() < 1e-9, "{found:?}");
    assert!((found.mean - 9.9716).abs() < 1e-9, "{found:?}");
    assert!(found.has_settled());
}

/// A drying room in which every part stays exactly five days and there is always a place: parts come
/// at random, twelve a day. From the fifth day on the number inside is Poisson's with mean 60; before,
/// with mean 12 a day since the start. L. Takács, *Introduction to the Theory of Queues*, 1962, gives
/// both for any time of service.
const DRYING: &str = r#"
[run]
length = "60 days"
warm_up = "auto"
replications = 40
[line.main]
stations = ["room"]
[station.room]
machines = 400
cycle = "5 days"
[demand.parts]
every = { mean = "2 h" }
"#;

#[test]
fn a_room_that_fills_is_measured_when_it_is_full() {
    let auto = model(DRYING);
    let results = run(&auto, &Settings::default(), &());
    let pilot = results.pilot.as_ref().expect("it was asked for");
    // Nothing leaves for five days, and the steps are a day: fewer cannot have been left out.
    assert_eq!(pilot.step, Span::from_days(1));
    assert!(results.warm_up >= Span::from_days(5), "{}", results.warm_up);
    assert_eq!(pilot.found, Ok(results.warm_up));
    let inside = |results: &gemba::study::Results| {
        results.plant("wip").expect("every plant has it").interval
    };
    let (right, found) = (60.0, inside(&results));
    assert!((found.estimate - right).abs() < 1.7 * found.half_width, "{found:?}");
    assert!(found.half_width < 1.0, "{found:?}");

    // From the start on, the mean over 60 days is 60 (1 - 5/120): 2.5 too low.
    let mut cold = auto;
    cold.run.warm_up = WarmUp::For(Span::ZERO);
    let cold = inside(&run(&cold, &Settings::default(), &()));
    assert!((cold.estimate - 57.5).abs() < 1.7 * cold.half_width, "{cold:?}");
    assert!((found.estimate - right).abs() < (cold.estimate - right).abs());
}

/// The warm-up that was found is as good as written: the same figures, and the same plant.
#[test]
fn a_found_warm_up_is_as_if_it_were_written() {
    let auto = model(DRYING);
    let found = run(&auto, &Settings::default(), &());
    let mut written = auto.clone();
    written.run.warm_up = WarmUp::For(found.warm_up);
    let written = run(&written, &Settings::default(), &());
    assert_ne!(auto.hash(), found.model_hash);
    let found = gemba::study::Results { pilot: None, ..found };
    assert_eq!(format!("{found:?}"), format!("{written:?}"));
}
