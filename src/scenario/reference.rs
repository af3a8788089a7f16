//! The reference page of the language, made from the same definitions as the decoder.

use std::fmt::Write as _;

use super::Scenario;
use super::distribution::FAMILIES;
use super::merge::REMOVE;
use super::schema::{meaning, prose};
use super::shape::{FieldShape, Form, Shape, TableShape};
use super::table::Table;
use crate::diagnostic::listed;
use crate::units::Duration;

/// The reference page in Markdown.
pub fn reference() -> String {
    let mut page = Page { text: String::new(), inline: Vec::new(), told: Vec::new() };
    page.introduction();
    page.patches();
    for field in Scenario::SHAPE.fields {
        match &field.shape {
            Shape::Table(shape) => page.section(&format!("[{}]", field.key), shape),
            Shape::Named(shape) => page.section(&format!("[{}.<name>]", field.key), shape),
            Shape::NamedValues(form) => page.values(field, form),
            Shape::Value(_) => {}
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
    /// Tables that have their section, and its title.
    told: Vec<(&'static str, String)>,
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
            that are parts of it, `name` the what-if.\n",
        );
    }

    /// How files are merged, read off the shapes that merge them.
    fn patches(&mut self) {
        self.line("## How a patch changes a plant\n");
        self.line(
            "A what-if is a file that starts with `extends = \"base.toml\"` and holds only what is \
            different. Several files, `extends = [\"base.toml\", \"more.toml\"]`, are laid one over \
            the other from left to right, the own file last; `name` is not taken over.\n",
        );
        self.line("```toml\nextends = \"base.toml\"\n[station.cnc]\nmachines = 3\n```\n");
        let (mut tables, mut named, mut values) = (Vec::new(), Vec::new(), Vec::new());
        merged(&Scenario::SHAPE, "", &mut tables, &mut named, &mut values);
        let _ = writeln!(
            self.text,
            "- Tables are changed key by key: what the patch does not say stays. These are \
            {} and, for each name, {}. A name that the base does not have makes a new thing: \
            `gemba check` warns of one that nothing uses.",
            tables.join(", "),
            named.join(", "),
        );
        let _ = writeln!(
            self.text,
            "- Every other value is replaced whole, lists and tables in braces too: who changes the \
            mean of `cycle = {{ mean = \"45 s\", cv = 0.3 }}` writes its `cv` again. A number is the \
            one that shall hold, not a difference. Only the entries of {} are changed one by one.",
            values.join(", "),
        );
        let _ = writeln!(
            self.text,
            "- `{REMOVE} = true`, alone in a named table, takes it away: `[station.cnc]` with \
            `{REMOVE} = true`.",
        );
        self.line(
            "- `gemba check FILE --show station.cnc` tells which file each value comes from.\n",
        );
    }

    /// Named values of the scenario.
    fn values(&mut self, field: &'static FieldShape<'static>, form: &'static Form) {
        let _ = writeln!(self.text, "## `[{}]`\n", field.key);
        let _ =
            writeln!(self.text, "{} Each name stands for {}.\n", meaning(field), words(form, None));
    }

    fn section(&mut self, title: &str, shape: &'static TableShape) {
        let _ = writeln!(self.text, "## `{title}`\n");
        if let Some((_, known)) = self.told.iter().find(|(noun, _)| *noun == shape.noun) {
            let _ = writeln!(
                self.text,
                "It has the keys of `{known}`, and none of them is required.\n"
            );
            return;
        }
        self.told.push((shape.noun, title.to_owned()));
        self.table(shape);
        let mut told: Vec<(&str, &str)> = Vec::new();
        while !self.inline.is_empty() {
            let (key, inner) = self.inline.remove(0);
            if told.contains(&(key, inner.noun)) {
                continue;
            }
            told.push((key, inner.noun));
            let _ = writeln!(self.text, "### `{key}` of `{title}`\n");
            self.table(inner);
        }
        let title = title.trim_end_matches(']');
        for field in shape.fields {
            match &field.shape {
                Shape::Named(inner) => {
                    self.section(&format!("{title}.{}.<name>]", field.key), inner);
                }
                Shape::Table(inner) => self.section(&format!("{title}.{}]", field.key), inner),
                Shape::Value(_) | Shape::NamedValues(_) => {}
            }
        }
    }

    fn table(&mut self, shape: &'static TableShape) {
        let _ = writeln!(self.text, "{}\n", prose(shape.doc));
        self.line("| key | value | default | meaning |\n|---|---|---|---|");
        for field in shape.fields.iter().filter(|field| !matches!(field.shape, Shape::Named(_))) {
            let value = self.value(field);
            let meaning = meaning(field);
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
        self.line("A quantity alone is constant. `cv` is the coefficient of variation, the standard \
            deviation (`sd`) over the mean: at 0 every time is the same, at 0.3 two of three times \
            lie within about 30 % of the mean, at 1 they scatter as much as the times between \
            independent customers. A table names its `dist`; a mean with `cv` or `sd` \
            and no `dist` is lognormal for a duration. In `every`, a mean alone is exponential, and \
            with `cv` or `sd` the `dist` is required. Continuous ones may be shifted by `plus` and \
            then cut off by `at_least` and `at_most`.\n");
        self.line("A time of work may be a standard time: `{ standard = \"95 s\", allowance = \"12 %\", \
            performance = \"108 %\" }` is standard × (1 + allowance) / performance, here 98.519 s. The \
            allowance is a share of the standard time; where it is meant as a share of the day, write \
            what that makes of the standard time: 12 % of the day are 13.6 % of the work. Without \
            `cv` or `sd` every time is the same; with them the result is the mean.\n");
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

/// How the tables below a shape merge: key by key, name by name, or value by value.
fn merged(
    shape: &TableShape,
    before: &str,
    tables: &mut Vec<String>,
    named: &mut Vec<String>,
    values: &mut Vec<String>,
) {
    for field in shape.fields {
        let path = format!("{before}{}", field.key);
        match &field.shape {
            Shape::Table(inner) => {
                tables.push(format!("`[{path}]`"));
                merged(inner, &format!("{path}."), tables, named, values);
            }
            Shape::Named(inner) => {
                let path = format!("{path}.<name>");
                named.push(format!("`[{path}]`"));
                merged(inner, &format!("{path}."), tables, named, values);
            }
            Shape::NamedValues(_) => values.push(format!("`{path}`")),
            Shape::Value(_) => {}
        }
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
        Form::Number | Form::Rating => "a number".to_owned(),
        Form::Anything => "any value".to_owned(),
        Form::Truth => "`true` or `false`".to_owned(),
        Form::Share => "a share such as `\"4 %\"`".to_owned(),
        Form::Duration => "a length of time such as `\"95 s\"`".to_owned(),
        Form::Amount => "money such as `\"600 EUR\"`".to_owned(),
        Form::ADay => "money for a day such as `\"50 EUR/day\"`".to_owned(),
        Form::AnHour => "money for an hour such as `\"34 EUR/h\"`".to_owned(),
        Form::Speed => "a speed such as `\"1.2 m/s\"`".to_owned(),
        Form::Rate => "a rate such as `\"400 /min\"`".to_owned(),
        Form::SalesRate => "parts in a time such as `\"2400 /week\"`".to_owned(),
        Form::Length => "a length such as `\"12 m\"`".to_owned(),
        Form::Position => "two coordinates such as `[8, 0]`".to_owned(),
        Form::Date => "a date such as `2026-03-02`".to_owned(),
        Form::Moment => "a date, or a date and time such as `2026-03-20T14:00:00`".to_owned(),
        Form::ClockTime => "a time of day such as `\"09:30\"`".to_owned(),
        Form::ClockRange => "hours such as `\"06:00-14:00\"`".to_owned(),
        Form::Distribution(measure) => format!("{}, constant or a distribution", measure.noun()),
        Form::Words(all) => {
            let all: Vec<String> = all.iter().map(|(word, _)| format!("`\"{word}\"`")).collect();
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
