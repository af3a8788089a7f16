//! The states of every machine and person add up to the time that has passed, to the tick, whenever
//! counting began.

use gemba::observe::Tally;
use gemba::plant::Plant;
use gemba::units::{Span, Time};
use proptest::prelude::*;

use crate::checks::checks;
use crate::random_plant::{WATCHED, plan};
use crate::support::model;

proptest! {
    #![proptest_config(checks(300))]

    #[test]
    fn for_every_plant(plan in plan(), begin in 0_i64..60_000_000, end in 0_i64..60_000_000) {
        let model = model(&plan.text());
        let begin = Time::from_ticks(begin) + Span::from_minutes(WATCHED / 3);
        let until = Time::from_ticks(end) + Span::from_minutes(WATCHED / 2);
        let mut plant = Plant::new(&model, 1, 0, Tally::new(&model, Span::from_hours(1)));
        plant.run_until(begin);
        let begin = plant.now();
        plant.observer_mut().restart(begin);
        plant.run_until(until);
        let (now, tally) = (plant.now(), plant.observer());
        for machine in model.machines.ids() {
            let spans = tally.machine(machine, now);
            prop_assert!(spans.iter().all(|&span| span >= Span::ZERO));
            prop_assert_eq!(spans.into_iter().fold(Span::ZERO, |sum, span| sum + span), now - begin);
        }
        for operator in model.operators.ids() {
            let spans = tally.operator(operator, now);
            prop_assert!(spans.iter().all(|&span| span >= Span::ZERO));
            prop_assert_eq!(spans.into_iter().fold(Span::ZERO, |sum, span| sum + span), now - begin);
        }
    }
}
