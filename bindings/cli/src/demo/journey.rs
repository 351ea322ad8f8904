//! The seven steps, in order. Each says what it read back, not what it meant to do.

use std::collections::BTreeSet;

use mimamori::companion::Companion;
use mimamori::exchange::export::page::CaregiverView;
use mimamori::model::consent::Reach;
use mimamori::model::finding::Finding;
use mimamori::model::person::{Person, Role};
use mimamori::model::platform::{Access, Platform};
use mimamori::model::{FindingId, LocalDay, Millis, PersonId};
use mimamori::sync::http::HttpTransport;
use mimamori::sync::sign_in::{self, Application, Session, SignIn, SignedIn, TokenKeeper};
use mimamori::sync::{Next, Reason, SyncRequest};
use mimamori::text::{self, Reader, Words};
use mimamori_sandbox::{Fault, FaultRule, PATIENT, Sandbox};

use super::input::Watch;
use super::place::Place;
use super::{browser, family, input, page};
use crate::Done;
use crate::failure::Failure;
use crate::screen;

/// The registered client of the sandbox, and where its browser comes back to.
const CLIENT: &str = "mimamori";
const REDIRECT: &str = "http://127.0.0.1/callback";
const SCOPES: &str = "openid offline_access launch/patient patient/*.cruds";
/// A run of syncs that never ends would be a fault of ours.
const RUNS: usize = 50;

pub(super) fn run(place: &Place, words: &Words) -> Done {
    let say = |text: &str| screen::line(&format!("      {text}"));
    let begin = |n: u32, id: &str| {
        let title = words.get(id);
        screen::line(&words.fmt("demo-step", &[("n", n.into()), ("title", title.into())]))
    };

    begin(1, "demo-step-family")?;
    let mother = place.open("mother", words)?;
    let hanako = family::person(&mother, &words.get("demo-mother"), Role::Patient)?;
    let daughter = place.open("daughter", words)?;
    let watched = family::person(&daughter, &words.get("demo-mother"), Role::Caregiver)?;
    say(&words.get("demo-encrypted"))?;

    begin(2, "demo-step-platform")?;
    let sandbox = place.platform(words)?;
    say(&words.fmt("demo-platform-at", &[("url", sandbox.base_url().into())]))?;

    begin(3, "demo-step-input")?;
    let watch = Watch::read(hanako.id, hanako.zone)?;
    let frames = input::strap()?;
    let strap_day = frames.first().map(|frame| mimamori::model::Stamp::in_zone(frame.at, hanako.zone).day());
    let (Some(&first), Some(last)) = (watch.days.keys().next(), strap_day.or(watch.days.keys().last().copied())) else {
        return Err(Failure::Failed(words.get("cli-bug")));
    };
    let (samples, intervals) = watch
        .days
        .values()
        .flat_map(|day| day.values())
        .fold((0, 0), |(s, i), day| (s + day.samples.len() as u64, i + day.steps.len() as u64));
    say(&words.fmt(
        "demo-watch",
        &[
            ("samples", words.count(samples).into()),
            ("intervals", words.count(intervals).into()),
            ("first", words.date(first).into()),
            ("last", words.date(last).into()),
        ],
    ))?;

    begin(4, "demo-step-days")?;
    let mut told = BTreeSet::new();
    let mut day = first;
    while day <= last {
        live_through(place, &mother, &watch, hanako.id, day)?;
        if day == last {
            place.reach(end_of(day, &hanako));
            family::habits(&mother, hanako.id, day, words)?;
            family::vitals(&mother, hanako.id, day)?;
            family::meals(&mother, hanako.id, day, words)?;
            let mut strap = mother.begin_recording(hanako.id, &words.get("demo-strap"))?;
            for frame in &frames {
                strap.hear(&mother, frame.at, &frame.bytes)?;
            }
            strap.finish(&mother)?;
        }
        mother.notice(hanako.id)?;
        tell_new(&mother, &hanako, words, &mut told)?;
        day = day.plus_days(1);
    }

    begin(5, "demo-step-sync")?;
    let transport = HttpTransport::new().map_err(|_| Failure::Failed(words.get("error-offline")))?;
    let own = mother.connect(hanako.id, sandbox.base_url(), PATIENT, Access::Own)?;
    let consent = family::consent(&mother, hanako.id, words)?;
    let reach = Reach { since: consent.data_since, until: consent.until };
    say(&words.fmt(
        "demo-consent",
        &[
            ("who", words.grantee(&consent.grantee).into()),
            ("what", words.classes(&consent).into()),
            ("reach", words.reach(reach).into()),
        ],
    ))?;
    say(&words.fmt("demo-pending", &[("count", words.count(u64::from(mother.pending(own.id)?)).into())]))?;
    let hanako_session = sign_in(&transport, sandbox.base_url(), "hanako", words)?;
    // The network goes away in the middle of an answer, and once more before any answer.
    sandbox.inject(FaultRule::new(Fault::CutResponseAt(120)).on("POST", "").after(6));
    sandbox.inject(FaultRule::new(Fault::DropAfterCommit).on("POST", "").after(9));
    let sent = sync_to_the_end(&mother, &own, &transport, &hanako_session, words)?;
    sandbox.clear_faults();
    say(&words.fmt(
        "demo-sent",
        &[
            ("subjects", words.count(u64::from(sent.subjects)).into()),
            ("runs", sent.runs.into()),
            ("cuts", sent.cuts.into()),
            ("pulled", words.count(u64::from(sent.pulled)).into()),
        ],
    ))?;
    let (held, twice) = held(&sandbox, words)?;
    say(&words.fmt(
        "demo-held",
        &[("held", words.count(held).into()), ("twice", twice.into()), ("pending", mother.pending(own.id)?.into())],
    ))?;

    begin(6, "demo-step-caregiver")?;
    place.reach(end_of(last, &hanako));
    let theirs = daughter.connect(watched.id, sandbox.base_url(), PATIENT, Access::Caregiver)?;
    let yui_session = sign_in(&transport, sandbox.base_url(), "yui", words)?;
    sync_to_the_end(&daughter, &theirs, &transport, &yui_session, words)?;
    let view = caregiver_view(&daughter, &watched, last, words)?;
    say(&words.fmt("demo-sees", &[("what", view.sees.join(&words.get("demo-and")).into())]))?;
    say(&words.fmt("demo-withheld", &[("what", view.withheld.join(&words.get("demo-and")).into())]))?;
    for finding in view.findings.iter().take(3) {
        let reader = Reader::Caregiver { of: &watched.name };
        let told = text::finding_for(reader, finding, words, watched.zone);
        say(&format!("{}: {}", told.title, told.fact))?;
    }

    begin(7, "demo-step-page")?;
    let files = page::write(place, &mother, hanako.id, last, view, words)?;
    for file in files {
        say(&file.display().to_string())?;
    }
    place.finish()?;
    sandbox.stop();
    screen::line(&words.get("finding-no-diagnosis"))
}

/// The last instant of a day.
fn end_of(day: LocalDay, person: &Person) -> Millis {
    day.range_in(person.zone).end
}

/// One day passes: what the watch measured is handed over in the evening.
fn live_through(
    place: &Place,
    companion: &Companion,
    watch: &Watch,
    person: PersonId,
    day: LocalDay,
) -> Result<(), Failure> {
    let zone = companion.person(person)?.zone;
    place.reach(day.range_in(zone).end);
    for (source, brought) in watch.days.get(&day).into_iter().flatten() {
        if let Some(source) = watch.sources.get(source) {
            companion.take_in(person, source, &brought.samples, &brought.steps)?;
        }
    }
    Ok(())
}

/// Tells the findings that were not told before.
fn tell_new(
    companion: &Companion,
    person: &Person,
    words: &Words,
    told: &mut BTreeSet<FindingId>,
) -> Result<(), Failure> {
    let mut findings = companion.findings(person.id, None)?;
    findings.reverse();
    for finding in findings.iter().filter(|finding| !told.contains(&finding.id)) {
        let text = text::finding(finding, words, person.zone);
        screen::line(&format!("      {}  {}", words.date(finding.day), text.fact))?;
    }
    told.extend(findings.iter().map(|finding| finding.id));
    Ok(())
}

/// Tokens of the demo live as long as the demo.
#[derive(Debug)]
struct Forgetful;

impl TokenKeeper for Forgetful {
    fn keep(&self, _: &SignedIn) {}
}

/// Signs in for real: discovery, authorization code with PKCE, exchange.
fn sign_in<'a>(transport: &'a HttpTransport, base_url: &str, who: &str, words: &Words) -> Result<Session<'a>, Failure> {
    let configuration = sign_in::discover(transport, base_url)?;
    let application =
        Application { client_id: CLIENT, redirect_uri: REDIRECT, scopes: SCOPES, base_url, login_hint: Some(who) };
    let begun = SignIn::begin(&configuration, &application)?;
    let back = browser::follow(begun.url()).ok_or_else(|| Failure::Failed(words.get("error-offline")))?;
    let tokens = begun.finish(transport, &back)?;
    Ok(Session::new(SignedIn { configuration, client_id: CLIENT.to_owned(), tokens }, transport, &Forgetful))
}

/// What a row of syncs did.
#[derive(Default)]
struct Sent {
    subjects: u32,
    pulled: u32,
    runs: u32,
    cuts: u32,
}

/// Syncs until nothing is left, however often the network fails on the way.
fn sync_to_the_end(
    companion: &Companion,
    platform: &Platform,
    transport: &HttpTransport,
    session: &Session<'_>,
    words: &Words,
) -> Result<Sent, Failure> {
    let mut sent = Sent::default();
    for _ in 0..RUNS {
        let deadline = companion.now().plus(Millis::HOUR);
        let request = SyncRequest { reason: Reason::Scheduled, deadline, jitter: 0.5 };
        let report = companion.sync(platform.id, transport, session, request)?;
        sent.runs += 1;
        sent.subjects += report.pushed;
        sent.pulled += report.pulled;
        match report.next {
            Next::Never => return Ok(sent),
            Next::Now => {}
            Next::After(_) | Next::WhenOnline => {
                sent.cuts += 1;
                let left = companion.pending(platform.id)?;
                let args = [
                    ("done", words.count(u64::from(sent.subjects)).into()),
                    ("left", words.count(u64::from(left)).into()),
                ];
                screen::line(&format!("      {}", words.fmt("demo-cut", &args)))?;
            }
        }
    }
    Err(Failure::Failed(words.get("error-offline")))
}

/// How many Observations the platform holds, and how many of them under more than one id: an
/// identifier that two resources bear means that something was sent twice.
fn held(sandbox: &Sandbox, words: &Words) -> Result<(u64, u32), Failure> {
    let failed = |_| Failure::Failed(words.get("cli-sandbox-failed"));
    let mut identifiers = BTreeSet::new();
    let (mut held, mut twice) = (0, 0);
    for kind in ["Observation", "Flag", "Communication"] {
        for resource in sandbox.resources(kind).map_err(failed)? {
            held += 1;
            let named = resource.get("identifier").and_then(|list| list.get(0)).and_then(|one| one.get("value"));
            if let Some(name) = named.and_then(serde_json::Value::as_str) {
                twice += u32::from(!identifiers.insert(format!("{kind} {name}")));
            }
        }
    }
    Ok((held, twice))
}

/// What the daughter's own store holds after her sync, by class.
fn caregiver_view(
    daughter: &Companion,
    watched: &Person,
    day: LocalDay,
    words: &Words,
) -> Result<CaregiverView, Failure> {
    let seen = daughter.day(watched.id, day)?;
    let received = daughter.received(watched.id)?;
    let findings: Vec<Finding> = daughter.findings(watched.id, None)?;
    let holds = |kind: &str| received.iter().any(|resource| resource.resource_type == kind);
    let classes = [
        ("demo-class-findings", !findings.is_empty()),
        ("demo-class-heart", seen.heart.is_some()),
        ("demo-class-vitals", !seen.vitals.is_empty()),
        ("demo-class-meals", !seen.meals.is_empty()),
        ("demo-class-conditions", holds("Condition")),
        ("demo-class-prescriptions", holds("MedicationRequest")),
    ];
    let list = |wanted: bool| classes.iter().filter(|(_, is)| *is == wanted).map(|(id, _)| words.get(id)).collect();
    Ok(CaregiverView { name: words.get("demo-daughter"), sees: list(true), withheld: list(false), findings })
}
