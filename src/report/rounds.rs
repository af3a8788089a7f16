//! The rounds of walking loops in words: how long they take, and how many people are enough.

use std::cmp::Ordering;

use super::handwork::against_takt;
use super::number;
use super::run_text::paragraph;
use crate::model::{Loads, Model, Round};

/// How long the round of each loop takes, and what more people would gain.
pub(super) fn rounds(model: &Model, loads: &Loads) -> String {
    let shared = model.shared_work();
    let told = |round: &Round| {
        let work = shared.iter().find(|work| work.crew == round.crew);
        let takt = work.and_then(|work| against_takt(model, loads, work));
        let takt = takt.map_or_else(String::new, |said| format!(" {said}"));
        paragraph(&(told(model, round) + &takt))
    };
    model.rounds().iter().map(told).collect()
}

fn told(model: &Model, round: &Round) -> String {
    let crew = &model.crews[round.crew];
    let station = number::name(&model.stations[round.slowest].name, 40);
    let (people, enough) = (crew.count, round.enough());
    let alone = format!(
        "A round of `{}` takes one person {}: {} for hands and {} for ways; {station} takes {} a part.",
        number::name(&crew.name, 40),
        round.alone(),
        round.hands,
        round.ways,
        round.longest,
    );
    if people == 0 {
        return alone;
    }
    let interval = |people: u32| {
        let made = round.interval(people);
        let by = if made == round.longest { format!(" ({station})") } else { String::new() };
        format!("a part every {made}{by}")
    };
    let who = if people == 1 { "one person".to_owned() } else { format!("{people} people") };
    let more = match people.cmp(&enough) {
        Ordering::Less => {
            format!("{enough} people {}, and more would gain nothing", interval(enough))
        }
        Ordering::Equal => "more people would gain nothing".to_owned(),
        Ordering::Greater if enough == 1 => "one person can do as much".to_owned(),
        Ordering::Greater => format!("{enough} people can do as much"),
    };
    let now = interval(people);
    format!("{alone} At best, without failures and breaks, {who} can make {now}; {more}.")
}
