//! How often failures and planned work come, where others start their clocks anew.

use crate::ids::FailureId;
use crate::model::{Model, Strikes};
use crate::random::Distribution;

/// Points at which the distribution of an interval is looked at.
const POINTS: u32 = 200;

impl Model {
    /// How much of its clock passes from one to the next, on average, at most: infinite if it may never
    /// come, or if nothing is known of how often others start its clock anew. Unit: that of its `every`.
    pub(in crate::model) fn mean_interval(&self, id: FailureId) -> f64 {
        let failure = &self.failures[id];
        let Strikes::Every { clock, every } = &failure.strikes else { return f64::INFINITY };
        let station = &self.stations[failure.station];
        let admitted = self.windowed(id).map_or(0.0, |windowed| windowed.every);
        let mut by =
            station.failures.iter().filter(|&other| self.failures[other].renews.contains(&id));
        let Some(other) = by.next() else {
            return if admitted > 0.0 { admitted } else { every.mean() };
        };
        let is_only = by.next().is_none();
        if let Some(every) = self.race_of_wear(id, other).filter(|_| is_only) {
            return every.max(admitted);
        }
        let of_other = match &self.failures[other].strikes {
            Strikes::Every { clock: same, every } if same == clock && is_only => every,
            Strikes::Every { .. } | Strikes::At(_) | Strikes::Opening(_) => return f64::INFINITY,
        };
        let is_mutual = failure.renews.contains(&other);
        race(every, of_other, is_mutual).unwrap_or(f64::INFINITY).max(admitted)
    }
}

/// The mean time between two that come after `own` if nothing comes after `other` before, which starts the
/// clock of `own` anew; if they do so to each other, all begins anew with either.
///
/// `other` alone does not begin anew with `own`, which may come several times until then: it counts once,
/// so that this is the most.
fn race(own: &Distribution, other: &Distribution, is_mutual: bool) -> Option<f64> {
    let values = |of: &Distribution| -> Option<Vec<f64>> {
        let at = |point: u32| (f64::from(point) + 0.5) / f64::from(POINTS);
        (0..POINTS).map(|point| of.quantile(at(point))).collect()
    };
    let (mine, others) = (values(own)?, values(other)?);
    let (mut wins, mut least) = (0.0, 0.0);
    for &mine in &mine {
        for &other in &others {
            wins += if mine < other { 1.0 } else { 0.0 };
            least += mine.min(other);
        }
    }
    let round = if is_mutual { least / f64::from(POINTS * POINTS) } else { other.mean() };
    let share = wins / f64::from(POINTS * POINTS);
    (share > 0.0).then(|| round / share)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `pub-age-replacement`: a Weibull life, replaced at 80 h.
    #[test]
    fn age_replacement_is_a_race() {
        let life = Distribution::weibull_shape(2.5, 100.0).expect("right");
        let age = Distribution::constant(80.0).expect("right");
        let failures = race(&life, &age, true).expect("they happen");
        let replacements = race(&age, &life, true).expect("they happen");
        // Of 1000 h 926.176 are work, with 5.86428 failures and 7.59057 replacements.
        assert!((failures / (926.176 / 5.864_284_5) - 1.0).abs() < 0.01, "{failures}");
        assert!((replacements / (926.176 / 7.590_567_9) - 1.0).abs() < 0.01, "{replacements}");
    }

    /// Two exponential clocks: the first wins in one of four cases; a round takes 1/(1/30 + 1/10).
    #[test]
    fn a_race_of_chance() {
        let [slow, fast] = [30.0, 10.0].map(|mean| Distribution::exponential(mean).expect("right"));
        let mutual = race(&slow, &fast, true).expect("it happens");
        assert!((mutual / (7.5 / 0.25) - 1.0).abs() < 0.02, "{mutual}");
        let one = race(&slow, &fast, false).expect("it happens");
        assert!((one / (10.0 / 0.25) - 1.0).abs() < 0.02, "{one}");
    }
}
