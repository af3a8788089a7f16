//! `short` and `tolerance` of a product: what becomes of an order of which a part is thrown away.

use super::Written;
use super::decoder::Decoder;
use super::node::{Content, Node};
use super::quantity::Share;
use super::shape::{FieldShape, Form};
use super::table::{Table, Value, table};
use super::words::choose;
use crate::diagnostic::code;
use crate::units::share;

table! {
    /// More parts than ordered are started.
    StartExtra ("`short` with more parts than ordered") {
        /// Share of the order by which more parts are started, rounded up to whole parts.
        start_extra: super::Given<Share> = "required",
    }
}

/// `short`: what replaces parts that are thrown away.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Short {
    /// Nothing (`"ship_short"`).
    Ship,
    /// A new part for each (`"remake"`).
    Remake,
    /// Parts that are started beyond the order, as many as are expected to be thrown away (`"start_extra"`).
    AsExpected,
    /// The same, by a share of the order.
    Extra(f64),
}

impl Value for Short {
    const FORM: Form = Form::Either(&[
        Form::Words(&[
            ("ship_short", &["Nothing: the order is short."]),
            (
                "remake",
                &[
                    "A new part for each that is thrown away, at that instant, from the first step on.",
                ],
            ),
            (
                "start_extra",
                &[
                    "As many parts are started beyond the order as its route is expected to throw away (`scrap` of its \
                   stations), rounded up.",
                ],
            ),
        ]),
        Form::Inline(&<StartExtra as Table>::SHAPE),
    ]);

    fn decode(node: &Node, field: &FieldShape<'_>, decoder: &mut Decoder<'_>) -> Option<Self> {
        if let Content::Table(_) = node.content {
            let extra = <StartExtra as Value>::decode(node, field, decoder)?;
            return Some(Self::Extra(extra.start_extra?.value.0));
        }
        let words = [
            ("ship_short", Self::Ship),
            ("remake", Self::Remake),
            ("start_extra", Self::AsExpected),
        ];
        choose(node, field, &words, decoder)
    }
}

/// `tolerance`: by which shares of it fewer and more parts than ordered are an order all the same.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Tolerance {
    /// Share that may be missing, above zero.
    pub under: f64,
    /// Share that is taken beyond the order.
    pub over: f64,
}

impl Value for Tolerance {
    const FORM: Form = Form::List(&Form::Text);

    fn decode(node: &Node, field: &FieldShape<'_>, decoder: &mut Decoder<'_>) -> Option<Self> {
        let wanted = "how many fewer and more, such as `[\"-2 %\", \"+5 %\"]`";
        let Content::List(_) = &node.content else {
            return decoder.wrong_type(node, field, wanted);
        };
        let both: Vec<Written<String>> = decoder.list(node, field)?;
        let [under, over] = both.as_slice() else {
            return decoder.wrong_type(node, field, wanted);
        };
        let found = signed(&under.value, '-').zip(signed(&over.value, '+'));
        let Some((under, over)) = found else {
            let message = format!(
                "`tolerance` is {wanted}, found: `[\"{}\", \"{}\"]`",
                under.value, over.value
            );
            decoder.mistake(code::OUT_OF_RANGE, node.spot, &message, "");
            return None;
        };
        Some(Self { under, over })
    }
}

/// A share of at most the whole behind a sign; nothing has none.
fn signed(text: &str, sign: char) -> Option<f64> {
    let digits = text.trim().strip_prefix(sign);
    let share = share(digits.unwrap_or(text).trim()).ok()?;
    ((0.0..=1.0).contains(&share) && (digits.is_some() || share <= 0.0)).then_some(share)
}
