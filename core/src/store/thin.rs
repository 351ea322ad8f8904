//! Days of heart rate of which the person had every single value erased: what is left are the sums of
//! their minutes, which is what charts, views and detectors read.
//!
//! Nothing does that unasked. A thinned day has an empty body, and stays thinned: what comes for it
//! again, from an old export perhaps, counts only in minutes of which nothing was known.

use rusqlite::named_params;

use super::hearts::Appended;
use super::past::place_of;
use super::sums::{DayMinutes, HOURS, pack_many, pack_sums};
use super::{Reading, Writing};
use crate::model::heart::{Contact, HeartSample, Thinning};
use crate::model::{LocalDay, Millis, PersonId, SourceId};
use crate::{Error, Result};

/// Of the source ?2 of the person ?1, the packed days before ?3 that are not thinned.
macro_rules! whole_days {
    ($columns:literal) => {
        concat!(
            "SELECT ",
            $columns,
            " FROM heart_series s
             JOIN heart_past p ON p.place >= s.n * 16777216 AND p.place < s.n * 16777216 + ?3
             JOIN heart_body b ON b.place = p.place
             WHERE s.person = ?1 AND s.source = ?2 AND length(b.body) > 0"
        )
    };
}

impl Reading<'_> {
    /// What erasing every single heart rate and beat of the days before `before` would take away; a day,
    /// counted in UTC, that is not wholly before it is left as it is.
    ///
    /// # Errors
    /// What the database says.
    pub fn thinnable(&self, person: PersonId, before: Millis) -> Result<Thinning> {
        let end = before.0.div_euclid(Millis::DAY);
        let mut thinning = Thinning::default();
        let mut count = |day: i64, bytes: i64| {
            thinning.days = thinning.days.saturating_add(1);
            thinning.bytes = thinning.bytes.saturating_add(bytes.unsigned_abs());
            let day = LocalDay::from_epoch_days(day);
            thinning.first = thinning.first.into_iter().chain(day).min();
            thinning.last = thinning.last.max(day);
        };
        for source in self.sources(person)? {
            let packed = self.all(
                whole_days!("p.place - s.n * 16777216 - 8388608 AS day, length(b.body) AS size"),
                (person.as_bytes(), source.id.as_bytes(), place_of(end)),
                |row| Ok((row.get::<_, i64>("day")?, row.get::<_, i64>("size")?)),
            )?;
            packed.into_iter().for_each(|(day, size)| count(day, size));
            for (day, size) in self.days_in_chunks(person, source.id, end)? {
                count(day, size);
            }
        }
        thinning.unsent = self.unsent_before(person, end.saturating_mul(24))?;
        Ok(thinning)
    }

    /// The days before `end` that are kept as chunks, and how many bytes these have.
    fn days_in_chunks(&self, person: PersonId, source: SourceId, end: i64) -> Result<Vec<(i64, i64)>> {
        // Floored division, also before 1970.
        self.all(
            "SELECT (hour - (hour % 24 + 24) % 24) / 24 AS day, sum(size) AS size FROM (
                 SELECT hour, length(body) AS size FROM heart_chunk
                 WHERE person = ?1 AND source = ?2 AND hour < ?3 * 24
                 UNION ALL
                 SELECT hour, length(tail) FROM heart_hour
                 WHERE person = ?1 AND source = ?2 AND hour < ?3 * 24 AND tail IS NOT NULL)
             GROUP BY day",
            (person.as_bytes(), source.as_bytes(), end),
            |row| Ok((row.get("day")?, row.get("size")?)),
        )
    }

    fn unsent_before(&self, person: PersonId, hour: i64) -> Result<u32> {
        let hours = self.one(
            "SELECT count(*) FROM outbox o JOIN platform p ON p.id = o.platform
             WHERE p.person = ?1 AND o.kind = 'heart' AND o.hour < ?2",
            (person.as_bytes(), hour),
            |row| Ok(row.get(0)?),
        )?;
        Ok(hours.unwrap_or(0))
    }

    /// The minutes of a day that was thinned; `None` for any other.
    pub(super) fn thinned(&self, person: PersonId, source: SourceId, day: i64) -> Result<Option<DayMinutes>> {
        let minutes = self.one(
            "SELECT b.minutes FROM heart_series s JOIN heart_body b ON b.place = s.n * 16777216 + ?3
             WHERE s.person = ?1 AND s.source = ?2 AND length(b.body) = 0",
            (person.as_bytes(), source.as_bytes(), place_of(day)),
            |row| Ok(row.get::<_, Vec<u8>>("minutes")?),
        )?;
        minutes.map(|packed| DayMinutes::unpack(&packed, HOURS).map_err(|_| Error::Unreadable("roll-up"))).transpose()
    }
}

impl Writing<'_> {
    /// Erases every single heart rate and beat of the days that [`thinnable`](Reading::thinnable) names, and
    /// keeps the sums of their minutes, five minutes and hours. Physical: `secure_delete` overwrites what is
    /// freed. What of these days waited to be sent waits no longer; what a platform holds stays there.
    ///
    /// # Errors
    /// [`Error::NotFound`] when there is no such person; what the database says.
    pub fn thin_heart(&self, person: PersonId, before: Millis) -> Result<Thinning> {
        self.must_know(person)?;
        let thinning = self.thinnable(person, before)?;
        let end = before.0.div_euclid(Millis::DAY);
        for source in self.sources(person)? {
            for (day, _) in self.days_in_chunks(person, source.id, end)? {
                self.fold(person, source.id, day)?;
            }
            let days = self.all(
                whole_days!("p.place - s.n * 16777216 - 8388608 AS day"),
                (person.as_bytes(), source.id.as_bytes(), place_of(end)),
                |row| Ok(row.get::<_, i64>("day")?),
            )?;
            for day in days {
                let minutes = self.past_minutes(person, source.id, day, HOURS)?.unwrap_or_else(DayMinutes::new);
                self.put_thinned(person, source.id, day, &minutes)?;
            }
        }
        self.run(
            "DELETE FROM outbox WHERE kind = 'heart' AND hour < ?2
             AND platform IN (SELECT id FROM platform WHERE person = ?1)",
            (person.as_bytes(), end.saturating_mul(24)),
        )?;
        Ok(thinning)
    }

    /// What came for a day that is thinned.
    pub(super) fn append_thinned(
        &self,
        (person, source, day): (PersonId, SourceId, i64),
        mut minutes: DayMinutes,
        samples: &[HeartSample],
        appended: &mut Appended,
    ) -> Result<()> {
        let unknown = |sample: &&HeartSample| {
            let minute = sample.at.0.rem_euclid(Millis::DAY) / Millis::MINUTE;
            let place = |index: i64| usize::try_from(index).unwrap_or(usize::MAX);
            let known = minutes.hour(place(minute / 60)).get(place(minute % 60)).is_some_and(|sums| sums.count > 0);
            sample.contact != Contact::Lost && !known
        };
        let fresh: Vec<HeartSample> = samples.iter().filter(unknown).copied().collect();
        if fresh.is_empty() {
            return Ok(());
        }
        fresh.iter().for_each(|sample| appended.add(sample.at));
        minutes.count(&fresh);
        self.put_thinned(person, source, day, &minutes)
    }

    fn put_thinned(&self, person: PersonId, source: SourceId, day: i64, minutes: &DayMinutes) -> Result<()> {
        let totals = minutes.totals();
        let with_rates = (0_u32..).zip(&totals).filter(|(_, sums)| sums.count > 0);
        let measured = with_rates.fold(0_u32, |hours, (hour, _)| hours | 1 << hour);
        let [a, b, c, _] = measured.to_le_bytes();
        let mut hours = vec![a, b, c];
        hours.extend(pack_sums(&totals));
        let place = "(SELECT n * 16777216 + :place FROM heart_series WHERE person = :person AND source = :source)";
        self.run(
            &format!("UPDATE heart_past SET hours = :hours, fives = :fives WHERE place = {place}"),
            named_params! {
                ":person": person.as_bytes(),
                ":source": source.as_bytes(),
                ":place": place_of(day),
                ":hours": hours,
                ":fives": pack_many(&minutes.fives()),
            },
        )?;
        self.run(
            &format!("UPDATE heart_body SET minutes = :minutes, body = x'' WHERE place = {place}"),
            named_params! {
                ":person": person.as_bytes(),
                ":source": source.as_bytes(),
                ":place": place_of(day),
                ":minutes": minutes.pack(),
            },
        )?;
        Ok(())
    }
}
