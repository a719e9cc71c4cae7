//! The import as a command: killed in the middle and run again, and over a real log.

use std::fmt::Write;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::Duration;

use store::testing::Sandbox;

use crate::installation::{Installation, Said, each_installation};

/// Incidents of the log that is killed: enough for a good many batches.
const INCIDENTS: u32 = 3_000;

/// A log with incidents that were reopened, and rows that cannot be taken.
fn log(folder: &Path) -> PathBuf {
    let mut text = "number,incident_state,sys_mod_count,reopen_count,caller_id,opened_at,sys_updated_by,sys_updated_at,category,priority,\
                    assignment_group,assigned_to,resolved_at,closed_at\n"
        .to_owned();
    for n in 0..INCIDENTS {
        let (day, month, again) = (n % 28 + 1, n / 28 % 12 + 1, n % 10 == 0);
        let mut row = |state: &str, count: u32, reopened: u32, at: &str| {
            let (caller, agent, group) = (n % 97, n % 31, n % 13);
            let last = if again { "15:00" } else { "11:00" };
            writeln!(
                text,
                "INC{n:07},{state},{count},{reopened},Caller {caller},{day}/{month}/2016 08:00,Updated by {agent},{day}/{month}/2016 {at},\
                 Category {},3 - Moderate,Group {group},Resolver {agent},{day}/{month}/2016 {last},{day}/{month}/2016 16:00",
                n % 7
            )
            .unwrap();
        };
        row("New", 0, 0, "08:05");
        row("Active", 1, 0, "09:00");
        row("Resolved", 2, 0, "11:00");
        if again {
            row("Active", 3, 1, "13:00");
            row("Resolved", 4, 1, "15:00");
        }
        row("Closed", 5, u32::from(again), "16:00");
        if n % 50 == 0 {
            writeln!(text, "INC9{n:06},New,0").unwrap();
        }
    }
    let file = folder.join("log.csv");
    fs::write(&file, text).unwrap();
    file
}

fn arguments(log: &Path) -> [&str; 5] {
    ["import", "servicenow", log.to_str().unwrap(), "--timezone", "UTC"]
}

/// The closing summary without what depends on the machine's speed.
fn numbers(said: &Said) -> Vec<String> {
    assert_eq!(said.status, Some(0), "{said:?}");
    said.out.lines().filter(|line| !line.trim_start().starts_with("events")).map(str::to_owned).collect()
}

/// All that the import leaves behind, without ids and without when it was imported.
async fn left(installation: &Installation) -> Vec<Vec<String>> {
    let rows = [
        "SELECT t.external_ref || ' ' || t.status || ' ' || t.title || ' ' || t.created_at || ' ' || COALESCE(t.resolved_at, 0) || ' ' || \
         t.reopen_count || ' ' || s.name_en || ' ' || u.name FROM tickets t JOIN services s ON s.id = t.service_id \
         JOIN users u ON u.id = t.requester_id ORDER BY t.external_ref",
        "SELECT t.external_ref || ' ' || e.at || ' ' || e.kind || ' ' || count(*) FROM events e JOIN tickets t ON t.id = e.ticket_id \
         GROUP BY t.external_ref, e.at, e.kind ORDER BY t.external_ref, e.at, e.kind",
        "SELECT name FROM users ORDER BY name",
        "SELECT name FROM teams ORDER BY name",
        "SELECT name_en FROM services ORDER BY name_en",
        "SELECT state || ' ' || position || ' ' || accepted || ' ' || rejected FROM imports",
        "SELECT line || ' ' || reason FROM import_rejections ORDER BY line",
    ];
    let mut left = Vec::new();
    for sql in rows {
        left.push(installation.store().texts(sql).await);
    }
    left
}

async fn tickets(installation: &Installation) -> i64 {
    installation.store().number("SELECT count(*) FROM tickets").await
}

/// Kills the import as soon as so many tickets are there.
async fn killed_at(installation: &Installation, log: &Path, tickets_there: i64) {
    let mut import = installation.opsbeat(&arguments(log)).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
    while tickets(installation).await < tickets_there {
        assert!(import.try_wait().unwrap().is_none(), "it ended before it was killed");
    }
    import.kill().unwrap();
    assert_eq!(import.wait().unwrap().code(), None, "it ended before it was killed");
}

#[tokio::test]
async fn an_import_that_was_killed_goes_on_and_nothing_is_there_twice_or_missing() {
    each_installation(async |installation| {
        let log = log(&installation.path(""));
        let all = i64::from(INCIDENTS);
        killed_at(installation, &log, 1).await;
        let first = tickets(installation).await;
        killed_at(installation, &log, all / 2).await;
        let second = tickets(installation).await;
        assert!(0 < first && first < second && second < all, "{first}, {second} of {all}");
        let last = installation.run(&arguments(&log));
        assert!(last.err.contains("Going on behind"), "{last:?}");
        let rejected = fs::read_to_string(installation.path("log.csv.rejected.csv")).unwrap();

        let whole = Installation::over(Sandbox::sqlite().await).await;
        let undisturbed = whole.run(&arguments(&log));
        assert_eq!(numbers(&last), numbers(&undisturbed));
        assert_eq!(left(installation).await, left(&whole).await);
        assert_eq!(rejected, fs::read_to_string(installation.path("log.csv.rejected.csv")).unwrap());
        whole.end().await;

        let counted = installation.run(&["recompute", "counters"]);
        assert_eq!(counted.out, "Every counter was right.\n", "{counted:?}");
        assert_eq!(installation.run(&["audit", "verify"]).status, Some(0));
        let again = installation.run(&arguments(&log));
        assert!(again.out.contains("3,000 (0 new, 3,000 there already)"), "{again:?}");
    })
    .await;
}

/// Names the real log, whose answers are known: UCI dataset 498, as CSV or in its zip.
const REAL_LOG: &str = "OPSBEAT_INCIDENT_LOG";

/// The most memory that a process ever held, in kB, while it is there.
fn peak(process: &Child) -> Option<u64> {
    let status = fs::read_to_string(format!("/proc/{}/status", process.id())).ok()?;
    status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?.trim().trim_end_matches("kB").trim().parse().ok()
}

/// Runs to the end; gives what was said, and the most memory that it was seen to hold, in kB.
fn weighed(command: &mut Command) -> (Said, u64) {
    let mut process = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    let mut most = 0;
    while process.try_wait().unwrap().is_none() {
        most = most.max(peak(&process).unwrap_or(0));
        // The scales need not be read more often; nothing waits for this.
        thread::sleep(Duration::from_millis(50));
    }
    let output = process.wait_with_output().unwrap();
    let text = |bytes| String::from_utf8(bytes).unwrap();
    (Said { status: output.status.code(), out: text(output.stdout), err: text(output.stderr) }, most)
}

/// The line of a summary that begins with this word, without it.
fn line<'s>(summary: &'s str, word: &str) -> &'s str {
    summary.lines().find_map(|line| line.trim_start().strip_prefix(word)).unwrap_or_default().trim()
}

#[tokio::test]
async fn the_real_log_gives_the_answers_that_are_known_in_little_memory() {
    let Ok(file) = std::env::var(REAL_LOG) else {
        eprintln!("not run: {REAL_LOG} names no log");
        return;
    };
    let file = fs::canonicalize(&file).unwrap_or_else(|error| panic!("{file}: {error}"));
    each_installation(async |installation| {
        let rejected = installation.path("rejected.csv");
        let keep = ["--rejected", rejected.to_str().unwrap()];
        let (import, most) = weighed(installation.opsbeat(&arguments(&file)).args(keep));
        assert_eq!(import.status, Some(0), "{import:?}");
        eprintln!("{}\n{most} kB of memory at most\n{}", installation.url(), import.out);
        assert!(line(&import.out, "events").starts_with("141,712 in "), "{}", import.out);
        assert_eq!(line(&import.out, "incidents"), "24,918 (24,918 new)");
        assert_eq!(line(&import.out, "reopened"), "275, 331 times in all");
        assert_eq!(line(&import.out, "priorities"), "normal 23,466, low 774, high 408, urgent 270");
        let groups = "Group 70 9,444, (none) 2,157, Group 25 1,243, Group 39 1,199, Group 24 1,060, Group 23 811, ";
        assert!(line(&import.out, "groups").starts_with(groups), "{}", import.out);
        let states = "Active 38,716, New 36,407, Resolved 25,751, Closed 24,985, Awaiting User Info 14,642, Awaiting Vendor 707, \
                      Awaiting Problem 461, Awaiting Evidence 38, -100 5";
        assert_eq!(line(&import.out, "states"), states);
        assert_eq!(line(&import.out, "rejected"), "none");
        assert!(0 < most && most < 300_000, "{most} kB");

        assert_eq!(tickets(installation).await, 24_918);
        assert_eq!(installation.store().number("SELECT count(*) FROM tickets WHERE reopen_count > 0").await, 275);
        assert_eq!(installation.store().number("SELECT sum(reopen_count) FROM tickets").await, 331);
        let report = installation.run(&["report", "tickets", "--by", "priority"]);
        let report: serde_json::Value = serde_json::from_str(&report.out).unwrap();
        let total = &report["total"];
        assert_eq!((total["tickets"].as_u64(), total["resolved"].as_u64()), (Some(24_918), Some(23_362)), "{report}");
        assert_eq!(total["median_resolution_hours"].as_f64().map(|hours| (hours * 10.0).round() / 10.0), Some(22.1), "{report}");
        assert_eq!(total["p90_resolution_hours"].as_f64().map(|hours| (hours * 10.0).round() / 10.0), Some(381.5), "{report}");
        let by_team = installation.run(&["report", "tickets", "--by", "team"]);
        let by_team: serde_json::Value = serde_json::from_str(&by_team.out).unwrap();
        assert_eq!(by_team["total"], *total);
        let tickets_of = |team: &str| by_team["rows"].as_array()?.iter().find(|row| row["key"] == team)?["tickets"].as_u64();
        for (group, tickets) in [("Group 70", 9_444), ("Group 25", 1_243), ("Group 39", 1_199), ("Group 24", 1_060), ("Group 23", 811)] {
            assert_eq!(tickets_of(group), Some(tickets), "{group}");
        }
        let again = installation.run(&[&arguments(&file)[..], &keep].concat());
        assert_eq!(line(&again.out, "incidents"), "24,918 (0 new, 24,918 there already)");
    })
    .await;
}

/// Promises of the size that such a company makes.
const POLICIES: &str = r#"
[[calendar]]
name = "Office"
zone = "Europe/Lisbon"
holidays = [{ date = "2016-03-25", name = "Good Friday" }, { date = "2016-04-25", name = "Freedom Day" }]
[calendar.week]
mon = [["08:00", "12:30"], ["13:30", "18:00"]]
tue = [["08:00", "12:30"], ["13:30", "18:00"]]
wed = [["08:00", "12:30"], ["13:30", "18:00"]]
thu = [["08:00", "12:30"], ["13:30", "18:00"]]
fri = [["08:00", "12:30"], ["13:30", "17:00"]]

[[policy]]
name = "Incidents"
calendar = "Office"
[[policy.rules]]
targets = { first_response = "4h", update = "8h", resolution = "3d" }
[[policy.rules]]
priority = "urgent"
targets = { first_response = "1h", resolution = "8h" }

[[policy]]
name = "Between groups"
promise = "ola"
calendar = "Office"
[[policy.rules]]
targets = { ola = "2d" }
"#;

/// All that is kept of clocks, as text.
async fn clocks(installation: &Installation) -> Vec<String> {
    let columns = "ticket_id, metric, cycle, team_id, policy_version_id, rule, calendar_version_id, target, started_at, started_by, \
                   state, state_why, state_at, state_by, elapsed, deadline, next_at, breached_at";
    let text: Vec<String> = columns.split(", ").map(|column| format!("COALESCE(CAST({column} AS TEXT), '-')")).collect();
    let all = format!("SELECT {} FROM clocks ORDER BY ticket_id, metric, cycle", text.join(" || ' ' || "));
    let due = "SELECT CAST(id AS TEXT) || ' ' || CAST(due_at AS TEXT) FROM tickets ORDER BY id";
    [installation.store().texts(&all).await, installation.store().texts(due).await].concat()
}

#[tokio::test]
async fn the_real_log_has_the_clocks_that_its_history_says() {
    let Ok(file) = std::env::var(REAL_LOG) else {
        eprintln!("not run: {REAL_LOG} names no log");
        return;
    };
    let file = fs::canonicalize(&file).unwrap_or_else(|error| panic!("{file}: {error}"));
    each_installation(async |installation| {
        let policies = installation.path("policies.toml");
        fs::write(&policies, POLICIES).unwrap();
        let import = installation.run(&[&arguments(&file)[..], &["--policy", policies.to_str().unwrap()]].concat());
        assert_eq!(import.status, Some(0), "{import:?}");
        eprintln!("{}\n{}", installation.url(), import.out);
        let before = clocks(installation).await;
        assert!(before.len() > 3 * 24_918, "{}", before.len());
        assert_eq!(installation.store().number("SELECT count(*) FROM clock_steps").await, 0, "nobody is called to what is long past");
        assert_eq!(installation.store().number("SELECT count(*) FROM outbox").await, 0);
        installation.store().run_sql("DELETE FROM clocks; UPDATE tickets SET due_at = 0").await;
        assert_eq!(installation.run(&["recompute", "sla"]).status, Some(0));
        assert_eq!(clocks(installation).await, before);
        let tried = installation.run(&["sla", "try", policies.to_str().unwrap()]);
        assert!(
            tried.out.contains("24918 tickets were replayed") && tried.out.contains("0 clocks would have another verdict"),
            "{tried:?}"
        );
    })
    .await;
}
