//! What each platform has yet to be told, and what it has been.
//!
//! A change and its entry here commit together. An entry counts changes; acknowledging subtracts
//! what was sent, so that an edit made while sending is sent next time.

use rusqlite::{Row, named_params};

use super::{Reading, Writing, id};
use crate::model::consent::DataClass;
use crate::model::subject::{Pending, Sent, SentResource, SetAside};
use crate::model::{Millis, PersonId, PlatformId, RecordId, SourceId, Subject};
use crate::{Error, Result};

/// A subject's three columns.
fn columns(subject: &Subject) -> (&'static str, &[u8; 16], i64) {
    match subject {
        Subject::Record(record) => ("record", record.as_bytes(), 0),
        Subject::HeartHour { source, hour } => ("heart", source.as_bytes(), *hour),
        Subject::StepsHour { source, hour } => ("steps", source.as_bytes(), *hour),
    }
}

fn subject(row: &Row<'_>) -> Result<Subject> {
    let subject = id(row, "subject")?;
    let hour = row.get("hour")?;
    match row.get_ref("kind")?.as_str() {
        Ok("record") => Ok(Subject::Record(RecordId(subject))),
        Ok("heart") => Ok(Subject::HeartHour { source: SourceId(subject), hour }),
        Ok("steps") => Ok(Subject::StepsHour { source: SourceId(subject), hour }),
        _ => Err(Error::Unreadable("subject")),
    }
}

fn pending(row: &Row<'_>) -> Result<Pending> {
    Ok(Pending {
        subject: subject(row)?,
        person: PersonId(id(row, "person")?),
        at: Millis(row.get("at")?),
        dirty: row.get("dirty")?,
        tried: row.get("tried")?,
    })
}

impl Reading<'_> {
    /// At most `limit` subjects that `platform` has yet to be told of, newest first, without those
    /// that were set aside.
    ///
    /// # Errors
    /// What the database says.
    pub fn pending(&self, platform: PlatformId, limit: u32) -> Result<Vec<Pending>> {
        self.pending_after(platform, None, limit)
    }

    /// As [`pending`](Self::pending), of those that come behind `last`.
    ///
    /// # Errors
    /// What the database says.
    pub fn pending_after(&self, platform: PlatformId, last: Option<&Pending>, limit: u32) -> Result<Vec<Pending>> {
        let (at, (kind, subject, hour)) =
            last.map_or((i64::MAX, ("", &[0; 16], 0)), |last| (last.at.0, columns(&last.subject)));
        self.all(
            "SELECT o.kind, o.subject, o.hour, o.at, o.dirty, o.tried, p.person
             FROM outbox o JOIN platform p ON p.id = o.platform
             WHERE o.platform = ?1 AND o.aside IS NULL
               AND o.at <= ?2 AND (o.at < ?2 OR (o.kind, o.subject, o.hour) > (?3, ?4, ?5))
             ORDER BY o.at DESC, o.kind, o.subject, o.hour LIMIT ?6",
            (platform.as_bytes(), at, kind, subject, hour, limit),
            pending,
        )
    }

    /// The entry of one subject, if `platform` has yet to be told of it.
    ///
    /// # Errors
    /// What the database says.
    pub fn pending_of(&self, platform: PlatformId, of: &Subject) -> Result<Option<Pending>> {
        let (kind, subject, hour) = columns(of);
        self.one(
            "SELECT o.kind, o.subject, o.hour, o.at, o.dirty, o.tried, p.person
             FROM outbox o JOIN platform p ON p.id = o.platform
             WHERE o.platform = ?1 AND o.kind = ?2 AND o.subject = ?3 AND o.hour = ?4",
            (platform.as_bytes(), kind, subject, hour),
            pending,
        )
    }

    /// The subject that `platform` has yet to be told of and that lies `place` places from the oldest one, of
    /// those that were not set aside.
    ///
    /// # Errors
    /// What the database says.
    pub fn pending_from_oldest(&self, platform: PlatformId, place: u32) -> Result<Option<Pending>> {
        self.one(
            "SELECT o.kind, o.subject, o.hour, o.at, o.dirty, o.tried, p.person
             FROM outbox o JOIN platform p ON p.id = o.platform
             WHERE o.platform = ?1 AND o.aside IS NULL ORDER BY o.at, o.kind, o.subject LIMIT 1 OFFSET ?2",
            (platform.as_bytes(), place),
            pending,
        )
    }

    /// The subjects that `platform` has yet to be told of and that were sent without an answer.
    ///
    /// # Errors
    /// What the database says.
    pub fn pending_tried(&self, platform: PlatformId) -> Result<Vec<Pending>> {
        self.all(
            "SELECT o.kind, o.subject, o.hour, o.at, o.dirty, o.tried, p.person
             FROM outbox o JOIN platform p ON p.id = o.platform
             WHERE o.platform = ?1 AND o.tried IS NOT NULL AND o.aside IS NULL ORDER BY o.at DESC, o.kind, o.subject",
            [platform.as_bytes()],
            pending,
        )
    }

    /// How many subjects `platform` has yet to be told of, without those that were set aside.
    ///
    /// # Errors
    /// What the database says.
    pub fn pending_count(&self, platform: PlatformId) -> Result<u32> {
        let count = self.one(
            "SELECT count(*) FROM outbox WHERE platform = ?1 AND aside IS NULL",
            [platform.as_bytes()],
            |row| Ok(row.get::<_, u32>(0)?),
        )?;
        Ok(count.unwrap_or(0))
    }

    /// What stands on `platform` because `of` was sent there.
    ///
    /// # Errors
    /// What the database says.
    pub fn sent_resources(&self, platform: PlatformId, of: &Subject) -> Result<Vec<SentResource>> {
        let (kind, subject, hour) = columns(of);
        self.all(
            "SELECT resource_type, id, version, revision FROM sent
             WHERE platform = ?1 AND kind = ?2 AND subject = ?3 AND hour = ?4 ORDER BY resource_type, id",
            (platform.as_bytes(), kind, subject, hour),
            |row| {
                Ok(SentResource {
                    resource_type: row.get("resource_type")?,
                    id: row.get("id")?,
                    version: row.get("version")?,
                    revision: row.get("revision")?,
                })
            },
        )
    }

    /// The ids of everything of a type that is here because `platform` has it: received, or a part of the
    /// record.
    ///
    /// # Errors
    /// What the database says.
    pub fn held_ids(&self, platform: PlatformId, resource_type: &str) -> Result<Vec<String>> {
        self.all(
            "SELECT id FROM received WHERE platform = ?1 AND resource_type = ?2
             UNION SELECT id FROM sent WHERE platform = ?1 AND resource_type = ?2 ORDER BY id",
            (platform.as_bytes(), resource_type),
            |row| Ok(row.get("id")?),
        )
    }

    /// What a resource on `platform` is here, if it is a part of the record.
    ///
    /// # Errors
    /// What the database says.
    pub fn subject_of(&self, platform: PlatformId, resource_type: &str, id: &str) -> Result<Option<Subject>> {
        self.one(
            "SELECT kind, subject, hour FROM sent WHERE platform = ?1 AND resource_type = ?2 AND id = ?3",
            (platform.as_bytes(), resource_type, id),
            subject,
        )
    }

    /// The subjects that `platform` refused, newest first.
    ///
    /// # Errors
    /// What the database says.
    pub fn set_aside_list(&self, platform: PlatformId) -> Result<Vec<SetAside>> {
        self.all(
            "SELECT kind, subject, hour, at, aside FROM outbox
             WHERE platform = ?1 AND aside IS NOT NULL ORDER BY at DESC, kind, subject",
            [platform.as_bytes()],
            |row| Ok(SetAside { subject: subject(row)?, at: Millis(row.get("at")?), reason: row.get("aside")? }),
        )
    }
}

impl Writing<'_> {
    /// Notes one more change of a subject for every platform that `person` lets its class leave for;
    /// of what belongs to no class, for every platform of their own. What was `deleted` goes also to
    /// those that were told of it when they still might be.
    pub(super) fn queue(
        &self,
        person: PersonId,
        of: Subject,
        class: Option<DataClass>,
        at: Millis,
        deleted: bool,
    ) -> Result<()> {
        let (kind, subject, hour) = columns(&of);
        // A change may mend what a platform refused: it is tried again.
        self.run(
            "INSERT INTO outbox (platform, kind, subject, hour, at, dirty)
             SELECT p.id, :kind, :subject, :hour, :at, 1 FROM platform p
             WHERE p.person = :person AND p.access = 'own' AND (
                 :class IS NULL
                 OR EXISTS (SELECT 1 FROM share s WHERE s.platform = p.id AND s.class = :class)
                 OR (:deleted AND EXISTS (SELECT 1 FROM sent s WHERE s.platform = p.id AND s.kind = :kind
                                          AND s.subject = :subject AND s.hour = :hour)))
             ON CONFLICT (platform, kind, subject, hour)
             DO UPDATE SET dirty = dirty + 1, at = excluded.at, aside = NULL",
            named_params! {
                ":kind": kind, ":subject": subject, ":hour": hour, ":at": at.0, ":person": person.as_bytes(),
                ":class": class.map(DataClass::code), ":deleted": deleted,
            },
        )?;
        Ok(())
    }

    /// Notes a change of an hour of heart rate.
    pub(crate) fn queue_heart_hour(&self, person: PersonId, source: SourceId, hour: i64) -> Result<()> {
        let at = Millis(hour.saturating_mul(Millis::HOUR));
        self.queue(person, Subject::HeartHour { source, hour }, Some(DataClass::HeartRate), at, false)
    }

    /// Notes that `subject` is no more: platforms that were never told of it need not be.
    pub(super) fn queue_erasure(&self, person: PersonId, of: Subject, at: Millis) -> Result<()> {
        self.queue(person, of, None, at, true)?;
        let (kind, subject, hour) = columns(&of);
        self.run(
            "DELETE FROM outbox WHERE kind = ?1 AND subject = ?2 AND hour = ?3
             AND NOT EXISTS (SELECT 1 FROM sent s WHERE s.platform = outbox.platform
                             AND s.kind = ?1 AND s.subject = ?2 AND s.hour = ?3)",
            (kind, subject, hour),
        )?;
        Ok(())
    }

    /// `platform` has acknowledged `of` as it stood after `dirty` changes, and now holds
    /// `resources` because of it: all of them, none when it was erased there.
    ///
    /// # Errors
    /// [`Error::NotFound`] when the platform is no longer connected; what the database says.
    pub fn mark_sent(&self, platform: PlatformId, of: &Subject, dirty: i64, resources: &[SentResource]) -> Result<()> {
        let sent = Sent { subject: *of, dirty, resources: resources.to_vec() };
        self.mark_all_sent(platform, std::iter::once(sent))
    }

    /// `platform` has acknowledged all of `sent`: see [`mark_sent`](Self::mark_sent).
    ///
    /// # Errors
    /// [`Error::NotFound`] when the platform is no longer connected; what the database says.
    pub fn mark_all_sent(&self, platform: PlatformId, sent: impl IntoIterator<Item = Sent>) -> Result<()> {
        self.platform(platform)?.ok_or(Error::NotFound("platform"))?;
        let connection = self.connection;
        let mut done = connection.prepare_cached(
            "DELETE FROM outbox WHERE platform = ?1 AND kind = ?2 AND subject = ?3 AND hour = ?4 AND dirty <= ?5",
        )?;
        let mut changed_meanwhile = connection.prepare_cached(
            "UPDATE outbox SET dirty = dirty - ?5 WHERE platform = ?1 AND kind = ?2 AND subject = ?3 AND hour = ?4",
        )?;
        let mut forget = connection
            .prepare_cached("DELETE FROM sent WHERE platform = ?1 AND kind = ?2 AND subject = ?3 AND hour = ?4")?;
        let mut keep = connection.prepare_cached(
            "INSERT OR REPLACE INTO sent (platform, kind, subject, hour, resource_type, id, version, revision)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
        )?;
        for one in sent {
            let (kind, subject, hour) = columns(&one.subject);
            let dirty = one.dirty.max(0);
            if done.execute((platform.as_bytes(), kind, subject, hour, dirty))? == 0 {
                changed_meanwhile.execute((platform.as_bytes(), kind, subject, hour, dirty))?;
            }
            forget.execute((platform.as_bytes(), kind, subject, hour))?;
            for resource in &one.resources {
                keep.execute((
                    platform.as_bytes(),
                    kind,
                    subject,
                    hour,
                    &resource.resource_type,
                    &resource.id,
                    &resource.version,
                    resource.revision,
                ))?;
            }
        }
        Ok(())
    }

    /// Notes of subjects that wait that they were sent, in these revisions, and got no answer.
    ///
    /// # Errors
    /// What the database says.
    pub fn mark_tried(&self, platform: PlatformId, of: impl IntoIterator<Item = (Subject, u32)>) -> Result<()> {
        for (one, revision) in of {
            let (kind, subject, hour) = columns(&one);
            self.run(
                "UPDATE outbox SET tried = ifnull(tried, ?5)
                 WHERE platform = ?1 AND kind = ?2 AND subject = ?3 AND hour = ?4",
                (platform.as_bytes(), kind, subject, hour, revision),
            )?;
        }
        Ok(())
    }

    /// It has been looked up what became of a subject that was [tried](Self::mark_tried).
    ///
    /// # Errors
    /// What the database says.
    pub fn looked_up(&self, platform: PlatformId, of: &Subject) -> Result<()> {
        let (kind, subject, hour) = columns(of);
        self.run(
            "UPDATE outbox SET tried = NULL WHERE platform = ?1 AND kind = ?2 AND subject = ?3 AND hour = ?4",
            (platform.as_bytes(), kind, subject, hour),
        )?;
        Ok(())
    }

    /// `platform` refused `of`: it waits apart, with the reason, and holds back nothing else.
    ///
    /// # Errors
    /// What the database says.
    pub fn set_aside(&self, platform: PlatformId, of: &Subject, reason: &str) -> Result<()> {
        let (kind, subject, hour) = columns(of);
        self.run(
            "UPDATE outbox SET aside = ?5 WHERE platform = ?1 AND kind = ?2 AND subject = ?3 AND hour = ?4",
            (platform.as_bytes(), kind, subject, hour, reason),
        )?;
        Ok(())
    }

    /// Everything that `platform` refused is to be tried again. Answers how many subjects.
    ///
    /// # Errors
    /// What the database says.
    pub fn retry_set_aside(&self, platform: PlatformId) -> Result<usize> {
        self.run("UPDATE outbox SET aside = NULL WHERE platform = ?1 AND aside IS NOT NULL", [platform.as_bytes()])
    }
}
