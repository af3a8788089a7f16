//! Warm-ups that a pilot finds, or cannot find.

use gemba::model::{Model, WarmUp};
use gemba::study::{NoWarmUp, Results, Settings, Stopped, compare};
use gemba::units::Span;

use crate::support::model;

fn study(text: &str) -> Results {
    gemba::study::run(&model(text), &Settings::default(), &())
}

const LINE: &str = r#"
[line.main]
stations = ["saw"]
[station.saw]
cycle = "40 s"
"#;

fn run(length: &str) -> String {
    format!("[run]\nlength = \"{length}\"\nwarm_up = \"auto\"\nreplications = 5\n")
}

/// The same parts in every step from the first on.
#[test]
fn a_plant_that_has_nothing_to_settle_has_no_warm_up() {
    let results = study(&(run("10 days") + LINE));
    let pilot = results.pilot.expect("it was asked for");
    assert_eq!((results.warm_up, pilot.found), (Span::ZERO, Ok(Span::ZERO)));
    assert!(pilot.courses.iter().all(|course| course.cut == Some(Span::ZERO)));
    assert_eq!(results.stopped, Stopped::ByNumber);
}

/// A plant that works on weekdays only shows a week as its shortest step: eight are too few.
#[test]
fn a_run_of_too_few_weeks_is_refused_before_anything_is_measured() {
    let week = "[plant]\ncalendar = \"day\"\n[calendar.day]\nmon-fri = \"06:00-14:00\"\n";
    let of = |length| study(&(run(length) + week + LINE));
    let short = of("8 weeks");
    assert_eq!((short.stopped, short.replications), (Stopped::NoWarmUp, 0));
    let [length, cycle, least] = [8, 1, 20].map(|weeks| Span::from_days(7 * weeks));
    let why = NoWarmUp::TooShort { length, cycle, least };
    assert_eq!(short.pilot.expect("it was asked for").found, Err(why));
    let long = of("20 weeks");
    assert_eq!((long.stopped, long.warm_up), (Stopped::ByNumber, Span::ZERO));
}

/// Parts come every 50 s and take 60 s: the queue grows for ever.
#[test]
fn a_plant_that_never_settles_says_so() {
    let text = LINE.replace("40 s", "60 s") + "[demand.all]\nevery = \"50 s\"\n";
    let results = study(&(run("5 days") + &text));
    assert_eq!((results.stopped, results.replications), (Stopped::NoWarmUp, 0));
    let found = results.pilot.expect("it was asked for").found;
    let Err(NoWarmUp::NotSettled { of, is_overloaded, .. }) = found else { panic!("{found:?}") };
    let of: Vec<&str> = of.iter().map(|kpi| kpi.id).collect();
    assert_eq!((of.as_slice(), is_overloaded), (["wip", "time_in_system"].as_slice(), true));
}

/// What stops the pilot would stop the study.
#[test]
fn a_pilot_that_ends_early_finds_nothing() {
    let mut model = model(&(run("5 days") + LINE));
    model.run.limits.events = 1000;
    let results = gemba::study::run(&model, &Settings::default(), &());
    let found = results.pilot.expect("it was asked for").found;
    assert!(matches!(found, Err(NoWarmUp::Ended(_, 10))), "{found:?}");
}

/// A room in which parts stay so many days, one every two hours.
fn room(days: u32) -> (String, Model) {
    let text = run("60 days")
        + &format!(
            "[line.main]\nstations = [\"room\"]\n[station.room]\nmachines = 400\n\
             cycle = \"{days} days\"\n[demand.all]\nevery = \"2 h\"\n"
        );
    (format!("{days} days"), model(&text))
}

/// All are measured after the longest warm-up that one of them needs.
#[test]
fn a_comparison_has_one_warm_up() {
    let found = compare(&[room(3), room(7), room(1)], &Settings::default(), &());
    let needs = |results: &Results| results.pilot.clone().expect("it was asked for").found;
    // Nothing leaves for so long, then it is as ever: exact, since all times are.
    let needed: Vec<_> = found.results.iter().map(needs).collect();
    assert_eq!(needed, [3, 7, 1].map(|days| Ok(Span::from_days(days))));
    assert!(found.results.iter().all(|results| results.warm_up == Span::from_days(7)));
    assert!(found.results.iter().all(|results| results.replications == 5));
}

/// One that cannot be told keeps all from being measured, and it alone says why.
#[test]
fn a_comparison_with_one_that_never_settles_is_not_measured() {
    let full =
        model(&(run("60 days") + &LINE.replace("40 s", "3 h") + "[demand.all]\nevery = \"2 h\"\n"));
    let found = compare(&[room(3), ("full".to_owned(), full)], &Settings::default(), &());
    assert!(found.results.iter().all(|results| results.stopped == Stopped::NoWarmUp));
    let is_refused = |results: &Results| results.pilot.as_ref().expect("asked").found.is_err();
    assert_eq!(found.results.iter().map(is_refused).collect::<Vec<_>>(), [false, true]);
}

/// In a library scenarios of both kinds can stand side by side: what is written stays.
#[test]
fn a_written_warm_up_stays_as_it_is() {
    let (name, mut written) = room(3);
    written.run.warm_up = WarmUp::For(Span::from_days(1));
    let found = compare(&[(name, written), room(7)], &Settings::default(), &());
    let warm_ups: Vec<Span> = found.results.iter().map(|results| results.warm_up).collect();
    assert_eq!(warm_ups, [1, 7].map(Span::from_days));
}
