//! Results for programs: JSON whose shape is told by a schema, the same bytes for the same results.
//!
//! Nothing in it depends on the machine, the folder, the clock or the number of threads. A number
//! without meaning is `null`.

mod staff;

use std::io;

use serde::{Serialize, Serializer};
use serde_json::{Value, json};

use super::csv::in_memory;
use super::judgement::judgement;
use super::number::KEPT_SPACE;
use super::smallest::{Smallest, smallest};
use super::warm_up::left_out;
use super::{Asked, Target};
use crate::study::{
    Assumption, Comparison, DatedOrder, Difference, End, Ending, Figure, Finish, Interval,
    LastEvent, Method, Nervousness, PersonAccount, PersonWeeks, Pilot, Results, Settling, Stopped,
    Unfilled, Violation,
};
use crate::units::Span;

/// The JSON Schema of [`results_json`] and [`comparison_json`].
pub const RESULTS_SCHEMA: &str = include_str!("../../schema/results.json");

/// The results as JSON.
///
/// # Examples
/// ```
/// # let model = gemba::model::Model::default();
/// use gemba::study::{Settings, run};
/// let json = gemba::report::results_json(&run(&model, &Settings::default(), &()));
/// assert!(json.starts_with('{') && json.ends_with("}\n"));
/// ```
pub fn results_json(results: &Results) -> String {
    in_memory(|to| write_results_json(results, to))
}

/// Writes [`results_json`] figure by figure, for a plant whose text is large.
///
/// # Errors
/// If `to` takes no more.
///
/// # Examples
/// ```
/// # let model = gemba::model::Model::default();
/// use gemba::study::{Settings, run};
/// let results = run(&model, &Settings::default(), &());
/// let mut json = Vec::new();
/// gemba::report::write_results_json(&results, &mut json)?;
/// assert_eq!(json, gemba::report::results_json(&results).into_bytes());
/// # Ok::<(), std::io::Error>(())
/// ```
pub fn write_results_json(results: &Results, to: &mut dyn io::Write) -> io::Result<()> {
    write(&whole(results), to)
}

/// The comparison as JSON: every scenario, then the differences to the first one.
///
/// # Examples
/// ```
/// # let model = gemba::model::Model::default();
/// use gemba::{report, study};
/// let scenarios = [("base".to_owned(), model.clone()), ("same".to_owned(), model)];
/// let comparison = study::compare(&scenarios, &study::Settings::default(), &());
/// let json = report::comparison_json(&comparison, &report::Asked::default());
/// assert!(json.contains("\"differences\""));
/// ```
pub fn comparison_json(comparison: &Comparison, asked: &Asked) -> String {
    in_memory(|to| write_comparison_json(comparison, asked, to))
}

/// Writes [`comparison_json`] figure by figure, for plants whose text is large.
///
/// # Errors
/// If `to` takes no more.
///
/// # Examples
/// ```
/// # let model = gemba::model::Model::default();
/// use gemba::{report, study};
/// let scenarios = [("base".to_owned(), model.clone()), ("same".to_owned(), model)];
/// let comparison = study::compare(&scenarios, &study::Settings::default(), &());
/// let (asked, mut json) = (report::Asked::default(), Vec::new());
/// report::write_comparison_json(&comparison, &asked, &mut json)?;
/// assert_eq!(json, report::comparison_json(&comparison, &asked).into_bytes());
/// # Ok::<(), std::io::Error>(())
/// ```
pub fn write_comparison_json(
    comparison: &Comparison,
    asked: &Asked,
    to: &mut dyn io::Write,
) -> io::Result<()> {
    let difference = |found: &Difference| difference(&comparison.results[found.variant], found);
    let compared = Compared {
        results: comparison.results.iter().map(whole).collect(),
        differences: Each(&comparison.differences, difference),
        nervousness: comparison.nervousness.iter().map(|row| moved(comparison, row)).collect(),
        target: asked.target.as_ref().map(|target| answered(target, comparison, asked)),
    };
    write(&compared, to)
}

/// A list of which one entry at a time is turned into JSON: a large plant has a million figures.
struct Each<'a, T, F>(&'a [T], F);

impl<T, F: Fn(&T) -> Value> Serialize for Each<'_, T, F> {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.collect_seq(self.0.iter().map(&self.1))
    }
}

#[derive(Serialize)]
#[serde(bound = "")]
struct Compared<'a, F: Fn(&Difference) -> Value> {
    results: Vec<Whole<'a>>,
    differences: Each<'a, Difference, F>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    nervousness: Vec<Value>,
    target: Option<Value>,
}

#[derive(Serialize)]
struct Whole<'a> {
    name: &'a str,
    seed: u64,
    model_hash: &'a str,
    version: &'a str,
    replications: u32,
    stopped: &'a str,
    warm_up: Value,
    pilot: Option<Value>,
    length: Option<Value>,
    start: Option<String>,
    figures: Each<'a, Figure, fn(&Figure) -> Value>,
    orders: Each<'a, DatedOrder, fn(&DatedOrder) -> Value>,
    hours: Hours<'a>,
    violations: Each<'a, Violation, fn(&Violation) -> Value>,
    staff: staff::Staff<'a>,
    open_work: Option<Value>,
    endings: Vec<Value>,
    assumptions: Vec<Value>,
    checks: Value,
    notes: &'a [String],
}

#[derive(Serialize)]
struct Hours<'a> {
    first_week: Value,
    limit: Option<f64>,
    people: Each<'a, PersonWeeks, fn(&PersonWeeks) -> Value>,
    accounts: Each<'a, PersonAccount, fn(&PersonAccount) -> Value>,
}

fn write(value: &impl Serialize, to: &mut dyn io::Write) -> io::Result<()> {
    serde_json::to_writer_pretty(&mut *to, value)?;
    to.write_all(b"\n")
}

fn whole(results: &Results) -> Whole<'_> {
    let endings = results.endings.iter();
    Whole {
        name: &results.name,
        seed: results.seed,
        model_hash: &results.model_hash,
        version: results.version,
        replications: results.replications,
        stopped: stopped(results.stopped),
        warm_up: minutes(results.warm_up),
        pilot: results.pilot.as_ref().map(|pilot| piloted(results, pilot)),
        length: results.length.map(minutes),
        start: results.start.map(|date| date.to_string()),
        figures: Each(&results.figures, figure),
        orders: Each(&results.orders, ordered),
        hours: Hours {
            first_week: minutes(results.hours.first_week.since_start()),
            limit: results.hours.limit,
            people: Each(&results.hours.people, weekly),
            accounts: Each(&results.hours.accounts, account),
        },
        violations: Each(&results.hours.violations, violated),
        staff: staff::Staff::of(&results.staff),
        open_work: results.picture.open_work.as_ref().map(staff::open_work),
        endings: endings.map(|(ending, count)| ended(ending, *count)).collect(),
        assumptions: results.assumptions.iter().map(assumed).collect(),
        checks: checked(results),
        notes: &results.notes,
    }
}

/// The checks of the figures, those of the flow with what they rest on.
fn checked(results: &Results) -> Value {
    let physics = &results.physics;
    let rise = physics.growth.map(|growth| {
        let rise = &growth.rise;
        json!({
            "estimate": number(rise.estimate), "low": number(rise.low), "high": number(rise.high),
            "level": 0.99, "share": number(growth.share), "is_growing": growth.is_growing(),
        })
    });
    let flow = physics.flow.as_ref().ok().map(|flow| {
        json!({
            "slowest": flow.slowest, "rate": flow.pace.rate, "work": flow.pace.work * 60.0,
            "critical": flow.pace.critical(), "inside": flow.inside,
            "made": flow.made, "open": flow.pace.open, "best": flow.best(), "practical_worst": flow.practical_worst(),
            "worst": flow.worst(),
        })
    });
    let capacity = physics
        .capacity
        .map(|bound| json!({ "made": bound.made, "most": bound.most, "open": bound.open }));
    json!({
        "little": physics.little,
        "rise": rise,
        "capacity": capacity,
        "flow": flow,
    })
}

fn piloted(results: &Results, pilot: &Pilot) -> Value {
    let course = |course: &Settling| {
        json!({
            "kpi": course.kpi.id, "unit": course.kpi.unit.word(), "values": course.values,
            "cut": course.cut.map(minutes),
        })
    };
    json!({
        "replications": pilot.replications,
        "step": minutes(pilot.step),
        "needs": pilot.found.as_ref().ok().copied().map(minutes),
        "said": left_out(results).map(|said| said.replace(KEPT_SPACE, " ")),
        "courses": pilot.courses.iter().map(course).collect::<Vec<_>>(),
    })
}

fn minutes(span: Span) -> Value {
    json!({ "value": number(span.minutes()), "unit": "min" })
}

/// Zero has no sign in a file.
fn number(value: f64) -> f64 {
    value + 0.0
}

fn figure(figure: &Figure) -> Value {
    let mut found = json!({
        "kpi": figure.kpi.id,
        "kind": figure.entity.kind.word(),
        "entity": figure.entity.name,
        "unit": figure.unit.word(),
    });
    estimated(&mut found, &figure.interval);
    found
}

fn ordered(order: &DatedOrder) -> Value {
    let at = |of: fn(Finish) -> End| {
        let end = order.finish.and_then(|finish| of(finish).time());
        end.map(|at| minutes(at.since_start()))
    };
    let mut found = json!({
        "name": order.name,
        "product": order.product,
        "quantity": order.quantity,
        "release": minutes(order.release.since_start()),
        "due": order.due.map(|due| minutes(due.since_start())),
        "earliest": at(|finish| finish.earliest),
        "likely": at(|finish| finish.likely),
        "p80": at(|finish| finish.p80),
        "p95": at(|finish| finish.p95),
        "latest": at(|finish| finish.latest),
    });
    if let Some(customer) = &order.customer {
        found["customer"] = json!(customer);
    }
    found
}

fn weekly(person: &PersonWeeks) -> Value {
    json!({
        "crew": person.crew, "number": person.number,
        "worked": person.worked, "overtime": person.overtime,
    })
}

fn account(person: &PersonAccount) -> Value {
    json!({
        "crew": person.crew, "number": person.number, "before": number(person.before),
        "credited": number(person.credited), "taken": number(person.taken), "left": number(person.left),
    })
}

fn violated(violation: &Violation) -> Value {
    json!({
        "crew": violation.crew, "number": violation.number, "rule": violation.rule.key(),
        "at": minutes(violation.at.since_start()),
    })
}

fn assumed(assumption: &Assumption) -> Value {
    json!({ "text": assumption.text, "direction": assumption.flatters.words() })
}

fn estimated(found: &mut Value, interval: &Interval) {
    found["estimate"] = json!(number(interval.estimate));
    found["low"] = json!(number(interval.low));
    found["high"] = json!(number(interval.high));
    found["half_width"] = json!(number(interval.half_width));
    found["level"] = json!(interval.level);
    found["method"] = json!(method(interval.method));
    found["n"] = json!(interval.n);
    found["sd"] = json!(number(interval.sd));
}

fn difference(variant: &Results, difference: &Difference) -> Value {
    let mut found = json!({
        "variant": variant.name,
        "position": difference.variant,
        "kpi": difference.kpi.id,
        "kind": difference.entity.kind.word(),
        "entity": difference.entity.name,
        "unit": difference.unit.word(),
    });
    estimated(&mut found, &difference.interval);
    found["p"] = json!(number(difference.p));
    found["correlation"] = json!(number(difference.correlation));
    found["saving"] = json!(number(difference.saving));
    found["judgement"] = json!(judgement(difference).word());
    found
}

fn moved(comparison: &Comparison, row: &Nervousness) -> Value {
    json!({
        "variant": comparison.results[row.variant].name,
        "position": row.variant,
        "orders": row.orders,
        "figures": row.figures.iter().map(figure).collect::<Vec<Value>>(),
    })
}

fn answered(target: &Target, comparison: &Comparison, asked: &Asked) -> Value {
    let verdicts: Vec<Value> = comparison
        .results
        .iter()
        .map(|results| {
            json!({ "scenario": results.name, "verdict": target.verdict(results).word() })
        })
        .collect();
    let smallest = smallest(comparison, target, &asked.resources).map(|found| {
        let small = |found: Smallest| {
            let results = &comparison.results[found.position];
            json!({
                "scenario": results.name, "position": found.position, "changes": found.changes,
            })
        };
        found.into_iter().map(small).collect::<Vec<_>>()
    });
    json!({
        "kpi": target.kpi().id,
        "sign": target.sign(),
        "value": target.value(),
        "unit": target.kpi().unit.word(),
        "verdicts": verdicts,
        "smallest": smallest,
    })
}

fn ended(ending: &Ending, count: u32) -> Value {
    match ending {
        Ending::Deadlock { at, stations, conveyors, pools } => {
            let mut ended = json!({
                "ending": "deadlock", "replications": count, "at": minutes(at.since_start()),
                "stations": stations,
            });
            if !conveyors.is_empty() {
                ended["conveyors"] = json!(conveyors);
            }
            if !pools.is_empty() {
                ended["pools"] = json!(pools);
            }
            ended
        }
        Ending::NotFull { at, batches, cards } => {
            let batch = |batch: &Unfilled| json!({ "station": batch.station, "parts": batch.parts, "minimum": batch.minimum });
            let held = |(name, count): &(String, u32)| json!({ "name": name, "count": count });
            json!({
                "ending": "not_full", "replications": count, "at": minutes(at.since_start()),
                "batches": batches.iter().map(batch).collect::<Vec<Value>>(),
                "cards": cards.iter().map(held).collect::<Vec<Value>>(),
            })
        }
        Ending::OutOfMaterial { at, stations, materials } => json!({
            "ending": "out_of_material", "replications": count, "at": minutes(at.since_start()),
            "stations": stations, "materials": materials,
        }),
        Ending::TooManyParts { at, limit } => json!({
            "ending": "too_many_parts", "replications": count, "at": minutes(at.since_start()),
            "limit": limit,
        }),
        Ending::TooManyEvents { at, limit } => json!({
            "ending": "too_many_events", "replications": count, "at": minutes(at.since_start()),
            "limit": limit,
        }),
        Ending::TooManyRounds { at, limit, last } => {
            let event = |event: &LastEvent| json!({ "event": event.what.word(), "at": event.at });
            json!({
                "ending": "too_many_rounds", "replications": count,
                "at": minutes(at.since_start()), "limit": limit,
                "last_events": last.iter().map(event).collect::<Vec<Value>>(),
            })
        }
        Ending::NeverDone { at, orders } => json!({
            "ending": "never_done", "replications": count, "at": minutes(at.since_start()),
            "orders": orders,
        }),
        Ending::Unsound { at, what } => json!({
            "ending": "unsound", "replications": count, "at": minutes(at.since_start()),
            "what": what,
        }),
    }
}

const fn stopped(stopped: Stopped) -> &'static str {
    match stopped {
        Stopped::ByNumber => "by_number",
        Stopped::ByPrecision => "by_precision",
        Stopped::ByCap => "by_cap",
        Stopped::ByUser => "by_user",
        Stopped::NoWarmUp => "no_warm_up",
    }
}

/// The word of a method in files.
pub(super) const fn method(method: Method) -> &'static str {
    match method {
        Method::Student => "student",
        Method::Ratio => "ratio",
        Method::Quantile => "quantile",
        Method::Wilson => "wilson",
        Method::Paired => "paired",
        Method::None => "none",
    }
}

#[cfg(test)]
mod tests;
