//! `[table]`, `[times]`, `[roster]`, `[plan]` and distances: things that stand in spreadsheets.
//!
//! A sheet becomes cells that know their places, its columns become keys of the language, and each
//! row becomes a table of the tree, below what the scenario writes itself. So a mistake in a cell is
//! told like any other, with the line of the sheet and the cell's address.

mod cell;
mod column;
mod grid;
mod keys;
mod lay;
mod number;
mod on_order;
mod plan;
mod roster;
mod setups;
mod takes;
mod text;
mod times;
mod unit;
mod ways;
mod wip;
#[cfg(feature = "xlsx")]
mod workbook;

pub(super) use keys::Keys;
pub use keys::{
    Columns, Delimiter, DistanceSheet, OnOrder, Paths, Plan, PlanRow, PlannedStation, Point,
    ProductTimes, PurchaseRow, Roster, Separator, Sheet, Texts, TimeRow, Times, Wip, WipRow,
    WipState,
};
pub(super) use lay::{Bottom, can_be_a_sheet, sheet_groups};
pub use setups::SetupSheet;

use crate::diagnostic::{Diagnostic, Diagnostics, Sources, Spot, code};
use grid::Grid;

/// Why a sheet cannot be read.
enum Trouble {
    /// Something about the whole sheet.
    Sheet(String),
    /// The same with its own code, and a hint.
    Hinted(&'static str, String, String),
    /// A complaint that knows its place.
    Told(Box<Diagnostic>),
}

impl Trouble {
    fn at(spot: Spot, message: String) -> Self {
        Self::Told(Box::new(Diagnostic::error(code::SHEET, message).at(spot)))
    }

    /// The complaint; `spot` is where the file is named.
    fn complaint(self, spot: Option<Spot>) -> Diagnostic {
        match self {
            Self::Sheet(message) => Diagnostic { spot, ..Diagnostic::error(code::SHEET, message) },
            Self::Hinted(code, message, hint) => {
                Diagnostic { spot, ..Diagnostic::error(code, message).hint(hint) }
            }
            Self::Told(complaint) => *complaint,
        }
    }
}

/// How a workbook begins: it is an archive.
const ARCHIVE: &[u8] = b"PK\x03\x04";

/// How a workbook of before 2007 begins.
const OLD_WORKBOOK: &[u8] = b"\xd0\xcf\x11\xe0";

/// Reads a file as cells, whatever kind of file it is.
fn grid(
    name: &str,
    bytes: Vec<u8>,
    keys: &Keys,
    sources: &mut Sources,
    diagnostics: &mut Diagnostics,
) -> Option<Grid> {
    let spot = keys.file.as_ref().map(|file| file.spot);
    let read = match kind(name, &bytes) {
        Ok(Kind::Text) => text::read(name, &bytes, keys, sources),
        Ok(Kind::Workbook) => workbook(name, bytes, keys, sources),
        Err(trouble) => Err(trouble),
    };
    let grid = read.map_err(|trouble| diagnostics.push(trouble.complaint(spot))).ok()?;
    if grid.headers.is_empty() {
        let message = format!("the sheet `{name}` is empty in row {}", keys.header);
        let hint = "say in which row its headers are: `header = 3`";
        let complaint = Diagnostic::error(code::SHEET, message).hint(hint);
        diagnostics.push(Diagnostic { spot, ..complaint });
        return None;
    }
    Some(grid)
}

enum Kind {
    Text,
    Workbook,
}

/// What kind of file it is, by its first bytes and its name.
fn kind(name: &str, bytes: &[u8]) -> Result<Kind, Trouble> {
    let ending = name.rsplit('.').next().unwrap_or_default().to_lowercase();
    let is_named_workbook = matches!(ending.as_str(), "xlsx" | "xlsm");
    let hinted =
        |message: String, hint: &str| Err(Trouble::Hinted(code::SHEET, message, hint.to_owned()));
    if bytes.is_empty() {
        return hinted(format!("the file `{name}` is empty"), "it needs a row of headers");
    }
    if bytes.starts_with(ARCHIVE) {
        if is_named_workbook {
            return Ok(Kind::Workbook);
        }
        let message = format!("the file `{name}` is a workbook or an archive, no text");
        return hinted(message, "if it is an Excel workbook, let its name end with `.xlsx`");
    }
    if bytes.starts_with(OLD_WORKBOOK) {
        let message = format!("the file `{name}` is a workbook of before 2007");
        return hinted(message, "save it as `.xlsx`");
    }
    if is_named_workbook {
        let message = format!("the file `{name}` is no workbook, whatever its name says");
        return hinted(message, "if it is text, let its name end with `.csv`");
    }
    Ok(Kind::Text)
}

#[cfg(feature = "xlsx")]
fn workbook(
    name: &str,
    bytes: Vec<u8>,
    keys: &Keys,
    sources: &mut Sources,
) -> Result<Grid, Trouble> {
    workbook::read(name, bytes, keys, sources)
}

#[cfg(not(feature = "xlsx"))]
fn workbook(name: &str, _: Vec<u8>, _: &Keys, _: &mut Sources) -> Result<Grid, Trouble> {
    Err(Trouble::Hinted(
        code::SHEET,
        format!("this build of gemba cannot read the workbook `{name}`"),
        "save the sheet as CSV, or build with the feature `xlsx`".to_owned(),
    ))
}
