//! The natural logarithm: the inner loop of every exponential variate.
//!
//! Only additions and multiplications of IEEE doubles, so every platform gives the same bits; no
//! division, so it takes about half the time of a general logarithm. The argument is split into a
//! power of two, one of 128 centres c, and a rest r = z/c - 1 with |r| <= 1/128:
//! ln x = k ln 2 + ln c + ln(1 + r).
//!
//! Source: P.-T. P. Tang, *Table-driven implementation of the logarithm function in IEEE
//! floating-point arithmetic*, ACM Transactions on Mathematical Software 16(4), 1990 (the method;
//! the table is computed here).

const BITS: u32 = 7;
const CENTRES: usize = 1 << BITS;
/// Bits of the smallest mantissa of a table: z lies in [OFFSET, 2 OFFSET) with OFFSET = 0.6875.
const OFFSET: u64 = 0x3FE6_0000_0000_0000;

/// Bits of 2^52 + 2048: adding a whole number to them adds it to the double.
const WHOLE: u64 = 0x4330_0000_0000_0800;

/// (1/c, ln c) of every centre.
static TABLE: [(f64, f64); CENTRES] = table();

/// The natural logarithm of `x`, a normal number above 0.
///
/// Error: below 5e-16, absolute or relative, whichever is larger.
#[inline]
pub(super) fn ln(x: f64) -> f64 {
    let bits = x.to_bits();
    let shifted = bits.wrapping_sub(OFFSET);
    let centre = (shifted >> (52 - BITS)) as usize % CENTRES;
    // A whole number in the lowest bits of a double: no conversion, which would wait for the last.
    let power = f64::from_bits((shifted.cast_signed() >> 52).cast_unsigned().wrapping_add(WHOLE))
        - f64::from_bits(WHOLE);
    let z = f64::from_bits(bits.wrapping_sub(shifted & 0xFFF << 52));
    let (inverse, logarithm) = TABLE[centre];
    let r = z * inverse - 1.0;
    let square = r * r;
    let head = power * std::f64::consts::LN_2 + logarithm;
    let tail = (1.0 / 3.0 - r * 0.25) + square * ((0.2 - r * (1.0 / 6.0)) + square * (1.0 / 7.0));
    head + (r + (square * r * tail - 0.5 * square))
}

const fn table() -> [(f64, f64); CENTRES] {
    let mut table = [(0.0, 0.0); CENTRES];
    let mut row = 0;
    while row < CENTRES {
        // The middle of the mantissas that share these seven bits.
        let bits = OFFSET + ((row as u64) << (52 - BITS)) + (1 << (51 - BITS));
        let middle = f64::from_bits(bits);
        // The three rows around 1 take it as their centre: r is exact there, and the logarithm
        // of everything below 1 is negative.
        let is_near = middle > 1.0 - 1.0 / CENTRES as f64 && middle < 1.0 + 1.0 / CENTRES as f64;
        let inverse = if is_near { 1.0 } else { 1.0 / middle };
        // The logarithm of what is really multiplied with, not of the rounded centre.
        table[row] = (inverse, -series(inverse));
        row += 1;
    }
    table
}

/// ln x by the series of the inverse hyperbolic tangent, for x near 1.
const fn series(x: f64) -> f64 {
    let t = (x - 1.0) / (x + 1.0);
    let square = t * t;
    let mut sum = 0.0;
    let mut term = 31;
    while term >= 1 {
        sum = sum * square + 1.0 / term as f64;
        term -= 2;
    }
    2.0 * t * sum
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_agrees_with_a_general_logarithm() {
        let mut worst: f64 = 0.0;
        for step in 1..2_000_000u32 {
            let x = f64::from(step) / 2_000_000.0;
            worst = worst.max((ln(x) - libm::log(x)).abs() / (-libm::log(x)).max(1.0));
        }
        for power in 1..1000 {
            let x = libm::exp(-f64::from(power) * 0.7);
            worst = worst.max((ln(x) / libm::log(x) - 1.0).abs());
        }
        for power in 1..1000 {
            let x = libm::exp(f64::from(power) * 0.7);
            worst = worst.max((ln(x) / libm::log(x) - 1.0).abs());
        }
        assert!(worst < 5e-16, "{worst:e}");
    }

    #[test]
    fn it_is_exact_beside_one() {
        for power in 7..=53 {
            let off = libm::exp2(-f64::from(power));
            assert!((ln(1.0 - off) / libm::log1p(-off) - 1.0).abs() < 5e-16, "1 - 2^-{power}");
        }
        assert!(ln(f64::MIN_POSITIVE) < -708.0);
    }
}
