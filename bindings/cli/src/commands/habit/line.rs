//! What a habit is, as it stands on the command line of `habit add` and `habit edit`.

use chrono::Weekday;
use clap::{Arg, ArgAction, ArgMatches, Command, value_parser};
use mimamori::model::habit::{Goal, Habit, Preset, Schedule};
use mimamori::model::time_of_day::TimeOfDay;
use mimamori::model::{Invalid, Problem};
use mimamori::text::Words;

use crate::args::{bare, option, word};
use crate::commands::number;
use crate::failure::Failure;

pub(super) fn add(words: &Words) -> Command {
    let presets: Vec<String> = Preset::ALL
        .into_iter()
        .map(|preset| {
            let habit = Habit::of_preset(preset);
            let (goal, schedule) = (words.goal(&habit.goal), words.schedule(&habit.schedule));
            format!("  {:<12}{}: {goal}, {schedule}", preset.code(), words.habit(&habit))
        })
        .collect();
    with_options(bare("add", words).about(words.get("cli-habit-add")), words)
        .after_help(words.fmt("cli-habit-add-examples", &[("presets", presets.join("\n").into())]))
        .arg(word("name", "NAME", words.get("cli-habit-name")).required(false).required_unless_present("preset"))
        .arg(option("preset", "PRESET", words.get("cli-habit-preset")).value_parser(Preset::ALL.map(Preset::code)))
}

pub(super) fn edit(words: &Words) -> Command {
    with_options(bare("edit", words).about(words.get("cli-habit-edit")), words)
        .arg(word("name", "NAME", words.get("cli-habit-which")))
        .arg(option("rename", "NAME", words.get("cli-habit-rename")))
}

fn with_options(command: Command, words: &Words) -> Command {
    command
        .arg(option("goal", "N", words.get("cli-habit-goal")).conflicts_with_all(["count", "at-most"]))
        .arg(
            option("count", "N", words.get("cli-habit-count"))
                .value_parser(value_parser!(u32))
                .conflicts_with("at-most"),
        )
        .arg(option("at-most", "N", words.get("cli-habit-at-most")))
        .arg(option("unit", "UNIT", words.get("cli-habit-unit")))
        .arg(
            option("times-a-week", "N", words.get("cli-habit-times"))
                .value_parser(value_parser!(u8).range(1..=7))
                .conflicts_with_all(["weekdays", "daily"]),
        )
        .arg(option("weekdays", "DAYS", words.get("cli-habit-weekdays")).conflicts_with("daily"))
        .arg(Arg::new("daily").long("daily").help(words.get("cli-habit-daily")).action(ArgAction::SetTrue))
        .arg(option("remind", "TIMES", words.get("cli-habit-remind")))
}

/// What is to be changed in a habit.
#[derive(Debug, Default)]
pub(super) struct Changes {
    name: Option<String>,
    goal: Option<Goal>,
    unit: Option<String>,
    schedule: Option<Schedule>,
    reminders: Option<Vec<TimeOfDay>>,
}

/// Reads what `edit` is to change.
pub(super) fn changes(matches: &ArgMatches) -> Result<Changes, Failure> {
    let given = |name: &str| matches.get_one::<String>(name).map(String::as_str);
    let unit = given("unit").map(|unit| unit.trim().to_owned());
    let worded = || unit.clone().unwrap_or_default();
    let goal = match (given("goal"), matches.get_one::<u32>("count"), given("at-most")) {
        (Some(text), _, _) => Some(Goal::Amount { at_least: number(text, "goal")?, unit: worded() }),
        (_, Some(count), _) => Some(Goal::Count { at_least: *count, unit: worded() }),
        (_, _, Some(text)) => Some(Goal::AtMost { at_most: number(text, "goal")?, unit: worded() }),
        (None, None, None) => None,
    };
    let schedule = match (matches.get_one::<u8>("times-a-week"), given("weekdays")) {
        (Some(times), _) => Some(Schedule::TimesAWeek(*times)),
        (None, Some(days)) => Some(Schedule::Weekdays(weekdays(days)?)),
        (None, None) if matches.get_flag("daily") => Some(Schedule::Daily),
        (None, None) => None,
    };
    let reminders = given("remind").map(times).transpose()?;
    Ok(Changes { name: None, goal, unit, schedule, reminders }.named(matches))
}

impl Changes {
    fn named(mut self, matches: &ArgMatches) -> Self {
        let renamed = matches.try_get_one::<String>("rename").ok().flatten();
        self.name = renamed.map(|name| name.trim().to_owned());
        self
    }

    pub(super) fn apply(self, habit: &mut Habit) {
        if let Some(name) = self.name {
            habit.name = name;
        }
        if let Some(mut goal) = self.goal {
            // A goal of the same kind keeps its unit unless another is given.
            if let (None, Goal::Count { unit, .. } | Goal::Amount { unit, .. } | Goal::AtMost { unit, .. }) =
                (&self.unit, &mut goal)
            {
                habit.goal.unit().clone_into(unit);
            }
            habit.goal = goal;
        } else if let (Some(given), Goal::Count { unit, .. } | Goal::Amount { unit, .. } | Goal::AtMost { unit, .. }) =
            (self.unit, &mut habit.goal)
        {
            *unit = given;
        }
        if let Some(schedule) = self.schedule {
            habit.schedule = schedule;
        }
        if let Some(reminders) = self.reminders {
            habit.reminders = reminders;
        }
    }
}

/// The habit that `add` is to begin, checked.
pub(super) fn new_habit(matches: &ArgMatches, words: &Words) -> Result<Habit, Failure> {
    let changes = changes(matches)?;
    if changes.unit.is_some() && changes.goal.is_none() {
        let goals = "--goal|--count|--at-most";
        return Err(Failure::Input(words.fmt("cli-missing", &[("what", goals.into())])));
    }
    let name = matches.get_one::<String>("name").map(|name| name.trim().to_owned());
    let preset = matches.get_one::<String>("preset").and_then(|code| Preset::from_code(code));
    let mut habit = match (preset, &name) {
        (Some(preset), _) => Habit::of_preset(preset),
        (None, name) => Habit::new(name.as_deref().unwrap_or_default(), Goal::YesNo, Schedule::Daily)?,
    };
    if let Some(name) = name {
        habit.name = name;
    }
    changes.apply(&mut habit);
    habit.check()?;
    Ok(habit)
}

/// `mon,thu`.
fn weekdays(text: &str) -> Result<Vec<Weekday>, Failure> {
    let unreadable = || Failure::from(Invalid::new("schedule", Problem::Unreadable));
    let mut days = text
        .split(',')
        .map(|day| day.trim().parse::<Weekday>().map_err(|_| unreadable()))
        .collect::<Result<Vec<_>, _>>()?;
    days.sort_by_key(Weekday::num_days_from_monday);
    days.dedup();
    Ok(days)
}

/// `8:00,20:00`, or `none`.
fn times(text: &str) -> Result<Vec<TimeOfDay>, Failure> {
    if text.trim() == "none" {
        return Ok(Vec::new());
    }
    let mut times = text.split(',').map(str::parse::<TimeOfDay>).collect::<Result<Vec<_>, _>>()?;
    times.sort_unstable();
    times.dedup();
    Ok(times)
}
