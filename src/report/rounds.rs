//! The rounds of walking loops in words: how long they take, and how many people are enough.

use super::number::{self, counted};
use super::run_text::paragraph;
use crate::model::{Model, Round};

/// How long the round of each loop takes, and what more people would gain.
pub(super) fn rounds(model: &Model) -> String {
    model.rounds().iter().map(|round| paragraph(&told(model, round))).collect()
}

fn told(model: &Model, round: &Round) -> String {
    let crew = &model.crews[round.crew];
    let station = number::name(&model.stations[round.slowest].name, 40);
    let (people, enough) = (crew.count, round.enough());
    let mut text = format!(
        "A round of `{}` takes one person {}: {} for hands and {} for ways; {station} takes {} a part.",
        number::name(&crew.name, 40),
        round.alone(),
        round.hands,
        round.ways,
        round.longest,
    );
    if people == 0 {
        return text;
    }
    let interval = |people: u32| {
        let made = round.interval(people);
        let by = if made == round.longest { format!(" ({station})") } else { String::new() };
        format!("a part every {made}{by}")
    };
    let who = if people == 1 { "one person".to_owned() } else { counted(people.into(), "person") };
    let who = who.replace("persons", "people");
    text += &format!(" At best, without failures and breaks, {who} can make {}", interval(people));
    text += &match people.cmp(&enough) {
        std::cmp::Ordering::Less => {
            format!("; {enough} people {}, and more would gain nothing.", interval(enough))
        }
        std::cmp::Ordering::Equal => "; more people would gain nothing.".to_owned(),
        std::cmp::Ordering::Greater if enough == 1 => "; one person can do as much.".to_owned(),
        std::cmp::Ordering::Greater => format!("; {enough} people can do as much."),
    };
    text
}
