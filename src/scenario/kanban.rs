//! `[kanban.<name>]`: a stage with a number of cards.

use super::decoder::Decoder;
use super::table::{WrittenTable, table};
use super::{Given, Written};

table! {
    /// A kanban stage: stations that are passed one after the other, a store for what they have
    /// finished, and a number of cards.
    ///
    /// A part takes a card before it comes to the first of the stations, and gives it back when it has
    /// left the store: when the next station has room for it, and, if that is in another stage, a card.
    /// So there are never more parts in the stage, its store included, than cards. The store is behind
    /// the last station; its machines do not block. A part that gets no card waits in the store of the
    /// stage before; where it comes from no stage, on its machine, which is blocked, or outside. Who has
    /// waited longest, of those that can go on, gets the next card. From the last station of a route
    /// parts leave at once.
    Kanban ("a kanban") {
        /// Number of cards.
        cards [1..=100_000_000]: Given<u32> = "required",
        /// Names of the stations. A part has its card from the first to the last of them on its route,
        /// also at others between.
        stations: Given<Vec<Written<String>>> = "required",
    }
    check Kanban::check_stations
}

impl Kanban {
    fn check_stations(&self, _: &WrittenTable<'_>, decoder: &mut Decoder<'_>) {
        if let Some(stations) = &self.stations {
            decoder.check_names(stations, "stations");
        }
    }
}
