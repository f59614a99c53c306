//! A server that lets write, and how to ask it.

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpStream;
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};

use crate::horn::program;

/// The token of all servers here.
pub const TOKEN: &str = "a-token-that-is-long-enough";
/// The heading of what is sent as Turtle.
pub const TURTLE: &str = "Content-Type: text/turtle; charset=utf-8\r\n";

/// A server on a free port; it ends with the test.
pub struct Server {
    child: Child,
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
    pub body: String,
}

impl Reply {
    /// A header's value, empty if it is not there.
    pub fn header(&self, name: &str) -> String {
        let found = self.head.lines().find_map(|line| line.split_once(": ").filter(|(n, _)| n.eq_ignore_ascii_case(name)));
        found.map(|(_, value)| value.to_owned()).unwrap_or_default()
    }
}

/// A file that holds the token.
pub fn token_file() -> String {
    let path = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("token");
    std::fs::write(&path, format!("{TOKEN}\n")).expect("a file");
    path.to_string_lossy().into_owned()
}

/// The folder of a store that is not there yet.
pub fn fresh(name: &str) -> String {
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(name);
    let _ = std::fs::remove_dir_all(&folder); // it need not be there
    folder.to_string_lossy().into_owned()
}

pub fn encoded(text: &str) -> String {
    text.bytes().map(|b| format!("%{b:02X}")).collect()
}

impl Server {
    /// One that lets write.
    pub fn start(store: &str, more: &[&str]) -> Self {
        Self::start_plain(store, &[&["--write-token-file", &token_file()], more].concat())
    }

    /// One as the arguments say.
    pub fn start_plain(store: &str, more: &[&str]) -> Self {
        let arguments = ["serve", "--store", store, "--bind", "127.0.0.1:0"];
        let mut child = program().args(arguments).args(more).stderr(Stdio::piped()).spawn().expect("it runs");
        let mut line = String::new();
        BufReader::new(child.stderr.take().expect("a pipe")).read_line(&mut line).expect("a line");
        let address = line.split("http://").nth(1).and_then(|rest| rest.split('/').next()).expect(&line).to_owned();
        Self { child, address }
    }

    /// Sends a request and reads all that comes back.
    pub fn send(&self, method: &str, path: &str, headers: &str, body: &[u8]) -> Reply {
        let mut stream = TcpStream::connect(&self.address).expect("a connection");
        let head = format!(
            "{method} {path} HTTP/1.1\r\nHost: {}\r\nConnection: close\r\nContent-Length: {}\r\n{headers}\r\n",
            self.address,
            body.len()
        );
        stream.write_all(head.as_bytes()).expect("sent");
        let _ = stream.write_all(body); // a server need not read what it refuses
        let mut bytes = Vec::new();
        let _ = stream.read_to_end(&mut bytes); // what came until the connection broke counts
        let text = String::from_utf8(bytes).expect("UTF-8");
        let (head, body) = text.split_once("\r\n\r\n").expect("a head");
        let status = head.split(' ').nth(1).and_then(|s| s.parse().ok()).expect("a status");
        Reply { status, head: head.to_owned(), body: body.to_owned() }
    }

    /// The same with the token.
    pub fn write(&self, method: &str, path: &str, headers: &str, body: &[u8]) -> Reply {
        self.send(method, path, &format!("{headers}Authorization: Bearer {TOKEN}\r\n"), body)
    }

    /// A graph as N-Triples.
    pub fn get(&self, path: &str) -> Reply {
        self.send("GET", path, "Accept: application/n-triples\r\n", b"")
    }

    /// The one value of the first row; empty where there is none.
    pub fn ask(&self, query: &str) -> String {
        let reply = self.send("GET", &format!("/query?query={}", encoded(query)), "Accept: text/csv\r\n", b"");
        assert_eq!(reply.status, 200, "{}", reply.body);
        reply.body.lines().nth(1).unwrap_or("").to_owned()
    }

    /// Kills the writer as nothing can be prepared for.
    pub fn kill_writer(&self) {
        let tasks = std::fs::read_dir(format!("/proc/{}/task", self.child.id())).expect("tasks");
        let children: String =
            tasks.filter_map(Result::ok).map(|task| std::fs::read_to_string(task.path().join("children")).unwrap_or_default()).collect();
        let writes =
            |id: &&str| std::fs::read_to_string(format!("/proc/{id}/cmdline")).is_ok_and(|line| line.split('\0').nth(1) == Some("writer"));
        let writer = children.split_whitespace().find(writes).expect("a writer");
        assert!(Command::new("kill").args(["-9", writer]).status().expect("it runs").success());
    }
}
