//! What all commands share: the words, where things lie, whose record it is, what time it is.

use std::cell::OnceCell;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use clap::ArgMatches;
use mimamori::clock::{Clock, FixedClock, SystemClock};
use mimamori::companion::{Companion, FoodCard};
use mimamori::food::{FoodHit, FoodSource};
use mimamori::model::meal::FoodCode;
use mimamori::model::person::Person;
use mimamori::model::{LocalDay, PersonId, Stamp};
use mimamori::store::SecretKey;
use mimamori::store::foods::{Eater, FoodTable};
use mimamori::text::{Lang, Words};

use crate::failure::Failure;
use crate::vault::{FileVault, Passphrase, make_private};
use crate::{screen, when};

/// The name of the record's file and of its key.
pub(crate) const RECORD: &str = "record";
/// The name of a key that is about to take its place: see [`crate::vault`].
pub(crate) const NEXT: &str = "record.next";

/// One call of the program.
pub(crate) struct App<'a> {
    words: &'a Words,
    json: bool,
    data: Option<PathBuf>,
    vault: Option<PathBuf>,
    passphrase: Passphrase,
    person: Option<String>,
    clock: Arc<dyn Clock>,
    companion: OnceCell<Companion>,
}

impl<'a> App<'a> {
    /// Reads the options that every command has.
    pub(crate) fn new(words: &'a Words, matches: &ArgMatches) -> Result<Self, Failure> {
        let path = |name: &str| matches.get_one::<PathBuf>(name).cloned();
        let clock: Arc<dyn Clock> = match matches.get_one::<String>("now") {
            None => Arc::new(SystemClock),
            Some(text) => Arc::new(FixedClock::new(when::instant(text, words)?)),
        };
        let passphrase = match path("passphrase-file") {
            Some(file) => Passphrase::File(file),
            None if matches.get_flag("passphrase") => Passphrase::Typed,
            None => Passphrase::IfAsked,
        };
        Ok(Self {
            json: matches.get_flag("json"),
            data: path("data").or_else(|| below("XDG_DATA_HOME", ".local/share")),
            vault: path("vault").or_else(|| below("XDG_CONFIG_HOME", ".config").map(|home| home.join("vault"))),
            passphrase,
            person: matches.get_one::<String>("person").cloned(),
            clock,
            companion: OnceCell::new(),
            words,
        })
    }

    pub(crate) fn words(&self) -> &'a Words {
        self.words
    }

    /// Whether a program reads the answer.
    pub(crate) fn json(&self) -> bool {
        self.json
    }

    pub(crate) fn lang(&self) -> Lang {
        self.words.lang()
    }

    /// The record, opened on the first call; a new one is begun where there is none.
    pub(crate) fn companion(&self) -> Result<&Companion, Failure> {
        if let Some(companion) = self.companion.get() {
            return Ok(companion);
        }
        let companion = self.open()?;
        // What is told here is to be in the answer.
        companion.catch_up()?;
        Ok(self.companion.get_or_init(|| companion))
    }

    fn open(&self) -> Result<Companion, Failure> {
        let path = self.path()?;
        let vault = self.vault()?;
        // A change of keys was interrupted: the record has the new one or still the old.
        if let Some(next) = vault.load(NEXT)? {
            match Companion::open(&path, &next, Arc::clone(&self.clock)) {
                Err(mimamori::Error::WrongKey) => {}
                opened => {
                    let companion = opened?;
                    vault.promote(NEXT, RECORD)?;
                    return Ok(companion);
                }
            }
        }
        let key = self.key(&vault, &path)?;
        Ok(Companion::open(&path, &key, Arc::clone(&self.clock))?)
    }

    /// Where the record lies; its directory is there.
    fn path(&self) -> Result<PathBuf, Failure> {
        let data = self.data.clone().ok_or_else(|| Failure::Input(self.words.get("cli-homeless")))?;
        make_private(&data)?;
        Ok(data.join(format!("{RECORD}.db")))
    }

    /// Where a backup is restored to, and the key that the record there is to have. Nothing is open
    /// after it.
    pub(crate) fn place_to_restore(&self) -> Result<(PathBuf, SecretKey), Failure> {
        let path = self.path()?;
        // Settles an interrupted change of keys. A record that does not open is what one restores for.
        if path.exists()
            && let Err(Failure::Core(mimamori::Error::Busy)) = self.open()
        {
            return Err(Failure::Core(mimamori::Error::Busy));
        }
        let vault = self.vault()?;
        let key = match vault.load(RECORD)? {
            Some(key) => key,
            None => {
                let key = SecretKey::random()?;
                vault.store(RECORD, &key)?;
                key
            }
        };
        Ok((path, key))
    }

    /// Where the tokens lie, beside the record's key.
    pub(crate) fn vault(&self) -> Result<FileVault<'a>, Failure> {
        let homeless = || Failure::Input(self.words.get("cli-homeless"));
        let data = self.data.as_ref().ok_or_else(homeless)?;
        let vault = self.vault.as_ref().ok_or_else(homeless)?;
        FileVault::open(vault, data, self.passphrase.clone(), self.words)
    }

    fn key(&self, vault: &FileVault<'_>, path: &Path) -> Result<SecretKey, Failure> {
        if let Some(key) = vault.load(RECORD)? {
            return Ok(key);
        }
        // A new key would not open an old record.
        if path.exists() {
            return Err(Failure::Failed(self.words.get("cli-key-missing")));
        }
        let key = SecretKey::random()?;
        vault.store(RECORD, &key)?;
        Ok(key)
    }

    /// The person whom the command is about: the one named, or the only one.
    pub(crate) fn person(&self) -> Result<Person, Failure> {
        let mut people = self.companion()?.people()?;
        let Some(asked) = &self.person else {
            return match people.len() {
                0 => Err(Failure::Input(self.words.get("cli-no-people"))),
                1 => people.pop().ok_or_else(|| Failure::Input(self.words.get("cli-no-people"))),
                _ => Err(Failure::Input(self.words.get("cli-which-person"))),
            };
        };
        self.person_named(asked)
    }

    /// The person of this name or identifier.
    pub(crate) fn person_named(&self, asked: &str) -> Result<Person, Failure> {
        let mut people = self.companion()?.people()?;
        people.retain(|person| person.name == asked || person.id.to_string() == asked);
        match people.len() {
            0 => Err(Failure::Core(mimamori::Error::NotFound("person"))),
            1 => people.pop().ok_or(Failure::Core(mimamori::Error::NotFound("person"))),
            _ => Err(Failure::Input(self.words.get("cli-which-person"))),
        }
    }

    /// When something happened: as said by `--at`, else now.
    pub(crate) fn at(&self, matches: &ArgMatches, person: &Person) -> Result<Stamp, Failure> {
        let now = self.clock.now();
        match matches.get_one::<String>("at") {
            Some(text) => when::stamp(text, person.zone, now, self.words),
            None => Ok(Stamp::in_zone(now, person.zone)),
        }
    }

    /// Now, where the person is.
    pub(crate) fn at_now(&self, person: &Person) -> Stamp {
        Stamp::in_zone(self.clock.now(), person.zone)
    }

    /// Foods whose names fit `text`. The table needs no record; a person's own foods and meals come
    /// first where there is a record and it is clear whose.
    pub(crate) fn search_food(&self, text: &str, limit: usize) -> Result<Vec<FoodHit>, Failure> {
        match self.known_person()? {
            Some(person) => Ok(self.companion()?.search_food(Some(person), text, limit)?),
            None => Ok(FoodTable::open()?.search(text, limit, &Eater::default())?),
        }
    }

    /// One food of a table, or of the person whose record it is.
    pub(crate) fn food_card(&self, code: &FoodCode) -> Result<FoodCard, Failure> {
        let person = self.known_person()?;
        match &person {
            Some(_) => Ok(self.companion()?.food_card(person, code, self.lang())?),
            None => Ok(FoodCard::of_table(&FoodTable::open()?, code, self.lang())?),
        }
    }

    /// Where the figures of the tables are from.
    pub(crate) fn food_sources(&self) -> Result<Vec<FoodSource>, Failure> {
        Ok(FoodTable::open()?.sources().to_vec())
    }

    /// Whose record it is, where there is one already: looking something up begins no record.
    fn known_person(&self) -> Result<Option<PersonId>, Failure> {
        let there = self.companion.get().is_some()
            || self.data.as_ref().is_some_and(|data| data.join(format!("{RECORD}.db")).exists());
        if !there {
            return Ok(None);
        }
        // A food is looked up all the same where the record does not open or it is not clear whose it is.
        match (&self.person, self.person()) {
            (_, Ok(person)) => Ok(Some(person.id)),
            (Some(_), Err(failure)) => Err(failure),
            (None, Err(_)) => Ok(None),
        }
    }

    /// The person's today.
    pub(crate) fn today(&self, person: &Person) -> LocalDay {
        Stamp::in_zone(self.clock.now(), person.zone).day()
    }

    /// Writes the answer of a command that recorded something: the record, or one line for people.
    pub(crate) fn recorded(&self, record: &mimamori::model::Record, line: &str) -> crate::Done {
        if self.json { screen::json(record) } else { screen::line(line) }
    }
}

/// `mimamori` in the directory that `variable` names, or in `fallback` of the home directory.
fn below(variable: &str, fallback: &str) -> Option<PathBuf> {
    let set = |name: &str| std::env::var_os(name).filter(|value| !value.is_empty()).map(PathBuf::from);
    let base =
        set(variable).filter(|path| path.is_absolute()).or_else(|| set("HOME").map(|home| home.join(fallback)))?;
    Some(base.join("mimamori"))
}
