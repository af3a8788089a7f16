//! How long a plant is watched, how often, and where a run is stopped whatever happens.

use super::compile::Compiler;
use super::{Calendar, Workdays};
use crate::diagnostic::{Diagnostic, Spot, code};
use crate::scenario::{self, Watched, Written};
use crate::units::{Duration, LONGEST, Span, Time};

/// `[run]`.
#[derive(Clone, Debug, PartialEq)]
pub struct Run {
    /// Time before measuring begins.
    pub warm_up: WarmUp,
    /// What is measured.
    pub length: Length,
    /// How many independent repetitions.
    pub replications: Replications,
    /// Seed of all random numbers.
    pub seed: u64,
    /// Limits that stop a run.
    pub limits: Limits,
}

/// `run.warm_up`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WarmUp {
    /// A stretch of time that is not measured; none if it is zero.
    For(Span),
    /// A pilot finds it before anything is measured (`"auto"`); at most half of the length.
    Auto,
}

impl Run {
    /// When it ends at the latest, if that is known before.
    pub fn horizon(&self) -> Option<Time> {
        match self.length {
            Length::For(length) => Some(Time::ZERO + self.warm_up.most(length) + length),
            Length::OrdersDone => None,
        }
    }
}

impl WarmUp {
    /// How long it is; zero while it is still to be found.
    pub const fn span(self) -> Span {
        match self {
            Self::For(span) => span,
            Self::Auto => Span::ZERO,
        }
    }

    /// The longest that it can be before a stretch of `length` is measured.
    pub const fn most(self, length: Span) -> Span {
        match self {
            Self::For(span) => span,
            Self::Auto => Span::from_ticks(length.ticks() / 2),
        }
    }
}

/// `run.length`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Length {
    /// A stretch of time after the warm-up.
    For(Span),
    /// Until every dated order is complete (`"orders_done"`).
    OrdersDone,
}

/// `run.replications`.
#[derive(Clone, Debug, PartialEq)]
pub enum Replications {
    /// A fixed number.
    Fixed(u32),
    /// As many as a relative precision needs.
    Precise {
        /// Half-width of the interval relative to the mean.
        precision: f64,
        /// The KPI watched, an id of [`crate::study::KPIS`].
        of: String,
        /// Cap on the number of replications.
        at_most: u32,
    },
}

/// `[run.limits]`: what no run may exceed. A run that does ends with a named result.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Parts inside the plant at one time.
    pub parts: u32,
    /// Events in one replication.
    pub events: u64,
    /// Rounds of zero-length work in one instant.
    pub rounds: u32,
}

impl Default for Limits {
    fn default() -> Self {
        Self { parts: 1_000_000, events: 10_000_000_000, rounds: 100_000 }
    }
}

impl Default for Run {
    fn default() -> Self {
        Self {
            warm_up: WarmUp::For(Span::ZERO),
            length: Length::For(Span::from_days(7)),
            replications: Replications::Fixed(30),
            seed: 1,
            limits: Limits::default(),
        }
    }
}

impl Compiler<'_> {
    /// Compiles `[run]`. Comes after the calendars, which say what a workday is.
    pub(super) fn compile_run(&mut self) {
        let table = &self.scenario.run;
        let mut run = Run::default();
        if let Some(limits) = &table.limits {
            let scenario::Limits { parts, events } = &limits.value;
            run.limits.parts = parts.as_ref().map_or(run.limits.parts, |parts| parts.value);
            run.limits.events = events.as_ref().map_or(run.limits.events, |events| events.value);
        }
        if let Some(seed) = &table.seed {
            run.seed = seed.value;
        }
        if let Some(warm_up) = &table.warm_up {
            run.warm_up = match warm_up.value {
                scenario::WarmUp::None => WarmUp::For(Span::ZERO),
                scenario::WarmUp::Auto => WarmUp::Auto,
                scenario::WarmUp::For(duration) => {
                    let found = self.elapsed("warm_up", Span::ZERO, duration, warm_up.spot);
                    WarmUp::For(found.unwrap_or_default())
                }
            };
        }
        if let Some(length) = &table.length {
            run.length = self.length(length, run.warm_up).unwrap_or(run.length);
        }
        if let Some(replications) = &table.replications {
            run.replications = self.replications(replications);
        }
        self.model.run = run;
    }

    /// When the run ends, if that is known before.
    pub(super) fn horizon(&self) -> Option<Time> {
        self.model.run.horizon()
    }

    fn length(&mut self, given: &Written<scenario::Length>, warm_up: WarmUp) -> Option<Length> {
        match given.value {
            scenario::Length::For(duration) => {
                let length = self.elapsed("length", warm_up.span(), duration, given.spot)?;
                self.check_length(warm_up, length, given.spot);
                Some(Length::For(length))
            }
            scenario::Length::OrdersDone => {
                self.check_orders_done(warm_up, given.spot);
                Some(Length::OrdersDone)
            }
        }
    }

    fn replications(&mut self, given: &Written<scenario::Replications>) -> Replications {
        match &given.value {
            scenario::Replications::Fixed(number) => Replications::Fixed(*number),
            scenario::Replications::Precise(wanted) => {
                let precision = wanted.precision.as_ref();
                let share = self.required(precision, "precision", "a precision", given.spot);
                let of = wanted.of.as_ref().map_or(Watched::Throughput, |of| of.value);
                Replications::Precise {
                    precision: share.map_or(0.0, |share| share.0),
                    of: figure(of).to_owned(),
                    at_most: wanted.at_most.as_ref().map_or(500, |most| most.value),
                }
            }
        }
    }

    /// A duration that begins `after` the start; workdays are those of the plant's calendar, and
    /// the day under way counts as begun.
    fn elapsed(&mut self, key: &str, after: Span, duration: Duration, spot: Spot) -> Option<Span> {
        let days = match duration {
            Duration::Elapsed(span) => return Some(span),
            Duration::Workdays(days) => days,
        };
        let calendar = match self.workdays(key, spot)? {
            Workdays::All => None,
            Workdays::Of(calendar) => Some(&self.model.calendars[calendar]),
        };
        let end = match calendar {
            None => Some(after + Span::from_days(days.into())),
            Some(calendar) => calendar.end_of_workdays(after, days, LONGEST),
        };
        if end.is_none() {
            let name = calendar.map_or("", |calendar: &Calendar| &calendar.name);
            let message =
                format!("the calendar `{name}` has no {days} workdays in a hundred years");
            self.complain(Diagnostic::error(code::RUN, message).at(spot));
        }
        end.map(|end| end - after)
    }

    fn check_length(&mut self, warm_up: WarmUp, length: Span, spot: Spot) {
        if length.is_zero() {
            let message = "`length` is zero: nothing would be measured";
            self.complain(Diagnostic::error(code::OUT_OF_RANGE, message).at(spot));
        }
        if warm_up.most(length) + length > LONGEST {
            let message = "`warm_up` and `length` together exceed a hundred years";
            self.complain(Diagnostic::error(code::OUT_OF_RANGE, message).at(spot));
        }
    }

    fn check_orders_done(&mut self, warm_up: WarmUp, spot: Spot) {
        if self.scenario.order.is_empty() {
            let message = "`length = \"orders_done\"` needs orders, and there are none";
            let hint = "add `[order.<name>]`, or write a length such as `\"8 weeks\"`";
            self.complain(Diagnostic::error(code::RUN, message).at(spot).hint(hint));
        }
        if warm_up != WarmUp::For(Span::ZERO) {
            let message = "a run until the orders are done has no `warm_up`";
            let complaint = Diagnostic::error(code::RUN, message).at(spot);
            let hint = "what is done in it would not count: leave it out, or write `\"none\"`";
            let is_auto = warm_up == WarmUp::Auto;
            self.complain(if is_auto { complaint.hint(hint) } else { complaint });
        }
    }
}

/// The KPI of a word.
const fn figure(watched: Watched) -> &'static str {
    match watched {
        Watched::Throughput => "throughput",
        Watched::Wip => "wip",
        Watched::TimeInSystem => "time_in_system",
        Watched::OnTime => "on_time",
        Watched::Tardiness => "tardiness",
        Watched::Makespan => "makespan",
    }
}
