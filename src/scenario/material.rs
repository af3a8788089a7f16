//! `[material.<name>]`: what parts are made of, and what a product needs of it.

use super::decoder::Decoder;
use super::node::{Content, Node};
use super::order::Moment;
use super::shape::{FieldShape, Form};
use super::supplier::Suppliers;
use super::table::{Value, WrittenTable, table};
use super::{Given, Written};
use crate::diagnostic::code;
use crate::units::Span;

/// The shortest time between two looks at the position, and for which something can be used: more often is all the
/// time, which costs events.
const SHORTEST: Span = Span::from_seconds(1);

table! {
    /// What is bought, lies on stock, and goes into parts: a casting, a seal, sheet metal.
    ///
    /// A part takes what its product needs, `materials` of `[product.<name>]`, when a machine takes the part, before
    /// its setup and its load. What is thrown away is not given back, and a part that comes to the step again takes
    /// it again. A machine for which there is only a part without its material waits for it (`wait_material`); it
    /// takes a part that needs none, or for which there is enough, before others that must wait.
    Material ("a material") {
        /// How many are on hand at the start.
        stock [0..=100_000_000]: Given<u32> = "0",
        /// Who delivers it: one supplier, or several in shares of any size, `{ foundry = 3, forge = 1 }`. Then each
        /// purchase order goes to the one that would otherwise be furthest behind its share of all that was ordered,
        /// of several the first by name; what a `backup` gets counts for the one whose turn it was.
        supplier [1..=1_000_000]: Given<Suppliers> = "nobody: only what is `on_order` comes",
        /// Who is ordered from while the supplier whose turn it is is `down`, unless it is down, too.
        backup: Given<String> = "nobody: the order waits",
        /// When more is ordered, and how much.
        reorder: Given<Reorder> = "never",
        /// Purchase orders that are open at the start.
        on_order: Given<Vec<Written<OpenPurchase>>> = "none",
        /// When the next delivery is expedited, by the `expedite` of its supplier.
        expedite: Given<ExpediteAt> = "never",
        /// How long it can be used from when it is on hand, closed hours included; at least a second. What is on hand
        /// at the start counts as new. What came first is taken first, and what has lain so long is thrown away.
        shelf_life: Given<Span> = "for ever",
    }
    later ["purchase", "reserved"]
    check Material::check_reorder
}

table! {
    /// When more of a material is ordered, and how much. It goes by the position: what is on hand and on order, less
    /// what the parts need that stand in front of the step at which they take it. Four rules: `point` and `quantity`
    /// (s,Q), `point` and `up_to` (s,S), `every` and `up_to` (R,S), and `up_to` alone: base stock, for which each thing
    /// that is taken is ordered anew.
    Reorder ("a reorder rule") {
        /// The position at which more is ordered: as soon as it is there, or below.
        point [0..=100_000_000]: Given<u32> = "required with `quantity`; with `up_to` alone one less than that",
        /// How much is ordered, as many times as it takes to bring the position above `point`.
        quantity [1..=100_000_000]: Given<u32> = "required unless `up_to` is given",
        /// The position up to which is ordered.
        up_to [1..=100_000_000]: Given<u32> = "required unless `quantity` is given",
        /// Time between two looks at the position, the first of them at the plant's start, closed hours included; at
        /// least a second.
        every: Given<Span> = "it is looked at all the time",
    }
    later ["kanban"]
    check Reorder::check_rule
}

table! {
    /// When the next delivery of a material is expedited: when no more than so many are on hand, and what was ordered
    /// would come later than that. One that has been expedited is not again, nor is what was open at the start.
    ExpediteAt ("`expedite` of a material") {
        /// The stock at which the next delivery is expedited: as soon as it is on hand, or less.
        point [0..=100_000_000]: Given<u32> = "required",
    }
}

table! {
    /// A purchase order that is open at the start.
    OpenPurchase ("an open purchase order") {
        /// How many come.
        quantity [1..=100_000_000]: Given<u32> = "required",
        /// When they come, and can be used; a date means 00:00.
        at: Given<Moment> = "required",
    }
}

table! {
    /// What parts of a product need of a material.
    Needed ("what a product needs of a material") {
        /// How many a part takes.
        quantity [1..=1_000_000]: Given<u32> = "1",
        /// Where it takes them: a station of its route, or the name of a step; of several the first one.
        at: Given<String> = "the first step of its route",
    }
}

impl Material {
    /// Who orders names who delivers.
    fn check_reorder(&self, written: &WrittenTable<'_>, decoder: &mut Decoder<'_>) {
        if let Some(reorder) = self.reorder.as_ref().filter(|_| !written.has("supplier")) {
            let message = "a material with `reorder` needs a `supplier`";
            let hint = "name who delivers it, such as `supplier = \"foundry\"`";
            decoder.mistake(code::MISSING, reorder.spot, message, hint);
        }
        if let Some(life) = self.shelf_life.as_ref().filter(|life| life.value < SHORTEST) {
            let message =
                format!("`shelf_life` must be at least {SHORTEST}, found: {}", life.value);
            decoder.mistake(code::OUT_OF_RANGE, life.spot, &message, "");
        }
        if let Some(expedite) = self.expedite.as_ref().filter(|_| !written.has("reorder")) {
            let message = "a material with `expedite` needs `reorder`";
            let hint = "only what is ordered by it is expedited";
            decoder.mistake(code::MISSING, expedite.spot, message, hint);
        }
        if let Some(backup) = self.backup.as_ref().filter(|_| !written.has("reorder")) {
            let message = "a material with `backup` needs `reorder`";
            let hint = "nothing is ever ordered without";
            decoder.mistake(code::MISSING, backup.spot, message, hint);
        }
    }
}

impl Reorder {
    /// One of four rules, and no more than that.
    fn check_rule(&self, written: &WrittenTable<'_>, decoder: &mut Decoder<'_>) {
        let has = |key: &str| written.has(key);
        let hint = "write `point` and `quantity`, `point` and `up_to`, `every` and `up_to`, or `up_to` alone";
        if let Some(quantity) = self.quantity.as_ref().filter(|_| has("up_to")) {
            let message = "a reorder rule has either a `quantity` or `up_to`, not both";
            decoder.mistake(code::CONFLICT, quantity.spot, message, hint);
        } else if let Some(every) = self.every.as_ref().filter(|_| has("point")) {
            let message = "a reorder rule has either a `point` or `every`, not both";
            decoder.mistake(code::CONFLICT, every.spot, message, hint);
        } else if let Some(every) = self.every.as_ref().filter(|_| has("quantity")) {
            let message = "a reorder rule with `every` orders up to a position";
            decoder.mistake(code::CONFLICT, every.spot, message, hint);
        } else if has("quantity") && !has("point") {
            let message = "a reorder rule with a `quantity` needs a `point`: when more is ordered";
            decoder.mistake(code::MISSING, written.name, message, hint);
        } else if !has("quantity") && !has("up_to") {
            let message = "a reorder rule needs a `quantity` or `up_to`: how much is ordered";
            decoder.mistake(code::MISSING, written.name, message, hint);
        }
        if let (Some(point), Some(up_to)) = (&self.point, &self.up_to)
            && up_to.value <= point.value
        {
            let message = format!(
                "`up_to` must be above the `point`, {}: nothing would be ordered",
                point.value
            );
            decoder.mistake(code::CONFLICT, up_to.spot, &message, "");
        }
        if let Some(every) = self.every.as_ref().filter(|every| every.value < SHORTEST) {
            let message = format!("`every` must be at least {SHORTEST}, found: {}", every.value);
            let hint = "a rule with `point` looks at the position all the time";
            decoder.mistake(code::OUT_OF_RANGE, every.spot, &message, hint);
        }
    }
}

/// How many a part takes, and where.
#[derive(Clone, Debug, PartialEq)]
pub struct Need {
    /// How many.
    pub quantity: Given<u32>,
    /// The step, or the station; `None` is the first step.
    pub at: Given<String>,
}

impl Value for Need {
    const FORM: Form = Form::Either(&[Form::Whole, Needed::FORM]);

    fn decode(node: &Node, field: &FieldShape<'_>, decoder: &mut Decoder<'_>) -> Option<Self> {
        match &node.content {
            Content::Table(_) => {
                let Needed { quantity, at } = <Needed as Value>::decode(node, field, decoder)?;
                Some(Self { quantity, at })
            }
            Content::Whole(_) => {
                let value = u32::decode(node, field, decoder)?;
                Some(Self { quantity: Some(Written { value, spot: node.spot }), at: None })
            }
            _ => {
                let wanted = "a number, or `{ quantity = 2, at = \"assemble\" }`";
                decoder.not_a_number(node, field, wanted)
            }
        }
    }
}
