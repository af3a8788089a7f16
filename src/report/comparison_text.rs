//! The report of a comparison for a terminal: the answer in sentences, then the tables.

use super::findings;
use super::number::{self, Scale, counted};
use super::run_text::{item, paragraph};
use super::table::{self, Column, NAME};
use super::{Resources, Target, Verdict};
use crate::study::{Comparison, Difference, EntityKind, Kpi, Results};

/// KPIs shown when nothing else is asked, by weight.
const CHOSEN: [&str; 7] =
    ["makespan", "on_time", "tardiness", "throughput", "time_in_system", "wip", "orders_late"];

/// Most KPIs in the tables of a comparison.
const MOST: usize = 4;

/// What a comparison is asked besides its differences.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Asked {
    /// What shall be reached.
    pub target: Option<Target>,
    /// Machines and people of each scenario, in their order; empty when they are not known.
    pub resources: Vec<Resources>,
}

/// The comparison as text, within 100 columns, without colour.
///
/// # Examples
/// ```
/// # let model = gemba::model::Model::default();
/// use gemba::{report, study};
/// let scenarios = [("base".to_owned(), model.clone()), ("same".to_owned(), model)];
/// let comparison = study::compare(&scenarios, &study::Settings::default(), &());
/// let text = report::comparison_text(&comparison, &report::Asked::default());
/// assert!(text.contains("same"));
/// ```
pub fn comparison_text(comparison: &Comparison, asked: &Asked) -> String {
    let Some((base, variants)) = comparison.results.split_first() else { return String::new() };
    let mut parts = vec![paragraph(&heading(base, variants))];
    let endings = comparison.results.iter().flat_map(|results| {
        let said = results.endings.iter();
        said.map(|(ending, count)| {
            format!("{}: {}", short(results), findings::ended(ending, *count, results))
        })
    });
    parts.push(endings.map(|said| paragraph(&said)).collect());
    if base.replications == 0 {
        parts.push(paragraph("No replication was finished in all scenarios: nothing to compare."));
        parts.retain(|part| !part.is_empty());
        return parts.join("\n");
    }
    if let Some(target) = &asked.target {
        parts.push(answer(comparison, target, &asked.resources));
    }
    let kpis = chosen(comparison, asked.target.as_ref());
    parts.push(changes(comparison, &kpis, &asked.resources));
    parts.push(values(comparison, &kpis, asked.target.as_ref()));
    parts.push(differences(comparison, &kpis));
    parts.extend(saving(comparison, &kpis));
    parts.retain(|part| !part.is_empty());
    parts.join("\n")
}

fn heading(base: &Results, variants: &[Results]) -> String {
    let why = match base.stopped {
        crate::study::Stopped::ByUser => "; stopped by you before all replications were done",
        crate::study::Stopped::ByCap => "; the most allowed, without the precision asked for",
        crate::study::Stopped::ByNumber | crate::study::Stopped::ByPrecision => "",
    };
    format!(
        "{} against {}: {} each on the same luck, seed {}{why}.",
        short(base),
        counted(variants.len() as u64, "variant"),
        counted(u64::from(base.replications), "replication"),
        base.seed,
    )
}

fn short(results: &Results) -> String {
    number::name(&results.name, 40)
}

/// KPIs of the plant worth a column: the target's first.
pub(super) fn chosen(comparison: &Comparison, target: Option<&Target>) -> Vec<&'static Kpi> {
    let mut kpis: Vec<&'static Kpi> = target.map(Target::kpi).into_iter().collect();
    let known = |id: &str| {
        let mut all = comparison.results.iter();
        all.any(|results| results.plant(id).is_some_and(|f| f.interval.estimate.is_finite()))
    };
    for kpi in CHOSEN.into_iter().filter_map(crate::study::kpi) {
        if kpis.len() < MOST && known(kpi.id) && kpis.iter().all(|taken| taken.id != kpi.id) {
            kpis.push(kpi);
        }
    }
    kpis
}

/// The answer to the target: who reaches it for certain, who misses it and why, who is undecided.
fn answer(comparison: &Comparison, target: &Target, resources: &[Resources]) -> String {
    let mut said = paragraph(&format!("Target: {target}."));
    let of = |verdict| -> Vec<usize> {
        let all = comparison.results.iter().enumerate();
        all.filter(|(_, results)| target.verdict(results) == verdict).map(|(i, _)| i).collect()
    };
    let reached = of(Verdict::Reached);
    if reached.is_empty() {
        said += &paragraph("None of the scenarios reaches it for certain.");
    }
    for &position in &reached {
        let results = &comparison.results[position];
        said += &item(&format!("{} reaches it: {}", short(results), stated(target, results)));
    }
    for position in of(Verdict::Undecided) {
        let results = &comparison.results[position];
        let more = target
            .figure(results)
            .and_then(|figure| target.replications_to_decide(&figure.interval))
            .map(|n| format!("; about {n} replications would decide it"))
            .unwrap_or_default();
        let stated = stated(target, results);
        said += &item(&format!("{} is not decidable yet: {stated}{more}", short(results)));
    }
    for position in of(Verdict::Missed) {
        let results = &comparison.results[position];
        let stated = stated(target, results);
        said += &item(&format!("{} misses it: {stated}{}", short(results), because(results)));
    }
    for position in of(Verdict::Unknown) {
        said += &item(&format!("{} has no such figure", short(&comparison.results[position])));
    }
    said += &smallest(comparison, &reached, resources);
    said
}

fn stated(target: &Target, results: &Results) -> String {
    target.figure(results).map_or_else(String::new, |figure| {
        format!("{}{}", findings::valued(figure), findings::in_brackets(figure))
    })
}

/// Why a plant misses its target: where the work and where the waiting is.
fn because(results: &Results) -> String {
    let Some(busy) = findings::busiest_station(results) else { return String::new() };
    let name = number::name(&busy.entity.name, 40);
    let queue = findings::longest_queue(results).map_or_else(String::new, |queue| {
        let other = number::name(&queue.entity.name, 40);
        let at = if other == name { "there too".to_owned() } else { format!("before {other}") };
        format!(", and parts wait longest {at} ({})", findings::valued(queue))
    });
    format!("; {name} is busiest ({}){queue}", findings::valued(busy))
}

/// The smallest of those that reach the target: nobody who reaches it has less of everything.
fn smallest(comparison: &Comparison, reached: &[usize], resources: &[Resources]) -> String {
    let Some(base) = resources.first() else { return String::new() };
    if resources.len() != comparison.results.len() || reached.is_empty() {
        return String::new();
    }
    let is_smallest = |position: &&usize| {
        !reached.iter().any(|other| resources[*other].is_smaller_than(&resources[**position]))
    };
    let smallest: Vec<String> = reached
        .iter()
        .filter(is_smallest)
        .map(|&position| {
            let changes = resources[position].changes_from(base);
            let changes = if changes.is_empty() {
                "no more machines or people".to_owned()
            } else {
                number::name(&changes.join(", "), 120)
            };
            format!("{} ({changes})", short(&comparison.results[position]))
        })
        .collect();
    let verb = if smallest.len() == 1 {
        "The smallest that reaches it is"
    } else {
        "The smallest that reach it, none of them contained in another, are"
    };
    paragraph(&format!("{verb} {}.", findings::listed_whole(&smallest)))
}

/// What each variant does to the chosen KPIs, in words.
fn changes(comparison: &Comparison, kpis: &[&'static Kpi], resources: &[Resources]) -> String {
    let variants = comparison.results.iter().enumerate().skip(1);
    variants
        .map(|(position, results)| {
            let effects: Vec<String> = kpis
                .iter()
                .filter_map(|kpi| difference(comparison, position, kpi))
                .map(effect)
                .collect();
            let with = match (resources.first(), resources.get(position)) {
                (Some(base), Some(own)) if own != base => {
                    format!(" ({})", number::name(&own.changes_from(base).join(", "), 120))
                }
                _ => String::new(),
            };
            let effects = if effects.is_empty() {
                "nothing to compare".to_owned()
            } else {
                effects.join("; ")
            };
            item(&format!("{}{with}: {effects}", short(results)))
        })
        .collect()
}

/// One difference in words: by how much, and whether that is better, worse or not decidable.
fn effect(difference: &Difference) -> String {
    let title = lower(difference.kpi.title);
    let interval = &difference.interval;
    let scale = Scale::fitting(difference.kpi.unit, interval.estimate);
    let decimals = scale.decimals(interval);
    if interval.low.is_nan() {
        let by = scale.signed(interval.estimate, decimals);
        let by = number::join(&by, scale.difference_word());
        return format!("{title} {by} in one replication, which decides nothing");
    }
    if interval.low == 0.0 && interval.high == 0.0 {
        return format!("{title} unchanged");
    }
    let range = format!(
        "{} to {}",
        scale.signed(interval.low, decimals),
        scale.signed(interval.high, decimals)
    );
    if judgement(difference) == Judgement::Undecided {
        let range = number::join(&range, scale.difference_word());
        return format!("{title} not decidable yet ({range})");
    }
    let by = number::join(&scale.signed(interval.estimate, decimals), scale.difference_word());
    format!("{title} {by} ({range}), {}", judgement(difference).word())
}

/// What a difference means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Judgement {
    Better,
    Worse,
    Different,
    Same,
    Undecided,
}

impl Judgement {
    pub(super) const fn word(self) -> &'static str {
        match self {
            Self::Better => "better",
            Self::Worse => "worse",
            Self::Different => "different",
            Self::Same => "the same",
            Self::Undecided => "undecided",
        }
    }
}

/// Better or worse only if the interval leaves out zero and the corrected p-value agrees.
pub(super) fn judgement(difference: &Difference) -> Judgement {
    let interval = &difference.interval;
    if interval.low == 0.0 && interval.high == 0.0 {
        return Judgement::Same;
    }
    let certain = (interval.low > 0.0 || interval.high < 0.0)
        && (difference.p.is_nan() || difference.p <= 1.0 - interval.level);
    if !certain {
        return Judgement::Undecided;
    }
    match difference.kpi.more_is_better {
        None => Judgement::Different,
        Some(more) if more == (interval.low > 0.0) => Judgement::Better,
        Some(_) => Judgement::Worse,
    }
}

fn lower(title: &str) -> String {
    let mut letters = title.chars();
    letters.next().map_or_else(String::new, |first| first.to_lowercase().chain(letters).collect())
}

fn difference<'a>(comparison: &'a Comparison, variant: usize, kpi: &Kpi) -> Option<&'a Difference> {
    comparison.differences.iter().find(|difference| {
        difference.variant == variant
            && difference.kpi.id == kpi.id
            && difference.entity.kind == EntityKind::Plant
    })
}

/// The chosen KPIs of every scenario.
fn values(comparison: &Comparison, kpis: &[&'static Kpi], target: Option<&Target>) -> String {
    let names = comparison.results.iter().map(|results| number::name(&results.name, NAME));
    let mut columns = Vec::new();
    for kpi in kpis {
        let figures: Vec<_> =
            comparison.results.iter().map(|results| results.plant(kpi.id)).collect();
        let estimates = figures.iter().flatten().map(|figure| figure.interval.estimate);
        let largest = estimates.filter(|estimate| estimate.is_finite()).fold(0.0, f64::max);
        let scale = Scale::fitting(kpi.unit, largest);
        let cells = figures
            .iter()
            .map(|figure| figure.map_or_else(String::new, |figure| scale.spread(&figure.interval)));
        columns.push(Column::numbers(&titled(kpi, scale.word()), cells.collect()));
    }
    if let Some(target) = target {
        let verdicts =
            comparison.results.iter().map(|results| target.verdict(results).word().to_owned());
        columns.insert(columns.len().min(1), Column::words("Target", verdicts.collect()));
    }
    table::render(&Column::words("Scenario", names.collect()), &columns)
}

/// The paired differences to the base.
fn differences(comparison: &Comparison, kpis: &[&'static Kpi]) -> String {
    let base = comparison.results.first().map_or_else(String::new, short);
    let variants = 1..comparison.results.len();
    let names =
        variants.clone().map(|variant| number::name(&comparison.results[variant].name, NAME));
    let mut columns = Vec::new();
    for kpi in kpis {
        let found: Vec<_> =
            variants.clone().map(|variant| difference(comparison, variant, kpi)).collect();
        let sizes = found.iter().flatten().map(|difference| difference.interval.estimate.abs());
        let largest = sizes.filter(|size| size.is_finite()).fold(0.0, f64::max);
        let scale = Scale::fitting(kpi.unit, largest);
        let by = found.iter().map(|difference| {
            difference.map_or_else(String::new, |difference| {
                let interval = &difference.interval;
                let decimals = scale.decimals(interval);
                let by = scale.signed(interval.estimate, decimals);
                number::half_width(interval)
                    .map_or(by.clone(), |half| format!("{by} ± {}", scale.width(half, decimals)))
            })
        });
        columns.push(Column::numbers(&titled(kpi, scale.difference_word()), by.collect()));
        let means = found.iter().map(|difference| {
            difference
                .map_or_else(String::new, |difference| judgement(difference).word().to_owned())
        });
        columns.push(Column::words("", means.collect()));
    }
    if columns.is_empty() || comparison.results.len() < 2 {
        return String::new();
    }
    let table = table::render(&Column::words("Difference", names.collect()), &columns);
    format!("Against {base}, replication by replication\n{table}")
}

fn titled(kpi: &Kpi, word: &str) -> String {
    if word.is_empty() { kpi.title.to_owned() } else { format!("{}\n{word}", kpi.title) }
}

/// What the same luck saved for the first chosen KPI of the variant where it saved least.
fn saving(comparison: &Comparison, kpis: &[&'static Kpi]) -> Option<String> {
    let n = comparison.results.first()?.replications;
    let kpi = kpis.first()?;
    let savings = (1..comparison.results.len())
        .filter_map(|variant| difference(comparison, variant, kpi))
        .map(|difference| difference.saving)
        .filter(|saving| saving.is_finite());
    let (least, most) =
        savings.fold((f64::INFINITY, 0.0_f64), |(l, m), saving| (l.min(saving), m.max(saving)));
    if most <= 1.05 {
        return None;
    }
    let needed = |saving: f64| (saving * f64::from(n)).round();
    let range = if needed(least) < needed(most) {
        format!("{} to {}", needed(least), needed(most))
    } else {
        format!("{}", needed(most))
    };
    Some(paragraph(&format!(
        "Saved by the same luck: without it the difference in {} would have needed {range} \
         replications a scenario instead of {n}.",
        lower(kpi.title),
    )))
}

#[cfg(test)]
mod tests {
    use super::super::fixture;
    use super::super::table::PAGE;
    use super::*;

    fn asked() -> Asked {
        Asked {
            target: Some(Target::parse("on_time >= 80 %").unwrap()),
            resources: vec![
                Resources::with(&[("machines at test1", 1), ("people in repair", 3)]),
                Resources::with(&[("machines at test1", 2), ("people in repair", 3)]),
                Resources::with(&[("machines at test1", 1), ("people in repair", 5)]),
            ],
        }
    }

    fn joined(text: &str) -> String {
        text.split_whitespace().collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn the_answer_names_who_reaches_the_target_and_why_the_others_fail() {
        let text = comparison_text(&fixture::contract(), &asked());
        let page = text.lines().all(|line| line.chars().count() <= PAGE);
        assert!(page, "{text}");
        let text = joined(&text);
        assert!(text.contains("Two more people reaches it: 87.1 %"), "{text}");
        assert!(text.contains("One more test1 is not decidable yet: 80.2 %"), "{text}");
        assert!(text.contains("Contract misses it: 36.2 %"), "{text}");
        let because = text.split_once("Contract misses it").map_or("", |(_, rest)| rest);
        assert!(because.contains("repair is busiest") && because.contains("test1"), "{text}");
        let smallest = "The smallest that reaches it is Two more people (people in repair 3 → 5).";
        assert!(text.contains(smallest), "{text}");
    }

    #[test]
    fn the_saving_by_common_luck_is_told_in_replications() {
        let text = comparison_text(&fixture::contract(), &asked()).replace('\n', " ");
        assert!(text.contains("would have needed 135 replications"), "{text}");
    }

    #[test]
    fn a_difference_is_better_worse_or_undecided() {
        let comparison = fixture::contract();
        let find = |variant, id: &str| {
            let kpi = crate::study::kpi(id).unwrap();
            judgement(difference(&comparison, variant, kpi).unwrap())
        };
        assert_eq!(find(1, "on_time"), Judgement::Better);
        assert_eq!(find(1, "time_in_system"), Judgement::Better);
        assert_eq!(find(1, "throughput"), Judgement::Undecided);
        let mut other = fixture::contract();
        let base = other.results[0].clone();
        let worse = crate::study::Interval { ..fixture::interval(0.5, 0.1) };
        let kpi = crate::study::kpi("wip").unwrap();
        let entity = base.figures[1].entity.clone();
        let (p, correlation, saving) = (0.001, 0.5, 2.0);
        let first = Difference { variant: 1, kpi, entity, interval: worse, p, correlation, saving };
        assert_eq!(judgement(&first), Judgement::Worse);
        other.differences = vec![Difference { p: 0.2, ..first }];
        assert_eq!(judgement(&other.differences[0]), Judgement::Undecided);
    }
}
