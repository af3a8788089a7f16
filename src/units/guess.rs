//! What people write instead of a quantity, and what they meant: for hints only.

use super::{ClockRange, Decimal, Duration, Span, clock_text, share};

/// Other spellings of units of time, in small letters, and ours.
const UNITS: [(&[&str], &str); 7] = [
    (&["msec", "millis", "milliseconds"], "ms"),
    (&["secs", "sek", "sekunde", "sekunden", "\"", "''"], "s"),
    (&["m", "minuten", "'"], "min"),
    (&["hr", "hrs", "std", "std.", "stunde", "stunden"], "h"),
    (&["tag", "tage", "calendar days"], "days"),
    (&["w", "wk", "wks", "wo", "woche", "wochen"], "weeks"),
    (&["working days", "business days", "arbeitstage", "at", "wd"], "workdays"),
];

/// Names of days in small letters: ours, then others that begin like them or do not.
const DAYS: [(&str, &[&str]); 7] = [
    ("mon", &["mo", "monday", "mondays", "montag"]),
    ("tue", &["tu", "tues", "tuesday", "tuesdays", "di", "dienstag"]),
    ("wed", &["we", "wednesday", "wednesdays", "mi", "mittwoch"]),
    ("thu", &["th", "thur", "thurs", "thursday", "thursdays", "do", "donnerstag"]),
    ("fri", &["fr", "friday", "fridays", "freitag"]),
    ("sat", &["sa", "saturday", "saturdays", "samstag"]),
    ("sun", &["su", "sunday", "sundays", "so", "sonntag"]),
];

/// Words for several days, in small letters.
const STRETCHES: [(&[&str], &str); 3] = [
    (&["weekdays", "weekday", "workdays", "working days", "week"], "mon-fri"),
    (&["weekend", "weekends"], "sat,sun"),
    (&["daily", "everyday", "every day", "all", "all days", "always", "days"], "mon-sun"),
];

/// Names and signs of currencies, in small letters, and their letters.
const CURRENCIES: [(&[&str], &str); 5] = [
    (&["€", "euro", "euros"], "EUR"),
    (&["$", "us$", "dollar", "dollars"], "USD"),
    (&["£", "pound", "pounds"], "GBP"),
    (&["fr", "fr.", "sfr", "franken", "francs"], "CHF"),
    (&["¥", "yen"], "JPY"),
];

/// What may be minutes or months, and so is no unit.
pub const MINUTES_OR_MONTHS: &str = "M";

/// The unit of time that is meant by an unknown one: `hrs` is `h`.
pub fn unit(written: &str) -> Option<&'static str> {
    if written.trim() == MINUTES_OR_MONTHS {
        return None;
    }
    let word = written.trim().to_lowercase();
    UNITS.iter().find(|(spellings, _)| spellings.contains(&&*word)).map(|(_, unit)| *unit)
}

/// A length of time in several units, in the smallest of them: `1h30m` is `90 min`.
pub fn in_one_unit(written: &str) -> Option<String> {
    let mut rest = written.trim();
    let (mut total, mut smallest) = (Span::ZERO, None::<(&str, Span)>);
    let mut count = 0;
    while !rest.is_empty() {
        let digits = rest.find(|c: char| !c.is_ascii_digit()).filter(|digits| *digits > 0)?;
        let (number, behind) = rest.split_at(digits);
        let behind = behind.trim_start();
        let end = behind.find(|c: char| c.is_ascii_digit()).unwrap_or(behind.len());
        let word = behind[..end].trim().trim_end_matches([',', ':']).trim();
        let word = unit(word).unwrap_or(word);
        let text = format!("{number} {word}");
        let Ok(Duration::Elapsed(span)) = Duration::parse(&text) else { return None };
        let (_, size) = Duration::unit(&text)?;
        if smallest.is_some_and(|(_, least)| size >= least) {
            return None;
        }
        smallest = Some((word, size));
        total += span;
        count += 1;
        rest = behind[end..].trim_start();
    }
    let (word, size) = smallest.filter(|_| count > 1)?;
    Some(format!("{} {word}", total.ticks() / size.ticks()))
}

/// A number with a separator of thousands: `1.234.567` and `1,234` without it.
pub fn without_thousands(written: &str) -> Option<String> {
    let written = written.trim();
    let end = written.find(|c: char| !c.is_ascii_digit() && !".,' ".contains(c));
    let (number, unit) = written.split_at(end.unwrap_or(written.len()));
    let mut groups = number.trim_end().split(['.', ',', '\'', ' ']);
    let first = groups.next().filter(|first| (1..=3).contains(&first.len()))?;
    let others: Vec<&str> = groups.collect();
    let is_group = |group: &&str| group.len() == 3;
    if first.starts_with('0') || others.is_empty() || !others.iter().all(is_group) {
        return None;
    }
    Some(format!("{first}{} {}", others.concat(), unit.trim()).trim_end().to_owned())
}

/// A bare number that stands in quotes, has a decimal comma or is a share: `20 %` is 0.2.
pub fn bare_number(written: &str) -> Option<f64> {
    let text = written.trim().replacen(',', ".", 1);
    let number = Decimal::parse(&text).map(Decimal::value);
    number.or_else(|| share(&text).ok().map(|share| (share * 1e12).round() / 1e12))
}

/// Whether a text adds to a number or takes away from it: `+1`.
pub fn is_difference(written: &str) -> bool {
    let number = written.trim().strip_prefix(['+', '-', '−']);
    number.is_some_and(|number| number.trim_start().starts_with(|c: char| c.is_ascii_digit()))
}

/// A number with the word for what is counted: `5 parts`, `200 pcs`; no length of time.
pub fn number_of_things(written: &str) -> Option<f64> {
    let written = written.trim();
    let end = written.find(|c: char| !c.is_ascii_digit() && !".,".contains(c))?;
    let (number, word) = (&written[..end], written[end..].trim());
    let is_word = word.chars().all(|c| c.is_alphabetic() || c == '.');
    let is_time = Duration::parse(&format!("1 {word}")).is_ok() || unit(word).is_some();
    if is_word && !is_time { bare_number(number) } else { None }
}

/// A name as a key of TOML: in quotes if it needs them.
pub fn key(name: &str) -> String {
    let is_plain = |c: char| c.is_ascii_alphanumeric() || c == '_' || c == '-';
    if !name.is_empty() && name.chars().all(is_plain) {
        name.to_owned()
    } else {
        format!("\"{}\"", name.replace('\\', "\\\\").replace('"', "\\\""))
    }
}

/// A time of day in another spelling: `9.30`, `9h30`, `930`, `9:30 am`.
pub fn clock_time(written: &str) -> Option<String> {
    clock(written).map(clock_text)
}

/// Hours in another spelling: `6-14`, `06.00 - 14.00`, `6 am to 2 pm`.
pub fn hours(written: &str) -> Option<String> {
    let text = written.to_lowercase().replace(" to ", "-").replace(" bis ", "-");
    let (start, end) = text.split_once(['-', '–', '—', '/'])?;
    let hours = format!("{}-{}", clock_text(clock(start)?), clock_text(clock(end)?));
    ClockRange::parse(&hours).map(|_| hours)
}

/// How long hours last that are written from clock to clock: `06:00-12:00` is `6 h`.
pub fn length_of_hours(written: &str) -> Option<String> {
    let text = hours(written)?;
    let (start, end) = text.split_once('-')?;
    let (start, end) = (clock(start)?, clock(end)?);
    let length = if start < end { end - start } else { Span::from_days(1) - (start - end) };
    Some(length.to_string())
}

/// Weekdays in another spelling, as a key: `Monday` is `mon`, `weekdays` is `mon-fri`.
pub fn weekdays(written: &str) -> Option<String> {
    let text = written.trim().to_lowercase().replace('_', " ");
    if let Some((_, days)) = STRETCHES.iter().find(|(words, _)| words.contains(&&*text)) {
        return Some((*days).to_owned());
    }
    let text = text.replace(" to ", "-").replace(" bis ", "-").replace(['–', '—'], "-");
    let text = text.replace([' ', '+', '&', ';'], ",");
    let day = |word: &str| {
        let known = |(name, others): &&(&str, &[&str])| *name == word || others.contains(&word);
        DAYS.iter().find(known).map(|(name, _)| *name)
    };
    let stretch = |part: &str| match part.split_once('-') {
        Some((first, last)) => Some(format!("{}-{}", day(first)?, day(last)?)),
        None => day(part).map(str::to_owned),
    };
    let parts = text.split(',').filter(|part| !part.is_empty());
    let parts = parts.map(stretch).collect::<Option<Vec<String>>>()?;
    (!parts.is_empty()).then(|| parts.join(","))
}

/// A date, perhaps with a time of day, as TOML writes it: `20.03.2026` is `2026-03-20`.
///
/// Whether it is in the calendar is for the caller to see; `None` where day and month may be meant
/// either way round.
pub fn date(written: &str) -> Option<String> {
    let text = written.trim();
    let (date, time) = match text.split_once([' ', 'T']) {
        Some((date, time)) => (date, Some(time.trim())),
        None => (text, None),
    };
    let separator = date.chars().find(|c| !c.is_ascii_digit())?;
    let numbers = date.split(separator).map(|part| part.parse().ok());
    let numbers: Vec<u32> = numbers.collect::<Option<_>>()?;
    let &[first, second, third] = numbers.as_slice() else { return None };
    let (year, month, day) = match separator {
        '-' | '/' if first > 31 => (first, second, third),
        '.' | '-' => (third, second, first),
        '/' if second > 12 => (third, first, second),
        '/' if first > 12 => (third, second, first),
        _ => return None,
    };
    let year = if year < 100 { 2000 + year } else { year };
    let time = match time {
        Some(time) => {
            let seconds = time.match_indices(':').nth(1).map_or(time.len(), |(at, _)| at);
            let (clock, seconds) = time.split_at(seconds);
            let seconds = if seconds.is_empty() { ":00" } else { seconds };
            format!("T{}{seconds}", clock_time(clock)?)
        }
        None => String::new(),
    };
    Some(format!("{year:04}-{month:02}-{day:02}{time}"))
}

/// The letters of a currency in another spelling: `€` and `Euro` are `EUR`.
pub fn currency(written: &str) -> Option<String> {
    let word = written.trim().to_lowercase();
    let known = CURRENCIES.iter().find(|(spellings, _)| spellings.contains(&&*word));
    if let Some((_, letters)) = known {
        return Some((*letters).to_owned());
    }
    let is_short = word.len() == 3 && word.bytes().all(|b| b.is_ascii_lowercase());
    is_short.then(|| word.to_uppercase())
}

/// The number and the currency of money in another spelling: `€34`, `34 €/h`, `EUR 34 per hour`.
pub fn money(written: &str) -> Option<(String, String)> {
    let text = written.trim();
    let is_number = |c: char| c.is_ascii_digit() || matches!(c, '.' | '_');
    let start = text.find(|c: char| c.is_ascii_digit())?;
    let (before, rest) = text.split_at(start);
    let end = rest.find(|c| !is_number(c)).unwrap_or(rest.len());
    let (number, behind) = rest.split_at(end);
    let (behind, time) =
        behind.split_once('/').or_else(|| behind.split_once("per ")).unwrap_or((behind, "h"));
    if !matches!(time.trim(), "h" | "hr" | "hour" | "Std" | "Stunde") {
        return None;
    }
    let word = if before.trim().is_empty() { behind } else { before };
    let word = word.trim();
    let is_known = word.len() == 3 && word.bytes().all(|b| b.is_ascii_uppercase());
    let currency = if is_known { Some(word.to_owned()) } else { currency(word) };
    Some((number.to_owned(), currency?))
}

/// The same for a day: `€50`, `50 €/day`, `EUR 50 per Tag`.
pub fn money_a_day(written: &str) -> Option<(String, String)> {
    let split = written.split_once('/').or_else(|| written.split_once("per "));
    let (amount, time) = split.unwrap_or((written, "day"));
    matches!(time.trim(), "d" | "day" | "Day" | "Tag" | "calendar day")
        .then(|| money(amount))
        .flatten()
}

/// Yes or no in other words.
pub fn truth(written: &str) -> Option<bool> {
    match written.trim().to_lowercase().as_str() {
        "true" | "yes" | "y" | "on" | "ja" | "1" => Some(true),
        "false" | "no" | "n" | "off" | "nein" | "0" => Some(false),
        _ => None,
    }
}

/// The length since midnight of a time of day in any spelling.
fn clock(written: &str) -> Option<Span> {
    let text = written.trim().to_lowercase();
    let text = text.trim_end_matches("uhr").trim_end();
    let (text, later) = match (text.strip_suffix("pm"), text.strip_suffix("am")) {
        (Some(text), _) => (text.trim_end(), Some(12)),
        (None, Some(text)) => (text.trim_end(), Some(0)),
        (None, None) => (text, None),
    };
    let text = text.strip_suffix('h').unwrap_or(text).trim_end();
    let (hours, minutes) = match text.split_once([':', '.', 'h']) {
        Some(parts) => parts,
        None if text.len() > 2 && text.is_ascii() => text.split_at(text.len() - 2),
        None => (text, "0"),
    };
    let number = |digits: &str| {
        let is_short =
            (1..=2).contains(&digits.len()) && digits.bytes().all(|b| b.is_ascii_digit());
        if is_short { digits.parse::<i64>().ok() } else { None }
    };
    let (hours, minutes) = (number(hours)?, number(minutes)?);
    let hours = match later {
        Some(later) if (1..=12).contains(&hours) => hours % 12 + later,
        Some(_) => return None,
        None => hours,
    };
    let time = Span::from_minutes(60 * hours + minutes);
    (minutes < 60 && time <= Span::from_days(1)).then_some(time)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Asserts what a guess makes of texts; an empty one stands for no guess.
    fn guesses(guess: impl Fn(&str) -> Option<String>, wanted: &[(&str, &str)]) {
        for (written, meant) in wanted {
            assert_eq!(
                guess(written).as_deref(),
                Some(*meant).filter(|m| !m.is_empty()),
                "{written}"
            );
        }
    }

    #[test]
    fn lengths_in_several_units() {
        guesses(
            in_one_unit,
            &[
                ("1h30m", "90 min"),
                ("1 h 30 min", "90 min"),
                ("2 days, 4 hrs", "52 h"),
                ("1h 2m 3s", "3723 s"),
                ("30m1h", ""),
                ("8 h", ""),
                ("", ""),
                ("h", ""),
                ("9999999 weeks 1 s", ""),
            ],
        );
    }

    #[test]
    fn times_of_day_and_hours() {
        guesses(
            clock_time,
            &[
                ("9.30", "09:30"),
                ("930", "09:30"),
                ("9h", "09:00"),
                ("12:05 am", "00:05"),
                ("2 pm", "14:00"),
                ("14 Uhr", "14:00"),
                ("25", ""),
                ("9:61", ""),
                ("noon", ""),
                ("é9", ""),
            ],
        );
        guesses(
            hours,
            &[
                ("6-14", "06:00-14:00"),
                ("06.00 – 14.00", "06:00-14:00"),
                ("6 am to 2 pm", "06:00-14:00"),
                ("2200-600", "22:00-06:00"),
                ("6h-14h", "06:00-14:00"),
                ("14:00-25:00", ""),
                ("early", ""),
            ],
        );
    }

    #[test]
    fn lengths_from_clock_to_clock() {
        guesses(
            length_of_hours,
            &[
                ("06:00-12:00", "6 h"),
                ("6-14:30", "8.5 h"),
                ("22:00-06:00", "8 h"),
                ("6 h", ""),
                ("", ""),
            ],
        );
    }

    #[test]
    fn names_of_days() {
        guesses(
            weekdays,
            &[
                ("Monday", "mon"),
                ("Mon", "mon"),
                ("mo-fr", "mon-fri"),
                ("weekdays", "mon-fri"),
                ("daily", "mon-sun"),
                ("Sat & Sun", "sat,sun"),
                ("Mo bis Fr", "mon-fri"),
                ("monday_to_friday", "mon-fri"),
                ("moonday", ""),
                ("", ""),
                ("-", ""),
            ],
        );
    }

    #[test]
    fn dates() {
        guesses(
            date,
            &[
                ("2026-03-20", "2026-03-20"),
                ("20.3.2026", "2026-03-20"),
                ("20.03.26", "2026-03-20"),
                ("2026/03/20", "2026-03-20"),
                ("03/20/2026", "2026-03-20"),
                ("03/04/2026", ""),
                ("20.03.2026 14:00", "2026-03-20T14:00:00"),
                ("2026-03-20T14:00:30", "2026-03-20T14:00:30"),
                ("soon", ""),
                ("20.03", ""),
                ("é.1.2", ""),
            ],
        );
    }

    #[test]
    fn numbers() {
        guesses(
            without_thousands,
            &[
                ("1.234.567 s", "1234567 s"),
                ("3.000 s", "3000 s"),
                ("1,500", "1500"),
                ("1 500 s", "1500 s"),
                ("0.500 s", ""),
                ("1.5 s", ""),
                ("12.3456 s", ""),
                ("s", ""),
            ],
        );
        assert_eq!(bare_number("20 %"), Some(0.2));
        assert_eq!(bare_number("7 %"), Some(0.07));
        assert_eq!(bare_number("0,2"), Some(0.2));
        assert_eq!(bare_number("a lot"), None);
        assert_eq!(number_of_things("5 parts"), Some(5.0));
        assert_eq!(number_of_things("200pcs."), Some(200.0));
        assert_eq!(number_of_things("5 min"), None);
        assert_eq!(number_of_things("5"), None);
        assert_eq!(number_of_things("parts"), None);
        assert!(is_difference("+1") && is_difference("- 2"));
        assert!(!is_difference("1") && !is_difference("-") && !is_difference("a-1"));
    }

    #[test]
    fn every_unit_that_is_guessed_is_one() {
        for (spellings, unit) in UNITS {
            assert!(Duration::parse(&format!("1 {unit}")).is_ok(), "{unit}");
            for spelling in spellings {
                assert!(Duration::parse(&format!("1 {spelling}")).is_err(), "{spelling} is right");
            }
        }
    }
}
