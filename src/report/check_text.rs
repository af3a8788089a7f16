//! What can be said of a plant before any run: its loads, and where its values come from.

use super::number::{self, Scale, counted};
use super::run_text::paragraph;
use super::table::{self, Column, NAME, PAGE};
use crate::ids::StationId;
use crate::model::{BookWork, Model, Slowest};
use crate::scenario::Origin;
use crate::study::Unit;
use crate::units::{Span, Time, date_text};

/// Load from which on a queue takes very long to settle.
const HIGH: f64 = 0.9;

/// Characters of a value that are shown in any case.
const LEAST_VALUE: usize = 16;

/// What the plant is, and whether its capacity suffices on average.
///
/// # Examples
/// ```
/// let model = gemba::model::Model::default();
/// let text = gemba::report::check_text("An empty plant", &model, 0);
/// assert!(text.starts_with("An empty plant: no mistakes"));
/// ```
pub fn check_text(name: &str, model: &Model, warnings: usize) -> String {
    let found = if warnings == 0 {
        "no mistakes".to_owned()
    } else {
        format!("no mistakes, {}", counted(warnings as u64, "warning"))
    };
    let counts = [
        counted(model.stations.len() as u64, "station"),
        counted(model.machines.len() as u64, "machine"),
        counted(model.products.len() as u64, "product"),
        format!("{} people", model.operators.len()),
    ];
    let name = number::name(name, 60);
    let mut text = paragraph(&format!("{name}: {found}; {}.", counts.join(", ")));
    if model.stations.is_empty() {
        return text;
    }
    let loads = model.loads();
    let share = Scale::fitting(Unit::Share, 1.0);
    let percent = |value: f64| share.number(value, 1);
    if let Some(book) = &loads.book {
        text += &paragraph(&book_sentence(model, book));
    } else if let Some(station) = loads.bottleneck {
        let load = loads.stations[station].load;
        let name = number::name(&model.stations[station].name, 40);
        let meaning = if !model.supplies.is_empty() {
            "supply is unlimited, so it sets the pace"
        } else if load > 1.0 {
            "more than it can do: its queue will grow without end"
        } else if load >= HIGH {
            "it suffices on average, with long queues"
        } else {
            "it suffices on average"
        };
        let load = share.worded(load, 1);
        text += &paragraph(&format!("The highest load is {load}, at {name}: {meaning}."));
    }
    let flow = model.flow();
    let name = |&station: &StationId| number::name(&model.stations[station].name, NAME);
    let names = flow.iter().map(name).collect();
    let column = |title: &str, cell: &dyn Fn(&crate::model::Load) -> String| {
        let cell = |&station: &StationId| cell(&loads.stations[station]);
        Column::numbers(title, flow.iter().map(cell).collect())
    };
    let first = match &loads.book {
        Some(book) => Column::numbers(
            "Work\nh a machine",
            flow.iter()
                .map(|&station| {
                    let machines = model.stations[station].machines.len() as f64;
                    format!("{:.2}", book.stations[station] / machines)
                })
                .collect(),
        ),
        None => column("Load\n%", &|load| percent(load.load)),
    };
    let rows = [
        first,
        column("Open\n%", &|load| percent(load.open)),
        column("Visits\nparts/h", &|load| format!("{:.2}", load.visits)),
    ];
    text.push('\n');
    text += &table::render(&Column::words("Stations", names), &rows);
    if !model.skills.is_empty() {
        let names = model.skills.iter().map(|skill| number::name(&skill.name, NAME)).collect();
        let needed = match &loads.book {
            Some(book) => {
                let hours = book.skills.iter().map(|hours| format!("{hours:.2}"));
                Column::numbers("Work of all\nh", hours.collect())
            }
            None => {
                let shares = loads.skills.iter().map(|&load| percent(load));
                Column::numbers("Needed of those there\n%", shares.collect())
            }
        };
        text.push('\n');
        text += &table::render(&Column::words("Skills", names), &[needed]);
    }
    text
}

/// How long the dated orders take at least, and for whom.
fn book_sentence(model: &Model, book: &BookWork) -> String {
    let slowest = match book.slowest {
        Some(Slowest::Station(station)) => {
            format!("`{}` is", number::name(&model.stations[station].name, 40))
        }
        Some(Slowest::Skill(skill)) => {
            let name = number::name(&model.skills[skill].name, 40);
            format!("people with the skill `{name}` are")
        }
        None => return "The dated orders need no time anywhere.".to_owned(),
    };
    let Some(least) = book.least else {
        return format!("The dated orders are never done: {slowest} never there for all of them.");
    };
    let date = model.start.map(|start| format!(", until {}", date_text(start, Time::ZERO + least)));
    let date = date.unwrap_or_default();
    let last = model.orders.iter().map(|order| order.release).max().unwrap_or(Time::ZERO);
    let waits = if last.since_start() > least {
        format!(" The last of them is released later, after {}.", rounded(last.since_start()))
    } else {
        String::new()
    };
    let least = rounded(least);
    format!(
        "The dated orders take at least {least}{date}: so long {slowest} busy with them.{waits}"
    )
}

/// A length of time to the minute, or to the second below two hours.
fn rounded(span: Span) -> Span {
    let step =
        if span >= Span::from_hours(2) { Span::from_minutes(1) } else { Span::from_seconds(1) };
    let ticks = step.ticks();
    Span::from_ticks((span.ticks() + ticks / 2) / ticks * ticks)
}

/// Every value of a thing with the file and line that gave it, or the default.
///
/// # Examples
/// ```
/// use gemba::scenario::{Memory, read};
/// let files = Memory::default().with("saw.toml", "[station.saw]\ncycle = \"40 s\"\n");
/// let origins = read(&files, "saw.toml").origin("station.saw").expect("there is a saw");
/// assert!(gemba::report::origins_text(&origins).contains("saw.toml:2"));
/// ```
pub fn origins_text(origins: &[Origin]) -> String {
    let column = |title: &str, most: usize, cell: &dyn Fn(&Origin) -> String| {
        let cells: Vec<String> =
            origins.iter().map(|origin| number::name(&cell(origin), most)).collect();
        let widest = cells.iter().map(|cell| cell.chars().count()).max().unwrap_or(0);
        (Column::words(title, cells), widest)
    };
    let place = |origin: &Origin| match &origin.place {
        Some((file, line)) => format!("{file}:{line}"),
        None => "default".to_owned(),
    };
    let (keys, key_width) = column("Key", NAME, &|origin| origin.key.clone());
    let (places, place_width) = column("From", NAME, &place);
    let left = PAGE.saturating_sub(key_width + place_width + 4).max(LEAST_VALUE);
    let (values, _) = column("Value", left, &|origin| origin.value.clone());
    table::render(&keys, &[places, values])
}
