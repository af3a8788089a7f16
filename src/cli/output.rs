//! The folder of results: JSON, tables and plots, each file whole or absent.

use std::io;

use gemba::report::{self, Asked};
use gemba::study::{Comparison, Results};

use super::arguments::Study;
use super::terminal::Folder;

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
        let plots = if asked.no_plots { None } else { Some(folder.inner("plots")?) };
        Ok(Some(Self { folder, plots }))
    }

    /// Writes the results of one scenario.
    ///
    /// # Errors
    /// If a file cannot be written; those written before are whole.
    pub(super) fn results(&self, results: &Results) -> io::Result<()> {
        self.folder.write("results.json", report::results_json(results).as_bytes())?;
        self.folder.write("report.txt", report::run_text(results).as_bytes())?;
        self.tables(std::slice::from_ref(results))?;
        self.plots(&report::plots(results))
    }

    /// Writes a comparison.
    ///
    /// # Errors
    /// If a file cannot be written; those written before are whole.
    pub(super) fn comparison(&self, comparison: &Comparison, asked: &Asked) -> io::Result<()> {
        let json = report::comparison_json(comparison, asked);
        self.folder.write("comparison.json", json.as_bytes())?;
        let text = report::comparison_text(comparison, asked);
        self.folder.write("report.txt", text.as_bytes())?;
        self.tables(&comparison.results)?;
        self.plots(&report::comparison_plots(comparison, asked.target.as_ref()))
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
