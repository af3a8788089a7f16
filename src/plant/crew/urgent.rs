//! Urgent tasks (`interrupts`): whom they lack of free people they call away from tasks of a lower priority.
//!
//! They stand in lines of their own, so nobody who calls nobody is before them there. At their turn among
//! all tasks they have the whole team at once, or nobody is called.

use super::free::Buckets;
use super::{Crews, NeedsId, TaskId, Time, Turn};
use crate::model::Model;
use crate::observe::Observer;
use crate::plant::Plant;
use crate::plant::task::Tasks;

impl Crews {
    /// Whether some task of the plant calls people away from others.
    pub(in crate::plant) const fn has_urgent(&self) -> bool {
        self.urgent.is_some()
    }

    /// A task that may call people away joins the line of its needs.
    pub(in crate::plant) fn ask_urgently(&mut self, turn: Turn, needs: NeedsId) {
        if let Some(urgent) = &mut self.urgent {
            urgent.join(turn, needs);
        }
    }

    /// Every urgent task that waits is looked at again.
    fn hope_for_urgent(&mut self) {
        if let Some(urgent) = &mut self.urgent {
            urgent.hope_for_all();
        }
    }

    /// The first task of all whose people can be had: its team is chosen, and it has left its line.
    fn next_of_all(&mut self, model: &Model, tasks: &Tasks, now: Time) -> Option<TaskId> {
        loop {
            let next = self.lines.next(self.free.buckets());
            let urgent = self.next_urgent(model, tasks, now, next);
            if urgent.is_some() {
                return urgent;
            }
            let first = next?;
            if self.find_team(model, tasks, now, first) {
                return Some(first.0.task());
            }
        }
    }

    /// The first urgent task that goes before the `next` one of the others and whose people can be had:
    /// its team is chosen, and it has left its line.
    fn next_urgent(
        &mut self,
        model: &Model,
        tasks: &Tasks,
        now: Time,
        next: Option<(Turn, NeedsId)>,
    ) -> Option<TaskId> {
        loop {
            let (turn, needs) = self.urgent.as_ref()?.next(Buckets::ALL)?;
            if next.is_some_and(|(next, _)| next < turn) {
                return None;
            }
            let has_team = [None, Some(turn.priority())].into_iter().any(|from_below| {
                let wanted = self.wanted(model, tasks, (turn, needs), now, from_below);
                self.choose(model, tasks, wanted)
                    && (!self.holds.may_keep()
                        || self.leaves_what_is_kept(model, tasks, turn, wanted))
            });
            let urgent = self.urgent.as_mut()?;
            if has_team {
                urgent.serve_first(needs);
                return Some(turn.task());
            }
            urgent.give_up(needs);
        }
    }
}

impl<O: Observer> Plant<'_, O> {
    /// People take tasks that wait for them, and are called away by those that are urgent.
    #[inline(never)]
    pub(super) fn serve_or_call(&mut self) {
        self.crews.hope_for_urgent();
        while let Some(task) = self.crews.next_of_all(self.model, &self.tasks, self.now) {
            if self.call_away(task) {
                self.send_team(task);
            }
        }
    }

    /// Those of the team chosen for a task who are busy leave what they do. `false` if the task would not
    /// end before its machine closes: it is held, and nobody leaves anything.
    fn call_away(&mut self, task: TaskId) -> bool {
        let left = self.crews.taken_from();
        if left.is_empty() {
            return true;
        }
        let way = self.crews.longest_way(self.model, task, self.now);
        let pace = self.team_pace(task, way);
        if !self.may_start_after(task, pace, way) {
            return false;
        }
        for other in left {
            self.desert(other);
        }
        // Who was with them there is free.
        self.crews.hope_for_urgent();
        true
    }
}
