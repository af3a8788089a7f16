//! Whether the parameters that are given are those that a family takes.

use super::family::Family;
use super::parameters::{CUTS, Parameters};
use crate::diagnostic::code;
use crate::scenario::decoder::Decoder;
use crate::scenario::node::Node;
use crate::scenario::shape::FieldShape;

impl Parameters {
    /// Whether exactly the parameters of one of the family's forms are given; complains otherwise.
    pub(super) fn fit(
        &self,
        family: &Family,
        node: &Node,
        field: &FieldShape<'_>,
        decoder: &mut Decoder<'_>,
    ) -> bool {
        let name = family.name;
        let cuts = if family.is_continuous() { &CUTS[..] } else { &[] };
        let own: Vec<&str> =
            self.given().iter().copied().filter(|key| !cuts.contains(key)).collect();
        let matches =
            |form: &&&[&str]| form.len() == own.len() && form.iter().all(|key| own.contains(key));
        let hint = format!("`{name}` takes {}", family.wanted());
        let message = if family.forms.iter().any(|form| matches(&form)) {
            let Some(message) = self.uneven() else { return true };
            message
        } else if let Some(stray) =
            own.iter().find(|key| !family.forms.iter().any(|form| form.contains(key)))
        {
            format!("`{stray}` is not a parameter of `{name}`")
        } else {
            format!("`{}` does not have the parameters of `{name}`", field.key)
        };
        decoder.mistake(code::DISTRIBUTION, node.spot, message, &hint);
        false
    }

    /// What is wrong with the lengths of the lists, if anything.
    fn uneven(&self) -> Option<String> {
        let (key, entries) = self.list()?;
        if entries == 0 {
            return Some(format!("`{key}` is empty"));
        }
        let shares = self.shares().filter(|shares| *shares != entries)?;
        Some(format!("`{key}` has {entries} entries but `shares` has {shares}"))
    }
}
