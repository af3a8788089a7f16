//! People are on shift, on a break or off exactly as their calendar says, and so are machines whose
//! work pauses when they close. Who comes with a change is off before and after it.

use gemba::ids::{MachineId, OperatorId, Table};
use gemba::model::{AtClose, AtShiftEnd, Calendar, Model, Overtime, Shift, Why};
use gemba::observe::{Observer, OperatorState, State};
use gemba::plant::Plant;
use gemba::units::{Span, Time};
use proptest::prelude::*;

use crate::checks::checks;
use crate::random_plant::{WATCHED, plan};
use crate::support::model;

/// What everybody shows.
struct Shown {
    machines: Table<MachineId, State>,
    people: Table<OperatorId, OperatorState>,
}

impl Observer for Shown {
    fn machine_state(&mut self, machine: MachineId, to: State, _: Time) {
        self.machines[machine] = to;
    }

    fn operator_state(&mut self, operator: OperatorId, to: OperatorState, _: Time) {
        self.people[operator] = to;
    }
}

/// Whether it may be overtime.
fn is_on(overtime: &Overtime, now: Time) -> bool {
    let first = Time::from_ticks((now.ticks() - overtime.hours.ticks()).max(0));
    overtime.next(first).is_some_and(|begins| begins <= now)
}

impl Shown {
    fn new(model: &Model) -> Self {
        Self {
            machines: Table::filled(model.machines.len(), State::Starved),
            people: Table::filled(model.operators.len(), OperatorState::Off),
        }
    }

    /// Whether everybody shows what the calendars say of `now`.
    fn keeps_hours(&self, model: &Model, now: Time) -> bool {
        let shift = |calendar: Option<_>| {
            calendar.map_or(Shift::Open, |id| Calendar::shift_at(&model.calendars[id], now))
        };
        let periods = model.periods_until(Time::NEVER);
        let (_, _, plant) = periods.iter().rfind(|(from, _, _)| *from <= now).expect("the first");
        let people = model.operators.enumerated().all(|(id, operator)| {
            let crew = &plant.crews[operator.crew];
            let (shift, state) = (shift(crew.calendar_of(operator.number)), self.people[id]);
            let finishes = crew.conduct.at_shift_end == AtShiftEnd::Finish;
            let may_miss = crew.conduct.absence.is_some();
            let is_called = plant.overtimes.iter().any(|overtime| is_on(overtime, now));
            match state {
                _ if operator.number > crew.count => state == OperatorState::Off,
                // Only a task that began in time is finished after the shift, or in a break; else
                // there is overtime.
                OperatorState::Overtime
                | OperatorState::OvertimeWalking
                | OperatorState::OvertimeWaiting => {
                    let is_away = matches!(shift, Shift::Away { .. });
                    shift == Shift::Closed && is_called
                        || (shift == Shift::Closed || is_away) && finishes
                }
                OperatorState::OvertimeIdle => shift == Shift::Closed && is_called,
                OperatorState::Working | OperatorState::Walking | OperatorState::Waiting
                    if matches!(shift, Shift::Break { .. }) =>
                {
                    finishes
                }
                OperatorState::Working
                | OperatorState::Walking
                | OperatorState::Waiting
                | OperatorState::Idle => shift == Shift::Open,
                OperatorState::Break => matches!(shift, Shift::Break { .. }),
                OperatorState::Absent => match shift {
                    Shift::Away { why, .. } => why != Why::Training,
                    Shift::Open | Shift::Break { .. } => may_miss,
                    Shift::Closed => false,
                },
                OperatorState::Training => {
                    matches!(shift, Shift::Away { why: Why::Training, .. })
                }
                OperatorState::Off => shift == Shift::Closed,
            }
        });
        let machines = model.machines.enumerated().all(|(id, machine)| {
            let station = &model.stations[machine.station];
            let held_open = plant
                .overtimes
                .iter()
                .any(|row| row.opens.contains(&machine.station) && is_on(row, now));
            let closed = shift(station.calendar) == Shift::Closed;
            let off = self.machines[id] == State::OffShift;
            // Only what began in time, a setup, a cycle or an inspection, is finished after closing.
            let finishes = station.at_close == AtClose::Finish;
            let works =
                matches!(self.machines[id], State::Working | State::Setup | State::Approval);
            off == closed || closed && finishes && works || closed && held_open
        });
        people && machines
    }
}

proptest! {
    #![proptest_config(checks(300))]

    #[test]
    fn at_no_instant_of_any_plant(plan in plan()) {
        let model = model(&plan.text());
        let mut plant = Plant::new(&model, 1, 0, Shown::new(&model));
        for half_minute in 1..=2 * WATCHED {
            let now = Time::ZERO + Span::from_seconds(30 * half_minute);
            while plant.step(now) {
                let at = plant.now();
                prop_assert!(plant.observer().keeps_hours(&model, at), "after an event at {at:?}");
            }
            if !plant.run_until(now) {
                break;
            }
            prop_assert!(plant.observer().keeps_hours(&model, now), "at {now:?}");
        }
    }
}
