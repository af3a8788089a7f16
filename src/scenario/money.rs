//! Money: what an hour costs, and amounts, in the plant's currency.

use super::complaint::Wanted;
use super::decoder::Decoder;
use super::node::{Branches, Node};
use super::shape::{FieldShape, Form};
use super::table::Value;
use crate::diagnostic::{Diagnostic, code};
use crate::units::{Currency, Misread, Money, guess};

/// What an hour costs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AnHour(pub Money);

/// What a day costs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ADay(pub Money);

/// An amount of money.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Amount(pub Money);

impl Value for Amount {
    const FORM: Form = Form::Amount;

    fn decode(node: &Node, field: &FieldShape<'_>, decoder: &mut Decoder<'_>) -> Option<Self> {
        let plant = decoder.currency;
        let what = format!("money such as `\"600 {plant}\"`");
        let wanted = Wanted { what: &what, unit: plant.letters() };
        money(node, field, decoder, &wanted, Money::parse).map(Self)
    }
}

/// Money in the currency of the plant, as `parse` reads it.
fn money(
    node: &Node,
    field: &FieldShape<'_>,
    decoder: &mut Decoder<'_>,
    wanted: &Wanted<'_>,
    parse: fn(&str) -> Result<(Money, Currency), Misread>,
) -> Option<Money> {
    let text = decoder.quantity_text(node, field, wanted)?;
    match parse(text) {
        Ok((money, currency)) if currency == decoder.currency => {
            decoder.warn_of_thousands(node, field);
            Some(money)
        }
        Ok((_, currency)) => decoder.other_currency(node, field, currency),
        Err(misread) => decoder.misread_money(node, field, wanted, &misread),
    }
}

/// The currency that a merged tree names, as far as it can be read.
pub(super) fn currency(tree: &Branches) -> Currency {
    let plant = tree.get("plant").and_then(|plant| plant.node.table());
    let named = plant.and_then(|plant| plant.get("currency")?.node.text());
    named.and_then(Currency::parse).unwrap_or_default()
}

impl Value for AnHour {
    const FORM: Form = Form::AnHour;

    fn decode(node: &Node, field: &FieldShape<'_>, decoder: &mut Decoder<'_>) -> Option<Self> {
        let plant = decoder.currency;
        let unit = format!("{plant}/h");
        let what = format!("money for an hour such as `\"34 {unit}\"`");
        let wanted = Wanted { what: &what, unit: &unit };
        money(node, field, decoder, &wanted, Money::parse_an_hour).map(Self)
    }
}

impl Value for ADay {
    const FORM: Form = Form::ADay;

    fn decode(node: &Node, field: &FieldShape<'_>, decoder: &mut Decoder<'_>) -> Option<Self> {
        let plant = decoder.currency;
        let unit = format!("{plant}/day");
        let what = format!("money for a day such as `\"50 {unit}\"`");
        let wanted = Wanted { what: &what, unit: &unit };
        money(node, field, decoder, &wanted, Money::parse_a_day).map(Self)
    }
}

impl Decoder<'_> {
    /// Complains about money in another currency than the plant's.
    fn other_currency<T>(
        &mut self,
        node: &Node,
        field: &FieldShape<'_>,
        found: Currency,
    ) -> Option<T> {
        let plant = self.currency;
        let message =
            format!("`{}` is in {found}, and the money of the plant is {plant}", field.key);
        let hint =
            format!("convert it, or write `currency = \"{found}\"` in `[plant]` for all money");
        self.mistake(code::WRONG_UNIT, node.spot, message, &hint);
        None
    }

    /// Complains about a text that is no money.
    fn misread_money<T>(
        &mut self,
        node: &Node,
        field: &FieldShape<'_>,
        wanted: &Wanted<'_>,
        misread: &Misread,
    ) -> Option<T> {
        let text = node.text().unwrap_or_default();
        let guessed = if wanted.unit.ends_with("/day") { guess::money_a_day } else { guess::money };
        let (code, message) = match misread {
            Misread::Unit(unit) => {
                let message =
                    format!("`{}` must be {}, found the unit: `{unit}`", field.key, wanted.what);
                (code::WRONG_UNIT, message)
            }
            Misread::NoNumber if guessed(text).is_some() => {
                let message = format!("`{}` must be {}, found: `{text}`", field.key, wanted.what);
                (code::UNREADABLE, message)
            }
            Misread::TooLarge => {
                let message =
                    format!("`{}` must be at most a thousand millions, found: `{text}`", field.key);
                (code::OUT_OF_RANGE, message)
            }
            _ => return self.misread(node, field, wanted, misread),
        };
        let meant = guessed(text).filter(|_| code != code::OUT_OF_RANGE);
        let hint = meant.map(|(number, currency)| {
            let unit = wanted.unit.replace(self.currency.letters(), &currency);
            format!("did you mean `\"{number} {unit}\"`?")
        });
        self.complain(Diagnostic::error(code, message).at(node.spot).maybe_hint(hint));
        None
    }
}
