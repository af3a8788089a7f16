//! `[work.<name>]`: pieces of work of which the cycle of a station is made.

use super::decoder::Decoder;
use super::distribution::Cycle;
use super::table::{WrittenTable, table};
use super::words::words;
use super::{Given, Written};
use crate::diagnostic::code;

table! {
    /// A work element: a piece of work that is done at one station and could be done at another. The
    /// cycle of a station with work elements is their sum; each time is drawn for itself, by the
    /// name of the element, so it keeps its luck when it moves.
    Work ("a work element") {
        /// The station at which it is done; it has no `cycle` of its own. A what-if moves the
        /// element by giving another.
        station: Given<String> = "required",
        /// How long it takes.
        time: Given<Cycle> = "required",
        /// Work elements that must be done before it, at the same station or one before it.
        after: Given<Vec<Written<String>>> = "none",
        /// Whether the customer would pay for it.
        kind: Given<Kind> = "value",
    }
    check Work::check_after
}

impl Work {
    fn check_after(&self, _: &WrittenTable<'_>, decoder: &mut Decoder<'_>) {
        let Some(after) = self.after.as_ref().filter(|after| !after.value.is_empty()) else {
            return;
        };
        let mut seen = std::collections::BTreeSet::new();
        for name in &after.value {
            if !seen.insert(&name.value) {
                let message = format!("`after` names `{}` twice", name.value);
                decoder.mistake(code::CONFLICT, name.spot, message, "");
            }
        }
    }
}

words! {
    /// `kind`: whether the customer would pay for a work element.
    Kind {
        /// It changes the product in a way that the customer pays for.
        Value = "value",
        /// Nobody pays for it, and as things are it must be done: gripping, checking, walking.
        Necessary = "necessary",
        /// It could be left out.
        Waste = "waste",
    }
}
