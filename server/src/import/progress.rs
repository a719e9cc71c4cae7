//! How far an import has come: a bar where somebody looks, a line now and then where nobody does.

use std::io::{self, IsTerminal, Write};
use std::time::{Duration, Instant};

use super::pump::Watch;

/// How often a terminal's bar moves.
const BAR: Duration = Duration::from_millis(100);
/// How often a log gets a line.
const LINE: Duration = Duration::from_secs(10);
const WIDTH: u64 = 30;

/// Progress through the rows of a log, told on standard error.
pub struct Bar {
    rows: u64,
    begun: Instant,
    told: Instant,
    terminal: bool,
}

impl Bar {
    /// Of a log that nobody has counted yet.
    pub fn new() -> Self {
        let now = now();
        Self { rows: 0, begun: now, told: now, terminal: io::stderr().is_terminal() }
    }

    /// It has so many rows, and so many of its incidents were done before.
    pub fn begin(&mut self, rows: u64, done: u64) {
        if done > 0 {
            eprintln!("Going on behind {} incidents that are done.", grouped(done));
        }
        self.rows = rows;
        self.begun = now();
        self.told = self.begun;
    }

    /// So many rows are written.
    fn move_to(&mut self, done: u64) {
        let now = now();
        if now - self.told < if self.terminal { BAR } else { LINE } {
            return;
        }
        self.told = now;
        let line = told(done, self.rows, now - self.begun);
        if self.terminal {
            eprint!("\r{} {line}\x1b[K", bar(done, self.rows));
            let _ = io::stderr().flush();
        } else {
            eprintln!("{line}");
        }
    }

    /// How long it took.
    pub fn end(self) -> Duration {
        if self.terminal {
            eprint!("\r\x1b[K");
        }
        now() - self.begun
    }
}

/// Whoever watches a command stops it with its process.
impl Watch for Bar {
    async fn moved_to(&mut self, rows: u64) -> store::Result<bool> {
        self.move_to(rows);
        Ok(true)
    }

    async fn wait(&mut self) -> store::Result<bool> {
        Ok(true)
    }
}

#[expect(clippy::disallowed_methods, reason = "a measurement for who watches; nothing is decided by it")]
fn now() -> Instant {
    Instant::now()
}

fn bar(done: u64, rows: u64) -> String {
    let filled = done.min(rows) * WIDTH / rows.max(1);
    (0..WIDTH).map(|at| if at < filled { '█' } else { '░' }).collect()
}

fn told(done: u64, rows: u64, elapsed: Duration) -> String {
    let percent = done.min(rows) * 100 / rows.max(1);
    let rate = rate(done, elapsed);
    let left = rows.saturating_sub(done).checked_div(rate).map(|left| format!(", {left} s left")).unwrap_or_default();
    format!("{percent} %  {} of {} events, {} a second{left}", grouped(done), grouped(rows), grouped(rate))
}

/// Events a second.
pub fn rate(events: u64, elapsed: Duration) -> u64 {
    let millis = u64::try_from(elapsed.as_millis()).unwrap_or(u64::MAX).max(1);
    events.saturating_mul(1_000) / millis
}

/// A number that can be read: `141,712`.
pub fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut text = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_grouped_by_thousands() {
        assert_eq!([7, 999, 1_000, 141_712, 1_000_000].map(grouped), ["7", "999", "1,000", "141,712", "1,000,000"]);
    }

    #[test]
    fn progress_says_how_far_how_fast_and_how_long() {
        let line = told(60_000, 141_712, Duration::from_secs(6));
        assert_eq!(line, "42 %  60,000 of 141,712 events, 10,000 a second, 8 s left");
        assert_eq!(told(0, 0, Duration::ZERO), "0 %  0 of 0 events, 0 a second");
        assert_eq!(bar(50, 100).chars().filter(|&c| c == '█').count(), 15);
    }
}
