//! Tasks that wait for people, in lines: one for each set of needs.

use std::collections::VecDeque;

use crate::ids::{CrewId, Id, NeedsId, Table, TaskId};
use crate::model::Model;
use crate::units::Time;

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

    pub(super) fn priority(self) -> u32 {
        let priority = u32::try_from(self.0 >> 117).unwrap_or(0);
        PRIORITIES - 1 - priority
    }

    pub(super) fn task(self) -> TaskId {
        TaskId::at((self.0 & u128::from(u32::MAX)) as usize)
    }
}

/// The lines, and which of them must be looked at.
///
/// Whoever was looked at in vain waits until something happens that may help: the line has another
/// first task, or somebody comes or becomes free who has one of the skills.
#[derive(Debug)]
pub(super) struct Lines {
    waiting: Table<NeedsId, VecDeque<Turn>>,
    /// The first tasks of the lines that must be looked at, in the order in which they are served.
    hopeful: VecDeque<(Turn, NeedsId)>,
    /// Whether a line is among them.
    is_hopeful: Table<NeedsId, bool>,
    /// The needs that people of each crew may help to meet.
    of_crew: Table<CrewId, Vec<NeedsId>>,
}

impl Lines {
    pub(super) fn new(model: &Model) -> Self {
        let mut of_crew: Table<CrewId, Vec<NeedsId>> =
            Table::filled(model.crews.len(), Vec::new());
        for (needs, row) in model.needs.enumerated() {
            for &crew in row.skills.iter().flat_map(|&(skill, _)| &model.skills[skill].crews) {
                // A crew with several of the skills comes once.
                if of_crew[crew].last() != Some(&needs) {
                    of_crew[crew].push(needs);
                }
            }
        }
        Self {
            waiting: Table::filled(model.needs.len(), VecDeque::new()),
            hopeful: VecDeque::new(),
            is_hopeful: Table::filled(model.needs.len(), false),
            of_crew,
        }
    }

    /// A task joins the line of its needs.
    pub(super) fn join(&mut self, turn: Turn, needs: NeedsId) {
        let line = &mut self.waiting[needs];
        if line.back().is_none_or(|last| *last < turn) {
            line.push_back(turn);
            if line.len() == 1 {
                self.hope(needs);
            }
            return;
        }
        let place = line.partition_point(|other| *other < turn);
        let first = line[0];
        line.insert(place, turn);
        if place == 0 {
            self.forget(first, needs);
            self.hope(needs);
        }
    }

    /// A task leaves its line.
    pub(super) fn leave(&mut self, task: TaskId, needs: NeedsId) {
        let line = &mut self.waiting[needs];
        let Some(place) = line.iter().position(|turn| turn.task() == task) else { return };
        if let Some(turn) = line.remove(place)
            && place == 0
        {
            self.forget(turn, needs);
            self.hope(needs);
        }
    }

    /// The first task that must be looked at.
    pub(super) fn next(&self) -> Option<(Turn, NeedsId)> {
        self.hopeful.front().copied()
    }

    /// The next task was looked at in vain.
    pub(super) fn give_up(&mut self) {
        if let Some((_, needs)) = self.hopeful.pop_front() {
            self.is_hopeful[needs] = false;
        }
    }

    /// The first task of a line is served.
    pub(super) fn serve_first(&mut self, needs: NeedsId) {
        if let Some(turn) = self.waiting[needs].pop_front() {
            self.forget(turn, needs);
            self.hope(needs);
        }
    }

    /// Somebody of a crew has come, or has become free.
    pub(super) fn hope_for(&mut self, crew: CrewId) {
        for place in 0..self.of_crew[crew].len() {
            self.hope(self.of_crew[crew][place]);
        }
    }

    /// Everything may have changed.
    pub(super) fn hope_for_all(&mut self) {
        for needs in self.waiting.ids() {
            self.hope(needs);
        }
    }

    /// The first tasks of all lines.
    pub(super) fn firsts(&self) -> impl Iterator<Item = (Turn, NeedsId)> + '_ {
        let first = |(needs, line): (NeedsId, &VecDeque<Turn>)| Some((*line.front()?, needs));
        self.waiting.enumerated().filter_map(first)
    }

    /// A line must be looked at, if anything waits there.
    fn hope(&mut self, needs: NeedsId) {
        if self.is_hopeful[needs] {
            return;
        }
        let Some(&first) = self.waiting[needs].front() else { return };
        self.is_hopeful[needs] = true;
        let entry = (first, needs);
        if self.hopeful.back().is_none_or(|last| *last < entry) {
            self.hopeful.push_back(entry);
        } else {
            self.hopeful.insert(self.hopeful.partition_point(|other| *other < entry), entry);
        }
    }

    /// What was the first of a line needs not be looked at any more.
    fn forget(&mut self, first: Turn, needs: NeedsId) {
        if !std::mem::take(&mut self.is_hopeful[needs]) {
            return;
        }
        if self.hopeful.front() == Some(&(first, needs)) {
            self.hopeful.pop_front();
        } else if let Ok(place) = self.hopeful.binary_search(&(first, needs)) {
            self.hopeful.remove(place);
        }
    }
}
