//! Articles of which it is marked who and what in them is the same, and how well what the program joined agrees with that.

use std::collections::{BTreeMap, BTreeSet};
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

/// Two groupings of the same items, held one against the other.
///
/// B-cubed (Bagga and Baldwin, "Entity-based cross-document coreferencing using the vector space model", 1998): for each item, which part of
/// the items that the program put with it belong there, and which part of those that belong there it put there.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Cubed {
    pub precision: f64,
    pub recall: f64,
}

impl Cubed {
    pub fn f1(self) -> f64 {
        2.0 * self.precision * self.recall / (self.precision + self.recall)
    }
}

/// Pairs of what is marked and what the program has, one an item.
pub fn cubed(items: &[(String, String)]) -> Cubed {
    let mut marked: BTreeMap<&str, usize> = BTreeMap::new();
    let mut made: BTreeMap<&str, usize> = BTreeMap::new();
    let mut both: BTreeMap<(&str, &str), usize> = BTreeMap::new();
    for (gold, have) in items {
        *marked.entry(gold).or_default() += 1;
        *made.entry(have).or_default() += 1;
        *both.entry((gold, have)).or_default() += 1;
    }
    let mean = |part: &dyn Fn(&str, &str) -> usize| {
        let sum: f64 = items.iter().map(|(g, h)| both[&(g.as_str(), h.as_str())] as f64 / part(g, h) as f64).sum();
        100.0 * sum / items.len() as f64
    };
    Cubed { precision: mean(&|_, have| made[have]), recall: mean(&|gold, _| marked[gold]) }
}

/// Names of groups: each member under the least of all to which a chain of pairs leads.
pub fn grouped(pairs: impl IntoIterator<Item = (String, String)>) -> BTreeMap<String, String> {
    let mut of: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for (a, b) in pairs {
        of.entry(a.clone()).or_default().insert(b.clone());
        of.entry(b).or_default().insert(a);
    }
    let mut found = BTreeMap::new();
    for start in of.keys() {
        let mut next = vec![start];
        while let Some(one) = next.pop() {
            if !found.contains_key(one) {
                found.insert(one.clone(), start.clone());
                next.extend(&of[one]);
            }
        }
    }
    found
}

#[test]
fn b_cubed_counts_what_is_put_together() {
    let items = |list: &[(&str, &str)]| list.iter().map(|(a, b)| ((*a).to_owned(), (*b).to_owned())).collect::<Vec<_>>();
    assert_eq!(cubed(&items(&[("a", "x"), ("a", "x"), ("b", "y")])), Cubed { precision: 100.0, recall: 100.0 });
    assert_eq!(cubed(&items(&[("a", "x"), ("a", "x"), ("b", "x"), ("b", "x")])), Cubed { precision: 50.0, recall: 100.0 });
    assert_eq!(cubed(&items(&[("a", "x"), ("a", "y")])), Cubed { precision: 100.0, recall: 50.0 });
}
