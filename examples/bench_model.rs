//! One replication of a benchmark model with all figures counted, timed:
//! `cargo run --release --example bench_model MODEL SEED SCALE`.
//!
//! MODEL is `m1`, `m1b`, `m1c`, `m1v`, `m2`, `m2l`, `m3`, `m4` (`benches/models/`), `linesN` (N copies of `m1` side by side), or
//! `chainN` (one of N stations, measured when it has filled).
//! SCALE multiplies the length. Prints one line of JSON: parts finished, canonical events (cycles,
//! failures, repairs, orders), the mean time in system in seconds, nanoseconds an event, and the
//! memory at its peak.

#[path = "../benches/models/replication.rs"]
mod replication;

use std::time::Instant;

use replication::Counted;

#[expect(clippy::disallowed_methods, reason = "this program is about arguments and the clock")]
fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [model, seed, scale] = arguments.as_slice() else { panic!("MODEL SEED SCALE") };
    let seed = seed.parse().expect("a seed is a whole number");
    let scale = scale.parse().expect("a scale is a number");
    let model = replication::model(model);
    let mut plant = replication::warmed_up(&model, seed);
    let start = Instant::now();
    let Counted { parts, events, flow } = replication::go_on(&mut plant, scale);
    let ns = start.elapsed().as_secs_f64() * 1e9 / events as f64;
    let peak = peak_mib();
    #[expect(clippy::print_stdout, reason = "the answer")]
    {
        println!(
            r#"{{"parts":{parts},"events":{events},"flow":{flow:.4},"ns":{ns:.2},"rss_mib":{peak:.1}}}"#
        );
    }
}

/// Most memory that the process has held, where the system tells.
#[expect(clippy::disallowed_methods, reason = "the system tells it in a file")]
fn peak_mib() -> f64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    let kib = line.and_then(|rest| rest.trim().strip_suffix(" kB")).and_then(|n| n.parse().ok());
    kib.unwrap_or(0.0) / 1024.0
}
