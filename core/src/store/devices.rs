//! Bluetooth devices, and the values that they sent one at a time.

use rusqlite::{Row, named_params};
use serde::{Deserialize, Serialize};

use super::{Reading, Writing, from_json, id, json};
use crate::model::device::{Device, DeviceUser, DeviceValue};
use crate::model::{DeviceId, DeviceValueId, Millis, PersonId};
use crate::{Error, Result};

/// What of a device has no column.
#[derive(Serialize, Deserialize)]
struct Body {
    name: String,
    services: Vec<u16>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    battery: Option<u8>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    heard: Option<Millis>,
}

fn device(row: &Row<'_>) -> Result<Device> {
    let Body { name, services, battery, heard } = from_json(row, "body", "device")?;
    let (id, key) = (DeviceId(id(row, "id")?), row.get("key")?);
    Ok(Device { id, key, name, services, users: Vec::new(), battery, heard })
}

fn value(row: &Row<'_>) -> Result<DeviceValue> {
    let person: Option<[u8; 16]> = row.get("person")?;
    let value: DeviceValue = from_json(row, "body", "device value")?;
    // Whose it is may have been said since it was kept.
    Ok(DeviceValue { person: person.map(|bytes| PersonId(uuid::Uuid::from_bytes(bytes))), ..value })
}

impl Reading<'_> {
    /// Every device, in the order in which they were paired.
    ///
    /// # Errors
    /// What the database says.
    pub fn devices(&self) -> Result<Vec<Device>> {
        let mut devices = self.all("SELECT id, key, body FROM device ORDER BY added", [], device)?;
        for device in &mut devices {
            device.users = self.all(
                "SELECT u.person, u.number FROM device_user u JOIN person p ON p.id = u.person
                 WHERE u.device = ?1 ORDER BY p.added",
                [device.id.as_bytes()],
                |row| Ok(DeviceUser { person: PersonId(id(row, "person")?), number: row.get("number")? }),
            )?;
        }
        Ok(devices)
    }

    /// The number of the last record of a device's `stream` (its characteristic) that is kept here.
    ///
    /// # Errors
    /// What the database says.
    pub fn device_cursor(&self, device: DeviceId, stream: u16) -> Result<Option<u16>> {
        self.one(
            "SELECT sequence FROM device_cursor WHERE device = ?1 AND stream = ?2",
            (device.as_bytes(), stream),
            |row| Ok(row.get(0)?),
        )
    }

    /// One value that a device sent.
    ///
    /// # Errors
    /// What the database says.
    pub fn device_value(&self, value_id: DeviceValueId) -> Result<Option<DeviceValue>> {
        self.one("SELECT person, body FROM device_value WHERE id = ?1", [value_id.as_bytes()], value)
    }

    /// The values of which nobody has said whose they are, oldest first.
    ///
    /// # Errors
    /// What the database says.
    pub fn waiting_device_values(&self) -> Result<Vec<DeviceValue>> {
        self.all("SELECT person, body FROM device_value WHERE waiting = 1 ORDER BY received, id", [], value)
    }
}

impl Writing<'_> {
    /// Adds a device, or changes what is known of it and who uses it.
    ///
    /// # Errors
    /// [`Error::NotFound`] when one of its users is not of this store; what the database says.
    pub fn put_device(&self, device: &Device) -> Result<()> {
        let Device { name, services, battery, heard, .. } = device.clone();
        self.run(
            "INSERT INTO device (id, added, key, body)
             VALUES (:id, (SELECT ifnull(max(added), 0) + 1 FROM device), :key, :body)
             ON CONFLICT (id) DO UPDATE SET key = excluded.key, body = excluded.body",
            named_params! {
                ":id": device.id.as_bytes(),
                ":key": device.key,
                ":body": json(&Body { name, services, battery, heard })?,
            },
        )?;
        self.run("DELETE FROM device_user WHERE device = ?1", [device.id.as_bytes()])?;
        for user in &device.users {
            self.must_know(user.person)?;
            self.run(
                "INSERT INTO device_user (device, person, number) VALUES (?1, ?2, ?3)",
                (device.id.as_bytes(), user.person.as_bytes(), user.number),
            )?;
        }
        Ok(())
    }

    /// Forgets a device. What it sent stays.
    ///
    /// # Errors
    /// [`Error::NotFound`] when there is no such device; what the database says.
    pub fn forget_device(&self, device: DeviceId) -> Result<()> {
        match self.run("DELETE FROM device WHERE id = ?1", [device.as_bytes()])? {
            0 => Err(Error::NotFound("device")),
            _ => Ok(()),
        }
    }

    /// Notes how far a device's `stream` is fetched.
    ///
    /// # Errors
    /// What the database says.
    pub fn set_device_cursor(&self, device: DeviceId, stream: u16, sequence: u16) -> Result<()> {
        self.run(
            // One that was forgotten meanwhile needs none.
            "INSERT INTO device_cursor (device, stream, sequence)
             SELECT ?1, ?2, ?3 WHERE EXISTS (SELECT 1 FROM device WHERE id = ?1)
             ON CONFLICT (device, stream) DO UPDATE SET sequence = excluded.sequence",
            (device.as_bytes(), stream, sequence),
        )?;
        Ok(())
    }

    /// Keeps a value, waiting when it is nobody's. Answers whether it is new.
    ///
    /// # Errors
    /// What the database says.
    pub fn put_device_value(&self, value: &DeviceValue) -> Result<bool> {
        let added = self.run(
            "INSERT INTO device_value (id, device, person, waiting, received, body)
             VALUES (:id, :device, :person, :waiting, :received, :body) ON CONFLICT (id) DO NOTHING",
            named_params! {
                ":id": value.id.as_bytes(),
                ":device": value.device.as_bytes(),
                ":person": value.person.map(|person| *person.as_bytes()),
                ":waiting": value.person.is_none(),
                ":received": value.received.0,
                ":body": json(value)?,
            },
        )?;
        Ok(added > 0)
    }

    /// A waiting value is `person`'s, or of nobody who is of this store.
    ///
    /// # Errors
    /// [`Error::NotFound`] when no such value waits; what the database says.
    pub fn settle_device_value(&self, value: DeviceValueId, person: Option<PersonId>) -> Result<()> {
        let settled = self.run(
            "UPDATE device_value SET person = ?2, waiting = 0 WHERE id = ?1 AND waiting = 1",
            (value.as_bytes(), person.map(|person| *person.as_bytes())),
        )?;
        if settled == 0 { Err(Error::NotFound("measurement")) } else { Ok(()) }
    }
}
