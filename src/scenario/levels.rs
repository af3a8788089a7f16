//! `levels`: what the levels of a skill matrix mean.

use super::decoder::Decoder;
use super::node::Node;
use super::quantity::Rating;
use super::shape::{FieldShape, Form};
use super::table::Value;
use super::{Named, Written};
use crate::diagnostic::code;

/// Speeds by level, such as `{ 1 = 0.6, 2 = 0.8, 3 = 1.0, 4 = 1.1 }`.
///
/// Shape: levels ascending, each once. Bounds: levels up to 100, speeds from 0.01 to 100, or 0 for who
/// cannot do it.
#[derive(Clone, Debug, PartialEq)]
pub struct Levels(pub Vec<(u32, f64)>);

/// The highest level.
const MOST: u32 = 100;

impl Levels {
    /// The speed at a level; level 0 cannot do it, whether it is named or not.
    pub fn speed(&self, level: f64) -> Option<f64> {
        let known = self.0.iter().find(|(known, _)| (f64::from(*known) - level).abs() < 1e-9);
        known.map(|(_, speed)| *speed).or((level.abs() < 1e-9).then_some(0.0))
    }
}

impl Value for Levels {
    const FORM: Form = Form::Map(&Form::Rating);

    fn decode(node: &Node, field: &FieldShape<'_>, decoder: &mut Decoder<'_>) -> Option<Self> {
        let written = <Named<Written<Rating>> as Value>::decode(node, field, decoder)?;
        let mut levels = Vec::new();
        let mut is_right = true;
        for (name, speed) in written.iter() {
            let level = name.value.parse::<u32>().ok().filter(|level| *level <= MOST);
            let Some(level) = level else {
                let message = format!(
                    "a level is a whole number up to {MOST}, found: `{name}`",
                    name = name.value
                );
                let hint = "such as `levels = { 1 = 0.6, 2 = 0.8, 3 = 1.0, 4 = 1.1 }`";
                decoder.mistake(code::UNREADABLE, name.spot, message, hint);
                is_right = false;
                continue;
            };
            let Rating(number) = speed.value;
            if number > 0.0 && !(0.01..=100.0).contains(&number) {
                let message = "the speed of a level must be from 0.01 to 100, or 0";
                let hint = "1 is the standard time, 0 is for who cannot do it";
                decoder.mistake(code::OUT_OF_RANGE, speed.spot, message, hint);
                is_right = false;
            }
            levels.push((level, number));
        }
        if written.is_empty() {
            decoder.mistake(
                code::MISSING,
                node.spot,
                "`levels` names no level",
                "such as `{ 1 = 0.6, 2 = 1.0 }`",
            );
            return None;
        }
        levels.sort_by_key(|(level, _)| *level);
        is_right.then_some(Self(levels))
    }
}
