//! Tasks wait for people in lines; free people take them, urgent tasks take busy people.

use super::choose::Wanted;
use super::{Crews, NeedsId, Reverse, TaskId, Time};
use crate::model::Model;
use crate::observe::Observer;
use crate::plant::Plant;
use crate::plant::task::Tasks;

/// The order in which tasks are served: the higher priority, then who asked first, of those who asked
/// in the same instant the one furthest downstream.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(in crate::plant) struct Turn {
    pub(in crate::plant) priority: Reverse<u32>,
    pub(in crate::plant) asked: Time,
    pub(in crate::plant) rank: u32,
    pub(in crate::plant) task: TaskId,
}

impl Crews {
    /// A task joins the line of its needs.
    pub(in crate::plant) fn ask(&mut self, turn: Turn, needs: NeedsId) {
        let line = &mut self.lines[needs];
        let place = line.partition_point(|other| *other < turn);
        line.insert(place, turn);
        if place == 0 {
            if let Some(&before) = line.get(1) {
                self.take_first((before, needs));
            }
            self.put_first((turn, needs));
        }
    }

    /// A task leaves its line.
    pub(in crate::plant) fn stop_asking(&mut self, task: TaskId, needs: NeedsId) {
        let line = &mut self.lines[needs];
        let Some(place) = line.iter().position(|turn| turn.task == task) else { return };
        let turn = line[place];
        line.remove(place);
        if place == 0 {
            let next = line.front().copied();
            self.take_first((turn, needs));
            if let Some(next) = next {
                self.put_first((next, needs));
            }
        }
    }

    fn put_first(&mut self, first: (Turn, NeedsId)) {
        let place = self.firsts.partition_point(|other| *other < first);
        self.firsts.insert(place, first);
    }

    fn take_first(&mut self, first: (Turn, NeedsId)) {
        if let Ok(place) = self.firsts.binary_search(&first) {
            self.firsts.remove(place);
        }
    }

    /// The first task that can be staffed now; its team is chosen.
    ///
    /// `takes` asks for one that takes people away from others.
    fn next_served(
        &mut self,
        model: &Model,
        tasks: &Tasks,
        now: Time,
        takes: bool,
    ) -> Option<(NeedsId, TaskId)> {
        for place in 0..self.firsts.len() {
            let (turn, needs) = self.firsts[place];
            if takes && !tasks.call(model, turn.task).interrupts {
                continue;
            }
            let from_below = takes.then_some(turn.priority.0);
            let (left, cycle_at) = (tasks.left(turn.task), tasks.cycle_at(model, turn.task));
            let wanted = Wanted { needs, left, now, cycle_at, from_below };
            if self.choose(model, tasks, wanted) {
                return Some((needs, turn.task));
            }
        }
        None
    }
}

impl<O: Observer> Plant<'_, O> {
    /// People take tasks that wait for them.
    pub(in crate::plant) fn serve(&mut self) {
        loop {
            self.serve_free();
            if !self.crews.has_interrupting || !self.take_away() {
                return;
            }
        }
    }

    /// Free people take tasks.
    fn serve_free(&mut self) {
        let model = self.model;
        while let Some((needs, task)) = self.crews.next_served(model, &self.tasks, self.now, false)
        {
            self.crews.stop_asking(task, needs);
            let pace = self.team_pace(task);
            if !self.may_start(task, pace) {
                continue;
            }
            self.crews.seat(model, task, self.now, &mut self.observer);
            for place in 0..self.crews.team[task].len() {
                let operator = self.crews.team[task][place].operator;
                self.tasks.wait_for(task, self.crews.rows[operator].token);
            }
            self.tasks.set_pace(task, pace);
            self.run_task(task);
        }
    }

    /// The pace of the chosen team at a task.
    fn team_pace(&self, task: TaskId) -> u32 {
        let cycle_at = self.tasks.cycle_at(self.model, task);
        self.crews.chosen_pace(self.model, cycle_at, self.now)
    }

    /// The first urgent task that busy people could do has them leave what they do; whether there is
    /// one.
    fn take_away(&mut self) -> bool {
        let found = self.crews.next_served(self.model, &self.tasks, self.now, true);
        let Some((_, task)) = found else { return false };
        let pace = self.team_pace(task);
        if !self.could_start(task, pace) {
            return false;
        }
        for task in self.crews.taken_from() {
            self.desert(task);
        }
        true
    }
}
