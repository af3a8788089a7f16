//! Files against their schema.

use super::super::{Resources, fixture};
use super::*;
use crate::diagnostic::Flatters;
use crate::ids::{Id, StationId};
use crate::model::Pace;
use crate::statistics::Estimate;
use crate::study::{Bound, Counted, EventKind, Flow, Growth, NoWarmUp, OpenWork, Physics, kpi};
use crate::units::Time;

/// Names that the schema calls required and the value lacks, and names it does not know.
fn mismatches(schema: &Value, root: &Value, value: &Value, path: &str) -> Vec<String> {
    if let Some(reference) = schema["$ref"].as_str() {
        let name = reference.rsplit('/').next().unwrap();
        return mismatches(&root["definitions"][name], root, value, path);
    }
    if let Some(forms) = schema["anyOf"].as_array() {
        let all = forms.iter().map(|form| mismatches(form, root, value, path));
        return all.min_by_key(Vec::len).unwrap();
    }
    let mut found = Vec::new();
    let kind = match value {
        Value::Null => "null",
        Value::Bool(_) => "boolean",
        Value::Number(number) if number.is_u64() => "integer",
        Value::Number(_) => "number",
        Value::String(_) => "string",
        Value::Array(_) => "array",
        Value::Object(_) => "object",
    };
    let allowed = match &schema["type"] {
        Value::String(one) => vec![one.as_str()],
        Value::Array(many) => many.iter().filter_map(Value::as_str).collect(),
        _ => vec![kind],
    };
    let fits = allowed.contains(&kind) || (kind == "integer" && allowed.contains(&"number"));
    if !fits {
        found.push(format!("{path}: {kind} instead of {allowed:?}"));
    }
    if let Some(words) = schema["enum"].as_array()
        && !words.contains(value)
    {
        found.push(format!("{path}: {value} is not listed"));
    }
    if let Value::Object(keys) = value {
        for required in schema["required"].as_array().into_iter().flatten() {
            if !keys.contains_key(required.as_str().unwrap()) {
                found.push(format!("{path}: no {required}"));
            }
        }
        for (key, inner) in keys {
            let inside = format!("{path}.{key}");
            match schema["properties"].get(key) {
                Some(schema) => found.extend(mismatches(schema, root, inner, &inside)),
                None => found.push(format!("{inside}: not in the schema")),
            }
        }
    }
    for inner in value.as_array().into_iter().flatten() {
        found.extend(mismatches(&schema["items"], root, inner, path));
    }
    found
}

fn parsed(text: &str) -> Value {
    serde_json::from_str(text).unwrap()
}

#[test]
fn every_file_follows_the_schema() {
    let schema = parsed(RESULTS_SCHEMA);
    let mut alone = fixture::repair_shop();
    alone.length = None;
    for figure in &mut alone.figures {
        figure.interval = fixture::single(figure.interval.estimate);
    }
    let at = Time::ZERO;
    let last = vec![LastEvent { what: EventKind::Cycle, at: vec!["saw".to_owned()] }];
    let batch = Unfilled { station: "oven".to_owned(), parts: 4, minimum: 12 };
    alone.endings = vec![
        (
            Ending::Deadlock {
                at,
                stations: vec!["saw".to_owned()],
                conveyors: vec!["c1".to_owned()],
                pools: vec!["fixture".to_owned()],
            },
            1,
        ),
        (Ending::NotFull { at, batches: vec![batch], cards: vec![("control".to_owned(), 4)] }, 1),
        (
            Ending::OutOfMaterial {
                at,
                stations: vec!["saw".to_owned()],
                materials: vec!["steel".to_owned()],
            },
            1,
        ),
        (Ending::TooManyParts { at, limit: 3 }, 1),
        (Ending::TooManyEvents { at, limit: 3 }, 1),
        (Ending::TooManyRounds { at, limit: 3, last }, 1),
        (Ending::NeverDone { at, orders: 2 }, 1),
        (Ending::Unsound { at, what: "a part is lost".to_owned() }, 1),
    ];
    let all = [
        Flatters::Throughput,
        Flatters::LeadTimes,
        Flatters::Both,
        Flatters::Either,
        Flatters::Nothing,
    ];
    let assumed = all.map(|flatters| Assumption { text: "it is so".to_owned(), flatters });
    alone.assumptions = assumed.to_vec();
    let course = Settling { kpi: kpi("wip").unwrap(), values: vec![0.5, 1.0], cut: None };
    let pilot = Pilot {
        replications: 10,
        step: Span::from_days(1),
        courses: vec![course.clone(), Settling { cut: Some(Span::from_days(1)), ..course }],
        found: Ok(Span::from_days(1)),
    };
    let mut piloted = fixture::repair_shop();
    piloted.pilot = Some(pilot);
    piloted.staff = fixture::staff();
    piloted.picture.open_work = Some(fixture::open_work());
    alone.picture.open_work = Some(OpenWork { of: Counted::Parts, ..fixture::open_work() });
    piloted.staff.loads[0].calendar = None;
    piloted.staff.plan[0].cost = None;
    let rise = Estimate { estimate: 3.4, low: 1.2, high: 5.6, sd: 4.0, n: 30 };
    let pace = Pace {
        bottleneck: StationId::at(0),
        rate: 60.0,
        fastest: 60.0,
        work: 0.05,
        open: 1.0,
        after_closing: 0.0,
        finished: 0.0,
        heaviest: 1.0,
    };
    let slowest = "saw".to_owned();
    piloted.physics = Physics {
        little: Some(0.01),
        growth: Some(Growth { rise, share: 0.12 }),
        capacity: Some(Bound { made: 3.0, most: 4.0, open: 0.5 }),
        flow: Ok(Flow { pace, slowest, inside: 3.0, made: 48.0 }),
    };
    let mut refused = fixture::repair_shop();
    let why = NoWarmUp::Ended(Ending::TooManyParts { at, limit: 3 }, 1);
    refused.pilot =
        Some(Pilot { replications: 0, step: Span::ZERO, courses: Vec::new(), found: Err(why) });
    refused.stopped = Stopped::NoWarmUp;
    let target = Some(Target::parse("on_time >= 80 %").unwrap());
    let asked = Asked { target, ..Asked::default() };
    let machines = |count| Resources::with(&[("machines at test1", count)]);
    let resources = (1..=fixture::contract().results.len()).map(machines).collect();
    let known = Asked { resources, ..asked.clone() };
    for text in [
        results_json(&fixture::repair_shop()),
        results_json(&alone),
        results_json(&piloted),
        results_json(&refused),
        comparison_json(&fixture::contract(), &Asked::default()),
        comparison_json(&fixture::contract(), &asked),
        comparison_json(&fixture::contract(), &known),
    ] {
        let wrong = mismatches(&schema, &schema, &parsed(&text), "");
        assert!(wrong.is_empty(), "{wrong:#?}");
    }
}

#[test]
fn the_smallest_are_unknown_without_resources_and_none_where_none_reaches_the_target() {
    let comparison = fixture::contract();
    let smallest = |target: &str, resources: Vec<Resources>| {
        let asked =
            Asked { target: Some(Target::parse(target).unwrap()), resources, ..Asked::default() };
        parsed(&comparison_json(&comparison, &asked))["target"]["smallest"].clone()
    };
    let resources = vec![Resources::default(); comparison.results.len()];
    assert_eq!(smallest("on_time >= 80 %", Vec::new()), Value::Null);
    assert_eq!(smallest("on_time >= 100 %", resources), json!([]));
}

#[test]
fn a_missing_number_is_null() {
    let mut results = fixture::repair_shop();
    results.figures[0].interval = fixture::single(2.5);
    let json = parsed(&results_json(&results));
    assert_eq!(json["figures"][0]["low"], Value::Null);
    assert_eq!(json["figures"][0]["estimate"], json!(2.5));
}

#[test]
fn the_same_results_are_the_same_bytes() {
    let (one, two) = (fixture::contract(), fixture::contract());
    let asked = Asked::default();
    assert_eq!(comparison_json(&one, &asked), comparison_json(&two, &asked));
}
