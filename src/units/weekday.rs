//! Weekdays as people write them: `mon-fri`, `sat`, `sat,sun`.

/// Short names, Monday first.
const NAMES: [&str; 7] = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];

const FULL_NAMES: [&str; 7] =
    ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];

/// A set of weekdays.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Weekdays {
    days: [bool; 7],
}

impl Weekdays {
    /// Reads single days and stretches separated by commas; a stretch may pass Sunday.
    pub fn parse(text: &str) -> Option<Self> {
        let mut days = [false; 7];
        for part in text.split(',') {
            let (first, last) = part.split_once('-').unwrap_or((part, part));
            let (mut day, last) = (position(first)?, position(last)?);
            days[day] = true;
            while day != last {
                day = (day + 1) % 7;
                days[day] = true;
            }
        }
        Some(Self { days })
    }

    /// The days in the set, counted from Monday (0) to Sunday (6).
    pub fn iter(self) -> impl Iterator<Item = usize> {
        (0..7).filter(move |day| self.days[*day])
    }

    /// Name of a day counted from Monday (0), in full.
    pub const fn name(day: usize) -> &'static str {
        FULL_NAMES[day % 7]
    }
}

fn position(name: &str) -> Option<usize> {
    NAMES.iter().position(|known| *known == name.trim())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn days(text: &str) -> Option<Vec<usize>> {
        Weekdays::parse(text).map(|days| days.iter().collect())
    }

    #[test]
    fn stretches_lists_and_single_days_are_read() {
        assert_eq!(days("mon-fri"), Some(vec![0, 1, 2, 3, 4]));
        assert_eq!(days("sat"), Some(vec![5]));
        assert_eq!(days("sat,sun"), Some(vec![5, 6]));
        assert_eq!(days("sat-mon"), Some(vec![0, 5, 6]));
        assert_eq!(days("monday"), None);
        assert_eq!(days(""), None);
    }
}
