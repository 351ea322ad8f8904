//! The record in SQLite: every version of every resource, the current ones, and an index for search. The room with SQL on
//! resources.

use std::cell::Cell;
use std::path::Path;

use rusqlite::{Connection, OptionalExtension, Row, Transaction, params};
use serde_json::{Value, json};

use crate::index;
use crate::instant;
use crate::outcome::Outcome;

const SCHEMA: &str = "
CREATE TABLE IF NOT EXISTS version (
    seq INTEGER PRIMARY KEY AUTOINCREMENT,
    kind TEXT NOT NULL,
    id TEXT NOT NULL,
    number INTEGER NOT NULL,
    at INTEGER NOT NULL,
    method TEXT NOT NULL,
    body TEXT,
    UNIQUE (kind, id, number)
) STRICT;
CREATE INDEX IF NOT EXISTS version_by_kind ON version (kind, seq);
CREATE TABLE IF NOT EXISTS resource (
    kind TEXT NOT NULL,
    id TEXT NOT NULL,
    seq INTEGER NOT NULL REFERENCES version,
    at INTEGER NOT NULL,
    deleted INTEGER NOT NULL,
    date_from INTEGER NOT NULL,
    PRIMARY KEY (kind, id)
) STRICT, WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS resource_by_seq ON resource (kind, seq);
CREATE INDEX IF NOT EXISTS resource_by_date ON resource (kind, date_from, seq);
CREATE TABLE IF NOT EXISTS search (
    seq INTEGER NOT NULL,
    name TEXT NOT NULL,
    system TEXT NOT NULL,
    value TEXT NOT NULL,
    date_from INTEGER,
    date_to INTEGER
) STRICT;
CREATE INDEX IF NOT EXISTS search_by_value ON search (name, value, seq);
CREATE INDEX IF NOT EXISTS search_by_seq ON search (seq, name, value);
CREATE TABLE IF NOT EXISTS token (
    hash TEXT PRIMARY KEY,
    family TEXT NOT NULL,
    use TEXT NOT NULL,
    content TEXT NOT NULL,
    expires_at INTEGER NOT NULL,
    spent INTEGER NOT NULL DEFAULT 0
) STRICT, WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS token_by_family ON token (family);
";

/// One version of a resource.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Stored {
    /// Position among all versions of all resources, in the order of writing.
    pub(crate) seq: i64,
    pub(crate) kind: String,
    pub(crate) id: String,
    pub(crate) number: i64,
    pub(crate) at: i64,
    /// The method that made this version.
    pub(crate) method: String,
    /// `None` for a deletion.
    pub(crate) body: Option<Value>,
}

/// The database.
#[derive(Debug)]
pub(crate) struct Store {
    pub(crate) connection: Connection,
    /// Time of the latest version; the next is never earlier, so that order of writing and order of time agree.
    latest: Cell<i64>,
}

const COLUMNS: &str = "v.seq, v.kind, v.id, v.number, v.at, v.method, v.body";

impl Store {
    pub(crate) fn open(path: Option<&Path>) -> rusqlite::Result<Self> {
        let connection = match path {
            Some(path) => Connection::open(path)?,
            None => Connection::open_in_memory()?,
        };
        // A test double may lose its last writes with the power, but not with the process.
        connection
            .execute_batch("PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA temp_store = MEMORY;")?;
        connection.execute_batch(SCHEMA)?;
        connection.set_prepared_statement_cache_capacity(64);
        let latest: i64 = connection.query_row("SELECT coalesce(max(at), 0) FROM version", [], |row| row.get(0))?;
        Ok(Self { connection, latest: Cell::new(latest) })
    }

    /// Rolled back when dropped without `commit`.
    pub(crate) fn transaction(&self) -> Result<Transaction<'_>, Outcome> {
        Ok(self.connection.unchecked_transaction()?)
    }

    pub(crate) fn current(&self, kind: &str, id: &str) -> Result<Option<Stored>, Outcome> {
        let sql =
            format!("SELECT {COLUMNS} FROM resource r JOIN version v ON v.seq = r.seq WHERE r.kind = ?1 AND r.id = ?2");
        Ok(self.connection.prepare_cached(&sql)?.query_row(params![kind, id], read_row).optional()?)
    }

    pub(crate) fn version(&self, kind: &str, id: &str, number: i64) -> Result<Option<Stored>, Outcome> {
        let sql = format!("SELECT {COLUMNS} FROM version v WHERE v.kind = ?1 AND v.id = ?2 AND v.number = ?3");
        Ok(self.connection.prepare_cached(&sql)?.query_row(params![kind, id, number], read_row).optional()?)
    }

    /// The newest version that still had a body: what a deleted resource was.
    pub(crate) fn last_body(&self, kind: &str, id: &str) -> Result<Option<Value>, Outcome> {
        let sql =
            "SELECT body FROM version WHERE kind = ?1 AND id = ?2 AND body IS NOT NULL ORDER BY number DESC LIMIT 1";
        let text: Option<String> =
            self.connection.prepare_cached(sql)?.query_row(params![kind, id], |row| row.get(0)).optional()?;
        Ok(text.and_then(|text| serde_json::from_str(&text).ok()))
    }

    /// Adds a version with this content. Sets `id`, `meta.versionId` and `meta.lastUpdated`.
    pub(crate) fn put(&self, kind: &str, id: &str, mut body: Value, method: &str) -> Result<Stored, Outcome> {
        let (number, previous) = self.next_number(kind, id)?;
        let at = self.tick();
        stamp(&mut body, id, number, at);
        let text = body.to_string();
        let seq = self.insert_version(kind, id, number, at, method, Some(&text))?;
        let entries = index::entries(kind, &body);
        let date = entries.iter().find_map(|entry| entry.interval).map_or(i64::MAX, |interval| interval.from);
        self.point_at(kind, id, seq, at, false, date)?;
        self.forget(previous)?;
        let mut insert = self.connection.prepare_cached(
            "INSERT INTO search (seq, name, system, value, date_from, date_to) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
        )?;
        for entry in entries {
            let (from, to) = entry.interval.map(|interval| (interval.from, interval.to)).unzip();
            insert.execute(params![seq, entry.name, entry.system, entry.value, from, to])?;
        }
        Ok(Stored {
            seq,
            kind: kind.to_owned(),
            id: id.to_owned(),
            number,
            at,
            method: method.to_owned(),
            body: Some(body),
        })
    }

    /// Adds a tombstone.
    pub(crate) fn delete(&self, kind: &str, id: &str) -> Result<(), Outcome> {
        let (number, previous) = self.next_number(kind, id)?;
        let at = self.tick();
        let seq = self.insert_version(kind, id, number, at, "DELETE", None)?;
        self.point_at(kind, id, seq, at, true, i64::MAX)?;
        self.forget(previous)
    }

    /// Calls `each` with versions, newest first, until it says stop (`false`).
    pub(crate) fn history(
        &self,
        kind: Option<&str>,
        id: Option<&str>,
        since: i64,
        before: i64,
        mut each: impl FnMut(Stored) -> Result<bool, Outcome>,
    ) -> Result<(), Outcome> {
        let sql = format!(
            "SELECT {COLUMNS} FROM version v WHERE v.seq < ?4 AND v.at >= ?3
             AND (?1 IS NULL OR v.kind = ?1) AND (?2 IS NULL OR v.id = ?2) ORDER BY v.seq DESC"
        );
        let mut statement = self.connection.prepare_cached(&sql)?;
        let mut rows = statement.query(params![kind, id, since, before])?;
        while let Some(row) = rows.next()? {
            if !each(read_row(row)?)? {
                break;
            }
        }
        Ok(())
    }

    /// Calls `each` with the current resources that a condition selects, until it says stop (`false`).
    /// `condition` and `order` are written by `search`, from fixed words and `?` only.
    pub(crate) fn select(
        &self,
        condition: &str,
        order: &str,
        values: &[rusqlite::types::Value],
        mut each: impl FnMut(Stored, i64) -> Result<bool, Outcome>,
    ) -> Result<(), Outcome> {
        let sql = format!(
            "SELECT {COLUMNS}, r.date_from FROM resource r JOIN version v ON v.seq = r.seq
             WHERE r.deleted = 0 AND {condition} ORDER BY {order}"
        );
        let mut statement = self.connection.prepare_cached(&sql)?;
        let mut rows = statement.query(rusqlite::params_from_iter(values))?;
        while let Some(row) = rows.next()? {
            let date = row.get(7)?;
            if !each(read_row(row)?, date)? {
                break;
            }
        }
        Ok(())
    }

    fn next_number(&self, kind: &str, id: &str) -> Result<(i64, Option<i64>), Outcome> {
        let latest: Option<(i64, i64)> = self
            .connection
            .prepare_cached(
                "SELECT v.number, v.seq FROM resource r JOIN version v ON v.seq = r.seq WHERE r.kind = ?1 AND r.id = ?2",
            )?
            .query_row(params![kind, id], |row| Ok((row.get(0)?, row.get(1)?)))
            .optional()?;
        Ok(latest.map_or((1, None), |(number, seq)| (number + 1, Some(seq))))
    }

    fn insert_version(
        &self,
        kind: &str,
        id: &str,
        number: i64,
        at: i64,
        method: &str,
        body: Option<&str>,
    ) -> Result<i64, Outcome> {
        self.connection
            .prepare_cached("INSERT INTO version (kind, id, number, at, method, body) VALUES (?1, ?2, ?3, ?4, ?5, ?6)")?
            .execute(params![kind, id, number, at, method, body])?;
        Ok(self.connection.last_insert_rowid())
    }

    fn point_at(&self, kind: &str, id: &str, seq: i64, at: i64, deleted: bool, date: i64) -> Result<(), Outcome> {
        self.connection
            .prepare_cached(
                "INSERT INTO resource (kind, id, seq, at, deleted, date_from) VALUES (?1, ?2, ?3, ?4, ?5, ?6)
                 ON CONFLICT (kind, id) DO UPDATE SET seq = ?3, at = ?4, deleted = ?5, date_from = ?6",
            )?
            .execute(params![kind, id, seq, at, deleted, date])?;
        Ok(())
    }

    fn forget(&self, previous: Option<i64>) -> Result<(), Outcome> {
        if let Some(seq) = previous {
            self.connection.prepare_cached("DELETE FROM search WHERE seq = ?1")?.execute([seq])?;
        }
        Ok(())
    }

    fn tick(&self) -> i64 {
        let at = instant::now().max(self.latest.get());
        self.latest.set(at);
        at
    }
}

fn read_row(row: &Row<'_>) -> rusqlite::Result<Stored> {
    let body: Option<String> = row.get(6)?;
    Ok(Stored {
        seq: row.get(0)?,
        kind: row.get(1)?,
        id: row.get(2)?,
        number: row.get(3)?,
        at: row.get(4)?,
        method: row.get(5)?,
        body: body.and_then(|text| serde_json::from_str(&text).ok()),
    })
}

fn stamp(body: &mut Value, id: &str, number: i64, at: i64) {
    let Value::Object(members) = body else { return };
    members.insert("id".to_owned(), json!(id));
    let meta = members.entry("meta").or_insert_with(|| json!({}));
    if !meta.is_object() {
        *meta = json!({});
    }
    if let Value::Object(meta) = meta {
        meta.insert("versionId".to_owned(), json!(number.to_string()));
        meta.insert("lastUpdated".to_owned(), json!(instant::format(at)));
    }
}
