//! Pools, shared tools, material and finished stock of a random plant, as far as its routes allow them.

use std::fmt::{Result, Write as _};

use proptest::prelude::*;

use super::{Plan, Source, Step, Time};

/// Things of which parts hold one over a stretch, tools that stations share, and what goes into parts.
#[derive(Clone, Debug, Default)]
pub(super) struct Pools {
    held: Vec<Pool>,
    /// How many there are of a tool, and the stations that share it if nothing asks for more of them: bits.
    tool: Option<(u32, u8)>,
    material: Vec<Material>,
    stock: Option<Stock>,
}

/// A product that is made to stock, where something is ordered.
#[derive(Clone, Debug)]
struct Stock {
    product: usize,
    start: u32,
    reorder: &'static str,
    is_lost: bool,
}

/// A material that parts of one product take.
#[derive(Clone, Debug)]
struct Material {
    stock: u32,
    product: usize,
    /// At which of its steps, counted round, and how many.
    step: usize,
    quantity: u32,
    reorder: &'static str,
    lead_time: Time,
    /// Percent of the deliveries that are late, and short by half.
    bad: u32,
    /// Which of [`TERMS`] hold: bits.
    terms: u16,
}

/// What else may be said of a supplier, and of the material that it delivers.
const TERMS: [(&str, &str); 9] = [
    ("at_least = 4\n", ""),
    ("crossing = false\n", ""),
    ("defective = \"20 %\"\n", ""),
    ("inspection = { dist = \"uniform\", min = \"0 s\", max = \"9 min\" }\n", ""),
    ("expedite = { lead_time = \"3 min\", cost = \"40 EUR\" }\n", "expedite = { point = 1 }\n"),
    ("", "shelf_life = \"45 min\"\n"),
    ("down = { every = { dist = \"exponential\", mean = \"1 h\" }, lasts = \"7 min\" }\n", ""),
    ("", "reserved = \"at_release\"\n"),
    ("at = \"04:00\"\n", ""),
];

/// The term that cannot be together with another one: what is reserved, and what is thrown away.
const RESERVED: usize = 7;
const THROWN_AWAY: usize = 5;

/// A pool for the parts of one product.
#[derive(Clone, Debug)]
struct Pool {
    count: u32,
    product: usize,
    /// The first step of the stretch, and how many come after it; counted round.
    first: usize,
    more: usize,
    /// At which of coming, load and unload it begins, and at which of leaving, load and unload it ends.
    from: &'static str,
    to: &'static str,
    returns: Option<Time>,
}

/// Pools, of most plants none.
pub(super) fn pools(
    time: impl Strategy<Value = Time> + 'static,
    lead_time: impl Strategy<Value = Time> + 'static,
) -> impl Strategy<Value = Pools> {
    let end = || prop::sample::select(vec!["", ".load", ".unload"]);
    let returns = prop::option::weighted(0.4, time);
    let pool = (1_u32..=4, 0_usize..3, 0_usize..5, 0_usize..5, end(), end(), returns).prop_map(
        |(count, product, first, more, from, to, returns)| Pool {
            count,
            product,
            first,
            more,
            from,
            to,
            returns,
        },
    );
    let some =
        (prop::collection::vec(pool, 0..=3), prop::option::weighted(0.4, (1_u32..=2, 1_u8..32)));
    let some = some.prop_map(|(held, tool)| Pools { held, tool, ..Pools::default() });
    let pools = prop_oneof![3 => Just(Pools::default()), 2 => some];
    let reorder = prop::sample::select(vec![
        "{ point = 2, quantity = 3 }",
        "{ point = 0, quantity = 1 }",
        "{ point = 3, up_to = 9 }",
        "{ every = \"25 min\", up_to = 12 }",
        "{ kanban = 3, quantity = 4 }",
        "{ kanban = 1, quantity = 5 }",
        "\"per_order\"",
        "{ rule = \"per_order\", ahead = \"9 min\" }",
    ]);
    let taken = (0_u32..12, 0_usize..3, 0_usize..5, 1_u32..=3);
    // At set times of day seldom: a day is long.
    let terms = prop_oneof![2 => Just(0_u16), 3 => 0_u16..256, 1 => 0_u16..1024];
    let material = (taken, reorder, lead_time, 0_u32..=100, terms).prop_map(
        |((stock, product, step, quantity), reorder, lead_time, bad, terms)| Material {
            stock,
            product,
            step,
            quantity,
            reorder,
            lead_time,
            bad,
            terms,
        },
    );
    let material = prop_oneof![3 => Just(Vec::new()), 1 => prop::collection::vec(material, 1..=3)];
    let made = prop::sample::select(vec![
        "{ up_to = 2 }",
        "{ point = 1, quantity = 3 }",
        "{ point = 2, up_to = 7 }",
        "{ every = \"40 min\", up_to = 6 }",
    ]);
    let stock = (0_usize..3, 0_u32..6, made, prop::bool::ANY)
        .prop_map(|(product, start, reorder, is_lost)| Stock { product, start, reorder, is_lost });
    let stock = prop::option::weighted(0.25, stock);
    (pools, material, stock).prop_map(|(pools, material, stock)| Pools { material, stock, ..pools })
}

impl Pools {
    pub(super) fn is_empty(&self) -> bool {
        self.held.is_empty()
    }

    /// Whether stations share a tool.
    pub(super) fn has_tool(&self) -> bool {
        self.tool.is_some()
    }
}

/// When something changes hands at a station: the later, the greater.
fn moment(end: &str, usual: u32, unload: u32) -> u32 {
    match end {
        ".load" => 1,
        ".unload" => unload,
        _ => usual,
    }
}

/// Whether parts do their cycle again at a station that is written.
fn goes_again(text: &str, at: usize) -> bool {
    let own = text.split_once(&format!("[station.s{at}]\n"));
    own.is_some_and(|(_, rest)| {
        let own = rest.split_once("\n[").map_or(rest, |(own, _)| own);
        own.contains("block = \"again\"")
    })
}

impl Plan {
    /// Writes the pools that fit, and the tool; to be called when stations are written.
    pub(super) fn write_pools(&self, text: &mut String) -> Result {
        if self.join.is_some() {
            return Ok(());
        }
        for (name, pool) in self.pools.held.iter().enumerate() {
            self.write_pool(name, pool, text)?;
        }
        self.write_tool(text)?;
        self.write_material(text)?;
        self.write_stock(text)
    }

    /// Writes the stock, where orders come.
    fn write_stock(&self, text: &mut String) -> Result {
        let is_ordered = matches!(self.source, Source::Orders { .. });
        let Some(stock) = self.pools.stock.as_ref().filter(|_| is_ordered) else { return Ok(()) };
        let unmet = if stock.is_lost { "lost" } else { "wait" };
        let product = stock.product % self.made().len();
        // What is made to stock goes the way of no order.
        let own = text.split_once(&format!("[product.p{product}]\n"));
        let own = own.map_or("", |(_, rest)| rest.split_once("\n[").map_or(rest, |(own, _)| own));
        if own.contains("only = ") || own.contains("unless = ") {
            return Ok(());
        }
        writeln!(text, "[stock.p{product}]")?;
        writeln!(text, "start = {}\nreorder = {}", stock.start, stock.reorder)?;
        writeln!(text, "unmet = \"{unmet}\"")
    }

    /// Writes the material; parts of a product take each once, where they can.
    fn write_material(&self, text: &mut String) -> Result {
        let products = self.made();
        let mut needs: Vec<Vec<String>> = vec![Vec::new(); products.len()];
        for (name, material) in self.pools.material.iter().enumerate() {
            let number = material.product % products.len();
            let product = &products[number];
            if product.lines.is_some() || self.pushes.is_some() || self.paced.is_some() {
                continue;
            }
            let position = material.step % product.steps.len();
            let step = &product.steps[position];
            let mut stations =
                std::iter::once(step.station).chain(step.alternatives.iter().copied());
            let cannot =
                |at: usize| self.stations[at].hands.batch.is_some() || goes_again(text, at);
            if stations.any(cannot) {
                continue;
            }
            let quantity = material.quantity;
            needs[number]
                .push(format!("m{name} = {{ quantity = {quantity}, at = \"n{position}\" }}"));
            writeln!(text, "[material.m{name}]\nstock = {}", material.stock)?;
            let has = |bit: usize| {
                material.terms >> bit & 1 == 1
                    && (bit != RESERVED || material.terms >> THROWN_AWAY & 1 == 0)
            };
            let terms: Vec<_> =
                (0..TERMS.len()).filter(|&bit| has(bit)).map(|bit| TERMS[bit]).collect();
            let several = has(TERMS.len());
            let another = if several { format!(", v{name} = 1") } else { String::new() };
            // What is ordered for orders needs some.
            let is_ordered = matches!(self.source, Source::Orders { .. });
            let reorder = match material.reorder {
                rule if rule.contains("per_order") && !is_ordered => "{ point = 2, quantity = 3 }",
                rule => rule,
            };
            writeln!(text, "supplier = {{ u{name} = 2{another} }}\nreorder = {reorder}")?;
            terms.iter().try_for_each(|(_, of_material)| write!(text, "{of_material}"))?;
            writeln!(text, "[supplier.u{name}]\nlead_time = {}", material.lead_time.text())?;
            let bad = material.bad;
            writeln!(text, "late = {{ chance = \"{bad} %\", by = \"10 min\" }}")?;
            writeln!(text, "short = {{ chance = \"{bad} %\", missing = \"50 %\" }}")?;
            terms.iter().try_for_each(|(of_supplier, _)| write!(text, "{of_supplier}"))?;
            if several {
                writeln!(text, "[supplier.v{name}]\nlead_time = \"9 min\"")?;
            }
        }
        for (number, needs) in needs.iter().enumerate().filter(|(_, needs)| !needs.is_empty()) {
            let header = format!("[product.p{number}]\n");
            let keys = format!("{header}materials = {{ {} }}\n", needs.join(", "));
            *text = text.replace(&header, &keys);
        }
        Ok(())
    }

    /// Whether the first pool is written.
    pub(super) fn has_pool(&self) -> bool {
        let mut text = String::new();
        let first = self.pools.held.first().filter(|_| self.join.is_none());
        first.is_some_and(|pool| self.write_pool(0, pool, &mut text).is_ok()) && !text.is_empty()
    }

    fn write_pool(&self, name: usize, pool: &Pool, text: &mut String) -> Result {
        let products = self.made();
        let number = pool.product % products.len();
        let product = &products[number];
        if product.lines.is_some() {
            return Ok(());
        }
        let step = |step: &Step| -> Vec<usize> {
            std::iter::once(step.station).chain(step.alternatives.iter().copied()).collect()
        };
        let route: Vec<Vec<usize>> = product.steps.iter().map(step).collect();
        let mut first = pool.first % route.len();
        let mut last = first + pool.more % (route.len() - first);
        let (mut from, mut to) = (pool.from, pool.to);
        let moves = !self.conveyors.is_empty() || !self.vehicles.is_empty();
        if moves {
            // Nothing changes hands on a conveyor or a vehicle.
            (last, from, to) = (first, ".load", ".unload");
        }
        let batches =
            |step: &[usize]| step.iter().any(|&at| self.stations[at].hands.batch.is_some());
        if from == ".load" && batches(&route[first]) {
            from = "";
        }
        if to == ".load" && batches(&route[last]) {
            to = "";
        }
        if moves && (from, to) != (".load", ".unload") {
            return Ok(());
        }
        first = first.min(last);
        let (begin, end) = (&route[first], &route[last]);
        let meets = |step: &[usize], set: &[usize]| step.iter().any(|at| set.contains(at));
        let fits = |set: &[usize]| {
            let mut touched = route.iter().filter(|step| meets(step, set));
            touched.all(|step| step.iter().all(|at| set.contains(at)))
        };
        let of = |set: &[usize]| route.iter().rposition(|step| meets(step, set));
        let is_ended = match of(begin).cmp(&of(end)) {
            std::cmp::Ordering::Less => true,
            std::cmp::Ordering::Equal => moment(from, 0, 3) < moment(to, 3, 2),
            std::cmp::Ordering::Greater => false,
        };
        if !fits(begin) || !fits(end) || !is_ended {
            return Ok(());
        }
        let mut stretches = Vec::new();
        for one in begin {
            let own = end.iter().filter(|&other| !moves || other == one);
            let all =
                own.map(|other| format!("{{ from = \"s{one}{from}\", to = \"s{other}{to}\" }}"));
            stretches.extend(all);
        }
        writeln!(
            text,
            "[pool.p{name}]\ncount = {}\nheld = [{}]",
            pool.count,
            stretches.join(", ")
        )?;
        if products.len() > 1 {
            writeln!(text, "products = [\"p{number}\"]")?;
        }
        if let Some(time) = &pool.returns {
            writeln!(text, "return = {}", time.text())?;
        }
        Ok(())
    }

    /// Writes the tool that stations share: all stations of a step, or none.
    fn write_tool(&self, text: &mut String) -> Result {
        let Some((count, bits)) = self.pools.tool else { return Ok(()) };
        let routes = self.routes();
        let mut stations: Vec<usize> =
            (0..self.stations.len()).filter(|at| bits >> at & 1 == 1).collect();
        for _ in 0..self.stations.len() {
            for step in routes.iter().flatten() {
                if step.iter().any(|at| stations.contains(at)) {
                    stations.extend(step);
                }
            }
            stations.sort_unstable();
            stations.dedup();
        }
        let has_own = |&at: &usize| {
            let hands = &self.stations[at].hands;
            hands.tool.is_some() || hands.batch.is_some()
        };
        if stations.iter().any(has_own) || stations.is_empty() {
            return Ok(());
        }
        writeln!(text, "[tool.gauge]\ncount = {count}")?;
        for at in stations {
            let header = format!("[station.s{at}]\n");
            *text = text.replace(&header, &format!("{header}tool = \"gauge\"\n"));
        }
        Ok(())
    }
}
