//! Many replications: estimates with intervals, and comparisons on the same luck.

mod kpi;
mod results;

pub use kpi::{Entity, EntityKind, KPIS, Kpi, Unit, kpi};
pub use results::{
    Band, Comparison, Difference, Ending, Figure, Histogram, Interval, Method, Picture, Results,
    StateShares, Stopped,
};
