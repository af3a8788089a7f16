//! Which of several stations a part goes to.

use crate::told::story;

/// A step that a drill, written first and closed at night, or a press that never closes can do.
fn plant(more: &str) -> String {
    let text = r#"
[plant]
start = 2026-03-02
[run]
length = "2 days"
[calendar.day]
mon-sun = ["06:00-14:00"]
[product.door]
route = [{ station = ["drill", "press"] }]
[station.drill]
cycle = "60 min"
calendar = "day"
"#;
    text.to_owned() + more
}

fn order(quantity: u32, hour: u32) -> String {
    format!("[order.1]\nquantity = {quantity}\nrelease = 2026-03-02T{hour:02}:00:00\n")
}

/// At three in the morning three parts come. The drill stands idle until six, but all of them go to
/// the press: the queue there is served, the one in front of the drill is not.
#[test]
fn a_part_queues_where_somebody_works_and_not_in_front_of_a_closed_station() {
    let text = plant("[station.press]\ncycle = \"60 min\"\n") + &order(3, 3);
    assert_eq!(story(&text, 2).departures(), [240, 300, 360]);
}

/// At ten both work: the first part goes to the drill, the second to the press, and so on.
#[test]
fn open_stations_share_the_work() {
    let text = plant("[station.press]\ncycle = \"60 min\"\n") + &order(4, 10);
    assert_eq!(story(&text, 2).departures(), [660, 660, 720, 720]);
}

/// Both are closed: the parts spread over them, and wait for the morning.
#[test]
fn where_all_are_closed_the_shorter_queue_counts() {
    let press = "[station.press]\ncycle = \"60 min\"\ncalendar = \"day\"\n";
    let text = plant(press) + &order(4, 3);
    assert_eq!(story(&text, 2).departures(), [420, 420, 480, 480]);
}

/// The press has no place left: the second part takes the one in front of the closed drill rather
/// than none at all.
#[test]
fn a_place_in_front_of_a_closed_station_is_better_than_none() {
    let press = "[station.press]\ncycle = \"60 min\"\nbuffer = 0\n";
    let text = plant(press) + &order(2, 3);
    assert_eq!(story(&text, 2).departures(), [240, 420]);
}

/// The drill fails at seven and is repaired until five in the afternoon: the parts of half past seven
/// go to the press, though the drill is written first and nobody stands in front.
#[test]
fn a_failed_station_is_like_a_closed_one() {
    let more = r#"
[station.press]
cycle = "60 min"
[station.drill.failure.spindle]
at = [2026-03-02T07:00:00]
repair = { time = "10 h" }
"#;
    let text = plant(more) + "[order.1]\nquantity = 3\nrelease = 2026-03-02T07:30:00\n";
    assert_eq!(story(&text, 2).departures(), [510, 570, 630]);
}

/// One of the two saws fails: of the four parts that come then, the one that is left gets two, as
/// the press does.
#[test]
fn only_machines_that_can_work_share_a_queue() {
    let text = r#"
[plant]
start = 2026-03-02
[run]
length = "2 days"
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
[order.1]
quantity = 4
release = 2026-03-02T02:00:00
"#;
    assert_eq!(story(text, 2).departures(), [180, 180, 240, 240]);
}
