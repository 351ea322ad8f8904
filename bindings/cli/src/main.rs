//! The companion in a terminal.
mod png;
fn main() {}
