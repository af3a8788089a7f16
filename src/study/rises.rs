//! Whether work in process still rises in the second half of the runs.

use super::kept::Words;
use crate::model::{Length, Model};
use crate::observe::Series;
use crate::statistics::{Estimate, Gathering, Level};
use crate::units::{Span, Time};

/// Fewest stretches through which a line is laid.
const LEAST: usize = 4;

/// The level at which a rise is certain.
const LEVEL: f64 = 0.99;

/// The rise of work in process in the second half of the measured time, run by run.
///
/// A straight line is laid through the means of equal stretches (least squares): time buckets, or
/// whole cycles of the calendars, since parts pile up and go within each day or week.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Rises {
    /// Start and length of the second half; none where each run ends with its orders.
    half: Option<(Time, Span)>,
    /// Length of a cycle; none without calendars.
    cycle: Option<Span>,
    /// The rises seen. Unit: parts.
    seen: Gathering,
}

impl Rises {
    pub(super) fn of(model: &Model) -> Self {
        let half = match model.run.length {
            Length::For(length) => {
                let half = Span::from_ticks(length.ticks() / 2);
                let end = Time::ZERO + model.run.warm_up.span() + length;
                Some((Time::from_ticks(end.ticks() - half.ticks()), half))
            }
            Length::OrdersDone => None,
        };
        let cycle = model.calendar_cycle();
        Self { half, cycle, seen: Gathering::default() }
    }

    /// Adds the course of a replication that ended at `end`.
    pub(super) fn add(&mut self, series: &Series, end: Time) {
        let Some((from, half)) = self.half.filter(|(from, half)| end >= *from + *half) else {
            return;
        };
        if let Some(rise) = rise(series, self.cycle, (from, half), end) {
            self.seen.push(rise);
        }
    }

    /// Parts more at the end than at the start of the second half, mean over the runs with its
    /// interval at 99 %; `None` if it cannot be told.
    pub(super) fn rise(&self) -> Option<Estimate> {
        Estimate::of_mean(&self.seen.so_far(), Level::new(LEVEL)?).filter(|found| found.n > 1)
    }

    /// Writes down what is needed to go on later.
    pub(super) fn keep(&self, words: &mut Vec<u64>) {
        words.extend(self.seen.words());
    }

    /// Goes on from what [`Rises::keep`] has written.
    pub(super) fn go_on_from(&mut self, words: &mut Words) -> Option<()> {
        self.seen = Gathering::from_words(words)?;
        Some(())
    }
}

/// The rise of the line through the stretches of the second half; `None` with too few of them.
fn rise(
    series: &Series,
    cycle: Option<Span>,
    (from, half): (Time, Span),
    end: Time,
) -> Option<f64> {
    let width = series.width.ticks();
    let together = match cycle.map(Span::ticks) {
        None => 1,
        Some(cycle) if cycle % width == 0 => cycle / width,
        Some(cycle) if width % cycle == 0 => 1,
        Some(_) => return None,
    };
    // The last bucket may be cut short.
    let whole = end.ticks() / width;
    let number = (whole * width - from.ticks()) / (together * width);
    let number = usize::try_from(number).ok().filter(|&number| number >= LEAST)?;
    let together = usize::try_from(together).ok()?;
    let last = usize::try_from(whole).ok()?.min(series.inside.len());
    let buckets = &series.inside[last.checked_sub(number * together)?..last];
    let stretch = together as f64 * width as f64;
    let mean = |buckets: &[i128]| buckets.iter().sum::<i128>() as f64 / stretch;
    let means: Vec<f64> = buckets.chunks(together).map(mean).collect();
    Some(slope(&means) * half.ticks() as f64 / stretch)
}

/// Slope of the straight line through values one apart, by least squares.
fn slope(values: &[f64]) -> f64 {
    let middle = (values.len() as f64 - 1.0) / 2.0;
    let (mut products, mut squares) = (0.0, 0.0);
    for (at, value) in values.iter().enumerate() {
        let apart = at as f64 - middle;
        products += apart * value;
        squares += apart * apart;
    }
    products / squares
}

#[cfg(test)]
mod tests {
    use super::*;

    const MINUTE: i128 = 60_000_000;

    fn growth(length: i64, cycle: Option<i64>) -> Rises {
        let mut model = Model::default();
        model.run.length = Length::For(Span::from_minutes(length));
        Rises { cycle: cycle.map(Span::from_minutes), ..Rises::of(&model) }
    }

    fn rises(growth: &mut Rises, inside: &[i128], end: i64) -> Option<f64> {
        let inside: Vec<i128> = inside.iter().map(|parts| parts * MINUTE).collect();
        let finished = vec![0; inside.len()];
        let series = Series {
            width: Span::from_minutes(1),
            finished,
            inside,
            open_orders: Vec::new(),
            late_orders: Vec::new(),
        };
        growth.add(&series, Time::ZERO + Span::from_minutes(end));
        (growth.seen.n() > 0).then(|| growth.seen.so_far().mean())
    }

    #[test]
    fn a_straight_rise_is_found_exactly() {
        // Two parts a minute more, in the ten minutes of the second half: twenty.
        let inside: Vec<i128> = (0..20).map(|minute| 2 * minute).collect();
        let found = rises(&mut growth(20, None), &inside, 20);
        assert!((found.unwrap() - 20.0).abs() < 1e-9, "{found:?}");
        // By hand: 1, 4, 3, 6 around 1.5: (-1.5 - 2 + 1.5 + 9) / 5.
        assert!((slope(&[1.0, 4.0, 3.0, 6.0]) - 1.4).abs() < 1e-12);
    }

    #[test]
    fn what_comes_and_goes_within_a_cycle_does_not_rise() {
        // A saw tooth of three minutes, eight times: the half of it has four whole ones.
        let inside: Vec<i128> = (0..24).map(|minute| minute % 3).collect();
        let found = rises(&mut growth(24, Some(3)), &inside, 24).unwrap();
        assert!(found.abs() < 1e-9, "{found}");
        assert!(rises(&mut growth(24, None), &inside, 24).unwrap() > 0.1);
    }

    #[test]
    fn too_few_cycles_and_runs_that_ended_early_tell_nothing() {
        let inside: Vec<i128> = (0..24).collect();
        assert_eq!(rises(&mut growth(24, Some(4)), &inside, 24), None);
        assert_eq!(rises(&mut growth(24, None), &inside, 23), None);
        assert!(growth(24, None).rise().is_none());
        let mut model = Model::default();
        model.run.length = Length::OrdersDone;
        assert_eq!(rises(&mut Rises::of(&model), &inside, 24), None);
    }
}
