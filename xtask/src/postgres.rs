//! A PostgreSQL of our own for the length of the tests: a new cluster in a temporary folder, gone afterwards.

use std::fs::File;
use std::io::{BufRead, BufReader, Write};
use std::net::TcpListener;
use std::os::unix::fs::chown;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::{env, fs, process, thread};

use anyhow::{Context, Result, bail};

use crate::{command, tools};

pub struct Cluster {
    server: Child,
    folder: PathBuf,
    port: u16,
}

impl Cluster {
    /// Installs PostgreSQL when missing, makes a cluster and waits until it answers.
    pub fn start() -> Result<Self> {
        let programs = tools::postgres()?;
        let folder = place().join(format!("{FOLDER}{}", process::id()));
        fs::create_dir_all(&folder)?;
        let started = initialise(&programs, &folder).and_then(|account| launch(&programs, &folder, account.as_ref()));
        match started {
            Ok((server, port)) => Ok(Self { server, folder, port }),
            Err(error) => {
                let _ = fs::remove_dir_all(&folder);
                Err(error.context("the temporary PostgreSQL did not start"))
            }
        }
    }

    /// What the tests connect to; its user may create databases.
    pub fn url(&self) -> String {
        format!("postgres://opsbeat@127.0.0.1:{}/postgres", self.port)
    }
}

impl Drop for Cluster {
    fn drop(&mut self) {
        // Quit: without finishing what is in flight, but with the shared memory given back.
        let asked = command::succeeds(Command::new("kill").args(["-QUIT", &self.server.id().to_string()]));
        if !asked {
            let _ = self.server.kill();
        }
        let _ = self.server.wait();
        let _ = fs::remove_dir_all(&self.folder);
    }
}

/// How the cluster's folder begins, before the number of the process that made it.
const FOLDER: &str = "opsbeat-postgres-";
/// A folder in memory, where Linux has one.
const MEMORY: &str = "/dev/shm";
/// How many kibibytes of it must be free.
const ROOM: u64 = 4 << 20;

/// Where the cluster stands: in memory, where there is plenty of it, else on the disk. Each test has a database of its own, of a thousand files, and
/// a file system that makes and deletes so many is what the tests would wait for most.
fn place() -> PathBuf {
    let memory = Path::new(MEMORY);
    sweep(memory);
    let free = command::output(Command::new("df").stderr(Stdio::null()).args(["-Pk", MEMORY])).ok().and_then(|told| free(&told));
    if free.is_some_and(|free| free >= ROOM) { memory.to_owned() } else { env::temp_dir() }
}

/// The free kibibytes of the one file system that `df -Pk` told of.
fn free(told: &str) -> Option<u64> {
    told.lines().nth(1)?.split_whitespace().nth(3)?.parse().ok()
}

/// Removes what was left by processes that were killed: it would stay in memory.
fn sweep(folder: &Path) {
    let left = fs::read_dir(folder).into_iter().flatten().flatten().filter(|entry| {
        let name = entry.file_name();
        let process = name.to_str().and_then(|name| name.strip_prefix(FOLDER)).and_then(|process| process.parse::<u32>().ok());
        process.is_some_and(|process| !Path::new(&format!("/proc/{process}")).exists())
    });
    for entry in left {
        let _ = fs::remove_dir_all(entry.path());
    }
}

/// The account that PostgreSQL runs under when we are root, which it refuses to be.
struct Account {
    name: &'static str,
    uid: u32,
    gid: u32,
}

impl Account {
    fn when_root() -> Result<Option<Self>> {
        if !tools::is_root() {
            return Ok(None);
        }
        for name in ["postgres", "nobody"] {
            let id = |flag: &str| command::output(Command::new("id").stderr(Stdio::null()).args([flag, name])).ok()?.parse().ok();
            if let (Some(uid), Some(gid)) = (id("-u"), id("-g")) {
                return Ok(Some(Self { name, uid, gid }));
            }
        }
        bail!("PostgreSQL does not run as root, and there is no account `postgres` or `nobody` for it");
    }
}

/// A command under the account. With `setpriv` the program takes our child's place, so that its process id is the one we know.
fn under(account: Option<&Account>, program: &Path) -> Command {
    let Some(Account { uid, gid, .. }) = account else {
        return Command::new(program);
    };
    let mut command = Command::new("setpriv");
    command.args([format!("--reuid={uid}"), format!("--regid={gid}"), "--clear-groups".to_owned(), "--pdeathsig=QUIT".to_owned()]);
    command.arg("--").arg(program);
    command
}

fn initialise(programs: &Path, folder: &Path) -> Result<Option<Account>> {
    let account = Account::when_root()?;
    if let Some(Account { name, uid, gid }) = &account {
        chown(folder, Some(*uid), Some(*gid)).with_context(|| format!("could not give {} to {name}", folder.display()))?;
    }
    let mut initdb = under(account.as_ref(), &programs.join("initdb"));
    initdb.args(["--username=opsbeat", "--auth=trust", "--encoding=UTF8", "--locale=C", "--no-sync", "--pgdata"]);
    command::output(initdb.arg(folder.join("data")).current_dir(folder))?;
    Ok(account)
}

/// Starts the server and returns when it says that it is ready. Nothing is worth keeping, so nothing is made durable.
fn launch(programs: &Path, folder: &Path, account: Option<&Account>) -> Result<(Child, u16)> {
    let port = TcpListener::bind(("127.0.0.1", 0))?.local_addr()?.port();
    let mut postgres = under(account, &programs.join("postgres"));
    postgres.arg("-D").arg(folder.join("data")).current_dir(folder);
    let port_setting = format!("port={port}");
    let settings = ["listen_addresses=127.0.0.1", "unix_socket_directories=", &port_setting, "max_connections=200"];
    let careless = ["fsync=off", "synchronous_commit=off", "full_page_writes=off", "autovacuum=off"];
    for setting in settings.into_iter().chain(careless) {
        postgres.args(["-c", setting]);
    }
    postgres.env("LC_ALL", "C").stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::piped());
    let mut server = postgres.spawn().context("could not start `postgres`")?;
    let mut said = BufReader::new(server.stderr.take().context("postgres has no standard error")?).lines();
    let mut log = String::new();
    for line in said.by_ref().map_while(Result::ok) {
        if line.contains("ready to accept connections") {
            let file = File::create(folder.join("log"))?;
            thread::spawn(move || keep(said.map_while(Result::ok), file));
            return Ok((server, port));
        }
        log.push_str(&line);
        log.push('\n');
    }
    let _ = server.wait();
    bail!("`postgres` stopped:\n{log}");
}

/// Goes on reading, because a server that nobody listens to stops when the pipe is full.
fn keep(lines: impl Iterator<Item = String>, mut file: File) {
    for line in lines {
        let _ = writeln!(file, "{line}");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn free_room_is_read_from_what_df_says() {
        let told = "Filesystem     1024-blocks  Used Available Capacity Mounted on\ntmpfs             24576000  1100  24574900       1% /dev/shm\n";
        assert_eq!(free(told), Some(24_574_900));
        assert_eq!(free("df: /dev/shm: No such file or directory"), None);
    }

    #[test]
    fn what_a_killed_process_left_is_swept_and_nothing_else() {
        let folder = env::temp_dir().join(format!("opsbeat-sweep-{}", process::id()));
        // No process has the highest number there is.
        let (left, own, other) = (format!("{FOLDER}4294967295"), format!("{FOLDER}{}", process::id()), "opsbeat-postgres-notes".to_owned());
        for name in [&left, &own, &other] {
            fs::create_dir_all(folder.join(name).join("data")).unwrap();
        }
        sweep(&folder);
        let stands = |name: &String| folder.join(name).exists();
        assert_eq!((stands(&left), stands(&own), stands(&other)), (false, true, true));
        fs::remove_dir_all(&folder).unwrap();
    }
}
