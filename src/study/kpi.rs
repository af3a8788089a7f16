//! The KPIs: one list of names, units and meanings, used by tallies, results and reports.

use crate::units::Currency;

/// What a figure is about.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Entity {
    /// Kind of thing.
    pub kind: EntityKind,
    /// Its name as written; the plant's name for [`EntityKind::Plant`].
    pub name: String,
}

/// Kinds of things that figures are about, in the order of reports.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum EntityKind {
    /// The whole plant.
    Plant,
    /// A product.
    Product,
    /// A station.
    Station,
    /// A line: a paced one, or one of several that make a product.
    Line,
    /// Where parts of a product wait that a station takes.
    Store,
    /// What wears out on the machines of a station.
    Wear,
    /// A station whose work is done outside.
    Outside,
    /// Cards of the plant, a line or a kanban stage.
    Cards,
    /// Things that parts hold over a stretch of their routes.
    Pool,
    /// What is bought and goes into parts.
    Material,
    /// Finished parts of a product that is made to stock.
    Stock,
    /// Places that stations share.
    Buffer,
    /// A conveyor.
    Conveyor,
    /// A milk run.
    Milkrun,
    /// Vehicles of one kind.
    Vehicle,
    /// A crew.
    Crew,
    /// Overtime as written.
    Overtime,
    /// A rule of working time.
    Rule,
    /// A random demand.
    Demand,
    /// A customer.
    Customer,
    /// A dated order.
    Order,
}

impl EntityKind {
    /// The word in files and tables.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Plant => "plant",
            Self::Product => "product",
            Self::Station => "station",
            Self::Line => "line",
            Self::Store => "store",
            Self::Wear => "wear",
            Self::Outside => "outside",
            Self::Cards => "cards",
            Self::Pool => "pool",
            Self::Material => "material",
            Self::Stock => "stock",
            Self::Buffer => "buffer",
            Self::Conveyor => "conveyor",
            Self::Milkrun => "milkrun",
            Self::Vehicle => "vehicle",
            Self::Crew => "crew",
            Self::Overtime => "overtime",
            Self::Rule => "rule",
            Self::Demand => "demand",
            Self::Customer => "customer",
            Self::Order => "order",
        }
    }
}

/// Unit of a figure.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Unit {
    /// A pure count of parts.
    Parts,
    /// A pure count of orders.
    Orders,
    /// Any other count.
    Count,
    /// Parts an hour.
    PartsPerHour,
    /// Minutes.
    Minutes,
    /// A share in [0, 1].
    Share,
    /// People.
    People,
    /// Hours.
    Hours,
    /// Metres.
    Metres,
    /// One time over another: 1 and above are possible.
    Ratio,
    /// Money: in a figure that of the plant, in the list of KPIs of any.
    Money(Option<Currency>),
}

impl Unit {
    /// The word in files and tables.
    pub fn word(&self) -> &str {
        match self {
            Self::Parts => "parts",
            Self::Orders => "orders",
            Self::Count => "",
            Self::PartsPerHour => "parts/h",
            Self::Minutes => "min",
            Self::Share => "share",
            Self::People => "people",
            Self::Hours => "h",
            Self::Metres => "m",
            Self::Ratio => "ratio",
            Self::Money(None) => "money",
            Self::Money(Some(currency)) => currency.letters(),
        }
    }

    /// What a figure usually can be: from the least to the most. Nothing that is counted or timed is
    /// negative, and no share is above the whole.
    pub const fn range(self) -> (f64, f64) {
        match self {
            Self::Share => (0.0, 1.0),
            Self::Parts
            | Self::Orders
            | Self::Count
            | Self::PartsPerHour
            | Self::Minutes
            | Self::People
            | Self::Hours
            | Self::Metres
            | Self::Ratio
            | Self::Money(_) => (0.0, f64::INFINITY),
        }
    }

    /// The same in the currency of a plant.
    #[must_use]
    pub const fn of_plant(self, currency: Currency) -> Self {
        match self {
            Self::Money(_) => Self::Money(Some(currency)),
            unit => unit,
        }
    }

    /// What the difference of two figures can be.
    pub const fn range_of_differences(self) -> (f64, f64) {
        let (least, most) = self.range();
        (least - most, most - least)
    }
}

/// A key performance indicator.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Kpi {
    /// Its name in TOML and files.
    pub id: &'static str,
    /// Its name in tables and plots.
    pub title: &'static str,
    /// Its unit.
    pub unit: Unit,
    /// Whether more of it is good: `Some(true)`; bad: `Some(false)`; neither: `None`.
    pub more_is_better: Option<bool>,
    /// What it is, in a sentence.
    pub meaning: &'static str,
}

macro_rules! kpis {
    ($($id:literal, $title:literal, $unit:expr, $better:expr, $meaning:literal;)+) => {
        /// All KPIs. A figure names one of these and an entity.
        pub const KPIS: &[Kpi] = &[$(Kpi {
            id: $id, title: $title, unit: $unit, more_is_better: $better, meaning: $meaning,
        }),+];
    };
}

kpis! {
    "throughput", "Throughput", Unit::PartsPerHour, Some(true),
        "good parts that left, of a product those taken for others, too, an hour of measured time";
    "parts_finished", "Parts finished", Unit::Parts, Some(true),
        "good parts that left, of a product those taken for others, too";
    "parts_per_shift", "Output a shift", Unit::Parts, Some(true),
        "good parts that left over the shifts of the calendar that all stations share, where they do; of a shift \
         that is not measured whole the share that is";
    "parts_scrapped", "Parts scrapped", Unit::Parts, Some(false), "parts thrown away";
    "parts_remade", "Parts remade", Unit::Parts, Some(false), "parts that came in for others that were thrown away";
    "surplus", "Surplus", Unit::Parts, Some(false),
        "finished parts that no order takes: made beyond what was ordered and its tolerance, or for an order that was \
         cancelled before they left";
    "wip", "Work in process", Unit::Parts, Some(false), "parts inside the plant, averaged over time";
    "waiting_outside", "Waiting outside", Unit::Parts, Some(false),
        "parts that entered and find no room at their first station, or no card, averaged over time; part \
         of the work in process";
    "swaps", "Swaps", Unit::Count, Some(false),
        "times that parts which waited for each other's room in a circle changed places";
    "time_in_system", "Time in system", Unit::Minutes, Some(false),
        "from release to leaving, mean over all parts that left, of all runs together";
    "time_in_system_p95", "Time in system, 95 % of parts below", Unit::Minutes, Some(false),
        "95th percentile over the parts that left in a run, mean over the runs; that of a run is right to \
         0.8 % and never more than its longest time";
    "orders_finished", "Orders finished", Unit::Orders, Some(true),
        "orders whose last part has left or was thrown away";
    "orders_cancelled", "Orders cancelled", Unit::Orders, Some(false),
        "orders that customers cancelled before they were done: they are not judged";
    "orders_expedited", "Orders expedited", Unit::Orders, Some(false),
        "orders that became more urgent than they were, because they were so late, or about to be";
    "parts_on_time", "Parts on time", Unit::Share, Some(true),
        "parts of orders with a due date that left by then, over all parts of those that are judged, of all runs together";
    "orders_short", "Orders short", Unit::Orders, Some(false),
        "orders of which a part was thrown away and not replaced, beyond their tolerance: never complete, so never on time";
    "lead_time_p50", "Lead time, 50 % of orders below", Unit::Minutes, Some(false),
        "from the release of an order until its last part has left: in a run the least time within which 50 % of the \
         orders were finished, mean over the runs; short orders do not count, those open at the end count as longer \
         than their time so far; of more than 16384 orders right to 0.8 %";
    "lead_time_p80", "Lead time, 80 % of orders below", Unit::Minutes, Some(false),
        "the same for 80 % of the orders: who promises so long is on time with so many";
    "lead_time_p90", "Lead time, 90 % of orders below", Unit::Minutes, Some(false),
        "the same for 90 % of the orders";
    "lead_time_p95", "Lead time, 95 % of orders below", Unit::Minutes, Some(false),
        "the same for 95 % of the orders";
    "on_time", "Orders on time", Unit::Share, Some(true),
        "orders finished complete by their due date (on time in full, OTIF) among those finished, due by the end or \
         short; of a single order: the chance of it";
    "on_time_by_value", "On time by value", Unit::Share, Some(true),
        "what the orders on time are worth over what all that are judged are worth, of all runs together: what all their \
         parts sell for, of products with a price";
    "orders_late", "Orders late", Unit::Orders, Some(false),
        "orders finished after their due date, overdue at the end, or short";
    "tardiness", "Mean tardiness", Unit::Minutes, Some(false),
        "lateness of late orders, zero for the others, mean over the orders finished, due or short, of \
         all runs together; a short order is late from its due date until its last part has left or was thrown away, \
         which may be no time";
    "lateness", "Mean lateness", Unit::Minutes, Some(false),
        "from the due date of an order until its last part has left, below zero if that is before; of those overdue at \
         the end until then; mean over these and the orders finished, without short ones, of all runs together";
    "lateness_cost", "Cost of lateness", Unit::Money(None), Some(false),
        "what the penalties of late orders come to, of those overdue at the end by then; short orders count as late, too";
    "lateness_p50", "Lateness, 50 % of orders below", Unit::Minutes, Some(false),
        "median of the lateness over the orders finished in a run, mean over the runs; as the lead time";
    "lateness_p80", "Lateness, 80 % of orders below", Unit::Minutes, Some(false),
        "the same, 80th percentile";
    "lateness_p90", "Lateness, 90 % of orders below", Unit::Minutes, Some(false),
        "the same, 90th percentile";
    "lateness_p95", "Lateness, 95 % of orders below", Unit::Minutes, Some(false),
        "the same, 95th percentile";
    "all_on_time", "Every order on time", Unit::Share, Some(true),
        "chance that no order due by the end is late";
    "finish", "Finished after", Unit::Minutes, Some(false),
        "from the plant's start until the order's last part has left or was thrown away, mean over \
         the runs in which that happens in measured time";
    "open_at_end", "Open at the end", Unit::Share, Some(false),
        "chance that parts of the order are still to come at the end of the run";
    "short", "Short", Unit::Share, Some(false), "chance that a part of the order is thrown away";
    "revenue", "Revenue", Unit::Money(None), Some(true),
        "what is sold in measured time times what it sells for: of each product with a price the good parts that left, or \
         that orders got from its stock, less the surplus, as far as so many sell";
    "unsold", "Unsold", Unit::Parts, Some(false),
        "good parts of products with a price that left, less those that are sold and, of what is made to stock, those \
         that other parts took; never below zero";
    "orders_moved", "Orders moved", Unit::Orders, None,
        "of a comparison: dated orders that both scenarios have by name, neither cancels, and that are finished at another \
         time than in the first one, mean over the runs";
    "nervousness", "Nervousness", Unit::Minutes, Some(false),
        "of a comparison: how much earlier or later the dated orders of both scenarios are finished than in the first \
         one, mean over those finished in both, mean over the runs; Wu, Storer and Chang (1993) measure so how stable \
         a schedule is, by the starts of operations";
    "sequence_changed", "Sequence changed", Unit::Share, Some(false),
        "of a comparison: share of the pairs of dated orders of both scenarios that are finished in another order than in \
         the first one, those not finished after all others, mean over the runs";
    "makespan", "Makespan", Unit::Minutes, Some(false), "from the start until the last dated order is complete";
    "makespan_p90", "Makespan, 90 % of runs below", Unit::Minutes, Some(false),
        "90th percentile of the makespan over replications";
    "utilisation", "Utilisation", Unit::Share, None, "share of time working, mean over machines";
    "parts_done", "Parts done", Unit::Parts, None,
        "parts whose cycle is complete, or that are back from outside; of several that come out of one cycle each \
         counts";
    "starts", "Starts", Unit::Parts, None, "parts whose cycle started, or that left with the lorry; one that goes on after it was pushed off counts again";
    "queue_length", "Queue length", Unit::Parts, Some(false),
        "parts waiting to be started, averaged over time";
    "queue_time", "Queue time", Unit::Minutes, Some(false),
        "from arrival at the station, or in the store, to the start of the cycle, and from being pushed off until it \
         goes on, mean over all starts, of all runs together";
    "failures", "Failures", Unit::Count, Some(false), "times a machine failed, without minor stops";
    "minor_stops", "Minor stops", Unit::Count, Some(false),
        "times a machine stopped by a failure of the kind `minor`";
    "start_ups", "Start-ups", Unit::Count, None, "times a machine was started up after it had stood";
    "setups", "Setups", Unit::Count, None, "times a machine was set up for another product";
    "batches", "Batches", Unit::Count, None, "batches whose cycle started";
    "batch_fill", "Batch fill", Unit::Share, None,
        "parts in a batch over the parts that a machine takes at once, mean over all batches of all runs";
    "tool_changes", "Tool changes", Unit::Count, None, "times the tool of a machine was changed";
    "maintenances", "Maintenances", Unit::Count, None, "times that planned work on a machine was done";
    "breakdowns_by_wear", "Breakdowns by wear", Unit::Count, Some(false),
        "times a machine broke down because this was worn out";
    "renewals", "Renewals", Unit::Count, None, "times that planned work began which renews it; repairs do not count";
    "renewed_in_time", "Renewed in time", Unit::Share, Some(true),
        "renewals by planned work over these and the breakdowns by wear, of all runs together; of wear at which \
         machines break down";
    "wear_when_renewed", "Wear when renewed", Unit::Count, None,
        "how worn it was when planned work began that renews it, mean over all of them, of all runs together";
    "down_by_wear", "Down by wear", Unit::Share, Some(false),
        "share of time in which machines stood broken down by it, people waited for and closed hours as well";
    "down_to_renew", "Down to renew", Unit::Share, None,
        "share of time in which machines stood for planned work that renews it, people waited for and closed hours as \
         well";
    "working", "Working", Unit::Share, None, "share of time working";
    "starved", "Starved", Unit::Share, None, "share of time without a part";
    "blocked", "Blocked", Unit::Share, None,
        "share of time a part cannot leave, or cannot start because it could not leave";
    "blocked_before", "Blocked before start", Unit::Share, None,
        "share of time a part does not start because it could not leave; part of blocked";
    "repair", "Under repair", Unit::Share, None, "share of time being repaired";
    "wait_repair", "Waiting for repair", Unit::Share, None, "share of time failed without a repairer";
    "minor_stop", "Minor stop", Unit::Share, None, "share of time in a minor stop, its people there or not";
    "start_up", "Start-up", Unit::Share, None,
        "share of time being started up after it has stood, or waiting for the people for it";
    "maintenance", "Maintenance", Unit::Share, None,
        "share of time in planned work, or waiting for the people for it";
    "tool_change", "Tool change", Unit::Share, None,
        "share of time in which the tool is changed, or waits for the people for it";
    "first_pieces", "First pieces", Unit::Count, None,
        "first pieces after setups that were inspected";
    "first_pieces_failed", "First pieces failed", Unit::Count, Some(false),
        "first pieces after setups that failed their inspection";
    "approval", "Approval", Unit::Share, None,
        "share of time from the end of the cycle of a first piece until it is inspected, where the machine stands for it";
    "pushed_off", "Pushed off", Unit::Count, None,
        "times a part was pushed off its machine by a more urgent one";
    "wait_pool", "Waiting for a pool", Unit::Share, None,
        "share of time without a part, because one that is there needs something of a pool, and all are out";
    "wait_material", "Waiting for material", Unit::Share, None,
        "share of time without a part, because there is too little of a material that one which is there needs";
    "wait_takt", "Waiting for the takt", Unit::Share, None,
        "share of time with a part that is done while the takt of its line is not over";
    "line_stop", "Line stops", Unit::Share, None,
        "share of time with a part that is done while its line stands beyond the takt";
    "stops_line", "Share of line stops", Unit::Share, None,
        "time for which a paced line stood because of the station over the time for which it stood at all, of all runs \
         together; stations that were late at the same moment share it";
    "line_takt", "Effective takt", Unit::Minutes, Some(false),
        "open time of a paced line over the parts that its last station gave away, of all runs together";
    "moves", "Moves", Unit::Count, None, "times that the parts of a paced line moved on";
    "stops_an_hour", "Stops an hour", Unit::Count, Some(false),
        "moves for which a paced line stood beyond its takt over its open hours, of all runs together";
    "line_stop_time", "Time of a stop", Unit::Minutes, Some(false),
        "time for which a paced line stood beyond its takt over the moves for which it did, of all runs together";
    "line_stopped", "Line stopped", Unit::Share, Some(false),
        "share of the open time of a paced line in which it stood beyond its takt, of all runs together";
    "no_room_behind", "No room behind", Unit::Share, Some(false),
        "share of the open time of a paced line in which it stood for want of room behind it; part of line stopped";
    "stops_a_shift", "Stops a shift", Unit::Count, Some(false),
        "moves for which a paced line stood beyond its takt over the shifts of its calendar, of all runs together";
    "stopped_a_shift", "Stopped a shift", Unit::Minutes, Some(false),
        "time for which a paced line stood beyond its takt over the shifts of its calendar, of all runs together";
    "too_late", "Too late", Unit::Parts, Some(false),
        "parts that waited too long since an earlier step for this one";
    "late_share", "Share too late", Unit::Share, Some(false),
        "parts that waited too long since an earlier step over these and those that began in time";
    "aside", "Aside", Unit::Parts, None,
        "parts that are held after their cycle, are too late and go back, or have waited for others of their order, until \
         there is room for them, averaged over time";
    "away", "Away", Unit::Parts, None,
        "parts that are away for work outside, or back and without room where they go, averaged over time";
    "tours", "Tours", Unit::Count, None, "tours of a milk run begun";
    "parts_a_tour", "Parts a tour", Unit::Parts, None,
        "parts that a milk run took over the tours that it began, of all runs together";
    "waiting_for_tour", "Waiting for a tour", Unit::Parts, None,
        "parts that wait for the milk run, averaged over time";
    "tour_wait", "Wait for a tour", Unit::Minutes, Some(false),
        "from the end of the cycle until the milk run takes the part, mean over all parts taken, of all runs together";
    "carried", "Carried", Unit::Parts, None, "parts on tours of the milk run, averaged over time";
    "setup", "Setup", Unit::Share, None, "share of time being set up for another product";
    "wait_operator", "Waiting for operator", Unit::Share, None,
        "share of time with a part and without its operator";
    "off_shift", "Off shift", Unit::Share, None, "share of time closed";
    "failed_off_shift", "Failed off shift", Unit::Share, None,
        "share of time closed and failed, under repair or not; part of off shift";
    "paused", "Paused", Unit::Share, None,
        "share of time open but stopped by a break of its people, or by a rule: its cycle would not \
         end before closing";
    "oee", "OEE", Unit::Share, Some(true),
        "time that the good parts take at full speed and the standard pace, over planned time: open time \
         without breaks and planned maintenance";
    "availability", "Availability", Unit::Share, Some(true),
        "share of planned time without breakdowns, setups, tool changes and start-ups, after Nakajima: who has no part, \
         no room or no operator is available";
    "performance", "Performance", Unit::Share, Some(true),
        "time that all work takes at full speed and the standard pace, over available time, after Nakajima";
    "quality", "Quality", Unit::Share, Some(true),
        "time of good parts over that of all work, both at full speed and the standard pace; parts under way \
         count as good";
    "iso_availability", "Availability (ISO)", Unit::Share, Some(true),
        "share of planned time working or in minor stops, after ISO 22400-2: who has no part, no room or no \
         operator is not available";
    "iso_effectiveness", "Effectiveness (ISO)", Unit::Share, Some(true),
        "time that all work takes at full speed and the standard pace, over time working or in minor stops, \
         after ISO 22400-2";
    "loss_breakdowns", "Breakdown loss", Unit::Share, Some(false),
        "share of planned time under repair, or waiting for it";
    "loss_setups", "Setup loss", Unit::Share, Some(false),
        "share of planned time being set up, or having the tool changed";
    "loss_stops", "Idling and minor stops", Unit::Share, Some(false),
        "share of planned time without a part, room, an operator, material or something of a pool, or in minor stops";
    "loss_speed", "Speed loss", Unit::Share, Some(false),
        "share of planned time worked beyond what the work takes at full speed and the standard pace; below zero \
         where people are quicker";
    "loss_defects", "Defect loss", Unit::Share, Some(false),
        "share of planned time that parts thrown away, and work that was begun anew, take at full speed and the \
         standard pace";
    "loss_start_up", "Start-up loss", Unit::Share, Some(false), "share of planned time being started up";
    "waiting_for_rest", "Waiting for the rest", Unit::Parts, Some(false),
        "parts that wait beside a machine for the rest of their lot, or for other parts of their order, averaged over \
         time";
    "wait_for_rest", "Wait for the rest", Unit::Minutes, Some(false),
        "how long a part waits for the rest of its lot, or for other parts of its order, mean over all such waits that \
         ended, of all runs together";
    "cards_in_use", "Cards in use", Unit::Count, None, "cards that parts hold, averaged over time";
    "waiting_for_card", "Waiting for a card", Unit::Parts, Some(false),
        "parts that need a card and have none, averaged over time: outside, in a store, or on a machine; those \
         of an unlimited supply do not count";
    "card_wait", "Wait for a card", Unit::Minutes, Some(false),
        "from needing a card to taking it, mean over all cards taken, of all runs together; room and other cards \
         may have been missing, too";
    "held_by_parts", "Held by parts", Unit::Count, None,
        "things of the pool that parts hold, averaged over time";
    "coming_back", "Coming back", Unit::Count, None,
        "things of the pool that were given back and cannot be taken yet, averaged over time";
    "all_out", "All out", Unit::Share, Some(false),
        "share of time in which nothing of the pool can be taken";
    "waiting_for_pool", "Waiting for one", Unit::Parts, Some(false),
        "parts that need something of the pool and have none, averaged over time: for which a machine is free, \
         or at the place where one is taken; those of an unlimited supply that have not come in do not count there";
    "pool_wait", "Wait for one", Unit::Minutes, Some(false),
        "time for which parts waited for something of the pool, over the times that it was taken, of all runs \
         together; in front of a station only while a machine is free for them";
    "stock", "Stock", Unit::Count, None, "how much of the material, or of the product that is made to stock, is on hand, \
         averaged over time";
    "stock_least", "Least stock", Unit::Count, None,
        "the least that was on hand at any time of a run, mean over the runs";
    "out_of_stock", "Out of stock", Unit::Share, Some(false), "share of time in which nothing is on hand";
    "cover", "Cover", Unit::Minutes, None,
        "for how long what is on hand on average lasts at the mean use: the stock over time by what is taken of it, of all \
         runs together";
    "purchase_orders", "Purchase orders", Unit::Count, None, "times that the material was ordered";
    "replenishments", "Replenishments", Unit::Count, None, "times that more was made for the stock";
    "sold", "Sold", Unit::Parts, None, "parts that orders got from the stock";
    "fill_rate", "Fill rate", Unit::Share, Some(true),
        "parts that were there when they were ordered, over all parts that were ordered from stock, of all runs together";
    "backorders", "Backorders", Unit::Parts, Some(false),
        "parts that are ordered from stock and not there yet, averaged over time";
    "lost_sales", "Lost sales", Unit::Parts, Some(false),
        "parts that were ordered from stock, not there, and not sold";
    "used", "Used", Unit::Count, None, "how much of the material parts took";
    "waited_for_material", "Waited for it", Unit::Parts, Some(false),
        "parts that took of the material and had stood in front while there was too little of it";
    "at_once", "At once", Unit::Share, Some(true),
        "parts that took of the material and never stood in front while there was too little, over all that took some, \
         of all runs together";
    "waiting_for_material", "Waiting for it", Unit::Parts, Some(false),
        "parts that stand in front of the step where they take of the material while there is too little for one, averaged \
         over time; those of an unlimited supply do not count";
    "orders_delayed", "Orders delayed", Unit::Orders, Some(false),
        "orders done of which a part stood in front of the step where it takes of the material while there was too little \
         for it";
    "order_wait", "Wait of orders", Unit::Minutes, Some(false),
        "for how long orders waited for the material, each as long as its part that waited longest: mean over the orders \
         that waited, of all runs together";
    "rejected", "Rejected", Unit::Count, Some(false),
        "how much of the material the incoming inspection took out of what was delivered";
    "expired", "Expired", Unit::Count, Some(false),
        "how much of the material was thrown away, because it had lain for its shelf life";
    "expedited", "Expedited", Unit::Count, Some(false), "deliveries of the material that were expedited";
    "making_cost", "Cost of making", Unit::Money(None), Some(false),
        "what the lines on which orders were begun cost for them (`cost` of a line)";
    "expedite_cost", "Cost of expediting", Unit::Money(None), Some(false),
        "what it cost to expedite deliveries of material";
    "in_store", "In the store", Unit::Parts, None,
        "finished parts that wait in the store of the kanban stage, averaged over time";
    "moved", "Moved", Unit::PartsPerHour, Some(true), "parts that got off, an hour of measured time";
    "content", "Parts on it", Unit::Parts, None, "parts on the conveyor, averaged over time";
    "content_most", "Most parts on it", Unit::Parts, None,
        "most parts that were on the conveyor at one time of a run, mean over the runs";
    "full", "Full", Unit::Share, Some(false),
        "share of time in which all places of the conveyor or the shared buffer are taken";
    "places_taken", "Places taken", Unit::Count, None,
        "places of the shared buffer where a part stands, or that are kept for one on its way, averaged over time";
    "places_taken_most", "Most taken", Unit::Count, None,
        "most places of the shared buffer that were taken at one time of a run, mean over the runs";
    "held", "Held up", Unit::Share, Some(false),
        "share of time in which the part at the end finds no room ahead: one that does not accumulate stands \
         still";
    "parts_a_trip", "Parts a trip", Unit::Parts, None, "parts put down, mean over all trips with parts, of all runs together";
    "vehicle_in_use", "In use", Unit::Share, None,
        "share of the open time of the vehicles in which they drive, with parts or without, load or unload";
    "driving_loaded", "Driving loaded", Unit::Share, None,
        "share of the open time of the vehicles in which they drive with parts";
    "driving_empty", "Driving empty", Unit::Share, Some(false),
        "share of the open time of the vehicles in which they drive without parts: to a load, home, or to be charged";
    "loading", "Loading, unloading", Unit::Share, None,
        "share of the open time of the vehicles in which they load or unload";
    "charging", "Charging", Unit::Share, None, "share of the open time of the vehicles in which they are charged";
    "vehicle_idle", "Idle", Unit::Share, None,
        "share of the open time of the vehicles in which they stand, and nothing calls them";
    "vehicle_wait", "Wait for vehicle", Unit::Minutes, Some(false),
        "from when a part stands beside its machine and has a place where it goes until a vehicle begins to load it, \
         mean over all parts that are loaded, of all runs together";
    "crew_utilisation", "Crew utilisation", Unit::Share, None,
        "share of the crew's time at work, overtime included and breaks excluded, that is spent on tasks";
    "people_busy", "People busy", Unit::People, None, "people on a task, averaged over time";
    "overtime", "Overtime", Unit::Minutes, Some(false),
        "time at work outside the crew's hours, of all its people together; of the plant that of all crews";
    "times_called", "Times called", Unit::Count, Some(false), "times the overtime came";
    "people_called", "People called", Unit::People, None,
        "people who came for it, mean over all times it came";
    "absent", "Absent", Unit::Share, Some(false),
        "share of the crew's hours, breaks included, for which its people did not come";
    "walking", "Walking", Unit::Share, Some(false),
        "share of the crew's time at work, overtime included and breaks excluded, that is spent on \
         the way to tasks: walking, or from a call until they are there";
    "waiting_for_others", "Waiting for others", Unit::Share, Some(false),
        "share of the crew's time at work, overtime included and breaks excluded, that is spent at a \
         task to which others of the team are still to come";
    "distance_walked", "Distance walked", Unit::Metres, Some(false),
        "ways of all people of the crew together, of the plant those of all crews; one counts when it ends";
    "walked_per_shift", "Walked in 8 hours", Unit::Metres, Some(false),
        "way of a person in 8 hours at work, overtime included and breaks excluded, of all runs together";
    "hours_paid", "Hours paid", Unit::Hours, None,
        "hours of the crew's calendar that are paid, with paid breaks and, if they are paid, hours for \
         which people did not come; and overtime; of all its people together; of the plant those of all \
         crews";
    "hours_worked", "Hours worked", Unit::Hours, None,
        "hours on tasks, overtime included, of all its people together";
    "efficiency", "Efficiency", Unit::Ratio, Some(true),
        "standard time of what was done over the time on tasks, of all runs together; who minds several \
         tasks counts in each with a share of the attention";
    "violations", "Violations", Unit::Count, Some(false),
        "times that people broke a rule of working time; of a crew any of the rules, of the plant any of them by \
         anybody";
    "hours_barred", "Hours barred", Unit::Hours, Some(false),
        "working time of shifts that were not begun because an enforced rule of working time would have been \
         broken, of all its people together";
    "calls_barred", "Calls barred", Unit::Count, None,
        "times that somebody who would have come for overtime was not called because an enforced rule of \
         working time would have been broken";
    "broken", "Broken", Unit::Share, Some(false),
        "chance that somebody breaks the rule of working time in a run";
    "labour_cost", "Labour cost", Unit::Money(None), Some(false),
        "what the hours paid cost, overtime with its premium, and training; of the plant that of all crews with a \
         `labour_cost`";
    "overtime_cost", "Overtime cost", Unit::Money(None), Some(false),
        "what overtime costs, with its premium; part of the labour cost";
    "credited", "To the account", Unit::Hours, None,
        "hours of overtime that went to the time accounts of people and are not paid yet";
    "on_account", "On accounts", Unit::Hours, None,
        "hours on the time accounts of people at the end of the run, which are owed to them; below zero where \
         more was taken off";
    "owed", "Owed on accounts", Unit::Money(None), Some(false),
        "what the hours on time accounts at the end of the run are worth at the labour cost, without premium; \
         not part of the labour cost";
    "absence_cost", "Absence cost", Unit::Money(None), Some(false),
        "what paid hours cost for which people did not come; part of the labour cost";
    "training", "Training", Unit::Hours, None,
        "hours in training, of all its people together";
    "training_cost", "Training cost", Unit::Money(None), Some(false),
        "what hours in training cost, and training beside them; part of the labour cost";
    "labour_cost_per_part", "Labour cost of a part", Unit::Money(None), Some(false),
        "labour cost over good parts that left, of all runs together";
    "people", "People", Unit::People, None,
        "people of all crews, averaged over measured time: who comes with a change counts while it lasts";
    "parts_per_paid_hour", "Parts per paid hour", Unit::PartsPerHour, Some(true),
        "good parts that left over the hours paid of all crews, of all runs together";
}

/// KPIs of what may be owed, lost or late the other way.
const BELOW_ZERO: [&str; 8] = [
    "on_account",
    "owed",
    "loss_speed",
    "lateness",
    "lateness_p50",
    "lateness_p80",
    "lateness_p90",
    "lateness_p95",
];

/// Shares that quick people bring above the whole.
const ABOVE_WHOLE: [&str; 3] = ["oee", "performance", "iso_effectiveness"];

impl Kpi {
    /// What a figure of it can be: from the least to the most.
    pub fn range(&self) -> (f64, f64) {
        let (least, most) = self.unit.range();
        let least = if BELOW_ZERO.contains(&self.id) { f64::NEG_INFINITY } else { least };
        (least, if ABOVE_WHOLE.contains(&self.id) { f64::INFINITY } else { most })
    }
}

/// The KPI called `id`.
pub fn kpi(id: &str) -> Option<&'static Kpi> {
    KPIS.iter().find(|kpi| kpi.id == id)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_two_figures_have_one_name() {
        let mut names: Vec<&str> = KPIS.iter().map(|kpi| kpi.id).collect();
        names.sort_unstable();
        let count = names.len();
        names.dedup();
        assert_eq!(names.len(), count);
    }
}
