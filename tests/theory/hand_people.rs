//! People, worked by hand: who minds two machines, hands over at the end of a shift, stays to finish,
//! is called away, is slow, or does not come.

use std::fmt::Write;

use gemba::ids::{Id, OperatorId};
use gemba::observe::{OperatorState, Tally, Told, Trace};
use gemba::plant::Plant;
use gemba::units::{Span, Time};

use crate::support::model;
use crate::visits::{Story, minute, story};

/// What happens in a plant in its first minutes.
pub(crate) struct Shift {
    trace: Trace,
    tally: Tally,
    end: Time,
}

pub(crate) fn watch(text: &str, minutes: i64) -> Shift {
    let model = model(text);
    let tally = Tally::new(&model, Span::from_minutes(1));
    let mut plant = Plant::new(&model, 1, 0, (tally, Trace::default()));
    let end = Time::ZERO + Span::from_minutes(minutes);
    assert!(plant.run_until(end), "{:?}", plant.stopped());
    assert_eq!(plant.audit(), Ok(()));
    let (tally, trace) = plant.into_observer();
    Shift { trace, tally, end }
}

impl Shift {
    /// The machine (from 1) and the minute of every completed cycle.
    pub(crate) fn done(&self) -> Vec<(usize, i64)> {
        let done = self.trace.lines().iter().filter_map(|&(at, told)| match told {
            Told::Done(machine, _) => Some((machine.position() + 1, minute(at))),
            _ => None,
        });
        done.collect()
    }

    fn time_of(&self, person: usize, state: OperatorState) -> i64 {
        time_of(&self.tally, person, state, self.end)
    }
}

/// How long a person (from 1) was in a state. Unit: minutes.
fn time_of(tally: &Tally, person: usize, state: OperatorState, end: Time) -> i64 {
    minute(Time::ZERO + tally.operator(OperatorId::at(person - 1), end)[state as usize])
}

/// The minute at which each part was finished, in the order of release.
fn finishes(story: &Story) -> Vec<i64> {
    let visits = story.visits.by_part();
    visits.iter().map(|visit| minute(visit.finished.expect("it was finished"))).collect()
}

const TWO_MACHINES: &str = r#"
[line.a]
stations = ["A"]
[line.b]
stations = ["B"]
[station.A]
cycle = "7 min"
load = { time = "2 min", operators = { operator = 1 } }
unload = { time = "1 min", operators = { operator = 1 }, priority = 1 }
[station.B]
cycle = "5 min"
load = { time = "2 min", operators = { operator = 1 } }
unload = { time = "1 min", operators = { operator = 1 }, priority = 1 }
[crew.operator]
count = 1
[run]
length = "1 day"
"#;

#[test]
fn pub_hand_operator_two_machines() {
    let told = watch(TWO_MACHINES, 33);
    assert_eq!(told.done(), [(1, 10), (2, 11), (1, 21), (2, 22), (1, 32), (2, 33)]);
    assert_eq!(told.time_of(1, OperatorState::Working), 18);
    assert_eq!(told.time_of(1, OperatorState::Idle), 33 - 18);
}

#[test]
fn pub_hand_shift_handover() {
    let text = r#"
[plant]
start = 2026-03-02
[line.main]
stations = ["bench"]
[station.bench]
cycle = "100 min"
operators = { fit = 1 }
[calendar.ann]
extra = [
  { date = 2026-03-02, hours = "08:00-12:00" },
  { date = 2026-03-03, hours = "08:00-12:00" },
]
[calendar.bob]
extra = [{ date = 2026-03-02, hours = "13:00-16:00" }]
[calendar.cem]
extra = [{ date = 2026-03-02, hours = "16:00-20:00" }]
[crew.ann]
calendar = "ann"
skills = ["fit"]
[crew.bob]
calendar = "bob"
skills = ["fit"]
[crew.cem]
calendar = "cem"
skills = ["fit"]
[run]
length = "2 days"
"#;
    // Until noon of the second day: then nobody ever comes again, which ends a run.
    let told = watch(text, 2160 - 1);
    let finished: Vec<i64> = told.done().into_iter().map(|(_, at)| at).collect();
    assert_eq!(finished, [580, 680, 840, 940, 1040, 1140, 1960, 2060]);
    // Ann on both days, and the part of the last shift that is left for a ninth piece.
    assert_eq!(told.time_of(1, OperatorState::Working), 240 + 239);
    assert_eq!(told.time_of(2, OperatorState::Working), 180);
    assert_eq!(told.time_of(3, OperatorState::Working), 240);
}

/// Jobs with these hours of release and work, one station with machines enough.
fn jobs(jobs: &[(i64, i64)], station: &str, crews: &str) -> String {
    let mut text = format!(
        "[plant]\nstart = 2026-03-02\n[run]\nlength = \"orders_done\"\n\
         [station.desk]\nmachines = 9\n{station}\n{crews}\n"
    );
    for (number, (release, work)) in jobs.iter().enumerate() {
        let number = number + 1;
        write!(
            text,
            "[product.p{number}]\nroute = [{{ station = \"desk\", cycle = \"{work} h\" }}]\n\
             [order.{number}]\nproduct = \"p{number}\"\nrelease = 2026-03-02T{release:02}:00:00\n"
        )
        .expect("a text takes every text");
    }
    text
}

#[test]
fn pub_replay_ciw_overtime() {
    let crews = r#"
[calendar.one]
extra = [{ date = 2026-03-02, hours = "00:00-07:00" }]
[calendar.two]
extra = [{ date = 2026-03-02, hours = "07:00-11:00" }]
[calendar.three]
extra = [{ date = 2026-03-02, hours = "11:00-20:00" }]
[crew.a]
count = 3
calendar = "one"
skills = ["serve"]
at_shift_end = "finish"
[crew.b]
count = 2
calendar = "two"
skills = ["serve"]
at_shift_end = "finish"
[crew.c]
count = 1
calendar = "three"
skills = ["serve"]
at_shift_end = "finish"
"#;
    let work = [(1, 5), (1, 7), (1, 9), (9, 4), (9, 5), (12, 5)];
    let story = story(&model(&jobs(&work, "operators = { serve = 1 }", crews)));
    assert_eq!(finishes(&story), [6, 8, 10, 13, 14, 17].map(|hour| hour * 60));
    let overtime = |person| time_of(&story.tally, person, OperatorState::Overtime, story.end) / 60;
    let overtime: Vec<i64> = (1..=6).map(overtime).collect();
    assert_eq!(overtime, [0, 1, 3, 2, 3, 0]);
}

#[test]
fn pub_replay_ciw_schedule_resume() {
    let crews = r#"
[calendar.away]
mon-sun = ["00:00-05:00", "09:00-24:00"]
[crew.clerk]
calendar = "away"
"#;
    let finish = |if_left: &str| {
        let station = format!("operators = {{ clerk = 1 }}\nif_left = \"{if_left}\"");
        finishes(&story(&model(&jobs(&[(1, 10)], &station, crews))))[0] / 60
    };
    assert_eq!(finish("resume"), 15);
    assert_eq!(finish("restart"), 19);
}

/// Two normal jobs at 0, urgent ones for both people at 2 and 15.
fn urgent(if_left: &str) -> Story {
    let text = r#"
[plant]
start = 2026-03-02
[run]
length = "orders_done"
[crew.nurse]
count = 2
[station.ward]
machines = 2
cycle = "10 h"
operators = { nurse = 1 }
if_left = "IF_LEFT"
[station.theatre]
cycle = "10 h"
operators = { nurse = 2 }
priority = 1
interrupts = true
[line.normal]
stations = ["ward"]
[line.urgent]
stations = ["theatre"]
[order.1]
product = "normal"
quantity = 2
release = 2026-03-02
[order.2]
product = "urgent"
release = 2026-03-02T02:00:00
[order.3]
product = "urgent"
release = 2026-03-02T15:00:00
"#;
    story(&model(&text.replace("IF_LEFT", if_left)))
}

#[test]
fn pub_replay_simmer_preempt() {
    let hours = |story: &Story| -> Vec<i64> {
        finishes(story).into_iter().map(|minute| minute / 60).collect()
    };
    let resumed = urgent("resume");
    assert_eq!(hours(&resumed), [30, 30, 12, 25]);
    let restarted = urgent("restart");
    assert_eq!(hours(&restarted), [35, 35, 12, 25]);
    // Each of the two: 20 hours for the urgent jobs, and 15 for the normal one.
    for person in [1, 2] {
        let worked = time_of(&restarted.tally, person, OperatorState::Working, restarted.end);
        assert_eq!(worked / 60, 20 + 15);
    }
}

/// Two urgent tasks at one instant, for one person each: each takes one person away; the third waits.
#[test]
fn two_are_called_away_at_one_instant() {
    let text = r#"
[plant]
start = 2026-03-02
[run]
length = "orders_done"
[crew.worker]
count = 2
[station.bench]
machines = 2
cycle = "60 min"
operators = { worker = 1 }
[station.rush]
machines = 3
cycle = "10 min"
operators = { worker = 1 }
priority = 5
interrupts = true
[line.normal]
stations = ["bench"]
[line.urgent]
stations = ["rush"]
[order.1]
product = "normal"
quantity = 2
release = 2026-03-02
[order.2]
product = "urgent"
quantity = 3
release = 2026-03-02T00:30:00
"#;
    // Urgent: 30 to 40 two of them, 40 to 50 the third; one of the normal ones goes on at 40.
    assert_eq!(finishes(&story(&model(text))), [70, 80, 40, 40, 50]);
}

/// The shift ends at the instant at which the cycle ends: it is complete, and nobody stays.
#[test]
fn a_cycle_that_ends_with_the_shift_is_complete() {
    let crews = r#"
[calendar.short]
extra = [{ date = 2026-03-02, hours = "00:00-05:00" }, { date = 2026-03-06, hours = "00:00-05:00" }]
[crew.clerk]
calendar = "short"
at_shift_end = "AT_END"
"#;
    let at = |at_end: &str| {
        let crews = crews.replace("AT_END", at_end);
        let text = jobs(&[(0, 5), (0, 2)], "operators = { clerk = 1 }", &crews);
        story(&model(&text))
    };
    // Nobody is there for four days.
    for at_end in ["pause", "finish", "no_start"] {
        let story = at(at_end);
        assert_eq!(finishes(&story), [5 * 60, (4 * 24 + 2) * 60], "{at_end}");
        assert_eq!(time_of(&story.tally, 1, OperatorState::Overtime, story.end), 0);
    }
}

/// Four hours left, five hours of work: who starts nothing late does the short one that comes first,
/// and leaves the long one to the next shift.
#[test]
fn who_starts_nothing_late_leaves_it_to_the_next_shift() {
    let crews = r#"
[calendar.days]
mon-sun = "06:00-12:00"
[crew.clerk]
calendar = "days"
at_shift_end = "no_start"
"#;
    let text = jobs(&[(8, 1), (8, 4)], "operators = { clerk = 1 }", crews);
    assert_eq!(finishes(&story(&model(&text))), [9 * 60, (24 + 6 + 4) * 60]);
}

/// Two until midnight, then one: whoever leaves on that date does what ends by then, and leaves five hours at
/// 20:00 to the other, who does them from 01:00 on.
#[test]
fn who_starts_nothing_late_starts_nothing_before_leaving_the_crew() {
    let crews = "[crew.clerk]\ncount = 2\nat_shift_end = \"no_start\"\n\
                 [change.fewer]\nfrom = 2026-03-03\ncrew.clerk.count = 1\n";
    let finish = |second: i64| {
        let text = jobs(&[(20, 5), (20, second)], "operators = { clerk = 1 }", crews);
        finishes(&story(&model(&text)))
    };
    assert_eq!(finish(5), [25 * 60, 30 * 60]);
    assert_eq!(finish(4), [25 * 60, 24 * 60]);
}

/// 120 minutes of standard time at 0.8 until the end of the shift, the rest at 1.5: 6:00 to 7:30 does
/// 72 of them, the other 48 take 32.
#[test]
fn a_task_goes_at_the_pace_of_whoever_does_it() {
    let text = r#"
[plant]
start = 2026-03-02
[run]
length = "orders_done"
[calendar.first]
mon-sun = "06:00-07:30"
[calendar.second]
mon-sun = "08:00-12:00"
[crew.slow]
calendar = "first"
skills = { fit = 0.8 }
[crew.fast]
calendar = "second"
skills = { fit = 1.5 }
[station.bench]
cycle = "120 min"
operators = { fit = 1 }
[line.main]
stations = ["bench"]
[order.1]
product = "main"
release = 2026-03-02
"#;
    assert_eq!(finishes(&story(&model(text))), [8 * 60 + 32]);
}

/// Two at a task work at the pace of the slower one: 40 minutes at 0.8 take 50.
#[test]
fn a_team_works_at_the_pace_of_its_slowest() {
    let text = r#"
[plant]
start = 2026-03-02
[run]
length = "orders_done"
[crew.fitter]
skills = { fit = 1.25 }
[crew.helper]
skills = { help = 0.8 }
[station.bench]
cycle = "40 min"
operators = { fit = 1, help = 1 }
[line.main]
stations = ["bench"]
[order.1]
product = "main"
release = 2026-03-02
"#;
    assert_eq!(finishes(&story(&model(text))), [50]);
}

/// One person with 30 % for each of four machines: three run at a time, and whoever needs all of the
/// person waits until all are done.
#[test]
fn a_person_minds_as_many_machines_as_there_is_attention() {
    let text = r#"
[plant]
start = 2026-03-02
[run]
length = "orders_done"
[crew.minder]
[station.lathe]
machines = 4
cycle = "10 min"
operators = { minder = { attention = "30 %" } }
[station.bench]
cycle = "5 min"
operators = { minder = 1 }
[line.turn]
stations = ["lathe"]
[line.fit]
stations = ["bench"]
[order.1]
product = "turn"
quantity = 4
release = 2026-03-02
[order.2]
product = "fit"
release = 2026-03-02T00:01:00
"#;
    // The fourth lathe has asked first and goes on at 10, so the bench waits until 20.
    let story = story(&model(text));
    assert_eq!(finishes(&story), [10, 10, 10, 20, 25]);
    assert_eq!(time_of(&story.tally, 1, OperatorState::Working, story.end), 25);
}

/// A cycle of 10 minutes with hands for 2 of them after a quarter of the rest, while the person is busy
/// elsewhere until 5: alone from 0 to 2, hands from 5 to 7, alone until 13.
#[test]
fn a_cycle_waits_for_hands_on_its_way() {
    let text = r#"
[plant]
start = 2026-03-02
[run]
length = "orders_done"
[crew.hand]
[station.bench]
cycle = "5 min"
operators = { hand = 1 }
[station.mill]
cycle = "10 min"
during = { time = "2 min", operators = { hand = 1 }, at = "25 %" }
[line.fit]
stations = ["bench"]
[line.turn]
stations = ["mill"]
[order.1]
product = "fit"
release = 2026-03-02
[order.2]
product = "turn"
release = 2026-03-02
"#;
    assert_eq!(finishes(&story(&model(text))), [5, 13]);
}

/// The machine breaks down at 3 in its load, which began at 0 and takes 4; the person goes home at 5,
/// the repair is done at 8, the person is back at 20: what is left of the load is done until 21, the
/// cycle alone until 31, and it is unloaded until 33.
#[test]
fn a_breakdown_in_a_load_at_the_end_of_the_shift() {
    let text = r#"
[plant]
start = 2026-03-02
[run]
length = "orders_done"
[calendar.hours]
mon-sun = ["00:00-00:05", "00:20-23:00"]
[crew.hand]
calendar = "hours"
[station.mill]
cycle = "10 min"
load = { time = "4 min", operators = { hand = 1 } }
unload = { time = "2 min", operators = { hand = 1 } }
[station.mill.failure.jam]
at = [2026-03-02T00:03:00]
repair = { time = "5 min" }
[line.turn]
stations = ["mill"]
[order.1]
product = "turn"
release = 2026-03-02
"#;
    let story = story(&model(text));
    assert_eq!(finishes(&story), [33]);
    assert_eq!(time_of(&story.tally, 1, OperatorState::Working, story.end), 3 + 1 + 2);
}

/// Who loads stays for the cycle that needs the same, though somebody has asked longer.
#[test]
fn who_loads_stays_for_the_cycle_of_the_same_people() {
    let text = r#"
[plant]
start = 2026-03-02
[run]
length = "orders_done"
[crew.hand]
[station.mill]
cycle = "10 min"
operators = { hand = 1 }
load = { time = "4 min", operators = { hand = 1 } }
[station.bench]
cycle = "1 min"
operators = { hand = 1 }
[line.turn]
stations = ["mill"]
[line.fit]
stations = ["bench"]
[order.1]
product = "turn"
release = 2026-03-02
[order.2]
product = "fit"
release = 2026-03-02T00:01:00
"#;
    assert_eq!(finishes(&story(&model(text))), [14, 15]);
}

/// Nobody ever comes: nothing is done, and nobody is paid a minute of work.
#[test]
fn all_people_are_absent() {
    let text = r#"
[plant]
start = 2026-03-02
calendar = "day"
[calendar.day]
mon-fri = "06:00-14:00"
[crew.hand]
count = 3
absence = "100 %"
[station.bench]
cycle = "10 min"
operators = { hand = 1 }
[line.main]
stations = ["bench"]
[run]
length = "1 week"
"#;
    let told = watch(text, 7 * 24 * 60);
    assert_eq!(told.done(), []);
    for person in 1..=3 {
        assert_eq!(told.time_of(person, OperatorState::Absent), 5 * 8 * 60);
        assert_eq!(told.time_of(person, OperatorState::Off), 7 * 24 * 60 - 5 * 8 * 60);
    }
}

/// Twenty pieces of a first one of ten hours, learned at 80 %: the unit model takes 104.849428 h in all,
/// the cumulative one 76.24158 h. J. R. Crawford 1944; T. P. Wright 1936.
#[test]
fn pub_learning() {
    let hours = |curve: &str| {
        let text = format!(
            r#"
[plant]
start = 2026-03-02
[run]
length = "orders_done"
[crew.fitter]
learning = {{ curve = "{curve}", rate = "80 %" }}
[station.bench]
cycle = "10 h"
operators = {{ fitter = 1 }}
[line.main]
stations = ["bench"]
[order.1]
product = "main"
quantity = 20
release = 2026-03-02
"#
        );
        let story = story(&model(&text));
        let ends = story.visits.by_part().into_iter().filter_map(|visit| visit.finished);
        let ends: Vec<f64> = ends.map(|at| (at - Time::ZERO).hours()).collect();
        (ends[19], ends[19] - ends[18])
    };
    // The pace is known to a millionth, so twenty pieces are right to about 1e-5 h each.
    let (all, last) = hours("unit");
    assert!((all - 104.849_428_26).abs() < 1e-4, "{all}");
    assert!((last - 3.812_079).abs() < 1e-5, "{last}");
    let (all, last) = hours("cumulative");
    assert!((all - 76.241_58).abs() < 1e-4, "{all}");
    assert!((last - 2.606_139_3).abs() < 1e-5, "{last}");
}

/// Two people learn for themselves, and at one station nothing for another: the first piece of each at
/// each takes the whole time; at the plateau of a half nothing is gained any more.
#[test]
fn a_person_learns_at_each_station_for_itself() {
    let text = r#"
[plant]
start = 2026-03-02
[run]
length = "orders_done"
[crew.fitter]
count = 1
learning = { rate = "50 %", plateau = "50 %" }
[station.saw]
cycle = "60 min"
operators = { fitter = 1 }
[station.drill]
cycle = "30 min"
operators = { fitter = 1 }
[line.saw]
stations = ["saw"]
[line.drill]
stations = ["drill"]
[order.1]
product = "saw"
quantity = 3
release = 2026-03-02
[order.2]
product = "drill"
quantity = 2
release = 2026-03-02T00:01:00
"#;
    // 60, then the second saw piece asks from 60 on, behind the drill: 30; 30; 15; 30.
    let story = story(&model(text));
    assert_eq!(finishes(&story), [60, 120, 165, 90, 135]);
}

/// Called at 06:00 and there at 08:00, at three fifths of the pace by then: the task of 90 min takes 150. Who
/// starts nothing late begins it if the shift lasts until 10:30, and not if it ends at 10:00.
#[test]
fn what_fits_is_told_by_the_pace_at_the_beginning() {
    let done = |end: &str| {
        let text = format!(
            r#"
[plant]
start = 2026-03-02
[run]
length = "1 day"
[station.a]
calendar = "always"
cycle = "90 min"
operators = {{ w = 1 }}
[product.p]
route = ["a"]
[order.o]
release = 2026-03-02T06:00:00
[calendar.d]
mon-fri = "06:00-{end}"
[crew.w]
calendar = "d"
at_shift_end = "no_start"
fatigue = {{ after = "0 h", an_hour = "20 %" }}
response = "2 h"
"#
        );
        watch(&text, 24 * 60).done().into_iter().map(|(_, minute)| minute).collect::<Vec<_>>()
    };
    assert!(done("10:00").is_empty());
    assert_eq!(done("10:30"), [10 * 60 + 30]);
}

/// Two people mind a machine each, one for two hours by now and the other for one: the third task, which both
/// could mind beside it, is for whoever has worked less, and lasts from 02:00 to 12:00.
#[test]
fn who_minds_something_has_worked_by_now() {
    let text = r#"
[plant]
start = 2026-03-02
[run]
length = "1 day"
[crew.a]
skills = ["w"]
[crew.b]
skills = ["w"]
[station.t]
machines = 2
cycle = "5 h"
operators = { w = { attention = "60 %" } }
[station.u]
cycle = "10 h"
operators = { w = { attention = "20 %" } }
[product.t]
route = ["t"]
[product.u]
route = ["u"]
[order.t1]
product = "t"
release = 2026-03-02
[order.t2]
product = "t"
release = 2026-03-02T01:00:00
[order.u]
product = "u"
release = 2026-03-02T02:00:00
"#;
    let told = watch(text, 24 * 60);
    assert_eq!(told.time_of(1, OperatorState::Working), 5 * 60);
    assert_eq!(told.time_of(2, OperatorState::Working), 11 * 60);
}

/// From the second hour after a rest on people work at half their pace, in between at three quarters and so on:
/// the pace at which a task begins holds until it is left. A break and the night are rests.
#[test]
fn the_tired_are_slower_until_they_rest() {
    let text = r#"
[plant]
start = 2026-03-02
calendar = "day"
[calendar.day]
mon-fri = "06:00-14:00"
breaks = [{ at = "09:00", for = "30 min" }]
[run]
length = "2 days"
[crew.fitter]
fatigue = { after = "1 h", an_hour = "50 %", at_least = "50 %" }
[station.bench]
cycle = "60 min"
operators = { fitter = 1 }
[line.main]
stations = ["bench"]
"#;
    let day = 24 * 60;
    let done = watch(text, day + 8 * 60).done();
    let ends: Vec<i64> = done.into_iter().map(|(_, minute)| minute).collect();
    // The third begins at 08:00, two hours after the rest: 30 of its 60 min are done by 09:00, the others
    // from 09:30 on at the whole pace. The fourth begins at 10:00, half an hour after the rest, the fifth
    // at 11:00 with 75 %, the sixth at 12:20 with 50 %: 50 of 60 min by 14:00, the others from 06:00 on.
    let next = [day + 6 * 60 + 10, day + 7 * 60 + 10];
    assert_eq!(ends[..5], [7 * 60, 8 * 60, 10 * 60, 11 * 60, 12 * 60 + 20]);
    assert_eq!(ends[5..], next);
}

/// Overtime that meets a shift is one stretch of work, and whoever finishes a task in a break has not rested in
/// that time.
#[test]
fn what_takes_no_time_is_no_rest() {
    let text = r#"
[plant]
start = 2026-03-02
calendar = "day"
[calendar.day]
mon-fri = "06:00-14:00"
[overtime.early]
crews = { fitter = 1 }
days = "mon"
from = "05:00"
hours = "1 h"
[run]
length = "1 day"
[crew.fitter]
fatigue = { after = "1 h", an_hour = "50 %" }
[station.bench]
cycle = "60 min"
operators = { fitter = 1 }
[line.main]
stations = ["bench"]
"#;
    let done = watch(text, 24 * 60).done();
    let ends: Vec<i64> = done.into_iter().map(|(_, minute)| minute).collect();
    // From 05:00 on: 60 min, 60 min, then at 07:00 two hours without rest: 120 min each.
    assert_eq!(ends, [6 * 60, 7 * 60, 9 * 60, 11 * 60, 13 * 60]);
}

/// Half as fast at loading, people need 20 min for it and the machine 40 min alone: eight parts in eight
/// hours. Twice as fast, 5 min and 55 min: as many, and none begins that would not end.
#[test]
fn what_fits_before_closing_is_told_by_the_pace_of_each_stage() {
    let ends = |speed: &str, cycle: u32| {
        let text = format!(
            r#"
[plant]
calendar = "day"
[calendar.day]
mon-fri = "06:00-14:00"
[run]
length = "1 day"
[crew.f]
calendar = "always"
skills = {{ f = {speed} }}
[station.a]
cycle = "{cycle} min"
at_close = "no_start"
load = {{ time = "10 min", operators = {{ f = 1 }} }}
[line.main]
stations = ["a"]
"#
        );
        let done = watch(&text, 24 * 60).done();
        done.into_iter().map(|(_, minute)| minute).collect::<Vec<_>>()
    };
    let hours: Vec<i64> = (7..=14).map(|hour| hour * 60).collect();
    assert_eq!(ends("0.5", 40), hours);
    assert_eq!(ends("2.0", 55), hours);
    // 5 min and 56 min: the eighth would end at 14:08.
    assert_eq!(ends("2.0", 56).len(), 7);
}

/// One person at work on 30 h. What is more urgent and would not end before its closing does not start,
/// and does not keep what is urgent, too, from taking the person away: an hour from 03:00 on.
#[test]
fn urgent_work_that_does_not_fit_holds_up_no_other() {
    let text = r#"
[plant]
start = 2026-03-02
[calendar.short]
mon-sun = "00:00-08:00"
[run]
length = "orders_done"
[crew.f]
count = 1
[station.slow]
cycle = "30 h"
operators = { f = 1 }
[station.never]
cycle = "6 h"
calendar = "short"
at_close = "no_start"
priority = 9
interrupts = true
operators = { f = 1 }
[station.quick]
cycle = "1 h"
priority = 5
interrupts = true
operators = { f = 1 }
[line.slow]
stations = ["slow"]
[line.quick]
stations = ["quick"]
[line.never]
stations = ["never"]
[order.1]
product = "slow"
release = 2026-03-02
[order.2]
product = "never"
release = 2026-03-02T03:00:00
[order.3]
product = "quick"
release = 2026-03-02T03:00:00
"#;
    // At midnight the urgent one has its six hours; 30 h of work are done 7 h later than alone.
    assert_eq!(finishes(&story(&model(text))), [37 * 60, 30 * 60, 4 * 60]);
}

/// Of 5,000 people 4,999 work together: that they are found takes no time that anybody notices.
#[test]
fn large_teams_are_found() {
    let text = r#"
[run]
length = "1 h"
[crew.f]
count = 5000
[station.a]
cycle = "10 min"
operators = { f = 4999 }
[line.main]
stations = ["a"]
"#;
    let shift = watch(text, 61);
    assert_eq!(shift.done(), [10, 20, 30, 40, 50, 60].map(|minute| (1, minute)));
    // Who has worked least goes first, then by name: the last one misses the first cycle, the one before
    // the second, and so on; of the seventh a minute is over.
    let worked = [1, 4993, 4994, 4995, 5000].map(|o| shift.time_of(o, OperatorState::Working));
    assert_eq!(worked, [61, 61, 60, 51, 51]);
}

/// Four tasks of two hours for two of four people, of whom one is a crew of the own: each is in two teams.
#[test]
fn people_of_several_crews_take_turns_in_teams() {
    let orders: String = [6, 9, 12, 15].iter().fold(String::new(), |mut all, hour| {
        writeln!(all, "[order.o{hour}]\nrelease = 2026-03-02T{hour:02}:00:00").expect("memory");
        all
    });
    let text = format!(
        r#"
[plant]
start = 2026-03-02
[run]
length = "1 day"
[crew.c1]
count = 1
skills = ["w"]
[crew.c2]
count = 3
skills = ["w"]
[station.t]
cycle = "2 h"
operators = {{ w = 2 }}
[product.p]
route = ["t"]
{orders}"#
    );
    let shift = watch(&text, 24 * 60);
    for person in 1..=4 {
        assert_eq!(shift.time_of(person, OperatorState::Working), 4 * 60, "{person}");
    }
}
