//! A target for a KPI of the plant, and whether a plant reaches it for certain.

use std::fmt;

use super::number::Scale;
use crate::study::{Figure, Interval, KPIS, Kpi, Results, Unit, kpi};
use crate::units::{Currency, Decimal, Duration, Money, share};

/// What shall be reached: a KPI of the plant and a bound.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Target {
    /// The currency of the value, if it is money.
    currency: Option<Currency>,
    kpi: &'static Kpi,
    bound: Bound,
    value: f64,
}

/// On which side of its value a target lies.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Bound {
    AtLeast,
    AtMost,
}

/// Whether a plant reaches a target.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// The whole interval is on the right side.
    Reached,
    /// The whole interval is on the wrong side.
    Missed,
    /// The target lies inside the interval, or there is no interval, or it is that of a few
    /// equal replications.
    Undecided,
    /// The plant has no such figure.
    Unknown,
}

impl Verdict {
    /// The word in tables and files.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Reached => "reached",
            Self::Missed => "missed",
            Self::Undecided => "undecided",
            Self::Unknown => "unknown",
        }
    }
}

/// Why a text is not a target.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TargetProblem(String);

impl fmt::Display for TargetProblem {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

impl std::error::Error for TargetProblem {}

impl Target {
    /// Its value, if it is the least that is asked of a KPI.
    pub(super) fn least(&self, kpi: &str) -> Option<f64> {
        (self.kpi.id == kpi && self.bound == Bound::AtLeast).then_some(self.value)
    }

    /// Reads a target such as `on_time >= 80 %` or `time_in_system <= 6 h`.
    ///
    /// # Errors
    /// If there is no comparison, no such KPI of the plant, or no value in the KPI's unit.
    ///
    /// # Examples
    /// ```
    /// use gemba::report::Target;
    /// assert_eq!(Target::parse("on_time >= 80 %")?.to_string(), "Orders on time ≥ 80 %");
    /// assert!(Target::parse("on_time >= 80").is_err());
    /// # Ok::<(), gemba::report::TargetProblem>(())
    /// ```
    pub fn parse(text: &str) -> Result<Self, TargetProblem> {
        let signs = [
            (">=", Bound::AtLeast),
            ("≥", Bound::AtLeast),
            ("<=", Bound::AtMost),
            ("≤", Bound::AtMost),
        ];
        let split = signs.iter().find_map(|(sign, bound)| {
            text.split_once(sign).map(|(name, value)| (name.trim(), *bound, value.trim()))
        });
        let Some((name, bound, value)) = split else {
            let problem = "a target is a KPI, `>=` or `<=`, and a value, such as `on_time >= 80 %`";
            return Err(TargetProblem(problem.to_owned()));
        };
        let Some(kpi) = kpi(name) else { return Err(unknown(name)) };
        let currency = match kpi.unit {
            Unit::Money(_) => Money::parse(value).ok().map(|(_, currency)| currency),
            _ => None,
        };
        let value =
            parse_value(kpi.unit, value).ok_or_else(|| TargetProblem(wrong_value(kpi, value)))?;
        Ok(Self { currency, kpi, bound, value })
    }

    /// The KPI watched.
    pub const fn kpi(&self) -> &'static Kpi {
        self.kpi
    }

    /// The currency of the value, if it is money.
    pub const fn currency(&self) -> Option<Currency> {
        self.currency
    }

    /// The value to reach, in the KPI's unit.
    pub const fn value(&self) -> f64 {
        self.value
    }

    /// `>=` or `<=`.
    pub const fn sign(&self) -> &'static str {
        match self.bound {
            Bound::AtLeast => ">=",
            Bound::AtMost => "<=",
        }
    }

    /// The target as it stands inside a sentence, on a scale: `orders on time ≥ 80 %`.
    pub(super) fn phrase(&self, scale: Scale) -> String {
        super::number::lowered(&self.worded(scale))
    }

    /// The plant's figure that the target is about.
    pub fn figure<'a>(&self, results: &'a Results) -> Option<&'a Figure> {
        results.plant(self.kpi.id)
    }

    /// Whether `results` reach the target: only an interval wholly on one side is an answer.
    pub fn verdict(&self, results: &Results) -> Verdict {
        self.figure(results).map_or(Verdict::Unknown, |figure| self.judge(&figure.interval))
    }

    fn judge(&self, interval: &Interval) -> Verdict {
        if !interval.estimate.is_finite() {
            return Verdict::Unknown;
        }
        if !interval.may_decide() {
            return Verdict::Undecided;
        }
        let (worst, best) = match self.bound {
            Bound::AtLeast => (interval.low, interval.high),
            Bound::AtMost => (-interval.high, -interval.low),
        };
        let value = match self.bound {
            Bound::AtLeast => self.value,
            Bound::AtMost => -self.value,
        };
        if worst >= value {
            Verdict::Reached
        } else if best < value {
            Verdict::Missed
        } else {
            Verdict::Undecided
        }
    }

    /// Replications that would probably decide, if the estimate stays where it is.
    ///
    /// The half-width falls with the square root of the number of replications. `None` without an
    /// interval, or when more than a hundred thousand would be needed.
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "bounded before")]
    pub(super) fn replications_to_decide(&self, interval: &Interval) -> Option<u64> {
        let half = super::number::half_width(interval)?;
        let away = (interval.estimate - self.value).abs();
        let needed = f64::from(interval.n) * (half / away) * (half / away);
        let least = u64::from(Interval::LEAST_EQUAL);
        (needed < 100_000.0).then(|| (needed.ceil() as u64 + 1).max(least))
    }
}

impl Target {
    /// The unit of the value.
    fn unit(&self) -> Unit {
        self.currency.map_or(self.kpi.unit, |currency| self.kpi.unit.of_plant(currency))
    }

    /// The target on a scale.
    pub(super) fn worded(&self, scale: Scale) -> String {
        let sign = match self.bound {
            Bound::AtLeast => '≥',
            Bound::AtMost => '≤',
        };
        let number = scale.number(self.value, 4);
        let number = number.trim_end_matches('0').trim_end_matches('.');
        format!("{} {sign} {number} {}", self.kpi.title, scale.word())
    }
}

impl fmt::Display for Target {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.worded(Scale::fitting(self.unit(), self.value)))
    }
}

fn parse_value(unit: Unit, text: &str) -> Option<f64> {
    match unit {
        Unit::Share | Unit::Ratio => share(text).ok(),
        Unit::Minutes => match Duration::parse(text).ok()? {
            Duration::Elapsed(span) => Some(span.minutes()),
            Duration::Workdays(_) => None,
        },
        Unit::PartsPerHour => counted(text, &["parts/h", "/h"]),
        Unit::Parts => counted(text, &["parts", "part", ""]),
        Unit::Orders => counted(text, &["orders", "order", ""]),
        Unit::People => counted(text, &["people", ""]),
        Unit::Count => counted(text, &[""]),
        Unit::Hours => counted(text, &["h"]),
        Unit::Metres => counted(text, &["m"]),
        Unit::Money(_) => Money::parse(text).ok().map(|(money, _)| money.value()),
    }
}

fn counted(text: &str, words: &[&str]) -> Option<f64> {
    words.iter().find_map(|word| {
        let number = text.strip_suffix(word)?.trim();
        Decimal::parse(number).map(Decimal::value)
    })
}

fn wrong_value(kpi: &Kpi, found: &str) -> String {
    let example = match kpi.unit {
        Unit::Share | Unit::Ratio => "80 %",
        Unit::Hours => "480 h",
        Unit::Metres => "500 m",
        Unit::Money(_) => "9500 EUR",
        Unit::Minutes => "480 min",
        Unit::PartsPerHour => "12 parts/h",
        Unit::Parts | Unit::Orders | Unit::People | Unit::Count => "12",
    };
    format!("the value of `{}` is written like `{example}`, found: `{found}`", kpi.id)
}

fn unknown(name: &str) -> TargetProblem {
    let hint = crate::diagnostic::closest(name, KPIS.iter().map(|kpi| kpi.id))
        .map(|near| format!("; did you mean `{near}`?"))
        .unwrap_or_default();
    TargetProblem(format!("there is no KPI `{name}`{hint}"))
}

#[cfg(test)]
mod tests {
    use super::super::fixture;
    use super::*;

    fn target(text: &str) -> Target {
        Target::parse(text).unwrap()
    }

    #[test]
    fn targets_are_read_with_their_units() {
        assert!((target("on_time >= 80 %").value() - 0.8).abs() < 1e-12);
        assert!((target("time_in_system<=6 h").value() - 360.0).abs() < 1e-12);
        assert!((target("throughput ≥ 2.9 parts/h").value() - 2.9).abs() < 1e-12);
        assert_eq!(target("wip <= 20").to_string(), "Work in process ≤ 20 parts");
        for wrong in ["on_time", "on_time >= 80", "on_tme >= 80 %", "time_in_system <= 6", ""] {
            assert!(Target::parse(wrong).is_err(), "{wrong}");
        }
        let problem = Target::parse("on_tme >= 80 %").unwrap_err().to_string();
        assert!(problem.contains("did you mean `on_time`"), "{problem}");
    }

    #[test]
    fn only_a_whole_interval_on_one_side_is_an_answer() {
        let shop = fixture::repair_shop();
        assert_eq!(target("on_time >= 80 %").verdict(&shop), Verdict::Reached);
        assert_eq!(target("on_time >= 82 %").verdict(&shop), Verdict::Undecided);
        assert_eq!(target("on_time >= 90 %").verdict(&shop), Verdict::Missed);
        assert_eq!(target("time_in_system <= 480 min").verdict(&shop), Verdict::Reached);
        assert_eq!(target("time_in_system <= 300 min").verdict(&shop), Verdict::Missed);
        assert_eq!(target("makespan <= 3 h").verdict(&shop), Verdict::Unknown);
        let mut alone = shop;
        for figure in &mut alone.figures {
            figure.interval = fixture::single(figure.interval.estimate);
        }
        assert_eq!(target("on_time >= 10 %").verdict(&alone), Verdict::Undecided);
    }

    #[test]
    fn a_few_replications_that_are_equal_decide_nothing() {
        let target = target("on_time >= 80 %");
        let equal = |n| Interval { n, ..fixture::interval(0.81, 0.0) };
        assert_eq!(target.judge(&equal(4)), Verdict::Undecided);
        assert_eq!(target.judge(&equal(5)), Verdict::Reached);
        assert_eq!(target.replications_to_decide(&equal(4)), Some(5));
        // With a spread, the width of Student's interval says how little they tell.
        let three = Interval { n: 3, ..fixture::interval(0.81, 0.001) };
        assert_eq!(target.judge(&three), Verdict::Reached);
    }

    #[test]
    fn the_replications_needed_grow_with_the_square_of_the_precision() {
        let interval = fixture::interval(0.81, 0.02);
        let needed = target("on_time >= 80 %").replications_to_decide(&interval);
        assert!(needed.is_some_and(|n| (120..=122).contains(&n)), "{needed:?}");
    }
}
