//! Random plants as a person would write them.

use std::fmt::{Result, Write};

use super::{Calendar, People, Plan, Source, Station, Step, Time, WATCHED};

/// A plan that breaks a promise is shown as text.
impl std::fmt::Debug for Plan {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> Result {
        write!(formatter, "\n{}", self.text())
    }
}

impl Time {
    fn text(self) -> String {
        match self {
            Self::Minutes(minutes) => format!("\"{minutes} min\""),
            Self::Exponential(mean) => {
                format!("{{ dist = \"exponential\", mean = \"{mean} min\" }}")
            }
            Self::Uniform(max) => {
                format!("{{ dist = \"uniform\", min = \"0 min\", max = \"{max} min\" }}")
            }
        }
    }
}

impl Calendar {
    const fn text(self) -> &'static str {
        match self {
            Self::Always => "always",
            Self::Windows => "windows",
            Self::Late => "late",
        }
    }
}

impl People {
    const fn text(self) -> &'static str {
        match self {
            Self::Nobody => "\"none\"",
            Self::Operator => "{ operator = 1 }",
            Self::Fitter => "{ fitter = 1 }",
            Self::TwoOperators => "{ operator = 2 }",
            Self::Both => "{ operator = 1, fitter = 1 }",
        }
    }
}

impl Station {
    fn write(&self, name: usize, text: &mut String) -> Result {
        writeln!(text, "[station.s{name}]\nmachines = {}", self.machines)?;
        if let Some(places) = self.buffer {
            writeln!(text, "buffer = {places}")?;
        }
        writeln!(text, "cycle = {}", self.cycle.text())?;
        writeln!(text, "block = \"{}\"", if self.before { "before" } else { "after" })?;
        writeln!(text, "scrap = \"{}\"", if self.scrap { "20 %" } else { "0 %" })?;
        writeln!(
            text,
            "calendar = \"{}\"\nat_close = \"{}\"",
            self.calendar.text(),
            self.at_close
        )?;
        writeln!(text, "operators = {}", self.operators.text())?;
        for (mode, failure) in self.failures.iter().enumerate() {
            writeln!(text, "[station.s{name}.failure.f{mode}]\nclock = \"{}\"", failure.clock)?;
            match failure.clock {
                "cycles" => writeln!(text, "every = {}", failure.cycles)?,
                _ => writeln!(text, "every = {}", failure.every.text())?,
            }
            let (repair, operators) = (failure.repair.text(), failure.operators.text());
            writeln!(text, "repair = {{ time = {repair}, operators = {operators} }}")?;
            writeln!(text, "part = \"{}\"", failure.part)?;
        }
        Ok(())
    }
}

impl Plan {
    /// The products that are made: an unlimited supply knows only one.
    fn made(&self) -> &[Vec<Step>] {
        match self.source {
            Source::Supply => &self.products[..1],
            Source::Demand { .. } | Source::Book(_) => &self.products,
        }
    }

    /// The plant in the language.
    pub(crate) fn text(&self) -> String {
        let mut text = String::new();
        self.write(&mut text).expect("a text takes every text");
        text
    }

    fn write(&self, text: &mut String) -> Result {
        writeln!(text, "[plant]\nstart = 2026-03-02\n[run]\nlength = \"{WATCHED} min\"")?;
        writeln!(text, "limits = {{ parts = 10000, events = 100000 }}")?;
        writeln!(text, "[calendar.windows]")?;
        writeln!(text, "mon-sun = [\"00:00-01:00\", \"01:20-02:00\", \"02:10-12:00\"]")?;
        writeln!(text, "breaks = [{{ at = \"00:30\", for = \"10 min\" }}]")?;
        writeln!(text, "[calendar.late]\nmon-sun = \"00:35-03:00\"")?;
        writeln!(text, "breaks = [{{ at = \"02:00\", for = \"7 min\" }}]")?;
        for (name, station) in self.stations.iter().enumerate() {
            station.write(name, text)?;
        }
        let skills = ["[\"operator\"]", "[\"fitter\"]", "[\"operator\", \"fitter\"]"];
        for ((name, (count, calendar)), skills) in
            ["operators", "fitters", "allround"].iter().zip(&self.crews).zip(skills)
        {
            writeln!(text, "[crew.{name}]\ncount = {count}\nskills = {skills}")?;
            writeln!(text, "calendar = \"{}\"", calendar.text())?;
        }
        if let Some(time) = self.transfer {
            writeln!(text, "[transfer]\ntime = {}", time.text())?;
        }
        for (name, steps) in self.made().iter().enumerate() {
            if let (0, Some(choice)) = (name, self.lines_of(steps)) {
                write_lines(steps, choice, text)?;
                continue;
            }
            writeln!(text, "[product.p{name}]\nroute = [")?;
            for (number, step) in steps.iter().enumerate() {
                step.write(number, steps.len(), text)?;
            }
            writeln!(text, "]")?;
        }
        self.write_source(text)
    }

    /// How the product with these steps chooses between two lines, if it has them: a station is
    /// supplied without limit for one of them only.
    fn lines_of(&self, steps: &[Step]) -> Option<&'static str> {
        let ends = [steps.first(), steps.last()].map(|step| step.map(|step| step.station));
        let are_apart = ends[0] != ends[1] || !matches!(self.source, Source::Supply);
        self.lines.filter(|_| are_apart)
    }

    fn write_source(&self, text: &mut String) -> Result {
        let share = |product: usize| format!("p{product} = {}", product + 1);
        let shares: Vec<String> = (0..self.made().len()).map(share).collect();
        match &self.source {
            Source::Supply => Ok(()),
            Source::Demand { every, quantity } => writeln!(
                text,
                "[demand.orders]\nevery = {}\nquantity = {quantity}\ndue_in = \"30 min\"\n\
                 products = {{ {} }}",
                every.above_zero().text(),
                shares.join(", ")
            ),
            Source::Book(orders) => {
                for (name, (minute, quantity)) in orders.iter().enumerate() {
                    let product = name % self.made().len();
                    let (hour, minute) = (minute / 60, minute % 60);
                    writeln!(text, "[order.o{name}]\nproduct = \"p{product}\"")?;
                    writeln!(text, "quantity = {quantity}")?;
                    writeln!(text, "release = 2026-03-02T{hour:02}:{minute:02}:00")?;
                }
                Ok(())
            }
        }
    }
}

/// Writes the first product with two lines: its stations there and back.
fn write_lines(steps: &[Step], choice: &str, text: &mut String) -> Result {
    let station = |step: &Step| format!("\"s{}\"", step.station);
    let there: Vec<String> = steps.iter().map(station).collect();
    let back: Vec<String> = steps.iter().rev().map(station).collect();
    writeln!(text, "[line.there]\nstations = [{}]", there.join(", "))?;
    writeln!(text, "[line.back]\nstations = [{}]", back.join(", "))?;
    writeln!(text, "[product.p0]\nlines = [\"there\", \"back\"]\nchoice = \"{choice}\"")
}

impl Step {
    /// Writes the step; those that branch name where they go.
    fn write(&self, number: usize, steps: usize, text: &mut String) -> Result {
        let first = self.station;
        let station = match self.alternative.filter(|&other| other != first) {
            Some(other) => format!("[\"s{first}\", \"s{other}\"]"),
            None => format!("\"s{first}\""),
        };
        write!(text, "  {{ station = {station}, name = \"n{number}\"")?;
        let onward = if number + 1 < steps { format!("n{}", number + 1) } else { "out".to_owned() };
        let mut shares: Vec<(String, u32)> = Vec::new();
        if let Some(back) = self.back {
            shares.push((format!("n{}", number.saturating_sub(back)), 20));
        }
        if self.out && onward != "out" {
            shares.push(("out".to_owned(), 30));
        }
        if !shares.is_empty() {
            let rest: u32 = 100 - shares.iter().map(|(_, share)| share).sum::<u32>();
            shares.push((onward, rest));
            let shares: Vec<String> =
                shares.iter().map(|(step, share)| format!("{step} = \"{share} %\"")).collect();
            write!(text, ", next = {{ {} }}", shares.join(", "))?;
        }
        writeln!(text, " }},")
    }
}
