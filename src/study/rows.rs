//! The figures of a plant, and the values of one replication, in the same order.

use super::accounts;
use super::headcount;
use super::kpi::{Entity, EntityKind, Kpi, Unit, kpi};
use super::line;
use super::oee;
use super::ordered;
use super::pay::Cost;
use super::sales;
use super::takt;
use super::vehicle;
use super::walk::{Doings, walk_figures, walk_values};
use crate::ids::{CrewId, ProductId, StationId};
use crate::model::{Cards, Crew, Deadlock, Length, Model};
use crate::observe::{Level, OperatorState, State, Tally};
use crate::units::{Money, Span, Time};

/// A value of one replication.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Value {
    /// A number; NaN when it has no meaning (a mean over nothing).
    Plain(f64),
    /// A ratio of two sums, estimated over all replications together; both are zero where there is
    /// nothing to count.
    Ratio(f64, f64),
    /// The same of which the first sum is part of the second: a share.
    Share(f64, f64),
    /// The same of so many that weigh differently.
    Weighted(f64, f64, u64),
    /// Whether something came true: its chance is estimated. `None` when it could not be told.
    Came(Option<bool>),
    /// A number of which the 90th percentile is estimated.
    High(f64),
}

/// What each value is about.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Row {
    pub(super) kpi: &'static Kpi,
    pub(super) unit: Unit,
    pub(super) entity: Entity,
}

/// The figures of a model, in the order of reports.
pub(super) fn layout(model: &Model) -> Vec<Row> {
    let mut rows = Vec::new();
    let mut add = |kind: EntityKind, name: &str, kpis: &[&str]| {
        for id in kpis {
            let kpi = kpi(id).expect("a KPI of the list");
            let unit = kpi.unit.of_plant(model.currency);
            rows.push(Row { kpi, unit, entity: Entity { kind, name: name.to_owned() } });
        }
    };
    add(EntityKind::Plant, &model.name, PLANT);
    if model.shared_calendar().is_some() {
        add(EntityKind::Plant, &model.name, &["parts_per_shift"]);
    }
    if model.may_wait_outside() {
        add(EntityKind::Plant, &model.name, &["waiting_outside"]);
    }
    if model.deadlock == Deadlock::Swap {
        add(EntityKind::Plant, &model.name, &["swaps"]);
    }
    if has_orders(model) {
        add(EntityKind::Plant, &model.name, &ordered::figures(model, ordered::Of::all(model)));
    }
    if model.has_line_costs() {
        add(EntityKind::Plant, &model.name, MAKING);
    }
    add(EntityKind::Plant, &model.name, &of_all_material(model));
    add(EntityKind::Plant, &model.name, sales::of_plant(model));
    if model.run.length == Length::OrdersDone {
        add(EntityKind::Plant, &model.name, &["makespan", "makespan_p90"]);
    }
    if has_pay(model) {
        add(EntityKind::Plant, &model.name, PAY);
        add(EntityKind::Plant, &model.name, training_cost(model.crews.iter()));
        add(EntityKind::Plant, &model.name, accounts::of_plant(model));
        add(EntityKind::Plant, &model.name, &["labour_cost_per_part"]);
    }
    if !model.operators.is_empty() {
        add(EntityKind::Plant, &model.name, headcount::FIGURES);
        if model.has_walkers() {
            add(EntityKind::Plant, &model.name, headcount::WAYS);
        }
        if !model.working_time.is_empty() {
            add(EntityKind::Plant, &model.name, headcount::RULES);
        }
    }
    let by_product: Vec<ProductId> = ordered::products(model).collect();
    let cancels = model.cancels();
    for (id, product) in model.products.enumerated() {
        add(EntityKind::Product, &product.name, PRODUCT);
        if !product.short.is_empty() || cancels {
            add(EntityKind::Product, &product.name, SHORT);
        }
        if model.meetings.is_on_the_way_of(model, id) {
            add(EntityKind::Product, &product.name, MEETING);
        }
        add(EntityKind::Product, &product.name, sales::of_product(product));
        if by_product.contains(&id) {
            let of = ordered::Of::product(model, id);
            add(EntityKind::Product, &product.name, &ordered::figures(model, of));
        }
    }
    let has_losses = model.has_losses();
    for station in model.flow() {
        add(EntityKind::Station, &model.stations[station].name, STATION);
        add(EntityKind::Station, &model.stations[station].name, &figures_of_some(model));
        if has_losses {
            add(EntityKind::Station, &model.stations[station].name, oee::FIGURES);
        }
    }
    for (id, _) in model.wears() {
        let name = model.name_of_wear(id);
        add(EntityKind::Wear, &name, WEAR);
        if model.failures[id].worn.is_some() {
            add(EntityKind::Wear, &name, &["renewed_in_time"]);
        }
        add(EntityKind::Wear, &name, WORN);
    }
    for (name, figures) in line::figures(model) {
        add(EntityKind::Line, name, &figures);
    }
    for (kind, name, figures) in between_stations(model) {
        add(kind, name, figures);
    }
    for (id, crew) in model.crews.enumerated() {
        add(EntityKind::Crew, &crew.name, &of_crew(model, id));
    }
    for overtime in &model.overtimes {
        add(EntityKind::Overtime, &overtime.name, OVERTIME);
    }
    for rule in model.working_time.rules() {
        add(EntityKind::Rule, rule.key(), &["violations", "broken"]);
    }
    for (kind, name, of) in who_orders(model) {
        add(kind, name, &ordered::figures(model, of));
    }
    rows
}

/// Who orders, and what is told of it.
fn who_orders(model: &Model) -> impl Iterator<Item = (EntityKind, &str, ordered::Of)> {
    let of = ordered::Of::all(model);
    let demands = model.demands.iter();
    let demands =
        demands.map(|row| (EntityKind::Demand, row.name.as_str(), ordered::Of::demand(row)));
    let customers = model.customers.iter();
    demands.chain(customers.map(move |name| (EntityKind::Customer, name.as_str(), of)))
}

/// The KPIs that a study of the model gives for the plant as a whole, in the order of reports.
pub fn plant_kpis(model: &Model) -> impl Iterator<Item = &'static Kpi> + use<> {
    let of_plant = |row: &Row| row.entity.kind == EntityKind::Plant;
    layout(model).into_iter().filter(of_plant).map(|row| row.kpi)
}

const PLANT: &[&str] = &[
    "throughput",
    "parts_finished",
    "parts_scrapped",
    "wip",
    "time_in_system",
    "time_in_system_p95",
];
/// Of a product whose orders may differ from what was ordered or may be cancelled, or whose parts are replaced.
const SHORT: &[&str] = &["parts_remade", "surplus"];
const MAKING: &[&str] = &["making_cost"];
const PRODUCT: &[&str] = &["throughput", "parts_finished", "parts_scrapped", "time_in_system"];
const MEETING: &[&str] = &["waiting_for_rest", "wait_for_rest"];
const STORE: &[&str] = &["queue_length", "queue_time"];
const OUTSIDE: &[&str] = &["queue_length", "queue_time", "starts", "away", "parts_done"];
const STATION: &[&str] = &[
    "utilisation",
    "queue_length",
    "queue_time",
    "starts",
    "parts_done",
    "failures",
    "minor_stops",
    "start_ups",
    "setups",
    "batches",
    "batch_fill",
    "maintenances",
    "working",
    "starved",
    "blocked",
    "blocked_before",
    "repair",
    "wait_repair",
    "minor_stop",
    "start_up",
    "maintenance",
    "setup",
    "wait_operator",
    "off_shift",
    "failed_off_shift",
    "paused",
];
const WEAR: &[&str] = &["breakdowns_by_wear", "renewals"];
const WORN: &[&str] = &["wear_when_renewed", "down_by_wear", "down_to_renew"];
const POOL: &[&str] = &["held_by_parts", "all_out", "waiting_for_pool", "pool_wait"];
const CARDS: &[&str] = &["cards_in_use", "waiting_for_card", "card_wait"];
const MATERIAL: &[&str] = &[
    "stock",
    "stock_least",
    "out_of_stock",
    "cover",
    "purchase_orders",
    "used",
    "waited_for_material",
    "at_once",
    "waiting_for_material",
];
/// Figures of material in plants with orders.
const ORDERS_WAIT: &[&str] = &["orders_delayed", "order_wait"];
/// Figures of material of which an incoming inspection takes some out.
const INSPECTED: &[&str] = &["rejected"];
/// Figures of material that cannot be used for ever.
const EXPIRES: &[&str] = &["expired"];
/// Figures of material whose deliveries are expedited.
const EXPEDITED: &[&str] = &["expedited"];
const EXPEDITE_COST: &[&str] = &["expedite_cost"];
const STOCK: &[&str] = &[
    "stock",
    "stock_least",
    "out_of_stock",
    "cover",
    "replenishments",
    "sold",
    "fill_rate",
    "backorders",
    "lost_sales",
];
/// Figures of all stocks together, from which orders are served.
const FROM_STOCK: &[&str] = &["fill_rate", "backorders", "lost_sales"];
const STOCK_TAKEN: &[&str] = &["used", "waited_for_material", "at_once", "waiting_for_material"];
const BUFFER: &[&str] = &["places_taken", "places_taken_most", "full"];
const CONVEYOR: &[&str] = &["moved", "content", "content_most", "full", "held"];
const MILKRUN: &[&str] = &["tours", "parts_a_tour", "waiting_for_tour", "tour_wait", "carried"];
const OVERTIME: &[&str] = &["times_called", "people_called"];
const CREW: &[&str] = &["crew_utilisation", "people_busy", "overtime", "absent"];
const HOURS: &[&str] = &["hours_paid", "hours_worked", "efficiency"];
const BARRED: &[&str] = &["hours_barred", "calls_barred"];
const PAY: &[&str] = &["labour_cost", "overtime_cost", "absence_cost"];

/// Where parts are between machines, and the figures of it.
fn between_stations(model: &Model) -> Vec<(EntityKind, &str, &'static [&'static str])> {
    let stores = stores(model).map(|id| (EntityKind::Store, &model.stations[id].name, STORE));
    let outside = model.outside().map(|(_, row)| (EntityKind::Outside, &row.name, OUTSIDE));
    let first = stores.chain(outside);
    let mut all: Vec<(EntityKind, &str, &'static [&'static str])> =
        first.map(|(kind, name, figures)| (kind, name.as_str(), figures)).collect();
    for cards in &model.control.cards {
        let (kind, name, figures) = figures_of_cards(cards);
        all.extend(figures.map(|figures| (kind, name, figures)));
    }
    for (id, row) in model.materials.enumerated() {
        let name = row.name.as_str();
        if row.made_to_stock().is_none() {
            all.push((EntityKind::Material, name, MATERIAL));
            if has_orders(model) {
                all.push((EntityKind::Material, name, ORDERS_WAIT));
            }
            if model.is_inspected(id) {
                all.push((EntityKind::Material, name, INSPECTED));
            }
            if row.shelf_life.is_some() {
                all.push((EntityKind::Material, name, EXPIRES));
            }
            if model.is_expedited(id) {
                all.push((EntityKind::Material, name, EXPEDITED));
                if model.has_expedite_cost() {
                    all.push((EntityKind::Material, name, EXPEDITE_COST));
                }
            }
            continue;
        }
        all.push((EntityKind::Stock, name, STOCK));
        if model.goes_into_others(id) {
            all.push((EntityKind::Stock, name, STOCK_TAKEN));
            if has_orders(model) {
                all.push((EntityKind::Stock, name, ORDERS_WAIT));
            }
        }
    }
    let buffers = model.shared_buffers.iter();
    all.extend(buffers.map(|row| (EntityKind::Buffer, row.name.as_str(), BUFFER)));
    let conveyors = model.conveyors.iter();
    all.extend(conveyors.map(|row| (EntityKind::Conveyor, row.name.as_str(), CONVEYOR)));
    let milkruns = model.milkruns.iter();
    all.extend(milkruns.map(|row| (EntityKind::Milkrun, row.name.as_str(), MILKRUN)));
    let vehicles = model.vehicles.iter();
    all.extend(vehicles.map(|row| (EntityKind::Vehicle, row.name.as_str(), vehicle::figures(row))));
    all
}

/// What cards are, what they are called, and the figures that they have.
fn figures_of_cards(cards: &Cards) -> (EntityKind, &str, [&'static [&'static str]; 2]) {
    let when = |is_so: bool, figures: &'static [&'static str]| if is_so { figures } else { &[] };
    match &cards.pool {
        Some(pool) => {
            let back = when(pool.returns.is_some(), &["coming_back"]);
            (EntityKind::Pool, cards.noun(), [POOL, back])
        }
        None => (EntityKind::Cards, &cards.name, [CARDS, when(cards.has_store, &["in_store"])]),
    }
}

/// Figures of stations in plants where machines wait for something of a pool, or for material, or have tools, or where parts wait
/// no longer than so long, stand aside, or are pushed off, or lines are paced.
fn figures_of_some(model: &Model) -> Vec<&'static str> {
    let waits = model.stations.iter().any(|station| station.at_load) && model.control.has_pools();
    let some: [(bool, &[&str]); 8] = [
        (model.has_first_pieces(), &["first_pieces", "first_pieces_failed", "approval"]),
        (waits, &["wait_pool"]),
        (!model.bills.is_empty(), &["wait_material"]),
        (model.has_preemption(), &["pushed_off"]),
        (model.has_tools(), &["tool_changes", "tool_change"]),
        (!model.limits.is_empty(), &["too_late", "late_share"]),
        (model.may_stand_aside(), &["aside"]),
        (!model.takts.is_empty(), takt::STATION),
    ];
    some.into_iter().filter(|(has, _)| *has).flat_map(|(_, figures)| figures).copied().collect()
}

/// The figures of a crew.
fn of_crew(model: &Model, id: CrewId) -> Vec<&'static str> {
    let crew = &model.crews[id];
    let when = |is_so: bool, figures: &'static [&'static str]| if is_so { figures } else { &[] };
    let has_courses = crew.training.has_courses();
    let all = [
        CREW,
        walk_figures(model, id),
        HOURS,
        when(!model.working_time.is_empty(), &["violations"]),
        when(!model.working_time.enforced.is_empty(), BARRED),
        when(crew.has_cost(), PAY),
        when(has_courses, &["training"]),
        when(has_courses, training_cost([crew])),
        accounts::of_crew(model, id),
    ];
    all.concat()
}

/// Whether it is said of some crew what its people cost.
fn has_pay(model: &Model) -> bool {
    model.crews.iter().any(Crew::has_cost)
}

/// The figure of what training costs, if some crew with a cost has any.
fn training_cost<'c>(crews: impl IntoIterator<Item = &'c Crew>) -> &'static [&'static str] {
    let mut crews = crews.into_iter();
    let has_cost = crews.any(|crew| crew.has_cost() && crew.training.has_courses());
    if has_cost { &["training_cost"] } else { &[] }
}

fn has_orders(model: &Model) -> bool {
    !model.demands.is_empty() || !model.orders.is_empty()
}

/// The mean of `n` times, over all replications together. Unit of the sum: ticks; of the mean:
/// minutes.
pub(super) fn mean(sum: i128, n: u64) -> Value {
    Value::Ratio(minutes(sum as f64), n as f64)
}

/// Ticks as minutes.
pub(super) fn minutes(ticks: f64) -> f64 {
    ticks / Span::from_minutes(1).ticks() as f64
}

/// The values of the layout, in its order; `is_whole` says that the run came to the end asked for.
pub(super) fn values(model: &Model, tally: &Tally, end: Time, is_whole: bool) -> Vec<Value> {
    let mut values = Vec::new();
    let elapsed = end - tally.begin();
    let products: Vec<_> = model.products.ids().map(|product| *tally.product(product)).collect();
    let finished: u64 = products.iter().map(|product| product.finished).sum();
    let scrapped: u64 = products.iter().map(|product| product.scrapped).sum();
    // No product both leaves and is taken.
    let left = products.iter().filter(|product| product.taken == 0);
    let time: i128 = left.map(|product| product.time).sum();
    let mut plain = |value: f64| values.push(Value::Plain(value));
    plain(finished as f64 / elapsed.hours());
    plain(finished as f64);
    plain(scrapped as f64);
    plain(tally.inside().integral(end) as f64 / elapsed.ticks() as f64);
    values.push(mean(time, finished));
    let mut plain = |value: f64| values.push(Value::Plain(value));
    plain(tally.times().quantile(0.95).map_or(f64::NAN, |ticks| minutes(ticks as f64)));
    if let Some(calendar) = model.shared_calendar() {
        let shifts = calendar.shifts_between(tally.begin(), end);
        plain(if shifts > 0.0 { finished as f64 / shifts } else { f64::NAN });
    }
    if model.may_wait_outside() {
        plain(tally.outside().integral(end) as f64 / elapsed.ticks() as f64);
    }
    if model.deadlock == Deadlock::Swap {
        plain(tally.swaps() as f64);
    }
    if has_orders(model) {
        ordered::values(model, &tally.orders(), ordered::Of::all(model), &mut values);
    }
    if model.has_line_costs() {
        values.push(Value::Plain(tally.making_cost().value()));
    }
    all_material_values(model, tally, end, &mut values);
    values.extend(sales::plant_values(model, tally, elapsed));
    if model.run.length == Length::OrdersDone {
        let makespan = if is_whole { end.since_start().minutes() } else { f64::NAN };
        values.extend([Value::Plain(makespan), Value::High(makespan)]);
    }
    if has_pay(model) {
        let measured = (tally.begin(), end);
        let cost = |crew| Cost::of_crew(model, tally.hours(), crew, measured);
        let cost = model.crews.ids().map(cost).fold(Cost::default(), Cost::and);
        values.extend(cost.values());
        let training = training_cost(model.crews.iter()).iter();
        values.extend(training.map(|_| Value::Plain(cost.training.value())));
        values.extend(accounts::plant_values(model, tally));
        values.push(Value::Ratio(cost.total().value(), finished as f64));
    }
    if !model.operators.is_empty() {
        values.extend(headcount::values(model, tally, finished, end));
    }
    product_values(model, tally, (elapsed, end), &mut values);
    let has_losses = model.has_losses();
    for station in model.flow() {
        station_values(model, tally, station, (end, has_losses), &mut values);
    }
    wear_values(model, tally, end, &mut values);
    values_between_stations(model, tally, end, &mut values);
    for (id, crew) in model.crews.enumerated() {
        let spans = sums(crew.operators.iter().map(|operator| tally.operator(operator, end)));
        let time = |state: OperatorState| spans[state as usize] as f64;
        let doings = Doings::of(time);
        let Doings { busy, at_work, overtime, .. } = doings;
        let absent = time(OperatorState::Absent);
        let away = time(OperatorState::Break) + time(OperatorState::Training) + absent;
        let hours = at_work - overtime + away;
        values.push(Value::Plain(busy / at_work));
        values.push(Value::Plain(busy / elapsed.ticks() as f64));
        values.push(Value::Plain(overtime / Span::from_minutes(1).ticks() as f64));
        values.push(Value::Plain(if absent > 0.0 { absent / hours } else { 0.0 }));
        walk_values(model, tally, id, doings, &mut values);
        pay_values(model, tally, id, (busy, end), &mut values);
    }
    for overtime in model.overtimes.ids() {
        let (times, people) = tally.overtime(overtime);
        values.push(Value::Plain(times as f64));
        values.push(Value::Ratio(people as f64, times as f64));
    }
    if let Some(breaches) = tally.hours().breaches() {
        for rule in model.working_time.rules() {
            let counts = breaches.counts.iter().map(|counts| f64::from(counts[rule as usize]));
            let count: f64 = counts.sum();
            values.extend([Value::Plain(count), Value::Came(Some(count > 0.0))]);
        }
    }
    for (id, demand) in model.demands.enumerated() {
        let orders = tally.orders_of_demand(id);
        ordered::values(model, orders, ordered::Of::demand(demand), &mut values);
    }
    for id in model.customers.ids() {
        let orders = tally.orders_of_customer(id);
        ordered::values(model, orders, ordered::Of::all(model), &mut values);
    }
    values
}

/// The stores of what stations take, in the order in which parts meet the stations.
fn stores(model: &Model) -> impl Iterator<Item = StationId> + '_ {
    let assemblies = model.flow().into_iter().filter_map(|id| model.stations[id].assembly.as_ref());
    assemblies.flat_map(|assembly| assembly.takes.iter().map(|taken| taken.store))
}

/// Times in each state, added up over machines or people. Unit: ticks; years of thousands of machines
/// are more of them than fit into a length of time.
pub(super) fn sums<const N: usize>(all: impl Iterator<Item = [Span; N]>) -> [i128; N] {
    let mut sums = [0; N];
    for spans in all {
        for (sum, span) in sums.iter_mut().zip(spans) {
            *sum += i128::from(span.ticks());
        }
    }
    sums
}

/// Figures of all stocks and all material together.
fn of_all_material(model: &Model) -> Vec<&'static str> {
    let when = |is_so: bool, figures: &'static [&'static str]| if is_so { figures } else { &[] };
    let all = [
        when(model.sells_from_stock(), FROM_STOCK),
        when(model.has_expedite_cost(), EXPEDITE_COST),
    ];
    all.concat()
}

/// The values of [`of_all_material`], in their order.
fn all_material_values(model: &Model, tally: &Tally, end: Time, values: &mut Vec<Value>) {
    let rows = || model.materials.ids().map(|id| tally.material(id));
    if model.sells_from_stock() {
        let at_once: u64 = rows().map(|row| row.asked_at_once).sum();
        let asked: u64 = rows().map(|row| row.asked).sum();
        values.push(Value::Share(at_once as f64, asked as f64));
        let owed: i128 = rows().map(|row| row.owed.integral(end)).sum();
        let elapsed = end - tally.begin();
        values.push(Value::Plain(owed as f64 / elapsed.ticks() as f64));
        values.push(Value::Plain(rows().map(|row| row.lost).sum::<u64>() as f64));
    }
    if model.has_expedite_cost() {
        let cost: Money = rows().map(|row| row.expedite_cost).sum();
        values.push(Value::Plain(cost.value()));
    }
}

/// What is told of material and of stocks.
fn material_values(model: &Model, tally: &Tally, end: Time, values: &mut Vec<Value>) {
    let elapsed = (end - tally.begin()).ticks() as f64;
    let average = |level: Level| Value::Plain(level.integral(end) as f64 / elapsed);
    for material in model.materials.ids() {
        let row = tally.material(material);
        let count = |count: u64| Value::Plain(count as f64);
        let share = |some: u64, all: u64| Value::Share(some as f64, all as f64);
        values.extend([average(row.on_hand), Value::Plain(row.least as f64), average(row.none)]);
        values.push(mean(row.on_hand.integral(end), row.used + row.sold));
        values.push(count(row.ordered));
        let is_made = model.materials[material].made_to_stock().is_some();
        if is_made {
            values.extend([count(row.sold), share(row.asked_at_once, row.asked)]);
            values.extend([average(row.owed), count(row.lost)]);
        }
        if !is_made || model.goes_into_others(material) {
            values.extend([row.used, row.waited].map(count));
            values.push(share(row.parts - row.waited, row.parts));
            values.push(average(row.waiting));
            if has_orders(model) {
                values
                    .extend([count(row.orders_delayed), mean(row.order_wait, row.orders_delayed)]);
            }
        }
        if model.is_inspected(material) {
            values.push(count(row.rejected));
        }
        if model.materials[material].shelf_life.is_some() {
            values.push(count(row.expired));
        }
        if model.is_expedited(material) {
            values.push(count(row.expedited));
            if model.has_expedite_cost() {
                values.push(Value::Plain(row.expedite_cost.value()));
            }
        }
    }
}

/// What is told of shared buffers.
fn buffer_values(model: &Model, tally: &Tally, end: Time, values: &mut Vec<Value>) {
    let elapsed = end - tally.begin();
    let average = |level: Level| level.integral(end) as f64 / elapsed.ticks() as f64;
    for buffer in model.shared_buffers.ids() {
        let row = tally.shared_buffer(buffer);
        let figures = [average(row.taken), row.most as f64, average(row.full)];
        values.extend(figures.map(Value::Plain));
    }
}

/// What is told of conveyors.
fn conveyor_values(model: &Model, tally: &Tally, end: Time, values: &mut Vec<Value>) {
    let elapsed = end - tally.begin();
    let average = |level: Level| level.integral(end) as f64 / elapsed.ticks() as f64;
    for conveyor in model.conveyors.ids() {
        let row = tally.conveyor(conveyor);
        let moved = row.moved as f64 / elapsed.hours();
        let figures =
            [moved, average(row.content), row.most as f64, average(row.full), average(row.held)];
        values.extend(figures.map(Value::Plain));
    }
}

/// Hours, violations and money of a crew whose people were busy for so many ticks until `end`.
fn pay_values(
    model: &Model,
    tally: &Tally,
    crew: CrewId,
    (busy, end): (f64, Time),
    values: &mut Vec<Value>,
) {
    let row = &model.crews[crew];
    let people = || row.operators.iter().map(|operator| tally.hours().of(operator));
    let [paid] = sums(people().map(|hours| [hours.paid()]));
    let hour = Span::from_hours(1).ticks() as f64;
    values.extend([paid as f64 / hour, busy / hour].map(Value::Plain));
    let standard: i128 = people().map(|hours| hours.standard).sum();
    let took: i128 = people().map(|hours| hours.took).sum();
    values.push(Value::Ratio(standard as f64, took as f64));
    if let Some(breaches) = tally.hours().breaches() {
        let count: f64 = breaches.counts[crew].iter().map(|&count| f64::from(count)).sum();
        values.push(Value::Plain(count));
    }
    if !model.working_time.enforced.is_empty() {
        let (hours, calls) = tally.barred_of(crew);
        values.extend([hours.hours(), calls as f64].map(Value::Plain));
    }
    let cost = Cost::of_crew(model, tally.hours(), crew, (tally.begin(), end));
    if row.has_cost() {
        values.extend(cost.values());
    }
    if row.training.has_courses() {
        let [training] = sums(people().map(|hours| [hours.training]));
        values.push(Value::Plain(training as f64 / hour));
        let costs = training_cost([row]).iter();
        values.extend(costs.map(|_| Value::Plain(cost.training.value())));
    }
    values.extend(accounts::crew_values(model, tally, crew));
}

fn store_values(model: &Model, tally: &Tally, end: Time, values: &mut Vec<Value>) {
    let elapsed = (end - tally.begin()).ticks() as f64;
    for store in stores(model) {
        let row = tally.station(store);
        values.push(Value::Plain(row.queue.integral(end) as f64 / elapsed));
        values.push(mean(row.waited, row.starts));
    }
}

fn values_between_stations(model: &Model, tally: &Tally, end: Time, values: &mut Vec<Value>) {
    line::values(model, tally, end, values);
    store_values(model, tally, end, values);
    outside_values(model, tally, end, values);
    card_values(model, tally, end, values);
    material_values(model, tally, end, values);
    buffer_values(model, tally, end, values);
    conveyor_values(model, tally, end, values);
    milkrun_values(model, tally, end, values);
    values.extend(vehicle::all_values(model, tally, end));
}

fn milkrun_values(model: &Model, tally: &Tally, end: Time, values: &mut Vec<Value>) {
    let elapsed = (end - tally.begin()).ticks() as f64;
    let average = |level: Level| Value::Plain(level.integral(end) as f64 / elapsed);
    for id in model.milkruns.ids() {
        let row = tally.milkrun(id);
        values.push(Value::Plain(row.tours as f64));
        values.push(Value::Ratio(row.taken as f64, row.tours as f64));
        values.extend([average(row.waiting), mean(row.waited, row.taken), average(row.carried)]);
    }
}

fn wear_values(model: &Model, tally: &Tally, end: Time, values: &mut Vec<Value>) {
    let elapsed = (end - tally.begin()).ticks() as f64;
    for (id, _) in model.wears() {
        let row = tally.wear(id, end);
        let machines = model.stations[model.failures[id].station].machines.len();
        let time = |ticks: i128| Value::Plain(ticks as f64 / (elapsed * machines as f64));
        let (breakdowns, renewals) = (row.breakdowns as f64, row.renewals as f64);
        values.extend([breakdowns, renewals].map(Value::Plain));
        if model.failures[id].worn.is_some() {
            values.push(Value::Share(renewals, renewals + breakdowns));
        }
        values.push(Value::Ratio(row.level, renewals));
        values.extend([row.broken, row.renewing].map(time));
    }
}

fn outside_values(model: &Model, tally: &Tally, end: Time, values: &mut Vec<Value>) {
    let elapsed = (end - tally.begin()).ticks() as f64;
    let average = |level: Level| Value::Plain(level.integral(end) as f64 / elapsed);
    for (id, _) in model.outside() {
        let row = tally.station(id);
        values.extend([average(row.queue), mean(row.waited, row.starts)]);
        values.push(Value::Plain(row.starts as f64));
        values.extend([average(row.aside), Value::Plain(row.done as f64)]);
    }
}

fn card_values(model: &Model, tally: &Tally, end: Time, values: &mut Vec<Value>) {
    let elapsed = (end - tally.begin()).ticks() as f64;
    let average = |level: Level| Value::Plain(level.integral(end) as f64 / elapsed);
    for (id, cards) in model.control.cards.enumerated() {
        let row = tally.cards(id);
        if let Some(pool) = &cards.pool {
            values.extend([row.in_use, row.all_out, row.waiting].map(average));
            values.push(mean(row.waiting.integral(end), row.taken));
            if pool.returns.is_some() {
                values.push(average(row.coming_back));
            }
            continue;
        }
        values.extend([average(row.in_use), average(row.waiting), mean(row.waited, row.taken)]);
        if cards.has_store {
            values.push(average(row.stored));
        }
    }
}

fn product_values(
    model: &Model,
    tally: &Tally,
    (elapsed, end): (Span, Time),
    values: &mut Vec<Value>,
) {
    let by_product: Vec<ProductId> = ordered::products(model).collect();
    let cancels = model.cancels();
    for id in model.products.ids() {
        let product = tally.product(id);
        let finished = product.finished + product.taken;
        values.extend(
            [finished as f64 / elapsed.hours(), finished as f64, product.scrapped as f64]
                .map(Value::Plain),
        );
        values.push(mean(product.time, finished));
        if !model.products[id].short.is_empty() || cancels {
            values
                .extend([product.remade, product.surplus].map(|parts| Value::Plain(parts as f64)));
        }
        if model.meetings.is_on_the_way_of(model, id) {
            let waiting = product.waiting_for_rest.integral(end);
            values.push(Value::Plain(waiting as f64 / elapsed.ticks() as f64));
            values.push(mean(product.waited_for_rest, product.waits_for_rest));
        }
        values.extend(sales::product_values(model, tally, id, elapsed));
        if by_product.contains(&id) {
            let orders = tally.orders_of_product(id);
            ordered::values(model, orders, ordered::Of::product(model, id), values);
        }
    }
}

fn station_values(
    model: &Model,
    tally: &Tally,
    station: StationId,
    (end, has_losses): (Time, bool),
    values: &mut Vec<Value>,
) {
    let machines = model.stations[station].machines;
    let spans = sums(machines.iter().map(|machine| tally.machine(machine, end)));
    let [failed] = sums(machines.iter().map(|machine| [tally.failed_off_shift(machine, end)]));
    let elapsed = (end - tally.begin()).ticks() as f64;
    let share = |state: State| spans[state as usize] as f64 / (elapsed * machines.len() as f64);
    let row = tally.station(station);
    let queue = row.queue.integral(end) as f64 / elapsed;
    values.extend([share(State::Working), queue].map(Value::Plain));
    values.push(mean(row.waited, row.starts));
    values.extend(
        [
            row.starts as f64,
            row.done as f64,
            row.failures as f64,
            row.minor_stops as f64,
            row.start_ups as f64,
            row.setups as f64,
            row.batches as f64,
        ]
        .map(Value::Plain),
    );
    let places = row.batches as f64 * f64::from(model.stations[station].batch_size());
    values.push(Value::Share(if row.batches > 0 { row.starts as f64 } else { 0.0 }, places));
    values.extend(
        [
            row.maintenances as f64,
            share(State::Working),
            share(State::Starved),
            share(State::Blocked) + share(State::BlockedBefore),
            share(State::BlockedBefore),
            share(State::Repair),
            share(State::WaitRepair),
            share(State::MinorStop),
            share(State::StartUp),
            share(State::Maintenance),
            share(State::Setup),
            share(State::WaitOperator),
            share(State::OffShift),
            failed as f64 / (elapsed * machines.len() as f64),
            share(State::Paused),
        ]
        .map(Value::Plain),
    );
    let (in_time, too_late) = row.in_time;
    let (approved, failed_first) = row.first_pieces;
    let some = figures_of_some(model).into_iter().map(|figure| match figure {
        "wait_pool" => Value::Plain(share(State::WaitPool)),
        "wait_material" => Value::Plain(share(State::WaitMaterial)),
        "tool_change" => Value::Plain(share(State::ToolChange)),
        "wait_takt" => Value::Plain(share(State::WaitTakt)),
        "line_stop" => Value::Plain(share(State::LineStop)),
        "stops_line" => takt::share_of_stops(model, tally, station, end),
        "first_pieces" => Value::Plain((approved + failed_first) as f64),
        "first_pieces_failed" => Value::Plain(failed_first as f64),
        "pushed_off" => Value::Plain(row.pushed_off as f64),
        "approval" => Value::Plain(share(State::Approval)),
        "too_late" => Value::Plain(too_late as f64),
        "late_share" => Value::Share(too_late as f64, (in_time + too_late) as f64),
        "aside" => Value::Plain(row.aside.integral(end) as f64 / elapsed),
        _ => Value::Plain(row.tool_changes as f64),
    });
    values.extend(some);
    if has_losses {
        values.extend(oee::values(&spans, &row));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_century_of_very_many_machines_is_added_up_exactly() {
        let century = Span::from_days(36_525);
        let [sum] = sums((0..10_000).map(|_| [century]));
        assert_eq!(sum, 10_000 * i128::from(century.ticks()));
        assert!(sum > i128::from(i64::MAX));
    }
}
