//! `[calendar.<name>]`: shifts, breaks and exceptions.

use jiff::civil::Date;

use super::decoder::Decoder;
use super::node::{Branch, Content, Node};
use super::overlap::Overlaps;
use super::quantity::ClockTime;
use super::rota::Turn;
use super::shape::{FieldShape, Form, OthersShape, Shape};
use super::table::{Others, Value, WrittenTable, table};
use super::{Given, Written};
use crate::diagnostic::code;
use crate::units::{ClockRange, Span, Weekdays, guess};

table! {
    /// When the plant, a station or a crew works.
    Calendar ("a calendar") {
        /// Breaks inside the shifts of every day.
        breaks: Given<Vec<Written<Break>>> = "none",
        /// Days without shifts: whatever would start on them falls away.
        closed: Given<Vec<Written<Date>>> = "none",
        /// Additional shifts on single days.
        extra: Given<Vec<Written<Extra>>> = "none",
        /// A rota: the calendars whose weeks it has in turn, `["early", "late", "night"]`, or
        /// `"off"`; after the last the first follows again. A shift counts to the week in which it
        /// starts. Shifts, `closed` and `extra` of a calendar hold in its turn, and its breaks in
        /// these shifts; those written here hold in every turn.
        week_by_week: Given<Vec<Written<Turn>>> = "none",
        /// The same day by day, `["day", "day", "night", "night", "off", "off"]`: each day is like
        /// that day of the week in the calendar named.
        day_by_day: Given<Vec<Written<Turn>>> = "none",
        /// A day on which the first turn of a rota begins, perhaps long ago; with `week_by_week`, all
        /// turns begin on its weekday.
        first_day: Given<Date> = "the plant's start, or the Monday of that week for a `week_by_week`",
        /// By how much a rota is later than that: `"1 week"` for the crew that does in a week what the
        /// first one does today.
        later_by: Given<Span> = "none",
        /// The calendar that it starts as a copy of: what is written here holds instead.
        like: Given<String> = "none",
        others week: Week,
    }
    check Calendar::check_hours
}

table! {
    /// A break inside a shift.
    Break ("a break") {
        /// Time of day at which it begins.
        at: Given<ClockTime> = "required",
        /// How long it lasts.
        length as "for": Given<Span> = "required",
        /// Whether the people are paid during it.
        paid: Given<bool> = "true",
        /// In how many groups the people of a crew take it, so that the work goes on: person 1 is in
        /// the first group, 2 in the second, and so on in turn; each group goes when the one before is
        /// back. It is a break of people alone: no station has it.
        groups [1..=100]: Given<u32> = "1, all at once",
    }
}

table! {
    /// An additional shift on a single day.
    Extra ("an extra shift") {
        /// The day on which it starts.
        date: Given<Date> = "required",
        /// From when to when.
        hours: Given<Hours> = "required",
    }
}

impl Calendar {
    /// A calendar has hours, and they do not overlap.
    fn check_hours(&self, written: &WrittenTable<'_>, decoder: &mut Decoder<'_>) {
        let says_nothing_of_hours = |key: &String| {
            ["breaks", "closed", "source", "first_day", "later_by"].contains(&&**key)
        };
        if written.branches.keys().all(says_nothing_of_hours) {
            let hint = "write the hours of days, such as `mon-fri = [\"06:00-14:00\"]`";
            decoder.mistake(code::MISSING, written.name, "a calendar needs hours", hint);
        }
        self.check_rota(written, decoder);
        let mut overlaps = Overlaps::default();
        overlaps.week(&self.week);
        if let Some(breaks) = &self.breaks {
            overlaps.breaks(&breaks.value);
        }
        let closed = self.closed.as_ref().map_or(&[][..], |closed| &closed.value);
        overlaps.dates(closed);
        if let Some(extra) = &self.extra {
            overlaps.extra(&extra.value, &self.week, closed);
        }
        overlaps.complain(decoder);
    }
}

impl Break {
    /// In how many groups it is taken.
    pub fn groups(&self) -> u32 {
        self.groups.as_ref().map_or(1, |groups| groups.value)
    }

    /// How long all groups take for breaks of this length, one after the other.
    pub(super) fn whole_length(&self, length: Span) -> Span {
        Span::from_ticks(length.ticks().saturating_mul(i64::from(self.groups())))
    }
}

/// One stretch of hours or a list of them.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Hours {
    /// In the order written.
    pub ranges: Vec<Written<ClockRange>>,
}

/// The weekly pattern.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Week {
    /// Shifts that start on each weekday, from Monday (0) to Sunday (6), earliest first.
    days: [Vec<Written<ClockRange>>; 7],
}

impl Week {
    /// Shifts that start on a weekday, with their places.
    pub(super) fn written(&self, weekday: usize) -> &[Written<ClockRange>] {
        &self.days[weekday % 7]
    }

    /// Shifts that start on a weekday counted from Monday (0), earliest first.
    pub fn shifts(&self, weekday: usize) -> impl Iterator<Item = ClockRange> {
        self.days[weekday % 7].iter().map(|range| range.value)
    }
}

impl Others for Week {
    const SHAPE: OthersShape = OthersShape {
        example: "mon-fri",
        pattern: "^(mon|tue|wed|thu|fri|sat|sun)([-,](mon|tue|wed|thu|fri|sat|sun))*$",
        doc: "Shifts that start on these days: `mon-fri`, `sat`, `\"tue,thu\"`. A shift that ends \
              at or before its start ends on the next day.",
        form: Hours::FORM,
        guess: guess::weekdays,
    };

    fn set(&mut self, key: &str, branch: &Branch, decoder: &mut Decoder<'_>) -> bool {
        let Some(days) = Weekdays::parse(key) else { return false };
        let field = FieldShape::unlisted(key, Shape::Value(&Hours::FORM));
        if let Some(hours) = Hours::decode(&branch.node, &field, decoder) {
            for day in days.iter() {
                self.days[day].extend(hours.ranges.iter().cloned());
                self.days[day].sort_by_key(|range| range.value);
            }
        }
        true
    }
}

impl Value for Hours {
    const FORM: Form = Form::Either(&[Form::ClockRange, Form::List(&Form::ClockRange)]);

    fn decode(node: &Node, field: &FieldShape<'_>, decoder: &mut Decoder<'_>) -> Option<Self> {
        if let Content::List(_) = node.content {
            return decoder.list(node, field).map(|ranges| Self { ranges });
        }
        let value = ClockRange::decode(node, field, decoder)?;
        Some(Self { ranges: vec![Written { value, spot: node.spot }] })
    }
}
