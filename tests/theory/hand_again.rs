//! Parts that find no room at the end of their cycle and do it again, by hand.

use gemba::observe::State;

use crate::hand_cards::{same, table};
use crate::support::model;
use crate::visits::{Story, minute, story};

/// Two stations without places between them; the first does its cycle again.
fn line(first: &str, second: &str, quantity: u32, more: &str) -> String {
    format!(
        "[plant]\nstart = 2026-03-02\n[run]\nlength = \"orders_done\"\n\
         [station.a]\ncycle = \"{first}\"\nblock = \"again\"\n{more}\n\
         [station.b]\nbuffer = 0\ncycle = \"{second}\"\n\
         [line.main]\nstations = [\"a\", \"b\"]\n[order.all]\nquantity = {quantity}\n"
    )
}

/// When the machine of the first station begins a cycle.
fn begins(story: &Story) -> Vec<(i64, i64)> {
    story.stretches(1, State::Working)
}

/// `b` is taken until 7, 13 and 19: the second part, done at 4 and at 6, is in its third cycle then and goes at 8;
/// the third goes on at 14.
#[test]
fn a_part_without_room_goes_round_until_there_is_some() {
    let (story, rows) = table(&line("2 min", "5 min", 3, ""));
    let b: Vec<_> = rows.iter().filter(|row| row.1 == "b").cloned().collect();
    same(&b, &[(1, "b", 2, 7), (2, "b", 8, 13), (3, "b", 14, 19)]);
    // It works all the time: 0 to 2, three times until 8, and three times until 14.
    assert_eq!(begins(&story), [(0, 14)]);
    assert_eq!(story.time_in(1, State::Blocked), 0);
    assert_eq!(story.tally.station(gemba::ids::Id::at(0)).done, 7);
}

/// Room that comes in the same instant is room: `b` ends when `a` does.
#[test]
fn room_of_the_same_instant_is_taken() {
    let (story, rows) = table(&line("5 min", "5 min", 3, ""));
    let b: Vec<_> = rows.iter().filter(|row| row.1 == "b").cloned().collect();
    same(&b, &[(1, "b", 5, 10), (2, "b", 10, 15), (3, "b", 15, 20)]);
    assert_eq!(story.tally.station(gemba::ids::Id::at(0)).done, 3);
}

/// `a` closes at 5 and ends the cycle that is under way, at 6. Its part waits there; nobody works on it until it opens
/// at 20, and goes on with it, until 22, 24 and 26. `b` is free at 25.
#[test]
fn a_closed_machine_keeps_its_part() {
    let hours = "calendar = \"early\"\nat_close = \"finish\"\n[calendar.early]\n\
                 mon = [\"00:00-00:05\", \"00:20-08:00\"]";
    let story = story(&model(&line("2 min", "23 min", 2, hours)));
    assert_eq!(begins(&story), [(0, 6), (20, 26)]);
    let rows = story.visits.by_part();
    let b = rows.iter().filter(|row| row.machine == 2).map(|row| minute(row.started));
    assert_eq!(b.collect::<Vec<i64>>(), [2, 26]);
}

/// It is broken at 3 for 10 min: the second part, from 2, has one minute left at 13, and is done at 14, as `b` is
/// taken until 12 there is room.
#[test]
fn a_failure_ends_before_the_cycle_goes_on() {
    let crash =
        "[station.a.failure.jam]\nat = [2026-03-02T00:03:00]\nrepair = { time = \"10 min\" }";
    let story = story(&model(&line("2 min", "10 min", 2, crash)));
    assert_eq!(begins(&story), [(0, 3), (13, 14)]);
    let rows = story.visits.by_part();
    let b = rows.iter().filter(|row| row.machine == 2).map(|row| minute(row.started));
    assert_eq!(b.collect::<Vec<i64>>(), [2, 14]);
}
