//! Preemption worked by hand: who pushes whom off a machine, when not, what is left of the work, and for whom people
//! are free meanwhile. In the long run: [`crate::priorities`].

use std::fmt::Write;

use gemba::ids::{Id, MachineId, StationId};
use gemba::observe::{OperatorState, State, Tally, Told, Trace};
use gemba::plant::Plant;
use gemba::units::{Span, Time};

use crate::hand_causes::assert_chain;
use crate::hand_walking::{IDLE, WALKING, WORKING, watch};
use crate::support::model;
use crate::visits::minute;

/// Why writing is sure.
const SURE: &str = "a text takes every text";

/// Orders of one part each: product, priority, minute of release.
fn orders(all: &[(&str, u32, u32)]) -> String {
    let mut text = "[plant]\nstart = 2026-03-02\n[run]\nlength = \"orders_done\"\n".to_owned();
    for (number, (product, priority, at)) in all.iter().enumerate() {
        let (hour, minute) = (at / 60, at % 60);
        writeln!(
            text,
            "[order.{number:02}]\nproduct = \"{product}\"\npriority = {priority}\n\
             release = 2026-03-02T{hour:02}:{minute:02}:00"
        )
        .expect(SURE);
    }
    text
}

/// How a stretch of work on a part ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Ends {
    Done,
    Pushed,
}
use Ends::{Done, Pushed};

/// Part, machine, from when until when, and how it ended: part by part in the order of release.
type Stretch = (usize, usize, i64, i64, Ends);

/// What was told of a plant until its orders were done.
struct Tale {
    stretches: Vec<Stretch>,
    tally: Tally,
    trace: Trace,
    end: Time,
}

/// Everything until the orders are done, looked over after every event.
fn tell(text: &str) -> Tale {
    let model = model(text);
    let tally = Tally::new(&model, Span::from_minutes(1));
    let mut plant = Plant::new(&model, 1, 0, (tally, Trace::default()));
    while plant.dated_orders_left() > 0 && plant.step(Time::ZERO + Span::from_days(9)) {
        assert_eq!(plant.audit(), Ok(()), "at {:?}", plant.now());
    }
    assert_eq!((plant.stopped(), plant.dated_orders_left()), (None, 0));
    let end = plant.now();
    let (tally, trace) = plant.into_observer();
    assert!(model.stations.ids().all(|station| tally.station(station).queue.level() == 0));
    Tale { stretches: stretches(&trace), tally, trace, end }
}

fn stretches(trace: &Trace) -> Vec<Stretch> {
    let mut keys = Vec::new();
    let mut open: Vec<(usize, usize, i64)> = Vec::new();
    let mut found = Vec::new();
    for &(at, told) in trace.lines() {
        let (machine, key, ends) = match told {
            Told::Released(_, key) => {
                keys.push(key);
                continue;
            }
            Told::Started(machine, key) => (machine, key, None),
            Told::Done(machine, key) => (machine, key, Some(Done)),
            Told::PushedOff(machine, key) => (machine, key, Some(Pushed)),
            _ => continue,
        };
        let part = keys.iter().position(|&known| known == key).expect("it was released") + 1;
        let machine = machine.position() + 1;
        let known = open.iter().position(|&(of, on, _)| (of, on) == (part, machine));
        match (ends, known) {
            (None, _) => open.push((part, machine, minute(at))),
            (Some(ends), Some(known)) => {
                let (part, machine, from) = open.remove(known);
                found.push((part, machine, from, minute(at), ends));
            }
            // It was pushed off before its cycle began.
            (Some(_), None) => {}
        }
    }
    found.sort_by_key(|&(part, _, from, ..)| (part, from));
    found
}

impl Tale {
    /// How long a machine was in a state. Unit: minutes.
    fn time_in(&self, machine: usize, state: State) -> i64 {
        let spans = self.tally.machine(MachineId::at(machine - 1), self.end);
        assert_eq!(spans.iter().fold(Span::ZERO, |sum, &span| sum + span), self.end - Time::ZERO);
        minute(Time::ZERO + spans[state as usize])
    }

    /// Minutes of work in vain at a station, and how often somebody was pushed off there.
    fn in_vain(&self, station: usize) -> (i128, u64) {
        let row = self.tally.station(StationId::at(station - 1));
        (row.spoiled / i128::from(Span::from_minutes(1).ticks()), row.pushed_off)
    }
}

/// `lathe` takes 10 min.
fn lathe(preempts: &str) -> String {
    format!(
        "[station.lathe]\ncycle = \"10 min\"\npreempts = \"{preempts}\"\n[product.p]\nroute = [\"lathe\"]\n"
    )
}

/// The urgent part comes at 4 and takes until 14. Then 6 min are left of the first: until 20. In all that time the
/// machine works; the first part waits for 10 min.
#[test]
fn what_is_left_is_done_later() {
    let text = orders(&[("p", 0, 0), ("p", 1, 4)]) + &lathe("resume");
    let told = tell(&text);
    let expected = [(1, 1, 0, 4, Pushed), (1, 1, 14, 20, Done), (2, 1, 4, 14, Done)];
    assert_eq!(told.stretches, expected);
    assert_eq!(told.time_in(1, State::Working), 20);
    assert_eq!(told.in_vain(1), (0, 1));
    let row = told.tally.station(StationId::at(0));
    // The first part waits for nothing, and then for 10 min; the urgent one for nothing.
    assert_eq!(row.starts, 3);
    assert_eq!(row.waited, i128::from(Span::from_minutes(10).ticks()));
    assert_eq!(row.queue.integral(told.end), i128::from(Span::from_minutes(10).ticks()));
    assert_chain(
        &text,
        &[("cycle at lathe", 14, 20), ("cycle at lathe", 4, 14), ("release", 0, 4)],
    );
}

/// Begun anew it takes 10 min again, until 24; 4 min were in vain.
#[test]
fn work_begins_anew_with_the_same_duration() {
    let told = tell(&(orders(&[("p", 0, 0), ("p", 1, 4)]) + &lathe("restart")));
    let expected = [(1, 1, 0, 4, Pushed), (1, 1, 14, 24, Done), (2, 1, 4, 14, Done)];
    assert_eq!(told.stretches, expected);
    assert_eq!(told.time_in(1, State::Working), 24);
    assert_eq!(told.in_vain(1), (4, 1));
}

/// What is drawn is drawn once: whenever it was pushed off, in the end the machine has worked on the part for just its
/// time, and on one begun anew for that without a break.
#[test]
fn a_duration_is_not_drawn_anew() {
    let alone = "[station.lathe]\ncycle = { dist = \"exponential\", mean = \"60 min\" }\n\
                 [product.p]\nroute = [\"lathe\"]\n[product.q]\nroute = [{ station = \"lathe\", cycle = \"7 min\" }]\n";
    let ends = |preempts: &str, others: &[(&str, u32, u32)]| {
        let key = format!("[station.lathe]\n{preempts}");
        let all: Vec<_> = [("p", 0, 0)].into_iter().chain(others.iter().copied()).collect();
        let text = orders(&all) + &alone.replace("[station.lathe]\n", &key);
        let model = model(&text);
        let mut plant = Plant::new(&model, 1, 0, Trace::default());
        assert!(plant.run_orders(Time::ZERO + Span::from_days(9)));
        plant.now() - Time::ZERO
    };
    let whole = ends("", &[]);
    assert!(whole > Span::from_minutes(5), "{whole:?}");
    let urgent = [("q", 1, 1), ("q", 1, 10)];
    let left = ends("preempts = \"resume\"\n", &urgent);
    assert_eq!(left, whole + Span::from_minutes(14));
    let anew = ends("preempts = \"restart\"\n", &urgent[..1]);
    assert_eq!(anew, whole + Span::from_minutes(1 + 7));
}

/// Two machines. The urgent part of 5 finds two of priority 0, and pushes off the one begun last, at 2. The still more
/// urgent one of 6 pushes off the other, not the part of priority 1. Of the two in front the one that was pushed off
/// last stands first: it goes on at 15, on the other machine, for the 4 min that are left; then at 16 its neighbour,
/// on the other machine too, for 7.
#[test]
fn the_least_urgent_is_pushed_off_that_began_last() {
    let text = orders(&[("p", 0, 0), ("p", 0, 2), ("p", 1, 5), ("p", 2, 6)]) + &lathe("resume");
    let told = tell(&text.replace("[station.lathe]\n", "[station.lathe]\nmachines = 2\n"));
    let expected = [
        (1, 1, 0, 6, Pushed),
        (1, 2, 15, 19, Done),
        (2, 2, 2, 5, Pushed),
        (2, 1, 16, 23, Done),
        (3, 2, 5, 15, Done),
        (4, 1, 6, 16, Done),
    ];
    assert_eq!(told.stretches, expected);
}

/// Who is as urgent, or less, waits; also where another rule would take it first.
#[test]
fn nobody_is_pushed_off_by_an_equal() {
    for second in [1, 0] {
        let text = orders(&[("p", 1, 0), ("p", second, 4)]) + &lathe("resume");
        let told = tell(&text.replace("preempts", "dispatch = \"lifo\"\npreempts"));
        assert_eq!(told.stretches, [(1, 1, 0, 10, Done), (2, 1, 10, 20, Done)]);
        assert_eq!(told.in_vain(1), (0, 0));
    }
}

/// The second, of priority 1, pushes off the first at 3, and is pushed off at 5 by the third, of priority 2. At 15 it is
/// the turn of priority 1: of the two the one that was pushed off goes first, though by `lifo` the one of 6 would; 8
/// min are left. Last comes the first, with 7 min.
#[test]
fn who_pushes_may_be_pushed() {
    let text = orders(&[("p", 0, 0), ("p", 1, 3), ("p", 2, 5), ("p", 1, 6)]) + &lathe("resume");
    let told = tell(&text.replace("preempts", "dispatch = \"lifo\"\npreempts"));
    let expected = [
        (1, 1, 0, 3, Pushed),
        (1, 1, 33, 40, Done),
        (2, 1, 3, 5, Pushed),
        (2, 1, 15, 23, Done),
        (3, 1, 5, 15, Done),
        (4, 1, 23, 33, Done),
    ];
    assert_eq!(told.stretches, expected);
}

/// Orders of several parts, 4 min each: the second part of the first order has 2 min left when the two urgent ones
/// come at 6, and goes on at 14.
#[test]
fn an_order_of_several_parts_is_pushed_part_by_part() {
    let text = orders(&[("p", 0, 0), ("p", 1, 6)]) + &lathe("resume");
    let text =
        text.replace("10 min", "4 min").replace("priority = 0", "priority = 0\nquantity = 3");
    let told = tell(&text.replace("priority = 1", "priority = 1\nquantity = 2"));
    let expected = [
        (1, 1, 0, 4, Done),
        (2, 1, 4, 6, Pushed),
        (2, 1, 14, 16, Done),
        (3, 1, 16, 20, Done),
        (4, 1, 6, 10, Done),
        (5, 1, 10, 14, Done),
    ];
    assert_eq!(told.stretches, expected);
    let closed = told.trace.times(|told| matches!(told, Told::Closed(_)));
    assert_eq!(closed.into_iter().map(minute).collect::<Vec<_>>(), [14, 20]);
}

/// Between products the machine is set up, for 2 min: at 4 for the urgent one, which is worked on from 6 to 16, and
/// back for what is left, from 18 to 24. Both setups are counted.
#[test]
fn a_setup_is_needed_both_ways() {
    let text = orders(&[("x", 0, 0), ("y", 1, 4)])
        + "[station.lathe]\ncycle = \"10 min\"\nsetup = \"2 min\"\npreempts = \"resume\"\n\
           [product.x]\nroute = [\"lathe\"]\n[product.y]\nroute = [\"lathe\"]\n";
    let told = tell(&text);
    let expected = [(1, 1, 0, 4, Pushed), (1, 1, 18, 24, Done), (2, 1, 6, 16, Done)];
    assert_eq!(told.stretches, expected);
    assert_eq!((told.time_in(1, State::Setup), told.time_in(1, State::Working)), (4, 20));
    assert_eq!(told.tally.station(StationId::at(0)).setups, 2);
}

/// The machine is set up for `y` from 10 to 14; the urgent `x` of 11 waits until that is over, and then pushes the `y`
/// off before anything is done to it. It needs the machine set up again: from 18 to 28 it is worked on, and `y`, after
/// a third setup, from 32 to 42.
#[test]
fn a_setup_is_finished_first() {
    let text = orders(&[("x", 0, 0), ("y", 0, 1), ("x", 1, 11)])
        + "[station.lathe]\ncycle = \"10 min\"\nsetup = \"4 min\"\npreempts = \"resume\"\n\
           [product.x]\nroute = [\"lathe\"]\n[product.y]\nroute = [\"lathe\"]\n";
    let told = tell(&text);
    let expected = [(1, 1, 0, 10, Done), (2, 1, 32, 42, Done), (3, 1, 18, 28, Done)];
    assert_eq!(told.stretches, expected);
    assert_eq!((told.time_in(1, State::Setup), told.time_in(1, State::Working)), (12, 30));
    assert_eq!(told.tally.station(StationId::at(0)).setups, 3);
    assert_eq!(told.in_vain(1), (0, 1));
}

/// The same, and `y` comes at 1 from a step before and may wait for 15 min: though the machine is set up for it at 14, its
/// work has not begun by 16, when it stands in front again. It is thrown away.
#[test]
fn who_is_pushed_off_after_its_setup_has_waited_all_the_time() {
    let text = orders(&[("x", 0, 0), ("y", 0, 0), ("x", 1, 11)])
        + "[station.lathe]\ncycle = \"10 min\"\nsetup = \"4 min\"\npreempts = \"resume\"\n\
           [station.saw]\ncycle = \"1 min\"\n[product.x]\nroute = [\"lathe\"]\n[product.y]\n\
           route = [\"saw\", { station = \"lathe\", within = { of = \"saw\", time = \"15 min\", else = \"scrap\" } }]\n";
    let told = tell(&text);
    let at_lathe: Vec<_> = told.stretches.iter().filter(|row| row.1 == 1).copied().collect();
    assert_eq!(at_lathe, [(1, 1, 0, 10, Done), (3, 1, 18, 28, Done)]);
    let gone = told.trace.times(|told| matches!(told, Told::Scrapped(..)));
    assert_eq!(gone.into_iter().map(minute).collect::<Vec<_>>(), [16]);
}

/// The hand is at the bench from 10 to 30, so nothing is done to the `y` for which the lathe is set up from 10 to 14: it
/// is pushed off by the urgent `x` of 11, though the lathe has made nothing since its setup. It is set up again until 18
/// and waits for the hand, as `y` does not: until 40 the hand is at the urgent part, and from 44, after a third setup, at
/// `y`.
#[test]
fn who_has_been_set_up_for_is_pushed_off_while_it_waits_for_people() {
    let text = orders(&[("x", 0, 0), ("y", 0, 1), ("z", 0, 10), ("x", 1, 11)])
        + "[station.bench]\noperators = { hand = 1 }\n[crew.hand]\n\
           [station.lathe]\noperators = { hand = 1 }\nsetup = \"4 min\"\npreempts = \"resume\"\n\
           [product.x]\nroute = [{ station = \"lathe\", cycle = \"10 min\" }]\n\
           [product.y]\nroute = [{ station = \"lathe\", cycle = \"10 min\" }]\n\
           [product.z]\nroute = [{ station = \"bench\", cycle = \"20 min\" }]\n";
    let told = tell(&text);
    let expected =
        [(1, 2, 0, 10, Done), (2, 2, 44, 54, Done), (3, 1, 10, 30, Done), (4, 2, 30, 40, Done)];
    assert_eq!(told.stretches, expected);
    assert_eq!(told.in_vain(2), (0, 1));
    assert_eq!(told.tally.station(StationId::at(1)).setups, 3);
}

/// The machine fails at 2 and is repaired at 7. Until then the first part stays on it, though an urgent one came at 4;
/// that goes first, from 7 to 17. Of the other 8 min are left, or all 10 if the failure lets it begin anew.
#[test]
fn a_repair_is_finished_first() {
    for (part, end) in [("resume", 25), ("restart", 27)] {
        let text = orders(&[("p", 0, 0), ("p", 1, 4)])
            + &lathe("resume")
            + &format!(
                "[station.lathe.failure.jam]\nat = [2026-03-02T00:02:00]\nrepair = {{ time = \"5 min\" }}\npart = \"{part}\"\n"
            );
        let told = tell(&text);
        let expected = [(1, 1, 0, 7, Pushed), (1, 1, 17, end, Done), (2, 1, 7, 17, Done)];
        assert_eq!(told.stretches, expected);
        let working = told.time_in(1, State::Working);
        assert_eq!((told.time_in(1, State::Repair), working), (5, end - 5));
        assert_eq!(told.in_vain(1), (i128::from(end - 25), 1));
    }
}

/// The machine fails after 12 min of work: 4 for the first part and 8 for the urgent one, at 12. From 15 on 2 min are
/// left of that, and then 6 of the first.
#[test]
fn work_that_is_pushed_off_counts_on_clocks_of_work() {
    let text = orders(&[("p", 0, 0), ("p", 1, 4)])
        + &lathe("resume")
        + "[station.lathe.failure.jam]\nevery = \"12 min\"\nclock = \"operating\"\nrepair = { time = \"3 min\" }\n";
    let told = tell(&text);
    let expected = [(1, 1, 0, 4, Pushed), (1, 1, 17, 23, Done), (2, 1, 4, 17, Done)];
    assert_eq!(told.stretches, expected);
    assert_eq!(told.trace.times(|told| matches!(told, Told::Failed(_))).len(), 1);
}

const FITTER: &str = r#"
[station.bench]
operators = { fit = 1 }
preempts = "resume"
CALENDAR
[product.long]
route = [{ station = "bench", cycle = "300 min" }]
[product.short]
route = [{ station = "bench", cycle = "60 min" }]
[calendar.ann]
extra = [
  { date = 2026-03-02, hours = "08:00-12:00" },
  { date = 2026-03-02, hours = "13:00-18:00" },
]
[crew.ann]
calendar = "ann"
skills = ["fit"]
"#;

/// Ann works on the long part from 8:00 (480) until she goes at 12:00; an hour is left. The urgent part comes at 12:30
/// (750). Where the bench is always open it pushes the other off at once, though nobody is there; where the bench has
/// her hours, when it opens again at 13:00. In both she works on the urgent part until 14:00, and ends the other at
/// 15:00.
#[test]
fn who_has_lost_its_people_is_pushed_off_where_it_is_open() {
    for (calendar, pushed) in [("", 750), ("calendar = \"ann\"", 780)] {
        let text = orders(&[("long", 0, 480), ("short", 1, 750)]);
        let told = tell(&(text + &FITTER.replace("CALENDAR", calendar)));
        let expected =
            [(1, 1, 480, pushed, Pushed), (1, 1, 840, 900, Done), (2, 1, 780, 840, Done)];
        assert_eq!(told.stretches, expected);
        assert_eq!(told.time_in(1, State::Working), 360);
    }
}

/// One hand works on the lathe and at the bench, where a part has waited since 1. At 4 the lathe is set up for the
/// urgent part by the setter, until 10: the hand works at the bench from 4 to 9, and from 10 to 20 on the urgent part.
/// From 20 to 26 the lathe is set up back, and the other 6 min are done until 32.
const TWO: &str = r#"
[station.lathe]
operators = { hand = 1 }
setup = { time = "6 min", operators = { setter = 1 } }
preempts = "resume"
[station.bench]
operators = { hand = 1 }
[crew.hand]
[crew.setter]
[product.x]
route = [{ station = "lathe", cycle = "10 min" }]
[product.y]
route = [{ station = "lathe", cycle = "10 min" }]
[product.z]
route = [{ station = "bench", cycle = "5 min" }]
"#;

#[test]
fn people_who_are_freed_go_elsewhere() {
    let text = orders(&[("x", 0, 0), ("z", 0, 1), ("y", 1, 4)]) + TWO;
    let told = watch(&text);
    let expected =
        [(1, 2, 0, 4, Pushed), (1, 2, 26, 32, Done), (2, 1, 4, 9, Done), (3, 2, 10, 20, Done)];
    assert_eq!(tell(&text).stretches, expected);
    let hand = [(0, WORKING), (9, IDLE), (10, WORKING), (20, IDLE), (26, WORKING)];
    assert_eq!(told.person(1)[..5], hand);
    assert_eq!(told.minutes_of(1, OperatorState::Working), 4 + 5 + 10 + 6);
    let setter = [(0, IDLE), (4, WORKING), (10, IDLE), (20, WORKING), (26, IDLE)];
    assert_eq!(told.person(2)[told.person(2).len() - 5..], setter);
}

/// The same with a way of 1 min between the two: the hand comes to the bench at 5, works until 10, is called back at
/// once and works on the urgent part from 11 to 21. The setter sets the lathe up back until 27; then 6 min are left.
#[test]
fn people_who_are_freed_walk_elsewhere() {
    let text = orders(&[("x", 0, 0), ("z", 0, 1), ("y", 1, 4)])
        + TWO
        + "[layout]\nwalking_speed = \"1 m/min\"\npositions = { lathe = [0, 0], bench = [1, 0] }\n";
    let told = watch(&text);
    let expected =
        [(1, 2, 0, 4, Pushed), (1, 2, 27, 33, Done), (2, 1, 5, 10, Done), (3, 2, 11, 21, Done)];
    assert_eq!(tell(&text).stretches, expected);
    let hand = [
        (0, WORKING),
        (4, WALKING),
        (5, WORKING),
        (10, WALKING),
        (11, WORKING),
        (21, IDLE),
        (27, WORKING),
    ];
    assert_eq!(told.person(1)[..7], hand);
    assert_eq!(told.centimetres(1), 200);
}

/// Hands load for 2 min and unload for 1 min, the same for everybody. The urgent part of 1 pushes the other off while
/// it is loaded; from 14 on the load goes on for 1 min, or begins anew and takes 2. The urgent part of 13 finds the
/// other being unloaded, and waits until 14.
#[test]
fn a_load_is_pushed_off_and_an_unload_is_not() {
    let hands = "[station.lathe]\nload = { time = \"2 min\", operators = { hand = 1 } }\n\
                 unload = { time = \"1 min\", operators = { hand = 1 } }\n";
    let plant =
        |preempts: &str| lathe(preempts).replace("[station.lathe]\n", hands) + "[crew.hand]\n";
    for (preempts, end) in [("resume", 26), ("restart", 27)] {
        let told = tell(&(orders(&[("p", 0, 0), ("p", 1, 1)]) + &plant(preempts)));
        let expected = [(1, 1, 0, 1, Pushed), (1, 1, 14, end, Done), (2, 1, 1, 14, Done)];
        assert_eq!(told.stretches, expected);
        assert_eq!(told.in_vain(1), (i128::from(end - 26), 1));
    }
    let told = tell(&(orders(&[("p", 0, 0), ("p", 1, 12)]) + &plant("resume")));
    assert_eq!(told.stretches, [(1, 1, 0, 13, Done), (2, 1, 13, 26, Done)]);
}

/// `pack` takes 20 min and has no place in front. The second part is finished at 20 and waits on the lathe for the
/// first, until 30: it is not pushed off by the urgent part of 22, which is worked on then.
#[test]
fn a_part_that_waits_for_room_stays() {
    let text = orders(&[("p", 0, 0), ("p", 0, 0), ("p", 1, 22)]) + &lathe("resume");
    let pack = "[station.pack]\ncycle = \"20 min\"\nbuffer = 0\n[product.p]\nroute = [\"lathe\", \"pack\"]\n";
    let told = tell(&text.replace("[product.p]\nroute = [\"lathe\"]\n", pack));
    let lathes = told.stretches.iter().filter(|row| row.1 == 1).copied().collect::<Vec<_>>();
    assert_eq!(lathes, [(1, 1, 0, 10, Done), (2, 1, 10, 20, Done), (3, 1, 30, 40, Done)]);
    assert_eq!(told.in_vain(1), (0, 0));
}

/// With `block = "before"` the second part stands on the lathe from 10 on, and begins only when there is room at
/// `pack`: nothing is done to it, and it is pushed off at 15. At 30 the urgent part begins; at 60 the other.
#[test]
fn a_part_that_has_not_begun_is_pushed_off() {
    let text = orders(&[("p", 0, 0), ("p", 0, 0), ("p", 1, 15)]) + &lathe("resume");
    let pack = "[station.pack]\ncycle = \"20 min\"\nbuffer = 0\n[product.p]\nroute = [\"lathe\", \"pack\"]\n";
    let text = text.replace("[product.p]\nroute = [\"lathe\"]\n", pack);
    let told = tell(&text.replace("preempts", "block = \"before\"\npreempts"));
    let lathes = told.stretches.iter().filter(|row| row.1 == 1).copied().collect::<Vec<_>>();
    assert_eq!(lathes, [(1, 1, 0, 10, Done), (2, 1, 60, 70, Done), (3, 1, 30, 40, Done)]);
    assert_eq!(told.in_vain(1), (0, 1));
    assert_eq!(told.time_in(1, State::BlockedBefore), 40);
    // It waits from 0 to 60, on the lathe and in front, and the urgent one from 15 to 30.
    let row = told.tally.station(StationId::at(0));
    let waited = i128::from(Span::from_minutes(60 + 15).ticks());
    assert_eq!((row.starts, row.waited, row.queue.integral(told.end)), (3, waited, waited));
}

/// Everything is bad, and thrown away at the end of its cycle, once: all that was worked is in vain.
#[test]
fn scrap_is_drawn_once() {
    for (preempts, in_vain) in [("resume", 20), ("restart", 24)] {
        let text = orders(&[("p", 0, 0), ("p", 1, 4)]) + &lathe(preempts);
        let told = tell(&text.replace("preempts", "scrap = \"100 %\"\npreempts"));
        assert_eq!(told.tally.station(StationId::at(0)).scrapped, 2);
        assert_eq!(told.in_vain(1), (in_vain, 1));
    }
}

/// Two lathes of which a part chooses the shorter queue. The first part is on the first, the next on the second. The
/// urgent one of 4 finds both alike, goes to the first, and pushes off the part there, which stays at that station and
/// counts in its queue: the part of 5 goes to the second.
#[test]
fn a_part_chooses_its_station_as_before() {
    let two = "[station.l1]\ncycle = \"10 min\"\npreempts = \"resume\"\n[station.l2]\ncycle = \"10 min\"\n\
               [product.p]\nroute = [{ station = [\"l1\", \"l2\"], choice = \"shortest_queue\" }]\n";
    let told = tell(&(orders(&[("p", 0, 0), ("p", 0, 0), ("p", 1, 4), ("p", 0, 5)]) + two));
    let expected = [
        (1, 1, 0, 4, Pushed),
        (1, 1, 14, 20, Done),
        (2, 2, 0, 10, Done),
        (3, 1, 4, 14, Done),
        (4, 2, 10, 20, Done),
    ];
    assert_eq!(told.stretches, expected);
}

/// With one place in front: the first part is fed until 1, and is on the lathe. The urgent one is fed until 5, comes to the
/// place and pushes it off, which takes the place. So the third, fed until 6, waits on `feed` until that is free: at 15
/// the urgent one is done, and the first goes on until 21. The third takes until 31.
#[test]
fn the_pushed_part_takes_the_place_of_the_urgent_one() {
    let text = orders(&[("p", 0, 0), ("p", 1, 4), ("p", 0, 5)]) + &lathe("resume");
    let text = text.replace("preempts", "buffer = 1\npreempts");
    let feed = "[station.feed]\ncycle = \"1 min\"\n[product.p]\nroute = [\"feed\", \"lathe\"]\n";
    let told = tell(&text.replace("[product.p]\nroute = [\"lathe\"]\n", feed));
    let lathes = told.stretches.iter().filter(|row| row.1 == 2).copied().collect::<Vec<_>>();
    let expected =
        [(1, 2, 1, 5, Pushed), (1, 2, 15, 21, Done), (2, 2, 5, 15, Done), (3, 2, 21, 31, Done)];
    assert_eq!(lathes, expected);
    assert_eq!(told.time_in(1, State::Blocked), 9);
}

/// From 6 on cycles take 20 min. What has begun stands, also if it was pushed off: 6 min are left of the first at 14,
/// or it begins anew with the 10 min of before. The part of 7 takes 20.
#[test]
fn work_that_was_pushed_off_keeps_its_duration_over_a_date() {
    for (preempts, end) in [("resume", 20), ("restart", 24)] {
        let text = orders(&[("p", 0, 0), ("p", 1, 4), ("p", 0, 7)])
            + &lathe(preempts)
            + "[change.slower]\nfrom = 2026-03-02T00:06:00\nstation.lathe.cycle = \"20 min\"\n";
        let told = tell(&text);
        let expected = [
            (1, 1, 0, 4, Pushed),
            (1, 1, 14, end, Done),
            (2, 1, 4, 14, Done),
            (3, 1, end, end + 20, Done),
        ];
        assert_eq!(told.stretches, expected);
    }
}

/// From 2 on the lathe runs at half its speed. The first part began before, and so is what is left of it, 6 min; the
/// urgent one takes 20 min, 10 of them longer than at full speed.
#[test]
fn what_is_left_is_done_at_the_speed_at_which_it_began() {
    let text = orders(&[("p", 0, 0), ("p", 1, 4)])
        + &lathe("resume")
        + "[change.worn]\nfrom = 2026-03-02T00:02:00\nstation.lathe.runs_at = \"50 %\"\n";
    let told = tell(&text);
    let expected = [(1, 1, 0, 4, Pushed), (1, 1, 24, 30, Done), (2, 1, 4, 24, Done)];
    assert_eq!(told.stretches, expected);
    let slowed = told.tally.station(StationId::at(0)).slowed;
    assert_eq!(slowed, i128::from(Span::from_minutes(10).ticks()));
}

/// The lathe is to be cleaned for 3 min after the part that it is at when it is due, at 3. That part is pushed off at 4;
/// the urgent one takes its place, and after it the lathe is cleaned, from 14 to 17. So it is where the urgent part waits
/// for an operator, who comes after everything else of an instant.
#[test]
fn planned_work_waits_for_the_end_of_the_urgent_cycle() {
    let alone = orders(&[("p", 0, 0), ("p", 1, 4)])
        + &lathe("resume")
        + "[station.lathe.maintenance.clean]\nclock = \"calendar\"\nevery = \"3 min\"\ntime = \"3 min\"\n\
           when = \"after_part\"\n";
    let served = alone.replace("preempts", "operators = { operator = 1 }\npreempts")
        + "[crew.people]\ncount = 1\nskills = { operator = 1.0 }\n";
    for text in [alone, served] {
        let told = tell(&text);
        let expected = [(1, 1, 0, 4, Pushed), (1, 1, 17, 23, Done), (2, 1, 4, 14, Done)];
        assert_eq!(told.stretches, expected, "{text}");
        assert_eq!(told.time_in(1, State::Maintenance), 3);
    }
}

/// The first part is pushed off `l1` at 9, when 1 min of it is left; the urgent one is there until 19. The third takes
/// `l2` from 11 to 21. At 12 there are 7 + 1 min before `l1` and 9 before `l2`: the fourth goes to `l1`, from 20 on.
#[test]
fn of_a_part_that_was_pushed_off_what_is_left_counts_for_choices() {
    for choice in ["least_load", "earliest_finish"] {
        let two = format!(
            "[station.l1]\ncycle = \"10 min\"\npreempts = \"resume\"\n[station.l2]\ncycle = \"10 min\"\n\
             [product.u]\nroute = [\"l1\"]\n\
             [product.p]\nroute = [{{ station = [\"l1\", \"l2\"], choice = \"{choice}\" }}]\n"
        );
        let told = tell(&(orders(&[("p", 0, 0), ("u", 1, 9), ("p", 0, 11), ("p", 0, 12)]) + &two));
        let expected = [
            (1, 1, 0, 9, Pushed),
            (1, 1, 19, 20, Done),
            (2, 1, 9, 19, Done),
            (3, 2, 11, 21, Done),
            (4, 1, 20, 30, Done),
        ];
        assert_eq!(told.stretches, expected);
    }
}
