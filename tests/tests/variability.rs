//! Heart rate variability beside what NeuroKit2 0.2.13 and hrv-analysis 1.0.6 say of the same series.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test may stop at what it did not expect")]

use mimamori::detect::variability::Variability;
use mimamori_tests::{place, skip};
use serde_json::Value;

fn reference(name: &str) -> Option<Value> {
    let path = place::shared(&format!("data/detection/reference/{name}"))?;
    Some(serde_json::from_slice(&std::fs::read(path).unwrap()).unwrap())
}

fn series() -> Option<Vec<(String, Vec<f64>, Value)>> {
    let (inputs, outputs) = (reference("hrv_input_series.json")?, reference("hrv_reference.json")?);
    let inputs: std::collections::BTreeMap<String, Vec<f64>> = serde_json::from_value(inputs).unwrap();
    Some(inputs.into_iter().map(|(name, rr)| (name.clone(), rr, outputs[&name].clone())).collect())
}

#[test]
fn every_field_that_two_public_programs_share_is_equal_on_every_reference_series() {
    let Some(series) = series() else {
        return skip::skip("the reference outputs of NeuroKit2 and hrv-analysis are not beside the checkout");
    };
    let mut compared = 0;
    for (name, rr, reference) in series {
        let ours = Variability::of(&rr).unwrap();
        let n = rr.len() as f64;
        let neurokit = |field: &str| reference["nk_time"][field].as_f64().unwrap();
        let poincare = |field: &str| reference["nk_nonlinear"][field].as_f64().unwrap();
        let analysis = |field: &str| reference["ha_time"][field].as_f64().unwrap();
        let pairs = [
            ("mean", ours.mean, neurokit("HRV_MeanNN")),
            ("mean", ours.mean, analysis("mean_nni")),
            ("median", ours.median, neurokit("HRV_MedianNN")),
            ("median", ours.median, analysis("median_nni")),
            ("sdnn", ours.sdnn.unwrap(), neurokit("HRV_SDNN")),
            ("sdnn", ours.sdnn.unwrap(), analysis("sdnn")),
            ("rmssd", ours.rmssd.unwrap(), neurokit("HRV_RMSSD")),
            ("rmssd", ours.rmssd.unwrap(), analysis("rmssd")),
            ("cvnn", ours.sdnn.unwrap() / ours.mean, neurokit("HRV_CVNN")),
            ("cvsd", ours.rmssd.unwrap() / ours.mean, analysis("cvsd")),
            ("sdsd", ours.sdsd.unwrap(), neurokit("HRV_SDSD")),
            ("sd1", ours.sd1.unwrap(), poincare("HRV_SD1")),
            ("sd2", ours.sd2.unwrap(), poincare("HRV_SD2")),
            ("pnn50", ours.pnn50.unwrap(), analysis("pnni_50")),
            ("pnn20", ours.pnn20.unwrap(), analysis("pnni_20")),
            // Where the definitions differ, by exactly what they differ.
            ("pnn50 of n", ours.pnn50.unwrap() * (n - 1.0) / n, neurokit("HRV_pNN50")),
            ("pnn20 of n", ours.pnn20.unwrap() * (n - 1.0) / n, neurokit("HRV_pNN20")),
            ("sdsd over n-1", ours.sdsd.unwrap() * ((n - 2.0) / (n - 1.0)).sqrt(), analysis("sdsd")),
        ];
        for (field, ours, theirs) in pairs {
            assert!((ours - theirs).abs() <= 1e-9 * theirs.abs(), "{name} {field}: {ours} {theirs}");
            compared += 1;
        }
    }
    assert_eq!(compared, 7 * 18);
}
