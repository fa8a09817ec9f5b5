//! A real server process on a port of its own, and requests to it over a plain socket.

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

/// A running `finder serve`; killed when dropped.
pub(crate) struct Server {
    child: Child,
    address: String,
}

/// A reply, head and body apart.
#[derive(Debug, Clone)]
pub(crate) struct Reply {
    pub(crate) status: u16,
    pub(crate) head: String,
    pub(crate) body: String,
}

impl Reply {
    /// The body as JSON.
    pub(crate) fn json(&self) -> serde_json::Value {
        serde_json::from_str(&self.body).unwrap_or_else(|error| panic!("{error}: {}", self.body))
    }
}

/// A port that was free a moment ago.
pub(crate) fn free_port() -> u16 {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    listener.local_addr().expect("an address").port()
}

impl Server {
    /// Starts one on an index and waits until it listens.
    pub(crate) fn start(index: &Path) -> Self {
        Self::start_with(index, &["--admin-listen", "off"], &[], Stdio::null())
    }

    /// The same with other options and environment variables, and its standard error where one likes.
    pub(crate) fn start_with(
        index: &Path,
        options: &[&str],
        variables: &[(&str, &str)],
        errors: Stdio,
    ) -> Self {
        let command = Command::new(env!("CARGO_BIN_EXE_finder"));
        Self::start_command(command, (index, options), variables, errors)
    }

    /// The same as `nohup` starts it.
    pub(crate) fn start_ignoring_hangups(index: &Path) -> Self {
        let mut command = Command::new("sh");
        command.args(["-c", "trap '' HUP; exec \"$0\" \"$@\"", env!("CARGO_BIN_EXE_finder")]);
        Self::start_command(command, (index, &["--admin-listen", "off"]), &[], Stdio::null())
    }

    fn start_command(
        mut command: Command,
        (index, options): (&Path, &[&str]),
        variables: &[(&str, &str)],
        errors: Stdio,
    ) -> Self {
        let mut child = command
            .args(["serve", "--listen", "127.0.0.1:0", "--index"])
            .arg(index)
            .args(options)
            .envs(variables.iter().copied())
            .stdout(Stdio::piped())
            .stderr(errors)
            .spawn()
            .expect("the server starts");
        let out = child.stdout.take().expect("standard output is piped");
        let mut lines = BufReader::new(out).lines();
        let address = loop {
            let line = lines.next().expect("the server says where it listens").expect("readable");
            if let Some(rest) = line.split("listening on http://").nth(1) {
                break rest.trim().trim_end_matches('/').to_owned();
            }
        };
        // Somebody must go on reading, or the server would stop at a full pipe.
        std::thread::spawn(move || lines.for_each(drop));
        Self { child, address }
    }

    /// `127.0.0.1:PORT`
    pub(crate) fn address(&self) -> &str {
        &self.address
    }

    /// The process.
    pub(crate) fn id(&self) -> u32 {
        self.child.id()
    }

    /// Asks the process to end, as a service manager does.
    pub(crate) fn terminate(&self) {
        let killed = Command::new("kill").args(["-TERM", &self.id().to_string()]).status();
        assert!(killed.expect("kill runs").success());
    }

    /// Waits for the process to end and returns its exit code.
    pub(crate) fn wait(&mut self) -> Option<i32> {
        self.child.wait().expect("the server ends").code()
    }

    /// Asks for a path.
    pub(crate) fn get(&self, target: &str) -> Reply {
        get(&self.address, target).expect("the server answers")
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        drop(self.child.kill());
        drop(self.child.wait());
    }
}

/// One request on a connection of its own.
pub(crate) fn get(address: &str, target: &str) -> std::io::Result<Reply> {
    exchange(
        address,
        format!("GET {target} HTTP/1.1\r\nHost: finder\r\nConnection: close\r\n\r\n").as_bytes(),
    )
}

/// Sends bytes as they are and reads until the server closes.
pub(crate) fn exchange(address: &str, request: &[u8]) -> std::io::Result<Reply> {
    let mut socket = TcpStream::connect(address)?;
    socket.set_read_timeout(Some(Duration::from_secs(30)))?;
    socket.write_all(request)?;
    let mut bytes = Vec::new();
    socket.read_to_end(&mut bytes)?;
    Ok(parse(&bytes))
}

/// Splits a reply; status 0 when the server closed without one.
fn parse(bytes: &[u8]) -> Reply {
    let end = bytes.windows(4).position(|window| window == b"\r\n\r\n").unwrap_or(bytes.len());
    let head = String::from_utf8_lossy(&bytes[..end]).into_owned();
    let raw = bytes.get(end + 4..).unwrap_or_default();
    let chunked = head.to_ascii_lowercase().contains("transfer-encoding: chunked");
    let body = if chunked { dechunk(raw) } else { raw.to_vec() };
    let status = head.split(' ').nth(1).and_then(|code| code.parse().ok()).unwrap_or(0);
    Reply { status, head, body: String::from_utf8_lossy(&body).into_owned() }
}

fn dechunk(mut raw: &[u8]) -> Vec<u8> {
    let mut body = Vec::new();
    while let Some(end) = raw.windows(2).position(|window| window == b"\r\n") {
        let size =
            std::str::from_utf8(&raw[..end]).ok().and_then(|size| usize::from_str_radix(size, 16).ok());
        let Some(size) = size.filter(|size| *size > 0) else { break };
        let start = end + 2;
        body.extend_from_slice(&raw[start..(start + size).min(raw.len())]);
        raw = raw.get(start + size + 2..).unwrap_or_default();
    }
    body
}
