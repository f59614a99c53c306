//! Articles of which it is marked who and what in them is the same.

use std::fs;
use std::path::Path;

use chancery::article::{About, Article};
use serde::Deserialize;

/// Who is named in an article.
#[derive(Deserialize)]
pub struct Named {
    /// The same in every article that names it.
    pub id: String,
    pub names: Vec<String>,
}

/// Where an article states a fact.
#[derive(Deserialize)]
pub struct Stated {
    /// The same in every article that states it.
    pub id: String,
    pub r#type: String,
    /// Words that stand in the article once.
    pub quote: String,
    pub trigger: String,
}

#[derive(Deserialize)]
struct Marks {
    entities: Vec<Named>,
    facts: Vec<Stated>,
}

/// What is marked between facts.
#[derive(Deserialize)]
pub struct Relations {
    #[serde(rename = "followedBy")]
    pub followed: Vec<[String; 2]>,
    pub contradicts: Vec<[String; 2]>,
    pub copies: Vec<[String; 2]>,
}

/// An article and what is marked in it.
pub struct Marked {
    pub name: String,
    pub article: Article,
    pub entities: Vec<Named>,
    pub facts: Vec<Stated>,
}

/// The articles of a folder of `tests/joining`, in the order of their names, and what is marked between their facts.
pub fn read(folder: &str) -> (Vec<Marked>, Relations) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/joining").join(folder);
    let file = |path: &Path| fs::read_to_string(path).expect("a file");
    let mut paths: Vec<_> = fs::read_dir(&folder).expect("a folder").map(|e| e.expect("an entry").path()).collect();
    paths.retain(|p| p.extension().is_some_and(|e| e == "txt"));
    paths.sort();
    let articles = paths.iter().map(|path| {
        let marks: Marks = serde_json::from_str(&file(&path.with_extension("json"))).expect("marks");
        let name = path.file_stem().expect("a name").to_string_lossy().into_owned();
        let text = file(path);
        let (heading, text) = text.trim_start_matches("---\n").split_once("\n---\n").expect("a heading");
        let field = |name: &str| heading.lines().find_map(|l| l.strip_prefix(name)).map(|v| v.trim().to_owned());
        let about = About {
            headline: field("title:"),
            published: field("date:").and_then(|d| d.parse().ok()),
            publisher: field("publisher:"),
            ..About::default()
        };
        let article = Article { iri: format!("http://example.org/{name}"), text: text.to_owned(), about };
        Marked { name, article, entities: marks.entities, facts: marks.facts }
    });
    let relations = serde_json::from_str(&file(&folder.join("relations.json"))).expect("relations");
    (articles.collect(), relations)
}
