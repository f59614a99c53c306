//! `chancery demo`: the whole way, on the articles that ship.

use std::fs;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use clap::{Args, Parser as _};

use super::{Arguments, Failure, Outcome};
use crate::diagnostic::Diagnostic;

macro_rules! articles {
    ($($name:literal),+ $(,)?) => {
        &[$(($name, include_bytes!(concat!("../../examples/articles/", $name)))),+]
    };
}

/// The articles of `examples/articles`.
const ARTICLES: &[(&str, &[u8])] = articles![
    "abuja-niger-2024.txt",
    "asmara-2018.txt",
    "ayungin-2024.txt",
    "brussels-baku-2022.html",
    "brussels-zimbabwe-2022.txt",
    "falklands-2023.txt",
    "goma-2025.txt",
    "khartoum-live-2025.txt",
    "kherson-2022.txt",
    "london-myanmar-2021.txt",
    "neom-2020.json",
    "riyadh-tehran-2023.txt",
    "three-short.jsonl",
];

#[derive(Debug, Args)]
pub(super) struct Demo {
    /// Folder of the demo's store
    #[arg(long, value_name = "DIR", default_value = "chancery-demo.store")]
    store: PathBuf,
}

impl Demo {
    pub(super) fn run(&self) -> Result<Outcome, Failure> {
        let folder = std::env::temp_dir().join(format!("chancery-demo-{}", std::process::id()));
        let written = unpack(&folder);
        let done = written.map_err(Failure::from).and_then(|()| self.show(&folder));
        // What was unpacked is no loss, and nobody is helped by a message about it.
        let _ = fs::remove_dir_all(&folder);
        done
    }

    fn show(&self, articles: &Path) -> Result<Outcome, Failure> {
        let (store, articles) = (self.store.to_string_lossy(), articles.to_string_lossy());
        say(&format!("{} example articles go into the store {store}.", ARTICLES.len() + 2))?;
        command(&["ingest", "--store", &store, &articles], &format!("ingest --store {store} examples/articles"))?;
        for line in [
            &["facts", "--store", &store, "--limit", "8", "--format", "table"][..],
            &["query", "--store", &store, "--named", "meetings-of", "--set", "actor=Burns", "--format", "table"],
            &["query", "--store", &store, "--named", "sanctions-on", "--set", "target=Zimbabwe", "--format", "table"],
            &["query", "--store", &store, "--named", "who-held-which-office", "--set", "office=minister", "--format", "table"],
        ] {
            command(line, &line.join(" "))?;
        }
        say(&format!(
            "Try next:\n  chancery serve --store {store}                    a page and a SPARQL endpoint on http://127.0.0.1:7878\n  chancery query --list                                      the questions that ship\n  chancery facts --store {store} --actor Putin      facts about somebody\n  chancery export --store {store} -o demo.trig      all of it as RDF\n  chancery explain your-article.txt                          what it sees in an article of yours"
        ))?;
        Ok(Outcome::Done)
    }
}

fn say(text: &str) -> Result<(), Failure> {
    Ok(writeln!(io::stdout().lock(), "{text}\n")?)
}

/// Shows a command line and runs it.
fn command(arguments: &[&str], shown: &str) -> Result<(), Failure> {
    writeln!(io::stdout().lock(), "$ chancery {shown}")?;
    let parsed = Arguments::try_parse_from(["chancery"].iter().chain(arguments));
    let line = parsed.map_err(|e| Diagnostic::new(format!("the demo's command `{shown}` is wrong: {e}")))?;
    super::dispatch(line.command)?;
    Ok(writeln!(io::stdout().lock())?)
}

/// Writes the articles to a folder, for reading as any others.
fn unpack(folder: &Path) -> Result<(), Diagnostic> {
    let failed = |e: io::Error| Diagnostic::new(format!("cannot be written: {e}")).in_file(folder.to_string_lossy());
    fs::create_dir_all(folder).map_err(failed)?;
    ARTICLES.iter().try_for_each(|(name, bytes)| fs::write(folder.join(name), bytes)).map_err(failed)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_example_is_forgotten() {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/articles");
        let entries = fs::read_dir(folder).expect("the examples");
        let mut names: Vec<String> = entries.map(|e| e.expect("an entry").file_name().to_string_lossy().into_owned()).collect();
        names.sort();
        assert_eq!(names, ARTICLES.iter().map(|(name, _)| *name).collect::<Vec<_>>());
    }
}
