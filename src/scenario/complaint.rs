//! The words in which a decoder complains about a single value.

use super::decoder::Decoder;
use super::node::{Content, Node};
use super::shape::FieldShape;
use crate::diagnostic::{Diagnostic, closest, code, listed};
use crate::units::{Duration, Misread};

/// How to ask for a quantity.
pub(super) struct Wanted {
    /// With an article and an example.
    pub(super) what: &'static str,
    /// The unit to suggest for a bare number.
    pub(super) unit: &'static str,
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
        wanted: &Wanted,
    ) -> Option<&'n str> {
        let number = match &node.content {
            Content::Text(text) => return Some(text),
            Content::Whole(number) => number.to_string(),
            Content::Real(number) => number.to_string(),
            _ => return self.wrong_type(node, field, wanted.what),
        };
        let message = format!("`{}` needs a unit, found the bare number: {number}", field.key);
        let hint = match (wanted.unit, number.parse::<f64>()) {
            ("%", Ok(share)) if share < 1.0 => format!("did you mean `\"{} %\"`?", share * 100.0),
            (unit, _) => format!("did you mean `\"{number} {unit}\"`?"),
        };
        self.complain(Diagnostic::error(code::BARE_NUMBER, message).at(node.spot).hint(hint));
        None
    }

    /// Complains about a text that is not the quantity meant.
    pub(super) fn misread<T>(
        &mut self,
        node: &Node,
        field: &FieldShape<'_>,
        wanted: &Wanted,
        misread: &Misread,
    ) -> Option<T> {
        let key = field.key;
        let text = node.text().unwrap_or_default();
        let units = |unit: &str| match (wanted.unit, closest(unit, Duration::spellings())) {
            ("%", _) => "a share is written in `%`".to_owned(),
            _ if unit == "m" => "did you mean `min`?".to_owned(),
            (_, Some(guess)) => format!("did you mean `{guess}`?"),
            (_, None) => format!("units of time are: {}", listed(Duration::units())),
        };
        let (code, message, hint) = match misread {
            Misread::NoNumber => (
                code::UNREADABLE,
                format!("`{key}` must be {}, found: `{text}`", wanted.what),
                None,
            ),
            Misread::NoUnit => (
                code::BARE_NUMBER,
                format!("`{key}` needs a unit, found: `{text}`"),
                Some(format!("did you mean `\"{} {}\"`?", text.trim(), wanted.unit)),
            ),
            Misread::Comma => (
                code::UNREADABLE,
                format!("`{key}` has a decimal comma: `{text}`"),
                Some(format!("write a point: `\"{}\"`", text.replacen(',', ".", 1))),
            ),
            Misread::Unit(unit) => (
                code::WRONG_UNIT,
                format!("`{key}` must be {}, found the unit: `{unit}`", wanted.what),
                Some(units(unit)),
            ),
            Misread::Negative => {
                (code::OUT_OF_RANGE, format!("`{key}` must not be negative, found: `{text}`"), None)
            }
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
        let Some(text) = node.text() else { return self.wrong_type(node, field, wanted) };
        let message = format!("`{}` must be {wanted}, found: `{text}`", field.key);
        self.complain(Diagnostic::error(code::UNREADABLE, message).at(node.spot));
        None
    }

    /// Complains about a part of the language that this version does not have.
    pub(super) fn later<T>(&mut self, node: &Node, what: &str, instead: &str) -> Option<T> {
        let message = format!("{what} is not available in this version");
        self.complain(Diagnostic::error(code::LATER, message).at(node.spot).hint(instead));
        None
    }
}
