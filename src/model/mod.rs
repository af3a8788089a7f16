//! The compiled plant: names have become ids, words numbers. Flat, read-only, knows no time passing.
//!
//! Every table is sorted by name in natural order (`press_2` before `press_10`), so the order of
//! tables, keys and files never changes a result.

mod account;
mod again;
mod allowance;
mod assembly;
mod assumptions;
mod attribute;
mod availability;
mod balance;
mod batch;
mod calendar;
mod campaign;
mod canonical;
mod cards;
mod check;
mod circles;
mod clearance;
mod common_cause;
mod compile;
mod conveyor;
mod cover;
mod crew;
mod customer;
mod date;
mod deadlock;
mod dedication;
mod demand;
mod dispatch;
mod expiry;
mod failure;
mod fatigue;
mod fill;
mod first_piece;
mod handling;
mod hold;
mod layout;
mod learning;
mod line;
mod load;
mod loops;
mod maintenance;
mod material;
mod meeting;
mod milkrun;
mod names;
mod order;
mod outside;
mod overtime;
mod pay;
mod penalty;
mod period;
mod pool;
mod preempts;
mod product;
mod rare;
mod rates;
mod remaining;
mod response;
mod roster;
mod route;
mod run;
mod sales;
mod sequence;
mod setup;
mod setup_ahead;
mod shared_buffer;
mod shift_end;
mod shipping;
mod short;
mod skill;
mod start_up;
mod station;
mod stock;
mod supplier;
mod supply;
mod takt;
#[cfg(test)]
mod tests;
mod today;
mod too_long;
mod tool;
mod training;
mod transfer;
mod turns;
mod two_people;
mod vehicle;
mod ways;
mod wear;
mod week;
mod within;
mod work;
mod working_time;
mod workload;
mod zones;

pub use assembly::{Along, Assembly, Made, Store, Taken};
pub use attribute::{About, Attribute, Attributes, Branch, Clause, Onward, Test};
pub use balance::{Balance, StationWork};
pub use batch::{Batch, Mix};
pub use calendar::{Break, Calendar, Hours, Shift, Why, Workdays};
pub use cards::{Cards, Control, Door};
pub use clearance::{Between, Clearance, Until};
pub use compile::{compile, find_unknown_names};
pub use conveyor::Conveyor;
pub use crew::{Absence, AtShiftEnd, Conduct, Crew, Needs, Operator, PACE, Skill};
pub use deadlock::Deadlock;
pub use dedication::Dedicated;
pub use demand::{Demand, DueBy, Promise};
pub use dispatch::DispatchRule;
pub use failure::{AfterRepair, Clock, Failure, FailureKind, Finished, Mode, Strikes};
pub use fatigue::Fatigue;
pub use first_piece::{FirstPiece, Inspection};
pub use handling::{Attendance, Call, Handling};
pub use layout::{Layout, Walking};
pub use learning::{Curve, Learning};
pub use line::{Choice, Line, LineCost};
pub use load::{
    BookWork, ConveyorLoad, DueWeek, Load, Loads, MilkrunLoad, NoPace, OpenHours, Pace,
    PeriodLoads, PoolLoad, Post, Round, Shared, ShiftLoad, Slowest, TaktLoad, Together,
    VehicleLoad,
};
pub use maintenance::{Begins, Planned};
pub use material::{Bill, Material, OpenPurchase, Reorder, Source};
pub use meeting::{Meeting, Meetings};
pub use milkrun::Milkrun;
pub use order::Order;
pub use outside::{Away, Lorry, Outside};
pub use overtime::{Days, Matter, Overtime, OvertimePay};
pub use pay::{Pay, Premium};
pub use penalty::Penalty;
pub use period::Period;
pub use pool::{Around, Pool};
pub use preempts::Preempts;
pub use product::{Next, Place, Product, Share, StationChoice, Step, Target};
pub use rates::Rates;
pub use remaining::Remaining;
pub use run::{Length, Limits, Replications, Run, WarmUp};
pub use sales::Sales;
pub use sequence::Plan;

pub use setup::Setup;
pub use shared_buffer::SharedBuffer;
pub use shipping::{Cancelled, Hurry, Shipping, ShipsIn};
pub use short::{Replaced, Short, rounded_up};
pub use station::{AtClose, Blocking, Machine, RunsAt, Station};
pub use stock::ToStock;
pub use supplier::{Expedite, Outages, Supplier};
pub use supply::Supply;
pub use takt::Takt;
pub use today::{PartsInWork, WipState};
pub use training::{Fee, Gain, Training};
pub use transfer::Way;
pub use vehicle::{Charge, Least, Stand, Vehicle};
pub use ways::Ways;
pub use wear::{Grows, Seen, Wear, Worn};
pub use week::Weeks;
pub use within::{Late, Limit, Limited};
pub use work::{Kind, Work};
pub use working_time::{
    Breach, Doing, Judge, Rule, Stretch, WorkingTime, end_of_shift, next_shift, stretches,
};
pub use workload::Workload;
pub use zones::{SkillAt, Zones};

use std::collections::BTreeSet;

use crate::ids::{
    BillId, CalendarId, ConveyorId, CrewId, CustomerId, DemandId, FailureId, LimitId, LineId,
    MachineId, MaterialId, MilkrunId, ModeId, NeedsId, OperatorId, OrderId, OvertimeId, PlaceId,
    ProductId, SharedBufferId, ShippingId, SkillId, StandId, StationId, StepId, SupplierId,
    SupplyId, Table, TaktId, VehicleId, WayId, WorkId,
};
use crate::units::{Currency, Span};

/// A plant that can run: everything is checked and resolved.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct Model {
    /// Name of the plant, for print.
    pub name: String,
    /// The plant's currency, of all money.
    pub currency: Currency,
    /// Day 0, 00:00; `None` when the scenario names no date (day 0 is then a Monday).
    pub start: Option<jiff::civil::Date>,
    /// How long, how often, from which seed.
    pub run: Run,
    /// Stations, in natural order of their names; behind them the stores of what they take.
    pub stations: Table<StationId, Station>,
    /// All machines, station by station.
    pub machines: Table<MachineId, Machine>,
    /// Failure modes as written, station by station.
    pub failures: Table<FailureId, Failure>,
    /// Failure modes of single machines: by machine, then by failure.
    pub modes: Table<ModeId, Mode>,
    /// Work elements, in natural order of their names.
    pub works: Table<WorkId, Work>,
    /// Products, in natural order of their names. A line that no product names is a product too.
    pub products: Table<ProductId, Product>,
    /// Lines, product by product, in the order written.
    pub lines: Table<LineId, Line>,
    /// Steps, line by line, in route order.
    pub steps: Table<StepId, Step>,
    /// Places where steps can be done, step by step, in the order written.
    pub places: Table<PlaceId, Place>,
    /// Where first pieces are inspected elsewhere, by the place where they are made.
    pub inspections: Vec<Inspection>,
    /// What a part has before it behind each step; empty where no station asks for it.
    pub remaining: Table<StepId, Remaining>,
    /// The planner's sequence at each station, by order; empty where nothing is planned so.
    pub plan: Plan,
    /// Limits on how long parts wait, by the step before which they do.
    pub limits: Table<LimitId, Limit>,
    /// Targets of steps that branch, step by step.
    pub shares: Vec<Share>,
    /// Ways between stations that take time; see [`Place::exits`].
    pub ways: Table<WayId, Way>,
    /// Where the ways of each place lead, place by place; opened by [`Model::way`].
    pub exits: Vec<(StationId, WayId)>,
    /// Random demands.
    pub demands: Table<DemandId, Demand>,
    /// Shares of products in demands, demand by demand: (cumulated share, product).
    pub demand_products: Vec<(f64, ProductId)>,
    /// The dated order book, by release, then name.
    pub orders: Table<OrderId, Order>,
    /// Parts in work when the plant starts, by order; of each, those that run, that wait and that are held.
    pub wip: Vec<PartsInWork>,
    /// Who orders, in natural order of their names.
    pub customers: Table<CustomerId, String>,
    /// Unlimited supplies (capacity runs).
    pub supplies: Table<SupplyId, Supply>,
    /// Calendars that somebody uses.
    pub calendars: Table<CalendarId, Calendar>,
    /// Crews, in natural order of their names.
    pub crews: Table<CrewId, Crew>,
    /// All people, crew by crew.
    pub operators: Table<OperatorId, Operator>,
    /// Where stations stand.
    pub layout: Layout,
    /// Rules of working time.
    pub working_time: WorkingTime,
    /// Hours on time accounts at the start, by crew and number within it; 0 is for all of the crew.
    pub on_accounts: Vec<(CrewId, u32, Span)>,
    /// Skills, in natural order of their names.
    pub skills: Table<SkillId, Skill>,
    /// Distinct sets of needed people.
    pub needs: Table<NeedsId, Needs>,
    /// Cards, and where parts hold them.
    pub control: Control,
    /// What happens when parts wait for each other's room in a circle.
    pub deadlock: Deadlock,
    /// Where parts of an order wait for each other.
    pub meetings: Meetings,
    /// Places that stations share, in natural order of the names.
    pub shared_buffers: Table<SharedBufferId, SharedBuffer>,
    /// Material that is bought, and products that are made to stock, in natural order of the names.
    pub materials: Table<MaterialId, Material>,
    /// Who delivers it, in natural order of the names.
    pub suppliers: Table<SupplierId, Supplier>,
    /// When finished orders leave, in natural order of the names.
    pub shippings: Table<ShippingId, Shipping>,
    /// When orders become more urgent than they are.
    pub hurry: Option<Hurry>,
    /// For how long ahead the plan stands.
    pub frozen: Option<Span>,
    /// What parts take, by step, then by material.
    pub bills: Table<BillId, Bill>,
    /// Conveyors, in natural order of their names.
    pub conveyors: Table<ConveyorId, Conveyor>,
    /// Vehicles, in natural order of their names.
    pub vehicles: Table<VehicleId, Vehicle>,
    /// Milk runs, in natural order of their names.
    pub milkruns: Table<MilkrunId, Milkrun>,
    /// Paced lines, in natural order of their names.
    pub takts: Table<TaktId, Takt>,
    /// Where vehicles take parts, vehicle by vehicle, then by station.
    pub stands: Table<StandId, Stand>,
    /// Overtime, in natural order of the names.
    pub overtimes: Table<OvertimeId, Overtime>,
    /// What orders can be, and which steps ask for it.
    pub attributes: Attributes,
    /// Names of the changes that are in force, in the order in which they are laid over the plant.
    pub changes: Vec<String>,
    /// The plant of later times, when changes have begun or ended; ascending.
    pub periods: Vec<Period>,
}

impl Model {
    /// The station of a machine.
    #[inline]
    pub fn station_of(&self, machine: MachineId) -> &Station {
        &self.stations[self.machines[machine].station]
    }

    /// After how long all calendars repeat, exceptions on single days left out; `None` without any.
    ///
    /// Bounds: at most a hundred years.
    pub fn calendar_cycle(&self) -> Option<Span> {
        calendar::common_cycle(self.calendars.iter())
    }

    /// Whether a part can be thrown away.
    pub fn scraps(&self) -> bool {
        let loses = |station: &Station| {
            station.scrap > 0.0 || station.first_piece().is_some_and(|first| first.fails > 0.0)
        };
        self.plants().any(|plant| plant.stations.iter().any(loses))
            || self.failures.iter().any(|failure| failure.part == AfterRepair::Scrap)
            || self.limits.iter().any(|limit| limit.late == Late::Scrap)
    }

    /// Whether orders for some product are served from stock.
    pub fn sells_from_stock(&self) -> bool {
        let has_stock = |product: &ProductId| self.products[*product].stock.is_some();
        self.ordered_products().iter().any(has_stock)
    }

    /// Whether orders may be done short of parts: thrown away, or not on stock and not sold.
    pub fn may_be_short(&self) -> bool {
        let mut stocks = self.materials.iter().filter_map(Material::made_to_stock);
        self.scraps() || stocks.any(|made| made.is_lost)
    }

    /// Whether machines lose time or parts otherwise than by waiting: by failures, planned work, setups, scrap
    /// or speed.
    pub fn has_losses(&self) -> bool {
        let loses = |station: &Station| {
            !station.failures.is_empty() || station.setup.is_some() || !station.runs_at.is_empty()
        };
        self.scraps() || self.plants().any(|plant| plant.stations.iter().any(loses))
    }

    /// Whether ordered parts can find no room at their first station, or no card.
    pub fn may_wait_outside(&self) -> bool {
        let is_limited = |place| self.stations[self.places[place].station].may_keep_out();
        let may =
            |product: &Product| self.steps[product.steps.first()].places.iter().all(is_limited);
        if self.demands.is_empty() && self.orders.is_empty() {
            return false;
        }
        let mut products = self.products.iter().filter(|product| !product.steps.is_empty());
        self.control.doors.iter().any(|door| door.from.is_none()) || products.any(may)
    }

    /// Whether an order has a due date.
    pub fn has_promises(&self) -> bool {
        self.plants().any(|plant| plant.demands.iter().any(|demand| demand.due_in.is_some()))
            || self.orders.iter().any(|order| order.due.is_some())
    }

    /// The products that are ordered at any time, in their order.
    pub fn ordered_products(&self) -> BTreeSet<ProductId> {
        let random = self.plants().flat_map(|plant| &plant.demand_products);
        let random = random.map(|&(_, product)| product);
        random.chain(self.orders.iter().map(|order| order.product)).collect()
    }

    /// Whether there are orders for several products.
    pub fn has_orders_by_product(&self) -> bool {
        self.ordered_products().len() > 1
    }

    /// The length of time that is promised for every part; none where orders have dates of their own.
    pub fn common_promise(&self) -> Option<Span> {
        if !self.orders.is_empty() {
            return None;
        }
        let demands = self.plants().flat_map(|plant| &plant.demands);
        let mut promises = demands.map(|demand| demand.due_in.filter(|_| demand.due_by.is_none()));
        let first = promises.next()??;
        match first {
            Promise::After(span) => promises.all(|promise| promise == Some(first)).then_some(span),
            // Workdays are not the same length of time for every order.
            Promise::Workdays { .. } => None,
        }
    }

    /// The way a part takes from the place `from` to the station `to`; `None` when the move takes
    /// no time.
    ///
    /// Cost: a scan of the few stations that can follow the place.
    #[inline]
    pub fn way(&self, from: PlaceId, to: StationId) -> Option<WayId> {
        let (first, end) = self.places[from].exits;
        let exits = &self.exits[first as usize..end as usize];
        exits.iter().find(|(station, _)| *station == to).map(|&(_, way)| way)
    }
}
