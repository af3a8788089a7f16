//! Simulated cases: a plant is run many times, and each quantity is held against its right value.

use gemba::ids::StationId;
use gemba::model::{Length, Model, Replications};
use gemba::observe::{Observer, OperatorState, State, StationTally, Tally};
use gemba::plant::Plant;
use gemba::units::{Span, Time};
use rayon::prelude::*;

use crate::support::model;

/// How far a mean may lie from the right value.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Tolerance {
    /// A share of the value.
    Relative(f64),
    /// An amount in the unit of the value.
    Absolute(f64),
}

/// An observer of one replication that can begin anew when the warm-up ends.
pub(crate) trait Watch: Observer + Default + Send {}
impl<E: Observer + Default + Send> Watch for E {}

/// One replication at its end.
pub(crate) struct Run<'m, E> {
    model: &'m Model,
    /// The totals since the end of the warm-up.
    pub(crate) tally: Tally,
    /// What the case itself watched since the end of the warm-up.
    pub(crate) watch: E,
    /// When it ended.
    pub(crate) end: Time,
}

type Read<E> = fn(&Run<'_, E>) -> f64;

enum Of {
    /// The mean over replications.
    Mean,
    /// The standard deviation over replications.
    Spread,
}

struct Quantity<E> {
    name: &'static str,
    value: f64,
    tolerance: f64,
    of: Of,
    read: Read<E>,
}

impl<E> Quantity<E> {
    /// The estimate from the values of all replications, with its standard error.
    fn estimate(&self, values: &[f64]) -> (f64, f64) {
        match self.of {
            Of::Mean => mean_and_error(values),
            Of::Spread => {
                let batches = values.chunks(values.len() / BATCHES);
                mean_and_error(&batches.map(spread).collect::<Vec<f64>>())
            }
        }
    }
}

/// Groups of replications, each with a standard deviation of its own.
const BATCHES: usize = 20;

/// A case: a plant in text and what is known about it.
pub(crate) struct Case<E> {
    id: &'static str,
    quantities: Vec<Quantity<E>>,
}

impl<E: Watch> Case<E> {
    /// The case called `id`.
    pub(crate) const fn new(id: &'static str) -> Self {
        Self { id, quantities: Vec::new() }
    }

    /// A quantity whose mean over replications is known.
    pub(crate) fn mean(
        self,
        name: &'static str,
        value: f64,
        tolerance: Tolerance,
        read: Read<E>,
    ) -> Self {
        self.quantity(name, value, tolerance, Of::Mean, read)
    }

    /// A quantity whose standard deviation over replications is known.
    pub(crate) fn spread(
        self,
        name: &'static str,
        value: f64,
        tolerance: Tolerance,
        read: Read<E>,
    ) -> Self {
        self.quantity(name, value, tolerance, Of::Spread, read)
    }

    fn quantity(
        mut self,
        name: &'static str,
        value: f64,
        tolerance: Tolerance,
        of: Of,
        read: Read<E>,
    ) -> Self {
        let tolerance = match tolerance {
            Tolerance::Relative(share) => share * value,
            Tolerance::Absolute(amount) => amount,
        };
        self.quantities.push(Quantity { name, value, tolerance, of, read });
        self
    }

    /// Simulates the plant in `text` and judges every quantity.
    ///
    /// A mean passes when it is within the tolerance, or within 3.5 standard errors, of the right
    /// value. So that this says something, the standard error must be at most a third of the
    /// tolerance.
    ///
    /// # Panics
    /// If a quantity is wrong, or not known well enough.
    #[expect(clippy::print_stdout, reason = "`--nocapture` shows people the figures")]
    pub(crate) fn run(&self, text: &str) {
        let rows = self.simulate(&model(text));
        let mut missed = Vec::new();
        for (column, quantity) in self.quantities.iter().enumerate() {
            let values: Vec<f64> = rows.iter().map(|row| row[column]).collect();
            let (mean, error) = quantity.estimate(&values);
            let Quantity { name, value, tolerance, .. } = *quantity;
            let is_met = (mean - value).abs() <= tolerance.max(3.5 * error);
            let is_narrow = error <= tolerance / 3.0;
            let line = format!(
                "{} {name}: {mean:.6}, right is {value}, tolerance {tolerance:.6}, error {error:.6}",
                self.id
            );
            println!("{line}");
            if !(is_met && is_narrow) {
                missed.push(line);
            }
        }
        assert!(missed.is_empty(), "{missed:#?}");
    }

    /// One row of values for each replication.
    fn simulate(&self, model: &Model) -> Vec<Vec<f64>> {
        let Replications::Fixed(n) = model.run.replications else {
            panic!("a case has a number of replications");
        };
        let one = |replication: u32| {
            let run = replicate::<E>(model, u64::from(replication));
            self.quantities.iter().map(|quantity| (quantity.read)(&run)).collect()
        };
        (0..n).into_par_iter().map(one).collect()
    }
}

/// Runs one replication.
///
/// # Panics
/// If it ends before its time, or its audit finds something wrong.
pub(crate) fn replicate<E: Watch>(model: &Model, replication: u64) -> Run<'_, E> {
    let observers = (Tally::new(model, Span::from_days(3650)), E::default());
    let mut plant = Plant::new(model, 1, replication, observers);
    let warm = Time::ZERO + model.run.warm_up.span();
    plant.run_until(warm);
    let (tally, watch) = plant.observer_mut();
    tally.restart(warm);
    *watch = E::default();
    let whole = match model.run.length {
        Length::For(length) => plant.run_until(warm + length),
        Length::OrdersDone => plant.run_orders(Time::ZERO + Span::from_days(3650)),
    };
    assert!(whole, "the run ended early: {:?}", plant.stopped());
    assert_eq!(plant.audit(), Ok(()));
    let end = plant.now();
    let (tally, watch) = plant.into_observer();
    Run { model, tally, watch, end }
}

impl<E> Run<'_, E> {
    fn station(&self, name: &str) -> StationId {
        let mut stations = self.model.stations.enumerated();
        stations.find(|(_, station)| station.name == name).expect("a station of the case").0
    }

    /// Measured time.
    pub(crate) fn elapsed(&self) -> Span {
        self.end - self.tally.begin()
    }

    /// The totals of a station.
    pub(crate) fn station_tally(&self, name: &str) -> StationTally {
        self.tally.station(self.station(name))
    }

    /// Share of time that the machines of a station spend in some states.
    pub(crate) fn share(&self, station: &str, states: &[State]) -> f64 {
        let machines = self.model.stations[self.station(station)].machines;
        let mut sum = Span::ZERO;
        for machine in machines.iter() {
            let spans = self.tally.machine(machine, self.end);
            for &state in states {
                sum += spans[state as usize];
            }
        }
        sum.seconds() / (self.elapsed().seconds() * machines.len() as f64)
    }

    /// Share of time that the machines of a station are working.
    pub(crate) fn working(&self, station: &str) -> f64 {
        self.share(station, &[State::Working])
    }

    /// Share of time that the machines of a station are down.
    pub(crate) fn down(&self, station: &str) -> f64 {
        self.share(station, &[State::Repair, State::WaitRepair])
    }

    /// Share of time that the machines of a station are failed while it is closed.
    pub(crate) fn failed_off_shift(&self, station: &str) -> f64 {
        let machines = self.model.stations[self.station(station)].machines;
        let failed = machines.iter().map(|id| self.tally.failed_off_shift(id, self.end).seconds());
        failed.sum::<f64>() / (self.elapsed().seconds() * machines.len() as f64)
    }

    /// Share of time that the only crew is busy.
    pub(crate) fn crew_busy(&self) -> f64 {
        let people = self.model.crews.iter().next().expect("a crew").operators;
        let busy = |person| {
            self.tally.operator(person, self.end)[OperatorState::Working as usize].seconds()
        };
        let busy: f64 = people.iter().map(busy).sum();
        busy / (self.elapsed().seconds() * people.len() as f64)
    }

    /// Parts waiting in front of a station, averaged over time.
    pub(crate) fn queue(&self, station: &str) -> f64 {
        let queue = self.tally.station(self.station(station)).queue;
        queue.integral(self.end) as f64 / self.elapsed().ticks() as f64
    }

    /// Parts waiting in front of a station or in its machines, averaged over time.
    pub(crate) fn present(&self, station: &str) -> f64 {
        let station_id = self.station(station);
        let machines = self.model.stations[station_id].machines.len() as f64;
        self.queue(station) + machines * (1.0 - self.share(station, &[State::Starved]))
    }

    /// Mean wait of a part in front of a station. Unit: minutes.
    pub(crate) fn wait(&self, station: &str) -> f64 {
        let row = self.tally.station(self.station(station));
        row.waited as f64 / row.starts as f64 / MINUTE
    }

    /// Parts that left the plant.
    pub(crate) fn finished(&self) -> f64 {
        let products = self.model.products.ids();
        products.map(|product| self.tally.product(product).finished as f64).sum()
    }

    /// Parts that left, a minute.
    pub(crate) fn throughput(&self) -> f64 {
        self.finished() / self.elapsed().minutes()
    }

    /// Mean time in the plant of the parts that left. Unit: minutes.
    pub(crate) fn lead_time(&self) -> f64 {
        let products = self.model.products.ids();
        let time: f64 = products.map(|product| self.tally.product(product).time as f64).sum();
        time / self.finished() / MINUTE
    }

    /// Parts in the plant, averaged over time.
    pub(crate) fn inside(&self) -> f64 {
        self.tally.inside().integral(self.end) as f64 / self.elapsed().ticks() as f64
    }

    /// Failures of the machines of a station.
    pub(crate) fn failures(&self, station: &str) -> f64 {
        self.tally.station(self.station(station)).failures as f64
    }

    /// Cycles started at a station.
    pub(crate) fn starts(&self, station: &str) -> f64 {
        self.tally.station(self.station(station)).starts as f64
    }

    /// Cycles completed at a station.
    pub(crate) fn done(&self, station: &str) -> f64 {
        self.tally.station(self.station(station)).done as f64
    }

    /// Parts thrown away at a station.
    pub(crate) fn scrapped(&self, station: &str) -> f64 {
        self.tally.station(self.station(station)).scrapped as f64
    }
}

/// Ticks in a minute.
pub(crate) const MINUTE: f64 = 60e6;

fn mean_and_error(values: &[f64]) -> (f64, f64) {
    let mean = values.iter().sum::<f64>() / values.len() as f64;
    (mean, spread(values) / (values.len() as f64).sqrt())
}

fn spread(values: &[f64]) -> f64 {
    let n = values.len() as f64;
    let mean = values.iter().sum::<f64>() / n;
    let squares: f64 = values.iter().map(|value| (value - mean) * (value - mean)).sum();
    (squares / (n - 1.0)).sqrt()
}
