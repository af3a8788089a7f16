//! `[rules]` and `[report]`: limits of working time, and
//! whether people are named.

use super::table::{WrittenTable, table};
use super::two_people::TwoPeople;
use super::words::words;
use super::{Decoder, Given};
use crate::diagnostic::code;
use crate::units::{ClockRange, Span};

table! {
    /// What must be kept to.
    Rules ("the rules") {
        /// Skills with which nobody works alone: whatever asks for one person with such a skill takes a
        /// second one, `["high_voltage"]`, or one with another skill, `{ high_voltage = "safety" }`.
        two_people: Given<TwoPeople> = "none",
        /// Limits of working time.
        working_time: WorkingTime = "none",
    }
}

table! {
    /// Limits of working time. Each is counted when it is broken: by whom, when and how often.
    /// Working time is all time at work but breaks, on a task or not, overtime included.
    WorkingTime ("rules of working time") {
        /// Limits to start with; what is written beside it holds instead.
        preset: Given<Preset> = "none",
        /// Most working time in a working day: from its beginning until a rest of `min_daily_rest`,
        /// 24 hours at most.
        max_daily: Given<Span> = "no limit",
        /// Most working time in a week, on average over each `reference_period`. Hours of absence
        /// count like hours of work.
        max_weekly_average: Given<Span> = "no limit",
        /// Over how many weeks the average is taken, from Monday to Sunday.
        reference_period: Given<Span> = "1 week",
        /// Least rest in one piece in the 24 hours from the beginning of a working day.
        min_daily_rest: Given<Span> = "no limit; a rest of 11 h ends a working day",
        /// Least rest in one piece in each week from Monday to Sunday, the daily rest included. One
        /// that ends in the next week counts where it begins.
        weekly_rest: Given<Span> = "no limit",
        /// Most working time in one piece, without a break.
        break_after: Given<Span> = "no limit",
        /// What is night.
        night: Given<ClockRange> = "23:00-06:00",
        /// Most working time in a working day with three hours or more in the night.
        max_night: Given<Span> = "no limit",
        /// Most Saturdays in a month on which somebody works.
        saturdays_per_month [0..=5]: Given<u32> = "no limit",
        /// Most overtime of a person on a day.
        max_overtime_daily: Given<Span> = "no limit",
        /// Most overtime of a person in a week from Monday to Sunday.
        max_overtime_weekly: Given<Span> = "no limit",
        /// Whether rosters obey: nobody begins a shift, or is called for overtime, if that would break a
        /// limit by what is known then. The shift is off for that person, and not paid. Breaks are left to
        /// the calendars, and who stays to `finish` is not sent home.
        enforce: Given<bool> = "false",
    }
    check WorkingTime::check_limits
}

words! {
    /// `preset`: limits to start with.
    Preset {
        /// What Directive 2003/88/EC of the European Union asks at the least:
        /// `min_daily_rest = "11 h"` (Article 3), `break_after = "6 h"` (4), `weekly_rest = "35 h"` (5,
        /// with the daily rest), `max_weekly_average = "48 h"` (6) over `"17 weeks"`, the most that
        /// four months always hold (16). The 8 h of night work on average (8) ask no more than the 48 h
        /// in six days. Member States may ask for more, and less in some trades (17), and people may
        /// agree to more hours (22).
        Eu = "eu_2003_88",
    }
}

impl WorkingTime {
    /// A reference period is made of weeks, and rests fit into a day and a week.
    fn check_limits(&self, _: &WrittenTable<'_>, decoder: &mut Decoder<'_>) {
        let week = Span::from_days(7);
        if let Some(period) = &self.reference_period {
            let is_whole = period.value.ticks() % week.ticks() == 0;
            if !is_whole || period.value < week || period.value > Span::from_days(7 * 104) {
                let message = format!(
                    "`reference_period` must be a whole number of weeks from 1 to 104, found: {}",
                    period.value
                );
                decoder.mistake(code::OUT_OF_RANGE, period.spot, message, "such as `\"16 weeks\"`");
            }
        }
        let within = [
            ("min_daily_rest", &self.min_daily_rest, Span::from_hours(23), "23 h"),
            ("weekly_rest", &self.weekly_rest, Span::from_days(6), "6 days"),
        ];
        for (key, given, most, shown) in within {
            if let Some(rest) = given.as_ref().filter(|rest| rest.value > most) {
                let message = format!("`{key}` must be at most {shown}, found: {}", rest.value);
                decoder.mistake(code::OUT_OF_RANGE, rest.spot, message, "");
            }
        }
    }
}

table! {
    /// What reports say.
    Report ("the report") {
        /// What people are called.
        people: Given<People> = "pseudonyms",
    }
}

words! {
    /// `people`: what people are called in reports and results.
    People {
        /// By their crew and a number.
        Pseudonyms = "pseudonyms",
        /// By their names, where the scenario has them.
        Named = "named",
    }
}
