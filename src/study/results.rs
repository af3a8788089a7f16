//! What a study found: figures with their intervals, and what plots need.

use jiff::civil::Date;

use super::kpi::{Entity, Kpi, Unit};
use super::open_work::OpenWork;
use super::physics::Physics;
use super::pilot::Pilot;
use super::schedule::Schedule;
use super::staff::Staff;
use crate::diagnostic::Flatters;
use crate::model::Kind;
use crate::model::Rule;
use crate::units::{Span, Time};

/// Everything found about one scenario.
#[derive(Clone, Debug, PartialEq)]
pub struct Results {
    /// Name of the plant or of the patch.
    pub name: String,
    /// Seed of all random numbers.
    pub seed: u64,
    /// Hash of the compiled model: 16 hexadecimal digits.
    pub model_hash: String,
    /// Version of gemba.
    pub version: &'static str,
    /// Replications that were run.
    pub replications: u32,
    /// Why there were not more.
    pub stopped: Stopped,
    /// Time before measuring began.
    pub warm_up: Span,
    /// How it was found; `None` if the scenario says how long it is.
    pub pilot: Option<Pilot>,
    /// Measured time; `None` when each replication ran until its orders were done.
    pub length: Option<Span>,
    /// Date of day 0, if the scenario names one.
    pub start: Option<Date>,
    /// Figures, by entity kind, entity, then KPI order. Stations are in the order of flow, dated
    /// orders in that of the book, all else in natural order of the names.
    pub figures: Vec<Figure>,
    /// The dated orders: what the scenario says of each and when it was finished, in the order of their
    /// figures.
    pub orders: Vec<DatedOrder>,
    /// Hours of people, and the rules of working time that were broken.
    pub hours: Hours,
    /// Crews: their states, their skills week by week, their plan and their roster.
    pub staff: Staff,
    /// The names of the paced lines, and of the stations on each, in their order.
    pub paced: Vec<(String, Vec<String>)>,
    /// How replications ended, with their number; only those that ended before their time.
    pub endings: Vec<(Ending, u32)>,
    /// What plots need beyond the figures.
    pub picture: Picture,
    /// What the laws of production say of the figures.
    pub physics: Physics,
    /// The schedule of the first replication, if it is asked for and there are dated orders.
    pub schedule: Option<Schedule>,
    /// What was assumed because the scenario does not say otherwise.
    pub assumptions: Vec<Assumption>,
    /// Sentences about what is counted and judged.
    pub notes: Vec<String>,
}

impl Results {
    /// The figure of a KPI for the plant as a whole.
    pub fn plant(&self, kpi: &str) -> Option<&Figure> {
        use super::kpi::EntityKind::Plant;
        self.figures.iter().find(|figure| figure.entity.kind == Plant && figure.kpi.id == kpi)
    }

    /// Replications in which stations waited for each other for ever.
    pub fn locks(&self) -> u32 {
        let locked = self.endings.iter().filter(|(end, _)| matches!(end, Ending::Deadlock { .. }));
        locked.map(|(_, count)| count).sum()
    }

    /// The figure of a KPI for a named thing.
    pub fn of(&self, kind: super::EntityKind, name: &str, kpi: &str) -> Option<&Figure> {
        self.figures.iter().find(|figure| {
            figure.entity.kind == kind && figure.entity.name == name && figure.kpi.id == kpi
        })
    }
}

/// Something assumed, and which way it errs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Assumption {
    /// What is assumed, in one line.
    pub text: String,
    /// What it makes look better than it may be.
    pub flatters: Flatters,
}

/// Why no more replications were run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stopped {
    /// The number asked for was reached.
    ByNumber,
    /// The precision asked for was reached.
    ByPrecision,
    /// The cap was reached before the precision.
    ByCap,
    /// The user stopped the study; the replications finished until then are complete.
    ByUser,
    /// A pilot could not tell the warm-up of some scenario: nothing was measured.
    NoWarmUp,
}

/// How a replication ended if not at its horizon.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Ending {
    /// Nothing can ever move again.
    Deadlock {
        /// When.
        at: Time,
        /// Names of the stations that hold parts which cannot leave or start.
        stations: Vec<String>,
        /// Names of the conveyors between them whose parts can never get off.
        conveyors: Vec<String>,
        /// Names of the pools of which parts hold all, while others wait for one.
        pools: Vec<String>,
    },
    /// Nothing can ever move again, because batches wait for more parts than will come.
    NotFull {
        /// When.
        at: Time,
        /// The batches; at least one.
        batches: Vec<Unfilled>,
        /// Cards that are all held while somebody waits for one, and how many there are: `control`, `line.a` or
        /// `kanban.weld`.
        cards: Vec<(String, u32)>,
    },
    /// Nothing can ever move again, because parts wait for material that does not come.
    OutOfMaterial {
        /// When.
        at: Time,
        /// Names of the stations that hold parts, or parts stand in front of.
        stations: Vec<String>,
        /// Names of the materials; at least one.
        materials: Vec<String>,
    },
    /// More parts inside the plant than the limit.
    TooManyParts {
        /// When.
        at: Time,
        /// The limit.
        limit: u32,
    },
    /// More events than the limit.
    TooManyEvents {
        /// When.
        at: Time,
        /// The limit.
        limit: u64,
    },
    /// More rounds of zero-length work in one instant than the limit.
    TooManyRounds {
        /// When.
        at: Time,
        /// The limit.
        limit: u32,
        /// The last events, 20 at most, the latest last: what goes round.
        last: Vec<LastEvent>,
    },
    /// A run until the orders are done has seen a hundred years go by.
    NeverDone {
        /// When.
        at: Time,
        /// Dated orders that are not complete.
        orders: usize,
    },
    /// The audit at its end found what cannot be: a mistake of gemba, and no result.
    Unsound {
        /// When.
        at: Time,
        /// What is wrong.
        what: String,
    },
}

/// A batch that is not full enough to start.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Unfilled {
    /// Name of its station.
    pub station: String,
    /// The most parts in front of it that go together.
    pub parts: u32,
    /// The fewest with which it starts.
    pub minimum: u32,
}

/// One of the last events of a run that went round in one instant.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct LastEvent {
    /// What came due.
    pub what: EventKind,
    /// Names of the things it came due at: a station; a failure, or planned work, and its station; the two ends of a
    /// way; a demand, an order or a calendar.
    pub at: Vec<String>,
}

/// What came due.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum EventKind {
    /// The end of a cycle.
    Cycle,
    /// The end of a move.
    Move,
    /// The end of a repair.
    Repair,
    /// A failure.
    Failure,
    /// A calendar that opens, closes or comes to a break.
    Calendar,
    /// A random order.
    Arrival,
    /// A dated order.
    Release,
    /// Planned work that is due.
    Due,
    /// The end of planned work.
    Maintained,
}

impl EventKind {
    /// All, in a fixed order.
    pub(super) const ALL: [Self; 9] = [
        Self::Cycle,
        Self::Move,
        Self::Repair,
        Self::Failure,
        Self::Calendar,
        Self::Arrival,
        Self::Release,
        Self::Due,
        Self::Maintained,
    ];

    /// The word in files.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Cycle => "cycle",
            Self::Move => "move",
            Self::Repair => "repair",
            Self::Failure => "failure",
            Self::Calendar => "calendar",
            Self::Arrival => "arrival",
            Self::Release => "release",
            Self::Due => "maintenance_due",
            Self::Maintained => "maintained",
        }
    }
}

/// One estimated figure.
#[derive(Clone, Debug, PartialEq)]
pub struct Figure {
    /// Which KPI.
    pub kpi: &'static Kpi,
    /// In what it is counted: the KPI's unit, money in the plant's currency.
    pub unit: Unit,
    /// Of what.
    pub entity: Entity,
    /// Its value.
    pub interval: Interval,
}

/// Hours of people week by week, and the rules of working time that were broken.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Hours {
    /// The Monday on which the first whole week of the measured time begins.
    pub first_week: Time,
    /// People, crew by crew; none where no week was whole, or there are very many people.
    pub people: Vec<PersonWeeks>,
    /// The time accounts of people whose crews keep them, crew by crew.
    pub accounts: Vec<PersonAccount>,
    /// Most hours of a week on average, if there is such a rule.
    pub limit: Option<f64>,
    /// What the first replication broke, the earliest first; not all, if it was very much.
    pub violations: Vec<Violation>,
}

/// Hours of a person in each whole week, mean over the replications that had the week.
#[derive(Clone, Debug, PartialEq)]
pub struct PersonWeeks {
    /// The crew.
    pub crew: String,
    /// The number within the crew, from 1.
    pub number: u32,
    /// At work, overtime included, breaks excluded. Unit: hours.
    pub worked: Vec<f64>,
    /// Of it outside the hours of the calendar.
    pub overtime: Vec<f64>,
}

/// The time account of a person, means over the replications. What was there before and what came, less what
/// was taken off, is what is left.
#[derive(Clone, Debug, PartialEq)]
pub struct PersonAccount {
    /// The crew.
    pub crew: String,
    /// The number within the crew, from 1.
    pub number: u32,
    /// On it when measuring began. Unit: hours.
    pub before: f64,
    /// Overtime that went to it. Unit: hours.
    pub credited: f64,
    /// Time off from it. Unit: hours.
    pub taken: f64,
    /// On it at the end; below zero where more was taken off than was on it. Unit: hours.
    pub left: f64,
}

/// A rule of working time that was broken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Violation {
    /// The crew of the person.
    pub crew: String,
    /// The number within the crew, from 1.
    pub number: u32,
    /// Which rule.
    pub rule: Rule,
    /// When: the instant, or the Monday of the week.
    pub at: Time,
}

/// When a dated order was finished in a replication, in the order of time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum End {
    /// Before measuring began.
    Before,
    /// In measured time.
    At(Time),
    /// Not by the end of the run.
    Open,
    /// Never: it was cancelled.
    Cancelled,
}

impl End {
    /// When, if that was in measured time.
    pub const fn time(self) -> Option<Time> {
        match self {
            Self::At(at) => Some(at),
            Self::Before | Self::Open | Self::Cancelled => None,
        }
    }
}

/// What the scenario says of a dated order, and the range in which it was finished.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DatedOrder {
    /// Name as written.
    pub name: String,
    /// Name of the product ordered.
    pub product: String,
    /// How many parts.
    pub quantity: u32,
    /// When its parts may enter the plant.
    pub release: Time,
    /// When it is promised.
    pub due: Option<Time>,
    /// Who ordered it.
    pub customer: Option<String>,
    /// When it was finished; `None` without replications.
    pub finish: Option<Finish>,
    /// The material for which its parts waited longest, and for how long that was of the part that waited longest, mean
    /// over the replications; `None` if none waited.
    pub waited: Option<(String, Span)>,
}

/// When a dated order was finished over the replications. Where there are more than 2^21 ends of all orders together, all
/// but the earliest and the latest rest on the first replications.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Finish {
    /// In the replication in which it was earliest.
    pub earliest: End,
    /// The median: by then in half of the replications.
    pub likely: End,
    /// By then in 80 % of the replications.
    pub p80: End,
    /// By then in 95 % of the replications.
    pub p95: End,
    /// In the replication in which it was latest.
    pub latest: End,
}

impl DatedOrder {
    /// When it was finished at the earliest and at the latest; `None` if it was open at the end of a replication or
    /// finished before measuring began.
    pub fn finished(&self) -> Option<(Time, Time)> {
        let finish = self.finish?;
        finish.earliest.time().zip(finish.latest.time())
    }
}

/// An estimate with its interval.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Interval {
    /// Point estimate.
    pub estimate: f64,
    /// Lower end, held to what is possible; NaN when there is none (a single replication).
    pub low: f64,
    /// Upper end, held to what is possible; NaN when there is none.
    pub high: f64,
    /// Half of the width that the method gives, before the ends are held to what is possible: the
    /// precision of the estimate. NaN when there is no interval, infinite with an open end.
    pub half_width: f64,
    /// Level, such as 0.95.
    pub level: f64,
    /// How it was made.
    pub method: Method,
    /// Replications behind it.
    pub n: u32,
    /// Standard deviation between replications; NaN when it has no meaning.
    pub sd: f64,
}

/// How an interval was made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Method {
    /// Student's t over replication means.
    Student,
    /// Ratio of two sums over replications.
    Ratio,
    /// Order statistics of replications.
    Quantile,
    /// Wilson's interval of a probability.
    Wilson,
    /// Student's t over paired differences.
    Paired,
    /// One replication, or no randomness: no interval.
    None,
}

/// What plots need beyond the figures.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct Picture {
    /// Start of each time bucket, from the start of the run (warm-up included). Unit: ticks.
    pub bucket: Span,
    /// Parts that left, an hour, bucket by bucket.
    pub throughput: Vec<Band>,
    /// Parts inside the plant, averaged over each bucket.
    pub wip: Vec<Band>,
    /// Orders that are released and not complete, averaged over each bucket; empty where nobody waits for orders: there
    /// are no dated ones, and none is promised.
    pub open_orders: Vec<Band>,
    /// Those of them whose due date has passed; empty where nothing is promised.
    pub late_orders: Vec<Band>,
    /// State shares of each station, in the order of flow.
    pub states: Vec<StateShares>,
    /// Work elements of the stations that have some, in the order of flow.
    pub work: Vec<StationContent>,
    /// Times in system of all parts of all replications.
    pub time_in_system: Histogram,
    /// The promise drawn into the histogram: the common `due_in` of all demands, if there is one.
    pub promise: Option<Span>,
    /// Open work over time; `None` where no overtime is decided on a backlog and work comes otherwise than
    /// by dated orders.
    pub open_work: Option<OpenWork>,
}

/// The work elements of a station.
#[derive(Clone, Debug, PartialEq)]
pub struct StationContent {
    /// The station.
    pub station: String,
    /// Its machines.
    pub machines: u32,
    /// Its elements, each behind those after which it must be done.
    pub elements: Vec<Element>,
    /// Open time between two parts that are asked for, if something says it. Unit: minutes.
    pub takt: Option<f64>,
}

/// A work element.
#[derive(Clone, Debug, PartialEq)]
pub struct Element {
    /// Its name.
    pub name: String,
    /// Its mean time. Unit: minutes.
    pub minutes: f64,
    /// Whether the customer would pay for it.
    pub kind: Kind,
}

impl StationContent {
    /// Work for a part over the machines that share it. Unit: minutes.
    pub fn share(&self) -> f64 {
        let content: f64 = self.elements.iter().map(|element| element.minutes).sum();
        content / f64::from(self.machines.max(1))
    }
}

/// A value over replications in one time bucket.
#[derive(Clone, Copy, Debug, PartialEq, Default)]
pub struct Band {
    /// Mean over replications.
    pub mean: f64,
    /// Lower end of the 95 % interval of the mean, held to what is possible.
    pub low: f64,
    /// Upper end.
    pub high: f64,
}

/// Shares of time that a station spends in each state; they sum to 1.
#[derive(Clone, Debug, PartialEq)]
pub struct StateShares {
    /// The station.
    pub station: String,
    /// (state word, share), in the order of the states; zero shares included.
    pub shares: Vec<(&'static str, f64)>,
}

/// Counts of durations in ascending bins without gaps; the common promise is an end of a bin, to
/// which what takes exactly so long belongs, and a bin may have no width.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct Histogram {
    /// (lower end of the bin in minutes, count); the last row is the upper end with count 0.
    pub bins: Vec<(f64, u64)>,
}

/// Several scenarios on the same luck.
#[derive(Clone, Debug, PartialEq)]
pub struct Comparison {
    /// The base first, then the variants in the order given.
    pub results: Vec<Results>,
    /// Differences variant minus base, variant by variant, in the order of the base's figures.
    pub differences: Vec<Difference>,
    /// How much each variant moves the dated orders that it shares with the base; only of variants that share some.
    pub nervousness: Vec<Nervousness>,
}

/// How much a variant moves the dated orders that have the same names in the base.
///
/// Source: S. D. Wu, R. H. Storer and P.-C. Chang, *One-machine rescheduling heuristics with efficiency and stability as
/// criteria*, Computers & Operations Research 20 (1993), measure how stable a schedule is by how much the starts of its
/// operations move, and by changes of their sequence; here it is the ends of orders.
#[derive(Clone, Debug, PartialEq)]
pub struct Nervousness {
    /// Position of the variant in [`Comparison::results`]; at least 1.
    pub variant: usize,
    /// Dated orders of both.
    pub orders: usize,
    /// `orders_moved`, `nervousness` and `sequence_changed`, of the variant.
    pub figures: Vec<Figure>,
}

impl Nervousness {
    /// The figure of a KPI.
    pub fn figure(&self, kpi: &str) -> Option<&Figure> {
        self.figures.iter().find(|figure| figure.kpi.id == kpi)
    }
}

/// Difference of one KPI between a variant and the base.
#[derive(Clone, Debug, PartialEq)]
pub struct Difference {
    /// Position of the variant in [`Comparison::results`]; at least 1.
    pub variant: usize,
    /// Which KPI.
    pub kpi: &'static Kpi,
    /// In what it is counted: the KPI's unit, money in the plant's currency.
    pub unit: Unit,
    /// Of what.
    pub entity: Entity,
    /// Variant minus base, paired by replication.
    pub interval: Interval,
    /// p-value against no difference, corrected over the variants (Holm).
    pub p: f64,
    /// Correlation of the two scenarios over replications; NaN without spread.
    pub correlation: f64,
    /// How many times the replications independent luck would need for the same interval; 1 and
    /// above is a saving. NaN without spread.
    pub saving: f64,
    /// Whether replications of the variant or the base ended early or came to a standstill: figures
    /// of a plant that stands still are neither better nor worse.
    pub is_halted: bool,
}
