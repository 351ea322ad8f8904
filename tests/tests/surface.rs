//! What apps may call. A change of the list is a decision: it is made here, in sight.

#![allow(clippy::unwrap_used, reason = "a test may stop at what it did not expect")]

use mimamori_tests::place::root;

/// Every exported function of the binding: its file, its name, whether it is async.
fn exports() -> Vec<String> {
    let mut found = Vec::new();
    for file in ["companion.rs", "ports.rs", "radio.rs", "subscription.rs"] {
        let text = std::fs::read_to_string(root().join("bindings/ffi/src").join(file)).unwrap();
        let mut inside = false;
        for line in text.lines() {
            match line {
                line if line.starts_with("#[uniffi::export") => inside = true,
                "}" => inside = false,
                _ => {}
            }
            let declared = line.trim_start();
            let name = ["pub async fn ", "pub fn ", "fn "].into_iter().find_map(|form| {
                let rest = declared.strip_prefix(form)?;
                Some((form, rest.split('(').next()?))
            });
            if let (true, Some((form, name))) = (inside, name) {
                let kind = if form.contains("async") { "async " } else { "" };
                found.push(format!("{file}: {kind}{name}"));
            }
        }
    }
    found
}

#[test]
fn the_binding_exports_what_was_decided_and_no_more() {
    let decided = [
        "companion.rs: async open",
        "companion.rs: async people",
        "companion.rs: async add_person",
        "companion.rs: async today",
        "companion.rs: async day",
        "companion.rs: async add_quick_meal",
        "companion.rs: async add_habit",
        "companion.rs: async tick",
        "companion.rs: async untick",
        "companion.rs: async add_blood_pressure",
        "companion.rs: async add_vital",
        "companion.rs: async delete",
        "companion.rs: async undo",
        "companion.rs: async findings",
        "companion.rs: async mark_finding",
        "companion.rs: async notice",
        "companion.rs: async begin_recording",
        "companion.rs: async hear",
        "companion.rs: async link_lost",
        "companion.rs: async end_recording",
        "companion.rs: async pair_device",
        "companion.rs: async listen",
        "companion.rs: async connect",
        "companion.rs: async disconnect",
        "companion.rs: async sync",
        "companion.rs: subscribe",
        "companion.rs: async set_phase",
        "ports.rs: load",
        "ports.rs: store",
        "ports.rs: token",
        "ports.rs: changed",
        "ports.rs: perform",
        "radio.rs: tell",
        "radio.rs: stop",
        "subscription.rs: cancel",
        "subscription.rs: is_active",
    ];
    assert_eq!(exports(), decided);
}

#[test]
fn every_method_that_waits_hands_off_before_it_does_anything() {
    let text = std::fs::read_to_string(root().join("bindings/ffi/src/companion.rs")).unwrap();
    for method in text.split("    pub async fn ").skip(1) {
        let name = method.split('(').next().unwrap();
        let body = method.split("    }\n").next().unwrap();
        assert!(body.contains("self.with(") || body.contains("run(move"), "{name} does not hand off");
        let before = body.split("self.with(").next().unwrap();
        assert!(!before.contains("core."), "{name} works before it hands off");
    }
}
