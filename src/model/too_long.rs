//! Tasks that nobody begins: they take longer than those are at work who start nothing late (`no_start`).

use std::collections::BTreeMap;

use super::compile::Compiler;
use super::names::spot_of;
use super::{AtShiftEnd, Attendance, Crew, Model, PACE};
use crate::diagnostic::{Diagnostic, code};
use crate::ids::{CalendarId, CrewId, FailureId, NeedsId, SkillId, StationId};
use crate::random::Distribution;
use crate::units::Span;

/// Something that people do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Work {
    Cycle(StationId),
    Load(StationId),
    During(StationId),
    Unload(StationId),
    Repair(FailureId),
}

/// Why nobody begins it.
struct TooLong {
    skill: SkillId,
    /// The least that it takes, by the best pace of those who have the skill.
    takes: Span,
    /// The longest that they are at work without a break.
    longest: Span,
}

/// The longest times at work by calendars, looked up once.
type Longest = BTreeMap<Option<CalendarId>, Span>;

impl Model {
    /// Whether people of a crew begin nothing that lasts longer than they are at work, whatever comes.
    fn starts_nothing_late(&self, crew: CrewId) -> bool {
        let is_called =
            || self.overtimes.iter().any(|it| it.crews.iter().any(|&(id, _)| id == crew));
        let Crew { conduct, .. } = &self.crews[crew];
        conduct.at_shift_end == AtShiftEnd::NoStart && conduct.learning.is_none() && !is_called()
    }

    /// Why nobody ever begins a task that takes at least so many ticks of standard time, if so.
    fn too_long(&self, needs: NeedsId, least: f64, known: &mut Longest) -> Option<TooLong> {
        self.needs[needs].skills.iter().find_map(|&(skill, number)| {
            let (mut able, mut longest, mut best) = (0, Span::ZERO, 0);
            for &crew in &self.skills[skill].crews {
                let row = &self.crews[crew];
                let pace = row.best_pace(skill);
                best = best.max(pace);
                for (calendar, people) in row.hours_with(skill).into_iter().filter(|row| row.1 > 0)
                {
                    let hours = || self.longest_open(calendar);
                    let is_short = self.starts_nothing_late(crew);
                    let open = if is_short {
                        *known.entry(calendar).or_insert_with(hours)
                    } else {
                        Span::MAX
                    };
                    longest = longest.max(open);
                    able += if at_pace(least, pace) <= open { people } else { 0 };
                }
            }
            (able < number).then(|| TooLong { skill, takes: at_pace(least, best), longest })
        })
    }

    /// All that nobody ever begins.
    fn all_too_long(&self) -> BTreeMap<Work, TooLong> {
        if !self.crews.ids().any(|crew| self.starts_nothing_late(crew)) {
            return BTreeMap::new();
        }
        let mut known = Longest::new();
        let mut all = BTreeMap::new();
        let mut look = |work: Work, needs: Option<NeedsId>, least: f64| {
            if let Some(needs) = needs
                && let Some(found) = self.too_long(needs, least, &mut known)
                && all.get(&work).is_none_or(|other: &TooLong| other.takes < found.takes)
            {
                all.insert(work, found);
            }
        };
        for place in &self.places {
            let row = &self.stations[place.station];
            let least = least_stage(&place.cycle, &row.attendance);
            look(Work::Cycle(place.station), row.operators, least);
            let Attendance { load, during, unload, .. } = &row.attendance;
            let at = place.station;
            let hands =
                [(Work::Load(at), load), (Work::During(at), during), (Work::Unload(at), unload)];
            for (work, handling) in hands {
                if let Some(handling) = handling {
                    look(work, handling.operators, handling.time.bounds().0);
                }
            }
        }
        for (id, failure) in self.failures.enumerated() {
            look(Work::Repair(id), failure.crew, failure.repair.bounds().0);
        }
        all
    }
}

/// The least that the longest stage of a cycle takes for which its own people are needed.
fn least_stage(cycle: &Distribution, attendance: &Attendance) -> f64 {
    let least = cycle.bounds().0;
    match &attendance.during {
        None => least,
        Some(during) => {
            let before = attendance.during_at;
            (least - during.time.bounds().1).max(0.0) * before.max(1.0 - before)
        }
    }
}

/// How long so many ticks of standard time take at a pace; without end where nobody has one.
fn at_pace(least: f64, pace: u32) -> Span {
    if pace == 0 {
        return Span::MAX;
    }
    Span::round(least * f64::from(PACE) / f64::from(pace))
}

impl Compiler<'_> {
    /// Warns of tasks that nobody ever begins, whatever dated changes do.
    pub(super) fn warn_of_tasks_too_long(&mut self) {
        let mut all = self.model.all_too_long();
        for period in &self.model.periods {
            if all.is_empty() {
                return;
            }
            let others = period.model.all_too_long();
            all.retain(|work, _| others.contains_key(work));
        }
        for (work, found) in all {
            let model = &self.model;
            let of = |what: &str, station: StationId| {
                (format!("{what} of the station `{}`", model.stations[station].name), station)
            };
            let (what, station) = match work {
                Work::Cycle(station) => of("a cycle", station),
                Work::Load(station) => of("the `load`", station),
                Work::During(station) => of("the `during`", station),
                Work::Unload(station) => of("the `unload`", station),
                Work::Repair(failure) => {
                    let row = &model.failures[failure];
                    of(&row.work(), row.station)
                }
            };
            let TooLong { skill, takes, longest } = found;
            let skill = &model.skills[skill].name;
            let message = format!("{what} is never begun: it takes {takes}");
            let hint = format!(
                "people with the skill `{skill}` are at work for at most {longest} without a break, and \
                 `at_shift_end = \"no_start\"` starts nothing that would not end before they go"
            );
            let spot = spot_of(&self.scenario.station, &model.stations[station].name);
            let complaint = Diagnostic::warning(code::OVERLOAD, message).hint(hint);
            self.complain(Diagnostic { spot, ..complaint });
        }
    }
}
