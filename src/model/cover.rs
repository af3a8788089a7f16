//! Hours in which a station is open and nobody is at work who can do what it needs.

use std::collections::{BTreeMap, BTreeSet};

use super::compile::Compiler;
use super::names::spot_of;
use super::{Model, Shift};
use crate::diagnostic::{Diagnostic, code, listed};
use crate::ids::{CalendarId, CrewId, NeedsId, SkillId, StationId};
use crate::units::{Span, Time, clock_text, date_text, deadline_text};

/// Most gaps that are told.
const MOST_TOLD: usize = 20;

/// Most skills of a task for which sets of them are looked at.
const MOST_COMBINED: usize = 6;

/// How far ahead hours are compared at least, and at most.
const LOOK_AHEAD: [Span; 2] = [Span::from_days(28), Span::from_days(364)];

/// Most people with hours of their own for whom more than the least is looked at.
const MOST_FOLLOWED: usize = 1_000;

/// What people do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Work {
    Cycles,
    Repairs,
    Maintenance,
}

/// What is asked of people at stations that are open at the same times.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Asked {
    work: Work,
    /// One, or several that a task needs together; ascending.
    skills: Vec<SkillId>,
    /// How many people with one of them are needed at once.
    count: u32,
    /// The hours of the stations.
    open: CalendarId,
}

impl Asked {
    /// Whether whoever is missing here is missing in another set of needs at the same stations, too.
    fn is_part_of(&self, other: &Self) -> bool {
        let is_there = |skill| other.skills.binary_search(skill).is_ok();
        let is_same = (self.work, self.open) == (other.work, other.open);
        is_same && self.skills.len() < other.skills.len() && self.skills.iter().all(is_there)
    }
}

/// Hours without people.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Gap {
    /// In which the stations are open.
    open: Span,
    /// The part of them without enough people.
    without: Span,
    /// The first stretch of these.
    first: Option<(Time, Time)>,
}

impl Compiler<'_> {
    /// Warns of shifts in which nobody holds a skill that open stations need.
    pub(super) fn warn_of_gaps(&mut self) {
        let mut known: BTreeMap<Hours, Gap> = BTreeMap::new();
        let mut gaps: Vec<(Asked, Vec<StationId>, Gap)> = Vec::new();
        let mut all: Vec<_> = asked(&self.model).into_iter().collect();
        all.sort_by_key(|(asked, _)| asked.skills.len());
        for (asked, stations) in all {
            let hours = hours(&self.model, &asked);
            let gap = *known.entry(hours).or_insert_with_key(|hours| gap(&self.model, hours));
            let is_told = gaps
                .iter()
                .any(|(told, _, of)| told.is_part_of(&asked) && of.without == gap.without);
            gaps.extend(gap.first.filter(|_| !is_told).map(|_| (asked, stations, gap)));
        }
        let more = gaps.len().saturating_sub(MOST_TOLD);
        for (asked, stations, gap) in gaps.into_iter().take(MOST_TOLD) {
            let Some(first) = gap.first else { continue };
            let Asked { work, skills, count, .. } = asked;
            let names = stations.iter().map(|&station| self.model.stations[station].name.as_str());
            let with = if skills.len() == 1 { "the skill" } else { "one of the skills" };
            let people = match count {
                1 => format!("nobody is at work with {with}"),
                count => format!("fewer than {count} people are at work with {with}"),
            };
            let skill_names = skills.iter().map(|&skill| self.model.skills[skill].name.as_str());
            let weeks = look_ahead(&self.model).hours() / Span::from_days(7).hours();
            let message = format!(
                "{people} {} in {} of the {} h a week in which {} {} open, first {}{}",
                listed(skill_names),
                Rounded(gap.without.hours() / weeks),
                Rounded(gap.open.hours() / weeks),
                listed(names),
                if stations.len() == 1 { "is" } else { "are" },
                self.stretch(first),
                self.others_at(first.0, &skills),
            );
            let spot = stations.first().and_then(|&station| {
                spot_of(&self.scenario.station, &self.model.stations[station].name)
            });
            let complaint = match work {
                Work::Cycles => Diagnostic::warning(code::GAP, message),
                Work::Repairs => {
                    Diagnostic::note(code::COUNTED, format!("repairs wait: {message}"))
                }
                Work::Maintenance => {
                    Diagnostic::note(code::COUNTED, format!("maintenance waits: {message}"))
                }
            };
            let hint = "give a crew that has it these hours, another crew the skill, or close then";
            self.complain(Diagnostic { spot, ..complaint.hint(hint) });
        }
        if more > 0 {
            let message = format!("people with a skill are missing in {more} more such cases");
            self.complain(Diagnostic::warning(code::GAP, message));
        }
    }

    /// From when to when a stretch lasts.
    fn stretch(&self, (from, to): (Time, Time)) -> String {
        const DAY: i64 = Span::from_days(1).ticks();
        if let Some(start) = self.model.start {
            return format!("from {} to {}", date_text(start, from), deadline_text(start, to));
        }
        let clock = |at: Time| clock_text(Span::from_ticks(at.ticks().rem_euclid(DAY)));
        let day = from.ticks().div_euclid(DAY) + 1;
        format!("on day {day} from {} to {}", clock(from), clock(to))
    }

    /// Which crews without the skills are at work at some time.
    fn others_at(&self, at: Time, skills: &[SkillId]) -> String {
        let model = &self.model;
        let is_there = |crew: &CrewId| {
            let hours = model.crews[*crew].hours();
            hours.into_iter().any(|(calendar, people)| {
                people > 0 && calendar.is_some_and(|id| is_at_work(model, id, at))
            })
        };
        let can = |crew: &CrewId, skill| model.crews[*crew].skills.binary_search(skill).is_ok();
        let cannot = |crew: &CrewId| !skills.iter().any(|skill| can(crew, skill));
        let crews: Vec<CrewId> =
            model.crews.ids().filter(|crew| cannot(crew) && is_there(crew)).collect();
        if crews.is_empty() {
            return String::new();
        }
        let names = listed(crews.iter().map(|&crew| model.crews[crew].name.as_str()));
        format!("; at work then: {names}")
    }
}

/// A number without needless places.
struct Rounded(f64);

impl std::fmt::Display for Rounded {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}", (self.0 * 100.0).round() / 100.0)
    }
}

/// What stations with hours need of people, and which stations.
fn asked(model: &Model) -> BTreeMap<Asked, Vec<StationId>> {
    let mut asked: BTreeMap<Asked, Vec<StationId>> = BTreeMap::new();
    let repairs = |station: StationId| {
        let machines = model.stations[station].machines.iter();
        let modes = machines.flat_map(|machine| model.machines[machine].modes.iter());
        let failures = modes.map(|mode| &model.failures[model.modes[mode].failure]);
        failures.filter_map(|failure| match &failure.planned {
            None => Some((Work::Repairs, failure.crew?)),
            // With a window nobody is asked before people may be there.
            Some(planned) if planned.window.is_some() => None,
            Some(_) => Some((Work::Maintenance, failure.crew?)),
        })
    };
    for (station, row) in model.stations.enumerated() {
        let Some(calendar) = row.calendar else { continue };
        let cycles = row.all_operators().map(|needs| (Work::Cycles, needs));
        let mut all: Vec<(Work, NeedsId)> = cycles.chain(repairs(station)).collect();
        all.sort_unstable();
        all.dedup();
        for (work, needs) in all {
            for (skills, count) in sets(&model.needs[needs].skills) {
                let key = Asked { work, skills, count, open: calendar };
                let stations = asked.entry(key).or_default();
                if stations.last() != Some(&station) {
                    stations.push(station);
                }
            }
        }
    }
    asked
}

/// Every skill that a task needs, and every set of them, with how many people it needs of each.
fn sets(needs: &[(SkillId, u32)]) -> Vec<(Vec<SkillId>, u32)> {
    if needs.len() > MOST_COMBINED {
        return needs.iter().map(|&(skill, count)| (vec![skill], count)).collect();
    }
    let of_set = |set: usize| {
        let within = (0..needs.len()).filter(move |place| set >> place & 1 == 1);
        let count = within.clone().map(|place| needs[place].1).fold(0, u32::saturating_add);
        (within.map(|place| needs[place].0).collect(), count)
    };
    (1..1 << needs.len()).map(of_set).collect()
}

/// Whether a calendar has a shift at some time, in which people are.
fn is_at_work(model: &Model, calendar: CalendarId, at: Time) -> bool {
    matches!(model.calendars[calendar].shift_at(at), Shift::Open | Shift::Break { .. })
}

/// Hours to be covered, by how many people, and the hours of how many people there are.
type Hours = (CalendarId, u32, Vec<(Option<CalendarId>, u32)>);

fn hours(model: &Model, asked: &Asked) -> Hours {
    let Asked { skills, count, open, .. } = asked;
    let crews = skills.iter().flat_map(|&skill| model.skills[skill].crews.iter().copied());
    let crews: BTreeSet<CrewId> = crews.collect();
    let mut hours: Vec<(Option<CalendarId>, u32)> =
        crews.into_iter().flat_map(|crew| model.crews[crew].hours_with_any(skills)).collect();
    hours.sort_unstable();
    (*open, *count, hours)
}

/// How far ahead hours are compared: to the end of the run or the first date on which something changes, in
/// whole weeks.
fn look_ahead(model: &Model) -> Span {
    let [least, most] = LOOK_AHEAD;
    let people: usize = model.crews.iter().map(|crew| crew.own_calendars.len()).sum();
    if people > MOST_FOLLOWED {
        return least;
    }
    let changes = model.periods.first().map_or(Time::NEVER, |period| period.from);
    let end = model.run.horizon().unwrap_or(Time::ZERO).min(changes);
    let week = Span::from_days(7).ticks();
    let weeks = (end - Time::ZERO).ticks().div_euclid(week);
    Span::from_ticks(weeks.saturating_mul(week)).clamp(least, most)
}

/// Where people are missing.
///
/// Cost: one step for every change of the calendars in the time that is looked at.
fn gap(model: &Model, (open, count, hours): &Hours) -> Gap {
    let (open, count) = (*open, *count);
    let end = Time::ZERO + look_ahead(model);
    let mut gap = Gap::default();
    let mut at = Time::ZERO;
    while at < end {
        let calendars = hours.iter().filter_map(|&(id, _)| id).chain([open]);
        let changes = calendars.filter_map(|id| model.calendars[id].next_change(at));
        let next = changes.min().unwrap_or(Time::NEVER).min(end);
        if is_at_work(model, open, at) {
            gap.open += next - at;
            let there =
                hours.iter().filter(|&&(id, _)| id.is_none_or(|id| is_at_work(model, id, at)));
            if there.map(|&(_, people)| people).sum::<u32>() < count {
                gap.without += next - at;
                match &mut gap.first {
                    Some((_, until)) if *until == at => *until = next,
                    Some(_) => {}
                    None => gap.first = Some((at, next)),
                }
            }
        }
        at = next;
    }
    gap
}
