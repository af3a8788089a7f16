//! Random demands: orders that nobody knows in advance.

use super::compile::Compiler;
use super::{Attribute, Cancelled, Model, Penalty, Rates, Workdays};
use crate::diagnostic::{Diagnostic, Spot, code, listed};
use crate::ids::{CustomerId, Id, ProductId, ShippingId};
use crate::random::Distribution;
use crate::scenario::{self, Written};
use crate::units::{Duration, Span, Time};

/// `[demand.<name>]`: random orders.
#[derive(Clone, Debug, PartialEq)]
pub struct Demand {
    /// Name as written.
    pub name: String,
    /// Time between two orders; the first comes one such time after the start. Unit: ticks.
    pub every: Distribution,
    /// When more is ordered and when less.
    pub rates: Option<Rates>,
    /// First row of [`super::Model::demand_products`].
    pub first_product: u32,
    /// One past the last row.
    pub end_product: u32,
    /// Parts in an order.
    pub quantity: Distribution,
    /// When its orders are due.
    pub due_in: Option<Promise>,
    /// What is added to that by what is ordered.
    pub due_by: Option<DueBy>,
    /// How urgent its orders are: the larger number goes first where it is asked for.
    pub priority: u32,
    /// What it costs that an order is late.
    pub penalty: Option<Penalty>,
    /// Who orders.
    pub customer: Option<CustomerId>,
    /// The truck that its orders wait for.
    pub shipping: Option<ShippingId>,
    /// Orders that are cancelled.
    pub cancelled: Option<Cancelled>,
    /// What its orders are: the place of each attribute among its names, and the values with their cumulated shares.
    pub is: Vec<(u32, Vec<(f64, Attribute)>)>,
}

/// What a promise adds by what is ordered.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct DueBy {
    /// So many times the planned work of the order.
    pub work: f64,
    /// For each step. Unit: ticks.
    pub per_step: f64,
}

/// `due_in`: when a random order is due.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Promise {
    /// So long after its arrival.
    After(Span),
    /// At the end of the so many-th workday after the day of its arrival.
    Workdays {
        /// How many.
        days: u32,
        /// Which days they are; a calendar has some in every week.
        of: Workdays,
    },
}

impl Model {
    /// When an order that arrives at `now` is due.
    ///
    /// Cost: for workdays, one step a day.
    pub fn due(&self, promise: Promise, now: Time) -> Time {
        match promise {
            Promise::After(span) => now + span,
            Promise::Workdays { days, of: Workdays::Of(calendar) } => {
                self.calendars[calendar].end_of_workday(now, days)
            }
            Promise::Workdays { days, of: Workdays::All } => {
                let day = Span::from_days(1).ticks();
                let midnight = Time::from_ticks(now.ticks().div_euclid(day) * day);
                midnight + Span::from_days(i64::from(days) + 1)
            }
        }
    }

    /// What a promise adds for so many parts of a product: of the first of its lines, on average of what parts take.
    pub(crate) fn due_by(&self, by: DueBy, product: ProductId, quantity: u32) -> Span {
        let line = self.products[product].lines.first();
        let Some(first) = self.remaining.get(self.lines[line].steps.first()) else {
            return Span::ZERO;
        };
        let work = by.work * first.whole * f64::from(quantity);
        Span::round(work + by.per_step * (1.0 + first.steps))
    }

    /// The instant that is so long before a due date, but not before the plant's start: of workdays the
    /// beginning of the first, where the day of the due date counts only if it is over by then.
    ///
    /// Cost: for workdays, one step a day.
    pub(super) fn before_due(&self, ahead: Promise, due: Time) -> Time {
        match ahead {
            Promise::After(span) => Time::ZERO.max(due - span),
            Promise::Workdays { days, of: Workdays::Of(calendar) } => {
                self.calendars[calendar].begin_of_workdays(due, days)
            }
            Promise::Workdays { days, of: Workdays::All } => {
                let day = Span::from_days(1).ticks();
                let midnight = Time::from_ticks(due.ticks().div_euclid(day) * day);
                Time::ZERO.max(midnight - Span::from_days(i64::from(days)))
            }
        }
    }
}

impl Compiler<'_> {
    /// Compiles the random demands.
    pub(super) fn compile_demands(&mut self) {
        for (name, table) in self.scenario.demand.iter() {
            let who = format!("the demand `{}`", name.value);
            let first_product = self.demand_rows();
            self.compile_mix(table, &who, name.spot);
            let every = self.every(table, &who, name.spot);
            let rates = self.rates(table, &who);
            let quantity = match &table.quantity {
                Some(quantity) => quantity.value.0.clone(),
                None => Distribution::from(1),
            };
            if let Some(given) = &table.quantity {
                self.check_quantity(quantity.mean(), &who, given.spot);
            }
            let promised = table.due_in.as_ref();
            let plus = promised.map(|due| Written { value: due.value.plus, spot: due.spot });
            let due_in = self.promise(plus.as_ref(), &who);
            let due_by = promised
                .map(|due| due.value)
                .filter(|due| due.work > 0.0 || due.per_step > Span::ZERO);
            let due_by =
                due_by.map(|due| DueBy { work: due.work, per_step: due.per_step.ticks() as f64 });
            let is_promised = table.due_in.is_some();
            let penalty = self.penalty(table.penalty.as_ref(), is_promised, &who);
            let customer = self.customer(table.customer.as_ref());
            let shipping = self.shipping(table.shipping.as_ref(), &who);
            let cancelled = table.cancelled.as_ref().and_then(|row| Cancelled::of(&row.value));
            let Some(every) = every else { continue };
            let is = self.compile_drawn(&table.is, &who);
            let (name, end_product) = (name.value.clone(), self.demand_rows());
            let priority = table.priority.as_ref().map_or(0, |priority| priority.value);
            self.model.demands.push(Demand {
                name,
                every,
                rates,
                first_product,
                end_product,
                quantity,
                due_in,
                due_by,
                priority,
                penalty,
                customer,
                shipping,
                cancelled,
                is,
            });
        }
    }

    fn demand_rows(&self) -> u32 {
        let rows = self.model.demand_products.len();
        u32::try_from(rows).expect("demands name fewer than 2^32 products")
    }

    /// Adds the shares of the products of a demand.
    fn compile_mix(&mut self, table: &scenario::Demand, who: &str, spot: Spot) {
        let Some(given) = &table.products else {
            if let Some(product) = self.only_product(who, spot) {
                self.model.demand_products.push((1.0, product));
            }
            return;
        };
        let mut rows = Vec::with_capacity(given.value.len());
        for (name, share) in given.value.iter() {
            let found = self.names.products.find(name, who);
            let product = self.keep(found);
            if let Some(product) = product.filter(|_| share.value > 0.0) {
                rows.push((share.value, product));
            }
        }
        let total: f64 = rows.iter().map(|(share, _)| share).sum();
        if given.value.iter().all(|(_, share)| share.value <= 0.0) {
            let message = format!("{who} names no product with a share above zero");
            self.complain(Diagnostic::error(code::NOTHING, message).at(given.spot));
        }
        let (mut sum, last) = (0.0, rows.len().saturating_sub(1));
        for (position, (share, product)) in rows.into_iter().enumerate() {
            sum += share;
            let cumulated = if position == last { 1.0 } else { sum / total };
            self.model.demand_products.push((cumulated, product));
        }
    }

    fn every(&mut self, table: &scenario::Demand, who: &str, spot: Spot) -> Option<Distribution> {
        let every = &self.required(table.every.as_ref(), "every", who, spot)?.0;
        if Span::round(every.mean()).is_zero() {
            let message = format!("{who} orders without a pause: `every` is zero");
            let spot = table.every.as_ref().map_or(spot, |given| given.spot);
            self.complain(Diagnostic::error(code::OUT_OF_RANGE, message).at(spot));
            return None;
        }
        let first = Time::ZERO + Span::round(every.bounds().0);
        if self.horizon().is_some_and(|end| end < first) {
            let message = format!("{who} orders nothing: its first order comes after the run");
            self.complain(Diagnostic::warning(code::DUBIOUS, message).at(spot));
        }
        Some(every.clone())
    }

    fn promise(&mut self, due_in: Option<&Written<Duration>>, who: &str) -> Option<Promise> {
        let given = due_in?;
        let days = match given.value {
            Duration::Elapsed(span) => return Some(Promise::After(span)),
            Duration::Workdays(days) => days,
        };
        let of = self.workdays("due_in", given.spot)?;
        if let Workdays::Of(calendar) = of
            && !self.model.calendars[calendar].repeats()
        {
            let name = &self.model.calendars[calendar].name;
            let message = format!(
                "{who} promises workdays, which the calendar `{name}` has not in every week"
            );
            let hint = format!("give `{name}` weekly hours, or promise a length of time");
            self.complain(Diagnostic::error(code::DATE, message).at(given.spot).hint(hint));
            return None;
        }
        Some(Promise::Workdays { days, of })
    }

    /// The product that is meant where none is named.
    pub(super) fn only_product(&mut self, who: &str, spot: Spot) -> Option<ProductId> {
        let products = (0..self.names.products.iter().len()).map(ProductId::at);
        // What goes into others is not meant.
        let products: Vec<ProductId> =
            products.filter(|&product| !self.model.is_taken(product)).collect();
        match products.as_slice() {
            [] => None,
            [only] => Some(*only),
            _ => {
                let message = format!("{who} does not say which product");
                let hint = format!("there are: {}", listed(self.names.products.iter()));
                self.complain(Diagnostic::error(code::MISSING, message).at(spot).hint(hint));
                None
            }
        }
    }

    /// Complains about more parts at once than a plant may hold.
    pub(super) fn check_quantity(&mut self, parts: f64, who: &str, spot: Spot) {
        let most = self.model.run.limits.parts;
        if parts > f64::from(most) {
            let message = format!("{who} releases {parts} parts at once, more than {most}");
            let hint = "split it, or raise `parts` in `limits` of `[run]`";
            self.complain(Diagnostic::error(code::TOO_MANY, message).at(spot).hint(hint));
        }
    }
}
