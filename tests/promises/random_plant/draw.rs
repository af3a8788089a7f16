//! How random plants are drawn: of everything that can be said, and how often.

use proptest::prelude::*;

use super::delivery::delivery;
use super::pools::{Pools, pools};
use super::*;

fn time(longest: u32) -> impl Strategy<Value = Time> {
    prop_oneof![
        12 => (1..=longest).prop_map(Time::Minutes),
        2 => Just(Time::Minutes(0)),
        4 => (1..=longest).prop_map(Time::Exponential),
        2 => (1..=longest).prop_map(Time::Uniform),
        1 => (0..text::OTHERS.len(), 1..=longest).prop_map(|(form, mean)| Time::Other(form, mean)),
    ]
}

fn calendar() -> impl Strategy<Value = Calendar> {
    prop_oneof![
        5 => Just(Calendar::Unsaid),
        4 => Just(Calendar::Always),
        3 => Just(Calendar::Windows),
        3 => Just(Calendar::Late),
        2 => Just(Calendar::Night),
    ]
}

fn people() -> impl Strategy<Value = People> {
    prop_oneof![
        4 => Just(People::Nobody),
        3 => Just(People::Operator),
        2 => Just(People::Fitter),
        1 => Just(People::TwoOperators),
        1 => Just(People::Both),
        1 => prop::sample::select(vec![30_u32, 50, 70]).prop_map(People::Minding),
        1 => Just(People::BothInPart),
    ]
}

fn strikes() -> impl Strategy<Value = Strikes> {
    let every = (3_u32..40).prop_flat_map(|mean| {
        prop_oneof![Just(Time::Minutes(mean)), Just(Time::Exponential(mean))]
    });
    let clock = prop::sample::select(vec!["operating", "on_shift", "calendar"]);
    // Mostly on whole minutes, where other things happen too.
    let second = prop_oneof![3 => (0_u32..180).prop_map(|minute| 60 * minute), 1 => 0_u32..10_800];
    prop_oneof![
        6 => (clock, every).prop_map(|(clock, every)| Strikes::Every { clock, every }),
        2 => (1_u32..6, any::<bool>()).prop_map(|(cycles, mean)| Strikes::Cycles(cycles, mean)),
        2 => prop::collection::btree_set(second, 1..=4).prop_map(Strikes::At),
    ]
}

prop_compose! {
    fn failure()(
        strikes in strikes(),
        repair in time(12),
        operators in people(),
        measured in prop::sample::select(vec!["hands_on", "hands_on", "stop_to_restart"]),
        part in prop::sample::select(vec!["resume", "restart", "scrap"]),
        urgency in urgency(),
        renews in prop::bool::weighted(0.2),
        minor in prop::bool::weighted(0.3),
        slow in prop::option::weighted(
            0.2,
            (prop::sample::select(vec![40_u32, 70, 90]), calendar()).boxed(),
        ),
    ) -> Failure {
        Failure { strikes, repair, operators, measured, part, urgency, renews, minor, slow }
    }
}

prop_compose! {
    fn wear()(
        amount in 1_u32..9,
        by_chance in any::<bool>(),
        by_parts in any::<bool>(),
        slows in prop::sample::select(vec![0_u32, 20, 60]),
        fails in prop::option::weighted(0.7, time(12)),
        renewed in prop::option::weighted(
            0.8,
            (1_u32..20, time(12), prop::sample::select(vec!["after_part", "immediate", "opportunistic"])),
        ),
        looks in prop::option::weighted(0.3, strikes()),
        window in prop_oneof![3 => Just(Calendar::Unsaid), 1 => calendar()],
    ) -> Wear {
        Wear { amount, by_chance, by_parts, slows, fails, renewed, looks, window }
    }
}

prop_compose! {
    fn upkeep()(
        strikes in strikes(),
        first in prop::option::weighted(0.3, 1_u32..20),
        time in time(12),
        operators in people(),
        urgency in urgency(),
        when in prop::sample::select(vec!["after_part", "immediate", "opportunistic", "opportunistic"]),
        from in 1_u32..=100,
        window in prop_oneof![3 => Just(Calendar::Unsaid), 1 => calendar()],
        renews in prop::bool::weighted(0.4),
    ) -> Upkeep {
        Upkeep { strikes, first, time, operators, urgency, when, from, window, renews }
    }
}

prop_compose! {
    fn station()(
        machines in 1_u32..=3,
        buffer in prop_oneof![1 => Just(None), 4 => (0_u32..=3).prop_map(Some)],
        before in prop::bool::weighted(0.3),
        again in prop::bool::weighted(0.5),
        cycle in time(6),
        scrap in prop::bool::weighted(0.2),
        calendar in calendar(),
        at_close in prop::option::weighted(
            0.8,
            prop::sample::select(vec!["pause", "finish", "no_start"]),
        ),
        operators in people(),
        failures in prop::collection::vec(failure(), 0..=2),
        upkeep in prop_oneof![
            2 => Just(Vec::new()),
            1 => prop::collection::vec(upkeep(), 1..=2),
        ],
        (hands, runs_at, hold, wear) in (
            hands(),
            speed(),
            prop::option::weighted(0.08, time(9)).boxed(),
            prop::option::weighted(0.15, wear()).boxed(),
        ),
    ) -> Station {
        let hands = match operators {
            People::Nobody => hands,
            _ => Hands { during: None, ..hands },
        };
        let batch = hands.batch.filter(|_| !before);
        let hands = Hands { wear, batch, ..hands };
        Station {
            machines, buffer, before: before && hold.is_none(), again, cycle, scrap, runs_at, hold, calendar,
            at_close, operators, failures, upkeep, hands,
        }
    }
}

/// Percent of full speed, with which whole minutes seldom stay whole.
fn speed() -> impl Strategy<Value = u32> {
    prop_oneof![4 => Just(100_u32), 1 => prop::sample::select(vec![50_u32, 80, 94])]
}

fn urgency() -> impl Strategy<Value = Urgency> {
    prop_oneof![
        3 => Just(Urgency::default()),
        1 => (0_u32..4, any::<bool>())
            .prop_map(|(priority, interrupts)| Urgency { priority, interrupts }),
    ]
}

fn hands() -> impl Strategy<Value = Hands> {
    let handled = || prop::option::weighted(0.5, (time(3), people()));
    let some = (handled(), handled(), 0_u32..=100, handled(), urgency(), any::<bool>()).prop_map(
        |(load, during, at, unload, urgency, restarts)| Hands {
            load,
            during: during.map(|(time, people)| (time, people, at)),
            unload,
            urgency,
            restarts,
            ..Hands::default()
        },
    );
    let hands = prop_oneof![3 => Just(Hands::default()), 2 => some];
    let setup = prop::option::weighted(0.3, (time(5), people(), 1_u32..=3));
    let campaign = prop::option::weighted(0.3, prop_oneof![1 => Just(0_u32), 2 => 5_u32..60]);
    let first = (
        prop::option::weighted(0.7, 0_usize..5),
        time(4),
        people(),
        any::<bool>(),
        prop::sample::select(vec![0_u32, 30, 70]),
        time(3),
    );
    let first = first.prop_map(|(at, time, operators, goes_on, fails, correct)| First {
        at,
        time,
        operators,
        goes_on,
        fails,
        correct,
    });
    let first = prop::option::weighted(0.4, first);
    let setup = (setup, any::<bool>(), first, campaign);
    let choosing = prop::sample::select(text::DISPATCH.to_vec());
    let dispatch = prop_oneof![4 => Just(""), 1 => choosing];
    let together = prop::sample::select(vec!["any", "product", "family", "order"]);
    let wait = prop::option::weighted(0.9, 0_u32..=9);
    let sizes = (1_u32..=4, 1_u32..=4).prop_map(|(one, other)| (one.max(other), one.min(other)));
    let batch =
        (sizes, wait, together).prop_map(|((size, minimum), wait, by)| (size, minimum, wait, by));
    let batch = prop::option::weighted(0.2, batch);
    let start_up = prop::option::weighted(0.2, (time(9), 0_u32..40, people()));
    let tool = prop::option::weighted(0.2, (1_u32..9, any::<bool>(), time(4), people()));
    (hands, setup, dispatch, batch, start_up, tool).prop_map(
        |(hands, (setup, ahead, first, campaign), dispatch, batch, start_up, tool)| Hands {
            setup,
            ahead,
            first,
            campaign,
            batch,
            dispatch,
            start_up,
            tool,
            ..hands
        },
    )
}

fn overtimes() -> impl Strategy<Value = Vec<Overtime>> {
    let when = prop_oneof![
        2 => Just(When::Always),
        2 => (0_u32..30, 0_u32..30)
            .prop_map(|(a, b)| When::Backlog { minutes: a.max(b), until: a.min(b) }),
        1 => (0_u32..3).prop_map(When::Late),
    ];
    let overtime = (
        0_u32..=1,
        any::<bool>(),
        prop_oneof![4 => 0_u32..240, 1 => Just(0_u32), 1 => Just(1430_u32)],
        1_u32..=90,
        prop_oneof![2 => Just(0_u32), 1 => 1_u32..3000],
        prop::bool::weighted(0.3),
        prop::bool::weighted(0.3),
        prop_oneof![2 => Just(""), 3 => prop::sample::select(text::OVERTIME_PAY.to_vec())],
        when,
    )
        .prop_map(
            |(people, first_only, from, minutes, notice, refused, limited, pay, when)| Overtime {
                people,
                first_only,
                from,
                minutes,
                notice,
                refused,
                limited,
                pay,
                when,
            },
        );
    prop_oneof![
        2 => Just(Vec::new()),
        1 => prop::collection::vec(overtime, 1..=2),
    ]
}

fn layout(stations: usize) -> impl Strategy<Value = Option<Layout>> {
    let point = || (0_i32..4, -1_i32..3);
    let base = prop_oneof![
        2 => Just(Base::Nowhere),
        1 => (0..stations).prop_map(Base::Station),
        1 => point().prop_map(|(x, y)| Base::At(x, y)),
    ];
    // One more for a station that joins parts.
    let positions = prop::collection::vec(point(), stations + 1);
    let layout = (positions, any::<bool>(), base, any::<bool>()).prop_map(
        |(positions, straight, base, own_speed)| Layout { positions, straight, base, own_speed },
    );
    prop::option::weighted(0.4, layout)
}

fn zones(stations: usize) -> impl Strategy<Value = Option<Zones>> {
    let round = prop::option::weighted(0.4, 0..stations);
    let zones = (0_usize..2, round, prop::collection::vec(0_u8..4, stations))
        .prop_map(|(crew, round, of)| Zones { crew, round, of });
    prop::option::weighted(0.5, zones)
}

fn crew(most: u32, may_miss: bool) -> impl Strategy<Value = Crew> {
    (
        1..=most,
        calendar(),
        prop::sample::select(vec!["pause", "pause", "finish", "no_start"]),
        prop::option::weighted(
            0.3,
            prop::sample::select(vec!["30 %", "{ share = \"30 %\", spell = \"2 days\" }"]),
        ),
        prop::sample::select(vec!["1.0", "1.0", "0.7", "1.3"]),
        prop::option::weighted(
            0.2,
            prop::sample::select(vec![
                r#"{ rate = "70 %", plateau = "40 %" }"#,
                r#"{ rate = "80 %", standard_at = 10, forgets_half_in = "30 min" }"#,
            ]),
        ),
        prop::option::weighted(
            0.2,
            prop::sample::select(vec![
                r#"{ an_hour = "30 %" }"#,
                r#"{ after = "30 min", an_hour = "100 %", at_least = "20 %" }"#,
            ]),
        ),
        (
            roster(),
            prop::option::weighted(0.25, (1_u32..60, 1_u32..=2)),
            prop_oneof![6 => Just(0), 1 => 1_u32..8],
        ),
    )
        .prop_map(
            move |(count, calendar, at_shift_end, absence, speed, learning, fatigue, own)| {
                let (mut roster, training, response) = own;
                // Nobody learns who may have no hours for it.
                let training = training.filter(|(_, people)| *people <= count && may_miss);
                let has_shifts =
                    matches!(calendar, Calendar::Windows | Calendar::Late | Calendar::Night);
                let absence = absence.filter(|_| has_shifts && may_miss);
                // Who never goes never rests.
                let fatigue = fatigue.filter(|_| has_shifts && may_miss);
                roster.truncate(count as usize);
                // Leave is for the hours of the crew, which must have some whenever it may change.
                for code in
                    roster.iter_mut().flatten().filter(|code| [Some("u"), Some("t")].contains(code))
                {
                    *code = code.filter(|_| has_shifts && may_miss);
                }
                Crew {
                    count,
                    calendar,
                    at_shift_end,
                    absence,
                    speed,
                    learning,
                    fatigue,
                    roster,
                    training,
                    response,
                }
            },
        )
}

/// Codes of people, of most crews none.
fn roster() -> impl Strategy<Value = Vec<[Option<&'static str>; 3]>> {
    let code = prop::sample::select(vec!["w", "l", "n", "a", "o", "u", "t"]);
    let row = prop::array::uniform3(prop::option::weighted(0.7, code));
    prop_oneof![
        2 => Just(Vec::new()),
        1 => prop::collection::vec(row, 1..=3),
    ]
}

fn step(stations: usize) -> impl Strategy<Value = Step> {
    (
        0..stations,
        prop_oneof![
            2 => Just((Vec::new(), text::CHOICE[0])),
            1 => (prop::collection::vec(0..stations, 1..=2), prop::sample::select(&text::CHOICE[..])),
        ],
        prop::option::weighted(0.2, time(6)),
        prop::option::weighted(0.15, time(6)),
        prop::option::weighted(0.2, 0_usize..3),
        prop::option::weighted(0.1, 1_usize..3),
        prop::bool::weighted(0.15),
        prop::option::weighted(0.15, within()).boxed(),
        prop::option::weighted(0.15, 0_usize..text::ONLY.len()),
    )
        .prop_map(|(station, alternatives, cycle, setup, back, skip, out, within, only)| {
            let (alternatives, choice) = alternatives;
            Step { station, alternatives, choice, cycle, setup, back, skip, out, only, within }
        })
}

fn within() -> impl Strategy<Value = Within> {
    let late = prop_oneof![
        1 => Just(Late::Counts),
        2 => Just(Late::Scrap),
        2 => (0_usize..3).prop_map(Late::Back),
    ];
    (0_usize..3, 1_u32..=15, late).prop_map(|(of, minutes, late)| Within { of, minutes, late })
}

fn tour() -> impl Strategy<Value = Tour> {
    (0_u32..=3, 0_u32..=9, prop::option::weighted(0.5, 1_u32..=4), any::<bool>())
        .prop_map(|(time, more, carries, twice)| Tour { time, more, carries, twice })
}

impl Paced {
    /// Parts of an unlimited supply must take time where they begin. Parts on a paced line do not wait for others, and
    /// its stations stand nowhere and are in no zone: there is none where others are or do.
    fn fed(mut self, is_supplied: bool) -> Self {
        if is_supplied {
            self.stations[0].cycle = self.stations[0].cycle.above_zero();
        }
        self
    }
}

/// A paced line: its stations have one machine and the hours of the plant.
fn paced() -> impl Strategy<Value = Paced> {
    let paced = (prop::collection::vec(station(), 1..=3), 1_u32..=8, any::<bool>());
    paced.prop_map(|(stations, pace, comes_first)| {
        let on_line = |(number, station): (usize, Station)| {
            let at_close = station.at_close.filter(|word| *word != "no_start");
            // Where all products have lines the paced one is a product, which no campaign names.
            // First pieces leave it for no other station.
            let first = station.hands.first.map(|first| First { at: None, ..first });
            let hands = Hands { batch: None, ahead: false, campaign: None, first, ..station.hands };
            Station {
                machines: 1,
                buffer: if number == 0 { station.buffer } else { None },
                before: false,
                again: false,
                hold: None,
                calendar: Calendar::Unsaid,
                at_close,
                hands,
                ..station
            }
        };
        let stations = stations.into_iter().enumerate().map(on_line).collect();
        Paced { stations, pace, comes_first }
    })
}

fn away() -> impl Strategy<Value = Away> {
    let back = prop::option::weighted(0.4, 0_u32..240);
    (0_u32..200, 1_u32..=2, time(40), back, any::<bool>())
        .prop_map(|(at, minimum, time, back, scrap)| Away { at, minimum, time, back, scrap })
}

fn product(stations: usize) -> impl Strategy<Value = Product> {
    let choice = prop::sample::select(vec!["least_load", "preference", "cheapest"]);
    (
        prop::collection::vec(step(stations), 1..=5),
        prop::option::weighted(0.25, (choice, 1_usize..=3)),
    )
        .prop_map(|(steps, lines)| Product { steps, lines })
}

fn demand() -> impl Strategy<Value = Demand> {
    let quantity = prop_oneof![
        3 => (1_u32..=4).prop_map(Quantity::Fixed),
        1 => (1_u32..=3).prop_map(Quantity::Poisson),
        1 => Just(Quantity::OneOrFive),
    ];
    let promise = prop_oneof![
        3 => (1_u32..90).prop_map(Promise::Minutes),
        1 => Just(Promise::Workday),
    ];
    (time(9), quantity, prop::option::weighted(0.7, promise)).prop_map(
        |(every, quantity, due_in)| Demand { every: every.above_zero(), quantity, due_in },
    )
}

fn order() -> impl Strategy<Value = Order> {
    let due = prop::option::weighted(0.7, 1_u32..120);
    (0_u32..200, 1_u32..=12, due, any::<bool>()).prop_map(|(release, quantity, due, last)| Order {
        release,
        quantity,
        due,
        last,
    })
}

fn source() -> impl Strategy<Value = Source> {
    let demands = |most| prop::collection::vec(demand(), 1..=most);
    let book = || prop::collection::vec(order(), 1..=4);
    prop_oneof![
        2 => Just(Source::Supply),
        2 => demands(2).prop_map(|demands| Source::Orders { demands, book: Vec::new() }),
        2 => book().prop_map(|book| Source::Orders { demands: Vec::new(), book }),
        1 => (demands(1), book()).prop_map(|(demands, book)| Source::Orders { demands, book }),
    ]
}

fn transfer(stations: usize) -> impl Strategy<Value = Transfer> {
    prop_oneof![
        4 => Just(Transfer::Nowhere),
        2 => time(3).prop_map(Transfer::Everywhere),
        2 => (0..stations, 0..stations, time(5), prop::option::of(time(3)))
            .prop_map(|(from, to, time, other)| Transfer::Between(from, to, time, other)),
    ]
}

fn run() -> impl Strategy<Value = Run> {
    let precise = prop::sample::select(vec!["throughput", "wip", "time_in_system"]);
    (
        prop::bool::weighted(0.3),
        prop::option::weighted(0.3, 1_u32..100),
        prop::option::weighted(0.3, precise),
    )
        .prop_map(|(orders_done, warm_up, precise)| Run { orders_done, warm_up, precise })
}

fn changed() -> impl Strategy<Value = Changed> {
    prop_oneof![
        1 => Just(Changed::Nothing),
        3 => (1_u32..=4).prop_map(Changed::Operators),
        2 => calendar().prop_map(Changed::Fitters),
        3 => time(6).prop_map(Time::above_zero).prop_map(Changed::Cycle),
        1 => Just(Changed::Scrap),
        1 => speed().prop_map(Changed::Speed),
        2 => calendar().prop_map(Changed::Hours),
        3 => (3_u32..40, time(12)).prop_map(|(mean, repair)| Changed::Failure(mean, repair)),
        3 => (3_u32..40, time(12)).prop_map(|(mean, time)| Changed::Upkeep(mean, time)),
        3 => time(9).prop_map(Time::above_zero).prop_map(Changed::Demand),
        1 => Just(Changed::Windows),
        2 => (1_u32..6).prop_map(Changed::Limit),
        1 => (1_u32..6).prop_map(Changed::Pool),
    ]
}

fn changes() -> impl Strategy<Value = Vec<Change>> {
    let change = (0_u32..200, prop::option::weighted(0.6, 1_u32..100), changed())
        .prop_map(|(from, length, what)| Change { from, length, what });
    prop_oneof![
        2 => Just(Vec::new()),
        1 => prop::collection::vec(change, 1..=4).prop_map(|mut changes: Vec<Change>| {
            // No two of them give the same value.
            let mut seen = Vec::new();
            changes.retain(|change| {
                let kind = std::mem::discriminant(&change.what);
                let is_new = !seen.contains(&kind);
                seen.push(kind);
                is_new
            });
            changes
        }),
    ]
}

fn causes() -> impl Strategy<Value = Vec<Cause>> {
    let counts_no_work = |failure: &Failure| match &failure.strikes {
        Strikes::Every { clock, .. } => *clock != "operating",
        Strikes::Cycles(..) => false,
        Strikes::At(_) => true,
    };
    let failure = failure().prop_filter("it counts no work", counts_no_work);
    let cause = (1_u8..32, any::<bool>(), failure).prop_map(|(stops, backwards, failure)| {
        let operators = match failure.operators {
            People::Nobody | People::Operator => failure.operators,
            _ => People::Fitter,
        };
        Cause { stops, backwards, failure: Failure { operators, ..failure } }
    });
    prop_oneof![
        3 => Just(Vec::new()),
        1 => prop::collection::vec(cause, 1..=2),
    ]
}

fn cards() -> impl Strategy<Value = Cards> {
    let limit = || prop::option::weighted(0.4, 1_u32..8);
    let kanban = (1_u32..5, 1_u8..32);
    let some = (
        limit(),
        limit(),
        prop::collection::vec(kanban, 0..=2),
        prop::option::weighted(0.3, 0_u32..120),
        prop::option::weighted(0.3, (1_u32..40, 0_usize..5)),
    )
        .prop_map(|(plant, line, kanbans, before_due, work)| Cards {
            plant: plant.filter(|_| work.is_none()),
            work,
            line,
            kanbans,
            before_due,
        });
    prop_oneof![2 => Just(Cards::default()), 1 => some]
}

fn join(stations: usize) -> impl Strategy<Value = Option<Join>> {
    let from = prop::option::weighted(0.7, 0..stations);
    let join = (
        station(),
        prop::collection::vec((1_u32..=3, from), 1..=3),
        prop::option::weighted(0.7, 0_u32..=3),
        prop::collection::vec(1_u32..=3, 0..=2),
        prop::option::weighted(0.7, 0..stations),
        prop::bool::weighted(0.3),
        demand(),
    );
    let join = join.prop_map(|(station, takes, places, gives, onward, kit, demand)| {
        let setup = station.hands.setup.map(|(time, people, _)| (time, people, 1));
        let hands = Hands {
            batch: None,
            dispatch: "",
            setup,
            ahead: false,
            first: None,
            campaign: None,
            ..station.hands
        };
        let station = Station { hands, buffer: None, ..station };
        Join {
            station: Station { again: false, ..station },
            takes,
            places,
            gives,
            onward,
            kit,
            demand,
        }
    });
    prop::option::weighted(0.3, join)
}

fn together() -> impl Strategy<Value = Option<Together>> {
    let moves_in = prop_oneof![1 => Just(0), 3 => 2_u32..=5];
    let together = (moves_in, prop::bool::weighted(0.4), any::<bool>());
    let together =
        together.prop_map(|(moves_in, after, bound)| Together { moves_in, after, bound });
    prop::option::weighted(0.3, together)
}

fn conveyors() -> impl Strategy<Value = Vec<Conveyor>> {
    let conveyor = (
        any::<u8>(),
        prop::bool::weighted(0.4),
        (1_u32..=9, 1_u32..=4),
        any::<bool>(),
        prop_oneof![3 => Just(Calendar::Unsaid), 1 => calendar()],
    )
        .prop_map(|(pair, shared, (travel, gap), accumulating, calendar)| Conveyor {
            pair: pair.into(),
            shared,
            travel,
            gap,
            accumulating,
            calendar,
        });
    prop_oneof![
        2 => Just(Vec::new()),
        1 => prop::collection::vec(conveyor, 1..=4),
    ]
}

fn vehicles() -> impl Strategy<Value = Vec<Vehicle>> {
    let vehicle = (
        (any::<u8>(), 1_usize..=3),
        (1_u32..=3, 1_u32..=3, prop::option::of(1_u32..=4)),
        (prop::option::of(time(3)), prop::option::of(time(3))),
        (any::<bool>(), prop::option::weighted(0.3, 1_u32..20)),
        prop::option::weighted(0.4, any::<bool>()),
        prop::option::weighted(0.3, 5_u32..60),
        prop_oneof![3 => Just(Calendar::Unsaid), 1 => calendar()],
    )
        .prop_map(
            |(
                (pair, pairs),
                (count, carries, buffer),
                times,
                (nearest, wait),
                home,
                charge,
                calendar,
            )| {
                let (load, unload) = times;
                Vehicle {
                    pair: pair.into(),
                    pairs,
                    count,
                    carries,
                    buffer,
                    load,
                    unload,
                    nearest,
                    wait,
                    home,
                    charge,
                    calendar,
                }
            },
        );
    prop_oneof![
        2 => Just(Vec::new()),
        1 => prop::collection::vec(vehicle, 1..=2),
    ]
}

/// Parts that find no room keep their machines.
fn block_after(stations: &mut [Station]) {
    for station in stations {
        station.before = false;
    }
}

/// Any plant.
pub(crate) fn plan() -> impl Strategy<Value = Plan> {
    (1_usize..=5).prop_flat_map(|n| {
        (
            calendar().boxed(),
            run().boxed(),
            prop::collection::vec(station().boxed(), n),
            prop::collection::vec(product(n).boxed(), 1..=3),
            source().boxed(),
            transfer(n).boxed(),
            // The hours of the second crew may change, also to always.
            [crew(3, true).boxed(), crew(2, false).boxed(), crew(2, true).boxed()],
            (
                changes().boxed(),
                overtimes().boxed(),
                layout(n).boxed(),
                zones(n).boxed(),
                (cards(), pools(time(6), time(40)), together(), delivery()).boxed(),
                (
                    join(n),
                    prop::option::weighted(0.15, away()).boxed(),
                    prop::option::weighted(0.1, tour()).boxed(),
                    prop::option::weighted(0.15, paced()).boxed(),
                    places().boxed(),
                )
                    .boxed(),
                (conveyors(), vehicles()).boxed(),
                causes().boxed(),
            )
                .boxed(),
        )
            .prop_map(
                |(calendar, run, mut stations, mut products, source, transfer, crews, late)| {
                    let (changes, overtimes, layout, zones, cards, join, movers, causes) = late;
                    let (cards, pools, together, delivery) = cards;
                    let (mut conveyors, mut vehicles) = movers;
                    let is_supplied = matches!(source, Source::Supply);
                    let (join, away, tour, paced, (shared, cleared, pushes)) = join;
                    let join = join.filter(|_| !is_supplied);
                    // A conveyor or a vehicle takes parts from machines only.
                    if stations.iter().any(|station: &Station| station.hold.is_some()) {
                        (conveyors, vehicles) = (Vec::new(), Vec::new());
                    }
                    let away = away.filter(|_| join.is_none());
                    // A tour takes parts from machines to the only station of a step, and no cards on the way.
                    let tour = tour.filter(|_| cards.kanbans.is_empty() && pools.is_empty());
                    if tour.is_some() {
                        (conveyors, vehicles) = (Vec::new(), Vec::new());
                        keep_to_tour(&mut stations, &mut products);
                    }
                    let mut cards = if join.is_some() { Cards::default() } else { cards };
                    if matches!(source, Source::Supply) {
                        take_time(&mut stations, &mut products[0]);
                    }
                    // Cards do not change hands on a conveyor or a vehicle, and nobody waits for one before a cycle.
                    let moves = !conveyors.is_empty() || !vehicles.is_empty();
                    // Where parts would take cards they do not wait for others.
                    cards.work =
                        cards.work.filter(|_| !moves && pools.is_empty() && tour.is_none());
                    let has_doors =
                        !cards.kanbans.is_empty() || !pools.is_empty() || cards.work.is_some();
                    let together = together.filter(|_| !has_doors);
                    if has_doors || moves || together.is_some() {
                        block_after(&mut stations);
                    }
                    let is_free = !has_doors && !moves && tour.is_none() && away.is_none();
                    let is_free = is_free && together.is_none() && join.is_none();
                    keep_again(&mut stations, &products, is_free && paced.is_none());
                    for station in &mut stations {
                        station.hands.ahead &= !moves && tour.is_none();
                    }
                    let is_apart = layout.is_none() && zones.is_none() && together.is_none();
                    let paced = paced.filter(|_| is_apart);
                    let paced = paced.map(|paced: Paced| paced.fed(is_supplied));
                    let is_tied = together.is_some() || join.is_some() || pools.has_tool();
                    keep_first_pieces(&mut stations, &products, is_tied);
                    Plan {
                        calendar,
                        run,
                        stations,
                        products,
                        source,
                        transfer,
                        crews,
                        overtimes,
                        changes,
                        layout,
                        zones,
                        cards,
                        pools,
                        causes,
                        conveyors,
                        vehicles,
                        join,
                        away,
                        tour,
                        together,
                        paced,
                        shared,
                        cleared,
                        pushes,
                        delivery,
                    }
                },
            )
            .prop_map(keep_pushes)
    })
}

/// Places that stations share, stations that are cleared, and those at which urgent orders push others off.
fn places() -> impl Strategy<Value = (Option<Shared>, Option<Cleared>, Option<Pushes>)> {
    let pushes = (any::<u8>(), any::<u8>()).prop_map(|(at, anew)| Pushes { at, anew });
    (
        prop::option::weighted(0.2, shared()),
        prop::option::weighted(0.3, cleared()),
        prop::option::weighted(0.4, pushes),
    )
}

/// Parts are pushed off one by one, where no conveyor brings them and they hold nothing, and no series goes on in
/// between.
fn keep_pushes(mut plan: Plan) -> Plan {
    let is_free = plan.conveyors.is_empty() && plan.pools.is_empty() && !plan.pools.has_tool();
    plan.pushes = plan.pushes.filter(|_| is_free);
    let at = plan.pushes.map_or(0, |pushes| pushes.at);
    for (number, station) in plan.stations.iter_mut().enumerate() {
        if at >> number & 1 == 1 {
            let hands = &mut station.hands;
            (hands.batch, hands.campaign) = (None, None);
            hands.setup = hands.setup.take().map(|(time, people, _)| (time, people, 1));
        }
    }
    plan
}

fn shared() -> impl Strategy<Value = Shared> {
    (0_u32..8, any::<u8>()).prop_map(|(places, serves)| Shared { places, serves })
}

fn cleared() -> impl Strategy<Value = Cleared> {
    (any::<u8>(), any::<bool>(), any::<bool>()).prop_map(|(at, by_product, taken)| Cleared {
        at,
        by_product,
        taken,
    })
}

/// First pieces are inspected elsewhere only where nothing ties them to what comes next.
fn keep_first_pieces(stations: &mut [Station], products: &[Product], is_tied: bool) {
    let mut steps = products.iter().flat_map(|row| &row.steps);
    let is_tied = is_tied || steps.any(|step| step.within.is_some());
    let has_none = |hands: &Hands| hands.batch.is_none() && hands.first.is_none();
    let may_inspect: Vec<bool> = stations.iter().map(|station| has_none(&station.hands)).collect();
    for (number, station) in stations.iter_mut().enumerate() {
        let stays = is_tied || station.before || station.hold.is_some();
        if let Some(first) = &mut station.hands.first {
            first.at = first.at.map(|at| at % may_inspect.len());
            first.at = first.at.filter(|&at| !stays && at != number && may_inspect[at]);
        }
    }
}

/// A tour takes parts that stand on their machines to the only station of a step.
fn keep_to_tour(stations: &mut [Station], products: &mut [Product]) {
    for station in stations {
        (station.before, station.hold) = (false, None);
    }
    for step in products.iter_mut().flat_map(|row| &mut row.steps) {
        step.alternatives.clear();
    }
}

/// Parts do their cycle again where nothing else is between it and the next one, on ways that lead in no circle.
fn keep_again(stations: &mut [Station], products: &[Product], is_alone: bool) {
    let is_path = matches!(products, [only] if only.is_path());
    let is_approved = stations.iter().any(|station| station.hands.first.is_some());
    for station in stations {
        station.again &= is_alone && is_path && !is_approved && station.has_cycle_alone();
    }
}

/// Parts of an unlimited supply must take time where they begin, on each of the lines.
fn take_time(stations: &mut [Station], product: &mut Product) {
    let steps = &mut product.steps;
    steps[0].alternatives.clear();
    steps[0].cycle = steps[0].cycle.map(Time::above_zero);
    for first in [0, steps.len() - 1, 1 % steps.len()] {
        let cycle = &mut stations[steps[first].station].cycle;
        *cycle = cycle.above_zero();
    }
}

/// A line passed once from end to end, in the order of the stations: no loops, no alternatives, no
/// people, unlimited supply; machines single and without failures.
pub(crate) fn plain_line() -> impl Strategy<Value = Plan> {
    let plain = (time(6), prop_oneof![1 => Just(None), 4 => (0_u32..=3).prop_map(Some)]);
    prop::collection::vec(plain, 2..=6).prop_map(|stations| {
        let steps = (0..stations.len()).map(|station| Step {
            station,
            alternatives: Vec::new(),
            choice: text::CHOICE[0],
            cycle: None,
            setup: None,
            back: None,
            skip: None,
            only: None,
            out: false,
            within: None,
        });
        Plan {
            calendar: Calendar::Always,
            run: Run { orders_done: false, warm_up: None, precise: None },
            products: vec![Product { steps: steps.collect(), lines: None }],
            stations: stations
                .into_iter()
                .map(|(cycle, buffer)| Station {
                    machines: 1,
                    buffer,
                    before: false,
                    again: false,
                    cycle: cycle.above_zero(),
                    scrap: false,
                    runs_at: 100,
                    hold: None,
                    calendar: Calendar::Always,
                    at_close: None,
                    operators: People::Nobody,
                    failures: Vec::new(),
                    upkeep: Vec::new(),
                    hands: Hands::default(),
                })
                .collect(),
            source: Source::Supply,
            transfer: Transfer::Nowhere,
            crews: std::array::from_fn(|_| Crew {
                count: 1,
                calendar: Calendar::Always,
                at_shift_end: "pause",
                absence: None,
                speed: "1.0",
                learning: None,
                fatigue: None,
                roster: Vec::new(),
                training: None,
                response: 0,
            }),
            overtimes: Vec::new(),
            changes: Vec::new(),
            layout: None,
            zones: None,
            cards: Cards::default(),
            pools: Pools::default(),
            causes: Vec::new(),
            conveyors: Vec::new(),
            vehicles: Vec::new(),
            join: None,
            together: None,
            away: None,
            tour: None,
            paced: None,
            shared: None,
            cleared: None,
            pushes: None,
            delivery: None,
        }
    })
}
