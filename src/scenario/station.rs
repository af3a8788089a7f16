//! `[station.<name>]`: where work is done.

use super::batch::AnyBatch;
use super::campaign::Campaign;
use super::clearance::AnyClearance;
use super::decoder::Decoder;
use super::dispatch::Dispatch;
use super::distribution::Cycle;
use super::failure::Failure;
use super::handling::{During, Handling};
use super::hold::AnyHold;
use super::maintenance::Maintenance;
use super::node::{Content, Node};
use super::operators::Operators;
use super::outside::Outside;
use super::plant::CalendarName;
use super::preempts::Preempts;
use super::quantity::Share;
use super::setup::AnySetup;
use super::shape::{FieldShape, Form};
use super::start_up::StartUp;
use super::table::{Value, WrittenTable, table};
use super::tool::AnyTool;
use super::wear::Wear;
use super::within::Within;
use super::words::{choose, words};
use super::{Given, Named, Written};
use crate::diagnostic::{closest, code, listed};
use crate::units::Rate;

table! {
    /// Where work is done: identical machines with one queue in front.
    Station ("a station") {
        /// Number of identical machines.
        machines [1..=100_000]: Given<u32> = "1",
        /// Places in front of the station, machines not counted, or `"unlimited"`. What the station `takes`
        /// stands apart: so many places for each product, or of each its own number, `{ housing = 4 }`.
        buffer [0..=100_000_000]: Given<Buffer> = "unlimited, 0 with a shared buffer",
        /// Time a part is worked on: always the same, `"45 s"`, by chance, `{ mean = "45 s", cv =
        /// 0.3 }`, or a standard time, `{ standard = "45 s", allowance = "12 %" }`.
        cycle: Given<Cycle> = "given by the routes",
        /// Parts a second, a minute or an hour at full speed, instead of `cycle`: of what it `takes` or `gives`
        /// the most of, where it does. A filler that takes 24 bottles for a case at `"400 /min"` has a cycle of
        /// 3.6 s.
        rate: Given<Rate> = "as `cycle` says",
        /// Share of its full speed at which it runs, such as `"94 %"`: a cycle of 60 s takes 60 s / 0.94. So
        /// do cycles that routes, `[times]` or work elements give, and `each` of a batch. Setups, `load` and
        /// `unload` take as long as they take; hands in `during` as well, within a cycle that is longer.
        runs_at: Given<Share> = "100 %",
        /// People needed during the cycle: skills and how many of each, such as `{ welder = 1 }`, or
        /// `"none"`. A skill is what somebody can do, not a crew: whoever of any crew has it may
        /// come. A crew that lists no `skills` has one, called like itself.
        operators [1..=100_000]: Given<Operators> = "none",
        /// What the closing of the station, at the end of a shift, does to a cycle under way.
        at_close: Given<AtClose> = "pause with operators, finish without",
        /// When a part waits for room at the next station, whose buffer is full.
        block: Given<Blocking> = "after",
        /// Share of parts found bad and thrown away after the cycle. What replaces it says `short` of
        /// the product; if nothing does, its order closes with the others, short, and counts as late.
        scrap: Given<Share> = "0 %",
        /// When it is open, or `"always"`.
        calendar: Given<CalendarName> = "the plant's",
        /// What hands do before the cycle, such as clamping, while the machine does nothing else.
        load: Given<Handling> = "none",
        /// Hands that an otherwise unattended cycle needs on its way.
        during: Given<During> = "none",
        /// What hands do after the cycle, such as taking the part out; the machine waits until then.
        unload: Given<Handling> = "none",
        /// Who gets a free person first: the task with the higher number; of equal ones the one that
        /// has waited longest.
        priority [0..=1_000]: Given<u32> = "0",
        /// Whether its cycle, if nobody is free, takes people away from tasks of lower priority.
        interrupts: Given<bool> = "false",
        /// What becomes of a cycle whose people leave it, at the end of a shift or because a task of
        /// higher priority interrupts.
        if_left: Given<IfLeft> = "resume",
        /// What it takes to change a machine over to another product: a time, `"20 min"`, or a table with
        /// `matrix`, `operators` and more. What a machine is set up for at first is in `[today]`; if that is
        /// not said, the first part needs no setup.
        setup: Given<AnySetup> = "none",
        /// A tool that wears out, on each machine: `{ life = 400, change = "4 min" }`; or the name of one that
        /// stations share, of `[tool.<name>]`.
        tool: Given<AnyTool> = "none",
        /// What a machine needs before its first cycle if the station has been closed for long.
        start_up: Given<StartUp> = "none",
        /// Parts that a machine works on together, as an oven does: a number, or a table with `minimum`,
        /// `wait` and more. The parts of a batch begin together and leave one by one. A free machine counts
        /// as places for the parts of a batch. A machine whose batch is not full enough is starved.
        batch: Given<AnyBatch> = "one part at a time",
        /// What must be there before a cycle starts, and goes into what is made: products, or families of
        /// which any will do, whose routes end at the station, and how many of each, such as `{ housing = 1,
        /// seal = 2 }`. Without `gives` they go into whatever part comes by on its own route. A product that
        /// nobody orders by itself comes into the plant with the orders of what it is taken for, as many as
        /// whole cycles need; of a family those come that somebody orders.
        takes [1..=10_000]: Given<Named<Written<u32>>> = "nothing",
        /// What comes out instead of what it `takes`: products whose routes begin at the station, and how many
        /// of each. Several leave one by one, as from a batch.
        gives [1..=10_000]: Given<Named<Written<u32>>> = "the part that came",
        /// Whether what is taken together, and the part that it goes into, must be of one order: a kit. What
        /// comes into the plant with an order belongs to it then, and so does what comes out. A part that is
        /// lost on the way is not replaced: the others of its kit wait for ever.
        kit: Given<bool> = "false",
        /// How long a part may wait at most between the end of an earlier step of its route and the beginning of
        /// its work here, and what becomes of it then: `{ of = "wash", time = "4 h", else = "scrap" }`. A
        /// step of a route may have its own.
        within: Given<Within> = "without end",
        /// How long a part stands aside after its cycle before it goes on, such as to age, to cool or in quarantine:
        /// a time, `"3 days"`. It takes no machine then, and is in nobody's way.
        hold: Given<AnyHold> = "none",
        /// Work that somebody else does, instead of machines of its own: how long parts are away, and when the
        /// lorry leaves, `{ time = "5 workdays", leaves = { days = "tue", at = "14:00" } }`.
        outside: Given<Outside> = "none",
        /// Which of the parts that wait a free machine takes: a rule, or a list of which each decides among
        /// those that are equal by the rules before it. Of what is equal by all of them the first that came
        /// is taken, as by `fifo`; `fifo` and `lifo` leave nothing equal. It is decided after everything that
        /// happens at an instant.
        dispatch: Given<Dispatch> = "that of `[control]`",
        /// Whether a part that comes to wait, and finds no machine free, pushes a less urgent one off its machine, and
        /// what becomes of the work on that. The order with the higher `priority` is the more urgent, and is taken
        /// first, whatever `dispatch` says; that decides among those of one priority. Off goes the part of lowest
        /// priority; of several one on which no work has begun, else that on which it began last. It takes the place
        /// in front that the other leaves, before all of its priority, and goes to whichever machine takes it
        /// next. Setups, repairs and planned work are finished first, and a cycle that is over is not pushed off.
        preempts: Given<Preempts> = "never",
        /// In which order its machines make what their setups tell apart, and when they are cleaned.
        campaign: Given<Campaign> = "none",
        /// Line clearance: nothing of the last order, or product, may be left before parts of the next one come
        /// in. `"order"` or `"product"`; or a table which says how far the last one must be gone, `{ between =
        /// "order", until = "taken" }`.
        clearance: Given<AnyClearance> = "none",
        /// What stops its machines.
        failure: Named<Failure> = "none",
        /// Planned work on its machines.
        maintenance: Named<Maintenance> = "none",
        /// What wears out on its machines.
        wear: Named<Wear> = "none",
        /// The type, or the station, that it starts as a copy of: what is written here holds instead.
        like: Given<String> = "none",
    }
    later [
        "running_cost", "power",
        "defects", "inspection", "chart",
    ]
    check Station::check_keys
}

/// `station.buffer`.
#[derive(Clone, Debug, PartialEq)]
pub enum Buffer {
    /// So many places.
    Places(u32),
    /// As many as are needed (`"unlimited"`).
    Unlimited,
    /// So many places for each product that the station takes; as many as are needed for the others.
    Each(Named<Written<u32>>),
}

impl Value for Buffer {
    const FORM: Form = Form::Either(&[
        Form::Whole,
        Form::Words(&[("unlimited", &[])]),
        Form::Map(&<u32 as Value>::FORM),
    ]);

    fn decode(node: &Node, field: &FieldShape<'_>, decoder: &mut Decoder<'_>) -> Option<Self> {
        match &node.content {
            Content::Whole(_) => u32::decode(node, field, decoder).map(Self::Places),
            Content::Text(word) if closest(word, ["unlimited"]).is_some() => {
                choose(node, field, &[("unlimited", ())], decoder).map(|()| Self::Unlimited)
            }
            Content::Table(_) => {
                <Named<Written<u32>> as Value>::decode(node, field, decoder).map(Self::Each)
            }
            _ => decoder.not_a_number(node, field, "a number of places or `\"unlimited\"`"),
        }
    }
}

words! {
    /// `at_close`: what the closing of a station does to work in progress.
    AtClose {
        /// Work stops, and what is left of it is done from the next opening on.
        Pause = "pause",
        /// A started cycle runs to its end, after closing too.
        Finish = "finish",
        /// A cycle that cannot end before the closing does not start; the part waits.
        NoStart = "no_start",
    }
}

words! {
    /// `if_left`: what becomes of work whose people leave it.
    IfLeft {
        /// Whoever comes next does what is left of it.
        Resume = "resume",
        /// It starts again with the same duration.
        Restart = "restart",
    }
}

impl Station {
    fn check_keys(&self, written: &WrittenTable<'_>, decoder: &mut Decoder<'_>) {
        let whole = self.batch.as_ref().map(|_| "`batch`: a rate is that of parts one by one");
        let whole = self.cycle.as_ref().map_or(whole, |_| Some("`cycle`, which says the same"));
        if let (Some(rate), Some(other)) = (&self.rate, whole) {
            let message = format!("a station with a `rate` has no {other}");
            decoder.mistake(code::CONFLICT, rate.spot, &message, "leave one of them out");
        }
        self.check_outside(written, decoder);
        self.check_during(written, decoder);
        self.check_takes(decoder);
        self.check_preempts(decoder);
    }

    /// What is given was taken, and whoever takes several things takes them one after the other.
    fn check_takes(&self, decoder: &mut Decoder<'_>) {
        for parts in [&self.takes, &self.gives].into_iter().flatten() {
            if parts.value.is_empty() {
                let hint = "name a product and how many, such as `{ housing = 1 }`";
                decoder.mistake(code::MISSING, parts.spot, "no product is named", hint);
            }
        }
        let Some(takes) = &self.takes else {
            if let Some(gives) = &self.gives {
                let message = "`gives` says what comes out instead of what the station `takes`";
                let hint = "write `takes`, such as `takes = { blank = 1 }`";
                decoder.mistake(code::MISSING, gives.spot, message, hint);
            }
            if let Some(Written { value: Buffer::Each(_), spot }) = &self.buffer {
                let message = "places for each product are for what the station `takes`";
                let hint = "write one number: all parts stand in one queue";
                decoder.mistake(code::CONFLICT, *spot, message, hint);
            }
            if let Some(kit) = &self.kit {
                let message = "`kit` is about what the station `takes`";
                decoder.mistake(
                    code::CONFLICT,
                    kit.spot,
                    message,
                    "write `takes`, or leave it out",
                );
            }
            return;
        };
        let batch = self.batch.as_ref().map(|given| (given.spot, "batch"));
        let dispatch = self.dispatch.as_ref().map(|given| (given.spot, "dispatch"));
        let at_least = self.setup.as_ref().and_then(|setup| setup.value.0.at_least.as_ref());
        let at_least =
            at_least.filter(|parts| parts.value > 1).map(|parts| (parts.spot, "at_least"));
        for (spot, key) in [batch, dispatch, at_least].into_iter().flatten() {
            let message = format!("a station that `takes` parts has no `{key}`");
            let hint = "what comes first of each product is taken first";
            decoder.mistake(code::CONFLICT, spot, &message, hint);
        }
        if let Some(Written { value: Buffer::Each(each), .. }) = &self.buffer {
            for (name, _) in each.iter().filter(|(name, _)| takes.value.get(&name.value).is_none())
            {
                let message = format!("the station does not take `{}`", name.value);
                decoder.mistake(code::CONFLICT, name.spot, &message, "");
            }
        }
    }

    /// What is done outside has nothing of a station but where it is in the route.
    fn check_outside(&self, written: &WrittenTable<'_>, decoder: &mut Decoder<'_>) {
        const OTHERS: [&str; 28] = [
            "machines",
            "buffer",
            "clearance",
            "cycle",
            "rate",
            "runs_at",
            "operators",
            "at_close",
            "block",
            "calendar",
            "load",
            "during",
            "unload",
            "priority",
            "interrupts",
            "if_left",
            "setup",
            "tool",
            "start_up",
            "batch",
            "takes",
            "gives",
            "kit",
            "within",
            "hold",
            "dispatch",
            "preempts",
            "failure",
        ];
        let Some(outside) = &self.outside else { return };
        let others: Vec<&str> = OTHERS
            .into_iter()
            .chain(["maintenance", "wear"])
            .filter(|key| written.has(key))
            .collect();
        if !others.is_empty() {
            let message = format!("a station that is `outside` has no {}", listed(others));
            let hint = "its parts wait for the lorry, and are away for a time";
            decoder.mistake(code::CONFLICT, outside.spot, &message, hint);
        }
    }

    /// Hands come into an unattended cycle.
    fn check_during(&self, _: &WrittenTable<'_>, decoder: &mut Decoder<'_>) {
        let is_attended =
            matches!(&self.operators, Some(Written { value: Operators::Skills(_), .. }));
        if let Some(during) = self.during.as_ref().filter(|_| is_attended) {
            let message = "`during` is for a cycle that runs alone, and this one has `operators`";
            let hint = "write `load` or `unload` for what comes before or after it";
            decoder.mistake(code::CONFLICT, during.spot, message, hint);
        }
    }
}

words! {
    /// `block`: when a part waits for room at the next station.
    Blocking {
        /// The part is worked on, and if there is no room then, it stays on the machine.
        After = "after",
        /// The part is loaded, and its work does not start until there is room for it.
        Before = "before",
        /// The part is worked on, and if there is no room then, it goes through the whole cycle again, as on a
        /// turntable or in a washer with a way round. Each time is a visit, with another time and other luck: it
        /// counts among the starts, the parts done and the work of the OEE.
        Again = "again",
    }
}
