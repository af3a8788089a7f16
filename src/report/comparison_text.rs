//! The report of a comparison for a terminal: the answer in sentences, then the tables.

use super::answer::answer;
use super::comparison_table;
use super::diff_text::diff_lines;
use super::document::{self, Part, Section};
use super::findings;
use super::judgement::{Judgement, effect, judgement};
use super::number::{self, counted};
use super::run_text::assumed;
use super::{Handwork, Resources, Target, checks, handwork, waits, warm_up};
use crate::scenario::Diff;
use crate::study::{Comparison, Difference, EntityKind, Kpi, Nervousness, Results};

/// KPIs shown when nothing else is asked, by weight.
const CHOSEN: [&str; 13] = [
    "makespan",
    "on_time",
    "revenue",
    "tardiness",
    "lateness_cost",
    "making_cost",
    "fill_rate",
    "expedite_cost",
    "labour_cost",
    "throughput",
    "time_in_system",
    "wip",
    "orders_late",
];

/// Most KPIs in the tables of a comparison.
const MOST: usize = 4;

/// Most changes of a variant that are told beside the figures.
const MOST_DIFFERENCES: usize = 8;

/// What a comparison is asked besides its differences.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Asked {
    /// What shall be reached.
    pub target: Option<Target>,
    /// Resources and other values of each scenario, in their order; empty when they are not known.
    pub resources: Vec<Resources>,
    /// What each variant has different from the first scenario; empty when it is not known.
    pub differences: Vec<Vec<Diff>>,
    /// How people share the work of each scenario, in their order; empty when it is not known.
    pub handwork: Vec<Handwork>,
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
    if comparison.results.is_empty() {
        return String::new();
    }
    let mut sections = vec![
        vec![Part::Paragraph(heading(comparison))],
        endings(comparison),
        answers(comparison, asked),
        doubts(comparison),
    ];
    sections.extend(tables(comparison, asked));
    document::text(&sections)
}

/// How replications ended that ended early.
pub(super) fn endings(comparison: &Comparison) -> Section {
    let endings = comparison.results.iter().flat_map(|results| {
        let said = results.endings.iter();
        said.map(|(ending, count)| {
            format!("{}: {}", short(results), findings::ended(ending, *count, results.replications))
        })
    });
    endings.map(Part::Paragraph).collect()
}

/// Why the answer may not hold: of each scenario what its checks found, of all of them what is rough.
pub(super) fn doubts(comparison: &Comparison) -> Section {
    let each = comparison.results.iter().flat_map(|results| {
        let said = checks::doubts(results).into_iter();
        said.map(|said| format!("{}: {said}", short(results)))
    });
    let rough = comparison.results.first().and_then(findings::rough);
    each.map(Part::Item).chain(rough.map(Part::Paragraph)).collect()
}

/// The answer, or without a question what each variant changes.
pub(super) fn answers(comparison: &Comparison, asked: &Asked) -> Section {
    if is_void(comparison) {
        let nothing = "No replication was finished in all scenarios: nothing to compare.";
        return vec![Part::Paragraph(nothing.to_owned())];
    }
    asked.target.as_ref().map_or_else(
        || changes(comparison, &chosen(comparison, None), &asked.resources),
        |target| answer(comparison, target, &asked.resources),
    )
}

/// The figures, their differences, and what these rest on.
pub(super) fn tables(comparison: &Comparison, asked: &Asked) -> Vec<Section> {
    if is_void(comparison) {
        return Vec::new();
    }
    let kpis = chosen(comparison, asked.target.as_ref());
    [
        differences(comparison, asked),
        comparison_table::values(comparison, &kpis, asked.target.as_ref()),
        comparison_table::differences(comparison, &kpis),
        comparison_table::staffing(comparison),
        nervousness(comparison),
        certainty(comparison).into_iter().collect(),
        saving(comparison, &kpis).into_iter().collect(),
        handwork::section(comparison, &asked.handwork, asked.target.as_ref()),
        waits::changes(comparison),
    ]
    .into_iter()
    .chain(waits::tables(comparison))
    .collect()
}

/// What the variants have different, in the words of the plant.
fn differences(comparison: &Comparison, asked: &Asked) -> Section {
    let variants = comparison.results.iter().skip(1).zip(&asked.differences);
    let items: Vec<Part> = variants
        .map(|(results, diffs)| {
            let lines = diff_lines(diffs, MOST_DIFFERENCES);
            let said =
                if lines.is_empty() { "nothing is different".to_owned() } else { lines.join("; ") };
            Part::Item(format!("{}: {said}", short(results)))
        })
        .collect();
    if items.is_empty() {
        return Section::new();
    }
    let title = Part::Title("What is different".to_owned());
    std::iter::once(title).chain(items).collect()
}

/// Whether it was stopped before there was anything to compare.
fn is_void(comparison: &Comparison) -> bool {
    comparison.results.first().is_none_or(|base| base.replications == 0)
}

/// What is assumed, and which way each assumption errs.
pub(super) fn assumptions(comparison: &Comparison) -> Section {
    told(comparison, |results| results.assumptions.iter().map(assumed).collect())
}

/// What has to be known of the figures.
pub(super) fn notes(comparison: &Comparison) -> Section {
    told(comparison, |results| results.notes.clone())
}

/// What is said of each scenario: what holds for all of them once, the rest by name.
fn told(comparison: &Comparison, of: impl Fn(&Results) -> Vec<String>) -> Section {
    let said: Vec<Vec<String>> = comparison.results.iter().map(of).collect();
    let Some(base) = said.first() else { return Section::new() };
    let is_shared = |line: &String| said.iter().all(|lines| lines.contains(line));
    let shared = base.iter().filter(|line| is_shared(line)).map(|line| Part::Item(line.clone()));
    let own = comparison.results.iter().zip(&said).flat_map(|(results, lines)| {
        let own = lines.iter().filter(|line| !is_shared(line));
        own.map(|line| Part::Item(format!("{}: {line}", short(results))))
    });
    shared.chain(own).collect()
}

/// What was run.
pub(super) fn heading(comparison: &Comparison) -> String {
    let Some((base, variants)) = comparison.results.split_first() else { return String::new() };
    let why = match base.stopped {
        crate::study::Stopped::ByUser => "; stopped by you before all replications were done",
        crate::study::Stopped::ByCap => "; the most allowed, without the precision asked for",
        crate::study::Stopped::NoWarmUp => "; no warm-up could be found",
        crate::study::Stopped::ByNumber | crate::study::Stopped::ByPrecision => "",
    };
    let left_out = warm_up::left_out_everywhere(comparison);
    let left_out = left_out.map(|said| format!(" {said}")).unwrap_or_default();
    format!(
        "{} against {}: {} each on the same luck, seed {}{why}.{left_out}",
        short(base),
        counted(variants.len() as u64, "variant"),
        counted(u64::from(base.replications), "replication"),
        base.seed,
    )
}

fn short(results: &Results) -> String {
    number::name(&results.name, 60)
}

/// KPIs of the plant worth a column: the target's first, then by weight those that differ somewhere, and others as far as
/// there is room.
pub(super) fn chosen(comparison: &Comparison, target: Option<&Target>) -> Vec<&'static Kpi> {
    let mut kpis: Vec<&'static Kpi> = target.map(Target::kpi).into_iter().collect();
    let known = |id: &str| {
        let mut all = comparison.results.iter();
        all.any(|results| results.plant(id).is_some_and(|f| f.interval.estimate.is_finite()))
    };
    // Who asks for parts a shift is not told parts an hour of day and night.
    let by_shift = target.is_some_and(|target| target.kpi().id == "parts_per_shift");
    let asked = |id: &&str| !(by_shift && *id == "throughput");
    let differs = |kpi: &Kpi| {
        let variants = 1..comparison.results.len();
        let mut found = variants.filter_map(|variant| difference(comparison, variant, kpi));
        found.any(|difference| judgement(difference) != Judgement::Same)
    };
    let all = CHOSEN.into_iter().filter(asked).filter_map(crate::study::kpi);
    let all = all.filter(|kpi| known(kpi.id) && kpis.iter().all(|taken| taken.id != kpi.id));
    let mut all: Vec<(usize, &'static Kpi)> = all.enumerate().collect();
    all.sort_by_cached_key(|&(weight, kpi)| (!differs(kpi), weight));
    all.truncate(MOST.saturating_sub(kpis.len()));
    all.sort_by_key(|&(weight, _)| weight);
    kpis.extend(all.into_iter().map(|(_, kpi)| kpi));
    kpis
}

/// What each variant does to the chosen KPIs, in words.
fn changes(comparison: &Comparison, kpis: &[&'static Kpi], resources: &[Resources]) -> Section {
    let variants = comparison.results.iter().enumerate().skip(1);
    variants
        .map(|(position, results)| {
            let effects: Vec<String> = kpis
                .iter()
                .filter_map(|kpi| {
                    let found = difference(comparison, position, kpi)?;
                    Some(effect(found, comparison_table::scale_of(comparison, kpi)))
                })
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
            Part::Item(format!("{}{with}: {effects}", short(results)))
        })
        .collect()
}

/// The difference of a KPI of the plant between a variant and the base.
pub(super) fn difference<'a>(
    comparison: &'a Comparison,
    variant: usize,
    kpi: &Kpi,
) -> Option<&'a Difference> {
    comparison.differences.iter().find(|difference| {
        difference.variant == variant
            && difference.kpi.id == kpi.id
            && difference.entity.kind == EntityKind::Plant
    })
}

/// How much each variant moves the dated orders that it shares with the base.
fn nervousness(comparison: &Comparison) -> Section {
    let Some(base) = comparison.results.first() else { return Section::new() };
    let items: Vec<Part> =
        comparison.nervousness.iter().filter_map(|row| moved(comparison, row)).collect();
    if items.is_empty() {
        return Section::new();
    }
    let title = Part::Title(format!("Dated orders that move, against {}", short(base)));
    std::iter::once(title).chain(items).collect()
}

fn moved(comparison: &Comparison, row: &Nervousness) -> Option<Part> {
    let name = short(comparison.results.get(row.variant)?);
    let moved = findings::finite(row.figure("orders_moved"))?.interval.estimate;
    let orders = counted(row.orders as u64, "dated order");
    if moved == 0.0 {
        return Some(Part::Item(format!("{name}: none of {orders}")));
    }
    let shift = findings::finite(row.figure("nervousness")).map_or_else(String::new, |shift| {
        let (by, range) = (findings::valued(shift), findings::in_brackets(shift));
        format!("; by how much on average, the nervousness, is {by}{range}")
    });
    let sequence = findings::finite(row.figure("sequence_changed"));
    let sequence = sequence.map_or_else(String::new, |share| {
        format!("; {} of their pairs change places in the sequence", findings::valued(share))
    });
    let decimals = usize::from(moved.fract() != 0.0);
    let are = if row.orders == 1 { "is" } else { "are" };
    Some(Part::Item(format!(
        "{name}: {moved:.decimals$} of {orders} {are} finished at another time{shift}{sequence}"
    )))
}

/// What better and worse rest on.
fn certainty(comparison: &Comparison) -> Option<Part> {
    let several = comparison.results.len() > 2;
    let together = if several { ", for all variants of a column together" } else { "" };
    let decides = comparison.results.first()?.replications > 1;
    decides.then(|| Part::Paragraph(format!("Better and worse are certain at 95 %{together}.")))
}

/// What the same luck saved for the first chosen KPI of the variant where it saved least.
fn saving(comparison: &Comparison, kpis: &[&'static Kpi]) -> Option<Part> {
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
    Some(Part::Paragraph(format!(
        "Saved by the same luck: without it the difference in {} would have needed {range} \
         replications a scenario instead of {n}.",
        number::lowered(kpi.title),
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
            ..Asked::default()
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

    /// What is equal in all runs gives its place to what differs.
    #[test]
    fn what_differs_comes_before_what_does_not() {
        let comparison = fixture::contract();
        let more = ["tardiness", "lateness_cost", "making_cost", "labour_cost"];
        let tell = |comparison: &mut Comparison, id: &str, by: f64| {
            let kpi = crate::study::kpi(id).unwrap();
            for results in &mut comparison.results {
                let known = fixture::interval(5.0, 1.0);
                results.figures.push(fixture::figure(EntityKind::Plant, &results.name, id, known));
            }
            let like = comparison.differences[0].clone();
            let interval = fixture::interval(by, 0.0);
            comparison.differences.push(Difference { kpi, unit: kpi.unit, interval, ..like });
        };
        let shown = |by: f64| -> Vec<&str> {
            let mut comparison = comparison.clone();
            for id in more {
                tell(&mut comparison, id, if id == "making_cost" { 9.0 } else { by });
            }
            chosen(&comparison, None).iter().map(|kpi| kpi.id).collect()
        };
        assert_eq!(shown(9.0), ["on_time", "tardiness", "lateness_cost", "making_cost"]);
        assert_eq!(shown(0.0)[..2], ["on_time", "making_cost"]);
    }

    #[test]
    fn a_scenario_that_has_not_settled_is_doubted_by_name() {
        let mut comparison = fixture::contract();
        assert!(doubts(&comparison).is_empty());
        let bands = (0..60).map(|at| crate::study::Band {
            mean: f64::from(at),
            low: f64::from(at),
            high: f64::from(at),
        });
        comparison.results[1].picture.wip = bands.collect();
        comparison.results.iter_mut().for_each(|results| results.replications = 3);
        let text = joined(&document::text(&[doubts(&comparison)]));
        assert!(text.starts_with("- One more test1: Work in process keeps growing"), "{text}");
        assert_eq!(text.matches("Fewer than 5 replications").count(), 1, "{text}");
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
        let is_halted = false;
        let first = Difference {
            variant: 1,
            kpi,
            unit: kpi.unit,
            entity,
            interval: worse,
            p,
            correlation,
            saving,
            is_halted,
        };
        assert_eq!(judgement(&first), Judgement::Worse);
        let halted = Difference { is_halted: true, ..first.clone() };
        assert_eq!(judgement(&halted), Judgement::Undecided);
        let scale = number::Scale::fitting(crate::study::Unit::Parts, 1.0);
        assert!(effect(&halted, scale).starts_with("work in process not judged ("));
        other.differences = vec![Difference { interval: fixture::interval(0.5, 0.6), ..first }];
        assert_eq!(judgement(&other.differences[0]), Judgement::Undecided);
    }
}
