//! Days of heart rate of which the person had every single value erased: what is left are the sums of
//! their minutes, which is what charts, views and detectors read.
//!
//! Nothing does that unasked. A thinned day has an empty body, and stays thinned: what comes for it
//! again, from an old export perhaps, counts only in minutes of which nothing was known. Days are packed by
//! UTC, and the person's own begin elsewhere: of the day in which theirs begins, the hours before that are
//! thinned by themselves (`heart_past.erased`), and stay so in the same way.

use std::collections::BTreeSet;

use rusqlite::named_params;

use super::hearts::Appended;
use super::past::{day_of, hours_of, kept, place_of};
use super::sums::{DayMinutes, HOURS, pack_many, pack_sums};
use super::{Reading, Writing};
use crate::model::heart::{HeartSample, Thinning};
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
    /// What erasing every single heart rate and beat of the hours before `before` would take away; the hour that
    /// holds `before`, where it is not the start of one, is left as it is. Days are the person's.
    ///
    /// # Errors
    /// [`Error::NotFound`] when there is no such person; what the database says.
    pub fn thinnable(&self, person: PersonId, before: Millis) -> Result<Thinning> {
        let zone = self.person(person)?.ok_or(Error::NotFound("person"))?.zone;
        let end = before.hour_index();
        let mut thinning = Thinning::default();
        let mut days = BTreeSet::new();
        let mut count = |hours: &mut dyn Iterator<Item = i64>, bytes: u64| {
            thinning.bytes = thinning.bytes.saturating_add(bytes);
            // An hour counts as of the day in which it ends.
            let last = |hour: i64| Millis(hour.saturating_add(1).saturating_mul(Millis::HOUR)).plus(-1);
            days.extend(hours.map(|hour| LocalDay::of(last(hour), zone)));
        };
        for source in self.sources(person)? {
            let packed = self.all(
                whole_days!("p.place - s.n * 16777216 - 8388608 AS day, p.hours, p.erased, length(b.body) AS size"),
                (person.as_bytes(), source.id.as_bytes(), place_of(day_of(end)) + 1),
                |row| Ok((hours_of(row.get("day")?).0, kept(row)?, row.get::<_, i64>("size")?.unsigned_abs())),
            )?;
            for (first, kept, size) in packed {
                let goes = |hour: &i64| kept >> (hour - first) & 1 == 1 && *hour < end;
                let hours = (first..first.saturating_add(HOURS as i64)).filter(goes);
                // Of a day of which a part goes, its part of the bytes.
                let share = hours.clone().count() as u64;
                count(&mut { hours }, (size * share).div_ceil(u64::from(kept.count_ones()).max(1)));
            }
            for (hour, size) in self.hours_in_chunks(person, source.id, end)? {
                count(&mut std::iter::once(hour), size.unsigned_abs());
            }
        }
        thinning.days = u32::try_from(days.len()).unwrap_or(u32::MAX);
        (thinning.first, thinning.last) = (days.first().copied(), days.last().copied());
        thinning.unsent = self.unsent_before(person, end)?;
        Ok(thinning)
    }

    /// The hours before `end` that are kept as chunks, and how many bytes these have.
    fn hours_in_chunks(&self, person: PersonId, source: SourceId, end: i64) -> Result<Vec<(i64, i64)>> {
        self.all(
            "SELECT hour, sum(size) AS size FROM (
                 SELECT hour, length(body) AS size FROM heart_chunk
                 WHERE person = ?1 AND source = ?2 AND hour < ?3
                 UNION ALL
                 SELECT hour, length(tail) FROM heart_hour
                 WHERE person = ?1 AND source = ?2 AND hour < ?3 AND tail IS NOT NULL)
             GROUP BY hour",
            (person.as_bytes(), source.as_bytes(), end),
            |row| Ok((row.get("hour")?, row.get("size")?)),
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
    /// Erases every single heart rate and beat of the hours that [`thinnable`](Reading::thinnable) counts, and
    /// keeps the sums of their minutes, five minutes and hours. Physical: `secure_delete` overwrites what is
    /// freed. What of these hours waited to be sent waits no longer; what a platform holds stays there.
    ///
    /// # Errors
    /// [`Error::NotFound`] when there is no such person; what the database says.
    pub fn thin_heart(&self, person: PersonId, before: Millis) -> Result<Thinning> {
        let thinning = self.thinnable(person, before)?;
        let end = before.hour_index();
        let last = day_of(end);
        for source in self.sources(person)? {
            let mut in_chunks: Vec<i64> =
                self.hours_in_chunks(person, source.id, end)?.into_iter().map(|(hour, _)| day_of(hour)).collect();
            in_chunks.dedup();
            for day in in_chunks.into_iter().filter(|day| *day < last) {
                self.fold(person, source.id, day)?;
            }
            let days = self.all(
                whole_days!("p.place - s.n * 16777216 - 8388608 AS day, p.hours, p.erased"),
                (person.as_bytes(), source.id.as_bytes(), place_of(last)),
                |row| Ok((row.get::<_, i64>("day")?, kept(row)?)),
            )?;
            for (day, _) in days.into_iter().filter(|(_, kept)| *kept != 0) {
                let minutes = self.past_minutes(person, source.id, day, HOURS)?.unwrap_or_else(DayMinutes::new);
                self.put_thinned(person, source.id, day, &minutes)?;
            }
            self.thin_hours(person, source.id, last, end)?;
        }
        self.run(
            "DELETE FROM outbox WHERE kind = 'heart' AND hour < ?2
             AND platform IN (SELECT id FROM platform WHERE person = ?1)",
            (person.as_bytes(), end),
        )?;
        Ok(thinning)
    }

    /// Of the day in which the person's own begins, the hours before `end`.
    fn thin_hours(&self, person: PersonId, source: SourceId, day: i64, end: i64) -> Result<()> {
        let mut goes = self.whole_day(person, source, day)?;
        let stays = goes.split_off(&end);
        if goes.is_empty() {
            return Ok(());
        }
        let mut erased = self.erased_hours(person, source, day)?;
        goes.iter().for_each(|(hour, measured)| erased.add(*hour, measured));
        self.put_day((person, source, day), &stays, &erased)
    }

    /// What came for a day that is thinned.
    pub(super) fn append_thinned(
        &self,
        (person, source, day): (PersonId, SourceId, i64),
        mut minutes: DayMinutes,
        samples: &[HeartSample],
        appended: &mut Appended,
    ) -> Result<()> {
        if !minutes.count_unknown(samples, appended) {
            return Ok(());
        }
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
