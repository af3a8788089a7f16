//! One definition of a table feeds everything: the struct, its decoder, its shape.

use super::decoder::Decoder;
use super::named::Named;
use super::node::{Branch, Branches, Node};
use super::shape::{FieldShape, Form, OthersShape, Shape, TableShape};
use super::{Given, Written};
use crate::diagnostic::Spot;

/// A table with fixed keys, defined by `table!`.
pub(super) trait Table: Default + 'static {
    /// Its keys and what they mean.
    const SHAPE: TableShape;
    /// Decodes the value of a known key.
    fn set(&mut self, field: &FieldShape<'_>, branch: &Branch, decoder: &mut Decoder<'_>);
    /// Decodes a key that is not listed; false if it does not belong here.
    fn set_other(&mut self, key: &str, branch: &Branch, decoder: &mut Decoder<'_>) -> bool;
    /// Checks what several keys say together.
    fn check(&self, written: &WrittenTable<'_>, decoder: &mut Decoder<'_>);
}

/// A table as written, for checks that must tell a missing value from a wrong one.
pub(super) struct WrittenTable<'a> {
    /// Where its name stands.
    pub(super) name: Spot,
    /// Its keys.
    pub(super) branches: &'a Branches,
}

impl WrittenTable<'_> {
    /// Whether a key is written, rightly or wrongly.
    pub(super) fn has(&self, key: &str) -> bool {
        self.branches.contains_key(key)
    }
}

/// A value that is replaced whole when files are merged.
pub(super) trait Value: Sized + 'static {
    /// How it can be written.
    const FORM: Form;
    /// Reads it, or complains.
    fn decode(node: &Node, field: &FieldShape<'_>, decoder: &mut Decoder<'_>) -> Option<Self>;
}

/// What stands behind a key: a value, a table, or named tables.
pub(super) trait Field: Default {
    /// How it looks and merges.
    const SHAPE: Shape;
    /// Reads it; what cannot be read is complained about and left out.
    fn decode(branch: &Branch, field: &FieldShape<'_>, decoder: &mut Decoder<'_>) -> Self;
}

/// Keys of a table that match a pattern.
pub(super) trait Others: Default {
    /// How they look.
    const SHAPE: OthersShape;
    /// Decodes a key; false if it does not match.
    fn set(&mut self, key: &str, branch: &Branch, decoder: &mut Decoder<'_>) -> bool;
}

impl<T: Value> Field for Given<T> {
    const SHAPE: Shape = Shape::Value(&T::FORM);

    fn decode(branch: &Branch, field: &FieldShape<'_>, decoder: &mut Decoder<'_>) -> Self {
        let value = T::decode(&branch.node, field, decoder)?;
        Some(Written { value, spot: branch.node.spot })
    }
}

impl<T: Table> Field for T {
    const SHAPE: Shape = Shape::Table(&T::SHAPE);

    fn decode(branch: &Branch, _: &FieldShape<'_>, decoder: &mut Decoder<'_>) -> Self {
        decoder.table(&branch.node, branch.key).unwrap_or_default()
    }
}

impl<T: Table> Field for Named<T> {
    const SHAPE: Shape = Shape::Named(&T::SHAPE);

    fn decode(branch: &Branch, field: &FieldShape<'_>, decoder: &mut Decoder<'_>) -> Self {
        let entry = |_: &str, branch: &Branch, decoder: &mut Decoder<'_>| {
            // The name counts, whatever is wrong with what it names.
            Some(decoder.table(&branch.node, branch.key).unwrap_or_default())
        };
        decoder.named(&branch.node, field, entry).unwrap_or_default()
    }
}

impl<T: Value> Field for Named<Written<T>> {
    const SHAPE: Shape = Shape::NamedValues(&T::FORM);

    fn decode(branch: &Branch, field: &FieldShape<'_>, decoder: &mut Decoder<'_>) -> Self {
        <Self as Value>::decode(&branch.node, field, decoder).unwrap_or_default()
    }
}

/// Names and values written as one table, such as `{ machinist = 1 }`.
impl<T: Value> Value for Named<Written<T>> {
    const FORM: Form = Form::Map(&T::FORM);

    fn decode(node: &Node, field: &FieldShape<'_>, decoder: &mut Decoder<'_>) -> Option<Self> {
        let values = decoder.named(node, field, |name, branch, decoder| {
            let value = T::decode(&branch.node, &field.named(name, &T::FORM), decoder);
            Some(value.map(|value| Written { value, spot: branch.node.spot }))
        })?;
        values.complete()
    }
}

/// A table that is one value, such as `repair = { time = "3 h" }`.
impl<T: Table> Value for T {
    const FORM: Form = Form::Inline(&T::SHAPE);

    fn decode(node: &Node, _: &FieldShape<'_>, decoder: &mut Decoder<'_>) -> Option<Self> {
        decoder.table(node, node.spot)
    }
}

impl<T: Value> Value for Vec<Written<T>> {
    const FORM: Form = Form::List(&T::FORM);

    fn decode(node: &Node, field: &FieldShape<'_>, decoder: &mut Decoder<'_>) -> Option<Self> {
        decoder.list(node, field)
    }
}

/// Defines a table of the language: a struct whose fields are its keys.
///
/// ```text
/// table! {
///     /// What it is for.
///     Station ("a station") {
///         /// What the key means.
///         machines [1..=1000]: Given<u32> = "1",      // bounds and the default, both optional
///         /// A key that is a Rust word gets its name apart.
///         length as "for": Given<Span> = "required",
///         others week: Hours,                          // keys that match a pattern
///     }
///     later ["setup"]                                  // words of a later version
///     check Station::check_clock                       // what several keys say together
/// }
/// ```
macro_rules! table {
    (
        $(#[doc = $doc:literal])+
        $Table:ident ($noun:literal) {
            $(
                $(#[doc = $field_doc:literal])+
                $field:ident $([$low:literal ..= $high:literal])? $(as $key:literal)? :
                    $Type:ty = $default:literal,
            )*
            $(others $others:ident : $Others:ty,)?
        }
        $(later [$($later:literal),* $(,)?])?
        $(check $check:path)?
    ) => {
        $(#[doc = $doc])+
        #[derive(Clone, Debug, Default, PartialEq)]
        pub struct $Table {
            $($(#[doc = $field_doc])+ pub $field: $Type,)*
            $(
                /// Keys that follow a pattern.
                pub $others: $Others,
            )?
        }

        impl $crate::scenario::table::Table for $Table {
            const SHAPE: $crate::scenario::shape::TableShape =
                $crate::scenario::shape::TableShape {
                    noun: $noun,
                    doc: &[$($doc),+],
                    fields: &[$($crate::scenario::shape::FieldShape {
                        key: $crate::scenario::table::key!($field $($key)?),
                        doc: &[$($field_doc),+],
                        default: $default,
                        bounds: $crate::scenario::table::bounds!($($low, $high)?),
                        shape: <$Type as $crate::scenario::table::Field>::SHAPE,
                    }),*],
                    others: $crate::scenario::table::others!($($Others)?),
                    later: &[$($($later),*)?],
                };

            fn set(
                &mut self,
                field: &$crate::scenario::shape::FieldShape<'_>,
                branch: &$crate::scenario::node::Branch,
                decoder: &mut $crate::scenario::decoder::Decoder<'_>,
            ) {
                let _ = (field, branch, &decoder);
                $(if field.key == $crate::scenario::table::key!($field $($key)?) {
                    self.$field =
                        $crate::scenario::table::Field::decode(branch, field, decoder);
                })*
            }

            fn set_other(
                &mut self,
                key: &str,
                branch: &$crate::scenario::node::Branch,
                decoder: &mut $crate::scenario::decoder::Decoder<'_>,
            ) -> bool {
                let _ = (key, branch, &decoder);
                false $(|| $crate::scenario::table::Others::set(
                    &mut self.$others, key, branch, decoder,
                ))?
            }

            fn check(
                &self,
                written: &$crate::scenario::table::WrittenTable<'_>,
                decoder: &mut $crate::scenario::decoder::Decoder<'_>,
            ) {
                let _ = (written, &decoder);
                $($check(self, written, decoder);)?
            }
        }
    };
}

macro_rules! key {
    ($field:ident) => {
        stringify!($field)
    };
    ($field:ident $key:literal) => {
        $key
    };
}

macro_rules! bounds {
    () => {
        None
    };
    ($low:literal, $high:literal) => {
        Some(($low, $high))
    };
}

macro_rules! others {
    () => {
        None
    };
    ($Others:ty) => {
        Some(&<$Others as $crate::scenario::table::Others>::SHAPE)
    };
}

pub(super) use {bounds, key, others, table};
