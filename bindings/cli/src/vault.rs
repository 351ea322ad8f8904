//! Where the terminal keeps keys: files that only their owner may read, away from the record.
//!
//! On a phone the operating system keeps the key. Here it lies in a directory of its own, so that a
//! copy of the data alone opens nothing; under a passphrase if the person wants, so that a copy of
//! both opens nothing either.
//!
//! A passphrase becomes a key by Argon2id (RFC 9106: memory-hard, so that guessing costs memory as
//! well as time); it seals with ChaCha20-Poly1305. Each writing draws a new salt and so a new
//! key, which is why the nonce may stand still. Argon2 is the one crate that this adds: the cipher
//! is in the tree already, with TLS.
//!
//! A key that is about to take another's place lies beside it under a name that ends in `.next`, until
//! the record has it: whenever the program is killed, one of the two opens the record.

use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};

use argon2::{Algorithm, Argon2, Params, Version};
use mimamori::store::SecretKey;
use mimamori::text::Words;
use ring::aead::{Aad, CHACHA20_POLY1305, LessSafeKey, NONCE_LEN, Nonce, UnboundKey};
use zeroize::Zeroizing;

use crate::failure::Failure;

/// Memory in KiB and passes: 64 MiB and three, RFC 9106's choice for when memory is scarce.
pub(crate) const COST: (u32, u32) = (64 * 1024, 3);
/// The most that a vault's own word on its cost is believed: a file must not take all memory.
const MOST: (u32, u32) = (1024 * 1024, 16);
pub(crate) const SALT: usize = 16;
const PLAIN: &str = "mimamori key 1 plain";
const SEALED: &str = "mimamori key 1 argon2id";

/// How the person gives the passphrase.
#[derive(Debug, Clone)]
pub(crate) enum Passphrase {
    /// Only where the vault asks for one: typed in.
    IfAsked,
    /// Typed in, also for a new vault.
    Typed,
    /// The first line of this file.
    File(PathBuf),
}

impl Passphrase {
    /// The passphrase: from its file, or typed in after the message `prompt`.
    pub(crate) fn take(&self, words: &Words, prompt: &str) -> Result<Zeroizing<String>, Failure> {
        match self {
            Self::File(path) => first_line(path, words),
            Self::IfAsked | Self::Typed => type_in(words, prompt),
        }
    }

    /// A new passphrase: from its file, or typed in twice.
    pub(crate) fn take_new(&self, words: &Words, prompt: &str) -> Result<Zeroizing<String>, Failure> {
        let first = self.take(words, prompt)?;
        if !matches!(self, Self::File(_)) && *first != *type_in(words, "cli-passphrase-again")? {
            return Err(Failure::Input(words.get("cli-passphrase-differs")));
        }
        Ok(first)
    }
}

fn first_line(path: &Path, words: &Words) -> Result<Zeroizing<String>, Failure> {
    let text = Zeroizing::new(fs::read_to_string(path)?);
    let line = text.lines().next().unwrap_or_default();
    if line.is_empty() {
        return Err(Failure::Input(words.get("cli-passphrase-empty")));
    }
    Ok(Zeroizing::new(line.to_owned()))
}

fn type_in(words: &Words, prompt: &str) -> Result<Zeroizing<String>, Failure> {
    let typed = rpassword::prompt_password(format!("{} ", words.get(prompt)))
        .map_err(|_| Failure::Input(words.get("cli-passphrase-needed")))?;
    if typed.is_empty() {
        return Err(Failure::Input(words.get("cli-passphrase-empty")));
    }
    Ok(Zeroizing::new(typed))
}

/// A directory of keys.
#[derive(Debug)]
pub(crate) struct FileVault<'a> {
    directory: PathBuf,
    passphrase: Passphrase,
    words: &'a Words,
}

impl<'a> FileVault<'a> {
    /// The vault in `directory`, which is made if it is not there.
    ///
    /// Refused when it lies inside `data`, or when others than its owner may look into it.
    pub(crate) fn open(
        directory: &Path,
        data: &Path,
        passphrase: Passphrase,
        words: &'a Words,
    ) -> Result<Self, Failure> {
        make_private(directory)?;
        let directory = directory.canonicalize()?;
        if data.canonicalize().is_ok_and(|data| directory.starts_with(data)) {
            return Err(Failure::Input(words.get("cli-vault-inside")));
        }
        let vault = Self { directory, passphrase, words };
        vault.only_owner(&vault.directory)?;
        Ok(vault)
    }

    /// The key called `name`, if the vault has it.
    pub(crate) fn load(&self, name: &str) -> Result<Option<SecretKey>, Failure> {
        let Some(secret) = self.secret(name)? else { return Ok(None) };
        match <[u8; 32]>::try_from(secret.as_slice()) {
            Ok(key) => Ok(Some(SecretKey::from_bytes(key))),
            Err(_) => Err(self.unreadable()),
        }
    }

    /// Puts `key` away under `name`, sealed if a passphrase is to be had.
    pub(crate) fn store(&self, name: &str, key: &SecretKey) -> Result<(), Failure> {
        let passphrase = match &self.passphrase {
            Passphrase::IfAsked => None,
            given => Some(given.take_new(self.words, "cli-passphrase-new")?),
        };
        self.write(name, passphrase, key.as_bytes())
    }

    /// Puts a key away under `name`, sealed where the key called `like` is.
    pub(crate) fn keep_key(&self, name: &str, like: &str, key: &SecretKey) -> Result<(), Failure> {
        self.write_like(name, like, key.as_bytes())
    }

    /// Gives the key called `next` the name of the one whose place it takes; that one is gone.
    pub(crate) fn promote(&self, next: &str, name: &str) -> Result<(), Failure> {
        fs::rename(self.path(next), self.path(name))?;
        fs::File::open(&self.directory)?.sync_all()?;
        Ok(())
    }

    /// The token called `name`, if the vault has it.
    pub(crate) fn token(&self, name: &str) -> Result<Option<Zeroizing<String>>, Failure> {
        let Some(secret) = self.secret(name)? else { return Ok(None) };
        String::from_utf8(secret.to_vec()).map(|token| Some(Zeroizing::new(token))).map_err(|_| self.unreadable())
    }

    /// Puts a token away under `name`, sealed where the key called `like` is.
    pub(crate) fn keep_token(&self, name: &str, like: &str, token: &str) -> Result<(), Failure> {
        self.write_like(name, like, token.as_bytes())
    }

    fn write_like(&self, name: &str, like: &str, secret: &[u8]) -> Result<(), Failure> {
        let sealed = fs::read_to_string(self.path(like)).is_ok_and(|text| text.starts_with(SEALED));
        let passphrase = if sealed { Some(self.passphrase.take(self.words, "cli-passphrase")?) } else { None };
        self.write(name, passphrase, secret)
    }

    /// Takes a secret out of the vault for good.
    pub(crate) fn forget(&self, name: &str) -> Result<(), Failure> {
        match fs::remove_file(self.path(name)) {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => Err(error.into()),
            _ => Ok(()),
        }
    }

    fn secret(&self, name: &str) -> Result<Option<Zeroizing<Vec<u8>>>, Failure> {
        let path = self.path(name);
        let text = match fs::read_to_string(&path) {
            Ok(text) => Zeroizing::new(text),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(None),
            Err(error) if error.kind() == std::io::ErrorKind::InvalidData => return Err(self.unreadable()),
            Err(error) => return Err(error.into()),
        };
        self.only_owner(&path)?;
        let (head, body) = text.split_once('\n').ok_or_else(|| self.unreadable())?;
        let body = Zeroizing::new(unhex(body.trim()).ok_or_else(|| self.unreadable())?);
        if head == PLAIN { Ok(Some(body)) } else { self.unseal(name, head, &body).map(Some) }
    }

    fn write(&self, name: &str, passphrase: Option<Zeroizing<String>>, secret: &[u8]) -> Result<(), Failure> {
        let text = match passphrase {
            None => Zeroizing::new(format!("{PLAIN}\n{}\n", *hex(secret))),
            Some(passphrase) => self.seal(name, &passphrase, secret)?,
        };
        // Whole or not at all: a half-written key would lose the record.
        let path = self.path(name);
        let beside = path.with_extension("new");
        let mut file = create_private(&beside)?;
        file.write_all(text.as_bytes())?;
        file.sync_all()?;
        fs::rename(&beside, &path)?;
        fs::File::open(&self.directory)?.sync_all()?;
        Ok(())
    }

    fn path(&self, name: &str) -> PathBuf {
        self.directory.join(format!("{name}.key"))
    }

    fn seal(&self, name: &str, passphrase: &str, secret: &[u8]) -> Result<Zeroizing<String>, Failure> {
        let head = format!("{SEALED} {} {}", COST.0, COST.1);
        let mut salt = [0; SALT];
        getrandom::fill(&mut salt).map_err(|_| mimamori::Error::NoRandomness)?;
        let mut body = Zeroizing::new(secret.to_vec());
        cipher(passphrase, &salt, COST)
            .and_then(|cipher| {
                let bound = Aad::from(format!("{}\n{head}", lasting(name)));
                cipher.seal_in_place_append_tag(nonce(), bound, &mut *body).ok()
            })
            .ok_or_else(|| self.unreadable())?;
        Ok(Zeroizing::new(format!("{head}\n{}{}\n", *hex(&salt), *hex(&body))))
    }

    fn unseal(&self, name: &str, head: &str, body: &[u8]) -> Result<Zeroizing<Vec<u8>>, Failure> {
        let cost = head.strip_prefix(SEALED).and_then(cost).ok_or_else(|| self.unreadable())?;
        let (salt, sealed) = body.split_at_checked(SALT).ok_or_else(|| self.unreadable())?;
        let passphrase = self.passphrase.take(self.words, "cli-passphrase")?;
        let cipher = cipher(&passphrase, salt, cost).ok_or_else(|| self.unreadable())?;
        let mut key = Zeroizing::new(sealed.to_vec());
        let bound = Aad::from(format!("{}\n{head}", lasting(name)));
        let length = match cipher.open_in_place(nonce(), bound, &mut key) {
            Ok(opened) => opened.len(),
            Err(_) => return Err(Failure::Input(self.words.get("cli-passphrase-wrong"))),
        };
        key.truncate(length);
        Ok(key)
    }

    fn unreadable(&self) -> Failure {
        Failure::Failed(self.words.get("cli-vault-unreadable"))
    }

    #[cfg(unix)]
    fn only_owner(&self, path: &Path) -> Result<(), Failure> {
        use std::os::unix::fs::PermissionsExt as _;
        if fs::metadata(path)?.permissions().mode() & 0o077 != 0 {
            return Err(Failure::Input(self.words.get("cli-vault-open")));
        }
        Ok(())
    }

    #[cfg(not(unix))]
    fn only_owner(&self, _: &Path) -> Result<(), Failure> {
        Ok(())
    }
}

fn nonce() -> Nonce {
    Nonce::assume_unique_for_key([0; NONCE_LEN])
}

/// The two numbers of a sealed key's first line, if they are within bounds.
pub(crate) fn cost(text: &str) -> Option<(u32, u32)> {
    let (memory, passes) = text.trim().split_once(' ')?;
    let cost = (memory.parse().ok()?, passes.parse().ok()?);
    (cost.0 <= MOST.0 && cost.1 <= MOST.1).then_some(cost)
}

/// The name that a secret will have when it has taken its place: it is sealed for that one.
fn lasting(name: &str) -> &str {
    name.strip_suffix(".next").unwrap_or(name)
}

fn cipher(passphrase: &str, salt: &[u8], cost: (u32, u32)) -> Option<LessSafeKey> {
    let key = derive(passphrase, salt, cost)?;
    UnboundKey::new(&CHACHA20_POLY1305, key.as_slice()).ok().map(LessSafeKey::new)
}

/// A key from a passphrase, by Argon2id; `None` for a cost that it does not take.
pub(crate) fn derive(passphrase: &str, salt: &[u8], (memory, passes): (u32, u32)) -> Option<Zeroizing<[u8; 32]>> {
    let mut key = Zeroizing::new([0; 32]);
    let params = Params::new(memory, passes, 1, Some(key.len())).ok()?;
    Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
        .hash_password_into(passphrase.as_bytes(), salt, key.as_mut_slice())
        .ok()?;
    Some(key)
}

pub(crate) fn hex(bytes: &[u8]) -> Zeroizing<String> {
    let digit = |nibble: u8| char::from_digit(u32::from(nibble), 16).unwrap_or('0');
    Zeroizing::new(bytes.iter().flat_map(|byte| [digit(byte >> 4), digit(byte & 15)]).collect())
}

pub(crate) fn unhex(text: &str) -> Option<Vec<u8>> {
    let digits: Option<Vec<u8>> = text.chars().map(|c| c.to_digit(16).and_then(|d| u8::try_from(d).ok())).collect();
    let digits = Zeroizing::new(digits?);
    let (pairs, []) = digits.as_chunks::<2>() else { return None };
    Some(pairs.iter().map(|[high, low]| high << 4 | low).collect())
}

/// Makes a directory that only its owner may look into; one that is there is left as it is.
pub(crate) fn make_private(directory: &Path) -> std::io::Result<()> {
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(directory)
}

fn create_private(path: &Path) -> std::io::Result<fs::File> {
    let mut options = fs::OpenOptions::new();
    options.write(true).create(true).truncate(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path)
}
