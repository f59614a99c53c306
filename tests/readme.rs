//! What the README shows is what the program does.

use std::path::Path;
use std::process::Command;

const README: &str = include_str!("../README.md");

/// Commands (`$ …`) of the console blocks and what is shown under each.
fn shown() -> Vec<(String, String)> {
    let mut found: Vec<(String, String)> = Vec::new();
    let blocks = README.split("```console\n").skip(1).filter_map(|rest| rest.split("```").next());
    for line in blocks.flat_map(str::lines) {
        match (line.strip_prefix("$ "), found.last_mut()) {
            (Some(command), _) => found.push((command.to_owned(), String::new())),
            (None, Some((_, output))) => *output += &format!("{line}\n"),
            (None, None) => {}
        }
    }
    found
}

#[test]
fn the_examples_print_what_is_shown() {
    let program = Path::new(env!("CARGO_BIN_EXE_chancery"));
    let folder = program.parent().expect("a folder").to_string_lossy();
    let path = format!("{folder}:{}", std::env::var("PATH").unwrap_or_default());
    let examples = shown();
    assert!(!examples.is_empty());
    // A folder of its own for what the examples write.
    let here = Path::new(env!("CARGO_TARGET_TMPDIR")).join("readme");
    let _ = std::fs::remove_dir_all(&here); // it need not be there
    std::fs::create_dir_all(&here).expect("a folder");
    for (command, output) in examples {
        let run = Command::new("bash")
            .args(["-euo", "pipefail", "-c", &command])
            .env("PATH", &path)
            .current_dir(&here)
            .env_remove("CHANCERY_STORE")
            .output()
            .expect("bash");
        assert_eq!(String::from_utf8_lossy(&run.stdout), output, "$ {command}");
        // What a command counts at its end is told on standard error.
        let quiet = run.stderr.is_empty() || command.starts_with("chancery ingest");
        assert!(run.status.success() && quiet, "$ {command}: {}", String::from_utf8_lossy(&run.stderr));
    }
}

#[test]
fn there_are_exactly_two_set_up_commands_of_one_line() {
    let blocks: Vec<&str> = README.split("```sh\n").skip(1).filter_map(|rest| rest.split("```").next()).collect();
    assert_eq!(blocks.len(), 2);
    for (block, does) in blocks.iter().zip(["cargo run --release --locked -- ", "cargo test --release --locked"]) {
        assert_eq!(block.lines().count(), 1, "{block}");
        assert!(block.contains(does), "{block}");
    }
}
