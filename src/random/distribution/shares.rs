//! Which of several things a uniform number chooses, by their shares.

/// Cumulated shares with a guide to them.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Shares {
    /// Share of this entry and all before it; the last is 1. Shape: one per entry.
    cumulated: Box<[f64]>,
    /// The first entry that a number of each equal part of the unit interval may choose.
    ///
    /// Shape: a power of two, so that the part of a number is found without rounding.
    guide: Box<[u32]>,
}

impl Shares {
    /// Bounds: at least one share and fewer than 2³² of them; all positive. They are scaled to sum
    /// to 1.
    pub(super) fn new(shares: impl Iterator<Item = f64>) -> Self {
        let mut sum = 0.0;
        let running = |share: f64| {
            sum += share;
            sum
        };
        let mut cumulated: Box<[f64]> = shares.map(running).collect();
        for entry in &mut cumulated {
            *entry /= sum;
        }
        let parts = cumulated.len().next_power_of_two();
        let first = |part: usize| {
            let start = part as f64 / parts as f64;
            let entry = cumulated.partition_point(|&share| share < start);
            u32::try_from(entry).expect("fewer than 2³² entries")
        };
        let guide = (0..parts).map(first).collect();
        Self { cumulated, guide }
    }

    /// The entry that `u`, which lies in (0, 1), chooses; rises with `u`.
    ///
    /// Cost: about one look into either table, whatever the shares.
    ///
    /// Source: L. Devroye, *Non-Uniform Random Variate Generation*, 1986, chapter III (guide tables).
    #[inline]
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "cut on purpose")]
    pub(super) fn chosen(&self, u: f64) -> usize {
        let mut entry = self.guide[(u * self.guide.len() as f64) as usize] as usize;
        while self.cumulated[entry] < u {
            entry += 1;
        }
        entry
    }

    /// Share of the first `entries`.
    pub(super) fn of_first(&self, entries: usize) -> f64 {
        if entries == 0 { 0.0 } else { self.cumulated[entries - 1] }
    }

    /// Each share.
    pub(super) fn iter(&self) -> impl Iterator<Item = f64> {
        let before = std::iter::once(&0.0).chain(&self.cumulated);
        self.cumulated.iter().zip(before).map(|(now, before)| now - before)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_part_of_the_unit_interval_belongs_to_its_entry() {
        let shares = Shares::new([0.5, 0.25, 0.125, 1e-9, 0.1, 0.4].into_iter());
        for step in 0..10_000 {
            let u = (f64::from(step) + 0.5) / 10_000.0;
            let entry = shares.chosen(u);
            assert!(shares.of_first(entry) < u && u <= shares.of_first(entry + 1), "{u}");
        }
    }
}
