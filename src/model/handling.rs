//! What hands do at a machine before, in and after its cycle.

use super::calendar::Shift;
use super::compile::Compiler;
use super::crew::PACE;
use super::station::Station;
use super::{Crew, Model};
use crate::ids::{CalendarId, NeedsId, SkillId, StationId};
use crate::random::Distribution;
use crate::scenario::{self, Operators, Written};
use crate::units::{Span, Time};

/// A stretch of a cycle that hands work in.
#[derive(Clone, Debug, PartialEq)]
pub struct Handling {
    /// How long. Unit: ticks.
    pub time: Distribution,
    /// People needed; `None` needs nobody.
    pub operators: Option<NeedsId>,
    /// Who gets a free person first.
    pub call: Call,
}

/// Who gets a free person first, and whether others give theirs.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Call {
    /// The task with the higher number goes first.
    pub priority: u32,
    /// Whether people are taken away from tasks of lower priority.
    pub interrupts: bool,
}

impl Call {
    /// Whether it is like any other.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

/// What hands do at a station, and how its tasks ask for people.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Attendance {
    /// Before the cycle.
    pub load: Option<Box<Handling>>,
    /// On the way of the cycle.
    pub during: Option<Box<Handling>>,
    /// How much of the rest of the cycle comes before `during`, in [0, 1].
    pub during_at: f64,
    /// After the cycle.
    pub unload: Option<Box<Handling>>,
    /// How the cycle asks for people.
    pub call: Call,
    /// Whether work that is left by its people starts again.
    pub restarts: bool,
}

impl Attendance {
    /// Whether there is nothing but the cycle, and nothing special about it.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// Whether a cycle has more than one stage.
    pub const fn is_staged(&self) -> bool {
        self.load.is_some() || self.during.is_some() || self.unload.is_some()
    }

    /// The handlings, in the order in which they come.
    pub fn handlings(&self) -> impl Iterator<Item = &Handling> {
        [&self.load, &self.during, &self.unload].into_iter().flatten().map(Box::as_ref)
    }
}

impl Station {
    /// Whether a visit has more than one stage, or one at less than full speed.
    pub fn is_staged(&self) -> bool {
        self.attendance.is_staged()
            || self.setup.is_some()
            || self.batch.is_some()
            || self.gives_several()
            || self.limited.ends
            || !self.runs_at.is_empty()
            || self.is_slowed
            || self.preempts.is_some()
    }

    /// Whether a free machine chooses among the parts that wait; who takes from a store does.
    pub const fn chooses(&self) -> bool {
        self.setup.is_some()
            || self.batch.is_some()
            || !self.dispatch.is_empty()
            || self.preempts.is_some()
            || self.assembly.is_some()
            || self.store.is_some()
            || self.at_load
            || self.takt.is_some()
            || self.has_turns()
    }

    /// Whether anything that its machines do needs people.
    pub fn is_attended(&self) -> bool {
        self.all_operators().next().is_some()
    }

    /// The people that its cycles and what comes with them need, by stage.
    pub fn all_operators(&self) -> impl Iterator<Item = NeedsId> {
        let handled = self.attendance.handlings().filter_map(|handling| handling.operators);
        let of_setup = self.setup.iter().filter_map(|setup| setup.operators);
        let of_first = self.first_piece().and_then(|first| first.operators);
        self.operators.into_iter().chain(handled).chain(of_setup).chain(of_first)
    }
}

/// Time, people and priority, as written.
type WrittenHandling<'a> =
    (Option<&'a Written<Distribution>>, Option<&'a Written<Operators>>, Option<&'a Written<u32>>);

impl Model {
    /// How long a visit to the station whose cycle takes `cycle` occupies a machine, on average,
    /// with hands of the usual pace.
    ///
    /// Bounds: where the hands on the way may take longer than the cycle, this is the least.
    pub fn occupied(&self, station: StationId, cycle: Span) -> Span {
        let row = &self.stations[station];
        let attendance = &row.attendance;
        if row.operators.is_none() && !attendance.is_staged() {
            return row.share_of_batch(cycle);
        }
        let cycle = self.at_pace(cycle, row.operators);
        let during = attendance.during.as_deref().map_or(0.0, |handling| self.handled(handling));
        let around = attendance.load.iter().chain(&attendance.unload);
        let around: f64 = around.map(|handling| self.handled(handling)).sum();
        row.share_of_batch(Span::round(cycle.max(during) + around))
    }

    /// How long a handling takes on average. Unit: ticks.
    pub(super) fn handled(&self, handling: &Handling) -> f64 {
        self.at_pace(Span::round(handling.time.mean()), handling.operators)
    }

    /// How long a task takes people of the usual pace. Unit: ticks.
    pub(super) fn at_pace(&self, standard: Span, needs: Option<NeedsId>) -> f64 {
        standard.ticks() as f64 * needs.map_or(1.0, |needs| self.slowness(needs))
    }

    /// How much longer than the standard time a task takes on average; of several skills the slowest. Who has
    /// no hours and comes for overtime only counts where nobody else can do it.
    ///
    /// Whoever can do it works as long as the others: at the limit all do without a pause, and before it who has
    /// worked least goes first. So each does tasks in proportion to the own speed, and all together as many as
    /// their speeds add up to. The mean of their times would be that of people who do equally many, and would
    /// call what a quick person makes up for too much.
    pub(super) fn slowness(&self, needs: NeedsId) -> f64 {
        let of_skill = |&(skill, _): &(SkillId, u32)| {
            let crews = || self.skills[skill].crews.iter().map(|&crew| &self.crews[crew]);
            let has_usual = crews().any(|crew| crew.count > 0 && self.has_hours(crew));
            let (mut people, mut speeds) = (0.0, 0.0);
            for crew in crews().filter(|crew| !has_usual || self.has_hours(crew)) {
                // Who learns counts as afterwards.
                let paces = (1..=crew.count).map(|who| crew.pace_of(who, skill, Time::NEVER));
                for pace in paces.filter(|pace| *pace > 0) {
                    people += 1.0;
                    speeds += f64::from(pace) / f64::from(PACE);
                }
            }
            if people > 0.0 { people / speeds } else { 1.0 }
        };
        self.needs[needs].skills.iter().map(of_skill).fold(0.0, f64::max)
    }

    /// Whether the people of a crew have hours, and not only overtime.
    fn has_hours(&self, crew: &Crew) -> bool {
        let opens = |id: CalendarId| {
            let calendar = &self.calendars[id];
            calendar.shift_at(Time::ZERO) != Shift::Closed
                || calendar.next_change(Time::ZERO).is_some()
        };
        !crew.own_calendars.is_empty() || crew.calendar.is_none_or(opens)
    }
}

impl Compiler<'_> {
    /// Compiles what hands do at a station.
    pub(super) fn attendance(&mut self, table: &scenario::Station, who: &str) -> Attendance {
        let priority = table.priority.as_ref().map_or(0, |priority| priority.value);
        let interrupts = table.interrupts.as_ref().is_some_and(|truth| truth.value);
        let call = Call { priority, interrupts };
        let restarts =
            matches!(table.if_left, Some(Written { value: scenario::IfLeft::Restart, .. }));
        let load = table.load.as_ref().and_then(|load| {
            let row = &load.value;
            let written = (row.time.as_ref(), row.operators.as_ref(), row.priority.as_ref());
            self.handling(written, call, &format!("the loading at {who}"))
        });
        let unload = table.unload.as_ref().and_then(|unload| {
            let row = &unload.value;
            let written = (row.time.as_ref(), row.operators.as_ref(), row.priority.as_ref());
            self.handling(written, call, &format!("the unloading at {who}"))
        });
        let during = table.during.as_ref().and_then(|during| {
            let row = &during.value;
            let written = (row.time.as_ref(), row.operators.as_ref(), row.priority.as_ref());
            self.handling(written, call, &format!("`during` at {who}"))
        });
        let at =
            table.during.as_ref().map(|row| row.value.at.as_ref().map_or(0.5, |at| at.value.0));
        Attendance { load, during, during_at: at.unwrap_or(0.0), unload, call, restarts }
    }

    fn handling(
        &mut self,
        (time, operators, priority): WrittenHandling<'_>,
        of_station: Call,
        who: &str,
    ) -> Option<Box<Handling>> {
        let operators = self.needs(operators, who);
        let priority = priority.map_or(of_station.priority, |priority| priority.value);
        Some(Box::new(Handling {
            time: time?.value.clone(),
            operators,
            call: Call { priority, ..of_station },
        }))
    }

    /// How a repair asks for people.
    pub(super) fn call_of(repair: &scenario::Repair) -> Call {
        Call {
            priority: repair.priority.as_ref().map_or(0, |priority| priority.value),
            interrupts: repair.interrupts.as_ref().is_some_and(|truth| truth.value),
        }
    }
}
