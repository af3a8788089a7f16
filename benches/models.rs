//! What one event costs in whole replications of the benchmark models, all figures counted.

#[path = "models/replication.rs"]
mod replication;

use std::hint::black_box;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use gemba::model::Model;
use replication::Counted;

/// Length of a measured replication, as a part of the model's own.
const SCALE: f64 = 0.02;

fn once(model: &Model) -> Counted {
    replication::go_on(&mut replication::warmed_up(model, 1), SCALE)
}

fn models(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("models");
    group.sample_size(20);
    for name in ["m1", "m1b", "m1c", "m1v", "m2", "m2l", "m3", "m4"] {
        let model = replication::model(name);
        let counted = once(&model);
        assert!(counted.parts > 0 && counted.flow > 0.0, "parts go through `{name}`");
        group.throughput(Throughput::Elements(counted.events));
        group.bench_function(name, |bencher| {
            bencher.iter(|| once(black_box(&model)));
        });
    }
    group.finish();
}

criterion_group!(benches, models);
criterion_main!(benches);
