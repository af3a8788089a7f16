//! `[milkrun.<name>]`: tours that take parts from stop to stop at set times.

use super::decoder::Decoder;
use super::table::{WrittenTable, table};
use super::{Given, Written};
use crate::diagnostic::code;
use crate::units::Span;

table! {
    /// A tour that is made at set times, whether there is something to move or not, and takes parts from each of
    /// its stops to the later ones.
    ///
    /// A finished part whose next station is a later stop stands aside, in nobody's way, until the tour comes to
    /// its station. The tour puts down at each stop what goes there, and takes what waits, the longest waiting
    /// first, as long as it can carry more and there is room where the part goes, which is kept for it. What it
    /// leaves waits for the next tour. Whoever is there at the minute of the tour is taken.
    Milkrun ("a milk run") {
        /// Time from the beginning of a tour to that of the next; the first one begins with the run. A tour is
        /// over before the next begins.
        every: Given<Span> = "required",
        /// The stations at which it stops, in their order. One may be named twice: a tour that comes back to its
        /// first stop takes parts there, too.
        stops: Given<Vec<Written<String>>> = "required",
        /// Time from each stop to the next, with putting down and taking.
        time: Given<Span> = "required",
        /// Most parts that it carries at a time.
        carries [1..=1_000_000]: Given<u32> = "as many as there are",
    }
    later ["operators", "calendar", "first"]
    check Milkrun::check_stops
}

impl Milkrun {
    /// A tour goes somewhere.
    fn check_stops(&self, _: &WrittenTable<'_>, decoder: &mut Decoder<'_>) {
        let Some(stops) = &self.stops else { return };
        if stops.value.len() < 2 {
            let message = "a tour has two stops or more";
            decoder.mistake(code::MISSING, stops.spot, message, "name the stations in their order");
        }
        for pair in stops.value.windows(2) {
            if pair[0].value == pair[1].value {
                let message = format!("the stop behind `{}` is the same", pair[0].value);
                decoder.mistake(code::CONFLICT, pair[1].spot, &message, "name it once");
            }
        }
    }
}
