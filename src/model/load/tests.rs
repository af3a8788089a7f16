//! Loads against sums made by hand.
