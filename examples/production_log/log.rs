//! The log as it is read: reports, and the orders that they belong to.

use std::collections::BTreeMap;

use jiff::civil::{Date, DateTime};

/// Minutes of a day.
pub(crate) const DAY: i64 = 24 * 60;

/// What a report is about.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    /// Pieces were made.
    Run,
    /// The machine was set up.
    Setup,
    /// The machine was broken.
    Breakdown,
}

/// A report: somebody's time at a machine for an order. Unit of times: minutes since midnight of the first day.
#[derive(Clone)]
pub(crate) struct Report {
    /// The machine, as the log calls it.
    pub(crate) machine: String,
    /// Who reports.
    pub(crate) worker: String,
    /// What it is about.
    pub(crate) kind: Kind,
    /// When it began.
    pub(crate) start: i64,
    /// When the work ended, as far as it is believed: a report of more than a day lasts its net duration.
    pub(crate) end: i64,
    /// When it ended, as it stands in the log.
    pub(crate) closed: i64,
}

/// An order with its reports, by their beginning.
pub(crate) struct Order {
    /// Its number in the log.
    pub(crate) name: String,
    /// Pieces that were ordered.
    pub(crate) quantity: i64,
    /// Its reports.
    pub(crate) reports: Vec<Report>,
}

/// A whole log.
pub(crate) struct Log {
    /// The day of the first report.
    pub(crate) first_day: Date,
    /// The orders, by name.
    pub(crate) orders: Vec<Order>,
}

impl Log {
    /// Reads the log from the text of its CSV file.
    ///
    /// # Errors
    /// If a row is not what the log is known to hold.
    pub(crate) fn read(text: &str) -> Result<Self, String> {
        let mut rows = csv::Reader::from_reader(text.as_bytes());
        let rows: Vec<BTreeMap<String, String>> =
            rows.deserialize().collect::<Result<_, _>>().map_err(|problem| problem.to_string())?;
        let starts = rows.iter().map(|row| moment(row, "start")).collect::<Result<Vec<_>, _>>()?;
        let first_day = starts.iter().min().ok_or("no rows")?.date();
        let mut orders: BTreeMap<String, Order> = BTreeMap::new();
        for row in &rows {
            let name = cell(row, "case_id")?.replace(' ', "_");
            let quantity = cell(row, "work_order_qty")?.parse::<f64>().map_err(|_| "a quantity")?;
            let order = orders.entry(name.clone()).or_insert_with(|| Order {
                name,
                quantity: (quantity as i64).max(1),
                reports: Vec::new(),
            });
            order.reports.push(report(row, first_day)?);
        }
        let mut orders: Vec<Order> = orders.into_values().collect();
        for order in &mut orders {
            order.reports.sort_by_key(|report| (report.start, report.end));
        }
        Ok(Self { first_day, orders })
    }

    /// All reports.
    pub(crate) fn reports(&self) -> impl Iterator<Item = &Report> {
        self.orders.iter().flat_map(|order| &order.reports)
    }

    /// The machines with their reports.
    pub(crate) fn machines(&self) -> BTreeMap<&str, Vec<&Report>> {
        let mut machines: BTreeMap<&str, Vec<&Report>> = BTreeMap::new();
        for report in self.reports() {
            machines.entry(&report.machine).or_default().push(report);
        }
        machines
    }

    /// The workers with their reports, by their beginning.
    pub(crate) fn workers(&self) -> BTreeMap<&str, Vec<&Report>> {
        let mut workers: BTreeMap<&str, Vec<&Report>> = BTreeMap::new();
        for report in self.reports() {
            workers.entry(&report.worker).or_default().push(report);
        }
        for reports in workers.values_mut() {
            reports.sort_by_key(|report| report.start);
        }
        workers
    }
}

impl Order {
    /// When its first report began.
    pub(crate) fn release(&self) -> i64 {
        self.reports.iter().map(|report| report.start).min().unwrap_or_default()
    }

    /// From the beginning of its first report to the end of its last. Unit: days.
    pub(crate) fn lead_time(&self) -> f64 {
        let last = self.reports.iter().map(|report| report.closed).max().unwrap_or_default();
        (last - self.release()) as f64 / DAY as f64
    }

    /// Its steps: consecutive reports at one machine.
    pub(crate) fn steps(&self) -> impl Iterator<Item = &[Report]> {
        self.reports.chunk_by(|one, next| one.machine == next.machine)
    }
}

/// How long any of `reports` was open that are of a kind. Unit: minutes.
pub(crate) fn minutes(reports: &[Report], kind: Kind) -> i64 {
    let chosen = reports.iter().filter(|report| report.kind == kind);
    joined(chosen.map(|report| (report.start, report.end)), 0)
        .iter()
        .map(|(start, end)| end - start)
        .sum()
}

/// Stretches, by their beginning, laid together where less than `gap` lies between them.
pub(crate) fn joined(stretches: impl Iterator<Item = (i64, i64)>, gap: i64) -> Vec<(i64, i64)> {
    let mut sorted: Vec<(i64, i64)> = stretches.collect();
    sorted.sort_unstable();
    let mut joined: Vec<(i64, i64)> = Vec::new();
    for (start, end) in sorted {
        match joined.last_mut() {
            Some(last) if start <= last.1 || start - last.1 < gap => last.1 = last.1.max(end),
            _ => joined.push((start, end)),
        }
    }
    joined
}

fn report(row: &BTreeMap<String, String>, first_day: Date) -> Result<Report, String> {
    let start = since(first_day, moment(row, "start")?)?;
    let closed = since(first_day, moment(row, "complete")?)?.max(start);
    let net = cell(row, "span_min")?.parse::<f64>().unwrap_or_default();
    let end = if closed - start > DAY { start + net as i64 } else { closed };
    let kind = match cell(row, "report_type")? {
        "D" => Kind::Run,
        "S" => Kind::Setup,
        "B" => Kind::Breakdown,
        other => return Err(format!("a report of type `{other}`")),
    };
    let text = |column| cell(row, column).map(str::to_owned);
    Ok(Report { machine: text("machine")?, worker: text("worker")?, kind, start, end, closed })
}

fn cell<'a>(row: &'a BTreeMap<String, String>, column: &str) -> Result<&'a str, String> {
    row.get(column).map(String::as_str).ok_or_else(|| format!("no column `{column}`"))
}

fn moment(row: &BTreeMap<String, String>, column: &str) -> Result<DateTime, String> {
    cell(row, column)?.parse().map_err(|problem| format!("{column}: {problem}"))
}

/// Minutes from midnight of the first day.
fn since(first_day: Date, moment: DateTime) -> Result<i64, String> {
    let midnight = first_day.to_datetime(jiff::civil::Time::midnight());
    let since =
        moment.since((jiff::Unit::Minute, midnight)).map_err(|problem| problem.to_string())?;
    Ok(since.get_minutes())
}
