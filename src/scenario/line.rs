//! `[line.<name>]`: stations that are passed one after the other.

use super::decoder::Decoder;
use super::money::Amount;
use super::node::Node;
use super::shape::{FieldShape, Form};
use super::table::{Value, WrittenTable, table};
use super::words::{LIKE, choose};
use super::{Anchor, Given, Named, Release, Written};
use crate::diagnostic::code;
use crate::units::Span;

table! {
    /// Stations that are passed one after the other: the short way to write a route.
    Line ("a line") {
        /// Names of the stations, in the order of the work.
        stations: Given<Vec<Written<String>>> = "required unless `like` is given",
        /// The line that it starts as a copy of, such as `"line.a"`: with stations of its own, each
        /// like the one it stands for. In `[line.b]` they are called `b.saw`, `b.drill`.
        like: Given<String> = "none",
        /// Stations put into the sequence: `{ vision = { after = "weld" } }`.
        insert: Given<Named<Written<Anchor>>> = "none",
        /// Stations that change their place in it: `{ wash = { before = "cnc" } }`.
        moved as "move": Given<Named<Written<Anchor>>> = "none",
        /// Stations that it does without.
        without: Given<Vec<Written<String>>> = "none",
        /// When parts enter the line: at once, `"immediate"`, or while fewer than so many, of all
        /// products, are on it, `{ rule = "conwip", limit = 8 }`.
        release: Given<Release> = "immediate",
        /// What it costs to make an order on it: `{ per_order = "180 EUR", per_part = "1.20 EUR" }`, for setting up,
        /// machines and hands, as you reckon it. It is for `choice = "cheapest"` of a product, and told as `making_cost`;
        /// what people cost is not taken from it.
        cost: Given<LineCost> = "nothing",
        /// The takt of a paced line: all its parts move on together, each to the next station, when so much open time
        /// has gone since the last move. Its stations have one machine each and no buffer between them; before the
        /// first there may be one, from which one part comes on at each move. Where none waits a gap moves along, as it
        /// does behind a part that is thrown away. The time to move is part of the takt, whose clock stands while
        /// the stations are closed and, if one of them needs people, in their breaks. An empty line begins when a
        /// part comes.
        pace: Given<Span> = "none: each part moves by itself",
        /// What happens when a station is not done at the end of the takt.
        andon: Given<Andon> = "stop_at_fixed_position",
    }
    check Line::check_stations
}

table! {
    /// What it costs to make an order on a line.
    LineCost ("`cost` of a line") {
        /// For each order, or lot of an order, that goes to it.
        per_order: Given<Amount> = "nothing",
        /// For each part that is started there.
        per_part: Given<Amount> = "nothing",
    }
    check LineCost::check_amounts
}

impl LineCost {
    fn check_amounts(&self, written: &WrittenTable<'_>, decoder: &mut Decoder<'_>) {
        let is_read = self.per_order.is_some() || self.per_part.is_some();
        if !is_read && !written.has("per_order") && !written.has("per_part") {
            let hint = "say `per_order`, `per_part`, or both: `{ per_order = \"180 EUR\", per_part = \"1.20 EUR\" }`";
            decoder.mistake(code::MISSING, written.name, "a `cost` of nothing", hint);
        }
    }
}

/// `andon`: what happens when a station of a paced line is not done at the end of the takt.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Andon {
    /// The line stands until every station is done and sound (`"stop_at_fixed_position"`).
    StopAtFixedPosition,
}

impl Value for Andon {
    const FORM: Form = Form::Words(&[(
        "stop_at_fixed_position",
        &[
            "The others work to the end of the takt, then the line stands until every station is done, none is down, \
             and there is room behind the last one; then the next takt begins.",
        ],
    )]);

    fn decode(node: &Node, field: &FieldShape<'_>, decoder: &mut Decoder<'_>) -> Option<Self> {
        for word in ["stop_at_once", "goes_on"] {
            if node.is_text(word) {
                let instead = "write `\"stop_at_fixed_position\"`";
                return decoder.later(node, &format!("`andon = \"{word}\"`"), instead);
            }
        }
        let words = [("stop_at_fixed_position", Self::StopAtFixedPosition)];
        choose(node, field, &words, decoder)
    }
}

impl Line {
    fn check_stations(&self, written: &WrittenTable<'_>, decoder: &mut Decoder<'_>) {
        if !written.has("stations") && !written.has(LIKE) {
            decoder.mistake(code::MISSING, written.name, "a line needs `stations`", "");
        }
        if let Some(stations) = self.stations.as_ref().filter(|list| list.value.is_empty()) {
            let hint = "list its stations in the order of the work";
            decoder.mistake(code::MISSING, stations.spot, "a line needs a station", hint);
        }
        if let Some(pace) = self.pace.as_ref().filter(|pace| pace.value <= Span::ZERO) {
            let hint =
                "without `pace` each part moves by itself; a line has one on all dates, or on none";
            decoder.mistake(code::OUT_OF_RANGE, pace.spot, "a takt takes time", hint);
        }
        if let (Some(andon), None) = (&self.andon, &self.pace) {
            let message = "`andon` says what happens at the end of a takt, and the line has none";
            decoder.mistake(code::CONFLICT, andon.spot, message, "give it a `pace`");
        }
        let before_due =
            self.release.as_ref().and_then(|release| release.value.before_due().as_ref());
        if let Some(before_due) = before_due {
            let message = "`before_due` holds for the whole plant, not for a line";
            let hint = "write it under `release` in `[control]`";
            decoder.mistake(code::CONFLICT, before_due.spot, message, hint);
        }
    }
}
