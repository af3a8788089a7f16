//! Who goes: a team for a task, of those who are there.
//!
//! Among those who may go the least flexible goes first (fewest skills), then who already minds most
//! (so that others stay free for whole tasks), then who has worked least, then by name.

use std::cmp::Reverse;

use super::super::task::Tasks;
use super::{Crews, Member, Row};
use crate::ids::{CrewId, NeedsId, OperatorId, SkillId, StationId, TaskId};
use crate::model::{AtShiftEnd, Model};
use crate::units::{Span, Time};

/// What a task asks of its people.
#[derive(Clone, Copy, Debug)]
pub(super) struct Wanted {
    pub(super) needs: NeedsId,
    /// What is left of it, in standard time.
    pub(super) left: Span,
    pub(super) now: Time,
    /// The station, if it is a cycle: there people learn.
    pub(super) cycle_at: Option<StationId>,
    /// Whoever is on tasks of a lower priority only may be taken away from them.
    pub(super) from_below: Option<u32>,
}

/// How willingly somebody goes; the least goes first.
type Rank = (u32, Reverse<u8>, Span, OperatorId);

impl Crews {
    /// Chooses a team, into `chosen`; whether there is one.
    pub(super) fn choose(&mut self, model: &Model, tasks: &Tasks, wanted: Wanted) -> bool {
        self.chosen.clear();
        let needs = &model.needs[wanted.needs];
        if let &[(skill, count)] = needs.skills.as_slice() {
            let attention = needs.attention(0);
            if count == 1 {
                return self.add_best(model, tasks, skill, attention, wanted);
            }
            return self.add_team(model, tasks, (skill, attention), count as usize, wanted);
        }
        self.match_all(model, tasks, wanted)
    }

    /// Adds so many people with the skill, the best ones; whether there are as many.
    fn add_team(
        &mut self,
        model: &Model,
        tasks: &Tasks,
        (skill, attention): (SkillId, u8),
        count: usize,
        wanted: Wanted,
    ) -> bool {
        let free = model.skills[skill].crews.iter().map(|&crew| self.free[crew] as usize);
        if wanted.from_below.is_none() && free.sum::<usize>() < count {
            return false;
        }
        let mut people: Vec<(u32, usize, Rank)> = Vec::new();
        for (place, &crew) in model.skills[skill].crews.iter().enumerate() {
            if self.free[crew] == 0 && wanted.from_below.is_none() {
                continue;
            }
            let rank = |o| self.rank(model, tasks, o, crew, (skill, attention), wanted);
            let ranks = model.crews[crew].operators.iter().filter_map(rank);
            // Who is free goes before who is taken away from something, whatever their crews.
            people.extend(ranks.map(|rank| (rank.0, place, rank)));
        }
        if people.len() < count {
            return false;
        }
        people.sort_unstable();
        let team = people.iter().take(count);
        let member =
            |&(.., (.., operator)): &(u32, usize, Rank)| Member { operator, skill, attention };
        self.chosen.extend(team.map(member));
        true
    }

    /// Adds the best person with the skill.
    fn add_best(
        &mut self,
        model: &Model,
        tasks: &Tasks,
        skill: SkillId,
        attention: u8,
        wanted: Wanted,
    ) -> bool {
        let mut best: Option<(u32, usize, Reverse<u8>, Span, OperatorId)> = None;
        for &crew in &model.skills[skill].crews {
            let skills = model.crews[crew].skills.len();
            if best.is_some_and(|(price, fewest, ..)| price == 0 && fewest < skills) {
                break;
            }
            if self.free[crew] == 0 && wanted.from_below.is_none() {
                continue;
            }
            let people = model.crews[crew].operators.iter();
            let rank = |o| self.rank(model, tasks, o, crew, (skill, attention), wanted);
            if let Some((price, busy, worked, operator)) = people.filter_map(rank).min() {
                let found = (price, skills, busy, worked, operator);
                best = Some(best.map_or(found, |best| best.min(found)));
            }
        }
        let Some((.., operator)) = best else { return false };
        self.chosen.push(Member { operator, skill, attention });
        true
    }

    /// How willingly a person would take a seat; `None` who cannot.
    fn rank(
        &self,
        model: &Model,
        tasks: &Tasks,
        operator: OperatorId,
        crew: CrewId,
        (skill, attention): (SkillId, u8),
        wanted: Wanted,
    ) -> Option<Rank> {
        let price = self.price(model, tasks, operator, attention, wanted)?;
        if model.crews[crew].conduct.at_shift_end == AtShiftEnd::NoStart {
            let pace = self.pace_of(model, operator, skill, wanted.cycle_at, wanted.now);
            let goes = self.goes(model, operator, wanted.now);
            if wanted.now + super::at_pace(wanted.left, pace) > goes {
                return None;
            }
        }
        let row = &self.rows[operator];
        Some((price, Reverse(row.busy), row.worked, operator))
    }

    /// What it costs to have a person: nothing if there is attention left, else the priority of what
    /// must be left, from 1; `None` who cannot be had.
    fn price(
        &self,
        model: &Model,
        tasks: &Tasks,
        operator: OperatorId,
        attention: u8,
        wanted: Wanted,
    ) -> Option<u32> {
        let row = &self.rows[operator];
        if !row.is_there() {
            return None;
        }
        if row.busy + attention <= 100 {
            return Some(0);
        }
        let below = wanted.from_below?;
        let priorities = self.tasks[operator].iter().map(|&t| tasks.call(model, t).priority);
        priorities.max().filter(|&highest| highest < below).map(|highest| 1 + highest)
    }

    /// Chooses people for several skills: an assignment that fills every seat, if there is one.
    ///
    /// Cost: seats × people (augmenting paths); teams are small.
    fn match_all(&mut self, model: &Model, tasks: &Tasks, wanted: Wanted) -> bool {
        let needs = &model.needs[wanted.needs];
        let of_skill = |(place, &(skill, count)): (usize, &(SkillId, u32))| {
            std::iter::repeat_n((skill, needs.attention(place)), count as usize)
        };
        let seats: Vec<(SkillId, u8)> =
            needs.skills.iter().enumerate().flat_map(of_skill).collect();
        let least = seats.iter().map(|&(_, attention)| attention).min().unwrap_or(0);
        let mut people: Vec<(u32, usize, Reverse<u8>, Span, OperatorId, CrewId)> = Vec::new();
        for (crew, row) in model.crews.enumerated() {
            if self.free[crew] == 0 && wanted.from_below.is_none() {
                continue;
            }
            for operator in row.operators.iter() {
                if let Some(price) = self.price(model, tasks, operator, least, wanted) {
                    let Row { busy, worked, .. } = self.rows[operator];
                    people.push((price, row.skills.len(), Reverse(busy), worked, operator, crew));
                }
            }
        }
        people.sort_unstable();
        let can = |person: usize, seat: usize| {
            let (.., operator, crew) = people[person];
            let (skill, attention) = seats[seat];
            model.crews[crew].skills.binary_search(&skill).is_ok()
                && self.rank(model, tasks, operator, crew, (skill, attention), wanted).is_some()
        };
        let mut seat_of: Vec<Option<usize>> = vec![None; people.len()];
        for seat in 0..seats.len() {
            let mut tried = vec![false; people.len()];
            if !take_seat(seat, &can, &mut tried, &mut seat_of) {
                return false;
            }
        }
        let taken = people.iter().zip(&seat_of).filter_map(|(person, seat)| {
            let (skill, attention) = seats[(*seat)?];
            Some(Member { operator: person.4, skill, attention })
        });
        self.chosen.extend(taken);
        true
    }

    /// Those of a chosen team who must be taken away from something, with what they leave.
    pub(super) fn taken_from(&self) -> Vec<TaskId> {
        let busy = self.chosen.iter().filter(|m| self.rows[m.operator].busy + m.attention > 100);
        let mut left: Vec<TaskId> =
            busy.flat_map(|member| self.tasks[member.operator].iter().copied()).collect();
        left.sort_unstable();
        left.dedup();
        left
    }
}

/// Gives `seat` to somebody who can take it, moving others if that helps.
fn take_seat(
    seat: usize,
    can: &impl Fn(usize, usize) -> bool,
    tried: &mut [bool],
    seat_of: &mut [Option<usize>],
) -> bool {
    if let Some(free) = (0..tried.len()).find(|&p| seat_of[p].is_none() && can(p, seat)) {
        seat_of[free] = Some(seat);
        return true;
    }
    for person in 0..tried.len() {
        if tried[person] || !can(person, seat) {
            continue;
        }
        tried[person] = true;
        if seat_of[person].is_some_and(|other| take_seat(other, can, tried, seat_of)) {
            seat_of[person] = Some(seat);
            return true;
        }
    }
    false
}
