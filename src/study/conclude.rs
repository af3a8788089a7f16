//! From what was found to results.

use super::column::Column;
use super::found::Scenario;
use super::physics::Physics;
use super::picture::picture;
use super::results::{Method, Picture, Results, Stopped};
use super::rows::Row;
use super::{Entity, Figure, Interval, Kpi};
use crate::ids::StationId;
use crate::model::{Length, Model, Takt};

/// The results of one scenario.
///
/// Takes what was found apart: of a large plant there is never more than one copy.
pub(super) fn results(model: &Model, seed: u64, stopped: Stopped, found: Scenario) -> Results {
    let Scenario {
        replications,
        layout,
        columns,
        course,
        rises,
        worked,
        book,
        times,
        kept,
        people,
        staff,
        backlogs,
        endings,
    } = found;
    let rows = layout.into_iter().zip(columns);
    let figure = |(row, column): (Row, Column)| Figure {
        unit: row.unit,
        ..Figure::new(row.kpi, row.entity, column.interval())
    };
    let mut figures: Vec<Figure> = rows.map(figure).collect();
    let open_work = backlogs.told(model, &course.wip(), course.width());
    let picture = Picture { open_work, ..picture(model, &figures, &course, &times, kept) };
    let physics = Physics::of(model, &figures, rises.rise(), &worked);
    figures.extend(book.figures(model));
    let of_takt = |takt: &Takt| {
        let name = |&station: &StationId| model.stations[station].name.clone();
        (takt.name.clone(), takt.stations.iter().map(name).collect())
    };
    Results {
        name: model.name.clone(),
        seed,
        model_hash: model.hash(),
        version: env!("CARGO_PKG_VERSION"),
        replications,
        stopped,
        warm_up: model.run.warm_up.span(),
        pilot: None,
        length: match model.run.length {
            Length::For(length) => Some(length),
            Length::OrdersDone => None,
        },
        start: model.start,
        figures,
        orders: book.dated(model),
        hours: people.hours(model),
        staff: staff.told(model),
        paced: model.takts.iter().map(of_takt).collect(),
        endings,
        picture,
        assumptions: Vec::new(),
        physics,
        schedule: None,
        notes: Vec::new(),
    }
}

impl Figure {
    /// The figure of `entity` with an interval held to what is possible.
    pub(super) fn new(kpi: &'static Kpi, entity: Entity, interval: Interval) -> Self {
        let unit = kpi.unit;
        Self { kpi, unit, entity, interval: interval.held_to(kpi.range()) }
    }
}

impl Interval {
    /// Fewest replications that decide something if they are all equal.
    ///
    /// Fewer may be equal by chance, counts above all, and would look certain.
    pub const LEAST_EQUAL: u32 = 5;

    /// The interval with ends inside `range`, from the least to the most that is possible.
    ///
    /// The truth is in there, so it is covered as often as before; the half-width stays that of the
    /// method.
    pub(super) fn held_to(self, range: (f64, f64)) -> Self {
        let (low, high) = (self.low.clamp(range.0, range.1), self.high.clamp(range.0, range.1));
        Self { low, high, ..self }
    }

    /// Whether something may be called reached, missed, better or worse on it: there is an interval,
    /// and if it has no width, it rests on enough replications.
    pub fn may_decide(&self) -> bool {
        self.half_width > 0.0 || (self.half_width == 0.0 && self.n >= Self::LEAST_EQUAL)
    }

    /// Whether the truth is known to a relative precision with the confidence of the level: the
    /// longer arm of the interval is at most `precision` times the true value. Never by a few
    /// replications that are equal.
    ///
    /// Source: A. M. Law, *Simulation Modeling and Analysis*, 5th edition 2015, section 9.4.1.
    pub fn is_precise(&self, precision: f64) -> bool {
        let adjusted = precision / (1.0 + precision);
        let arm = (self.estimate - self.low).max(self.high - self.estimate).max(self.half_width);
        self.is_given() && self.may_decide() && arm <= adjusted * self.estimate.abs()
    }

    /// Whether there is an interval.
    pub fn is_given(&self) -> bool {
        self.method != Method::None
    }
}
