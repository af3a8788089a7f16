//! `[crew.<name>.training.<skill>]`: people learn something in hours of their own.

use jiff::civil::Date;

use super::Given;
use super::money::Amount;
use super::quantity::Rating;
use super::table::table;
use crate::units::Span;

table! {
    /// Training: people are away for so many of their own working hours, and then can do something, or do
    /// it better. The hours are paid like others. Nobody is absent by chance in training, and nobody in
    /// training is called for overtime.
    Training ("a training") {
        /// How many of their working hours it takes each person; breaks, leave and sickness do not count.
        hours: Given<Span> = "required",
        /// The day from which on it takes all of them.
        on: Given<Date> = "required",
        /// The speed in the skill afterwards; a level where `levels` say what levels mean.
        to: Given<Rating> = "1, the standard speed",
        /// How many of the crew: the first ones by number.
        people [1..=100_000]: Given<u32> = "all",
        /// What it costs for each of them beside their hours. It is counted on the day `on`.
        cost: Given<Amount> = "nothing",
        /// How long the qualification holds: until the midnight after the day on which so much time has
        /// gone by since its end. An older one that would end before does not count any more.
        valid: Given<Span> = "for ever",
    }
}

table! {
    /// A qualification that ends on a date: whoever is at a task finishes it, and is chosen for no other,
    /// until training gives the skill back.
    Expiry ("an expiry") {
        /// The last day on which it holds.
        on: Given<Date> = "required",
        /// Of how many of the crew: the first ones by number.
        people [1..=100_000]: Given<u32> = "all",
    }
}
