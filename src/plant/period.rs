//! Dated changes: from an instant on the plant follows another model, with the same ids.
//!
//! Whatever is drawn from then on is drawn by it. What is under way stands: cycles that have begun,
//! repairs, moves. Cycles that have not begun are drawn again, from the same number. What is left of
//! the time to an order or a failure is stretched by the ratio of the means: a clock that runs at
//! another speed. For exponential times that is as good as a new draw.

use super::event::Slots;
use super::machine::Holding;
use super::stage::Stage;
use super::task::{Interruption, Tasks};
use super::{Observer, Plant, place};
use crate::ids::{CrewId, DemandId, MachineId, ModeId, PartId};
use crate::model::{Clock, Model, Strikes};
use crate::random::Distribution;
use crate::units::Span;

/// Which periods are still to come.
#[derive(Debug)]
pub(super) struct Periods<'m> {
    /// The plant with all its periods.
    pub(super) whole: &'m Model,
    /// The next one.
    next: usize,
}

impl<'m> Periods<'m> {
    pub(super) const fn new(whole: &'m Model) -> Self {
        Self { whole, next: 0 }
    }
}

impl<O: Observer> Plant<'_, O> {
    /// Books the beginning of the next period, if there is one.
    pub(super) fn book_next_period(&mut self) {
        if let Some(period) = self.periods.whole.periods.get(self.periods.next) {
            self.events.book(self.slots.period(), period.from);
        }
    }

    /// A period begins: changes begin or end.
    pub(super) fn begin_period(&mut self) {
        let whole = self.periods.whole;
        let (before, now) = (self.model, &whole.periods[self.periods.next].model);
        self.periods.next += 1;
        self.model = now;
        self.places = place::places(now, &self.streams);
        self.machines.change_traits(now);
        self.tasks.follow(now);
        for supply in now.supplies.ids() {
            self.find_next(supply);
        }
        self.draw_again(before);
        self.ranks.clear();
        for demand in now.demands.ids() {
            self.stretch_arrival(demand, before);
        }
        for machine in now.machines.ids() {
            self.stretch_clocks(machine, before);
        }
        for crew in now.crews.ids() {
            self.change_crew(crew, before);
        }
        self.crews.follow(now);
        if self.has_rare_ways {
            now.stations.ids().for_each(|station| self.may_push(station));
        }
        self.look_at_cards();
        self.look_at_all_material();
        self.orders.expect_scrap(now);
        self.look_up_at = self.happened;
        self.book_next_period();
    }

    /// Draws the cycles that have not begun.
    fn draw_again(&mut self, before: &Model) {
        for station in self.model.stations.ids() {
            let queued: Vec<PartId> = self.buffers.iter(station, &self.parts).collect();
            for part in queued {
                // Work on it has begun: it was pushed off.
                if self.rest_of(part).is_some() {
                    continue;
                }
                let row = self.parts.get(part);
                let cycle = self.places[row.place].cycle_time(row.key, row.visit);
                self.parts.set_cycle(part, cycle);
            }
        }
        for machine in self.model.machines.ids() {
            let task = Tasks::of_machine(machine);
            let Holding::InCycle(part) = self.machines.holding(machine) else { continue };
            let row = *self.parts.get(part);
            let is_same = self.model.places[row.place].cycle == before.places[row.place].cycle;
            // Hands that are asked for on the way of a cycle, or come, are for the cycle as it was.
            let is_handled = self.tasks.stage(task) == Stage::During;
            let is_begun = self.tasks.is_begun(task) || self.rest_of(part).is_some();
            if is_same || is_handled || is_begun {
                continue;
            }
            let cycle = self.places[row.place].cycle_time(row.key, row.visit);
            self.parts.set_cycle(part, cycle);
            self.restart_cycle(machine);
            if self.tasks.does_not_fit(machine) {
                self.free(task, Interruption::NoFit);
                self.show_pause(machine);
            }
        }
    }

    fn stretch_arrival(&mut self, demand: DemandId, before: &Model) {
        let (old, new) = (&before.demands[demand].every, &self.model.demands[demand].every);
        self.stretch_event(self.slots.demand(demand), old, new);
    }

    /// Stretches what is left until the event of a slot.
    fn stretch_event(&mut self, slot: u32, old: &Distribution, new: &Distribution) {
        if old != new
            && let Some(due) = self.events.due(slot)
        {
            self.events.book(slot, self.now + stretched(due - self.now, old, new));
        }
    }

    /// Stretches what is left on the clocks of a machine.
    fn stretch_clocks(&mut self, machine: MachineId, before: &Model) {
        let mut wears_anew = false;
        for mode in self.model.machines[machine].modes.iter() {
            let Some((clock, old, new)) = self.changed(mode, before) else { continue };
            match clock {
                Clock::Calendar => self.stretch_event(self.slots.failure(mode), old, new),
                Clock::OnShift => {
                    let slot = self.slots.failure(mode);
                    let is_pending = self.events.due(slot).is_some();
                    let due = self.stretch_shift_clock(mode, |left| stretched(left, old, new));
                    // What strikes at this very instant is not pending, and strikes once.
                    if let Some(due) = due.filter(|_| is_pending) {
                        self.events.book(slot, due);
                    }
                }
                Clock::Cycles | Clock::Setups => {
                    self.stretch_count(mode, |left| stretched(left, old, new));
                }
                Clock::Operating => {
                    let worked = self.odometers.reading(machine) + self.worked(machine);
                    self.stretch_wear(mode, worked, |left| stretched(left, old, new));
                    wears_anew = true;
                }
            }
        }
        if wears_anew {
            self.expect_wear(machine);
        }
    }

    /// The clock of a mode whose times between failures are others than before, with both.
    fn changed<'a>(
        &self,
        mode: ModeId,
        before: &'a Model,
    ) -> Option<(Clock, &'a Distribution, &'a Distribution)>
    where
        Self: 'a,
    {
        let failure = before.modes[mode].failure;
        let every = |model: &'a Model| match &model.failures[failure].strikes {
            Strikes::Every { clock, every } => Some((*clock, every)),
            Strikes::At(_) | Strikes::Opening(_) => None,
        };
        let ((clock, old), (_, new)) = every(before).zip(every(self.model))?;
        (old != new).then_some((clock, old, new))
    }

    /// How long the cycle of a machine has been running since it started or went on.
    pub(super) fn worked(&self, machine: MachineId) -> Span {
        let task = Tasks::of_machine(machine);
        let works = self.tasks.is_running(task) && self.tasks.stage(task).is_work();
        if works { self.now - self.tasks.started(task) } else { Span::ZERO }
    }

    /// What fails next by work is another mode, or at another time: a running cycle ends, or is
    /// interrupted, accordingly.
    pub(super) fn expect_wear(&mut self, machine: MachineId) {
        if let Some(mode) = self.odometers.next(machine) {
            self.events.cancel(self.slots.failure(mode));
        }
        self.find_next_worn(machine);
        let task = Tasks::of_machine(machine);
        if self.tasks.is_running(task) && self.tasks.stage(task).is_work() {
            self.events.cancel(Slots::machine(machine));
            let (since, left) = (self.tasks.started(task), self.tasks.takes(task));
            match self.odometers.fails_within(machine, left) {
                Some((mode, worn)) => self.events.book(self.slots.failure(mode), since + worn),
                None => self.events.book(Slots::machine(machine), since + left),
            }
        }
    }

    fn change_crew(&mut self, crew: CrewId, before: &Model) {
        let (old, new) = (before.crews[crew].count, self.model.crews[crew].count);
        let changed = old.min(new)..old.max(new);
        let people = self.model.crews[crew].operators;
        for operator in people.iter().skip(changed.start as usize).take(changed.len()) {
            self.shift_operator(operator);
        }
        if new > old {
            self.agenda.put_people();
        }
    }
}

/// A length of time under a clock that runs at another speed.
fn stretched(left: Span, old: &Distribution, new: &Distribution) -> Span {
    if left == Span::MAX || left <= Span::ZERO {
        return left;
    }
    Span::round(left.ticks() as f64 * (new.mean() / old.mean()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_left_is_stretched_like_the_mean() {
        let every = |hours: f64| Distribution::exponential(hours * 3.6e9).expect("right");
        let left = Span::from_hours(3);
        assert_eq!(stretched(left, &every(6.0), &every(4.0)), Span::from_hours(2));
        assert_eq!(stretched(Span::MAX, &every(6.0), &every(4.0)), Span::MAX);
        assert_eq!(stretched(Span::ZERO, &every(6.0), &every(4.0)), Span::ZERO);
        assert_eq!(stretched(left, &every(6.0), &every(6.0)), left);
    }
}
