//! Rosters, worked by hand: people of one crew with shifts of their own, on leave, sick or off, and the
//! calendar of the crew where the roster says nothing.

use gemba::ids::{Id, OperatorId};
use gemba::model::Model;
use gemba::observe::{OperatorState, Tally, Told, Trace};
use gemba::plant::Plant;
use gemba::scenario::Memory;
use gemba::study::{EntityKind, Settings, run};
use gemba::units::{Span, Time};

use crate::support::{model, model_of};
use crate::visits::minute;

/// What happens in the first minutes: completed cycles, and how long each person was in which state.
pub(crate) struct Watched {
    pub(crate) done: Vec<i64>,
    pub(crate) tally: Tally,
    pub(crate) end: Time,
}

pub(crate) fn watch(model: &Model, minutes: i64) -> (Vec<i64>, Tally) {
    let tally = Tally::new(model, Span::from_minutes(1));
    let mut plant = Plant::new(model, 1, 0, (tally, Trace::default()));
    let end = Time::ZERO + Span::from_minutes(minutes);
    assert!(plant.run_until(end), "{:?}", plant.stopped());
    assert_eq!(plant.audit(), Ok(()));
    let (tally, trace) = plant.into_observer();
    let done = trace.lines().iter().filter_map(|&(at, told)| match told {
        Told::Done(..) => Some(minute(at)),
        _ => None,
    });
    (done.collect(), tally)
}

impl Watched {
    pub(crate) fn of(model: &Model, minutes: i64) -> Self {
        let (done, tally) = watch(model, minutes);
        Self { done, tally, end: Time::ZERO + Span::from_minutes(minutes) }
    }

    /// Minutes of a person (from 1) working, idle, on a break, absent, off and in overtime.
    pub(crate) fn minutes(&self, person: usize) -> [i64; 6] {
        use OperatorState::{Absent, Break, Idle, Off, Overtime, Working};
        let states = self.tally.operator(OperatorId::at(person - 1), self.end);
        [Working, Idle, Break, Absent, Off, Overtime]
            .map(|state| minute(Time::ZERO + states[state as usize]))
    }
}

/// A bench that needs one of two people; three calendars that codes name.
const BENCH: &str = r#"
[plant]
start = 2026-03-02
[line.main]
stations = ["bench"]
[station.bench]
cycle = "1 h"
operators = { fit = 1 }
[calendar.early]
mon-fri = "06:00-14:00"
[calendar.late]
mon-fri = "14:00-22:00"
[calendar.night]
mon-fri = "22:00-06:00"
breaks = [{ at = "02:00", for = "30 min" }]
[crew.fit]
count = 2
calendar = "early"
"#;

const CODES: &str = "codes = { F = \"early\", S = \"late\", N = \"night\", U = \"leave\" }\n";

/// | | Mon 2 | Tue 3 | Wed 4 | Thu 5 |
/// |---|---|---|---|---|
/// | fit/1 | F 06-14 | U | N 22-06, break 02:00-02:30 | early, as the crew |
/// | fit/2 | S 14-22 | S 14-22 | early, as the crew | early, as the crew |
///
/// So somebody is at the bench Mon 06-22 (16 pieces), Tue 14-22 (8), Wed 06-14 (8), and from Wed 22:00 on:
/// pieces at 23, 24, 01 and 02; after the break at 03:30, 04:30, 05:30; the next is begun and goes on
/// when at 06:00 the early shift follows the night, until 06:30. Then both are there: `fit/1` has worked
/// 16 h and `fit/2` 24, so `fit/1` takes every piece until 13:30 and half an hour of one more.
#[test]
fn each_person_of_a_crew_has_the_shifts_of_the_roster() {
    let sheet = "Name;Mo 02.03.2026;Di 03.03.2026;Mi 04.03.2026\nfit/1;F;U;N\nfit/2;S;S;\n";
    let text = format!("{BENCH}[roster]\nfile = \"roster.csv\"\n{CODES}");
    let files = Memory::default().with("plant.toml", text).with("roster.csv", sheet);
    let sheet = model_of(&files, "plant.toml");
    let end = 3 * 1440 + 14 * 60;
    let seen = Watched::of(&sheet, end);
    let hours = |day: i64, from: i64, to: i64| (from..=to).map(move |h| day * 1440 + h * 60);
    let mut by_hand: Vec<i64> = hours(0, 7, 22)
        .chain(hours(1, 15, 22))
        .chain(hours(2, 7, 14))
        .chain(hours(2, 23, 24))
        .collect();
    by_hand.extend([1, 2].map(|h| 3 * 1440 + h * 60));
    by_hand.extend([3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13].map(|h| 3 * 1440 + h * 60 + 30));
    assert_eq!(seen.done, by_hand);
    assert_eq!(seen.minutes(1), [480 + 480 + 450, 0, 30, 480, end - 1440 - 480, 0]);
    assert_eq!(seen.minutes(2), [1440, 480, 0, 0, end - 1440 - 480, 0]);
    // The same written in the scenario is the same plant.
    let rows = "[roster.person]\n\"fit/1\" = { 2026-03-02 = \"F\", 2026-03-03 = \"U\", \
                2026-03-04 = \"N\" }\n\"fit/2\" = { 2026-03-02 = \"S\", 2026-03-03 = \"S\" }\n";
    assert_eq!(model(&format!("{BENCH}[roster]\n{CODES}{rows}")).hash(), sheet.hash());
}

/// Ann and Bob are crews of one. Ann is sick on Tuesday and off on Wednesday, of a week from Monday to
/// Friday with 8 h a day of which half an hour is an unpaid break: 4 days of 7.5 h are paid if absence is,
/// one of them not worked, and 3 if it is not. Bob is on leave on Saturday, when he would not work anyway.
#[test]
fn leave_and_sickness_are_paid_as_absence_is() {
    let plant = |paid: bool| {
        let text = format!(
            r#"
[plant]
start = 2026-03-02
currency = "EUR"
[run]
length = "1 week"
replications = 1
[line.main]
stations = ["bench"]
[station.bench]
cycle = "1 h"
[calendar.day]
mon-fri = "08:00-16:00"
breaks = [{{ at = "12:00", for = "30 min", paid = false }}]
[crew.ann]
calendar = "day"
labour_cost = "10 EUR/h"
absence_paid = {paid}
[crew.bob]
calendar = "day"
labour_cost = "10 EUR/h"
[roster]
codes = {{ K = "sick", U = "leave", "-" = "off" }}
person.ann = {{ 2026-03-03 = "K", 2026-03-04 = "-" }}
person.bob = {{ 2026-03-07 = "U" }}
"#
        );
        run(&model(&text), &Settings { threads: 1, ..Settings::default() }, &())
    };
    let of = |paid: bool, crew: &str, kpi: &str| {
        let results = plant(paid);
        let figure = results.of(EntityKind::Crew, crew, kpi).expect("a figure of the crew");
        figure.interval.estimate
    };
    for (paid, crew, kpi, by_hand) in [
        (true, "ann", "hours_paid", 30.0),
        (true, "ann", "labour_cost", 300.0),
        (true, "ann", "absence_cost", 75.0),
        (false, "ann", "hours_paid", 22.5),
        (false, "ann", "absence_cost", 0.0),
        (true, "bob", "hours_paid", 37.5),
        (true, "bob", "absence_cost", 0.0),
    ] {
        let found = of(paid, crew, kpi);
        assert!((found - by_hand).abs() < 1e-9, "{kpi} of {crew}: {found}, by hand {by_hand}");
    }
}

/// Unpaid breaks of a calendar that has its turn in a rota are not paid: 5 days of 7.5 h.
#[test]
fn unpaid_breaks_in_turns_of_a_rota_are_not_paid() {
    let text = r#"
[plant]
start = 2026-03-02
currency = "EUR"
[run]
length = "1 week"
replications = 1
[line.main]
stations = ["bench"]
[station.bench]
cycle = "1 h"
[calendar.day]
mon-fri = "08:00-16:00"
breaks = [{ at = "12:00", for = "30 min", paid = false }]
[calendar.rota]
week_by_week = ["day", "off"]
[crew.ann]
calendar = "rota"
labour_cost = "10 EUR/h"
"#;
    let results = run(&model(text), &Settings { threads: 1, ..Settings::default() }, &());
    let paid = results.of(EntityKind::Crew, "ann", "hours_paid").expect("a figure of the crew");
    assert!((paid.interval.estimate - 37.5).abs() < 1e-9, "{}", paid.interval.estimate);
}

/// A skill matrix of named people: Ann has level 3, the standard pace, and cannot check; Bob has level 1,
/// half of it. A piece takes Ann 10 min and Bob 20, and Ann, who can do less, takes the first.
#[test]
fn levels_of_a_skill_matrix_are_speeds() {
    let plant = |levels: &str, crews: &str| {
        format!(
            "[plant]\n{levels}\n[line.main]\nstations = [\"bench\"]\n[station.bench]\nmachines = 2\n\
             cycle = \"10 min\"\noperators = {{ fit = 1 }}\n{crews}"
        )
    };
    let levels = "levels = { 1 = 0.5, 2 = 0.8, 3 = 1.0, 4 = 1.25 }";
    let text = plant(levels, "[table]\ncrew = { file = \"matrix.csv\" }\n");
    let sheet = "Name;skills.fit;skills.check\nann;3;0\nbob;1;4\n";
    let files = Memory::default().with("plant.toml", text).with("matrix.csv", sheet);
    let matrix = model_of(&files, "plant.toml");
    assert_eq!(Watched::of(&matrix, 40).done, [10, 20, 20, 30, 40, 40]);
    let speeds =
        "[crew.ann]\nskills = { fit = 1.0 }\n[crew.bob]\nskills = { fit = 0.5, check = 1.25 }\n";
    assert_eq!(model(&plant("", speeds)).hash(), matrix.hash());
    // A crew may have a scale of its own.
    let own = "[crew.ann]\nskills = { fit = 3 }\n[crew.bob]\nlevels = { 7 = 0.5, 9 = 1.25 }\n\
               skills = { fit = 7, check = 9 }\n";
    assert_eq!(model(&plant(levels, own)).hash(), matrix.hash());
}

/// One of two fitters learns to check, at half the standard pace: 10 h from Tuesday on, of shifts from
/// 06:00 to 14:00 with an unpaid break from 09:30 to 10:00. That is Tuesday with 7.5 h and Wednesday until
/// 08:30. Nobody could check before; from then on a piece takes 2 h of work:
///
/// | | pieces at |
/// |---|---|
/// | Wed | 11:00 (1 h before the break, 1 h after), 13:00 |
/// | Thu | 07:00, 09:00, 11:30, 13:30 |
/// | Fri | 07:30, 09:30, 12:00, 14:00 |
///
/// Both are paid 5 × 7.5 h at 20.00, 1500.00; training costs 10 h of it and 600.00 beside it.
#[test]
fn who_is_in_training_is_away_for_hours_of_their_own_and_can_do_it_then() {
    let text = r#"
[plant]
start = 2026-03-02
currency = "EUR"
[run]
length = "1 week"
replications = 1
[line.main]
stations = ["gauge"]
[station.gauge]
cycle = "1 h"
operators = { check = 1 }
[calendar.early]
mon-fri = "06:00-14:00"
breaks = [{ at = "09:30", for = "30 min", paid = false }]
[crew.fit]
count = 2
calendar = "early"
labour_cost = "20 EUR/h"
[crew.fit.training.check]
hours = "10 h"
on = 2026-03-03
to = 0.5
people = 1
cost = "600 EUR"
"#;
    let model = model(text);
    let end = 7 * 1440;
    let seen = Watched::of(&model, end);
    let day = |day: i64, minutes: &[i64]| minutes.iter().map(move |m| day * 1440 + m).collect();
    let by_hand: Vec<Vec<i64>> =
        vec![day(2, &[660, 780]), day(3, &[420, 540, 690, 810]), day(4, &[450, 570, 720, 840])];
    assert_eq!(seen.done, by_hand.concat());
    assert_eq!(seen.minutes(1), [1200, 450, 150, 0, end - 2400, 0]);
    let states = seen.tally.operator(OperatorId::at(0), seen.end);
    assert_eq!(states[OperatorState::Training as usize], Span::from_hours(10));
    assert_eq!(seen.minutes(2), [0, 2250, 150, 0, end - 2400, 0]);
    let results = run(&model, &Settings { threads: 1, ..Settings::default() }, &());
    for (kpi, by_hand) in [
        ("hours_paid", 75.0),
        ("training", 10.0),
        ("training_cost", 800.0),
        ("labour_cost", 2100.0),
    ] {
        let figure = results.of(EntityKind::Crew, "fit", kpi).expect("a figure of the crew");
        let found = figure.interval.estimate;
        assert!((found - by_hand).abs() < 1e-9, "{kpi}: {found}, by hand {by_hand}");
    }
    for (kpi, by_hand) in [("training_cost", 800.0), ("labour_cost", 2100.0)] {
        let found = results.plant(kpi).expect("a figure of the plant").interval.estimate;
        assert!((found - by_hand).abs() < 1e-9, "{kpi}: {found}, by hand {by_hand}");
    }
    // The plan has the cost on the day on which it begins: 300 a day, and 600 more on Tuesday.
    let costs = results.staff.plan.iter().filter_map(|day| Some(day.cost?.mean));
    assert_eq!(costs.collect::<Vec<_>>(), [300.0, 900.0, 300.0, 300.0, 300.0]);
    // Of 37.5 h the one who can check has 27.5 h for it; for the crew's own skill both have 65 h.
    let there = |skill: &str| {
        let load = results.staff.loads.iter().find(|load| load.skill == skill);
        load.expect("it is a skill of the crew").there[0].mean
    };
    assert_eq!((there("check"), there("fit")), (27.5, 65.0));
}

/// At half the pace four pieces on Monday, training for the eight hours of Tuesday, and eight on Wednesday.
#[test]
fn training_makes_faster_who_can_do_it_already() {
    let text = r#"
[plant]
start = 2026-03-02
[line.main]
stations = ["bench"]
[station.bench]
cycle = "1 h"
operators = { fit = 1 }
[calendar.early]
mon-fri = "06:00-14:00"
[crew.ann]
calendar = "early"
skills = { fit = 0.5 }
[crew.ann.training.fit]
hours = "8 h"
on = 2026-03-03
"#;
    let seen = Watched::of(&model(text), 3 * 1440);
    let monday = [8, 10, 12, 14].map(|hour| hour * 60);
    let wednesday = [7, 8, 9, 10, 11, 12, 13, 14].map(|hour| 2 * 1440 + hour * 60);
    assert_eq!(seen.done, [&monday[..], &wednesday].concat());
}

/// A crew that has no calendar but its roster: eight hours at 20.00 on Monday. A training costs 90.00 on
/// that day, also where nothing is said of the price of an hour.
#[test]
fn who_has_hours_by_roster_alone_and_who_costs_only_training_are_in_the_plan() {
    let text = |pay: &str| {
        format!(
            r#"
[plant]
start = 2026-03-02
currency = "EUR"
[run]
length = "1 day"
replications = 1
[calendar.early]
mon-fri = "06:00-14:00"
[crew.fit]
{pay}
[roster]
codes = {{ F = "early" }}
[roster.person.fit]
2026-03-02 = "F"
[line.main]
stations = ["bench"]
[station.bench]
cycle = "1 h"
operators = {{ fit = 1 }}
"#
        )
    };
    let plan = |pay: &str| {
        let results = run(&model(&text(pay)), &Settings { threads: 1, ..Settings::default() }, &());
        let rows = results.staff.plan.iter();
        rows.map(|day| (day.hours.mean, day.cost.map(|cost| cost.mean))).collect::<Vec<_>>()
    };
    assert_eq!(plan("labour_cost = \"20 EUR/h\""), [(8.0, Some(160.0))]);
    let training = "training.check = { hours = \"2 h\", on = 2026-03-02, cost = \"90 EUR\" }";
    assert_eq!(plan(training), [(6.0, Some(90.0))]);
}
