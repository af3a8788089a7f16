//! The exponential function of a moderate number: the last step of every lognormal variate.
//!
//! Only additions and multiplications of IEEE doubles, so every platform gives the same bits. The
//! argument is split into a whole number of steps of ln 2 / 1024 and a rest r with
//! |r| <= ln 2 / 2048: exp x = 2^(steps / 1024) exp r.
//!
//! Source: P.-T. P. Tang, *Table-driven implementation of the exponential function in IEEE
//! floating-point arithmetic*, ACM Transactions on Mathematical Software 15(2), 1989 (the method;
//! the table is computed here).

use std::f64::consts::{LN_2, LOG2_E};

const BITS: u32 = 10;
const STEPS: usize = 1 << BITS;
/// Adding and subtracting it rounds to a whole number, which is left in the lowest bits.
const ROUNDER: f64 = 6_755_399_441_055_744.0;
/// Length of a step with its last 21 bits cut off, so that whole multiples of it are exact.
const STEP: f64 = f64::from_bits((LN_2 / STEPS as f64).to_bits() & !0x1F_FFFF);
/// What a step has beyond [`STEP`].
const STEP_REST: f64 = (LN_2 / STEPS as f64 - STEP) + LN_2_REST / STEPS as f64;
/// What ln 2 has beyond the nearest double: ln 2 = 0.693147180559945309417232121458…
const LN_2_REST: f64 = 2.319_046_813_846_3e-17;

/// 2 to the power of 0/1024, 1/1024 … 1023/1024.
static TABLE: [f64; STEPS] = table();

/// e to the power of `x`, which lies between -700 and 700.
///
/// Relative error: below 1e-15.
#[inline]
pub(super) fn exp(x: f64) -> f64 {
    debug_assert!(x.abs() <= 700.0, "the power of two leaves the range of doubles: {x}");
    let rounded = x * (LOG2_E * STEPS as f64) + ROUNDER;
    let steps = rounded - ROUNDER;
    raise(rounded, (x - steps * STEP) - steps * STEP_REST)
}

/// 2 to the power of `steps` / [`STEPS`], which lies between -1000 and 1000.
///
/// For whoever keeps an exponent in steps: the rest then comes out by one exact subtraction.
/// Relative error: below 1e-15.
#[inline]
pub(super) fn exp_steps(steps: f64) -> f64 {
    debug_assert!(steps.abs() <= 1e6, "the power of two leaves the range of doubles: {steps}");
    let rounded = steps + ROUNDER;
    raise(rounded, (steps - (rounded - ROUNDER)) * (LN_2 / STEPS as f64))
}

/// How many steps make a factor of e.
pub(super) const STEPS_OF_E: f64 = LOG2_E * STEPS as f64;

/// 2 to the power of the whole steps in the lowest bits of `rounded`, times e to the power of `r`.
#[inline]
#[expect(clippy::cast_possible_truncation, reason = "ten bits")]
fn raise(rounded: f64, r: f64) -> f64 {
    let whole = rounded.to_bits();
    let square = r * r;
    let rise = r + square * (0.5 + r * (1.0 / 6.0));
    let root = TABLE[whole as usize % STEPS];
    // The steps above the table's are the exponent.
    let scale = f64::from_bits(root.to_bits().wrapping_add((whole >> BITS) << 52));
    scale + scale * rise
}

const fn table() -> [f64; STEPS] {
    let mut table = [1.0; STEPS];
    let mut row = 1;
    while row < STEPS {
        table[row] = series(LN_2 * row as f64 / STEPS as f64);
        row += 1;
    }
    table
}

/// exp x by its power series, for x in (0, 1).
const fn series(x: f64) -> f64 {
    let mut sum = 1.0;
    let mut term = 24;
    while term >= 1 {
        sum = 1.0 + x / term as f64 * sum;
        term -= 1;
    }
    sum
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_agrees_with_a_general_exponential() {
        let mut worst: f64 = 0.0;
        for step in -700_000..=700_000 {
            let x = f64::from(step) / 1000.0 + 0.000_37;
            if x.abs() <= 700.0 {
                worst = worst.max((exp(x) / libm::exp(x) - 1.0).abs());
            }
        }
        assert!(worst < 1e-15, "{worst:e}");
    }

    #[test]
    fn steps_are_powers_of_two() {
        for step in -500_000..500_000 {
            let steps = f64::from(step) * 1.717;
            let known = libm::exp2(steps / STEPS as f64);
            assert!((exp_steps(steps) / known - 1.0).abs() < 1e-15, "{steps}");
        }
    }

    #[test]
    fn nothing_is_one() {
        assert!((exp(0.0) - 1.0).abs() < f64::EPSILON);
    }
}
