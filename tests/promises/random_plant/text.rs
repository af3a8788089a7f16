//! Random plants as a person would write them.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::{Result, Write};

use super::{
    Away, Base, Calendar, Cards, Cause, Change, Changed, Cleared, Crew, Failure, First, Hands,
    Join, Late, Layout, Overtime, Paced, People, Plan, Product, Promise, Pushes, Quantity, Run,
    Shared, Source, Station, Step, Strikes, Time, Together, Tour, Transfer, Upkeep, Urgency,
    WATCHED, Wear, When, Within,
};

/// Further forms of a length of time; `M` stands for the mean in minutes.
pub(super) const OTHERS: [&str; 12] = [
    r#"{ dist = "lognormal", mean = "M min", cv = 0.5 }"#,
    r#"{ dist = "gamma", mean = "M min", cv = 0.7 }"#,
    r#"{ dist = "erlang", mean = "M min", phases = 2 }"#,
    r#"{ dist = "weibull", mean = "M min", cv = 0.6 }"#,
    r#"{ dist = "normal", mean = "M min", cv = 0.2 }"#,
    r#"{ dist = "triangular", min = "0 s", mode = "M min", max = "99 min" }"#,
    r#"{ dist = "pert", min = "10 s", mode = "M min", max = "40 min" }"#,
    r#"{ dist = "beta", min = "0 s", max = "99 min", mean = "M min", sd = "30 s" }"#,
    r#"{ dist = "hyperexponential", mean = "M min", cv = 1.5, at_most = "50 min" }"#,
    r#"{ dist = "loglogistic", mean = "M min", cv = 0.5, plus = "1 min" }"#,
    r#"{ dist = "empirical", values = ["M min", "1 min", "3 min"] }"#,
    r#"{ dist = "mixture", of = ["M min", "1 min"], shares = ["50 %", "50 %"] }"#,
];

/// How overtime is paid otherwise than crews have it.
pub(super) const OVERTIME_PAY: [&str; 4] = [
    "premium = \"100 %\"\n",
    "premium = { first = \"10 min\", at = \"20 %\", then = \"60 %\" }\n",
    "account = { limit = \"45 min\" }\n",
    "account = { limit = \"45 min\" }\npremium = \"75 %\"\n",
];

/// What all plants have: three calendars.
const CALENDARS: &str = r#"[calendar.windows]
mon-sun = ["00:00-01:00", "01:20-02:00", "02:10-12:00"]
breaks = [{ at = "00:30", for = "10 min", paid = false }]
[calendar.late]
mon-sun = "00:35-03:00"
breaks = [{ at = "02:00", for = "7 min", groups = 2 }]
[calendar.night]
mon-sat = "22:00-01:30"
closed = [2026-03-03]
extra = [{ date = 2026-03-01, hours = "22:00-00:40" }, { date = 2026-03-02, hours = "01:50-02:40" }]
"#;

/// A plan that breaks a promise is shown as text.
impl std::fmt::Debug for Plan {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> Result {
        write!(formatter, "\n{}", self.text())
    }
}

impl Time {
    pub(super) fn text(self) -> String {
        match self {
            Self::Minutes(minutes) => format!("\"{minutes} min\""),
            Self::Exponential(mean) => {
                format!("{{ dist = \"exponential\", mean = \"{mean} min\" }}")
            }
            Self::Uniform(max) => {
                format!("{{ dist = \"uniform\", min = \"0 min\", max = \"{max} min\" }}")
            }
            Self::Other(form, mean) => OTHERS[form].replace('M', &mean.to_string()),
        }
    }
}

impl Calendar {
    /// Writes the line that names it, if anything is said.
    fn write(self, text: &mut String) -> Result {
        let name = match self {
            Self::Unsaid => return Ok(()),
            Self::Always => "always",
            Self::Windows => "windows",
            Self::Late => "late",
            Self::Night => "night",
        };
        writeln!(text, "calendar = \"{name}\"")
    }

    /// Whether it has days that open and close.
    const fn has_days(self) -> bool {
        !matches!(self, Self::Unsaid | Self::Always)
    }
}

impl People {
    fn text(self) -> String {
        let words = match self {
            Self::Nobody => "\"none\"",
            Self::Operator => "{ operator = 1 }",
            Self::Fitter => "{ fitter = 1 }",
            Self::TwoOperators => "{ operator = 2 }",
            Self::Both => "{ operator = 1, fitter = 1 }",
            Self::BothInPart => "{ operator = { attention = \"40 %\" }, fitter = 1 }",
            Self::Minding(percent) => {
                return format!("{{ operator = {{ attention = \"{percent} %\" }} }}");
            }
        };
        words.to_owned()
    }
}

/// A rule of release.
fn conwip(limit: u32) -> String {
    format!("{{ rule = \"conwip\", limit = {limit} }}")
}

/// An instant of day 0.
fn instant(second: u32) -> String {
    let (hour, minute, second) = (second / 3600, second / 60 % 60, second % 60);
    format!("2026-03-02T{hour:02}:{minute:02}:{second:02}")
}

impl Station {
    fn write(&self, name: &str, text: &mut String) -> Result {
        writeln!(text, "[station.{name}]\nmachines = {}", self.machines)?;
        if let Some(places) = self.buffer {
            writeln!(text, "buffer = {places}")?;
        }
        writeln!(text, "cycle = {}", self.cycle.text())?;
        let block = match (self.before, self.again) {
            (true, _) => "before",
            (false, true) => "again",
            (false, false) => "after",
        };
        writeln!(text, "block = \"{block}\"")?;
        writeln!(text, "scrap = \"{}\"", if self.scrap { "20 %" } else { "0 %" })?;
        if self.runs_at != 100 {
            writeln!(text, "runs_at = \"{} %\"", self.runs_at)?;
        }
        if let Some(hold) = self.hold {
            writeln!(text, "hold = {}", hold.text())?;
        }
        self.calendar.write(text)?;
        if let Some(at_close) = self.at_close {
            writeln!(text, "at_close = \"{at_close}\"")?;
        }
        writeln!(text, "operators = {}", self.operators.text())?;
        self.hands.write(text)?;
        for (mode, failure) in self.failures.iter().enumerate() {
            writeln!(text, "[station.{name}.failure.f{mode}]")?;
            failure.write(text)?;
        }
        for (mode, upkeep) in self.upkeep.iter().enumerate() {
            writeln!(text, "[station.{name}.maintenance.m{mode}]")?;
            upkeep.write(text)?;
        }
        self.hands.wear.as_ref().map_or(Ok(()), |wear| wear.write(name, text))
    }
}

impl Layout {
    fn write(&self, stations: usize, text: &mut String) -> Result {
        let distance = if self.straight { "straight" } else { "rectilinear" };
        writeln!(text, "[layout]\nwalking_speed = \"1 m/min\"\ndistance = \"{distance}\"")?;
        writeln!(text, "[layout.positions]")?;
        for (name, (x, y)) in self.positions.iter().take(stations).enumerate() {
            writeln!(text, "s{name} = [{x}, {y}]")?;
        }
        Ok(())
    }

    /// What a crew says of its walking.
    fn write_crew(&self, crew: &str, text: &mut String) -> Result {
        match (crew, self.base) {
            ("operators", Base::Station(station)) => writeln!(text, "base = \"s{station}\"")?,
            ("operators", Base::At(x, y)) => writeln!(text, "base = [{x}, {y}]")?,
            _ => {}
        }
        if crew == "fitters" && self.own_speed {
            writeln!(text, "walking_speed = \"1.7 m/min\"")?;
        }
        Ok(())
    }
}

impl Paced {
    fn write(&self, text: &mut String) -> Result {
        for (number, station) in self.stations.iter().enumerate() {
            station.write(&format!("t{number}"), text)?;
        }
        let names: Vec<String> =
            (0..self.stations.len()).map(|number| format!("\"t{number}\"")).collect();
        writeln!(
            text,
            "[line.paced]\nstations = [{}]\npace = \"{} min\"",
            names.join(", "),
            self.pace
        )
    }
}

impl Overtime {
    fn write(&self, name: usize, text: &mut String) -> Result {
        let Self { people, first_only, from, minutes, notice, refused, limited, pay, when } = self;
        let (hour, minute) = (from / 60, from % 60);
        writeln!(
            text,
            "[overtime.o{name}]\ncrews = {{ operators = 1, allround = {people} }}\ndays = \"mon-sun\"\n\
             from = \"{hour:02}:{minute:02}\"\nhours = \"{minutes} min\"\nnotice = \"{notice} min\""
        )?;
        text.push_str(pay);
        if *first_only {
            writeln!(text, "opens = [\"s0\"]")?;
        }
        if *refused {
            writeln!(text, "accepts = \"60 %\"")?;
        }
        if *limited {
            writeln!(text, "at_most = {{ day = \"1 h\", week = \"70 min\" }}")?;
        }
        match when {
            When::Always => Ok(()),
            When::Backlog { minutes, until } => writeln!(
                text,
                "when = {{ backlog_over = \"{minutes} min\", until_under = \"{until} min\", at = \"s0\" }}"
            ),
            When::Late(orders) => writeln!(text, "when = {{ late_orders_over = {orders} }}"),
        }
    }
}

/// Which of several stations a part goes to.
pub(super) const CHOICE: [&str; 6] =
    ["shortest_queue", "least_load", "earliest_finish", "preference", "same_setup", "free_longest"];

/// Which part comes next, as written.
pub(super) const DISPATCH: [&str; 14] = [
    "\"fifo\"",
    "\"lifo\"",
    "[\"shortest\", \"lifo\"]",
    "[\"due_date\", \"longest\"]",
    "\"same_setup\"",
    "[\"setup\", \"due_date\"]",
    "\"priority\"",
    "[\"same_setup\", \"priority\", \"shortest\"]",
    "[\"operation_due\", \"fewest_steps\"]",
    "[\"most_work\", \"slack\"]",
    "\"slack_per_step\"",
    "[\"critical_ratio\", \"lifo\"]",
    "{ rule = \"atcs\", setups = 0.5 }",
    "[\"priority\", \"next_queue\", \"covert\", \"first_released\"]",
];

/// Stands for the names of all products until they are known.
const PRODUCTS: &str = "PRODUCTS";

impl First {
    fn text(&self) -> String {
        let (time, correct, fails) = (self.time.text(), self.correct.text(), self.fails);
        let how = match self.at {
            Some(at) => {
                let word = if self.goes_on { "goes_on" } else { "waits" };
                format!("at = \"s{at}\", machine = \"{word}\"")
            }
            None => format!("operators = {}", self.operators.text()),
        };
        let fails = if fails == 0 {
            String::new()
        } else {
            format!(", fails = \"{fails} %\", correct = {correct}")
        };
        format!(", first_piece = {{ time = {time}, {how}{fails} }}")
    }
}

impl Hands {
    /// Whether machines are set up for what comes.
    fn is_ahead(&self) -> bool {
        self.ahead && self.batch.is_none()
    }

    fn write(&self, text: &mut String) -> Result {
        for (key, handled) in [("load", &self.load), ("unload", &self.unload)] {
            if let Some((time, people)) = handled {
                let (time, people) = (time.text(), people.text());
                writeln!(text, "{key} = {{ time = {time}, operators = {people} }}")?;
            }
        }
        if let Some((time, people, at)) = &self.during {
            let (time, people) = (time.text(), people.text());
            writeln!(
                text,
                "during = {{ time = {time}, operators = {people}, at = \"{at} %\", priority = 2 }}"
            )?;
        }
        if let Some((time, people, at_least)) = &self.setup {
            let (time, people) = (time.text(), people.text());
            writeln!(
                text,
                "setup = {{ time = {time}, operators = {people}, at_least = {at_least}, ahead = {}{} }}",
                self.is_ahead(),
                self.first
                    .iter()
                    .filter(|_| self.batch.is_none())
                    .map(First::text)
                    .collect::<String>()
            )?;
            if let Some(clean) = self.campaign.filter(|_| self.batch.is_none() && !self.is_ahead())
            {
                let clean = if clean == 0 {
                    String::new()
                } else {
                    format!(", clean_after = \"{clean} min\", clean = {{ time = {time} }}")
                };
                writeln!(text, "campaign = {{ order = [{PRODUCTS}]{clean} }}")?;
            }
        }
        if let Some((time, after, people)) = &self.start_up {
            let (time, people) = (time.text(), people.text());
            writeln!(
                text,
                "start_up = {{ time = {time}, after_closed = \"{after} min\", operators = {people} }}"
            )?;
        }
        if let Some((life, is_work, time, people)) = &self.tool {
            let (time, people) = (time.text(), people.text());
            let life = if *is_work { format!("\"{life} min\"") } else { life.to_string() };
            writeln!(
                text,
                "tool = {{ life = {life}, change = {time}, operators = {people}, priority = 1 }}"
            )?;
        }
        if let Some((size, minimum, wait, by)) = self.batch {
            let wait = wait.map_or(String::new(), |minutes| format!(", wait = \"{minutes} min\""));
            writeln!(
                text,
                "batch = {{ size = {size}, minimum = {minimum}, by = \"{by}\"{wait} }}"
            )?;
        }
        if !self.dispatch.is_empty() && (self.setup.is_some() || !self.dispatch.contains("setup")) {
            writeln!(text, "dispatch = {}", self.dispatch)?;
        }
        let Urgency { priority, interrupts } = self.urgency;
        writeln!(text, "priority = {priority}\ninterrupts = {interrupts}")?;
        writeln!(text, "if_left = \"{}\"", if self.restarts { "restart" } else { "resume" })
    }
}

impl Strikes {
    fn write(&self, text: &mut String) -> Result {
        match self {
            Strikes::Every { clock, every } => {
                writeln!(text, "clock = \"{clock}\"\nevery = {}", every.text())?;
            }
            Strikes::Cycles(cycles, false) => {
                writeln!(text, "clock = \"cycles\"\nevery = {cycles}")?;
            }
            Strikes::Cycles(cycles, true) => {
                writeln!(text, "clock = \"cycles\"\nevery = {{ mean = {cycles} }}")?;
            }
            Strikes::At(seconds) => {
                let instants: Vec<String> = seconds.iter().copied().map(instant).collect();
                writeln!(text, "at = [{}]", instants.join(", "))?;
            }
        }
        Ok(())
    }
}

impl Wear {
    /// Its table below that of a station, and the planned work that is due by it.
    fn write(&self, station: &str, text: &mut String) -> Result {
        let amount = if self.by_parts { self.amount } else { 100 * self.amount };
        let key = if self.by_parts { "each_part" } else { "per_hour" };
        writeln!(text, "[station.{station}.wear.die]")?;
        if self.by_chance {
            writeln!(text, "{key} = {{ dist = \"gamma\", mean = {amount}, cv = 0.6 }}")?;
        } else {
            writeln!(text, "{key} = {amount}")?;
        }
        if self.slows > 0 {
            writeln!(text, "slows = \"{} %\"\nfull_at = 20", self.slows)?;
        }
        if let Some(repair) = &self.fails {
            writeln!(text, "fails_at = 21\nrepair = {{ time = {} }}", repair.text())?;
        }
        let Some((at, time, when)) = &self.renewed else { return Ok(()) };
        writeln!(text, "[station.{station}.maintenance.regrind]\nat_wear = {{ die = {at} }}")?;
        writeln!(text, "time = {}", time.text())?;
        let looks = self.looks.as_ref().filter(|looks| !matches!(looks, Strikes::At(_)));
        if let Some(looks) = looks {
            looks.write(text)?;
        }
        if looks.is_none() || *when != "opportunistic" {
            writeln!(text, "when = \"{when}\"")?;
        }
        let mut named = String::new();
        self.window.write(&mut named)?;
        text.push_str(&named.replace("calendar", "window"));
        Ok(())
    }
}

impl Upkeep {
    fn write(&self, text: &mut String) -> Result {
        let Self { strikes, first, time, operators, urgency, when, from, window, renews } = self;
        strikes.write(text)?;
        match (strikes, first) {
            (Strikes::Every { .. }, Some(first)) => writeln!(text, "first = \"{first} min\"")?,
            (Strikes::Cycles(..), Some(first)) => writeln!(text, "first = {first}")?,
            (Strikes::At(_), _) | (_, None) => {}
        }
        let (time, operators) = (time.text(), operators.text());
        let Urgency { priority, interrupts } = urgency;
        writeln!(
            text,
            "time = {time}\noperators = {operators}\npriority = {priority}\ninterrupts = {interrupts}"
        )?;
        match strikes {
            Strikes::At(_) if *when == "opportunistic" => {}
            Strikes::Every { .. } | Strikes::Cycles(..) | Strikes::At(_) => {
                writeln!(text, "when = \"{when}\"")?;
                if *when == "opportunistic" {
                    writeln!(text, "from = \"{from} %\"")?;
                }
            }
        }
        let mut named = String::new();
        window.write(&mut named)?;
        text.push_str(&named.replace("calendar", "window"));
        if *renews {
            writeln!(text, "renews = \"all\"")?;
        }
        Ok(())
    }
}

impl Failure {
    /// When it is mended, of one that slows its machine.
    fn window(&self) -> Option<String> {
        let (_, window) = self.slow.filter(|_| !matches!(self.strikes, Strikes::At(_)))?;
        let mut named = String::new();
        window.write(&mut named).expect("a text takes every text");
        let window = if named.is_empty() { "calendar = \"always\"" } else { named.trim() };
        Some(window.replace("calendar", "window"))
    }

    fn write(&self, text: &mut String) -> Result {
        self.strikes.write(text)?;
        if self.renews {
            writeln!(text, "renews = \"all\"")?;
        }
        let (time, operators) = (self.repair.text(), self.operators.text());
        let measured = self.measured;
        let Urgency { priority, interrupts } = self.urgency;
        if let (Some((speed, _)), Some(window)) = (self.slow, self.window()) {
            writeln!(text, "runs_at = \"{speed} %\"")?;
            return writeln!(
                text,
                "repair = {{ time = {time}, operators = {operators}, measured = \"{measured}\", \
                 priority = {priority}, interrupts = {interrupts}, {window} }}"
            );
        }
        if self.minor {
            writeln!(text, "kind = \"minor\"")?;
        }
        writeln!(
            text,
            "repair = {{ time = {time}, operators = {operators}, measured = \"{measured}\", \
             priority = {priority}, interrupts = {interrupts} }}"
        )?;
        let finished = if priority % 2 == 1 { "stays" } else { "leaves" };
        writeln!(text, "part = \"{}\"\nfinished = \"{finished}\"", self.part)
    }
}

impl Cause {
    fn write(&self, name: usize, stations: usize, text: &mut String) -> Result {
        let is_in = |station: &usize| self.stops >> station & 1 == 1;
        let mut stops: Vec<usize> = (0..stations).filter(is_in).collect();
        if stops.is_empty() {
            stops.extend(0..stations);
        }
        if self.backwards {
            stops.reverse();
        }
        let stops: Vec<String> = stops.iter().map(|station| format!("\"s{station}\"")).collect();
        writeln!(text, "[failure.c{name}]\nstops = [{}]", stops.join(", "))?;
        Failure { renews: false, slow: None, ..self.failure.clone() }.write(text)
    }
}

impl Plan {
    /// The products that are made: an unlimited supply knows only one.
    pub(super) fn made(&self) -> &[Product] {
        match self.source {
            Source::Supply => &self.products[..1],
            Source::Orders { .. } => &self.products,
        }
    }

    /// The plant in the language.
    pub(crate) fn text(&self) -> String {
        let mut text = String::new();
        self.write(&mut text).expect("a text takes every text");
        let products = text.lines().filter_map(|line| line.strip_prefix("[product."));
        let mut products: Vec<String> =
            products.map(|name| format!("\"{}\"", name.trim_end_matches(']'))).collect();
        // Not in the order of their names.
        products.reverse();
        text.replace(PRODUCTS, &products.join(", "))
    }

    fn write(&self, text: &mut String) -> Result {
        writeln!(text, "[plant]\nstart = 2026-03-02")?;
        self.calendar.write(text)?;
        let has_book = matches!(&self.source, Source::Orders { book, .. } if !book.is_empty());
        self.run.write(has_book, text)?;
        text.push_str(CALENDARS);
        for (name, station) in self.stations.iter().enumerate() {
            station.write(&format!("s{name}"), text)?;
        }
        for (name, cause) in self.causes.iter().enumerate() {
            cause.write(name, self.stations.len(), text)?;
        }
        let skills: [&[&str]; 3] = [&["operator"], &["fitter"], &["operator", "fitter"]];
        for (number, ((name, crew), skills)) in
            ["operators", "fitters", "allround"].iter().zip(&self.crews).zip(skills).enumerate()
        {
            let Crew { count, calendar, at_shift_end, absence, speed, learning, fatigue, .. } =
                crew;
            let skills: Vec<String> =
                skills.iter().map(|skill| format!("{skill} = {speed}")).collect();
            let skills = skills.join(", ");
            writeln!(text, "[crew.{name}]\ncount = {count}\nskills = {{ {skills} }}")?;
            writeln!(text, "at_shift_end = \"{at_shift_end}\"")?;
            // Nothing of this moves anybody; the numbers differ with the crews.
            writeln!(text, "labour_cost = \"{}.37 EUR/h\"", 20 + count)?;
            writeln!(text, "absence_paid = {}", count % 2 == 1)?;
            writeln!(
                text,
                "premium = {{ first = \"{count} min\", at = \"25 %\", then = \"50 %\" }}"
            )?;
            self.write_zones(number, crew, text)?;
            if crew.response > 0 {
                writeln!(text, "response = \"{} min\"", crew.response)?;
            }
            if let Some(absence) = absence {
                let is_share = absence.ends_with('%');
                let quote = if is_share { "\"" } else { "" };
                writeln!(text, "absence = {quote}{absence}{quote}")?;
            }
            if let Some(learning) = learning {
                writeln!(text, "learning = {learning}")?;
            }
            if let Some(fatigue) = fatigue {
                writeln!(text, "fatigue = {fatigue}")?;
            }
            if let Some(layout) = &self.layout {
                layout.write_crew(name, text)?;
            }
            calendar.write(text)?;
            // Who learns must be there, whatever changes.
            let too_few = |people: u32| {
                let change = |change: &Change| match change.what {
                    Changed::Operators(count) => number == 0 && count < people,
                    _ => false,
                };
                self.changes.iter().any(change)
            };
            let training = crew.training.filter(|(_, people)| !too_few(*people));
            if let Some((minutes, people)) = training {
                let skill = if *name == "operators" { "fitter" } else { "operator" };
                writeln!(
                    text,
                    "[crew.{name}.training.{skill}]\nhours = \"{minutes} min\"\non = 2026-03-02\n\
                     people = {people}\nto = 1.2\ncost = \"7 EUR\""
                )?;
            }
        }
        self.write_roster(text)?;
        for (name, overtime) in self.overtimes.iter().enumerate() {
            overtime.write(name, text)?;
        }
        if self.overtimes.iter().any(|overtime| overtime.pay.contains("account")) {
            writeln!(text, "[today.time_account]\noperators = \"20 min\"")?;
        }
        self.transfer.write(text)?;
        if let Some(layout) = &self.layout {
            layout.write(self.stations.len() + usize::from(self.join.is_some()), text)?;
        }
        for (name, product) in self.made().iter().enumerate() {
            let is_supplied = matches!(self.source, Source::Supply);
            let is_away = name == 0 && self.away.is_some() && product.lines.is_none();
            let may_go_back = self.may_go_back();
            product.write(name, (is_supplied, is_away, may_go_back), self.paced.as_ref(), text)?;
            if is_away {
                self.write_away(text)?;
            }
            self.write_together(name, product, text);
        }
        if let Some(paced) = &self.paced {
            paced.write(text)?;
        }
        if let Some(join) = &self.join {
            join.write(self.stations.len(), text)?;
        }
        self.write_cards(text)?;
        self.write_pools(text)?;
        self.write_conveyors(text)?;
        self.write_tour(text)?;
        self.write_source(text)?;
        for (name, change) in self.changes.iter().enumerate() {
            self.write_change(name, change, text)?;
        }
        Ok(())
    }

    /// Writes which parts of a product go on together, and what for.
    fn write_together(&self, name: usize, product: &Product, text: &mut String) {
        let Some(Together { moves_in, after, bound }) = self.together else { return };
        let is_supplied = matches!(self.source, Source::Supply);
        let moves_in = match moves_in {
            0 if is_supplied => "3".to_owned(),
            0 => "\"lot\"".to_owned(),
            parts => parts.to_string(),
        };
        let header = format!("[product.p{name}]\n");
        *text = text.replace(&header, &format!("{header}moves_in = {moves_in}\n"));
        let last = product.steps.len() - 1;
        let are_moved =
            !self.conveyors.is_empty() || !self.vehicles.is_empty() || self.tour.is_some();
        if after && last > 0 && product.lines.is_none() && !is_supplied && !are_moved {
            let key = format!("name = \"n{last}\"");
            let (before, route) = text.split_at(text.rfind(&header).unwrap_or(0));
            let route = route.replace(&key, &format!("{key}, after = {{ p{name} = \"n0\" }}"));
            *text = format!("{before}{route}");
        }
        // Who is bound to a station takes no card on the way there.
        let Cards { plant, line, work, .. } = self.cards;
        let has_cards = plant.is_some() || line.is_some() || work.is_some();
        if bound && product.lines.is_none() && !is_supplied && !has_cards {
            let (before, route) = text.split_at(text.rfind(&header).unwrap_or(0));
            let route: Vec<String> = route.lines().map(bind).collect();
            *text = format!("{before}{}\n", route.join("\n"));
        }
    }

    /// Writes the loop of a crew, or the zones of one that has as many people: whoever stands in for it fills
    /// one seat.
    fn write_zones(&self, number: usize, crew: &Crew, text: &mut String) -> Result {
        let Some(zones) = self.zones.as_ref().filter(|zones| zones.crew == number) else {
            return Ok(());
        };
        let needs_two = |station: &Station| {
            let mut text = String::new();
            station.write("s0", &mut text).expect("a text takes every text");
            text.contains(People::TwoOperators.text().as_str())
        };
        // Nobody need go to a station that joins parts, where two may be asked for.
        if self.join.as_ref().is_some_and(|join| needs_two(&join.station)) {
            return Ok(());
        }
        let of = &zones.of;
        if let Some(first) = zones.round {
            let mut stations: Vec<String> = (0..of.len())
                .map(|step| (first + step) % of.len())
                .filter(|&station| of[station] & 1 != 0)
                .map(|station| format!("\"s{station}\""))
                .collect();
            if stations.len() < 2 || crew.response > 0 || self.stations.iter().any(needs_two) {
                return Ok(());
            }
            // Not always in the order of the route.
            let last = stations.len() - 1;
            stations.swap(0, last / 2);
            return writeln!(text, "loop = [{}]", stations.join(", "));
        }
        let one = |change: &Change| matches!(change.what, Changed::Operators(1));
        if crew.count < 2 || number == 0 && self.changes.iter().any(one) {
            return Ok(());
        }
        let zone = |bit: u8| {
            let stations = self.stations.iter().zip(of).enumerate();
            let those = stations.filter(|(_, (row, of))| *of & bit != 0 || needs_two(row));
            those.map(|(station, _)| format!("\"s{station}\"")).collect::<Vec<_>>()
        };
        let zones = [zone(1), zone(2)];
        if zones.iter().any(Vec::is_empty) {
            return Ok(());
        }
        writeln!(text, "zones = [[{}], [{}]]", zones[0].join(", "), zones[1].join(", "))
    }

    fn write_roster(&self, text: &mut String) -> Result {
        let rows = ["operators", "fitters", "allround"].iter().zip(&self.crews);
        let mut rows = rows
            .flat_map(|(name, crew)| crew.roster.iter().zip(1..).map(move |row| (name, row)))
            .peekable();
        if rows.peek().is_none() {
            return Ok(());
        }
        writeln!(
            text,
            "[roster]\ncodes = {{ w = \"windows\", l = \"late\", n = \"night\", a = \"always\", \
             o = \"off\", u = \"leave\", t = \"account\" }}"
        )?;
        for (name, (codes, number)) in rows {
            writeln!(text, "[roster.person.\"{name}/{number}\"]")?;
            for (day, code) in ["03-01", "03-02", "03-03"].iter().zip(codes) {
                if let Some(code) = code {
                    writeln!(text, "2026-{day} = \"{code}\"")?;
                }
            }
        }
        Ok(())
    }

    fn write_change(&self, name: usize, change: &Change, text: &mut String) -> Result {
        let Change { from, length, what } = change;
        let apart = if matches!(what, Changed::Nothing) { ".919" } else { "" };
        let instant = |minute: u32| {
            if apart.is_empty() { instant(60 * minute) } else { instant(60 * minute + 7) }
        };
        writeln!(text, "[change.c{name}]\nfrom = {}{apart}", instant(*from))?;
        if let Some(length) = length {
            writeln!(text, "until = {}{apart}", instant(from + length))?;
        }
        let station = name % self.stations.len();
        match what {
            Changed::Nothing => Ok(()),
            Changed::Operators(count) => writeln!(text, "crew.operators.count = {count}"),
            Changed::Fitters(calendar) => {
                writeln!(text, "[change.c{name}.crew.fitters]")?;
                calendar.write(text)
            }
            Changed::Cycle(time) => writeln!(text, "station.s{station}.cycle = {}", time.text()),
            Changed::Scrap => writeln!(text, "station.s{station}.scrap = \"50 %\""),
            Changed::Speed(percent) => {
                writeln!(text, "station.s{station}.runs_at = \"{percent} %\"")
            }
            Changed::Hours(calendar) => {
                writeln!(text, "[change.c{name}.station.s{station}]")?;
                calendar.write(text)
            }
            Changed::Failure(mean, repair) => {
                let Some(failure) = self.stations[station].failures.first() else { return Ok(()) };
                writeln!(text, "[change.c{name}.station.s{station}.failure.f0]")?;
                match failure.strikes {
                    Strikes::Every { .. } => writeln!(text, "every = {{ mean = \"{mean} min\" }}")?,
                    Strikes::Cycles(..) => writeln!(text, "every = {{ mean = {mean} }}")?,
                    Strikes::At(_) => {}
                }
                let Failure { operators, measured, urgency, .. } = failure;
                let Urgency { priority, interrupts } = urgency;
                let (time, operators) = (repair.text(), operators.text());
                let window = failure.window().map_or(String::new(), |window| format!(", {window}"));
                writeln!(
                    text,
                    "repair = {{ time = {time}, operators = {operators}, measured = \"{measured}\", \
                     priority = {priority}, interrupts = {interrupts}{window} }}"
                )
            }
            Changed::Upkeep(mean, time) => {
                let Some(upkeep) = self.stations[station].upkeep.first() else { return Ok(()) };
                writeln!(text, "[change.c{name}.station.s{station}.maintenance.m0]")?;
                match upkeep.strikes {
                    Strikes::Every { .. } => writeln!(text, "every = {{ mean = \"{mean} min\" }}")?,
                    Strikes::Cycles(..) => writeln!(text, "every = {{ mean = {mean} }}")?,
                    Strikes::At(_) => {}
                }
                writeln!(text, "time = {}", time.text())
            }
            Changed::Demand(every) => match &self.source {
                Source::Orders { demands, .. } if !demands.is_empty() => {
                    writeln!(text, "demand.d0.every = {}", every.text())
                }
                Source::Orders { .. } | Source::Supply => Ok(()),
            },
            Changed::Limit(limit) => match self.cards.plant {
                Some(_) => writeln!(text, "control.release = {}", conwip(*limit)),
                None => Ok(()),
            },
            Changed::Pool(count) => {
                if self.has_pool() {
                    writeln!(text, "pool.p0.count = {count}")?;
                }
                Ok(())
            }
            Changed::Windows => {
                writeln!(text, "calendar.windows.breaks = [{{ at = \"01:30\", for = \"10 min\" }}]")
            }
        }
    }

    /// The ways of parts: the stations of each step.
    pub(super) fn routes(&self) -> Vec<Vec<Vec<usize>>> {
        let mut routes = Vec::new();
        for product in self.made() {
            if let Some((_, number)) = product.lines {
                let lines = product.lines_of(number, matches!(self.source, Source::Supply));
                let single = |line: Vec<usize>| line.into_iter().map(|at| vec![at]).collect();
                routes.extend(lines.into_iter().map(single));
            } else {
                let step = |step: &Step| {
                    std::iter::once(step.station).chain(step.alternatives.iter().copied()).collect()
                };
                routes.push(product.steps.iter().map(step).collect());
            }
        }
        routes
    }

    /// Kanbans with all stations that they must have: any station of a step, or all; and no two of them
    /// that meet on a route.
    fn kanbans(&self) -> Vec<(u32, Vec<usize>)> {
        let routes = self.routes();
        let touches =
            |stations: &[usize], step: &[usize]| step.iter().any(|at| stations.contains(at));
        let spans = |stations: &[usize]| -> Vec<Option<(usize, usize)>> {
            let span = |route: &Vec<Vec<usize>>| {
                let first = route.iter().position(|step| touches(stations, step))?;
                Some((first, route.iter().rposition(|step| touches(stations, step))?))
            };
            routes.iter().map(span).collect()
        };
        let mut kanbans: Vec<(u32, Vec<usize>)> = Vec::new();
        for &(cards, bits) in &self.cards.kanbans {
            let mut stations: Vec<usize> =
                (0..self.stations.len()).filter(|at| bits >> at & 1 == 1).collect();
            for _ in 0..self.stations.len() {
                for step in routes
                    .iter()
                    .flatten()
                    .filter(|step| touches(&stations, step))
                    .cloned()
                    .collect::<Vec<_>>()
                {
                    stations.extend(step);
                }
                stations.sort_unstable();
                stations.dedup();
            }
            let meet = kanbans.iter().any(|(_, other)| {
                spans(&stations).into_iter().zip(spans(other)).any(|pair| match pair {
                    (Some((first, last)), Some((other_first, other_last))) => {
                        first <= other_last && other_first <= last
                    }
                    _ => false,
                })
            });
            if !stations.is_empty() && !meet {
                kanbans.push((cards, stations));
            }
        }
        kanbans
    }

    /// Whether parts that have waited too long may go back, where waits may have limits at all: not where cards
    /// change hands on the way, or conveyors and vehicles take parts.
    fn may_go_back(&self) -> Option<bool> {
        let moves = !self.conveyors.is_empty() || !self.vehicles.is_empty();
        let moves = moves || self.tour.is_some();
        let plain = !moves
            && self.kanbans().is_empty()
            && self.pools.is_empty()
            && !self.pools.has_tool()
            && self.cards.work.is_none();
        self.join.is_none().then_some(plain)
    }

    /// Writes the milk run.
    fn write_tour(&self, text: &mut String) -> Result {
        let Some(Tour { time, more, carries, twice }) = self.tour else { return Ok(()) };
        let stations = self.stations.len();
        if stations < 2 {
            return Ok(());
        }
        let stops: Vec<String> = (0..if twice { 2 * stations } else { stations })
            .map(|stop| format!("\"s{}\"", stop % stations))
            .collect();
        let every = u32::try_from(stops.len() - 1).expect("few stops") * time + more.max(1);
        writeln!(
            text,
            "[milkrun.tour]\nevery = \"{every} min\"\nstops = [{}]\ntime = \"{time} min\"",
            stops.join(", ")
        )?;
        carries.map_or(Ok(()), |carries| writeln!(text, "carries = {carries}"))
    }

    /// Writes the station outside.
    fn write_away(&self, text: &mut String) -> Result {
        let Some(Away { at, minimum, time, back, scrap }) = self.away else { return Ok(()) };
        let clock = |minute: u32| format!("\"{:02}:{:02}\"", minute / 60, minute % 60);
        let back =
            back.map_or_else(String::new, |at| format!(", returns = {{ at = {} }}", clock(at)));
        writeln!(
            text,
            "[station.away]\nscrap = \"{} %\"\noutside = {{ time = {}, leaves = {{ at = {} }}, minimum = {minimum}{back} }}",
            if scrap { 20 } else { 0 },
            time.text(),
            clock(at)
        )
    }

    /// Writes the conveyors and vehicles between stations that are passed one after the other.
    fn write_conveyors(&self, text: &mut String) -> Result {
        if !self.kanbans().is_empty() {
            return Ok(());
        }
        let listed = match self.transfer {
            Transfer::Between(from, to, ..) => Some((from, to)),
            Transfer::Nowhere | Transfer::Everywhere(_) => None,
        };
        let mut pairs: Vec<(usize, usize)> = Vec::new();
        for steps in self.routes().iter().flat_map(|route| route.windows(2)) {
            for &from in &steps[0] {
                pairs.extend(steps[1].iter().map(|&to| (from, to)));
            }
        }
        pairs.retain(|&(from, to)| from != to && Some((from, to)) != listed);
        pairs.sort_unstable();
        pairs.dedup();
        for (name, conveyor) in self.conveyors.iter().enumerate() {
            if pairs.is_empty() {
                break;
            }
            let (from, to) = pairs.remove(conveyor.pair % pairs.len());
            let mut feeders = vec![from];
            let other = pairs.iter().position(|&(_, other)| other == to);
            if let Some(other) = other.filter(|_| conveyor.shared) {
                feeders.push(pairs.remove(other).0);
            }
            let feeders: Vec<String> = feeders.iter().map(|at| format!("\"s{at}\"")).collect();
            let metres = |minutes: u32| f64::from(minutes) * 0.6;
            writeln!(
                text,
                "[conveyor.c{name}]\nfrom = [{}]\nto = \"s{to}\"\nlength = \"{:.1} m\"\n\
                 speed = \"0.01 m/s\"\npitch = \"{:.1} m\"\naccumulating = {}",
                feeders.join(", "),
                metres(conveyor.travel),
                metres(conveyor.gap),
                conveyor.accumulating
            )?;
            conveyor.calendar.write(text)?;
        }
        self.write_vehicles(pairs, text)
    }

    /// Writes the vehicles between pairs of stations.
    fn write_vehicles(&self, mut pairs: Vec<(usize, usize)>, text: &mut String) -> Result {
        if self.layout.is_none() && !self.vehicles.is_empty() {
            writeln!(text, "[layout.positions]")?;
            for name in 0..self.stations.len() + usize::from(self.join.is_some()) {
                writeln!(text, "s{name} = [{}, {}]", (3 * name) % 7, name % 2)?;
            }
        }
        for (name, vehicle) in self.vehicles.iter().enumerate() {
            let mut moves: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
            for _ in 0..vehicle.pairs {
                if !pairs.is_empty() {
                    let (from, to) = pairs.remove(vehicle.pair % pairs.len());
                    moves.entry(from).or_default().push(to);
                }
            }
            if moves.is_empty() {
                break;
            }
            let home = moves.keys().next().copied().unwrap_or(0);
            let moves: Vec<String> = moves
                .iter()
                .map(|(from, to)| {
                    let to: Vec<String> = to.iter().map(|to| format!("\"s{to}\"")).collect();
                    format!("s{from} = [{}]", to.join(", "))
                })
                .collect();
            let choose = if vehicle.nearest { "nearest" } else { "longest_wait" };
            writeln!(
                text,
                "[vehicle.v{name}]\ncount = {}\nspeed = \"1 m/min\"\ncarries = {}\nmoves = {{ {} }}\n\
                 choose = \"{choose}\"",
                vehicle.count,
                vehicle.carries,
                moves.join(", ")
            )?;
            if let Some(buffer) = vehicle.buffer {
                writeln!(text, "buffer = {buffer}")?;
            }
            let most = vehicle.carries.min(vehicle.buffer.unwrap_or(vehicle.carries));
            if let Some(wait) = vehicle.wait.filter(|_| most > 1) {
                writeln!(text, "minimum = 2\nwait = \"{wait} min\"")?;
            }
            for (key, time) in [("load", vehicle.load), ("unload", vehicle.unload)] {
                if let Some(time) = time {
                    writeln!(text, "{key} = {}", time.text())?;
                }
            }
            match vehicle.home {
                Some(true) => writeln!(text, "home = \"s{home}\"")?,
                Some(false) => writeln!(text, "home = [2, 5]")?,
                None => {}
            }
            if let Some(after) = vehicle.charge {
                writeln!(text, "charge = {{ after = \"{after} min\", time = \"7 min\" }}")?;
            }
            vehicle.calendar.write(text)?;
        }
        Ok(())
    }

    fn write_shared(&self, text: &mut String) -> Result {
        let Some(Shared { places, serves }) = self.shared else { return Ok(()) };
        let served = (0..self.stations.len()).filter(|at| serves >> at & 1 == 1);
        // What is taken at once must find room.
        let joins = self.join.is_some() && serves >> 7 == 1;
        let places = if joins { places + 40 } else { places };
        let joined = joins.then_some(self.stations.len());
        let names: Vec<String> = served.chain(joined).map(|at| format!("\"s{at}\"")).collect();
        if names.is_empty() {
            return Ok(());
        }
        writeln!(text, "[buffer.rack]\nplaces = {places}\nserves = [{}]", names.join(", "))
    }

    /// Stations are cleared where their parts come by themselves, and hold no cards.
    fn write_cleared(&self, text: &mut String) {
        let Some(Cleared { at, by_product, taken }) = self.cleared else { return };
        let Cards { plant, work, line, kanbans, .. } = &self.cards;
        let has_cards = plant.is_some() || work.is_some() || line.is_some() || !kanbans.is_empty();
        let moves = !self.conveyors.is_empty() || !self.vehicles.is_empty() || self.tour.is_some();
        let is_supplied = matches!(self.source, Source::Supply);
        if has_cards || moves || is_supplied || !self.pools.is_empty() {
            return;
        }
        // What comes along with orders to be taken is of none.
        let between = if by_product || self.join.is_some() { "product" } else { "order" };
        let comes_once = |route: &Vec<Vec<usize>>| {
            let all: Vec<usize> = route.concat();
            all.iter().collect::<BTreeSet<_>>().len() == all.len()
        };
        let steps = self.made().iter().flat_map(|product| &product.steps);
        let goes_on = steps.into_iter().all(|step| step.back.is_none() && step.within.is_none());
        let is_taken = taken && goes_on && self.routes().iter().all(comes_once);
        let until = if is_taken { "taken" } else { "left" };
        let serves = self.shared.map_or(0, |shared| shared.serves);
        let mut clear = |name: usize, between: &str, until: &str| {
            let header = format!("[station.s{name}]\n");
            let key = format!("clearance = {{ between = \"{between}\", until = \"{until}\" }}\n");
            *text = text.replace(&header, &format!("{header}{key}"));
        };
        let pushes = self.pushes.map_or(0, |pushes| pushes.at);
        let may = at & !serves & !pushes;
        for name in (0..self.stations.len()).filter(|name| may >> name & 1 == 1) {
            clear(name, between, until);
        }
        let joins_kits = |join: &Join| join.kit && join.takes.len() == 1 && !join.gives.is_empty();
        if self.join.iter().any(joins_kits) && !serves >> 7 == 1 {
            clear(self.stations.len(), "order", "left");
        }
    }

    /// Urgent orders push others off at these stations.
    fn write_pushes(&self, text: &mut String) {
        let Some(Pushes { at, anew }) = self.pushes else { return };
        for name in (0..self.stations.len()).filter(|name| at >> name & 1 == 1) {
            let word = if anew >> name & 1 == 1 { "restart" } else { "resume" };
            let header = format!("[station.s{name}]\n");
            *text = text.replace(&header, &format!("{header}preempts = \"{word}\"\n"));
        }
    }

    /// Writes what limits the parts inside, shared places before cards.
    fn write_cards(&self, text: &mut String) -> Result {
        self.write_pushes(text);
        self.write_shared(text)?;
        self.write_cleared(text);
        let Cards { plant, line, before_due, work, .. } = self.cards;
        // Work for a station that no part comes to is a mistake.
        let visited: Vec<usize> = self.routes().into_iter().flatten().flatten().collect();
        if let Some((minutes, at)) = work {
            let at = visited[at % visited.len()];
            writeln!(
                text,
                "[control]\nrelease = {{ rule = \"drum_buffer_rope\", drum = \"s{at}\", buffer = \"{minutes} min\" }}"
            )?;
        }
        match (plant, before_due.filter(|_| work.is_none())) {
            // In every other plant parts that wait for each other change places.
            (None, None) if work.is_none() && self.stations.len().is_multiple_of(2) => {
                writeln!(text, "[control]\ndeadlock = \"swap\"")?;
            }
            (None, None) => {}
            (Some(limit), None) => writeln!(text, "[control]\nrelease = {}", conwip(limit))?,
            (None, Some(minutes)) => {
                writeln!(text, "[control]\nrelease = {{ before_due = \"{minutes} min\" }}")?;
            }
            (Some(limit), Some(minutes)) => writeln!(
                text,
                "[control]\nrelease = {{ rule = \"conwip\", limit = {limit}, before_due = \"{minutes} min\" }}"
            )?,
        }
        if let Some(limit) = line.filter(|_| self.made()[0].lines.is_some()) {
            let header = "[line.p0_0]\n";
            *text = text.replace(header, &format!("{header}release = {}\n", conwip(limit)));
        }
        for (name, (cards, stations)) in self.kanbans().iter().enumerate() {
            let stations: Vec<String> = stations.iter().map(|at| format!("\"s{at}\"")).collect();
            writeln!(
                text,
                "[kanban.k{name}]\ncards = {cards}\nstations = [{}]",
                stations.join(", ")
            )?;
        }
        Ok(())
    }

    fn write_source(&self, text: &mut String) -> Result {
        let Source::Orders { demands, book } = &self.source else { return Ok(()) };
        let share = |product: usize| format!("p{product} = {}", product + 1);
        let shares: Vec<String> = (0..self.made().len()).map(share).collect();
        for (name, demand) in demands.iter().enumerate() {
            writeln!(text, "[demand.d{name}]\nevery = {}", demand.every.text())?;
            writeln!(text, "priority = {}", name % 2)?;
            writeln!(text, "products = {{ {} }}", shares.join(", "))?;
            writeln!(text, "quantity = {}", demand.quantity.text())?;
            writeln!(
                text,
                "is = {{ colour = {{ red = \"40 %\", blue = \"60 %\" }}, size = {{ 1 = \"50 %\", 2 = \"50 %\" }} }}"
            )?;
            match demand.due_in {
                Some(Promise::Minutes(minutes)) => writeln!(text, "due_in = \"{minutes} min\"")?,
                Some(Promise::Workday) if self.calendar.has_days() => {
                    writeln!(text, "due_in = \"1 workdays\"")?;
                }
                Some(Promise::Workday) | None => {}
            }
        }
        for (name, order) in book.iter().enumerate() {
            let products = self.made().len();
            let product = if order.last { products - 1 } else { name % products };
            writeln!(text, "[order.o{name}]\nproduct = \"p{product}\"")?;
            writeln!(text, "quantity = {}", order.quantity)?;
            writeln!(text, "release = {}", instant(60 * order.release))?;
            writeln!(text, "priority = {}", order.release % 3)?;
            let colour = if name % 2 == 0 { "red" } else { "blue" };
            writeln!(text, "is = {{ colour = \"{colour}\", size = {} }}", name % 3)?;
            if let Some(due) = order.due {
                writeln!(text, "due = {}", instant(60 * (order.release + due)))?;
            }
        }
        self.write_delivery(text);
        Ok(())
    }
}

impl Join {
    /// Writes the station, what it takes and gives, and who orders that.
    fn write(&self, name: usize, text: &mut String) -> Result {
        let mut station = String::new();
        self.station.write(&format!("s{name}"), &mut station)?;
        let list = |what: &str, counts: &[u32]| {
            let one = |(number, count): (usize, &u32)| format!("{what}{number} = {count}");
            counts.iter().enumerate().map(one).collect::<Vec<_>>().join(", ")
        };
        let taken: Vec<u32> = self.takes.iter().map(|(count, _)| *count).collect();
        let mut keys = format!("takes = {{ {} }}\nkit = {}\n", list("part", &taken), self.kit);
        if !self.gives.is_empty() {
            writeln!(keys, "gives = {{ {} }}", list("whole", &self.gives))?;
        }
        if let Some(more) = self.places {
            let places: Vec<u32> = taken.iter().map(|count| count + more).collect();
            writeln!(keys, "buffer = {{ {} }}", list("part", &places))?;
        }
        let header = format!("[station.s{name}]\n");
        let station = station.replace("buffer = \"unlimited\"\n", "");
        text.push_str(&station.replace(&header, &format!("{header}{keys}")));
        for (number, (_, from)) in self.takes.iter().enumerate() {
            let from = from.map_or(String::new(), |from| format!("\"s{from}\", "));
            writeln!(text, "[product.part{number}]\nroute = [{from}\"s{name}\"]")?;
        }
        let onward = self.onward.map_or(String::new(), |onward| format!(", \"s{onward}\""));
        let wholes = self.gives.len().max(1);
        for number in 0..wholes {
            writeln!(text, "[product.whole{number}]\nroute = [\"s{name}\"{onward}]")?;
        }
        let products: Vec<String> =
            (0..wholes).map(|number| format!("whole{number} = {}", number + 1)).collect();
        writeln!(text, "[demand.wholes]\nevery = {}", self.demand.every.text())?;
        writeln!(text, "products = {{ {} }}", products.join(", "))?;
        writeln!(text, "quantity = {}", self.demand.quantity.text())
    }
}

impl Run {
    fn write(&self, has_book: bool, text: &mut String) -> Result {
        let orders_done = self.orders_done && has_book;
        let length = if orders_done { "orders_done".to_owned() } else { format!("{WATCHED} min") };
        writeln!(text, "[run]\nlength = \"{length}\"")?;
        // What runs until its orders are done is measured from its start.
        if let Some(minutes) = self.warm_up.filter(|_| !orders_done) {
            writeln!(text, "warm_up = \"{minutes} min\"")?;
        }
        match self.precise {
            Some(of) => writeln!(
                text,
                "replications = {{ precision = \"20 %\", of = \"{of}\", at_most = 15 }}"
            )?,
            None => writeln!(text, "replications = 5")?,
        }
        writeln!(text, "limits = {{ parts = 10000, events = 100000 }}")
    }
}

impl Quantity {
    fn text(self) -> String {
        match self {
            Self::Fixed(quantity) => quantity.to_string(),
            Self::Poisson(mean) => format!("{{ dist = \"poisson\", mean = {mean} }}"),
            Self::OneOrFive => {
                r#"{ dist = "discrete", values = [1, 5], shares = ["70 %", "30 %"] }"#.to_owned()
            }
        }
    }
}

impl Transfer {
    fn write(&self, text: &mut String) -> Result {
        match self {
            Self::Nowhere => Ok(()),
            Self::Everywhere(time) => writeln!(text, "[transfer]\ntime = {}", time.text()),
            Self::Between(from, to, time, other) => {
                writeln!(text, "[transfer]\nfrom.s{from}.to.s{to} = {}", time.text())?;
                other.map_or(Ok(()), |time| writeln!(text, "time = {}", time.text()))
            }
        }
    }
}

impl Product {
    /// Its route, perhaps with a step outside behind, and with steps back of who has waited too long.
    fn write(
        &self,
        name: usize,
        (is_supplied, is_away, may_go_back): (bool, bool, Option<bool>),
        paced: Option<&Paced>,
        text: &mut String,
    ) -> Result {
        if let Some((choice, number)) = self.lines {
            return write_lines(name, choice, &self.lines_of(number, is_supplied), text);
        }
        writeln!(text, "[product.p{name}]\nroute = [")?;
        let (before, behind) = match paced {
            Some(paced) if paced.comes_first || is_away => (paced.stations.len(), 0),
            Some(paced) => (0, paced.stations.len()),
            None => (0, 0),
        };
        for number in 0..before {
            writeln!(text, "  \"t{number}\",")?;
        }
        let steps = self.steps.len() + usize::from(is_away || behind > 0);
        for (number, step) in self.steps.iter().enumerate() {
            step.write(number, steps, (may_go_back, is_supplied), text)?;
        }
        if is_away {
            writeln!(text, "  {{ station = \"away\", name = \"n{}\" }},", self.steps.len())?;
        }
        for number in 0..behind {
            let name = if number == 0 { self.steps.len() } else { steps + number };
            writeln!(text, "  {{ station = \"t{number}\", name = \"n{name}\" }},")?;
        }
        writeln!(text, "]")
    }

    /// Its stations there, back, and from the second one on: so many lines. A station is supplied
    /// without limit for one of them only.
    fn lines_of(&self, number: usize, is_supplied: bool) -> Vec<Vec<usize>> {
        let there: Vec<usize> = self.steps.iter().map(|step| step.station).collect();
        let back = there.iter().rev().copied().collect();
        let mut round = there.clone();
        round.rotate_left(1);
        let mut lines: Vec<Vec<usize>> = Vec::new();
        for line in [there, back, round].into_iter().take(number) {
            if !is_supplied || lines.iter().all(|other| other[0] != line[0]) {
                lines.push(line);
            }
        }
        lines
    }
}

/// Which orders take a step; the first two ask what all orders are.
pub(super) const ONLY: [&str; 4] = [
    "only = { quantity = { at_least = 2 } }",
    "unless = { priority = { below = 1 } }",
    "only = { colour = \"red\" }",
    "unless = { colour = [\"blue\", \"red\"], size = { at_least = 2, below = 5 } }",
];

/// A step that can be done at several stations is done where the order goes.
fn bind(line: &str) -> String {
    match line.split_once("], name") {
        Some((stations, rest)) if stations.contains("\", \"") => {
            format!("{stations}], dedicated = \"order\", name{rest}")
        }
        Some(_) | None => line.to_owned(),
    }
}

/// Writes a product with its lines.
fn write_lines(name: usize, choice: &str, lines: &[Vec<usize>], text: &mut String) -> Result {
    let mut names = Vec::new();
    for (line, stations) in lines.iter().enumerate() {
        let stations: Vec<String> = stations.iter().map(|at| format!("\"s{at}\"")).collect();
        writeln!(text, "[line.p{name}_{line}]\nstations = [{}]", stations.join(", "))?;
        names.push(format!("\"p{name}_{line}\""));
    }
    writeln!(text, "[product.p{name}]\nlines = [{}]", names.join(", "))?;
    writeln!(text, "choice = \"{choice}\"")
}

impl Within {
    /// Before a step that is not the first.
    fn write(self, number: usize, may_go_back: bool, text: &mut String) -> Result {
        let before = number - 1;
        let back = match self.late {
            Late::Back(back) if may_go_back => Some(before.saturating_sub(back)),
            Late::Counts | Late::Scrap | Late::Back(_) => None,
        };
        // Who goes back must be able to be in time: moves and holds take 15 min at most.
        let (of, minutes) = match back {
            Some(_) => (before, self.minutes + 15),
            None => (before.saturating_sub(self.of), self.minutes),
        };
        let late = match (back, self.late) {
            (Some(step), _) => format!("n{step}"),
            (None, Late::Counts) => "count".to_owned(),
            (None, Late::Scrap | Late::Back(_)) => "scrap".to_owned(),
        };
        write!(text, ", within = {{ of = \"n{of}\", time = \"{minutes} min\", else = \"{late}\" }}")
    }
}

impl Step {
    /// Writes the step; those that branch name where they go.
    fn write(
        &self,
        number: usize,
        steps: usize,
        (may_go_back, is_supplied): (Option<bool>, bool),
        text: &mut String,
    ) -> Result {
        let mut stations = vec![self.station];
        for &other in &self.alternatives {
            if !stations.contains(&other) {
                stations.push(other);
            }
        }
        let stations: Vec<String> = stations.iter().map(|at| format!("\"s{at}\"")).collect();
        write!(text, "  {{ station = [{}], name = \"n{number}\"", stations.join(", "))?;
        if stations.len() > 1 {
            write!(text, ", choice = \"{}\"", self.choice)?;
        }
        if let Some(cycle) = self.cycle {
            write!(text, ", cycle = {}", cycle.text())?;
        }
        if let Some(setup) = self.setup {
            write!(text, ", setup = {}", setup.text())?;
        }
        if let (Some(within), Some(may_go_back), 1..) = (self.within, may_go_back, number) {
            within.write(number, may_go_back, text)?;
        }
        if let (Some(only), 1..) = (self.only, number) {
            // What is supplied belongs to no order, of which nothing more is known.
            let only = if is_supplied { only % 2 } else { only };
            write!(text, ", {}", ONLY[only])?;
        }
        let name = |step: usize| if step < steps { format!("n{step}") } else { "out".to_owned() };
        let onward = name(number + 1);
        let mut shares: Vec<(String, u32)> = Vec::new();
        let mut branch = |to: String, share: u32| {
            if to != onward && shares.iter().all(|(known, _)| *known != to) {
                shares.push((to, share));
            }
        };
        if let Some(back) = self.back {
            branch(name(number.saturating_sub(back)), 20);
        }
        if let Some(skip) = self.skip {
            branch(name(number + 1 + skip), 15);
        }
        if self.out {
            branch("out".to_owned(), 30);
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
