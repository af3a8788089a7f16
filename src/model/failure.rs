//! Failures: when a machine stops, and what brings it back.

use super::compile::Compiler;
use super::handling::Call;
use super::maintenance::{Begins, Planned};
use super::station::RunsAt;
use super::wear::{Wear, Worn};
use crate::diagnostic::{Diagnostic, Flatters, Spot, code};
use crate::ids::{FailureId, MachineId, NeedsId, StationId};
use crate::random::Distribution;
use crate::scenario::{self, Every, Named, Timestamp, Written};
use crate::units::{Span, Time};

/// `[station.<name>.failure.<mode>]`, or planned work: `[station.<name>.maintenance.<name>]`, whose
/// clock brings it due, and whose time stands for that of the repair.
#[derive(Clone, Debug, PartialEq)]
pub struct Failure {
    /// Name of the mode.
    pub name: String,
    /// Its station.
    pub station: StationId,
    /// When it strikes.
    pub strikes: Strikes,
    /// Duration of the repair. Unit: ticks.
    pub repair: Distribution,
    /// People a repair needs; `None` repairs itself.
    pub crew: Option<NeedsId>,
    /// What its stops count as.
    pub kind: FailureKind,
    /// What becomes of the part in the machine.
    pub part: AfterRepair,
    /// What becomes of a finished part in the machine.
    pub finished: Finished,
    /// How its repair asks for people.
    pub call: Call,
    /// What is planned of it; `None` for a failure.
    pub planned: Option<Planned>,
    /// Others of the station whose clocks start anew when it is over, ascending.
    pub renews: Vec<FailureId>,
    /// If it stops several stations at once, the failure of the first of them, which has the clock and the
    /// repair: this one, or another.
    pub common: Option<FailureId>,
    /// The share of its speed at which its machine runs with it until its repair begins; `None` stops at once.
    pub slow: Option<RunsAt>,
    /// What wears, if it is the failure of a wear.
    pub wear: Option<Box<Wear>>,
    /// The wear at which it strikes, or is due; `None` is by its clock alone.
    pub worn: Option<Box<Worn>>,
}

impl Failure {
    /// What it is called.
    pub const fn noun(&self) -> &'static str {
        match (self.is_upkeep(), self.kind) {
            (_, FailureKind::ToolChange) => "tool change",
            (true, _) => "maintenance",
            (false, FailureKind::StartUp) => "start-up",
            (false, FailureKind::SetupAhead) => "setup",
            (false, FailureKind::Breakdown | FailureKind::Minor) => "failure",
        }
    }

    /// Whether it is for all machines of its station, at whatever instants.
    pub const fn is_of_all(&self) -> bool {
        self.planned.is_some()
            || self.common.is_some()
            || self.wear.is_some()
            || matches!(self.kind, FailureKind::SetupAhead)
    }

    /// What people do for it.
    pub fn work(&self) -> String {
        match (self.is_upkeep(), self.kind) {
            (_, FailureKind::ToolChange) => "the change of the tool".to_owned(),
            (true, _) => format!("the maintenance `{}`", self.name),
            (false, FailureKind::StartUp) => "the start-up".to_owned(),
            (false, FailureKind::SetupAhead) => "the setup".to_owned(),
            (false, FailureKind::Breakdown | FailureKind::Minor) => {
                format!("the repair of `{}`", self.name)
            }
        }
    }
}

/// When a failure strikes.
#[derive(Clone, Debug, PartialEq)]
pub enum Strikes {
    /// After a random amount of a clock (`clock` with `every`).
    ///
    /// Unit of `every`: ticks, or a number for those that count.
    Every {
        /// What makes the clock run.
        clock: Clock,
        /// Amount of the clock between two failures.
        every: Distribution,
    },
    /// At given instants, ascending (`at`): a failure of machine 1 only.
    At(Vec<Time>),
    /// When the station opens that has been closed for so long (`start_up`).
    Opening(Span),
}

/// `clock`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Clock {
    /// Working time of the machine (`"operating"`).
    Operating,
    /// Time the station's calendar is open and no break applies to it (`"on_shift"`): breaks apply to
    /// stations whose cycles need people.
    OnShift,
    /// All time (`"calendar"`).
    Calendar,
    /// Completed cycles (`"cycles"`).
    Cycles,
    /// Completed setups (`"setups"`).
    Setups,
}

impl Clock {
    /// Whether it counts what is done, and no time.
    pub const fn counts(self) -> bool {
        matches!(self, Self::Cycles | Self::Setups)
    }
}

impl From<scenario::Clock> for Clock {
    fn from(word: scenario::Clock) -> Self {
        match word {
            scenario::Clock::Operating => Self::Operating,
            scenario::Clock::OnShift => Self::OnShift,
            scenario::Clock::Calendar => Self::Calendar,
            scenario::Clock::Cycles => Self::Cycles,
            scenario::Clock::Setups => Self::Setups,
        }
    }
}

/// `kind`: what the stops by a failure count as.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum FailureKind {
    /// The machine is broken (`"breakdown"`).
    #[default]
    Breakdown,
    /// It stands for short (`"minor"`).
    Minor,
    /// It is no failure, but the start-up of a machine that has stood (`start_up`).
    StartUp,
    /// It is planned work: the tool is changed (`tool`).
    ToolChange,
    /// A machine that stands is set up for what comes (`ahead` of a `setup`), and counts as being set up.
    SetupAhead,
}

impl FailureKind {
    /// Whether there is nothing to say about it.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

/// `part`: what becomes of the part in a machine that fails.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum AfterRepair {
    /// It goes on with the time that was left (`"resume"`).
    #[default]
    Resume,
    /// It starts again with the same duration (`"restart"`).
    Restart,
    /// It is lost (`"scrap"`).
    Scrap,
}

/// `finished`: what a failure does to a part that is finished, and waits for room.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Finished {
    /// It leaves as soon as there is room (`"leaves"`).
    #[default]
    Leaves,
    /// It stays until the repair is over (`"stays"`).
    Stays,
}

impl Finished {
    /// Whether there is nothing to say about it.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

/// A failure mode of one machine.
#[derive(Clone, Debug, PartialEq)]
pub struct Mode {
    /// The machine.
    pub machine: MachineId,
    /// The failure as written.
    pub failure: FailureId,
}

impl Compiler<'_> {
    /// Compiles the failures of a station.
    pub(super) fn compile_failures(
        &mut self,
        station: StationId,
        of: &str,
        tables: &Named<scenario::Failure>,
    ) {
        for (name, table) in tables.iter() {
            let who = format!("the failure `{}` of `{of}`", name.value);
            if let Some(failure) = self.failure(station, &who, name, table) {
                self.model.failures.push(failure);
            }
        }
    }

    /// Compiles a failure; `None` after a complaint.
    pub(super) fn failure(
        &mut self,
        station: StationId,
        who: &str,
        name: &Written<String>,
        table: &scenario::Failure,
    ) -> Option<Failure> {
        let strikes = self.strikes(table, who, name.spot);
        let repair = self.required(table.repair.as_ref(), "repair", who, name.spot);
        let (strikes, repair) = strikes.zip(repair)?;
        let time = self.required(repair.time.as_ref(), "time", "a repair", name.spot);
        let task = format!("the repair of {who}");
        let mut crew = self.needs(repair.operators.as_ref(), &task);
        let measured = repair.measured.as_ref().map(|word| word.value);
        if measured == Some(scenario::Measured::StopToRestart) && crew.take().is_some() {
            self.forget_second_people(&task);
            let message = format!("{who} already contains waiting, so nobody is waited for");
            let assumed = Diagnostic::assumed(message, Flatters::Throughput);
            self.complain(assumed.at(name.spot));
        }
        let kind = match table.kind.as_ref().map(|kind| kind.value) {
            Some(scenario::FailureKind::Breakdown) | None => FailureKind::Breakdown,
            Some(scenario::FailureKind::Minor) => FailureKind::Minor,
        };
        let part = match table.part.as_ref().map(|part| part.value) {
            Some(scenario::AfterRepair::Resume) | None => AfterRepair::Resume,
            Some(scenario::AfterRepair::Restart) => AfterRepair::Restart,
            Some(scenario::AfterRepair::Scrap) => AfterRepair::Scrap,
        };
        let finished = match table.finished.as_ref().map(|finished| finished.value) {
            Some(scenario::Finished::Leaves) | None => Finished::Leaves,
            Some(scenario::Finished::Stays) => Finished::Stays,
        };
        let slow = table.runs_at.as_ref().map(|share| RunsAt(share.value.0));
        let window = repair.window.as_ref();
        let window = window.and_then(|window| self.calendar_of(Some(window), who));
        let planned = slow.map(|_| Planned { first: None, begins: Begins::AfterPart, window });
        Some(Failure {
            name: name.value.clone(),
            station,
            strikes,
            repair: time?.clone(),
            crew,
            kind,
            part,
            finished,
            call: Self::call_of(repair),
            planned,
            renews: Vec::new(),
            common: None,
            slow,
            wear: None,
            worn: None,
        })
    }

    fn strikes(&mut self, table: &scenario::Failure, who: &str, spot: Spot) -> Option<Strikes> {
        if let Some(instants) = &table.at {
            return self.strikes_at(instants, &format!("{who} strikes"));
        }
        if let Some(availability) = &table.availability {
            return self.strikes_by_availability(availability, table, who, spot);
        }
        self.strikes_every(table.clock.as_ref(), table.every.as_ref(), who, spot)
    }

    /// Instants at which something happens: `what` says who does what.
    pub(super) fn strikes_at(
        &mut self,
        instants: &Written<Vec<Written<Timestamp>>>,
        what: &str,
    ) -> Option<Strikes> {
        let times = instants.value.iter().map(|at| self.instant(at.value.0, at.spot));
        let mut times = times.collect::<Option<Vec<Time>>>()?;
        if let Some(end) = self.horizon() {
            let late = instants.value.iter().zip(&times).filter(|(_, time)| **time >= end);
            let spots: Vec<Spot> = late.map(|(at, _)| at.spot).collect();
            if let Some(&first) = spots.first() {
                let (late, all) = (spots.len(), times.len());
                let message = format!("{what} {late} of {all} times after the run");
                self.late_dates.push(Diagnostic::warning(code::DUBIOUS, message).at(first));
            }
        }
        times.sort_unstable();
        Some(Strikes::At(times))
    }

    /// Tells what happens after the run: of very much the first, and how much more there is.
    pub(super) fn tell_late_dates(&mut self) {
        const MOST: usize = 5;
        let mut late = std::mem::take(&mut self.late_dates);
        let others = late.len().saturating_sub(1);
        if late.len() > MOST {
            late.truncate(1);
            let more = format!("; so do {others} others");
            late[0].message.push_str(&more);
        }
        for complaint in late {
            self.complain(complaint);
        }
    }

    /// What happens by a clock.
    pub(super) fn strikes_every(
        &mut self,
        clock: Option<&Written<scenario::Clock>>,
        every: Option<&Written<Every>>,
        who: &str,
        spot: Spot,
    ) -> Option<Strikes> {
        let clock = self.required(clock, "clock", who, spot);
        let every = self.required(every, "every", who, spot);
        let (clock, every) = clock.zip(every)?;
        let clock = Clock::from(*clock);
        let every = match every {
            Every::Time(time) if !clock.counts() => time,
            Every::Cycles(cycles) if clock.counts() => cycles,
            Every::Time(_) | Every::Cycles(_) => {
                let message = format!("{who}: `every` does not count what its `clock` counts");
                let hint = "`clock = \"cycles\"` and `\"setups\"` take a number, the others a length of time";
                self.complain(Diagnostic::error(code::CONFLICT, message).at(spot).hint(hint));
                return None;
            }
        };
        if every.mean() <= 0.0 {
            let message = format!("{who} comes all the time: `every` is zero");
            self.complain(Diagnostic::error(code::OUT_OF_RANGE, message).at(spot));
            return None;
        }
        Some(Strikes::Every { clock, every: every.clone() })
    }
}
