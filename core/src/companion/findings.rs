//! What was noticed, and what the person says of it.

use super::Companion;
use crate::error::{Error, Result};
use crate::event::Change;
use crate::model::finding::{Finding, FindingState};
use crate::model::{Entry, FindingId, LocalDay, PersonId, RecordId, RecordKind};

impl Companion {
    /// The findings of a person since `since`, newest first.
    ///
    /// # Errors
    /// Only those of the store.
    pub fn findings(&self, person: PersonId, since: Option<LocalDay>) -> Result<Vec<Finding>> {
        let records = self.store.read(|store| store.records_of(person, RecordKind::Finding))?;
        let mut findings: Vec<Finding> = records
            .into_iter()
            .filter_map(|record| match record.entry {
                Entry::Finding(finding) if since.is_none_or(|since| finding.day >= since) => Some(*finding),
                _ => None,
            })
            .collect();
        findings.sort_by_key(|finding| (std::cmp::Reverse(finding.onset), finding.rule));
        Ok(findings)
    }

    /// Says what the person thinks of a finding: seen, acknowledged or muted.
    ///
    /// # Errors
    /// [`Error::NotFound`] when there is no such finding.
    pub fn mark_finding(&self, id: FindingId, state: FindingState) -> Result<Finding> {
        let now = self.now();
        let (person, finding) = self.store.write(|store| {
            let mut record = store.record(RecordId(id.0))?.ok_or(Error::NotFound("finding"))?;
            let person = record.person;
            let Entry::Finding(finding) = &mut record.entry else { return Err(Error::NotFound("finding")) };
            if finding.state == state {
                return Ok((person, (**finding).clone()));
            }
            finding.state = state;
            let finding = (**finding).clone();
            record.revision = record.revision.saturating_add(1);
            record.written = now;
            store.put_record(&record)?;
            Ok((person, finding))
        })?;
        self.tell(Change::Findings(person));
        Ok(finding)
    }
}
