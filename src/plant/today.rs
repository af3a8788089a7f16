//! What is in work when the plant starts: parts of dated orders in front of stations, on machines, and held.
//!
//! An order of which something is in work is open from the start; the parts that are furthest have the first numbers.
//! What is not in work comes in at the release of the order, which is the start.

use super::cause::Token;
use super::order::{Open, key_of};
use super::part::Part;
use super::stage::Stage;
use super::task::Tasks;
use super::{Observer, Plant};
use crate::ids::{Id, MachineId, OpenOrderId, OrderId, PartId, PlaceId};
use crate::model::{Blocking, PartsInWork, WipState};
use crate::observe::{Label, Ordered, Placed};
use crate::random::mix;
use crate::units::{Span, Time};

/// An order of which something is in work, before its other parts come in.
#[derive(Clone, Copy, Debug)]
pub(super) struct Begun {
    of: OrderId,
    pub(super) order: OpenOrderId,
    /// Parts in work.
    pub(super) parts: u32,
}

/// A part that is held, and where it comes then.
#[derive(Clone, Copy, Debug)]
struct Held {
    until: Time,
    part: PartId,
    place: PlaceId,
    of: OrderId,
}

/// What was in work at the start and has not gone on yet.
#[derive(Debug, Default)]
pub(super) struct FromToday {
    /// The last one in the book first.
    begun: Vec<Begun>,
    /// Those that are held longest first.
    held: Vec<Held>,
}

impl FromToday {
    /// Parts that are held.
    pub(super) fn held(&self) -> impl Iterator<Item = PartId> {
        self.held.iter().map(|held| held.part)
    }

    /// When the next part is held no more.
    pub(super) fn next(&self) -> Option<Time> {
        self.held.last().map(|held| held.until)
    }

    /// What is in work of an order; asked once.
    pub(super) fn take(&mut self, of: OrderId) -> Option<Begun> {
        self.begun.pop_if(|begun| begun.of == of)
    }

    /// Parts of orders in work that are still to come in.
    pub(super) fn to_come(&self, made: impl Fn(OrderId) -> u32) -> u64 {
        self.begun.iter().map(|begun| u64::from(made(begun.of) - begun.parts)).sum()
    }
}

impl<O: Observer> Plant<'_, O> {
    /// Puts what is in work where it is at the start, and lets the orders of the start come in: whoever chooses among
    /// them sees all.
    pub(super) fn begin_with_wip(&mut self) {
        let model = self.model;
        if model.wip.is_empty() {
            return;
        }
        let mut all = Vec::new();
        for rows in model.wip.chunk_by(|one, other| one.order == other.order) {
            let of = rows[0].order;
            let book = &model.orders[of];
            let product = (book.product, book.quantity);
            let placed = Placed {
                line: model.line_of(model.places[rows[0].place].step),
                ..self.placed(Ordered::Book(of), product, book.due)
            };
            self.observer.order_opened(placed, self.now);
            let key = key_of(book);
            let short = &model.products[book.product].short;
            let made = model.made_of(of);
            let open = Open::new(placed, short, (book.quantity, key));
            let order = self.orders.add(open.with_left(made));
            self.note_dates(order);
            self.open_claims(order, Ordered::Book(of), book.product, &(0..made));
            let mut parts = 0;
            for row in rows {
                let entrance = model.entrance_of(row.place);
                for _ in 0..row.quantity {
                    parts += 1;
                    let part = self.part_in_work(row, order, mix(key, u64::from(parts)));
                    if let Some(door) = entrance {
                        self.take_cards(door, None);
                    }
                    all.push((part, row));
                }
            }
            self.orders.today.begun.push(Begun { of, order, parts });
        }
        self.orders.today.begun.reverse();
        self.put_in_work(&all);
        self.release_book();
    }

    /// Machines have what runs on them before any of it goes on, and before others stand in front.
    fn put_in_work(&mut self, all: &[(PartId, &PartsInWork)]) {
        for &(part, row) in all {
            if let WipState::Running(machine, _) = row.state {
                self.seat(machine, part, row.place);
            }
        }
        for &(part, row) in all {
            if let WipState::Running(machine, left) = row.state {
                self.go_on_at_start(machine, part, left);
            }
        }
        for &(part, row) in all {
            match row.state {
                WipState::Running(..) => {}
                WipState::Waiting => self.stand_in_front(part, row.place),
                WipState::Held(until) => {
                    let held = Held { until, part, place: row.place, of: row.order };
                    self.orders.today.held.push(held);
                }
            }
        }
        let held = &mut self.orders.today.held;
        held.sort_by_key(|held| std::cmp::Reverse((held.until, held.part.position())));
    }

    fn part_in_work(&mut self, row: &PartsInWork, order: OpenOrderId, key: u64) -> PartId {
        let part = Part {
            key,
            released: self.now,
            arrived: self.now,
            cycle: Span::ZERO,
            product: self.model.orders[row.order].product,
            order: Some(order),
            place: row.place,
            visit: 0,
        };
        self.create(part, Token::new(self.now, 0))
    }

    /// A part comes to a place as from outside; if there is no room it goes where there is, or waits for it.
    fn stand_in_front(&mut self, part: PartId, place: PlaceId) {
        let row = &self.model.places[place];
        if self.buffers.has_room(row.station) {
            self.arrive(part, place);
        } else {
            self.come_in(part, row.step);
        }
    }

    /// A machine, which is set up for it, has a part at the start.
    fn seat(&mut self, machine: MachineId, part: PartId, place: PlaceId) {
        let station = self.settle_in(part, place);
        if self.dedications.are_some() {
            self.note_place(part, place);
        }
        if self.machines.is_available(machine) {
            self.buffers.machine_goes(station);
        }
        if let Some(setup) = self.model.stations[station].setup.as_deref() {
            let kind = setup.kinds[self.parts.get(part).product];
            self.setups.finish(machine, kind, false);
        }
        self.machines.load(machine, part);
    }

    /// Work on the part that a machine has at the start is to be done for so long.
    fn go_on_at_start(&mut self, machine: MachineId, part: PartId, left: Span) {
        if self.machines.traits(machine).is_staged() {
            self.begin_in_stage(machine, part, left);
        } else {
            let whole = self.parts.get(part).cycle;
            self.parts.set_cycle(part, left);
            self.load(self.model.machines[machine].station, part, machine);
            // If the cycle has to begin again, it is the whole one.
            self.parts.set_cycle(part, whole);
        }
        if !self.is_open(machine) {
            self.close_machine(machine);
        }
    }

    /// A machine with hands around its cycle has a part that was loaded before.
    fn begin_in_stage(&mut self, machine: MachineId, part: PartId, left: Span) {
        let task = Tasks::of_machine(machine);
        self.tasks.place(task, left, Token::default(), self.now);
        let station = self.model.station_of(machine);
        if station.blocking == Blocking::BeforeService {
            self.keep_place(machine, part);
        }
        let stage = if station.attendance.during.is_some() { Stage::Rest } else { Stage::Cycle };
        self.tasks.set_stage(task, stage, left);
        self.first_pieces.begin(machine, stage);
        self.show_pause(machine);
        self.go_on(task);
    }

    /// Parts that are held no more come to their stations.
    pub(super) fn let_held_come(&mut self) {
        while let Some(held) = self.orders.today.held.pop_if(|held| held.until <= self.now) {
            if O::CAUSES && held.until > Time::ZERO {
                let token = self.end_activity(Label::Release(held.of), Token::default());
                self.parts.set_token(held.part, token);
            }
            self.stand_in_front(held.part, held.place);
        }
    }
}
