//! What was measured, beside what was aimed at.

use std::fs;
use std::process::Command;
use std::time::Duration;

use anyhow::{Context, Result};
use serde_json::Value;

use super::Import;
use crate::command;
use crate::weight::{FIRST_MAX, Weight};

/// Events that an import is to bring in, in a second.
const IMPORT_SPEED: u64 = 5_000;
/// Memory that an import may hold at once, in kB.
const IMPORT_MAX: u64 = 300_000;
const START_MAX: Duration = Duration::from_millis(500);

pub struct Figures {
    pub date: String,
    pub machine: String,
    pub browser_code: Weight,
    pub start: Duration,
    pub demo_time: Duration,
    pub demo_memory: u64,
    pub demo_pages: Vec<Page>,
    pub import: Option<Import>,
    pub promises: Vec<Line>,
}

/// One figure, beside what was wanted of it.
pub struct Line {
    pub what: String,
    pub figure: String,
    /// In words, and whether it was met.
    pub wanted: Option<(String, bool)>,
}

impl Line {
    pub fn wanted(self, wanted: String, met: bool) -> Self {
        Self { wanted: Some((wanted, met)), ..self }
    }

    fn row(&self) -> String {
        let wanted = self.wanted.as_ref().map_or_else(String::new, |(wanted, met)| format!("{wanted}: {}", verdict(*met)));
        format!("| {} | {} | {wanted} |\n", self.what, self.figure)
    }
}

/// The pages that something was promised of, and how many milliseconds their median may take.
const TARGETS: [(&str, f64); 5] =
    [("portal home", 10.0), ("queue, all open", 10.0), ("queue, of a team", 10.0), ("ticket", 10.0), ("filing", 20.0)];

/// One page's line of `bench/pages.mjs`.
pub struct Page {
    name: String,
    address: String,
    loads: u64,
    /// Median, 90th and 99th percentile, in milliseconds.
    times: [f64; 3],
    kilobytes: u64,
}

impl Page {
    pub fn parse(line: &str) -> Result<Self> {
        let value: Value = serde_json::from_str(line).with_context(|| format!("not a figure: {line}"))?;
        let text = |key: &str| value[key].as_str().map(str::to_owned).with_context(|| format!("no {key} in {line}"));
        let whole = |key: &str| value[key].as_u64().with_context(|| format!("no {key} in {line}"));
        let time = |key: &str| value[key].as_f64().with_context(|| format!("no {key} in {line}"));
        let times = [time("median_ms")?, time("p90_ms")?, time("p99_ms")?];
        Ok(Self { name: text("name")?, address: text("address")?, loads: whole("n")?, times, kilobytes: whole("kilobytes")? })
    }

    /// Milliseconds that the median may take, where something was promised.
    fn target(&self) -> Option<f64> {
        TARGETS.iter().find(|(name, _)| *name == self.name).map(|(_, target)| *target)
    }

    fn row(&self) -> String {
        let Self { name, address, times: [median, p90, p99], kilobytes, .. } = self;
        let target = self.target().map_or_else(String::new, |target| format!("{target:.0} ms: {}", verdict(*median < target)));
        format!("| {name} (`{address}`) | {median:.1} ms | {p90:.1} ms | {p99:.1} ms | {kilobytes} kB | {target} |\n")
    }
}

impl Figures {
    /// The targets that were missed.
    pub fn missed(&self) -> Vec<String> {
        let imported = self.import.iter().flat_map(|import| &import.pages);
        let slow = self.demo_pages.iter().chain(imported).filter(|page| page.target().is_some_and(|target| page.times[0] >= target));
        let mut missed: Vec<String> = slow.map(|page| page.name.clone()).collect();
        let unmeasured = TARGETS.iter().filter(|(name, _)| self.demo_pages.iter().all(|page| page.name != *name));
        missed.extend(unmeasured.map(|(name, _)| format!("{name}, which was not measured")));
        if self.browser_code.first > FIRST_MAX {
            missed.push("the browser's code".to_owned());
        }
        if self.start > START_MAX {
            missed.push("start".to_owned());
        }
        if self.import.as_ref().is_some_and(|import| import.peak > IMPORT_MAX) {
            missed.push("the import's memory".to_owned());
        }
        if self.import.as_ref().is_some_and(|import| per_second(import.events, import.took) < IMPORT_SPEED) {
            missed.push("the import's speed".to_owned());
        }
        missed.extend(self.promises.iter().filter(|line| matches!(line.wanted, Some((_, false)))).map(|line| line.what.clone()));
        missed
    }

    pub fn to_markdown(&self) -> String {
        let mut text = format!(
            "# Benchmarks\n\nWritten by `cargo xtask bench --log FILE` on {}, on {}, with SQLite and the release binary, which ran beside \
             nothing but the client that asked it.\n\nTimes of pages are seen from a client on the same machine ({}), which loads one after \
             another over one connection ({} loads each, after ten to warm up), so they hold the journey through the machine, too.\n\n",
            self.date,
            self.machine,
            "`bench/pages.mjs`",
            self.demo_pages.first().map_or(0, |page| page.loads),
        );
        text.push_str(&format!(
            "| what | figure | target |\n| --- | --- | --- |\n| browser's code on every page (wasm as brotli) | {} kB | 500 kB: {} |\n{}\
             | start to the first `/readyz` (median of 5) | {} ms | 500 ms: {} |\n| making the demo company | {:.1} s | |\n",
            self.browser_code.first / 1_000,
            verdict(self.browser_code.first <= FIRST_MAX),
            self.browser_code
                .parts
                .iter()
                .map(|(part, bytes)| format!("| more of it for: {part} | {} kB | |\n", bytes / 1_000))
                .collect::<String>(),
            self.start.as_millis(),
            verdict(self.start <= START_MAX),
            self.demo_time.as_secs_f64(),
        ));
        text.push_str(&table("On the demo company (a year, 6,000 tickets)", &self.demo_pages, self.demo_memory));
        if let Some(import) = &self.import {
            let speed = per_second(import.events, import.took);
            text.push_str(&table(
                &format!(
                    "On an imported log ({} events, brought in in {:.1} s: {speed} a second, {IMPORT_SPEED}: {}, with at most {} MB of memory, 300 MB: {})",
                    import.events,
                    import.took.as_secs_f64(),
                    verdict(speed >= IMPORT_SPEED),
                    import.peak / 1_000,
                    verdict(import.peak <= IMPORT_MAX)
                ),
                &import.pages,
                import.memory,
            ));
        }
        if !self.promises.is_empty() {
            let rows: String = self.promises.iter().map(Line::row).collect();
            text.push_str(&format!("\n## Service levels, on the same log\n\n| what | figure | target |\n| --- | --- | --- |\n{rows}"));
        }
        text
    }
}

fn table(heading: &str, pages: &[Page], memory: u64) -> String {
    let rows: String = pages.iter().map(Page::row).collect();
    format!(
        "\n## {heading}\n\n| page | median | 90 % | 99 % | size | target |\n| --- | --- | --- | --- | --- | --- |\n{rows}\n\
         Resident memory afterwards: {} MB.\n",
        memory / 1_000
    )
}

const fn verdict(met: bool) -> &'static str {
    if met { "met" } else { "**missed**" }
}

/// Cores, memory and processor, as far as the system says.
pub fn machine() -> Result<String> {
    let cores = command::output(&mut Command::new("nproc"))?;
    let read = |file: &str, key: &str| {
        let text = fs::read_to_string(file).unwrap_or_default();
        text.lines().find(|line| line.starts_with(key)).and_then(|line| line.split_once(':')).map(|(_, value)| value.trim().to_owned())
    };
    let memory = read("/proc/meminfo", "MemTotal").and_then(|kb| kb.trim_end_matches("kB").trim().parse::<u64>().ok());
    let memory = memory.map_or_else(|| "unknown".to_owned(), |kb| format!("{} GB", kb / 1_000_000));
    let model = read("/proc/cpuinfo", "model name").unwrap_or_else(|| "an unnamed processor".to_owned());
    Ok(format!("{cores} cores of {model} with {memory} of memory"))
}

/// How many of them in a second.
pub fn per_second(count: u64, took: Duration) -> u64 {
    let milliseconds = u64::try_from(took.as_millis()).unwrap_or(u64::MAX).max(1);
    count.saturating_mul(1_000) / milliseconds
}

/// The events that an import's closing summary tells of: `events      141,712 in 2.8 s, ...`.
pub fn events(summary: &str) -> Result<u64> {
    let count = summary.lines().find_map(|line| line.trim().strip_prefix("events")).and_then(|rest| rest.split_whitespace().next());
    let count = count.context("the import told of no events")?;
    count.replace(',', "").parse().with_context(|| format!("`{count}` is no number of events"))
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;

    fn page(name: &str, median: f64) -> Page {
        let line = format!(r#"{{"name":"{name}","address":"/","n":200,"median_ms":{median},"p90_ms":9,"p99_ms":9.5,"kilobytes":40}}"#);
        Page::parse(&line).unwrap()
    }

    /// These pages, and those that something was promised of as fast as they are to be.
    fn figures(mut pages: Vec<Page>) -> Figures {
        let others = TARGETS.iter().filter(|(name, _)| pages.iter().all(|page| page.name != *name));
        let others: Vec<Page> = others.map(|(name, target)| page(name, target / 2.0)).collect();
        pages.extend(others);
        Figures {
            date: "2026-11-21".to_owned(),
            machine: "2 cores".to_owned(),
            browser_code: Weight { first: 400_000, parts: BTreeMap::from([("desk".to_owned(), 150_000)]) },
            start: Duration::from_millis(90),
            demo_time: Duration::from_secs(9),
            demo_memory: 80_000,
            demo_pages: pages,
            import: None,
            promises: Vec::new(),
        }
    }

    #[test]
    fn a_median_over_its_target_is_told_as_missed() {
        assert_eq!(figures(vec![page("ticket", 9.9), page("filing", 19.0), page("search", 99.0)]).missed(), Vec::<String>::new());
        let slow = figures(vec![page("ticket", 10.0), page("filing", 19.0)]);
        assert_eq!(slow.missed(), ["ticket"]);
        assert!(slow.to_markdown().contains("| ticket (`/`) | 10.0 ms | 9.0 ms | 9.5 ms | 40 kB | 10 ms: **missed** |"));
    }

    #[test]
    fn a_page_that_was_not_measured_is_told_as_missed() {
        let mut figures = figures(Vec::new());
        figures.demo_pages.retain(|page| page.name != "ticket");
        assert_eq!(figures.missed(), ["ticket, which was not measured"]);
    }

    #[test]
    fn an_import_that_takes_too_much_memory_is_told_as_missed() {
        let import = |peak| Import { events: 10_000, took: Duration::from_secs(2), peak, memory: 60_000, pages: Vec::new() };
        let fits = Figures { import: Some(import(99_000)), ..figures(Vec::new()) };
        assert_eq!(fits.missed(), Vec::<String>::new());
        assert!(fits.to_markdown().contains("5000 a second, 5000: met, with at most 99 MB of memory, 300 MB: met)"));
        assert_eq!(Figures { import: Some(import(300_001)), ..figures(Vec::new()) }.missed(), ["the import's memory"]);
    }

    #[test]
    fn a_slow_import_and_a_figure_that_is_not_what_was_wanted_are_told_as_missed() {
        let import = Import { events: 9_998, took: Duration::from_secs(2), peak: 1, memory: 1, pages: Vec::new() };
        let line = |met| Line { what: "dry run".to_owned(), figure: "11 s".to_owned(), wanted: Some(("10 s".to_owned(), met)) };
        let slow = Figures { import: Some(import), promises: vec![line(true), line(false)], ..figures(Vec::new()) };
        assert_eq!(slow.missed(), ["the import's speed", "dry run"]);
        assert!(slow.to_markdown().contains("| dry run | 11 s | 10 s: **missed** |"));
    }

    #[test]
    fn the_events_of_an_import_are_read_from_its_summary() {
        let summary = "The log is imported.\n  events      141,712 in 2.8 s, 50,611 a second\n  incidents   24,918 (24,918 new)\n";
        assert_eq!(events(summary).unwrap(), 141_712);
        assert!(events("Nothing.").is_err());
    }
}
