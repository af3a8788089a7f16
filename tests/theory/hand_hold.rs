//! Holds by hand: parts stand aside after their cycle, on no machine.

use gemba::ids::{Id, StationId};
use gemba::observe::State;

use crate::hand_cards::{area, same, table};
use crate::hand_causes::assert_chain;
use crate::visits::{Story, minute};

/// Two stations, 3 and 2 min, with a hold of 10 min between, and so many parts at the start.
fn line(quantity: u32, more: &str) -> String {
    format!(
        "[plant]\nstart = 2026-03-02\n[run]\nlength = \"orders_done\"\n\
         [station.a]\ncycle = \"3 min\"\nhold = \"10 min\"\n[station.b]\ncycle = \"2 min\"\n{more}\n\
         [line.main]\nstations = [\"a\", \"b\"]\n[order.all]\nquantity = {quantity}\n"
    )
}

fn aside(story: &Story) -> i128 {
    area(story.tally.station(StationId::at(0)).aside, story.end)
}

/// Each part stands aside for 10 min, and the first station goes on meanwhile.
#[test]
fn a_held_part_takes_no_machine() {
    let text = line(3, "");
    let (story, rows) = table(&text);
    let expected = [
        (1, "a", 0, 3),
        (1, "b", 13, 15),
        (2, "a", 3, 6),
        (2, "b", 16, 18),
        (3, "a", 6, 9),
        (3, "b", 19, 21),
    ];
    same(&rows, &expected);
    assert_eq!(aside(&story), 30);
    let chain = [
        ("cycle at b", 19, 21),
        ("aside at a", 9, 19),
        ("cycle at a", 6, 9),
        ("cycle at a", 3, 6),
        ("cycle at a", 0, 3),
    ];
    assert_chain(&text, &chain);
}

/// Behind the last station parts are held before they leave: at 13 and 16.
#[test]
fn a_part_is_held_before_it_leaves_the_plant() {
    let text = line(2, "")
        .replace("[\"a\", \"b\"]", "[\"a\"]")
        .replace("[station.b]\ncycle = \"2 min\"\n", "");
    let (story, rows) = table(&text);
    same(&rows, &[(1, "a", 0, 3), (2, "a", 3, 6)]);
    assert_eq!((minute(story.end), aside(&story)), (16, 20));
}

/// The second station takes 8 min and has no place in front: parts whose time is over at 16 and 19 stand aside
/// until 21 and 29. The first station is never blocked.
#[test]
fn who_finds_no_room_stands_aside_longer() {
    let text = line(3, "buffer = 0").replace("cycle = \"2 min\"", "cycle = \"8 min\"");
    let (story, rows) = table(&text);
    let expected = [
        (1, "a", 0, 3),
        (1, "b", 13, 21),
        (2, "a", 3, 6),
        (2, "b", 21, 29),
        (3, "a", 6, 9),
        (3, "b", 29, 37),
    ];
    same(&rows, &expected);
    assert_eq!(aside(&story), 10 + 15 + 20);
    assert_eq!(story.time_in(1, State::Blocked), 0);
}

/// It takes 4 min to the next station, after the hold.
#[test]
fn the_way_comes_after_the_hold() {
    let (_, rows) = table(&line(1, "[transfer]\ntime = \"4 min\""));
    same(&rows, &[(1, "a", 0, 3), (1, "b", 17, 19)]);
}

/// The parts of a batch stand aside together.
#[test]
fn a_batch_is_held_part_by_part() {
    let text = line(2, "").replace("hold =", "batch = 2\nhold =");
    let (story, rows) = table(&text);
    let expected = [(1, "a", 0, 3), (1, "b", 13, 15), (2, "a", 0, 3), (2, "b", 15, 17)];
    same(&rows, &expected);
    assert_eq!(aside(&story), 20);
}

/// With one card for the plant the second part comes when the first has left, at 15.
#[test]
fn a_held_part_keeps_its_card() {
    let (_, rows) = table(&line(2, "[control]\nrelease = { rule = \"conwip\", limit = 1 }"));
    same(&rows, &[(1, "a", 0, 3), (1, "b", 13, 15), (2, "a", 15, 18), (2, "b", 28, 30)]);
}

/// The fixture of a part is given back at its unload, before it is held: 3 min each. Held as far as the end of the
/// stretch it would be 15 min.
#[test]
fn a_fixture_is_given_back_before_the_hold_or_kept() {
    let pool =
        |to: &str| format!("[pool.f]\ncount = 1\nheld = {{ from = \"a.load\", to = \"{to}\" }}");
    let (_, rows) = table(&line(2, &pool("a.unload")));
    same(&rows, &[(1, "a", 0, 3), (1, "b", 13, 15), (2, "a", 3, 6), (2, "b", 16, 18)]);
    let (_, rows) = table(&line(2, &pool("b.unload")));
    same(&rows, &[(1, "a", 0, 3), (1, "b", 13, 15), (2, "a", 15, 18), (2, "b", 28, 30)]);
}

/// A part may wait 12 min since the end of its cycle, of which the hold is 10, and the second station takes 8 min:
/// the second one is there at 16, and too late at 18, as the first has the machine until 21; the third one comes
/// at 19, and begins at 21, when its time is just over.
#[test]
fn a_hold_is_part_of_the_wait() {
    let more = "within = { time = \"12 min\", else = \"scrap\" }";
    let text = line(3, more).replace("cycle = \"2 min\"", "cycle = \"8 min\"");
    let (story, rows) = table(&text);
    let expected =
        [(1, "a", 0, 3), (1, "b", 13, 21), (2, "a", 3, 6), (3, "a", 6, 9), (3, "b", 21, 29)];
    same(&rows, &expected);
    assert_eq!(story.tally.station(StationId::at(1)).in_time, (2, 1));
}
