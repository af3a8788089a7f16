//! Standard times whose allowance stands for losses that the plant simulates as well.

use std::collections::BTreeSet;

use super::compile::Compiler;
use super::{Failure, FailureKind, Strikes};
use crate::diagnostic::{Diagnostic, code};
use crate::ids::{CrewId, StationId};
use crate::scenario::{Cycle, Written};

impl Compiler<'_> {
    /// Warns of a cycle at a station whose allowance and whose failures or breaks are the same loss
    /// counted twice.
    pub(super) fn warn_of_double_count(&mut self, cycle: &Written<Cycle>, station: StationId) {
        let allowance = cycle.value.allowance;
        if allowance <= 0.0 {
            return;
        }
        let row = &self.model.stations[station];
        let strikes = |failure: &Failure| {
            let never = matches!(&failure.strikes, Strikes::At(instants) if instants.is_empty());
            !failure.is_upkeep() && failure.kind != FailureKind::StartUp && !never
        };
        let failures = row.failures.iter().map(|failure| &self.model.failures[failure]);
        let failures = failures.filter(|failure| strikes(failure));
        let failures = failures.map(|failure| format!("the failure `{}`", failure.name));
        let crews = self.crews_with_breaks(station);
        let breaks = crews.iter().map(|&crew| &self.model.crews[crew].name);
        let breaks = breaks.map(|crew| format!("the breaks of `{crew}`"));
        let simulated: Vec<String> = failures.chain(breaks).collect();
        let Some((last, others)) = simulated.split_last() else { return };
        let simulated = match others {
            [] => last.clone(),
            others => format!("{} and {last}", others.join(", ")),
        };
        let percent = (allowance * 1e12).round() / 1e10;
        let message = format!(
            "the allowance of {percent} % usually contains breaks and short stops; at `{}` this \
             plant also simulates {simulated}",
            row.name
        );
        let hint = "what is counted twice slows the plant down: keep in the allowance only what \
                    is not simulated";
        let complaint = Diagnostic::warning(code::DUBIOUS, message).hint(hint);
        self.complain(complaint.at(cycle.spot));
    }

    /// The crews whose people a cycle at the station needs, and who have breaks.
    fn crews_with_breaks(&self, station: StationId) -> BTreeSet<CrewId> {
        let needs = self.model.stations[station].operators;
        let skills = needs.iter().flat_map(|&needs| &self.model.needs[needs].skills);
        let crews = skills.flat_map(|&(skill, _)| self.model.skills[skill].crews.iter().copied());
        let has_breaks = |crew: &CrewId| {
            let hours = self.model.crews[*crew].hours().into_iter();
            hours.filter_map(|(id, _)| id).any(|id| self.model.calendars[id].has_breaks())
        };
        crews.filter(has_breaks).collect()
    }
}
