//! `consent`: who may see what.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use clap::{Arg, ArgMatches, Command};
use mimamori::companion::ConsentRow;
use mimamori::fhir::consent::Elsewhere;
use mimamori::model::LocalDay;
use mimamori::model::consent::{Consent, DataClass, Grantee, GranteeKind, Reach, Sharing, Standing};
use mimamori::model::person::Person;
use mimamori::text::Words;
use serde::Serialize;

use crate::app::App;
use crate::args::{bare, option, parent, word};
use crate::failure::Failure;
use crate::screen::{self, Table};
use crate::{Done, when};

pub(super) fn command(words: &Words) -> Command {
    parent(bare("consent", words).about(words.get("cli-consent")), words)
        .after_help(words.fmt("cli-consent-examples", &[("classes", codes().into())]))
        .subcommand(bare("list", words).about(words.get("cli-consent-list")))
        .subcommand(
            bare("give", words)
                .about(words.get("cli-consent-give"))
                .arg(word("reference", "REFERENCE", words.get("cli-consent-reference")))
                .arg(option("name", "NAME", words.get("cli-consent-name")))
                .arg(share(words))
                .arg(option("until", "DATE", words.get("cli-consent-until")))
                .arg(option("since", "DATE", words.get("cli-consent-since"))),
        )
        .subcommand(
            bare("platform", words)
                .about(words.get("cli-consent-platform"))
                .arg(word("url", "URL", words.get("cli-consent-url")))
                .arg(share(words)),
        )
        .subcommand(bare("withdraw", words).about(words.get("cli-consent-withdraw")).arg(word(
            "id",
            "ID",
            words.get("cli-consent-id"),
        )))
        .subcommand(bare("who", words).about(words.get("cli-consent-who")))
}

fn share(words: &Words) -> Arg {
    option("share", "CLASSES", words.get("cli-consent-share")).value_delimiter(',').required(true)
}

pub(super) fn run(app: &App, matches: &ArgMatches) -> Done {
    let person = app.person()?;
    match matches.subcommand() {
        Some(("give", matches)) => give(app, &person, matches),
        Some(("platform", matches)) => platform(app, &person, matches),
        Some(("withdraw", matches)) => withdraw(app, &person, matches),
        Some(("who", _)) => who(app, &person),
        _ => list(app, &person),
    }
}

/// What programs read.
#[derive(Serialize)]
struct Answer {
    sharing: Vec<Sharing>,
    consents: Vec<Row>,
    elsewhere: Vec<Elsewhere>,
}

#[derive(Serialize)]
struct Row {
    standing: &'static str,
    #[serde(flatten)]
    row: ConsentRow,
}

fn list(app: &App, person: &Person) -> Done {
    let (companion, words) = (app.companion()?, app.words());
    let (sharing, rows) = (companion.sharing(person.id)?, companion.consents(person.id)?);
    let elsewhere = companion.consents_given_elsewhere(person.id)?;
    if app.json() {
        let consents = rows.into_iter().map(|row| Row { standing: row.standing.code(), row }).collect();
        return screen::json(&Answer { sharing, consents, elsewhere });
    }
    if sharing.is_empty() && elsewhere.is_empty() {
        screen::line(&words.get("cli-consent-none"))?;
    }
    for party in &sharing {
        let who = words.grantee(&party.grantee);
        let heading = match party.grantee.kind {
            GranteeKind::Platform => "cli-consent-leaves",
            _ => "cli-consent-sees",
        };
        screen::line(&words.fmt(heading, &[("who", who.into())]))?;
        let mut table = Table::new();
        for (class, reach) in &party.classes {
            table.row([words.data_class(*class), words.reach(*reach)]);
        }
        table.print(2)?;
    }
    if !rows.is_empty() {
        screen::line(&words.get("cli-consent-given"))?;
        let mut table = Table::new();
        for row in &rows {
            let consent = &row.consent;
            let reach = Reach { since: consent.data_since, until: consent.until };
            let state =
                if row.standing == Standing::InForce { words.reach(reach) } else { words.standing(row.standing) };
            table.row([
                short(row),
                words.date(row.given.day()),
                words.grantee(&consent.grantee),
                words.classes(consent),
                state,
            ]);
        }
        table.print(2)?;
    }
    if !elsewhere.is_empty() {
        screen::line(&words.get("cli-consent-elsewhere"))?;
        let mut table = Table::new();
        for consent in elsewhere {
            let names: Vec<String> = consent.parties.iter().map(|party| words.grantee(party)).collect();
            // The day as it is written there; what is no day is shown as it came.
            let day = consent.given.get(..10).and_then(|day| day.parse::<NaiveDate>().ok());
            let given = day.map_or(consent.given, |day| words.date(LocalDay(day)));
            let standing = match consent.status.as_str() {
                "active" => words.standing(Standing::InForce),
                "inactive" | "rejected" => words.standing(Standing::Ended),
                _ => consent.status,
            };
            table.row([given, names.join(&words.get("list-separator")), standing]);
        }
        table.print(2)?;
    }
    Ok(())
}

fn give(app: &App, person: &Person, matches: &ArgMatches) -> Done {
    let words = app.words();
    let grantee = Grantee::new(super::text(matches, "reference"), super::text(matches, "name"))?;
    let mut consent = Consent::new(grantee, classes(matches, words)?)?;
    let date = |name: &str| {
        let text = matches.get_one::<String>(name);
        text.map(|text| when::day(text, app.today(person), words)).transpose()
    };
    (consent.until, consent.data_since) = (date("until")?, date("since")?);
    let record = app.companion()?.give_consent(person.id, app.at_now(person), consent.clone())?;
    let given = words.fmt("cli-consent-sees", &[("who", words.grantee(&consent.grantee).into())]);
    let line = format!("{given} {}\n{}", words.classes(&consent), words.get("cli-consent-told"));
    app.recorded(&record, &line)
}

fn classes(matches: &ArgMatches, words: &Words) -> Result<BTreeSet<DataClass>, Failure> {
    let asked = super::texts(matches, "share");
    if asked == ["all"] {
        return Ok(DataClass::ALL.into_iter().collect());
    }
    asked
        .into_iter()
        .map(str::trim)
        .map(|asked| {
            DataClass::ALL.into_iter().find(|class| class.code() == asked || words.data_class(*class) == asked)
        })
        .collect::<Option<_>>()
        .ok_or_else(|| Failure::Input(words.fmt("cli-consent-class-unknown", &[("classes", codes().into())])))
}

/// What can be shared, as it is written on the line.
fn codes() -> String {
    DataClass::ALL.map(DataClass::code).join(", ")
}

/// What leaves for a platform of the person's own.
fn platform(app: &App, person: &Person, matches: &ArgMatches) -> Done {
    let url = super::text(matches, "url").trim_end_matches('/');
    let platforms = app.companion()?.platforms(person.id)?;
    let platform = platforms.into_iter().find(|platform| platform.base_url == url);
    let platform = platform.ok_or(Failure::Core(mimamori::Error::NotFound("platform")))?;
    app.companion()?.share_with(platform.id, classes(matches, app.words())?)?;
    if app.json() {
        return screen::json(&app.companion()?.shares(platform.id)?);
    }
    screen::line(&app.words().get("cli-consent-changed"))
}

fn withdraw(app: &App, person: &Person, matches: &ArgMatches) -> Done {
    let asked = super::text(matches, "id").to_ascii_lowercase();
    let mut rows = app.companion()?.consents(person.id)?;
    rows.retain(|row| asked.len() >= 4 && row.id.to_string().ends_with(&asked));
    let row = match (rows.pop(), rows.is_empty()) {
        (Some(row), true) => row,
        _ => return Err(Failure::Core(mimamori::Error::NotFound("consent"))),
    };
    let record = app.companion()?.withdraw_consent(person.id, row.id, app.at_now(person))?;
    let words = app.words();
    let parts = [short(&row), words.grantee(&row.consent.grantee), words.standing(Standing::Withdrawn)];
    let told = match row.consent.grantee.kind {
        GranteeKind::Platform => "cli-consent-changed",
        _ => "cli-consent-told",
    };
    app.recorded(&record, &format!("{}\n{}", parts.join("  "), words.get(told)))
}

/// Enough of the identifier to tell consents apart: its end, for what was made in one minute begins alike.
fn short(row: &ConsentRow) -> String {
    let id = row.id.to_string();
    id.get(id.len().saturating_sub(8)..).unwrap_or(&id).to_owned()
}

fn who(app: &App, person: &Person) -> Done {
    let parties = app.companion()?.parties(person.id)?;
    if app.json() {
        return screen::json(&parties);
    }
    if parties.is_empty() {
        return screen::line(&app.words().get("cli-consent-no-parties"));
    }
    let mut table = Table::new();
    for party in parties {
        table.row([party.reference(), party.name.clone(), app.words().grantee_kind(party.kind)]);
    }
    table.print(0)
}
