//! The live view in a terminal: a line a device, drawn over itself.

use std::collections::BTreeMap;
use std::io::Write as _;

use mimamori::device::session::{DeviceKey, LinkState, News};
use mimamori::model::heart::Contact;
use mimamori::model::quantity::Unit;
use mimamori::text::Words;

use crate::Done;

/// What is known of one device now.
#[derive(Debug, Default)]
struct Now {
    link: Option<LinkState>,
    bpm: Option<u16>,
    rr_ms: Option<f64>,
    contact: Option<Contact>,
    battery: Option<u8>,
    rssi: Option<i16>,
}

/// The lines of all devices, below what was said before.
#[derive(Debug, Default)]
pub(super) struct Live {
    devices: BTreeMap<String, Now>,
    /// How many lines are drawn.
    drawn: usize,
}

impl Live {
    /// Every device that is wanted, before anything is heard: one that is silent is looked for, and that is seen.
    pub(super) fn of_all<'a>(keys: impl IntoIterator<Item = &'a String>) -> Self {
        let away = |key: &String| (key.clone(), Now { link: Some(LinkState::Away), ..Now::default() });
        Self { devices: keys.into_iter().map(away).collect(), drawn: 0 }
    }

    /// Takes in what there is to show.
    pub(super) fn take(&mut self, news: &News) {
        match news {
            News::Link { device, state } => {
                let now = self.of(device);
                now.link = Some(*state);
                if *state == LinkState::Away {
                    (now.bpm, now.rr_ms, now.contact) = (None, None, None);
                }
            }
            News::Heart { device, sample } => {
                let now = self.of(device);
                (now.bpm, now.contact) = (Some(sample.bpm.get()), Some(sample.contact));
            }
            News::Contact { device, contact } => self.of(device).contact = Some(*contact),
            News::Beats { device, run } => {
                self.of(device).rr_ms = run.intervals.last().map(|rr| rr.as_ms());
            }
            News::Battery { device, percent, .. } => self.of(device).battery = Some(*percent),
            News::Signal { device, rssi } => self.of(device).rssi = Some(*rssi),
            _ => {}
        }
    }

    fn of(&mut self, device: &DeviceKey) -> &mut Now {
        self.devices.entry(device.as_str().to_owned()).or_default()
    }

    /// Draws every line anew.
    pub(super) fn draw(&mut self, names: &BTreeMap<String, String>, words: &Words) -> Done {
        let mut text = self.up();
        for (key, now) in &self.devices {
            let name = names.get(key).unwrap_or(key);
            text.push_str(&format!("\x1b[2K{name}: {}\n", line(now, words)));
        }
        self.drawn = self.devices.len();
        // A line that is too long for the terminal is cut, for a second row of it would stay behind.
        write(&format!("\x1b[?7l{text}\x1b[?7h"))
    }

    /// Says a line that stays, above the others; they are drawn again with the next event.
    pub(super) fn line(&mut self, said: &str) -> Done {
        let text = format!("{}\x1b[0J{said}\n", self.up());
        self.drawn = 0;
        write(&text)
    }

    /// Back to the first line.
    fn up(&self) -> String {
        if self.drawn == 0 { String::new() } else { format!("\x1b[{}A\r", self.drawn) }
    }
}

fn write(text: &str) -> Done {
    let mut out = std::io::stdout().lock();
    Ok(out.write_all(text.as_bytes()).and_then(|()| out.flush())?)
}

/// A link's state in words.
pub(super) fn state(state: LinkState, words: &Words) -> String {
    match state {
        LinkState::Away => words.get("device-away"),
        LinkState::Connecting => words.get("device-connecting"),
        LinkState::Settling => words.get("device-settling"),
        LinkState::Live => words.get("device-live"),
    }
}

fn line(now: &Now, words: &Words) -> String {
    let mut parts = vec![now.link.map_or_else(String::new, |link| state(link, words))];
    parts.extend(now.bpm.map(|bpm| words.quantity(f64::from(bpm), Unit::PerMinute)));
    parts.extend(now.rr_ms.map(|ms| format!("RR {}", words.quantity(ms.round(), Unit::Millisecond))));
    match now.contact {
        Some(Contact::Lost) => parts.push(words.get("device-no-contact")),
        Some(Contact::Detected) => parts.push(words.get("device-contact")),
        _ => {}
    }
    parts.extend(now.battery.map(|percent| words.fmt("device-battery", &[("percent", i64::from(percent).into())])));
    parts.extend(now.rssi.map(|rssi| format!("{rssi} dBm")));
    parts.join("  ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use mimamori::text::Lang;

    #[test]
    fn a_line_shows_what_is_known_and_forgets_the_rate_when_the_device_is_away() {
        let words = Words::new(Lang::En);
        let device = DeviceKey::new("AA").unwrap();
        let mut live = Live::of_all(&["AA".to_owned()]);
        assert_eq!(line(&live.devices["AA"], &words), "looked for");
        live.take(&News::Link { device: device.clone(), state: LinkState::Live });
        live.take(&News::Battery { device: device.clone(), percent: 77, warn: false });
        live.take(&News::Contact { device: device.clone(), contact: Contact::Lost });
        assert_eq!(line(&live.devices["AA"], &words), "live  no contact  battery 77 %");
        live.take(&News::Link { device, state: LinkState::Away });
        assert_eq!(line(&live.devices["AA"], &words), "looked for  battery 77 %");
    }
}
