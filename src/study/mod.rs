//! Many replications: estimates with intervals, and comparisons on the same luck.

mod estimate;
mod kpi;
mod order;
mod picture;
mod replicate;
mod results;
mod run;

pub use kpi::{Entity, EntityKind, KPIS, Kpi, Unit, kpi};
pub use results::{
    Band, Comparison, DatedOrder, Difference, Ending, Figure, Histogram, Interval, Method, Picture,
    Results, StateShares, Stopped,
};
pub use run::{Progress, Settings, compare, run};
