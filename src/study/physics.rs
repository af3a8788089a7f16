//! What the laws of production say of the runs: whether the figures can hold, and how good the flow
//! is.

use super::kpi::EntityKind;
use super::results::Figure;
use crate::model::{Length, Model, NoPace, Pace};
use crate::statistics::Estimate;

/// Checks of all runs together. What each run is checked for by itself, to the tick, ends it as
/// [`Ending::Unsound`](super::Ending::Unsound) if it fails.
#[derive(Clone, Debug, PartialEq)]
pub struct Physics {
    /// How far parts inside and throughput times time in system are apart, over the parts inside
    /// (Little's law: they agree in the long run); `None` without parts, and where parts are thrown
    /// away, whose time is in the one only.
    pub little: Option<f64>,
    /// How work in process rises in the second half of the measured time.
    pub growth: Option<Growth>,
    /// Parts an hour against what the cycles of the slowest station allow.
    pub capacity: Option<Bound>,
    /// The run among the curves of the book, or why it has no place there.
    pub flow: Result<Flow, NoFlow>,
}

/// A rise of work in process in the second half of the measured time.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Growth {
    /// Parts more at the end of the half than at its start, by a straight line, with the interval at
    /// 99 %.
    pub rise: Estimate,
    /// The same over the parts inside, averaged over time.
    pub share: f64,
}

impl Growth {
    /// Share below which a rise is no growth worth a word.
    pub const WORTH: f64 = 0.05;

    /// Whether work in process grows: certainly, and so much that means depend on the length.
    pub fn is_growing(&self) -> bool {
        self.rise.low > 0.0 && self.share > Self::WORTH
    }
}

/// A throughput and its bound.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Bound {
    /// Parts an hour that left.
    pub made: f64,
    /// Parts an hour that the cycles of the slowest station allow if nothing fails, and twice the
    /// half-width of `made` for luck (four standard errors, more with few replications), and the
    /// parts inside that may have passed it before measuring began.
    pub most: f64,
}

impl Bound {
    /// Whether more left than can have.
    pub fn is_broken(&self) -> bool {
        self.made > self.most
    }
}

/// A run of one flow among the curves of the book.
///
/// Source: W. J. Hopp, M. L. Spearman, *Factory Physics*, 3rd edition 2011, section 7.3.
#[derive(Clone, Debug, PartialEq)]
pub struct Flow {
    /// What the flow can do.
    pub pace: Pace,
    /// Name of the slowest station.
    pub slowest: String,
    /// Parts inside, averaged over time.
    pub inside: f64,
    /// Parts made in an hour.
    pub made: f64,
}

/// Where a flow stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// At the best case: nothing varies, or nothing of it is felt.
    Best,
    /// Between the best and the practical worst case.
    Good,
    /// Below the practical worst case.
    Bad,
}

/// How near to a case is at it: what a run of some hundred parts can tell.
const NEAR: f64 = 0.01;

impl Flow {
    /// Parts an hour with so many inside if nothing varied.
    pub fn best(&self) -> f64 {
        (self.inside / self.pace.work).min(self.pace.rate)
    }

    /// Parts an hour with so many inside if all stations were alike and all times exponential.
    pub fn practical_worst(&self) -> f64 {
        self.inside * self.pace.rate / (self.pace.critical() + self.inside - 1.0)
    }

    /// Parts an hour if all parts waited for each other at every station.
    pub fn worst(&self) -> f64 {
        1.0 / self.pace.work
    }

    /// Where it stands among them.
    pub fn standing(&self) -> Standing {
        if self.made >= self.best() * (1.0 - NEAR) {
            Standing::Best
        } else if self.made >= self.practical_worst() * (1.0 - NEAR) {
            Standing::Good
        } else {
            Standing::Bad
        }
    }
}

/// Why a run has no place among the curves.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NoFlow {
    /// There are several products.
    SeveralProducts,
    /// Not all parts of the product go the same way.
    NoPace(NoPace),
    /// The plant closes: parts inside are averaged over all hours, and the curves hold in open ones.
    Closes,
    /// Demand sets the pace, not the line.
    Demand,
    /// Work in process grows, so it says nothing of the line.
    Growing,
    /// The runs end with their orders, or have no figures.
    NoFigures,
}

impl Physics {
    /// The checks of a model's runs, from their figures.
    pub(super) fn of(model: &Model, figures: &[Figure], rise: Option<Estimate>) -> Self {
        let plant = |id: &str| {
            let mut all = figures.iter();
            let figure =
                all.find(|figure| figure.entity.kind == EntityKind::Plant && figure.kpi.id == id)?;
            Some(figure.interval).filter(|interval| interval.estimate.is_finite())
        };
        let estimate = |id: &str| plant(id).map(|interval| interval.estimate);
        let inside = estimate("wip").filter(|&inside| inside > 0.0);
        let made = plant("throughput");
        let scrapped = estimate("parts_scrapped").unwrap_or(0.0);
        let little = || {
            let time = estimate("time_in_system")? / 60.0;
            let inside = inside.filter(|_| scrapped <= 0.0)?;
            Some((inside - made?.estimate * time).abs() / inside)
        };
        let growth =
            rise.zip(inside).map(|(rise, inside)| Growth { rise, share: rise.estimate / inside });
        let pace = only_pace(model);
        let length = match model.run.length {
            Length::For(length) => Some(length.hours()),
            Length::OrdersDone => None,
        };
        let is_growing = growth.as_ref().is_some_and(Growth::is_growing);
        let capacity = || {
            let (made, pace) = (made?, pace.ok().filter(never_closes)?);
            let luck = Some(2.0 * made.half_width).filter(|luck| luck.is_finite())?;
            // Parts that passed the slowest station before measuring began may leave in it.
            let before = inside.zip(length).map_or(0.0, |(inside, hours)| inside / hours);
            Some(Bound { made: made.estimate, most: pace.fastest + luck + before })
        };
        let flow = || {
            let pace = pace?;
            let (Some(inside), Some(made), Some(_)) = (inside, made, length) else {
                return Err(NoFlow::NoFigures);
            };
            if model.supplies.is_empty() {
                return Err(NoFlow::Demand);
            }
            if !never_closes(&pace) {
                return Err(NoFlow::Closes);
            }
            if is_growing {
                return Err(NoFlow::Growing);
            }
            let slowest = model.stations[pace.bottleneck].name.clone();
            Ok(Flow { pace, slowest, inside, made: made.estimate })
        };
        Self { little: little(), growth, capacity: capacity(), flow: flow() }
    }
}

/// Whether all stations of a flow are always open.
fn never_closes(pace: &Pace) -> bool {
    pace.is_even && pace.open >= 1.0
}

/// The pace of the only product.
fn only_pace(model: &Model) -> Result<Pace, NoFlow> {
    if model.products.len() != 1 {
        return Err(NoFlow::SeveralProducts);
    }
    let paces = model.paces();
    paces.iter().next().map_or(Err(NoFlow::SeveralProducts), |pace| pace.map_err(NoFlow::NoPace))
}
