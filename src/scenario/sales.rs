//! `sells_for` and `sells_at_most`: what a product brings, and how much of it sells.

use super::Product;
use super::complaint::Wanted;
use super::decoder::Decoder;
use super::node::Node;
use super::shape::{FieldShape, Form};
use super::table::{Value, WrittenTable};
use crate::diagnostic::{Diagnostic, code, listed};
use crate::units::{Misread, SalesRate};

impl Value for SalesRate {
    const FORM: Form = Form::SalesRate;

    fn decode(node: &Node, field: &FieldShape<'_>, decoder: &mut Decoder<'_>) -> Option<Self> {
        let wanted = Wanted { what: "parts in a time such as `\"2400 /week\"`", unit: "/week" };
        let text = decoder.quantity_text(node, field, &wanted)?;
        match Self::parse(text) {
            Ok(rate) => {
                decoder.warn_of_thousands(node, field);
                Some(rate)
            }
            Err(Misread::TooLarge) => {
                decoder.out_of_range(node, field, "at most a thousand millions", text)
            }
            Err(Misread::Unit(unit)) => {
                let message =
                    format!("`{}` must be {}, found the unit: `{unit}`", field.key, wanted.what);
                let hint = format!("units of what sells are: {}", listed(Self::units()));
                let complaint = Diagnostic::error(code::WRONG_UNIT, message).at(node.spot);
                decoder.complain(complaint.hint(hint));
                None
            }
            Err(misread) => decoder.misread(node, field, &wanted, &misread),
        }
    }
}

impl Product {
    /// What sells at most has a price.
    pub(super) fn check_sales(&self, written: &WrittenTable<'_>, decoder: &mut Decoder<'_>) {
        let Some(at_most) = self.sells_at_most.as_ref().filter(|_| !written.has("sells_for"))
        else {
            return;
        };
        let message = "`sells_at_most` of a product without a price";
        let hint = format!("say what a part sells for: `sells_for = \"210 {}\"`", decoder.currency);
        decoder.mistake(code::MISSING, at_most.spot, message, &hint);
    }
}
