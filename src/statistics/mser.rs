//! Where a series has settled: how much of its start is better left out.

/// Values in a group.
const FIVE: usize = 5;

/// What is left out of a series of groups so that the mean of the rest is known best.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Truncation {
    /// Groups in all.
    pub groups: usize,
    /// Groups at the start that are left out; at most half of them.
    pub cut: usize,
    /// The statistic with so many left out: the least there is.
    pub statistic: f64,
    /// The statistic with nothing left out.
    pub whole: f64,
    /// Mean of the groups that are kept.
    pub mean: f64,
}

impl Truncation {
    /// Whether the series has settled before its half: at the half, the most that may be left out,
    /// it could as well settle later or never, so the series is too short to tell.
    pub const fn has_settled(&self) -> bool {
        self.cut < self.groups / 2
    }
}

/// MSER-5: means of groups of five, of which as many at the start are left out (up to half) as make
/// `Σ (z − mean)² / kept²` least; the fewest of equals. Values beyond the last whole group do not
/// count.
///
/// `None` with fewer than five values, or with one that is no number.
///
/// Source: K. P. White, An effective truncation heuristic for bias reduction in simulation output,
/// *Simulation* 69, 1997; K. P. White, M. J. Cobb, S. C. Spratt, A comparison of five steady-state
/// truncation heuristics for simulation, *Proceedings of the 2000 Winter Simulation Conference*.
pub fn mser5(series: &[f64]) -> Option<Truncation> {
    let groups = series.chunks_exact(FIVE).map(|five| five.iter().sum::<f64>() / FIVE as f64);
    mser(&groups.collect::<Vec<_>>())
}

/// The same for values that are means of groups already.
///
/// `None` without values, or with one that is no number.
///
/// Cost: linear; squares are summed from the end on, each around the mean of those behind it.
pub fn mser(groups: &[f64]) -> Option<Truncation> {
    if groups.is_empty() || !groups.iter().all(|value| value.is_finite()) {
        return None;
    }
    let n = groups.len();
    let (mut kept, mut mean, mut squares) = (0.0, 0.0, 0.0);
    let mut best: Option<Truncation> = None;
    let mut whole = 0.0;
    for (cut, &value) in groups.iter().enumerate().rev() {
        kept += 1.0;
        let apart = value - mean;
        mean += apart / kept;
        squares += apart * (value - mean);
        whole = squares / (kept * kept);
        if cut <= n / 2 && best.is_none_or(|best| whole <= best.statistic) {
            best = Some(Truncation { groups: n, cut, statistic: whole, whole, mean });
        }
    }
    best.map(|best| Truncation { whole, ..best })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn close(found: f64, right: f64) {
        assert!((found - right).abs() < 1e-12, "{found} is not {right}");
    }

    #[test]
    fn a_start_that_is_different_is_left_out() {
        // By hand: all six have mean 3 and squares 9 + 1 + 0 + 1 + 0 + 1 = 12, over 36; the last
        // five have mean 3.6 and squares 1.2, over 25; the last four 3.5 and 1, over 16; the last
        // three 11/3 and 2/3, over 9.
        let found = mser(&[0.0, 4.0, 3.0, 4.0, 3.0, 4.0]).unwrap();
        assert_eq!((found.groups, found.cut), (6, 1));
        close(found.whole, 12.0 / 36.0);
        close(found.statistic, 1.2 / 25.0);
        close(found.mean, 3.6);
        assert!(found.has_settled());
    }

    #[test]
    fn equal_values_have_nothing_to_leave_out() {
        let found = mser(&[0.1; 40]).unwrap();
        assert_eq!((found.cut, found.statistic, found.whole), (0, 0.0, 0.0));
        assert!(found.has_settled());
        // Two levels in turn have settled, too: more values are better than fewer.
        let turns: Vec<f64> = (0..41).map(|at| f64::from(at % 2)).collect();
        assert_eq!(mser(&turns).unwrap().cut, 0);
    }

    #[test]
    fn what_rises_to_the_end_is_too_short() {
        let rising: Vec<f64> = (0..40).map(f64::from).collect();
        let found = mser(&rising).unwrap();
        assert_eq!(found.cut, 20);
        assert!(!found.has_settled());
        // A single group says nothing of what comes before it.
        assert!(!mser(&[1.0]).unwrap().has_settled());
    }

    #[test]
    fn the_fewest_of_equals_are_left_out() {
        // By hand: with none or one left out nothing is spread.
        assert_eq!(mser(&[2.0, 2.0, 2.0, 2.0]).unwrap().cut, 0);
        // Means of five: 1 and 3, the rest does not count.
        let found = mser5(&[1.0, 1.0, 1.0, 1.0, 1.0, 3.0, 3.0, 3.0, 3.0, 3.0, 9.0]).unwrap();
        assert_eq!(found.groups, 2);
        close(found.whole, 0.5);
    }

    #[test]
    fn nothing_is_told_of_nothing() {
        assert_eq!(mser(&[]), None);
        assert_eq!(mser5(&[1.0; 4]), None);
        assert_eq!(mser(&[1.0, f64::NAN, 1.0]), None);
    }
}
