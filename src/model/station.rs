//! Stations and their machines.

use super::compile::Compiler;
use super::{
    Assembly, Attendance, Batch, Clearance, Clock, DispatchRule, Failure, Limited, Mode, Outside,
    Preempts, Setup, Store, Strikes,
};
use crate::diagnostic::{Diagnostic, code};
use crate::ids::{
    CalendarId, FailureId, Id, MachineId, ModeId, NeedsId, Run, SharedBufferId, StationId,
    SupplyId, TaktId,
};
use crate::random::Distribution;
use crate::scenario::{self, Written};

/// `[station.<name>]`.
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is known from another place, and asked by itself"
)]
#[derive(Clone, Debug, PartialEq)]
pub struct Station {
    /// Name as written.
    pub name: String,
    /// Its machines: identical, one queue.
    pub machines: Run<MachineId>,
    /// Places in front, machines not counted; `None` is unlimited.
    pub buffer: Option<u32>,
    /// The buffer whose places it shares with others; those of its own are taken first.
    pub shared: Option<SharedBufferId>,
    /// What must be gone before others come in.
    pub clearance: Option<Clearance>,
    /// What becomes of work that more urgent orders push off its machines; `None` if they never do.
    pub preempts: Option<Preempts>,
    /// When a part waits for room at the next station.
    pub blocking: Blocking,
    /// People needed during the cycle.
    pub operators: Option<NeedsId>,
    /// When it is open; `None` is always.
    pub calendar: Option<CalendarId>,
    /// What closing does to work in progress.
    pub at_close: AtClose,
    /// Share of its full speed at which it runs.
    pub runs_at: RunsAt,
    /// Whether wear or failures slow its machines.
    pub is_slowed: bool,
    /// Share of parts found bad and thrown away after the cycle, in [0, 1].
    pub scrap: f64,
    /// Its failures, then the planned work on it.
    pub failures: Run<FailureId>,
    /// What hands do around its cycle, and how it asks for them.
    pub attendance: Attendance,
    /// What it takes to change it over; `None` takes nothing.
    pub setup: Option<Box<Setup>>,
    /// Parts that a machine works on together; `None` is one at a time.
    pub batch: Option<Box<Batch>>,
    /// What a cycle takes and gives; `None` takes nothing.
    pub assembly: Option<Box<Assembly>>,
    /// Whose store it is: it has no machine then.
    pub store: Option<Store>,
    /// Whether things of pools change hands when its machines take parts.
    pub at_load: bool,
    /// Whether parts give things of pools back when its machines have unloaded them.
    pub at_unload: bool,
    /// Whether its machines take turns, with each other and with those of other stations.
    pub in_turn: bool,
    /// Whether first pieces of others are inspected here.
    pub inspects: bool,
    /// What it has to do with limits on waits.
    pub limited: Limited,
    /// How long parts stand aside after their cycle; `None` is not at all. Unit: ticks.
    pub hold: Option<Box<Distribution>>,
    /// What somebody else does, elsewhere: it has no machine then.
    pub outside: Option<Box<Outside>>,
    /// The paced line to which it belongs.
    pub takt: Option<TaktId>,
    /// Which part a free machine takes; empty is first come, first served.
    pub dispatch: Vec<DispatchRule>,
    /// The unlimited supply in front of it, if it is the first of a line without demand.
    pub supply: Option<SupplyId>,
    /// Order in which things of one instant are decided: the last station before the exit is 0.
    ///
    /// Ties (same distance to the exit) are broken by name; every station has its own rank.
    pub rank: u32,
    /// Its place in tables: see [`super::Model::flow`].
    pub flow: u32,
}

/// `runs_at`: the share of its full speed at which a station runs, in (0, 1].
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct RunsAt(pub f64);

impl Default for RunsAt {
    fn default() -> Self {
        Self(1.0)
    }
}

impl RunsAt {
    /// Whether there is nothing to say about it: it is full speed.
    pub fn is_empty(&self) -> bool {
        self.0 >= 1.0
    }

    /// How much longer than at full speed everything takes.
    pub fn slowed(self, time: Distribution) -> Distribution {
        if self.is_empty() { time } else { time.scaled(1.0 / self.0) }
    }
}

/// `block`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Blocking {
    /// A finished part that finds no room stays on the machine (`"after"`).
    #[default]
    AfterService,
    /// A loaded part does not start unless there is room (`"before"`).
    BeforeService,
    /// A finished part that finds no room goes through the cycle again (`"again"`).
    Again,
}

/// `at_close`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum AtClose {
    /// Work stops and goes on at the next opening (`"pause"`).
    #[default]
    Pause,
    /// A started cycle runs to its end (`"finish"`).
    Finish,
    /// A cycle that cannot end before the closing does not start (`"no_start"`).
    NoStart,
}

/// One of a station's machines.
#[derive(Clone, Debug, PartialEq)]
pub struct Machine {
    /// The station it belongs to.
    pub station: StationId,
    /// Its number within the station, from 1.
    pub number: u32,
    /// Its failure modes.
    pub modes: Run<ModeId>,
    /// Whether one of its modes counts working time only.
    pub wears: bool,
}

impl Station {
    /// A station with one default of everything and no machine yet.
    pub fn named(name: &str) -> Self {
        Self {
            name: name.to_owned(),
            machines: Run::empty(),
            buffer: None,
            shared: None,
            clearance: None,
            preempts: None,
            operators: None,
            calendar: None,
            blocking: Blocking::default(),
            at_close: AtClose::default(),
            runs_at: RunsAt::default(),
            is_slowed: false,
            scrap: 0.0,
            failures: Run::empty(),
            attendance: Attendance::default(),
            setup: None,
            batch: None,
            assembly: None,
            store: None,
            at_load: false,
            at_unload: false,
            in_turn: false,
            inspects: false,
            hold: None,
            outside: None,
            limited: Limited::default(),
            takt: None,
            dispatch: Vec::new(),
            supply: None,
            rank: 0,
            flow: 0,
        }
    }
}

/// Most machines a plant may have, and most failures that they may have together.
const MOST_MACHINES: usize = 1_000_000;

/// Most failures a station may have: a machine may be down with all of them, and counts them in 16
/// bits.
const MOST_FAILURES: usize = 65_535;

impl Compiler<'_> {
    /// Compiles stations, their machines and their failures.
    pub(super) fn compile_stations(&mut self) {
        self.check_set_up_for();
        if self.scenario.station.is_empty() {
            let message = "there is no station";
            let is_bare = self.scenario.line.is_empty() && self.scenario.product.is_empty();
            let what_if = if is_bare {
                "; a what-if starts with `extends = \"base.toml\"`, the name of the file it changes"
            } else {
                ""
            };
            let hint = format!("add one, such as `[station.saw]` with `cycle = \"40 s\"`{what_if}");
            self.complain(Diagnostic::error(code::NOTHING, message).hint(hint));
        }
        for (name, table) in self.scenario.station.iter() {
            let station = self.compile_station(name, table);
            self.model.stations.push(station);
        }
        self.compile_assemblies();
    }

    fn compile_station(&mut self, name: &Written<String>, table: &scenario::Station) -> Station {
        let id = StationId::at(self.model.stations.len());
        let who = format!("the station `{}`", name.value);
        let operators = self.needs(table.operators.as_ref(), &who);
        // Attended work stops with its people; a machine that runs alone runs on.
        let usual_close = if operators.is_some() { AtClose::Pause } else { AtClose::Finish };
        let attendance = self.attendance(table, &who);
        let setup = self.setup(name, table, attendance.call);
        let dispatch = self.dispatch(table, setup.is_some(), &who);
        let blocking = match table.block.as_ref().map(|block| block.value) {
            Some(scenario::Blocking::Before) => Blocking::BeforeService,
            Some(scenario::Blocking::Again) => Blocking::Again,
            Some(scenario::Blocking::After) | None => Blocking::AfterService,
        };
        let runs_at = self.runs_at(table, &who);
        let batch =
            self.batch(table, (blocking, runs_at, self.set_up_by(&name.value, table)), &who);
        let (hold, outside) = (self.held_for(table, &who), self.outside(table, &who));
        let failures = self.compile_modes(id, &name.value, table);
        let station = Station {
            machines: self.compile_machines(id, name, table, failures),
            buffer: match table.buffer.as_ref().map(|buffer| &buffer.value) {
                Some(scenario::Buffer::Places(places)) => Some(*places),
                Some(scenario::Buffer::Unlimited | scenario::Buffer::Each(_)) | None => None,
            },
            blocking,
            operators,
            calendar: if table.outside.is_some() {
                None
            } else {
                self.calendar_of(table.calendar.as_ref(), &who)
            },
            at_close: table.at_close.as_ref().map_or(usual_close, |word| match word.value {
                scenario::AtClose::Pause => AtClose::Pause,
                scenario::AtClose::Finish => AtClose::Finish,
                scenario::AtClose::NoStart => AtClose::NoStart,
            }),
            runs_at,
            is_slowed: failures.iter().any(|id| self.slows(id)),
            scrap: table.scrap.as_ref().map_or(0.0, |share| share.value.0),
            failures,
            attendance,
            setup,
            batch,
            clearance: Clearance::of(table),
            preempts: self.preempts(table),
            hold,
            outside,
            dispatch,
            ..Station::named(&name.value)
        };
        self.note_availabilities(&station, table);
        station
    }

    /// The speed of a station, which is above zero.
    fn runs_at(&mut self, table: &scenario::Station, who: &str) -> RunsAt {
        let Some(given) = &table.runs_at else { return RunsAt::default() };
        if given.value.0 > 0.0 {
            return RunsAt(given.value.0);
        }
        let message = format!("{who} runs at no speed, so its cycles never end");
        let hint = "to close it, give it a calendar; to let it fail, a failure";
        self.complain(Diagnostic::error(code::OUT_OF_RANGE, message).at(given.spot).hint(hint));
        RunsAt::default()
    }

    fn compile_machines(
        &mut self,
        station: StationId,
        name: &Written<String>,
        table: &scenario::Station,
        failures: Run<FailureId>,
    ) -> Run<MachineId> {
        let first = self.model.machines.len();
        let usual = u32::from(table.outside.is_none());
        let count = table.machines.as_ref().map_or(usual, |machines| machines.value);
        if first + count as usize > MOST_MACHINES {
            let message = format!("the stations have more than {MOST_MACHINES} machines together");
            self.complain(Diagnostic::error(code::TOO_MANY, message).at(name.spot));
            return Run::empty();
        }
        if failures.len() > MOST_FAILURES {
            let message = format!("the station has more than {MOST_FAILURES} failures");
            self.complain(Diagnostic::error(code::TOO_MANY, message).at(name.spot));
            return Run::empty();
        }
        if self.model.modes.len() + count as usize * failures.len() > MOST_MACHINES {
            let message = format!("the machines have more than {MOST_MACHINES} failures together");
            self.complain(Diagnostic::error(code::TOO_MANY, message).at(name.spot));
            return Run::empty();
        }
        for number in 1..=count {
            let machine = MachineId::at(self.model.machines.len());
            let first_mode = self.model.modes.len();
            for failure in failures.iter() {
                if strikes(&self.model.failures[failure], number) {
                    self.model.modes.push(Mode { machine, failure });
                }
            }
            let modes = Run::new(first_mode..self.model.modes.len());
            let wears = modes.iter().any(|mode| self.wears(mode));
            self.model.machines.push(Machine { station, number, modes, wears });
        }
        Run::new(first..self.model.machines.len())
    }

    fn slows(&self, id: FailureId) -> bool {
        let failure = &self.model.failures[id];
        failure.slow.is_some() || failure.wear.as_ref().is_some_and(|wear| wear.slows > 0.0)
    }

    fn wears(&self, mode: ModeId) -> bool {
        let failure = &self.model.failures[self.model.modes[mode].failure];
        let grows = failure.wear.as_ref().map(|wear| wear.grows.clock());
        failure.clock() == Some(Clock::Operating) || grows == Some(Clock::Operating)
    }
}

/// Whether a failure can strike the machine of that number: a logged one is known of the first. Planned
/// work and common causes are for all of them.
fn strikes(failure: &Failure, number: u32) -> bool {
    match failure.strikes {
        Strikes::Every { .. } | Strikes::Opening(_) => true,
        Strikes::At(_) => number == 1 || failure.is_of_all(),
    }
}
