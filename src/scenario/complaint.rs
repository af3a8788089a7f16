//! The words in which a decoder complains about a single value.

use super::decoder::Decoder;
use super::node::{Content, Node};
use super::shape::FieldShape;
use crate::diagnostic::{Diagnostic, closest, code, listed};
use crate::units::{Duration, Misread, guess};

/// How to ask for a number that need not be whole.
pub(super) const NUMBER: &str = "a number";

/// How to ask for a quantity.
pub(super) struct Wanted<'a> {
    /// With an article and an example.
    pub(super) what: &'a str,
    /// The unit to suggest for a bare number.
    pub(super) unit: &'a str,
}

impl Decoder<'_> {
    /// Complains about a value of the wrong type.
    pub(super) fn wrong_type<T>(
        &mut self,
        node: &Node,
        field: &FieldShape<'_>,
        wanted: &str,
    ) -> Option<T> {
        if !matches!(node.content, Content::Broken) {
            let message = format!("`{}` must be {wanted}, found: {}", field.key, node.found());
            self.complain(Diagnostic::error(code::WRONG_TYPE, message).at(node.spot));
        }
        None
    }

    /// The text of a quantity; a bare number is told which unit to take.
    pub(super) fn quantity_text<'n>(
        &mut self,
        node: &'n Node,
        field: &FieldShape<'_>,
        wanted: &Wanted<'_>,
    ) -> Option<&'n str> {
        let number = match &node.content {
            Content::Text(text) => return Some(text),
            Content::Whole(number) => number.to_string(),
            Content::Real(number) => number.to_string(),
            _ => return self.wrong_type(node, field, wanted.what),
        };
        let message = format!("`{}` needs a unit, found the bare number: {number}", field.key);
        let hint = with_unit(&number, wanted.unit);
        self.complain(Diagnostic::error(code::BARE_NUMBER, message).at(node.spot).hint(hint));
        None
    }

    /// Complains about a text that is not the quantity meant.
    pub(super) fn misread<T>(
        &mut self,
        node: &Node,
        field: &FieldShape<'_>,
        wanted: &Wanted<'_>,
        misread: &Misread,
    ) -> Option<T> {
        let key = field.key;
        let text = node.text().unwrap_or_default();
        let is_share = wanted.unit == "%";
        let (code, message, hint) = match misread {
            Misread::NoNumber => (
                code::UNREADABLE,
                format!("`{key}` must be {}, found: `{text}`", wanted.what),
                meant_by(text),
            ),
            Misread::NoUnit => (
                code::BARE_NUMBER,
                format!("`{key}` needs a unit, found: `{text}`"),
                Some(with_unit(text.trim(), wanted.unit)),
            ),
            Misread::Comma => (
                code::UNREADABLE,
                format!("`{key}` has a decimal comma: `{text}`"),
                Some(with_a_point(text)),
            ),
            Misread::Unit(_) if guess::in_one_unit(text).is_some() => (
                code::WRONG_UNIT,
                format!("`{key}` must have one unit, found: `{text}`"),
                guess::in_one_unit(text).map(|text| format!("did you mean `\"{text}\"`?")),
            ),
            Misread::Unit(unit) if key == "cycle" && unit.contains('/') => (
                code::WRONG_UNIT,
                format!("`{key}` must be {}, found the unit: `{unit}`", wanted.what),
                Some(format!("for parts an hour write `rate = \"{}\"` instead", text.trim())),
            ),
            Misread::Unit(unit) => (
                code::WRONG_UNIT,
                format!("`{key}` must be {}, found the unit: `{unit}`", wanted.what),
                Some(other_unit(unit, is_share)),
            ),
            Misread::Negative => {
                (code::OUT_OF_RANGE, format!("`{key}` must not be negative, found: `{text}`"), None)
            }
            Misread::TooLarge if is_share => (
                code::OUT_OF_RANGE,
                format!("`{key}` must be between 0 % and 100 %, found: {text}"),
                None,
            ),
            Misread::TooLarge => (
                code::OUT_OF_RANGE,
                format!("`{key}` must not exceed a hundred years, found: `{text}`"),
                None,
            ),
            Misread::NotWhole => (
                code::OUT_OF_RANGE,
                format!("`{key}` must be a whole number of workdays, found: `{text}`"),
                None,
            ),
        };
        self.complain(Diagnostic::error(code, message).at(node.spot).maybe_hint(hint));
        None
    }

    /// Complains about a value that is no bare number, such as a number in quotes.
    pub(super) fn not_a_number<T>(
        &mut self,
        node: &Node,
        field: &FieldShape<'_>,
        wanted: &str,
    ) -> Option<T> {
        let text = node.text().unwrap_or_default();
        let fits = |number: &f64| number.fract() == 0.0 || wanted == NUMBER;
        let hint = if guess::is_difference(text) {
            "write the number that shall hold, without quotes: a patch does not add to what is there"
                .to_owned()
        } else if let Some(number) = guess::bare_number(text).filter(fits) {
            format!("did you mean `{number}`, without quotes?")
        } else if let Some(number) = guess::number_of_things(text).filter(fits) {
            format!("did you mean `{number}`, without quotes and unit?")
        } else {
            return self.wrong_type(node, field, wanted);
        };
        let message = format!("`{}` must be {wanted}, found: {}", field.key, node.found());
        self.mistake(code::WRONG_TYPE, node.spot, message, &hint);
        None
    }

    /// Warns of a point that may be meant to separate thousands.
    pub(super) fn warn_of_thousands(&mut self, node: &Node, field: &FieldShape<'_>) {
        let text = node.text().unwrap_or_default();
        let Some(many) = guess::without_thousands(text).filter(|many| many.contains("000 ")) else {
            return;
        };
        let few = text.replacen(".000", "", 1);
        let message = format!("`{}` is read as `{few}`, found: `{text}`", field.key);
        let hint = format!("write `\"{few}\"`, or `\"{many}\"` if that is meant");
        self.complain(Diagnostic::warning(code::DUBIOUS, message).at(node.spot).hint(hint));
    }

    /// Complains about a number outside its bounds.
    pub(super) fn out_of_range<T>(
        &mut self,
        node: &Node,
        field: &FieldShape<'_>,
        wanted: &str,
        found: impl std::fmt::Display,
    ) -> Option<T> {
        let message = format!("`{}` must be {wanted}, found: {found}", field.key);
        self.complain(Diagnostic::error(code::OUT_OF_RANGE, message).at(node.spot));
        None
    }

    /// Complains about a text or date that cannot be read as what is meant.
    pub(super) fn unreadable<T>(
        &mut self,
        node: &Node,
        field: &FieldShape<'_>,
        wanted: &str,
    ) -> Option<T> {
        self.unreadable_but(node, field, wanted, |_| None)
    }

    /// The same, with a guess of what was meant.
    pub(super) fn unreadable_but<T>(
        &mut self,
        node: &Node,
        field: &FieldShape<'_>,
        wanted: &str,
        guess: impl Fn(&str) -> Option<String>,
    ) -> Option<T> {
        let Some(text) = node.text() else { return self.wrong_type(node, field, wanted) };
        let message = format!("`{}` must be {wanted}, found: `{text}`", field.key);
        let hint = guess(text).map(|meant| format!("did you mean `{meant}`?"));
        self.complain(Diagnostic::error(code::UNREADABLE, message).at(node.spot).maybe_hint(hint));
        None
    }

    /// Complains about a part of the language that this version does not have.
    pub(super) fn later<T>(&mut self, node: &Node, what: &str, instead: &str) -> Option<T> {
        let message = format!("{what} is not available in this version");
        self.complain(Diagnostic::error(code::LATER, message).at(node.spot).hint(instead));
        None
    }
}

/// What is meant by a text that begins with no number, or has two.
fn meant_by(text: &str) -> Option<String> {
    if let Some(length) = guess::length_of_hours(text) {
        return Some(format!("a length is meant, such as `\"{length}\"`, not from when to when"));
    }
    guess::without_thousands(text).map(|text| format!("did you mean `\"{text}\"`?"))
}

/// What to write instead of a decimal comma; one before three digits may separate thousands.
fn with_a_point(text: &str) -> String {
    let point = text.replacen(',', ".", 1);
    match guess::without_thousands(text) {
        Some(many) => format!("write `\"{many}\"`, or `\"{point}\"` with a point"),
        None => format!("write a point: `\"{point}\"`"),
    }
}

/// What to write instead of an unknown unit.
pub(super) fn other_unit(unit: &str, is_share: bool) -> String {
    if is_share {
        return "a share is written in `%`".to_owned();
    }
    if unit == guess::MINUTES_OR_MONTHS {
        return "write `min` for minutes; months are not all as long: write their `days`"
            .to_owned();
    }
    if matches!(unit.to_lowercase().as_str(), "a" | "y" | "yr" | "yrs" | "year" | "years") {
        return "years are not all as long: write their `days`, such as `\"365 days\"`".to_owned();
    }
    match guess::unit(unit).or_else(|| closest(unit, Duration::spellings())) {
        Some(guess) => format!("did you mean `{guess}`?"),
        None => format!("units of time are: {}", listed(Duration::units())),
    }
}

/// What to write instead of a bare number; one below 1 is a share of 1, not of 100.
fn with_unit(number: &str, unit: &str) -> String {
    match number.parse::<f64>() {
        Ok(share) if unit == "%" && share < 1.0 => {
            let percent = (share * 1e12).round() / 1e10;
            format!("did you mean `\"{percent} %\"`?")
        }
        _ => format!("did you mean `\"{number} {unit}\"`?"),
    }
}
