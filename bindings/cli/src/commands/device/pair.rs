//! `device pair`: a device that is near becomes somebody's, and knows this computer from then on.

use std::ops::ControlFlow;
use std::time::{Duration, Instant};

use clap::ArgMatches;
use mimamori::clock::SystemClock;
use mimamori::companion::{Companion, Told};
use mimamori::device::gatt::Service;
use mimamori::device::session::{DeviceKey, LinkState, News};
use mimamori::model::PersonId;
use mimamori::model::device::Device;
use mimamori::text::Words;
use serde::Serialize;

use super::record::seed;
use super::scan::{Near, look};
use super::{Names, names, radio, refusal};
use crate::Done;
use crate::app::App;
use crate::failure::Failure;
use crate::interrupt::Interrupt;
use crate::screen;

/// A device that is awake is seen within so long.
const FOUND_WITHIN: Duration = Duration::from_secs(20);
/// And another one of the same name so long after it.
const NAMESAKE_WITHIN: Duration = Duration::from_secs(5);
/// A device that was seen a moment ago is connected within so long, or has gone to sleep.
const CONNECT_WITHIN: Duration = Duration::from_secs(30);
/// For a bond, which a person may have to type for, and for what the device has stored.
const ALL_WITHIN: Duration = Duration::from_secs(120);
/// What a device has stored comes right after it is subscribed to.
const STORED_WITHIN: Duration = Duration::from_secs(2);

/// Whether the device and this computer know each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
enum Bond {
    Made,
    NotNeeded,
    Refused,
    /// It could not be connected.
    NotTried,
}

/// What programs read.
#[derive(Debug, Serialize)]
struct Answer {
    #[serde(flatten)]
    device: Device,
    bond: Bond,
    measurements: usize,
    waiting: usize,
}

pub(super) fn run(app: &App, matches: &ArgMatches) -> Done {
    let words = app.words();
    let person = app.person()?;
    let companion = app.companion()?;
    companion.must_be_kept_here(person.id)?;
    let asked = super::super::text(matches, "device");
    let named =
        |device: &DeviceKey, near: &Near| names(asked, device.as_str(), near.name.as_deref().unwrap_or_default());
    // An address is the only one of its kind; of a name there may be another.
    let mut first = None;
    let enough = |device: &DeviceKey, near: &Near| {
        device.as_str().eq_ignore_ascii_case(asked)
            || named(device, near) && first.get_or_insert_with(Instant::now).elapsed() > NAMESAKE_WITHIN
    };
    let interrupt = Interrupt::listen();
    let mut near = look(words, &interrupt, FOUND_WITHIN, enough)?;
    near.retain(|device, found| named(device, found));
    let (device, found) = match (near.pop_first(), near.is_empty()) {
        (Some(only), true) => only,
        (Some(_), false) => return Err(Failure::Input(words.get("device-several"))),
        (None, _) => return Err(Failure::Failed(words.get("device-not-found"))),
    };
    let own = found.name.unwrap_or_else(|| device.to_string());
    let name = matches.get_one::<String>("name").cloned().unwrap_or(own);
    let number = matches.get_one::<u8>("user").copied();
    let device = companion.pair_device(person.id, device.as_str(), &name, found.numbers, number)?;
    if !app.json() {
        screen::line(
            &words.fmt("device-paired", &[("name", name.as_str().into()), ("key", device.key.as_str().into())]),
        )?;
    }
    let answer = meet(companion, device, person.id, words, &interrupt)?;
    if app.json() {
        screen::json(&answer)?;
    }
    let said = match answer.bond {
        Bond::Made => "device-bonded",
        Bond::NotNeeded => "device-no-bond",
        Bond::Refused => "device-needs-bond",
        Bond::NotTried => "device-not-met",
    };
    let said = words.fmt(said, &[("name", name.into())]);
    match answer.bond {
        Bond::Refused => Err(Failure::Failed(said)),
        _ if app.json() => Ok(()),
        _ => {
            screen::line(&said)?;
            if answer.measurements + answer.waiting == 0 {
                return Ok(());
            }
            let args = [("measured", answer.measurements.into()), ("waiting", answer.waiting.into())];
            screen::line(&words.fmt("device-fetched", &args))
        }
    }
}

/// Connects the device as recording does, so that whatever wants a bond gets one, and keeps what it has stored: a cuff
/// sends it once, to whoever asks first. A meter that breaks off what it was asked for is met once more: a bond that
/// hangs is over with its link.
fn meet(
    companion: &Companion,
    device: Device,
    person: PersonId,
    words: &Words,
    interrupt: &Interrupt,
) -> Result<Answer, Failure> {
    let (mut met, broke_off) = meet_once(companion, device.clone(), person, words, interrupt)?;
    if broke_off && !interrupt.asked() {
        let (again, broke_off) = meet_once(companion, device, person, words, interrupt)?;
        met.measurements += again.measurements;
        met.waiting += again.waiting;
        // Whether it wants a bond nobody knows, if it broke off again.
        met.bond = if broke_off && again.bond == Bond::NotNeeded { Bond::NotTried } else { again.bond };
    }
    Ok(met)
}

/// One link to the device; says too whether it broke off what it was asked for.
fn meet_once(
    companion: &Companion,
    device: Device,
    person: PersonId,
    words: &Words,
    interrupt: &Interrupt,
) -> Result<(Answer, bool), Failure> {
    let mut radio = radio(words, Names::from([(device.key.clone(), device.name.clone())]))?;
    let (listening, begun) = companion.listen_to(std::slice::from_ref(&device), Some(person), seed())?;
    // What a meter has stored is asked for; whatever else has something sends it.
    let mut asked = !device.services.contains(&Service::GLUCOSE.0);
    let (mut live, mut broke_off) = (false, false);
    let mut met = Answer { device, bond: Bond::NotTried, measurements: 0, waiting: 0 };
    let start = Instant::now();
    let mut end = start + CONNECT_WITHIN;
    let mut refused = None;
    let mut take = |told: &Told| {
        met.measurements += told.filed.len();
        met.waiting += told.waiting.len();
        for news in &told.step.news {
            match news {
                News::Radio(state) => refused = refusal(*state, words),
                News::Link { state: LinkState::Settling, .. } => end = start + ALL_WITHIN,
                News::Link { state: LinkState::Live, .. } => {
                    live = true;
                    if met.bond == Bond::NotTried {
                        met.bond = Bond::NotNeeded;
                    }
                }
                News::Bonded { .. } => met.bond = Bond::Made,
                News::NeedsBond { .. } => (met.bond, asked) = (Bond::Refused, true),
                News::Downloaded { complete, .. } => {
                    asked = true;
                    broke_off = !complete && matches!(met.bond, Bond::NotNeeded | Bond::NotTried);
                }
                _ => {}
            }
        }
        if live && asked {
            end = end.min(Instant::now() + STORED_WITHIN);
        }
        let over = refused.is_some() || interrupt.asked() || Instant::now() >= end;
        if over { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    };
    companion.listen(listening, radio.as_mut(), &SystemClock, begun, &mut take)?;
    refused.map_or(Ok((met, broke_off)), Err)
}
