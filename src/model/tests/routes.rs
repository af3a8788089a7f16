//! Routes, branches, ways and the order of stations.

use super::{compiled, errors, model};
use crate::ids::StationId;
use crate::model::{Model, Next, Target};
use crate::units::Span;

const STATIONS: &str = r#"
[demand.all]
every = "1 h"
[station]
saw = { cycle = "1 min" }
weld = { cycle = "1 min" }
weld_2 = { cycle = "1 min" }
pack = { cycle = "1 min" }
"#;

fn with_route(route: &str) -> String {
    format!("{STATIONS}\n[product.a]\nroute = [{route}]\n")
}

fn station(model: &Model, name: &str) -> StationId {
    model.stations.ids().find(|&id| model.stations[id].name == name).unwrap()
}

#[test]
fn steps_follow_each_other_and_the_last_one_leads_out() {
    let model = model(&with_route(r#""saw", "weld", "pack""#));
    let product = model.products.iter().next().unwrap();
    let nexts: Vec<Next> = product.steps.iter().map(|step| model.steps[step].next).collect();
    let step = |position| Next::Always(Target::Step(product.steps.nth(position)));
    assert_eq!(nexts, [step(1), step(2), Next::Always(Target::Out)]);
    assert!(!product.loops);
}

#[test]
fn shares_are_cumulated_in_the_order_of_names_and_end_at_one() {
    let route = r#""saw", { station = "weld", next = { weld = "10 %", pack = "70 %", out = "20 %" } }, "pack""#;
    let model = model(&with_route(route));
    let product = model.products.iter().next().unwrap();
    let step = |position| Target::Step(product.steps.nth(position));
    let targets: Vec<Target> = model.shares.iter().map(|share| share.target).collect();
    assert_eq!(targets, [Target::Out, step(2), step(1)]);
    let cumulated: Vec<f64> = model.shares.iter().map(|share| share.cumulated).collect();
    assert!((cumulated[0] - 0.2).abs() < 1e-12 && (cumulated[1] - 0.9).abs() < 1e-12);
    assert_eq!(cumulated[2].to_bits(), 1.0_f64.to_bits());
    assert!(product.loops);
}

#[test]
fn a_share_of_everything_is_no_choice_and_a_share_of_nothing_no_target() {
    let route = r#"{ station = "saw", next = { pack = "100 %", weld = "0 %" } }, "weld", "pack""#;
    let said = errors(&with_route(route));
    assert_eq!(said, ["E102: no part of the product `a` ever comes to the step `weld`"]);
}

#[test]
fn a_visit_is_the_number_of_earlier_steps_that_can_use_the_station() {
    let route = r#""saw", { station = ["weld", "weld_2"] }, "saw", "weld", "saw""#;
    let model = model(&with_route(route));
    let visits: Vec<u32> = model.places.iter().map(|place| place.visit).collect();
    assert_eq!(visits, [0, 0, 0, 1, 1, 2]);
}

#[test]
fn a_repeated_station_is_told_apart_by_the_name_of_the_step() {
    let plain =
        r#""saw", "weld", "saw", { station = "pack", next = { saw = "5 %", out = "95 %" } }"#;
    assert_eq!(
        errors(&with_route(plain)),
        ["E102: the product `a` goes on to `saw`, where it has 2 steps"]
    );
    let named = plain.replacen("\"saw\"", "{ station = \"saw\", name = \"first cut\" }", 1);
    let named = named.replace("{ saw =", "{ \"first cut\" =");
    let model = model(&with_route(&named));
    let product = model.products.iter().next().unwrap();
    let back = model.shares.iter().find(|share| share.target != Target::Out).unwrap();
    assert_eq!(back.target, Target::Step(product.steps.first()));
}

#[test]
fn routes_that_lead_nowhere_are_refused() {
    let nowhere = r#"{ station = "saw", next = { pakc = "100 %" } }, "pack""#;
    assert_eq!(
        errors(&with_route(nowhere)),
        ["E102: the product `a` goes on to `pakc`, which is no step of its route"]
    );
    let never_out = r#""saw", { station = "weld", next = { saw = "100 %" } }"#;
    assert_eq!(
        errors(&with_route(never_out)),
        [
            "E102: no part of the product `a` can leave the plant from the step `saw`",
            "E102: no part of the product `a` can leave the plant from the step `weld`",
        ]
    );
}

#[test]
fn a_step_needs_a_duration() {
    let text = r#"
[line.main]
stations = ["saw", "pack"]
[station.saw]
[station.pack]
cycle = "1 min"
"#;
    assert_eq!(errors(text), ["E103: the line `main` visits `saw`, and nothing says for how long"]);
}

#[test]
fn stations_nearer_to_the_exit_come_first_and_equals_by_name() {
    let text = format!(
        "{STATIONS}\n[product]\na = {{ route = [\"saw\", \"weld\", \"pack\"] }}\n\
         b = {{ route = [\"weld_2\", \"pack\"] }}\n"
    )
    .replace("every = \"1 h\"", "every = \"1 h\"\nproducts = { a = 1, b = 1 }");
    let model = model(&text);
    let ranks: Vec<u32> = ["pack", "weld", "weld_2", "saw"]
        .map(|name| model.stations[station(&model, name)].rank)
        .into();
    assert_eq!(ranks, [0, 1, 2, 3]);
}

/// Tables are written in another order than parts flow; `lathe` is in no route.
#[test]
fn stations_are_listed_as_parts_meet_them_line_by_line() {
    let text = r#"
[product.b]
route = ["zinc", { station = "check", next = { out = "90 %", zinc = "10 %" } }]
[product.a]
route = ["saw", "weld", "mill", "pack"]
[product.c]
route = ["mill", "label"]
[station.check]
cycle = "1 min"
[station.label]
cycle = "1 min"
[station.lathe]
cycle = "1 min"
[station.mill]
cycle = "1 min"
[station.pack]
cycle = "1 min"
[station.saw]
cycle = "1 min"
[station.weld]
cycle = "1 min"
[station.zinc]
cycle = "1 min"
[demand.all]
every = "1 h"
products = { a = 1, b = 1, c = 1 }
"#;
    let model = model(text);
    let names: Vec<&str> =
        model.flow().iter().map(|&id| model.stations[id].name.as_str()).collect();
    // Product `a` with `c`, which shares a station with it, then `b`.
    assert_eq!(names, ["saw", "weld", "mill", "label", "pack", "zinc", "check", "lathe"]);
}

#[test]
fn ways_take_the_listed_time_else_the_usual_one_and_none_to_the_same_station() {
    let text = with_route(r#""saw", "weld", { station = "weld", name = "again" }, "pack""#)
        + "[transfer]\ntime = \"2 min\"\nfrom.saw.to.weld = \"30 s\"\n";
    let model = model(&text);
    let ways: Vec<(&str, &str, Span)> = model
        .ways
        .iter()
        .map(|way| {
            let name = |id: StationId| model.stations[id].name.as_str();
            (name(way.from), name(way.to), Span::round(way.time.mean()))
        })
        .collect();
    let (short, usual) = (Span::from_seconds(30), Span::from_minutes(2));
    assert_eq!(ways, [("saw", "weld", short), ("weld", "pack", usual)]);
    let first = model.places.ids().next().unwrap();
    assert!(model.way(first, station(&model, "weld")).is_some());
    assert!(model.way(first, station(&model, "pack")).is_none());
}

#[test]
fn a_line_that_no_product_names_is_a_product() {
    let lines =
        "[line]\nmain = { stations = [\"saw\", \"pack\"] }\nside = { stations = [\"weld\"] }\n";
    let text = format!("{STATIONS}\n{lines}\n[product.door]\nlines = [\"main\"]\n");
    let text =
        text.replace("every = \"1 h\"", "every = \"1 h\"\nproducts = { door = 1, side = 1 }");
    let model = model(&text);
    let names: Vec<&str> = model.products.iter().map(|product| product.name.as_str()).collect();
    assert_eq!(names, ["door", "side"]);
}

#[test]
fn a_station_that_no_route_visits_is_a_warning() {
    let (model, said) = compiled(&with_route(r#""saw", "weld", "pack""#));
    assert!(model.is_some());
    assert!(said.contains(&"W100: the station `weld_2` is in no route".to_owned()), "{said:#?}");
}
