//! On the same luck, one more place, a faster station and shorter repairs never let a part leave a serial
//! line later.
//!
//! Proved for a line of single machines, first in, first out, blocking after service, whose failures come
//! by the time worked. Part n leaves station i when it is finished there and part n - b - 1 has left the
//! next station, b being the places between; it is finished its time there after it and the machine are
//! both there, a time that is its cycle and the repairs within it, whenever it begins. So every departure
//! is a maximum of sums of such times. With a larger b it is the departure of an earlier part that is
//! waited for, and parts leave a station one after the other. Shorter repairs make these times shorter,
//! and so does a faster station; that is tried without failures, since with them others of its parts would
//! meet the repairs.

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

fn departures(text: &str) -> Vec<Time> {
    let model = model(text);
    let mut plant = Plant::new(&model, 1, 0, Departures::default());
    plant.run_until(Time::ZERO + Span::from_minutes(WATCHED));
    plant.into_observer().0
}

/// Every part leaves no later in one plant than in the other.
fn leaves_no_later(better: &str, worse: &str) -> Result<(), TestCaseError> {
    let (before, after) = (departures(worse), departures(better));
    prop_assert!(after.len() >= before.len());
    for (part, (after, before)) in after.iter().zip(&before).enumerate() {
        prop_assert!(after <= before, "part {part}: {after:?} after {before:?}");
    }
    Ok(())
}

/// The plan, whose station of that number runs at a share of its speed.
fn slowed(plan: &Plan, station: usize, percent: u32) -> String {
    let table = format!("[station.s{}]\n", station % plan.stations());
    plan.text().replacen(&table, &format!("{table}runs_at = \"{percent} %\"\n"), 1)
}

/// The plan with failures by the time worked at every station, repaired in so many seconds.
fn failing(plan: &Plan, repairs: &[u32]) -> String {
    let mut text = plan.text();
    for (station, seconds) in repairs.iter().enumerate().take(plan.stations()) {
        let table = format!(
            "\n[station.s{station}.failure.stop]\nclock = \"operating\"\n\
             every = {{ mean = \"20 min\" }}\n\
             repair = {{ time = {{ mean = \"{seconds} s\", cv = 0.5 }} }}\n"
        );
        text += &table;
    }
    text
}

proptest! {
    #![proptest_config(checks(300))]

    #[test]
    fn one_more_place((plan, station) in (plain_line(), 0_usize..6)) {
        leaves_no_later(&plan.with_place(station).text(), &plan.text())?;
    }

    #[test]
    fn a_faster_station((plan, station, percent) in (plain_line(), 0_usize..6, 20_u32..100)) {
        leaves_no_later(&plan.text(), &slowed(&plan, station, percent))?;
    }

    #[test]
    fn shorter_repairs(
        (plan, repairs, station) in (plain_line(), prop::collection::vec(2_u32..2000, 6), 0_usize..6)
    ) {
        let mut shorter = repairs.clone();
        shorter[station] /= 2;
        leaves_no_later(&failing(&plan, &shorter), &failing(&plan, &repairs))?;
    }
}
