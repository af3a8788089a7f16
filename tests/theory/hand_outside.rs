//! Work outside by hand: parts wait for the lorry, are away, and come back. The plant starts on a Monday.

use gemba::ids::{Id, StationId};
use gemba::plant::{Plant, Stop};
use gemba::study::{Ending, EntityKind, Settings, run};
use gemba::units::{Span, Time};

use crate::hand_cards::{area, table};
use crate::hand_causes::assert_chain;
use crate::support::model;
use crate::visits::{Story, minute};

/// A saw and a packer, an hour each, and plating outside between them.
fn plant(outside: &str, parts: u32, more: &str) -> String {
    format!(
        "[plant]\nstart = 2026-03-02\n[run]\nlength = \"orders_done\"\n\
         [station.saw]\ncycle = \"1 h\"\n[station.plating]\noutside = {{ {outside} }}\n\
         [station.pack]\ncycle = \"1 h\"\n{more}\n\
         [line.main]\nstations = [\"saw\", \"plating\", \"pack\"]\n[order.all]\nquantity = {parts}\n"
    )
}

/// When parts are packed: hours since the start.
fn packed(text: &str) -> (Story, Vec<(i64, i64)>) {
    let (story, rows) = table(text);
    let mut found: Vec<(i64, i64)> = rows
        .iter()
        .filter(|(_, at, ..)| at == "pack")
        .map(|&(_, _, from, to)| (from / 60, to / 60))
        .collect();
    found.sort_unstable();
    (story, found)
}

/// Sawn at 1, 2 and 3 h; the lorry leaves on Tuesday at 14:00, which is 38 h, and brings them back on Thursday.
#[test]
fn parts_leave_with_the_lorry_and_come_back() {
    let text = plant("time = \"2 days\", leaves = { days = \"tue\", at = \"14:00\" }", 3, "");
    let (story, found) = packed(&text);
    assert_eq!(found, [(86, 87), (87, 88), (88, 89)]);
    let plating = story.tally.station(StationId::at(1));
    assert_eq!(area(plating.queue, story.end), 60 * (37 + 36 + 35));
    assert_eq!(area(plating.aside, story.end), 60 * 3 * 48);
    assert_eq!((plating.starts, plating.done), (3, 3));
    let chain = [
        ("cycle at pack", 88 * 60, 89 * 60),
        ("cycle at pack", 87 * 60, 88 * 60),
        ("cycle at pack", 86 * 60, 87 * 60),
        ("aside at plating", 60, 86 * 60),
        ("cycle at saw", 0, 60),
    ];
    assert_chain(&text, &chain);
}

/// Who comes at the minute of the lorry is on it; who comes later waits for the next.
#[test]
fn who_comes_at_the_minute_of_the_lorry_is_on_it() {
    let text = plant("time = \"2 days\", leaves = { days = \"tue\", at = \"14:00\" }", 2, "");
    let text = text + "release = 2026-03-03T13:00:00\n";
    let (_, found) = packed(&text);
    assert_eq!(found, [(86, 87), (86 + 168, 87 + 168)]);
}

/// Three parts are too few; with two more, on Wednesday, the lorry of the next week takes all five.
#[test]
fn a_lorry_waits_for_its_minimum() {
    let outside = "time = \"2 days\", leaves = { days = \"tue\", at = \"14:00\" }, minimum = 5";
    let text = plant(outside, 3, "") + "[order.more]\nquantity = 2\nrelease = 2026-03-04\n";
    let (_, found) = packed(&text);
    let first = 38 + 168 + 48;
    assert_eq!(found, (first..first + 5).map(|hour| (hour, hour + 1)).collect::<Vec<_>>());
}

/// Three parts will never be five: the run ends with the first lorry after a day without any move.
#[test]
fn too_few_parts_for_ever_are_told() {
    let outside = "time = \"2 days\", leaves = { days = \"tue\", at = \"14:00\" }, minimum = 5";
    let model = model(&plant(outside, 3, ""));
    let mut plant = Plant::new(&model, 1, 0, ());
    assert!(!plant.run_orders(Time::ZERO + Span::from_days(365)));
    assert_eq!(plant.audit(), Ok(()));
    assert_eq!(
        (plant.now(), plant.stopped()),
        (Time::ZERO + Span::from_hours(38), Some(&Stop::Standstill))
    );
    let results = run(&model, &Settings { threads: 1, ..Settings::default() }, &());
    let [(Ending::NotFull { batches, .. }, _)] = &results.endings[..] else {
        panic!("{:?}", results.endings)
    };
    let found: Vec<_> =
        batches.iter().map(|row| (row.station.as_str(), row.parts, row.minimum)).collect();
    assert_eq!(found, [("plating", 3, 5)]);
}

/// Away for a day from Tuesday 14:00 on, and back with the lorry of Monday at 08:00: 176 h.
#[test]
fn a_lorry_brings_parts_back() {
    let outside = "time = \"1 day\", leaves = { days = \"tue\", at = \"14:00\" }, \
                   returns = { days = \"mon\", at = \"08:00\" }";
    let (_, found) = packed(&plant(outside, 1, ""));
    assert_eq!(found, [(176, 177)]);
}

/// The lorry leaves on Friday at 10:00. Monday and Tuesday are two workdays, and Tuesday is over at midnight:
/// packing begins on Wednesday at 06:00, in the tenth day.
#[test]
fn workdays_are_those_of_the_plant() {
    let outside = "time = \"2 workdays\", leaves = { days = \"fri\", at = \"10:00\" }";
    let text = plant(outside, 1, "[calendar.day]\nmon-fri = \"06:00-14:00\"");
    let text = text.replace("start = 2026-03-02", "start = 2026-03-02\ncalendar = \"day\"");
    let (story, found) = packed(&text);
    assert_eq!(found, [(9 * 24 + 6, 9 * 24 + 7)]);
    // From Friday 10:00 to the end of Tuesday.
    let aside = area(story.tally.station(StationId::at(1)).aside, story.end);
    assert_eq!(aside, 60 * (9 * 24 - (4 * 24 + 10)));
}

/// Every day at 14:00; half of what comes back is thrown away, on average.
#[test]
fn what_is_done_outside_may_be_bad() {
    let outside = "time = \"1 day\", leaves = { at = \"14:00\" }";
    let text = plant(outside, 400, "").replace("outside", "scrap = \"50 %\"\noutside");
    let text = text.replace("cycle = \"1 h\"", "cycle = \"1 s\"");
    let results = run(&model(&text), &Settings { threads: 1, ..Settings::default() }, &());
    let of = |kpi| results.of(EntityKind::Product, "main", kpi).expect("the figure").interval;
    // Two replications of 400 parts: three standard deviations of their mean are 21.
    assert!((of("parts_scrapped").estimate - 200.0).abs() < 22.0, "{:?}", of("parts_scrapped"));
    let total = of("parts_scrapped").estimate + of("parts_finished").estimate;
    assert!((total - 400.0).abs() < 1e-9);
}

/// Away from midnight on for 20 h, back at 06:00 of the day after, when the shop opens: the last thing that is due
/// comes in the very instant of an opening, more than a day after the last part has moved. Turned one after the other.
#[test]
fn parts_that_come_back_with_the_opening_are_no_standstill() {
    let text = r#"
        [plant]
        start = 2026-03-02
        calendar = "day"
        [calendar.day]
        mon-fri = ["06:00-14:00"]
        [run]
        length = "orders_done"
        [station.turn]
        cycle = "30 min"
        [station.plating]
        outside = { time = "20 h", leaves = { at = "00:00" }, returns = { at = "06:00" } }
        [product.p]
        route = ["plating", "turn"]
        [order.o]
        product = "p"
        quantity = 3
    "#;
    let (story, rows) = table(text);
    let turned: Vec<(i64, i64)> = rows.iter().map(|row| (row.2, row.3)).collect();
    assert_eq!(turned, [(1800, 1830), (1830, 1860), (1860, 1890)]);
    assert_eq!(minute(story.end), 1890);
}
