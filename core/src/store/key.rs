//! The key that a store is encrypted with. Where it is kept is the phone's business, or the terminal's vault.

use std::fmt::Write as _;

use sha2::{Digest as _, Sha256};
use zeroize::{Zeroize, ZeroizeOnDrop, Zeroizing};

use crate::{Error, Result};

/// Bytes in a key.
pub const KEY_LEN: usize = 32;

/// How each page of a file is made safe against change. The salt of a file says which.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum PageCode {
    /// HMAC-SHA-512, `SQLCipher`'s own choice: files of the first versions.
    Sha512,
    /// HMAC-SHA-256, which phones compute in hardware: to check a page is most of what it costs to read it.
    Sha256,
}

impl PageCode {
    /// Of files that are made now.
    pub(super) const NEW: Self = Self::Sha256;

    /// As `SQLCipher` names it.
    pub(super) const fn name(self) -> &'static str {
        match self {
            Self::Sha512 => "HMAC_SHA512",
            Self::Sha256 => "HMAC_SHA256",
        }
    }

    /// The one with this name.
    pub(super) fn named(name: &str) -> Option<Self> {
        [Self::Sha256, Self::Sha512].into_iter().find(|code| code.name() == name)
    }

    const fn label(self) -> &'static [u8] {
        match self {
            Self::Sha512 => b"mimamori store salt 1",
            Self::Sha256 => b"mimamori store salt 2",
        }
    }
}

/// A 256-bit key, wiped when dropped, never shown.
#[derive(Clone, PartialEq, Eq, Zeroize, ZeroizeOnDrop)]
pub struct SecretKey([u8; KEY_LEN]);

impl SecretKey {
    /// A new key from the device's randomness.
    ///
    /// # Errors
    /// [`Error::NoRandomness`] when the device has none to give.
    pub fn random() -> Result<Self> {
        let mut bytes = Zeroizing::new([0; KEY_LEN]);
        getrandom::fill(bytes.as_mut_slice()).map_err(|_| Error::NoRandomness)?;
        Ok(Self(*bytes))
    }

    /// The key with these bytes. They must be uniformly random: nothing is derived from them but
    /// what encrypts.
    #[must_use]
    pub const fn from_bytes(bytes: [u8; KEY_LEN]) -> Self {
        Self(bytes)
    }

    /// The bytes, for a vault to put away.
    #[must_use]
    pub const fn as_bytes(&self) -> &[u8; KEY_LEN] {
        &self.0
    }

    /// The first 16 bytes of a store that this key made.
    ///
    /// `SQLCipher` puts a salt there, which with a raw key needs only to be fixed: it feeds the key of
    /// the page checksums and nothing else. Making it a digest of the key lets the file say which
    /// key and which [`PageCode`] it wants, so that a wrong key is told from a damaged page.
    fn salt(&self, code: PageCode) -> [u8; 16] {
        let digest = Sha256::new().chain_update(code.label()).chain_update(self.0).finalize();
        let mut salt = [0; 16];
        for (to, from) in salt.iter_mut().zip(digest) {
            *to = from;
        }
        salt
    }

    /// The code of the pages behind this salt, if this key made the file.
    pub(super) fn page_code(&self, salt: [u8; 16]) -> Option<PageCode> {
        [PageCode::Sha256, PageCode::Sha512].into_iter().find(|code| self.salt(*code) == salt)
    }

    /// The key, and with a code the salt, as `SQLCipher` takes them: hexadecimal, between quotes of its own.
    pub(super) fn literal(&self, salted: Option<PageCode>) -> Zeroizing<String> {
        // Large enough that the string never moves and leaves a copy behind.
        let mut text = Zeroizing::new(String::with_capacity(128));
        text.push_str("x'");
        for byte in self.0.iter().chain(salted.map(|code| self.salt(code)).iter().flatten()) {
            // Writing to a string cannot fail.
            let _ = write!(text, "{byte:02x}");
        }
        text.push('\'');
        text
    }

    /// The key for one backup: no two backups share one, so no page of one fits into another.
    pub(super) fn for_backup(&self, salt: &[u8; 16]) -> Self {
        let digest = Sha256::new().chain_update(b"mimamori backup key 1").chain_update(salt).chain_update(self.0);
        Self(digest.finalize().into())
    }
}

impl std::fmt::Debug for SecretKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("SecretKey(..)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_does_not_show_itself() {
        let key = SecretKey::from_bytes([0xab; KEY_LEN]);
        assert_eq!(format!("{key:?}"), "SecretKey(..)");
    }

    #[test]
    fn two_keys_are_two_keys() {
        let (one, two) = (SecretKey::random().unwrap(), SecretKey::random().unwrap());
        assert_ne!(one.as_bytes(), two.as_bytes());
        let salt = one.salt(PageCode::Sha256);
        assert_eq!((one.page_code(salt), two.page_code(salt)), (Some(PageCode::Sha256), None));
        assert_eq!(one.page_code(one.salt(PageCode::Sha512)), Some(PageCode::Sha512));
    }
}
