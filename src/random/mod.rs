//! Random numbers as a function of who asks and what for, never of how many others have asked.
//!
//! A [`Stream`] is named by entity and purpose; a number in it is found by the index of the part,
//! failure or order, and by the visit. Adding or removing a neighbour changes no number.

mod binomial;
mod distribution;
mod exponential;
mod logarithm;
mod philox;
mod stream;

pub use binomial::successes;
pub use distribution::{Distribution, Invalid};
pub use philox::philox;
pub use stream::{Draws, Stream, mix, name_key};
