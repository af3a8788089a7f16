//! Rotas as written become functions of time.

use jiff::ToSpan as _;
use jiff::civil::Date;

use super::{Calendar, Hours, Rota, Turn, midnight, weekday};
use crate::diagnostic::{Diagnostic, Spot, code};
use crate::ids::CalendarId;
use crate::model::compile::Compiler;
use crate::scenario::{self, CalendarName, Turns, Written, days_later};
use crate::units::{Time, Weekdays};

/// Who has a turn, and the calendar that it is; `None` is always open.
type Holder = (scenario::Turn, Option<CalendarId>);

impl Compiler<'_> {
    /// Gives rotas the hours of the calendars that have their turns.
    pub(super) fn compile_rotas(&mut self) {
        let scenario = self.scenario;
        for (name, table) in scenario.calendar.iter() {
            let Some(turns) = table.turns() else { continue };
            let holders = self.holders(name, turns);
            let first_day = self.first_day(&name.value, table, turns);
            let (Some(holders), Some(first_day)) = (holders, first_day) else { continue };
            let Some(id) = self.names.calendars.get(&name.value) else { continue };
            if turns.order.value.is_empty() {
                continue;
            }
            let plain = self.model.calendars[id].clone();
            let own_extra = plain.extra.clone();
            let calendar = self.in_turn(plain, turns, &holders, first_day);
            self.warn_of_idle_breaks(&calendar, table);
            let spot = table.extra.as_ref().map_or(turns.order.spot, |extra| extra.spot);
            self.complain_of_overlaps(&calendar, &holders, turns.order.spot);
            self.complain_of_extra(&calendar, &own_extra, spot);
            self.model.calendars[id] = calendar;
        }
    }

    /// Those who have a turn; `None` after a complaint.
    fn holders(&mut self, name: &Written<String>, turns: Turns<'_>) -> Option<Vec<Holder>> {
        let who = format!("the calendar `{}`", name.value);
        let mut holders = Some(Vec::new());
        for turn in turns.names() {
            let found = match &turn.value {
                scenario::Turn::Off => continue,
                scenario::Turn::Of(CalendarName::Always) => Some(None),
                scenario::Turn::Of(CalendarName::Named(other)) => {
                    self.calendar_in_turn(other, turn.spot, &who).map(Some)
                }
            };
            holders = holders.zip(found).map(|(mut holders, found)| {
                holders.push((turn.value.clone(), found));
                holders
            });
        }
        holders
    }

    /// The calendar that has a turn: one with hours of its own.
    fn calendar_in_turn(&mut self, name: &str, spot: Spot, who: &str) -> Option<CalendarId> {
        let written = Written { value: name.to_owned(), spot };
        let found = self.names.calendars.find(&written, who);
        let id = self.keep(found)?;
        self.further_calendars.insert(name.to_owned());
        let is_rota = self.scenario.calendar.get(name).is_some_and(|row| row.turns().is_some());
        if is_rota {
            let message = format!("`{name}` is a rota itself and cannot have a turn");
            let hint = "name the calendars that have the hours";
            self.complain(Diagnostic::error(code::CONFLICT, message).at(spot).hint(hint));
        }
        (!is_rota).then_some(id)
    }

    /// The day on which a first turn begins, counted from day 0.
    fn first_day(
        &mut self,
        name: &str,
        table: &scenario::Calendar,
        turns: Turns<'_>,
    ) -> Option<i64> {
        let first = match (&table.first_day, self.model.start) {
            (Some(date), _) => {
                let weekday = Weekdays::name(monday_offset(date.value));
                if turns.days == 7 && weekday != Weekdays::name(0) {
                    let message = format!(
                        "all weeks of the rota `{name}` begin on a {weekday}, like its `first_day`"
                    );
                    self.complain(Diagnostic::note(code::COUNTED, message).at(date.spot));
                }
                self.day(date.value, date.spot)?
            }
            (None, Some(start)) if turns.days == 7 => {
                -i64::try_from(monday_offset(start)).expect("less than a week")
            }
            (None, _) => 0,
        };
        Some(first + days_later(&table.later_by))
    }

    /// A calendar with the turns of a rota, and the dates of those who have them.
    fn in_turn(
        &self,
        plain: Calendar,
        turns: Turns<'_>,
        holders: &[Holder],
        first_day: i64,
    ) -> Calendar {
        let always = Calendar::always(plain.first_weekday);
        let calendars: Vec<&Calendar> = holders
            .iter()
            .map(|(_, id)| id.map_or(&always, |id| &self.model.calendars[id]))
            .collect();
        let holder = |turn: &Written<scenario::Turn>| {
            holders.iter().position(|(known, _)| *known == turn.value)
        };
        let order = turns.order.value.iter().map(holder).collect();
        let turn = |calendar: &&Calendar| Turn {
            week: calendar.week.clone(),
            breaks: calendar.breaks.clone(),
        };
        let held = calendars.iter().map(turn).collect();
        let rota = Rota::new((first_day, turns.days), order, held, plain.first_weekday);
        let own_closed = plain.closed.clone();
        let (mut closed, mut extra) = (Vec::new(), Vec::new());
        for (number, calendar) in calendars.iter().enumerate() {
            let has_its_turn = |day: i64| rota.number(day) == Some(number);
            closed.extend(calendar.closed.iter().copied().filter(|&day| has_its_turn(day)));
            let is_held = |day: i64| has_its_turn(day) && own_closed.binary_search(&day).is_err();
            extra.extend(calendar.extra.iter().copied().filter(|&(day, _)| is_held(day)));
        }
        plain.with_closed(closed).with_extra(extra).in_turn(rota)
    }

    /// Complains about the first turn that begins before the one before it is over.
    fn complain_of_overlaps(&mut self, calendar: &Calendar, holders: &[Holder], spot: Spot) {
        let Some(rota) = &calendar.rota else { return };
        let week = std::array::from_fn(|_| Vec::new());
        let usual = Calendar::new(&calendar.name, week, calendar.first_weekday);
        let usual = usual.in_turn(rota.clone());
        let mut rounds = 0..i64::try_from(rota.cycle()).expect("a few thousand days");
        // Shifts of one day belong to one calendar, which complains of them itself.
        let between_turns = |day| overlap(&usual, day).filter(|[one, other]| one.day != other.day);
        let Some([one, other]) = rounds.find_map(between_turns) else { return };
        let text = |shift: Started| {
            let of = match rota.number(shift.day).map(|number| &holders[number].0) {
                Some(scenario::Turn::Of(CalendarName::Named(name))) => format!(" of `{name}`"),
                _ => String::new(),
            };
            let weekday = Weekdays::name(weekday(calendar.first_weekday, shift.day));
            format!("{}{of} on {weekday}", shift.hours)
        };
        let message = format!("{} overlaps {}", text(other), text(one));
        self.complain(Diagnostic::error(code::OVERLAP, message).at(spot));
    }

    /// Complains about the first extra shift of a rota that overlaps another shift.
    fn complain_of_extra(&mut self, calendar: &Calendar, own: &[(i64, Hours)], spot: Spot) {
        let is_own = |shift: Started| own.contains(&(shift.day, shift.hours));
        let mut days = own.iter().flat_map(|&(day, _)| [day - 1, day]);
        let of_own = |day| {
            let found = overlap(calendar, day);
            found.filter(|[one, other]| is_own(*one) != is_own(*other))
        };
        let Some([one, other]) = days.find_map(of_own) else { return };
        let (extra, usual) = if is_own(one) { (one, other) } else { (other, one) };
        let date = self.model.start.and_then(|start| start.checked_add(extra.day.days()).ok());
        let when = date.map(|date| format!(" on {date}")).unwrap_or_default();
        let message = format!("the extra shift {}{when} overlaps {}", extra.hours, usual.hours);
        self.complain(Diagnostic::error(code::OVERLAP, message).at(spot));
    }
}

/// Days since the last Monday.
fn monday_offset(date: Date) -> usize {
    usize::try_from(date.weekday().to_monday_zero_offset()).expect("it is not negative")
}

/// A shift that starts on a day.
#[derive(Clone, Copy, Debug)]
struct Started {
    day: i64,
    hours: Hours,
}

impl Started {
    fn opens(self) -> Time {
        midnight(self.day) + self.hours.start()
    }

    fn closes(self) -> Time {
        midnight(self.day) + self.hours.end()
    }
}

/// Two shifts that start on a day or the next and overlap.
fn overlap(calendar: &Calendar, day: i64) -> Option<[Started; 2]> {
    let of_day = |day| calendar.own_shifts(day).map(move |hours| Started { day, hours });
    let mut shifts: Vec<Started> = (day..=day + 1).flat_map(of_day).collect();
    shifts.sort_by_key(|shift| (shift.opens(), shift.closes()));
    let pairs = shifts.windows(2).map(|pair| [pair[0], pair[1]]);
    pairs.into_iter().find(|[one, other]| other.opens() < one.closes())
}
