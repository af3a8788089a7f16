//! The schedule of a run: which machine works for which order when, as bars of a Gantt chart.
//!
//! Parts of an order that are worked on at a machine one after the other are one bar, as long as the machine is
//! neither set up nor works for others in between. Closed hours and interruptions are inside a bar: how long the
//! machine works in it is counted beside.
//!
//! Memory: that of [`MOST_BARS`] bars; a run with more is cut short.

use std::collections::HashMap;

use super::{Observer, Ordered, Placed, State};
use crate::ids::{DemandId, MachineId, OrderId, PlaceId, ProductId, StationId, Table};
use crate::model::Model;
use crate::units::{Span, Time};

/// Most bars of a schedule: one with more is none.
pub const MOST_BARS: usize = 200_000;

/// What a machine works on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct WorkedOn {
    /// The order of the part, and its number among those of its demand; `None` of an unlimited supply.
    pub order: Option<(Ordered, u64)>,
    /// When that order is promised.
    pub due: Option<Time>,
    /// What the part becomes.
    pub product: ProductId,
    /// Its step at the station.
    pub place: PlaceId,
}

/// A bar: a setup, or work for an order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Bar {
    /// The machine.
    pub machine: MachineId,
    /// For what it is set up, or works.
    pub of: WorkedOn,
    /// Parts that were begun; 0 for a setup.
    pub parts: u32,
    /// When it began.
    pub begin: Time,
    /// When it ended; `None` if it was under way at the end of the run.
    pub end: Option<Time>,
    /// How long the machine worked in it, or was set up.
    pub busy: Span,
}

/// What became of an order in a run.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Closing {
    /// It was open at the end.
    #[default]
    Open,
    /// It was complete.
    Done(Time),
    /// It was as complete as it could be: parts were missing.
    Short(Time),
    /// It was cancelled before it was done.
    Cancelled,
}

impl Closing {
    /// When nothing more of it was to come; `None` if it is open or was cancelled.
    pub const fn at(self) -> Option<Time> {
        match self {
            Self::Done(at) | Self::Short(at) => Some(at),
            Self::Open | Self::Cancelled => None,
        }
    }
}

/// What became of orders: those of the book, and those of demands with bars, by the demand and their number.
#[derive(Clone, Debug)]
pub struct Closings {
    /// The dated orders.
    pub dated: Table<OrderId, Closing>,
    /// Orders of demands.
    pub of_demands: HashMap<(DemandId, u64), Closing>,
}

/// Bars of a machine that may grow.
#[derive(Clone, Debug, Default)]
struct Row {
    state: Option<State>,
    since: Time,
    /// Time at work, and in setups, until `since`.
    worked: Span,
    set_up: Span,
    going: Vec<Going>,
    setup: Option<Setup>,
}

/// A bar that may grow.
#[derive(Clone, Debug)]
struct Going {
    bar: Bar,
    /// Keys of its parts on the machine.
    parts: Vec<u64>,
    /// Time at work of the machine before it.
    before: Span,
}

/// A setup for what the machine works on next.
#[derive(Clone, Copy, Debug)]
struct Setup {
    begin: Time,
    end: Option<Time>,
    /// Time in setups of the machine before it.
    before: Span,
}

impl Row {
    /// Time at work until now.
    fn worked(&self, now: Time) -> Span {
        self.worked + self.in_state(State::Working, now)
    }

    /// Time in setups until now.
    fn set_up(&self, now: Time) -> Span {
        self.set_up + self.in_state(State::Setup, now)
    }

    fn in_state(&self, state: State, now: Time) -> Span {
        if self.state == Some(state) { now - self.since } else { Span::ZERO }
    }

    fn enter(&mut self, state: State, now: Time) {
        (self.worked, self.set_up) = (self.worked(now), self.set_up(now));
        (self.state, self.since) = (Some(state), now);
    }

    /// A part is on the machine no more.
    fn end(&mut self, part: u64, now: Time) {
        let worked = self.worked(now);
        for going in &mut self.going {
            if let Some(position) = going.parts.iter().position(|&key| key == part) {
                going.parts.swap_remove(position);
                going.bar.end = Some(now);
                going.bar.busy = worked - going.before;
                return;
            }
        }
    }
}

/// Records the bars of a run.
#[derive(Clone, Debug)]
pub struct Schedule {
    bars: Vec<Bar>,
    rows: Table<MachineId, Row>,
    /// Where the machines of each station are.
    machines: Table<StationId, Vec<MachineId>>,
    closed: Closings,
}

impl Schedule {
    /// Nothing recorded yet.
    pub fn new(model: &Model) -> Self {
        let machines = |station: &crate::model::Station| station.machines.iter().collect();
        Self {
            bars: Vec::new(),
            rows: Table::filled(model.machines.len(), Row::default()),
            machines: model.stations.iter().map(machines).collect(),
            closed: Closings {
                dated: Table::filled(model.orders.len(), Closing::Open),
                of_demands: HashMap::new(),
            },
        }
    }

    /// All bars by their beginning, of a run that ended at `now`, and what became of orders; `None` if there are more
    /// than [`MOST_BARS`].
    pub fn finish(mut self, now: Time) -> Option<(Vec<Bar>, Closings)> {
        for row in &mut self.rows {
            let worked = row.worked(now);
            for mut going in std::mem::take(&mut row.going) {
                if !going.parts.is_empty() {
                    going.bar.end = None;
                    going.bar.busy = worked - going.before;
                }
                self.bars.push(going.bar);
            }
        }
        self.bars.sort_by_key(|bar| (bar.begin, bar.machine, bar.parts));
        (self.bars.len() <= MOST_BARS).then_some((self.bars, self.closed))
    }

    /// Bars of a machine without parts do not grow any more, but for those of `but`.
    fn close(&mut self, machine: MachineId, but: Option<WorkedOn>) {
        let bars = &mut self.bars;
        self.rows[machine].going.retain(|going| {
            let stays = !going.parts.is_empty() || but == Some(going.bar.of);
            if !stays {
                bars.push(going.bar);
            }
            stays
        });
    }

    /// This became of an order.
    fn note(&mut self, order: Placed, closing: Closing) {
        let row = match order.ordered {
            Ordered::Book(id) => self.closed.dated.get_mut(id),
            Ordered::Demand(id) => self.closed.of_demands.get_mut(&(id, order.number)),
            Ordered::Stock(_) => None,
        };
        if let Some(row) = row {
            *row = closing;
        }
    }

    /// The setup of a machine was for this.
    fn tell_setup(&mut self, machine: MachineId, of: WorkedOn, now: Time) {
        let row = &mut self.rows[machine];
        let Some(Setup { begin, end, before }) = row.setup.take() else { return };
        let busy = row.set_up(now) - before;
        let end = end.or(Some(now));
        self.bars.push(Bar { machine, of, parts: 0, begin, end, busy });
    }
}

impl Observer for Schedule {
    const PARTS: bool = true;

    fn has_seen_enough(&mut self, _: usize, _: Time) -> bool {
        self.bars.len() > MOST_BARS
    }

    fn machine_state(&mut self, machine: MachineId, to: State, now: Time) {
        let row = &mut self.rows[machine];
        row.enter(to, now);
        if to == State::Setup && row.setup.is_none() {
            row.setup = Some(Setup { begin: now, end: None, before: row.set_up });
            self.close(machine, None);
        }
    }

    fn set_up(&mut self, _: StationId, machine: MachineId, now: Time) {
        if let Some(setup) = &mut self.rows[machine].setup {
            setup.end = Some(now);
        }
    }

    fn works_on(&mut self, machine: MachineId, part: u64, of: WorkedOn, now: Time) {
        if self.rows[machine].going.iter().any(|going| going.parts.contains(&part)) {
            return;
        }
        if let Some((Ordered::Demand(demand), number)) = of.order {
            self.closed.of_demands.entry((demand, number)).or_default();
        }
        self.tell_setup(machine, of, now);
        self.close(machine, Some(of));
        let row = &mut self.rows[machine];
        if let Some(going) = row.going.iter_mut().find(|going| going.bar.of == of) {
            going.parts.push(part);
            going.bar.parts += 1;
            return;
        }
        let before = row.worked(now);
        let bar = Bar { machine, of, parts: 1, begin: now, end: None, busy: Span::ZERO };
        row.going.push(Going { bar, parts: vec![part], before });
    }

    fn cycle_done(&mut self, _: StationId, machine: MachineId, part: u64, now: Time) {
        self.rows[machine].end(part, now);
    }

    fn pushed_off(&mut self, _: StationId, machine: MachineId, part: u64, now: Time) {
        self.rows[machine].end(part, now);
    }

    fn scrapped(&mut self, _: ProductId, station: StationId, part: u64, _: Time, now: Time) {
        for &machine in &self.machines[station] {
            self.rows[machine].end(part, now);
        }
    }

    fn order_closed(&mut self, order: Placed, now: Time) {
        let closing = if order.is_short() { Closing::Short(now) } else { Closing::Done(now) };
        self.note(order, closing);
    }

    fn order_cancelled(&mut self, order: Placed, _: Time) {
        self.note(order, Closing::Cancelled);
    }
}
