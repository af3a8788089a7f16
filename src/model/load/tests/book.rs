//! The work of a dated order book, and the least time that it takes.

use super::assert_close;
use crate::model::Slowest;
use crate::model::tests::{compiled, model};
use crate::units::Span;

/// A book of ten parts for a run until it is done, in one shift from six to two.
fn book(station: &str, more: &str) -> String {
    format!(
        r#"
[run]
length = "orders_done"
[plant]
start = 2026-03-02
calendar = "day"
[calendar.day]
mon-fri = "06:00-14:00"
breaks = [{{ at = "09:00", for = "30 min" }}]
[line.main]
stations = ["saw"]
[order.A]
quantity = 10
[station.saw]
cycle = "1 h"
{station}
{more}
"#
    )
}

#[test]
fn a_book_takes_at_least_the_time_of_its_slowest_station() {
    let (model, said) = compiled(&book("", ""));
    // No queue grows for ever in a run that ends with its orders.
    assert!(said.iter().all(|line| !line.starts_with("W101")), "{said:#?}");
    let model = model.expect("it is right");
    let book = model.loads().book.expect("the run ends with its orders");
    assert_close(book.stations.iter().sum(), 10.0);
    // Eight hours on Monday, through the break, and two on Tuesday, until eight.
    assert_eq!(book.least, Some(Span::from_hours(24 + 8)));
    assert!(matches!(book.slowest, Some(Slowest::Station(_))));
}

#[test]
fn a_book_takes_at_least_the_time_of_its_people() {
    let model =
        model(&book("machines = 2\noperators = { welder = 2 }", "[crew.welder]\ncount = 2"));
    let book = model.loads().book.expect("the run ends with its orders");
    // Two machines need five hours; twenty hours of people, two at a time, need ten: seven and a
    // half on Monday, and until half past eight on Tuesday.
    assert_close(book.skills.iter().sum(), 20.0);
    assert_eq!(book.least, Some(Span::from_minutes(60 * (24 + 8) + 30)));
    assert!(matches!(book.slowest, Some(Slowest::Skill(_))));
}

#[test]
fn downtime_is_part_of_the_time_of_a_book() {
    let failure =
        r#"failure.f = { clock = "operating", every = "8 h", repair = { time = "2 h" } }"#;
    let model = model(&book(failure, ""));
    // Ten hours of work bring 2.5 of repair: eight on Monday, 4.5 on Tuesday, until half past ten.
    let least = model.loads().book.and_then(|book| book.least);
    assert_eq!(least, Some(Span::from_minutes(60 * (24 + 10) + 30)));
}

#[test]
fn a_book_is_done_in_the_hours_that_a_station_shares_with_its_people() {
    let late = "[crew.welder]\ncalendar = \"late\"\n[calendar.late]\nmon-fri = \"12:00-20:00\"";
    let model = model(&book("operators = { welder = 1 }", late));
    let book = model.loads().book.expect("the run ends with its orders");
    // Two hours a day for ten hours of work: until two o'clock on Friday.
    assert_eq!(book.least, Some(Span::from_hours(4 * 24 + 14)));
    assert!(matches!(book.slowest, Some(Slowest::Station(_))));
}
