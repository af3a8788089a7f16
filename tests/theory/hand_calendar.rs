//! `pub-hand-shift-calendar`: one machine, windows from Monday to Friday, and what their ends do to
//! the job in the machine.

use crate::support::model;
use crate::visits::{minute, story};

/// Jobs 1 to 4 wait at 0; the others come on Wednesday and, twice, on Friday.
const SHOP: &str = r#"
[plant]
start = 2026-03-02                    # a Monday
[run]
length = "orders_done"

[calendar.windows]
mon-fri = ["08:00-10:00", "10:15-12:00", "12:30-16:00"]

[station.machine]
calendar = "windows"
at_close = "AT_CLOSE"

[product.p50]
route = [{ station = "machine", cycle = "50 min" }]
[product.p75]
route = [{ station = "machine", cycle = "75 min" }]
[product.p90]
route = [{ station = "machine", cycle = "90 min" }]
[product.p100]
route = [{ station = "machine", cycle = "100 min" }]
[product.p180]
route = [{ station = "machine", cycle = "180 min" }]
[product.p200]
route = [{ station = "machine", cycle = "200 min" }]

[order.1]
product = "p50"
release = 2026-03-02
[order.2]
product = "p100"
release = 2026-03-02
[order.3]
product = "p200"
release = 2026-03-02
[order.4]
product = "p90"
release = 2026-03-02
[order.5]
product = "p180"
release = 2026-03-04T00:20:00
[order.6]
product = "p200"
release = 2026-03-06T12:20:00
[order.7]
product = "p75"
release = 2026-03-06T15:50:00
"#;

/// Minute of day and time.
const fn at(day: i64, hour: i64, minute: i64) -> i64 {
    (day * 24 + hour) * 60 + minute
}

/// Starts and finishes of the seven jobs.
fn table(at_close: &str) -> Vec<(i64, i64)> {
    let story = story(&model(&SHOP.replace("AT_CLOSE", at_close)));
    let visits = story.visits.by_part();
    visits
        .iter()
        .map(|visit| (minute(visit.started), minute(visit.finished.expect("it was finished"))))
        .collect()
}

#[test]
fn pub_hand_shift_calendar_suspend() {
    let expected = [
        (at(0, 8, 0), at(0, 8, 50)),
        (at(0, 8, 50), at(0, 10, 45)),
        (at(0, 10, 45), at(0, 14, 35)),
        (at(0, 14, 35), at(1, 8, 5)),
        (at(2, 8, 0), at(2, 11, 15)),
        (at(4, 12, 30), at(4, 15, 50)),
        (at(4, 15, 50), at(7, 9, 5)),
    ];
    assert_eq!(table("pause"), expected);
}

#[test]
fn pub_hand_shift_calendar_runover() {
    let expected = [
        (at(0, 8, 0), at(0, 8, 50)),
        (at(0, 8, 50), at(0, 10, 30)),
        (at(0, 10, 30), at(0, 13, 50)),
        (at(0, 13, 50), at(0, 15, 20)),
        (at(2, 8, 0), at(2, 11, 0)),
        (at(4, 12, 30), at(4, 15, 50)),
        (at(4, 15, 50), at(4, 17, 5)),
    ];
    assert_eq!(table("finish"), expected);
}

#[test]
fn pub_hand_shift_calendar_fit() {
    let expected = [
        (at(0, 8, 0), at(0, 8, 50)),
        (at(0, 10, 15), at(0, 11, 55)),
        (at(0, 12, 30), at(0, 15, 50)),
        (at(1, 8, 0), at(1, 9, 30)),
        (at(2, 12, 30), at(2, 15, 30)),
        (at(4, 12, 30), at(4, 15, 50)),
        (at(7, 8, 0), at(7, 9, 15)),
    ];
    assert_eq!(table("no_start"), expected);
}
