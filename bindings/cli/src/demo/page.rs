//! The page and the picture that the demo leaves behind.

use std::fs;
use std::path::PathBuf;

use mimamori::chart::{self, Frame};
use mimamori::companion::Companion;
use mimamori::exchange::export::page::{self, CaregiverView, SourceLine};
use mimamori::model::{LocalDay, PersonId};
use mimamori::text::Words;

use super::place::Place;
use crate::failure::Failure;
use crate::png;

/// How many nights the chart shows.
const NIGHTS: i64 = 112;

/// Writes `index.html` and `night-heart-rate.png`; returns where they are.
pub(super) fn write(
    place: &Place,
    mother: &Companion,
    person: PersonId,
    day: LocalDay,
    caregiver: CaregiverView,
    words: &Words,
) -> Result<Vec<PathBuf>, Failure> {
    let sources = [("demo-source-watch", "Apache-2.0"), ("demo-source-food", ""), ("demo-source-made-up", "")]
        .into_iter()
        .map(|(id, licence)| SourceLine { name: words.get(id), licence: licence.to_owned() })
        .collect();
    let content = mother.page(person, day, NIGHTS, Some(caregiver), sources, words.lang())?;
    let index = place.file("index.html");
    fs::write(&index, page::page(&content, words))?;

    let drawing = chart::nights(&content.nights, content.nights_shown, words);
    let frame = Frame { titled: true, ..Frame::new(960, 420, "nights") };
    let picture = place.file("night-heart-rate.png");
    let bytes = png::render(&drawing.svg(&frame)).map_err(|_| Failure::Failed(words.get("demo-no-picture")))?;
    fs::write(&picture, bytes)?;
    Ok(vec![index, picture])
}
