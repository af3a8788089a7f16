//! From what was found to results.

use super::Interval;
use super::found::Scenario;
use super::order;
use super::picture::picture;
use super::results::{Method, Results, Stopped};
use crate::model::{Length, Model};

/// The results of one scenario.
pub(super) fn results(model: &Model, seed: u64, stopped: Stopped, found: &Scenario) -> Results {
    let mut figures = found.figures();
    let picture = picture(model, &figures, found);
    figures.extend(found.book.figures(model));
    Results {
        name: model.name.clone(),
        seed,
        model_hash: model.hash(),
        version: env!("CARGO_PKG_VERSION"),
        replications: found.replications,
        stopped,
        warm_up: model.run.warm_up,
        length: match model.run.length {
            Length::For(length) => Some(length),
            Length::OrdersDone => None,
        },
        start: model.start,
        figures,
        orders: order::dated(model),
        endings: found.endings.clone(),
        picture,
        notes: Vec::new(),
    }
}

impl Interval {
    /// Half of the width; NaN when there is no interval.
    pub fn half_width(&self) -> f64 {
        (self.high - self.low) / 2.0
    }

    /// Whether the truth is known to a relative precision with the confidence of the level: the
    /// longer arm of the interval is at most `precision` times the true value.
    ///
    /// Source: A. M. Law, *Simulation Modeling and Analysis*, 5th edition 2015, section 9.4.1.
    pub fn is_precise(&self, precision: f64) -> bool {
        let adjusted = precision / (1.0 + precision);
        let arm = (self.estimate - self.low).max(self.high - self.estimate);
        self.is_given() && arm <= adjusted * self.estimate.abs()
    }

    /// Whether there is an interval.
    pub fn is_given(&self) -> bool {
        self.method != Method::None
    }
}
