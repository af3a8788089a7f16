//! How much sells in a time.

use super::quantity::split;
use super::{Misread, Span};

/// How many parts sell in an hour, a day or a week.
///
/// Unit: millionths of a part in the time that is written. Bounds: a thousand millions.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SalesRate {
    millionths: i64,
    each: Span,
}

/// Millionths in one.
const ONE: i64 = 1_000_000;

/// The most parts that can be written.
const MOST: i64 = 1_000_000_000;

/// Units of sales, and how long each is.
const UNITS: [(&str, Span); 4] = [
    ("/h", Span::from_hours(1)),
    ("/day", Span::from_days(1)),
    ("/d", Span::from_days(1)),
    ("/week", Span::from_days(7)),
];

impl SalesRate {
    /// Reads a number of parts in a time such as `"2400 /week"` or `"2400 parts/week"`.
    ///
    /// # Errors
    /// If it is not a number with a unit of sales, is negative, or more than a thousand millions.
    pub fn parse(text: &str) -> Result<Self, Misread> {
        let (number, unit) = split(text)?;
        let spelt: String = unit.chars().filter(|c| !c.is_whitespace()).collect();
        let spelt = spelt.strip_prefix("parts").unwrap_or(&spelt);
        let known = UNITS.iter().find(|(word, _)| *word == spelt);
        let (_, each) = *known.ok_or_else(|| Misread::Unit(unit.to_owned()))?;
        match i64::try_from(number.times(ONE)) {
            Ok(..0) => Err(Misread::Negative),
            Ok(millionths) if millionths <= MOST * ONE => Ok(Self { millionths, each }),
            _ => Err(Misread::TooLarge),
        }
    }

    /// The units that are known, one spelling of each.
    pub fn units() -> impl Iterator<Item = &'static str> {
        UNITS.iter().map(|(word, _)| *word).filter(|word| *word != "/d")
    }

    /// Millionths of a part, and the time in which so many sell.
    pub const fn parts(self) -> (i64, Span) {
        (self.millionths, self.each)
    }

    /// How many parts sell in a time, in proportion.
    pub fn within(self, time: Span) -> f64 {
        self.millionths as f64 * (time.ticks() as f64 / self.each.ticks() as f64) / ONE as f64
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sales_are_read_by_their_time() {
        let parts = |text| SalesRate::parse(text).map(SalesRate::parts);
        assert_eq!(parts("2400 /week"), Ok((2_400 * ONE, Span::from_days(7))));
        assert_eq!(parts("2400 parts / week"), Ok((2_400 * ONE, Span::from_days(7))));
        assert_eq!(parts("0.5/d"), Ok((ONE / 2, Span::from_days(1))));
        assert_eq!(parts("0 /h"), Ok((0, Span::from_hours(1))));
        assert_eq!(parts("-1 /day"), Err(Misread::Negative));
        assert_eq!(parts("2000000000 /h"), Err(Misread::TooLarge));
        assert_eq!(parts("5 /min"), Err(Misread::Unit("/min".to_owned())));
        assert_eq!(parts("5"), Err(Misread::NoUnit));
    }

    /// 2400 a week are 4800 in two, and 14 2/7 in an hour.
    #[test]
    fn sales_follow_the_time() {
        let rate = SalesRate::parse("2400 /week").expect("a rate");
        assert!((rate.within(Span::from_days(14)) - 4_800.0).abs() < 1e-9);
        assert!((rate.within(Span::from_hours(1)) - 100.0 / 7.0).abs() < 1e-12);
    }
}
