//! Finished stock by closed formulas.

use gemba::ids::{DemandId, Id, MaterialId};
use gemba::observe::{Level, MaterialTally};

use gemba::units::Span;

use crate::simulate::Tolerance::Relative;
use crate::simulate::{Case, Run};

fn stock(run: &Run<'_, ()>) -> MaterialTally {
    *run.tally.material(MaterialId::at(0))
}

fn average(run: &Run<'_, ()>, level: Level) -> f64 {
    level.integral(run.end) as f64 / run.elapsed().ticks() as f64
}

fn fill_rate(run: &Run<'_, ()>) -> f64 {
    stock(run).asked_at_once as f64 / stock(run).asked as f64
}

/// A machine of one hour a part, exponential, and a base stock of 6; so many are wanted an hour.
fn base_stock(an_hour: f64, more: &str) -> String {
    format!(
        "[run]\nwarm_up = \"5000 h\"\nlength = \"300000 h\"\nreplications = 20\n\
         [station.s]\ncycle = {{ dist = \"exponential\", mean = \"1 h\" }}\n\
         [product.unit]\nroute = [\"s\"]\n\
         [demand.units]\nevery = {{ dist = \"exponential\", mean = \"{} s\" }}\n\
         [stock.unit]\nstart = 6\nreorder = {{ up_to = 6 }}\n{more}",
        3600.0 / an_hour
    )
}

/// `pub-make-to-stock`: each order takes a finished part or waits, and releases one at once. In work is what is in
/// M/M/1, so that the stock is 6 less that.
///
/// Source: J. A. Buzacott, J. G. Shanthikumar, *Stochastic Models of Manufacturing Systems*, 1993, chapter 4.
#[test]
fn pub_make_to_stock() {
    Case::<()>::new("pub-make-to-stock")
        .mean("fill rate", 0.737_856, Relative(0.01), fill_rate)
        .mean("stock", 3.048_576, Relative(0.02), |run| average(run, stock(run).on_hand))
        .mean("backorders", 1.048_576, Relative(0.05), |run| average(run, stock(run).owed))
        .mean("wait of an order by Little's law, h", 1.310_72, Relative(0.05), |run| {
            average(run, stock(run).owed) * run.elapsed().hours() / stock(run).asked as f64
        })
        // More than t hours is waited with a chance of 0.8^6 exp(-0.2 t), the mean of which is the one above.
        .mean(
            "95 % of the waits, h",
            5.0 * libm::log(0.8_f64.powi(6) / 0.05),
            Relative(0.03),
            |run| {
                let orders = run.tally.orders_of_demand(DemandId::at(0));
                let [wait] = orders.lead_times([95]).expect("there are orders");
                wait / Span::from_hours(1).ticks() as f64
            },
        )
        .run(&base_stock(0.8, ""));
}

/// A fifth of the parts is thrown away and made again at once: a part comes back with a chance of 0.2, which is M/M/1
/// with a rate of 0.64 / 0.8 = 0.8 at the machine.
#[test]
fn what_is_thrown_away_is_made_again() {
    let text = base_stock(0.64, "").replace("[product", "scrap = \"20 %\"\n[product");
    Case::<()>::new("base stock with scrap")
        .mean("fill rate", 0.737_856, Relative(0.01), fill_rate)
        .mean("stock", 3.048_576, Relative(0.02), |run| average(run, stock(run).on_hand))
        .mean("backorders", 1.048_576, Relative(0.05), |run| average(run, stock(run).owed))
        .run(&text);
}

/// What is not there is not sold: in work is what is in M/M/1 with six places (M/M/1/6), and an order is lost when
/// all are in work.
#[test]
fn lost_sales_are_a_queue_with_few_places() {
    let rho = 0.8_f64;
    let sum: f64 = (0..=6).map(|n| rho.powi(n)).sum();
    let lost = rho.powi(6) / sum;
    let in_work: f64 = (0..=6).map(|n| f64::from(n) * rho.powi(n)).sum::<f64>() / sum;
    Case::<()>::new("lost sales")
        .mean("fill rate", 1.0 - lost, Relative(0.01), fill_rate)
        .mean("lost", lost, Relative(0.03), |run| stock(run).lost as f64 / stock(run).asked as f64)
        .mean("stock", 6.0 - in_work, Relative(0.01), |run| average(run, stock(run).on_hand))
        .run(&base_stock(0.8, "unmet = \"lost\"\n"));
}
