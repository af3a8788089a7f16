//! `[product.<name>]`: what the plant makes, and how.

use super::attribute::Sought;
use super::decoder::Decoder;
use super::distribution::{Cycle, check_sum};
use super::material::Need;
use super::meeting::{After, MovesIn};
use super::money::Amount;
use super::node::{Content, Node};
use super::quantity::Share;
use super::shape::{FieldShape, Form};
use super::shipping::ShipsIn;
use super::short::{Short, Tolerance};
use super::table::{Value, WrittenTable, table};
use super::within::Within;
use super::words::{choose, words};
use super::{Given, Named, Written};
use crate::diagnostic::code;
use crate::random::Distribution;
use crate::units::SalesRate;

table! {
    /// What the plant makes, and how.
    Product ("a product") {
        /// Lines that make it; instead of a route.
        lines: Given<Vec<Written<String>>> = "required unless `route` is given",
        /// Which of several lines an order goes to, with all its parts.
        choice: Given<Choice> = "least_load",
        /// The family it belongs to: a word for what is alike, such as what a machine is set up for.
        family: Given<String> = "none",
        /// How many parts of an order go on to the next step together: each by itself, `"piece"`, so many, such as
        /// `20`, or all, `"lot"`. Those that are done wait beside the machine, which goes on, until so many have
        /// come, or no part of the order is left before that step of the route; then each goes on as there is room.
        /// Along conveyors, and where vehicles or milk runs bring them, parts move as those do. Not where they
        /// take a card or something of a pool, or give it back.
        moves_in [1..=1_000_000]: Given<MovesIn> = "piece",
        /// How many parts of an order are a lot: an order for more is split into lots of so many, the last one with the
        /// rest. To the plant each is like an order of its own: it goes to a line by itself, and what moves, meets or
        /// keeps together as one order (`moves_in`, `after`, `dedicated`) does so lot by lot. The order is done with
        /// the last of them. An order of which something is in work at the start is one lot, and so is what is made to
        /// stock.
        lot_size [1..=1_000_000]: Given<u32> = "the whole order",
        /// How orders leave: when all parts are done, `"order"`; lot by lot, `"lot"`, or part by part, `"piece"`, as they
        /// are done (partial shipment). An order is on time if all of it is. Of what leaves in parts the share on time
        /// is told by parts, too, and what lateness costs is by the mean lateness of its parts.
        ships_in: Given<ShipsIn> = "order",
        /// The truck that orders wait for when they are done, by the name of its `[shipping]`.
        shipping: Given<String> = "that of the order; else they leave at once",
        /// How many of each material a part takes, `{ casting = 1, seal = 2 }`, when a machine takes it for its first
        /// step; with `at` for another one: `seal = { quantity = 2, at = "assemble" }`.
        materials [1..=1_000_000]: Given<Named<Written<Need>>> = "none",
        /// What replaces parts of an order that are thrown away: nothing, `"ship_short"`; a new part for each,
        /// `"remake"`; or more parts than ordered, of which as many may be thrown away: as many as that is expected,
        /// `"start_extra"`, or by a share of the order, `{ start_extra = "5 %" }`. An order is done as soon as so many
        /// good parts have left as were ordered. Not for what is made to stock, which its `reorder` makes anew, nor
        /// for what is joined or taken at stations.
        short: Given<Short> = "ship_short",
        /// By how much an order may differ from what was ordered, `["-2 %", "+5 %"]`, rounded down to whole parts: one
        /// with fewer parts is complete all the same, and what is thrown away within it is not replaced; what was
        /// made beyond the order is taken within it, and the rest is surplus.
        tolerance: Given<Tolerance> = "none",
        /// What a part brings that is sold: a good one that leaves; of a product with a `[stock.<name>]` one that an
        /// order gets from the stock. What lies on stock, what goes into other parts, and what is surplus, is not sold.
        /// Then there are the figures `revenue` and `unsold`, and where orders have due dates `on_time_by_value`.
        sells_for: Given<Amount> = "not counted",
        /// How many parts sell at most, in proportion to the measured time, closed hours included: `"2400 /week"`, and
        /// also by `/day` and `/h`. What is made beyond that brings nothing.
        sells_at_most: Given<SalesRate> = "all that are made",
        /// Its steps in order; instead of lines.
        route: Given<Vec<Written<RouteItem>>> = "required unless `lines` is given",
    }
    later [
        "priority",
    ]
    check Product::check_way
}

impl Product {
    /// A product is made on lines or by a route.
    fn check_way(&self, written: &WrittenTable<'_>, decoder: &mut Decoder<'_>) {
        match (written.has("lines"), written.has("route")) {
            (true, true) => {
                let message = "a product has either `lines` or a `route`, not both";
                decoder.mistake(code::CONFLICT, written.name, message, "");
            }
            (false, false) => {
                let message = "a product needs a `route` or `lines`";
                let hint = "list its stations, such as `route = [\"saw\", \"drill\"]`";
                decoder.mistake(code::MISSING, written.name, message, hint);
            }
            (true, false) | (false, true) => {}
        }
        if let Some(choice) = self.choice.as_ref().filter(|_| !written.has("lines")) {
            let message = "`choice` is made among `lines`, and there are none";
            decoder.mistake(code::CONFLICT, choice.spot, message, "");
        }
        if let Some(lines) = &self.lines {
            decoder.check_names(lines, "lines");
        }
        if let Some(route) = self.route.as_ref().filter(|route| route.value.is_empty()) {
            decoder.mistake(code::MISSING, route.spot, "`route` is empty", "");
        }
        self.check_sales(written, decoder);
    }
}

/// `choice`: which of several lines an order goes to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Choice {
    /// The line with the least work before its slowest station (`"least_load"`).
    LeastLoad,
    /// The first line in the order written that can start at once, else the one with the least
    /// work (`"preference"`).
    Preference,
    /// The line on which its last part is done soonest, as planned (`"earliest_finish"`).
    EarliestFinish,
    /// The line on which the order costs least, its lateness included, as planned (`"cheapest"`).
    Cheapest,
}

impl Value for Choice {
    const FORM: Form = Form::Words(&[
        ("least_load", &["To the line with the least work before its slowest station."]),
        (
            "preference",
            &["To the first line in the order written that can start at once, else as by default."],
        ),
        (
            "earliest_finish",
            &[
                "To the line on which its last part is done soonest as planned: its first part goes through as soon as \
                 what is before it at each station is done, with the setups that it needs, and the others follow as the \
                 machines let them, each by itself or lot by lot; all in the hours of the stations, with holds and work \
                 outside. Parts of other products on the line count as if they were of this one.",
            ],
        ),
        (
            "cheapest",
            &[
                "To the line on which the order costs least: what the line costs (its `cost`), and what the lateness \
                 costs (`penalty`) if it is done there when `earliest_finish` expects it; of those that cost the same to \
                 the one where it is done soonest.",
            ],
        ),
    ]);

    fn decode(node: &Node, field: &FieldShape<'_>, decoder: &mut Decoder<'_>) -> Option<Self> {
        let words = [
            ("least_load", Self::LeastLoad),
            ("preference", Self::Preference),
            ("earliest_finish", Self::EarliestFinish),
            ("cheapest", Self::Cheapest),
        ];
        choose(node, field, &words, decoder)
    }
}

table! {
    /// A step of a route.
    Stop ("a step") {
        /// The station, or a list of stations any of which will do, the preferred one first; or a table of stations
        /// with the time a part is worked on at each, in the order of their names: `{ old = "90 s", new = "50 s" }`.
        station: Given<Timed> = "required",
        /// Time a part is worked on in this step.
        cycle: Given<Cycle> = "the station's",
        /// How long a machine that was set up for something else is set up for this step: instead of `time` and
        /// `matrix` of its station, which says who does it.
        setup: Given<Distribution> = "that of `[times]`, or the station's",
        /// Which of several stations a part goes to; only to one with room, and of those that are equal to the
        /// first in the order written. A part that a vehicle brings is bound for one before there is room, if none
        /// has some.
        choice: Given<StationChoice> = "shortest_queue",
        /// Products whose parts of the same order must be done before a part goes on to this step, such as
        /// `["core"]`; with a step, `{ core = "mill" }`, it is enough that they have left that one. Until then it
        /// waits beside the machine that it comes from, or outside the plant. Parts that were thrown away are not
        /// waited for. Not where a conveyor, a vehicle or a milk run brings the part, nor where it takes a card or
        /// something of a pool, or gives it back.
        after: Given<After> = "nothing",
        /// To which of several stations a part is bound: the one that did an earlier step for it, by the name of that
        /// step; or, for `"order"`, the one to which the first part of its order went; parts of no order are not bound.
        /// It waits for that one. Not where parts take a card or something of a pool, or give it back.
        dedicated: Given<String> = "none",
        /// Share of the parts that take the step, by chance; the others go on to the next one.
        sample: Given<Share> = "all parts",
        /// Orders whose parts take the step, by what their `is` says, or by `quantity` or `priority`: `{ colour =
        /// "red" }`, `{ colour = ["red", "blue"], size = { at_least = 3, below = 10 } }`. All that is named must hold.
        /// Parts of other orders, and of none, go on to the next step.
        only: Given<Named<Written<Sought>>> = "all orders",
        /// Orders whose parts do not take the step; the same.
        unless: Given<Named<Written<Sought>>> = "none",
        /// How long a part may wait at most between the end of an earlier step and the beginning of its work in
        /// this one, and what becomes of it then: `{ of = "wash", time = "4 h", else = "scrap" }`.
        within: Given<Within> = "the station's",
        /// Name of the step, so that `next` can tell two visits of a station apart.
        name: Given<String> = "the station's",
        /// What follows, by chance: shares of steps (by name or station) or of `out`.
        next: Given<Named<Written<Share>>> = "the next step of the route",
    }
    later ["load", "unload", "operators", "scrap", "batch"]
    check Stop::check_step
}

impl Stop {
    /// What is chosen and sampled can be; what follows a step sums to 100 %.
    fn check_step(&self, _: &WrittenTable<'_>, decoder: &mut Decoder<'_>) {
        if let (Some(choice), Some(station)) = (&self.choice, &self.station)
            && station.value.names.len() == 1
        {
            let message = "`choice` is made among stations, and there is one";
            decoder.mistake(code::CONFLICT, choice.spot, message, "list several in `station`");
        }
        if let (Some(dedicated), Some(station)) = (&self.dedicated, &self.station)
            && station.value.names.len() == 1
        {
            let message = "a step with one station is bound to it";
            decoder.mistake(code::CONFLICT, dedicated.spot, message, "list several in `station`");
        }
        if let (Some(cycle), Some(station)) = (&self.cycle, &self.station)
            && !station.value.cycles.is_empty()
        {
            let message = "the stations of the step have times of their own";
            decoder.mistake(code::CONFLICT, cycle.spot, message, "leave `cycle` out");
        }
        if let Some(sample) = self.sample.as_ref().filter(|sample| sample.value.0 == 0.0) {
            let message = "no part takes a step with a `sample` of nothing";
            decoder.mistake(code::CONFLICT, sample.spot, message, "leave the step out");
        }
        for (key, sought) in [("only", &self.only), ("unless", &self.unless)] {
            if let Some(sought) = sought.as_ref().filter(|sought| sought.value.is_empty()) {
                let message = format!("`{key}` names nothing that orders are");
                let hint = "write it such as `{ colour = \"red\" }`";
                decoder.mistake(code::MISSING, sought.spot, &message, hint);
            }
        }
        if let Some(next) = &self.next {
            let shares: Vec<f64> = next.value.iter().map(|(_, share)| share.value.0).collect();
            check_sum(&shares, "next", next.spot, decoder);
        }
    }
}

words! {
    /// `choice` of a step: which of several stations a part goes to.
    StationChoice {
        /// One where a machine would take it at once, else the one with the fewest parts in front, itself
        /// counted, for each machine that can work.
        ShortestQueue = "shortest_queue",
        /// The one with the least planned work for each machine that can work: what is left on its machines, and
        /// all parts in front and on their way, with loads, unloads and the setups between them.
        LeastLoad = "least_load",
        /// The first in the order written that has room.
        Preference = "preference",
        /// The one where it is done soonest as planned: when a machine is free for it, then its setup and its
        /// own cycle.
        EarliestFinish = "earliest_finish",
        /// One with a machine that needs no setup for it, if there is one; among these by the shortest queue.
        SameSetup = "same_setup",
        /// One where a machine would take it at once: that of the machine whose last part left longest ago. If there
        /// is none, the one with the shortest queue.
        FreeLongest = "free_longest",
    }
}

/// One step of a route: the name of a station, or a table.
#[derive(Clone, Debug, PartialEq)]
pub struct RouteItem {
    /// Stations any of which will do, the preferred one first; at least one.
    pub stations: Vec<Written<String>>,
    /// Time a part is worked on at each of them; empty where they have none of their own.
    pub cycles: Vec<Written<Cycle>>,
    /// Time a part is worked on in this step; `None` is the station's.
    pub cycle: Given<Cycle>,
    /// How long a machine is set up for it that was set up for something else; `None` is the station's.
    pub setup: Given<Distribution>,
    /// Which of several stations a part goes to.
    pub choice: Given<StationChoice>,
    /// What must be done before.
    pub after: Given<After>,
    /// The step, or `order`, whose station does it.
    pub dedicated: Given<String>,
    /// Share of the parts that take the step.
    pub sample: Given<Share>,
    /// Orders whose parts take the step.
    pub only: Given<Named<Written<Sought>>>,
    /// Orders whose parts do not take it.
    pub unless: Given<Named<Written<Sought>>>,
    /// How long a part may wait before the step; `None` is as long as the station allows.
    pub within: Given<Within>,
    /// Name of the step.
    pub name: Given<String>,
    /// Shares of what follows, summing to one; `None` is the next step of the route.
    pub next: Given<Named<Written<Share>>>,
}

/// A station or a list of stations any of which will do.
#[derive(Clone, Debug, PartialEq)]
pub struct Stations {
    /// The preferred one first; at least one.
    pub names: Vec<Written<String>>,
}

impl Value for Stations {
    const FORM: Form = Form::Either(&[Form::Text, Form::List(&Form::Text)]);

    fn decode(node: &Node, field: &FieldShape<'_>, decoder: &mut Decoder<'_>) -> Option<Self> {
        match &node.content {
            Content::Text(name) => {
                let name = Written { value: name.clone(), spot: node.spot };
                Some(Self { names: vec![name] })
            }
            Content::List(_) => {
                let names = Written { value: decoder.list(node, field)?, spot: node.spot };
                decoder.check_names(&names, field.key);
                (!names.value.is_empty()).then_some(Self { names: names.value })
            }
            _ => decoder.wrong_type(node, field, "a station or a list of stations"),
        }
    }
}

/// Stations any of which will do, each with a time of its own, or none.
#[derive(Clone, Debug, PartialEq)]
pub struct Timed {
    /// The preferred one first; at least one.
    pub names: Vec<Written<String>>,
    /// Time a part is worked on at each; empty where they have none of their own.
    pub cycles: Vec<Written<Cycle>>,
}

impl Value for Timed {
    const FORM: Form = Form::Either(&[
        Form::Text,
        Form::List(&Form::Text),
        <Named<Written<Cycle>> as Value>::FORM,
    ]);

    fn decode(node: &Node, field: &FieldShape<'_>, decoder: &mut Decoder<'_>) -> Option<Self> {
        let Content::Table(_) = &node.content else {
            let names = Stations::decode(node, field, decoder)?.names;
            return Some(Self { names, cycles: Vec::new() });
        };
        let times = <Named<Written<Cycle>> as Value>::decode(node, field, decoder)?;
        if times.is_empty() {
            let hint =
                "name the stations that can do it, such as `{ old = \"90 s\", new = \"50 s\" }`";
            decoder.mistake(code::MISSING, node.spot, "`station` names none", hint);
            return None;
        }
        let names = times.iter().map(|(name, _)| name.clone()).collect();
        let cycles = times.iter().map(|(_, time)| time.clone()).collect();
        Some(Self { names, cycles })
    }
}

impl Value for RouteItem {
    const FORM: Form = Form::Either(&[Form::Text, Stop::FORM]);

    fn decode(node: &Node, field: &FieldShape<'_>, decoder: &mut Decoder<'_>) -> Option<Self> {
        if !matches!(node.content, Content::Text(_) | Content::Table(_) | Content::List(_)) {
            return decoder.wrong_type(node, field, "a list of stations and steps");
        }
        let Content::Table(_) = node.content else {
            let stations = Stations::decode(node, field, decoder)?.names;
            return Some(Self {
                stations,
                cycles: Vec::new(),
                cycle: None,
                setup: None,
                choice: None,
                after: None,
                dedicated: None,
                sample: None,
                only: None,
                unless: None,
                within: None,
                name: None,
                next: None,
            });
        };
        let stop = Stop::decode(node, field, decoder)?;
        let Stop {
            station,
            cycle,
            setup,
            choice,
            after,
            dedicated,
            sample,
            only,
            unless,
            within,
            name,
            next,
        } = stop;
        let Timed { names: stations, cycles } = station?.value;
        Some(Self {
            stations,
            cycles,
            cycle,
            setup,
            choice,
            after,
            dedicated,
            sample,
            only,
            unless,
            within,
            name,
            next,
        })
    }
}
