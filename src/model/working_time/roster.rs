//! What rosters break by themselves: the hours of each crew against the rules, without a run.

use super::{Breach, Doing, Judge, Rule};
use crate::diagnostic::{Diagnostic, code};
use crate::ids::{CalendarId, CrewId};
use crate::model::compile::Compiler;
use crate::model::names::spot_of;
use crate::model::{Length, Model, Shift, Why};
use crate::units::{Span, Time, date_text, guess, natural_order};

/// How far ahead rosters are looked at, at most.
const LOOK_AHEAD: Span = Span::from_days(2 * 366);

/// How often hours break each rule, and when first.
type Broken = [(u32, Option<Time>); Rule::COUNT];

impl Compiler<'_> {
    /// Warns of crews whose hours break a rule for whoever comes to all of them.
    pub(crate) fn warn_of_rosters(&mut self) {
        let model = &self.model;
        if model.working_time.is_empty() {
            return;
        }
        let mut known: Vec<(Option<CalendarId>, Broken)> = Vec::new();
        let mut told: Vec<(String, CrewId, Rule, u32, Time)> = Vec::new();
        for (name, crew, calendar) in whose_hours(model) {
            let found = known.iter().find(|(other, _)| *other == calendar);
            let broken = found.map_or_else(|| broken_by(model, calendar), |(_, broken)| *broken);
            known.push((calendar, broken));
            let of = model.working_time.rules().filter_map(|rule| {
                let (count, first) = broken[rule as usize];
                first.map(|first| (name.clone(), crew, rule, count, first))
            });
            told.extend(of);
        }
        told.sort_by(|one, other| natural_order(&one.0, &other.0).then(one.2.cmp(&other.2)));
        for (name, crew, rule, count, first) in told {
            let limit = self.model.working_time.limit_text(rule);
            let when = self.date_of_breach(rule, first);
            let more = match count {
                1 => String::new(),
                2 => ", and once more after it".to_owned(),
                count => format!(", and {} times more after it", count - 1),
            };
            let key = rule.key();
            let message = format!("the roster of `{name}` breaks `{key}` ({limit}) {when}{more}");
            let spot = self.roster_spot(&name, crew);
            let complaint = Diagnostic { spot, ..Diagnostic::warning(code::ROSTER, message) };
            self.complain(complaint.hint(hint(rule)));
        }
    }

    fn date_of_breach(&self, rule: Rule, at: Time) -> String {
        let word = if rule.is_weekly() { "in the week of" } else { "on" };
        match self.model.start {
            Some(start) => {
                let text = date_text(start, at);
                let day = text.split(' ').next().unwrap_or_default();
                format!("{word} {day}")
            }
            None => format!("{word} day {}", at.ticks().div_euclid(Span::from_days(1).ticks()) + 1),
        }
    }

    /// Where the hours of a person or a crew are said, or the crew.
    fn roster_spot(&self, who: &str, crew: CrewId) -> Option<crate::diagnostic::Spot> {
        if let Some(spot) = self.scenario.roster.person.spot(who) {
            return Some(spot);
        }
        let name = &self.model.crews[crew].name;
        let table = self.scenario.crew.get(name);
        let calendar = table.and_then(|table| table.calendar.as_ref()).map(|given| given.spot);
        calendar.or_else(|| spot_of(&self.scenario.crew, name))
    }
}

impl Compiler<'_> {
    /// Notes that a run is shorter than the period over which hours are averaged.
    pub(crate) fn tell_short_references(&mut self) {
        let model = &self.model;
        let rules = &model.working_time;
        let (Some(limit), Length::For(length)) =
            (rules.limit(Rule::MaxWeeklyAverage), model.run.length)
        else {
            return;
        };
        let run = (model.run.warm_up.most(length) + length).ticks() / Span::from_days(7).ticks();
        let run = usize::try_from(run).unwrap_or(0);
        let weeks = rules.weeks as usize;
        let known = |operator| model.past_hours(operator).len() + run;
        let unknown: Vec<usize> =
            model.operators.ids().map(known).filter(|&known| known < weeks).collect();
        let (count, most) = (unknown.len(), unknown.into_iter().max().unwrap_or(0));
        if count > 0 {
            let people = model.operators.len();
            let of = if count == people {
                "people".to_owned()
            } else {
                format!("{count} of {people} people")
            };
            let message = format!(
                "whether {of} keep to {limit} a week on average over {weeks} weeks (`max_weekly_average`) is \
                 mostly not judged: no more than {most} of these weeks are known, and the others may have been \
                 short; told is only who works more than {} h in the weeks that are known, as much as is \
                 allowed in all {weeks}",
                limit.hours() * f64::from(rules.weeks),
            );
            let crew = model.crews.iter().next().map_or("crew", |crew| crew.name.as_str());
            let hint = format!(
                "say what they worked in the {} before the start, the last one last, such as \
                 `[today] hours_worked.{} = [\"40 h\", \"38 h\", …]`, or make the run {weeks} weeks long",
                if weeks - most == 1 {
                    "week".to_owned()
                } else {
                    format!("{} weeks", weeks - most)
                },
                guess::key(crew),
            );
            self.complain(Diagnostic::note(code::COUNTED, message).hint(hint));
        }
    }
}

/// Everybody whose hours are judged: crews, and people with hours of their own.
fn whose_hours(model: &Model) -> Vec<(String, CrewId, Option<CalendarId>)> {
    let mut all = Vec::new();
    for (crew, row) in model.crews.enumerated() {
        if row.own_calendars.is_empty() {
            all.push((row.name.clone(), crew, row.calendar));
        }
        for (&calendar, number) in row.own_calendars.iter().zip(1..) {
            let is_crew_of_one = row.operators.len() == 1;
            let name =
                if is_crew_of_one { row.name.clone() } else { format!("{}/{number}", row.name) };
            all.push((name, crew, Some(calendar)));
        }
    }
    all
}

/// What would mend it.
const fn hint(rule: Rule) -> &'static str {
    match rule {
        Rule::MaxDaily => "shorten the shifts, or take breaks that are no working time",
        Rule::MaxWeeklyAverage => "shorten the shifts, or let people take turns in several crews",
        Rule::MinDailyRest => "leave more time between the end of a shift and the next one",
        Rule::WeeklyRest => "leave a day free, next to a free night",
        Rule::BreakAfter => "add a break to the calendar",
        Rule::MaxNight => "shorten the night shifts",
        Rule::Saturdays => "let several crews take turns on Saturdays",
        Rule::MaxOvertimeDaily | Rule::MaxOvertimeWeekly => "hours of a calendar are no overtime",
    }
}

/// What the hours of a calendar break for a person who comes to all of them.
fn broken_by(model: &Model, calendar: Option<CalendarId>) -> Broken {
    let rules = &model.working_time;
    let mut broken: Broken = [(0, None); Rule::COUNT];
    let mut count = |breach: Breach| {
        // A week that had begun before is not known whole.
        if breach.at >= Time::ZERO {
            let (times, first) = &mut broken[breach.rule as usize];
            *times += 1;
            *first = first.or(Some(breach.at));
        }
    };
    let mut judge = Judge::new(model, &[]);
    let end = Time::ZERO + ahead(model);
    let (mut at, calendar) = (Time::ZERO, calendar.map(|id| &model.calendars[id]));
    while at < end {
        let shift = calendar.map_or(Shift::Open, |calendar| calendar.shift_at(at));
        let next = calendar.and_then(|calendar| calendar.next_change(at));
        let to = next.map_or(end, |next| next.min(end));
        let doing = match shift {
            Shift::Open | Shift::Away { why: Why::Training, paid: true } => Doing::Work,
            Shift::Away { why: Why::Absent, paid: true } => Doing::Absent,
            Shift::Away { .. } | Shift::Break { .. } | Shift::Closed => Doing::Rest,
        };
        judge.tell(rules, doing, (at, to), &mut count);
        at = to;
    }
    judge.settle(rules, end, &mut count);
    broken
}

fn ahead(model: &Model) -> Span {
    match model.run.length {
        Length::For(length) => (model.run.warm_up.most(length) + length).min(LOOK_AHEAD),
        Length::OrdersDone => Span::from_days(366),
    }
}
