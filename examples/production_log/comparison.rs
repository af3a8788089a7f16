//! Two samples of lead times beside each other.

/// Quantile of the normal distribution at 95 %: two one-sided tests at 5 % are one interval at 90 %.
const ONE_SIDED: f64 = 1.645;

/// How alike two lists of lead times are, order by order the same.
pub(crate) struct Alike {
    /// Mean of the simulated over mean of the recorded times.
    pub(crate) ratio: f64,
    /// Interval of that ratio at 90 %.
    pub(crate) interval: (f64, f64),
    /// Greatest distance of the two cumulative distributions.
    pub(crate) distance: f64,
}

/// Compares lists of equal length, whose entries are of the same orders.
pub(crate) fn alike(simulated: &[f64], recorded: &[f64]) -> Alike {
    let (one, other) = (mean(simulated), mean(recorded));
    let ratio = one / other;
    // The logarithm of a ratio of means, to first order, with both times of an order taken together.
    let parts: Vec<f64> =
        simulated.iter().zip(recorded).map(|(s, r)| s / one - r / other).collect();
    let n = parts.len() as f64;
    let variance = parts.iter().map(|part| part * part).sum::<f64>() / (n - 1.0) / n;
    let factor = libm::exp(ONE_SIDED * variance.sqrt());
    let interval = (ratio / factor, ratio * factor);
    Alike { ratio, interval, distance: distance(simulated, recorded) }
}

/// The mean.
pub(crate) fn mean(times: &[f64]) -> f64 {
    times.iter().sum::<f64>() / times.len() as f64
}

/// The smallest time that a share of all does not exceed.
pub(crate) fn quantile(times: &[f64], share: f64) -> f64 {
    let mut sorted = times.to_vec();
    sorted.sort_unstable_by(f64::total_cmp);
    let place = (share * sorted.len() as f64).ceil() as usize;
    sorted[place.clamp(1, sorted.len()) - 1]
}

fn distance(one: &[f64], other: &[f64]) -> f64 {
    let share = |times: &[f64], at: f64| {
        times.iter().filter(|time| **time <= at).count() as f64 / times.len() as f64
    };
    let gaps = one.iter().chain(other).map(|&at| (share(one, at) - share(other, at)).abs());
    gaps.fold(0.0, f64::max)
}
