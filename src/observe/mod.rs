//! Observers: whoever wants to see what happens in the plant.
//!
//! The plant tells one [`Observer`] of every change. All methods do nothing unless written, and an
//! observer is chosen by its type, so that what nobody watches costs nothing.

mod barred;
mod cards;
mod clocked;
mod conveyor;
mod days;
mod hours;
mod lasting;
mod level;
mod material;
mod milkrun;
mod open;
mod order;
mod roster;
mod schedule;
mod series;
mod shared_buffer;
mod skills;
mod state;
mod takt;
mod tally;
mod tariff;
mod trace;
mod vehicle;
mod ways;
mod wear;

pub use barred::Barred;
pub use cards::CardsTally;
pub use conveyor::ConveyorTally;
pub use days::{CrewDay, Days, MOST_CREW_DAYS};
pub use hours::{Breaches, Hours, MOST_CELLS, PersonHours, WeekHours};
pub use level::Level;
pub use material::MaterialTally;
pub use milkrun::MilkrunTally;
pub use open::OpenTime;
pub use order::{DatedTally, OrderGroup, OrderTally, Worth};
pub use roster::{MOST_PEOPLE, MOST_STINTS, Mark, Roster, Stint};
pub use schedule::{Bar, Closing, Closings, MOST_BARS, Schedule, WorkedOn};
pub use series::Series;
pub use shared_buffer::SharedBufferTally;
pub use skills::{Done, MOST_SKILL_WEEKS, Skills};
pub use state::{OperatorState, State};
pub use takt::{HeldBy, TaktTally};
pub use tally::{ProductTally, StationTally, Tally};
pub use tariff::Apart;
pub use trace::{Activities, Activity, Label, Told, Trace};
pub use vehicle::{VehicleState, VehicleTally};
pub use ways::{Course, MOST_WAYS, Ways, courses};
pub use wear::WearTally;

use crate::ids::{
    CardsId, ConveyorId, DemandId, LineId, MachineId, MaterialId, MilkrunId, ModeId, OperatorId,
    OrderId, OvertimeId, ProductId, SharedBufferId, SiteId, StationId, TaktId, TruckId, WayId,
};
use crate::units::{Distance, Money, Span, Time};

/// Sees every change in the plant, in the order in which it happens.
pub trait Observer {
    /// Whether the plant keeps the cause of every activity and tells [`Observer::activity`].
    const CAUSES: bool = false;

    /// Whether the plant tells [`Observer::works_on`].
    const PARTS: bool = false;

    /// Whether the run, in which so many dated orders are not complete, shall be cut short. Asked from time to
    /// time, between two instants; a run that was cut gives no figures.
    fn has_seen_enough(&mut self, orders_left: usize, now: Time) -> bool {
        let _ = (orders_left, now);
        false
    }

    /// What is known of a station will be changed soon: it may be fetched into the cache.
    fn expect_station(&self, station: StationId) {
        let _ = station;
    }

    /// What is known of a machine will be changed soon: it may be fetched into the cache.
    fn expect_machine(&self, machine: MachineId) {
        let _ = machine;
    }

    /// A machine's visible state changes: it has exactly one at any instant.
    fn machine_state(&mut self, machine: MachineId, to: State, now: Time) {
        let _ = (machine, to, now);
    }

    /// A person's state changes.
    fn operator_state(&mut self, operator: OperatorId, to: OperatorState, now: Time) {
        let _ = (operator, to, now);
    }

    /// A person comes to the end of a walk from one place to another, or turns back before: how far
    /// the person has gone.
    fn walked(&mut self, operator: OperatorId, way: (SiteId, SiteId), gone: Distance, now: Time) {
        let _ = (operator, way, gone, now);
    }

    /// Overtime begins, for which so many people have come.
    fn overtime(&mut self, overtime: OvertimeId, people: usize, now: Time) {
        let _ = (overtime, people, now);
    }

    /// A person comes for overtime, or stays for it.
    fn came(&mut self, operator: OperatorId, overtime: OvertimeId, now: Time) {
        let _ = (operator, overtime, now);
    }

    /// The overtime for which a person came is over; who finishes a task stays.
    fn let_go(&mut self, operator: OperatorId, now: Time) {
        let _ = (operator, now);
    }

    /// A rule of working time keeps a person from beginning a shift, or from coming for overtime.
    fn barred(&mut self, operator: OperatorId, from: Barred, now: Time) {
        let _ = (operator, from, now);
    }

    /// A person leaves a task, or begins its next part: what was done of it since coming to it, or
    /// since its last part.
    fn work_done(&mut self, operator: OperatorId, done: Done, now: Time) {
        let _ = (operator, done, now);
    }

    /// A part begins to wait at a station.
    fn queue_joined(&mut self, station: StationId, now: Time) {
        let _ = (station, now);
    }

    /// A part stops waiting because its cycle starts, `waited` after it arrived.
    fn queue_left(&mut self, station: StationId, waited: Span, now: Time) {
        let _ = (station, waited, now);
    }

    /// A cycle starts for the first time (not after an interruption), for the part with this key.
    fn cycle_started(&mut self, machine: MachineId, part: u64, now: Time) {
        let _ = (machine, part, now);
    }

    /// A machine begins to work on the part with this key, or goes on. Only told with [`Observer::PARTS`].
    fn works_on(&mut self, machine: MachineId, part: u64, of: WorkedOn, now: Time) {
        let _ = (machine, part, of, now);
    }

    /// The work on a part begins at the station within the time since an earlier step.
    fn in_time(&mut self, station: StationId, now: Time) {
        let _ = (station, now);
    }

    /// A part has waited too long since an earlier step; `goes`: it waits at the station no more.
    fn too_late(&mut self, station: StationId, goes: bool, now: Time) {
        let _ = (station, goes, now);
    }

    /// The part with this key, last at the station, begins to stand aside, or stands aside no more.
    fn stands_aside(&mut self, station: StationId, part: u64, is_so: bool, now: Time) {
        let _ = (station, part, is_so, now);
    }

    /// A part is back from work outside.
    fn came_back(&mut self, station: StationId, part: u64, now: Time) {
        let _ = (station, part, now);
    }

    /// The cycle of a batch starts at the station for the first time.
    fn batch_started(&mut self, station: StationId, now: Time) {
        let _ = (station, now);
    }

    /// A part is pushed off its machine by a more urgent one, and stands in front of the station again.
    fn pushed_off(&mut self, station: StationId, machine: MachineId, part: u64, now: Time) {
        let _ = (station, machine, part, now);
    }

    /// A machine of the station has been set up for another product.
    fn set_up(&mut self, station: StationId, machine: MachineId, now: Time) {
        let _ = (station, machine, now);
    }

    /// A first piece of the machine has been inspected.
    fn first_piece(&mut self, station: StationId, machine: MachineId, is_good: bool, now: Time) {
        let _ = (station, machine, is_good, now);
    }

    /// A cycle is complete.
    fn cycle_done(&mut self, station: StationId, machine: MachineId, part: u64, now: Time) {
        let _ = (station, machine, part, now);
    }

    /// A stretch of work at a station ends that has taken longer by `lost` than at full speed and the standard
    /// pace; below zero where people are quicker.
    fn slowed(&mut self, station: StationId, lost: Span, now: Time) {
        let _ = (station, lost, now);
    }

    /// Work at a station was in vain, which takes so long at full speed and the standard pace: its part is thrown
    /// away, or it begins anew.
    fn spoiled(&mut self, station: StationId, work: Span, now: Time) {
        let _ = (station, work, now);
    }

    /// A machine fails.
    fn failed(&mut self, mode: ModeId, now: Time) {
        let _ = (mode, now);
    }

    /// The repair of a failure, or planned work, starts or goes on, `waited` after it was asked for.
    fn repair_started(&mut self, mode: ModeId, waited: Span, now: Time) {
        let _ = (mode, waited, now);
    }

    /// A machine is repaired.
    fn repaired(&mut self, mode: ModeId, now: Time) {
        let _ = (mode, now);
    }

    /// A machine stands for planned work from now on, whether its people are there or not.
    fn maintenance_begun(&mut self, mode: ModeId, now: Time) {
        let _ = (mode, now);
    }

    /// Planned work is done.
    fn maintained(&mut self, mode: ModeId, now: Time) {
        let _ = (mode, now);
    }

    /// A machine stops by `by`, which renews the wear of the mode `wear`, when it is so worn: a breakdown by it, or
    /// planned work.
    fn worn(&mut self, wear: ModeId, by: ModeId, level: f64, now: Time) {
        let _ = (wear, by, level, now);
    }

    /// A part enters the plant.
    fn released(&mut self, product: ProductId, part: u64, now: Time) {
        let _ = (product, part, now);
    }

    /// A part that entered waits outside: its first station has no room.
    fn waits_outside(&mut self, now: Time) {
        let _ = now;
    }

    /// Parts that waited for each other's room in a circle change places.
    fn swapped(&mut self, now: Time) {
        let _ = now;
    }

    /// A part that waited outside comes in.
    fn let_in(&mut self, now: Time) {
        let _ = now;
    }

    /// A part of a product begins to wait for the rest of its lot, or for other parts of its order.
    fn began_to_wait_for_rest(&mut self, product: ProductId, now: Time) {
        let _ = (product, now);
    }

    /// A part goes on that has waited so long for the rest.
    fn ended_wait_for_rest(&mut self, product: ProductId, waited: Span, now: Time) {
        let _ = (product, waited, now);
    }

    /// A part comes to where it needs one of these cards.
    fn card_wanted(&mut self, cards: CardsId, now: Time) {
        let _ = (cards, now);
    }

    /// A part does not wait for a card any more, and has none: a failure keeps it on its machine.
    fn card_given_up(&mut self, cards: CardsId, now: Time) {
        let _ = (cards, now);
    }

    /// A part takes a card that it has wanted since then; a part of an unlimited supply takes one without
    /// having wanted it.
    fn card_taken(&mut self, cards: CardsId, since: Option<Time>, now: Time) {
        let _ = (cards, since, now);
    }

    /// A part gives a card back.
    fn card_returned(&mut self, cards: CardsId, now: Time) {
        let _ = (cards, now);
    }

    /// Something of a pool that was given back is on its way, or is there.
    fn coming_back(&mut self, cards: CardsId, is_on_its_way: bool, now: Time) {
        let _ = (cards, is_on_its_way, now);
    }

    /// All of a pool are out, or one is there again.
    fn all_out(&mut self, cards: CardsId, is_so: bool, now: Time) {
        let _ = (cards, is_so, now);
    }

    /// A finished part comes into the store of a kanban stage.
    fn stored(&mut self, cards: CardsId, now: Time) {
        let _ = (cards, now);
    }

    /// A part leaves the store of a kanban stage.
    fn unstored(&mut self, cards: CardsId, now: Time) {
        let _ = (cards, now);
    }

    /// A part starts moving from one station to another.
    fn moved(&mut self, way: WayId, now: Time) {
        let _ = (way, now);
    }

    /// So many places of a shared buffer are taken from now on, or kept for parts on their way.
    fn places_taken(&mut self, buffer: SharedBufferId, taken: u32, now: Time) {
        let _ = (buffer, taken, now);
    }

    /// So many of a material are ordered.
    fn material_ordered(&mut self, material: MaterialId, quantity: i64, now: Time) {
        let _ = (material, quantity, now);
    }

    /// So many of a material are delivered.
    fn material_delivered(&mut self, material: MaterialId, quantity: i64, now: Time) {
        let _ = (material, quantity, now);
    }

    /// The incoming inspection has taken so many of a material out of what was delivered.
    fn material_rejected(&mut self, material: MaterialId, quantity: i64, now: Time) {
        let _ = (material, quantity, now);
    }

    /// The next delivery of a material is expedited, which costs so much.
    fn material_expedited(&mut self, material: MaterialId, cost: Money, now: Time) {
        let _ = (material, cost, now);
    }

    /// So many of a material are thrown away, because they have lain for as long as they can be used.
    fn material_expired(&mut self, material: MaterialId, quantity: i64, now: Time) {
        let _ = (material, quantity, now);
    }

    /// A part takes so many of a material, for which it has waited, or not.
    fn material_used(&mut self, material: MaterialId, quantity: u32, waited: bool, now: Time) {
        let _ = (material, quantity, waited, now);
    }

    /// An order has asked for so many of a stock: so many were there, and so many are not sold.
    fn stock_asked(
        &mut self,
        material: MaterialId,
        asked: u32,
        at_once: u32,
        lost: u32,
        now: Time,
    ) {
        let _ = (material, asked, at_once, lost, now);
    }

    /// An order gets so many of a stock, at once or later.
    fn stock_given(&mut self, material: MaterialId, given: u32, now: Time) {
        let _ = (material, given, now);
    }

    /// Orders wait for so many of a stock from now on.
    fn stock_owed(&mut self, material: MaterialId, owed: i64, now: Time) {
        let _ = (material, owed, now);
    }

    /// An order is done, and its part that waited longest for a material waited for so long.
    fn order_waited(&mut self, ordered: Ordered, material: MaterialId, wait: Span, now: Time) {
        let _ = (ordered, material, wait, now);
    }

    /// So many parts wait for a material from now on.
    fn material_wanted(&mut self, material: MaterialId, parts: i64, now: Time) {
        let _ = (material, parts, now);
    }

    /// The part with this key gets on a conveyor.
    fn got_on(&mut self, conveyor: ConveyorId, part: u64, now: Time) {
        let _ = (conveyor, part, now);
    }

    /// A part gets off a conveyor.
    fn got_off(&mut self, conveyor: ConveyorId, part: u64, now: Time) {
        let _ = (conveyor, part, now);
    }

    /// The part at the end of a conveyor finds no room ahead, or has found it and will get off.
    fn held(&mut self, conveyor: ConveyorId, is_held: bool, now: Time) {
        let _ = (conveyor, is_held, now);
    }

    /// A vehicle shows a state.
    fn vehicle_state(&mut self, truck: TruckId, to: VehicleState, now: Time) {
        let _ = (truck, to, now);
    }

    /// A vehicle begins to load the part with this key, which has waited for it so long with a place where it
    /// goes.
    fn picked_up(&mut self, truck: TruckId, part: u64, waited: Span, now: Time) {
        let _ = (truck, part, waited, now);
    }

    /// A vehicle has put down so many parts: the end of a trip.
    fn put_down(&mut self, truck: TruckId, parts: usize, now: Time) {
        let _ = (truck, parts, now);
    }

    /// The part with this key begins to wait for a milk run.
    fn waits_for_tour(&mut self, milkrun: MilkrunId, part: u64, now: Time) {
        let _ = (milkrun, part, now);
    }

    /// A tour of a milk run begins.
    fn tour_begun(&mut self, milkrun: MilkrunId, now: Time) {
        let _ = (milkrun, now);
    }

    /// A milk run takes a part that has waited so long.
    fn taken_along(&mut self, milkrun: MilkrunId, part: u64, waited: Span, now: Time) {
        let _ = (milkrun, part, waited, now);
    }

    /// A milk run puts a part down.
    fn toured(&mut self, milkrun: MilkrunId, part: u64, now: Time) {
        let _ = (milkrun, part, now);
    }

    /// A paced line opens, or closes.
    fn takt_opens(&mut self, takt: TaktId, is_so: bool, now: Time) {
        let _ = (takt, is_so, now);
    }

    /// All parts on a paced line move on; whether it has stood for that beyond its takt, and whether a part has left
    /// it.
    fn takt_moves(&mut self, takt: TaktId, is_late: bool, gives: bool, now: Time) {
        let _ = (takt, is_late, gives, now);
    }

    /// A station, or want of room behind the last one, begins or ceases to hold up a paced line.
    fn holds_up(&mut self, takt: TaktId, by: HeldBy, is_so: bool, now: Time) {
        let _ = (takt, by, is_so, now);
    }

    /// A good part leaves the plant.
    fn departed(&mut self, product: ProductId, part: u64, released: Time, now: Time) {
        let _ = (product, part, released, now);
    }

    /// A part is taken for another one.
    fn taken(&mut self, product: ProductId, part: u64, released: Time, now: Time) {
        let _ = (product, part, released, now);
    }

    /// A part is thrown away at a station.
    fn scrapped(
        &mut self,
        product: ProductId,
        station: StationId,
        part: u64,
        released: Time,
        now: Time,
    ) {
        let _ = (product, station, part, released, now);
    }

    /// An order arrives or is released.
    fn order_opened(&mut self, order: Placed, now: Time) {
        let _ = (order, now);
    }

    /// So many parts of an order, or of a lot, go to a line.
    fn made_on(&mut self, line: LineId, parts: u32, now: Time) {
        let _ = (line, parts, now);
    }

    /// A part of an order comes in for one that was thrown away.
    fn remade(&mut self, product: ProductId, line: LineId, now: Time) {
        let _ = (product, line, now);
    }

    /// A finished part leaves that its order does not need.
    fn surplus(&mut self, product: ProductId, now: Time) {
        let _ = (product, now);
    }

    /// All that an order needs has left, or was thrown away.
    fn order_closed(&mut self, order: Placed, now: Time) {
        let _ = (order, now);
    }

    /// A customer wants an order no more: it is none.
    fn order_cancelled(&mut self, order: Placed, now: Time) {
        let _ = (order, now);
    }

    /// An activity ends. Only told with [`Observer::CAUSES`].
    fn activity(&mut self, activity: Activity, now: Time) {
        let _ = (activity, now);
    }
}

/// Who ordered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ordered {
    /// A random demand.
    Demand(DemandId),
    /// The dated order book.
    Book(OrderId),
    /// A stock of the plant's own products: nobody outside waits for it, and no observer is told of such orders.
    Stock(MaterialId),
}

/// An order that was placed, released or not.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Placed {
    /// Who ordered.
    pub ordered: Ordered,
    /// Its number among those of its demand, from 0.
    pub number: u64,
    /// What is ordered.
    pub product: ProductId,
    /// How many parts.
    pub quantity: u32,
    /// The line that makes it, of a product with several, as soon as it is chosen.
    pub line: Option<LineId>,
    /// When it came in, or will.
    pub opened: Time,
    /// When it is promised.
    pub due: Option<Time>,
    /// Parts that it is short of: thrown away and not replaced, beyond its tolerance.
    pub missing: u32,
    /// What has left of it before it is done, where orders leave in parts.
    pub shipped: Shipped,
}

/// Parts of an order that left before it was done.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Shipped {
    /// How many.
    pub parts: u32,
    /// Those that were not late.
    pub on_time: u32,
    /// Sum of the time for which each was late that left before the last ones. Unit: ticks.
    late: i128,
    /// When the last ones left, or will with their truck, and how many they are.
    last: (Time, u32),
}

impl Shipped {
    /// So many more leave at an instant, no earlier than those before.
    pub fn add(&mut self, parts: u32, at: Time, due: Option<Time>) {
        let (before, count) = self.last;
        if before == at {
            self.last.1 += parts;
        } else {
            self.late += of_all(late_by(before, due), count);
            self.last = (at, parts);
        }
        self.parts += parts;
        self.on_time += if late_by(at, due).is_zero() { parts } else { 0 };
    }

    /// Sum of the time for which they are late, of an order that is late by so much: who waits for a truck is late no
    /// longer than that. Unit: ticks.
    fn late(&self, due: Option<Time>, late: Span) -> i128 {
        let (at, count) = self.last;
        self.late + of_all(late_by(at, due).min(late), count)
    }
}

/// How late who leaves at an instant is.
fn late_by(at: Time, due: Option<Time>) -> Span {
    due.map_or(Span::ZERO, |due| (at - due).max(Span::ZERO))
}

fn of_all(late: Span, parts: u32) -> i128 {
    i128::from(late.ticks()) * i128::from(parts)
}

impl Placed {
    /// An order of one part of which nothing has happened yet.
    pub fn new(ordered: Ordered, product: ProductId, opened: Time, due: Option<Time>) -> Self {
        let shipped = Shipped::default();
        Self {
            ordered,
            number: 0,
            product,
            quantity: 1,
            line: None,
            opened,
            due,
            missing: 0,
            shipped,
        }
    }

    /// Whether it is never complete: it is short of a part.
    pub const fn is_short(&self) -> bool {
        self.missing > 0
    }

    /// Whether somebody outside waits for it.
    pub const fn is_of_customer(&self) -> bool {
        !matches!(self.ordered, Ordered::Stock(_))
    }

    /// For how long its parts are late on average, of an order that is late by so much: what has left is late no longer.
    #[expect(
        clippy::cast_possible_truncation,
        reason = "a mean of times is no longer than the longest"
    )]
    pub fn mean_late(&self, late: Span) -> Span {
        let all = i128::from(self.quantity.max(1));
        let rest = (all - i128::from(self.shipped.parts)).max(0);
        if rest == all {
            return late;
        }
        Span::from_ticks(
            ((self.shipped.late(self.due, late) + rest * i128::from(late.ticks())) / all) as i64,
        )
    }
}

/// Nobody watches.
impl Observer for () {}

macro_rules! both {
    ($(fn $name:ident($($argument:ident: $type:ty),+);)+) => {
        /// Two observers see the same.
        impl<A: Observer, B: Observer> Observer for (A, B) {
            const CAUSES: bool = A::CAUSES || B::CAUSES;
            const PARTS: bool = A::PARTS || B::PARTS;

            fn has_seen_enough(&mut self, orders_left: usize, now: Time) -> bool {
                self.0.has_seen_enough(orders_left, now) || self.1.has_seen_enough(orders_left, now)
            }

            #[inline]
            fn expect_station(&self, station: StationId) {
                self.0.expect_station(station);
                self.1.expect_station(station);
            }

            #[inline]
            fn expect_machine(&self, machine: MachineId) {
                self.0.expect_machine(machine);
                self.1.expect_machine(machine);
            }
            $(
                #[inline]
                fn $name(&mut self, $($argument: $type),+) {
                    self.0.$name($($argument),+);
                    self.1.$name($($argument),+);
                }
            )+
        }
    };
}

both! {
    fn machine_state(machine: MachineId, to: State, now: Time);
    fn operator_state(operator: OperatorId, to: OperatorState, now: Time);
    fn walked(operator: OperatorId, way: (SiteId, SiteId), gone: Distance, now: Time);
    fn overtime(overtime: OvertimeId, people: usize, now: Time);
    fn came(operator: OperatorId, overtime: OvertimeId, now: Time);
    fn let_go(operator: OperatorId, now: Time);
    fn barred(operator: OperatorId, from: Barred, now: Time);
    fn work_done(operator: OperatorId, done: Done, now: Time);
    fn queue_joined(station: StationId, now: Time);
    fn queue_left(station: StationId, waited: Span, now: Time);
    fn cycle_started(machine: MachineId, part: u64, now: Time);
    fn works_on(machine: MachineId, part: u64, of: WorkedOn, now: Time);
    fn in_time(station: StationId, now: Time);
    fn too_late(station: StationId, goes: bool, now: Time);
    fn stands_aside(station: StationId, part: u64, is_so: bool, now: Time);
    fn came_back(station: StationId, part: u64, now: Time);
    fn batch_started(station: StationId, now: Time);
    fn pushed_off(station: StationId, machine: MachineId, part: u64, now: Time);
    fn set_up(station: StationId, machine: MachineId, now: Time);
    fn first_piece(station: StationId, machine: MachineId, is_good: bool, now: Time);
    fn cycle_done(station: StationId, machine: MachineId, part: u64, now: Time);
    fn slowed(station: StationId, lost: Span, now: Time);
    fn spoiled(station: StationId, work: Span, now: Time);
    fn failed(mode: ModeId, now: Time);
    fn repair_started(mode: ModeId, waited: Span, now: Time);
    fn repaired(mode: ModeId, now: Time);
    fn maintenance_begun(mode: ModeId, now: Time);
    fn maintained(mode: ModeId, now: Time);
    fn worn(wear: ModeId, by: ModeId, level: f64, now: Time);
    fn released(product: ProductId, part: u64, now: Time);
    fn waits_outside(now: Time);
    fn swapped(now: Time);
    fn let_in(now: Time);
    fn began_to_wait_for_rest(product: ProductId, now: Time);
    fn ended_wait_for_rest(product: ProductId, waited: Span, now: Time);
    fn card_wanted(cards: CardsId, now: Time);
    fn card_given_up(cards: CardsId, now: Time);
    fn card_taken(cards: CardsId, since: Option<Time>, now: Time);
    fn card_returned(cards: CardsId, now: Time);
    fn coming_back(cards: CardsId, is_on_its_way: bool, now: Time);
    fn all_out(cards: CardsId, is_so: bool, now: Time);
    fn stored(cards: CardsId, now: Time);
    fn unstored(cards: CardsId, now: Time);
    fn moved(way: WayId, now: Time);
    fn places_taken(buffer: SharedBufferId, taken: u32, now: Time);
    fn material_ordered(material: MaterialId, quantity: i64, now: Time);
    fn material_delivered(material: MaterialId, quantity: i64, now: Time);
    fn material_rejected(material: MaterialId, quantity: i64, now: Time);
    fn material_expedited(material: MaterialId, cost: Money, now: Time);
    fn material_expired(material: MaterialId, quantity: i64, now: Time);
    fn material_used(material: MaterialId, quantity: u32, waited: bool, now: Time);
    fn order_waited(ordered: Ordered, material: MaterialId, wait: Span, now: Time);
    fn material_wanted(material: MaterialId, parts: i64, now: Time);
    fn stock_asked(material: MaterialId, asked: u32, at_once: u32, lost: u32, now: Time);
    fn stock_given(material: MaterialId, given: u32, now: Time);
    fn stock_owed(material: MaterialId, owed: i64, now: Time);
    fn got_on(conveyor: ConveyorId, part: u64, now: Time);
    fn got_off(conveyor: ConveyorId, part: u64, now: Time);
    fn held(conveyor: ConveyorId, is_held: bool, now: Time);
    fn vehicle_state(truck: TruckId, to: VehicleState, now: Time);
    fn picked_up(truck: TruckId, part: u64, waited: Span, now: Time);
    fn put_down(truck: TruckId, parts: usize, now: Time);
    fn waits_for_tour(milkrun: MilkrunId, part: u64, now: Time);
    fn tour_begun(milkrun: MilkrunId, now: Time);
    fn taken_along(milkrun: MilkrunId, part: u64, waited: Span, now: Time);
    fn toured(milkrun: MilkrunId, part: u64, now: Time);
    fn takt_opens(takt: TaktId, is_so: bool, now: Time);
    fn takt_moves(takt: TaktId, is_late: bool, gives: bool, now: Time);
    fn holds_up(takt: TaktId, by: HeldBy, is_so: bool, now: Time);
    fn departed(product: ProductId, part: u64, released: Time, now: Time);
    fn taken(product: ProductId, part: u64, released: Time, now: Time);
    fn scrapped(product: ProductId, station: StationId, part: u64, released: Time, now: Time);
    fn made_on(line: LineId, parts: u32, now: Time);
    fn remade(product: ProductId, line: LineId, now: Time);
    fn surplus(product: ProductId, now: Time);
    fn order_opened(order: Placed, now: Time);
    fn order_closed(order: Placed, now: Time);
    fn order_cancelled(order: Placed, now: Time);
    fn activity(activity: Activity, now: Time);
}
