//! What becomes of a record that two devices changed, each without knowing of the other. Pure.
//!
//! Both are held against the version that both started from. What only one side changed is as that side
//! has it. What both changed, and not alike, is a conflict: the record goes on with the side that was
//! written last, and the person is asked. Both devices would come to the same record, whichever of them
//! meets the other's version first.

use serde_json::{Map, Value};

use crate::model::{Entry, Record, RecordKind, RecordStatus};

/// The time of a record as a field.
const AT: &str = "at";
/// Whether a record stands, as a field.
const STATUS: &str = "status";
/// All of what it says, as one field.
const ENTRY: &str = "entry";

/// A record that was put together from two sides.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Merged {
    /// What it is now. Its revision is for the caller to set.
    pub(crate) record: Record,
    /// The fields that both sides changed, and not alike: see [`Conflict::fields`](crate::model::conflict::Conflict).
    pub(crate) conflicts: Vec<String>,
}

/// Whether two versions say the same. When they were written and how often does not matter; nor, of two
/// that were deleted, what they said before; nor the name of a zone, which a server may have dropped.
pub(crate) fn is_same(one: &Record, other: &Record) -> bool {
    let is_gone = |record: &Record| record.status == RecordStatus::EnteredInError;
    if is_gone(one) || is_gone(other) {
        return is_gone(one) && is_gone(other);
    }
    one.entry == other.entry && (one.at.at, one.at.offset_s) == (other.at.at, other.at.offset_s)
}

/// Merges what this device has with what another made, over the version that both started from, if it is
/// known. Both are versions of one record of one kind.
pub(crate) fn merge(base: Option<&Record>, ours: &Record, theirs: &Record) -> Merged {
    let whole = |record: &Record| Merged { record: record.clone(), conflicts: Vec::new() };
    let asked = |record: &Record, field: &str| Merged { record: record.clone(), conflicts: vec![field.to_owned()] };
    if is_same(ours, theirs) || base.is_some_and(|base| is_same(base, theirs)) {
        return whole(ours);
    }
    if base.is_some_and(|base| is_same(base, ours)) {
        return whole(theirs);
    }
    let (later, earlier) = if order(ours) >= order(theirs) { (ours, theirs) } else { (theirs, ours) };
    if ours.status != theirs.status {
        // One deleted what the other went on with: nothing is lost until the person has seen it.
        return asked(if ours.status == RecordStatus::Active { ours } else { theirs }, STATUS);
    }
    match (&ours.entry, &theirs.entry) {
        // Programs tell of findings, and nobody can be asked who is right: the last look counts.
        (Entry::Finding(_), _) | (_, Entry::Finding(_)) => return whole(later),
        (Entry::Consent(one), Entry::Consent(other)) => {
            return match (one.withdrawn.is_some(), other.withdrawn.is_some()) {
                // What was taken back stays back.
                (true, false) => whole(ours),
                (false, true) => whole(theirs),
                // Until the person has said more, no more is let out than both let out.
                _ if one.classes.is_subset(&other.classes) => asked(ours, ENTRY),
                _ if other.classes.is_subset(&one.classes) => asked(theirs, ENTRY),
                _ => asked(later, ENTRY),
            };
        }
        _ => {}
    }
    field_by_field(base, later, earlier)
}

fn field_by_field(base: Option<&Record>, later: &Record, earlier: &Record) -> Merged {
    let (base, one, other) = (base.map(fields), fields(later), fields(earlier));
    let mut names: Vec<&String> = one.keys().chain(other.keys()).collect();
    names.sort_unstable();
    names.dedup();
    let (mut merged, mut conflicts) = (one.clone(), Vec::new());
    for name in names {
        let (mine, yours) = (one.get(name), other.get(name));
        if mine == yours {
            continue;
        }
        let before = base.as_ref().map(|base| base.get(name));
        if before == Some(mine) {
            match yours {
                Some(yours) => merged.insert(name.clone(), yours.clone()),
                None => merged.remove(name),
            };
        } else if before != Some(yours) {
            conflicts.push(name.clone());
        }
    }
    let written = later.written.max(earlier.written);
    match of_fields(later, merged) {
        Some(record) => Merged { record: Record { written, ..record }, conflicts },
        // What came together does not fit together: it is one thing, and the person is asked about all of it.
        None => Merged { record: later.clone(), conflicts: vec![ENTRY.to_owned()] },
    }
}

/// `record` with `names` as `side` has them; `None` where that does not make a record.
pub(crate) fn with_fields(record: &Record, side: &Record, names: &[String]) -> Option<Record> {
    let is_named = |name: &str| names.iter().any(|one| one == name);
    if is_named(STATUS) {
        return Some(Record { at: side.at, status: side.status, entry: side.entry.clone(), ..record.clone() });
    }
    if is_named(ENTRY) {
        let at = if is_named(AT) { side.at } else { record.at };
        return Some(Record { at, entry: side.entry.clone(), ..record.clone() });
    }
    let (mut into, from) = (fields(record), fields(side));
    for name in names {
        match from.get(name) {
            Some(value) => into.insert(name.clone(), value.clone()),
            None => into.remove(name),
        };
    }
    of_fields(record, into)
}

/// When a version was written; of two of one millisecond, what they say decides.
fn order(record: &Record) -> (crate::model::Millis, String) {
    (record.written, Value::Object(fields(record)).to_string())
}

/// Whether the fields of such an entry are changed one by one. What was measured or done is one thing: a
/// systolic pressure of one reading and a diastolic of another would be a reading that nobody took.
const fn is_of_parts(kind: RecordKind) -> bool {
    match kind {
        RecordKind::Meal
        | RecordKind::Habit
        | RecordKind::Symptom
        | RecordKind::Medicine
        | RecordKind::Dose
        | RecordKind::Event
        | RecordKind::Food
        | RecordKind::Recipe => true,
        RecordKind::Tick | RecordKind::Vital | RecordKind::Sleep | RecordKind::Finding | RecordKind::Consent => false,
    }
}

/// A record's fields by name.
fn fields(record: &Record) -> Map<String, Value> {
    let entry = serde_json::to_value(&record.entry).unwrap_or_default();
    let mut fields = match (is_of_parts(record.entry.kind()), entry) {
        (true, Value::Object(mut entry)) => match entry.remove(ENTRY) {
            Some(Value::Object(fields)) => fields,
            _ => Map::new(),
        },
        (_, entry) => Map::from_iter([(ENTRY.to_owned(), entry)]),
    };
    fields.insert(AT.to_owned(), serde_json::to_value(record.at).unwrap_or_default());
    fields
}

/// `like` with these fields; `None` where they do not fit together.
fn of_fields(like: &Record, mut fields: Map<String, Value>) -> Option<Record> {
    let at = serde_json::from_value(fields.remove(AT)?).ok()?;
    let kind = like.entry.kind();
    let entry = if is_of_parts(kind) {
        Value::Object(Map::from_iter([
            ("kind".to_owned(), Value::from(kind.code())),
            (ENTRY.to_owned(), Value::Object(fields)),
        ]))
    } else {
        fields.remove(ENTRY)?
    };
    let entry = serde_json::from_value::<Entry>(entry).ok()?.checked().ok()?;
    Some(Record { at, entry, ..like.clone() })
}

#[cfg(test)]
mod tests;
