//! The dated order book.

use super::compile::Compiler;
use super::demand::Promise;
use super::names::spot_of;
use super::{About, Attribute, DispatchRule, Penalty, Station, WarmUp};
use crate::diagnostic::{Diagnostic, code, listed};
use crate::ids::{CustomerId, ProductId, ShippingId};
use crate::units::{Duration, LONGEST, Time, natural_order};

/// `[order.<name>]`: a dated order.
#[derive(Clone, Debug, PartialEq)]
pub struct Order {
    /// Name as written.
    pub name: String,
    /// What is ordered.
    pub product: ProductId,
    /// How many parts.
    pub quantity: u32,
    /// When its parts may enter the plant: at the start, if that was before.
    pub release: Time,
    /// When it is promised.
    pub due: Option<Time>,
    /// How urgent it is: the larger number goes first where it is asked for.
    pub priority: u32,
    /// What it costs that it is late.
    pub penalty: Option<Penalty>,
    /// Who ordered it.
    pub customer: Option<CustomerId>,
    /// The truck that it waits for.
    pub shipping: Option<ShippingId>,
    /// When it is cancelled.
    pub cancelled: Option<Time>,
    /// What it is: the place of each attribute among its names, and the value.
    pub is: Vec<(u32, Attribute)>,
}

impl Compiler<'_> {
    /// Compiles the dated order book.
    pub(super) fn compile_orders(&mut self) {
        let ahead = self.ahead_of_due();
        let mut overdue = Vec::new();
        let mut orders = Vec::with_capacity(self.scenario.order.len());
        for (name, table) in self.scenario.order.iter() {
            let who = format!("the order `{}`", name.value);
            let product = match &table.product {
                Some(product) => {
                    let found = self.names.products.find(product, &who);
                    self.keep(found)
                }
                None => self.only_product(&who, name.spot),
            };
            let release = match &table.release {
                Some(release) => self.release(release.value, release.spot),
                None => Some(Time::ZERO),
            };
            let due = table.due.as_ref().map(|due| self.due(due.value, due.spot));
            let quantity = table.quantity.as_ref().map_or(1, |quantity| quantity.value);
            let spot = table.quantity.as_ref().map_or(name.spot, |quantity| quantity.spot);
            self.check_quantity(quantity.into(), &who, spot);
            let (Some(product), Some(release)) = (product, release) else { continue };
            let due = due.flatten();
            if due.is_some_and(|due| due < Time::ZERO) {
                overdue.push(name.value.as_str());
            } else if due.is_some_and(|due| due < release) {
                let message = format!("{who} is due before it is released");
                self.complain(Diagnostic::warning(code::DUBIOUS, message).at(name.spot));
            }
            // What is in work has been released.
            let is_in_work = self.scenario.today.wip.order.get(&name.value).is_some();
            let ahead = ahead.filter(|_| !is_in_work);
            let release = if is_in_work { release.min(Time::ZERO) } else { release };
            let release = match (due, ahead) {
                (Some(due), Some(ahead)) => release.max(self.model.before_due(ahead, due)),
                (Some(_) | None, None) | (None, Some(_)) => release,
            };
            let priority = table.priority.as_ref().map_or(0, |priority| priority.value);
            let penalty = self.penalty(table.penalty.as_ref(), table.due.is_some(), &who);
            let customer = self.customer(table.customer.as_ref());
            let is = self.compile_is(&table.is, &who);
            let shipping = self.shipping(table.shipping.as_ref(), &who);
            let cancelled = table.cancelled.as_ref();
            let cancelled = cancelled.and_then(|at| self.beginning(at.value, at.spot));
            orders.push(Order {
                name: name.value.clone(),
                product,
                quantity,
                release,
                due,
                priority,
                penalty,
                customer,
                shipping,
                cancelled,
                is,
            });
        }
        orders.sort_by(|one, other| {
            let names = || natural_order(&one.name, &other.name);
            one.release.cmp(&other.release).then_with(names)
        });
        self.tell_overdue(&overdue);
        self.warn_of_idle_priorities();
        self.check_releases(&orders);
        self.check_horizon(&orders);
        self.check_warm_up(&orders);
        self.model.orders = orders.into();
    }

    /// Warns of priorities for which no station asks.
    fn warn_of_idle_priorities(&mut self) {
        let asks = |row: &Station| row.dispatch.contains(&DispatchRule::Priority);
        if self.model.stations.iter().any(asks) || self.model.attributes.ask_about(About::Priority)
        {
            return;
        }
        if let Some(first) = self.scenario.first_priority() {
            let message = "no station asks for a `priority`: all orders are treated alike";
            let hint = "write `dispatch = \"priority\"` at stations where the more urgent goes first, or in \
                        `[control]` for all";
            self.complain(Diagnostic::warning(code::UNUSED, message).at(first.spot).hint(hint));
        }
    }

    /// How long before they are due orders enter, where they do not enter at once.
    fn ahead_of_due(&mut self) -> Option<Promise> {
        let release = self.scenario.control.release.as_ref()?;
        let ahead = release.value.before_due().as_ref()?;
        let random = self.scenario.demand.iter().find(|(_, demand)| demand.due_in.is_some());
        if let Some((name, _)) = random {
            let message = format!(
                "`before_due` holds back dated orders only: those of the demand `{}` enter at once",
                name.value
            );
            self.complain(Diagnostic::note(code::ASSUMED, message).at(ahead.spot));
        }
        match ahead.value {
            Duration::Elapsed(span) => Some(Promise::After(span)),
            Duration::Workdays(days) => {
                let of = self.workdays("before_due", ahead.spot)?;
                Some(Promise::Workdays { days, of })
            }
        }
    }

    /// Warns of orders that come only when the run is over.
    fn check_horizon(&mut self, orders: &[Order]) {
        let end = self.horizon().unwrap_or(Time::ZERO + LONGEST);
        let too_late = orders.iter().filter(|order| order.release >= end);
        let names: Vec<&str> = too_late.map(|order| order.name.as_str()).collect();
        if !names.is_empty() {
            let message = format!(
                "these orders are released after the run: {}",
                listed(names.iter().copied())
            );
            let spot = spot_of(&self.scenario.order, names[0]);
            self.complain(Diagnostic { spot, ..Diagnostic::warning(code::DUBIOUS, message) });
        }
    }

    /// Warns if all orders are due before measuring begins, and notes which ones are: whatever is
    /// complete by then is never judged.
    fn check_warm_up(&mut self, orders: &[Order]) {
        let spot = self.scenario.run.warm_up.as_ref().map(|warm_up| warm_up.spot);
        let hint = "with an order book that starts in an empty plant write `warm_up = \"none\"`";
        if self.model.run.warm_up == WarmUp::Auto && !orders.is_empty() {
            let message = "dated orders that are done in the warm-up that is found are not judged";
            let complaint = Diagnostic::warning(code::DUBIOUS, message).hint(hint);
            self.complain(Diagnostic { spot, ..complaint });
            return;
        }
        let begin = Time::ZERO + self.model.run.warm_up.span();
        if self.starts_from_the_floor() {
            return;
        }
        let dues = || orders.iter().filter_map(|order| Some((order.name.as_str(), order.due?)));
        let early: Vec<&str> =
            dues().filter(|(_, due)| *due <= begin).map(|(name, _)| name).collect();
        if early.is_empty() {
            return;
        }
        if early.len() < dues().count() {
            let names = listed(early);
            let message =
                format!("due before measuring begins, and not judged if complete by then: {names}");
            self.complain(Diagnostic::note(code::COUNTED, message));
            return;
        }
        let message =
            "all orders are due before measuring begins: those complete by then are not judged";
        let complaint = Diagnostic::warning(code::DUBIOUS, message).hint(hint);
        self.complain(Diagnostic { spot, ..complaint });
    }

    /// Complains about orders that together release too many parts at one instant.
    fn check_releases(&mut self, orders: &[Order]) {
        let most = u64::from(self.model.run.limits.parts);
        for together in orders
            .chunk_by(|one, other| one.release.max(Time::ZERO) == other.release.max(Time::ZERO))
        {
            let parts: u64 = together.iter().map(|order| u64::from(order.quantity)).sum();
            let single = together.iter().any(|order| u64::from(order.quantity) > most);
            if parts > most && !single {
                let names = listed(together.iter().map(|order| order.name.as_str()));
                let message =
                    format!("the orders {names} release {parts} parts at once, more than {most}");
                let hint = "give them later releases, or raise `parts` in `limits` of `[run]`";
                let spot = spot_of(&self.scenario.order, &together[0].name);
                let complaint = Diagnostic::error(code::TOO_MANY, message).hint(hint);
                self.complain(Diagnostic { spot, ..complaint });
            }
        }
    }
}
