//! Quantities: instants and lengths of time in whole ticks, and the text people write for them.
//!
//! Only this module parses or prints a quantity. Time is an integer count of microseconds, so that
//! the states of a station add up to the elapsed time exactly.

mod time;

pub use time::{Span, TICKS_PER_SECOND, Time};
