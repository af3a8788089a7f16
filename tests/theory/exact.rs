//! What must add up to the tick on every path: Little's law, states, activities.

use std::collections::HashMap;

use gemba::ids::{MachineId, OperatorId, ProductId, StationId};
use gemba::model::Model;
use gemba::observe::{Activities, Label, Observer, OperatorState, State, Tally, Told, Trace};
use gemba::plant::Plant;
use gemba::units::{Span, Time};

use crate::shops;
use crate::support::model;

/// Times in the plant of all parts, clipped to what is measured.
#[derive(Debug, Default)]
struct Stays {
    begin: Time,
    entered: HashMap<u64, Time>,
    sum: i128,
}

impl Stays {
    fn ended(&mut self, part: u64, now: Time) {
        let entered = self.entered.remove(&part).expect("it entered");
        self.sum += i128::from((now - entered.max(self.begin)).ticks());
    }
}

impl Observer for Stays {
    fn released(&mut self, _: ProductId, part: u64, now: Time) {
        let again = self.entered.insert(part, now);
        assert_eq!(again, None, "two parts of one key");
    }

    fn departed(&mut self, _: ProductId, part: u64, _: Time, now: Time) {
        self.ended(part, now);
    }

    fn scrapped(&mut self, _: ProductId, _: StationId, part: u64, _: Time, now: Time) {
        self.ended(part, now);
    }
}

#[test]
fn the_integral_of_parts_inside_is_the_sum_of_their_times_inside() {
    for text in shops::ALL {
        let model = model(text);
        let observers = (Tally::new(&model, Span::from_days(1)), Stays::default());
        let mut plant = Plant::new(&model, 1, 0, observers);
        let (begin, end) = (Time::from_ticks(20_000_000_123), Time::from_ticks(60_000_000_456));
        assert!(plant.run_until(begin));
        let (tally, stays) = plant.observer_mut();
        tally.restart(begin);
        (stays.begin, stays.sum) = (begin, 0);
        assert!(plant.run_until(end));
        assert!(plant.parts_inside() > 0, "nothing left to clip at the end: {text}");
        let (tally, mut stays) = plant.into_observer();
        let inside: Vec<u64> = stays.entered.keys().copied().collect();
        for part in inside {
            stays.ended(part, end);
        }
        assert!(stays.sum > 0);
        assert_eq!(tally.inside().integral(end), stays.sum);
    }
}

/// Time in each state from what was told, with the state before the first telling.
fn retold<T: Copy + PartialEq>(told: &[(Time, T)], first: T, end: Time) -> Vec<(T, Span)> {
    let mut spans: Vec<(T, Span)> = Vec::new();
    let ends = told.iter().map(|&(at, _)| at).chain([end]);
    let begins = [(Time::ZERO, first)].into_iter().chain(told.iter().copied());
    for ((since, state), until) in begins.zip(ends) {
        match spans.iter_mut().find(|(known, _)| *known == state) {
            Some((_, span)) => *span += until - since,
            None => spans.push((state, until - since)),
        }
    }
    spans
}

#[test]
fn the_states_of_every_machine_and_person_partition_time() {
    let end = Time::from_ticks(2_000_000_000_456);
    for text in shops::ALL {
        let model = model(text);
        let observers = (Tally::new(&model, Span::from_days(1)), Trace::default());
        let mut plant = Plant::new(&model, 1, 0, observers);
        assert!(plant.run_until(end));
        let (tally, trace) = plant.into_observer();
        for machine in model.machines.ids() {
            let told = machine_states(&trace, machine);
            let spans = tally.machine(machine, end);
            let sum = spans.into_iter().fold(Span::ZERO, |sum, span| sum + span);
            assert_eq!(sum, end.since_start());
            for (state, span) in retold(&told, State::Starved, end) {
                assert_eq!(spans[state as usize], span, "{state:?}");
            }
        }
        for operator in model.operators.ids() {
            let told = operator_states(&trace, operator);
            let spans = tally.operator(operator, end);
            let sum = spans.into_iter().fold(Span::ZERO, |sum, span| sum + span);
            assert_eq!(sum, end.since_start());
            for (state, span) in retold(&told, OperatorState::Off, end) {
                assert_eq!(spans[state as usize], span, "{state:?}");
            }
        }
    }
}

fn machine_states(trace: &Trace, machine: MachineId) -> Vec<(Time, State)> {
    let mine = |&(at, told): &(Time, Told)| match told {
        Told::State(of, state) if of == machine => Some((at, state)),
        _ => None,
    };
    trace.lines().iter().filter_map(mine).collect()
}

fn operator_states(trace: &Trace, operator: OperatorId) -> Vec<(Time, OperatorState)> {
    let mine = |&(at, told): &(Time, Told)| match told {
        Told::Operator(of, state) if of == operator => Some((at, state)),
        _ => None,
    };
    trace.lines().iter().filter_map(mine).collect()
}

/// Total length of the activities that a label fits.
fn length(activities: &Activities, fits: impl Fn(Label) -> bool) -> Span {
    let spans = activities.all().iter().filter(|(activity, _)| fits(activity.label));
    spans.fold(Span::ZERO, |sum, &(activity, end)| sum + (end - activity.start))
}

/// Time of all machines of a station in a state.
fn time_in(model: &Model, tally: &Tally, station: StationId, state: State, end: Time) -> Span {
    let machines = model.stations[station].machines.iter();
    machines.fold(Span::ZERO, |sum, machine| sum + tally.machine(machine, end)[state as usize])
}

#[test]
fn working_time_is_the_sum_of_cycles_and_repair_time_that_of_repairs() {
    let text = shops::CREW_OF_TWO;
    let model = model(text);
    let observers = (Tally::new(&model, Span::from_days(1)), Activities::default());
    let mut plant = Plant::new(&model, 1, 0, observers);
    assert!(plant.run_orders(Time::ZERO + Span::from_days(60)));
    let end = plant.now();
    let (tally, activities) = plant.into_observer();
    for station in model.stations.ids() {
        let cycles = length(&activities, |label| label == Label::Cycle(station));
        assert!(!cycles.is_zero());
        assert_eq!(time_in(&model, &tally, station, State::Working, end), cycles);
    }
    let repairs = length(&activities, |label| matches!(label, Label::Repair(_)));
    let shown = model.stations.ids().fold(Span::ZERO, |sum, station| {
        sum + time_in(&model, &tally, station, State::Repair, end)
    });
    let busy = model.operators.ids().fold(Span::ZERO, |sum, operator| {
        sum + tally.operator(operator, end)[OperatorState::Working as usize]
    });
    assert!(!repairs.is_zero());
    assert_eq!(shown, repairs);
    assert_eq!(busy, repairs, "a repair takes one of the two fitters");
}
