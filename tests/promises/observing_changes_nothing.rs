//! Who watches, and whether causes are kept, changes nothing of what happens.

use gemba::model::Model;
use gemba::observe::{Activities, Observer, Tally, Trace};
use gemba::plant::Plant;
use gemba::units::{Span, Time};
use proptest::prelude::*;

use crate::checks::checks;
use crate::random_plant::{WATCHED, plan};
use crate::support::model;

/// The plant after the time worth watching: the number of events, and what was seen.
fn watched<O: Observer>(model: &Model, observer: O) -> (u64, O) {
    let mut plant = Plant::new(model, 1, 0, observer);
    plant.run_until(Time::ZERO + Span::from_minutes(WATCHED));
    (plant.happened(), plant.into_observer())
}

/// All that a tally counted.
fn counts(tally: &Tally) -> String {
    format!("{tally:?}")
}

proptest! {
    #![proptest_config(checks(300))]

    #[test]
    fn in_any_plant(plan in plan()) {
        let model = model(&plan.text());
        let tally = || Tally::new(&model, Span::from_hours(1));
        let (nobody, ()) = watched(&model, ());
        let (alone, counted) = watched(&model, tally());
        let (traced, (_, trace)) = watched(&model, (tally(), Trace::default()));
        let (caused, (with_causes, (_, caused_trace))) =
            watched(&model, (tally(), (Activities::default(), Trace::default())));
        prop_assert_eq!([alone, traced, caused], [nobody; 3]);
        prop_assert_eq!(counts(&counted), counts(&with_causes));
        prop_assert!(trace == caused_trace, "causes change the story");
    }
}
