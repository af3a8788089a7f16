//! What is counted of paced lines.

use std::collections::{BTreeMap, BTreeSet};

use super::Level;
use crate::ids::StationId;
use crate::units::Time;

/// Who holds up a paced line beyond its takt: a station, or want of room behind the last one.
pub type HeldBy = Option<StationId>;

/// What is counted of a paced line.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct TaktTally {
    /// Time in which it is open: its stations are, and no break stops its people.
    pub open: Level,
    /// Time in which it stands beyond the end of a takt while it is open.
    pub stopped: Level,
    /// Moves.
    pub moves: u64,
    /// Those for which the line stood.
    pub late: u64,
    /// Parts that its last station has given away.
    pub given: u64,
    /// Time for which it stood because of each; those of one moment share it equally. Unit: ticks.
    held: BTreeMap<HeldBy, f64>,
    holders: BTreeSet<HeldBy>,
    since: Time,
}

impl TaktTally {
    pub(super) fn restart(&mut self, now: Time) {
        self.open.restart(now);
        self.stopped.restart(now);
        (self.moves, self.late, self.given) = (0, 0, 0);
        self.held.clear();
        self.since = now;
    }

    /// Time for which the line has stood because of somebody. Unit: ticks.
    pub fn held_by(&self, who: HeldBy, now: Time) -> f64 {
        let share = if self.holders.contains(&who) { self.share(now) } else { 0.0 };
        self.held.get(&who).copied().unwrap_or(0.0) + share
    }

    /// What each of the present holders has of the time since they last changed.
    fn share(&self, now: Time) -> f64 {
        (now - self.since).ticks() as f64 / self.holders.len() as f64
    }

    pub(super) fn hold(&mut self, who: HeldBy, is_so: bool, now: Time) {
        if !self.holders.is_empty() {
            let share = self.share(now);
            for &holder in &self.holders {
                *self.held.entry(holder).or_default() += share;
            }
        }
        self.since = now;
        let before = self.holders.is_empty();
        if is_so {
            self.holders.insert(who);
        } else {
            self.holders.remove(&who);
        }
        match (before, self.holders.is_empty()) {
            (true, false) => self.stopped.rise(now),
            (false, true) => self.stopped.fall(now),
            (true, true) | (false, false) => {}
        }
    }

    pub(super) const fn go_on(&mut self, is_late: bool, gives: bool) {
        self.moves += 1;
        self.late += is_late as u64;
        self.given += gives as u64;
    }

    pub(super) fn set_open(&mut self, is_open: bool, now: Time) {
        if is_open {
            self.open.rise(now);
        } else {
            self.open.fall(now);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ids::Id;
    use crate::units::Span;

    /// The first holds the line up for 2 min, then both for 4 min, then the second for 1 min.
    #[test]
    fn who_holds_a_line_up_together_shares_the_time() {
        let minute = |minutes: i64| Time::ZERO + Span::from_minutes(minutes);
        let ticks = |minutes: f64| minutes * Span::from_minutes(1).ticks() as f64;
        let (one, other) = (Some(StationId::at(0)), Some(StationId::at(1)));
        let mut row = TaktTally::default();
        row.hold(one, true, minute(10));
        row.hold(other, true, minute(12));
        row.hold(one, false, minute(16));
        assert!((row.held_by(other, minute(17)) - ticks(3.0)).abs() < 1e-6);
        row.hold(other, false, minute(17));
        assert!((row.held_by(one, minute(30)) - ticks(4.0)).abs() < 1e-6);
        assert!((row.held_by(other, minute(30)) - ticks(3.0)).abs() < 1e-6);
        assert_eq!(row.stopped.integral(minute(30)), i128::from(Span::from_minutes(7).ticks()));
        row.restart(minute(30));
        assert_eq!(row.held_by(one, minute(31)).to_bits(), 0.0_f64.to_bits());
    }
}
