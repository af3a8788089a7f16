//! What does not fit before a closing does not start (`at_close = "no_start"`).

use super::task::Owner;
use super::{Observer, Plant};
use crate::ids::{CrewId, MachineId, TaskId};
use crate::model::AtShiftEnd;
use crate::units::{Span, Time};

impl<O: Observer> Plant<'_, O> {
    /// Whether a task for which there are people may start now, or is held again.
    #[inline]
    pub(super) fn may_start(&mut self, task: TaskId, pace: u32) -> bool {
        self.may_start_after(task, pace, Span::ZERO)
    }

    /// The same, if its people must come first, which takes so long.
    pub(super) fn may_start_after(&mut self, task: TaskId, pace: u32, way: Span) -> bool {
        let fits = self.fits(task, pace, way);
        if !fits {
            self.tasks.hold(task);
            self.show_asking(task, false);
        }
        fits
    }

    /// Whether a cycle may start under `no_start`, at a pace and after a `way`; holds it until the next
    /// opening if not.
    #[inline]
    pub(super) fn fits(&mut self, task: TaskId, pace: u32, way: Span) -> bool {
        let fits = self.could_start(task, pace, way);
        if !fits && let Owner::Cycle(machine) = self.tasks.owner(task) {
            self.tasks.wait_for_opening(task);
            self.show_pause(machine);
        }
        fits
    }

    /// Whether a cycle would end before closing, at a pace and after a `way`, if that is asked of it.
    #[inline]
    pub(super) fn could_start(&self, task: TaskId, pace: u32, way: Span) -> bool {
        !self.tasks.asks.must_end(task) || self.would_end(task, pace, way)
    }

    /// Whether a cycle has begun, or would end before closing, at a pace and after a `way`.
    #[inline(never)]
    fn would_end(&self, task: TaskId, pace: u32, way: Span) -> bool {
        let Owner::Cycle(machine) = self.tasks.owner(task) else { return true };
        if self.tasks.is_begun(task) {
            return true;
        }
        let takes = way + self.time_ahead(task, pace) + self.longer_by_trouble(task, pace);
        let closes = self.closes(machine);
        self.now + takes <= closes && self.fits_beside_breaks(machine, takes, closes)
    }

    /// Whether the cycle of a machine that takes so long ends before `closes`, though the machine stands
    /// while its people are on breaks; those of the crew count that has least of them.
    fn fits_beside_breaks(&self, machine: MachineId, takes: Span, closes: Time) -> bool {
        let model = self.model;
        let Some(needs) = model.station_of(machine).operators else { return true };
        let of_crew = |&crew: &CrewId| {
            let row = &model.crews[crew];
            let Some(calendar) = row.calendar.map(|id| &model.calendars[id]) else { return true };
            // Others go on their breaks when they have finished, or begin nothing that would not end.
            row.conduct.at_shift_end != AtShiftEnd::Pause
                || !calendar.has_breaks()
                || calendar.has_beside_breaks(takes, (self.now, closes))
        };
        let mut skills = model.needs[needs].skills.iter();
        skills.all(|(skill, _)| model.skills[*skill].crews.iter().any(of_crew))
    }
}
