//! Standard times as work studies give them: for a normal performance, with allowances on top.

use super::{Habit, Measure};
use crate::diagnostic::{Diagnostic, code};
use crate::scenario::complaint::Wanted;
use crate::scenario::decoder::Decoder;
use crate::scenario::node::{Branches, Content, Node};
use crate::scenario::shape::{FieldShape, Form, Shape};
use crate::scenario::table::Value;
use crate::units::{Span, share};

/// The keys of a standard time, besides `cv`, `sd` and `dist`.
pub(super) const KEYS: [(&str, &str); 3] = [
    ("standard", "Time of the work by the work study, for a performance of 100 %."),
    (
        "allowance",
        "What is added to it, as a share of the standard time: rest, personal needs, small delays.",
    ),
    ("performance", "How fast the people here are, as a share of the normal performance."),
];

/// Shares that an allowance may be.
const ALLOWANCES: (f64, f64) = (0.0, 1.0);

/// Shares that a performance may be.
const PERFORMANCES: (f64, f64) = (0.1, 10.0);

/// A standard time.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Standard {
    /// Unit: ticks.
    time: f64,
    allowance: f64,
    performance: f64,
}

impl Standard {
    /// Whether one of its keys is written.
    pub(super) fn is_meant(branches: &Branches) -> bool {
        KEYS.iter().any(|(key, _)| branches.contains_key(*key))
    }

    /// Whether this key belongs to it.
    pub(super) fn has(key: &str) -> bool {
        KEYS.iter().any(|(known, _)| *known == key)
    }

    /// Reads the keys that are written, one of which is.
    pub(super) fn read(
        branches: &Branches,
        field: &FieldShape<'_>,
        (measure, habit): (Measure, Habit),
        decoder: &mut Decoder<'_>,
    ) -> Option<Self> {
        let (first, written) = branches.iter().find(|(key, _)| Self::has(key))?;
        if measure != Measure::Time || habit != Habit::Duration {
            let message =
                format!("`{}` is no work: `{first}` belongs to a standard time", field.key);
            decoder.mistake(code::DISTRIBUTION, written.key, message, "");
            return None;
        }
        let standard = branches.get("standard");
        if standard.is_none() {
            let message = format!("`{first}` needs `standard`: the time that it changes");
            let hint = "write `{ standard = \"95 s\", allowance = \"12 %\" }`";
            decoder.mistake(code::MISSING, written.key, message, hint);
        }
        let rival = ["mean", "value"].into_iter().find_map(|key| Some((key, branches.get(key)?)));
        if let (Some((key, rival)), true) = (rival, standard.is_some()) {
            let message = format!("a time has either `{key}` or `standard`, not both");
            let hint = "`standard` with its allowance and performance is the mean";
            decoder.mistake(code::CONFLICT, rival.key, message, hint);
        }
        let key = |key| FieldShape::unlisted(key, Shape::Value(&Form::Duration));
        let time = standard.map(|time| Span::decode(&time.node, &key("standard"), decoder));
        let mut percent = |name, bounds, usual| match branches.get(name) {
            Some(branch) => percent(&branch.node, &key(name), bounds, decoder),
            None => Some(usual),
        };
        let allowance = percent("allowance", ALLOWANCES, 0.0);
        let performance = percent("performance", PERFORMANCES, 1.0);
        let (time, allowance, performance) = (time.flatten()?, allowance?, performance?);
        rival.is_none().then_some(Self { time: time.ticks() as f64, allowance, performance })
    }

    /// How long the work takes here, on average. Unit: ticks.
    ///
    /// The allowance is a share of the standard time, not of the day.
    pub(super) fn mean(self) -> f64 {
        self.time * (1.0 + self.allowance) / self.performance
    }
}

/// The allowance in a value that was read without a complaint.
pub(super) fn allowance_in(node: &Node) -> Option<f64> {
    node.table().and_then(|table| share(table.get("allowance")?.node.text()?).ok())
}

/// What a standard time comes to, in words; nothing for any other value.
pub(in crate::scenario) fn told(node: &Node) -> Option<String> {
    let Content::Table(branches) = &node.content else { return None };
    if !branches.contains_key("standard") {
        return None;
    }
    let mut unheard = crate::diagnostic::Diagnostics::default();
    let field = FieldShape::unlisted("cycle", Shape::Value(&Form::Duration));
    let kind = (Measure::Time, Habit::Duration);
    let standard = Standard::read(branches, &field, kind, &mut Decoder::new(&mut unheard))?;
    Some(Span::round(standard.mean()).to_string())
}

fn percent(
    node: &Node,
    field: &FieldShape<'_>,
    (low, high): (f64, f64),
    decoder: &mut Decoder<'_>,
) -> Option<f64> {
    let factor = factor(node).filter(|_| field.key == "performance");
    if let Some(factor) = factor.filter(|factor| (low..=high).contains(factor)) {
        let message = format!("`{}` needs a unit, found: {factor}", field.key);
        let hint = format!("did you mean `\"{} %\"`?", (factor * 1e12).round() / 1e10);
        decoder.mistake(code::BARE_NUMBER, node.spot, message, &hint);
        return None;
    }
    let wanted = Wanted { what: "a share such as `\"12 %\"`", unit: "%" };
    let text = decoder.quantity_text(node, field, &wanted)?;
    match share(text) {
        Ok(share) if (low..=high).contains(&share) => Some(share),
        Ok(_) => {
            let (low, high) = (100.0 * low, 100.0 * high);
            let message =
                format!("`{}` must be between {low} % and {high} %, found: {text}", field.key);
            decoder.complain(Diagnostic::error(code::OUT_OF_RANGE, message).at(node.spot));
            None
        }
        Err(misread) => decoder.misread(node, field, &wanted, &misread),
    }
}

/// A number without a unit: how many times as fast, not how many per cent.
fn factor(node: &Node) -> Option<f64> {
    match &node.content {
        Content::Whole(number) => Some(*number as f64),
        Content::Real(number) => Some(*number),
        Content::Text(text) => text.trim().parse().ok(),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use crate::random::Distribution;
    use crate::scenario::{Memory, read};

    fn cycle(text: &str) -> Distribution {
        let text = format!("[station.saw]\ncycle = {text}\n");
        let reading = read(&Memory::default().with("plant.toml", text), "plant.toml");
        let said = reading.diagnostics.plain(&reading.sources);
        let scenario = reading.scenario.unwrap_or_else(|| panic!("{said}"));
        scenario.station.get("saw").and_then(|saw| saw.cycle.clone()).expect("given").value.time
    }

    #[test]
    fn a_standard_time_has_its_allowance_on_top_and_is_done_faster_by_the_fast() {
        let is = |text: &str, seconds: f64| {
            let (low, high) = cycle(text).bounds();
            [low, high].iter().all(|time| (time / 1e6 - seconds).abs() < 1e-6)
        };
        // 100 s + 12 s; 90 s at 5/4 of the speed; 114 s at 19/20 of it.
        assert!(is("{ standard = \"100 s\", allowance = \"12 %\" }", 112.0));
        assert!(is("{ standard = \"90 s\", performance = \"125 %\" }", 72.0));
        let both = "{ standard = \"95 s\", allowance = \"20 %\", performance = \"95 %\" }";
        assert!(is(both, 120.0));
        assert!(is("{ standard = \"95 s\" }", 95.0));
        assert!(is("{ dist = \"constant\", standard = \"95 s\" }", 95.0));
    }

    #[test]
    fn with_a_spread_it_is_the_mean() {
        let standard = "standard = \"100 s\", allowance = \"20 %\"";
        assert_eq!(
            cycle(&format!("{{ {standard}, cv = 0.3 }}")),
            cycle("{ mean = \"120 s\", cv = 0.3 }")
        );
        assert_eq!(
            cycle(&format!("{{ {standard}, dist = \"gamma\", sd = \"10 s\" }}")),
            cycle("{ mean = \"2 min\", dist = \"gamma\", sd = \"10 s\" }")
        );
        assert_eq!(
            cycle(&format!("{{ {standard}, dist = \"exponential\" }}")),
            cycle("{ dist = \"exponential\", mean = \"2 min\" }")
        );
    }

    #[test]
    fn what_it_comes_to_is_shown() {
        let text = "[station.saw]\ncycle = { standard = \"100 s\", allowance = \"12 %\" }\n";
        let reading = read(&Memory::default().with("plant.toml", text), "plant.toml");
        let origins = reading.origin("station.saw.cycle").expect("it is there");
        let shown = "{ standard = \"100 s\", allowance = \"12 %\" } = 112 s";
        assert_eq!(origins[0].value, shown);
    }
}
