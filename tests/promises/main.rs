//! What gemba promises for every plant, one module for each promise.

#[path = "../support/mod.rs"]
mod support;

mod checks;
mod nobody_waits_for_what_is_there;
mod parts_are_conserved;
mod random_plant;
