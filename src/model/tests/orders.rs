//! The order book, demands, supplies, dates and the length of a run.

use super::{compiled, errors, model};
use crate::model::Length;
use crate::units::{Span, Time};

fn plant(rest: &str) -> String {
    format!(
        "[line]\ndoor = {{ stations = [\"saw\"] }}\nframe = {{ stations = [\"saw\"] }}\n\
         [station.saw]\ncycle = \"1 min\"\n{rest}\n"
    )
}

#[test]
fn orders_come_by_release_and_then_by_name() {
    let orders = "[plant]\nstart = 2026-03-02\n[order]\n\
                  A10 = { product = \"door\", quantity = 2 }\n\
                  A9 = { product = \"frame\", due = 2026-03-03 }\n\
                  A1 = { product = \"door\", release = 2026-03-02T08:00:00, due = 2026-03-03T14:00:00 }";
    let model = model(&plant(orders));
    let names: Vec<&str> = model.orders.iter().map(|order| order.name.as_str()).collect();
    assert_eq!(names, ["A9", "A10", "A1"]);
    let at = |hours| Time::ZERO + Span::from_hours(hours);
    let releases: Vec<Time> = model.orders.iter().map(|order| order.release).collect();
    assert_eq!(releases, [at(0), at(0), at(8)]);
    let due: Vec<Option<Time>> = model.orders.iter().map(|order| order.due).collect();
    assert_eq!(due, [Some(at(48)), None, Some(at(38))], "a day is over at its midnight");
    assert!(model.supplies.is_empty());
}

#[test]
fn dates_need_a_start_and_must_not_be_before_it() {
    let order = "[order.A1]\nproduct = \"door\"\nrelease = 2026-03-01\ndue = 2026-03-05";
    let without = errors(&plant(order));
    assert_eq!(without, ["E025: a date means nothing without the date of day 0"]);
    let before = errors(&plant(&format!("[plant]\nstart = 2026-03-02\n{order}")));
    let message = "E025: 2026-03-01T00:00:00 is before the plant's start on 2026-03-02";
    assert_eq!(before, [message]);
}

#[test]
fn an_order_of_more_parts_than_a_plant_may_hold_is_refused() {
    let order = "[run]\nlimits = { parts = 1000 }\n[order.A1]\nproduct = \"door\"\nquantity = 1001";
    let message = "E106: the order `A1` releases 1001 parts at once, more than 1000";
    assert_eq!(errors(&plant(order)), [message]);
    let two = "[order]\nA1 = { product = \"door\", quantity = 600000 }\n\
               A2 = { product = \"frame\", quantity = 600000 }";
    let message = "E106: the orders `A1`, `A2` release 1200000 parts at once, more than 1000000";
    assert_eq!(errors(&plant(two)), [message]);
    let allowed = format!("[run]\nlimits = {{ parts = 2000000 }}\n{two}");
    assert!(compiled(&plant(&allowed)).0.is_some());
}

#[test]
fn shares_of_products_are_cumulated() {
    let model = model(&plant("[demand.all]\nevery = \"1 h\"\nproducts = { frame = 1, door = 3 }"));
    let shares: Vec<(f64, &str)> = model
        .demand_products
        .iter()
        .map(|&(share, product)| (share, model.products[product].name.as_str()))
        .collect();
    assert_eq!(shares, [(0.75, "door"), (1.0, "frame")]);
}

#[test]
fn a_demand_without_a_product_needs_a_plant_with_one() {
    let said = errors(&plant("[demand.all]\nevery = \"1 h\""));
    assert_eq!(said, ["E018: the demand `all` does not say which product"]);
    let one = "[line.door]\nstations = [\"saw\"]\n[station.saw]\ncycle = \"1 min\"\n\
               [demand.all]\nevery = \"1 h\"";
    assert_eq!(model(one).demand_products.len(), 1);
}

#[test]
fn products_that_start_at_one_station_need_a_mix() {
    let said = errors(&plant(""));
    assert_eq!(said, ["E105: `door` and `frame` both start at `saw`, in an unknown mix"]);
}

#[test]
fn workdays_are_counted_by_the_calendar_of_the_plant() {
    let run = "[run]\nlength = \"6 workdays\"\n[plant]\ncalendar = \"day\"\n\
               [calendar.day]\nmon-fri = \"06:00-14:00\"\n[demand.all]\nevery = \"1 h\"\nproducts = { door = 1 }";
    // Day 0 is a Monday: the sixth workday is day 7.
    assert_eq!(model(&plant(run)).run.length, Length::For(Span::from_days(8)));
}

#[test]
fn a_promise_in_workdays_ends_with_the_day() {
    let demand = |plant: &str| {
        format!(
            "[plant]\nstart = 2026-03-02\n{plant}\n[calendar.day]\nmon-fri = \"06:00-14:00\"\n\
             closed = [2026-03-10]\n[demand.all]\nevery = \"1 h\"\nproducts = {{ door = 1 }}\n\
             due_in = \"2 workdays\""
        )
    };
    let due = |plant: &str, hours: i64| {
        let model = model(&self::plant(&demand(plant)));
        let promise = model.demands.iter().next().and_then(|demand| demand.due_in);
        let due = model.due(promise.expect("promised"), Time::ZERO + Span::from_hours(hours));
        due.ticks() / Span::from_days(1).ticks()
    };
    let day = "calendar = \"day\"";
    // Monday morning and evening: Wednesday is over when day 3 begins.
    assert_eq!([due(day, 7), due(day, 23)], [3, 3]);
    // Saturday: Monday (day 7), then Wednesday (day 9), because Tuesday is closed.
    assert_eq!(due(day, 5 * 24 + 1), 10);
    assert_eq!(due("calendar = \"always\"", 5 * 24 + 1), 8);
}

/// Day 0 is Monday, 2 March; an order that is due on Friday, 20 March is due when day 18 is over.
#[test]
fn orders_enter_so_long_before_they_are_due() {
    let release = |ahead: &str, order: &str| {
        let text = format!(
            "[plant]\nstart = 2026-03-02\ncalendar = \"day\"\n[calendar.day]\nmon-fri = \"06:00-14:00\"\n\
             closed = [2026-03-18]\n[control]\nrelease = {{ before_due = \"{ahead}\" }}\n\
             [order.1]\nproduct = \"door\"\n{order}"
        );
        let model = model(&plant(&text));
        let release = model.orders.iter().next().map(|order| order.release);
        release.expect("an order").ticks() / Span::from_hours(1).ticks()
    };
    let day = |ahead, order| {
        let hours = release(ahead, order);
        assert_eq!(hours % 24, 0);
        hours / 24
    };
    // Friday, Thursday, Tuesday: Wednesday is closed.
    assert_eq!(day("3 workdays", "due = 2026-03-20"), 15);
    // At 14:00 the Friday is not over: Thursday, Tuesday, Monday.
    assert_eq!(day("3 workdays", "due = 2026-03-20T14:00:00"), 14);
    assert_eq!(day("0 workdays", "due = 2026-03-20"), 19);
    assert_eq!(day("2 days", "due = 2026-03-20"), 17);
    assert_eq!(release("6 h", "due = 2026-03-20"), 18 * 24 + 18);
    // Never before its release, nor before the start; without a due date at once.
    assert_eq!(day("3 workdays", "due = 2026-03-20\nrelease = 2026-03-19"), 17);
    assert_eq!(day("90 workdays", "due = 2026-03-20"), 0);
    assert_eq!(day("90 days", "due = 2026-03-20"), 0);
    assert_eq!(day("3 workdays", "release = 2026-03-04"), 2);
}

#[test]
fn workdays_need_a_calendar_with_workdays() {
    let demand = "[demand.all]\nevery = \"1 h\"\nproducts = { door = 1 }\n\
                  due_in = \"2 workdays\"\n[run]\nlength = \"9 workdays\"";
    let none =
        |key| format!("E018: `{key}` counts workdays, and the plant has no calendar of its own");
    assert_eq!(errors(&plant(demand)), [none("due_in"), none("length")]);
    let once = "[plant]\nstart = 2026-03-02\ncalendar = \"once\"\n\
                [calendar.once]\nextra = [{ date = 2026-03-04, hours = \"06:00-14:00\" }]\n";
    let said = errors(&plant(&format!("{once}{}", demand.replace("9 workdays", "9 days"))));
    let message = "E025: the demand `all` promises workdays, which the calendar `once` has not in \
                   every week";
    assert_eq!(said, [message]);
}

#[test]
fn a_run_until_the_orders_are_done_needs_orders_and_no_warm_up() {
    let demand = "[demand.all]\nevery = \"1 h\"\nproducts = { door = 1 }";
    let run = "[run]\nlength = \"orders_done\"\nwarm_up = \"1 day\"\n";
    assert_eq!(
        errors(&plant(&format!("{run}{demand}"))),
        [
            "E107: `length = \"orders_done\"` needs orders, and there are none",
            "E107: a run until the orders are done has no `warm_up`",
        ]
    );
}

#[test]
fn lengths_that_measure_nothing_or_exceed_a_century_are_refused() {
    let run = |length: &str| plant(&format!("[run]\n{length}\n[order.A]\nproduct = \"door\""));
    let zero = errors(&run("length = \"0 s\""));
    assert!(zero[0].starts_with("E016"), "{zero:#?}");
    let long = errors(&run("length = \"90 weeks\"\nwarm_up = \"5200 weeks\""));
    assert_eq!(long, ["E016: `warm_up` and `length` together exceed a hundred years"]);
}

#[test]
fn a_plant_that_cannot_keep_up_is_warned_of() {
    let (model, said) = compiled(
        "[line.main]\nstations = [\"saw\"]\n[station.saw]\ncycle = \"3 min\"\n\
         [demand.all]\nevery = \"2 min\"\n",
    );
    assert!(model.is_some());
    let message = "W101: the station `saw` is asked for 150 % of what it can do";
    assert!(said.contains(&message.to_owned()), "{said:#?}");
}

#[test]
fn too_many_events_are_refused_before_the_run() {
    let said = errors(
        "[run]\nlength = \"100 weeks\"\nlimits = { events = 1000 }\n[line.main]\n\
         stations = [\"saw\"]\n[station.saw]\ncycle = \"30 s\"\n[demand.all]\nevery = \"1 min\"\n",
    );
    // 100 weeks of 10,080 minutes, one visit each.
    let message = "E106: a run would take at least 1.008e6 events, more than the limit 1000";
    assert_eq!(said, [message]);
}

#[test]
fn parts_without_limit_that_need_no_time_are_refused() {
    let said = errors("[line.main]\nstations = [\"saw\"]\n[station.saw]\ncycle = \"0 s\"\n");
    assert_eq!(said, ["E109: parts are supplied without limit and need no time anywhere"]);
}
