//! Keeping the record: backups, keys, and erasing for good.

use std::path::PathBuf;
use std::sync::Arc;

use mimamori::Error;
use mimamori::model::heart::Thinning;
use mimamori::model::{LocalDay, PersonId, RecordId};
use mimamori::store::{SecretKey, Store};

use crate::companion::{MimamoriCompanion, OpenRequest};
use crate::error::{CompanionError, invalid};
use crate::ports::{KeyVault, key_from};
use crate::runtime::run;

/// What erasing single heart rates takes away.
#[derive(Debug, Clone, PartialEq, Eq, uniffi::Record)]
pub struct ThinningCard {
    /// How many days.
    pub days: u32,
    /// The first of them.
    pub first: Option<LocalDay>,
    /// The last of them.
    pub last: Option<LocalDay>,
    /// How many bytes their measurements take.
    pub bytes: u64,
    /// How many of their hours wait to be sent, and will not be.
    pub unsent: u32,
}

impl From<Thinning> for ThinningCard {
    fn from(of: Thinning) -> Self {
        Self { days: of.days, first: of.first, last: of.last, bytes: of.bytes, unsent: of.unsent }
    }
}

#[uniffi::export]
impl MimamoriCompanion {
    /// Writes everything into a new file at `path`, encrypted under `key`: 32 bytes that the person must
    /// have again when the phone is lost.
    pub async fn backup(&self, path: String, key: Vec<u8>) -> Result<(), CompanionError> {
        let key = key_of(key)?;
        self.with(move |core, _| core.backup(&PathBuf::from(path), &key, "").map(drop)).await
    }

    /// Makes the record of `request` anew from the backup at `path` and opens it. A record that is there is
    /// moved aside, not overwritten; it must not be open.
    #[uniffi::constructor]
    pub async fn restore(
        path: String,
        key: Vec<u8>,
        request: OpenRequest,
        vault: Arc<dyn KeyVault>,
    ) -> Result<Arc<Self>, CompanionError> {
        let backup_key = key_of(key)?;
        let (place, name, keys) = (PathBuf::from(&request.path), request.key_name.clone(), Arc::clone(&vault));
        run(move || {
            let own = key_from(&keys, &name)?;
            Ok::<_, CompanionError>(Store::restore(&PathBuf::from(path), &backup_key, &place, &own).map(drop)?)
        })
        .await?;
        Self::open(request, vault).await
    }

    /// Encrypts the record anew under a new key, which the vault then holds under `key_name`. Killed
    /// meanwhile, the record opens with the old one or the new one by itself.
    pub async fn change_key(&self, vault: Arc<dyn KeyVault>, key_name: String) -> Result<(), CompanionError> {
        let core = self.core();
        run(move || {
            let new = SecretKey::random()?;
            // The new key is in the vault before the record needs it, and the old one until it does not.
            vault.store(next_key(&key_name), new.as_bytes().to_vec())?;
            core.rekey(&new)?;
            vault.store(key_name, new.as_bytes().to_vec())
        })
        .await
    }

    /// Erases a record with its history and its picture, for good. To take back a mistake, delete it instead.
    pub async fn erase_record(&self, record: RecordId) -> Result<(), CompanionError> {
        self.with(move |core, _| core.erase_record(record)).await
    }

    /// Erases a person with everything that is kept of them on this device, for good.
    pub async fn erase_person(&self, person: PersonId) -> Result<(), CompanionError> {
        self.with(move |core, _| core.erase_person(person)).await
    }

    /// What [`thin_heart`](Self::thin_heart) would take away.
    pub async fn preview_thinning(&self, person: PersonId, before: LocalDay) -> Result<ThinningCard, CompanionError> {
        self.with(move |core, _| Ok(core.preview_thinning(person, before)?.into())).await
    }

    /// Erases every single heart rate from before a day, for good; the curves stay. Nothing does this unasked.
    pub async fn thin_heart(&self, person: PersonId, before: LocalDay) -> Result<ThinningCard, CompanionError> {
        self.with(move |core, _| Ok(core.thin_heart(person, before)?.into())).await
    }
}

fn key_of(bytes: Vec<u8>) -> Result<SecretKey, CompanionError> {
    Ok(SecretKey::from_bytes(bytes.try_into().map_err(|_| invalid("key"))?))
}

/// The name under which the vault holds the key that a record is changing to.
fn next_key(name: &str) -> String {
    format!("{name}-next")
}

/// Opens the record, also after a change of keys that was cut short.
pub(crate) fn open(
    request: &OpenRequest,
    vault: &Arc<dyn KeyVault>,
) -> Result<mimamori::companion::Companion, CompanionError> {
    let open = |key: &SecretKey| {
        let clock = Arc::new(mimamori::clock::SystemClock);
        mimamori::companion::Companion::open(&PathBuf::from(&request.path), key, clock)
    };
    match open(&key_from(vault, &request.key_name)?) {
        Err(Error::WrongKey) => {}
        opened => return Ok(opened?),
    }
    let next = vault.load(next_key(&request.key_name))?.ok_or(CompanionError::NeedsUnlock)?;
    let next = SecretKey::from_bytes(next.try_into().map_err(|_| CompanionError::NeedsUnlock)?);
    let core = open(&next)?;
    vault.store(request.key_name.clone(), next.as_bytes().to_vec())?;
    Ok(core)
}
