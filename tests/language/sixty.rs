//! A works of sixty stations stays short to write, and its order book may come in any dialect.

#![expect(clippy::disallowed_methods, reason = "the test reads a scenario of the repository")]

use std::fs;

use gemba::scenario::Memory;

use crate::support::model_of;

const FILES: [&str; 5] = [
    "sixty.toml",
    "sixty/people.toml",
    "sixty/stations.csv",
    "sixty/routing.csv",
    "sixty/orders.csv",
];

fn bytes(name: &str) -> Vec<u8> {
    fs::read(format!("{}/scenarios/{name}", env!("CARGO_MANIFEST_DIR"))).expect("it is there")
}

/// The works with another order book, whose dialect a patch tells.
fn hash(orders: Vec<u8>, dialect: &str) -> String {
    let files = FILES.iter().fold(Memory::default(), |files, name| files.with(name, bytes(name)));
    let patch = format!("extends = \"sixty.toml\"\n[table.order]\n{dialect}\n");
    let files = files.with("sixty/orders.csv", orders).with("patch.toml", patch);
    model_of(&files, "patch.toml").hash()
}

/// The cells of the order book as it is: semicolons, Windows letters.
fn cells() -> Vec<Vec<String>> {
    let text: String = bytes("sixty/orders.csv").into_iter().map(char::from).collect();
    text.lines().map(|line| line.split(';').map(str::to_owned).collect()).collect()
}

/// The order book with other delimiters, ends of lines, and cells.
fn book(delimiter: &str, end: &str, cell: impl Fn(&str) -> String) -> String {
    let line = |cells: Vec<String>| {
        let cells: Vec<String> = cells.iter().map(|text| cell(text)).collect();
        cells.join(delimiter) + end
    };
    cells().into_iter().map(line).collect()
}

/// A date `20.03.2026` in another order; everything else as it is.
fn dated(cell: &str, date: impl Fn(&str, &str, &str) -> String) -> String {
    match cell.split('.').collect::<Vec<_>>().as_slice() {
        [day, month, year] => date(day, month, year),
        _ => cell.to_owned(),
    }
}

#[test]
fn sixty_stations_take_fewer_than_120_lines() {
    let text = |name: &str| String::from_utf8(bytes(name)).expect("TOML is UTF-8");
    let lines: usize = FILES[..2].iter().map(|name| text(name).lines().count()).sum();
    assert!(lines < 120, "{lines} lines");
    let files = FILES.iter().fold(Memory::default(), |files, name| files.with(name, bytes(name)));
    let model = model_of(&files, "sixty.toml");
    assert_eq!((model.stations.len(), model.products.len()), (60, 12));
    let mut lines: Vec<&str> = model.lines.iter().map(|line| line.name.as_str()).collect();
    lines.sort_unstable();
    lines.dedup();
    assert_eq!(lines, ["housing", "pump", "shaft"]);
    assert!(model.orders.len() > 500);
}

#[test]
fn five_dialects_of_the_order_book_are_one_plant() {
    let as_it_is = hash(bytes("sixty/orders.csv"), "");
    let utf_8 = |text: String| text.into_bytes();
    let iso = |cell: &str| dated(cell, |day, month, year| format!("{year}-{month}-{day}"));
    let american = |cell: &str| {
        let text = dated(cell, |day, month, year| format!("{month}/{day}/{year}"));
        format!("\"{text}\"")
    };
    let utf_16 = |text: String| {
        let units: Vec<u16> = "\u{feff}".encode_utf16().chain(text.encode_utf16()).collect();
        units.into_iter().flat_map(u16::to_le_bytes).collect::<Vec<u8>>()
    };
    let dialects = [
        hash(utf_8(book(",", "\n", iso)), "encoding = \"utf-8\""),
        hash(utf_8(book(",", "\r\n", american)), "encoding = \"utf-8\"\ndates = \"%m/%d/%Y\""),
        hash(utf_16(book("\t", "\r\n", str::to_owned)), "encoding = \"utf-16le\""),
        hash(utf_8(format!("sep=|\n{}", book("|", "\n", iso))), "encoding = \"utf-8\""),
        hash(
            utf_8(format!("Order book\n\n{}", book(" ; ", "\n\n", str::to_owned))),
            "encoding = \"utf-8\"\nheader = 3",
        ),
    ];
    for (number, dialect) in (1..).zip(dialects) {
        assert_eq!(dialect, as_it_is, "dialect {number}");
    }
}
