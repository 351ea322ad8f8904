//! `device scan`: what is near.

use std::collections::BTreeMap;
use std::io::IsTerminal as _;
use std::time::{Duration, Instant};

use clap::ArgMatches;
use mimamori::clock::{Clock as _, SystemClock};
use mimamori::device::radio::Incoming;
use mimamori::device::session::{DeviceKey, News, Session};
use mimamori::text::Words;
use serde::Serialize;

use super::{duration, radio, refusal};
use crate::Done;
use crate::app::App;
use crate::failure::Failure;
use crate::interrupt::Interrupt;
use crate::screen::{self, Table};

/// A device that is near. What programs read.
#[derive(Debug, Clone, Serialize)]
pub(super) struct Near {
    device: String,
    pub(super) name: Option<String>,
    services: Vec<String>,
    rssi: Option<i16>,
    #[serde(skip)]
    pub(super) numbers: Vec<u16>,
}

/// Looks for so long, or until `enough`.
pub(super) fn look(
    words: &Words,
    interrupt: &Interrupt,
    time: Duration,
    mut enough: impl FnMut(&DeviceKey, &Near) -> bool,
) -> Result<BTreeMap<DeviceKey, Near>, Failure> {
    let mut radio = radio(words, super::Names::new())?;
    // For whoever waits at the terminal; what programs read stays as it is.
    if std::io::stderr().is_terminal() {
        eprintln!("{}", words.get("device-looking"));
    }
    let clock = SystemClock;
    let mut session = Session::new(chrono_tz::UTC, 1);
    let mut step = session.look_for_new(clock.now(), true);
    let mut near = BTreeMap::<DeviceKey, Near>::new();
    let end = Instant::now() + time;
    let mut found = false;
    while Instant::now() < end && !interrupt.asked() && !found {
        for action in step.actions.drain(..) {
            radio.perform(action);
        }
        step = match radio.wait(Duration::from_millis(200)) {
            Incoming::Link(event) => session.on_link(clock.now(), event),
            Incoming::Value(arrival) => session.on_value(arrival),
            Incoming::Nothing => session.poll(clock.now()),
            Incoming::Closed => return Err(Failure::Failed(words.get("device-ended"))),
        };
        for news in &step.news {
            match news {
                News::Radio(state) => refusal(*state, words).map_or(Ok(()), Err)?,
                News::Found { device, name, services, rssi } => {
                    let now = Near {
                        device: device.to_string(),
                        name: name.clone(),
                        services: services.iter().map(ToString::to_string).collect(),
                        rssi: *rssi,
                        numbers: services.iter().map(|service| service.0).collect(),
                    };
                    found |= enough(device, &now);
                    near.insert(device.clone(), now);
                }
                _ => {}
            }
        }
    }
    for action in session.close(clock.now()).actions {
        radio.perform(action);
    }
    Ok(near)
}

pub(super) fn scan(app: &App, matches: &ArgMatches) -> Done {
    let words = app.words();
    let time = matches.get_one::<String>("for").map_or(Ok(Duration::from_secs(10)), |text| duration(text, words))?;
    let near = look(words, &Interrupt::listen(), time, |_, _| false)?;
    if app.json() {
        return screen::json(&near.values().collect::<Vec<_>>());
    }
    if near.is_empty() {
        screen::line(&words.get("device-none-near"))?;
        return screen::line(&words.get("device-scan-note"));
    }
    let mut table = Table::new().right(&[2]);
    for found in near.into_values() {
        let signal = found.rssi.map_or_else(String::new, |rssi| format!("{rssi} dBm"));
        table.row([found.device, found.name.unwrap_or_default(), signal]);
    }
    table.print(0)
}
