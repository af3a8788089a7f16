//! What is counted of wear: breakdowns by it, and planned work that renews it before.

use crate::ids::{FailureId, ModeId, Table};
use crate::model::Model;
use crate::units::Time;

/// What is counted of a wear, over all machines of its station.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct WearTally {
    /// Breakdowns by it.
    pub breakdowns: u64,
    /// Times that planned work which renews it began.
    pub renewals: u64,
    /// How worn the machine was then, summed over these.
    pub level: f64,
    /// Time that machines stood for breakdowns by it, people waited for. Unit: ticks.
    pub broken: i128,
    /// Time that they stood for that planned work. Unit: ticks.
    pub renewing: i128,
}

/// What is counted of all wear; empty where nothing wears.
#[derive(Clone, Debug, Default)]
pub(super) struct Wears {
    /// Shape: one row for each failure.
    rows: Table<FailureId, WearTally>,
    /// The failure of each mode; the wears that it renews.
    renews: Table<ModeId, (FailureId, Vec<FailureId>)>,
    /// Since when a machine stands for a mode that renews a wear.
    since: Table<ModeId, Option<Time>>,
}

impl Wears {
    pub(super) fn new(model: &Model) -> Self {
        if !model.has_wear() {
            return Self::default();
        }
        let renews = |mode: &crate::model::Mode| {
            let wears = model.wears().map(|(id, _)| id);
            let told = |&wear: &FailureId| {
                mode.failure == wear || model.failures[mode.failure].is_upkeep()
            };
            let renewed = wears.filter(|&wear| model.renews_wear(mode.failure, wear)).filter(told);
            (mode.failure, renewed.collect())
        };
        Self {
            rows: Table::filled(model.failures.len(), WearTally::default()),
            renews: model.modes.iter().map(renews).collect(),
            since: Table::filled(model.modes.len(), None),
        }
    }

    pub(super) fn restart(&mut self, now: Time) {
        self.rows.iter_mut().for_each(|row| *row = WearTally::default());
        self.since.iter_mut().flatten().for_each(|since| *since = now);
    }

    /// A machine stands by a mode when a wear is so much.
    pub(super) fn stand(&mut self, wear: FailureId, by: ModeId, level: f64, now: Time) {
        let row = &mut self.rows[wear];
        if self.renews[by].0 == wear {
            row.breakdowns += 1;
        } else {
            (row.renewals, row.level) = (row.renewals + 1, row.level + level);
        }
        self.since[by] = Some(now);
    }

    /// What a machine stood for is over.
    pub(super) fn end(&mut self, by: ModeId, now: Time) {
        let Some(since) = self.since.get_mut(by).and_then(Option::take) else { return };
        let (own, renews) = &self.renews[by];
        add(&mut self.rows, *own, renews, i128::from((now - since).ticks()));
    }

    /// What was counted of a wear until `now`.
    pub(super) fn of(&self, wear: FailureId, now: Time) -> WearTally {
        let mut rows = Table::filled(self.rows.len(), WearTally::default());
        for (by, since) in self.since.enumerated() {
            let (own, renews) = &self.renews[by];
            if let Some(since) = since {
                add(&mut rows, *own, renews, i128::from((now - *since).ticks()));
            }
        }
        let (open, row) = (rows[wear], self.rows[wear]);
        WearTally {
            broken: row.broken + open.broken,
            renewing: row.renewing + open.renewing,
            ..row
        }
    }
}

/// Adds the time of a stop to what it renews.
fn add(rows: &mut Table<FailureId, WearTally>, own: FailureId, renews: &[FailureId], stood: i128) {
    for &wear in renews {
        let row = &mut rows[wear];
        if wear == own { row.broken += stood } else { row.renewing += stood }
    }
}
