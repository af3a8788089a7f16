//! Overtime, worked by hand: planned, called for by a backlog or by late orders, limited, refused.

use gemba::ids::{Id, MachineId, OperatorId, OvertimeId};
use gemba::observe::{Observer, OperatorState, State, Tally, Told, Trace};
use gemba::plant::Plant;
use gemba::units::{Span, Time};

use crate::support::model;
use crate::visits::minute;

/// When overtime began and how many came.
#[derive(Debug, Default)]
struct Calls(Vec<(i64, usize)>);

impl Observer for Calls {
    fn overtime(&mut self, _: OvertimeId, people: usize, now: Time) {
        self.0.push((minute(now), people));
    }
}

struct Told3 {
    tally: Tally,
    trace: Trace,
    calls: Calls,
    end: Time,
}

/// What happens in some days, or until the orders are done.
fn watch(text: &str, days: i64) -> Told3 {
    let model = model(text);
    let watching =
        (Tally::new(&model, Span::from_minutes(1)), (Trace::default(), Calls::default()));
    let mut plant = Plant::new(&model, 1, 0, watching);
    let until = Time::ZERO + Span::from_days(days);
    if text.contains("orders_done") {
        assert!(plant.run_orders(until), "{:?}", plant.stopped());
    } else {
        assert!(plant.run_until(until), "{:?}", plant.stopped());
    }
    assert_eq!(plant.audit(), Ok(()));
    let end = plant.now();
    let (tally, (trace, calls)) = plant.into_observer();
    Told3 { tally, trace, calls, end }
}

impl Told3 {
    /// Minutes of a person (from 1) in a state.
    fn time_of(&self, person: usize, state: OperatorState) -> i64 {
        let spans = self.tally.operator(OperatorId::at(person - 1), self.end);
        minute(Time::ZERO + spans[state as usize])
    }

    /// When the first machine was in a state, from minute to minute.
    fn stretches(&self, state: State) -> Vec<(i64, i64)> {
        let states = self.trace.lines().iter().filter_map(|&(at, told)| match told {
            Told::State(machine, state) if machine == MachineId::at(0) => Some((minute(at), state)),
            _ => None,
        });
        let states: Vec<(i64, State)> = states.collect();
        let pairs = states.windows(2).filter(|pair| pair[0].1 == state);
        pairs.map(|pair| (pair[0].0, pair[1].0)).collect()
    }
}

/// 2,600 parts at 48 an hour, five people, eight hours on six days.
const BACKLOG: &str = r#"
[plant]
start = 2026-03-02
calendar = "day"
[calendar.day]
mon-sat = "06:00-14:00"
[run]
length = "orders_done"
[crew.fitters]
count = 5
[station.line]
cycle = "75 s"
operators = { fitters = 5 }
[line.main]
stations = ["line"]
[order.backlog]
product = "main"
quantity = 2600
release = 2026-03-02
due = 2026-03-07T24:00:00
"#;

/// `pub-overtime`, the days and hours; the pay is in `hand_pay`.
///
/// 54 h 10 min of work: with four hours more on each day, four days of twelve and 6 h 10 min of the
/// fifth, all of it in usual hours.
#[test]
fn pub_overtime_every_day() {
    let overtime = "[overtime.late]\ncrews = { fitters = 5 }\ndays = \"mon-sat\"\nfrom = \"14:00\"\n\
                    hours = \"4 h\"\n";
    let text = BACKLOG.replace("due = 2026-03-07T24:00:00", "due = 2026-03-08") + overtime;
    let told = watch(&text, 30);
    let finish = (4 * 24 + 6) * 60 + 6 * 60 + 10;
    assert_eq!(minute(told.end), finish);
    assert_eq!(told.calls.0, [0, 1, 2, 3].map(|day| ((day * 24 + 14) * 60, 5)));
    for person in 1..=5 {
        assert_eq!(told.time_of(person, OperatorState::Overtime), 4 * 4 * 60);
        assert_eq!(told.time_of(person, OperatorState::Working), 4 * 8 * 60 + 6 * 60 + 10);
        assert_eq!(told.time_of(person, OperatorState::OvertimeIdle), 0);
    }
    // One stretch of twelve hours a day: where the shift ends and overtime begins nothing stops.
    assert_eq!(told.stretches(State::Working)[0], (6 * 60, 18 * 60));
}

/// Spread evenly, 1 h 1 min 40 s a day: the last part is done when the sixth day ends.
#[test]
fn pub_overtime_spread_evenly() {
    let overtime = "[overtime.late]\ncrews = { fitters = 5 }\ndays = \"mon-sat\"\nfrom = \"14:00\"\n\
                    hours = \"3700 s\"\n";
    let text = BACKLOG.replace("due = 2026-03-07T24:00:00", "due = 2026-03-08") + overtime;
    let told = watch(&text, 30);
    let end = Time::ZERO + Span::from_days(5) + Span::from_hours(14) + Span::from_seconds(3700);
    assert_eq!(told.end, end);
    let spans = told.tally.operator(OperatorId::at(0), told.end);
    assert_eq!(spans[OperatorState::Overtime as usize], Span::from_seconds(6 * 3700));
}

/// A cell that two people work in turn, from Monday to Friday.
fn cell(overtime: &str) -> String {
    format!(
        r#"
[plant]
start = 2026-03-02
calendar = "day"
[calendar.day]
mon-fri = "06:00-14:00"
closed = [2026-03-14]
[run]
length = "4 weeks"
[crew.hand]
count = 2
[station.cell]
cycle = "60 min"
operators = {{ hand = 1 }}
[line.main]
stations = ["cell"]
{overtime}
"#
    )
}

/// Friday 22:00 to Saturday 04:00; the second Saturday is a holiday: what has begun goes on. A Saturday
/// shift does not come on it.
#[test]
fn overtime_goes_on_into_a_holiday_and_does_not_begin_on_one() {
    let told = watch(
        &cell(
            "[overtime.night]\ncrews = { hand = 1 }\ndays = \"fri\"\nfrom = \"22:00\"\nhours = \"6 h\"\n\
             [overtime.saturday]\ncrews = { hand = 1 }\ndays = \"sat\"\nfrom = \"06:00\"\nhours = \"2 h\"\n",
        ),
        28,
    );
    let friday = |week: i64| ((week * 7 + 4) * 24 + 22) * 60;
    let saturday = |week: i64| ((week * 7 + 5) * 24 + 6) * 60;
    assert_eq!(
        told.calls.0,
        [
            (friday(0), 1),
            (saturday(0), 1),
            (friday(1), 1),
            (friday(2), 1),
            (saturday(2), 1),
            (friday(3), 1),
            (saturday(3), 1)
        ]
    );
    let working = told.stretches(State::Working);
    assert!(working.contains(&(friday(1), friday(1) + 6 * 60)), "{working:?}");
    // Whoever has less is asked: A 6, B 2; B 8; A 12, B 10; B 16, A 14.
    let overtime = |person| told.time_of(person, OperatorState::Overtime) / 60;
    assert_eq!([overtime(1), overtime(2)], [14, 16]);
}

/// At most 7 hours a run and person: of four Saturdays of four hours, each of the two takes one; on
/// the other two nobody is asked, and nothing opens.
#[test]
fn who_has_no_overtime_left_is_not_asked() {
    let told = watch(
        &cell(
            "[overtime.saturday]\ncrews = { hand = 1 }\n\
             on = [2026-03-07, 2026-03-14, 2026-03-21, 2026-03-28]\nfrom = \"06:00\"\n\
             hours = \"4 h\"\nat_most = { day = \"4 h\", run = \"7 h\" }\n",
        ),
        28,
    );
    let saturday = |week: i64| ((week * 7 + 5) * 24 + 6) * 60;
    assert_eq!(told.calls.0, [(saturday(0), 1), (saturday(1), 1)]);
    for person in [1, 2] {
        assert_eq!(told.time_of(person, OperatorState::Overtime), 4 * 60);
    }
}

/// Overtime from 12:00 to 16:00 over a shift until 14:00 is two hours more, and counts as two: with at
/// most two a day it comes, with less it does not.
#[test]
fn where_overtime_meets_the_shift_the_shift_counts() {
    let overtime = |most: &str| {
        let text = cell(&format!(
            "[overtime.late]\ncrews = {{ hand = 2 }}\non = [2026-03-02]\nfrom = \"12:00\"\n\
             hours = \"4 h\"\nat_most = {{ day = \"{most}\" }}\n"
        ));
        let told = watch(&text, 2);
        [OperatorState::Overtime, OperatorState::OvertimeIdle]
            .map(|state| told.time_of(1, state) + told.time_of(2, state))
    };
    // One works, the other is there.
    assert_eq!(overtime("2 h"), [120, 120]);
    assert_eq!(overtime("1 h"), [0, 0]);
}

/// Twelve parts of an hour at 06:00 on Monday. At 14:00 four are left, which is not more than four; at
/// 13:00, an hour before, five were.
#[test]
fn a_backlog_calls_for_overtime() {
    let text = |notice: &str| {
        format!(
            r#"
[plant]
start = 2026-03-02
calendar = "day"
[calendar.day]
mon-fri = "06:00-14:00"
[run]
length = "orders_done"
[crew.hand]
[station.cell]
cycle = "60 min"
operators = {{ hand = 1 }}
[station.wash]
cycle = "0 min"
[line.main]
stations = ["wash", "cell"]
[order.1]
product = "main"
quantity = 12
release = 2026-03-02
[overtime.late]
crews = {{ hand = 1 }}
opens = ["cell"]
days = "mon-fri"
from = "14:00"
hours = "3 h"
notice = "{notice}"
when = {{ backlog_over = "4 h", at = "cell" }}
"#
        )
    };
    let without = watch(&text("0 h"), 7);
    assert_eq!(without.calls.0, []);
    assert_eq!(minute(without.end), (24 + 10) * 60);
    let with = watch(&text("60 min"), 7);
    assert_eq!(with.calls.0, [(14 * 60, 1)]);
    assert_eq!(minute(with.end), (24 + 7) * 60);
}

/// Twenty parts of an hour, eight a day and two more in overtime. Monday 14:00: 12 left, called; Tuesday:
/// 20 - 10 - 8 = 2 left, which is below three: it has ended. Without `until_under`, 12 and 2 are
/// compared with 10 alike; with a backlog of nine at the second decision it goes on only by hysteresis.
#[test]
fn overtime_goes_on_until_the_backlog_is_small() {
    let calls = |parts: u32, under: &str| {
        let text = format!(
            r#"
[plant]
start = 2026-03-02
calendar = "day"
[calendar.day]
mon-fri = "06:00-14:00"
[run]
length = "orders_done"
[crew.hand]
[station.cell]
cycle = "60 min"
operators = {{ hand = 1 }}
[line.main]
stations = ["cell"]
[order.1]
product = "main"
quantity = {parts}
release = 2026-03-02
[overtime.late]
crews = {{ hand = 1 }}
days = "mon-fri"
from = "14:00"
hours = "2 h"
when = {{ backlog_over = "10 h", at = "cell"{under} }}
"#
        );
        let told = watch(&text, 7);
        let days: Vec<i64> = told.calls.0.iter().map(|(at, _)| at / 60 / 24).collect();
        days
    };
    // 20: 12 and 2 are left when it is decided; 27: 19, 9 and with overtime on Tuesday none.
    assert_eq!(calls(20, ""), [0]);
    assert_eq!(calls(27, ""), [0]);
    assert_eq!(calls(27, ", until_under = \"3 h\""), [0, 1]);
    assert_eq!(calls(20, ", until_under = \"3 h\""), [0]);
}

/// Three orders of eight hours: on Monday at 14:00 the first is done, the others will be on Tuesday and on
/// Wednesday at 14:00, two hours after they are due. Two are more than one, and not more than two.
#[test]
fn late_orders_call_for_overtime() {
    let calls = |over: u32| {
        let text = format!(
            r#"
[plant]
start = 2026-03-02
calendar = "day"
[calendar.day]
mon-fri = "06:00-14:00"
[run]
length = "2 days"
[crew.hand]
[station.cell]
cycle = "60 min"
operators = {{ hand = 1 }}
[line.main]
stations = ["cell"]
[order.1]
product = "main"
quantity = 8
due = 2026-03-02
[order.2]
product = "main"
quantity = 8
due = 2026-03-03T12:00:00
[order.3]
product = "main"
quantity = 8
due = 2026-03-04T12:00:00
[overtime.late]
crews = {{ hand = 1 }}
on = [2026-03-02]
from = "14:00"
hours = "2 h"
when = {{ late_orders_over = {over} }}
"#
        );
        watch(&text, 2).calls.0.len()
    };
    assert_eq!(calls(1), 1);
    assert_eq!(calls(2), 0);
}

/// A cell that a crew works in the usual hours and in what is written besides.
fn crew_cell(crew: &str, station: &str, more: &str) -> String {
    format!(
        r#"
[plant]
start = 2026-03-02
calendar = "day"
[calendar.day]
mon-fri = "06:00-14:00"
[run]
length = "28 days"
[crew.hand]
{crew}
[station.cell]
operators = {{ hand = 1 }}
{station}
[line.main]
stations = ["cell"]
{more}
"#
    )
}

/// From 14:00 to 16:00 and from 16:00 to 18:00: the same person does both, and nothing stops between them.
#[test]
fn overtime_goes_on_as_other_overtime() {
    let overtime = |name: &str, from: &str| {
        format!(
            "[overtime.{name}]\ncrews = {{ hand = 1 }}\non = [2026-03-02]\nfrom = \"{from}\"\n\
             hours = \"2 h\"\n"
        )
    };
    // Whichever of the two names comes first.
    for [first, second] in [["a", "b"], ["b", "a"]] {
        let both = overtime(first, "14:00") + &overtime(second, "16:00");
        let told = watch(&crew_cell("", "cycle = \"50 min\"", &both), 1);
        assert_eq!(told.calls.0, [(14 * 60, 1), (16 * 60, 1)]);
        assert_eq!(told.time_of(1, OperatorState::Overtime), 4 * 60);
        assert_eq!(told.stretches(State::Working), [(6 * 60, 18 * 60)]);
    }
}

/// Who is always there need not come: the station is open with that person.
#[test]
fn people_who_are_there_anyway_need_not_come_for_overtime() {
    let overtime = "[overtime.late]\ncrews = { hand = 1 }\non = [2026-03-02]\nfrom = \"14:00\"\n\
                    hours = \"2 h\"\n";
    let text = crew_cell("calendar = \"always\"", "cycle = \"50 min\"", overtime);
    let told = watch(&text, 1);
    assert_eq!(told.calls.0, [(14 * 60, 0)]);
    assert_eq!(told.stretches(State::Working), [(6 * 60, 16 * 60)]);
}

/// Cycles of 70 min: from 06:00 on ten of them end by 17:40, the seventh at 14:10, when the shift is over
/// and overtime, since noon, is not. From 18:00 on, overtime until 23:00 and then a night shift, they go on.
#[test]
fn who_starts_nothing_late_counts_overtime_that_meets_the_shift() {
    let overtime = |from: &str, hours: u32| {
        format!(
            "[overtime.late]\ncrews = {{ hand = 1 }}\non = [2026-03-02]\nfrom = \"{from}\"\n\
             hours = \"{hours} h\"\n"
        )
    };
    let crew = "at_shift_end = \"no_start\"";
    let station = "cycle = \"70 min\"";
    let told = watch(&crew_cell(crew, station, &overtime("12:00", 6)), 1);
    let worked = |told: &Told3| {
        told.stretches(State::Working).iter().map(|(from, to)| to - from).sum::<i64>()
    };
    assert_eq!(worked(&told), 10 * 70);
    let night = crew_cell(crew, station, &overtime("18:00", 5));
    let told = watch(&night.replace("06:00-14:00", "23:00-07:00"), 2);
    // Eleven from 18:00 to 06:50 of Tuesday, and what begins at 23:00 again: none, there is an hour.
    assert_eq!(told.stretches(State::Working)[0], (18 * 60, 18 * 60 + 11 * 70));
}

/// Of three people the third is called for the third Saturday, and is not there any more from 10:00 on.
#[test]
fn who_leaves_the_crew_leaves_overtime() {
    let more = "[overtime.sat]\ncrews = { hand = 1 }\ndays = \"sat\"\nfrom = \"06:00\"\nhours = \"8 h\"\n\
                [change.less]\nfrom = 2026-03-21T10:00:00\ncrew.hand.count = 2\n";
    let told = watch(&crew_cell("count = 3", "cycle = \"50 min\"", more), 28);
    let days = [5, 12, 19, 26].map(|day| ((day * 24 + 6) * 60, 1));
    assert_eq!(told.calls.0, days);
    assert_eq!(told.time_of(3, OperatorState::Overtime), 4 * 60);
    assert_eq!(told.time_of(1, OperatorState::Overtime), 2 * 8 * 60);
}

/// Half of the shifts are missed; who came at 04:00, until 08:00, has come for the shift at 06:00,
/// whether at work in that instant or between two parts.
#[test]
fn who_came_for_overtime_has_come_for_the_shift() {
    let overtime = "[overtime.early]\ncrews = { hand = 1 }\non = [2026-03-02]\nfrom = \"04:00\"\n\
                    hours = \"4 h\"\n";
    for minutes in [50, 60] {
        let station = format!("cycle = \"{minutes} min\"");
        let text = crew_cell("absence = \"100 %\"", &station, overtime);
        assert_eq!(watch(&text, 1).stretches(State::Working)[0], (4 * 60, 14 * 60));
    }
}

/// Three are asked for every Saturday. From the second week on there are two of the crew, then nobody: all who
/// are there come, and without anybody nothing opens.
#[test]
fn fewer_come_while_a_change_leaves_fewer() {
    let text = r#"
[plant]
start = 2026-03-02
calendar = "day"
[calendar.day]
mon-fri = "06:00-14:00"
[run]
length = "21 days"
[crew.fitters]
count = 3
[crew.leased]
skills = ["fitters"]
[station.bench]
cycle = "1 h"
operators = { fitters = 1 }
[line.main]
stations = ["bench"]
[overtime.saturday]
crews = { fitters = 3 }
days = "sat"
from = "06:00"
hours = "4 h"
[change.two]
from = 2026-03-09
until = 2026-03-15
crew.fitters.count = 2
[change.none]
from = 2026-03-16
crew.fitters.count = 0
"#;
    let told = watch(text, 21);
    assert_eq!(told.calls.0, [((5 * 24 + 6) * 60, 3), ((12 * 24 + 6) * 60, 2)]);
}
