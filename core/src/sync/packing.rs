//! Whether what is sent to a platform is packed with gzip. No capability statement says so, and few servers say it in
//! a header (RFC 7694), so it is learned: the first bundle goes packed, and what became of it is remembered.

use std::io::Write as _;

use bytes::Bytes;
use flate2::Compression;
use flate2::write::GzEncoder;

use crate::Result;
use crate::model::platform::{Platform, is_here};
use crate::store::Store;

/// A body that is shorter than this is not worth it, bytes.
const WORTH: usize = 1 << 10;

/// What is known of a platform.
#[derive(Debug)]
pub(super) struct Packing<'a> {
    store: &'a Store,
    platform: &'a Platform,
    /// The platform is reached over a line: one on this computer has none to spare.
    has_line: bool,
    /// Whether it takes packed bodies; `None` before it was tried.
    is_taken: Option<bool>,
}

impl<'a> Packing<'a> {
    pub(super) fn of(store: &'a Store, platform: &'a Platform) -> Result<Self> {
        let kept = store.read(|reading| reading.meta(platform.person, &key(platform)))?;
        let has_line = !is_here(&platform.base_url);
        Ok(Self { store, platform, has_line, is_taken: kept.map(|kept| kept == "yes") })
    }

    /// `body`, packed, if it is to be sent so.
    pub(super) fn pack(&self, body: &[u8]) -> Option<Bytes> {
        if !self.has_line || body.len() < WORTH || self.is_taken == Some(false) {
            return None;
        }
        let mut packed = GzEncoder::new(Vec::with_capacity(body.len() / 4), Compression::fast());
        packed.write_all(body).and_then(|()| packed.finish()).ok().map(Bytes::from)
    }

    pub(super) const fn is_known(&self) -> bool {
        self.is_taken.is_some()
    }

    /// Remembers it. Before the first one is sent, that it is not taken: a server that breaks over it and says
    /// nothing is not given another.
    pub(super) fn remember(&mut self, is_taken: bool) -> Result<()> {
        if self.is_taken != Some(is_taken) {
            self.is_taken = Some(is_taken);
            let word = if is_taken { "yes" } else { "no" };
            self.store.write_soon(|writing| writing.set_meta(self.platform.person, &key(self.platform), Some(word)))?;
        }
        Ok(())
    }
}

/// Reading everything again learns it anew.
fn key(platform: &Platform) -> String {
    format!("sync/{}/Packing", platform.id)
}
