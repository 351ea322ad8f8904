//! What happens in a history.

use mimamori::model::Millis;

use super::PEOPLE;
use crate::child::Choice;

/// One thing that happens. Small numbers, so that they meet.
#[derive(Debug, Clone, Copy)]
pub enum Event {
    /// A record is written.
    Create { person: usize, kg: u8 },
    /// A habit is ticked on one of a few days, which lie around the end of a row of days.
    Tick { person: usize, day: i64, amount: u8 },
    /// The nth record is corrected.
    Edit { nth: usize, kg: u8 },
    /// The nth record is deleted.
    Delete { nth: usize },
    /// The last change of the nth record is taken back.
    Undo { nth: usize },
    /// The nth record is erased for good.
    Erase { nth: usize },
    /// Another device's version of the nth record comes, that follows on the one here or does not.
    Merge { nth: usize, ahead: u32, kg: u8 },
    /// Heart rate comes: `count` samples every `step` ms from `start`.
    Beats { person: usize, source: usize, start: i64, step: i64, count: u16, bpm: u16 },
    /// A run of beats comes.
    Run { person: usize, source: usize, start: i64, length: usize },
    /// Every single rate from before the nth hour is erased for good: a day of the person's begins anywhere.
    Thin { person: usize, hour: i64 },
    /// Steps come, or are corrected.
    Steps { person: usize, source: usize, start: i64, count: u32 },
    /// A platform takes the first of what waits.
    Acknowledge { platform: usize, most: u32 },
    /// A platform refuses the first that waits.
    Refuse { platform: usize },
    /// What was refused is tried again.
    Retry { platform: usize },
    /// A platform gives something.
    Receive { platform: usize, id: u8, version: u8 },
    /// Something small is kept for a person, or forgotten.
    Note { person: usize, value: Option<u8> },
    /// Something leaves for somewhere.
    Disclose { person: usize, count: u32 },
    /// The app goes to the background and comes back.
    Pause,
    /// The record gets another key.
    Rekey { key: u8 },
    /// A backup is made and restored in the record's place.
    Restore,
    /// The program is killed between two transactions, or in the middle of one.
    Kill { writing: bool },
}

/// The history of a seed.
#[must_use]
pub fn history(seed: u64) -> Vec<Event> {
    let mut choice = Choice::new(seed);
    (0..1 + choice.below(30)).map(|_| event(&mut choice)).collect()
}

fn event(choice: &mut Choice) -> Event {
    let person = choice.below(PEOPLE);
    let (platform, source, nth) = (choice.below(2), choice.below(2), choice.below(6));
    let kg = 40 + u8::try_from(choice.below(20)).unwrap_or(0);
    // Of the three days, mostly a few hours around one midnight.
    let start = match choice.below(4) {
        0 => choice.below(3 * 1440) as i64 * Millis::MINUTE,
        _ => Millis::DAY + (choice.below(240) as i64 - 90) * Millis::MINUTE,
    };
    match choice.below(68) {
        0..8 => Event::Create { person, kg },
        8..14 => Event::Edit { nth, kg },
        14..17 => Event::Delete { nth },
        17..22 => Event::Undo { nth },
        22 => Event::Erase { nth },
        23..26 => Event::Merge { nth, ahead: u32::try_from(choice.below(3)).unwrap_or(0), kg },
        26..36 => {
            // A flush of ten seconds, a watch's morning, or now and then hours of every second.
            let (step, count) = match choice.below(40) {
                0 => (1000, 4300),
                1 => (1000, 2300),
                2..20 => (1000, 10),
                20..30 => (1009, 40),
                _ => (300_000, 50),
            };
            let bpm = 62 + u16::try_from(choice.below(8)).unwrap_or(0);
            Event::Beats { person, source, start, step, count, bpm }
        }
        36..40 => Event::Run { person, source, start, length: 1 + choice.below(5) },
        40..44 => {
            let start = start - start.rem_euclid(10 * Millis::MINUTE);
            Event::Steps { person, source, start, count: u32::try_from(choice.below(3) * 100).unwrap_or(0) }
        }
        44..48 => Event::Acknowledge { platform, most: u32::try_from(1 + choice.below(4)).unwrap_or(1) },
        48 => Event::Refuse { platform },
        49 => Event::Retry { platform },
        50..52 => {
            let version = u8::try_from(choice.below(3)).unwrap_or(0);
            Event::Receive { platform, id: u8::try_from(choice.below(3)).unwrap_or(0), version }
        }
        52 => Event::Note { person, value: (choice.below(3) > 0).then_some(kg) },
        53 => Event::Disclose { person, count: u32::from(kg) },
        54 => Event::Pause,
        55 => Event::Rekey { key: kg },
        56 => Event::Restore,
        57 => Event::Thin { person, hour: choice.below(73) as i64 },
        58..64 => {
            let day = [-1, 0, 63, 64].get(nth % 4).copied().unwrap_or(0);
            Event::Tick { person, day, amount: kg % 4 }
        }
        _ => Event::Kill { writing: choice.below(2) > 0 },
    }
}
