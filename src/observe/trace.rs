//! Observers that write down everything: for hand-worked tables and for walking back causes.

use super::{Observer, OperatorState, Ordered, Placed, State, VehicleState};
use crate::ids::{
    CardsId, ConveyorId, DemandId, MachineId, MaterialId, MilkrunId, ModeId, OperatorId, OrderId,
    ProductId, SharedBufferId, SiteId, StationId, TaktId, TruckId, VehicleId, WayId,
};
use crate::units::{Distance, Money, Span, Time};

/// Something that took time, with the activity whose end let it start.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Activity {
    /// Its number, from 1, in the order of their ends.
    pub number: u32,
    /// What it was.
    pub label: Label,
    /// When it started: exactly when its cause ended.
    pub start: Time,
    /// The activity whose end let it start; 0 for what starts with the run.
    pub cause: u32,
}

/// What an activity was.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Label {
    /// Processing at a station.
    Cycle(StationId),
    /// Setup of a machine of a station.
    Setup(StationId),
    /// Repair of a machine.
    Repair(ModeId),
    /// Planned work on a machine.
    Maintenance(ModeId),
    /// Moving between two stations.
    Transfer(WayId),
    /// Moving on a conveyor, the hours in which it is closed included: over its length, or as far as parts
    /// have closed up.
    Conveyor(ConveyorId),
    /// Something of a pool comes back empty.
    Return(CardsId),
    /// A material is on order, since it was needed.
    Delivery(MaterialId),
    /// What a vehicle did, the hours in which it is closed included: it drove to a load, loaded, brought the
    /// load and put it down, or was charged.
    Vehicle(VehicleId, VehicleState),
    /// Time between two orders of a demand.
    Demand(DemandId),
    /// Waiting for the release date of an order.
    Release(OrderId),
    /// A task that was ready waits for opening hours at the machine.
    OffShift(MachineId),
    /// A task that was ready waits for the end of a repair, or of planned work, at the machine.
    Down(MachineId),
    /// A part waits for room that a repair or opening hours downstream will give.
    Room(MachineId),
    /// Time from the start or the last repair to a failure, or planned work, that met no running task.
    Uptime(ModeId),
    /// A task that was ready waits for people who are off shift or on a break.
    Absent(MachineId),
    /// People walk to a task at the station, or have walked there for nothing.
    Walking(StationId),
    /// A part waited for a milk run, and was taken by it.
    Tour(MilkrunId),
    /// A takt of a paced line, the hours in which it is closed included.
    Takt(TaktId),
    /// A part that came to the station stands aside, or stood in front until it had waited too long.
    Aside(StationId),
}

/// One line of a [`Trace`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Told {
    /// A machine shows a state.
    State(MachineId, State),
    /// A person shows a state.
    Operator(OperatorId, OperatorState),
    /// A person ends a walk to a place, or turns back before: the way gone.
    Walked(OperatorId, SiteId, Distance),
    /// A cycle starts for the part with this key.
    Started(MachineId, u64),
    /// The part with this key is pushed off its machine.
    PushedOff(MachineId, u64),
    /// A machine is set up.
    SetUp(MachineId),
    /// A cycle is complete.
    Done(MachineId, u64),
    /// A machine fails.
    Failed(ModeId),
    /// A repair, or planned work, starts or goes on.
    RepairStarted(ModeId),
    /// A machine is repaired.
    Repaired(ModeId),
    /// A machine stands for planned work.
    MaintenanceBegun(ModeId),
    /// Planned work is done.
    Maintained(ModeId),
    /// A part enters the plant.
    Released(ProductId, u64),
    /// A part starts moving.
    Moved(WayId),
    /// So many places of a shared buffer are taken.
    PlacesTaken(SharedBufferId, u32),
    /// So many of a material are ordered.
    MaterialOrdered(MaterialId, i64),
    /// So many of a material are delivered.
    MaterialDelivered(MaterialId, i64),
    /// So many of a material were taken out by the incoming inspection.
    MaterialRejected(MaterialId, i64),
    /// So many of a material were thrown away.
    MaterialExpired(MaterialId, i64),
    /// The next delivery of a material is expedited.
    MaterialExpedited(MaterialId),
    /// An order is done whose part that waited longest for a material waited for so long.
    OrderWaited(Ordered, MaterialId, Span),
    /// The part with this key gets on a conveyor.
    GotOn(ConveyorId, u64),
    /// It gets off.
    GotOff(ConveyorId, u64),
    /// A part, last at the station, begins to stand aside, or stands aside no more.
    Aside(StationId, u64, bool),
    /// The part at the end of a conveyor finds no room ahead.
    Held(ConveyorId),
    /// A vehicle shows a state.
    Vehicle(TruckId, VehicleState),
    /// A vehicle begins to load the part with this key.
    PickedUp(TruckId, u64),
    /// A vehicle has put down so many parts.
    PutDown(TruckId, usize),
    /// A good part leaves the plant.
    Departed(ProductId, u64),
    /// A part was taken for another one.
    Taken(ProductId, u64),
    /// A part is thrown away.
    Scrapped(StationId, u64),
    /// An order opens.
    Opened(Ordered),
    /// An order closes.
    Closed(Ordered),
}

/// Everything that was told, with its instant.
///
/// Memory grows with the run: for short stories.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Trace {
    lines: Vec<(Time, Told)>,
}

impl Trace {
    /// The lines, in the order told.
    pub fn lines(&self) -> &[(Time, Told)] {
        &self.lines
    }

    /// The instants of the lines that `pick` chooses.
    pub fn times(&self, pick: impl Fn(&Told) -> bool) -> Vec<Time> {
        self.lines.iter().filter(|(_, told)| pick(told)).map(|&(at, _)| at).collect()
    }
}

impl Observer for Trace {
    fn machine_state(&mut self, machine: MachineId, to: State, now: Time) {
        self.lines.push((now, Told::State(machine, to)));
    }
    fn operator_state(&mut self, operator: OperatorId, to: OperatorState, now: Time) {
        self.lines.push((now, Told::Operator(operator, to)));
    }
    fn walked(&mut self, operator: OperatorId, way: (SiteId, SiteId), gone: Distance, now: Time) {
        self.lines.push((now, Told::Walked(operator, way.1, gone)));
    }
    fn cycle_started(&mut self, machine: MachineId, part: u64, now: Time) {
        self.lines.push((now, Told::Started(machine, part)));
    }
    fn pushed_off(&mut self, _: StationId, machine: MachineId, part: u64, now: Time) {
        self.lines.push((now, Told::PushedOff(machine, part)));
    }
    fn set_up(&mut self, _: StationId, machine: MachineId, now: Time) {
        self.lines.push((now, Told::SetUp(machine)));
    }
    fn cycle_done(&mut self, _: StationId, machine: MachineId, part: u64, now: Time) {
        self.lines.push((now, Told::Done(machine, part)));
    }
    fn failed(&mut self, mode: ModeId, now: Time) {
        self.lines.push((now, Told::Failed(mode)));
    }
    fn repair_started(&mut self, mode: ModeId, _waited: Span, now: Time) {
        self.lines.push((now, Told::RepairStarted(mode)));
    }
    fn repaired(&mut self, mode: ModeId, now: Time) {
        self.lines.push((now, Told::Repaired(mode)));
    }
    fn maintenance_begun(&mut self, mode: ModeId, now: Time) {
        self.lines.push((now, Told::MaintenanceBegun(mode)));
    }
    fn maintained(&mut self, mode: ModeId, now: Time) {
        self.lines.push((now, Told::Maintained(mode)));
    }
    fn released(&mut self, product: ProductId, part: u64, now: Time) {
        self.lines.push((now, Told::Released(product, part)));
    }
    fn moved(&mut self, way: WayId, now: Time) {
        self.lines.push((now, Told::Moved(way)));
    }
    fn places_taken(&mut self, buffer: SharedBufferId, taken: u32, now: Time) {
        self.lines.push((now, Told::PlacesTaken(buffer, taken)));
    }
    fn material_ordered(&mut self, material: MaterialId, quantity: i64, now: Time) {
        self.lines.push((now, Told::MaterialOrdered(material, quantity)));
    }
    fn material_delivered(&mut self, material: MaterialId, quantity: i64, now: Time) {
        self.lines.push((now, Told::MaterialDelivered(material, quantity)));
    }
    fn material_rejected(&mut self, material: MaterialId, quantity: i64, now: Time) {
        self.lines.push((now, Told::MaterialRejected(material, quantity)));
    }
    fn order_waited(&mut self, ordered: Ordered, material: MaterialId, wait: Span, now: Time) {
        self.lines.push((now, Told::OrderWaited(ordered, material, wait)));
    }
    fn material_expired(&mut self, material: MaterialId, quantity: i64, now: Time) {
        self.lines.push((now, Told::MaterialExpired(material, quantity)));
    }
    fn material_expedited(&mut self, material: MaterialId, _: Money, now: Time) {
        self.lines.push((now, Told::MaterialExpedited(material)));
    }
    fn got_on(&mut self, conveyor: ConveyorId, part: u64, now: Time) {
        self.lines.push((now, Told::GotOn(conveyor, part)));
    }
    fn got_off(&mut self, conveyor: ConveyorId, part: u64, now: Time) {
        self.lines.push((now, Told::GotOff(conveyor, part)));
    }
    fn vehicle_state(&mut self, truck: TruckId, to: VehicleState, now: Time) {
        self.lines.push((now, Told::Vehicle(truck, to)));
    }
    fn picked_up(&mut self, truck: TruckId, part: u64, _: Span, now: Time) {
        self.lines.push((now, Told::PickedUp(truck, part)));
    }
    fn put_down(&mut self, truck: TruckId, parts: usize, now: Time) {
        self.lines.push((now, Told::PutDown(truck, parts)));
    }
    fn stands_aside(&mut self, station: StationId, part: u64, is_so: bool, now: Time) {
        self.lines.push((now, Told::Aside(station, part, is_so)));
    }
    fn held(&mut self, conveyor: ConveyorId, is_held: bool, now: Time) {
        if is_held {
            self.lines.push((now, Told::Held(conveyor)));
        }
    }
    fn departed(&mut self, product: ProductId, part: u64, _released: Time, now: Time) {
        self.lines.push((now, Told::Departed(product, part)));
    }
    fn taken(&mut self, product: ProductId, part: u64, _released: Time, now: Time) {
        self.lines.push((now, Told::Taken(product, part)));
    }
    fn scrapped(&mut self, _: ProductId, station: StationId, part: u64, _: Time, now: Time) {
        self.lines.push((now, Told::Scrapped(station, part)));
    }
    fn order_opened(&mut self, order: Placed, now: Time) {
        self.lines.push((now, Told::Opened(order.ordered)));
    }
    fn order_closed(&mut self, order: Placed, now: Time) {
        self.lines.push((now, Told::Closed(order.ordered)));
    }
}

/// All activities with their causes, and the last departure.
///
/// Memory grows with the run: for explaining short runs and for tests.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Activities {
    ended: Vec<(Activity, Time)>,
    last: Option<Time>,
}

impl Activities {
    /// The activity with this number and its end.
    ///
    /// # Panics
    /// If there is no activity with this number.
    pub fn get(&self, number: u32) -> (Activity, Time) {
        self.ended[number as usize - 1]
    }

    /// All activities with their ends, in the order of their ends.
    pub fn all(&self) -> &[(Activity, Time)] {
        &self.ended
    }

    /// The instant of the last departure.
    pub fn last_departure(&self) -> Option<Time> {
        self.last
    }

    /// The chain that led to the end of activity `number`, from the last to the first.
    pub fn chain(&self, number: u32) -> Vec<(Activity, Time)> {
        let mut chain = Vec::new();
        let mut number = number;
        while number != 0 {
            let link = self.get(number);
            chain.push(link);
            number = link.0.cause;
        }
        chain
    }
}

impl Observer for Activities {
    const CAUSES: bool = true;

    fn activity(&mut self, activity: Activity, now: Time) {
        self.ended.push((activity, now));
    }

    fn departed(&mut self, _: ProductId, _: u64, _: Time, now: Time) {
        self.last = Some(now);
    }
}
