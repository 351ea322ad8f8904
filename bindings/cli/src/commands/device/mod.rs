//! `device`: Bluetooth devices of this computer's own radio.

#[cfg(feature = "bluetooth")]
mod beside;
mod inbox;
mod live;
mod pair;
mod record;
mod scan;

use std::time::Duration;

use clap::{Arg, ArgMatches, Command};
use mimamori::device::radio::Radio;
use mimamori::device::session::RadioState;
use mimamori::model::device::Device;
use mimamori::text::Words;

use crate::Done;
use crate::app::App;
use crate::args::{bare, option, parent, word};
use crate::failure::Failure;
use crate::screen::{self, Table};

pub(super) fn command(words: &Words) -> Command {
    let which = || word("device", "DEVICE", words.get("device-which"));
    let command = bare("device", words).about(words.get("device-about")).after_help(words.get("device-examples"));
    parent(command, words)
        .subcommand(
            bare("scan", words).about(words.get("device-scan")).after_help(words.get("device-scan-note")).arg(option(
                "for",
                "TIME",
                words.get("device-for-scan"),
            )),
        )
        .subcommand(
            bare("pair", words)
                .about(words.get("device-pair"))
                .after_help(words.get("device-pair-examples"))
                .arg(which())
                .arg(option("name", "NAME", words.get("device-name")))
                .arg(option("user", "N", words.get("device-user")).value_parser(clap::value_parser!(u8))),
        )
        .subcommand(
            bare("record", words)
                .about(words.get("device-record"))
                .after_help(words.get("device-record-examples"))
                .arg(Arg::new("device").value_name("DEVICE").num_args(0..).help(words.get("device-which-record")))
                .arg(option("for", "TIME", words.get("device-for-record"))),
        )
        .subcommand(bare("list", words).about(words.get("device-list")))
        .subcommand(bare("forget", words).about(words.get("device-forget")).arg(which()))
        .subcommand(bare("inbox", words).about(words.get("device-inbox")))
        .subcommand(bare("claim", words).about(words.get("device-claim")).arg(word(
            "measurement",
            "ID",
            words.get("device-measurement"),
        )))
        .subcommand(bare("dismiss", words).about(words.get("device-dismiss")).arg(word(
            "measurement",
            "ID",
            words.get("device-measurement"),
        )))
}

pub(super) fn run(app: &App, matches: &ArgMatches) -> Done {
    match matches.subcommand() {
        Some(("scan", matches)) => scan::scan(app, matches),
        Some(("pair", matches)) => pair::run(app, matches),
        Some(("record", matches)) => record::run(app, matches),
        Some(("forget", matches)) => forget(app, matches),
        Some(("inbox", _)) => inbox::list(app),
        Some(("claim", matches)) => inbox::claim(app, matches),
        Some(("dismiss", matches)) => inbox::dismiss(app, matches),
        _ => list(app),
    }
}

/// What devices are called, by their keys.
type Names = std::collections::BTreeMap<String, String>;

/// This computer's radio, and the terminal to ask when a device of these names is bonded.
#[cfg(feature = "bluetooth")]
fn radio(words: &Words, names: Names) -> Result<Box<dyn Radio>, Failure> {
    use mimamori::clock::SystemClock;
    let beside = std::sync::Arc::new(beside::Terminal::new(words.lang(), names));
    Ok(Box::new(mimamori::device::btleplug::Computer::open(std::sync::Arc::new(SystemClock), Some(beside))))
}

#[cfg(not(feature = "bluetooth"))]
fn radio(words: &Words, _: Names) -> Result<Box<dyn Radio>, Failure> {
    Err(Failure::Failed(words.get("device-left-out")))
}

/// Why the radio cannot be used, in words; `None` when it can.
fn refusal(state: RadioState, words: &Words) -> Option<Failure> {
    let said = match state {
        RadioState::On => return None,
        RadioState::Off => words.get("device-off"),
        RadioState::NotAllowed => words.get("device-not-allowed"),
        RadioState::Missing => words.get("device-missing"),
        RadioState::NoService => words.get("device-no-service"),
    };
    Some(Failure::Failed(said))
}

/// A time such as `90s`, `30m` or `8h`, at most 31 days.
fn duration(text: &str, words: &Words) -> Result<Duration, Failure> {
    let bad = || Failure::Input(words.get("device-bad-duration"));
    let unit = text.trim().chars().last().ok_or_else(bad)?;
    let seconds: u64 = match unit {
        's' => 1,
        'm' => 60,
        'h' => 3600,
        _ => return Err(bad()),
    };
    let number: u64 = text.trim().trim_end_matches(unit).parse().map_err(|_| bad())?;
    let whole = number.checked_mul(seconds).filter(|whole| (1..=31 * 86_400).contains(whole)).ok_or_else(bad)?;
    Ok(Duration::from_secs(whole))
}

/// Whether `text` names a device: by its address, by its whole name or by a part of it.
fn names(text: &str, key: &str, name: &str) -> bool {
    key.eq_ignore_ascii_case(text) || name.to_lowercase().contains(&text.to_lowercase())
}

/// The one of `devices` that `text` names.
fn find(devices: Vec<Device>, text: &str, words: &Words) -> Result<Device, Failure> {
    let mut named: Vec<Device> = devices.into_iter().filter(|device| names(text, &device.key, &device.name)).collect();
    match (named.pop(), named.is_empty()) {
        (Some(only), true) => Ok(only),
        (Some(_), false) => Err(Failure::Input(words.get("device-several"))),
        (None, _) => Err(Failure::Input(words.get("device-none-of-person"))),
    }
}

fn list(app: &App) -> Done {
    let words = app.words();
    let companion = app.companion()?;
    let devices = companion.devices()?;
    if app.json() {
        return screen::json(&devices);
    }
    if devices.is_empty() {
        return screen::line(&words.get("device-none"));
    }
    let people = companion.people()?;
    let mut table = Table::new();
    for device in devices {
        let users: Vec<String> = device
            .users
            .iter()
            .filter_map(|user| {
                let name = &people.iter().find(|person| person.id == user.person)?.name;
                Some(user.number.map_or_else(|| name.clone(), |number| format!("{name} ({number})")))
            })
            .collect();
        let battery = device
            .battery
            .map_or_else(String::new, |percent| words.fmt("device-battery", &[("percent", i64::from(percent).into())]));
        let users = words.fmt("device-users", &[("names", users.join(", ").into())]);
        table.row([device.name, device.key, users, battery]);
    }
    table.print(0)
}

fn forget(app: &App, matches: &ArgMatches) -> Done {
    let words = app.words();
    let companion = app.companion()?;
    let device = find(companion.devices()?, super::text(matches, "device"), words)?;
    companion.forget_device(device.id)?;
    if app.json() {
        return screen::json(&device);
    }
    screen::line(&words.fmt("device-forgotten", &[("name", device.name.into())]))
}

#[cfg(test)]
mod tests {
    use super::*;
    use mimamori::text::Lang;

    #[test]
    fn times_are_read_in_seconds_minutes_and_hours_and_nothing_else() {
        let words = Words::new(Lang::En);
        let seconds = |text: &str| duration(text, &words).map(|time| time.as_secs()).ok();
        assert_eq!(["90s", "30m", "8h", " 1h "].map(seconds), [Some(90), Some(1800), Some(28_800), Some(3600)]);
        assert_eq!(["", "10", "0s", "-1s", "1d", "1.5h", "99999999h", "時"].map(seconds), [None; 8]);
    }

    #[test]
    fn a_device_is_named_by_its_address_or_a_part_of_its_name() {
        assert!(names("c4:ff:ee:00:00:01", "C4:FF:EE:00:00:01", "Polar H10"));
        assert!(names("h10", "C4:FF:EE:00:00:01", "Polar H10"));
        assert!(!names("C4:FF", "C4:FF:EE:00:00:01", "Polar H10"));
    }
}
