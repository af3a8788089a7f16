//! Walking loops, worked by hand: a cell fills, a round takes the longer of all hands with all ways and the
//! slowest machine, people follow each other.

use std::fmt::Write;

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

/// Seconds of load, cycle and unload at a station.
type Times = (i64, i64, i64);

/// A cell with a way of `way` seconds from each station to every other, and as many parts as it takes.
struct Cell<'a> {
    stations: &'a [Times],
    way: i64,
    people: i64,
    /// Whether hands do the cycles, too.
    by_hand: bool,
}

/// Parts over which an interval is measured: every number of people up to five divides them.
const PARTS: i64 = 120;

impl Cell<'_> {
    fn text(&self) -> Result<String, std::fmt::Error> {
        let numbers = 0..self.stations.len();
        let names: Vec<String> = numbers.clone().map(|place| format!("\"s{place}\"")).collect();
        let list = names.join(", ");
        let mut text = String::new();
        writeln!(text, "[run]\nlength = \"40 h\"\n[layout]\nwalking_speed = \"1 m/s\"")?;
        writeln!(text, "[line.l]\nstations = [{list}]")?;
        writeln!(text, "[crew.cell]\ncount = {}\nloop = [{list}]", self.people)?;
        for (place, (load, cycle, unload)) in self.stations.iter().enumerate() {
            writeln!(text, "[station.s{place}]\nbuffer = 1\ncycle = \"{cycle} s\"")?;
            let hands = "operators = { cell = 1 }";
            if self.by_hand {
                writeln!(text, "{hands}")?;
            }
            for (stage, time) in [("load", load), ("unload", unload)] {
                if *time > 0 {
                    writeln!(text, "{stage} = {{ time = \"{time} s\", {hands} }}")?;
                }
            }
        }
        for from in numbers.clone() {
            writeln!(text, "[layout.from.s{from}.to]")?;
            for to in numbers.clone().filter(|&to| to != from) {
                writeln!(text, "s{to} = {}", self.way)?;
            }
        }
        Ok(text)
    }

    /// When parts leave the last station.
    fn leaves(&self) -> Vec<Time> {
        let model = model(&self.text().expect("a text takes every text"));
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

    /// How long the last parts take to leave, one after the other. Unit: seconds.
    fn found(&self) -> i64 {
        let leaves = self.leaves();
        let mut last = leaves.iter().rev();
        let (end, start) = (last.next(), last.nth(119));
        let took = *end.expect("parts leave") - *start.expect("many parts leave");
        let second = Span::from_seconds(1).ticks();
        assert_eq!(took.ticks() % second, 0, "{took}");
        took.ticks() / second
    }

    /// How long they take by the law of standard work: the longer of all hands with all ways, shared by those who
    /// go round, and the slowest machine with its hands. Unit: seconds.
    fn law(&self) -> i64 {
        let cycle = i64::from(self.by_hand);
        let hands = |(load, by, unload): &Times| load + cycle * by + unload + self.way;
        let round: i64 = self.stations.iter().map(hands).sum();
        (PARTS / self.people * round).max(PARTS * self.slowest())
    }

    /// How long a part takes the slowest machine with its hands. Unit: seconds.
    fn slowest(&self) -> i64 {
        let times = self.stations.iter().map(|(load, by, unload)| load + by + unload);
        times.max().unwrap_or(0)
    }
}

/// One person, machines that work by themselves, a part in each of them.
#[test]
fn a_round_takes_hands_and_ways_or_the_slowest_machine() {
    let cells: [(&[Times], i64); 6] = [
        // Hands and ways: 4 × 10 + 4 × 5 = 60 s; the slowest machine 35 s.
        (&[(6, 20, 4), (6, 25, 4), (6, 10, 4), (6, 15, 4)], 5),
        // The second machine: 90 s.
        (&[(6, 20, 4), (6, 80, 4), (6, 10, 4), (6, 15, 4)], 5),
        // The last machine, then the first: 90 s.
        (&[(6, 20, 4), (6, 10, 4), (6, 80, 4)], 5),
        (&[(6, 80, 4), (6, 10, 4), (6, 20, 4)], 5),
        // Machines that put their parts out by themselves: hands and ways 27 s, machines 37 s and 57 s.
        (&[(7, 30, 0), (7, 20, 0), (7, 25, 0)], 2),
        (&[(7, 10, 0), (7, 50, 0), (7, 25, 0)], 2),
    ];
    let laws = cells.map(|(stations, way)| {
        let cell = Cell { stations, way, people: 1, by_hand: false };
        assert_eq!(cell.found(), cell.law(), "{stations:?}");
        cell.law() / PARTS
    });
    assert_eq!(laws, [60, 90, 90, 90, 37, 57]);
}

/// So many people who follow each other share the round, until a machine holds them up.
#[test]
fn people_who_follow_each_other_share_the_round() {
    let stations: &[Times] = &[(6, 20, 4), (6, 25, 4), (6, 10, 4), (6, 15, 4)];
    for people in 1..=4 {
        let cell = Cell { stations, way: 5, people, by_hand: false };
        assert_eq!(cell.found(), cell.law(), "{people} people");
    }
}

/// A rabbit chase: hands do everything, each carries a part once round the cell, and waits behind whoever is at the
/// next station.
#[test]
fn people_who_do_everything_chase_each_other() {
    let stations: &[Times] = &[(0, 20, 0), (0, 35, 0), (0, 30, 0), (0, 15, 0)];
    for people in 1..=5 {
        let cell = Cell { stations, way: 5, people, by_hand: true };
        assert_eq!(cell.found(), cell.law(), "{people} people");
    }
}

/// Cells by chance: one person reaches the law exactly. Of several, no machine is faster than it can be, but who stays
/// at a station because others wait at the next one saves ways; and who comes a moment before a part goes on without
/// it, so that of 1,200 cells with several people 13 were slower, by up to 9 %.
#[test]
fn cells_of_random_times_keep_the_law() {
    let mut state: u64 = 1;
    let mut chance = |below: u64| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
        i64::try_from((state >> 33) % below).unwrap_or(0)
    };
    for _ in 0..150 {
        let by_hand = chance(3) == 0;
        let hands = i64::from(!by_hand);
        let mut station = || {
            let (load, unload) = (hands * chance(13), hands * chance(8));
            // Hands do something everywhere; some machines take their parts by themselves.
            (load, 1 + chance(60), if load == 0 { unload + hands } else { unload })
        };
        let stations: [Times; 6] = std::array::from_fn(|_| station());
        let number = 2 + usize::try_from(chance(5)).unwrap_or(0);
        let (way, people) = (chance(10), 1 + chance(5));
        let cell = Cell { stations: &stations[..number], way, people, by_hand };
        let (found, law) = (cell.found(), cell.law());
        // What stands in the cell may leave it at the end of the count and not at its beginning.
        let inside = 2 * i64::try_from(number).unwrap_or(0);
        let (least, most) = match people {
            1 => (law, law),
            _ => (cell.slowest() * (PARTS - inside), law * 11 / 10),
        };
        assert!((least..=most).contains(&found), "{found}, by law {law}: {:?}", cell.text());
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

/// Two people, A by hand, B loaded by hand. The first has loaded B at 6 and stays there. At 10 the second one is done
/// at A, whose part comes to B, and another part comes to A: each takes what is at hand, and nobody walks.
#[test]
fn whoever_stands_where_the_work_is_takes_it() {
    let text = orders(&[("A", 0), ("A", 8), ("A", 10)])
        .replace("[line.A]\nstations = [\"A\"]", "[line.A]\nstations = [\"A\", \"B\"]")
        + r#"
[station.A]
cycle = "2 min"
operators = { cell = 1 }
[station.B]
cycle = "1 min"
load = { time = "3 min", operators = { cell = 1 } }
[crew.cell]
count = 2
loop = ["A", "B"]
[layout]
walking_speed = "60 m/min"
positions = { A = [0, 0], B = [60, 0] }
"#;
    let told = watch(&text);
    assert_eq!(told.person(1)[..4], [(0, WORKING), (2, WALKING), (3, WORKING), (6, IDLE)]);
    assert_eq!(told.person(1)[4], (10, WORKING));
    assert_eq!(told.person(2)[..3], [(0, IDLE), (8, WORKING), (12, WALKING)]);
}

/// Of three people at A one has learned to weld by 00:10, and B asks for a welder from then on.
///
/// Nobody else could do it, so the two who stand at A with the welder are no hindrance: the person goes at 10, is
/// at B at 11, and is done at 13.
#[test]
fn who_has_learned_what_is_wanted_goes_and_the_others_do_not_count() {
    let text = orders(&[("B", 0)])
        + r#"
[station.A]
cycle = "3 min"
operators = { cell = 1 }
[station.B]
cycle = "2 min"
operators = { weld = 1 }
[crew.cell]
count = 3
skills = ["cell"]
loop = ["A", "B"]
[crew.cell.training.weld]
hours = "10 min"
on = 2026-03-02
people = 1
[layout]
walking_speed = "60 m/min"
positions = { A = [0, 0], B = [60, 0] }
"#;
    let told = watch(&text);
    assert_eq!(minute(told.end), 13);
    let ways: Vec<bool> =
        (1..=3).map(|who| told.person(who).iter().any(|row| row.1 == WALKING)).collect();
    assert_eq!(ways.iter().filter(|walks| **walks).count(), 1);
}
