//! Numbers as people read them: rounded to what their interval supports, with a fitting unit.

use crate::study::{Interval, Unit};

/// Minutes from which on a length of time is shown in hours, and in days.
const HOURS_FROM: f64 = 1_000.0;
const DAYS_FROM: f64 = 20.0 * 1_440.0;

/// Metres from which on a way is shown in kilometres.
const KILOMETRES_FROM: f64 = 10_000.0;

/// A space on which no line is broken; it is printed as an ordinary one.
pub(super) const KEPT_SPACE: char = '\u{a0}';

/// How the values of one unit are shown: a factor and a word.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Scale {
    factor: f64,
    word: Word,
    most_decimals: usize,
}

/// The word behind a number.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Word {
    Given(&'static str),
    Of(Unit),
}

impl Scale {
    /// The scale for values of `unit` whose largest is `largest`.
    pub(super) fn fitting(unit: Unit, largest: f64) -> Self {
        match unit {
            Unit::Share | Unit::Ratio => {
                Self { factor: 100.0, word: Word::Given("%"), most_decimals: 1 }
            }
            Unit::Minutes if largest.abs() >= DAYS_FROM => {
                Self { factor: 1.0 / 1_440.0, word: Word::Given("days"), most_decimals: 3 }
            }
            Unit::Minutes if largest.abs() >= HOURS_FROM => {
                Self { factor: 1.0 / 60.0, word: Word::Given("h"), most_decimals: 3 }
            }
            Unit::Metres if largest.abs() >= KILOMETRES_FROM => {
                Self { factor: 0.001, word: Word::Given("km"), most_decimals: 3 }
            }
            Unit::Parts
            | Unit::Orders
            | Unit::Count
            | Unit::PartsPerHour
            | Unit::Minutes
            | Unit::People
            | Unit::Hours
            | Unit::Metres => Self { factor: 1.0, word: Word::Of(unit), most_decimals: 4 },
            Unit::Money(_) => Self { factor: 1.0, word: Word::Of(unit), most_decimals: 2 },
        }
    }

    /// The word behind the number; empty for a pure count.
    pub(super) fn word(&self) -> &str {
        match &self.word {
            Word::Given(word) => word,
            Word::Of(unit) => unit.word(),
        }
    }

    /// The word behind a difference: shares differ by percentage points.
    pub(super) fn difference_word(&self) -> &str {
        if self.word() == "%" { "points" } else { self.word() }
    }

    /// `value` in the unit that is shown.
    pub(super) fn value(self, value: f64) -> f64 {
        value * self.factor
    }

    /// Decimals that the interval supports: two digits of its half-width.
    pub(super) fn decimals(self, interval: &Interval) -> usize {
        let spread = half_width(interval).map_or(0.0, |half| half * self.factor);
        let wanted = if spread > 0.0 {
            1 - magnitude(spread)
        } else {
            3 - magnitude(interval.estimate * self.factor)
        };
        // A tenth of a percent is fine enough, unless the interval is finer still.
        let most =
            if self.word() == "%" && spread > 0.0 && spread < 0.1 { 2 } else { self.most_decimals };
        usize::try_from(wanted).unwrap_or(0).min(most)
    }

    /// `value` with `decimals`, without the word.
    pub(super) fn number(self, value: f64, decimals: usize) -> String {
        if !value.is_finite() {
            return "–".to_owned();
        }
        let text = format!("{:.decimals$}", value * self.factor);
        let is_zero = text.chars().all(|c| matches!(c, '-' | '0' | '.'));
        if is_zero { text.trim_start_matches('-').to_owned() } else { text.replace('-', "−") }
    }

    /// `value` with three digits, for a headline.
    pub(super) fn brief(self, value: f64) -> String {
        let wanted = 2 - magnitude(value * self.factor);
        let decimals = usize::try_from(wanted).unwrap_or(0).min(self.most_decimals);
        self.number(value, decimals)
    }

    /// `value` with a sign in front, for differences.
    pub(super) fn signed(self, value: f64, decimals: usize) -> String {
        let text = self.number(value, decimals);
        let is_positive = text.chars().any(|c| c.is_ascii_digit() && c != '0');
        if is_positive && value > 0.0 { format!("+{text}") } else { text }
    }

    /// `number` with the word, such as `352.1 min` or `81.9 %`.
    pub(super) fn worded(self, value: f64, decimals: usize) -> String {
        join(&self.number(value, decimals), self.word())
    }

    /// `value` with three digits and the word.
    pub(super) fn worded_briefly(self, value: f64) -> String {
        join(&self.brief(value), self.word())
    }

    /// `estimate ± half-width` without the word; `estimate (low to high)` for a lopsided interval;
    /// the estimate alone when there is no interval.
    pub(super) fn spread(self, interval: &Interval) -> String {
        if interval.estimate == 0.0 && half_width(interval) == Some(0.0) {
            return "0".to_owned();
        }
        let decimals = self.decimals(interval);
        let estimate = self.number(interval.estimate, decimals);
        let Some(half) = half_width(interval) else { return estimate };
        let ends = [interval.low, interval.high].map(|end| self.number(end, decimals));
        let is_seen = ends.iter().any(|end| *end != estimate);
        if is_lopsided(interval) && is_seen {
            return format!("{estimate} ({})", self.range(interval));
        }
        format!("{estimate} ± {}", self.width(half, decimals))
    }

    /// A half-width; one too small for the decimals is not shown as nothing.
    pub(super) fn width(self, half: f64, decimals: usize) -> String {
        let text = self.number(half, decimals);
        if half == 0.0 {
            "0".to_owned()
        } else if text.chars().all(|c| matches!(c, '0' | '.')) {
            format!("<{:.decimals$}", libm::pow(10.0, -(decimals as f64)))
        } else {
            text
        }
    }

    /// `low to high` without the word; an open end is said in words.
    pub(super) fn range(self, interval: &Interval) -> String {
        let decimals = self.decimals(interval);
        let low = self.number(interval.low, decimals);
        if interval.high.is_finite() {
            format!("{low} to {}", self.number(interval.high, decimals))
        } else {
            format!("{low} and more")
        }
    }
}

/// Half the width of an interval before its ends are held to what is possible; `None` when there is
/// no interval.
pub(super) fn half_width(interval: &Interval) -> Option<f64> {
    (!interval.half_width.is_nan()).then_some(interval.half_width)
}

/// Whether the estimate lies so far from the middle, or the ends are so far inside the half-width,
/// that `±` would mislead.
fn is_lopsided(interval: &Interval) -> bool {
    let half = (interval.high - interval.low) / 2.0;
    let middle = f64::midpoint(interval.low, interval.high);
    let is_held = half < 0.9 * interval.half_width;
    !half.is_finite() || is_held || (interval.estimate - middle).abs() > 0.1 * half
}

/// Number and word with a space between on which no line is broken, if there is a word.
pub(super) fn join(number: &str, word: &str) -> String {
    if word.is_empty() { number.to_owned() } else { format!("{number}{KEPT_SPACE}{word}") }
}

/// A count with its thousands set apart: `125 134`.
pub(super) fn grouped(n: u64) -> String {
    let digits = n.to_string();
    let mut text = String::new();
    for (position, digit) in digits.chars().enumerate() {
        if position > 0 && (digits.len() - position).is_multiple_of(3) && digits.len() > 4 {
            text.push('\u{202f}');
        }
        text.push(digit);
    }
    text
}

/// `1 replication`, `2 replications`.
pub(super) fn counted(n: u64, word: &str) -> String {
    if n == 1 { format!("1 {word}") } else { format!("{n} {word}s") }
}

/// The text with a small first letter, to stand inside a sentence.
pub(super) fn lowered(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_lowercase().chain(letters).collect())
}

/// Power of ten of the first digit of `value`: 0 for 1 to 9.99, −1 for 0.1 to 0.999; 0 for zero.
#[expect(clippy::cast_possible_truncation, reason = "the logarithm of a float is below 309")]
fn magnitude(value: f64) -> i32 {
    if value == 0.0 || !value.is_finite() {
        0
    } else {
        libm::floor(libm::log10(value.abs())) as i32
    }
}

/// Whether a character gives orders instead of being seen: to a terminal, or to whatever follows,
/// which it turns round.
pub(super) fn is_order(c: char) -> bool {
    c.is_control() || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// A name as it may be printed: characters that give orders replaced, cut to `most` characters.
pub(super) fn name(text: &str, most: usize) -> String {
    let clean: String = text.chars().map(|c| if is_order(c) { '\u{fffd}' } else { c }).collect();
    if clean.chars().count() <= most {
        return clean;
    }
    let mut cut: String = clean.chars().take(most.saturating_sub(1)).collect();
    cut.push('…');
    cut
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::study::Method;

    fn interval(low: f64, estimate: f64, high: f64) -> Interval {
        let (half_width, method) = ((high - low) / 2.0, Method::Student);
        Interval { estimate, low, high, half_width, level: 0.95, method, n: 30, sd: 1.0 }
    }

    #[test]
    fn a_number_is_rounded_to_two_digits_of_its_half_width() {
        let minutes = Scale::fitting(Unit::Minutes, 352.09);
        assert_eq!(minutes.spread(&interval(348.14, 352.09, 356.04)), "352.1 ± 4.0");
        assert_eq!(minutes.spread(&interval(332.2, 352.2, 372.2)), "352 ± 20");
        let share = Scale::fitting(Unit::Share, 0.8);
        assert_eq!(share.spread(&interval(0.812, 0.819, 0.826)), "81.9 ± 0.7");
        assert_eq!(share.worded(0.819, 1), "81.9\u{a0}%");
    }

    #[test]
    fn counts_and_headlines_are_easy_to_read() {
        assert_eq!(grouped(125_134), "125\u{202f}134");
        assert_eq!(grouped(9_999), "9999");
        assert_eq!(Scale::fitting(Unit::Parts, 18.0).brief(18.0632), "18.1");
        assert_eq!(Scale::fitting(Unit::Parts, 18_063.2).brief(18_063.2), "18063");
    }

    #[test]
    fn a_tiny_half_width_is_not_shown_as_none() {
        let share = Scale::fitting(Unit::Share, 0.8);
        assert_eq!(share.spread(&interval(0.799_99, 0.8, 0.800_01)), "80.00 ± <0.01");
        assert_eq!(share.spread(&interval(0.8, 0.8, 0.8)), "80.0 ± 0");
        assert_eq!(share.spread(&interval(0.0, 0.0, 0.0)), "0");
        // Lopsided, because no share is below zero, but nobody would see it.
        assert_eq!(share.spread(&interval(0.0, 0.000_01, 0.000_03)), "0.00 ± <0.01");
    }

    #[test]
    fn a_figure_without_an_interval_stands_alone() {
        let minutes = Scale::fitting(Unit::Minutes, 352.09);
        assert_eq!(minutes.spread(&interval(f64::NAN, 352.0912, f64::NAN)), "352.1");
    }

    #[test]
    fn a_lopsided_interval_is_given_by_its_ends() {
        let parts = Scale::fitting(Unit::Parts, 12.0);
        assert_eq!(parts.spread(&interval(10.0, 12.0, 40.0)), "12 (10 to 40)");
        assert_eq!(parts.spread(&interval(10.0, 12.0, f64::INFINITY)), "12.0 (10.0 and more)");
    }

    #[test]
    fn an_interval_held_to_what_is_possible_is_given_by_its_ends() {
        let share = Scale::fitting(Unit::Share, 0.01);
        let held = Interval { half_width: 0.03, ..interval(0.0, 0.01, 0.04) };
        assert_eq!(share.spread(&held), "1.0 (0.0 to 4.0)");
        // Both ends are held, so the estimate is in the middle.
        let both = Interval { half_width: 0.6, ..interval(0.0, 0.5, 1.0) };
        assert_eq!(share.spread(&both), "50 (0 to 100)");
    }

    #[test]
    fn long_times_are_told_in_hours_and_days() {
        assert_eq!(Scale::fitting(Unit::Minutes, 480.0).worded(480.0, 0), "480\u{a0}min");
        assert_eq!(Scale::fitting(Unit::Minutes, 6_000.0).worded(6_000.0, 0), "100\u{a0}h");
        assert_eq!(
            Scale::fitting(Unit::Minutes, 249_600.0).worded(249_600.0, 1),
            "173.3\u{a0}days"
        );
    }

    #[test]
    fn zero_has_no_sign_and_differences_have_one() {
        let parts = Scale::fitting(Unit::Parts, 1.0);
        assert_eq!(parts.signed(-0.001, 1), "0.0");
        assert_eq!(parts.signed(0.001, 1), "0.0");
        assert_eq!(parts.signed(2.0, 1), "+2.0");
        assert_eq!(parts.signed(-2.0, 1), "−2.0");
    }

    #[test]
    fn a_name_is_cut_between_characters_and_cannot_speak_to_the_terminal() {
        assert_eq!(name("Schweißerei", 6), "Schwe…");
        assert_eq!(name("a\u{1b}[31m", 10), "a\u{fffd}[31m");
        assert_eq!(name("a\u{202e}b\u{2069}", 10), "a\u{fffd}b\u{fffd}");
    }
}
