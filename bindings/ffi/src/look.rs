//! Looking: charts, what was done to the record, and taking it back.

use mimamori::Result;
use mimamori::chart::{ChartKind, Frame, Span, Theme};
use mimamori::model::person::Person;
use mimamori::model::view::Version;
use mimamori::model::{LocalDay, Millis, PersonId, RecordId, RecordStatus};
use mimamori::text::Words;

use crate::companion::MimamoriCompanion;
use crate::error::CompanionError;
use crate::types::refused;

/// How a chart is drawn.
#[derive(Debug, Clone, PartialEq, Eq, uniffi::Record)]
pub struct ChartFrame {
    /// Width in the drawing's own units, 280 to 2,000.
    pub width: u16,
    /// Height, 180 to 2,000.
    pub height: u16,
    /// Whether it is drawn on a dark ground.
    pub dark: bool,
    /// The size of the text, 100 to 250.
    pub text_percent: u16,
}

/// A chart in three forms that say the same.
#[derive(Debug, Clone, PartialEq, Eq, uniffi::Record)]
pub struct ChartCard {
    /// What it shows.
    pub title: String,
    /// What there is to see, in one sentence: for who does not see it.
    pub sentence: String,
    /// The drawing: one `<svg>`.
    pub svg: String,
    /// The columns' headings.
    pub head: Vec<String>,
    /// The values, each row as long as the headings.
    pub rows: Vec<Vec<String>>,
}

/// A version of a record.
#[derive(Debug, Clone, PartialEq, Eq, uniffi::Record)]
pub struct VersionCard {
    /// The record.
    pub record: RecordId,
    /// What kind of record it is, in words.
    pub kind: String,
    /// What was done, in words.
    pub done: String,
    /// When that was.
    pub at: Millis,
    /// What it then said, in one line.
    pub line: String,
    /// Whether it then stood, or was deleted.
    pub stands: bool,
}

#[uniffi::export]
impl MimamoriCompanion {
    /// A chart of the days from `from` to `to`. `kind` is a code of [`choices`](Self::choices).
    pub async fn chart(
        &self,
        person: PersonId,
        kind: String,
        from: LocalDay,
        to: LocalDay,
        frame: ChartFrame,
    ) -> Result<ChartCard, CompanionError> {
        self.with(move |core, words| {
            let kind = ChartKind::from_code(&kind).ok_or_else(|| refused("kind"))?;
            if !(280..=2_000).contains(&frame.width) || !(180..=2_000).contains(&frame.height) {
                return Err(refused("frame"));
            }
            let chart = core.chart(person, kind, Span::new(from, to), words)?;
            let drawn = Frame {
                theme: if frame.dark { Theme::Dark } else { Theme::Light },
                text_percent: frame.text_percent.clamp(100, 250),
                ..Frame::new(frame.width, frame.height, "chart")
            };
            Ok(ChartCard {
                svg: chart.svg(&drawn),
                title: chart.title,
                sentence: chart.sentence,
                head: chart.table.head,
                rows: chart.table.rows,
            })
        })
        .await
    }

    /// Every version of a record, oldest first; the last one stands.
    pub async fn history(&self, person: PersonId, record: RecordId) -> Result<Vec<VersionCard>, CompanionError> {
        self.with(move |core, words| {
            core.record_of(person, record)?;
            let person = core.person(person)?;
            Ok(core.versions(record)?.iter().map(|version| card(version, &person, words)).collect())
        })
        .await
    }

    /// What was done to the record from `from` to `to`, by when it was done.
    pub async fn changes(
        &self,
        person: PersonId,
        from: LocalDay,
        to: LocalDay,
    ) -> Result<Vec<VersionCard>, CompanionError> {
        self.with(move |core, words| {
            let changes = core.changes(person, None, from, to)?;
            let person = core.person(person)?;
            Ok(changes.iter().map(|version| card(version, &person, words)).collect())
        })
        .await
    }

    /// Takes back the last change of the person's hand that was not taken back; answers of which record.
    pub async fn undo_last(&self, person: PersonId) -> Result<RecordId, CompanionError> {
        self.with(move |core, _| Ok(core.undo(core.last_record(person)?.id)?.id)).await
    }

    /// Brings back what was last taken back of a record.
    pub async fn redo(&self, record: RecordId) -> Result<(), CompanionError> {
        self.with(move |core, _| core.redo(record).map(drop)).await
    }

    /// Brings back what was last taken back of any; answers of which record.
    pub async fn redo_last(&self, person: PersonId) -> Result<RecordId, CompanionError> {
        self.with(move |core, _| Ok(core.redo(core.last_undone(person)?.id)?.id)).await
    }
}

fn card(version: &Version, person: &Person, words: &Words) -> VersionCard {
    let record = &version.record;
    VersionCard {
        record: record.id,
        kind: words.record_kind(record.entry.kind()),
        done: words.done(version.done),
        at: record.written,
        line: words.entry(&record.entry, &person.profile.units),
        stands: record.status == RecordStatus::Active,
    }
}
