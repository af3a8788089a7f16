//! Every part that entered has left, was thrown away, or is inside, in exactly one place.
//!
//! Also in a run that a limit ends in the middle of its work.

use gemba::model::{Limits, Model};
use gemba::observe::Tally;
use gemba::plant::Plant;
use gemba::units::{Span, Time};
use proptest::prelude::*;

use crate::checks::checks;
use crate::random_plant::{WATCHED, plan};
use crate::support::model;

/// Looks at every part after every event.
fn look(model: &Model) -> Result<(), TestCaseError> {
    let mut plant = Plant::new(model, 1, 0, Tally::new(model, Span::from_hours(1)));
    let mut goes_on = true;
    while goes_on {
        goes_on = plant.step(Time::ZERO + Span::from_minutes(WATCHED));
        prop_assert_eq!(plant.audit(), Ok(()), "at {:?}, {:?}", plant.now(), plant.stopped());
        let products = model.products.ids().map(|product| *plant.observer().product(product));
        let (mut entered, mut gone) = (0, 0);
        for product in products {
            entered += product.released;
            gone += product.finished + product.scrapped + product.taken;
        }
        prop_assert_eq!(entered, gone + u64::from(plant.parts_inside()));
    }
    Ok(())
}

proptest! {
    #![proptest_config(checks(600))]

    #[test]
    fn at_every_event_of_every_plant(plan in plan()) {
        look(&model(&plan.text()))?;
    }

    #[test]
    fn also_when_a_limit_ends_the_run(
        plan in plan(),
        parts in 1_u32..40,
        events in 1_u64..600,
        rounds in 1_u32..20,
    ) {
        let mut model = model(&plan.text());
        model.run.limits = Limits { parts, events, rounds };
        look(&model)?;
    }
}
