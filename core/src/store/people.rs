//! People, and the sources of their measurements.

use rusqlite::{Row, named_params};

use super::{Appended, Reading, Writing, from_json, from_word, id, json, word};
use crate::model::person::{Person, Source, SourceKind};
use crate::model::{Millis, PersonId, SourceId};
use crate::{Error, Result};

/// Where a person's own order begins to be outranked by no kind: chosen ranks lie below.
const FIRST_RANK_OF_KINDS: i64 = 1_000_000;

/// The order in which sources are believed until the person says otherwise: what the phone heard
/// itself before what others passed on, and any device before a typed number.
const fn rank(kind: SourceKind) -> i64 {
    FIRST_RANK_OF_KINDS
        + match kind {
            SourceKind::Bluetooth => 0,
            SourceKind::Wearable => 1,
            SourceKind::Phone => 2,
            SourceKind::File => 3,
            SourceKind::Manual => 4,
            SourceKind::Platform => 5,
        }
}

fn source(row: &Row<'_>) -> Result<Source> {
    Ok(Source { id: SourceId(id(row, "id")?), kind: from_word(row, "kind")?, name: row.get("name")? })
}

impl Reading<'_> {
    /// Everyone of this store, in the order in which they were added.
    ///
    /// # Errors
    /// What the database says.
    pub fn people(&self) -> Result<Vec<Person>> {
        self.all("SELECT body FROM person ORDER BY added", [], |row| from_json(row, "body", "person"))
    }

    /// One person.
    ///
    /// # Errors
    /// What the database says.
    pub fn person(&self, person: PersonId) -> Result<Option<Person>> {
        self.one("SELECT body FROM person WHERE id = ?1", [person.as_bytes()], |row| from_json(row, "body", "person"))
    }

    /// The sources of `person`, the one that is believed first first.
    ///
    /// # Errors
    /// What the database says.
    pub fn sources(&self, person: PersonId) -> Result<Vec<Source>> {
        self.all(
            "SELECT id, kind, name FROM source WHERE person = ?1 ORDER BY rank, name, id",
            [person.as_bytes()],
            source,
        )
    }

    /// One source of `person`.
    ///
    /// # Errors
    /// What the database says.
    pub fn source(&self, person: PersonId, source_id: SourceId) -> Result<Option<Source>> {
        self.one(
            "SELECT id, kind, name FROM source WHERE person = ?1 AND id = ?2",
            [person.as_bytes(), source_id.as_bytes()],
            source,
        )
    }
}

impl Writing<'_> {
    /// Erases everything that a person's record holds here, series and findings included, and leaves
    /// the person and their platforms: what a caregiver's device does when access ends. Physical:
    /// `secure_delete` overwrites what is freed.
    ///
    /// # Errors
    /// What the database says.
    pub fn erase_contents(&self, person: PersonId) -> Result<()> {
        self.run(
            "DELETE FROM record_history WHERE id IN (SELECT id FROM record WHERE person = ?1)",
            [person.as_bytes()],
        )?;
        self.erase_series(person)?;
        for statement in [
            "DELETE FROM record WHERE person = ?1",
            "DELETE FROM habit_course WHERE person = ?1",
            "DELETE FROM received WHERE person = ?1",
            "DELETE FROM device_value WHERE person = ?1",
            "DELETE FROM device_user WHERE person = ?1",
            "DELETE FROM meta WHERE person = ?1",
            "DELETE FROM source WHERE person = ?1",
        ] {
            self.run(statement, [person.as_bytes()])?;
        }
        Ok(())
    }

    /// Erases every series of a person, with what detectors remember of them, and that platforms had a part of
    /// them. Physical, as [`erase_contents`](Self::erase_contents).
    ///
    /// # Errors
    /// What the database says.
    pub fn erase_series(&self, person: PersonId) -> Result<()> {
        self.erase_past(person)?;
        for statement in [
            "DELETE FROM heart_chunk WHERE person = ?1",
            "DELETE FROM heart_day WHERE person = ?1",
            "DELETE FROM heart_hour WHERE person = ?1",
            "DELETE FROM step WHERE person = ?1",
            "DELETE FROM energy WHERE person = ?1",
            "DELETE FROM detector WHERE person = ?1",
            "DELETE FROM detector_past WHERE person = ?1",
            "DELETE FROM sent WHERE kind IN ('heart', 'steps') AND platform IN (SELECT id FROM platform WHERE person = ?1)",
        ] {
            self.run(statement, [person.as_bytes()])?;
        }
        Ok(())
    }

    /// Erases a person with everything that is kept of them here: their platforms, what these gave and
    /// the log of what went there too. Physical, as [`erase_contents`](Self::erase_contents).
    ///
    /// # Errors
    /// [`Error::NotFound`] when there is no such person; what the database says.
    pub fn erase_person(&self, person: PersonId) -> Result<()> {
        self.must_know(person)?;
        self.erase_contents(person)?;
        for statement in [
            "DELETE FROM platform WHERE person = ?1",
            "DELETE FROM disclosure WHERE person = ?1",
            "DELETE FROM person WHERE id = ?1",
        ] {
            self.run(statement, [person.as_bytes()])?;
        }
        Ok(())
    }

    /// Adds `person`, or changes what is known of them.
    ///
    /// # Errors
    /// What the database says.
    pub fn put_person(&self, person: &Person) -> Result<()> {
        self.run(
            "INSERT INTO person (id, added, body)
             VALUES (:id, (SELECT ifnull(max(added), 0) + 1 FROM person), :body)
             ON CONFLICT (id) DO UPDATE SET body = excluded.body",
            named_params! { ":id": person.id.as_bytes(), ":body": json(person)? },
        )?;
        Ok(())
    }

    /// Adds a source of `person`, or changes its kind and name. Its place in the order stays.
    ///
    /// # Errors
    /// [`Error::NotFound`] when there is no such person; what the database says.
    pub fn put_source(&self, person: PersonId, source: &Source) -> Result<()> {
        self.must_know(person)?;
        self.run(
            "INSERT INTO source (person, id, kind, name, rank) VALUES (:person, :id, :kind, :name, :rank)
             ON CONFLICT (person, id) DO UPDATE SET kind = excluded.kind, name = excluded.name",
            named_params! {
                ":person": person.as_bytes(),
                ":id": source.id.as_bytes(),
                ":kind": word(&source.kind)?,
                ":name": source.name,
                ":rank": rank(source.kind),
            },
        )?;
        Ok(())
    }

    /// Puts the sources of `person` in the order in which they are to be believed; those not named
    /// come after, by their kind. Where that changes the order, all that they measured is noted as not
    /// looked at: every minute may now be another source's.
    ///
    /// # Errors
    /// What the database says.
    pub fn put_source_order(&self, person: PersonId, order: &[SourceId]) -> Result<()> {
        let before = self.sources(person)?;
        for known in &before {
            let place = order.iter().position(|id| *id == known.id);
            let rank = place.map_or(rank(known.kind), |place| i64::try_from(place).unwrap_or(FIRST_RANK_OF_KINDS));
            self.run(
                "UPDATE source SET rank = ?3 WHERE person = ?1 AND id = ?2",
                (person.as_bytes(), known.id.as_bytes(), rank),
            )?;
        }
        if self.sources(person)? != before {
            self.note_unseen(person, &Appended { first: Some(Millis(i64::MIN)), ..Appended::default() })?;
        }
        Ok(())
    }

    /// # Errors
    /// [`Error::NotFound`] when `person` is not of this store.
    pub(super) fn must_know(&self, person: PersonId) -> Result<()> {
        self.one("SELECT 1 FROM person WHERE id = ?1", [person.as_bytes()], |_| Ok(()))?
            .ok_or(Error::NotFound("person"))
    }
}
