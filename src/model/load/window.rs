//! Planned work that begins in a window only: how often that lets it come, and what it takes of open hours.

use super::over;
use super::staffing::Staffing;
use crate::ids::{FailureId, StationId};
use crate::model::{Calendar, Clock, Model, Shift, Strikes};
use crate::units::{Span, Time};

/// How far is looked: more than a year where the run is shorter, so that every window of a year counts.
const AHEAD: Span = Span::from_days(371);

/// Most times that it is followed.
const MOST: u32 = 1000;

/// Planned work under its window.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Windowed {
    /// How much of its clock passes from one to the next. Unit: that of its `every`.
    pub(super) every: f64,
    /// Share of its time in which the machine would work. In [0, 1].
    pub(super) at_work: f64,
}

impl Model {
    /// How planned work with a window comes at a machine that works whenever it can; `None` without a window,
    /// or if it is never due.
    ///
    /// It is followed from one to the next, by the calendars: due when its clock has run, begun when the window
    /// is open. Where `every` is by chance its quantiles are taken in turn, as far from each other as can be.
    pub(super) fn windowed(&self, id: FailureId) -> Option<Windowed> {
        let failure = &self.failures[id];
        let window = &self.calendars[failure.planned.as_ref()?.window?];
        let Strikes::Every { clock, every } = &failure.strikes else { return None };
        let station = &self.stations[failure.station];
        let walk = Walk {
            staffing: Staffing::of(self, station.calendar, station.operators),
            model: self,
            end: self.end_of_loads().max(Time::ZERO + AHEAD),
        };
        // Ticks of work for each unit of the clock.
        let unit = if *clock == Clock::Cycles { self.mean_cycle_at(failure.station)? } else { 1.0 };
        let is_always = *clock == Clock::Calendar;
        let repair = Span::round(failure.repair.mean());
        let clock_time = |from: Time, until: Time| {
            let time = if is_always { until - from } else { walk.staffing.time(self, from, until) };
            time.ticks() as f64 / unit
        };
        let (mut begun, mut passed, mut at_work) = (0_u32, 0.0, 0.0);
        let mut now = Time::ZERO;
        while begun < MOST {
            let amount = every.quantile(in_turn(begun)).unwrap_or_else(|| every.mean()) * unit;
            let Some(due) = walk.after(now, Span::round(amount), is_always) else { break };
            let begins = match opens(window, due) {
                Some(begins) if begins < walk.end => begins,
                Some(_) if begun > 1 => break,
                // No window is left: what there was is spread over all the time.
                Some(_) | None => {
                    let every = clock_time(Time::ZERO, self.end_of_loads()) / f64::from(begun);
                    return Some(Windowed { every, at_work: over(at_work, f64::from(begun)) });
                }
            };
            // The first one has no other before.
            passed += if begun > 0 { clock_time(now, begins) } else { 0.0 };
            now = begins + repair;
            at_work += over(walk.staffing.time(self, begins, now).hours(), repair.hours());
            begun += 1;
        }
        let intervals = f64::from(begun.checked_sub(1).filter(|&n| n > 0)?);
        Some(Windowed { every: passed / intervals, at_work: at_work / f64::from(begun) })
    }

    /// The mean of the cycles at a station, those of all its places alike. Unit: ticks.
    fn mean_cycle_at(&self, station: StationId) -> Option<f64> {
        let places = self.places.iter().filter(|place| place.station == station);
        let cycles: Vec<f64> =
            places.map(|place| self.occupied(station, place.mean_cycle).ticks() as f64).collect();
        let mean = cycles.iter().sum::<f64>() / cycles.len() as f64;
        (mean > 0.0).then_some(mean)
    }
}

/// A machine that works whenever it can.
struct Walk<'m> {
    model: &'m Model,
    staffing: Staffing,
    end: Time,
}

impl Walk<'_> {
    /// When a clock has run for so long that runs at work, or always; `None` if that is not before the end.
    fn after(&self, from: Time, amount: Span, is_always: bool) -> Option<Time> {
        let (mut left, mut at) = (amount, from);
        while at < self.end {
            let changes = self.staffing.calendars().iter();
            let changes =
                changes.filter_map(|&calendar| self.model.calendars[calendar].next_change(at));
            let next = if is_always { self.end } else { changes.min().unwrap_or(self.end) };
            let next = next.min(self.end);
            if is_always || self.staffing.works_at(self.model, at) {
                if left < next - at {
                    return Some(at + left);
                }
                left -= next - at;
            }
            at = next;
        }
        None
    }
}

/// The first instant at or after `at` at which a window is open.
fn opens(window: &Calendar, at: Time) -> Option<Time> {
    let is_open = |at| window.shift_at(at) != Shift::Closed;
    let mut now = at;
    while !is_open(now) {
        now = window.next_change(now)?;
    }
    Some(now)
}

/// The place in a distribution of the so many-th number: parts of the golden section, which lie as evenly as
/// those of any other number however many there are.
fn in_turn(number: u32) -> f64 {
    const GOLDEN: f64 = 0.618_033_988_749_894_9;
    (0.5 + f64::from(number) * GOLDEN).fract().clamp(1e-6, 1.0 - 1e-6)
}
