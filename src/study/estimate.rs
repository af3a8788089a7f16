//! Intervals of single values and of shares: what all figures have in common.

use super::results::{Interval, Method};
use super::rows::Value;
use crate::statistics::{self, Level};

/// Level of all intervals.
pub(super) const LEVEL: Level = Level::P95;

/// The share of so many orders where all replications have the same one.
///
/// Where all orders or none were on time, the spread between replications tells nothing of the rare
/// order that may still be late: the interval is at least as wide as for orders that are late
/// independently of each other, as it would be about with the first late one.
pub(super) fn of_all_alike(orders: u32, found: Interval) -> Interval {
    let is_edge = found.estimate <= 0.0 || found.estimate >= 1.0;
    if !is_edge {
        return found;
    }
    let came = if found.estimate > 0.0 { orders } else { 0 };
    Interval { n: found.n, sd: found.sd, ..wilson(came, orders) }
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "saturates")]
pub(super) const fn whole(number: f64) -> u32 {
    number as u32
}

/// The chance of what came true in `came` of `n` replications.
pub(super) fn wilson(came: u32, n: u32) -> Interval {
    made(statistics::wilson(came, n, LEVEL), Method::Wilson)
}

/// A value as a number; `None` when it has no meaning.
pub(super) fn plain(value: Value) -> Option<f64> {
    let number = match value {
        Value::Plain(number) | Value::High(number) => number,
        Value::Ratio(y, n) | Value::Share(y, n) | Value::Weighted(y, n, _) => y / n,
        Value::Came(came) => f64::from(u8::from(came?)),
    };
    number.is_finite().then_some(number)
}

pub(super) fn nothing() -> Interval {
    let level = LEVEL.get();
    let nan = f64::NAN;
    Interval {
        estimate: nan,
        low: nan,
        high: nan,
        half_width: nan,
        level,
        method: Method::None,
        n: 0,
        sd: nan,
    }
}

pub(super) fn made(estimate: Option<statistics::Estimate>, method: Method) -> Interval {
    let Some(estimate) = estimate else { return nothing() };
    let method = if estimate.low.is_nan() { Method::None } else { method };
    Interval {
        estimate: estimate.estimate,
        low: estimate.low,
        high: estimate.high,
        half_width: estimate.half_width(),
        level: LEVEL.get(),
        method,
        n: estimate.n,
        sd: estimate.sd,
    }
}
