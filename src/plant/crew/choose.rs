//! Who goes: a team for a task, of those who are there.
//!
//! Among those who may go the least flexible goes first (fewest skills), then who already minds most
//! (so that others stay free for whole tasks), then who has worked least, then by name.

use super::super::task::Tasks;
use super::free::Willing;
use super::{Crews, Member};
use crate::ids::{CrewId, NeedsId, OperatorId, SkillId, StationId, TaskId};
use crate::model::{AtShiftEnd, Model, Operator};
use crate::units::{Span, Time};

/// A place in a team: what is done there, and percent of the attention that it takes.
pub(super) type Seat = (SkillId, u8);

/// What a task asks of its people.
#[derive(Clone, Copy, Debug)]
pub(super) struct Wanted {
    pub(super) needs: NeedsId,
    pub(super) task: TaskId,
    /// What is left of it, in standard time.
    pub(super) left: Span,
    pub(super) now: Time,
    /// The station, if it is a cycle: there people learn. `None` where nobody does.
    pub(super) cycle_at: Option<StationId>,
    /// Whoever is on tasks of a lower priority only may be taken away from them.
    pub(super) from_below: Option<u32>,
}

/// How willingly somebody who is busy goes: the priority of what must be left, and who it is.
type Busy = (u32, Willing);

impl Crews {
    /// Chooses a team, into `chosen`; whether there is one.
    pub(super) fn choose(&mut self, model: &Model, tasks: &Tasks, wanted: Wanted) -> bool {
        self.chosen.clear();
        let needs = &model.needs[wanted.needs];
        if let &[(skill, count)] = needs.skills.as_slice() {
            let seat = (skill, needs.attention(0));
            if count == 1 {
                return self.add_best(model, seat, wanted)
                    || wanted.from_below.is_some()
                        && self.add_best_busy(model, tasks, seat, wanted);
            }
            return self.add_team(model, tasks, seat, count as usize, wanted);
        }
        self.match_all(model, tasks, wanted)
    }

    /// Adds the best person who is free and has the skill.
    fn add_best(&mut self, model: &Model, (skill, attention): Seat, wanted: Wanted) -> bool {
        let mut best: Option<(u32, Willing)> = None;
        for &crew in &model.skills[skill].crews {
            let free = self.free.of(crew);
            let skills = free.skills();
            if best.is_some_and(|(fewest, _)| fewest < skills) {
                break;
            }
            let people = free.with_attention(attention);
            let who = if free.is_choosy() {
                let seat = (skill, attention);
                people.iter().find(|who| self.takes(model, who.operator, seat, wanted))
            } else {
                people.first()
            };
            if let Some(&who) = who {
                best = Some(best.map_or((skills, who), |best| best.min((skills, who))));
            }
        }
        let Some((_, Willing { operator, .. })) = best else { return false };
        self.chosen.push(Member { operator, skill, attention });
        true
    }

    /// Adds the best person with the skill who may leave something for it.
    fn add_best_busy(
        &mut self,
        model: &Model,
        tasks: &Tasks,
        (skill, attention): Seat,
        wanted: Wanted,
    ) -> bool {
        let busy = model.skills[skill].crews.iter().flat_map(|&crew| {
            let skills = self.free.of(crew).skills();
            let busy = self.busy(model, tasks, crew, (skill, attention), wanted);
            busy.into_iter().map(move |(price, who)| (price, skills, who))
        });
        let Some((.., Willing { operator, .. })) = busy.min() else { return false };
        self.chosen.push(Member { operator, skill, attention });
        true
    }

    /// Adds so many people with the skill, the best ones; whether there are as many. Who is free
    /// goes before who is taken away from something, whatever their crews.
    fn add_team(
        &mut self,
        model: &Model,
        tasks: &Tasks,
        (skill, attention): Seat,
        count: usize,
        wanted: Wanted,
    ) -> bool {
        let crews = &model.skills[skill].crews;
        let free = crews.iter().map(|&crew| self.free.count(crew));
        if wanted.from_below.is_none() && free.sum::<usize>() < count {
            return false;
        }
        let mut team = std::mem::take(&mut self.chosen);
        let member = |who: Willing| Member { operator: who.operator, skill, attention };
        let mut people: Vec<(u32, Willing)> = Vec::new();
        for &crew in crews {
            let skills = self.free.of(crew).skills();
            // Those with more skills come after all of these.
            if people.len() >= count && people.last().is_some_and(|last| last.0 < skills) {
                break;
            }
            let fitting = self.fitting(model, crew, (skill, attention), wanted);
            people.extend(fitting.take(count).map(|who| (skills, who)));
        }
        people.sort_unstable();
        team.extend(people.into_iter().take(count).map(|(_, who)| member(who)));
        if team.len() < count && wanted.from_below.is_some() {
            let busy = |&crew: &CrewId| {
                let skills = self.free.of(crew).skills();
                let busy = self.busy(model, tasks, crew, (skill, attention), wanted);
                busy.into_iter().map(move |(price, who)| (price, skills, who))
            };
            let mut busy: Vec<(u32, u32, Willing)> = crews.iter().flat_map(busy).collect();
            busy.sort_unstable();
            let left = count - team.len();
            team.extend(busy.into_iter().take(left).map(|(.., who)| member(who)));
        }
        self.chosen = team;
        self.chosen.len() == count
    }

    /// The free people of a crew who can take a seat, in the order in which they go.
    fn fitting<'a>(
        &'a self,
        model: &'a Model,
        crew: CrewId,
        (skill, attention): Seat,
        wanted: Wanted,
    ) -> impl Iterator<Item = Willing> + 'a {
        let are_choosy = self.free.of(crew).is_choosy();
        let people = self.free.of(crew).with_attention(attention).iter().copied();
        people.filter(move |who| {
            !are_choosy || self.takes(model, who.operator, (skill, attention), wanted)
        })
    }

    /// The busy people of a crew who may leave what they do for a seat.
    fn busy(
        &self,
        model: &Model,
        tasks: &Tasks,
        crew: CrewId,
        (skill, attention): Seat,
        wanted: Wanted,
    ) -> Vec<Busy> {
        let are_choosy = self.free.of(crew).is_choosy();
        let people = model.crews[crew].operators.iter().filter_map(|operator| {
            let price = self.price(model, tasks, operator, attention, wanted)?;
            let takes = !are_choosy || self.takes(model, operator, (skill, attention), wanted);
            (price > 0 && takes).then(|| (price, Willing::new(operator, &self.rows[operator])))
        });
        people.collect()
    }

    /// Whether a person has the skill by now, would be done before going if that matters, and is not kept for
    /// a task ahead.
    pub(super) fn takes(
        &self,
        model: &Model,
        operator: OperatorId,
        (skill, attention): Seat,
        wanted: Wanted,
    ) -> bool {
        if self.is_kept(operator, attention) {
            return false;
        }
        let Operator { crew, number } = model.operators[operator];
        let crew = &model.crews[crew];
        if !crew.may_do(number, skill, wanted.now) {
            return false;
        }
        if crew.conduct.zones.go_round() && !self.stands_for(model, operator, wanted.task) {
            return false;
        }
        if crew.conduct.at_shift_end != AtShiftEnd::NoStart {
            return true;
        }
        let goes = self.goes(model, operator, wanted.now);
        let way = self.way_of(model, (operator, attention), wanted.task, wanted.now);
        let begins = wanted.now + way;
        let pace = self.pace_of(model, operator, skill, wanted.cycle_at, begins);
        begins + super::at_pace(wanted.left, pace) <= goes
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
        let below = wanted.from_below.filter(|_| !self.is_walking(operator))?;
        let priorities = self.tasks[operator].iter().map(|&t| tasks.call(model, t).priority);
        priorities.max().filter(|&highest| highest < below).map(|highest| 1 + highest)
    }

    /// Chooses people for several skills: an assignment that fills every seat, if there is one.
    ///
    /// Cost: seats × people (augmenting paths); teams are small, and of each crew no more people are
    /// looked at than there are seats.
    fn match_all(&mut self, model: &Model, tasks: &Tasks, wanted: Wanted) -> bool {
        let needs = &model.needs[wanted.needs];
        let is_there = |&(skill, _): &(SkillId, u32)| {
            model.skills[skill].crews.iter().any(|&crew| self.free.count(crew) > 0)
        };
        if wanted.from_below.is_none() && !needs.skills.iter().all(is_there) {
            return false;
        }
        let seats: Vec<Seat> = needs.seats();
        let people = self.candidates(model, tasks, &seats, wanted);
        let can = |person: usize, seat: usize| {
            let (.., Willing { operator, .. }, crew) = people[person];
            let (skill, attention) = seats[seat];
            model.crews[crew].skills.binary_search(&skill).is_ok()
                && self.price(model, tasks, operator, attention, wanted).is_some()
                && (!self.free.of(crew).is_choosy()
                    || self.takes(model, operator, (skill, attention), wanted))
        };
        let (n_people, n_seats) = (people.len(), seats.len());
        let team = if wanted.from_below.is_some() {
            cheapest(n_people, n_seats, &can)
        } else {
            by_seat(n_people, n_seats, &can)
        };
        let Some(mut team) = team else { return false };
        team.sort_unstable();
        self.chosen.extend(team.into_iter().map(|(person, seat)| {
            let (skill, attention) = seats[seat];
            Member { operator: people[person].2.operator, skill, attention }
        }));
        true
    }

    /// People who may take one of the seats, in the order in which they go: price, skills, person.
    ///
    /// Of those of a crew who can take a seat as many are enough as there are seats: the others
    /// would come after them.
    fn candidates(
        &self,
        model: &Model,
        tasks: &Tasks,
        seats: &[Seat],
        wanted: Wanted,
    ) -> Vec<(u32, u32, Willing, CrewId)> {
        let mut people: Vec<(u32, u32, Willing, CrewId)> = Vec::new();
        let least = seats.iter().map(|&(_, attention)| attention).min().unwrap_or(0);
        let mut before = None;
        for &seat in seats {
            if before.replace(seat) == Some(seat) {
                continue;
            }
            for &crew in &model.skills[seat.0].crews {
                let skills = self.free.of(crew).skills();
                let free = self.fitting(model, crew, seat, wanted).take(seats.len());
                people.extend(free.map(|who| (0, skills, who, crew)));
                if wanted.from_below.is_some() {
                    let busy = self.busy(model, tasks, crew, seat, wanted);
                    people.extend(busy.into_iter().filter_map(|(_, who)| {
                        let price = self.price(model, tasks, who.operator, least, wanted)?;
                        Some((price, skills, who, crew))
                    }));
                }
            }
        }
        people.sort_unstable();
        people.dedup_by_key(|(.., who, _)| who.operator);
        people
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

/// Who takes which seat, if every seat can be taken: the first who can, seat by seat.
fn by_seat(
    people: usize,
    seats: usize,
    can: &impl Fn(usize, usize) -> bool,
) -> Option<Vec<(usize, usize)>> {
    let mut seat_of: Vec<Option<usize>> = vec![None; people];
    for seat in 0..seats {
        let mut tried = vec![false; people];
        if !pair(seat, &|seat, person| can(person, seat), &mut tried, &mut seat_of) {
            return None;
        }
    }
    let pairs = seat_of.into_iter().enumerate();
    Some(pairs.filter_map(|(person, seat)| Some((person, seat?))).collect())
}

/// The same, so that as few as can be of those who come late in the order are taken.
///
/// Person by person: who finds a seat keeps one. That is a greedy choice in a transversal matroid, which
/// is the least there is.
pub(super) fn cheapest(
    people: usize,
    seats: usize,
    can: &impl Fn(usize, usize) -> bool,
) -> Option<Vec<(usize, usize)>> {
    let mut person_of: Vec<Option<usize>> = vec![None; seats];
    let mut left = seats;
    for person in 0..people {
        if left == 0 {
            break;
        }
        let mut tried = vec![false; seats];
        left -= usize::from(pair(person, can, &mut tried, &mut person_of));
    }
    let pairs = person_of.into_iter().enumerate();
    pairs.map(|(seat, person)| Some((person?, seat))).collect()
}

/// Gives `one` an other that it `can` have, moving those who have one if that helps.
fn pair(
    one: usize,
    can: &impl Fn(usize, usize) -> bool,
    tried: &mut [bool],
    owner: &mut [Option<usize>],
) -> bool {
    if let Some(free) = (0..tried.len()).find(|&other| owner[other].is_none() && can(one, other)) {
        owner[free] = Some(one);
        return true;
    }
    for other in 0..tried.len() {
        if tried[other] || !can(one, other) {
            continue;
        }
        tried[other] = true;
        if owner[other].is_some_and(|before| pair(before, can, tried, owner)) {
            owner[other] = Some(one);
            return true;
        }
    }
    false
}
