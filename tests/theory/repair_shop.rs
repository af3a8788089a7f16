//! The test-and-repair shop against its published results.
//!
//! Source of the numbers: M. D. Rossetti, *Simulation Modeling using the Kotlin Simulation
//! Library*, section 7.1.3, example 7.4: ten replications of 249,600 minutes, base arrivals.

use gemba::model::{Length, Model, Replications, WarmUp};
use gemba::study::{EntityKind, Results, Settings, run};
use gemba::units::Span;

use crate::support;

/// Published average and half-width (95 %, ten replications) of a station's figure.
const STATIONS: &[(&str, &str, f64, f64)] = &[
    ("diagnostics", "utilisation", 0.744, 0.007),
    ("diagnostics", "queue_length", 1.844, 0.110),
    ("diagnostics", "queue_time", 36.964, 2.043),
    ("diagnostics", "starts", 12_443.4, 75.921),
    ("test1", "utilisation", 0.855, 0.005),
    ("test1", "queue_length", 3.245, 0.279),
    ("test1", "queue_time", 57.692, 4.736),
    ("test1", "starts", 14_027.0, 76.189),
    ("test2", "utilisation", 0.773, 0.006),
    ("test2", "queue_length", 1.546, 0.126),
    ("test2", "queue_time", 41.279, 3.062),
    ("test2", "starts", 9_337.3, 77.976),
    ("test3", "utilisation", 0.858, 0.006),
    ("test3", "queue_length", 2.559, 0.269),
    ("test3", "queue_time", 51.318, 5.176),
    ("test3", "starts", 12_436.4, 76.419),
    ("repair", "utilisation", 0.864, 0.006),
    ("repair", "queue_length", 1.233, 0.120),
    ("repair", "queue_time", 24.733, 2.273),
    ("repair", "starts", 12_430.7, 75.528),
];

/// The same of the shop as a whole.
const SHOP: &[(&str, f64, f64)] =
    &[("wip", 17.572, 0.803), ("time_in_system", 352.487, 14.262), ("on_time", 0.817, 0.028)];

fn shop() -> Model {
    support::model(include_str!("../../scenarios/test-and-repair.toml"))
}

fn replications(n: u32) -> Settings {
    Settings { replications: Some(Replications::Fixed(n)), ..Settings::default() }
}

/// Figures that differ from the book by more than both half-widths allow.
fn off(results: &Results) -> Vec<String> {
    let stations = STATIONS.iter().map(|&(station, kpi, book, half)| {
        (station, results.of(EntityKind::Station, station, kpi), kpi, book, half)
    });
    let shop = SHOP.iter().map(|&(kpi, book, half)| ("shop", results.plant(kpi), kpi, book, half));
    let mut off = Vec::new();
    for (name, figure, kpi, book, half) in stations.chain(shop) {
        let interval = figure.expect("a figure of the shop").interval;
        let allowed = half.hypot(interval.half_width);
        if (interval.estimate - book).abs() > allowed {
            let ours = interval.estimate;
            off.push(format!("{name} {kpi}: {ours:.4} against {book} (allowed {allowed:.4})"));
        }
    }
    off
}

#[test]
fn the_shop_agrees_with_the_book() {
    let results = run(&shop(), &replications(60), &());
    let off = off(&results);
    assert!(off.len() <= 1, "{off:#?}");
}

/// Exact loads: arrivals times mean work over machines.
const LOADS: &[(&str, f64)] = &[
    ("diagnostics", 0.75),
    ("test1", 0.856_25),
    ("test2", 0.775),
    ("test3", 0.8625),
    ("repair", 0.868_055_555_555_555_6),
];

#[test]
#[ignore = "long: cargo test --release --test theory -- --ignored"]
fn the_loads_are_exact() {
    let mut model = shop();
    model.run.warm_up = WarmUp::For(Span::from_minutes(50_000));
    model.run.length = Length::For(Span::from_minutes(12_000_000));
    let results = run(&model, &replications(60), &());
    for &(name, load) in LOADS {
        let figure = results.of(EntityKind::Station, name, "utilisation").expect("a station");
        let error = figure.interval.sd / f64::from(figure.interval.n).sqrt();
        let ours = figure.interval.estimate;
        println!("{name}: {ours:.6} ± {error:.6}, exact {load:.6}");
        assert!(error <= 2e-4, "{name}: standard error {error}");
        assert!((ours - load).abs() <= 3.5 * error, "{name}: {ours} against {load} ± {error}");
    }
}
