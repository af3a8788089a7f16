//! Times of day and stretches between them: `"06:00-14:00"`.

use std::fmt;

use super::Span;

const DAY: Span = Span::from_days(1);

/// A stretch of the day on which it starts; it may end on the next day.
///
/// Unit: lengths since midnight. Bounds: `start` below 24 h, `end` after `start` by at most 24 h.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct ClockRange {
    start: Span,
    end: Span,
}

impl ClockRange {
    /// Reads `"06:00-14:00"`; an end at or before the start is on the next day.
    pub fn parse(text: &str) -> Option<Self> {
        let (start, end) = text.split_once(['-', '–'])?;
        let (start, end) = (clock_time(start)?, clock_time(end)?);
        if start == DAY {
            return None;
        }
        Some(Self { start, end: if end > start { end } else { end + DAY } })
    }

    /// Its start, counted from midnight.
    pub const fn start(self) -> Span {
        self.start
    }

    /// Its end, counted from the midnight before its start; above 24 h on the next day.
    pub const fn end(self) -> Span {
        self.end
    }
}

/// A time of day as people write it: `09:30`.
pub fn clock_text(time: Span) -> String {
    let minutes = time.ticks() / Span::from_minutes(1).ticks();
    format!("{:02}:{:02}", minutes / 60, minutes % 60)
}

/// As written: `22:00-06:00`.
impl fmt::Display for ClockRange {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let end = if self.end > DAY { self.end - DAY } else { self.end };
        write!(formatter, "{}-{}", clock_text(self.start), clock_text(end))
    }
}

/// Reads a time of day such as `"06:00"` or `"24:00"` as the length since midnight.
pub fn clock_time(text: &str) -> Option<Span> {
    let (hours, minutes) = text.trim().split_once(':')?;
    let number = |digits: &str| {
        let plain = (1..=2).contains(&digits.len()) && digits.bytes().all(|b| b.is_ascii_digit());
        if plain { digits.parse::<i64>().ok() } else { None }
    };
    let (hours, minutes) = (number(hours)?, number(minutes).filter(|_| minutes.len() == 2)?);
    let time = Span::from_minutes(60 * hours + minutes);
    (minutes < 60 && time <= DAY).then_some(time)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_night_shift_ends_on_the_next_day() {
        let night = ClockRange::parse("22:00-06:00").expect("a range");
        assert_eq!(night.start(), Span::from_hours(22));
        assert_eq!(night.end(), Span::from_hours(30));
        assert_eq!(night.to_string(), "22:00-06:00");
    }

    #[test]
    fn a_whole_day_can_be_written() {
        let day = ClockRange::parse("00:00-24:00").expect("a range");
        assert_eq!(day.end(), Span::from_days(1));
    }

    #[test]
    fn impossible_times_are_refused() {
        for text in ["6-14", "25:00", "24:01", "06:60", "6:5", "06:00:00", ""] {
            assert_eq!(clock_time(text), None, "{text}");
        }
        assert_eq!(ClockRange::parse("24:00-06:00"), None);
    }
}
