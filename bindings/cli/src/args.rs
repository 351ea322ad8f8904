//! The command line: what may stand on it, and its help, in the reader's language.

use std::ffi::OsString;
use std::path::PathBuf;

use clap::{Arg, ArgAction, Command, value_parser};
use mimamori::text::{Lang, Words};

use crate::commands;

/// The language: `--lang`, else what the terminal is set to. Looked for by hand, because the help
/// and the refusals are written in it.
pub(crate) fn language(arguments: &[OsString]) -> Lang {
    let mut words = arguments.iter().skip(1).map(|word| word.to_string_lossy());
    let mut asked = None;
    while let Some(word) = words.next() {
        // As with every option, the last one counts.
        let value = match word.strip_prefix("--lang") {
            Some("") => words.next().map(|value| value.into_owned()),
            Some(rest) => rest.strip_prefix('=').map(str::to_owned),
            None => None,
        };
        asked = value.or(asked);
    }
    if let Some(asked) = asked {
        return Lang::from_tag(&asked);
    }
    let set = |name: &str| std::env::var(name).ok().filter(|value| !value.is_empty());
    set("LC_ALL").or_else(|| set("LC_MESSAGES")).or_else(|| set("LANG")).map_or(Lang::En, |tag| Lang::from_tag(&tag))
}

/// Everything that may stand on the command line.
pub(crate) fn command(words: &Words) -> Command {
    let command = bare("mimamori", words)
        .about(words.get("cli-about"))
        .after_help(words.get("cli-examples"))
        .version(env!("CARGO_PKG_VERSION"))
        .disable_version_flag(true)
        .arg(global("version", words.get("cli-version")).short('V').action(ArgAction::Version).global(false))
        .arg(global("data", words.get("cli-data")).value_name("DIR").value_parser(value_parser!(PathBuf)))
        .arg(global("vault", words.get("cli-vault")).value_name("DIR").value_parser(value_parser!(PathBuf)))
        .arg(global("person", words.get("cli-person")).value_name("NAME"))
        .arg(
            global("lang", words.get("cli-lang"))
                .value_name("ja|en")
                .value_parser(["ja", "en"])
                .hide_possible_values(true),
        )
        .arg(global("json", words.get("cli-json")).action(ArgAction::SetTrue))
        .arg(global("now", words.get("cli-now")).value_name("TIME"))
        .arg(global("passphrase", words.get("cli-passphrase-option")).action(ArgAction::SetTrue))
        .arg(
            global("passphrase-file", words.get("cli-passphrase-file"))
                .value_name("FILE")
                .value_parser(value_parser!(PathBuf)),
        );
    let command = parent(command, words);
    headed(commands::commands(words).into_iter().fold(command, Command::subcommand), words)
}

/// The headings of the help, of this command and all below it, in the reader's language.
fn headed(command: Command, words: &Words) -> Command {
    let (given, options) = (words.get("cli-arguments"), words.get("cli-options"));
    let mut place = 0;
    command
        // Last, so that the words that a command is given come before the options.
        .arg(global("help", words.get("cli-help")).short('h').action(ArgAction::Help).global(false))
        .mut_args(|arg| {
            if !arg.is_positional() {
                return arg.help_heading(options.clone());
            }
            // Left alone, they are listed by the alphabet.
            place += 1;
            arg.help_heading(given.clone()).display_order(place)
        })
        .mut_subcommands(|below| headed(below, words))
}

/// A command with help in the reader's language.
pub(crate) fn bare(name: &'static str, words: &Words) -> Command {
    let usage = words.get("cli-usage");
    Command::new(name)
        .help_template(format!("{{about-with-newline}}\n{usage}: {{usage}}\n\n{{all-args}}{{after-help}}\n"))
        .disable_help_flag(true)
        .disable_help_subcommand(true)
}

/// A command that only holds others.
pub(crate) fn parent(command: Command, words: &Words) -> Command {
    command
        .subcommand_required(true)
        .arg_required_else_help(true)
        .subcommand_value_name("COMMAND")
        .subcommand_help_heading(words.get("cli-commands"))
}

fn global(name: &'static str, help: String) -> Arg {
    Arg::new(name).long(name).help(help).global(true).display_order(900)
}

/// `--at`: when something happened.
pub(crate) fn at(words: &Words) -> Arg {
    option("at", "TIME", words.get("cli-at"))
}

/// An option that takes a value.
pub(crate) fn option(name: &'static str, value: &'static str, help: String) -> Arg {
    Arg::new(name).long(name).value_name(value).help(help).hide_possible_values(true).allow_hyphen_values(true)
}

/// A word that must be there, by its place.
pub(crate) fn word(name: &'static str, value: &'static str, help: String) -> Arg {
    Arg::new(name).value_name(value).help(help).required(true).hide_possible_values(true)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_command_line_holds_together_in_both_languages() {
        for lang in Lang::ALL {
            command(&Words::new(lang)).debug_assert();
        }
    }

    /// The help of `command` and of all below it lists the words that it is given in the order in which they are.
    fn in_order(mut command: Command) {
        let help = command.render_help().to_string();
        let named = |arg: &Arg| arg.get_value_names().and_then(|names| names.first()).map(ToString::to_string);
        let names: Vec<String> = command.get_positionals().filter_map(named).collect();
        let listed = |name: &String| {
            help.lines()
                .position(|line| line.starts_with(&format!("  <{name}>")) || line.starts_with(&format!("  [{name}]")))
        };
        let places: Vec<usize> = names.iter().filter_map(listed).collect();
        assert_eq!(places.len(), names.len(), "{names:?}: {help}");
        assert!(places.is_sorted(), "{names:?}: {help}");
        command.get_subcommands().cloned().for_each(in_order);
    }

    #[test]
    fn what_is_given_in_an_order_is_listed_in_it() {
        let mut whole = command(&Words::new(Lang::En));
        whole.build();
        in_order(whole);
    }

    #[test]
    fn the_language_is_found_wherever_it_stands() {
        let language = |line: &str| language(&line.split(' ').map(OsString::from).collect::<Vec<_>>());
        assert_eq!(language("mimamori day --lang ja"), Lang::Ja);
        assert_eq!(language("mimamori --lang=ja day"), Lang::Ja);
        assert_eq!(language("mimamori --lang en day"), Lang::En);
    }
}
