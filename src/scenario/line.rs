//! `[line.<name>]`: stations that are passed one after the other.

use super::decoder::Decoder;
use super::table::{WrittenTable, table};
use super::{Given, Written};
use crate::diagnostic::code;

table! {
    /// Stations that are passed one after the other: the short way to write a route.
    Line ("a line") {
        /// Names of the stations, in the order of the work.
        stations: Given<Vec<Written<String>>> = "required",
    }
    later ["like", "insert", "move", "pace", "andon"]
    check Line::check_stations
}

impl Line {
    fn check_stations(&self, _: &WrittenTable<'_>, decoder: &mut Decoder<'_>) {
        if let Some(stations) = self.stations.as_ref().filter(|list| list.value.is_empty()) {
            let hint = "list its stations in the order of the work";
            decoder.mistake(code::MISSING, stations.spot, "a line needs a station", hint);
        }
    }
}
