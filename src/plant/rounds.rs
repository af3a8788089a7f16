//! Rounds: what comes due again in the instant in which it was booked, and the end of a run that
//! goes round for ever.

use std::collections::VecDeque;

use super::event::Event;
use super::{Observer, Plant, Stop};
use crate::ids::{CalendarId, DemandId, Id, ModeId, OrderId, StationId, WayId};
use crate::units::Time;

/// How many events are shown of a run that goes round.
const SHOWN: u32 = 20;

/// An event as it is shown to a person: what came due, and where.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Occurrence {
    /// A cycle ended at the station.
    Cycle(StationId),
    /// A part came to the end of its way.
    Move(WayId),
    /// A failure was repaired, or planned work was done.
    Repair(ModeId),
    /// A machine failed, or planned work was due.
    Failure(ModeId),
    /// A calendar opened, closed, or came to a break.
    Calendar(CalendarId),
    /// A random order arrived.
    Arrival(DemandId),
    /// A dated order, and others of its instant, were released.
    Release(OrderId),
}

/// The rounds of an instant.
#[derive(Debug)]
pub(super) struct Rounds {
    /// The last instant with several rounds, and how many it has had so far.
    instant: Time,
    count: u32,
    /// The last events of an instant with nearly as many rounds as the limit allows.
    last: VecDeque<Occurrence>,
}

impl Default for Rounds {
    fn default() -> Self {
        Self { instant: Time::NEVER, count: 0, last: VecDeque::new() }
    }
}

impl<O: Observer> Plant<'_, O> {
    /// The last events of a run that ended by [`Stop::TooManyRounds`], the latest last; 20 at most.
    pub fn last_events(&self) -> impl Iterator<Item = Occurrence> {
        let is_wanted = self.stop == Some(Stop::TooManyRounds);
        self.rounds.last.iter().copied().filter(move |_| is_wanted)
    }

    /// Counts a round; whether so few are left that its events are written down.
    #[cold]
    pub(super) fn count_round(&mut self) -> bool {
        let (now, limit) = (self.now, self.model.run.limits.rounds);
        let rounds = &mut self.rounds;
        if rounds.instant != now {
            (rounds.instant, rounds.count) = (now, 0);
            rounds.last.clear();
        }
        rounds.count += 1;
        if rounds.count > limit {
            self.stop = Some(Stop::TooManyRounds);
        }
        rounds.count > limit.saturating_sub(SHOWN)
    }

    /// A round of which every event is written down.
    #[cold]
    pub(super) fn go_round(&mut self, first: u32) {
        let mut next = Some(first);
        let mut second = self.events.take_at(self.now);
        while let Some(slot) = next {
            self.write_down(slot);
            self.happen(slot);
            next = second.take().or_else(|| self.events.take_at(self.now));
        }
        self.decide();
    }

    fn write_down(&mut self, slot: u32) {
        let occurrence = match self.slots.event(slot) {
            Event::CycleDone(machine) => Occurrence::Cycle(self.model.machines[machine].station),
            Event::RepairDone(mode) => Occurrence::Repair(mode),
            Event::Failed(mode) => Occurrence::Failure(mode),
            Event::CalendarTurns(calendar) => Occurrence::Calendar(calendar),
            // It comes once in an instant and brings nothing round.
            Event::Arrived(_)
            | Event::PeriodBegins
            | Event::OvertimeBegins(_)
            | Event::OvertimeEnds(_)
            | Event::OvertimeDecided(_)
            | Event::WaitOver(_)
            | Event::LimitReached(_)
            | Event::AsideOver(_)
            | Event::LorryLeaves(_)
            | Event::TourStops(_)
            | Event::TaktOver(_)
            | Event::BackEmpty(_)
            | Event::Delivered(_)
            | Event::StockReviewed(_)
            | Event::Expired(_)
            | Event::ConveyorEnd(_)
            | Event::ConveyorEntry(_)
            | Event::VehicleDone(_)
            | Event::LoadWaited(_) => return,
            Event::OrderArrives(demand) => Occurrence::Arrival(demand),
            Event::BookReleases => Occurrence::Release(OrderId::at(self.orders.next())),
            Event::MoveDone => match self.way_of(slot) {
                Some(way) => Occurrence::Move(way),
                None => return,
            },
        };
        if self.rounds.last.len() == SHOWN as usize {
            self.rounds.last.pop_front();
        }
        self.rounds.last.push_back(occurrence);
    }
}
