//! A server that runs, and a client that speaks with it over a socket.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::process::{Child, Command, Stdio};
use std::sync::{Arc, Condvar, Mutex};
use std::time::Duration;
use std::{fmt, thread};

use serde_json::Value;

/// After so long a server that does not do what is waited for never will.
pub const NEVER: Duration = Duration::from_secs(120);

/// A server process with its log, which is JSON. It is killed when the test drops it.
pub struct Running {
    child: Child,
    pub address: SocketAddr,
    log: Arc<Log>,
    out: Arc<Log>,
}

#[derive(Default)]
struct Log {
    lines: Mutex<Vec<String>>,
    grown: Condvar,
}

impl Log {
    fn of(stream: impl Read + Send + 'static) -> Arc<Self> {
        let log = Arc::new(Self::default());
        let kept = Arc::clone(&log);
        thread::spawn(move || {
            for line in BufReader::new(stream).lines().map_while(Result::ok) {
                kept.lines.lock().unwrap().push(line);
                kept.grown.notify_all();
            }
        });
        log
    }

    fn lines(&self) -> Vec<String> {
        self.lines.lock().unwrap().clone()
    }

    /// The first line of which `found` makes something, as soon as it is there.
    fn wait_for<T>(&self, what: &str, found: impl Fn(&str) -> Option<T>) -> T {
        let lines = self.lines.lock().unwrap();
        let look = |lines: &mut Vec<String>| lines.iter().all(|line| found(line).is_none());
        let (lines, waited) = self.grown.wait_timeout_while(lines, NEVER, look).unwrap();
        assert!(!waited.timed_out(), "{what} is not told:\n{}", lines.join("\n"));
        lines.iter().find_map(|line| found(line)).unwrap()
    }
}

impl Running {
    /// Starts a server with these settings, which leave the format of the log alone, and waits until it listens.
    pub fn start(command: &mut Command) -> Self {
        command.args(["--log-format", "json"]).stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = command.spawn().unwrap();
        let log = Log::of(child.stderr.take().unwrap());
        let out = Log::of(child.stdout.take().unwrap());
        let serving = |line: &str| event(line).filter(|event| event["message"] == "serving");
        let address = log.wait_for("the address", |line| serving(line)?["address"].as_str()?.parse().ok());
        Self { child, address, log, out }
    }

    /// The lines of its log so far.
    pub fn log(&self) -> Vec<String> {
        self.log.lines()
    }

    /// The first event of the log of which `found` makes something, as soon as it is there.
    pub fn wait_for<T>(&self, what: &str, found: impl Fn(&Value) -> Option<T>) -> T {
        self.log.wait_for(what, |line| found(&event(line)?))
    }

    /// The first line for people of which `found` makes something.
    pub fn wait_for_line<T>(&self, what: &str, found: impl Fn(&str) -> Option<T>) -> T {
        self.out.wait_for(what, found)
    }

    /// Asks the process to end.
    pub fn terminate(&self) {
        let asked = Command::new("kill").args(["-TERM", &self.child.id().to_string()]).status().unwrap();
        assert!(asked.success());
    }

    /// Waits until it has ended, and gives its status.
    pub fn ended(mut self) -> Option<i32> {
        self.child.wait().unwrap().code()
    }

    pub fn get(&self, path: &str, cookie: &str) -> Reply {
        let request =
            format!("GET {path} HTTP/1.1\r\nhost: desk.test\r\naccept: text/html\r\ncookie: {cookie}\r\nconnection: close\r\n\r\n");
        self.ask(&request)
    }

    /// Sends a request as it is and reads the answer to its end.
    pub fn ask(&self, request: &str) -> Reply {
        let mut socket = self.connect();
        socket.write_all(request.as_bytes()).unwrap();
        Reply::read(&mut socket)
    }

    pub fn connect(&self) -> TcpStream {
        let socket = TcpStream::connect(self.address).unwrap();
        socket.set_read_timeout(Some(NEVER)).unwrap();
        socket.set_write_timeout(Some(NEVER)).unwrap();
        socket
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn event(line: &str) -> Option<Value> {
    serde_json::from_str(line).ok()
}

/// An answer over a socket.
pub struct Reply {
    pub status: u16,
    pub head: String,
    pub body: Vec<u8>,
}

impl fmt::Debug for Reply {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}\n{}", self.head, String::from_utf8_lossy(&self.body[..self.body.len().min(2_000)]))
    }
}

impl Reply {
    /// Reads until the other side has nothing more to say.
    pub fn read(socket: &mut TcpStream) -> Self {
        let mut bytes = Vec::new();
        socket.read_to_end(&mut bytes).unwrap();
        Self::of(&bytes)
    }

    pub fn of(bytes: &[u8]) -> Self {
        let end = bytes.windows(4).position(|four| four == b"\r\n\r\n").unwrap_or_else(|| panic!("no head in {} bytes", bytes.len()));
        let head = String::from_utf8(bytes[..end].to_vec()).unwrap();
        let status = head.split(' ').nth(1).unwrap().parse().unwrap();
        let mut reply = Self { status, head, body: bytes[end + 4..].to_vec() };
        if reply.header("transfer-encoding") == Some("chunked") {
            reply.body = unchunked(&reply.body);
        }
        reply
    }

    pub fn header(&self, name: &str) -> Option<&str> {
        let lines = self.head.lines().filter_map(|line| line.split_once(": "));
        lines.filter(|(header, _)| header.eq_ignore_ascii_case(name)).map(|(_, value)| value).next()
    }

    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }
}

/// The content of a body in chunks, which must be whole.
fn unchunked(mut rest: &[u8]) -> Vec<u8> {
    let mut content = Vec::new();
    loop {
        let line = rest.windows(2).position(|two| two == b"\r\n").unwrap_or_else(|| panic!("the body breaks off"));
        let length = usize::from_str_radix(std::str::from_utf8(&rest[..line]).unwrap(), 16).unwrap();
        if length == 0 {
            return content;
        }
        content.extend_from_slice(&rest[line + 2..line + 2 + length]);
        rest = &rest[line + 2 + length + 2..];
    }
}
