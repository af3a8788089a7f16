//! `rate`: how many parts an hour a station makes.

use super::complaint::Wanted;
use super::decoder::Decoder;
use super::distribution::Cycle;
use super::node::Node;
use super::shape::{FieldShape, Form};
use super::table::Value;
use super::{Station, Written};
use crate::diagnostic::{Diagnostic, code, listed};
use crate::random::Distribution;
use crate::units::{Misread, Rate};

impl Station {
    /// Its cycle, as `cycle` or `rate` says.
    pub fn own_cycle(&self) -> Option<Written<Cycle>> {
        if self.cycle.is_some() {
            return self.cycle.clone();
        }
        let rate = self.rate.as_ref()?;
        let parts = [&self.takes, &self.gives].into_iter().flatten();
        let counts = parts.flat_map(|parts| parts.value.iter()).map(|(_, count)| count.value);
        let time = rate.value.time_for(counts.max().unwrap_or(1));
        let time = Distribution::from(time);
        let cycle = Cycle { time, allowance: 0.0, is_of_a_sheet: false };
        Some(Written { value: cycle, spot: rate.spot })
    }
}

impl Value for Rate {
    const FORM: Form = Form::Rate;

    fn decode(node: &Node, field: &FieldShape<'_>, decoder: &mut Decoder<'_>) -> Option<Self> {
        let wanted = Wanted { what: "a rate such as `\"400 /min\"`", unit: "/min" };
        let text = decoder.quantity_text(node, field, &wanted)?;
        match Self::parse(text) {
            Ok(rate) => Some(rate),
            Err(Misread::NotWhole | Misread::TooLarge) => {
                decoder.out_of_range(node, field, "from 0.001 /h to 1000 /s", text)
            }
            Err(Misread::Unit(unit)) => {
                let message =
                    format!("`{}` must be {}, found the unit: `{unit}`", field.key, wanted.what);
                let hint = format!("units of rates are: {}", listed(Self::units()));
                let complaint = Diagnostic::error(code::WRONG_UNIT, message).at(node.spot);
                decoder.complain(complaint.hint(hint));
                None
            }
            Err(misread) => decoder.misread(node, field, &wanted, &misread),
        }
    }
}
