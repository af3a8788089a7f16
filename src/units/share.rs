//! Shares of a whole: `"4 %"`.

use super::Misread;
use super::quantity::split;

/// Reads a share such as `"4 %"` as 0.04. It may be negative or above one: the caller knows the
/// bounds.
///
/// # Errors
/// If it is not a number followed by `%`.
pub fn share(text: &str) -> Result<f64, Misread> {
    let (number, unit) = split(text)?;
    if unit == "%" { Ok(number.value() / 100.0) } else { Err(Misread::Unit(unit.to_owned())) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_share_is_written_in_percent() {
        assert_eq!(share("4 %"), Ok(0.04));
        assert_eq!(share("100%"), Ok(1.0));
        assert_eq!(share("0.5"), Err(Misread::NoUnit));
        assert_eq!(share("4 s"), Err(Misread::Unit("s".to_owned())));
    }
}
