//! Sheets with mistakes: what is said points at the cell.

use gemba::model::compile;
use gemba::scenario::{Memory, read};

/// What is said about a plant with a sheet of orders.
fn said(sheet: &str, file: &str, bytes: impl Into<Vec<u8>>) -> String {
    let plant = format!(
        "[plant]\nstart = 2026-03-02\n[station.saw]\ncycle = \"1 min\"\n\
         [line.h200]\nstations = [\"saw\"]\n[table]\norder = {{ file = \"{file}\"{sheet} }}\n"
    );
    let files = Memory::default().with("plant.toml", plant).with(file, bytes);
    let mut reading = read(&files, "plant.toml");
    if let Some(scenario) = &reading.scenario {
        compile(scenario, &mut reading.diagnostics);
    }
    reading.diagnostics.plain(&reading.sources)
}

/// Asserts that something is said, in these words among others.
fn says(told: &str, wanted: &[&str]) {
    for wanted in wanted {
        assert!(told.contains(wanted), "{wanted:?} is missing in\n{told}");
    }
}

#[test]
fn a_million_rows_are_refused_at_the_first_that_is_too_many() {
    let rows: Vec<String> = (0..1_000_000).map(|row| format!("A{row},h200\n")).collect();
    let rows = rows.concat();
    let told = said("", "orders.csv", format!("order,product\n{rows}"));
    says(&told, &["the sheet has more than 250000 rows", "orders.csv:250002:1"]);
}

#[test]
fn what_is_no_text_and_no_workbook_is_told_what_it_is() {
    let told = said("", "orders.csv", *b"PK\x03\x04rest");
    says(
        &told,
        &["error[E026]", "is a workbook or an archive", "end with `.xlsx`", "plant.toml:8"],
    );
    let told = said("", "orders.xlsx", *b"order;product\n");
    says(&told, &["is no workbook, whatever its name says", "end with `.csv`"]);
    let told = said("", "orders.xlsx", *b"PK\x03\x04rest");
    says(&told, &["is no workbook that can be read"]);
    let told = said("", "orders.xls", *b"\xd0\xcf\x11\xe0rest");
    says(&told, &["of before 2007", "save it as `.xlsx`"]);
    says(&said("", "orders.csv", *b""), &["the file `orders.csv` is empty"]);
    says(&said("", "orders.csv", *b"\n\n"), &["is empty in row 1"]);
    let told = said("", "orders.csv", *b"order;product\nM\xfcller;h200\n");
    says(&told, &["error[E002]", "see line 2", "encoding = \"windows-1252\""]);
    let told = said(", encoding = \"klingon\"", "orders.csv", *b"order;product\n");
    says(&told, &["there is no encoding `klingon`", "plant.toml:8"]);
    let told = said(", header = 9", "orders.csv", *b"order;product\n");
    says(&told, &["has no row 9"]);
}

#[test]
fn a_delimiter_too_many_moves_no_cell_in_silence() {
    let told = said("", "orders.csv", "order,quantity\nA1,1,5\n");
    says(&told, &["error[E026]", "no header stands above this cell: `5`", "orders.csv:2:6"]);
}

/// What is said about a line of a saw with a sheet of stations or times.
fn said_of(table: &str, sheet: &str) -> String {
    let plant = format!("{table}\n[line.a]\nstations = [\"saw\"]\n[product.x]\nlines = [\"a\"]\n");
    let files = Memory::default().with("plant.toml", plant).with("s.csv", sheet);
    let reading = read(&files, "plant.toml");
    reading.diagnostics.plain(&reading.sources)
}

#[test]
fn a_first_column_that_gives_a_key_names_nothing() {
    let sheet = "Takt [s];Maschine\n40;saw\n";
    let told =
        said_of("table.station = { file = \"s.csv\", columns = { cycle = \"Takt\" } }", sheet);
    says(
        &told,
        &[
            "error[E026]: no column names what the rows are: the first one, `Takt [s]`, gives `cycle`",
            "s.csv:1:1",
            "hint: say which header is the name: `columns = { station = \"…\" }`",
        ],
    );
    let told = said_of("table.station.file = \"s.csv\"", "cycle [s];machines\n40;2\n");
    says(&told, &["the first one, `cycle [s]`, gives `cycle`"]);
    let named =
        "table.station = { file = \"s.csv\", columns = { name = \"Maschine\", cycle = \"Takt\" } }";
    assert_eq!(said_of(named, sheet), "");
    assert_eq!(said_of("table.station.file = \"s.csv\"", "cycle [s];name\n40;saw\n"), "");
}

#[test]
fn two_positions_of_an_order_are_told_and_only_names_have_several_columns() {
    let sheet = "Auftrag,Position,Menge\n4711,10,5\n4711,20,7\n";
    let told =
        said(", columns = { order = \"Auftrag\", quantity = \"Menge\" }", "orders.csv", sheet);
    says(
        &told,
        &[
            "error[E006]: the order `4711` is in two rows",
            "orders.csv:3:1",
            "order = [\"…\", \"…\"]",
        ],
    );
    let several = ", columns = { order = \"Auftrag\", quantity = [\"Menge\", \"Position\"] }";
    let told = said(several, "orders.csv", "Auftrag,Position,Menge\n4711,10,5\n");
    says(&told, &["error[E019]: `quantity` stands in one column: only a name is made of several"]);
    let told = said(", columns = { order = [\"Auftrag\", \"Pos\"] }", "orders.csv", sheet);
    says(&told, &["the sheet has no column `Pos`"]);
    let told = said(", columns = { order = [\"Auftrag\", 3] }", "orders.csv", sheet);
    says(&told, &["error[E012]", "found: the number 3"]);
}

#[test]
fn times_without_a_column_of_cycles_are_a_mistake() {
    let told = said_of("station.saw.cycle = \"1 min\"\ntimes.file = \"s.csv\"", "station\nsaw\n");
    says(&told, &["error[E026]: the sheet has no column `cycle`", "s.csv:1:1"]);
}

#[test]
fn times_of_a_station_that_nothing_else_knows_are_a_mistake() {
    let stations = "station.saw.cycle = \"1 min\"\ntimes.file = \"s.csv\"";
    let told = said_of(stations, "product,station,cycle [s]\n,swa,40\nx,saw,50\n,oven,3\n");
    says(
        &told,
        &[
            "error[E100]: the times name the station `swa`, which does not exist",
            "s.csv:2:2",
            "hint: did you mean `saw`?",
            "error[E100]: the times name the station `oven`, which does not exist",
            "hint: there are: `saw`",
        ],
    );
    assert_eq!(said_of(stations, "product,station,cycle [s]\n,saw,40\n"), "");
}

#[test]
fn a_unit_in_the_header_and_another_in_units_are_a_mistake() {
    let table = |unit: &str| {
        format!("table.station = {{ file = \"s.csv\", units = {{ cycle = \"{unit}\" }} }}")
    };
    let told = said_of(&table("s"), "name,cycle [min]\nsaw,40\n");
    says(
        &told,
        &[
            "error[E014]: `cycle` is in `s` as `units` says, and in `min` as its header says",
            "plant.toml:1:",
            "hint: take the unit out of `units`, or mend the header",
        ],
    );
    // The same unit in another spelling, and a remark that is no unit.
    for (unit, header) in [("sec", "s"), ("h", "Std"), ("weeks", "week"), ("s", "Halle 2")] {
        assert_eq!(said_of(&table(unit), &format!("name,cycle [{header}]\nsaw,40\n")), "");
    }
}

#[test]
fn a_capital_m_is_no_unit() {
    let told = said_of("table.station.file = \"s.csv\"", "name,cycle [M]\nsaw,4\n");
    says(&told, &["error[E014]: `cycle` cannot be in the unit `M`", "write `min` for minutes"]);
    let told = said_of("table.station.file = \"s.csv\"", "name,cycle\nsaw,4 M\n");
    says(&told, &["found the unit: `M`", "write `min` for minutes"]);
    assert_eq!(said_of("table.station.file = \"s.csv\"", "name,cycle [m]\nsaw,4\n"), "");
}

#[test]
fn a_unit_of_a_count_is_told_unless_it_is_pieces() {
    let told = |header: &str| said("", "orders.csv", format!("order,{header}\nA1,5\n"));
    let warning = |unit: &str| {
        format!("warning[W102]: `quantity` is a bare number: its unit `{unit}` is not used")
    };
    for unit in ["dozen", "kg", "pallets"] {
        says(&told(&format!("quantity [{unit}]")), &[&warning(unit), "orders.csv:1:7"]);
    }
    says(&told("quantity (dozen)"), &[&warning("dozen")]);
    let given = said(", units = { quantity = \"kg\" }", "orders.csv", "order,quantity\nA1,5\n");
    says(&given, &[&warning("kg"), "plant.toml:8"]);
    for header in
        ["quantity [pcs]", "quantity [Stk]", "quantity (open)", "quantity [1]", "quantity"]
    {
        assert!(!told(header).contains("is not used"), "{header}");
    }
}

#[test]
fn signs_and_dates_of_two_meanings_are_refused() {
    let told = said("", "orders.csv", "order,quantity\nA1,5-\n");
    says(&told, &["`quantity` must be a number, found: `5-`"]);
    let told = said("", "orders.csv", "order,due\nA1,03-04-2026\n");
    says(&told, &["may be day and month or month and day, found: `03-04-2026`"]);
    let told = said(", dates = \"%d.%m.%Y\"", "orders.csv", "order,due\nA1,20.03.26\n");
    says(&told, &["`due` must be a date like `%d.%m.%Y`, found: `20.03.26`"]);
}

#[test]
fn headers_below_a_title_are_found() {
    let columns = ", columns = { order = \"Auftrag\", product = \"Material\" }";
    let told =
        said(columns, "orders.csv", "Order book of March;;\n\nAuftrag;Werk;Material\nA1;1;h200\n");
    says(&told, &["has no column `Auftrag`", "row 3 has it: write `header = 3`"]);
    let told = said(columns, "orders.csv", "Auftrag;Werk;Materail\nA1;1;h200\n");
    says(&told, &["has no column `Material`", "did you mean `Materail`?"]);
}

#[test]
fn one_cause_is_not_told_two_hundred_times() {
    let rows: Vec<String> = (0..200).map(|row| format!("A{row},h201\n")).collect();
    let told = said("", "orders.csv", format!("order,product\n{}", rows.concat()));
    assert_eq!(told.matches("error[E100]").count(), 5, "{told}");
    says(&told, &["and 195 more such in `orders.csv`, column `product`"]);
}

#[test]
fn quotes_that_are_not_closed_do_not_swallow_the_sheet() {
    let told = said("", "orders.csv", "order,product\n\"A1,h200\nA2,h200\n");
    says(&told, &["these quotes are not closed", "orders.csv:2:1"]);
    let told = said("", "orders.csv", "order,product\n\"A1\" or A2,h200\n");
    says(&told, &["text behind closed quotes", "orders.csv:2:5"]);
}

#[test]
fn a_sheet_outside_the_folder_of_the_scenario_is_not_read() {
    for file in ["../orders.csv", "/etc/passwd", "a/../../orders.csv", "C:/orders.csv"] {
        let told = said("", file, "order,product\n");
        says(&told, &["error[E001]", "is outside the scenario's folder", "plant.toml:8"]);
    }
}

#[test]
fn names_of_any_letters_come_through() {
    let names = ["<b>A1</b>", "A \"1\"", "🚚 7", "\u{202e}evil", "'; DROP", "=1"];
    let quoted = names.map(|name| format!("\"{}\",h200\n", name.replace('"', "\"\"")));
    let told = said("", "orders.csv", format!("order,product\n{}", quoted.concat()));
    // Only the formula is wrong.
    assert_eq!(told.matches("error[").count(), 1, "{told}");
    says(&told, &["the cell holds a formula, and no result of it", "orders.csv:7:1"]);
}

#[cfg(feature = "xlsx")]
mod workbooks {
    use gemba::scenario::{Memory, read};

    use super::{said, says};
    use crate::workbook::Cell::{Clock, Date, Empty, Fault, Formula, Number, Text, Truth};
    use crate::workbook::{Cell, workbook};

    fn orders(rows: Vec<Vec<Cell>>) -> Vec<u8> {
        let headers = ["order", "product", "quantity", "due"].map(Text).into();
        let rows = std::iter::once(headers).chain(rows).collect();
        workbook(&[("Orders", rows)])
    }

    #[test]
    fn a_wrong_cell_is_told_by_its_address_and_column() {
        let rows = vec![
            vec![Text("A1"), Text("h200"), Text("many"), Date(46101.0)],
            vec![Text("A2"), Text("h201"), Number(2.5), Empty],
            vec![],
            vec![Text("A3"), Formula("B9", None), Fault("#N/A"), Number(46101.0)],
            vec![Text("A1"), Text("h200"), Truth(true), Clock(0.5)],
            vec![Empty, Text("h200"), Number(1.0), Text("1/2/2026")],
        ];
        let told = said("", "orders.xlsx", orders(rows));
        says(
            &told,
            &[
                "orders.xlsx [Orders]:2:",
                "in cell C2, column `quantity`",
                "`quantity` must be a whole number, found: the text `many`",
                "in cell C3, column `quantity`",
                "in cell B5, column `product`",
                "the cell holds a formula, and no result of it",
                "in cell C5, column `quantity`",
                "the mark of a formula that went wrong: #N/A",
                "in cell D5, column `due`",
                "give the cell the format of a date",
                "the order `A1` is in two rows",
                "in cell A6, column `order`",
                "warning[W100]: a row has no name in the column of `order` and is not used",
            ],
        );
    }

    #[test]
    fn a_cell_in_the_format_of_a_percentage_is_doubted() {
        let plant = "[line.a]\nstations = [\"saw\"]\n[table]\nstation = { file = \"s.xlsx\" }\n";
        let rows = |unit: &'static str| {
            let headers = vec![Text("name"), Text("cycle [s]"), Text(unit)];
            workbook(&[("S", vec![headers, vec![Text("saw"), Number(40.0), Number(0.025)]])])
        };
        let read = |book: Vec<u8>| {
            let files = Memory::default().with("plant.toml", plant).with("s.xlsx", book);
            let reading = read(&files, "plant.toml");
            let scrap = reading.scenario.as_ref().and_then(|scenario| {
                scenario.station.get("saw")?.scrap.as_ref().map(|share| share.value.0)
            });
            (reading.diagnostics.plain(&reading.sources), scrap)
        };
        let (told, scrap) = read(rows("scrap [%]"));
        says(&told, &["`scrap` is read as 0.025 %", "a cell that shows 2.5 % holds 0.025", "[1]"]);
        assert_eq!(scrap, Some(0.000_25));
        let (told, scrap) = read(rows("scrap [1]"));
        assert_eq!((told.as_str(), scrap), ("", Some(0.025)));
    }

    #[test]
    fn a_number_that_is_too_long_for_a_workbook_is_told() {
        let long = 47_110_008_150_001_232.0;
        let rows = vec![
            vec![Number(long), Text("h200")],
            vec![Number(999_999_999_999_999.0), Text("h200")],
        ];
        let told = said("", "orders.xlsx", orders(rows));
        says(
            &told,
            &["warning[W102]: `order` is read as 4711000815000123", "in cell A2", "15 digits"],
        );
        assert_eq!(told.matches("15 digits").count(), 1, "{told}");
        let told = said("", "orders.xlsx", orders(vec![vec![Text("A1"), Number(long)]]));
        says(&told, &["warning[W102]: `product` is read as"]);
    }

    #[test]
    fn a_sheet_that_is_not_there_is_guessed() {
        let book = orders(vec![vec![Text("A1"), Text("h200")]]);
        let told = said(", sheet = \"Order\"", "orders.xlsx", book);
        says(&told, &["has no sheet `Order`", "did you mean `Orders`?", "plant.toml:8"]);
        let told = said("", "orders.xlsx", workbook(&[("Empty", vec![])]));
        says(&told, &["`orders.xlsx [Empty]` has no headers in row 1"]);
    }
}
