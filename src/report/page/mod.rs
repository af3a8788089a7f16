//! The page: the same report as that of the terminal, with its pictures, in one file of HTML.
//!
//! Nothing in it runs and nothing is fetched: the policy of the page forbids both. First what was
//! asked and found, then what to doubt, the pictures and the tables, then what is assumed and how to
//! get the same figures again.

mod html;

use html::{escaped, figure, section_of, sections, terms};

use super::comparison_table::scale_of;
use super::comparison_text::{self, Asked};
use super::document::Section;
use super::number::{self, counted};
use super::{Plot, Target, findings, plan, run_text};
use crate::study::{Comparison, Results};

const STYLE: &str = include_str!("style.css");

/// Hash of [`STYLE`], by which the page allows it and no other.
const STYLE_HASH: &str = "sha256-NtuyP6r3uvKHaNIMZXRpa3SR6ZSeWvTc5X7OEo6HlX4=";

/// Results as a page of HTML that stands alone: pictures, tables and style are inside, and it asks
/// for nothing from elsewhere.
///
/// # Examples
/// ```
/// # let model = gemba::model::Model::default();
/// use gemba::{report, study};
/// let results = study::run(&model, &study::Settings::default(), &());
/// let page = report::run_page(&results, &report::plots(&results));
/// assert!(page.starts_with("<!doctype html>"));
/// ```
pub fn run_page(results: &Results, plots: &[Plot]) -> String {
    let mut tables = run_text::tables(results);
    tables.push(plan::section(results));
    page(&Said {
        title: &results.name,
        question: "How does the plant do?".to_owned(),
        heading: findings::heading(results),
        answer: run_text::answers(results),
        doubts: run_text::doubts(results),
        plots,
        tables,
        assumptions: run_text::assumptions(results),
        notes: run_text::notes(results),
        models: vec![results],
    })
}

/// A comparison as a page of HTML that stands alone, like [`run_page`].
///
/// # Examples
/// ```
/// # let model = gemba::model::Model::default();
/// use gemba::{report, study};
/// let scenarios = [("base".to_owned(), model.clone()), ("same".to_owned(), model)];
/// let comparison = study::compare(&scenarios, &study::Settings::default(), &());
/// let asked = report::Asked::default();
/// let page = report::comparison_page(&comparison, &asked, &[]);
/// assert!(page.contains("base against 1 variant"));
/// ```
pub fn comparison_page(comparison: &Comparison, asked: &Asked, plots: &[Plot]) -> String {
    let Some(base) = comparison.results.first() else { return String::new() };
    let mut answer = comparison_text::endings(comparison);
    answer.extend(comparison_text::answers(comparison, asked));
    page(&Said {
        title: &base.name,
        question: question(comparison, asked.target.as_ref()),
        heading: comparison_text::heading(comparison),
        answer,
        doubts: comparison_text::doubts(comparison),
        plots,
        tables: comparison_text::tables(comparison, asked),
        assumptions: comparison_text::assumptions(comparison),
        notes: comparison_text::notes(comparison),
        models: comparison.results.iter().collect(),
    })
}

/// What is asked.
fn question(comparison: &Comparison, target: Option<&Target>) -> String {
    let scenarios = comparison.results.len();
    if let Some(target) = target {
        let asked = number::lowered(&target.worded(scale_of(comparison, target.kpi())));
        return format!("Which of {scenarios} scenarios reaches {asked}?");
    }
    let variants = counted(scenarios.saturating_sub(1) as u64, "variant");
    format!("What does a change bring? {variants} against the plant as it is.")
}

/// What a page says.
struct Said<'a> {
    title: &'a str,
    question: String,
    /// What was run.
    heading: String,
    answer: Section,
    doubts: Section,
    plots: &'a [Plot],
    tables: Vec<Section>,
    /// What the models assume, and which way that errs.
    assumptions: Section,
    /// What has to be known of the figures.
    notes: Section,
    models: Vec<&'a Results>,
}

fn page(said: &Said) -> String {
    let title = escaped(said.title);
    let doubts = if said.doubts.is_empty() {
        String::new()
    } else {
        format!("<section class=\"doubt\">\n{}</section>\n", section_of(&said.doubts))
    };
    let plots: String = said.plots.iter().map(figure).collect();
    let assumptions = titled("What the model assumes", &section_of(&said.assumptions));
    let notes = titled("What else to know of the figures", &section_of(&said.notes));
    format!(
        "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; \
         style-src '{STYLE_HASH}'; base-uri 'none'; form-action 'none'\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <title>{title}</title>\n<style>{STYLE}</style>\n</head>\n<body>\n\
         <header>\n<h1><bdi>{title}</bdi></h1>\n<p class=\"question\">{}</p>\n</header>\n<main>\n\
         <section class=\"answer\">\n{}</section>\n{doubts}<p class=\"run\">{}</p>\n{plots}{}{assumptions}{notes}{}\
         </main>\n</body>\n</html>\n",
        escaped(&said.question),
        section_of(&said.answer),
        escaped(&said.heading),
        titled("Figures", &sections(&said.tables)),
        titled("The same figures again", &again(&said.models)),
    )
}

fn titled(title: &str, html: &str) -> String {
    if html.is_empty() { String::new() } else { format!("<h2>{title}</h2>\n{html}") }
}

/// How to get the same figures again.
fn again(models: &[&Results]) -> String {
    let Some(first) = models.first() else { return String::new() };
    let mut pairs = vec![
        ("gemba", first.version.to_owned()),
        ("seed", first.seed.to_string()),
        ("replications", first.replications.to_string()),
    ];
    for results in models {
        let of = if models.len() == 1 { String::new() } else { format!("  {}", results.name) };
        pairs.push(("model", format!("{}{of}", results.model_hash)));
    }
    terms(&pairs)
        + "<p>The same models, seed, replications and version give the same figures, byte for byte, \
           on every computer. <code>results.json</code> or <code>comparison.json</code> beside this \
           page has all of them.</p>\n"
}

#[cfg(test)]
mod tests {
    use base64::Engine;
    use base64::engine::general_purpose::STANDARD;
    use sha2::{Digest, Sha256};

    use super::super::fixture;
    use super::*;
    use crate::diagnostic::Flatters;
    use crate::study::Assumption;

    #[test]
    fn the_page_allows_its_own_style() {
        let hash = format!("sha256-{}", STANDARD.encode(Sha256::digest(STYLE)));
        assert_eq!(STYLE_HASH, hash, "the style has changed: so must its hash");
    }

    #[test]
    fn the_answer_comes_before_doubts_and_pictures_and_these_before_tables() {
        let mut results = fixture::repair_shop();
        results.replications = 3;
        let page = run_page(&results, &super::super::plots(&results));
        let at = |text: &str| page.find(text).unwrap_or_else(|| panic!("`{text}` in {page}"));
        assert!(at("of the orders are on time") < at("Fewer than 5 replications"));
        assert!(at("Fewer than 5 replications") < at("<svg"));
        assert!(at("<svg") < at("<table>"));
        assert!(at("<table>") < at("The same figures again"));
    }

    #[test]
    fn assumptions_are_told_with_their_direction_and_notes_apart() {
        let mut results = fixture::repair_shop();
        let text = "nothing ever fails".to_owned();
        results.assumptions = vec![Assumption { text, flatters: Flatters::Both }];
        results.notes = vec!["not judged: `A1`".to_owned()];
        let page = run_page(&results, &[]);
        let told = "<h2>What the model assumes</h2>\n<ul>\n<li>nothing ever fails (flatters \
                    throughput and lead times)</li>\n</ul>\n<h2>What else to know of the \
                    figures</h2>\n<ul>\n<li>not judged: <code>A1</code></li>";
        assert!(page.contains(told), "{page}");
    }

    #[test]
    fn a_comparison_asks_its_target_and_tells_who_reaches_it() {
        let target = Target::parse("on_time >= 80 %").unwrap();
        let asked = Asked { target: Some(target), ..Asked::default() };
        let comparison = fixture::contract();
        let page = comparison_page(&comparison, &asked, &[]);
        assert!(page.contains("Which of 3 scenarios reaches orders on time ≥ 80 %?"), "{page}");
        assert!(page.contains("<li>Two more people reaches it: 87.1"), "{page}");
    }
}
