//! The moments of every family against their closed forms.

use gemba::random::{Distribution, Invalid, Stream};

const SAMPLES: u64 = 1_000_000;
/// Relative tolerance of the case.
const TOLERANCE: f64 = 0.01;
/// What cutting the normal distribution at zero, five standard deviations below its mean, changes.
const CUT: f64 = 1e-5;

/// A distribution with its mean and its standard deviation.
struct Row {
    name: &'static str,
    distribution: Result<Distribution, Invalid>,
    mean: f64,
    sd: f64,
}

/// The case `pub-dist-moments`: standard moments. Source: textbook closed forms.
fn rows() -> Vec<Row> {
    use Distribution as D;
    let row = |name, distribution, mean, sd| Row { name, distribution, mean, sd };
    // From the shapes 2 and 5: 2 / 7 and 2 · 5 / (7² · 8) of the width and its square.
    let (beta_mean, beta_sd) = (10.0 + 40.0 / 7.0, 20.0 * (10.0_f64 / 49.0 / 8.0).sqrt());
    vec![
        row("exponential(mean 4)", D::exponential(4.0), 4.0, 4.0),
        row("uniform(2, 8)", D::uniform(2.0, 8.0), 5.0, 1.732_050_8),
        row("triangular(1, 3, 8)", D::triangular(1.0, 3.0, 8.0), 4.0, 1.471_960_1),
        row("normal(10, 2)", D::normal(10.0, 2.0), 10.0, 2.0),
        row("lognormal(mean 5, sd 3)", D::lognormal(5.0, 3.0), 5.0, 3.0),
        row("gamma(shape 2.5, scale 4)", D::gamma_shape(2.5, 4.0), 10.0, 6.324_555_3),
        row("erlang(3 phases, mean 6)", D::erlang(6.0, 3), 6.0, 3.464_101_6),
        row("weibull(1.5, 100)", D::weibull_shape(1.5, 100.0), 90.274_529, 61.293_579),
        row(
            "beta(2, 5) on [10, 30]",
            D::beta(10.0, 30.0, beta_mean, beta_sd),
            15.714_286,
            3.194_382_8,
        ),
        row("PERT(2, 5, 14)", D::pert(2.0, 5.0, 14.0), 6.0, 2.138_089_9),
        row(
            "hyperexponential(0.3 mean 10, else 1)",
            D::hyperexponential(&[(0.3, 10.0), (0.7, 1.0)]),
            3.7,
            6.907_242_6,
        ),
        row("poisson(3.2)", D::poisson(3.2), 3.2, 1.788_854_4),
        row("geometric(0.25)", D::geometric(0.25), 4.0, 3.464_101_6),
        row(
            "empirical {2: 0.2, 5: 0.5, 9: 0.3}",
            D::discrete(&[(2.0, 0.2), (5.0, 0.5), (9.0, 0.3)]),
            5.6,
            2.497_999_2,
        ),
    ]
}

#[test]
fn pub_dist_moments_are_met_by_a_million_samples() {
    let case = "pub-dist-moments";
    for row in rows() {
        let distribution = row.distribution.expect("the parameters of the case are right");
        assert!((distribution.mean() / row.mean - 1.0).abs() < CUT, "{case}: {}", row.name);
        assert!((distribution.sd() / row.sd - 1.0).abs() < CUT, "{case}: {}", row.name);
        let stream = Stream::new(1, &[case, row.name], 0);
        let sample = Sample::new((0..SAMPLES).map(|index| distribution.sample(stream, index, 0)));
        sample.mean.assert_near(row.mean, case, row.name, "mean");
        sample.sd.assert_near(row.sd, case, row.name, "standard deviation");
    }
}

/// An estimate with its standard error.
struct Estimate {
    value: f64,
    error: f64,
}

impl Estimate {
    fn assert_near(&self, expected: f64, case: &str, name: &str, figure: &str) {
        let allowed = TOLERANCE * expected;
        let Self { value, error } = self;
        assert!(error * 3.0 <= allowed, "{case}: {name}: too few samples for the {figure}");
        assert!(
            (value - expected).abs() <= allowed,
            "{case}: {figure} of {name}: {value}, expected: {expected}"
        );
    }
}

struct Sample {
    mean: Estimate,
    sd: Estimate,
}

impl Sample {
    fn new(values: impl Iterator<Item = f64>) -> Self {
        let values: Vec<f64> = values.collect();
        let n = values.len() as f64;
        let mean = values.iter().sum::<f64>() / n;
        let moment = |order| values.iter().map(|value| (value - mean).powi(order)).sum::<f64>() / n;
        let (variance, fourth) = (moment(2), moment(4));
        let sd = variance.sqrt();
        // The standard error of a sample's standard deviation by its fourth moment.
        let error = ((fourth - variance * variance) / (4.0 * variance * n)).sqrt();
        Self {
            mean: Estimate { value: mean, error: sd / n.sqrt() },
            sd: Estimate { value: sd, error },
        }
    }
}
