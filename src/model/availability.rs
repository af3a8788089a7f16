//! Failures that are given by the share of time that they leave.

use super::compile::Compiler;
use super::{Failure, Station, Strikes};
use crate::diagnostic::{Diagnostic, Spot, code};
use crate::scenario::{self, Base, NoEvery, Written, every_of};
use crate::units::Time;

impl Compiler<'_> {
    /// When a failure strikes that leaves a share of the time.
    pub(super) fn strikes_by_availability(
        &mut self,
        availability: &Written<scenario::Share>,
        table: &scenario::Failure,
        who: &str,
        spot: Spot,
    ) -> Option<Strikes> {
        let base = *self.required(table.base.as_ref(), "base", who, spot)?;
        let repair = table.repair.as_ref()?.value.time.as_ref()?.value.mean();
        let percent = (availability.value.0 * 1e14).round() / 1e12;
        let (message, hint) = match every_of(availability.value.0, repair) {
            Ok(Some(every)) => {
                return Some(Strikes::Every { clock: base.clock().into(), every });
            }
            Ok(None) => return Some(Strikes::At(Vec::new())),
            Err(NoEvery::NoRepair) => (
                format!("{who} cannot leave {percent} % of the time: its repair takes none"),
                "give the repair a `time` above zero, or write `availability = \"100 %\"`",
            ),
            Err(NoEvery::TooShort) => (
                format!("{who} strikes all the time: it leaves {percent} %"),
                "an availability is the share of time in which the machine is sound",
            ),
            Err(NoEvery::TooLong) => (
                format!("{who} strikes less than once in a hundred years: it leaves {percent} %"),
                "write `availability = \"100 %\"` if it never fails",
            ),
        };
        self.complain(
            Diagnostic::error(code::OUT_OF_RANGE, message).at(availability.spot).hint(hint),
        );
        None
    }

    /// Says what the availabilities of a station do not cover: waiting for people, and what is left
    /// of the open hours where repairs go on while the station is closed.
    pub(super) fn note_availabilities(&mut self, station: &Station, table: &scenario::Station) {
        let calendar = station.calendar.map(|id| &self.model.calendars[id]);
        let closes = calendar.is_some_and(|calendar| calendar.closes(Time::ZERO) < Time::NEVER);
        for failure in station.failures.iter() {
            let Failure { name, strikes, crew, .. } = &self.model.failures[failure];
            let written = table.failure.get(name);
            let Some((written, availability)) =
                written.and_then(|written| Some((written, written.availability.as_ref()?)))
            else {
                continue;
            };
            let base = written.base.as_ref().map(|base| base.value);
            let who = format!("the failure `{name}` of `{}`", station.name);
            let note = if matches!(strikes, Strikes::At(_)) {
                continue;
            } else if crew.is_some() {
                let message = format!(
                    "the availability of {who} covers the hands-on time of its repairs only: \
                     waiting for people comes on top"
                );
                let hint = "write `measured = \"stop_to_restart\"` in the repair if it is inside";
                Diagnostic::note(code::COUNTED, message).hint(hint)
            } else if base == Some(Base::PlannedTime) && closes {
                let message = format!(
                    "the repairs of {who} go on while its station is closed, so more of its open \
                     hours is left than the availability says"
                );
                Diagnostic::note(code::COUNTED, message)
            } else {
                continue;
            };
            self.complain(note.at(availability.spot));
        }
    }
}
