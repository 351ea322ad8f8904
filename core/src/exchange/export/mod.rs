//! Files out. Pure: values in, text out; whoever asks writes the file.

pub mod page;
