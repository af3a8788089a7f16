//! Where work comes from: random demands, the dated order book, unlimited supply.

use crate::ids::{ProductId, StationId};
use crate::random::Distribution;
use crate::units::{Span, Time};

/// `[demand.<name>]`: random orders.
#[derive(Clone, Debug, PartialEq)]
pub struct Demand {
    /// Name as written.
    pub name: String,
    /// Time between two orders; the first comes one such time after the start. Unit: ticks.
    pub every: Distribution,
    /// First row of [`super::Model::demand_products`].
    pub first_product: u32,
    /// One past the last row.
    pub end_product: u32,
    /// Parts in an order.
    pub quantity: Distribution,
    /// Promise: due this long after arrival.
    pub due_in: Option<Span>,
}

/// `[order.<name>]`: a dated order.
#[derive(Clone, Debug, PartialEq)]
pub struct Order {
    /// Name as written.
    pub name: String,
    /// What is ordered.
    pub product: ProductId,
    /// How many parts.
    pub quantity: u32,
    /// When its parts may enter the plant.
    pub release: Time,
    /// When it is promised.
    pub due: Option<Time>,
}

/// Unlimited supply of a product in front of its first station.
#[derive(Clone, Debug, PartialEq)]
pub struct Supply {
    /// The product (or line) supplied.
    pub product: ProductId,
    /// Its first station.
    pub station: StationId,
}
