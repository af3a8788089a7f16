//! What a limit of the parts inside means for the output, told before any run.

use super::Cards;
use crate::diagnostic::{Diagnostic, Spot, code};
use crate::ids::{CardsId, ProductId};
use crate::model::compile::Compiler;
use crate::model::names::spot_of;
use crate::model::{Model, Pace};

impl Model {
    /// The one product whose parts take these cards when they enter, if it has one line.
    fn only_product_under(&self, cards: CardsId) -> Option<ProductId> {
        let doors = self.control.doors.iter();
        let entries = doors.filter(|door| door.from.is_none() && door.takes.contains(&cards));
        let mut products: Vec<ProductId> =
            entries.map(|door| self.steps[door.to].product).collect();
        products.dedup();
        let [only] = products[..] else { return None };
        (self.products[only].lines.len() == 1).then_some(only)
    }
}

impl Pace {
    /// Parts an hour with so many inside: at most, if nothing varies, and in the practical worst case.
    ///
    /// Source: W. J. Hopp, M. L. Spearman, *Factory Physics*, 3rd edition 2011, section 7.3.
    pub fn with_inside(&self, parts: u32) -> (f64, f64) {
        let parts = f64::from(parts);
        let best = self.rate.min(parts / self.work);
        (best, parts * self.rate / (self.critical() + parts - 1.0))
    }
}

impl Compiler<'_> {
    /// Tells of limits of the plant or of a line that are below the critical work in process, where a single
    /// product goes one way.
    pub(in crate::model) fn tell_limits(&mut self) {
        if self.model.control.is_empty() {
            return;
        }
        let paces = self.model.paces();
        let limits = self
            .model
            .control
            .cards
            .enumerated()
            .filter(|(_, cards)| !cards.has_store && cards.pool.is_none());
        let told = limits.filter_map(|(id, cards)| {
            let product = self.model.only_product_under(id)?;
            let pace = paces[product].as_ref().ok()?;
            // The critical number is a sum of rounded means.
            if f64::from(cards.count) >= pace.critical() * (1.0 - 1e-9) {
                return None;
            }
            let spot = self.limit_spot(cards);
            let name = &self.model.products[product].name;
            let station = &self.model.stations[pace.bottleneck].name;
            let told = limit_told(cards, pace, name, station);
            Some(Diagnostic { spot, ..told })
        });
        let told: Vec<Diagnostic> = told.collect();
        for complaint in told {
            self.complain(complaint);
        }
    }

    /// Where a limit is written.
    fn limit_spot(&self, cards: &Cards) -> Option<Spot> {
        let scenario = self.scenario;
        let line = cards.name.strip_prefix("line.");
        let release = match line {
            Some(name) => scenario.line.get(name).and_then(|line| line.release.as_ref()),
            None => scenario.control.release.as_ref(),
        };
        let spot = release.map(|release| release.spot);
        spot.or_else(|| spot_of(&scenario.line, line.unwrap_or_default()))
    }
}

fn limit_told(cards: &Cards, pace: &Pace, product: &str, station: &str) -> Diagnostic {
    let (best, practical) = pace.with_inside(cards.count);
    let (count, critical) = (cards.count, pace.critical());
    let parts = if count == 1 { "1 part" } else { &format!("{count} parts") };
    let hint = format!(
        "if times vary as much as exponential ones, {} an open hour are to be expected (practical worst case)",
        rounded(practical)
    );
    let message = format!(
        "{parts} inside: fewer than the {critical:.1} that `{product}` needs to keep `{station}` busy, so it \
         makes {} of {} parts an open hour at most",
        rounded(best),
        rounded(pace.rate)
    );
    Diagnostic::note(code::LIMIT, message).hint(hint)
}

/// A rate with three digits or so.
fn rounded(rate: f64) -> String {
    let decimals = if rate >= 99.95 {
        0
    } else if rate >= 9.995 {
        1
    } else {
        2
    };
    format!("{rate:.decimals$}")
}
