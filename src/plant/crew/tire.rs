//! Fatigue: how long people have been at work since their last rest.

use super::{Crews, OperatorId, Time};
use crate::ids::Table;
use crate::model::{Fatigue, Model};
use crate::observe::OperatorState;

/// Since when a person works, or rests.
#[derive(Clone, Copy, Debug)]
struct Stretch {
    /// When the work after the last rest began.
    began: Time,
    /// Since when the person rests.
    rests: Option<Time>,
}

/// Since when everybody works. Empty where nobody becomes tired.
#[derive(Debug)]
pub(super) struct Stretches {
    rows: Table<OperatorId, Stretch>,
}

impl Stretches {
    pub(super) fn new(model: &Model) -> Self {
        let tires = model.crews.iter().any(|crew| crew.conduct.fatigue.is_some());
        let people = if tires { model.operators.len() } else { 0 };
        let fresh = Stretch { began: Time::ZERO, rests: Some(Time::ZERO) };
        Self { rows: Table::filled(people, fresh) }
    }

    /// Whether somebody becomes tired.
    pub(super) fn counts(&self) -> bool {
        !self.rows.is_empty()
    }

    /// A person does something else now. What takes no time is no rest: a shift that follows overtime.
    #[inline]
    pub(super) fn tell(&mut self, operator: OperatorId, state: OperatorState, now: Time) {
        if !self.rows.is_empty() {
            self.turn(operator, state, now);
        }
    }

    #[inline(never)]
    fn turn(&mut self, operator: OperatorId, state: OperatorState, now: Time) {
        let stretch = &mut self.rows[operator];
        match (is_rest(state), stretch.rests) {
            (true, None) => stretch.rests = Some(now),
            (false, Some(since)) => {
                if since < now {
                    stretch.began = now;
                }
                stretch.rests = None;
            }
            (true, Some(_)) | (false, None) => {}
        }
    }

    /// What is left of the pace of a person, as a share of it.
    pub(super) fn left_of_pace(&self, fatigue: &Fatigue, operator: OperatorId, now: Time) -> f64 {
        match self.rows[operator] {
            Stretch { began, rests: None } => fatigue.left_of_pace(now - began),
            Stretch { rests: Some(_), .. } => 1.0,
        }
    }
}

/// Whether somebody recovers in a state: in all but work.
const fn is_rest(state: OperatorState) -> bool {
    match state {
        OperatorState::Off
        | OperatorState::Break
        | OperatorState::Absent
        | OperatorState::Training => true,
        OperatorState::Working
        | OperatorState::Walking
        | OperatorState::Waiting
        | OperatorState::Idle
        | OperatorState::Overtime
        | OperatorState::OvertimeIdle
        | OperatorState::OvertimeWalking
        | OperatorState::OvertimeWaiting => false,
    }
}

impl Crews {
    /// A person does something else now: for what follows from hours of work.
    pub(super) fn tell_hours(&mut self, model: &Model, operator: OperatorId, now: Time) {
        let row = &self.rows[operator];
        self.stretches.tell(operator, row.state(), now);
        self.obeyed.tell(model, operator, (row.state(), row.shift), now);
    }
}
