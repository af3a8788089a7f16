//! People: who is there, who is on which task, and who takes the next one.
//!
//! A task takes all its people at once or none. Tasks that need the same people wait in one line,
//! by the time they asked (of the same instant, downstream first); among the first of all lines the
//! one that has asked longest and can be staffed goes first. Among free people the least flexible goes
//! first (fewest skills), then the one who has worked least, then by name.

use std::collections::VecDeque;

use super::cause::Token;
use super::task::Tasks;
use super::{Observer, Plant};
use crate::ids::{CrewId, MachineId, NeedsId, OperatorId, SkillId, StationId, Table, TaskId};
use crate::model::{Model, Operator, Shift};
use crate::observe::{OperatorState, State};
use crate::units::{Span, Time};

#[derive(Clone, Copy, Debug)]
struct Row {
    shift: Shift,
    task: Option<TaskId>,
    since: Time,
    worked: Span,
    token: Token,
}

impl Row {
    fn state(&self) -> OperatorState {
        match (self.task, self.shift) {
            (Some(_), _) => OperatorState::Working,
            (None, Shift::Open) => OperatorState::Idle,
            (None, Shift::Break { .. }) => OperatorState::Break,
            (None, Shift::Closed) => OperatorState::Off,
        }
    }

    fn is_free(&self) -> bool {
        self.task.is_none() && self.shift == Shift::Open
    }
}

/// All people and the tasks that wait for them.
#[derive(Debug)]
pub(super) struct Crews {
    rows: Table<OperatorId, Row>,
    /// What the calendar of each crew says.
    shifts: Table<CrewId, Shift>,
    /// Stations whose cycles need a skill of each crew.
    stations: Table<CrewId, Vec<StationId>>,
    /// Free people of each crew.
    free: Table<CrewId, u32>,
    /// Tasks that wait, a line for each set of needs, by the time they asked.
    lines: Table<NeedsId, VecDeque<TaskId>>,
    /// People of each task.
    team: Table<TaskId, Vec<OperatorId>>,
    /// Room for choosing a team, used again.
    chosen: Vec<OperatorId>,
}

impl Crews {
    pub(super) fn new(model: &Model) -> Self {
        let row = Row {
            shift: Shift::Closed,
            task: None,
            since: Time::ZERO,
            worked: Span::ZERO,
            token: Token::default(),
        };
        let tasks =
            if model.needs.is_empty() { 0 } else { model.machines.len() + model.modes.len() };
        Self {
            rows: Table::filled(model.operators.len(), row),
            shifts: Table::filled(model.crews.len(), Shift::Closed),
            stations: stations(model),
            free: Table::filled(model.crews.len(), 0),
            lines: Table::filled(model.needs.len(), VecDeque::new()),
            team: Table::filled(tasks, Vec::new()),
            chosen: Vec::new(),
        }
    }

    /// Whether a break keeps somebody away: of one of the skills nobody is at work, and some are on
    /// a break.
    pub(super) fn are_on_break(&self, model: &Model, needs: NeedsId) -> bool {
        model.needs[needs].skills.iter().any(|&(skill, _)| {
            let mut shifts = model.skills[skill].crews.iter().map(|&crew| self.shifts[crew]);
            shifts.clone().all(|shift| shift != Shift::Open)
                && shifts.any(|shift| matches!(shift, Shift::Break { .. }))
        })
    }

    /// A task joins the line of its needs, behind all that asked before it.
    pub(super) fn ask(&mut self, tasks: &Tasks, task: TaskId, needs: NeedsId) {
        let line = &mut self.lines[needs];
        let place = line.partition_point(|&other| tasks.turn(other) < tasks.turn(task));
        line.insert(place, task);
    }

    /// A task leaves its line without having been served.
    pub(super) fn stop_asking(&mut self, task: TaskId, needs: NeedsId) {
        self.lines[needs].retain(|&other| other != task);
    }

    /// Frees the people of a task.
    pub(super) fn release<O: Observer>(
        &mut self,
        task: TaskId,
        token: Token,
        now: Time,
        observer: &mut O,
    ) {
        for &operator in &self.team[task] {
            let row = &mut self.rows[operator];
            row.task = None;
            row.worked += now - row.since;
            row.token = token;
            observer.operator_state(operator, row.state(), now);
        }
    }

    /// Chooses a team for `needs` among the free people, into `chosen`; whether there is one.
    fn choose(&mut self, model: &Model, needs: NeedsId) -> bool {
        self.chosen.clear();
        let wanted = &model.needs[needs].skills;
        if let &[(skill, count)] = wanted.as_slice() {
            return (0..count).all(|_| self.add_best(model, skill));
        }
        self.match_all(model, needs)
    }

    /// Adds the best free person with the skill who is not yet chosen.
    fn add_best(&mut self, model: &Model, skill: SkillId) -> bool {
        for &crew in &model.skills[skill].crews {
            if self.free[crew] == 0 {
                continue;
            }
            let best = model.crews[crew]
                .operators
                .iter()
                .filter(|&o| self.rows[o].is_free() && !self.chosen.contains(&o))
                .min_by_key(|&o| (self.rows[o].worked, o));
            if let Some(operator) = best {
                self.chosen.push(operator);
                return true;
            }
        }
        false
    }

    /// Chooses people for several skills: an assignment that fills every seat, if there is one.
    ///
    /// Cost: seats × people (augmenting paths); teams are small.
    fn match_all(&mut self, model: &Model, needs: NeedsId) -> bool {
        let seats: Vec<SkillId> = model.needs[needs]
            .skills
            .iter()
            .flat_map(|&(skill, count)| std::iter::repeat_n(skill, count as usize))
            .collect();
        let mut people: Vec<(usize, Span, OperatorId, CrewId)> = Vec::new();
        for (crew, row) in model.crews.enumerated().filter(|(crew, _)| self.free[*crew] > 0) {
            let free = row.operators.iter().filter(|&o| self.rows[o].is_free());
            people.extend(free.map(|o| (row.skills.len(), self.rows[o].worked, o, crew)));
        }
        people.sort_unstable();
        let can = |person: usize, seat: usize| {
            model.crews[people[person].3].skills.contains(&seats[seat])
        };
        let mut seat_of: Vec<Option<usize>> = vec![None; people.len()];
        for seat in 0..seats.len() {
            let mut tried = vec![false; people.len()];
            if !take_seat(seat, &can, &mut tried, &mut seat_of) {
                return false;
            }
        }
        let taken = people.iter().zip(&seat_of).filter(|(_, seat)| seat.is_some());
        self.chosen.extend(taken.map(|(person, _)| person.2));
        true
    }

    /// The task that has asked longest among those that can be staffed now.
    fn next_served(&mut self, model: &Model, tasks: &Tasks) -> Option<(NeedsId, TaskId)> {
        let mut firsts: Vec<(NeedsId, TaskId)> = self
            .lines
            .enumerated()
            .filter_map(|(needs, line)| line.front().map(|&task| (needs, task)))
            .collect();
        firsts.sort_unstable_by_key(|&(_, task)| tasks.turn(task));
        firsts.into_iter().find(|&(needs, _)| self.choose(model, needs))
    }

    /// How many people are at a task; none where no task needs any.
    pub(super) fn people_at(&self, task: TaskId) -> usize {
        self.team.get(task).map_or(0, Vec::len)
    }

    /// Whether a person is on more than one task, or a team holds somebody who is not on its task.
    pub(super) fn audit(&self) -> Result<(), String> {
        for (task, team) in self.team.enumerated() {
            if let Some(wrong) = team.iter().find(|&&o| self.rows[o].task != Some(task)) {
                return Err(format!("{wrong:?} is in the team of {task:?} and elsewhere"));
            }
        }
        let placed: usize = self.team.iter().map(Vec::len).sum();
        let busy = self.rows.iter().filter(|row| row.task.is_some()).count();
        if placed == busy { Ok(()) } else { Err(format!("{busy} people busy, {placed} in teams")) }
    }
}

/// Gives `seat` to somebody who can take it, moving others if that helps.
fn take_seat(
    seat: usize,
    can: &impl Fn(usize, usize) -> bool,
    tried: &mut [bool],
    seat_of: &mut [Option<usize>],
) -> bool {
    if let Some(free) = (0..tried.len()).find(|&p| seat_of[p].is_none() && can(p, seat)) {
        seat_of[free] = Some(seat);
        return true;
    }
    for person in 0..tried.len() {
        if tried[person] || !can(person, seat) {
            continue;
        }
        tried[person] = true;
        if seat_of[person].is_some_and(|other| take_seat(other, can, tried, seat_of)) {
            seat_of[person] = Some(seat);
            return true;
        }
    }
    false
}

impl<O: Observer> Plant<'_, O> {
    /// Free people take tasks that wait for them.
    pub(super) fn serve(&mut self) {
        while let Some((needs, task)) = self.crews.next_served(self.model, &self.tasks) {
            self.crews.lines[needs].pop_front();
            if !self.may_start(task) {
                continue;
            }
            let mut team = std::mem::take(&mut self.crews.team[task]);
            team.clear();
            team.extend_from_slice(&self.crews.chosen);
            for &operator in &team {
                let row = &mut self.crews.rows[operator];
                row.task = Some(task);
                row.since = self.now;
                self.tasks.wait_for(task, row.token);
                self.crews.free[self.model.operators[operator].crew] -= 1;
                self.observer.operator_state(operator, OperatorState::Working, self.now);
            }
            self.crews.team[task] = team;
            self.run_task(task);
        }
    }

    /// Counts the people of a task free again, after [`Crews::release`].
    pub(super) fn release_left(&mut self, task: TaskId) {
        for &operator in &self.crews.team[task] {
            if self.crews.rows[operator].is_free() {
                self.crews.free[self.model.operators[operator].crew] += 1;
            }
        }
        self.crews.team[task].clear();
    }

    /// A crew's shift, break or end of shift begins.
    pub(super) fn shift_crew(&mut self, crew: CrewId, shift: Shift) {
        self.crews.shifts[crew] = shift;
        for operator in self.model.crews[crew].operators.iter() {
            self.shift_operator(operator);
        }
        if shift == Shift::Open {
            self.agenda.put_people();
        }
        for position in 0..self.crews.stations[crew].len() {
            let station = self.crews.stations[crew][position];
            for machine in self.model.stations[station].machines.iter() {
                self.show_pause(machine);
            }
        }
    }

    /// A person does what the shift of the crew says, if there is a place for that person now.
    pub(super) fn shift_operator(&mut self, operator: OperatorId) {
        let Operator { crew, number } = self.model.operators[operator];
        let is_there = number <= self.model.crews[crew].count;
        let shift = if is_there { self.crews.shifts[crew] } else { Shift::Closed };
        let row = &mut self.crews.rows[operator];
        let was_free = row.is_free();
        row.shift = shift;
        let is_free = row.is_free();
        let (state, task) = (row.state(), row.task);
        match (was_free, is_free) {
            (false, true) => self.crews.free[crew] += 1,
            (true, false) => self.crews.free[crew] -= 1,
            (true, true) | (false, false) => {}
        }
        match task {
            Some(task) if shift != Shift::Open => self.desert(task),
            Some(_) => {}
            None => self.observer.operator_state(operator, state, self.now),
        }
    }

    /// Whether the people of a machine's cycle are on a break.
    pub(super) fn is_in_break(&self, machine: MachineId) -> bool {
        let needs = self.model.station_of(machine).operators;
        needs.is_some_and(|needs| self.crews.are_on_break(self.model, needs))
    }

    /// A machine is paused while its people are on a break, or while its cycle would not end before
    /// closing.
    pub(super) fn show_pause(&mut self, machine: MachineId) {
        let holds = self.is_in_break(machine) || self.tasks.does_not_fit(machine);
        self.machines.set(machine, State::Paused, holds);
    }
}

/// The stations whose cycles need a skill of each crew.
fn stations(model: &Model) -> Table<CrewId, Vec<StationId>> {
    let mut stations: Table<CrewId, Vec<StationId>> = Table::filled(model.crews.len(), Vec::new());
    for (station, row) in model.stations.enumerated() {
        let skills = row.operators.iter().flat_map(|&needs| &model.needs[needs].skills);
        for &crew in skills.flat_map(|&(skill, _)| &model.skills[skill].crews) {
            // A crew with several of the skills comes once.
            if stations[crew].last() != Some(&station) {
                stations[crew].push(station);
            }
        }
    }
    stations
}
