//! Crews, skills, needs, calendars and failures.

use super::{compiled, errors, model};
use crate::model::{AtClose, Strikes};
use crate::units::{Span, Time};

fn plant(station: &str, rest: &str) -> String {
    format!(
        "[line.main]\nstations = [\"weld\"]\n[demand.all]\nevery = \"1 h\"\n\
         [station.weld]\ncycle = \"1 min\"\n{station}\n{rest}\n"
    )
}

#[test]
fn a_crew_without_skills_has_the_one_of_its_own_name() {
    let crews = "[crew]\nwelder = { count = 2 }\nall_round = { skills = [\"welder\", \"fitter\"] }";
    let model = model(&plant("operators = { welder = 1 }", crews));
    let skills: Vec<&str> = model.skills.iter().map(|skill| skill.name.as_str()).collect();
    assert_eq!(skills, ["fitter", "welder"]);
    let crews = |names: &[crate::ids::CrewId]| -> Vec<String> {
        names.iter().map(|&crew| model.crews[crew].name.clone()).collect()
    };
    let welder = model.skills.iter().nth(1).unwrap();
    assert_eq!(crews(&welder.crews), ["welder", "all_round"], "the least flexible first");
    assert_eq!(model.operators.len(), 3);
}

#[test]
fn equal_needs_are_one() {
    let repair = "failure.f = { clock = \"calendar\", every = \"9 h\", \
                  repair = { time = \"1 h\", operators = { welder = 1 } } }";
    let station = format!("operators = {{ welder = 1 }}\n{repair}");
    let model = model(&plant(&station, "[crew.welder]"));
    assert_eq!(model.needs.len(), 1);
    let failure = model.failures.iter().next().unwrap();
    assert_eq!(failure.crew, model.stations.iter().next().unwrap().operators);
}

#[test]
fn too_few_people_are_told_also_for_skills_that_the_same_people_have() {
    let three = errors(&plant("operators = { welder = 3 }", "[crew.welder]\ncount = 2"));
    let message = "E101: the station `weld` needs 3 people with the skill `welder`, there are 2";
    assert_eq!(three, [message]);
    let both = "[crew.team]\ncount = 1\nskills = [\"fitter\", \"welder\"]";
    let said = errors(&plant("operators = { welder = 1, fitter = 1 }", both));
    assert_eq!(
        said,
        ["E101: the station `weld` needs 2 people with one of the skills `fitter`, `welder`, \
          there is 1"]
    );
}

#[test]
fn attended_work_pauses_at_closing_and_unattended_work_finishes() {
    let close = |station: &str, rest: &str| {
        model(&plant(station, rest)).stations.iter().next().unwrap().at_close
    };
    assert_eq!(close("", ""), AtClose::Finish);
    assert_eq!(close("operators = { welder = 1 }", "[crew.welder]"), AtClose::Pause);
    assert_eq!(close("operators = \"none\"", ""), AtClose::Finish);
    assert_eq!(close("at_close = \"no_start\"", ""), AtClose::NoStart);
}

#[test]
fn who_names_no_calendar_works_by_that_of_the_plant() {
    let calendars = "[plant]\ncalendar = \"day\"\n[crew.welder]\n[crew.night]\ncalendar = \"dark\"\n\
                     [calendar]\nday = { mon-fri = \"06:00-14:00\" }\n\
                     dark = { mon-fri = \"22:00-06:00\" }\nunused = { sat = \"06:00-14:00\" }";
    let (compiled, said) = compiled(&plant("calendar = \"always\"", calendars));
    let model = compiled.unwrap();
    let names: Vec<&str> = model.calendars.iter().map(|calendar| calendar.name.as_str()).collect();
    assert_eq!(names, ["dark", "day"], "only calendars in use are kept");
    assert_eq!(model.stations.iter().next().unwrap().calendar, None);
    let calendar = |crew: usize| {
        let id = model.crews.iter().nth(crew).unwrap().calendar.unwrap();
        model.calendars[id].name.as_str()
    };
    assert_eq!((calendar(0), calendar(1)), ("dark", "day"));
    assert!(said.contains(&"W100: nobody works by the calendar `unused`".to_owned()));
}

#[test]
fn logged_failures_strike_the_first_machine_only() {
    let station = "machines = 2\nfailure.log = { at = [2026-03-03T06:00:00, 2026-03-02T06:00:00], \
                   repair = { time = \"1 h\" } }\n\
                   failure.wear = { clock = \"operating\", every = \"9 h\", repair = { time = \"1 h\" } }";
    let model = model(&plant(station, "[plant]\nstart = 2026-03-02"));
    let modes: Vec<usize> = model.machines.iter().map(|machine| machine.modes.len()).collect();
    assert_eq!(modes, [2, 1]);
    assert!(model.machines.iter().all(|machine| machine.wears));
    let log = model.failures.iter().next().unwrap();
    let at = |hours| Time::ZERO + Span::from_hours(hours);
    assert_eq!(log.strikes, Strikes::At(vec![at(6), at(30)]));
}

/// Five hours of work, and nobody who starts nothing late is ever at work longer than four.
#[test]
fn tasks_that_nobody_ever_begins_are_told_unless_somebody_else_may_begin_them() {
    let text = |crew: &str, rest: &str| {
        format!(
            "[plant]\nstart = 2026-03-02\n[run]\nlength = \"4 weeks\"\n\
             [calendar]\nshort = {{ mon-fri = \"06:00-10:00\" }}\nlong = {{ mon-fri = \"06:00-11:00\" }}\n\
             [line.main]\nstations = [\"saw\"]\n[demand.all]\nevery = \"10 days\"\n\
             [station.saw]\ncycle = \"5 h\"\noperators = {{ hand = 1 }}\n\
             [crew.hand]\ncalendar = \"short\"\nat_shift_end = \"no_start\"\n{crew}\n{rest}\n"
        )
    };
    let is_told = |crew: &str, rest: &str| {
        let (compiled, said) = compiled(&text(crew, rest));
        assert!(compiled.is_some(), "{said:#?}");
        let message = "W101: a cycle of the station `saw` is never begun: it takes 5 h";
        said.contains(&message.to_owned())
    };
    assert!(is_told("", ""));
    assert!(is_told(
        "",
        "[crew.other]\ncalendar = \"short\"\nat_shift_end = \"no_start\"\nskills = [\"hand\"]"
    ));
    // Somebody is quicker, has longer hours, goes on where others left, becomes quicker, or stays longer.
    assert!(!is_told("skills = { hand = 1.25 }", ""));
    assert!(!is_told(
        "",
        "[crew.other]\ncalendar = \"long\"\nat_shift_end = \"no_start\"\nskills = [\"hand\"]"
    ));
    assert!(!is_told("", "[crew.other]\ncalendar = \"short\"\nskills = [\"hand\"]"));
    assert!(!is_told("learning = { curve = \"unit\", rate = \"95 %\" }", ""));
    let overtime =
        "[overtime.late]\ncrews = { hand = 1 }\ndays = \"mon\"\nfrom = \"10:00\"\nhours = \"1 h\"";
    assert!(!is_told("", overtime));
    // From the third week on the shift is long enough, or the work short enough.
    let change = |what: &str| format!("[change.later]\nfrom = 2026-03-16\n{what}");
    assert!(!is_told("", &change("crew.hand.calendar = \"long\"")));
    assert!(!is_told("", &change("station.saw.cycle = \"4 h\"")));
    assert!(is_told("", &change("station.saw.cycle = \"6 h\"")));
}
