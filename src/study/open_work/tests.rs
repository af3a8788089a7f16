//! Open work of small plants, by hand.

use super::*;
use crate::diagnostic::Diagnostics;
use crate::model::compile;
use crate::scenario::{Memory, read};
use crate::study::{Results, Settings, run};

fn results(text: &str) -> Results {
    let files = Memory::default().with("plant.toml", text);
    let scenario = read(&files, "plant.toml").scenario.expect("it is right");
    let model = compile(&scenario, &mut Diagnostics::default()).expect("it is right");
    run(&model, &Settings { threads: 1, ..Settings::default() }, &())
}

fn means(work: &OpenWork) -> Vec<f64> {
    work.bands.iter().map(|band| band.mean).collect()
}

/// Ten parts of an hour each are there from the start, for two machines: five hours, an hour less after
/// each. The run is told in steps of half an hour.
#[test]
fn the_backlog_is_that_on_which_overtime_is_decided() {
    let text = r#"
[run]
length = "8 h"
replications = 2
[line.a]
stations = ["saw"]
[station.saw]
machines = 2
cycle = "1 h"
[crew.nobody]
[overtime.late]
crews = { nobody = 1 }
days = "mon-sun"
from = "23:00"
hours = "1 h"
when = { backlog_over = "9 h", at = "saw", until_under = "2 h" }
[order.1]
product = "a"
quantity = 10
due = 2026-03-03
[plant]
start = 2026-03-02
"#;
    let work = results(text).picture.open_work.expect("there is a backlog");
    let of = Counted::Hours { station: "saw".to_owned(), over: 9.0, under: 2.0 };
    assert_eq!(work.of, of);
    let steps = work.step.hours();
    let right = |number: usize| (5.0 - (number + 1) as f64 * steps).max(0.0);
    let found = means(&work);
    assert!(found.len() >= 14, "{found:?}");
    for (number, hours) in found.into_iter().enumerate() {
        assert!((hours - right(number)).abs() < 1e-6, "{number}: {hours}");
    }
    assert!(work.bands.iter().all(|band| band.low.total_cmp(&band.mean).is_eq()));
}

/// Two orders of three parts, an hour a part; the second is released after six hours. Parts open: 3, 2
/// and 1 of the first, and all the while 3 of the second, which then go one by one.
#[test]
fn a_book_of_orders_burns_down_with_what_is_still_to_be_released() {
    let text = r#"
[plant]
start = 2026-03-02
[run]
length = "orders_done"
replications = 2
[line.a]
stations = ["saw"]
[station.saw]
cycle = "1 h"
[order.1]
product = "a"
quantity = 3
[order.2]
product = "a"
quantity = 3
release = 2026-03-02T06:00:00
"#;
    let work = results(text).picture.open_work.expect("there are orders");
    assert_eq!(work.of, Counted::Parts);
    let hourly = usize::try_from(60 * 60_000_000 / work.step.ticks()).expect("whole steps an hour");
    let found = means(&work);
    let right = [6.0, 5.0, 4.0, 3.0, 3.0, 3.0, 3.0, 2.0, 1.0];
    for (hour, right) in right.into_iter().enumerate() {
        let steps = &found[hour * hourly..((hour + 1) * hourly).min(found.len())];
        assert!(
            !steps.is_empty() && steps.iter().all(|open| (open - right).abs() < 1e-9),
            "{hour}: {steps:?}"
        );
    }
}
