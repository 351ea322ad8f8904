//! Two devices of one person: what the second one measured reaches the first over the platform, late,
//! and is looked at there as if the first had measured it.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on says where")]

use std::path::Path;
use std::sync::Arc;

use chrono_tz::Asia::Tokyo;
use mimamori::clock::FixedClock;
use mimamori::companion::Companion;
use mimamori::model::finding::{Finding, FindingState, Rule};
use mimamori::model::heart::{Bpm, Contact, HeartSample};
use mimamori::model::person::{Role, Source, SourceKind};
use mimamori::model::platform::Access;
use mimamori::model::steps::StepInterval;
use mimamori::model::{LocalDay, Millis, PersonId, SourceId};
use mimamori::store::SecretKey;
use mimamori::sync::http::HttpTransport;
use mimamori::sync::token::{AccessToken, FixedToken};
use mimamori::sync::{Next, Reason, SyncReport, SyncRequest};
use mimamori_sandbox::{PATIENT, Sandbox, SandboxConfig, TokenSpec};
use serde_json::Value;
use uuid::Uuid;

const NIGHTS: i64 = 30;
/// The nights that only the second device measured: the heart was fast in them.
const OF_THE_SECOND: [i64; 2] = [26, 27];

struct Device {
    companion: Companion,
    person: PersonId,
    source: Source,
}

fn midnight(night: i64) -> Millis {
    let first: LocalDay = "2026-03-01".parse().unwrap();
    first.range_in(Tokyo).start.plus(night * Millis::DAY)
}

impl Device {
    fn new(folder: &Path, name: &str, source: u128) -> Self {
        let clock = Arc::new(FixedClock::new(midnight(NIGHTS).plus(12 * Millis::HOUR)));
        let key = SecretKey::from_bytes([7; 32]);
        let companion = Companion::open(&folder.join(format!("{name}.db")), &key, clock).unwrap();
        let person = companion.add_person("花子", Role::Patient, Tokyo).unwrap().id;
        let source = Source { id: SourceId(Uuid::from_u128(source)), kind: SourceKind::Wearable, name: name.into() };
        Self { companion, person, source }
    }

    /// A rate every minute from midnight to seven.
    fn sleep(&self, source: &Source, night: i64) {
        let usual = 58 + u16::try_from(night % 3).unwrap();
        let rate = if OF_THE_SECOND.contains(&night) { usual + 14 } else { usual };
        let sample = |minute: i64| HeartSample {
            at: midnight(night).plus(minute * Millis::MINUTE),
            bpm: Bpm::new(rate).unwrap(),
            contact: Contact::Unsupported,
        };
        let samples: Vec<HeartSample> = (0..7 * 60).map(sample).collect();
        self.companion.take_in(self.person, source, &samples, &[]).unwrap();
    }

    fn walk(&self, source: &Source, from: Millis) {
        let steps: Vec<StepInterval> = (0..30)
            .map(|n| from.plus(n * Millis::MINUTE))
            .map(|start| StepInterval::new(start, start.plus(50 * Millis::SECOND), 80).unwrap())
            .collect();
        self.companion.take_in(self.person, source, &[], &steps).unwrap();
    }

    fn sync(&self, sandbox: &Sandbox) -> SyncReport {
        let platform = self.companion.connect(self.person, sandbox.base_url(), PATIENT, Access::Own).unwrap();
        let token = sandbox.issue_token(TokenSpec::patient(PATIENT)).unwrap();
        let deadline = self.companion.now().plus(2 * Millis::MINUTE);
        let request = SyncRequest { reason: Reason::Changed, deadline, jitter: 0.0 };
        let tokens = FixedToken(AccessToken::new(token));
        let report = self.companion.sync(platform.id, &HttpTransport::new().unwrap(), &tokens, request).unwrap();
        // What came may have become something to be sent, which the next sync does.
        assert!(matches!(report.next, Next::Never | Next::Now) && report.set_aside == 0, "{report:?}");
        report
    }

    /// What stands.
    fn standing(&self) -> Vec<Finding> {
        let mut findings = self.companion.findings(self.person, None).unwrap();
        findings.retain(|finding| finding.state != FindingState::Withdrawn);
        findings.sort_by_key(|finding| finding.onset);
        findings
    }

    /// What stands, without whose it is: a person has another name on each device.
    fn findings(&self) -> Vec<Finding> {
        let mut findings = self.standing();
        for finding in &mut findings {
            finding.id.0 = Uuid::nil();
        }
        findings
    }
}

#[test]
fn a_night_that_another_device_sends_late_is_found_as_if_it_had_been_here() {
    let folder = tempfile::tempdir().unwrap();
    let sandbox = Sandbox::start(SandboxConfig::default()).unwrap();
    sandbox.load_demo().unwrap();
    let (watch, ring) = (Device::new(folder.path(), "watch", 1), Device::new(folder.path(), "ring", 2));
    let alone = Device::new(folder.path(), "alone", 3);
    for night in 0..NIGHTS {
        let (device, source) =
            if OF_THE_SECOND.contains(&night) { (&ring, &ring.source) } else { (&watch, &watch.source) };
        device.sleep(source, night);
        alone.sleep(source, night);
    }
    assert!(watch.companion.notice(watch.person).unwrap().is_empty(), "without the ring there is nothing");
    ring.companion.notice(ring.person).unwrap();
    alone.companion.notice(alone.person).unwrap();
    watch.sync(&sandbox);
    ring.sync(&sandbox);
    assert_eq!(watch.findings(), []);
    watch.sync(&sandbox);

    let found = watch.findings();
    assert_eq!(found.len(), 1);
    assert_eq!(found.first().map(|finding| finding.rule), Some(Rule::NightHeartRateHigh));
    assert_eq!(found, alone.findings());
    assert_eq!(watch.sync(&sandbox).records, 0);
    assert_eq!(watch.findings(), found, "a sync that brings nothing changes nothing");
}

#[test]
fn steps_that_another_device_sends_late_take_a_notice_back() {
    let folder = tempfile::tempdir().unwrap();
    let sandbox = Sandbox::start(SandboxConfig::default()).unwrap();
    sandbox.load_demo().unwrap();
    let (strap, phone) = (Device::new(folder.path(), "strap", 1), Device::new(folder.path(), "phone", 2));
    let nine = midnight(3).plus(9 * Millis::HOUR);
    let fast = |minute: i64| HeartSample {
        at: nine.plus(minute * Millis::MINUTE),
        bpm: Bpm::new(132).unwrap(),
        contact: Contact::Unsupported,
    };
    let fast: Vec<HeartSample> = (0..15).map(fast).collect();
    strap.companion.take_in(strap.person, &strap.source, &fast, &[]).unwrap();
    assert_eq!(strap.companion.notice(strap.person).unwrap().len(), 1);
    // It turns out that she was walking: the phone in her bag knew.
    phone.walk(&phone.source, nine.plus(-15 * Millis::MINUTE));
    phone.sync(&sandbox);
    strap.sync(&sandbox);
    assert_eq!(strap.findings(), []);
}

#[test]
fn an_episode_that_both_devices_told_stands_once_with_what_the_person_said_of_it() {
    let folder = tempfile::tempdir().unwrap();
    let sandbox = Sandbox::start(SandboxConfig::default()).unwrap();
    sandbox.load_demo().unwrap();
    let raised = || {
        let flags = sandbox.resources("Flag").unwrap();
        let of_the_rule = |flag: &&Value| flag.to_string().contains(Rule::NightHeartRateHigh.code());
        flags.iter().filter(of_the_rule).filter(|flag| flag["status"] == "active").count()
    };
    let before = raised();
    let (phone, tablet) = (Device::new(folder.path(), "phone", 1), Device::new(folder.path(), "tablet", 2));
    // Both have read one band, but for a night that came to one of them later.
    let band = Source { name: "band".into(), ..phone.source.clone() };
    let late = 5;
    for device in [&phone, &tablet] {
        (0..NIGHTS).filter(|night| *night != late).for_each(|night| device.sleep(&band, night));
        device.companion.notice(device.person).unwrap();
    }
    let id = |device: &Device| device.standing().first().map(|finding| finding.id).unwrap();
    let (kept, other) = if id(&phone) < id(&tablet) { (&phone, &tablet) } else { (&tablet, &phone) };
    let name = id(kept);
    assert_ne!(name, id(other), "each device has a name of its own for the episode");
    other.companion.mark_finding(id(other), FindingState::Acknowledged).unwrap();

    let stands_once = || {
        for _ in 0..3 {
            other.sync(&sandbox);
            kept.sync(&sandbox);
        }
        let found = kept.standing();
        assert_eq!(
            found.iter().map(|finding| (finding.id, finding.state)).collect::<Vec<_>>(),
            [(name, FindingState::Acknowledged)]
        );
        assert_eq!(other.standing(), found);
        assert_eq!(raised() - before, 1, "one flag stands on the platform");
        found
    };
    let found = stands_once();
    other.sleep(&band, late);
    other.companion.notice(other.person).unwrap();
    assert_ne!(stands_once(), found, "the night that came late is part of the evidence");
}
