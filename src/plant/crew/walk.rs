//! Walking: people are somewhere, and come to a task before it starts.
//!
//! Whoever is chosen for a task at another station sets out at once, and is on the way with all of the
//! attention. Who is there early waits. The task starts when all have come, last of all that happens
//! in an instant. People who are busy stand where they went first: who minds several tasks does not
//! walk between them, as a share of the attention has the ways among them in it.
//!
//! If the task is called off, those who wait are free at once, and those on the way when they arrive:
//! nobody turns back halfway, but who goes home or on a break does, and is where the walk began when
//! the break is over. Who stays to finish walks on, for nothing too.
//!
//! People on call respond first (`response.rs`): that is the beginning of their way.

mod come;

use super::{CrewId, Crews, Member, Model, OperatorId, Span, Table, TaskId, Time, Willing};
use crate::ids::{Id, ModeId, SiteId, StationId};
use crate::model::Layout;
use crate::observe::Observer;
use crate::units::Distance;

/// What somebody who is busy does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Doing {
    Working,
    /// On the way to a task.
    Walking,
    /// At a task to which others are still to come.
    Waiting,
}

/// Where a person is, and where the person walks.
#[derive(Clone, Copy, Debug)]
pub(super) struct Row {
    /// Where the person is, or where the walk began; `None` is not there yet, and comes to the first
    /// task without a walk.
    pub(super) place: Option<SiteId>,
    /// The walk, if there is one.
    pub(super) walk: Option<Walk>,
    /// When the person was last freed of all tasks.
    pub(super) freed: Option<Time>,
    /// Whether the person has done what sends on to the next station of a round.
    pub(super) sent_on: bool,
}

#[derive(Clone, Copy, Debug)]
pub(super) struct Walk {
    pub(super) to: SiteId,
    pub(super) distance: Distance,
    /// When it begins: after the response.
    pub(super) since: Time,
    pub(super) takes: Span,
    /// Percent of the attention that the walk takes beside the task.
    pub(super) rest: u8,
}

/// How somebody comes to a task.
#[derive(Clone, Copy, Debug)]
struct Way {
    /// Where the walk begins; `None` is at the task.
    from: Option<SiteId>,
    /// How long the person takes before it.
    response: Span,
    distance: Distance,
    /// How long the walk takes.
    walk: Span,
}

impl Way {
    fn takes(&self) -> Span {
        self.response + self.walk
    }
}

/// Where people are; empty where coming to a task takes nobody time.
#[derive(Debug)]
pub(super) struct Walks {
    pub(super) rows: Table<OperatorId, Row>,
    /// How many people are still on their way to each task; `None` where nobody comes.
    coming: Table<TaskId, Option<u32>>,
    /// Tasks to which the last of the team came in this instant.
    complete: Vec<TaskId>,
}

impl Walks {
    pub(super) fn new(model: &Model) -> Self {
        let (people, tasks) = if model.has_comers() {
            (model.operators.len(), model.machines.len() + model.modes.len())
        } else {
            (0, 0)
        };
        Self {
            rows: Table::filled(
                people,
                Row { place: None, walk: None, freed: None, sent_on: false },
            ),
            coming: Table::filled(tasks, None),
            complete: Vec::new(),
        }
    }
}

/// The station of a task.
pub(super) fn station_of(model: &Model, task: TaskId) -> StationId {
    let machine = match task.position().checked_sub(model.machines.len()) {
        None => crate::ids::MachineId::at(task.position()),
        Some(mode) => model.modes[ModeId::at(mode)].machine,
    };
    model.machines[machine].station
}

impl Crews {
    /// Whether coming to a task takes somebody time.
    pub(in crate::plant) fn has_comers(&self) -> bool {
        !self.walks.rows.is_empty()
    }

    /// Whether a person is on the way.
    pub(super) fn is_walking(&self, operator: OperatorId) -> bool {
        self.walks.rows.get(operator).is_some_and(|row| row.walk.is_some())
    }

    /// Whether a person is on the way to a task that is called off.
    pub(super) fn walks_for_nothing(&self, operator: OperatorId) -> bool {
        self.is_walking(operator) && self.tasks[operator].is_empty()
    }

    /// How somebody comes to a task; who stays beside other tasks has no way. Who is taken away from
    /// tasks stands at the last of them.
    fn way(
        &self,
        model: &Model,
        (operator, attention): (OperatorId, u8),
        task: TaskId,
        now: Time,
    ) -> Way {
        let busy = self.rows[operator].busy;
        let walking = &model.crews[model.operators[operator].crew].conduct.walk;
        let response = self.response_of(model, operator, now);
        let left = self.tasks[operator].iter().max();
        let from = match left {
            Some(_) if busy + attention <= 100 => None,
            Some(&left) => Some(Layout::of_station(station_of(model, left))),
            None if !response.is_zero() => walking.base,
            None => self.walks.rows[operator].place,
        };
        let (Some(start), Some(speed)) = (from, walking.speed) else {
            return Way { from, response, distance: Distance::ZERO, walk: Span::ZERO };
        };
        let distance = model.layout.distance(start, Layout::of_station(station_of(model, task)));
        Way { from, response, distance, walk: speed.time_for(distance) }
    }

    /// How long one person takes to a task.
    pub(super) fn way_of(
        &self,
        model: &Model,
        who: (OperatorId, u8),
        task: TaskId,
        now: Time,
    ) -> Span {
        if !self.has_comers() {
            return Span::ZERO;
        }
        self.way(model, who, task, now).takes()
    }

    /// How long it takes until the last of the chosen team has come to a task.
    pub(super) fn longest_way(&self, model: &Model, task: TaskId, now: Time) -> Span {
        if !self.has_comers() {
            return Span::ZERO;
        }
        let way = |m: &Member| self.way(model, (m.operator, m.attention), task, now).takes();
        let ways = self.chosen.iter().map(way);
        ways.max().unwrap_or(Span::ZERO)
    }

    /// The chosen team takes a task, and sets out; how many of them walk.
    fn send<O: Observer>(
        &mut self,
        model: &Model,
        task: TaskId,
        now: Time,
        observer: &mut O,
    ) -> u32 {
        let all_there = self.longest_way(model, task, now).is_zero();
        let site = Layout::of_station(station_of(model, task));
        self.team[task].clone_from(&self.chosen);
        let mut coming = 0;
        for place in 0..self.chosen.len() {
            let Member { operator, attention, .. } = self.chosen[place];
            let way = self.way(model, (operator, attention), task, now);
            let crew = model.operators[operator].crew;
            let (row, walks) = (&mut self.rows[operator], &mut self.walks.rows[operator]);
            self.free.take(crew, Willing::new(operator, row));
            let (before, begins) = (row.state(), row.busy == 0);
            row.busy += attention;
            let works = all_there || !begins && row.doing == Doing::Working;
            row.doing = if works { Doing::Working } else { Doing::Waiting };
            if begins {
                row.since = now;
            }
            if !way.takes().is_zero() {
                let rest = 100 - row.busy;
                row.busy = 100;
                row.doing = Doing::Walking;
                if !way.response.is_zero() {
                    walks.place = way.from;
                }
                let Way { response, distance, walk: takes, .. } = way;
                let since = now + response;
                walks.walk = Some(Walk { to: site, distance, since, takes, rest });
                coming += 1;
            } else if begins {
                walks.place = Some(site);
            }
            if row.state() != before {
                observer.operator_state(operator, row.state(), now);
            }
            if row.is_free() {
                self.free.put(crew, Willing::new(operator, row));
            }
            self.tasks[operator].push(task);
        }
        self.walks.coming[task] = (coming > 0).then_some(coming);
        coming
    }

    /// A person is where the walk ends, and has the rest of the attention again.
    fn arrive<O: Observer>(
        &mut self,
        model: &Model,
        operator: OperatorId,
        now: Time,
        observer: &mut O,
    ) {
        let walks = &mut self.walks.rows[operator];
        let Some(walk) = walks.walk.take() else { return };
        let from = walks.place.replace(walk.to).unwrap_or(walk.to);
        observer.walked(operator, (from, walk.to), walk.distance, now);
        let row = &mut self.rows[operator];
        row.busy -= walk.rest;
        row.doing = Doing::Waiting;
        if row.busy == 0 {
            row.worked += now - row.since;
            walks.freed = Some(now);
        }
        observer.operator_state(operator, row.state(), now);
        self.tell_hours(model, operator, now);
        let row = &self.rows[operator];
        if row.is_free() {
            let crew = model.operators[operator].crew;
            self.free.put(crew, Willing::new(operator, row));
            self.lines.hope_for(crew);
        }
        if let Some(&task) = self.tasks[operator].first() {
            let left = self.walks.coming[task].map_or(0, |coming| coming - 1);
            self.walks.coming[task] = Some(left);
            if left == 0 {
                self.walks.complete.push(task);
            }
        }
    }

    /// A walk is cut short: the person goes home, or on a break.
    pub(super) fn turn_back<O: Observer>(
        &mut self,
        operator: OperatorId,
        now: Time,
        observer: &mut O,
    ) {
        let walks = &mut self.walks.rows[operator];
        let Some(walk) = walks.walk.take() else { return };
        let gone = (now - walk.since).max(Span::ZERO);
        let covered = walk.distance.covered(gone, walk.takes);
        let from = walks.place.unwrap_or(walk.to);
        observer.walked(operator, (from, walk.to), covered, now);
        let row = &mut self.rows[operator];
        row.worked += now - row.since;
        row.busy = 0;
        walks.sent_on = true;
        self.tasks[operator].clear();
    }

    /// Those on the way to a task that is called off leave its team and walk on.
    fn let_walk_on(&mut self, task: TaskId, token: super::Token, gone: &mut Vec<OperatorId>) {
        let Self { team, walks, rows, tasks, .. } = self;
        team[task].retain(|&Member { operator, .. }| {
            let Some(walk) = &mut walks.rows[operator].walk else { return true };
            walk.rest = 100;
            rows[operator].token = token;
            tasks[operator].clear();
            if !rows[operator].is_there() {
                gone.push(operator);
            }
            false
        });
    }

    /// People were freed from a task: they stand there, or wait at another one for its team.
    pub(super) fn stand<O: Observer>(
        &mut self,
        model: &Model,
        task: TaskId,
        now: Time,
        observer: &mut O,
    ) {
        let site = Layout::of_station(station_of(model, task));
        for &Member { operator, .. } in &self.team[task] {
            let row = &mut self.rows[operator];
            if row.busy == 0 {
                let walks = &mut self.walks.rows[operator];
                walks.place = Some(site);
                walks.freed = Some(now);
                continue;
            }
            let mut others = self.tasks[operator].iter();
            let works = others.any(|&other| self.walks.coming[other].is_none());
            let before = row.state();
            row.doing = if works { Doing::Working } else { Doing::Waiting };
            if row.state() != before {
                observer.operator_state(operator, row.state(), now);
            }
        }
    }

    /// A person comes to work, unless there already: to the base of the crew, or to where its round begins.
    pub(super) fn come_in(&mut self, model: &Model, operator: OperatorId, crew: CrewId) {
        if self.has_comers() && self.rows[operator].busy == 0 {
            let base = model.crews[crew].conduct.walk.base;
            self.walks.rows[operator].place = base.or_else(|| super::loops::beginning(model, crew));
            self.walks.rows[operator].sent_on = false;
        }
    }

    /// What walks add to the attention that tasks take of people.
    pub(super) fn rests(&self) -> impl Iterator<Item = (OperatorId, u8)> {
        self.walks.rows.enumerated().filter_map(|(operator, row)| Some((operator, row.walk?.rest)))
    }

    /// Whether the people of each task to which somebody comes are counted.
    pub(super) fn audit_walks(&self) -> Result<(), String> {
        for (task, coming) in self.walks.coming.enumerated() {
            let walking =
                self.team[task].iter().filter(|member| self.is_walking(member.operator)).count();
            if walking != coming.unwrap_or(0) as usize {
                return Err(format!("{walking} people come to {task:?}, {coming:?} counted"));
            }
        }
        Ok(())
    }

    /// People who are on the way.
    pub(in crate::plant) fn walkers(&self) -> impl Iterator<Item = OperatorId> {
        self.walks.rows.ids().filter(|&operator| self.is_walking(operator))
    }
}
