//! `operators`: people that a task needs at the same time.

use super::decoder::Decoder;
use super::node::{Content, Node};
use super::quantity::Share;
use super::shape::{FieldShape, Form};
use super::table::{Table, Value, table};
use super::{Given, Named, Written};
use crate::diagnostic::{Diagnostic, closest, code, listed};
use crate::units::guess;

/// `operators`: people that a task needs at the same time.
#[derive(Clone, Debug, PartialEq)]
pub enum Operators {
    /// Nobody (`"none"`).
    None,
    /// So many people with each skill; at least one.
    Skills(Named<Written<Asked>>),
}

/// How many people with a skill a task needs, and how much of each.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Asked {
    /// People.
    pub count: u32,
    /// Percent of the attention of each: who minds a machine with 30 % may mind two more.
    pub attention: u8,
}

table! {
    /// People with a skill that a task needs in part.
    Minding ("people who mind a machine") {
        /// How many of them.
        count [1..=100_000]: Given<u32> = "1",
        /// Share of the attention of each, in whole percent: a person's tasks may come to 100 %.
        attention: Given<Share> = "100 %",
    }
}

impl Value for Asked {
    const FORM: Form = Form::Either(&[Form::Whole, Form::Inline(&<Minding as Table>::SHAPE)]);

    fn decode(node: &Node, field: &FieldShape<'_>, decoder: &mut Decoder<'_>) -> Option<Self> {
        let Content::Table(_) = &node.content else {
            return u32::decode(node, field, decoder).map(|count| Self { count, attention: 100 });
        };
        let minding = <Minding as Value>::decode(node, field, decoder)?;
        let count = minding.count.map_or(1, |count| count.value);
        let Some(attention) = minding.attention else {
            return Some(Self { count, attention: 100 });
        };
        let percent = attention.value.0 * 100.0;
        let whole = (1..=100_u8).find(|&whole| (percent - f64::from(whole)).abs() < 1e-9);
        let Some(whole) = whole else {
            let message = "`attention` must be a whole number of percent, from 1 to 100";
            decoder.mistake(code::OUT_OF_RANGE, attention.spot, message, "such as `\"30 %\"`");
            return None;
        };
        Some(Self { count, attention: whole })
    }
}

impl Value for Operators {
    const FORM: Form =
        Form::Either(&[Form::Map(&<Asked as Value>::FORM), Form::Words(&[("none", &[])])]);

    fn decode(node: &Node, field: &FieldShape<'_>, decoder: &mut Decoder<'_>) -> Option<Self> {
        match &node.content {
            Content::Text(word) if word == "none" => Some(Self::None),
            Content::Table(_) => {
                let skills: Named<Written<Asked>> = Value::decode(node, field, decoder)?;
                if skills.is_empty() {
                    let message = format!("`{}` names no skill", field.key);
                    let hint = "write `\"none\"` if nobody is needed";
                    decoder.mistake(code::MISSING, node.spot, message, hint);
                    return None;
                }
                Some(Self::Skills(skills))
            }
            _ => {
                let message = format!(
                    "`{}` must be skills such as `{{ welder = 1 }}` or `\"none\"`, found: {}",
                    field.key,
                    node.found()
                );
                let hint = with_a_skill(node, &decoder.skills);
                let complaint = Diagnostic::error(code::WRONG_TYPE, message).at(node.spot);
                if node.content != Content::Broken {
                    decoder.complain(complaint.maybe_hint(hint));
                }
                None
            }
        }
    }
}

/// The skills that a bare number or name stands for.
fn with_a_skill(node: &Node, skills: &[String]) -> Option<String> {
    let (number, wanted) = match &node.content {
        Content::Whole(number) if *number > 0 => (*number, None),
        Content::Text(name) => (1, Some(name)),
        _ => return None,
    };
    let key = |name: &str| guess::key(name);
    let names = || skills.iter().map(String::as_str);
    Some(match (wanted, skills) {
        (Some(name), _) if closest(name, names()).is_some() => {
            let known = closest(name, names()).map(key).unwrap_or_default();
            format!("did you mean `{{ {known} = 1 }}`?")
        }
        (None, [only]) => format!("did you mean `{{ {} = {number} }}`?", key(only)),
        (Some(name), []) => {
            let name = key(name);
            format!("write `{{ {name} = 1 }}`, and add `[crew.{name}]`")
        }
        (None, []) => "name the skill that is needed, and add a crew that has it".to_owned(),
        (_, [first, ..]) => format!(
            "name the skill, such as `{{ {} = {number} }}`; operators have: {}",
            key(first),
            listed(names())
        ),
    })
}
