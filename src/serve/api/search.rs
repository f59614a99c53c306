//! Words looked up: entities of that name, sentences with those words.

use oxigraph::model::NamedNode;
use serde_json::{Value, json};

use super::super::reply::{Open, Refused};
use super::parameters::{Given, HOW_MANY, Parameter, Takes, WHENCE, wrong};
use super::shape::{Shaper, article, page};
use super::{entities, facts};
use crate::diagnostic::Diagnostic;
use crate::query::facts::text;
use crate::rdf::vocabulary::ANCHOR_OF;
use crate::search::{Hit, Words};

/// How many entities are shown.
const ENTITIES: usize = 10;

/// What may be asked of words.
pub(super) const SEARCH: &[Parameter] = &[
    Parameter::new("q", Takes::NeededWords, "Words, all of which must be there; \"a phrase\", begin*, -not, OR.", "oil embargo*"),
    HOW_MANY,
    WHENCE,
];

/// The entities and the sentences that fit.
pub(super) fn search(open: &Open, given: &Given<'_>) -> Result<Value, Refused> {
    let words = given.one("q").unwrap_or("");
    let (limit, offset) = given.paging();
    let hits = facts::index(open)?.sentences(words, limit, offset).map_err(|e| wrong("q", &format!("cannot be looked up: {e}")))?;
    let wanted = Words::parse(words).map_err(|e| wrong("q", &e.to_string()))?;
    let mut shaper = Shaper::new(&open.store);
    let sentences = hits.hits.iter().map(|hit| sentence(&mut shaper, hit, &wanted)).collect::<Result<_, _>>()?;
    let (_, entities) = entities::named(&open.store, words, &[], (ENTITIES, 0))?;
    Ok(json!({ "entities": entities, "sentences": page(hits.total, (limit, offset), sentences) }))
}

fn sentence(shaper: &mut Shaper<'_>, hit: &Hit, wanted: &Words) -> Result<Value, Diagnostic> {
    let iri = hit.iri.rsplit_once("#char=").map_or(hit.iri.as_str(), |(article, _)| article);
    let (graph, span) = (NamedNode::new_unchecked(iri), NamedNode::new_unchecked(&hit.iri));
    let about = shaper.reader.article(&graph)?;
    let words = shaper.reader.objects(span.as_ref(), ANCHOR_OF, graph.as_ref().into())?.into_iter().find_map(text).unwrap_or_default();
    let (begin, end) = shaper.offsets(&span, graph.as_ref())?;
    let mut told = Vec::new();
    for fact in facts::told_by(shaper.store, &hit.iri)? {
        told.push(json!({ "iri": fact, "title": shaper.reader.brief(&fact)?.title() }));
    }
    let place = |within: usize| begin + within as u64;
    let marks: Vec<Value> = wanted.marks(&words).into_iter().map(|m| json!({ "begin": place(m.start), "end": place(m.end) })).collect();
    Ok(json!({
        "article": article(&about), "sentence": { "iri": hit.iri, "text": words, "begin": begin, "end": end }, "score": hit.score,
        "marks": marks, "facts": told,
    }))
}
