//! Bluetooth devices: pairing, forgetting, and whose a measurement is.

use super::{Companion, kept_here, own_source};
use crate::error::{Error, Result};
use crate::event::Change;
use crate::model::device::{Device, DeviceUser, DeviceValue};
use crate::model::person::{Source, SourceKind};
use crate::model::{DeviceId, DeviceValueId, Entry, PersonId, Record, RecordId, RecordStatus, SourceId, Stamp};
use crate::store::Writing;

impl Companion {
    /// Pairs a device that the radio names `key` with a person. `number` is the user number that the device
    /// has for them, where they share it and know it. Pairing it again adds the person to those who use it.
    ///
    /// # Errors
    /// `name` when it is empty or longer than 200 characters; [`Error::NotFound`] when there is no such
    /// person; [`Error::KeptElsewhere`] when their record is: what the device measures would be lost there.
    pub fn pair_device(
        &self,
        person: PersonId,
        key: &str,
        name: &str,
        services: Vec<u16>,
        number: Option<u8>,
    ) -> Result<Device> {
        let mut device = Device::new(key, name, services)?;
        self.store.write(|store| {
            kept_here(store, person)?;
            if let Some(known) = store.devices()?.into_iter().find(|known| known.id == device.id) {
                let services =
                    if device.services.is_empty() { known.services.clone() } else { device.services.clone() };
                device = Device { name: device.name.clone(), services, ..known };
            }
            device.users.retain(|user| user.person != person);
            device.users.push(DeviceUser { person, number });
            store.put_device(&device)
        })?;
        Ok(device)
    }

    /// Every paired device, in the order in which they were paired.
    ///
    /// # Errors
    /// Only those of the store.
    pub fn devices(&self) -> Result<Vec<Device>> {
        self.store.read(|store| store.devices())
    }

    /// Forgets a device. What it measured stays.
    ///
    /// # Errors
    /// [`Error::NotFound`] when there is no such device.
    pub fn forget_device(&self, device: DeviceId) -> Result<()> {
        self.store.write(|store| store.forget_device(device))
    }

    /// Measurements of shared devices of which nobody has said whose they are, oldest first.
    ///
    /// # Errors
    /// Only those of the store.
    pub fn waiting_measurements(&self) -> Result<Vec<DeviceValue>> {
        self.store.read(|store| store.waiting_device_values())
    }

    /// A waiting measurement is `person`'s: it becomes part of their record.
    ///
    /// # Errors
    /// [`Error::NotFound`] when it does not wait, or there is no such person; [`Error::KeptElsewhere`].
    pub fn claim_measurement(&self, value: DeviceValueId, person: PersonId) -> Result<()> {
        let records = self.store.write(|store| {
            let profile = kept_here(store, person)?;
            store.settle_device_value(value, Some(person))?;
            let value = store.device_value(value)?.ok_or(Error::NotFound("measurement"))?;
            file(store, &value, person, Stamp::in_zone(value.at, profile.zone), self.now())
        })?;
        for record in records {
            self.tell(Change::Day(person, record.at.day()));
        }
        Ok(())
    }

    /// A waiting measurement is nobody's here: a guest's, or a bag on the scale.
    ///
    /// # Errors
    /// [`Error::NotFound`] when it does not wait.
    pub fn dismiss_measurement(&self, value: DeviceValueId) -> Result<()> {
        self.store.write(|store| store.settle_device_value(value, None))
    }
}

/// Writes what `value` measured into a person's record.
pub(super) fn file(
    store: &Writing<'_>,
    value: &DeviceValue,
    person: PersonId,
    at: Stamp,
    written: crate::model::Millis,
) -> Result<Vec<Record>> {
    let source = device_source(store, person, value.device, &value.name)?;
    let mut records = Vec::new();
    for (n, vital) in value.vitals.iter().enumerate() {
        let record = Record {
            id: RecordId::derive(source, &format!("{}|{n}", value.id)),
            person,
            revision: 1,
            status: RecordStatus::Active,
            at,
            source,
            written,
            entry: Entry::Vital(*vital),
        };
        if store.record(record.id)?.is_none() {
            store.put_record(&record)?;
            records.push(record);
        }
    }
    Ok(records)
}

/// The source that stands for a device of a person: two straps of one model are two.
pub(super) fn device_source(store: &Writing<'_>, person: PersonId, device: DeviceId, name: &str) -> Result<SourceId> {
    let id = SourceId::derive(person, &format!("bluetooth|{device}"));
    own_source(store, person, &Source { id, kind: SourceKind::Bluetooth, name: name.to_owned() })
}
