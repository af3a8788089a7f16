//! Hours in which a station is open and nobody is at work who can do what it needs.

use std::collections::BTreeMap;

use super::compile::Compiler;
use super::names::spot_of;
use super::{Model, Shift};
use crate::diagnostic::{Diagnostic, code, listed};
use crate::ids::{CalendarId, CrewId, NeedsId, SkillId, StationId};
use crate::units::{Span, Time, clock_text, date_text, deadline_text};

/// Most gaps that are told.
const MOST_TOLD: usize = 20;

/// How far ahead hours are compared.
const LOOK_AHEAD: Span = Span::from_days(28);

/// What is asked of people at stations that are open at the same times.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Asked {
    is_repair: bool,
    skill: SkillId,
    /// How many with the skill are needed at once.
    count: u32,
    /// The hours of the stations.
    open: CalendarId,
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
        for (asked, stations) in asked(&self.model) {
            let hours = hours(&self.model, asked);
            let gap = *known.entry(hours).or_insert_with_key(|hours| gap(&self.model, hours));
            gaps.extend(gap.first.map(|_| (asked, stations, gap)));
        }
        let more = gaps.len().saturating_sub(MOST_TOLD);
        for (asked, stations, gap) in gaps.into_iter().take(MOST_TOLD) {
            let Some(first) = gap.first else { continue };
            let Asked { is_repair, skill, count, .. } = asked;
            let names = stations.iter().map(|&station| self.model.stations[station].name.as_str());
            let people = match count {
                1 => "nobody is at work with the skill".to_owned(),
                count => format!("fewer than {count} people are at work with the skill"),
            };
            let weeks = LOOK_AHEAD.hours() / Span::from_days(7).hours();
            let message = format!(
                "{people} `{}` in {} of the {} h a week in which {} {} open, first {}{}",
                self.model.skills[skill].name,
                Rounded(gap.without.hours() / weeks),
                Rounded(gap.open.hours() / weeks),
                listed(names),
                if stations.len() == 1 { "is" } else { "are" },
                self.stretch(first),
                self.others_at(first.0, skill),
            );
            let spot = stations.first().and_then(|&station| {
                spot_of(&self.scenario.station, &self.model.stations[station].name)
            });
            let complaint = if is_repair {
                Diagnostic::note(code::COUNTED, format!("repairs wait: {message}"))
            } else {
                Diagnostic::warning(code::GAP, message)
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

    /// Which crews without the skill are at work at some time.
    fn others_at(&self, at: Time, skill: SkillId) -> String {
        let model = &self.model;
        let is_there = |crew: &CrewId| {
            let hours = model.crews[*crew].hours();
            hours.into_iter().any(|(calendar, people)| {
                people > 0 && calendar.is_some_and(|id| is_at_work(model, id, at))
            })
        };
        let cannot = |crew: &CrewId| model.crews[*crew].skills.binary_search(&skill).is_err();
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
        modes.filter_map(|mode| model.failures[model.modes[mode].failure].crew)
    };
    for (station, row) in model.stations.enumerated() {
        let Some(calendar) = row.calendar else { continue };
        let cycles = row.all_operators().map(|needs| (false, needs));
        let mut all: Vec<(bool, NeedsId)> =
            cycles.chain(repairs(station).map(|needs| (true, needs))).collect();
        all.sort_unstable();
        all.dedup();
        for (is_repair, needs) in all {
            for &(skill, count) in &model.needs[needs].skills {
                let key = Asked { is_repair, skill, count, open: calendar };
                let stations = asked.entry(key).or_default();
                if stations.last() != Some(&station) {
                    stations.push(station);
                }
            }
        }
    }
    asked
}

/// Whether a calendar has a shift at some time, in which people are.
fn is_at_work(model: &Model, calendar: CalendarId, at: Time) -> bool {
    matches!(model.calendars[calendar].shift_at(at), Shift::Open | Shift::Break { .. })
}

/// Hours to be covered, by how many people, and the hours of how many people there are.
type Hours = (CalendarId, u32, Vec<(Option<CalendarId>, u32)>);

fn hours(model: &Model, asked: Asked) -> Hours {
    let Asked { skill, count, open, .. } = asked;
    let crews = model.skills[skill].crews.iter();
    let mut hours: Vec<(Option<CalendarId>, u32)> =
        crews.flat_map(|&crew| model.crews[crew].hours_with(skill)).collect();
    hours.sort_unstable();
    (open, count, hours)
}

/// Where people are missing.
///
/// Cost: one step for every change of the calendars in the time that is looked at.
fn gap(model: &Model, (open, count, hours): &Hours) -> Gap {
    let (open, count) = (*open, *count);
    let end = Time::ZERO + LOOK_AHEAD;
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
