//! `[table]`, `[times]`, `[roster]`, `[plan]` and distances: which file, and in which dialect it is written.

use crate::random::Distribution;
use crate::scenario::Cycle;
use crate::scenario::decoder::Decoder;
use crate::scenario::material::OpenPurchase;
use crate::scenario::node::{Branches, Content, Node};
use crate::scenario::order::Moment;
use crate::scenario::roster::{Code, RosterRow};
use crate::scenario::shape::{FieldShape, Form};
use crate::scenario::table::{Value, table};
use crate::scenario::today::OrderInWork;
use crate::scenario::words::words;
use crate::scenario::{Given, Named, Written};
use crate::units::Span;

/// Defines a table with the keys of a sheet and more.
macro_rules! sheet {
    (
        $(#[doc = $doc:literal])+
        $Table:ident ($noun:literal, $file:literal) { $($more:tt)* }
    ) => {
        table! {
            $(#[doc = $doc])+
            $Table ($noun) {
                /// The sheet's file: CSV in any dialect, or an Excel workbook (`.xlsx`). It lies in the
                /// folder of the scenario or below.
                file: Given<String> = $file,
                /// The sheet of a workbook.
                sheet: Given<String> = "the first one",
                /// The row with the headers.
                header [1..=1_000]: Given<u32> = "1",
                /// Headers by key, where they are called otherwise: `{ due = "Termin" }`. Columns
                /// whose header is no key are then not used.
                /// The name may be made of several columns, `{ order = ["Auftrag", "Position"] }`, with `/`
                /// between them: `4711/10`.
                columns: Given<Columns> = "headers are keys, such as `cycle.mean [s]`",
                /// Units by key, where the header does not end with one, such as `[s]` or `[%]`.
                units: Given<Paths> = "in the headers or cells",
                /// What stands before decimals.
                decimal: Given<Point> = ".",
                /// What stands between thousands.
                thousands: Given<Separator> = "nothing",
                /// What stands between the cells of a CSV file.
                delimiter: Given<Delimiter> = "found out",
                /// How dates are written, such as `"%d.%m.%Y"` or `"%m/%d/%Y %H:%M"`. Without it,
                /// 2026-03-20 and 20.03.2026 are read, and dates with `/` are refused.
                dates: Given<String> = "year-month-day, or day.month.year",
                /// What every row is like that names nothing itself, such as a type of stations.
                like: Given<String> = "nothing",
                /// Rows that are used: texts by header, `{ Line = ["A", "B"] }`. Without it all are.
                only: Given<Named<Written<Texts>>> = "all rows",
                /// How letters are written: `utf-8`, `windows-1252`, `utf-16le`.
                encoding: Given<String> = "utf-8, or what the file says itself",
                $($more)*
            }
        }

        impl $Table {
            /// The keys of its sheet.
            pub(in crate::scenario) fn keys(&self) -> Keys {
                Keys {
                    file: self.file.clone(),
                    sheet: self.sheet.clone(),
                    header: self.header.as_ref().map_or(1, |header| header.value),
                    columns: self.columns.clone().map(|paths| paths.value.0).unwrap_or_default(),
                    units: self.units.clone().map(|paths| paths.value.0).unwrap_or_default(),
                    decimal: self.decimal.as_ref().map_or('.', |word| word.value.sign()),
                    thousands: self.thousands.as_ref().map(|word| word.value.sign()),
                    delimiter: self.delimiter.as_ref().map(|word| word.value.sign()),
                    dates: self.dates.clone(),
                    like: self.like.clone(),
                    only: self.only.iter().flat_map(|only| only.value.iter()).map(|(header, texts)| {
                        (header.clone(), texts.value.0.clone())
                    }).collect(),
                    encoding: self.encoding.clone(),
                }
            }
        }
    };
}

sheet! {
    /// Named things from a sheet: `[table]` with `order = { file = "orders.csv" }` reads
    /// `[order.<name>]` from it, one a row. The first column is the name, the other headers are keys
    /// such as `due` or `cycle.mean [s]`. An empty cell says nothing. What the scenario writes itself
    /// holds instead of what the sheet says.
    Sheet ("a sheet", "required") {}
}

sheet! {
    /// How far it is between stations, in the unit of the layout: a sheet with their names in the first
    /// column and in the headers, and the way from the one to the other in the cell. Where one half is
    /// empty, ways back are as long as there.
    DistanceSheet ("a sheet of distances", "required") {}
}

sheet! {
    /// Cycle times by product and station, as the routings of ERP systems give them: a sheet with
    /// the columns `product`, `station` and `cycle [min]`, or `times.product.h200.cycle.saw = "2 min"`.
    /// Such a time holds instead of the station's own; one that a step of a route gives, instead of
    /// both. A row without product is for all others: the station's own cycle. `per` is the number
    /// of parts that the time is for. A column `setup [min]` gives setups in the same way; with one, a row
    /// needs no `cycle`.
    Times ("the times", "none") {
        /// Times of a product.
        product: Named<ProductTimes> = "none",
    }
}

sheet! {
    /// The sequence in which a planner wants orders at stations, as planning systems give it: a sheet with the columns
    /// `station`, `order` and `sequence`, or `plan.station.saw.order.o3 = 10`. Stations whose `dispatch` says `plan` take
    /// the order with the smallest number of those that wait.
    Plan ("the plan", "none") {
        /// The sequence at a station.
        station: Named<PlannedStation> = "none",
    }
}

sheet! {
    /// Who works when, person by person and day by day, as people keep it: a sheet with a row for each
    /// person, a column for each day, and codes in the cells; or
    /// `roster.person."welders/3".2026-03-16 = "F"`. The first column names the person: the crew and a
    /// number, `welders/3`, or a crew of one; columns called `crew` and `person` do so together. Headers
    /// are dates, with the day of the week before them or without.
    ///
    /// On days that the roster does not have, and where it has no code, the calendar of the crew holds.
    Roster ("the roster", "none") {
        /// What the codes mean: a calendar, whose hours of that day hold for the person, with its breaks;
        /// `"off"` is no work; `"leave"` and `"sick"` are absence in the hours of the crew's calendar, paid
        /// if `absence_paid` says so.
        codes: Named<Written<Code>> = "none",
        /// Codes of a person, by day.
        person: Named<RosterRow> = "none",
    }
}

sheet! {
    /// Parts of dated orders that are in work at the start, as shop-floor systems give them: a sheet with the columns
    /// `order`, `at`, `state`, `quantity`, `remaining` and `until`, a row for what is alike, or
    /// `today.wip.order.o3.at.mill = { waiting = 12, running = ["4 min"] }`.
    Wip ("what is in work", "none") {
        /// Parts of an order.
        order: Named<OrderInWork> = "none",
    }
}

sheet! {
    /// Purchase orders that are open at the start, as purchasing systems give them: a sheet with the columns
    /// `material`, `quantity` and `promised`, a row for each, or
    /// `today.on_order.material.casting = [{ quantity = 400, at = 2026-03-05 }]`. They come beside those that stand at
    /// the material itself (its `on_order`).
    OnOrder ("what is on order", "none") {
        /// Purchase orders of a material.
        material: Named<Written<Vec<Written<OpenPurchase>>>> = "none",
    }
}

table! {
    /// Times of a product at stations.
    ProductTimes ("times of a product") {
        /// Cycle of the product at a station.
        cycle: Named<Written<Cycle>> = "the station's",
        /// How long a machine of a station that was set up for something else is set up for the product:
        /// instead of `time` and `matrix` of the station's `setup`.
        setup: Named<Written<Distribution>> = "the station's",
    }
}

table! {
    /// The sequence at a station.
    PlannedStation ("the plan of a station") {
        /// Numbers by order, of which the smaller goes first: `{ o3 = 10, o1 = 20 }`. Orders with the same number are
        /// equal.
        order [0..=1_000_000_000]: Named<Written<u32>> = "none",
    }
}

table! {
    /// A row of a sheet with a plan.
    PlanRow ("a row of the plan") {
        /// The station.
        station: Given<String> = "required",
        /// The order.
        order: Given<String> = "required",
        /// The number: the smaller goes first.
        sequence [0..=1_000_000_000]: Given<u32> = "required",
    }
}

table! {
    /// A row of a sheet with what is in work.
    WipRow ("a row of what is in work") {
        /// The order.
        order: Given<String> = "required",
        /// The station where the parts are, or to which they come.
        at: Given<String> = "required",
        /// What they do.
        state: Given<WipState> = "waiting",
        /// How many they are; on machines one each.
        quantity [1..=1_000_000]: Given<u32> = "1",
        /// What is left of the cycle of those on machines.
        remaining: Given<Span> = "required with `running`",
        /// When those that are held come.
        until: Given<Moment> = "required with `held`",
    }
}

table! {
    /// A row of a sheet with what is on order.
    PurchaseRow ("a row of what is on order") {
        /// The material.
        material: Given<String> = "required",
        /// How many come.
        quantity [1..=100_000_000]: Given<u32> = "required",
        /// When they come, and can be used; a date means 00:00.
        promised: Given<Moment> = "required",
    }
}

words! {
    /// `state`: what parts in work do at the start.
    WipState {
        /// They stand in front of the station.
        Waiting = "waiting",
        /// They are on its machines.
        Running = "running",
        /// They come later.
        Held = "held",
    }
}

table! {
    /// A row of a sheet of times.
    TimeRow ("a row of times") {
        /// The product; none for all others.
        product: Given<String> = "all others",
        /// The station.
        station: Given<String> = "required",
        /// The cycle.
        cycle: Given<Cycle> = "required",
        /// The setup, once for all parts that come one after the other.
        setup: Given<Distribution> = "the station's",
        /// Number of parts that the cycle is for.
        per: Given<f64> = "1",
    }
}

words! {
    /// `decimal`: what stands before decimals.
    Point {
        /// As in 1.5.
        Point = ".",
        /// As in 1,5.
        Comma = ",",
    }
}

impl Point {
    pub(super) const fn sign(self) -> char {
        match self {
            Self::Point => '.',
            Self::Comma => ',',
        }
    }
}

words! {
    /// `thousands`: what stands between thousands.
    Separator {
        /// As in 1.500.
        Point = ".",
        /// As in 1,500.
        Comma = ",",
        /// As in 1'500.
        Apostrophe = "'",
        /// As in 1 500.
        Space = " ",
    }
}

impl Separator {
    pub(super) const fn sign(self) -> char {
        match self {
            Self::Point => '.',
            Self::Comma => ',',
            Self::Apostrophe => '\'',
            Self::Space => ' ',
        }
    }
}

words! {
    /// `delimiter`: what stands between the cells of a CSV file.
    Delimiter {
        /// A semicolon.
        Semicolon = ";",
        /// A comma.
        Comma = ",",
        /// A tabulator.
        Tab = "tab",
        /// A vertical bar.
        Bar = "|",
    }
}

impl Delimiter {
    pub(super) const fn sign(self) -> char {
        match self {
            Self::Semicolon => ';',
            Self::Comma => ',',
            Self::Tab => '\t',
            Self::Bar => '|',
        }
    }
}

/// A text, or several: `"A"` or `["A", "B"]`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Texts(pub Vec<String>);

impl Value for Texts {
    const FORM: Form = Form::Either(&[Form::Text, Form::List(&Form::Text)]);

    fn decode(node: &Node, field: &FieldShape<'_>, decoder: &mut Decoder<'_>) -> Option<Self> {
        match &node.content {
            Content::Text(text) => Some(Self(vec![text.clone()])),
            Content::List(_) => {
                let texts: Vec<Written<String>> = decoder.list(node, field)?;
                Some(Self(texts.into_iter().map(|text| text.value).collect()))
            }
            _ => decoder.wrong_type(node, field, "a text or a list of texts"),
        }
    }
}

/// Headers by key, where a key may have points, and a name several headers.
#[derive(Clone, Debug, PartialEq)]
pub struct Columns(pub Vec<(String, Vec<Written<String>>)>);

impl Value for Columns {
    const FORM: Form = Form::Map(&Form::Anything);

    fn decode(node: &Node, field: &FieldShape<'_>, decoder: &mut Decoder<'_>) -> Option<Self> {
        let Content::Table(branches) = &node.content else {
            return decoder.wrong_type(node, field, "a table such as `{ due = \"Termin\" }`");
        };
        let (mut lists, mut others) = (Vec::new(), branches.clone());
        others.retain(|key, branch| {
            let is_list = matches!(branch.node.content, Content::List(_));
            if is_list {
                lists.push((key.clone(), decoder.list(&branch.node, field)));
            }
            !is_list
        });
        let mut paths = Vec::new();
        let is_right = collect("", &others, field, decoder, &mut paths);
        let mut columns: Vec<(String, Vec<Written<String>>)> =
            paths.into_iter().map(|(key, header)| (key, vec![header])).collect();
        for (key, headers) in lists {
            columns.push((key, headers?));
        }
        is_right.then_some(Self(columns))
    }
}

/// Texts by key, where a key may have points: `{ due = "Termin", cycle.mean = "Run" }`.
#[derive(Clone, Debug, PartialEq)]
pub struct Paths(pub Vec<(String, Written<String>)>);

impl Value for Paths {
    const FORM: Form = Form::Map(&Form::Anything);

    fn decode(node: &Node, field: &FieldShape<'_>, decoder: &mut Decoder<'_>) -> Option<Self> {
        let Content::Table(branches) = &node.content else {
            return decoder.wrong_type(node, field, "a table such as `{ due = \"Termin\" }`");
        };
        let mut paths = Vec::new();
        collect("", branches, field, decoder, &mut paths).then_some(Self(paths))
    }
}

fn collect(
    prefix: &str,
    branches: &Branches,
    field: &FieldShape<'_>,
    decoder: &mut Decoder<'_>,
    paths: &mut Vec<(String, Written<String>)>,
) -> bool {
    let mut is_right = true;
    for (key, branch) in branches {
        let path = if prefix.is_empty() { key.clone() } else { format!("{prefix}.{key}") };
        match &branch.node.content {
            Content::Table(inner) => is_right &= collect(&path, inner, field, decoder, paths),
            Content::Text(text) => {
                let text = Written { value: text.trim().to_owned(), spot: branch.node.spot };
                paths.push((path, text));
            }
            _ => {
                let _: Option<()> = decoder.wrong_type(&branch.node, field, "texts by key");
                is_right = false;
            }
        }
    }
    is_right
}

/// Which file, and in which dialect: `[table]`, `[times]`, `[roster]` and `[plan]` have this in common.
#[derive(Clone, Debug)]
pub(in crate::scenario) struct Keys {
    pub(in crate::scenario) file: Given<String>,
    #[cfg_attr(not(feature = "xlsx"), expect(dead_code, reason = "only workbooks have sheets"))]
    pub(super) sheet: Given<String>,
    /// The row with the headers, from 1.
    pub(super) header: u32,
    /// Headers by key.
    pub(super) columns: Vec<(String, Vec<Written<String>>)>,
    /// Units by key.
    pub(super) units: Vec<(String, Written<String>)>,
    /// What stands before decimals.
    pub(super) decimal: char,
    /// What stands between thousands.
    pub(super) thousands: Option<char>,
    pub(super) delimiter: Option<char>,
    pub(super) dates: Given<String>,
    /// What rows are like that name nothing themselves.
    pub(super) like: Given<String>,
    /// Texts that rows must have, by header.
    pub(super) only: Vec<(Written<String>, Vec<String>)>,
    pub(super) encoding: Given<String>,
}
