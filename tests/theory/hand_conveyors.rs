//! Conveyors by hand, and against a slow one that moves every part minute by minute.
//!
//! All conveyors go 0.6 m a minute, so that lengths are times: 36 m are an hour, a pitch of 12 m is
//! 20 min.

use gemba::ids::{ConveyorId, Id};
use gemba::observe::{Level, State, Told};
use gemba::plant::Plant;
use gemba::study::{Ending, EntityKind, Settings};
use gemba::units::{Span, Time};

use crate::hand_causes::assert_chain;
use crate::support::model;
use crate::visits::{Story, minute, story};

/// Two stations and a conveyor of an hour with three places 20 min apart.
const BELT: &str = r#"
[plant]
start = 2026-03-02
[run]
length = "orders_done"
[station.a]
cycle = "A min"
[station.b]
cycle = "B min"
buffer = 0
[line.main]
stations = ["a", "b"]
[order.all]
quantity = 5
[conveyor.c1]
from = "a"
to = "b"
length = "36 m"
speed = "0.01 m/s"
pitch = "12 m"
accumulating = true
"#;

fn belt(a: u32, b: u32) -> String {
    BELT.replace("A min", &format!("{a} min")).replace("B min", &format!("{b} min"))
}

fn standing(text: &str) -> String {
    text.replace("accumulating = true", "accumulating = false")
}

/// When each part got on and off, in the order in which they got on.
fn rides(story: &Story) -> Vec<(i64, i64)> {
    let times = |is_on: bool| {
        story.trace.times(|told| match told {
            Told::GotOn(..) => is_on,
            Told::GotOff(..) => !is_on,
            _ => false,
        })
    };
    let (on, off) = (times(true), times(false));
    assert_eq!(on.len(), off.len());
    on.into_iter().zip(off).map(|(on, off)| (minute(on), minute(off))).collect()
}

/// Integral of a level in minutes.
fn area(level: Level, end: Time) -> i128 {
    let area = level.integral(end);
    assert_eq!(area % i128::from(Span::from_minutes(1).ticks()), 0);
    area / i128::from(Span::from_minutes(1).ticks())
}

/// Parts, places full and held up, each over time in minutes; most parts; parts moved.
fn counted(story: &Story) -> (i128, i128, i128, i64, u64) {
    let row = story.tally.conveyor(ConveyorId::at(0));
    let of = |level| area(level, story.end);
    (of(row.content), of(row.full), of(row.held), row.most, row.moved)
}

/// Parts come every 30 min, each rides for an hour, and the next station has time.
#[test]
fn a_free_conveyor_takes_its_time() {
    for text in [belt(30, 10), standing(&belt(30, 10))] {
        let story = story(&model(&text));
        assert_eq!(rides(&story), [(30, 90), (60, 120), (90, 150), (120, 180), (150, 210)]);
        // Two are on it from 60 on, also at 90 when one gets off and one gets on.
        assert_eq!(counted(&story), (300, 0, 0, 2, 5));
        assert_eq!(story.time_in(1, State::Blocked), 0);
        assert_eq!(minute(story.end), 220);
    }
}

/// A cycle of 5 min waits for the entry: one part every 20 min.
#[test]
fn a_part_gets_on_when_the_one_before_has_gone_a_pitch() {
    for text in [belt(5, 1), standing(&belt(5, 1))] {
        let story = story(&model(&text));
        assert_eq!(rides(&story), [(5, 65), (25, 85), (45, 105), (65, 125), (85, 145)]);
        let blocked = story.stretches(1, State::Blocked);
        assert_eq!(blocked, [(10, 25), (30, 45), (50, 65), (70, 85)]);
        // Three from 45 on, whenever one gets off another gets on: until 105.
        assert_eq!(counted(&story), (300, 60, 0, 3, 5));
    }
}

/// The station ahead takes 100 min and has no place in front. At 65 the first part gets off and the fourth
/// on; the second is at the end at 85 and waits until 165, the third and fourth close up. Then it is
/// always 20 min to the end from where they stand, and 80 min of waiting.
#[test]
fn a_full_conveyor_blocks_the_station_behind() {
    let story = story(&model(&belt(5, 100)));
    assert_eq!(rides(&story), [(5, 65), (25, 165), (45, 265), (65, 365), (165, 465)]);
    // Full from 45 (parts 1, 2, 3) over 65 (2, 3, 4) and 165 (3, 4, 5) until 265.
    assert_eq!(counted(&story), (60 + 140 + 220 + 300 + 300, 220, 4 * 80, 3, 5));
    let blocked = story.stretches(1, State::Blocked);
    assert_eq!(blocked, [(10, 25), (30, 45), (50, 65), (70, 165)]);
    assert_eq!(minute(story.end), 565);
}

/// Parts 30 min apart: they close up while the second waits at the end from 120 to 190.
#[test]
fn parts_close_up_on_one_that_accumulates() {
    let story = story(&model(&belt(30, 100)));
    assert_eq!(rides(&story), [(30, 90), (60, 190), (90, 290), (120, 390), (190, 490)]);
    // Held up from 120, and from 20 min after the part before on: 210, 310, 410.
    assert_eq!(counted(&story).2, 70 + 80 + 80 + 80);
    assert_eq!(story.stretches(1, State::Blocked), [(150, 190)]);
}

/// The same: the conveyor stands from 120 to 190 with parts at the end, 30 and 60 min behind it. The fifth gets
/// on when the fourth has gone its 20 min: at 210. The third is at the end at 220, the fourth at 320,
/// after the stop from 220 to 290; the fifth at 410, after that from 320 to 390.
#[test]
fn one_that_does_not_accumulate_stands() {
    let story = story(&model(&standing(&belt(30, 100))));
    assert_eq!(rides(&story), [(30, 90), (60, 190), (90, 290), (120, 390), (210, 490)]);
    assert_eq!(counted(&story).2, 70 + 70 + 70 + 80);
    assert_eq!(story.stretches(1, State::Blocked), [(150, 210)]);
}

/// Parts an hour in the long run: one a pitch, 3 an hour; of 30 m with two places two in 50 min, of 39 m with three
/// places three in 65 min.
#[test]
fn pitch_and_speed_limit_the_flow() {
    let supplied = |length: &str| {
        let text = belt(1, 1).replace("\"orders_done\"", "\"1000 h\"\nwarm_up = \"10 h\"");
        text.replace("[order.all]\nquantity = 5\n", "").replace("36 m", length)
    };
    for (length, rate) in [("36 m", 3.0), ("30 m", 2.4), ("39 m", 180.0 / 65.0)] {
        let results = gemba::study::run(&model(&supplied(length)), &Settings::default(), &());
        let of = |kpi: &str| {
            results.of(EntityKind::Conveyor, "c1", kpi).expect("a figure").interval.estimate
        };
        assert!((of("moved") - rate).abs() < 0.005, "{length}: {}", of("moved"));
        // Whenever a part gets off the next one gets on.
        assert!((of("full") - 1.0).abs() < 1e-9, "{length}: {}", of("full"));
    }
}

/// Two stations share a conveyor. `p` gets on at 10; `q` waits from 15, `p` again from 20: `q` goes first.
#[test]
fn who_has_waited_longest_gets_on_first() {
    let text = r#"
[plant]
start = 2026-03-02
[run]
length = "orders_done"
[station.a]
cycle = "10 min"
[station.q]
cycle = "15 min"
[station.b]
cycle = "1 min"
[product.p]
route = ["a", "b"]
[product.q]
route = ["q", "b"]
[order.p]
product = "p"
quantity = 2
[order.q]
product = "q"
quantity = 2
[conveyor.c1]
from = ["a", "q"]
to = "b"
length = "36 m"
speed = "0.01 m/s"
pitch = "12 m"
"#;
    let story = story(&model(text));
    assert_eq!(rides(&story), [(10, 70), (30, 90), (50, 110), (70, 130)]);
    assert_eq!(story.stretches(1, State::Blocked), [(20, 50)]);
    // The second of `q` is loaded at 30, done at 45.
    let blocked = story.stretches(3, State::Blocked);
    assert_eq!(blocked, [(15, 30), (45, 70)]);
}

/// Two stations of 100 min that can stand in for each other, each behind a conveyor of its own: an hour with three
/// places, and 20 min with one. The first part goes to `b`, the next to `c`: on the way to `b` is one already. The third
/// goes to `b`, in the order written, the fourth to `c`, which has only one before it, the fifth to `b`, because the
/// other conveyor is full.
#[test]
fn parts_that_may_choose_count_those_on_the_way() {
    let text = r#"
[plant]
start = 2026-03-02
[run]
length = "orders_done"
[station.a]
cycle = "10 min"
[station.b]
cycle = "100 min"
buffer = 0
[station.c]
cycle = "100 min"
buffer = 0
[product.p]
route = ["a", ["b", "c"]]
[order.all]
product = "p"
quantity = 5
[conveyor.long]
from = "a"
to = "b"
length = "36 m"
speed = "0.01 m/s"
pitch = "12 m"
[conveyor.short]
from = "a"
to = "c"
length = "12 m"
speed = "0.01 m/s"
pitch = "12 m"
"#;
    let story = story(&model(text));
    let mut found = Vec::new();
    for &(at, told) in story.trace.lines() {
        match told {
            Told::GotOn(conveyor, part) => found.push((part, conveyor, minute(at), 0)),
            Told::GotOff(_, part) => {
                let ride = found.iter_mut().find(|ride| ride.0 == part).expect("it got on");
                ride.3 = minute(at);
            }
            _ => {}
        }
    }
    let [long, short] = [0, 1].map(ConveyorId::at);
    let found: Vec<_> = found.into_iter().map(|(_, id, on, off)| (id, on, off)).collect();
    let expected =
        [(long, 10, 70), (short, 20, 40), (long, 30, 170), (short, 40, 140), (long, 50, 270)];
    assert_eq!(found, expected);
}

/// The conveyor moves from 00:00 to 02:00 and from 05:00 on. A part that gets on at 90 has half an hour
/// left at two; one is put on the standing conveyor at 180, because that of 90 has gone its 20 min.
#[test]
fn a_conveyor_stands_while_its_calendar_is_closed() {
    let hours =
        "calendar = \"moves\"\n[calendar.moves]\nmon = [\"00:00-02:00\", \"05:00-23:00\"]\n";
    for text in [belt(90, 1), standing(&belt(90, 1))] {
        let story =
            story(&model(&format!("{}{hours}", text.replace("quantity = 5", "quantity = 3"))));
        // The third is finished at 270, and waits: the second is still at the entry until 05:20.
        assert_eq!(rides(&story), [(90, 330), (180, 360), (320, 380)]);
        assert_eq!(story.stretches(1, State::Blocked), [(270, 320)]);
    }
}

/// The way between two stations that stand 36 m apart along the axes is the length.
#[test]
fn the_length_is_the_way_between_the_stations() {
    let text = belt(30, 10).replace("length = \"36 m\"\n", "");
    let layout = "[layout.positions]\na = [1, 2]\nb = [25, 14]\n";
    let story = story(&model(&format!("{text}{layout}")));
    assert_eq!(rides(&story)[0], (30, 90));
    let straight = format!("{text}{layout}[layout]\ndistance = \"straight\"\n")
        .replace("[25, 14]", "[17.8, 14.6]");
    // 16.8 and 12.6 m: 21 m as the crow flies, 35 min.
    let story = crate::visits::story(&model(&straight));
    assert_eq!(rides(&story)[0], (30, 65));
}

/// The station ahead is down until 300: three parts have closed up, and come 20 min one after the other, each because the
/// one before got off. On a conveyor that stands they come at the same times, and all because it moves again.
#[test]
fn parts_that_were_held_up_come_because_of_the_one_that_got_off() {
    let text = belt(5, 5).replace("quantity = 5", "quantity = 3");
    let failure = r#"
[station.b.failure.jam]
at = [2026-03-02T00:01:00]
repair = { time = "299 min" }
"#;
    let text = format!("{text}{failure}");
    // From when the first part was at the end.
    let before = [("b is down", 65, 300), ("ride on c1", 5, 65), ("cycle at a", 0, 5)];
    let after = [("cycle at b", 340, 345), ("ride on c1", 320, 340), ("ride on c1", 300, 320)];
    assert_chain(&text, &[after, before].concat());
    let after = [("cycle at b", 340, 345), ("ride on c1", 300, 340)];
    assert_chain(&standing(&text), &[after.as_slice(), &before].concat());
}

/// A part that gets on when the one before has left the entry owes that to it; one that rides freely to its
/// own cycle.
#[test]
fn a_part_that_waited_for_the_entry_comes_because_of_the_one_before() {
    let text = belt(5, 1).replace("quantity = 5", "quantity = 2");
    assert_chain(
        &text,
        &[
            ("cycle at b", 85, 86),
            ("ride on c1", 25, 85),
            ("ride on c1", 5, 25),
            ("cycle at a", 0, 5),
        ],
    );
}

/// Parts go round over two conveyors of one place until nothing can move: `b` has a part that goes back, on
/// `back` is one that `a` cannot take, `a` has one that `there` cannot take, nor `b` the one on it.
///
/// In the one plant the conveyor back is fast, and `b` is the last to wait; in the other it takes an hour, and
/// its part is the last.
#[test]
fn a_deadlock_names_the_conveyors() {
    for (length, speed) in [("1 m", "0.1 m/s"), ("36 m", "0.01 m/s")] {
        let text = format!(
            r#"
[run]
length = "30 days"
replications = 5
[station.a]
cycle = "2 min"
buffer = 0
[station.b]
cycle = "10 min"
buffer = 0
[product.p]
route = [
    {{ station = "a", name = "a" }},
    {{ station = "b", name = "b", next = {{ a = "90 %", out = "10 %" }} }},
]
[conveyor.there]
from = "a"
to = "b"
length = "1 m"
speed = "0.1 m/s"
pitch = "1 m"
[conveyor.back]
from = "b"
to = "a"
length = "{length}"
speed = "{speed}"
pitch = "{length}"
accumulating = false
"#
        );
        let results = gemba::study::run(&model(&text), &Settings::default(), &());
        let endings = results.endings.as_slice();
        let [(Ending::Deadlock { stations, conveyors, .. }, count)] = endings else {
            panic!("{endings:?}")
        };
        assert_eq!(*count, 5);
        assert_eq!(stations, &["a", "b"]);
        assert_eq!(conveyors, &["back", "there"]);
    }
}

/// One case of the slow conveyor: minutes of the length and of a pitch, places before the second station.
#[derive(Clone, Copy, Debug)]
struct Case {
    travel: i64,
    gap: i64,
    buffer: usize,
    accumulating: bool,
}

const PARTS: usize = 400;

fn random(case: Case, seed: u64) -> String {
    let Case { travel, gap, buffer, accumulating } = case;
    let metres = |minutes: i64| minutes as f64 * 0.6;
    format!(
        r#"
[run]
length = "orders_done"
seed = {seed}
[station.a]
cycle = {{ dist = "discrete", values = ["1 min", "3 min", "20 min"], shares = ["40 %", "40 %", "20 %"] }}
[station.b]
cycle = {{ dist = "discrete", values = ["1 min", "4 min", "25 min"], shares = ["50 %", "30 %", "20 %"] }}
buffer = {buffer}
[line.main]
stations = ["a", "b"]
[order.all]
quantity = {PARTS}
[conveyor.c1]
from = "a"
to = "b"
length = "{:.1} m"
speed = "0.01 m/s"
pitch = "{:.1} m"
accumulating = {accumulating}
"#,
        metres(travel),
        metres(gap),
    )
}

/// The same plant minute by minute: where every part stands. Cycles are those of the parts in their order.
fn step_by_step(case: Case, cycles: &[(i64, i64)]) -> Vec<(i64, i64)> {
    let Case { travel, gap, buffer, accumulating } = case;
    let places = usize::try_from(travel / gap).expect("small").max(1);
    let mut rides = vec![(0, 0); cycles.len()];
    // Position of each part on the conveyor, the one nearest to the end first.
    let mut on: Vec<(usize, i64)> = Vec::new();
    // What each machine holds, and until when it works on it.
    let mut first: Option<(usize, i64)> = None;
    let mut second: Option<(usize, i64)> = None;
    let (mut next, mut queue, mut done) = (0, Vec::new(), 0);
    for now in 0.. {
        loop {
            let before = (first, second, on.clone(), queue.clone());
            if second.is_some_and(|(_, until)| until == now) {
                second = None;
                done += 1;
            }
            if second.is_none() && !queue.is_empty() {
                let part: usize = queue.remove(0);
                second = Some((part, now + cycles[part].1));
            }
            let has_room = queue.len() < buffer || second.is_none();
            if on.first().is_some_and(|&(_, at)| at == travel) && has_room {
                let (part, _) = on.remove(0);
                rides[part].1 = now;
                queue.push(part);
            }
            let entry_is_free = on.last().is_none_or(|&(_, at)| at >= gap);
            if let Some((part, _)) = first.filter(|&(_, until)| until <= now)
                && entry_is_free
                && on.len() < places
            {
                rides[part].0 = now;
                on.push((part, 0));
                first = None;
            }
            if first.is_none() && next < cycles.len() {
                first = Some((next, now + cycles[next].0));
                next += 1;
            }
            if before == (first, second, on.clone(), queue.clone()) {
                break;
            }
        }
        if done == cycles.len() {
            return rides;
        }
        let stands = !accumulating && on.first().is_some_and(|&(_, at)| at == travel);
        let mut ahead = travel + gap;
        for (_, at) in &mut on {
            if !stands {
                *at = (*at + 1).min(ahead - gap);
            }
            ahead = *at;
        }
    }
    unreachable!("all parts come through")
}

#[test]
fn a_conveyor_does_what_a_slow_one_does_minute_by_minute() {
    let mut differ = 0;
    for (travel, gap) in [(1, 1), (5, 5), (12, 4), (13, 4), (30, 3), (31, 7), (60, 2), (8, 1)] {
        for buffer in [0, 1, 4] {
            let mut found = Vec::new();
            for accumulating in [true, false] {
                let case = Case { travel, gap, buffer, accumulating };
                let story = story(&model(&random(case, 7)));
                let visits = story.visits.by_part();
                let cycle = |at: usize| {
                    let visit = visits[at];
                    minute(visit.finished.expect("it was finished")) - minute(visit.started)
                };
                let cycles: Vec<(i64, i64)> =
                    (0..PARTS).map(|part| (cycle(2 * part), cycle(2 * part + 1))).collect();
                let slow = step_by_step(case, &cycles);
                assert_eq!(rides(&story), slow, "{case:?}");
                found.push(slow);
            }
            differ += usize::from(found[0] != found[1]);
        }
    }
    // Whether parts close up matters: the test tells both kinds apart.
    assert!(differ > 12, "{differ}");
}

/// At every instant of a plant with two feeders, one of which comes by a conveyor of its own, the state is
/// whole.
#[test]
fn every_instant_is_whole() {
    let case = Case { travel: 13, gap: 4, buffer: 1, accumulating: false };
    let text = random(case, 3)
        .replace("[line.main]\nstations = [\"a\", \"b\"]", "[line.main]\nstations = [\"a\", \"b\", \"d\"]\n[station.d]\ncycle = \"6 min\"\nbuffer = 0\n[conveyor.c2]\nfrom = \"b\"\nto = \"d\"\nlength = \"3 m\"\nspeed = \"0.01 m/s\"\npitch = \"1.2 m\"");
    let model = model(&text);
    let mut plant = Plant::new(&model, 1, 0, ());
    while plant.step(Time::ZERO + Span::from_days(5)) {
        assert_eq!(plant.audit(), Ok(()));
    }
}
