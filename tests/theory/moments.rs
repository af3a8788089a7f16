//! `pub-dist-moments`: a million variates of every distribution, as the language makes it, against
//! its closed mean and standard deviation.

use gemba::random::{Distribution, Stream};
use rayon::prelude::*;

use crate::support::model;

/// How a distribution is written, with its mean and standard deviation. Unit: minutes or counts.
type Known = (&'static str, f64, f64);

/// Lengths of time.
const TIMES: &[Known] = &[
    (r#"{ dist = "exponential", mean = "4 min" }"#, 4.0, 4.0),
    (r#"{ dist = "uniform", min = "2 min", max = "8 min" }"#, 5.0, 1.732_050_8),
    (r#"{ dist = "triangular", min = "1 min", mode = "3 min", max = "8 min" }"#, 4.0, 1.471_960_1),
    (r#"{ dist = "normal", mean = "10 min", sd = "2 min" }"#, 10.0, 2.0),
    (r#"{ mean = "5 min", sd = "3 min" }"#, 5.0, 3.0),
    (r#"{ dist = "lognormal", mean = "5 min", cv = 0.6 }"#, 5.0, 3.0),
    (r#"{ dist = "gamma", shape = 2.5, scale = "4 min" }"#, 10.0, 6.324_555_3),
    (r#"{ dist = "erlang", mean = "6 min", phases = 3 }"#, 6.0, 3.464_101_6),
    (r#"{ dist = "weibull", shape = 1.5, scale = "100 min" }"#, 90.274_529, 61.293_579),
    (
        r#"{ dist = "beta", min = "10 min", max = "30 min", mean = "15.714286 min", sd = "3.1943828 min" }"#,
        15.714_286,
        3.194_382_8,
    ),
    (r#"{ dist = "pert", min = "2 min", mode = "5 min", max = "14 min" }"#, 6.0, 2.138_089_9),
    (
        r#"{ dist = "hyperexponential", means = ["10 min", "1 min"], shares = ["30 %", "70 %"] }"#,
        3.7,
        6.907_242_6,
    ),
    (
        r#"{ dist = "discrete", values = ["2 min", "5 min", "9 min"], shares = ["20 %", "50 %", "30 %"] }"#,
        5.6,
        2.497_999_2,
    ),
];

/// Counts.
const COUNTS: &[Known] = &[
    (r#"{ dist = "poisson", mean = 3.2 }"#, 3.2, 1.788_854_4),
    (r#"{ dist = "geometric", p = "25 %" }"#, 4.0, 3.464_101_6),
    (
        r#"{ dist = "discrete", values = [2, 5, 9], shares = ["20 %", "50 %", "30 %"] }"#,
        5.6,
        2.497_999_2,
    ),
];

/// Ticks in a minute.
const MINUTE: f64 = 60e6;

/// A plant with this cycle and this quantity.
fn plant(cycle: &str, quantity: &str) -> gemba::model::Model {
    model(&format!(
        "[line.main]\nstations = [\"machine\"]\n[station.machine]\ncycle = {cycle}\n\
         [demand.parts]\nevery = \"1 h\"\nquantity = {quantity}\n"
    ))
}

/// An estimate with its standard error.
type Estimate = (f64, f64);

/// Mean and standard deviation of a million variates.
fn moments(distribution: &Distribution, unit: f64) -> (Estimate, Estimate) {
    const N: u64 = 1_000_000;
    let stream = Stream::new(1, &["moments"], 0);
    let variates: Vec<f64> =
        (0..N).into_par_iter().map(|index| distribution.sample(stream, index, 0) / unit).collect();
    let mean = variates.iter().sum::<f64>() / N as f64;
    let about = |order| variates.iter().map(|value| (value - mean).powi(order)).sum::<f64>();
    let (variance, fourth) = (about(2) / N as f64, about(4) / N as f64);
    let sd = variance.sqrt();
    let root = (N as f64).sqrt();
    ((mean, sd / root), (sd, (fourth - variance * variance).sqrt() / (2.0 * sd * root)))
}

fn judge(&(text, mean, sd): &Known, distribution: &Distribution, unit: f64) -> Vec<String> {
    let (found_mean, found_sd) = moments(distribution, unit);
    let mut wrong = Vec::new();
    let mut hold = |what: &str, (found, error): Estimate, right: f64| {
        assert!(error * 3.0 <= 0.01 * right, "{text}: too few variates for the {what}");
        if (found - right).abs() > 0.01 * right {
            wrong.push(format!("{text}: {what} {found} for {right}"));
        }
    };
    hold("mean", found_mean, mean);
    hold("standard deviation", found_sd, sd);
    hold("stated mean", (distribution.mean() / unit, 0.0), mean);
    hold("stated standard deviation", (distribution.sd() / unit, 0.0), sd);
    wrong
}

#[test]
fn pub_dist_moments() {
    let times = TIMES.iter().flat_map(|known| {
        let model = plant(known.0, "1");
        let place = model.places.iter().next().unwrap();
        judge(known, &place.cycle, MINUTE)
    });
    let counts = COUNTS.iter().flat_map(|known| {
        let model = plant("\"1 min\"", known.0);
        let demand = model.demands.iter().next().unwrap();
        judge(known, &demand.quantity, 1.0)
    });
    let wrong: Vec<String> = times.chain(counts).collect();
    assert!(wrong.is_empty(), "{wrong:#?}");
}
