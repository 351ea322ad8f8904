//! Every transition of a link, without a radio.

mod air;
mod links;
mod stored;
mod values;
