//! Taking fields off the front of a value.

use super::{DateTime, MedFloat};

/// A value that ends before everything its flags promise.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the notification ends before its {missing}: {found} of at least {needed} bytes")]
pub struct Truncated {
    /// The first field that is not whole.
    pub missing: &'static str,
    /// How many bytes it takes to hold that field.
    pub needed: usize,
    /// How many bytes there are.
    pub found: usize,
}

/// Takes fields off the front of a value.
#[derive(Debug)]
pub(super) struct Fields<'a> {
    pub(super) rest: &'a [u8],
    taken: usize,
}

impl<'a> Fields<'a> {
    pub(super) const fn new(bytes: &'a [u8]) -> Self {
        Self { rest: bytes, taken: 0 }
    }

    fn take<const N: usize>(&mut self, field: &'static str) -> Result<[u8; N], Truncated> {
        let Some((head, rest)) = self.rest.split_first_chunk::<N>() else {
            return Err(Truncated { missing: field, needed: self.taken + N, found: self.taken + self.rest.len() });
        };
        self.rest = rest;
        self.taken += N;
        Ok(*head)
    }

    pub(super) fn u8(&mut self, field: &'static str) -> Result<u8, Truncated> {
        self.take::<1>(field).map(|[byte]| byte)
    }

    pub(super) fn u16(&mut self, field: &'static str) -> Result<u16, Truncated> {
        self.take(field).map(u16::from_le_bytes)
    }

    pub(super) fn i16(&mut self, field: &'static str) -> Result<i16, Truncated> {
        self.take(field).map(i16::from_le_bytes)
    }

    pub(super) fn u24(&mut self, field: &'static str) -> Result<u32, Truncated> {
        self.take::<3>(field).map(|[low, middle, high]| u32::from_le_bytes([low, middle, high, 0]))
    }

    pub(super) fn sfloat(&mut self, field: &'static str) -> Result<MedFloat, Truncated> {
        self.u16(field).map(MedFloat::from_sfloat)
    }

    pub(super) fn float(&mut self, field: &'static str) -> Result<MedFloat, Truncated> {
        self.take(field).map(u32::from_le_bytes).map(MedFloat::from_float)
    }

    pub(super) fn date_time(&mut self, field: &'static str) -> Result<DateTime, Truncated> {
        let bytes = self.take::<{ DateTime::SIZE }>(field)?;
        Ok(DateTime::from_bytes(bytes))
    }

    /// `read` where the flag that announces the field is set.
    pub(super) fn when<T>(
        &mut self,
        announced: bool,
        read: impl FnOnce(&mut Self) -> Result<T, Truncated>,
    ) -> Result<Option<T>, Truncated> {
        if announced { read(self).map(Some) } else { Ok(None) }
    }
}
