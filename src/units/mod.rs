//! Quantities: instants and lengths of time in whole ticks, distances, money, and the text people write
//! for them.
//!
//! Only this module parses or prints a quantity. Time is an integer count of microseconds, so that
//! the states of a station add up to the elapsed time exactly.

mod clock;
mod date;
mod decimal;
mod distance;
mod duration;
pub mod guess;
mod money;
mod order;
mod quantity;
mod rate;
mod sales;
mod share;
mod time;
mod weekday;

pub use clock::{ClockRange, clock_text, clock_time};
pub use date::{date_text, day_text, deadline_text, stretch_text};
pub use decimal::Decimal;
pub use distance::{Distance, Speed};
pub use duration::{Duration, LONGEST};
pub use money::{Currency, Money};
pub use order::natural_order;
pub use quantity::Misread;
pub use rate::Rate;
pub use sales::SalesRate;
pub use share::share;
pub use time::{Span, TICKS_PER_SECOND, Time};
pub use weekday::Weekdays;
