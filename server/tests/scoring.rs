//! `opsbeat scoring compute` as somebody types it.
#![expect(clippy::unwrap_used, reason = "what a test prepares must work")]

use std::fs;
use std::process::{Command, Output};

use serde_json::Value;

fn compute(sheet: &str, more: &[&str]) -> Output {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("scores.csv");
    fs::write(&file, sheet).unwrap();
    let output = Command::new(env!("CARGO_BIN_EXE_opsbeat"))
        .current_dir(folder.path())
        .env_clear()
        .args(["scoring", "compute", "scores.csv"])
        .args(more)
        .output()
        .unwrap();
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1, "no database is made");
    output
}

fn said(output: &Output) -> String {
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout.clone()).unwrap()
}

/// Sales is careful, Hal of Law gives little to everybody, and Net and Desk praise each other.
fn company() -> String {
    let mut sheet = String::from("\u{feff}target_team;score;rater;rater_team;why\r\n");
    for rater in 1..=6 {
        for (target, score) in [("Net", "6"), ("Desk", "7"), ("Lab", "6,5"), ("Care", "7")] {
            sheet.push_str(&format!("{target};{score};Sales {rater};Sales;\"a; b\"\r\n"));
        }
    }
    for target in ["Net", "Desk", "Lab", "Care"] {
        sheet.push_str(&format!("{target};2;Hal;Law;\r\n"));
    }
    for rater in 1..=4 {
        sheet.push_str(&format!("Desk;10;Net {rater};Net;\r\nNet;10;Desk {rater};Desk;\r\n"));
    }
    sheet + "Net;10;Net 1;Net;\r\nLab;11;Zoe;Law;\r\nTiny;9;Zoe;Law;\r\n;9;Zoe;Law;\r\n"
}

#[test]
fn a_sheet_is_computed_unrounded_and_what_stands_out_is_named() {
    let answer: Value = serde_json::from_str(&said(&compute(&company(), &["--format", "json"]))).unwrap();
    let teams: Vec<_> = answer["teams"].as_array().unwrap().iter().map(|team| (team["team"].as_str().unwrap(), &team["n"])).collect();
    assert_eq!(teams.iter().map(|(team, _)| *team).collect::<Vec<_>>(), ["Care", "Desk", "Lab", "Net", "Tiny"]);
    assert_eq!(answer["teams"][4]["published"], false);
    assert_eq!(answer["teams"][0]["raw"], 44.0 / 7.0);
    let raters = answer["raters"].as_array().unwrap();
    let hal = raters.iter().find(|rater| rater["rater"] == "Hal").unwrap();
    // Desk and Net were given 6 * 7 + 4 * 10 and 6 * 6 + 4 * 10 by ten others, Lab and Care 6.5 and 7.
    let severity = (2.0 - 82.0 / 10.0 + 2.0 - 76.0 / 10.0 + 2.0 - 6.5 + 2.0 - 7.0) / 4.0;
    assert_eq!(hal["n"], 4);
    assert!((hal["severity"].as_f64().unwrap() - severity).abs() < 1e-12, "{hal}");
    assert!((hal["adjustment"].as_f64().unwrap() - severity * 4.0 / 9.0).abs() < 1e-12, "{hal}");
    assert_eq!(answer["flags"].as_array().unwrap().len(), 1);
    assert_eq!((&answer["flags"][0]["kind"], &answer["flags"][0]["teams"]), (&"collusion".into(), &serde_json::json!(["Desk", "Net"])));
    let refused = serde_json::json!([
        {"line": 38, "reason": "own_team"}, {"line": 39, "reason": "bad_score"}, {"line": 41, "reason": "missing_field"}
    ]);
    assert_eq!(answer["refused"], refused);
}

#[test]
fn the_teams_are_a_spreadsheet_and_what_was_refused_is_not_lost() {
    let output = compute(&company(), &["--format", "csv"]);
    assert!(said(&output).starts_with("team,n,raw,adjusted,published\r\nCare,7,6.28571"));
    let told = String::from_utf8(output.stderr).unwrap();
    assert!(told.starts_with("line 38: nobody scores their own team\n"), "{told}");
}

#[test]
fn people_read_tables() {
    let text = said(&compute(&company(), &["--format", "table"]));
    for part in ["Team", "Severity", "collusion", "nobody scores their own team"] {
        assert!(text.contains(part), "{text}");
    }
}

#[test]
fn a_file_without_scores_is_told_in_a_sentence() {
    let output = compute("name,points\nAda,3\n", &[]);
    let told = String::from_utf8(output.stderr).unwrap();
    assert!(!output.status.success() && told.contains("no column rater, rater_team, target_team, score"), "{told}");
}
