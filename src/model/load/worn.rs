//! What is known of wear before a run: how long it lasts, how much it slows, and how often a machine breaks down before
//! planned work renews it.
//!
//! Wear counts as seen when planned work is due by it, also where it is looked at now and then.

use crate::ids::{FailureId, StationId};
use crate::model::{Grows, Model, Seen, Strikes, Wear};
use crate::random::Distribution;
use crate::units::Span;

/// A wear that nothing renews is looked at up to here, in units of what it is full at: any large number.
const MOST: f64 = 1e12;

/// Most parts from one renewal to the next that are looked at one by one.
const MOST_PARTS: f64 = 10_000.0;

/// Points at which an amount by chance is looked at.
const POINTS: u32 = 1000;

/// Chances below it are taken for none: less than by how far the points may be wrong.
const HARDLY: f64 = 1e-4;

impl Wear {
    /// How much longer than without wear cycles take on average from zero to `until`.
    ///
    /// A cycle keeps the speed at which it begins. Hours wear evenly with time, so that the mean speed is that of a
    /// straight line, if cycles are short against a life. Parts that wear always the same are looked at one by one.
    /// Those by chance begin at zero and then at so many levels for each unit of wear: exact for exponential
    /// amounts, and for others about right, the better the more parts wear a life.
    pub(super) fn slowness(&self, until: f64) -> f64 {
        if self.slows <= 0.0 || until <= 0.0 {
            return 1.0;
        }
        let part = until.min(self.full_at);
        match &self.grows {
            Grows::PerHour(_) => {
                let lost = 0.5 * part * part / self.full_at + (until - part);
                1.0 / (1.0 - self.slows * lost / until)
            }
            Grows::EachPart(amount)
                if amount.sd() <= 0.0 && self.grows.until(until) <= MOST_PARTS =>
            {
                let (mut level, mut parts, mut time) = (0.0, 0.0, 0.0);
                while parts < self.grows.until(until) {
                    time += 1.0 / self.speed(level);
                    (level, parts) = (level + amount.mean(), parts + 1.0);
                }
                time / parts
            }
            Grows::EachPart(amount) => {
                // The integral of 1 / (1 − slope × wear), and beyond the full wear what is slowest.
                let slope = self.slows / self.full_at;
                let area = -libm::log1p(-slope * part) / slope;
                let area = area + (until - part) / (1.0 - self.slows);
                let begun = self.grows.until(until) - until / amount.mean();
                (begun + area / amount.mean()) / (begun + until / amount.mean())
            }
        }
    }
}

impl Grows {
    /// How much of its clock passes until it has grown by so much, on average: parts, or ticks.
    ///
    /// Of parts one more than were needed without a last that goes beyond: by how much it does on average is half the
    /// mean square of a part over its mean, in the limit. Exact for exponential amounts and for those that are
    /// always the same. Source: D. R. Cox, *Renewal Theory*, 1962, section 4.2.
    pub(in crate::model) fn until(&self, level: f64) -> f64 {
        match self {
            Self::EachPart(amount) if amount.sd() <= 0.0 => {
                (level / amount.mean() - 1e-9).ceil().max(1.0)
            }
            Self::EachPart(amount) => {
                let (mean, sd) = (amount.mean(), amount.sd());
                let beyond = mean.mul_add(mean, sd * sd) / (2.0 * mean);
                ((level + beyond) / mean).max(1.0)
            }
            // A life has one pace.
            Self::PerHour(amount) => {
                level * mean_of_inverse(amount) * Span::from_hours(1).ticks() as f64
            }
        }
    }

    /// The chance that the part that brings the wear to `level` brings it to `beyond` as well.
    ///
    /// In the limit of many parts what goes beyond a level is more than `y` with the chance that is left of the
    /// integral of that of more than `y` for a part, over its mean. Exact for exponential amounts and for those that
    /// are always the same. Source: D. R. Cox, *Renewal Theory*, 1962, chapter 5.
    fn jumps(&self, level: f64, beyond: f64) -> f64 {
        match self {
            Self::PerHour(_) => 0.0,
            Self::EachPart(amount) if amount.sd() <= 0.0 => {
                let reached = self.until(level) * amount.mean();
                if reached >= beyond * (1.0 - 1e-9) { 1.0 } else { 0.0 }
            }
            Self::EachPart(amount) if amount.above(beyond - level) < HARDLY * HARDLY => 0.0,
            Self::EachPart(amount) => {
                let step = (beyond - level) / f64::from(POINTS);
                let above = |point| amount.above((f64::from(point) + 0.5) * step);
                let within = (0..POINTS).map(above).sum::<f64>() * step / amount.mean();
                let jumps = 1.0 - within;
                if jumps < HARDLY { 0.0 } else { jumps.min(1.0) }
            }
        }
    }
}

/// The mean of one over an amount.
fn mean_of_inverse(of: &Distribution) -> f64 {
    let at = |point: u32| (f64::from(point) + 0.5) / f64::from(POINTS);
    let values: Option<Vec<f64>> = (0..POINTS).map(|point| of.quantile(at(point))).collect();
    let values = values.filter(|_| of.sd() > 0.0).unwrap_or_else(|| vec![of.mean()]);
    values.iter().map(|value| 1.0 / value).sum::<f64>() / values.len() as f64
}

impl Model {
    /// How much longer cycles at a station take on average than at its own speed, by wear and by failures that slow it.
    pub(super) fn slowdown(&self, station: StationId) -> f64 {
        let of = |id: FailureId| {
            let failure = &self.failures[id];
            if let Some(wear) = &failure.wear {
                let worn = self.stations[station].failures.iter().filter_map(|other| {
                    let worn = self.failures[other].worn.as_deref()?;
                    (worn.wear == id).then_some(worn.at)
                });
                return wear.slowness(worn.fold(f64::INFINITY, f64::min).min(MOST));
            }
            failure.slow.map_or(1.0, |speed| self.slowness_by(id, speed.0))
        };
        self.stations[station].failures.iter().map(of).product()
    }

    /// How much longer cycles take on average by a failure that slows its machine to a share of its speed until the
    /// window of its repair.
    fn slowness_by(&self, id: FailureId, speed: f64) -> f64 {
        let Strikes::Every { clock, every } = &self.failures[id].strikes else { return 1.0 };
        let whole = self.mean_interval(id);
        if !whole.is_finite() || whole <= 0.0 {
            return 1.0;
        }
        let slow = (1.0 - every.mean() / whole).clamp(0.0, 1.0);
        if clock.counts() { 1.0 - slow + slow / speed } else { 1.0 / (1.0 - slow + slow * speed) }
    }

    /// How much of the clock of a wear passes from one to the next on average, of a breakdown by it and the planned work
    /// that comes before, or the other way round; infinite for one that never comes, `None` for other pairs.
    pub(super) fn race_of_wear(&self, own: FailureId, other: FailureId) -> Option<f64> {
        let [mine, others] = [own, other].map(|id| self.failures[id].worn.as_deref());
        let (mine, others) = mine.zip(others).filter(|(mine, others)| mine.wear == others.wear)?;
        let grows = &self.failures[mine.wear].wear.as_deref()?.grows;
        let (first, last) = (mine.at.min(others.at), mine.at.max(others.at));
        let jumps = grows.jumps(first, last);
        let share = if own == mine.wear {
            jumps
        } else if other == mine.wear {
            1.0 - jumps
        } else {
            return None;
        };
        Some(if share > 0.0 { grows.until(first) / share } else { f64::INFINITY })
    }

    /// Wear that is looked at now and then, by its name in figures.
    pub fn looked_at(&self) -> Vec<String> {
        let is_looked_at = |wear: FailureId| {
            self.failures
                .iter()
                .filter_map(|row| row.worn.as_deref())
                .any(|worn| worn.wear == wear && matches!(worn.seen, Seen::Looks(..)))
        };
        let all = self.wears().map(|(id, _)| id).filter(|&id| is_looked_at(id));
        all.map(|id| self.name_of_wear(id)).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wear(grows: Grows, slows: f64, full_at: f64) -> Wear {
        Wear { grows, slows, full_at }
    }

    fn always(amount: f64) -> Distribution {
        Distribution::constant(amount).expect("right")
    }

    /// Half as fast at 100. By 50 a part cycles begin at 0 and 50, and take 1 and 4/3 as long; up to 150 the third takes
    /// twice as long. By hours the speed falls from 1 to 1/2, so that half of the speed lost at the end is lost all
    /// along; up to 200 it is 1/2 in the second half. Exponential amounts of mean 0.001 are as good as none: the mean
    /// of 1 / (1 − x/2) from 0 to 1 is 2 ln 2.
    #[test]
    fn cycles_are_slow_as_they_begin() {
        let parts = wear(Grows::EachPart(always(50.0)), 0.5, 100.0);
        assert!((parts.slowness(100.0) - 7.0 / 6.0).abs() < 1e-12);
        assert!((parts.slowness(150.0) - 13.0 / 9.0).abs() < 1e-12);
        let hours = wear(Grows::PerHour(always(2.0)), 0.5, 100.0);
        assert!((hours.slowness(100.0) - 1.0 / 0.75).abs() < 1e-12);
        assert!((hours.slowness(200.0) - 1.0 / 0.625).abs() < 1e-12);
        let little = Distribution::exponential(0.001).expect("right");
        let many = wear(Grows::EachPart(little), 0.5, 100.0);
        assert!((many.slowness(100.0) / (2.0 * libm::log(2.0)) - 1.0).abs() < 1e-5);
    }

    /// Exponential amounts of mean 2 until 10: one more than a Poisson number of mean 5. Constant ones of 3: four.
    #[test]
    fn parts_until_a_wear() {
        let by_chance = Grows::EachPart(Distribution::exponential(2.0).expect("right"));
        assert!((by_chance.until(10.0) - 6.0).abs() < 1e-12);
        let exact = Grows::EachPart(always(3.0));
        assert!((exact.until(10.0) - 4.0).abs() < 1e-12);
        assert!((exact.until(9.0) - 3.0).abs() < 1e-12);
    }

    /// What is left of an exponential amount is as it was: of mean 2 it is more than 4 in exp(−2) of all cases. By 3 a
    /// part 10 is reached with 12. Of uniform amounts up to 2, u is left with a chance that falls by a straight line:
    /// more than 1 in a quarter of the cases.
    #[test]
    fn parts_that_jump_over_a_wear() {
        let by_chance = Grows::EachPart(Distribution::exponential(2.0).expect("right"));
        assert!((by_chance.jumps(10.0, 14.0) - libm::exp(-2.0)).abs() < 1e-5);
        let exact = Grows::EachPart(always(3.0));
        assert!(exact.jumps(10.0, 12.0) >= 1.0 && exact.jumps(10.0, 12.1) <= 0.0);
        let uniform = Grows::EachPart(Distribution::uniform(0.0, 2.0).expect("right"));
        assert!((uniform.jumps(100.0, 101.0) - 0.25).abs() < 1e-5);
        assert!(uniform.jumps(100.0, 102.0) <= 0.0);
    }
}
