//! Overtime: who comes outside the usual hours, what is open then, and what must be the matter.

mod asked;

use super::compile::Compiler;
use super::names::unknown;
use crate::diagnostic::{Diagnostic, Spot, code, listed};
use crate::ids::{CalendarId, CrewId, Id, OvertimeId, StationId};
use crate::model::{Length, Model, Premium};
use crate::scenario::{self, When, Written};
use crate::units::{Span, Time};

/// `[overtime.<name>]`.
#[derive(Clone, Debug, PartialEq)]
pub struct Overtime {
    /// Name as written.
    pub name: String,
    /// How many people of which crews; numbers above zero.
    pub crews: Vec<(CrewId, u32)>,
    /// The stations that are open, ascending.
    pub opens: Vec<StationId>,
    /// On which days it begins.
    pub days: Days,
    /// When it begins, since midnight.
    pub from: Span,
    /// How long it lasts; at most a day.
    pub hours: Span,
    /// What must be the matter; `None` is always.
    pub matter: Option<Matter>,
    /// How long before its beginning it is decided.
    pub notice: Span,
    /// Chance that a person who is asked comes, in [0, 1].
    pub accepts: f64,
    /// Most overtime of a person on a day, in a week and in the run; `None` is no limit.
    pub at_most: [Option<Span>; 3],
    /// How its hours are paid.
    pub pay: OvertimePay,
}

/// How hours of an overtime are paid.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct OvertimePay {
    /// What they cost on top; `None` is as the crew has it.
    pub premium: Option<Premium>,
    /// Most hours of a person on the time account to which they go instead; `None` is to none.
    pub account: Option<Span>,
}

impl OvertimePay {
    /// Whether nothing is written of it.
    pub const fn is_empty(&self) -> bool {
        self.premium.is_none() && self.account.is_none()
    }
}

/// On which days overtime begins.
#[derive(Clone, Debug, PartialEq)]
pub enum Days {
    /// On weekdays (from that of day 0), but on no day that is closed (counted from day 0).
    Weekly {
        /// The seven days that follow one another from day 0.
        week: [bool; 7],
        /// Days without overtime, ascending.
        closed: Vec<i64>,
    },
    /// On these days, counted from day 0, ascending.
    On(Vec<i64>),
}

/// What must be the matter.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Matter {
    /// Work that the parts inside still have before a machine of the station.
    Backlog {
        /// The station.
        at: StationId,
        /// More than this calls for overtime.
        over: Span,
        /// Less than this ends it.
        under: Span,
    },
    /// More orders than this that will be late.
    LateOrders(u32),
}

/// How far ahead it is looked for overtime that somebody may come to.
const A_YEAR: Span = Span::from_days(366);

/// Most overtimes of a plant.
const MOST_OVERTIMES: usize = 1_000;

/// Most stations and places of a plant whose late orders are foreseen.
const MOST_FORESEEN: usize = 4_000_000;

impl Overtime {
    /// The first beginning at or after `from`.
    ///
    /// Cost: one step a day until then, a hundred years at most.
    pub fn next(&self, from: Time) -> Option<Time> {
        const DAY: i64 = Span::from_days(1).ticks();
        const LAST: i64 = 366 * 100;
        let start = |day: i64| Time::from_ticks(day * DAY) + self.from;
        let mut day = (from.ticks().div_euclid(DAY) - 1).max(0);
        if start(day) < from {
            day += 1;
        }
        if start(day) < from {
            day += 1;
        }
        match &self.days {
            Days::On(days) => days.get(days.partition_point(|&on| on < day)).map(|&on| start(on)),
            Days::Weekly { week, closed } => {
                let is_on = |day: &i64| {
                    let weekday = usize::try_from(day.rem_euclid(7)).unwrap_or(0);
                    week[weekday] && closed.binary_search(day).is_err()
                };
                (day..day + LAST).find(is_on).map(start)
            }
        }
    }

    /// Whether it is planned: it comes whatever is the matter.
    pub const fn is_planned(&self) -> bool {
        self.matter.is_none()
    }
}

impl Model {
    /// When planned overtime comes between two instants: stretches in order, those that meet or overlap
    /// as one.
    ///
    /// Cost: one step for each of them.
    pub(super) fn planned_stretches(
        &self,
        overtimes: &[OvertimeId],
        (start, end): (Time, Time),
    ) -> Vec<(Time, Time)> {
        let mut all: Vec<(Time, Time)> = Vec::new();
        for row in overtimes.iter().map(|&id| &self.overtimes[id]) {
            let mut at = Time::from_ticks((start.ticks() - row.hours.ticks()).max(0));
            while let Some(begins) = row.next(at).filter(|&begins| begins < end) {
                let stretch = (begins.max(start), (begins + row.hours).min(end));
                all.extend(Some(stretch).filter(|(from, until)| from < until));
                at = begins + Span::from_ticks(1);
            }
        }
        all.sort_unstable();
        let mut merged: Vec<(Time, Time)> = Vec::new();
        for (from, until) in all {
            match merged.last_mut() {
                Some(last) if from <= last.1 => last.1 = last.1.max(until),
                _ => merged.push((from, until)),
            }
        }
        merged
    }

    /// Time of planned overtime between two instants that is outside the calendar, if there is one.
    ///
    /// Cost: one step for each of them.
    pub(super) fn planned_overtime(
        &self,
        overtimes: &[OvertimeId],
        calendar: Option<CalendarId>,
        between: (Time, Time),
    ) -> Span {
        let Some(calendar) = calendar.map(|id| &self.calendars[id]) else { return Span::ZERO };
        let stretches = self.planned_stretches(overtimes, between).into_iter();
        let beyond = stretches.map(|(from, until)| until - from - calendar.shift_time(from, until));
        beyond.fold(Span::ZERO, |sum, time| sum + time)
    }

    /// Planned overtime in which a station can work: it is opened, and as many people as its cycle needs
    /// come or are always there.
    pub(super) fn planned_at(&self, station: StationId) -> Vec<OvertimeId> {
        let needs = self.stations[station].operators;
        let skills = || needs.iter().flat_map(|&needs| &self.needs[needs].skills);
        let works = |row: &Overtime| {
            row.opens.binary_search(&station).is_ok()
                && skills().all(|&(skill, number)| {
                    let crews = self.skills[skill].crews.iter();
                    let people =
                        crews.map(|&crew| match row.crews.iter().find(|of| of.0 == crew) {
                            _ if self.crews[crew].calendar.is_none() => {
                                self.crews[crew].people_minding(skill)
                            }
                            Some(&(_, count))
                                if row.accepts > 0.0 && self.leaves_room(row, crew) =>
                            {
                                count.min(self.crews[crew].people_minding(skill))
                            }
                            Some(_) | None => 0,
                        });
                    people.map(u64::from).sum::<u64>() >= u64::from(number)
                })
        };
        let planned = self.overtimes.enumerated().filter(|(_, row)| row.is_planned());
        planned.filter(|(_, row)| works(row)).map(|(id, _)| id).collect()
    }

    /// Whether people of a crew ever have as many hours left as an overtime lasts beyond their shifts: who has
    /// fewer is not asked.
    ///
    /// Cost: one step for each time it comes in a year, for each calendar of the crew, if it is longer than a
    /// limit.
    pub(super) fn leaves_room(&self, row: &Overtime, crew: CrewId) -> bool {
        let Some(most) = row.at_most.into_iter().flatten().min().filter(|&most| most < row.hours)
        else {
            return true;
        };
        let mut calendars: Vec<_> =
            self.crews[crew].hours().into_iter().filter_map(|(id, _)| id).collect();
        calendars.dedup();
        let end = self.run.horizon().unwrap_or(Time::NEVER).min(Time::ZERO + A_YEAR);
        let fits = |id: CalendarId| {
            let mut at = Time::ZERO;
            while let Some(begins) = row.next(at).filter(|&begins| begins < end) {
                let until = begins + row.hours;
                if row.hours - self.calendars[id].shift_time(begins, until) <= most {
                    return true;
                }
                at = begins + Span::from_ticks(1);
            }
            false
        };
        calendars.into_iter().any(fits)
    }

    /// People of a crew who come to overtime, on average: at most as many as are asked for.
    pub(super) fn comes(&self, overtime: OvertimeId, crew: CrewId, count: u32) -> f64 {
        if !self.leaves_room(&self.overtimes[overtime], crew) {
            return 0.0;
        }
        let row = &self.crews[crew];
        let asked = f64::from(row.count) * row.presence() * self.overtimes[overtime].accepts;
        f64::from(count).min(asked)
    }
}

impl Compiler<'_> {
    /// Compiles all overtime.
    pub(super) fn compile_overtimes(&mut self) {
        let count = self.scenario.overtime.len();
        if let Some((name, _)) = self.scenario.overtime.iter().nth(MOST_OVERTIMES) {
            let message = format!("there are {count} kinds of overtime");
            let hint = format!("at most {MOST_OVERTIMES} are read");
            let complaint = Diagnostic::error(code::TOO_MANY, message).at(name.spot).hint(hint);
            self.complain(complaint);
            return;
        }
        for (name, table) in self.scenario.overtime.iter() {
            if let Some(overtime) = self.overtime(name, table) {
                self.model.overtimes.push(overtime);
            }
        }
    }

    fn overtime(&mut self, name: &Written<String>, table: &scenario::Overtime) -> Option<Overtime> {
        let who = format!("the overtime `{}`", name.value);
        let crews = self.crews_of(table, &who);
        let opens = self.opened(table, &who);
        let days = self.days_of(table);
        let matter = match table.when.as_ref().map(|when| &when.value) {
            None | Some(When::Always) => None,
            Some(When::Matter(matter)) => Some(self.matter(matter, &who, name.spot)?),
        };
        if self.model.calendars.is_empty() {
            let message = format!("{who} changes nothing: nobody has hours to go beyond");
            self.complain(Diagnostic::warning(code::DUBIOUS, message).at(name.spot));
        }
        if let Some(hours) = table.hours.as_ref().filter(|hours| hours.value.is_zero()) {
            let message = format!("{who} takes no time");
            self.complain(Diagnostic::error(code::OUT_OF_RANGE, message).at(hours.spot));
        }
        if let Some(accepts) = table.accepts.as_ref().filter(|share| share.value.0 <= 0.0) {
            let message = format!("nobody ever comes to {who}: `accepts` is 0 %");
            self.complain(Diagnostic::warning(code::DUBIOUS, message).at(accepts.spot));
        }
        let most = table.at_most.as_ref().map(|most| &most.value);
        let limit = |given: Option<&Option<Written<Span>>>| {
            given.and_then(|given| given.as_ref()).map(|span| span.value)
        };
        Some(Overtime {
            name: name.value.clone(),
            crews: crews?,
            opens: opens?,
            days: days?,
            from: table.from.as_ref()?.value.0,
            hours: table.hours.as_ref()?.value,
            matter,
            notice: table.notice.as_ref().map_or(Span::ZERO, |notice| notice.value),
            accepts: table.accepts.as_ref().map_or(1.0, |share| share.value.0),
            at_most: [
                limit(most.map(|most| &most.day)),
                limit(most.map(|most| &most.week)),
                limit(most.map(|most| &most.run)),
            ],
            pay: self.pay_of_overtime(table, &who),
        })
    }

    fn crews_of(&mut self, table: &scenario::Overtime, who: &str) -> Option<Vec<(CrewId, u32)>> {
        let mut crews = Vec::new();
        for (name, count) in table.crews.as_ref()?.value.iter() {
            let position = self.model.crews.iter().position(|crew| crew.name == name.value);
            let Some(position) = position else {
                let known = self.scenario.crew.names();
                let complaint = unknown("crew", name, who, known);
                let complaint = match self.hint_of_skill(name) {
                    Some(hint) => complaint.hint(hint),
                    None => complaint,
                };
                self.complain(complaint);
                continue;
            };
            let crew = CrewId::at(position);
            if self.model.crews[crew].calendar.is_none() {
                let message =
                    format!("the crew `{}` is always there, without overtime", name.value);
                self.complain(Diagnostic::warning(code::DUBIOUS, message).at(name.spot));
            }
            if count.value > 0 {
                crews.push((crew, count.value));
            }
        }
        Some(crews)
    }

    /// Where a skill is named and a crew is asked: the crews that have it.
    fn hint_of_skill(&self, name: &Written<String>) -> Option<String> {
        let skill = self.skill(name)?;
        let crews = self.model.crews.iter().filter(|crew| crew.skills.contains(&skill));
        let crews = listed(crews.map(|crew| crew.name.as_str()));
        Some(format!("this is a skill; crews that have it: {crews}"))
    }

    fn opened(&mut self, table: &scenario::Overtime, who: &str) -> Option<Vec<StationId>> {
        let Some(opens) = &table.opens else { return Some(self.model.stations.ids().collect()) };
        let mut stations = Vec::new();
        let mut is_right = true;
        for name in &opens.value {
            let of_line = match name.value.strip_prefix("line.") {
                None => vec![name.clone()],
                Some(line) => {
                    let Some(line) = self.scenario.line.get(line) else {
                        let line = Written { value: line.to_owned(), spot: name.spot };
                        let complaint = unknown("line", &line, who, self.scenario.line.names());
                        self.complain(complaint);
                        is_right = false;
                        continue;
                    };
                    line.stations.iter().flat_map(|list| &list.value).cloned().collect()
                }
            };
            for station in &of_line {
                let found = self.names.stations.find(station, who);
                // A wrong name in a line is told where the line is.
                let is_own = station.spot == name.spot;
                match found {
                    Ok(id) => stations.push(id),
                    Err(complaint) if is_own => {
                        self.complain(complaint);
                        is_right = false;
                    }
                    Err(_) => is_right = false,
                }
            }
        }
        stations.sort_unstable();
        stations.dedup();
        is_right.then_some(stations)
    }

    fn days_of(&mut self, table: &scenario::Overtime) -> Option<Days> {
        if let Some(on) = &table.on {
            let days = on.value.iter().map(|date| self.day(date.value, date.spot));
            let mut days = days.collect::<Option<Vec<i64>>>()?;
            days.sort_unstable();
            days.dedup();
            return Some(Days::On(days));
        }
        let weekdays = table.days.as_ref()?.value;
        let first =
            self.model.start.map_or(jiff::civil::Weekday::Monday, jiff::civil::Date::weekday);
        let first = usize::try_from(first.to_monday_zero_offset()).unwrap_or(0);
        let mut week = [false; 7];
        for day in weekdays.iter() {
            week[(day + 7 - first) % 7] = true;
        }
        let calendar = self.plant_calendar.map(|id| &self.model.calendars[id]);
        let closed = calendar.map(|calendar| calendar.closed.clone()).unwrap_or_default();
        Some(Days::Weekly { week, closed })
    }

    fn matter(&mut self, matter: &scenario::Matter, who: &str, spot: Spot) -> Option<Matter> {
        if let Some(late) = &matter.late_orders_over {
            if self.model.orders.is_empty()
                && !self.model.demands.iter().any(|demand| demand.due_in.is_some())
            {
                let message = format!("{who} waits for late orders, and no order has a due date");
                self.complain(Diagnostic::warning(code::DUBIOUS, message).at(late.spot));
            }
            let size = self.model.stations.len() * self.model.places.len();
            if size > MOST_FORESEEN {
                let message = format!("late orders are not foreseen in so large a plant: {who}");
                let hint = "let a backlog at a station be the matter";
                self.complain(Diagnostic::error(code::TOO_MANY, message).at(spot).hint(hint));
                return None;
            }
            return Some(Matter::LateOrders(late.value));
        }
        let over = matter.backlog_over.as_ref()?.value;
        let under = matter.until_under.as_ref().map_or(over, |under| under.value);
        let found = self.names.stations.find(matter.at.as_ref()?, who);
        Some(Matter::Backlog { at: self.keep(found)?, over, under })
    }

    /// Says which overtime the loads leave out.
    pub(super) fn tell_overtime(&mut self) {
        let called = self.model.overtimes.iter().filter(|overtime| !overtime.is_planned());
        let names: Vec<String> = called.map(|overtime| overtime.name.clone()).collect();
        for name in names {
            let message = format!(
                "the overtime `{name}` comes only if it is called for: loads are without it"
            );
            let spot = self.scenario.overtime.spot(&name);
            self.complain(Diagnostic { spot, ..Diagnostic::note(code::COUNTED, message) });
        }
        let limited = self.model.overtimes.iter().filter(|overtime| {
            let comes = |&(crew, _): &(CrewId, u32)| self.model.leaves_room(overtime, crew);
            overtime.is_planned()
                && overtime.at_most.iter().any(Option::is_some)
                && overtime.crews.iter().any(comes)
        });
        let names: Vec<String> = limited.map(|overtime| overtime.name.clone()).collect();
        for name in names {
            let message = format!(
                "the overtime `{name}` has people with limits: loads are as if nobody reached them"
            );
            let spot = self.scenario.overtime.spot(&name);
            self.complain(Diagnostic { spot, ..Diagnostic::note(code::COUNTED, message) });
        }
        let end = match self.model.run.length {
            Length::For(_) => self.horizon(),
            Length::OrdersDone => None,
        };
        for overtime in self.model.overtimes.ids() {
            let row = &self.model.overtimes[overtime];
            let first = row.next(Time::ZERO);
            let is_late = end.is_some_and(|end| first.is_some_and(|first| first >= end));
            if first.is_none() || is_late {
                let message = format!("the overtime `{}` never comes in the run", row.name);
                let spot = self.scenario.overtime.spot(&row.name);
                self.complain(Diagnostic { spot, ..Diagnostic::warning(code::DUBIOUS, message) });
            }
        }
    }
}
