//! What the laws of production say of the runs: whether the figures can hold, and how good the flow
//! is.

use super::kpi::EntityKind;
use super::results::Figure;
use super::worked::AllWorked;
use crate::ids::{ProductId, Table};
use crate::model::{Length, Model, NoPace, Pace};
use crate::statistics::Estimate;
use crate::units::Time;

/// Checks of all runs together. What each run is checked for by itself, to the tick, ends it as
/// [`Ending::Unsound`](super::Ending::Unsound) if it fails.
#[derive(Clone, Debug, PartialEq)]
pub struct Physics {
    /// How far parts inside and throughput times time in system are apart, over the parts inside
    /// (Little's law: they agree in the long run); `None` without parts, and where parts go into others
    /// or are thrown away, whose time is in the one only.
    pub little: Option<f64>,
    /// How work in process rises in the second half of the measured time.
    pub growth: Option<Growth>,
    /// Parts an open hour against what the cycles of the slowest station allow; `None` where parts do
    /// not each have one way, stations no hours in common, or replications are too few.
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

/// A throughput and its bound, in the hours in which the plant works.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Bound {
    /// Parts that left, an open hour.
    pub made: f64,
    /// Parts an open hour that the cycles of the slowest station allow in the mix that was made if
    /// nothing fails, and twice the half-width of `made` for luck (four standard errors, more with few
    /// replications), the parts that were inside when measuring began, which may have passed it before,
    /// and the cycles that are finished after closings.
    pub most: f64,
    /// Share of the measured time in which the plant is open.
    pub open: f64,
}

impl Bound {
    /// Whether more left than can have.
    pub fn is_broken(&self) -> bool {
        self.made > self.most * (1.0 + ROUNDED)
    }
}

/// What the last digits of sums may be apart.
const ROUNDED: f64 = 1e-9;

/// A run of one flow among the curves of the book.
///
/// Source: W. J. Hopp, M. L. Spearman, *Factory Physics*, 3rd edition 2011, section 7.3.
#[derive(Clone, Debug, PartialEq)]
pub struct Flow {
    /// What the flow can do.
    pub pace: Pace,
    /// Name of the slowest station.
    pub slowest: String,
    /// Parts inside, averaged over the hours in which the plant works: so Little's law holds for open
    /// hours inside and parts an open hour.
    pub inside: f64,
    /// Parts made in an open hour.
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
    /// The plant changes on a date.
    Changes,
    /// Not all parts of a product go the same way, or products go ways of their own.
    NoPace(NoPace),
    /// Stations have hours of their own: there are no open hours in which the curves hold.
    Closes,
    /// Much of the work goes on after closing, where it is not counted.
    AfterClosing,
    /// Demand sets the pace, not the line.
    Demand,
    /// Work in process grows, so it says nothing of the line.
    Growing,
    /// The runs end with their orders, or have no figures.
    NoFigures,
}

impl Physics {
    /// The checks of a model's runs, from their figures and what they did in open hours.
    pub(super) fn of(
        model: &Model,
        figures: &[Figure],
        rise: Option<Estimate>,
        worked: &AllWorked,
    ) -> Self {
        let inside = plant(figures, "wip").filter(|&inside| inside > 0.0);
        let growth =
            rise.zip(inside).map(|(rise, inside)| Growth { rise, share: rise.estimate / inside });
        let pace = pace(model, figures);
        let capacity = pace.ok().and_then(|pace| capacity(&pace, model, worked));
        let is_growing = growth.as_ref().is_some_and(Growth::is_growing);
        let settled = |flow| if is_growing { Err(NoFlow::Growing) } else { Ok(flow) };
        let flow = pace.and_then(|pace| flow(pace, model, worked)).and_then(settled);
        let is_alone = model.assemblies().next().is_none();
        Self { little: is_alone.then(|| little(figures)).flatten(), growth, capacity, flow }
    }
}

/// A figure of the plant as a whole.
fn plant(figures: &[Figure], id: &str) -> Option<f64> {
    let is = |figure: &&Figure| figure.entity.kind == EntityKind::Plant && figure.kpi.id == id;
    let found = figures.iter().find(is).map(|figure| figure.interval.estimate);
    found.filter(|estimate| estimate.is_finite())
}

/// How far the two sides of Little's law are apart.
fn little(figures: &[Figure]) -> Option<f64> {
    let inside = plant(figures, "wip").filter(|&inside| inside > 0.0)?;
    let time = plant(figures, "time_in_system")? / 60.0;
    let scrapped = plant(figures, "parts_scrapped").unwrap_or(0.0);
    let made = plant(figures, "throughput").filter(|_| scrapped <= 0.0)?;
    Some((inside - made * time).abs() / inside)
}

/// The pace of all products in the mix that was made.
fn pace(model: &Model, figures: &[Figure]) -> Result<Pace, NoFlow> {
    let end = match model.run.length {
        Length::For(length) => Time::ZERO + model.run.warm_up.span() + length,
        Length::OrdersDone => Time::NEVER,
    };
    if model.periods.first().is_some_and(|period| period.from < end) {
        return Err(NoFlow::Changes);
    }
    let of_product = |figure: &&Figure| {
        figure.entity.kind == EntityKind::Product && figure.kpi.id == "throughput"
    };
    let made = figures.iter().filter(of_product).map(|figure| figure.interval.estimate);
    let mix: Table<ProductId, f64> = made.collect();
    if mix.is_empty() || !mix.iter().all(|made| made.is_finite()) || mix.iter().sum::<f64>() <= 0.0
    {
        return Err(NoFlow::NoFigures);
    }
    model.pace_of_mix(&mix).map_err(NoFlow::NoPace)
}

fn capacity(pace: &Pace, model: &Model, worked: &AllWorked) -> Option<Bound> {
    model.open_hours()?;
    let made = worked.made()?;
    // Twice the half-width.
    let luck = Some(made.high - made.low).filter(|luck| luck.is_finite())?;
    let before = worked.before() * pace.heaviest;
    let finished = worked.closings() * pace.finished;
    let most = pace.fastest + luck + before + finished;
    Some(Bound { made: made.estimate, most, open: pace.open })
}

fn flow(pace: Pace, model: &Model, worked: &AllWorked) -> Result<Flow, NoFlow> {
    let made = worked.made().filter(|_| model.run.length != Length::OrdersDone);
    let made = made.ok_or(NoFlow::NoFigures)?;
    if model.supplies.is_empty() {
        return Err(NoFlow::Demand);
    }
    if model.open_hours().is_none() {
        return Err(NoFlow::Closes);
    }
    if pace.after_closing * worked.closings() > NEAR {
        return Err(NoFlow::AfterClosing);
    }
    let slowest = model.stations[pace.bottleneck].name.clone();
    Ok(Flow { pace, slowest, inside: worked.inside(), made: made.estimate })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ids::{Id, StationId};

    /// Parts an hour of a closed line of `n` machines that take a minute on average, exponential, with
    /// so many parts inside.
    ///
    /// Source: M. Reiser, S. S. Lavenberg, *Mean-value analysis of closed multichain queuing networks*,
    /// Journal of the ACM 27 (1980).
    fn closed_line(n: u32, parts: u32) -> f64 {
        let (mut queue, mut made) = (0.0, 0.0);
        for inside in 1..=parts {
            let time = 1.0 + queue;
            made = f64::from(inside) / (f64::from(n) * time);
            queue = made * time;
        }
        60.0 * made
    }

    #[test]
    fn a_closed_line_of_equal_random_machines_is_the_practical_worst_case() {
        for n in [1, 2, 5, 12] {
            let pace = Pace {
                bottleneck: StationId::at(0),
                rate: 60.0,
                fastest: 60.0,
                work: f64::from(n) / 60.0,
                open: 1.0,
                after_closing: 0.0,
                finished: 0.0,
                heaviest: 1.0,
            };
            for parts in [1, 2, 3, 10, 40] {
                let (inside, made) = (f64::from(parts), closed_line(n, parts));
                let flow = Flow { pace, slowest: "one".to_owned(), inside, made };
                assert!((flow.practical_worst() / made - 1.0).abs() < 1e-12, "{n} {parts}");
            }
        }
    }
}
