//! Small plants made at random, as text, so that reading and compiling them is tested too.
//!
//! Times are mostly whole minutes: much happens at the same instant. Whatever can go together does:
//! places 0 to 3 or unlimited, one to three machines, both kinds of blocking, all failure clocks,
//! crews with shifts and breaks, scrap, loops, alternatives, moves, random and dated orders.

use std::fmt::Write;

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
    source: Source,
    transfer: Option<Time>,
    crews: [(u32, Calendar); 3],
}

/// A plan that breaks a promise is shown as a person would write it.
impl std::fmt::Debug for Plan {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(formatter, "\n{}", self.text())
    }
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
            source(),
            prop::option::weighted(0.4, time(3)),
            [(1_u32..=3, calendar()), (1_u32..=2, calendar()), (1_u32..=2, calendar())],
        )
            .prop_map(|(mut stations, mut products, source, transfer, crews)| {
                if matches!(source, Source::Supply) {
                    // Parts without limit must take time somewhere.
                    let first = &mut products[0][0];
                    first.alternative = None;
                    let cycle = &mut stations[first.station].cycle;
                    *cycle = cycle.above_zero();
                }
                Plan { stations, products, source, transfer, crews }
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

    fn text(self) -> String {
        match self {
            Self::Minutes(minutes) => format!("\"{minutes} min\""),
            Self::Exponential(mean) => {
                format!("{{ dist = \"exponential\", mean = \"{mean} min\" }}")
            }
            Self::Uniform(max) => {
                format!("{{ dist = \"uniform\", min = \"0 min\", max = \"{max} min\" }}")
            }
        }
    }
}

impl Calendar {
    const fn text(self) -> &'static str {
        match self {
            Self::Always => "always",
            Self::Windows => "windows",
            Self::Late => "late",
        }
    }
}

impl People {
    const fn text(self) -> &'static str {
        match self {
            Self::Nobody => "\"none\"",
            Self::Operator => "{ operator = 1 }",
            Self::Fitter => "{ fitter = 1 }",
            Self::TwoOperators => "{ operator = 2 }",
            Self::Both => "{ operator = 1, fitter = 1 }",
        }
    }
}

impl Station {
    fn write(&self, name: usize, text: &mut String) -> std::fmt::Result {
        writeln!(text, "[station.s{name}]\nmachines = {}", self.machines)?;
        if let Some(places) = self.buffer {
            writeln!(text, "buffer = {places}")?;
        }
        writeln!(text, "cycle = {}", self.cycle.text())?;
        writeln!(text, "block = \"{}\"", if self.before { "before" } else { "after" })?;
        writeln!(text, "scrap = \"{}\"", if self.scrap { "20 %" } else { "0 %" })?;
        writeln!(
            text,
            "calendar = \"{}\"\nat_close = \"{}\"",
            self.calendar.text(),
            self.at_close
        )?;
        writeln!(text, "operators = {}", self.operators.text())?;
        for (mode, failure) in self.failures.iter().enumerate() {
            writeln!(text, "[station.s{name}.failure.f{mode}]\nclock = \"{}\"", failure.clock)?;
            match failure.clock {
                "cycles" => writeln!(text, "every = {}", failure.cycles)?,
                _ => writeln!(text, "every = {}", failure.every.text())?,
            }
            let (repair, operators) = (failure.repair.text(), failure.operators.text());
            writeln!(text, "repair = {{ time = {repair}, operators = {operators} }}")?;
            writeln!(text, "part = \"{}\"", failure.part)?;
        }
        Ok(())
    }
}

impl Plan {
    /// The products that are made: an unlimited supply knows only one.
    fn made(&self) -> &[Vec<Step>] {
        match self.source {
            Source::Supply => &self.products[..1],
            Source::Demand { .. } | Source::Book(_) => &self.products,
        }
    }

    /// The plant in the language.
    pub(crate) fn text(&self) -> String {
        let mut text = String::new();
        self.write(&mut text).expect("a text takes every text");
        text
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

    fn write(&self, text: &mut String) -> std::fmt::Result {
        writeln!(text, "[plant]\nstart = 2026-03-02\n[run]\nlength = \"{WATCHED} min\"")?;
        writeln!(text, "limits = {{ parts = 10000, events = 100000 }}")?;
        writeln!(text, "[calendar.windows]")?;
        writeln!(text, "mon-sun = [\"00:00-01:00\", \"01:20-02:00\", \"02:10-12:00\"]")?;
        writeln!(text, "breaks = [{{ at = \"00:30\", for = \"10 min\" }}]")?;
        writeln!(text, "[calendar.late]\nmon-sun = \"00:35-03:00\"")?;
        writeln!(text, "breaks = [{{ at = \"02:00\", for = \"7 min\" }}]")?;
        for (name, station) in self.stations.iter().enumerate() {
            station.write(name, text)?;
        }
        let skills = ["[\"operator\"]", "[\"fitter\"]", "[\"operator\", \"fitter\"]"];
        for ((name, (count, calendar)), skills) in
            ["operators", "fitters", "allround"].iter().zip(&self.crews).zip(skills)
        {
            writeln!(text, "[crew.{name}]\ncount = {count}\nskills = {skills}")?;
            writeln!(text, "calendar = \"{}\"", calendar.text())?;
        }
        if let Some(time) = self.transfer {
            writeln!(text, "[transfer]\ntime = {}", time.text())?;
        }
        for (name, steps) in self.made().iter().enumerate() {
            writeln!(text, "[product.p{name}]\nroute = [")?;
            for (number, step) in steps.iter().enumerate() {
                step.write(number, steps.len(), text)?;
            }
            writeln!(text, "]")?;
        }
        self.write_source(text)
    }

    fn write_source(&self, text: &mut String) -> std::fmt::Result {
        let share = |product: usize| format!("p{product} = {}", product + 1);
        let shares: Vec<String> = (0..self.made().len()).map(share).collect();
        match &self.source {
            Source::Supply => Ok(()),
            Source::Demand { every, quantity } => writeln!(
                text,
                "[demand.orders]\nevery = {}\nquantity = {quantity}\ndue_in = \"30 min\"\n\
                 products = {{ {} }}",
                every.above_zero().text(),
                shares.join(", ")
            ),
            Source::Book(orders) => {
                for (name, (minute, quantity)) in orders.iter().enumerate() {
                    let product = name % self.made().len();
                    let (hour, minute) = (minute / 60, minute % 60);
                    writeln!(text, "[order.o{name}]\nproduct = \"p{product}\"")?;
                    writeln!(text, "quantity = {quantity}")?;
                    writeln!(text, "release = 2026-03-02T{hour:02}:{minute:02}:00")?;
                }
                Ok(())
            }
        }
    }
}

impl Step {
    /// Writes the step; those that branch name where they go.
    fn write(&self, number: usize, steps: usize, text: &mut String) -> std::fmt::Result {
        let first = self.station;
        let station = match self.alternative.filter(|&other| other != first) {
            Some(other) => format!("[\"s{first}\", \"s{other}\"]"),
            None => format!("\"s{first}\""),
        };
        write!(text, "  {{ station = {station}, name = \"n{number}\"")?;
        let onward = if number + 1 < steps { format!("n{}", number + 1) } else { "out".to_owned() };
        let mut shares: Vec<(String, u32)> = Vec::new();
        if let Some(back) = self.back {
            shares.push((format!("n{}", number.saturating_sub(back)), 20));
        }
        if self.out && onward != "out" {
            shares.push(("out".to_owned(), 30));
        }
        if !shares.is_empty() {
            let rest: u32 = 100 - shares.iter().map(|(_, share)| share).sum::<u32>();
            shares.push((onward, rest));
            let shares: Vec<String> =
                shares.iter().map(|(step, share)| format!("{step} = \"{share} %\"")).collect();
            write!(text, ", next = {{ {} }}", shares.join(", "))?;
        }
        writeln!(text, " }},")
    }
}
