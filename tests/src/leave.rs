//! What others than the patient see and write on a platform, by the consents that she gave on her phone: a matrix of
//! who, what and when, the same on every platform that derives scopes from RelatedPerson and Consent.

#![expect(clippy::expect_used, reason = "a test that cannot go on says where")]

use std::collections::BTreeSet;
use std::sync::{Arc, Mutex, PoisonError};

use chrono_tz::Asia::Tokyo;
use mimamori::clock::SystemClock;
use mimamori::companion::Companion;
use mimamori::model::consent::{Consent, DataClass, Grantee};
use mimamori::model::person::Role;
use mimamori::model::platform::Access;
use mimamori::model::vital::{BloodPressure, Vital, VitalKind};
use mimamori::model::{Millis, PersonId, PlatformId, Stamp};
use mimamori::store::SecretKey;
use mimamori::sync::http::HttpTransport;
use mimamori::sync::sign_in::Tokens;
use mimamori::sync::transport::{BoxFuture, Request, Response, Transport};
use mimamori::sync::{AccessToken, Next, Reason, SyncRequest, TokenError, TokenSource, TransportError};
use mimamori_sandbox::contract::Client;
use serde_json::{Value, json};
use tempfile::TempDir;

/// The patient's id.
pub const PATIENT: &str = "hanako";
/// Sees the pulse of the last week.
pub const DAUGHTER: &str = "RelatedPerson/daughter";
/// Sees vital signs and conditions.
pub const CLINIC: &str = "Organization/clinic";
/// Sees and writes conditions.
pub const NURSE: &str = "Practitioner/nurse";
/// Was of the family once; the consent was never taken back.
pub const FORMER: &str = "RelatedPerson/former";
/// Nobody let them in.
pub const STRANGER: &str = "RelatedPerson/stranger";

/// The types that everybody tries.
const KINDS: [&str; 6] = ["Patient", "Observation", "Condition", "MedicationRequest", "Consent", "RelatedPerson"];
/// LOINC's codes of what the phone sends.
const RESTING: &str = "40443-4";
const PRESSURE: &str = "85354-9";

/// A platform, and how one signs in there.
pub struct Place<'a> {
    /// The FHIR base.
    pub base: &'a str,
    /// May do everything.
    pub operator: Client,
    /// Signs somebody in for the patient's record: the tokens, or `None` when that is refused. Nobody is named by the
    /// patient herself.
    pub sign_in: &'a dyn Fn(Option<&str>, &str) -> Option<Tokens>,
}

impl std::fmt::Debug for Place<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Place").field("base", &self.base).finish_non_exhaustive()
    }
}

/// What was tried and what went through.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Tried {
    /// Reads and writes of single resources by others than the patient.
    pub tried: u32,
    /// Reads that went through, all of them allowed.
    pub read: u32,
    /// Writes that went through, all of them allowed.
    pub written: u32,
    /// Searches that their phones made.
    pub asked: u32,
}

/// Tokens as they were given, with the scopes that came with them.
#[derive(Debug)]
struct Given(Tokens);

impl TokenSource for Given {
    fn token(&self) -> BoxFuture<'_, Result<Option<AccessToken>, TokenError>> {
        Box::pin(std::future::ready(Ok(Some(self.0.access.clone()))))
    }

    fn renew(&self, _: &AccessToken) -> BoxFuture<'_, Result<AccessToken, TokenError>> {
        Box::pin(std::future::ready(Err(TokenError::NeedsSignIn)))
    }

    fn scopes(&self) -> Option<String> {
        self.0.scope.clone()
    }
}

/// Notes what was asked, and how it was answered.
#[derive(Debug)]
struct Overheard {
    http: HttpTransport,
    asked: Mutex<Vec<(String, u16)>>,
}

impl Transport for Overheard {
    fn send(&self, request: Request) -> BoxFuture<'_, Result<Response, TransportError>> {
        let url = request.url.clone();
        let answer = self.http.send(request);
        Box::pin(async move {
            let answer = answer.await?;
            self.asked.lock().unwrap_or_else(PoisonError::into_inner).push((url, answer.status));
            Ok(answer)
        })
    }
}

/// A phone that is connected to the platform.
struct Phone {
    companion: Companion,
    person: PersonId,
    platform: PlatformId,
    tokens: Given,
    overheard: Overheard,
    _folder: TempDir,
}

impl Phone {
    fn new(base: &str, access: Access, tokens: Tokens) -> Self {
        let folder = TempDir::new().expect("a folder");
        let key = SecretKey::random().expect("a key");
        let companion =
            Companion::open(&folder.path().join("record.db"), &key, Arc::new(SystemClock)).expect("a companion");
        let role = if access == Access::Own { Role::Patient } else { Role::Caregiver };
        let person = companion.add_person("花子", role, Tokyo).expect("a person").id;
        let platform = companion.connect(person, base, PATIENT, access).expect("a platform").id;
        let overheard = Overheard { http: HttpTransport::new().expect("a network"), asked: Mutex::default() };
        Self { companion, person, platform, tokens: Given(tokens), overheard, _folder: folder }
    }

    fn sync(&self) {
        let deadline = self.companion.now().plus(5 * Millis::MINUTE);
        let request = SyncRequest { reason: Reason::Asked, deadline, jitter: 0.0 };
        let report = self.companion.sync(self.platform, &self.overheard, &self.tokens, request).expect("a sync");
        assert_eq!((report.next, report.set_aside, report.refused.as_slice()), (Next::Never, 0, [].as_slice()));
    }

    fn days_ago(&self, days: i64) -> Stamp {
        Stamp::in_zone(self.companion.now().plus(-days * Millis::DAY), Tokyo)
    }
}

/// Plays it through.
///
/// # Panics
/// When somebody sees or writes what they were not let into, or does not see what they were.
#[must_use]
pub fn only_what_was_permitted(place: &Place<'_>) -> Tried {
    make(&place.operator);
    let own = (place.sign_in)(None, "launch/patient patient/*.cruds").expect("the patient herself");
    let mother = Phone::new(place.base, Access::Own, own);
    let (companion, person) = (&mother.companion, mother.person);
    let pressure = Vital::BloodPressure(BloodPressure::new(132.0, 84.0, None).expect("a pressure"));
    companion.add_vital(person, mother.days_ago(0), pressure).expect("a record");
    for days in [1, 40] {
        let pulse = Vital::single(VitalKind::RestingHeartRate, 61.0).expect("a pulse");
        companion.add_vital(person, mother.days_ago(days), pulse).expect("a record");
    }
    let since = mother.days_ago(7).day();
    for (whom, classes, data_since) in [
        (DAUGHTER, vec![DataClass::HeartRate], Some(since)),
        (CLINIC, vec![DataClass::Vitals, DataClass::Conditions], None),
        (FORMER, DataClass::ALL.to_vec(), None),
    ] {
        let whom = Grantee::new(whom, "").expect("somebody");
        let consent = Consent::new(whom, classes.into_iter().collect()).expect("a consent");
        companion.give_consent(person, mother.days_ago(0), Consent { data_since, ..consent }).expect("a consent");
    }
    mother.sync();

    let mut tried = Tried::default();
    for who in [DAUGHTER, CLINIC, NURSE, FORMER, STRANGER] {
        let tokens = (place.sign_in)(Some(who), "launch/patient patient/*.cruds");
        let secret = tokens.as_ref().map_or("none", |tokens| tokens.access.secret());
        let client = place.operator.with_token(secret);
        for kind in KINDS {
            let all = place.operator.get(&search(kind)).expect("an answer").resources();
            assert!(!all.is_empty(), "there is something of {kind}");
            for resource in &all {
                let path = format!("{kind}/{}", text(resource, "id").expect("an id"));
                let (reads, writes) = may(who, kind, resource, &since.to_string());
                let read = client.get(&path).expect("an answer").status;
                assert_eq!(read == 200, reads, "{who} reads {path}: {read}");
                let written = client.put(&path, resource).expect("an answer").status;
                assert_eq!(written < 300, writes, "{who} writes {path}: {written}");
                assert!(writes || matches!(written, 401 | 403 | 404), "{who} writes {path}: {written}");
                tried.tried += 2;
                tried.read += u32::from(reads);
                tried.written += u32::from(writes);
            }
            // Nor does a search, a count or the whole record show it.
            let whole = format!("Patient/{PATIENT}/$everything");
            for path in [search(kind), format!("{}&_summary=count", search(kind)), whole] {
                let answer = client.get(&path).expect("an answer");
                let open = all.iter().filter(|one| may(who, kind, one, &since.to_string()).0).count();
                if answer.status == 200 {
                    let shown = answer.resources();
                    let own = shown.iter().filter(|one| text(one, "resourceType") == Some(kind));
                    assert!(own.clone().all(|one| may(who, kind, one, &since.to_string()).0), "{who}: {path}");
                    let count = answer.json().get("total").and_then(Value::as_u64).unwrap_or(0);
                    assert!(count <= open as u64 || path.contains("everything"), "{who}: {path} counts {count}");
                }
            }
        }
        tried.asked += phone_of(place, who, tokens, &since.to_string());
    }
    tried
}

/// A phone of theirs asks only for what is open, so that nothing is refused, and holds that and nothing else. Answers
/// how much it asked.
fn phone_of(place: &Place<'_>, who: &str, tokens: Option<Tokens>, since: &str) -> u32 {
    let Some(tokens) = tokens else { return 0 };
    let phone = Phone::new(place.base, Access::Caregiver, tokens);
    phone.sync();
    let asked = phone.overheard.asked.lock().unwrap_or_else(PoisonError::into_inner);
    let below = |url: &str| url.trim_start_matches(place.base).trim_start_matches('/').to_owned();
    let kinds: BTreeSet<String> =
        asked.iter().filter_map(|(url, _)| below(url).split_once('?').map(|(kind, _)| kind.to_owned())).collect();
    let open: &[&str] = match who {
        DAUGHTER => &["Observation", "Patient"],
        CLINIC => &["AllergyIntolerance", "Condition", "Observation", "Patient"],
        NURSE => &["Condition"],
        _ => &[],
    };
    assert_eq!(kinds.iter().map(String::as_str).collect::<Vec<_>>(), open, "{who} asks for what is open");
    let searched = |url: &str| below(url).contains('?') && !url.contains("_summary=count");
    let refused: Vec<_> = asked.iter().filter(|(url, status)| searched(url) && *status != 200).collect();
    assert!(refused.is_empty(), "{who}: {refused:?}");
    let held = phone.companion.received(phone.person).expect("what came");
    for one in &held {
        assert!(may(who, &one.resource_type, &one.json, since).0, "{who} holds {}/{}", one.resource_type, one.id);
    }
    let day = phone.companion.today(phone.person).expect("a day");
    let vitals = |back: i64| phone.companion.day(phone.person, day.plus_days(-back)).expect("a day").vitals.len();
    let expected = match who {
        DAUGHTER => [0, 1, 0],
        CLINIC => [1, 0, 0],
        _ => [0, 0, 0],
    };
    assert_eq!([0, 1, 40].map(vitals), expected, "{who} sees the days that are open");
    u32::try_from(asked.len()).unwrap_or(u32::MAX)
}

/// Whether somebody may read and may write a resource.
fn may(who: &str, kind: &str, resource: &Value, since: &str) -> (bool, bool) {
    let code = resource.pointer("/code/coding/0/code").and_then(Value::as_str).unwrap_or_default();
    let is_life = code == "phone-heartbeat";
    let is_new = text(resource, "effectiveDateTime").is_some_and(|at| at >= since);
    match (who, kind) {
        (DAUGHTER | CLINIC, "Patient") => (true, false),
        (DAUGHTER, "Observation") => (is_life || (code == RESTING && is_new), false),
        (CLINIC, "Observation") => (is_life || code == PRESSURE, false),
        (CLINIC, "Condition") => (true, false),
        (NURSE, "Condition") => (true, true),
        _ => (false, false),
    }
}

fn text<'a>(resource: &'a Value, name: &str) -> Option<&'a str> {
    resource.get(name).and_then(Value::as_str)
}

fn search(kind: &str) -> String {
    let of = if kind == "Patient" { "_id" } else { "patient" };
    format!("{kind}?{of}={PATIENT}&_count=200")
}

/// The patient, who belongs to her, what a clinic noted, and a consent on paper by which the nurse keeps it.
fn make(operator: &Client) {
    let subject = json!({ "reference": format!("Patient/{PATIENT}") });
    let related = |id: &str, active: bool| json!({ "resourceType": "RelatedPerson", "id": id, "active": active, "patient": subject });
    let concept = |system: &str, code: &str| json!({ "coding": [{ "system": system, "code": code }] });
    let actor = json!([{ "role": concept("http://terminology.hl7.org/CodeSystem/v3-ParticipationType", "IRCP"),
        "reference": { "reference": NURSE } }]);
    let actions =
        ["access", "correct"].map(|code| concept("http://terminology.hl7.org/CodeSystem/consentaction", code));
    let class = json!([{ "system": "http://hl7.org/fhir/resource-types", "code": "Condition" }]);
    let paper = json!({
        "resourceType": "Consent", "id": "paper", "status": "active", "patient": subject,
        "scope": concept("http://terminology.hl7.org/CodeSystem/consentscope", "patient-privacy"),
        "category": [concept("http://loinc.org", "59284-0")],
        "policyRule": concept("http://terminology.hl7.org/CodeSystem/v3-ActCode", "OPTIN"),
        "provision": { "type": "deny", "provision": [
            { "type": "permit", "actor": actor, "action": actions, "class": class },
        ] },
    });
    for resource in [
        json!({ "resourceType": "Patient", "id": PATIENT }),
        json!({ "resourceType": "Organization", "id": "clinic", "name": "みどり医院" }),
        json!({ "resourceType": "Practitioner", "id": "nurse", "name": [{ "text": "佐藤 恵" }] }),
        related("daughter", true),
        related("former", false),
        json!({ "resourceType": "Condition", "id": "c1", "subject": subject, "code": { "text": "x" } }),
        json!({ "resourceType": "MedicationRequest", "id": "m1", "status": "active", "intent": "order", "subject": subject,
            "medicationCodeableConcept": { "text": "x" } }),
        paper,
    ] {
        let path = format!("{}/{}", text(&resource, "resourceType").unwrap_or(""), text(&resource, "id").unwrap_or(""));
        let answer = operator.put(&path, &resource).expect("an answer");
        assert!(answer.status < 300, "{path}: {} {}", answer.status, answer.json());
    }
}
