//! `[overtime.<name>]`: work outside the usual hours: who, when, and what must be the matter.

use jiff::civil::Date;

use super::decoder::Decoder;
use super::node::{Content, Node};
use super::premium::Premium;
use super::quantity::{ClockTime, Share};
use super::shape::{FieldShape, Form};
use super::table::{Table, Value, WrittenTable, table};
use super::{Given, Named, Written};
use crate::diagnostic::code;
use crate::units::{Span, Weekdays};

table! {
    /// Work outside the usual hours.
    Overtime ("overtime") {
        /// How many people of which crews. Whoever has done least overtime is asked first.
        crews [0..=100_000]: Given<Named<Written<u32>>> = "required",
        /// The stations, and lines as `"line.a"`, that are open then.
        opens: Given<Vec<Written<String>>> = "every station",
        /// On which days of the week it begins, such as `"sat"` or `"mon-fri"`; not on days on which
        /// the plant's calendar is `closed`.
        days: Given<Weekdays> = "required unless `on` is given",
        /// On which dates it begins, whatever the calendar says.
        on: Given<Vec<Written<Date>>> = "required unless `days` is given",
        /// When it begins.
        from: Given<ClockTime> = "required",
        /// How long it lasts. Where it meets a person's own shift, the shift counts.
        hours: Given<Span> = "required",
        /// What must be the matter, when it is decided: much work for a station,
        /// `{ backlog_over = "40 h", at = "weld" }`, or orders that will be late,
        /// `{ late_orders_over = 2 }`.
        when: Given<When> = "always",
        /// How long before its beginning it is decided.
        notice: Given<Span> = "0 h",
        /// Chance that a person who is asked comes.
        accepts: Given<Share> = "100 %",
        /// Most overtime of a person.
        at_most: Given<Most> = "no limit",
        /// What an hour of it costs on top, whatever the crew's `premium` says: `"50 %"`, or
        /// `{ first = "2 h", at = "50 %", then = "100 %" }`, by all overtime of a person on a day.
        premium: Given<Premium> = "that of the crew",
        /// Its hours go to the time account of the person instead of being paid, hour for hour, until
        /// that is full; what is beyond is paid with the premium. A person has one account for all
        /// overtime.
        account: Given<Account> = "none",
    }
    check Overtime::check_days
}

table! {
    /// Most overtime of a person; who has fewer hours left than the whole overtime is not asked.
    Most ("a limit of overtime") {
        /// On one day.
        day: Given<Span> = "no limit",
        /// In one week, from Monday.
        week: Given<Span> = "no limit",
        /// In the whole run.
        run: Given<Span> = "no limit",
    }
}

table! {
    /// A time account.
    Account ("a time account") {
        /// Most hours of a person on it.
        limit: Given<Span> = "required",
    }
}

table! {
    /// What must be the matter for overtime.
    Matter ("what must be the matter") {
        /// Hours of work that the parts inside still have before a machine of the station.
        backlog_over: Given<Span> = "none",
        /// The station with the backlog.
        at: Given<String> = "required with `backlog_over`",
        /// Once there is overtime, it goes on until the backlog is below this.
        until_under: Given<Span> = "`backlog_over`",
        /// Open orders that will be late, by the work before each station and its usual hours.
        late_orders_over [0..=1_000_000]: Given<u32> = "none",
    }
    check Matter::check_kind
}

/// `when`: what must be the matter for overtime.
#[derive(Clone, Debug, PartialEq)]
pub enum When {
    /// Nothing: it is planned.
    Always,
    /// This.
    Matter(Matter),
}

impl Value for When {
    const FORM: Form =
        Form::Either(&[Form::Words(&[("always", &[])]), Form::Inline(&<Matter as Table>::SHAPE)]);

    fn decode(node: &Node, field: &FieldShape<'_>, decoder: &mut Decoder<'_>) -> Option<Self> {
        match &node.content {
            Content::Text(word) if word == "always" => Some(Self::Always),
            Content::Table(_) => <Matter as Value>::decode(node, field, decoder).map(Self::Matter),
            _ => {
                let wanted = "`\"always\"` or such as `{ backlog_over = \"40 h\", at = \"weld\" }`";
                decoder.wrong_type(node, field, wanted)
            }
        }
    }
}

impl Value for Weekdays {
    const FORM: Form = Form::Either(&[Form::Text, Form::List(&Form::Text)]);

    fn decode(node: &Node, field: &FieldShape<'_>, decoder: &mut Decoder<'_>) -> Option<Self> {
        let wanted = "days such as `\"sat\"`, `\"mon-fri\"` or `\"sat,sun\"`";
        let days = match &node.content {
            Content::Text(text) => Self::parse(text),
            Content::List(days) => {
                let is_wrong = |day: &&Node| day.text().and_then(Self::parse).is_none();
                if let Some(wrong) = days.iter().find(is_wrong) {
                    return decoder.wrong_type(wrong, field, wanted);
                }
                let texts: Option<Vec<&str>> = days.iter().map(Node::text).collect();
                texts.and_then(|texts| Self::parse(&texts.join(",")))
            }
            _ => None,
        };
        days.or_else(|| decoder.wrong_type(node, field, wanted))
    }
}

impl Overtime {
    fn check_days(&self, written: &WrittenTable<'_>, decoder: &mut Decoder<'_>) {
        match (written.has("days"), written.has("on")) {
            (false, false) => {
                let message = "overtime needs `days` or `on`";
                let hint = "write `days = \"sat\"`, or dates such as `on = [2026-03-14]`";
                decoder.mistake(code::MISSING, written.name, message, hint);
            }
            (true, true) => {
                let message = "overtime has either `days` or `on`, not both";
                decoder.mistake(code::CONFLICT, written.name, message, "make two of it");
            }
            (true, false) | (false, true) => {}
        }
        let day = Span::from_days(1);
        if let Some(hours) = self.hours.as_ref().filter(|hours| hours.value > day) {
            let message = format!("overtime lasts for at most 24 h, found: {}", hours.value);
            decoder.mistake(code::OUT_OF_RANGE, hours.spot, message, "");
        }
        if let Some(from) = self.from.as_ref().filter(|from| from.value.0 >= day) {
            let message = "overtime must begin before the day is over";
            decoder.mistake(code::OUT_OF_RANGE, from.spot, message, "write `\"00:00\"`");
        }
    }
}

impl Matter {
    fn check_kind(&self, written: &WrittenTable<'_>, decoder: &mut Decoder<'_>) {
        let (backlog, late) = (written.has("backlog_over"), written.has("late_orders_over"));
        if backlog == late {
            let message = if backlog {
                "either a backlog or late orders are the matter, not both"
            } else {
                "it must be said what is the matter"
            };
            let hint = "write `backlog_over` with `at`, or `late_orders_over`";
            decoder.mistake(code::CONFLICT, written.name, message, hint);
        }
        if backlog && !written.has("at") {
            let message = "a backlog is that of a station";
            let hint = "name the station, such as `at = \"weld\"`";
            decoder.mistake(code::MISSING, written.name, message, hint);
        }
        if let (Some(over), Some(under)) = (&self.backlog_over, &self.until_under)
            && under.value > over.value
        {
            let message = "`until_under` must not be more than `backlog_over`";
            decoder.mistake(code::CONFLICT, under.spot, message, "");
        }
    }
}
