//! Decimal numbers as written, so that `"0.1 s"` is exactly 100,000 ticks.

/// A decimal number: `digits / 10^places`.
///
/// Bounds: at most 18 digits before the point, and 26 in all; further decimals are cut off, far
/// below a tick.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Decimal {
    digits: i128,
    places: u32,
}

/// Digits before the point.
const MOST_WHOLE: usize = 18;

/// Decimals that are kept.
const MOST_DECIMALS: usize = 18;

/// Digits in all: times the ticks of a week they fit into 128 bits.
const MOST_DIGITS: usize = 26;

impl Decimal {
    /// Reads plain decimal notation (`12`, `-3.5`, `.5`, `1_000`); `None` for anything else.
    pub fn parse(text: &str) -> Option<Self> {
        let (negative, text) = match text.strip_prefix('-') {
            Some(rest) => (true, rest),
            None => (false, text.strip_prefix('+').unwrap_or(text)),
        };
        let (whole, fraction) = text.split_once('.').unwrap_or((text, ""));
        let whole = whole.replace('_', "");
        let all_digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
        if whole.len() + fraction.len() == 0 || !all_digits(&whole) || !all_digits(fraction) {
            return None;
        }
        let whole = whole.trim_start_matches('0');
        if whole.len() > MOST_WHOLE {
            return None;
        }
        let kept = fraction.len().min(MOST_DECIMALS).min(MOST_DIGITS - whole.len());
        let fraction = fraction[..kept].trim_end_matches('0');
        let magnitude: i128 = format!("0{whole}{fraction}").parse().ok()?;
        let digits = if negative { -magnitude } else { magnitude };
        Some(Self { digits, places: u32::try_from(fraction.len()).ok()? })
    }

    /// The whole number nearest to this one times `factor`; halves go away from zero.
    pub const fn times(self, factor: i64) -> i128 {
        let scale = 10_i128.pow(self.places);
        let product = self.digits * factor as i128;
        let half = if product < 0 { -scale / 2 } else { scale / 2 };
        (product + half) / scale
    }

    /// The number as a float.
    pub fn value(self) -> f64 {
        self.digits as f64 / 10_i128.pow(self.places) as f64
    }

    /// The number itself, if it is whole.
    pub const fn whole(self) -> Option<i128> {
        if self.places == 0 { Some(self.digits) } else { None }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn decimals_are_exact() {
        let tenth = Decimal::parse("0.1").expect("a decimal");
        assert_eq!(tenth.times(1_000_000), 100_000);
        assert_eq!(Decimal::parse("-2.50").map(|n| n.times(60)), Some(-150));
        assert_eq!(Decimal::parse("1_000").and_then(Decimal::whole), Some(1000));
        assert_eq!(Decimal::parse(".5").map(Decimal::value), Some(0.5));
    }

    #[test]
    fn further_decimals_are_cut_off() {
        let third = Decimal::parse("0.33333333333333333333333333").expect("a decimal");
        assert_eq!(third.times(604_800_000_000), 201_600_000_000);
        let long = format!("2.5{}1", "0".repeat(1000));
        assert_eq!(Decimal::parse(&long).map(|n| n.times(10)), Some(25));
        assert_eq!(Decimal::parse("00000000000000000000001").and_then(Decimal::whole), Some(1));
        let most = format!("{}.{}", "9".repeat(18), "9".repeat(30));
        let times = Decimal::parse(&most).map(|n| n.times(604_800_000_000));
        assert_eq!(times, Some(604_800_000_000_000_000_000_000_000_000 - 6048));
    }

    #[test]
    fn what_is_not_a_decimal_is_refused() {
        for text in ["", ".", "-", "1e3", "0x10", "1.2.3", "nan", "1,5", "1000000000000000000000"] {
            assert_eq!(Decimal::parse(text), None, "{text}");
        }
    }
}
