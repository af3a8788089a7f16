//! gemba: a plant simulator that reads a plant as TOML and answers a production manager.
//!
//! `text → Scenario → Model → Plant → Outcome → Results → Report`, one type a step.

pub mod diagnostic;
pub mod event_list;
pub mod ids;
pub mod model;
pub mod observe;
pub mod plant;
pub mod random;
pub mod report;
pub mod scenario;
pub mod statistics;
pub mod study;
pub mod units;

/// The examples of the README, compiled and run with the others.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
