//! `opsbeat import faults`, `export faults` and `report faults` as somebody types them.
#![expect(clippy::unwrap_used, reason = "what a test prepares must work")]

use std::fs;
use std::path::PathBuf;
use std::process::{Command, Output};

use serde_json::Value;

/// One whole fault, one that was over before it was located and names a service that nobody has, one with a broken time, and a drill.
const FILE: &str = r#"{"faults":[
    {"title":"No labels","severity":"critical","found_by":"monitoring","moments":{
     "occurred":{"at":"2026-03-01T18:00:00+08:00"},"detected":{"at":"2026-03-01T18:10:00+08:00"},
     "located":{"at":"2026-03-01T18:40:00+08:00"},"restored":{"at":"2026-03-01T19:00:00+08:00"}},
     "causes":[{"category":"change","text":"Not tried"}],"actions":[{"type":"prevent","text":"Try it","owner":"Wei","due":"2026-04-01","done":true}]},
    {"title":"No mail","services":["Mail"],"moments":{"occurred":{"at":"2026-04-01T08:00:00Z"},"detected":{"at":"2026-04-01T08:20:00Z"},
     "located":{"at":"2026-04-01T12:00:00Z"},"restored":{"at":"2026-04-01T09:00:00Z"}}},
    {"title":"No idea","moments":{"detected":{"at":"at noon"}}},
    {"title":"Drill","drill":true,"moments":{"occurred":{"at":"2026-04-02T08:00:00Z"},"restored":{"at":"2026-04-02T09:00:00Z"}}}]}"#;

/// A folder of one test's own, removed with it.
struct Desk(tempfile::TempDir);

impl Desk {
    fn new() -> Self {
        let desk = Self(tempfile::tempdir().unwrap());
        fs::write(desk.path("faults.json"), FILE).unwrap();
        desk
    }

    fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    fn run(&self, arguments: &[&str]) -> Output {
        Command::new(env!("CARGO_BIN_EXE_opsbeat"))
            .current_dir(self.0.path())
            .env_clear()
            .args(["--database", "sqlite://opsbeat.db", "--files", "files"])
            .args(arguments)
            .output()
            .unwrap()
    }

    /// What the command printed, when it succeeded.
    fn said(&self, arguments: &[&str]) -> String {
        let output = self.run(arguments);
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8(output.stdout).unwrap()
    }

    fn refused(&self, arguments: &[&str]) -> String {
        let output = self.run(arguments);
        assert!(!output.status.success(), "{}", String::from_utf8_lossy(&output.stdout));
        String::from_utf8(output.stderr).unwrap()
    }
}

#[test]
fn a_file_is_looked_at_taken_and_taken_once() {
    let desk = Desk::new();
    let looked = desk.said(&["import", "faults", "faults.json", "--dry-run"]);
    assert!(looked.starts_with("Nothing was written: this is what the file holds.\n  New: 4. Here already: 0.\nNo labels\n"), "{looked}");
    assert!(!desk.path("opsbeat.db").exists(), "a look makes no database");
    let told = desk.said(&["import", "faults", "faults.json"]);
    for part in [
        "The faults are imported.\n  New: 4. Here already: 0.\nFLT-1 No labels\n",
        "FLT-2 No mail\n  No service is called Mail: the name stays with the fault as text\n",
        "  Question: it was restored before the cause was found. How?\n",
        "FLT-3 No idea\n  Nobody says how bad it was",
        "  Not known: occurred, detected, located, restored\n  moments.detected.at: is no time; it stays unknown (“at noon”)\n",
        "  actions[0].owner: nobody and nothing here is called so; it stays as text where it can (“Wei”)\n",
    ] {
        assert!(told.contains(part), "{part}\n{told}");
    }
    let again = desk.said(&["import", "faults", "faults.json"]);
    assert!(again.contains("New: 0. Here already: 4.") && again.contains("FLT-1 No labels (here already)\nFLT-2"), "{again}");
    desk.said(&["audit", "verify"]);
    fs::write(desk.path("nothing.json"), "{}").unwrap();
    assert!(desk.refused(&["import", "faults", "nothing.json"]).contains("There are no faults in it"));
    assert!(desk.refused(&["import", "faults", "missing.json"]).contains("cannot be read"));
    assert!(desk.refused(&["import", "faults", "faults.json", "--timezone", "Mars/Base"]).contains("no such zone"));
}

#[test]
fn the_report_says_from_where_to_where_and_what_was_left_out() {
    let desk = Desk::new();
    desk.said(&["import", "faults", "faults.json"]);
    let report: Value = serde_json::from_str(&desk.said(&["report", "faults", "--format", "json"])).unwrap();
    let parts = report["parts"].as_array().unwrap();
    let named: Vec<_> = parts.iter().map(|row| (&row["part"], &row["from"], &row["to"])).collect();
    assert_eq!(named.len(), 4);
    assert_eq!(named[2], (&"restore".into(), &"located".into(), &"restored".into()));
    let figures = |part: &Value| ["n", "left_out", "median_seconds", "p90_seconds", "mean_seconds"].map(|name| part[name].as_f64());
    assert_eq!(figures(&parts[0]), [Some(2.0), Some(1.0), Some(900.0), Some(1_140.0), Some(900.0)]);
    assert_eq!(figures(&parts[1]), [Some(1.0), Some(2.0), Some(1_800.0), Some(1_800.0), Some(1_800.0)]);
    assert_eq!((report["n"].as_u64(), report["drills"].as_u64(), report["faults"].as_array().unwrap().len()), (Some(3), Some(1), 3));
    let csv = desk.said(&["report", "faults", "--format", "csv", "--by", "severity"]);
    assert!(csv.starts_with("key,part,from,to,n,left_out,median_seconds,p90_seconds,mean_seconds\r\n"), "{csv}");
    assert!(csv.contains("\r\ncritical,total,occurred,restored,1,0,3600,3600,3600\r\n"), "{csv}");
    let none: Value = serde_json::from_str(&desk.said(&["report", "faults", "--to", "2020-01-01"])).unwrap();
    assert!(none["parts"].as_array().unwrap().iter().all(|row| row["median_seconds"].is_null() && row["n"] == 0), "{none}");
    let march = ["report", "faults", "--from", "2026-03-01", "--to", "2026-04-01", "--by", "month"];
    let march: Value = serde_json::from_str(&desk.said(&march)).unwrap();
    assert_eq!((&march["groups"][0]["key"], march["groups"].as_array().unwrap().len()), (&"2026-03".into(), 1));
    let working: Value = serde_json::from_str(&desk.said(&["report", "faults", "--clock", "working"])).unwrap();
    assert_eq!((working["measure"].as_str(), working["parts"][0]["left_out"].as_u64()), (Some("working"), Some(3)));
    assert!(desk.refused(&["report", "faults", "--by", "moon"]).contains("service, team, cause, severity, detector, month"));
}

#[test]
fn what_was_exported_is_imported_elsewhere_and_exported_as_it_was() {
    let desk = Desk::new();
    desk.said(&["import", "faults", "faults.json"]);
    for (form, name) in [("json", "out.json"), ("markdown", "out.md")] {
        let text = desk.said(&["export", "faults", "--format", form]);
        let other = Desk::new();
        fs::write(other.path(name), &text).unwrap();
        assert!(other.said(&["import", "faults", name]).contains("New: 4."));
        assert_eq!(other.said(&["export", "faults", "--format", form]), text);
        fs::write(desk.path(name), &text).unwrap();
        assert!(desk.said(&["import", "faults", name]).contains("New: 0. Here already: 4."), "what went out of here is here");
    }
    assert_eq!(desk.said(&["export", "faults", "--to", "2020-01-01"]), "{\n  \"faults\": []\n}\n");
}
