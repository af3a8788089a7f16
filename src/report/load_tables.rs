//! Tables of what stations, people and products have to do before any run.

use super::check_text::{busiest, changes};
use super::number::{self, Scale};
use super::table::{self, Column, NAME};
use crate::ids::{ProductId, StationId};
use crate::model::{Loads, Milkrun, MilkrunLoad, Model, NoPace, Pace, PeriodLoads, VehicleLoad};
use crate::study::Unit;
use crate::units::stretch_text;

/// The highest load of each period.
pub(super) fn period_table(model: &Model, periods: &[PeriodLoads]) -> String {
    let when = |period: &PeriodLoads| {
        model.start.map_or_else(String::new, |start| stretch_text(start, period.from, period.until))
    };
    let highest: Vec<(String, String)> = periods
        .iter()
        .map(|period| match busiest(model, &period.loads) {
            Some((_, load)) if load.is_infinite() => ("closed".to_owned(), String::new()),
            Some((name, load)) => (percent(load), number::name(&name, NAME)),
            None => (percent(0.0), String::new()),
        })
        .collect();
    let whens: Vec<String> = periods.iter().map(when).collect();
    let (loads, names) = highest.into_iter().unzip();
    table::render(
        &Column::names("Time", whens.iter().map(String::as_str)),
        &[
            Column::numbers("Highest load\n%", loads),
            Column::words("At", names),
            Column::words("Changes", periods.iter().map(changes).collect()),
        ],
    )
}

/// What each product can do by itself: its pace, its work without waiting, the parts inside that
/// would do for it, and how often one is asked for.
pub(super) fn products(model: &Model, loads: &Loads) -> String {
    let paces = model.paces();
    if paces.iter().all(Result::is_err) {
        return String::new();
    }
    let cells = |cell: &dyn Fn(ProductId, &Pace) -> Option<String>| -> Vec<String> {
        let one = |(id, pace): (ProductId, &Result<Pace, NoPace>)| {
            pace.as_ref().ok().and_then(|pace| cell(id, pace)).unwrap_or_default()
        };
        paces.enumerated().map(one).collect()
    };
    let figures = |title: &str, figure: &dyn Fn(ProductId, &Pace) -> Option<f64>| {
        let brief = |value| Scale::fitting(Unit::Count, value).brief(value);
        Column::numbers(title, cells(&|id, pace| figure(id, pace).map(brief)))
    };
    let slowest = |_, pace: &Pace| Some(number::name(&model.stations[pace.bottleneck].name, 24));
    let takt = |id: ProductId, pace: &Pace| {
        let asked = loads.products[id];
        (asked > 0.0).then(|| pace.open * 60.0 / asked)
    };
    let mut columns = vec![
        figures("Pace if alone\nparts/h open", &|_, pace| Some(pace.rate)),
        Column::words("Set by\n ", cells(&slowest)),
        figures("Work\nmin", &|_, pace| Some(pace.work * 60.0)),
        figures("Critical\nWIP", &|_, pace| Some(pace.critical())),
    ];
    if loads.book.is_none() && model.supplies.is_empty() {
        columns.push(figures("Takt\nmin", &takt));
    }
    let names = model.products.iter().map(|product| product.name.as_str());
    format!("\n{}", table::render(&Column::names("Products", names), &columns))
}

/// The stations in the order of flow: their load, or the work that the order book is for them.
pub(super) fn stations(model: &Model, loads: &Loads) -> String {
    let flow = model.flow();
    let cells = |cell: &dyn Fn(StationId) -> String| flow.iter().map(|&id| cell(id)).collect();
    let names = flow.iter().map(|&id| model.stations[id].name.as_str());
    let open = Column::numbers("Open\n%", cells(&|id| percent(loads.stations[id].open)));
    let columns = if let Some(book) = &loads.book {
        let hours = |id: StationId| book.stations[id] / model.stations[id].machines.len() as f64;
        vec![Column::numbers("Work\nh a machine", cells(&|id| format!("{:.2}", hours(id)))), open]
    } else {
        let visits = cells(&|id| format!("{:.2}", loads.stations[id].visits));
        let load = Column::numbers("Load\n%", cells(&|id| percent(loads.stations[id].load)));
        vec![load, open, Column::numbers("Visits\nparts/h", visits)]
    };
    table::render(&Column::names("Stations", names), &columns)
}

/// The conveyors: their load, and what they can do.
pub(super) fn conveyors(model: &Model, loads: &Loads) -> String {
    if model.conveyors.is_empty() {
        return String::new();
    }
    let rows = || model.conveyors.iter().zip(loads.conveyors.iter());
    let load = rows().map(|(_, load)| percent(load.load())).collect();
    let most = rows().map(|(_, load)| format!("{:.2}", load.most)).collect();
    let places = rows().map(|(row, _)| row.places.to_string()).collect();
    let brief = |value| Scale::fitting(Unit::Count, value).brief(value);
    let travel = rows().map(|(row, _)| brief(row.travel.minutes())).collect();
    let mut columns = vec![
        Column::numbers("At most\nparts/h", most),
        Column::numbers("Places\nparts", places),
        Column::numbers("Over it\nmin", travel),
    ];
    if loads.book.is_none() {
        columns.insert(0, Column::numbers("Load\n%", load));
    }
    let names = model.conveyors.iter().map(|row| row.name.as_str());
    format!("\n{}", table::render(&Column::names("Conveyors", names), &columns))
}

/// The pools: how many are out at a time if nothing waits, of how many.
pub(super) fn pools(model: &Model, loads: &Loads) -> String {
    if loads.pools.is_empty() || loads.book.is_some() {
        return String::new();
    }
    let brief = |value| Scale::fitting(Unit::Count, value).brief(value);
    let rows = || loads.pools.iter();
    let columns = [
        Column::numbers("Load\n%", rows().map(|row| percent(row.load())).collect()),
        Column::numbers("Out at a time\n ", rows().map(|row| brief(row.out)).collect()),
        Column::numbers("There are\n ", rows().map(|row| format!("{:.0}", row.count)).collect()),
    ];
    let names = rows().map(|row| model.control.cards[row.cards].noun());
    format!("\n{}", table::render(&Column::names("Pools", names), &columns))
}

/// The vehicles: what is asked of them, and how many would do.
pub(super) fn vehicles(model: &Model, loads: &Loads) -> String {
    if model.vehicles.is_empty() || loads.book.is_some() {
        return String::new();
    }
    let rows = || model.vehicles.iter().zip(loads.vehicles.iter());
    let cells = |cell: &dyn Fn(&VehicleLoad) -> String| rows().map(|(_, row)| cell(row)).collect();
    let empty = |row: &VehicleLoad| percent(row.estimate() - row.least());
    // As many as would be in use all the time.
    let needed = rows().map(|(row, load)| format!("{:.2}", load.estimate() * f64::from(row.count)));
    let with_parts = if model.vehicles.iter().any(|row| row.carries > 1) {
        "With parts,\ntrips full, %"
    } else {
        "With parts\n%"
    };
    let empty_title = if model.vehicles.iter().any(|row| row.charge.is_some()) {
        "Empty and charged,\nestimated, %"
    } else {
        "Empty, estimated\n%"
    };
    let columns = [
        Column::numbers("Parts\nparts/h", cells(&|row| format!("{:.2}", row.asked))),
        Column::numbers(with_parts, cells(&|row| percent(row.least()))),
        Column::numbers(empty_title, cells(&empty)),
        Column::numbers("Needed, estimated\nvehicles", needed.collect()),
    ];
    let names = model.vehicles.iter().map(|row| row.name.as_str());
    format!("\n{}", table::render(&Column::names("Vehicles", names), &columns))
}

/// The milk runs: what they shall take, and what a tour carries of it on its fullest leg.
pub(super) fn milkruns(model: &Model, loads: &Loads) -> String {
    if model.milkruns.is_empty() || loads.book.is_some() {
        return String::new();
    }
    let rows = || model.milkruns.iter().zip(loads.milkruns.iter());
    let brief = |value| Scale::fitting(Unit::Count, value).brief(value);
    let load = |(row, load): (&Milkrun, &MilkrunLoad)| match row.carries {
        Some(_) => percent(load.load(row)),
        None => "–".to_owned(),
    };
    let asked = rows().map(|(_, load)| format!("{:.2}", load.asked));
    let columns = [
        Column::numbers("Load\n%", rows().map(load).collect()),
        Column::numbers("Takes\nparts/h", asked.collect()),
        Column::numbers(
            "On its fullest leg\nparts a tour",
            rows().map(|(row, load)| brief(load.on_board(row))).collect(),
        ),
    ];
    let names = model.milkruns.iter().map(|row| row.name.as_str());
    format!("\n{}", table::render(&Column::names("Milk runs", names), &columns))
}

/// What is done outside: the parts that come, the lorries, and how many parts each has for want of no other.
pub(super) fn outside(model: &Model, loads: &Loads) -> String {
    const HOURS_OF_A_WEEK: f64 = 168.0;
    let all: Vec<_> = model
        .outside()
        .filter_map(|(id, row)| Some((loads.stations[id].visits, &row.name, row.outside.as_ref()?)))
        .collect();
    if all.is_empty() || loads.book.is_some() {
        return String::new();
    }
    let brief = |value: f64| Scale::fitting(Unit::Count, value).brief(value);
    let a_week = all.iter().map(|(_, _, row)| row.leaves.times.len() as f64);
    let parts = all.iter().zip(a_week.clone());
    let parts = parts.map(|((visits, ..), lorries)| brief(visits * HOURS_OF_A_WEEK / lorries));
    let columns = [
        Column::numbers(
            "Visits\nparts/h",
            all.iter().map(|(visits, ..)| format!("{visits:.2}")).collect(),
        ),
        Column::numbers("Lorries\na week", a_week.map(brief).collect()),
        Column::numbers("Parts for each\n ", parts.collect()),
        Column::numbers(
            "Leaves with\nat least",
            all.iter().map(|(_, _, row)| row.minimum.to_string()).collect(),
        ),
    ];
    let names = all.iter().map(|(_, name, _)| name.as_str());
    format!("\n{}", table::render(&Column::names("Outside", names), &columns))
}

/// The skills: how many people are needed, or the work that the order book is for them.
pub(super) fn skills(model: &Model, loads: &Loads) -> String {
    let told: Vec<_> = model.told_skills().collect();
    let names = told.iter().map(|&skill| model.skills[skill].name.as_str());
    let needed = if let Some(book) = &loads.book {
        let hours = told.iter().map(|&skill| format!("{:.2}", book.skills[skill]));
        Column::numbers("Work of all\nh", hours.collect())
    } else {
        let shares = told.iter().map(|&skill| percent(loads.skills[skill]));
        Column::numbers("Needed of those there\n%", shares.collect())
    };
    table::render(&Column::names("Skills", names), &[needed])
}

fn percent(share: f64) -> String {
    Scale::fitting(Unit::Share, 1.0).number(share, 1)
}
