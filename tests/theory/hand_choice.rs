//! Which of several stations, which part first, and who takes a step at all: worked by hand.

use std::collections::BTreeMap;

use gemba::ids::{Id, MachineId};

use crate::support::model;
use crate::visits::{Story, minute, story};

/// Part, machine, begin and end of all visits, part by part.
fn times(story: &Story) -> Vec<(usize, usize, i64, i64)> {
    let rows = story.visits.by_part().into_iter();
    rows.map(|row| {
        let end = row.finished.expect("all are done");
        (row.part, row.machine, minute(row.started), minute(end))
    })
    .collect()
}

/// Parts released at these minutes, done at `a` or `b`.
fn released(stations: &str, choice: &str, at: &[u32]) -> Vec<(usize, usize, i64, i64)> {
    let order = |(number, at): (usize, &u32)| {
        format!("[order.{}]\nrelease = 2026-03-02T00:{at:02}:00\n", number + 1)
    };
    let orders: String = at.iter().enumerate().map(order).collect();
    let text = format!(
        "[plant]\nstart = 2026-03-02\n[run]\nlength = \"orders_done\"\n{stations}\n[product.p]\n\
         route = [{{ station = [\"a\", \"b\"], choice = \"{choice}\" }}]\n{orders}"
    );
    times(&story(&model(&text)))
}

/// A slow machine with one place in front, a fast one with many; parts at 0, 0, 1, 2 and 3.
fn five_parts(choice: &str) -> Vec<(usize, usize, i64, i64)> {
    let stations = "[station.a]\ncycle = \"12 min\"\nbuffer = 1\n[station.b]\ncycle = \"5 min\"";
    released(stations, choice, &[0, 0, 1, 2, 3])
}

/// The third finds one part at each and goes to the first, which is full then.
#[test]
fn the_shortest_queue() {
    let expected = [(1, 1, 0, 12), (2, 2, 0, 5), (3, 1, 12, 24), (4, 2, 5, 10), (5, 2, 10, 15)];
    assert_eq!(five_parts("shortest_queue"), expected);
}

/// The first machine as long as it has room.
#[test]
fn the_preferred_station() {
    let expected = [(1, 1, 0, 12), (2, 1, 12, 24), (3, 2, 1, 6), (4, 2, 6, 11), (5, 2, 11, 16)];
    assert_eq!(five_parts("preference"), expected);
}

/// At 1 there are 11 minutes of work at the slow one and 4 at the fast one, at 2 10 and 3 + 5, at 3 9 and
/// 2 + 5 + 5.
#[test]
fn the_least_load() {
    let expected = [(1, 1, 0, 12), (2, 2, 0, 5), (3, 2, 5, 10), (4, 2, 10, 15), (5, 1, 12, 24)];
    assert_eq!(five_parts("least_load"), expected);
}

/// Done after 12 or 5; 12 or 10; 12 or 4 + 5 + 5; 11 + 12 or 3 + 5 + 5; 10 + 12 or 2 + 10 + 5.
#[test]
fn the_earliest_finish() {
    let expected = [(1, 2, 0, 5), (2, 2, 5, 10), (3, 1, 1, 13), (4, 2, 10, 15), (5, 2, 15, 20)];
    assert_eq!(five_parts("earliest_finish"), expected);
}

/// Machines 1 and 2 are of `a`, 3 is `b`; all take 4, and are free since 4, 5 and 6. So 1 takes the part of 7, 2 that of
/// 12, 3 that of 13, and 1, free since 11, that of 14. At 15 none is free, and nobody stands anywhere: one part for two
/// machines, 1 / 2, is less than one for one.
#[test]
fn machines_take_turns() {
    let at = [0, 1, 2, 7, 12, 13, 14, 15];
    let turns = [1, 2, 3, 1, 2, 3, 1, 2];
    let starts = [0, 1, 2, 7, 12, 13, 14, 16];
    // By the shortest queue the first free one takes each.
    let first = [1, 2, 3, 1, 1, 2, 3, 1];
    let rows = |machines: [usize; 8]| -> Vec<(usize, usize, i64, i64)> {
        let parts = (1..).zip(machines).zip(starts);
        parts.map(|((part, machine), start)| (part, machine, start, start + 4)).collect()
    };
    let ways = [
        "",
        "buffer = 3",
        "dispatch = \"longest\"",
        "setup = \"0 min\"",
        "batch = { size = 2, minimum = 1 }",
    ];
    for way in ways {
        let stations = format!(
            "[station.b]\ncycle = \"4 min\"\n[station.a]\nmachines = 2\ncycle = \"4 min\"\n{way}"
        );
        assert_eq!(released(&stations, "free_longest", &at), rows(turns), "{way}");
        if !way.starts_with('b') {
            assert_eq!(released(&stations, "shortest_queue", &at), rows(first), "{way}");
        }
    }
}

/// A machine that fails and is repaired has been free for as long as its last part is gone: after 10 for machine 1,
/// whose failure at 20 lasts until 21, and after 15 for machine 2.
#[test]
fn failures_do_not_count_as_turns() {
    let stations = "[station.b]\ncycle = \"10 min\"\n[station.a]\ncycle = \"10 min\"\n[station.a.failure.f]\n\
                    at = [2026-03-02T00:20:00]\nrepair = { time = \"1 min\" }";
    let expected = [(1, 1, 0, 10), (2, 2, 5, 15), (3, 1, 22, 32)];
    assert_eq!(released(stations, "free_longest", &[0, 5, 22]), expected);
}

/// Two machines, set up for x and for y; y comes at 0 and at 1, x at 2.
fn two_kinds(choice: &str) -> Vec<(usize, usize, i64, i64)> {
    let text = r#"
        [plant]
        start = 2026-03-02
        [run]
        length = "orders_done"
        [today]
        set_up_for = { a = "x", b = "y" }
        [station.a]
        cycle = "5 min"
        setup = "10 min"
        [station.b]
        cycle = "5 min"
        setup = "10 min"
        [product.x]
        route = [{ station = ["a", "b"], choice = "CHOICE" }]
        [product.y]
        route = [{ station = ["a", "b"], choice = "CHOICE" }]
        [order]
        1 = { product = "y" }
        2 = { product = "y", release = 2026-03-02T00:01:00 }
        3 = { product = "x", release = 2026-03-02T00:02:00 }
    "#;
    times(&story(&model(&text.replace("CHOICE", choice))))
}

/// By the shortest queue the first y is set up for at the machine of x; x then waits there and needs a setup
/// again.
#[test]
fn setups_are_avoided() {
    let shortest = [(1, 1, 10, 15), (2, 2, 1, 6), (3, 1, 25, 30)];
    assert_eq!(two_kinds("shortest_queue"), shortest);
    let avoided = [(1, 2, 0, 5), (2, 2, 5, 10), (3, 1, 2, 7)];
    assert_eq!(two_kinds("same_setup"), avoided);
    // 10 + 5 or 5, then 10 + 5 or 4 + 5, then 5 or 3 + 5 + 10 + 5.
    assert_eq!(two_kinds("earliest_finish"), avoided);
}

/// The most urgent order first; of equal ones the one that stands first in the book.
#[test]
fn urgent_orders_go_first() {
    let text = r#"
        [plant]
        start = 2026-03-02
        [run]
        length = "orders_done"
        [station.m]
        cycle = "10 min"
        dispatch = "priority"
        [product.p]
        route = ["m"]
        [order]
        1 = {}
        2 = { priority = 9 }
        3 = { priority = 2 }
        4 = { priority = 9, release = 2026-03-02T00:05:00 }
        5 = { release = 2026-03-02T00:05:00 }
    "#;
    let expected = [(1, 1, 30, 40), (2, 1, 0, 10), (3, 1, 20, 30), (4, 1, 10, 20), (5, 1, 40, 50)];
    assert_eq!(times(&story(&model(text))), expected);
}

/// Half of the parts are inspected, and, of these and of the others alike, two in five tested. Four thousand
/// parts: a share of 0.5 is met to 0.032 but for one time in 16,000.
#[test]
fn samples_take_a_step_by_chance() {
    let text = r#"
        [plant]
        start = 2026-03-02
        [run]
        length = "orders_done"
        [station.gate]
        cycle = "1 min"
        [station.inspect]
        cycle = "1 min"
        [station.test]
        cycle = "1 min"
        [station.pack]
        cycle = "1 min"
        [product.p]
        route = [
            "gate",
            { station = "inspect", sample = "50 %" },
            { station = "test", sample = "40 %" },
            "pack",
        ]
        [order.all]
        quantity = 4000
    "#;
    let plant = model(text);
    let name = |machine: usize| {
        plant.stations[plant.machines[MachineId::at(machine - 1)].station].name.as_str()
    };
    let mut ways: BTreeMap<usize, Vec<&str>> = BTreeMap::new();
    for row in story(&plant).visits.by_part() {
        ways.entry(row.part).or_default().push(name(row.machine));
    }
    let share = |way: &[&str]| ways.values().filter(|taken| *taken == way).count() as f64 / 4000.0;
    let close = |found: f64, right: f64| assert!((found - right).abs() < 0.032, "{found}, {right}");
    close(share(&["gate", "inspect", "test", "pack"]), 0.2);
    close(share(&["gate", "inspect", "pack"]), 0.3);
    close(share(&["gate", "test", "pack"]), 0.2);
    close(share(&["gate", "pack"]), 0.3);
    // Planned: so many minutes of each station for a part.
    let demand = text
        .replace("[order.all]\n        quantity = 4000", "[demand.all]\n        every = \"2 min\"");
    let demand = demand.replace("\"orders_done\"", "\"9 days\"");
    let loads = model(&demand).loads();
    let of = |name: &str| {
        let station =
            plant.stations.enumerated().find(|(_, row)| row.name == name).expect("it is there").0;
        loads.stations[station].load
    };
    for (station, right) in [("gate", 0.5), ("inspect", 0.25), ("test", 0.2), ("pack", 0.5)] {
        assert!((of(station) - right).abs() < 1e-9, "{station}: {}", of(station));
    }
}

/// A machine whose hands load for 10 and unload for 5 around a cycle of 1, one of 8, both begun at 0. At 7 there
/// are 9 left at the first and 1 at the second, so a third part goes there: to begin at 8, done at 16.
#[test]
fn hands_are_work_too() {
    let text = r#"
        [plant]
        start = 2026-03-02
        [run]
        length = "orders_done"
        [station.a]
        cycle = "1 min"
        load = { time = "10 min" }
        unload = { time = "5 min" }
        [station.b]
        cycle = "8 min"
        [product.p]
        route = [{ station = ["a", "b"], choice = "CHOICE" }]
        [product.q]
        route = ["a"]
        [product.r]
        route = ["b"]
        [order]
        1 = { product = "q" }
        2 = { product = "r" }
        3 = { product = "p", release = 2026-03-02T00:07:00 }
    "#;
    for choice in ["least_load", "earliest_finish"] {
        let found = times(&story(&model(&text.replace("CHOICE", choice))));
        assert_eq!(found.last(), Some(&(3, 2, 8, 16)), "{choice}");
    }
}

/// Two machines with cycles of 5 and a setup of 20 between kinds. At 0 both begin, the first with x, the
/// second with y; at 1 a z comes in front of the second. A y at 2 would begin there at 5 + 20 + 5 + 20, and at
/// the first at 5 + 20: it goes there.
#[test]
fn setups_between_parts_in_front_are_work_too() {
    let text = r#"
        [plant]
        start = 2026-03-02
        [run]
        length = "orders_done"
        [today]
        set_up_for = { a = "x", b = "y" }
        [station.a]
        cycle = "5 min"
        setup = "20 min"
        [station.b]
        cycle = "5 min"
        setup = "20 min"
        [product.x]
        route = ["a"]
        [product.y]
        route = [{ station = ["b", "a"], choice = "CHOICE" }]
        [product.z]
        route = ["b"]
        [order]
        1 = { product = "x" }
        2 = { product = "y" }
        3 = { product = "z", release = 2026-03-02T00:01:00 }
        4 = { product = "y", release = 2026-03-02T00:02:00 }
    "#;
    for choice in ["least_load", "earliest_finish"] {
        let found = times(&story(&model(&text.replace("CHOICE", choice))));
        assert_eq!(found.last(), Some(&(4, 1, 25, 30)), "{choice}");
    }
}

/// A part returns to the station that did the first step for it, though the other one is free.
#[test]
fn back_to_the_station_used_before() {
    let text = r#"
        [plant]
        start = 2026-03-02
        [run]
        length = "orders_done"
        [station.a]
        cycle = "2 min"
        [station.b]
        cycle = "6 min"
        [station.c]
        cycle = "1 min"
        [product.p]
        route = [
            { station = ["a", "b"], name = "first" },
            "c",
            { station = ["a", "b"], name = "second", dedicated = "first" },
        ]
        [order.all]
        quantity = 4
    "#;
    // By the shortest queue parts 1 and 3 go to `a`, 2 and 4 to `b`. Part 2 comes back at 7, when `b` has part 4
    // until 12 and nobody is at `a` from 8 on.
    let expected = [
        (1, 1, 0, 2),
        (1, 3, 2, 3),
        (1, 1, 4, 6),
        (2, 2, 0, 6),
        (2, 3, 6, 7),
        (2, 2, 12, 18),
        (3, 1, 2, 4),
        (3, 3, 4, 5),
        (3, 1, 6, 8),
        (4, 2, 6, 12),
        (4, 3, 12, 13),
        (4, 2, 18, 24),
    ];
    assert_eq!(times(&story(&model(text))), expected);
}

/// All parts of an order go where the first one went: three to `a`, two of the next order to `b`.
#[test]
fn all_parts_of_an_order_to_one_station() {
    let text = r#"
        [plant]
        start = 2026-03-02
        [run]
        length = "orders_done"
        [station.a]
        cycle = "2 min"
        [station.b]
        cycle = "2 min"
        [product.p]
        route = [{ station = ["a", "b"], dedicated = "order" }]
        [order.1]
        quantity = 3
        [order.2]
        quantity = 2
    "#;
    let expected = [(1, 1, 0, 2), (2, 1, 2, 4), (3, 1, 4, 6), (4, 2, 0, 2), (5, 2, 2, 4)];
    assert_eq!(times(&story(&model(text))), expected);
}

/// Without room the first part of an order decides as well, by the shortest queue: the third order waits for `a`,
/// behind the second part of the first one, and `b` is free from 2 on.
#[test]
fn an_order_waits_for_its_station() {
    let text = r#"
        [plant]
        start = 2026-03-02
        [run]
        length = "orders_done"
        [station.a]
        cycle = "2 min"
        buffer = 0
        [station.b]
        cycle = "2 min"
        buffer = 0
        [product.p]
        route = [{ station = ["a", "b"], dedicated = "order" }]
        [order.1]
        quantity = 2
        [order.2]
        [order.3]
    "#;
    let expected = [(1, 1, 0, 2), (2, 1, 2, 4), (3, 2, 0, 2), (4, 1, 4, 6)];
    assert_eq!(times(&story(&model(text))), expected);
}
