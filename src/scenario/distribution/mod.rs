//! Distributions as written: a quantity, or a table that names its `dist`.

mod family;
mod measure;
mod parameters;
mod schema;

pub(super) use family::FAMILIES;
pub(super) use measure::Measure;
pub(super) use parameters::check_sum;
pub(super) use schema::definitions;

use super::decoder::Decoder;
use super::node::{Branches, Content, Node};
use super::shape::{FieldShape, Form, Shape};
use super::table::Value;
use crate::diagnostic::{Diagnostic, closest, code, listed};
use crate::random::{Distribution, Invalid};
use crate::units::Duration;
use family::Family;
use parameters::Parameters;

/// A length of time. Unit: ticks.
impl Value for Distribution {
    const FORM: Form = Form::Distribution(Measure::Time);

    fn decode(node: &Node, field: &FieldShape<'_>, decoder: &mut Decoder<'_>) -> Option<Self> {
        decode(node, field, Measure::Time, Habit::Duration, decoder)
    }
}

/// What a mean without `dist` stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Habit {
    /// With `cv` or `sd` it is lognormal.
    Duration,
    /// Alone it is exponential; with `cv` or `sd` the `dist` is required.
    Interval,
    /// It always needs its `dist`.
    Count,
}

/// Reads a distribution of a measure.
pub(super) fn decode(
    node: &Node,
    field: &FieldShape<'_>,
    measure: Measure,
    habit: Habit,
    decoder: &mut Decoder<'_>,
) -> Option<Distribution> {
    let Content::Table(branches) = &node.content else {
        let value = measure.decode(node, field, decoder)?;
        return Distribution::constant(value).ok();
    };
    let named = branches.get("dist").map(|dist| named(&dist.node, decoder));
    let parameters = Parameters::read(branches, field, measure, habit, decoder)?;
    let family = match named {
        Some(family) => family?,
        None => by_habit(branches, node, field, habit, decoder)?,
    };
    if !measure.allows(family) {
        let message =
            format!("`{}` is {}: `{}` does not fit", field.key, measure.noun(), family.name);
        let fitting = FAMILIES.iter().filter(|family| measure.allows(family));
        let hint = format!("what fits: {}", listed(fitting.map(|family| family.name)));
        decoder.complain(Diagnostic::error(code::DISTRIBUTION, message).at(node.spot).hint(hint));
        return None;
    }
    if !parameters.fit(family, node, field, decoder) {
        return None;
    }
    match parameters.distribution(family) {
        Ok(distribution) => Some(distribution),
        Err(invalid) => {
            let parameter = branches.get(invalid.parameter()).map(|branch| &branch.node);
            let reason = in_their_unit(&invalid, parameter, &parameters, family);
            let spot = parameter.map_or(node.spot, |parameter| parameter.spot);
            let message = format!("`{}` is impossible: {reason}", field.key);
            decoder.complain(Diagnostic::error(code::DISTRIBUTION, message).at(spot));
            None
        }
    }
}

/// The complaint of a constructor with its numbers in the unit in which the parameter is written.
fn in_their_unit(
    invalid: &Invalid,
    parameter: Option<&Node>,
    parameters: &Parameters,
    family: &Family,
) -> String {
    let unit = parameter.and_then(Node::text).and_then(Duration::unit);
    let told = unit.and_then(|(word, unit)| {
        let again = parameters.in_unit(unit).distribution(family).err()?;
        Some(format!("{again} (in {word})"))
    });
    told.unwrap_or_else(|| invalid.to_string())
}

/// The family that a table without `dist` stands for.
fn by_habit(
    branches: &Branches,
    node: &Node,
    field: &FieldShape<'_>,
    habit: Habit,
    decoder: &mut Decoder<'_>,
) -> Option<&'static Family> {
    let has = |key: &str| branches.contains_key(key);
    let spread = has("cv") || has("sd");
    let (message, hint) = match habit {
        Habit::Duration if has("mean") && spread => return Family::named("lognormal"),
        Habit::Interval if has("mean") && !spread => return Family::named("exponential"),
        Habit::Duration if has("mean") => (
            format!("`{}` has a mean but neither `cv` nor `sd`", field.key),
            "write the time alone if it is constant, or name a `dist`".to_owned(),
        ),
        Habit::Interval if has("mean") => (
            format!("`{}` has a mean with its spread, so `dist` is required", field.key),
            "between failures often `weibull`, between orders often `gamma`".to_owned(),
        ),
        _ => (
            format!("`{}` does not name its `dist`", field.key),
            format!("the distributions are: {}", all_names()),
        ),
    };
    decoder.complain(Diagnostic::error(code::DISTRIBUTION, message).at(node.spot).hint(hint));
    None
}

fn named(node: &Node, decoder: &mut Decoder<'_>) -> Option<&'static Family> {
    let field = FieldShape::unlisted("dist", Shape::Value(&Form::Text));
    let Some(name) = node.text() else {
        return decoder.wrong_type(node, &field, "the name of a distribution");
    };
    if let Some(family) = Family::named(name) {
        return Some(family);
    }
    let hint = match closest(name, FAMILIES.iter().map(|family| family.name)) {
        Some(guess) => format!("did you mean `{guess}`?"),
        None => format!("the distributions are: {}", all_names()),
    };
    let message = format!("there is no distribution `{name}`");
    decoder.complain(Diagnostic::error(code::DISTRIBUTION, message).at(node.spot).hint(hint));
    None
}

fn all_names() -> String {
    let names: Vec<String> = FAMILIES.iter().map(|family| format!("`{}`", family.name)).collect();
    names.join(", ")
}
