//! Breaks in groups, worked by hand: the people of a crew go one after the other, and the work goes on.

use gemba::model::{Model, Shift};
use gemba::study::{EntityKind, Settings, run};
use gemba::units::{Span, Time};

use crate::hand_roster::Watched;
use crate::support::model;

/// A bench that needs one person, from 06:00 to 14:00, an hour for a piece.
fn bench(lunch: &str, crew: &str) -> Model {
    model(&format!(
        r#"
[plant]
start = 2026-03-02
currency = "EUR"
[run]
length = "1 day"
replications = 1
[line.main]
stations = ["bench"]
[station.bench]
cycle = "1 h"
operators = {{ fit = 1 }}
[calendar.early]
mon-fri = "06:00-14:00"
breaks = [{lunch}]
[calendar.late]
mon-fri = "14:00-22:00"
breaks = [{{ at = "18:00", for = "30 min", groups = 3 }}]
[crew.fit]
calendar = "early"
{crew}
"#
    ))
}

const IN_GROUPS: &str = r#"{ at = "12:00", for = "30 min", groups = 3 }"#;
const AT_ONCE: &str = r#"{ at = "12:00", for = "30 min" }"#;

/// Ends of the hours from 06:00 on, and further minutes.
fn ends(hours: std::ops::RangeInclusive<i64>, more: &[i64]) -> Vec<i64> {
    hours.map(|hour| hour * 60).chain(more.iter().copied()).collect()
}

/// Three people take turns, whoever has worked least first:
///
/// | from | to | at the bench | on a break |
/// |---|---|---|---|
/// | 06 | 12 | 1, 2, 3, 1, 2, 3 | |
/// | 12:00 | 12:30 | 2 (worked as much as 3) | 1 |
/// | 12:30 | 13:00 | 1, who is back, has worked 2 h like 3, and goes on with the piece of 2 | 2 |
/// | 13:00 | 14:00 | 1, 2.5 h like 2, who is back | 3 until 13:30 |
///
/// So 8 pieces. All at once stand at the bench from 12:00 to 12:30: 7 pieces, and half of one.
#[test]
fn a_line_runs_on_while_its_people_have_their_break_in_groups() {
    let seen = Watched::of(&bench(IN_GROUPS, "count = 3"), 1440);
    assert_eq!(seen.done, ends(7..=14, &[]));
    let off = 1440 - 480;
    assert_eq!(seen.minutes(1), [210, 240, 30, 0, off, 0]);
    assert_eq!(seen.minutes(2), [150, 300, 30, 0, off, 0]);
    assert_eq!(seen.minutes(3), [120, 330, 30, 0, off, 0]);
    let seen = Watched::of(&bench(AT_ONCE, "count = 3"), 1440);
    assert_eq!(seen.done, ends(7..=12, &[810]));
}

/// Alone there is but the first group: the bench stands from 12:00 to 12:30. With two people the third
/// group is empty.
#[test]
fn a_crew_of_one_has_the_break_of_the_first_group() {
    let alone = Watched::of(&bench(IN_GROUPS, ""), 1440);
    assert_eq!(alone.done, ends(7..=12, &[810]));
    assert_eq!(alone.minutes(1), [450, 0, 30, 0, 960, 0]);
    assert_eq!(Watched::of(&bench(IN_GROUPS, "count = 2"), 1440).done, ends(7..=14, &[]));
}

/// Who starts nothing that does not end before the break: at 12:00 person 2 would have to go at 12:30, and
/// 3 at 13:00, so 3 takes the piece. At 13:00 persons 1 and 2 have worked 2 h each, 3 is on a break.
#[test]
fn who_starts_nothing_late_looks_at_the_break_of_the_own_group() {
    let seen = Watched::of(&bench(IN_GROUPS, "count = 3\nat_shift_end = \"no_start\""), 1440);
    assert_eq!(seen.done, ends(7..=14, &[]));
    let work = [1, 2, 3].map(|person| seen.minutes(person)[0]);
    assert_eq!(work, [180, 120, 180]);
}

/// The second person is on the late shift today, with dinner of the second group, from 18:30 to 19:00: the
/// piece that is begun at 18:00 is done at 19:30. The others have lunch in their groups; the bench stands
/// from 12:30, when person 3 has worked for 12:00 to 12:30, never, since 1 is back.
#[test]
fn hours_of_a_roster_have_the_breaks_of_the_persons_group() {
    let roster = "count = 3\n[roster]\ncodes = { S = \"late\" }\n\
                  person.\"fit/2\" = { 2026-03-02 = \"S\" }\n";
    let seen = Watched::of(&bench(IN_GROUPS, roster), 1440);
    assert_eq!(seen.done, ends(7..=18, &[1170, 1230, 1290]));
    assert_eq!(seen.minutes(2), [450, 0, 30, 0, 960, 0]);
    assert_eq!(seen.minutes(3)[2], 30);
}

/// In a rota that begins with the late week everybody has dinner in groups, and so the bench runs from 14:00
/// to 22:00; alone it stands from 18:00 to 18:30.
#[test]
fn turns_of_a_rota_bring_their_breaks_in_groups() {
    let text = |count: u32| {
        format!(
            r#"
[plant]
start = 2026-03-02
[line.main]
stations = ["bench"]
[station.bench]
cycle = "1 h"
operators = {{ fit = 1 }}
[calendar.late]
mon-fri = "14:00-22:00"
breaks = [{{ at = "18:00", for = "30 min", groups = 3 }}]
[calendar.rota]
week_by_week = ["late", "off"]
[crew.fit]
count = {count}
calendar = "rota"
"#
        )
    };
    assert_eq!(Watched::of(&model(&text(3)), 1440).done, ends(15..=22, &[]));
    assert_eq!(Watched::of(&model(&text(1)), 1440).done, ends(15..=18, &[1170, 1230, 1290]));
}

/// One person on Monday, three from Tuesday on: the bench stands on Monday at 12:00 and on no day after.
#[test]
fn who_comes_on_a_date_takes_the_next_group() {
    let change = "count = 1\n[change.more]\nfrom = 2026-03-03\ncrew.fit.count = 3\n";
    let seen = Watched::of(&bench(IN_GROUPS, change), 2 * 1440);
    let mut by_hand = ends(7..=12, &[810]);
    // The half piece of Monday is done at 06:30 on Tuesday.
    by_hand.extend((0..8).map(|piece| 1440 + 390 + 60 * piece));
    assert_eq!(seen.done, by_hand);
}

/// Unpaid, it costs each of three people half an hour of eight; a rule that asks for a break after 6 h is
/// kept by the first group, which goes at 12:00, and broken by the two others.
#[test]
fn breaks_in_groups_count_for_pay_and_for_rules() {
    let lunch = r#"{ at = "12:00", for = "30 min", paid = false, groups = 3 }"#;
    let more = "count = 3\nlabour_cost = \"20 EUR/h\"\n\
                [rules.working_time]\nbreak_after = \"6 h\"\n";
    let results = run(&bench(lunch, more), &Settings { threads: 1, ..Settings::default() }, &());
    for (kpi, by_hand) in [("hours_paid", 22.5), ("labour_cost", 450.0), ("violations", 2.0)] {
        let figure = results.of(EntityKind::Crew, "fit", kpi).expect("a figure of the crew");
        let found = figure.interval.estimate;
        assert!((found - by_hand).abs() < 1e-9, "{kpi}: {found}, by hand {by_hand}");
    }
}

/// Planned overtime from 14:00 to 16:00 follows the shift without a gap, also for a machine that starts
/// nothing late: a piece of 3 h begun at 12:00 is done at 15:00.
#[test]
fn overtime_follows_the_shift_of_people_in_groups() {
    let text = |lunch: &str| {
        format!(
            r#"
[plant]
start = 2026-03-02
[line.main]
stations = ["bench"]
[station.bench]
cycle = "3 h"
operators = {{ fit = 1 }}
calendar = "early"
at_close = "no_start"
[calendar.early]
mon-fri = "06:00-14:00"
breaks = [{lunch}]
[crew.fit]
count = 3
calendar = "early"
[overtime.more]
crews = {{ fit = 3 }}
days = "mon-fri"
from = "14:00"
hours = "2 h"
"#
        )
    };
    assert_eq!(Watched::of(&model(&text("")), 1440).done, [540, 720, 900]);
    assert_eq!(Watched::of(&model(&text(IN_GROUPS)), 1440).done, [540, 720, 900]);
}

/// Dinner of a night shift from 23:45 on: the second group goes at 00:15, the third at 00:45.
#[test]
fn groups_go_on_after_midnight() {
    let text = r#"
[line.main]
stations = ["bench"]
[station.bench]
cycle = "1 h"
operators = { fit = 1 }
[calendar.night]
mon-fri = "22:00-06:00"
breaks = [{ at = "23:45", for = "30 min", groups = 3 }]
[crew.fit]
count = 4
calendar = "night"
"#;
    let model = model(text);
    let crew = model.crews.iter().next().expect("there is a crew");
    let begins = |number: u32| {
        let id = crew.calendar_of(number).expect("nobody is always there");
        let opens = Time::ZERO + Span::from_hours(22);
        assert_eq!(model.calendars[id].shift_at(opens), Shift::Open);
        let begins = model.calendars[id].next_change(opens).expect("there is a break");
        assert_eq!(model.calendars[id].shift_at(begins), Shift::Break { paid: true });
        (begins - opens).ticks() / Span::from_minutes(1).ticks()
    };
    // Whoever is the fourth is in the first group again.
    assert_eq!([1, 2, 3, 4].map(begins), [105, 135, 165, 105]);
}
