//! Calendars whose weeks, or days, are those of other calendars in turn.

use jiff::ToSpan as _;
use jiff::civil::Date;

use super::calendar::Calendar;
use super::decoder::Decoder;
use super::node::{Content, Node};
use super::plant::CalendarName;
use super::shape::{FieldShape, Form};
use super::table::{Value, WrittenTable};
use super::words::LIKE;
use super::{Given, Written};
use crate::diagnostic::code;
use crate::units::Span;

/// The word for a turn without shifts.
pub(super) const OFF: &str = "off";

/// Most turns of a rota.
const MOST_TURNS: usize = 400;

/// Whose turn it is in a rota.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Turn {
    /// Nobody's (`"off"`).
    Off,
    /// That of a calendar.
    Of(CalendarName),
}

impl Value for Turn {
    const FORM: Form = Form::Text;

    fn decode(node: &Node, field: &FieldShape<'_>, decoder: &mut Decoder<'_>) -> Option<Self> {
        match &node.content {
            Content::Text(word) if word == OFF => Some(Self::Off),
            Content::Text(_) => CalendarName::decode(node, field, decoder).map(Self::Of),
            _ => decoder.wrong_type(node, field, "the name of a calendar or `\"off\"`"),
        }
    }
}

/// The turns of a rota as written.
#[derive(Clone, Copy, Debug)]
pub struct Turns<'a> {
    /// Whose turn it is, one after the other.
    pub order: &'a Written<Vec<Written<Turn>>>,
    /// Days of a turn: 7 or 1.
    pub days: i64,
    /// The key that gives them.
    pub key: &'static str,
}

impl Calendar {
    /// Its turns, if it is a rota.
    pub fn turns(&self) -> Option<Turns<'_>> {
        let weeks = self.week_by_week.as_ref();
        let weeks = weeks.map(|order| Turns { order, days: 7, key: "week_by_week" });
        let days = self.day_by_day.as_ref();
        weeks.or_else(|| days.map(|order| Turns { order, days: 1, key: "day_by_day" }))
    }

    /// A rota has turns of one kind, and no hours beside them.
    pub(super) fn check_rota(&self, written: &WrittenTable<'_>, decoder: &mut Decoder<'_>) {
        let is_rota = written.has("week_by_week") || written.has("day_by_day");
        if written.has("week_by_week")
            && let Some(days) = &self.day_by_day
        {
            let message = "a calendar goes week by week or day by day, not both";
            decoder.mistake(code::CONFLICT, days.spot, message, "");
        }
        let own_hours = |key: &&String| crate::units::Weekdays::parse(key).is_some();
        if let Some(key) = written.branches.keys().find(own_hours).filter(|_| is_rota) {
            let message = format!("a rota has the hours of other calendars, and no `{key}`");
            let hint = "give these hours a calendar of their own, and name it among the turns";
            decoder.mistake(code::CONFLICT, written.branches[key].key, message, hint);
        }
        // What is like an unknown calendar may be a rota.
        let may_be_rota = written.has(LIKE) && !written.branches.keys().any(|key| own_hours(&key));
        for key in ["first_day", "later_by"].into_iter().filter(|key| written.has(key)) {
            if !is_rota && !may_be_rota {
                let message = format!("`{key}` means nothing without turns");
                let hint = "write them, such as `week_by_week = [\"early\", \"late\"]`";
                decoder.mistake(code::CONFLICT, written.branches[key].key, message, hint);
            }
        }
        self.check_turns(decoder);
        check_later(self.later_by.as_ref(), decoder);
    }

    fn check_turns(&self, decoder: &mut Decoder<'_>) {
        let Some(Turns { order, key, .. }) = self.turns() else { return };
        let hint = "name a calendar for each turn, such as `[\"early\", \"late\"]`";
        if order.value.is_empty() {
            decoder.mistake(code::MISSING, order.spot, format!("`{key}` is empty"), hint);
        } else if order.value.len() > MOST_TURNS {
            let message = format!("`{key}` has more than {MOST_TURNS} turns");
            decoder.mistake(code::TOO_MANY, order.spot, message, "");
        } else if order.value.iter().all(|turn| turn.value == Turn::Off) && self.extra.is_none() {
            let message = format!("`{key}` has nothing but `off`");
            decoder.mistake(code::MISSING, order.spot, message, hint);
        }
    }
}

/// A rota can be later by whole days.
fn check_later(later_by: Option<&Written<Span>>, decoder: &mut Decoder<'_>) {
    let Some(later_by) = later_by else { return };
    if later_by.value.ticks() % Span::from_days(1).ticks() != 0 {
        let message = format!("`later_by` must be whole days or weeks, found: {}", later_by.value);
        let hint = "write days or weeks, such as `\"1 week\"`";
        decoder.mistake(code::OUT_OF_RANGE, later_by.spot, message, hint);
    }
}

impl Turns<'_> {
    /// The calendars that have a turn, each once, in the order in which they first have it.
    pub fn names(&self) -> Vec<&Written<Turn>> {
        let mut names: Vec<&Written<Turn>> = Vec::new();
        for turn in self.order.value.iter().filter(|turn| turn.value != Turn::Off) {
            if !names.iter().any(|known| known.value == turn.value) {
                names.push(turn);
            }
        }
        names
    }
}

/// How much later than its first day a rota begins. Unit: days.
pub fn days_later(later_by: &Given<Span>) -> i64 {
    let ticks = later_by.as_ref().map_or(0, |later_by| later_by.value.ticks());
    ticks / Span::from_days(1).ticks()
}

/// The Monday of the week of a day: of several weeks in turn, the first begins on it.
pub fn monday_of(day: Date) -> Date {
    let since = i64::from(day.weekday().to_monday_zero_offset());
    // Before the first Monday of all dates there is none.
    day.checked_sub(since.days()).unwrap_or(day)
}
