//! Writes what the event network sees in annotated articles, for `training/events.py` to learn from: windows, features of words, and for each
//! annotated word the features of everybody around it.
//!
//! Reads JSON lines `{"id", "text", "published", "triggers": [[begin, end, "Meeting"], …]}` (bytes of the text) from standard input.

use std::collections::BTreeSet;
use std::error::Error;
use std::io::{self, BufRead as _, BufWriter, Write as _};
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use chancery::article::{About, Article};
use chancery::event::window;
use chancery::fact::company::{self, Company, Remarks, Told};
use chancery::fact::{self, speech};
use chancery::language::{Effort, Language};
use chancery::mention::Analysis;
use chancery::mention::lexicon::Lexicon;
use chancery::mention::register::Register;
use chancery::ontology::{FACTS, REGISTER, local};
use chancery::rule::matcher::Index;
use chancery::rule::package::{self, FactType};
use serde::Deserialize;
use serde_json::{Value, json};

/// Rows of the two tables of features.
const WORD_ROWS: usize = 4096;
const PAIR_ROWS: usize = 16384;

#[derive(Deserialize)]
struct Annotated {
    id: String,
    text: String,
    published: Option<String>,
    triggers: Vec<(usize, usize, String)>,
}

struct Tools {
    language: Language,
    lexicon: Lexicon,
    register: Register,
    types: Vec<FactType>,
    index: Index,
}

fn main() -> Result<(), Box<dyn Error>> {
    let types = FACTS.iter().map(|e| package::read(e.name, e.text)).collect::<Result<Vec<_>, _>>()?;
    let tools = Tools {
        language: Language::english()?,
        lexicon: Lexicon::english()?,
        register: Register::read(REGISTER.iter().map(|e| (e.name, e.text)))?,
        index: Index::new(&types),
        types,
    };
    let lines = io::stdin().lock().lines().collect::<Result<Vec<_>, _>>()?;
    let articles = lines.iter().map(|l| serde_json::from_str(l)).collect::<Result<Vec<Annotated>, _>>()?;
    let (next, done) = (AtomicUsize::new(0), Mutex::new(vec![Value::Null; articles.len()]));
    thread::scope(|scope| {
        for _ in 0..thread::available_parallelism().map_or(1, usize::from) {
            scope.spawn(|| {
                while let Some((at, article)) = Some(next.fetch_add(1, Ordering::Relaxed)).and_then(|at| Some((at, articles.get(at)?))) {
                    let seen = seen(&tools, article);
                    if let Ok(mut done) = done.lock() {
                        done[at] = seen;
                    }
                }
            });
        }
    });
    let mut out = BufWriter::new(io::stdout().lock());
    for line in done.into_inner().map_err(|e| e.to_string())? {
        writeln!(out, "{line}")?;
    }
    Ok(out.flush()?)
}

/// Everything that the network is told about one article.
fn seen(tools: &Tools, annotated: &Annotated) -> Value {
    let article = Article {
        iri: format!("http://example.org/{}", annotated.id),
        text: annotated.text.clone(),
        about: About { published: annotated.published.as_deref().and_then(chancery::read::date), ..About::default() },
    };
    let parsed = tools.language.parse(&annotated.text, Effort::default());
    let mut analysis = Analysis::new(&article, &parsed, &tools.register, &tools.lexicon);
    let (statements, silences, _) = fact::statements(&mut analysis, &tools.lexicon, &tools.types, &tools.index);
    let company = Company::of(&mut analysis, &tools.lexicon, &tools.types.iter().collect::<Vec<_>>());
    let remarks = Remarks::of(&analysis, &tools.types.iter().collect::<Vec<_>>(), &tools.types, &statements, &silences);
    let windows: Vec<Value> = window::windows(tools.language.table(), &parsed).iter().map(|w| {
        json!({"words": w.words, "ids": w.pieces.ids, "cases": w.pieces.cases, "firsts": w.pieces.firsts, "new": [w.new.start, w.new.end]})
    }).collect();
    let words: Vec<Vec<Value>> = (0..analysis.trees.len())
        .map(|s| {
            (0..analysis.trees[s].len())
                .map(|w| {
                    let span = analysis.trees[s].sentence().tokens[w].span;
                    json!([span.begin, span.end, remarks.rows(&analysis, &tools.lexicon, (s, w), WORD_ROWS)])
                })
                .collect()
        })
        .collect();
    let triggers: Vec<Value> = annotated
        .triggers
        .iter()
        .map(|(begin, end, class)| {
            let Some(told) = told_at(&analysis, *begin, *end) else { return Value::Null };
            let Some(fact_type) = tools.types.iter().position(|t| local(&t.class) == class) else { return Value::Null };
            let says: BTreeSet<usize> = speech::speech(&mut analysis, &tools.lexicon, told.0, told.1).sources;
            let rule = statements.iter().find(|s| {
                s.fact_type == fact_type && company::word_at(&analysis, s.attestation.sentence, s.attestation.trigger.begin) == told
            });
            let it = Told { at: told, name: &tools.types[fact_type].name, rule, says: &says };
            let around: Vec<Value> = (0..words.len())
                .filter(|s| s.abs_diff(told.0) < 40)
                .flat_map(|s| (0..words[s].len()).map(move |w| (s, w)))
                .flat_map(|at| {
                    company
                        .at(at)
                        .iter()
                        .map(|who| json!([at.0, at.1, who.0, who.1, company::pair(&analysis, &company, &it, at, *who, PAIR_ROWS)]))
                        .collect::<Vec<_>>()
                })
                .collect();
            json!({"at": told, "pairs": around})
        })
        .collect();
    let slots: Vec<Value> = tools
        .types
        .iter()
        .flat_map(|t| {
            t.roles
                .values()
                .map(|r| json!([format!("{}.{}", local(&t.class), local(&r.property)), company.slot((r.is, r.unnamed))]))
                .collect::<Vec<_>>()
        })
        .collect();
    let all: BTreeSet<usize> = (0..analysis.cast.entities.len()).collect();
    let mut names: Vec<BTreeSet<String>> =
        analysis.cast.entities.iter().map(|e| e.aliases.iter().cloned().chain([e.label.clone()]).collect()).collect();
    for mention in analysis.mentions(&|e| all.contains(&e)) {
        names[mention.entity].insert(mention.span.of(&annotated.text).to_owned());
    }
    json!({"id": annotated.id, "windows": windows, "words": words, "triggers": triggers, "slots": slots, "names": names})
}

/// The word that the others of an annotated phrase hang on.
fn told_at(analysis: &Analysis<'_>, begin: usize, end: usize) -> Option<(usize, usize)> {
    analysis.trees.iter().enumerate().find_map(|(s, tree)| {
        let tokens = &tree.sentence().tokens;
        let from = tokens.iter().position(|t| t.span.end > begin)?;
        let to = tokens.iter().rposition(|t| t.span.begin < end.max(begin + 1))?;
        (from <= to).then(|| (s, tree.head_of(from..to + 1)))
    })
}
