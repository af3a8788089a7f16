//! What the cells of a column may be, read off the form of the key's value.

use std::collections::BTreeSet;

use crate::scenario::distribution::{Measure, Taken};
use crate::scenario::shape::Form;

/// What a cell may be, besides a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Kind {
    /// A bare number.
    Number,
    /// A bare number that is whole, such as a count.
    Whole,
    /// A bare ratio, such as a coefficient of variation.
    Ratio,
    /// A length of time.
    Time,
    /// A share of a whole.
    Share,
    /// Money.
    Money,
    /// Money for a day.
    MoneyADay,
    /// A date, or a date with a time of day.
    Date,
    /// True or false.
    Truth,
    /// Several values in one cell.
    List,
    /// Names, each with a number.
    Map,
    /// One whole number instead of names with numbers.
    OneForAll,
    /// A table, which no cell can hold.
    Table,
}

/// What the cells of a column may be; text is always possible.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Takes {
    kinds: BTreeSet<Kind>,
    /// Words that mean something of their own.
    pub(super) words: Vec<&'static str>,
}

impl Takes {
    /// What a form takes.
    pub(super) fn of(form: &Form) -> Self {
        let mut takes = Self::default();
        takes.add(form);
        takes
    }

    fn add(&mut self, form: &Form) {
        if let Form::Whole = form {
            self.kinds.insert(Kind::Whole);
        }
        let kind = match form {
            Form::Text
            | Form::Anything
            | Form::AnHour
            | Form::Speed
            | Form::Rate
            | Form::SalesRate
            | Form::Length
            | Form::ClockTime
            | Form::ClockRange => return,
            Form::Whole
            | Form::Number
            | Form::Rating
            | Form::Distribution(Measure::Parts | Measure::Cycles | Measure::Wear) => Kind::Number,
            Form::Truth => Kind::Truth,
            Form::Share => Kind::Share,
            Form::Amount => Kind::Money,
            Form::ADay => Kind::MoneyADay,
            Form::Duration | Form::Distribution(Measure::Time) => Kind::Time,
            Form::Date | Form::Moment => Kind::Date,
            Form::Words(words) => return self.words.extend(words.iter().map(|(word, _)| *word)),
            Form::Position => Kind::List,
            Form::List(item) => {
                self.add(item);
                Kind::List
            }
            Form::Map(item) => {
                self.add(item);
                Kind::Map
            }
            Form::Inline(_) => Kind::Table,
            Form::Either(forms) => {
                let has = |wanted: fn(&Form) -> bool| forms.iter().any(wanted);
                if has(|form| matches!(form, Form::Whole))
                    && has(|form| matches!(form, Form::Map(_)))
                {
                    self.kinds.insert(Kind::OneForAll);
                }
                return forms.iter().for_each(|form| self.add(form));
            }
        };
        self.kinds.insert(kind);
    }

    /// What a parameter of a distribution takes.
    pub(super) fn of_parameter(taken: Taken, measure: Measure) -> Self {
        let amount = if measure == Measure::Time { Kind::Time } else { Kind::Number };
        let kinds: &[Kind] = match taken {
            Taken::Word => &[],
            Taken::Number => &[Kind::Number, Kind::Ratio],
            Taken::Share => &[Kind::Share],
            Taken::Shares => &[Kind::Share, Kind::List],
            Taken::Amount => &[amount],
            Taken::Amounts => &[amount, Kind::List],
        };
        Self { kinds: kinds.iter().copied().collect(), words: Vec::new() }
    }

    /// Whether a cell may be this.
    pub(super) fn is(&self, kind: Kind) -> bool {
        self.kinds.contains(&kind)
    }

    /// Whether it is a number, with a unit or without.
    pub(super) fn is_quantity(&self) -> bool {
        [Kind::Number, Kind::Time, Kind::Share].iter().any(|kind| self.kinds.contains(kind))
            || self.is_money()
    }

    /// Whether it is money, of which any currency may be the unit.
    pub(super) fn is_money(&self) -> bool {
        self.is(Kind::Money) || self.is(Kind::MoneyADay)
    }

    /// Whether it is a text of any letters, such as a name.
    pub(super) fn is_a_name(&self) -> bool {
        self.kinds.iter().all(|kind| *kind == Kind::List)
    }

    /// Whether a number needs a unit.
    pub(super) fn has_unit(&self) -> bool {
        self.is(Kind::Time) || self.is(Kind::Share)
    }

    /// Whether no cell can hold it.
    pub(super) fn is_only_a_table(&self) -> bool {
        self.words.is_empty()
            && self.kinds.iter().all(|kind| *kind == Kind::Table)
            && !self.kinds.is_empty()
    }
}
