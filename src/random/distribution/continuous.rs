//! How continuous distributions are made from what people know about them.

use super::boxed::Boxed;
use super::exponential::Exponential;
use super::gamma::{Beta, Erlang, Gamma};
use super::invalid::{Invalid, finite, not_negative, positive, within};
use super::lognormal::Lognormal;
use super::normal::Normal;
use super::triangular::Triangular;
use super::{Distribution, Law, solve};

/// A smaller coefficient of variation is constant for every purpose, and its shape is lost to
/// rounding.
const LEAST_CV: f64 = 1e-4;
/// A greater coefficient of variation has samples that never show it.
const GREATEST_CV: f64 = 20.0;
/// A smaller shape of a beta distribution leaves nothing but its bounds.
const LEAST_SHAPE: f64 = 0.05;

impl Distribution {
    /// Always `value`.
    ///
    /// # Errors
    ///
    /// If `value` is negative or not a finite number.
    pub fn constant(value: f64) -> Result<Self, Invalid> {
        Ok(Self(Law::Constant(not_negative("value", value)?)))
    }

    /// Anything between `min` and `max`, equally likely.
    ///
    /// # Errors
    ///
    /// If `min` is negative or above `max`.
    pub fn uniform(min: f64, max: f64) -> Result<Self, Invalid> {
        let (min, max) = range(min, max)?;
        Ok(Self(if min < max { Law::Uniform { min, max } } else { Law::Constant(min) }))
    }

    /// Rising in a line from `min` to `mode`, falling in a line to `max`.
    ///
    /// # Errors
    ///
    /// If the three are not in this order, or `min` is negative.
    pub fn triangular(min: f64, mode: f64, max: f64) -> Result<Self, Invalid> {
        let (min, max) = range(min, max)?;
        let mode = within("mode", mode, min, max)?;
        if min >= max {
            return Self::constant(min);
        }
        Ok(Self(Law::Triangular(Triangular::new(min, mode, max))))
    }

    /// A beta distribution between `min` and `max` with the given `mode`, of weight four.
    ///
    /// Its mean is (`min` + 4 `mode` + `max`) / 6.
    ///
    /// # Errors
    ///
    /// If the three are not in this order, or `min` is negative.
    pub fn pert(min: f64, mode: f64, max: f64) -> Result<Self, Invalid> {
        let (min, max) = range(min, max)?;
        let mode = within("mode", mode, min, max)?;
        if min >= max {
            return Self::constant(min);
        }
        let width = max - min;
        let low = 1.0 + 4.0 * (mode - min) / width;
        let high = 1.0 + 4.0 * (max - mode) / width;
        Ok(Self::boxed(Boxed::Beta(Beta::new(min, width, low, high))))
    }

    /// Without memory.
    ///
    /// # Errors
    ///
    /// If `mean` is not above 0.
    pub fn exponential(mean: f64) -> Result<Self, Invalid> {
        Ok(Self(Law::Exponential(Exponential::new(positive("mean", mean)?))))
    }

    /// Normal with this mean and standard deviation, conditional on being positive.
    ///
    /// The condition raises the mean by at most 0.45 % of `sd`.
    ///
    /// # Errors
    ///
    /// If `sd` is more than a third of `mean`: the condition would move the mean.
    pub fn normal(mean: f64, sd: f64) -> Result<Self, Invalid> {
        let (mean, sd) = (positive("mean", mean)?, not_negative("sd", sd)?);
        if mean < 3.0 * sd {
            let message = format!(
                "must be at most a third of the mean: a normal time is cut off at 0, which would \
                 move its mean, found: {sd} with mean {mean}; `lognormal` and `gamma` allow it"
            );
            return Err(Invalid::new("sd", message));
        }
        Ok(Self(if sd > 0.0 { Law::Normal(Normal::new(mean, sd)) } else { Law::Constant(mean) }))
    }

    /// The exponential of a normal number, with this mean and standard deviation.
    ///
    /// # Errors
    ///
    /// If `mean` is not above 0, or `sd` is negative or beyond twenty times the mean.
    pub fn lognormal(mean: f64, sd: f64) -> Result<Self, Invalid> {
        let Some(cv) = variation(mean, sd)? else { return Self::constant(mean) };
        let square = libm::log1p(cv * cv);
        let mu = libm::log(mean) - 0.5 * square;
        Ok(Self(Law::Lognormal(Lognormal::new(mu, square.sqrt()))))
    }

    /// Gamma with this mean and standard deviation.
    ///
    /// # Errors
    ///
    /// If `mean` is not above 0, or `sd` is negative or beyond twenty times the mean.
    pub fn gamma(mean: f64, sd: f64) -> Result<Self, Invalid> {
        let Some(cv) = variation(mean, sd)? else { return Self::constant(mean) };
        Ok(Self::boxed(Boxed::Gamma(Gamma::new(1.0 / (cv * cv), mean * cv * cv))))
    }

    /// Gamma with this shape and scale; its mean is their product.
    ///
    /// # Errors
    ///
    /// If either is not above 0, or the shape is outside 0.0025 to 1e8.
    pub fn gamma_shape(shape: f64, scale: f64) -> Result<Self, Invalid> {
        let shape = within("shape", shape, 0.0025, 1e8)?;
        Ok(Self::boxed(Boxed::Gamma(Gamma::new(shape, positive("scale", scale)?))))
    }

    /// The sum of `phases` equal exponential phases with this mean in all.
    ///
    /// # Errors
    ///
    /// If `mean` is not above 0 or there is no phase.
    pub fn erlang(mean: f64, phases: u32) -> Result<Self, Invalid> {
        let mean = positive("mean", mean)?;
        if phases == 0 {
            return Err(Invalid::new("phases", "must be at least 1, found: 0"));
        }
        Ok(Self::boxed(Boxed::Erlang(Erlang::new(phases, mean / f64::from(phases)))))
    }

    /// Weibull with this mean and standard deviation.
    ///
    /// # Errors
    ///
    /// If `mean` is not above 0, or `sd` is negative or beyond twenty times the mean.
    pub fn weibull(mean: f64, sd: f64) -> Result<Self, Invalid> {
        let Some(cv) = variation(mean, sd)? else { return Self::constant(mean) };
        let power = solve::weibull_power(cv);
        Ok(Self(Law::Weibull { scale: mean / libm::tgamma(1.0 + power), power }))
    }

    /// Weibull with this shape and scale.
    ///
    /// # Errors
    ///
    /// If either is not above 0, or the shape is outside 0.1 to 1e4.
    pub fn weibull_shape(shape: f64, scale: f64) -> Result<Self, Invalid> {
        let power = 1.0 / within("shape", shape, 0.1, 1e4)?;
        Ok(Self(Law::Weibull { scale: positive("scale", scale)?, power }))
    }

    /// Beta between two bounds with this mean and standard deviation.
    ///
    /// # Errors
    ///
    /// If the mean is not between the bounds, or the standard deviation does not fit between them.
    pub fn beta(min: f64, max: f64, mean: f64, sd: f64) -> Result<Self, Invalid> {
        let (min, max) = range(min, max)?;
        let (mean, sd) = (within("mean", mean, min, max)?, not_negative("sd", sd)?);
        if min >= max || sd == 0.0 {
            return Self::constant(mean);
        }
        let width = max - min;
        let part = (mean - min) / width;
        let spread = part * (1.0 - part);
        // At most what leaves both shapes above the least; their sum follows from the rest.
        let most = width * (spread / (1.0 + LEAST_SHAPE / part.min(1.0 - part))).sqrt();
        if sd > most {
            let message = format!(
                "must be at most {most:.4} between {min} and {max} with the mean {mean}, \
                 found: {sd}"
            );
            return Err(Invalid::new("sd", message));
        }
        let sum = spread * (width / sd) * (width / sd) - 1.0;
        Ok(Self::boxed(Boxed::Beta(Beta::new(min, width, part * sum, (1.0 - part) * sum))))
    }

    /// One of several exponential distributions, given by their shares and means.
    ///
    /// # Errors
    ///
    /// If there is none, or a share or mean is not above 0. The shares are scaled to sum to 1.
    pub fn hyperexponential(branches: &[(f64, f64)]) -> Result<Self, Invalid> {
        let part = |&(share, mean): &(f64, f64)| Ok((share, Self::exponential(mean)?));
        let parts: Result<Vec<_>, Invalid> = branches.iter().map(part).collect();
        Self::mixture(&parts?)
    }

    /// Two exponential branches of equal weight (share times mean) with this mean and coefficient
    /// of variation.
    ///
    /// # Errors
    ///
    /// If `mean` is not above 0 or `cv` is below 1 or above 20.
    pub fn hyperexponential_cv(mean: f64, cv: f64) -> Result<Self, Invalid> {
        let (mean, cv) = (positive("mean", mean)?, within("cv", cv, 1.0, GREATEST_CV)?);
        let square = cv * cv;
        let tilt = ((square - 1.0) / (square + 1.0)).sqrt();
        let often = 0.5 * (1.0 + tilt);
        // One minus `often`, without its rounding.
        let seldom = 1.0 / ((square + 1.0) * (1.0 + tilt));
        Self::hyperexponential(&[(often, 0.5 * mean / often), (seldom, 0.5 * mean / seldom)])
    }

    /// Log-logistic with this mean and standard deviation.
    ///
    /// # Errors
    ///
    /// If `mean` is not above 0, or `sd` is negative or beyond twenty times the mean.
    pub fn loglogistic(mean: f64, sd: f64) -> Result<Self, Invalid> {
        let Some(cv) = variation(mean, sd)? else { return Self::constant(mean) };
        let power = solve::loglogistic_power(cv);
        Ok(Self(Law::Loglogistic { scale: mean / solve::loglogistic_moment(power), power }))
    }

    /// Log-logistic with this shape and scale; the scale is its median.
    ///
    /// # Errors
    ///
    /// If `scale` is not above 0, or `shape` is not above 1: the mean would be infinite.
    pub fn loglogistic_shape(shape: f64, scale: f64) -> Result<Self, Invalid> {
        if finite("shape", shape)? <= 1.0 {
            let message = format!("must be above 1, or the mean is infinite, found: {shape}");
            return Err(Invalid::new("shape", message));
        }
        let power = 1.0 / within("shape", shape, 1.0, 1e4)?;
        Ok(Self(Law::Loglogistic { scale: positive("scale", scale)?, power }))
    }

    /// The same plus a constant, which may be negative.
    ///
    /// # Errors
    ///
    /// If some values would be negative.
    pub fn shifted(self, plus: f64) -> Result<Self, Invalid> {
        let least = self.bounds().0 + finite("plus", plus)?;
        if least < 0.0 {
            let message = format!("would make some values negative: the least would be {least}");
            return Err(Invalid::new("plus", message));
        }
        Ok(match self.0 {
            _ if plus == 0.0 => self,
            Law::Constant(value) => Self(Law::Constant(value + plus)),
            Law::Uniform { min, max } => Self(Law::Uniform { min: min + plus, max: max + plus }),
            _ => Self::boxed(Boxed::Shifted { inner: self, plus }),
        })
    }
}

/// Two bounds in their order.
fn range(min: f64, max: f64) -> Result<(f64, f64), Invalid> {
    let (min, max) = (not_negative("min", min)?, not_negative("max", max)?);
    if min > max {
        return Err(Invalid::new(
            "min",
            format!("must not be above `max`, found: {min} and {max}"),
        ));
    }
    Ok((min, max))
}

/// The coefficient of variation of a positive distribution; `None` if it is constant.
fn variation(mean: f64, sd: f64) -> Result<Option<f64>, Invalid> {
    let cv = not_negative("sd", sd)? / positive("mean", mean)?;
    if cv > GREATEST_CV {
        let message = format!("must be at most {GREATEST_CV} times the mean, found: {sd}");
        return Err(Invalid::new("sd", message));
    }
    Ok((cv >= LEAST_CV).then_some(cv))
}
