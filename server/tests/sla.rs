//! The commands for service levels as somebody types them.
#![expect(clippy::unwrap_used, reason = "what a test prepares must work")]

use std::fs;
use std::path::PathBuf;
use std::process::{Command, Output};

/// One incident that was answered within two and a half hours, and one that is still open; on Friday 4 March 2016.
const LOG: &str = "\
number,incident_state,sys_mod_count,reopen_count,caller_id,opened_at,sys_updated_by,sys_updated_at,category,priority,assignment_group,assigned_to,resolved_at,closed_at
INC1,New,0,0,Caller 1,4/3/2016 08:00,Updated by 1,4/3/2016 08:05,Network,3 - Moderate,Group 1,?,4/3/2016 10:30,9/3/2016 08:00
INC1,Resolved,2,0,Caller 1,4/3/2016 08:00,Updated by 1,4/3/2016 10:30,Network,3 - Moderate,Group 1,Resolver 1,4/3/2016 10:30,9/3/2016 08:00
INC1,Closed,3,0,Caller 1,4/3/2016 08:00,Updated by 1,9/3/2016 08:00,Network,3 - Moderate,Group 1,Resolver 1,4/3/2016 10:30,9/3/2016 08:00
INC2,Active,1,0,Caller 2,4/3/2016 09:00,Updated by 1,4/3/2016 09:05,Network,1 - Critical,Group 1,?,?,?
";

const POLICIES: &str = r#"
[[calendar]]
name = "Office"
zone = "UTC"
[calendar.week]
fri = [["08:00", "16:00"]]

[[policy]]
name = "Standard"
calendar = "Office"

[[policy.rules]]
targets = { resolution = "3h" }

[[policy.rules]]
priority = "urgent"
targets = { resolution = "1h" }
"#;

/// A folder of one test's own, removed with it.
struct Desk(tempfile::TempDir);

impl Desk {
    /// With a log, a file of policies, and the log imported under them.
    fn new() -> Self {
        let desk = Self(tempfile::tempdir().unwrap());
        fs::write(desk.path("log.csv"), LOG).unwrap();
        fs::write(desk.path("policies.toml"), POLICIES).unwrap();
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

    fn import(&self, more: &[&str]) -> String {
        self.said(&[&["import", "servicenow", "log.csv", "--timezone", "UTC"], more].concat())
    }

    fn refused(&self, arguments: &[&str]) -> String {
        let output = self.run(arguments);
        assert!(!output.status.success(), "{}", String::from_utf8_lossy(&output.stdout));
        String::from_utf8(output.stderr).unwrap()
    }
}

const REPORT: [&str; 6] = ["report", "sla", "--by", "priority", "--format", "csv"];

#[test]
fn a_company_sees_what_its_promises_would_have_been() {
    let desk = Desk::new();
    let told = desk.import(&["--policy", "policies.toml"]);
    assert!(told.ends_with("Promises kept, of all tickets:\n  Resolution            50.0 % (1 of 2)\n"), "{told}");
    let csv = desk.said(&REPORT);
    let rows: Vec<&str> = csv.lines().collect();
    assert_eq!(rows[0], "key,metric,met,breached,excused,attainment,attainment_excused,median_working_hours,median_wall_hours");
    assert_eq!(rows[1], "normal,resolution,1,0,0,1,1,2.5,2.5");
    assert_eq!(rows[2], "urgent,resolution,0,1,0,0,0,,", "it is late and has not ended");
    assert_eq!(rows[3], "total,resolution,1,1,0,0.5,0.5,2.5,2.5");
    let month = desk.said(&["report", "sla", "--by", "month", "--from", "2016-03-01", "--to", "2016-04-01"]);
    assert!(month.starts_with(r#"{"rows":[{"key":"2016-03","metric":"resolution","met":1,"breached":1,"#), "{month}");
    assert!(desk.said(&["report", "sla", "--to", "2016-03-01"]).starts_with(r#"{"rows":[],"total":[]}"#));
    assert!(desk.refused(&["report", "sla", "--by", "moon"]).contains("metric, policy, service"));
}

#[test]
fn policies_that_come_after_the_log_give_the_same_clocks() {
    let (one, other) = (Desk::new(), Desk::new());
    one.import(&["--policy", "policies.toml"]);
    other.import(&[]);
    assert!(other.said(&["sla", "import", "policies.toml", "--since", "2016-01-01"]).contains("2 tickets were looked at"));
    assert_eq!(one.said(&REPORT), other.said(&REPORT));
    let again = Desk::new();
    again.import(&[]);
    again.import(&["--policy", "policies.toml"]);
    assert_eq!(again.said(&REPORT), one.said(&REPORT));
    assert!(one.said(&["recompute", "sla"]).contains("2 tickets"));
    assert_eq!(one.said(&REPORT), other.said(&REPORT));
}

#[test]
fn a_deadline_is_told_in_a_terminal() {
    let desk = Desk::new();
    desk.import(&["--policy", "policies.toml"]);
    let told = desk.said(&["sla", "explain", "INC-1001"]);
    for part in [
        "resolution, cycle 1: stopped Fri 2016-03-04 10:30:00, due Fri 2016-03-04 11:00:00, 2 h 30 m 00 s have passed",
        "promised 3 h 00 m 00 s of working time by “Standard” version 1, rule 1; calendar version 1 in UTC",
        "the rule is for every ticket",
        "Fri 2016-03-04 08:00:00 – Fri 2016-03-04 10:30:00   2 h 30 m 00 s   2 h 30 m 00 s  counted",
    ] {
        assert!(told.contains(part), "{part}\n{told}");
    }
    assert!(desk.refused(&["sla", "explain", "INC-9"]).contains("there is no ticket INC-9"));
    assert!(desk.refused(&["sla", "explain", "printer"]).contains("no ticket's number"));
}

#[test]
fn a_dry_run_tells_what_would_have_been_and_writes_nothing() {
    let desk = Desk::new();
    desk.import(&["--policy", "policies.toml"]);
    fs::write(desk.path("stricter.toml"), POLICIES.replace("\"3h\"", "\"2h\"")).unwrap();
    let told = desk.said(&["sla", "try", "stricter.toml", "--from", "2016-03-01", "--to", "2016-04-01"]);
    assert!(told.contains("2 tickets were replayed"), "{told}");
    assert!(told.contains("resolution      50.0% (1 met, 1 breached) -> 0.0% (0 met, 2 breached)"), "{told}");
    assert!(told.contains("INC-1001 resolution: met -> breached"), "{told}");
    assert!(told.contains("INC-1001 resolution: 0.5 working hours late"), "{told}");
    assert!(desk.said(&["sla", "try", "stricter.toml", "--to", "2016-03-01"]).contains("0 tickets were replayed"));
    assert!(desk.said(&["sla", "explain", "1001"]).contains("version 1"), "nothing was written");
}

#[test]
fn what_was_exported_is_what_is_imported() {
    let desk = Desk::new();
    desk.import(&["--policy", "policies.toml"]);
    desk.said(&["sla", "export", "out.toml"]);
    assert_eq!(desk.said(&["sla", "import", "out.toml"]), "Everything in the file is as it was.\n");
    assert_eq!(desk.said(&["sla", "export"]), fs::read_to_string(desk.path("out.toml")).unwrap());
    let other = Desk::new();
    other.import(&[]);
    fs::copy(desk.path("out.toml"), other.path("in.toml")).unwrap();
    let rehearsed = other.said(&["sla", "import", "in.toml", "--dry-run"]);
    assert_eq!(rehearsed, "Calendars that would be made: Office\nPolicies that would be made: Standard\n");
    assert_eq!(other.said(&["sla", "import", "in.toml"]), "Calendars that were made: Office\nPolicies that were made: Standard\n");
    assert_eq!(other.said(&["sla", "export"]), desk.said(&["sla", "export"]));
}

#[test]
fn what_is_wrong_with_a_file_is_told_with_its_line_and_nothing_is_taken() {
    let desk = Desk::new();
    desk.import(&[]);
    let wrong = POLICIES.replace("UTC", "Mars/Base");
    fs::write(desk.path("policies.toml"), &wrong).unwrap();
    let said = desk.refused(&["sla", "import", "policies.toml"]);
    assert!(said.contains("line 4, calendar.0.zone: "), "{said}");
    let wrong = POLICIES.replace("\"1h\"", "\"soon\"").replace("priority = \"urgent\"", "service = \"Nothing such\"");
    fs::write(desk.path("policies.toml"), &wrong).unwrap();
    let said = desk.refused(&["sla", "import", "policies.toml"]);
    assert!(
        said.contains("line 16, policy.0.rules.1.service: Nothing here has this name.")
            && said.contains("line 17, policy.0.rules.1.targets.resolution: "),
        "{said}"
    );
    fs::write(desk.path("policies.toml"), POLICIES.replace("priority = \"urgent\"\n", "")).unwrap();
    let said = desk.refused(&["sla", "import", "policies.toml"]);
    assert!(said.contains("line 15, policy.0.rules.1: "), "{said}");
    fs::write(desk.path("policies.toml"), "[[policy]]\nname = \"A\"\ncolour = 7\n").unwrap();
    let said = desk.refused(&["sla", "import", "policies.toml"]);
    assert!(said.contains("line 3: unknown field `colour`"), "{said}");
    assert_eq!(desk.said(&["sla", "export"]), "", "nothing was taken");
    assert!(desk.refused(&["sla", "import", "none.toml"]).contains("none.toml cannot be read"));
}
