//! Loads of people shift by shift.

use super::assert_close;
use crate::model::ShiftLoad;
use crate::model::tests::model;

/// Of each shift of the skill `weld`: the crews that are there, hours a week, people at work and needed.
fn shifts(text: &str) -> Vec<(String, [f64; 3])> {
    let model = model(text);
    let period = &model.loads_by_period()[0];
    let told = model.loads_by_shift(period);
    let row = |shift: &ShiftLoad| {
        let name = |id| model.crews[id].name.clone();
        let overtime = shift.overtime.iter().map(|&id| format!("{} again", name(id)));
        let crews: Vec<String> = shift.crews.iter().map(|&id| name(id)).chain(overtime).collect();
        (crews.join(" and "), [shift.hours, shift.people, shift.needed])
    };
    told.iter().map(row).collect()
}

fn assert_shifts(text: &str, right: &[(&str, [f64; 3])]) {
    let found = shifts(text);
    let names: Vec<&str> = found.iter().map(|(name, _)| name.as_str()).collect();
    assert_eq!(names, right.iter().map(|(name, _)| *name).collect::<Vec<_>>());
    for ((_, found), (_, right)) in found.iter().zip(right) {
        found.iter().zip(right).for_each(|(found, right)| assert_close(*found, *right));
    }
}

/// Three parts an hour of ten minutes each: half a welder at every hour, or 12 hours of work a day.
const SHOP: &str = r#"
[run]
length = "2 weeks"
[plant]
calendar = "two"
[calendar.two]
mon-sun = ["06:00-14:00", "14:00-22:00"]
[calendar.early]
mon-sun = "06:00-14:00"
[calendar.late]
mon-sun = "14:00-22:00"
[demand.all]
every = "20 min"
[line.main]
stations = ["weld"]
[station.weld]
machines = 2
cycle = "10 min"
operators = { weld = 1 }
[crew.early]
count = 2
calendar = "early"
skills = ["weld"]
[crew.late]
count = 1
calendar = "late"
skills = ["weld"]
"#;

/// The 12 hours of a day's work lie in 16 hours: 0.75 of a welder is needed in each, of two and of one.
#[test]
fn an_even_pace_asks_as_much_of_the_small_shift_as_of_the_large() {
    assert_shifts(SHOP, &[("early", [56.0, 2.0, 0.75]), ("late", [56.0, 1.0, 0.75])]);
}

/// With an hour off in the late shift there are 15 hours in which work goes on, so 0.8 of a welder in each:
/// seven of the eight late hours.
#[test]
fn breaks_are_neither_work_nor_time_of_other_crews() {
    let text = SHOP.replace(
        "mon-sun = \"14:00-22:00\"",
        "mon-sun = \"14:00-22:00\"\nbreaks = [{ at = \"18:00\", for = \"1 h\" }]",
    );
    assert_shifts(&text, &[("early", [56.0, 2.0, 0.8]), ("late", [56.0, 0.875, 0.7])]);
}

/// Whoever is there in the hours of both is told where they meet: 06:00 to 13:00, 13:00 to 14:00 and 14:00 to
/// 21:00 share the work of 15 hours.
#[test]
fn where_shifts_overlap_both_are_there() {
    let text = SHOP.replace("mon-sun = \"14:00-22:00\"", "mon-sun = \"13:00-21:00\"");
    let right = [
        ("early", [49.0, 2.0, 0.8]),
        ("early and late", [7.0, 3.0, 0.8]),
        ("late", [49.0, 1.0, 0.8]),
    ];
    assert_shifts(&text, &right);
}

/// A welder who stays three hours longer on Mondays, and with him the station: 84 hours of work a week lie in
/// 56 + 56 + 3 hours. Absence of a tenth makes two welders 1.8, and him 0.9 of one.
#[test]
fn planned_overtime_is_a_shift_of_its_own() {
    let more = "[overtime.monday]\ncrews = { late = 1 }\ndays = \"mon\"\nfrom = \"22:00\"\nhours = \"3 h\"\n";
    let text =
        SHOP.replace("skills = [\"weld\"]", "skills = [\"weld\"]\nabsence = \"10 %\"") + more;
    let pace = 84.0 / 115.0;
    let right = [
        ("early", [56.0, 1.8, pace]),
        ("late", [56.0, 0.9, pace]),
        ("late again", [3.0, 0.9, pace]),
    ];
    assert_shifts(&text, &right);
}

/// The certificate of the one late welder ends with the first week: the 168 hours of work of both weeks lie in
/// 14 early shifts and 7 late ones, and nobody works in the late ones of the second week.
#[test]
fn people_count_while_they_have_the_skill() {
    let text = SHOP.replace("calendar = \"two\"", "calendar = \"two\"\nstart = 2026-03-02")
        + "[crew.late.expires.weld]\non = 2026-03-08\n";
    assert_shifts(&text, &[("early", [56.0, 2.0, 1.0]), ("late", [28.0, 1.0, 1.0])]);
}

/// Repairs wait for their people, so they are asked of the hours in which these are there: one repair of an
/// hour for every nine hours at work, half an hour of which comes in every hour.
#[test]
fn repairs_are_asked_of_the_hours_of_their_people() {
    let text = SHOP.replace(
        "operators = { weld = 1 }",
        "failure.f = { clock = \"operating\", every = \
        \"9 h\", repair = { time = \"1 h\", operators = { weld = 1 } } }\ncalendar = \"early\"",
    );
    let repair = 0.5 / 9.0 * 24.0 / 16.0;
    assert_shifts(&text, &[("early", [56.0, 2.0, repair]), ("late", [56.0, 1.0, repair])]);
}

/// One crew, and crews that are always there together, have one load; a plant without a pace has none.
#[test]
fn where_nothing_differs_nothing_is_told() {
    let none: &[(&str, [f64; 3])] = &[];
    assert_shifts(&SHOP.replace("calendar = \"late\"", "calendar = \"early\""), none);
    assert_shifts(&SHOP.replace("[demand.all]\nevery = \"20 min\"", ""), none);
}

/// What all shifts together are needed for is what the load of the skill says.
#[test]
fn shifts_add_up_to_the_load_of_the_skill() {
    let text = SHOP.replace(
        "mon-sun = \"14:00-22:00\"",
        "mon-fri = \"13:00-22:00\"\nbreaks = [{ at = \"18:00\", for = \"1 h\" }]",
    );
    let load = model(&text).loads().skills.iter().next().copied().expect("one skill");
    let found = shifts(&text);
    let sum = |place: usize| found.iter().map(|(_, row)| row[0] * row[place]).sum::<f64>();
    assert_close(sum(2) / sum(1), load);
}
