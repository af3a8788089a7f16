//! How orders leave, and what becomes of some before: trucks, lots, cancellation, and what makes an order urgent.

use super::compile::Compiler;
use super::{Lorry, Model, Order, Product};
use crate::diagnostic::{Diagnostic, code};
use crate::ids::{OrderId, ProductId, ShippingId};
use crate::random::Distribution;
use crate::scenario::{self, Written};
use crate::units::Span;

/// `[shipping.<name>]`: when finished orders leave.
#[derive(Clone, Debug, PartialEq)]
pub struct Shipping {
    /// Name as written.
    pub name: String,
    /// When its truck leaves.
    pub leaves: Lorry,
}

/// `cancelled` of a demand.
#[derive(Clone, Debug, PartialEq)]
pub struct Cancelled {
    /// Share of the orders.
    pub chance: f64,
    /// How long after they came. Unit: ticks.
    pub after: Distribution,
}

impl Cancelled {
    pub(super) fn of(table: &scenario::Cancelled) -> Option<Self> {
        let (chance, after) = (table.chance.as_ref()?, table.after.as_ref()?);
        Some(Self { chance: chance.value.0, after: after.value.clone() })
    }
}

/// `expedite` of `[control]`: when orders become more urgent than they are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Hurry {
    /// How late an order is then; below zero before it is due.
    pub late_by: Span,
    /// How urgent it is from then on.
    pub priority: u32,
}

/// `ships_in`: how orders leave.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ShipsIn {
    /// As a whole (`"order"`).
    #[default]
    Order,
    /// Lot by lot (`"lot"`).
    Lot,
    /// Part by part (`"piece"`).
    Piece,
}

impl ShipsIn {
    /// Whether it is as usual.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

impl From<scenario::ShipsIn> for ShipsIn {
    fn from(word: scenario::ShipsIn) -> Self {
        match word {
            scenario::ShipsIn::Order => Self::Order,
            scenario::ShipsIn::Lot => Self::Lot,
            scenario::ShipsIn::Piece => Self::Piece,
        }
    }
}

impl Product {
    /// Whether it is to be seen what becomes of each finished part of its orders.
    pub fn is_delivered_apart(&self) -> bool {
        !self.short.is_empty() || !self.ships_in.is_empty()
    }
}

impl Model {
    /// Whether parts of some orders leave before the order is done.
    pub fn ships_in_parts(&self) -> bool {
        self.products.iter().any(|product| !product.ships_in.is_empty())
    }

    /// Whether a dated order is cancelled so early that it is not made at all.
    pub fn is_never_made(&self, order: &Order) -> bool {
        let ahead = self.frozen.unwrap_or(Span::ZERO);
        order.cancelled.is_some_and(|at| at + ahead <= order.release)
    }

    /// How many parts of a dated order are in work at the start.
    pub fn parts_in_work(&self, order: OrderId) -> u32 {
        let first = self.wip.partition_point(|row| row.order < order);
        let own = self.wip[first..].iter().take_while(|row| row.order == order);
        own.map(|row| row.quantity).sum()
    }

    /// Whether a dated order is cancelled before anything is made of it.
    pub fn is_dropped(&self, id: OrderId) -> bool {
        self.is_never_made(&self.orders[id]) && self.parts_in_work(id) == 0
    }

    /// How many parts of a dated order are made: of one that is cancelled in time only what is in work.
    pub fn made_of(&self, id: OrderId) -> u32 {
        let order = &self.orders[id];
        if self.is_never_made(order) { self.parts_in_work(id) } else { order.quantity }
    }

    /// The dated orders that are made.
    pub fn made_orders(&self) -> impl Iterator<Item = &Order> {
        self.orders.iter().filter(|order| !self.is_never_made(order))
    }

    /// Into how many lots an order of so many parts is split, on average; each of them is whole.
    pub(in crate::model) fn lots_of(&self, product: ProductId, quantity: f64) -> f64 {
        let size = self.products[product].lot_size.map_or(f64::INFINITY, f64::from);
        libm::ceil(quantity / size).max(1.0)
    }

    /// Whether some orders are cancelled.
    pub fn cancels(&self) -> bool {
        self.orders.iter().any(|order| order.cancelled.is_some())
            || self.demands.iter().any(|demand| demand.cancelled.is_some())
    }
}

impl Compiler<'_> {
    /// Compiles the trucks, and what `[control]` says of orders; comes before the products.
    pub(super) fn compile_shippings(&mut self) {
        for (name, table) in self.scenario.shipping.iter() {
            let who = format!("the shipping `{}`", name.value);
            let leaves = self.required(table.leaves.as_ref(), "leaves", &who, name.spot).is_some();
            let leaves = table.leaves.as_ref().filter(|_| leaves);
            let leaves = leaves.and_then(|leaves| self.lorry(&leaves.value));
            if let Some(leaves) = leaves {
                self.model.shippings.push(Shipping { name: name.value.clone(), leaves });
            }
        }
        let control = &self.scenario.control;
        self.model.hurry = control.expedite.as_ref().and_then(|given| {
            let priority = given.value.priority.as_ref()?.value;
            Some(Hurry { late_by: given.value.late_by()?, priority })
        });
        self.model.frozen = control.frozen.as_ref().map(|frozen| frozen.value);
    }

    /// The truck that is named.
    pub(super) fn shipping(
        &mut self,
        given: Option<&Written<String>>,
        who: &str,
    ) -> Option<ShippingId> {
        let found = self.names.shippings.find(given?, who);
        self.keep(found).filter(|&id| self.model.shippings.get(id).is_some())
    }

    /// Warns of trucks for which nothing waits, and of what decides nothing; comes after the orders.
    pub(super) fn check_shippings(&mut self) {
        if self.complaints.has_errors() {
            return;
        }
        let (scenario, model) = (self.scenario, &self.model);
        let mut complaints = Vec::new();
        let orders = model.orders.iter().map(|order| order.shipping);
        let demands = model.demands.iter().map(|demand| demand.shipping);
        let products = model.products.iter().map(|product| product.shipping);
        let named: Vec<ShippingId> = orders.chain(demands).chain(products).flatten().collect();
        for (id, row) in model.shippings.enumerated().filter(|(id, _)| !named.contains(id)) {
            let message = format!("no order waits for the truck `{}`", row.name);
            let hint = "name it with `shipping` of products, demands or orders";
            let spot = super::names::spot_of(&scenario.shipping, &model.shippings[id].name);
            let complaint = Diagnostic::warning(code::UNUSED, message).hint(hint);
            complaints.push(Diagnostic { spot, ..complaint });
        }
        if let Some(expedite) = scenario.control.expedite.as_ref()
            && !scenario.has_due_dates()
        {
            let message = "no order has a due date: none becomes urgent";
            complaints.push(Diagnostic::warning(code::UNUSED, message).at(expedite.spot));
        }
        for complaint in complaints {
            self.complain(complaint);
        }
    }
}
