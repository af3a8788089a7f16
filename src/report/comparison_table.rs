//! Tables of a comparison: the figures of every scenario, and the differences to the first.

use super::Target;
use super::comparison_text::difference;
use super::document::{Part, Section};
use super::judgement::judgement;
use super::number::{self, Scale};
use super::table::Column;
use crate::study::{Comparison, Kpi};

/// How a KPI of the plants is written all through a comparison: as it fits the largest of them.
pub(super) fn scale_of(comparison: &Comparison, kpi: &Kpi) -> Scale {
    let figures = || comparison.results.iter().filter_map(|results| results.plant(kpi.id));
    let unit = figures().next().map_or(kpi.unit, |figure| figure.unit);
    let estimates = figures().map(|figure| figure.interval.estimate);
    Scale::fitting(unit, estimates.filter(|estimate| estimate.is_finite()).fold(0.0, f64::max))
}

/// The chosen KPIs of every scenario.
pub(super) fn values(
    comparison: &Comparison,
    kpis: &[&'static Kpi],
    target: Option<&Target>,
) -> Section {
    let names = comparison.results.iter().map(|results| results.name.as_str());
    let mut columns = Vec::new();
    for kpi in kpis {
        let figures: Vec<_> =
            comparison.results.iter().map(|results| results.plant(kpi.id)).collect();
        let scale = scale_of(comparison, kpi);
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
    vec![Part::Table { names: Column::names("Scenario", names), columns }]
}

/// The paired differences to the base.
pub(super) fn differences(comparison: &Comparison, kpis: &[&'static Kpi]) -> Section {
    let base =
        comparison.results.first().map_or_else(String::new, |base| number::name(&base.name, 60));
    let variants = 1..comparison.results.len();
    let names = variants.clone().map(|variant| comparison.results[variant].name.as_str());
    let mut columns = Vec::new();
    for kpi in kpis {
        let found: Vec<_> =
            variants.clone().map(|variant| difference(comparison, variant, kpi)).collect();
        let scale = scale_of(comparison, kpi);
        let cells = found.iter().map(|difference| {
            difference.map_or_else(String::new, |difference| {
                let interval = &difference.interval;
                let decimals = scale.decimals(interval);
                let by = scale.signed(interval.estimate, decimals);
                let word = judgement(difference).word();
                number::half_width(interval).map_or(by.clone(), |half| {
                    format!("{by} ± {}  {word:<9}", scale.width(half, decimals))
                })
            })
        });
        columns.push(Column::numbers(&titled(kpi, scale.difference_word()), cells.collect()));
    }
    if columns.is_empty() || comparison.results.len() < 2 {
        return Section::new();
    }
    vec![
        Part::Title(format!("Against {base}, replication by replication")),
        Part::Table { names: Column::names("Difference", names), columns },
    ]
}

fn titled(kpi: &Kpi, word: &str) -> String {
    if word.is_empty() { kpi.title.to_owned() } else { format!("{}\n{word}", kpi.title) }
}
