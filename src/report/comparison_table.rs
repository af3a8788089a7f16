//! Tables of a comparison: the figures of every scenario, and the differences to the first.

use super::Target;
use super::comparison_text::difference;
use super::document::{Part, Section};
use super::judgement::{Judgement, judgement};
use super::number::{self, Scale};
use super::table::Column;
use crate::study::{Comparison, Kpi, Results};

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
                let judgement = judgement(difference);
                if judgement == Judgement::Same {
                    return format!("equal in all {}", interval.n);
                }
                number::half_width(interval).map_or(by.clone(), |half| {
                    format!("{by} ± {}  {:<9}", scale.width(half, decimals), judgement.word())
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

/// People against what they make, where scenarios differ in people or in what they do: the fewest first.
pub(super) fn staffing(comparison: &Comparison) -> Section {
    const PEOPLE: [&str; 6] =
        ["people", "hours_paid", "overtime", "owed", "distance_walked", "violations"];
    const REST: [&str; 2] = ["parts_per_paid_hour", "labour_cost_per_part"];
    let has_shifts = comparison.results.iter().all(|it| it.plant("parts_per_shift").is_some());
    let output = if has_shifts { "parts_per_shift" } else { "throughput" };
    let of = |results: &Results, id: &str| {
        results.plant(id).map_or(0.0, |figure| figure.interval.estimate)
    };
    let mut all: Vec<&Results> = comparison.results.iter().collect();
    all.sort_by(|one, other| of(one, "people").total_cmp(&of(other, "people")));
    let differs = |id: &&str| {
        let values = || all.iter().map(|results| of(results, id));
        values().fold(f64::NEG_INFINITY, f64::max) - values().fold(f64::INFINITY, f64::min) > 1e-9
    };
    if !PEOPLE.iter().any(differs) {
        return Section::new();
    }
    let told = |kpi: &&Kpi| {
        // Nobody's overtime, ways and violations are no columns; people and their hours always are.
        let may_be_nothing = PEOPLE[2..].contains(&kpi.id);
        let is_told = |results: &&Results| {
            results.plant(kpi.id).is_some() && (!may_be_nothing || of(results, kpi.id) != 0.0)
        };
        all.iter().any(is_told)
    };
    let column = |kpi: &Kpi| {
        let scale = scale_of(comparison, kpi);
        let cell = |results: &&Results| {
            let figure = results.plant(kpi.id);
            figure.map_or_else(String::new, |figure| scale.spread(&figure.interval))
        };
        Column::numbers(&titled(kpi, scale.word()), all.iter().map(cell).collect())
    };
    let columns = PEOPLE
        .into_iter()
        .chain([output])
        .chain(REST)
        .filter_map(crate::study::kpi)
        .filter(told)
        .map(column);
    let names = Column::names("Scenario", all.iter().map(|results| results.name.as_str()));
    vec![
        Part::Title("People against output".to_owned()),
        Part::Table { names, columns: columns.collect() },
    ]
}

fn titled(kpi: &Kpi, word: &str) -> String {
    if word.is_empty() { kpi.title.to_owned() } else { format!("{}\n{word}", kpi.title) }
}

#[cfg(test)]
mod tests {
    use super::super::{document, fixture};
    use super::*;
    use crate::study::EntityKind;

    #[test]
    fn people_are_set_against_output_where_they_differ() {
        let mut comparison = fixture::contract();
        assert!(staffing(&comparison).is_empty());
        for (results, (people, made)) in
            comparison.results.iter_mut().zip([(7.0, 0.43), (6.0, 0.4), (9.0, 0.35)])
        {
            let of = |id, mean, half| {
                let interval = fixture::interval(mean, half);
                fixture::figure(EntityKind::Plant, &results.name, id, interval)
            };
            let figures = [of("people", people, 0.0), of("parts_per_paid_hour", made, 0.01)];
            results.figures.extend(figures);
        }
        let text = document::text(&[staffing(&comparison)]);
        let rows: Vec<String> = text
            .lines()
            .filter(|line| line.contains('±'))
            .map(|line| line.split_whitespace().collect::<Vec<_>>().join(" "))
            .collect();
        assert_eq!(rows.len(), 3, "{text}");
        assert!(
            rows[0].starts_with("One more test1 6.000 ± 0 2.990 ± 0.012 0.400 ± 0.010"),
            "{text}"
        );
        assert!(
            rows[1].starts_with("Contract 7.000") && rows[2].starts_with("Two more people 9.000")
        );
    }
}
