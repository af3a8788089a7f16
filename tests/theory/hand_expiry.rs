//! Qualifications that end, worked by hand: on a date, so long after training, and given back.

use gemba::model::Model;
use gemba::study::{Settings, run};

use crate::hand_roster::Watched;
use crate::support::model;

/// Two people from 06:00 to 14:00 at a bench that needs one, from Monday, 2 March 2026, on; `cycle` hours for
/// a piece.
fn bench(cycle: u32, more: &str) -> Model {
    model(&format!(
        r#"
[plant]
start = 2026-03-02
[run]
length = "2 weeks"
replications = 1
[line.main]
stations = ["bench"]
[station.bench]
cycle = "{cycle} h"
operators = {{ weld = 1 }}
[calendar.early]
mon-fri = "06:00-14:00"
[calendar.night]
mon-fri = "22:00-06:00"
[crew.fit]
count = 2
calendar = "early"
skills = ["weld"]
{more}
"#
    ))
}

const DAY: i64 = 1440;

fn pieces(day: i64, hours: &[i64]) -> impl Iterator<Item = i64> {
    hours.iter().map(move |hour| day * DAY + hour * 60)
}

/// The first person may weld through Tuesday: pieces of two hours, in turn on Monday and Tuesday, four hours
/// each, and the second one alone does all of Wednesday.
#[test]
fn after_the_date_the_others_do_it() {
    let expires = "[crew.fit.expires.weld]\non = 2026-03-03\npeople = 1\n";
    let seen = Watched::of(&bench(2, expires), 3 * DAY);
    let by_hand = (0..3).flat_map(|day| pieces(day, &[8, 10, 12, 14]));
    assert_eq!(seen.done, by_hand.collect::<Vec<_>>());
    assert_eq!((seen.minutes(1)[0], seen.minutes(2)[0]), (480, 960));
}

/// Nobody may weld from Wednesday on: the bench stands, and the run ends as usual. Trained again for the
/// eight hours of Thursday, both can do it from 14:00 on, so from Friday.
#[test]
fn without_anybody_the_bench_stands_until_training_gives_it_back() {
    let expires = "[crew.fit.expires.weld]\non = 2026-03-03\n";
    let monday = || (0..2).flat_map(|day| pieces(day, &[8, 10, 12, 14]));
    let lost = bench(2, expires);
    assert_eq!(Watched::of(&lost, 14 * DAY).done, monday().collect::<Vec<_>>());
    let results = run(&lost, &Settings { threads: 1, ..Settings::default() }, &());
    let finished = results.plant("parts_finished").expect("a figure of the plant");
    assert!((finished.interval.estimate - 8.0).abs() < 1e-9);
    let training = "[crew.fit.training.weld]\nhours = \"8 h\"\non = 2026-03-05\n";
    let back = Watched::of(&bench(2, &(expires.to_owned() + training)), 5 * DAY);
    let by_hand = monday().chain(pieces(4, &[8, 10, 12, 14]));
    assert_eq!(back.done, by_hand.collect::<Vec<_>>());
}

/// At night from 22:00 to 06:00: whoever is at a piece of three hours at midnight, when the qualification ends,
/// finishes it: the one that was begun at 22:00 is done at 01:00, and no other is begun.
#[test]
fn who_is_at_a_task_finishes_it() {
    let more = "[crew.owl]\ncalendar = \"night\"\nskills = [\"weld\"]\n\
                [crew.owl.expires.weld]\non = 2026-03-02\n\
                [crew.fit.expires.weld]\non = 2026-02-27\n";
    let seen = Watched::of(&bench(3, more), 7 * DAY);
    assert_eq!(seen.done, [DAY + 60]);
}

/// The hands that take the piece out are asked for anew, and nobody has the skill any more: the piece is made
/// at 01:00, and stays on the machine.
#[test]
fn the_next_stage_asks_anew() {
    let text = |unload: &str| {
        format!(
            r#"
[plant]
start = 2026-03-02
[line.main]
stations = ["bench"]
[station.bench]
cycle = "3 h"
load = {{ time = "10 min", operators = {{ weld = 1 }} }}
{unload}
[calendar.night]
mon-fri = "22:00-06:00"
[crew.owl]
calendar = "night"
skills = ["weld"]
[crew.owl.expires.weld]
on = 2026-03-02
"#
        )
    };
    let unload = "unload = { time = \"10 min\", operators = { weld = 1 } }";
    assert_eq!(Watched::of(&model(&text(unload)), 3 * DAY).done, [0; 0]);
    assert_eq!(Watched::of(&model(&text("")), 3 * DAY).done, [DAY + 70]);
}

/// Trained on Monday for eight hours, valid for a day after them: until the end of Tuesday, 14:00 being in
/// it, so both weld on Tuesday and not on Wednesday.
#[test]
fn a_training_is_valid_for_so_long() {
    let training = "[crew.fit.training.weld]\nhours = \"8 h\"\non = 2026-03-02\nvalid = \"24 h\"\n";
    let seen = Watched::of(&bench(2, training), 4 * DAY);
    assert_eq!(seen.done, pieces(1, &[8, 10, 12, 14]).collect::<Vec<_>>());
    // The older date, which lies in that time, does not count any more; without `valid` it does.
    let older = "[crew.fit.expires.weld]\non = 2026-03-02\n";
    let renewed = bench(2, &(older.to_owned() + training));
    assert_eq!(Watched::of(&renewed, 4 * DAY).done, seen.done);
    let plain = training.replace("valid = \"24 h\"\n", "");
    assert_eq!(Watched::of(&bench(2, &(older.to_owned() + &plain)), 4 * DAY).done, [0; 0]);
}

/// Training that ends at the instant at which the older qualification does: the shift ends at midnight, and so
/// do the eight hours. Nothing is lost.
#[test]
fn what_is_lost_and_given_back_in_one_instant_is_not_lost() {
    let text = r#"
[plant]
start = 2026-03-02
[line.main]
stations = ["bench"]
[station.bench]
cycle = "2 h"
operators = { weld = 1 }
[calendar.late]
mon-fri = "16:00-24:00"
[crew.weld]
calendar = "late"
[crew.weld.expires.weld]
on = 2026-03-02
[crew.weld.training.weld]
hours = "8 h"
on = 2026-03-02
"#;
    let model = model(text);
    let row = model.crews.iter().next().expect("there is a crew");
    assert_eq!(row.held(1, row.skills[0]).len(), 1);
    assert_eq!(Watched::of(&model, 2 * DAY).done, pieces(1, &[18, 20, 22, 24]).collect::<Vec<_>>());
}

/// Eight weeks, of which the one person may weld in the first two, of 40 h each: 80 h are there.
#[test]
fn loads_count_people_while_they_have_the_skill() {
    let text = r#"
[plant]
start = 2026-03-02
[run]
length = "8 weeks"
replications = 1
[line.main]
stations = ["bench"]
[station.bench]
cycle = "1 h"
operators = { weld = 1 }
calendar = "early"
[calendar.early]
mon-fri = "06:00-14:00"
[crew.weld]
calendar = "early"
[crew.weld.expires.weld]
on = 2026-03-15
"#;
    let results = run(&model(text), &Settings { threads: 1, ..Settings::default() }, &());
    let load = results.staff.loads.first().expect("there is a skill");
    let there: Vec<f64> = load.there.iter().map(|week| week.mean).collect();
    assert_eq!(there, [40.0, 40.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0]);
    // No figure of training where nobody is trained.
    assert!(results.of(gemba::study::EntityKind::Crew, "weld", "training").is_none());
}
