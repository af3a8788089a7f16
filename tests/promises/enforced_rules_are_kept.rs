//! Rosters that obey the rules of working time break none that can be foreseen, and nobody is kept away
//! who would break none.

use std::fmt::Write as _;

use gemba::study::{EntityKind, Results, Settings, run};
use proptest::prelude::*;

use crate::checks::checks;
use crate::support::model;

/// A crew: people, days, start and length of the shift in hours, and its break.
type Crew = (u32, usize, u32, u32, usize);

/// Overtime: days, start, hours and people.
type Overtime = (usize, u32, u32, u32);

const DAYS: [&str; 4] = ["mon-fri", "mon-sat", "mon-sun", "tue,thu,sat,sun"];
const BREAKS: [&str; 3] = ["", "breaks = [{ at = \"10:00\", for = \"30 min\" }]", UNPAID];
const UNPAID: &str = "breaks = [{ at = \"23:30\", for = \"45 min\", paid = false }]";

#[derive(Clone, Debug)]
struct Roster {
    crews: Vec<Crew>,
    overtimes: Vec<Overtime>,
    is_absent: bool,
    rules: Vec<(usize, u32)>,
    past: bool,
    /// Whether people walk a quarter of an hour between two benches.
    walks: bool,
}

/// Rules with the least hours of a limit, and how many there are to choose from.
const RULES: [(&str, u32, u32); 8] = [
    ("max_daily", 5, 9),
    ("max_weekly_average", 16, 40),
    ("min_daily_rest", 8, 9),
    ("weekly_rest", 20, 40),
    ("max_night", 4, 6),
    ("saturdays_per_month", 0, 4),
    ("max_overtime_daily", 1, 6),
    ("max_overtime_weekly", 1, 12),
];

fn rosters() -> impl Strategy<Value = Roster> {
    let crew = (1_u32..3, 0..DAYS.len(), 0_u32..24, 3_u32..16, 0..BREAKS.len());
    let overtime = (0..DAYS.len(), 0_u32..24, 1_u32..12, 1_u32..3);
    let rule = (0..RULES.len(), 0_u32..100);
    (
        prop::collection::vec(crew, 1..3),
        prop::collection::vec(overtime, 0..3),
        any::<bool>(),
        prop::collection::vec(rule, 1..5),
        any::<bool>(),
        any::<bool>(),
    )
        .prop_map(|(crews, overtimes, is_absent, rules, past, walks)| Roster {
            crews,
            overtimes,
            is_absent,
            rules,
            past,
            walks,
        })
}

impl Roster {
    fn text(&self, weeks: u32, enforce: bool) -> String {
        let mut text = format!(
            "[plant]\nstart = 2026-03-02\n[run]\nlength = \"{weeks} weeks\"\nreplications = 2\n\
             [line.main]\nstations = [\"bench\"{}]\n[station.bench]\nmachines = 3\ncycle = \"37 min\"\n\
             operators = {{ fit = 1 }}\n[rules.working_time]\nenforce = {enforce}\n",
            if self.walks { ", \"desk\"" } else { "" },
        );
        let mut known: Vec<usize> = Vec::new();
        for &(rule, choice) in self.rules.iter().filter(|(rule, _)| *rule < RULES.len()) {
            let (key, least, many) = RULES[rule];
            let limit = least + choice % many;
            if known.contains(&rule) {
                continue;
            }
            known.push(rule);
            match key {
                "saturdays_per_month" => writeln!(text, "{key} = {limit}"),
                "max_weekly_average" => {
                    let weeks = 1 + choice % 3;
                    writeln!(text, "{key} = \"{limit} h\"\nreference_period = \"{weeks} weeks\"")
                }
                _ => writeln!(text, "{key} = \"{limit} h\""),
            }
            .expect("memory takes everything");
        }
        for (number, &(people, days, start, length, pause)) in self.crews.iter().enumerate() {
            let absence = if self.is_absent { "absence = \"20 %\"\n" } else { "" };
            let end = (start + length) % 24;
            writeln!(
                text,
                "[calendar.c{number}]\n{}{}\n[crew.c{number}]\ncount = {people}\ncalendar = \"c{number}\"\n\
                 skills = [\"fit\"]\n{absence}",
                DAYS[days].split(',').fold(String::new(), |mut all, day| {
                    writeln!(all, "{day} = \"{start:02}:00-{end:02}:00\"").expect("memory");
                    all
                }),
                BREAKS[pause],
            )
            .expect("memory takes everything");
        }
        for (number, &(days, start, hours, people)) in self.overtimes.iter().enumerate() {
            let crew = number % self.crews.len();
            let people = people.min(self.crews[crew].0);
            writeln!(
                text,
                "[overtime.o{number}]\ncrews = {{ c{crew} = {people} }}\ndays = \"{}\"\n\
                 from = \"{start:02}:00\"\nhours = \"{hours} h\"",
                DAYS[days],
            )
            .expect("memory takes everything");
        }
        if self.walks {
            text += "[station.desk]\ncycle = \"11 min\"\noperators = { fit = 1 }\n\
                     [layout]\nwalking_speed = \"1 m/s\"\n[layout.positions]\nbench = [0, 0]\n\
                     desk = [900, 0]\n";
        }
        // Fewer hours than any limit: what is broken by the past alone nobody can keep.
        if self.past {
            text += "[today.hours_worked]\nc0 = [\"10 h\", \"12 h\"]\n";
        }
        text
    }

    fn results(&self, weeks: u32, enforce: bool) -> Results {
        let settings = Settings { threads: 1, ..Settings::default() };
        run(&model(&self.text(weeks, enforce)), &settings, &())
    }
}

/// The sum of a figure over all crews.
fn sum(results: &Results, kpi: &str) -> f64 {
    let of = results
        .figures
        .iter()
        .filter(|figure| figure.entity.kind == EntityKind::Crew && figure.kpi.id == kpi);
    of.map(|figure| figure.interval.estimate).sum()
}

proptest! {
    #![proptest_config(checks(300))]

    #[test]
    fn in_any_roster(roster in rosters()) {
        let found = roster.results(5, true);
        let broken = sum(&found, "violations");
        prop_assert!(broken == 0.0, "{broken}\n{}", roster.text(5, true));
    }

    /// Without overtime each shift stands for itself; a week more tells what is broken by the last ones.
    #[test]
    fn nobody_is_kept_away_who_would_break_nothing(roster in rosters()) {
        let roster = Roster { overtimes: Vec::new(), is_absent: false, ..roster };
        let is_broken = sum(&roster.results(6, false), "violations") > 0.0;
        let barred = sum(&roster.results(5, true), "hours_barred");
        prop_assert!(is_broken || barred == 0.0, "{barred} h\n{}", roster.text(5, true));
    }
}

/// The limits of the generator are ones that rosters break: else it would prove nothing.
#[test]
fn random_rosters_break_rules_that_are_not_enforced() {
    let mut runner = proptest::test_runner::TestRunner::new(checks(60));
    let broken = std::cell::Cell::new(0);
    runner
        .run(&rosters(), |roster| {
            broken
                .set(broken.get() + u32::from(sum(&roster.results(5, false), "violations") > 0.0));
            Ok(())
        })
        .expect("nothing is asserted");
    assert!(broken.get() > 20, "{}", broken.get());
}
