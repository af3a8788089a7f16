//! Rules of working time: limits, and who has worked how much before.

mod ahead;
mod judge;
mod kept_away;
mod roster;

pub use ahead::{Stretch, end_of_shift, next_shift, stretches};
pub use judge::{Doing, Judge};

use super::Model;
use super::compile::Compiler;
use crate::diagnostic::{Diagnostic, closest, code};
use crate::ids::{CrewId, OperatorId};
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
    /// Hours of weeks before the plant's start, the last week last, by crew and number; 0 is all others
    /// of the crew. Ascending.
    pub past: Vec<(CrewId, u32, Vec<Span>)>,
    /// The rules that rosters obey, in the order of reports; none unless they are enforced.
    pub enforced: Vec<Rule>,
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

    /// Whether it can be known of a shift that begins, or of overtime, that it would be broken. When
    /// breaks come the calendar says, and whoever works in them.
    pub const fn can_be_foreseen(self) -> bool {
        !matches!(self, Self::BreakAfter)
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
        let super::Operator { crew, number } = self.operators[operator];
        let past = self.working_time.past.iter();
        let mut of = past.filter(|(who, n, _)| *who == crew && [0, number].contains(n));
        // The person's own, if there are any, stand behind those of the crew.
        of.next_back().map_or(&[], |(_, _, hours)| hours)
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
            // No rest at all is no limit; no work at all is one.
            let is_rest = matches!(rule, Rule::MinDailyRest | Rule::WeeklyRest);
            if let Some(limit) = given {
                limits[rule as usize] = Some(limit.value).filter(|it| !(is_rest && it.is_zero()));
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
        let mut rules = WorkingTime { limits, saturdays, weeks, night, past, enforced: Vec::new() };
        if table.enforce.as_ref().is_some_and(|enforce| enforce.value) {
            rules.enforced = rules.rules().filter(|rule| rule.can_be_foreseen()).collect();
            if let Some(enforce) = table.enforce.as_ref().filter(|_| rules.enforced.is_empty()) {
                let message =
                    "`enforce` changes nothing: there is no limit that rosters could obey";
                let hint = "add one, such as `max_daily = \"10 h\"`, or a `preset`";
                let complaint = Diagnostic::warning(code::DUBIOUS, message.to_owned());
                self.complain(complaint.at(enforce.spot).hint(hint));
            }
        }
        self.model.working_time = rules;
    }

    /// What people have worked before the start. Whoever does not exist is complained about when
    /// everybody who is ever there is known.
    fn past(&self) -> Vec<(CrewId, u32, Vec<Span>)> {
        let of = |(name, hours): (&Written<String>, &Written<Vec<Written<Span>>>)| {
            let (crew, number) = named(&name.value);
            let (crew, _) = self.model.crews.enumerated().find(|(_, row)| row.name == crew)?;
            let hours = hours.value.iter().map(|hours| hours.value).collect();
            Some((crew, number?, hours))
        };
        let mut past: Vec<_> = self.scenario.today.hours_worked.iter().filter_map(of).collect();
        past.sort_by_key(|(crew, number, _)| (*crew, *number));
        past
    }

    /// Complains about hours that nobody can have worked.
    pub(super) fn check_past(&mut self) {
        for (name, _) in self.scenario.today.hours_worked.iter() {
            if let Some(complaint) = self.nobody(name, "hours_worked") {
                self.complain(complaint);
            }
        }
    }

    /// What is wrong with a name of people in a key of `[today]`, if there are no such people.
    pub(in crate::model) fn nobody(&self, name: &Written<String>, key: &str) -> Option<Diagnostic> {
        let (crew, number) = named(&name.value);
        let complain = |message| Diagnostic::error(code::UNKNOWN_NAME, message).at(name.spot);
        let Some(row) = self.model.crews.iter().find(|row| row.name == crew) else {
            let message = format!("`{key}` names the crew `{crew}`, which does not exist");
            let known = self.model.crews.iter().map(|row| row.name.as_str());
            let hint = closest(crew, known).map(|meant| format!("did you mean `{meant}`?"));
            return Some(complain(message).maybe_hint(hint));
        };
        let people = row.operators.len();
        let is_there = number.is_some_and(|number| number as usize <= people);
        (!is_there).then(|| {
            let message = format!("`{key}` names `{}`: there is no such person", name.value);
            let hint = match people {
                0 => format!("the crew `{crew}` has nobody"),
                1 => format!("there is only `{crew}/1`"),
                people => format!("the people of `{crew}` are `{crew}/1` to `{crew}/{people}`"),
            };
            complain(message).hint(hint)
        })
    }
}

/// The crew of `crew/number` and the number; 0 for all of a crew, nothing for what is no number.
pub(in crate::model) fn named(name: &str) -> (&str, Option<u32>) {
    match name.rsplit_once('/') {
        Some((crew, number)) => (crew, number.parse().ok().filter(|number| *number > 0)),
        None => (name, Some(0)),
    }
}
