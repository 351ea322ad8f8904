//! Measurements of shared devices, until somebody says whose they are.

use clap::ArgMatches;
use mimamori::model::{DeviceValueId, Stamp};

use crate::Done;
use crate::app::App;
use crate::failure::Failure;
use crate::screen::{self, Table};

pub(super) fn list(app: &App) -> Done {
    let words = app.words();
    let companion = app.companion()?;
    let waiting = companion.waiting_measurements()?;
    if app.json() {
        return screen::json(&waiting);
    }
    if waiting.is_empty() {
        return screen::line(&words.get("device-inbox-empty"));
    }
    // Nobody knows whose zone it is: all who live here have one.
    let zone = companion.people()?.first().map_or(chrono_tz::UTC, |person| person.zone);
    let mut table = Table::new();
    for value in waiting {
        let measured: Vec<String> = value.vitals.iter().map(|vital| words.vital_value(vital)).collect();
        let at = words.date_time(&Stamp::in_zone(value.at, zone));
        table.row([at, value.name, measured.join(" "), value.id.to_string()]);
    }
    table.print(0)
}

pub(super) fn claim(app: &App, matches: &ArgMatches) -> Done {
    let person = app.person()?;
    app.companion()?.claim_measurement(id(matches)?, person.id)?;
    answer(app, "device-claimed")
}

pub(super) fn dismiss(app: &App, matches: &ArgMatches) -> Done {
    app.companion()?.dismiss_measurement(id(matches)?)?;
    answer(app, "device-dismissed")
}

fn answer(app: &App, message: &str) -> Done {
    if app.json() { list(app) } else { screen::line(&app.words().get(message)) }
}

fn id(matches: &ArgMatches) -> Result<DeviceValueId, Failure> {
    let text = super::super::text(matches, "measurement");
    text.parse().map_err(|_| Failure::Core(mimamori::Error::NotFound("measurement")))
}
