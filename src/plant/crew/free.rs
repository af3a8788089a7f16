//! Free people: who has attention left, in the order in which they go.
//!
//! Of one crew the person who already minds most goes first (so that others stay free for whole
//! tasks), then who has worked least, then by number.

use std::collections::VecDeque;

use super::Row;
use crate::ids::{CrewId, OperatorId, Table};

/// How willingly somebody of a crew goes; the least goes first. One number, because it is compared
/// often: 7 bits of the attention that is left, 57 of the time worked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Willing {
    key: u64,
    pub(super) operator: OperatorId,
}

/// Bits of the time worked.
const WORKED: u32 = 57;

impl Willing {
    pub(super) fn new(operator: OperatorId, row: &Row) -> Self {
        let left = u64::from(100 - row.busy.min(100));
        let worked = row.worked.ticks().unsigned_abs() & ((1 << WORKED) - 1);
        Self { key: left << WORKED | worked, operator }
    }

    /// Percent of the attention that is left.
    fn left(self) -> u64 {
        self.key >> WORKED
    }
}

/// The free people of every crew.
///
/// Cost: who goes and who comes back move the shorter side of the line.
#[derive(Debug)]
pub(super) struct Free {
    crews: Table<CrewId, VecDeque<Willing>>,
    people: usize,
}

impl Free {
    pub(super) fn new(crews: usize) -> Self {
        Self { crews: Table::filled(crews, VecDeque::new()), people: 0 }
    }

    /// Whether nobody at all is free.
    pub(super) const fn is_empty(&self) -> bool {
        self.people == 0
    }

    /// How many people of a crew are free.
    pub(super) fn count(&self, crew: CrewId) -> usize {
        self.crews[crew].len()
    }

    /// Somebody becomes free.
    pub(super) fn put(&mut self, crew: CrewId, who: Willing) {
        let line = &mut self.crews[crew];
        self.people += 1;
        if line.back().is_none_or(|last| *last < who) {
            line.push_back(who);
        } else {
            line.insert(line.partition_point(|other| *other < who), who);
        }
    }

    /// Somebody is free no more, or will be put back with another rank.
    pub(super) fn take(&mut self, crew: CrewId, who: Willing) {
        let line = &mut self.crews[crew];
        if line.front() == Some(&who) {
            line.pop_front();
            self.people -= 1;
        } else if let Ok(place) = line.binary_search(&who) {
            line.remove(place);
            self.people -= 1;
        }
    }

    /// Those of a crew who have as much attention left, in the order in which they go.
    pub(super) fn with_attention(
        &self,
        crew: CrewId,
        attention: u8,
    ) -> impl Iterator<Item = Willing> {
        let line = &self.crews[crew];
        let attention = u64::from(attention);
        let is_enough = line.front().is_none_or(|first| first.left() >= attention);
        let first =
            if is_enough { 0 } else { line.partition_point(|who| who.left() < attention) };
        line.range(first..).copied()
    }

    /// Everybody who is free.
    pub(super) fn iter(&self) -> impl Iterator<Item = (CrewId, Willing)> {
        let crews = self.crews.enumerated();
        crews.flat_map(|(crew, line)| line.iter().map(move |&who| (crew, who)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ids::Id;
    use crate::units::Span;

    fn who(number: usize, busy: u8, worked: i64) -> Willing {
        let row = Row { busy, worked: Span::from_hours(worked), ..Row::away() };
        Willing::new(OperatorId::at(number), &row)
    }

    #[test]
    fn who_minds_most_goes_first_then_who_has_worked_least_then_by_number() {
        let crew = CrewId::at(0);
        let mut free = Free::new(1);
        for someone in [who(3, 0, 4), who(2, 0, 1), who(1, 0, 4), who(4, 70, 9)] {
            free.put(crew, someone);
        }
        let order = |attention: u8| {
            let all = free.with_attention(crew, attention);
            all.map(|who| who.operator.position()).collect::<Vec<_>>()
        };
        assert_eq!(order(30), [4, 2, 1, 3]);
        assert_eq!(order(31), [2, 1, 3]);
        assert_eq!(order(100), [2, 1, 3]);
    }

    #[test]
    fn who_goes_is_free_no_more() {
        let crew = CrewId::at(0);
        let mut free = Free::new(1);
        free.put(crew, who(1, 0, 4));
        free.put(crew, who(2, 0, 1));
        free.take(crew, who(1, 0, 4));
        assert_eq!(free.count(crew), 1);
        free.take(crew, who(2, 0, 1));
        assert!(free.is_empty());
        free.take(crew, who(2, 0, 1));
        assert_eq!(free.iter().count(), 0);
    }
}
