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

/// Eight hours a day, five days a week, an hour a part. Ten parts are due in the first week, 50 more in the
/// second: 60 of 80 hours, and the 45 of them that are released on its Monday 45 of 40. By the fourth the 53
/// that are released from then on ask for 53 of 120 hours, more than all 68 do of 160.
#[test]
fn a_peak_is_told_by_the_weeks_in_which_it_can_be_done() {
    let order = |name: &str, parts: u32, release: &str, due: &str| {
        format!(
            "[order.{name}]\nquantity = {parts}\nrelease = 2026-03-{release}\ndue = 2026-03-{due}\n"
        )
    };
    let text = r#"
[run]
length = "8 weeks"
[plant]
start = 2026-03-02
calendar = "day"
[calendar.day]
mon-fri = "06:00-14:00"
[line.main]
stations = ["saw"]
[station.saw]
cycle = "1 h"
"#
    .to_owned()
        + &order("a", 10, "02", "06")
        + &order("b", 5, "02", "11")
        + &order("c", 45, "09", "13")
        + &order("d", 8, "16", "27");
    let model = model(&text);
    let weeks = model.due_weeks();
    let day = |days| crate::units::Time::ZERO + Span::from_days(days);
    let told: Vec<_> = weeks.iter().map(|week| (week.begins, week.parts, week.from)).collect();
    assert_eq!(told, [(day(0), 10.0, day(0)), (day(7), 50.0, day(7)), (day(21), 8.0, day(7))]);
    for (week, load) in weeks.iter().zip([10.0 / 40.0, 45.0 / 40.0, 53.0 / 120.0]) {
        assert_close(week.load, load);
        assert_eq!(week.fullest.name(&model), "saw");
    }
}

/// Two machines, and one person for them: two weeks of 40 hours are asked of the person in one, until a
/// second one comes on its Thursday.
#[test]
fn the_people_of_a_week_are_those_who_are_there_in_it() {
    let text = |more: &str| {
        format!(
            r#"
[run]
length = "8 weeks"
[plant]
start = 2026-03-02
calendar = "day"
[calendar.day]
mon-fri = "06:00-14:00"
[line.main]
stations = ["saw"]
[station.saw]
machines = 2
cycle = "1 h"
operators = {{ sawyer = 1 }}
[crew.sawyer]
[order.a]
quantity = 60
release = 2026-03-09
due = 2026-03-13
{more}
"#
        )
    };
    let loads = |more: &str| -> Vec<f64> {
        model(&text(more)).due_weeks().iter().map(|week| week.load).collect()
    };
    assert_close(loads("")[0], 60.0 / 40.0);
    // 40 hours of one, 16 of the other.
    let more = "[change.more]\nfrom = 2026-03-12\ncrew.sawyer.count = 2";
    assert_close(loads(more)[0], 60.0 / 56.0);
    assert!(loads("[demand.other]\nevery = \"1 h\"").is_empty());
}

/// What is due on a Sunday is due in the week of it, and a book of one week is one, too: 50 of 40 hours.
#[test]
fn a_sunday_belongs_to_the_week_before_it_ends() {
    let text = r#"
[run]
length = "orders_done"
[plant]
start = 2026-03-02
calendar = "day"
[calendar.day]
mon-fri = "06:00-14:00"
[line.main]
stations = ["saw"]
[station.saw]
cycle = "1 h"
[order.a]
quantity = 30
due = 2026-03-06
[order.b]
quantity = 20
due = 2026-03-08
"#;
    let weeks = model(text).due_weeks();
    assert_eq!(weeks.len(), 1);
    assert_close(weeks[0].load, 50.0 / 40.0);
    assert_close(weeks[0].parts, 50.0);
}

/// Ten are ordered. What lies on stock need not be made: with 20 nothing, with 4 six, at an hour each.
#[test]
fn what_is_on_stock_need_not_be_made_for_a_book() {
    let work = |start: u32| {
        let stock = format!("[stock.main]\nstart = {start}\nreorder = {{ up_to = 20 }}\n");
        let book = model(&book("", &stock)).loads().book;
        book.map_or(0.0, |book| book.stations.iter().sum::<f64>())
    };
    assert_close(work(20), 0.0);
    assert_close(work(4), 6.0);
}
