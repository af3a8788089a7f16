//! Tasks wait for people in lines; free people take them, urgent tasks take busy people.

use super::choose::Wanted;
use super::{Crews, NeedsId, TaskId, Time, Turn, has_paces};
use crate::model::{Model, PACE};
use crate::observe::Observer;
use crate::plant::Plant;
use crate::plant::task::Tasks;
use crate::units::Span;

impl Crews {
    /// A task joins the line of its needs.
    pub(in crate::plant) fn ask(&mut self, turn: Turn, needs: NeedsId) {
        self.lines.join(turn, needs);
    }

    /// A task leaves its line.
    pub(in crate::plant) fn stop_asking(&mut self, task: TaskId, needs: NeedsId) {
        self.lines.leave(task, needs);
    }

    /// From now on a model of the same crews holds: every task that waits is looked at again.
    pub(in crate::plant) fn follow(&mut self, model: &Model) {
        self.free.follow(model);
        self.has_paces = has_paces(model);
        self.lines.hope_for_all();
    }

    /// The first task that free people can do now; its team is chosen.
    fn next_served(
        &mut self,
        model: &Model,
        tasks: &Tasks,
        now: Time,
    ) -> Option<(NeedsId, TaskId)> {
        while let Some((turn, needs)) = self.lines.next(self.free.buckets()) {
            let wanted = self.wanted(model, tasks, (turn, needs), now, None);
            if self.choose(model, tasks, wanted) {
                return Some((needs, turn.task()));
            }
            self.lines.give_up(needs);
        }
        None
    }

    /// The first task that may take people away from others, and can be done then; its team is chosen.
    fn next_urgent(
        &mut self,
        model: &Model,
        tasks: &Tasks,
        now: Time,
    ) -> Option<(NeedsId, TaskId)> {
        let is_urgent = |&(turn, _): &(Turn, NeedsId)| {
            tasks.call(model, turn.task()).interrupts && !self.has_taken(turn.task())
        };
        let mut urgent: Vec<(Turn, NeedsId)> = self.lines.firsts().filter(is_urgent).collect();
        urgent.sort_unstable();
        let found = urgent.into_iter().find(|&(turn, needs)| {
            let below = Some(turn.priority());
            let wanted = self.wanted(model, tasks, (turn, needs), now, below);
            self.choose(model, tasks, wanted)
        });
        found.map(|(turn, needs)| (needs, turn.task()))
    }

    fn wanted(
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
    pub(in crate::plant) fn serve(&mut self) {
        loop {
            self.look_around(true);
            self.serve_free();
            let goes_on = self.crews.has_interrupting && self.take_away();
            if !goes_on && !self.look_around(false) {
                break;
            }
        }
        if self.crews.has_comers() {
            self.start_complete();
        }
    }

    /// Free people take tasks.
    fn serve_free(&mut self) {
        let model = self.model;
        while let Some((needs, task)) = self.crews.next_served(model, &self.tasks, self.now) {
            self.crews.lines.serve_first(needs);
            if self.crews.has_comers() {
                self.set_out(task);
                continue;
            }
            let pace = self.team_pace(task, Span::ZERO);
            if !self.may_start(task, pace) {
                continue;
            }
            self.crews.seat(model, task, self.now, &mut self.observer);
            if O::CAUSES {
                for place in 0..self.crews.team[task].len() {
                    let operator = self.crews.team[task][place].operator;
                    self.tasks.wait_for(task, self.crews.rows[operator].token);
                }
            }
            self.tasks.set_pace(task, pace);
            self.run_task(task);
        }
    }

    /// The pace of the chosen team at a task that begins after a `way`.
    pub(super) fn team_pace(&self, task: TaskId, way: Span) -> u32 {
        if !self.crews.has_paces {
            return PACE;
        }
        let cycle_at = self.tasks.cycle_at(self.model, task);
        self.crews.chosen_pace(self.model, cycle_at, self.now + way)
    }

    /// The first urgent task that busy people could do has them leave what they do; whether there is
    /// one.
    fn take_away(&mut self) -> bool {
        let found = self.crews.next_urgent(self.model, &self.tasks, self.now);
        let Some((needs, task)) = found else { return false };
        let way = self.crews.longest_way(self.model, task, self.now);
        let pace = self.team_pace(task, way);
        if !self.could_start(task, pace, way) {
            // It is held, as if these people were free; others may be urgent, too.
            self.crews.lines.serve_first(needs);
            self.may_start_after(task, pace, way);
            return true;
        }
        self.crews.note_taker(task);
        for task in self.crews.taken_from() {
            self.desert(task);
        }
        true
    }
}
