//! Distributions as written: a quantity, or a table that names its `dist`.

mod family;
mod fit;
mod measure;
mod parameters;
mod schema;
mod standard;

pub(super) use family::FAMILIES;
pub(super) use measure::Measure;
pub(super) use parameters::{Taken, check_sum, is_amount, taken};
pub(super) use schema::definitions;
pub(super) use standard::told;

use super::decoder::Decoder;
use super::node::{Branches, Content, Node};
use super::shape::{FieldShape, Form, Shape};
use super::table::Value;
use crate::diagnostic::{Diagnostic, closest, code, listed};
use crate::random::{Distribution, Invalid};
use crate::units::Duration;
use family::Family;
use parameters::Parameters;
use standard::Standard;

/// A length of time. Unit: ticks.
impl Value for Distribution {
    const FORM: Form = Form::Distribution(Measure::Time);

    fn decode(node: &Node, field: &FieldShape<'_>, decoder: &mut Decoder<'_>) -> Option<Self> {
        decode(node, field, Measure::Time, Habit::Duration, decoder)
    }
}

/// How long a part is worked on.
#[derive(Clone, Debug, PartialEq)]
pub struct Cycle {
    /// The time. Unit: ticks.
    pub time: Distribution,
    /// The allowance that is inside, as a share of the standard time; 0 if none is written.
    pub allowance: f64,
    /// Whether it stands in a sheet.
    pub is_of_a_sheet: bool,
}

impl Value for Cycle {
    const FORM: Form = Distribution::FORM;

    fn decode(node: &Node, field: &FieldShape<'_>, decoder: &mut Decoder<'_>) -> Option<Self> {
        let time = Distribution::decode(node, field, decoder)?;
        let allowance = standard::allowance_in(node).unwrap_or(0.0);
        Some(Self { time, allowance, is_of_a_sheet: decoder.is_of_a_sheet(node) })
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
    decoder.over(node, |decoder| decode_parts(node, field, measure, habit, decoder))
}

fn decode_parts(
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
    if let Some(mean) = lone_mean(branches, habit).filter(|mean| decoder.is_of_a_sheet(mean)) {
        // An empty cell of a spread is no spread.
        let value = measure.decode(mean, field, decoder)?;
        return Distribution::constant(value).ok();
    }
    let named = branches.get("dist").map(|dist| named(&dist.node, decoder));
    let standard = Standard::is_meant(branches)
        .then(|| Standard::read(branches, field, (measure, habit), decoder));
    let parameters = Parameters::read(branches, field, measure, habit, decoder);
    let (standard, mut parameters) =
        (standard.map_or(Some(None), |read| read.map(Some))?, parameters?);
    if let Some(standard) = standard {
        let is_constant = match named {
            Some(family) => family?.name == "constant",
            None => true,
        };
        if is_constant && parameters.given().is_empty() {
            return Distribution::constant(standard.mean()).ok();
        }
        parameters.set_mean(standard.mean());
    }
    let family = match named {
        Some(family) => family?,
        None => by_habit(branches, node, field, habit, decoder)?,
    };
    if standard.is_some() && !family.forms.iter().any(|form| form.contains(&"mean")) {
        let name = family.name;
        let message = format!("`{name}` takes no mean, so `standard` does not fit");
        let hint = format!("`{name}` takes {}", family.wanted());
        decoder.mistake(code::DISTRIBUTION, node.spot, message, &hint);
        return None;
    }
    if !measure.allows(family) {
        let message =
            format!("`{}` is {}: `{}` does not fit", field.key, measure.noun(), family.name);
        let fitting = FAMILIES.iter().filter(|family| measure.allows(family));
        let mut hint = format!("what fits: {}", listed(fitting.map(|family| family.name)));
        if let Some(values) = equal_chances(measure, family, &parameters) {
            let example = "; for equal chances write `{ dist = \"empirical\", values = [";
            hint.extend([example, &values, "] }`"]);
        }
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

/// The mean of a duration of which nothing else is said.
fn lone_mean(branches: &Branches, habit: Habit) -> Option<&Node> {
    let is_lone = habit == Habit::Duration && branches.len() == 1;
    branches.get("mean").filter(|_| is_lone).map(|branch| &branch.node)
}

/// The whole numbers between the bounds of a uniform distribution, if that is what was meant.
fn equal_chances(measure: Measure, family: &Family, parameters: &Parameters) -> Option<String> {
    const FEW: f64 = 12.0;
    if family.name != "uniform" || measure != Measure::Parts {
        return None;
    }
    let (low, high) = (parameters.find("min")?.ceil(), parameters.find("max")?.floor());
    let mut values: Vec<String> = Vec::new();
    let mut value = low;
    while value <= high && value < low + FEW {
        values.push(value.to_string());
        value += 1.0;
    }
    if value <= high {
        values.push("…".to_owned());
    }
    (!values.is_empty()).then(|| values.join(", "))
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
    let has = |key: &str| {
        branches.contains_key(key) || key == "mean" && branches.contains_key("standard")
    };
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

#[cfg(test)]
mod tests {
    use crate::random::Distribution;
    use crate::scenario::{Every, Memory, Scenario, read};

    /// Ticks in a second.
    const SECOND: f64 = 1e6;

    fn scenario(text: &str) -> Scenario {
        let reading = read(&Memory::default().with("plant.toml", text), "plant.toml");
        let said = reading.diagnostics.plain(&reading.sources);
        reading.scenario.unwrap_or_else(|| panic!("{said}"))
    }

    fn cycle(text: &str) -> Distribution {
        let scenario = scenario(&format!("[station.saw]\ncycle = {text}\n"));
        scenario.station.get("saw").and_then(|saw| saw.cycle.clone()).expect("given").value.time
    }

    #[test]
    fn a_mean_with_its_spread_is_lognormal() {
        let named = cycle("{ dist = \"lognormal\", mean = \"45 s\", sd = \"13.5 s\" }");
        assert_eq!(cycle("{ mean = \"45 s\", cv = 0.3 }"), named);
        assert!((named.mean() - 45.0 * SECOND).abs() < 1.0);
    }

    #[test]
    fn in_every_a_mean_alone_is_exponential_and_a_quantity_is_constant() {
        let every = |text: &str| {
            let scenario = scenario(&format!("[demand.d]\nevery = {text}\n"));
            let demand = scenario.demand.get("d").cloned().expect("there");
            demand.every.expect("given").value.0
        };
        let hour = 3600.0 * SECOND;
        assert_eq!(every("{ mean = \"1 h\" }"), Distribution::exponential(hour).expect("right"));
        assert_eq!(every("\"1 h\""), Distribution::constant(hour).expect("right"));
    }

    #[test]
    fn a_failure_that_counts_cycles_takes_bare_numbers() {
        let text = "[station.saw.failure.blade]\nclock = \"cycles\"\n\
            every = { dist = \"weibull\", mean = 400, cv = 0.2 }\nrepair = { time = \"1 min\" }\n";
        let scenario = scenario(text);
        let blade = scenario.station.get("saw").and_then(|saw| saw.failure.get("blade"));
        let every = blade.and_then(|blade| blade.every.clone()).expect("given").value;
        let Every::Cycles(cycles) = every else { panic!("counted in cycles") };
        assert!((cycles.mean() - 400.0).abs() < 1e-6);
    }

    #[test]
    fn a_shift_comes_before_a_cut() {
        let text =
            "{ dist = \"exponential\", mean = \"10 s\", plus = \"5 s\", at_most = \"20 s\" }";
        assert_eq!(cycle(text).bounds(), (5.0 * SECOND, 20.0 * SECOND));
    }

    #[test]
    fn shares_belong_to_values_in_their_order() {
        let text =
            "{ dist = \"discrete\", values = [\"10 s\", \"50 s\"], shares = [\"75 %\", \"25 %\"] }";
        assert!((cycle(text).mean() - 20.0 * SECOND).abs() < 1.0);
    }
}
