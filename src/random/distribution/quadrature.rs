//! Moments of a part of a continuous distribution, by integrals of its tails.
//!
//! With F(x) and T(x) the probabilities of lying below and above x, on the condition of lying
//! between the bounds a and b, and any c between them: E X = c - ∫ F(x) dx + ∫ T(x) dx and
//! E (X - c)² = 2 ∫ (c - x) F(x) dx + 2 ∫ (x - c) T(x) dx, F from a to c and T from c to b.
//! With c in the middle of the distribution nothing large is taken from something large.
//!
//! Source: H. Takahasi and M. Mori, *Double exponential formulas for numerical integration*,
//! Publications of the Research Institute for Mathematical Sciences 9, 1974 (the rule).

use std::f64::consts::FRAC_PI_2;

use super::cut::Slice;
use super::{Distribution, Law};

/// Half the number of points of one integral.
const POINTS: i32 = 400;
/// Step between two points.
const STEP: f64 = 1.0 / 64.0;

/// So many standard deviations around the middle are integrated apart, because a rule whose points
/// stand close at the ends of a wide interval would step over a narrow distribution inside it.
const REACH: f64 = 8.0;

/// What a continuous distribution has from `least` to `most`.
pub(super) fn slice(distribution: &Distribution, least: f64, most: f64) -> Slice {
    let (first, last) = distribution.bounds();
    let (least, most) = (least.max(first), most.min(last));
    let beyond = if most.is_finite() { distribution.above(most) } else { 0.0 };
    let within = distribution.above(least);
    let share = if least < most { within - beyond } else { 0.0 };
    if share <= 0.0 {
        return Slice { share: 0.0, mean: least, variance: 0.0 };
    }
    let middle = distribution.quantile(0.5).unwrap_or_else(|| distribution.mean());
    let centre = middle.clamp(least, most);
    let (mut off, mut square) = (0.0, 0.0);
    let mut add = |x: f64, weight: f64| {
        let above = distribution.above(x);
        let from = x - centre;
        // Which of the two it is, the side of the centre tells.
        let tail = if from < 0.0 { above - within } else { above - beyond };
        let term = weight * (tail / share).clamp(-1.0, 1.0);
        off += term;
        square += 2.0 * from * term;
    };
    let spread = distribution.sd();
    let bend = match &distribution.0 {
        Law::Triangular(triangular) => triangular.mode(),
        _ => centre,
    };
    let mut from = least;
    let reach = REACH * spread;
    let mut ends = [middle - reach, bend, centre, middle + reach];
    ends.sort_by(f64::total_cmp);
    for end in ends.into_iter().filter(|end| least < *end && *end < most) {
        between(from, end, &mut add);
        from = end;
    }
    if most.is_finite() {
        between(from, most, &mut add);
    } else {
        upward(from, if spread.is_finite() { spread } else { middle }, &mut add);
        if spread.is_infinite() {
            square = f64::INFINITY;
        }
    }
    Slice { share, mean: centre + off, variance: (square - off * off).max(0.0) }
}

/// Points and weights of an integral from `a` to `b`.
fn between(a: f64, b: f64, add: &mut impl FnMut(f64, f64)) {
    if a >= b {
        return;
    }
    let half = 0.5 * (b - a);
    for point in -POINTS..=POINTS {
        let t = f64::from(point) * STEP;
        let inner = FRAC_PI_2 * libm::sinh(t);
        let cosine = libm::cosh(inner);
        let weight = half * STEP * FRAC_PI_2 * libm::cosh(t) / (cosine * cosine);
        if weight > 0.0 {
            add(a + half * (1.0 + libm::tanh(inner)), weight);
        }
    }
}

/// Points and weights of an integral from `a` upward, for a tail of this scale.
fn upward(a: f64, scale: f64, add: &mut impl FnMut(f64, f64)) {
    for point in -POINTS..=POINTS {
        let t = f64::from(point) * STEP;
        let growth = scale * libm::exp(FRAC_PI_2 * libm::sinh(t));
        if growth.is_finite() && growth > 0.0 {
            add(a + growth, growth * STEP * FRAC_PI_2 * libm::cosh(t));
        }
    }
}
