//! The commands `import` and `report` as somebody types them.
#![expect(clippy::unwrap_used, reason = "what a test prepares must work")]

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use zip::write::SimpleFileOptions;

/// Rows with the traps of a real log: an incident whose rows are scattered, an unknown state, a date that does not exist, a row that
/// is too short, a number that is missing.
const LOG: &str = "\
number,incident_state,sys_mod_count,reopen_count,caller_id,opened_at,sys_updated_by,sys_updated_at,category,priority,assignment_group,assigned_to,resolved_at,closed_at,u_building
INC1,New,0,0,Caller 1,4/3/2016 08:00,Updated by 1,4/3/2016 08:05,Network,3 - Moderate,Group 1,?,4/3/2016 10:30,9/3/2016 08:00,North
INC1,-100,1,0,Caller 1,4/3/2016 08:00,Updated by 1,4/3/2016 09:00,Network,3 - Moderate,Group 1,Resolver 1,4/3/2016 10:30,9/3/2016 08:00,North
INC2,New,0,0,?,31/4/2016 08:00,Updated by 1,4/3/2016 08:05,Network,3 - Moderate,Group 1,?,?,?,North
INC2,Active,1,0,?,4/3/2016 09:00,Updated by 1,4/3/2016 09:05,?,1 - Critical,?,?,?,?,North
INC3,New,0,0,Caller 2
?,New,0,0,Caller 2,4/3/2016 09:00,Updated by 1,4/3/2016 09:05,Network,3 - Moderate,Group 1,?,?,?,North
INC1,Resolved,2,0,Caller 1,4/3/2016 08:00,Updated by 1,4/3/2016 10:30,Network,3 - Moderate,Group 1,Resolver 1,4/3/2016 10:30,9/3/2016 08:00,North
INC1,Closed,3,0,Caller 1,4/3/2016 08:00,Updated by 1,9/3/2016 08:00,Network,3 - Moderate,Group 1,Resolver 1,4/3/2016 10:30,9/3/2016 08:00,North
";

/// A folder of one test's own, removed with it.
struct Desk(tempfile::TempDir);

impl Desk {
    fn new() -> Self {
        Self(tempfile::tempdir().unwrap())
    }

    fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    fn log(&self, name: &str) -> PathBuf {
        let path = self.path(name);
        fs::write(&path, LOG).unwrap();
        path
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

    fn import(&self, file: &Path, more: &[&str]) -> String {
        let file = file.to_str().unwrap();
        self.said(&[&["import", "servicenow", file, "--timezone", "UTC"], more].concat())
    }
}

/// The line of a summary that begins with this word, without it.
fn line<'s>(summary: &'s str, word: &str) -> &'s str {
    let lines = summary.lines().filter_map(|line| line.trim_start().strip_prefix(word));
    lines.map(str::trim).next().unwrap_or_default()
}

#[test]
fn a_log_comes_in_with_all_that_could_not_be_taken_named() {
    let desk = Desk::new();
    let log = desk.log("log.csv");
    let summary = desk.import(&log, &[]);
    assert_eq!(line(&summary, "incidents"), "2 (2 new)");
    assert_eq!(line(&summary, "priorities"), "normal 1, urgent 1");
    assert_eq!(line(&summary, "groups"), "(none) 1, Group 1 1");
    assert_eq!(line(&summary, "unknown"), "incident_state -100 1 (kept in the history)");
    assert!(line(&summary, "rejected").starts_with("3, see "), "{summary}");

    let rejected = fs::read_to_string(desk.path("log.csv.rejected.csv")).unwrap();
    let mut rows: Vec<&str> = rejected.lines().collect();
    assert!(rows.remove(0).starts_with("line,reason,number,incident_state"));
    rows.sort_unstable();
    assert!(rows[0].starts_with("4,opened_at is not a date with a time: 31/4/2016 08:00,INC2,New"));
    assert!(rows[1].starts_with("6,5 values instead of 15,INC3"));
    assert!(rows[2].starts_with("7,number is missing,?,New"));
}

#[tokio::test]
async fn times_are_those_of_the_zone_also_on_the_days_when_clocks_change() {
    let desk = Desk::new();
    let header = LOG.lines().next().unwrap();
    // In New York clocks went from 02:00 to 03:00 on 13 March 2016, and from 02:00 back to 01:00 on 6 November.
    let times = ["12/3/2016 08:00", "13/3/2016 02:30", "14/3/2016 08:00", "6/11/2016 01:30", "7/11/2016 08:00"];
    let row = |(n, at): (usize, &str)| {
        format!("INC{n},New,0,0,Caller 1,{at},Updated by 1,8/11/2016 08:00,Network,3 - Moderate,Group 1,?,?,?,North")
    };
    let rows: Vec<String> = times.into_iter().enumerate().map(row).collect();
    let log = desk.path("log.csv");
    fs::write(&log, format!("{header}\n{}\n", rows.join("\n"))).unwrap();
    desk.said(&["import", "servicenow", log.to_str().unwrap(), "--timezone", "America/New_York"]);

    let database = format!("sqlite://{}", desk.path("opsbeat.db").display());
    let store = store::Store::open(&database, &desk.path("files"), store::Clock::System).await.unwrap();
    let opened = store.texts("SELECT strftime('%m-%d %H:%M', created_at / 1000, 'unixepoch') FROM tickets ORDER BY created_at").await;
    // The hour that there was not is read on the clock of before; of the hour that there was twice, the first one counts.
    assert_eq!(opened, ["03-12 13:00", "03-13 07:30", "03-14 12:00", "11-06 05:30", "11-07 13:00"]);
    store.close().await;
}

#[test]
fn a_dry_run_tells_the_same_and_makes_no_database() {
    let desk = Desk::new();
    let log = desk.log("log.csv");
    let summary = desk.import(&log, &["--dry-run"]);
    assert!(summary.starts_with("Nothing was written"));
    assert_eq!(line(&summary, "incidents"), "2 (2 would be new)");
    assert!(!desk.path("opsbeat.db").exists());
    desk.import(&log, &[]);
    assert_eq!(line(&desk.import(&log, &["--dry-run"]), "incidents"), "2 (0 would be new, 2 there already)");
}

#[test]
fn a_dry_run_says_that_the_database_cannot_be_read() {
    let desk = Desk::new();
    let log = desk.log("log.csv");
    fs::write(desk.path("opsbeat.db"), "this is no database, and was never one").unwrap();
    let run = desk.run(&["import", "servicenow", log.to_str().unwrap(), "--timezone", "UTC", "--dry-run"]);
    assert!(!run.status.success(), "{}", String::from_utf8_lossy(&run.stdout));
    fs::write(desk.path("opsbeat.db"), "").unwrap();
    assert_eq!(line(&desk.import(&log, &["--dry-run"]), "incidents"), "2 (2 would be new)", "an empty one holds nothing");
}

#[test]
fn the_zip_of_a_log_is_the_same_log_and_nothing_comes_in_twice() {
    let desk = Desk::new();
    let zip = desk.path("log.zip");
    let mut archive = zip::ZipWriter::new(fs::File::create(&zip).unwrap());
    archive.start_file("export/log.csv", SimpleFileOptions::default()).unwrap();
    archive.write_all(LOG.as_bytes()).unwrap();
    archive.finish().unwrap();
    assert_eq!(line(&desk.import(&zip, &[]), "incidents"), "2 (2 new)");
    assert_eq!(line(&desk.import(&desk.log("log.csv"), &[]), "incidents"), "2 (0 new, 2 there already)");
}

#[test]
fn a_zip_that_would_fill_a_disk_is_told_and_not_unpacked() {
    let desk = Desk::new();
    let zip = desk.path("log.zip");
    let mut archive = zip::ZipWriter::new(fs::File::create(&zip).unwrap());
    archive.start_file("log.csv", SimpleFileOptions::default()).unwrap();
    archive.write_all(LOG.as_bytes()).unwrap();
    let nothing = vec![b'\n'; 1024 * 1024];
    for _ in 0..65 {
        archive.write_all(&nothing).unwrap();
    }
    archive.finish().unwrap();
    let run = desk.run(&["import", "servicenow", zip.to_str().unwrap(), "--timezone", "UTC"]);
    let said = String::from_utf8_lossy(&run.stderr);
    assert!(!run.status.success() && said.contains("unpacks to more than 64 MiB"), "{said}");
}

#[test]
fn rejected_rows_go_where_they_are_sent_and_none_of_an_earlier_run_stay() {
    let desk = Desk::new();
    let log = desk.log("log.csv");
    desk.import(&log, &["--rejected", "refused.csv"]);
    assert_eq!(fs::read_to_string(desk.path("refused.csv")).unwrap().lines().count(), 4);
    assert!(!desk.path("log.csv.rejected.csv").exists());
    let good: String = LOG.lines().take(2).map(|line| format!("{line}\n")).collect();
    fs::write(&log, good).unwrap();
    assert_eq!(line(&desk.import(&log, &["--rejected", "refused.csv"]), "rejected"), "none");
    assert_eq!(fs::read_to_string(desk.path("refused.csv")).unwrap().lines().count(), 1);
}

#[test]
fn the_report_is_the_documented_json_and_csv_and_nothing_else_is_printed() {
    let desk = Desk::new();
    desk.import(&desk.log("log.csv"), &[]);
    let period = ["report", "tickets", "--from", "2016-03-04", "--to", "2016-03-05", "--by", "team"];
    assert_eq!(
        desk.said(&period),
        concat!(
            r#"{"rows":[{"key":"","tickets":1,"resolved":0,"reopened":0,"median_resolution_hours":null,"p90_resolution_hours":null},"#,
            r#"{"key":"Group 1","tickets":1,"resolved":1,"reopened":0,"median_resolution_hours":2.5,"p90_resolution_hours":2.5}],"#,
            r#""total":{"key":"total","tickets":2,"resolved":1,"reopened":0,"median_resolution_hours":2.5,"p90_resolution_hours":2.5}}"#,
            "\n"
        )
    );
    let csv = desk.said(&["report", "tickets", "--by", "priority", "--format", "csv"]);
    assert_eq!(csv.lines().nth(1), Some("normal,1,1,0,2.5,2.5"));
    assert_eq!(csv.lines().last(), Some("total,2,1,0,2.5,2.5"));
}

#[test]
fn what_is_no_log_or_no_zone_is_refused_with_a_sentence() {
    let desk = Desk::new();
    fs::write(desk.path("people.csv"), "name,age\nAda,36\n").unwrap();
    let refused = |arguments: &[&str]| {
        let output = desk.run(arguments);
        assert!(!output.status.success());
        String::from_utf8(output.stderr).unwrap()
    };
    assert!(refused(&["import", "servicenow", "people.csv", "--timezone", "UTC"]).contains("the header has no column number"));
    assert!(refused(&["import", "servicenow", "none.csv", "--timezone", "UTC"]).contains("none.csv cannot be read"));
    assert!(refused(&["import", "servicenow", "people.csv", "--timezone", "Mars/Base"]).contains("no such zone"));
    assert!(refused(&["import", "servicenow", "people.csv"]).contains("--timezone"));
}
