//! Free people: who has attention left, in the order in which they go.
//!
//! Of one crew the person who already minds most goes first (so that others stay free for whole
//! tasks), then who has worked least, then by number.

use super::Row;
use crate::ids::{CrewId, Id, OperatorId, Table};
use crate::model::{AtShiftEnd, Model};

/// How willingly somebody of a crew goes; the least goes first. One number, because it is compared
/// often: 7 bits of the attention that is left, 57 of the time worked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Willing {
    key: u64,
    pub(super) operator: OperatorId,
}

/// Bits of the time worked.
const WORKED: u32 = 57;

/// More than the time of any run, so that what is kept of the busy is above zero.
const BUSY: i64 = 1 << 55;

impl Willing {
    #[inline]
    pub(super) fn new(operator: OperatorId, row: &Row) -> Self {
        let left = u64::from(100 - row.busy.min(100));
        // All who are busy work on: of those, what has been worked by now is in the order of what was
        // worked before, less the time at which it began to grow again.
        let grows = if row.busy > 0 { BUSY - row.since.ticks() } else { 0 };
        let worked = (row.worked.ticks() + grows).unsigned_abs() & ((1 << WORKED) - 1);
        Self { key: left << WORKED | worked, operator }
    }
}

/// Empty places that a line may always have; with more of them they are at most half of it.
const EMPTY: usize = 32;

/// The free people of a crew.
#[derive(Clone, Debug)]
pub(super) struct Line {
    /// Those from `first` on, ascending; the places before are empty.
    people: Vec<Willing>,
    first: usize,
    /// How many skills each of them has.
    skills: u32,
    /// Whether they do not take every task: see [`Line::is_choosy`].
    is_choosy: bool,
}

impl Line {
    #[inline]
    fn people(&self) -> &[Willing] {
        &self.people[self.first..]
    }

    /// How many skills the people of the crew have.
    #[inline]
    pub(super) const fn skills(&self) -> u32 {
        self.skills
    }

    /// Whether people of the crew do not take every task: one that would not end before they go, for a skill
    /// that they have to learn, at a station that they do not mind, or by a share that is kept for others.
    #[inline]
    pub(super) const fn is_choosy(&self) -> bool {
        self.is_choosy
    }

    /// Those who have as much attention left, in the order in which they go.
    #[inline]
    pub(super) fn with_attention(&self, attention: u8) -> &[Willing] {
        let people = self.people();
        let least = u64::from(attention) << WORKED;
        match people.first() {
            Some(first) if first.key < least => {
                &people[people.partition_point(|who| who.key < least)..]
            }
            _ => people,
        }
    }
}

/// The free people of every crew.
///
/// Cost: the first goes at once; who comes back moves the others behind, or those before where they are
/// fewer and some have gone.
#[derive(Debug)]
pub(super) struct Free {
    crews: Table<CrewId, Line>,
    /// How many people are free in the crews of each bucket, and a bit for each bucket with some.
    counts: [u32; BUCKETS],
    buckets: Buckets,
}

/// Crews, each in one of 64 buckets, as a set of these: tells at once that nobody can come.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Buckets(u64);

const BUCKETS: usize = 64;

impl Buckets {
    /// All of them.
    pub(super) const ALL: Self = Self(u64::MAX);

    /// The buckets of some crews.
    pub(super) fn of<'a>(crews: impl IntoIterator<Item = &'a CrewId>) -> Self {
        Self(crews.into_iter().fold(0, |bits, crew| bits | 1 << (crew.position() % BUCKETS)))
    }

    /// Whether some bucket is in both: if not, no crew is.
    #[inline]
    pub(super) const fn meet(self, other: Self) -> bool {
        self.0 & other.0 != 0
    }
}

impl Free {
    pub(super) fn new(model: &Model) -> Self {
        let line = Line { people: Vec::new(), first: 0, skills: 0, is_choosy: false };
        let crews = Table::filled(model.crews.len(), line);
        let mut free = Self { crews, counts: [0; BUCKETS], buckets: Buckets::default() };
        free.follow(model);
        free
    }

    /// From now on a model of the same crews holds.
    pub(super) fn follow(&mut self, model: &Model) {
        for (crew, row) in model.crews.enumerated() {
            let line = &mut self.crews[crew];
            line.skills = u32::try_from(row.flexibility()).unwrap_or(u32::MAX);
            let is_short = row.conduct.at_shift_end == AtShiftEnd::NoStart;
            let differ = row.conduct.zones.differ();
            line.is_choosy =
                is_short || !row.training.is_empty() || differ || gives_shares(model, crew);
        }
    }

    /// Where somebody is free.
    #[inline]
    pub(super) const fn buckets(&self) -> Buckets {
        self.buckets
    }

    /// How many people of a crew are free.
    #[inline]
    pub(super) fn count(&self, crew: CrewId) -> usize {
        self.crews[crew].people().len()
    }

    /// The free people of a crew.
    #[inline]
    pub(super) fn of(&self, crew: CrewId) -> &Line {
        &self.crews[crew]
    }

    /// Somebody becomes free.
    pub(super) fn put(&mut self, crew: CrewId, who: Willing) {
        let bucket = crew.position() % BUCKETS;
        self.counts[bucket] += 1;
        self.buckets.0 |= 1 << bucket;
        let line = &mut self.crews[crew];
        if line.people().last().is_none_or(|last| *last < who) {
            line.people.push(who);
            return;
        }
        let before = line.people().partition_point(|other| *other < who);
        let (first, place) = (line.first, line.first + before);
        if first > 0 && before < line.people().len() / 2 {
            line.people.copy_within(first..place, first - 1);
            line.first -= 1;
            line.people[place - 1] = who;
        } else {
            line.people.insert(place, who);
        }
    }

    /// Somebody is free no more, or will be put back with another rank.
    pub(super) fn take(&mut self, crew: CrewId, who: Willing) {
        let line = &mut self.crews[crew];
        if line.people().first() == Some(&who) {
            line.first += 1;
            if line.first == line.people.len() {
                line.people.clear();
                line.first = 0;
            } else if line.first > EMPTY && line.first * 2 > line.people.len() {
                line.people.drain(..line.first);
                line.first = 0;
            }
        } else if let Ok(place) = line.people().binary_search(&who) {
            line.people.remove(line.first + place);
        } else {
            return;
        }
        let bucket = crew.position() % BUCKETS;
        self.counts[bucket] -= 1;
        if self.counts[bucket] == 0 {
            self.buckets.0 &= !(1 << bucket);
        }
    }

    /// Everybody who is free.
    pub(super) fn iter(&self) -> impl Iterator<Item = (CrewId, Willing)> {
        let crews = self.crews.enumerated();
        crews.flat_map(|(crew, line)| line.people().iter().map(move |&who| (crew, who)))
    }
}

/// Whether some task takes a share of people of a crew only, which may be kept for others.
fn gives_shares(model: &Model, crew: CrewId) -> bool {
    let mut needs = model.needs.iter().filter(|needs| !needs.attention.is_empty());
    needs.any(|needs| {
        let mut skills = needs.skills.iter();
        skills.any(|(skill, _)| model.crews[crew].skills.binary_search(skill).is_ok())
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::units::Span;

    fn who(number: usize, busy: u8, worked: i64) -> Willing {
        let row = Row { busy, worked: Span::from_hours(worked), ..Row::away() };
        Willing::new(OperatorId::at(number), &row)
    }

    fn nobody() -> Free {
        let line = Line { people: Vec::new(), first: 0, skills: 1, is_choosy: false };
        let crews = Table::filled(1, line);
        Free { crews, counts: [0; BUCKETS], buckets: Buckets::default() }
    }

    #[test]
    fn who_minds_most_goes_first_then_who_has_worked_least_then_by_number() {
        let crew = CrewId::at(0);
        let mut free = nobody();
        for someone in [who(3, 0, 4), who(2, 0, 1), who(1, 0, 4), who(4, 70, 9)] {
            free.put(crew, someone);
        }
        let order = |attention: u8| {
            let all = free.of(crew).with_attention(attention).iter();
            all.map(|who| who.operator.position()).collect::<Vec<_>>()
        };
        assert_eq!(order(30), [4, 2, 1, 3]);
        assert_eq!(order(31), [2, 1, 3]);
        assert_eq!(order(100), [2, 1, 3]);
    }

    #[test]
    fn people_who_come_and_go_stay_in_order() {
        let crew = CrewId::at(0);
        let mut free = nobody();
        let mut expected: Vec<Willing> = Vec::new();
        // A sequence that goes everywhere: multiples of 37 modulo 101.
        for step in 0..1000_usize {
            let someone = who(step % 101, 0, i64::try_from(step * 37 % 101).unwrap_or(0));
            if let Some(place) = expected.iter().position(|other| *other == someone) {
                expected.remove(place);
                free.take(crew, someone);
            } else {
                expected.push(someone);
                expected.sort_unstable();
                free.put(crew, someone);
            }
            if step % 3 == 0 && !expected.is_empty() {
                free.take(crew, expected.remove(0));
            }
            assert_eq!(free.of(crew).with_attention(100), expected);
            assert_eq!(free.count(crew), expected.len());
        }
    }

    #[test]
    fn who_goes_is_free_no_more() {
        let crew = CrewId::at(0);
        let mut free = nobody();
        free.put(crew, who(1, 0, 4));
        free.put(crew, who(2, 0, 1));
        free.take(crew, who(1, 0, 4));
        assert_eq!(free.count(crew), 1);
        assert!(free.buckets().meet(Buckets::of(&[crew])));
        assert!(!free.buckets().meet(Buckets::of(&[CrewId::at(1)])));
        free.take(crew, who(2, 0, 1));
        assert!(!free.buckets().meet(Buckets::of(&[crew])));
        free.take(crew, who(2, 0, 1));
        assert_eq!(free.iter().count(), 0);
    }
}
