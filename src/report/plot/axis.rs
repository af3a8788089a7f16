//! Axes: round ticks, and how their numbers are written.

/// A straight scale from values to pixels, with round ticks.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Axis {
    from: f64,
    to: f64,
    step: f64,
    start: f64,
    end: f64,
}

impl Axis {
    /// An axis over `from..to`, widened to round numbers, drawn between two pixels, with about
    /// `ticks` ticks.
    pub(super) fn round(from: f64, to: f64, (start, end): (f64, f64), ticks: f64) -> Self {
        let step = step((to - from) / ticks);
        let (from, to) = (floor(from, step), -floor(-to, step));
        let to = if to > from { to } else { from + step };
        Self { from, to, step, start, end }
    }

    /// An axis that ends where the values end, with ticks at multiples of `step`.
    pub(super) const fn exact(from: f64, to: f64, (start, end): (f64, f64), step: f64) -> Self {
        Self { from, to, step, start, end }
    }

    /// The pixel of a value.
    pub(super) fn at(&self, value: f64) -> f64 {
        let part = (value - self.from) / (self.to - self.from);
        self.start + part * (self.end - self.start)
    }

    /// The largest value.
    pub(super) const fn to(&self) -> f64 {
        self.to
    }

    /// The pixel of the largest value.
    pub(super) const fn end(&self) -> f64 {
        self.end
    }

    /// Ticks with their texts.
    pub(super) fn ticks(&self) -> Vec<(f64, String)> {
        let decimals = decimals(self.step);
        let first = (self.from / self.step - 1e-9).ceil();
        (0..200)
            .map(|i| (first + f64::from(i)) * self.step)
            .take_while(|tick| *tick <= self.to + 1e-9 * self.step)
            .map(|tick| (tick, format!("{:.decimals$}", tick + 0.0).replace('-', "−")))
            .collect()
    }
}

/// The largest multiple of `step` that is not above `value`.
fn floor(value: f64, step: f64) -> f64 {
    (value / step + 1e-9).floor() * step
}

/// The smallest of 1, 2, 2.5 and 5 times a power of ten that is at least `least`.
pub(super) fn step(least: f64) -> f64 {
    if !(least.is_finite() && least > 0.0) {
        return 1.0;
    }
    let power = libm::pow(10.0, libm::floor(libm::log10(least)));
    let steps = [1.0, 2.0, 2.5, 5.0, 10.0].into_iter().map(|one| one * power);
    steps.into_iter().find(|step| *step >= least * (1.0 - 1e-9)).unwrap_or(10.0 * power)
}

/// Decimals that tell multiples of `step` apart.
fn decimals(step: f64) -> usize {
    (0..6)
        .find(|&decimals| {
            let scaled = step * libm::pow(10.0, decimals as f64);
            (scaled - scaled.round()).abs() < 1e-6 * scaled
        })
        .unwrap_or(6)
}

/// A unit of time for an axis: its word, its minutes, and the step between ticks in that unit.
pub(super) fn time_steps(minutes: f64) -> (&'static str, f64, f64) {
    const STEPS: [(&str, f64, f64); 20] = [
        ("minutes", 1.0, 1.0),
        ("minutes", 1.0, 5.0),
        ("minutes", 1.0, 10.0),
        ("minutes", 1.0, 30.0),
        ("hours", 60.0, 1.0),
        ("hours", 60.0, 2.0),
        ("hours", 60.0, 4.0),
        ("hours", 60.0, 8.0),
        ("hours", 60.0, 12.0),
        ("days", 1_440.0, 1.0),
        ("days", 1_440.0, 2.0),
        ("weeks", 10_080.0, 1.0),
        ("weeks", 10_080.0, 2.0),
        ("weeks", 10_080.0, 4.0),
        ("weeks", 10_080.0, 8.0),
        ("weeks", 10_080.0, 13.0),
        ("weeks", 10_080.0, 26.0),
        ("weeks", 10_080.0, 52.0),
        ("weeks", 10_080.0, 260.0),
        ("weeks", 10_080.0, 520.0),
    ];
    const MOST_TICKS: f64 = 14.0;
    let fits = |(_, unit, step): &(&str, f64, f64)| minutes / (unit * step) <= MOST_TICKS;
    STEPS.into_iter().find(fits).unwrap_or(STEPS[STEPS.len() - 1])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ticks_are_round_and_cover_the_values() {
        for (from, to) in [(0.0, 3.2), (0.0, 0.013), (250.0, 900.0), (-3.0, 8.0), (5.0, 5.0)] {
            let axis = Axis::round(from, to, (0.0, 100.0), 5.0);
            let ticks = axis.ticks();
            assert!((2..=9).contains(&ticks.len()), "{from} to {to}: {ticks:?}");
            assert!(ticks[0].0 <= from && ticks[ticks.len() - 1].0 >= to, "{ticks:?}");
        }
    }

    #[test]
    fn every_length_of_a_run_has_readable_ticks() {
        for minutes in [3.0, 60.0, 480.0, 1_440.0, 10_080.0, 249_600.0, 5_256_000.0] {
            let (_, unit, step) = time_steps(minutes);
            let ticks = minutes / (unit * step);
            assert!((2.0..=14.0).contains(&ticks), "{minutes}: {ticks}");
        }
    }
}
