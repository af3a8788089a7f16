//! The benchmark models, read like any scenario, and one replication of each.

use gemba::model::{Length, Model, compile};
use gemba::observe::Tally;
use gemba::plant::Plant;
use gemba::scenario::{Memory, read};
use gemba::units::{Span, Time};

/// What a replication has done.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Counted {
    /// Parts that left.
    pub(crate) parts: u64,
    /// Cycles, failures, repairs and orders.
    pub(crate) events: u64,
    /// Mean time in system. Unit: seconds.
    pub(crate) flow: f64,
}

/// The model called `name`.
///
/// # Panics
/// If there is none, or its text is wrong.
pub(crate) fn model(name: &str) -> Model {
    let text = match name {
        "m1" => include_str!("m1.toml").to_owned(),
        "m2" => include_str!("m2.toml").to_owned(),
        "m2l" => include_str!("m2l.toml").to_owned(),
        "m3" => include_str!("m3.toml").to_owned(),
        _ => {
            let n = name.strip_prefix("lines").and_then(|n| n.parse().ok());
            side_by_side(n.unwrap_or_else(|| panic!("there is no model `{name}`")))
        }
    };
    let mut reading = read(&Memory::default().with("model.toml", text), "model.toml");
    let scenario = reading.scenario.as_ref();
    let model = scenario.and_then(|scenario| compile(scenario, &mut reading.diagnostics));
    model.unwrap_or_else(|| panic!("{}", reading.diagnostics.plain(&reading.sources)))
}

/// One replication with all figures counted, `scale` times as long as the model says.
///
/// # Panics
/// If the run ends early.
pub(crate) fn run(model: &Model, seed: u64, scale: f64) -> Counted {
    let Length::For(length) = model.run.length else { panic!("the models run for a time") };
    let end = Time::ZERO + Span::round(length.ticks() as f64 * scale);
    let tally = Tally::new(model, Span::from_ticks(end.ticks() / 200));
    let mut plant = Plant::new(model, seed, 0, tally);
    assert!(plant.run_until(end), "{:?}", plant.stopped());
    let tally = plant.observer();
    let stations = model.stations.ids().map(|id| tally.station(id));
    let operations: u64 = stations.map(|row| row.done + row.failures + row.repairs).sum();
    let orders: u64 = model.demands.ids().map(|id| tally.demand(id).opened).sum();
    let products = model.products.ids().map(|id| tally.product(id));
    let (parts, time) = products
        .fold((0, 0.0), |(parts, time), row| (parts + row.finished, time + row.time as f64));
    Counted { parts, events: operations + orders, flow: time / 1e6 / parts as f64 }
}

/// `n` tandem lines that have nothing to do with each other, for 400,000 s in all.
fn side_by_side(n: u32) -> String {
    let length = 400_000 / n;
    let lines = (1..=n).map(|line| {
        let name = |i: u32| format!("l{line}_s{i}");
        let names: Vec<String> = (1..=5).map(|i| format!("\"{}\"", name(i))).collect();
        let station = |i: u32| {
            let buffer = if i > 1 { "buffer = 10" } else { "" };
            format!("[station.{}]\n{CYCLE}\n{buffer}\n", name(i))
        };
        let stations: String = (1..=5).map(station).collect();
        format!("[line.l{line}]\nstations = [{}]\n{stations}", names.join(", "))
    });
    format!("[run]\nlength = \"{length} s\"\nreplications = 1\n{}", lines.collect::<String>())
}

const CYCLE: &str = r#"cycle = { dist = "exponential", mean = "1 s" }"#;
