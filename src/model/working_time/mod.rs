//! Rules of working time: limits, and who has worked how much before.

mod judge;
mod roster;

pub use judge::{Doing, Judge};

use super::Model;
use super::compile::Compiler;
use crate::diagnostic::{Diagnostic, closest, code};
use crate::ids::OperatorId;
use crate::scenario::Written;
use crate::units::{Span, Time};

/// `[rules.working_time]`.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct WorkingTime {
    /// Limits of lengths of time, by [`Rule`]; `None` is no limit.
    pub limits: [Option<Span>; Rule::COUNT],
    /// Most Saturdays in a month.
    pub saturdays: Option<u32>,
    /// Weeks of the reference period.
    pub weeks: u32,
    /// When the night begins and ends, from midnight; the end may be on the next day.
    pub night: (Span, Span),
    /// Hours of weeks before the plant's start, the last week last.
    pub past: Vec<(OperatorId, Vec<Span>)>,
}

/// What can be broken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[repr(u8)]
pub enum Rule {
    /// Working time of a working day.
    MaxDaily,
    /// Working time of a week on average.
    MaxWeeklyAverage,
    /// Rest within 24 hours.
    MinDailyRest,
    /// Rest within a week.
    WeeklyRest,
    /// Working time without a break.
    BreakAfter,
    /// Working time of a working day with night work.
    MaxNight,
    /// Saturdays of a month.
    Saturdays,
    /// Overtime of a day.
    MaxOvertimeDaily,
    /// Overtime of a week.
    MaxOvertimeWeekly,
}

impl Rule {
    /// How many rules there are.
    pub const COUNT: usize = 9;

    /// All rules, in the order of reports.
    pub const ALL: [Self; Self::COUNT] = [
        Self::MaxDaily,
        Self::MaxWeeklyAverage,
        Self::MinDailyRest,
        Self::WeeklyRest,
        Self::BreakAfter,
        Self::MaxNight,
        Self::Saturdays,
        Self::MaxOvertimeDaily,
        Self::MaxOvertimeWeekly,
    ];

    /// Its key in `[rules.working_time]`.
    pub const fn key(self) -> &'static str {
        match self {
            Self::MaxDaily => "max_daily",
            Self::MaxWeeklyAverage => "max_weekly_average",
            Self::MinDailyRest => "min_daily_rest",
            Self::WeeklyRest => "weekly_rest",
            Self::BreakAfter => "break_after",
            Self::MaxNight => "max_night",
            Self::Saturdays => "saturdays_per_month",
            Self::MaxOvertimeDaily => "max_overtime_daily",
            Self::MaxOvertimeWeekly => "max_overtime_weekly",
        }
    }

    /// Whether it is told of whole weeks.
    pub const fn is_weekly(self) -> bool {
        matches!(self, Self::MaxWeeklyAverage | Self::WeeklyRest | Self::MaxOvertimeWeekly)
    }
}

/// A rule that is broken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Breach {
    /// Which.
    pub rule: Rule,
    /// When: the instant, or the Monday of the week.
    pub at: Time,
}

impl WorkingTime {
    /// Whether there is no limit at all.
    pub fn is_empty(&self) -> bool {
        self.limits.iter().all(Option::is_none) && self.saturdays.is_none()
    }

    /// The limit of a rule.
    pub const fn limit(&self, rule: Rule) -> Option<Span> {
        self.limits[rule as usize]
    }

    /// The rules that are limited, in the order of reports.
    pub fn rules(&self) -> impl Iterator<Item = Rule> {
        let has = |rule: &Rule| {
            self.limit(*rule).is_some() || *rule == Rule::Saturdays && self.saturdays.is_some()
        };
        Rule::ALL.into_iter().filter(has)
    }

    /// The limit of a rule in words, such as `11 h`.
    pub fn limit_text(&self, rule: Rule) -> String {
        match (rule, self.limit(rule), self.saturdays) {
            (Rule::Saturdays, _, Some(days)) => days.to_string(),
            (_, Some(limit), _) => limit.to_string(),
            (_, None, _) => String::new(),
        }
    }

    /// Rest that ends a working day.
    pub fn daily_rest(&self) -> Span {
        self.limit(Rule::MinDailyRest).unwrap_or(Span::from_hours(11))
    }
}

impl Model {
    /// What a person has worked in weeks before the plant's start, the last week last.
    pub fn past_hours(&self, operator: OperatorId) -> &[Span] {
        let known = self.working_time.past.iter().find(|(who, _)| *who == operator);
        known.map_or(&[], |(_, hours)| hours)
    }
}

impl Compiler<'_> {
    /// Compiles `[rules.working_time]` and `[today] hours_worked`.
    pub(super) fn compile_working_time(&mut self) {
        let table = &self.scenario.rules.working_time;
        let mut limits = [None; Rule::COUNT];
        let mut weeks = 1;
        if table.preset.is_some() {
            limits[Rule::MinDailyRest as usize] = Some(Span::from_hours(11));
            limits[Rule::BreakAfter as usize] = Some(Span::from_hours(6));
            limits[Rule::WeeklyRest as usize] = Some(Span::from_hours(35));
            limits[Rule::MaxWeeklyAverage as usize] = Some(Span::from_hours(48));
            weeks = 17;
        }
        let given = [
            (Rule::MaxDaily, &table.max_daily),
            (Rule::MaxWeeklyAverage, &table.max_weekly_average),
            (Rule::MinDailyRest, &table.min_daily_rest),
            (Rule::WeeklyRest, &table.weekly_rest),
            (Rule::BreakAfter, &table.break_after),
            (Rule::MaxNight, &table.max_night),
            (Rule::MaxOvertimeDaily, &table.max_overtime_daily),
            (Rule::MaxOvertimeWeekly, &table.max_overtime_weekly),
        ];
        for (rule, given) in given {
            if let Some(limit) = given {
                limits[rule as usize] = Some(limit.value);
            }
        }
        if let Some(period) = &table.reference_period {
            weeks = u32::try_from(period.value.ticks() / Span::from_days(7).ticks()).unwrap_or(1);
        }
        let night = table.night.as_ref().map_or_else(
            || (Span::from_hours(23), Span::from_hours(30)),
            |night| (night.value.start(), night.value.end()),
        );
        let saturdays = table.saturdays_per_month.as_ref().map(|days| days.value);
        let past = self.past();
        self.model.working_time = WorkingTime { limits, saturdays, weeks, night, past };
    }

    /// What people have worked before the start.
    fn past(&mut self) -> Vec<(OperatorId, Vec<Span>)> {
        let mut past: Vec<(OperatorId, Vec<Span>)> = Vec::new();
        // A crew as a whole first, so that single people differ from it.
        let (people, crews): (Vec<_>, Vec<_>) = (self.scenario.today.hours_worked.iter())
            .partition(|(name, _)| name.value.contains('/'));
        for (name, hours) in crews.into_iter().chain(people) {
            let hours: Vec<Span> = hours.value.iter().map(|hours| hours.value).collect();
            for operator in self.people_called(name) {
                past.retain(|(known, _)| *known != operator);
                past.push((operator, hours.clone()));
            }
        }
        past.sort_by_key(|(operator, _)| *operator);
        past
    }

    /// The person of `crew/number`, or all of a crew.
    fn people_called(&mut self, name: &Written<String>) -> Vec<OperatorId> {
        let (crew, number) = match name.value.rsplit_once('/') {
            Some((crew, number)) => (crew, Some(number)),
            None => (name.value.as_str(), None),
        };
        let Some(row) = self.model.crews.iter().find(|row| row.name == crew) else {
            let message = format!("`hours_worked` names the crew `{crew}`, which does not exist");
            let known = self.model.crews.iter().map(|row| row.name.as_str());
            let hint = closest(crew, known).map(|meant| format!("did you mean `{meant}`?"));
            let complaint = Diagnostic::error(code::UNKNOWN_NAME, message).at(name.spot);
            self.complain(complaint.maybe_hint(hint));
            return Vec::new();
        };
        let Some(number) = number else { return row.operators.iter().collect() };
        let person = row.operators.iter().zip(1_u32..).find(|(_, n)| n.to_string() == number);
        if let Some((operator, _)) = person {
            return vec![operator];
        }
        let people = row.operators.len();
        let message = format!("`hours_worked` names `{}`: there is no such person", name.value);
        let hint = format!("the people of `{crew}` are `{crew}/1` to `{crew}/{people}`");
        self.complain(Diagnostic::error(code::UNKNOWN_NAME, message).at(name.spot).hint(hint));
        Vec::new()
    }
}
