//! Cards: how many parts there may be in the plant, on a line, or in a kanban stage.
//!
//! One idea for all: a part that is in a stretch of its route holds one of the cards of that
//! stretch. On its way into the stretch it takes one, on its way out it gives it back. Under CONWIP the
//! stretch is the whole route, in a kanban some stations of it. The things of a pool are cards, too
//! ([`super::pool`]).

mod told;

use std::collections::{BTreeMap, BTreeSet};

use super::compile::Compiler;
use super::names::spot_of;
use super::pool::{Around, Pool};
use super::product::unnamed_lines;
use super::workload::Workload;
use super::{Blocking, Deadlock, Model, Target};
use crate::diagnostic::{Diagnostic, Spot, code, listed};
use crate::ids::{CardsId, DoorId, LineId, StationId, StepId, Table};
use crate::scenario;

/// A number of cards that go round together.
#[derive(Clone, Debug, PartialEq)]
pub struct Cards {
    /// Where they are written: `control`, `line.a` or `kanban.weld_cell`.
    pub name: String,
    /// How many there are.
    pub count: u32,
    /// Whether their stretch is a kanban stage, with a store for finished parts.
    pub has_store: bool,
    /// What is special about a pool of things that parts hold; `None` for cards of control.
    pub pool: Option<Pool>,
    /// What they count of work, if not parts.
    pub work: Option<Workload>,
}

impl Cards {
    /// Cards of the plant or a line.
    pub(super) fn plain(name: String, count: u32) -> Self {
        Self { name, count, has_store: false, pool: None, work: None }
    }

    /// What one of them is called.
    pub fn noun(&self) -> &str {
        if self.pool.is_some() {
            self.name.split_once('.').map_or(&self.name, |(_, name)| name)
        } else {
            "card"
        }
    }
}

/// A door: what becomes of cards when a part goes from one step to another, or enters.
#[derive(Clone, Debug, PartialEq)]
pub struct Door {
    /// The step behind; `None` is from outside.
    pub from: Option<StepId>,
    /// The step ahead.
    pub to: StepId,
    /// The cards of which a part takes one.
    pub takes: Vec<CardsId>,
    /// The cards of which it gives one back.
    pub gives: Vec<CardsId>,
    /// The cards that it keeps though it would take them only on the next machine.
    pub keeps: Vec<CardsId>,
    /// The kanban in whose store it waits.
    pub store: Option<CardsId>,
}

/// All cards, and where they are held.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct Control {
    /// Of the plant, of lines, of kanbans, of pools; each kind in natural order of the names.
    pub cards: Table<CardsId, Cards>,
    /// The cards that a part holds at each step while it is on a machine; empty without cards.
    pub held: Table<StepId, Vec<CardsId>>,
    /// What it holds in front and when it is done, where that is different.
    pub around: BTreeMap<StepId, Around>,
    /// The doors, step by step.
    pub doors: Table<DoorId, Door>,
    /// The doors to each step; empty without cards.
    into: Table<StepId, Vec<DoorId>>,
}

impl Control {
    /// Whether there are no cards at all.
    pub fn is_empty(&self) -> bool {
        self.cards.is_empty()
    }

    /// The cards that a part holds at a step while it is on a machine.
    #[inline]
    pub fn held(&self, step: StepId) -> &[CardsId] {
        self.held.get(step).map_or(&[], Vec::as_slice)
    }

    /// The door between two steps, or from outside to a first one.
    #[inline]
    pub fn door(&self, from: Option<StepId>, to: StepId) -> Option<DoorId> {
        let doors = self.into.get(to)?;
        doors.iter().copied().find(|&door| self.doors[door].from == from)
    }

    /// All doors to a step.
    pub fn doors_to(&self, to: StepId) -> impl Iterator<Item = DoorId> + '_ {
        self.into.get(to).into_iter().flatten().copied()
    }
}

impl Compiler<'_> {
    /// Compiles all cards; comes after the routes.
    pub(super) fn compile_cards(&mut self) {
        let mut control = Control {
            held: Table::filled(self.model.steps.len(), Vec::new()),
            ..Control::default()
        };
        let deadlock = self.scenario.control.deadlock.as_ref();
        self.model.deadlock = deadlock.map_or_else(Deadlock::default, |word| word.value.into());
        let limit = |release: &scenario::Given<scenario::Release>| release.as_ref()?.value.limit();
        if let Some(count) = limit(&self.scenario.control.release) {
            let cards = control.cards.push(Cards::plain("control".to_owned(), count));
            control.held.iter_mut().for_each(|held| held.push(cards));
        }
        let lines: Vec<LineId> = self.model.lines.ids().collect();
        let release = self.scenario.control.release.as_ref();
        self.compile_workload("control", release, &lines, &mut control);
        for (name, line) in self.scenario.line.iter() {
            let lines = self.lines_called(&name.value);
            let of_line = format!("line.{}", name.value);
            self.compile_workload(&of_line, line.release.as_ref(), &lines, &mut control);
            let Some(count) = limit(&line.release) else { continue };
            let name = &name.value;
            let cards = control.cards.push(Cards::plain(format!("line.{name}"), count));
            for line in lines {
                for step in self.model.lines[line].steps.iter() {
                    control.held[step].push(cards);
                }
            }
        }
        for (name, kanban) in self.scenario.kanban.iter() {
            self.compile_kanban(&name.value, name.spot, kanban, &mut control);
        }
        self.compile_pools(&mut control);
        self.compile_shared_tools(&mut control);
        if control.is_empty() {
            return;
        }
        if control.cards.iter().any(|cards| cards.pool.is_none()) {
            self.refuse_assembly();
        }
        self.refuse_made_with(&control);
        for row in &self.model.inspections {
            // What a first piece holds it keeps while it is inspected elsewhere.
            let kept = control.when_done(self.model.places[row.of].step).to_vec();
            control.held[row.step] = kept;
        }
        control.open_doors(&self.model);
        self.model.control = control;
        self.note_pools();
        self.refuse_blocking_before();
    }

    /// `[line.<name>]` as each product passes it.
    fn lines_called(&self, name: &str) -> Vec<LineId> {
        let is_unnamed = unnamed_lines(self.scenario).any(|line| line == name);
        let is_it = |id: &LineId| {
            let line = &self.model.lines[*id];
            let product = self.scenario.product.get(&self.model.products[line.product].name);
            let is_line = product.map_or(is_unnamed, |product| product.route.is_none());
            line.name == name && is_line
        };
        self.model.lines.ids().filter(is_it).collect()
    }

    fn compile_kanban(
        &mut self,
        name: &str,
        spot: Spot,
        kanban: &scenario::Kanban,
        control: &mut Control,
    ) {
        let who = format!("the kanban `{name}`");
        let stations = self.stations_of(&who, spot, kanban);
        let Some(&count) = self.required(kanban.cards.as_ref(), "cards", &who, spot) else {
            return;
        };
        let name = format!("kanban.{name}");
        let cards = control.cards.push(Cards { has_store: true, ..Cards::plain(name, count) });
        let mut passed = BTreeSet::new();
        for line in self.model.lines.ids() {
            for step in self.steps_between(line, &stations) {
                let here = self.model.steps[step].places.iter();
                let here: Vec<StationId> = here.map(|p| self.model.places[p].station).collect();
                let inside = here.iter().filter(|station| stations.contains(station)).count();
                if inside == 0 || inside == here.len() {
                    passed.extend(here);
                } else {
                    self.complain_about_half(&who, spot, &here);
                    passed.extend(here.iter().filter(|station| stations.contains(station)));
                }
                let held = &mut control.held[step];
                if let Some(&other) = held.iter().find(|&&other| control.cards[other].has_store) {
                    let other = control.cards[other].name.trim_start_matches("kanban.");
                    let product = &self.model.products[self.model.lines[line].product].name;
                    let message = format!("{who} and `{other}` meet on the route of `{product}`");
                    let hint = "a part holds a card of one stage at a time";
                    self.complain(Diagnostic::error(code::CONFLICT, message).at(spot).hint(hint));
                    return;
                }
                held.push(cards);
            }
        }
        self.tell_of_stretch(&who, spot, &stations, &passed);
    }

    /// The stations that a kanban names.
    fn stations_of(
        &mut self,
        who: &str,
        spot: Spot,
        kanban: &scenario::Kanban,
    ) -> BTreeSet<StationId> {
        let mut stations = BTreeSet::new();
        let list = self.required(kanban.stations.as_ref(), "stations", who, spot);
        for station in list.into_iter().flatten() {
            let found = self.names.stations.find(station, who);
            stations.extend(self.keep(found));
        }
        stations
    }

    /// The steps of a line from the first to the last that can be done at some of these stations.
    fn steps_between(&self, line: LineId, stations: &BTreeSet<StationId>) -> Vec<StepId> {
        let steps: Vec<StepId> = self.model.lines[line].steps.iter().collect();
        let is_at = |step: &StepId| {
            let mut places = self.model.steps[*step].places.iter();
            places.any(|place| stations.contains(&self.model.places[place].station))
        };
        let ends = steps.iter().position(is_at).zip(steps.iter().rposition(is_at));
        ends.map(|(first, last)| steps[first..=last].to_vec()).unwrap_or_default()
    }

    /// Complains that only some of the stations of a step are in a kanban.
    fn complain_about_half(&mut self, who: &str, spot: Spot, here: &[StationId]) {
        let names = here.iter().map(|&id| self.model.stations[id].name.as_str());
        let message = format!("{who} has only some of the stations of a step: {}", listed(names));
        let hint = "a card is taken wherever the step is done: list all of them";
        self.complain(Diagnostic::error(code::CONFLICT, message).at(spot).hint(hint));
    }

    /// Tells which stations a kanban has for nothing, and which others on the way.
    fn tell_of_stretch(
        &mut self,
        who: &str,
        spot: Spot,
        stations: &BTreeSet<StationId>,
        passed: &BTreeSet<StationId>,
    ) {
        let names = |only: &BTreeSet<StationId>, other: &BTreeSet<StationId>| -> Vec<String> {
            only.difference(other).map(|&id| self.model.stations[id].name.clone()).collect()
        };
        let (unpassed, between) = (names(stations, passed), names(passed, stations));
        if !unpassed.is_empty() {
            let names = listed(unpassed.iter().map(String::as_str));
            let message = format!("{who} has stations that are in no route: {names}");
            self.complain(Diagnostic::warning(code::UNUSED, message).at(spot));
        }
        if !between.is_empty() {
            let names = listed(between.iter().map(String::as_str));
            let message = format!("parts hold a card of {who} at other stations too: {names}");
            let hint = "a card is held from the first to the last of its stations on a route";
            self.complain(Diagnostic::note(code::ASSUMED, message).at(spot).hint(hint));
        }
    }

    /// A machine that waits for a place before it starts would have to wait for a card, too.
    fn refuse_blocking_before(&mut self) {
        let model = &self.model;
        let leads_through_door = |step: StepId| {
            let door = |target| match target {
                Target::Step(to) => model.control.door(Some(step), to),
                Target::Out => None,
            };
            model.targets(step).find_map(door)
        };
        let mut stations: Vec<StationId> = Vec::new();
        for place in &model.places {
            let waits = model.stations[place.station].blocking == Blocking::BeforeService;
            if waits && leads_through_door(place.step).is_some() {
                stations.push(place.station);
            }
        }
        stations.sort_unstable();
        stations.dedup();
        for station in stations {
            let name = self.model.stations[station].name.clone();
            let message = format!(
                "`{name}` cannot have `block = \"before\"` where parts take cards, or give them \
                 back, behind it"
            );
            let hint =
                "write `block = \"after\"`, or let the kanban, or the pool, begin or end elsewhere";
            let block = self.scenario.station.get(&name).and_then(|row| row.block.as_ref());
            let spot =
                block.map(|block| block.spot).or_else(|| spot_of(&self.scenario.station, &name));
            let complaint = Diagnostic::error(code::CONFLICT, message).hint(hint);
            self.complain(Diagnostic { spot, ..complaint });
        }
    }
}

impl Control {
    /// Finds the doors of all routes.
    fn open_doors(&mut self, model: &Model) {
        self.into = Table::filled(model.steps.len(), Vec::new());
        for line in &model.lines {
            if let Some(first) = line.steps.iter().next() {
                self.open_door(None, first);
            }
            line.steps.iter().for_each(|step| self.open_doors_behind(model, step));
        }
        model.inspections.iter().for_each(|row| self.open_doors_behind(model, row.step));
    }

    fn open_doors_behind(&mut self, model: &Model, step: StepId) {
        for target in model.targets(step) {
            if let Target::Step(to) = target {
                self.open_door(Some(step), to);
            }
        }
    }

    fn open_door(&mut self, from: Option<StepId>, to: StepId) {
        let behind = from.map_or(&[][..], |from| self.when_done(from));
        let ahead = self.in_front(to);
        let without = |these: &[CardsId], others: &[CardsId]| -> Vec<CardsId> {
            these.iter().copied().filter(|cards| !others.contains(cards)).collect()
        };
        let (takes, mut gives) = (without(ahead, behind), without(behind, ahead));
        let keeps: Vec<CardsId> =
            self.taken_at_load(to).filter(|cards| gives.contains(cards)).collect();
        gives.retain(|cards| !keeps.contains(cards));
        let opens = !takes.is_empty() || !gives.is_empty() || !keeps.is_empty();
        if !opens || self.door(from, to).is_some() {
            return;
        }
        let store = gives.iter().copied().find(|&cards| self.cards[cards].has_store);
        let door = self.doors.push(Door { from, to, takes, gives, keeps, store });
        self.into[to].push(door);
    }
}
