//! What cannot be, and what is said about it.

use crate::random::{Distribution, Invalid};

/// The message of a refusal, with the parameter it blames.
fn refused(made: Result<Distribution, Invalid>) -> (&'static str, String) {
    let invalid = made.expect_err("it is refused");
    (invalid.parameter(), invalid.to_string())
}

fn assert_refused(made: Result<Distribution, Invalid>, parameter: &str, message: &str) {
    let (blamed, found) = refused(made);
    assert_eq!((blamed, found.as_str()), (parameter, message));
}

#[test]
fn a_refusal_names_the_parameter_and_what_would_be_right() {
    use Distribution as D;
    assert_refused(D::constant(-1.0), "value", "`value` must not be negative, found: -1");
    assert_refused(D::exponential(0.0), "mean", "`mean` must be above 0, found: 0");
    assert_refused(D::uniform(5.0, 2.0), "min", "`min` must not be above `max`, found: 5 and 2");
    let made = D::triangular(1.0, 9.0, 5.0);
    assert_refused(made, "mode", "`mode` must lie between 1 and 5, found: 9");
    assert_refused(D::gamma(5.0, f64::NAN), "sd", "`sd` is not a number");
    let made = D::hyperexponential_cv(5.0, 0.5);
    assert_refused(made, "cv", "`cv` must lie between 1 and 20, found: 0.5");
    assert_refused(D::erlang(5.0, 0), "phases", "`phases` must be at least 1, found: 0");
    assert_refused(D::geometric(1.5), "p", "`p` must lie between 0.000000001 and 1, found: 1.5");
    let made = D::beta(0.0, 10.0, 5.0, 6.0);
    let message = "`sd` must be at most 4.7673 between 0 and 10 with the mean 5, found: 6";
    assert_refused(made, "sd", message);
    assert_refused(D::empirical(&[]), "values", "`values` needs at least one value");
    assert_refused(D::mixture(&[]), "of", "`of` needs at least one distribution");
    let made = D::loglogistic_shape(1.0, 5.0);
    assert_refused(made, "shape", "`shape` must be above 1, or the mean is infinite, found: 1");
}

#[test]
fn a_normal_time_whose_cut_would_move_the_mean_is_refused_with_the_reason() {
    let (parameter, message) = refused(Distribution::normal(10.0, 4.0));
    assert_eq!(parameter, "sd");
    assert!(message.contains("move its mean") && message.contains("`lognormal`"), "{message}");
}

#[test]
fn bounds_that_leave_next_to_nothing_are_refused() {
    let exponential = Distribution::exponential(1.0).unwrap();
    let (parameter, message) = refused(exponential.truncated(Some(8.0), None));
    assert_eq!(parameter, "at_least");
    assert!(message.contains("0.03 %"), "{message}");
    let constant = Distribution::constant(3.0).unwrap();
    assert_eq!(refused(constant.truncated(None, Some(2.0))).0, "at_most");
}

#[test]
fn no_shift_makes_a_negative_time() {
    let uniform = Distribution::uniform(2.0, 8.0).unwrap();
    assert_eq!(refused(uniform.clone().shifted(-3.0)).0, "plus");
    assert_eq!(uniform.shifted(-2.0).unwrap().bounds(), (0.0, 6.0));
}

#[test]
fn without_spread_everything_is_constant() {
    use Distribution as D;
    let made = [
        D::uniform(4.0, 4.0),
        D::triangular(4.0, 4.0, 4.0),
        D::pert(4.0, 4.0, 4.0),
        D::beta(4.0, 4.0, 4.0, 0.0),
        D::normal(4.0, 0.0),
        D::lognormal(4.0, 0.0),
        D::gamma(4.0, 0.0),
        D::weibull(4.0, 0.0),
        D::loglogistic(4.0, 0.0),
        D::binomial(4, 1.0),
        D::empirical(&[4.0]),
        D::discrete(&[(4.0, 1.0)]),
    ];
    for distribution in made {
        assert_eq!(distribution, D::constant(4.0));
    }
}

#[test]
fn bounds_that_cut_nothing_change_nothing() {
    let pert = Distribution::pert(2.0, 5.0, 14.0).unwrap();
    assert_eq!(pert.clone().truncated(Some(1.0), Some(14.0)), Ok(pert));
}

#[test]
fn extreme_parameters_draw_finite_numbers() {
    use crate::random::Stream;
    use Distribution as D;
    let made = [
        D::exponential(1e18),
        D::lognormal(5e16, 1e18),
        D::lognormal(1e-9, 1e-9),
        D::weibull_shape(0.1, 1e18),
        D::weibull(1.0, 20.0),
        D::weibull(1.0, 1e-4),
        D::loglogistic(1.0, 20.0),
        D::loglogistic(1.0, 1e-4),
        D::loglogistic_shape(1.0001, 1e18),
        D::gamma_shape(0.0025, 1e18),
        D::gamma_shape(1e8, 1e-8),
        D::erlang(1.0, u32::MAX),
        D::beta(0.0, 1.0, 0.5, 0.476),
        D::poisson(1e8),
        D::geometric(1e-9),
        D::binomial(u32::MAX, 0.5),
        D::hyperexponential_cv(1.0, 20.0),
    ];
    let stream = Stream::new(1, &["extreme"], 0);
    for distribution in made {
        let distribution = distribution.unwrap();
        for index in 0..10_000 {
            let value = distribution.sample(stream, index, 0);
            assert!(value.is_finite() && value >= 0.0, "{distribution:?}: {value}");
        }
    }
}

#[test]
fn the_ends_of_the_unit_interval_give_finite_numbers() {
    let (least, greatest) = (1.0 / 9_007_199_254_740_992.0, 1.0 - f64::EPSILON / 2.0);
    for row in super::rows() {
        for p in [least, greatest] {
            let Some(value) = row.distribution.quantile(p) else { continue };
            assert!(value.is_finite() && value >= 0.0, "{}: {value} at {p}", row.name);
        }
    }
}
