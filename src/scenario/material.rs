//! `[material.<name>]`: what parts are made of, and what a product needs of it.

use super::decoder::Decoder;
use super::node::{Content, Node};
use super::order::Moment;
use super::shape::{FieldShape, Form};
use super::supplier::Suppliers;
use super::table::{Table, Value, WrittenTable, table};
use super::words::words;
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
        /// When more is ordered, and how much; `"per_order"`: for each order what it needs.
        reorder: Given<AnyReorder> = "never",
        /// Purchase orders that are open at the start; those of a sheet (`on_order` of `[today]`) come beside them.
        on_order: Given<Vec<Written<OpenPurchase>>> = "none",
        /// From when on it is spoken for.
        reserved: Given<Reserved> = "at_start",
        /// When the next delivery is expedited, by the `expedite` of its supplier.
        expedite: Given<ExpediteAt> = "never",
        /// How long it can be used from when it is on hand, closed hours included; at least a second. What is on hand
        /// at the start counts as new. What came first is taken first, and what has lain so long is thrown away.
        shelf_life: Given<Span> = "for ever",
    }
    later ["purchase"]
    check Material::check_reorder
}

words! {
    /// `reserved`: from when on material is spoken for.
    Reserved {
        /// From when a machine takes the part: who comes first takes it.
        AtStart = "at_start",
        /// From the release of the order. It gets what is on hand and reserved for nobody, as much as its parts need,
        /// and its parts come in; for the rest it stands in line, in which what comes goes to the orders in the order
        /// in which they were released. Its parts take nothing else while others stand in line, so that each order
        /// waits for its own; what they need beyond that, because they come to a step again, they take of what is
        /// reserved for nobody, as parts without an order do. What is left when the order is done goes on to others.
        /// The position of a reorder rule is then less all that released orders still need.
        AtRelease = "at_release",
    }
}

table! {
    /// When more of a material is ordered, and how much. It goes by the position: what is on hand and on order, less
    /// what the parts need that stand in front of the step at which they take it. Four rules: `point` and `quantity`
    /// (s,Q), `point` and `up_to` (s,S), `every` and `up_to` (R,S), and `up_to` alone: base stock, for which each thing
    /// that is taken is ordered anew. Two rules do not ask for the position: `kanban` and `quantity` for bins with
    /// cards, and `rule = "per_order"`, or that word instead of a table, for what each order needs.
    Reorder ("a reorder rule") {
        /// The position at which more is ordered: as soon as it is there, or below.
        point [0..=100_000_000]: Given<u32> = "required with `quantity`; with `up_to` alone one less than that",
        /// How much is ordered, as many times as it takes to bring the position above `point`.
        /// With `kanban`: how many are in a full bin.
        quantity [1..=100_000_000]: Given<u32> = "required with `kanban`, or unless `up_to` is given",
        /// The position up to which is ordered.
        up_to [1..=100_000_000]: Given<u32> = "required unless `quantity` is given",
        /// Time between two looks at the position, the first of them at the plant's start, closed hours included; at
        /// least a second.
        every: Given<Span> = "it is looked at all the time",
        /// Bins with a card each. What is on hand at the start lies in full bins and one that has been begun, which is
        /// emptied first; cards without a bin are ordered at once. Whoever empties a bin orders one for its card, each
        /// bin as a purchase order of its own; what has come short, or is taken out by the inspection, is missing in it.
        /// Should parts wait when no bin is on order or empty, because too little is left in all of them, then what is
        /// left in the first is put beside, and its card ordered.
        kanban [1..=10_000]: Given<u32> = "no bins",
        /// How more is ordered, if not by the position.
        rule: Given<ReorderRule> = "by the position, or by `kanban`",
        /// With `per_order`: how long before the release of an order what it needs should be there. What comes late by
        /// chance can be made up for by that.
        ahead: Given<Span> = "0 h",
    }
    check Reorder::check_rule
}

words! {
    /// `rule`: how more is ordered, if not by the position.
    ReorderRule {
        /// For each order what it needs, as in planning of requirements (MRP). Of a dated order it is ordered so that
        /// it should be there at its release, with the mean `lead_time` of the supplier and of its `inspection`, for
        /// its days of delivery, of several suppliers for the one who takes longest; at the start if that would have
        /// been before. Neither lateness nor times when a supplier is down are foreseen: see `ahead`. What random orders
        /// and orders of a stock need is ordered when they come. What is on hand, on order and not yet spoken for is
        /// used first, for orders by their release, whenever it comes; the rest is ordered lot for lot, for each order
        /// by itself, and what `at_least` of the supplier adds goes to the next. An order needs what its parts take if
        /// each comes once to each step, on the line on which they take most. What parts take again, what was thrown
        /// away, short or taken out by the inspection is ordered anew as soon as it is seen to be missing; what is left
        /// when an order is done goes to others.
        PerOrder = "per_order",
    }
}

/// `reorder` of a material: a word, or a table.
#[derive(Clone, Debug, PartialEq)]
pub struct AnyReorder(pub Reorder);

impl Value for AnyReorder {
    const FORM: Form = Form::Either(&[ReorderRule::FORM, Form::Inline(&<Reorder as Table>::SHAPE)]);

    fn decode(node: &Node, field: &FieldShape<'_>, decoder: &mut Decoder<'_>) -> Option<Self> {
        match &node.content {
            Content::Table(_) => <Reorder as Value>::decode(node, field, decoder).map(Self),
            Content::Text(word) if word == "per_order" => {
                let rule = Some(Written { value: ReorderRule::PerOrder, spot: node.spot });
                Some(Self(Reorder { rule, ..Reorder::default() }))
            }
            _ => {
                let wanted = "`\"per_order\"`, or such as `{ point = 400, quantity = 800 }`";
                decoder.wrong_type(node, field, wanted)
            }
        }
    }
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
        let reserved =
            self.reserved.as_ref().filter(|reserved| reserved.value == Reserved::AtRelease);
        if let Some(reserved) = reserved.filter(|_| written.has("shelf_life")) {
            let message = "what is reserved cannot be thrown away: it is either `reserved` or has a `shelf_life`";
            let hint = "leave `reserved` out: then who comes first takes what came first";
            decoder.mistake(code::CONFLICT, reserved.spot, message, hint);
        }
        if let Some(backup) = self.backup.as_ref().filter(|_| !written.has("reorder")) {
            let message = "a material with `backup` needs `reorder`";
            let hint = "nothing is ever ordered without";
            decoder.mistake(code::MISSING, backup.spot, message, hint);
        }
    }
}

impl Reorder {
    /// One of the rules, and no more than that.
    fn check_rule(&self, written: &WrittenTable<'_>, decoder: &mut Decoder<'_>) {
        let has = |key: &str| written.has(key);
        let stray = |keys: &[&'static str]| keys.iter().copied().find(|key| has(key));
        if let Some(rule) = &self.rule {
            if let Some(key) = stray(&["point", "quantity", "up_to", "every", "kanban"]) {
                let message =
                    format!("`per_order` orders what each order needs, and has no `{key}`");
                decoder.mistake(code::CONFLICT, rule.spot, &message, "what it has is `ahead`");
            }
        } else if let Some(kanban) = &self.kanban {
            if let Some(key) = stray(&["point", "up_to", "every"]) {
                let message =
                    format!("bins are ordered when they are empty: `kanban` has no `{key}`");
                let hint = "write such as `{ kanban = 4, quantity = 100 }`";
                decoder.mistake(code::CONFLICT, kanban.spot, &message, hint);
            } else if !has("quantity") {
                let message = "`kanban` needs a `quantity`: how many are in a full bin";
                decoder.mistake(code::MISSING, written.name, message, "");
            }
        } else {
            self.check_position(written, decoder);
        }
        if let Some(ahead) = self.ahead.as_ref().filter(|_| self.rule.is_none()) {
            let message = "only `rule = \"per_order\"` orders `ahead`";
            decoder.mistake(code::CONFLICT, ahead.spot, message, "");
        }
        if let Some(every) = self.every.as_ref().filter(|every| every.value < SHORTEST) {
            let message = format!("`every` must be at least {SHORTEST}, found: {}", every.value);
            let hint = "a rule with `point` looks at the position all the time";
            decoder.mistake(code::OUT_OF_RANGE, every.spot, &message, hint);
        }
    }

    /// A rule that goes by the position.
    fn check_position(&self, written: &WrittenTable<'_>, decoder: &mut Decoder<'_>) {
        let hint = "write `point` and `quantity`, `point` and `up_to`, `every` and `up_to`, or `up_to` alone";
        let has = |key: &str| written.has(key);
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
        } else if !has("quantity") && !has("up_to") && !has("rule") && !has("kanban") {
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
