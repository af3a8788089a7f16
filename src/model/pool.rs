//! Pools: things of which a part holds one over a stretch of its route.
//!
//! They are cards that may also change hands on a machine: when that takes the part, and when it has
//! unloaded it. So what a part holds at a step can be different in front, on the machine, and when it is
//! done.

use std::collections::BTreeMap;

use super::cards::{Cards, Control};
use super::compile::Compiler;
use crate::diagnostic::{Diagnostic, Spot, code, listed};
use crate::ids::{CardsId, LineId, StationId, StepId};
use crate::random::Distribution;
use crate::scenario::{self, Written};

/// Most pools and shared tools: what a part brings of them stands in 64 bits.
const MOST_POOLS: usize = 64;

/// What is special about cards that are a pool.
#[derive(Clone, Debug, PartialEq)]
pub struct Pool {
    /// How long it takes until one that was given back can be taken again; `None` is no time.
    pub returns: Option<Distribution>,
}

/// What parts hold at a step beside the time on a machine, where that is different.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Around {
    /// In front of the station.
    pub before: Vec<CardsId>,
    /// Finished, until they leave.
    pub after: Vec<CardsId>,
}

/// When something is taken or given back at a station, in the order in which a part comes to it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Moment {
    Coming,
    Load,
    Unload,
    Leaving,
}

/// Where a stretch begins or ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Point {
    station: StationId,
    moment: Moment,
}

/// A stretch of routes.
struct Stretch {
    from: Point,
    to: Point,
    spot: Spot,
}

impl Control {
    /// The cards that a part holds in front of the station of a step, if it brings none that it would take
    /// on the machine.
    pub fn in_front(&self, step: StepId) -> &[CardsId] {
        self.around.get(&step).map_or_else(|| self.held(step), |around| &around.before)
    }

    /// The cards that a finished part holds until it leaves its machine.
    pub fn when_done(&self, step: StepId) -> &[CardsId] {
        self.around.get(&step).map_or_else(|| self.held(step), |around| &around.after)
    }

    /// The cards that a part takes when a machine takes it.
    pub fn taken_at_load(&self, step: StepId) -> impl Iterator<Item = CardsId> + '_ {
        let before = self.around.get(&step).map(|around| &around.before);
        let held = before.map_or(&[][..], |_| self.held(step)).iter().copied();
        held.filter(move |cards| before.is_some_and(|before| !before.contains(cards)))
    }

    /// The cards that a part gives back when a machine takes it.
    pub fn given_at_load(&self, step: StepId) -> impl Iterator<Item = CardsId> + '_ {
        let before = self.around.get(&step).map_or(&[][..], |around| &around.before);
        before.iter().copied().filter(move |cards| !self.held(step).contains(cards))
    }

    /// The cards that a part gives back when it has been unloaded.
    pub fn given_at_unload(&self, step: StepId) -> impl Iterator<Item = CardsId> + '_ {
        let after = self.around.get(&step).map(|around| &around.after);
        let held = after.map_or(&[][..], |_| self.held(step)).iter().copied();
        held.filter(move |cards| after.is_some_and(|after| !after.contains(cards)))
    }

    /// Whether some cards are a pool.
    pub fn has_pools(&self) -> bool {
        self.cards.iter().any(|cards| cards.pool.is_some())
    }

    /// Notes that a part holds cards at a step in front, on the machine, when it is done.
    pub(super) fn hold(&mut self, step: StepId, cards: CardsId, [before, on, after]: [bool; 3]) {
        let is_same = before == on && on == after;
        if !is_same || self.around.contains_key(&step) {
            let held = self.held[step].clone();
            let around = self
                .around
                .entry(step)
                .or_insert_with(|| Around { before: held.clone(), after: held });
            for (holds, list) in [(before, &mut around.before), (after, &mut around.after)] {
                if holds && !list.contains(&cards) {
                    list.push(cards);
                }
            }
        }
        if on && !self.held[step].contains(&cards) {
            self.held[step].push(cards);
        }
    }
}

impl Compiler<'_> {
    /// Compiles the pools; comes after all other cards.
    pub(super) fn compile_pools(&mut self, control: &mut Control) {
        let number = self.scenario.pool.len() + self.scenario.tool.len();
        if number > MOST_POOLS {
            let message =
                format!("there are {number} pools and shared tools: at most {MOST_POOLS} can be");
            self.complain(Diagnostic::error(code::TOO_MANY, message));
            return;
        }
        for (name, pool) in self.scenario.pool.iter() {
            self.compile_pool(&name.value, name.spot, pool, control);
        }
    }

    fn compile_pool(
        &mut self,
        name: &str,
        spot: Spot,
        pool: &scenario::Pool,
        control: &mut Control,
    ) {
        let who = format!("the pool `{name}`");
        let count = self.required(pool.count.as_ref(), "count", &who, spot).copied();
        let held = self.required(pool.held.as_ref(), "held", &who, spot);
        let stretches: Vec<Stretch> = held
            .iter()
            .flat_map(|held| &held.0)
            .filter_map(|row| self.stretch_of_pool(&who, row))
            .collect();
        let lines = self.lines_of_pool(&who, pool);
        let Some(count) = count else { return };
        let kind = Pool { returns: pool.returns.as_ref().map(|time| time.value.clone()) };
        let cards = control.cards.push(Cards {
            name: format!("pool.{name}"),
            count,
            has_store: false,
            work: None,
            pool: Some(kind),
        });
        for stretch in &stretches {
            let mut is_passed = false;
            for &line in &lines {
                let (passes, has_no_end) = self.passes(line, stretch);
                if has_no_end {
                    self.complain_about_no_end(&who, line, &stretches, stretch);
                }
                for (first, last) in passes {
                    is_passed = true;
                    self.complain_about_other_ends(&who, &stretches, stretch, [first, last]);
                    self.hold_over(control, cards, stretch, first, last);
                }
            }
            if !is_passed && !self.complaints.has_errors() {
                let name = |point: Point| &self.model.stations[point.station].name;
                let (from, to) = (name(stretch.from), name(stretch.to));
                let message =
                    format!("{who} is for nothing: no part comes to `{from}` and then to `{to}`");
                self.complain(Diagnostic::warning(code::UNUSED, message).at(stretch.spot));
            }
        }
    }

    /// The lines of the products whose parts need something of a pool.
    fn lines_of_pool(&mut self, who: &str, pool: &scenario::Pool) -> Vec<LineId> {
        let Some(products) = &pool.products else { return self.model.lines.ids().collect() };
        let mut lines = Vec::new();
        for name in &products.value {
            let found = self.names.products.find(name, who);
            let Some(product) = self.keep(found) else { continue };
            if let Some(row) = self.model.products.get(product) {
                lines.extend(row.lines.iter());
            }
        }
        lines
    }

    fn stretch_of_pool(&mut self, who: &str, row: &Written<scenario::Stretch>) -> Option<Stretch> {
        let table = &row.value;
        let from = self.required(table.from.as_ref(), "from", who, row.spot).is_some();
        let to = self.required(table.to.as_ref(), "to", who, row.spot).is_some();
        let ends = [&table.from, &table.to].map(Option::as_ref);
        let [Some(first), Some(last)] = ends else { return None };
        let first = self.point(who, first, [Moment::Coming, Moment::Leaving]);
        let last = self.point(who, last, [Moment::Leaving, Moment::Unload]);
        let stretch = Stretch { from: first?, to: last?, spot: row.spot };
        (from && to).then_some(stretch)
    }

    /// A station, perhaps with `.load` or `.unload`; `usual` says what the station alone and `.unload` mean.
    fn point(
        &mut self,
        who: &str,
        written: &Written<String>,
        [usual, unloaded]: [Moment; 2],
    ) -> Option<Point> {
        let text = &written.value;
        if let Some(station) = self.names.stations.get(text) {
            return Some(Point { station, moment: usual });
        }
        let (name, moment) = match (text.strip_suffix(".load"), text.strip_suffix(".unload")) {
            (Some(name), _) => (name, Moment::Load),
            (None, Some(name)) => (name, unloaded),
            (None, None) => (text.as_str(), usual),
        };
        let name = Written { value: name.to_owned(), spot: written.spot };
        let found = self.names.stations.find(&name, who);
        let station = self.keep(found)?;
        let row = &self.model.stations[station];
        if moment == Moment::Load && (row.batch.is_some() || row.assembly.is_some()) {
            let message = format!(
                "{who} cannot change hands at the load of `{}`, which takes several parts at once",
                row.name
            );
            let hint = format!(
                "write `\"{0}\"`: parts take one before they come to `{0}`, or give it back when they leave",
                row.name
            );
            self.complain(Diagnostic::error(code::CONFLICT, message).at(written.spot).hint(hint));
            return None;
        }
        Some(Point { station, moment })
    }

    fn is_at(&self, step: StepId, station: StationId) -> bool {
        let mut places = self.model.steps[step].places.iter();
        places.any(|place| self.model.places[place].station == station)
    }

    /// Where a line passes a stretch: its first and its last step, each time; and whether it comes to the
    /// beginning of one and never to the end.
    fn passes(&self, line: LineId, stretch: &Stretch) -> (Vec<(StepId, StepId)>, bool) {
        let mut found = Vec::new();
        let mut first: Option<StepId> = None;
        let mut last: Option<StepId> = None;
        for step in self.model.lines[line].steps.iter() {
            if self.is_at(step, stretch.from.station) && (first.is_none() || last.is_some()) {
                found.extend(first.zip(last));
                (first, last) = (Some(step), None);
            }
            let is_later =
                first.is_some_and(|first| first < step || stretch.from.moment < stretch.to.moment);
            if is_later && self.is_at(step, stretch.to.station) {
                last = Some(step);
            }
        }
        found.extend(first.zip(last));
        (found, first.is_some() && last.is_none())
    }

    /// Complains about parts that take something of a pool and never give it back, on any of its stretches.
    fn complain_about_no_end(
        &mut self,
        who: &str,
        line: LineId,
        all: &[Stretch],
        stretch: &Stretch,
    ) {
        let ends = |other: &&Stretch| {
            other.from == stretch.from
                && !std::ptr::eq(*other, stretch)
                && !self.passes(line, other).1
        };
        if all.iter().any(|other| ends(&other)) {
            return;
        }
        let product = self.model.lines[line].product;
        let product = &self.model.products[product].name;
        let name = |point: Point| &self.model.stations[point.station].name;
        let message = format!(
            "parts of `{product}` take one of {who} at `{}` and never come to `{}` to give it back",
            name(stretch.from),
            name(stretch.to)
        );
        let hint = "name the `products` that do, or another station in `to`";
        self.complain(Diagnostic::error(code::ROUTE, message).at(stretch.spot).hint(hint));
    }

    /// Complains about a first or last step that can be done where the pool does not begin or end.
    fn complain_about_other_ends(
        &mut self,
        who: &str,
        all: &[Stretch],
        stretch: &Stretch,
        [first, last]: [StepId; 2],
    ) {
        for (step, key) in [(first, "from"), (last, "to")] {
            let end = |stretch: &Stretch| if key == "from" { stretch.from } else { stretch.to };
            let own = end(stretch);
            let here = self.model.steps[step].places.iter();
            let here: Vec<StationId> = here.map(|p| self.model.places[p].station).collect();
            let is_told = |station: &StationId| {
                all.iter().any(|row| end(row) == Point { station: *station, ..own })
            };
            if here.iter().all(is_told) {
                continue;
            }
            let names = listed(here.iter().map(|&id| self.model.stations[id].name.as_str()));
            let message =
                format!("{who} has in `{key}` only some of the stations of a step: {names}");
            let hint = "write a list of stretches, one for each of them";
            let complaint = Diagnostic::error(code::CONFLICT, message).at(stretch.spot);
            self.complain(complaint.hint(hint));
        }
    }

    /// Parts of a line hold cards from a step to another.
    fn hold_over(
        &mut self,
        control: &mut Control,
        cards: CardsId,
        stretch: &Stretch,
        first: StepId,
        last: StepId,
    ) {
        let (from, to) = (stretch.from.moment, stretch.to.moment);
        let line = self.model.lines.iter().find(|line| line.steps.iter().any(|step| step == first));
        let steps: Vec<StepId> = line.into_iter().flat_map(|line| line.steps.iter()).collect();
        for step in steps.into_iter().filter(|step| (first..=last).contains(step)) {
            let has_begun = |moment: Moment| step > first || from <= moment;
            let goes_on = |moment: Moment| step < last || moment < to;
            let phases = [Moment::Coming, Moment::Load, Moment::Unload];
            let holds = phases.map(|moment| has_begun(moment) && goes_on(moment));
            if holds.contains(&true) {
                control.hold(step, cards, holds);
            }
        }
    }

    /// Complains about parts that would hold something as soon as they are made of others: nobody has given
    /// it to them.
    pub(super) fn refuse_made_with(&mut self, control: &Control) {
        let made = self.model.assemblies().flat_map(|(_, assembly)| &assembly.gives);
        let first = made.map(|made| self.model.places[made.place].step);
        let holds = |step: &StepId| {
            control
                .held(*step)
                .iter()
                .chain(control.when_done(*step))
                .find(|&&cards| control.cards[cards].pool.is_some())
                .is_some()
        };
        let steps: Vec<StepId> = first.filter(holds).collect();
        for step in steps {
            let name = self.model.products[self.model.steps[step].product].name.clone();
            let message =
                format!("`{name}` would hold something of a pool where it is made of other parts");
            let hint =
                "let the stretch begin at its second station, or behind the first: `\"….unload\"`";
            let spot = self.scenario.product.spot(&name);
            let complaint = Diagnostic::error(code::CONFLICT, message).hint(hint);
            self.complain(Diagnostic { spot, ..complaint });
        }
    }

    /// Notes the stations at whose machines pools change hands.
    pub(super) fn note_pools(&mut self) {
        let mut stations: BTreeMap<StationId, (bool, bool)> = BTreeMap::new();
        for place in &self.model.places {
            let control = &self.model.control;
            let at_load = control.taken_at_load(place.step).next().is_some()
                || control.given_at_load(place.step).next().is_some();
            let at_unload = control.given_at_unload(place.step).next().is_some();
            let row = stations.entry(place.station).or_default();
            *row = (row.0 || at_load, row.1 || at_unload);
        }
        for (station, (at_load, at_unload)) in stations {
            let row = &mut self.model.stations[station];
            (row.at_load, row.at_unload) = (at_load, at_unload);
        }
    }
}
