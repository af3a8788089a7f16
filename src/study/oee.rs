//! OEE: in how much of its planned time a station makes good parts, and where the rest goes.
//!
//! All of it is made of the time that the machines of a station spend in each state, which is exact, and of
//! two sums: by how much work has taken longer than at full speed and the standard pace, and how much
//! of it was in vain. So the losses and the OEE add up to the planned time.
//!
//! Source: Nakajima 1988, Introduction to TPM; ISO 22400-2:2014.

use super::rows::{Value, minutes};
use crate::observe::{State, StationTally};

/// The figures of OEE that each station has, then its losses; names of KPIs.
pub const FIGURES: &[&str] = &[
    "oee",
    "availability",
    "performance",
    "quality",
    "iso_availability",
    "iso_effectiveness",
    "loss_breakdowns",
    "loss_setups",
    "loss_stops",
    "loss_speed",
    "loss_defects",
    "loss_start_up",
];

/// How many of them are those of OEE; the others are losses.
pub const SHARES: usize = 6;

/// The values of a station whose machines have spent so much time in each state. Unit: ticks.
pub(super) fn values(spans: &[i128; State::COUNT], row: &StationTally) -> [Value; 12] {
    let time = |states: &[State]| -> i128 { states.iter().map(|&s| spans[s as usize]).sum() };
    let planned =
        spans.iter().sum::<i128>() - time(&[State::OffShift, State::Paused, State::Maintenance]);
    let breakdowns = time(&[State::Repair, State::WaitRepair]);
    let setups = time(&[State::Setup, State::ToolChange, State::Approval]);
    let stops = time(&[
        State::Starved,
        State::WaitPool,
        State::WaitMaterial,
        State::WaitTakt,
        State::LineStop,
        State::Blocked,
        State::BlockedBefore,
        State::WaitOperator,
        State::MinorStop,
    ]);
    let start_ups = time(&[State::StartUp]);
    let available = planned - breakdowns - setups - start_ups;
    let producing = time(&[State::Working, State::MinorStop]);
    // Of work from before the measured time that turns out to be lost in it only so much counts as was done in it.
    let working = time(&[State::Working]);
    let slowed = row.slowed.min(working);
    let spoiled = row.spoiled.min(working - slowed);
    let ideal = working - slowed;
    let good = ideal - spoiled;
    let over = |part: i128, whole: i128| Value::Ratio(minutes(part as f64), minutes(whole as f64));
    [
        over(good, planned),
        over(available, planned),
        over(ideal, available),
        over(good, ideal),
        over(producing, planned),
        over(ideal, producing),
        over(breakdowns, planned),
        over(setups, planned),
        over(stops, planned),
        over(slowed, planned),
        over(spoiled, planned),
        over(start_ups, planned),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::units::Span;

    /// A part of 100 min is lost 10 min after the warm-up: of 30 min measured 10 were work, all in vain.
    #[test]
    fn no_more_is_lost_than_was_done() {
        let minutes = |minutes: i64| i128::from(Span::from_minutes(minutes).ticks());
        let mut spans = [0; State::COUNT];
        spans[State::Working as usize] = minutes(10);
        spans[State::Starved as usize] = minutes(20);
        let row = StationTally { spoiled: minutes(90), ..StationTally::default() };
        let found = values(&spans, &row).map(|value| match value {
            Value::Ratio(part, whole) => part / whole,
            _ => f64::NAN,
        });
        let losses: f64 = found[6..].iter().sum();
        assert!(found[0].abs() < 1e-12 && (losses - 1.0).abs() < 1e-12, "{found:?}");
    }

    /// `pub-oee`, the formulas on its accounts: of a shift of 480 min are 60 breaks, 35 breakdowns and 12
    /// change-overs; 300 parts of 1 min are made, 9 of them bad, and 73 min nothing is done.
    #[test]
    fn pub_oee_of_its_accounts() {
        let minutes = |minutes: i64| i128::from(Span::from_minutes(minutes).ticks());
        let mut spans = [0; State::COUNT];
        for (state, time) in [
            (State::Paused, 60),
            (State::Repair, 35),
            (State::Setup, 12),
            (State::Working, 300),
            (State::Starved, 73),
        ] {
            spans[state as usize] = minutes(time);
        }
        let row = StationTally { spoiled: minutes(9), ..StationTally::default() };
        let found = values(&spans, &row).map(|value| match value {
            Value::Ratio(part, whole) => part / whole,
            _ => f64::NAN,
        });
        let right = [291.0 / 420.0, 373.0 / 420.0, 300.0 / 373.0, 0.97, 300.0 / 420.0, 1.0];
        for (found, right) in found.iter().zip(right) {
            assert!((found - right).abs() < 1e-12, "{found} is not {right}");
        }
        let losses: f64 = found[6..].iter().sum();
        assert!((found[0] + losses - 1.0).abs() < 1e-12);
        assert!((found[1] * found[2] * found[3] - found[0]).abs() < 1e-12);
        assert!((found[4] * found[5] * found[3] - found[0]).abs() < 1e-12);
    }
}
