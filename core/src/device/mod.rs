//! Bluetooth health devices: from the bytes of a value to measurements that can be kept.
//!
//! Nothing here opens a radio. A phone's own Bluetooth stack, a computer's, or a replayed file hands
//! over bytes with the instant at which they arrived; the same code turns them into measurements.
//!
//! - [`gatt`]: pure decoders, one file a characteristic.
//! - [`session`]: links that come and go, what a stream of values means over time, stored records.
//! - [`radio`]: the port to whatever has a radio.
//! - `btleplug`: a computer's own, behind the feature of that name.
//! - [`replay`]: a recorded stream as text.

#[cfg(feature = "btleplug")]
pub mod btleplug;
pub mod gatt;
pub mod radio;
pub mod replay;
pub mod session;
