//! Demand with rates by time of day, day of the week and month: by hand, and as a Poisson process by formula.

use gemba::observe::{Observer, Placed};
use gemba::units::{Span, Time};

use crate::hand_cards::{same, table};
use crate::simulate::Case;
use crate::simulate::Tolerance::Relative;

/// Clockwork of one hour, half as often until 6, twice as often until 8, not at all until 10, as usual from then: two
/// hours each until 6 (2, 4, 6), half an hour each until 8 (6:30, 7:00, 7:30, 8:00), and an hour each from 10 (11, 12). A dated order at 12:30 is the last.
#[test]
fn clockwork_goes_as_fast_as_the_rates_say() {
    let text = "[plant]\nstart = 2026-03-02\n[run]\nlength = \"orders_done\"\n[station.s]\ncycle = \"1 min\"\n\
                [product.p]\nroute = [\"s\"]\n[demand.d]\nevery = \"1 h\"\n\
                rates = { \"00:00-06:00\" = 0.5, \"06:00-08:00\" = 2, \"08:00-10:00\" = 0 }\n\
                [order.last]\nrelease = 2026-03-02T12:30:00\n";
    let (_, rows) = table(text);
    let at = [120, 240, 360, 390, 420, 450, 480, 660, 720, 750];
    let expected: Vec<_> =
        (1..).zip(at).map(|(part, minute)| (part, "s", minute, minute + 1)).collect();
    same(&rows, &expected);
}

/// Orders on each day of the week, and those between 6 and 14.
#[derive(Debug, Default)]
struct Orders {
    days: [f64; 7],
    early: f64,
}

impl Observer for Orders {
    fn order_opened(&mut self, _: Placed, now: Time) {
        let hours = now.since_start().hours();
        let day = now.ticks() / Span::from_days(1).ticks() % 7;
        self.days[usize::try_from(day).expect("a day of the week")] += 1.0;
        if (6.0..14.0).contains(&(hours % 24.0)) {
            self.early += 1.0;
        }
    }
}

/// One order in 10 min, three times as often from 6 to 14, half as often on Saturdays, none on Sundays, twice as often
/// in April: March has 6 × (16 + 3 × 8) = 240 orders on a weekday, 120 on Saturday; April, from Wednesday of the fifth
/// week on, twice as many. In five weeks from Monday, 2 March: two weekdays of March and three of April in the last
/// one, so Mondays and Tuesdays have 5 × 240, Wednesdays to Fridays 4 × 240 + 480, Saturdays 4 × 120 + 240. Of all 3/5
/// come from 6 to 14. A Poisson count has its mean as its variance.
#[test]
fn orders_by_chance_are_a_poisson_process_of_these_rates() {
    let text = "[plant]\nstart = 2026-03-02\n[run]\nlength = \"5 weeks\"\nreplications = 200\n[station.s]\n\
                cycle = \"1 s\"\n[product.p]\nroute = [\"s\"]\n[demand.d]\nevery = { mean = \"10 min\" }\n\
                rates = { \"06:00-14:00\" = 3, sat = 0.5, sun = 0, apr = 2 }\n";
    let all = 2.0 * 1200.0 + 3.0 * 1440.0 + 720.0;
    Case::<Orders>::new("rates of a demand")
        .mean("Mondays", 1200.0, Relative(0.01), |run| run.watch.days[0])
        .mean("Fridays", 1440.0, Relative(0.01), |run| run.watch.days[4])
        .mean("Saturdays", 720.0, Relative(0.01), |run| run.watch.days[5])
        .mean("from 6 to 14", 0.6 * all, Relative(0.005), |run| run.watch.early)
        .mean("Poisson", 1.0, Relative(0.5), |run| {
            let count = run.watch.days[0];
            (count - 1200.0) * (count - 1200.0) / 1200.0
        })
        .run(text);
}
