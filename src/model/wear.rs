//! Wear: what grows with work, slows machines down, stops them, and brings planned work due.
//!
//! Each wear is a failure of its station, which strikes when it is worn out, or never. It has a clock like that of
//! others, by its mean, so that what is known before a run is known of it, too; a run follows the wear itself.

use super::Model;
use super::compile::Compiler;
use super::failure::{Clock, Failure, Strikes};
use crate::diagnostic::{Diagnostic, closest, code, listed};
use crate::ids::{FailureId, Id, Run, StationId};
use crate::random::Distribution;
use crate::scenario::{self, Written};

/// `[station.<name>.wear.<name>]`.
#[derive(Clone, Debug, PartialEq)]
pub struct Wear {
    /// What makes it grow.
    pub grows: Grows,
    /// How much slower its machine is at `full_at`. A share, in [0, 1).
    pub slows: f64,
    /// The wear from which on it is no slower; infinite if it is never slower.
    pub full_at: f64,
}

/// What makes a wear grow.
#[derive(Clone, Debug, PartialEq)]
pub enum Grows {
    /// Each part of a completed cycle, by so much (`each_part`).
    EachPart(Distribution),
    /// Each hour of work, by as much from one renewal to the next (`per_hour`).
    PerHour(Distribution),
}

/// The wear at which a failure strikes, or planned work is due.
#[derive(Clone, Debug, PartialEq)]
pub struct Worn {
    /// The failure that has the wear.
    pub wear: FailureId,
    /// At how much of it.
    pub at: f64,
    /// When that is known.
    pub seen: Seen,
}

/// When it is known that a wear is reached.
#[derive(Clone, Debug, PartialEq)]
pub enum Seen {
    /// At the end of the cycle that brings it.
    AtParts,
    /// At once, in the midst of a cycle.
    AtOnce,
    /// When it is looked at: so much of a clock passes from one look to the next.
    Looks(Clock, Distribution),
}

impl Wear {
    /// How fast a machine is whose wear is `level`: a share of its speed, in (0, 1].
    pub fn speed(&self, level: f64) -> f64 {
        if self.slows > 0.0 { 1.0 - self.slows * (level / self.full_at).min(1.0) } else { 1.0 }
    }
}

impl Grows {
    /// The clock that makes it grow.
    pub const fn clock(&self) -> Clock {
        match self {
            Self::EachPart(_) => Clock::Cycles,
            Self::PerHour(_) => Clock::Operating,
        }
    }
}

impl Failure {
    /// The clock that makes it strike; `None` where none does. That of a wear by parts is the wear itself.
    pub fn clock(&self) -> Option<Clock> {
        match (self.worn.as_deref(), &self.strikes) {
            (Some(Worn { seen: Seen::AtOnce, .. }), _) => Some(Clock::Operating),
            (Some(Worn { seen: Seen::Looks(clock, _), .. }), _)
            | (None, Strikes::Every { clock, .. }) => Some(*clock),
            (Some(Worn { seen: Seen::AtParts, .. }), _)
            | (None, Strikes::At(_) | Strikes::Opening(_)) => None,
        }
    }

    /// Whether it is planned work, and not a failure whose repair waits.
    pub const fn is_upkeep(&self) -> bool {
        self.planned.is_some() && self.slow.is_none()
    }
}

impl Model {
    /// Whether machines wear.
    pub fn has_wear(&self) -> bool {
        self.failures.iter().any(|failure| failure.wear.is_some())
    }

    /// The failures that have the wear of machines, and their wear.
    pub fn wears(&self) -> impl Iterator<Item = (FailureId, &Wear)> {
        self.failures.enumerated().filter_map(|(id, row)| Some((id, row.wear.as_deref()?)))
    }

    /// What a wear is called in figures: its station and its own name.
    pub fn name_of_wear(&self, wear: FailureId) -> String {
        let failure = &self.failures[wear];
        format!("{}.{}", self.stations[failure.station].name, failure.name)
    }

    /// Whether the end of a failure, or of planned work, renews a wear.
    pub fn renews_wear(&self, by: FailureId, wear: FailureId) -> bool {
        by == wear || self.failures[by].renews.contains(&wear)
    }
}

impl Compiler<'_> {
    /// Compiles the wear of a station: each is a failure, which strikes when it is worn out.
    pub(super) fn compile_wears(
        &mut self,
        station: StationId,
        of: &str,
        table: &scenario::Station,
    ) {
        for (name, row) in table.wear.iter() {
            let who = format!("the wear `{}` of `{of}`", name.value);
            if let Some(spot) =
                table.failure.spot(&name.value).or(table.maintenance.spot(&name.value))
            {
                let message = format!("{who} is called like a failure or a maintenance");
                let hint = "give one of them another name";
                self.complain(Diagnostic::error(code::CONFLICT, message).at(spot).hint(hint));
            }
            if let Some(failure) = self.wear(station, &who, name, row) {
                self.model.failures.push(failure);
            }
        }
    }

    fn wear(
        &mut self,
        station: StationId,
        who: &str,
        name: &Written<String>,
        row: &scenario::Wear,
    ) -> Option<Failure> {
        let grows = match (&row.each_part, &row.per_hour) {
            (Some(amount), None) => Grows::EachPart(amount.value.0.clone()),
            (_, amount) => Grows::PerHour(amount.as_ref()?.value.0.clone()),
        };
        let fails_at = row.fails_at.as_ref().map(|at| at.value);
        if fails_at.is_some() {
            self.required(row.repair.as_ref(), "repair", who, name.spot)?;
        }
        let full_at = row.full_at.as_ref().map(|at| at.value).or(fails_at);
        let wear = Wear {
            slows: row.slows.as_ref().map_or(0.0, |slows| slows.value.0),
            full_at: full_at.unwrap_or(f64::INFINITY),
            grows,
        };
        let none = scenario::Repair {
            time: Some(Written { value: Distribution::from(0), spot: name.spot }),
            ..scenario::Repair::default()
        };
        let repair = row.repair.clone().unwrap_or(Written { value: none, spot: name.spot });
        let like = scenario::Failure {
            at: Some(Written { value: Vec::new(), spot: name.spot }),
            repair: Some(repair),
            part: row.part.clone(),
            finished: row.finished.clone(),
            ..scenario::Failure::default()
        };
        let failure = self.failure(station, who, name, &like)?;
        let seen = match wear.grows {
            Grows::EachPart(_) => Seen::AtParts,
            Grows::PerHour(_) => Seen::AtOnce,
        };
        let id = FailureId::at(self.model.failures.len());
        let strikes = fails_at.map_or(failure.strikes, |at| strikes(&wear, at));
        let worn = fails_at.map(|at| Box::new(Worn { wear: id, at, seen }));
        Some(Failure { strikes, wear: Some(Box::new(wear)), worn, ..failure })
    }

    /// When planned work is due that is due at a wear; `None` after a complaint.
    pub(super) fn worn(
        &mut self,
        station: StationId,
        who: &str,
        table: &scenario::Maintenance,
    ) -> Option<(Strikes, Worn)> {
        let (name, at) = table.at_wear.as_ref()?.value.iter().next()?;
        let all = self.model.failures.enumerated().filter(|(_, row)| row.station == station);
        let wears: Vec<(FailureId, &Failure)> = all.filter(|(_, row)| row.wear.is_some()).collect();
        let Some(&(id, failure)) = wears.iter().find(|(_, row)| row.name == name.value) else {
            let known: Vec<&str> = wears.iter().map(|(_, row)| row.name.as_str()).collect();
            let message = format!(
                "{who} is due at the wear `{}`, which the station does not have",
                name.value
            );
            let hint = match (closest(&name.value, known.iter().copied()), known.as_slice()) {
                (Some(meant), _) => format!("did you mean `{meant}`?"),
                (None, []) => format!("write `[station.<name>.wear.{}]`", name.value),
                (None, known) => format!("its wear is: {}", listed(known.iter().copied())),
            };
            self.complain(Diagnostic::error(code::UNKNOWN_NAME, message).at(name.spot).hint(hint));
            return None;
        };
        let wear = failure.wear.as_deref()?;
        let fails_at = failure.worn.as_deref().map_or(f64::INFINITY, |worn| worn.at);
        let strikes = strikes(wear, at.value);
        let grows = wear.grows.clone();
        let looks = table.clock.as_ref().zip(table.every.as_ref());
        let seen = match (looks, &grows) {
            (Some((clock, every)), _) => {
                let looked = format!("the look of {who}");
                let looks = self.strikes_every(Some(clock), Some(every), &looked, every.spot)?;
                let Strikes::Every { clock, every } = looks else { return None };
                Seen::Looks(clock, every)
            }
            (None, Grows::EachPart(_)) => Seen::AtParts,
            (None, Grows::PerHour(_)) => Seen::AtOnce,
        };
        if at.value >= fails_at {
            let message =
                format!("{who} is never due: the machine breaks down at a wear of {fails_at}");
            let hint = "let it be due before that";
            self.complain(Diagnostic::error(code::OUT_OF_RANGE, message).at(at.spot).hint(hint));
            return None;
        }
        Some((strikes, Worn { wear: id, at: at.value, seen }))
    }

    /// Warns of wear that stays for ever.
    pub(super) fn tell_endless_wear(
        &mut self,
        all: Run<FailureId>,
        of: &str,
        table: &scenario::Station,
    ) {
        for wear in all.iter() {
            let failure = &self.model.failures[wear];
            if failure.wear.is_none()
                || failure.worn.is_some()
                || all.iter().any(|by| by != wear && self.model.renews_wear(by, wear))
                || is_to_renew(table, &failure.name)
            {
                continue;
            }
            let message = format!("nothing renews the wear `{}` of `{of}`", failure.name);
            let hint = "write planned work that is due `at_wear`, or that names it in `renews`";
            let spot = table.wear.spot(&failure.name);
            let complaint = Diagnostic::warning(code::DUBIOUS, message).hint(hint);
            self.complain(Diagnostic { spot, ..complaint });
        }
    }

    /// Whoever renews a wear renews what is due by it.
    pub(super) fn renew_worn(&mut self, all: Run<FailureId>) {
        let due_by: Vec<(FailureId, FailureId)> = all
            .iter()
            .filter_map(|id| Some((self.model.failures[id].worn.as_deref()?.wear, id)))
            .collect();
        for by in all.iter() {
            let mut wears: Vec<FailureId> = self.model.failures[by].renews.clone();
            wears.extend(self.model.failures[by].worn.as_deref().map(|worn| worn.wear));
            let due = due_by.iter().filter(|(wear, _)| wears.contains(wear)).map(|&(_, id)| id);
            let more: Vec<FailureId> = wears.iter().copied().chain(due).collect();
            let renews = &mut self.model.failures[by].renews;
            renews.extend(more);
            renews.retain(|&id| id != by);
            renews.sort_unstable();
            renews.dedup();
        }
    }
}

/// Whether something that is written of a station renews a wear, be it right or not.
fn is_to_renew(table: &scenario::Station, wear: &str) -> bool {
    let names =
        |renews: &scenario::Given<scenario::Renews>| match renews.as_ref().map(|it| &it.value) {
            Some(scenario::Renews::All) => true,
            Some(scenario::Renews::Named(all)) => all.iter().any(|name| name.value == wear),
            None => false,
        };
    table.failure.iter().any(|(_, row)| names(&row.renews))
        || table.maintenance.iter().any(|(_, row)| {
            let at_wear = row.at_wear.iter().flat_map(|at| at.value.iter());
            names(&row.renews) || at_wear.into_iter().any(|(name, _)| name.value == wear)
        })
}

/// The clock of a wear that is reached, by its mean.
fn strikes(wear: &Wear, at: f64) -> Strikes {
    // So much of a clock is the end of any run.
    let until = wear.grows.until(at).min(1e24);
    let every = Distribution::constant(until).unwrap_or_else(|_| Distribution::from(1));
    Strikes::Every { clock: wear.grows.clock(), every }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// At half of the full wear half of the loss, and beyond it no more.
    #[test]
    fn speed_falls_by_a_straight_line() {
        let grows = Grows::EachPart(Distribution::constant(1.0).expect("right"));
        let wear = Wear { grows, slows: 0.2, full_at: 50.0 };
        assert!((wear.speed(25.0) - 0.9).abs() < 1e-12 && (wear.speed(80.0) - 0.8).abs() < 1e-12);
    }
}
