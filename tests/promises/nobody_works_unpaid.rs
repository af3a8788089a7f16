//! Hours paid are never fewer than hours worked, and are those of the calendar with its paid breaks, of
//! paid absence and of overtime, whenever counting began; days and costs add up. What goes to time
//! accounts is paid when it is taken off.

use gemba::ids::{CrewId, Id, OperatorId, Table};
use gemba::model::{Calendar, Model, Shift, Why};
use gemba::observe::{Apart, Observer, OperatorState, Tally};
use gemba::plant::Plant;
use gemba::study::{EntityKind, Settings, run};
use gemba::units::{Span, Time};
use proptest::prelude::*;

use crate::checks::checks;
use crate::random_plant::{WATCHED, plan};
use crate::support::model;

/// Everything that everybody did, with the time at which it began.
struct Log(Table<OperatorId, Vec<(Time, OperatorState)>>);

impl Observer for Log {
    fn operator_state(&mut self, operator: OperatorId, to: OperatorState, now: Time) {
        self.0[operator].push((now, to));
    }
}

/// What is paid of a stretch in a state, by looking at the calendar from change to change.
fn paid(model: &Model, id: OperatorId, state: OperatorState, from: Time, to: Time) -> Span {
    let crew = &model.crews[model.operators[id].crew];
    let is_away = state == OperatorState::Absent;
    let calendar = crew.calendar_of(model.operators[id].number);
    let is_there = match state {
        OperatorState::Off => return Span::ZERO,
        OperatorState::Working
        | OperatorState::Idle
        | OperatorState::Walking
        | OperatorState::Waiting
        | OperatorState::Overtime
        | OperatorState::OvertimeIdle
        | OperatorState::OvertimeWalking
        | OperatorState::OvertimeWaiting => return to - from,
        OperatorState::Break | OperatorState::Training => true,
        OperatorState::Absent => crew.pay.absence,
    };
    let Some(calendar) = calendar.map(|id| &model.calendars[id]) else { return to - from };
    let (mut at, mut sum) = (from, Span::ZERO);
    while at < to {
        let end = Calendar::next_change(calendar, at).map_or(to, |next| next.min(to));
        let is_unpaid = matches!(
            calendar.shift_at(at),
            Shift::Break { paid: false } | Shift::Away { paid: false, .. }
        );
        let from_account =
            matches!(calendar.shift_at(at), Shift::Away { why: Why::Account, .. } if is_away);
        if (is_there || from_account) && !is_unpaid {
            sum += end - at;
        }
        at = end;
    }
    sum
}

/// Hours of a crew, each kind by itself.
type Sums = ([Span; 8], i128);

/// The hours of a crew, summed over its days.
fn by_day(tally: &Tally, crew: CrewId, end: Time) -> Sums {
    let days = tally.hours().days();
    let all = (0..days.until(end)).map(|day| days.of(crew, day));
    let of = |day: gemba::observe::CrewDay| {
        let Apart { time, extra, credited, taken } = day.apart;
        let plain = [day.regular, day.overtime, day.first_tier, day.breaks, day.absent];
        ([&plain[..], &[time, credited, taken]].concat(), extra)
    };
    added(all.map(of))
}

/// The same, summed over its people.
fn by_person(tally: &Tally, crew: &gemba::model::Crew) -> Sums {
    let people = crew.operators.iter().map(|operator| *tally.hours().of(operator));
    let of = |it: gemba::observe::PersonHours| {
        let Apart { time, extra, credited, taken } = it.apart;
        let plain = [it.regular, it.overtime, it.first_tier, it.breaks, it.absent];
        ([&plain[..], &[time, credited, taken]].concat(), extra)
    };
    added(people.map(of))
}

fn added(all: impl Iterator<Item = (Vec<Span>, i128)>) -> Sums {
    let none = ([Span::ZERO; 8], 0);
    all.fold(none, |sum, (spans, extra)| {
        (std::array::from_fn(|place| sum.0[place] + spans[place]), sum.1 + extra)
    })
}

proptest! {
    #![proptest_config(checks(300))]

    #[test]
    fn in_any_plant(plan in plan(), begin in 0_i64..60_000_000, end in 0_i64..60_000_000) {
        let model = model(&plan.text());
        let begin = Time::from_ticks(begin) + Span::from_minutes(WATCHED / 3);
        let until = Time::from_ticks(end) + Span::from_minutes(WATCHED / 2);
        let log = Log(Table::filled(model.operators.len(), vec![(Time::ZERO, OperatorState::Off)]));
        let tally = Tally::new(&model, Span::from_hours(1));
        let mut plant = Plant::new(&model, 1, 0, (tally, log));
        plant.run_until(begin);
        let begin = plant.now();
        plant.observer_mut().0.restart(begin);
        let on_account = |tally: &Tally, id| tally.hours().on_account(id);
        let before: Vec<Span> =
            model.operators.ids().map(|id| on_account(&plant.observer_mut().0, id)).collect();
        plant.run_until(until);
        let now = plant.now();
        let (mut tally, log) = plant.into_observer();
        tally.close_hours(now);
        for operator in model.operators.ids() {
            let hours = *tally.hours().of(operator);
            let states = tally.operator(operator, now);
            let of = |state: OperatorState| states[state as usize];
            let worked = of(OperatorState::Working) + of(OperatorState::Overtime);
            let Apart { time, credited, taken, .. } = hours.apart;
            prop_assert!(hours.paid() + credited >= worked, "{hours:?} pay for {worked}");
            // An account rises by what it takes of overtime, to its limit, and falls by time off.
            let (on, then) = (before[operator.position()], on_account(&tally, operator));
            prop_assert_eq!(then, on + credited - taken);
            prop_assert!(then <= Span::from_minutes(45).max(on));
            prop_assert!(hours.first_tier + time + credited <= hours.overtime);
            let late = of(OperatorState::Overtime)
                + of(OperatorState::OvertimeIdle)
                + of(OperatorState::OvertimeWalking)
                + of(OperatorState::OvertimeWaiting);
            prop_assert_eq!(hours.overtime, late);
            prop_assert!(hours.first_tier <= hours.overtime);
            let stretches = log.0[operator].iter().enumerate();
            let by_hand = stretches.map(|(place, &(from, state))| {
                let to = log.0[operator].get(place + 1).map_or(now, |&(to, _)| to);
                if to <= begin { return Span::ZERO; }
                paid(&model, operator, state, from.max(begin), to)
            });
            // Worked, paid breaks and paid absence, time off included: paid now, or on the account.
            let by_hand = by_hand.fold(Span::ZERO, |sum, span| sum + span);
            prop_assert_eq!(by_hand, hours.paid() + credited);
        }
        for (crew, row) in model.crews.enumerated() {
            prop_assert_eq!(by_day(&tally, crew, now), by_person(&tally, row));
        }
    }

    #[test]
    fn and_what_crews_cost_is_what_the_plant_costs(plan in plan()) {
        let model = model(&plan.text());
        let results = run(&model, &Settings { threads: 1, ..Settings::default() }, &());
        let estimate = |figure: Option<&gemba::study::Figure>| {
            figure.map_or(0.0, |figure| figure.interval.estimate)
        };
        for kpi in ["labour_cost", "overtime_cost", "absence_cost"] {
            let crews = model.crews.iter();
            let sum: f64 =
                crews.map(|crew| estimate(results.of(EntityKind::Crew, &crew.name, kpi))).sum();
            let plant = estimate(results.plant(kpi));
            prop_assert!((sum - plant).abs() <= 1e-9 * sum.max(1.0), "{kpi}: {sum}, {plant}");
        }
        for crew in &model.crews {
            let of = |kpi| estimate(results.of(EntityKind::Crew, &crew.name, kpi));
            prop_assert!(of("hours_paid") + of("credited") >= of("hours_worked") - 1e-9);
            prop_assert!(of("overtime_cost") + of("absence_cost") <= of("labour_cost") + 1e-9);
        }
    }
}
