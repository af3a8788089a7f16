//! A change that gives what holds anyway leaves every path as it is.
//!
//! At instants of its own: where it falls together with other events, work that takes no time comes
//! due in another round of the instant, as beside any other event.

use gemba::model::Model;
use gemba::observe::Trace;
use gemba::plant::Plant;
use gemba::units::{Span, Time};
use proptest::prelude::*;

use crate::checks::checks;
use crate::random_plant::{WATCHED, plan};
use crate::support::model;

/// Everything that happens in so much time.
fn path(model: &Model, time: Span) -> Trace {
    let mut plant = Plant::new(model, 1, 0, Trace::default());
    plant.run_until(Time::ZERO + time);
    assert_eq!(plant.audit(), Ok(()));
    plant.into_observer()
}

proptest! {
    #![proptest_config(checks(300))]

    #[test]
    fn in_any_plant(plan in plan(), minutes in prop::collection::btree_set(0_u32..230, 1..4)) {
        let minutes: Vec<u32> = minutes.into_iter().collect();
        let plain = model(&plan.unchanged().text());
        let changed = model(&plan.changed_in_name(&minutes).text());
        prop_assert!(changed.periods.len() >= minutes.len());
        let time = Span::from_minutes(WATCHED);
        prop_assert!(path(&plain, time) == path(&changed, time));
    }
}

/// What holds anyway, said again of everything that can change.
const SAME: &str = r#"
[change.same]
from = 2026-03-10T10:30:07.919
until = 2026-03-17T03:00:07.919
calendar.two_shift.mon-fri = ["06:00-14:00", "14:00-22:00"]
station.cnc.cycle = { mean = "180 s", cv = 0.1 }
station.cnc.failure.spindle.every = { dist = "weibull", mean = "38 h", cv = 0.7 }
station.cnc.failure.tool.every = { dist = "uniform", min = 350, max = 450 }
station.cnc.failure.tool.repair = { time = "8 min", operators = { machinist = 1 } }
station.cnc_old.failure.hydraulics.every = { mean = "60 h" }
station.weld.scrap = "0.5 %"
station.weld.calendar = "two_shift"
crew.machinist.count = 3
crew.fitter.calendar = "two_shift"
[change.same.product.h300]
route = [
  "saw",
  { station = ["cnc", "cnc_old"], cycle = "240 s" },
  { station = "weld", cycle = "110 s", next = { pack = "90 %", weld = "10 %" } },
  "pack",
]
[change.same.demand.spares]
products = { h200 = 3, h300 = 1 }
every = { mean = "6 h" }
quantity = { dist = "geometric", p = "40 %" }
due_in = "5 days"
"#;

#[test]
fn in_a_plant_with_all_that_can_change() {
    let text = include_str!("../../scenarios/pump-housings.toml");
    let run = |text: &str| {
        let model = model(text);
        (model.periods.len(), path(&model, Span::from_days(28)))
    };
    let ((none, plain), (two, changed)) = (run(text), run(&format!("{text}{SAME}")));
    assert_eq!([none, two], [0, 2]);
    assert!(plain.lines().len() > 10_000 && plain == changed);
}
