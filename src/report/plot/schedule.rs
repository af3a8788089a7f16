//! The schedule of the first replication as Gantt charts: a row a machine, or a row an order.

use std::cmp::Reverse;
use std::collections::{BTreeMap, HashMap};
use std::fmt::Write as _;

use super::super::number::{self, Scale, counted};
use super::axis::{Axis, time_steps};
use super::canvas::{Align, Canvas, Font, draw};
use super::frame::{MARGIN, WIDTH, columns, further_lines, marks, name_column, titles};
use super::lanes::{Bar, Lane, Looks, legend, lines, tracks};
use super::palette::{GREY, GRID, LABEL, Look, ORANGE, TICK, look};
use super::series::dates;
use super::states::piece;
use crate::observe::Closing;
use crate::study::{Results, Schedule, ScheduleBar, ScheduledOrder, Unit};
use crate::units::{Span, Time};

/// Most rows of a chart.
const MOST: usize = 40;

/// Bars of a row on average that can be told apart: of a long run as many whole days are drawn.
const BARS_A_ROW: usize = 50;

/// Height of a row. Unit: pixels.
const ROW: f64 = 24.0;

/// Minutes of a day.
const DAY: f64 = 1_440.0;

/// A row for each machine, coloured by what it makes.
pub(super) fn by_station(results: &Results) -> Option<String> {
    let schedule = results.schedule.as_ref()?;
    let machines = machines(results, schedule);
    let shown = &machines.shown;
    let all: Vec<&ScheduleBar> =
        schedule.bars.iter().filter(|bar| shown.contains(&(bar.station, bar.machine))).collect();
    let until = until(&all, BARS_A_ROW * shown.len(), schedule.end);
    let bars: Vec<&ScheduleBar> = all.into_iter().filter(|bar| bar.begin < until).collect();
    let by_order = bars.iter().all(|bar| bar.product == bars[0].product);
    let told = |bar: &ScheduleBar| {
        let order = bar.order.map(|order| schedule.orders[order].name.as_str());
        if by_order { order } else { Some(schedule.products[bar.product].as_str()) }
    };
    let looks = Looks::of(bars.iter().filter_map(|bar| Some((told(bar)?, bar.busy))));
    let lanes = shown.iter().map(|&(station, machine)| {
        let (name, machines) = &schedule.stations[station];
        let of = |bar: &&&ScheduleBar| (bar.station, bar.machine) == (station, machine);
        let drawn = bars.iter().filter(of).map(|bar| {
            let order = bar.order.map(|order| schedule.orders[order].name.as_str());
            drawn(schedule, bar, looks.of_name(told(bar)), order.unwrap_or_default())
        });
        let name = if *machines == 1 { name.clone() } else { format!("{name} {machine}") };
        Lane { name, due: None, bars: drawn.collect() }
    });
    let lanes: Vec<Lane> = lanes.collect();
    let first = bars.first()?.begin;
    let dues = schedule.orders.iter().filter_map(|order| {
        let due = order.promised().filter(|&due| due >= first && due <= until)?;
        Some((due, order.is_missed(schedule.end)))
    });
    let title = format!("{}{}", lateness(schedule), left_out(machines.left_out, "machine"));
    let what = if by_order { "order" } else { "product" };
    let chart = Chart {
        title,
        subtitle: subtitle(results, schedule, until, &format!("by station, coloured by {what}")),
        from: first,
        until: until.min(last(&bars, schedule.end)),
        dues: dues.collect(),
        lanes,
        looks,
    };
    Some(chart.draw(results))
}

/// A row for each dated order, coloured by the station that works for it.
pub(super) fn by_order(results: &Results) -> Option<String> {
    let schedule = results.schedule.as_ref()?;
    let mut orders: Vec<usize> = (0..schedule.dated).collect();
    // The latest first; of those in time the ones with the least left; orders without a promise last.
    orders.sort_by_key(|&order| {
        let row = &schedule.orders[order];
        let slack = row.promised().map(|due| due - row.closing.at().unwrap_or(schedule.end));
        (slack.is_none(), slack, order)
    });
    orders.truncate(MOST);
    orders.sort_by_key(|&order| (schedule.orders[order].due.unwrap_or(Time::NEVER), order));
    let is_shown = |bar: &&ScheduleBar| bar.order.is_some_and(|order| orders.contains(&order));
    let bars: Vec<&ScheduleBar> = schedule.bars.iter().filter(is_shown).collect();
    let station = |bar: &ScheduleBar| schedule.stations[bar.station].0.as_str();
    let looks = Looks::of(bars.iter().map(|bar| (station(bar), bar.busy)));
    let lanes = orders.iter().map(|&order| {
        let row = &schedule.orders[order];
        let of = |bar: &&&ScheduleBar| bar.order == Some(order);
        let drawn = bars
            .iter()
            .filter(of)
            .map(|bar| drawn(schedule, bar, looks.of_name(Some(station(bar))), station(bar)));
        let due = row.promised().map(|due| (due, row.is_missed(schedule.end)));
        let is_cancelled = row.closing == Closing::Cancelled;
        let name = if is_cancelled { format!("{}, cancelled", row.name) } else { row.name.clone() };
        Lane { name, due, bars: drawn.collect() }
    });
    let lanes: Vec<Lane> = lanes.collect();
    let (first, last) = (bars.first()?.begin, last(&bars, schedule.end));
    // What is promised long before the first bar, or after the last one, would leave them no room.
    let is_near = |due: &Time| first - (last - first) <= *due && *due <= last + (last - first);
    let dues =
        || orders.iter().filter_map(|&order| schedule.orders[order].promised()).filter(is_near);
    let chart = Chart {
        title: format!(
            "{}{}",
            lateness(schedule),
            left_out(schedule.dated - orders.len(), "order")
        ),
        subtitle: subtitle(results, schedule, Time::NEVER, "by order, coloured by station"),
        from: dues().fold(first, Time::min),
        until: dues().fold(last, Time::max),
        dues: Vec::new(),
        lanes,
        looks,
    };
    Some(chart.draw(results))
}

/// Machines that work, the busiest ones in the order of flow.
struct Machines {
    shown: Vec<(usize, u32)>,
    left_out: usize,
}

fn machines(results: &Results, schedule: &Schedule) -> Machines {
    let flow = results.picture.states.iter().zip(0_usize..);
    let places: HashMap<&str, usize> =
        flow.map(|(states, place)| (states.station.as_str(), place)).collect();
    let mut busy = BTreeMap::new();
    for bar in &schedule.bars {
        *busy.entry((bar.station, bar.machine)).or_insert(Span::ZERO) += bar.busy;
    }
    let mut shown: Vec<((usize, u32), Span)> = busy.into_iter().collect();
    shown.sort_by_key(|&(machine, busy)| (Reverse(busy), machine));
    let left_out = shown.len().saturating_sub(MOST);
    shown.truncate(MOST);
    let mut shown: Vec<(usize, u32)> = shown.into_iter().map(|(machine, _)| machine).collect();
    let place = |station: usize| places.get(schedule.stations[station].0.as_str()).copied();
    shown.sort_by_key(|&(station, machine)| (place(station), station, machine));
    Machines { shown, left_out }
}

/// When a chart of at most so many bars has to end: by a whole day, if it is more than one.
fn until(bars: &[&ScheduleBar], most: usize, end: Time) -> Time {
    let Some(next) = bars.get(most) else { return end };
    let day = Span::from_days(1).ticks();
    let whole = next.begin.ticks() / day * day;
    let first = bars.first().map_or(Time::ZERO, |bar| bar.begin);
    let whole = Time::from_ticks(whole);
    if whole > first { whole } else { next.begin }
}

/// When the last of the bars ends.
fn last(bars: &[&ScheduleBar], end: Time) -> Time {
    bars.iter().map(|bar| bar.end.unwrap_or(end)).fold(Time::ZERO, Time::max)
}

fn drawn(schedule: &Schedule, bar: &ScheduleBar, colour: Look, text: &str) -> Bar {
    let order = bar.order.map(|order| &schedule.orders[order]);
    let late = order.filter(|order| order.late_by(schedule.end).is_some());
    let (look, text) =
        if bar.is_setup() { (look("setup"), String::new()) } else { (colour, text.to_owned()) };
    let late_from = late.and_then(|order| order.due);
    Bar { from: bar.begin, to: bar.end.unwrap_or(schedule.end), look, late_from, text }
}

/// How many of the promised dated orders are late or short, in words.
fn lateness(schedule: &Schedule) -> String {
    let promised: Vec<&ScheduledOrder> = schedule.orders[..schedule.dated]
        .iter()
        .filter(|order| order.promised().is_some())
        .collect();
    let count = promised.iter().filter(|order| order.is_missed(schedule.end)).count();
    let orders = counted(promised.len() as u64, "dated order");
    match (promised.len(), count) {
        (0, _) => return "Which machine works for which order when".to_owned(),
        (1, 0) => return "The dated order is on time".to_owned(),
        (_, 0) => return format!("None of {orders} is late"),
        _ => {}
    }
    let late = || promised.iter().filter_map(|order| order.late_by(schedule.end));
    let most = late().fold(Span::ZERO, Span::max).minutes();
    let is = if count == 1 { "is" } else { "are" };
    let how = if late().count() < count { "late or short" } else { "late" };
    let scale = Scale::fitting(Unit::Minutes, most);
    let by = match late().count() {
        0 => String::new(),
        1 => format!(", by {} {}", scale.brief(most), scale.word()),
        _ => format!(", by {} {} at most", scale.brief(most), scale.word()),
    };
    format!("{count} of {orders} {is} {how}{by}")
}

fn left_out(count: usize, word: &str) -> String {
    let is = if count == 1 { "is" } else { "are" };
    let rows = counted(count as u64, word);
    if count == 0 { String::new() } else { format!("; {rows} {is} left out") }
}

fn subtitle(results: &Results, schedule: &Schedule, until: Time, how: &str) -> String {
    let mut subtitle = format!(
        "{}: schedule {how}, of the first of {}",
        number::name(&results.name, 60),
        counted(u64::from(results.replications), "replication"),
    );
    if until < schedule.end {
        let days = |at: Time| at.since_start().hours() / 24.0;
        write!(subtitle, ": the first {:.1} of {:.1} days", days(until), days(schedule.end))
            .expect("writing to a string cannot fail");
    }
    subtitle + "; closed hours are inside the bars"
}

/// A chart.
struct Chart {
    title: String,
    subtitle: String,
    from: Time,
    until: Time,
    /// Due dates of orders, and whether they are missed: a row above all others.
    dues: Vec<(Time, bool)>,
    lanes: Vec<Lane>,
    looks: Looks,
}

impl Chart {
    fn draw(&self, results: &Results) -> String {
        let rows = self.lanes.len() as f64 + if self.dues.is_empty() { 0.0 } else { 1.0 };
        let has = |is: &dyn Fn(&Bar) -> bool| self.lanes.iter().flat_map(|lane| &lane.bars).any(is);
        let mut entries = self.looks.entries();
        if has(&Bar::is_setup) {
            entries.push(("setup".to_owned(), look("setup")));
        }
        let lines = lines(&entries) as f64;
        let height =
            210.0 + further_lines(&self.title, &self.subtitle) + ROW * rows + 24.0 * (lines - 1.0);
        draw(WIDTH, height, &self.title, |canvas| {
            let top = titles(canvas, &self.title, &self.subtitle) + 8.0;
            let names = self.lanes.iter().map(|lane| lane.name.as_str()).chain(["due dates"]);
            let left = MARGIN + name_column(names) + 14.0;
            let right = WIDTH - MARGIN - 12.0;
            let top = legend(canvas, &entries, top) + 30.0;
            let bottom = top + ROW * rows;
            let axis = self.axis(canvas, results, (left, right), (top, bottom));
            let mut y = top;
            if !self.dues.is_empty() {
                name(canvas, "due dates", (left, y));
                for &(due, is_late) in &self.dues {
                    flag(canvas, axis.at(minutes(due)), (y, y + ROW), is_late);
                }
                y += ROW;
            }
            for lane in &self.lanes {
                name(canvas, &lane.name, (left, y));
                canvas.line(&[(left, y + ROW), (right, y + ROW)], 1.0, GRID);
                self.bars(canvas, lane, &axis, y);
                y += ROW;
            }
        })
    }

    /// Draws the grid; the axis in minutes.
    fn axis(
        &self,
        canvas: &mut Canvas,
        results: &Results,
        (left, right): (f64, f64),
        (top, bottom): (f64, f64),
    ) -> Axis {
        let (from, until) = (minutes(self.from), minutes(self.until).max(minutes(self.from) + 1.0));
        let (unit, unit_minutes, step) = time_steps(until - from);
        let axis = Axis::exact(from / unit_minutes, until / unit_minutes, (left, right), step);
        let start = results.start.filter(|_| unit_minutes >= DAY);
        match start.and_then(|start| dates(&axis, start, unit_minutes)) {
            Some(dates) => {
                for (value, _) in &dates {
                    let x = axis.at(*value);
                    canvas.line(&[(x, top), (x, bottom)], 1.0, GRID);
                }
                marks(canvas, &axis, bottom, dates, "date");
            }
            None => {
                columns(canvas, &axis, (top, bottom), &format!("{unit} since the start"));
            }
        }
        Axis::exact(from, until, (left, right), step)
    }

    fn bars(&self, canvas: &mut Canvas, lane: &Lane, axis: &Axis, y: f64) {
        let (tracks, number) = tracks(&lane.bars);
        let height = (ROW - 6.0) / number as f64;
        for (bar, track) in lane.bars.iter().zip(tracks) {
            let top = y + 3.0 + height * track as f64;
            let bottom = top + (height - 1.0).max(1.0);
            let at = |time: Time| axis.at(minutes(time.min(self.until)));
            let (from, to) = (at(bar.from), at(bar.to).max(at(bar.from) + 1.0));
            piece(canvas, (from, top), (to, bottom), bar.look);
            if let Some(due) = bar.late_from.filter(|&due| due < bar.to) {
                // In a bar of several tracks its colour is seen, too.
                let edge = ((bottom - top) / 3.0).clamp(1.0, 4.0);
                canvas.rectangle((at(due.max(bar.from)), bottom - edge), (to, bottom), ORANGE);
            }
            let font = Font { colour: bar.look.ink, ..TICK };
            if bottom - top >= 16.0 && font.width(&bar.text) + 6.0 < to - from {
                let middle = (f64::midpoint(from, to), f64::midpoint(top, bottom) - 1.0);
                canvas.text(&bar.text, middle, Align::Middle, font);
            }
        }
        if let Some((due, is_late)) =
            lane.due.filter(|(due, _)| self.from <= *due && *due <= self.until)
        {
            flag(canvas, axis.at(minutes(due)), (y, y + ROW), is_late);
        }
    }
}

/// The due date of an order: a line with a flag, which is filled if the date is missed.
fn flag(canvas: &mut Canvas, x: f64, (top, bottom): (f64, f64), is_late: bool) {
    let colour = if is_late { ORANGE } else { GREY };
    canvas.line(&[(x, top + 1.0), (x, bottom - 1.0)], 2.0, colour);
    let flag = [(x, top + 1.0), (x + 8.0, top + 5.0), (x, top + 9.0)];
    if is_late {
        canvas.polygon(&flag, colour);
    } else {
        canvas.line(&flag, 1.0, colour);
    }
}

fn name(canvas: &mut Canvas, name: &str, (left, y): (f64, f64)) {
    let name = LABEL.fitted(&number::name(name, 200), left - MARGIN - 14.0);
    canvas.text(&name, (left - 12.0, y + ROW / 2.0), Align::Right, LABEL);
}

fn minutes(at: Time) -> f64 {
    at.since_start().minutes()
}
