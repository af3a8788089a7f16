//! Due dates by what is ordered, by hand: total work, slack and number of operations.

use gemba::observe::{Observer, Placed};
use gemba::plant::Plant;
use gemba::units::{Span, Time};

use crate::support::model;
use crate::visits::minute;

/// When orders came, and when they are due.
#[derive(Debug, Default)]
struct Dues(Vec<(Time, Option<Time>)>);

impl Observer for Dues {
    fn order_opened(&mut self, order: Placed, now: Time) {
        self.0.push((now, order.due));
    }
}

/// One order of three parts at 60 min: saw of 10 min, drill of 20 min for half of the parts, pack of 5 min. A part
/// has 10 + 20 / 2 + 5 = 25 min of work and 2.5 steps on average, the order 75 min. When it is due, in minutes after it
/// has come.
fn due(rule: &str) -> i64 {
    let text = format!(
        "[plant]\nstart = 2026-03-02\ncalendar = \"always\"\n[run]\nlength = \"1 day\"\n[station.saw]\ncycle = \"10 min\"\n\
         [station.drill]\ncycle = \"20 min\"\n[station.pack]\ncycle = \"5 min\"\n[product.p]\n\
         route = [\"saw\", {{ station = \"drill\", sample = \"50 %\" }}, \"pack\"]\n\
         [demand.d]\nevery = \"60 min\"\nquantity = 3\ndue_in = {rule}\n"
    );
    let model = model(&text);
    let mut plant = Plant::new(&model, 1, 0, Dues::default());
    plant.run_until(Time::ZERO + Span::from_minutes(90));
    let [(at, due)] = plant.into_observer().0[..] else { panic!("one order has come") };
    minute(due.expect("it is promised")) - minute(at)
}

#[test]
fn due_dates_follow_what_is_ordered() {
    // Constant, total work (TWK), slack (SLK), number of operations (NOP), and all together.
    assert_eq!(due("\"90 min\""), 90);
    assert_eq!(due("{ plus = \"90 min\" }"), 90);
    assert_eq!(due("{ work = 3 }"), 3 * 75);
    assert_eq!(due("{ work = 1, plus = \"30 min\" }"), 75 + 30);
    assert_eq!(due("{ work = 1, per_step = \"12 min\" }"), 75 + 30);
    assert_eq!(due("{ work = 2, per_step = \"6 min\", plus = \"1 h\" }"), 150 + 15 + 60);
    // Monday is over at midnight, and so is the first workday after it a day later.
    assert_eq!(due("{ work = 2, plus = \"1 workday\" }"), 47 * 60 + 150);
}
