//! What every platform that others wrote has to do for us, whichever it is: the contract, a record
//! that goes there and comes back, and no way from one patient to another.

#![expect(clippy::expect_used, reason = "a test that cannot go on says where")]

use std::fmt::Write as _;

use mimamori::fhir::bundle;
use mimamori::model::platform::Access;
use mimamori::sync::http::HttpTransport;
use mimamori::sync::{Next, TokenSource};
use mimamori_sandbox::contract::{Answer, Client, Target, run};
use serde_json::{Value, json};

use crate::oidc::Oidc;
use crate::phone::Phone;

/// What a phone sends, of these types.
const SENT: [&str; 5] = ["Observation", "Goal", "Flag", "MedicationStatement", "MedicationAdministration"];

/// Runs the contract suite and prints what was seen.
///
/// # Panics
/// When a check fails.
#[allow(clippy::print_stdout, reason = "the answers of a server are worth reading")]
pub fn keeps_the_contract(base: &str, token: Option<&str>) {
    let report = run(&Target::new(base, token).expect("a target"));
    println!("{}", report.lines().join("\n"));
    assert_eq!(report.failures(), Vec::<String>::new());
}

/// Lets a day of a record go to the platform and compares what stands there: nothing lost, nothing
/// twice, nothing to do the second time. `maker` may make the patient; `tokens` are the phone's own.
///
/// # Panics
/// When it is otherwise.
pub fn a_record_reaches(base: &str, maker: Option<&str>, tokens: &dyn TokenSource) {
    let client = Client::new(base, maker).expect("an address");
    let patient = json!({ "resourceType": "Patient", "id": "hanako" });
    assert!(sent(client.put("Patient/hanako", &patient)).status < 300, "the patient was not made");
    let phone = Phone::new(base, "hanako", Access::Own);
    phone.live(1).expect("a day");
    let http = HttpTransport::new().expect("a network");
    let report = phone.sync(&http, tokens).expect("a sync");
    assert_eq!((report.next, report.set_aside), (Next::Never, 0), "{report:?} {:?}", phone.refusals());
    let expected = phone.expected(1).expect("a record");
    for (name, ours) in &expected {
        let held = sent(client.get(name)).json();
        assert!(bundle::stands(ours, &held), "{name}: {held} is not {ours}");
    }
    let count: u64 = SENT.iter().map(|kind| counted(&client, kind)).sum();
    assert_eq!(count, expected.len() as u64, "nothing twice");
    let again = phone.sync(&http, tokens).expect("a sync");
    assert_eq!((again.pushed, again.pulled), (0, 0), "{again:?}");
}

fn counted(client: &Client, kind: &str) -> u64 {
    let answer = sent(client.get(&format!("{kind}?patient=hanako&_summary=count")));
    answer.json().get("total").and_then(Value::as_u64).unwrap_or_default()
}

/// Who is signed in: a name for the table, the account, and the scopes asked for.
const WHO: [(&str, &str, &str); 5] = [
    ("patient", "one", "patient/*.cruds"),
    ("caregiver", "daughter:one", "patient/*.rs"),
    ("clinic", "Organization/clinic:one", "patient/Observation.rs"),
    ("clinic of version 1", "Organization/clinic:one", "patient/Observation.read"),
    ("stranger", "nobody", "patient/*.cruds"),
];

/// What it is called, and whether it goes through.
type Try = (&'static str, fn(&Client, &str) -> bool);

/// What is tried, on the record of each patient.
const TRIES: [Try; 8] = [
    ("read a measurement", |client, of| shows(&sent(client.get(&format!("Observation/{of}-rate"))), of)),
    ("search measurements", |client, of| shows(&sent(client.get(&format!("Observation?patient={of}"))), of)),
    ("read a condition", |client, of| shows(&sent(client.get(&format!("Condition/{of}-condition"))), of)),
    ("search conditions", |client, of| shows(&sent(client.get(&format!("Condition?patient={of}"))), of)),
    ("all of it", |client, of| shows(&sent(client.get(&format!("Patient/{of}/$everything"))), of)),
    ("change a measurement", |client, of| done(&sent(client.put(&format!("Observation/{of}-rate"), &rate(of))))),
    ("add a measurement", |client, of| {
        let mut new = rate(of);
        new.as_object_mut().and_then(|new| new.remove("id"));
        done(&sent(client.post("Observation", &new)))
    }),
    ("delete a condition", |client, of| {
        // One of its own each time, for it is gone then.
        done(&sent(client.delete(&format!("Condition/{of}-condition-spare"))))
    }),
];

/// What may go through, and nothing else.
pub const ALLOWED: [&str; 3] = [
    "patient, of one: read a measurement, search measurements, read a condition, search conditions, all of it, \
     change a measurement, add a measurement, delete a condition",
    "caregiver, of one: read a measurement, search measurements, read a condition, search conditions, all of it",
    "clinic, of one: read a measurement, search measurements",
];
/// What goes through besides where scopes of SMART's first version are known.
pub const ALLOWED_VERSION_1: &str = "clinic of version 1, of one: read a measurement, search measurements";

/// Tries everything as everybody on the records of two patients.
///
/// Answers what went through, a line each: "who: what, whose".
///
/// # Panics
/// When the server does not answer.
#[must_use]
pub fn what_goes_through(base: &str, oidc: &Oidc) -> Vec<String> {
    let operator = Client::new(base, Some(&oidc.operator())).expect("an address");
    let mut through = Vec::new();
    for (who, account, scopes) in WHO {
        make(&operator);
        let tokens = oidc.sign_in("mimamori", account, &format!("openid launch/patient {scopes}"));
        let client = operator.with_token(tokens.access.secret());
        for of in ["one", "two"] {
            let mut line = String::new();
            for (what, attempt) in TRIES {
                if attempt(&client, of) {
                    let _ = write!(line, "{}{what}", if line.is_empty() { "" } else { ", " });
                }
            }
            if !line.is_empty() {
                through.push(format!("{who}, of {of}: {line}"));
            }
        }
    }
    let anybody = Client::new(base, None).expect("an address");
    for (what, attempt) in TRIES {
        if attempt(&anybody, "one") {
            through.push(format!("anybody: {what}"));
        }
    }
    through
}

/// Both patients, with what is to be seen of each.
fn make(operator: &Client) {
    for of in ["one", "two"] {
        let patient = json!({ "resourceType": "Patient", "id": of });
        let mut all = vec![(format!("Patient/{of}"), patient), (format!("Observation/{of}-rate"), rate(of))];
        for id in [format!("{of}-condition"), format!("{of}-condition-spare")] {
            let subject = json!({ "reference": format!("Patient/{of}") });
            let condition =
                json!({ "resourceType": "Condition", "id": id, "subject": subject, "code": { "text": "x" } });
            all.push((format!("Condition/{id}"), condition));
        }
        if of == "one" {
            all.extend(let_in(of));
        }
        for (path, resource) in all {
            let answer = sent(operator.put(&path, &resource));
            assert!(answer.status < 300, "{path}: {} {}", answer.status, answer.json());
        }
    }
}

/// Who belongs to a patient, and the consent by which a daughter and a clinic may read.
fn let_in(of: &str) -> Vec<(String, Value)> {
    let patient = json!({ "reference": format!("Patient/{of}") });
    let permit = |who: &str, types: &[&str]| {
        let class: Vec<Value> = types.iter().map(|code| json!({ "code": code })).collect();
        json!({ "type": "permit", "actor": [{ "role": { "text": "reader" }, "reference": { "reference": who } }],
            "action": [{ "coding": [{ "code": "access" }] }], "class": class })
    };
    let both = [
        permit("RelatedPerson/daughter", &["Patient", "Observation", "Condition"]),
        permit("Organization/clinic", &["Observation"]),
    ];
    vec![
        ("Organization/clinic".into(), json!({ "resourceType": "Organization", "id": "clinic", "name": "x" })),
        (
            "RelatedPerson/daughter".into(),
            json!({ "resourceType": "RelatedPerson", "id": "daughter", "patient": patient }),
        ),
        (
            "Consent/both".into(),
            json!({
                "resourceType": "Consent", "id": "both", "status": "active", "patient": patient,
                "scope": { "coding": [{ "code": "patient-privacy" }] }, "category": [{ "text": "privacy" }],
                "policyRule": { "text": "opt-in" }, "provision": { "type": "deny", "provision": both },
            }),
        ),
    ]
}

fn rate(of: &str) -> Value {
    json!({
        "resourceType": "Observation", "id": format!("{of}-rate"), "status": "final",
        "code": { "coding": [{ "system": "http://loinc.org", "code": "8867-4" }] },
        "category": [{ "coding": [{
            "system": "http://terminology.hl7.org/CodeSystem/observation-category", "code": "vital-signs",
        }] }],
        "subject": { "reference": format!("Patient/{of}") },
        "effectiveDateTime": "2026-01-01T00:00:00Z",
        "valueQuantity": { "value": 60, "unit": "/min", "system": "http://unitsofmeasure.org", "code": "/min" },
    })
}

/// Whether something of that patient is in the answer.
fn shows(answer: &Answer, of: &str) -> bool {
    answer.status == 200 && String::from_utf8_lossy(&answer.body).contains(&format!("\"Patient/{of}\""))
}

fn done(answer: &Answer) -> bool {
    (200..300).contains(&answer.status)
}

fn sent(answer: std::io::Result<Answer>) -> Answer {
    answer.expect("an answer")
}
