//! The companion in a terminal.
fn main() {}
