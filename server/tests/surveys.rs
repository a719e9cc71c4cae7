//! `opsbeat import surveys` and `report satisfaction` as somebody types them.
#![expect(clippy::unwrap_used, reason = "what a test prepares must work")]

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use serde_json::Value;

fn run(folder: &Path, arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_opsbeat"))
        .current_dir(folder)
        .env_clear()
        .args(["--database", "sqlite://opsbeat.db", "--files", "files"])
        .args(arguments)
        .output()
        .unwrap()
}

fn said(folder: &Path, arguments: &[&str]) -> String {
    let output = run(folder, arguments);
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

#[test]
fn a_file_is_looked_at_taken_once_and_counted() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    said(folder, &["demo", "--tickets", "60"]);
    let service = "I cannot sign in";
    let text = format!(
        "service,asked_at,answered_at,kind,value,comment\nVPN,2020-01-10,,nps,,\nNobody knows,2020-01-10,,nps,9,\n{service},2020-01-10,2020-01-11,ces,8,\n"
    );
    fs::write(folder.join("past.csv"), text).unwrap();
    let looked = said(folder, &["import", "surveys", "past.csv", "--timezone", "UTC", "--dry-run"]);
    assert!(looked.starts_with("Nothing was written") && looked.contains("line 3: There is no such service: Nobody knows"), "{looked}");
    let report: Value = serde_json::from_str(&said(folder, &["report", "satisfaction", "--by", "month"])).unwrap();
    for line in report["total"].as_array().unwrap() {
        assert!(line["n"].as_u64() <= line["sent"].as_u64(), "{line}");
    }
    let csv = said(folder, &["report", "satisfaction", "--by", "team", "--format", "csv"]);
    assert!(csv.starts_with("key,name,kind,n,value,few,sent,answered,response_rate,"), "{csv}");
    let refused = run(folder, &["report", "satisfaction", "--by", "colour"]);
    assert!(!refused.status.success() && String::from_utf8_lossy(&refused.stderr).contains("service, team, month"));
}

#[test]
fn a_lexicon_of_ones_own_is_read_or_refused_by_its_line() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    said(folder, &["migrate"]);
    fs::write(folder.join("words.txt"), "+ gut\n- schlecht\n").unwrap();
    assert!(said(folder, &["--lexicon", "words.txt", "recompute", "sentiment"]).contains("0 comments"));
    fs::write(folder.join("words.txt"), "+ gut\nschlecht\n").unwrap();
    let refused = run(folder, &["--lexicon", "words.txt", "recompute", "sentiment"]);
    assert!(String::from_utf8_lossy(&refused.stderr).contains("line 2"), "{}", String::from_utf8_lossy(&refused.stderr));
    fs::write(folder.join("none.csv"), "service,kind\n").unwrap();
    let refused = run(folder, &["import", "surveys", "none.csv", "--timezone", "UTC"]);
    let told = String::from_utf8_lossy(&refused.stderr).into_owned();
    assert!(!refused.status.success() && told.contains("asked_at, answered_at, value"), "{told}");
}
