//! Walking loops, worked by hand: a cell fills, a round takes the longer of all hands with all ways and the
//! slowest machine, people follow each other.

use gemba::observe::{OperatorState, Told, Trace};
use gemba::plant::Plant;
use gemba::units::{Span, Time};

use crate::hand_walking::{IDLE, WALKING, WORKING, minute, orders, watch};
use crate::support::model;

/// A round of two stations a minute apart, from the first part in an empty cell to the last out of it.
///
/// Hands load (1 min) and unload (1 min); A works 3 min in between, B 2 min. The person waits at A for the first
/// part until 4 (nothing else wants hands), unloads and loads until 6, goes to B, loads until 8, is back at A at
/// 9, just as it is done. So on; where the third part has left A nothing comes after it, and the person goes to B.
#[test]
fn one_person_fills_a_cell_and_empties_it() {
    let text = orders(&[("A", 0), ("A", 0), ("A", 0)])
        .replace("[line.A]\nstations = [\"A\"]", "[line.A]\nstations = [\"A\", \"B\"]")
        + r#"
[station.A]
cycle = "3 min"
load = { time = "1 min", operators = { cell = 1 } }
unload = { time = "1 min", operators = { cell = 1 } }
[station.B]
cycle = "2 min"
load = { time = "1 min", operators = { cell = 1 } }
unload = { time = "1 min", operators = { cell = 1 } }
[crew.cell]
loop = ["A", "B"]
[layout]
walking_speed = "60 m/min"
positions = { A = [0, 0], B = [60, 0] }
"#;
    let told = watch(&text);
    let expected = [
        (0, WORKING), // load 1 at A
        (1, IDLE),    // A works until 4
        (4, WORKING), // unload 1, load 2
        (6, WALKING),
        (7, WORKING), // load 1 at B, which works until 10
        (8, WALKING),
        (9, WORKING), // unload 2, load 3; A works until 14
        (11, WALKING),
        (12, WORKING), // unload 1, which is done; load 2 at B, which works until 16
        (14, WALKING),
        (15, WORKING), // unload 3
        (16, WALKING),
        (17, WORKING), // unload 2, load 3; B works until 21
        (19, IDLE),
        (21, WORKING), // unload 3
        (22, IDLE),
    ];
    assert_eq!(told.person(1), expected);
    assert_eq!(minute(told.end), 22);
    assert_eq!(told.centimetres(1), 5 * 6000);
}

/// A cell in which machines work by themselves, with a way of `way` seconds from each to the next and back to the
/// first, and as many parts as it takes. Each station: load, cycle, unload in seconds.
struct Cell<'a> {
    stations: &'a [(i64, i64, i64)],
    way: i64,
    people: usize,
    /// Whether hands do the cycles, too.
    by_hand: bool,
}

impl Cell<'_> {
    fn text(&self) -> String {
        let names: Vec<String> =
            (0..self.stations.len()).map(|place| format!("\"s{place}\"")).collect();
        let list = names.join(", ");
        let mut text = format!(
            "[run]\nlength = \"40 h\"\n[layout]\nwalking_speed = \"1 m/s\"\n[line.l]\nstations = [{list}]\n\
             [crew.cell]\ncount = {}\nloop = [{list}]\n",
            self.people
        );
        for (place, (load, cycle, unload)) in self.stations.iter().enumerate() {
            text += &format!("[station.s{place}]\nbuffer = 1\ncycle = \"{cycle} s\"\n");
            if self.by_hand {
                text += "operators = { cell = 1 }\n";
            }
            for (stage, time) in [("load", load), ("unload", unload)] {
                if *time > 0 {
                    text +=
                        &format!("{stage} = {{ time = \"{time} s\", operators = {{ cell = 1 }} }}\n");
                }
            }
        }
        for from in 0..self.stations.len() {
            text += &format!("[layout.from.s{from}.to]\n");
            for to in (0..self.stations.len()).filter(|&to| to != from) {
                text += &format!("s{to} = {}\n", self.way);
            }
        }
        text
    }

    /// When parts leave the last station.
    fn leaves(&self) -> Vec<Time> {
        let model = model(&self.text());
        let mut plant = Plant::new(&model, 1, 0, Trace::default());
        while plant.step(Time::ZERO + Span::from_hours(40)) {
            assert_eq!(plant.audit(), Ok(()), "at {:?}", plant.now());
        }
        assert_eq!(plant.stopped(), None);
        let last = model.machines.ids().last();
        let trace = plant.into_observer();
        let done = trace.lines().iter().filter_map(|&(at, told)| match told {
            Told::Done(machine, _) if Some(machine) == last => Some(at),
            _ => None,
        });
        done.collect()
    }

    /// Seconds from part to part, over the last 120 of them.
    fn interval(&self) -> f64 {
        let leaves = self.leaves();
        let last = leaves.len() - 1;
        (leaves[last] - leaves[last - 120]).seconds() / 120.0
    }

    /// All hands and ways of a round.
    fn round(&self) -> f64 {
        let cycle = i64::from(self.by_hand);
        let hands = self.stations.iter().map(|(load, by, unload)| load + cycle * by + unload);
        let hands: i64 = hands.sum();
        (hands + self.way * self.stations.len() as i64) as f64
    }

    /// How long the slowest machine takes with its hands.
    fn slowest(&self) -> f64 {
        let times = self.stations.iter().map(|(load, cycle, unload)| load + cycle + unload);
        times.max().unwrap_or(0) as f64
    }
}

/// The time of a round of standard work: the longer of all hands with all ways and the slowest machine with its
/// hands. One person, machines that work by themselves, a part in each of them.
#[test]
fn a_round_takes_hands_and_ways_or_the_slowest_machine() {
    let cells: [(&[(i64, i64, i64)], i64); 6] = [
        // Hands and ways: 4 × 10 + 4 × 5 = 60 s; the slowest machine 35 s.
        (&[(6, 20, 4), (6, 25, 4), (6, 10, 4), (6, 15, 4)], 5),
        // The second machine: 90 s.
        (&[(6, 20, 4), (6, 80, 4), (6, 10, 4), (6, 15, 4)], 5),
        // The last machine, then the first: 90 s.
        (&[(6, 20, 4), (6, 10, 4), (6, 80, 4)], 5),
        (&[(6, 80, 4), (6, 10, 4), (6, 20, 4)], 5),
        // Machines that put their parts out by themselves.
        (&[(7, 30, 0), (7, 20, 0), (7, 25, 0)], 2),
        (&[(7, 10, 0), (7, 50, 0), (7, 25, 0)], 2),
    ];
    for (stations, way) in cells {
        let cell = Cell { stations, way, people: 1, by_hand: false };
        let right = cell.round().max(cell.slowest());
        assert_eq!(cell.interval(), right, "{stations:?}");
    }
}

/// So many people who follow each other share the round, until a machine holds them up.
#[test]
fn people_who_follow_each_other_share_the_round() {
    let stations: &[(i64, i64, i64)] = &[(6, 20, 4), (6, 25, 4), (6, 10, 4), (6, 15, 4)];
    for people in 1..=4 {
        let cell = Cell { stations, way: 5, people, by_hand: false };
        let right = (cell.round() / people as f64).max(cell.slowest());
        let found = cell.interval();
        assert_eq!(found, right, "{people} people");
    }
}

/// A rabbit chase: hands do everything, each carries a part once round the cell, and waits behind whoever is at the
/// next station.
#[test]
fn people_who_do_everything_chase_each_other() {
    let stations: &[(i64, i64, i64)] = &[(0, 20, 0), (0, 35, 0), (0, 30, 0), (0, 15, 0)];
    for people in 1..=5 {
        let cell = Cell { stations, way: 5, people, by_hand: true };
        let right = (cell.round() / people as f64).max(cell.slowest());
        assert_eq!(cell.interval(), right, "{people} people");
    }
}

/// Cells by chance: one person reaches the law exactly. Several are never faster; who comes while another is about to
/// bring a part goes on without it, so that cells with few parts in them are up to a tenth slower.
#[test]
fn no_cell_is_faster_than_hands_and_machines_allow() {
    let mut state: u64 = 1;
    let mut chance = |below: u64| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
        i64::try_from((state >> 33) % below).unwrap_or(0)
    };
    for _ in 0..150 {
        let by_hand = chance(3) == 0;
        let hands = if by_hand { 0 } else { 1 };
        let mut station = || (hands * (1 + chance(12)), 1 + chance(60), hands * chance(8));
        let stations: [(i64, i64, i64); 6] = std::array::from_fn(|_| station());
        let number = 2 + usize::try_from(chance(5)).unwrap_or(0);
        let people = 1 + usize::try_from(chance(5)).unwrap_or(0);
        let cell = Cell { stations: &stations[..number], way: chance(10), people, by_hand };
        let law = (cell.round() / people as f64).max(cell.slowest());
        let found = cell.interval();
        // What stands in the cell may leave it at the end of the count and not at its beginning.
        let inside = if people == 1 { 0.0 } else { 2.0 * number as f64 / 120.0 };
        let most = if people == 1 { law } else { 1.1 * law };
        assert!(law * (1.0 - inside) <= found && found <= most, "{}: {found}, by law {law}", cell.text());
    }
}

/// What hands of a cell do at A and B, a minute apart, with `more` said of the plant.
fn by_hand(orders: &str, way: u32, more: &str) -> String {
    format!(
        r#"{orders}
[station.A]
cycle = "2 min"
operators = {{ cell = 1 }}
[station.B]
cycle = "3 min"
operators = {{ cell = 1 }}
[crew.cell]
loop = ["A", "B"]
{more}
[layout]
walking_speed = "60 m/min"
positions = {{ A = [0, 0], B = [{}, 0] }}
"#,
        60 * way
    )
}

/// The person is at B when it fails, repairs it, and does what is left of the cycle before going back.
#[test]
fn who_is_there_repairs_and_goes_on() {
    let route = orders(&[("A", 0), ("A", 0)])
        .replace("[line.A]\nstations = [\"A\"]", "[line.A]\nstations = [\"A\", \"B\"]");
    let failure = "[station.B.failure.jam]\nat = [2026-03-02T00:04:00]\n\
                   repair = { time = \"5 min\", operators = { cell = 1 } }\n";
    let told = watch(&by_hand(&route, 1, failure));
    let expected = [
        (0, WORKING),
        (2, WALKING),
        (3, WORKING), // at B; from 4 on the repair, from 9 on the two minutes that are left
        (11, WALKING),
        (12, WORKING), // the second part waits at A since 2
        (14, WALKING),
        (15, WORKING),
        (18, IDLE),
    ];
    assert_eq!(told.person(1), expected);
    // It fails while the person is at A: the repair waits for the round.
    let early = failure.replace("00:04", "00:01");
    let told = watch(&by_hand(&route, 1, &early));
    // 3 to 8 the repair, to 11 the cycle.
    assert_eq!(told.person(1)[..3], [(0, WORKING), (2, WALKING), (3, WORKING)]);
    assert_eq!(told.person(1)[3..5], [(11, WALKING), (12, WORKING)]);
}

/// Who begins elsewhere walks from there to the first station that wants hands, and stays where the round ended.
#[test]
fn a_round_may_begin_at_a_base() {
    let told = watch(&by_hand(&orders(&[("B", 0), ("A", 9), ("A", 20)]), 1, "base = [0, 60]"));
    let expected = [
        (0, WALKING), // 60 m along each axis
        (2, WORKING),
        (5, IDLE),
        (9, WALKING),
        (10, WORKING),
        (12, IDLE),
        (20, WORKING), // nothing to do elsewhere in between
        (22, IDLE),
    ];
    assert_eq!(told.person(1), expected);
}

/// A break ends a walk halfway; after it the person goes on from where the walk began, and does not take a second
/// part there.
#[test]
fn a_round_goes_on_after_a_break() {
    let route = orders(&[("A", 0), ("A", 0)])
        .replace("[line.A]\nstations = [\"A\"]", "[line.A]\nstations = [\"A\", \"B\"]");
    let calendar = "calendar = \"day\"\n[calendar.day]\nmon-fri = \"00:00-08:00\"\n\
                    breaks = [{ at = \"00:03\", for = \"10 min\" }]\n";
    let told = watch(&by_hand(&route, 2, calendar));
    let expected = [
        (0, WORKING),
        (2, WALKING),
        (3, OperatorState::Break),
        (13, WALKING),
        (15, WORKING),
        (18, WALKING),
        (20, WORKING),
        (22, WALKING),
        (24, WORKING),
        (27, IDLE),
    ];
    assert_eq!(told.person(1), expected);
}
