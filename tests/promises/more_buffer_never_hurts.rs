//! On the same luck, one more place never lets a part leave a serial line later.
//!
//! Proved for a line of single machines that never fail, first in, first out, blocking after
//! service. Part n leaves station i when it is finished there and part n - b - 1 has left the next
//! station, b being the places between; it is finished a cycle time after it and the machine are
//! both there. So every departure is a maximum of sums of cycle times. With a larger b it is the
//! departure of an earlier part that is waited for, and parts leave a station one after the other.

use gemba::ids::ProductId;
use gemba::observe::Observer;
use gemba::plant::Plant;
use gemba::units::{Span, Time};
use proptest::prelude::*;

use crate::checks::checks;
use crate::random_plant::{Plan, WATCHED, plain_line};
use crate::support::model;

/// Instants at which parts leave.
#[derive(Default)]
struct Departures(Vec<Time>);

impl Observer for Departures {
    fn departed(&mut self, _: ProductId, _: u64, _: Time, now: Time) {
        self.0.push(now);
    }
}

fn departures(plan: &Plan) -> Vec<Time> {
    let model = model(&plan.text());
    let mut plant = Plant::new(&model, 1, 0, Departures::default());
    plant.run_until(Time::ZERO + Span::from_minutes(WATCHED));
    plant.into_observer().0
}

proptest! {
    #![proptest_config(checks(300))]

    #[test]
    fn on_any_plain_line((plan, station) in (plain_line(), 0_usize..6)) {
        let (before, after) = (departures(&plan), departures(&plan.with_place(station)));
        prop_assert!(after.len() >= before.len());
        for (part, (after, before)) in after.iter().zip(&before).enumerate() {
            prop_assert!(after <= before, "part {part}: {after:?} after {before:?}");
        }
    }
}
