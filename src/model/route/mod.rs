//! Routes as written become steps, places and branches.

mod flow;
mod reach;
mod step_names;

use std::collections::{BTreeMap, BTreeSet};

use self::step_names::StepNames;
use super::compile::Compiler;
use super::{Branch, Next, Onward, Place, Share, StationChoice, Step, Target};
use crate::diagnostic::{Diagnostic, Spot, code, listed};
use crate::ids::{Id, PlaceId, ProductId, Run, StationId, StepId};
use crate::random::Distribution;
use crate::scenario::{self, Cycle, Named, RouteItem, Scenario, Within, Written};
use crate::units::Span;

/// Most stations that all steps may have together.
const MOST_PLACES: usize = 1_000_000;

/// A step as written, in a route or in a line.
#[derive(Clone, Copy)]
pub(super) struct Item<'a> {
    pub(super) stations: &'a [Written<String>],
    /// Cycles of the stations, one by one; empty where they have none of their own.
    cycles: &'a [Written<Cycle>],
    cycle: Option<&'a Written<Cycle>>,
    setup: Option<&'a Written<Distribution>>,
    name: Option<&'a Written<String>>,
    next: Option<&'a Written<Named<Written<scenario::Share>>>>,
    choice: StationChoice,
    /// Share of the parts that take it.
    sample: Option<&'a Written<scenario::Share>>,
    /// Orders whose parts take it, and those whose do not.
    orders: [Option<&'a Written<Named<Written<scenario::Sought>>>>; 2],
    /// How long parts wait at most before it.
    pub(super) within: Option<&'a Written<Within>>,
    pub(super) spot: Spot,
}

impl<'a> Item<'a> {
    /// A step of a route.
    pub(super) fn of_route(item: &'a Written<RouteItem>) -> Self {
        let RouteItem {
            stations,
            cycles,
            cycle,
            setup,
            choice,
            sample,
            only,
            unless,
            name,
            within,
            next,
            after: _,
            dedicated: _,
        } = &item.value;
        Self {
            stations,
            cycles,
            cycle: cycle.as_ref(),
            setup: setup.as_ref(),
            name: name.as_ref(),
            next: next.as_ref(),
            choice: choice.as_ref().map_or_else(StationChoice::default, |word| word.value.into()),
            sample: sample.as_ref(),
            orders: [only.as_ref(), unless.as_ref()],
            within: within.as_ref(),
            spot: item.spot,
        }
    }

    /// A station of a line.
    pub(super) const fn of_line(station: &'a Written<String>) -> Self {
        let stations = std::slice::from_ref(station);
        Self {
            stations,
            cycles: &[],
            cycle: None,
            setup: None,
            name: None,
            next: None,
            choice: StationChoice::ShortestQueue,
            sample: None,
            orders: [None, None],
            within: None,
            spot: station.spot,
        }
    }

    /// What the step is called: its name, else that of its station.
    pub(super) fn title(&self) -> &'a str {
        self.name.or(self.stations.first()).map_or("", |name| &name.value)
    }

    /// How long a part is worked on at the station of this place among its own, if the step says so.
    fn cycle_at(&self, place: usize) -> Option<&'a Written<Cycle>> {
        self.cycles.get(place).or(self.cycle)
    }

    /// Whether it says how long a part is worked on.
    const fn has_cycle(&self) -> bool {
        self.cycle.is_some() || !self.cycles.is_empty()
    }

    /// Whether this is its name, or that of a station where it can be done.
    pub(super) fn is_called(&self, name: &str) -> bool {
        self.name.is_some_and(|own| own.value == name)
            || self.stations.iter().any(|station| station.value == name)
    }
}

impl Compiler<'_> {
    /// Adds the steps of a product; false if something in them is wrong.
    pub(super) fn compile_route(
        &mut self,
        product: ProductId,
        items: &[Item<'_>],
        (name, who): (&str, &str),
    ) -> bool {
        let first = self.model.steps.len();
        let places: usize = items.iter().map(|item| item.stations.len()).sum();
        if self.model.places.len() + places > MOST_PLACES {
            self.complain_about_places();
            return false;
        }
        let mut is_whole = !items.is_empty();
        let names = StepNames::of(items);
        let mut seen: BTreeMap<StationId, u32> = BTreeMap::new();
        let tests: Vec<Option<u32>> =
            items.iter().map(|item| self.compile_test(item.orders[0], item.orders[1])).collect();
        for (position, item) in items.iter().enumerate() {
            let step = StepId::at(first + position);
            let places = self.compile_places((product, step), item, &seen, (name, who));
            is_whole &= self.ends_well(places, item, position + 1 == items.len(), who);
            is_whole &= places.len() == item.stations.len();
            self.warn_of_endless_preference(item, places);
            let here: BTreeSet<StationId> =
                places.iter().map(|place| self.model.places[place].station).collect();
            for station in here {
                *seen.entry(station).or_default() += 1;
            }
            let onward = if position + 1 < items.len() {
                Target::Step(StepId::at(first + position + 1))
            } else {
                Target::Out
            };
            let targets = match item.next {
                None => Some(vec![(onward, 1.0)]),
                Some(shares) => self.compile_next(first, &names, shares, who),
            };
            is_whole &= targets.is_some();
            let targets = targets.unwrap_or_default();
            let branches = branches(first, items, &tests, &targets);
            let targets = targets.into_iter();
            let targets: Vec<(Target, f64)> =
                targets.flat_map(|target| sampled(first, items, target)).collect();
            let targets = if branches.is_empty() { targets } else { targets_of(&branches) };
            let next = self.add_targets(&targets).unwrap_or(Next::Always(onward));
            let choice = item.choice;
            self.model.steps.push(Step {
                product,
                places,
                choice,
                dedicated: None,
                limit: None,
                next,
                branches,
            });
        }
        if let Some(sample) = items.first().and_then(|item| item.sample) {
            let message = format!("{who} begins with a step that only a share of its parts takes");
            let hint = "let them begin with a step that all take; one of `cycle = \"0 s\"` will do";
            self.complain(Diagnostic::error(code::ROUTE, message).at(sample.spot).hint(hint));
            is_whole = false;
        }
        if let Some(orders) = items.first().and_then(|item| item.orders[0].or(item.orders[1])) {
            let message = format!("{who} begins with a step that only some orders take");
            let hint = "let them begin with a step that all take; one of `cycle = \"0 s\"` will do";
            self.complain(Diagnostic::error(code::ROUTE, message).at(orders.spot).hint(hint));
            is_whole = false;
        }
        self.compile_limits(first, items, who);
        self.compile_bills(first, items, (name, who));
        is_whole
    }

    /// Warns of a preferred station that always has room, so that no part goes to those behind it.
    fn warn_of_endless_preference(&mut self, item: &Item<'_>, places: Run<PlaceId>) {
        if item.choice != StationChoice::Preference || places.len() < 2 {
            return;
        }
        let station = |place: PlaceId| &self.model.stations[self.model.places[place].station];
        let all = places.iter().take(places.len() - 1);
        if let Some(endless) = all.map(station).find(|row| !row.may_keep_out()) {
            let message = format!(
                "`{}` always has room: by `preference` no part goes to the stations behind it",
                endless.name
            );
            let hint = "give it a `buffer` with an end, or take another `choice`";
            self.complain(Diagnostic::warning(code::DUBIOUS, message).at(item.spot).hint(hint));
        }
    }

    /// Complains about steps that no part comes to, and steps that no part can leave.
    pub(super) fn check_route(&mut self, product: ProductId, items: &[Item<'_>], who: &str) {
        let row = &self.model.products[product];
        let reached = self.model.reached(row);
        let to_exit = self.model.steps_to_exit(row);
        for ((item, reached), to_exit) in items.iter().zip(reached).zip(to_exit) {
            let step = item.title();
            if !reached {
                let message = format!("no part of {who} ever comes to the step `{step}`");
                self.complain(Diagnostic::error(code::ROUTE, message).at(item.spot));
            } else if to_exit.is_none() {
                let message =
                    format!("no part of {who} can leave the plant from the step `{step}`");
                let hint = "give `next` of some later step a share of `out`";
                self.complain(Diagnostic::error(code::ROUTE, message).at(item.spot).hint(hint));
            }
        }
    }

    /// Complains about too many steps, once.
    fn complain_about_places(&mut self) {
        if !std::mem::replace(&mut self.has_too_many_places, true) {
            let message = format!(
                "the routes have more than {MOST_PLACES} steps together, each counted \
                         once for every station where it can be done"
            );
            let hint = "a line counts once for every product that is made on it";
            self.complain(Diagnostic::error(code::TOO_MANY, message).hint(hint));
        }
    }

    fn compile_places(
        &mut self,
        (id, step): (ProductId, StepId),
        item: &Item<'_>,
        seen: &BTreeMap<StationId, u32>,
        (product, who): (&str, &str),
    ) -> Run<PlaceId> {
        let first = self.model.places.len();
        for (place, name) in item.stations.iter().enumerate() {
            let found = self.names.stations.find(name, who);
            let Some(station) = self.keep(found) else { continue };
            let own_of_step = item.cycle_at(place);
            if let Some(store) = self.store_at(station, id) {
                // It is taken there: the time is that of what it goes into.
                self.model.places.push(Place::of_store(step, store));
                continue;
            }
            let table = self.scenario.station.get(&name.value);
            if table.is_some_and(|table| table.outside.is_some()) {
                if let Some(cycle) =
                    own_of_step.or_else(|| time_of(self.scenario, product, &name.value))
                {
                    let message = format!(
                        "{who} has a time at `{}`, where somebody else works, `outside`",
                        name.value
                    );
                    let hint = "how long parts are away is the same for all of them";
                    let complaint = Diagnostic::error(code::CONFLICT, message).at(cycle.spot);
                    self.complain(complaint.hint(hint));
                }
                let visit = seen.get(&station).copied().unwrap_or(0);
                self.model.places.push(Place { visit, ..Place::of_store(step, station) });
                continue;
            }
            let own = self.scenario.station.get(&name.value).and_then(scenario::Station::own_cycle);
            let own = own.or_else(|| self.work_cycles.get(&station).cloned());
            let given = own_of_step.or_else(|| time_of(self.scenario, product, &name.value));
            *self.takes_own_cycle.entry(station).or_default() |= given.is_none();
            if given.is_none() && self.scenario.times.product.get(product).is_some() {
                self.untimed.insert((product.to_owned(), name.value.clone()));
            }
            let Some(cycle) = given.or(own.as_ref()) else {
                let station = &name.value;
                let message = format!("{who} visits `{station}`, and nothing says for how long");
                let hint = format!(
                    "give `cycle` in the step, in `[station.{station}]`, or in `[times]` for the product"
                );
                self.complain(Diagnostic::error(code::NO_CYCLE, message).at(name.spot).hint(hint));
                continue;
            };
            self.warn_of_double_count(cycle, station);
            let cycle = self.model.stations[station].runs_at.slowed(cycle.value.time.clone());
            let mean_cycle = Span::round(cycle.mean());
            let setup = item.setup.or_else(|| setup_of(self.scenario, product, &name.value));
            self.set_up_at_step(station, PlaceId::at(self.model.places.len()), setup);
            let visit = seen.get(&station).copied().unwrap_or(0);
            self.model.places.push(Place {
                step,
                station,
                cycle,
                mean_cycle,
                visit,
                exits: (0, 0),
            });
        }
        Run::new(first..self.model.places.len())
    }

    /// Complains about a route that goes on where its parts are taken; whether it ends well.
    fn ends_well(
        &mut self,
        places: Run<PlaceId>,
        item: &Item<'_>,
        is_last: bool,
        who: &str,
    ) -> bool {
        let is_store =
            |place: PlaceId| self.model.stations[self.model.places[place].station].is_store();
        if !places.iter().any(is_store) {
            return true;
        }
        let at = item.stations.first().map_or("", |name| &name.value);
        let (message, hint) = if places.len() > 1 {
            let message = format!("{who} ends at `{at}`, which takes it, or goes elsewhere");
            (message, "name that station alone, as the last step")
        } else if !is_last || item.next.is_some() {
            let message = format!("{who} goes on behind `{at}`, which takes it");
            (message, "end the route there; what the station `gives` goes on in a route of its own")
        } else if item.has_cycle() || item.setup.is_some() {
            let what = if item.has_cycle() { "cycle" } else { "setup" };
            let message = format!("{who} has a `{what}` at `{at}`, which takes it");
            (message, "give it in the route of what is made there")
        } else {
            return true;
        };
        self.complain(Diagnostic::error(code::ROUTE, message).at(item.spot).hint(hint));
        false
    }

    /// Warns of cycles of stations that no visit takes, because routes or `[times]` give another: who
    /// changes one of them changes nothing.
    pub(super) fn warn_of_idle_cycles(&mut self) {
        for (station, row) in self.scenario.station.iter() {
            let id = self.names.stations.get(&station.value);
            let of_work = id.and_then(|id| self.work_cycles.get(&id));
            let cycle = row.own_cycle().filter(|cycle| !cycle.value.is_of_a_sheet);
            let Some(cycle) = cycle.or(of_work.cloned()) else { continue };
            if id.and_then(|id| self.takes_own_cycle.get(&id)) == Some(&false) {
                let what = match (&row.rate, &row.cycle) {
                    (Some(_), _) => "`rate`",
                    (None, Some(_)) => "`cycle`",
                    (None, None) => "work elements",
                };
                let verb = if what == "work elements" { "hold" } else { "holds" };
                let message = format!(
                    "the {what} of the station `{}` {verb} for no product: routes or `[times]` \
                     give another",
                    station.value
                );
                let hint = if what == "work elements" {
                    "let the routes take the station's own time, or change theirs"
                } else {
                    "change those times, or all of them by a scale of this one"
                };
                let complaint = Diagnostic::warning(code::UNUSED, message).at(cycle.spot);
                self.complain(complaint.hint(hint));
            }
        }
    }

    /// Tells where a product that has times in `[times]` takes the station's own.
    pub(super) fn tell_untimed_visits(&mut self) {
        let visits = std::mem::take(&mut self.untimed);
        let stations: BTreeSet<&str> = visits.iter().map(|(_, station)| station.as_str()).collect();
        let products: BTreeSet<&str> = visits.iter().map(|(product, _)| product.as_str()).collect();
        if !visits.is_empty() {
            let message = format!(
                "`[times]` give no time for {} at {}: the stations' own cycles hold there",
                listed(products),
                listed(stations)
            );
            self.complain(Diagnostic::note(code::COUNTED, message));
        }
    }

    /// Complains about times of products and stations that do not exist.
    pub(super) fn check_times(&mut self) {
        for (product, times) in self.scenario.times.product.iter() {
            let who = "`[times]`";
            let found = self.names.products.find(product, who);
            self.keep(found);
            let stations = times.cycle.iter().map(|(station, _)| station);
            for station in stations.chain(times.setup.iter().map(|(station, _)| station)) {
                let found = self.names.stations.find(station, who);
                self.keep(found);
            }
        }
    }

    /// What follows a step by chance; `first` is the position of the first step of the route.
    fn compile_next(
        &mut self,
        first: usize,
        names: &StepNames<'_>,
        shares: &Written<Named<Written<scenario::Share>>>,
        who: &str,
    ) -> Option<Vec<(Target, f64)>> {
        let mut targets = Vec::with_capacity(shares.value.len());
        for (name, share) in shares.value.iter() {
            let target = names.resolve(first, name, who);
            targets.push((self.keep(target), share.value.0));
        }
        let targets = targets
            .into_iter()
            .filter(|(_, share)| *share > 0.0)
            .map(|(target, share)| Some((target?, share)))
            .collect::<Option<Vec<(Target, f64)>>>()?;
        (!targets.is_empty()).then_some(targets)
    }

    /// What follows a step, of targets with their shares; `None` without any.
    fn add_targets(&mut self, targets: &[(Target, f64)]) -> Option<Next> {
        match targets {
            [] => None,
            [(only, _)] => Some(Next::Always(*only)),
            several => Some(self.add_shares(several)),
        }
    }

    fn add_shares(&mut self, targets: &[(Target, f64)]) -> Next {
        let row = |shares: &[Share]| u32::try_from(shares.len()).expect("fewer than 2^32 branches");
        let first = row(&self.model.shares);
        let total: f64 = targets.iter().map(|(_, share)| share).sum();
        let mut sum = 0.0;
        for (position, &(target, share)) in targets.iter().enumerate() {
            sum += share;
            let is_last = position + 1 == targets.len();
            let cumulated = if is_last { 1.0 } else { sum / total };
            self.model.shares.push(Share { cumulated, target });
        }
        Next::Shares { first, end: row(&self.model.shares) }
    }
}

/// What follows by the order of a part, of targets with their shares; nothing where no order decides.
fn branches(
    first: usize,
    items: &[Item<'_>],
    tests: &[Option<u32>],
    targets: &[(Target, f64)],
) -> Vec<Branch> {
    let total: f64 = targets.iter().map(|(_, share)| share).sum();
    let mut sum = 0.0;
    let mut all = Vec::with_capacity(targets.len());
    for (row, &(target, share)) in targets.iter().enumerate() {
        sum += share;
        let cumulated = if row + 1 == targets.len() { 1.0 } else { sum / total };
        all.push(Branch { cumulated, onward: onward(first, items, tests, target) });
    }
    let decides = |branch: &Branch| branch.onward.iter().any(|onward| onward.test.is_some());
    if all.iter().any(decides) { all } else { Vec::new() }
}

/// A target, and where it is a step that only some parts take, those behind it, up to one that all take.
fn onward(
    first: usize,
    items: &[Item<'_>],
    tests: &[Option<u32>],
    mut target: Target,
) -> Vec<Onward> {
    let mut all = Vec::new();
    while let Target::Step(step) = target {
        let position = step.position() - first;
        let test = tests.get(position).copied().flatten();
        let sample = items.get(position).and_then(|item| item.sample);
        if test.is_none() && sample.is_none() {
            break;
        }
        all.push(Onward { test, chance: sample.map_or(1.0, |share| share.value.0), target });
        target = match items.get(position + 1) {
            Some(_) => Target::Step(StepId::at(first + position + 1)),
            None => Target::Out,
        };
    }
    all.push(Onward { test: None, chance: 1.0, target });
    all
}

/// All that can follow, with equal shares until it is known how many orders go there.
fn targets_of(branches: &[Branch]) -> Vec<(Target, f64)> {
    let mut all: Vec<(Target, f64)> = Vec::new();
    for onward in branches.iter().flat_map(|branch| &branch.onward) {
        if !all.iter().any(|(target, _)| *target == onward.target) {
            all.push((onward.target, 1.0));
        }
    }
    all
}

/// A target, or, where it is a step that only a share of the parts takes, that and the one behind it.
fn sampled(first: usize, items: &[Item<'_>], (target, share): (Target, f64)) -> Vec<(Target, f64)> {
    let mut rest = share;
    let taken = |onward: Onward| {
        let share = rest * onward.chance;
        rest *= 1.0 - onward.chance;
        (onward.target, share)
    };
    let all = onward(first, items, &[], target).into_iter().map(taken);
    all.filter(|(_, share)| *share > 0.0).collect()
}

/// The position of the step of a route that a word means: the one of that name, else the only one at that station;
/// or what its steps are called, nothing if it means several.
pub(super) fn step_called<'a>(
    items: &'a [Written<RouteItem>],
    word: &str,
) -> Result<usize, Vec<&'a str>> {
    let items = items.iter().map(|item| (&item.value.name, &item.value.stations));
    let named = |(_, (name, _)): &(usize, (&scenario::Given<String>, &Vec<Written<String>>))| {
        name.as_ref().is_some_and(|name| name.value == word)
    };
    let visits =
        |(_, (_, stations)): &(usize, (&scenario::Given<String>, &Vec<Written<String>>))| {
            stations.iter().any(|station| station.value == word)
        };
    let all = items.clone().enumerate();
    let mut found: Vec<usize> = all.clone().filter(named).map(|(position, _)| position).collect();
    if found.is_empty() {
        found = all.filter(visits).map(|(position, _)| position).collect();
    }
    let title = |(name, stations): (&'a scenario::Given<String>, &'a Vec<Written<String>>)| {
        name.as_ref().or(stations.first()).map_or("", |name| name.value.as_str())
    };
    match found.as_slice() {
        [only] => Ok(*only),
        [] => Err(items.map(title).collect()),
        _ => Err(Vec::new()),
    }
}

/// The time that `[times]` give for a product at a station.
fn time_of<'a>(scenario: &'a Scenario, product: &str, station: &str) -> Option<&'a Written<Cycle>> {
    scenario.times.product.get(product)?.cycle.get(station)
}

/// The setup that `[times]` give for a product at a station.
fn setup_of<'a>(
    scenario: &'a Scenario,
    product: &str,
    station: &str,
) -> Option<&'a Written<Distribution>> {
    scenario.times.product.get(product)?.setup.get(station)
}
