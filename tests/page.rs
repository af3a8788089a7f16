//! The page stands alone, shows the figures of the JSON, and takes no name for markup.

use gemba::model::{Model, compile};
use gemba::report;
use gemba::scenario::{Memory, read};
use gemba::study::{KPIS, Results, Settings, compare, run};

const CELL: &str = r#"
[run]
length = "5 days"
warm_up = "1 day"
replications = 6
[crew.fitters]
count = 2
[line.pumps]
stations = ["saw", "drill"]
[station.saw]
cycle = { mean = "8 min", cv = 0.5 }
scrap = "3 %"
[station.drill]
cycle = { mean = "9 min", cv = 0.5 }
operators = { fitters = 1 }
buffer = 4
[station.drill.failure.jam]
clock = "operating"
every = { mean = "5 h" }
repair = { time = "20 min", operators = { fitters = 1 } }
[demand.shop]
every = { mean = "11 min" }
products = { pumps = 1 }
due_in = "3 h"
"#;

fn model(text: &str) -> Model {
    let mut reading = read(&Memory::default().with("plant.toml", text), "plant.toml");
    let model =
        reading.scenario.as_ref().and_then(|scenario| compile(scenario, &mut reading.diagnostics));
    model.unwrap_or_else(|| panic!("{}", reading.diagnostics.plain(&reading.sources)))
}

fn results(text: &str) -> Results {
    run(&model(text), &Settings::default(), &())
}

fn page(results: &Results) -> String {
    report::run_page(results, &report::plots(results))
}

/// The text of every element `tag` in `html`, without the markup inside.
fn texts(html: &str, tag: &str) -> Vec<String> {
    let close = format!("</{tag}>");
    let elements = html.split(&close).filter_map(|before| {
        let opens = [format!("<{tag}>"), format!("<{tag} ")];
        opens.iter().filter_map(|open| before.rfind(open)).max().map(|at| &before[at..])
    });
    let inside = elements.map(|element| element.split_once('>').expect("a tag ends").1);
    inside.map(without_markup).collect()
}

fn without_markup(html: &str) -> String {
    let pieces = html.split('<').enumerate();
    let text = pieces.map(|(number, piece)| {
        if number == 0 { piece } else { piece.split_once('>').map_or("", |(_, text)| text) }
    });
    text.collect()
}

/// A figure as it is shown: kind of thing, its name, title with unit, and the cell.
type Shown = (String, String, String, String);

fn shown(page: &str) -> Vec<Shown> {
    let mut all = Vec::new();
    for table in page.split("<table>").skip(1) {
        let (head, body) = table.split_once("<tbody>").expect("a table has a body");
        let titles = texts(head, "th");
        for row in body.split("<tr>").skip(1) {
            let name = texts(row, "th").remove(0);
            let cells = texts(row, "td");
            if titles[0] == "Plant" {
                let title = format!("{name}, {}", cells[1]);
                all.push(("Plant".to_owned(), String::new(), title, cells[0].clone()));
            } else {
                for (title, cell) in titles[1..].iter().zip(cells) {
                    all.push((titles[0].clone(), name.clone(), title.clone(), cell));
                }
            }
        }
    }
    all
}

/// The number a cell begins with, and half of its last digit.
fn number(cell: &str) -> (f64, f64) {
    let digits = cell.split(' ').next().expect("a cell has a number").replace('\u{2212}', "-");
    let decimals = digits.split_once('.').map_or(0, |(_, after)| after.len());
    let decimals = i32::try_from(decimals).expect("few decimals");
    (
        digits.parse().unwrap_or_else(|_| panic!("`{cell}` is a number")),
        0.5 * 0.1_f64.powi(decimals),
    )
}

/// Asserts that every figure on a page is one of `figures`, rounded; how many there are.
fn compared(
    page: &str,
    figures: &[serde_json::Value],
    is_of: impl Fn(&serde_json::Value, &str, &str) -> bool,
) -> usize {
    // Shares of the open time, and what is known before a run, are in no file.
    let is_derived =
        |kind: &str| ["People of", "Blocked", "Starved", "No operator"].contains(&kind);
    let is_figure = |(kind, _, title, _): &Shown| title != "Target" && !is_derived(kind);
    let shown: Vec<Shown> = shown(page).into_iter().filter(is_figure).collect();
    for (kind, name, title, cell) in &shown {
        let (title, unit) = title.rsplit_once(", ").unwrap_or((title, ""));
        let kpi = KPIS.iter().find(|kpi| titled(kpi.id, kpi.title) == title);
        let kpi = kpi.unwrap_or_else(|| panic!("`{title}` is a figure"));
        let mut all = figures.iter().filter(|figure| figure["kpi"] == kpi.id);
        let figure = all.find(|figure| is_of(figure, kind, name)).expect("the JSON has it");
        let estimate = figure["estimate"].as_f64().expect("a number");
        let factor = match unit {
            "%" | "points" => 100.0,
            // Hours are told as they are, long times in hours.
            "h" if figure["unit"] != "h" => 1.0 / 60.0,
            "days" => 1.0 / 1440.0,
            _ => 1.0,
        };
        let (value, half) = number(cell);
        let off = (estimate * factor - value).abs();
        assert!(off <= half * 1.000_001, "{kind} {name} {title}: {cell} for {estimate}");
    }
    shown.len()
}

fn parsed(text: &str) -> serde_json::Value {
    serde_json::from_str(text).expect("JSON")
}

#[test]
fn figures_are_those_of_the_json() {
    let results = results(CELL);
    let json = parsed(&report::results_json(&results));
    let figures = json["figures"].as_array().expect("figures");
    let count = compared(&page(&results), figures, |figure, kind, name| {
        let (of, _) = KINDS.iter().copied().find(|(_, title)| *title == kind).expect("a kind");
        figure["kind"] == of && (of == "plant" || figure["entity"] == name)
    });
    assert!(count >= 40, "{count} figures");
}

#[test]
fn figures_and_differences_of_a_comparison_are_those_of_the_json() {
    let faster = CELL.replace("\"9 min\"", "\"7 min\"");
    let scenarios = [("base".to_owned(), model(CELL)), ("faster".to_owned(), model(&faster))];
    let comparison = compare(&scenarios, &Settings::default(), &());
    let target = Some(report::Target::parse("on_time >= 80 %").expect("a target"));
    let asked = report::Asked { target, ..report::Asked::default() };
    let json = parsed(&report::comparison_json(&comparison, &asked));
    let mut figures = json["differences"].as_array().expect("differences").clone();
    for results in json["results"].as_array().expect("results") {
        for figure in results["figures"].as_array().expect("figures") {
            let mut figure = figure.clone();
            figure["scenario"] = results["name"].clone();
            figures.push(figure);
        }
    }
    let page = report::comparison_page(&comparison, &asked, &[]);
    let count = compared(&page, &figures, |figure, kind, name| {
        let key = if kind == "Scenario" { "scenario" } else { "variant" };
        figure["kind"] == "plant" && figure[key] == name
    });
    assert_eq!(count, 3 * 4, "four figures of two scenarios, and their differences");
}

/// Kinds of things in the JSON and over their tables.
const KINDS: [(&str, &str); 23] = [
    ("plant", "Plant"),
    ("product", "Products"),
    ("station", "Stations"),
    ("station", "OEE"),
    ("station", "Losses of planned time"),
    ("store", "Stores"),
    ("wear", "Wear"),
    ("outside", "Outside"),
    ("cards", "Cards"),
    ("pool", "Pools"),
    ("stock", "Stocks"),
    ("material", "Material"),
    ("buffer", "Shared buffers"),
    ("conveyor", "Conveyors"),
    ("line", "Paced lines"),
    ("line", "Orders by line"),
    ("milkrun", "Milk runs"),
    ("vehicle", "Vehicles"),
    ("crew", "Crews"),
    ("crew", "Hours and pay"),
    ("overtime", "Overtime"),
    ("rule", "Rules of working time"),
    ("demand", "Demands"),
];

/// The title of a figure over its column.
fn titled<'a>(id: &str, title: &'a str) -> &'a str {
    match id {
        "wait_repair" => "Waits for repair",
        "wait_operator" => "Waits for operator",
        _ => title,
    }
}

#[test]
fn the_page_stands_alone_and_nothing_in_it_runs() {
    let comparison = compare(
        &[("base".to_owned(), model(CELL)), ("same".to_owned(), model(CELL))],
        &Settings::default(),
        &(),
    );
    let plots = report::comparison_plots(&comparison, None);
    let compared = report::comparison_page(&comparison, &report::Asked::default(), &plots);
    for page in [page(&results(CELL)), compared] {
        let lowered = page.to_lowercase();
        for forbidden in
            ["<script", "<link", "<img", "<iframe", " style=", " href=", " src=", "url(", "@import"]
        {
            assert!(!lowered.contains(forbidden), "`{forbidden}` in {page}");
        }
        let outside = lowered.match_indices("http").filter(|(at, _)| {
            let text = &lowered[*at..];
            !text.starts_with("http://www.w3.org/2000/svg") && !text.starts_with("http-equiv")
        });
        assert_eq!(outside.count(), 0, "{page}");
        assert!(page.contains("default-src 'none'") && page.ends_with("</html>\n"));
        assert!(page.len() < 200_000, "{} bytes", page.len());
    }
}

#[test]
fn names_are_shown_as_they_are_and_never_markup() {
    let name = r#"<b onclick=\"x()\">'Säge' & 🪚</b><script>alert(1)</script>"#;
    let text = CELL.replace("\"saw\"", &format!("\"{name}\""));
    let text = text.replace("[station.saw]", &format!("[station.\"{name}\"]"));
    let results = results(&text);
    let page = page(&results);
    let markup = ["<b onclick", "<script", "</script"];
    assert!(markup.iter().all(|markup| !page.contains(markup)), "{page}");
    assert!(page.contains("&lt;b onclick=&quot;x()&quot;&gt;&#39;Säge&#39; &amp; 🪚"), "{page}");
}
