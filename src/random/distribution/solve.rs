//! Shapes that belong to a coefficient of variation.

use std::f64::consts::PI;

/// Squared coefficient of variation of a Weibull distribution with shape `1 / power`.
pub(super) fn weibull_variation(power: f64) -> f64 {
    libm::expm1(libm::lgamma(1.0 + 2.0 * power) - 2.0 * libm::lgamma(1.0 + power))
}

/// One over the shape of the Weibull distribution with coefficient of variation `cv`.
///
/// Solves Γ(1 + 2p) / Γ(1 + p)² = 1 + cv² in ln p by bisection; the left side rises with p.
pub(super) fn weibull_power(cv: f64) -> f64 {
    bisect(1e-7, 1e3, |power| weibull_variation(power) < cv * cv)
}

/// Mean of a log-logistic distribution of scale 1 and shape `1 / power`, which is above 1.
pub(super) fn loglogistic_moment(power: f64) -> f64 {
    let angle = PI * power;
    angle / libm::sin(angle)
}

/// Squared coefficient of variation of a log-logistic distribution with shape `1 / power`.
pub(super) fn loglogistic_variation(power: f64) -> f64 {
    let angle = PI * power;
    if power < 0.5 { libm::tan(angle) / angle - 1.0 } else { f64::INFINITY }
}

/// One over the shape of the log-logistic distribution with coefficient of variation `cv`.
pub(super) fn loglogistic_power(cv: f64) -> f64 {
    bisect(1e-7, 0.5, |power| loglogistic_variation(power) < cv * cv)
}

/// Where `is_low` changes from true to false between two positive numbers.
fn bisect(mut low: f64, mut high: f64, is_low: impl Fn(f64) -> bool) -> f64 {
    for _ in 0..200 {
        let middle = (low * high).sqrt();
        if middle <= low || middle >= high {
            break;
        }
        if is_low(middle) {
            low = middle;
        } else {
            high = middle;
        }
    }
    (low * high).sqrt()
}
