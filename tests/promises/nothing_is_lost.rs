//! A study that was stopped goes on where it was, and ends with the bytes of one that was not.

use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, Ordering};

use gemba::model::{Model, Replications};
use gemba::study::{Comparison, Progress, Refusal, Settings, Stopped, compare, run};

use crate::support::model;

const PLANT: &str = include_str!("../../scenarios/test-and-repair.toml");

/// Keeps a study and stops it when so many replications are done.
#[derive(Default)]
struct Interrupter {
    stops_at: Option<u64>,
    done: AtomicU64,
    kept: Mutex<Option<Vec<u8>>>,
    went_on: AtomicU64,
    refusal: Mutex<Option<Refusal>>,
}

impl Interrupter {
    fn after(stops_at: u64, kept: Option<Vec<u8>>) -> Self {
        Self { stops_at: Some(stops_at), kept: Mutex::new(kept), ..Self::default() }
    }

    fn never(kept: Vec<u8>) -> Self {
        Self { kept: Mutex::new(Some(kept)), ..Self::default() }
    }

    fn kept(&self) -> Option<Vec<u8>> {
        self.kept.lock().expect("nobody failed").clone()
    }
}

impl Progress for Interrupter {
    fn done(&self, n: u64) {
        self.done.fetch_add(n, Ordering::Relaxed);
    }

    fn is_stopped(&self) -> bool {
        self.stops_at.is_some_and(|at| self.done.load(Ordering::Relaxed) >= at)
    }

    fn left_behind(&self) -> Option<Vec<u8>> {
        self.kept()
    }

    fn goes_on(&self, replications: u32, _: usize) {
        self.went_on.store(u64::from(replications), Ordering::Relaxed);
    }

    fn refused(&self, why: Refusal) {
        *self.refusal.lock().expect("nobody failed") = Some(why);
    }

    fn keep(&self, study: &[u8]) {
        *self.kept.lock().expect("nobody failed") = Some(study.to_vec());
    }
}

fn short(hours: i64) -> Model {
    let mut model = model(PLANT);
    model.run.length = gemba::model::Length::For(gemba::units::Span::from_hours(hours));
    model
}

fn pair() -> [(String, Model); 2] {
    let mut variant = short(200);
    variant.stations.iter_mut().for_each(|station| station.scrap = 0.01);
    [("base".to_owned(), short(200)), ("scrap".to_owned(), variant)]
}

fn settings(threads: usize, replications: &Replications) -> Settings {
    let replications = Some(replications.clone());
    Settings { threads, replications, seed: Some(5), ..Settings::default() }
}

/// Runs the study in pieces, each stopped after a few replications more, until it is complete.
fn in_pieces(replications: &Replications, study: &dyn Fn(&Interrupter, usize) -> Stopped) {
    let mut kept = None;
    for piece in 1.. {
        let interrupter = Interrupter::after(7, kept);
        // Any number of threads may go on with the work of any other.
        if study(&interrupter, 1 + piece % 3) != Stopped::ByUser {
            assert!(piece > 2, "{replications:?} was interrupted often");
            return;
        }
        kept = interrupter.kept();
        assert!(kept.is_some(), "what is done is kept when the study is stopped");
    }
}

#[test]
fn a_run_in_pieces_gives_the_bytes_of_one_in_one_go() {
    let of = "time_in_system".to_owned();
    let precise = Replications::Precise { precision: 0.02, of, at_most: 60 };
    for replications in [Replications::Fixed(40), precise] {
        let model = short(200);
        let whole = run(&model, &settings(2, &replications), &());
        assert!(whole.replications > 14, "{}", whole.replications);
        in_pieces(&replications, &|interrupter, threads| {
            let found = run(&model, &settings(threads, &replications), interrupter);
            if found.stopped != Stopped::ByUser {
                assert_eq!(format!("{found:?}"), format!("{whole:?}"));
            }
            found.stopped
        });
    }
}

/// With an order book, promises, failures and people, until all orders are done.
#[test]
fn a_book_in_pieces_gives_the_bytes_of_one_in_one_go() {
    let mut model = model(include_str!("../../scenarios/pump-housings.toml"));
    assert!(model.orders.len() > 5);
    model.run.warm_up = gemba::model::WarmUp::For(gemba::units::Span::ZERO);
    model.run.length = gemba::model::Length::OrdersDone;
    let replications = Replications::Fixed(18);
    let whole = run(&model, &settings(2, &replications), &());
    in_pieces(&replications, &|interrupter, threads| {
        let found = run(&model, &settings(threads, &replications), interrupter);
        if found.stopped != Stopped::ByUser {
            assert_eq!(format!("{found:?}"), format!("{whole:?}"));
        }
        found.stopped
    });
}

#[test]
fn a_comparison_in_pieces_gives_the_bytes_of_one_in_one_go() {
    let replications = Replications::Fixed(20);
    let whole = compare(&pair(), &settings(2, &replications), &());
    in_pieces(&replications, &|interrupter, threads| {
        let Comparison { results, differences, nervousness } =
            compare(&pair(), &settings(threads, &replications), interrupter);
        let stopped = results[0].stopped;
        assert_eq!(results[0].replications, results[1].replications);
        if stopped != Stopped::ByUser {
            let found = Comparison { results, differences, nervousness };
            assert_eq!(format!("{found:?}"), format!("{whole:?}"));
        }
        stopped
    });
}

/// The pilot is run again, and finds the same.
#[test]
fn a_study_after_a_pilot_is_gone_on_with() {
    let mut model = short(400);
    model.run.warm_up = gemba::model::WarmUp::Auto;
    let asked = settings(1, &Replications::Fixed(20));
    let whole = run(&model, &asked, &());
    assert!(whole.pilot.is_some() && whole.stopped == Stopped::ByNumber);
    let first = Interrupter::after(10 + 6, None);
    assert_eq!(run(&model, &asked, &first).replications, 6);
    let second = Interrupter::never(first.kept().expect("it was stopped"));
    assert_eq!(format!("{:?}", run(&model, &asked, &second)), format!("{whole:?}"));
    assert_eq!(second.went_on.load(Ordering::Relaxed), 6);

    // One that is stopped in its pilot has found nothing, and leaves what was kept as it is.
    let third = Interrupter::after(4, second.kept());
    let stopped = run(&model, &asked, &third);
    assert_eq!((stopped.stopped, stopped.replications), (Stopped::ByUser, 0));
    assert!(third.kept().is_some() && stopped.pilot.is_none());

    // After another warm-up it is another study.
    let mut written = model.clone();
    written.run.warm_up = gemba::model::WarmUp::For(gemba::units::Span::from_hours(1));
    let other = Interrupter::never(first.kept().expect("it was stopped"));
    run(&written, &asked, &other);
    assert_eq!(*other.refusal.lock().expect("nobody failed"), Some(Refusal::OtherStudy));
}

/// Also how its replications ended, with the events of those that went round in one instant.
#[test]
fn a_study_of_runs_that_go_round_is_gone_on_with() {
    let text = r#"
[product.door]
route = ["weld", { station = "test", next = { weld = "99 %", out = "1 %" } }]
[station.weld]
cycle = "0 s"
[station.test]
cycle = "0 s"
[demand.doors]
every = { mean = "8 h" }
"#;
    let mut model = model(text);
    model.run.limits.rounds = 90;
    let replications = Replications::Fixed(20);
    let whole = run(&model, &settings(2, &replications), &());
    let said = format!("{:?}", whole.endings);
    assert!(said.contains("TooManyRounds") && said.contains("\"weld\""), "{said}");
    in_pieces(&replications, &|interrupter, threads| {
        let found = run(&model, &settings(threads, &replications), interrupter);
        if found.stopped != Stopped::ByUser {
            assert_eq!(format!("{found:?}"), format!("{whole:?}"));
        }
        found.stopped
    });
}

/// What is complete when the study is stopped is as good as a smaller study.
#[test]
fn a_stopped_study_tells_what_a_smaller_one_would() {
    let model = short(200);
    let interrupter = Interrupter::after(9, None);
    // One thread alone: of two, the slower one may hold up all that the other has done.
    let mut found = run(&model, &settings(1, &Replications::Fixed(30)), &interrupter);
    assert_eq!(found.replications, 9);
    let smaller = Replications::Fixed(found.replications);
    found.stopped = Stopped::ByNumber;
    let straight = run(&model, &settings(1, &smaller), &());
    assert_eq!(format!("{found:?}"), format!("{straight:?}"));
}

/// A thousand years of this shop would take hours: it is cut in the middle, and gives nothing.
#[test]
fn a_long_replication_is_cut() {
    struct Impatient(AtomicU64);

    impl Progress for Impatient {
        fn is_stopped(&self) -> bool {
            self.0.fetch_add(1, Ordering::Relaxed) > 100
        }
    }

    let model = short(24 * 365 * 100);
    let found = run(&model, &Settings::default(), &Impatient(AtomicU64::new(0)));
    assert_eq!((found.replications, found.stopped), (0, Stopped::ByUser));
    let throughput = found.plant("throughput").expect("it is a figure").interval;
    assert!(throughput.n == 0 && throughput.estimate.is_nan());
}

/// Bytes of another study, another version or with any mistake are refused, never trusted.
#[test]
fn what_does_not_fit_is_refused_and_the_study_starts_anew() {
    let model = short(50);
    let asked = settings(2, &Replications::Fixed(12));
    let first = Interrupter::after(5, None);
    run(&model, &settings(1, &Replications::Fixed(12)), &first);
    let kept = first.kept().expect("it was stopped");
    let whole = format!("{:?}", run(&model, &asked, &()));
    let refusal = |bytes: Vec<u8>, model: &Model, asked: &Settings| {
        let later = Interrupter::never(bytes);
        let found = run(model, asked, &later);
        assert_eq!(format!("{found:?}"), format!("{:?}", run(model, asked, &())));
        let went_on = later.went_on.load(Ordering::Relaxed);
        let refusal = *later.refusal.lock().unwrap();
        assert!(refusal.is_some() != (went_on > 0));
        refusal
    };
    assert_eq!(refusal(kept.clone(), &model, &asked), None);
    let more = settings(2, &Replications::Fixed(13));
    assert_eq!(refusal(kept.clone(), &model, &more), Some(Refusal::OtherStudy));
    assert_eq!(refusal(kept.clone(), &short(51), &asked), Some(Refusal::OtherStudy));
    let damaged = Some(Refusal::Damaged);
    for length in [0, 1, 8, 16, 24, 100, kept.len() - 8, kept.len() - 1] {
        assert_eq!(refusal(kept[..length].to_vec(), &model, &asked), damaged, "{length}");
    }
    for place in (0..kept.len()).step_by(kept.len() / 20) {
        let mut bytes = kept.clone();
        bytes[place] ^= 4;
        assert_eq!(refusal(bytes, &model, &asked), damaged, "{place}");
    }
    assert_eq!(refusal([kept, vec![0; 8]].concat(), &model, &asked), damaged);
    assert_eq!(whole, format!("{:?}", run(&model, &asked, &())));
}

/// Of each replication all thousandths are told, whether it ends at a time or with its orders.
#[test]
fn who_waits_is_told_how_far_a_replication_is() {
    #[derive(Default)]
    struct Told {
        thousandths: AtomicU64,
        times: AtomicU64,
    }

    impl Progress for Told {
        fn went_on(&self, thousandths: u32) {
            self.thousandths.fetch_add(u64::from(thousandths), Ordering::Relaxed);
            self.times.fetch_add(1, Ordering::Relaxed);
        }
    }

    let orders = "[line.main]\nstations = [\"saw\"]\n[station.saw]\ncycle = \"1 min\"\n[run]\n\
                  length = \"orders_done\"\n[product.main]\nlines = [\"main\"]\n";
    let order = |number: u32| format!("[order.o{number}]\nproduct = \"main\"\nquantity = 100\n");
    let orders = orders.to_owned() + &(0..50).map(order).collect::<String>();
    for model in [short(2_000), model(&orders)] {
        let told = Told::default();
        run(&model, &settings(1, &Replications::Fixed(3)), &told);
        assert_eq!(told.thousandths.into_inner(), 3_000);
        let times = told.times.into_inner();
        assert!((60..=3_000).contains(&times), "{times}");
    }
}
