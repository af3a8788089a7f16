//! `[roster]`: who works when, person by person and day by day.

use jiff::civil::Date;

use super::Written;
use super::decoder::Decoder;
use super::node::{Branch, Content, Node};
use super::plant::CalendarName;
use super::rota::OFF;
use super::shape::{FieldShape, Form, OthersShape, Shape};
use super::table::{Others, Value, table};
use crate::diagnostic::{Spot, code};
use crate::units::guess;

table! {
    /// Codes of a person in the roster, by day. A day without a code is as the crew's calendar says.
    RosterRow ("a person's row of the roster") {
        others days: RosterDays,
    }
}

/// Codes by day, in the order of the days.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct RosterDays {
    /// The day, where it is written, and the code.
    pub codes: Vec<(Date, Spot, Written<String>)>,
}

impl Others for RosterDays {
    const SHAPE: OthersShape = OthersShape {
        example: "2026-03-16",
        pattern: "^[0-9]{4}-[0-9]{2}-[0-9]{2}$",
        doc: "The code that holds for the person on this day.",
        form: Form::Text,
        guess: guess::date,
    };

    fn set(&mut self, key: &str, branch: &Branch, decoder: &mut Decoder<'_>) -> bool {
        let is_number = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
        let is_date = key.split('-').map(str::len).eq([4, 2, 2]) && key.split('-').all(is_number);
        if !is_date {
            return false;
        }
        let Ok(date) = key.parse::<Date>() else {
            let message = format!("there is no day {key}");
            decoder.mistake(code::DATE, branch.key, message, "");
            return true;
        };
        let field = FieldShape::unlisted(key, Shape::Value(&Form::Text));
        if let Some(value) = String::decode(&branch.node, &field, decoder) {
            let code = Written { value, spot: branch.node.spot };
            let place = self.codes.partition_point(|(day, ..)| *day < date);
            self.codes.insert(place, (date, branch.key, code));
        }
        true
    }
}

/// What a code of the roster means.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Code {
    /// No work (`"off"`).
    Off,
    /// Leave: not there in the hours of the crew's calendar (`"leave"`).
    Leave,
    /// Sick: not there in the hours of the crew's calendar (`"sick"`).
    Sick,
    /// Time off from the time account: not there in the hours of the crew's calendar, which the account
    /// pays for (`"account"`).
    Account,
    /// The hours that a calendar has on that day.
    Hours(CalendarName),
}

/// The words for not being there in the hours of the crew's calendar.
pub(super) const AWAY: [&str; 3] = ["leave", "sick", "account"];

impl Value for Code {
    const FORM: Form = Form::Text;

    fn decode(node: &Node, field: &FieldShape<'_>, decoder: &mut Decoder<'_>) -> Option<Self> {
        match &node.content {
            Content::Text(word) if word == OFF => Some(Self::Off),
            Content::Text(word) if word == AWAY[0] => Some(Self::Leave),
            Content::Text(word) if word == AWAY[1] => Some(Self::Sick),
            Content::Text(word) if word == AWAY[2] => Some(Self::Account),
            Content::Text(_) => CalendarName::decode(node, field, decoder).map(Self::Hours),
            _ => {
                let expected = "the name of a calendar, `\"off\"`, `\"leave\"`, `\"sick\"` or \
                                `\"account\"`";
                decoder.wrong_type(node, field, expected)
            }
        }
    }
}
