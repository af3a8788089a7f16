//! `[change.<name>]`: what is different in the plant from one date to another.

mod lay;

use jiff::civil::DateTime;

use super::calendar::{Break, Extra, Week};
use super::control::{Control, Release};
use super::crew::Crew;
use super::decoder::Decoder;
use super::demand::{Demand, DueIn, Interval, Quantity};
use super::distribution::Cycle;
use super::failure::{Every, Failure, Repair};
use super::kanban::Kanban;
use super::line::Line;
use super::maintenance::Maintenance;
use super::node::Branch;
use super::order::Moment;
use super::plant::CalendarName;
use super::pool::Pool;
use super::product::{Product, RouteItem};
use super::quantity::{Rating, Share};
use super::rota::Turn;
use super::shape::{FieldShape, Shape, TableShape};
use super::station::Station;
use super::table::{self, Table, WrittenTable, table};
use super::{Given, Named, Scenario, Written};
use crate::diagnostic::{Diagnostic, Spot, code, listed};
use crate::random::Distribution;
use crate::units::Span;

table! {
    /// What is different in the plant from one date to another: seasons, temporary people,
    /// engineering changes. Below it stands what a patch would say, of what can change on a date.
    ///
    /// What is drawn while the change is in force is drawn by it: cycles that start, orders that
    /// arrive, failures and repairs. What is under way stands, but for what is left of the time to
    /// the next order or failure: it is stretched like the mean.
    Change ("a change") {
        /// When it begins; a date means 00:00.
        from: Given<Moment> = "the plant's start",
        /// When it ends; a date means the end of that day.
        until: Given<Moment> = "the end of the run",
        /// Hours that are different. A shift that has begun goes on to its end; one that would have
        /// begun earlier on the day begins with the change.
        calendar: Named<CalendarChange> = "unchanged",
        /// Stations that are different.
        station: Named<StationChange> = "unchanged",
        /// Crews that are different.
        crew: Named<CrewChange> = "unchanged",
        /// Products that are made in another way.
        product: Named<ProductChange> = "unchanged",
        /// Demands that are different.
        demand: Named<DemandChange> = "unchanged",
        /// Another limit of the parts inside.
        control: ControlChange = "unchanged",
        /// Lines that are different.
        line: Named<LineChange> = "unchanged",
        /// Kanbans that are different.
        kanban: Named<KanbanChange> = "unchanged",
        /// Pools that are different.
        pool: Named<PoolChange> = "unchanged",
    }
    check Change::check_dates
}

table! {
    /// Hours that are different while the change is in force.
    CalendarChange ("a change of a calendar") {
        /// Breaks inside the shifts of every day.
        breaks: Given<Vec<Written<Break>>> = "unchanged",
        /// Days without shifts.
        closed: Given<Vec<Written<jiff::civil::Date>>> = "unchanged",
        /// Additional shifts on single days.
        extra: Given<Vec<Written<Extra>>> = "unchanged",
        /// The calendars whose weeks a rota has in turn; it goes on from the same first day.
        week_by_week: Given<Vec<Written<Turn>>> = "unchanged",
        /// The same day by day.
        day_by_day: Given<Vec<Written<Turn>>> = "unchanged",
        others week: Week,
    }
}

table! {
    /// What is different at a station while the change is in force.
    StationChange ("a change of a station") {
        /// Time a part is worked on, for cycles that start.
        cycle: Given<Cycle> = "unchanged",
        /// Share of its full speed at which it runs, for cycles that start.
        runs_at: Given<Share> = "unchanged",
        /// Share of parts found bad and thrown away after the cycle.
        scrap: Given<Share> = "unchanged",
        /// When it is open, or `"always"`.
        calendar: Given<CalendarName> = "unchanged",
        /// Failures that are different.
        failure: Named<FailureChange> = "unchanged",
        /// Planned work that is different.
        maintenance: Named<MaintenanceChange> = "unchanged",
    }
}

table! {
    /// What is different of a failure while the change is in force.
    FailureChange ("a change of a failure") {
        /// Time between the end of a repair and the next failure, on the same clock.
        every: Given<Every> = "unchanged",
        /// The share of the time of its `base` that is left.
        availability: Given<Share> = "unchanged",
        /// What brings the machine back: the time may be different, the people are the same.
        repair: Given<Repair> = "unchanged",
    }
}

table! {
    /// What is different of planned work while the change is in force.
    MaintenanceChange ("a change of a maintenance") {
        /// Time from the end of one until the next is due, on the same clock.
        every: Given<Every> = "unchanged",
        /// How long it takes.
        time: Given<Distribution> = "unchanged",
    }
}

table! {
    /// What is different of a crew while the change is in force.
    CrewChange ("a change of a crew") {
        /// How many people. Those who go leave their work to others; those who come have the hours
        /// of the crew.
        count [0..=100_000]: Given<u32> = "unchanged",
        /// When they work, or `"always"`.
        calendar: Given<CalendarName> = "unchanged",
    }
}

table! {
    /// What is different of a product while the change is in force.
    ProductChange ("a change of a product") {
        /// The same steps at the same stations, with other cycles or other shares in `next`.
        route: Given<Vec<Written<RouteItem>>> = "unchanged",
    }
}

table! {
    /// What is different of a demand while the change is in force.
    DemandChange ("a change of a demand") {
        /// What is ordered, in shares of any size.
        products: Given<Named<Written<f64>>> = "unchanged",
        /// Time between two orders.
        every: Given<Interval> = "unchanged",
        /// How many times as often, by time of day, day of the week and month.
        rates: Given<Named<Written<Rating>>> = "unchanged",
        /// Parts in an order.
        quantity [1..=1_000_000]: Given<Quantity> = "unchanged",
        /// Promise: due this long after arrival.
        due_in: Given<DueIn> = "unchanged",
    }
}

table! {
    /// What is different about the release of parts while the change is in force.
    ControlChange ("a change of control") {
        /// Another `limit` under `"conwip"`. Parts above a lower limit stay inside; the next comes in
        /// when there are fewer.
        release: Given<Release> = "unchanged",
    }
    check ControlChange::check_release
}

table! {
    /// What is different about a line while the change is in force.
    LineChange ("a change of a line") {
        /// Another `limit` under `"conwip"`.
        release: Given<Release> = "unchanged",
        /// Another takt of a paced line, from its next move on.
        pace: Given<Span> = "unchanged",
    }
}

table! {
    /// What is different about a kanban while the change is in force.
    KanbanChange ("a change of a kanban") {
        /// Number of cards. Cards that are taken out go when parts give them back.
        cards [1..=100_000_000]: Given<u32> = "unchanged",
    }
}

table! {
    /// What is different about a pool while the change is in force.
    PoolChange ("a change of a pool") {
        /// How many there are. Those that are taken out go when parts give them back.
        count [1..=100_000_000]: Given<u32> = "unchanged",
    }
}

impl ControlChange {
    fn check_release(&self, _: &WrittenTable<'_>, decoder: &mut Decoder<'_>) {
        let release = self.release.as_ref();
        if let Some(before_due) = release.and_then(|release| release.value.before_due().as_ref()) {
            let message = "`before_due` cannot change on a date";
            let hint = "write it in `[control]`: it holds for all orders";
            decoder.mistake(code::CHANGE, before_due.spot, message, hint);
        }
    }
}

impl Change {
    fn check_dates(&self, written: &WrittenTable<'_>, decoder: &mut Decoder<'_>) {
        if !written.has("from") && !written.has("until") {
            let message = "a change needs `from` or `until`";
            let hint = "what holds all the time is said without a change";
            decoder.mistake(code::MISSING, written.name, message, hint);
        }
        if let (Some(from), Some(until)) = (self.begins(), self.ends())
            && from >= until
        {
            let spot = self.until.as_ref().map_or(written.name, |until| until.spot);
            let message = "a change must end after it begins";
            decoder.mistake(code::CONFLICT, spot, message, "");
        }
    }

    /// Its first instant; `None` is the plant's start.
    pub fn begins(&self) -> Option<DateTime> {
        self.from.as_ref().map(|from| from.value.start())
    }

    /// The instant at which it is over; `None` is never.
    pub fn ends(&self) -> Option<DateTime> {
        self.until.as_ref().map(|until| until.value.end())
    }

    /// Whether it is in force at an instant; `None` is before all dates.
    fn is_in_force(&self, at: Option<DateTime>) -> bool {
        let has_begun = self.begins().is_none_or(|from| at.is_some_and(|at| from <= at));
        has_begun && self.ends().is_none_or(|until| at.is_none_or(|at| at < until))
    }

    /// Whether there is an instant at which both are in force.
    fn meets(&self, other: &Self) -> bool {
        let before = |one: &Self, other: &Self| {
            one.ends().zip(other.begins()).is_some_and(|(end, begin)| end <= begin)
        };
        !before(self, other) && !before(other, self)
    }
}

/// All changes, and the plant as it is between their dates.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Changes {
    /// The changes as written.
    pub named: Named<Change>,
    /// The plant from each date on at which a change begins or ends, ascending; none if something
    /// is wrong.
    pub periods: Vec<Period>,
}

/// The plant as it is from a date on.
#[derive(Clone, Debug, PartialEq)]
pub struct Period {
    /// Its first instant; `None` is before all dates.
    pub from: Option<DateTime>,
    /// The changes in force, in the order in which they are laid over the plant.
    pub in_force: Vec<Written<String>>,
    /// The plant.
    pub scenario: Scenario,
}

impl table::Field for Changes {
    const SHAPE: Shape = <Named<Change> as table::Field>::SHAPE;

    fn decode(branch: &Branch, field: &FieldShape<'_>, decoder: &mut Decoder<'_>) -> Self {
        let named = <Named<Change> as table::Field>::decode(branch, field, decoder);
        Self { named, periods: Vec::new() }
    }
}

/// The complaint about a key that means something in a plant but cannot change on a date.
pub(super) fn unchangeable(key: &str, spot: Spot, shape: &TableShape) -> Option<Diagnostic> {
    let whole = match shape.noun {
        "a change" => &Scenario::SHAPE,
        "a change of a station" => &Station::SHAPE,
        "a change of a failure" => &Failure::SHAPE,
        "a change of a maintenance" => &Maintenance::SHAPE,
        "a change of a crew" => &Crew::SHAPE,
        "a change of a product" => &Product::SHAPE,
        "a change of a demand" => &Demand::SHAPE,
        "a change of control" => &Control::SHAPE,
        "a change of a line" => &Line::SHAPE,
        "a change of a kanban" => &Kanban::SHAPE,
        "a change of a pool" => &Pool::SHAPE,
        _ => return None,
    };
    let is_known = whole.fields.iter().any(|field| field.key == key) || whole.later.contains(&key);
    let can = shape.fields.iter().map(|field| field.key);
    let can = can.filter(|key| !["from", "until"].contains(key));
    is_known.then(|| {
        let message = format!("`{key}` cannot change on a date");
        let hint = format!("what can: {}", listed(can));
        Diagnostic::error(code::CHANGE, message).at(spot).hint(hint)
    })
}
