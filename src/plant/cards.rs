//! Cards: parts take one when they come into a stretch of their route, and give it back when they
//! leave it.
//!
//! At a door, where cards change hands, a part goes on when it gets all cards that it needs and there is
//! room at the next step, both in one. Until then it waits: outside, in the store of the kanban stage
//! that it leaves, or on its machine, which is blocked. Those who come to a door keep their order; among
//! several doors to the same cards the one goes on whose first part has waited longest of those that
//! can. When a card comes back is decided after all events of the instant, with the agenda. An
//! unlimited supply stands at its door for ever: its next part begins to wait when one has gone on.
//!
//! The things of a pool are cards that can also change hands on a machine: see [`super::pools`].

use std::collections::VecDeque;

use super::buffer::Waiting;
use super::cause::Token;
use super::{Observer, Plant};
use crate::ids::{
    CardsId, DoorId, MachineId, PartId, PlaceId, ProductId, StationId, StepId, SupplyId, Table,
};
use crate::model::Model;
use crate::observe::State;
use crate::units::{Span, Time};

/// Who waits at a door.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Who {
    /// A part outside the plant.
    Outside(PartId),
    /// A finished part in the store of a kanban stage, or one that has stood aside.
    Stored(PartId),
    /// A machine that holds a finished part.
    Machine(MachineId),
}

/// Somebody at a door.
#[derive(Clone, Copy, Debug)]
struct Waiter {
    who: Who,
    since: Time,
    /// Who came earlier, at whatever door, has a smaller one.
    number: u64,
}

/// What waits at a door.
#[derive(Clone, Debug, Default)]
struct Row {
    queue: VecDeque<Waiter>,
    /// An unlimited supply, and since when its next part waits.
    supply: Option<(SupplyId, u64)>,
    /// Whether the first has all cards and stands in the lines for room.
    in_line: bool,
}

/// All cards and doors.
#[derive(Debug)]
pub(super) struct Cards {
    /// Cards that parts hold.
    used: Table<CardsId, u32>,
    /// Work that parts which hold one have brought, where work is counted.
    work: Table<CardsId, Span>,
    /// Since when a card is there again, and what brought it.
    tokens: Table<CardsId, Token>,
    /// The doors behind which parts need a card.
    needed: Table<CardsId, Vec<DoorId>>,
    doors: Table<DoorId, Row>,
    /// The doors at which machines wait; empty without cards.
    held_up: Table<MachineId, Option<DoorId>>,
    next: u64,
}

impl Cards {
    pub(super) fn new(model: &Model) -> Self {
        let control = &model.control;
        let mut needed = Table::filled(control.cards.len(), Vec::new());
        for (door, row) in control.doors.enumerated() {
            for &cards in &row.takes {
                needed[cards].push(door);
            }
        }
        let mut doors = Table::filled(control.doors.len(), Row::default());
        for (number, (id, supply)) in (0..).zip(model.supplies.enumerated()) {
            if let Some(door) = control.door(None, model.lines[supply.line].steps.first()) {
                doors[door].supply = Some((id, number));
            }
        }
        let machines = if control.is_empty() { 0 } else { model.machines.len() };
        Self {
            used: Table::filled(control.cards.len(), 0),
            work: Table::filled(control.cards.len(), Span::ZERO),
            tokens: Table::filled(control.cards.len(), Token::default()),
            needed,
            doors,
            held_up: Table::filled(machines, None),
            next: model.supplies.len() as u64,
        }
    }

    /// Whether a supply stands at a door rather than at its station.
    pub(super) fn keep_supply(model: &Model, supply: SupplyId) -> bool {
        let first = model.lines[model.supplies[supply].line].steps.first();
        model.control.door(None, first).is_some()
    }

    /// Whether the finished part of a machine waits at a door, not for room alone.
    pub(super) fn hold_up(&self, machine: MachineId) -> bool {
        self.held_up.get(machine).is_some_and(Option::is_some)
    }

    /// Parts that wait at a door.
    pub(super) fn waiting(&self, door: DoorId) -> usize {
        self.doors[door].queue.len()
    }

    /// Parts at doors that are on no machine.
    pub(super) fn parts(&self) -> impl Iterator<Item = PartId> {
        let waiters = self.doors.iter().flat_map(|door| &door.queue);
        waiters.filter_map(|waiter| match waiter.who {
            Who::Outside(part) | Who::Stored(part) => Some(part),
            Who::Machine(_) => None,
        })
    }

    /// Parts outside, which hold no card.
    pub(super) fn outside(&self) -> impl Iterator<Item = PartId> {
        let waiters = self.doors.iter().flat_map(|door| &door.queue);
        waiters.filter_map(|waiter| match waiter.who {
            Who::Outside(part) => Some(part),
            Who::Stored(_) | Who::Machine(_) => None,
        })
    }

    /// Parts in stores, and those that have stood aside.
    pub(super) fn stored(&self) -> impl Iterator<Item = PartId> {
        let waiters = self.doors.iter().flat_map(|door| &door.queue);
        waiters.filter_map(|waiter| match waiter.who {
            Who::Stored(part) => Some(part),
            Who::Outside(_) | Who::Machine(_) => None,
        })
    }

    /// Machines that wait at doors, as those say.
    pub(super) fn machines(&self) -> impl Iterator<Item = (MachineId, DoorId)> {
        self.doors.enumerated().flat_map(|(id, door)| {
            door.queue.iter().filter_map(move |waiter| match waiter.who {
                Who::Machine(machine) => Some((machine, id)),
                Who::Outside(_) | Who::Stored(_) => None,
            })
        })
    }

    /// Since when a card is there again, and what brought it.
    pub(super) fn token(&self, cards: CardsId) -> Token {
        self.tokens[cards]
    }

    /// A card is there again because of this.
    pub(super) fn note_token(&mut self, cards: CardsId, token: Token) {
        self.tokens[cards] = self.tokens[cards].later(token);
    }

    /// Cards that parts hold, or that are on their way back.
    pub(super) fn used(&self, cards: CardsId) -> u32 {
        self.used[cards]
    }

    /// Whether a door stands in the lines for room.
    pub(super) fn is_in_line(&self, door: DoorId) -> bool {
        self.doors[door].in_line
    }

    /// Whether somebody waits at a door.
    pub(super) fn is_wanted(&self, door: DoorId) -> bool {
        self.doors[door].supply.is_some() || !self.doors[door].queue.is_empty()
    }

    /// Since when the first at a door waits.
    fn first(&self, door: DoorId) -> Option<u64> {
        let row = &self.doors[door];
        row.supply.map(|(_, number)| number).or(row.queue.front().map(|waiter| waiter.number))
    }

    /// The door to cards whose first has waited longest, of those with this number or a later one.
    ///
    /// Cost: a look at every door to the cards.
    fn longest(&self, cards: CardsId, from: u64) -> Option<(u64, DoorId)> {
        let doors = self.needed[cards].iter();
        let firsts = doors.filter_map(|&door| Some((self.first(door)?, door)));
        firsts.filter(|(number, _)| *number >= from).min()
    }

    fn count(&mut self) -> u64 {
        self.next += 1;
        self.next
    }
}

impl<O: Observer> Plant<'_, O> {
    /// Whether all cards that a door asks for are there.
    pub(super) fn has_cards(&self, door: DoorId) -> bool {
        self.model.control.doors[door].takes.iter().all(|&id| self.is_one_free(id))
    }

    /// Whether the first at a door has its cards and does not go on, nor waits for room.
    pub(super) fn may_pass(&self, door: DoorId) -> bool {
        self.stop.is_none()
            && self.cards.is_wanted(door)
            && self.has_cards(door)
            && !self.cards.is_in_line(door)
    }

    /// All cards and doors may have changed: whoever waits is looked at.
    pub(super) fn look_at_cards(&mut self) {
        for cards in self.model.control.cards.ids() {
            self.tell_all_out(cards);
            self.agenda.put_cards(cards);
        }
        self.agenda.put_pools();
    }

    /// A part from outside comes to the door of its line.
    pub(super) fn wait_at_entrance(&mut self, door: DoorId, part: PartId) {
        self.observer.waits_outside(self.now);
        self.join_door(door, Who::Outside(part));
    }

    /// A finished part comes to a door behind its machine.
    pub(super) fn leave_through(&mut self, door: DoorId, machine: MachineId, part: PartId) {
        if let Some(cards) = self.model.control.doors[door].store {
            self.observer.stored(cards, self.now);
            self.join_door(door, Who::Stored(part));
            self.vacate(machine);
        } else if !self.keeps_finished(machine) {
            self.machines.set(machine, State::Blocked, true);
            self.cards.held_up[machine] = Some(door);
            self.join_door(door, Who::Machine(machine));
        }
    }

    /// A part that has stood aside comes to a door.
    pub(super) fn go_through_from_aside(&mut self, door: DoorId, part: PartId) {
        if let Some(cards) = self.model.control.doors[door].store {
            self.observer.stored(cards, self.now);
        }
        self.join_door(door, Who::Stored(part));
    }

    fn join_door(&mut self, door: DoorId, who: Who) {
        let number = self.cards.count();
        self.cards.doors[door].queue.push_back(Waiter { who, since: self.now, number });
        for &cards in &self.model.control.doors[door].takes {
            self.observer.card_wanted(cards, self.now);
        }
        self.try_later(door);
    }

    /// A machine that waits at a door waits no more, and keeps its part; whether it did.
    pub(super) fn stop_waiting_at_door(&mut self, machine: MachineId) -> bool {
        let held_up = self.cards.held_up.get(machine).copied().flatten();
        let Some(door) = held_up else { return false };
        self.cards.held_up[machine] = None;
        self.machines.set(machine, State::Blocked, false);
        let queue = &mut self.cards.doors[door].queue;
        let position = queue.iter().position(|waiter| waiter.who == Who::Machine(machine));
        queue.remove(position.expect("it stands at the door"));
        let row = &self.model.control.doors[door];
        for &cards in &row.takes {
            self.observer.card_given_up(cards, self.now);
        }
        if self.cards.doors[door].in_line && !self.cards.is_wanted(door) {
            self.cards.doors[door].in_line = false;
            for place in self.model.steps[row.to].places.iter() {
                let station = self.model.places[place].station;
                self.buffers.stop_waiting(station, Waiting::Door(door));
            }
        }
        true
    }

    /// Cards are there, perhaps: those who wait for one go on, the longest waiting first.
    pub(super) fn give_cards(&mut self, cards: CardsId) {
        while self.stop.is_none() && self.is_one_free(cards) {
            let mut next = self.cards.longest(cards, 0);
            while let Some((number, door)) = next {
                if self.try_door(door) {
                    break;
                }
                next = self.cards.longest(cards, number + 1);
            }
            if next.is_none() {
                break;
            }
        }
    }

    /// The first at a door goes on, if it can; if it lacks nothing but room, it waits for that.
    fn try_door(&mut self, door: DoorId) -> bool {
        if self.cards.doors[door].in_line || !self.cards.is_wanted(door) || !self.has_cards(door) {
            return false;
        }
        let to = self.model.control.doors[door].to;
        if let Some(place) = self.room_behind(door, to) {
            self.pass_door(door, place, None);
            return true;
        }
        self.cards.doors[door].in_line = true;
        let first = self.cards.doors[door].queue.front();
        let since = first.map_or(self.now, |waiter| waiter.since);
        self.wait_for_room(to, Waiting::Door(door), since);
        false
    }

    /// Where the first at a door can go on; a supply has one place.
    fn room_behind(&self, door: DoorId, to: StepId) -> Option<PlaceId> {
        if self.cards.doors[door].supply.is_none() {
            return self.choose_place(to, self.model.steps[to].places, None);
        }
        let place = self.model.steps[to].places.first();
        let station = self.model.places[place].station;
        let has_room = self.buffers.has_room(station) && !self.buffers.is_wanted(station);
        has_room.then_some(place)
    }

    /// A door that waits for room gets it at a station.
    pub(super) fn open_door(&mut self, station: StationId, door: DoorId) {
        let to = self.model.control.doors[door].to;
        let place = self.end_wait(to, station, Waiting::Door(door));
        self.cards.doors[door].in_line = false;
        if !self.cards.is_wanted(door) || !self.has_cards(door) {
            return;
        }
        let has_supply = self.cards.doors[door].supply.is_some();
        if has_supply && place != self.model.steps[to].places.first() {
            return self.try_later(door);
        }
        self.pass_door(door, place, Some(self.buffers.token(station)));
        // Who comes next has to wait for all who have waited longer.
        self.try_later(door);
    }

    /// The first at a door is looked at again with the agenda; where no card is needed, at once.
    fn try_later(&mut self, door: DoorId) {
        let takes = &self.model.control.doors[door].takes;
        for &cards in takes {
            self.agenda.put_cards(cards);
        }
        if takes.is_empty() {
            while self.try_door(door) {}
        }
    }

    /// The first at a door takes its cards and goes on to a place with room.
    fn pass_door(&mut self, door: DoorId, place: PlaceId, room: Option<Token>) {
        if let Some((supply, _)) = self.cards.doors[door].supply {
            self.take_cards(door, None);
            let number = self.cards.count();
            self.cards.doors[door].supply = Some((supply, number));
            return self.supply_through_door(supply, place);
        }
        let waiter = self.cards.doors[door].queue.pop_front().expect("somebody waits");
        let part = match waiter.who {
            Who::Outside(part) | Who::Stored(part) => part,
            Who::Machine(machine) => self.finished_part(machine),
        };
        if O::CAUSES {
            self.follow_cards(door, part, waiter.who, room);
        }
        self.take_cards(door, Some(waiter.since));
        for &cards in &self.model.control.doors[door].gives {
            self.return_card(cards, part);
        }
        self.pools.bring(part, &self.model.control.doors[door].keeps);
        match waiter.who {
            Who::Outside(_) => {
                self.observer.let_in(self.now);
                self.arrive(part, place);
            }
            Who::Stored(_) => {
                if let Some(store) = self.model.control.doors[door].store {
                    self.observer.unstored(store, self.now);
                }
                self.move_on(part, place);
            }
            Who::Machine(machine) => {
                self.cards.held_up[machine] = None;
                self.machines.set(machine, State::Blocked, false);
                self.pass_on(machine, part, place);
            }
        }
    }

    /// A part goes on because of the card, or the room, that came last.
    fn follow_cards(&mut self, door: DoorId, part: PartId, who: Who, room: Option<Token>) {
        let takes = &self.model.control.doors[door].takes;
        let cards = takes.iter().map(|&cards| self.cards.tokens[cards]);
        let mut token = cards.chain(room).fold(self.parts.token(part), Token::later);
        if let Who::Machine(machine) = who {
            token = self.reach_now(token, machine);
            self.machines.set_token(machine, token);
        }
        self.parts.set_token(part, token);
    }

    /// `since` says since when the part has waited; a supplied one has not.
    pub(super) fn take_cards(&mut self, door: DoorId, since: Option<Time>) {
        let row = &self.model.control.doors[door];
        let product = self.model.steps[row.to].product;
        for &cards in &row.takes {
            let work = self.work_brought(cards, product);
            self.cards.work[cards] += work;
            self.take_card(cards, since);
        }
    }

    /// The work that a part of a product brings, where cards count work: as planned at the start.
    fn work_brought(&self, cards: CardsId, product: ProductId) -> Span {
        let work = &self.periods.whole.control.cards[cards].work;
        work.as_ref().map_or(Span::ZERO, |work| work.of[product])
    }

    /// A part takes a card that it has wanted since then, if it has.
    pub(super) fn take_card(&mut self, cards: CardsId, since: Option<Time>) {
        self.cards.used[cards] += 1;
        self.observer.card_taken(cards, since, self.now);
        self.tell_all_out(cards);
    }

    /// A part gives a card back.
    pub(super) fn return_card(&mut self, cards: CardsId, part: PartId) {
        self.observer.card_returned(cards, self.now);
        let work = self.work_brought(cards, self.parts.get(part).product);
        self.cards.work[cards] -= work;
        if self.send_back(cards, part) {
            return;
        }
        if O::CAUSES {
            self.cards.note_token(cards, self.parts.token(part));
        }
        self.put_card(cards);
    }

    /// A card is there again for whoever needs one.
    pub(super) fn put_card(&mut self, cards: CardsId) {
        self.cards.used[cards] -= 1;
        self.tell_all_out(cards);
        self.agenda.put_cards(cards);
        self.agenda.put_pools();
    }

    /// Whether one of these cards is there.
    pub(super) fn is_one_free(&self, cards: CardsId) -> bool {
        let row = &self.model.control.cards[cards];
        match &row.work {
            None => self.cards.used[cards] < row.count,
            Some(work) => self.cards.work[cards] < work.limit,
        }
    }

    /// A finished part that leaves for good gives back all cards that it holds.
    pub(super) fn return_cards_of_done(&mut self, part: PartId) {
        let step = self.model.places[self.parts.get(part).place].step;
        for &cards in self.model.control.when_done(step) {
            self.return_card(cards, part);
        }
    }

    /// A part in front of a station that goes into another one gives back all cards that it holds.
    pub(super) fn return_cards_in_front(&mut self, part: PartId) {
        let step = self.model.places[self.parts.get(part).place].step;
        for &cards in self.model.control.in_front(step) {
            self.return_card(cards, part);
        }
    }

    /// A part that is thrown away on a machine gives back all cards that it holds.
    pub(super) fn return_cards_of_lost(&mut self, part: PartId) {
        let step = self.model.places[self.parts.get(part).place].step;
        for &cards in self.model.control.held(step) {
            self.return_card(cards, part);
        }
    }

    /// A new part of a supply comes to its first station.
    fn supply_through_door(&mut self, supply: SupplyId, place: PlaceId) {
        let part = self.supply(supply);
        let station = self.model.places[place].station;
        self.observer.queue_joined(station, self.now);
        if self.has_rare_ways {
            self.need_material(part, place);
        }
        if self.buffers.join(station, part, &mut self.parts) {
            self.agenda.put_start(station);
        }
    }
}
