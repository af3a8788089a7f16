//! What the TOML says, with places. Knows no ids and no time passing.
//!
//! Every table is defined once, by the macro `table!`: the struct, its decoder, the merging rules,
//! the JSON Schemas and the reference page come from that definition. A derive of serde cannot do
//! this: it stops at the first mistake, loses places inside tagged and flattened values, and
//! knows one file, while a scenario is merged from many. So files become one tree of our own whose
//! keys and values carry their places, and the tables are read from that tree.

mod attribute;
mod availability;
mod batch;
mod calendar;
mod campaign;
mod change;
mod clearance;
mod common_cause;
mod complaint;
mod control;
mod conveyor;
mod crew;
mod decoder;
mod demand;
mod diff;
mod dispatch;
mod distribution;
mod expand;
mod failure;
mod fatigue;
mod files;
mod first_piece;
mod handling;
mod hold;
mod holds;
mod kanban;
mod layout;
mod learning;
mod levels;
mod line;
mod load;
mod maintenance;
mod material;
mod meeting;
mod mend;
mod merge;
mod milkrun;
mod money;
mod named;
mod node;
mod operators;
mod order;
mod origin;
mod outside;
mod overlap;
mod overtime;
mod penalty;
mod plant;
mod pool;
mod preempts;
mod premium;
mod product;
mod quantity;
mod rate;
mod read;
mod reference;
mod roster;
mod rota;
mod rules;
mod run;
mod sales;
mod schema;
mod setup;
mod shape;
mod shared_buffer;
mod sheet;
mod shipping;
mod short;
mod start_up;
mod station;
mod stock;
mod supplier;
mod syntax;
mod table;
mod today;
mod tool;
mod training;
mod transfer;
mod two_people;
mod vehicle;
mod wear;
mod within;
mod words;
mod work;
mod zone;

pub use attribute::{Attribute, Between, Drawn, Sought};
pub use availability::{Base, NoEvery, every_of};
pub use batch::{AnyBatch, Batch, BatchBy};
pub use calendar::{Break, Calendar, Extra, Hours, Week};
pub use campaign::{Campaign, Cleaning};
pub use change::{Change, Changes, Period};
pub use clearance::{AnyClearance, Clearance, ClearedBetween, ClearedUntil};
pub use common_cause::CommonCause;
pub use control::{Control, Deadlock, Hurry, Release, ReleaseRule, Rule};
pub use conveyor::Conveyor;
pub use crew::{Absence, AtShiftEnd, Crew, Skills, Spells};
pub use demand::{Demand, DueBy, DueIn, Interval, Quantity};
pub use diff::{Diff, What, diff};
pub use dispatch::{Dispatch, DispatchRule, Waits, Weighed, Weighing, Word};
pub use distribution::Cycle;
pub use expand::{Anchor, Factor, Scale, Targets};
pub use failure::{AfterRepair, Clock, Every, Failure, FailureKind, Finished, Measured, Repair};
pub use fatigue::Fatigue;
pub use files::{FileProblem, Files, LARGEST_FILE, Memory};
pub use first_piece::{FirstPiece, Meanwhile};
pub use handling::{During, Handling};
pub use hold::{AnyHold, Hold};
pub use kanban::Kanban;
pub use layout::{Distances, Layout, LengthUnit, Metric, Position, Site, WaysFrom};
pub use learning::{Curve, Learning};
pub use levels::Levels;
pub use line::{Line, LineCost};
pub use maintenance::{Begins, Maintenance, Renews};
pub use material::{
    AnyReorder, Material, Need, Needed, OpenPurchase, Reorder, ReorderRule, Reserved,
};
pub use meeting::{After, MovesIn};
pub use milkrun::Milkrun;
pub use money::{ADay, Amount, AnHour};
pub use named::Named;
pub use operators::{Asked, Minding, Operators};
pub use order::{Moment, Order, Timestamp};
pub use origin::Origin;
pub use outside::{Away, Lorry, Outside};
pub use overtime::{Matter, Most, Overtime, When};
pub use penalty::{AnyPenalty, Penalty};
pub use plant::{CalendarName, Plant};
pub use pool::{Held, Pool, Stretch};
pub use preempts::Preempts;
pub use premium::{OnTop, Premium, Tiers};
pub use product::{Choice, Product, RouteItem, StationChoice, Stations, Stop, Timed};
pub use quantity::{Anything, ClockTime, Rating, Share};
pub use read::{Reading, read};
pub use reference::reference;
pub use roster::{Code, RosterDays, RosterRow};
pub use rota::{Turn, Turns, days_later, monday_of};
pub use rules::{People, Preset, Report, Rules, WorkingTime};
pub use run::{Length, Limits, Precision, Replications, Run, WarmUp, Watched};
pub use schema::{patch_schema, schema};
pub use setup::{AnySetup, Matrix, Setup, SetupBy};
pub use shared_buffer::SharedBuffer;
pub use sheet::{
    Columns, Delimiter, DistanceSheet, OnOrder, Paths, Plan, PlanRow, PlannedStation, Point,
    ProductTimes, PurchaseRow, Roster, Separator, SetupSheet, Sheet, Texts, TimeRow, Times, Wip,
    WipRow, WipState,
};
pub use shipping::{Cancelled, Shipping, ShipsIn};
pub use short::{Short, StartExtra, Tolerance};
pub use start_up::StartUp;
pub use station::{AtClose, Blocking, Buffer, IfLeft, Station};
pub use stock::{Stock, Unmet};
pub use supplier::{Down, Downs, Expedite, LateDelivery, ShortDelivery, Supplier, Suppliers};
pub use today::{HeldParts, InWork, OrderInWork, Today};
pub use tool::{AnyTool, SharedTool, Tool};
pub use training::{Expiry, Training};
pub use transfer::{From, Transfer};
pub use two_people::TwoPeople;
pub use vehicle::{Charge, Choose, Vehicle};
pub use wear::{Wear, WearAmount};
pub use within::{Else, Within};
pub use work::{Kind, Work};
pub use zone::{Loop, Zone, Zones};

use crate::diagnostic::{Spot, code};
use decoder::Decoder;
use table::{WrittenTable, table};

/// A value and where it is written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Written<T> {
    /// The value.
    pub value: T,
    /// Where it is written.
    pub spot: Spot,
}

/// A value that may be absent: the default, told by the key's documentation, then holds.
pub type Given<T> = Option<Written<T>>;

table! {
    /// A scenario: a plant, what it makes, and how long it is watched.
    ///
    /// Shape: every group of named tables is in natural order of the names.
    Scenario ("a scenario") {
        /// Name of this what-if, for reports.
        name: Given<String> = "the file's name",
        /// The plant as a whole.
        plant: Plant = "none",
        /// How long the plant is watched, and how often.
        run: Run = "none",
        /// When the plant, a station or a crew works.
        calendar: Named<Calendar> = "none",
        /// Stations that are passed one after the other.
        line: Named<Line> = "none",
        /// Where work is done.
        station: Named<Station> = "none",
        /// What stops several stations at once.
        failure: Named<CommonCause> = "none",
        /// Patterns of stations: what stations that are `like` one of them start with.
        pattern as "type": Named<Station> = "none",
        /// People with the same skills and hours.
        crew: Named<Crew> = "none",
        /// Where stations stand, and how people walk between them.
        layout: Layout = "nobody walks",
        /// Who works when, day by day.
        roster: Roster = "none",
        /// Work outside the usual hours.
        overtime: Named<Overtime> = "none",
        /// Work elements: pieces of work that make up the cycles of stations.
        work: Named<Work> = "none",
        /// How the flow of parts is controlled.
        control: Control = "parts enter at once",
        /// Stages with a number of cards.
        kanban: Named<Kanban> = "none",
        /// Things that go round with parts, such as fixtures.
        pool: Named<Pool> = "none",
        /// Tools that stations share.
        tool: Named<SharedTool> = "none",
        /// Places that stations share.
        buffer: Named<SharedBuffer> = "none",
        /// Conveyors between stations.
        conveyor: Named<Conveyor> = "none",
        /// Vehicles that take parts from station to station.
        vehicle: Named<Vehicle> = "none",
        /// Tours that take parts from stop to stop at set times.
        milkrun: Named<Milkrun> = "none",
        /// What must be kept to.
        rules: Rules = "none",
        /// What is so when the plant starts.
        today: Today = "nothing is there",
        /// What reports say.
        report: Report = "people are not named",
        /// What the plant makes, and how.
        product: Named<Product> = "none",
        /// Finished parts that lie ready: what is made to stock.
        stock: Named<Stock> = "none",
        /// What is bought and goes into parts.
        material: Named<Material> = "none",
        /// Who delivers material.
        supplier: Named<Supplier> = "none",
        /// When finished orders leave.
        shipping: Named<Shipping> = "none",
        /// Moving time between stations.
        transfer: Transfer = "moves take no time",
        /// Orders that arrive at random.
        demand: Named<Demand> = "none",
        /// The dated order book.
        order: Named<Order> = "none",
        /// The sequence in which a planner wants orders at stations.
        plan: Plan = "none",
        /// Things that stand in sheets: CSV files and workbooks.
        sheets as "table": Named<Sheet> = "none",
        /// Cycle times by product and station.
        times: Times = "none",
        /// Values that are used in several places, as `"@name"`. None of them holds another; in
        /// `source`, `"@…"` is a text like others.
        value: Named<Written<Anything>> = "none",
        /// Quantities made larger or smaller, many at a time.
        scale: Named<Scale> = "none",
        /// What is different from one date to another.
        change: Changes = "none",
    }
    later [
        "costs", "investment",
        "target", "lever",
    ]
    check Scenario::check_names
}

impl Scenario {
    /// The first priority of an order or a demand that is above none, if there is one.
    pub fn first_priority(&self) -> Option<&Written<u32>> {
        let orders = self.order.iter().map(|(_, row)| row.priority.as_ref());
        let demands = self.demand.iter().map(|(_, row)| row.priority.as_ref());
        let later = self.control.expedite.as_ref().map(|hurry| hurry.value.priority.as_ref());
        orders.chain(demands).chain(later).flatten().find(|priority| priority.value > 0)
    }

    /// Whether an order may have a due date, by a change too.
    pub fn has_due_dates(&self) -> bool {
        let mut changes = self.change.named.iter().flat_map(|(_, change)| change.demand.iter());
        self.order.iter().any(|(_, row)| row.due.is_some())
            || self.demand.iter().any(|(_, row)| row.due_in.is_some())
            || changes.any(|(_, row)| row.due_in.is_some())
    }

    /// Names that would be taken for words of the language.
    fn check_names(&self, _: &WrittenTable<'_>, decoder: &mut Decoder<'_>) {
        let calendars = self
            .calendar
            .iter()
            .flat_map(|(name, _)| ["always", rota::OFF].map(|word| (name, word, "a calendar")));
        let stations = self.station.iter().map(|(name, _)| (name, "out", "a station"));
        for (name, word, what) in calendars.chain(stations) {
            if name.value == word {
                let message = format!("{what} cannot be called `{word}`: the word means itself");
                decoder.mistake(code::BAD_NAME, name.spot, message, "");
            }
        }
    }
}
