//! What can be written where: the description of every table, from which the merging rules, the
//! JSON Schemas and the reference page are made.

use super::distribution::Measure;

/// The default of a key that must be there.
pub(super) const REQUIRED: &str = "required";

/// A table: its keys and what they mean.
#[derive(Debug)]
pub(super) struct TableShape {
    /// What it describes, with an article: `a station`.
    pub(super) noun: &'static str,
    /// What it is for, line by line.
    pub(super) doc: &'static [&'static str],
    /// Its keys.
    pub(super) fields: &'static [FieldShape<'static>],
    /// Keys that match a pattern instead of being listed.
    pub(super) others: Option<&'static OthersShape>,
    /// Words of the language that a later version will have here.
    pub(super) later: &'static [&'static str],
}

/// A key of a table.
#[derive(Debug)]
pub(super) struct FieldShape<'a> {
    /// The word to write.
    pub(super) key: &'a str,
    /// What it means, line by line.
    pub(super) doc: &'static [&'static str],
    /// What holds when it is absent, in words or as TOML.
    pub(super) default: &'static str,
    /// Least and greatest allowed number, if it takes a number.
    pub(super) bounds: Option<(i64, i64)>,
    /// What can be written.
    pub(super) shape: Shape,
}

impl TableShape {
    /// What keys it has: those `listed`, and those that follow a pattern.
    pub(super) fn keys_in_words(&self, listed: &str) -> String {
        let noun = self.noun;
        match self.others {
            Some(others) if self.fields.is_empty() => {
                format!("{noun} has keys such as `{}`", others.example)
            }
            Some(others) => format!("{noun} has: {listed}, and keys such as `{}`", others.example),
            None => format!("{noun} has: {listed}"),
        }
    }

    /// Keys that must be there.
    pub(super) fn required(&self) -> impl Iterator<Item = &'static FieldShape<'static>> {
        self.fields.iter().filter(|field| field.default == REQUIRED)
    }
}

impl<'a> FieldShape<'a> {
    /// A field for a value that stands behind no key of a table.
    pub(super) const fn unlisted(key: &'a str, shape: Shape) -> Self {
        Self { key, doc: &[], default: "", bounds: None, shape }
    }

    /// The same values under the name that a person gave.
    pub(super) fn named<'b>(&self, key: &'b str, form: &'static Form) -> FieldShape<'b> {
        FieldShape { bounds: self.bounds, ..FieldShape::unlisted(key, Shape::Value(form)) }
    }
}

/// Keys that match a pattern, such as the weekdays of a calendar.
#[derive(Debug)]
pub(super) struct OthersShape {
    /// How such a key looks in the reference page.
    pub(super) example: &'static str,
    /// Regular expression of such keys.
    pub(super) pattern: &'static str,
    /// What it means.
    pub(super) doc: &'static str,
    /// What can be written.
    pub(super) form: Form,
    /// The key that another one was meant to be.
    pub(super) guess: fn(&str) -> Option<String>,
}

/// How a key behaves when files are merged.
#[derive(Clone, Copy, Debug)]
pub(super) enum Shape {
    /// A value: a patch replaces it whole.
    Value(&'static Form),
    /// A table with fixed keys: a patch changes single keys.
    Table(&'static TableShape),
    /// Named tables, `[station.<name>]`: a patch changes, adds or removes single names.
    Named(&'static TableShape),
    /// Named values, `to.<station> = "30 s"`: a patch changes single names.
    NamedValues(&'static Form),
}

/// How a value can be written.
#[derive(Debug)]
pub(super) enum Form {
    /// Whatever a value can be.
    Anything,
    /// Any text.
    Text,
    /// A whole number.
    Whole,
    /// A number above zero.
    Number,
    /// A number, zero or above.
    Rating,
    /// `true` or `false`.
    Truth,
    /// `"4 %"`.
    Share,
    /// `"95 s"`.
    Duration,
    /// `"34 EUR/h"`.
    AnHour,
    /// `"50 EUR/day"`.
    ADay,
    /// `"1.2 m/s"`.
    Speed,
    /// `"400 /min"`.
    Rate,
    /// `"2400 /week"`.
    SalesRate,
    /// `"12 m"`.
    Length,
    /// `[8, 0]`.
    Position,
    /// `"600 EUR"`.
    Amount,
    /// `2026-03-02`.
    Date,
    /// `2026-03-20T14:00:00` or a date.
    Moment,
    /// `"06:00"`.
    ClockTime,
    /// `"06:00-14:00"`.
    ClockRange,
    /// A constant or a distribution.
    Distribution(Measure),
    /// One of a few words, each with what it means.
    Words(&'static [(&'static str, &'static [&'static str])]),
    /// A list.
    List(&'static Form),
    /// A table of names and values.
    Map(&'static Form),
    /// A table that is one value.
    Inline(&'static TableShape),
    /// One of several forms.
    Either(&'static [Form]),
}
