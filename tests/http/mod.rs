//! A server that a test starts, asked over a bare connection: what goes out and comes back is seen as it is.

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpStream;
use std::process::{Child, Command, Stdio};

/// A server on a free port; it ends with the test.
pub struct Server {
    pub child: Child,
    pub address: String,
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill(); // it may have ended
        let _ = self.child.wait();
    }
}

/// What came back.
pub struct Reply {
    pub status: u16,
    pub head: String,
    /// As it was sent: chunks are not put together.
    pub body: String,
}

impl Reply {
    /// A header's value, empty if it is not there.
    pub fn header(&self, name: &str) -> String {
        let found = self.head.lines().find_map(|line| line.split_once(": ").filter(|(n, _)| n.eq_ignore_ascii_case(name)));
        found.map(|(_, value)| value.to_owned()).unwrap_or_default()
    }
}

impl Server {
    /// Serves a store, with more options if there are any.
    pub fn start(store: &str, more: &[&str]) -> Self {
        let mut program = Command::new(env!("CARGO_BIN_EXE_chancery"));
        program.env_remove("CHANCERY_STORE").env_remove("COLUMNS").args(["serve", "--store", store, "--bind", "127.0.0.1:0"]);
        let mut child = program.args(more).stderr(Stdio::piped()).spawn().expect("it runs");
        let mut said = BufReader::new(child.stderr.take().expect("a pipe")).lines();
        let address = said.by_ref().map_while(Result::ok).find_map(|line| {
            let (_, rest) = line.split_once("http://")?;
            rest.split('/').next().map(str::to_owned)
        });
        std::thread::spawn(move || said.for_each(drop)); // what it logs must find a reader
        Self { child, address: address.expect("an address") }
    }

    /// Sends a request and reads all that comes back.
    pub fn send(&self, method: &str, path: &str, headers: &str, body: &[u8]) -> Reply {
        self.send_to("localhost", method, path, headers, body)
    }

    /// The same to a host of that name.
    pub fn send_to(&self, host: &str, method: &str, path: &str, headers: &str, body: &[u8]) -> Reply {
        let mut stream = TcpStream::connect(&self.address).expect("a connection");
        let head =
            format!("{method} {path} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\nContent-Length: {}\r\n{headers}\r\n", body.len());
        stream.write_all(head.as_bytes()).expect("sent");
        let _ = stream.write_all(body); // a server need not read what it refuses
        let mut bytes = Vec::new();
        let _ = stream.read_to_end(&mut bytes); // what came until the connection broke counts
        let text = String::from_utf8(bytes).expect("UTF-8");
        let (head, body) = text.split_once("\r\n\r\n").expect("a head");
        let status = head.split(' ').nth(1).and_then(|s| s.parse().ok()).expect("a status");
        Reply { status, head: head.to_owned(), body: body.to_owned() }
    }

    /// Asks for a path in the syntax that is wanted.
    pub fn get(&self, path: &str, accept: &str) -> Reply {
        self.send("GET", path, &format!("Accept: {accept}\r\n"), b"")
    }
}

/// A text as it stands in an address or in a form.
pub fn encoded(text: &str) -> String {
    text.bytes().map(|b| format!("%{b:02X}")).collect()
}

/// The address of a question.
pub fn asked(query: &str) -> String {
    format!("/query?query={}", encoded(query))
}

/// The header of a form.
pub const FORM: &str = "Content-Type: application/x-www-form-urlencoded\r\n";

/// The header of a question that is the whole body.
pub const PLAIN: &str = "Content-Type: application/sparql-query\r\n";
