//! CoNLL-U, the format of Universal Dependencies: <https://universaldependencies.org/format.html>.

use std::fmt::Write as _;

use super::{Parsed, Sentence};
use crate::diagnostic::Diagnostic;
use crate::text::Span;

/// One annotated sentence of a treebank. All columns are kept as written.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct GoldSentence {
    /// Places of the words in the document's rebuilt text, in bytes.
    pub spans: Vec<Span>,
    /// UPOS column.
    pub upos: Vec<String>,
    /// XPOS column.
    pub xpos: Vec<String>,
    /// LEMMA column.
    pub lemmas: Vec<String>,
    /// HEAD column: 0 the root, else the head's number, counted from 1.
    pub heads: Vec<usize>,
    /// DEPREL column.
    pub rels: Vec<String>,
}

/// One document of a treebank, its text rebuilt from words, `SpaceAfter=No` and paragraph marks.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct GoldDocument {
    /// The `newdoc id`, or nothing.
    pub name: String,
    /// The text: paragraphs parted by an empty line.
    pub text: String,
    /// Its sentences.
    pub sentences: Vec<GoldSentence>,
}

/// Reads a treebank.
///
/// # Errors
/// Names the line that has not ten columns or a head that is no number.
pub fn read(file: &str) -> Result<Vec<GoldDocument>, Diagnostic> {
    let mut reader = Reader::default();
    for (number, line) in file.lines().enumerate() {
        reader.line(line).map_err(|e| e.at_line(number + 1))?;
    }
    reader.end_sentence();
    Ok(reader.documents)
}

#[derive(Default)]
struct Reader {
    documents: Vec<GoldDocument>,
    sentence: GoldSentence,
    /// What stands before the next word.
    gap: &'static str,
    /// The range line of a word that is written as one and analysed as several: last number and rest of its text.
    joined: Option<Joined>,
}

struct Joined {
    last: usize,
    span: Span,
    gap: &'static str,
}

impl Reader {
    fn line(&mut self, line: &str) -> Result<(), Diagnostic> {
        if line.is_empty() {
            self.end_sentence();
        } else if let Some(comment) = line.strip_prefix('#') {
            self.comment(comment.trim());
        } else {
            let columns: Vec<&str> = line.split('\t').collect();
            if columns.len() != 10 {
                return Err(Diagnostic::new(format!("ten columns expected, found {}", columns.len())));
            }
            self.row(&columns)?;
        }
        Ok(())
    }

    fn comment(&mut self, comment: &str) {
        if let Some(rest) = comment.strip_prefix("newdoc") {
            self.end_sentence();
            let name = rest.split_once('=').map_or("", |(_, name)| name.trim()).to_owned();
            self.documents.push(GoldDocument { name, ..GoldDocument::default() });
            self.gap = "";
        } else if comment.starts_with("newpar") {
            self.gap = "\n\n";
        }
    }

    fn row(&mut self, columns: &[&str]) -> Result<(), Diagnostic> {
        let gap_after = if columns[9].split('|').any(|m| m == "SpaceAfter=No") { "" } else { " " };
        if let Some((_, last)) = columns[0].split_once('-') {
            let span = self.write(columns[1]);
            self.joined = last.parse().ok().map(|last| Joined { last, span, gap: gap_after });
            return Ok(());
        }
        let Ok(number) = columns[0].parse::<usize>() else { return Ok(()) }; // an empty node of the enhanced graph
        let span = self.place(number, columns[1], gap_after);
        let head = columns[6].parse().map_err(|_| Diagnostic::new(format!("head `{}` is no number", columns[6])))?;
        let s = &mut self.sentence;
        s.spans.push(span);
        s.lemmas.push(columns[2].to_owned());
        s.upos.push(columns[3].to_owned());
        s.xpos.push(columns[4].to_owned());
        s.heads.push(head);
        s.rels.push(columns[7].to_owned());
        Ok(())
    }

    /// Place of a word: in its range's text where it belongs to one and is spelt so there, else written out.
    fn place(&mut self, number: usize, form: &str, gap_after: &'static str) -> Span {
        let Some(joined) = &mut self.joined else {
            let span = self.write(form);
            self.gap = gap_after;
            return span;
        };
        let text = self.documents.last().map_or("", |d| d.text.as_str());
        let rest = joined.span.of(text);
        let length = if number == joined.last { rest.len() } else { form.len().min(rest.len()) };
        let span = Span { begin: joined.span.begin, end: joined.span.begin + rest.floor_char_boundary(length) };
        joined.span.begin = span.end;
        if number == joined.last {
            self.gap = joined.gap;
            self.joined = None;
        }
        span
    }

    /// Appends a word, and the gap before it, to the document's text.
    fn write(&mut self, form: &str) -> Span {
        if self.documents.is_empty() {
            self.documents.push(GoldDocument::default());
        }
        let gap = std::mem::take(&mut self.gap);
        let Some(document) = self.documents.last_mut() else { return Span { begin: 0, end: 0 } };
        if !document.text.is_empty() {
            document.text.push_str(gap);
        }
        let begin = document.text.len();
        document.text.push_str(form);
        Span { begin, end: document.text.len() }
    }

    fn end_sentence(&mut self) {
        self.joined = None;
        let mut sentence = std::mem::take(&mut self.sentence);
        for head in &mut sentence.heads {
            // A head that is not there is no word's: certainly not the root's.
            *head = if *head > sentence.spans.len() { usize::MAX } else { *head };
        }
        if let Some(document) = self.documents.last_mut().filter(|_| !sentence.spans.is_empty()) {
            document.sentences.push(sentence);
        }
    }
}

/// Writes a parsed text as one document, or nothing where it has no words. An empty line begins a paragraph. MISC holds the place of each word in code points (`TokenRange=b:e`), the
/// names as `Name=B-PER` and `Inner=B-LOC`, and `SpaceAfter=No`. Sentences without a tree have `_` for heads.
#[must_use]
pub fn write(parsed: &Parsed<'_>, name: &str) -> String {
    let mut out = String::new();
    let mut before = 0;
    let mut place = CodePoints { text: parsed.text, bytes: 0, points: 0 };
    for (i, sentence) in parsed.sentences.iter().enumerate() {
        let span = sentence.span();
        let gap = Span { begin: before, end: span.begin }.of(parsed.text);
        before = span.end;
        if i == 0 {
            let _ = writeln!(out, "# newdoc id = {}", one_line(name));
        }
        if i == 0 || gap.matches('\n').count() > 1 {
            out.push_str("# newpar\n");
        }
        let _ = writeln!(out, "# sent_id = {}-{}\n# text = {}", one_line(name), i + 1, one_line(span.of(parsed.text)));
        write_sentence(&mut out, sentence, &mut place);
        out.push('\n');
    }
    out
}

fn write_sentence(out: &mut String, sentence: &Sentence, place: &mut CodePoints<'_>) {
    let mut misc: Vec<String> = vec![String::new(); sentence.tokens.len()];
    for name in &sentence.names {
        for (i, misc) in misc.iter_mut().enumerate().take(name.words.end).skip(name.words.start) {
            let (layer, begin) = (if name.inner { "Inner" } else { "Name" }, if name.words.start == i { 'B' } else { 'I' });
            let _ = write!(misc, "{layer}={begin}-{}|", name.kind);
        }
    }
    for (i, token) in sentence.tokens.iter().enumerate() {
        let (head, rel) = match sentence.tree.as_ref().and_then(|t| t.get(i)) {
            Some(arc) => (arc.head.map_or(0, |h| h + 1).to_string(), arc.rel.as_str()),
            None => ("_".to_owned(), "_"),
        };
        let after = place.text.get(token.span.end..).and_then(|rest| rest.chars().next());
        let joined = if after.is_some_and(|c| !c.is_whitespace()) { "SpaceAfter=No|" } else { "" };
        let (begin, end) = (place.of(token.span.begin), place.of(token.span.end));
        let (form, misc) = (one_line(token.span.of(place.text)), format!("{}{joined}TokenRange={begin}:{end}", misc[i]));
        let _ = writeln!(out, "{}\t{form}\t{}\t{}\t{}\t_\t{head}\t{rel}\t_\t{misc}", i + 1, one_line(&token.lemma), token.upos, token.xpos);
    }
}

/// White space would break the columns, and controls the reader's terminal: they become a space and U+FFFD.
fn one_line(text: &str) -> String {
    let words: Vec<&str> = text.split_whitespace().collect();
    words.join(" ").chars().map(|c| if c.is_control() { char::REPLACEMENT_CHARACTER } else { c }).collect()
}

/// Byte offsets → code points, for offsets that only grow.
struct CodePoints<'t> {
    text: &'t str,
    bytes: usize,
    points: usize,
}

impl CodePoints<'_> {
    fn of(&mut self, byte: usize) -> usize {
        self.points += Span { begin: self.bytes, end: byte }.of(self.text).chars().count();
        self.bytes = byte;
        self.points
    }
}
