//! Nothing depends on colour: what is meant by a mark is seen on a grey print, too.

use std::collections::{BTreeMap, BTreeSet};

use plotters::style::RGBColor;

use super::super::fixture;
use super::palette::look;
use super::*;
use crate::observe::{OperatorState, State};
use crate::study::StateShares;
use crate::units::Span;

/// Lightness (of 100) by which marks of one shape differ at least: a tenth of all there is.
const APART: f64 = 10.0;

/// Lightness of a colour, from 0 (black) to 100 (white).
///
/// Source: CIE 15:2004, *Colorimetry*, L* of the luminance of sRGB (IEC 61966-2-1).
fn lightness(colour: RGBColor) -> f64 {
    let linear = |part: u8| {
        let part = f64::from(part) / 255.0;
        if part <= 0.040_45 { part / 12.92 } else { libm::pow((part + 0.055) / 1.055, 2.4) }
    };
    let RGBColor(red, green, blue) = colour;
    let luminance = 0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue);
    if luminance > 0.008_856 { 116.0 * libm::cbrt(luminance) - 16.0 } else { 903.3 * luminance }
}

fn hexadecimal(text: &str) -> RGBColor {
    let part = |at: usize| u8::from_str_radix(&text[at..at + 2], 16).expect("two digits");
    RGBColor(part(1), part(3), part(5))
}

/// The value of an attribute of a tag.
fn attribute<'a>(tag: &'a str, name: &str) -> Option<&'a str> {
    let (_, rest) = tag.split_once(&format!(" {name}=\""))?;
    rest.split('"').next().filter(|value| *value != "none")
}

/// Colours of marks that have one shape: kind of element and width of its stroke.
fn colours_by_shape(svg: &str) -> BTreeMap<(String, String), BTreeSet<String>> {
    let mut found = BTreeMap::<_, BTreeSet<String>>::new();
    for tag in svg.split('<').filter(|tag| !tag.starts_with(['/', 't', 's'])) {
        let colour = attribute(tag, "stroke").or_else(|| attribute(tag, "fill"));
        let kind = tag.split_whitespace().next().unwrap_or_default().to_owned();
        let width = attribute(tag, "stroke-width").unwrap_or_default().to_owned();
        if let Some(colour) = colour {
            found.entry((kind, width)).or_default().insert(colour.to_owned());
        }
    }
    found
}

fn are_apart(one: RGBColor, other: RGBColor) -> bool {
    (lightness(one) - lightness(other)).abs() >= APART
}

#[test]
fn lightness_is_that_of_known_greys() {
    // The grey of 18 %, by which exposure is measured, is half as light as white: L* 49.5. The nearest
    // of the 256 greys is off by 0.14.
    for (grey, right) in [(0, 0.0), (255, 100.0), (118, 49.5)] {
        let found = lightness(RGBColor(grey, grey, grey));
        assert!((found - right).abs() < 0.15, "{grey}: {found}");
    }
}

/// In a bar any two states may be neighbours, and the legend is all that names them.
#[test]
fn states_differ_by_lightness_or_hatching() {
    let drawn = State::ALL.into_iter().filter(|state| *state != State::OffShift);
    let looks: Vec<_> = drawn.map(|state| look(state.word())).collect();
    for (position, one) in looks.iter().enumerate() {
        for other in &looks[..position] {
            let differ = one.is_hatched != other.is_hatched || are_apart(one.fill, other.fill);
            assert!(differ, "{} and {}", one.words, other.words);
        }
    }
    let people = OperatorState::ALL.into_iter().filter(|state| *state != OperatorState::Off);
    let looks: Vec<_> = people.map(|state| look(state.word())).collect();
    for (position, one) in looks.iter().enumerate() {
        for other in &looks[..position] {
            let differ = one.is_hatched != other.is_hatched || are_apart(one.fill, other.fill);
            assert!(differ, "{} and {}", one.words, other.words);
        }
    }
    let mut results = fixture::repair_shop();
    let hatches = |results: &Results, state: &'static str| {
        let shares = vec![(state, 1.0)];
        let mut results = results.clone();
        results.picture.states = vec![StateShares { station: "saw".to_owned(), shares }];
        let drawn = plots(&results);
        let states = drawn.iter().find(|plot| plot.name() == "states").expect("a station");
        states.svg().matches("stroke=\"#FFFFFF\"").count()
    };
    results.picture.throughput.clear();
    assert_eq!(hatches(&results, "working"), 0);
    // A line every seven units, all along a bar of half the width of the page at least.
    assert!(hatches(&results, "wait_operator") > 70);
}

/// Lines and areas of one shape differ by lightness; else their shapes, widths or dashes do.
#[test]
fn marks_of_one_shape_differ_by_lightness() {
    let weeks = |n: i64| Span::from_days(7 * n);
    let mut results = fixture::piloted(weeks(3), Ok(weeks(3)));
    results.picture.promise = Some(Span::from_minutes(480));
    results.staff = fixture::staff();
    results.picture.open_work = Some(fixture::open_work());
    let plots = plots(&results);
    assert_eq!(plots.len(), 10);
    for plot in plots.iter().filter(|plot| !["states", "crews"].contains(&plot.name())) {
        for (shape, colours) in colours_by_shape(plot.svg()) {
            // Paper, the shade of the warm-up (which has its word) and the grid are no series.
            let series =
                |colour: &&String| !["#FFFFFF", "#F4F6F8", "#E4E8ED"].contains(&&***colour);
            let series: Vec<&String> = colours.iter().filter(series).collect();
            for (position, one) in series.iter().enumerate() {
                for other in &series[..position] {
                    let apart = are_apart(hexadecimal(one), hexadecimal(other));
                    assert!(apart, "{}: {shape:?} {one} {other}", plot.name());
                }
            }
        }
    }
}

/// Good is a disc, bad a square, and what is undecided a ring; each row says its word, too.
#[test]
fn verdicts_differ_by_shape_and_have_their_word() {
    let mut comparison = fixture::contract();
    let shares = [(0.95, 0.01), (0.5, 0.01), (0.8, 0.1)];
    comparison.results.truncate(shares.len());
    for (results, (estimate, half_width)) in comparison.results.iter_mut().zip(shares) {
        let on_time = results.figures.iter_mut().find(|figure| figure.kpi.id == "on_time");
        let figure = on_time.expect("the contract is about orders");
        figure.interval = fixture::interval(estimate, half_width);
    }
    let target = Target::parse("on_time >= 80 %").expect("a target");
    let plots = comparison_plots(&comparison, Some(&target));
    let svg = plots.first().expect("the target is drawn").svg();
    // Two circles each for disc and ring; the paper and the square.
    assert_eq!(svg.matches("<circle ").count(), 4, "{svg}");
    assert_eq!(svg.matches("<rect ").count(), 2, "{svg}");
    let rings = svg.split("<circle ").skip(1).map(|tag| attribute(tag, "fill"));
    let rings: Vec<_> = rings.collect();
    assert_eq!(rings.iter().filter(|fill| **fill == Some("#FFFFFF")).count(), 1, "{rings:?}");
    for word in ["reached", "missed", "undecided"] {
        assert!(svg.contains(&format!("\n{word}\n")), "{word}: {svg}");
    }
}
