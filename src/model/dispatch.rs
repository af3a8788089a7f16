//! `dispatch`: which part a free machine takes next.

use std::collections::BTreeSet;

use super::compile::Compiler;
use crate::diagnostic::{Diagnostic, Spot, code};
use crate::scenario::{self, Weighed};

/// `dispatch`: by what a free machine chooses among the parts that wait.
///
/// Sources: K. R. Baker, *Introduction to Sequencing and Scheduling*, 1974, chapter 8; A. P. J. Vepsalainen and
/// T. E. Morton, *Priority Rules for Job Shops with Weighted Tardiness Costs*, Management Science 33, 1987; Y. H.
/// Lee, K. Bhaskaran and M. Pinedo, *A Heuristic to Minimize the Total Weighted Tardiness with Sequence-Dependent
/// Setups*, IIE Transactions 29, 1997.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum DispatchRule {
    /// First come (`"fifo"`).
    Fifo,
    /// Last come (`"lifo"`).
    Lifo,
    /// The order that was released first (`"first_released"`).
    FirstReleased,
    /// The shortest planned cycle (`"shortest"`).
    Shortest,
    /// The longest planned cycle (`"longest"`).
    Longest,
    /// The earliest due date of the order (`"due_date"`).
    DueDate,
    /// The earliest due date of the step (`"operation_due"`).
    OperationDue,
    /// The least slack (`"slack"`).
    Slack,
    /// The least slack for each step left (`"slack_per_step"`).
    SlackPerStep,
    /// The smallest critical ratio (`"critical_ratio"`).
    CriticalRatio,
    /// The earliest modified due date (`"modified_due"`).
    ModifiedDue,
    /// Cost over time (`"covert"`).
    Covert {
        /// Expected waits at whose length of slack a part is not urgent.
        look_ahead: f64,
        /// Expected wait in front of a step, in cycles of it.
        waits: f64,
    },
    /// Apparent tardiness cost (`"atc"`), or with setups (`"atcs"`).
    Atc {
        /// Mean cycles of the parts that wait, by which slack is measured.
        look_ahead: f64,
        /// Expected wait in front of a step, in cycles of it.
        waits: f64,
        /// Mean setups of the parts that wait, by which setups are measured; `None` does not mind them.
        setups: Option<f64>,
    },
    /// The most work left (`"most_work"`).
    MostWork,
    /// The least work left (`"least_work"`).
    LeastWork,
    /// The most steps left (`"most_steps"`).
    MostSteps,
    /// The fewest steps left (`"fewest_steps"`).
    FewestSteps,
    /// The least work in front of the next station (`"next_queue"`).
    NextQueue,
    /// The highest priority of the order (`"priority"`).
    Priority,
    /// The sequence of the planner (`"plan"`).
    Plan,
    /// The shortest planned setup (`"setup"`).
    Setup,
    /// No setup (`"same_setup"`).
    SameSetup,
}

impl DispatchRule {
    /// Whether the order in which it puts two parts can change while they wait, other than by what machines are set
    /// up for.
    pub const fn moves(self) -> bool {
        matches!(
            self,
            Self::SlackPerStep
                | Self::CriticalRatio
                | Self::ModifiedDue
                | Self::Covert { .. }
                | Self::Atc { .. }
                | Self::NextQueue
        )
    }

    /// Whether it asks what orders weigh.
    pub const fn weighs(self) -> bool {
        matches!(self, Self::Covert { .. } | Self::Atc { .. })
    }

    /// Whether it asks for what a part has before it.
    pub const fn looks_ahead(self) -> bool {
        let by_work = matches!(
            self,
            Self::OperationDue
                | Self::Slack
                | Self::MostWork
                | Self::LeastWork
                | Self::MostSteps
                | Self::FewestSteps
        );
        by_work || self.moves()
    }

    /// Whether it tells nothing apart that it is for where no order has a due date.
    const fn needs_due(self) -> bool {
        matches!(
            self,
            Self::DueDate
                | Self::OperationDue
                | Self::Slack
                | Self::SlackPerStep
                | Self::CriticalRatio
                | Self::ModifiedDue
                | Self::Covert { .. }
                | Self::Atc { .. }
        )
    }

    /// Whether it asks what setups take.
    const fn needs_setup(self) -> bool {
        matches!(self, Self::Setup | Self::SameSetup | Self::Atc { setups: Some(_), .. })
    }
}

impl From<Weighed> for DispatchRule {
    fn from(weighed: Weighed) -> Self {
        let Weighed { rule, look_ahead, waits, setups } = weighed;
        match rule {
            scenario::DispatchRule::Fifo => Self::Fifo,
            scenario::DispatchRule::Lifo => Self::Lifo,
            scenario::DispatchRule::FirstReleased => Self::FirstReleased,
            scenario::DispatchRule::Shortest => Self::Shortest,
            scenario::DispatchRule::Longest => Self::Longest,
            scenario::DispatchRule::DueDate => Self::DueDate,
            scenario::DispatchRule::OperationDue => Self::OperationDue,
            scenario::DispatchRule::Slack => Self::Slack,
            scenario::DispatchRule::SlackPerStep => Self::SlackPerStep,
            scenario::DispatchRule::CriticalRatio => Self::CriticalRatio,
            scenario::DispatchRule::ModifiedDue => Self::ModifiedDue,
            scenario::DispatchRule::Covert => Self::Covert { look_ahead, waits },
            scenario::DispatchRule::Atc => Self::Atc { look_ahead, waits, setups: None },
            scenario::DispatchRule::Atcs => Self::Atc { look_ahead, waits, setups: Some(setups) },
            scenario::DispatchRule::MostWork => Self::MostWork,
            scenario::DispatchRule::LeastWork => Self::LeastWork,
            scenario::DispatchRule::MostSteps => Self::MostSteps,
            scenario::DispatchRule::FewestSteps => Self::FewestSteps,
            scenario::DispatchRule::NextQueue => Self::NextQueue,
            scenario::DispatchRule::Priority => Self::Priority,
            scenario::DispatchRule::Plan => Self::Plan,
            scenario::DispatchRule::Setup => Self::Setup,
            scenario::DispatchRule::SameSetup => Self::SameSetup,
        }
    }
}

impl Compiler<'_> {
    /// The rules by which the machines of a station choose; none is first come, first served, decided at
    /// once.
    pub(super) fn dispatch(
        &mut self,
        table: &scenario::Station,
        has_setup: bool,
        who: &str,
    ) -> Vec<DispatchRule> {
        let own = table.dispatch.as_ref();
        // Who may push others off goes first in any case.
        let by_urgency = table.preempts.as_ref().map(|_| DispatchRule::Priority);
        let mut rules: Vec<DispatchRule> = by_urgency.into_iter().collect();
        let Some(given) = own.or(self.scenario.control.dispatch.as_ref()) else {
            return rules;
        };
        for written in &given.value.rules {
            let rule = DispatchRule::from(written.value);
            self.warn_of_idle_rule(&rules, rule, written.spot);
            let lacks_setup = rule.needs_setup() && !has_setup;
            if lacks_setup && own.is_none() {
                // As `atcs` is where nothing is set up.
                if let DispatchRule::Atc { look_ahead, waits, .. } = rule {
                    rules.push(DispatchRule::Atc { look_ahead, waits, setups: None });
                }
                continue;
            }
            if lacks_setup {
                let message = format!("{who} chooses by setups, and has none");
                let hint = "give it a `setup`, or leave the rule out";
                let complaint = Diagnostic::error(code::CONFLICT, message).at(written.spot);
                self.complain(complaint.hint(hint));
            }
            rules.push(rule);
        }
        rules
    }

    /// Warns of a rule that decides nothing: behind one that leaves nothing equal, or by priorities that nobody has.
    fn warn_of_idle_rule(&mut self, before: &[DispatchRule], rule: DispatchRule, spot: Spot) {
        let leaves_nothing =
            before.iter().any(|rule| matches!(rule, DispatchRule::Fifo | DispatchRule::Lifo));
        let by_priority = rule == DispatchRule::Priority;
        let (message, hint) = if leaves_nothing {
            (
                "a rule behind `fifo` or `lifo` decides nothing",
                "these leave nothing equal: name them last",
            )
        } else if by_priority && self.scenario.first_priority().is_none() {
            (
                "no order and no demand has a `priority`",
                "give some of them one: the larger number goes first",
            )
        } else {
            return;
        };
        let mut told = self.complaints.iter();
        let is_told = told.any(|one| one.spot == Some(spot) && one.message == message);
        if !is_told {
            self.complain(Diagnostic::warning(code::UNUSED, message).at(spot).hint(hint));
        }
    }

    /// Warns of rules that tell parts apart by due dates which no order has at any time.
    pub(super) fn warn_of_rules_without_dates(&mut self) {
        if self.scenario.has_due_dates() {
            return;
        }
        let stations = self.scenario.station.iter().map(|(_, row)| &row.dispatch);
        let all = stations.chain([&self.scenario.control.dispatch]).flatten();
        let rules = all.flat_map(|given| &given.value.rules);
        let asking = rules.filter(|rule| DispatchRule::from(rule.value).needs_due());
        let spots: BTreeSet<Spot> = asking.map(|rule| rule.spot).collect();
        for spot in spots {
            let message = "no order has a due date, by which this rule tells parts apart";
            let hint = "give orders `due`, and demands `due_in`";
            self.complain(Diagnostic::warning(code::UNUSED, message).at(spot).hint(hint));
        }
    }
}
