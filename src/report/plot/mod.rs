//! Plots as SVG: the title states the finding, text stays text, nothing depends on colour alone.

mod axis;
mod canvas;
mod crews;
mod floors;
mod frame;
mod histogram;
mod hours;
mod lanes;
mod open_work;
mod palette;
#[cfg(feature = "png")]
mod png;
mod roster;
mod schedule;
mod series;
mod settling;
mod skills;
mod states;
mod ways;
mod whiskers;
mod work;

use super::Target;
use super::comparison_text::chosen;
use crate::study::{Comparison, KPIS, Results};

/// A plot.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Plot {
    name: String,
    svg: String,
}

impl Plot {
    /// Its name, fit for a file: small letters and `_`.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The plot as an SVG document.
    pub fn svg(&self) -> &str {
        &self.svg
    }

    /// The plot as a PNG picture, 2 pixels for each unit of the SVG.
    ///
    /// `None` if the picture would be too large for memory.
    #[cfg(feature = "png")]
    pub fn png(&self) -> Option<Vec<u8>> {
        png::png(&self.svg)
    }
}

/// Names of the plots of one plant.
const NAMES: [&str; 15] = [
    "throughput",
    "wip",
    "open_orders",
    "open_work",
    "schedule_by_station",
    "schedule_by_order",
    "states",
    "work",
    "time_in_system",
    "crews",
    "skills",
    "hours",
    "ways",
    "roster",
    "warm_up",
];

/// The plot of the floors in a comparison.
const FLOORS: &str = "compare_ways";

/// The plot of a KPI in a comparison.
fn compared(kpi: &str) -> String {
    format!("compare_{kpi}")
}

/// Every name that a plot can have: for clearing a folder of them.
///
/// # Examples
/// ```
/// assert!(gemba::report::plot_names().any(|name| name == "compare_on_time"));
/// ```
pub fn plot_names() -> impl Iterator<Item = String> {
    let compared = KPIS.iter().map(|kpi| compared(kpi.id)).chain([FLOORS.to_owned()]);
    NAMES.map(str::to_owned).into_iter().chain(compared)
}

/// The plots of one plant: throughput, work in process, open orders, open work, the schedule by station and by
/// order, states of stations, work elements, times in system, states of crews, load of skills, hours, ways and roster of people, and
/// how it settles where a pilot looked.
///
/// A plot without anything to show is left out.
///
/// # Examples
/// ```
/// # let model = gemba::model::Model::default();
/// use gemba::study::{Settings, run};
/// let plots = gemba::report::plots(&run(&model, &Settings::default(), &()));
/// assert!(plots.iter().all(|plot| plot.svg().starts_with("<svg")));
/// ```
pub fn plots(results: &Results) -> Vec<Plot> {
    let drawn = [
        series::throughput(results),
        series::wip(results),
        series::open_orders(results),
        open_work::open_work(results),
        schedule::by_station(results),
        schedule::by_order(results),
        states::states(results),
        work::work(results),
        histogram::time_in_system(results),
        crews::crews(results),
        skills::skills(results),
        hours::hours(results),
        ways::ways(results),
        roster::roster(results),
        settling::warm_up(results),
    ];
    NAMES
        .into_iter()
        .zip(drawn)
        .filter_map(|(name, svg)| Some(Plot { name: name.to_owned(), svg: svg? }))
        .collect()
}

/// The plots of a comparison: one for each KPI that matters, a row for each scenario; and the floors, if something
/// stands elsewhere in a variant.
///
/// # Examples
/// ```
/// # let model = gemba::model::Model::default();
/// use gemba::{report, study};
/// let scenarios = [("base".to_owned(), model.clone()), ("same".to_owned(), model)];
/// let comparison = study::compare(&scenarios, &study::Settings::default(), &());
/// let plots = report::comparison_plots(&comparison, None);
/// assert!(plots.iter().all(|plot| plot.name().starts_with("compare_")));
/// ```
pub fn comparison_plots(comparison: &Comparison, target: Option<&Target>) -> Vec<Plot> {
    chosen(comparison, target)
        .into_iter()
        .filter_map(|kpi| {
            let target = target.filter(|target| target.kpi().id == kpi.id);
            let svg = whiskers::whiskers(comparison, kpi, target)?;
            Some(Plot { name: compared(kpi.id), svg })
        })
        .chain(floors::floors(comparison).map(|svg| Plot { name: FLOORS.to_owned(), svg }))
        .collect()
}

#[cfg(test)]
mod grey;
#[cfg(test)]
mod tests;
