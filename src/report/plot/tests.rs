//! What every plot must keep to, whatever is in it.

use super::super::fixture;
use super::*;
use crate::model::Kind;
use crate::observe::Closing;
use crate::study::{
    Band, CrewWay, Element, Histogram, NoWarmUp, PersonWeeks, Schedule, ScheduleBar,
    ScheduledOrder, StateShares, StationContent,
};
use crate::units::{Span, Time};

/// Every start tag has its end tag, in order: enough of XML to notice a name that is markup.
fn is_well_formed(svg: &str) -> bool {
    let mut open: Vec<&str> = Vec::new();
    for (position, _) in svg.match_indices('<') {
        let Some(tag) = svg[position + 1..].split('>').next() else { return false };
        if let Some(name) = tag.strip_prefix('/') {
            if open.pop() != Some(name) {
                return false;
            }
        } else if !tag.ends_with('/') {
            open.push(tag.split_whitespace().next().unwrap_or_default());
        }
    }
    open.is_empty()
}

#[test]
fn all_plots_are_drawn_with_text_as_text() {
    let plots = plots(&fixture::repair_shop());
    let names: Vec<&str> = plots.iter().map(Plot::name).collect();
    assert_eq!(names, ["throughput", "wip", "states", "time_in_system"]);
    for plot in &plots {
        assert!(is_well_formed(plot.svg()), "{}", plot.name());
        assert!(plot.svg().contains("<text") && plot.svg().contains("Inter"), "{}", plot.name());
        assert!(plot.svg().starts_with("<svg width=\"1200\""), "{}", plot.name());
    }
}

#[test]
fn a_warm_up_that_was_found_has_a_plot_and_one_that_was_not_has_none() {
    let weeks = |n: i64| Span::from_days(7 * n);
    let drawn = |results| {
        let plots = plots(&results);
        let plot = plots.into_iter().find(|plot| plot.name() == "warm_up");
        plot.map(|plot| plot.svg().to_owned())
    };
    let svg = drawn(fixture::piloted(weeks(3), Ok(weeks(3)))).unwrap();
    assert!(is_well_formed(&svg));
    assert!(
        svg.contains("<title>The plant has settled after 3 weeks: so much is left out</title>")
    );
    for word in ["Throughput", "Work in process", "Time in system", "weeks since the start"] {
        assert!(svg.contains(word), "{word}");
    }
    let svg = drawn(fixture::piloted(Span::ZERO, Ok(Span::ZERO))).unwrap();
    assert!(svg.contains("The plant has settled from the start"));
    assert_eq!(drawn(fixture::repair_shop()), None);
    let short = NoWarmUp::TooShort { length: weeks(8), cycle: weeks(1), least: weeks(20) };
    assert_eq!(drawn(fixture::piloted(Span::ZERO, Err(short))), None);
}

#[test]
fn the_title_states_the_finding() {
    let plots = plots(&fixture::repair_shop());
    let says = |name: &str, words: &str| {
        let plot = plots.iter().find(|plot| plot.name() == name);
        plot.is_some_and(|plot| plot.svg().contains(words))
    };
    assert!(says("states", "repair is the busiest station"));
    assert!(says("time_in_system", "promised"));
    let target = Target::parse("on_time >= 80 %").unwrap();
    let plots = comparison_plots(&fixture::contract(), Some(&target));
    assert_eq!(plots[0].name(), "compare_on_time");
    assert!(plots[0].svg().contains("Only “Two more people” reaches orders on time ≥ 80 %"));
}

#[test]
fn names_that_are_markup_stay_names() {
    let mut results = fixture::repair_shop();
    results.name = "</text><script>alert(1)</script> & \u{0}\u{fffe}\u{202e}".to_owned();
    for (position, station) in results.picture.states.iter_mut().enumerate() {
        station.station = format!("<b>\"{position}\"</b> & ]]>");
    }
    for plot in plots(&results) {
        assert!(is_well_formed(plot.svg()), "{}", plot.name());
        let forbidden = ['\u{fffe}', '\u{202e}'];
        assert!(!plot.svg().contains("<script") && !plot.svg().contains(forbidden));
    }
}

#[test]
fn many_stations_make_the_plot_grow_and_then_stop() {
    let mut results = fixture::repair_shop();
    results.picture.states = (0..500)
        .map(|i| StateShares {
            station: format!("station {i} with a long name, as they are in large plants"),
            shares: vec![
                ("working", f64::from(i) / 500.0),
                ("starved", 1.0 - f64::from(i) / 500.0),
            ],
        })
        .collect();
    let plots = plots(&results);
    let states = plots.iter().find(|plot| plot.name() == "states").unwrap();
    assert!(states.svg().contains("the 60 busiest of 500 stations"));
    assert!(!states.svg().contains(">\nstation 1 with"), "an idle station is left out");
}

#[test]
fn work_elements_are_stacked_against_takt() {
    let mut results = fixture::repair_shop();
    let element = |name: &str, minutes, kind| Element { name: name.to_owned(), minutes, kind };
    let station = |name: &str, elements: Vec<Element>| StationContent {
        station: name.to_owned(),
        machines: 1,
        elements,
        takt: Some(2.0),
    };
    results.picture.work = vec![
        station(
            "op10",
            vec![element("grip", 0.5, Kind::Necessary), element("fit", 1.0, Kind::Value)],
        ),
        station("op20", vec![element("<b>", 1.2, Kind::Value), element("walk", 0.5, Kind::Waste)]),
    ];
    let plots = plots(&results);
    let work = plots.iter().find(|plot| plot.name() == "work").unwrap().svg();
    assert!(is_well_formed(work));
    let work = work.replace('\u{a0}', " ");
    // 1.7 of 2 min.
    assert!(work.contains("op20 has the most work: 1.70 min for a part, 85 % of takt"), "{work}");
    for word in ["value", "necessary", "waste", "takt", "grip", "walk", "&lt;b&gt;"] {
        assert!(work.contains(word), "{word} is missing");
    }
    results.picture.work[0].takt = None;
    results.picture.work[1].takt = None;
    let plots = super::plots(&results);
    let work = plots.iter().find(|plot| plot.name() == "work").unwrap().svg();
    assert!(!work.contains("takt"), "{work}");
}

#[test]
fn nothing_to_show_is_no_plot() {
    let mut results = fixture::repair_shop();
    results.picture = crate::study::Picture::default();
    assert!(plots(&results).is_empty());
}

#[test]
fn strange_figures_do_not_stop_the_drawing() {
    let nan = f64::NAN;
    let mut results = fixture::repair_shop();
    results.figures.clear();
    results.picture.throughput = vec![Band { mean: 0.0, low: nan, high: nan }; 3];
    results.picture.wip = vec![Band { mean: nan, low: nan, high: nan }; 3];
    results.picture.time_in_system = Histogram { bins: vec![(5.0, 7), (5.0, 0)] };
    results.picture.promise = Some(crate::units::Span::ZERO);
    for station in &mut results.picture.states {
        station.shares = vec![("working", nan), ("starved", 0.0), ("unheard_of", 1.0)];
    }
    for plot in plots(&results) {
        assert!(is_well_formed(plot.svg()), "{}", plot.name());
        assert!(!plot.svg().contains("NaN"), "{}", plot.name());
    }
}

#[cfg(feature = "png")]
#[test]
fn a_plot_becomes_pixels() {
    let plots = plots(&fixture::repair_shop());
    let png = plots[0].png().unwrap();
    assert!(png.starts_with(b"\x89PNG"));
}

/// By hand: 60 of 75 h and 80 of 85 h; ten days of an hour of overtime for two people each in the
/// second week, and seven hours of absence.
#[test]
fn crews_skills_and_the_roster_are_drawn_with_what_was_found() {
    let results = Results { staff: fixture::staff(), ..fixture::repair_shop() };
    let plots = plots(&results);
    let drawn = |name: &str| {
        let plot = plots.iter().find(|plot| plot.name() == name).expect("people are there");
        assert!(is_well_formed(plot.svg()), "{name}");
        plot.svg().replace(super::super::number::KEPT_SPACE, " ")
    };
    let crews = drawn("crews");
    for word in ["working", "idle", "overtime", "idle in overtime", "break", "absent"] {
        assert!(crews.contains(&format!("\n{word}\n")), "{word}");
    }
    assert!(!crews.contains("\noff\n"));
    let said = "fitter, day is fullest: on tasks for 94 % of the hours there in measured week 2";
    assert!(drawn("skills").contains(said), "{}", drawn("skills"));
    let said = "2 people work 10.0 h of overtime, 1 is absent for 7.0 h";
    assert!(drawn("roster").contains(said), "{}", drawn("roster"));
    assert!(drawn("roster").contains("fitter/2") && drawn("roster").contains("day 14"));
}

/// By hand: the mean is highest at the end of the sixteenth day, with 15 · 15 / 10 hours.
#[test]
fn open_work_is_drawn_with_the_hours_that_call_for_overtime() {
    let mut results = Results { staff: fixture::staff(), ..fixture::repair_shop() };
    results.picture.open_work = Some(fixture::open_work());
    let drawn = plots(&results);
    let plot = drawn.iter().find(|plot| plot.name() == "open_work").expect("work is open");
    assert!(is_well_formed(plot.svg()));
    for said in [
        "22.5 h of work wait for a machine of test1 at most, after 16 days",
        "more than 16.0 h call for overtime",
        "less than 8.0 h end it",
        "overtime of all crews, 2 h a day at most",
    ] {
        assert!(plot.svg().contains(said), "{said}: {}", plot.svg());
    }
}

/// By hand: person n works n hours in the first week and 40 in the second. Of 12 each has a line, of 13 all are in
/// a band, and the one with the most and the one with the least have lines of their own.
#[test]
fn hours_of_many_people_are_a_band_with_the_first_and_the_last_of_them() {
    let svg = |people: u32| {
        let person = |number| PersonWeeks {
            crew: "fitter".to_owned(),
            number,
            worked: vec![f64::from(number), 40.0],
            overtime: vec![0.0, 0.0],
        };
        let mut results = fixture::repair_shop();
        results.hours.people = (1..=people).map(person).collect();
        results.hours.people[4].worked = vec![50.0, 40.0];
        let drawn = plots(&results);
        let plot = drawn.iter().find(|plot| plot.name() == "hours").expect("people work");
        assert!(is_well_formed(plot.svg()));
        plot.svg().to_owned()
    };
    let (few, many) = (svg(12), svg(13));
    for svg in [&few, &many] {
        assert!(svg.contains("fitter/5 works most in a week: 50.0 h"), "{svg}");
    }
    assert!(!few.contains("<polygon") && !few.contains("\nfitter/1\n"));
    assert_eq!(many.matches("<polygon").count(), 1);
    assert!(many.contains("\nfitter/1\n") && many.contains("the least to the most of 13 people"));
    let lines = |svg: &str| svg.matches("<polyline").count();
    // Twelve lines and the one of the most again, against the mean, the most and the least.
    assert_eq!(lines(&few) - lines(&many), 13 - 3);
}

/// The floor is to scale, lines are as wide as they are walked often, and what is there is said.
/// The floor of a variant is drawn below the first one if something stands elsewhere on it, once.
#[test]
fn floors_of_a_comparison_are_drawn_where_something_stands_elsewhere() {
    let drawn = |comparison: &crate::study::Comparison| {
        let plots = super::comparison_plots(comparison, None);
        plots.into_iter().find(|it| it.name() == "compare_ways").map(|it| it.svg().to_owned())
    };
    let mut comparison = fixture::contract();
    assert_eq!(drawn(&comparison), None, "nobody walks");
    for results in &mut comparison.results {
        results.staff = fixture::staff();
    }
    assert_eq!(drawn(&comparison), None, "all stand where they stood");
    for results in &mut comparison.results[1..] {
        results.staff.floor.places[1].at = Some([15.0, 0.0]);
        for way in &mut results.staff.floor.ways {
            way.metres.estimate /= 2.0;
        }
    }
    let svg = drawn(&comparison).expect("one stands elsewhere").replace('\u{a0}', " ");
    let title = "One more test1: people of loader walk 600 m in 8 hours instead of 1200 m";
    assert!(svg.contains(title), "{svg}");
    assert_eq!(svg.matches("ways of a person in 8 hours").count(), 2, "two floors, not three");
    assert!(!svg.contains("Two more people"));
}

#[test]
fn ways_are_drawn_to_scale_and_as_wide_as_they_are_walked_often() {
    let mut results = fixture::repair_shop();
    results.staff = fixture::staff();
    let drawn = plots(&results);
    let svg = drawn.iter().find(|plot| plot.name() == "ways").expect("people walk").svg();
    let number = |tag: &str, name: &str| -> f64 {
        let (_, rest) = tag.split_once(&format!(" {name}=\"")).expect("an attribute");
        rest.split('"').next().and_then(|value| value.parse().ok()).expect("a number")
    };
    // Each disc is drawn twice, rim and inside.
    let discs = svg.split("<circle ").skip(1).step_by(2);
    let discs: Vec<(f64, f64)> = discs
        .map(|tag| (number(&format!(" {tag}"), "cx"), number(&format!(" {tag}"), "cy")))
        .collect();
    let [saw, weld] = discs[..] else { panic!("two stations: {discs:?}") };
    assert!((saw.1 - weld.1).abs() < 1.0, "{discs:?}");
    // 10 m of the bar, 30 m between the stations; the sheet is four times as large as shown.
    let lines = svg.split("<polyline ").skip(1).map(|tag| {
        let tag = format!(" {tag}");
        let (_, points) = tag.split_once(" points=\"").expect("points");
        let points = points.split('"').next().unwrap_or_default().split([',', ' ']);
        let points: Vec<f64> = points.filter_map(|it| it.parse().ok()).collect();
        (number(&tag, "stroke-width"), points)
    });
    let lines: Vec<(f64, Vec<f64>)> = lines.collect();
    let bar = &lines[lines.len() - 3].1;
    assert!(((weld.0 - saw.0) / (bar[2] - bar[0]) - 6.0).abs() < 0.01, "5 m: {bar:?}");
    // 40 ways are 14 pixels wide, so 20 are 7.
    let widths: Vec<f64> = lines.iter().map(|(width, _)| width / 4.0).collect();
    let wide = |width: f64| widths.iter().filter(|it| (**it - width).abs() < 0.01).count();
    assert_eq!((wide(14.0), wide(7.0)), (1, 2), "{widths:?}");
    for word in ["saw", "weld", "base of fitter", "5 m", "loader, 1200", "25 ways"] {
        assert!(svg.contains(word), "{word}: {svg}");
    }
    let title = "loader walks most between saw and weld: 40.0 ways of a person in 8 hours";
    assert!(svg.contains(&format!("<title>{title}</title>")), "{svg}");
    // Four crews take two rows of names, and the sheet is as much higher.
    let height = |results: &Results| {
        let drawn = plots(results);
        let svg = drawn.iter().find(|plot| plot.name() == "ways").expect("people walk").svg();
        let (_, tag) = svg.split_once("<svg ").expect("a sheet");
        number(&format!(" {tag}"), "height")
    };
    let with_crews = |n: usize| {
        let mut results = results.clone();
        for crew in 2..n {
            let way = results.staff.floor.ways[0].clone();
            results.staff.floor.ways.push(CrewWay { crew: format!("crew {crew}"), ..way });
        }
        height(&results)
    };
    assert!(with_crews(4) > with_crews(3) && (with_crews(3) - with_crews(2)).abs() < 1e-9);
    results.staff.floor.places.iter_mut().for_each(|place| place.at = None);
    assert!(plots(&results).iter().all(|plot| plot.name() != "ways"), "nothing has a position");
}

/// Orders of an hour each, one after the other on the saw, of which number n is due after n hours and a half: in time.
/// The last three are due half an hour too early.
fn scheduled(orders: usize) -> crate::study::Results {
    let hour = |hour: usize| Time::ZERO + Span::from_hours(i64::try_from(hour).unwrap());
    let half = Span::from_minutes(30);
    let order = |number: usize| ScheduledOrder {
        name: format!("o{number}"),
        due: Some(if number + 3 < orders { hour(number + 1) + half } else { hour(number) + half }),
        closing: Closing::Done(hour(number + 1)),
    };
    let bar = |number: usize| ScheduleBar {
        station: 0,
        machine: 1,
        order: Some(number),
        product: 0,
        step: 1,
        parts: 2,
        begin: hour(number),
        end: Some(hour(number + 1)),
        busy: Span::from_hours(1),
    };
    let mut results = fixture::repair_shop();
    results.schedule = Some(Schedule {
        bars: (0..orders).map(bar).collect(),
        stations: vec![("<saw>".to_owned(), 1)],
        products: vec!["pin".to_owned()],
        dated: orders,
        orders: (0..orders).map(order).collect(),
        end: hour(orders),
    });
    results
}

#[test]
fn a_schedule_tells_what_is_late_and_leaves_out_what_is_not() {
    let drawn = |orders: usize, name: &str| {
        let plot = plots(&scheduled(orders)).into_iter().find(|plot| plot.name() == name).unwrap();
        assert!(is_well_formed(plot.svg()), "{name}");
        plot.svg().to_owned()
    };
    let by_station = drawn(45, "schedule_by_station");
    assert!(
        by_station.contains("<title>3 of 45 dated orders are late, by 30.0 min at most</title>")
    );
    assert!(by_station.contains("coloured by order") && by_station.contains("due dates"));
    let by_order = drawn(45, "schedule_by_order");
    let title =
        "<title>3 of 45 dated orders are late, by 30.0 min at most; 5 orders are left out</title>";
    assert!(by_order.contains(title), "{by_order}");
    // All others have half an hour left: the last five of them in the book are left out.
    let has = |name: &str| {
        by_order.contains(&format!(">{name}</text>")) || by_order.contains(&format!("\n{name}\n"))
    };
    let shown: Vec<usize> = (0..45).filter(|number| has(&format!("o{number}"))).collect();
    assert_eq!(shown, (0..37).chain(42..45).collect::<Vec<_>>());
    let all = drawn(40, "schedule_by_order");
    assert!(!all.contains("left out") && all.contains("&lt;saw&gt;"));
}

/// Of 40 orders the last three are late: one of them is cancelled, one is short as well, and one is short in time.
#[test]
fn a_schedule_tells_short_orders_and_leaves_cancelled_ones_unpromised() {
    let mut results = scheduled(40);
    let schedule = results.schedule.as_mut().expect("a schedule");
    for short in [0, 37] {
        let at = schedule.orders[short].closing.at().expect("it is done");
        schedule.orders[short].closing = Closing::Short(at);
    }
    schedule.orders[38].closing = Closing::Cancelled;
    let drawn = |name: &str| {
        let plot = plots(&results).into_iter().find(|plot| plot.name() == name);
        plot.expect("there is a schedule").svg().to_owned()
    };
    let title = "<title>3 of 39 dated orders are late or short, by 30.0 min at most";
    assert!(drawn("schedule_by_station").contains(title));
    let by_order = drawn("schedule_by_order");
    assert!(by_order.contains(title) && by_order.contains("o38, cancelled"), "{by_order}");
}

#[test]
fn open_orders_are_told_with_those_that_are_late() {
    let mut results = fixture::repair_shop();
    let band = |mean: f64| Band { mean, low: mean, high: mean };
    results.picture.open_orders = [4.0, 9.0, 6.0].map(band).to_vec();
    let drawn = |results: &crate::study::Results| {
        let plot = plots(results).into_iter().find(|plot| plot.name() == "open_orders");
        plot.unwrap().svg().to_owned()
    };
    assert!(drawn(&results).contains("<title>At most 9.00 orders are open at a time</title>"));
    results.picture.late_orders = [0.0, 2.0, 3.0].map(band).to_vec();
    let svg = drawn(&results);
    assert!(svg.contains("and at most 3.00 are late</title>") && svg.contains("of these late"));
    results.picture.late_orders = [0.0; 3].map(band).to_vec();
    assert!(drawn(&results).contains("and none of them is late"));
}
