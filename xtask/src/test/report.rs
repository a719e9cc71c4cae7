//! What the runners of tests print, as numbers.

use std::io::{BufRead, BufReader};
use std::ops::AddAssign;
use std::process::{Command, Stdio};

use anyhow::{Context, Result};
use serde_json::Value;

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    pub passed: u64,
    pub failed: u64,
}

impl AddAssign for Tally {
    fn add_assign(&mut self, other: Self) {
        self.passed += other.passed;
        self.failed += other.failed;
    }
}

/// Runs to the end, shows what is printed and hands over each line. Returns whether it ended well.
pub fn watch(command: &mut Command, mut read: impl FnMut(&str)) -> Result<bool> {
    let mut child =
        command.stdout(Stdio::piped()).spawn().with_context(|| format!("could not start {}", command.get_program().display()))?;
    for line in BufReader::new(child.stdout.take().context("no standard output")?).lines() {
        let line = line?;
        println!("{line}");
        read(&line);
    }
    Ok(child.wait()?.success())
}

/// A line of `cargo test` such as `test result: ok. 5 passed; 0 failed; 1 ignored; ...`.
///
/// A test that is ignored tells nothing and looks as if it did, so it counts as failed.
pub fn of_cargo(line: &str) -> Tally {
    let Some(result) = line.strip_prefix("test result: ") else {
        return Tally::default();
    };
    let count = |what: &str| {
        let words: Vec<&str> = result.split([' ', ';']).collect();
        words.iter().position(|word| *word == what).and_then(|at| words.get(at.checked_sub(1)?)?.parse().ok()).unwrap_or(0)
    };
    Tally { passed: count("passed"), failed: count("failed") + count("ignored") }
}

/// The test that a line of `cargo test` tells to have passed: `test importing::a_test ... ok`.
pub fn passed(line: &str) -> Option<&str> {
    line.strip_prefix("test ")?.strip_suffix(" ... ok")
}

/// Playwright's report in JSON. What was skipped or needed a second try counts as failed.
pub fn of_playwright(report: &str) -> Result<Tally> {
    let report: Value = serde_json::from_str(report).context("Playwright's report is not JSON")?;
    let count = |what: &str| report["stats"][what].as_u64().unwrap_or(0);
    // Errors outside of any test: a file that does not load, a worker that did not stop.
    let outside = report["errors"].as_array().map_or(0, Vec::len);
    Ok(Tally { passed: count("expected"), failed: count("unexpected") + count("flaky") + count("skipped") + u64::try_from(outside)? })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_lines_of_cargo_test_are_counted() {
        let line = "test result: FAILED. 41 passed; 2 failed; 0 ignored; 0 measured; 3 filtered out; finished in 0.10s";
        assert_eq!(of_cargo(line), Tally { passed: 41, failed: 2 });
        assert_eq!(of_cargo("test tests::a_test ... ok"), Tally::default());
        assert_eq!(passed("test tests::a_test ... ok"), Some("tests::a_test"));
        assert_eq!(passed("test tests::a_test ... FAILED"), None);
    }

    #[test]
    fn a_test_that_did_not_run_has_failed() {
        let line = "test result: ok. 4 passed; 0 failed; 1 ignored; 0 measured; 0 filtered out; finished in 0.00s";
        assert_eq!(of_cargo(line), Tally { passed: 4, failed: 1 });
        let report = r#"{"stats": {"expected": 7, "unexpected": 1, "flaky": 1, "skipped": 2}, "errors": [{}]}"#;
        assert_eq!(of_playwright(report).unwrap(), Tally { passed: 7, failed: 5 });
    }
}
