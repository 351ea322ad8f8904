//! Artefacts beside NeuroKit2: the published method index for index, ours by how near RMSSD comes.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::print_stdout, reason = "a test may stop, and prints")]

use mimamori::detect::artefact::{Artefacts, Corrected, lipponen, local};
use mimamori::detect::variability::Variability;
use mimamori_tests::{place, skip};
use serde_json::Value;

fn reference(name: &str) -> Option<Value> {
    let path = place::shared(&format!("data/detection/reference/{name}"))?;
    Some(serde_json::from_slice(&std::fs::read(path).unwrap()).unwrap())
}

fn indices(value: &Value) -> Vec<usize> {
    serde_json::from_value(value.clone()).unwrap()
}

fn numbers(value: &Value) -> Vec<f64> {
    serde_json::from_value(value.clone()).unwrap()
}

fn rmssd(corrected: &Corrected) -> f64 {
    Variability::of(&corrected.intervals_ms()).unwrap().rmssd.unwrap()
}

/// The injected cases: name, beats, what is known of them.
fn injected() -> Option<Vec<(String, Vec<f64>, Value)>> {
    let cases = reference("artifact_injection.json")?;
    let case = |(name, case): (&String, &Value)| (name.clone(), numbers(&case["peaks"]), case.clone());
    Some(cases.as_object().unwrap().iter().map(case).collect())
}

fn skipped() {
    skip::skip("NeuroKit2's reference outputs are not beside the checkout: artefacts were not compared");
}

#[test]
fn the_published_method_finds_what_neurokit_finds_index_for_index() {
    let (Some(injected), Some(inputs), Some(outputs)) =
        (injected(), reference("hrv_input_series.json"), reference("hrv_reference.json"))
    else {
        return skipped();
    };
    for (name, beats, case) in injected {
        let found = lipponen::corrected(&beats);
        let mut theirs = Artefacts::default();
        for pair in case["nk_detected"].as_array().unwrap() {
            let at = usize::try_from(pair[0].as_u64().unwrap()).unwrap();
            match pair[1].as_str().unwrap() {
                "missed" => theirs.missed.push(at),
                "extra" => theirs.extra.push(at),
                "ectopic" => theirs.ectopic.push(at),
                _ => theirs.longshort.push(at),
            }
        }
        assert_eq!(found.artefacts, theirs, "{name}");
        let corrected = case["rmssd_corrected"].as_f64().unwrap();
        assert!((rmssd(&found) - corrected).abs() < 1e-9, "{name} {} {corrected}", rmssd(&found));
    }
    let mut series = 0;
    for (name, rr) in inputs.as_object().unwrap() {
        let Some(theirs) = outputs[name].get("kubios_once") else { continue };
        let mut beats = vec![0.0];
        numbers(rr).iter().for_each(|rr| beats.push(beats[beats.len() - 1] + rr));
        let found = lipponen::corrected(&beats);
        let lists =
            [&found.artefacts.ectopic, &found.artefacts.missed, &found.artefacts.extra, &found.artefacts.longshort];
        for (list, kind) in lists.iter().zip(["ectopic", "missed", "extra", "longshort"]) {
            assert_eq!(**list, indices(&theirs[kind]), "{name} {kind}");
        }
        assert_eq!(found.beats_ms, numbers(&outputs[name]["kubios_once_corrected_peaks"]), "{name}");
        series += 1;
    }
    println!("{series} reference series equal, indices and corrected beats");
    assert!(series > 0);
}

#[test]
fn our_own_way_comes_nearer_to_the_clean_rmssd_in_every_injected_case() {
    let Some(injected) = injected() else { return skipped() };
    for (name, beats, case) in injected {
        let ours = local::corrected(&beats);
        let known = |field: &str| case[field].as_f64().unwrap();
        let clean = known("rmssd_clean");
        let (error, theirs) = (rmssd(&ours) - clean, known("rmssd_corrected") - clean);
        let truth = case["truth"].as_array().unwrap();
        let near = |list: &[usize], at: usize| list.iter().any(|found| found.abs_diff(at) <= 1);
        let found = truth.iter().filter(|truth| {
            let at = usize::try_from(truth[1].as_u64().unwrap()).unwrap();
            let all = [&ours.artefacts.missed, &ours.artefacts.extra, &ours.artefacts.ectopic];
            all.iter().any(|list| near(list, at))
        });
        let told = ours.artefacts.missed.len() + ours.artefacts.extra.len() + ours.artefacts.ectopic.len();
        println!(
            "{name:18} RMSSD clean {clean:6.2}, error ours {error:+6.2}, NeuroKit2 {theirs:+6.2} ms; found {} of {}, changed {told}",
            found.count(),
            truth.len()
        );
        assert!(error.abs() < theirs.abs(), "{name}");
    }
}
