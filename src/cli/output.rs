//! The folder of results: the page, JSON, tables and plots, each file whole or absent.

use std::io::{self, Write};

use gemba::report::{self, Asked};
use gemba::study::{Comparison, Results};

use super::arguments::Study;
use super::terminal::{self, Begun, Folder};

/// Every file that some study writes beside its plots.
const FILES: [&str; 16] = [
    "report.html",
    "results.json",
    "comparison.json",
    "report.txt",
    "figures.csv",
    "states.csv",
    "series.csv",
    "orders.csv",
    "schedule.csv",
    "hours.csv",
    "violations.csv",
    "crews.csv",
    "skills.csv",
    "plan.csv",
    "roster.csv",
    "ways.csv",
];

/// A study that is not finished, beside them.
pub(super) const KEPT: &str = "unfinished-study";

/// The folder of the plots.
const PLOTS: &str = "plots";

/// The folders that results go to, opened before the study starts.
pub(super) struct Output {
    folder: Folder,
    plots: Option<Folder>,
}

impl Output {
    /// Opens the folder asked for, if there is one; what a killed study has left half-written goes.
    ///
    /// # Errors
    /// If it cannot be made or written.
    pub(super) fn open(asked: &Study) -> io::Result<Option<Self>> {
        let Some(path) = &asked.out else { return Ok(None) };
        let folder = Folder::open(path)?;
        let plots = if asked.no_plots { None } else { Some(folder.inner(PLOTS)?) };
        let output = Self { folder, plots };
        for name in names() {
            output.folder.tidy(&name)?;
        }
        Ok(Some(output))
    }

    /// The folder itself.
    pub(super) fn folder(&self) -> Folder {
        self.folder.clone()
    }

    /// Writes the results of one scenario.
    ///
    /// # Errors
    /// If a file cannot be written; the folder is then as it was, unless the system refuses to rename
    /// files that are whole.
    pub(super) fn results(&self, results: &Results) -> io::Result<()> {
        let mut begun = Vec::new();
        self.begin(&mut begun, "results.json", |to| report::write_results_json(results, to))?;
        let text = report::run_text(results);
        self.begin(&mut begun, "report.txt", |to| to.write_all(text.as_bytes()))?;
        self.tables(&mut begun, std::slice::from_ref(results))?;
        let plots = self.wanted(|| report::plots(results));
        let page = report::run_page(results, &plots);
        self.begin(&mut begun, "report.html", |to| to.write_all(page.as_bytes()))?;
        self.plots(&mut begun, &plots)?;
        self.publish(begun)
    }

    /// Writes a comparison.
    ///
    /// # Errors
    /// If a file cannot be written; the folder is then as it was, unless the system refuses to rename
    /// files that are whole.
    pub(super) fn comparison(&self, comparison: &Comparison, asked: &Asked) -> io::Result<()> {
        let mut begun = Vec::new();
        let json = |to: &mut dyn Write| report::write_comparison_json(comparison, asked, to);
        self.begin(&mut begun, "comparison.json", json)?;
        let text = report::comparison_text(comparison, asked);
        self.begin(&mut begun, "report.txt", |to| to.write_all(text.as_bytes()))?;
        self.tables(&mut begun, &comparison.results)?;
        let target = asked.target.as_ref();
        let plots = self.wanted(|| report::comparison_plots(comparison, target));
        let page = report::comparison_page(comparison, asked, &plots);
        self.begin(&mut begun, "report.html", |to| to.write_all(page.as_bytes()))?;
        self.plots(&mut begun, &plots)?;
        self.publish(begun)
    }

    /// The plots, unless none are wanted.
    fn wanted(&self, draw: impl FnOnce() -> Vec<report::Plot>) -> Vec<report::Plot> {
        if self.plots.is_some() { draw() } else { Vec::new() }
    }

    fn begin(
        &self,
        begun: &mut Vec<Begun>,
        name: &str,
        fill: impl FnOnce(&mut dyn Write) -> io::Result<()>,
    ) -> io::Result<()> {
        begun.push(self.folder.begin(name, fill)?);
        Ok(())
    }

    /// Lets all files be seen, once the last of them is whole.
    ///
    /// What an earlier study left goes before, so that figures of two studies never stand side by
    /// side. Only files of gemba's own names go.
    fn publish(&self, begun: Vec<Begun>) -> io::Result<()> {
        terminal::together(|| {
            for name in names().filter(|name| name != KEPT) {
                self.folder.remove(&name)?;
            }
            begun.into_iter().try_for_each(Begun::publish)
        })
    }

    fn tables(&self, begun: &mut Vec<Begun>, all: &[Results]) -> io::Result<()> {
        self.begin(begun, "figures.csv", |to| report::write_figures_csv(all, to))?;
        self.begin(begun, "states.csv", |to| report::write_states_csv(all, to))?;
        self.begin(begun, "series.csv", |to| report::write_series_csv(all, to))?;
        if all.iter().any(|results| !results.orders.is_empty()) {
            self.begin(begun, "orders.csv", |to| report::write_orders_csv(all, to))?;
        }
        if all.iter().any(|results| results.schedule.is_some()) {
            self.begin(begun, "schedule.csv", |to| report::write_schedule_csv(all, to))?;
        }
        if all.iter().any(|results| !results.hours.people.is_empty()) {
            self.begin(begun, "hours.csv", |to| report::write_hours_csv(all, to))?;
        }
        if all.iter().any(|results| !results.hours.violations.is_empty()) {
            self.begin(begun, "violations.csv", |to| report::write_violations_csv(all, to))?;
        }
        if all.iter().any(|results| !results.staff.states.is_empty()) {
            self.begin(begun, "crews.csv", |to| report::write_crews_csv(all, to))?;
        }
        if all.iter().any(|results| !results.staff.loads.is_empty()) {
            self.begin(begun, "skills.csv", |to| report::write_skills_csv(all, to))?;
        }
        if all.iter().any(|results| !results.staff.plan.is_empty()) {
            self.begin(begun, "plan.csv", |to| report::write_plan_csv(all, to))?;
        }
        if all.iter().any(|results| !results.staff.roster.stints.is_empty()) {
            self.begin(begun, "roster.csv", |to| report::write_roster_csv(all, to))?;
        }
        if all.iter().any(|results| !results.staff.floor.ways.is_empty()) {
            self.begin(begun, "ways.csv", |to| report::write_ways_csv(all, to))?;
        }
        Ok(())
    }

    fn plots(&self, begun: &mut Vec<Begun>, plots: &[report::Plot]) -> io::Result<()> {
        let Some(folder) = &self.plots else { return Ok(()) };
        for plot in plots {
            let svg = |to: &mut dyn Write| to.write_all(plot.svg().as_bytes());
            begun.push(folder.begin(&format!("{}.svg", plot.name()), svg)?);
            #[cfg(feature = "png")]
            if let Some(png) = plot.png() {
                let name = format!("{}.png", plot.name());
                begun.push(folder.begin(&name, |to| to.write_all(&png))?);
            }
        }
        Ok(())
    }
}

/// Every name that a file in a folder of results can have, those of plots behind their folder.
fn names() -> impl Iterator<Item = String> {
    let plots = report::plot_names()
        .flat_map(|name| ["svg", "png"].map(|ending| format!("{PLOTS}/{name}.{ending}")));
    FILES.into_iter().chain([KEPT]).map(str::to_owned).chain(plots)
}
