//! A reader that counts what passes through it and can be held to a budget.

use std::cell::Cell;
use std::io::{Error, ErrorKind, Read, Result, Seek, SeekFrom};
use std::rc::Rc;

/// What a [`Metered`] reader has read; clones share it.
#[derive(Debug, Clone)]
pub(super) struct Meter {
    read: Rc<Cell<u64>>,
    left: Rc<Cell<u64>>,
}

impl Meter {
    /// Bytes read since the last [`reset`](Self::reset).
    pub(super) fn read(&self) -> u64 {
        self.read.get()
    }

    /// Counts from 0 again.
    pub(super) fn reset(&self) {
        self.read.set(0);
    }

    /// Lets at most `bytes` more through; beyond them reading fails with
    /// [`ErrorKind::QuotaExceeded`].
    pub(super) fn allow(&self, bytes: u64) {
        self.left.set(bytes);
    }
}

/// A reader with a [`Meter`].
#[derive(Debug)]
pub(super) struct Metered<R> {
    inner: R,
    meter: Meter,
}

impl<R> Metered<R> {
    pub(super) fn new(inner: R) -> Self {
        Self { inner, meter: Meter { read: Rc::default(), left: Rc::new(Cell::new(u64::MAX)) } }
    }

    pub(super) fn meter(&self) -> Meter {
        self.meter.clone()
    }
}

impl<R: Seek> Metered<R> {
    /// The size of the whole; leaves the position at the start.
    pub(super) fn size(&mut self) -> Result<u64> {
        let size = self.inner.seek(SeekFrom::End(0))?;
        self.inner.rewind()?;
        self.meter.reset();
        Ok(size)
    }
}

impl<R: Read> Read for Metered<R> {
    fn read(&mut self, buf: &mut [u8]) -> Result<usize> {
        let left = self.meter.left.get();
        if left == 0 && !buf.is_empty() {
            return Err(Error::from(ErrorKind::QuotaExceeded));
        }
        let most = usize::try_from(left).unwrap_or(usize::MAX).min(buf.len());
        let n = self.inner.read(buf.get_mut(..most).unwrap_or_default())?;
        self.meter.read.set(self.meter.read.get() + n as u64);
        if left != u64::MAX {
            self.meter.left.set(left - n as u64);
        }
        Ok(n)
    }
}

impl<R: Seek> Seek for Metered<R> {
    fn seek(&mut self, to: SeekFrom) -> Result<u64> {
        self.inner.seek(to)
    }
}
