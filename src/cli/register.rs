//! `chancery register`: lists that users bring, as register files.

use std::fs::File;
use std::io::{self, Read as _, Write as _};
use std::path::{Path, PathBuf};

use clap::builder::{PossibleValuesParser, TypedValueParser as _};
use clap::{Args, Subcommand, ValueEnum};

use super::{Failure, Outcome, input, printable, report};
use crate::diagnostic::Diagnostic;
use crate::export::unpacked;
use crate::finding::Kind;
use crate::import::{Format, Import, Importer};
use crate::mention::register::Register;
use crate::ontology::REGISTER;

/// Longest list, in bytes: some millions of rows.
const LARGEST: u64 = 1 << 30;

#[derive(Debug, Subcommand)]
pub(super) enum Command {
    /// Turn lists of actors and places into a register file: Wikidata results, SKOS concepts, tables
    ///
    /// Wikidata results, in JSON or CSV, have the columns item and itemLabel, and may have itemAltLabel, type (or kind, class), demonym, capital
    /// (seat), position (role), affiliation, country, start and end, each with or without a column of its label (typeLabel). A plain table
    /// has name, and may have kind, aliases, demonyms, seat, role, affiliation, from, until and wikidata; several names in a field are parted by |. Of SKOS
    /// concepts prefLabel, altLabel and exactMatch are taken. Rows of one item are joined, and what the program knows already keeps its identity.
    #[command(
        after_help = "Exit codes: 0 all good, 1 failed or nothing imported, 2 wrong usage, 3 done but some rows were rejected.\n\nExample:\n  chancery register import ministers.csv --kind Person -o ministers.ttl\n  chancery ingest --register ministers.ttl articles/"
    )]
    Import(ImportLists),
}

/// The names of the formats.
#[derive(Clone, Copy, Debug, ValueEnum)]
enum FormatArgument {
    WikidataJson,
    WikidataCsv,
    Skos,
    Csv,
}

#[derive(Debug, Args)]
pub(super) struct ImportLists {
    /// Lists, packed or not; `-` for standard input
    #[arg(value_name = "FILE", required = true)]
    files: Vec<PathBuf>,
    /// Format of all lists, if not the one that their endings and first lines tell
    #[arg(long, value_name = "FORMAT")]
    format: Option<FormatArgument>,
    /// What those are whose row does not tell it: Person, State, Organization, ArmedGroup or Place
    #[arg(long, value_name = "KIND", ignore_case = true, value_parser = PossibleValuesParser::new(Kind::ALL.map(Kind::as_str)).try_map(|name| kind(&name)))]
    kind: Option<Kind>,
    /// File to write; standard output if not given
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
}

fn kind(name: &str) -> Result<Kind, String> {
    Kind::ALL.into_iter().find(|kind| kind.as_str().eq_ignore_ascii_case(name)).ok_or_else(|| "no kind of entity".to_owned())
}

impl Command {
    pub(super) fn run(&self) -> Result<Outcome, Failure> {
        match self {
            Self::Import(lists) => lists.run(),
        }
    }
}

impl ImportLists {
    fn run(&self) -> Result<Outcome, Failure> {
        let register = Register::read(REGISTER.iter().map(|e| (e.name, e.text)))?;
        let mut importer = Importer::new(&register, self.kind);
        for path in &self.files {
            match self.list(path) {
                Ok((text, format)) => importer.add(&input::name(path), &text, format),
                Err(diagnostic) => importer.reject(diagnostic),
            }
        }
        let import = importer.finish();
        import.warnings.iter().chain(&import.rejected).for_each(report);
        tell(&import);
        if import.entities() == 0 {
            return Err(Diagnostic::new("nothing could be imported").into());
        }
        match &self.output {
            Some(path) if path.as_os_str() != "-" => {
                let unwritable = |e| Diagnostic::new(format!("cannot be written: {e}")).in_file(path.to_string_lossy());
                let mut file = io::BufWriter::new(File::create(path).map_err(unwritable)?);
                import.write(&mut file).map_err(unwritable)?;
            }
            _ => import.write(io::BufWriter::new(io::stdout().lock()))?,
        }
        match import.rejected.len() {
            0 => Ok(Outcome::Done),
            rejected => Ok(Outcome::Rejected(rejected)),
        }
    }

    /// The text of a list, unpacked, and its format.
    fn list(&self, path: &Path) -> Result<(String, Format), Diagnostic> {
        let name = input::name(path);
        let unreadable = |e: io::Error| Diagnostic::new(format!("cannot be read: {e}")).in_file(&name);
        let source = if path.as_os_str() == "-" { unpacked(io::stdin()) } else { File::open(path).and_then(unpacked) };
        let mut bytes = Vec::new();
        source.and_then(|source| source.take(LARGEST + 1).read_to_end(&mut bytes)).map_err(unreadable)?;
        if bytes.len() as u64 > LARGEST {
            return Err(Diagnostic::new(format!("larger than {} MiB", LARGEST >> 20)).in_file(&name).hinted("split it into several lists"));
        }
        let text = String::from_utf8(bytes).map_err(|e| {
            let line = e.as_bytes()[..e.utf8_error().valid_up_to()].iter().filter(|b| **b == b'\n').count() + 1;
            Diagnostic::new("not UTF-8").at_line(line).in_file(&name).hinted("convert it, for example with iconv")
        })?;
        let told = match self.format {
            Some(FormatArgument::WikidataJson) => Some(Format::WikidataJson),
            Some(FormatArgument::WikidataCsv) => Some(Format::WikidataCsv),
            Some(FormatArgument::Csv) => Some(Format::Csv),
            Some(FormatArgument::Skos) => Some(Format::skos(&name)),
            None => Format::of(&name, &text),
        };
        let format =
            told.ok_or_else(|| Diagnostic::new("its ending tells no format of lists").in_file(&name).hinted("--format tells it"))?;
        Ok((text, format))
    }
}

/// Says what came of it.
fn tell(import: &Import) {
    let [entities, known, terms, rows, rejected] = [import.entities(), import.known(), import.terms(), import.rows, import.rejected.len()];
    let text = format!("register: entities {entities}, known before {known}, terms of office {terms}, rows {rows}, rejected {rejected}");
    // Nothing can be done, and nobody told, if standard error is closed.
    let _ = writeln!(io::stderr().lock(), "{}", printable(&text));
}
