//! `[line.<name>]`: stations that are passed one after the other.

use super::decoder::Decoder;
use super::table::{WrittenTable, table};
use super::words::LIKE;
use super::{Anchor, Given, Named, Release, Written};
use crate::diagnostic::code;

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
    }
    later ["pace", "andon"]
    check Line::check_stations
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
        let before_due =
            self.release.as_ref().and_then(|release| release.value.before_due().as_ref());
        if let Some(before_due) = before_due {
            let message = "`before_due` holds for the whole plant, not for a line";
            let hint = "write it under `release` in `[control]`";
            decoder.mistake(code::CONFLICT, before_due.spot, message, hint);
        }
    }
}
