//! Workbooks as spreadsheets write them, made cell by cell, with the traps that they can hold.

use std::fmt::Write as _;
use std::io::{Cursor, Write as _};

use zip::ZipWriter;
use zip::write::SimpleFileOptions;

/// A cell of a workbook.
pub(crate) enum Cell {
    Empty,
    Text(&'static str),
    Number(f64),
    /// A number that is shown as a date.
    Date(f64),
    /// A number that is shown as a time of day.
    Clock(f64),
    Truth(bool),
    /// A formula and the result that is stored, if one is.
    Formula(&'static str, Option<f64>),
    /// The mark of a formula that went wrong.
    Fault(&'static str),
}

const TYPES: &str = r#"<?xml version="1.0" encoding="UTF-8"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/></Types>"#;

const RELATIONS: &str = r#"<?xml version="1.0" encoding="UTF-8"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>"#;

/// Formats: 0 general, 1 a date, 2 a time of day.
const STYLES: &str = r#"<?xml version="1.0" encoding="UTF-8"?><styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><cellXfs count="3"><xf numFmtId="0"/><xf numFmtId="14" applyNumberFormat="1"/><xf numFmtId="21" applyNumberFormat="1"/></cellXfs></styleSheet>"#;

const MAIN: &str = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
const OFFICE: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";

/// A workbook of named sheets; rows begin at the first row, cells at column A.
pub(crate) fn workbook(sheets: &[(&str, Vec<Vec<Cell>>)]) -> Vec<u8> {
    let mut list = String::new();
    let mut relations = String::new();
    let mut files = vec![
        ("[Content_Types].xml".to_owned(), TYPES.to_owned()),
        ("_rels/.rels".to_owned(), RELATIONS.to_owned()),
        ("xl/styles.xml".to_owned(), STYLES.to_owned()),
    ];
    for (number, (name, rows)) in (1..).zip(sheets) {
        let _ = write!(list, r#"<sheet name="{name}" sheetId="{number}" r:id="rId{number}"/>"#);
        let _ = write!(
            relations,
            r#"<Relationship Id="rId{number}" Type="{OFFICE}/worksheet" Target="worksheets/sheet{number}.xml"/>"#
        );
        files.push((format!("xl/worksheets/sheet{number}.xml"), sheet(rows)));
    }
    let _ = write!(
        relations,
        r#"<Relationship Id="rId99" Type="{OFFICE}/styles" Target="styles.xml"/>"#
    );
    let book = format!(
        r#"<?xml version="1.0" encoding="UTF-8"?><workbook xmlns="{MAIN}" xmlns:r="{OFFICE}"><sheets>{list}</sheets></workbook>"#
    );
    files.push(("xl/workbook.xml".to_owned(), book));
    let relations = format!(
        r#"<?xml version="1.0" encoding="UTF-8"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{relations}</Relationships>"#
    );
    files.push(("xl/_rels/workbook.xml.rels".to_owned(), relations));
    let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default();
    for (name, text) in files {
        archive.start_file(name, options).expect("memory takes all");
        archive.write_all(text.as_bytes()).expect("memory takes all");
    }
    archive.finish().expect("memory takes all").into_inner()
}

fn sheet(rows: &[Vec<Cell>]) -> String {
    let mut text = String::new();
    for (row, cells) in (1..).zip(rows) {
        let _ = write!(text, r#"<row r="{row}">"#);
        for (column, cell) in ('A'..='Z').zip(cells) {
            let place = format!("{column}{row}");
            let cell = match cell {
                Cell::Empty => continue,
                Cell::Text(words) => {
                    let words = words.replace('&', "&amp;").replace('<', "&lt;");
                    format!(r#"<c r="{place}" t="inlineStr"><is><t>{words}</t></is></c>"#)
                }
                Cell::Number(number) => format!(r#"<c r="{place}"><v>{number}</v></c>"#),
                Cell::Date(number) => format!(r#"<c r="{place}" s="1"><v>{number}</v></c>"#),
                Cell::Clock(number) => format!(r#"<c r="{place}" s="2"><v>{number}</v></c>"#),
                Cell::Truth(truth) => {
                    format!(r#"<c r="{place}" t="b"><v>{}</v></c>"#, u8::from(*truth))
                }
                Cell::Formula(formula, Some(result)) => {
                    format!(r#"<c r="{place}"><f>{formula}</f><v>{result}</v></c>"#)
                }
                Cell::Formula(formula, None) => format!(r#"<c r="{place}"><f>{formula}</f></c>"#),
                Cell::Fault(fault) => format!(r#"<c r="{place}" t="e"><v>{fault}</v></c>"#),
            };
            text.push_str(&cell);
        }
        text.push_str("</row>");
    }
    format!(
        r#"<?xml version="1.0" encoding="UTF-8"?><worksheet xmlns="{MAIN}"><sheetData>{text}</sheetData></worksheet>"#
    )
}
