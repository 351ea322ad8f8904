//! Writes the made-up strap session: `cargo run -p mimamori-tests --example strap_session > tests/data/strap_session.txt`

fn main() {
    print!("{}", mimamori_tests::strap::session());
}
