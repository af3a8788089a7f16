//! What becomes of the orders of a random plant beside their parts: what replaces scrap, lots, trucks, cancellation, and
//! who becomes urgent.

use proptest::prelude::*;

use super::{Plan, Source};

/// What holds for orders; nothing of it where it is all zero.
#[derive(Clone, Copy, Debug)]
pub(super) struct Delivery {
    /// What replaces scrap: one of [`SHORT`].
    short: usize,
    tolerance: bool,
    lot: Option<u32>,
    /// One of [`SHIPS`].
    ships: usize,
    truck: bool,
    /// Whether demands, and dated orders, are cancelled.
    cancelled: (bool, bool),
    /// Minutes by which orders are late when they become urgent.
    hurry: Option<i32>,
    frozen: bool,
}

const SHORT: [&str; 4] = ["ship_short", "remake", "start_extra", "{ start_extra = \"20 %\" }"];
const SHIPS: [&str; 3] = ["order", "lot", "piece"];

pub(super) fn delivery() -> impl Strategy<Value = Option<Delivery>> {
    let delivery = (
        (0..SHORT.len(), any::<bool>()),
        prop::option::of(1_u32..=4),
        (0..SHIPS.len(), any::<bool>()),
        (prop::bool::weighted(0.3), prop::bool::weighted(0.3)),
        prop::option::of(-30_i32..60),
        prop::bool::weighted(0.2),
    );
    let delivery =
        delivery.prop_map(|((short, tolerance), lot, (ships, truck), cancelled, hurry, frozen)| {
            Delivery { short, tolerance, lot, ships, truck, cancelled, hurry, frozen }
        });
    prop::option::weighted(0.3, delivery)
}

impl Plan {
    /// Writes into the tables that are there what holds for orders.
    pub(super) fn write_delivery(&self, text: &mut String) {
        let (Some(delivery), Source::Orders { .. }) = (self.delivery, &self.source) else { return };
        let Delivery { short, tolerance, lot, ships, truck, cancelled, hurry, frozen } = delivery;
        let mut product = vec![format!("ships_in = \"{}\"\n", SHIPS[ships])];
        // What is joined, or made to stock, is not replaced part by part.
        if self.join.is_none() && !text.contains("\n[stock.") {
            let word = SHORT[short];
            let mark = if word.starts_with('{') { "" } else { "\"" };
            product.push(format!("short = {mark}{word}{mark}\n"));
        }
        if tolerance {
            product.push("tolerance = [\"-25 %\", \"+10 %\"]\n".to_owned());
        }
        product.extend(lot.map(|lot| format!("lot_size = {lot}\n")));
        if truck {
            product.push("shipping = \"truck\"\n".to_owned());
            text.push_str("[shipping.truck]\nleaves = { at = \"01:30\" }\n");
        }
        into(text, "[product.p", &product.concat());
        if cancelled.0 {
            let after = "{ dist = \"uniform\", min = \"0 s\", max = \"40 min\" }";
            into(
                text,
                "[demand.d",
                &format!("cancelled = {{ chance = \"30 %\", after = {after} }}\n"),
            );
        }
        if cancelled.1 {
            into(text, "[order.o1]", "cancelled = 2026-03-02T01:40:00\n");
        }
        let mut control = String::new();
        if let Some(late) = hurry {
            let when = if late < 0 { "before_due" } else { "when_late_by" };
            control = format!("expedite = {{ {when} = \"{} min\", priority = 9 }}\n", late.abs());
        }
        if frozen {
            control += "frozen = \"20 min\"\n";
        }
        if text.contains("\n[control]\n") {
            into(text, "[control]", &control);
        } else if !control.is_empty() {
            text.push_str("[control]\n");
            text.push_str(&control);
        }
    }
}

/// Writes keys into all tables whose header begins so.
fn into(text: &mut String, header: &str, keys: &str) {
    let lines = text.lines().map(|line| {
        let is_one = line.starts_with(header) && line.matches('.').count() <= 1;
        if is_one { format!("{line}\n{keys}") } else { format!("{line}\n") }
    });
    *text = lines.collect();
}
