//! Why a distribution cannot be made of the numbers that were given.

use std::fmt;

/// Larger numbers than this overflow when they are squared and summed.
const LARGEST: f64 = 1e18;

/// A parameter that cannot be, and what would be right.
///
/// Shown as half a sentence that fits a diagnostic: `` `sd` must not be negative, found: -2 ``.
#[derive(Clone, Debug, PartialEq)]
pub struct Invalid {
    parameter: &'static str,
    message: String,
}

impl Invalid {
    pub(super) fn new(parameter: &'static str, message: impl Into<String>) -> Self {
        Self { parameter, message: message.into() }
    }

    /// The parameter at fault, as it is written in a scenario.
    pub fn parameter(&self) -> &'static str {
        self.parameter
    }
}

impl fmt::Display for Invalid {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "`{}` {}", self.parameter, self.message)
    }
}

impl std::error::Error for Invalid {}

/// Refuses what is not a number, infinite or beyond [`LARGEST`].
pub(super) fn finite(parameter: &'static str, value: f64) -> Result<f64, Invalid> {
    if value.is_nan() {
        return Err(Invalid::new(parameter, "is not a number"));
    }
    if value.abs() > LARGEST {
        return Err(Invalid::new(
            parameter,
            format!("is too large: {value}, at most: {LARGEST:e}"),
        ));
    }
    Ok(value)
}

/// Refuses negative values.
pub(super) fn not_negative(parameter: &'static str, value: f64) -> Result<f64, Invalid> {
    if finite(parameter, value)? < 0.0 {
        return Err(Invalid::new(parameter, format!("must not be negative, found: {value}")));
    }
    Ok(value)
}

/// Refuses negative values and zero.
pub(super) fn positive(parameter: &'static str, value: f64) -> Result<f64, Invalid> {
    if finite(parameter, value)? <= 0.0 {
        return Err(Invalid::new(parameter, format!("must be above 0, found: {value}")));
    }
    Ok(value)
}

/// Refuses what lies outside `least..=most`.
pub(super) fn within(
    parameter: &'static str,
    value: f64,
    least: f64,
    most: f64,
) -> Result<f64, Invalid> {
    if finite(parameter, value)? < least || value > most {
        let message = format!("must lie between {least} and {most}, found: {value}");
        return Err(Invalid::new(parameter, message));
    }
    Ok(value)
}
