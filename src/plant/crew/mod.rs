//! People: who is there, who is on which task, and who takes the next one.
//!
//! A task takes all its people at once or none. Tasks that need the same people wait in one line: the
//! higher priority first, then the one that asked first (of the same instant, downstream first). Of
//! the firsts of all lines the first one in that order that can be staffed goes next. Tasks that call
//! people away from others have lines of their own (`urgent.rs`). A share of somebody is kept for a task
//! ahead that waits for more of the person (`hold.rs`).

mod audit;
mod choose;
mod common;
mod days;
mod free;
mod hold;
mod learn;
mod lines;
mod loops;
mod presence;
mod response;
mod rules;
mod serve;
mod tire;
mod urgent;
mod walk;
mod zones;

use super::cause::Token;
use super::{Observer, overtime};
use crate::ids::{CrewId, NeedsId, OperatorId, OvertimeId, SkillId, StationId, Table, TaskId};
use crate::model::{AtShiftEnd, Conduct, Crew, Model, PACE, Shift, Why};
use crate::observe::{Done, OperatorState};
use crate::units::{Span, Time};

use free::{Free, Willing};
use lines::Lines;
pub(super) use lines::Turn;
use walk::Doing;

/// One person of a team.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Member {
    operator: OperatorId,
    /// What the person does there.
    skill: SkillId,
    /// Percent of the person's attention.
    attention: u8,
}

#[derive(Clone, Copy, Debug)]
struct Row {
    shift: Shift,
    /// Whether the person has not come for this shift.
    absent: bool,
    /// Whether the person was on leave or sick in the last shift, as was known before.
    away: bool,
    /// Until when the person is there by overtime, if called.
    called: Option<Time>,
    /// Percent of the attention that is taken.
    busy: u8,
    /// What somebody who is busy does.
    doing: Doing,
    /// Since when something takes it.
    since: Time,
    worked: Span,
    token: Token,
}

impl Row {
    /// Somebody who has not come yet.
    fn away() -> Self {
        Self {
            shift: Shift::Closed,
            absent: false,
            away: false,
            called: None,
            busy: 0,
            doing: Doing::Working,
            since: Time::ZERO,
            worked: Span::ZERO,
            token: Token::default(),
        }
    }

    const fn state(&self) -> OperatorState {
        if self.busy > 0 {
            return match (self.shift, self.doing) {
                (Shift::Open | Shift::Break { .. }, Doing::Working) => OperatorState::Working,
                (Shift::Open | Shift::Break { .. }, Doing::Walking) => OperatorState::Walking,
                (Shift::Open | Shift::Break { .. }, Doing::Waiting) => OperatorState::Waiting,
                (Shift::Closed | Shift::Away { .. }, Doing::Working) => OperatorState::Overtime,
                (Shift::Closed | Shift::Away { .. }, Doing::Walking) => {
                    OperatorState::OvertimeWalking
                }
                (Shift::Closed | Shift::Away { .. }, Doing::Waiting) => {
                    OperatorState::OvertimeWaiting
                }
            };
        }
        match self.shift {
            Shift::Away { why: Why::Absent | Why::Account, .. } => OperatorState::Absent,
            Shift::Away { why: Why::Training, .. } => OperatorState::Training,
            Shift::Closed if self.called.is_some() => OperatorState::OvertimeIdle,
            Shift::Closed => OperatorState::Off,
            Shift::Open | Shift::Break { .. } if self.absent => OperatorState::Absent,
            Shift::Open => OperatorState::Idle,
            Shift::Break { .. } => OperatorState::Break,
        }
    }

    /// Whether the person is at work, busy or not.
    const fn is_there(&self) -> bool {
        match self.shift {
            Shift::Open => !self.absent,
            Shift::Break { .. } | Shift::Away { .. } => false,
            Shift::Closed => self.called.is_some(),
        }
    }

    /// Whether a shift or overtime of the person has begun, and not ended.
    const fn is_in(&self) -> bool {
        !matches!(self.shift, Shift::Closed) || self.called.is_some()
    }

    /// Whether the person is at work and has attention left.
    fn is_free(&self) -> bool {
        self.busy < 100 && self.is_there()
    }
}

/// All people and the tasks that wait for them.
#[derive(Debug)]
pub(super) struct Crews {
    rows: Table<OperatorId, Row>,
    /// What each person does.
    tasks: Table<OperatorId, Vec<TaskId>>,
    /// What the calendar of each crew says.
    shifts: Table<CrewId, Shift>,
    /// What calendars of people say who have their own. Empty where nobody has one.
    own_shifts: Table<OperatorId, Option<Shift>>,
    /// When it says something else.
    turns: Table<CrewId, Time>,
    /// From when on how many people each crew has, where a dated change makes them more or fewer.
    counts: Table<CrewId, Vec<(Time, u32)>>,
    /// Overtime for which everybody of each crew is sure to come.
    sure_overtime: Table<CrewId, Vec<OvertimeId>>,
    /// People of each crew who are there by overtime.
    called: Table<CrewId, u32>,
    /// Stations whose cycles need a skill of each crew.
    stations: Table<CrewId, Vec<StationId>>,
    /// People with attention left.
    free: Free,
    /// Tasks that wait, but those that may call people away.
    lines: Lines,
    /// Tasks that wait and may call people away from others. `None` where no task may.
    urgent: Option<Lines>,
    /// The best pace with which people can meet needs; the largest number where it may rise.
    best_paces: Table<NeedsId, u32>,
    /// Whether somebody is faster or slower than the standard time, or becomes so.
    has_paces: bool,
    /// Whether somebody finishes a task before going on a break.
    finishes: bool,
    /// People of each task.
    team: Table<TaskId, Vec<Member>>,
    /// Room for choosing a team, used again.
    chosen: Vec<Member>,
    common: common::Common,
    absences: presence::Absences,
    obeyed: rules::Obeyed,
    stretches: tire::Stretches,
    /// Whether either of them is told what people do.
    tells_hours: bool,
    experience: learn::Experience,
    walks: walk::Walks,
    holds: hold::Holds,
    /// Crews whose people go round.
    on_rounds: Vec<CrewId>,
}

impl Crews {
    pub(super) fn new(model: &Model, seed: u64, replication: u64) -> Self {
        let tasks =
            if model.needs.is_empty() { 0 } else { model.machines.len() + model.modes.len() };
        let (obeyed, stretches) = (rules::Obeyed::new(model), tire::Stretches::new(model));
        let best_paces = model.needs.ids().map(|needs| best_pace(model, needs)).collect();
        Self {
            rows: Table::filled(model.operators.len(), Row::away()),
            tasks: Table::filled(model.operators.len(), Vec::new()),
            shifts: Table::filled(model.crews.len(), Shift::Closed),
            own_shifts: presence::own_shifts(model),
            turns: Table::filled(model.crews.len(), Time::NEVER),
            counts: presence::counts(model),
            sure_overtime: overtime::sure_of(model),
            called: Table::filled(model.crews.len(), 0),
            stations: stations(model),
            free: Free::new(model),
            lines: Lines::new(model),
            urgent: has_interrupting(model).then(|| Lines::new(model)),
            best_paces,
            has_paces: has_paces(model),
            finishes: model.crews.iter().any(|crew| {
                let mut calendars = crew.calendar.iter().chain(&crew.own_calendars);
                let has_breaks = calendars.any(|&id| model.calendars[id].has_breaks());
                has_breaks && crew.conduct.at_shift_end == AtShiftEnd::Finish
            }),
            team: Table::filled(tasks, Vec::new()),
            chosen: Vec::new(),
            common: common::Common::new(model),
            absences: presence::Absences::new(model, seed, replication),
            tells_hours: obeyed.counts() || stretches.counts(),
            obeyed,
            stretches,
            experience: learn::Experience::new(model),
            walks: walk::Walks::new(model),
            holds: hold::Holds::new(model),
            on_rounds: model.crews_on_rounds().collect(),
        }
    }

    /// Whether a break keeps somebody away: of one of the skills nobody is at work, and some are on
    /// a break.
    pub(super) fn are_on_break(&self, model: &Model, needs: NeedsId) -> bool {
        model.needs[needs].skills.iter().any(|&(skill, _)| {
            let mut crews = model.skills[skill].crews.iter();
            let is_away =
                |&crew: &CrewId| self.shifts[crew] != Shift::Open && self.called[crew] == 0;
            crews.clone().all(is_away)
                && crews.any(|&crew| matches!(self.shifts[crew], Shift::Break { .. }))
        })
    }

    /// The best pace with which a task may go; for whoever knows no team yet.
    pub(super) fn best_pace(&self, needs: NeedsId) -> u32 {
        self.best_paces[needs]
    }

    /// The chosen team takes a task.
    fn seat<O: Observer>(&mut self, model: &Model, task: TaskId, now: Time, observer: &mut O) {
        self.team[task].extend(&self.chosen);
        for &Member { operator, attention, .. } in &self.chosen {
            let crew = model.operators[operator].crew;
            let row = &mut self.rows[operator];
            self.free.take(crew, Willing::new(operator, row));
            let begins = row.busy == 0;
            row.busy += attention;
            if begins {
                row.since = now;
                observer.operator_state(operator, row.state(), now);
            }
            if row.is_free() {
                self.free.put(crew, Willing::new(operator, row));
            }
            self.tasks[operator].push(task);
        }
    }

    /// Tells what each of the people of a task has done of it.
    pub(super) fn tell_work<O: Observer>(
        &self,
        task: TaskId,
        (standard, took): (Span, Span),
        now: Time,
        observer: &mut O,
    ) {
        for &Member { operator, skill, attention } in &self.team[task] {
            observer.work_done(operator, Done { skill, attention, standard, took }, now);
        }
    }

    /// Frees the people of a task.
    pub(super) fn release<O: Observer>(
        &mut self,
        model: &Model,
        task: TaskId,
        token: Token,
        now: Time,
        observer: &mut O,
    ) {
        for &Member { operator, attention, .. } in &self.team[task] {
            let crew = model.operators[operator].crew;
            let row = &mut self.rows[operator];
            if row.is_free() {
                self.free.take(crew, Willing::new(operator, row));
            }
            row.busy -= attention;
            row.token = token;
            if row.busy == 0 {
                row.worked += now - row.since;
                self.tasks[operator].clear();
                observer.operator_state(operator, row.state(), now);
                if self.tells_hours {
                    self.stretches.tell(operator, row.state(), now);
                    self.obeyed.tell(model, operator, (row.state(), row.shift), now);
                }
            } else {
                self.tasks[operator].retain(|&other| other != task);
            }
            if row.is_free() {
                self.free.put(crew, Willing::new(operator, row));
                self.lines.hope_for(crew);
            }
        }
        if self.has_comers() {
            self.stand(model, task, now, observer);
        }
        self.team[task].clear();
    }

    /// Whether a machine may work while all its people are on a break.
    pub(super) const fn finish_in_breaks(&self) -> bool {
        self.finishes
    }

    /// How many people are at a task; none where no task needs any.
    pub(super) fn people_at(&self, task: TaskId) -> usize {
        self.team.get(task).map_or(0, Vec::len)
    }

    /// Whether all people of a task are at work by their shift.
    pub(super) fn are_all_there(&self, task: TaskId) -> bool {
        let team = self.team.get(task).into_iter().flatten();
        team.into_iter().all(|member| self.rows[member.operator].is_there())
    }
}

/// How long a task of a `standard` time takes at a pace.
#[inline]
pub(super) fn at_pace(standard: Span, pace: u32) -> Span {
    if pace == PACE {
        return standard;
    }
    let (work, pace) = (i128::from(standard.ticks()) * i128::from(PACE), i128::from(pace));
    Span::from_ticks(i64::try_from((work + pace / 2) / pace).unwrap_or(i64::MAX))
}

/// How much standard time is done in some time at a pace.
#[inline]
pub(super) fn done_at_pace(time: Span, pace: u32) -> Span {
    if pace == PACE {
        return time;
    }
    let work = i128::from(time.ticks()) * i128::from(pace);
    let half = i128::from(PACE / 2);
    Span::from_ticks(i64::try_from((work + half) / i128::from(PACE)).unwrap_or(i64::MAX))
}

/// The best pace with which a team can work: of each skill the fastest, of those the slowest.
fn best_pace(model: &Model, needs: NeedsId) -> u32 {
    let of_skill = |&(skill, _): &(SkillId, u32)| {
        let crews = model.skills[skill].crews.iter();
        let best = |&crew: &CrewId| {
            let crew = &model.crews[crew];
            // Who learns may become as fast as can be.
            if crew.conduct.learning.is_some() { u32::MAX } else { crew.best_pace(skill) }
        };
        crews.map(best).max().unwrap_or(PACE)
    };
    model.needs[needs].skills.iter().map(of_skill).min().unwrap_or(PACE)
}

/// Whether somebody is faster or slower than the standard time, or becomes so.
fn has_paces(model: &Model) -> bool {
    let has_own = |crew: &Crew| {
        let Conduct { paces, learning, fatigue, .. } = &crew.conduct;
        let varies = learning.is_some() || fatigue.is_some();
        !paces.is_empty() || varies || !crew.training.is_empty()
    };
    model.crews.iter().any(has_own)
}

/// Whether some task of the plant may call people away from others.
fn has_interrupting(model: &Model) -> bool {
    model.stations.iter().any(|station| station.attendance.call.interrupts)
        || model.failures.iter().any(|failure| failure.call.interrupts)
}

/// The stations whose cycles need a skill of each crew.
fn stations(model: &Model) -> Table<CrewId, Vec<StationId>> {
    let mut stations: Table<CrewId, Vec<StationId>> = Table::filled(model.crews.len(), Vec::new());
    for (station, row) in model.stations.enumerated() {
        let skills = row.all_operators().flat_map(|needs| &model.needs[needs].skills);
        for &crew in skills.flat_map(|&(skill, _)| &model.skills[skill].crews) {
            // A crew with several of the skills comes once.
            if stations[crew].last() != Some(&station) {
                stations[crew].push(station);
            }
        }
    }
    stations
}
