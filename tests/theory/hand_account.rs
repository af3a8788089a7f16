//! Premiums of overtime and time accounts, worked by hand: which hour costs what, and which is owed.

use gemba::study::{EntityKind, Results, Settings, run};

use crate::support::model;

/// One fitter from 06:00 to 14:00, in a week that begins on Monday, 2 March 2026. Overtime costs a quarter
/// more for two hours of a day, and then half.
fn results(more: &str) -> Results {
    let text = format!(
        r#"
[plant]
start = 2026-03-02
currency = "EUR"
[run]
length = "1 week"
replications = 2
[line.main]
stations = ["bench"]
[station.bench]
cycle = "1 h"
operators = {{ fit = 1 }}
[calendar.early]
mon-fri = "06:00-14:00"
breaks = [{{ at = "10:00", for = "30 min", paid = false }}]
[crew.fit]
calendar = "early"
labour_cost = "20 EUR/h"
premium = {{ first = "2 h", at = "25 %", then = "50 %" }}
{more}
"#
    );
    run(&model(&text), &Settings { threads: 1, ..Settings::default() }, &())
}

#[track_caller]
fn assert_figures(results: &Results, expected: &[(&str, f64)]) {
    for &(kpi, by_hand) in expected {
        let figure = results.of(EntityKind::Crew, "fit", kpi);
        let interval = &figure.unwrap_or_else(|| panic!("no {kpi}")).interval;
        let found = interval.estimate;
        assert!(interval.low <= found && found <= interval.high, "{kpi}: {interval:?}");
        assert!((found - by_hand).abs() < 1e-6, "{kpi}: {found}, by hand {by_hand}");
    }
}

/// The account of the fitter: at the start, what came, what was taken off, at the end.
#[track_caller]
fn assert_account(results: &Results, by_hand: [f64; 4]) {
    let [account] = results.hours.accounts.as_slice() else { panic!("one person has one account") };
    assert_eq!((account.crew.as_str(), account.number), ("fit", 1));
    let found = [account.before, account.credited, account.taken, account.left];
    let is_right = found.iter().zip(by_hand).all(|(found, right)| (found - right).abs() < 1e-9);
    assert!(is_right, "{found:?}, by hand {by_hand:?}");
}

fn overtime(name: &str, day: &str, from: &str, hours: u32, pay: &str) -> String {
    format!(
        "[overtime.{name}]\ncrews = {{ fit = 1 }}\ndays = \"{day}\"\nfrom = \"{from}\"\n\
         hours = \"{hours} h\"\n{pay}\n"
    )
}

/// Saturday, three hours of each, one after the other in one stretch of work, at 20.00 an hour:
///
/// | hour of the day | own premium first | that of the crew first |
/// |---|---|---|
/// | 1, 2 | 100 %: 80.00 | 25 %: 50.00 |
/// | 3 | 100 %: 40.00 | 50 %: 30.00 |
/// | 4, 5, 6 | 50 %, as more than two hours came before: 90.00 | 100 %: 120.00 |
/// | all | 210.00 | 200.00 |
#[test]
fn two_overtimes_of_different_premiums_meet_on_one_day() {
    let own = "premium = \"100 %\"";
    let first = overtime("a", "sat", "06:00", 3, own) + &overtime("b", "sat", "09:00", 3, "");
    assert_figures(&results(&first), &[("overtime_cost", 210.0), ("labour_cost", 960.0)]);
    let then = overtime("a", "sat", "06:00", 3, "") + &overtime("b", "sat", "09:00", 3, own);
    assert_figures(&results(&then), &[("overtime_cost", 200.0), ("labour_cost", 950.0)]);
}

/// Tiers of the overtime itself count all overtime of the day, too: the fourth hour is past its first two
/// hours, so all three hours cost twice as much: 50.00 + 30.00 by the crew, then 120.00. Alone it is two
/// hours at 50 % and one at 100 %: 60.00 + 40.00.
#[test]
fn tiers_of_an_overtime_count_all_overtime_of_the_day() {
    let tiers = "premium = { first = \"2 h\", at = \"50 %\", then = \"100 %\" }";
    let both = overtime("a", "sat", "06:00", 3, "") + &overtime("b", "sat", "09:00", 3, tiers);
    assert_figures(&results(&both), &[("overtime_cost", 200.0)]);
    assert_figures(&results(&overtime("b", "sat", "09:00", 3, tiers)), &[("overtime_cost", 100.0)]);
}

/// From 04:00 to 16:00 on Monday, around the shift: four hours at 100 %, 160.00. The break is no overtime.
#[test]
fn an_overtime_around_the_shift_has_its_premium_before_and_after_it() {
    let around = overtime("a", "mon", "04:00", 12, "premium = \"100 %\"");
    assert_figures(&results(&around), &[("overtime_cost", 160.0), ("hours_paid", 41.5)]);
}

/// Who finishes what was begun in the overtime stays for it: two hours from 06:00 are called for, the piece
/// takes three, 3 × 40.00. What is finished after the usual shift is no hour of the overtime of Saturday:
/// the piece of Friday that begins at 12:30 is done at 15:30, an hour and a half at 25 %, 37.50. The four
/// days before each have one piece that ends at 15:30, too: 5 × 37.50.
#[test]
fn who_stays_to_finish_stays_for_the_overtime_of_the_task() {
    let text = overtime("a", "sat", "06:00", 2, "premium = \"100 %\"")
        .replace("[overtime.a]", "at_shift_end = \"finish\"\n[overtime.a]")
        + "[scale.longer]\nwhat = \"station.bench.cycle\"\nby = 3\n";
    // Pieces from 06:00, 09:00 (through the break) and 12:00, which ends at 15:00: 1 h of overtime a day.
    assert_figures(&results(&text), &[("overtime_cost", 5.0 * 25.0 + 120.0)]);
}

/// Two hours on each evening; the account has room for four. Monday and Tuesday go to it, three days are
/// paid, 3 × 2 × 25.00.
#[test]
fn hours_go_to_the_account_until_it_is_full() {
    let evening = overtime("a", "mon-fri", "14:00", 2, "account = { limit = \"4 h\" }");
    assert_figures(
        &results(&evening),
        &[
            ("overtime", 600.0),
            ("hours_paid", 37.5 + 6.0),
            ("overtime_cost", 150.0),
            ("labour_cost", 900.0),
            ("credited", 4.0),
            ("on_account", 4.0),
            ("owed", 80.0),
        ],
    );
    // Three hours are on it already: the first hour of Monday fills it, the second one is paid.
    let today = evening + "[today.time_account]\nfit = \"3 h\"\n";
    let later = results(&today);
    assert_figures(
        &later,
        &[("overtime_cost", 225.0), ("credited", 1.0), ("on_account", 4.0), ("owed", 80.0)],
    );
    let plant = |kpi: &str| later.plant(kpi).expect("a figure of the plant").interval.estimate;
    assert_eq!((plant("on_account"), plant("owed")), (4.0, 80.0));
    // Of the four hours that are owed three were there before, and the text says so.
    assert_account(&later, [3.0, 1.0, 0.0, 4.0]);
    let said = gemba::report::run_text(&later).replace(['\u{a0}', '\n'], " ");
    let right = "Beside that 4.00 h on time accounts at the end are owed to people: 80.00 EUR (3.00 h were on them \
                 at the start).";
    assert!(said.contains(right), "{said}");
    // The plan has the hours of each day that are owed, beside what the paid ones cost.
    let plan = later.staff.plan.iter().map(|day| {
        (day.cost.expect("it costs something").mean, day.credited.expect("an account").mean)
    });
    let day = 150.0;
    let by_hand = [(day + 25.0, 1.0), (day + 50.0, 0.0)];
    assert_eq!(plan.take(2).collect::<Vec<_>>(), by_hand);
}

/// Overtime that has no account is paid, whatever is on that of the other; the tier counts hours on the
/// account, too. Saturday: three hours to the account, then three paid, at 50 % because they are the hours
/// four to six of the day: 90.00.
#[test]
fn overtime_without_an_account_is_paid_beside_one_that_has_one() {
    let both = overtime("a", "sat", "06:00", 3, "account = { limit = \"9 h\" }")
        + &overtime("b", "sat", "09:00", 3, "");
    assert_figures(&results(&both), &[("credited", 3.0), ("overtime_cost", 90.0)]);
    // Of an own premium only what the account has no room for is paid: an hour of 30.00.
    let own = "account = { limit = \"2 h\" }\npremium = \"50 %\"";
    let full = overtime("a", "sat", "06:00", 3, own);
    assert_figures(&results(&full), &[("credited", 2.0), ("overtime_cost", 30.0)]);
}

/// Wednesday is taken off: 7.5 h that are paid like others, and the account falls by them. Nobody is called
/// on that evening. Monday and Tuesday fill the account to 4 h; it is at −3.5 h after Wednesday, and at half
/// an hour on Friday night.
#[test]
fn time_off_is_paid_and_the_account_falls() {
    let week = overtime("a", "mon-fri", "14:00", 2, "account = { limit = \"4 h\" }")
        + "[roster]\ncodes = { Z = \"account\" }\nperson.fit = { 2026-03-04 = \"Z\" }\n";
    assert_figures(
        &results(&week),
        &[
            ("overtime", 480.0),
            ("hours_paid", 37.5),
            ("labour_cost", 750.0),
            ("absence_cost", 150.0),
            ("overtime_cost", 0.0),
            ("credited", 8.0),
            ("on_account", 0.5),
            ("owed", 10.0),
        ],
    );
    // Eight hours came and a shift was taken off: half an hour is left.
    assert_account(&results(&week), [0.0, 8.0, 7.5, 0.5]);
    // That holds as well where other absence is not paid.
    let unpaid = week.replace("[overtime.a]", "absence_paid = false\n[overtime.a]");
    assert_figures(&results(&unpaid), &[("hours_paid", 37.5), ("on_account", 0.5)]);
    // Overtime alone does not fill it: the other way round people owe hours.
    let only = "[roster]\ncodes = { Z = \"account\" }\nperson.fit = { 2026-03-04 = \"Z\" }\n";
    assert_figures(&results(only), &[("on_account", -7.5), ("owed", -150.0), ("credited", 0.0)]);
}

/// A crew whose calendar has no hours comes for overtime alone: three hours on Saturday, all of them
/// overtime, at 36.00 and nothing on top.
#[test]
fn who_comes_for_overtime_only_is_paid_for_it_and_for_nothing_else() {
    let saturday = {
        let crew = "[calendar.never]\nmon-sun = []\n[crew.leased]\ncount = 2\ncalendar = \"never\"\n\
                    skills = [\"fit\"]\nlabour_cost = \"36 EUR/h\"\n";
        let called = overtime("a", "sat", "06:00", 3, "").replace("fit = 1", "leased = 1");
        results(&(crew.to_owned() + &called))
    };
    let of = |results: &Results, kpi: &str| {
        let figure = results.of(EntityKind::Crew, "leased", kpi);
        figure.expect("a figure of the crew").interval.estimate
    };
    for (kpi, by_hand) in
        [("hours_paid", 3.0), ("labour_cost", 108.0), ("overtime_cost", 108.0), ("overtime", 180.0)]
    {
        let found = of(&saturday, kpi);
        assert!((found - by_hand).abs() < 1e-9, "{kpi}: {found}, by hand {by_hand}");
    }
    // In its shift the fitter makes seven pieces and a half a day, and nobody else is there.
    assert_figures(&saturday, &[("hours_paid", 37.5), ("overtime", 0.0)]);
}
