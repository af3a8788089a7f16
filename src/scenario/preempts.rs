//! `preempts`: parts of more urgent orders push others off their machines.

use super::Station;
use super::decoder::Decoder;
use super::words::words;
use crate::diagnostic::code;

words! {
    /// `preempts`: what becomes of work that is pushed off its machine.
    Preempts {
        /// When the part is taken again, what is left of its work is done.
        Resume = "resume",
        /// When the part is taken again, its work starts again with the same duration.
        Restart = "restart",
    }
}

impl Station {
    /// Parts are pushed off one by one, and nothing but their order says which goes first.
    pub(super) fn check_preempts(&self, decoder: &mut Decoder<'_>) {
        if self.preempts.is_none() {
            return;
        }
        let setup = self.setup.as_ref().map(|setup| &setup.value.0);
        let at_least = setup.and_then(|setup| setup.at_least.as_ref());
        let series = "a series goes on, whatever comes: leave one of them out";
        let others = [
            (self.batch.as_ref().map(|key| key.spot), "batch", "a batch is finished together"),
            (
                self.takes.as_ref().map(|key| key.spot),
                "takes",
                "what is taken for a part stays with it",
            ),
            (self.campaign.as_ref().map(|key| key.spot), "campaign", series),
            (at_least.filter(|parts| parts.value > 1).map(|parts| parts.spot), "at_least", series),
            (
                self.clearance.as_ref().map(|key| key.spot),
                "clearance",
                "what is pushed off would stand among parts of another order",
            ),
        ];
        for (spot, key, hint) in others {
            if let Some(spot) = spot {
                let message = format!("a station that `preempts` has no `{key}`");
                decoder.mistake(code::CONFLICT, spot, &message, hint);
            }
        }
    }
}
