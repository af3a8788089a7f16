//! What one random number costs, with its keying.

use std::hint::black_box;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use gemba::random::{Distribution, Stream};

/// Variates of one measurement: consecutive parts at one station.
const VARIATES: u64 = 1000;

fn families() -> Vec<(&'static str, Distribution)> {
    let made = [
        ("constant", Distribution::constant(4.0)),
        ("uniform", Distribution::uniform(2.0, 8.0)),
        ("exponential", Distribution::exponential(4.0)),
        ("triangular", Distribution::triangular(1.0, 3.0, 8.0)),
        ("lognormal", Distribution::lognormal(5.0, 3.0)),
        ("normal", Distribution::normal(10.0, 2.0)),
        ("weibull", Distribution::weibull(10.0, 5.0)),
        ("loglogistic", Distribution::loglogistic(10.0, 5.0)),
        ("gamma", Distribution::gamma(10.0, 5.0)),
        ("erlang", Distribution::erlang(6.0, 3)),
        ("pert", Distribution::pert(2.0, 5.0, 14.0)),
        ("poisson", Distribution::poisson(3.2)),
        ("hyperexponential", Distribution::hyperexponential_cv(10.0, 2.0)),
    ];
    made.into_iter().map(|(name, made)| (name, made.expect("right parameters"))).collect()
}

fn variates(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("random");
    group.throughput(Throughput::Elements(VARIATES));
    let stream = Stream::new(1, &["station", "cnc", "cycle"], 0);
    for (name, distribution) in families() {
        group.bench_function(name, |bencher| {
            bencher.iter(|| {
                let distribution = black_box(&distribution);
                (0..VARIATES).map(|part| distribution.sample(stream, part, 0)).sum::<f64>()
            });
        });
    }
    group.finish();
}

criterion_group!(benches, variates);
criterion_main!(benches);
