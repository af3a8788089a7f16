//! People on call: the time from being called until they are there.

use super::{Crews, Model, OperatorId, Span, Time};

impl Crews {
    /// How long a person takes until there, before any walk: nothing for who has a task, or had one until
    /// this instant.
    pub(super) fn response_of(&self, model: &Model, operator: OperatorId, now: Time) -> Span {
        let is_there = self.rows[operator].busy > 0 || self.walks.rows[operator].freed == Some(now);
        let crew = model.operators[operator].crew;
        if is_there { Span::ZERO } else { model.crews[crew].conduct.walk.response }
    }
}
