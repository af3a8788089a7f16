//! Results for people and programs: text, JSON, CSV, SVG. Knows no files and no terminals.
//!
//! Every function here turns [`Results`](crate::study::Results) or a
//! [`Comparison`](crate::study::Comparison) into text or bytes, always the same for the same input.

mod accounts;
mod answer;
mod busy;
mod check_text;
mod checks;
mod comparison_table;
mod comparison_text;
mod csv;
mod diff_text;
mod document;
mod due_weeks;
mod figures_page;
mod findings;
#[cfg(test)]
mod fixture;
mod handwork;
mod json;
mod judgement;
mod load_tables;
mod number;
mod orders;
mod origins_text;
mod paced;
mod page;
mod people;
mod plan;
mod plot;
mod resources;
mod rounds;
mod run_text;
mod schedule;
mod shift_loads;
mod smallest;
mod staff;
mod table;
mod target;
mod waits;
mod walking;
mod warm_up;
mod wear;
mod work_tables;

pub use check_text::check_text;
pub use comparison_text::{Asked, comparison_text};
pub use csv::{
    figures_csv, series_csv, states_csv, write_figures_csv, write_series_csv, write_states_csv,
};
pub use diff_text::{diff_json, diff_text};
pub use figures_page::figures_page;
pub use handwork::Handwork;
pub use json::{
    RESULTS_SCHEMA, comparison_json, results_json, write_comparison_json, write_results_json,
};
pub use orders::{orders_csv, write_orders_csv};
pub use origins_text::origins_text;
pub use page::{comparison_page, run_page};
pub use people::{hours_csv, violations_csv, write_hours_csv, write_violations_csv};
pub use plot::{Plot, comparison_plots, plot_names, plots};
pub use resources::Resources;
pub use run_text::run_text;
pub use schedule::{schedule_csv, write_schedule_csv};
pub use staff::{
    crews_csv, plan_csv, roster_csv, skills_csv, ways_csv, write_crews_csv, write_plan_csv,
    write_roster_csv, write_skills_csv, write_ways_csv,
};
pub use target::{Target, TargetProblem, Verdict};
pub use warm_up::no_warm_up;
