//! `cargo xtask food`: builds `core/data/foods.db` from `tests/data/food`.

use crate::process;

/// Runs the builder. It lies in `mimamori-tests`, so that the chores themselves stay quick to build.
pub(crate) fn run(args: &[String]) -> crate::Outcome {
    if !args.is_empty() {
        return Err("food takes no arguments".to_owned());
    }
    process::run(&mut process::cargo(&["run", "--quiet", "--package", "mimamori-tests", "--bin", "build-foods"]))
}
