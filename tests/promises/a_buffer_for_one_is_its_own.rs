//! A shared buffer that serves one station is the buffer of that station: everything happens as with places of its
//! own, at the same instants and for the same causes.

use gemba::observe::{Activities, Told, Trace};
use gemba::plant::Plant;
use gemba::units::{Span, Time};
use proptest::prelude::*;

use crate::checks::checks;
use crate::random_plant::{WATCHED, plan};
use crate::support::model;

/// Everything that happens but how many shared places are taken, and why.
fn path(text: &str) -> (Vec<(Time, Told)>, Activities) {
    let model = model(text);
    let mut plant = Plant::new(&model, 1, 0, (Trace::default(), Activities::default()));
    plant.run_until(Time::ZERO + Span::from_minutes(WATCHED));
    assert_eq!(plant.audit(), Ok(()));
    let (trace, activities) = plant.into_observer();
    let lines = trace.lines().iter().copied();
    (lines.filter(|(_, told)| !matches!(told, Told::PlacesTaken(..))).collect(), activities)
}

proptest! {
    #![proptest_config(checks(300))]

    #[test]
    fn in_any_plant(plan in plan()) {
        let (own, shared) = plan.with_buffers_of_one();
        prop_assert!(path(&own) == path(&shared));
    }
}
