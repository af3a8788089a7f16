//! Shares of people that are kept for tasks ahead.
//!
//! A task that waits for more of somebody than is free must not lose to tasks behind it, share by share, what
//! comes free. So a task ahead in turn keeps a team: people who are at work and could do it, those first of whom
//! least is lacking, then those to whom nothing was given for longest. A task behind takes a share of one of
//! them only if what is kept stays free beside it; of others it takes what there is. A task for which somebody
//! is not at work, or does not do it any more today, waits for a person, not for a share, and keeps nobody.
//!
//! Whoever gives a task all of the attention is not kept: a whole person is free or is not, and a team of several
//! is not waited for by others (as where nobody gives a share).
//!
//! What a task lacks of its team only gets less while it waits: nothing is given away that it keeps, and another
//! team follows only if it lacks less, or as much and was given nothing for longer. So nobody waits for ever.

use super::choose::{Seat, Wanted, cheapest};
use super::{Crews, Member, Turn};
use crate::ids::{CrewId, NeedsId, OperatorId, Table};
use crate::model::Model;
use crate::plant::task::Tasks;
use crate::units::Time;

/// What is kept of whom.
#[derive(Debug)]
pub(super) struct Holds {
    /// When each person was last given a task. Empty where nobody gives a share: there nothing is kept.
    given: Table<OperatorId, Time>,
    /// People and percent of the attention that tasks ahead keep, while a team is chosen.
    kept: Vec<(OperatorId, u32)>,
    /// Needs of tasks that were refused what is kept.
    refused: Vec<NeedsId>,
    /// Room for the tasks ahead, used again.
    ahead: Vec<(Turn, NeedsId)>,
}

/// Somebody who could take a seat, in the order in which they are kept: percent of the attention that is
/// lacking, when a task was last given, who.
type Candidate = (u32, Time, OperatorId, CrewId);

impl Holds {
    pub(super) fn new(model: &Model) -> Self {
        let has_shares = model.needs.iter().any(|needs| !needs.attention.is_empty());
        let people = if has_shares { model.operators.len() } else { 0 };
        Self {
            given: Table::filled(people, Time::ZERO),
            kept: Vec::new(),
            refused: Vec::new(),
            ahead: Vec::new(),
        }
    }

    /// Whether somebody gives a share to some task.
    #[inline]
    pub(super) fn may_keep(&self) -> bool {
        !self.given.is_empty()
    }

    /// Whether some task was refused what is kept for others.
    #[inline]
    pub(super) fn has_refused(&self) -> bool {
        !self.refused.is_empty()
    }

    fn kept_of(&self, operator: OperatorId) -> u32 {
        self.kept.iter().filter(|kept| kept.0 == operator).map(|kept| kept.1).sum()
    }
}

impl Crews {
    /// Whether a share of somebody is kept for a task ahead, while a team is chosen.
    #[inline]
    pub(super) fn is_kept(&self, operator: OperatorId, attention: u8) -> bool {
        if self.holds.kept.is_empty() || attention == 100 {
            return false;
        }
        let kept = self.holds.kept_of(operator);
        kept > 0 && u32::from(self.rows[operator].busy) + kept + u32::from(attention) > 100
    }

    /// Tasks that were refused what is kept are looked at again.
    pub(super) fn hope_for_refused(&mut self) {
        for needs in self.holds.refused.drain(..) {
            self.lines.hope_for_line(needs);
            if let Some(urgent) = &mut self.urgent {
                urgent.hope_for_line(needs);
            }
        }
    }

    /// Whether a task that waits was refused what is kept for one that leaves its line now.
    pub(in crate::plant) fn has_refused(&self) -> bool {
        self.holds.has_refused()
    }

    /// Whether the team chosen for a task, or another one that is chosen instead, leaves to the tasks ahead of it
    /// what they keep.
    #[inline(never)]
    pub(super) fn leaves_what_is_kept(
        &mut self,
        model: &Model,
        tasks: &Tasks,
        turn: Turn,
        wanted: Wanted,
    ) -> bool {
        let is_right = model.needs[wanted.needs].attention.is_empty()
            || self.choose_of_the_rest(model, tasks, turn, wanted);
        self.holds.kept.clear();
        if is_right {
            for place in 0..self.chosen.len() {
                self.holds.given[self.chosen[place].operator] = wanted.now;
            }
            // What the task kept is kept no more.
            self.hope_for_refused();
        } else {
            self.holds.refused.push(wanted.needs);
        }
        is_right
    }

    fn choose_of_the_rest(
        &mut self,
        model: &Model,
        tasks: &Tasks,
        turn: Turn,
        wanted: Wanted,
    ) -> bool {
        let mut ahead = std::mem::take(&mut self.holds.ahead);
        ahead.clear();
        self.lines.ahead_of(turn, &mut ahead);
        if let Some(urgent) = &self.urgent {
            urgent.ahead_of(turn, &mut ahead);
        }
        ahead.sort_unstable();
        let mut vain: Vec<NeedsId> = Vec::new();
        let mut is_right = true;
        for &(other, needs) in &ahead {
            // Behind a task that waits for somebody nobody is served.
            if vain.contains(&needs) {
                continue;
            }
            let waiting = self.wanted(model, tasks, (other, needs), wanted.now, None);
            if !self.keep_for(model, waiting) {
                vain.push(needs);
                continue;
            }
            let is_kept = |member: &Member| self.is_kept(member.operator, member.attention);
            if self.chosen.iter().any(is_kept) && !self.choose(model, tasks, wanted) {
                is_right = false;
                break;
            }
        }
        self.holds.ahead = ahead;
        is_right
    }

    /// Keeps a team for a task that waits; whether everybody is at work for it.
    fn keep_for(&mut self, model: &Model, waiting: Wanted) -> bool {
        let before = std::mem::take(&mut self.holds.kept);
        let seats = model.needs[waiting.needs].seats();
        let mut people: Vec<Candidate> = Vec::new();
        let mut last = None;
        for &seat in &seats {
            if last.replace(seat) != Some(seat) {
                for &crew in &model.skills[seat.0].crews {
                    people.extend(self.who_could(model, crew, seat, waiting, &before));
                }
            }
        }
        people.sort_unstable();
        people.dedup_by_key(|&mut (_, _, operator, _)| operator);
        let can = |person: usize, seat: usize| {
            let (.., operator, crew) = people[person];
            self.could(model, (operator, crew), seats[seat], waiting)
        };
        let team = cheapest(people.len(), seats.len(), &can);
        self.holds.kept = before;
        let Some(team) = team else { return false };
        let kept =
            team.into_iter().map(|(person, seat)| (people[person].2, u32::from(seats[seat].1)));
        self.holds.kept.extend(kept);
        true
    }

    /// People of a crew who are at work and could take a seat.
    fn who_could(
        &self,
        model: &Model,
        crew: CrewId,
        seat: Seat,
        waiting: Wanted,
        kept: &[(OperatorId, u32)],
    ) -> Vec<Candidate> {
        let could = model.crews[crew].operators.iter().filter(|&operator| {
            self.rows[operator].is_there() && self.could(model, (operator, crew), seat, waiting)
        });
        let candidate = |operator| {
            let kept = kept.iter().filter(|kept| kept.0 == operator).map(|kept| kept.1);
            let taken = u32::from(self.rows[operator].busy) + kept.sum::<u32>();
            let lacking = (taken + u32::from(seat.1)).saturating_sub(100);
            (lacking, self.holds.given[operator], operator, crew)
        };
        could.map(candidate).collect()
    }

    /// Whether somebody who is at work could take a seat if free.
    fn could(
        &self,
        model: &Model,
        (operator, crew): (OperatorId, CrewId),
        seat: Seat,
        waiting: Wanted,
    ) -> bool {
        model.crews[crew].skills.binary_search(&seat.0).is_ok()
            && (!self.free.of(crew).is_choosy() || self.takes(model, operator, seat, waiting))
    }
}
