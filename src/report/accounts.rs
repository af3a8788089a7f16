//! Time accounts of people: what is owed to them at the end, and to whom.

use super::document::{Part, Section};
use super::number::Scale;
use super::people::{called, money};
use super::table::Column;
use crate::study::{EntityKind, PersonAccount, Results, Unit};

/// Most people in the table.
const MOST: usize = 60;

/// What is on time accounts at the end, and how much of it was before.
pub(super) fn owed(results: &Results) -> Option<String> {
    let hours = results.plant("on_account")?.interval.estimate;
    let owed = results.plant("owed").filter(|_| hours != 0.0)?;
    let worth = money(owed).replace('−', "");
    let text = |hours: f64| Scale::fitting(Unit::Hours, hours).worded_briefly(hours.abs());
    let is_paid = |crew: &str| results.of(EntityKind::Crew, crew, "owed").is_some();
    let all = results.hours.accounts.iter().filter(|account| is_paid(&account.crew));
    let before: f64 = all.map(|account| account.before).sum();
    let before = match before {
        0.0 => String::new(),
        before if before > 0.0 => format!(" ({} were on them at the start)", text(before)),
        before => {
            format!(" (at the start {} more had been taken off than was on them)", text(before))
        }
    };
    let hours_text = text(hours);
    Some(if hours > 0.0 {
        format!(
            " Beside that {hours_text} on time accounts at the end are owed to people: {worth}{before}."
        )
    } else {
        format!(
            " People have taken {hours_text} more off their time accounts than was on them: {worth}{before}."
        )
    })
}

/// The time account of each person, those in the order of their crews.
pub(super) fn section(results: &Results) -> Section {
    let all = &results.hours.accounts;
    if all.is_empty() {
        return Section::new();
    }
    let shown = &all[..all.len().min(MOST)];
    let names: Vec<String> = shown.iter().map(|one| called(&one.crew, one.number)).collect();
    let cells = |hours: fn(&PersonAccount) -> f64| {
        let one = |account| Scale::fitting(Unit::Hours, 1.0).number(hours(account), 1);
        shown.iter().map(one).collect()
    };
    let columns = vec![
        Column::numbers("At the start\nh", cells(|one| one.before)),
        Column::numbers("To the account\nh", cells(|one| one.credited)),
        Column::numbers("Taken off\nh", cells(|one| one.taken)),
        Column::numbers("At the end\nh", cells(|one| one.left)),
    ];
    let title = Part::Title("Time accounts, means over the runs".to_owned());
    let names = Column::names("Person", names.iter().map(String::as_str));
    let mut said = vec![title, Part::Table { names, columns }];
    if all.len() > MOST {
        let more = all.len() - MOST;
        let left_out = format!("These are the first {MOST} people; those of {more} more are");
        said.push(Part::Elsewhere { said: left_out, file: "results.json" });
    }
    said
}
