//! From names to ids and from words to numbers: a scenario becomes a model, or complaints.
//!
//! Every concern compiles itself in its own file; here is what they share, and their order.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::DateTime;

use super::Model;
use super::names::Names;
use crate::diagnostic::{Diagnostic, Diagnostics, Spot, code};
use crate::ids::{CalendarId, CustomerId, NeedsId, SkillId, StationId, Table};
use crate::scenario::{Cycle, Scenario, Written};

/// Compiles a scenario: resolves every name, fills in every default, checks everything.
///
/// Complaints are added to `diagnostics`; `None` if there is an error among them.
///
/// Cost: about linear in the scenario; independent of the length of a run, but for the calendars,
/// which are walked once over it.
pub fn compile(scenario: &Scenario, diagnostics: &mut Diagnostics) -> Option<Model> {
    let mut compiler = Compiler::of(scenario, true);
    let drafts = compiler.drafts_of_periods();
    if drafts.is_empty() {
        compiler.keep_used_calendars();
        compiler.check_people_of_roster();
        compiler.check_people_of_overtime();
    }
    compiler.warn_of_rules_without_dates();
    let has_drafts = !drafts.is_empty();
    if !compiler.complaints.has_errors() {
        compiler.join_periods(drafts);
    }
    if !compiler.complaints.has_errors() {
        compiler.compile_training();
    }
    if !compiler.complaints.has_errors() {
        compiler.model.rank_stations();
        compiler.model.order_by_flow();
        compiler.share_ranks();
        compiler.check();
        compiler.tell_unpriced_crews();
        compiler.check_past();
        compiler.check_accounts();
        if has_drafts {
            // Now everybody is known who is ever there.
            compiler.check_people_of_roster();
            compiler.check_people_of_overtime();
            compiler.warn_of_short_overtime();
        }
        compiler.tell_of_roster();
        compiler.tell_late_training();
        compiler.warn_of_rosters();
        compiler.tell_short_references();
        compiler.warn_of_idle_cycles();
        compiler.warn_of_idle_limits();
        compiler.tell_overtime();
        compiler.warn_of_vain_overtime();
        compiler.tell_who_cannot_finish();
        compiler.warn_of_kept_away();
        compiler.tell_untimed_visits();
    }
    let Compiler { model, complaints, .. } = compiler;
    let is_right = !complaints.has_errors();
    diagnostics.append(complaints);
    is_right.then_some(model)
}

/// Looks for names that do not exist in a scenario that has other mistakes, so that all are told at
/// once.
pub fn find_unknown_names(in_part: &Scenario, diagnostics: &mut Diagnostics) {
    let mut all = Diagnostics::default();
    compile(in_part, &mut all);
    for complaint in all.iter().filter(|complaint| complaint.code == code::UNKNOWN_NAME) {
        diagnostics.push(complaint.clone());
    }
}

/// What a task needs: the station, if people come there on a round, then skills, numbers of people and attention.
type KnownNeeds = (Option<StationId>, Vec<(SkillId, u32, u8)>);

/// A model under way.
pub(super) struct Compiler<'a> {
    pub(super) scenario: &'a Scenario,
    pub(super) names: Names<'a>,
    pub(super) model: Model,
    /// Whether somebody works by the calendar.
    pub(super) used_calendars: Table<CalendarId, bool>,
    /// Calendar of whatever names none of its own; `None` is always open.
    pub(super) plant_calendar: Option<CalendarId>,
    /// The sets of needed people so far.
    pub(super) known_needs: BTreeMap<KnownNeeds, NeedsId>,
    /// What skills are at stations, where people mind some of these only.
    pub(super) skills_at: BTreeMap<(SkillId, StationId), SkillId>,
    /// Skills with which nobody works alone.
    pub(super) two_people: Vec<super::two_people::Rule>,
    /// Whether it has been said that dates need the plant's start.
    pub(super) misses_start: bool,
    /// Dates before the plant's start, and where they are written.
    pub(super) before_start: Vec<(DateTime, Spot)>,
    /// What happens at dates after the run.
    pub(super) late_dates: Vec<Diagnostic>,
    /// What stops several stations at once.
    pub(super) common_causes: Vec<super::common_cause::CommonCause<'a>>,
    /// Cycles of the stations that are made of work elements.
    pub(super) work_cycles: BTreeMap<StationId, Written<Cycle>>,
    /// Stations that are visited, and whether some visit takes the station's own cycle.
    pub(super) takes_own_cycle: BTreeMap<StationId, bool>,
    /// Stations at which steps of routes, or `[times]`, say how long a setup takes.
    pub(super) set_up_by_steps: BTreeSet<&'a str>,
    /// Products that have times in `[times]`, and stations where they have none.
    pub(super) untimed: BTreeSet<(String, String)>,
    /// Words that are said of orders, and where each stands among them.
    pub(super) words: BTreeMap<String, u32>,
    /// Customers by name.
    pub(super) customers: BTreeMap<&'a str, CustomerId>,
    /// Where the limits on waits are written.
    pub(super) limit_spots: Vec<Spot>,
    /// Whether it has been said that the routes are too long.
    pub(super) has_too_many_places: bool,
    /// Names of the calendars that somebody works by in turn, or before, between or after dates of
    /// changes.
    pub(super) further_calendars: BTreeSet<String>,
    pub(super) complaints: Diagnostics,
}

impl<'a> Compiler<'a> {
    /// Compiles all parts of a plant one by one; only that of the start has something in work.
    pub(super) fn of(scenario: &'a Scenario, is_start: bool) -> Self {
        let mut compiler = Self {
            scenario,
            names: Names::of(scenario),
            model: Model::default(),
            used_calendars: Table::new(),
            plant_calendar: None,
            known_needs: BTreeMap::new(),
            skills_at: BTreeMap::new(),
            two_people: Vec::new(),
            misses_start: false,
            before_start: Vec::new(),
            late_dates: Vec::new(),
            common_causes: Vec::new(),
            work_cycles: BTreeMap::new(),
            takes_own_cycle: BTreeMap::new(),
            set_up_by_steps: super::setup::set_up_by_steps(scenario),
            untimed: BTreeSet::new(),
            words: BTreeMap::new(),
            customers: BTreeMap::new(),
            limit_spots: Vec::new(),
            has_too_many_places: false,
            further_calendars: BTreeSet::new(),
            complaints: Diagnostics::default(),
        };
        compiler.compile_plant();
        compiler.compile_calendars();
        compiler.compile_run();
        compiler.compile_layout();
        compiler.compile_crews();
        compiler.compile_two_people();
        compiler.compile_roster();
        compiler.deal_breaks();
        compiler.compile_working_time();
        compiler.find_common_causes();
        compiler.compile_stations();
        compiler.compile_shared_buffers();
        compiler.join_common_causes();
        compiler.tell_late_dates();
        compiler.compile_work();
        compiler.compile_suppliers();
        compiler.compile_material();
        compiler.compile_shippings();
        compiler.compile_products();
        compiler.note_turns();
        compiler.compile_first_pieces();
        compiler.check_assemblies();
        compiler.check_precedence();
        compiler.compile_takts();
        compiler.compile_cards();
        compiler.note_material();
        compiler.compile_conveyors();
        compiler.compile_vehicles();
        compiler.compile_milkruns();
        compiler.compile_transfers();
        compiler.check_limits();
        compiler.compile_customers();
        compiler.compile_demands();
        compiler.compile_orders();
        compiler.compile_plan();
        if is_start {
            compiler.compile_wip();
        }
        compiler.compile_supplies();
        compiler.warn_of_material();
        compiler.check_stocks();
        compiler.check_shared_buffers();
        compiler.check_asides();
        compiler.compile_along();
        compiler.check_per_order();
        if is_start {
            compiler.check_short();
            compiler.check_shippings();
        }
        compiler.share_by_orders();
        compiler.model.find_remaining();
        compiler.compile_meetings();
        compiler.check_dedicated();
        compiler.check_again();
        compiler.check_clearances();
        compiler.check_preempts();
        compiler.check_first_pieces();
        compiler.compile_overtimes();
        compiler.check_takts();
        compiler.compile_accounts();
        compiler.check_layout();
        compiler.tell_two_people();
        compiler.warn_of_idle_groups();
        compiler.complain_about_early_dates();
        compiler
    }

    pub(super) fn complain(&mut self, complaint: Diagnostic) {
        self.complaints.push(complaint);
    }

    /// What was found; or nothing, and the complaint is kept.
    pub(super) fn keep<T>(&mut self, found: Result<T, Diagnostic>) -> Option<T> {
        found.map_err(|complaint| self.complain(complaint)).ok()
    }

    /// The value of a key that must be there; `who` has it, and is written at `spot`.
    pub(super) fn required<'g, T>(
        &mut self,
        given: Option<&'g Written<T>>,
        key: &str,
        who: &str,
        spot: Spot,
    ) -> Option<&'g T> {
        let found = given.map(|written| &written.value);
        self.keep(found.ok_or_else(|| {
            Diagnostic::error(code::MISSING, format!("{who} needs `{key}`")).at(spot)
        }))
    }

    fn compile_plant(&mut self) {
        let plant = &self.scenario.plant;
        let name = self.scenario.name.as_ref().or(plant.name.as_ref());
        self.model.name = name.map(|name| name.value.clone()).unwrap_or_default();
        self.model.currency = plant.currency.as_ref().map(|word| word.value).unwrap_or_default();
        self.model.start = plant.start.as_ref().map(|date| date.value);
    }
}
