//! A mother's phone leaves a sign of life with each sync. When none comes any more, her daughter's phone says so, and
//! says that nobody knows what happened since; when one comes again, it says that too.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on says where")]

use std::collections::BTreeSet;
use std::path::Path;
use std::sync::Arc;

use mimamori::clock::FixedClock;
use mimamori::companion::Companion;
use mimamori::detect::watch::PhoneState;
use mimamori::model::consent::{Consent, DataClass, Grantee};
use mimamori::model::person::Role;
use mimamori::model::platform::Access;
use mimamori::model::vital::{Vital, VitalKind};
use mimamori::model::{Millis, PersonId, PlatformId, Stamp};
use mimamori::store::SecretKey;
use mimamori::sync::http::HttpTransport;
use mimamori::sync::token::{AccessToken, FixedToken};
use mimamori::sync::{Next, Reason, SyncRequest};
use mimamori::text::{self, Lang, Words};
use mimamori_sandbox::{CAREGIVER, PATIENT, Sandbox, SandboxConfig, TokenSpec};
use tempfile::TempDir;

const ZONE: chrono_tz::Tz = chrono_tz::Asia::Tokyo;

struct Phone {
    companion: Companion,
    clock: Arc<FixedClock>,
    person: PersonId,
    platform: PlatformId,
    token: FixedToken,
}

impl Phone {
    fn new(folder: &Path, sandbox: &Sandbox, role: Role, access: Access, token: TokenSpec) -> Self {
        let clock = Arc::new(FixedClock::new(Millis::from(chrono::Utc::now())));
        let key = SecretKey::random().unwrap();
        let companion = Companion::open(folder, &key, Arc::clone(&clock) as _).unwrap();
        let person = companion.add_person("花子", role, ZONE).unwrap().id;
        let platform = companion.connect(person, sandbox.base_url(), PATIENT, access).unwrap().id;
        let token = FixedToken(AccessToken::new(sandbox.issue_token(token).unwrap()));
        Self { companion, clock, person, platform, token }
    }

    fn sync(&self) {
        let deadline = self.companion.now().plus(Millis::MINUTE);
        let request = SyncRequest { reason: Reason::Scheduled, deadline, jitter: 0.0 };
        let http = HttpTransport::new().unwrap();
        let report = self.companion.sync(self.platform, &http, &self.token, request).unwrap();
        assert_eq!(report.next, Next::Never, "{report:?}");
    }

    /// What it says of the phone that it watches.
    fn said(&self) -> (PhoneState, String) {
        let watched = self.companion.watch(self.person).unwrap();
        let said = text::watched(&watched, "花子", &Words::new(Lang::En), ZONE);
        (watched.phone, said.phone)
    }
}

#[test]
fn a_daughter_is_told_that_her_mothers_phone_is_silent_and_that_it_is_heard_of_again() {
    let sandbox = Sandbox::start(SandboxConfig::default()).unwrap();
    sandbox.load_demo().unwrap();
    let folder = TempDir::new().unwrap();
    let open = |name: &str, role, access, token| Phone::new(&folder.path().join(name), &sandbox, role, access, token);
    let mother = open("mother", Role::Patient, Access::Own, TokenSpec::patient(PATIENT));
    let daughter = open("daughter", Role::Caregiver, Access::Caregiver, TokenSpec::on_behalf(PATIENT, CAREGIVER));
    assert_eq!(daughter.said().0, PhoneState::Never);

    let now = Stamp::in_zone(mother.companion.now(), ZONE);
    let weight = Vital::single(VitalKind::Weight, 52.4).unwrap();
    mother.companion.add_vital(mother.person, now, weight).unwrap();
    let consent = Consent::new(Grantee::new(CAREGIVER, "結衣").unwrap(), BTreeSet::from([DataClass::Vitals])).unwrap();
    mother.companion.give_consent(mother.person, now, consent).unwrap();
    mother.sync();
    daughter.sync();
    assert_eq!(daughter.said().0, PhoneState::Heard);

    // Two days go by. The daughter's phone goes on syncing; her mother's has no battery left.
    let later = mother.companion.now().plus(2 * Millis::DAY);
    daughter.clock.set(later);
    daughter.sync();
    let (state, words) = daughter.said();
    assert_eq!(state, PhoneState::Silent);
    assert!(words.contains("Nothing has been heard of the phone since"), "{words}");

    mother.clock.set(later);
    mother.sync();
    daughter.sync();
    assert_eq!(daughter.said().0, PhoneState::Heard);
}
