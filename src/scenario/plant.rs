//! `[plant]`: the plant as a whole.

use jiff::civil::Date;

use super::Given;
use super::decoder::Decoder;
use super::levels::Levels;
use super::node::{Content, Node};
use super::shape::{FieldShape, Form};
use super::table::{Value, table};
use crate::units::{Currency, guess};

table! {
    /// The plant as a whole.
    Plant ("the plant") {
        /// Name for reports.
        name: Given<String> = "the file's name",
        /// Day 0, 00:00: anchors calendars, due dates and holidays. Clocks are never put forward or
        /// back: every day has 24 hours.
        start: Given<Date> = "a Monday without a date",
        /// Calendar of every station and crew that names none of its own.
        calendar: Given<CalendarName> = "always",
        /// What levels of a skill matrix mean, such as `{ 1 = 0.6, 2 = 0.8, 3 = 1.0, 4 = 1.1 }`: the speed
        /// against the standard time. Then the numbers in `skills` of all crews are levels; level 0 is
        /// for who cannot do it.
        levels: Given<Levels> = "numbers in `skills` are speeds",
        /// Currency of all money: its three letters, such as `EUR`.
        currency: Given<Currency> = "EUR",
    }
}

impl Value for Currency {
    const FORM: Form = Form::Text;

    fn decode(node: &Node, field: &FieldShape<'_>, decoder: &mut Decoder<'_>) -> Option<Self> {
        let wanted = "the three letters of a currency such as `EUR`";
        let currency = node.text().and_then(Self::parse);
        currency.or_else(|| {
            decoder.unreadable_but(node, field, wanted, |text| {
                guess::currency(text).map(|currency| format!("\"{currency}\""))
            })
        })
    }
}

/// The name of a calendar, or the word for no calendar at all.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CalendarName {
    /// `"always"`: open day and night.
    Always,
    /// `[calendar.<name>]`.
    Named(String),
}

impl Value for CalendarName {
    const FORM: Form = Form::Text;

    fn decode(node: &Node, field: &FieldShape<'_>, decoder: &mut Decoder<'_>) -> Option<Self> {
        match &node.content {
            Content::Text(name) if name == "always" => Some(Self::Always),
            Content::Text(name) => Some(Self::Named(name.clone())),
            _ => decoder.wrong_type(node, field, "the name of a calendar or `\"always\"`"),
        }
    }
}
