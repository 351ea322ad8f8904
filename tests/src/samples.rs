//! Patients that others made up, loaded into a platform and pulled from it again.
//!
//! Synthea's and SMART's sample patients lie in the collection beside the checkout, as transactions
//! with the hospitals and practitioners that they refer to in batches of their own.

#![expect(clippy::expect_used, reason = "a test that cannot go on says where")]

use std::collections::BTreeMap;
use std::io::Read as _;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use flate2::read::GzDecoder;
use mimamori::model::platform::Access;
use mimamori::sync::http::HttpTransport;
use mimamori::sync::{Next, TokenSource};
use mimamori_sandbox::contract::{Answer, Client};
use serde_json::Value;

use crate::phone::Phone;
use crate::place::shared;

/// The bundles of the collection, what others refer to first; `None` where it is not there.
///
/// # Panics
/// When a file of it cannot be read.
#[must_use]
pub fn bundles() -> Option<Vec<Value>> {
    let mut files = Vec::new();
    for folder in ["smart-sample-r4", "synthea-r4/adult", "synthea-r4/child", "synthea-r4/elder"] {
        let folder = shared("data/fhir")?.join(folder);
        let entries = std::fs::read_dir(folder).expect("a folder of samples").flatten().map(|entry| entry.path());
        files.extend(entries.filter(|path| path.extension().is_some_and(|extension| extension == "gz")));
    }
    let is_referred_to = |path: &PathBuf| {
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        (!name.starts_with("hospital"), !name.starts_with("practitioner"), name)
    };
    files.sort_by_key(is_referred_to);
    Some(files.iter().map(|path| bundle(path)).collect())
}

fn bundle(path: &Path) -> Value {
    let mut text = String::new();
    let file = std::fs::File::open(path).expect("a sample");
    GzDecoder::new(file).read_to_string(&mut text).expect("a sample");
    serde_json::from_str(&text).expect("a sample")
}

/// A platform with the samples in it.
#[derive(Debug)]
pub struct Loaded {
    /// The patients' ids there, and by type and id what was loaded of each, as it should come back.
    pub patients: Vec<(String, BTreeMap<String, Value>)>,
    /// How many resources were loaded.
    pub resources: usize,
}

/// Loads `bundles` into the platform that `client` talks to.
///
/// # Panics
/// When the platform refuses one.
#[must_use]
pub fn load(client: &Client, bundles: &[Value]) -> Loaded {
    // What a reference of the bundle is on the platform.
    let mut names: BTreeMap<String, String> = BTreeMap::new();
    let mut loaded = Loaded { patients: Vec::new(), resources: 0 };
    for bundle in bundles {
        let answer = client.post("", bundle).expect("an answer");
        assert_eq!(answer.status, 200, "{}", String::from_utf8_lossy(&answer.body));
        let (entries, answers) = (list(bundle, "entry"), answer.json());
        let mut own = Vec::new();
        for (entry, answered) in entries.iter().zip(list(&answers, "entry")) {
            let resource = &entry["resource"];
            let kind = text(resource, "resourceType");
            let place = located(answered, kind);
            let place = place.or_else(|| found(client, &entry["request"], kind));
            let name = format!("{kind}/{}", place.expect("a place on the platform"));
            names.insert(text(entry, "fullUrl").to_owned(), name.clone());
            for identifier in list(resource, "identifier") {
                let search = format!("{kind}?identifier={}|{}", text(identifier, "system"), text(identifier, "value"));
                names.insert(search, name.clone());
            }
            own.push((name, resource.clone()));
        }
        loaded.resources += own.len();
        if text(bundle, "type") == "transaction" {
            let patient = own.iter().find_map(|(name, _)| name.strip_prefix("Patient/")).expect("a patient").to_owned();
            let own = own.into_iter().map(|(name, resource)| (name, as_it_comes_back(resource, &names)));
            loaded.patients.push((patient, own.collect()));
        }
    }
    loaded
}

/// The id in the answer to an entry of a bundle.
fn located(answered: &Value, kind: &str) -> Option<String> {
    let location = answered.pointer("/response/location")?.as_str()?;
    let rest = location.split(&format!("{kind}/")).nth(1)?;
    rest.split('/').next().map(str::to_owned)
}

/// The id of what was there already, by the search that kept it from being made again.
fn found(client: &Client, request: &Value, kind: &str) -> Option<String> {
    let search = request["ifNoneExist"].as_str()?.replace('|', "%7C");
    let answer: Answer = client.get(&format!("{kind}?{search}")).ok()?;
    answer.resources().first().map(|one| text(one, "id").to_owned())
}

/// A resource with the platform's references, and without what is the platform's own.
fn as_it_comes_back(mut resource: Value, names: &BTreeMap<String, String>) -> Value {
    rename(&mut resource, names);
    bare(resource)
}

fn bare(mut resource: Value) -> Value {
    if let Some(fields) = resource.as_object_mut() {
        fields.remove("id");
        fields.remove("meta");
    }
    resource
}

fn rename(value: &mut Value, names: &BTreeMap<String, String>) {
    match value {
        Value::Object(fields) => {
            for (name, field) in fields.iter_mut() {
                let known = field.as_str().filter(|_| name == "reference").and_then(|reference| names.get(reference));
                match known {
                    Some(known) => *field = Value::String(known.clone()),
                    None => rename(field, names),
                }
            }
        }
        Value::Array(items) => items.iter_mut().for_each(|item| rename(item, names)),
        _ => {}
    }
}

/// Pulls each patient as that patient, and compares: every resource that is asked for equals what was
/// loaded, and nothing else came. Answers how many came, and how long it took.
///
/// # Panics
/// When it is otherwise.
#[must_use]
pub fn pull_each(base: &str, loaded: &Loaded, tokens: impl Fn(&str) -> Box<dyn TokenSource>) -> (usize, Duration) {
    let http = HttpTransport::new().expect("a network");
    let (mut count, mut time) = (0, Duration::ZERO);
    for (patient, resources) in &loaded.patients {
        let phone = Phone::new(base, patient, Access::Own);
        let tokens = tokens(patient);
        let begun = Instant::now();
        let report = phone.sync(&http, tokens.as_ref()).expect("a sync");
        time += begun.elapsed();
        assert_eq!((report.next, report.refused.as_slice()), (Next::Never, [].as_slice()), "{report:?}");
        let received = phone.store.read(|reading| reading.received(phone.person, None)).expect("what came");
        let came: BTreeMap<String, Value> = received
            .into_iter()
            .map(|one| (format!("{}/{}", one.resource_type, one.id), absolute_to_relative(bare(one.json), base)))
            .collect();
        let mut kinds: Vec<&str> = mimamori::sync::plan::types(Access::Own, None, None);
        // Who said it comes from servers that bring it with what it is about.
        kinds.extend(came.keys().any(|name| name.starts_with("Provenance/")).then_some("Provenance"));
        let expected: BTreeMap<&String, &Value> = resources
            .iter()
            .filter(|(name, _)| kinds.iter().any(|kind| name.starts_with(&format!("{kind}/"))))
            .collect();
        let names = |of: Vec<&String>| of.into_iter().cloned().collect::<Vec<_>>();
        assert_eq!(names(came.keys().collect()), names(expected.keys().copied().collect()), "of {patient}");
        for (name, resource) in expected {
            assert_eq!(came.get(name), Some(resource), "{name}");
        }
        count += came.len();
    }
    (count, time)
}

/// References that a server wrote with its own address, as they were.
fn absolute_to_relative(mut resource: Value, base: &str) -> Value {
    fn walk(value: &mut Value, prefix: &str) {
        match value {
            Value::Object(fields) => {
                for (name, field) in fields.iter_mut() {
                    let relative = field.as_str().filter(|_| name == "reference").and_then(|r| r.strip_prefix(prefix));
                    match relative.map(str::to_owned) {
                        Some(relative) => *field = Value::String(relative),
                        None => walk(field, prefix),
                    }
                }
            }
            Value::Array(items) => items.iter_mut().for_each(|item| walk(item, prefix)),
            _ => {}
        }
    }
    walk(&mut resource, &format!("{base}/"));
    resource
}

fn list<'a>(value: &'a Value, name: &str) -> &'a [Value] {
    value.get(name).and_then(Value::as_array).map_or(&[], Vec::as_slice)
}

fn text<'a>(value: &'a Value, name: &str) -> &'a str {
    value.get(name).and_then(Value::as_str).unwrap_or_default()
}
