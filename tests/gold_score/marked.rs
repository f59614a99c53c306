//! What is marked in articles: the annotated articles of a folder, each a `.json` beside its `.txt`.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use chancery::article::{About, Article};
use chancery::finding::Kind;
use chancery::text::Span;
use serde::Deserialize;
use serde_json::Value as Json;

use super::account::{Account, Actor, FORMS, Filler, Place, SOURCE, Stated, value};

/// An article and what people marked in it.
#[derive(Debug)]
pub struct Annotated {
    /// The name of its files.
    pub name: String,
    pub article: Article,
    pub account: Account,
}

/// All of a folder of `tests`, in the order of their names; or what is wrong with one.
pub fn all(folder: &str) -> Result<Vec<Annotated>, String> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests").join(folder);
    let entries = fs::read_dir(&folder).map_err(|e| format!("{}: {e}", folder.display()))?;
    let mut paths: Vec<_> = entries.filter_map(|e| Some(e.ok()?.path())).filter(|p| p.extension().is_some_and(|e| e == "json")).collect();
    paths.sort();
    paths.iter().map(|path| read(path).map_err(|e| format!("{}: {e}", path.display()))).collect()
}

fn read(path: &Path) -> Result<Annotated, String> {
    let file = |path: &Path| fs::read_to_string(path).map_err(|e| e.to_string());
    let (annotation, text) = (file(path)?, file(&path.with_extension("txt"))?);
    let heading: Heading = serde_json::from_str(&annotation).map_err(|e| e.to_string())?;
    let account = Account::of_annotation(&annotation, &text)?;
    let name = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
    let about = About { published: heading.date.and_then(|d| d.parse().ok()), ..About::default() };
    Ok(Annotated { article: Article { iri: format!("http://example.org/{name}"), text, about }, name, account })
}

/// The kind of an actor of which it is not marked.
const UNKNOWN: &str = "Unknown";

#[derive(Deserialize)]
struct Heading {
    date: Option<String>,
}

#[derive(Deserialize)]
struct Annotation {
    actors: Vec<AnnotatedActor>,
    facts: Vec<AnnotatedFact>,
}

#[derive(Deserialize)]
struct AnnotatedActor {
    id: String,
    r#type: String,
    names: Vec<String>,
}

#[derive(Deserialize)]
struct AnnotatedFact {
    r#type: String,
    evidence: Vec<Evidence>,
    #[serde(flatten)]
    said: BTreeMap<String, Json>,
}

#[derive(Deserialize)]
struct Evidence {
    quote: String,
    trigger: String,
}

impl Account {
    /// What people marked in that text.
    pub fn of_annotation(annotation: &str, text: &str) -> Result<Self, String> {
        let Annotation { actors: marked, facts } = serde_json::from_str(annotation).map_err(|e| e.to_string())?;
        let (mut actors, mut by_id) = (Vec::new(), BTreeMap::new());
        for AnnotatedActor { id, r#type, names } in marked {
            let kind = Kind::ALL.into_iter().find(|k| k.as_str() == r#type);
            // Where only those who take part in facts are marked, their kind is not, and nobody is looked for.
            if r#type != UNKNOWN {
                let kind = kind.ok_or(format!("no kind `{}`", r#type))?;
                actors.push(Actor::new(kind, names.clone()));
            }
            by_id.insert(id, Actor::new(kind.unwrap_or(Kind::Place), names));
        }
        let actor = |id: &str| by_id.get(id).ok_or(format!("no actor `{id}`"));
        let facts = facts.iter().map(|fact| annotated(fact, &actor, text)).collect::<Result<_, _>>()?;
        Ok(Self { actors, facts })
    }
}

fn annotated<'a>(fact: &AnnotatedFact, actor: &impl Fn(&str) -> Result<&'a Actor, String>, text: &str) -> Result<Stated, String> {
    let form = FORMS.iter().find(|f| f.name == fact.r#type).ok_or(format!("no fact type `{}`", fact.r#type))?;
    let said = |property: &str| strings(fact.said.get(if property == "participant" { "participants" } else { property }));
    let filler = |ids: String| {
        let open = ids.split('|').map(actor).collect::<Result<Vec<_>, _>>()?;
        Ok(Filler {
            keys: open.iter().flat_map(|a| a.keys.clone()).collect(),
            shown: open.iter().filter_map(|a| a.names.first()).cloned().collect::<Vec<_>>().join("|"),
        })
    };
    let mut fillers = BTreeMap::new();
    for &role in form.roles.iter().chain([&SOURCE]) {
        fillers.insert(role, said(role).into_iter().map(filler).collect::<Result<Vec<_>, String>>()?);
    }
    let values = form.values.iter().map(|&property| (property, said(property).into_iter().map(|v| value(property, v)).collect()));
    let places = fact.evidence.iter().map(|evidence| place(evidence, text)).collect::<Result<_, _>>()?;
    Ok(Stated { form, places, fillers, values: values.collect() })
}

/// Where the quotation stands in the text: in one place only, or nobody knows which is meant.
fn place(Evidence { quote, trigger }: &Evidence, text: &str) -> Result<Place, String> {
    let mut all = text.match_indices(quote.as_str()).map(|(begin, _)| begin);
    let (Some(begin), None) = (all.next(), all.next()) else { return Err(format!("not once in the text: “{quote}”")) };
    let within = quote.find(trigger.as_str()).ok_or(format!("“{trigger}” is not in “{quote}”"))?;
    Ok(Place { words: Span { begin, end: begin + quote.len() }, trigger: begin + within })
}

/// One value or several; nothing and `false` are none.
fn strings(said: Option<&Json>) -> Vec<String> {
    match said {
        None | Some(Json::Null | Json::Bool(false)) => Vec::new(),
        Some(Json::Array(all)) => all.iter().flat_map(|one| strings(Some(one))).collect(),
        Some(Json::String(text)) => vec![text.clone()],
        Some(other) => vec![other.to_string()],
    }
}
