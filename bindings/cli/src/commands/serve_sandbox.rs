//! `serve-sandbox`: a platform to try things against, on this computer only.

use clap::{ArgAction, ArgMatches, Command};
use mimamori::text::Words;
use mimamori_sandbox::{Sandbox, SandboxConfig, demo_logins};

use crate::Done;
use crate::app::App;
use crate::args::{bare, option};
use crate::failure::Failure;
use crate::interrupt::Interrupt;
use crate::screen;

pub(super) fn command(words: &Words) -> Command {
    bare("serve-sandbox", words)
        .about(words.get("cli-sandbox"))
        .arg(option("port", "N", words.get("cli-sandbox-port")).value_parser(clap::value_parser!(u16)))
        .arg(clap::Arg::new("demo").long("demo").help(words.get("cli-sandbox-demo")).action(ArgAction::SetTrue))
}

pub(super) fn run(app: &App, matches: &ArgMatches) -> Done {
    let interrupt = Interrupt::listen();
    let config = SandboxConfig {
        port: matches.get_one::<u16>("port").copied().unwrap_or(0),
        logins: demo_logins(),
        ..SandboxConfig::default()
    };
    let failed = |_| Failure::Failed(app.words().get("cli-sandbox-failed"));
    let sandbox = Sandbox::start(config).map_err(failed)?;
    if matches.get_flag("demo") {
        sandbox.load_demo().map_err(failed)?;
    }
    if app.json() {
        screen::json(&serde_json::json!({ "base_url": sandbox.base_url() }))?;
    } else {
        screen::line(&app.words().fmt("cli-sandbox-ready", &[("url", sandbox.base_url().into())]))?;
    }
    while !interrupt.asked() {
        std::thread::sleep(std::time::Duration::from_millis(100));
    }
    sandbox.stop();
    Ok(())
}
