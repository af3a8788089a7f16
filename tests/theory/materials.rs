//! Material by closed formulas. A day of the cases is an hour here: no run is longer than a hundred years.

use gemba::ids::{Id, MaterialId};
use gemba::observe::MaterialTally;

use crate::simulate::Tolerance::Relative;
use crate::simulate::{Case, Run};

fn material(run: &Run<'_, ()>) -> MaterialTally {
    *run.tally.material(MaterialId::at(0))
}

fn average(run: &Run<'_, ()>, level: gemba::observe::Level) -> f64 {
    level.integral(run.end) as f64 / run.elapsed().ticks() as f64
}

/// Two an hour are needed of a material, of which and of whose supplier this is said: it takes no time to issue them.
fn issued(material: &str) -> String {
    format!(
        "[run]\nwarm_up = \"500 h\"\nlength = \"50000 h\"\nreplications = 20\n\
         [station.issue]\ncycle = \"0 s\"\n\
         [product.unit]\nroute = [\"issue\"]\nmaterials = {{ raw = 1 }}\n\
         [demand.units]\nevery = {{ dist = \"exponential\", mean = \"30 min\" }}\n\
         [material.raw]\n{material}"
    )
}

/// `pub-inventory-rq`: two an hour are needed at random, ten are ordered when the position falls to 7, and come after
/// 3 hours. The position is each of 8 to 17 equally often, and the stock is that less what is needed in 3 hours.
///
/// Source: G. Hadley, T. M. Whitin, *Analysis of Inventory Systems*, 1963, chapter 4.
#[test]
fn pub_inventory_rq() {
    let text = issued(
        r#"stock = 12
supplier = "mill"
reorder = { point = 7, quantity = 10 }
[supplier.mill]
lead_time = "3 h"
"#,
    );
    Case::<()>::new("pub-inventory-rq")
        .mean("at once", 0.943_004, Relative(0.01), |run| {
            1.0 - material(run).waited as f64 / material(run).parts as f64
        })
        .mean("stock", 6.561_101_5, Relative(0.01), |run| average(run, material(run).on_hand))
        .mean("wait", 0.061_101_543, Relative(0.06), |run| average(run, material(run).waiting))
        .mean("orders in 100 hours", 20.0, Relative(0.01), |run| {
            material(run).ordered as f64 / (run.elapsed().hours() / 100.0)
        })
        .run(&text);
}

/// Base stock of 8: one is ordered for each that is needed, and what is on order is Poisson with a mean of 6,
/// whatever the lead times are like, since they may cross: what is under way in M/G/∞. So the stock is 8 less that.
#[test]
fn lead_times_that_cross_leave_a_poisson_number_on_order() {
    let text = issued(
        r#"stock = 8
supplier = "mill"
reorder = { point = 7, quantity = 1 }
[supplier.mill]
lead_time = { dist = "gamma", mean = "2.5 h", cv = 0.5 }
late = { chance = "25 %", by = { dist = "exponential", mean = "2 h" } }
"#,
    );
    // Lead times of 2.5 + 0.25 × 2 = 3 hours on average, at 2 an hour.
    let mut chance = libm::exp(-6.0);
    let (mut at_once, mut stock, mut wait) = (0.0, 0.0, 0.0);
    for on_order in 0..100 {
        let left = 8.0 - f64::from(on_order);
        at_once += if left > 0.0 { chance } else { 0.0 };
        stock += chance * left.max(0.0);
        wait += chance * (-left).max(0.0);
        chance *= 6.0 / f64::from(on_order + 1);
    }
    Case::<()>::new("base stock")
        .mean("at once", at_once, Relative(0.01), |run| {
            1.0 - material(run).waited as f64 / material(run).parts as f64
        })
        .mean("stock", stock, Relative(0.01), |run| average(run, material(run).on_hand))
        .mean("wait", wait, Relative(0.06), |run| average(run, material(run).waiting))
        .run(&text);
}

/// A fifth of the deliveries brings half of the 40 that were ordered: 36 on average, at 2 an hour.
#[test]
fn short_deliveries_are_ordered_again() {
    let text = issued(
        r#"stock = 40
supplier = "mill"
reorder = { point = 15, quantity = 40 }
[supplier.mill]
lead_time = "3 h"
short = { chance = "20 %", missing = "50 %" }
"#,
    );
    Case::<()>::new("short deliveries")
        .mean("orders in 100 hours", 200.0 / 36.0, Relative(0.01), |run| {
            material(run).ordered as f64 / (run.elapsed().hours() / 100.0)
        })
        .mean("delivered for each order", 36.0, Relative(0.01), |run| {
            material(run).delivered as f64 / material(run).ordered as f64
        })
        .run(&text);
}
