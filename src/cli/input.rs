//! What commands that read take: articles with all that can be said of them, or bare files.

use std::fs;
use std::io::{self, Read as _};
use std::path::{Path, PathBuf};

use clap::{Args, builder::PossibleValuesParser, builder::TypedValueParser as _};

use crate::article::About;
use crate::date::Date;
use crate::diagnostic::Diagnostic;
use crate::ingest::{Event, Reading};
use crate::read::{self, Articles, Found, InputFormat, Options};

/// Longest article, in bytes: far above any there is. A parse takes a few hundred bytes a word.
pub const ARTICLE: u64 = 8 << 20;

/// Longest corpus, in bytes.
pub const CORPUS: u64 = 256 << 20;

pub use crate::read::name;

/// Articles to read.
#[derive(Clone, Debug, Args)]
pub struct InputArguments {
    /// Files or folders; `-` or none for standard input
    #[arg(value_name = "INPUT", default_value = "-")]
    inputs: Vec<PathBuf>,
    /// Format of all inputs, if not the one that their endings or first bytes tell
    #[arg(long, value_name = "FORMAT", help_heading = "Input", value_parser = PossibleValuesParser::new(InputFormat::ALL.map(InputFormat::name)).try_map(|name| name.parse::<InputFormat>()))]
    input_format: Option<InputFormat>,
    /// Where articles that have no IRI of their own are named
    #[arg(long, value_name = "IRI", help_heading = "Input", default_value = "https://w3id.org/chancery/article", value_parser = base)]
    base: String,
    /// Date of articles that give none: 2021-09-13, 13 September 2021
    #[arg(long, value_name = "DATE", help_heading = "Input", value_parser = date)]
    date: Option<Date>,
    /// Publisher of articles that name none
    #[arg(long, value_name = "NAME", help_heading = "Input")]
    publisher: Option<String>,
    /// Title of a plain text or web page that has none
    #[arg(long, value_name = "TEXT", help_heading = "Input")]
    title: Option<String>,
    /// URL of a plain text or web page that tells none
    #[arg(long, value_name = "IRI", help_heading = "Input", value_parser = url)]
    url: Option<String>,
    /// Identifier of a plain text or web page: an IRI, or a name that is put behind --base
    #[arg(long, value_name = "ID", help_heading = "Input", value_parser = clap::builder::NonEmptyStringValueParser::new())]
    id: Option<String>,
    /// Longest text of an article, in bytes or with K, M or G behind
    #[arg(long, value_name = "SIZE", help_heading = "Input", default_value = "2M", value_parser = size)]
    max_size: usize,
}

impl InputArguments {
    /// The articles of all inputs, in their order.
    ///
    /// # Errors
    /// Says that what belongs to one article was given for several inputs.
    pub fn articles(&self) -> Result<Articles, Diagnostic> {
        let single = [("--id", self.id.is_some()), ("--url", self.url.is_some()), ("--title", self.title.is_some())];
        let several = self.inputs.len() > 1 || self.inputs.iter().any(|path| path.is_dir());
        if let Some((option, _)) = single.iter().find(|(_, given)| *given && several) {
            let wrong = Diagnostic::new(format!("{option} belongs to one article, but several inputs are given"));
            return Err(wrong.hinted("each text can say it in a heading: lines of `key: value` between two of `---`"));
        }
        Ok(read::articles(self.inputs.clone(), self.options()))
    }

    /// The files of all inputs, in their order, to be read by another program; and messages about what is no file.
    ///
    /// # Errors
    /// As [`Self::articles`].
    pub fn files(&self) -> Result<impl Iterator<Item = Result<PathBuf, Event>>, Diagnostic> {
        self.articles()?; // it is not read, but checked
        Ok(read::files(self.inputs.clone(), self.input_format.is_some()).map(|found| match found {
            Found::Input(path) => Ok(path),
            Found::Skipped(diagnostic) => Err(Event::Warning(diagnostic)),
            Found::Rejected(diagnostic) => Err(Event::Rejected(diagnostic)),
        }))
    }

    /// How to read, in words that another program understands.
    pub fn reading(&self) -> Reading {
        Reading {
            format: self.input_format.map(|format| format.to_string()),
            base: Some(self.base.clone()),
            date: self.date.map(|date| date.to_string()),
            publisher: self.publisher.clone(),
            title: self.title.clone(),
            url: self.url.clone(),
            id: self.id.clone(),
            largest: Some(self.max_size),
        }
    }

    fn options(&self) -> Options {
        let about = About {
            headline: self.title.clone(),
            published: self.date,
            publisher: self.publisher.clone(),
            url: self.url.clone(),
            authors: Vec::new(),
        };
        Options { format: self.input_format, base: self.base.clone(), about, id: self.id.clone(), largest: self.max_size }
    }
}

fn base(iri: &str) -> Result<String, String> {
    let base = iri.trim_end_matches('/');
    let article = format!("{base}/article");
    if read::is_identifier(&article) { Ok(base.to_owned()) } else { Err("not an absolute IRI without fragment".to_owned()) }
}

fn url(iri: &str) -> Result<String, String> {
    if read::is_identifier(iri) { Ok(iri.to_owned()) } else { Err("not an absolute IRI without fragment".to_owned()) }
}

fn date(text: &str) -> Result<Date, String> {
    read::date(text).ok_or_else(|| "not a date such as 2021, 2021-09-13 or 13 September 2021".to_owned())
}

/// Reads a number of bytes: `500000`, `500K`, `2M`, `1G`.
fn size(text: &str) -> Result<usize, String> {
    let digits = text.trim_end_matches(|c: char| c.is_ascii_alphabetic());
    let unit = match text[digits.len()..].to_ascii_uppercase().as_str() {
        "" | "B" => 1,
        "K" | "KB" | "KIB" => 1 << 10,
        "M" | "MB" | "MIB" => 1 << 20,
        "G" | "GB" | "GIB" => 1 << 30,
        other => return Err(format!("`{other}` is none of K, M and G")),
    };
    let size = digits.parse::<usize>().ok().and_then(|number| number.checked_mul(unit)).filter(|size| *size > 0);
    size.ok_or_else(|| "not a number of bytes such as 500000, 500K or 2M".to_owned())
}

/// The text of a file, or of standard input for `-`, of at most `largest` bytes. A byte order mark is dropped.
///
/// # Errors
/// Says why the file cannot be read, that it is not UTF-8, or that it is too large.
pub fn text(path: &Path, largest: u64) -> Result<String, Diagnostic> {
    let name = &name(path);
    let unreadable = |e: io::Error| Diagnostic::new(format!("cannot be read: {e}")).in_file(name);
    let mut bytes = Vec::new();
    let read = match path.to_str() {
        Some("-") => io::stdin().lock().take(largest + 1).read_to_end(&mut bytes),
        _ => fs::File::open(path).and_then(|file| file.take(largest + 1).read_to_end(&mut bytes)),
    };
    read.map_err(unreadable)?;
    if bytes.len() as u64 > largest {
        return Err(Diagnostic::new(format!("larger than {} MiB", largest >> 20)).in_file(name).hinted("split it into articles"));
    }
    let text = String::from_utf8(bytes).map_err(|e| {
        let line = e.as_bytes()[..e.utf8_error().valid_up_to()].iter().filter(|b| **b == b'\n').count() + 1;
        Diagnostic::new("not UTF-8").at_line(line).in_file(name).hinted("convert it, for example with iconv")
    })?;
    Ok(text.strip_prefix('\u{feff}').map(str::to_owned).unwrap_or(text))
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::Parser;

    #[derive(Debug, Parser)]
    struct Command {
        #[command(flatten)]
        input: InputArguments,
    }

    fn parsed(arguments: &[&str]) -> Result<InputArguments, String> {
        let command = Command::try_parse_from(["test"].iter().chain(arguments));
        command.map(|c| c.input).map_err(|e| e.to_string())
    }

    #[test]
    fn options_are_read() {
        let input = parsed(&["a.txt", "--input-format", "jsonl", "--base", "urn:x/", "--date", "13 September 2021", "--max-size", "3K"]);
        let options = input.expect("good arguments").options();
        assert_eq!((options.format, options.base.as_str(), options.largest), (Some(InputFormat::JsonLines), "urn:x", 3072));
        assert_eq!(options.about.published.map(|d| d.to_string()).as_deref(), Some("2021-09-13"));
        let usual = parsed(&[]).expect("no arguments").options();
        assert_eq!((usual.format, usual.largest, usual.base), (None, Options::default().largest, Options::default().base));
    }

    #[test]
    fn wrong_options_are_refused() {
        for (option, value) in [
            ("--input-format", "xml"),
            ("--base", "articles"),
            ("--base", "http://example.org/#a"),
            ("--date", "13/09/2021"),
            ("--url", "example.org"),
            ("--id", ""),
            ("--max-size", "0"),
            ("--max-size", "9T"),
            ("--max-size", "99999999999999999999G"),
        ] {
            let said = parsed(&[option, value]).expect_err(value);
            assert!(said.contains(option) && said.contains("invalid value") || said.contains("a value is required"), "{said}");
        }
        let several = parsed(&["a.txt", "b.txt", "--id", "x"]).expect("well formed").articles().err().expect("refused");
        assert!(several.message.starts_with("--id belongs to one article"), "{several}");
    }
}
