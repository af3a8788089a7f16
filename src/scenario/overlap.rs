//! Hours, breaks and dates of a calendar that collide.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;

use super::Written;
use super::calendar::{Break, Extra, Week};
use super::decoder::Decoder;
use crate::diagnostic::{Spot, code};
use crate::units::{ClockRange, Span, Weekdays, clock_text};

/// Collisions found so far, each pair of places once.
#[derive(Debug, Default)]
pub(super) struct Overlaps {
    found: Vec<(Spot, String)>,
    /// Pairs of places already found.
    known: BTreeSet<(Spot, Spot)>,
}

/// A stretch of time with its place and its text.
struct Stretch {
    start: Span,
    end: Span,
    spot: Spot,
    text: String,
}

impl Stretch {
    fn hours(range: &Written<ClockRange>, day: usize) -> Self {
        let midnight = Span::from_days(i64::try_from(day).unwrap_or(0));
        Self {
            start: midnight + range.value.start(),
            end: midnight + range.value.end(),
            spot: range.spot,
            text: format!("`{}`", range.value),
        }
    }
}

impl Overlaps {
    /// Shifts of the weekly pattern, from each day into the next.
    pub(super) fn week(&mut self, week: &Week) {
        for day in 0..7 {
            let today = week.written(day).iter().map(|range| Stretch::hours(range, 0));
            let tomorrow = week.written(day + 1).iter().map(|range| Stretch::hours(range, 1));
            let stretches: Vec<Stretch> = today.chain(tomorrow).collect();
            self.among(stretches, |start| {
                let later = usize::from(start >= Span::from_days(1));
                format!(" on {}", Weekdays::name(day + later))
            });
        }
    }

    /// Breaks, which hold on every day.
    pub(super) fn breaks(&mut self, breaks: &[Written<Break>]) {
        let stretch = |written: &Written<Break>| {
            let (at, length) = (written.value.at.as_ref()?, written.value.length.as_ref()?);
            let start = at.value.0;
            let text = format!("the break at {}", clock_text(start));
            let end = start + written.value.whole_length(length.value);
            Some(Stretch { start, end, spot: written.spot, text })
        };
        self.among(breaks.iter().filter_map(stretch).collect(), |_| String::new());
    }

    /// Dates that are given twice.
    pub(super) fn dates(&mut self, dates: &[Written<Date>]) {
        let mut sorted: Vec<&Written<Date>> = dates.iter().collect();
        sorted.sort_by_key(|date| (date.value, date.spot));
        for pair in sorted.windows(2).filter(|pair| pair[0].value == pair[1].value) {
            let message = format!("{} is given twice", pair[1].value);
            self.found.push((pair[1].spot, message));
        }
    }

    /// Extra shifts among themselves and with the shifts of their day, unless it is closed.
    pub(super) fn extra(
        &mut self,
        extra: &[Written<Extra>],
        week: &Week,
        closed: &[Written<Date>],
    ) {
        let closed: BTreeSet<Date> = closed.iter().map(|date| date.value).collect();
        let mut dated: BTreeMap<Date, Vec<Stretch>> = BTreeMap::new();
        for Written { value: extra, .. } in extra {
            let (Some(date), Some(hours)) = (&extra.date, &extra.hours) else { continue };
            let stretches = hours.value.ranges.iter().map(|range| Stretch::hours(range, 0));
            dated.entry(date.value).or_default().extend(stretches);
        }
        for (date, mut stretches) in dated {
            if !closed.contains(&date) {
                let weekday = usize::try_from(date.weekday().to_monday_zero_offset()).unwrap_or(0);
                let usual = week.written(weekday).iter();
                stretches.extend(usual.map(|range| Stretch::hours(range, 0)));
            }
            self.among(stretches, |_| format!(" on {date}"));
        }
    }

    /// Neighbours in time that overlap; `when` words the start of the later one.
    fn among(&mut self, mut stretches: Vec<Stretch>, when: impl Fn(Span) -> String) {
        stretches.sort_by_key(|stretch| (stretch.start, stretch.end, stretch.spot));
        for pair in stretches.windows(2) {
            let [one, other] = pair else { continue };
            let (first, second) = if one.spot <= other.spot { (one, other) } else { (other, one) };
            if other.start < one.end && self.known.insert((first.spot, second.spot)) {
                let message = {
                    let when = when(other.start);
                    format!("{} overlaps {}{when}", second.text, first.text)
                };
                self.found.push((second.spot, message));
            }
        }
    }

    /// Complains about everything found.
    pub(super) fn complain(self, decoder: &mut Decoder<'_>) {
        for (spot, message) in self.found {
            decoder.mistake(code::OVERLAP, spot, message, "");
        }
    }
}
