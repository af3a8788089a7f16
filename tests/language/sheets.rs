//! What stands in sheets means what it means in TOML, in whatever dialect it is written.

use gemba::ids::Id;
use gemba::model::{Model, Strikes};
use gemba::scenario::Memory;

use crate::support::model_of;

const PLANT: &str = r#"
[plant]
start = 2026-03-02
[type.press]
buffer = 2
cycle = { mean = "1 min", cv = 0.1 }
failure.jam = { clock = "operating", repair = { time = "8 min" } }
[crew.fitter]
count = 2
[line.a]
stations = ["press_1", "press_2", "wash"]
[product.h200]
lines = ["a"]
[product.h300]
lines = ["a"]
"#;

const AT_LENGTH: &str = r#"
[station.press_1]
like = "press"
operators = { fitter = 1 }
cycle = { mean = "1240.5 s", cv = 0.2 }
failure.jam.every = "9 h"
[station.press_2]
like = "press"
cycle = { mean = "35.5 s", cv = 0.1 }
failure.jam.every = "12.5 h"
scrap = "2.5 %"
[station.wash]
cycle = "90 s"
operators = { fitter = 2 }
[order.A1001]
product = "h200"
quantity = 1200
due = 2026-03-20
[order.A1002]
product = "h300"
quantity = 80
due = 2026-03-21T14:30:00
[order."Müller 7"]
product = "h300"
quantity = 5
release = 2026-03-04
[times.product.h300.cycle]
press_1 = "30 s"
wash = "1.2 min"
"#;

/// The model of a plant whose sheets are named in `tables`.
fn plant(tables: &str, sheets: &[(&str, Vec<u8>)]) -> Model {
    let files = Memory::default().with("plant.toml", format!("{PLANT}{tables}"));
    let files = sheets.iter().fold(files, |files, (name, bytes)| files.with(name, bytes.clone()));
    model_of(&files, "plant.toml")
}

fn at_length() -> Model {
    plant(AT_LENGTH, &[])
}

/// The sheets of stations, orders and times with their cells.
const SHEETS: [(&str, &[&[&str]]); 3] = [
    (
        "stations",
        &[
            &[
                "name",
                "like",
                "cycle.mean [s]",
                "cycle.cv",
                "failure.jam.every",
                "scrap [%]",
                "operators",
            ],
            &["press_1", "press", "1240.5", "0.2", "9 h", "", "fitter"],
            &["press_2", "press", "35.5", "", "12.5 h", "2.5", ""],
            &["wash", "", "90", "", "", "", "fitter = 2"],
        ],
    ),
    (
        "orders",
        &[
            &["order", "product", "quantity", "release", "due"],
            &["A1001", "h200", "1200", "", "2026-03-20"],
            &["A1002", "h300", "80", "", "2026-03-21 14:30"],
            &["Müller 7", "h300", "5", "2026-03-04", ""],
        ],
    ),
    (
        "times",
        &[
            &["product", "station", "cycle [min]", "per"],
            &["h300", "press_1", "50", "100"],
            &["h300", "wash", "1.2", ""],
        ],
    ),
];

/// A dialect of CSV.
struct Dialect {
    delimiter: &'static str,
    end: &'static str,
    /// What stands in front of the headers.
    title: &'static str,
    /// How a cell is written.
    cell: fn(&str) -> String,
    /// How the text is saved.
    encode: fn(&str) -> Vec<u8>,
    /// What the scenario says of it.
    settings: &'static str,
}

impl Dialect {
    /// The model of the plant whose sheets are written so.
    fn model(&self) -> Model {
        let file = |(name, rows): &(&str, &[&[&str]])| {
            let cells =
                |row: &&[&str]| row.iter().map(|text| (self.cell)(text)).collect::<Vec<_>>();
            let line = |row: &&[&str]| cells(row).join(self.delimiter) + self.end;
            let text: String = rows.iter().map(line).collect();
            (format!("{name}.csv"), (self.encode)(&format!("{}{text}", self.title)))
        };
        let files: Vec<(String, Vec<u8>)> = SHEETS.iter().map(file).collect();
        let files: Vec<(&str, Vec<u8>)> =
            files.iter().map(|(name, bytes)| (name.as_str(), bytes.clone())).collect();
        plant(&tables("csv", self.settings), &files)
    }
}

/// The tables that name the sheets, each with the same settings.
fn tables(ending: &str, settings: &str) -> String {
    let of = |name: &str| format!("{{ file = \"{name}.{ending}\"{settings} }}");
    let times = settings.replace(", ", "\n");
    format!(
        "[table]\nstation = {}\norder = {}\n[times]\nfile = \"times.{ending}\"{times}\n",
        of("stations"),
        of("orders")
    )
}

/// A number with a decimal comma, and a date as in German; everything else as it is.
fn german(cell: &str) -> String {
    match cell {
        "1240.5" => "1.240,5".to_owned(),
        "1200" => "1.200".to_owned(),
        "2026-03-20" => "20.03.2026".to_owned(),
        "2026-03-21 14:30" => "21.3.2026 14:30".to_owned(),
        "2026-03-04" => "04.03.2026".to_owned(),
        "35.5" | "2.5" | "0.2" | "1.2" | "12.5 h" => cell.replace('.', ","),
        other => other.to_owned(),
    }
}

/// In quotes, with commas between thousands, month first.
fn american(cell: &str) -> String {
    let text = match cell {
        "1240.5" => "1,240.5",
        "1200" => "1,200",
        "2026-03-20" => "3/20/2026",
        "2026-03-21 14:30" => "03/21/2026 14:30",
        "2026-03-04" => "03/04/2026",
        other => other,
    };
    format!("\"{text}\"")
}

fn latin(text: &str) -> Vec<u8> {
    text.chars()
        .map(|letter| u8::try_from(u32::from(letter)).expect("a letter of Latin 1"))
        .collect()
}

fn utf_16(text: &str) -> Vec<u8> {
    let units = std::iter::once(0xFEFF).chain(text.encode_utf16());
    units.flat_map(u16::to_le_bytes).collect()
}

fn utf_8(text: &str) -> Vec<u8> {
    text.as_bytes().to_vec()
}

fn utf_8_with_mark(text: &str) -> Vec<u8> {
    format!("\u{feff}{text}").into_bytes()
}

const DIALECTS: [(&str, Dialect); 5] = [
    (
        "plain",
        Dialect {
            delimiter: ",",
            end: "\n",
            title: "",
            cell: str::to_owned,
            encode: utf_8,
            settings: "",
        },
    ),
    (
        "German Excel",
        Dialect {
            delimiter: ";",
            end: "\r\n",
            title: "",
            cell: german,
            encode: latin,
            settings: ", decimal = \",\", thousands = \".\", encoding = \"windows-1252\"",
        },
    ),
    (
        "American ERP",
        Dialect {
            delimiter: ",",
            end: "\r\n",
            title: "",
            cell: american,
            encode: utf_8_with_mark,
            settings: ", thousands = \",\", dates = \"%m/%d/%Y\"",
        },
    ),
    (
        "Unicode text of Excel",
        Dialect {
            delimiter: "\t",
            end: "\r\n",
            title: "",
            cell: german,
            encode: utf_16,
            settings: ", decimal = \",\", thousands = \".\"",
        },
    ),
    (
        "a print-out with a title",
        Dialect {
            delimiter: " | ",
            end: " \n\n",
            title: "Plant data\n\n",
            cell: str::to_owned,
            encode: utf_8,
            settings: ", header = 3, delimiter = \"|\"",
        },
    ),
];

#[test]
fn five_dialects_of_the_same_sheets_are_one_plant() {
    let wanted = at_length();
    for (name, dialect) in DIALECTS {
        let model = dialect.model();
        assert_eq!(model, wanted, "{name}");
        assert_eq!(model.hash(), wanted.hash(), "{name}");
    }
}

#[test]
fn a_file_may_name_its_delimiter_itself() {
    let dialect = Dialect {
        delimiter: "|",
        end: "\n",
        title: "sep=|\n",
        cell: str::to_owned,
        encode: utf_8,
        settings: "",
    };
    assert_eq!(dialect.model(), at_length());
}

#[test]
fn a_delimiter_that_the_scenario_gives_holds_whatever_the_file_says() {
    let dialect = Dialect {
        delimiter: "|",
        end: "\n",
        title: "sep=;\n",
        cell: str::to_owned,
        encode: utf_8,
        settings: ", delimiter = \"|\"",
    };
    assert_eq!(dialect.model(), at_length());
}

#[test]
fn lines_may_end_as_on_old_computers() {
    for (title, settings) in [("", ""), ("Plant\rData\r", ", header = 3"), ("sep=;\r", "")] {
        let dialect = Dialect {
            delimiter: ";",
            end: "\r",
            title,
            cell: str::to_owned,
            encode: utf_8,
            settings,
        };
        assert_eq!(dialect.model(), at_length(), "{title:?}");
    }
}

#[test]
fn a_row_of_times_may_name_a_station_of_a_copied_line_or_an_empty_one() {
    let short = line(
        "[station.saw]\n[station.mill]\ncycle = \"1 min\"\n[line.b]\nlike = \"line.a\"\n\
         [times]\nfile = \"t.csv\"\n",
        &[("t.csv", "station,cycle [s]\nsaw,30\nb.mill,40\n")],
    );
    let long = "[station.saw]\ncycle = \"30 s\"\n[station.mill]\ncycle = \"1 min\"\n\
                [line.b]\nlike = \"line.a\"\n[station.\"b.mill\"]\ncycle = \"40 s\"\n";
    assert_eq!(short, line(long, &[]));
}

#[cfg(feature = "xlsx")]
#[test]
fn a_workbook_is_the_same_plant_with_numbers_and_dates_as_such() {
    use crate::workbook::Cell::{Date, Empty, Formula, Number, Text};
    let text = |words: &[&'static str]| words.iter().map(|word| Text(word)).collect::<Vec<_>>();
    let (stations, orders, times) = (SHEETS[0].1, SHEETS[1].1, SHEETS[2].1);
    let book = crate::workbook::workbook(&[
        (
            "Stations",
            vec![
                text(stations[0]),
                vec![
                    Text("press_1"),
                    Text("press"),
                    Formula("1240+0.5", Some(1240.5)),
                    Number(0.2),
                    Text("9 h"),
                    Empty,
                    Text("fitter"),
                ],
                vec![
                    Text("press_2"),
                    Text("press"),
                    Number(35.5),
                    Empty,
                    Text("12.5 h"),
                    Number(2.5),
                ],
                vec![],
                vec![Text("wash"), Empty, Number(90.0), Empty, Empty, Empty, Text("fitter = 2")],
            ],
        ),
        (
            "Orders",
            vec![
                text(orders[0]),
                vec![Text("A1001"), Text("h200"), Number(1200.0), Empty, Date(46101.0)],
                // 14:30 is 29 half hours of 48.
                vec![Text("A1002"), Text("h300"), Number(80.0), Empty, Date(46102.0 + 29.0 / 48.0)],
                vec![Text("Müller 7"), Text("h300"), Number(5.0), Date(46085.0), Empty],
            ],
        ),
        (
            "Times",
            vec![
                text(times[0]),
                vec![Text("h300"), Text("press_1"), Number(50.0), Number(100.0)],
                vec![Text("h300"), Text("wash"), Number(1.2)],
            ],
        ),
    ]);
    let tables = "[table]\nstation = { file = \"plant.xlsx\", sheet = \"Stations\" }\n\
                  order = { file = \"plant.xlsx\", sheet = \"Orders\" }\n\
                  [times]\nfile = \"plant.xlsx\"\nsheet = \"Times\"\n";
    assert_eq!(plant(tables, &[("plant.xlsx", book)]), at_length());
}

#[test]
fn columns_are_mapped_and_others_are_not_used() {
    let orders = "Auftrag;Werk;Material;Menge;Termin\nA1001;1000;h200;1200;20.03.2026\n\
                  A1002;1000;h300;80;21.03.2026 14:30\nMüller 7;1000;h300;5;\n";
    let columns = "columns = { order = \"Auftrag\", product = \"Material\", quantity = \"Menge\", \
                   due = \"Termin\" }";
    let tables = format!("[table]\norder = {{ file = \"orders.csv\", {columns} }}\n");
    let stations = AT_LENGTH.split("[order.A1001]").next().expect("they come first");
    let times = &AT_LENGTH[AT_LENGTH.find("[times").expect("they come last")..];
    let scenario =
        format!("{stations}{times}\n[order.\"Müller 7\"]\nrelease = 2026-03-04\n{tables}");
    assert_eq!(plant(&scenario, &[("orders.csv", orders.into())]), at_length());
}

#[test]
fn the_scenario_holds_instead_of_the_sheet_and_a_patch_instead_of_both() {
    let station = |cycle: &str, machines: u32| {
        format!("[station.saw]\ncycle = \"{cycle}\"\nmachines = {machines}\n")
    };
    let line = "[line.a]\nstations = [\"saw\"]\n";
    let base = format!("table.station.file = \"s.csv\"\n{line}[station.saw]\nmachines = 3\n");
    let files = Memory::default()
        .with("s.csv", "name,cycle [s],machines,buffer\nsaw,40,2,9\ndrill,1,1,1\n")
        .with("base.toml", base)
        .with(
            "patch.toml",
            "extends = \"base.toml\"\nstation.saw.cycle = \"50 s\"\nstation.drill.remove = true\n",
        );
    let wanted = |cycle| {
        Memory::default().with("x.toml", format!("{line}{}buffer = 9\n", station(cycle, 3)))
    };
    assert_eq!(model_of(&files, "patch.toml"), model_of(&wanted("50 s"), "x.toml"));
    let base = model_of(&files, "base.toml");
    assert_eq!(base.stations.len(), 2);
    assert_eq!(base.machines.len(), 4);
}

/// The model of one line of two stations with sheets beside it.
fn line(tables: &str, sheets: &[(&str, &str)]) -> Model {
    let line = "[line.a]\nstations = [\"saw\", \"mill\"]\n";
    let files = Memory::default().with("plant.toml", format!("{line}{tables}"));
    let files = sheets.iter().fold(files, |files, (name, text)| files.with(name, *text));
    model_of(&files, "plant.toml")
}

#[test]
fn an_order_and_its_position_name_a_row_together() {
    let sheet = "Auftrag;Position;Menge\n4711;10;5\n4711;20;7\n4712;;2\n;30;9\n";
    let saws = "[station.saw]\ncycle = \"1 min\"\n[station.mill]\ncycle = \"1 min\"\n";
    let short = line(
        &format!(
            "{saws}[table.order]\nfile = \"s.csv\"\n\
             columns = {{ order = [\"Auftrag\", \"Position\"], quantity = \"Menge\" }}\n"
        ),
        &[("s.csv", sheet)],
    );
    let long = "[order.\"4711/10\"]\nquantity = 5\n[order.\"4711/20\"]\nquantity = 7\n\
                [order.4712]\nquantity = 2\n";
    assert_eq!(short, line(&format!("{saws}{long}"), &[]));
}

#[test]
fn a_value_may_stand_in_what_is_said_of_a_sheet_and_in_its_cells() {
    let sheet = "name;cycle [s];scrap\nsaw;40,5;@waste\nmill;30;\n";
    let short = line(
        "[value]\nmachines = \"s.csv\"\nmark = \",\"\nwaste = \"2 %\"\n\
         [table.station]\nfile = \"@machines\"\ndecimal = \"@mark\"\n",
        &[("s.csv", sheet)],
    );
    let long =
        "[station.saw]\ncycle = \"40.5 s\"\nscrap = \"2 %\"\n[station.mill]\ncycle = \"30 s\"\n";
    assert_eq!(short, line(long, &[]));
}

#[test]
fn a_spread_in_percent_is_a_ratio() {
    let sheet = "name;Takt [s];Streuung (%);scrap (%)\nsaw;40;12,5;2,5\nmill;30;;\n";
    let short = line(
        "[table.station]\nfile = \"s.csv\"\ndecimal = \",\"\n\
         columns = { name = \"name\", cycle.mean = \"Takt\", cycle.cv = \"Streuung\", scrap = \"scrap\" }\n",
        &[("s.csv", sheet)],
    );
    let long = "[station.saw]\ncycle = { mean = \"40 s\", cv = 0.125 }\nscrap = \"2.5 %\"\n\
                [station.mill]\ncycle = \"30 s\"\n";
    assert_eq!(short, line(long, &[]));
}

#[test]
fn several_values_in_a_cell_are_not_split_at_their_decimals() {
    let sheet = "name;cycle.dist;cycle.values [s]\nsaw;empirical;12,5\nmill;empirical;10,5|20\n";
    let short = line("[table.station]\nfile = \"s.csv\"\ndecimal = \",\"\n", &[("s.csv", sheet)]);
    let long = "[station.saw]\ncycle = { dist = \"empirical\", values = [\"12.5 s\"] }\n\
                [station.mill]\ncycle = { dist = \"empirical\", values = [\"10.5 s\", \"20 s\"] }\n";
    assert_eq!(short, line(long, &[]));
}

#[test]
fn rows_of_others_are_left_out_and_rows_are_like_a_type() {
    let sheet = "name,Hall,cycle [s]\nsaw,2,40\nmill,3,30\noven,7,99\n,,169\n";
    let short = line(
        "[table.station]\nfile = \"s.csv\"\nlike = \"machine\"\nonly = { Hall = [\"2\", \"3\"] }\n\
         columns = { cycle = \"cycle\" }\n[type.machine]\nbuffer = 4\n",
        &[("s.csv", sheet)],
    );
    let long = "[station.saw]\ncycle = \"40 s\"\nbuffer = 4\n[station.mill]\ncycle = \"30 s\"\nbuffer = 4\n";
    assert_eq!(short, line(long, &[]));
}

#[test]
fn a_time_of_a_routing_keeps_the_spread_of_its_station() {
    let plant = |more: &str| {
        format!(
            "[station.saw]\ncycle = {{ dist = \"gamma\", mean = \"40 s\", cv = 0.3 }}\n\
             [station.mill]\ncycle = {{ standard = \"100 s\", allowance = \"10 %\", cv = 0.2 }}\n\
             [product.x]\nlines = [\"a\"]\n{more}"
        )
    };
    let routing = "product,station,cycle [s]\nx,saw,50\nx,mill,60\n";
    let short = line(&plant("[times]\nfile = \"t.csv\"\n"), &[("t.csv", routing)]);
    let long = plant(
        "[times.product.x.cycle]\nsaw = { dist = \"gamma\", mean = \"50 s\", cv = 0.3 }\n\
         mill = { mean = \"60 s\", cv = 0.2 }\n",
    );
    assert_eq!(short, line(&long, &[]));
}

#[test]
fn standard_times_and_availabilities_stand_in_columns() {
    let sheet = "name;cycle.standard [s];cycle.allowance [%];cycle.performance [%];\
                 failure.jam.availability [1];failure.jam.base;failure.jam.repair.time [min]\n\
                 saw;100;12;112;0.95;operating;5\n";
    let line = "[line.a]\nstations = [\"saw\"]\n";
    let files = Memory::default()
        .with("s.csv", sheet)
        .with("plant.toml", format!("table.station.file = \"s.csv\"\n{line}"));
    // 100 s x 1.12 / 1.12; 5 min x 0.95 / 0.05.
    let long = "[station.saw]\ncycle = \"100 s\"\n[station.saw.failure.jam]\n\
                clock = \"operating\"\nevery = { mean = \"95 min\" }\nrepair = { time = \"5 min\" }\n";
    let wanted = Memory::default().with("x.toml", format!("{line}{long}"));
    let (short, long) = (model_of(&files, "plant.toml"), model_of(&wanted, "x.toml"));
    let mean = short.places[short.steps[Id::at(0)].places.first()].cycle.mean();
    assert!((mean - 100e6).abs() < 1.0, "{mean}");
    let every = |model: &Model| match &model.failures[Id::at(0)].strikes {
        Strikes::Every { every, .. } => every.mean(),
        Strikes::At(_) | Strikes::Opening(_) => unreachable!("it has an interval"),
    };
    assert!((every(&short) - every(&long)).abs() < 1.0);
}

/// The log of a plant: one stop a row, with its machine, beginning and length; what it was for is not used.
#[test]
fn a_log_of_stops_is_a_sheet_of_failures() {
    let sheet = "Nr;Anlage;Beginn;Dauer;Grund\n\
                 17;saw;03.03.2026 06:15;35;Kette\n18;mill;03.03.2026 09:00:30;2,5;Stau\n";
    let line = "[plant]\nstart = 2026-03-02\n[line.a]\nstations = [\"saw\", \"mill\"]\n\
                [station.saw]\ncycle = \"1 min\"\n[station.mill]\ncycle = \"1 min\"\n";
    let table = "[table.failure]\nfile = \"log.csv\"\ndecimal = \",\"\n\
                 columns = { failure = \"Nr\", stops = \"Anlage\", at = \"Beginn\", repair.time = \"Dauer\" }\n\
                 units = { repair.time = \"min\" }\n";
    let files =
        Memory::default().with("log.csv", sheet).with("plant.toml", format!("{line}{table}"));
    let long = "[failure.17]\nstops = [\"saw\"]\nat = [2026-03-03T06:15:00]\nrepair.time = \"35 min\"\n\
                [failure.18]\nstops = [\"mill\"]\nat = [2026-03-03T09:00:30]\nrepair.time = \"150 s\"\n";
    let wanted = Memory::default().with("x.toml", format!("{line}{long}"));
    assert_eq!(model_of(&files, "plant.toml"), model_of(&wanted, "x.toml"));
}

#[test]
fn a_patch_may_name_another_sheet() {
    let line = "[line.a]\nstations = [\"saw\"]\n";
    let files = Memory::default()
        .with("plants/s.csv", "name,cycle [s]\nsaw,40\n")
        .with("plants/base.toml", format!("table.station.file = \"s.csv\"\n{line}"))
        .with("plants/april/t.csv", "name,cycle [s]\nsaw,50\n")
        .with(
            "plants/april/p.toml",
            "extends = \"../base.toml\"\ntable.station.file = \"t.csv\"\n",
        );
    let wanted =
        Memory::default().with("x.toml", format!("{line}[station.saw]\ncycle = \"50 s\"\n"));
    assert_eq!(model_of(&files, "plants/april/p.toml"), model_of(&wanted, "x.toml"));
}

#[test]
fn a_time_of_a_product_holds_at_copies_of_the_station_and_under_scales() {
    let short = r#"
        [station.saw]
        cycle = "1 min"
        [line.a]
        stations = ["saw"]
        [line.b]
        like = "line.a"
        [product.x]
        lines = ["a", "b"]
        [product.y]
        lines = ["b"]
        [times.product.x.cycle]
        saw = "2 min"
        [demand.all]
        products = { x = 1, y = 1 }
        every = "5 min"
        [scale.b]
        what = "station.b.saw.cycle"
        by = "+50 %"
    "#;
    let short = short.replace("station.b.saw", "station.\\\"b.saw\\\"");
    let long = r#"
        [station.saw]
        cycle = "1 min"
        [station."b.saw"]
        cycle = "90 s"
        [line.a]
        stations = ["saw"]
        [line.b]
        stations = ["b.saw"]
        [product.x]
        lines = ["a", "b"]
        [product.y]
        lines = ["b"]
        [times.product.x.cycle]
        saw = "2 min"
        "b.saw" = "3 min"
        [demand.all]
        products = { x = 1, y = 1 }
        every = "5 min"
    "#;
    crate::same(&[("plant.toml", &short)], long);
}

const ROSTER_PLANT: &str = r#"
[plant]
start = 2026-03-02
[calendar.early]
mon-fri = "06:00-14:00"
[calendar.late]
mon-fri = "14:00-22:00"
[line.a]
stations = ["press"]
[station.press]
cycle = "1 min"
operators = { fit = 1 }
[crew.fit]
count = 2
calendar = "early"
[crew.ann]
calendar = "late"
skills = ["fit"]
[roster]
codes = { F = "early", S = "late", U = "leave", 1 = "off" }
"#;

const ROSTER_AT_LENGTH: &str = r#"
[roster.person."fit/1"]
2026-03-02 = "F"
2026-03-04 = "U"
[roster.person."fit/2"]
2026-03-02 = "S"
2026-03-03 = "1"
[roster.person.ann]
2026-03-03 = "F"
"#;

/// The model of the roster in a sheet, with further keys of it.
fn roster(keys: &str, file: &str, bytes: impl Into<Vec<u8>>) -> Model {
    let text = format!("{ROSTER_PLANT}file = \"{file}\"\n{keys}");
    model_of(&Memory::default().with("plant.toml", text).with(file, bytes.into()), "plant.toml")
}

#[test]
fn a_roster_is_the_same_in_whatever_way_a_sheet_has_it() {
    let text = format!("{ROSTER_PLANT}{ROSTER_AT_LENGTH}");
    let at_length = model_of(&Memory::default().with("plant.toml", text), "plant.toml").hash();
    let days = "Mo 02.03.2026;Di 03.03.2026;Mi 04.03.2026";
    let rows = "fit/1;F;;U\nfit/2;S;1;\nann;;F;\n";
    let semicolons = format!("Name;{days}\n{rows}");
    assert_eq!(roster("", "roster.csv", semicolons).hash(), at_length, "semicolons");
    // Crew and number in two columns, found by their words or named; sums and notes beside them.
    let rows = "fit,1,F,,U,16,\nfit,2,S,1,,8,new\nann,1,,F,,8,\n";
    let columns = |crew: &str, person: &str| {
        format!("{crew},{person},2026-03-02,2026-03-03,2026-03-04,Sum,Notes\n{rows}")
    };
    assert_eq!(
        roster("", "roster.csv", columns("Crew", "Person")).hash(),
        at_length,
        "two columns"
    );
    let named = "columns = { person = [\"Team\", \"Nr\"] }\n";
    assert_eq!(
        roster(named, "roster.csv", columns("Team", "Nr")).hash(),
        at_length,
        "named columns"
    );
    // Dates in the way of the house, under two rows of a title.
    let keys = "header = 3\ndates = \"%m/%d/%y\"\n";
    let titled =
        "Roster\nMarch\nName\t03/02/26\t03/03/26\t03/04/26\nfit/1\tF\t\tU\nfit/2\tS\t1\nann\t\tF\n";
    assert_eq!(roster(keys, "roster.csv", titled).hash(), at_length, "titles");
    // What the scenario writes itself holds instead of the cell.
    let other = format!("Name;{days}\nfit/1;S;;U\nfit/2;S;1;\nann;;F;\n");
    let keys = "person.\"fit/1\".2026-03-02 = \"F\"\n";
    assert_eq!(roster(keys, "roster.csv", other).hash(), at_length, "corrected");
}

#[cfg(feature = "xlsx")]
#[test]
fn a_roster_in_a_workbook_has_dates_as_such() {
    use crate::workbook::Cell::{Date, Empty, Number, Text};

    let text = format!("{ROSTER_PLANT}{ROSTER_AT_LENGTH}");
    let at_length = model_of(&Memory::default().with("plant.toml", text), "plant.toml").hash();
    // 2026-03-02 is day 46083 of the workbook.
    let rows = vec![
        vec![Text("Name"), Date(46083.0), Date(46084.0), Date(46085.0)],
        vec![Text("fit/1"), Text("F"), Empty, Text("U")],
        vec![Text("fit/2"), Text("S"), Number(1.0), Empty],
        vec![Text("ann"), Empty, Text("F"), Empty],
    ];
    let book = crate::workbook::workbook(&[("Roster", rows)]);
    assert_eq!(roster("", "roster.xlsx", book).hash(), at_length);
}

const HALL: &str = r#"
[line.main]
stations = ["saw", "mill", "pack"]
[station.saw]
cycle = "1 min"
operators = { hand = 1 }
[station.mill]
cycle = "1 min"
operators = { hand = 1 }
[station.pack]
cycle = "1 min"
operators = { hand = 1 }
[crew.hand]
base = "saw"
[layout]
walking_speed = "1 m/s"
"#;

/// The model of distances in a sheet, with further keys of it.
fn distances(keys: &str, file: &str, bytes: impl Into<Vec<u8>>) -> Model {
    let text = format!("{HALL}distance = {{ file = \"{file}\"{keys} }}\n");
    model_of(&Memory::default().with("plant.toml", text).with(file, bytes.into()), "plant.toml")
}

#[test]
fn distances_are_the_same_in_whatever_way_a_sheet_has_them() {
    let all = "saw;0;12.5;30\nmill;5;0;8\npack;30;8;0\n";
    let whole = distances("", "ways.csv", format!("from;saw;mill;pack\n{all}")).hash();
    // Nothing stands in the corner; the order of rows and columns is free.
    let mixed = "pack;8;0;30\nsaw;12.5;30;0\nmill;0;8;5\n";
    assert_eq!(distances("", "ways.csv", format!(";mill;pack;saw\n{mixed}")).hash(), whole);
    let comma = "from\tsaw\tmill\tpack\nsaw\t0\t12,5\t30\nmill\t5\t0\t8\npack\t30\t8\t0\n";
    assert_eq!(distances(", decimal = \",\"", "ways.csv", comma).hash(), whole, "decimal commas");
    let metres = |model: &Model, from: usize, to: usize| {
        let station = |name: &str| {
            let mut ids = model.stations.ids();
            ids.find(|&id| model.stations[id].name == name).expect("it is there")
        };
        let names = ["saw", "mill", "pack"];
        let site = |place: usize| gemba::model::Layout::of_station(station(names[place]));
        model.layout.distance(site(from), site(to)).metres()
    };
    // One half suffices, whichever it is: the other is the way back.
    for half in ["saw;;12.5;30\nmill;;;8\n", "mill;12.5;;\npack;30;8;\n"] {
        let model = distances("", "ways.csv", format!(";saw;mill;pack\n{half}"));
        let ways = [(0, 1), (1, 0), (0, 2), (2, 0), (1, 2), (2, 1), (0, 0)];
        let found = ways.map(|(from, to)| metres(&model, from, to));
        let right = [12.5, 12.5, 30.0, 30.0, 8.0, 8.0, 0.0];
        assert!(
            found.iter().zip(right).all(|(found, right)| (found - right).abs() < 1e-9),
            "{found:?}"
        );
    }
    // What the scenario writes itself holds instead of the cell.
    let text = format!("{HALL}distance = {{ file = \"ways.csv\" }}\nfrom.saw.to.mill = 12.5\n");
    let other = format!(";saw;mill;pack\n{}", all.replace("12.5", "99"));
    let files = Memory::default().with("plant.toml", text).with("ways.csv", other.into_bytes());
    assert_eq!(model_of(&files, "plant.toml").hash(), whole);
    // Another unit.
    let text = format!("{HALL}unit = \"cm\"\ndistance = {{ file = \"ways.csv\" }}\n");
    let rows = ";saw;mill;pack\nsaw;0;1250;3000\nmill;500;0;800\npack;3000;800;0\n";
    let files =
        Memory::default().with("plant.toml", text).with("ways.csv", rows.as_bytes().to_vec());
    assert_eq!(model_of(&files, "plant.toml").hash(), whole);
}

/// Three products on one machine, whose setups are given by `keys` of the station.
fn setups(keys: &str, sheets: &[(&str, &[u8])]) -> Model {
    let text = format!(
        "[station.cnc]\ncycle = \"1 min\"\nsetup = {{ {keys} }}\n\
         [product.a]\nroute = [\"cnc\"]\n[product.b]\nroute = [\"cnc\"]\n\
         [product.min]\nroute = [\"cnc\"]\n\
         [demand.all]\nproducts = {{ a = 1, b = 1, min = 1 }}\nevery = \"10 min\"\n"
    );
    let files = Memory::default().with("plant.toml", text);
    let add = |files: Memory, (name, bytes): &(&str, &[u8])| files.with(name, bytes.to_vec());
    model_of(&sheets.iter().fold(files, add), "plant.toml")
}

#[test]
fn setups_are_the_same_in_whatever_way_a_sheet_has_them() {
    let whole = setups(
        "matrix = { a = { b = \"90 s\", min = \"6 min\" }, b = { a = \"1200.5 min\", b = \"0 s\" } }, time = \"5 min\"",
        &[],
    );
    let same = |keys: &str, sheet: &str| {
        let found = setups(&format!("{keys}, time = \"5 min\""), &[("s.csv", sheet.as_bytes())]);
        assert_eq!(found, whole, "{keys}\n{sheet}");
    };
    // A product may be called as a unit is, and rows and columns come in any order.
    let plain = "a,,1.5,6\nb,1200.5,0,\n";
    same("matrix = \"s.csv\"", &format!("from [min],a,b,min\n{plain}"));
    same("matrix = { file = \"s.csv\", unit = \"mins\" }", &format!(",a,b,min\n{plain}"));
    let mixed = "b;;0;1200.5\na;6 min;90;\n";
    same("matrix = \"s.csv\"", &format!(";min;b [s];a [min]\n{mixed}"));
    let german = "Rüstzeiten;;;\n[min];a;b;min\na;;1,5;6\nb;1.200,5;0;\n";
    let dialect = "header = 2, unit = \"min\", decimal = \",\", thousands = \".\"";
    let keys = format!("matrix = {{ file = \"s.csv\", encoding = \"windows-1252\", {dialect} }}");
    let bytes = latin(german);
    let found = setups(&format!("{keys}, time = \"5 min\""), &[("s.csv", &bytes)]);
    assert_eq!(found, whole);
}

/// A patch replaces the setup whole: nothing of the sheet below is left. The files of a sheet stand beside the
/// file that names it, types and dated changes may name one, and a scale holds for its cells.
#[test]
fn a_sheet_of_setups_is_a_value_like_another() {
    let products = "[product.a]\nroute = [\"cnc\"]\n[product.b]\nroute = [\"cnc\"]\n\
         [demand.all]\nproducts = { a = 1, b = 1 }\nevery = \"10 min\"\n";
    let plant = |setup: &str| format!("[station.cnc]\ncycle = \"1 min\"\n{setup}\n{products}");
    let files = Memory::default()
        .with("plants/s.csv", "from [min],a,b\na,,7\nb,9,\n")
        .with("plants/base.toml", plant("setup = { matrix = \"s.csv\", at_least = 3 }"))
        .with("plants/april/s.csv", "from [min],a,b\na,,8\n")
        .with(
            "plants/april/p.toml",
            "extends = \"../base.toml\"\nstation.cnc.setup = { matrix = \"s.csv\" }\n",
        )
        .with("plants/slow.toml", "extends = \"base.toml\"\n[scale.all]\nwhat = \"station.*.setup.matrix.*.*\"\nby = 2\n")
        .with(
            "plants/type.toml",
            format!(
                "[type.mill]\ncycle = \"1 min\"\nsetup = {{ matrix = \"@sheet\" }}\n[value]\nsheet = \"s.csv\"\n\
                 [station.cnc]\nlike = \"mill\"\nsetup = {{ at_least = 3 }}\n{products}"
            ),
        );
    let long = |setup: &str| model_of(&Memory::default().with("x.toml", plant(setup)), "x.toml");
    let base =
        long("setup = { matrix = { a = { b = \"7 min\" }, b = { a = \"9 min\" } }, at_least = 3 }");
    assert_eq!(model_of(&files, "plants/base.toml"), base);
    assert_eq!(model_of(&files, "plants/type.toml"), base);
    let april = long("setup = { matrix = { a = { b = \"8 min\" } } }");
    assert_eq!(model_of(&files, "plants/april/p.toml"), april);
    let slow = long(
        "setup = { matrix = { a = { b = \"14 min\" }, b = { a = \"18 min\" } }, at_least = 3 }",
    );
    assert_eq!(model_of(&files, "plants/slow.toml").hash(), slow.hash());
}

/// Setups by product and station stand in `[times]`, beside cycles; `per` is of the cycle alone. A copy of a
/// station has them too, and a scale of the station's setup is one of theirs.
#[test]
fn setups_stand_in_a_routing() {
    let plant = |more: &str| {
        format!(
            "[station.saw]\nsetup = {{ time = \"9 min\", at_least = 2 }}\n\
             [station.mill]\nlike = \"saw\"\n[station.press]\n[product.x]\nlines = [\"a\"]\n\
             [line.a]\nstations = [\"saw\", \"mill\", \"press\"]\n\
             [scale.slower]\nwhat = [\"station.saw.setup.time\", \"station.mill.setup.time\"]\nby = 2\n{more}"
        )
    };
    let routing =
        "product;station;cycle [s];setup [min];per\nx;saw;500;20;10\n;press;30;4;\nx;press;;3;\n";
    let files = Memory::default()
        .with("plant.toml", plant("[times]\nfile = \"t.csv\"\n"))
        .with("t.csv", routing);
    let long = "[station.saw]\nsetup = { time = \"18 min\", at_least = 2 }\n\
         [station.mill]\nsetup = { time = \"18 min\", at_least = 2 }\n\
         [station.press]\ncycle = \"30 s\"\nsetup = \"4 min\"\n[product.x]\nroute = [\n\
         { station = \"saw\", cycle = \"50 s\", setup = \"40 min\" },\n\
         { station = \"mill\", cycle = \"50 s\", setup = \"40 min\" },\n\
         { station = \"press\", setup = \"3 min\" }]\n";
    let long = Memory::default().with("x.toml", long);
    let both = [model_of(&files, "plant.toml"), model_of(&long, "x.toml")];
    let setups =
        |model: &Model| model.stations.iter().map(|row| row.setup.clone()).collect::<Vec<_>>();
    let cycles =
        |model: &Model| model.places.iter().map(|row| row.cycle.clone()).collect::<Vec<_>>();
    assert_eq!(setups(&both[0]), setups(&both[1]));
    assert_eq!(cycles(&both[0]), cycles(&both[1]));
}

/// The floor of today, with orders whose names are made of two columns.
#[test]
fn a_sheet_of_what_is_in_work_means_what_it_means_in_toml() {
    let begin = "[plant]\nstart = 2026-03-02\n[station.saw]\ncycle = \"10 min\"\n[station.mill]\ncycle = \"5 min\"\n\
                 machines = 2\n[product.p]\nroute = [\"saw\", \"mill\"]\n\
                 [order]\n\"4711/10\" = { quantity = 20 }\n\"4711/20\" = { quantity = 5 }\n";
    let at_length = "[today.wip.order.\"4711/10\".at]\nsaw = { waiting = 7, running = [\"90 s\"] }\n\
                     mill = { running = [\"2 min\", \"2 min\"], held = [{ quantity = 3, until = 2026-03-03T06:00:00 }] }\n\
                     [today.wip.order.\"4711/20\".at.saw]\nwaiting = 1\n";
    let sheet = "Auftrag;Pos;Platz;Zustand;Menge;Rest [min];bis\n4711;10;saw;waiting;4;;\n4711;10;saw;running;1;1,5;\n\
                 4711;10;mill;running;2;2;\n4711;10;saw;waiting;3;;\n4711;10;mill;held;3;;03.03.2026 06:00\n4711;20;saw;;;;\n";
    let named = "[today.wip]\nfile = \"wip.csv\"\ndecimal = \",\"\ncolumns = { order = [\"Auftrag\", \"Pos\"], at = \"Platz\", \
                 state = \"Zustand\", quantity = \"Menge\", remaining = \"Rest\", until = \"bis\" }\n";
    let of = |rest: &str| {
        let files =
            Memory::default().with("plant.toml", format!("{begin}{rest}")).with("wip.csv", sheet);
        model_of(&files, "plant.toml")
    };
    let (by_hand, by_sheet) = (of(at_length), of(named));
    assert_eq!(by_sheet.wip, by_hand.wip);
    assert_eq!(by_hand.wip.iter().map(|row| row.quantity).sum::<u32>(), 7 + 1 + 2 + 3 + 1);
    assert_eq!(by_sheet.hash(), by_hand.hash());
}

/// Where the comma is the decimal sign, three zeros behind it are decimals: planning systems write counts so. Where nothing
/// is said of commas it may be thousands as well, which is asked.
#[test]
fn counts_may_have_decimals_that_are_zero() {
    let plant = |dialect: &str| {
        format!(
            "[plant]\nstart = 2026-03-02\n[station.s]\ncycle = \"1 min\"\n[product.p]\nroute = [\"s\"]\n\
             [table]\norder = {{ file = \"o.csv\", delimiter = \";\"{dialect} }}\n"
        )
    };
    let sheet = "order;product;quantity\na;p;59,000\nb;p;1.200,00\n";
    let german = plant(", decimal = \",\", thousands = \".\"");
    let files = Memory::default().with("plant.toml", german).with("o.csv", sheet);
    let model = model_of(&files, "plant.toml");
    assert_eq!(model.orders.iter().map(|order| order.quantity).collect::<Vec<_>>(), [59, 1200]);
    let files = Memory::default().with("plant.toml", plant("")).with("o.csv", sheet);
    assert!(gemba::scenario::read(&files, "plant.toml").diagnostics.has_errors());
}
