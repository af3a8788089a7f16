//! JSON Schemas (draft-07) for editors, made from the same definitions as the decoder.

use serde_json::{Map, Value as Json, json};

use super::Scenario;
use super::distribution;
use super::shape::{FieldShape, Form, Shape, TableShape};
use super::table::Table;
use super::words::LIKE;
use crate::units::Duration;

/// What a schema is for.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Purpose {
    /// A whole scenario.
    Scenario,
    /// A file that changes others: nothing is required, named tables can be removed.
    Patch,
    /// What may be like another thing: nothing is required.
    Like,
}

/// The JSON Schema of a scenario.
pub fn schema() -> Json {
    document("gemba scenario", Purpose::Scenario)
}

/// The JSON Schema of a patch: a file that extends others.
pub fn patch_schema() -> Json {
    document("gemba patch", Purpose::Patch)
}

fn document(title: &str, purpose: Purpose) -> Json {
    let mut root = table(&Scenario::SHAPE, purpose);
    let names = json!({ "anyOf": [{ "type": "string" },
        { "type": "array", "items": { "type": "string" } }] });
    let files = |what: &str| described(names.clone(), what);
    let properties = root["properties"].as_object_mut().expect("a table has properties");
    properties.insert("include".to_owned(), files("Files that are parts of this one."));
    if purpose == Purpose::Patch {
        let what = "What this file changes: one file, or several applied left to right.";
        properties.insert("extends".to_owned(), files(what));
        root["required"] = json!(["extends"]);
    }
    let mut document =
        json!({ "$schema": "http://json-schema.org/draft-07/schema#", "title": title });
    let entries = document.as_object_mut().expect("written as an object");
    entries.extend(root.as_object().cloned().unwrap_or_default());
    entries.insert("definitions".to_owned(), distribution::definitions());
    document
}

fn table(shape: &TableShape, purpose: Purpose) -> Json {
    let mut properties = Map::new();
    for field in shape.fields {
        let meaning = meaning(field);
        let what = format!("{meaning} Default: {}.", field.default);
        let what = what.replace(" Default: required.", " Required.");
        properties.insert(field.key.to_owned(), described(behind(field, purpose), &what));
    }
    properties.insert("source".to_owned(), source());
    let mut schema = json!({
        "type": "object",
        "description": prose(shape.doc),
        "properties": properties,
        "additionalProperties": false,
    });
    if let Some(others) = shape.others {
        schema["patternProperties"] =
            json!({ others.pattern: described(form(&others.form, None), others.doc) });
    }
    let required = shape.required().map(|field| field.key);
    let required: Vec<&str> = required.filter(|_| purpose == Purpose::Scenario).collect();
    if !required.is_empty() {
        schema["required"] = json!(required);
    }
    schema
}

fn behind(field: &FieldShape<'_>, purpose: Purpose) -> Json {
    match &field.shape {
        Shape::Value(value) => form(value, field.bounds),
        Shape::Table(inner) => table(inner, purpose),
        Shape::Named(inner) => {
            let may_be_like = inner.fields.iter().any(|field| field.key == LIKE);
            let purpose = match purpose {
                Purpose::Scenario if may_be_like => Purpose::Like,
                same => same,
            };
            let mut entry = table(inner, purpose);
            if purpose != Purpose::Scenario {
                entry["properties"]["remove"] =
                    json!({ "const": true, "description": "Takes the whole table away." });
            }
            json!({ "type": "object", "additionalProperties": entry })
        }
        Shape::NamedValues(value) => map(&form(value, field.bounds)),
    }
}

/// The schema of a value.
pub(super) fn form(value: &Form, bounds: Option<(i64, i64)>) -> Json {
    match value {
        Form::Anything => json!({}),
        Form::Text | Form::Moment => json!({ "type": "string" }),
        Form::Whole => bounds.map_or_else(
            || json!({ "type": "integer", "minimum": 0 }),
            |(low, high)| json!({ "type": "integer", "minimum": low, "maximum": high }),
        ),
        Form::Number => json!({ "type": "number", "exclusiveMinimum": 0 }),
        Form::Rating => json!({ "type": "number", "minimum": 0 }),
        Form::Truth => json!({ "type": "boolean" }),
        Form::Share => json!({ "type": "string", "pattern": "^ *[0-9._]+ *% *$" }),
        Form::Duration => json!({ "type": "string", "pattern": Duration::pattern() }),
        Form::Speed => {
            json!({ "type": "string", "pattern": "^ *[0-9._]+ *(m|km|ft) */ *(s|min|h) *$" })
        }
        Form::Rate => {
            json!({ "type": "string", "pattern": "^ *[0-9._]+ *(parts)? */ *(s|min|h) *$" })
        }
        Form::SalesRate => {
            json!({ "type": "string", "pattern": "^ *[0-9._]+ *(parts)? */ *(h|day|d|week) *$" })
        }
        Form::Length => json!({ "type": "string", "pattern": "^ *[0-9._]+ *(m|cm|mm|ft) *$" }),
        Form::Position => json!({
            "type": "array", "items": { "type": "number" }, "minItems": 2, "maxItems": 2,
        }),
        Form::Amount => json!({ "type": "string", "pattern": "^ *[0-9._]+ *[A-Z]{3} *$" }),
        Form::ADay => {
            json!({ "type": "string", "pattern": "^ *[0-9._]+ *[A-Z]{3} */ *(day|d) *$" })
        }
        Form::AnHour => json!({ "type": "string", "pattern": "^ *[0-9._]+ *[A-Z]{3} */ *h *$" }),
        Form::Date => json!({ "type": "string", "format": "date" }),
        Form::ClockTime => json!({ "type": "string", "pattern": "^[0-9]{1,2}:[0-9]{2}$" }),
        Form::ClockRange => {
            json!({ "type": "string", "pattern": "^ *[0-9]{1,2}:[0-9]{2} *[-–] *[0-9]{1,2}:[0-9]{2} *$" })
        }
        Form::Distribution(measure) => {
            json!({ "$ref": format!("#/definitions/{}", measure.definition()) })
        }
        Form::Words(words) => {
            json!({ "enum": words.iter().map(|(word, _)| *word).collect::<Vec<_>>() })
        }
        Form::List(item) => json!({ "type": "array", "items": form(item, bounds) }),
        Form::Map(item) => map(&form(item, bounds)),
        Form::Inline(shape) => table(shape, Purpose::Scenario),
        Form::Either(forms) => {
            let forms: Vec<Json> = forms.iter().map(|one| form(one, bounds)).collect();
            json!({ "anyOf": forms })
        }
    }
}

/// Where a number comes from, beside any number.
pub(super) fn source() -> Json {
    json!({
        "anyOf": [{ "type": "string" }, { "type": "array", "items": { "type": "string" } }],
        "description": "Where the numbers come from; the model does not use it.",
    })
}

/// A schema with its description; a reference is wrapped because its siblings are ignored.
pub(super) fn described(schema: Json, what: &str) -> Json {
    if schema.get("$ref").is_some() {
        return json!({ "allOf": [schema], "description": what });
    }
    let mut schema = schema;
    schema["description"] = json!(what);
    schema
}

fn map(values: &Json) -> Json {
    json!({ "type": "object", "properties": { "source": source() }, "additionalProperties": values })
}

/// What a key means, and each of its words.
pub(super) fn meaning(field: &FieldShape<'_>) -> String {
    let mut meaning = prose(field.doc);
    if let Shape::Value(Form::Words(words)) = &field.shape {
        for (word, doc) in words.iter().filter(|(_, doc)| !doc.is_empty()) {
            meaning.extend([" `", word, "`: ", &prose(doc)]);
        }
    }
    meaning
}

/// The lines of a comment as running text, without the backticks of links.
pub(super) fn prose(lines: &[&str]) -> String {
    lines
        .iter()
        .map(|line| line.trim())
        .filter(|line| !line.is_empty())
        .collect::<Vec<_>>()
        .join(" ")
}
