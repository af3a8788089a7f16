//! Causes: which activity's end let the next one start.
//!
//! A token says since when something (a part, a machine, a place, a person) is there and which
//! activity brought it. What starts is caused by the token that came last. When a task starts later
//! than its last token, a gate was closed (opening hours, a repair): the wait becomes an activity
//! of its own, so that durations along a chain add up to the elapsed time exactly.

use super::task::{Owner, Tasks};
use super::{Observer, Plant};
use crate::ids::{MachineId, TaskId};
use crate::model::AtClose;
use crate::observe::{Activity, Label, State};
use crate::units::Time;

/// Since when something is there, and what brought it (0: it was there from the start).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Token {
    since: Time,
    cause: u32,
}

impl Token {
    /// Something brought at `since` by the activity numbered `cause`.
    pub(super) const fn new(since: Time, cause: u32) -> Self {
        Self { since, cause }
    }

    /// The token that came last; `self` when both came together.
    pub(super) fn later(self, other: Self) -> Self {
        if other.since > self.since { other } else { self }
    }

    pub(super) const fn since(self) -> Time {
        self.since
    }
}

/// Hands out the numbers of activities.
#[derive(Debug, Default)]
pub(super) struct Causes {
    ended: u32,
}

impl Causes {
    /// The activity that ends now, and the token of its end.
    pub(super) fn end(&mut self, label: Label, start: Token, now: Time) -> (Activity, Token) {
        self.ended = self.ended.wrapping_add(1);
        let activity =
            Activity { number: self.ended, label, start: start.since, cause: start.cause };
        (activity, Token::new(now, self.ended))
    }
}

impl<O: Observer> Plant<'_, O> {
    /// Ends an activity that started with `start`; the token of its end.
    pub(super) fn end_activity(&mut self, label: Label, start: Token) -> Token {
        let (activity, end) = self.causes.end(label, start, self.now);
        self.observer.activity(activity, self.now);
        end
    }

    /// The token itself if it is of this instant, else the end of a wait at the machine since then.
    pub(super) fn reach_now(&mut self, token: Token, machine: MachineId) -> Token {
        if token.since() == self.now {
            return token;
        }
        let label = self.gate(machine);
        self.end_activity(label, token)
    }

    /// A task starts later than its last token: the wait behind a gate is an activity.
    pub(super) fn close_gate(&mut self, task: TaskId) {
        let ready = self.tasks.ready(task);
        let token = match self.tasks.owner(task) {
            Owner::Cycle(machine) => self.reach_now(ready, machine),
            Owner::Repair(mode) if ready.since() < self.now => {
                self.end_activity(Label::Absent(self.model.modes[mode].machine), ready)
            }
            Owner::Repair(_) => ready,
        };
        self.tasks.set_ready(task, token);
    }

    /// Whether a paused machine waited for people rather than for the next opening.
    ///
    /// Bounds: a cycle under `no_start` that has not begun counts as waiting for the opening.
    fn is_kept_by_break(&self, machine: MachineId) -> bool {
        let station = self.model.station_of(machine);
        let has_begun = self.tasks.is_begun(Tasks::of_machine(machine));
        station.operators.is_some() && (has_begun || station.at_close != AtClose::NoStart)
    }

    /// What kept a ready task from starting at the machine until now.
    fn gate(&self, machine: MachineId) -> Label {
        match self.machines.shown(machine) {
            State::Approval if self.machines.waits_with_finished(machine) => Label::Room(machine),
            State::Approval
            | State::Maintenance
            | State::ToolChange
            | State::Repair
            | State::WaitRepair
            | State::MinorStop
            | State::Setup
            | State::StartUp => Label::Down(machine),
            State::WaitOperator => Label::Absent(machine),
            State::Paused if self.is_kept_by_break(machine) => Label::Absent(machine),
            State::Blocked | State::BlockedBefore => Label::Room(machine),
            State::OffShift
            | State::Paused
            | State::Working
            | State::WaitPool
            | State::WaitMaterial
            | State::WaitTakt
            | State::LineStop
            | State::Starved => Label::OffShift(machine),
        }
    }
}
