//! `premium`: what an hour of overtime costs on top of a regular one.

use super::Given;
use super::complaint::Wanted;
use super::decoder::Decoder;
use super::node::{Content, Node};
use super::shape::{FieldShape, Form};
use super::table::{Table, Value, table};
use crate::diagnostic::code;
use crate::units::{Span, share};

/// `premium`: what an hour of overtime costs on top of a regular one.
#[derive(Clone, Debug, PartialEq)]
pub enum Premium {
    /// The same for each hour (`"50 %"`).
    Same(OnTop),
    /// More for more of it on a day.
    Tiers(Tiers),
}

table! {
    /// A premium that rises with the overtime of a person on a day.
    Tiers ("a premium in tiers") {
        /// How much overtime of a day costs the lower premium.
        first: Given<Span> = "required",
        /// The premium of this time.
        at: Given<OnTop> = "required",
        /// The premium of all overtime of the day after it.
        then: Given<OnTop> = "required",
    }
}

/// What comes on top: a share that may be more than the whole.
///
/// Unit: millionths. Bounds: from 0 to nine times the price.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OnTop(pub u32);

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "at most nine")]
fn millionths(share: f64) -> u32 {
    (share * 1e6).round() as u32
}

impl Value for OnTop {
    const FORM: Form = Form::Share;

    fn decode(node: &Node, field: &FieldShape<'_>, decoder: &mut Decoder<'_>) -> Option<Self> {
        let wanted = Wanted { what: "a share such as `\"50 %\"`", unit: "%" };
        let text = decoder.quantity_text(node, field, &wanted)?;
        match share(text) {
            Ok(share) if (0.0..=9.0).contains(&share) => Some(Self(millionths(share))),
            Ok(_) => decoder.out_of_range(node, field, "between 0 % and 900 %", text),
            Err(misread) => decoder.misread(node, field, &wanted, &misread),
        }
    }
}

impl Value for Premium {
    const FORM: Form = Form::Either(&[Form::Share, Form::Inline(&<Tiers as Table>::SHAPE)]);

    fn decode(node: &Node, field: &FieldShape<'_>, decoder: &mut Decoder<'_>) -> Option<Self> {
        let Content::Table(_) = &node.content else {
            return OnTop::decode(node, field, decoder).map(Self::Same);
        };
        let tiers = <Tiers as Value>::decode(node, field, decoder)?;
        if let Some(first) = tiers.first.as_ref().filter(|first| first.value.is_zero()) {
            let message = "the `first` hours of overtime take no time";
            let hint = "write one premium, such as `premium = \"50 %\"`";
            decoder.mistake(code::OUT_OF_RANGE, first.spot, message, hint);
            return None;
        }
        Some(Self::Tiers(tiers))
    }
}
