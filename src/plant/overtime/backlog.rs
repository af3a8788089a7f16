//! What overtime is decided on: the work before a station, and orders that will be late.
//!
//! Only what is known at the time counts: parts inside and what their routes still ask for on average,
//! orders that are released or dated, and the usual hours of the stations.

use std::collections::BTreeMap;

use crate::ids::{Id, MachineId, OpenOrderId, OrderId, PartId, PlaceId, StationId, Table};
use crate::model::{Calendar, Matter, Model, Next, Order, Shift, Target};
use crate::observe::Observer;
use crate::plant::Plant;
use crate::plant::machine::Holding;
use crate::plant::task::Tasks;
use crate::units::{Span, Time};

/// Sweeps over a route until the work ahead is known.
const MOST_SWEEPS: usize = 10_000;

/// How far ahead the usual hours of a station are looked at.
const AHEAD: Span = Span::from_days(366);

/// Mean work at some stations that is still ahead of a part, from its arrival at a place on. Unit:
/// ticks.
#[derive(Debug, Default)]
pub(super) struct Work {
    ahead: BTreeMap<StationId, Table<PlaceId, f64>>,
}

impl Work {
    pub(super) fn new(model: &Model) -> Self {
        let mut stations: Vec<StationId> = Vec::new();
        for overtime in &model.overtimes {
            match overtime.matter {
                Some(Matter::Backlog { at, .. }) => stations.push(at),
                Some(Matter::LateOrders(_)) => stations.extend(model.stations.ids()),
                None => {}
            }
        }
        stations.sort_unstable();
        stations.dedup();
        let ahead = stations.into_iter().map(|station| (station, ahead(model, station)));
        Self { ahead: ahead.collect() }
    }
}

/// Work at a station that is ahead of a part at each place; where a step may be done at several
/// places, each of them is taken as often.
///
/// Source: the method of Gauss and Seidel, from the ends of the routes on.
fn ahead(model: &Model, station: StationId) -> Table<PlaceId, f64> {
    let mut work: Table<PlaceId, f64> = Table::filled(model.places.len(), 0.0);
    for _ in 0..MOST_SWEEPS {
        let mut moved = 0.0_f64;
        for place in (0..model.places.len()).rev().map(PlaceId::at) {
            let row = &model.places[place];
            let own = if row.station == station {
                model.occupied(station, row.mean_cycle).ticks() as f64
            } else {
                0.0
            };
            let of = |target: Target| match target {
                Target::Out => 0.0,
                Target::Step(step) => {
                    let places = model.steps[step].places;
                    places.iter().map(|place| work[place]).sum::<f64>() / places.len() as f64
                }
            };
            let after = match model.steps[row.step].next {
                Next::Always(target) => of(target),
                Next::Shares { first, end } => {
                    let shares = &model.shares[first as usize..end as usize];
                    let mut below = 0.0;
                    let mut sum = 0.0;
                    for share in shares {
                        sum += (share.cumulated - below) * of(share.target);
                        below = share.cumulated;
                    }
                    sum
                }
            };
            let good = 1.0 - model.stations[row.station].scrap;
            let new = own + good * after;
            moved = moved.max((new - work[place]).abs() / new.max(1.0));
            work[place] = new;
        }
        if moved < 1e-9 {
            break;
        }
    }
    work
}

/// When so many usual hours of a station are over; asked for more and more of them.
struct UsualHours<'a> {
    calendar: Option<&'a Calendar>,
    start: Time,
    /// Up to here the hours are counted.
    at: Time,
    open: Span,
}

impl<'a> UsualHours<'a> {
    const fn from(now: Time, calendar: Option<&'a Calendar>) -> Self {
        Self { calendar, start: now, at: now, open: Span::ZERO }
    }

    /// The instant at which `hours` are over; never if that is more than a year away.
    fn after(&mut self, hours: Span) -> Time {
        let Some(calendar) = self.calendar else { return self.start + hours };
        loop {
            let is_open = calendar.shift_at(self.at) == Shift::Open;
            let left = hours - self.open;
            let turns = calendar.next_change(self.at).unwrap_or(Time::NEVER);
            if left <= Span::ZERO || is_open && left <= turns - self.at {
                return self.at + left;
            }
            if turns - self.start > AHEAD {
                return Time::NEVER;
            }
            if is_open {
                self.open += turns - self.at;
            }
            self.at = turns;
        }
    }
}

/// Where a part inside is.
#[derive(Clone, Copy)]
enum At {
    /// Before its cycle, or on its way to where that will be.
    Waiting,
    Machine(MachineId),
    /// In the store of a kanban stage, after its cycle.
    Store,
}

impl<O: Observer> Plant<'_, O> {
    /// Work that the parts inside still have at a station, over its machines; only of stations on whose
    /// backlog overtime is decided, else nothing.
    pub fn backlog(&self, station: StationId) -> Span {
        let Some(ahead) = self.overtimes.work.ahead.get(&station) else { return Span::ZERO };
        let work: f64 =
            self.inside().map(|(part, at)| self.work_of(part, at, station, ahead)).sum();
        Span::round(work / self.model.stations[station].machines.len() as f64)
    }

    /// All parts inside, and where they are.
    fn inside(&self) -> impl Iterator<Item = (PartId, At)> + '_ {
        let stations = || self.model.stations.ids();
        let queued = stations().flat_map(|s| self.buffers.iter(s, &self.parts));
        let mut outside: Vec<PartId> = stations().flat_map(|s| self.buffers.outside(s)).collect();
        outside.extend(self.cards.outside());
        outside.sort_unstable();
        outside.dedup();
        let waiting =
            queued.chain(self.transfers.parts()).chain(self.conveyors.parts()).chain(outside);
        let waiting = waiting.chain(self.stands.parts()).chain(self.vehicles.parts());
        let waiting = waiting.map(|part| (part, At::Waiting));
        let stored = self.cards.stored().map(|part| (part, At::Store));
        let held = self.model.machines.ids().flat_map(|machine| {
            self.parts_on(machine).map(move |part| (part, At::Machine(machine)))
        });
        waiting.chain(stored).chain(held)
    }

    /// Work that a part still has at a station. Unit: ticks.
    fn work_of(
        &self,
        part: PartId,
        at: At,
        station: StationId,
        ahead: &Table<PlaceId, f64>,
    ) -> f64 {
        let place = self.parts.get(part).place;
        let all = ahead[place];
        if self.model.places[place].station != station {
            return all;
        }
        let own = self.model.occupied(station, self.model.places[place].mean_cycle).ticks() as f64;
        let left = match at {
            At::Waiting => return all,
            At::Machine(machine)
                if matches!(self.machines.holding(machine), Holding::InCycle(_)) =>
            {
                let task = Tasks::of_machine(machine);
                let since = if self.tasks.is_running(task) {
                    self.now - self.tasks.started(task)
                } else {
                    Span::ZERO
                };
                (self.work_ahead(task) - since).max(Span::ZERO).ticks() as f64
            }
            At::Machine(_) | At::Store => 0.0,
        };
        all - own + left
    }

    /// How many orders will be late: at each station the work of all orders due no later is done in its
    /// usual hours, and an order is done when the last of its stations is.
    pub(super) fn late_orders(&self) -> usize {
        let mut work: BTreeMap<StationId, Vec<(Time, f64, usize)>> = BTreeMap::new();
        let mut dues: Vec<Time> = Vec::new();
        let mut open: BTreeMap<OpenOrderId, usize> = BTreeMap::new();
        for (part, at) in self.inside() {
            let Some(order) = self.parts.get(part).order else { continue };
            let Some(due) = self.orders.due(order) else { continue };
            let number = *open.entry(order).or_insert_with(|| {
                dues.push(due);
                dues.len() - 1
            });
            for (&station, ahead) in &self.overtimes.work.ahead {
                let ticks = self.work_of(part, at, station, ahead);
                if ticks > 0.0 {
                    work.entry(station).or_default().push((due, ticks, number));
                }
            }
        }
        for (id, order) in self.unreleased() {
            let Some(due) = order.due else { continue };
            dues.push(due);
            let place = self.first_place(id);
            for (&station, ahead) in &self.overtimes.work.ahead {
                let ticks = ahead[place] * f64::from(order.quantity);
                if ticks > 0.0 {
                    work.entry(station).or_default().push((due, ticks, dues.len() - 1));
                }
            }
        }
        let mut done = vec![self.now; dues.len()];
        for (station, mut rows) in work {
            rows.sort_by_key(|&(due, _, order)| (due, order));
            let row = &self.model.stations[station];
            let calendar = row.calendar.map(|id| &self.model.calendars[id]);
            let mut open = UsualHours::from(self.now, calendar);
            let mut sum = 0.0;
            for (_, ticks, order) in rows {
                sum += ticks / row.machines.len() as f64;
                done[order] = done[order].max(open.after(Span::round(sum)));
            }
        }
        dues.iter().zip(done).filter(|(due, done)| done > *due).count()
    }

    /// Dated orders that are still to be released.
    fn unreleased(&self) -> impl Iterator<Item = (OrderId, &Order)> {
        let first = self.orders.next();
        self.model.orders.enumerated().skip(first)
    }

    /// Where the parts of an order begin, on the first line of its product.
    fn first_place(&self, order: OrderId) -> PlaceId {
        let product = &self.model.products[self.model.orders[order].product];
        let line = product.lines.first();
        let step = self.model.lines[line].steps.first();
        self.model.steps[step].places.first()
    }
}
