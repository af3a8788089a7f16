//! `campaign` of a station: kinds in a fixed order, round and round, and cleaning.

use super::decoder::Decoder;
use super::operators::Operators;
use super::table::{WrittenTable, table};
use super::{Given, Written};
use crate::diagnostic::code;
use crate::random::Distribution;
use crate::units::Span;

table! {
    /// In which order a machine makes what its setups tell apart, and when it is cleaned.
    Campaign ("a campaign") {
        /// Products, or families as `by` of the setup says: all that come to the station. A machine stays with
        /// what it is set up for as long as such parts wait in front; then it goes on to the next one in this
        /// order of which parts wait, round and round. Among parts of one kind `dispatch` decides.
        order: Given<Vec<Written<String>>> = "required",
        /// How long a machine may go without being cleaned: so long after the last cleaning, or after the
        /// start, whether it has worked or stood, it is cleaned as soon as no cycle is under way.
        clean_after: Given<Span> = "never",
        /// What cleaning takes: the machine shows `maintenance` from when it is due and holds no cycle.
        clean: Given<Cleaning> = "none",
    }
    check Campaign::check_campaign
}

table! {
    /// What cleaning a machine takes.
    Cleaning ("cleaning") {
        /// How long it takes.
        time: Given<Distribution> = "required",
        /// People needed for it: skills and how many of each, or `"none"`.
        operators [1..=100_000]: Given<Operators> = "none",
        /// Who gets a free person first: the task with the higher number.
        priority [0..=1_000]: Given<u32> = "0",
    }
}

impl Campaign {
    /// An order has names, each once; cleaning has a time, and a limit.
    fn check_campaign(&self, written: &WrittenTable<'_>, decoder: &mut Decoder<'_>) {
        if let Some(order) = &self.order {
            for (position, name) in order.value.iter().enumerate() {
                if order.value[..position].iter().any(|before| before.value == name.value) {
                    let message = format!("`order` has `{}` twice", name.value);
                    decoder.mistake(code::GIVEN_TWICE, name.spot, &message, "");
                }
            }
            if order.value.is_empty() {
                let hint = "such as `[\"mild\", \"medium\", \"hot\"]`";
                decoder.mistake(code::MISSING, order.spot, "`order` names nothing", hint);
            }
        }
        if let Some(after) = self.clean_after.as_ref().filter(|after| after.value == Span::ZERO) {
            let message = "`clean_after` must be above zero";
            decoder.mistake(code::OUT_OF_RANGE, after.spot, message, "");
        }
        let (after, clean) = (written.has("clean_after"), written.has("clean"));
        if after && !clean {
            let message = "`clean_after` says when, and nothing says what cleaning takes";
            let hint = "such as `clean = { time = \"4 h\" }`";
            decoder.mistake(code::MISSING, written.name, message, hint);
        } else if clean && !after {
            let message = "`clean` says what cleaning takes, and nothing says when it is due";
            let hint = "such as `clean_after = \"72 h\"`";
            decoder.mistake(code::MISSING, written.name, message, hint);
        }
    }
}
