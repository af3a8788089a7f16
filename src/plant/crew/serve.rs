//! Tasks wait for people in lines; free people take them, urgent tasks take busy people.

use super::choose::Wanted;
use super::{Crews, NeedsId, SkillId, TaskId, Time};
use crate::ids::Id;
use crate::model::Model;
use crate::observe::Observer;
use crate::plant::Plant;
use crate::plant::task::Tasks;

/// The order in which tasks are served: the higher priority, then who asked first, of those who asked
/// in the same instant the one furthest downstream.
///
/// One number, because it is compared often: 11 bits of priority, the higher the less, 53 of time, 32
/// of rank, 32 of the task.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(in crate::plant) struct Turn(u128);

/// Priorities are below this.
const PRIORITIES: u32 = 1 << 11;

impl Turn {
    pub(in crate::plant) fn new(priority: u32, asked: Time, rank: u32, task: TaskId) -> Self {
        let low = |number: u32| u128::from(number);
        let priority = PRIORITIES - 1 - priority.min(PRIORITIES - 1);
        let task = u32::try_from(task.position()).unwrap_or(u32::MAX);
        let asked = u128::from(asked.ticks().unsigned_abs()) & ((1 << 53) - 1);
        Self(low(priority) << 117 | asked << 64 | low(rank) << 32 | low(task))
    }

    fn priority(self) -> u32 {
        let priority = u32::try_from(self.0 >> 117).unwrap_or(0);
        PRIORITIES - 1 - priority
    }

    fn task(self) -> TaskId {
        TaskId::at((self.0 & u128::from(u32::MAX)) as usize)
    }
}

impl Crews {
    /// A task joins the line of its needs.
    pub(in crate::plant) fn ask(&mut self, turn: Turn, needs: NeedsId) {
        let line = &mut self.lines[needs];
        if line.back().is_none_or(|last| *last < turn) {
            line.push_back(turn);
        } else {
            line.insert(line.partition_point(|other| *other < turn), turn);
        }
        if line.front() == Some(&turn) {
            if let Some(&before) = line.get(1) {
                self.take_first((before, needs));
            }
            self.put_first((turn, needs));
        }
    }

    /// A task leaves its line.
    pub(in crate::plant) fn stop_asking(&mut self, task: TaskId, needs: NeedsId) {
        let line = &mut self.lines[needs];
        let Some(place) = line.iter().position(|turn| turn.task() == task) else { return };
        let turn = line[place];
        line.remove(place);
        if place == 0 {
            let next = line.front().copied();
            self.take_first((turn, needs));
            self.put_firsts(next, needs);
        }
    }

    /// The first task of a line is served; `place` is that of its line among the firsts.
    fn serve_first(&mut self, place: usize, needs: NeedsId) {
        self.firsts.remove(place);
        let line = &mut self.lines[needs];
        line.pop_front();
        let next = line.front().copied();
        self.put_firsts(next, needs);
    }

    fn put_firsts(&mut self, first: Option<Turn>, needs: NeedsId) {
        if let Some(first) = first {
            self.put_first((first, needs));
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

    /// Whether somebody with each skill has attention left.
    fn may_be_met(&self, model: &Model, needs: NeedsId) -> bool {
        let is_there = |&(skill, _): &(SkillId, u32)| {
            model.skills[skill].crews.iter().any(|&crew| self.free[crew] > 0)
        };
        model.needs[needs].skills.iter().all(is_there)
    }

    /// The first task that can be staffed now, with the place of its line among the firsts; its team is
    /// chosen.
    ///
    /// `takes` asks for one that takes people away from others.
    fn next_served(
        &mut self,
        model: &Model,
        tasks: &Tasks,
        now: Time,
        takes: bool,
    ) -> Option<(usize, NeedsId, TaskId)> {
        for place in 0..self.firsts.len() {
            let (turn, needs) = self.firsts[place];
            let is_in_vain = if takes {
                !tasks.call(model, turn.task()).interrupts
            } else {
                !self.may_be_met(model, needs)
            };
            if is_in_vain {
                continue;
            }
            let from_below = takes.then_some(turn.priority());
            let (left, cycle_at) = (tasks.left(turn.task()), tasks.cycle_at(model, turn.task()));
            let wanted = Wanted { needs, left, now, cycle_at, from_below };
            if self.choose(model, tasks, wanted) {
                return Some((place, needs, turn.task()));
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
        while let Some((place, needs, task)) =
            self.crews.next_served(model, &self.tasks, self.now, false)
        {
            self.crews.serve_first(place, needs);
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
        let Some((place, needs, task)) = found else { return false };
        let pace = self.team_pace(task);
        if !self.could_start(task, pace) {
            // It is held, as if these people were free; others may be urgent, too.
            self.crews.serve_first(place, needs);
            self.may_start(task, pace);
            return true;
        }
        for task in self.crews.taken_from() {
            self.desert(task);
        }
        true
    }
}
