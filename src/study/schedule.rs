//! The schedule of the first replication: it is run once more, and watched.

use std::collections::HashMap;

use super::Progress;
use super::course::LONGEST;
use crate::ids::{DemandId, Id};
use crate::model::{Length, Model, Station};
use crate::observe::{Bar, Closing, Observer, Ordered, Schedule as Recorded, WorkedOn};
use crate::plant::{Plant, Stop};
use crate::units::{Span, Time};

/// Which machine works for which order when, in one run.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Schedule {
    /// The bars by their beginning.
    pub bars: Vec<ScheduleBar>,
    /// Names of the stations, and how many machines each has.
    pub stations: Vec<(String, u32)>,
    /// Names of the products.
    pub products: Vec<String>,
    /// The dated orders in the order of the book, then orders of demands as they come.
    pub orders: Vec<ScheduledOrder>,
    /// How many of them are dated.
    pub dated: usize,
    /// End of the run.
    pub end: Time,
}

/// A setup, or work on parts of an order one after the other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ScheduleBar {
    /// Position of the station.
    pub station: usize,
    /// Number of the machine within it, from 1.
    pub machine: u32,
    /// Position of the order, if it is for one of a customer.
    pub order: Option<usize>,
    /// Position of what the parts become.
    pub product: usize,
    /// Number of the step on the route, from 1.
    pub step: u32,
    /// Parts that were begun; 0 for a setup.
    pub parts: u32,
    /// When it began.
    pub begin: Time,
    /// When it ended; `None` if it was under way at the end of the run.
    pub end: Option<Time>,
    /// How long the machine worked in it, or was set up; closed hours and interruptions are left out.
    pub busy: Span,
}

impl ScheduleBar {
    /// Whether it is a setup.
    pub const fn is_setup(&self) -> bool {
        self.parts == 0
    }
}

/// An order of a schedule.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ScheduledOrder {
    /// The name of a dated order; of an order of a demand that of the demand and its number.
    pub name: String,
    /// When it is promised.
    pub due: Option<Time>,
    /// What became of it in this run.
    pub closing: Closing,
}

impl ScheduledOrder {
    /// When it is promised, if somebody still waits for it.
    pub fn promised(&self) -> Option<Time> {
        self.due.filter(|_| self.closing != Closing::Cancelled)
    }

    /// How much later than promised nothing more of it was to come, or how long it was overdue at `end`, if it was late.
    pub fn late_by(&self, end: Time) -> Option<Span> {
        let late = self.closing.at().unwrap_or(end) - self.promised()?;
        (late > Span::ZERO).then_some(late)
    }

    /// Whether it is late, or never complete although it was promised.
    pub fn is_missed(&self, end: Time) -> bool {
        let is_short = matches!(self.closing, Closing::Short(_)) && self.due.is_some();
        is_short || self.late_by(end).is_some()
    }
}

/// The schedule of the first replication; `None` if it was stopped or has too many bars.
pub(super) fn schedule(model: &Model, seed: u64, progress: &dyn Progress) -> Option<Schedule> {
    let observers = (Recorded::new(model), Stopping(progress));
    let mut plant = Plant::new(model, seed, 0, observers);
    match model.run.length {
        Length::For(length) => {
            plant.run_until(Time::ZERO + model.run.warm_up.span() + length);
        }
        Length::OrdersDone => {
            plant.run_orders(Time::ZERO + LONGEST);
        }
    }
    if plant.stopped() == Some(&Stop::Cut) {
        return None;
    }
    let end = plant.now();
    let (recorded, _) = plant.into_observer();
    let (bars, closed) = recorded.finish(end)?;
    let dated = model.orders.enumerated().map(|(id, order)| ScheduledOrder {
        name: order.name.clone(),
        due: order.due,
        closing: closed.dated[id],
    });
    let all = dated.collect();
    let mut orders = Orders { all, closed: closed.of_demands, of_demands: HashMap::new() };
    let bars = bars.iter().map(|bar| named(model, bar, &mut orders)).collect();
    let machines = |station: &Station| {
        (station.name.clone(), u32::try_from(station.machines.len()).unwrap_or(u32::MAX))
    };
    Some(Schedule {
        bars,
        stations: model.stations.iter().map(machines).collect(),
        products: model.products.iter().map(|product| product.name.clone()).collect(),
        orders: orders.all,
        dated: model.orders.len(),
        end,
    })
}

/// Sees only whether the study is stopped.
struct Stopping<'a>(&'a dyn Progress);

impl Observer for Stopping<'_> {
    fn has_seen_enough(&mut self, _: usize, _: Time) -> bool {
        self.0.is_stopped()
    }
}

/// The orders that were met.
struct Orders {
    all: Vec<ScheduledOrder>,
    /// What became of orders of demands.
    closed: HashMap<(DemandId, u64), Closing>,
    /// Positions of orders of demands, by the demand and their number.
    of_demands: HashMap<(DemandId, u64), usize>,
}

impl Orders {
    /// Position of an order; those for stock have none.
    fn position(&mut self, model: &Model, of: &WorkedOn) -> Option<usize> {
        let (ordered, number) = of.order?;
        match ordered {
            Ordered::Book(order) => Some(order.position()),
            Ordered::Stock(_) => None,
            Ordered::Demand(demand) => {
                let next = self.all.len();
                let found = *self.of_demands.entry((demand, number)).or_insert(next);
                if found == next {
                    let name = format!("{} {}", model.demands[demand].name, number + 1);
                    let closing = self.closed.get(&(demand, number)).copied().unwrap_or_default();
                    self.all.push(ScheduledOrder { name, due: of.due, closing });
                }
                Some(found)
            }
        }
    }
}

fn named(model: &Model, bar: &Bar, orders: &mut Orders) -> ScheduleBar {
    let machine = &model.machines[bar.machine];
    let step = model.places[bar.of.place].step;
    let first = model.line_of(step).map_or(step, |line| model.lines[line].steps.first());
    ScheduleBar {
        station: machine.station.position(),
        machine: machine.number,
        order: orders.position(model, &bar.of),
        product: bar.of.product.position(),
        step: u32::try_from(step.position() - first.position() + 1).unwrap_or(u32::MAX),
        parts: bar.parts,
        begin: bar.begin,
        end: bar.end,
        busy: bar.busy,
    }
}
