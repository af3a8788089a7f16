//! Batches: parts that a machine works on together.

use super::compile::Compiler;
use super::setup::{Kinds, number};
use super::{Blocking, RunsAt, Station};
use crate::diagnostic::{Diagnostic, code};
use crate::ids::{ProductId, Table};
use crate::random::Distribution;
use crate::scenario::{self, BatchBy, SetupBy};
use crate::units::Span;

/// `batch` of a station.
#[derive(Clone, Debug, PartialEq)]
pub struct Batch {
    /// Most parts that a machine takes at once.
    pub size: u32,
    /// Fewest parts with which it starts.
    pub minimum: u32,
    /// How long the first part waits at most; `None` is as long as it takes.
    pub wait: Option<Span>,
    /// What goes together.
    pub mix: Mix,
    /// How much longer a batch takes for each of its parts; `None` is no longer. Unit: ticks.
    pub each: Option<Distribution>,
}

/// What goes together in a batch.
#[derive(Clone, Debug, PartialEq)]
pub enum Mix {
    /// Parts of products of the same kind: a number for each product.
    Kinds(Table<ProductId, u32>),
    /// Parts of the same order.
    Orders,
}

impl Station {
    /// Most parts that a machine takes at once.
    pub fn batch_size(&self) -> u32 {
        self.batch.as_ref().map_or(1, |batch| batch.size)
    }

    /// How much of the time of a machine a part takes whose batch takes so long, at best.
    pub fn share_of_batch(&self, batch: Span) -> Span {
        let Some(row) = &self.batch else { return batch };
        let each = row.each.as_ref().map_or(0.0, Distribution::mean);
        Span::round(batch.ticks() as f64 / f64::from(row.size) + each)
    }
}

impl Compiler<'_> {
    /// Compiles the batches of a station.
    pub(super) fn batch(
        &mut self,
        table: &scenario::Station,
        (blocking, runs_at, by_setup): (Blocking, RunsAt, Option<SetupBy>),
        who: &str,
    ) -> Option<Box<Batch>> {
        let given = table.batch.as_ref()?;
        let row = &given.value.0;
        if blocking == Blocking::BeforeService {
            let message = format!("{who} makes batches, for which no places can be kept ahead");
            let hint = "leave `block = \"before\"` out";
            self.complain(Diagnostic::error(code::CONFLICT, message).at(given.spot).hint(hint));
        }
        let size = row.size.as_ref()?.value;
        let products = self.names.products.iter().len();
        let mix = match (row.by.as_ref().map_or(BatchBy::Any, |by| by.value), by_setup) {
            (BatchBy::Order, _) => Mix::Orders,
            (BatchBy::Product, _) | (_, Some(SetupBy::Product)) => {
                Mix::Kinds((0..products).map(number).collect())
            }
            (BatchBy::Family, _) | (BatchBy::Any, Some(SetupBy::Family)) => {
                let Kinds { of, .. } = self.kinds(SetupBy::Family);
                Mix::Kinds(of)
            }
            (BatchBy::Any, None) => Mix::Kinds(Table::filled(products, 0)),
        };
        Some(Box::new(Batch {
            size,
            minimum: row.minimum.as_ref().map_or(size, |parts| parts.value),
            wait: row.wait.as_ref().map(|wait| wait.value),
            mix,
            each: row.each.as_ref().map(|time| runs_at.slowed(time.value.clone())),
        }))
    }
}
