//! Lengths of time as people write and read them.

use std::fmt;

use super::quantity::split;
use super::{Misread, Span};

/// The longest length of time that can be written: a hundred years.
pub const LONGEST: Span = Span::from_days(36_525);

/// Units of elapsed time and the ticks in each; the first spelling is the one we print.
const UNITS: [(&[&str], i64); 7] = [
    (&["us", "µs", "μs"], 1),
    (&["ms"], 1_000),
    (&["s", "sec", "second", "seconds"], 1_000_000),
    (&["min", "mins", "minute", "minutes"], 60_000_000),
    (&["h", "hour", "hours"], 3_600_000_000),
    (&["days", "d", "day"], 86_400_000_000),
    (&["weeks", "week"], 604_800_000_000),
];

/// Most workdays that can be written: the days of a hundred years.
const MOST_WORKDAYS: i128 = 36_525;

/// A length of time as written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Duration {
    /// Elapsed time; a day is 24 hours.
    Elapsed(Span),
    /// Days on which a calendar is open (`"10 workdays"`).
    Workdays(u32),
}

impl Duration {
    /// Reads a length of time such as `"95 s"`, `"2.5 h"` or `"10 workdays"`, exactly to the tick.
    ///
    /// # Errors
    /// If it is not a number with a unit of time, is negative, or exceeds a hundred years.
    pub fn parse(text: &str) -> Result<Self, Misread> {
        let (number, unit) = split(text)?;
        if number.value() < 0.0 {
            return Err(Misread::Negative);
        }
        if matches!(unit, "workdays" | "workday") {
            return match number.whole() {
                Some(days) if days <= MOST_WORKDAYS => {
                    u32::try_from(days).map(Self::Workdays).map_err(|_| Misread::TooLarge)
                }
                Some(_) => Err(Misread::TooLarge),
                None => Err(Misread::NotWhole),
            };
        }
        let known = UNITS.iter().find(|(spellings, _)| spellings.contains(&unit));
        let (_, factor) = known.ok_or_else(|| Misread::Unit(unit.to_owned()))?;
        match i64::try_from(number.times(*factor)) {
            Ok(ticks) if ticks <= LONGEST.ticks() => Ok(Self::Elapsed(Span::from_ticks(ticks))),
            _ => Err(Misread::TooLarge),
        }
    }

    /// A regular expression that a length of time matches, for editors.
    pub fn pattern() -> String {
        let all: Vec<&str> = Self::spellings().collect();
        format!("^ *[0-9._]+ *({}) *$", all.join("|"))
    }

    /// The unit that a length of time is written in, as written, and its length.
    pub fn unit(text: &str) -> Option<(&str, Span)> {
        let (_, unit) = split(text).ok()?;
        let (_, ticks) = UNITS.iter().find(|(spellings, _)| spellings.contains(&unit))?;
        Some((unit, Span::from_ticks(*ticks)))
    }

    /// Every spelling of every unit of time.
    pub fn spellings() -> impl Iterator<Item = &'static str> {
        let spellings = UNITS.iter().flat_map(|(spellings, _)| *spellings).copied();
        spellings.chain(["workdays", "workday"])
    }

    /// The units of time that can be written, the usual spelling of each.
    pub fn units() -> impl Iterator<Item = &'static str> {
        UNITS.iter().map(|(spellings, _)| spellings[0]).chain(["workdays"])
    }
}

impl fmt::Display for Duration {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Elapsed(span) => span.fmt(formatter),
            Self::Workdays(1) => formatter.write_str("1 workday"),
            Self::Workdays(days) => write!(formatter, "{days} workdays"),
        }
    }
}

/// In the unit a person would choose, with at most three decimals: `95 s`, `2.5 h`, `12 days`.
impl fmt::Display for Span {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let size = self.ticks().unsigned_abs();
        let (unit, ticks) = match size {
            1..1_000 => ("µs", 1),
            1_000..1_000_000 => ("ms", 1_000),
            0 | 1_000_000..120_000_000 => ("s", 1_000_000),
            120_000_000..7_200_000_000 => ("min", 60_000_000),
            7_200_000_000..259_200_000_000 => ("h", 3_600_000_000),
            _ => ("days", 86_400_000_000_u64),
        };
        let thousandths = (u128::from(size) * 1000 + u128::from(ticks) / 2) / u128::from(ticks);
        let sign = if self.ticks() < 0 { "-" } else { "" };
        let (whole, rest) = (thousandths / 1000, thousandths % 1000);
        let fraction = format!("{rest:03}");
        let fraction = fraction.trim_end_matches('0');
        let point = if fraction.is_empty() { "" } else { "." };
        write!(formatter, "{sign}{whole}{point}{fraction} {unit}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ticks(text: &str) -> i64 {
        match Duration::parse(text) {
            Ok(Duration::Elapsed(span)) => span.ticks(),
            other => panic!("{text}: {other:?}"),
        }
    }

    #[test]
    fn lengths_are_exact_to_the_tick() {
        assert_eq!(ticks("95 s"), 95_000_000);
        assert_eq!(ticks("0.1s"), 100_000);
        assert_eq!(ticks("2.5 h"), 9_000_000_000);
        assert_eq!(ticks("18.181818 min"), 1_090_909_080);
        assert_eq!(ticks("8 weeks"), 8 * 7 * 86_400_000_000);
        assert_eq!(ticks("0 s"), 0);
    }

    #[test]
    fn workdays_are_kept_apart_from_days() {
        assert_eq!(Duration::parse("10 workdays"), Ok(Duration::Workdays(10)));
        assert_eq!(Duration::parse("1.5 workdays"), Err(Misread::NotWhole));
    }

    #[test]
    fn each_mistake_has_its_name() {
        assert_eq!(Duration::parse("95"), Err(Misread::NoUnit));
        assert_eq!(Duration::parse("-1 s"), Err(Misread::Negative));
        assert_eq!(Duration::parse("2,5 h"), Err(Misread::Comma));
        assert_eq!(Duration::parse("3 m"), Err(Misread::Unit("m".to_owned())));
        assert_eq!(Duration::parse("101 years"), Err(Misread::Unit("years".to_owned())));
        assert_eq!(Duration::parse("40000 days"), Err(Misread::TooLarge));
        assert_eq!(Duration::parse("99999999999999999999 s"), Err(Misread::TooLarge));
        assert_eq!(Duration::parse("soon"), Err(Misread::NoNumber));
    }

    #[test]
    fn a_length_is_printed_in_the_unit_a_person_would_choose() {
        let shown = |ticks| Span::from_ticks(ticks).to_string();
        assert_eq!(shown(0), "0 s");
        assert_eq!(shown(95_000_000), "95 s");
        assert_eq!(shown(9_000_000_000), "2.5 h");
        assert_eq!(shown(-90_500), "-90.5 ms");
        assert_eq!(shown(20 * 60_000_000), "20 min");
        assert_eq!(Span::from_days(12).to_string(), "12 days");
    }
}
