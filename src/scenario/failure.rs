//! `[station.<name>.failure.<mode>]`: what stops a machine, and what brings it back.

use super::availability::Base;
use super::decoder::Decoder;
use super::distribution::{Habit, Measure, decode};
use super::maintenance::Renews;
use super::node::Node;
use super::operators::Operators;
use super::order::Timestamp;
use super::plant::CalendarName;
use super::quantity::Share;
use super::shape::{FieldShape, Form};
use super::table::{Value, WrittenTable, table};
use super::words::words;
use super::{Given, Written};
use crate::diagnostic::code;
use crate::random::Distribution;

table! {
    /// What stops a machine, and what brings it back.
    Failure ("a failure") {
        /// What makes the time between two failures run.
        clock: Given<Clock> = "required with `every`",
        /// Time between the end of a repair and the next failure, counted by the clock; a number of cycles for
        /// `clock = "cycles"`, of setups for `"setups"`. `{ mean = "3 h" }` is by chance, on average after 3 h
        /// (exponential); `"3 h"` alone is exact, like clockwork.
        every: Given<Every> = "required unless `availability` or `at` is given",
        /// Instead of `clock` with `every`: the share of the time of `base` that is left, such as
        /// `"94 %"`; never a failure at 100 %. The rest are the repairs, each with all its hours,
        /// closed ones too. They come by chance (exponential), on average after mean repair time ×
        /// availability / (1 − availability) of that time. People who are waited for take more,
        /// unless the repair is `measured = "stop_to_restart"`.
        availability: Given<Share> = "required unless `every` or `at` is given",
        /// The time of which the availability is the share.
        base: Given<Base> = "required with `availability`",
        /// Instants at which the first machine fails: the replay of a log.
        at: Given<Vec<Written<Timestamp>>> = "required unless `every` or `availability` is given",
        /// What brings the machine back.
        repair: Given<Repair> = "required",
        /// Instead of stopping the machine at once: the share of its speed at which it runs from the next cycle on,
        /// until its repair. That begins when the `window` of the repair is open, after the cycle under way: only
        /// then does the machine stand.
        runs_at: Given<Share> = "it stops",
        /// What it counts as.
        kind: Given<FailureKind> = "breakdown",
        /// What becomes of the part in the machine.
        part: Given<AfterRepair> = "resume",
        /// Whether a part that is finished, and waits for room, can be taken out of the machine while
        /// it is down.
        finished: Given<Finished> = "leaves",
        /// Maintenance and other failures of the station whose clocks start anew when it is repaired, or `"all"`.
        /// Such maintenance does not begin during the repair.
        renews: Given<Renews> = "none",
    }
    later ["when", "like"]
    check Failure::check_strikes
}

table! {
    /// What brings a machine back.
    Repair ("a repair") {
        /// How long it takes.
        time: Given<Distribution> = "required",
        /// People needed: skills and how many of each, or `"none"`.
        operators [1..=100_000]: Given<Operators> = "none",
        /// Whether the time already contains waiting for people.
        measured: Given<Measured> = "hands_on",
        /// Who gets a free person first: the task with the higher number; of equal ones the one that
        /// has waited longest.
        priority [0..=1_000]: Given<u32> = "0",
        /// Whether it takes people away from tasks of lower priority if nobody is free.
        interrupts: Given<bool> = "false",
        /// For a failure with `runs_at`: a calendar; the repair begins only while that is open.
        window: Given<CalendarName> = "required with `runs_at`",
    }
}

impl Repair {
    /// Complains about a `window` where the machine stands until its repair.
    pub(super) fn refuse_window(&self, decoder: &mut Decoder<'_>) {
        if let Some(window) = &self.window {
            let message =
                "`window` is for a failure with `runs_at`, with which the machine works on";
            let hint = "a machine that stands is repaired as soon as its people are there";
            decoder.mistake(code::CONFLICT, window.spot, message, hint);
        }
    }
}

impl Failure {
    /// A failure strikes by its clock, by its availability or at dates; the clock decides the unit.
    fn check_strikes(&self, written: &WrittenTable<'_>, decoder: &mut Decoder<'_>) {
        self.check_availability(written, decoder);
        match (written.has("every"), written.has("at")) {
            (true, true) => {
                let message = "a failure has either `every` or `at`, not both";
                let hint = "make two failures of it";
                decoder.mistake(code::CONFLICT, written.name, message, hint);
            }
            (false, false) if !written.has("availability") => {
                let message = "a failure needs `every`, `availability` or `at`";
                let hint = "write a `clock` with `every`, such as `every = { mean = \"38 h\" }`";
                decoder.mistake(code::MISSING, written.name, message, hint);
            }
            (true, false) if !written.has("clock") && !written.has("availability") => {
                let message = "a failure with `every` needs `clock`: what makes its time run";
                let hint = "the words are: `operating`, `on_shift`, `calendar`, `cycles`, `setups`";
                decoder.mistake(code::MISSING, written.name, message, hint);
            }
            (true | false, true | false) => {}
        }
        let is_dated = written.has("at") && !written.has("every") && !written.has("availability");
        if let Some(clock) = self.clock.as_ref().filter(|_| is_dated) {
            let message = "a failure at given dates has no `clock`";
            decoder.mistake(code::CONFLICT, clock.spot, message, "leave it out");
        }
        if let (Some(clock), Some(every)) = (&self.clock, &self.every) {
            check_unit("every", clock.value, every, decoder);
        }
        self.check_slow(written, decoder);
    }

    /// A failure that slows its machine waits for its window; one that stops it does not.
    fn check_slow(&self, written: &WrittenTable<'_>, decoder: &mut Decoder<'_>) {
        let window = self.repair.as_ref().and_then(|repair| repair.value.window.as_ref());
        let Some(runs_at) = &self.runs_at else {
            if let Some(repair) = self.repair.as_ref().filter(|_| !written.has("runs_at")) {
                repair.value.refuse_window(decoder);
            }
            return;
        };
        if !(0.0 < runs_at.value.0 && runs_at.value.0 < 1.0) {
            let message = "`runs_at` of a failure is between 0 % and 100 %";
            let hint = "leave it out for a failure that stops the machine";
            decoder.mistake(code::OUT_OF_RANGE, runs_at.spot, message, hint);
        }
        if self.repair.is_some() && window.is_none() {
            let message = "a failure with `runs_at` needs the `window` of its repair";
            let hint = "write a calendar into `repair`, such as `window = \"weekend\"`";
            decoder.mistake(code::MISSING, runs_at.spot, message, hint);
        }
        let others = [
            ("at", self.at.as_ref().map(|given| given.spot)),
            ("part", self.part.as_ref().map(|given| given.spot)),
            ("finished", self.finished.as_ref().map(|given| given.spot)),
            ("kind", self.kind.as_ref().map(|given| given.spot)),
        ];
        for (key, spot) in others {
            let Some(spot) = spot else { continue };
            let message = format!("a failure with `runs_at` has no `{key}`");
            let hint = "its repair waits for the end of the cycle under way, as planned work does";
            decoder.mistake(code::CONFLICT, spot, &message, hint);
        }
    }
}

/// The clock decides the unit of what stands at `key`.
pub(super) fn check_unit(
    key: &str,
    clock: Clock,
    every: &Written<Every>,
    decoder: &mut Decoder<'_>,
) {
    let (code, message, hint) = match (&every.value, clock) {
        (Every::Time(_), Clock::Cycles | Clock::Setups) => {
            let what = if clock == Clock::Cycles { "cycles" } else { "setups" };
            (
                code::WRONG_UNIT,
                format!("`{key}` must be a number of {what} when the clock counts `{what}`"),
                format!("write a bare number, such as `{key} = 400`"),
            )
        }
        (Every::Cycles(_), Clock::Operating | Clock::OnShift | Clock::Calendar) => (
            code::BARE_NUMBER,
            format!("`{key}` needs a unit of time, found a bare number"),
            "write a length of time such as `\"38 h\"`, or `clock = \"cycles\"`".to_owned(),
        ),
        (Every::Time(_), Clock::Operating | Clock::OnShift | Clock::Calendar)
        | (Every::Cycles(_), Clock::Cycles | Clock::Setups) => return,
    };
    decoder.mistake(code, every.spot, message, &hint);
}

words! {
    /// `clock`: what makes the time between failures run.
    Clock {
        /// While the machine works: idle time and closed hours do not count (wear).
        Operating = "operating",
        /// While the station is open, busy or not, without breaks if its cycle needs people.
        OnShift = "on_shift",
        /// All the time, day and night.
        Calendar = "calendar",
        /// With each completed cycle: `every` is a number of cycles (tools).
        Cycles = "cycles",
        /// With each completed setup: `every` is a number of setups. It strikes at the end of a setup; the part
        /// that the machine was set up for waits.
        Setups = "setups",
    }
}

words! {
    /// `kind`: what the stops by a failure count as.
    FailureKind {
        /// The machine is broken: it is under repair, or waits for it.
        Breakdown = "breakdown",
        /// A minor stop, such as a jam or a part that slips: it is shown as one whether its people are
        /// there or not, and is no breakdown in figures.
        Minor = "minor",
    }
}

words! {
    /// `part`: what becomes of the part in a machine that fails.
    AfterRepair {
        /// It goes on with the time that was left.
        Resume = "resume",
        /// It starts again with the same duration.
        Restart = "restart",
        /// It is lost.
        Scrap = "scrap",
    }
}

words! {
    /// `finished`: what a failure does to a part that is finished, and waits for room.
    Finished {
        /// It leaves as soon as there is room.
        Leaves = "leaves",
        /// It stays until the repair is over, and then waits behind the others.
        Stays = "stays",
    }
}

words! {
    /// `measured`: what a repair time contains.
    Measured {
        /// The work alone; waiting for people comes on top.
        HandsOn = "hands_on",
        /// From stop to restart: waiting is already inside.
        StopToRestart = "stop_to_restart",
    }
}

/// `every` of a failure.
#[derive(Clone, Debug, PartialEq)]
pub enum Every {
    /// An amount of time. Unit: ticks.
    Time(Distribution),
    /// A number of cycles.
    Cycles(Distribution),
}

impl Value for Every {
    const FORM: Form =
        Form::Either(&[Form::Distribution(Measure::Time), Form::Distribution(Measure::Cycles)]);

    fn decode(node: &Node, field: &FieldShape<'_>, decoder: &mut Decoder<'_>) -> Option<Self> {
        let mut read = |measure| decode(node, field, measure, Habit::Interval, decoder);
        if Measure::is_bare(node) {
            read(Measure::Cycles).map(Self::Cycles)
        } else {
            read(Measure::Time).map(Self::Time)
        }
    }
}
