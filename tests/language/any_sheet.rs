//! Whatever a sheet holds, it is answered: no panic, no hang, and what is right is a plant.

use gemba::model::compile;
use gemba::random::mix;
use gemba::scenario::{Memory, read};

const PLANT: &str = "[plant]\nstart = 2026-03-02\n[station.saw]\ncycle = { mean = \"1 min\", cv = 0.1 }\n\
    [type.press]\nbuffer = 2\n[line.h200]\nstations = [\"saw\"]\n";

const CELLS: [&str; 40] = [
    "",
    " ",
    "name",
    "order",
    "saw",
    "press",
    "h200",
    "1",
    "0",
    "-1",
    "1,5",
    "1.234",
    "1,234",
    "1e9",
    "99999999999999999999",
    "95 s",
    "12 %",
    "\"a;b\"",
    "\"",
    "\"\"",
    "2026-03-20",
    "20.3.2026",
    "3/4/2026",
    "2026-02-31",
    "=A1",
    "@x",
    "cycle [s]",
    "cycle.mean",
    "cycle.cv [%]",
    "buffer",
    "product",
    "quantity",
    "due",
    "like",
    "failure.jam.every [h]",
    "\u{202e}x",
    "🚚",
    "\u{0}",
    "station",
    "per",
];

const BETWEEN: [&str; 7] = [",", ";", "\t", "|", "\n", "\r\n", "\r"];

const SETTINGS: [&str; 8] = [
    "",
    "decimal = \",\"\n",
    "header = 2\n",
    "delimiter = \"|\"\n",
    "columns = { cycle = \"1\", buffer = \"saw\" }\n",
    "dates = \"%d/%m/%y %H\"\n",
    "thousands = \".\"\n",
    "encoding = \"utf-16le\"\n",
];

/// A number that looks random, the same at every run.
struct Luck(u64);

impl Luck {
    fn below(&mut self, end: usize) -> usize {
        self.0 = mix(self.0, 1);
        usize::try_from(self.0 % end as u64).expect("a small number")
    }
}

/// Reads a plant with a sheet, compiles what is right, and words what is wrong.
fn answered(table: &str, settings: &str, name: &str, sheet: Vec<u8>) {
    let plant = format!("{PLANT}[{table}]\nfile = \"{name}\"\n{settings}");
    let files = Memory::default().with("plant.toml", plant).with(name, sheet);
    let mut reading = read(&files, "plant.toml");
    assert_eq!(reading.scenario.is_none(), reading.diagnostics.has_errors());
    let model = reading.scenario.as_ref().and_then(|it| compile(it, &mut reading.diagnostics));
    let _ = reading.diagnostics.plain(&reading.sources);
    assert_eq!(model.is_none(), reading.diagnostics.has_errors());
    let _ = reading.origin("station");
}

#[test]
fn cells_in_any_order_are_answered() {
    let mut luck = Luck(2026);
    for _ in 0..3_000 {
        let length = luck.below(60);
        let cells: Vec<&str> = (0..length)
            .flat_map(|_| [CELLS[luck.below(CELLS.len())], BETWEEN[luck.below(BETWEEN.len())]])
            .collect();
        let table = ["table.station", "table.order", "times", "table.crew"][luck.below(4)];
        let settings = SETTINGS[luck.below(SETTINGS.len())];
        answered(table, settings, "sheet.csv", cells.concat().into_bytes());
    }
}

#[test]
fn any_bytes_are_answered() {
    let mut luck = Luck(7);
    for _ in 0..500 {
        let bytes = (0..luck.below(300)).map(|_| u8::try_from(luck.below(256)).expect("a byte"));
        let bytes: Vec<u8> = bytes.collect();
        answered("table.order", SETTINGS[luck.below(SETTINGS.len())], "sheet.csv", bytes.clone());
        answered("table.order", "", "sheet.xlsx", [b"PK\x03\x04".to_vec(), bytes].concat());
    }
}

#[cfg(feature = "xlsx")]
#[test]
fn a_workbook_with_spoilt_bytes_is_answered() {
    use crate::workbook::Cell::{Date, Formula, Number, Text};
    let headers = ["order", "product", "quantity", "due"].map(Text).into();
    let row = vec![Text("A1"), Text("h200"), Formula("1+1", Some(2.0)), Date(46101.0)];
    let other = vec![Text("A2"), Text("h200"), Number(1e300), Number(-5.0)];
    let book = crate::workbook::workbook(&[("Orders", vec![headers, row, other])]);
    let mut luck = Luck(11);
    for _ in 0..400 {
        let mut spoilt = book.clone();
        for _ in 0..=luck.below(4) {
            let place = luck.below(spoilt.len());
            spoilt[place] = u8::try_from(luck.below(256)).expect("a byte");
        }
        answered("table.order", "", "sheet.xlsx", spoilt);
    }
}
