//! Pictures of meals.

use rusqlite::{Row, named_params};

use super::{Reading, Writing, from_word, id, word};
use crate::model::photo::{Photo, PhotoNote};
use crate::model::{PersonId, PhotoId, RecordId};
use crate::{Error, Result};

fn note(row: &Row<'_>) -> Result<PhotoNote> {
    Ok(PhotoNote { id: PhotoId(id(row, "id")?), format: from_word(row, "format")?, bytes: row.get("size")? })
}

impl Reading<'_> {
    /// A picture of the person's.
    ///
    /// # Errors
    /// [`Error::Unreadable`], or what the database says.
    pub fn photo(&self, person: PersonId, photo: PhotoId) -> Result<Option<Photo>> {
        let bytes = self.one(
            "SELECT bytes FROM photo WHERE person = ?1 AND id = ?2",
            (person.as_bytes(), photo.as_bytes()),
            |row| Ok(row.get::<_, Vec<u8>>("bytes")?),
        )?;
        bytes.map(|bytes| Photo::new(bytes).map_err(|_| Error::Unreadable("photo"))).transpose()
    }

    /// What there is to know of a picture; its bytes are not read.
    ///
    /// # Errors
    /// What the database says.
    pub fn photo_note(&self, person: PersonId, photo: PhotoId) -> Result<Option<PhotoNote>> {
        self.one(
            "SELECT id, format, length(bytes) AS size FROM photo WHERE person = ?1 AND id = ?2",
            (person.as_bytes(), photo.as_bytes()),
            note,
        )
    }

    /// All pictures of a person, each with its meal, in order of their names.
    ///
    /// # Errors
    /// What the database says.
    pub fn photos(&self, person: PersonId) -> Result<Vec<(RecordId, PhotoNote)>> {
        self.all(
            "SELECT record, id, format, length(bytes) AS size FROM photo WHERE person = ?1 ORDER BY id",
            [person.as_bytes()],
            |row| Ok((RecordId(id(row, "record")?), note(row)?)),
        )
    }
}

impl Writing<'_> {
    /// Keeps a picture of a meal. Erasing the meal erases it.
    ///
    /// # Errors
    /// [`Error::NotFound`] when the person has no such record; what the database says.
    pub fn put_photo(&self, person: PersonId, record: RecordId, name: PhotoId, photo: &Photo) -> Result<()> {
        self.record(record)?.filter(|record| record.person == person).ok_or(Error::NotFound("record"))?;
        self.run(
            "INSERT INTO photo (id, person, record, format, bytes) VALUES (:id, :person, :record, :format, :bytes)",
            named_params! {
                ":id": name.as_bytes(),
                ":person": person.as_bytes(),
                ":record": record.as_bytes(),
                ":format": word(&photo.format())?,
                ":bytes": photo.bytes(),
            },
        )?;
        Ok(())
    }
}
