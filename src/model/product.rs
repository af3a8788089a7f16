//! Products and their routes.

use std::collections::BTreeSet;

use super::compile::Compiler;
use super::names::spot_of;
use super::{Along, Branch, Choice, Dedicated, Line, Sales, ShipsIn, Short};
use crate::diagnostic::{Diagnostic, code};
use crate::ids::{
    Id, LimitId, LineId, MaterialId, PlaceId, ProductId, Run, ShippingId, StationId, StepId,
};
use crate::random::Distribution;
use crate::scenario::{self, Scenario};
use crate::units::Span;

/// `[product.<name>]`, or a line that no product names.
#[derive(Clone, Debug, PartialEq)]
pub struct Product {
    /// Name as written.
    pub name: String,
    /// Its steps, in route order, line by line.
    pub steps: Run<StepId>,
    /// The lines that make it, in the order written; at least one.
    pub lines: Run<LineId>,
    /// Which of them an order goes to.
    pub choice: Choice,
    /// Whether a part can come back to a step, or do it again (then visits are counted part by part).
    pub loops: bool,
    /// Whether its parts are made of others, and do not come into the plant.
    pub is_made: bool,
    /// Where finished parts lie ready for orders.
    pub stock: Option<MaterialId>,
    /// What it brings, if that is written.
    pub sales: Option<Sales>,
    /// What comes into the plant with its parts, to be taken for them.
    pub along: Vec<Along>,
    /// What becomes of an order of which parts are thrown away.
    pub short: Short,
    /// Most parts of a lot; `None` is the whole order.
    pub lot_size: Option<u32>,
    /// How orders leave.
    pub ships_in: ShipsIn,
    /// The truck that orders wait for.
    pub shipping: Option<ShippingId>,
}

/// One step of a route.
#[derive(Clone, Debug, PartialEq)]
pub struct Step {
    /// Its product.
    pub product: ProductId,
    /// Where it can be done, in order of preference.
    pub places: Run<PlaceId>,
    /// Which of several places a part goes to.
    pub choice: StationChoice,
    /// To which of them it is bound.
    pub dedicated: Option<Dedicated>,
    /// How long parts wait at most before it; `None` is without end.
    pub limit: Option<LimitId>,
    /// What follows.
    pub next: Next,
    /// By which order of a part it follows, where orders decide: `next` then has the shares of all known ones.
    pub branches: Vec<Branch>,
}

/// `choice`: which of several stations a part goes to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum StationChoice {
    /// Where a machine takes it at once, else the shortest queue for each machine (`"shortest_queue"`).
    #[default]
    ShortestQueue,
    /// The least planned work for each machine (`"least_load"`).
    LeastLoad,
    /// The first with room (`"preference"`).
    Preference,
    /// The soonest planned end of its cycle (`"earliest_finish"`).
    EarliestFinish,
    /// One that needs no setup for it (`"same_setup"`).
    SameSetup,
    /// The machine whose last part left longest ago, if one is free (`"free_longest"`).
    FreeLongest,
}

impl StationChoice {
    /// Whether it is the usual one.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

impl From<scenario::StationChoice> for StationChoice {
    fn from(word: scenario::StationChoice) -> Self {
        match word {
            scenario::StationChoice::ShortestQueue => Self::ShortestQueue,
            scenario::StationChoice::LeastLoad => Self::LeastLoad,
            scenario::StationChoice::Preference => Self::Preference,
            scenario::StationChoice::EarliestFinish => Self::EarliestFinish,
            scenario::StationChoice::SameSetup => Self::SameSetup,
            scenario::StationChoice::FreeLongest => Self::FreeLongest,
        }
    }
}

/// What follows a step.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Next {
    /// Always the same.
    Always(Target),
    /// By chance: these rows of [`super::Model::shares`].
    Shares {
        /// First row.
        first: u32,
        /// One past the last row.
        end: u32,
    },
}

/// Where a part goes after a step.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Target {
    /// To a step of its route.
    Step(StepId),
    /// Out of the plant: it is finished.
    Out,
}

/// One branch of a step.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Share {
    /// Share of this branch and of all before it, in (0, 1]; the last one is 1.
    pub cumulated: f64,
    /// Where it leads.
    pub target: Target,
}

/// A place where a step can be done.
#[derive(Clone, Debug, PartialEq)]
pub struct Place {
    /// The step.
    pub step: StepId,
    /// The station.
    pub station: StationId,
    /// Duration of the cycle there. Unit: ticks.
    pub cycle: Distribution,
    /// Mean of the cycle, for loads and choices.
    pub mean_cycle: Span,
    /// How many earlier steps of the route can use the same station: the visit number of a part
    /// that never comes back.
    pub visit: u32,
    /// First row, and one past the last, in [`super::Model::exits`]: the ways that start here.
    pub exits: (u32, u32),
}

impl Place {
    /// A place without a cycle: where parts are taken, or somebody else works.
    pub(super) fn of_store(step: StepId, store: StationId) -> Self {
        Self {
            step,
            station: store,
            cycle: Distribution::from(0),
            mean_cycle: Span::ZERO,
            visit: 0,
            exits: (0, 0),
        }
    }
}

/// The lines that no product names: each is a product of its own name, but for paced ones whose stations stand in
/// routes.
pub(super) fn unnamed_lines(scenario: &Scenario) -> impl Iterator<Item = &str> {
    let lists = scenario.product.iter().flat_map(|(_, product)| &product.lines);
    let named: BTreeSet<&str> =
        lists.flat_map(|list| &list.value).map(|line| line.value.as_str()).collect();
    let is_only_paced = |line: &str| super::takt::is_passed_by_routes(scenario, line);
    scenario.line.names().filter(move |line| !named.contains(line) && !is_only_paced(line))
}

impl<'a> Compiler<'a> {
    /// Compiles the products and their routes.
    pub(super) fn compile_products(&mut self) {
        let names: Vec<&'a str> = self.names.products.iter().collect();
        for name in names {
            self.compile_product(name);
        }
        self.check_times();
        for line in unnamed_lines(self.scenario) {
            if self.scenario.product.get(line).is_some() {
                let message = format!("`{line}` is a line, and a product that is not made on it");
                let hint = format!("write `lines = [\"{line}\"]`, or rename one of them");
                let complaint = Diagnostic::error(code::NAME_TWICE, message).hint(hint);
                let spot = spot_of(&self.scenario.product, line);
                self.complain(Diagnostic { spot, ..complaint });
            }
        }
        if self.model.products.is_empty() && !self.scenario.station.is_empty() {
            let first = self.scenario.station.names().next().unwrap_or_default();
            let message = "nothing is made: there is no line and no product";
            let hint = format!(
                "add `[line.main]` with `stations = [\"{first}\"]`; a what-if starts with \
                 `extends = \"base.toml\"`, the name of the file it changes"
            );
            self.complain(Diagnostic::error(code::NOTHING, message).hint(hint));
        }
    }

    fn compile_product(&mut self, name: &'a str) {
        let product = ProductId::at(self.model.products.len());
        let drafts = self.drafts(name);
        let (first, first_line) = (self.model.steps.len(), self.model.lines.len());
        let mut is_whole = !drafts.is_empty();
        for draft in &drafts {
            let first = self.model.steps.len();
            is_whole &= self.compile_route(product, &draft.items, (name, &draft.who));
            let steps = Run::new(first..self.model.steps.len());
            let (name, cost) = (draft.name.to_owned(), draft.cost);
            self.model.lines.push(Line { name, product, steps, cost });
        }
        let steps: Run<StepId> = Run::new(first..self.model.steps.len());
        let leads_back = |step: StepId| {
            self.model.targets(step).any(|target| matches!(target, Target::Step(to) if to <= step))
        };
        let comes_back = |step: StepId| self.model.back_from(step).is_some();
        let loops = steps
            .iter()
            .any(|step| leads_back(step) || comes_back(step) || self.model.may_go_again(step));
        let lines = Run::new(first_line..self.model.lines.len());
        let table = self.scenario.product.get(name);
        let choice = table.and_then(|product| product.choice.as_ref());
        let choice = choice.map_or_else(Choice::default, |choice| choice.value.into());
        let is_made = self.model.is_made_of_others(product);
        let stock = self.stock_of(name);
        let short = self.short_of(name);
        let table = self.scenario.product.get(name);
        let lot_size = table.and_then(|table| Some(table.lot_size.as_ref()?.value));
        let ships_in =
            table.and_then(|table| Some(table.ships_in.as_ref()?.value.into())).unwrap_or_default();
        let shipping = table.and_then(|table| table.shipping.as_ref());
        let shipping = self.shipping(shipping, &format!("the product `{name}`"));
        let row = Product {
            name: name.to_owned(),
            steps,
            lines,
            choice,
            loops,
            is_made,
            stock,
            sales: table.and_then(Sales::of),
            along: Vec::new(),
            short,
            lot_size,
            ships_in,
            shipping,
        };
        self.model.products.push(row);
        self.dedicate(product, name);
        if let ([only], true) = (drafts.as_slice(), is_whole) {
            self.check_route(product, &only.items, &only.who);
        }
    }
}
