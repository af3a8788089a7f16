//! The units of columns: in the header, in `units`, or in neither.

use super::column::{Column, Header};
use super::keys::Keys;
use super::takes::Kind;
use crate::diagnostic::{Diagnostic, Diagnostics, closest, code};
use crate::scenario::complaint::other_unit;
use crate::units::{Duration, guess};

/// Complains about units that belong to no column, measure something else, or mean nothing.
pub(super) fn check(
    columns: &mut [Column],
    headers: &[Header<'_>],
    keys: &Keys,
    diagnostics: &mut Diagnostics,
) {
    Units { headers, keys, diagnostics }.check(columns);
}

/// Words for the pieces that are counted, in small letters; `1` and `-` stand for none.
const PIECES: [&str; 32] = [
    "-", "1", "#", "no", "no.", "nr", "nr.", "pc", "pcs", "pc.", "pcs.", "pce", "piece", "pieces",
    "part", "parts", "unit", "units", "ea", "each", "st", "st.", "stk", "stk.", "stück", "teile",
    "ks", "szt", "qty", "people", "persons", "pers",
];

/// Measures that stand behind numbers in parentheses too, where otherwise any remark may stand.
const MEASURES: [&str; 20] = [
    "dozen", "dozens", "doz", "dz", "g", "kg", "t", "l", "m", "mm", "cm", "km", "m2", "m²", "m3",
    "m³", "pair", "pairs", "lots", "boxes",
];

struct Units<'a> {
    headers: &'a [Header<'a>],
    keys: &'a Keys,
    diagnostics: &'a mut Diagnostics,
}

impl Units<'_> {
    /// The header of a column.
    fn header(&self, column: &Column) -> Option<&Header<'_>> {
        self.headers.iter().find(|header| header.cell.column == column.index)
    }

    /// Complains about a column whose header and `units` give different units.
    fn two_units(&self, column: &Column) -> Option<Diagnostic> {
        let (_, given) = self.keys.units.iter().find(|(key, _)| *key == column.key)?;
        let written = self.header(column)?.unit.as_deref()?;
        let headed = guess::unit(written).unwrap_or(written);
        let is_known = is_unit(headed) || matches!(headed, "1" | "-");
        if !is_known || is_same(headed, column.unit.as_deref()?) {
            return None;
        }
        let message = format!(
            "`{}` is in `{}` as `units` says, and in `{written}` as its header says",
            column.key, given.value
        );
        let hint = "take the unit out of `units`, or mend the header";
        Some(Diagnostic::error(code::WRONG_UNIT, message).at(given.spot).hint(hint))
    }

    /// Whether what stands behind the header of a count is meant as a unit, and not for pieces.
    fn is_meant_as_unit(&self, column: &Column) -> bool {
        let Some(unit) = &column.unit else { return false };
        let word = unit.to_lowercase();
        let is_given = self.keys.units.iter().any(|(key, _)| *key == column.key);
        let is_in_brackets = self.header(column).is_some_and(|header| header.text.ends_with(']'));
        !PIECES.contains(&word.as_str())
            && (is_given || is_in_brackets || MEASURES.contains(&word.as_str()))
    }

    /// Units that belong to no column, or measure something else.
    fn check(&mut self, columns: &mut [Column]) {
        for (key, unit) in &self.keys.units {
            if !columns.iter().any(|column| column.key == *key) {
                let message = format!("`units` names `{key}`, and no column gives it");
                let known = columns.iter().map(|column| column.key.as_str());
                let hint = closest(key, known).map(|meant| format!("did you mean `{meant}`?"));
                let complaint = Diagnostic::error(code::UNKNOWN_NAME, message).at(unit.spot);
                self.diagnostics.push(complaint.maybe_hint(hint));
            }
        }
        for column in columns {
            let Some(unit) = &column.unit else { continue };
            if let Some(complaint) = self.two_units(column) {
                self.diagnostics.push(complaint);
                column.is_broken = true;
                continue;
            }
            let is_time =
                column.takes.is(Kind::Time) && Duration::spellings().any(|known| known == unit);
            let is_share = column.takes.is(Kind::Share) && matches!(unit.as_str(), "%" | "1" | "-");
            let is_ratio = column.takes.is(Kind::Ratio) && unit == "%";
            if is_time || is_share || is_ratio || column.takes.is_money() {
                continue;
            }
            let given = self.keys.units.iter().find(|(key, _)| *key == column.key);
            let spot = given.map_or(column.header, |(_, unit)| unit.spot);
            if !column.takes.has_unit() && !is_unit(unit) {
                if column.takes.is_quantity() && self.is_meant_as_unit(column) {
                    self.diagnostics.push(unit_of_a_count(column, unit).at(spot));
                }
                continue;
            }
            let message = format!("`{}` cannot be in the unit `{unit}`", column.key);
            let hint = if !column.takes.has_unit() {
                "it is a number without a unit".to_owned()
            } else if column.takes.is(Kind::Share) {
                "a share is in `%`, or in `1` where 0.92 stands for 92 %".to_owned()
            } else {
                other_unit(unit, false)
            };
            self.diagnostics.push(Diagnostic::error(code::WRONG_UNIT, message).at(spot).hint(hint));
            column.is_broken = true;
        }
    }
}

/// The warning that the unit of a count means nothing.
fn unit_of_a_count(column: &Column, unit: &str) -> Diagnostic {
    let message = format!("`{}` is a bare number: its unit `{unit}` is not used", column.key);
    let hint =
        "its cells are read as they stand: where they count something else, turn them into pieces";
    Diagnostic::warning(code::DUBIOUS, message).hint(hint)
}

/// Whether a word is a unit of the language.
fn is_unit(word: &str) -> bool {
    word == "%" || Duration::spellings().any(|known| known == word)
}

/// Whether two units are one in two spellings.
pub(super) fn is_same(one: &str, other: &str) -> bool {
    let bare = |unit: &str| matches!(unit, "1" | "-");
    let length = |unit: &str| Duration::parse(&format!("1 {unit}")).ok();
    one == other
        || bare(one) && bare(other)
        || length(one).is_some() && length(one) == length(other)
}
