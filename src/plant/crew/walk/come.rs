//! The events of people who come to a task: they set out, arrive, turn back, and the task starts or is called
//! off.

use super::super::presence::stays_to_finish;
use super::super::{Crews, Member, OperatorId, TaskId};
use super::{Doing, station_of};
use crate::ids::{Id, StationId};
use crate::observe::{Label, Observer};
use crate::plant::Plant;
use crate::units::Span;

impl<O: Observer> Plant<'_, O> {
    /// The chosen team sets out for a task, which starts when all of them are there.
    pub(in crate::plant::crew) fn set_out(&mut self, task: TaskId) {
        let model = self.model;
        let way = self.crews.longest_way(model, task, self.now);
        let pace = self.team_pace(task, way);
        if !self.may_start_after(task, pace, way) {
            return;
        }
        let coming = self.crews.send(model, task, self.now, &mut self.observer);
        for place in 0..self.crews.team[task].len() {
            let operator = self.crews.team[task][place].operator;
            if O::CAUSES {
                self.tasks.wait_for(task, self.crews.rows[operator].token);
            }
            if let Some(walk) = self.crews.walks.rows[operator].walk {
                self.events.book(self.slots.arrival(operator), walk.since + walk.takes);
            }
        }
        self.tasks.set_pace(task, pace);
        if coming == 0 {
            self.run_task(task);
            return;
        }
        if O::CAUSES {
            self.close_gate(task);
        }
        self.tasks.set_coming(task);
    }

    /// Somebody comes to the end of a walk.
    pub(in crate::plant) fn end_walk(&mut self, operator: OperatorId) {
        let walk = self.crews.walks.rows[operator].walk;
        if O::CAUSES
            && self.crews.walks_for_nothing(operator)
            && let Some(walk) = walk
        {
            let label = Label::Walking(StationId::at(walk.to.position()));
            let token = self.end_activity(label, self.crews.rows[operator].token);
            self.crews.rows[operator].token = token;
        }
        self.crews.arrive(self.model, operator, self.now, &mut self.observer);
        self.agenda.put_people();
    }

    /// Tasks to which the last of the team has come start.
    pub(in crate::plant::crew) fn start_complete(&mut self) {
        let mut complete = std::mem::take(&mut self.crews.walks.complete);
        for task in complete.drain(..) {
            if self.crews.walks.coming[task] != Some(0) {
                // It was called off in the same instant.
                continue;
            }
            self.crews.walks.coming[task] = None;
            self.end_coming(task);
            let Crews { team, rows, chosen, .. } = &mut self.crews;
            chosen.clone_from(&team[task]);
            for &Member { operator, .. } in &team[task] {
                let row = &mut rows[operator];
                let before = row.state();
                row.doing = Doing::Working;
                if row.state() != before {
                    self.observer.operator_state(operator, row.state(), self.now);
                }
            }
            let pace = self.team_pace(task, Span::ZERO);
            self.tasks.set_pace(task, pace);
            self.run_task(task);
        }
        self.crews.walks.complete = complete;
    }

    /// A task that people come to is called off: those who wait are free, others walk on.
    pub(in crate::plant) fn call_off(&mut self, task: TaskId) {
        self.crews.walks.coming[task] = None;
        self.end_coming(task);
        let token = self.tasks.ready(task);
        let mut gone = Vec::new();
        self.crews.let_walk_on(task, token, &mut gone);
        for operator in gone {
            if stays_to_finish(self.model, operator) {
                continue;
            }
            self.events.cancel(self.slots.arrival(operator));
            self.crews.turn_back(operator, self.now, &mut self.observer);
            self.crews.tell_hours(self.model, operator, self.now);
            let state = self.crews.rows[operator].state();
            self.observer.operator_state(operator, state, self.now);
        }
        self.crews.release(self.model, task, token, self.now, &mut self.observer);
        self.agenda.put_people();
    }

    /// The time in which people came is an activity of the task.
    fn end_coming(&mut self, task: TaskId) {
        let ready = self.tasks.ready(task);
        if O::CAUSES && ready.since() < self.now {
            let label = Label::Walking(station_of(self.model, task));
            let end = self.end_activity(label, ready);
            self.tasks.set_ready(task, end);
        }
    }

    /// Somebody who walks for nothing goes home or on a break, unless they would finish the task for which
    /// they set out: that it is called off they learn where they arrive.
    pub(in crate::plant::crew) fn stop_walk(&mut self, operator: OperatorId) {
        let crew = self.model.operators[operator].crew;
        let goes_round = self.model.crews[crew].conduct.zones.go_round();
        if goes_round || !stays_to_finish(self.model, operator) {
            self.events.cancel(self.slots.arrival(operator));
            self.crews.turn_back(operator, self.now, &mut self.observer);
        }
    }
}
