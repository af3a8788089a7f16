//! Causes: which activity's end let the next one start.
//!
//! A token says since when something (a part, a machine, a place, a person) is there and which
//! activity brought it. What starts is caused by the token that came last. When a task starts later
//! than its last token, a gate was closed (opening hours, a repair): the wait becomes an activity
//! of its own, so that durations along a chain add up to the elapsed time exactly.

use crate::observe::{Activity, Label};
use crate::units::Time;

/// Since when something is there, and what brought it (0: it was there from the start).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Token {
    since: Time,
    cause: u32,
}

impl Token {
    /// Something brought at `since` by the activity numbered `cause`.
    pub(super) const fn new(since: Time, cause: u32) -> Self {
        Self { since, cause }
    }

    /// The token that came last; `self` when both came together.
    pub(super) fn later(self, other: Self) -> Self {
        if other.since > self.since { other } else { self }
    }

    pub(super) const fn since(self) -> Time {
        self.since
    }
}

/// Hands out the numbers of activities.
#[derive(Debug, Default)]
pub(super) struct Causes {
    ended: u32,
}

impl Causes {
    /// The activity that ends now, and the token of its end.
    pub(super) fn end(&mut self, label: Label, start: Token, now: Time) -> (Activity, Token) {
        self.ended = self.ended.wrapping_add(1);
        let activity =
            Activity { number: self.ended, label, start: start.since, cause: start.cause };
        (activity, Token::new(now, self.ended))
    }
}
