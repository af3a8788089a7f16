//! Numbers as spreadsheets write them: decimal commas, thousands, units behind.

use super::keys::Keys;
use crate::units::Decimal;

/// A cell that begins with a number.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Number<'a> {
    /// The number in our own notation, such as `1234.5`.
    pub(super) digits: String,
    /// What stands behind it, such as a unit.
    pub(super) behind: &'a str,
}

/// Why a cell that begins like a number is none.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Misread {
    /// It does not begin with a digit.
    NoNumber,
    /// `1,234` or `1.234`: it may be about one, or more than a thousand.
    Ambiguous,
    /// It has a decimal comma where a point is asked for, or the other way round.
    Decimal,
    /// A count such as `1.200`, whose decimals must be thousands.
    Grouped,
    /// Thousands that are no groups of three, or two decimal points.
    Broken,
}

/// Reads the number that a cell begins with.
pub(super) fn number<'a>(text: &'a str, keys: &Keys) -> Result<Number<'a>, Misread> {
    let belongs = |c: char| c.is_ascii_digit() || "+-−.,'’ \u{a0}\u{202f}".contains(c);
    let end = text.find(|c| !belongs(c)).unwrap_or(text.len());
    let (number, behind) = text.split_at(end);
    let number = number.trim_end_matches([' ', '\u{a0}', '\u{202f}']);
    if number.ends_with(['-', '−', '+', '\'', '’']) && number.len() > 1 {
        return Err(Misread::Broken);
    }
    if !number.contains(|c: char| c.is_ascii_digit()) {
        return Err(Misread::NoNumber);
    }
    let (sign, number) = match number.strip_prefix(['-', '−']) {
        Some(rest) => ("-", rest.trim_start()),
        None => ("", number.strip_prefix('+').unwrap_or(number)),
    };
    let digits = digits(number, keys)?;
    let digits = format!("{sign}{digits}");
    Decimal::parse(&digits).ok_or(Misread::Broken)?;
    Ok(Number { digits, behind: behind.trim() })
}

/// A number without sign in our own notation.
fn digits(number: &str, keys: &Keys) -> Result<String, Misread> {
    let is_group = |c: char| match c {
        '\'' | '’' | ' ' | '\u{a0}' | '\u{202f}' => true,
        other => keys.thousands == Some(other),
    };
    let (points, commas) = (number.matches('.').count(), number.matches(',').count());
    let (whole, fraction) = match number.rsplit_once(keys.decimal) {
        Some(parts) => parts,
        None => (number, ""),
    };
    let other = if keys.decimal == '.' { ',' } else { '.' };
    let others = if other == '.' { points } else { commas };
    // Both signs: the last one is the decimal one. More than one of a kind: thousands.
    let is_clear = keys.thousands == Some(other)
        || others > 0
            && number.contains(keys.decimal)
            && number.rfind(other) < number.rfind(keys.decimal)
        || others > 1 && !number.contains(keys.decimal);
    if others > 0 && !is_clear {
        let behind = number.rsplit(other).next().unwrap_or_default();
        let is_thousands = behind.len() == 3 && !number.contains(keys.decimal);
        return Err(if is_thousands { Misread::Ambiguous } else { Misread::Decimal });
    }
    let groups: Vec<&str> = whole.split(|c| is_group(c) || c == other).collect();
    let (first, rest) = groups.split_first().ok_or(Misread::Broken)?;
    let all_digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
    let is_right = rest.iter().all(|group| group.len() == 3)
        && (rest.is_empty() || (1..=3).contains(&first.len()))
        && groups.iter().all(|group| all_digits(group))
        && all_digits(fraction);
    if !is_right {
        return Err(Misread::Broken);
    }
    let whole = groups.concat();
    Ok(if fraction.is_empty() { whole } else { format!("{whole}.{fraction}") })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::sheet::keys::Sheet;

    fn read(
        text: &str,
        decimal: char,
        thousands: Option<char>,
    ) -> Result<(String, String), Misread> {
        let keys = Keys { decimal, thousands, ..Sheet::default().keys() };
        number(text, &keys).map(|number| (number.digits, number.behind.to_owned()))
    }

    fn right(text: &str, decimal: char, thousands: Option<char>) -> String {
        read(text, decimal, thousands).map(|(digits, _)| digits).expect("a number")
    }

    #[test]
    fn decimals_stand_behind_what_the_dialect_says() {
        assert_eq!(right("1.5", '.', None), "1.5");
        assert_eq!(right("1,5", ',', None), "1.5");
        assert_eq!(right("0,25", ',', None), "0.25");
        assert_eq!(right("-3", '.', None), "-3");
        assert_eq!(right("+3", '.', None), "3");
        assert_eq!(read("1,5", '.', None), Err(Misread::Decimal));
        assert_eq!(read("1.5", ',', None), Err(Misread::Decimal));
        assert_eq!(read("fast", '.', None), Err(Misread::NoNumber));
        assert_eq!(read("-", '.', None), Err(Misread::NoNumber));
    }

    #[test]
    fn thousands_are_read_where_they_cannot_be_anything_else() {
        assert_eq!(right("1,234.5", '.', None), "1234.5");
        assert_eq!(right("1.234,5", ',', None), "1234.5");
        assert_eq!(right("1.234.567", ',', None), "1234567");
        assert_eq!(right("1,234,567", '.', None), "1234567");
        assert_eq!(right("12 345", '.', None), "12345");
        assert_eq!(right("12\u{a0}345,5", ',', None), "12345.5");
        assert_eq!(right("12'345.5", '.', None), "12345.5");
        assert_eq!(right("1.234", ',', Some('.')), "1234");
        assert_eq!(right("1,234", '.', Some(',')), "1234");
    }

    #[test]
    fn what_may_be_one_or_a_thousand_is_refused() {
        assert_eq!(read("1,234", '.', None), Err(Misread::Ambiguous));
        assert_eq!(read("1.234", ',', None), Err(Misread::Ambiguous));
        assert_eq!(right("1.234", '.', None), "1.234");
        assert_eq!(read("1.23.4", '.', None), Err(Misread::Broken));
        assert_eq!(read("12 34", '.', None), Err(Misread::Broken));
        assert_eq!(read("1234.567,8", ',', None), Err(Misread::Broken));
    }

    #[test]
    fn a_unit_may_stand_behind() {
        let read = |text: &str| read(text, ',', None).expect("a number");
        assert_eq!(read("1,5 h"), ("1.5".to_owned(), "h".to_owned()));
        assert_eq!(read("92%"), ("92".to_owned(), "%".to_owned()));
        assert_eq!(read("12 min"), ("12".to_owned(), "min".to_owned()));
    }
}
