//! People of ManPy as crews.

use std::fmt::Write as _;

use crate::hours::{Hours, TAKES};
use crate::manpy::Node;
use crate::missing::threshold;
use crate::scenario::Writer;

impl Writer<'_> {
    pub(crate) fn people_of(&self, station: &str, class: &str) -> impl Iterator<Item = &str> {
        let people = self.model.of(move |node| node.class == class);
        people.map(|(name, _)| name.as_str()).filter(move |name| self.minds(name, station))
    }

    /// Whether somebody minds a station: as a skill or by where they lead.
    fn minds(&self, person: &str, station: &str) -> bool {
        let skills = self.model.nodes[person].get("skills").as_array();
        skills.into_iter().flatten().any(|skill| skill == station)
            || self.model.after(person).into_iter().any(|to| {
                let is_pool = self.model.nodes[to].class == "OperatorPool";
                to == station || is_pool && self.model.after(to).contains(&station)
            })
    }

    pub(crate) fn write_people(&mut self, name: &str, node: &Node) {
        let minded: Vec<&String> = self
            .model
            .of(Node::is_machine)
            .map(|(id, _)| id)
            .filter(|id| self.minds(name, id))
            .collect();
        let skills = if node.class == "Repairman" {
            "[\"repair\"]".to_owned()
        } else {
            format!("{minded:?}")
        };
        self.write_crew(&self.model.person(name), name, node, &skills);
    }

    /// Somebody who minds one machine only: breaks and early ends are theirs.
    pub(crate) fn write_minder(&mut self, name: &str, node: &Node) {
        let minder = format!("minder_{name}");
        let early = threshold(node);
        if let (Some(hours), true) = (Hours::of(self.model, node), early > 0.0) {
            self.text += &hours.ending_earlier(early).calendar(&minder, self.minutes);
            let crew = format!(
                "[crew.{minder}]\nskills = [\"{name}\"]\ncalendar = \"{minder}\"\n\
                 at_shift_end = \"finish\"\n"
            );
            self.text += &crew;
        } else {
            self.write_crew(&minder, name, node, &format!("[\"{name}\"]"));
        }
    }

    fn write_crew(&mut self, name: &str, calendar: &str, node: &Node, skills: &str) {
        writeln!(self.text, "[crew.{name}]").expect(TAKES);
        self.line("skills", skills);
        if let Some(count) = node.number("capacity") {
            self.line("count", &format!("{count}"));
        }
        if Hours::of(self.model, node).is_some() {
            self.line("calendar", &format!("\"{calendar}\""));
            let kinds = ["break", "scheduledBreak", "shift"];
            let kind = kinds.into_iter().find(|kind| node.stop(kind).is_some());
            let kind = kind.expect("it has hours");
            // Breaks that are counted wait for the end of the work, unless it is said otherwise.
            self.line("at_shift_end", at_end(node, kind, kind == "break"));
        }
    }

    /// Who repairs a machine: of machines that fail in one instant the first by name is repaired first.
    pub(crate) fn repair_people(&self, name: &str) -> String {
        let is_repaired = |name: &str| self.people_of(name, "Repairman").next().is_some();
        if !is_repaired(name) {
            return String::new();
        }
        let later = self.model.of(Node::is_machine).map(|(other, _)| other.as_str());
        let later = later.filter(|&other| other > name && is_repaired(other)).count();
        format!(", operators = {{ repair = 1 }}, priority = {later}")
    }
}

/// What the end of hours does to what is under way.
pub(crate) fn at_end(node: &Node, kind: &str, otherwise: bool) -> &'static str {
    if threshold(node) > 0.0 && node.class == "Operator" {
        "\"no_start\""
    } else if node.says(kind, "endUnfinished", otherwise) {
        "\"finish\""
    } else {
        "\"pause\""
    }
}
