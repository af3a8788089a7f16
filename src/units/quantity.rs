//! A number with its unit, as people write it.

use super::Decimal;

/// Why a text is not the quantity that is meant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Misread {
    /// It does not begin with a number.
    NoNumber,
    /// It has a number but no unit.
    NoUnit,
    /// It uses a decimal comma.
    Comma,
    /// Its unit is unknown or measures something else.
    Unit(String),
    /// The number is negative.
    Negative,
    /// The number is beyond what is possible.
    TooLarge,
    /// The unit takes whole numbers only.
    NotWhole,
}

/// Splits `"95 s"` into its number and its unit; the space may be missing.
pub(super) fn split(text: &str) -> Result<(Decimal, &str), Misread> {
    let text = text.trim();
    let is_number = |c: char| c.is_ascii_digit() || matches!(c, '.' | '_' | '-' | '+');
    let end = text.find(|c| !is_number(c)).unwrap_or(text.len());
    let (number, rest) = text.split_at(end);
    if rest.starts_with(',') && rest[1..].starts_with(|c: char| c.is_ascii_digit()) {
        return Err(Misread::Comma);
    }
    let number = Decimal::parse(number).ok_or({
        let (whole, fraction) = number.split_once('.').unwrap_or((number, ""));
        let digits = |part: &str| part.bytes().all(|b| b.is_ascii_digit() || b == b'_');
        let is_long = whole.len() > 18 && digits(whole.trim_start_matches('-')) && digits(fraction);
        if is_long { Misread::TooLarge } else { Misread::NoNumber }
    })?;
    if rest.starts_with(':') {
        return Err(Misread::NoNumber);
    }
    let unit = rest.trim();
    if unit.is_empty() { Err(Misread::NoUnit) } else { Ok((number, unit)) }
}
