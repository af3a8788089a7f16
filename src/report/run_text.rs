//! The report of one plant for a terminal: what was found in sentences, then the tables.

use super::document::{self, Part, Section};
use super::number::{self, Scale};
use super::orders::{orders, promise};
use super::table::{self, Column, PAGE};
use super::{accounts, checks, findings, people};
use crate::study::{
    self, Assumption, EntityKind, Figure, OEE, OEE_SHARES, Results, Unit, is_quantile_of_orders,
};

/// The results as text, within 100 columns, without colour.
///
/// # Examples
/// ```
/// # let model = gemba::model::Model::default();
/// use gemba::study::{Settings, run};
/// let results = run(&model, &Settings::default(), &());
/// let text = gemba::report::run_text(&results);
/// assert!(text.lines().all(|line| line.chars().count() <= 100));
/// ```
pub fn run_text(results: &Results) -> String {
    let mut found = answers(results);
    found.extend(doubts(results));
    let mut sections = vec![vec![Part::Paragraph(findings::heading(results))], found];
    sections.extend(tables(results));
    sections.push(titled("Assumptions", assumptions(results)));
    sections.push(titled("Notes", notes(results)));
    document::text(&sections)
}

/// What was found.
pub(super) fn answers(results: &Results) -> Section {
    findings::answers(results).into_iter().map(Part::Paragraph).collect()
}

/// Why it may not hold.
pub(super) fn doubts(results: &Results) -> Section {
    findings::doubts(results).into_iter().map(Part::Paragraph).collect()
}

/// The figures: of the plant, of its things, of its orders.
pub(super) fn tables(results: &Results) -> Vec<Section> {
    if results.replications == 0 {
        return Vec::new();
    }
    let mut sections: Vec<Section> =
        headline(results).map(|table| vec![table]).into_iter().collect();
    for (title, kind) in [
        ("Products", EntityKind::Product),
        ("Stations", EntityKind::Station),
        ("Paced lines", EntityKind::Line),
        ("Stores", EntityKind::Store),
        ("Wear", EntityKind::Wear),
        ("Outside", EntityKind::Outside),
        ("Cards", EntityKind::Cards),
        ("Pools", EntityKind::Pool),
        ("Stocks", EntityKind::Stock),
        ("Material", EntityKind::Material),
        ("Shared buffers", EntityKind::Buffer),
        ("Conveyors", EntityKind::Conveyor),
        ("Milk runs", EntityKind::Milkrun),
        ("Vehicles", EntityKind::Vehicle),
        ("Crews", EntityKind::Crew),
        ("Overtime", EntityKind::Overtime),
        ("Rules of working time", EntityKind::Rule),
        ("Demands", EntityKind::Demand),
        ("Customers", EntityKind::Customer),
    ] {
        let apart = match kind {
            EntityKind::Crew => &people::STAFF[..],
            EntityKind::Station => OEE,
            EntityKind::Demand => &["lateness"],
            _ => &[],
        };
        let is_apart = matches!(kind, EntityKind::Product | EntityKind::Line);
        let is_of_orders =
            |kpi: &str| is_quantile_of_orders(kpi) || is_apart && study::is_of_orders(kpi);
        let is_shown = |kpi: &str| match kind {
            EntityKind::Customer => BY_CUSTOMER.contains(&kpi),
            _ => !apart.contains(&kpi) && !is_of_orders(kpi),
        };
        sections.extend(entities(results, title, kind, is_shown).map(|table| vec![table]));
        if kind == EntityKind::Crew {
            let is_shown = |kpi: &str| people::STAFF.contains(&kpi);
            let table = entities(results, "Hours and pay", kind, is_shown);
            sections.extend(table.map(|table| vec![table]));
            sections.push(accounts::section(results));
            sections.push(people::violations(results));
        }
    }
    sections.push(orders(results));
    let (oee, losses) = OEE.split_at(OEE_SHARES);
    for (title, shown) in [("OEE", oee), ("Losses of planned time", losses)] {
        let table = entities(results, title, EntityKind::Station, |kpi| shown.contains(&kpi));
        sections.extend(table.map(|table| vec![table]));
    }
    let by = [
        ("Orders by product", EntityKind::Product, &BY_PRODUCT[..]),
        ("Orders by line", EntityKind::Line, &BY_LINE),
    ];
    for (title, kind, shown) in by {
        let table = entities(results, title, kind, |kpi| shown.contains(&kpi));
        sections.extend(table.map(|table| vec![table]));
    }
    sections.push(promise(results).map(Part::Paragraph).into_iter().collect());
    sections.push(checks::section(results));
    sections
}

/// What is assumed, and which way each assumption errs.
pub(super) fn assumptions(results: &Results) -> Section {
    results.assumptions.iter().map(|one| Part::Item(assumed(one))).collect()
}

/// An assumption with its direction.
pub(super) fn assumed(assumption: &Assumption) -> String {
    format!("{} ({})", assumption.text, assumption.flatters.words())
}

/// What has to be known of the figures.
pub(super) fn notes(results: &Results) -> Section {
    results.notes.iter().map(|note| Part::Item(note.clone())).collect()
}

/// A section under a line of its own, if there is anything in it.
fn titled(title: &str, section: Section) -> Section {
    if section.is_empty() {
        return section;
    }
    std::iter::once(Part::Title(title.to_owned())).chain(section).collect()
}

/// A sentence as a paragraph of its own lines.
pub(super) fn paragraph(text: &str) -> String {
    format!("{}\n", table::wrapped(text, PAGE)).replace(number::KEPT_SPACE, " ")
}

/// A sentence as an item of a list.
pub(super) fn item(text: &str) -> String {
    let clean = number::name(text, usize::MAX);
    let lines = table::wrapped(&clean, PAGE - 2).replace('\n', "\n  ");
    format!("- {lines}\n").replace(number::KEPT_SPACE, " ")
}

/// What is told of the orders for each product.
const BY_PRODUCT: [&str; 6] =
    ["lead_time_p80", "lead_time_p95", "on_time", "on_time_by_value", "tardiness", "lateness_cost"];

/// What is told of the orders that each line made.
const BY_LINE: [&str; 7] = [
    "orders_finished",
    "lead_time_p80",
    "lead_time_p95",
    "on_time",
    "on_time_by_value",
    "tardiness",
    "lateness_cost",
];

/// What is told of the orders of each customer.
const BY_CUSTOMER: [&str; 8] = [
    "orders_finished",
    "lead_time_p80",
    "lead_time_p95",
    "on_time",
    "on_time_by_value",
    "orders_late",
    "tardiness",
    "lateness_cost",
];

/// Figures of the plant that tell something beside those of other plants, or by crew.
const BESIDE_OTHERS: [&str; 6] =
    ["people", "hours_paid", "overtime", "distance_walked", "parts_per_paid_hour", "violations"];

/// Figures of the plant that are told where there is some of it.
const IF_ANY: [&str; 9] = [
    "parts_scrapped",
    "unsold",
    "overtime_cost",
    "absence_cost",
    "training_cost",
    "on_account",
    "owed",
    "backorders",
    "lost_sales",
];

/// The figures of the plant as a whole, one a line.
fn headline(results: &Results) -> Option<Part> {
    let shown: Vec<&Figure> = results
        .figures
        .iter()
        .filter(|figure| figure.entity.kind == EntityKind::Plant)
        .filter(|figure| !(IF_ANY.contains(&figure.kpi.id) && figure.interval.estimate == 0.0))
        .filter(|figure| !BESIDE_OTHERS.contains(&figure.kpi.id))
        .filter(|figure| !is_quantile_of_orders(figure.kpi.id) && figure.kpi.id != "lateness")
        .collect();
    if shown.is_empty() {
        return None;
    }
    let scale = |figure: &Figure| Scale::fitting(figure.unit, figure.interval.estimate);
    let cells = |cell: &dyn Fn(&Figure) -> String| shown.iter().map(|f| cell(f)).collect();
    let names = cells(&|figure| figure.kpi.title.to_owned());
    let values = Column::numbers("mean", cells(&|f| scale(f).spread(&f.interval)));
    let words = Column::words("unit", cells(&|figure| scale(figure).word().to_owned()));
    Some(Part::Table { names: Column::words("Plant", names), columns: vec![values, words] })
}

/// The figures of all things of one kind, a row each; columns of zeros are left out, but people who
/// have nothing to do are told.
fn entities(
    results: &Results,
    title: &str,
    kind: EntityKind,
    is_shown: impl Fn(&str) -> bool,
) -> Option<Part> {
    let is_of_kind = |figure: &&Figure| figure.entity.kind == kind && is_shown(figure.kpi.id);
    let figures: Vec<&Figure> = results.figures.iter().filter(is_of_kind).collect();
    let mut names: Vec<&str> = figures.iter().map(|figure| figure.entity.name.as_str()).collect();
    names.dedup();
    let mut kpis: Vec<&'static crate::study::Kpi> = Vec::new();
    for figure in &figures {
        if !kpis.iter().any(|kpi| kpi.id == figure.kpi.id) {
            kpis.push(figure.kpi);
        }
    }
    // The same share under its other name, and nearly the same count.
    kpis.retain(|kpi| !matches!(kpi.id, "working" | "starts"));
    if names.is_empty() {
        return None;
    }
    let mut columns = Vec::new();
    for kpi in kpis {
        let column: Vec<&Figure> =
            figures.iter().filter(|figure| figure.kpi.id == kpi.id).copied().collect();
        let largest = column
            .iter()
            .map(|figure| figure.interval.estimate)
            .filter(|estimate| estimate.is_finite())
            .fold(0.0, f64::max);
        // Everybody works at the standard pace.
        let is_standard = column.iter().all(|figure| {
            figure.interval.estimate.total_cmp(&1.0).is_eq() || figure.interval.estimate.is_nan()
        });
        let unit = column.first().map_or(kpi.unit, |figure| figure.unit);
        let scale = Scale::fitting(unit, largest);
        // Both come in the order of the model; a thing need not have every figure.
        let mut rest = column.iter().peekable();
        let cell = |name: &&str| {
            let figure = rest.next_if(|figure| figure.entity.name == **name);
            figure.map_or_else(String::new, |figure| scale.spread(&figure.interval))
        };
        let word = scale.word();
        let unit = if word.is_empty() { String::new() } else { format!("\n{word}") };
        let cells = names.iter().map(cell).collect();
        let column = Column::numbers(&format!("{}{unit}", short(kpi)), cells);
        if kpi.id == "efficiency" && is_standard {
            continue;
        }
        if !column.is_blank() || kpi.id == "crew_utilisation" {
            columns.push(column);
        }
    }
    let names = Column::names(title, names.into_iter());
    (!columns.is_empty()).then_some(Part::Table { names, columns })
}

/// Title of a column: a count of parts needs no unit, and `share of` is said by the %.
fn short(kpi: &crate::study::Kpi) -> &'static str {
    match (kpi.id, kpi.unit) {
        ("wait_repair", Unit::Share) => "Waits for repair",
        ("wait_operator", Unit::Share) => "Waits for operator",
        _ => kpi.title,
    }
}

#[cfg(test)]
mod tests {
    use super::super::fixture;
    use super::*;
    use crate::study::Ending;
    use crate::units::{Span, Time};

    #[test]
    fn the_answer_comes_first_and_the_page_is_not_wider_than_it_is() {
        let text = run_text(&fixture::repair_shop());
        assert!(text.lines().all(|line| line.chars().count() <= PAGE), "{text}");
        assert!(text.contains("352.1 ± 3.9"), "{text}");
        let text = text.replace('\n', " ");
        let on_time = text.find("81.9 % of the orders are on time (95 % interval 81.2 to 82.6).");
        assert!(on_time.expect("the sentence") < text.find("test2").expect("the table"));
        assert!(text.contains("The busiest station is repair"), "{text}");
        assert!(text.contains("parts wait longest before test1"), "{text}");
    }

    #[test]
    fn what_never_happened_has_no_column() {
        let text = run_text(&fixture::repair_shop());
        assert!(text.contains("Starved") && !text.contains("Blocked"), "{text}");
    }

    #[test]
    fn a_deadlock_is_said_in_words_and_first() {
        let mut results = fixture::repair_shop();
        let stations = vec!["saw".to_owned(), "paint".to_owned()];
        let at = Time::ZERO + Span::from_hours(5);
        results
            .endings
            .push((Ending::Deadlock { at, stations, conveyors: Vec::new(), pools: Vec::new() }, 3));
        let text = run_text(&results);
        let said = "DEADLOCK in 3 of 30 replications: parts at saw and paint wait for each other's \
                    room for ever, at the earliest from 5 h on.";
        let text = text.replace('\n', " ");
        assert!(text.contains(said), "{text}");
    }

    #[test]
    fn one_replication_has_no_intervals_and_says_so() {
        let mut results = fixture::repair_shop();
        results.replications = 1;
        for figure in &mut results.figures {
            figure.interval = fixture::single(figure.interval.estimate);
        }
        let text = run_text(&results);
        assert!(!text.contains('±'), "{text}");
        assert!(text.contains("no figure has an interval"), "{text}");
    }

    #[test]
    fn long_and_hostile_names_stay_on_the_page() {
        let mut results = fixture::repair_shop();
        let name = "a very long name, with \u{1b}[31mcolour and <b>markup</b>, ".repeat(4);
        for figure in &mut results.figures {
            if figure.entity.name == "repair" {
                figure.entity.name.clone_from(&name);
            }
        }
        results.name = name;
        let text = run_text(&results);
        assert!(text.lines().all(|line| line.chars().count() <= PAGE), "{text}");
        assert!(!text.contains('\u{1b}'), "{text}");
    }
}
