//! Everything that a store holds, as JSON: what two stores are compared by.

use mimamori::Result;
use mimamori::model::person::Person;
use mimamori::model::photo::Photo;
use mimamori::model::{Millis, RecordKind, TimeRange};
use mimamori::store::{Bucket, Reading, Store};
use serde_json::{Value, json};

/// All time that a store can hold, with room for the hour at either end.
pub const ALWAYS: TimeRange = TimeRange::new(Millis(-62_135_596_800_000), Millis(253_402_300_800_000));

/// The whole store: people, sources, measurements, records with their history, platforms with what
/// waits for them and what came from them, disclosures.
///
/// # Errors
/// What the store says.
pub fn store(store: &Store) -> Result<Value> {
    store.read(|store| {
        let people = store.people()?.iter().map(|one| person(store, one)).collect::<Result<Vec<_>>>()?;
        Ok(json!({ "people": people }))
    })
}

fn person(store: &Reading<'_>, person: &Person) -> Result<Value> {
    let id = person.id;
    let mut records = Vec::new();
    for kind in RecordKind::ALL {
        for record in store.records_with_deleted(id, kind)? {
            records.push(json!({ "history": store.history(record.id)?, "stands": record }));
        }
    }
    let platforms = store
        .platforms(id)?
        .into_iter()
        .map(|platform| {
            let mut waiting = Vec::new();
            for pending in store.pending(platform.id, u32::MAX)? {
                waiting.push(json!({
                    "subject": pending.subject,
                    "at": pending.at,
                    "dirty": pending.dirty,
                    "sent": store.sent_resources(platform.id, &pending.subject)?,
                }));
            }
            let aside: Vec<Value> = store
                .set_aside_list(platform.id)?
                .iter()
                .map(|one| json!({ "subject": one.subject, "at": one.at, "reason": one.reason }))
                .collect();
            Ok(json!({ "platform": platform, "waiting": waiting, "aside": aside }))
        })
        .collect::<Result<Vec<_>>>()?;
    // A line each: there are many.
    let heart: Vec<String> = store
        .heart_samples(id, ALWAYS)?
        .iter()
        .map(|(source, one)| format!("{source} {} {} {:?}", one.at.0, one.bpm.get(), one.contact))
        .collect();
    let beats: Vec<String> = store
        .heart_runs(id, ALWAYS)?
        .iter()
        .map(|(source, run)| {
            let intervals: Vec<String> = run.intervals.iter().map(|interval| interval.0.to_string()).collect();
            format!("{source} {} {}", run.start.0, intervals.join(" "))
        })
        .collect();
    let mut dump = json!({
        "person": person,
        "sources": store.sources(id)?,
        "heart": heart,
        "beats": beats,
        "heart_by_day": store.heart_curve(id, ALWAYS, Bucket::Day)?,
        "steps": store.steps_between(id, ALWAYS)?,
        "records": records,
        "platforms": platforms,
        "received": store.received(id, None)?,
        "disclosures": store.disclosures(id)?,
    });
    // Named only where there is any: the dumps of earlier versions, which had none, still compare.
    let energy = store.energy_between(id, ALWAYS)?;
    if let (false, Some(fields)) = (energy.is_empty(), dump.as_object_mut()) {
        fields.insert("energy".into(), json!(energy));
    }
    let photos = store.photos(id)?;
    if let (false, Some(fields)) = (photos.is_empty(), dump.as_object_mut()) {
        let mut whole = Vec::new();
        for (record, note) in photos {
            let photo = store.photo(id, note.id)?;
            whole.push(json!({ "meal": record, "note": note, "bytes": photo.as_ref().map(Photo::bytes) }));
        }
        fields.insert("photos".into(), whole.into());
    }
    Ok(dump)
}
