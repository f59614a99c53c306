//! A server that lets write, and how to ask it.

use std::path::PathBuf;
use std::process::Command;

use crate::http::{self, Reply, encoded};

/// The token of all servers here.
pub const TOKEN: &str = "a-token-that-is-long-enough";
/// The heading of what is sent as Turtle.
pub const TURTLE: &str = "Content-Type: text/turtle; charset=utf-8\r\n";

/// A server, and what is asked of it with the token.
pub struct Server(http::Server);

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

impl Server {
    /// One that lets write.
    pub fn start(store: &str, more: &[&str]) -> Self {
        Self::start_plain(store, &[&["--write-token-file", &token_file()], more].concat())
    }

    /// One as the arguments say.
    pub fn start_plain(store: &str, more: &[&str]) -> Self {
        Self(http::Server::start(store, more))
    }

    /// Host and port.
    pub fn address(&self) -> &str {
        &self.0.address
    }

    /// Sends a request to the address as it is known, and reads all that comes back.
    pub fn send(&self, method: &str, path: &str, headers: &str, body: &[u8]) -> Reply {
        self.0.send_to(&self.0.address, method, path, headers, body)
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
        let tasks = std::fs::read_dir(format!("/proc/{}/task", self.0.child.id())).expect("tasks");
        let children: String =
            tasks.filter_map(Result::ok).map(|task| std::fs::read_to_string(task.path().join("children")).unwrap_or_default()).collect();
        let writes =
            |id: &&str| std::fs::read_to_string(format!("/proc/{id}/cmdline")).is_ok_and(|line| line.split('\0').nth(1) == Some("writer"));
        let writer = children.split_whitespace().find(writes).expect("a writer");
        assert!(Command::new("kill").args(["-9", writer]).status().expect("it runs").success());
    }
}
