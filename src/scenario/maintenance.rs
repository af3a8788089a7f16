//! `[station.<name>.maintenance.<name>]`: planned work on a machine, and whose clocks start anew.

use super::decoder::Decoder;
use super::failure::{Clock, Every, check_unit};
use super::node::{Content, Node};
use super::operators::Operators;
use super::order::Timestamp;
use super::plant::CalendarName;
use super::quantity::Share;
use super::shape::{FieldShape, Form};
use super::table::{Value, WrittenTable, table};
use super::words::{choose, words};
use super::{Given, Named, Written};
use crate::diagnostic::{closest, code};
use crate::random::Distribution;

table! {
    /// Planned work on each machine of the station. From the moment it is due the machine takes no new
    /// part until it is done, also while it waits for its people; a finished part may leave.
    Maintenance ("a maintenance") {
        /// What makes the time from one to the next run.
        clock: Given<Clock> = "required with `every`",
        /// Time from the end of one until the next is due, counted by the clock; a number of cycles
        /// for `clock = "cycles"`.
        every: Given<Every> = "required unless `at` or `at_wear` is given",
        /// The same until the first one.
        first: Given<Every> = "as `every`",
        /// Instead of `clock` with `every`: the instants at which it is due. One that passes while the
        /// one before is not done follows at its end.
        at: Given<Vec<Written<Timestamp>>> = "required unless `every` or `at_wear` is given",
        /// Instead: the wear of the station at which it is due, which it renews, such as `{ die = 80 }`. With
        /// `clock` and `every` the wear is looked at so often, counted from the last look or, after this work, from its
        /// end, and it is due when a look finds it; without them it is due at once. A look takes no time.
        at_wear: Given<Named<Written<f64>>> = "none",
        /// How long it takes.
        time: Given<Distribution> = "required",
        /// People needed: skills and how many of each, or `"none"`.
        operators [1..=100_000]: Given<Operators> = "none",
        /// Who gets a free person first: the task with the higher number; of equal ones the one that
        /// has waited longest.
        priority [0..=1_000]: Given<u32> = "0",
        /// Whether it takes people away from tasks of lower priority if nobody is free.
        interrupts: Given<bool> = "false",
        /// When it begins that is due.
        when: Given<Begins> = "after_part",
        /// From which share of its interval on it is done at the first opportunity; only for `when =
        /// "opportunistic"`.
        from: Given<Share> = "80 %",
        /// A calendar: it begins only while that is open. Until then it waits, and the machine works
        /// on.
        window: Given<CalendarName> = "always",
        /// Failures and other maintenance of the station whose clocks start anew when it is done, or `"all"`. Such
        /// maintenance does not begin while it is under way.
        renews: Given<Renews> = "none",
    }
    later ["like"]
    check Maintenance::check_due
}

words! {
    /// `when`: when a maintenance begins that is due.
    Begins {
        /// At the end of the cycle under way, also of one that a failure or the end of a shift has
        /// interrupted; at once if none has begun.
        AfterPart = "after_part",
        /// At once: the cycle under way stops, and goes on afterwards.
        Immediate = "immediate",
        /// As `after_part`; and before it is due, from the share `from` of its interval on, as soon as
        /// the machine is empty, blocked, down or closed.
        Opportunistic = "opportunistic",
    }
}

impl Maintenance {
    /// It comes due by its clock or at dates; the clock decides the unit.
    fn check_due(&self, written: &WrittenTable<'_>, decoder: &mut Decoder<'_>) {
        match (written.has("every"), written.has("at")) {
            (true, true) => {
                let message = "a maintenance has either `every` or `at`, not both";
                let hint = "make two of it";
                decoder.mistake(code::CONFLICT, written.name, message, hint);
            }
            (false, false) if !written.has("at_wear") => {
                let message = "a maintenance needs `every`, `at` or `at_wear`";
                let hint = "write a `clock` with `every`, such as `every = \"80 h\"`";
                decoder.mistake(code::MISSING, written.name, message, hint);
            }
            (true, false) if !written.has("clock") => {
                let message = "a maintenance with `every` needs `clock`: what makes its time run";
                let hint = "the words are: `operating`, `on_shift`, `calendar`, `cycles`, `setups`";
                decoder.mistake(code::MISSING, written.name, message, hint);
            }
            (true | false, true | false) => {}
        }
        self.check_wear(written, decoder);
        let is_dated = written.has("at") && !written.has("every");
        if let Some(clock) = self.clock.as_ref().filter(|_| is_dated) {
            let message = "a maintenance at given dates has no `clock`";
            decoder.mistake(code::CONFLICT, clock.spot, message, "leave it out");
        }
        if let Some(first) = self.first.as_ref().filter(|_| is_dated) {
            let message = "a maintenance at given dates has no `first`";
            decoder.mistake(code::CONFLICT, first.spot, message, "write the first date into `at`");
        }
        for (key, time) in [("every", &self.every), ("first", &self.first)] {
            if let (Some(clock), Some(time)) = (&self.clock, time) {
                check_unit(key, clock.value, time, decoder);
            }
        }
        self.check_when(is_dated, decoder);
    }

    /// At a wear it is due at once, or when that is looked at by a clock.
    fn check_wear(&self, written: &WrittenTable<'_>, decoder: &mut Decoder<'_>) {
        let Some(at_wear) = &self.at_wear else { return };
        if at_wear.value.len() != 1 {
            let message = "`at_wear` names one wear, and how much of it";
            let hint = "write it such as `{ die = 80 }`; for another wear make another maintenance";
            decoder.mistake(code::CONFLICT, at_wear.spot, message, hint);
        }
        if let Some(at) = &self.at {
            let message = "a maintenance has either `at` or `at_wear`, not both";
            decoder.mistake(code::CONFLICT, at.spot, message, "make two of it");
        }
        if written.has("every") {
            let waits = self.when.as_ref().filter(|when| when.value == Begins::Opportunistic);
            if let Some(when) = waits {
                let message = "a wear that is looked at now and then is not known before";
                let hint = "leave `clock` and `every` out, or let `when` be `after_part`";
                decoder.mistake(code::CONFLICT, when.spot, message, hint);
            }
            return;
        }
        let of_looks = [
            ("clock", self.clock.as_ref().map(|clock| clock.spot)),
            ("first", self.first.as_ref().map(|first| first.spot)),
        ];
        for (key, spot) in of_looks {
            let Some(spot) = spot else { continue };
            let message = format!("`{key}` needs `every`: how often the wear is looked at");
            let hint = "leave it out where that is known at once";
            decoder.mistake(code::CONFLICT, spot, &message, hint);
        }
    }

    fn check_when(&self, is_dated: bool, decoder: &mut Decoder<'_>) {
        let waits = self.when.as_ref().filter(|when| when.value == Begins::Opportunistic);
        if let Some(from) = self.from.as_ref().filter(|_| waits.is_none()) {
            let message = "`from` is for `when = \"opportunistic\"`";
            decoder.mistake(code::CONFLICT, from.spot, message, "leave one of them out");
        }
        if let Some(from) = self.from.as_ref().filter(|from| from.value.0 <= 0.0) {
            let message = "`from` must be above zero";
            let hint = "at 0 % it would be done without end while the machine stands";
            decoder.mistake(code::OUT_OF_RANGE, from.spot, message, hint);
        }
        if let Some(when) = waits.filter(|_| is_dated) {
            let message = "a maintenance at given dates has no interval to be early in";
            let hint = "`when` is `after_part` or `immediate` for dates";
            decoder.mistake(code::CONFLICT, when.spot, message, hint);
        }
    }
}

/// `renews`: whose clocks start anew.
#[derive(Clone, Debug, PartialEq)]
pub enum Renews {
    /// Those of all others of the station (`"all"`).
    All,
    /// These.
    Named(Vec<Written<String>>),
}

impl Value for Renews {
    const FORM: Form = Form::Either(&[Form::List(&Form::Text), Form::Words(&[("all", &[])])]);

    fn decode(node: &Node, field: &FieldShape<'_>, decoder: &mut Decoder<'_>) -> Option<Self> {
        match &node.content {
            Content::List(_) => {
                let names = Written { value: decoder.list(node, field)?, spot: node.spot };
                decoder.check_names(&names, field.key);
                Some(Self::Named(names.value))
            }
            Content::Text(word) if closest(word, ["all"]).is_some() => {
                choose(node, field, &[("all", ())], decoder).map(|()| Self::All)
            }
            _ => decoder.wrong_type(node, field, "a list of names or `\"all\"`"),
        }
    }
}
