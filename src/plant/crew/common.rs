//! The shift of a crew whose people have shifts of their own: that of whoever is most at work.

use super::{CrewId, Model, OperatorId, Shift, Table};
use crate::model::Why;

/// How many people of each crew are how much at work. Nobody's where nobody has shifts of their own.
#[derive(Debug)]
pub(super) struct Common {
    counts: Table<CrewId, [u32; KINDS.len()]>,
    /// What each person counts as; `None` who has no place in the crew now.
    counted: Table<OperatorId, Option<u8>>,
}

/// Shifts, most at work first; of breaks and absence it does not matter who pays.
const KINDS: [Shift; 4] = [
    Shift::Open,
    Shift::Break { paid: false },
    Shift::Away { why: Why::Absent, paid: false },
    Shift::Closed,
];

/// The place of a shift among them.
const fn kind(shift: Shift) -> u8 {
    match shift {
        Shift::Open => 0,
        Shift::Break { .. } => 1,
        Shift::Away { .. } => 2,
        Shift::Closed => 3,
    }
}

impl Common {
    pub(super) fn new(model: &Model) -> Self {
        let has_own = model.crews.iter().any(|crew| !crew.own_calendars.is_empty());
        let (crews, people) =
            if has_own { (model.crews.len(), model.operators.len()) } else { (0, 0) };
        Self { counts: Table::filled(crews, [0; 4]), counted: Table::filled(people, None) }
    }

    /// A person has another shift, or no place in the crew any more (`None`). The shift of the crew then.
    pub(super) fn tell(&mut self, crew: CrewId, who: OperatorId, shift: Option<Shift>) -> Shift {
        let counts = &mut self.counts[crew];
        let now = shift.map(kind);
        let before = std::mem::replace(&mut self.counted[who], now);
        if let Some(kind) = now {
            counts[usize::from(kind)] += 1;
        }
        if let Some(kind) = before {
            counts[usize::from(kind)] -= 1;
        }
        let first = counts.iter().position(|&people| people > 0);
        first.map_or(Shift::Closed, |kind| KINDS[kind])
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ids::Id;

    #[test]
    fn a_crew_has_the_shift_of_whoever_is_most_at_work() {
        let mut common =
            Common { counts: Table::filled(1, [0; 4]), counted: Table::filled(2, None) };
        let mut tell = |who: usize, shift: Option<Shift>| {
            common.tell(CrewId::at(0), OperatorId::at(who), shift)
        };
        assert_eq!(tell(0, Some(Shift::Closed)), Shift::Closed);
        assert_eq!(tell(1, Some(Shift::Break { paid: true })), Shift::Break { paid: false });
        assert_eq!(tell(0, Some(Shift::Open)), Shift::Open);
        assert_eq!(tell(0, Some(Shift::Open)), Shift::Open);
        assert_eq!(tell(0, None), Shift::Break { paid: false });
        assert_eq!(tell(1, None), Shift::Closed);
    }
}
