//! How the people of a line share its work: what each has to do for a part, against takt, and how even that
//! is. In words before a run, and in a table beside what they walk in a comparison.

use super::document::{Part, Section};
use super::number::{self, Scale};
use super::run_text::paragraph;
use super::table::Column;
use super::{Target, findings};
use crate::ids::StationId;
use crate::model::{Loads, Model, Shared};
use crate::study::{Comparison, EntityKind, Unit};
use crate::units::Span;

/// How the people of a plant share its work, as far as it is known before any run.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Handwork {
    crews: Vec<CrewWork>,
    /// Open time of a shift on average, of plants whose stations share their shifts.
    shift: Option<Span>,
}

/// The work of a crew for a part.
#[derive(Clone, Debug, PartialEq)]
struct CrewWork {
    crew: String,
    people: u32,
    hands: Span,
    ways: Span,
    /// From part to part at best.
    interval: Span,
    loss: f64,
    /// That of the paced line, else open time between two parts that are asked for.
    takt: Option<Span>,
}

impl Handwork {
    /// That of a model.
    ///
    /// # Examples
    /// ```
    /// use gemba::{model::Model, report::Handwork};
    /// assert_eq!(Handwork::of(&Model::default()), Handwork::default());
    /// ```
    pub fn of(model: &Model) -> Self {
        let shared = model.shared_work();
        let loads = (!shared.is_empty()).then(|| model.loads());
        let crew = |shared: &Shared| CrewWork {
            crew: model.crews[shared.crew].name.clone(),
            people: shared.people(),
            hands: shared.hands(),
            ways: shared.ways(),
            interval: shared.interval(),
            loss: shared.loss(),
            takt: loads.as_ref().and_then(|loads| takt(model, loads, shared.slowest)),
        };
        Self { crews: shared.iter().map(crew).collect(), shift: model.open_time_of_a_shift() }
    }
}

/// The takt of a station: that of its paced line, else open time between two parts that are asked for; `None` where
/// supply is unlimited, or a run ends with its orders.
pub(super) fn takt(model: &Model, loads: &Loads, station: StationId) -> Option<Span> {
    if let Some(takt) = model.stations[station].takt {
        return Some(model.takts[takt].pace);
    }
    let row = &loads.stations[station];
    let is_asked = model.supplies.is_empty() && loads.book.is_none() && row.visits > 0.0;
    is_asked.then(|| Span::round(row.open / row.visits * Span::from_hours(1).ticks() as f64))
}

/// What is said before a run of crews that divide the stations of a line among them.
pub(super) fn sentences(model: &Model, loads: &Loads) -> String {
    let shared = model.shared_work();
    let divided = shared.iter().filter(|it| !model.crews[it.crew].conduct.zones.go_round());
    divided.map(|shared| paragraph(&told(model, loads, shared))).collect()
}

fn told(model: &Model, loads: &Loads, shared: &Shared) -> String {
    let station = |id: &StationId| number::name(&model.stations[*id].name, 40);
    let (people, interval) = (shared.people(), shared.interval());
    let most = shared.fullest().map_or_else(String::new, |post| {
        let walks =
            if post.ways.is_zero() { String::new() } else { format!(" and {} of ways", post.ways) };
        let names: Vec<String> = post.stations.iter().map(station).collect();
        let names = findings::listed(names.iter().map(String::as_str));
        let of =
            if post.people > 1 { format!(", for {} people", post.people) } else { String::new() };
        format!("; whoever minds {names} has the most: {}{walks}{of}", post.hands)
    });
    let held_up = shared.fullest().is_some_and(|post| post.share() < shared.longest);
    let takt = model.stations[shared.slowest].takt.map(|takt| &model.takts[takt]);
    let by = match takt.filter(|takt| takt.pace >= shared.longest) {
        _ if !held_up => String::new(),
        Some(takt) => format!(" (the takt of {})", number::name(&takt.name, 40)),
        None => format!(" ({})", station(&shared.slowest)),
    };
    let share = Scale::fitting(Unit::Share, 1.0).worded(shared.loss(), 1);
    let crew = number::name(&model.crews[shared.crew].name, 40);
    format!(
        "Hands of `{crew}` work {} for a part{most}. At best, without failures and breaks, {people} people can \
         make a part every {interval}{by}; {share} of their time is balance loss and ways, and the work is that of {}.{}",
        shared.hands(),
        worked(shared.people_at(interval)),
        against_takt(model, loads, shared).map(|said| format!(" {said}")).unwrap_or_default(),
    )
}

/// Takt, how many people the work would keep busy at it, and whether they can keep up.
pub(super) fn against_takt(model: &Model, loads: &Loads, shared: &Shared) -> Option<String> {
    let takt = takt(model, loads, shared.slowest)?;
    let keeps = if shared.interval() <= takt { "they can keep up" } else { "they cannot keep up" };
    let people = worked(shared.people_at(takt));
    Some(format!("Takt is {takt}: {keeps} at best, and the work is that of {people}."))
}

fn worked(people: f64) -> String {
    format!("{people:.2} people")
}

/// How the people of every scenario share the work for a part, and what they walk; nothing where it is not known
/// of any.
pub(super) fn section(
    comparison: &Comparison,
    handwork: &[Handwork],
    target: Option<&Target>,
) -> Section {
    let rows: Vec<(usize, &CrewWork)> = handwork
        .iter()
        .take(comparison.results.len())
        .enumerate()
        .flat_map(|(scenario, work)| work.crews.iter().map(move |crew| (scenario, crew)))
        .collect();
    if rows.is_empty() {
        return Section::new();
    }
    let asked = asked_takt(handwork, target);
    let takt = |crew: &CrewWork| asked.map(|(_, takt)| takt).or(crew.takt);
    let seconds = |span: Span| format!("{:.1}", span.hours() * 3600.0);
    let cells = |cell: &dyn Fn(usize, &CrewWork) -> String| -> Vec<String> {
        rows.iter().map(|(scenario, crew)| cell(*scenario, crew)).collect()
    };
    let share = |share: f64| Scale::fitting(Unit::Share, 1.0).number(share, 1);
    let of_crew = |kpi: &'static str, unit| {
        move |scenario: usize, crew: &CrewWork| {
            let results = &comparison.results[scenario];
            let figure = findings::finite(results.of(EntityKind::Crew, &crew.crew, kpi));
            figure.map_or_else(String::new, |it| Scale::fitting(unit, 1.0).spread(&it.interval))
        }
    };
    let mut columns = vec![
        Column::numbers("People", cells(&|_, crew| crew.people.to_string())),
        Column::numbers("Hands\ns a part", cells(&|_, crew| seconds(crew.hands))),
        Column::numbers("Ways\ns a part", cells(&|_, crew| seconds(crew.ways))),
        Column::numbers("At best\ns a part", cells(&|_, crew| seconds(crew.interval))),
    ];
    if rows.iter().any(|(_, crew)| takt(crew).is_some()) {
        let of_takt = |_, crew: &CrewWork| {
            let takt = takt(crew).filter(|takt| !takt.is_zero());
            takt.map_or_else(String::new, |takt| share(crew.interval.hours() / takt.hours()))
        };
        columns.push(Column::numbers("Of takt\n%", cells(&of_takt)));
    }
    columns.push(Column::numbers("Loss\n%", cells(&|_, crew| share(crew.loss))));
    let walked = cells(&of_crew("walked_per_shift", Unit::Metres));
    let walked = Column::numbers("Walked in 8 h\nm", walked);
    if !walked.is_blank() {
        columns.push(walked);
    }
    let names: Vec<String> = rows
        .iter()
        .map(|(scenario, crew)| {
            let name = &comparison.results[*scenario].name;
            if handwork.iter().all(|work| work.crews.len() <= 1) {
                name.clone()
            } else {
                format!("{name}: {}", crew.crew)
            }
        })
        .collect();
    let mut said = vec![Part::Title("How people share the work of a part".to_owned())];
    said.extend(asked.map(|(value, takt)| {
        let shift = Scale::fitting(Unit::Hours, 1.0);
        let shift = handwork.iter().find_map(|work| work.shift).map_or_else(String::new, |open| {
            format!(" of {} at work", shift.worded_briefly(open.hours()))
        });
        Part::Paragraph(format!(
            "{value} parts in a shift{shift} are one every {takt}: that is takt."
        ))
    }));
    let names = Column::names("People of", names.iter().map(String::as_str));
    said.push(Part::Table { names, columns });
    let what = "At best: without failures, breaks and luck. Loss: the share of people's time, at that pace, in \
                which their hands have nothing to do for a part.";
    said.push(Part::Paragraph(what.to_owned()));
    said
}

/// The takt that a target of parts a shift means, if all scenarios have the same shifts; and the parts.
fn asked_takt(handwork: &[Handwork], target: Option<&Target>) -> Option<(f64, Span)> {
    let value = target.and_then(|target| target.least("parts_per_shift")).filter(|it| *it > 0.0)?;
    let shift = handwork.first()?.shift?;
    let is_shared = handwork.iter().all(|work| work.shift == Some(shift));
    is_shared.then(|| (value, Span::round(shift.ticks() as f64 / value)))
}

#[cfg(test)]
mod tests {
    use super::super::number::KEPT_SPACE;
    use super::super::{check_text, document};
    use super::*;
    use crate::diagnostic::Diagnostics;
    use crate::model::compile;
    use crate::scenario::{Memory, read};
    use crate::study::{Settings, compare};

    /// Hands of 60 s: 40 and a way of 20 m there and back for the first, 20 for the other. A shift of eight hours.
    const LINE: &str = r#"
[run]
length = "5 days"
replications = 2
[plant]
calendar = "day"
[calendar.day]
mon-fri = "06:00-14:00"
[line.main]
stations = ["a", "b", "c"]
[station.a]
cycle = "30 s"
operators = { hand = 1 }
[station.b]
buffer = 1
cycle = "10 s"
operators = { hand = 1 }
[station.c]
buffer = 1
cycle = "20 s"
operators = { hand = 1 }
[layout]
walking_speed = "1 m/s"
positions = { a = [0, 0], b = [10, 0], c = [20, 0] }
[crew.hand]
count = 2
zones = [["a", "b"], ["c"]]
"#;

    fn model(text: &str) -> Model {
        let scenario = read(&Memory::default().with("plant.toml", text), "plant.toml").scenario;
        compile(&scenario.expect("it is right"), &mut Diagnostics::default()).expect("it is right")
    }

    fn joined(text: &str) -> String {
        text.replace(KEPT_SPACE, " ").split_whitespace().collect::<Vec<_>>().join(" ")
    }

    /// By hand: at best every 60 s, in which two people have 120 s and 60 s of work. A part in 90 s of every hour:
    /// 480 in 24 h are one every 60 s of the shift, 960 one every 30 s.
    #[test]
    fn check_tells_who_has_most_to_do_and_how_many_people_the_work_is() {
        let text = joined(&check_text("line", &model(LINE), 0));
        let said = "Hands of `hand` work 60 s for a part; whoever minds a and b has the most: 40 s and 20 s of \
                    ways. At best, without failures and breaks, 2 people can make a part every 60 s; 50.0 % of \
                    their time is balance loss and ways, and the work is that of 1.00 people.";
        assert!(text.contains(said), "{text}");
        assert!(!text.contains("Takt is"));
        let asked = |every: &str| {
            let demand = format!("[demand.all]\nevery = \"{every}\"\n");
            joined(&check_text("line", &model(&(LINE.replace("mon-fri", "mon-sun") + &demand)), 0))
        };
        let keeps = "Takt is 60 s: they can keep up at best, and the work is that of 1.00 people.";
        assert!(asked("3 min").contains(keeps), "{}", asked("3 min"));
        let lags =
            "Takt is 30 s: they cannot keep up at best, and the work is that of 2.00 people.";
        assert!(asked("90 s").contains(lags), "{}", asked("90 s"));
    }

    /// The same on a line that moves every 75 s, whatever is asked for: 60 s of work are 0.80 people, and of 150 s of two
    /// people 90 are lost.
    #[test]
    fn a_paced_line_has_its_own_takt() {
        let line =
            LINE.replace("buffer = 1\n", "").replace("[line.main]", "[line.main]\npace = \"75 s\"");
        let demand = "[demand.all]\nevery = \"9 min\"\n";
        let text = joined(&check_text("line", &model(&(line + demand)), 0));
        let best = "2 people can make a part every 75 s (the takt of main); 60.0 % of their time is balance loss and \
                    ways, and the work is that of 0.80 people. Takt is 75 s: they can keep up at best, and the work \
                    is that of 0.80 people.";
        assert!(text.contains(best), "{text}");
    }

    /// By hand: 600 parts in eight hours are one every 48 s, of which 60 s are 125 %.
    #[test]
    fn a_comparison_sets_the_work_against_the_takt_of_its_target() {
        let three =
            LINE.replace("count = 2", "count = 3").replace("[\"a\", \"b\"]", "[\"a\"], [\"b\"]");
        let scenarios = [("two".to_owned(), model(LINE)), ("three".to_owned(), model(&three))];
        let comparison = compare(&scenarios, &Settings::default(), &());
        let work: Vec<Handwork> = scenarios.iter().map(|(_, model)| Handwork::of(model)).collect();
        let target = Target::parse("parts_per_shift >= 600").expect("a target");
        let text = joined(&document::text(&[section(&comparison, &work, Some(&target))]));
        let takt = "600 parts in a shift of 8.00 h at work are one every 48 s: that is takt.";
        assert!(text.contains(takt), "{text}");
        assert!(text.contains("two 2 60.0 20.0 60.0 125.0 50.0"), "{text}");
        assert!(text.contains("three 3 60.0 0.0 30.0 62.5 33.3"), "{text}");
        let text = joined(&document::text(&[section(&comparison, &work, None)]));
        assert!(text.contains("two 2 60.0 20.0 60.0 50.0") && !text.contains("takt"), "{text}");
        assert!(section(&comparison, &[], None).is_empty());
    }
}
