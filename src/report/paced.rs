//! Paced lines in words, and what they can do before any run.

use super::findings::{finite, valued};
use super::number::{self, Scale};
use super::run_text::paragraph;
use super::table::{self, Column};
use crate::diagnostic::listed;
use crate::ids::StationId;
use crate::model::{Loads, Model, Takt, TaktLoad};
use crate::study::{EntityKind, Figure, Results, Unit};
use crate::units::Span;

/// Share of its open time from which on it is worth a word why a line stands.
const WORTH: f64 = 0.001;

/// Lines that are told of.
const MOST: usize = 5;

/// For how long each paced line stands beyond its takt, because of whom, and how often a part leaves it.
pub(super) fn sentences(results: &Results) -> Vec<String> {
    let is_line = |figure: &&Figure| {
        figure.entity.kind == EntityKind::Line && figure.kpi.id == "line_stopped"
    };
    let lines = results.figures.iter().filter(is_line);
    lines.take(MOST).filter_map(|stopped| sentence(results, stopped)).collect()
}

fn sentence(results: &Results, stopped: &Figure) -> Option<String> {
    let line = stopped.entity.name.as_str();
    let of = |kpi: &str| finite(results.of(EntityKind::Line, line, kpi));
    let name = number::name(line, 40);
    let takt = of("line_takt").map_or_else(String::new, |takt| {
        format!(" A part leaves it every {} of its open time.", valued(takt))
    });
    let share = finite(Some(stopped))?.interval.estimate;
    if share < WORTH {
        return Some(format!("The paced line {name} hardly ever stands beyond its takt.{takt}"));
    }
    let time = match of("stopped_a_shift") {
        Some(shift) => format!("{} a shift, {} of its open time", valued(shift), valued(stopped)),
        None => format!("{} of its open time", valued(stopped)),
    };
    let why = reason(results, line, share);
    Some(format!("The paced line {name} stands for {time}{why}.{takt}"))
}

/// Who holds a line up for most of the time for which it stands.
fn reason(results: &Results, line: &str, stopped: f64) -> String {
    let percent = |share: f64| Scale::fitting(Unit::Share, 1.0).worded(share, 1);
    let behind = finite(results.of(EntityKind::Line, line, "no_room_behind"));
    let behind = behind.map_or(0.0, |figure| figure.interval.estimate / stopped);
    let lines = results.paced.iter().filter(|(name, _)| name == line);
    let stations = lines.flat_map(|(_, stations)| stations).filter_map(|name| {
        let figure = finite(results.of(EntityKind::Station, name, "stops_line"))?;
        Some((figure.interval.estimate, name.as_str()))
    });
    let most = stations.reduce(|one, other| if other.0 > one.0 { other } else { one });
    match most {
        Some((share, station)) if share > behind => {
            format!(", {} of that because of {}", percent(share), number::name(station, 40))
        }
        Some(_) | None if behind > 0.5 => {
            format!(", {} of that for want of room behind it", percent(behind))
        }
        Some(_) | None => String::new(),
    }
}

/// The paced lines: the takt, the longest work on each, and what it gives at most.
pub(super) fn loads(model: &Model, loads: &Loads) -> String {
    let all = model.takt_loads();
    let rows: Vec<(&Takt, &TaktLoad)> = model
        .takts
        .iter()
        .zip(all.iter())
        .filter_map(|(row, load)| Some((row, load.as_ref()?)))
        .collect();
    if rows.is_empty() {
        return String::new();
    }
    let brief = |value| Scale::fitting(Unit::Count, value).brief(value);
    let times = |of: &dyn Fn(&Takt, &TaktLoad) -> Span| -> Vec<String> {
        rows.iter().map(|(row, load)| brief(of(row, load).minutes())).collect()
    };
    let longest =
        |(_, load): &(&Takt, &TaktLoad)| number::name(&model.stations[load.longest].name, 24);
    let most = rows.iter().map(|(row, _)| loads.most_of(row).map(brief).unwrap_or_default());
    let columns = [
        Column::numbers("Takt\nmin", times(&|row, _| row.pace)),
        Column::words("Longest work\n ", rows.iter().map(longest).collect()),
        Column::numbers("Its mean\nmin", times(&|_, load| load.cycle)),
        Column::numbers("At most\nparts/h open", most.collect()),
    ];
    let names = rows.iter().map(|(row, _)| row.name.as_str());
    format!("\n{}", table::render(&Column::names("Paced lines", names), &columns))
}

/// What the loads leave out of paced lines that can be held up.
pub(super) fn stops_left_out(model: &Model) -> String {
    let varies = |station: &StationId| {
        let row = &model.stations[*station];
        let places = model.places.iter().filter(|place| place.station == *station);
        !row.failures.is_empty() || places.into_iter().any(|place| place.cycle.sd() > 0.0)
    };
    let held_up = model.takts.iter().filter(|takt| takt.stations.iter().any(varies));
    let names: Vec<&str> = held_up.map(|takt| takt.name.as_str()).collect();
    if names.is_empty() {
        return String::new();
    }
    let verb = if names.len() == 1 { "gives" } else { "give" };
    paragraph(&format!(
        "Loads know no stops of paced lines: {} {verb} less where works are late, or one station is down.",
        listed(names)
    ))
}

#[cfg(test)]
mod tests {
    use super::super::check_text;
    use super::super::number::KEPT_SPACE;
    use super::*;
    use crate::diagnostic::Diagnostics;
    use crate::model::compile;
    use crate::scenario::{Memory, read};
    use crate::study::{Settings, run};

    fn model(text: &str) -> Model {
        let scenario = read(&Memory::default().with("plant.toml", text), "plant.toml").scenario;
        compile(&scenario.expect("it is right"), &mut Diagnostics::default()).expect("it is right")
    }

    /// The cells of the only row of the table of paced lines.
    fn cells(text: &str) -> Vec<String> {
        let text = check_text("line", &model(text), 0).replace(KEPT_SPACE, " ");
        let table = text.split("Paced lines").nth(1).expect("there is a table");
        let row = table.lines().find(|line| line.starts_with("final")).expect("there is a line");
        row.split_whitespace().map(str::to_owned).collect()
    }

    /// Nine of ten parts keep `a` for the takt of 60 s, and one for 120 s: 66 s on average, so 54.5 parts an hour.
    #[test]
    fn a_line_gives_what_its_mix_lets_it() {
        let text = r#"
[run]
length = "100 h"
[line.final]
stations = ["a", "b"]
pace = "60 s"
[product.p]
route = [{ station = "a", cycle = "50 s" }, "b"]
[product.q]
route = [{ station = "a", cycle = "120 s" }, "b"]
[demand.d]
products = { p = 9, q = 1 }
every = "70 s"
[station.a]
[station.b]
cycle = "30 s"
"#;
        assert_eq!(cells(text), ["final", "1.00", "a", "2.00", "54.5"]);
    }

    /// The load is highest while the takt is longer: a part in every two minutes are 30 an hour.
    #[test]
    fn the_table_is_of_the_heaviest_time() {
        let text = r#"
[plant]
start = 2026-03-02
[run]
length = "2 weeks"
[line.final]
stations = ["a"]
pace = "1 min"
[station.a]
cycle = "30 s"
[demand.d]
every = "3 min"
[change.slow]
from = 2026-03-09
line.final.pace = "2 min"
"#;
        assert_eq!(cells(text), ["final", "2.00", "a", "0.500", "30.0"]);
    }

    /// Only a line that can be held up gives less than its loads say.
    #[test]
    fn stops_are_left_out_of_loads_where_there_can_be_some() {
        let said = |cycle: &str| {
            let line = "[line.main]\nstations = [\"a\"]\npace = \"1 min\"\n[station.a]\n";
            let said = stops_left_out(&model(&format!("{line}cycle = {cycle}\n")));
            said.split_whitespace().collect::<Vec<&str>>().join(" ")
        };
        assert_eq!(said("\"50 s\""), "");
        assert!(said("{ mean = \"50 s\", cv = 0.1 }").contains("`main` gives less"));
    }

    /// `b` takes a minute longer than the takt of its line each time, and `d` than that of the other.
    #[test]
    fn each_line_stands_because_of_a_station_of_its_own() {
        let text = r#"
[run]
length = "10 h"
replications = 2
[line.one]
stations = ["a", "b"]
pace = "10 min"
[line.two]
stations = ["c", "d"]
pace = "10 min"
[station.a]
cycle = "5 min"
[station.b]
cycle = "11 min"
[station.c]
cycle = "5 min"
[station.d]
cycle = "12 min"
"#;
        let said = sentences(&run(&model(text), &Settings::default(), &()));
        let said: Vec<String> = said.iter().map(|said| said.replace(KEPT_SPACE, " ")).collect();
        let [one, two] = said.as_slice() else { panic!("{said:?}") };
        assert!(
            one.contains("line one stands") && one.contains("100.0 % of that because of b."),
            "{one}"
        );
        assert!(
            two.contains("line two stands") && two.contains("100.0 % of that because of d."),
            "{two}"
        );
    }
}
