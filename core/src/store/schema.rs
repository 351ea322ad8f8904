//! The schema's version and the way to it.

use rusqlite::{Connection, TransactionBehavior};

use crate::{Error, Result};

/// The migrations, in order: the first makes version 1 from an empty file.
pub(super) const MIGRATIONS: &[&str] =
    &[include_str!("../../migrations/0001_init.sql"), include_str!("../../migrations/0002_years.sql")];

/// The version of the schema that this program writes; it reads every earlier one.
#[expect(clippy::cast_possible_truncation, reason = "a handful")]
pub const VERSION: u32 = MIGRATIONS.len() as u32;

/// Brings the schema to the newest version; all in one transaction, or nothing.
///
/// # Errors
/// [`Error::NewerStore`] when the file is ahead of `migrations`; what SQLite says otherwise.
pub(super) fn migrate(connection: &mut Connection, migrations: &[&str]) -> Result<()> {
    let known = u32::try_from(migrations.len()).unwrap_or(u32::MAX);
    if version(connection)? == known {
        return Ok(());
    }
    super::open::ask_the_disk(connection, true)?;
    // Read again inside the transaction: another process may have migrated in between.
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    let found = version(&transaction)?;
    if found > known {
        return Err(Error::NewerStore { found, known });
    }
    for migration in migrations.iter().skip(found as usize) {
        transaction.execute_batch(migration)?;
    }
    if (1..2).contains(&found) && known >= 2 {
        let store = super::Writing(super::Reading { connection: &transaction });
        store.adopt_days()?;
        store.adopt_minutes()?;
        store.adopt_ticks()?;
        store.adopt_consents()?;
    }
    transaction.pragma_update(None, "user_version", known)?;
    transaction.commit()?;
    Ok(())
}

/// The schema that the file holds; 0 when it is empty.
pub(super) fn version(connection: &Connection) -> Result<u32> {
    Ok(connection.pragma_query_value(None, "user_version", |row| row.get(0))?)
}
