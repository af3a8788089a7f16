//! Differences of scenarios in the words of the plant.

use gemba::report::{diff_json, diff_text};
use gemba::scenario::{self, Memory, read};

const BASE: &str = r#"
[plant]
start = 2026-03-02
calendar = "two_shift"
[calendar.two_shift]
mon-fri = ["06:00-14:00", "14:00-22:00"]
closed = [2026-04-03]
[type.press]
buffer = 2
cycle = "30 s"
[station.cnc]
cycle = "180 s"
operators = { machinist = 1 }
[station.weld]
cycle = { mean = "2 min", cv = 0.2 }
[station.press_1]
like = "press"
[station.press_2]
like = "press"
[station.pack]
cycle = "1 min"
[line.a]
stations = ["press_1", "cnc", "weld", "press_2", "pack"]
[crew.machinist]
count = 3
[demand.all]
every = { mean = "6 min" }
[layout.positions]
cnc = [8, 0]
weld = [8, 6.5]
"#;

/// The lines that tell what a patch changes.
fn told(patch: &str) -> Vec<String> {
    let files = Memory::default()
        .with("base.toml", BASE)
        .with("patch.toml", format!("extends = \"base.toml\"\n{patch}\n"));
    let readings = ["base.toml", "patch.toml"].map(|name| read(&files, name));
    for one in &readings {
        assert!(!one.diagnostics.has_errors(), "{}", one.diagnostics.plain(&one.sources));
    }
    let text = diff_text(["base", "patch"], &scenario::diff(&readings[0], &readings[1]), None);
    text.lines().filter_map(|line| line.strip_prefix("- ")).map(str::to_owned).collect()
}

#[test]
fn what_stands_elsewhere_has_moved() {
    let patch = "[layout.positions]\ncnc = [8, 3]\nweld = [8.0, 6.5]\npack = [-2, 0]";
    assert_eq!(
        told(patch),
        ["layout: cnc moved from 8, 0 to 8, 3", "layout: pack stands at -2, 0"]
    );
    let speed = "layout.walking_speed = \"1.2 m/s\"\nlayout.distance = \"straight\"\n\
                 layout.positions.press_1 = [0, 0]\nlayout.positions.press_2 = [0, 9]";
    assert!(told(speed).contains(&"layout: distance rectilinear → straight".to_owned()));
    assert_eq!(
        told("crew.machinist.base = [1, 2]"),
        ["crew machinist: base at the first task → 1, 2"]
    );
}

#[test]
fn a_value_is_told_as_it_was_and_is() {
    assert_eq!(told("station.cnc.cycle = \"160 s\""), ["station cnc: cycle 180 s → 160 s"]);
    assert_eq!(
        told("station.weld.cycle = { mean = \"90 s\", cv = 0.2 }"),
        ["station weld: cycle mean 2 min → 90 s"]
    );
    assert_eq!(told("station.cnc.machines = 2"), ["station cnc: machines 1 → 2"]);
    assert_eq!(
        told("station.cnc.operators = \"none\""),
        ["station cnc: operators machinist 1 → none"]
    );
    assert_eq!(told("crew.machinist.count = 4"), ["crew machinist: count 3 → 4"]);
}

#[test]
fn what_means_the_same_is_no_change() {
    assert_eq!(told("station.cnc.cycle = \"3 min\""), [""; 0]);
    assert_eq!(told("station.cnc.source = \"time study\"\nname = \"Another name\""), [""; 0]);
    assert_eq!(told("station.cnc.machines = 1\n[value]\n[scale]"), [""; 0]);
}

#[test]
fn shifts_are_told_by_their_days() {
    assert_eq!(
        told("calendar.two_shift.sat = \"06:00-12:00\""),
        ["calendar two_shift: Saturday 06:00-12:00 added"]
    );
    assert_eq!(
        told("calendar.two_shift.mon-fri = [\"06:00-14:00\"]"),
        ["calendar two_shift: Monday to Friday 14:00-22:00 taken away"]
    );
    // Other words for the same days.
    let days = "\"mon,tue,wed,thu,fri\"";
    assert_eq!(
        told(&format!(
            "[calendar.two_shift]\nmon-fri = []\n{days} = [\"06:00-14:00\", \"14:00-22:00\"]"
        )),
        [""; 0]
    );
    assert_eq!(
        told("calendar.two_shift.closed = [2026-04-03, 2026-04-06]"),
        ["calendar two_shift: closed 2026-04-06 added"]
    );
}

#[test]
fn a_rota_tells_whose_turn_is_new() {
    let rota = |order: &str, more: &str| {
        format!(
            "[calendar.early]\nmon-fri = \"06:00-14:00\"\n[calendar.late]\nmon-fri = \
             \"14:00-22:00\"\n[calendar.night]\nmon-thu = \"22:00-06:00\"\n[calendar.a]\n\
             week_by_week = [{order}]\n[calendar.b]\nlike = \"a\"\n{more}\n"
        )
    };
    let two = rota("\"early\", \"late\"", "later_by = \"1 week\"");
    let three = rota("\"early\", \"late\", \"night\"", "later_by = \"2 weeks\"");
    let files = Memory::default().with("two.toml", two).with("three.toml", three);
    let [one, other] = ["two.toml", "three.toml"].map(|name| read(&files, name));
    let text = diff_text(["two", "three"], &scenario::diff(&one, &other), None);
    assert!(text.contains("- calendars a and b: night put in after late\n"), "{text}");
    assert!(text.contains("- calendar b: later_by 1 week → 2 weeks\n"), "{text}");
}

#[test]
fn a_work_element_tells_where_it_moves() {
    let base = "[line.a]\nstations = [\"op20\", \"op30\"]\n[station.op20]\n[station.op30]\n\
                [work.fit_seal]\nstation = \"op30\"\ntime = \"14 s\"\n[work.check]\nstation = \
                \"op30\"\ntime = \"8 s\"\n[work.fit]\nstation = \"op20\"\ntime = \"20 s\"\n";
    let patch = "extends = \"base.toml\"\n[work.fit_seal]\nstation = \"op20\"\ntime = \"13 s\"\n";
    let files = Memory::default().with("base.toml", base).with("patch.toml", patch);
    let [one, other] = ["base.toml", "patch.toml"].map(|name| read(&files, name));
    let text = diff_text(["base", "patch"], &scenario::diff(&one, &other), None);
    assert!(text.contains("- work element fit_seal: moved from op30 to op20\n"), "{text}");
    assert!(text.contains("- work element fit_seal: time 14 s → 13 s\n"), "{text}");
}

#[test]
fn a_line_tells_what_is_put_in_left_out_and_moved() {
    let vision = "[station.vision]\ncycle = \"20 s\"\n[line.a]\n";
    assert_eq!(
        told(&format!("{vision}insert = {{ vision = {{ after = \"weld\" }} }}")),
        ["line a: vision put in after weld", "station vision added: cycle 20 s"]
    );
    assert_eq!(told("line.a.without = [\"press_1\"]"), ["line a: press_1 left out"]);
    assert_eq!(
        told("line.a.move = { pack = { before = \"press_1\" } }"),
        ["line a: pack moved at the beginning"]
    );
}

#[test]
fn a_step_of_a_route_tells_what_is_different_in_it() {
    let plant = |cycle: &str, share: &str| {
        format!(
            "[station.source]\ncycle = \"1 min\"\n[product.x]\nroute = [\"source\", \
             {{ station = \"source\", name = \"again\", cycle = \"{cycle}\", \
             next = {{ again = \"{share}\", out = \"50 %\" }} }}]\n"
        )
    };
    let files = Memory::default()
        .with("one.toml", plant("30 s", "50 %"))
        .with("two.toml", plant("300 s", "50 %").replace("\"1 min\"", "\"2 min\""));
    let [one, two] = ["one.toml", "two.toml"].map(|name| read(&files, name));
    let text = diff_text(["one", "two"], &scenario::diff(&one, &two), None);
    assert!(text.contains("- product x: route again cycle 30 s → 300 s"), "{text}");
    assert!(text.contains("- station source: cycle 1 min → 2 min"), "{text}");
}

#[test]
fn the_same_change_of_several_things_is_told_once() {
    assert_eq!(told("type.press.buffer = 5"), ["stations press_1 and press_2: buffer 2 → 5"]);
    assert_eq!(
        told("[scale.x]\nwhat = \"station.press_*.cycle\"\nby = \"+10 %\""),
        ["stations press_1 and press_2: cycle 30 s → 33 s"]
    );
    let orders: String = (0..20)
        .flat_map(|order| ["[order.A", &order.to_string(), "]\nquantity = 3\n"].map(str::to_owned))
        .collect();
    assert_eq!(told(&orders), ["orders A0, A1, A2 and 17 others added"]);
}

#[test]
fn a_list_of_nothing_is_none() {
    let patch = "[calendar.never]\nmon-sun = []\n[crew.machinist]\ncalendar = \"never\"";
    let told = told(patch);
    assert!(told.iter().any(|line| line.contains("mon-sun none")), "{told:?}");
}

#[test]
fn a_roster_changes_day_by_day() {
    let roster = |rows: &str| format!("[roster.codes]\nF = \"two_shift\"\nU = \"leave\"\n{rows}");
    let rows = "[roster.person.\"machinist/2\"]\n2026-03-02 = \"U\"\n2026-03-03 = \"F\"\n";
    let before = format!("{BASE}{}", roster(rows));
    let days = |days: &str| {
        let patch = format!("extends = \"base.toml\"\n[roster.person.\"machinist/2\"]\n{days}");
        let files = Memory::default().with("base.toml", before.as_str()).with("patch.toml", patch);
        let changes = scenario::diff(&read(&files, "base.toml"), &read(&files, "patch.toml"));
        let json: serde_json::Value =
            serde_json::from_str(&diff_json(["base", "patch"], &changes)).expect("it is JSON");
        json["changes"].as_array().expect("a list").iter().map(ToString::to_string).collect()
    };
    let told: Vec<String> = days("2026-03-02 = \"F\"\n");
    assert_eq!(told.len(), 1);
    assert!(told[0].contains("machinist/2 on 2026-03-02 U → F"), "{told:?}");
    let many = [4, 5, 6, 7, 8].map(|day| format!("2026-03-{day:02} = \"U\"\n")).concat();
    let told: Vec<String> = days(&many);
    assert!(told[0].contains("machinist/2 on 5 days, first 2026-03-04"), "{told:?}");
    assert!(days("2026-03-03 = \"F\"\n").is_empty());
}

#[test]
fn programs_get_the_same_as_json() {
    let files = Memory::default()
        .with("base.toml", BASE)
        .with("patch.toml", "extends = \"base.toml\"\nstation.cnc.cycle = \"160 s\"\n");
    let changes = scenario::diff(&read(&files, "base.toml"), &read(&files, "patch.toml"));
    let json: serde_json::Value =
        serde_json::from_str(&diff_json(["base", "patch"], &changes)).expect("it is JSON");
    let change = &json["changes"][0];
    let told = ["group", "name", "key", "before", "after"].map(|key| change[key].as_str());
    assert_eq!(told, [Some("station"), Some("cnc"), Some("cycle"), Some("180 s"), Some("160 s")]);
}
