//! How many parts an hour.

use super::quantity::split;
use super::{Misread, Span};

/// How many parts an hour a machine makes.
///
/// Unit: millionths of a part an hour. Bounds: from a part in a thousand hours to a thousand a second.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rate(i64);

/// One part an hour.
const AN_HOUR: i64 = 1_000_000;

/// Units of rates, and millionths of a part an hour in each.
const UNITS: [(&str, i64); 3] = [("/h", AN_HOUR), ("/min", 60 * AN_HOUR), ("/s", 3600 * AN_HOUR)];

impl Rate {
    /// Reads a rate such as `"400 /min"` or `"400 parts/min"`.
    ///
    /// # Errors
    /// If it is not a number with a unit of rates, is negative, or more than a thousand a second. One below
    /// a part in a thousand hours is [`Misread::NotWhole`].
    pub fn parse(text: &str) -> Result<Self, Misread> {
        let (number, unit) = split(text)?;
        let spelt: String = unit.chars().filter(|c| !c.is_whitespace()).collect();
        let spelt = spelt.strip_prefix("parts").unwrap_or(&spelt);
        let known = UNITS.iter().find(|(word, _)| *word == spelt);
        let (_, an_hour) = known.ok_or_else(|| Misread::Unit(unit.to_owned()))?;
        match i64::try_from(number.times(*an_hour)) {
            Ok(..0) => Err(Misread::Negative),
            Ok(rate) if rate < AN_HOUR / 1000 => Err(Misread::NotWhole),
            Ok(rate) if rate <= 3_600_000 * AN_HOUR => Ok(Self(rate)),
            _ => Err(Misread::TooLarge),
        }
    }

    /// The units that are known.
    pub fn units() -> impl Iterator<Item = &'static str> {
        UNITS.iter().map(|(word, _)| *word)
    }

    /// How long so many parts take, rounded once to a tick.
    pub fn time_for(self, parts: u32) -> Span {
        let ticks =
            i128::from(parts) * i128::from(AN_HOUR) * i128::from(Span::from_hours(1).ticks());
        let rate = i128::from(self.0);
        Span::from_ticks(i64::try_from((ticks + rate / 2) / rate).unwrap_or(i64::MAX))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rates_are_read_by_the_hour() {
        assert_eq!(Rate::parse("400 /min"), Ok(Rate(24_000 * AN_HOUR)));
        assert_eq!(Rate::parse("400/min"), Ok(Rate(24_000 * AN_HOUR)));
        assert_eq!(Rate::parse("2 parts/s"), Ok(Rate(7200 * AN_HOUR)));
        assert_eq!(Rate::parse("0.5 parts / h"), Ok(Rate(AN_HOUR / 2)));
        assert_eq!(Rate::parse("0.0005 /h"), Err(Misread::NotWhole));
        assert_eq!(Rate::parse("-1 /h"), Err(Misread::Negative));
        assert_eq!(Rate::parse("2000 /s"), Err(Misread::TooLarge));
        assert_eq!(Rate::parse("5 /day"), Err(Misread::Unit("/day".to_owned())));
    }

    /// 24 bottles at 400 a minute take 3.6 s.
    #[test]
    fn parts_take_their_time() {
        let rate = Rate::parse("400 /min").expect("a rate");
        assert_eq!(rate.time_for(24), Span::from_ticks(3_600_000));
    }
}
