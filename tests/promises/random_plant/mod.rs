//! Small plants made at random, as text, so that reading and compiling them is tested too.
//!
//! Times are mostly whole minutes: much happens at the same instant. Whatever can go together does:
//! places 0 to 3 or unlimited, one to three machines, all kinds of blocking, all failure clocks and
//! logs of failures, minor stops, failures of several stations, planned work that waits or interrupts and starts clocks anew, crews with shifts and
//! breaks and people who are slow, absent, stay or start nothing late, setups, also ahead, first pieces, campaigns, dispatch rules, batches,
//! hands before, in and after a cycle, people who mind several machines or are called away,
//! overtime that is planned or called for, hours across midnight, added and closed days,
//! scrap, machines below full speed, start-ups, loops, alternatives, products on several lines, cycles and setups of their own at a
//! step, moves in general and between two stations, conveyors that parts share and that have hours, vehicles,
//! stations that join parts of other products, people who walk, limits of the parts inside, kanban stages, line clearance, urgent orders that push others off machines, pools
//! of things that parts hold over stretches of their routes, lots that move together, steps after others of the order, tools that wear out and tools that stations share,
//! several
//! demands beside an order book, lots, what replaces scrap, trucks, cancelled and expedited orders, waits that have limits, holds, work outside, milk runs, promises, runs of a
//! length and runs until the orders are done, warm-up, changes from one instant to another.

mod delivery;
mod draw;
mod pools;
mod text;

use std::collections::BTreeSet;

pub(crate) use draw::{plain_line, plan};

/// How long a random plant is worth watching. Unit: minutes.
pub(crate) const WATCHED: i64 = 240;

#[derive(Clone, Debug)]
struct Station {
    machines: u32,
    buffer: Option<u32>,
    before: bool,
    /// Whether parts without room do their cycle again, where that can be.
    again: bool,
    cycle: Time,
    scrap: bool,
    /// Percent of its full speed.
    runs_at: u32,
    /// How long its parts stand aside after their cycle.
    hold: Option<Time>,
    calendar: Calendar,
    /// `None` leaves it to the default.
    at_close: Option<&'static str>,
    operators: People,
    failures: Vec<Failure>,
    upkeep: Vec<Upkeep>,
    hands: Hands,
}

/// What hands do around a cycle, and who is served first.
#[derive(Clone, Debug, Default)]
struct Hands {
    load: Option<(Time, People)>,
    /// Only where the cycle runs alone.
    during: Option<(Time, People, u32)>,
    unload: Option<(Time, People)>,
    urgency: Urgency,
    restarts: bool,
    /// How long a change of product takes, who does it, and how many parts come before the next one.
    setup: Option<(Time, People, u32)>,
    /// Whether machines that stand are set up for what comes.
    ahead: bool,
    wear: Option<Wear>,
    /// What becomes of the first piece after a setup.
    first: Option<First>,
    /// Whether products are made in a fixed order, where nothing is set up ahead, and minutes after which
    /// machines are cleaned, or 0.
    campaign: Option<u32>,
    /// Most and fewest parts of a batch, how long the first waits at most, and what goes together.
    batch: Option<(u32, u32, Option<u32>, &'static str)>,
    /// Which part comes next; empty is not said.
    dispatch: &'static str,
    /// How long a start-up takes, after so many closed minutes, and who does it.
    start_up: Option<(Time, u32, People)>,
    /// Cycles that a tool lasts, or minutes of work, how long its change takes, and who does it.
    tool: Option<(u32, bool, Time, People)>,
}

/// The inspection of first pieces.
#[derive(Clone, Debug)]
struct First {
    /// The station where it is, if it is not on the machine; its number may be too large.
    at: Option<usize>,
    time: Time,
    operators: People,
    goes_on: bool,
    fails: u32,
    correct: Time,
}

/// Who is served first.
#[derive(Clone, Copy, Debug, Default)]
struct Urgency {
    priority: u32,
    interrupts: bool,
}

/// Overtime of two of the crews.
#[derive(Clone, Debug)]
struct Overtime {
    people: u32,
    /// Whether it opens the first station only.
    first_only: bool,
    /// Minutes of the day at which it begins, and how long.
    from: u32,
    minutes: u32,
    notice: u32,
    refused: bool,
    limited: bool,
    /// How it is paid, as written; empty where crews say it.
    pay: &'static str,
    when: When,
}

/// What must be the matter.
#[derive(Clone, Copy, Debug)]
enum When {
    Always,
    Backlog { minutes: u32, until: u32 },
    Late(u32),
}

/// How the people of a crew work.
#[derive(Clone, Debug)]
struct Crew {
    count: u32,
    calendar: Calendar,
    at_shift_end: &'static str,
    /// Where they have shifts to miss.
    absence: Option<&'static str>,
    speed: &'static str,
    learning: Option<&'static str>,
    fatigue: Option<&'static str>,
    /// Codes of its first people, on the day before the start and the two after.
    roster: Vec<[Option<&'static str>; 3]>,
    /// Minutes that its first people take to learn another skill, and how many.
    training: Option<(u32, u32)>,
    /// Minutes until its people are there.
    response: u32,
}

#[derive(Clone, Debug)]
struct Failure {
    strikes: Strikes,
    repair: Time,
    operators: People,
    measured: &'static str,
    part: &'static str,
    urgency: Urgency,
    /// Whether it starts all other clocks of its machine anew.
    renews: bool,
    minor: bool,
    /// Percent of its speed at which its machine runs with it, and when it is mended.
    slow: Option<(u32, Calendar)>,
}

/// What wears out on a machine.
#[derive(Clone, Debug)]
struct Wear {
    /// By how much a part wears, or, in hundreds, an hour.
    amount: u32,
    by_chance: bool,
    by_parts: bool,
    /// Percent of the speed that is lost at a wear of 20.
    slows: u32,
    /// The time of its repair.
    fails: Option<Time>,
    /// The wear at which it is renewed, how long that takes, and when it begins.
    renewed: Option<(u32, Time, &'static str)>,
    /// How often it is looked at.
    looks: Option<Strikes>,
    window: Calendar,
}

/// Planned work.
#[derive(Clone, Debug)]
struct Upkeep {
    strikes: Strikes,
    /// So many minutes, or cycles, until the first one.
    first: Option<u32>,
    time: Time,
    operators: People,
    urgency: Urgency,
    when: &'static str,
    /// Percent of its interval.
    from: u32,
    window: Calendar,
    renews: bool,
}

/// When a failure strikes, or planned work is due.
#[derive(Clone, Debug)]
enum Strikes {
    Every {
        clock: &'static str,
        every: Time,
    },
    /// After a number of cycles, or of so many in the mean.
    Cycles(u32, bool),
    /// The seconds of a log.
    At(BTreeSet<u32>),
}

/// A length of time as written.
#[derive(Clone, Copy, Debug)]
enum Time {
    Minutes(u32),
    Exponential(u32),
    Uniform(u32),
    /// A form of [`text::OTHERS`], and its mean.
    Other(usize, u32),
}

#[derive(Clone, Copy, Debug)]
enum Calendar {
    /// Nothing is written: that of the plant.
    Unsaid,
    Always,
    Windows,
    Late,
    Night,
}

/// People needed.
#[derive(Clone, Copy, Debug)]
enum People {
    Nobody,
    Operator,
    Fitter,
    TwoOperators,
    Both,
    /// Somebody with a part of the attention, in percent.
    Minding(u32),
    BothInPart,
}

#[derive(Clone, Debug)]
struct Step {
    station: usize,
    alternatives: Vec<usize>,
    /// Which of them it is: one of [`text::CHOICE`].
    choice: &'static str,
    /// Instead of the station's.
    cycle: Option<Time>,
    /// Instead of the setup of the station, which may have none.
    setup: Option<Time>,
    /// Goes back to the step so many before.
    back: Option<usize>,
    /// Leaves out so many steps.
    skip: Option<usize>,
    out: bool,
    /// For which orders it is: one of [`text::ONLY`].
    only: Option<usize>,
    within: Option<Within>,
}

impl Station {
    /// Whether there is nothing but the cycle, after which parts may do it again.
    const fn has_cycle_alone(&self) -> bool {
        let Hands { load, during, unload, batch, .. } = &self.hands;
        let is_alone = load.is_none() && during.is_none() && unload.is_none() && batch.is_none();
        is_alone && self.hold.is_none()
    }
}

impl Product {
    /// Whether each station is passed once at most, on one way.
    fn is_path(&self) -> bool {
        let goes_on = |step: &Step| {
            let is_single = step.alternatives.is_empty() && step.within.is_none();
            is_single && step.back.is_none() && step.skip.is_none() && !step.out
        };
        let mut met = std::collections::BTreeSet::new();
        self.lines.is_none()
            && self.steps.iter().all(|step| goes_on(step) && met.insert(step.station))
    }
}

/// How long parts wait at most before a step.
#[derive(Clone, Copy, Debug)]
struct Within {
    /// So many steps before the step before.
    of: usize,
    minutes: u32,
    late: Late,
}

/// What becomes of parts that wait longer.
#[derive(Clone, Copy, Debug)]
enum Late {
    Counts,
    Scrap,
    /// They go back so many steps.
    Back(usize),
}

/// Work outside, behind the last step of the first product.
#[derive(Clone, Copy, Debug)]
struct Away {
    /// Minute of each day at which the lorry leaves.
    at: u32,
    minimum: u32,
    time: Time,
    /// Minute of each day at which parts are back.
    back: Option<u32>,
    scrap: bool,
}

#[derive(Clone, Debug)]
struct Product {
    steps: Vec<Step>,
    /// How it chooses among its lines and how many they are, if it has lines instead of its route:
    /// its stations there, back, and from the second one on.
    lines: Option<(&'static str, usize)>,
}

#[derive(Clone, Debug)]
enum Source {
    /// An unlimited supply: one product only.
    Supply,
    Orders {
        demands: Vec<Demand>,
        book: Vec<Order>,
    },
}

/// A random order.
#[derive(Clone, Debug)]
struct Demand {
    every: Time,
    quantity: Quantity,
    due_in: Option<Promise>,
}

#[derive(Clone, Copy, Debug)]
enum Quantity {
    Fixed(u32),
    /// Also none at all.
    Poisson(u32),
    OneOrFive,
}

#[derive(Clone, Copy, Debug)]
enum Promise {
    Minutes(u32),
    /// Days of the plant's calendar, if it has one.
    Workday,
}

/// A dated order.
#[derive(Clone, Debug)]
struct Order {
    /// Minute of release.
    release: u32,
    quantity: u32,
    /// So many minutes after the release.
    due: Option<u32>,
    /// For the last product, not for each in turn.
    last: bool,
}

#[derive(Clone, Debug)]
enum Transfer {
    Nowhere,
    Everywhere(Time),
    /// Between two stations, also one and the same; elsewhere as said second.
    Between(usize, usize, Time, Option<Time>),
}

/// Where stations stand, and people begin.
#[derive(Clone, Debug)]
struct Layout {
    /// A position for each station. Unit: metres, of which a person walks one a minute.
    positions: Vec<(i32, i32)>,
    straight: bool,
    /// Where the first crew begins, and how fast the second walks: not all in whole minutes.
    base: Base,
    own_speed: bool,
}

/// Where a crew begins.
#[derive(Clone, Copy, Debug)]
enum Base {
    Nowhere,
    Station(usize),
    At(i32, i32),
}

/// `[run]`: what only a whole study looks at.
#[derive(Clone, Debug)]
struct Run {
    orders_done: bool,
    warm_up: Option<u32>,
    /// What has to be precise.
    precise: Option<&'static str>,
}

/// What is different from a minute on, perhaps until another one.
#[derive(Clone, Debug)]
struct Change {
    from: u32,
    length: Option<u32>,
    what: Changed,
}

/// What is different; each at most once in a plant.
#[derive(Clone, Debug)]
enum Changed {
    Nothing,
    Operators(u32),
    Fitters(Calendar),
    Cycle(Time),
    Scrap,
    /// Percent of full speed.
    Speed(u32),
    Hours(Calendar),
    /// Mean minutes between two of the first failure of a station, or cycles.
    Failure(u32, Time),
    /// The same of planned work.
    Upkeep(u32, Time),
    Demand(Time),
    Windows,
    /// Cards of the plant.
    Limit(u32),
    /// Things of the first pool.
    Pool(u32),
}

/// A plant.
#[derive(Clone)]
pub(crate) struct Plan {
    /// That of everything that names none of its own.
    calendar: Calendar,
    run: Run,
    stations: Vec<Station>,
    products: Vec<Product>,
    source: Source,
    transfer: Transfer,
    crews: [Crew; 3],
    overtimes: Vec<Overtime>,
    changes: Vec<Change>,
    layout: Option<Layout>,
    zones: Option<Zones>,
    cards: Cards,
    pools: pools::Pools,
    causes: Vec<Cause>,
    conveyors: Vec<Conveyor>,
    vehicles: Vec<Vehicle>,
    join: Option<Join>,
    away: Option<Away>,
    tour: Option<Tour>,
    together: Option<Together>,
    paced: Option<Paced>,
    shared: Option<Shared>,
    cleared: Option<Cleared>,
    pushes: Option<Pushes>,
    delivery: Option<delivery::Delivery>,
}

/// Stations at which urgent orders push others off their machines: a bit for each.
#[derive(Clone, Copy, Debug)]
struct Pushes {
    at: u8,
    /// Where what is pushed off begins anew.
    anew: u8,
}

/// Stations that are cleared between orders or products, where parts can be kept out.
#[derive(Clone, Copy, Debug)]
struct Cleared {
    /// A bit for each station.
    at: u8,
    by_product: bool,
    /// Whether what is on the machines does not count, where no part comes back.
    taken: bool,
}

/// Places that several stations share.
#[derive(Clone, Copy, Debug)]
struct Shared {
    places: u32,
    /// A bit for each station, the last for one that joins parts.
    serves: u8,
}

/// A paced line that parts with routes pass, before all else or behind it.
#[derive(Clone, Debug)]
struct Paced {
    stations: Vec<Station>,
    /// Minutes.
    pace: u32,
    comes_first: bool,
}

/// Parts that wait for others of their order.
#[derive(Clone, Copy, Debug)]
struct Together {
    /// How many go on together; 0 is all of the order.
    moves_in: u32,
    /// Whether those of a product wait before the last step for all of the first one.
    after: bool,
    /// Whether all parts of an order go to the same of several stations.
    bound: bool,
}

/// A milk run past all stations.
#[derive(Clone, Copy, Debug)]
struct Tour {
    /// Minutes from stop to stop, and more than a tour takes from one to the next.
    time: u32,
    more: u32,
    carries: Option<u32>,
    /// Whether it goes on to all stations once more.
    twice: bool,
}

/// A station that takes parts of other products, where orders are for what comes out.
#[derive(Clone, Debug)]
struct Join {
    station: Station,
    /// How many of each product it takes, and the station that they come from; they wait nowhere else where
    /// there is none.
    takes: Vec<(u32, Option<usize>)>,
    /// Places for each beyond what is taken at once.
    places: Option<u32>,
    /// How many come out of each product; none where they go into what passes by.
    gives: Vec<u32>,
    /// The station that follows.
    onward: Option<usize>,
    /// Whether all that is taken must be of one order.
    kit: bool,
    demand: Demand,
}

/// A conveyor between stations that parts pass one after the other, if there are some.
#[derive(Clone, Copy, Debug)]
struct Conveyor {
    /// Which of the pairs of stations, counted round and round.
    pair: usize,
    /// Whether parts of another station get on, too.
    shared: bool,
    /// Minutes over it, and over a pitch.
    travel: u32,
    gap: u32,
    accumulating: bool,
    calendar: Calendar,
}

/// Vehicles between stations that parts pass one after the other, if there are some.
#[derive(Clone, Copy, Debug)]
struct Vehicle {
    /// Which of the pairs of stations, counted round and round, and how many.
    pair: usize,
    pairs: usize,
    count: u32,
    carries: u32,
    buffer: Option<u32>,
    load: Option<Time>,
    unload: Option<Time>,
    nearest: bool,
    /// Minutes that a load waits for two parts.
    wait: Option<u32>,
    /// Whether they have a home: at a station, or elsewhere.
    home: Option<bool>,
    /// After how many minutes they are charged.
    charge: Option<u32>,
    calendar: Calendar,
}

/// What stops several stations at once.
#[derive(Clone, Debug)]
struct Cause {
    /// Stations: bits; all if there is none of them.
    stops: u8,
    backwards: bool,
    /// By a clock that counts no work, or at dates.
    failure: Failure,
}

/// Limits of the parts inside.
#[derive(Clone, Debug, Default)]
struct Cards {
    /// Of the plant.
    plant: Option<u32>,
    /// Minutes of work for a station, counted round, instead.
    work: Option<(u32, usize)>,
    /// Of the first line of a product that has several.
    line: Option<u32>,
    /// Cards of kanbans, and the stations that each has if nothing asks for more of them: bits.
    kanbans: Vec<(u32, u8)>,
    /// Minutes before they are due at which dated orders enter.
    before_due: Option<u32>,
}

/// Zones of one of the first two crews, or a loop of the stations of the first zone.
#[derive(Clone, Debug)]
struct Zones {
    crew: usize,
    /// Where the round begins; `None` is in zones.
    round: Option<usize>,
    /// In which of the two zones each station is: bits.
    of: Vec<u8>,
}

impl Time {
    const fn above_zero(self) -> Self {
        match self {
            Self::Minutes(0) => Self::Minutes(1),
            other => other,
        }
    }
}

impl Plan {
    /// The same plant without its changes.
    pub(crate) fn unchanged(&self) -> Self {
        Self { changes: Vec::new(), ..self.clone() }
    }

    /// The same plant with changes that change nothing, each from some seconds after a minute on, when
    /// little else happens.
    pub(crate) fn changed_in_name(&self, minutes: &[u32]) -> Self {
        let change = |&from: &u32| Change { from, length: Some(from + 1), what: Changed::Nothing };
        Self { changes: minutes.iter().map(change).collect(), ..self.clone() }
    }

    /// The same plant without places that stations share, written with places of their own, and with a shared buffer
    /// for each station instead.
    pub(crate) fn with_buffers_of_one(&self) -> (String, String) {
        let plan = Self { shared: None, cleared: None, ..self.clone() };
        let own = plan.text();
        let mut shared = own.clone();
        for (number, station) in plan.stations.iter().enumerate() {
            let Some(places) = station.buffer else { continue };
            let (head, key) = (format!("[station.s{number}]\n"), format!("buffer = {places}\n"));
            let at = shared.find(&head).expect("every station is written");
            let end = shared[at + 1..].find("\n[").map_or(shared.len(), |end| at + end + 1);
            let table = shared[at..end].replacen(&key, "", 1);
            shared.replace_range(at..end, &table);
            let serves = format!("serves = [\"s{number}\"]");
            shared = format!("{shared}\n[buffer.b{number}]\nplaces = {places}\n{serves}\n");
        }
        (own, shared)
    }

    /// How many stations there are; their names are `s0`, `s1` and so on.
    pub(crate) fn stations(&self) -> usize {
        self.stations.len()
    }

    /// The same plant with one more place in front of the station of that number, counted from 0
    /// and round again; an unlimited buffer stays.
    pub(crate) fn with_place(&self, station: usize) -> Self {
        let mut plan = self.clone();
        let n = plan.stations.len();
        let buffer = &mut plan.stations[station % n].buffer;
        *buffer = buffer.map(|places| places + 1);
        plan
    }
}
