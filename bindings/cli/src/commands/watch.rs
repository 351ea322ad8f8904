//! `watch`: what is usual of a person's days and has not come.

use clap::{ArgMatches, Command};
use mimamori::text::{self, Words};

use crate::Done;
use crate::app::App;
use crate::args::bare;
use crate::screen::{self, Table};

pub(super) fn command(words: &Words) -> Command {
    bare("watch", words).about(words.get("cli-watch")).after_help(words.get("cli-watch-examples"))
}

pub(super) fn run(app: &App, _: &ArgMatches) -> Done {
    let (person, words) = (app.person()?, app.words());
    let watched = app.companion()?.watch(person.id)?;
    if app.json() {
        return screen::json(&watched);
    }
    let text = text::watched(&watched, &person.name, words, person.zone);
    screen::line(&text.phone)?;
    if text.signs.is_empty() {
        screen::line(&words.get("watch-nothing"))?;
    }
    let mut table = Table::new();
    for (class, line) in text.signs {
        table.row([class, line]);
    }
    table.print(0)?;
    if let Some(what_to_do) = text.what_to_do {
        screen::line(&what_to_do)?;
    }
    screen::line(&text.caution)
}
