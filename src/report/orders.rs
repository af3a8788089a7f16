//! The dated orders: those least likely to be on time for a terminal, all of them for a spreadsheet.

use std::io;

use super::csv::{in_memory, number, write_table};
use super::document::{Part, Section};
use super::findings::{finite, in_brackets, listed, valued};
use super::number::{self, Scale};
use super::table::Column;
use super::{busy, findings};
use crate::study::{DatedOrder, End, EntityKind, Figure, Finish, Interval, Results};
use crate::units::{Span, Time, date_text, deadline_text};

/// Most orders in the table of a terminal.
const MOST: usize = 20;

/// A dated order with its figures; those that it does not have are `None`.
struct Row<'a> {
    order: &'a DatedOrder,
    figures: &'a [Figure],
}

impl Row<'_> {
    fn interval(&self, kpi: &str) -> Option<&Interval> {
        self.figures.iter().find(|figure| figure.kpi.id == kpi).map(|figure| &figure.interval)
    }

    fn estimate(&self, kpi: &str) -> f64 {
        self.interval(kpi).map_or(f64::NAN, |interval| interval.estimate)
    }

    /// Runs in which it was judged.
    fn judged(&self) -> u32 {
        self.interval("on_time").map_or(0, |interval| interval.n)
    }
}

/// What the lateness of an order costs.
const COST: &str = "lateness_cost";

fn is_of_order(figure: &Figure) -> bool {
    figure.entity.kind == EntityKind::Order
}

/// The orders with their figures, in the order of the book.
fn rows(results: &Results) -> Vec<Row<'_>> {
    let first = results.figures.iter().position(is_of_order).unwrap_or(results.figures.len());
    let same = |one: &Figure, other: &Figure| one.entity == other.entity;
    let groups = results.figures[first..].chunk_by(same);
    results.orders.iter().zip(groups).map(|(order, figures)| Row { order, figures }).collect()
}

/// The orders that are least likely to be on time, how many more there are, and apart from them
/// those that were never judged; empty without dated orders.
pub(super) fn orders(results: &Results) -> Section {
    let (mut judged, other): (Vec<Row<'_>>, Vec<Row<'_>>) =
        rows(results).into_iter().partition(|row| row.order.due.is_none() || row.judged() > 0);
    // Those without a promise have no chance to be on time: NaN, which is more than every number.
    judged.sort_by(|one, other| {
        let chance = one.estimate("on_time").total_cmp(&other.estimate("on_time"));
        let late = other.estimate("tardiness").total_cmp(&one.estimate("tardiness"));
        let slack = least_slack(one.order).cmp(&least_slack(other.order));
        chance.then(late).then(slack).then(one.order.due.cmp(&other.order.due))
    });
    let more = judged.len().saturating_sub(MOST);
    judged.truncate(MOST);
    let mut said = Section::new();
    if !judged.is_empty() {
        said.push(table(results, &judged));
    }
    if more > 0 {
        let are = if more == 1 { "order is" } else { "orders are" };
        let left_out = format!(
            "These are the {MOST} dated orders least likely to be on time; {more} more {are}"
        );
        said.push(Part::Elsewhere { said: left_out, file: "orders.csv" });
    }
    said.extend(never_judged(&other));
    said
}

/// Fewest orders in a run for a quantile that 95 % of them lie below to mean something.
const FEWEST: f64 = 20.0;

/// How long a promise is kept for most orders, and how late they are on average; nothing where a run has few orders.
pub(super) fn promise(results: &Results) -> Option<String> {
    finite(results.plant("orders_finished")).filter(|orders| orders.interval.estimate >= FEWEST)?;
    let [most, nearly_all] = ["lead_time_p80", "lead_time_p95"].map(|kpi| results.plant(kpi));
    let (most, nearly_all) = (finite(most)?, finite(nearly_all)?);
    // Nobody asks how long it takes to get what lies ready.
    if nearly_all.interval.estimate <= 0.0 {
        return None;
    }
    let told = |figure| format!("{}{}", valued(figure), in_brackets(figure));
    let mut beside = String::new();
    if busy::closes(results) {
        beside += "; closed hours count, too";
    }
    // Whoever gets too few parts has no promise kept.
    let mut whole = "";
    if let Some(short) = findings::short_orders(results) {
        whole = " that are complete";
        beside =
            format!("{beside}; none is kept for those that are short, {} in a run", valued(short));
    }
    let (most, nearly_all) = (told(most), told(nearly_all));
    let lateness = finite(results.plant("lateness")).map(|figure| {
        format!(
            " Mean lateness is {}{}: below zero is before the due date.",
            valued(figure),
            in_brackets(figure)
        )
    });
    let lateness = lateness.unwrap_or_default();
    Some(format!(
        "A promise of {most} from the release of an order on is kept for 80 % of the orders{whole}, one of {nearly_all} \
         for 95 %{beside}.{lateness}"
    ))
}

/// Why orders were judged in no run: still open at its end, or complete before measuring began.
fn never_judged(rows: &[Row<'_>]) -> Section {
    let is_cancelled = |row: &&Row<'_>| {
        let ends = row.order.finish.map(|finish| [finish.earliest, finish.latest]);
        ends.is_some_and(|ends| ends.contains(&End::Cancelled))
    };
    let is_open = |row: &&Row<'_>| !is_cancelled(row) && row.estimate("open_at_end") >= 1.0;
    let is_past = |row: &&Row<'_>| !is_cancelled(row) && row.estimate("open_at_end") <= 0.0;
    let is_either = |row: &&Row<'_>| !is_cancelled(row) && !is_open(row) && !is_past(row);
    let told = |why: &str, is: &dyn Fn(&&Row<'_>) -> bool| {
        let names = || rows.iter().filter(|row| is(row)).map(|row| row.order.name.as_str());
        names().next().is_some().then(|| {
            Part::Paragraph(format!("Not judged in any run, because {why}: {}.", listed(names())))
        })
    };
    let told = [
        told("complete before measuring began", &is_past),
        told("cancelled", &is_cancelled),
        told("neither complete nor due by its end", &is_open),
        told(
            "in each either complete before measuring began, or neither complete nor due by its end",
            &is_either,
        ),
    ];
    told.into_iter().flatten().collect()
}

fn table(results: &Results, rows: &[Row<'_>]) -> Part {
    let cells = |cell: &dyn Fn(&Row<'_>) -> String| rows.iter().map(cell).collect::<Vec<String>>();
    let due = cells(&|row| {
        let Some(due) = row.order.due else { return String::new() };
        results
            .start
            .map_or_else(|| due.since_start().to_string(), |start| deadline_text(start, due))
    });
    let figure = |title: &str, kpi: &'static str| {
        let estimates = rows.iter().map(|row| row.estimate(kpi)).filter(|value| value.is_finite());
        let figures = rows.iter().flat_map(|row| row.figures);
        let unit = figures.filter(|figure| figure.kpi.id == kpi).map(|figure| figure.unit).next();
        let unit = unit.unwrap_or(crate::study::Unit::Count);
        let scale = Scale::fitting(unit, estimates.fold(0.0, f64::max));
        let cell = |row: &Row<'_>| row.interval(kpi).map_or_else(String::new, |i| scale.spread(i));
        Column::numbers(&format!("{title}\n{}", scale.word()), cells(&cell))
    };
    let finished = match results.start {
        Some(_) => {
            let cell = |row: &Row<'_>| {
                row.interval("finish")
                    .map_or_else(String::new, |interval| finished(results, interval))
            };
            Column::numbers("Finished\nmean", cells(&cell))
        }
        None => figure("Finished after", "finish"),
    };
    let mut columns = vec![Column::words("Due", due)];
    columns.extend(finish_columns(results, rows));
    columns.extend([finished, slack(rows), figure("On time", "on_time")]);
    // Troubles have a column only where they were seen.
    let troubles = [
        ("Mean tardiness", "tardiness"),
        ("Cost of lateness", COST),
        ("Short", "short"),
        ("Open at the end", "open_at_end"),
    ];
    for (title, kpi) in troubles {
        if rows.iter().any(|row| row.estimate(kpi) > 0.0) {
            columns.push(figure(title, kpi));
        }
    }
    columns.retain(|column| !column.is_blank());
    let names = rows.iter().map(|row| row.order.name.as_str());
    Part::Table { names: Column::names("Orders", names), columns }
}

/// When orders were finished at the earliest, in half of the runs, and at the latest, where that is not the same.
fn finish_columns(results: &Results, rows: &[Row<'_>]) -> Vec<Column> {
    let has_range =
        |row: &Row<'_>| row.order.finish.is_some_and(|finish| finish.earliest != finish.latest);
    if !rows.iter().any(has_range) {
        return Vec::new();
    }
    let column = |title: &str, of: fn(Finish) -> End| {
        let cell = |row: &Row<'_>| {
            row.order.finish.map_or_else(String::new, |finish| match of(finish) {
                End::At(at) => results
                    .start
                    .map_or_else(|| at.since_start().to_string(), |start| deadline_text(start, at)),
                other => end_word(other).to_owned(),
            })
        };
        Column::words(title, rows.iter().map(cell).collect())
    };
    vec![
        column("Earliest", |finish| finish.earliest),
        column("Likely", |finish| finish.likely),
        column("Latest", |finish| finish.latest),
    ]
}

/// What is said of an order that was not finished in measured time.
const fn end_word(end: End) -> &'static str {
    match end {
        End::Before => "before",
        End::At(_) => "",
        End::Open => "not finished",
        End::Cancelled => "cancelled",
    }
}

/// What is left from the end of an order to its due date, at the earliest, on average and at the latest
/// that was seen.
fn slack(rows: &[Row<'_>]) -> Column {
    let of = |row: &Row<'_>| {
        let (due, (first, last)) = row.order.due.zip(row.order.finished())?;
        let mean = due.since_start().minutes() - row.estimate("finish");
        Some([(due - first).minutes(), mean, (due - last).minutes()])
    };
    let all = rows.iter().filter_map(of).flatten().map(f64::abs);
    let scale = Scale::fitting(crate::study::Unit::Minutes, all.fold(0.0, f64::max));
    let cell = |row: &Row<'_>| {
        let told = |three: [f64; 3]| three.map(|left| scale.number(left, 1)).join(" / ");
        of(row).map_or_else(String::new, told)
    };
    let title = format!("Before due: most / mean / least\n{}", scale.word());
    Column::numbers(&title, rows.iter().map(cell).collect())
}

/// What is left to the due date of an order in the replication in which it ended latest; what cannot
/// be told counts as more.
fn least_slack(order: &DatedOrder) -> Span {
    order.due.zip(order.finished()).map_or(Span::MAX, |(due, (_, last))| due - last)
}

/// A mean date with the half-width of its interval.
fn finished(results: &Results, interval: &Interval) -> String {
    let (Some(start), true) = (results.start, interval.estimate.is_finite()) else {
        return "–".to_owned();
    };
    let date = deadline_text(start, minutes(interval.estimate));
    number::half_width(interval).map_or_else(
        || date.clone(),
        |half| {
            let scale = Scale::fitting(crate::study::Unit::Minutes, half);
            if half > 0.0 {
                format!("{date} ± {} {}", scale.brief(half), scale.word())
            } else {
                format!("{date} ± 0")
            }
        },
    )
}

fn minutes(value: f64) -> Time {
    Time::ZERO + Span::round(value * Span::from_minutes(1).ticks() as f64)
}

/// One dated order a row, with dates where the plant has one, and minutes since its start.
///
/// `finish` is the mean end, `finish_likely` the median: in half of the runs the order was finished by then; by
/// `finish_p80` in 80 % of them, and by `finish_p95` in 95 %: dates that can be promised. Where the order was not
/// finished by the end of the run they say `not finished`, `before` where it was before measuring began, and `cancelled`.
/// `judged` is the number of replications behind `on_time` and `tardiness`. An end at midnight is 00:00 of
/// the next day, as programs read it; reports for people call it 24:00 of the day that it ends. In a plant with
/// material `waited_for` is what parts of the order waited for longest, and `waited_for_min` for how long one of them did.
///
/// # Examples
/// ```
/// # let model = gemba::model::Model::default();
/// use gemba::study::{Settings, run};
/// let table = gemba::report::orders_csv(&[run(&model, &Settings::default(), &())]);
/// assert!(table.starts_with("scenario,order,product,quantity,release,due,finish,"));
/// ```
pub fn orders_csv(all: &[Results]) -> String {
    in_memory(|to| write_orders_csv(all, to))
}

/// Writes [`orders_csv`] row by row, for a large book of orders.
///
/// # Errors
/// If `to` takes no more.
///
/// # Examples
/// ```
/// # let model = gemba::model::Model::default();
/// use gemba::study::{Settings, run};
/// let all = [run(&model, &Settings::default(), &())];
/// let mut table = Vec::new();
/// gemba::report::write_orders_csv(&all, &mut table)?;
/// assert_eq!(table, gemba::report::orders_csv(&all).into_bytes());
/// # Ok::<(), std::io::Error>(())
/// ```
pub fn write_orders_csv(all: &[Results], to: &mut dyn io::Write) -> io::Result<()> {
    let mut header = vec![
        "scenario",
        "order",
        "product",
        "quantity",
        "release",
        "due",
        "finish",
        "finish_earliest",
        "finish_likely",
        "finish_p80",
        "finish_p95",
        "finish_latest",
        "finish_min",
        "finish_min_low",
        "finish_min_high",
        "finish_min_earliest",
        "finish_min_likely",
        "finish_min_latest",
        "slack_min_least",
        "on_time",
        "on_time_low",
        "on_time_high",
        "judged",
        "tardiness_min",
        "tardiness_min_low",
        "tardiness_min_high",
        "open_at_end",
        "short",
    ];
    // What is not asked for has no columns: they come last.
    let has_customers =
        all.iter().flat_map(|all| &all.orders).any(|order| order.customer.is_some());
    let figures = all.iter().flat_map(|all| &all.figures);
    let has_costs = figures.clone().any(|figure| is_of_order(figure) && figure.kpi.id == COST);
    let has_material = figures.clone().any(|figure| figure.kpi.id == "orders_delayed");
    if has_customers {
        header.push("customer");
    }
    if has_costs {
        header.extend(["lateness_cost", "lateness_cost_low", "lateness_cost_high"]);
    }
    if has_material {
        header.extend(["waited_for", "waited_for_min"]);
    }
    let cells = all.iter().flat_map(|results| {
        rows(results).into_iter().map(move |row| {
            let date = |at: Option<Time>| {
                let (Some(start), Some(at)) = (results.start, at) else { return String::new() };
                date_text(start, at)
            };
            let ends = |kpi: &str| {
                let interval = row.interval(kpi);
                let number = |of: fn(&Interval) -> f64| interval.map_or(f64::NAN, of);
                [number(|i| i.estimate), number(|i| i.low), number(|i| i.high)].map(self::number)
            };
            let finish = row.estimate("finish");
            let finish = finish.is_finite().then(|| minutes(finish));
            let order = row.order;
            let mut cells = vec![
                results.name.clone(),
                order.name.clone(),
                order.product.clone(),
                order.quantity.to_string(),
                date(Some(order.release)),
                date(order.due),
                date(finish),
            ];
            let told = |end: End| match end {
                End::At(at) => date(Some(at)),
                other => end_word(other).to_owned(),
            };
            cells.extend(order.finish.map_or_else(Default::default, |finish| {
                let Finish { earliest, likely, p80, p95, latest } = finish;
                [earliest, likely, p80, p95, latest].map(told)
            }));
            cells.extend(ends("finish"));
            let least = order.finished().and(order.due).map(|_| least_slack(order));
            let range = order.finish.map_or([None; 3], |finish| {
                [finish.earliest, finish.likely, finish.latest].map(End::time)
            });
            let range = range.map(|at| at.map(Time::since_start)).into_iter().chain([least]);
            cells.extend(range.map(|span| number(span.map_or(f64::NAN, Span::minutes))));
            cells.extend(ends("on_time"));
            cells.push(order.due.map_or_else(String::new, |_| row.judged().to_string()));
            cells.extend(ends("tardiness"));
            cells.extend(["open_at_end", "short"].map(|kpi| number(row.estimate(kpi))));
            if has_customers {
                cells.push(order.customer.clone().unwrap_or_default());
            }
            if has_costs {
                cells.extend(ends(COST));
            }
            if has_material {
                let (material, wait) = order.waited.clone().unwrap_or_default();
                cells.extend([material, number(wait.minutes())]);
            }
            cells
        })
    });
    write_table(&header, cells, to)
}

#[cfg(test)]
mod tests {
    use super::super::{fixture, run_text};
    use super::*;
    use crate::study::Method;

    /// A shop with so many orders, number 1 the least likely to be on time.
    fn orders_text(results: &Results) -> String {
        super::super::document::text(&[super::orders(results)])
    }

    /// Hours after the start: the earliest, the median, the latest.
    fn finish(hours: [i64; 3]) -> Finish {
        let at = |hours| End::At(Time::ZERO + Span::from_hours(hours));
        let [earliest, likely, latest] = hours.map(at);
        Finish { earliest, likely, p80: latest, p95: latest, latest }
    }

    fn shop(orders: u32) -> Results {
        let mut results = fixture::repair_shop();
        results.start = Some(jiff::civil::date(2026, 3, 2));
        for number in 1..=orders {
            let name = format!("A{number}");
            let chance = f64::from(number) / f64::from(orders);
            let due = Time::ZERO + Span::from_hours(24);
            results.orders.push(DatedOrder {
                name: name.clone(),
                product: "h200".to_owned(),
                quantity: 2,
                release: Time::ZERO,
                due: Some(due),
                customer: None,
                finish: Some(finish([23, 26, 29])),
                waited: None,
            });
            for (kpi, interval) in [
                ("finish", fixture::interval(1_560.0, 90.0)),
                ("on_time", fixture::interval(chance, 0.01)),
                ("tardiness", fixture::interval(120.0, 30.0)),
                ("open_at_end", Interval { high: 0.1, ..fixture::interval(0.0, 0.0) }),
            ] {
                results.figures.push(fixture::figure(EntityKind::Order, &name, kpi, interval));
            }
        }
        results
    }

    #[test]
    fn an_order_is_told_with_its_dates() {
        let text = orders_text(&shop(1));
        let row = text.lines().find(|line| line.starts_with("A1")).unwrap_or_default();
        let row: Vec<&str> = row.split_whitespace().collect();
        // Due at the end of the first day, and finished from an hour before it to five hours after it.
        let due = ["A1", "2026-03-02", "24:00", "2026-03-02", "23:00"];
        assert_eq!(row[..5], due, "{text}");
        assert_eq!(row[5..9], ["2026-03-03", "02:00", "2026-03-03", "05:00"], "{text}");
        // 1560 min are a day and two hours.
        assert!(text.contains("2026-03-03 02:00 ± 90.0 min"), "{text}");
        assert!(!text.contains("Open at"), "what never happens has no column: {text}");
    }

    /// Orders that are all on time differ by what is left to their dues: the least first.
    #[test]
    fn orders_on_time_are_told_with_what_is_left() {
        let mut results = shop(2);
        let chance = |figure: &&mut Figure| figure.kpi.id == "on_time";
        for figure in results.figures.iter_mut().filter(chance) {
            figure.interval = fixture::interval(1.0, 0.0);
        }
        // Due after 24 h, and finished after 26 h on average: from 25 to 29 h, or up to 30 h.
        results.orders[0].finish = Some(finish([25, 27, 29]));
        results.orders[1].finish = Some(finish([20, 26, 30]));
        let text = orders_text(&results);
        let has_slack = |line: &&str| line.starts_with('A') && line.contains('/');
        let told: Vec<&str> = text.lines().filter(has_slack).collect();
        assert!(told[0].starts_with("A2") && told[0].contains("240.0 / −120.0 / −360.0"), "{text}");
        assert!(told[1].starts_with("A1") && told[1].contains("−60.0 / −120.0 / −300.0"), "{text}");
        let csv = orders_csv(&[results]);
        assert!(
            csv.lines().nth(1).is_some_and(|row| row.contains(",1500,1620,1740,-300,")),
            "{csv}"
        );
    }

    /// In half of the runs an order is finished; in the others it is not, and says so.
    #[test]
    fn an_order_that_is_not_always_finished_says_so() {
        let mut results = shop(1);
        let open = End::Open;
        let some = Finish { p95: open, latest: open, ..finish([20, 26, 30]) };
        results.orders[0].finish = Some(some);
        let text = orders_text(&results);
        let told: Vec<&str> = text.split_whitespace().collect();
        let dates = ["2026-03-02", "20:00", "2026-03-03", "02:00", "not", "finished"];
        assert!(told.windows(6).any(|six| six == dates), "{text}");
        let csv = orders_csv(&[results]);
        let row = csv.lines().nth(1).unwrap_or_default();
        assert!(
            row.contains(
                ",2026-03-02 20:00,2026-03-03 02:00,2026-03-03 06:00,not finished,not finished,"
            ),
            "{csv}"
        );
        assert!(row.contains(",1200,1560,,,"), "no latest end, and no least slack: {csv}");
    }

    /// An end at midnight is that of its day wherever people read it, and a date of ISO 8601 in files.
    #[test]
    fn midnight_is_the_end_of_the_day() {
        let mut results = shop(1);
        let finish = |figure: &&mut Figure| figure.kpi.id == "finish";
        results.figures.iter_mut().find(finish).expect("it has one").interval =
            fixture::interval(2_880.0, 90.0);
        let text = orders_text(&results);
        assert!(text.contains("2026-03-02 24:00") && text.contains("2026-03-03 24:00 ±"), "{text}");
        let csv = orders_csv(&[results]);
        assert!(
            csv.contains(",2026-03-03 00:00,2026-03-04 00:00,") && csv.contains(",2880,"),
            "{csv}"
        );
    }

    #[test]
    fn of_many_orders_the_twenty_least_likely_to_be_on_time_are_shown() {
        let results = shop(500);
        let text = run_text(&results);
        assert!(
            text.lines().all(|line| line.chars().count() <= crate::report::table::PAGE),
            "{text}"
        );
        // The other half of the table has the rest of the columns.
        let (_, text) = text.split_once("Orders  Due").expect("a table of orders");
        let names: Vec<&str> = text
            .lines()
            .take_while(|line| !line.is_empty())
            .filter_map(|line| line.split_whitespace().next())
            .filter(|word| word.starts_with('A') && word[1..].parse::<u32>().is_ok())
            .collect();
        let expected: Vec<String> = (1..=20).map(|number| format!("A{number}")).collect();
        assert_eq!(names, expected, "{text}");
        let text = run_text(&results);
        assert!(text.replace('\n', " ").contains("480 more orders are in the figures"), "{text}");
        let page = crate::report::run_page(&results, &[]);
        assert!(page.contains("480 more orders are in <code>orders.csv</code> beside this page."));
        assert!(!page.contains("--json") && !page.contains("--out"), "{page}");
        assert_eq!(orders_csv(&[results]).lines().count(), 501);
    }

    /// Of 40 orders 19 are short: a time for 80 % of the others is no promise to them.
    #[test]
    fn no_promise_is_kept_for_short_orders() {
        let mut results = fixture::repair_shop();
        let mut tell = |id: &str, number: f64| {
            let interval = fixture::interval(number, 0.5);
            results.figures.push(fixture::figure(EntityKind::Plant, "shop", id, interval));
        };
        tell("orders_finished", 40.0);
        tell("lead_time_p80", 200.0);
        tell("lead_time_p95", 210.0);
        tell("orders_short", 19.0);
        let said = promise(&results).expect("there are enough orders");
        assert!(said.contains("is kept for 80 % of the orders that are complete"), "{said}");
        assert!(said.contains("none is kept for those that are short, 19.00"), "{said}");
    }

    #[test]
    fn an_order_that_was_never_judged_is_listed_apart() {
        let mut results = shop(2);
        let (earliest, p80) = (End::Open, End::Open);
        results.orders[1].finish =
            Some(Finish { earliest, likely: p80, p80, p95: p80, latest: p80 });
        for figure in &mut results.figures {
            if figure.entity.name == "A2" && figure.kpi.id != "open_at_end" {
                let nan = f64::NAN;
                let none = Interval { n: 0, method: Method::None, ..fixture::single(nan) };
                figure.interval = none;
            }
        }
        let text = orders_text(&results);
        assert_eq!(text.matches("A2").count(), 1, "{text}");
        assert!(text.contains("Not judged in any run") && text.ends_with("began: A2.\n"), "{text}");
        let mut open = results.clone();
        for figure in &mut open.figures {
            if figure.entity.name == "A2" && figure.kpi.id == "open_at_end" {
                figure.interval = Interval { low: 0.9, ..fixture::interval(1.0, 0.0) };
            }
        }
        let open = orders_text(&open);
        assert!(open.ends_with("because neither complete nor due by its end: A2.\n"), "{open}");
        let mut cancelled = results.clone();
        cancelled.orders[1].finish = Some(Finish {
            earliest: End::Cancelled,
            likely: End::Cancelled,
            p80: End::Cancelled,
            p95: End::Cancelled,
            latest: End::Cancelled,
        });
        let cancelled = orders_text(&cancelled);
        assert!(cancelled.ends_with("because cancelled: A2.\n"), "{cancelled}");
        let csv = orders_csv(&[results]);
        let cells: Vec<&str> = csv.lines().last().unwrap_or_default().split(',').collect();
        // No finish, no chance, judged in no run; open at the end is known.
        assert_eq!(cells[5], "2026-03-03 00:00");
        assert_eq!(cells[6], "");
        assert_eq!(cells[7..12], ["not finished"; 5]);
        assert_eq!(cells[12..23], ["", "", "", "", "", "", "", "", "", "", "0"]);
        assert_eq!(cells[26], "0");
    }
}
