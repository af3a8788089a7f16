//! Figures of a study agree with each other: the states of a station fill its time, products add up
//! to the plant, and what is a part of something is not more than it.

use gemba::study::{EntityKind, Results, Settings, run};
use proptest::prelude::*;

use crate::checks::checks;
use crate::random_plant::plan;
use crate::support::model;

const STATES: [&str; 18] = [
    "working",
    "starved",
    "blocked",
    "repair",
    "wait_repair",
    "minor_stop",
    "start_up",
    "maintenance",
    "tool_change",
    "setup",
    "wait_pool",
    "wait_material",
    "wait_takt",
    "line_stop",
    "approval",
    "wait_operator",
    "off_shift",
    "paused",
];

/// What planned time is made of.
const OEE: [&str; 7] = [
    "oee",
    "loss_breakdowns",
    "loss_setups",
    "loss_stops",
    "loss_speed",
    "loss_defects",
    "loss_start_up",
];

/// A figure; zero where there is none.
fn figure(results: &Results, kind: EntityKind, name: &str, kpi: &str) -> f64 {
    results.of(kind, name, kpi).map_or(0.0, |figure| figure.interval.estimate)
}

/// Whether two numbers are the same but for rounding, or both without meaning: of no time.
fn agree(one: f64, other: f64) -> bool {
    one.is_nan() && other.is_nan() || (one - other).abs() <= 1e-9 * one.abs().max(1.0)
}

/// The sum of a figure over everything of a kind.
fn sum(results: &Results, kind: EntityKind, names: &[&str], kpi: &str) -> f64 {
    names.iter().map(|name| figure(results, kind, name, kpi)).sum()
}

proptest! {
    #![proptest_config(checks(200))]

    #[test]
    fn of_any_study(plan in plan()) {
        let model = model(&plan.text());
        let results = run(&model, &Settings { threads: 1, ..Settings::default() }, &());
        let plant = |kpi: &str| results.plant(kpi).map_or(0.0, |figure| figure.interval.estimate);
        for station in model.stations.iter().filter(|station| station.has_machines()) {
            let of = |kpi| figure(&results, EntityKind::Station, &station.name, kpi);
            let all: f64 = STATES.into_iter().map(of).sum();
            prop_assert!(agree(all, 1.0) || all.is_nan(), "states of {}: {all}", station.name);
            prop_assert!(agree(of("utilisation"), of("working")));
            let planned: f64 = OEE.into_iter().map(of).sum();
            let has_plan = model.has_losses() && all.is_finite();
            prop_assert!(!has_plan || agree(planned, 1.0) || planned.is_nan(), "{planned}");
            let product = of("availability") * of("performance") * of("quality");
            let iso = of("iso_availability") * of("iso_effectiveness") * of("quality");
            for product in [product, iso] {
                prop_assert!(product.is_nan() || agree(product, of("oee")), "{product}");
            }
            prop_assert!(of("blocked_before") <= of("blocked") || all.is_nan());
        }
        for vehicle in &model.vehicles {
            let of = |kpi| figure(&results, EntityKind::Vehicle, &vehicle.name, kpi);
            let used = of("driving_loaded") + of("driving_empty") + of("loading");
            prop_assert!(agree(used, of("vehicle_in_use")));
            let all = used + of("charging") + of("vehicle_idle");
            prop_assert!(agree(all, 1.0) || all.is_nan(), "states of {}: {all}", vehicle.name);
        }
        // What is taken for others does not leave the plant.
        let leaves = |kpi: &str, id| kpi == "parts_scrapped" || !model.is_taken(id);
        for kpi in ["throughput", "parts_finished", "parts_scrapped"] {
            let products: Vec<&str> = (model.products.enumerated())
                .filter(|(id, _)| leaves(kpi, *id))
                .map(|(_, row)| row.name.as_str())
                .collect();
            let all = sum(&results, EntityKind::Product, &products, kpi);
            prop_assert!(agree(all, plant(kpi)), "{kpi}: {all} is not {}", plant(kpi));
        }
        let wip = plant("wip");
        prop_assert!(plant("waiting_outside") <= wip + 1e-9 || wip.is_nan());
        // Orders of the book have figures each, those of a demand have them together.
        let demands: Vec<&str> = model.demands.iter().map(|row| row.name.as_str()).collect();
        let random = sum(&results, EntityKind::Demand, &demands, "orders_late");
        let dated: f64 = model
            .orders
            .iter()
            .filter_map(|order| results.of(EntityKind::Order, &order.name, "on_time"))
            .map(|chance| &chance.interval)
            .filter(|chance| chance.n > 0)
            .map(|chance| (1.0 - chance.estimate) * f64::from(chance.n))
            .sum();
        let late = random + dated / f64::from(results.replications);
        prop_assert!(agree(late, plant("orders_late")), "{late} are late");
    }
}
