//! Limits on waits by hand: parts wait at most so long between two steps.

use gemba::ids::{Id, StationId};
use gemba::observe::{State, StationTally, Told};
use gemba::study::{EntityKind, Settings, run};

use crate::hand_cards::{area, same, table};
use crate::hand_causes::assert_chain;
use crate::support::model;
use crate::visits::{Story, minute};

/// An oven of 10 min behind a washer of 1 min, and so many parts at the start.
fn plant(limit: &str, parts: u32, more: &str) -> String {
    format!(
        "[plant]\nstart = 2026-03-02\n[run]\nlength = \"orders_done\"\n\
         [station.wash]\ncycle = \"1 min\"\n\
         [station.oven]\ncycle = \"10 min\"\nwithin = {{ of = \"wash\", {limit} }}\n{more}\n\
         [line.main]\nstations = [\"wash\", \"oven\"]\n[order.all]\nquantity = {parts}\n"
    )
}

/// The oven is the first station by name.
fn oven(story: &Story) -> StationTally {
    story.tally.station(StationId::at(0))
}

/// When parts were thrown away.
fn thrown_away(story: &Story) -> Vec<i64> {
    let lines = story.trace.lines().iter();
    lines
        .filter(|(_, told)| matches!(told, Told::Scrapped(..)))
        .map(|(at, _)| minute(*at))
        .collect()
}

/// Parts are out of the washer at 1, 2 and 3. The first is in the oven until 11; the others have waited 6 min
/// at 8 and at 9, and are thrown away then, not when the oven is free.
#[test]
fn who_has_waited_too_long_is_thrown_away_at_that_instant() {
    let text = plant("time = \"6 min\", else = \"scrap\"", 3, "");
    let (story, rows) = table(&text);
    same(&rows, &[(1, "wash", 0, 1), (1, "oven", 1, 11), (2, "wash", 1, 2), (3, "wash", 2, 3)]);
    assert_eq!(thrown_away(&story), [8, 9]);
    let oven = oven(&story);
    assert_eq!((oven.in_time, oven.scrapped, oven.starts), ((1, 2), 2, 1));
    assert_eq!(area(oven.queue, story.end), 6 + 6);
    assert_eq!(minute(story.end), 11);
    assert_chain(&text, &[("cycle at oven", 1, 11), ("cycle at wash", 0, 1)]);
}

/// The oven is free at 11, when the second part has waited for 9 min: that is in time if the limit is 9 min.
#[test]
fn who_begins_at_the_limit_is_in_time() {
    let (story, rows) = table(&plant("time = \"9 min\", else = \"scrap\"", 3, ""));
    let expected = [
        (1, "wash", 0, 1),
        (1, "oven", 1, 11),
        (2, "wash", 1, 2),
        (2, "oven", 11, 21),
        (3, "wash", 2, 3),
    ];
    same(&rows, &expected);
    assert_eq!(thrown_away(&story), [12]);
    assert_eq!(oven(&story).in_time, (2, 1));
}

/// Who is only counted goes on; without `else` that is so.
#[test]
fn who_is_only_counted_goes_on() {
    for limit in ["time = \"6 min\", else = \"count\"", "time = \"6 min\""] {
        let (story, rows) = table(&plant(limit, 3, ""));
        let expected = [
            (1, "wash", 0, 1),
            (1, "oven", 1, 11),
            (2, "wash", 1, 2),
            (2, "oven", 11, 21),
            (3, "wash", 2, 3),
            (3, "oven", 21, 31),
        ];
        same(&rows, &expected);
        let oven = oven(&story);
        assert_eq!((oven.in_time, oven.scrapped), ((1, 2), 0));
        assert_eq!(area(oven.queue, story.end), 9 + 18);
    }
}

/// The second part goes back at 7, after 5 min, and is washed again; its clock starts anew at 8.
#[test]
fn who_goes_back_is_washed_again() {
    let text = plant("time = \"5 min\", else = \"wash\"", 2, "");
    let (story, rows) = table(&text);
    let expected = [
        (1, "wash", 0, 1),
        (1, "oven", 1, 11),
        (2, "wash", 1, 2),
        (2, "wash", 7, 8),
        (2, "oven", 11, 21),
    ];
    same(&rows, &expected);
    let oven = oven(&story);
    assert_eq!((oven.in_time, area(oven.queue, story.end)), ((2, 1), 5 + 3));
    assert_eq!(area(oven.aside, story.end), 0);
}

/// It takes 2 min to bring a part back. At 7 the second one goes, and is washed from 9 on.
#[test]
fn who_goes_back_takes_the_way() {
    let more = "[transfer.from.oven.to]\nwash = \"2 min\"";
    let (_, rows) = table(&plant("time = \"5 min\", else = \"wash\"", 2, more));
    let expected = [
        (1, "wash", 0, 1),
        (1, "oven", 1, 11),
        (2, "wash", 1, 2),
        (2, "wash", 9, 10),
        (2, "oven", 11, 21),
    ];
    same(&rows, &expected);
}

/// The washer takes 4 min and has no place in front. The second part is out of it at 8 and too late at 13,
/// when the fourth is in the washer: it stands aside until 16. The fourth is too late at 21 and at 30.
///
/// ```text
/// min   washer          oven            in front of the oven
/// 0     1               -               -
/// 4     2               1               -
/// 8     3               1               2
/// 12    4               1               2, 3
/// 13    4               1               3           2 stands aside
/// 14    4               3               -           2
/// 16    2               3               4
/// 20    -               3               4, 2
/// 21    4               3               2
/// 24    4               2               -
/// 25    -               2               4
/// 30    4               2               -
/// 34    -               4               -
/// ```
#[test]
fn who_finds_no_room_stands_aside() {
    let text = plant("time = \"5 min\", else = \"wash\"", 4, "");
    let text = text.replace("cycle = \"1 min\"", "cycle = \"4 min\"\nbuffer = 0");
    let (story, rows) = table(&text);
    let expected = [
        (1, "wash", 0, 4),
        (1, "oven", 4, 14),
        (2, "wash", 4, 8),
        (2, "wash", 16, 20),
        (2, "oven", 24, 34),
        (3, "wash", 8, 12),
        (3, "oven", 14, 24),
        (4, "wash", 12, 16),
        (4, "wash", 21, 25),
        (4, "wash", 30, 34),
        (4, "oven", 34, 44),
    ];
    same(&rows, &expected);
    let oven = oven(&story);
    assert_eq!((oven.in_time, area(oven.aside, story.end)), ((4, 3), 3));
    assert_chain(
        &text,
        &[
            ("cycle at oven", 34, 44),
            ("cycle at wash", 30, 34),
            ("aside at oven", 25, 30),
            ("cycle at wash", 21, 25),
            ("aside at oven", 16, 21),
            ("cycle at wash", 12, 16),
            ("cycle at wash", 8, 12),
            ("cycle at wash", 4, 8),
            ("cycle at wash", 0, 4),
        ],
    );
}

/// Someone for the oven comes at 8. The first part is on it from 1 on, and taken off at 7; the second is out of
/// the washer at 2, is on the oven from 7 on, and begins at 8: that is in time.
#[test]
fn who_waits_on_a_machine_waits_too() {
    let more = "operators = { cook = 1 }\n\
                [crew.cooks]\nskills = [\"cook\"]\ncalendar = \"late\"\n\
                [calendar.late]\nmon-sun = \"00:08-23:00\"\n";
    let text = plant("time = \"6 min\", else = \"scrap\"", 2, more);
    let (story, rows) = table(&text);
    same(&rows, &[(1, "wash", 0, 1), (2, "wash", 1, 2), (2, "oven", 8, 18)]);
    assert_eq!(thrown_away(&story), [7]);
    assert_eq!(oven(&story).in_time, (1, 1));
    assert_eq!(story.stretches(1, State::WaitOperator), [(1, 8)]);
    assert_chain(
        &text,
        &[
            ("cycle at oven", 8, 18),
            ("nobody at oven", 7, 8),
            ("nobody at oven", 2, 7),
            ("cycle at wash", 1, 2),
            ("cycle at wash", 0, 1),
        ],
    );
}

/// Two parts are in the oven from 2 on, and somebody comes at 7. The first is taken out at 6, after 5 min: the
/// oven works on the other alone, which began at its limit, for 10 min and 2 min for the one part.
#[test]
fn a_batch_goes_on_without_who_is_too_late() {
    let more = "operators = { cook = 1 }\nbatch = { size = 2, each = \"2 min\" }\n\
                [crew.cooks]\nskills = [\"cook\"]\ncalendar = \"late\"\n\
                [calendar.late]\nmon-sun = \"00:07-23:00\"\n";
    let text = plant("time = \"5 min\", else = \"scrap\"", 2, more);
    let (story, rows) = table(&text);
    same(&rows, &[(1, "wash", 0, 1), (2, "wash", 1, 2), (2, "oven", 7, 19)]);
    assert_eq!(thrown_away(&story), [6]);
    assert_eq!(oven(&story).in_time, (1, 1));
}

/// The oven is set up for 4 min for the other product from 11 on: its part, out of the washer at 2, is too late
/// at 13, in the middle of that. The setup is given up.
#[test]
fn a_setup_is_part_of_the_wait() {
    let text = "[plant]\nstart = 2026-03-02\n[run]\nlength = \"orders_done\"\n\
                [station.wash]\ncycle = \"1 min\"\n\
                [station.oven]\ncycle = \"10 min\"\nsetup = \"4 min\"\n\
                [product.a]\nroute = [\"wash\", \"oven\"]\n\
                [product.b]\n\
                route = [\"wash\", { station = \"oven\", within = { time = \"11 min\", else = \"scrap\" } }]\n\
                [order.1]\nproduct = \"a\"\n[order.2]\nproduct = \"b\"\n";
    let (story, rows) = table(text);
    same(&rows, &[(1, "wash", 0, 1), (1, "oven", 1, 11), (2, "wash", 1, 2)]);
    assert_eq!(thrown_away(&story), [13]);
    assert_eq!(story.stretches(1, State::Setup), [(11, 13)]);
    assert_eq!(oven(&story).in_time, (0, 1));
}

/// A part is 8 min at the step between: at 7 it is too late, and it is thrown away at 9, when it comes.
#[test]
fn who_is_elsewhere_is_taken_out_on_coming() {
    let text = plant("time = \"6 min\", else = \"scrap\"", 1, "[station.rinse]\ncycle = \"8 min\"");
    let text = text.replace("[\"wash\", \"oven\"]", "[\"wash\", \"rinse\", \"oven\"]");
    let (story, rows) = table(&text);
    same(&rows, &[(1, "wash", 0, 1), (1, "rinse", 1, 9)]);
    assert_eq!(thrown_away(&story), [9]);
    assert_eq!(oven(&story).in_time, (0, 1));
    assert_eq!(area(oven(&story).queue, story.end), 0);
}

/// The figures of a study: of three parts one began in time.
#[test]
fn a_study_tells_who_was_too_late() {
    let model = model(&plant("time = \"6 min\", else = \"scrap\"", 3, ""));
    let results = run(&model, &Settings { threads: 1, ..Settings::default() }, &());
    let of = |kpi| results.of(EntityKind::Station, "oven", kpi).expect("the figure").interval;
    assert!((of("too_late").estimate - 2.0).abs() < 1e-12);
    assert!((of("late_share").estimate - 2.0 / 3.0).abs() < 1e-12);
}
