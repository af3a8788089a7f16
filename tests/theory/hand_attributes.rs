//! Steps for some orders only, by hand: words, numbers, quantities, chains of such steps, chance beside them, orders of
//! none; and the shares of random orders.

use gemba::model::Model;
use gemba::scenario::Memory;

use crate::hand_cards::{same, table};
use crate::simulate::Case;
use crate::simulate::Tolerance::{Absolute, Relative};
use crate::support::{model, model_of};

/// A saw of 4 min, a booth of 6 min and packing of 2 min on the route of the only product, with steps and orders.
fn plant(route: &str, orders: &[&str]) -> String {
    let mut text = format!(
        "[plant]\nstart = 2026-03-02\n[run]\nlength = \"orders_done\"\n\
         [station.saw]\ncycle = \"4 min\"\n[station.booth]\ncycle = \"6 min\"\n[station.pack]\ncycle = \"2 min\"\n\
         [product.door]\nroute = [{route}]\n"
    );
    for (number, order) in orders.iter().enumerate() {
        text += "[order.";
        text += &(number + 1).to_string();
        text += "]\n";
        text += order;
        text += "\n";
    }
    text
}

const RED: &str = "is = { colour = \"red\", size = 3 }";
const BLUE: &str = "is = { colour = \"blue\", size = 5 }";

/// Red doors are painted, blue ones go on at once. Parts leave the saw at 4, 8 and 12; the second is packed before the
/// first comes from the booth.
#[test]
fn only_red_doors_are_painted() {
    let text = plant(
        "\"saw\", { station = \"booth\", only = { colour = \"red\" } }, \"pack\"",
        &[RED, BLUE, RED],
    );
    let expected = [
        (1, "saw", 0, 4),
        (1, "booth", 4, 10),
        (1, "pack", 10, 12),
        (2, "saw", 4, 8),
        (2, "pack", 8, 10),
        (3, "saw", 8, 12),
        (3, "booth", 12, 18),
        (3, "pack", 18, 20),
    ];
    same(&table(&text).1, &expected);
    let unless = text.replace("only = { colour = \"red\" }", "unless = { colour = \"blue\" }");
    same(&table(&unless).1, &expected);
    let one_of = text.replace("colour = \"red\" } }", "colour = [\"green\", \"red\"] } }");
    same(&table(&one_of).1, &expected);
    let small = text
        .replace("only = { colour = \"red\" }", "only = { size = { at_least = 3, below = 5 } }");
    same(&table(&small).1, &expected);
    let exactly = text.replace("only = { colour = \"red\" }", "unless = { size = 5 }");
    same(&table(&exactly).1, &expected);
}

/// All that is named must hold: of `unless` as well, so that a blue door of size 3 is painted where only blue ones of size
/// 5 are not. The last step is for red ones, too: blue doors leave the plant before.
#[test]
fn all_that_is_named_must_hold() {
    let route = "\"saw\", { station = \"booth\", unless = { colour = \"blue\", size = 5 } }, \
                 { station = \"pack\", only = { colour = \"red\" } }";
    let other = "is = { colour = \"blue\", size = 3 }";
    let text = plant(route, &[BLUE, other, RED]);
    let expected = [
        (1, "saw", 0, 4),
        (2, "saw", 4, 8),
        (2, "booth", 8, 14),
        (3, "saw", 8, 12),
        (3, "booth", 14, 20),
        (3, "pack", 20, 22),
    ];
    same(&table(&text).1, &expected);
}

/// An order of two parts takes the step, both of them; one of a single part does not, nor one that is not urgent.
#[test]
fn quantity_and_priority_are_attributes() {
    let route = |only: &str| format!("\"saw\", {{ station = \"booth\", only = {{ {only} }} }}");
    let orders = ["quantity = 1\npriority = 7", "quantity = 2"];
    let text = plant(&route("quantity = { at_least = 2 }"), &orders);
    let expected = [
        (1, "saw", 0, 4),
        (2, "saw", 4, 8),
        (2, "booth", 8, 14),
        (3, "saw", 8, 12),
        (3, "booth", 14, 20),
    ];
    same(&table(&text).1, &expected);
    let text = plant(&route("priority = { at_least = 5 }"), &orders);
    let expected = [(1, "saw", 0, 4), (1, "booth", 4, 10), (2, "saw", 4, 8), (3, "saw", 8, 12)];
    same(&table(&text).1, &expected);
}

/// `next` sends all to the booth, by the way of a step that nobody takes then: who may not be painted goes on behind the
/// booth.
#[test]
fn a_branch_to_a_step_for_others_goes_on_behind_it() {
    let route = "{ station = \"saw\", next = { booth = \"100 %\" } }, \
                 { station = \"booth\", only = { colour = \"red\" } }, \"pack\"";
    let text = plant(route, &[RED, BLUE]);
    let expected = [
        (1, "saw", 0, 4),
        (1, "booth", 4, 10),
        (1, "pack", 10, 12),
        (2, "saw", 4, 8),
        (2, "pack", 8, 10),
    ];
    same(&table(&text).1, &expected);
}

/// Bad doors go back to the saw, by chance, and are asked for their colour again: three of four parts at the saw come for
/// the first time, so that it works on 4/3 for each door, and the booth on as many of each red one.
#[test]
fn rework_asks_again() {
    let text = RANDOM.replace(
        "{ station = \"large\", only = { colour = \"red\", size = 5 } },",
        "{ station = \"large\", next = { saw = \"25 %\", out = \"75 %\" } },",
    );
    let model = model(&text);
    let loads = model.loads();
    for (name, right) in [("saw", 16.0), ("booth", 4.8), ("other", 11.2), ("large", 16.0)] {
        let station = model.stations.ids().find(|&id| model.stations[id].name == name);
        let found = loads.stations[station.expect("it is there")].visits;
        assert!((found - right).abs() < 1e-9, "{name}: {found} is not {right}");
    }
}

/// A demand whose orders have one part each takes a step for such.
#[test]
fn a_step_for_all_orders_is_for_all() {
    let text = "[run]\nlength = \"60 min\"\n[station.saw]\ncycle = \"4 min\"\n[station.booth]\ncycle = \"6 min\"\n\
                [product.door]\nroute = [\"saw\", { station = \"booth\", only = { quantity = 1 } }]\n\
                [demand.doors]\nevery = \"9 h\"\n";
    // All orders of the demand are of one part: they take it.
    let loads = model(text).loads();
    let most = loads.stations.iter().map(|load| load.visits).fold(0.0, f64::max);
    let least = loads.stations.iter().map(|load| load.visits).fold(f64::INFINITY, f64::min);
    assert!((most - 1.0 / 9.0).abs() < 1e-12 && (least - 1.0 / 9.0).abs() < 1e-12);
}

/// A text that is a number is that number, wherever it stands; `nan` is a word like others.
#[test]
fn texts_that_are_numbers_are_numbers() {
    let route = |only: &str| format!("\"saw\", {{ station = \"booth\", only = {{ {only} }} }}");
    let painted = |only: &str, is: &str| {
        let orders = [format!("is = {{ {is} }}")];
        table(&plant(&route(only), &[&orders[0]])).1.len() == 2
    };
    for (only, is) in [
        ("size = \"3\"", "size = 3"),
        ("size = 3", "size = \"3.0\""),
        ("size = 7", "size = \"007\""),
        ("size = { at_least = 3 }", "size = \"3\""),
        ("size = \"nan\"", "size = \"nan\""),
    ] {
        assert!(painted(only, is), "{only} of {is}");
    }
    // Of random orders sizes are names of shares: half of them, one an hour, take the booth.
    let drawn = plant(&route("size = \"05\""), &[])
        + "[demand.doors]\nevery = \"1 h\"\nis = { size = { 3 = \"50 %\", 5 = \"50 %\" } }\n";
    let drawn = model(&drawn.replace("\"orders_done\"", "\"9 h\""));
    let loads = drawn.loads();
    let booth = drawn.stations.ids().find(|&id| drawn.stations[id].name == "booth");
    assert!((loads.stations[booth.expect("it is there")].visits - 0.5).abs() < 1e-12);
}

/// Four sizes of 20 values each are 160 000 kinds of orders. The route of `door` asks for the colour alone, which half of
/// them have; that of `gate` for 1 of each size, one of 20 four times. Of each product one is ordered an hour.
#[test]
fn only_what_a_route_asks_makes_kinds() {
    let shares: Vec<String> = (1..=20).map(|size| format!("{size} = \"5 %\"")).collect();
    let sizes: Vec<String> =
        (1..=4).map(|number| format!("x{number} = {{ {} }}\n", shares.join(", "))).collect();
    let text = format!(
        "[run]\nlength = \"100 h\"\n[station.saw]\ncycle = \"1 min\"\n[station.booth]\ncycle = \"1 min\"\n\
         [station.forge]\ncycle = \"1 min\"\n\
         [product.door]\nroute = [\"saw\", {{ station = \"booth\", only = {{ colour = \"red\" }} }}]\n\
         [product.gate]\nroute = [\"saw\", {{ station = \"forge\", only = {{ x1 = 1, x2 = 1, x3 = 1, x4 = 1 }} }}]\n\
         [demand.all]\nproducts = {{ door = 1, gate = 1 }}\nevery = \"30 min\"\n\
         [demand.all.is]\ncolour = {{ red = \"50 %\", blue = \"50 %\" }}\n{}",
        sizes.concat()
    );
    let model = model(&text);
    let loads = model.loads();
    for (name, right) in [("saw", 2.0), ("booth", 0.5), ("forge", 0.05_f64.powi(4))] {
        let station = model.stations.ids().find(|&id| model.stations[id].name == name);
        let found = loads.stations[station.expect("it is there")].visits;
        assert!((found - right).abs() < 1e-12, "{name}: {found} is not {right}");
    }
}

/// Twenty options, each drawn for itself, are a million kinds of orders. One of 5 %, 10 % and so on up to 99 % of the parts
/// has each, and takes its step; the last step is for those that have both the first and the last, 5 % of 99 %.
#[test]
fn many_options_are_drawn_one_by_one() {
    let chance = |number: u32| if number < 20 { 5 * number } else { 99 };
    let each = |text: &dyn Fn(u32) -> String| (1..=20).map(text).collect::<String>();
    let stations = each(&|number| format!("[station.s{number}]\ncycle = \"1 min\"\n"));
    let steps = each(&|number| {
        format!("{{ station = \"s{number}\", only = {{ o{number} = \"yes\" }} }}, ")
    });
    let is = each(&|number| {
        let (yes, no) = (chance(number), 100 - chance(number));
        format!("o{number} = {{ yes = \"{yes} %\", no = \"{no} %\" }}\n")
    });
    let text = format!(
        "[run]\nlength = \"100 h\"\n[station.saw]\ncycle = \"1 min\"\n[station.end]\ncycle = \"1 min\"\n{stations}\
         [product.car]\nroute = [\"saw\", {steps}{{ station = \"end\", only = {{ o1 = \"yes\", o20 = \"yes\" }} }}]\n\
         [demand.all]\nevery = \"1 h\"\n[demand.all.is]\n{is}"
    );
    let model = model(&text);
    let loads = model.loads();
    let visits = |name: &str| {
        let station = model.stations.ids().find(|&id| model.stations[id].name == name);
        loads.stations[station.expect("it is there")].visits
    };
    for number in 1..=20 {
        let found = visits(&format!("s{number}"));
        assert!((found - 0.01 * f64::from(chance(number))).abs() < 1e-12, "s{number}: {found}");
    }
    assert!((visits("end") - 0.05 * 0.99).abs() < 1e-12, "{}", visits("end"));
}

/// The columns of a sheet.
#[test]
fn an_order_book_has_attributes() {
    let route = "\"saw\", { station = \"booth\", only = { colour = \"red\", size = { below = 4 } } }, \"pack\"";
    let text = plant(route, &[]) + "[table]\norder = { file = \"orders.csv\" }\n";
    let sheet = "order,quantity,is.colour,is.size\n1,1,red,3\n2,1,blue,3\n3,1,red,4\n";
    let files = Memory::default().with("plant.toml", text).with("orders.csv", sheet);
    let found: Model = model_of(&files, "plant.toml");
    let orders = [
        "is = { colour = \"red\", size = 3 }",
        "is = { colour = \"blue\", size = 3 }",
        "is = { colour = \"red\", size = 4 }",
    ];
    assert_eq!(found.hash(), model(&plant(route, &orders)).hash());
}

/// Two attributes that are drawn each for itself.
const RANDOM: &str = r#"
[run]
length = "2000 h"
replications = 10
[station.saw]
cycle = "1 min"
[station.booth]
cycle = "1 min"
[station.dry]
cycle = "1 min"
[station.large]
cycle = "1 min"
[station.other]
cycle = "1 min"
[product.door]
route = [
    "saw",
    { station = "booth", only = { colour = "red" } },
    { station = "dry", only = { colour = "red" } },
    { station = "other", unless = { colour = "red" } },
    { station = "large", only = { colour = "red", size = 5 } },
]
[demand.doors]
every = { mean = "10 min" }
quantity = 2
is = { colour = { red = "30 %", blue = "70 %" }, size = { 3 = "50 %", 5 = "50 %" } }
"#;

/// Twelve parts an hour, of which 30 % are red, both at the first and at the second step for these; the others are
/// exactly those that are not; half of the red ones are large.
#[test]
fn loads_count_the_shares_of_orders() {
    let model = model(RANDOM);
    let loads = model.loads();
    for (name, right) in
        [("saw", 12.0), ("booth", 3.6), ("dry", 3.6), ("other", 8.4), ("large", 1.8)]
    {
        let station = model.stations.ids().find(|&id| model.stations[id].name == name);
        let found = loads.stations[station.expect("it is there")].visits;
        assert!((found - right).abs() < 1e-9, "{name}: {found} is not {right}");
    }
}

/// The same shares come out, with the same parts at both steps for red ones.
#[test]
fn random_orders_take_their_steps() {
    Case::<()>::new("orders by attribute")
        .mean("red", 0.3, Relative(0.01), |run| {
            run.station_tally("booth").done as f64 / run.station_tally("saw").done as f64
        })
        .mean("large and red of red", 0.5, Relative(0.015), |run| {
            run.station_tally("large").done as f64 / run.station_tally("booth").done as f64
        })
        .mean("not red", 0.7, Relative(0.01), |run| {
            run.station_tally("other").done as f64 / run.station_tally("saw").done as f64
        })
        .run(&RANDOM.replace("2000 h", "10000 h"));
}

/// All parts of an order go the same way: of orders of three, one every 10 min, a multiple of three is painted, and as many
/// are dried. Of the order that comes with the end none has left the saw.
#[test]
fn all_parts_of_an_order_go_the_same_way() {
    let text = RANDOM
        .replace("quantity = 2", "quantity = 3")
        .replace("{ mean = \"10 min\" }", "\"10 min\"");
    Case::<()>::new("whole orders")
        .mean("not in threes", 0.0, Absolute(1e-9), |run| {
            (run.station_tally("booth").done % 3) as f64
        })
        .mean("not dried", 0.0, Absolute(1e-9), |run| {
            run.station_tally("booth").done as f64 - run.station_tally("dry").done as f64
        })
        .mean("red", 0.3, Relative(0.03), |run| {
            run.station_tally("booth").done as f64 / run.station_tally("saw").done as f64
        })
        .run(&text);
}

/// Of orders of one and of three parts, equally often, three of four parts belong to a large one: the share of parts, not
/// that of orders.
#[test]
fn parts_are_counted_and_not_orders() {
    let text = RANDOM
        .replace("quantity = 2", "quantity = { dist = \"empirical\", values = [1, 3] }")
        .replace("only = { colour = \"red\", size = 5 }", "only = { quantity = { at_least = 2 } }");
    let model = model(&text);
    let loads = model.loads();
    let station = model.stations.ids().find(|&id| model.stations[id].name == "large");
    let found = loads.stations[station.expect("it is there")].visits;
    assert!((found - 9.0).abs() < 1e-9, "{found}");
}
