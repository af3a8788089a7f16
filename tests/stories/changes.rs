//! What is different from one date to another: worked by hand, in minutes; day 1 begins at 1440.

use gemba::observe::State;

use crate::told::story;

const START: &str = "[plant]\nstart = 2026-03-02\n[run]\nlength = \"4 days\"\n";

/// Two welding places with a supply that never ends, and one welder.
const WELDING: &str = r#"
[line.main]
stations = ["weld"]
[station.weld]
machines = 2
cycle = "60 min"
operators = { welder = 1 }
[crew.welder]
count = 1
"#;

fn count(departures: &[i64], from: i64, to: i64) -> usize {
    departures.iter().filter(|&&at| from < at && at <= to).count()
}

#[test]
fn a_second_welder_for_a_day_doubles_what_leaves_on_that_day() {
    let change = "[change.help]\nfrom = 2026-03-03\nuntil = 2026-03-03\ncrew.welder.count = 2\n";
    let left = story(&format!("{START}{WELDING}{change}"), 4).departures();
    let days = [0, 1, 2, 3].map(|day| count(&left, 1440 * day, 1440 * (day + 1)));
    assert_eq!(days, [24, 48, 24, 24]);
    assert_eq!(left[23..26], [1440, 1500, 1500]);
}

/// He leaves at 12:30: his part is half done, and waits until the other one has ended a part; who has
/// asked first is served first.
#[test]
fn who_goes_leaves_the_work_to_others() {
    let change = "[change.help]\nfrom = 2026-03-02T10:00:00\nuntil = 2026-03-02T12:30:00\n\
        crew.welder.count = 2\n";
    let told = story(&format!("{START}{WELDING}{change}"), 1);
    let left = told.departures();
    // Ten until ten o'clock, then two an hour until twelve.
    assert_eq!(count(&left, 0, 600), 10);
    assert_eq!(left[10..14], [660, 660, 720, 720]);
    // One of the two begun at twelve ends at one, the other goes on then with half an hour left.
    assert_eq!(left[14..17], [780, 810, 870]);
    let waiting: Vec<(i64, i64)> = [1, 2]
        .iter()
        .flat_map(|&machine| told.stretches(machine, State::WaitOperator))
        .filter(|(from, _)| *from == 750)
        .collect();
    assert_eq!(waiting, [(750, 780)]);
}

/// Every six hours: at 360, 720, 1080. The next would come at 1440; at 1260 half of the time has
/// passed, and of the other half two thirds are left when it is every four hours: 1260 + 120.
#[test]
fn what_is_left_until_the_next_order_is_stretched() {
    let shop = r#"
[line.main]
stations = ["pack"]
[station.pack]
cycle = "1 min"
[demand.spares]
every = "6 h"
[change.peak]
from = 2026-03-02T21:00:00
until = 2026-03-03T11:00:00
demand.spares.every = "4 h"
"#;
    // Again every six hours from 2100 on: the next is due at 2100 then, at once.
    let starts = story(&format!("{START}{shop}"), 2).starts();
    assert_eq!(starts, [360, 720, 1080, 1380, 1620, 1860, 2100, 2460, 2820]);
}

/// Of six parts released at 23:30 the first is under way at midnight and takes its hour.
#[test]
fn a_cycle_takes_the_time_of_the_date_on_which_it_starts() {
    let shop = r#"
[line.main]
stations = ["saw"]
[station.saw]
cycle = "60 min"
[order.one]
release = 2026-03-02T23:30:00
quantity = 4
[change.tool]
from = 2026-03-03
station.saw.cycle = "30 min"
"#;
    let told = story(&format!("{START}{shop}"), 2);
    assert_eq!(told.starts(), [1410, 1470, 1500, 1530]);
    assert_eq!(told.departures(), [1470, 1500, 1530, 1560]);
}

/// A part that waits on the machine for its welder takes the time of the day on which he comes.
#[test]
fn a_cycle_that_waits_for_people_is_not_under_way() {
    let shop = r#"
[calendar.early]
mon-sun = "06:00-14:00"
[line.main]
stations = ["weld"]
[station.weld]
cycle = "60 min"
operators = { welder = 1 }
[crew.welder]
calendar = "early"
[order.one]
release = 2026-03-02T20:00:00
[change.tool]
from = 2026-03-03
station.weld.cycle = "30 min"
"#;
    let told = story(&format!("{START}{shop}"), 2);
    assert_eq!(told.stretches(1, State::WaitOperator), [(1200, 1800)]);
    assert_eq!(told.departures(), [1830]);
}

/// Two welders from 10:00 to 14:00, half the time from 12:00 to 16:00: what overlaps is both.
#[test]
fn changes_that_overlap_hold_together() {
    let changes = r#"
[change.help]
from = 2026-03-02T10:00:00
until = 2026-03-02T14:00:00
crew.welder.count = 2
[change.tool]
from = 2026-03-02T12:00:00
until = 2026-03-02T16:00:00
station.weld.cycle = "30 min"
"#;
    let left = story(&format!("{START}{WELDING}{changes}"), 1).departures();
    let parts = [(0, 600), (600, 720), (720, 840), (840, 960), (960, 1080)];
    // 10 of an hour by one; 2 h × 2; 2 h × 4; 2 h × 2; 2 h × 1.
    assert_eq!(parts.map(|(from, to)| count(&left, from, to)), [10, 4, 8, 4, 2]);
}

/// Like clockwork after ten hours, and half an hour of repair: at 600 and 1230. At midnight 180 of
/// the 600 minutes since 1260 have passed; of the 420 that are left, half are left when it fails
/// every five hours.
#[test]
fn what_is_left_until_the_next_failure_is_stretched_on_every_clock() {
    for clock in ["operating", "on_shift", "calendar"] {
        let shop = format!(
            "{START}[line.main]\nstations = [\"saw\"]\n[station.saw]\ncycle = \"60 min\"\n\
             [station.saw.failure.jam]\nclock = \"{clock}\"\nevery = \"10 h\"\n\
             repair = {{ time = \"30 min\" }}\n\
             [change.old]\nfrom = 2026-03-03\nstation.saw.failure.jam.every = \"5 h\"\n\
             station.saw.failure.jam.repair = {{ time = \"45 min\" }}\n"
        );
        let repairs = story(&shop, 2).stretches(1, State::Repair);
        let right = [(600, 630), (1230, 1260), (1650, 1695), (1995, 2040), (2340, 2385)];
        assert_eq!(repairs[..5], right, "{clock}");
    }
}

/// Every two open hours, from midnight on: at 120. At that instant a change makes it every four: the
/// machine fails once, until 150, and again four hours later.
#[test]
fn what_fails_at_the_instant_of_a_change_fails_once() {
    let shop = r#"
[line.main]
stations = ["weld"]
[station.weld]
cycle = "10 min"
[station.weld.failure.stop]
clock = "on_shift"
every = "2 h"
repair = { time = "30 min", operators = "none" }
[change.better]
from = 2026-03-02T02:00:00
station.weld.failure.stop.every = "4 h"
"#;
    let told = story(&format!("{START}{shop}"), 1);
    assert_eq!(told.stretches(1, State::Repair)[..2], [(120, 150), (390, 420)]);
}

/// Ten cycles of an hour, a repair of an hour: from 600 to 660, and from 1260 to 1320. The change comes
/// in the instant in which the clock is renewed, so a third of all ten are left: three whole ones.
#[test]
fn what_is_left_of_a_number_of_cycles_is_stretched() {
    let shop = r#"
[line.main]
stations = ["saw"]
[station.saw]
cycle = "60 min"
[station.saw.failure.blade]
clock = "cycles"
every = 10
repair = { time = "60 min" }
[change.hard]
from = 2026-03-02T22:00:00
station.saw.failure.blade.every = { dist = "constant", value = 3.333333333333333 }
"#;
    let repairs = story(&format!("{START}{shop}"), 2).stretches(1, State::Repair);
    assert_eq!(repairs[..3], [(600, 660), (1260, 1320), (1500, 1560)]);
}

/// Early shifts until Wednesday, then late ones; Monday's night shift ends on Tuesday, though it is
/// gone by then.
#[test]
fn hours_change_and_a_shift_that_has_begun_goes_on_to_its_end() {
    let shop = r#"
[calendar.early]
mon-fri = "06:00-14:00"
[calendar.night]
mon-fri = "22:00-06:00"
[line.main]
stations = ["saw"]
[line.other]
stations = ["mill"]
[station.saw]
cycle = "60 min"
calendar = "early"
[station.mill]
cycle = "60 min"
calendar = "night"
at_close = "pause"
[change.late]
from = 2026-03-04
calendar.early.mon-fri = "14:00-22:00"
[change.day]
from = 2026-03-03
station.mill.calendar = "early"
"#;
    let told = story(&format!("{START}{shop}"), 3);
    // Machine 1 is the mill: early, too, from Tuesday on, and late from Wednesday on.
    let open = |machine| told.stretches(machine, State::Working);
    assert_eq!(open(2), [(360, 840), (1800, 2280), (3720, 4200)]);
    assert_eq!(open(1), [(1320, 2280), (3720, 4200)]);
}

/// Whether a part is scrap is drawn at the end of its cycle.
#[test]
fn scrap_can_begin_on_a_date() {
    let shop = r#"
[line.main]
stations = ["saw"]
[station.saw]
cycle = "60 min"
[change.bad_steel]
from = 2026-03-02T12:00:00
until = 2026-03-02T18:00:00
station.saw.scrap = "100 %"
"#;
    let left = story(&format!("{START}{shop}"), 1).departures();
    // The part that ends at noon is good, that which ends at six is not.
    let good: Vec<i64> =
        (1..=24).map(|hour| 60 * hour).filter(|at| !(721..=1080).contains(at)).collect();
    assert_eq!(left, good);
}

/// A change from before the start holds at the start, one without an end holds to the end.
#[test]
fn a_change_may_begin_before_the_plant_and_never_end() {
    let changes = "[change.always]\nfrom = 2026-01-01\ncrew.welder.count = 2\n\
        [change.fast]\nuntil = 2026-03-02\nstation.weld.cycle = \"30 min\"\n";
    let left = story(&format!("{START}{WELDING}{changes}"), 2).departures();
    assert_eq!([count(&left, 0, 1440), count(&left, 1440, 2880)], [96, 48]);
}
