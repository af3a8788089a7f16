//! `[supplier.<name>]`: who delivers material, how soon, how late and how short.

use super::decoder::Decoder;
use super::money::Amount;
use super::named::Named;
use super::node::{Content, Node};
use super::order::Moment;
use super::quantity::{ClockTime, Share};
use super::shape::{FieldShape, Form};
use super::table::{Table, Value, WrittenTable, table};
use super::{Given, Written};
use crate::diagnostic::{Spot, code};
use crate::random::Distribution;
use crate::units::{Span, Weekdays};

table! {
    /// Who delivers material. Each purchase order comes after a lead time of its own.
    Supplier ("a supplier") {
        /// From the order to the delivery, closed hours included.
        lead_time: Given<Distribution> = "required",
        /// Deliveries that come later than that.
        late: Given<LateDelivery> = "none",
        /// Deliveries with less than was ordered. What is missing does not come any more: it is ordered anew by
        /// `reorder`.
        short: Given<ShortDelivery> = "none",
        /// On which days of the week deliveries come, such as `"tue"` or `["tue", "fri"]`, also on days on which the
        /// plant is closed: at the first of these times at or after the end of the lead time, lateness included.
        days: Given<Weekdays> = "any time, or with `at` every day",
        /// At which time of the day deliveries come.
        at: Given<ClockTime> = "any time, or with `days` 00:00",
        /// Fewest that are ordered at a time: a purchase order for less is made as great, where the reorder rule has
        /// a `quantity` as many times that as it takes.
        at_least [1..=100_000_000]: Given<u32> = "1",
        /// Whether a later purchase order may come before an earlier one of the same material. With `false` it comes
        /// no earlier than those before it do if they are not expedited, those included that were open at the start.
        crossing: Given<bool> = "true",
        /// Share of what is delivered that the incoming inspection takes out, each thing by chance; below 100 %. It
        /// is not used, and ordered anew by `reorder`.
        defective: Given<Share> = "none",
        /// How long the incoming inspection of a delivery takes, closed hours included: it is on hand, and on order
        /// no more, only then.
        inspection: Given<Distribution> = "no time",
        /// Times in which the supplier is down, such as a strike or a closed border: dates, a list of them, or by
        /// chance. Lead times stand still then, lateness included: what is ordered then, or under way, comes later by
        /// as long as that, for all of its materials.
        down: Given<Downs> = "never",
        /// How a delivery is expedited, where the material says when (its `expedite`).
        expedite: Given<Expedite> = "not at all",
    }
    check Supplier::check_defects
}

table! {
    /// A time in which a supplier is down, from a date to another one; or such times by chance, `every` and `lasts`.
    Down ("a time in which a supplier is down") {
        /// When it begins; a date means 00:00.
        from: Given<Moment> = "the plant's start",
        /// When it is over; a date means the end of that day.
        until: Given<Moment> = "required unless `every` is given",
        /// Time from the end of one to the beginning of the next, the first from the plant's start on; on average at
        /// least an hour.
        every: Given<Distribution> = "it is a date",
        /// How long it lasts.
        lasts: Given<Distribution> = "required with `every`",
    }
    check Down::check_dates
}

/// `down` of a supplier: a table, or a list of them.
#[derive(Clone, Debug, PartialEq)]
pub struct Downs(pub Vec<Written<Down>>);

impl Value for Downs {
    const FORM: Form =
        Form::Either(&[Form::Inline(&<Down as Table>::SHAPE), <Vec<Written<Down>> as Value>::FORM]);

    fn decode(node: &Node, field: &FieldShape<'_>, decoder: &mut Decoder<'_>) -> Option<Self> {
        let rows = match node.content {
            Content::Table(_) => {
                let value = <Down as Value>::decode(node, field, decoder)?;
                vec![Written { value, spot: node.spot }]
            }
            Content::List(_) => <Vec<Written<Down>> as Value>::decode(node, field, decoder)?,
            _ => {
                let wanted =
                    "such as `{ every = \"60 days\", lasts = \"4 days\" }`, or a list of dates";
                return decoder.wrong_type(node, field, wanted);
            }
        };
        let mut by_chance = rows.iter().filter_map(|row| row.value.every.as_ref());
        if let (Some(_), Some(second)) = (by_chance.next(), by_chance.next()) {
            let message = "a supplier is down by chance in one way, not in several";
            let hint = "make one of them, with the time between any two of them";
            decoder.mistake(code::CONFLICT, second.spot, message, hint);
        }
        Some(Self(rows))
    }
}

table! {
    /// How a delivery is expedited, such as by air.
    Expedite ("`expedite` of a supplier") {
        /// From when it is expedited to the delivery, on any day at any time; it stands still while the supplier is
        /// down. What would come sooner is left as it is.
        lead_time: Given<Distribution> = "required",
        /// What it costs each time.
        cost: Given<Amount> = "nothing",
    }
}

/// `supplier` of a material: who delivers it.
#[derive(Clone, Debug, PartialEq)]
pub enum Suppliers {
    /// Always the same.
    One(String),
    /// Several, in shares of any size.
    Shares(Named<Written<u32>>),
}

impl Suppliers {
    /// Their names and shares, in natural order; `spot` is where they are written.
    pub fn shares(&self, spot: Spot) -> Vec<(Written<String>, u32)> {
        match self {
            Self::One(name) => vec![(Written { value: name.clone(), spot }, 1)],
            Self::Shares(rows) => {
                rows.iter().map(|(name, share)| (name.clone(), share.value)).collect()
            }
        }
    }
}

impl Value for Suppliers {
    const FORM: Form = Form::Either(&[Form::Text, Form::Map(&<u32 as Value>::FORM)]);

    fn decode(node: &Node, field: &FieldShape<'_>, decoder: &mut Decoder<'_>) -> Option<Self> {
        if !matches!(node.content, Content::Table(_)) {
            return String::decode(node, field, decoder).map(Self::One);
        }
        let rows = <Named<Written<u32>> as Value>::decode(node, field, decoder)?;
        if rows.is_empty() {
            let hint = "name at least one, such as `{ foundry = 3, forge = 1 }`";
            decoder.mistake(code::MISSING, node.spot, "`supplier` is empty", hint);
            return None;
        }
        Some(Self::Shares(rows))
    }
}

/// The shortest mean time between two times in which a supplier is down: all that a lead time may meet are drawn.
const SHORTEST: Span = Span::from_hours(1);

impl Down {
    fn check_dates(&self, written: &WrittenTable<'_>, decoder: &mut Decoder<'_>) {
        let by_chance = [("every", &self.every), ("lasts", &self.lasts)];
        if let Some((_, given)) = by_chance.iter().find(|(key, _)| written.has(key)) {
            let date = [("from", &self.from), ("until", &self.until)];
            if let Some((key, date)) =
                date.into_iter().find_map(|(key, date)| Some((key, date.as_ref()?)))
            {
                let message =
                    format!("what is down by chance, `every` and `lasts`, has no `{key}`");
                let hint =
                    "a list has both: `down = [{ every = …, lasts = … }, { from = …, until = … }]`";
                decoder.mistake(code::CONFLICT, date.spot, &message, hint);
            } else if let Some((key, _)) = by_chance.iter().find(|(key, _)| !written.has(key)) {
                let message = format!("what is down by chance needs `{key}`");
                let hint = "write such as `{ every = { dist = \"exponential\", mean = \"60 days\" }, lasts = \"4 days\" }`";
                decoder.mistake(code::MISSING, written.name, &message, hint);
            }
            let too_often = given.as_ref().filter(|_| written.has("every"));
            if let Some(every) =
                too_often.filter(|every| every.value.mean() < SHORTEST.ticks() as f64)
            {
                let mean = Span::round(every.value.mean());
                let message =
                    format!("`every` must be at least {SHORTEST} on average, found: {mean}");
                decoder.mistake(code::OUT_OF_RANGE, every.spot, &message, "");
            }
            return;
        }
        if !written.has("until") {
            let message = "a time in which a supplier is down needs `until`";
            decoder.mistake(
                code::MISSING,
                written.name,
                message,
                "by chance it has `every` and `lasts` instead",
            );
        }
        if let (Some(from), Some(until)) = (&self.from, &self.until)
            && from.value.start() >= until.value.end()
        {
            let message = "a time in which a supplier is down must end after it begins";
            decoder.mistake(code::CONFLICT, until.spot, message, "");
        }
    }
}

impl Supplier {
    /// What is ordered anew must come some day.
    fn check_defects(&self, _: &WrittenTable<'_>, decoder: &mut Decoder<'_>) {
        if let Some(defective) = self.defective.as_ref().filter(|share| share.value.0 >= 1.0) {
            let message = "`defective` must be below 100 %: nothing would ever be on hand";
            decoder.mistake(code::OUT_OF_RANGE, defective.spot, message, "");
        }
    }
}

table! {
    /// Deliveries that come later than after the lead time.
    LateDelivery ("a late delivery") {
        /// Share of the deliveries that are late.
        chance: Given<Share> = "required",
        /// How much later they come.
        by: Given<Distribution> = "required",
    }
}

table! {
    /// Deliveries with less than was ordered.
    ShortDelivery ("a short delivery") {
        /// Share of the deliveries that are short.
        chance: Given<Share> = "required",
        /// Share of the order that is missing, in whole things.
        missing: Given<Share> = "required",
    }
}
