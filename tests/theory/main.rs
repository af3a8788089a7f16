//! The right answers: closed formulas, exact chains and tables worked by hand.
//!
//! Every test is named after its case. A simulated case runs at two sizes: small at every gate,
//! full on demand by `cargo test --release --test theory -- --ignored`.

#[path = "../support/mod.rs"]
mod support;

mod hand_breakdowns;
mod hand_calendar;
mod hand_lines;
mod visits;
