//! Small plants made at random, as text, so that reading and compiling them is tested too.
//!
//! Times are mostly whole minutes: much happens at the same instant. Whatever can go together does:
//! places 0 to 3 or unlimited, one to three machines, both kinds of blocking, all failure clocks,
//! crews with shifts and breaks, scrap, loops, alternatives, lines, moves, random and dated orders.

mod text;

use proptest::prelude::*;

/// How long a random plant is worth watching. Unit: minutes.
pub(crate) const WATCHED: i64 = 240;

#[derive(Clone, Debug)]
struct Station {
    machines: u32,
    buffer: Option<u32>,
    before: bool,
    cycle: Time,
    scrap: bool,
    calendar: Calendar,
    at_close: &'static str,
    operators: People,
    failures: Vec<Failure>,
}

#[derive(Clone, Debug)]
struct Failure {
    clock: &'static str,
    every: Time,
    cycles: u32,
    repair: Time,
    operators: People,
    part: &'static str,
}

/// A length of time as written.
#[derive(Clone, Copy, Debug)]
enum Time {
    Minutes(u32),
    Exponential(u32),
    Uniform(u32),
}

#[derive(Clone, Copy, Debug)]
enum Calendar {
    Always,
    Windows,
    Late,
}

/// People needed.
#[derive(Clone, Copy, Debug)]
enum People {
    Nobody,
    Operator,
    Fitter,
    TwoOperators,
    Both,
}

#[derive(Clone, Debug)]
struct Step {
    station: usize,
    alternative: Option<usize>,
    /// Goes back to the step so many before.
    back: Option<usize>,
    out: bool,
}

#[derive(Clone, Debug)]
enum Source {
    /// An unlimited supply: one product only.
    Supply,
    /// Random orders.
    Demand { every: Time, quantity: u32 },
    /// Dated orders: minute of release and quantity.
    Book(Vec<(u32, u32)>),
}

/// A plant.
#[derive(Clone)]
pub(crate) struct Plan {
    stations: Vec<Station>,
    products: Vec<Vec<Step>>,
    /// How the first product chooses between its stations there and back, if it has these two lines
    /// instead of its route.
    lines: Option<&'static str>,
    source: Source,
    transfer: Option<Time>,
    crews: [(u32, Calendar); 3],
}

fn time(longest: u32) -> impl Strategy<Value = Time> {
    prop_oneof![
        6 => (1..=longest).prop_map(Time::Minutes),
        1 => Just(Time::Minutes(0)),
        2 => (1..=longest).prop_map(Time::Exponential),
        1 => (1..=longest).prop_map(Time::Uniform),
    ]
}

fn calendar() -> impl Strategy<Value = Calendar> {
    prop_oneof![3 => Just(Calendar::Always), 1 => Just(Calendar::Windows), 1 => Just(Calendar::Late)]
}

fn people() -> impl Strategy<Value = People> {
    prop_oneof![
        4 => Just(People::Nobody),
        3 => Just(People::Operator),
        2 => Just(People::Fitter),
        1 => Just(People::TwoOperators),
        1 => Just(People::Both),
    ]
}

prop_compose! {
    fn failure()(
        clock in prop::sample::select(vec!["operating", "on_shift", "calendar", "cycles"]),
        every in (3_u32..40).prop_flat_map(|mean| {
            prop_oneof![Just(Time::Minutes(mean)), Just(Time::Exponential(mean))]
        }),
        cycles in 1_u32..6,
        repair in time(12),
        operators in people(),
        part in prop::sample::select(vec!["resume", "restart", "scrap"]),
    ) -> Failure {
        Failure { clock, every, cycles, repair, operators, part }
    }
}

prop_compose! {
    fn station()(
        machines in 1_u32..=3,
        buffer in prop_oneof![1 => Just(None), 4 => (0_u32..=3).prop_map(Some)],
        before in prop::bool::weighted(0.3),
        cycle in time(6),
        scrap in prop::bool::weighted(0.2),
        calendar in calendar(),
        at_close in prop::sample::select(vec!["pause", "finish", "no_start"]),
        operators in people(),
        failures in prop::collection::vec(failure(), 0..=2),
    ) -> Station {
        Station { machines, buffer, before, cycle, scrap, calendar, at_close, operators, failures }
    }
}

fn step(stations: usize) -> impl Strategy<Value = Step> {
    (
        0..stations,
        prop::option::weighted(0.35, 0..stations),
        prop::option::weighted(0.2, 0_usize..3),
        prop::bool::weighted(0.15),
    )
        .prop_map(|(station, alternative, back, out)| Step { station, alternative, back, out })
}

fn source() -> impl Strategy<Value = Source> {
    prop_oneof![
        Just(Source::Supply),
        (time(9), 1_u32..=4).prop_map(|(every, quantity)| Source::Demand { every, quantity }),
        prop::collection::vec((0_u32..200, 1_u32..=12), 1..=4).prop_map(Source::Book),
    ]
}

/// Any plant.
pub(crate) fn plan() -> impl Strategy<Value = Plan> {
    (1_usize..=5).prop_flat_map(|n| {
        (
            prop::collection::vec(station(), n),
            prop::collection::vec(prop::collection::vec(step(n), 1..=5), 1..=2),
            prop::option::weighted(0.25, prop::sample::select(vec!["least_load", "preference"])),
            source(),
            prop::option::weighted(0.4, time(3)),
            [(1_u32..=3, calendar()), (1_u32..=2, calendar()), (1_u32..=2, calendar())],
        )
            .prop_map(|(mut stations, mut products, lines, source, transfer, crews)| {
                if matches!(source, Source::Supply) {
                    // Parts without limit must take time somewhere.
                    let first = &mut products[0][0];
                    first.alternative = None;
                    let last = products[0].len() - 1;
                    for station in [products[0][0].station, products[0][last].station] {
                        let cycle = &mut stations[station].cycle;
                        *cycle = cycle.above_zero();
                    }
                }
                Plan { stations, products, lines, source, transfer, crews }
            })
    })
}

/// A line passed once from end to end, in the order of the stations: no loops, no alternatives, no
/// people, unlimited supply; machines single and without failures.
pub(crate) fn plain_line() -> impl Strategy<Value = Plan> {
    let plain = (time(6), prop_oneof![1 => Just(None), 4 => (0_u32..=3).prop_map(Some)]);
    prop::collection::vec(plain, 2..=6).prop_map(|stations| {
        let steps = (0..stations.len()).map(|station| Step {
            station,
            alternative: None,
            back: None,
            out: false,
        });
        Plan {
            products: vec![steps.collect()],
            stations: stations
                .into_iter()
                .map(|(cycle, buffer)| Station {
                    machines: 1,
                    buffer,
                    before: false,
                    cycle: cycle.above_zero(),
                    scrap: false,
                    calendar: Calendar::Always,
                    at_close: "pause",
                    operators: People::Nobody,
                    failures: Vec::new(),
                })
                .collect(),
            lines: None,
            source: Source::Supply,
            transfer: None,
            crews: [(1, Calendar::Always); 3],
        }
    })
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
