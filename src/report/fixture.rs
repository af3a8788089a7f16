//! A repair shop with believable figures, for tests of the report.

use crate::observe::{Mark, OperatorState};
use crate::study::{
    Band, Comparison, Counted, CrewStates, CrewWay, Difference, Entity, EntityKind, Figure, Floor,
    Histogram, Interval, Method, NoFlow, NoWarmUp, OpenWork, PersonStint, Physics, Picture, Pilot,
    Place, PlanDay, Results, Roster, Settling, SkillLoad, Staff, StateShares, Stopped, kpi,
};
use crate::units::{Currency, Span, Time};

/// An interval of 30 replications with this half-width.
pub(super) fn interval(estimate: f64, half: f64) -> Interval {
    let (low, high) = (estimate - half, estimate + half);
    let (sd, half_width) = (half * 2.68, (high - low) / 2.0);
    let method = Method::Student;
    Interval { estimate, low, high, half_width, level: 0.95, method, n: 30, sd }
}

/// The figure of one replication: no interval.
pub(super) fn single(estimate: f64) -> Interval {
    let nan = f64::NAN;
    let method = Method::None;
    Interval { estimate, low: nan, high: nan, half_width: nan, level: 0.95, method, n: 1, sd: nan }
}

pub(super) fn figure(kind: EntityKind, name: &str, id: &str, interval: Interval) -> Figure {
    let kpi = kpi(id).expect("a KPI of the list");
    Figure { kpi, unit: kpi.unit, entity: Entity { kind, name: name.to_owned() }, interval }
}

/// The repair shop: 81.9 % of the orders in time.
pub(super) fn repair_shop() -> Results {
    variant("Repair shop", 0.819, 352.1)
}

/// The repair shop with this share of orders on time and this time in system.
pub(super) fn variant(name: &str, on_time: f64, time: f64) -> Results {
    let plant = |id, estimate, half| figure(EntityKind::Plant, name, id, interval(estimate, half));
    let mut figures = vec![
        plant("throughput", 2.99, 0.012),
        plant("wip", time / 20.0, 0.22),
        plant("time_in_system", time, 3.95),
        plant("on_time", on_time, 0.007),
    ];
    let stations = [
        ("diagnostics", 0.744, 1.84, 37.0),
        ("repair", 0.864, 1.23, 24.7),
        ("test1", 0.855, 3.25, 57.7),
        ("test2", 0.773, 1.55, 41.3),
        ("test3", 0.858, 2.56, 51.3),
    ];
    for (station, busy, queue, wait) in stations {
        let of =
            |id, estimate, half| figure(EntityKind::Station, station, id, interval(estimate, half));
        figures.push(of("utilisation", busy, 0.006));
        figures.push(of("queue_length", queue, 0.11));
        figures.push(of("queue_time", wait, 2.3));
        figures.push(of("working", busy, 0.006));
        figures.push(of("starved", 1.0 - busy, 0.006));
        figures.push(of("blocked", 0.0, 0.0));
    }
    let states = stations
        .map(|(station, busy, _, _)| StateShares {
            station: station.to_owned(),
            shares: vec![("working", busy), ("blocked", 0.0), ("starved", 1.0 - busy)],
        })
        .to_vec();
    Results {
        name: name.to_owned(),
        seed: 1,
        model_hash: "0123456789abcdef".to_owned(),
        version: "0.1.0",
        replications: 30,
        stopped: Stopped::ByNumber,
        warm_up: Span::ZERO,
        pilot: None,
        length: Some(Span::from_minutes(249_600)),
        start: None,
        figures,
        orders: Vec::new(),
        staff: crate::study::Staff::default(),
        hours: crate::study::Hours::default(),
        paced: Vec::new(),
        endings: Vec::new(),
        picture: Picture { states, ..picture() },
        assumptions: Vec::new(),
        physics: Physics {
            little: Some(0.002),
            growth: None,
            capacity: None,
            flow: Err(NoFlow::Demand),
        },
        schedule: None,
        notes: Vec::new(),
    }
}

/// A crew of two on shifts of eight hours, for two weeks, in the second of which there is overtime.
pub(super) fn staff() -> Staff {
    let band = |mean: f64, half: f64| Band { mean, low: mean - half, high: mean + half };
    let hour = |hours: i64| Time::ZERO + Span::from_hours(hours);
    let days: Vec<i64> = (0..5).chain(7..12).collect();
    let plan = days.iter().map(|&day| PlanDay {
        credited: None,
        day: hour(24 * day),
        crew: "fitter".to_owned(),
        people: band(2.0, 0.0),
        hours: if day < 7 { band(15.0, 0.0) } else { band(17.0, 0.5) },
        overtime: if day < 7 { band(0.0, 0.0) } else { band(2.0, 0.5) },
        cost: Some(band(if day < 7 { 450.0 } else { 540.0 }, 0.0)),
    });
    let stints = [1, 2].into_iter().flat_map(|number| {
        days.iter().flat_map(move |&day| {
            let is_absent = number == 2 && day == 3;
            let work = if is_absent { Mark::Absent } else { Mark::Work };
            let late = (day >= 7).then_some((Mark::Overtime, 14, 15));
            [(work, 6, 9), (Mark::Break, 9, 10), (work, 10, 14)].into_iter().chain(late).map(
                move |(mark, from, to)| PersonStint {
                    crew: "fitter".to_owned(),
                    number,
                    mark,
                    from: hour(24 * day + from),
                    to: hour(24 * day + to),
                },
            )
        })
    });
    let shares = [0.7, 0.06, 0.6, 0.2, 0.05, 0.08, 0.01];
    let shares = OperatorState::ALL.iter().zip(shares);
    Staff {
        states: vec![CrewStates {
            crew: "fitter".to_owned(),
            shares: shares.map(|(state, share)| (state.word(), interval(share, 0.01))).collect(),
        }],
        loads: vec![SkillLoad {
            skill: "fitter".to_owned(),
            calendar: Some("day".to_owned()),
            crews: vec!["fitter".to_owned()],
            used: vec![band(60.0, 2.0), band(80.0, 3.0)],
            there: vec![band(75.0, 0.0), band(85.0, 2.5)],
        }],
        plan: plan.collect(),
        currency: Currency::default(),
        roster: Roster { from: hour(0), until: hour(336), stints: stints.collect(), left_out: 0 },
        floor: floor(),
    }
}

/// Two crews between three places: along 30 m 40 ways by one and 20 by the other, along 10 m another 20.
fn floor() -> Floor {
    let place = |name: &str, x: f64, y: f64| Place {
        name: name.to_owned(),
        is_station: name != "base of fitter",
        at: Some([x, y]),
    };
    let way = |crew: &str, from: usize, to: usize, ways: f64, metres: f64| CrewWay {
        crew: crew.to_owned(),
        from,
        to,
        ways: interval(ways, 1.0),
        metres: interval(ways * metres, metres),
    };
    Floor {
        places: vec![
            place("saw", 0.0, 0.0),
            place("weld", 30.0, 0.0),
            place("base of fitter", 0.0, 10.0),
        ],
        ways: vec![
            way("loader", 0, 1, 25.0, 30.0),
            way("loader", 1, 0, 15.0, 30.0),
            way("fitter", 0, 1, 20.0, 30.0),
            way("fitter", 2, 0, 20.0, 10.0),
        ],
        rectilinear: true,
    }
}

/// A backlog that rises and falls within thirty days.
pub(super) fn open_work() -> OpenWork {
    let hours = (0..30).map(|day| f64::from(day * (30 - day)) / 10.0);
    let bands = hours.map(|mean| Band { mean, low: 0.9 * mean, high: 1.1 * mean });
    let of = Counted::Hours { station: "test1".to_owned(), over: 16.0, under: 8.0 };
    OpenWork { of, step: Span::from_days(1), bands: bands.collect() }
}

fn picture() -> Picture {
    let wave = |level: f64, width: f64| -> Vec<Band> {
        (0..60)
            .map(|bucket| {
                let mean = level * (1.0 + 0.04 * libm::sin(f64::from(bucket)));
                Band { mean, low: mean - width, high: mean + width }
            })
            .collect()
    };
    let count = |i: u64| 100_000 / (1 + i.abs_diff(20).pow(2) / 60);
    Picture {
        open_orders: Vec::new(),
        late_orders: Vec::new(),
        work: Vec::new(),
        bucket: Span::from_minutes(4_160),
        throughput: wave(2.99, 0.1),
        wip: wave(17.6, 1.2),
        states: Vec::new(),
        time_in_system: Histogram {
            bins: (0..80)
                .map(|i| (60.0 * libm::exp(i as f64 * 0.05), if i == 79 { 0 } else { count(i) }))
                .collect(),
        },
        promise: Some(Span::from_minutes(480)),
        open_work: None,
    }
}

/// The repair shop after a pilot of twenty weeks that found this.
pub(super) fn piloted(warm_up: Span, found: Result<Span, NoWarmUp>) -> Results {
    let course = |(id, level): (&str, f64)| Settling {
        kpi: kpi(id).expect("a KPI of the list"),
        values: (0..20).map(|week| if week < 3 { 0.0 } else { level }).collect(),
        cut: found.is_ok().then_some(warm_up),
    };
    let courses = [("throughput", 2.99), ("wip", 17.6), ("time_in_system", 352.1)];
    let courses = courses.map(course).to_vec();
    let pilot = Pilot { replications: 10, step: Span::from_days(7), courses, found };
    Results { warm_up, pilot: Some(pilot), ..repair_shop() }
}

/// The contract case against two ways to be ready for it.
pub(super) fn contract() -> Comparison {
    let results = vec![
        variant("Contract", 0.362, 666.3),
        variant("One more test1", 0.802, 371.0),
        variant("Two more people", 0.871, 311.0),
    ];
    let mut differences = Vec::new();
    for (number, variant) in results.iter().enumerate().skip(1) {
        for (base, figure) in results[0].figures.iter().zip(&variant.figures) {
            if figure.entity.kind != EntityKind::Plant {
                continue;
            }
            let half = (base.interval.high - base.interval.low) / 3.0;
            let by = figure.interval.estimate - base.interval.estimate;
            differences.push(Difference {
                variant: number,
                kpi: base.kpi,
                unit: base.unit,
                entity: base.entity.clone(),
                interval: Interval { method: Method::Paired, ..interval(by, half) },
                p: if by.abs() > half { 0.000_1 } else { 0.4 },
                correlation: 0.8,
                saving: 4.5,
                is_halted: false,
            });
        }
    }
    Comparison { results, differences, nervousness: Vec::new() }
}
