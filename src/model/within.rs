//! `within`: how long a part may wait between two of its steps.

use super::compile::Compiler;
use super::route::Item;
use super::{Model, Target};
use crate::diagnostic::{Diagnostic, Spot, code, listed, meant};
use crate::ids::{Id, StationId, StepId};
use crate::scenario::{Else, Within, Written};
use crate::units::Span;

/// A limit on how long a part may wait between the end of a step and the beginning of a later one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limit {
    /// The step with whose end the clock starts.
    pub from: StepId,
    /// The step with whose beginning it stops.
    pub to: StepId,
    /// How long it may be.
    pub time: Span,
    /// What becomes of a part that is too late.
    pub late: Late,
}

/// What a station has to do with limits on waits.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Limited {
    /// Whether the time runs from the end of its cycles within which parts must begin elsewhere.
    pub starts: bool,
    /// Whether parts must begin here within a time.
    pub ends: bool,
}

/// What becomes of a part that has waited too long.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Late {
    /// It is only counted (`"count"`).
    Counts,
    /// It is thrown away (`"scrap"`).
    Scrap,
    /// It goes back to an earlier step.
    Back(StepId),
}

impl Compiler<'_> {
    /// Compiles the limits of a route whose steps are there; `first` is the first of them.
    pub(super) fn compile_limits(&mut self, first: usize, items: &[Item<'_>], who: &str) {
        for (position, item) in items.iter().enumerate() {
            let Some((within, is_own)) = self.within(item, who) else { continue };
            let Some(from) = self.limited_from(within, is_own, items, position, who) else {
                continue;
            };
            let Some(time) = &within.value.time else { continue };
            if time.value <= Span::ZERO {
                let message = format!("{who} may not wait at all before `{}`", item.title());
                let hint = "a limit is longer than no time";
                let complaint = Diagnostic::error(code::OUT_OF_RANGE, message).at(time.spot);
                self.complain(complaint.hint(hint));
                continue;
            }
            let step = |position: usize| StepId::at(first + position);
            self.check_word(within, items, position);
            let late = match within.value.otherwise.as_ref().map(|word| (&word.value, word.spot)) {
                None | Some((Else::Count, _)) => Late::Counts,
                Some((Else::Scrap, _)) => Late::Scrap,
                Some((Else::Step(name), spot)) => {
                    let Some(back) = earlier(items, position, name) else {
                        self.complain_about_earlier(name, spot, items, (position, who));
                        continue;
                    };
                    Late::Back(step(back))
                }
            };
            let to = step(position);
            let limit = Limit { from: step(from), to, time: time.value, late };
            self.model.steps[to].limit = Some(self.model.limits.push(limit));
            self.note_limit(limit, within.spot, item.title());
        }
    }

    /// The limit of a step, and whether it is its own: that of its stations holds where it has none.
    fn within<'b>(&mut self, item: &Item<'b>, who: &str) -> Option<(&'b Written<Within>, bool)>
    where
        Self: 'b,
    {
        if let Some(own) = item.within {
            return Some((own, true));
        }
        let scenario = self.scenario;
        let of = |name: &Written<String>| scenario.station.get(&name.value)?.within.as_ref();
        let all: Vec<_> = item.stations.iter().map(of).collect();
        let first = all.iter().flatten().next().copied()?;
        if all.iter().any(|other| other.is_none_or(|other| other.value != first.value)) {
            let names = listed(item.stations.iter().map(|name| name.value.as_str()));
            let message = format!(
                "{who} goes to one of {names}, before which parts do not wait equally long at most"
            );
            let hint = "give the step a `within` of its own";
            self.complain(Diagnostic::error(code::CONFLICT, message).at(item.spot).hint(hint));
            return None;
        }
        Some((first, false))
    }

    /// The position of the step from whose end a limit counts.
    fn limited_from(
        &mut self,
        within: &Written<Within>,
        is_own: bool,
        items: &[Item<'_>],
        position: usize,
        who: &str,
    ) -> Option<usize> {
        if is_own && position == 0 {
            let message =
                format!("{who} begins with a step that has a limit on the wait before it");
            let hint = "the limit counts from the end of an earlier step";
            let complaint = Diagnostic::error(code::ROUTE, message).at(within.spot);
            self.complain(complaint.hint(hint));
            return None;
        }
        let Some(of) = &within.value.of else { return position.checked_sub(1) };
        let found = earlier(items, position, &of.value);
        if found.is_none() && is_own {
            self.complain_about_earlier(&of.value, of.spot, items, (position, who));
        }
        found
    }

    /// Complains about a word that is the name of an earlier step, too.
    fn check_word(&mut self, within: &Written<Within>, items: &[Item<'_>], position: usize) {
        let Some(otherwise) = &within.value.otherwise else { return };
        let word = match otherwise.value {
            Else::Count => "count",
            Else::Scrap => "scrap",
            Else::Step(_) => return,
        };
        if earlier(items, position, word).is_some() {
            let message = format!("`{word}` is a word here, and the name of an earlier step");
            let hint = "call that station, or that step, by another name";
            let complaint = Diagnostic::error(code::NAME_TWICE, message).at(otherwise.spot);
            self.complain(complaint.hint(hint));
        }
    }

    fn complain_about_earlier(
        &mut self,
        name: &str,
        spot: Spot,
        items: &[Item<'_>],
        (position, who): (usize, &str),
    ) {
        let here = items[position].title();
        let message = format!("{who} has no step `{name}` before `{here}`");
        let titles = items[..position].iter().map(Item::title);
        let hint = meant(name, titles, "its earlier steps are");
        self.complain(Diagnostic::error(code::ROUTE, message).at(spot).hint(hint));
    }

    /// Notes what stations have to do with a limit; complains where it cannot hold.
    fn note_limit(&mut self, limit: Limit, spot: Spot, title: &str) {
        for station in stations(&self.model, limit.from) {
            self.model.stations[station].limited.starts = true;
        }
        for station in stations(&self.model, limit.to) {
            let row = &mut self.model.stations[station];
            row.limited.ends = true;
            if row.is_store() || row.assembly.is_some() {
                let message =
                    format!("the wait before `{title}` has a limit, and parts are taken there");
                let hint = "a limit on how long parts wait to be taken comes with a later version";
                self.complain(Diagnostic::error(code::LATER, message).at(spot).hint(hint));
            }
        }
        self.limit_spots.push(spot);
    }

    /// Whether no route has a step of this name.
    fn is_no_step(&self, name: &str) -> bool {
        let routes = self.scenario.product.iter().filter_map(|(_, table)| table.route.as_ref());
        let mut steps = routes.flat_map(|route| &route.value);
        !steps.any(|step| step.value.name.as_ref().is_some_and(|given| given.value == name))
    }

    /// Warns of limits of stations that no route comes under.
    pub(super) fn warn_of_idle_limits(&mut self) {
        for (name, row) in self.scenario.station.iter() {
            let Some(within) = &row.within else { continue };
            let is_used = |limit: &Limit| {
                stations(&self.model, limit.to)
                    .into_iter()
                    .any(|station| self.model.stations[station].name == name.value)
            };
            if !self.model.limits.iter().any(is_used) {
                let message = format!("no part has a limit on the wait before `{}`", name.value);
                let is_station =
                    |of: &Written<String>| self.names.stations.get(&of.value).is_some();
                let hint = match &within.value.of {
                    Some(of) if !is_station(of) && self.is_no_step(&of.value) => {
                        let found = self.names.stations.find(of, "`within`");
                        self.keep(found);
                        continue;
                    }
                    Some(of) => format!("no route comes there from `{}`", of.value),
                    None => "no route comes there from another step".to_owned(),
                };
                let complaint = Diagnostic::warning(code::UNUSED, message).at(within.spot);
                self.complain(complaint.hint(hint));
            }
        }
    }

    /// Complains about parts that cannot go back, or would for ever; and warns of limits that none can keep. Comes
    /// after all that moves parts.
    pub(super) fn check_limits(&mut self) {
        for id in self.model.limits.ids() {
            let (limit, spot) = (self.model.limits[id], self.limit_spots[id.position()]);
            let step = |step: StepId| {
                let names = stations(&self.model, step);
                let names = names.iter().map(|&id| self.model.stations[id].name.as_str());
                names.collect::<Vec<&str>>().join("` or `")
            };
            let (from, to) = (step(limit.from), step(limit.to));
            if let Late::Back(back) = limit.late
                && let Some(why) = self.model.what_keeps_from_going_back(limit.to, back)
            {
                let message =
                    format!("parts cannot go back from `{to}` to `{}`: {why}", step(back));
                let hint = "write `\"scrap\"` or `\"count\"`, or leave one of them out";
                self.complain(Diagnostic::error(code::LATER, message).at(spot).hint(hint));
                continue;
            }
            let least = self.model.least_between(limit);
            if least <= limit.time {
                continue;
            }
            let message = format!(
                "no part keeps the limit of {} from `{from}` to `{to}`: that takes {} at least",
                limit.time, least
            );
            let complaint = match limit.late {
                Late::Back(_) => Diagnostic::error(code::ENDLESS, message)
                    .hint("each part would go back again and again for ever"),
                Late::Scrap => {
                    Diagnostic::warning(code::DUBIOUS, message).hint("each part is thrown away")
                }
                Late::Counts => Diagnostic::warning(code::DUBIOUS, message),
            };
            self.complain(complaint.at(spot));
        }
    }
}

/// The last step before a position that has a name, or is done at a station of that name.
fn earlier(items: &[Item<'_>], position: usize, name: &str) -> Option<usize> {
    items[..position].iter().rposition(|item| item.is_called(name))
}

/// The stations where a step can be done.
fn stations(model: &Model, step: StepId) -> Vec<StationId> {
    model.steps[step].places.iter().map(|place| model.places[place].station).collect()
}

impl Model {
    /// Whether parts of stations with machines can stand aside.
    pub fn may_stand_aside(&self) -> bool {
        self.limits.iter().any(|limit| matches!(limit.late, Late::Back(_)))
            || self.stations.iter().any(|station| station.hold.is_some())
            || !self.meetings.is_empty()
    }

    /// The step to which late parts go back from a step.
    pub fn back_from(&self, step: StepId) -> Option<StepId> {
        let limit = self.steps[step].limit?;
        match self.limits[limit].late {
            Late::Back(back) => Some(back),
            Late::Counts | Late::Scrap => None,
        }
    }

    /// Why a part in front of a step cannot be brought back to another one.
    fn what_keeps_from_going_back(&self, from: StepId, back: StepId) -> Option<&'static str> {
        let control = &self.control;
        let held = |step: StepId| {
            let mut held = control.in_front(step).to_vec();
            held.sort_unstable();
            held
        };
        let on_machine = |step: StepId| {
            let mut held = control.held(step).to_vec();
            held.sort_unstable();
            held
        };
        if held(from) != held(back) || on_machine(from) != held(from) {
            return Some("cards, or things of a pool, change hands between them");
        }
        for here in stations(self, from) {
            for there in stations(self, back) {
                let is_taken = self.conveyor(here, there).is_some()
                    || self.stand(here, there).is_some()
                    || self.milkrun(here, there).is_some();
                if is_taken {
                    return Some("a conveyor, a vehicle or a milk run leads there");
                }
            }
        }
        None
    }

    /// How long it takes a part at least from the end of a step until it is in front of the later one, as far as the
    /// steps between come one after the other.
    fn least_between(&self, limit: Limit) -> Span {
        let mut least = 0.0;
        let mut step = limit.from;
        while step < limit.to {
            let next = StepId::at(step.position() + 1);
            let mut targets = self.targets(step);
            if targets.any(|target| target != Target::Step(next)) {
                return Span::ZERO;
            }
            let lowest = |all: &mut dyn Iterator<Item = f64>| all.fold(f64::INFINITY, f64::min);
            let mut ways = self.steps[step].places.iter().flat_map(|place| {
                stations(self, next).into_iter().map(move |to| {
                    self.way(place, to).map_or(0.0, |way| self.ways[way].time.bounds().0)
                })
            });
            least += lowest(&mut ways);
            let mut holds = stations(self, step).into_iter().map(|station| {
                self.stations[station].hold.as_ref().map_or(0.0, |hold| hold.bounds().0)
            });
            least += lowest(&mut holds);
            if next < limit.to {
                let places = self.steps[next].places.iter();
                let mut cycles = places.map(|place| self.places[place].cycle.bounds().0);
                least += lowest(&mut cycles);
            }
            step = next;
        }
        Span::round(least)
    }
}
