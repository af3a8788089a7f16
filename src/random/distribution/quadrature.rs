//! Moments of a part of a continuous distribution, by integrals of its tail.
//!
//! With T(x) the probability of lying between x and the upper bound b, over that of lying between
//! both bounds: E X = a + ∫ T(x) dx and E (X - a)² = 2 ∫ (x - a) T(x) dx, from a to b.
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

/// What a continuous distribution has from `least` to `most`.
pub(super) fn slice(distribution: &Distribution, least: f64, most: f64) -> Slice {
    let (first, last) = distribution.bounds();
    let (least, most) = (least.max(first), most.min(last));
    let beyond = if most.is_finite() { distribution.above(most) } else { 0.0 };
    let share = if least < most { distribution.above(least) - beyond } else { 0.0 };
    if share <= 0.0 {
        return Slice { share: 0.0, mean: least, variance: 0.0 };
    }
    let tail = |x: f64| ((distribution.above(x) - beyond) / share).max(0.0);
    let (mut first, mut second) = (0.0, 0.0);
    let mut add = |x: f64, weight: f64| {
        let term = weight * tail(x);
        first += term;
        second += 2.0 * (x - least) * term;
    };
    let bend = match &distribution.0 {
        Law::Triangular(triangular) => triangular.mode().clamp(least, most),
        _ => least,
    };
    between(least, bend, &mut add);
    if most.is_finite() {
        between(bend, most, &mut add);
    } else {
        upward(bend, distribution.mean(), &mut add);
        if distribution.variance().is_infinite() {
            second = f64::INFINITY;
        }
    }
    Slice { share, mean: least + first, variance: (second - first * first).max(0.0) }
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
