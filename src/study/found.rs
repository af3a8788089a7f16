//! What a study has found so far: each replication is folded in, in its order, and forgotten.
//!
//! A study of a million replications takes the memory of one, and 8 bytes a replication for a
//! percentile over replications.

use super::column::Column;
use super::course::Course;
use super::difference::{Together, difference, shared};
use super::estimate;
use super::kept::{self, Words, put_all};
use super::nervousness::Shifts;
use super::open_work::Backlogs;
use super::order::{Book, Fate};
use super::people::People;
use super::replicate::Outcome;
use super::results::{Ending, Method, Nervousness};
use super::rises::Rises;
use super::rows::{Row, Value, layout};
use super::staff::StaffFound;
use super::worked::AllWorked;
use super::{Difference, EntityKind};
use crate::model::Model;
use crate::statistics::Histogram;

/// What was found about all scenarios of a study, over the same replications.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Found {
    pub(super) scenarios: Vec<Scenario>,
    /// Shape: one list for each variant, with the figures that it shares with the base.
    shared: Vec<Vec<Shared>>,
    /// One for each variant: its dated orders against those of the base.
    shifts: Vec<Shifts>,
}

/// What was found about one scenario.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Scenario {
    pub(super) replications: u32,
    /// What each column is about.
    pub(super) layout: Vec<Row>,
    pub(super) columns: Vec<Column>,
    pub(super) course: Course,
    /// How work in process rises in the second half.
    pub(super) rises: Rises,
    /// What they did in open hours.
    pub(super) worked: AllWorked,
    /// The dated orders.
    pub(super) book: Book,
    /// Times in system of the parts that left. Unit: ticks.
    pub(super) times: Histogram,
    /// How many of them kept the common promise of all parts.
    pub(super) kept: u64,
    /// Hours of people.
    pub(super) people: People,
    /// Crews, their hours and their roster.
    pub(super) staff: StaffFound,
    /// Backlogs on which overtime is decided.
    pub(super) backlogs: Backlogs,
    /// How replications ended if before their time, with their number.
    pub(super) endings: Vec<(Ending, u32)>,
}

/// A figure of a variant and the same of the base, pair by pair.
#[derive(Clone, Debug, PartialEq)]
struct Shared {
    base: usize,
    variant: usize,
    /// Variant first, base second.
    pairs: Together,
}

impl Found {
    /// Nothing found yet about these scenarios; the first is the base of all others.
    pub(super) fn new(models: &[&Model]) -> Self {
        let scenarios: Vec<Scenario> = models.iter().map(|model| Scenario::new(model)).collect();
        let base = &scenarios[0].layout;
        let pair = |(base, variant)| Shared { base, variant, pairs: Together::default() };
        let shared = scenarios[1..]
            .iter()
            .map(|variant| shared(base, &variant.layout).into_iter().map(pair).collect());
        let shifts = models[1..].iter().map(|variant| Shifts::new(models[0], variant));
        Self { shared: shared.collect(), shifts: shifts.collect(), scenarios }
    }

    /// Replications folded in.
    pub(super) fn replications(&self) -> u32 {
        self.scenarios[0].replications
    }

    /// Folds in the next replication: one outcome for each scenario.
    pub(super) fn add(&mut self, outcomes: Vec<Outcome>) {
        for (shared, variant) in self.shared.iter_mut().zip(&outcomes[1..]) {
            for Shared { base, variant: column, pairs } in shared {
                pairs.add(variant.values[*column], outcomes[0].values[*base]);
            }
        }
        for (shifts, variant) in self.shifts.iter_mut().zip(&outcomes[1..]) {
            shifts.add(&outcomes[0].fates, &variant.fates);
        }
        for (scenario, outcome) in self.scenarios.iter_mut().zip(outcomes) {
            scenario.add(outcome);
        }
    }

    /// The differences of all variants to the base, their intervals right together for all variants
    /// (Bonferroni); p-values are not corrected yet.
    pub(super) fn differences(&self) -> Vec<Difference> {
        let base = &self.scenarios[0];
        let level = estimate::LEVEL.shared_by(self.shared.len());
        let of_variant = |(shared, variant): (&Vec<Shared>, usize)| {
            let told = shared.iter().filter_map(move |shared| {
                difference(variant, &base.layout[shared.base], &shared.pairs, level)
            });
            told.collect::<Vec<_>>()
        };
        self.shared.iter().zip(1..).flat_map(of_variant).collect()
    }

    /// How much each variant moves the dated orders of the base.
    pub(super) fn nervousness(&self, models: &[&Model]) -> Vec<Nervousness> {
        let variants = self.shifts.iter().zip(models.iter().zip(0..).skip(1));
        variants.filter_map(|(shifts, (model, at))| shifts.told(at, &model.name)).collect()
    }

    /// Whether a KPI of the plant is precise enough: of one scenario, or in every difference, by the
    /// intervals that are shown.
    pub(super) fn is_precise(&self, of: &str, precision: f64) -> bool {
        let base = &self.scenarios[0];
        let Some(column) = base.column(of) else { return false };
        if self.shared.is_empty() {
            return base.columns[column].interval().is_precise(precision);
        }
        let level = estimate::LEVEL.shared_by(self.shared.len());
        self.shared.iter().all(|shared| {
            let shared = shared.iter().find(|shared| shared.base == column);
            shared.and_then(|shared| shared.pairs.compared(level)).is_some_and(|found| {
                estimate::made(Some(found.difference), Method::Paired).is_precise(precision)
            })
        })
    }

    /// Everything, as words from which [`Found::from_kept`] goes on.
    pub(super) fn keep(&self) -> Vec<u64> {
        let mut words = Vec::new();
        for scenario in &self.scenarios {
            scenario.keep(&mut words);
        }
        for shared in self.shared.iter().flatten() {
            shared.pairs.keep(&mut words);
        }
        self.shifts.iter().for_each(|shifts| shifts.keep(&mut words));
        words
    }

    /// What was kept of a study of the same scenarios; `None` if it does not fit them.
    pub(super) fn from_kept(models: &[&Model], words: &mut Words) -> Option<Self> {
        let mut found = Self::new(models);
        for (scenario, model) in found.scenarios.iter_mut().zip(models) {
            scenario.go_on_from(model, words)?;
        }
        for shared in found.shared.iter_mut().flatten() {
            shared.pairs = Together::from_kept(words)?;
        }
        for shifts in &mut found.shifts {
            shifts.go_on_from(words)?;
        }
        let n = found.replications();
        let agree = found.scenarios.iter().all(|scenario| scenario.replications == n);
        (agree && words.next().is_none()).then_some(found)
    }
}

impl Scenario {
    fn new(model: &Model) -> Self {
        let layout = layout(model);
        Self {
            replications: 0,
            columns: vec![Column::default(); layout.len()],
            layout,
            course: Course::new(model),
            rises: Rises::of(model),
            worked: AllWorked::default(),
            book: Book::of(model),
            times: Histogram::new(),
            kept: 0,
            people: People::default(),
            staff: StaffFound::default(),
            backlogs: Backlogs::default(),
            endings: Vec::new(),
        }
    }

    fn add(&mut self, outcome: Outcome) {
        self.replications += 1;
        for (column, value) in self.columns.iter_mut().zip(outcome.values) {
            column.add(value);
        }
        self.book.add(&outcome.fates);
        self.times.merge(&outcome.times);
        self.kept += outcome.kept;
        self.people.add(outcome.attended);
        self.staff.add(outcome.staffed);
        self.backlogs.add(&outcome.backlog);
        self.rises.add(&outcome.series, outcome.end);
        if let Some(worked) = &outcome.worked {
            self.worked.add(worked);
        }
        self.course.add(outcome.series, outcome.end);
        if let Some(ending) = outcome.ending {
            count(&mut self.endings, ending);
        }
    }

    /// Most memory that the outcome of a replication takes. Unit: bytes.
    pub(super) fn most_bytes(&self) -> usize {
        const PICTURE: usize = 70 << 10;
        let figures = self.columns.len() * size_of::<Value>();
        PICTURE
            + People::MOST_BYTES
            + StaffFound::MOST_BYTES
            + figures
            + self.book.len() * size_of::<Fate>()
    }

    /// The column of a KPI of the plant.
    fn column(&self, of: &str) -> Option<usize> {
        let plant = |row: &Row| row.entity.kind == EntityKind::Plant && row.kpi.id == of;
        self.layout.iter().position(plant)
    }

    fn keep(&self, words: &mut Vec<u64>) {
        words.push(u64::from(self.replications));
        put_all(words, &self.columns, |words, column| column.keep(words));
        self.course.keep(words);
        self.rises.keep(words);
        self.worked.keep(words);
        self.book.keep(words);
        let times: Vec<u64> = self.times.words().collect();
        put_all(words, &times, |words, &word| words.push(word));
        words.push(self.kept);
        self.people.keep(words);
        self.staff.keep(words);
        self.backlogs.keep(words);
        put_all(words, &self.endings, |words, (ending, count)| {
            words.push(u64::from(*count));
            kept::put_ending(words, ending);
        });
    }

    fn go_on_from(&mut self, model: &Model, words: &mut Words) -> Option<()> {
        self.replications = words.small()?;
        let columns = words.all(Column::from_kept)?;
        if columns.len() != self.layout.len() {
            return None;
        }
        self.columns = columns;
        self.course = Course::from_kept(words)?;
        self.rises.go_on_from(words)?;
        self.worked.go_on_from(words)?;
        self.book.go_on_from(words)?;
        self.times = Histogram::from_words(&words.all(Words::next)?)?;
        self.kept = words.next()?;
        self.people = People::from_kept(model, words)?;
        self.staff = StaffFound::from_kept(model, words)?;
        self.backlogs = Backlogs::from_kept(words)?;
        self.endings = words.all(|words| {
            let count = words.small()?;
            Some((words.ending()?, count))
        })?;
        Some(())
    }
}

/// Kinds of endings that are told apart.
const MOST_ENDINGS: usize = 100;

/// Counts how a replication ended.
fn count(endings: &mut Vec<(Ending, u32)>, ending: Ending) {
    if let Some((known, count)) = endings.iter_mut().find(|(known, _)| known.is_like(&ending)) {
        known.begin_by(&ending);
        *count += 1;
        return;
    }
    // Where everything can lock with everything, the last kind is of whatever else locks.
    if endings.len() >= MOST_ENDINGS
        && let Ending::Deadlock { stations, .. } = &ending
        && let Some((Ending::Deadlock { stations: known, .. }, count)) = endings.last_mut()
    {
        let others: Vec<String> =
            stations.iter().filter(|name| !known.contains(name)).cloned().collect();
        known.extend(others);
        *count += 1;
        if let Some((known, _)) = endings.last_mut() {
            known.begin_by(&ending);
        }
        return;
    }
    endings.push((ending, 1));
}

impl Ending {
    /// Of what begins at some instant in several replications the earliest is told.
    fn begin_by(&mut self, other: &Self) {
        match (self, other) {
            (Self::Deadlock { at, .. }, Self::Deadlock { at: other, .. })
            | (Self::OutOfMaterial { at, .. }, Self::OutOfMaterial { at: other, .. })
            | (Self::NotFull { at, .. }, Self::NotFull { at: other, .. }) => {
                *at = (*at).min(*other);
            }
            _ => {}
        }
    }

    /// Whether two replications ended for the same reason, at whatever instant.
    fn is_like(&self, other: &Self) -> bool {
        match (self, other) {
            (
                Self::Deadlock { stations, conveyors, pools, .. },
                Self::Deadlock { stations: others, conveyors: theirs, pools: their_pools, .. },
            ) => stations == others && conveyors == theirs && pools == their_pools,
            (
                Self::OutOfMaterial { materials, .. },
                Self::OutOfMaterial { materials: others, .. },
            ) => materials == others,
            (Self::NotFull { batches, .. }, Self::NotFull { batches: others, .. }) => {
                let stations = |of: &[super::Unfilled]| -> Vec<String> {
                    of.iter().map(|batch| batch.station.clone()).collect()
                };
                stations(batches) == stations(others)
            }
            _ => std::mem::discriminant(self) == std::mem::discriminant(other),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::Diagnostics;
    use crate::model::compile;
    use crate::scenario::{Memory, read};
    use crate::units::Time;

    #[test]
    fn of_several_deadlocks_the_earliest_is_told() {
        let at = |hours: i64| Ending::Deadlock {
            at: Time::ZERO + crate::units::Span::from_hours(hours),
            stations: vec!["a".to_owned()],
            conveyors: Vec::new(),
            pools: Vec::new(),
        };
        let mut endings = Vec::new();
        for hours in [9, 4, 7] {
            count(&mut endings, at(hours));
        }
        assert_eq!(endings, [(at(4), 3)]);
    }

    /// A base and so many variants, each ten replications apart from it by 9 and 11 in turn.
    fn compared(variants: usize) -> Found {
        let text = "[line.main]\nstations = [\"saw\"]\n[station.saw]\ncycle = \"40 s\"\n";
        let scenario =
            read(&Memory::default().with("saw.toml", text), "saw.toml").scenario.unwrap();
        let model = compile(&scenario, &mut Diagnostics::default()).unwrap();
        let mut found = Found::new(&vec![&model; 1 + variants]);
        let throughput = found.scenarios[0].column("throughput").unwrap();
        for shared in found.shared.iter_mut().flatten().filter(|it| it.base == throughput) {
            for number in 0..10 {
                let apart = if number % 2 == 0 { 9.0 } else { 11.0 };
                shared.pairs.add(Value::Plain(90.0 + apart), Value::Plain(90.0));
            }
        }
        found
    }

    #[test]
    fn a_comparison_is_precise_by_the_intervals_that_it_shows() {
        // Mean 10, standard error 1/3. Student's quantile for 9 degrees of freedom is 2.262 at 95 %
        // and 2.685 at the 97.5 % that two variants share: arms of 0.754 and 0.895. A precision of
        // 0.09 asks for at most 0.826 (Law's 0.09 / 1.09 of 10), 0.1 for 0.909.
        assert!(compared(1).is_precise("throughput", 0.09));
        assert!(!compared(2).is_precise("throughput", 0.09));
        assert!(compared(2).is_precise("throughput", 0.1));
    }

    #[test]
    fn endings_of_very_many_kinds_are_counted_together() {
        let deadlock = |number: u32| Ending::Deadlock {
            at: Time::ZERO,
            stations: vec![format!("saw {number}"), "drill".to_owned()],
            conveyors: Vec::new(),
            pools: Vec::new(),
        };
        let mut endings = Vec::new();
        for number in (0..250).chain(0..250) {
            count(&mut endings, deadlock(number));
        }
        assert_eq!(endings.len(), MOST_ENDINGS);
        assert_eq!(endings.iter().map(|(_, count)| count).sum::<u32>(), 500);
        assert_eq!(endings[0], (deadlock(0), 2));
        let Some((Ending::Deadlock { stations, .. }, _)) = endings.last() else { unreachable!() };
        assert_eq!(stations.len(), 1 + 151, "the drill, and the saws from 99 to 249");
    }
}
