//! Tasks that wait for people, in lines: one for each set of needs.

#![expect(
    clippy::inline_always,
    reason = "on the way of every task a call costs as much as its body"
)]

use std::collections::VecDeque;

use super::free::Buckets;
use crate::ids::{CrewId, Id, NeedsId, Table, TaskId};
use crate::model::{Model, Needs};
use crate::units::Time;

/// The order in which tasks are served: the higher priority, then who asked first, of those who asked
/// in the same instant the one furthest downstream.
///
/// One number, because it is compared often: 11 bits of priority, the higher the less, 53 of time, 32
/// of rank, 32 of the task.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
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

/// The tasks of one set of needs.
#[derive(Clone, Debug, Default)]
struct Line {
    /// The first of them; of no meaning where there is none.
    first: Turn,
    /// The others, in the order in which they are served.
    others: VecDeque<Turn>,
    is_empty: bool,
    /// Crews without whom nothing here can be done: those that have one of the skills.
    crews: Buckets,
}

/// The lines, and which of them must be looked at.
///
/// Whoever was looked at in vain waits until something happens that may help: the line has another
/// first task, or somebody comes or becomes free who has one of the skills.
#[derive(Debug)]
pub(super) struct Lines {
    needs: Table<NeedsId, Line>,
    /// The lines whose first tasks must be looked at: a bit for each.
    hopeful: Vec<u64>,
    /// How many they are.
    count: usize,
    /// The needs that people of each crew may help to meet.
    of_crew: Table<CrewId, Vec<NeedsId>>,
}

impl Lines {
    pub(super) fn new(model: &Model) -> Self {
        let mut of_crew: Table<CrewId, Vec<NeedsId>> = Table::filled(model.crews.len(), Vec::new());
        for (needs, row) in model.needs.enumerated() {
            for &crew in row.skills.iter().flat_map(|&(skill, _)| &model.skills[skill].crews) {
                // A crew with several of the skills comes once.
                if of_crew[crew].last() != Some(&needs) {
                    of_crew[crew].push(needs);
                }
            }
        }
        let line = |needs: &Needs| {
            let skill = needs.skills.first();
            let crews = skill.map(|&(skill, _)| Buckets::of(&model.skills[skill].crews));
            Line { is_empty: true, crews: crews.unwrap_or_default(), ..Line::default() }
        };
        Self {
            needs: model.needs.iter().map(line).collect(),
            hopeful: vec![0; model.needs.len().div_ceil(64)],
            count: 0,
            of_crew,
        }
    }

    /// A task joins the line of its needs.
    #[inline]
    pub(super) fn join(&mut self, turn: Turn, needs: NeedsId) {
        let line = &mut self.needs[needs];
        if line.is_empty {
            (line.first, line.is_empty) = (turn, false);
        } else if turn < line.first {
            let before = std::mem::replace(&mut line.first, turn);
            line.others.push_front(before);
        } else if line.others.back().is_none_or(|last| *last < turn) {
            line.others.push_back(turn);
            return;
        } else {
            let place = line.others.partition_point(|other| *other < turn);
            line.others.insert(place, turn);
            return;
        }
        self.hope(needs);
    }

    /// A task leaves its line.
    pub(super) fn leave(&mut self, task: TaskId, needs: NeedsId) {
        let line = &mut self.needs[needs];
        if !line.is_empty && line.first.task() == task {
            self.serve_first(needs);
        } else if let Some(place) = line.others.iter().position(|turn| turn.task() == task) {
            line.others.remove(place);
        }
    }

    /// The first task that must be looked at, if some crew with somebody free may help.
    #[inline]
    pub(super) fn next(&self, free: Buckets) -> Option<(Turn, NeedsId)> {
        if self.count == 0 {
            return None;
        }
        let mut next: Option<(Turn, NeedsId)> = None;
        for (place, &word) in self.hopeful.iter().enumerate() {
            let mut left = word;
            while left != 0 {
                let needs = NeedsId::at(64 * place + left.trailing_zeros() as usize);
                left &= left - 1;
                let line = &self.needs[needs];
                if line.crews.meet(free) && next.is_none_or(|(next, _)| line.first < next) {
                    next = Some((line.first, needs));
                }
            }
        }
        next
    }

    /// The first task of a line was looked at in vain.
    #[inline]
    pub(super) fn give_up(&mut self, needs: NeedsId) {
        let (word, bit) = place(needs);
        self.count -= usize::from(self.hopeful[word] & bit != 0);
        self.hopeful[word] &= !bit;
    }

    /// The first task of a line is served.
    #[inline(always)]
    pub(super) fn serve_first(&mut self, needs: NeedsId) {
        let line = &mut self.needs[needs];
        if let Some(next) = line.others.pop_front() {
            line.first = next;
            self.hope(needs);
        } else {
            line.is_empty = true;
            self.give_up(needs);
        }
    }

    /// Somebody of a crew has come, or has become free.
    #[inline]
    pub(super) fn hope_for(&mut self, crew: CrewId) {
        for place in 0..self.of_crew[crew].len() {
            let needs = self.of_crew[crew][place];
            if !self.needs[needs].is_empty {
                self.hope(needs);
            }
        }
    }

    /// Everything may have changed.
    pub(super) fn hope_for_all(&mut self) {
        for needs in self.needs.ids() {
            if !self.needs[needs].is_empty {
                self.hope(needs);
            }
        }
    }

    /// The tasks that wait and are served before a turn, line by line.
    pub(super) fn ahead_of(&self, turn: Turn, into: &mut Vec<(Turn, NeedsId)>) {
        for (needs, line) in self.needs.enumerated() {
            if !line.is_empty && line.first < turn {
                into.push((line.first, needs));
                let others = line.others.iter().take_while(|other| **other < turn);
                into.extend(others.map(|&other| (other, needs)));
            }
        }
    }

    /// Something else may have changed for a line.
    pub(super) fn hope_for_line(&mut self, needs: NeedsId) {
        if !self.needs[needs].is_empty {
            self.hope(needs);
        }
    }

    /// A line must be looked at.
    #[inline]
    fn hope(&mut self, needs: NeedsId) {
        let (word, bit) = place(needs);
        self.count += usize::from(self.hopeful[word] & bit == 0);
        self.hopeful[word] |= bit;
    }
}

/// The word and the bit of a line.
#[inline]
fn place(needs: NeedsId) -> (usize, u64) {
    (needs.position() / 64, 1 << (needs.position() % 64))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ids::Run;
    use crate::model::{Conduct, Crew, Pay, Skill, Training};

    fn lines(n: usize) -> Lines {
        let mut model = Model::default();
        let crews = vec![CrewId::at(0)];
        let skill = model.skills.push(Skill { name: "any".to_owned(), crews });
        model.crews.push(Crew {
            name: "all".to_owned(),
            operators: Run::empty(),
            count: 0,
            calendar: None,
            own_calendars: Vec::new(),
            skills: vec![skill],
            training: Training::default(),
            conduct: Conduct::default(),
            pay: Pay::default(),
        });
        for _ in 0..n {
            model.needs.push(Needs { skills: vec![(skill, 1)], attention: Vec::new() });
        }
        Lines::new(&model)
    }

    /// The next one while somebody is free.
    fn next(lines: &Lines) -> Option<(Turn, NeedsId)> {
        lines.next(Buckets::of(&[CrewId::at(0)]))
    }

    fn turn(priority: u32, asked: i64, task: usize) -> Turn {
        Turn::new(priority, Time::from_ticks(asked), 0, TaskId::at(task))
    }

    #[test]
    fn the_higher_priority_is_served_first_then_who_asked_first() {
        let mut lines = lines(200);
        let asked = [(0, 5, 1, 0), (0, 3, 2, 130), (7, 9, 3, 130), (0, 4, 4, 0), (0, 3, 5, 199)];
        for (priority, asked, task, needs) in asked {
            lines.join(turn(priority, asked, task), NeedsId::at(needs));
        }
        let mut order = Vec::new();
        while let Some((turn, needs)) = next(&lines) {
            order.push(turn.task().position());
            lines.serve_first(needs);
        }
        assert_eq!(order, [3, 2, 5, 4, 1]);
    }

    #[test]
    fn who_was_looked_at_in_vain_waits_for_another_first_or_for_somebody() {
        let mut lines = lines(1);
        let needs = NeedsId::at(0);
        lines.join(turn(0, 5, 1), needs);
        assert_eq!(lines.next(Buckets::default()), None, "nobody is free");
        lines.give_up(needs);
        assert_eq!(next(&lines), None);
        lines.join(turn(0, 6, 2), needs);
        assert_eq!(next(&lines), None, "the first is the same");
        lines.join(turn(0, 4, 3), needs);
        assert_eq!(next(&lines).map(|(turn, _)| turn.task()), Some(TaskId::at(3)));
        lines.give_up(needs);
        lines.leave(TaskId::at(3), needs);
        assert_eq!(next(&lines).map(|(turn, _)| turn.task()), Some(TaskId::at(1)));
        lines.give_up(needs);
        lines.hope_for_all();
        assert_eq!(next(&lines).map(|(turn, _)| turn.task()), Some(TaskId::at(1)));
        lines.leave(TaskId::at(2), needs);
        lines.serve_first(needs);
        assert_eq!(next(&lines), None);
    }
}
