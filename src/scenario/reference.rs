//! The reference page of the language, made from the same definitions as the decoder.

use std::fmt::Write as _;

use super::Scenario;
use super::distribution::FAMILIES;
use super::shape::{FieldShape, Form, Shape, TableShape};
use super::table::Table;
use crate::diagnostic::listed;
use crate::units::Duration;

/// The reference page in Markdown.
pub fn reference() -> String {
    let mut page = Page { text: String::new(), inline: Vec::new() };
    page.introduction();
    for field in Scenario::SHAPE.fields {
        match &field.shape {
            Shape::Table(shape) => page.section(&format!("[{}]", field.key), shape),
            Shape::Named(shape) => page.section(&format!("[{}.<name>]", field.key), shape),
            Shape::Value(_) | Shape::NamedValues(_) => {}
        }
    }
    page.distributions();
    page.later();
    page.text
}

struct Page {
    text: String,
    /// Tables that are values, still to be described in the section.
    inline: Vec<(&'static str, &'static TableShape)>,
}

impl Page {
    fn line(&mut self, line: &str) {
        self.text.push_str(line);
        self.text.push('\n');
    }

    fn introduction(&mut self) {
        let units: Vec<String> = Duration::units().map(|unit| format!("`{unit}`")).collect();
        self.line("# Reference of the scenario language\n");
        self.line(
            "Made by `gemba::scenario::reference()` from the definitions that read scenarios.\n",
        );
        let _ = writeln!(
            self.text,
            "Every quantity is a text with its unit. Units of time: {}. \
            A day has 24 hours; a workday is a day on which the calendar is open.\n",
            units.join(", ")
        );
        self.line(
            "`source = \"…\"` may stand in every table and says where its numbers come from.\n",
        );
        self.line(
            "At the top of a file: `extends` names the files it changes, `include` the files \
            that are parts of it, `name` the what-if. `remove = true` alone in a named table takes \
            it away.\n",
        );
    }

    fn section(&mut self, title: &str, shape: &'static TableShape) {
        let _ = writeln!(self.text, "## `{title}`\n");
        self.table(shape);
        while !self.inline.is_empty() {
            let (key, inner) = self.inline.remove(0);
            let _ = writeln!(self.text, "### `{key}` of `{title}`\n");
            self.table(inner);
        }
        for field in shape.fields {
            if let Shape::Named(inner) = &field.shape {
                let title = title.trim_end_matches(']');
                self.section(&format!("{title}.{}.<name>]", field.key), inner);
            }
        }
    }

    fn table(&mut self, shape: &'static TableShape) {
        let _ = writeln!(
            self.text,
            "{}\n",
            shape.doc.iter().map(|line| line.trim()).collect::<Vec<_>>().join(" ")
        );
        self.line("| key | value | default | meaning |\n|---|---|---|---|");
        for field in shape.fields.iter().filter(|field| !matches!(field.shape, Shape::Named(_))) {
            let value = self.value(field);
            let meaning = field.doc.iter().map(|line| line.trim()).collect::<Vec<_>>().join(" ");
            let _ = writeln!(
                self.text,
                "| `{}` | {value} | {} | {meaning} |",
                field.key,
                shown_default(field),
            );
        }
        if let Some(others) = shape.others {
            let value = words(&others.form, None);
            let _ = writeln!(self.text, "| `{}` | {value} | | {} |", others.example, others.doc);
        }
        if !shape.later.is_empty() {
            let later: Vec<String> = shape.later.iter().map(|key| format!("`{key}`")).collect();
            let _ = writeln!(self.text, "\nNot in this version: {}.", later.join(", "));
        }
        self.line("");
    }

    fn value(&mut self, field: &'static FieldShape<'static>) -> String {
        let form = match &field.shape {
            Shape::Value(form) => form,
            Shape::NamedValues(form) => {
                return format!("a table of names, each with {}", words(form, field.bounds));
            }
            Shape::Table(inner) | Shape::Named(inner) => return inner.noun.to_owned(),
        };
        self.note_inline(field.key, form);
        words(form, field.bounds)
    }

    fn note_inline(&mut self, key: &'static str, form: &'static Form) {
        match form {
            Form::Inline(shape) => self.inline.push((key, shape)),
            Form::List(item) => self.note_inline(key, item),
            Form::Either(forms) => forms.iter().for_each(|form| self.note_inline(key, form)),
            _ => {}
        }
    }

    fn distributions(&mut self) {
        self.line("## Distributions\n");
        self.line("A quantity alone is constant. A table names its `dist`; a mean with `cv` or `sd` \
            and no `dist` is lognormal for a duration. In `every`, a mean alone is exponential, and \
            with `cv` or `sd` the `dist` is required. Continuous ones may be shifted by `plus` and \
            then cut off by `at_least` and `at_most`.\n");
        self.line("| `dist` | parameters | what for |\n|---|---|---|");
        for family in FAMILIES {
            let _ =
                writeln!(self.text, "| `{}` | {} | {} |", family.name, family.wanted(), family.doc);
        }
        self.line("");
    }

    fn later(&mut self) {
        let later: Vec<String> =
            Scenario::SHAPE.later.iter().map(|key| format!("`[{key}]`")).collect();
        let _ = writeln!(self.text, "## Not in this version\n\n{}.", later.join(", "));
    }
}

fn shown_default(field: &FieldShape<'_>) -> String {
    let plain = field.default.chars().all(|c| c.is_ascii_digit());
    if plain { format!("`{}`", field.default) } else { field.default.to_owned() }
}

/// How a value is written, in words.
fn words(form: &Form, bounds: Option<(i64, i64)>) -> String {
    match form {
        Form::Text => "a text".to_owned(),
        Form::Whole => bounds.map_or_else(
            || "a whole number".to_owned(),
            |(low, high)| format!("a whole number from {low} to {high}"),
        ),
        Form::Number => "a number".to_owned(),
        Form::Truth => "`true` or `false`".to_owned(),
        Form::Share => "a share such as `\"4 %\"`".to_owned(),
        Form::Duration => "a length of time such as `\"95 s\"`".to_owned(),
        Form::Date => "a date such as `2026-03-02`".to_owned(),
        Form::Moment => "a date, or a date and time such as `2026-03-20T14:00:00`".to_owned(),
        Form::ClockTime => "a time of day such as `\"09:30\"`".to_owned(),
        Form::ClockRange => "hours such as `\"06:00-14:00\"`".to_owned(),
        Form::Distribution(measure) => format!("{}, constant or a distribution", measure.noun()),
        Form::Words(all) => {
            let all: Vec<String> = all.iter().map(|word| format!("`\"{word}\"`")).collect();
            all.join(", ")
        }
        Form::List(item) => format!("a list: {}", words(item, bounds)),
        Form::Map(item) => format!("a table of names, each with {}", words(item, bounds)),
        Form::Inline(shape) => {
            format!("a table of {}", listed(shape.fields.iter().map(|field| field.key)))
        }
        Form::Either(forms) => {
            forms.iter().map(|form| words(form, bounds)).collect::<Vec<_>>().join("; or ")
        }
    }
}
