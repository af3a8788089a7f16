//! `[crew.<name>] learning`: how people become faster with every piece.

use super::Given;
use super::decoder::Decoder;
use super::quantity::Share;
use super::table::{WrittenTable, table};
use super::words::words;
use crate::diagnostic::code;
use crate::units::Span;

table! {
    /// How people become faster with every piece they make at a station.
    Learning ("learning") {
        /// The shape of the curve.
        curve: Given<Curve> = "unit",
        /// What is left of the time when twice as many pieces have been made, such as `"90 %"`.
        rate: Given<Share> = "required",
        /// The share of the time of the first piece below which no piece goes.
        plateau: Given<Share> = "0 %",
        /// The share of the time of the first piece that cannot be learned, of `"de_jong"`.
        fixed: Given<Share> = "required with `de_jong`",
        /// Pieces that each person has made at each station before the run.
        experience [0..=1_000_000_000]: Given<u32> = "0",
        /// The number of the piece that takes the time written at the station: 1 if that is the time
        /// of a beginner, more if it is that of somebody who knows the work.
        standard_at [1..=1_000_000_000]: Given<u32> = "1",
        /// How long somebody is away from a station until half of the experience is forgotten.
        forgets_half_in: Given<Span> = "never",
    }
    check Learning::check_numbers
}

words! {
    /// `curve`: the shape of a learning curve; b is the binary logarithm of the rate.
    Curve {
        /// Piece n takes n^b of the time of the first (J. R. Crawford 1944).
        Unit = "unit",
        /// The first n pieces take n^b of it on average (T. P. Wright 1936).
        Cumulative = "cumulative",
        /// Only the part that is not `fixed` is learned (J. R. de Jong 1957).
        DeJong = "de_jong",
    }
}

impl Learning {
    fn check_numbers(&self, written: &WrittenTable<'_>, decoder: &mut Decoder<'_>) {
        if let Some(rate) = self.rate.as_ref().filter(|rate| !(0.5..=1.0).contains(&rate.value.0)) {
            let message = "a `rate` is from 50 % to 100 %";
            let hint = "80 % means a fifth less time for twice as many pieces";
            decoder.mistake(code::OUT_OF_RANGE, rate.spot, message, hint);
        }
        let is_de_jong = self.curve.as_ref().is_some_and(|curve| curve.value == Curve::DeJong);
        match (&self.fixed, is_de_jong) {
            (Some(fixed), false) => {
                let message = "`fixed` belongs to the curve `de_jong`";
                decoder.mistake(code::CONFLICT, fixed.spot, message, "");
            }
            (None, true) if !written.has("fixed") => {
                let message = "the curve `de_jong` needs `fixed`: the share that cannot be learned";
                decoder.mistake(code::MISSING, written.name, message, "such as `fixed = \"25 %\"`");
            }
            (Some(_) | None, true | false) => {}
        }
        if let Some(half) = self.forgets_half_in.as_ref().filter(|half| half.value.is_zero()) {
            let message = "what is forgotten at once is never learned";
            decoder.mistake(code::OUT_OF_RANGE, half.spot, message, "leave `learning` out");
        }
    }
}
