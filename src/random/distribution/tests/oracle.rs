//! Samples against distribution functions and samplers that others have written.

use statrs::distribution::{self as known, ContinuousCDF, DiscreteCDF};

use crate::random::{Distribution, Stream};

const SAMPLES: u64 = 200_000;
/// Greatest Kolmogorov distance times the root of the sample size; an honest sample is further off
/// once in 8,000 times.
const FARTHEST: f64 = 2.2;

fn sorted(values: impl Iterator<Item = f64>) -> Vec<f64> {
    let mut values: Vec<f64> = values.collect();
    values.sort_by(f64::total_cmp);
    values
}

fn sample(name: &str, distribution: &Distribution) -> Vec<f64> {
    let stream = Stream::new(1, &["oracle", name], 0);
    sorted((0..SAMPLES).map(|index| distribution.sample(stream, index, 0)))
}

/// Asserts that a sample follows a distribution function.
fn assert_follows(name: &str, distribution: &Distribution, function: impl Fn(f64) -> f64) {
    let values = sample(name, distribution);
    let n = values.len() as f64;
    let mut farthest: f64 = 0.0;
    let mut rank = 0;
    while rank < values.len() {
        let value = values[rank];
        // Steps of a distribution of counts are judged at their upper end.
        let end = rank + values[rank..].partition_point(|&other| other <= value);
        farthest = farthest.max((function(value) - end as f64 / n).abs());
        rank = end;
    }
    assert!(farthest * n.sqrt() < FARTHEST, "{name}: {farthest} from its distribution function");
}

/// Asserts that two samples follow the same distribution.
fn assert_alike(
    name: &str,
    distribution: &Distribution,
    other: impl rand_distr::Distribution<f64>,
) {
    let ours = sample(name, distribution);
    let stream = Stream::new(2, &["oracle", name], 0);
    let theirs = sorted((0..SAMPLES).map(|index| other.sample(&mut stream.draws(index, 0))));
    let n = ours.len() as f64;
    let not_above = |values: &[f64], x: f64| values.partition_point(|&value| value <= x) as f64 / n;
    let distance = |x: &f64| (not_above(&ours, *x) - not_above(&theirs, *x)).abs();
    let farthest = ours.iter().chain(&theirs).map(distance).fold(0.0, f64::max);
    assert!(farthest * (n / 2.0).sqrt() < FARTHEST, "{name}: {farthest} apart");
}

#[test]
fn what_is_inverted_follows_the_distribution_functions_of_statrs() {
    use Distribution as D;
    let exponential = known::Exp::new(0.25).unwrap();
    assert_follows("exponential", &D::exponential(4.0).unwrap(), |x| exponential.cdf(x));
    let uniform = known::Uniform::new(2.0, 8.0).unwrap();
    assert_follows("uniform", &D::uniform(2.0, 8.0).unwrap(), |x| uniform.cdf(x));
    let triangular = known::Triangular::new(1.0, 8.0, 3.0).unwrap();
    assert_follows("triangular", &D::triangular(1.0, 3.0, 8.0).unwrap(), |x| triangular.cdf(x));
    let normal = known::Normal::new(9.0, 3.0).unwrap();
    let negative = normal.cdf(0.0);
    let positive = |x| (normal.cdf(x) - negative) / (1.0 - negative);
    assert_follows("normal", &D::normal(9.0, 3.0).unwrap(), positive);
    let square = libm::log(1.36);
    let lognormal = known::LogNormal::new(libm::log(5.0) - square / 2.0, square.sqrt()).unwrap();
    assert_follows("lognormal", &D::lognormal(5.0, 3.0).unwrap(), |x| lognormal.cdf(x));
    let weibull = known::Weibull::new(1.5, 100.0).unwrap();
    assert_follows("weibull", &D::weibull_shape(1.5, 100.0).unwrap(), |x| weibull.cdf(x));
    let loglogistic = |x: f64| 1.0 / (1.0 + (x / 8.0).powi(-5));
    assert_follows("loglogistic", &D::loglogistic_shape(5.0, 8.0).unwrap(), loglogistic);
}

#[test]
fn what_is_rejected_follows_the_distribution_functions_of_statrs() {
    use Distribution as D;
    for (name, shape) in [("gamma 0.3", 0.3), ("gamma 1", 1.0), ("gamma 4", 4.0)] {
        let gamma = known::Gamma::new(shape, 0.5).unwrap();
        assert_follows(name, &D::gamma_shape(shape, 2.0).unwrap(), |x| gamma.cdf(x));
    }
    for (name, phases) in [("erlang 3", 3), ("erlang 16", 16), ("erlang 17", 17)] {
        let erlang = known::Erlang::new(u64::from(phases), f64::from(phases) / 6.0).unwrap();
        assert_follows(name, &D::erlang(6.0, phases).unwrap(), |x| erlang.cdf(x));
    }
    let pert = known::Beta::new(2.0, 4.0).unwrap();
    let made = D::pert(2.0, 5.0, 14.0).unwrap();
    assert_follows("pert", &made, |x| pert.cdf((x - 2.0) / 12.0));
    let tub = known::Beta::new(0.281_25, 0.281_25).unwrap();
    assert_follows("beta", &D::beta(0.0, 1.0, 0.5, 0.4).unwrap(), |x| tub.cdf(x));
    let branch = |mean: f64, x: f64| 1.0 - libm::exp(-x / mean);
    let made = D::hyperexponential(&[(0.3, 10.0), (0.7, 1.0)]).unwrap();
    let function = |x| 0.3 * branch(10.0, x) + 0.7 * branch(1.0, x);
    assert_follows("hyperexponential", &made, function);
}

#[test]
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "counts")]
fn counts_follow_the_distribution_functions_of_statrs() {
    use Distribution as D;
    for (name, mean) in [("poisson 3.2", 3.2), ("poisson 0.01", 0.01), ("poisson 5000", 5000.0)] {
        let poisson = known::Poisson::new(mean).unwrap();
        assert_follows(name, &D::poisson(mean).unwrap(), |x| poisson.cdf(x as u64));
    }
    let geometric = known::Geometric::new(0.25).unwrap();
    assert_follows("geometric", &D::geometric(0.25).unwrap(), |x| geometric.cdf(x as u64));
    let binomial = known::Binomial::new(0.3, 20).unwrap();
    assert_follows("binomial", &D::binomial(20, 0.3).unwrap(), |x| binomial.cdf(x as u64));
}

#[test]
fn tables_follow_their_shares() {
    use Distribution as D;
    let made = D::discrete(&[(2.0, 0.2), (5.0, 0.5), (9.0, 0.3)]).unwrap();
    assert_follows("discrete", &made, |x| match x {
        ..3.0 => 0.2,
        ..6.0 => 0.7,
        _ => 1.0,
    });
    let made = D::empirical(&[3.0, 1.0, 4.0, 1.0]).unwrap();
    assert_follows("empirical", &made, |x| match x {
        ..2.0 => 0.5,
        ..3.5 => 0.75,
        _ => 1.0,
    });
}

#[test]
fn our_samplers_and_those_of_rand_distr_are_alike() {
    use Distribution as D;
    let gamma = rand_distr::Gamma::new(0.3, 2.0).unwrap();
    assert_alike("gamma 0.3", &D::gamma_shape(0.3, 2.0).unwrap(), gamma);
    let gamma = rand_distr::Gamma::new(4.0, 2.5).unwrap();
    assert_alike("gamma", &D::gamma(10.0, 5.0).unwrap(), gamma);
    let pert = rand_distr::Pert::new(2.0, 14.0).with_mode(5.0).unwrap();
    assert_alike("pert", &D::pert(2.0, 5.0, 14.0).unwrap(), pert);
    let poisson = rand_distr::Poisson::new(40.0).unwrap();
    assert_alike("poisson", &D::poisson(40.0).unwrap(), poisson);
    let square = libm::log(1.36);
    let lognormal =
        rand_distr::LogNormal::new(libm::log(5.0) - square / 2.0, square.sqrt()).unwrap();
    assert_alike("lognormal", &D::lognormal(5.0, 3.0).unwrap(), lognormal);
    let weibull = rand_distr::Weibull::new(100.0, 1.5).unwrap();
    assert_alike("weibull", &D::weibull_shape(1.5, 100.0).unwrap(), weibull);
}
