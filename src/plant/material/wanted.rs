//! What parts in front of machines need of each material: kept as parts come and go, and as there comes to be enough
//! or too little.

use crate::ids::{BillId, MaterialId, StationId, Table};
use crate::model::{Bill, Model};

/// How many of a material are needed, and by how many parts for which there is too little.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Needs {
    pub(super) quantity: i64,
    pub(super) waiting: i64,
}

/// What is needed of all material.
#[derive(Debug)]
pub(super) struct Wanted {
    /// Parts in front of the step of each line of a bill.
    parts: Table<BillId, i64>,
    needs: Table<MaterialId, Needs>,
    /// The lines of bills that name a material, those that take few first.
    bills: Table<MaterialId, Vec<(i64, BillId)>>,
    /// Which is reserved, so that it depends on the order of a part whether there is enough.
    reserved: Table<MaterialId, bool>,
    /// Material of which something has changed in this instant; some of it twice.
    touched: Vec<MaterialId>,
    /// Stations to which parts have come in this instant; some of them twice.
    joined: Vec<StationId>,
}

impl Wanted {
    pub(super) fn new(model: &Model) -> Self {
        let mut bills = Table::filled(model.materials.len(), Vec::new());
        for (id, bill) in model.bills.enumerated() {
            bills[bill.material].push((i64::from(bill.quantity), id));
        }
        bills.iter_mut().for_each(|bills| bills.sort_unstable());
        Self {
            parts: Table::filled(model.bills.len(), 0),
            needs: Table::filled(model.materials.len(), Needs::default()),
            bills,
            reserved: model.materials.iter().map(|row| row.reserved).collect(),
            touched: Vec::new(),
            joined: Vec::new(),
        }
    }

    pub(super) fn is_reserved(&self, material: MaterialId) -> bool {
        self.reserved[material]
    }

    pub(super) fn needs(&self, material: MaterialId) -> Needs {
        self.needs[material]
    }

    /// So many more parts stand in front of the step of a line of a bill.
    pub(super) fn come(&mut self, (id, bill): (BillId, Bill), parts: i64, is_short: bool) {
        self.parts[id] += parts;
        let needs = &mut self.needs[bill.material];
        needs.quantity += parts * i64::from(bill.quantity);
        needs.waiting += if is_short { parts } else { 0 };
        self.touched.push(bill.material);
    }

    /// There are so many on hand, and were so many before: the lines of bills for which there has come to be enough,
    /// or too little; of what is reserved all, as that depends on the order.
    pub(super) fn change(
        &mut self,
        material: MaterialId,
        before: i64,
        after: i64,
    ) -> &[(i64, BillId)] {
        let bills = &self.bills[material];
        if self.reserved[material] {
            self.touched.push(material);
            return bills;
        }
        let enough = |stock: i64| bills.partition_point(|&(quantity, _)| quantity <= stock);
        let (first, end) = (enough(before.min(after)), enough(before.max(after)));
        let others = &bills[first..end];
        let parts: i64 = others.iter().map(|&(_, id)| self.parts[id]).sum();
        self.needs[material].waiting += if after < before { parts } else { -parts };
        self.touched.push(material);
        others
    }

    /// All of a material is looked at again at the end of the instant.
    pub(super) fn touch(&mut self, material: MaterialId) {
        self.touched.push(material);
    }

    /// A part has come to a station.
    pub(super) fn join(&mut self, station: StationId) {
        self.joined.push(station);
    }

    /// Where parts have come to since the last time, in natural order.
    pub(super) fn take_joined(&mut self) -> Vec<StationId> {
        in_order(&mut self.joined)
    }

    /// What has changed since the last time, in natural order.
    pub(super) fn take_touched(&mut self) -> Vec<MaterialId> {
        in_order(&mut self.touched)
    }

    /// Keeps the emptied lists to be used again.
    pub(super) fn keep(&mut self, mut touched: Vec<MaterialId>, mut joined: Vec<StationId>) {
        touched.clear();
        joined.clear();
        (self.touched, self.joined) = (touched, joined);
    }
}

fn in_order<I: Ord>(list: &mut Vec<I>) -> Vec<I> {
    let mut all = std::mem::take(list);
    all.sort_unstable();
    all.dedup();
    all
}
