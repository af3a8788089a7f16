//! The names of a scenario and the ids they stand for.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::marker::PhantomData;

use crate::diagnostic::{Diagnostic, Spot, closest, code, listed};
use crate::ids::{
    CalendarId, Id, MaterialId, ProductId, ShippingId, SkillId, StationId, SupplierId, WorkId,
};
use crate::scenario::{Named, Scenario, Written};
use crate::units::{guess, natural_order};

/// Names that are mentioned from elsewhere.
pub(super) struct Names<'a> {
    pub(super) calendars: Index<'a, CalendarId>,
    pub(super) materials: Index<'a, MaterialId>,
    pub(super) products: Index<'a, ProductId>,
    pub(super) skills: Index<'a, SkillId>,
    pub(super) stations: Index<'a, StationId>,
    pub(super) shippings: Index<'a, ShippingId>,
    pub(super) suppliers: Index<'a, SupplierId>,
    pub(super) works: Index<'a, WorkId>,
}

impl<'a> Names<'a> {
    pub(super) fn of(scenario: &'a Scenario) -> Self {
        let skills = scenario.crew.iter().flat_map(|(name, crew)| match &crew.skills {
            Some(skills) => skills.value.names.iter().map(|skill| skill.value.as_str()).collect(),
            None => vec![name.value.as_str()],
        });
        let learned = scenario.crew.iter().flat_map(|(_, crew)| crew.training.names());
        let products = scenario.product.names().chain(super::product::unnamed_lines(scenario));
        Self {
            calendars: Index::new("calendar", scenario.calendar.names()),
            // What is made to stock is taken like what is bought.
            materials: Index::new(
                "material",
                scenario.material.names().chain(scenario.stock.names()),
            ),
            products: Index::new("product", products),
            skills: Index::new("skill", skills.chain(learned)),
            stations: Index::new("station", scenario.station.names()),
            shippings: Index::new("shipping", scenario.shipping.names()),
            suppliers: Index::new("supplier", scenario.supplier.names()),
            works: Index::new("work", scenario.work.names()),
        }
    }
}

/// Names of one kind of thing. Shape: one name for each id, in natural order.
pub(super) struct Index<'a, I> {
    noun: &'static str,
    names: Vec<&'a str>,
    ids: PhantomData<fn() -> I>,
    /// Hints for wrong names: the search among all names is done once for each, and not for ever.
    hints: RefCell<BTreeMap<String, Option<String>>>,
}

/// Wrong names for which the one that was meant is looked for.
const MOST_GUESSES: usize = 200;

impl<'a, I: Id> Index<'a, I> {
    fn new(noun: &'static str, names: impl Iterator<Item = &'a str>) -> Self {
        let mut names: Vec<&str> = names.collect();
        names.sort_by(|one, other| natural_order(one, other));
        names.dedup();
        Self { noun, names, ids: PhantomData, hints: RefCell::default() }
    }

    /// The names in natural order.
    pub(super) fn iter(&self) -> impl ExactSizeIterator<Item = &'a str> + '_ {
        self.names.iter().copied()
    }

    /// The id of a name.
    pub(super) fn get(&self, name: &str) -> Option<I> {
        self.names.binary_search_by(|known| natural_order(known, name)).ok().map(I::at)
    }

    /// The id of a name that is mentioned by `who`, or a complaint with a guess.
    pub(super) fn find(&self, name: &Written<String>, who: &str) -> Result<I, Diagnostic> {
        self.get(&name.value).ok_or_else(|| {
            let mut hints = self.hints.borrow_mut();
            let is_tired = hints.len() >= MOST_GUESSES;
            let search = || {
                let complaint = (!is_tired).then(|| unknown(self.noun, name, who, self.iter()));
                complaint.and_then(|complaint| complaint.hint)
            };
            let hint = hints.entry(name.value.clone()).or_insert_with(search).clone();
            not_there(self.noun, name, who).maybe_hint(hint)
        })
    }
}

/// The complaint that `who` mentions a name which is not among those `known`.
pub(super) fn unknown<'a>(
    noun: &str,
    name: &Written<String>,
    who: &str,
    known: impl Iterator<Item = &'a str>,
) -> Diagnostic {
    let known: Vec<&str> = known.collect();
    let or_add = format!("or add `[{noun}.{}]`", guess::key(&name.value));
    let hint = match closest(&name.value, known.iter().copied()) {
        Some(word) => format!("did you mean `{word}`?"),
        None if known.is_empty() => {
            format!("there is no {noun} at all: {}", &or_add["or ".len()..])
        }
        None if known.len() == 1 => format!("there is only `{}`; {or_add}", known[0]),
        None => format!("there are: {}; {or_add}", listed(known)),
    };
    not_there(noun, name, who).hint(hint)
}

/// The complaint without a guess.
fn not_there(noun: &str, name: &Written<String>, who: &str) -> Diagnostic {
    let message = format!("{who} names the {noun} `{}`, which does not exist", name.value);
    Diagnostic::error(code::UNKNOWN_NAME, message).at(name.spot)
}

/// Where the name of a table is written, if there is one of that name.
pub(super) fn spot_of<T>(tables: &Named<T>, name: &str) -> Option<Spot> {
    tables.spot(name)
}
