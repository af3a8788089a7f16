//! Claims about mean, spread, quantiles and bounds, against textbooks and against samples.

use super::{Row, rows};
use crate::random::{Distribution, Stream};

const SAMPLES: u64 = 400_000;
/// Standard errors that a sample may be off; one honest figure in 16,000 is further off.
const ERRORS: f64 = 4.0;

fn assert_close(row: &Row, figure: &str, found: f64, expected: f64) {
    let allowed = 1e-9 * expected.abs().max(1e-9);
    let name = row.name;
    assert!((found - expected).abs() <= allowed, "{name}: {figure} {found}, closed: {expected}");
}

#[test]
fn every_family_claims_what_the_textbook_says() {
    for row in rows() {
        assert_close(&row, "mean", row.distribution.mean(), row.mean);
        assert_close(&row, "sd", row.distribution.sd(), row.sd);
        if let Some(median) = row.median {
            let claimed = row.distribution.quantile(0.5).expect("a closed inverse");
            assert_close(&row, "median", claimed, median);
        }
        assert_bounds(&row);
        assert_eq!(row.distribution.is_constant(), row.sd == 0.0, "{}", row.name);
    }
}

#[test]
fn a_tail_without_a_variance_has_none_when_it_is_cut_from_below() {
    let heavy = Distribution::loglogistic_shape(1.5, 8.0).expect("a mean");
    let cut = heavy.clone().truncated(Some(4.0), None).expect("enough is left");
    assert!(heavy.sd().is_infinite() && cut.sd().is_infinite());
    assert!(cut.mean() > heavy.mean() && cut.mean().is_finite());
}

/// The bounds are those of the support; a table of counts ends where counts are next to impossible.
fn assert_bounds(row: &Row) {
    let ((least, greatest), support) = (row.distribution.bounds(), row.bounds);
    let inside = support.0 <= least && greatest <= support.1;
    let ends = row.name.starts_with("poisson") || (least, greatest) == support;
    assert!(inside && ends, "{}: {least} to {greatest}", row.name);
}

#[test]
fn every_family_draws_what_it_claims() {
    for row in rows() {
        let stream = Stream::new(1, &["distribution", row.name], 0);
        let draw = |index| row.distribution.sample(stream, index, 0);
        let values: Vec<f64> = (0..SAMPLES).map(draw).collect();
        assert_inside(&row, &values);
        assert_moments(&row, &values);
        assert_quantiles(&row, &values);
    }
}

fn assert_inside(row: &Row, values: &[f64]) {
    let (least, greatest) = row.distribution.bounds();
    for value in values {
        let inside = value.is_finite() && least <= *value && *value <= greatest;
        assert!(inside, "{}: {value} outside {least} to {greatest}", row.name);
    }
}

fn assert_moments(row: &Row, values: &[f64]) {
    let n = values.len() as f64;
    let mean = values.iter().sum::<f64>() / n;
    let about = |order| values.iter().map(|value| (value - row.mean).powi(order)).sum::<f64>() / n;
    let sd = about(2).sqrt();
    let mean_error = row.sd / n.sqrt() + 1e-12 * row.mean;
    let off = (mean - row.mean).abs();
    assert!(off <= ERRORS * mean_error, "{}: mean {mean}, not {}", row.name, row.mean);
    assert!(mean_error < 0.01 * row.mean, "{}: too few samples", row.name);
    if row.sd > 0.0 {
        // The standard error of a sample's standard deviation by its fourth moment.
        let sd_error = (about(4) - about(2) * about(2)).sqrt() / (2.0 * sd * n.sqrt());
        let off = (sd - row.sd).abs();
        assert!(off <= ERRORS * sd_error, "{}: sd {sd}, not {}", row.name, row.sd);
        assert!(sd_error < 0.05 * row.sd, "{}: too few samples", row.name);
    }
}

fn assert_quantiles(row: &Row, values: &[f64]) {
    let n = values.len() as f64;
    for p in [0.001, 0.01, 0.1, 0.3, 0.5, 0.7, 0.9, 0.99, 0.999] {
        let Some(quantile) = row.distribution.quantile(p) else { return };
        let allowed = ERRORS * (p * (1.0 - p) / n).sqrt();
        let below = values.iter().filter(|&&value| value < quantile).count() as f64 / n;
        let not_above = values.iter().filter(|&&value| value <= quantile).count() as f64 / n;
        let holds = below <= p + allowed && not_above >= p - allowed;
        assert!(holds, "{}: {below} to {not_above} instead of {p}", row.name);
    }
}

#[test]
fn a_quantile_never_falls() {
    for row in rows() {
        let mut last = 0.0;
        for step in 1..5000 {
            let Some(value) = row.distribution.quantile(f64::from(step) / 5000.0) else { break };
            assert!(value >= last, "{}: {value} after {last}", row.name);
            last = value;
        }
    }
}

#[test]
fn another_unit_changes_no_luck() {
    for row in rows() {
        let stream = Stream::new(1, &["unit"], 0);
        let scaled = row.distribution.scaled(60.0);
        for index in 0..1000 {
            let value = row.distribution.sample(stream, index, 3);
            let other = scaled.sample(stream, index, 3);
            assert!((other / 60.0 - value).abs() <= 1e-12 * value, "{}: {value}", row.name);
        }
    }
}

#[test]
fn a_distribution_takes_four_words() {
    assert_eq!(size_of::<Distribution>(), 32);
}
