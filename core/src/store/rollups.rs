//! Roll-ups.
/// x
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Bucket {
    /// One minute.
    Minute,
    /// Five minutes.
    FiveMinutes,
    /// One hour of the clock in UTC.
    Hour,
    /// The person's local day.
    Day,
}
