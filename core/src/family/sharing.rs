//! All consents together, by whom they let in.

use std::collections::BTreeMap;

use crate::model::LocalDay;
use crate::model::consent::{Consent, Reach, Sharing, Standing};

/// What each party may see on `today`, in the order of their references; who sees nothing is left
/// out.
#[must_use]
pub fn sharing<'a>(consents: impl IntoIterator<Item = &'a Consent>, today: LocalDay) -> Vec<Sharing> {
    let mut parties: BTreeMap<String, Sharing> = BTreeMap::new();
    for consent in consents {
        if consent.standing(today) != Standing::InForce {
            continue;
        }
        let party = parties
            .entry(consent.grantee.reference())
            .or_insert_with(|| Sharing { grantee: consent.grantee.clone(), classes: BTreeMap::new() });
        if party.grantee.name.is_empty() {
            party.grantee.name.clone_from(&consent.grantee.name);
        }
        for class in &consent.classes {
            let new = Reach { since: consent.data_since, until: consent.until };
            party.classes.entry(*class).and_modify(|known| *known = known.wider(new)).or_insert(new);
        }
    }
    parties.into_values().collect()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use proptest::prelude::*;

    use super::*;
    use crate::model::consent::{DataClass, Grantee};
    use crate::model::{Millis, Stamp};

    fn day(n: i64) -> LocalDay {
        LocalDay::from_epoch_days(20_000 + n).unwrap()
    }

    fn consent(who: &str, classes: &[DataClass]) -> Consent {
        Consent::new(Grantee::new(who, "").unwrap(), classes.iter().copied().collect()).unwrap()
    }

    #[test]
    fn what_one_consent_ends_another_may_leave_open() {
        let mut short = consent("RelatedPerson/yui", &[DataClass::HeartRate, DataClass::Meals]);
        short.until = Some(day(10));
        let long = consent("RelatedPerson/yui", &[DataClass::HeartRate]);
        let seen = sharing([&short, &long], day(10));
        assert_eq!(seen[0].classes[&DataClass::HeartRate].until, None);
        assert_eq!(seen[0].classes[&DataClass::Meals].until, Some(day(10)));
        assert_eq!(sharing([&short, &long], day(11))[0].classes.keys().collect::<Vec<_>>(), [&DataClass::HeartRate]);
    }

    #[test]
    fn whose_leave_was_taken_back_is_not_listed() {
        let mut consent = consent("Organization/clinic", &[DataClass::Results]);
        consent.withdrawn = Some(Stamp::in_zone(Millis(0), chrono_tz::Asia::Tokyo));
        assert!(sharing([&consent], day(0)).is_empty());
    }

    fn any_consent() -> impl Strategy<Value = Consent> {
        let classes = proptest::sample::subsequence(DataClass::ALL.to_vec(), 1..=DataClass::ALL.len());
        let end = proptest::option::of(0_i64..30);
        (0..3_u8, classes, end.clone(), end, proptest::bool::weighted(0.2)).prop_map(
            |(who, classes, since, until, withdrawn)| Consent {
                grantee: Grantee::new(&format!("RelatedPerson/{who}"), "").unwrap(),
                classes: classes.into_iter().collect(),
                data_since: since.map(day),
                until: until.map(day),
                withdrawn: withdrawn.then(|| Stamp::in_zone(Millis(0), chrono_tz::Asia::Tokyo)),
            },
        )
    }

    proptest! {
        #[test]
        fn a_class_is_open_exactly_when_a_consent_opens_it(
            consents in proptest::collection::vec(any_consent(), 0..8),
            today in 0_i64..30,
        ) {
            let seen = sharing(&consents, day(today));
            for who in 0..3_u8 {
                let reference = format!("RelatedPerson/{who}");
                let open: BTreeSet<DataClass> = consents
                    .iter()
                    .filter(|consent| consent.grantee.reference() == reference)
                    .filter(|consent| consent.withdrawn.is_none() && consent.until.is_none_or(|until| until >= day(today)))
                    .flat_map(|consent| consent.classes.iter().copied())
                    .collect();
                let shown: BTreeSet<DataClass> = seen
                    .iter()
                    .filter(|party| party.grantee.reference() == reference)
                    .flat_map(|party| party.classes.keys().copied())
                    .collect();
                prop_assert_eq!(open, shown);
            }
        }
    }
}
