//! `device record`: what the paired devices send, until it is enough.

use std::collections::BTreeSet;
use std::io::IsTerminal as _;
use std::ops::ControlFlow;
use std::time::Instant;

use clap::ArgMatches;
use mimamori::clock::SystemClock;
use mimamori::companion::Told;
use mimamori::device::session::{DeviceKey, LinkState, News};
use mimamori::model::device::Device;
use mimamori::text::{self, Words};
use serde::Serialize;

use super::live::Live;
use super::{Names, duration, names, radio, refusal};
use crate::Done;
use crate::app::App;
use crate::failure::Failure;
use crate::interrupt::Interrupt;
use crate::screen;

/// What programs read at the end.
#[derive(Debug, Default, Serialize)]
struct Answer {
    event: &'static str,
    heart_rates: usize,
    measurements: usize,
    waiting: usize,
    connections: usize,
}

pub(super) fn run(app: &App, matches: &ArgMatches) -> Done {
    let words = app.words();
    let person = app.person()?;
    let time = matches.get_one::<String>("for").map(|text| duration(text, words)).transpose()?;
    let companion = app.companion()?;
    companion.must_be_kept_here(person.id)?;
    let mut devices = companion.devices()?;
    devices.retain(|device| device.users.iter().any(|user| user.person == person.id));
    let asked = super::super::texts(matches, "device");
    let is = |text: &str, device: &Device| names(text, &device.key, &device.name);
    if asked.iter().any(|text| !devices.iter().any(|device| is(text, device))) {
        return Err(Failure::Input(words.get("device-none-of-person")));
    }
    devices.retain(|device| asked.is_empty() || asked.iter().any(|text| is(text, device)));
    if devices.is_empty() {
        return Err(Failure::Input(words.get("device-none")));
    }
    let names: Names = devices.iter().map(|device| (device.key.clone(), device.name.clone())).collect();
    let mut radio = radio(words, names.clone())?;
    let interrupt = Interrupt::listen();
    let (listening, begun) = companion.listen_to(&devices, Some(person.id), seed())?;
    let mut teller = Teller {
        words,
        json: app.json(),
        live: (std::io::stdout().is_terminal() && !app.json()).then(|| Live::of_all(names.keys())),
        names,
        answer: Answer { event: "end", ..Answer::default() },
        clocks: BTreeSet::new(),
        ended: Ok(()),
    };
    if let Some(live) = &mut teller.live {
        live.draw(&teller.names, words)?;
    }
    let end = time.map(|time| Instant::now() + time);
    companion.listen(listening, radio.as_mut(), &SystemClock, begun, |told| {
        let told = teller.tell(told);
        let over = interrupt.asked() || end.is_some_and(|end| Instant::now() >= end);
        if told.is_err() || over { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    })?;
    teller.finish()
}

struct Teller<'a> {
    words: &'a Words,
    json: bool,
    live: Option<Live>,
    names: Names,
    answer: Answer,
    /// Whose clock was said to be wrong.
    clocks: BTreeSet<DeviceKey>,
    ended: Done,
}

impl Teller<'_> {
    /// Says what one event brought. An error ends the recording; it is kept for the end.
    fn tell(&mut self, told: &Told) -> Result<(), ()> {
        self.answer.heart_rates += told.committed;
        self.answer.measurements += told.filed.len();
        self.answer.waiting += told.waiting.len();
        let said = self.say(told);
        if said.is_err() && self.ended.is_ok() {
            self.ended = said;
        }
        if self.ended.is_ok() { Ok(()) } else { Err(()) }
    }

    fn say(&mut self, told: &Told) -> Done {
        for news in &told.step.news {
            if let News::Link { state: LinkState::Settling, .. } = news {
                self.answer.connections += 1;
            }
            if let News::Radio(state) = news {
                // At first, or in the middle: nothing comes any more. What came is kept.
                refusal(*state, self.words).map_or(Ok(()), Err)?;
            }
            if self.json {
                if let Some(line) = event(news) {
                    screen::line(&line.to_string())?;
                }
                continue;
            }
            if let Some(live) = &mut self.live {
                live.take(news);
            }
            self.say_news(news)?;
        }
        if !self.json {
            self.say_kept(told)?;
        }
        match &mut self.live {
            Some(live) if !told.step.news.is_empty() => live.draw(&self.names, self.words),
            _ => Ok(()),
        }
    }

    fn name(&self, key: &str) -> String {
        self.names.get(key).cloned().unwrap_or_else(|| key.to_owned())
    }

    /// A line that stays, above the live view.
    fn line(&mut self, text: &str) -> Done {
        match &mut self.live {
            Some(live) => live.line(text),
            None => screen::line(text),
        }
    }

    fn say_news(&mut self, news: &News) -> Done {
        let words = self.words;
        let line = match news {
            News::Link { device, state } if self.live.is_none() => {
                format!("{}: {}", self.name(device.as_str()), super::live::state(*state, words))
            }
            News::Battery { device, percent, warn: true } => {
                let name = self.name(device.as_str());
                words.fmt("device-battery-low", &[("name", name.into()), ("percent", i64::from(*percent).into())])
            }
            News::NeedsBond { device } => {
                words.fmt("device-needs-bond", &[("name", self.name(device.as_str()).into())])
            }
            News::NotTaken { device, .. } => {
                words.fmt("device-not-taken", &[("name", self.name(device.as_str()).into())])
            }
            // What it showed is kept; what is filed is when it was.
            News::Measured { device, taken } if taken.clock_is_off() && self.clocks.insert(device.clone()) => {
                let minutes = taken.ahead_s.unwrap_or_default() / 60;
                let message = if minutes < 0 { "device-clock-behind" } else { "device-clock-ahead" };
                let name = self.name(device.as_str());
                words.fmt(message, &[("name", name.into()), ("minutes", minutes.abs().into())])
            }
            News::Downloaded { device, records, complete: true } => {
                let name = self.name(device.as_str());
                words.fmt("device-downloaded", &[("name", name.into()), ("count", i64::from(*records).into())])
            }
            _ => return Ok(()),
        };
        self.line(&line)
    }

    fn say_kept(&mut self, told: &Told) -> Done {
        let words = self.words;
        let measured = told.step.news.iter().filter_map(|news| match news {
            News::Measured { device, taken } if !taken.vitals.is_empty() => Some((device, taken)),
            _ => None,
        });
        let message = if told.waiting.is_empty() { "device-measured" } else { "device-waits" };
        let lines: Vec<String> = measured
            .map(|(device, taken)| {
                let what: Vec<String> = taken.vitals.iter().map(|vital| words.vital_value(vital)).collect();
                let name = self.name(device.as_str());
                words.fmt(message, &[("name", name.into()), ("what", what.join(" ").into())])
            })
            .collect();
        for line in lines {
            self.line(&line)?;
        }
        if let Some(trouble) = &told.trouble {
            let line = words.fmt("device-trouble", &[("why", text::error(trouble, words).into())]);
            self.line(&line)?;
        }
        Ok(())
    }

    fn finish(self) -> Done {
        self.ended?;
        if self.json {
            let line = serde_json::to_string(&self.answer).map_err(|error| Failure::Failed(error.to_string()))?;
            return screen::line(&line);
        }
        let Answer { heart_rates, measurements, waiting, .. } = self.answer;
        let args = [("beats", heart_rates.into()), ("measured", measurements.into()), ("waiting", waiting.into())];
        screen::line(&self.words.fmt("device-recorded", &args))
    }
}

/// One event for programs; `None` for what only concerns the radio.
fn event(news: &News) -> Option<serde_json::Value> {
    use serde_json::json;
    Some(match news {
        News::Radio(_) | News::Found { .. } | News::Signal { .. } => return None,
        News::Link { device, state } => {
            let state = match state {
                LinkState::Away => "away",
                LinkState::Connecting => "connecting",
                LinkState::Settling => "connected",
                LinkState::Live => "live",
            };
            json!({"event": "link", "device": device.as_str(), "state": state})
        }
        News::Heart { device, sample } => json!({
            "event": "heart", "device": device.as_str(), "at": sample.at, "bpm": sample.bpm, "contact": sample.contact,
        }),
        News::Beats { device, run } => json!({
            "event": "beats", "device": device.as_str(), "start": run.start,
            "rr_ms": run.intervals.iter().map(|rr| rr.as_ms()).collect::<Vec<_>>(),
        }),
        News::Contact { device, contact } => {
            json!({"event": "contact", "device": device.as_str(), "contact": contact})
        }
        News::Measured { device, taken } => json!({
            "event": "measured", "device": device.as_str(), "characteristic": taken.characteristic.to_string(),
            "received": taken.received, "clock_ahead_s": taken.ahead_s, "sequence": taken.sequence, "user": taken.user,
            "vitals": taken.vitals,
        }),
        News::NotTaken { device, reason, .. } => {
            json!({"event": "not_taken", "device": device.as_str(), "reason": reason.to_string()})
        }
        News::Battery { device, percent, warn } => {
            json!({"event": "battery", "device": device.as_str(), "percent": percent, "low": warn})
        }
        News::Worn { device, location } => {
            json!({"event": "worn", "device": device.as_str(), "location": format!("{location:?}").to_lowercase()})
        }
        News::Named { device, characteristic, name } => json!({
            "event": "named", "device": device.as_str(), "characteristic": characteristic.to_string(), "name": name,
        }),
        News::Downloaded { device, records, complete } => {
            json!({"event": "downloaded", "device": device.as_str(), "records": records, "complete": complete})
        }
        News::Fault { device, characteristic, fault } => json!({
            "event": "fault", "device": device.as_str(), "characteristic": characteristic.to_string(),
            "fault": fault.to_string(),
        }),
        News::Bonded { device } => json!({"event": "bonded", "device": device.as_str()}),
        News::NeedsBond { device } => json!({"event": "needs_bond", "device": device.as_str()}),
    })
}

/// Spreads the attempts of many computers.
pub(super) fn seed() -> u64 {
    // A new map draws its keys from the system's randomness.
    std::hash::BuildHasher::hash_one(&std::collections::hash_map::RandomState::new(), 0_u8)
}
