//! One replication from start to end: an [`Outcome`] of integers and the values of all figures.

use super::audit::unsound;
use super::course::{LONGEST, first_width};
use super::open_work::Watch;
use super::order::{Fate, fates};
use super::people::Attended;
use super::results::{Ending, EventKind, LastEvent, Unfilled};
use super::rows::{Value, values};
use super::staff::Staffed;
use super::worked::Worked;
use crate::ids::{CardsId, ModeId, StationId};
use crate::model::{Length, Model};
use crate::observe::{Observer, Series, Tally};
use crate::plant::{Occurrence, Plant, Stop};
use crate::statistics::Histogram;
use crate::units::Time;

/// What one replication found.
#[derive(Clone, Debug)]
pub(super) struct Outcome {
    /// One value for each row of the layout.
    pub(super) values: Vec<Value>,
    /// What became of each dated order; taken when the replication is folded into the book.
    pub(super) fates: Vec<Fate>,
    /// Times in system of the parts that left. Unit: ticks.
    pub(super) times: Histogram,
    /// How many of them kept the common promise of all parts.
    pub(super) kept: u64,
    /// What was done in open hours; `None` if there were none.
    pub(super) worked: Option<Worked>,
    /// Hours of people.
    pub(super) attended: Attended,
    /// Crews, their hours and their roster.
    pub(super) staffed: Staffed,
    /// The backlog on which overtime is decided, in equal steps. Unit: hours.
    pub(super) backlog: Vec<f64>,
    /// Buckets over the whole run.
    pub(super) series: Series,
    /// End of the run.
    pub(super) end: Time,
    /// How it ended, if before its time.
    pub(super) ending: Option<Ending>,
}

/// Runs one replication, with a second observer that sees what the tally sees; `None` if it has
/// seen enough before the end.
pub(super) fn replicate<E: Observer>(
    model: &Model,
    seed: u64,
    replication: u64,
    extra: E,
) -> Option<Outcome> {
    let warm_up = model.run.warm_up.span();
    let warm = Time::ZERO + warm_up;
    let tally = Tally::new(model, first_width(model));
    let tally = if replication == 0 { tally.with_roster(model) } else { tally };
    let mut plant = Plant::new(model, seed, replication, (tally, extra));
    let mut watch = Watch::new(model);
    if !warm_up.is_zero() {
        watch.run_until(&mut plant, warm);
        let begin = if plant.stopped() == Some(&Stop::Standstill) { warm } else { plant.now() };
        plant.tell_paces(begin);
        plant.observer_mut().0.restart(begin);
    }
    let is_whole = match model.run.length {
        Length::For(length) => watch.run_until(&mut plant, warm + length),
        Length::OrdersDone => plant.run_orders(Time::ZERO + LONGEST),
    };
    if plant.stopped() == Some(&Stop::Cut) {
        return None;
    }
    // A plant that stands still for ever does so until the end: its figures are over all the time.
    let end = match (plant.stopped(), model.run.length) {
        (Some(Stop::Standstill), Length::For(length)) => warm + length,
        _ => plant.now(),
    };
    let ending = unsound(model, &plant, end).or_else(|| ending(model, &plant, is_whole));
    plant.tell_paces(end);
    let open: Vec<_> = plant.open_orders().chain(plant.unreleased_orders()).collect();
    let (mut tally, _) = plant.into_observer();
    for order in open {
        tally.judge_open(&order, end);
    }
    tally.close_hours(end);
    let fates = fates(model, &tally);
    let values = values(model, &tally, end, is_whole);
    let attended = Attended::of(model, &tally, end);
    let staffed = Staffed::of(model, &tally, end);
    let (times, kept) = (tally.times().clone(), tally.kept());
    let finished = model.products.ids().map(|product| tally.product(product).finished).sum();
    let worked = Worked::of(&mut tally, finished, end);
    let series = tally.take_series(end);
    let backlog = watch.seen;
    Some(Outcome {
        values,
        fates,
        times,
        kept,
        worked,
        attended,
        staffed,
        backlog,
        series,
        end,
        ending,
    })
}

/// How a replication ended, if not as asked.
pub(super) fn ending<O: Observer>(
    model: &Model,
    plant: &Plant<'_, O>,
    is_whole: bool,
) -> Option<Ending> {
    let (limits, now) = (&model.run.limits, plant.now());
    if let Some((at, stations)) = plant.deadlocked() {
        let name = |&station: &StationId| model.stations[station].name.clone();
        if let Some(not_full) = plant.not_full() {
            let batch = |(station, parts): &(StationId, u32)| Unfilled {
                station: name(station),
                parts: *parts,
                minimum: model.stations[*station].fewest_together(),
            };
            let counts = |id: &CardsId| model.control.cards[*id].work.is_none();
            let cards = not_full.cards.iter().copied().filter(counts).map(|id| {
                let cards = &model.control.cards[id];
                (cards.name.clone(), cards.count)
            });
            let batches = not_full.batches.iter().map(batch).collect();
            return Some(Ending::NotFull { at, batches, cards: cards.collect() });
        }
        let stations = stations.iter().map(name).collect();
        let materials = plant.materials_missing();
        let materials: Vec<String> =
            materials.iter().map(|&id| model.materials[id].name.clone()).collect();
        if !materials.is_empty() {
            return Some(Ending::OutOfMaterial { at, stations, materials });
        }
        let conveyors = plant.deadlocked_conveyors();
        let conveyors = conveyors.map(|id| model.conveyors[id].name.clone()).collect();
        let pools = plant.pools_all_held().map(|id| model.control.cards[id].noun().to_owned());
        return Some(Ending::Deadlock { at, stations, conveyors, pools: pools.collect() });
    }
    match plant.stopped() {
        None if is_whole => None,
        None => Some(Ending::NeverDone { at: now, orders: plant.dated_orders_left() }),
        Some(Stop::Standstill) => {
            let (stations, conveyors, pools) = (Vec::new(), Vec::new(), Vec::new());
            Some(Ending::Deadlock { at: now, stations, conveyors, pools })
        }
        Some(Stop::TooManyParts) => Some(Ending::TooManyParts { at: now, limit: limits.parts }),
        Some(Stop::TooManyEvents) => Some(Ending::TooManyEvents { at: now, limit: limits.events }),
        Some(Stop::TooManyRounds) => Some(Ending::TooManyRounds {
            at: now,
            limit: limits.rounds,
            last: plant.last_events().map(|event| last_event(model, event)).collect(),
        }),
        Some(Stop::Cut) => unreachable!("a run that was cut has no outcome"),
    }
}

/// An event with the names of where it came due.
fn last_event(model: &Model, event: Occurrence) -> LastEvent {
    let station = |id: StationId| model.stations[id].name.clone();
    let of_mode = |mode: ModeId| {
        let failure = &model.failures[model.modes[mode].failure];
        vec![failure.name.clone(), station(failure.station)]
    };
    let is_planned = |mode: ModeId| model.failures[model.modes[mode].failure].is_upkeep();
    let (what, at) = match event {
        Occurrence::Cycle(id) => (EventKind::Cycle, vec![station(id)]),
        Occurrence::Move(way) => {
            let way = &model.ways[way];
            (EventKind::Move, vec![station(way.from), station(way.to)])
        }
        Occurrence::Repair(mode) if is_planned(mode) => (EventKind::Maintained, of_mode(mode)),
        Occurrence::Failure(mode) if is_planned(mode) => (EventKind::Due, of_mode(mode)),
        Occurrence::Repair(mode) => (EventKind::Repair, of_mode(mode)),
        Occurrence::Failure(mode) => (EventKind::Failure, of_mode(mode)),
        Occurrence::Calendar(id) => (EventKind::Calendar, vec![model.calendars[id].name.clone()]),
        Occurrence::Arrival(id) => (EventKind::Arrival, vec![model.demands[id].name.clone()]),
        Occurrence::Release(id) => (EventKind::Release, vec![model.orders[id].name.clone()]),
    };
    LastEvent { what, at }
}
