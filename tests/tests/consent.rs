//! A mother lets her daughter see a part of her record, and takes it back: what the platform then
//! shows her is what the mother's phone said, no more and no longer.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on says where")]
#![allow(clippy::indexing_slicing, reason = "a missing element fails the test")]

use std::collections::BTreeSet;
use std::sync::Arc;

use chrono_tz::Asia::Tokyo;
use mimamori::clock::SystemClock;
use mimamori::companion::{Companion, ConsentRow};
use mimamori::model::consent::{Consent, DataClass, Grantee, GranteeKind, Standing};
use mimamori::model::heart::{Bpm, Contact, HeartSample};
use mimamori::model::person::{Role, Source, SourceKind};
use mimamori::model::platform::{Access, Platform};
use mimamori::model::vital::{BloodPressure, Vital, VitalKind};
use mimamori::model::{Millis, PersonId, Record, RecordKind, SourceId, Stamp};
use mimamori::store::SecretKey;
use mimamori::sync::http::HttpTransport;
use mimamori::sync::sign_in::{Application, SignIn, Tokens, discover};
use mimamori::sync::token::{AccessToken, FixedToken};
use mimamori::sync::{Next, Reason, SyncRequest};
use mimamori_sandbox::{CAREGIVER, Login, PATIENT, Sandbox, SandboxConfig, TokenSpec, demo_logins};
use mimamori_tests::leave;
use serde_json::{Value, json};
use tempfile::TempDir;

/// A companion that has one person, connected with the sandbox.
struct Phone {
    companion: Companion,
    person: PersonId,
    platform: Platform,
    token: FixedToken,
    _folder: TempDir,
}

impl Phone {
    fn new(sandbox: &Sandbox, role: Role, access: Access, token: TokenSpec) -> Self {
        let folder = TempDir::new().unwrap();
        let key = SecretKey::random().unwrap();
        let companion = Companion::open(&folder.path().join("record.db"), &key, Arc::new(SystemClock)).unwrap();
        let person = companion.add_person("花子", role, Tokyo).unwrap().id;
        let platform = companion.connect(person, sandbox.base_url(), PATIENT, access).unwrap();
        let token = FixedToken(AccessToken::new(sandbox.issue_token(token).unwrap()));
        Self { companion, person, platform, token, _folder: folder }
    }

    fn sync(&self) {
        let http = HttpTransport::new().unwrap();
        let deadline = self.now().at.plus(Millis::MINUTE);
        let request = SyncRequest { reason: Reason::Asked, deadline, jitter: 0.0 };
        let report = self.companion.sync(self.platform.id, &http, &self.token, request).unwrap();
        assert_eq!((report.next, report.set_aside), (Next::Never, 0), "{report:?}");
    }

    fn measures(&self, vital: Vital) -> Record {
        self.companion.add_vital(self.person, self.now(), vital).unwrap()
    }

    fn now(&self) -> Stamp {
        Stamp::in_zone(Millis::from(chrono::Utc::now()), Tokyo)
    }
}

fn pressure() -> Vital {
    Vital::BloodPressure(BloodPressure::new(132.0, 84.0, None).unwrap())
}

/// The sandbox with the mother's clinic record, and without the consent that the demo begins with.
fn sandbox() -> Sandbox {
    let config = SandboxConfig { logins: demo_logins(), ..SandboxConfig::default() };
    let sandbox = Sandbox::start(config).unwrap();
    sandbox.load_demo().unwrap();
    let mother = client(&sandbox, TokenSpec::patient(PATIENT));
    for consent in sandbox.resources("Consent").unwrap() {
        let mut consent = consent;
        consent["status"] = json!("inactive");
        let path = format!("Consent/{}", consent["id"].as_str().unwrap());
        assert_eq!(mother.put(&path, &consent).unwrap().status, 200);
    }
    sandbox
}

fn client(sandbox: &Sandbox, spec: TokenSpec) -> mimamori_sandbox::contract::Client {
    mimamori_sandbox::contract::Client::new(sandbox.base_url(), Some(&sandbox.issue_token(spec).unwrap())).unwrap()
}

/// The codes and types that the daughter's token is shown.
fn seen(sandbox: &Sandbox) -> BTreeSet<String> {
    let daughter = client(sandbox, TokenSpec::on_behalf(PATIENT, CAREGIVER));
    let mut seen = BTreeSet::new();
    for kind in ["Observation", "Goal", "Flag", "DiagnosticReport", "MedicationRequest", "Condition", "Consent"] {
        let bundle = daughter.get(&format!("{kind}?patient={PATIENT}&_count=500")).unwrap();
        assert_eq!(bundle.status, 200, "{kind}");
        for entry in bundle.json()["entry"].as_array().into_iter().flatten() {
            let resource: &Value = &entry["resource"];
            let code = resource["code"]["coding"][0]["code"].as_str().filter(|_| kind == "Observation");
            // That her mother's phone lives is told to everybody who sees a part.
            if code == Some("phone-heartbeat") {
                continue;
            }
            seen.insert(code.map_or(kind.to_owned(), str::to_owned));
        }
    }
    seen
}

/// The consents that others than the person's own platform were given, newest first.
fn to_others(companion: &Companion, person: PersonId) -> Vec<ConsentRow> {
    let mut rows = companion.consents(person).unwrap();
    rows.retain(|row| row.consent.grantee.kind != GranteeKind::Platform);
    rows
}

fn set(codes: &[&str]) -> BTreeSet<String> {
    codes.iter().map(|code| (*code).to_owned()).collect()
}

#[test]
fn the_daughter_sees_what_her_mother_lets_her_see_and_no_longer_than_that() {
    let sandbox = sandbox();
    let mother = Phone::new(&sandbox, Role::Patient, Access::Own, TokenSpec::patient(PATIENT));
    let (companion, person) = (&mother.companion, mother.person);
    mother.measures(pressure());
    mother.measures(Vital::single(VitalKind::RestingHeartRate, 61.0).unwrap());
    mother.sync();
    assert_eq!(seen(&sandbox), set(&[]), "nothing is open without a consent");

    // Whom to let in is known from the platform.
    let daughter = Grantee::new(CAREGIVER, "").unwrap();
    let known = companion.parties(person).unwrap();
    let known = known.into_iter().find(|party| party.reference() == daughter.reference()).unwrap();
    assert!(!known.name.is_empty(), "she has a name");

    let heart = Consent::new(known.clone(), BTreeSet::from([DataClass::HeartRate])).unwrap();
    let first = companion.give_consent(person, mother.now(), heart).unwrap();
    assert_eq!(seen(&sandbox), set(&[]), "the platform has not been told");
    mother.sync();
    assert_eq!(seen(&sandbox), set(&["40443-4"]));

    let more = Consent::new(known, BTreeSet::from([DataClass::Vitals, DataClass::Conditions])).unwrap();
    let second = companion.give_consent(person, mother.now(), more).unwrap();
    mother.sync();
    let both = seen(&sandbox);
    assert!(both.is_superset(&set(&["40443-4", "85354-9", "Condition"])), "{both:?}");
    assert!(both.is_disjoint(&set(&["Consent", "MedicationRequest", "DiagnosticReport"])), "{both:?}");

    companion.withdraw_consent(person, second.id, mother.now()).unwrap();
    mother.sync();
    assert_eq!(seen(&sandbox), set(&["40443-4"]));
    companion.withdraw_consent(person, first.id, mother.now()).unwrap();
    mother.sync();
    assert_eq!(seen(&sandbox), set(&[]));
    let rows = to_others(companion, person);
    assert_eq!(rows.iter().map(|row| row.standing).collect::<Vec<_>>(), [Standing::Withdrawn; 2]);
    assert!(companion.sharing(person).unwrap().iter().all(|party| party.grantee.kind == GranteeKind::Platform));
}

#[test]
fn what_the_daughter_may_no_longer_see_is_gone_from_her_phone_at_the_next_sync() {
    let sandbox = sandbox();
    let mother = Phone::new(&sandbox, Role::Patient, Access::Own, TokenSpec::patient(PATIENT));
    let (companion, person) = (&mother.companion, mother.person);
    mother.measures(pressure());
    let weight = mother.measures(Vital::single(VitalKind::Weight, 52.4).unwrap());
    let strap = Source { id: SourceId(uuid::Uuid::from_u128(9)), kind: SourceKind::Bluetooth, name: "strap".into() };
    let beats: Vec<HeartSample> = (0..30)
        .map(|n| HeartSample {
            at: mother.now().at.plus(n * Millis::SECOND - Millis::MINUTE),
            bpm: Bpm::new(64).unwrap(),
            contact: Contact::Detected,
        })
        .collect();
    companion.take_in(person, &strap, &beats, &[]).unwrap();
    let yui = || Grantee::new(CAREGIVER, "結衣").unwrap();
    let lets = |classes: &[DataClass]| {
        let consent = Consent::new(yui(), classes.iter().copied().collect()).unwrap();
        companion.give_consent(person, mother.now(), consent).unwrap().id
    };
    let heart = lets(&[DataClass::HeartRate]);
    let rest = lets(&[DataClass::Vitals, DataClass::Conditions]);
    let before = mother.now().at;
    mother.sync();

    let daughter = Phone::new(&sandbox, Role::Caregiver, Access::Caregiver, TokenSpec::on_behalf(PATIENT, CAREGIVER));
    let holds = || {
        mother.sync();
        daughter.sync();
        let (companion, person) = (&daughter.companion, daughter.person);
        let day = companion.day(person, companion.today(person).unwrap()).unwrap();
        let conditions = companion.received(person).unwrap();
        let conditions = conditions.iter().filter(|one| one.resource_type == "Condition").count();
        (day.heart.is_some(), day.vitals.len(), conditions > 0)
    };
    let phone = || daughter.companion.watch(daughter.person).unwrap();
    assert_eq!(phone().known_until, None);
    assert_eq!(holds(), (true, 2, true));
    assert!(phone().known_until.is_some_and(|at| at >= before), "her mother's phone left a sign of life");
    companion.delete(weight.id).unwrap();
    assert_eq!(holds(), (true, 1, true), "what her mother deleted goes from her phone");
    companion.withdraw_consent(person, heart, mother.now()).unwrap();
    assert_eq!(holds(), (false, 1, true));
    companion.withdraw_consent(person, rest, mother.now()).unwrap();
    assert_eq!(holds(), (false, 0, false));
    assert_eq!(daughter.companion.history(weight.id).unwrap(), []);
    assert_eq!(phone().known_until, None, "and of her phone nothing is known any more");
    lets(&[DataClass::HeartRate, DataClass::Vitals]);
    assert_eq!(holds(), (true, 1, false), "let in again, she sees it again");
}

#[test]
fn a_consent_reaches_the_mothers_second_phone_and_not_the_daughters() {
    let sandbox = sandbox();
    let first = Phone::new(&sandbox, Role::Patient, Access::Own, TokenSpec::patient(PATIENT));
    let daughter = Grantee::new(CAREGIVER, "結衣").unwrap();
    let mut consent = Consent::new(daughter, BTreeSet::from([DataClass::Findings])).unwrap();
    consent.until = Some("2099-12-31".parse().unwrap());
    let given = first.companion.give_consent(first.person, first.now(), consent.clone()).unwrap();
    first.sync();

    let second = Phone::new(&sandbox, Role::Patient, Access::Own, TokenSpec::patient(PATIENT));
    second.sync();
    let rows = to_others(&second.companion, second.person);
    assert_eq!(rows.iter().map(|row| (row.id, &row.consent)).collect::<Vec<_>>(), [(given.id, &consent)]);

    let daughter = Phone::new(&sandbox, Role::Caregiver, Access::Caregiver, TokenSpec::on_behalf(PATIENT, CAREGIVER));
    daughter.sync();
    assert!(daughter.companion.consents(daughter.person).unwrap().is_empty());
    assert!(daughter.companion.give_consent(daughter.person, daughter.now(), consent).is_err());
    assert_eq!(daughter.companion.history(given.id).unwrap(), [], "{:?}", RecordKind::Consent);
}

/// Signs somebody in at the sandbox, as the companion does: a person of the test is known by their reference.
fn sign_in(sandbox: &Sandbox, who: Option<&str>, scopes: &str) -> Option<Tokens> {
    let http = HttpTransport::new().unwrap();
    let application = Application {
        client_id: "mimamori",
        redirect_uri: "http://127.0.0.1:9/callback",
        scopes,
        base_url: sandbox.base_url(),
        login_hint: Some(who.unwrap_or("patient")),
    };
    let sign_in = SignIn::begin(&discover(&http, sandbox.base_url()).unwrap(), &application).unwrap();
    let browser = mimamori_sandbox::contract::Client::new(sandbox.base_url(), None).unwrap();
    let back = browser.get(sign_in.url()).unwrap();
    sign_in.finish(&http, back.header("location").unwrap()).ok()
}

#[test]
fn what_others_see_and_write_is_what_the_consents_say_and_their_phones_ask_for_no_more() {
    let login = |name: &str, fhir_user: &str| Login {
        name: name.to_owned(),
        patient: Some(leave::PATIENT.to_owned()),
        fhir_user: fhir_user.to_owned(),
    };
    let mut logins = vec![login("patient", &format!("Patient/{}", leave::PATIENT))];
    let others = [leave::DAUGHTER, leave::CLINIC, leave::NURSE, leave::FORMER, leave::STRANGER];
    logins.extend(others.map(|who| login(who, who)));
    let sandbox = Sandbox::start(SandboxConfig { logins, ..SandboxConfig::default() }).unwrap();
    let tried = leave::only_what_was_permitted(&leave::Place {
        base: sandbox.base_url(),
        operator: client(&sandbox, TokenSpec::system()),
        sign_in: &|who, scopes| sign_in(&sandbox, who, scopes),
    });
    assert!(tried.tried > 80 && tried.read > 6 && tried.written > 0 && tried.asked > 10, "{tried:?}");
}

#[test]
fn nobody_sees_or_writes_what_they_were_not_let_into() {
    let sandbox = sandbox();
    let mother = Phone::new(&sandbox, Role::Patient, Access::Own, TokenSpec::patient(PATIENT));
    let (companion, person) = (&mother.companion, mother.person);
    mother.measures(pressure());
    mother.measures(Vital::single(VitalKind::RestingHeartRate, 61.0).unwrap());
    let (clinic, stranger) = ("Organization/clinic-1", "RelatedPerson/stranger");
    let lets = |whom: &str, classes: &[DataClass]| {
        let consent = Consent::new(Grantee::new(whom, "").unwrap(), classes.iter().copied().collect()).unwrap();
        companion.give_consent(person, mother.now(), consent).unwrap();
    };
    lets(CAREGIVER, &[DataClass::HeartRate]);
    lets(clinic, &[DataClass::Vitals, DataClass::Conditions]);
    mother.sync();

    // Which resources each may see: the daughter the pulse, the clinic the rest of the vital signs and conditions.
    let may = |who: &str, kind: &str, resource: &Value| {
        let code = resource["code"]["coding"][0]["code"].as_str().unwrap_or_default();
        let is_life = resource.to_string().contains("phone-heartbeat");
        match (who, kind) {
            (CAREGIVER, "Observation") => code == "40443-4" || is_life,
            (who, "Observation") if who == clinic => {
                is_life || matches!(code, "85354-9" | "29463-7" | "8302-2" | "8280-0")
            }
            (who, "Condition" | "AllergyIntolerance") => who == clinic,
            (who, "Patient") => who != stranger,
            _ => false,
        }
    };
    let (mut asked, mut seen) = (0, 0);
    for who in [CAREGIVER, clinic, stranger] {
        let token = client(&sandbox, TokenSpec::on_behalf(PATIENT, who));
        for kind in [
            "Patient",
            "Observation",
            "Condition",
            "AllergyIntolerance",
            "MedicationRequest",
            "Consent",
            "DiagnosticReport",
            "ImagingStudy",
        ] {
            for resource in sandbox.resources(kind).unwrap() {
                let id = resource["id"].as_str().unwrap();
                let status = token.get(&format!("{kind}/{id}")).unwrap().status;
                let name = format!("{who} reads {kind}/{id}: {status}");
                let is_open = status == 200;
                assert!(may(who, kind, &resource) || !is_open, "{name}");
                let change = token.put(&format!("{kind}/{id}"), &resource).unwrap().status;
                assert!(matches!(change, 401 | 403 | 404), "{name}, and writes it: {change}");
                asked += 1;
                seen += u32::from(is_open);
            }
        }
        // Nor does a phone of theirs ask for, or hold, what it has no leave for.
        let phone = Phone::new(&sandbox, Role::Caregiver, Access::Caregiver, TokenSpec::on_behalf(PATIENT, who));
        phone.sync();
        let held = phone.companion.received(phone.person).unwrap();
        assert!(held.iter().all(|one| may(who, &one.resource_type, &one.json)), "{who}");
        assert!(held.iter().all(|one| one.resource_type != "Consent"));
        let day = phone.companion.day(phone.person, phone.companion.today(phone.person).unwrap()).unwrap();
        assert_eq!(day.vitals.len(), usize::from(who != stranger), "{who}");
    }
    assert!(asked > 60 && seen > 5, "{asked} asked, {seen} seen");
}

/// What the phone has sent to the sandbox, by type; what the demo's clinic made is not named by a UUID.
fn sent(sandbox: &Sandbox) -> BTreeSet<String> {
    let mut sent = BTreeSet::new();
    for kind in ["Observation", "Goal", "Flag", "Consent"] {
        for resource in sandbox.resources(kind).unwrap() {
            if uuid::Uuid::try_parse(resource["id"].as_str().unwrap()).is_ok() {
                let status = resource["status"].as_str().unwrap_or_default();
                let code = resource["code"]["coding"][0]["code"].as_str().unwrap_or(kind);
                sent.insert(if status == "entered-in-error" { status.to_owned() } else { code.to_owned() });
            }
        }
    }
    sent
}

#[test]
fn only_what_the_person_lets_leave_reaches_the_platform() {
    let sandbox = sandbox();
    let phone = Phone::new(&sandbox, Role::Patient, Access::Own, TokenSpec::patient(PATIENT));
    let (companion, person) = (&phone.companion, phone.person);
    let connected = companion.consents(person).unwrap();
    assert_eq!(connected.len(), 1, "to connect is a consent that can be shown");
    assert_eq!(connected[0].consent.classes.len(), DataClass::ALL.len());

    companion.share_with(phone.platform.id, BTreeSet::from([DataClass::HeartRate])).unwrap();
    let pressure = phone.measures(pressure());
    phone.measures(Vital::single(VitalKind::RestingHeartRate, 61.0).unwrap());
    phone.sync();
    assert_eq!(sent(&sandbox), set(&["40443-4"]));

    companion.share_with(phone.platform.id, BTreeSet::from([DataClass::Vitals])).unwrap();
    phone.sync();
    assert_eq!(sent(&sandbox), set(&["40443-4", "85354-9"]), "what was recorded before goes too");

    // Taken back: nothing more leaves, but a deletion of what is there still does.
    companion.withdraw_consent(person, connected[0].id, phone.now()).unwrap();
    companion.add_vital(person, phone.now(), Vital::single(VitalKind::Weight, 52.4).unwrap()).unwrap();
    phone.sync();
    assert_eq!(sent(&sandbox), set(&["40443-4", "85354-9"]));
    companion.delete(pressure.id).unwrap();
    phone.sync();
    assert_eq!(sent(&sandbox), set(&["40443-4", "entered-in-error"]));
    assert!(companion.sharing(person).unwrap().is_empty());

    // To take the withdrawal itself back opens again what was open.
    companion.undo(connected[0].id).unwrap();
    phone.sync();
    assert!(sent(&sandbox).contains("29463-7"), "{:?}", sent(&sandbox));
}

#[test]
fn what_was_taken_back_stays_back_when_the_person_signs_in_again() {
    let sandbox = sandbox();
    let phone = Phone::new(&sandbox, Role::Patient, Access::Own, TokenSpec::patient(PATIENT));
    let (companion, person) = (&phone.companion, phone.person);
    companion.share_with(phone.platform.id, BTreeSet::new()).unwrap();
    companion.connect(person, sandbox.base_url(), PATIENT, Access::Own).unwrap();
    companion.add_vital(person, phone.now(), Vital::single(VitalKind::Weight, 52.4).unwrap()).unwrap();
    phone.sync();
    assert_eq!(sent(&sandbox), set(&[]));
    // Nor does it come back when the consent itself is erased.
    companion.share_with(phone.platform.id, BTreeSet::from([DataClass::Vitals])).unwrap();
    let consent = companion.consents(person).unwrap()[0].id;
    companion.erase_record(consent).unwrap();
    assert!(companion.shares(phone.platform.id).unwrap().is_empty());
}
