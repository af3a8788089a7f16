//! From a file name to a model that can run, or to everything that is wrong with it.

use std::path::Path;

use gemba::diagnostic::{Diagnostic, Diagnostics, Severity, code};
use gemba::model::{self, Model};
use gemba::scenario::{self, Reading};
use gemba::study::{Assumption, Results};

use super::terminal::{self, Disk};

/// A scenario file as far as it could be understood.
pub(super) struct Loaded {
    /// What was read.
    pub(super) reading: Reading,
    /// The model, if nothing is wrong.
    pub(super) model: Option<Model>,
    file: String,
}

/// What a report says of a scenario besides its figures.
#[derive(Default)]
pub(super) struct Notes {
    assumptions: Vec<Assumption>,
    notes: Vec<String>,
}

impl Notes {
    /// Adds it to the results.
    pub(super) fn join(self, results: &mut Results) {
        results.assumptions.extend(self.assumptions);
        results.notes.extend(self.notes);
    }
}

impl Loaded {
    /// Reads and compiles the scenario in `file`.
    pub(super) fn from(file: &Path) -> Self {
        let file = file.to_string_lossy().into_owned();
        let mut reading = scenario::read(&Disk, &file);
        if let Some(in_part) = &reading.in_part {
            model::find_unknown_names(in_part, &mut reading.diagnostics);
        }
        let scenario = reading.scenario.as_ref();
        let model = scenario.and_then(|it| model::compile(it, &mut reading.diagnostics));
        Self { reading, model, file }
    }

    /// Whether some file could not be read, so that nothing can be said of the scenario.
    pub(super) fn is_unreadable(&self) -> bool {
        self.reading.diagnostics.iter().any(|complaint| complaint.code == code::FILE)
    }

    /// The name for reports: the scenario's, the plant's, or the file's.
    pub(super) fn name(&self) -> String {
        let given = self.reading.scenario.as_ref().and_then(|scenario| scenario.name.as_ref());
        let plant = self.model.as_ref().map(|model| model.name.clone());
        given
            .map(|name| name.value.clone())
            .or(plant.filter(|name| !name.is_empty()))
            .unwrap_or_else(|| self.stem())
    }

    /// The file's name without folder and ending.
    pub(super) fn stem(&self) -> String {
        let stem = Path::new(&self.file).file_stem();
        stem.map_or_else(|| self.file.clone(), |stem| stem.to_string_lossy().into_owned())
    }

    /// Tells complaints as bad as `worst` or worse.
    pub(super) fn complain(&self, worst: Severity) {
        let mut shown = Diagnostics::default();
        for complaint in &self.reading.diagnostics {
            if complaint.severity <= worst {
                shown.push(complaint.clone());
            }
        }
        self.show(&shown);
    }

    /// Shows some of its complaints.
    pub(super) fn show(&self, shown: &Diagnostics) {
        if !shown.is_empty() {
            terminal::complain(&shown.styled(&self.reading.sources));
            let first = shown.sorted().into_iter().find(|one| one.severity == Severity::Error);
            if let Some(error) = first {
                terminal::complain(&format!("\nmore about a code: gemba explain {}\n", error.code));
            }
            terminal::complain("\n");
        }
    }

    /// What was assumed and what else is to be known, for a report.
    pub(super) fn notes(&self) -> Notes {
        let mut told = Notes::default();
        let all = self.reading.diagnostics.iter();
        // What a sheet has besides says nothing of the plant.
        let is_told =
            |note: &&Diagnostic| note.severity == Severity::Note && note.code != code::UNREAD;
        for note in all.filter(is_told) {
            let text = note.message.clone();
            match note.flatters {
                Some(flatters) => told.assumptions.push(Assumption { text, flatters }),
                None => told.notes.push(text),
            }
        }
        told.assumptions.dedup();
        told.notes.dedup();
        told
    }
}
