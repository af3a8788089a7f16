//! The plant of the folder, run once.

use gemba::ids::{Id, ProductId};
use gemba::model::compile;
use gemba::observe::Observer;
use gemba::plant::Plant;
use gemba::scenario::{Files, read};
use gemba::units::{Span, Time};

use crate::log::{DAY, Log, Order};

/// Longest time that is waited for the last order.
const LONGEST: Span = Span::from_days(3650);

/// When the last part of each product left, in the order of the products.
struct Ends(Vec<Time>);

impl Observer for Ends {
    fn departed(&mut self, product: ProductId, _: u64, _: Time, now: Time) {
        self.0[product.position()] = now;
    }
}

/// Simulated and recorded lead times, order by order. Unit: days.
///
/// # Errors
/// The mistakes of the scenario, or that an order never ends.
pub(crate) fn lead_times(log: &Log, files: &impl Files) -> Result<(Vec<f64>, Vec<f64>), String> {
    let ends = ends(files)?;
    let times = log.orders.iter().map(|order| {
        let name = format!("p{}", order.name);
        let end = ends.iter().find(|end| end.0 == name);
        let end = end.ok_or_else(|| format!("order {} is not in the plant", order.name))?.1;
        Ok(end - order.release() as f64 / DAY as f64)
    });
    let recorded = log.orders.iter().map(Order::lead_time).collect();
    Ok((times.collect::<Result<_, String>>()?, recorded))
}

/// When each order is complete: its product and the days since midnight of the first day.
fn ends(files: &impl Files) -> Result<Vec<(String, f64)>, String> {
    let mut reading = read(files, "shop.toml");
    let model =
        reading.scenario.as_ref().and_then(|scenario| compile(scenario, &mut reading.diagnostics));
    let Some(model) = model else { return Err(reading.diagnostics.plain(&reading.sources)) };
    let names: Vec<String> = model.products.iter().map(|product| product.name.clone()).collect();
    let mut plant = Plant::new(&model, model.run.seed, 0, Ends(vec![Time::ZERO; names.len()]));
    if !plant.run_orders(Time::ZERO + LONGEST) {
        return Err(format!("some orders are never complete: {:?}", plant.stopped()));
    }
    let day = Span::from_days(1).ticks() as f64;
    let ends = plant.into_observer().0;
    Ok(names.into_iter().zip(ends.iter().map(|end| end.ticks() as f64 / day)).collect())
}
