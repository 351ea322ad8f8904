//! The nights and the page: what a person reads at leisure, or gives to somebody.

use super::Companion;
use crate::chart::{NightPoint, PressurePoint, Span};
use crate::detect::night::{Night, NightRule, NightVerdict};
use crate::error::{Error, Result};
use crate::exchange::export::page::{CaregiverView, ClinicalLine, NamedLine, PageContent, SourceLine};
use crate::fhir::clinical::{ClinicalKind, ClinicalRow, ClinicalValue, RangeFlag};
use crate::model::finding::{FindingState, Severity, Usual};
use crate::model::vital::Vital;
use crate::model::{Entry, LocalDay, PersonId, RecordKind, Stamp, TimeRange};
use crate::text::Lang;
use crate::text::clinical::{Flag, title};

/// How many nights before the first one shown are looked at, so that its usual range is known.
const NIGHTS_BEFORE: i64 = 56;

impl Companion {
    /// The heart rate of the nights whose mornings lie in `from..=to`, each judged by what was known
    /// when it was over.
    ///
    /// # Errors
    /// [`Error::NotFound`] when the person is not there.
    pub fn nights(&self, person: PersonId, from: LocalDay, to: LocalDay) -> Result<Vec<Night>> {
        let settings = self.settings(person)?;
        let mut rule = NightRule::default();
        let mut nights = Vec::new();
        let mut day = from.plus_days(-NIGHTS_BEFORE);
        while day <= to {
            let range = day.range_in(settings.zone);
            let noon = TimeRange::new(range.start, range.end.min(self.now()));
            for minute in self.store.read(|store| store.minutes(person, noon))? {
                nights.extend(rule.push(&settings, &minute).night);
            }
            nights.extend(rule.advance(&settings, noon.end).night);
            day = day.plus_days(1);
        }
        nights.retain(|night| (from..=to).contains(&night.day));
        Ok(nights)
    }

    /// What the page of a person shows: `day`, the nights of the `nights` days up to it, the month's
    /// blood pressure, and everything that platforms sent.
    ///
    /// # Errors
    /// [`Error::NotFound`] when the person is not there.
    pub fn page(
        &self,
        person: PersonId,
        day: LocalDay,
        nights: i64,
        caregiver: Option<CaregiverView>,
        sources: Vec<SourceLine>,
        lang: Lang,
    ) -> Result<PageContent> {
        let profile = self.store.read(|store| store.person(person))?.ok_or(Error::NotFound("person"))?;
        let clinical = self.clinical(person)?;
        let findings = self
            .findings(person, None)?
            .into_iter()
            .filter(|finding| !matches!(finding.state, FindingState::Muted | FindingState::Withdrawn))
            .collect();
        let shown = Span::new(day.plus_days(1 - nights.max(1)), day);
        let month = TimeRange::new(day.plus_days(-30).range_in(profile.zone).start, day.range_in(profile.zone).end);
        Ok(PageContent {
            name: profile.name,
            zone: profile.zone,
            made: Stamp::in_zone(self.now(), profile.zone),
            today: Some(self.day(person, day)?),
            nights: self.nights(person, shown.from, shown.to)?.iter().filter_map(night_point).collect(),
            nights_shown: shown,
            pressures: self.pressures(person, month)?,
            findings,
            checkup: clinical.iter().filter_map(|row| clinical_line(row, lang)).collect(),
            prescriptions: named(&clinical, ClinicalKind::Prescription, lang),
            conditions: named(&clinical, ClinicalKind::Condition, lang),
            sharing: self.sharing(person)?,
            disclosures: self.disclosures(person)?,
            caregiver,
            sources,
        })
    }

    fn pressures(&self, person: PersonId, range: TimeRange) -> Result<Vec<PressurePoint>> {
        let records = self.store.read(|store| store.records_between(person, RecordKind::Vital, range))?;
        Ok(records
            .into_iter()
            .filter_map(|record| match record.entry {
                Entry::Vital(Vital::BloodPressure(pressure)) => Some(PressurePoint { at: record.at, pressure }),
                _ => None,
            })
            .collect())
    }
}

/// A night as the chart draws it; one without a rate is a gap.
pub(super) fn night_point(night: &Night) -> Option<NightPoint> {
    Some(NightPoint {
        day: night.day,
        value: night.rate?,
        usual: match night.usual {
            Some(Usual::Range { low, high, .. }) => Some((low, high)),
            _ => None,
        },
        notice: match night.verdict {
            NightVerdict::Notice => Some(Severity::Notice),
            NightVerdict::Strong => Some(Severity::Strong),
            NightVerdict::None | NightVerdict::Insufficient => None,
        },
    })
}

fn clinical_line(row: &ClinicalRow, lang: Lang) -> Option<ClinicalLine> {
    let (ClinicalKind::Result, ClinicalValue::Number { value, unit, .. }) = (row.kind, &row.value) else {
        return None;
    };
    Some(ClinicalLine {
        title: title(row, lang).to_owned(),
        date: row.day,
        value: *value,
        unit: unit.clone(),
        low: row.range.and_then(|range| range.low),
        high: row.range.and_then(|range| range.high),
        flag: match row.flag {
            RangeFlag::Below => Flag::Below,
            RangeFlag::Inside => Flag::Within,
            RangeFlag::Above => Flag::Above,
            RangeFlag::Unknown => Flag::NoRange,
        },
    })
}

fn named(rows: &[ClinicalRow], kind: ClinicalKind, lang: Lang) -> Vec<NamedLine> {
    rows.iter()
        .filter(|row| row.kind == kind)
        .map(|row| NamedLine {
            title: title(row, lang).to_owned(),
            detail: match &row.value {
                ClinicalValue::Text(text) => text.clone(),
                ClinicalValue::Number { .. } | ClinicalValue::None => String::new(),
            },
            date: row.day,
        })
        .collect()
}
