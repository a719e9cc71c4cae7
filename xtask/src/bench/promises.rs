//! What service levels cost: reckoning deadlines, giving an imported log its clocks, and asking what another promise would have made of it.

use std::fs;
use std::path::Path;
use std::process::Command;
use std::time::Duration;

use anyhow::{Context, Result};

use super::figures::{self, Line};
use super::instance::{Instance, weighed};
use super::now;
use crate::command;
use crate::workspace::Workspace;

/// Deadlines that one core is to reckon in a second.
const DEADLINES: u64 = 300_000;
/// Events that an import under a policy is to bring in, in a second.
const EVENTS: u64 = 5_000;
/// What a dry run over the whole log may take.
const TRIAL_MAX: Duration = Duration::from_secs(10);

/// The measures, in lines; `company` is a folder with a demo company, whose promises are the ones that are tried.
pub fn measure(workspace: &Workspace, binary: &Path, company: &Path, folder: &Path, log: &Path) -> Result<Vec<Line>> {
    let reckoned = command::output(Command::new("cargo").args(["bench", "--package", "domain"]).current_dir(&workspace.root))?;
    let per_second = deadlines(&reckoned)?;
    fs::create_dir_all(folder)?;
    let promises = command::output(Instance::command(binary, company).args(["sla", "export"]))?;
    fs::write(folder.join("promises.toml"), &promises)?;
    fs::write(folder.join("stricter.toml"), promises.replace("resolution = \"5d\"", "resolution = \"3d\""))?;
    let begun = now();
    let mut import = Instance::command(binary, folder);
    import.args(["import", "servicenow"]).arg(log).args(["--timezone", "Europe/Rome", "--policy", "promises.toml"]);
    let (summary, _) = weighed(&mut import)?;
    let events = figures::per_second(figures::events(&summary)?, begun.elapsed());
    let took = |arguments: &[&str]| -> Result<Duration> {
        let begun = now();
        command::output(Instance::command(binary, folder).args(arguments))?;
        Ok(begun.elapsed())
    };
    let trial = took(&["sla", "try", "stricter.toml"])?;
    let line = |what: &str, figure: String| Line { what: what.to_owned(), figure, wanted: None };
    let seconds = |took: Duration| format!("{:.1} s", took.as_secs_f64());
    Ok(vec![
        line("deadlines reckoned on one core, over the calendars of the vectors", format!("{per_second} a second"))
            .wanted(format!("{DEADLINES} a second"), per_second >= DEADLINES),
        line("importing the log under promises", format!("{events} events a second"))
            .wanted(format!("{EVENTS} a second"), events >= EVENTS),
        line("dry run of a stricter policy over the whole log (`sla try`)", seconds(trial)).wanted(seconds(TRIAL_MAX), trial < TRIAL_MAX),
        line("making every clock anew (`recompute sla`)", seconds(took(&["recompute", "sla"])?)),
        line("report of a whole year and more (`report sla`)", seconds(took(&["report", "sla", "--by", "priority"])?)),
    ])
}

/// The figure of the measurement's line `deadlines: 1000 in 2.0ms, 500000 a second`.
fn deadlines(told: &str) -> Result<u64> {
    let line = told.lines().find_map(|line| line.strip_prefix("deadlines: ")).context("the measurement told of no deadlines")?;
    let figure = line.rsplit(", ").next().and_then(|rest| rest.strip_suffix(" a second"));
    figure.and_then(|figure| figure.parse().ok()).with_context(|| format!("`{line}` has no figure"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_deadlines_are_read_from_what_the_measurement_says() {
        let told =
            "9 calendars\ndeadlines, each calendar for the first time: 10 in 1ms, 3 a second\ndeadlines: 1000 in 2.0ms, 500000 a second\n";
        assert_eq!(deadlines(told).unwrap(), 500_000);
        assert!(deadlines("nothing").is_err());
    }
}
