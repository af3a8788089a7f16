//! The people whom the repairs of failures, and planned work, need.

use super::capacity::{Hours, add_people};
use super::{Work, over};
use crate::ids::{FailureId, NeedsId, SkillId, StationId, Table};
use crate::model::{Clock, Failure, Strikes};
use crate::units::{Span, Time};

/// Adds the people who repair what the work of a station brings down, for `work` an hour or for
/// the work of a whole run alike: failures that count working time or cycles.
pub(super) fn add_worn(
    hours: &Hours<'_>,
    station: StationId,
    work: &Work,
    people: &mut Table<SkillId, f64>,
) {
    for (needs, repairs) in worn(hours, station, work) {
        add_people(hours.model, needs, repairs, people);
    }
}

/// The hours of these repairs, and who does them.
pub(super) fn worn(hours: &Hours<'_>, station: StationId, work: &Work) -> Vec<(NeedsId, f64)> {
    let worn = |(id, failure, needs): (FailureId, &Failure, NeedsId)| {
        let Strikes::Every { clock, .. } = &failure.strikes else { return None };
        let every = hours.model.mean_interval(id);
        let failures = match clock {
            _ if every.is_infinite() => 0.0,
            Clock::Operating => over(work.hours, Span::round(every).hours()),
            Clock::Cycles => over(work.visits, every),
            Clock::OnShift | Clock::Calendar | Clock::Setups => return None,
        };
        Some((needs, failures * repair_hours(hours, failure)))
    };
    repaired(hours, station).filter_map(worn).collect()
}

/// Adds the people who repair what time brings down, on average: failures that count hours, work
/// or not, and those at given instants.
///
/// Hours count from one repair to the next failure. A repair goes on only while its people are
/// there, but never waits for people who are busy: so this is what is asked of them, not what they
/// come to.
pub(super) fn add_timed(hours: &Hours<'_>, station: StationId, people: &mut Table<SkillId, f64>) {
    for (needs, repairs) in timed(hours, station) {
        add_people(hours.model, needs, repairs, people);
    }
}

/// The hours of these repairs an hour, and who does them.
pub(super) fn timed(hours: &Hours<'_>, station: StationId) -> Vec<(NeedsId, f64)> {
    let all = hours.model.stations[station].machines.len() as f64;
    let timed = |(id, failure, needs): (FailureId, &Failure, NeedsId)| {
        // Of a common cause there is one repair.
        let machines = if failure.common.is_some() { 1.0 } else { all };
        let repair = repair_hours(hours, failure);
        let every = hours.model.mean_interval(id);
        let failures = match &failure.strikes {
            Strikes::Every { clock, .. } => {
                let running = match clock {
                    Clock::Calendar => 1.0,
                    Clock::OnShift => hours.on_shift(station),
                    Clock::Operating | Clock::Cycles | Clock::Setups => return None,
                };
                let there = hours.somebody(needs);
                let elapsed = if there > 0.0 { repair / there } else { repair };
                // A clock that never runs, or never runs out, brings nothing down.
                if running > 0.0 && every.is_finite() {
                    let every = Span::round(every).hours();
                    machines / (every / running + elapsed)
                } else {
                    0.0
                }
            }
            Strikes::Opening(after) => {
                let calendar = hours.model.stations[station].calendar;
                let stretch = (hours.start, hours.end);
                let times = hours.model.count_openings(calendar, *after, stretch);
                over(machines * f64::from(times), (hours.end - hours.start).hours())
            }
            Strikes::At(instants) => {
                let in_time = |at: &&Time| (hours.start..hours.end).contains(*at);
                let times = instants.iter().filter(in_time).count() as f64;
                let each = if failure.planned.is_some() { machines } else { 1.0 };
                over(each * times, (hours.end - hours.start).hours())
            }
        };
        Some((needs, failures * repair))
    };
    repaired(hours, station).filter_map(timed).collect()
}

/// The failures of a station that people repair. One whose time already contains the waiting
/// (`measured = "stop_to_restart"`) asks for nobody.
fn repaired<'a>(
    hours: &Hours<'a>,
    station: StationId,
) -> impl Iterator<Item = (FailureId, &'a Failure, NeedsId)> + use<'a> {
    let model = hours.model;
    let failures = model.stations[station].failures.iter();
    failures.filter_map(|id| Some((id, &model.failures[id], model.failures[id].crew?)))
}

/// Hours of a repair by people of the usual pace.
fn repair_hours(hours: &Hours<'_>, failure: &Failure) -> f64 {
    let slowness = failure.crew.map_or(1.0, |needs| hours.model.slowness(needs));
    Span::round(failure.repair.mean() * slowness).hours()
}
