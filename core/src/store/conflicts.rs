//! What two devices changed differently, until the person says which holds.

use rusqlite::{Row, named_params};

use super::{Reading, Writing, from_json, id, json};
use crate::Result;
use crate::model::conflict::Conflict;
use crate::model::{Millis, PersonId, RecordId};

fn conflict(row: &Row<'_>) -> Result<Conflict> {
    Ok(Conflict {
        record: RecordId(id(row, "record")?),
        person: PersonId(id(row, "person")?),
        revision: row.get("revision")?,
        noticed: Millis(row.get("noticed")?),
        fields: from_json(row, "fields", "conflict")?,
        here: from_json(row, "here", "conflict")?,
        there: from_json(row, "there", "conflict")?,
    })
}

impl Reading<'_> {
    /// The conflicts of `person` that wait, the one that was noticed last first.
    ///
    /// # Errors
    /// What the database says.
    pub fn conflicts(&self, person: PersonId) -> Result<Vec<Conflict>> {
        self.all(
            "SELECT record, revision, person, noticed, fields, here, there FROM conflict
             WHERE person = ?1 ORDER BY noticed DESC, record, revision DESC",
            [person.as_bytes()],
            conflict,
        )
    }

    /// Those of one record, in the order in which they were noticed.
    ///
    /// # Errors
    /// What the database says.
    pub fn conflicts_of(&self, record: RecordId) -> Result<Vec<Conflict>> {
        self.all(
            "SELECT record, revision, person, noticed, fields, here, there FROM conflict
             WHERE record = ?1 ORDER BY revision",
            [record.as_bytes()],
            conflict,
        )
    }
}

impl Writing<'_> {
    /// Keeps both sides of a conflict.
    ///
    /// # Errors
    /// What the database says.
    pub fn put_conflict(&self, conflict: &Conflict) -> Result<()> {
        self.run(
            "INSERT OR REPLACE INTO conflict (record, revision, person, noticed, fields, here, there)
             VALUES (:record, :revision, :person, :noticed, :fields, :here, :there)",
            named_params! {
                ":record": conflict.record.as_bytes(),
                ":revision": conflict.revision,
                ":person": conflict.person.as_bytes(),
                ":noticed": conflict.noticed.0,
                ":fields": json(&conflict.fields)?,
                ":here": json(&conflict.here)?,
                ":there": json(&conflict.there)?,
            },
        )?;
        Ok(())
    }

    /// The person has said what holds. Answers how many conflicts of the record that were.
    ///
    /// # Errors
    /// What the database says.
    pub fn settle(&self, record: RecordId) -> Result<usize> {
        self.run("DELETE FROM conflict WHERE record = ?1", [record.as_bytes()])
    }
}
