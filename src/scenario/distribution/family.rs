//! The families of distributions: names, parameters, and how each is made.

use super::parameters::Parameters;
use crate::random::{Distribution, Invalid};

/// A family of distributions.
#[derive(Debug)]
pub(in crate::scenario) struct Family {
    /// The word after `dist`.
    pub(in crate::scenario) name: &'static str,
    /// What it can describe.
    pub(super) kind: Kind,
    /// The sets of parameters that define it; one of them must be given, and nothing else.
    pub(in crate::scenario) forms: &'static [&'static [&'static str]],
    /// What it is good for.
    pub(in crate::scenario) doc: &'static str,
    /// Makes it from checked parameters.
    pub(super) make: fn(&Parameters) -> Result<Distribution, Invalid>,
}

/// What a family can describe.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// Lengths of time and other amounts.
    Continuous,
    /// Whole counts.
    Counting,
    /// Both.
    Either,
}

impl Family {
    /// The family called `name`.
    pub(super) fn named(name: &str) -> Option<&'static Self> {
        FAMILIES.iter().find(|family| family.name == name)
    }

    /// Whether it can be cut and shifted.
    pub(super) fn is_continuous(&self) -> bool {
        self.kind == Kind::Continuous
    }

    /// Its parameters in words: `` `mean` with `cv`, or `mean` with `sd` ``.
    pub(in crate::scenario) fn wanted(&self) -> String {
        let form = |keys: &&[&str]| {
            let keys: Vec<String> = keys.iter().map(|key| format!("`{key}`")).collect();
            match keys.split_last() {
                Some((last, [])) => last.clone(),
                Some((last, [first])) => format!("{first} with {last}"),
                Some((last, more)) => format!("{} and {last}", more.join(", ")),
                None => String::new(),
            }
        };
        self.forms.iter().map(form).collect::<Vec<_>>().join(", or ")
    }
}

const MEAN_AND_SPREAD: &[&[&str]] = &[&["mean", "cv"], &["mean", "sd"]];
const SPREAD_OR_SHAPE: &[&[&str]] = &[&["mean", "cv"], &["mean", "sd"], &["shape", "scale"]];

macro_rules! families {
    ($($name:literal $kind:ident $forms:expr, $doc:literal, $make:expr;)+) => {
        /// All families, in the order of the reference page.
        pub(in crate::scenario) const FAMILIES: &[Family] = &[
            $(Family { name: $name, kind: Kind::$kind, forms: $forms, doc: $doc, make: $make }),+
        ];
    };
}

families! {
    "constant" Either &[&["value"]], "Always the same.",
        |p| Distribution::constant(p.number("value"));
    "uniform" Continuous &[&["min", "max"]], "Anything between two bounds, equally likely.",
        |p| Distribution::uniform(p.number("min"), p.number("max"));
    "triangular" Continuous &[&["min", "mode", "max"]], "Least, most likely, most: an estimate.",
        |p| Distribution::triangular(p.number("min"), p.number("mode"), p.number("max"));
    "pert" Continuous &[&["min", "mode", "max"]], "Like triangular, rounder.",
        |p| Distribution::pert(p.number("min"), p.number("mode"), p.number("max"));
    "exponential" Continuous &[&["mean"]], "No memory: arrivals of independent customers.",
        |p| Distribution::exponential(p.number("mean"));
    "normal" Continuous MEAN_AND_SPREAD,
        "The bell, cut off at zero; refused when that would move the mean.",
        |p| Distribution::normal(p.number("mean"), p.sd());
    "lognormal" Continuous MEAN_AND_SPREAD, "Work by hand, repairs: a long tail upwards.",
        |p| Distribution::lognormal(p.number("mean"), p.sd());
    "gamma" Continuous SPREAD_OR_SHAPE, "Sums of stages, lead times.",
        |p| match p.shape_and_scale() {
            Some((shape, scale)) => Distribution::gamma_shape(shape, scale),
            None => Distribution::gamma(p.number("mean"), p.sd()),
        };
    "erlang" Continuous &[&["mean", "phases"]], "The sum of equal exponential phases.",
        |p| Distribution::erlang(p.number("mean"), p.whole("phases"));
    "weibull" Continuous SPREAD_OR_SHAPE, "Time to failure: wear (`cv` below 1), early failures.",
        |p| match p.shape_and_scale() {
            Some((shape, scale)) => Distribution::weibull_shape(shape, scale),
            None => Distribution::weibull(p.number("mean"), p.sd()),
        };
    "beta" Continuous &[&["min", "max", "mean", "sd"]], "Between two bounds, with mean and spread.",
        |p| Distribution::beta(p.number("min"), p.number("max"), p.number("mean"), p.sd());
    "hyperexponential" Continuous &[&["mean", "cv"], &["mean", "sd"], &["means", "shares"]],
        "A mix of exponential ones: many short, few long. `cv` at least 1.",
        |p| match p.weighted("means") {
            Some(branches) => Distribution::hyperexponential(&swapped(&branches)),
            None => Distribution::hyperexponential_cv(p.number("mean"), p.sd() / p.number("mean")),
        };
    "loglogistic" Continuous SPREAD_OR_SHAPE, "A long tail upwards, longer than lognormal.",
        |p| match p.shape_and_scale() {
            Some((shape, scale)) => Distribution::loglogistic_shape(shape, scale),
            None => Distribution::loglogistic(p.number("mean"), p.sd()),
        };
    "poisson" Counting &[&["mean"]], "How often something independent happens.",
        |p| Distribution::poisson(p.number("mean"));
    "geometric" Counting &[&["p"]], "Trials up to the first success, each with chance `p`.",
        |p| Distribution::geometric(p.number("p"));
    "binomial" Counting &[&["n", "p"]], "Successes in `n` trials, each with chance `p`.",
        |p| Distribution::binomial(p.whole("n"), p.number("p"));
    "discrete" Either &[&["values", "shares"]], "A few values, each with its share.",
        |p| Distribution::discrete(&p.weighted("values").unwrap_or_default());
    "empirical" Either &[&["values"]], "Measured values, each equally likely.",
        |p| Distribution::empirical(p.values());
    "mixture" Either &[&["of", "shares"]], "One of several distributions, each with its share.",
        |p| Distribution::mixture(&p.mixed());
}

fn swapped(pairs: &[(f64, f64)]) -> Vec<(f64, f64)> {
    pairs.iter().map(|&(value, share)| (share, value)).collect()
}
