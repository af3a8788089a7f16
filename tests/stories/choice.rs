//! Which of several stations a part goes to.

use crate::shop::START;
use crate::told::story;

/// A step that a drill, written first and closed at night, or a press can do; `press` and `more` are
/// said of the press and behind it.
fn plant(press: &str, more: &str) -> String {
    format!(
        r#"{START}
[product.door]
route = [{{ station = ["drill", "press"] }}]
[station.drill]
cycle = "60 min"
calendar = "day"
[station.press]
cycle = "60 min"
{press}
{more}"#
    )
}

fn order(quantity: u32, release: &str) -> String {
    format!("[order.1]\nquantity = {quantity}\nrelease = 2026-03-02T{release}:00\n")
}

/// At three in the morning three parts come. The drill stands idle until six, but all of them go to
/// the press: the queue there is served, the one in front of the drill is not.
#[test]
fn a_part_queues_where_somebody_works_and_not_in_front_of_a_closed_station() {
    let text = plant("", &order(3, "03:00"));
    assert_eq!(story(&text, 2).departures(), [240, 300, 360]);
}

/// At ten both work: the first part goes to the drill, the second to the press, and so on.
#[test]
fn open_stations_share_the_work() {
    let text = plant("", &order(4, "10:00"));
    assert_eq!(story(&text, 2).departures(), [660, 660, 720, 720]);
}

/// Both are closed: the parts spread over them, and wait for the morning.
#[test]
fn where_all_are_closed_the_shorter_queue_counts() {
    let text = plant("calendar = \"day\"", &order(4, "03:00"));
    assert_eq!(story(&text, 2).departures(), [420, 420, 480, 480]);
}

/// The press has no place left: the second part takes the one in front of the closed drill rather
/// than none at all.
#[test]
fn a_place_in_front_of_a_closed_station_is_better_than_none() {
    let text = plant("buffer = 0", &order(2, "03:00"));
    assert_eq!(story(&text, 2).departures(), [240, 420]);
}

/// The drill fails at seven and is repaired until five in the afternoon: the parts of half past seven
/// go to the press, though the drill is written first and nobody stands in front.
#[test]
fn a_failed_station_is_like_a_closed_one() {
    let spindle = r#"
[station.drill.failure.spindle]
at = [2026-03-02T07:00:00]
repair = { time = "10 h" }
"#;
    let text = plant("", spindle) + &order(3, "07:30");
    assert_eq!(story(&text, 2).departures(), [510, 570, 630]);
}

/// One of the two saws fails: of the four parts that come then, the one that is left gets two, as
/// the press does.
#[test]
fn only_machines_that_can_work_share_a_queue() {
    let text = START.to_owned()
        + r#"
[product.door]
route = [{ station = ["saw", "press"] }]
[station.saw]
cycle = "60 min"
machines = 2
[station.saw.failure.blade]
at = [2026-03-02T01:00:00]
repair = { time = "100 h" }
[station.press]
cycle = "60 min"
"# + &order(4, "02:00");
    assert_eq!(story(&text, 2).departures(), [180, 180, 240, 240]);
}
