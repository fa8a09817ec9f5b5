//! A connection of a client that knows HTTP/1.1 as far as the server's replies need it.

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpStream;
use std::time::Duration;

/// A connection that is kept, and opened again when the server closed it.
pub(super) struct Kept {
    pub(super) address: String,
    pub(super) stream: Option<BufReader<TcpStream>>,
}

impl Kept {
    /// Sends a request and reads its reply: status, head in small letters, body.
    pub(super) fn ask(&mut self, asked: &str, bytes: &[u8]) -> (u16, String, Vec<u8>) {
        let stream = self.stream.take().unwrap_or_else(|| {
            let stream = TcpStream::connect(&self.address).expect("it listens");
            stream.set_nodelay(true).expect("a socket");
            stream.set_read_timeout(Some(Duration::from_secs(20))).expect("a socket");
            BufReader::new(stream)
        });
        let stream = self.stream.insert(stream);
        stream.get_mut().write_all(bytes).expect("sent");
        let mut head = Self::head(stream, asked);
        if head.starts_with("http/1.1 100") {
            head = Self::head(stream, asked);
        }
        let status: u16 = head.get(9..12).and_then(|code| code.parse().ok()).expect("a status");
        let field = |name: &str| head.lines().find_map(|line| line.strip_prefix(name)).map(str::trim);
        let length = field("content-length:").map_or(0, |length| length.parse().expect("a number"));
        let bodiless = asked.starts_with("HEAD ") || status == 304;
        let mut body = vec![0; if bodiless { 0 } else { length }];
        if field("transfer-encoding:") == Some("chunked") && !bodiless {
            Self::chunks(stream, &mut body);
        } else {
            stream.read_exact(&mut body).unwrap_or_else(|error| panic!("{error}: {asked}"));
        }
        if field("connection:") == Some("close") {
            self.stream = None;
        }
        (status, head, body)
    }

    fn head(stream: &mut BufReader<TcpStream>, asked: &str) -> String {
        let mut head = Vec::new();
        while !head.ends_with(b"\r\n\r\n") {
            let read = stream.read_until(b'\n', &mut head).unwrap_or_else(|error| panic!("{error}: {asked}"));
            assert!(read > 0, "closed without a reply: {asked}");
        }
        String::from_utf8(head).expect("a head is plain text").to_ascii_lowercase()
    }

    fn chunks(stream: &mut BufReader<TcpStream>, body: &mut Vec<u8>) {
        loop {
            let mut line = String::new();
            stream.read_line(&mut line).expect("a chunk's size");
            let size = usize::from_str_radix(line.trim(), 16).expect("a chunk's size");
            let mut chunk = vec![0; size + 2];
            stream.read_exact(&mut chunk).expect("a chunk");
            body.extend_from_slice(&chunk[..size]);
            if size == 0 {
                return;
            }
        }
    }
}
