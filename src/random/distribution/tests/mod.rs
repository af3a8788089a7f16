//! Every family in every way of giving its parameters, with what textbooks say about it.

mod answers;
mod moments;
mod oracle;
mod refusals;
mod truncated;

use std::f64::consts::{LN_2, PI};

use super::{Distribution, Invalid};

/// A distribution and its closed figures.
struct Row {
    name: &'static str,
    distribution: Distribution,
    mean: f64,
    sd: f64,
    /// Where the inverse is closed.
    median: Option<f64>,
    bounds: (f64, f64),
}

const FOR_EVER: f64 = f64::INFINITY;

/// From a name, how it is made, mean and standard deviation, median and bounds.
fn row(
    name: &'static str,
    made: Result<Distribution, Invalid>,
    (mean, sd): (f64, f64),
    median: impl Into<Option<f64>>,
    bounds: (f64, f64),
) -> Row {
    let distribution = made.unwrap_or_else(|invalid| panic!("{name}: {invalid}"));
    Row { name, distribution, mean, sd, median: median.into(), bounds }
}

fn rows() -> Vec<Row> {
    let mut rows = in_place();
    rows.extend(by_rejection());
    rows.extend(counts());
    rows.extend(composed());
    rows.extend(truncated::in_place());
    rows.extend(truncated::others());
    rows
}

fn in_place() -> Vec<Row> {
    use Distribution as D;
    let loglogistic = 8.0 * (PI / 5.0) / libm::sin(PI / 5.0);
    vec![
        row("constant", D::constant(7.0), (7.0, 0.0), 7.0, (7.0, 7.0)),
        row("uniform", D::uniform(2.0, 8.0), (5.0, 3_f64.sqrt()), 5.0, (2.0, 8.0)),
        row(
            "triangular",
            D::triangular(1.0, 3.0, 8.0),
            (4.0, 1.471_960_144_387_974_5),
            8.0 - 17.5_f64.sqrt(),
            (1.0, 8.0),
        ),
        row(
            "triangular that only falls",
            D::triangular(0.0, 0.0, 6.0),
            (2.0, 2_f64.sqrt()),
            6.0 - 18_f64.sqrt(),
            (0.0, 6.0),
        ),
        row(
            "triangular that only rises",
            D::triangular(0.0, 6.0, 6.0),
            (4.0, 2_f64.sqrt()),
            18_f64.sqrt(),
            (0.0, 6.0),
        ),
        row("exponential", D::exponential(4.0), (4.0, 4.0), 4.0 * LN_2, (0.0, FOR_EVER)),
        row("normal", D::normal(10.0, 1.0), (10.0, 1.0), 10.0, (0.0, FOR_EVER)),
        row(
            "normal cut at three standard deviations",
            D::normal(9.0, 3.0),
            (9.013_313_517_126_377, 2.979_933_069_067_883),
            9.005_075_541_282_254,
            (0.0, FOR_EVER),
        ),
        row(
            "lognormal",
            D::lognormal(5.0, 3.0),
            (5.0, 3.0),
            5.0 / 1.36_f64.sqrt(),
            (0.0, FOR_EVER),
        ),
        row("weibull", D::weibull(10.0, 5.0), (10.0, 5.0), 9.483_520_533_649_233, (0.0, FOR_EVER)),
        row(
            "weibull of early failures",
            D::weibull(10.0, 20.0),
            (10.0, 20.0),
            2.927_865_431_062_951,
            (0.0, FOR_EVER),
        ),
        row(
            "weibull by shape",
            D::weibull_shape(1.5, 100.0),
            (90.274_529_295_093_36, 61.293_579_175_467_64),
            78.321_976_877_465_12,
            (0.0, FOR_EVER),
        ),
        row(
            "loglogistic",
            D::loglogistic(10.0, 5.0),
            (10.0, 5.0),
            9.066_409_810_891_834,
            (0.0, FOR_EVER),
        ),
        row(
            "loglogistic by shape",
            D::loglogistic_shape(5.0, 8.0),
            (loglogistic, 3.381_193_597_160_676),
            8.0,
            (0.0, FOR_EVER),
        ),
    ]
}

fn by_rejection() -> Vec<Row> {
    use Distribution as D;
    vec![
        row("gamma", D::gamma(10.0, 5.0), (10.0, 5.0), None, (0.0, FOR_EVER)),
        row("gamma of little spread", D::gamma(10.0, 0.1), (10.0, 0.1), None, (0.0, FOR_EVER)),
        row("gamma by shape", D::gamma_shape(0.5, 4.0), (2.0, 8_f64.sqrt()), None, (0.0, FOR_EVER)),
        row("erlang", D::erlang(6.0, 3), (6.0, 12_f64.sqrt()), None, (0.0, FOR_EVER)),
        row("erlang of many phases", D::erlang(8.0, 64), (8.0, 1.0), None, (0.0, FOR_EVER)),
        row("pert", D::pert(2.0, 5.0, 14.0), (6.0, 2.138_089_935_299_395), None, (2.0, 14.0)),
        row("beta", D::beta(10.0, 30.0, 15.0, 3.0), (15.0, 3.0), None, (10.0, 30.0)),
        row("beta like a bath tub", D::beta(0.0, 1.0, 0.5, 0.4), (0.5, 0.4), None, (0.0, 1.0)),
    ]
}

fn counts() -> Vec<Row> {
    use Distribution as D;
    vec![
        row("poisson", D::poisson(3.2), (3.2, 3.2_f64.sqrt()), 3.0, (0.0, FOR_EVER)),
        row("poisson of many", D::poisson(400.0), (400.0, 20.0), 400.0, (0.0, FOR_EVER)),
        row("geometric", D::geometric(0.25), (4.0, 12_f64.sqrt()), 3.0, (1.0, FOR_EVER)),
        row("binomial", D::binomial(20, 0.3), (6.0, 4.2_f64.sqrt()), 6.0, (0.0, 20.0)),
        row(
            "discrete",
            D::discrete(&[(9.0, 0.3), (2.0, 0.2), (5.0, 0.5)]),
            (5.6, 6.24_f64.sqrt()),
            5.0,
            (2.0, 9.0),
        ),
        row(
            "empirical",
            D::empirical(&[2.0, 7.0, 1.0, 2.0]),
            (3.0, 5.5_f64.sqrt()),
            2.0,
            (1.0, 7.0),
        ),
    ]
}

fn composed() -> Vec<Row> {
    use Distribution as D;
    let halves = || D::mixture(&[(1.0, D::constant(2.0)?), (1.0, D::uniform(4.0, 8.0)?)]);
    vec![
        row(
            "hyperexponential",
            D::hyperexponential(&[(0.3, 10.0), (0.7, 1.0)]),
            (3.7, 47.71_f64.sqrt()),
            None,
            (0.0, FOR_EVER),
        ),
        row(
            "hyperexponential by cv",
            D::hyperexponential_cv(10.0, 2.0),
            (10.0, 20.0),
            None,
            (0.0, FOR_EVER),
        ),
        row("mixture", halves(), (4.0, (14.0_f64 / 3.0).sqrt()), None, (2.0, 8.0)),
        row(
            "shifted exponential",
            D::exponential(4.0).and_then(|inner| inner.shifted(3.0)),
            (7.0, 4.0),
            3.0 + 4.0 * LN_2,
            (3.0, FOR_EVER),
        ),
        row(
            "gamma in another unit",
            D::gamma(10.0, 5.0).map(|inner| inner.scaled(60.0)),
            (600.0, 300.0),
            None,
            (0.0, FOR_EVER),
        ),
        row(
            "mixture in another unit",
            halves().map(|inner| inner.scaled(60.0)),
            (240.0, 60.0 * (14.0_f64 / 3.0).sqrt()),
            None,
            (120.0, 480.0),
        ),
    ]
}
