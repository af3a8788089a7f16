//! Many replications: estimates with intervals, and comparisons on the same luck.

mod accounts;
mod audit;
mod column;
mod conclude;
mod course;
mod desk;
mod difference;
mod estimate;
mod found;
mod headcount;
mod kept;
mod kpi;
mod line;
mod nervousness;
mod oee;
mod open_work;
mod order;
mod ordered;
mod pay;
mod people;
mod physics;
mod picture;
mod pilot;
mod replicate;
mod results;
mod rises;
mod rows;
mod run;
mod sales;
mod schedule;
mod settling;
mod staff;
mod takt;
mod vehicle;
mod walk;
mod worked;

pub use kept::Refusal;
pub use kpi::{Entity, EntityKind, KPIS, Kpi, Unit, kpi};
pub use oee::{FIGURES as OEE, SHARES as OEE_SHARES};
pub use open_work::{Counted, OpenWork};
pub use ordered::{is_of_orders, is_quantile_of_orders};
pub use physics::{Bound, Flow, Growth, NoFlow, Physics, Standing};
pub use pilot::{NoWarmUp, Pilot, Settling};
pub use results::{
    Assumption, Band, Comparison, DatedOrder, Difference, Element, End, Ending, EventKind, Figure,
    Finish, Histogram, Hours, Interval, LastEvent, Method, Nervousness, PersonAccount, PersonWeeks,
    Picture, Results, StateShares, StationContent, Stopped, Unfilled, Violation,
};
pub use rows::plant_kpis;
pub use run::{Progress, Settings, compare, run};
pub use schedule::{Schedule, ScheduleBar, ScheduledOrder};
pub use staff::{
    CrewStates, CrewWay, Floor, PersonStint, Place, PlanDay, Roster, SkillLoad, Staff,
};
