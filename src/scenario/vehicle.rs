//! `[vehicle.<name>]`: fork lifts, tow trucks and others that take parts from station to station.

use super::decoder::Decoder;
use super::layout::Site;
use super::plant::CalendarName;
use super::product::Stations;
use super::table::{WrittenTable, table};
use super::words::words;
use super::{Given, Named, Written};
use crate::diagnostic::code;
use crate::random::Distribution;
use crate::units::{Span, Speed};

table! {
    /// Vehicles of one kind that take parts from stations to others, each where it is wanted.
    ///
    /// A finished part leaves its machine for one of the `buffer` places beside it; if they are taken its
    /// machine is blocked, and who has waited longest goes first. The part calls a vehicle when a place at
    /// the station where it goes is free, and that place is kept for it: a vehicle that has parts can
    /// always put them down. A free vehicle drives to the load, takes as many parts of those that go
    /// the same way and have a place there as it `carries`, brings them, and is free where it has put them
    /// down.
    ///
    /// Ways between stations are those of `[layout]`; the times for them are rounded once to a microsecond
    /// each. Vehicles do not hinder one another, and never fail.
    Vehicle ("a vehicle") {
        /// How many there are.
        count [1..=10_000]: Given<u32> = "1",
        /// How fast they drive, with parts or without, such as `"1.5 m/s"`.
        speed: Given<Speed> = "required",
        /// Most parts on one trip, all from one station and to one station; to one that `takes` several products, all
        /// of one of them.
        carries [1..=1_000_000]: Given<u32> = "1",
        /// What they move: from a station to the next one, or to several of them, `{ weld = "oven", oven =
        /// ["paint", "store"] }`. All parts on these ways wait for the vehicles.
        moves: Named<Written<Stations>> = "required",
        /// Fewest parts to one station, with places kept there, for which one comes.
        minimum [1..=1_000_000]: Given<u32> = "1",
        /// How long the first of them waits at most, from when a place is kept for it: then one comes for what is
        /// there.
        wait: Given<Span> = "required with `minimum`",
        /// Places beside the machines of each station from which they take parts, for parts that wait for them.
        buffer [1..=1_000_000]: Given<u32> = "as many as one carries",
        /// How long it takes to load for one trip; drawn for the first part that is loaded.
        load: Given<Distribution> = "no time",
        /// How long it takes to unload after one trip.
        unload: Given<Distribution> = "no time",
        /// Which of the loads that wait a free vehicle takes.
        choose: Given<Choose> = "nearest",
        /// Where they stand at the start, and drive when nothing is to be moved: a station, or a position
        /// of its own in the unit of the layout.
        home: Given<Site> = "they begin at the first station from which they take parts, and stay where they \
            unload",
        /// When they drive, load, unload and are charged. While it is closed they stand where they are, and nothing
        /// of it goes on; overtime does not move them.
        calendar: Given<CalendarName> = "always, whatever the calendar of the plant",
        /// When their batteries are charged, or they are filled up.
        charge: Given<Charge> = "never",
    }
    later ["operators"]
    check Vehicle::check_moves
}

table! {
    /// Charging.
    Charge ("charging") {
        /// So much time of driving, after which a vehicle is charged when its trip is over.
        after: Given<Span> = "required",
        /// How long it takes. It is at `home`, if the vehicles have one, else where the vehicle is.
        time: Given<Span> = "required",
    }
}

words! {
    /// `choose`: which load a free vehicle takes.
    Choose {
        /// The one to which a free vehicle comes soonest; of equals the one that has called longest.
        Nearest = "nearest",
        /// The one that has called longest, wherever it is: since a place is kept for it where it goes. The nearest
        /// free vehicle comes.
        LongestWait = "longest_wait",
    }
}

impl Vehicle {
    fn check_moves(&self, written: &WrittenTable<'_>, decoder: &mut Decoder<'_>) {
        self.check_minimum(written, decoder);
        for (from, to) in self.moves.iter() {
            if let Some(to) = to.value.names.iter().find(|to| to.value == from.value) {
                let message = format!("a vehicle moves from `{}` to itself", from.value);
                let hint = "parts that come back to their station need no way";
                decoder.mistake(code::CONFLICT, to.spot, message, hint);
            }
        }
    }

    /// No more is waited for than can be taken, and not for ever.
    fn check_minimum(&self, written: &WrittenTable<'_>, decoder: &mut Decoder<'_>) {
        let Some(minimum) = self.minimum.as_ref().filter(|minimum| minimum.value > 1) else {
            if let Some(wait) = self.wait.as_ref().filter(|_| !written.has("minimum")) {
                let message =
                    "`wait` says how long a load waits for its `minimum`, and there is none";
                decoder.mistake(code::CONFLICT, wait.spot, message, "");
            }
            return;
        };
        let carries = self.carries.as_ref().map_or(1, |carries| carries.value);
        let buffer = self.buffer.as_ref().map_or(carries, |buffer| buffer.value);
        let most = carries.min(buffer);
        if minimum.value > most {
            let message =
                format!("`minimum` is {}, and never are more than {most} taken", minimum.value);
            let hint = "no more than a vehicle `carries`, and than the places of `buffer`";
            decoder.mistake(code::CONFLICT, minimum.spot, &message, hint);
        }
        if !written.has("wait") {
            let message = "`minimum` needs `wait`: the last parts would never be moved";
            decoder.mistake(code::MISSING, minimum.spot, message, "such as `wait = \"10 min\"`");
        }
    }
}
