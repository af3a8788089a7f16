//! What a pilot finds before anything is measured (`warm_up = "auto"`): how long a plant needs to
//! settle.
//!
//! The pilot runs the plant from its empty start over the written length, on luck of its own, and
//! averages its course over equal steps: throughput, work in process, time in system. Each is cut
//! where the rest is known best ([`mser`]); the warm-up is the longest cut. A step of a plant with
//! calendars is whole cycles of them: a step shorter than a week would show the nights and the
//! weekends, not how the plant settles. So a step stands where MSER-5 has its group of five
//! buckets: the mean over it is that of its fifths.

use super::kpi::{Kpi, kpi};
use super::results::Ending;
use super::settling::Counts;
use crate::model::{Length, Model};
use crate::statistics::mser;
use crate::units::Span;

/// Replications of a pilot.
pub(super) const REPLICATIONS: u32 = 10;

/// The number of a pilot's first replication: beyond all that are ever measured, so that the luck by
/// which a warm-up was found is in no figure.
pub(super) const FIRST: u64 = 1 << 40;

/// Fewest steps in which a course is told.
const LEAST: i64 = 20;

/// Most steps.
const MOST: i64 = 200;

/// How a warm-up was looked for.
#[derive(Clone, Debug, PartialEq)]
pub struct Pilot {
    /// Replications of the pilot; they are in no figure.
    pub replications: u32,
    /// Length of a step.
    pub step: Span,
    /// The courses that were looked at; none if there was no pilot.
    pub courses: Vec<Settling>,
    /// The warm-up that this plant needs, or why none can be told.
    pub found: Result<Span, NoWarmUp>,
}

/// One course of a pilot.
#[derive(Clone, Debug, PartialEq)]
pub struct Settling {
    /// What it is the course of: `throughput`, `wip` or `time_in_system`.
    pub kpi: &'static Kpi,
    /// Means over all replications, step by step. Unit: that of the KPI.
    ///
    /// The time in system is that of the parts that left in the step; where none left, that of the
    /// next that did.
    pub values: Vec<f64>,
    /// What is left out at the start; `None` if it has not settled by the half.
    pub cut: Option<Span>,
}

/// Why no warm-up can be told.
#[derive(Clone, Debug, PartialEq)]
pub enum NoWarmUp {
    /// The calendars repeat too few times in the written length.
    TooShort {
        /// The written length.
        length: Span,
        /// After how long all calendars repeat.
        cycle: Span,
        /// The least length.
        least: Span,
    },
    /// By the half of the written length something has not settled.
    NotSettled {
        /// The written length.
        length: Span,
        /// What has not.
        of: Vec<&'static Kpi>,
        /// Whether more is asked of the plant than it can do: no length would help.
        is_overloaded: bool,
    },
    /// Replications of the pilot ended before their time: the first of them, and how many.
    Ended(Ending, u32),
}

/// Equal stretches of the written length.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Steps {
    pub(super) width: Span,
    pub(super) number: usize,
}

impl Steps {
    /// The steps of a pilot of the model.
    pub(super) fn of(model: &Model) -> Result<Self, NoWarmUp> {
        let length = written(model);
        let (cycle, width) = model.calendar_cycle().map_or_else(
            || (Span::from_ticks(1), nice(length)),
            |cycle| {
                let cycles = length.ticks() / cycle.ticks();
                // Of very many cycles, several make a step.
                let together = cycles.unsigned_abs().div_ceil(MOST.unsigned_abs()).max(1);
                (cycle, Span::from_ticks(cycle.ticks() * together.cast_signed()))
            },
        );
        let number = length.ticks() / width.ticks();
        if number < LEAST {
            let least = Span::from_ticks(cycle.ticks() * LEAST);
            return Err(NoWarmUp::TooShort { length, cycle, least });
        }
        Ok(Self { width, number: usize::try_from(number).expect("a few hundred at most") })
    }

    /// The length of the pilot: the written length without what is left after the last whole step.
    pub(super) fn length(self) -> Span {
        Span::from_ticks(self.width.ticks() * i64::try_from(self.number).expect("a small number"))
    }
}

/// The written length: a run until its orders are done never asks for a warm-up.
fn written(model: &Model) -> Span {
    match model.run.length {
        Length::For(length) => length,
        Length::OrdersDone => Span::ZERO,
    }
}

/// A step that people know, of which the length has 40 to 100; else a fiftieth.
fn nice(length: Span) -> Span {
    const MINUTES: [i64; 16] =
        [1, 2, 5, 10, 15, 30, 60, 120, 240, 480, 1_440, 2_880, 4_320, 10_080, 20_160, 40_320];
    let fits = |step: &Span| (40..=100).contains(&(length.ticks() / step.ticks()));
    let fiftieth = Span::from_ticks((length.ticks() / 50).max(1));
    MINUTES.into_iter().map(Span::from_minutes).find(fits).unwrap_or(fiftieth)
}

impl Pilot {
    /// A pilot that was not run.
    pub(super) fn without(why: NoWarmUp) -> Self {
        Self { replications: 0, step: Span::ZERO, courses: Vec::new(), found: Err(why) }
    }

    /// What the counts of so many replications tell, or how some of them ended.
    pub(super) fn of(
        model: &Model,
        steps: Steps,
        counts: &Counts,
        ended: Option<(Ending, u32)>,
    ) -> Self {
        let courses = [
            ("throughput", counts.throughput(steps.width)),
            ("wip", counts.inside(steps.width)),
            ("time_in_system", counts.times()),
        ];
        let courses = courses.into_iter().filter(|(_, values)| !values.is_empty());
        let courses: Vec<Settling> =
            courses.map(|(id, values)| Settling::of(id, values, steps.width)).collect();
        let found = ended.map_or_else(
            || longest(model, &courses),
            |(ending, count)| Err(NoWarmUp::Ended(ending, count)),
        );
        Self { replications: counts.replications, step: steps.width, courses, found }
    }
}

/// The longest cut, if all have settled.
fn longest(model: &Model, courses: &[Settling]) -> Result<Span, NoWarmUp> {
    let of: Vec<&'static Kpi> =
        courses.iter().filter(|course| course.cut.is_none()).map(|course| course.kpi).collect();
    if !of.is_empty() {
        let is_overloaded = model.supplies.is_empty() && {
            let loads = model.loads();
            loads.stations.iter().any(|station| station.load > 1.0)
                || loads.skills.iter().any(|&skill| skill > 1.0)
        };
        return Err(NoWarmUp::NotSettled { length: written(model), of, is_overloaded });
    }
    Ok(courses.iter().filter_map(|course| course.cut).max().unwrap_or(Span::ZERO))
}

impl Settling {
    fn of(id: &str, values: Vec<f64>, step: Span) -> Self {
        let cut = mser(&values).filter(crate::statistics::Truncation::has_settled);
        let cut = cut.map(|found| {
            let steps = i64::try_from(found.cut).expect("fewer than the steps of a pilot");
            Span::from_ticks(step.ticks() * steps)
        });
        Self { kpi: kpi(id).expect("a KPI of the list"), values, cut }
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::Weekday;

    use super::*;
    use crate::model::{Calendar, Hours};

    fn steps(length: Span, calendar: Option<Calendar>) -> Result<Steps, NoWarmUp> {
        let mut model = Model::default();
        model.run.length = Length::For(length);
        model.calendars = calendar.into_iter().collect();
        Steps::of(&model)
    }

    fn shifts(days: usize) -> Calendar {
        let hours = Hours::between(Span::from_hours(6), Span::from_hours(14));
        let week = std::array::from_fn(|day| if day < days { vec![hours] } else { Vec::new() });
        Calendar::new("c", week, Weekday::Monday)
    }

    #[test]
    fn a_step_is_a_whole_cycle_of_the_calendars() {
        let found = steps(Span::from_days(7 * 30 + 3), Some(shifts(5))).unwrap();
        assert_eq!(found, Steps { width: Span::from_days(7), number: 30 });
        assert_eq!(found.length(), Span::from_days(210));
        let found = steps(Span::from_days(30), Some(shifts(7))).unwrap();
        assert_eq!(found, Steps { width: Span::from_days(1), number: 30 });
        // Ten years of days: 3650 of them, so 19 at a time make 192 steps.
        let found = steps(Span::from_days(3650), Some(shifts(7))).unwrap();
        assert_eq!(found, Steps { width: Span::from_days(19), number: 192 });
    }

    #[test]
    fn too_few_cycles_tell_how_many_are_needed() {
        let week = Span::from_days(7);
        let (length, least) = (Span::from_days(56), Span::from_days(140));
        let why = NoWarmUp::TooShort { length, cycle: week, least };
        assert_eq!(steps(length, Some(shifts(5))), Err(why));
        assert!(steps(least, Some(shifts(5))).is_ok());
    }

    #[test]
    fn without_calendars_every_length_has_enough_steps() {
        let of = |length| steps(length, None).unwrap();
        assert_eq!(of(Span::from_days(7)), Steps { width: Span::from_hours(2), number: 84 });
        assert_eq!(of(Span::from_hours(1)), Steps { width: Span::from_minutes(1), number: 60 });
        for ticks in [50, 999, 12_345_678, 36_525 * 86_400_000_000] {
            let number = of(Span::from_ticks(ticks)).number;
            assert!((40..=100).contains(&number), "{ticks}: {number}");
        }
    }

    #[test]
    fn the_longest_cut_is_the_warm_up() {
        // Times in minutes of ten steps each: 1 at first, then 5; nobody leaves in the second step.
        let counts = Counts {
            replications: 1,
            finished: [vec![2, 0, 1], vec![2; 17]].concat(),
            inside: [vec![0; 5], vec![60_000_000; 15]].concat(),
            times: [vec![120_000_000, 0, 300_000_000], vec![600_000_000; 17]].concat(),
        };
        let steps = Steps { width: Span::from_minutes(1), number: 20 };
        let pilot = Pilot::of(&Model::default(), steps, &counts, None);
        assert_eq!(pilot.courses[2].values[..4], [1.0, 5.0, 5.0, 5.0]);
        let cuts: Vec<_> = pilot.courses.iter().map(|course| course.cut).collect();
        let minutes = |n| Some(Span::from_minutes(n));
        // Throughput is 2, 0, 1 and then 2 for ever; work in process is 1 from the sixth step on.
        assert_eq!(cuts, [minutes(3), minutes(5), minutes(1)]);
        assert_eq!(pilot.found, Ok(Span::from_minutes(5)));
    }
}
