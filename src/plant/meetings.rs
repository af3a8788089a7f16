//! Meetings: parts wait beside the machine they come from for others of their order (`moves_in`, `after`).
//!
//! It is known how many parts of each order are at each step or on the way to it; a part that waits here counts
//! as on the way to the next one. Whoever has what it waits for goes on, in the order in which they came, and
//! stands aside ([`super::aside`]) as long as there is no room.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use super::agenda::Rare;
use super::cause::Token;
use super::{Observer, Plant};
use crate::ids::{Id, MachineId, MeetingId, OpenOrderId, PartId, Run, StationId, StepId, Table};
use crate::model::{Meeting, Model};
use crate::units::Time;

/// The order of a part; `None` of parts that belong to none.
type Of = Option<OpenOrderId>;

/// A part that waits.
#[derive(Clone, Copy, Debug)]
struct Waiter {
    part: PartId,
    since: Time,
    /// Who came later has a larger one.
    number: u64,
}

/// Those who wait at a meeting.
#[derive(Clone, Debug, Default)]
struct Row {
    /// For others, order by order.
    waiting: BTreeMap<Of, VecDeque<Waiter>>,
    /// Orders to look at, and what has just happened to them.
    changed: BTreeMap<Of, Token>,
}

/// All meetings; empty in a plant without.
#[derive(Debug)]
pub(super) struct Meetings {
    rows: Table<MeetingId, Row>,
    /// Parts at each step or on the way to it.
    at: BTreeMap<(Of, StepId), u32>,
    /// For which step each part is counted.
    step: Table<PartId, Option<StepId>>,
    /// Parts that wait where they come into the plant.
    entering: BTreeSet<PartId>,
    number: u64,
}

impl Meetings {
    pub(super) fn new(model: &Model) -> Self {
        Self {
            rows: Table::filled(model.meetings.rows.len(), Row::default()),
            at: BTreeMap::new(),
            step: Table::new(),
            entering: BTreeSet::new(),
            number: 0,
        }
    }

    /// Parts that wait for others.
    pub(super) fn parts(&self) -> impl Iterator<Item = PartId> {
        let lines = self.rows.iter().flat_map(|row| row.waiting.values());
        lines.flatten().map(|waiter| waiter.part)
    }

    /// Whether a part waits where it comes into the plant.
    pub(super) fn is_entering(&self, part: PartId) -> bool {
        self.entering.contains(&part)
    }

    /// Parts that wait at a meeting.
    pub(super) fn len(&self, meeting: MeetingId) -> usize {
        self.rows[meeting].waiting.values().map(VecDeque::len).sum()
    }

    /// How many parts of an order are at some steps, or on the way there.
    fn count(&self, of: Of, steps: Run<StepId>) -> u64 {
        let Some((first, last)) = steps.iter().next().zip(steps.iter().last()) else { return 0 };
        self.at.range((of, first)..=(of, last)).map(|(_, &count)| u64::from(count)).sum()
    }

    /// How many of the parts of an order that wait at a meeting have what they wait for.
    ///
    /// `is_awaited` says that some are still to be made.
    fn ready(&self, meeting: &Meeting, row: &Row, of: Of, is_awaited: bool) -> usize {
        let waiting = row.waiting.get(&of).map_or(0, VecDeque::len);
        if waiting == 0 || meeting.after.iter().any(|&steps| self.count(of, steps) > 0) {
            return 0;
        }
        let together = meeting.together as usize;
        let may_come = meeting.is_endless || is_awaited || self.count(of, meeting.before) > 0;
        if may_come { waiting - waiting % together } else { waiting }
    }
}

impl<O: Observer> Plant<'_, O> {
    /// A part is at a step, or on the way there, or gone (`None`): those who wait for that look again.
    #[inline(never)]
    pub(super) fn note_step(&mut self, part: PartId, to: Option<StepId>) {
        let row = self.parts.get(part);
        let (product, of) = (row.product, row.order);
        let model = self.model;
        let watched = model.meetings.of(product);
        if watched.is_empty() {
            return;
        }
        while self.meetings.step.get(part).is_none() {
            self.meetings.step.push(None);
        }
        let from = std::mem::replace(&mut self.meetings.step[part], to);
        if from == to {
            return;
        }
        if let Some(to) = to {
            *self.meetings.at.entry((of, to)).or_default() += 1;
        }
        if let Some(from) = from
            && let Some(count) = self.meetings.at.get_mut(&(of, from))
        {
            *count -= 1;
            if *count == 0 {
                self.meetings.at.remove(&(of, from));
            }
        }
        for &meeting in watched {
            if self.meetings.rows[meeting].waiting.contains_key(&of) {
                self.look_at_meeting(meeting, of, self.parts.token(part));
            }
        }
    }

    fn look_at_meeting(&mut self, meeting: MeetingId, of: Of, token: Token) {
        let changed = self.meetings.rows[meeting].changed.entry(of).or_default();
        if O::CAUSES {
            *changed = changed.later(token);
        }
        self.agenda.put_rare(Rare::Meeting(meeting));
    }

    /// A part comes to a meeting: out of a machine, or into the plant.
    pub(super) fn join_meeting(&mut self, meeting: MeetingId, part: PartId, is_new: bool) {
        self.note_step(part, Some(self.model.meetings.rows[meeting].to));
        self.meetings.number += 1;
        let waiter = Waiter { part, since: self.now, number: self.meetings.number };
        if is_new {
            self.meetings.entering.insert(part);
        }
        let of = self.parts.get(part).order;
        self.meetings.rows[meeting].waiting.entry(of).or_default().push_back(waiter);
        self.observer.began_to_wait_for_rest(self.parts.get(part).product, self.now);
        self.look_at_meeting(meeting, of, self.parts.token(part));
    }

    /// A finished part goes to a meeting, and its machine is free.
    pub(super) fn leave_for_meeting(
        &mut self,
        meeting: MeetingId,
        machine: MachineId,
        part: PartId,
    ) {
        self.join_meeting(meeting, part, false);
        self.vacate(machine);
    }

    /// Whether parts that would meet others are still to be made for an order.
    fn is_awaited(&self, meeting: &Meeting, of: Of) -> bool {
        let product = self.model.steps[meeting.to].product;
        of.is_some_and(|order| self.awaited.has(product, order) || self.orders.remakes_of(order))
    }

    /// Those who have what they wait for go on, as there is room.
    pub(super) fn gather(&mut self, meeting: MeetingId) {
        let model = self.model;
        let row = &model.meetings.rows[meeting];
        let mut go: Vec<(Waiter, Token)> = Vec::new();
        for (of, token) in std::mem::take(&mut self.meetings.rows[meeting].changed) {
            let is_awaited = self.is_awaited(row, of);
            let ready = self.meetings.ready(row, &self.meetings.rows[meeting], of, is_awaited);
            let waiting = &mut self.meetings.rows[meeting].waiting;
            let Some(line) = waiting.get_mut(&of) else { continue };
            go.extend(line.drain(..ready).map(|waiter| (waiter, token)));
            if line.is_empty() {
                waiting.remove(&of);
            }
        }
        go.sort_unstable_by_key(|(waiter, _)| waiter.number);
        for (Waiter { part, since, .. }, token) in go {
            if O::CAUSES {
                self.parts.set_token(part, self.parts.token(part).later(token));
            }
            let product = self.parts.get(part).product;
            self.observer.ended_wait_for_rest(product, self.now - since, self.now);
            if self.meetings.entering.remove(&part) {
                self.come_in(part, row.to);
            } else {
                self.go_from_aside(part, row.to);
            }
        }
    }

    /// A part that stands aside comes to a meeting on its way to a step, or goes there.
    pub(super) fn go_on_from_aside(&mut self, part: PartId, step: StepId) {
        match self.meeting_behind(part, step) {
            Some(meeting) => self.join_meeting(meeting, part, false),
            None => self.go_from_aside(part, step),
        }
    }

    /// Whether parts wait at a meeting on the way to a station.
    pub(super) fn meet_before(&self, station: StationId) -> bool {
        self.model.meetings.rows.enumerated().any(|(id, row)| {
            let mut places = self.model.steps[row.to].places.iter();
            self.meetings.len(id) > 0
                && places.any(|place| self.model.places[place].station == station)
        })
    }

    /// What is known of meetings is right: parts are counted where they are, and nobody waits for nothing.
    pub(super) fn audit_meetings(&self) -> Result<(), String> {
        let mut at: BTreeMap<(Of, StepId), u32> = BTreeMap::new();
        for position in 0..self.meetings.step.len() {
            let part = PartId::at(position);
            if let Some(step) = self.meetings.step[part] {
                *at.entry((self.parts.get(part).order, step)).or_default() += 1;
            }
        }
        if at != self.meetings.at {
            return Err("parts at steps are miscounted".to_owned());
        }
        for (id, row) in self.meetings.rows.enumerated() {
            let meeting = &self.model.meetings.rows[id];
            if self.stop.is_none()
                && row.waiting.keys().any(|&of| {
                    self.meetings.ready(meeting, row, of, self.is_awaited(meeting, of)) > 0
                })
            {
                return Err(format!("{id:?} is waited for, and all is there"));
            }
        }
        Ok(())
    }
}
