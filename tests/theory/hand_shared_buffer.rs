//! Shared buffers by hand: who stands there, who gets the next place, and what locks.

use gemba::ids::{Id, SharedBufferId};
use gemba::observe::SharedBufferTally;
use gemba::plant::Plant;
use gemba::units::{Span, Time};

use crate::hand_cards::{area, same, table};
use crate::hand_causes::assert_chain;
use crate::support::model;
use crate::visits::Story;

const HEAD: &str = "[plant]\nstart = 2026-03-02\n[run]\nlength = \"orders_done\"\n";

/// Stations with these cycles in minutes; those of `[buffer.rack]` have no `buffer` of their own.
fn stations(rows: &[(&str, u32)]) -> String {
    let row = |(name, cycle): &(&str, u32)| format!("[station.{name}]\ncycle = \"{cycle} min\"\n");
    rows.iter().map(row).collect::<Vec<_>>().concat()
}

fn rack(places: u32, serves: &str) -> String {
    format!("[buffer.rack]\nplaces = {places}\nserves = [{serves}]\n")
}

/// A product with its route, and so many of it at the start.
fn order(name: &str, route: &str, quantity: u32) -> String {
    format!(
        "[product.{name}]\nroute = [{route}]\n[order.{name}]\nproduct = \"{name}\"\nquantity = {quantity}\n"
    )
}

fn counted(story: &Story) -> SharedBufferTally {
    *story.tally.shared_buffer(SharedBufferId::at(0))
}

/// Place-minutes taken, minutes full, most places taken.
fn taken(story: &Story) -> (i128, i128, i64) {
    let row = counted(story);
    (area(row.taken, story.end), area(row.full, story.end), row.most)
}

/// Parts for `weld` and for `leak` stand in the same two places. The second part has been welded at 9 and finds them
/// taken by the third and the fourth; it goes straight on when `leak` is free at 11. Places are taken from 2 to 3 one,
/// to 23 two, to 29 one, none, and one from 31 to 35.
#[test]
fn parts_for_two_stations_stand_in_the_same_places() {
    let text = format!(
        "{HEAD}{}{}{}",
        stations(&[("cut", 1), ("weld", 4), ("leak", 6)]),
        rack(2, "\"weld\", \"leak\""),
        order("p", "\"cut\", \"weld\", \"leak\"", 6)
    );
    let (story, rows) = table(&text);
    let starts =
        |at: &str| -> Vec<i64> { rows.iter().filter(|row| row.1 == at).map(|row| row.2).collect() };
    assert_eq!(starts("cut"), [0, 1, 2, 3, 5, 11]);
    assert_eq!(starts("weld"), [1, 5, 11, 17, 23, 27]);
    assert_eq!(starts("leak"), [5, 11, 17, 23, 29, 35]);
    assert_eq!(taken(&story), (1 + 40 + 6 + 4, 20, 2));
    // What `cut` waits for is a place that `weld` leaves, which waits for `leak`.
    assert_chain(
        &text,
        &[
            ("cycle at leak", 35, 41),
            ("cycle at leak", 29, 35),
            ("cycle at leak", 23, 29),
            ("cycle at leak", 17, 23),
            ("cycle at leak", 11, 17),
            ("cycle at leak", 5, 11),
            ("cycle at weld", 1, 5),
            ("cycle at cut", 0, 1),
        ],
    );
}

/// `x` feeds `p` and `y` feeds `q`, with one place for both. The place that is free at 11 goes to the third part of `x`,
/// which waits since 3, and not to the second of `y`, since 8; that of 21 to `x`, since 12, before `y`, since 18; that
/// of 31 to `y`, since 28, when `x` has none left. A free machine is gone to past the place: `q` at 14 and 24.
#[test]
fn who_waits_longest_gets_the_place_whichever_station_it_is_for() {
    for [p, q] in [["p", "q"], ["q", "p"]] {
        let text = format!(
            "{HEAD}{}{}{}{}",
            stations(&[("x", 1), (p, 10), ("y", 4), (q, 10)]),
            rack(1, "\"p\", \"q\""),
            order("one", &format!("\"x\", \"{p}\""), 4),
            order("two", &format!("\"y\", \"{q}\""), 5),
        );
        let (_, rows) = table(&text);
        let starts = |at: &str| -> Vec<i64> {
            rows.iter().filter(|row| row.1 == at).map(|row| row.2).collect()
        };
        assert_eq!(starts("x"), [0, 1, 2, 11], "of {p}");
        assert_eq!(starts(p), [1, 11, 21, 31], "of {p}");
        assert_eq!(starts("y"), [0, 4, 14, 24, 31], "of {q}");
        assert_eq!(starts(q), [4, 14, 24, 34, 44], "of {q}");
    }
}

/// One place of its own is taken first. The shared one is taken from 3, when the own one is, to 16, when only one
/// part is left in front; `weld` takes the five parts at 1, 6, 11, 16 and 21.
#[test]
fn places_of_its_own_are_taken_first() {
    let text = format!(
        "{HEAD}{}buffer = 1\n{}{}",
        stations(&[("cut", 1), ("weld", 5)]),
        rack(1, "\"weld\""),
        order("p", "\"cut\", \"weld\"", 5)
    );
    let (story, rows) = table(&text);
    let starts: Vec<i64> = rows.iter().filter(|row| row.1 == "weld").map(|row| row.2).collect();
    assert_eq!(starts, [1, 6, 11, 16, 21]);
    // Two wait from 3 to 16: at 4 the fourth is held on `cut` until 6, the fifth from 7 to 11.
    assert_eq!(taken(&story), (13, 13, 1));
}

/// A part on its way has a place kept for it: with a way of 3 min to `weld` the place is taken from 1 on.
#[test]
fn a_place_is_kept_for_a_part_on_its_way() {
    let text = format!(
        "{HEAD}{}{}{}[transfer]\nfrom.cut.to.weld = \"3 min\"\n",
        stations(&[("cut", 1), ("weld", 5)]),
        rack(1, "\"weld\""),
        order("p", "\"cut\", \"weld\"", 3)
    );
    let (story, rows) = table(&text);
    let expected = [
        (1, "cut", 0, 1),
        (1, "weld", 4, 9),
        (2, "cut", 1, 2),
        (2, "weld", 9, 14),
        (3, "cut", 2, 3),
        (3, "weld", 14, 19),
    ];
    same(&rows, &expected);
    // The first is bound for the machine; the second keeps the place from 2 on and leaves it at 9, the third, which
    // leaves `cut` then, until 14.
    assert_eq!(taken(&story), (12, 12, 1));
}

/// Parts of `p` go from `a` to `b`, those of `q` the other way; each station takes 5 min.
fn crossing(places: u32, more: &str) -> String {
    format!(
        "{HEAD}{more}{}{}{}{}",
        stations(&[("a", 5), ("b", 5)]),
        rack(places, "\"a\", \"b\""),
        order("p", "\"a\", \"b\"", 2),
        order("q", "\"b\", \"a\"", 2),
    )
}

/// At 5 both machines are done, and the second parts fill the place, or both: neither machine can give up its part.
#[test]
fn a_full_rack_locks_those_who_need_it() {
    for places in [1, 2] {
        let model = model(&crossing(places, ""));
        let mut plant = Plant::new(&model, 1, 0, ());
        assert!(!plant.run_orders(Time::NEVER));
        let (at, stations) = plant.deadlocked().expect("a deadlock");
        let found = (at.since_start(), stations.len());
        assert_eq!(found, (Span::from_minutes(5), 2), "{places} places");
    }
}

/// With three there is one for the part that leaves `a`, then one for that of `b`: nobody waits.
#[test]
fn one_more_place_and_nothing_locks() {
    let (_, mut rows) = table(&crossing(3, ""));
    rows.sort_by_key(|&(part, _, start, _)| (part, start));
    let expected = [
        (1, "a", 0, 5),
        (1, "b", 10, 15),
        (2, "a", 5, 10),
        (2, "b", 15, 20),
        (3, "b", 0, 5),
        (3, "a", 10, 15),
        (4, "b", 5, 10),
        (4, "a", 15, 20),
    ];
    same(&rows, &expected);
}

/// With one place the parts of 5 change places: the first p is on `b` at once, the first q stands in the place that the
/// second p leaves. At 10 `b` is free for the second q, which has waited outside since 0; at 15 they change again.
#[test]
fn who_is_locked_changes_places() {
    let (story, mut rows) = table(&crossing(1, "[control]\ndeadlock = \"swap\"\n"));
    rows.sort_by_key(|&(part, _, start, _)| (part, start));
    let expected = [
        (1, "a", 0, 5),
        (1, "b", 5, 10),
        (2, "a", 5, 10),
        (2, "b", 15, 20),
        (3, "b", 0, 5),
        (3, "a", 15, 20),
        (4, "b", 10, 15),
        (4, "a", 20, 25),
    ];
    same(&rows, &expected);
    assert_eq!(story.tally.swaps(), 2);
}

/// A kit takes a housing and a lid. Housings fill both places at 2; the first lid is done at 10 and finds none.
#[test]
fn parts_of_one_kind_can_keep_out_the_others_of_their_kit() {
    let plant = |places: u32| {
        format!(
            "{HEAD}{}takes = {{ housing = 1, lid = 1 }}\n[product.housing]\nroute = [\"mould\", \"join\"]\n\
             [product.lid]\nroute = [\"press\", \"join\"]\n{}{}",
            stations(&[("mould", 1), ("press", 10), ("join", 3)]),
            rack(places, "\"join\""),
            order("kit", "\"join\"", 3),
        )
    };
    let locked = model(&plant(2));
    let mut locked = Plant::new(&locked, 1, 0, ());
    assert!(!locked.run_orders(Time::NEVER));
    let (at, stations) = locked.deadlocked().expect("a deadlock");
    assert_eq!(at.since_start(), Span::from_minutes(10));
    let names: Vec<&str> =
        stations.iter().map(|&id| locked.model().stations[id].name.as_str()).collect();
    assert_eq!(names, ["press", "housing at join", "lid at join"]);
    // With a place more the kits are begun as their lids come.
    let (story, rows) = table(&plant(4));
    let joined: Vec<i64> = rows.iter().filter(|row| row.1 == "join").map(|row| row.2).collect();
    assert_eq!(joined, [10, 20, 30]);
    // Housings from 1, 2 and 3 to 10, 20 and 30; a lid goes on in the instant in which it comes.
    assert_eq!(taken(&story), (9 + 18 + 27, 0, 3));
}

/// A batch of two is put together on the free machine, and needs no place; the two behind it do.
#[test]
fn parts_of_a_batch_under_way_need_no_place() {
    let text = format!(
        "{HEAD}{}batch = {{ size = 2 }}\n{}{}",
        stations(&[("cut", 1), ("oven", 10)]),
        rack(2, "\"oven\""),
        order("p", "\"cut\", \"oven\"", 6)
    );
    let (story, rows) = table(&text);
    let starts: Vec<i64> = rows.iter().filter(|row| row.1 == "oven").map(|row| row.2).collect();
    assert_eq!(starts, [2, 2, 12, 12, 22, 22]);
    // One from 3, two from 4 to 12, when the fifth comes off `cut` with a place in front; the sixth at 13.
    assert_eq!(taken(&story), (1 + 8 * 2 + 1 + 9 * 2, 8 + 9, 2));
}

/// At 5 the p on `a` and the q on `b` wait for each other; the only place holds the second r, for which `y` is free at 6.
/// The place goes to a p that has waited outside since 1: from then on `a` and `b` are locked, though nobody begins to
/// wait just then. Where parts change places the two do so at 6: `b` is done with p at 11, `a` with the other p,
/// which stood in the place, at 11 as well.
fn late(more: &str) -> String {
    format!(
        "{HEAD}{more}{}{}{}{}{}[order.p2]\nproduct = \"p\"\nrelease = 2026-03-02T00:01:00\n",
        stations(&[("a", 5), ("b", 5), ("y", 6)]),
        rack(1, "\"a\", \"b\", \"y\""),
        order("r", "\"y\"", 2),
        order("p", "\"a\", \"b\"", 1),
        order("q", "\"b\", \"a\"", 1),
    )
}

#[test]
fn a_place_that_goes_to_another_completes_a_deadlock() {
    let locked = model(&late(""));
    let mut locked = Plant::new(&locked, 1, 0, ());
    locked.run_until(Time::ZERO + Span::from_minutes(20));
    let (at, stations) = locked.deadlocked().expect("a deadlock");
    assert_eq!((at.since_start(), stations.len()), (Span::from_minutes(6), 2));
    let (story, rows) = table(&late("[control]\ndeadlock = \"swap\"\n"));
    let of = |at: &str| -> Vec<i64> {
        let mut starts: Vec<i64> = rows.iter().filter(|row| row.1 == at).map(|row| row.2).collect();
        starts.sort_unstable();
        starts
    };
    // The q stands behind the second p in front of `a`, and is worked on when that has gone to `b` at 11.
    assert_eq!((of("a"), of("b")), (vec![0, 6, 11], vec![0, 6, 11]));
    assert_eq!(story.tally.swaps(), 1);
}

/// From 2 on a part waits for `p` or `q`; at 10 `p` takes the first of three that fill the places. The part goes where the
/// step prefers, or where fewer stand in front: to `q`, which works on another part until 100; and to `p` if that is
/// preferred.
#[test]
fn the_rule_of_the_step_says_where_a_place_is_for() {
    let text = |of: &str, choice: &str| {
        format!(
            "{HEAD}{}{}{}{}[product.c]\nroute = [\"x\", {{ station = [{of}], choice = \"{choice}\" }}]\n\
             [order.c]\nproduct = \"c\"\nrelease = 2026-03-02T00:01:00\n",
            stations(&[("x", 1), ("p", 10), ("q", 10)]),
            rack(3, "\"p\", \"q\""),
            order("f", "\"p\"", 4),
            "[product.g]\nroute = [{ station = \"q\", cycle = \"100 min\" }]\n[order.g]\nproduct = \"g\"\n",
        )
    };
    let goes = |of: &str, choice: &str| {
        let (_, rows) = table(&text(of, choice));
        let part = rows.iter().find(|row| row.1 == "x").expect("it was at x").0;
        let last = rows.iter().rfind(|row| row.0 == part).expect("it goes on").clone();
        (last.1, last.2)
    };
    assert_eq!(goes("\"q\", \"p\"", "preference"), ("q".to_owned(), 100));
    assert_eq!(goes("\"p\", \"q\"", "preference"), ("p".to_owned(), 40));
    assert_eq!(goes("\"p\", \"q\"", "shortest_queue"), ("q".to_owned(), 100));
}

/// `a` is never short of parts. At 36 a part sets out to come back to it, on a way of 20 min; at 37 `a`, which is promised to
/// that part, takes no new one, because the place holds a part for `y`. `y` takes that at 40, and `a` goes on: of 56 min
/// it has worked for 53.
#[test]
fn a_place_that_is_free_lets_a_supply_go_on() {
    let text = "[plant]\nstart = 2026-03-02\n[run]\nlength = \"56 min\"\nreplications = 1\n"
        .to_owned()
        + &stations(&[("a", 1), ("c", 35), ("y", 10)])
        + "[station.cut]\ncycle = \"30 min\"\nbatch = { size = 2 }\n"
        + &rack(1, "\"a\", \"y\"")
        + "[product.s]\nroute = [\"a\", \"c\", { station = \"a\", name = \"again\" }]\n\
           [product.yy]\nroute = [\"cut\", \"y\"]\n[transfer]\nfrom.c.to.a = \"20 min\"\n";
    let model = model(&text);
    let mut plant =
        Plant::new(&model, 1, 0, gemba::observe::Tally::new(&model, Span::from_hours(1)));
    plant.run_until(Time::ZERO + Span::from_minutes(56));
    assert_eq!(plant.audit(), Ok(()));
    let a = model.stations.ids().find(|&id| model.stations[id].name == "a").expect("there is one");
    assert_eq!(plant.observer().station(a).done, 53);
}

/// What never ends takes no place: with one place for housings without end, three a kit, and lids from a press, a kit is
/// begun as each lid comes.
#[test]
fn parts_without_end_take_no_place() {
    let text = "[plant]\nstart = 2026-03-02\n[run]\nlength = \"65 min\"\n".to_owned()
        + &stations(&[("press", 10), ("join", 3)])
        + "takes = { housing = 3, lid = 1 }\n[product.housing]\nroute = [\"join\"]\n\
           [product.lid]\nroute = [\"press\", \"join\"]\n[product.kit]\nroute = [\"join\"]\n"
        + &rack(1, "\"join\"");
    let model = model(&text);
    let mut plant =
        Plant::new(&model, 1, 0, gemba::observe::Tally::new(&model, Span::from_hours(1)));
    plant.run_until(Time::ZERO + Span::from_minutes(65));
    let join = model.stations.ids().find(|&id| model.stations[id].name == "join");
    // Lids come at 10, 20 … 60; each kit is done 3 min later.
    assert_eq!(plant.observer().station(join.expect("there is one")).done, 6);
}
