//! Decoders of GATT characteristics: bytes in, a typed measurement out, no state.
//!
//! Layouts are those of the Bluetooth SIG's GATT Specification Supplement. All numbers on the wire
//! are little-endian, and optional fields follow in the order of their flags. Bits that are reserved
//! are not looked at, as the specification asks.

pub mod heart_rate;

/// A notification that ends before everything its flags promise.
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

/// Takes fields off the front of a notification.
#[derive(Debug)]
struct Fields<'a> {
    rest: &'a [u8],
    taken: usize,
}

impl<'a> Fields<'a> {
    const fn new(bytes: &'a [u8]) -> Self {
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

    fn u8(&mut self, field: &'static str) -> Result<u8, Truncated> {
        self.take::<1>(field).map(|[byte]| byte)
    }

    fn u16(&mut self, field: &'static str) -> Result<u16, Truncated> {
        self.take(field).map(u16::from_le_bytes)
    }
}
