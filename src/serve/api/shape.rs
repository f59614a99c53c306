//! Things of the store as JSON: the shapes that several addresses share.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use oxigraph::model::{GraphNameRef, NamedNode, NamedNodeRef, NamedOrBlankNode, Quad, Term};
use serde_json::{Value, json};

use crate::diagnostic::Diagnostic;
use crate::query::facts::{Article, Attestation, Fact, Quotation, Reader, Thing, text};
use crate::query::prefix::local;
use crate::rdf::vocabulary::{
    ARTICLE_COUNT, BEGIN_INDEX, CONTRADICTS, END_INDEX, FOLLOWED_BY, LINKS, OBJECT, PREDICATE, PUBLISHER_COUNT, SAME_FACT_AS, SCORE,
    SUBJECT, TA_IDENT_REF,
};
use crate::store::Store;

/// How many sentences of a fact a list shows, and how many other facts by one relation.
const FEW: usize = 20;

/// A place in an article that names an entity, in code points.
#[derive(Clone, Debug)]
pub(super) struct Mention {
    begin: u64,
    end: u64,
    entity: Value,
}

/// Makes JSON of what the store holds, and remembers what it has read.
pub(super) struct Shaper<'a> {
    /// The store.
    pub store: &'a Store,
    /// Reads from it.
    pub reader: Reader<'a>,
    mentions: BTreeMap<String, Vec<Mention>>,
}

/// A link of a fact or an entity to another.
#[derive(Clone, Debug)]
pub(super) struct Link {
    /// What links them.
    pub relation: String,
    /// The other.
    pub other: String,
    /// Whether it leads to the other.
    pub away: bool,
    /// How good it is.
    pub score: f64,
}

impl<'a> Shaper<'a> {
    /// One that has read nothing.
    pub(super) fn new(store: &'a Store) -> Self {
        Self { store, reader: Reader::new(store), mentions: BTreeMap::new() }
    }

    /// A fact as lists show it: with its first sentences and surest links; nothing where nobody attests it.
    pub(super) fn listed(&mut self, iri: &str) -> Result<Value, Diagnostic> {
        let fact = self.reader.fact(iri)?;
        fact.map_or(Ok(Value::Null), |fact| self.fact(&fact, FEW))
    }

    /// A fact with so many of its sentences and of its links by each relation.
    pub(super) fn fact(&mut self, fact: &Fact, most: usize) -> Result<Value, Diagnostic> {
        let attestations = self.reader.attestations(fact, most)?;
        let said = attestations.iter().map(|a| self.statement(a)).collect::<Result<Vec<_>, _>>()?;
        let (articles, publishers) = self.counts(fact)?;
        let roles: BTreeMap<&String, Vec<Value>> =
            fact.roles.iter().map(|(role, fillers)| (role, fillers.iter().map(entity).collect())).collect();
        Ok(json!({
            "iri": fact.iri, "type": fact.classes.first().map_or("", |class| local(class)), "title": fact.title(), "roles": roles,
            "values": fact.values, "date": fact.date(), "said": said, "saidTotal": fact.told(), "articles": articles, "publishers": publishers,
            "links": self.links(&fact.iri, most)?,
        }))
    }

    /// By how many articles and publishers a fact, or another that is the same, is told.
    fn counts(&mut self, fact: &Fact) -> Result<(u64, u64), Diagnostic> {
        let node = NamedNodeRef::new_unchecked(&fact.iri);
        let count = |by| -> Result<Option<u64>, Diagnostic> {
            Ok(self.reader.objects(node, by, LINKS.into())?.into_iter().find_map(text).and_then(|text| text.parse().ok()))
        };
        if let (Some(articles), Some(publishers)) = (count(ARTICLE_COUNT)?, count(PUBLISHER_COUNT)?) {
            return Ok((articles, publishers));
        }
        let mut publishers = BTreeSet::new();
        let articles = fact.articles();
        for article in &articles {
            publishers.extend(self.reader.article(&NamedNode::new_unchecked(*article))?.publisher);
        }
        Ok((articles.len() as u64, publishers.len() as u64))
    }

    /// The facts that a fact is linked with, the surest first.
    fn links(&mut self, iri: &str, most: usize) -> Result<Value, Diagnostic> {
        let mut found: BTreeMap<&str, Vec<Value>> =
            ["sameFactAs", "followedBy", "follows", "contradicts"].map(|name| (name, Vec::new())).into();
        for link in links(self.store, iri)? {
            let name = match link.relation.as_str() {
                relation if relation == SAME_FACT_AS.as_str() => "sameFactAs",
                relation if relation == CONTRADICTS.as_str() => "contradicts",
                relation if relation == FOLLOWED_BY.as_str() && link.away => "followedBy",
                relation if relation == FOLLOWED_BY.as_str() => "follows",
                _ => continue,
            };
            if let Some(list) = found.get_mut(name).filter(|list| list.len() < most) {
                let title = self.reader.brief(&link.other)?.title();
                list.push(json!({ "iri": link.other, "title": title, "score": link.score }));
            }
        }
        Ok(json!(found))
    }

    fn statement(&mut self, said: &Attestation) -> Result<Value, Diagnostic> {
        let mentions = self.mentions(&said.article.iri)?;
        let inside = mentions.into_iter().filter(|m| m.begin >= said.sentence.begin && m.end <= said.sentence.end).collect();
        Ok(json!({
            "attestation": said.iri, "article": article(&said.article), "sentence": quote(&said.sentence), "trigger": quote(&said.trigger),
            "mentions": apart(inside), "sources": said.sources.iter().map(entity).collect::<Vec<_>>(), "certainty": said.certainty,
            "rule": said.rule,
        }))
    }

    /// The places of an article that name somebody, in no order.
    pub(super) fn mentions(&mut self, article: &str) -> Result<Vec<Mention>, Diagnostic> {
        if let Some(known) = self.mentions.get(article) {
            return Ok(known.clone());
        }
        let mut found = Vec::new();
        let graph = NamedNodeRef::new_unchecked(article);
        for quad in quads(self.store, None, Some(TA_IDENT_REF), None, Some(graph.into()))? {
            if let (NamedOrBlankNode::NamedNode(place), Term::NamedNode(node)) = (quad.subject, quad.object) {
                let (begin, end) = self.offsets(&place, graph)?;
                found.push(Mention { begin, end, entity: entity(&self.reader.thing(&node)?) });
            }
        }
        self.mentions.insert(article.to_owned(), found.clone());
        Ok(found)
    }

    /// Where a span lies: its IRI says so; where it does not, its triples do.
    pub(super) fn offsets(&self, span: &NamedNode, graph: NamedNodeRef<'_>) -> Result<(u64, u64), Diagnostic> {
        let told = span.as_str().rsplit_once("#char=").and_then(|(_, offsets)| offsets.split_once(','));
        if let Some(offsets) = told.and_then(|(begin, end)| Some((begin.parse().ok()?, end.parse().ok()?))) {
            return Ok(offsets);
        }
        let number = |by| -> Result<u64, Diagnostic> {
            let mut texts = self.reader.objects(span.as_ref(), by, graph.into())?.into_iter().filter_map(text);
            Ok(texts.find_map(|text| text.parse().ok()).unwrap_or_default())
        };
        Ok((number(BEGIN_INDEX)?, number(END_INDEX)?))
    }
}

/// Mentions in their order, those left out that overlap a longer one.
pub(super) fn apart(mut mentions: Vec<Mention>) -> Vec<Value> {
    mentions.sort_by(|a, b| {
        let key = |m: &Mention| (Reverse(m.end.saturating_sub(m.begin)), m.begin);
        key(a).cmp(&key(b)).then_with(|| a.entity["iri"].as_str().cmp(&b.entity["iri"].as_str()))
    });
    let mut kept: BTreeMap<u64, Mention> = BTreeMap::new();
    for mention in mentions.into_iter().filter(|m| m.begin < m.end) {
        // Those kept do not overlap, so of those that begin before its end only the last can reach into it.
        if kept.range(..mention.end).next_back().is_none_or(|(_, before)| before.end <= mention.begin) {
            kept.insert(mention.begin, mention);
        }
    }
    kept.into_values().map(|m| json!({ "begin": m.begin, "end": m.end, "entity": m.entity })).collect()
}

/// All links of a fact or an entity, the surest first, then by the other's IRI.
pub(super) fn links(store: &Store, iri: &str) -> Result<Vec<Link>, Diagnostic> {
    let Ok(node) = NamedNodeRef::new(iri) else { return Ok(Vec::new()) };
    let reader = Reader::new(store);
    let mut found = Vec::new();
    for (end, other, away) in [(SUBJECT, OBJECT, true), (OBJECT, SUBJECT, false)] {
        for quad in quads(store, None, Some(end), Some(node), Some(LINKS.into()))? {
            let NamedOrBlankNode::NamedNode(link) = quad.subject else { continue };
            let one = |by| Ok::<_, Diagnostic>(reader.objects(link.as_ref(), by, LINKS.into())?.into_iter().find_map(text));
            if let (Some(relation), Some(other)) = (one(PREDICATE)?, one(other)?) {
                found.push(Link { relation, other, away, score: one(SCORE)?.and_then(|text| text.parse().ok()).unwrap_or_default() });
            }
        }
    }
    found.sort_by(|a, b| b.score.total_cmp(&a.score).then_with(|| (&a.other, &a.relation, a.away).cmp(&(&b.other, &b.relation, b.away))));
    Ok(found)
}

/// The quads of a pattern.
pub(super) fn quads(
    store: &Store,
    subject: Option<NamedNodeRef<'_>>,
    predicate: Option<NamedNodeRef<'_>>,
    object: Option<NamedNodeRef<'_>>,
    graph: Option<GraphNameRef<'_>>,
) -> Result<Vec<Quad>, Diagnostic> {
    let found = store.engine().quads_for_pattern(subject.map(Into::into), predicate, object.map(Into::into), graph);
    found.collect::<Result<_, _>>().map_err(|e| store.failure(&e))
}

/// An entity in short.
pub(super) fn entity(thing: &Thing) -> Value {
    json!({ "iri": thing.iri, "label": thing.label, "kind": thing.kind.as_deref().unwrap_or("Entity") })
}

/// An article in short.
pub(super) fn article(article: &Article) -> Value {
    json!({
        "iri": article.iri, "headline": article.headline, "publisher": article.publisher, "published": article.published, "url": article.url,
    })
}

/// Words of an article.
pub(super) fn quote(words: &Quotation) -> Value {
    json!({ "iri": words.iri, "text": words.text, "begin": words.begin, "end": words.end })
}

/// A page of a list.
pub(super) fn page(total: usize, (limit, offset): (usize, usize), items: Vec<Value>) -> Value {
    json!({ "total": total, "limit": limit, "offset": offset, "items": items })
}
