//! Small plants with constant times, worked by hand: each story explains a rule.

#[path = "../support/mod.rs"]
mod support;

mod changes;
mod choice;
mod closing;
mod figures;
mod limits;
mod lines;
mod orders;
mod people;
mod physics;
mod queueing;
mod schedule;
mod settling;
mod shop;
mod size;
mod standstill;
mod stocks;
mod studies;
mod told;
