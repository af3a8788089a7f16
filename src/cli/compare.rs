//! `gemba compare`: which is better, by how much, and how sure is that?

use std::io;

use gemba::diagnostic::Severity;
use gemba::model::Model;
use gemba::report::{self, Asked, Handwork, Resources, Target, Verdict};
use gemba::scenario;
use gemba::study::{self, Comparison, Stopped};

use super::Answer;
use super::arguments::Compare;
use super::load::{Loaded, Notes};
use super::output::Output;
use super::progress::Progress;
use super::{terminal, together};

/// Runs all scenarios on the same luck and reports the differences to the first.
pub(super) fn compare(asked: &Compare) -> io::Result<Answer> {
    let worst = if asked.study.quiet { Severity::Error } else { Severity::Warning };
    let files = std::iter::once(&asked.base).chain(&asked.variants);
    let loaded: Vec<Loaded> = files.map(|file| Loaded::from(file)).collect();
    let names = distinct_names(&loaded);
    together::complain(&loaded, &names, worst);
    let notes: Vec<Notes> = loaded.iter().map(Loaded::notes).collect();
    let written: Vec<_> = loaded.iter().map(|one| one.reading.written()).collect();
    let variants = loaded.iter().skip(1);
    let differences =
        variants.map(|one| scenario::diff(&loaded[0].reading, &one.reading)).collect();
    let models: Option<Vec<Model>> = loaded.into_iter().map(|one| one.model).collect();
    let Some(models) = models else { return Ok(Answer::CouldNot) };
    let scenarios: Vec<(String, Model)> = names.into_iter().zip(models).collect();
    if let Some(mismatch) = run_mismatch(&scenarios) {
        terminal::complain(&mismatch);
        return Ok(Answer::CouldNot);
    }
    if let Some(missing) = asked.target.and_then(|target| no_such_figure(&target, &scenarios)) {
        terminal::complain(&missing);
        return Ok(Answer::CouldNot);
    }
    if !asked.study.quiet {
        terminal::complain(&same_plants(&scenarios));
    }
    let output = Output::open(&asked.study)?;
    let progress = Progress::start(&asked.study, output.as_ref())?;
    let mut comparison = study::compare(&scenarios, &asked.study.settings(), &progress);
    progress.finish();
    if comparison.results[0].stopped == Stopped::NoWarmUp {
        terminal::complain(&report::no_warm_up(&comparison.results));
        return Ok(Answer::CouldNot);
    }
    for (results, notes) in comparison.results.iter_mut().zip(notes) {
        notes.join(results);
    }
    let resources = scenarios.iter().zip(written);
    let resources = resources.map(|((_, model), written)| Resources::of(model, written)).collect();
    let handwork = scenarios.iter().map(|(_, model)| Handwork::of(model)).collect();
    let question = Asked { target: asked.target, resources, differences, handwork };
    // Whichever of files and text cannot be written, the other is.
    let written = output.map_or(Ok(()), |output| output.comparison(&comparison, &question));
    let printed = if asked.study.json {
        terminal::print_with(|to| report::write_comparison_json(&comparison, &question, to))
    } else {
        terminal::print(&report::comparison_text(&comparison, &question))
    };
    written?;
    progress.close(comparison.results[0].stopped)?;
    printed?;
    Ok(answer(&comparison, &question))
}

/// Why the scenarios cannot be compared: figures over different stretches of time.
fn run_mismatch(scenarios: &[(String, Model)]) -> Option<String> {
    let (base, rest) = scenarios.split_first()?;
    let watched = |model: &Model| (model.run.warm_up, model.run.length);
    let (other, _) = rest.iter().find(|(_, model)| watched(model) != watched(&base.1))?;
    let base = &base.0;
    Some(format!(
        "error: `{other}` is watched for another time than `{base}`: its `warm_up` or `length` differs\n\
         hint: leave `length` and `warm_up` to the base; a patch need not repeat them\n"
    ))
}

/// Why no scenario has the figure that the target is about.
fn no_such_figure(target: &Target, scenarios: &[(String, Model)]) -> Option<String> {
    let wanted = target.kpi().id;
    let mut possible: Vec<&str> = Vec::new();
    let other = |(_, model): &&(String, Model)| {
        target.currency().is_some_and(|currency| currency != model.currency)
    };
    if let Some((name, model)) = scenarios.iter().find(other) {
        return Some(format!(
            "error: the money of `{name}` is {}, not that of the target\n\
             hint: write the value of `{wanted}` in {}\n",
            model.currency, model.currency,
        ));
    }
    for kpi in scenarios.iter().flat_map(|(_, model)| study::plant_kpis(model)) {
        if kpi.id == wanted {
            return None;
        }
        if !possible.contains(&kpi.id) {
            possible.push(kpi.id);
        }
    }
    Some(format!(
        "error: no plant here has the figure `{wanted}`\nhint: a target can be set for {}\n",
        possible.join(", ")
    ))
}

/// Warns of scenarios that are the same plant, whatever their files are called.
fn same_plants(scenarios: &[(String, Model)]) -> String {
    let hashes: Vec<String> = scenarios.iter().map(|(_, model)| model.hash()).collect();
    let told = scenarios.iter().enumerate().filter_map(|(position, (name, _))| {
        let first = hashes.iter().position(|hash| *hash == hashes[position])?;
        let same = &scenarios[first].0;
        (first < position).then(|| {
            format!("warning: `{name}` is the same plant as `{same}`: nothing in it differs\n")
        })
    });
    told.collect()
}

/// Names of the scenarios; those of one name are told apart by their files, then by their place.
fn distinct_names(loaded: &[Loaded]) -> Vec<String> {
    let told_apart = |names: Vec<String>, by: &dyn Fn(usize) -> String| -> Vec<String> {
        let is_shared = |name: &String| names.iter().filter(|other| *other == name).count() > 1;
        let apart = |(position, name): (usize, &String)| {
            let aside = by(position);
            if is_shared(name) && aside != *name {
                format!("{name} ({aside})")
            } else {
                name.clone()
            }
        };
        names.iter().enumerate().map(apart).collect()
    };
    let names = loaded.iter().map(Loaded::name).collect();
    let names = told_apart(names, &|position| loaded[position].stem());
    told_apart(names, &|position| (position + 1).to_string())
}

fn answer(comparison: &Comparison, question: &Asked) -> Answer {
    let is_stopped = |results: &study::Results| results.stopped == Stopped::ByUser;
    if comparison.results.iter().any(is_stopped) {
        return Answer::CouldNot;
    }
    let reaches = question.target.is_none_or(|target| {
        let mut all = comparison.results.iter();
        all.any(|results| target.verdict(results) == Verdict::Reached)
    });
    let ended_early = comparison.results.iter().any(|results| !results.endings.is_empty());
    if reaches && !ended_early { Answer::Yes } else { Answer::No }
}
