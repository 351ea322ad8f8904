//! Words for results that a laboratory or a clinic reported.
//!
//! They say where a value lies against the range that was reported with it, never whether that is
//! good or bad: what it means is for the person's doctor to say.

use super::lang::Lang;
use super::words::Words;
use crate::fhir::clinical::{ClinicalKind, ClinicalRow, RangeFlag};
use crate::fhir::provenance::Voice;
use crate::model::attachment::{Attachment, AttachmentState};

/// Where a result lies against the reference range that came with it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Flag {
    /// Below the lower end.
    Below,
    /// Inside, ends included.
    Within,
    /// Above the upper end.
    Above,
    /// No range came with the result.
    NoRange,
}

/// The name of a row for a reader of `lang`: what the sender wrote, or for an English reader of a
/// Japanese name the code system's own name, without the specimen and method that LOINC adds.
#[must_use]
pub fn title(row: &ClinicalRow, lang: Lang) -> &str {
    let english = || row.displays.iter().find(|display| display.is_ascii() && !display.is_empty());
    match english() {
        Some(name) if lang == Lang::En && !row.title.is_ascii() => name.split(" [").next().unwrap_or(name),
        _ => &row.title,
    }
}

impl Flag {
    /// Where `value` lies against the ends that are known.
    #[must_use]
    pub fn of(value: f64, low: Option<f64>, high: Option<f64>) -> Self {
        match (low, high) {
            (None, None) => Self::NoRange,
            (Some(low), _) if value < low => Self::Below,
            (_, Some(high)) if value > high => Self::Above,
            _ => Self::Within,
        }
    }
}

impl Words {
    /// What sort of thing a clinic or laboratory sent, in a word.
    #[must_use]
    pub fn clinical_kind(&self, kind: ClinicalKind) -> String {
        self.get(match kind {
            ClinicalKind::Report => "clinical-report",
            ClinicalKind::Result => "clinical-result",
            ClinicalKind::Prescription => "clinical-prescription",
            ClinicalKind::Condition => "clinical-condition",
            ClinicalKind::Allergy => "clinical-allergy",
            ClinicalKind::Imaging => "clinical-imaging",
            ClinicalKind::Document => "clinical-document",
            ClinicalKind::Dispensed => "clinical-dispensed",
            ClinicalKind::Medicine => "clinical-medicine",
            ClinicalKind::Vaccination => "clinical-vaccination",
            ClinicalKind::Visit => "clinical-visit",
            ClinicalKind::Procedure => "clinical-procedure",
            ClinicalKind::Plan => "clinical-plan",
            ClinicalKind::Appointment => "clinical-appointment",
        })
    }

    /// Where a result lies, in a few words.
    #[must_use]
    pub fn flag(&self, flag: Flag) -> String {
        self.get(match flag {
            Flag::Below => "flag-below",
            Flag::Within => "flag-within",
            Flag::Above => "flag-above",
            Flag::NoRange => "flag-no-range",
        })
    }

    /// Who said something that a platform holds; that nobody knows is said too.
    #[must_use]
    pub fn voices(&self, voices: &[Voice]) -> String {
        if voices.is_empty() {
            return self.get("voice-unknown");
        }
        let said: Vec<String> = voices
            .iter()
            .map(|voice| match voice {
                Voice::Person => self.get("voice-person"),
                Voice::Named(name) => name.clone(),
                Voice::Address(address) => self.fmt("voice-address", &[("address", address.as_str().into())]),
            })
            .collect();
        said.join(&self.get("list-separator"))
    }

    /// That a result lies outside the range it was reported with; nothing where it does not, or nobody knows.
    #[must_use]
    pub fn outside(&self, flag: RangeFlag) -> Option<String> {
        match flag {
            RangeFlag::Below => Some(self.flag(Flag::Below)),
            RangeFlag::Above => Some(self.flag(Flag::Above)),
            RangeFlag::Inside | RangeFlag::Unknown => None,
        }
    }

    /// What a document consists of: `PDF, 12 KB`, or why it is not here.
    #[must_use]
    pub fn attachment(&self, attachment: &Attachment) -> String {
        let kind = match attachment.content_type.as_str() {
            "application/pdf" => "PDF".to_owned(),
            "application/fhir+json" => self.get("attachment-results"),
            "" => self.get("attachment-unnamed"),
            other => other.to_owned(),
        };
        let state = match attachment.state {
            AttachmentState::Kept => {
                let size = self.count(u64::from(attachment.size.div_ceil(1024)));
                return self.fmt("attachment-kept", &[("kind", kind.as_str().into()), ("size", size.into())]);
            }
            AttachmentState::TooLarge => "attachment-too-large",
            AttachmentState::Refused => "attachment-refused",
            AttachmentState::Elsewhere => "attachment-elsewhere",
        };
        self.fmt(state, &[("kind", kind.as_str().into())])
    }

    /// A reference range with its unit as it was reported: `3.5–5.0 mg/dL`, `≤ 5.9 %`; empty when
    /// neither end is known.
    #[must_use]
    pub fn reference_range(&self, low: Option<f64>, high: Option<f64>, unit: &str) -> String {
        let ends = match (low, high) {
            (Some(low), Some(high)) => format!("{}–{}", self.reported(low), self.reported(high)),
            (Some(low), None) => format!("≥\u{a0}{}", self.reported(low)),
            (None, Some(high)) => format!("≤\u{a0}{}", self.reported(high)),
            (None, None) => return String::new(),
        };
        self.with_unit(ends, written(unit))
    }

    /// A value with its unit as it was reported.
    #[must_use]
    pub fn reported_quantity(&self, value: f64, unit: &str) -> String {
        self.with_unit(self.reported(value), written(unit))
    }
}

/// UCUM's codes for units of laboratories and checkups, and the same as people write it.
const WRITTEN: [(&str, &str); 20] = [
    ("kg/m2", "kg/m²"),
    ("mm[Hg]", "mmHg"),
    ("Cel", "°C"),
    ("[degF]", "°F"),
    ("[lb_av]", "lb"),
    ("[in_i]", "in"),
    ("[IU]/L", "IU/L"),
    ("m[IU]/L", "mIU/L"),
    ("u[IU]/mL", "µIU/mL"),
    ("ug/dL", "µg/dL"),
    ("ug/L", "µg/L"),
    ("ug/mL", "µg/mL"),
    ("umol/L", "µmol/L"),
    ("um3", "µm³"),
    ("10*3/uL", "10³/µL"),
    ("10*4/uL", "10⁴/µL"),
    ("10*6/uL", "10⁶/µL"),
    ("10*9/L", "10⁹/L"),
    ("10*12/L", "10¹²/L"),
    ("mL/min/{1.73_m2}", "mL/min/1.73\u{a0}m²"),
];

/// A unit as people write it; what is not listed stays as it was sent.
fn written(unit: &str) -> &str {
    WRITTEN.iter().find(|(code, _)| *code == unit).map_or(unit, |(_, written)| written)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::Lang;

    #[test]
    fn a_value_on_the_end_of_the_range_is_within_it() {
        assert_eq!(Flag::of(5.0, Some(3.5), Some(5.0)), Flag::Within);
        assert_eq!(Flag::of(5.1, Some(3.5), Some(5.0)), Flag::Above);
        assert_eq!(Flag::of(3.4, Some(3.5), None), Flag::Below);
        assert_eq!(Flag::of(3.4, None, None), Flag::NoRange);
    }

    #[test]
    fn a_range_with_one_end_says_which() {
        let words = Words::new(Lang::Ja);
        assert_eq!(words.reference_range(Some(40.0), None, "mg/dL"), "≥\u{a0}40\u{a0}mg/dL");
        assert_eq!(words.reference_range(None, Some(5.9), "%"), "≤\u{a0}5.9%");
        assert_eq!(words.reference_range(None, None, "%"), "");
    }

    #[test]
    fn a_unit_is_written_as_people_do_and_one_that_nobody_knows_as_it_was_sent() {
        let words = Words::new(Lang::En);
        assert_eq!(words.reported_quantity(24.5, "kg/m2"), "24.5\u{a0}kg/m²");
        assert_eq!(words.reported_quantity(61.0, "mL/min/{1.73_m2}"), "61\u{a0}mL/min/1.73\u{a0}m²");
        assert_eq!(words.reported_quantity(3.0, "{titer}"), "3\u{a0}{titer}");
    }
}
