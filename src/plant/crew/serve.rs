//! Tasks wait for people in lines, and people take them.

#![expect(
    clippy::inline_always,
    reason = "on the way of every task a call costs as much as its body"
)]

use super::choose::Wanted;
use super::{Crews, NeedsId, TaskId, Time, Turn, has_paces};
use crate::model::{Model, PACE};
use crate::observe::Observer;
use crate::plant::Plant;
use crate::plant::task::Tasks;
use crate::units::Span;

impl Crews {
    /// A task joins the line of its needs.
    #[inline]
    pub(in crate::plant) fn ask(&mut self, turn: Turn, needs: NeedsId) {
        self.lines.join(turn, needs);
    }

    /// A task leaves its line.
    pub(in crate::plant) fn stop_asking(&mut self, task: TaskId, needs: NeedsId) {
        self.lines.leave(task, needs);
        if let Some(urgent) = &mut self.urgent {
            urgent.leave(task, needs);
        }
    }

    /// From now on a model of the same crews holds: every task that waits is looked at again.
    pub(in crate::plant) fn follow(&mut self, model: &Model) {
        self.free.follow(model);
        self.has_paces = has_paces(model);
        self.lines.hope_for_all();
    }

    /// The first task that free people can do now: its team is chosen, and it has left its line.
    fn next_served(&mut self, model: &Model, tasks: &Tasks, now: Time) -> Option<TaskId> {
        while let Some(first) = self.lines.next(self.free.buckets()) {
            if self.find_team(model, tasks, now, first) {
                return Some(first.0.task());
            }
        }
        None
    }

    /// Chooses free people for the first task of a line, which leaves the line then; whether there are
    /// enough.
    #[inline(always)]
    pub(super) fn find_team(
        &mut self,
        model: &Model,
        tasks: &Tasks,
        now: Time,
        (turn, needs): (Turn, NeedsId),
    ) -> bool {
        let wanted = self.wanted(model, tasks, (turn, needs), now, None);
        let found = self.choose(model, tasks, wanted)
            && (!self.holds.may_keep() || self.leaves_what_is_kept(model, tasks, turn, wanted));
        if found {
            self.lines.serve_first(needs);
        } else {
            self.lines.give_up(needs);
        }
        found
    }

    pub(super) fn wanted(
        &self,
        model: &Model,
        tasks: &Tasks,
        (turn, needs): (Turn, NeedsId),
        now: Time,
        from_below: Option<u32>,
    ) -> Wanted {
        let task = turn.task();
        let cycle_at = if self.has_paces { tasks.cycle_at(model, task) } else { None };
        Wanted { needs, task, left: tasks.left(task), now, cycle_at, from_below }
    }
}

impl<O: Observer> Plant<'_, O> {
    /// People take tasks that wait for them.
    #[inline(always)]
    pub(in crate::plant) fn serve(&mut self) {
        if self.crews.go_round() {
            self.serve_on_rounds();
        } else {
            self.serve_waiting();
        }
        if self.crews.has_comers() {
            self.start_complete();
        }
    }

    /// People take tasks that wait for them, from where they are.
    pub(super) fn serve_waiting(&mut self) {
        if self.crews.has_refused() {
            self.crews.hope_for_refused();
        }
        if self.crews.has_urgent() {
            self.serve_or_call();
            return;
        }
        while let Some(task) = self.crews.next_served(self.model, &self.tasks, self.now) {
            self.send_team(task);
        }
    }

    /// The chosen team, all of whom are free, takes a task.
    #[inline(always)]
    pub(super) fn send_team(&mut self, task: TaskId) {
        if self.crews.has_comers() {
            self.set_out(task);
            return;
        }
        let pace = self.team_pace(task, Span::ZERO);
        if !self.may_start(task, pace) {
            return;
        }
        self.crews.seat(self.model, task, self.now, &mut self.observer);
        if O::CAUSES {
            for place in 0..self.crews.team[task].len() {
                let operator = self.crews.team[task][place].operator;
                self.tasks.wait_for(task, self.crews.rows[operator].token);
            }
        }
        self.tasks.set_pace(task, pace);
        self.run_task(task);
    }

    /// The pace of the chosen team at a task that begins after a `way`.
    pub(super) fn team_pace(&self, task: TaskId, way: Span) -> u32 {
        if !self.crews.has_paces {
            return PACE;
        }
        let cycle_at = self.tasks.cycle_at(self.model, task);
        self.crews.chosen_pace(self.model, cycle_at, self.now + way)
    }
}
