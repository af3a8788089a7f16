//! The tally: everything that figures are made of, counted in integers while the plant runs.
//!
//! Memory: what is in the plant, a histogram and a fixed number of time buckets; it does not grow
//! with the run.

use super::barred::{AllBarred, Barred};
use super::cards::CardsTally;
use super::clocked::{Clocks, FailedOffShift};
use super::conveyor::ConveyorTally;
use super::hours::Hours;
use super::material::MaterialTally;
use super::milkrun::MilkrunTally;
use super::order::{DatedTally, OrderGroup, OrderTally, Orders};
use super::roster::Roster;
use super::series::{Buckets, Series};
use super::shared_buffer::SharedBufferTally;
use super::skills::{Done, Skills};
use super::takt::{HeldBy, TaktTally};
use super::vehicle::{VehicleState, VehicleTally, Vehicles};
use super::ways::Ways;
use super::wear::{WearTally, Wears};
use super::{Level, Observer, OpenTime, OperatorState, Ordered, Placed, State};
use crate::ids::{
    CardsId, ConveyorId, CrewId, CustomerId, DemandId, FailureId, LineId, MachineId, MaterialId,
    MilkrunId, ModeId, OperatorId, OrderId, OvertimeId, ProductId, SharedBufferId, SiteId,
    StationId, Table, TaktId, TruckId, VehicleId, WayId,
};
use crate::model::{FailureKind, LineCost, Model};
use crate::statistics::Histogram;
use crate::units::{Distance, Money, Span, Time};

/// What is counted of a station.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct StationTally {
    /// Parts waiting to be started.
    pub queue: Level,
    /// Time from arrival to start, summed over starts. Unit: ticks.
    pub waited: i128,
    /// Cycles started.
    pub starts: u64,
    /// Cycles completed.
    pub done: u64,
    /// Failures that are no minor stops.
    pub failures: u64,
    /// Minor stops.
    pub minor_stops: u64,
    /// Start-ups.
    pub start_ups: u64,
    /// Repairs completed.
    pub repairs: u64,
    /// Planned work done that is no change of tools.
    pub maintenances: u64,
    /// Tools changed.
    pub tool_changes: u64,
    /// Parts thrown away.
    pub scrapped: u64,
    /// Setups completed.
    pub setups: u64,
    /// First pieces approved, and first pieces that failed.
    pub first_pieces: (u64, u64),
    /// Times that a part was pushed off a machine by a more urgent one.
    pub pushed_off: u64,
    /// Batches started.
    pub batches: u64,
    /// Parts that began within the time since an earlier step, and parts that did not.
    pub in_time: (u64, u64),
    /// Parts that stand aside.
    pub aside: Level,
    /// Time worked beyond what the work takes at full speed and the standard pace; below zero where people
    /// are quicker. Unit: ticks.
    pub slowed: i128,
    /// What work takes at full speed and the standard pace that was in vain: of parts thrown away, and of
    /// what was begun anew. Unit: ticks.
    pub spoiled: i128,
}

/// What every part changes of a station: a cache line.
#[derive(Clone, Copy, Debug, Default)]
#[repr(align(64))]
struct Flow {
    queue: Level,
    waited: i128,
    starts: u64,
    done: u64,
}

/// What goes wrong at a station, and is put right.
#[derive(Clone, Copy, Debug, Default)]
struct Trouble {
    failures: u64,
    minor_stops: u64,
    start_ups: u64,
    repairs: u64,
    maintenances: u64,
    tool_changes: u64,
    scrapped: u64,
    setups: u64,
    first_pieces: (u64, u64),
    pushed_off: u64,
    batches: u64,
    in_time: (u64, u64),
    aside: Level,
    slowed: i128,
    spoiled: i128,
}

/// What is counted of a product.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ProductTally {
    /// Parts that entered.
    pub released: u64,
    /// Good parts that left.
    pub finished: u64,
    /// Parts thrown away.
    pub scrapped: u64,
    /// Parts that came in for others that were thrown away.
    pub remade: u64,
    /// Good parts that left and that no order needed.
    pub surplus: u64,
    /// Parts taken for others.
    pub taken: u64,
    /// Time in system, summed over the good parts that left or were taken. Unit: ticks.
    pub time: i128,
    /// Parts that wait for the rest of their lot, or for other parts of their order.
    pub waiting_for_rest: Level,
    /// Such waits that have ended.
    pub waits_for_rest: u64,
    /// Time for which parts waited that have gone on. Unit: ticks.
    pub waited_for_rest: i128,
}

impl ProductTally {
    fn restart(&mut self, now: Time) {
        let mut waiting_for_rest = self.waiting_for_rest;
        waiting_for_rest.restart(now);
        *self = Self { waiting_for_rest, ..Self::default() };
    }
}

/// Counts everything that figures are made of.
#[derive(Clone, Debug)]
pub struct Tally {
    begin: Time,
    mode_station: Table<ModeId, StationId>,
    mode_machine: Table<ModeId, MachineId>,
    mode_kind: Table<ModeId, FailureKind>,
    machines: Clocks<MachineId, { State::RARE }, { State::COUNT - State::RARE }>,
    failed_off_shift: Table<MachineId, FailedOffShift>,
    operators: Clocks<OperatorId, 0, { OperatorState::COUNT }>,
    /// Times that each overtime came, and people who came for it.
    overtimes: Table<OvertimeId, (u64, u64)>,
    hours: Hours,
    walked: Table<OperatorId, Distance>,
    ways: Ways,
    skills: Skills,
    barred: AllBarred,
    /// `None` unless it was asked for.
    roster: Option<Box<Roster>>,
    flow: Table<StationId, Flow>,
    trouble: Table<StationId, Trouble>,
    products: Table<ProductId, ProductTally>,
    /// What orders on each line cost each, and all together; empty where they cost nothing.
    making: Table<LineId, (LineCost, Money)>,
    cards: Table<CardsId, CardsTally>,
    conveyors: Table<ConveyorId, ConveyorTally>,
    shared_buffers: Table<SharedBufferId, SharedBufferTally>,
    materials: Table<MaterialId, MaterialTally>,
    milkruns: Table<MilkrunId, MilkrunTally>,
    takts: Table<TaktId, TaktTally>,
    vehicles: Vehicles,
    /// What each mode is.
    mode_failure: Table<ModeId, FailureId>,
    wears: Wears,
    orders: Orders,
    inside: Level,
    /// Parts inside when counting began.
    before: i64,
    outside: Level,
    swaps: u64,
    times: Histogram,
    /// The common promise of all parts; the largest span there is where there is none.
    promise: Span,
    /// Parts whose time in system kept the promise.
    kept: u64,
    moves: u64,
    buckets: Buckets,
}

fn materials(model: &Model) -> Table<MaterialId, MaterialTally> {
    model.materials.iter().map(|row| MaterialTally::new(row.stock)).collect()
}

fn shared_buffers(model: &Model) -> Table<SharedBufferId, SharedBufferTally> {
    model.shared_buffers.iter().map(|row| SharedBufferTally::new(row.places)).collect()
}

impl Tally {
    /// A tally of a plant at its start; `bucket` is the length of a time bucket.
    pub fn new(model: &Model, bucket: Span) -> Self {
        let kind = |failure| model.failures[failure].kind;
        let mode_station = model.modes.iter().map(|mode| model.machines[mode.machine].station);
        Self {
            begin: Time::ZERO,
            mode_station: mode_station.collect(),
            mode_machine: model.modes.iter().map(|mode| mode.machine).collect(),
            mode_kind: model.modes.iter().map(|mode| kind(mode.failure)).collect(),
            failed_off_shift: Table::filled(model.machines.len(), FailedOffShift::default()),
            machines: Clocks::starting(model.machines.len(), State::Starved as u8),
            operators: Clocks::starting(model.operators.len(), OperatorState::Off as u8),
            overtimes: Table::filled(model.overtimes.len(), (0, 0)),
            hours: Hours::new(model),
            walked: Table::filled(model.operators.len(), Distance::ZERO),
            ways: Ways::new(model),
            skills: Skills::new(model),
            barred: AllBarred::new(model),
            roster: None,
            flow: Table::filled(model.stations.len(), Flow::default()),
            trouble: Table::filled(model.stations.len(), Trouble::default()),
            products: Table::filled(model.products.len(), ProductTally::default()),
            making: if model.has_line_costs() {
                model.lines.iter().map(|line| (line.cost, Money::ZERO)).collect()
            } else {
                Table::new()
            },
            cards: Table::filled(model.control.cards.len(), CardsTally::default()),
            conveyors: model.conveyors.iter().map(|row| ConveyorTally::new(row.places)).collect(),
            shared_buffers: shared_buffers(model),
            materials: materials(model),
            milkruns: Table::filled(model.milkruns.len(), MilkrunTally::default()),
            takts: Table::filled(model.takts.len(), TaktTally::default()),
            vehicles: Vehicles::new(model),
            mode_failure: model.modes.iter().map(|mode| mode.failure).collect(),
            wears: Wears::new(model),
            orders: Orders::new(model, bucket),
            inside: Level::default(),
            before: 0,
            outside: Level::default(),
            swaps: 0,
            times: Histogram::new(),
            promise: model.common_promise().unwrap_or(Span::MAX),
            kept: 0,
            moves: 0,
            buckets: Buckets::new(bucket, model.open_hours()),
        }
    }

    /// The same, with a roster of who is at work when.
    #[must_use]
    pub fn with_roster(mut self, model: &Model) -> Self {
        self.roster = Some(Box::new(Roster::new(model)));
        self
    }

    /// Forgets what was counted, keeps what is there: the end of the warm-up.
    pub fn restart(&mut self, now: Time) {
        self.begin = now;
        self.machines.restart(now);
        self.failed_off_shift.iter_mut().for_each(|machine| machine.restart(now));
        self.operators.restart(now);
        self.hours.restart(now);
        self.walked.iter_mut().for_each(|walked| *walked = Distance::ZERO);
        self.ways.restart();
        self.skills.restart(now);
        self.barred.restart();
        if let Some(roster) = &mut self.roster {
            roster.restart(now);
        }
        for flow in &mut self.flow {
            flow.queue.restart(now);
            *flow = Flow { queue: flow.queue, ..Flow::default() };
        }
        self.overtimes.iter_mut().for_each(|overtime| *overtime = (0, 0));
        for trouble in &mut self.trouble {
            trouble.aside.restart(now);
            *trouble = Trouble { aside: trouble.aside, ..Trouble::default() };
        }
        self.products.iter_mut().for_each(|product| product.restart(now));
        self.making.iter_mut().for_each(|(_, spent)| *spent = Money::ZERO);
        self.cards.iter_mut().for_each(|cards| cards.restart(now));
        self.conveyors.iter_mut().for_each(|conveyor| conveyor.restart(now));
        self.shared_buffers.iter_mut().for_each(|buffer| buffer.restart(now));
        self.materials.iter_mut().for_each(|material| material.restart(now));
        self.milkruns.iter_mut().for_each(|milkrun| milkrun.restart(now));
        self.takts.iter_mut().for_each(|takt| takt.restart(now));
        self.vehicles.restart(now);
        self.wears.restart(now);
        self.orders.restart();
        self.buckets.restart(&self.inside, now);
        self.inside.restart(now);
        self.before = self.inside.level();
        self.outside.restart(now);
        self.swaps = 0;
        self.times = Histogram::new();
        self.kept = 0;
        self.moves = 0;
    }

    /// When counting began.
    pub const fn begin(&self) -> Time {
        self.begin
    }

    /// Time in each state of a machine until `now`.
    pub fn machine(&self, machine: MachineId, now: Time) -> [Span; State::COUNT] {
        self.machines.until(machine, now)
    }

    /// Time in which a machine is failed while it is off shift, until `now`.
    pub fn failed_off_shift(&self, machine: MachineId, now: Time) -> Span {
        self.failed_off_shift[machine].until(now)
    }

    /// Time in each state of a person until `now`.
    pub fn operator(&self, operator: OperatorId, now: Time) -> [Span; OperatorState::COUNT] {
        self.operators.until(operator, now)
    }

    /// How often overtime came, and how many people came for it in all.
    pub fn overtime(&self, overtime: OvertimeId) -> (u64, u64) {
        self.overtimes[overtime]
    }

    /// The hours of people.
    pub const fn hours(&self) -> &Hours {
        &self.hours
    }

    /// How far a person has walked; a way counts when it ends.
    pub fn walked(&self, operator: OperatorId) -> Distance {
        self.walked[operator]
    }

    /// Ways of people from place to place.
    pub const fn ways(&self) -> &Ways {
        &self.ways
    }

    /// Hours on tasks by skill.
    pub const fn skills(&self) -> &Skills {
        &self.skills
    }

    /// Working time of shifts from which rules kept the people of a crew, and how often they were not
    /// called for overtime.
    pub fn barred_of(&self, crew: CrewId) -> (Span, u64) {
        self.barred.of(crew)
    }

    /// Who is at work when, if it was asked for.
    pub fn roster(&self) -> Option<&Roster> {
        self.roster.as_deref()
    }

    /// Counts the hours of people until the end of the run.
    pub fn close_hours(&mut self, end: Time) {
        self.hours.close(end);
        if let Some(roster) = &mut self.roster {
            roster.close(end);
        }
    }

    /// What was counted of a station.
    pub fn station(&self, station: StationId) -> StationTally {
        let Flow { queue, waited, starts, done } = self.flow[station];
        let trouble = self.trouble[station];
        StationTally {
            queue,
            waited,
            starts,
            done,
            failures: trouble.failures,
            minor_stops: trouble.minor_stops,
            start_ups: trouble.start_ups,
            repairs: trouble.repairs,
            maintenances: trouble.maintenances,
            tool_changes: trouble.tool_changes,
            scrapped: trouble.scrapped,
            setups: trouble.setups,
            first_pieces: trouble.first_pieces,
            pushed_off: trouble.pushed_off,
            batches: trouble.batches,
            in_time: trouble.in_time,
            aside: trouble.aside,
            slowed: trouble.slowed,
            spoiled: trouble.spoiled,
        }
    }

    /// What was counted of a wear until `now`.
    pub fn wear(&self, wear: FailureId, now: Time) -> WearTally {
        self.wears.of(wear, now)
    }

    /// What was counted of a product.
    pub fn product(&self, product: ProductId) -> &ProductTally {
        &self.products[product]
    }

    /// What was counted of cards.
    pub fn cards(&self, cards: CardsId) -> &CardsTally {
        &self.cards[cards]
    }

    /// What was counted of a paced line.
    pub fn takt(&self, takt: TaktId) -> &TaktTally {
        &self.takts[takt]
    }

    /// What was counted of a milk run.
    pub fn milkrun(&self, milkrun: MilkrunId) -> &MilkrunTally {
        &self.milkruns[milkrun]
    }

    /// What was counted of vehicles of a kind.
    pub fn vehicle(&self, vehicle: VehicleId) -> &VehicleTally {
        self.vehicles.of(vehicle)
    }

    /// What was counted of a shared buffer.
    pub fn shared_buffer(&self, buffer: SharedBufferId) -> &SharedBufferTally {
        &self.shared_buffers[buffer]
    }

    /// What was counted of a material.
    pub fn material(&self, material: MaterialId) -> &MaterialTally {
        &self.materials[material]
    }

    /// What was counted of a conveyor.
    pub fn conveyor(&self, conveyor: ConveyorId) -> &ConveyorTally {
        &self.conveyors[conveyor]
    }

    /// What was counted of a demand's orders.
    pub fn demand(&self, demand: DemandId) -> &OrderTally {
        self.orders.demands[demand].tally()
    }

    /// What orders on a line have cost, or on all of them.
    pub fn making_cost(&self) -> Money {
        self.making.iter().map(|&(_, spent)| spent).sum()
    }

    /// What was counted of all orders. Cost: that of their times, which are copied.
    pub fn orders(&self) -> OrderGroup {
        self.orders.all()
    }

    /// What was counted of a demand's orders, and their times.
    pub fn orders_of_demand(&self, demand: DemandId) -> &OrderGroup {
        &self.orders.demands[demand]
    }

    /// What was counted of the orders for a product.
    ///
    /// # Panics
    /// Where all orders are for one product.
    pub fn orders_of_product(&self, product: ProductId) -> &OrderGroup {
        &self.orders.products[product]
    }

    /// What was counted of the orders of a customer.
    pub fn orders_of_customer(&self, customer: CustomerId) -> &OrderGroup {
        &self.orders.customers[customer]
    }

    /// What was counted of the orders that a line made, by its position in [`Model::lines_of_orders`].
    pub fn orders_of_line(&self, position: usize) -> &OrderGroup {
        &self.orders.lines.groups[position]
    }

    /// What was counted of one dated order.
    pub fn dated(&self, order: OrderId) -> &DatedTally {
        &self.orders.dated[order]
    }

    /// Times that parts which waited for each other's room changed places.
    pub const fn swaps(&self) -> u64 {
        self.swaps
    }

    /// Parts that wait outside for room at their first station, or for a card; they count as inside, too.
    pub const fn outside(&self) -> &Level {
        &self.outside
    }

    /// Parts inside the plant.
    pub const fn inside(&self) -> &Level {
        &self.inside
    }

    /// Parts inside when counting began.
    pub const fn before(&self) -> i64 {
        self.before
    }

    /// What was counted in open hours until `now`; all hours are open where the stations share none.
    pub fn open_time(&mut self, now: Time) -> OpenTime {
        self.buckets.open_time(&self.inside, now)
    }

    /// Times in system of the good parts that left. Unit: ticks.
    pub const fn times(&self) -> &Histogram {
        &self.times
    }

    /// Good parts that left within the common promise of all parts; all of them if there is none.
    pub const fn kept(&self) -> u64 {
        self.kept
    }

    /// Moves started.
    pub const fn moves(&self) -> u64 {
        self.moves
    }

    /// An order that is open at the end: late if it was due by now or is short, else not judged.
    pub fn judge_open(&mut self, order: &Placed, now: Time) {
        self.orders.judge_open(order, now);
    }

    /// Closes the buckets at `now`, the last one cut short, and gives them away.
    pub fn take_series(&mut self, now: Time) -> Series {
        let mut series = self.buckets.take(&self.inside, now);
        self.orders.give_lasting(&mut series);
        series
    }

    #[inline]
    fn left(&mut self, now: Time) {
        self.buckets.pass(&self.inside, now);
        self.inside.fall(now);
    }
}

impl Observer for Tally {
    #[inline]
    fn expect_station(&self, station: StationId) {
        self.flow.fetch(station);
    }

    #[inline]
    fn expect_machine(&self, machine: MachineId) {
        self.machines.fetch(machine);
    }

    #[inline]
    fn machine_state(&mut self, machine: MachineId, to: State, now: Time) {
        let from = self.machines.enter(machine, to as u8, now);
        if to == State::OffShift || from == State::OffShift as u8 {
            self.failed_off_shift[machine].turn(to == State::OffShift, now);
        }
    }

    #[inline]
    fn operator_state(&mut self, operator: OperatorId, to: OperatorState, now: Time) {
        self.operators.enter(operator, to as u8, now);
        self.hours.enter(operator, to, now);
        if let Some(roster) = &mut self.roster {
            roster.enter(operator, self.hours.mark(operator, to), now);
        }
    }

    fn barred(&mut self, operator: OperatorId, from: Barred, _: Time) {
        self.barred.count(operator, from);
    }

    fn work_done(&mut self, operator: OperatorId, done: Done, now: Time) {
        self.hours.work(operator, done);
        self.skills.count(operator, done, now);
    }

    fn walked(&mut self, operator: OperatorId, way: (SiteId, SiteId), gone: Distance, _: Time) {
        self.walked[operator] += gone;
        self.ways.count(operator, way, gone);
    }

    fn came(&mut self, operator: OperatorId, overtime: OvertimeId, now: Time) {
        self.hours.come(operator, overtime, now);
    }

    fn let_go(&mut self, operator: OperatorId, _: Time) {
        self.hours.let_go(operator);
    }

    fn overtime(&mut self, overtime: OvertimeId, people: usize, _: Time) {
        let (times, called) = &mut self.overtimes[overtime];
        *times += 1;
        *called += people as u64;
    }

    #[inline]
    fn queue_joined(&mut self, station: StationId, now: Time) {
        self.flow[station].queue.rise(now);
    }

    #[inline]
    fn queue_left(&mut self, station: StationId, waited: Span, now: Time) {
        let row = &mut self.flow[station];
        row.queue.fall(now);
        row.starts += 1;
        row.waited += i128::from(waited.ticks());
    }

    fn in_time(&mut self, station: StationId, _: Time) {
        self.trouble[station].in_time.0 += 1;
    }

    fn too_late(&mut self, station: StationId, goes: bool, now: Time) {
        self.trouble[station].in_time.1 += 1;
        if goes {
            self.flow[station].queue.fall(now);
        }
    }

    fn stands_aside(&mut self, station: StationId, _part: u64, is_so: bool, now: Time) {
        self.trouble[station].aside.change(is_so, now);
    }

    fn came_back(&mut self, station: StationId, _part: u64, _now: Time) {
        self.flow[station].done += 1;
    }

    fn batch_started(&mut self, station: StationId, _: Time) {
        self.trouble[station].batches += 1;
    }

    fn pushed_off(&mut self, station: StationId, _: MachineId, _part: u64, _: Time) {
        self.trouble[station].pushed_off += 1;
    }

    fn set_up(&mut self, station: StationId, _: MachineId, _: Time) {
        self.trouble[station].setups += 1;
    }

    fn first_piece(&mut self, station: StationId, _: MachineId, is_good: bool, _: Time) {
        let (approved, failed) = &mut self.trouble[station].first_pieces;
        *(if is_good { approved } else { failed }) += 1;
    }

    #[inline]
    fn cycle_done(&mut self, station: StationId, _: MachineId, _part: u64, _now: Time) {
        self.flow[station].done += 1;
    }

    fn failed(&mut self, mode: ModeId, now: Time) {
        let trouble = &mut self.trouble[self.mode_station[mode]];
        match self.mode_kind[mode] {
            FailureKind::Breakdown | FailureKind::ToolChange => trouble.failures += 1,
            FailureKind::Minor => trouble.minor_stops += 1,
            FailureKind::StartUp => {
                trouble.start_ups += 1;
                return;
            }
            // It is counted as a setup, when it is done.
            FailureKind::SetupAhead => return,
        }
        self.failed_off_shift[self.mode_machine[mode]].fail(now);
    }

    fn worn(&mut self, wear: ModeId, by: ModeId, level: f64, now: Time) {
        self.wears.stand(self.mode_failure[wear], by, level, now);
    }

    fn repaired(&mut self, mode: ModeId, now: Time) {
        self.wears.end(mode, now);
        if self.mode_kind[mode] == FailureKind::StartUp {
            return;
        }
        self.trouble[self.mode_station[mode]].repairs += 1;
        self.failed_off_shift[self.mode_machine[mode]].repair(now);
    }

    fn slowed(&mut self, station: StationId, lost: Span, _: Time) {
        self.trouble[station].slowed += i128::from(lost.ticks());
    }

    fn spoiled(&mut self, station: StationId, work: Span, _: Time) {
        self.trouble[station].spoiled += i128::from(work.ticks());
    }

    fn maintained(&mut self, mode: ModeId, now: Time) {
        self.wears.end(mode, now);
        let trouble = &mut self.trouble[self.mode_station[mode]];
        match self.mode_kind[mode] {
            FailureKind::ToolChange => trouble.tool_changes += 1,
            FailureKind::Breakdown
            | FailureKind::Minor
            | FailureKind::StartUp
            | FailureKind::SetupAhead => {
                trouble.maintenances += 1;
            }
        }
    }

    fn waits_outside(&mut self, now: Time) {
        self.outside.rise(now);
    }

    fn swapped(&mut self, _: Time) {
        self.swaps += 1;
    }

    fn let_in(&mut self, now: Time) {
        self.outside.fall(now);
    }

    fn began_to_wait_for_rest(&mut self, product: ProductId, now: Time) {
        self.products[product].waiting_for_rest.rise(now);
    }

    fn ended_wait_for_rest(&mut self, product: ProductId, waited: Span, now: Time) {
        let row = &mut self.products[product];
        row.waiting_for_rest.fall(now);
        row.waits_for_rest += 1;
        row.waited_for_rest += i128::from(waited.ticks());
    }

    fn card_wanted(&mut self, cards: CardsId, now: Time) {
        self.cards[cards].waiting.rise(now);
    }

    fn card_given_up(&mut self, cards: CardsId, now: Time) {
        self.cards[cards].waiting.fall(now);
    }

    fn card_taken(&mut self, cards: CardsId, since: Option<Time>, now: Time) {
        self.cards[cards].take(since, now);
    }

    fn card_returned(&mut self, cards: CardsId, now: Time) {
        self.cards[cards].in_use.fall(now);
    }

    fn coming_back(&mut self, cards: CardsId, is_on_its_way: bool, now: Time) {
        self.cards[cards].coming_back.change(is_on_its_way, now);
    }

    fn all_out(&mut self, cards: CardsId, is_so: bool, now: Time) {
        self.cards[cards].all_out.change(is_so, now);
    }

    fn stored(&mut self, cards: CardsId, now: Time) {
        self.cards[cards].stored.rise(now);
    }

    fn unstored(&mut self, cards: CardsId, now: Time) {
        self.cards[cards].stored.fall(now);
    }

    #[inline]
    fn moved(&mut self, _way: WayId, _now: Time) {
        self.moves += 1;
    }

    fn places_taken(&mut self, buffer: SharedBufferId, taken: u32, now: Time) {
        self.shared_buffers[buffer].take(taken, now);
    }

    fn material_ordered(&mut self, material: MaterialId, _quantity: i64, _now: Time) {
        self.materials[material].ordered += 1;
    }

    fn material_delivered(&mut self, material: MaterialId, quantity: i64, now: Time) {
        self.materials[material].deliver(quantity, now);
    }

    fn material_rejected(&mut self, material: MaterialId, quantity: i64, _now: Time) {
        self.materials[material].rejected += quantity.unsigned_abs();
    }

    fn material_expedited(&mut self, material: MaterialId, cost: Money, _now: Time) {
        self.materials[material].expedite(cost);
    }

    fn material_expired(&mut self, material: MaterialId, quantity: i64, now: Time) {
        self.materials[material].throw_away(quantity, now);
    }

    fn material_used(&mut self, material: MaterialId, quantity: u32, waited: bool, now: Time) {
        self.materials[material].take(quantity, waited, now);
    }

    fn stock_asked(
        &mut self,
        material: MaterialId,
        asked: u32,
        at_once: u32,
        lost: u32,
        _now: Time,
    ) {
        self.materials[material].ask(asked, at_once, lost);
    }

    fn stock_given(&mut self, material: MaterialId, given: u32, now: Time) {
        self.materials[material].sell(given, now);
    }

    fn stock_owed(&mut self, material: MaterialId, owed: i64, now: Time) {
        self.materials[material].owed.set(owed, now);
    }

    fn order_waited(&mut self, ordered: Ordered, material: MaterialId, wait: Span, _now: Time) {
        self.materials[material].delay(wait);
        if let Ordered::Book(order) = ordered {
            let waited = &mut self.orders.dated[order].waited;
            if waited.is_none_or(|(_, longest)| longest < wait) {
                *waited = Some((material, wait));
            }
        }
    }

    fn material_wanted(&mut self, material: MaterialId, parts: i64, now: Time) {
        self.materials[material].waiting.set(parts, now);
    }

    fn got_on(&mut self, conveyor: ConveyorId, _part: u64, now: Time) {
        self.conveyors[conveyor].get_on(now);
    }

    fn got_off(&mut self, conveyor: ConveyorId, _part: u64, now: Time) {
        self.conveyors[conveyor].get_off(now);
    }

    fn waits_for_tour(&mut self, milkrun: MilkrunId, _part: u64, now: Time) {
        self.milkruns[milkrun].waiting.rise(now);
    }

    fn tour_begun(&mut self, milkrun: MilkrunId, _: Time) {
        self.milkruns[milkrun].tours += 1;
    }

    fn taken_along(&mut self, milkrun: MilkrunId, _part: u64, waited: Span, now: Time) {
        self.milkruns[milkrun].take(waited, now);
    }

    fn toured(&mut self, milkrun: MilkrunId, _part: u64, now: Time) {
        self.milkruns[milkrun].carried.fall(now);
    }

    fn takt_opens(&mut self, takt: TaktId, is_so: bool, now: Time) {
        self.takts[takt].set_open(is_so, now);
    }

    fn takt_moves(&mut self, takt: TaktId, is_late: bool, gives: bool, _: Time) {
        self.takts[takt].go_on(is_late, gives);
    }

    fn holds_up(&mut self, takt: TaktId, by: HeldBy, is_so: bool, now: Time) {
        self.takts[takt].hold(by, is_so, now);
    }

    fn vehicle_state(&mut self, truck: TruckId, to: VehicleState, now: Time) {
        self.vehicles.turn(truck, to, now);
    }

    fn picked_up(&mut self, truck: TruckId, _part: u64, waited: Span, _now: Time) {
        self.vehicles.pick_up(truck, waited);
    }

    fn put_down(&mut self, truck: TruckId, parts: usize, _now: Time) {
        self.vehicles.put_down(truck, parts);
    }

    fn held(&mut self, conveyor: ConveyorId, is_held: bool, now: Time) {
        self.conveyors[conveyor].hold(is_held, now);
    }

    #[inline]
    fn released(&mut self, product: ProductId, _part: u64, now: Time) {
        self.buckets.pass(&self.inside, now);
        self.products[product].released += 1;
        self.inside.rise(now);
    }

    #[inline]
    fn departed(&mut self, product: ProductId, _part: u64, released: Time, now: Time) {
        self.left(now);
        self.buckets.finish();
        let time = now - released;
        let row = &mut self.products[product];
        row.finished += 1;
        row.time += i128::from(time.ticks());
        self.times.add(time.ticks().unsigned_abs());
        self.kept += u64::from(time <= self.promise);
    }

    fn taken(&mut self, product: ProductId, _part: u64, released: Time, now: Time) {
        self.left(now);
        let row = &mut self.products[product];
        row.taken += 1;
        row.time += i128::from((now - released).ticks());
    }

    fn scrapped(
        &mut self,
        product: ProductId,
        station: StationId,
        _part: u64,
        _released: Time,
        now: Time,
    ) {
        self.left(now);
        self.products[product].scrapped += 1;
        self.trouble[station].scrapped += 1;
    }

    fn made_on(&mut self, line: LineId, parts: u32, _now: Time) {
        if let Some((cost, spent)) = self.making.get_mut(line) {
            *spent += cost.of(parts);
        }
    }

    fn remade(&mut self, product: ProductId, line: LineId, _now: Time) {
        self.products[product].remade += 1;
        if let Some((cost, spent)) = self.making.get_mut(line) {
            *spent += cost.per_part;
        }
    }

    fn surplus(&mut self, product: ProductId, _now: Time) {
        self.products[product].surplus += 1;
    }

    fn order_opened(&mut self, order: Placed, _now: Time) {
        self.orders.open(&order);
    }

    fn order_closed(&mut self, order: Placed, now: Time) {
        self.orders.close(&order, now);
    }

    fn order_cancelled(&mut self, order: Placed, now: Time) {
        self.orders.cancel(&order, now);
    }
}
