//! Parts that stand aside: on no machine and in nobody's way, until there is room where they go.

use super::buffer::Waiting;
use super::{Observer, Plant};
use crate::ids::{PartId, StationId, StepId};

/// The parts that stand aside and wait for room, each with the step to which it goes.
#[derive(Debug, Default)]
pub(super) struct Asides {
    waiting: Vec<(PartId, StepId)>,
}

impl Asides {
    /// The parts that wait for room.
    pub(super) fn parts(&self) -> impl Iterator<Item = PartId> {
        self.waiting.iter().map(|&(part, _)| part)
    }

    /// Where a part goes that waits for room.
    pub(super) fn step(&self, part: PartId) -> Option<StepId> {
        self.waiting.iter().find(|(other, _)| *other == part).map(|&(_, step)| step)
    }

    fn take(&mut self, part: PartId) -> StepId {
        let position = self.waiting.iter().position(|(other, _)| *other == part);
        self.waiting.remove(position.expect("it stands aside")).1
    }
}

impl<O: Observer> Plant<'_, O> {
    /// A part that stands aside goes to a step, or waits for room there.
    pub(super) fn go_from_aside(&mut self, part: PartId, step: StepId) {
        if let Some(place) = self.choose_place(step, None) {
            self.move_on(part, place);
        } else {
            let station = self.places[self.parts.get(part).place].station();
            self.observer.stands_aside(station, true, self.now);
            self.asides.waiting.push((part, step));
            self.wait_for_room(step, Waiting::Aside(part), self.now);
        }
    }

    /// A part that stands aside gets room at a station.
    pub(super) fn let_go_on(&mut self, station: StationId, part: PartId) {
        let step = self.asides.take(part);
        let here = self.places[self.parts.get(part).place].station();
        self.observer.stands_aside(here, false, self.now);
        let place = self.end_wait(step, station, Waiting::Aside(part));
        if O::CAUSES {
            let token = self.parts.token(part).later(self.buffers.token(station));
            self.parts.set_token(part, token);
        }
        self.move_on(part, place);
    }
}
