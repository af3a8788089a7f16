//! `[failure.<name>]`: what stops several stations at once.

use super::decoder::Decoder;
use super::failure::{
    AfterRepair, Clock, Every, Failure, FailureKind, Finished, Repair, check_unit,
};
use super::order::Timestamp;
use super::table::{WrittenTable, table};
use super::{Given, Written};
use crate::diagnostic::code;

table! {
    /// What stops several stations at once, such as a want of compressed air: all their machines go down
    /// in the same instant, and are down until the one repair is over. A machine that is down already stays down
    /// until its own repair is over, too, which goes on meanwhile.
    ///
    /// A log of stops, one a row with its station, beginning and length, is read as a sheet of these:
    /// `[table]` with `failure = { file = "downtime.csv" }` and columns for `stops`, `at` and `repair.time`.
    CommonCause ("a failure of several stations") {
        /// The stations, and lines as `"line.a"`. Whoever repairs it goes to the first.
        stops: Given<Vec<Written<String>>> = "required",
        /// What makes the time between two failures run: `"calendar"`, or `"on_shift"`, the hours of the first
        /// station. It has no work of its own and counts none.
        clock: Given<Clock> = "required with `every`",
        /// Time between the end of a repair and the next failure, counted by the clock.
        every: Given<Every> = "required unless `at` is given",
        /// Instants at which it strikes: the replay of a log.
        at: Given<Vec<Written<Timestamp>>> = "required unless `every` is given",
        /// What brings the machines back, all at once.
        repair: Given<Repair> = "required",
        /// What it counts as, at each machine.
        kind: Given<FailureKind> = "breakdown",
        /// What becomes of the parts in the machines.
        part: Given<AfterRepair> = "resume",
        /// Whether parts that are finished, and wait for room, can be taken out of the machines while
        /// they are down.
        finished: Given<Finished> = "leaves",
    }
    check CommonCause::check_strikes
}

impl CommonCause {
    /// It strikes by its clock or at dates.
    fn check_strikes(&self, written: &WrittenTable<'_>, decoder: &mut Decoder<'_>) {
        let (code, message, hint) = match (written.has("every"), written.has("at")) {
            (true, true) => (
                code::CONFLICT,
                "a failure has either `every` or `at`, not both",
                "make two failures of it",
            ),
            (false, false) => (
                code::MISSING,
                "a failure of several stations needs `every` or `at`",
                "write a `clock` with `every`, such as `every = { mean = \"40 days\" }`",
            ),
            (true, false) if !written.has("clock") => (
                code::MISSING,
                "a failure with `every` needs `clock`: what makes its time run",
                "the words are: `on_shift`, `calendar`",
            ),
            (true | false, true | false) => return self.check_clock(written, decoder),
        };
        decoder.mistake(code, written.name, message, hint);
    }

    fn check_clock(&self, written: &WrittenTable<'_>, decoder: &mut Decoder<'_>) {
        if let Some(repair) = &self.repair {
            repair.value.refuse_window(decoder);
        }
        let Some(clock) = &self.clock else { return };
        if !written.has("every") {
            let message = "a failure at given dates has no `clock`";
            decoder.mistake(code::CONFLICT, clock.spot, message, "leave it out");
        } else if matches!(clock.value, Clock::Operating | Clock::Cycles | Clock::Setups) {
            let message = "a failure of several stations has no work of its own to count";
            let hint =
                "write `clock = \"calendar\"` or `\"on_shift\"`, or give each station a failure";
            decoder.mistake(code::CONFLICT, clock.spot, message, hint);
        } else if let Some(every) = &self.every {
            check_unit("every", clock.value, every, decoder);
        }
    }

    /// The same as a failure of one of its stations.
    pub(crate) fn of_station(&self) -> Failure {
        Failure {
            clock: self.clock.clone(),
            every: self.every.clone(),
            at: self.at.clone(),
            repair: self.repair.clone(),
            kind: self.kind.clone(),
            part: self.part.clone(),
            finished: self.finished.clone(),
            ..Failure::default()
        }
    }
}
