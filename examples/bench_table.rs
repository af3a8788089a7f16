//! The table of speeds in the README: `cargo run --release --example bench_table`.
//!
//! Every model of `benches/models/` runs for about two million events, seven times on one core, with
//! all figures counted. Shown is the run of median time.

#[path = "../benches/models/replication.rs"]
mod replication;

use std::time::Instant;

use replication::Counted;

/// Runs of each model.
const RUNS: u64 = 7;

/// What is measured: the model, what it is, and how much longer it runs than it says.
const MODELS: [(&str, &str, f64); 8] = [
    ("m1", "five stations in a row, exponential times", 2.0),
    ("m1b", "the same with an oven for four in the middle", 1.0),
    ("m1c", "the first with conveyors between them", 1.0),
    ("m1v", "the first with carts that bring the parts", 1.0),
    ("m2", "twenty stations that fail, two repairers, constant times", 1.0),
    ("m2l", "the same, lognormal times", 1.0),
    ("m3", "job shop: 30 work centres, six routes, orders at random", 6.0),
    ("m4", "eight stations, rework, orders of ten, four operators in two shifts", 9.0),
];

#[expect(clippy::print_stdout, reason = "the answer")]
fn main() {
    println!("| model | events | a second | ns an event |");
    println!("|---|---:|---:|---:|");
    for (name, what, scale) in MODELS {
        let model = replication::model(name);
        let mut runs: Vec<(f64, u64)> = (1..=RUNS).map(|seed| timed(&model, seed, scale)).collect();
        runs.sort_by(|one, other| one.0.total_cmp(&other.0));
        let (ns, events) = runs[runs.len() / 2];
        println!(
            "| {what} | {:.1} million | {:.1} million | {ns:.0} |",
            events as f64 / 1e6,
            1e3 / ns
        );
    }
}

/// Nanoseconds an event, and the events.
#[expect(clippy::disallowed_methods, reason = "this program is about the clock")]
fn timed(model: &gemba::model::Model, seed: u64, scale: f64) -> (f64, u64) {
    let mut plant = replication::warmed_up(model, seed);
    let start = Instant::now();
    let Counted { parts, events, flow } = replication::go_on(&mut plant, scale);
    let ns = start.elapsed().as_secs_f64() * 1e9 / events as f64;
    assert!(parts > 0 && flow > 0.0, "parts go through");
    (ns, events)
}
