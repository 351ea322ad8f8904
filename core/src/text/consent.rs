//! What a person lets others see, in words.

use super::words::Words;
use crate::model::RecordId;
use crate::model::consent::{Consent, DataClass, Grantee, GranteeKind, Reach, Standing};

impl Words {
    /// What allowed something to leave, as the log has it: the consent by which the record goes to a platform of
    /// the person's own, with the end of its id, by which it is found again.
    #[must_use]
    pub fn basis(&self, basis: &str) -> String {
        let own = self.get("page-basis-own");
        match basis.parse::<RecordId>() {
            Ok(_) => format!("{own}  {}", basis.chars().skip(28).collect::<String>()),
            // An earlier version wrote no more than this.
            Err(_) if basis == "own-connection" => own,
            Err(_) => basis.to_owned(),
        }
    }

    /// A part of the record that can be shared.
    #[must_use]
    pub fn data_class(&self, class: DataClass) -> String {
        self.get(match class {
            DataClass::HeartRate => "class-heart_rate",
            DataClass::Activity => "class-activity",
            DataClass::Sleep => "class-sleep",
            DataClass::Vitals => "class-vitals",
            DataClass::Meals => "class-meals",
            DataClass::Habits => "class-habits",
            DataClass::Symptoms => "class-symptoms",
            DataClass::Medicines => "class-medicines",
            DataClass::Findings => "class-findings",
            DataClass::Results => "class-results",
            DataClass::Conditions => "class-conditions",
            DataClass::Images => "class-images",
            DataClass::Immunizations => "class-immunizations",
            DataClass::Events => "class-events",
        })
    }

    /// What somebody is to the person.
    #[must_use]
    pub fn grantee_kind(&self, kind: GranteeKind) -> String {
        self.get(match kind {
            GranteeKind::Caregiver => "grantee-caregiver",
            GranteeKind::Facility => "grantee-facility",
            GranteeKind::Professional => "grantee-professional",
            GranteeKind::Platform => "grantee-platform",
        })
    }

    /// Who it is: the name, else how the platform calls them.
    #[must_use]
    pub fn grantee(&self, grantee: &Grantee) -> String {
        if grantee.name.is_empty() { grantee.reference() } else { grantee.name.clone() }
    }

    /// How a consent stands.
    #[must_use]
    pub fn standing(&self, standing: Standing) -> String {
        self.get(match standing {
            Standing::InForce => "consent-in_force",
            Standing::Ended => "consent-ended",
            Standing::Withdrawn => "consent-withdrawn",
        })
    }

    /// How long something is open, and from which day on.
    #[must_use]
    pub fn reach(&self, reach: Reach) -> String {
        let until = match reach.until {
            Some(until) => self.fmt("consent-until", &[("until", self.date(until).into())]),
            None => self.get("consent-open"),
        };
        match reach.since {
            Some(since) => {
                let since = self.fmt("consent-since", &[("since", self.date(since).into())]);
                [until, since].join(&self.get("list-separator"))
            }
            None => until,
        }
    }

    /// The parts of the record that a consent opens.
    #[must_use]
    pub fn classes(&self, consent: &Consent) -> String {
        let classes: Vec<String> = consent.classes.iter().map(|class| self.data_class(*class)).collect();
        classes.join(&self.get("list-separator"))
    }
}
