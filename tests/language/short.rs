//! Types, copies, changed sequences, scales and values.

use gemba::ids::Id;
use gemba::scenario::{Memory, read};

use crate::{model, same};

const PRESSES: &str = r#"
[type.press]
cycle = { mean = "40 s", cv = 0.2 }
buffer = 2
[type.press.failure.jam]
clock = "operating"
every = { mean = "9 h" }
repair = { time = "8 min" }
[station.press_1]
like = "press"
[station.press_2]
like = "press"
cycle = "30 s"
failure.jam.remove = true
[station.wash]
cycle = "20 s"
[line.a]
stations = ["press_1", "press_2", "wash"]
"#;

const PRESSES_AT_LENGTH: &str = r#"
[station.press_1]
cycle = { mean = "40 s", cv = 0.2 }
buffer = 2
[station.press_1.failure.jam]
clock = "operating"
every = { mean = "9 h" }
repair = { time = "8 min" }
[station.press_2]
cycle = "30 s"
buffer = 2
[station.wash]
cycle = "20 s"
[line.a]
stations = ["press_1", "press_2", "wash"]
"#;

#[test]
fn a_station_has_what_its_type_has_and_what_it_says_itself() {
    same(&[("plant.toml", PRESSES)], PRESSES_AT_LENGTH);
}

#[test]
fn a_station_may_change_parts_of_what_its_type_has() {
    let short = r#"
        [type.press]
        cycle = { mean = "40 s", cv = 0.2 }
        failure.jam = { clock = "operating", every = { mean = "9 h" }, repair = { time = "8 min" } }
        [crew.fitter]
        [station.one]
        like = "press"
        cycle.mean = "50 s"
        failure.jam.repair.operators = { fitter = 1 }
        [station.two]
        like = "press"
        cycle = { mean = "50 s", sd = "1 s" }
        failure.jam.every = { dist = "weibull", mean = "9 h", cv = 0.5 }
        [station.three]
        like = "press"
        cycle = "1 min"
        [line.a]
        stations = ["one", "two", "three"]
    "#;
    let long = r#"
        [crew.fitter]
        [station.one]
        cycle = { mean = "50 s", cv = 0.2 }
        [station.one.failure.jam]
        clock = "operating"
        every = { mean = "9 h" }
        repair = { time = "8 min", operators = { fitter = 1 } }
        [station.two]
        cycle = { mean = "50 s", sd = "1 s" }
        [station.two.failure.jam]
        clock = "operating"
        every = { dist = "weibull", mean = "9 h", cv = 0.5 }
        repair = { time = "8 min" }
        [station.three]
        cycle = "1 min"
        failure.jam = { clock = "operating", every = { mean = "9 h" }, repair = { time = "8 min" } }
        [line.a]
        stations = ["one", "two", "three"]
    "#;
    same(&[("plant.toml", short)], long);
}

#[test]
fn a_patch_of_a_type_changes_all_that_are_like_it() {
    let patch = "extends = \"plant.toml\"\n[type.press]\nbuffer = 7\n";
    let long = PRESSES_AT_LENGTH.replace("buffer = 2", "buffer = 7");
    same(&[("patch.toml", patch), ("plant.toml", PRESSES)], &long);
}

#[test]
fn a_type_may_be_half_and_of_a_type_and_a_station_may_be_a_pattern() {
    let short = r#"
        [type.machine]
        buffer = 3
        failure.jam = { clock = "operating", every = { mean = "9 h" } }
        [type.lathe]
        like = "machine"
        cycle = "1 min"
        [station.one]
        like = "type.lathe"
        failure.jam.repair = { time = "5 min" }
        [station.two]
        like = "one"
        machines = 2
        [line.a]
        stations = ["one", "two"]
    "#;
    let long = r#"
        [station.one]
        buffer = 3
        cycle = "1 min"
        failure.jam = { clock = "operating", every = { mean = "9 h" }, repair = { time = "5 min" } }
        [station.two]
        buffer = 3
        machines = 2
        cycle = "1 min"
        failure.jam = { clock = "operating", every = { mean = "9 h" }, repair = { time = "5 min" } }
        [line.a]
        stations = ["one", "two"]
    "#;
    same(&[("plant.toml", short)], long);
}

#[test]
fn what_a_patch_takes_from_a_type_stays_away() {
    let patches = [
        "extends = \"plant.toml\"\nstation.press_1.failure.jam.remove = true\n",
        "extends = \"one.toml\"\n[station.press_1.failure.jam]\nclock = \"calendar\"\n\
         every = \"5 h\"\nrepair = { time = \"1 min\" }\n",
    ];
    let long = PRESSES_AT_LENGTH
        .replace("clock = \"operating\"", "clock = \"calendar\"")
        .replace("{ mean = \"9 h\" }", "\"5 h\"")
        .replace("8 min", "1 min");
    same(&[("two.toml", patches[1]), ("one.toml", patches[0]), ("plant.toml", PRESSES)], &long);
}

#[test]
fn what_is_taken_away_stays_away_whatever_lies_below() {
    let base = format!("{PRESSES}[station.press_1.failure.jam]\nevery = \"5 h\"\n");
    let patch = "extends = \"plant.toml\"\nstation.press_1.failure.jam.remove = true\n";
    let jam = "[station.press_1.failure.jam]\nclock = \"operating\"\nevery = { mean = \"9 h\" }\n\
               repair = { time = \"8 min\" }\n";
    let long = PRESSES_AT_LENGTH.replace(jam, "");
    assert_ne!(long, PRESSES_AT_LENGTH);
    same(&[("patch.toml", patch), ("plant.toml", &base)], &long);
}

#[test]
fn a_patch_that_writes_stations_anew_knows_nothing_of_earlier_changes() {
    let stations = "[station.saw]\ncycle = \"1 min\"\n[station.mill]\nlike = \"saw\"\n\
                    [line.a]\nstations = [\"saw\", \"mill\"]\n";
    let base = format!("{stations}[line.b]\nlike = \"line.a\"\nwithout = [\"saw\"]\n");
    let patch = "extends = \"base.toml\"\n[line.b]\nstations = [\"saw\", \"mill\"]\n\
                 [demand.x]\nproducts = { a = 1, b = 1 }\nevery = \"9 min\"\n";
    let long = format!(
        "{stations}[line.b]\nstations = [\"saw\", \"mill\"]\n\
         [demand.x]\nproducts = {{ a = 1, b = 1 }}\nevery = \"9 min\"\n"
    );
    same(&[("patch.toml", patch), ("base.toml", &base)], &long);
}

#[test]
fn a_line_like_another_has_machines_of_its_own() {
    let short =
        format!("{PRESSES}[line.b]\nlike = \"line.a\"\n[station.\"b.wash\"]\nmachines = 2\n");
    let long = format!(
        "{PRESSES_AT_LENGTH}[station.\"b.press_1\"]\nlike = \"press_1\"\n\
         [station.\"b.press_2\"]\nlike = \"press_2\"\n\
         [station.\"b.wash\"]\nmachines = 2\ncycle = \"20 s\"\n\
         [line.b]\nstations = [\"b.press_1\", \"b.press_2\", \"b.wash\"]\n"
    );
    same(&[("plant.toml", &short)], &long);
}

/// A line of four and a second one like it.
const TWO_LINES: &str = r#"
[station.saw]
cycle = "1 min"
[station.mill]
cycle = "2 min"
[station.wash]
cycle = "3 min"
[station.vision]
cycle = "4 min"
[line.a]
stations = ["saw", "mill", "wash"]
[line.b]
like = "line.a"
"#;

#[test]
fn two_files_change_the_sequence_of_a_line_like_another_one_after_the_other() {
    let base = format!("{TWO_LINES}insert = {{ vision = {{ after = \"saw\" }} }}\n");
    let third = "[station.mark]\ncycle = \"5 min\"\n";
    let patch = format!(
        "extends = \"base.toml\"\n{third}[line.b]\nwithout = [\"b.saw\", \"vision\"]\n\
         insert = {{ mark = {{ after = \"b.wash\" }} }}\n"
    );
    let long = format!(
        "{}{third}[station.\"b.mill\"]\nlike = \"mill\"\n[station.\"b.wash\"]\nlike = \"wash\"\n\
         [line.b]\nstations = [\"b.mill\", \"b.wash\", \"mark\"]\n",
        TWO_LINES.replace("[line.b]\nlike = \"line.a\"\n", "")
    );
    same(&[("patch.toml", &patch), ("base.toml", &base)], &long);
}

#[test]
fn two_files_change_a_station_of_a_line_like_another() {
    let base = format!("{TWO_LINES}[station.\"b.saw\"]\nmachines = 2\nbuffer = 9\n");
    let patch = "extends = \"base.toml\"\n[station.\"b.saw\"]\nbuffer = 3\ncycle = \"50 s\"\n";
    let long =
        format!("{TWO_LINES}[station.\"b.saw\"]\nmachines = 2\nbuffer = 3\ncycle = \"50 s\"\n");
    same(&[("patch.toml", patch), ("base.toml", &base)], &long);
}

#[test]
fn a_station_of_a_copied_line_that_is_removed_and_given_anew_is_no_copy() {
    let lines = TWO_LINES.replace("\"1 min\"", "\"1 min\"\nbuffer = 4");
    let base = format!("{lines}[station.\"b.saw\"]\nmachines = 2\n");
    let files = [
        ("anew.toml", "extends = \"gone.toml\"\n[station.\"b.saw\"]\ncycle = \"9 s\"\n"),
        ("gone.toml", "extends = \"base.toml\"\nstation.\"b.saw\".remove = true\n"),
        ("base.toml", base.as_str()),
    ];
    let long = format!(
        "{}[station.\"b.saw\"]\ncycle = \"9 s\"\n[station.\"b.mill\"]\nlike = \"mill\"\n\
         [station.\"b.wash\"]\nlike = \"wash\"\n\
         [line.b]\nstations = [\"b.saw\", \"b.mill\", \"b.wash\"]\n",
        lines.replace("[line.b]\nlike = \"line.a\"\n", "")
    );
    same(&files, &long);
}

#[test]
fn a_chain_of_likes_may_be_long_and_in_any_order() {
    const LENGTH: usize = 20_000;
    let chain = |order: &mut dyn Iterator<Item = usize>| {
        let link = |link: usize| format!("[station.s{link}]\nlike = \"s{}\"\n", link + 1);
        let links: String = order.map(link).collect();
        format!("{links}[station.s{LENGTH}]\ncycle = \"1 min\"\n[line.a]\nstations = [\"s0\"]\n")
    };
    let up = chain(&mut (0..LENGTH));
    let down = chain(&mut (0..LENGTH).rev());
    same(&[("plant.toml", &up)], &down);
    let first = model(&[("plant.toml", &up)]);
    assert!((first.places[first.steps[Id::at(0)].places.first()].cycle.mean() - 60e6).abs() < 1.0);
}

#[test]
fn a_line_like_another_shows_the_names_of_its_own_stations() {
    let base = format!("{TWO_LINES}insert = {{ vision = {{ after = \"saw\" }} }}\n");
    let reading = read(&Memory::default().with("plant.toml", base), "plant.toml");
    let origins = reading.origin("line.b").expect("it is there");
    let stations = origins.iter().find(|origin| origin.key == "stations").expect("listed");
    assert_eq!(stations.value, "[\"b.saw\", \"vision\", \"b.mill\", \"b.wash\"]");
}

#[test]
fn a_line_changes_its_sequence_without_being_written_anew() {
    let base = r#"
        [station.saw]
        cycle = "1 min"
        [station.weld]
        like = "saw"
        [station.cnc]
        like = "saw"
        [station.wash]
        like = "saw"
        [station.vision]
        like = "saw"
        [station.mark]
        like = "saw"
        [line.a]
        stations = ["saw", "cnc", "wash", "weld"]
    "#;
    let sequence = |patch: &str| {
        let patch = format!("extends = \"base.toml\"\n[line.a]\n{patch}\n");
        let plant = model(&[("patch.toml", &patch), ("base.toml", base)]);
        let names = plant.steps.iter().map(|step| plant.places[step.places.first()].station);
        names.map(|station| plant.stations[station].name.clone()).collect::<Vec<_>>().join(" ")
    };
    assert_eq!(sequence("insert = { vision = { after = \"weld\" } }"), "saw cnc wash weld vision");
    assert_eq!(sequence("move = { wash = { before = \"cnc\" } }"), "saw wash cnc weld");
    assert_eq!(sequence("without = [\"cnc\"]"), "saw wash weld");
    let chain = "insert = { mark = { after = \"vision\" }, vision = { before = \"cnc\" } }";
    assert_eq!(sequence(chain), "saw vision mark cnc wash weld");
    let all = "without = [\"saw\"]\nmove = { weld = { before = \"cnc\" } }\n\
               insert = { mark = { after = \"weld\" } }";
    assert_eq!(sequence(all), "weld mark cnc wash");
}

#[test]
fn many_stations_find_their_places_in_a_long_line_in_whatever_order_they_stand() {
    const LINE: usize = 20_000;
    const INSERTED: usize = 1_000;
    let station = |at: usize| format!("[station.s{at}]\ncycle = \"1 min\"\n");
    let stations: String = (0..LINE + INSERTED).map(station).collect();
    let line: Vec<String> = (0..LINE).map(|at| format!("\"s{at}\"")).collect();
    // Each goes behind the one that is written after it, and the last one behind the tenth of the line.
    let place = |at: usize| if at + 1 == LINE + INSERTED { 9 } else { at + 1 };
    let inserted = (LINE..LINE + INSERTED).map(|at| format!("s{at}.after = \"s{}\"\n", place(at)));
    let text = format!(
        "{stations}[line.a]\nstations = [{}]\n[line.a.insert]\n{}",
        line.join(", "),
        inserted.collect::<String>()
    );
    let scenario = read(&Memory::default().with("plant.toml", text), "plant.toml").scenario;
    let scenario = scenario.expect("no mistakes");
    let sequence = scenario.line.get("a").and_then(|line| line.stations.as_ref()).expect("there");
    let names: Vec<&str> = sequence.value.iter().map(|name| name.value.as_str()).collect();
    let wanted = (0..10).chain((LINE..LINE + INSERTED).rev()).chain(10..LINE);
    assert_eq!(names, wanted.map(|at| format!("s{at}")).collect::<Vec<_>>());
}

#[test]
fn two_patches_of_one_sequence_both_count() {
    let saw = "[station.saw]\ncycle = \"1 min\"\n[station.weld]\nlike = \"saw\"\n[station.wash]\n\
               like = \"saw\"\n[station.mark]\nlike = \"saw\"\n";
    let base = format!("{saw}[line.a]\nstations = [\"saw\", \"weld\"]\n");
    let files = [
        ("both.toml", "extends = [\"one.toml\", \"two.toml\"]\n"),
        ("one.toml", "extends = \"base.toml\"\nline.a.insert.wash.after = \"saw\"\n"),
        ("two.toml", "extends = \"base.toml\"\nline.a.insert.mark.after = \"wash\"\n"),
        ("base.toml", &base),
    ];
    same(&files, &format!("{saw}[line.a]\nstations = [\"saw\", \"wash\", \"mark\", \"weld\"]\n"));
}

#[test]
fn a_scale_reaches_every_cycle_of_its_stations_and_nothing_else() {
    let plant = |saw: &str, step: &str, other: &str, by: &str| {
        format!(
            r#"
            [station.saw_1]
            cycle = {saw}
            [station.saw_2]
            cycle = {saw}
            [station.wash]
            cycle = "20 s"
            [product.x]
            route = [{{ station = ["saw_1", "saw_2"], cycle = "{step}" }}, "wash"]
            [product.y]
            route = ["saw_1", {{ station = "wash", cycle = "{other}" }}]
            [demand.all]
            products = {{ x = 1, y = 1 }}
            every = "5 min"
            {by}"#
        )
    };
    let scale = "[scale.slower]\nwhat = \"station.saw_*.cycle\"\nby = \"+10 %\"\n";
    let short = plant("{ mean = \"40 s\", sd = \"5 s\" }", "50 s", "30 s", scale);
    same(
        &[("plant.toml", &short)],
        &plant("{ mean = \"44 s\", sd = \"5.5 s\" }", "55 s", "30 s", ""),
    );
}

#[test]
fn a_scale_of_a_standard_time_leaves_allowance_and_performance() {
    let plant = |standard: &str, scale: &str| {
        format!(
            "[station.saw]\ncycle = {{ standard = \"{standard}\", allowance = \"12 %\", cv = 0.2 }}\n\
             [line.a]\nstations = [\"saw\"]\n{scale}"
        )
    };
    let scale = "[scale.slower]\nwhat = \"station.saw.cycle\"\nby = \"+10 %\"\n";
    same(&[("plant.toml", &plant("100 s", scale))], &plant("110 s", ""));
}

#[test]
fn a_scale_reaches_a_value_once_and_all_stations_of_a_step_together() {
    let plant = |saw: &str, step: &str, scale: &str| {
        format!(
            "[station.a]\ncycle = \"{saw}\"\n[station.b]\ncycle = \"{saw}\"\n\
             [product.x]\nroute = [\"a\", \"b\", {{ station = [\"a\", \"b\"], cycle = \"{step}\" }}]\n{scale}"
        )
    };
    let scale =
        "[scale.x]\nwhat = [\"station.b.cycle\", \"station.a.cycle\", \"*.a.cycle\"]\nby = 2\n";
    same(&[("plant.toml", &plant("30 s", "20 s", scale))], &plant("60 s", "40 s", ""));
}

#[test]
fn a_scale_reaches_the_time_of_its_station_where_each_has_its_own() {
    let plant = |times: [&str; 3], scale: &str| {
        let [saw, other, third] = times;
        format!(
            "[station.saw_1]\n[station.saw_2]\n[station.wash]\n[product.x]\nroute = [{{ station = {{ saw_1 = {saw}, \
             saw_2 = {other}, wash = {third} }}, choice = \"earliest_finish\" }}]\n{scale}"
        )
    };
    let spread = "{ mean = \"40 s\", sd = \"5 s\" }";
    let scaled = "{ mean = \"44 s\", sd = \"5.5 s\" }";
    let scale = "[scale.slower]\nwhat = [\"station.saw_*.cycle\", \"station.saw_1.cycle\"]\nby = \"+10 %\"\n";
    same(
        &[("plant.toml", &plant([spread, "\"50 s\"", "\"30 s\""], scale))],
        &plant([scaled, "\"55 s\"", "\"30 s\""], ""),
    );
}

#[test]
fn several_scales_multiply_and_take_factors() {
    let plant = |cycle: &str, count: u32, scrap: &str, scales: &str| {
        format!(
            "[station.saw]\ncycle = \"{cycle}\"\nmachines = {count}\nscrap = \"{scrap}\"\n\
             [line.a]\nstations = [\"saw\"]\n{scales}"
        )
    };
    let scales = "[scale.a]\nwhat = [\"station.*.cycle\", \"station.*.machines\"]\nby = 1.5\n\
                  [scale.b]\nwhat = [\"station.saw.cycle\", \"station.saw.scrap\"]\nby = \"-20 %\"\n";
    same(&[("plant.toml", &plant("40 s", 4, "5 %", scales))], &plant("48 s", 6, "4 %", ""));
}

#[test]
fn a_value_holds_wherever_it_is_named() {
    let plant = |repair: &str, value: &str| {
        format!(
            "[station.saw]\ncycle = \"1 min\"\n[station.saw.failure.jam]\nclock = \"operating\"\n\
             every = {{ mean = \"{repair}\" }}\nrepair = {{ time = \"{repair}\" }}\n\
             [line.a]\nstations = [\"saw\"]\n{value}"
        )
    };
    let short = plant("@stop", "[value]\nstop = \"12 min\"\n");
    same(&[("plant.toml", &short)], &plant("12 min", ""));
    let patch = "extends = \"plant.toml\"\nvalue.stop = \"15 min\"\n";
    same(&[("patch.toml", patch), ("plant.toml", &short)], &plant("15 min", ""));
}
