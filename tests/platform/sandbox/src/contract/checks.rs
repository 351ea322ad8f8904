//! The checks. Each makes what it needs, so that any of them can run alone.

#![expect(
    clippy::indexing_slicing,
    reason = "JSON answers null for what is missing; lists are indexed after their length was checked"
)]

use std::collections::HashSet;
use std::io::Write as _;

use flate2::Compression;
use flate2::write::GzEncoder;
use serde_json::{Value, json};

use super::{Answer, Target};

/// Text for what was seen, or for what is wrong.
type Outcome = Result<String, String>;
type CheckFn = fn(&Target) -> Outcome;

pub(super) const ALL: &[(&str, CheckFn)] = &[
    ("a create answers 201 with location and entity tag", create),
    ("what was created reads back with its unknown members and its own words", reads_back),
    ("a conditional create finds what is there", conditional_create),
    ("a conditional update updates what is there and creates what is not", conditional_update),
    ("an id made on the phone is kept", client_id),
    ("a stale If-Match changes nothing", stale_if_match),
    ("If-None-Match of the current version answers 304", if_none_match),
    ("an old version can be read", version_read),
    ("return=minimal answers without a body", minimal),
    ("a transaction rewrites references to its own entries", transaction_references),
    ("a transaction sent twice makes nothing twice", transaction_twice),
    ("a transaction with a stale entry changes nothing at all", transaction_rollback),
    ("a transaction updates under ids made on the phone", transaction_put),
    ("the entries of a batch stand alone", batch),
    ("If-Match on what is not there is refused, or makes it", if_match_absent),
    ("a transaction that names a resource twice is refused", transaction_repeat),
    ("a deleted resource is gone and leaves a tombstone", delete),
    ("the history of a resource has all its versions", instance_history),
    ("the history of a type since an instant comes in pages", type_history),
    ("a search by last update loses and repeats nothing over pages", update_pages),
    ("a search without an order loses and repeats nothing over pages", unordered_pages),
    ("a search by date loses and repeats nothing when many share one time", date_pages),
    ("a search by patient, code and date finds what it should", search),
    ("a search by category and by several codes finds what it should", search_alternatives),
    ("a search parameter that is unknown is left out, or refused when strict", unknown_parameter),
    ("a modifier that is unknown is refused, or finds nothing", unknown_modifier),
    ("a count equals what the pages hold", count),
    ("everything of a patient is about that patient", everything),
    ("a body packed with gzip is read", packed),
    ("what is malformed is refused with an OperationOutcome", malformed),
    ("a resource that was never there is 404 with an OperationOutcome", missing),
    ("the capability statement is one of R4", capabilities),
    ("each type of the record is created, read, updated and deleted", types),
];

fn create(target: &Target) -> Outcome {
    let answer = sent(target.client.post("Patient", &target.patient("create")))?;
    status(&answer, &[201])?;
    let location = answer.header("location").ok_or("no location")?;
    let etag = answer.header("etag").ok_or("no entity tag")?;
    if !location.contains(&id(&answer)?) {
        return Err("the location does not name the resource".to_owned());
    }
    expect(etag == "W/\"1\"", "the first entity tag is not W/\"1\"")?;
    let versioned = if location.contains("/_history/1") { "with" } else { "without" };
    Ok(format!("location {versioned} version"))
}

fn reads_back(target: &Target) -> Outcome {
    let patient = target.new_patient("words")?;
    let mut observation = target.observation(&patient, "words", 1);
    observation["note"] = json!([{ "text": "朝 🌅 \"quoted\" \\ \u{7f}" }]);
    observation["extension"] = json!([{ "url": "urn:mimamori:test", "valueString": "kept" }]);
    let made = sent(target.client.post("Observation", &observation))?;
    status(&made, &[201])?;
    let read = sent(target.client.get(&format!("Observation/{}", id(&made)?)))?.json();
    for member in ["note", "extension", "valueQuantity", "effectiveDateTime", "identifier", "code", "subject"] {
        expect(read.get(member) == observation.get(member), &format!("{member} came back changed"))?;
    }
    Ok("same".to_owned())
}

fn conditional_create(target: &Target) -> Outcome {
    let patient = target.patient("conditional");
    let condition = format!("identifier=urn:mimamori:test|{}-conditional", target.run);
    let headers = [("If-None-Exist", condition.as_str())];
    let first = sent(target.client.write("POST", "Patient", &patient, &headers))?;
    status(&first, &[201])?;
    let second = sent(target.client.write("POST", "Patient", &patient, &headers))?;
    status(&second, &[200])?;
    let found = target.search(&format!("Patient?identifier=urn:mimamori:test%7C{}-conditional", target.run))?;
    expect(found.len() == 1, "two were made")?;
    Ok("one made".to_owned())
}

fn conditional_update(target: &Target) -> Outcome {
    let url = format!("Patient?identifier=urn:mimamori:test%7C{}-upsert", target.run);
    let made = sent(target.client.put(&url, &target.patient("upsert")))?;
    status(&made, &[201])?;
    let mut patient = target.patient("upsert");
    patient["active"] = json!(true);
    let updated = sent(target.client.put(&url, &patient))?;
    status(&updated, &[200])?;
    let found = target.search(&url)?;
    expect(found.len() == 1 && found[0]["active"] == true, "it was not updated in place")?;
    Ok("one made, then updated".to_owned())
}

fn client_id(target: &Target) -> Outcome {
    let id = format!("phone-{}", target.run);
    let mut patient = target.patient("client-id");
    patient["id"] = json!(id);
    let made = sent(target.client.put(&format!("Patient/{id}"), &patient))?;
    status(&made, &[201])?;
    let again = sent(target.client.put(&format!("Patient/{id}"), &patient))?;
    status(&again, &[200])?;
    let version = sent(target.client.get(&format!("Patient/{id}")))?.json()["meta"]["versionId"].clone();
    match version.as_str() {
        Some("1") => Ok("the same again makes no version".to_owned()),
        Some("2") => Ok("the same again makes a version".to_owned()),
        _ => Err("the version is neither 1 nor 2".to_owned()),
    }
}

fn stale_if_match(target: &Target) -> Outcome {
    let id = target.new_patient("stale")?;
    let path = format!("Patient/{id}");
    let mut patient = target.patient("stale");
    patient["id"] = json!(id);
    patient["active"] = json!(true);
    let current = sent(target.client.write("PUT", &path, &patient, &[("If-Match", "W/\"1\"")]))?;
    status(&current, &[200])?;
    patient["active"] = json!(false);
    let stale = sent(target.client.write("PUT", &path, &patient, &[("If-Match", "W/\"1\"")]))?;
    status(&stale, &[412, 409])?;
    outcome(&stale)?;
    let read = sent(target.client.get(&path))?.json();
    expect(read["active"] == true, "the stale write went through")?;
    Ok(format!("answers {}", stale.status))
}

fn if_none_match(target: &Target) -> Outcome {
    let id = target.new_patient("unchanged")?;
    let path = format!("Patient/{id}");
    let same = sent(target.client.send("GET", &path, &[("If-None-Match", "W/\"1\"")], &[]))?;
    status(&same, &[304])?;
    expect(same.body.is_empty(), "a 304 has a body")?;
    let other = sent(target.client.send("GET", &path, &[("If-None-Match", "W/\"9\"")], &[]))?;
    status(&other, &[200])?;
    Ok("304".to_owned())
}

fn if_match_absent(target: &Target) -> Outcome {
    let id = format!("absent-{}", target.run);
    let mut patient = target.patient("absent");
    patient["id"] = json!(id);
    let path = format!("Patient/{id}");
    let refused = sent(target.client.write("PUT", &path, &patient, &[("If-Match", "W/\"1\"")]))?;
    status(&refused, &[412, 409, 404, 201])?;
    let there = if refused.status == 201 { 200 } else { 404 };
    status(&sent(target.client.get(&path))?, &[there])?;
    Ok(format!("answers {}", refused.status))
}

fn version_read(target: &Target) -> Outcome {
    let id = target.new_patient("versions")?;
    let mut patient = target.patient("versions");
    patient["id"] = json!(id);
    patient["active"] = json!(true);
    status(&sent(target.client.put(&format!("Patient/{id}"), &patient))?, &[200])?;
    let old = sent(target.client.get(&format!("Patient/{id}/_history/1")))?;
    status(&old, &[200])?;
    expect(old.json()["meta"]["versionId"] == "1", "not version 1")?;
    expect(old.json().get("active").is_none(), "version 1 holds what version 2 brought")?;
    status(&sent(target.client.get(&format!("Patient/{id}/_history/7")))?, &[404])?;
    Ok("both".to_owned())
}

fn minimal(target: &Target) -> Outcome {
    let headers = [("Prefer", "return=minimal")];
    let answer = sent(target.client.write("POST", "Patient", &target.patient("minimal"), &headers))?;
    status(&answer, &[201])?;
    expect(answer.body.is_empty(), "there is a body")?;
    Ok("empty".to_owned())
}

fn transaction_references(target: &Target) -> Outcome {
    let full_url = "urn:uuid:6f5d1e1c-6c29-4c53-9a3e-8b1f6d7a2c01";
    let mut observation = target.observation("x", "tx-ref", 1);
    observation["subject"] = json!({ "reference": full_url });
    let bundle = transaction(&[
        json!({ "resource": observation, "request": { "method": "POST", "url": "Observation" } }),
        json!({ "fullUrl": full_url, "resource": target.patient("tx-ref"), "request": { "method": "POST", "url": "Patient" } }),
    ]);
    let answer = sent(target.client.post("", &bundle))?;
    status(&answer, &[200])?;
    let entries = entries(&answer);
    expect(entries.len() == 2, "not as many answers as entries")?;
    let observation = located(&entries[0], "Observation")?;
    let patient = located(&entries[1], "Patient")?;
    let read = sent(target.client.get(&format!("Observation/{observation}")))?.json();
    let reference = read["subject"]["reference"].as_str().unwrap_or_default();
    expect(reference.ends_with(&format!("Patient/{patient}")), "the reference was not rewritten")?;
    let etag = entries[0]["response"]["etag"].as_str().unwrap_or_default();
    expect(etag.contains('1'), "no entity tag in the answer")?;
    Ok(format!("etag is {etag}"))
}

fn transaction_twice(target: &Target) -> Outcome {
    let patient = target.new_patient("twice")?;
    let condition = |n: u32| format!("identifier=urn:mimamori:test|{}-twice{n}", target.run);
    let posts: Vec<Value> = (0..3)
        .map(|n| {
            let request = json!({ "method": "POST", "url": "Observation", "ifNoneExist": condition(n) });
            json!({ "resource": target.observation(&patient, &format!("twice{n}"), n), "request": request })
        })
        .collect();
    let bundle = transaction(&posts);
    let first = sent(target.client.post("", &bundle))?;
    status(&first, &[200])?;
    let second = sent(target.client.post("", &bundle))?;
    status(&second, &[200])?;
    let again = entries(&second);
    expect(again.iter().all(|entry| entry_status(entry) == "200"), "the second time is not 200 throughout")?;
    let found = target.search(&format!("Observation?patient={patient}"))?;
    expect(found.len() == 3, &format!("{} there instead of 3", found.len()))?;
    Ok("3 made, 3 found".to_owned())
}

fn transaction_rollback(target: &Target) -> Outcome {
    let id = target.new_patient("rollback")?;
    let mut stale = target.patient("rollback");
    stale["id"] = json!(id);
    let bundle = transaction(&[
        json!({ "resource": target.patient("rolled-back"), "request": { "method": "POST", "url": "Patient" } }),
        json!({
            "resource": stale,
            "request": { "method": "PUT", "url": format!("Patient/{id}"), "ifMatch": "W/\"7\"" },
        }),
    ]);
    let answer = sent(target.client.post("", &bundle))?;
    status(&answer, &[412, 409, 400])?;
    outcome(&answer)?;
    let found = target.search(&format!("Patient?identifier=urn:mimamori:test%7C{}-rolled-back", target.run))?;
    expect(found.is_empty(), "half of the transaction stayed")?;
    let read = sent(target.client.get(&format!("Patient/{id}")))?.json();
    expect(read["meta"]["versionId"] == "1", "the other half went through")?;
    Ok(format!("answers {}", answer.status))
}

fn transaction_repeat(target: &Target) -> Outcome {
    let id = format!("repeat-{}", target.run);
    let mut patient = target.patient("repeat");
    patient["id"] = json!(id);
    let entry = json!({ "resource": patient, "request": { "method": "PUT", "url": format!("Patient/{id}") } });
    let answer = sent(target.client.post("", &transaction(&[entry.clone(), entry])))?;
    status(&answer, &[400, 422])?;
    status(&sent(target.client.get(&format!("Patient/{id}")))?, &[404])?;
    Ok(format!("answers {}", answer.status))
}

fn transaction_put(target: &Target) -> Outcome {
    let patient = target.new_patient("tx-put")?;
    let puts: Vec<Value> = (0..20)
        .map(|n| {
            let id = format!("{}-put{n}", target.run);
            let mut observation = target.observation(&patient, &format!("put{n}"), n);
            observation["id"] = json!(id);
            json!({ "resource": observation, "request": { "method": "PUT", "url": format!("Observation/{id}") } })
        })
        .collect();
    let bundle = transaction(&puts);
    for expected in ["201", "200"] {
        let answer = sent(target.client.post("", &bundle))?;
        status(&answer, &[200])?;
        let all = entries(&answer).iter().all(|entry| entry_status(entry) == expected);
        expect(all, &format!("not {expected} throughout"))?;
    }
    expect(target.search(&format!("Observation?patient={patient}"))?.len() == 20, "not 20 there")?;
    Ok("20 made, then updated".to_owned())
}

fn batch(target: &Target) -> Outcome {
    let patient = target.new_patient("batch")?;
    let bundle = json!({ "resourceType": "Bundle", "type": "batch", "entry": [
        { "request": { "method": "GET", "url": format!("Patient/{patient}") } },
        { "request": { "method": "GET", "url": "Patient/never-there" } },
        { "resource": target.observation(&patient, "batch", 1), "request": { "method": "POST", "url": "Observation" } },
    ] });
    let answer = sent(target.client.post("", &bundle))?;
    status(&answer, &[200])?;
    let entries = entries(&answer);
    let statuses: Vec<&str> = entries.iter().map(entry_status).collect();
    expect(statuses == ["200", "404", "201"], &format!("answers {statuses:?}"))?;
    expect(entries[0]["resource"]["id"] == json!(patient), "the first answer holds no patient")?;
    Ok("200, 404, 201".to_owned())
}

fn delete(target: &Target) -> Outcome {
    let patient = target.new_patient("delete")?;
    let made = sent(target.client.post("Observation", &target.observation(&patient, "delete", 1)))?;
    let path = format!("Observation/{}", id(&made)?);
    let deleted = sent(target.client.delete(&path))?;
    status(&deleted, &[204, 200])?;
    status(&sent(target.client.get(&path))?, &[410])?;
    expect(target.search(&format!("Observation?patient={patient}"))?.is_empty(), "it is still found")?;
    let history = sent(target.client.get(&format!("{path}/_history")))?;
    let tombstones = entries(&history).iter().filter(|entry| entry["request"]["method"] == "DELETE").count();
    expect(tombstones == 1, "no tombstone")?;
    let again = sent(target.client.delete(&path))?;
    status(&again, &[200, 204, 404, 410])?;
    Ok(format!("answers {}, again {}", deleted.status, again.status))
}

fn instance_history(target: &Target) -> Outcome {
    let id = target.new_patient("history")?;
    for n in 0..3 {
        let mut patient = target.patient("history");
        patient["id"] = json!(id);
        patient["multipleBirthInteger"] = json!(n);
        status(&sent(target.client.put(&format!("Patient/{id}"), &patient))?, &[200])?;
    }
    let history = sent(target.client.get(&format!("Patient/{id}/_history")))?;
    status(&history, &[200])?;
    let versions: Vec<String> = history.resources().iter().filter_map(version_of).collect();
    expect(versions == ["4", "3", "2", "1"], &format!("versions {versions:?}"))?;
    Ok("4 versions, newest first".to_owned())
}

fn type_history(target: &Target) -> Outcome {
    let patient = target.new_patient("since")?;
    let since = target.instant_of(&format!("Patient/{patient}"))?;
    let mut made = HashSet::new();
    for n in 0..5 {
        let answer = sent(target.client.post(
            "Goal",
            &json!({
                "resourceType": "Goal", "lifecycleStatus": "active", "description": { "text": format!("goal {n}") },
                "subject": { "reference": format!("Patient/{patient}") },
            }),
        ))?;
        made.insert(id(&answer)?);
    }
    let since = since.replace('+', "%2B");
    let (found, pages) = target.pages(&format!("Goal/_history?_since={since}&_count=2"))?;
    let own: Vec<&String> = found.iter().filter(|id| made.contains(*id)).collect();
    expect(own.len() == 5, &format!("{} of 5 found", own.len()))?;
    expect(pages >= 3, "not in pages")?;
    Ok(format!("{pages} pages"))
}

fn update_pages(target: &Target) -> Outcome {
    let patient = target.shared_instant("by-update")?;
    let (found, pages) = target.pages(&format!("Observation?patient={patient}&_sort=_lastUpdated&_count=7"))?;
    all_once(&found, 25)?;
    expect(pages == 4, &format!("{pages} pages"))?;
    Ok(format!("25 in {pages} pages"))
}

fn unordered_pages(target: &Target) -> Outcome {
    let patient = target.new_patient("unordered")?;
    for n in 0..5 {
        let observation = target.observation(&patient, &format!("unordered{n}"), n);
        status(&sent(target.client.post("Observation", &observation))?, &[201])?;
    }
    let (found, _) = target.pages(&format!("Observation?patient={patient}&_count=2"))?;
    all_once(&found, 5)?;
    let (by_update, _) = target.pages(&format!("Observation?patient={patient}&_sort=_lastUpdated&_count=2"))?;
    let order = if found == by_update {
        "oldest first"
    } else if found.iter().rev().eq(&by_update) {
        "newest first"
    } else {
        "in no order of time"
    };
    Ok(order.to_owned())
}

fn date_pages(target: &Target) -> Outcome {
    let patient = target.shared_instant("by-date")?;
    for sort in ["date", "-date"] {
        let (found, _) = target.pages(&format!("Observation?patient={patient}&_sort={sort}&_count=4"))?;
        all_once(&found, 25).map_err(|reason| format!("{sort}: {reason}"))?;
    }
    Ok("25 either way".to_owned())
}

fn search(target: &Target) -> Outcome {
    let patient = target.new_patient("search")?;
    for n in 0..5 {
        status(&sent(target.client.post("Observation", &target.observation(&patient, &format!("s{n}"), n)))?, &[201])?;
    }
    let mut weight = target.observation(&patient, "weight", 3);
    weight["code"] = json!({ "coding": [{ "system": "http://loinc.org", "code": "29463-7" }] });
    status(&sent(target.client.post("Observation", &weight))?, &[201])?;
    let other = target.new_patient("search-other")?;
    status(&sent(target.client.post("Observation", &target.observation(&other, "other", 1)))?, &[201])?;
    let cases = [
        (format!("patient={patient}"), 6),
        (format!("subject=Patient/{patient}"), 6),
        (format!("patient={patient}&code=http://loinc.org%7C8867-4"), 5),
        (format!("patient={patient}&code=8867-4"), 5),
        (format!("patient={patient}&code=http://other.example%7C8867-4"), 0),
        (format!("patient={patient}&date=ge2026-01-03"), 4),
        (format!("patient={patient}&date=gt2026-01-03"), 3),
        (format!("patient={patient}&date=lt2026-01-02"), 1),
        (format!("patient={patient}&date=ge2026-01-02&date=le2026-01-03"), 2),
        (format!("patient={patient}&date=2026-01-05&status=final"), 1),
        (format!("patient={patient}&status=amended"), 0),
        (format!("identifier=urn:mimamori:test%7C{}-s2", target.run), 1),
    ];
    for (query, expected) in &cases {
        let found = target.search(&format!("Observation?{query}"))?.len();
        expect(found == *expected, &format!("{} found {found} instead of {expected}", query.replace(&patient, "…")))?;
    }
    Ok(format!("{} searches", cases.len()))
}

fn search_alternatives(target: &Target) -> Outcome {
    let patient = target.new_patient("alternatives")?;
    let codes = [("8867-4", "vital-signs"), ("29463-7", "vital-signs"), ("9052-2", "social-history")];
    for (at, (code, category)) in codes.iter().enumerate() {
        let mut observation = target.observation(&patient, &format!("alt{at}"), 1);
        observation["code"]["coding"][0]["code"] = json!(code);
        observation["category"][0]["coding"][0]["code"] = json!(category);
        status(&sent(target.client.post("Observation", &observation))?, &[201])?;
    }
    for (query, expected) in [("code=8867-4,29463-7", 2), ("category=vital-signs", 2), ("category=social-history", 1)] {
        let found = target.search(&format!("Observation?patient={patient}&{query}"))?.len();
        expect(found == expected, &format!("{query} found {found} instead of {expected}"))?;
    }
    Ok("3 searches".to_owned())
}

fn unknown_parameter(target: &Target) -> Outcome {
    let patient = target.new_patient("unknown")?;
    let query = format!("Patient?_id={patient}&colour=red");
    let lenient = sent(target.client.get(&query))?;
    status(&lenient, &[200, 400])?;
    if lenient.status == 400 {
        outcome(&lenient)?;
        return Ok("400, also when not strict".to_owned());
    }
    let modes: Vec<String> = entries(&lenient).iter().map(|entry| entry["search"]["mode"].to_string()).collect();
    expect(modes.iter().filter(|mode| *mode == "\"match\"").count() == 1, "it was not left out")?;
    expect(!lenient.json()["link"].to_string().contains("colour"), "the self link names it")?;
    let strict = sent(target.client.send("GET", &query, &[("Prefer", "handling=strict")], &[]))?;
    status(&strict, &[400])?;
    outcome(&strict)?;
    let told = if modes.len() > 1 { "and said so in an entry of mode outcome" } else { "without a word" };
    Ok(format!("left out {told}; 400 when strict"))
}

fn unknown_modifier(target: &Target) -> Outcome {
    let answer = sent(target.client.get("Patient?identifier:colour=red"))?;
    status(&answer, &[400, 200])?;
    if answer.status == 400 {
        outcome(&answer)?;
    } else {
        expect(answer.resources().is_empty(), "it was left out")?;
    }
    Ok(format!("answers {}", answer.status))
}

fn packed(target: &Target) -> Outcome {
    let id = format!("packed-{}", target.run);
    let mut patient = target.patient("packed");
    patient["id"] = json!(id);
    let mut packed = GzEncoder::new(Vec::new(), Compression::default());
    packed.write_all(patient.to_string().as_bytes()).map_err(|error| error.to_string())?;
    let packed = packed.finish().map_err(|error| error.to_string())?;
    let headers = [("Content-Type", "application/fhir+json"), ("Content-Encoding", "gzip")];
    let answer = sent(target.client.send("PUT", &format!("Patient/{id}"), &headers, &packed))?;
    status(&answer, &[201])?;
    Ok("201".to_owned())
}

fn count(target: &Target) -> Outcome {
    let patient = target.shared_instant("count")?;
    let answer = sent(target.client.get(&format!("Observation?patient={patient}&_summary=count")))?;
    status(&answer, &[200])?;
    expect(answer.json()["total"] == 25, "the total is not 25")?;
    expect(answer.resources().is_empty(), "a count holds resources")?;
    Ok("25".to_owned())
}

fn everything(target: &Target) -> Outcome {
    let patient = target.shared_instant("everything")?;
    let answer = sent(target.client.get(&format!("Patient/{patient}/$everything?_count=100")))?;
    status(&answer, &[200])?;
    let resources = answer.resources();
    let observations: Vec<&Value> = resources.iter().filter(|one| one["resourceType"] == "Observation").collect();
    expect(observations.len() == 25, &format!("{} observations instead of 25", observations.len()))?;
    let subject = format!("Patient/{patient}");
    let own =
        observations.iter().all(|one| one["subject"]["reference"].as_str().unwrap_or_default().ends_with(&subject));
    expect(own, "an observation is about somebody else")?;
    expect(resources.iter().any(|one| one["id"] == json!(patient)), "the patient is not there")?;
    Ok(format!("{} resources", resources.len()))
}

fn malformed(target: &Target) -> Outcome {
    let headers = [("Content-Type", "application/fhir+json")];
    for body in ["{", "[]", "\"Patient\"", "{\"resourceType\":\"Observation\"}"] {
        let answer = sent(target.client.send("POST", "Patient", &headers, body.as_bytes()))?;
        expect((400..500).contains(&answer.status), &format!("{body} answers {}", answer.status))?;
        outcome(&answer)?;
    }
    let wrong = sent(target.client.put("Patient/one", &json!({ "resourceType": "Patient", "id": "two" })))?;
    status(&wrong, &[400, 422])?;
    Ok("refused".to_owned())
}

fn missing(target: &Target) -> Outcome {
    let answer = sent(target.client.get("Patient/never-there"))?;
    status(&answer, &[404])?;
    outcome(&answer)?;
    Ok("404".to_owned())
}

fn capabilities(target: &Target) -> Outcome {
    let answer = sent(target.client.get("metadata"))?;
    status(&answer, &[200])?;
    let statement = answer.json();
    expect(statement["resourceType"] == "CapabilityStatement", "not a CapabilityStatement")?;
    let version = statement["fhirVersion"].as_str().unwrap_or_default().to_owned();
    expect(version.starts_with("4.0"), "not R4")?;
    Ok(version)
}

fn types(target: &Target) -> Outcome {
    let patient = target.new_patient("types")?;
    let subject = json!({ "reference": format!("Patient/{patient}") });
    let resources = [
        json!({ "resourceType": "RelatedPerson", "patient": subject }),
        json!({ "resourceType": "Consent", "status": "active", "patient": subject,
            "scope": { "coding": [{ "system": "http://terminology.hl7.org/CodeSystem/consentscope", "code": "patient-privacy" }] },
            "category": [{ "coding": [{ "system": "http://loinc.org", "code": "59284-0" }] }], "policyRule": { "text": "x" } }),
        json!({ "resourceType": "MedicationRequest", "status": "active", "intent": "order", "subject": subject,
            "medicationCodeableConcept": { "text": "A" } }),
        json!({ "resourceType": "MedicationStatement", "status": "active", "subject": subject,
            "medicationCodeableConcept": { "text": "A" } }),
        json!({ "resourceType": "AllergyIntolerance", "patient": subject, "code": { "text": "egg" } }),
        json!({ "resourceType": "Condition", "subject": subject, "code": { "text": "x" } }),
        json!({ "resourceType": "DiagnosticReport", "status": "final", "subject": subject, "code": { "text": "x" } }),
        json!({ "resourceType": "QuestionnaireResponse", "status": "completed", "subject": subject }),
        json!({ "resourceType": "Flag", "status": "active", "subject": subject, "code": { "text": "x" } }),
        json!({ "resourceType": "Communication", "status": "completed", "subject": subject }),
        json!({ "resourceType": "RiskAssessment", "status": "final", "subject": subject }),
        json!({ "resourceType": "Device", "patient": subject }),
        json!({ "resourceType": "Provenance", "target": [subject], "recorded": "2026-01-01T00:00:00Z", "agent": [{ "who": subject }] }),
    ];
    for resource in &resources {
        let kind = resource["resourceType"].as_str().unwrap_or_default();
        let made = sent(target.client.post(kind, resource))?;
        status(&made, &[201]).map_err(|reason| format!("{kind}: {reason}"))?;
        let path = format!("{kind}/{}", id(&made)?);
        let read = sent(target.client.get(&path))?;
        status(&read, &[200]).map_err(|reason| format!("{path}: {reason}"))?;
        status(&sent(target.client.put(&path, &read.json()))?, &[200]).map_err(|reason| format!("{path}: {reason}"))?;
        status(&sent(target.client.delete(&path))?, &[200, 204]).map_err(|reason| format!("{path}: {reason}"))?;
    }
    Ok(format!("{} types", resources.len()))
}

impl Target {
    fn identifier(&self, name: &str) -> Value {
        json!([{ "system": "urn:mimamori:test", "value": format!("{}-{name}", self.run) }])
    }

    fn patient(&self, name: &str) -> Value {
        json!({
            "resourceType": "Patient",
            "identifier": self.identifier(name),
            "name": [{ "family": "山田", "given": ["花子"] }],
            "gender": "female",
            "birthDate": "1951-04-12",
        })
    }

    /// Heart rate on day `1 + n` of January 2026.
    fn observation(&self, patient: &str, name: &str, n: u32) -> Value {
        json!({
            "resourceType": "Observation",
            "identifier": self.identifier(name),
            "status": "final",
            "category": [{ "coding": [{
                "system": "http://terminology.hl7.org/CodeSystem/observation-category",
                "code": "vital-signs",
            }] }],
            "code": { "coding": [{ "system": "http://loinc.org", "code": "8867-4", "display": "Heart rate" }] },
            "subject": { "reference": format!("Patient/{patient}") },
            "effectiveDateTime": format!("2026-01-{:02}T12:00:00Z", 1 + n % 28),
            "valueQuantity": { "value": 60 + n, "unit": "/min", "system": "http://unitsofmeasure.org", "code": "/min" },
        })
    }

    fn new_patient(&self, name: &str) -> Result<String, String> {
        let answer = sent(self.client.post("Patient", &self.patient(name)))?;
        status(&answer, &[201])?;
        id(&answer)
    }

    /// A patient with 25 observations that share one effective time and were written at once.
    fn shared_instant(&self, name: &str) -> Result<String, String> {
        let patient = self.new_patient(name)?;
        let posts: Vec<Value> = (0..25)
            .map(|n| {
                let observation = self.observation(&patient, &format!("{name}{n}"), 1);
                json!({ "resource": observation, "request": { "method": "POST", "url": "Observation" } })
            })
            .collect();
        status(&sent(self.client.post("", &transaction(&posts)))?, &[200])?;
        Ok(patient)
    }

    fn search(&self, url: &str) -> Result<Vec<Value>, String> {
        let separator = if url.contains('?') { '&' } else { '?' };
        let answer = sent(self.client.get(&format!("{url}{separator}_count=100")))?;
        status(&answer, &[200])?;
        Ok(answer.resources())
    }

    fn instant_of(&self, path: &str) -> Result<String, String> {
        let read = sent(self.client.get(path))?.json();
        read["meta"]["lastUpdated"].as_str().map(str::to_owned).ok_or_else(|| "no lastUpdated".to_owned())
    }

    /// Ids of the resources on all pages, in order, and the number of pages.
    fn pages(&self, url: &str) -> Result<(Vec<String>, usize), String> {
        let mut found = Vec::new();
        let mut next = Some(url.to_owned());
        let mut pages = 0;
        while let Some(url) = next {
            let answer = sent(self.client.get(&url))?;
            status(&answer, &[200])?;
            found.extend(answer.resources().iter().filter_map(|one| one["id"].as_str().map(str::to_owned)));
            next = answer.next();
            pages += 1;
            expect(pages < 100, "the pages do not end")?;
        }
        Ok((found, pages))
    }
}

fn transaction(entries: &[Value]) -> Value {
    json!({ "resourceType": "Bundle", "type": "transaction", "entry": entries })
}

fn sent(answer: std::io::Result<Answer>) -> Result<Answer, String> {
    answer.map_err(|error| format!("no answer: {error}"))
}

fn status(answer: &Answer, expected: &[u16]) -> Result<(), String> {
    let text = String::from_utf8_lossy(&answer.body);
    let start: String = text.chars().take(200).collect();
    expect(expected.contains(&answer.status), &format!("answers {} instead of {expected:?}: {start}", answer.status))
}

fn outcome(answer: &Answer) -> Result<(), String> {
    expect(answer.json()["resourceType"] == "OperationOutcome", "the refusal is not an OperationOutcome")
}

fn expect(holds: bool, otherwise: &str) -> Result<(), String> {
    if holds { Ok(()) } else { Err(otherwise.to_owned()) }
}

/// The id of what was written, from the body or the location.
fn id(answer: &Answer) -> Result<String, String> {
    answer.json()["id"].as_str().map(str::to_owned).ok_or_else(|| "the answer has no id".to_owned())
}

fn entries(answer: &Answer) -> Vec<Value> {
    answer.json()["entry"].as_array().cloned().unwrap_or_default()
}

fn entry_status(entry: &Value) -> &str {
    entry["response"]["status"].as_str().and_then(|line| line.get(..3)).unwrap_or_default()
}

fn located(entry: &Value, kind: &str) -> Result<String, String> {
    let location = entry["response"]["location"].as_str().unwrap_or_default();
    let after = location.split(&format!("{kind}/")).nth(1).and_then(|rest| rest.split('/').next());
    after.map(str::to_owned).ok_or_else(|| format!("the location does not name a {kind}"))
}

fn version_of(resource: &Value) -> Option<String> {
    resource["meta"]["versionId"].as_str().map(str::to_owned)
}

fn all_once(found: &[String], expected: usize) -> Result<(), String> {
    let different: HashSet<&String> = found.iter().collect();
    expect(different.len() == found.len(), "a resource came twice")?;
    expect(found.len() == expected, &format!("{} instead of {expected}", found.len()))
}
