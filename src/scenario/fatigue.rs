//! `[crew.<name>] fatigue`: how people become slower with every hour without rest.

use super::Given;
use super::decoder::Decoder;
use super::quantity::Share;
use super::table::{WrittenTable, table};
use crate::diagnostic::code;
use crate::units::Span;

table! {
    /// How people become slower the longer they are at work without rest: a break, or time off. The
    /// numbers are yours to measure; none hold everywhere.
    Fatigue ("fatigue") {
        /// How long after a rest they keep their pace.
        after: Given<Span> = "0 h",
        /// What of the pace is lost in every hour from then on, such as `"2 %"`.
        an_hour: Given<Share> = "required",
        /// The share of the pace below which nobody falls.
        at_least: Given<Share> = "50 %",
    }
    check Fatigue::check_numbers
}

impl Fatigue {
    fn check_numbers(&self, _: &WrittenTable<'_>, decoder: &mut Decoder<'_>) {
        let least = self.at_least.as_ref();
        if let Some(least) = least.filter(|least| !(0.1..=1.0).contains(&least.value.0)) {
            let message = "`at_least` is from 10 % to 100 % of the pace";
            let hint =
                "nobody stands still from being tired; a break or the end of a shift stops work";
            decoder.mistake(code::OUT_OF_RANGE, least.spot, message, hint);
        }
    }
}
