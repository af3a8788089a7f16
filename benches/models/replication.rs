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
        "m1b" => include_str!("m1b.toml").to_owned(),
        "m1c" => include_str!("m1c.toml").to_owned(),
        "m1v" => include_str!("m1v.toml").to_owned(),
        "m2" => include_str!("m2.toml").to_owned(),
        "m2l" => include_str!("m2l.toml").to_owned(),
        "m3" => include_str!("m3.toml").to_owned(),
        "m4" => include_str!("m4.toml").to_owned(),
        _ => of_any_size(name).unwrap_or_else(|| panic!("there is no model `{name}`")),
    };
    let mut reading = read(&Memory::default().with("model.toml", text), "model.toml");
    let scenario = reading.scenario.as_ref();
    let model = scenario.and_then(|scenario| compile(scenario, &mut reading.diagnostics));
    model.unwrap_or_else(|| panic!("{}", reading.diagnostics.plain(&reading.sources)))
}

/// A plant at the end of its warm-up, if the model has one; all figures are counted.
///
/// # Panics
/// If the run ends early.
pub(crate) fn warmed_up(model: &Model, seed: u64) -> Plant<'_, Tally> {
    let tally = Tally::new(model, Span::from_ticks(length(model).ticks() / 200));
    let mut plant = Plant::new(model, seed, 0, tally);
    let start = Time::ZERO + model.run.warm_up.span();
    assert!(plant.run_until(start), "{:?}", plant.stopped());
    plant.observer_mut().restart(start);
    plant
}

/// The rest of a replication, `scale` times as long as the model says.
///
/// # Panics
/// If the run ends early.
pub(crate) fn go_on(plant: &mut Plant<'_, Tally>, scale: f64) -> Counted {
    let model = plant.model();
    let end = plant.now() + Span::round(length(model).ticks() as f64 * scale);
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

fn length(model: &Model) -> Span {
    let Length::For(length) = model.run.length else { panic!("the models run for a time") };
    length
}

/// `linesN` or `chainN`.
fn of_any_size(name: &str) -> Option<String> {
    let size = |text: &str| text.parse().ok().filter(|&n: &u32| n > 0);
    let lines = name.strip_prefix("lines").and_then(size).map(side_by_side);
    lines.or_else(|| name.strip_prefix("chain").and_then(size).map(chain))
}

/// The tandem line with `n` stations, for 5,000,000 s of stations in all, when it has filled.
fn chain(n: u32) -> String {
    let name = |i: u32| format!("s{i}");
    format!(
        "[run]\nwarm_up = \"{} s\"\nlength = \"{} s\"\nreplications = 1\n{}",
        10 * n,
        5_000_000 / n,
        line("tandem", n, name)
    )
}

/// `n` tandem lines that have nothing to do with each other, for 400,000 s in all.
fn side_by_side(n: u32) -> String {
    let length = 400_000 / n;
    let one = |number: u32| line(&format!("l{number}"), 5, |i| format!("l{number}_s{i}"));
    let lines: String = (1..=n).map(one).collect();
    format!("[run]\nlength = \"{length} s\"\nreplications = 1\n{lines}")
}

/// A tandem line of `n` stations.
fn line(line: &str, n: u32, name: impl Fn(u32) -> String) -> String {
    let names: Vec<String> = (1..=n).map(|i| format!("\"{}\"", name(i))).collect();
    let station = |i: u32| {
        let buffer = if i > 1 { "buffer = 10" } else { "" };
        format!("[station.{}]\n{CYCLE}\n{buffer}\n", name(i))
    };
    let stations: String = (1..=n).map(station).collect();
    format!("[line.{line}]\nstations = [{}]\n{stations}", names.join(", "))
}

const CYCLE: &str = r#"cycle = { dist = "exponential", mean = "1 s" }"#;
