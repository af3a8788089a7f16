//! What a part still has before it: for dispatch rules that ask for the work, or the steps, that are left.

use super::{DispatchRule, Model, Next, Target};
use crate::ids::{LineId, StepId, Table};

/// What a part has before it when it has done a step, on average.
///
/// Parts that are scrapped are not foreseen, nor is what is made of a part that a station `takes`; of several stations
/// for a step each counts alike.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Remaining {
    /// Planned cycles of the steps that follow. Unit: ticks.
    pub work: f64,
    /// How many steps follow.
    pub steps: f64,
    /// Planned cycles of the whole route from its first step on. Unit: ticks.
    pub whole: f64,
}

/// Most steps that are looked at to follow a route that leads back: then it is as good as endless.
const MOST_MOVES: usize = 10_000_000;

/// A change that no rule would notice, of the largest number. Source: as precise as ticks are in a year.
const NOTHING: f64 = 1e-12;

impl Model {
    /// Finds what parts have before them, if the rule of some station, or of due dates, asks for it.
    pub(super) fn find_remaining(&mut self) {
        let mut rules = self.stations.iter().flat_map(|station| &station.dispatch);
        let is_promised = self.demands.iter().any(|demand| demand.due_by.is_some());
        if is_promised || rules.any(|rule: &DispatchRule| rule.looks_ahead()) {
            self.remaining = Table::filled(self.steps.len(), Remaining::default());
            for line in self.lines.ids() {
                self.find_remaining_of(line);
            }
            // Inspections of first pieces stand in no line: what follows is that of the step behind which they are.
            for row in &self.inspections {
                self.remaining[row.step] = self.remaining[self.places[row.of].step];
            }
        }
    }

    /// The mean planned cycle of a step. Unit: ticks.
    fn mean_of_step(&self, step: StepId) -> f64 {
        let places = self.steps[step].places;
        let all: f64 =
            places.iter().map(|place| self.places[place].mean_cycle.ticks() as f64).sum();
        all / places.len().max(1) as f64
    }

    /// Steps from the last to the first, over and over while some lead back.
    ///
    /// Source: the method of Gauss and Seidel; R. S. Varga, *Matrix Iterative Analysis*, 1962, chapter 3.
    fn find_remaining_of(&mut self, line: LineId) {
        let steps = self.lines[line].steps;
        if steps.is_empty() {
            return;
        }
        let backwards: Vec<StepId> = steps.iter().collect();
        let rounds = 1 + MOST_MOVES / backwards.len();
        for _ in 0..rounds {
            let (mut change, mut most) = (0.0_f64, 0.0_f64);
            let mut leads_back = false;
            for &step in backwards.iter().rev() {
                let (mut work, mut number) = (0.0, 0.0);
                self.each_next(step, |share, next| {
                    let after = self.remaining[next];
                    work += share * (self.mean_of_step(next) + after.work);
                    number += share * (1.0 + after.steps);
                    leads_back |= next <= step;
                });
                let row = &mut self.remaining[step];
                change = change.max((number - row.steps).abs());
                most = most.max(number);
                (row.work, row.steps) = (work, number);
            }
            if !leads_back || change <= NOTHING * most {
                break;
            }
        }
        let first = steps.first();
        let whole = self.mean_of_step(first) + self.remaining[first].work;
        for step in steps.iter() {
            self.remaining[step].whole = whole;
        }
    }

    /// The steps that follow a step, with the share of parts that go there.
    pub(crate) fn each_next(&self, step: StepId, mut each: impl FnMut(f64, StepId)) {
        match self.steps[step].next {
            Next::Always(Target::Step(next)) => each(1.0, next),
            Next::Always(Target::Out) => {}
            Next::Shares { first, end } => {
                let mut before = 0.0;
                for share in &self.shares[first as usize..end as usize] {
                    if let Target::Step(next) = share.target {
                        each(share.cumulated - before, next);
                    }
                    before = share.cumulated;
                }
            }
        }
    }
}
