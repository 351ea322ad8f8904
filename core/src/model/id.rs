//! Identifiers. All are UUIDs made on the phone, so that a record has its name before any network.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

macro_rules! id {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(pub Uuid);

        impl $name {
            /// The 16 bytes, as stored.
            #[must_use]
            pub fn as_bytes(&self) -> &[u8; 16] {
                self.0.as_bytes()
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                self.0.fmt(f)
            }
        }

        impl std::str::FromStr for $name {
            type Err = uuid::Error;
            fn from_str(text: &str) -> Result<Self, Self::Err> {
                Uuid::parse_str(text).map(Self)
            }
        }
    };
}

id!(
    /// One person of the family; every row of the store belongs to one.
    PersonId
);
id!(
    /// One record, the same on every device that holds it (UUIDv7).
    RecordId
);
id!(
    /// Where measurements come from: a strap, a watch's export, the person's own hand.
    SourceId
);
id!(
    /// A FHIR platform that a person has connected.
    PlatformId
);
id!(
    /// One finding. Derived from person, rule and onset, so that the same episode has the same name
    /// however often it is computed on this device (UUIDv5). A person has another name on each device,
    /// so that an episode may come from elsewhere under another one.
    FindingId
);

id!(
    /// One Bluetooth device of the household, the same however often it is paired on this phone.
    DeviceId
);
id!(
    /// One picture of a meal (UUIDv7).
    PhotoId
);
id!(
    /// One value that a Bluetooth device sent.
    DeviceValueId
);

/// The name space of all identifiers that are derived rather than drawn (UUIDv5).
pub(crate) const NAMESPACE: Uuid = Uuid::from_u128(0x7f3c_1d52_9a0e_4f86_b1a7_5e60_6d69_6d61);

impl FindingId {
    /// The identifier of the episode that `rule` found in `person`, beginning at `onset`.
    #[must_use]
    pub fn derive(person: PersonId, rule: &str, onset: super::Millis) -> Self {
        let name = format!("finding|{person}|{rule}|{}", onset.0);
        Self(Uuid::new_v5(&NAMESPACE, name.as_bytes()))
    }
}

impl DeviceId {
    /// The identifier of the device that the radio names `key`.
    #[must_use]
    pub fn derive(key: &str) -> Self {
        Self(Uuid::new_v5(&NAMESPACE, format!("device|{key}").as_bytes()))
    }
}

impl DeviceValueId {
    /// The identifier of the value `bytes` of a characteristic of `device`. Where the bytes hold neither
    /// a number nor a time, `received` tells it from the next that is the same.
    #[must_use]
    pub fn derive(device: DeviceId, characteristic: u16, bytes: &[u8], received: Option<super::Millis>) -> Self {
        let mut name = format!("value|{device}|{characteristic}|").into_bytes();
        name.extend_from_slice(bytes);
        if let Some(received) = received {
            name.extend_from_slice(&received.0.to_be_bytes());
        }
        Self(Uuid::new_v5(&NAMESPACE, &name))
    }
}

impl SourceId {
    /// The identifier of the source that calls itself `name` for `person`, the same on each import.
    #[must_use]
    pub fn derive(person: PersonId, name: &str) -> Self {
        Self(Uuid::new_v5(&NAMESPACE, format!("source|{person}|{name}").as_bytes()))
    }
}

impl RecordId {
    /// The identifier of a record that an import names `key` inside `source`: importing the same
    /// file twice makes the same record, not a second one.
    #[must_use]
    pub fn derive(source: SourceId, key: &str) -> Self {
        Self(Uuid::new_v5(&NAMESPACE, format!("record|{source}|{key}").as_bytes()))
    }
}
