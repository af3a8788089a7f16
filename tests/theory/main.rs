//! The right answers: closed formulas, exact chains and tables worked by hand.
//!
//! Every test is named after its case. A simulated case has one rule: its mean is within the
//! tolerance of the right value, and the standard error at most a third of the tolerance, so that
//! a pass says something. `cargo test --test theory -- --nocapture` shows all figures.

#![expect(
    clippy::redundant_closure_for_method_calls,
    reason = "a quantity is read by a closure, also where a method would do"
)]

#[path = "../support/mod.rs"]
mod support;

mod availability;
mod breakdowns;
mod cards;
mod causes;
mod changes;
mod counts;
mod dispatch_shops;
mod due_dates;
mod exact;
mod figures;
mod flexible_shops;
mod hand_account;
mod hand_again;
mod hand_assembly;
mod hand_attributes;
mod hand_batches;
mod hand_bins;
mod hand_breakdowns;
mod hand_breaks;
mod hand_calendar;
mod hand_campaigns;
mod hand_cards;
mod hand_causes;
mod hand_choice;
mod hand_clearance;
mod hand_closing;
mod hand_common;
mod hand_conveyors;
mod hand_delivery;
mod hand_dispatch;
mod hand_due;
mod hand_expiry;
mod hand_first_piece;
mod hand_hold;
mod hand_hours;
mod hand_interrupting;
mod hand_line_choice;
mod hand_lines;
mod hand_loops;
mod hand_losses;
mod hand_maintenance;
mod hand_materials;
mod hand_meetings;
mod hand_milkrun;
mod hand_nervousness;
mod hand_orders_material;
mod hand_outside;
mod hand_overtime;
mod hand_pay;
mod hand_people;
mod hand_pools;
mod hand_preempts;
mod hand_queue;
mod hand_response;
mod hand_roster;
mod hand_rules;
mod hand_sales;
mod hand_setups;
mod hand_setups_ahead;
mod hand_shared_buffer;
mod hand_shares;
mod hand_short;
mod hand_stocks;
mod hand_suppliers;
mod hand_swap;
mod hand_takt;
mod hand_today;
mod hand_tools;
mod hand_training;
mod hand_turns;
mod hand_two_people;
mod hand_vehicles;
mod hand_walking;
mod hand_wear;
mod hand_within;
mod hand_workload;
mod hand_zones;
mod lines;
mod maintenance;
mod materials;
mod moments;
mod networks;
mod paired;
mod people;

mod priorities;
mod queues;
mod recursion;
mod repair_shop;
mod repairers;
mod seasons;
mod shops;
mod simulate;
mod static_shops;
mod stocks;
mod visits;
mod warm_up;
