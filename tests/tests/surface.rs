//! What apps may call. A change of the list is a decision: it is made here, in sight.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test may stop at what it did not expect")]

use mimamori_tests::place::root;

/// What the binding exports lies in these.
const FILES: [&str; 10] = [
    "companion.rs",
    "food.rs",
    "habits.rs",
    "hand.rs",
    "keeping.rs",
    "look.rs",
    "profile.rs",
    "ports.rs",
    "radio.rs",
    "subscription.rs",
];

/// Every exported function of the binding: its file, its name, whether it is async.
fn exports() -> Vec<String> {
    let mut found = Vec::new();
    for file in FILES {
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
        "food.rs: async search_food",
        "food.rs: async food",
        "food.rs: async recent_foods",
        "food.rs: async favourite_foods",
        "food.rs: async mark_favourite",
        "food.rs: async add_meal",
        "food.rs: async change_meal",
        "food.rs: async copy_meals",
        "food.rs: async meal_photo",
        "food.rs: async add_own_food",
        "food.rs: async add_recipe",
        "food.rs: async own_foods",
        "habits.rs: async begin_habit",
        "habits.rs: async change_habit",
        "habits.rs: async pause_habit",
        "habits.rs: async resume_habit",
        "habits.rs: async habit_scores",
        "habits.rs: async reminders",
        "habits.rs: async snooze",
        "habits.rs: async set_quiet_hours",
        "hand.rs: async enter_vital",
        "hand.rs: async correct_vital",
        "hand.rs: async add_symptom",
        "hand.rs: async end_symptom",
        "hand.rs: async add_medicine",
        "hand.rs: async medicines",
        "hand.rs: async stop_medicine",
        "hand.rs: async note_dose",
        "hand.rs: async doses",
        "hand.rs: async add_event",
        "hand.rs: async add_sleep",
        "hand.rs: async notes",
        "hand.rs: async choices",
        "keeping.rs: async backup",
        "keeping.rs: async restore",
        "keeping.rs: async change_key",
        "keeping.rs: async erase_record",
        "keeping.rs: async erase_person",
        "keeping.rs: async preview_thinning",
        "keeping.rs: async thin_heart",
        "look.rs: async chart",
        "look.rs: async history",
        "look.rs: async changes",
        "look.rs: async undo_last",
        "look.rs: async redo",
        "look.rs: async redo_last",
        "profile.rs: async profile",
        "profile.rs: async set_profile",
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
    for file in FILES {
        let text = std::fs::read_to_string(root().join("bindings/ffi/src").join(file)).unwrap();
        text.split("    pub async fn ").skip(1).for_each(hands_off);
    }
}

fn hands_off(method: &str) {
    let name = method.split('(').next().unwrap();
    let body = method.split("\n    }\n").next().unwrap();
    let handed = ["self.with(", "run(move"].into_iter().filter_map(|form| body.find(form)).min();
    let before = body.get(..handed.unwrap_or_else(|| panic!("{name} does not hand off"))).unwrap();
    assert!(!before.contains("core."), "{name} works before it hands off");
}
