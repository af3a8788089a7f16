//! Every part that entered has left, was thrown away, or is inside, in exactly one place.

use gemba::observe::Tally;
use gemba::plant::Plant;
use gemba::units::{Span, Time};
use proptest::prelude::*;

use crate::checks::checks;
use crate::random_plant::{WATCHED, plan};
use crate::support::model;

proptest! {
    #![proptest_config(checks(600))]

    #[test]
    fn at_every_event_of_every_plant(plan in plan()) {
        let model = model(&plan.text());
        let mut plant = Plant::new(&model, 1, 0, Tally::new(&model, Span::from_hours(1)));
        let mut goes_on = true;
        while goes_on {
            goes_on = plant.step(Time::ZERO + Span::from_minutes(WATCHED));
            prop_assert_eq!(plant.audit(), Ok(()), "at {:?}", plant.now());
            let products = model.products.ids().map(|product| *plant.observer().product(product));
            let (mut entered, mut gone) = (0, 0);
            for product in products {
                entered += product.released;
                gone += product.finished + product.scrapped;
            }
            prop_assert_eq!(entered, gone + u64::from(plant.parts_inside()));
        }
    }
}
