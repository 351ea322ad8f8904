//! What documents of platforms consist of. It goes with its document, and with the connection.

use rusqlite::{Row, named_params};

use super::{Reading, Writing, from_word, id, word};
use crate::Result;
use crate::model::attachment::Attachment;
use crate::model::{PersonId, PlatformId};

fn attachment(row: &Row<'_>) -> Result<Attachment> {
    Ok(Attachment {
        platform: PlatformId(id(row, "platform")?),
        resource_type: row.get("resource_type")?,
        document: row.get("id")?,
        version: row.get("version")?,
        place: row.get("place")?,
        content_type: row.get("content_type")?,
        state: from_word(row, "state")?,
        size: row.get("size")?,
    })
}

impl Reading<'_> {
    /// What there is to know of the contents of a person's documents; their bytes are not read.
    ///
    /// # Errors
    /// What the database says.
    pub fn attachments(&self, person: PersonId) -> Result<Vec<Attachment>> {
        self.all(
            "SELECT platform, resource_type, id, attachment.version, place, content_type, state, length(bytes) AS size
             FROM attachment JOIN received USING (platform, resource_type, id)
             WHERE person = ?1 ORDER BY resource_type, id, platform, place",
            [person.as_bytes()],
            attachment,
        )
    }

    /// The bytes of one of them.
    ///
    /// # Errors
    /// What the database says.
    pub fn attachment_bytes(&self, person: PersonId, of: &Attachment) -> Result<Option<Vec<u8>>> {
        self.one(
            "SELECT bytes FROM attachment JOIN received USING (platform, resource_type, id)
             WHERE person = ?1 AND platform = ?2 AND resource_type = ?3 AND id = ?4 AND place = ?5",
            (person.as_bytes(), of.platform.as_bytes(), &of.resource_type, &of.document, of.place),
            |row| Ok(row.get("bytes")?),
        )
    }
}

impl Writing<'_> {
    /// Keeps what a document consists of, in place of what it consisted of before.
    ///
    /// # Errors
    /// What the database says, also when the document is not there.
    pub fn put_attachments(
        &self,
        platform: PlatformId,
        resource_type: &str,
        document: &str,
        contents: &[(Attachment, Vec<u8>)],
    ) -> Result<()> {
        self.run(
            "DELETE FROM attachment WHERE platform = ?1 AND resource_type = ?2 AND id = ?3",
            (platform.as_bytes(), resource_type, document),
        )?;
        for (one, bytes) in contents {
            self.run(
                "INSERT INTO attachment (platform, resource_type, id, place, version, content_type, state, bytes)
                 VALUES (:platform, :resource_type, :id, :place, :version, :content_type, :state, :bytes)",
                named_params! {
                    ":platform": platform.as_bytes(),
                    ":resource_type": resource_type,
                    ":id": document,
                    ":place": one.place,
                    ":version": one.version,
                    ":content_type": one.content_type,
                    ":state": word(&one.state)?,
                    ":bytes": bytes,
                },
            )?;
        }
        Ok(())
    }
}
