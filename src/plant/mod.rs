//! One replication: what happens in the plant, instant by instant.
//!
//! Known moments are events; what has become possible is on the agenda. All events of an instant
//! are taken first, then the agenda runs until nothing is possible, then every touched machine shows
//! its state. A plant reads no text, file, clock or global: its model, the seed and the number of
//! the replication decide everything.

mod again;
mod agenda;
mod ahead;
mod aside;
mod ask;
mod assembly;
mod audit;
mod batch;
mod blocking;
mod buffer;
mod calendar;
mod cards;
mod cause;
mod choice;
mod clearance;
mod clock;
mod conveyor;
mod crew;
mod cycle;
mod deadlock;
mod dedication;
mod departure;
mod dispatch;
mod event;
mod failure;
mod first_piece;
mod fit;
mod line;
mod line_finish;
mod machine;
mod maintenance;
mod material;
mod meetings;
mod milkrun;
mod odometer;
mod order;
mod overtime;
mod pace;
mod part;
mod period;
mod place;
mod planned;
mod pools;
mod preempts;
mod ranks;
mod rounds;
mod route;
mod scrap;
mod setup;
mod setup_ahead;
mod stage;
mod stand;
mod standstill;
mod start_up;
mod station;
mod stock;
mod streams;
mod swap;
mod takt;
mod task;
mod today;
mod transfer;
mod urgency;
mod vehicle;
mod vehicles;
mod wear;
mod within;

use agenda::{Agenda, Possible, Rare};
use event::{Event, Slots};

pub use rounds::Occurrence;
pub use standstill::NotFull;

use crate::event_list::EventList;
use crate::ids::{PlaceId, StationId, Table};
use crate::model::{Blocking, Deadlock, Model};
use crate::observe::{Observer, Ordered, Placed};
use crate::units::Time;

/// Why a run ended before its time.
///
/// Whatever else is due or possible at that moment still happens, so that the plant is whole: only
/// the parts of an order that are too many stay out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Stop {
    /// Nothing can ever move again.
    Standstill,
    /// More parts inside than the limit.
    TooManyParts,
    /// More events than the limit.
    TooManyEvents,
    /// More rounds of zero-length work in one instant than the limit.
    TooManyRounds,
    /// The observer had seen enough: what was counted until then is no result.
    Cut,
}

/// Events between two looks at whether the run shall go on at all: rare enough to cost nothing,
/// often enough that nobody waits for it.
const LOOK_EVERY: u64 = 256;

/// A plant in one replication.
#[derive(Debug)]
pub struct Plant<'m, O> {
    /// The plant of the present period.
    model: &'m Model,
    periods: period::Periods<'m>,
    now: Time,
    events: EventList,
    slots: Slots,
    agenda: Agenda,
    ahead: ahead::Ahead,
    streams: streams::Streams,
    machines: machine::Machines,
    tasks: task::Tasks,
    buffers: buffer::Buffers,
    parts: part::Parts,
    places: Table<PlaceId, place::Place>,
    orders: order::Orders,
    awaited: assembly::Awaited,
    cards: cards::Cards,
    conveyors: conveyor::Conveyors,
    /// Whether parts go rare ways: past meetings, to stations to which they are bound, aside, by milk runs, along
    /// paced lines, to inspections, round again, through shared places, to machines that take turns, to stations that
    /// are cleared between orders or at which others push them off, with material, or with a limit on their waits. One
    /// look for all that others do not have.
    has_rare_ways: bool,
    meetings: meetings::Meetings,
    dedications: dedication::Dedications,
    clearances: clearance::Clearances,
    pools: pools::Pools,
    materials: material::Materials,
    stocks: stock::Stocks,
    preemptions: preempts::Preemptions,
    stands: stand::Stands,
    vehicles: vehicles::Vehicles,
    failures: failure::Failures,
    wears: wear::Wears,
    setups: setup::Setups,
    first_pieces: first_piece::FirstPieces,
    setups_ahead: setup_ahead::SetupsAhead,
    batches: batch::Batches,
    ranks: ranks::Ranks,
    speeds: pace::Speeds,
    start_ups: start_up::StartUps,
    odometers: odometer::Odometers,
    crews: crew::Crews,
    calendars: calendar::Calendars,
    overtimes: overtime::Overtimes,
    transfers: transfer::Transfers,
    asides: aside::Asides,
    limits: within::Limits,
    milkruns: milkrun::Milkruns,
    takts: takt::Takts,
    causes: cause::Causes,
    happened: u64,
    /// Events at which it is looked up from work: see [`LOOK_EVERY`].
    look_up_at: u64,
    rounds: rounds::Rounds,
    /// The last instant at which a part moved, or at which it was sure that one still can.
    moved: Time,
    stop: Option<Stop>,
    /// When stations began to wait for each other for ever, and which; the others go on.
    deadlock: Option<(Time, Vec<StationId>)>,
    /// The batches that were not full then, if it was for want of parts.
    not_full: Option<Box<NotFull>>,
    circles: deadlock::Circles,
    /// Stations whose parts may wait for each other, and change places then.
    knots: Vec<StationId>,
    observer: O,
}

impl<'m, O: Observer> Plant<'m, O> {
    /// An empty plant at its start, before anything has happened.
    pub fn new(model: &'m Model, seed: u64, replication: u64, observer: O) -> Self {
        let slots = Slots::new(model);
        let streams = streams::Streams::new(model, seed, replication);
        let places = place::places(model, &streams);
        let mut plant = Self {
            model,
            periods: period::Periods::new(model),
            now: Time::ZERO,
            events: EventList::new(slots.fixed() as usize),
            slots,
            agenda: Agenda::new(model),
            ahead: ahead::Ahead::new(model, &places),
            places,
            streams,
            machines: machine::Machines::new(model),
            tasks: task::Tasks::new(model),
            buffers: buffer::Buffers::new(model),
            parts: part::Parts::new(model),
            orders: order::Orders::new(model),
            awaited: assembly::Awaited::new(model),
            cards: cards::Cards::new(model),
            conveyors: conveyor::Conveyors::new(model),
            has_rare_ways: has_rare_ways(model),
            meetings: meetings::Meetings::new(model),
            dedications: dedication::Dedications::new(model),
            clearances: clearance::Clearances::new(model),
            pools: pools::Pools::new(model),
            materials: material::Materials::new(model),
            stocks: stock::Stocks::new(model),
            preemptions: preempts::Preemptions::new(model),
            stands: stand::Stands::new(model),
            vehicles: vehicles::Vehicles::new(model),
            failures: failure::Failures::new(model),
            wears: wear::Wears::new(model),
            setups: setup::Setups::new(model),
            first_pieces: first_piece::FirstPieces::new(model),
            setups_ahead: setup_ahead::SetupsAhead::new(model),
            batches: batch::Batches::new(model),
            ranks: ranks::Ranks::new(model),
            speeds: pace::Speeds::new(model),
            start_ups: start_up::StartUps::new(model),
            odometers: odometer::Odometers::new(model.machines.len()),
            crews: crew::Crews::new(model, seed, replication),
            calendars: calendar::Calendars::new(model),
            overtimes: overtime::Overtimes::new(model, seed, replication),
            transfers: transfer::Transfers::default(),
            asides: aside::Asides::new(model),
            limits: within::Limits::new(model),
            milkruns: milkrun::Milkruns::new(model),
            takts: takt::Takts::new(model),
            causes: cause::Causes::default(),
            happened: 0,
            look_up_at: model.run.limits.events.min(LOOK_EVERY),
            rounds: rounds::Rounds::default(),
            moved: Time::ZERO,
            stop: None,
            deadlock: None,
            not_full: None,
            circles: deadlock::Circles::default(),
            knots: Vec::new(),
            observer,
        };
        plant.open_calendars();
        plant.begin_wear();
        plant.start_clocks();
        plant.book_demand();
        plant.book_next_period();
        plant.book_overtimes();
        plant.book_lorries();
        plant.book_tours();
        plant.begin_takts();
        plant.look_at_cards();
        plant.begin_material();
        plant.begin_with_wip();
        for station in model.stations.ids().filter(|&s| model.stations[s].supply.is_some()) {
            plant.agenda.put_start(station);
        }
        plant
    }

    /// Lets everything happen up to and including `until`; `false` if the run has ended early.
    pub fn run_until(&mut self, until: Time) -> bool {
        self.run(until, |_| true)
    }

    /// Lets the next event happen that is due at `until` or before, with all others of its instant
    /// and whatever they make possible; `false` if there is none, or the run has ended.
    ///
    /// Work of no duration comes due again in the same instant, with the next step. The clock stands
    /// at the instant of the last event: [`Plant::run_until`] moves it on to `until`.
    pub fn step(&mut self, until: Time) -> bool {
        // What is possible before the first event.
        self.decide();
        self.stop.is_none() && self.advance(until) && self.stop.is_none()
    }

    /// Lets everything happen until the last dated order is complete; `false` if it never is.
    pub fn run_orders(&mut self, until: Time) -> bool {
        let goes_on = |plant: &Self| plant.orders.dated_left() > 0 && plant.deadlock.is_none();
        self.run(until, goes_on) && self.orders.dated_left() == 0
    }

    /// The model that it follows, with all periods.
    pub const fn model(&self) -> &'m Model {
        self.periods.whole
    }

    /// What time it is.
    pub const fn now(&self) -> Time {
        self.now
    }

    /// Why the run ended early, if it did.
    pub const fn stopped(&self) -> Option<&Stop> {
        self.stop.as_ref()
    }

    /// When stations began to wait for each other's room for ever, and which they are. The rest of
    /// the plant goes on.
    pub fn deadlocked(&self) -> Option<(Time, &[StationId])> {
        self.deadlock.as_ref().map(|(at, stations)| (*at, stations.as_slice()))
    }

    /// The batches that waited for more parts when the plant came to a standstill, if there were any.
    pub fn not_full(&self) -> Option<&NotFull> {
        self.not_full.as_deref()
    }

    /// Events so far.
    pub const fn happened(&self) -> u64 {
        self.happened
    }

    /// Parts inside.
    pub const fn parts_inside(&self) -> u32 {
        self.parts.inside()
    }

    /// Dated orders that are not complete, released or not.
    pub const fn dated_orders_left(&self) -> usize {
        self.orders.dated_left()
    }

    /// Released orders that are not complete.
    pub fn open_orders(&self) -> impl Iterator<Item = Placed> {
        self.orders.open()
    }

    /// Dated orders that are not released yet.
    pub fn unreleased_orders(&self) -> impl Iterator<Item = Placed> {
        let model = self.model;
        let waiting = model.orders.enumerated().filter(|(_, order)| order.release > self.now);
        let waiting = waiting.filter(|(_, order)| !model.is_never_made(order));
        waiting.map(|(id, order)| Placed {
            quantity: order.quantity,
            ..Placed::new(Ordered::Book(id), order.product, order.release, order.due)
        })
    }

    /// The observer.
    pub const fn observer(&self) -> &O {
        &self.observer
    }

    /// The observer, to be changed: between two instants.
    pub const fn observer_mut(&mut self) -> &mut O {
        &mut self.observer
    }

    /// The observer, when the run is over.
    pub fn into_observer(self) -> O {
        self.observer
    }

    fn run(&mut self, until: Time, goes_on: impl Fn(&Self) -> bool) -> bool {
        // What is possible before the first event of this stretch.
        self.decide();
        while self.stop.is_none() && goes_on(self) && self.advance(until) {}
        if self.stop.is_none() && goes_on(self) && until < Time::NEVER {
            self.now = until;
        }
        self.stop.is_none()
    }

    /// Takes the next event, with all others of its instant; whether there is one by `until`.
    #[expect(clippy::inline_always, reason = "a call for every event costs as much as its frame")]
    #[inline(always)]
    fn advance(&mut self, until: Time) -> bool {
        let Some((now, slot)) = self.events.take(until) else {
            self.check_standstill(until);
            return false;
        };
        if self.happened >= self.look_up_at {
            self.look_up();
        }
        // Work of no duration comes due again in the same instant: that is a round.
        if now == self.now && self.count_round() {
            self.go_round(slot);
            return true;
        }
        self.now = now;
        self.look_ahead();
        match self.events.take_at(now) {
            None => self.happen_alone(slot),
            Some(second) => {
                self.happen(slot);
                self.happen(second);
                while let Some(slot) = self.events.take_at(now) {
                    self.happen(slot);
                }
                self.decide();
                self.watch_standstill();
            }
        }
        true
    }

    /// The only event of an instant.
    #[inline]
    fn happen_alone(&mut self, slot: u32) {
        if let Some(machine) = self.slots.cycle_done(slot) {
            self.happened += 1;
            self.moved = self.now;
            self.complete_cycle_alone(machine);
        } else {
            self.happen(slot);
            self.decide();
            self.watch_standstill();
        }
    }

    fn happen(&mut self, slot: u32) {
        self.happened += 1;
        // Most of what happens.
        if let Some(machine) = self.slots.cycle_done(slot) {
            self.moved = self.now;
            self.complete_cycle(machine);
        } else {
            self.happen_otherwise(slot);
        }
    }

    fn happen_otherwise(&mut self, slot: u32) {
        let event = self.slots.event(slot);
        if event.moves_parts() {
            self.moved = self.now;
        }
        match event {
            Event::CycleDone(machine) => self.complete_cycle(machine),
            Event::RepairDone(mode) => self.complete_repair(mode),
            Event::Arrived(operator) => self.end_walk(operator),
            Event::Failed(mode) => self.clock_runs_out(mode),
            Event::OrderArrives(demand) => self.order_arrives(demand),
            Event::BookReleases => self.release_book(),
            Event::ConveyorEnd(conveyor) => self.agenda.put_end(conveyor),
            Event::ConveyorEntry(conveyor) => self.agenda.put_entry(conveyor),
            Event::BackEmpty(cards) => self.come_back_empty(cards),
            Event::Delivered(material) => self.receive(material),
            Event::StockReviewed(material) => self.look_at_stock(material),
            Event::Expired(material) => self.expire(material),
            Event::VehicleDone(truck) => {
                let vehicle = self.vehicles.end(truck);
                self.agenda.put_trips(vehicle);
            }
            Event::LoadWaited(stand) => self.agenda.put_calls(self.stands.of_stand(stand)),
            Event::LimitReached(_) => self.agenda.put_rare(Rare::Limits),
            Event::AsideOver(station) => self.agenda.put_rare(Rare::Asides(station)),
            Event::TaktOver(takt) => self.agenda.put_rare(Rare::Takt(takt)),
            Event::TourStops(tour) => self.agenda.put_rare(Rare::Tour(tour)),
            Event::LorryLeaves(station) => self.agenda.put_rare(Rare::Lorry(station)),
            Event::WaitOver(station) => self.agenda.put_start(station),
            Event::MoveDone => self.land(slot),
            Event::CalendarTurns(calendar) => self.pass(calendar),
            Event::PeriodBegins => self.begin_period(),
            Event::OvertimeBegins(overtime) => self.begin_overtime(overtime),
            Event::OvertimeEnds(overtime) => self.end_overtime(overtime),
            Event::OvertimeDecided(overtime) => self.decide_overtime(overtime),
        }
    }

    /// Everything that has become possible happens, in the order of the agenda.
    fn decide(&mut self) {
        self.unload_landed();
        self.run_agenda();
        self.settle();
    }

    fn run_agenda(&mut self) {
        while let Some(possible) = self.agenda.take() {
            match possible {
                Possible::Room(station) => self.give_room(station),
                Possible::End(conveyor) => self.reach_end(conveyor),
                Possible::Entry(conveyor) => self.give_entry(conveyor),
                Possible::Trips(vehicle) => self.end_trips(vehicle),
                Possible::Stand(stand) => self.give_stand(stand),
                Possible::Calls(vehicle) => self.call_vehicles(vehicle),
                Possible::Cards(cards) => self.give_cards(cards),
                Possible::Leave(machine) => self.leave(machine),
                Possible::Start(station) => self.start(station),
                Possible::Choose(station) => while self.choose_one(station) {},
                Possible::Pools => self.start_with_pools(),
                Possible::Upkeep(machine) => self.begin_all_upkeep(machine),
                Possible::Rare(rare) => self.do_rare(rare),
                Possible::People => self.let_people_work(),
            }
        }
        if self.has_rare_ways {
            self.tell_shared();
            self.order_material();
        }
    }

    /// What is possible on rare ways.
    #[inline(never)]
    fn do_rare(&mut self, rare: Rare) {
        match rare {
            Rare::Shared(id) => self.give_shared_room(id),
            Rare::Cleared(station) => self.give_cleared_room(station),
            Rare::Material(station) => self.look_for_material(station),
            Rare::Urgent(station) => self.start_by_urgency(station),
            Rare::Meeting(meeting) => self.gather(meeting),
            Rare::Asides(station) => self.end_asides(station),
            Rare::Tour(tour) => self.stop_tour(tour),
            Rare::Lorry(station) => self.leave_by_lorry(station),
            Rare::Takt(takt) => self.look_at_takt(takt),
            Rare::Limits => self.look_at_limits(),
            Rare::Swap => self.swap_parts(),
            Rare::Again(station) => self.go_again(station),
        }
    }

    /// Free people take tasks, after machines have asked for setups of what comes.
    #[expect(clippy::inline_always, reason = "a call for every event costs as much as its frame")]
    #[inline(always)]
    fn let_people_work(&mut self) {
        if self.setups_ahead.are_some() {
            self.look_for_setups();
        }
        self.serve();
    }

    /// Ends the run when there were too many events, or when nobody wants to see more.
    #[cold]
    fn look_up(&mut self) {
        let limit = self.model.run.limits.events;
        if self.happened >= limit {
            self.stop = Some(Stop::TooManyEvents);
        } else if self.observer.has_seen_enough(self.orders.dated_left(), self.now) {
            self.stop = Some(Stop::Cut);
        }
        self.look_up_at = limit.min(self.happened + LOOK_EVERY);
    }
}

fn has_rare_ways(model: &Model) -> bool {
    model.stations.iter().any(crate::model::Station::lets_stand_aside)
        || !model.meetings.is_empty()
        || !model.milkruns.is_empty()
        || !model.takts.is_empty()
        || !model.limits.is_empty()
        || model.is_dedicated()
        || model.deadlock == Deadlock::Swap
        || model.stations.iter().any(|station| station.blocking == Blocking::Again)
        || !model.inspections.is_empty()
        || !model.shared_buffers.is_empty()
        || !model.materials.is_empty()
        || model.are_some_in_turn()
        || model.stations.iter().any(|station| station.clearance.is_some())
        || model.has_preemption()
        || model.products.iter().any(crate::model::Product::is_delivered_apart)
        || model.cancels()
}
