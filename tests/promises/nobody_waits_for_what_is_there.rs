//! No machine starves beside a waiting part, no work waits for people who are idle, and no finished
//! part stays where it is while there is room ahead.

use std::collections::BTreeSet;

use gemba::ids::{
    CardsId, ConveyorId, MachineId, MaterialId, ModeId, NeedsId, OperatorId, StationId, StepId,
    Table,
};
use gemba::model::{
    AtClose, AtShiftEnd, Blocking, FailureKind, Inspection, Model, Next, Station, Target, Vehicle,
};
use gemba::observe::{Observer, OperatorState, State};
use gemba::plant::Plant;
use gemba::units::{Span, Time};
use proptest::prelude::*;

use crate::checks::checks;
use crate::random_plant::{WATCHED, plan};
use crate::support::model;

/// What everybody shows.
struct Shown {
    machines: Table<MachineId, State>,
    people: Table<OperatorId, OperatorState>,
    queues: Table<StationId, i64>,
    failed: Table<ModeId, bool>,
    cards: Table<CardsId, u32>,
    stock: Table<MaterialId, i64>,
    /// Parts on each conveyor, and when the last one got on.
    conveyors: Table<ConveyorId, (u32, Time)>,
    now: Time,
}

impl Shown {
    fn new(model: &Model) -> Self {
        Self {
            machines: Table::filled(model.machines.len(), State::Starved),
            people: Table::filled(model.operators.len(), OperatorState::Off),
            queues: Table::filled(model.stations.len(), 0),
            failed: Table::filled(model.modes.len(), false),
            cards: Table::filled(model.control.cards.len(), 0),
            stock: model.materials.iter().map(|row| row.stock.into()).collect(),
            conveyors: Table::filled(model.conveyors.len(), (0, Time::ZERO)),
            now: Time::ZERO,
        }
    }

    /// Who waits for what is there, if anybody.
    fn needless_wait(&self, model: &Model) -> Option<String> {
        model.machines.ids().find_map(|machine| {
            let row = &model.machines[machine];
            let station = &model.stations[row.station];
            let waits_for = match self.machines[machine] {
                // It takes a part at a move only, which the audit looks after.
                State::Starved if station.takt.is_some() => return None,
                // A batch may not be full enough.
                State::Starved if station.assembly.is_some() => {
                    if !self.has_all(model, row.station) {
                        return None;
                    }
                    "parts that are all there"
                }
                State::Starved
                    if station.batch.is_none()
                        && self.queues[row.station] > self.may_hold(model, row.station) =>
                {
                    "a part"
                }
                State::WaitPool if !self.lacks_of_pools(model, row.station) => {
                    "something of a pool"
                }
                State::WaitMaterial if !self.lacks_material(model, row.station) => "material",
                State::Starved
                    if self.is_supplied(model, station) && self.has_room(model, row.station) =>
                {
                    "the supply"
                }
                State::WaitOperator
                    if !self.does_somebody_come()
                        && !self.are_kept_for_others(
                            model,
                            (machine, None),
                            station.all_operators(),
                        )
                        && self.could_be_served(model, row.station) =>
                {
                    "an operator"
                }
                State::WaitRepair
                    if !self.does_somebody_come()
                        && row.modes.iter().any(|mode| {
                            // Under a minor stop somebody may be at work on that.
                            if is_minor(model, mode) {
                                return false;
                            }
                            let needs = model.failures[model.modes[mode].failure].crew;
                            let task = (machine, Some(mode));
                            self.waits(model, mode)
                                && !self.are_kept_for_others(model, task, needs.into_iter())
                        }) =>
                {
                    "a repairer"
                }
                State::Maintenance | State::ToolChange | State::MinorStop | State::StartUp
                    if self.does_nobody_work()
                        && row.modes.iter().any(|mode| self.waits_for_people(model, mode)) =>
                {
                    "people"
                }
                State::Blocked | State::BlockedBefore if self.is_room_ahead(model, row.station) => {
                    "room"
                }
                State::OffShift
                | State::Paused
                | State::Maintenance
                | State::ToolChange
                | State::WaitPool
                | State::WaitMaterial
                | State::WaitTakt
                | State::LineStop
                | State::Repair
                | State::WaitRepair
                | State::MinorStop
                | State::StartUp
                | State::Approval
                | State::Setup
                | State::Working
                | State::Blocked
                | State::BlockedBefore
                | State::WaitOperator
                | State::Starved => return None,
            };
            Some(format!("machine {} of `{}` waits for {waits_for}", row.number, station.name))
        })
    }

    /// Whether something of a pool is missing that parts take on the machines of a station.
    fn lacks_of_pools(&self, model: &Model, station: StationId) -> bool {
        let places = model.places.iter().filter(|place| place.station == station);
        let mut taken = places.flat_map(|place| model.control.taken_at_load(place.step));
        // There may be less in some period.
        let least = |id: CardsId| {
            let periods = model.periods.iter().map(|period| &period.model);
            periods.chain([model]).map(|model| model.control.cards[id].count).min()
        };
        taken.any(|id| least(id).is_some_and(|count| self.cards[id] >= count))
    }

    /// Whether all that a station takes is there, and the part that it goes into.
    fn has_all(&self, model: &Model, id: StationId) -> bool {
        let station = &model.stations[id];
        // What is there may be of several orders.
        let Some(assembly) = station.assembly.as_ref().filter(|row| !row.kit) else { return false };
        let comes = !assembly.gives.is_empty() || self.queues[id] > self.may_hold(model, id);
        comes && assembly.takes.iter().all(|taken| self.queues[taken.store] >= taken.count.into())
    }

    /// Most parts of a station's queue that may be on its machines already: parts wait until their
    /// cycle starts. The visit of a first piece whose cycle takes no time starts with its inspection, for which people
    /// may be waited: its machine shows that already.
    fn may_hold(&self, model: &Model, id: StationId) -> i64 {
        let station = &model.stations[id];
        let periods = model.periods.iter().map(|period| &period.model);
        let mut places = periods.chain([model]).flat_map(|model| model.places.iter());
        let takes_no_time = places.any(|place| place.station == id && place.cycle.mean() == 0.0);
        let is_inspected = station.first_piece().is_some_and(|first| first.operators.is_some());
        let may = |&machine: &MachineId| match self.machines[machine] {
            State::Approval => takes_no_time && is_inspected,
            State::Working
            | State::Blocked
            | State::WaitTakt
            | State::LineStop
            | State::Starved => false,
            State::OffShift
            | State::Paused
            | State::Maintenance
            | State::ToolChange
            | State::WaitPool
            | State::WaitMaterial
            | State::Repair
            | State::WaitRepair
            | State::MinorStop
            | State::StartUp
            | State::Setup
            | State::BlockedBefore
            | State::WaitOperator => true,
        };
        count(station.machines.iter().filter(may))
    }

    /// Whether there is room at every step that may follow the work at `station`.
    fn is_room_ahead(&self, model: &Model, station: StationId) -> bool {
        let here = model.places.iter().filter(|place| place.station == station);
        let is_here = |row: &&Inspection| model.places[row.of].station == station;
        let inspections = model.inspections.iter().filter(is_here);
        let inspections = inspections.map(|row| Target::Step(row.step));
        let all = here.flat_map(|place| targets(model, place.step)).chain(inspections);
        all.into_iter().all(|target| match target {
            Target::Out => false,
            Target::Step(step) => {
                // Who is bound to one of them may wait for it though there is room elsewhere.
                let is_bound = model.steps[step].dedicated.is_some();
                let mut places = model.steps[step].places.iter();
                let from = model.places.iter().filter(|place| place.station == station);
                from.into_iter().all(|place| self.has_cards(model, Some(place.step), step))
                    && !is_bound
                    && places.any(|place| {
                        let to = model.places[place].station;
                        // Who brings parts there may have none of the places beside the machine left.
                        if model.stand(station, to).is_some() {
                            return false;
                        }
                        match model.conveyor(station, to) {
                            Some(conveyor) => self.has_room_on(model, conveyor),
                            None => self.has_room(model, to),
                        }
                    })
            }
        })
    }

    /// Whether there is too little of something that parts take at a station; what is reserved may lie there for others,
    /// which the audit looks after.
    fn lacks_material(&self, model: &Model, station: StationId) -> bool {
        let here = model.places.iter().filter(|place| place.station == station);
        let mut bills = here.flat_map(|place| model.bills_at(place.step));
        bills.any(|(_, bill)| {
            model.materials[bill.material].reserved
                || self.stock[bill.material] < i64::from(bill.quantity)
        })
    }

    /// Whether a new part can come to a station at any time.
    fn is_supplied(&self, model: &Model, station: &Station) -> bool {
        station.supply.is_some_and(|supply| {
            let first = model.lines[model.supplies[supply].line].steps.first();
            self.has_cards(model, None, first)
        })
    }

    /// Whether all cards are there that a part needs between two steps, also after a change.
    fn has_cards(&self, model: &Model, from: Option<StepId>, to: StepId) -> bool {
        let Some(door) = model.control.door(from, to) else { return true };
        let plants =
            || std::iter::once(model).chain(model.periods.iter().map(|later| &later.model));
        let is_there = |&id: &CardsId| {
            // How much work parts have brought is not seen here.
            model.control.cards[id].work.is_none()
                && plants().all(|plant| self.cards[id] < plant.control.cards[id].count)
        };
        model.control.doors[door].takes.iter().all(is_there)
    }

    /// Whether a part can get on a conveyor for sure: the last one has left the entry, also where the conveyor may
    /// have stood.
    fn has_room_on(&self, model: &Model, conveyor: ConveyorId) -> bool {
        let row = &model.conveyors[conveyor];
        let (parts, last) = self.conveyors[conveyor];
        let never_stands = row.accumulating && row.calendar.is_none();
        let is_entry_free =
            parts == 0 && row.gap <= row.travel || never_stands && last + row.gap <= self.now;
        parts < row.places && is_entry_free
    }

    /// Whether a place is free for sure: not even promised to a part on its way or at work.
    fn has_room(&self, model: &Model, station: StationId) -> bool {
        let row = &model.stations[station];
        // Whose order is there is not seen here; the audit looks after it.
        if row.clearance.is_some() {
            return false;
        }
        let Some(places) = row.buffer else { return true };
        let brings = |row: &Vehicle| row.moves.iter().any(|&(_, to)| to == station);
        if model.ways.iter().any(|way| way.to == station) || model.vehicles.iter().any(brings) {
            return false;
        }
        let starved = |&machine: &MachineId| self.machines[machine] == State::Starved;
        let may_have_promise = |machine: &MachineId| {
            let waits = [State::Starved, State::Blocked, State::BlockedBefore];
            model.station_of(*machine).blocking == Blocking::BeforeService
                && !waits.contains(&self.machines[*machine])
        };
        let promised = count(model.machines.ids().filter(may_have_promise));
        let free = count(row.machines.iter().filter(starved)) * i64::from(row.batch_size());
        self.queues[station] + promised < i64::from(places) + free
    }

    /// Whether somebody walks: perhaps to what waits.
    fn does_somebody_come(&self) -> bool {
        self.people
            .iter()
            .any(|state| matches!(state, OperatorState::Walking | OperatorState::OvertimeWalking))
    }

    /// Whether somebody may be kept for others from a task of a share: other tasks wait, too.
    fn are_kept_for_others(
        &self,
        model: &Model,
        (machine, mode): (MachineId, Option<ModeId>),
        mut needs: impl Iterator<Item = NeedsId>,
    ) -> bool {
        let waits = |other: MachineId| {
            let waits = match self.machines[other] {
                // A first piece waits for its people in approval.
                State::WaitOperator | State::WaitRepair | State::Approval => true,
                // People are waited for in closed hours, too, for what has begun before: a cycle after its load, hands
                // after a cycle, whatever its people have left.
                State::OffShift => {
                    let row = model.station_of(other);
                    row.at_close == AtClose::Finish && row.is_attended()
                }
                _ => false,
            };
            other != machine && waits
        };
        let fails = |other: ModeId| mode != Some(other) && self.failed[other];
        needs.any(|needs| !model.needs[needs].attention.is_empty())
            && (model.machines.ids().any(waits) || model.modes.ids().any(fails))
    }

    /// Whether idle people could do whatever a machine of the station may wait for.
    fn could_be_served(&self, model: &Model, station: StationId) -> bool {
        let mut needs = model.stations[station].all_operators();
        needs.all(|needs| self.are_idle(model, station, Some(needs)))
    }

    /// Whether everybody is idle or away.
    fn does_nobody_work(&self) -> bool {
        let free = [OperatorState::Off, OperatorState::Idle, OperatorState::Absent];
        self.people.iter().all(|state| free.contains(state))
    }

    /// Whether planned work waits for people who are idle, if nobody works.
    fn waits_for_people(&self, model: &Model, mode: ModeId) -> bool {
        let failure = &model.failures[model.modes[mode].failure];
        let is_shown_anyway = failure.planned.is_some() || is_minor(model, mode);
        is_shown_anyway && failure.crew.is_some() && self.waits(model, mode)
    }

    /// Whether a failure waits for people who are idle.
    fn waits(&self, model: &Model, mode: ModeId) -> bool {
        let row = &model.modes[mode];
        let machine = &model.machines[row.machine];
        let station = machine.station;
        // Of a common cause there is one repair, at the first machine of the first station.
        let common = model.failures[row.failure].common;
        let follows = common.is_some_and(|first| first != row.failure || machine.number != 1);
        self.failed[mode]
            && !follows
            && self.are_idle(model, station, model.failures[row.failure].crew)
    }

    /// Whether somebody on a round may wait at a station.
    fn may_keep(&self, model: &Model, station: StationId) -> bool {
        let works = |machine| self.machines[machine] == State::Working;
        let is_team = |needs: NeedsId| model.needs[needs].skills.len() > 1;
        let row = &model.stations[station];
        let repairs = row.failures.iter().filter_map(|failure| model.failures[failure].crew);
        row.machines.iter().any(works) || row.all_operators().chain(repairs).any(is_team)
    }

    /// Whether idle people can fill every seat: for every set of the skills, as many who have one of
    /// them as are needed of them together (P. Hall).
    ///
    /// Who minds a station is asked of the zones as written, not of the skills that are bound to it.
    fn are_idle(&self, model: &Model, station: StationId, needs: Option<NeedsId>) -> bool {
        let Some(needs) = needs else { return true };
        let skills = &model.needs[needs].skills;
        (1_usize..1 << skills.len()).all(|set| {
            let chosen = || (0..skills.len()).filter(|i| set >> i & 1 == 1).map(|i| skills[i]);
            let needed: u32 = chosen().map(|(_, number)| number).sum();
            let has_one = |&person: &OperatorId| {
                let crew = &model.crews[model.operators[person].crew];
                // Who goes round may wait for a machine that works, or for others to help.
                let mut round = crew.conduct.zones.round.iter();
                if round.any(|&station| self.may_keep(model, station)) {
                    return false;
                }
                // Who starts nothing late may leave a task alone.
                self.people[person] == OperatorState::Idle
                    && crew.conduct.at_shift_end != AtShiftEnd::NoStart
                    && chosen().any(|(skill, _)| {
                        let number = model.operators[person].number;
                        let name = model.skills[skill].name.split(" at ").next();
                        let mut skills = crew.skills.iter().copied();
                        let skill = skills.find(|&id| Some(model.skills[id].name.as_str()) == name);
                        crew.conduct.zones.minds(number, station)
                            && skill.is_some_and(|skill| crew.may_do(number, skill, self.now))
                    })
            };
            let people: Vec<OperatorId> = model.operators.ids().filter(has_one).collect();
            // Of those who go round one comes to a task, not a team.
            let mut seen = BTreeSet::new();
            let goes = |person: &&OperatorId| {
                let crew = model.operators[**person].crew;
                !model.crews[crew].conduct.zones.go_round() || seen.insert(crew)
            };
            people.iter().filter(goes).count() >= needed as usize
        })
    }
}

/// Where a part may go after a step.
fn targets(model: &Model, step: StepId) -> Vec<Target> {
    match model.steps[step].next {
        Next::Always(target) => vec![target],
        Next::Shares { first, end } => {
            let shares = &model.shares[first as usize..end as usize];
            shares.iter().map(|share| share.target).collect()
        }
    }
}

fn count<T>(things: impl Iterator<Item = T>) -> i64 {
    i64::try_from(things.count()).expect("a small plant")
}

impl Observer for Shown {
    fn machine_state(&mut self, machine: MachineId, to: State, _: Time) {
        self.machines[machine] = to;
    }

    fn operator_state(&mut self, operator: OperatorId, to: OperatorState, _: Time) {
        self.people[operator] = to;
    }

    fn queue_joined(&mut self, station: StationId, _: Time) {
        self.queues[station] += 1;
    }

    fn too_late(&mut self, station: StationId, goes: bool, _: Time) {
        self.queues[station] -= i64::from(goes);
    }

    fn queue_left(&mut self, station: StationId, _: Span, _: Time) {
        self.queues[station] -= 1;
    }

    fn card_taken(&mut self, cards: CardsId, _: Option<Time>, _: Time) {
        self.cards[cards] += 1;
    }

    fn card_returned(&mut self, cards: CardsId, _: Time) {
        self.cards[cards] -= 1;
    }

    fn material_delivered(&mut self, material: MaterialId, quantity: i64, _: Time) {
        self.stock[material] += quantity;
    }

    fn material_expired(&mut self, material: MaterialId, quantity: i64, _: Time) {
        self.stock[material] -= quantity;
    }

    fn stock_given(&mut self, material: MaterialId, given: u32, _: Time) {
        self.stock[material] -= i64::from(given);
    }

    fn material_used(&mut self, material: MaterialId, quantity: u32, _: bool, _: Time) {
        self.stock[material] -= i64::from(quantity);
    }

    fn coming_back(&mut self, cards: CardsId, is_on_its_way: bool, _: Time) {
        if is_on_its_way {
            self.cards[cards] += 1;
        } else {
            self.cards[cards] -= 1;
        }
    }

    fn got_on(&mut self, conveyor: ConveyorId, _: u64, now: Time) {
        let (parts, last) = &mut self.conveyors[conveyor];
        (*parts, *last) = (*parts + 1, now);
    }

    fn got_off(&mut self, conveyor: ConveyorId, _: u64, _: Time) {
        self.conveyors[conveyor].0 -= 1;
    }

    fn failed(&mut self, mode: ModeId, _: Time) {
        assert!(!std::mem::replace(&mut self.failed[mode], true), "it fails twice");
    }

    fn repaired(&mut self, mode: ModeId, _: Time) {
        assert!(std::mem::replace(&mut self.failed[mode], false), "it did not fail");
    }

    fn maintenance_begun(&mut self, mode: ModeId, now: Time) {
        self.failed(mode, now);
    }

    fn maintained(&mut self, mode: ModeId, now: Time) {
        self.repaired(mode, now);
    }
}

/// Whether a mode stops its machine for short, or starts it up.
fn is_minor(model: &Model, mode: ModeId) -> bool {
    model.failures[model.modes[mode].failure].kind != FailureKind::Breakdown
}

proptest! {
    #![proptest_config(checks(600))]

    #[test]
    fn after_no_event_of_any_plant(plan in plan()) {
        let model = model(&plan.text());
        let mut plant = Plant::new(&model, 1, 0, Shown::new(&model));
        while plant.step(Time::ZERO + Span::from_minutes(WATCHED)) {
            plant.observer_mut().now = plant.now();
            prop_assert_eq!(plant.observer().needless_wait(&model), None, "at {:?}", plant.now());
        }
    }
}
