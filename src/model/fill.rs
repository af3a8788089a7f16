//! Whether batches can be filled: cards may let in fewer parts than one starts with, and what orders leave over may
//! be too few.

use std::collections::{BTreeMap, BTreeSet};

use super::compile::Compiler;
use super::names::spot_of;
use super::{Batch, Mix, Model, Next};
use crate::diagnostic::{Diagnostic, Spot, code, listed};
use crate::ids::{CardsId, Id, ProductId, StationId, StepId};

/// Points at which the quantity of a demand is looked at.
const POINTS: u32 = 100;

impl Batch {
    /// How many parts are left over of so many that go together, if they are too few to start with.
    fn rest(&self, parts: u64) -> Option<u64> {
        let rest = parts % u64::from(self.size);
        (rest > 0 && rest < u64::from(self.minimum)).then_some(rest)
    }
}

impl Model {
    /// The most parts of the fewest that go together at a station, where cards let in no more; with the cards.
    fn most_let_in(&self, station: StationId, mix: &Mix) -> Option<(u32, BTreeSet<CardsId>)> {
        let mut groups: BTreeMap<u32, Option<BTreeSet<CardsId>>> = BTreeMap::new();
        for place in self.places.iter().filter(|place| place.station == station) {
            let product = self.steps[place.step].product;
            let group = match mix {
                Mix::Kinds(kinds) => kinds[product],
                Mix::Orders => super::setup::number(product.position()),
            };
            let cards = self.fewest_cards(place.step);
            let of_group = groups.entry(group).or_insert_with(|| Some(BTreeSet::new()));
            match cards {
                Some(cards) => of_group.iter_mut().for_each(|all| _ = all.insert(cards)),
                None => *of_group = None,
            }
        }
        let count = |cards: &BTreeSet<CardsId>| {
            cards.iter().fold(0_u32, |sum, &id| sum.saturating_add(self.control.cards[id].count))
        };
        groups.into_values().flatten().map(|cards| (count(&cards), cards)).min()
    }

    /// The cards of which there are fewest among those that a part holds at a step.
    fn fewest_cards(&self, step: StepId) -> Option<CardsId> {
        let held = self.control.held(step).iter().copied();
        held.min_by_key(|&id| self.control.cards[id].count)
    }

    /// Cards that parts of several kinds can hold all at a station, too few of each kind for a batch; with the number
    /// of kinds.
    fn held_by_kinds(&self, station: StationId, batch: &Batch) -> Option<(CardsId, u32)> {
        let Mix::Kinds(kinds) = &batch.mix else { return None };
        let mut of_cards: BTreeMap<CardsId, BTreeSet<u32>> = BTreeMap::new();
        for place in self.places.iter().filter(|place| place.station == station) {
            let kind = kinds[self.steps[place.step].product];
            let cards = self.fewest_cards(place.step)?;
            of_cards.entry(cards).or_default().insert(kind);
        }
        of_cards.into_iter().find_map(|(cards, kinds)| {
            let kinds = u32::try_from(kinds.len()).unwrap_or(u32::MAX);
            let too_few = kinds.saturating_mul(batch.minimum.saturating_sub(1));
            // Where there are fewer than one batch takes, that is told already.
            let held = batch.minimum..=too_few;
            held.contains(&self.control.cards[cards].count).then_some((cards, kinds))
        })
    }

    /// Whether every part of a product comes to a station.
    fn always_comes(&self, product: ProductId, station: StationId) -> bool {
        let row = &self.products[product];
        let mut steps = row.steps.iter();
        let is_there = |step: StepId| {
            let mut places = self.steps[step].places.iter();
            self.steps[step].places.len() == 1
                && places.all(|place| self.places[place].station == station)
        };
        row.lines.len() == 1
            && row.steps.iter().all(|step| matches!(self.steps[step].next, Next::Always(_)))
            && steps.any(is_there)
    }
}

impl Compiler<'_> {
    /// Warns of batches that start with more parts than cards ever let in: nothing comes out.
    fn warn_of_batches_over_limits(&mut self) {
        let over = |(station, batch): (StationId, &Batch)| {
            let (most, cards) = self.model.most_let_in(station, &batch.mix)?;
            (batch.wait.is_none() && most < batch.minimum).then(|| {
                let name = &self.model.stations[station].name;
                let limits = cards.iter().map(|&id| {
                    let cards = &self.model.control.cards[id];
                    let key = match (cards.has_store, &cards.pool) {
                        (true, _) => "cards",
                        (false, Some(_)) => "count",
                        (false, None) => "limit",
                    };
                    format!("`{key}` of `{}` is {}", cards.name, cards.count)
                });
                let limits = limits.collect::<Vec<_>>().join(", ");
                let message = format!(
                    "a batch of `{name}` starts with {} parts, and fewer are let in at once: {limits}",
                    batch.minimum
                );
                let hint = format!(
                    "let more parts in, or write a `minimum` of {most} or less, or a `wait`, in `batch`"
                );
                let complaint = Diagnostic::warning(code::DUBIOUS, message).hint(hint);
                Diagnostic { spot: self.batch_spot(name), ..complaint }
            })
        };
        let complaints: Vec<Diagnostic> = self.batches().into_iter().filter_map(over).collect();
        for complaint in complaints {
            self.complain(complaint);
        }
    }

    /// Warns of cards that can all be held by parts of which none fill a batch.
    fn warn_of_held_cards(&mut self) {
        let held = |(station, batch): (StationId, &Batch)| {
            let (cards, kinds) = self.model.held_by_kinds(station, batch)?;
            let minimum = batch.minimum;
            let name = &self.model.stations[station].name;
            let cards = &self.model.control.cards[cards];
            let message = format!(
                "all {} cards of `{}` can be held by parts that wait at `{name}` for others of their kind, of which \
                 there are {kinds}: a batch starts with {minimum}",
                cards.count, cards.name
            );
            let hint = format!(
                "{} cards or more, a smaller `minimum`, or a `wait` in `batch`",
                kinds.saturating_mul(minimum.saturating_sub(1)).saturating_add(1)
            );
            let complaint = Diagnostic::warning(code::DUBIOUS, message).hint(hint);
            let spot = self.batch_spot(name);
            batch.wait.is_none().then_some(Diagnostic { spot, ..complaint })
        };
        let complaints: Vec<Diagnostic> = self.batches().into_iter().filter_map(held).collect();
        for complaint in complaints {
            self.complain(complaint);
        }
    }

    /// Warns of parts that may wait for ever, because too few others go with them.
    pub(super) fn warn_of_rests(&mut self) {
        self.warn_of_batches_over_limits();
        self.warn_of_held_cards();
        let rests = |(station, batch): (StationId, &Batch)| {
            let (what, parts, rest) = match &batch.mix {
                _ if batch.wait.is_some() => None,
                Mix::Orders => self.rest_of_an_order(station, batch),
                Mix::Kinds(kinds) => self.rest_of_all(station, batch, |product| kinds[product]),
            }?;
            let name = &self.model.stations[station].name;
            let message = format!(
                "parts can wait at `{name}` for ever: a batch starts with {}, and of the {parts} parts of {what} \
                 {rest} can be left over",
                batch.minimum
            );
            let hint = "write a `wait` in `batch`, or a smaller `minimum`";
            let complaint = Diagnostic::warning(code::DUBIOUS, message).hint(hint);
            Some(Diagnostic { spot: self.batch_spot(name), ..complaint })
        };
        let complaints: Vec<Diagnostic> = self.batches().into_iter().filter_map(rests).collect();
        for complaint in complaints {
            self.complain(complaint);
        }
    }

    fn batches(&self) -> Vec<(StationId, &Batch)> {
        let stations = self.model.stations.enumerated();
        stations.filter_map(|(id, row)| Some((id, row.batch.as_deref()?))).collect()
    }

    /// The first order that leaves parts over: what it is, its parts, and how many are left.
    fn rest_of_an_order(&self, station: StationId, batch: &Batch) -> Option<(String, u64, u64)> {
        let comes = |product: ProductId| self.model.always_comes(product, station);
        let dated =
            self.model.orders.iter().filter(|order| comes(order.product)).find_map(|order| {
                let parts = u64::from(order.quantity);
                Some((format!("the order `{}`", order.name), parts, batch.rest(parts)?))
            });
        dated.or_else(|| {
            self.model.demands.iter().find_map(|demand| {
                let rows = demand.first_product as usize..demand.end_product as usize;
                let mut products = self.model.demand_products[rows].iter();
                if !products.all(|&(_, product)| comes(product)) {
                    return None;
                }
                let quantity = |point: u32| {
                    let p = (f64::from(point) + 0.5) / f64::from(POINTS);
                    demand.quantity.quantile(p).map(whole)
                };
                let mut quantities = (0..POINTS).filter_map(quantity);
                let what = format!("an order of the demand `{}`", demand.name);
                let found = quantities.find_map(|parts| Some((parts, batch.rest(parts)?)));
                found.map(|(parts, rest)| (what, parts, rest))
            })
        })
    }

    /// The parts of a kind that all dated orders leave over, where nothing else comes.
    fn rest_of_all(
        &self,
        station: StationId,
        batch: &Batch,
        kind: impl Fn(ProductId) -> u32,
    ) -> Option<(String, u64, u64)> {
        if !self.model.demands.is_empty() || self.model.orders.is_empty() {
            return None;
        }
        let mut parts: BTreeMap<u32, (u64, BTreeSet<&str>)> = BTreeMap::new();
        for order in &self.model.orders {
            let all = parts.entry(kind(order.product)).or_default();
            all.0 += u64::from(order.quantity);
            all.1.insert(&self.model.products[order.product].name);
        }
        let comes = |id: ProductId| self.model.always_comes(id, station);
        let all_come = |of: u32| {
            let mut products = self.model.orders.iter().map(|order| order.product);
            products.all(|id| kind(id) != of || comes(id))
        };
        parts.into_iter().filter(|(of, _)| all_come(*of)).find_map(|(_, (parts, names))| {
            let names = listed(names);
            Some((format!("all orders of {names}"), parts, batch.rest(parts)?))
        })
    }

    fn batch_spot(&self, station: &str) -> Option<Spot> {
        let written = self.scenario.station.get(station).and_then(|row| row.batch.as_ref());
        written.map(|batch| batch.spot).or_else(|| spot_of(&self.scenario.station, station))
    }
}

/// A number of parts as it is drawn.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a count of parts")]
fn whole(quantity: f64) -> u64 {
    libm::round(quantity.max(0.0)) as u64
}
