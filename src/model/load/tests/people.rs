//! Loads of people, and of stations that need them.

use super::{assert_close, load, two_stations};
use crate::model::tests::{compiled, model};
use crate::units::Span;

#[test]
fn a_station_works_while_it_is_open_and_its_people_are_there() {
    let calendars = r#"
[run]
length = "1 week"
[plant]
calendar = "day"
[calendar.day]
mon-fri = "06:00-14:00"
breaks = [{ at = "09:00", for = "30 min" }]
[demand.all]
every = "10 min"
[line.main]
stations = ["saw", "weld"]
[crew.welder]
count = 2
[station.saw]
cycle = "60 s"
[station.weld]
cycle = "60 s"
machines = 2
operators = { welder = 2 }
"#;
    let model = model(calendars);
    let loads = model.loads();
    let (saw, weld) = (load(&model, &loads, "saw"), load(&model, &loads, "weld"));
    assert_close(saw.open, 40.0 / 168.0);
    assert_close(weld.open, 37.5 / 168.0);
    assert_close(saw.load, 0.1 / (40.0 / 168.0));
    // Six parts an hour, one minute, two people each; two people in 37.5 hours of 168.
    let skill = loads.skills.iter().next().copied().expect("one skill");
    assert_close(skill, 0.2 / (2.0 * 37.5 / 168.0));
}

/// Leased people at half the pace who come for a Saturday only slow nobody down in the week: six parts an hour
/// of one minute each by one person in 40 of 168 hours. Where they alone have the skill, theirs is the pace.
#[test]
fn who_comes_for_overtime_only_slows_nobody_down() {
    let of = |count: u32| {
        let text = format!(
            r#"
[run]
length = "1 week"
[plant]
calendar = "day"
[calendar.day]
mon-fri = "06:00-14:00"
[calendar.none]
mon-sun = []
[demand.all]
every = "10 min"
[line.main]
stations = ["weld"]
[crew.welder]
count = {count}
skills = ["weld"]
[crew.leased]
calendar = "none"
skills = {{ weld = 0.5 }}
[station.weld]
cycle = "60 s"
operators = {{ weld = 1 }}
"#
        );
        let model = model(&text);
        let loads = model.loads();
        load(&model, &loads, "weld").load
    };
    assert_close(of(1), 0.1 / (40.0 / 168.0));
    assert!(of(0).is_infinite());
}

/// The share of the fitters' time that repairs ask for: one fitter, unless `crew` says otherwise,
/// beside a saw that works half of the time, 30 cycles an hour.
fn fitters(failure: &str, crew: &str) -> f64 {
    let model = two_stations(&format!("failure.f = {{ {failure} }}\n[crew.fitter]\n{crew}"));
    let loads = model.loads();
    loads.skills.iter().next().copied().expect("one skill")
}

#[test]
fn repairs_are_work_of_the_crews_that_do_them() {
    let of = |clock: &str, repair: &str| fitters(&format!("{clock}, repair = {{ {repair} }}"), "");
    let hour = r#"time = "1 h", operators = { fitter = 1 }"#;
    // Half an hour of work an hour, a failure every nine hours of work.
    assert_close(of(r#"clock = "operating", every = "9 h""#, hour), 0.5 / 9.0);
    // Thirty cycles an hour, a failure every hundred.
    assert_close(of(r#"clock = "cycles", every = 100"#, hour), 30.0 / 100.0);
    // Nine hours of soundness, one of repair.
    assert_close(of(r#"clock = "calendar", every = "9 h""#, hour), 1.0 / 10.0);
    assert_close(of(r#"clock = "on_shift", every = "9 h""#, hour), 1.0 / 10.0);
    // What already contains the waiting for people asks for none.
    let measured = format!(r#"{hour}, measured = "stop_to_restart""#);
    assert_close(of(r#"clock = "operating", every = "9 h""#, &measured), 0.0);
}

#[test]
fn repairs_by_several_people_take_the_time_of_each() {
    let failure = r#"clock = "cycles", every = 100, repair = { time = "30 min", operators = { fitter = 2 } }"#;
    // 0.3 failures an hour, half an hour each, two people: 0.3 people, of three.
    assert_close(fitters(failure, "count = 3"), 0.1);
}

#[test]
fn logged_failures_are_work_too() {
    let failure = r#"at = [2026-03-02T10:00:00, 2026-03-03T10:00:00, 2027-03-02T10:00:00], repair = { time = "3 h", operators = { fitter = 1 } }"#;
    // Two of them lie in the week that is run.
    let found = fitters(failure, "count = 1\n[plant]\nstart = 2026-03-02");
    assert_close(found, 6.0 / 168.0);
}

#[test]
fn repair_crews_work_in_their_hours_and_not_in_breaks() {
    let day = r#"calendar = "day"
[calendar.day]
mon-fri = "06:00-14:00"
breaks = [{ at = "09:00", for = "30 min" }]"#;
    let failure = |clock: &str| {
        format!(
            r#"clock = "{clock}", every = "9 h", repair = {{ time = "1 h", operators = {{ fitter = 1 }} }}"#
        )
    };
    // 37.5 hours of 168: an hour of repair takes 4.48 hours on average; the saw is always open.
    let there = 37.5 / 168.0;
    let rate = 1.0 / (9.0 + 4.48);
    assert_close(fitters(&failure("calendar"), day), rate / there);
    // Work of the machine brings it down as often as before.
    assert_close(fitters(&failure("operating"), day), 0.5 / 9.0 / there);
}

#[test]
fn shift_clocks_stand_in_breaks_where_people_are_needed() {
    // The saw has shifts of 40 hours a week and breaks of 2.5; fitters are always there.
    let day = |operators: &str| {
        let text = format!(
            r#"
[run]
length = "1 week"
[plant]
calendar = "day"
[calendar.day]
mon-fri = "06:00-14:00"
breaks = [{{ at = "09:00", for = "30 min" }}]
[demand.all]
every = "10 min"
[line.main]
stations = ["saw"]
[crew.fitter]
calendar = "always"
[crew.joiner]
calendar = "always"
[station.saw]
cycle = "60 s"
{operators}
failure.f = {{ clock = "on_shift", every = "9 h", repair = {{ time = "1 h", operators = {{ fitter = 1 }} }} }}
"#
        );
        let model = model(&text);
        let (loads, skill) = (model.loads(), |name: &str| {
            model.skills.iter().position(|skill| skill.name == name).expect("a skill")
        });
        let fitter = loads.skills.iter().nth(skill("fitter")).copied().expect("a skill");
        (fitter, load(&model, &loads, "saw").open)
    };
    // Nine hours of the clock take so long on average, then the repair an hour.
    let (alone, open) = day("");
    assert_close(alone, 1.0 / (9.0 / (40.0 / 168.0) + 1.0));
    assert_close(open, 40.0 / 168.0);
    let (staffed, open) = day("operators = { joiner = 1 }");
    assert_close(staffed, 1.0 / (9.0 / (37.5 / 168.0) + 1.0));
    // The joiner stands in during breaks, so the saw works on.
    assert_close(open, 40.0 / 168.0);
}

/// A lathe open from six to two whose only turner is there in hours of his own, and an order of
/// ten minutes an hour.
fn turner_from(hours: &str) -> Vec<String> {
    let (model, said) = compiled(&format!(
        r#"
[plant]
calendar = "early"
[calendar]
early = {{ mon-fri = "06:00-14:00" }}
his = {{ mon-fri = "{hours}" }}
[run]
length = "4 weeks"
[line.main]
stations = ["lathe"]
[demand.all]
every = "60 min"
[station.lathe]
cycle = "10 min"
operators = {{ turner = 1 }}
[crew.turner]
calendar = "his"
"#
    ));
    let model = model.expect("it is right");
    // There are ten hours of 168 with both: an hour's work of ten minutes takes 2.8 of them.
    if hours == "12:00-20:00" {
        assert_close(load(&model, &model.loads(), "lathe").load, 168.0 / 6.0 / 10.0);
    }
    said.into_iter().filter(|line| line.starts_with("W101")).collect()
}

#[test]
fn people_count_in_the_hours_that_they_share_with_their_station() {
    let message = "W101: the station `lathe` is asked for 280 % of what it can do";
    assert_eq!(turner_from("12:00-20:00"), [message]);
}

#[test]
fn people_who_never_meet_their_station_are_warned_of() {
    let message = "W101: the station `lathe` can never work: its people are never at work while \
                   it is open";
    assert_eq!(turner_from("22:00-06:00"), [message]);
}

#[test]
fn breaks_of_a_station_do_not_stop_people_who_have_none() {
    let model = model(
        r#"
[plant]
calendar = "day"
[calendar]
day = { mon-fri = "06:00-14:00", breaks = [{ at = "09:00", for = "30 min" }] }
through = { mon-fri = "05:00-15:00" }
[run]
length = "1 week"
[line.main]
stations = ["lathe"]
[demand.all]
every = "60 min"
[station.lathe]
cycle = "10 min"
operators = { turner = 1 }
[crew.turner]
calendar = "through"
"#,
    );
    assert_close(load(&model, &model.loads(), "lathe").open, 40.0 / 168.0);
}

/// A lathe with a person for each of its machines, from 06:00 to 14:00 on weekdays.
fn lathe_with(overtime: &str) -> crate::model::Model {
    model(&format!(
        r#"
[plant]
start = 2026-03-02
calendar = "day"
[calendar.day]
mon-fri = "06:00-14:00"
[run]
length = "1 week"
[line.main]
stations = ["lathe"]
[station.lathe]
cycle = "60 min"
operators = {{ turner = 1 }}
[crew.turner]
count = 2
[demand.all]
every = "10 h"
{overtime}
"#
    ))
}

fn open_with(overtime: &str) -> f64 {
    let model = lathe_with(overtime);
    load(&model, &model.loads(), "lathe").open * 168.0
}

#[test]
fn overtime_at_the_same_time_opens_a_station_once() {
    let overtime = |name: &str, from: &str, more: &str| {
        format!(
            "[overtime.{name}]\ncrews = {{ turner = 1 }}\ndays = \"sat\"\nfrom = \"{from}\"\nhours = \"4 h\"\n{more}"
        )
    };
    assert_close(open_with(&overtime("a", "06:00", "")), 44.0);
    let both = overtime("a", "06:00", "") + &overtime("b", "08:00", "");
    assert_close(open_with(&both), 46.0);
    // On Friday the first hours are usual ones; nobody comes to what nobody accepts.
    let on_friday = both.replace("\"sat\"", "\"fri\"").replace("06:00", "12:00");
    assert_close(open_with(&on_friday.replace("08:00", "13:00")), 43.0);
    assert_close(open_with(&overtime("a", "06:00", "accepts = \"0 %\"\n")), 40.0);
}

#[test]
fn a_station_is_open_in_overtime_to_which_enough_people_come() {
    let overtime =
        "[overtime.a]\ncrews = { turner = 1 }\ndays = \"sat\"\nfrom = \"06:00\"\nhours = \"4 h\"\n";
    let with = |needed: &str, more: &str| {
        let text = format!(
            "[plant]\nstart = 2026-03-02\ncalendar = \"day\"\n[calendar.day]\nmon-fri = \"06:00-14:00\"\n\
             [run]\nlength = \"1 week\"\n[line.main]\nstations = [\"lathe\"]\n[station.lathe]\n\
             cycle = \"60 min\"\noperators = {needed}\n[crew.turner]\ncount = 2\n[demand.all]\n\
             every = \"10 h\"\n{overtime}{more}"
        );
        let model = model(&text);
        load(&model, &model.loads(), "lathe").open * 168.0
    };
    assert_close(with("{ turner = 2 }", ""), 40.0);
    let guard = "[crew.guard]\ncalendar = \"always\"\n";
    assert_close(with("{ turner = 1, guard = 1 }", guard), 44.0);
}

/// Eight hours of Saturday lie in two periods: four in each.
#[test]
fn overtime_that_began_before_a_change_goes_on_after_it() {
    let model = lathe_with(
        "[overtime.a]\ncrews = { turner = 1 }\ndays = \"sat\"\nfrom = \"06:00\"\nhours = \"8 h\"\n\
         [change.slow]\nfrom = 2026-03-07T10:00:00\nstation.lathe.cycle = \"90 min\"\n",
    );
    let periods = model.loads_by_period();
    let open = |place: usize| load(&model, &periods[place].loads, "lathe").open;
    assert_close(open(0), 44.0 / 130.0);
    assert_close(open(1), 4.0 / 38.0);
}

/// Ten hours of work: ten minutes on Monday, four hours on each of two Saturdays, ten minutes on the
/// Mondays between, and 1 h 30 min of the third Saturday.
#[test]
fn the_least_time_of_a_book_counts_planned_overtime() {
    let model = model(
        r#"
[plant]
start = 2026-03-02
calendar = "short"
[calendar.short]
mon = "06:00-06:10"
[run]
length = "orders_done"
[crew.turner]
[station.lathe]
cycle = "60 min"
operators = { turner = 1 }
[line.main]
stations = ["lathe"]
[order.o]
product = "main"
quantity = 10
[overtime.sat]
crews = { turner = 1 }
days = "sat"
from = "08:00"
hours = "4 h"
"#,
    );
    let least = model.loads().book.expect("it ends with its orders").least;
    assert_eq!(least, Some(Span::from_days(19) + Span::from_minutes(9 * 60 + 30)));
}

/// Every ten minutes four of welding and five of testing, by people who are always there.
#[test]
fn skills_of_the_same_people_are_told_together() {
    let text = |crews: &str| {
        format!(
            r#"
[run]
length = "1 week"
[demand.all]
every = "10 min"
[line.main]
stations = ["weld", "test"]
[station.weld]
cycle = "4 min"
machines = 2
operators = {{ weld = 1 }}
[station.test]
cycle = "5 min"
machines = 2
operators = {{ test = 1 }}
{crews}
"#
        )
    };
    let together = |crews: &str| model(&text(crews)).loads().together;
    // Nine minutes of ten by one person; four by him alone and five by another.
    let both = together("[crew.both]\nskills = [\"weld\", \"test\"]").expect("he has both");
    assert_eq!(both.skills.len(), 2);
    assert_close(both.load, 0.9);
    assert_eq!(together("[crew.weld]\n[crew.test]"), None);
    // With another who tests the two are asked for 0.9 of 2; welding alone for 0.4 of 1, testing for 0.5 of 2.
    let shared = together("[crew.both]\nskills = [\"weld\", \"test\"]\n[crew.test]");
    assert_close(shared.expect("they share one").load, 0.45);
}

/// Loads of the saw and of the fitters, with planned work of an hour at the saw.
fn planned(work: &str, (station, more): (&str, &str)) -> (f64, f64) {
    let work = format!("{work}, time = \"1 h\", operators = {{ fitter = 1 }}");
    let model =
        two_stations(&format!("{station}\nmaintenance.m = {{ {work} }}\n[crew.fitter]\n{more}"));
    let loads = model.loads();
    let fitters = loads.skills.iter().next().copied().expect("one skill");
    (load(&model, &loads, "saw").load, fitters)
}

#[test]
fn planned_work_is_work_as_repairs_are() {
    // The saw works half an hour an hour, 30 cycles.
    let (saw, fitters) = planned(r#"clock = "operating", every = "9 h""#, ("", ""));
    assert_close(saw, 0.5 * 10.0 / 9.0);
    assert_close(fitters, 0.5 / 9.0);
    let (saw, fitters) = planned(r#"clock = "cycles", every = 100"#, ("", ""));
    assert_close(saw, 0.5 + 0.3);
    assert_close(fitters, 0.3);
    let (saw, fitters) = planned(r#"clock = "calendar", every = "9 h""#, ("", ""));
    assert_close(saw, 0.5 / 0.9);
    assert_close(fitters, 0.1);
}

#[test]
fn planned_dates_are_for_every_machine() {
    let at = "at = [2026-03-02T10:00:00, 2026-03-03T10:00:00]";
    let plant = "[plant]\nstart = 2026-03-02\n[run]\nlength = \"1 week\"";
    let (saw, fitters) = planned(at, ("machines = 2", plant));
    // Twice an hour of two machines, of 168 hours each.
    assert_close(fitters, 4.0 / 168.0);
    assert_close(saw, 0.5 / (2.0 - 4.0 / 168.0));
}

#[test]
fn planned_work_while_the_station_is_closed_takes_nothing_from_it() {
    let hours = "[calendar.day]\nmon-sun = [\"06:00-18:00\"]\n[calendar.late]\nmon-sun = [\"16:00-20:00\"]\n\
                 [calendar.night]\nmon-sun = [\"18:00-06:00\"]";
    let of = |window: &str| {
        planned(
            &format!("clock = \"operating\", every = \"9 h\", window = \"{window}\""),
            ("calendar = \"day\"", hours),
        )
        .0
    };
    assert_close(of("night"), 1.0);
    assert_close(of("day"), 10.0 / 9.0);
    // It is due after nine hours, at 15:00 or before, and waits for 16:00: an hour in twelve.
    assert_close(of("late"), 12.0 / 11.0);
}

/// By hand, of a saw that never closes: due every two hours, done from six to seven; so every 23 h of work. In a
/// window of four hours twice a day: at six, and after two hours of work at nine. On Sundays only: after 167 h of
/// work.
#[test]
fn planned_work_comes_no_more_often_than_its_window_opens() {
    let of = |work: &str, hours: &str| {
        let hours = format!("[calendar.early]\n{hours}");
        planned(&format!("{work}, window = \"early\""), ("", &hours))
    };
    let worn = r#"clock = "operating", every = "2 h""#;
    let (saw, fitters) = of(worn, "mon-sun = \"06:00-07:00\"");
    assert_close(saw, 0.5 * 24.0 / 23.0);
    assert_close(fitters, 0.5 / 23.0);
    // An odd number of them is followed for a year.
    let (saw, _) = of(worn, "mon-sun = \"06:00-10:00\"");
    assert!((saw / (0.5 * 24.0 / 22.0) - 1.0).abs() < 1e-3, "{saw}");
    assert_close(of(worn, "sun = \"06:00-07:00\"").0, 0.5 * 168.0 / 167.0);
    let (saw, fitters) = of(r#"clock = "calendar", every = "2 h""#, "mon-sun = \"06:00-07:00\"");
    assert_close(saw, 0.5 * 24.0 / 23.0);
    assert_close(fitters, 1.0 / 24.0);
    // A cycle takes a minute.
    let (saw, _) = of(r#"clock = "cycles", every = 120"#, "mon-sun = \"06:00-07:00\"");
    assert_close(saw, 0.5 * 24.0 / 23.0);
    // What is due less often than the window opens waits for it now and then: 30 h are 47.
    let (saw, _) = of(r#"clock = "operating", every = "30 h""#, "mon-sun = \"06:00-07:00\"");
    assert_close(saw, 0.5 * 48.0 / 47.0);
}

#[test]
fn what_starts_a_clock_anew_keeps_it_from_running_out() {
    // The failure would come after 5 h, and never comes: 4 h after it was started anew it is so again.
    let of = |renews: &str| {
        let work =
            format!("clock = \"operating\", every = \"4 h\", time = \"1 h\", renews = {renews}");
        let model = two_stations(&format!(
            "maintenance.m = {{ {work} }}\nfailure.f = {{ clock = \"operating\", every = \"5 h\", repair = {{ time = \"2 h\" }} }}"
        ));
        load(&model, &model.loads(), "saw").load
    };
    assert_close(of("[\"f\"]"), 0.5 * (1.0 + 1.0 / 4.0));
    assert_close(of("\"all\""), 0.5 * (1.0 + 1.0 / 4.0));
}

/// A quick and a slow person (1 and 0.4 of the pace) at two benches of 60 min, a part every 50 min: when both work
/// without a pause they make 1.4 parts an hour, so 1.2 are 6/7 of it. The same where they share one bench of 30
/// min: who has worked least goes next, so in the same time the quick one makes 2.5 times as many.
#[test]
fn speeds_add_up() {
    let text = r#"
[run]
length = "1 week"
[demand.all]
every = "50 min"
[line.main]
stations = ["bench"]
[station.bench]
machines = 2
cycle = "60 min"
operators = { fit = 1 }
[crew.fast]
skills = { fit = 1.0 }
[crew.slow]
skills = { fit = 0.4 }
"#;
    let both = model(text);
    let loads = both.loads();
    assert_close(load(&both, &loads, "bench").load, 6.0 / 7.0);
    assert_close(loads.skills.iter().next().copied().expect("one skill"), 6.0 / 7.0);
    let one = model(&text.replace("machines = 2", "machines = 1").replace("60 min", "30 min"));
    assert_close(load(&one, &one.loads(), "bench").load, 6.0 / 7.0);
}
