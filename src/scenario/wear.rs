//! `[station.<name>.wear.<name>]`: what wears out on a machine, what that does to it, and what renews it.

use super::Given;
use super::decoder::Decoder;
use super::distribution::{Habit, Measure, decode};
use super::failure::{AfterRepair, Finished, Repair};
use super::node::Node;
use super::quantity::Share;
use super::shape::{FieldShape, Form};
use super::table::{Value, WrittenTable, table};
use crate::diagnostic::code;
use crate::random::Distribution;

table! {
    /// What wears out on each machine of the station: it is new at the start and after each renewal. Wear is a
    /// number in a unit of your own, such as tenths of a millimetre, or percent. Its repair renews it, and so does
    /// planned work that is due `at_wear`, or that names it in `renews`.
    Wear ("a wear") {
        /// Wear by each part of a completed cycle: always the same, `0.4`, or by chance, such as `{ dist = "gamma",
        /// mean = 0.4, cv = 0.5 }`. The parts of a batch wear one after the other.
        each_part: Given<WearAmount> = "required unless `per_hour` is given",
        /// Wear in an hour of work; by chance it is another pace from each renewal to the next.
        per_hour: Given<WearAmount> = "required unless `each_part` is given",
        /// How much slower the machine is when its wear is `full_at`: at 20 % it runs at 80 % of its speed, at half
        /// of the wear at 90 %, beyond it no slower. A cycle keeps the speed at which it begins.
        slows: Given<Share> = "0 %",
        /// The wear at which the machine is slower by `slows`.
        full_at: Given<f64> = "as `fails_at`",
        /// The wear at which the machine breaks down: with the part that brings it there, or in the midst of a cycle
        /// where it wears `per_hour`.
        fails_at: Given<f64> = "never",
        /// What brings the machine back, and renews what is worn.
        repair: Given<Repair> = "required with `fails_at`",
        /// What becomes of the part in a machine that breaks down.
        part: Given<AfterRepair> = "resume",
        /// Whether a part that is finished, and waits for room, can be taken out of the machine while it is down.
        finished: Given<Finished> = "leaves",
    }
    check Wear::check_wear
}

impl Wear {
    /// It grows by parts or by hours; what it does says from when on.
    fn check_wear(&self, written: &WrittenTable<'_>, decoder: &mut Decoder<'_>) {
        match (&self.each_part, &self.per_hour) {
            (Some(_), Some(per_hour)) => {
                let message = "a wear grows either by `each_part` or by `per_hour`, not both";
                decoder.mistake(code::CONFLICT, per_hour.spot, message, "make two of it");
            }
            (None, None) if !written.has("each_part") && !written.has("per_hour") => {
                let message = "a wear needs `each_part` or `per_hour`: what makes it grow";
                let hint = "write how much each part wears, such as `each_part = 0.4`";
                decoder.mistake(code::MISSING, written.name, message, hint);
            }
            (None | Some(_), None) | (None, Some(_)) => {}
        }
        if let Some(slows) = self.slows.as_ref().filter(|slows| slows.value.0 >= 1.0) {
            let message = "a machine that is slower by 100 % does not run";
            let hint = "to let it break down write `fails_at`";
            decoder.mistake(code::OUT_OF_RANGE, slows.spot, message, hint);
        }
        if let Some(repair) = &self.repair {
            repair.value.refuse_window(decoder);
        }
        let (fails, full) = (written.has("fails_at"), written.has("full_at"));
        match (&self.slows, &self.full_at) {
            (Some(slows), None) if !fails && !full => {
                let message = "`slows` needs the wear at which the machine is slower by that";
                let hint = "write `full_at`, or `fails_at`";
                decoder.mistake(code::MISSING, slows.spot, message, hint);
            }
            (None, Some(full)) if !written.has("slows") => {
                let message = "`full_at` is the wear at which the machine is slower by `slows`";
                decoder.mistake(code::CONFLICT, full.spot, message, "leave it out");
            }
            (Some(_) | None, Some(_) | None) => {}
        }
        let of_breakdown = [
            ("repair", self.repair.as_ref().map(|given| given.spot)),
            ("part", self.part.as_ref().map(|given| given.spot)),
            ("finished", self.finished.as_ref().map(|given| given.spot)),
        ];
        for (key, spot) in of_breakdown.into_iter().filter(|_| !fails) {
            let Some(spot) = spot else { continue };
            let message = format!("`{key}` is for a machine that breaks down");
            let hint = "write the wear at which it does, `fails_at`, or leave it out";
            decoder.mistake(code::CONFLICT, spot, &message, hint);
        }
    }
}

/// An amount of wear.
#[derive(Clone, Debug, PartialEq)]
pub struct WearAmount(pub Distribution);

impl Value for WearAmount {
    const FORM: Form = Form::Distribution(Measure::Wear);

    fn decode(node: &Node, field: &FieldShape<'_>, decoder: &mut Decoder<'_>) -> Option<Self> {
        decode(node, field, Measure::Wear, Habit::Duration, decoder).map(Self)
    }
}
