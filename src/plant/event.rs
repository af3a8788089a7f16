//! Slots of the event list: their order is the order of events in one instant.
//!
//! End of processing first, then end of repair, people who arrive, dated changes, overtime that begins,
//! calendars that close, calendars that open, overtime that ends, failures and planned work, arrivals, decisions about
//! overtime; within each, by name. Moves have slots of their own behind all others: they only put a
//! part down, what follows is decided after the last event of the instant.

use crate::ids::{
    CalendarId, CardsId, ConveyorId, DemandId, Id, LimitId, MachineId, MaterialId, MilkrunId,
    ModeId, OperatorId, OvertimeId, StandId, StationId, TaktId, TaskId, TruckId,
};
use crate::model::Model;

/// What comes due.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Event {
    CycleDone(MachineId),
    RepairDone(ModeId),
    /// Somebody comes to the end of a walk.
    Arrived(OperatorId),
    PeriodBegins,
    CalendarTurns(CalendarId),
    /// The clock of a failure, or of planned work, has run out.
    Failed(ModeId),
    OrderArrives(DemandId),
    BookReleases,
    /// A part has waited as long as it shall for a batch.
    WaitOver(StationId),
    /// A part has waited as long as it may before a step.
    LimitReached(LimitId),
    /// A part has stood aside as long as it shall.
    AsideOver(StationId),
    /// The takt of a paced line is over.
    TaktOver(TaktId),
    /// A milk run comes to a stop.
    TourStops(MilkrunId),
    /// A lorry leaves, if there is enough for it.
    LorryLeaves(StationId),
    /// A part is at the end of a conveyor.
    ConveyorEnd(ConveyorId),
    /// The entry of a conveyor is free for who waits.
    ConveyorEntry(ConveyorId),
    /// A vehicle has done what it did: it is there, or loaded, unloaded or charged.
    VehicleDone(TruckId),
    /// A load has waited as long as it shall for more.
    LoadWaited(StandId),
    MoveDone,
    /// Something of a pool comes back empty.
    BackEmpty(CardsId),
    /// Material that was ordered comes.
    Delivered(MaterialId),
    /// It is time to look how much of a material there is.
    StockReviewed(MaterialId),
    /// Material has lain as long as it can be used.
    Expired(MaterialId),
    OvertimeBegins(OvertimeId),
    OvertimeEnds(OvertimeId),
    OvertimeDecided(OvertimeId),
}

impl Event {
    /// Whether it moves a part, unlike calendars and failures, which come whatever happens.
    #[inline]
    pub(super) const fn moves_parts(self) -> bool {
        match self {
            Self::CycleDone(_)
            | Self::OrderArrives(_)
            | Self::BookReleases
            | Self::WaitOver(_)
            | Self::LimitReached(_)
            | Self::AsideOver(_)
            | Self::TaktOver(_)
            | Self::ConveyorEnd(_)
            | Self::ConveyorEntry(_)
            | Self::BackEmpty(_)
            | Self::Delivered(_)
            | Self::VehicleDone(_)
            | Self::LoadWaited(_)
            | Self::MoveDone => true,
            Self::RepairDone(_)
            | Self::Arrived(_)
            | Self::PeriodBegins
            | Self::StockReviewed(_)
            | Self::Expired(_)
            | Self::LorryLeaves(_)
            | Self::TourStops(_)
            | Self::CalendarTurns(_)
            | Self::Failed(_)
            | Self::OvertimeBegins(_)
            | Self::OvertimeEnds(_)
            | Self::OvertimeDecided(_) => false,
        }
    }
}

/// Where the slots of each class begin.
#[derive(Clone, Copy, Debug)]
pub(super) struct Slots {
    repairs: u32,
    /// Ends of walks: none where coming to a task takes nobody time.
    arrivals: u32,
    /// A plant without dated changes has none.
    periods: u32,
    /// Overtime begins before calendars close and ends after they open, so that hours which meet
    /// are one stretch.
    overtime_begins: u32,
    closings: u32,
    openings: u32,
    overtime_ends: u32,
    failures: u32,
    demands: u32,
    book: u32,
    /// Only a plant with batches that wait has them.
    batches: u32,
    /// An end and an entry for each.
    conveyors: u32,
    /// Only a plant with pools whose things take time to come back has them.
    pools: u32,
    limits: u32,
    /// Only a plant with material has them: a delivery, a review and an end of its life for each.
    materials: u32,
    /// Only a plant in which parts are held, or away, has them.
    asides: u32,
    lorries: u32,
    tours: u32,
    takts: u32,
    vehicles: u32,
    /// Only a plant in which loads wait for more has them.
    stands: u32,
    /// Decided after everything that comes due.
    overtime_decided: u32,
    moves: u32,
}

impl Slots {
    pub(super) fn new(model: &Model) -> Self {
        let count = |n: usize| u32::try_from(n).expect("a plant has fewer than 2^20 slots");
        let repairs = count(model.machines.len());
        let arrivals = repairs + count(model.modes.len());
        let walkers = if model.has_comers() { count(model.operators.len()) } else { 0 };
        let periods = arrivals + walkers;
        let overtimes = count(model.overtimes.len());
        let overtime_begins = periods + u32::from(!model.periods.is_empty());
        let closings = overtime_begins + overtimes;
        let openings = closings + count(model.calendars.len());
        let overtime_ends = openings + count(model.calendars.len());
        let failures = overtime_ends + overtimes;
        let demands = failures + count(model.modes.len());
        let book = demands + count(model.demands.len());
        let batches = book + 1;
        let waits = model
            .stations
            .iter()
            .any(|station| station.batch.as_ref().is_some_and(|batch| batch.wait.is_some()));
        let conveyors = batches + if waits { count(model.stations.len()) } else { 0 };
        let vehicles = conveyors + 2 * count(model.conveyors.len());
        let trucks = model.vehicles.iter().map(|row| row.trucks.len()).sum();
        let stands = vehicles + count(trucks);
        let wait = model.vehicles.iter().any(|row| row.least.is_some());
        let pools = stands + if wait { count(model.stands.len()) } else { 0 };
        let returns = model
            .control
            .cards
            .iter()
            .any(|cards| cards.pool.as_ref().is_some_and(|pool| pool.returns.is_some()));
        let limits = pools + if returns { count(model.control.cards.len()) } else { 0 };
        let materials = limits + count(model.limits.len());
        let asides = materials + 3 * count(model.materials.len());
        let stand_aside = model.stations.iter().any(crate::model::Station::lets_stand_aside);
        let lorries = asides + if stand_aside { count(model.stations.len()) } else { 0 };
        let tours = lorries + if stand_aside { count(model.stations.len()) } else { 0 };
        let takts = tours + count(model.milkruns.len());
        let overtime_decided = takts + count(model.takts.len());
        let moves = overtime_decided + overtimes;
        Self {
            repairs,
            arrivals,
            periods,
            overtime_begins,
            closings,
            openings,
            overtime_ends,
            failures,
            demands,
            book,
            batches,
            conveyors,
            pools,
            limits,
            materials,
            asides,
            lorries,
            tours,
            takts,
            vehicles,
            stands,
            overtime_decided,
            moves,
        }
    }

    /// Slots that every plant of this model has; moves come behind.
    pub(super) const fn fixed(self) -> u32 {
        self.moves
    }

    #[inline]
    pub(super) fn machine(machine: MachineId) -> u32 {
        slot(machine.position())
    }

    /// The end of a task: tasks are numbered like their slots.
    #[inline]
    pub(super) fn task(task: TaskId) -> u32 {
        slot(task.position())
    }

    /// The end of a walk; only where coming to a task takes somebody time.
    pub(super) fn arrival(self, operator: OperatorId) -> u32 {
        self.arrivals + slot(operator.position())
    }

    /// The beginning of the next period; only for a plant with changes.
    pub(super) const fn period(self) -> u32 {
        self.periods
    }

    pub(super) fn calendar(self, calendar: CalendarId, opens: bool) -> u32 {
        let first = if opens { self.openings } else { self.closings };
        first + slot(calendar.position())
    }

    pub(super) fn failure(self, mode: ModeId) -> u32 {
        self.failures + slot(mode.position())
    }

    pub(super) fn demand(self, demand: DemandId) -> u32 {
        self.demands + slot(demand.position())
    }

    /// A part in front of a station has waited long enough for a batch.
    pub(super) fn batch(self, station: StationId) -> u32 {
        self.batches + slot(station.position())
    }

    /// A part is at the end of a conveyor.
    pub(super) fn conveyor_end(self, conveyor: ConveyorId) -> u32 {
        self.conveyors + 2 * slot(conveyor.position())
    }

    /// The entry of a conveyor is free.
    pub(super) fn conveyor_entry(self, conveyor: ConveyorId) -> u32 {
        self.conveyor_end(conveyor) + 1
    }

    /// Something of a pool comes back empty.
    pub(super) fn pool(self, cards: CardsId) -> u32 {
        self.pools + slot(cards.position())
    }

    /// A part has waited as long as it may.
    pub(super) fn limit(self, limit: LimitId) -> u32 {
        self.limits + slot(limit.position())
    }

    /// Material that was ordered comes.
    pub(super) fn delivery(self, material: MaterialId) -> u32 {
        self.materials + 3 * slot(material.position())
    }

    /// It is time to look how much of a material there is.
    pub(super) fn review(self, material: MaterialId) -> u32 {
        self.delivery(material) + 1
    }

    /// Material has lain as long as it can be used.
    pub(super) fn expiry(self, material: MaterialId) -> u32 {
        self.delivery(material) + 2
    }

    /// A part has stood aside as long as it shall.
    pub(super) fn aside(self, station: StationId) -> u32 {
        self.asides + slot(station.position())
    }

    /// A lorry leaves.
    pub(super) fn lorry(self, station: StationId) -> u32 {
        self.lorries + slot(station.position())
    }

    /// A milk run comes to a stop.
    pub(super) fn tour(self, milkrun: MilkrunId) -> u32 {
        self.tours + slot(milkrun.position())
    }

    /// The takt of a paced line is over.
    pub(super) fn takt(self, takt: TaktId) -> u32 {
        self.takts + slot(takt.position())
    }

    /// A vehicle has done what it did.
    pub(super) fn vehicle(self, truck: TruckId) -> u32 {
        self.vehicles + slot(truck.position())
    }

    /// A load has waited long enough for more; only where loads do.
    pub(super) fn load_waited(self, stand: StandId) -> u32 {
        self.stands + slot(stand.position())
    }

    pub(super) const fn book(self) -> u32 {
        self.book
    }

    pub(super) fn overtime_begins(self, overtime: OvertimeId) -> u32 {
        self.overtime_begins + slot(overtime.position())
    }

    pub(super) fn overtime_ends(self, overtime: OvertimeId) -> u32 {
        self.overtime_ends + slot(overtime.position())
    }

    pub(super) fn overtime_decided(self, overtime: OvertimeId) -> u32 {
        self.overtime_decided + slot(overtime.position())
    }

    /// The machine whose cycle is done; `None` of all other slots.
    #[inline]
    pub(super) fn cycle_done(self, slot: u32) -> Option<MachineId> {
        (slot < self.repairs).then(|| MachineId::at(slot as usize))
    }

    /// What comes due in a slot.
    #[inline]
    pub(super) fn event(self, slot: u32) -> Event {
        let at = |first: u32| (slot - first) as usize;
        if let Some(machine) = self.cycle_done(slot) {
            Event::CycleDone(machine)
        } else if slot >= self.moves {
            Event::MoveDone
        } else if slot >= self.book {
            self.seldom(slot)
        } else if slot >= self.demands {
            Event::OrderArrives(DemandId::at(at(self.demands)))
        } else if slot >= self.failures {
            Event::Failed(ModeId::at(at(self.failures)))
        } else if slot >= self.overtime_ends {
            Event::OvertimeEnds(OvertimeId::at(at(self.overtime_ends)))
        } else if slot >= self.openings {
            Event::CalendarTurns(CalendarId::at(at(self.openings)))
        } else if slot >= self.closings {
            Event::CalendarTurns(CalendarId::at(at(self.closings)))
        } else if slot >= self.overtime_begins {
            Event::OvertimeBegins(OvertimeId::at(at(self.overtime_begins)))
        } else if slot >= self.periods {
            Event::PeriodBegins
        } else if slot >= self.arrivals {
            Event::Arrived(OperatorId::at(at(self.arrivals)))
        } else {
            Event::RepairDone(ModeId::at(at(self.repairs)))
        }
    }

    /// What comes due in a slot of what few plants have, and of the book.
    fn seldom(self, slot: u32) -> Event {
        let at = |first: u32| (slot - first) as usize;
        if slot >= self.overtime_decided {
            Event::OvertimeDecided(OvertimeId::at(at(self.overtime_decided)))
        } else if slot >= self.takts {
            Event::TaktOver(TaktId::at(at(self.takts)))
        } else if slot >= self.tours {
            Event::TourStops(MilkrunId::at(at(self.tours)))
        } else if slot >= self.lorries {
            Event::LorryLeaves(StationId::at(at(self.lorries)))
        } else if slot >= self.asides {
            Event::AsideOver(StationId::at(at(self.asides)))
        } else if slot >= self.materials {
            let material = MaterialId::at(at(self.materials) / 3);
            match (slot - self.materials) % 3 {
                0 => Event::Delivered(material),
                1 => Event::StockReviewed(material),
                _ => Event::Expired(material),
            }
        } else if slot >= self.limits {
            Event::LimitReached(LimitId::at(at(self.limits)))
        } else if slot >= self.pools {
            Event::BackEmpty(CardsId::at(at(self.pools)))
        } else if slot >= self.stands {
            Event::LoadWaited(StandId::at(at(self.stands)))
        } else if slot >= self.vehicles {
            Event::VehicleDone(TruckId::at(at(self.vehicles)))
        } else if slot >= self.conveyors {
            let conveyor = ConveyorId::at(at(self.conveyors) / 2);
            let is_end = (slot - self.conveyors).is_multiple_of(2);
            if is_end { Event::ConveyorEnd(conveyor) } else { Event::ConveyorEntry(conveyor) }
        } else if slot >= self.batches {
            Event::WaitOver(StationId::at(at(self.batches)))
        } else {
            Event::BookReleases
        }
    }
}

#[inline]
fn slot(position: usize) -> u32 {
    u32::try_from(position).expect("a plant has fewer than 2^20 slots")
}
