//! Who a material is ordered from: one supplier or several, another one while they are down, and how it is expedited.

use super::super::Model;
use super::super::compile::Compiler;
use super::{Material, Source};
use crate::diagnostic::{Diagnostic, code};
use crate::ids::{MaterialId, SupplierId};
use crate::scenario;
use crate::units::Money;

impl Material {
    /// All that it may be ordered from, each once; the backup last, unless it has a share.
    pub fn suppliers(&self) -> impl Iterator<Item = SupplierId> + '_ {
        let bought = match self.reorder {
            Some((_, Source::Bought(supplier))) => Some(supplier),
            Some((_, Source::Made(_))) | None => None,
        };
        let one = bought.filter(|_| self.shares.is_empty());
        let several = self.shares.iter().map(|&(supplier, _)| supplier);
        let has_share = |backup: &SupplierId| {
            bought == Some(*backup) || self.shares.iter().any(|(supplier, _)| supplier == backup)
        };
        one.into_iter().chain(several).chain(self.backup.filter(move |backup| !has_share(backup)))
    }
}

impl Model {
    /// Whether an incoming inspection takes some of it out.
    pub fn is_inspected(&self, material: MaterialId) -> bool {
        let mut suppliers = self.materials[material].suppliers();
        suppliers.any(|supplier| self.suppliers[supplier].defective.is_some())
    }

    /// Whether deliveries of it are expedited.
    pub fn is_expedited(&self, material: MaterialId) -> bool {
        self.materials[material].expedite.is_some()
    }

    /// Whether it costs something that deliveries are expedited.
    pub fn has_expedite_cost(&self) -> bool {
        let rows = self.materials.iter().filter(|row| row.expedite.is_some());
        let mut expedite =
            rows.flat_map(Material::suppliers).map(|id| &self.suppliers[id].expedite);
        expedite.any(|way| way.as_ref().is_some_and(|way| way.cost > Money::ZERO))
    }
}

impl Compiler<'_> {
    /// The suppliers of a material and their shares, in natural order of the names.
    pub(super) fn shares_of_suppliers(
        &mut self,
        table: &scenario::Material,
        who: &str,
    ) -> Vec<(SupplierId, u32)> {
        let Some(given) = &table.supplier else { return Vec::new() };
        let mut shares = Vec::new();
        for (name, share) in given.value.shares(given.spot) {
            let found = self.names.suppliers.find(&name, who);
            shares.extend(self.keep(found).map(|supplier| (supplier, share)));
        }
        shares
    }

    /// What is said of suppliers from whom nothing comes, or nothing is expedited.
    pub(super) fn suppliers_never_asked(&self) -> Vec<Diagnostic> {
        let mut complaints = Vec::new();
        for (name, supplier) in self.scenario.supplier.iter() {
            let delivers = |table: &scenario::Material| {
                let given = table.supplier.as_ref();
                let shares = given.map(|given| given.value.shares(given.spot));
                let mut names = shares.into_iter().flatten().map(|(name, _)| name);
                names.any(|one| one.value == name.value)
                    || table.backup.as_ref().is_some_and(|backup| backup.value == name.value)
            };
            let tables = || self.scenario.material.iter().filter(|(_, table)| delivers(table));
            let name_of = &name.value;
            if tables().next().is_none() {
                let message = format!("no material comes from the supplier `{name_of}`");
                complaints.push(Diagnostic::warning(code::UNUSED, message).at(name.spot));
            } else if let Some(expedite) = &supplier.expedite
                && tables().all(|(_, table)| table.expedite.is_none())
            {
                let message = format!("nothing from the supplier `{name_of}` is ever expedited");
                let hint = "write when, such as `expedite = { point = 100 }` of its material";
                let complaint = Diagnostic::warning(code::UNUSED, message).at(expedite.spot);
                complaints.push(complaint.hint(hint));
            }
        }
        complaints
    }

    /// The backup, which is another one than the only supplier, and is asked some day.
    pub(super) fn backup(
        &mut self,
        table: &scenario::Material,
        shares: &[(SupplierId, u32)],
        who: &str,
    ) -> Option<SupplierId> {
        let given = table.backup.as_ref()?;
        let found = self.names.suppliers.find(given, who);
        let backup = self.keep(found)?;
        if shares.is_empty() {
            return None;
        }
        if shares.iter().all(|&(supplier, _)| supplier == backup) {
            let message = format!("the `backup` of {who} is its supplier");
            self.complain(Diagnostic::error(code::CONFLICT, message).at(given.spot));
            return None;
        }
        let is_down = |&(supplier, _): &(SupplierId, u32)| {
            supplier != backup && self.model.suppliers[supplier].is_ever_down()
        };
        if !shares.iter().any(is_down) {
            let message =
                format!("nothing of {who} is ever ordered from its backup `{}`", given.value);
            let hint = "write when its supplier is `down`";
            let complaint = Diagnostic::warning(code::UNUSED, message).at(given.spot);
            self.complain(complaint.hint(hint));
        }
        Some(backup)
    }

    /// What is expedited has a supplier who says how.
    pub(super) fn check_expedite(
        &mut self,
        table: &scenario::Material,
        shares: &[(SupplierId, u32)],
        backup: Option<SupplierId>,
        who: &str,
    ) {
        let Some(given) = &table.expedite else { return };
        self.required(given.value.point.as_ref(), "point", "`expedite`", given.spot);
        let suppliers = shares.iter().map(|&(supplier, _)| supplier).chain(backup);
        let says_how = |id: SupplierId| {
            let name = &self.model.suppliers[id].name;
            self.scenario.supplier.get(name).is_some_and(|row| row.expedite.is_some())
        };
        if !shares.is_empty() && !suppliers.into_iter().any(says_how) {
            let message = format!("{who} is expedited, and no supplier of it says how");
            let hint =
                "write `expedite = { lead_time = \"2 days\", cost = \"400 EUR\" }` of the supplier";
            self.complain(Diagnostic::error(code::MISSING, message).at(given.spot).hint(hint));
        }
    }
}
