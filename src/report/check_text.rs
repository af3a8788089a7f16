//! What can be said of a plant before any run: its loads, and where its values come from.

use super::due_weeks::due_weeks;
use super::handwork;
use super::load_tables::{
    conveyors, milkruns, outside, period_table, pools, products, skills, stations, vehicles,
};
use super::number::{self, Scale, counted};
use super::rounds::rounds;
use super::run_text::paragraph;
use super::shift_loads::shift_loads;
use super::work_tables::work;
use crate::diagnostic::listed;
use crate::ids::{ConveyorId, CrewId, StationId};
use crate::model::{
    BookWork, ConveyorLoad, Loads, Model, Period, PeriodLoads, PoolLoad, Slowest, Vehicle,
    VehicleLoad,
};
use crate::study::Unit;
use crate::units::{Span, Time, deadline_text, stretch_text};

/// Load from which on a queue takes very long to settle.
const HIGH: f64 = 0.9;

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
        counted(model.working_stations().count() as u64, "station"),
        counted(model.machines.len() as u64, "machine"),
        counted(model.products.len() as u64, "product"),
        counted(model.operators.len() as u64, "person").replace("persons", "people"),
    ];
    let name = number::name(name, 60);
    let mut text = paragraph(&format!("{name}: {found}; {}.", counts.join(", ")));
    if model.stations.is_empty() {
        return text;
    }
    let periods = model.loads_by_period();
    let has_book = periods.first().is_some_and(|period| period.loads.book.is_some());
    let told = if has_book { periods.first() } else { heaviest(&periods) };
    let Some(period) = told else { return text };
    let (plant, loads) = (plant_of(model, period), &period.loads);
    if let Some(book) = &loads.book {
        text += &paragraph(&book_sentence(model, book));
        if !model.periods.is_empty() {
            text += &paragraph("All this is told of the plant as it is at its start.");
        }
    } else if let Some(station) = loads.bottleneck {
        if let Some(sentence) = period_sentence(model, period) {
            text += &paragraph(&sentence);
        }
        text += &paragraph(&load_sentence(model, loads, station));
        text += &shared_people(model, loads, station);
    }
    if has_choice(model) {
        text += &paragraph(
            "Stations and lines that can stand in for each other are taken to divide their work so \
             that the highest load is the lowest possible: the best case.",
        );
    }
    text += &too_few_people(model, loads);
    text += &super::wear::looked_at(model);
    text += &super::paced::stops_left_out(plant);
    if !has_book {
        text += &setups(model, loads);
    } else if model.stations.iter().any(|station| station.setup.is_some()) {
        text += &paragraph(
            "Setups come on top: how many there are hangs on what comes in which order, and on `dispatch`.",
        );
    }
    text += &vehicle_sentences(model, loads);
    text += &rounds(plant, loads);
    text += &handwork::sentences(plant, loads);
    if periods.len() > 1 && !has_book {
        text.push('\n');
        text += &period_table(model, &periods);
    }
    text += &due_weeks(model);
    text.push('\n');
    text += &stations(model, loads);
    text += &conveyors(model, loads);
    text += &pools(model, loads);
    text += &vehicles(model, loads);
    text += &super::paced::loads(plant, loads);
    text += &milkruns(model, loads);
    text += &outside(model, loads);
    text += &products(model, loads);
    text += &work(plant, loads);
    if !model.skills.is_empty() {
        text.push('\n');
        text += &skills(model, loads);
        text += &shift_loads(model, period);
    }
    text
}

/// What setups may take of stations, and what of it is in their loads.
fn setups(model: &Model, loads: &Loads) -> String {
    let asks = |&(id, _): &(StationId, &crate::model::Station)| {
        let row = &loads.stations[id];
        row.set_up > row.load && row.load.is_finite()
    };
    let of = |(id, station): (StationId, &crate::model::Station)| {
        let row = &loads.stations[id];
        let [load, set_up] = [row.load, row.set_up].map(percent_worded);
        format!("{} {set_up} instead of {load}", number::name(&station.name, 40))
    };
    let told: Vec<String> = model.stations.enumerated().filter(asks).take(3).map(of).collect();
    if told.is_empty() {
        return String::new();
    }
    let (what, with) = if model.has_first_pieces() {
        ("setups and first pieces", ", its first piece inspected without a queue")
    } else {
        ("setups", "")
    };
    paragraph(&format!(
        "Loads leave {what} out: how many there are hangs on what comes in which order, and on `dispatch`. \
         With a setup before every part of another kind{with}, and parts in random order: {}.",
        told.join("; ")
    ))
}

/// What has the highest load: a station or the people with a skill, and the load.
pub(super) fn busiest(model: &Model, loads: &Loads) -> Option<(String, f64)> {
    let station = loads.bottleneck?;
    let skills = model.skills.ids().map(|skill| (skill, loads.skills[skill]));
    let skill = skills.max_by(|(_, one), (_, other)| one.total_cmp(other));
    let load = loads.stations[station].load;
    let skilled = skill.map_or(0.0, |(_, need)| if model.supplies.is_empty() { need } else { 0.0 });
    if let Some(row) = pool_above(model, loads, load.max(skilled)) {
        return Some((model.control.cards[row.cards].noun().to_owned(), row.load()));
    }
    if let Some((conveyor, row)) = model.conveyor_above(load.max(skilled), &loads.conveyors) {
        return Some((model.conveyors[conveyor].name.clone(), row.load()));
    }
    Some(match skill.filter(|(_, need)| *need > load && model.supplies.is_empty()) {
        Some((skill, need)) => (model.skills[skill].name.clone(), need),
        None => (model.stations[station].name.clone(), load),
    })
}

/// The period with the highest load; one in which nothing can be done is not heavy but closed.
fn heaviest(periods: &[PeriodLoads]) -> Option<&PeriodLoads> {
    let load = |period: &PeriodLoads| {
        let loads = &period.loads;
        let station = loads.bottleneck.map_or(0.0, |station| loads.stations[station].load);
        let highest = loads.skills.iter().copied().fold(station, f64::max);
        if highest.is_finite() { highest } else { -1.0 }
    };
    // Of equals the first.
    periods.iter().rev().max_by(|one, other| load(one).total_cmp(&load(other)))
}

/// The plant as it is in a period.
fn plant_of<'m>(model: &'m Model, period: &PeriodLoads) -> &'m Model {
    let begins = |row: &&Period| Some(row.from) == period.from;
    model.periods.iter().find(begins).map_or(model, |row| &row.model)
}

/// When the loads are so high, in a plant with dated changes.
fn period_sentence(model: &Model, period: &PeriodLoads) -> Option<String> {
    let start = model.start.filter(|_| !model.periods.is_empty())?;
    let when = stretch_text(start, period.from, period.until);
    let changes = match changes(period) {
        changes if changes.is_empty() => String::new(),
        changes => format!(" ({changes})"),
    };
    Some(format!("The heaviest time is {when}{changes}; the tables of loads are of it."))
}

/// The changes in force, one after the other.
pub(super) fn changes(period: &PeriodLoads) -> String {
    let names = period.changes.iter().map(|name| number::name(name, 40));
    names.collect::<Vec<String>>().join(", ")
}

/// Whether some work can be done in one place or another.
fn has_choice(model: &Model) -> bool {
    model.steps.iter().any(|step| step.places.len() > 1)
        || model.products.iter().any(|product| product.lines.len() > 1)
}

/// The highest load, of a station or of people, and what it means.
fn load_sentence(model: &Model, loads: &Loads, station: StationId) -> String {
    let load = loads.stations[station].load;
    let name = number::name(&model.stations[station].name, 40);
    if load.is_infinite() {
        return format!("{name} can never work: what has to pass it is never finished.");
    }
    let supplied = !model.supplies.is_empty();
    let skilled = loads.skills.iter().copied().fold(0.0, f64::max);
    let others = if supplied { load } else { load.max(skilled) };
    if let Some(row) = pool_above(model, loads, others) {
        return pool_sentence(model, row);
    }
    if let Some((conveyor, row)) = model.conveyor_above(others, &loads.conveyors) {
        return conveyor_sentence(model, conveyor, row);
    }
    if supplied {
        let load = percent_worded(load);
        let meaning = "supply is unlimited, so it sets the pace";
        return format!("The highest load is {load}, at {name}: {meaning}.");
    }
    let lasts = model.periods.is_empty();
    let people = model.skills.ids().map(|skill| (skill, loads.skills[skill]));
    let busiest = people.max_by(|(_, one), (_, other)| one.total_cmp(other));
    match busiest.filter(|(_, need)| *need > load) {
        Some((skill, need)) => format!(
            "People with the skill `{}` are needed {} of their time, more than any station \
             ({name} {}): {}.",
            number::name(&model.skills[skill].name, 40),
            percent_worded(need),
            percent_worded(load),
            meaning(need, lasts)
        ),
        None => {
            format!(
                "The highest load is {}, at {name}: {}.",
                percent_worded(load),
                meaning(load, lasts)
            )
        }
    }
}

/// The pool with the highest load of all, if that is above `load`, a station's or that of people.
fn pool_above(model: &Model, loads: &Loads, load: f64) -> Option<PoolLoad> {
    let conveyors = loads.conveyors.iter().map(ConveyorLoad::load);
    model.pool_above(conveyors.fold(load, f64::max) + 1e-9, &loads.pools)
}

/// The highest load where a pool has it, and what that means.
fn pool_sentence(model: &Model, row: PoolLoad) -> String {
    let name = number::name(model.control.cards[row.cards].noun(), 40);
    let load = percent_worded(row.load());
    let meaning = if model.supplies.is_empty() {
        meaning(row.load(), model.periods.is_empty())
    } else {
        "supply is unlimited, so it sets the pace"
    };
    format!(
        "The highest load is {load}, of the pool {name}, of which parts have {:.1} of {:.0} out at a time if they \
         never wait: {meaning}.",
        row.out, row.count
    )
}

/// The highest load where a conveyor has it, and what that means.
fn conveyor_sentence(model: &Model, conveyor: ConveyorId, row: ConveyorLoad) -> String {
    let name = number::name(&model.conveyors[conveyor].name, 40);
    let load = percent_worded(row.load());
    let meaning = if model.supplies.is_empty() {
        meaning(row.load(), model.periods.is_empty())
    } else {
        "supply is unlimited, so it sets the pace"
    };
    let most = Scale::fitting(Unit::PartsPerHour, row.most).brief(row.most);
    format!(
        "The highest load is {load}, at the conveyor {name}, which takes over {most} parts an hour at most: \
         {meaning}."
    )
}

/// Vehicles that are asked for most of their time, or more.
fn vehicle_sentences(model: &Model, loads: &Loads) -> String {
    let told = model.vehicles.iter().zip(loads.vehicles.iter()).filter(|(_, load)| {
        loads.book.is_none() && load.estimate() >= HIGH && load.estimate().is_finite()
    });
    let sentence = |(row, load): (&Vehicle, &VehicleLoad)| {
        let supplied = !model.supplies.is_empty();
        let meaning = if load.least() > 1.0 && supplied {
            "they set the pace, and no station"
        } else if load.estimate() > 1.0 && supplied {
            "they may set the pace, and no station"
        } else {
            meaning(load.estimate(), model.periods.is_empty())
        };
        let pace = if supplied { " for that pace" } else { "" };
        paragraph(&format!(
            "The vehicles {} are needed {} of their time{pace}, {} of it with parts, by an estimate of what they \
             drive empty{}: {meaning}.",
            number::name(&row.name, 40),
            percent_worded(load.estimate()),
            percent_worded(load.least()),
            if row.charge.is_some() { " and are charged" } else { "" },
        ))
    };
    told.map(sentence).collect()
}

/// Skills that the same people have, where these are asked for more than any station and any skill alone.
fn shared_people(model: &Model, loads: &Loads, station: StationId) -> String {
    let alone = loads.skills.iter().copied().fold(loads.stations[station].load, f64::max);
    let Some(together) =
        loads.together.as_ref().filter(|it| model.supplies.is_empty() && it.load > alone)
    else {
        return String::new();
    };
    let names = together.skills.iter().map(|&skill| model.skills[skill].name.as_str());
    paragraph(&format!(
        "The skills {} share people, who are needed {} of their time for all of them: {}.",
        listed(names),
        percent_worded(together.load),
        meaning(together.load, model.periods.is_empty())
    ))
}

/// Skills of which more people are needed than there are.
fn too_few_people(model: &Model, loads: &Loads) -> String {
    if loads.book.is_some() || !model.supplies.is_empty() {
        return String::new();
    }
    let short = loads.skills.enumerated().filter(|(_, need)| **need > 1.0 && need.is_finite());
    let said = short.map(|(skill, need)| {
        let row = &model.skills[skill];
        let people = |&crew: &CrewId| {
            let crew = &model.crews[crew];
            let with = || crew.people_with(skill);
            if crew.conduct.zones.differ() { with() } else { crew.operators.len() }
        };
        let has: usize = row.crews.iter().map(people).sum();
        let needs = Scale::fitting(Unit::People, *need).number(need * has as f64, 1);
        format!("`{}` needs {needs} people and has {has}", number::name(&row.name, 40))
    });
    let said: Vec<String> = said.collect();
    if said.is_empty() { String::new() } else { paragraph(&format!("{}.", said.join("; "))) }
}

/// The highest load of all periods and where it is, such as `93.2 % at cnc`, with the dates in a plant that
/// changes; `None` if no load can be told.
pub(super) fn highest_load(model: &Model) -> Option<String> {
    let periods = model.loads_by_period();
    let of = |period: &PeriodLoads| {
        let load = busiest(model, &period.loads).filter(|_| period.loads.book.is_none());
        load.map(|(name, load)| (name, load, (period.from, period.until)))
    };
    let highest = periods.iter().filter_map(of).reduce(
        |one, other| {
            if other.1 > one.1 { other } else { one }
        },
    );
    let (name, load, (from, until)) = highest.filter(|(_, load, _)| load.is_finite())?;
    let when = model.start.filter(|_| periods.len() > 1);
    let when =
        when.map_or_else(String::new, |start| format!(" ({})", stretch_text(start, from, until)));
    Some(format!("{} at {}{when}", percent_worded(load), number::name(&name, 40)))
}

/// The station that sets the pace of an unlimited supply: `mill (28.27 parts/h)`.
pub(super) fn slowest(model: &Model) -> Option<String> {
    let loads = model.loads();
    let station = loads.bottleneck?;
    let load = loads.stations[station].load;
    if let Some(row) = pool_above(model, &loads, load) {
        let name = number::name(model.control.cards[row.cards].noun(), 40);
        return Some(format!("{name} ({:.2} parts/h)", loads.rate));
    }
    if let Some((conveyor, row)) = model.conveyor_above(load, &loads.conveyors) {
        let name = number::name(&model.conveyors[conveyor].name, 40);
        return Some(format!("{name} ({:.2} parts/h)", row.asked));
    }
    let name = number::name(&model.stations[station].name, 40);
    Some(format!("{name} ({:.2} parts/h)", loads.stations[station].visits))
}

/// What it means that somebody or something is asked for this share of its time; whether it lasts to
/// the end of the run.
fn meaning(load: f64, lasts: bool) -> &'static str {
    if load > 1.0 && !lasts {
        "more than can be done, so queues grow as long as it lasts"
    } else if load > 1.0 {
        "more than can be done, so queues grow without end"
    } else if load >= HIGH {
        "it suffices on average, with long queues"
    } else {
        "it suffices on average"
    }
}

fn percent_worded(share: f64) -> String {
    Scale::fitting(Unit::Share, 1.0).worded(share, 1)
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
    let date =
        model.start.map(|start| format!(", until {}", deadline_text(start, Time::ZERO + least)));
    let date = date.unwrap_or_default();
    let last = model.orders.iter().map(|order| order.release).max().unwrap_or(Time::ZERO);
    let waits = if last.since_start() > least {
        format!(" The last of them is released later, after {}.", rounded(last.since_start()))
    } else {
        String::new()
    };
    let least = rounded(least);
    format!(
        "The dated orders take about {least}{date} at best: so long {slowest} busy with them.{waits}"
    )
}

/// A length of time to the minute, or to the second below two hours.
fn rounded(span: Span) -> Span {
    let step =
        if span >= Span::from_hours(2) { Span::from_minutes(1) } else { Span::from_seconds(1) };
    let ticks = step.ticks();
    Span::from_ticks((span.ticks() + ticks / 2) / ticks * ticks)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::Diagnostics;
    use crate::model::compile;
    use crate::scenario::{Memory, read};

    /// What is said of an oven with a worker, in minutes of each an order, one an hour.
    fn checked(oven: u32, worker: u32) -> String {
        let text = format!(
            r#"
[line.main]
stations = ["pack", "oven"]
[station.pack]
cycle = "{worker} min"
operators = {{ worker = 1 }}
machines = 2
[station.oven]
cycle = "{oven} min"
[crew.worker]
[demand.all]
every = {{ mean = "60 min" }}
"#
        );
        let reading = read(&Memory::default().with("shop.toml", text), "shop.toml");
        let scenario = reading.scenario.expect("it is right");
        let model = compile(&scenario, &mut Diagnostics::default()).expect("it is right");
        check_text("shop", &model, 0).replace(number::KEPT_SPACE, " ")
    }

    /// The sentences about it.
    fn first_sentence(oven: u32, worker: u32) -> String {
        let text = checked(oven, worker);
        text.lines().skip(1).take_while(|line| !line.is_empty()).collect::<Vec<_>>().join(" ")
    }

    /// Parts of 30 min, one an hour: half of the time, and three quarters from the second week on, when they take
    /// 45 min.
    #[test]
    fn the_highest_load_is_that_of_the_fullest_period() {
        let text = r#"
[plant]
start = 2026-03-02
[run]
length = "3 weeks"
[line.main]
stations = ["oven"]
[station.oven]
cycle = "30 min"
[demand.all]
every = { mean = "60 min" }
"#;
        let highest = |text: &str| {
            let reading = read(&Memory::default().with("shop.toml", text), "shop.toml");
            let scenario = reading.scenario.expect("it is right");
            let model = compile(&scenario, &mut Diagnostics::default()).expect("it is right");
            highest_load(&model).expect("there is a load").replace(number::KEPT_SPACE, " ")
        };
        assert_eq!(highest(text), "50.0 % at oven");
        let peak = "[change.peak]\nfrom = 2026-03-09\nstation.oven.cycle = \"45 min\"\n";
        let peak = highest(&(text.to_owned() + peak));
        assert_eq!(peak, "75.0 % at oven (from 2026-03-09 on)");
    }

    /// An hour of one person: 24 minutes of welding and 30 of testing, by whoever does both.
    #[test]
    fn people_with_several_skills_are_told_by_all_of_them() {
        let text = r#"
[line.main]
stations = ["weld", "test"]
[station.weld]
machines = 2
cycle = "24 min"
operators = { welder = 1 }
[station.test]
machines = 2
cycle = "30 min"
operators = { tester = 1 }
[crew.both]
skills = ["welder", "tester"]
[demand.all]
every = "60 min"
"#;
        let reading = read(&Memory::default().with("shop.toml", text), "shop.toml");
        let scenario = reading.scenario.expect("it is right");
        let model = compile(&scenario, &mut Diagnostics::default()).expect("it is right");
        let said = check_text("shop", &model, 0).replace(number::KEPT_SPACE, " ");
        let said = said.split_whitespace().collect::<Vec<_>>().join(" ");
        let right = "The skills `tester`, `welder` share people, who are needed 90.0 % of their time for \
                     all of them: it suffices on average, with long queues.";
        assert!(said.contains(right), "{said}");
    }

    #[test]
    fn who_or_what_is_asked_for_most_is_named() {
        // One worker for two packing places: 66 minutes an hour are 110 % of him, 55 % of them.
        let people = "People with the skill `worker` are needed 110.0 % of their time, more than \
                      any station (pack 55.0 %): more than can be done, so queues grow without end. \
                      `worker` needs 1.1 people and has 1.";
        assert_eq!(first_sentence(30, 66), people);
        let oven = "The highest load is 70.0 %, at oven: it suffices on average.";
        assert_eq!(first_sentence(42, 12), oven);
        let full = "The highest load is 95.0 %, at oven: it suffices on average, with long queues.";
        assert_eq!(first_sentence(57, 12), full);
    }

    /// By hand: 30 min in the oven and 12 of packing are 2 an hour, 42 min, and 1.4 parts; one an hour
    /// is asked for. With 66 min of one worker a part he cannot keep up.
    #[test]
    fn people_who_do_not_suffice_are_counted_and_the_pace_is_told() {
        let text = checked(30, 12);
        let row = text.lines().find(|line| line.starts_with("main")).expect("the product");
        let cells: Vec<&str> = row.split_whitespace().collect();
        assert_eq!(cells, ["main", "2.00", "oven", "42.0", "1.40", "60.0"], "{text}");
        assert!(!text.contains("people and has"), "{text}");
        let text = checked(30, 66);
        assert!(text.contains("`worker` needs 1.1 people and has 1."), "{text}");
        assert!(!text.contains("Products"), "{text}");
    }

    /// One worker: 30 minutes of each order, one an hour; two in the peak, and three orders an hour.
    #[test]
    fn of_dated_changes_the_heaviest_time_is_told() {
        let text = r#"
[plant]
start = 2026-03-02
[run]
length = "8 weeks"
[line.main]
stations = ["pack"]
[station.pack]
machines = 2
cycle = "30 min"
operators = { worker = 1 }
[crew.worker]
[demand.all]
every = { mean = "60 min" }
[change.peak]
from = 2026-03-09
until = 2026-03-15
crew.worker.count = 2
demand.all.every = { mean = "20 min" }
[change.short]
from = 2026-03-30
until = 2026-03-30
station.pack.cycle = "66 min"
"#;
        let reading = read(&Memory::default().with("shop.toml", text), "shop.toml");
        let scenario = reading.scenario.expect("it is right");
        let model = compile(&scenario, &mut Diagnostics::default()).expect("it is right");
        let text = check_text("shop", &model, 0).replace(number::KEPT_SPACE, " ");
        let heaviest = "The heaviest time is on 2026-03-30 (short); the tables of loads are of it.";
        assert!(text.contains(heaviest), "{text}");
        let people = "People with the skill `worker` are needed 110.0 % of their time";
        assert!(text.contains(people), "{text}");
        for (when, load) in [
            ("until 2026-03-08", "50.0"),
            ("from 2026-03-09 to 2026-03-15", "75.0"),
            ("from 2026-03-16 to 2026-03-29", "50.0"),
            ("on 2026-03-30", "110.0"),
            ("from 2026-03-31 on", "50.0"),
        ] {
            let line = text.lines().find(|line| line.starts_with(when) && line.contains(load));
            assert!(line.is_some(), "{when}: {text}");
        }
    }
}
