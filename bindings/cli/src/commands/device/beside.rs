//! The person at the terminal, while a device is bonded.

use std::io::{BufRead as _, Write as _};

use mimamori::device::btleplug::Beside;
use mimamori::device::session::DeviceKey;
use mimamori::text::{Lang, Words};

use super::Names;

/// Asks on the error output, so that what a program reads stays as it is, and reads the answer from the input.
pub(super) struct Terminal {
    lang: Lang,
    names: Names,
}

impl Terminal {
    pub(super) const fn new(lang: Lang, names: Names) -> Self {
        Self { lang, names }
    }

    fn say(&self, message: &str, device: &DeviceKey, number: Option<u32>) {
        let name = self.names.get(device.as_str()).map_or(device.as_str(), String::as_str);
        // A number may begin with noughts: they are typed too.
        let number = number.map(|number| format!("{number:06}")).unwrap_or_default();
        let text = Words::new(self.lang).fmt(message, &[("name", name.into()), ("number", number.into())]);
        let mut out = std::io::stderr().lock();
        let _ = write!(out, "\n{text} ").and_then(|()| out.flush());
    }

    fn ask(&self, message: &str, device: &DeviceKey, number: Option<u32>) -> Option<String> {
        self.say(message, device, number);
        let mut line = String::new();
        let read = std::io::stdin().lock().read_line(&mut line).ok()?;
        (read > 0).then(|| line.trim().to_owned())
    }
}

impl Beside for Terminal {
    fn number_shown(&self, device: &DeviceKey) -> Option<u32> {
        number(&self.ask("device-ask-number", device, None)?)
    }

    fn same_number(&self, device: &DeviceKey, number: u32) -> bool {
        self.ask("device-ask-same", device, Some(number)).is_some_and(|answer| is_yes(&answer))
    }

    fn type_there(&self, device: &DeviceKey, number: u32) {
        self.say("device-type-there", device, Some(number));
    }
}

/// Up to six digits, of either width.
fn number(text: &str) -> Option<u32> {
    let digits: String = text.chars().map(narrow).collect();
    let fits = (1..=6).contains(&digits.len()) && digits.bytes().all(|digit| digit.is_ascii_digit());
    if fits { digits.parse().ok() } else { None }
}

fn is_yes(text: &str) -> bool {
    matches!(text.chars().map(narrow).collect::<String>().to_lowercase().as_str(), "y" | "yes" | "はい")
}

/// A full-width letter or digit as a half-width one.
fn narrow(letter: char) -> char {
    match letter {
        '！'..='～' => char::from_u32(u32::from(letter) - 0xFEE0).unwrap_or(letter),
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_is_read_in_either_width_and_nothing_else_is_one() {
        assert_eq!(["004711", "４７１１", "1"].map(number), [Some(4711), Some(4711), Some(1)]);
        assert_eq!(["", "1234567", "12 34", "n", "-1"].map(number), [None; 5]);
    }

    #[test]
    fn only_a_clear_yes_is_one() {
        assert!(["y", "Yes", "ｙ", "はい"].into_iter().all(is_yes));
        assert!(!["", "n", "いいえ", "yess"].into_iter().any(is_yes));
    }
}
