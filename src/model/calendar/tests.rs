//! Calendars against tables made by hand.

use super::*;

/// Minutes after 00:00 of day 0.
fn minute(minutes: i64) -> Time {
    Time::ZERO + Span::from_minutes(minutes)
}

/// A time of a day.
fn at(day: i64, hour: i64, minutes: i64) -> Time {
    minute((day * 24 + hour) * 60 + minutes)
}

fn hours(from: i64, to: i64) -> Hours {
    Hours::between(Span::from_hours(from), Span::from_hours(to))
}

fn pause(hour: i64, minutes: i64, length: i64, paid: bool) -> Break {
    Break::new(Span::from_minutes(hour * 60 + minutes), Span::from_minutes(length), paid)
}

/// The same shifts from Monday to Friday; day 0 is a Monday.
fn weekdays(shifts: &[Hours]) -> Calendar {
    let week = std::array::from_fn(|day| if day < 5 { shifts.to_vec() } else { Vec::new() });
    Calendar::new("c", week, Weekday::Monday)
}

fn empty_week() -> Calendar {
    Calendar::new("c", std::array::from_fn(|_| Vec::new()), Weekday::Monday)
}

/// All changes in `[from, to)`, with what holds from there.
fn changes(calendar: &Calendar, from: Time, to: Time) -> Vec<(Time, Shift)> {
    let mut found = Vec::new();
    let mut now = from;
    while let Some(next) = calendar.next_change(now).filter(|&next| next < to) {
        found.push((next, calendar.shift_at(next)));
        now = next;
    }
    found
}

const UNPAID: Shift = Shift::Break { paid: false };
const PAID: Shift = Shift::Break { paid: true };

/// Case `pub-hand-shift-calendar`: its windows, in minutes.
#[test]
fn the_windows_of_two_weeks_with_two_breaks_a_day_come_out() {
    let calendar =
        weekdays(&[hours(8, 16)]).with_breaks([pause(10, 0, 15, true), pause(12, 0, 30, false)]);
    let mut windows = Vec::new();
    for day in [0, 1, 2, 3, 4, 7, 8, 9] {
        for (from, to) in [(480, 600), (615, 720), (750, 960)] {
            windows.push((minute(day * 1440 + from), minute(day * 1440 + to)));
        }
    }
    let end = at(10, 0, 0);
    let mut found = Vec::new();
    for (change, shift) in changes(&calendar, Time::ZERO, end) {
        if shift == Shift::Open {
            found.push((change, calendar.next_change(change).unwrap()));
        }
    }
    assert_eq!(found, windows);
    let per_day = Span::from_minutes(120 + 105 + 210);
    assert_eq!(calendar.open_time(Time::ZERO, end).ticks(), per_day.ticks() * 8);
    assert_eq!(calendar.shift_time(Time::ZERO, end), Span::from_hours(8 * 8));
}

#[test]
fn intervals_include_their_start_and_exclude_their_end() {
    let calendar = weekdays(&[hours(8, 16)]).with_breaks([pause(12, 0, 30, true)]);
    let tick = Span::from_ticks(1);
    assert_eq!(calendar.shift_at(at(0, 8, 0) - tick), Shift::Closed);
    assert_eq!(calendar.shift_at(at(0, 8, 0)), Shift::Open);
    assert_eq!(calendar.shift_at(at(0, 12, 0)), PAID);
    assert_eq!(calendar.shift_at(at(0, 12, 30)), Shift::Open);
    assert_eq!(calendar.shift_at(at(0, 16, 0)), Shift::Closed);
    assert_eq!(calendar.next_change(at(0, 8, 0)), Some(at(0, 12, 0)));
    assert_eq!(calendar.next_change(at(0, 8, 0) - tick), Some(at(0, 8, 0)));
}

#[test]
fn two_shifts_that_meet_are_no_change() {
    let calendar = weekdays(&[hours(6, 14), hours(14, 22)]);
    let expected = vec![
        (at(0, 6, 0), Shift::Open),
        (at(0, 22, 0), Shift::Closed),
        (at(1, 6, 0), Shift::Open),
        (at(1, 22, 0), Shift::Closed),
    ];
    assert_eq!(changes(&calendar, Time::ZERO, at(2, 0, 0)), expected);
}

#[test]
fn a_night_shift_belongs_to_the_day_on_which_it_starts() {
    let calendar = weekdays(&[hours(22, 6)]);
    // Friday's shift ends on Saturday morning; none starts on Saturday or Sunday.
    let expected = vec![
        (at(4, 6, 0), Shift::Closed),
        (at(4, 22, 0), Shift::Open),
        (at(5, 6, 0), Shift::Closed),
        (at(7, 22, 0), Shift::Open),
        (at(8, 6, 0), Shift::Closed),
    ];
    assert_eq!(changes(&calendar, at(4, 0, 0), at(8, 12, 0)), expected);
    // Day 0 is a Monday: the Sunday before it had no night shift.
    assert_eq!(calendar.shift_at(Time::ZERO), Shift::Closed);
}

#[test]
fn a_plant_may_start_in_the_middle_of_a_night_shift() {
    let week = std::array::from_fn(|_| vec![hours(22, 6)]);
    let calendar = Calendar::new("c", week, Weekday::Monday);
    assert_eq!(calendar.shift_at(Time::ZERO), Shift::Open);
    assert_eq!(calendar.next_change(Time::ZERO), Some(at(0, 6, 0)));
}

#[test]
fn a_break_after_midnight_stops_the_night_shift() {
    let calendar = weekdays(&[hours(22, 6)]).with_breaks([pause(23, 50, 20, false)]);
    let expected = vec![
        (at(0, 22, 0), Shift::Open),
        (at(0, 23, 50), UNPAID),
        (at(1, 0, 10), Shift::Open),
        (at(1, 6, 0), Shift::Closed),
    ];
    assert_eq!(changes(&calendar, at(0, 12, 0), at(1, 12, 0)), expected);
}

#[test]
fn a_closed_date_removes_the_night_shift_that_starts_on_it_and_not_the_one_before() {
    let calendar = weekdays(&[hours(22, 6)]).with_closed([1]);
    let expected = vec![
        (at(0, 22, 0), Shift::Open),
        (at(1, 6, 0), Shift::Closed),
        (at(2, 22, 0), Shift::Open),
    ];
    assert_eq!(changes(&calendar, Time::ZERO, at(3, 0, 0)), expected);
    assert!(!calendar.is_workday(1));
}

#[test]
fn a_break_at_the_edge_of_a_shift_takes_only_what_lies_inside() {
    let calendar =
        weekdays(&[hours(6, 14)]).with_breaks([pause(5, 45, 30, true), pause(13, 50, 30, false)]);
    let expected = vec![
        (at(0, 6, 0), PAID),
        (at(0, 6, 15), Shift::Open),
        (at(0, 13, 50), UNPAID),
        (at(0, 14, 0), Shift::Closed),
    ];
    assert_eq!(changes(&calendar, Time::ZERO, at(1, 0, 0)), expected);
    assert_eq!(calendar.open_time(Time::ZERO, at(1, 0, 0)), Span::from_minutes(480 - 15 - 10));
}

#[test]
fn time_beside_breaks_is_all_but_them() {
    let calendar =
        weekdays(&[hours(8, 16)]).with_breaks([pause(10, 0, 15, true), pause(12, 0, 30, false)]);
    let has = |minutes: i64, from: Time, to: Time| {
        calendar.has_beside_breaks(Span::from_minutes(minutes), (from, to))
    };
    let (from, to) = (at(0, 9, 0), at(0, 13, 0));
    assert!(has(195, from, to) && !has(196, from, to));
    // Closed hours count: from 15:00 to 09:00.
    assert!(has(18 * 60, at(0, 15, 0), at(1, 9, 0)));
    assert!(has(60, from, Time::NEVER));
    assert!(has(0, from, from) && !has(1, from, from));
}

#[test]
fn a_break_of_no_length_and_a_break_outside_shifts_change_nothing() {
    let plain = weekdays(&[hours(6, 14)]);
    let same = plain.clone().with_breaks([pause(9, 0, 0, false), pause(20, 0, 30, true)]);
    let end = at(14, 0, 0);
    assert_eq!(changes(&same, Time::ZERO, end), changes(&plain, Time::ZERO, end));
}

#[test]
fn an_extra_shift_opens_a_closed_day_and_a_weekend() {
    let calendar = weekdays(&[hours(6, 14)])
        .with_closed([0])
        .with_extra([(0, hours(8, 12)), (5, hours(6, 12))])
        .with_breaks([pause(9, 0, 15, false)]);
    assert_eq!(
        changes(&calendar, Time::ZERO, at(1, 0, 0)),
        vec![
            (at(0, 8, 0), Shift::Open),
            (at(0, 9, 0), UNPAID),
            (at(0, 9, 15), Shift::Open),
            (at(0, 12, 0), Shift::Closed),
        ]
    );
    assert_eq!(calendar.open_time(at(5, 0, 0), at(7, 0, 0)), Span::from_minutes(6 * 60 - 15));
    assert!(calendar.is_workday(0) && calendar.is_workday(5) && !calendar.is_workday(6));
}

#[test]
fn a_calendar_that_never_changes_says_so() {
    let always = Calendar::new("c", std::array::from_fn(|_| vec![hours(0, 24)]), Weekday::Friday);
    assert_eq!(always.next_change(Time::ZERO), None);
    assert_eq!(always.closes(Time::ZERO), Time::NEVER);
    assert_eq!(empty_week().next_change(Time::ZERO), None);
    assert_eq!(empty_week().closes(at(1, 2, 3)), at(1, 2, 3));
    assert_eq!(empty_week().open_time(Time::ZERO, at(99, 0, 0)), Span::ZERO);
}

#[test]
fn the_only_shift_in_a_hundred_years_is_found() {
    let calendar = empty_week().with_extra([(36_000, hours(6, 14))]);
    let expected = vec![(at(36_000, 6, 0), Shift::Open), (at(36_000, 14, 0), Shift::Closed)];
    assert_eq!(changes(&calendar, Time::ZERO, Time::NEVER), expected);
    let year_off = weekdays(&[hours(6, 14)]).with_closed(0..365);
    assert_eq!(year_off.next_change(Time::ZERO), Some(at(365, 6, 0)));
}

#[test]
fn a_closed_day_in_round_the_clock_work_is_found() {
    let always = Calendar::new("c", std::array::from_fn(|_| vec![hours(0, 24)]), Weekday::Monday);
    let calendar = always.with_closed([500]);
    let expected = vec![(at(500, 0, 0), Shift::Closed), (at(501, 0, 0), Shift::Open)];
    assert_eq!(changes(&calendar, at(3, 4, 5), Time::NEVER), expected);
    assert_eq!(calendar.closes(Time::ZERO), at(500, 0, 0));
}

#[test]
fn closing_looks_past_breaks() {
    let calendar = weekdays(&[hours(6, 14)]).with_breaks([pause(9, 0, 15, true)]);
    assert_eq!(calendar.closes(at(0, 7, 0)), at(0, 14, 0));
    assert_eq!(calendar.closes(at(0, 9, 5)), at(0, 14, 0));
    assert_eq!(calendar.closes(at(0, 14, 0)), at(0, 14, 0));
}

#[test]
fn the_weekday_of_day_0_turns_the_week() {
    // Day 0 is a Saturday: Monday is day 2.
    let week = std::array::from_fn(|day| if day == 0 { vec![hours(6, 14)] } else { Vec::new() });
    let calendar = Calendar::new("c", week, Weekday::Saturday);
    assert_eq!(calendar.next_change(Time::ZERO), Some(at(2, 6, 0)));
    assert_eq!(calendar.next_change(at(2, 14, 0)), Some(at(9, 6, 0)));
}

#[test]
fn workdays_end_at_the_midnight_after_the_last_of_them() {
    let calendar = weekdays(&[hours(6, 14)]).with_closed([1]);
    let limit = Span::from_days(1000);
    let end = |after, days| calendar.end_of_workdays(Span::from_hours(after), days, limit);
    assert_eq!(end(0, 0), Some(Span::ZERO));
    assert_eq!(end(0, 1), Some(Span::from_days(1)));
    // Monday, Wednesday, Thursday, Friday, and the Monday after.
    assert_eq!(end(0, 5), Some(Span::from_days(8)));
    // From Tuesday noon: Wednesday.
    assert_eq!(end(36, 1), Some(Span::from_days(3)));
    assert_eq!(empty_week().end_of_workdays(Span::ZERO, 1, limit), None);
}

/// Every change is a change, none is left out: against a scan of two weeks, minute by minute.
#[test]
fn a_scan_minute_by_minute_finds_the_same_changes() {
    let calendar = weekdays(&[hours(6, 14), hours(12, 15), hours(22, 6)])
        .with_breaks([pause(9, 30, 15, true), pause(9, 40, 30, false), pause(5, 55, 10, true)])
        .with_closed([2, 3])
        .with_extra([(3, hours(20, 23)), (6, hours(23, 1))]);
    let mut scanned = Vec::new();
    for minutes in 1..14 * 1440 {
        let shift = calendar.shift_at(minute(minutes));
        if shift != calendar.shift_at(minute(minutes - 1)) {
            scanned.push((minute(minutes), shift));
        }
    }
    assert_eq!(changes(&calendar, Time::ZERO, at(14, 0, 0)), scanned);
}

#[test]
fn another_calendar_takes_over_and_a_shift_that_has_begun_goes_on() {
    // Nights until Wednesday, then days.
    let calendar = weekdays(&[hours(22, 6)])
        .with_breaks([pause(1, 0, 30, true)])
        .followed_by(vec![(at(2, 0, 0), weekdays(&[hours(8, 16)]))]);
    let expected = vec![
        (at(0, 22, 0), Shift::Open),
        (at(1, 1, 0), PAID),
        (at(1, 1, 30), Shift::Open),
        (at(1, 6, 0), Shift::Closed),
        (at(1, 22, 0), Shift::Open),
        // The break at one o'clock belongs to the calendar that is gone by then.
        (at(2, 6, 0), Shift::Closed),
        (at(2, 8, 0), Shift::Open),
        (at(2, 16, 0), Shift::Closed),
        (at(3, 8, 0), Shift::Open),
    ];
    assert_eq!(changes(&calendar, Time::ZERO, at(3, 9, 0)), expected);
    assert_eq!(calendar.closes(at(1, 23, 0)), at(2, 6, 0));
    assert!(calendar.repeats());
}

#[test]
fn a_calendar_that_is_closed_for_long_opens_when_another_takes_over() {
    let open = weekdays(&[hours(8, 16)]);
    let (from, until) = (at(100, 0, 0), at(200, 0, 0));
    let calendar = empty_week().followed_by(vec![(from, open), (until, empty_week())]);
    // Day 100 is a Wednesday, day 199 a Thursday.
    assert_eq!(calendar.next_change(Time::ZERO), Some(at(100, 8, 0)));
    assert_eq!(calendar.next_change(at(199, 9, 0)), Some(at(199, 16, 0)));
    assert_eq!(calendar.next_change(at(199, 16, 0)), None);
    assert!(!calendar.repeats());
    assert_eq!(calendar.end_of_workday(at(98, 12, 0), 2), at(102, 0, 0));
}

#[test]
fn always_open_has_no_end_and_no_gap_where_it_takes_over() {
    let always = Calendar::always(Weekday::Monday);
    let calendar = weekdays(&[hours(8, 16)]).followed_by(vec![(at(0, 12, 0), always)]);
    assert_eq!(changes(&calendar, Time::ZERO, at(30, 0, 0)), [(at(0, 8, 0), Shift::Open)]);
    assert_eq!(calendar.closes(at(0, 9, 0)), Time::NEVER);
}

#[test]
fn on_the_day_of_a_change_at_noon_the_longer_shift_is_the_one_that_counts() {
    let (short, long) = (weekdays(&[hours(6, 14)]), weekdays(&[hours(6, 22)]));
    let longer = short.clone().followed_by(vec![(at(0, 10, 0), long.clone())]);
    let expected = vec![(at(0, 6, 0), Shift::Open), (at(0, 22, 0), Shift::Closed)];
    assert_eq!(changes(&longer, Time::ZERO, at(1, 0, 0)), expected);
    // What has begun goes on.
    let shorter = long.followed_by(vec![(at(0, 10, 0), short)]);
    assert_eq!(changes(&shorter, Time::ZERO, at(1, 0, 0)), expected);
    assert_eq!(shorter.next_change(at(1, 6, 0)), Some(at(1, 14, 0)));
}

/// A week with these shifts on the days from `first` to `last`, counted from Monday.
fn turn(first: usize, last: usize, shift: Hours, breaks: &[Break]) -> Turn {
    let of_day = |day| if (first..=last).contains(&day) { vec![shift] } else { Vec::new() };
    Turn { week: std::array::from_fn(of_day), breaks: breaks.to_vec() }
}

/// Early, late and night week by week, the first of them from `first_day` on.
fn three_shifts(first_day: i64) -> Calendar {
    let turns = vec![
        turn(0, 4, hours(6, 14), &[]),
        turn(0, 4, hours(14, 22), &[]),
        turn(0, 4, hours(22, 6), &[pause(2, 0, 30, true)]),
    ];
    let order = vec![Some(0), Some(1), Some(2)];
    empty_week().in_turn(Rota::new((first_day, 7), order, turns, Weekday::Monday))
}

#[test]
fn early_late_and_night_follow_each_other_and_begin_again() {
    let calendar = three_shifts(0);
    let opens = |week: i64, hour| (at(7 * week, hour, 0), Shift::Open);
    for (week, hour) in [(0, 6), (1, 14), (2, 22), (3, 6), (4, 14), (-1, 22), (-2, 14)] {
        let found = changes(&calendar, at(7 * week, 0, 0), at(7 * week + 1, 0, 0));
        assert_eq!(found[0], opens(week, hour), "week {week}");
    }
    assert_eq!(calendar.cycle(), 21);
    assert!(calendar.repeats() && calendar.has_breaks());
    // A crew a week later is early when the first one is late.
    assert_eq!(changes(&three_shifts(7), at(7, 0, 0), at(8, 0, 0))[0], opens(1, 6));
}

#[test]
fn a_night_shift_takes_its_break_with_it_into_the_next_turn() {
    // The last night of the third week starts on its Friday; let it start on Sunday instead.
    let night = turn(6, 6, hours(22, 6), &[pause(2, 0, 30, true)]);
    let early = turn(0, 4, hours(6, 14), &[pause(9, 0, 15, false)]);
    let order = vec![Some(0), Some(1)];
    let rota = Rota::new((0, 7), order, vec![night, early], Weekday::Monday);
    let calendar = empty_week().in_turn(rota);
    let expected = vec![
        (at(6, 22, 0), Shift::Open),
        (at(7, 2, 0), PAID),
        (at(7, 2, 30), Shift::Open),
        (at(7, 9, 0), UNPAID),
        (at(7, 9, 15), Shift::Open),
        (at(7, 14, 0), Shift::Closed),
        // No break at two in the night, and none at nine in the week of the night.
        (at(8, 6, 0), Shift::Open),
    ];
    assert_eq!(changes(&calendar, at(6, 0, 0), at(8, 7, 0)), expected);
    // The break falls away with its shift, and not with the day on which it would be.
    let closed = calendar.clone().with_closed([7]);
    assert_eq!(changes(&closed, at(6, 0, 0), at(7, 3, 0)), expected[..3]);
    let closed = calendar.with_closed([6]).with_extra([(7, hours(1, 3))]);
    let expected = vec![(at(7, 1, 0), Shift::Open), (at(7, 3, 0), Shift::Closed)];
    assert_eq!(changes(&closed, at(6, 0, 0), at(7, 4, 0)), expected);
}

#[test]
fn four_days_on_and_two_off_meet_all_weekdays() {
    let twelve = turn(0, 6, hours(6, 18), &[]);
    let order = vec![Some(0), Some(0), Some(0), Some(0), None, None];
    let rota = Rota::new((-2, 1), order, vec![twelve], Weekday::Thursday);
    let calendar =
        Calendar::new("c", std::array::from_fn(|_| Vec::new()), Weekday::Thursday).in_turn(rota);
    let worked: Vec<i64> = (-2..10).filter(|&day| calendar.is_workday(day)).collect();
    assert_eq!(worked, [-2, -1, 0, 1, 4, 5, 6, 7]);
    assert_eq!(calendar.cycle(), 6);
    assert_eq!(calendar.open_time(at(0, 0, 0), at(42, 0, 0)), Span::from_hours(28 * 12));
}

#[test]
fn the_cycle_of_a_rota_is_the_shortest_that_repeats() {
    let cycle = |days, order: &[Option<usize>], turns: &[Turn]| {
        Rota::new((3, days), order.to_vec(), turns.to_vec(), Weekday::Wednesday).cycle()
    };
    let (daily, weekly) = (turn(0, 6, hours(6, 14), &[]), turn(0, 4, hours(6, 14), &[]));
    assert_eq!(cycle(7, &[Some(0)], std::slice::from_ref(&daily)), 1);
    assert_eq!(cycle(7, &[Some(0), Some(0)], std::slice::from_ref(&weekly)), 7);
    assert_eq!(cycle(7, &[Some(0), Some(1)], &[daily.clone(), weekly.clone()]), 14);
    assert_eq!(cycle(7, &[Some(0), None, Some(0), None], std::slice::from_ref(&weekly)), 14);
    assert_eq!(cycle(1, &[Some(0), None, Some(0), None], std::slice::from_ref(&daily)), 2);
    // Two days on and one off, of days from Monday to Friday: 3 and 7 meet after 21.
    assert_eq!(cycle(1, &[Some(0), Some(0), None], &[weekly]), 21);
}

#[test]
fn a_year_off_is_passed() {
    let mut order = vec![None; 52];
    order.push(Some(0));
    let rota = Rota::new((7, 7), order, vec![turn(2, 2, hours(8, 9), &[])], Weekday::Monday);
    let calendar = empty_week().in_turn(rota);
    // The turn is the 53rd week after the first one.
    assert_eq!(calendar.next_change(at(2, 9, 0)), Some(at(7 * 53 + 2, 8, 0)));
    assert_eq!(calendar.closes(at(7 * 53 + 2, 8, 0)), at(7 * 53 + 2, 9, 0));
}
