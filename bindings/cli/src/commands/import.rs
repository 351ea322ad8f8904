//! `import`: files of other programs.

use std::fs::File;
use std::io::{IsTerminal as _, Write as _};
use std::ops::ControlFlow;
use std::path::PathBuf;

use clap::{ArgMatches, Command, value_parser};
use mimamori::exchange::import::{ImportReport, Progress, Skip};
use mimamori::model::finding::Finding;
use mimamori::model::person::Person;
use mimamori::text::{self, Words};
use serde::Serialize;

use crate::Done;
use crate::app::App;
use crate::args::{bare, word};
use crate::failure::Failure;
use crate::interrupt::Interrupt;
use crate::screen::{self, Table};

pub(super) fn command(words: &Words) -> Command {
    bare("import", words)
        .about(words.get("cli-import"))
        .after_help(words.get("cli-import-examples"))
        .arg(word("file", "FILE", words.get("cli-import-file")).num_args(1..).value_parser(value_parser!(PathBuf)))
}

/// What programs read.
#[derive(Serialize)]
struct Answer {
    files: Vec<ImportReport>,
    findings: Vec<Finding>,
}

pub(super) fn run(app: &App, matches: &ArgMatches) -> Done {
    let person = app.person()?;
    app.companion()?.must_be_kept_here(person.id)?;
    let interrupt = Interrupt::listen();
    let mut answer = Answer { files: Vec::new(), findings: Vec::new() };
    let mut trouble = None;
    for path in matches.get_many::<PathBuf>("file").into_iter().flatten() {
        let (report, ended) = one(app, &person, path, &interrupt)?;
        if !app.json() {
            show(&report, path, app.words())?;
        }
        let cancelled = report.cancelled;
        answer.files.push(report);
        if let Err(failure) = ended {
            trouble = Some(failure);
            break;
        }
        if cancelled {
            trouble = Some(Failure::Failed(app.words().get("cli-import-stopped")));
            break;
        }
    }
    // What was taken in stays, so it is looked at, whatever became of the rest.
    answer.findings = app.companion()?.notice(person.id)?;
    answer.findings.sort_by_key(|finding| finding.onset);
    if app.json() {
        screen::json(&answer)?;
    } else {
        for finding in &answer.findings {
            let text = text::finding(finding, app.words(), person.zone);
            screen::line(&format!("! {}  {}", app.words().date(finding.day), text.title))?;
        }
    }
    trouble.map_or(Ok(()), Err)
}

/// Reads one file; what was read before an error is in the report all the same.
fn one(app: &App, person: &Person, path: &PathBuf, interrupt: &Interrupt) -> Result<(ImportReport, Done), Failure> {
    let file = File::open(path)?;
    if file.metadata()?.is_dir() {
        return Err(Failure::Core(mimamori::Error::File(std::io::ErrorKind::IsADirectory)));
    }
    let show = std::io::stderr().is_terminal();
    let mut watch = |progress: Progress| {
        if show && progress.size > 0 {
            // Nobody is the poorer for progress that cannot be shown.
            let _ = write!(std::io::stderr(), "\r{:3} %", progress.read.saturating_mul(100) / progress.size);
        }
        if interrupt.asked() { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    };
    let ended = app.companion()?.import(person.id, file, &mut watch);
    if show {
        let _ = write!(std::io::stderr(), "\r      \r");
    }
    Ok(match ended {
        Ok(report) => (report, Ok(())),
        Err(stopped) => (stopped.report.clone(), Err(Failure::from(stopped))),
    })
}

fn show(report: &ImportReport, path: &std::path::Path, words: &Words) -> Done {
    screen::line(&path.display().to_string())?;
    let mut table = Table::new().right(&[1]);
    let kinds = [
        ("cli-import-heart", report.heart),
        ("cli-import-steps", report.steps),
        ("cli-import-energy", report.energy),
        ("cli-import-vitals", report.vitals),
    ];
    for (name, counts) in kinds {
        if counts.inserted + counts.already_there > 0 {
            let known = words.fmt("cli-import-known", &[("count", words.count(counts.already_there).into())]);
            table.row([words.get(name), words.count(counts.inserted), known]);
        }
    }
    table.print(2)?;
    if let (Some(first), Some(last)) = (report.first_day, report.last_day) {
        screen::line(&format!("  {} – {}", words.date(first), words.date(last)))?;
    }
    for (reason, skipped) in &report.skipped {
        let args = [
            ("count", words.count(skipped.count).into()),
            ("why", words.get(why(*reason)).into()),
            ("place", words.place(&skipped.first.to_string()).into()),
        ];
        screen::line(&format!("  {}", words.fmt("cli-import-skipped", &args)))?;
    }
    let unknown: u64 = report.unknown.values().sum();
    if unknown > 0 {
        let args = [("count", words.count(unknown).into()), ("types", words.count(report.unknown.len() as u64).into())];
        screen::line(&format!("  {}", words.fmt("cli-import-unknown", &args)))?;
    }
    Ok(())
}

fn why(reason: Skip) -> &'static str {
    match reason {
        Skip::Unreadable => "cli-skip-unreadable",
        Skip::Impossible => "cli-skip-impossible",
        Skip::Date => "cli-skip-date",
        Skip::Unit => "cli-skip-unit",
        Skip::Unpaired => "cli-skip-unpaired",
        Skip::Source => "cli-skip-source",
    }
}
