//! `[today]`: what is so when the plant starts.

use super::order::Moment;
use super::sheet::{OnOrder, Wip};
use super::table::table;
use super::{Given, Named, Written};
use crate::units::Span;

table! {
    /// What is so when the plant starts: a dated order book starts from the real floor.
    Today ("what is so at the start") {
        /// Hours that people have worked in the weeks before the one in which the plant starts, the last
        /// week last: `"welders/3" = ["44 h", "38 h"]`, by crew and number, or by a crew for all of it.
        hours_worked: Named<Written<Vec<Written<Span>>>> = "not known",
        /// Hours on the time account of each person: `"welders/3" = "12 h"`, by crew and number, or by a
        /// crew for each of its people.
        time_account: Named<Written<Span>> = "0 h",
        /// What the machines of a station are set up for: `cnc = "h200"`, a product, or a family where
        /// setups go by that.
        set_up_for: Named<Written<String>> = "nothing, and the first part needs no setup",
        /// Parts of dated orders that are in work: where they are, and how far.
        wip: Wip = "the plant is empty",
        /// Purchase orders that are open.
        on_order: OnOrder = "none",
    }
    later ["stock", "orders", "machines"]
}

table! {
    /// Parts of an order that are in work.
    OrderInWork ("an order in work") {
        /// Its parts by the station of its route at which they are, or to which they come next. Its other parts come in
        /// at the start.
        at: Named<InWork> = "none",
    }
}

table! {
    /// Parts of an order at a station.
    InWork ("parts in work") {
        /// Parts that stand in front of it and wait.
        waiting [0..=1_000_000]: Given<u32> = "0",
        /// Parts on its machines: what is left of the cycle of each, `["4 min", "90 s"]`. What unloading takes comes
        /// on top. The machines are set up for them. In closed hours they go on as `at_close` of the station says.
        running: Given<Vec<Written<Span>>> = "none",
        /// Parts that are held and come to the station later.
        held: Given<Vec<Written<HeldParts>>> = "none",
    }
}

table! {
    /// Parts that are held: by quality, or on their way.
    HeldParts ("parts that are held") {
        /// How many.
        quantity [1..=1_000_000]: Given<u32> = "1",
        /// When they come to stand in front of the station; a date means 00:00.
        until: Given<Moment> = "required",
    }
}
