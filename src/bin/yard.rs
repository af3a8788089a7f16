//! temp
use gemba::ids::Run;
use gemba::ids::*;
use gemba::model::*;
use gemba::observe::*;
use gemba::plant::*;
use gemba::random::*;
use gemba::units::*;
fn line(n: usize, buffer: u32, cycle: Distribution, fail: bool) -> Model {
    let mut m = Model::default();
    let product = ProductId::at(0);
    let supply = SupplyId::at(0);
    for i in 0..n {
        let st = m.stations.push(Station {
            machines: Run::new(i..i + 1),
            buffer: if i > 0 { Some(buffer) } else { None },
            rank: (n - 1 - i) as u32,
            supply: if i == 0 { Some(supply) } else { None },
            failures: if fail { Run::new(i..i + 1) } else { Run::empty() },
            ..Station::named(&format!("s{i:05}"))
        });
        m.machines.push(Machine {
            station: st,
            number: 1,
            modes: if fail { Run::new(i..i + 1) } else { Run::empty() },
            wears: fail,
        });
        if fail {
            m.failures.push(Failure {
                name: "f".into(),
                station: st,
                strikes: Strikes::Every {
                    clock: Clock::Operating,
                    every: Distribution::exponential(100e6).expect("above zero"),
                },
                repair: Distribution::exponential(10e6).expect("above zero"),
                crew: Some(NeedsId::at(0)),
                part: AfterRepair::Resume,
            });
            m.modes.push(Mode { machine: MachineId::at(i), failure: FailureId::at(i) });
        }
        m.places.push(Place {
            step: StepId::at(i),
            station: st,
            cycle: cycle.clone(),
            mean_cycle: Span::from_seconds(1),
            visit: 0,
            exits: (0, 0),
        });
        m.steps.push(Step {
            product,
            places: Run::new(i..i + 1),
            next: Next::Always(if i + 1 < n {
                Target::Step(StepId::at(i + 1))
            } else {
                Target::Out
            }),
        });
    }
    if fail {
        m.skills.push(Skill { name: "r".into(), crews: vec![CrewId::at(0)] });
        m.needs.push(Needs { skills: vec![(SkillId::at(0), 1)] });
        m.crews.push(Crew {
            name: "r".into(),
            operators: Run::new(0..2),
            calendar: None,
            skills: vec![SkillId::at(0)],
        });
        for k in 1..=2 {
            m.operators.push(Operator { crew: CrewId::at(0), number: k });
        }
    }
    m.products.push(Product { name: "p".into(), steps: Run::new(0..n), loops: false });
    m.supplies.push(Supply { product, station: StationId::at(0) });
    m
}
fn main() {
    let a: Vec<String> = std::env::args().collect();
    let seed: u64 = a[2].parse().unwrap();
    let scale: f64 = a[3].parse().unwrap();
    let n = a.get(4).map_or(10, |x| x.parse().unwrap());
    let (m, t) = match a[1].as_str() {
        "m1" => {
            (line(5, 10, Distribution::exponential(1e6).expect("above zero"), false), 200_000.0)
        }
        "m2" => (line(20, 5, Distribution::constant(1e6).expect("not negative"), true), 100_000.0),
        "chain" => (
            line(n, 10, Distribution::exponential(1e6).expect("above zero"), false),
            5e6 / n as f64,
        ),
        _ => panic!(),
    };
    let t = Time::from_ticks((t * scale * 1e6) as i64);
    let t0 = std::time::Instant::now();
    let mut p = Plant::new(&m, seed, 0, Tally::new(&m, Span::from_ticks(t.ticks() / 200)));
    assert!(p.run_until(t));
    let e = t0.elapsed().as_secs_f64();
    let parts = p.observer().product(ProductId::at(0)).finished;
    let events: u64 = m
        .stations
        .ids()
        .map(|s| {
            let r = p.observer().station(s);
            r.done + r.failures + r.repairs
        })
        .sum();
    println!(
        "{{\"parts\":{parts},\"events\":{events},\"happened\":{},\"ns\":{:.2}}}",
        p.happened(),
        e * 1e9 / events as f64
    );
}
