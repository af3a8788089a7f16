//! The folder of results: JSON, tables and plots, each file whole or absent.

use std::io;

use gemba::report::{self, Asked};
use gemba::study::{Comparison, Results};

use super::arguments::Study;
use super::terminal::Folder;

/// Every file that some study writes beside its plots.
const FILES: [&str; 7] = [
    "results.json",
    "comparison.json",
    "report.txt",
    "figures.csv",
    "states.csv",
    "series.csv",
    "orders.csv",
];

/// The folder of the plots.
const PLOTS: &str = "plots";

/// The folders that results go to, opened before the study starts.
pub(super) struct Output {
    folder: Folder,
    plots: Option<Folder>,
}

impl Output {
    /// Opens the folder asked for, if there is one.
    ///
    /// # Errors
    /// If it cannot be made or written.
    pub(super) fn open(asked: &Study) -> io::Result<Option<Self>> {
        let Some(path) = &asked.out else { return Ok(None) };
        let folder = Folder::open(path)?;
        let plots = if asked.no_plots { None } else { Some(folder.inner(PLOTS)?) };
        Ok(Some(Self { folder, plots }))
    }

    /// The folder itself.
    pub(super) fn folder(&self) -> Folder {
        self.folder.clone()
    }

    /// Writes the results of one scenario.
    ///
    /// # Errors
    /// If a file cannot be written; those written before are whole, and none is of another study.
    pub(super) fn results(&self, results: &Results) -> io::Result<()> {
        self.clear()?;
        self.folder.write("results.json", report::results_json(results).as_bytes())?;
        self.folder.write("report.txt", report::run_text(results).as_bytes())?;
        self.tables(std::slice::from_ref(results))?;
        self.plots(&report::plots(results))
    }

    /// Writes a comparison.
    ///
    /// # Errors
    /// If a file cannot be written; those written before are whole, and none is of another study.
    pub(super) fn comparison(&self, comparison: &Comparison, asked: &Asked) -> io::Result<()> {
        self.clear()?;
        let json = report::comparison_json(comparison, asked);
        self.folder.write("comparison.json", json.as_bytes())?;
        let text = report::comparison_text(comparison, asked);
        self.folder.write("report.txt", text.as_bytes())?;
        self.tables(&comparison.results)?;
        self.plots(&report::comparison_plots(comparison, asked.target.as_ref()))
    }

    /// Removes what an earlier study left, so that figures of two studies never stand side by side.
    ///
    /// Only files of gemba's own names go; all go before the first is written.
    fn clear(&self) -> io::Result<()> {
        for name in FILES {
            self.folder.remove(name)?;
        }
        for name in report::plot_names() {
            for ending in ["svg", "png"] {
                self.folder.remove(&format!("{PLOTS}/{name}.{ending}"))?;
            }
        }
        Ok(())
    }

    fn tables(&self, all: &[Results]) -> io::Result<()> {
        self.folder.write("figures.csv", report::figures_csv(all).as_bytes())?;
        self.folder.write("states.csv", report::states_csv(all).as_bytes())?;
        self.folder.write("series.csv", report::series_csv(all).as_bytes())?;
        if all.iter().any(|results| !results.orders.is_empty()) {
            self.folder.write("orders.csv", report::orders_csv(all).as_bytes())?;
        }
        Ok(())
    }

    fn plots(&self, plots: &[report::Plot]) -> io::Result<()> {
        let Some(folder) = &self.plots else { return Ok(()) };
        for plot in plots {
            folder.write(&format!("{}.svg", plot.name()), plot.svg().as_bytes())?;
            #[cfg(feature = "png")]
            if let Some(png) = plot.png() {
                folder.write(&format!("{}.png", plot.name()), &png)?;
            }
        }
        Ok(())
    }
}
