//! `chancery verify`: proofs about the store or a file.

use std::fs::File;
use std::io::{self, Read as _, Write as _};
use std::path::{Path, PathBuf};

use clap::Args;

use super::place::StoreArguments;
use super::{Failure, Outcome, input, printable};
use crate::diagnostic::Diagnostic;
use crate::export::{Format, unpacked};
use crate::store::Store;
use crate::verify::{self, Report};

#[derive(Debug, Args)]
pub(super) struct Verify {
    /// Files of RDF, packed or not; `-` for standard input. The store if none is given
    #[arg(value_name = "FILE")]
    files: Vec<PathBuf>,
    #[command(flatten)]
    place: StoreArguments,
    /// Syntax of the files, if their endings do not tell
    #[arg(long, value_name = "FORMAT")]
    format: Option<Format>,
}

impl Verify {
    pub(super) fn run(&self) -> Result<Outcome, Failure> {
        let mut wrong = 0;
        if self.files.is_empty() {
            let store = Store::read_only(self.place.folder())?;
            wrong += tell(store.name(), &verify::store(&store)?)?;
        }
        for path in &self.files {
            wrong += tell(&input::name(path), &self.file(path)?)?;
        }
        match wrong {
            0 => Ok(Outcome::Done),
            1 => Err(Diagnostic::new("one thing does not hold").into()),
            _ => Err(Diagnostic::new(format!("{wrong} things do not hold")).into()),
        }
    }

    fn file(&self, path: &Path) -> Result<Report, Diagnostic> {
        let name = input::name(path);
        let unreadable = |e: io::Error| Diagnostic::new(format!("cannot be read: {e}")).in_file(&name);
        let unnamed = || Diagnostic::new("the ending tells no RDF syntax").in_file(&name).hinted("--format tells it");
        let format = self.format.or_else(|| Format::of(path)).ok_or_else(unnamed)?;
        let mut bytes = Vec::new();
        let source = if name == "stdin" { unpacked(io::stdin()) } else { File::open(path).and_then(unpacked) };
        source.and_then(|mut source| source.read_to_end(&mut bytes)).map_err(unreadable)?;
        let (store, mut report) = verify::read(&bytes, format, &name)?;
        report.join(verify::store(&store)?);
        Ok(report)
    }
}

/// Prints what was counted and what is wrong; returns how much is wrong.
fn tell(name: &str, report: &Report) -> Result<usize, Failure> {
    let mut out = io::BufWriter::new(io::stdout().lock());
    writeln!(out, "{}", printable(name))?;
    for line in report.to_string().lines() {
        writeln!(out, "  {}", printable(line))?;
    }
    for fault in &report.faults {
        writeln!(out, "  WRONG {}: {}", printable(&fault.about), printable(&fault.message))?;
    }
    if report.wrong > report.faults.len() {
        writeln!(out, "  … and {} more", report.wrong - report.faults.len())?;
    }
    writeln!(out, "  {}", if report.wrong == 0 { "all of it holds" } else { "not all of it holds" })?;
    out.flush()?;
    Ok(report.wrong)
}
