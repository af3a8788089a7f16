//! Material: what is bought and goes into parts, when more of it is ordered, and where parts take it.

mod per_order;
mod sources;
mod supplied;

use std::collections::BTreeSet;

use super::compile::Compiler;
use super::names::{self, spot_of};
use super::route::Item;
use super::stock::ToStock;
use super::{Length, Model, PartsInWork, Station};
use crate::diagnostic::{Diagnostic, Spot, code, meant};
use crate::ids::{BillId, Id, LineId, MaterialId, ProductId, StationId, StepId, SupplierId, Table};
use crate::scenario::{self, Reserved, Written};
use crate::units::{Span, Time};

/// `[material.<name>]`.
#[derive(Clone, Debug, PartialEq)]
pub struct Material {
    /// Name as written.
    pub name: String,
    /// How many are on hand at the start.
    pub stock: u32,
    /// When more is ordered, how much, and from whom; `None` is never.
    pub reorder: Option<(Reorder, Source)>,
    /// Purchase orders that are open at the start, by when they come.
    pub on_order: Vec<OpenPurchase>,
    /// The suppliers and their shares, in natural order of the names; empty where there is one.
    pub shares: Vec<(SupplierId, u32)>,
    /// Who is ordered from while the supplier whose turn it is is down.
    pub backup: Option<SupplierId>,
    /// The stock at which the next delivery is expedited.
    pub expedite: Option<u32>,
    /// How long it can be used from when it is on hand.
    pub shelf_life: Option<Span>,
    /// Whether it is spoken for from the release of an order on.
    pub reserved: bool,
}

/// Where it comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Source {
    /// Somebody delivers it.
    Bought(SupplierId),
    /// It is a product of the plant.
    Made(ToStock),
}

/// When more of a material is ordered, and how much.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reorder {
    /// (s,Q): so many times `quantity` when the position is `point` or below that it is above.
    Quantity {
        /// The position at which more is ordered.
        point: u32,
        /// How much is ordered, once or several times.
        quantity: u32,
    },
    /// (s,S): up to a position when it is `point` or below.
    UpTo {
        /// The position at which more is ordered.
        point: u32,
        /// The position that is reached with the order.
        up_to: u32,
    },
    /// (R,S): up to a position at set times.
    Every {
        /// Time between two looks.
        every: Span,
        /// The position that is reached with the order.
        up_to: u32,
    },
    /// So many bins, of which each is ordered when it is empty.
    Kanban {
        /// How many bins.
        bins: u32,
        /// How many are in a full one.
        quantity: u32,
    },
    /// For each order what it needs.
    PerOrder {
        /// How long before the release it should be there.
        ahead: Span,
    },
}

impl Reorder {
    /// How much is ordered at a position, by a rule that goes by it; `is_due` says whether the time for a look has come.
    pub fn order(self, position: i64, is_due: bool) -> i64 {
        match self {
            Self::Quantity { point, quantity } if position <= i64::from(point) => {
                let quantity = i64::from(quantity);
                ((i64::from(point) - position) / quantity + 1) * quantity
            }
            Self::UpTo { point, up_to } if position <= i64::from(point) => {
                i64::from(up_to) - position
            }
            Self::Every { up_to, .. } if is_due => (i64::from(up_to) - position).max(0),
            Self::Quantity { .. }
            | Self::UpTo { .. }
            | Self::Every { .. }
            | Self::Kanban { .. }
            | Self::PerOrder { .. } => 0,
        }
    }

    /// How much is ordered where so much is wanted of somebody who takes no orders for fewer than `at_least`.
    pub fn round_up(self, wanted: i64, at_least: u32) -> i64 {
        let at_least = i64::from(at_least);
        match self {
            Self::Quantity { quantity, .. } => {
                let quantity = i64::from(quantity);
                wanted.max((at_least + quantity - 1) / quantity * quantity)
            }
            Self::UpTo { .. }
            | Self::Every { .. }
            | Self::Kanban { .. }
            | Self::PerOrder { .. } => wanted.max(at_least),
        }
    }
}

/// A purchase order that is open at the start.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct OpenPurchase {
    /// When it comes.
    pub at: Time,
    /// How many.
    pub quantity: u32,
}

/// A line of a bill of materials: what a part takes at a step.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Bill {
    /// The step.
    pub step: StepId,
    /// What it takes when a machine takes it there.
    pub material: MaterialId,
    /// How many.
    pub quantity: u32,
}

impl Model {
    /// What a part takes at a step.
    ///
    /// Cost: logarithmic in all that parts take.
    pub fn bills_at(&self, step: StepId) -> impl Iterator<Item = (BillId, Bill)> + '_ {
        let bills = self.bills.as_slice();
        let first = bills.partition_point(|bill| bill.step < step);
        let own = bills[first..].iter().take_while(move |bill| bill.step == step);
        (first..).map(BillId::at).zip(own.copied())
    }

    /// Whether parts of products take it.
    pub fn goes_into_others(&self, material: MaterialId) -> bool {
        self.bills.iter().any(|bill| bill.material == material)
    }

    /// Whether parts take material when machines of each station take them.
    ///
    /// Cost: a look at all places.
    pub fn stations_with_material(&self) -> Table<StationId, bool> {
        let mut stations = Table::filled(self.stations.len(), false);
        if !self.bills.is_empty() {
            for place in &self.places {
                stations[place.station] |= self.bills_at(place.step).next().is_some();
            }
        }
        stations
    }
}

impl Compiler<'_> {
    /// Compiles the material; comes before the routes.
    pub(super) fn compile_material(&mut self) {
        let names: Vec<&str> = self.names.materials.iter().collect();
        self.check_open_purchases();
        for name in names {
            match self.scenario.material.named(name) {
                Some((name, table)) => self.compile_bought(name, table),
                None => self.compile_stock(name),
            }
        }
    }

    fn compile_bought(&mut self, name: &Written<String>, table: &scenario::Material) {
        let who = format!("the material `{}`", name.value);
        let shares = self.shares_of_suppliers(table, &who);
        let backup = self.backup(table, &shares, &who);
        self.check_bins(table, &shares, backup);
        self.check_expedite(table, &shares, backup, &who);
        let reorder = table.reorder.as_ref().and_then(|rule| reorder(&rule.value.0));
        let of_today = self.scenario.today.on_order.material.get(&name.value);
        let mut on_order: Vec<OpenPurchase> = table
            .on_order
            .iter()
            .chain(of_today)
            .flat_map(|list| &list.value)
            .filter_map(|row| self.open_purchase(row))
            .collect();
        on_order.sort_unstable();
        self.model.materials.push(Material {
            name: name.value.clone(),
            stock: table.stock.as_ref().map_or(0, |stock| stock.value),
            reorder: reorder.zip(shares.first().map(|&(first, _)| Source::Bought(first))),
            on_order,
            shares: if shares.len() > 1 { shares } else { Vec::new() },
            backup,
            shelf_life: table.shelf_life.as_ref().map(|life| life.value),
            reserved: table.reserved.as_ref().is_some_and(|it| it.value == Reserved::AtRelease),
            expedite: table.expedite.as_ref().and_then(|at| Some(at.value.point.as_ref()?.value)),
        });
        if let Some(supplier) = table.supplier.as_ref().filter(|_| table.reorder.is_none()) {
            let names = supplier.value.shares(supplier.spot);
            let names: Vec<String> =
                names.iter().map(|(name, _)| format!("`{}`", name.value)).collect();
            let message = format!("nothing of {who} is ever ordered from {}", names.join(", "));
            let hint = "write when, such as `reorder = { point = 400, quantity = 800 }`";
            let complaint = Diagnostic::warning(code::UNUSED, message).at(supplier.spot);
            self.complain(complaint.hint(hint));
        }
    }

    /// What is on order at the start is bought.
    fn check_open_purchases(&mut self) {
        let scenario = self.scenario;
        for (name, _) in scenario.today.on_order.material.iter() {
            if scenario.material.get(&name.value).is_none() {
                let known = scenario.material.names();
                self.complain(names::unknown("material", name, "what is on order", known));
            }
        }
    }

    fn open_purchase(&mut self, row: &Written<scenario::OpenPurchase>) -> Option<OpenPurchase> {
        let who = "an open purchase order";
        let quantity = self.required(row.value.quantity.as_ref(), "quantity", who, row.spot);
        let quantity = quantity.copied();
        self.required(row.value.at.as_ref(), "at", who, row.spot)?;
        let at = row.value.at.as_ref()?;
        Some(OpenPurchase { at: self.beginning(at.value, at.spot)?, quantity: quantity? })
    }

    /// Compiles what parts take on a route whose steps are there; `first` is the first of them.
    pub(super) fn compile_bills(
        &mut self,
        first: usize,
        items: &[Item<'_>],
        (name, who): (&str, &str),
    ) {
        let table = self.scenario.product.get(name);
        let Some(materials) = table.and_then(|product| product.materials.as_ref()) else { return };
        for (material, need) in materials.value.iter() {
            let found = self.names.materials.find(material, who);
            let material = self.keep(found);
            let position = match &need.value.at {
                None => Some(0),
                Some(at) => {
                    let found = items.iter().position(|item| item.is_called(&at.value));
                    if found.is_none() {
                        self.complain_about_step(at, items, who);
                    }
                    found
                }
            };
            let Some((material, position)) = material.zip(position) else { continue };
            let quantity = need.value.quantity.as_ref().map_or(1, |quantity| quantity.value);
            let bill = Bill { step: StepId::at(first + position), material, quantity };
            self.model.bills.push(bill);
        }
    }

    fn complain_about_step(&mut self, at: &Written<String>, items: &[Item<'_>], who: &str) {
        let name = &at.value;
        let message = format!("{who} takes material at `{name}`, to which it does not come");
        let hint = meant(name, items.iter().map(Item::title), "its steps are");
        self.complain(Diagnostic::error(code::ROUTE, message).at(at.spot).hint(hint));
    }

    /// Notes the stations at whose machines parts take material, and refuses those where they cannot; comes
    /// after the cards.
    pub(super) fn note_material(&mut self) {
        let mut bills: Vec<Bill> = self.model.bills.iter().copied().collect();
        bills.sort_unstable_by_key(|bill| (bill.step, bill.material));
        self.model.bills = bills.into();
        let takes = |place: &&super::Place| self.model.bills_at(place.step).next().is_some();
        let stations: BTreeSet<(ProductId, StationId)> = self
            .model
            .places
            .iter()
            .filter(takes)
            .map(|place| (self.model.steps[place.step].product, place.station))
            .collect();
        for (product, station) in stations {
            if let Some((why, hint)) = what_keeps_from_material(&self.model.stations[station]) {
                let product = self.model.products[product].name.clone();
                let taker = self.model.stations[station].store.as_ref().map(|store| store.of);
                let name = &self.model.stations[taker.unwrap_or(station)].name;
                let message =
                    format!("parts of `{product}` cannot take material at `{name}`: {why}");
                let spot = self.spot_of_materials(&product);
                let complaint = Diagnostic::error(code::CONFLICT, message).hint(hint);
                self.complain(Diagnostic { spot, ..complaint });
                continue;
            }
            self.model.stations[station].at_load = true;
        }
    }

    fn spot_of_materials(&self, product: &str) -> Option<Spot> {
        let table = self.scenario.product.get(product)?;
        table.materials.as_ref().map(|materials| materials.spot)
    }

    /// Warns of material and suppliers that nobody needs, and of material that runs out; comes after the
    /// demands and orders.
    pub(super) fn warn_of_material(&mut self) {
        if self.complaints.has_errors() {
            return;
        }
        let mut complaints = self.waits_of_supplies();
        for (id, row) in self.model.materials.enumerated() {
            // What is made to stock and bought, too, is refused.
            if row.made_to_stock().is_some() || self.scenario.stock.get(&row.name).is_some() {
                continue;
            }
            let spot = spot_of(&self.scenario.material, &row.name);
            if !self.model.bills.iter().any(|bill| bill.material == id) {
                let message = format!("no product takes the material `{}`", row.name);
                let hint = "write how many a part takes in `materials` of its product";
                let complaint = Diagnostic::warning(code::UNUSED, message).hint(hint);
                complaints.push(Diagnostic { spot, ..complaint });
                continue;
            }
            let comes = row.on_order.iter().map(|order| u64::from(order.quantity)).sum::<u64>()
                + u64::from(row.stock);
            if row.reorder.is_some() || self.need(id) <= comes as f64 {
                continue;
            }
            let message = format!(
                "nobody supplies `{}`, and it runs out: {comes} are there or come, and parts need more",
                row.name
            );
            let hint =
                "write its `supplier` and `reorder`; parts wait for ever for what does not come";
            let complaint = Diagnostic::warning(code::DUBIOUS, message).hint(hint);
            complaints.push(Diagnostic { spot, ..complaint });
        }
        complaints.extend(self.suppliers_never_asked());
        for complaint in complaints {
            self.complain(complaint);
        }
    }

    /// How many of a material the parts need that are expected in the run, those that go round again left out.
    fn need(&self, material: MaterialId) -> f64 {
        let model = &self.model;
        let of_line = |line: LineId| -> f64 {
            let own = model.bills.iter().filter(|bill| bill.material == material);
            let own = own.filter(|bill| model.lines[line].steps.iter().any(|s| s == bill.step));
            own.map(|bill| f64::from(bill.quantity)).sum()
        };
        let of = |product: ProductId| {
            model.products[product].lines.iter().map(of_line).fold(f64::INFINITY, f64::min)
        };
        let book = model.made_orders().map(|order| f64::from(order.quantity) * of(order.product));
        let has_taken = |row: &PartsInWork| model.taken_in_work(row, material) as f64;
        let taken: f64 = model.wip.iter().map(has_taken).sum();
        let mut supplied = model.supplies.iter();
        // How much is made to stock is not known before.
        let mut stocked = model.materials.iter().filter_map(Material::made_to_stock);
        if supplied.any(|supply| of_line(supply.line) > 0.0)
            || stocked.any(|made| of(made.product) > 0.0)
        {
            return f64::INFINITY;
        }
        let ticks = match model.run.length {
            Length::OrdersDone => f64::INFINITY,
            Length::For(span) => (model.run.warm_up.span() + span).ticks() as f64,
        };
        let random = model.demands.iter().map(|demand| {
            let mut before = 0.0;
            let mut each = 0.0;
            let rows = demand.first_product as usize..demand.end_product as usize;
            for &(cumulated, product) in &model.demand_products[rows] {
                each += (cumulated - before) * of(product);
                before = cumulated;
            }
            if each > 0.0 {
                each * demand.quantity.mean() * ticks / model.mean_gap_of_run(demand)
            } else {
                0.0
            }
        });
        book.sum::<f64>() - taken + random.sum::<f64>()
    }
}

pub(super) fn reorder(rule: &scenario::Reorder) -> Option<Reorder> {
    let value = |given: &scenario::Given<u32>| given.as_ref().map(|given| given.value);
    let point = value(&rule.point);
    if let Some(up_to) = value(&rule.up_to) {
        let every = rule.every.as_ref().map(|every| every.value);
        let at_times = every.map(|every| Reorder::Every { every, up_to });
        let point = point.unwrap_or(up_to.saturating_sub(1));
        return Some(at_times.unwrap_or(Reorder::UpTo { point, up_to }));
    }
    if rule.rule.is_some() {
        let ahead = rule.ahead.as_ref().map_or(Span::ZERO, |ahead| ahead.value);
        return Some(Reorder::PerOrder { ahead });
    }
    let quantity = value(&rule.quantity)?;
    if let Some(bins) = value(&rule.kanban) {
        return Some(Reorder::Kanban { bins, quantity });
    }
    Some(Reorder::Quantity { point: point?, quantity })
}

/// Why parts cannot take material at a station, and what to do.
fn what_keeps_from_material(row: &Station) -> Option<(&'static str, &'static str)> {
    if row.is_store() || row.assembly.is_some() {
        let why = "parts are joined there, or taken apart";
        Some((why, "name another station of the route with `at`"))
    } else if row.batch.is_some() {
        Some(("it makes batches", "name another station of the route with `at`"))
    } else if row.outside.is_some() {
        Some(("its work is done outside", "name another station of the route with `at`"))
    } else if row.takt.is_some() {
        let why = "it belongs to a paced line, on which nobody waits alone";
        Some((why, "name a station before the line with `at`"))
    } else if row.preempts.is_some() {
        let why = "urgent parts push others off its machines";
        Some((why, "leave `preempts` out, or name another station of the route with `at`"))
    } else if row.blocking == super::Blocking::Again {
        let why = "its parts do their cycle again when they find no room";
        Some((why, "write `block = \"after\"`, or name another station of the route with `at`"))
    } else {
        None
    }
}
