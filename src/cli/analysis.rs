//! What commands that find facts take: what users add to what ships, and how many threads.

use std::ffi::OsString;
use std::fs;
use std::num::NonZeroUsize;
use std::path::{Path, PathBuf};
use std::thread;

use clap::Args;

use crate::diagnostic::Diagnostic;
use crate::ingest;
use crate::mention::register::Register;
use crate::ontology::{Embedded, FACTS, REGISTER};
use crate::pipeline::{Additions, Analyst};
use crate::rdf::Run;
use crate::rule::package::{self, FactType};

/// How to find facts.
#[derive(Clone, Debug, Args)]
pub struct AnalysisArguments {
    /// Folder of more fact types: a folder each, with its rules.toml
    #[arg(long, value_name = "DIR", help_heading = "Analysis")]
    facts: Vec<PathBuf>,
    /// More names: a register file in Turtle
    #[arg(long, value_name = "FILE", help_heading = "Analysis")]
    register: Vec<PathBuf>,
    /// Without the event network: only what the rules state
    #[arg(long, help_heading = "Analysis")]
    rules_only: bool,
    /// Threads; all there are by default. The result is the same for any number
    #[arg(long, value_name = "N", help_heading = "Analysis")]
    threads: Option<NonZeroUsize>,
}

impl AnalysisArguments {
    /// Loads everything, and says what was loaded as a run. It is needed to the end: taking it apart then would only cost time.
    ///
    /// # Errors
    /// Says which file cannot be read or where it is wrong.
    pub fn load(&self) -> Result<(&'static Analyst, Run), Diagnostic> {
        ingest::load(&self.additions()?, self.rules_only)
    }

    /// Only what linking needs: how facts of each type hang together, and whom the register knows apart.
    ///
    /// # Errors
    /// Says which file cannot be read or where it is wrong.
    pub fn connections(&self) -> Result<(Vec<FactType>, Register), Diagnostic> {
        let additions = self.additions()?;
        let all = |shipped: &'static [Embedded], added: &'static [(String, String)]| {
            shipped.iter().map(|e| (e.name, e.text)).chain(added.iter().map(|(n, t)| (n.as_str(), t.as_str())))
        };
        let additions: &'static Additions = Box::leak(Box::new(additions));
        let types = all(FACTS, &additions.facts).map(|(name, text)| package::read(name, text)).collect::<Result<Vec<_>, _>>()?;
        Ok((types, Register::read(all(REGISTER, &additions.register))?))
    }

    /// What users add.
    ///
    /// # Errors
    /// Says which file cannot be read.
    pub fn additions(&self) -> Result<Additions, Diagnostic> {
        let mut additions = Additions::default();
        for folder in &self.facts {
            let rules = rules(folder)?;
            if rules.is_empty() {
                let wrong = Diagnostic::new("holds no rules.toml").in_file(folder.to_string_lossy());
                return Err(wrong.hinted("each fact type is a folder with a rules.toml in it"));
            }
            for path in rules {
                additions.facts.push(named(&path)?);
            }
        }
        for path in &self.register {
            additions.register.push(named(path)?);
        }
        Ok(additions)
    }

    /// Whether the event network is left out.
    pub fn rules_only(&self) -> bool {
        self.rules_only
    }

    /// The same on the command line of another process.
    pub fn arguments(&self) -> Vec<OsString> {
        let mut arguments: Vec<OsString> = Vec::new();
        for (option, paths) in [("--facts", &self.facts), ("--register", &self.register)] {
            arguments.extend(paths.iter().flat_map(|path| [OsString::from(option), OsString::from(path)]));
        }
        arguments.extend(self.rules_only.then(|| OsString::from("--rules-only")));
        arguments.extend(self.threads.iter().flat_map(|threads| [OsString::from("--threads"), OsString::from(threads.to_string())]));
        arguments
    }

    /// Whether anything but the number of threads is asked for.
    pub fn is_special(&self) -> bool {
        !self.facts.is_empty() || !self.register.is_empty() || self.rules_only
    }

    /// The number of threads to use.
    pub fn threads(&self) -> NonZeroUsize {
        self.threads.or_else(|| thread::available_parallelism().ok()).unwrap_or(NonZeroUsize::MIN)
    }
}

/// The rules.toml of a folder and of the folders in it, sorted.
fn rules(folder: &Path) -> Result<Vec<PathBuf>, Diagnostic> {
    let unreadable = |e| Diagnostic::new(format!("cannot be read: {e}")).in_file(folder.to_string_lossy());
    let entries = fs::read_dir(folder).map_err(unreadable)?.collect::<Result<Vec<_>, _>>().map_err(unreadable)?;
    let mut found: Vec<PathBuf> = entries.iter().map(|entry| entry.path().join("rules.toml")).chain([folder.join("rules.toml")]).collect();
    found.retain(|path| path.is_file());
    found.sort();
    Ok(found)
}

/// A file's name and text.
fn named(path: &Path) -> Result<(String, String), Diagnostic> {
    let name = path.to_string_lossy().into_owned();
    let text = fs::read_to_string(path).map_err(|e| Diagnostic::new(format!("cannot be read: {e}")).in_file(&name))?;
    Ok((name, text))
}
