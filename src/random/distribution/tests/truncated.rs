//! Truncated distributions. Their figures are integrals of the density by a computer algebra
//! system, to 30 digits.

use std::f64::consts::LN_2;

use super::{FOR_EVER, Row, row};
use crate::random::{Distribution, Invalid};

fn cut(
    made: Result<Distribution, Invalid>,
    least: impl Into<Option<f64>>,
    most: impl Into<Option<f64>>,
) -> Result<Distribution, Invalid> {
    made?.truncated(least.into(), most.into())
}

/// Families that are inverted.
pub(super) fn in_place() -> Vec<Row> {
    use Distribution as D;
    vec![
        row(
            "exponential up to 6",
            cut(D::exponential(4.0), None, 6.0),
            (2.276_698_499_266_790_5, 1.640_250_875_071_07),
            1.966_935_610_308_771_6,
            (0.0, 6.0),
        ),
        row(
            "exponential from 8",
            cut(D::exponential(4.0), 8.0, None),
            (12.0, 4.0),
            8.0 + 4.0 * LN_2,
            (8.0, FOR_EVER),
        ),
        row(
            "uniform from 4 to 7",
            cut(D::uniform(2.0, 8.0), 4.0, 7.0),
            (5.5, 0.75_f64.sqrt()),
            5.5,
            (4.0, 7.0),
        ),
        row(
            "triangular from 2 to 6",
            cut(D::triangular(1.0, 3.0, 8.0), 2.0, 6.0),
            (3.830_409_356_725_146, 1.058_471_454_849_475_5),
            3.727_998_127_341_234,
            (2.0, 6.0),
        ),
        row(
            "lognormal from 2 to 12",
            cut(D::lognormal(5.0, 3.0), 2.0, 12.0),
            (4.959_850_529_567_88, 2.206_730_635_665_724),
            4.447_888_225_248_364,
            (2.0, 12.0),
        ),
        row(
            "weibull from 8",
            cut(D::weibull(10.0, 5.0), 8.0, None),
            (13.015_960_699_620_023, 3.834_913_289_908_774),
            12.205_881_637_048_886,
            (8.0, FOR_EVER),
        ),
        row(
            "loglogistic from 5 to 20",
            cut(D::loglogistic_shape(5.0, 8.0), 5.0, 20.0),
            (8.792_929_393_649_53, 2.674_454_667_654_321),
            8.250_499_210_085_519,
            (5.0, 20.0),
        ),
        row(
            "loglogistic without a variance up to 40",
            cut(D::loglogistic_shape(1.5, 8.0), None, 40.0),
            (9.870_456_292_550_657, 8.532_345_071_594_743),
            None,
            (0.0, 40.0),
        ),
    ]
}

/// What is rejected, counted or composed.
pub(super) fn others() -> Vec<Row> {
    use Distribution as D;
    let few_trials = (4.148_571_428_571_429, 1.080_045_350_521_761);
    vec![
        row(
            "gamma up to 15",
            cut(D::gamma(10.0, 5.0), None, 15.0),
            (8.423_029_808_644_125, 3.268_927_741_692_366),
            None,
            (0.0, 15.0),
        ),
        row(
            "gamma from 12",
            cut(D::gamma(10.0, 5.0), 12.0, None),
            (16.186_618_930_409_44, 3.816_481_546_757_65),
            None,
            (12.0, FOR_EVER),
        ),
        row(
            "pert from 4 to 9",
            cut(D::pert(2.0, 5.0, 14.0), 4.0, 9.0),
            (6.178_571_428_571_429, 1.354_791_195_599_332_7),
            None,
            (4.0, 9.0),
        ),
        row(
            "hyperexponential up to 8",
            cut(D::hyperexponential(&[(0.3, 10.0), (0.7, 1.0)]), None, 8.0),
            (1.470_010_917_684_288, 1.650_733_830_363_488_8),
            None,
            (0.0, 8.0),
        ),
        row(
            "geometric from 3 to 6",
            cut(D::geometric(0.25), 3.0, 6.0),
            few_trials,
            4.0,
            (3.0, 6.0),
        ),
        row(
            "geometric from 3 to 6 in dozens",
            cut(D::geometric(0.25).map(|inner| inner.scaled(12.0)), 36.0, 72.0),
            (12.0 * few_trials.0, 12.0 * few_trials.1),
            48.0,
            (36.0, 72.0),
        ),
        row(
            "poisson from 1",
            cut(D::poisson(3.2), 1.0, None),
            (3.335_981_977_849_244_5, 1.697_748_082_146_426_6),
            3.0,
            (1.0, FOR_EVER),
        ),
        row(
            "shifted exponential from 5 to 11",
            cut(D::exponential(4.0).and_then(|inner| inner.shifted(5.0)), None, 11.0),
            (7.276_698_499_266_79, 1.640_250_875_071_07),
            6.966_935_610_308_772,
            (5.0, 11.0),
        ),
        row(
            "twice truncated exponential",
            cut(cut(D::exponential(4.0), None, 12.0), None, 6.0),
            (2.276_698_499_266_790_5, 1.640_250_875_071_07),
            1.966_935_610_308_771_6,
            (0.0, 6.0),
        ),
    ]
}

/// A cut that takes nothing away, however far its bounds are from a narrow distribution.
#[test]
fn bounds_far_from_a_narrow_distribution_change_nothing() {
    use Distribution as D;
    let bounds = [
        (Some(30.0), None),
        (Some(1.0), None),
        (None, Some(120.0)),
        (None, Some(1e6)),
        (Some(48.0), Some(78.0)),
        (Some(1.0), Some(1e4)),
    ];
    for cv in [1e-4, 1e-3, 5e-3, 1e-2] {
        let sd = 60.0 * cv;
        for (name, made) in [
            ("normal", D::normal(60.0, sd)),
            ("lognormal", D::lognormal(60.0, sd)),
            ("gamma", D::gamma(60.0, sd)),
            ("weibull", D::weibull(60.0, sd)),
            ("loglogistic", D::loglogistic(60.0, sd)),
            ("beta", D::beta(0.0, 200.0, 60.0, sd.max(0.3))),
        ] {
            let whole = made.expect("right");
            for (least, most) in bounds {
                let cut = whole.clone().truncated(least, most).expect("all is left");
                let off = (cut.mean() / whole.mean() - 1.0, cut.sd() / whole.sd() - 1.0);
                let name = format!("{name} of {cv} between {least:?} and {most:?}: {off:?}");
                assert!(off.0.abs() < 1e-9 && off.1.abs() < 1e-5, "{name}");
            }
        }
    }
}
