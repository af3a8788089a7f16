//! The time of several pieces of work one after the other, each drawn for itself.

use super::super::Draws;
use super::Distribution;
use super::boxed::Boxed;

/// Independent times that follow each other.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Sum {
    /// What the constant ones take together.
    fixed: f64,
    /// The others, each with the key of its numbers.
    parts: Box<[(u64, Distribution)]>,
}

impl Distribution {
    /// The sum of independent times; each draws from numbers of its own, found by its key, so that
    /// one more or less moves no other.
    ///
    /// A sum of constant times is constant. Keys that are equal make their times depend on each
    /// other.
    pub fn sum(parts: &[(u64, Self)]) -> Self {
        let (constant, random): (Vec<_>, Vec<_>) =
            parts.iter().cloned().partition(|(_, part)| part.is_constant());
        let fixed = constant.iter().map(|(_, part)| part.mean()).sum();
        if random.is_empty() {
            return Self(super::Law::Constant(fixed));
        }
        Self::boxed(Boxed::Sum(Sum { fixed, parts: random.into() }))
    }

    /// Whether a sum of times that are not all constant is in it: of these nobody knows a closed form.
    pub(super) fn has_sum(&self) -> bool {
        let super::Law::Boxed(boxed) = &self.0 else { return false };
        match &**boxed {
            Boxed::Sum(_) => true,
            Boxed::Mixture(mixture) => mixture.parts().any(|(_, part)| part.has_sum()),
            Boxed::Shifted { inner, .. } => inner.has_sum(),
            Boxed::Cut(_)
            | Boxed::Gamma(_)
            | Boxed::Erlang(_)
            | Boxed::Beta(_)
            | Boxed::Geometric(_)
            | Boxed::Table(_) => false,
        }
    }
}

impl Sum {
    pub(super) fn draw(&self, draws: &Draws) -> f64 {
        let times = self.parts.iter().map(|(key, part)| part.draw(&mut draws.aside(*key)));
        self.fixed + times.sum::<f64>()
    }

    pub(super) fn mean(&self) -> f64 {
        self.fixed + self.parts.iter().map(|(_, part)| part.mean()).sum::<f64>()
    }

    /// The sum of the variances: the times are independent.
    pub(super) fn variance(&self) -> f64 {
        self.parts.iter().map(|(_, part)| part.variance()).sum()
    }

    pub(super) fn bounds(&self) -> (f64, f64) {
        let both = |sum: (f64, f64), one: (f64, f64)| (sum.0 + one.0, sum.1 + one.1);
        let bounds = self.parts.iter().map(|(_, part)| part.bounds());
        bounds.fold((self.fixed, self.fixed), both)
    }

    pub(super) fn is_continuous(&self) -> bool {
        self.parts.iter().any(|(_, part)| part.is_continuous())
    }

    pub(super) fn scaled(&self, factor: f64) -> Self {
        let parts = self.parts.iter().map(|(key, part)| (*key, part.scaled(factor))).collect();
        Self { fixed: self.fixed * factor, parts }
    }
}

#[cfg(test)]
mod tests {
    use super::super::super::{Stream, name_key};
    use super::*;

    fn exponential(mean: f64) -> Distribution {
        Distribution::exponential(mean).expect("right")
    }

    #[test]
    fn constant_times_add_up_to_a_constant() {
        let constant = |value| Distribution::constant(value).expect("right");
        let sum = Distribution::sum(&[(1, constant(14.0)), (2, constant(9.0))]);
        assert_eq!(sum, constant(23.0));
        assert!(Distribution::sum(&[]).is_constant());
    }

    /// Two exponential times of 3 and 4 and a constant of 5: mean 12, variance 9 + 16, least 5.
    #[test]
    fn means_variances_and_bounds_add_up() {
        let five = Distribution::constant(5.0).expect("right");
        let sum = Distribution::sum(&[(1, exponential(3.0)), (2, exponential(4.0)), (3, five)]);
        assert!((sum.mean() - 12.0).abs() < 1e-12);
        assert!((sum.sd() - 5.0).abs() < 1e-12);
        assert_eq!(sum.bounds(), (5.0, f64::INFINITY));
        assert!(sum.is_continuous() && !sum.is_constant() && sum.quantile(0.5).is_none());
        assert!((sum.scaled(2.0).mean() - 24.0).abs() < 1e-12);
        assert!(sum.clone().truncated(None, Some(20.0)).is_err());
        let stream = Stream::new(1, &["work"], 0);
        let n = 40_000_u32;
        let drawn: Vec<f64> = (0..n).map(|index| sum.sample(stream, u64::from(index), 0)).collect();
        let mean = drawn.iter().sum::<f64>() / f64::from(n);
        let squares = drawn.iter().map(|value| (value - mean) * (value - mean)).sum::<f64>();
        let variance = squares / f64::from(n - 1);
        // Four standard errors: of the mean 5/200; of the variance sqrt((μ4 − σ⁴)/n), and μ4 of a sum
        // of independent ones is Σ κ4 + 3σ⁴ = 6·(81 + 256) + 3·625.
        assert!((mean - 12.0).abs() < 0.1, "{mean}");
        let error = ((6.0_f64 * 337.0 + 2.0 * 625.0) / f64::from(n)).sqrt();
        assert!((variance - 25.0).abs() < 4.0 * error, "{variance}");
    }

    #[test]
    fn each_part_keeps_its_numbers_whatever_else_is_in_the_sum() {
        let (one, other) = (name_key(&["fit"]), name_key(&["screw"]));
        let stream = Stream::new(1, &["work"], 0);
        let at = |parts: &[(u64, Distribution)], index| {
            Distribution::sum(parts).sample(stream, index, 3)
        };
        let (fit, screw) = ((one, exponential(3.0)), (other, exponential(4.0)));
        for index in 0..100 {
            let both = at(&[fit.clone(), screw.clone()], index);
            let apart =
                at(std::slice::from_ref(&fit), index) + at(std::slice::from_ref(&screw), index);
            assert!((both - apart).abs() < 1e-12, "{both} is not {apart}");
        }
    }
}
