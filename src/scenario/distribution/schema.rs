//! The JSON Schema of distributions, made from the list of families.

use serde_json::{Map, Value as Json, json};

use super::parameters::{CUTS, KEYS, Kind};
use super::{FAMILIES, Measure, standard};
use crate::scenario::schema::{described, form, source};
use crate::scenario::shape::Form;

/// The definitions of all distributions that schemas refer to.
pub(in crate::scenario) fn definitions() -> Json {
    let mut definitions = Map::new();
    for measure in [Measure::Time, Measure::Parts, Measure::Cycles, Measure::Wear] {
        definitions.insert(measure.definition().to_owned(), definition(measure));
    }
    Json::Object(definitions)
}

fn definition(measure: Measure) -> Json {
    let names = FAMILIES.iter().filter(|family| measure.allows(family));
    let names: Vec<&str> = names.map(|family| family.name).collect();
    let mut properties = Map::new();
    properties.insert("dist".to_owned(), json!({ "enum": names }));
    for (key, kind) in KEYS {
        properties.insert((*key).to_owned(), parameter(measure, key, *kind));
    }
    if measure == Measure::Time {
        for (key, doc) in standard::KEYS {
            let form = form(if key == "standard" { &Form::Duration } else { &Form::Share }, None);
            properties.insert(key.to_owned(), described(form, doc));
        }
    }
    properties.insert("source".to_owned(), source());
    let table =
        json!({ "type": "object", "properties": properties, "additionalProperties": false });
    json!({ "anyOf": [amount(measure), table], "description": describe(measure) })
}

fn describe(measure: Measure) -> String {
    format!("{}, constant or by chance", measure.noun())
}

fn amount(measure: Measure) -> Json {
    match measure {
        Measure::Time => form(&Form::Duration, None),
        Measure::Parts => form(&Form::Whole, Some((1, 1_000_000))),
        Measure::Cycles | Measure::Wear => form(&Form::Number, None),
    }
}

fn parameter(measure: Measure, key: &str, kind: Kind) -> Json {
    let amount = match measure {
        Measure::Parts if !matches!(key, "value" | "values") => form(&Form::Number, None),
        _ => amount(measure),
    };
    let schema = match kind {
        Kind::Amount => amount,
        Kind::Ratio => form(&Form::Number, None),
        Kind::Variation => json!({ "type": "number", "minimum": 0 }),
        Kind::Whole => form(&Form::Whole, Some((1, 1_000_000))),
        Kind::Share => form(&Form::Share, None),
        Kind::Amounts => json!({ "type": "array", "items": amount }),
        Kind::Shares => form(&Form::List(&Form::Share), None),
        Kind::Distributions => {
            json!({ "type": "array", "items": form(&Form::Distribution(measure), None) })
        }
    };
    if CUTS.contains(&key) {
        let mut schema = schema;
        schema["description"] = json!("Cuts off or shifts a continuous distribution.");
        return schema;
    }
    schema
}
