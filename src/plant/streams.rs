//! The random streams of one replication, named by entity and purpose, never by position.

use crate::ids::{
    CardsId, DemandId, MaterialId, ModeId, StationId, SupplierId, Table, VehicleId, WayId,
};
use crate::model::{Grows, Model};
use crate::random::Stream;

/// Every stream that the plant draws from.
#[derive(Debug)]
pub(super) struct Streams {
    /// Duration of a cycle. Index: part, visit.
    pub(super) cycle: Table<StationId, Stream>,
    /// What hands do around a cycle, by stage; `None` where they do nothing. Index: part, visit.
    pub(super) handling: Table<StationId, Option<[Stream; 6]>>,
    /// How much longer a batch takes for each part. Index: part, visit.
    pub(super) batch: Table<StationId, Stream>,
    /// Scrap. Index: part, visit.
    pub(super) scrap: Table<StationId, Stream>,
    /// Branch after a step. Index: part, visit.
    pub(super) next: Table<StationId, Stream>,
    /// How long parts stand aside. Index: part, visit to the station; of those that are away: lorry of the station.
    pub(super) hold: Table<StationId, Stream>,
    /// Whether a first piece fails, how long the setup is corrected, how long it is inspected on its machine. Index:
    /// part, visit.
    pub(super) first_piece: Table<StationId, [Stream; 3]>,
    /// Time to failure. Index: failure number of the mode.
    pub(super) to_failure: Table<ModeId, Stream>,
    /// Time to repair. Index: failure number of the mode.
    pub(super) to_repair: Table<ModeId, Stream>,
    /// Wear; empty where nothing wears. Index: part, visit; by the hour: renewal.
    pub(super) wear: Table<ModeId, Stream>,
    /// Moving time. Index: part, number of the move.
    pub(super) transfer: Table<WayId, Stream>,
    /// Time until something of a pool is back. Index: part and station, visit.
    pub(super) returns: Table<CardsId, Stream>,
    /// Of each material that is ordered: lead time, whether a delivery is late, by how much, whether it is short, how
    /// many are defective, how long the inspection takes, lead time when it is expedited; for each of its suppliers.
    /// Index: purchase order of the material.
    pub(super) supplier: Table<MaterialId, Vec<[Stream; 7]>>,
    /// From the end of a time in which a supplier is down by chance to the next one, and how long it lasts. Index: number
    /// of that time.
    pub(super) outage: Table<SupplierId, [Stream; 2]>,
    /// Loading and unloading a vehicle. Index: first part of the load, number of its move.
    pub(super) vehicle: Table<VehicleId, [Stream; 2]>,
    /// Time to the next order. Index: order number of the demand.
    pub(super) arrival: Table<DemandId, Stream>,
    /// Product of an order. Index: order number of the demand.
    pub(super) product: Table<DemandId, Stream>,
    /// What an order is, by attribute. Index: order number of the demand.
    pub(super) is: Table<DemandId, Vec<Stream>>,
    /// Quantity of an order. Index: order number of the demand.
    pub(super) quantity: Table<DemandId, Stream>,
    /// Whether an order is cancelled, and when; empty where none is.
    pub(super) cancelled: Table<DemandId, [Stream; 2]>,
}

impl Streams {
    pub(super) fn new(model: &Model, seed: u64, replication: u64) -> Self {
        let stream = |name: &[&str]| Stream::new(seed, name, replication);
        let station = |purpose| {
            let named = |s: &crate::model::Station| stream(&["station", &s.name, purpose]);
            model.stations.iter().map(named).collect()
        };
        let mut cycle: Table<StationId, Stream> = station("cycle");
        // Work elements draw by their own names, at whichever station they are done.
        for work in &model.works {
            cycle[work.station] = stream(&["work"]);
        }
        let mode = |purpose| {
            let named = |mode: &crate::model::Mode| {
                let machine = &model.machines[mode.machine];
                let number = machine.number.to_string();
                let station = &model.stations[machine.station].name;
                let row = &model.failures[mode.failure];
                let failure = &row.name;
                if row.common.is_some() {
                    return stream(&["failure", failure, purpose]);
                }
                stream(&["station", station, &number, failure, purpose])
            };
            model.modes.iter().map(named).collect()
        };
        let demand = |purpose| {
            let named = |d: &crate::model::Demand| stream(&["demand", &d.name, purpose]);
            model.demands.iter().map(named).collect()
        };
        let transfer = model.ways.iter().map(|way| {
            let (from, to) = (&model.stations[way.from].name, &model.stations[way.to].name);
            stream(&["transfer", from, to])
        });
        let vehicle = model
            .vehicles
            .iter()
            .map(|row| ["load", "unload"].map(|purpose| stream(&["vehicle", &row.name, purpose])));
        Self {
            cycle,
            handling: model
                .stations
                .iter()
                .map(|row| {
                    let stages = ["setup", "load", "cycle", "during", "rest", "unload"];
                    let named = |stage| stream(&["station", &row.name, stage]);
                    row.is_staged().then(|| stages.map(named))
                })
                .collect(),
            batch: station("batch"),
            scrap: station("scrap"),
            hold: station("hold"),
            next: station("next"),
            wear: wear(model, &stream),
            first_piece: if model.has_first_pieces() {
                let purposes = ["first_piece_fails", "correct", "first_piece"];
                let of = |row: &crate::model::Station| {
                    purposes.map(|purpose| stream(&["station", &row.name, purpose]))
                };
                model.stations.iter().map(of).collect()
            } else {
                Table::new()
            },
            to_failure: mode("ttf"),
            to_repair: mode("ttr"),
            transfer: transfer.collect(),
            returns: {
                let named = |cards: &crate::model::Cards| stream(&["return", &cards.name]);
                let pools = if model.control.has_pools() { model.control.cards.len() } else { 0 };
                model.control.cards.iter().take(pools).map(named).collect()
            },
            supplier: suppliers(model, &stream),
            outage: outages(model, &stream),
            vehicle: vehicle.collect(),
            is: {
                let named = |demand: &crate::model::Demand| {
                    let names = demand.is.iter().map(|(name, _)| {
                        model.attributes.names.get(*name as usize).map_or("", String::as_str)
                    });
                    names.map(|name| stream(&["demand", &demand.name, "is", name])).collect()
                };
                model.demands.iter().map(named).collect()
            },
            arrival: demand("every"),
            product: demand("product"),
            quantity: demand("quantity"),
            cancelled: if model.demands.iter().any(|demand| demand.cancelled.is_some()) {
                let named = |demand: &crate::model::Demand| {
                    ["cancelled", "cancelled_after"]
                        .map(|purpose| stream(&["demand", &demand.name, purpose]))
                };
                model.demands.iter().map(named).collect()
            } else {
                Table::new()
            },
        }
    }
}

fn suppliers(
    model: &Model,
    stream: &dyn Fn(&[&str]) -> Stream,
) -> Table<MaterialId, Vec<[Stream; 7]>> {
    let purposes = ["lead_time", "late", "late_by", "short", "defective", "inspection", "expedite"];
    let named = |row: &crate::model::Material| {
        let names = row.suppliers().map(|id| model.suppliers[id].name.as_str());
        let of = |name| purposes.map(|what| stream(&["supplier", name, what, &row.name]));
        names.map(of).collect()
    };
    model.materials.iter().map(named).collect()
}

fn outages(model: &Model, stream: &dyn Fn(&[&str]) -> Stream) -> Table<SupplierId, [Stream; 2]> {
    let named = |row: &crate::model::Supplier| {
        ["down_every", "down_lasts"].map(|what| stream(&["supplier", &row.name, what]))
    };
    model.suppliers.iter().map(named).collect()
}

/// What a part wears is the same at whichever machine of its station.
fn wear(model: &Model, stream: &dyn Fn(&[&str]) -> Stream) -> Table<ModeId, Stream> {
    let modes = if model.has_wear() { model.modes.len() } else { 0 };
    let named = |mode: &crate::model::Mode| {
        let (machine, row) = (&model.machines[mode.machine], &model.failures[mode.failure]);
        let station = &model.stations[machine.station].name;
        match row.wear.as_deref().map(|wear| &wear.grows) {
            Some(Grows::PerHour(_)) => {
                stream(&["station", station, &machine.number.to_string(), &row.name, "wear"])
            }
            Some(Grows::EachPart(_)) | None => stream(&["station", station, &row.name, "wear"]),
        }
    };
    model.modes.iter().take(modes).map(named).collect()
}
