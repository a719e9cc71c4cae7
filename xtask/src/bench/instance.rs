//! A running server with a database of its own.

use std::fs;
use std::io::{Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::Duration;

use anyhow::{Context, Result, bail};

use super::now;
use crate::command;

/// How long a start may take before it counts as failed.
const PATIENCE: Duration = Duration::from_secs(20);

pub struct Instance {
    server: Child,
    pub url: String,
    /// From starting the process to the first answer of `/readyz`.
    pub took: Duration,
}

impl Instance {
    /// The binary, told to keep everything in this folder.
    pub fn command(binary: &Path, folder: &Path) -> Command {
        let mut command = Command::new(binary);
        command.current_dir(folder).args(["--database", "sqlite://opsbeat.db", "--files", "files", "--log-level", "warn"]);
        command
    }

    pub fn start(binary: &Path, folder: &Path) -> Result<Self> {
        let address = free_address()?;
        let begun = now();
        let mut command = Self::command(binary, folder);
        command.args(["serve", "--listen", &address.to_string()]).stdout(Stdio::null());
        let mut instance = Self { server: command.spawn()?, url: format!("http://{address}"), took: Duration::ZERO };
        while !is_ready(address) {
            if let Some(status) = instance.server.try_wait()? {
                bail!("the server ended before it was ready ({status})");
            }
            if begun.elapsed() > PATIENCE {
                bail!("the server was not ready within {} s", PATIENCE.as_secs());
            }
            thread::sleep(Duration::from_millis(2));
        }
        instance.took = begun.elapsed();
        Ok(instance)
    }

    /// Resident memory in kB, as Linux counts it.
    pub fn memory(&self) -> Result<u64> {
        kilobytes(&self.server, "VmRSS:")
    }
}

/// Runs to the end; gives what was printed, and the most resident memory that was seen, in kB.
pub fn weighed(command: &mut Command) -> Result<(String, u64)> {
    let mut process = command.stdin(Stdio::null()).stdout(Stdio::piped()).spawn().context("could not start the import")?;
    let mut most = 0;
    while process.try_wait()?.is_none() {
        // At its very end a process has no memory any more, and Linux keeps the peak for as long as it has.
        most = most.max(kilobytes(&process, "VmHWM:").unwrap_or(0));
        thread::sleep(Duration::from_millis(20));
    }
    let output = process.wait_with_output()?;
    if !output.status.success() {
        bail!("the import failed ({})", output.status);
    }
    Ok((String::from_utf8(output.stdout).context("the import did not print text")?, most))
}

/// What Linux says of a process's memory.
fn kilobytes(process: &Child, what: &str) -> Result<u64> {
    let status = fs::read_to_string(format!("/proc/{}/status", process.id())).context("memory can only be read on Linux")?;
    let line = status.lines().find_map(|line| line.strip_prefix(what)).with_context(|| format!("no {what} in the process's status"))?;
    Ok(line.trim().trim_end_matches("kB").trim().parse()?)
}

impl Drop for Instance {
    fn drop(&mut self) {
        // Asked to stop, so that the database is closed as it should be; the child alone, by its number.
        let asked = command::succeeds(Command::new("kill").args(["-TERM", &self.server.id().to_string()]));
        if !asked {
            let _ = self.server.kill();
        }
        let _ = self.server.wait();
    }
}

fn free_address() -> Result<SocketAddr> {
    Ok(TcpListener::bind("127.0.0.1:0")?.local_addr()?)
}

fn is_ready(address: SocketAddr) -> bool {
    let Ok(mut stream) = TcpStream::connect(address) else { return false };
    let mut answer = String::new();
    let asked = stream.write_all(b"GET /readyz HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\r\n");
    asked.is_ok() && stream.read_to_string(&mut answer).is_ok() && answer.starts_with("HTTP/1.1 200")
}
