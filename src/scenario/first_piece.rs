//! `first_piece` of a setup: the first part made after it is inspected before the series goes on.

use super::decoder::Decoder;
use super::operators::Operators;
use super::table::{WrittenTable, table};
use super::words::words;
use super::{Given, Share};
use crate::diagnostic::code;
use crate::random::Distribution;

table! {
    /// The first part that is made after each setup that takes time is inspected: on its machine, or `at` another
    /// station. If it fails it is thrown away, the setup is corrected when the next part comes, and that part is the
    /// next first piece. If it is lost otherwise before it is approved, the next part is the first piece, and nothing
    /// is corrected.
    FirstPiece ("a first piece") {
        /// The station where it is inspected: it goes there after its cycle, waits in front like any other part, and
        /// goes on from there as it would have gone on from its machine.
        at: Given<String> = "on its machine",
        /// How long the inspection takes.
        time: Given<Distribution> = "required without `at`; with it the station's own cycle",
        /// People needed for an inspection on the machine: skills and how many of each, or `"none"`.
        operators [1..=100_000]: Given<Operators> = "none",
        /// What the machine does until a first piece that is inspected elsewhere is approved.
        machine: Given<Meanwhile> = "waits",
        /// Share of the first pieces that fail.
        fails: Given<Share> = "0 %",
        /// How long the setup is corrected, by the people of the setup, after a first piece has failed; no time if
        /// the next part needs a setup anyway.
        correct: Given<Distribution> = "required with `fails`",
    }
    check FirstPiece::check_words
}

words! {
    /// `machine`: what it does until its first piece is approved.
    Meanwhile {
        /// It stands, and shows `approval`.
        Waits = "waits",
        /// It makes more parts, which are good whatever the inspection says.
        GoesOn = "goes_on",
    }
}

impl FirstPiece {
    /// An inspection on the machine has a time, and keeps the machine; one elsewhere has the people from there.
    fn check_words(&self, written: &WrittenTable<'_>, decoder: &mut Decoder<'_>) {
        if !written.has("at") {
            if !written.has("time") {
                let message = "an inspection on the machine needs a `time`";
                let hint = "write one, or `at`, the name of the station where it is done";
                decoder.mistake(code::MISSING, written.name, message, hint);
            }
            if let Some(word) = self.machine.as_ref().filter(|word| word.value == Meanwhile::GoesOn)
            {
                let message = "a machine on which its first piece is inspected cannot go on";
                let hint = "write `at`, the name of the station where it is inspected";
                decoder.mistake(code::CONFLICT, word.spot, message, hint);
            }
        } else if let Some(operators) = &self.operators {
            let message = "who inspects at another station are the people of that station";
            let hint = "give that station `operators`";
            decoder.mistake(code::CONFLICT, operators.spot, message, hint);
        }
        let fails = self.fails.as_ref().filter(|share| share.value.0 > 0.0);
        if let Some(fails) = fails {
            if fails.value.0 >= 1.0 {
                let message = "no first piece is ever approved";
                decoder.mistake(code::OUT_OF_RANGE, fails.spot, message, "write less than 100 %");
            }
            if !written.has("correct") {
                let message = "first pieces fail, and nothing says how long the setup is corrected";
                let hint = "such as `correct = \"10 min\"`";
                decoder.mistake(code::MISSING, fails.spot, message, hint);
            }
        } else if let (Some(correct), false) = (&self.correct, written.has("fails")) {
            let message = "`correct` is about first pieces that fail, and none does";
            decoder.mistake(code::MISSING, correct.spot, message, "such as `fails = \"5 %\"`");
        }
    }
}
