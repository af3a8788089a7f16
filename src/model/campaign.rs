//! Campaigns: in which order machines make what they are set up for, and their cleaning.

use super::Call;
use super::compile::Compiler;
use super::failure::{AfterRepair, Clock, Failure, FailureKind, Finished, Strikes};
use super::maintenance::{Begins, Planned};
use super::names::spot_of;
use super::setup::{Kinds, Setup};
use crate::diagnostic::{Diagnostic, code};
use crate::ids::{ProductId, StationId};
use crate::random::Distribution;
use crate::scenario;

/// What cleaning is called among the planned work of a machine.
const NAME: &str = "clean";

impl Setup {
    /// What a machine that is set up for a kind makes next in its campaign, of the kinds that wait: what it is
    /// set up for, else the next one in the order, round and round.
    pub fn next_in_campaign(&self, from: Option<u32>, waits: impl Fn(u32) -> bool) -> Option<u32> {
        if let Some(kind) = from.filter(|&kind| waits(kind)) {
            return Some(kind);
        }
        let at = self.campaign.iter().position(|&kind| Some(kind) == from);
        let first = at.map_or(0, |at| at + 1);
        let (before, behind) = self.campaign.split_at(first);
        behind.iter().chain(before).copied().find(|&kind| waits(kind))
    }
}

impl Compiler<'_> {
    /// The kinds of a campaign in their order; none without one.
    pub(super) fn campaign(
        &mut self,
        kinds: &Kinds<'_>,
        station: &str,
        table: &scenario::Station,
    ) -> Vec<u32> {
        let Some(given) = &table.campaign else { return Vec::new() };
        let ahead = table.setup.as_ref().and_then(|setup| setup.value.0.ahead.as_ref());
        let conflicts = [
            (table.batch.is_some(), "makes batches"),
            (table.takes.is_some(), "joins parts"),
            (ahead.is_some_and(|truth| truth.value), "is set up ahead"),
        ];
        for (_, does) in conflicts.iter().filter(|(holds, _)| *holds) {
            let message = format!("`{station}` {does}, and can have no campaign yet");
            let complaint = Diagnostic::error(code::CONFLICT, message).at(given.spot);
            self.complain(complaint.hint("leave `campaign` out"));
        }
        let who = format!("the campaign of the station `{station}`");
        let order = given.value.order.iter().flat_map(|order| &order.value);
        order.filter_map(|name| self.kind(kinds, name, &who)).collect()
    }

    /// Complains about a campaign of a station without setups, which tell apart what it makes.
    pub(super) fn check_campaign(&mut self, station: &str, table: &scenario::Station) {
        if let Some(given) =
            table.campaign.as_ref().filter(|_| self.set_up_by(station, table).is_none())
        {
            let message = format!("`{station}` has a campaign, and no setups");
            let hint = "give it a `setup`: it says what the kinds of a campaign are";
            self.complain(Diagnostic::error(code::CONFLICT, message).at(given.spot).hint(hint));
        }
    }

    /// Complains about products that come to a station and are not in the order of its campaign.
    pub(super) fn check_campaigns(&mut self) {
        let mut missing: Vec<(StationId, ProductId)> = Vec::new();
        for place in &self.model.places {
            let setup = self.model.stations[place.station].setup.as_deref();
            let product = self.model.steps[place.step].product;
            let is_missing = setup.is_some_and(|setup| {
                !setup.campaign.is_empty() && !setup.campaign.contains(&setup.kinds[product])
            });
            if is_missing && !missing.contains(&(place.station, product)) {
                missing.push((place.station, product));
            }
        }
        for (station, product) in missing {
            let name = &self.model.stations[station].name;
            let product = &self.model.products[product].name;
            let message = format!("`{product}` comes to `{name}`, and is not in its campaign");
            let table = self.scenario.station.get(name);
            let order = table.and_then(|table| table.campaign.as_ref()?.value.order.as_ref());
            let spot = order.map(|order| order.spot);
            let spot = spot.or_else(|| spot_of(&self.scenario.station, name));
            let hint = "add it, or its family, to `order`";
            let complaint = Diagnostic::error(code::CONFLICT, message).hint(hint);
            self.complain(Diagnostic { spot, ..complaint });
        }
    }

    /// Adds the cleaning of a station, which is planned work so long after the last one.
    pub(super) fn add_cleaning(&mut self, station: StationId, of: &str, table: &scenario::Station) {
        let Some(campaign) = &table.campaign else { return };
        let (Some(after), Some(clean)) = (&campaign.value.clean_after, &campaign.value.clean)
        else {
            return;
        };
        let who = format!("the cleaning of `{of}`");
        if let Some(spot) = table.failure.spot(NAME).or(table.maintenance.spot(NAME)) {
            let message = format!("{who} is called `{NAME}`, too");
            let hint = "give the failure, or the maintenance, another name";
            self.complain(Diagnostic::error(code::CONFLICT, message).at(spot).hint(hint));
        }
        let row = &clean.value;
        let time = self.required(row.time.as_ref(), "time", &who, clean.spot).cloned();
        let crew = self.needs(row.operators.as_ref(), &who);
        let Some(repair) = time else { return };
        let priority = row.priority.as_ref().map_or(0, |priority| priority.value);
        self.model.failures.push(Failure {
            name: NAME.to_owned(),
            station,
            strikes: Strikes::Every {
                clock: Clock::Calendar,
                every: Distribution::from(after.value),
            },
            repair,
            crew,
            kind: FailureKind::Breakdown,
            part: AfterRepair::Resume,
            finished: Finished::Leaves,
            call: Call { priority, interrupts: false },
            planned: Some(Planned { first: None, begins: Begins::AfterPart, window: None }),
            renews: Vec::new(),
            common: None,
            slow: None,
            wear: None,
            worn: None,
        });
    }
}
