//! What one event costs in whole replications of the benchmark models, all figures counted.

#[path = "models/replication.rs"]
mod replication;

use std::hint::black_box;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};

/// Length of a measured replication, as a part of the model's own.
const SCALE: f64 = 0.02;

fn models(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("models");
    group.sample_size(20);
    for name in ["m1", "m2", "m2l", "m3"] {
        let model = replication::model(name);
        let counted = replication::run(&model, 1, SCALE);
        assert!(counted.parts > 0 && counted.flow > 0.0, "parts go through `{name}`");
        group.throughput(Throughput::Elements(counted.events));
        group.bench_function(name, |bencher| {
            bencher.iter(|| replication::run(black_box(&model), 1, SCALE));
        });
    }
    group.finish();
}

criterion_group!(benches, models);
criterion_main!(benches);
