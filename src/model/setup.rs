//! Setups.

use std::collections::{BTreeMap, BTreeSet};

use super::Call;
use super::compile::Compiler;
use super::first_piece::FirstPiece;
use crate::diagnostic::{Diagnostic, Flatters, Spot, closest, code, listed};
use crate::ids::{NeedsId, PlaceId, ProductId, StationId, Table};
use crate::random::Distribution;
use crate::scenario::{self, Scenario, SetupBy, Written};
use crate::units::natural_order;

/// `setup` of a station.
#[derive(Clone, Debug, PartialEq)]
pub struct Setup {
    /// What a machine is set up for when it works on each product: a number for each product, or for each
    /// family.
    pub kinds: Table<ProductId, u32>,
    /// How long it takes, where `matrix` has nothing. Unit: ticks.
    pub time: Distribution,
    /// How long it takes from each kind (row by row) to each; empty without a matrix. Unit: ticks.
    pub matrix: Vec<Option<Distribution>>,
    /// How many kinds there are.
    pub count: u32,
    /// People needed; `None` needs nobody.
    pub operators: Option<NeedsId>,
    /// Who gets a free person first.
    pub call: Call,
    /// Parts made after a setup before the next one, as long as such parts wait.
    pub at_least: u32,
    /// What the machines are set up for at the start.
    pub first: Option<u32>,
    /// How long it takes for steps that say so themselves, from whatever else. Shape: by place, in their
    /// order. Unit: ticks.
    pub of_steps: Vec<(PlaceId, Distribution)>,
    /// Whether a machine that stands is set up for what is known to come next.
    pub ahead: bool,
    /// The kinds in the order of their campaigns; empty without.
    pub campaign: Vec<u32>,
    /// What becomes of the first part after a setup; `None` if nothing does.
    pub first_piece: Option<Box<FirstPiece>>,
}

impl Setup {
    /// How long it takes from one kind to another, drawn or on average: `None` if it takes no time.
    ///
    /// Parts of one kind need no setup between them, unless the matrix says so.
    pub fn between(&self, from: Option<u32>, to: u32) -> Option<&Distribution> {
        let from = from?;
        let written = self.matrix.get((from * self.count + to) as usize);
        match written.and_then(Option::as_ref) {
            Some(time) => Some(time),
            None => (from != to).then_some(&self.time),
        }
    }

    /// How long it takes to set a machine up for a part of a product at a place of its own: as its step says,
    /// or from kind to kind; `None` if it takes no time.
    pub fn before(
        &self,
        place: PlaceId,
        product: ProductId,
        from: Option<u32>,
    ) -> Option<&Distribution> {
        let to = self.kinds[product];
        let is_other = from.is_some_and(|from| from != to);
        let own = if is_other { self.of_step(place) } else { None };
        own.or_else(|| self.between(from, to))
    }

    /// How long it takes at a place whose step says so itself, from another kind.
    pub fn of_step(&self, place: PlaceId) -> Option<&Distribution> {
        let found = self.of_steps.binary_search_by_key(&place, |(place, _)| *place).ok()?;
        Some(&self.of_steps[found].1)
    }

    /// The most that a setup takes on average. Unit: ticks.
    pub fn longest(&self) -> f64 {
        let of_steps = self.of_steps.iter().map(|(_, time)| time);
        let all = self.matrix.iter().flatten().chain(of_steps).map(Distribution::mean);
        all.fold(self.time.mean(), f64::max)
    }
}

/// The kinds of a plant: their names, and which one each product is.
pub(super) struct Kinds<'a> {
    noun: &'static str,
    names: Vec<&'a str>,
    pub(super) of: Table<ProductId, u32>,
}

impl Kinds<'_> {
    fn get(&self, name: &str) -> Option<u32> {
        let found = self.names.binary_search_by(|known| natural_order(known, name));
        found.ok().map(number)
    }
}

pub(super) fn number(position: usize) -> u32 {
    u32::try_from(position).expect("there are fewer than 2^32 products")
}

impl<'a> Compiler<'a> {
    /// Compiles the setup of a station.
    pub(super) fn setup(
        &mut self,
        station: &Written<String>,
        table: &scenario::Station,
        of_station: Call,
    ) -> Option<Box<Setup>> {
        let first =
            self.scenario.today.set_up_for.iter().find(|(name, _)| name.value == station.value);
        self.check_campaign(&station.value, table);
        let is_of_steps = self.set_up_by_steps.contains(station.value.as_str());
        let own = scenario::Setup::default();
        let row = match &table.setup {
            Some(given) => Some(&given.value.0),
            // What steps say suffices: nobody is needed, and products are told apart.
            None => is_of_steps.then_some(&own),
        };
        let Some(row) = row else {
            if let Some((name, _)) = first {
                let message = format!("the station `{}` has no setup to begin with", name.value);
                let hint = format!("give `[station.{}]` a `setup`", name.value);
                self.complain(Diagnostic::error(code::CONFLICT, message).at(name.spot).hint(hint));
            }
            return None;
        };
        let who = format!("the setup of the station `{}`", station.value);
        let kinds = self.kinds(row.by.as_ref().map_or(SetupBy::Product, |by| by.value));
        let count = kinds.names.len();
        let matrix = self.matrix(row, &kinds, &who);
        let campaign = self.campaign(&kinds, &station.value, table);
        let first = first.and_then(|(_, name)| self.kind(&kinds, name, "`set_up_for`"));
        let first_piece = self.first_piece(&station.value, table);
        let priority = row.priority.as_ref().map_or(of_station.priority, |given| given.value);
        Some(Box::new(Setup {
            time: row.time.as_ref().map_or(Distribution::from(0), |time| time.value.clone()),
            matrix,
            count: number(count),
            operators: self.needs(row.operators.as_ref(), &who),
            call: Call { priority, ..of_station },
            at_least: row.at_least.as_ref().map_or(1, |parts| parts.value),
            first,
            kinds: kinds.of,
            of_steps: Vec::new(),
            ahead: row.ahead.as_ref().is_some_and(|truth| truth.value),
            campaign,
            first_piece,
        }))
    }

    /// What the setups of a station tell apart; `None` if it has none.
    pub(super) fn set_up_by(&self, station: &str, table: &scenario::Station) -> Option<SetupBy> {
        let by = |setup: &scenario::Setup| setup.by.as_ref().map(|by| by.value);
        match &table.setup {
            Some(setup) => by(&setup.value.0).or(Some(SetupBy::Product)),
            None => self.set_up_by_steps.contains(station).then_some(SetupBy::Product),
        }
    }

    /// A place of a station has a setup of its own.
    pub(super) fn set_up_at_step(
        &mut self,
        station: StationId,
        place: PlaceId,
        time: Option<&Written<Distribution>>,
    ) {
        let setup = self.model.stations[station].setup.as_deref_mut();
        if let (Some(setup), Some(time)) = (setup, time) {
            setup.of_steps.push((place, time.value.clone()));
        }
    }

    /// The products, or the families, that setups tell apart.
    pub(super) fn kinds(&self, by: SetupBy) -> Kinds<'a> {
        let scenario = self.scenario;
        let products: Vec<&'a str> = self.names.products.iter().collect();
        if by == SetupBy::Product {
            let of = (0..products.len()).map(number).collect();
            return Kinds { noun: "product", names: products, of };
        }
        let family = |product: &&'a str| {
            let table = scenario.product.get(product);
            let family = table.and_then(|table| table.family.as_ref());
            family.map_or(*product, |family| family.value.as_str())
        };
        let mut names: Vec<&str> = products.iter().map(family).collect();
        names.sort_by(|one, other| natural_order(one, other));
        names.dedup();
        let mut kinds = Kinds { noun: "family", names, of: Table::new() };
        for product in &products {
            let kind = kinds.get(family(product)).expect("every family is there");
            kinds.of.push(kind);
        }
        kinds
    }

    /// The number of a kind that is named, or a complaint.
    pub(super) fn kind(
        &mut self,
        kinds: &Kinds<'_>,
        name: &Written<String>,
        who: &str,
    ) -> Option<u32> {
        let found = kinds.get(&name.value);
        if found.is_none() {
            let noun = kinds.noun;
            let message = format!("{who} names the {noun} `{}`, which does not exist", name.value);
            let hint = closest(&name.value, kinds.names.iter().copied()).map_or_else(
                || format!("there are: {}", listed(kinds.names.iter().copied())),
                |word| format!("did you mean `{word}`?"),
            );
            let complaint = Diagnostic::error(code::UNKNOWN_NAME, message).at(name.spot);
            self.complain(complaint.hint(hint));
        }
        found
    }

    /// How long setups take from each kind to each.
    fn matrix(
        &mut self,
        row: &scenario::Setup,
        kinds: &Kinds<'_>,
        who: &str,
    ) -> Vec<Option<Distribution>> {
        let Some(given) = &row.matrix else { return Vec::new() };
        let count = kinds.names.len();
        let mut matrix = vec![None; count * count];
        // The headers of a sheet are the same names in every row.
        let mut ends: BTreeMap<Spot, Option<u32>> = BTreeMap::new();
        for (from, times) in given.value.0.iter() {
            let from = self.kind(kinds, from, who);
            for (to, time) in times.value.iter() {
                let to = *ends.entry(to.spot).or_insert_with(|| self.kind(kinds, to, who));
                if let (Some(from), Some(to)) = (from, to) {
                    let cell = from as usize * count + to as usize;
                    matrix[cell] = Some(time.value.clone());
                }
            }
        }
        matrix
    }

    /// What neither `matrix` nor `time` has takes no time.
    pub(super) fn note_free_setups(&mut self) {
        let mut free: Vec<(&str, Vec<(ProductId, ProductId)>)> = Vec::new();
        for row in &self.model.stations {
            let Some(setup) = row.setup.as_deref().filter(|setup| !setup.matrix.is_empty()) else {
                continue;
            };
            let written = self.scenario.station.get(&row.name).and_then(|it| it.setup.as_ref());
            if written.is_none_or(|written| written.value.0.time.is_some()) {
                continue;
            }
            let pairs = self.pairs_without_time(row, setup);
            if !pairs.is_empty() {
                free.push((&row.name, pairs));
            }
        }
        let told = |(station, pairs): &(&str, Vec<(ProductId, ProductId)>)| {
            let [from, to] = [pairs[0].0, pairs[0].1].map(|id| &self.model.products[id].name);
            match pairs.len() - 1 {
                0 => format!("`{station}` from `{from}` to `{to}`"),
                1 => format!("`{station}` from `{from}` to `{to}` and another pair"),
                more => format!("`{station}` from `{from}` to `{to}` and {more} other pairs"),
            }
        };
        if !free.is_empty() {
            let all: Vec<String> = free.iter().map(told).collect();
            let message = format!("setups that no `matrix` has take no time: {}", all.join(", "));
            self.assume(message, Flatters::Throughput);
        }
    }

    /// Products of different kinds, one of each kind, that come to a station and need no setup one after the
    /// other.
    fn pairs_without_time(
        &self,
        station: &super::Station,
        setup: &Setup,
    ) -> Vec<(ProductId, ProductId)> {
        let mut firsts: BTreeMap<u32, ProductId> = BTreeMap::new();
        for place in &self.model.places {
            if self.model.stations[place.station].name == station.name {
                let product = self.model.steps[place.step].product;
                firsts.entry(setup.kinds[product]).or_insert(product);
            }
        }
        let pairs = firsts.iter().flat_map(|from| firsts.iter().map(move |to| (from, to)));
        let says = |kind: u32| {
            let mut own = setup.of_steps.iter().map(|(place, _)| self.model.places[*place].step);
            own.any(|step| setup.kinds[self.model.steps[step].product] == kind)
        };
        let is_free = |from: u32, to: u32| {
            from != to && !says(to) && setup.matrix[(from * setup.count + to) as usize].is_none()
        };
        let free = pairs.filter(|((from, _), (to, _))| is_free(**from, **to));
        free.map(|((_, &from), (_, &to))| (from, to)).collect()
    }

    /// Complains about stations that `set_up_for` names and that do not exist.
    pub(super) fn check_set_up_for(&mut self) {
        for (name, _) in self.scenario.today.set_up_for.iter() {
            let found: Result<StationId, _> = self.names.stations.find(name, "`set_up_for`");
            self.keep(found);
        }
    }
}

/// The stations at which steps of routes, or times of products, say how long a setup takes.
pub(super) fn set_up_by_steps(scenario: &Scenario) -> BTreeSet<&str> {
    let times = scenario.times.product.iter().flat_map(|(_, times)| times.setup.names());
    let routes = scenario.product.iter().flat_map(|(_, product)| &product.route);
    let steps = routes.flat_map(|route| &route.value).map(|item| &item.value);
    let steps = steps.filter(|item| item.setup.is_some()).flat_map(|item| &item.stations);
    times.chain(steps.map(|station| station.value.as_str())).collect()
}
